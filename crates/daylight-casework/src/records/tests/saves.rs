//! Codes that stop or remark a save.

use daylight_core::record::Tlp;
use serde_json::{Value, json};

use super::*;
use crate::records::{Decision, Dissent, Role};
use crate::testing::verified;

#[test]
fn the_fixture_is_saved_with_history_and_verifies() {
    let mut world = world();
    let saved = world.add(&document()).unwrap();
    assert!(saved.iter().all(|s| s.record.version == 1 && s.record.author == "ana"));
    let edited = world.edit("bureau", json!({"aliases": ["The Bureau"]})).unwrap().record;
    assert_eq!((edited.version, edited.change_note.as_deref()), (2, Some("a test")));
    assert!(edited.modified > edited.created && edited.prev_hash.is_some());
    let history = world.case.view().history(&edited.id).unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!((history[0].status.name(), history[1].status.name()), ("superseded", "current"));
    let withdrawn = world.case.withdraw_record(&edited.id, "ana", "a mistake").unwrap().record;
    assert_eq!(withdrawn.status.name(), "withdrawn");
    let dir = world.case.view().dir().to_owned();
    assert!(verified(&dir).is_whole(), "{:?}", verified(&dir).damage);
    world.case.erase_record(&edited.id, "ana", "request").unwrap();
    assert!(verified(&dir).is_whole(), "{:?}", verified(&dir).damage);
    assert!(world.case.view().records().unwrap().get(&edited.id).is_none());
}

#[test]
fn no_string_of_a_record_enters_the_log() {
    let mut world = world();
    world.add(&document()).unwrap();
    let dir = world.case.view().dir().join("log");
    let mut all = Vec::new();
    for name in crate::files::list(&dir).unwrap() {
        all.extend(std::fs::read(dir.join(name)).unwrap());
    }
    let log = String::from_utf8_lossy(&all);
    for word in ["Bureau", "Ada Example", "harbor-courier", "Courier", "ana\"", "T0143"] {
        assert!(!log.contains(word), "{word}");
    }
}

#[test]
fn e001_to_e009() {
    refused("E001", |d| drop(at(d, "desk").as_object_mut().unwrap().remove("name")));
    refused("E001", |d| at(d, "desk")["colour"] = json!("red"));
    refused("E002", |d| at(d, "desk")["kind"] = json!("rumour"));
    refused("E003", |d| at(d, "election")["start_date"] = json!("2026-04-13"));
    refused("E003", |d| at(d, "cap-clone")["captured_at"] = json!("2026-04-02T09:00:00Z"));
    refused("E005", |d| at(d, "contest")["election"] = json!("@nowhere"));
    refused("E005", |d| at(d, "contest")["election"] = json!("@desk"));
    refused("E008", |d| at(d, "bureau")["quotes"] = json!(["@cap-lab"]));
    refused("E009", |d| at(d, "vesterland")["country"] = json!("DEU"));
    refused("E009", |d| at(d, "early-close")["language"] = json!("English"));
    refused("E009", |d| at(d, "vesterland")["ocd_id"] = json!("ocd/de"));
}

#[test]
fn e004_e006_and_e008_on_edits() {
    let mut world = world();
    world.add(&document()).unwrap();
    world.edit("bureau", json!({"aliases": ["The Bureau"]})).unwrap();
    let id = world.id("bureau");
    let mut stale = parse_edit(&json!({"name": "Other"})).unwrap();
    stale.change_note = Some("late".into());
    stale.from_version = Some(1);
    let error = world.case.edit_record(&id, &stale, "ana", None).unwrap_err();
    assert_eq!(codes(&error), ["E004"]);
    assert!(error.to_string().contains("The Bureau"), "{error}");
    for (alias, change) in [
        ("cap-clone", json!({"url": "https://other.example/"})),
        ("j-effort", json!({"voice": "reported"})),
        ("j-effort", json!({"reviews": [{"member": "ana", "date": "2026-04-01"}]})),
        ("desk", json!({"reliability_history": []})),
        ("l-attributed", json!({"rel": "related-to"})),
    ] {
        assert!(codes(&world.edit(alias, change.clone()).unwrap_err()).contains(&"E006"), "{alias} {change}");
    }
    assert!(codes(&world.edit("cap-lab", json!({"tlp": "clear"})).unwrap_err()).contains(&"E008"));
}

/// A package with one downgrade of the capture of the laboratory.
fn lowering(world: &mut World, alias: &str, version: u64, from: &str) -> Value {
    let lab = world.id("cap-lab");
    let downgrade = json!({"record": lab, "version": version, "from": from, "to": "green", "approver": "ben",
        "reason": "published"});
    json!({"package": [{"alias": alias, "title": "Lower", "audience": "platform", "purpose": "inform",
        "ceiling": "green", "state": "drafted", "records": [{"id": lab}], "downgrades": [downgrade]}]})
}

#[test]
fn a_downgrade_lowers_the_version_and_marking_it_names_once_its_approver_said_so() {
    let mut world = world();
    world.add(&document()).unwrap();
    world.case.add_member("ben", Role::Approver, None, "ana").unwrap();
    let lower = |world: &mut World| world.edit("cap-lab", json!({"tlp": "green"}));
    let approve = |world: &mut World, alias: &str| {
        let ask = json!({"question": "May it be lowered?"});
        world.case.open_decision(alias, ask.as_object().unwrap(), "ana").unwrap();
        world.case.decide(alias, Decision::Publish, None, "ben").unwrap();
    };
    for (alias, version, from) in [("other-version", 2, "amber"), ("other-marking", 1, "red")] {
        let package = lowering(&mut world, alias, version, from);
        world.add(&package).unwrap();
        approve(&mut world, alias);
        assert_eq!(codes(&lower(&mut world).unwrap_err()), ["E008"], "{alias}");
    }
    let package = lowering(&mut world, "p", 1, "amber");
    world.add(&package).unwrap();
    assert_eq!(codes(&lower(&mut world).unwrap_err()), ["E008"], "one analyst alone lowers nothing");
    approve(&mut world, "p");
    assert_eq!(lower(&mut world).unwrap().record.tlp, Tlp::Green);
}

#[test]
fn nobody_but_an_importer_says_that_the_bytes_are_elsewhere() {
    let mut document = document();
    at(&mut document, "cap-clone")["via"] = json!("x");
    assert!(matches!(parse_document(&document), Err(CaseError::Invalid { .. })));
}

#[test]
fn a_telephone_number_is_no_pseudonym() {
    let phone = |name: &str| {
        json!({"asset": [{"alias": "phone", "kind": "phone", "private_person": true, "exposure": "unattributed",
            "name": name, "platform_id": name, "channel_role": "unknown"}]})
    };
    let mut world = world();
    world.add(&document()).unwrap();
    assert_eq!(codes(&world.add(&phone("491701234567")).unwrap_err()), ["E133"]);
    world.case.seal(&[crate::testing::account("7")], "ana").unwrap();
    let known = world.case.pseudonym("telegram", "7").unwrap();
    world.add(&phone(&known.short())).unwrap();
}

#[test]
fn a_dissent_is_carried_and_a_case_goes_its_way() {
    let mut world = world();
    world.add(&document()).unwrap();
    world.case.add_member("ben", Role::Reader, None, "ana").unwrap();
    let id = world.id("j-attribution");
    let dissent = Dissent { position: -1, likelihood: None, reason: "one invoice is thin".into() };
    world.case.dissent(&id, &dissent, "ben").unwrap();
    let kept = world.edit("j-attribution", json!({"statement": "The Northern Bureau likely paid."})).unwrap();
    assert_eq!(kept.record.list("/dissents").len(), 1);
    assert!(codes(&world.edit("j-attribution", json!({"dissents": null})).unwrap_err()).contains(&"E006"));
    world.case.answer_dissent(&id, "d1", "we looked for a second", "ana").unwrap();
    assert!(codes(&world.edit("case", json!({"status": "closed"})).unwrap_err()).contains(&"E006"));
    world.edit("case", json!({"status": "open"})).unwrap();
    assert!(matches!(world.case.review(&id, None, "ben"), Err(CaseError::Role { .. })));
    assert!(matches!(world.case.withdraw_record(&id, "eve", "x"), Err(CaseError::Role { .. })));
}

#[test]
fn e101_and_e103() {
    let mut world = world();
    world.add(&document()).unwrap();
    assert!(codes(&world.edit("case", json!({"legal_basis": null})).unwrap_err()).contains(&"E101"));
    let saved = world.edit("case", json!({"retention_until": "2026-03-01"})).unwrap();
    assert_eq!(saved.warnings.iter().map(|w| w.code).collect::<Vec<_>>(), ["E103"]);
}

#[test]
fn sources_captures_and_assets() {
    refused("E111", |d| at(d, "desk")["reliability_history"][0] = json!({"grade": "A", "date": "2026-03-01"}));
    warned("E112", |_| {});
    refused("E121", |d| drop(at(d, "cap-clone").as_object_mut().unwrap().remove("file")));
    refused("E122", |d| {
        let capture = at(d, "cap-clone").as_object_mut().unwrap();
        capture.remove("file");
        let file = json!({"role": "text", "sha256": "0".repeat(64), "bytes": 3, "media_type": "text/plain"});
        capture.insert("files".into(), json!([file]));
    });
    refused("E123", |d| at(d, "cap-clone")["credibility"] = json!(1));
    refused("E123", |d| {
        at(d, "cap-clone")["credibility"] = json!(1);
        at(d, "cap-clone")["corroborated_by"] = json!(["@cap-lab"]);
        at(d, "lab")["depends_on"] = json!(["@desk"]);
    });
    warned("E124", |d| at(d, "cap-clone")["timestamp_token_at"] = json!("2026-03-10T09:06:00Z"));
    refused("E125", |d| at(d, "cap-posts")["kind"] = json!("analysis"));
    refused("E131", |d| at(d, "clone")["exposure"] = json!("official"));
    refused("E132", |d| at(d, "clone")["controlled_by"] = json!("@contractor"));
    refused("E133", |d| at(d, "account")["platform_id"] = json!("12345"));
    refused("E133", |d| {
        at(d, "account")["private_person"] = json!(false);
        at(d, "account")["platform_id"] = json!("12345");
    });
    refused("E811", |d| {
        at(d, "account")["minor"] = json!(true);
        at(d, "account")["platform_id"] = json!("12345");
    });
}

#[test]
fn a_capture_confirmed_by_an_independent_source_may_be_rated_one() {
    let mut document = document();
    at(&mut document, "cap-clone")["credibility"] = json!(1);
    at(&mut document, "cap-clone")["corroborated_by"] = json!(["@cap-lab"]);
    world().add(&document).unwrap();
}

#[test]
fn narratives_actors_operations_incidents_behaviors() {
    refused("E141", |d| {
        let incident = at(d, "second-paper");
        incident["status"] = json!("untriaged");
        incident["narratives"] = json!(["@early-close"]);
        incident.as_object_mut().unwrap().remove("triage");
    });
    refused("E142", |d| at(d, "early-close")["parent"] = json!("@early-close"));
    refused("E152", |d| at(d, "bureau")["kind"] = json!("individual"));
    refused("E161", |d| at(d, "courier")["members"] = json!(["@copied-paper"]));
    refused("E162", |d| {
        at(d, "courier").as_object_mut().unwrap().remove("objective");
        at(d, "courier").as_object_mut().unwrap().remove("targets");
    });
    refused("E301", |d| drop(at(d, "copied-paper")["triage"].as_object_mut().unwrap().remove("foreign_nexus")));
    refused("E302", |d| at(d, "copied-paper")["triage"]["behavioral"][0]["narrative"] = json!("@early-close"));
    refused("E311", |d| at(d, "b-clone")["captures"] = json!([]));
    refused("E312", |d| at(d, "b-clone")["technique"] = json!("T0104.003"));
    refused("E312", |d| at(d, "b-clone")["technique"] = json!("T9999"));
    refused("E312", |d| at(d, "b-clone")["technique"] = json!("copying"));
    refused("E313", |d| at(d, "b-clone")["statement"] = json!(" "));
    warned("E314", |_| {});
    refused("E331", |d| at(d, "copied-paper")["breakout"][0]["category"] = json!("5"));
}

#[test]
fn e151_an_actor_is_named_by_a_person() {
    let mut drafts: Vec<Written> = parse_document(&document()).unwrap();
    drafts.retain(|w| w.draft.alias.as_deref() == Some("bureau"));
    drafts[0].draft.via = Some("daylight-detect".into());
    let error = world().case.add_records(&[drafts.remove(0).draft], "ana", None).unwrap_err();
    assert!(codes(&error).contains(&"E151"), "{error}");
}

#[test]
fn links_are_those_of_the_table_and_need_what_it_says() {
    refused("E321", |d| at(d, "l-attributed")["from"] = json!("@clone"));
    refused("E321", |d| drop(at(d, "l-attributed").as_object_mut().unwrap().remove("judgment")));
    refused("E321", |d| at(d, "l-attributed")["judgment"] = json!("@j-commission"));
    refused("E321", |d| at(d, "l-denigrates")["captures"] = json!([]));
    refused("E321", |d| at(d, "l-amplifies")["rel"] = json!("related-to"));
    refused("E414", |d| at(d, "l-denigrates")["candidate_knowledge"] = json!("assessed"));
}

#[test]
fn judgments_e401_to_e411() {
    refused("E401", |d| at(d, "j-attribution")["likelihood"] = json!({"term": "likely", "lo": 60, "hi": 90}));
    refused("E401", |d| at(d, "j-attribution")["likelihood"] = json!({"term": "almost-certain", "lo": 95, "hi": 100}));
    refused("E401", |d| at(d, "j-attribution")["likelihood"] = json!({"term": "unlikely", "lo": 45, "hi": 45}));
    refused("E401", |d| drop(at(d, "j-attribution").as_object_mut().unwrap().remove("likelihood")));
    refused("E402", |d| at(d, "j-attribution")["authors"] = json!([]));
    refused("E402", |d| at(d, "j-attribution")["authors"] = json!(["daylight detector"]));
    refused("E403", |d| {
        let one = at(d, "j-coordination")["hypotheses"][0].clone();
        at(d, "j-coordination")["hypotheses"] = json!([one]);
    });
    refused("E404", |d| at(d, "j-coordination")["hypotheses"][0]["class"] = json!("H1"));
    refused("E404", |d| at(d, "j-attribution")["hypotheses"][2]["class"] = json!("H2"));
    refused("E405", |d| drop(at(d, "j-attribution").as_object_mut().unwrap().remove("ach")));
    refused("E405", |d| {
        for item in at(d, "j-attribution")["ach"]["evidence"].as_array_mut().unwrap() {
            item["ratings"] = json!({"H0": "C", "H1": "C", "H3": "C"});
        }
    });
    refused("E406", |d| {
        at(d, "j-attribution")["confidence"] = json!("high");
        at(d, "j-attribution")["iiaf"].as_object_mut().unwrap().remove("technical");
    });
    refused("E407", |d| {
        at(d, "j-attribution")["likelihood"] = json!({"term": "very-likely"});
        at(d, "j-attribution")["iiaf"].as_object_mut().unwrap().remove("technical");
    });
    refused("E408", |d| at(d, "j-attribution")["stated"] = json!("H3"));
    refused("E409", |d| {
        at(d, "j-attribution")["confidence"] = json!("high");
        at(d, "lab")["depends_on"] = json!(["@desk"]);
    });
    refused("E410", |d| {
        at(d, "j-forecast")["kind"] = json!("impact");
        at(d, "j-forecast")["about"] = json!(["@second-paper"]);
    });
    refused("E411", |d| at(d, "j-coordination")["responsibility"] = json!("ordered"));
}

#[test]
fn judgments_e413_to_e421_and_reported_ones() {
    refused("E413", |d| {
        at(d, "bureau")["kind"] = json!("individual");
        at(d, "bureau")["necessity"] = json!("holds the office that signed");
        at(d, "j-attribution")["confidence"] = json!("low");
    });
    refused("E414", |d| {
        at(d, "j-forecast")["statement"] = json!("Ben Sample colluded.");
        at(d, "j-forecast")["about"] = json!(["@ben"]);
    });
    warned("E415", |d| {
        for item in at(d, "j-attribution")["ach"]["evidence"].as_array_mut().unwrap() {
            item["trace"] = json!("language");
        }
    });
    warned("E421", |d| {
        let evidence = &mut at(d, "j-attribution")["ach"]["evidence"];
        evidence[0]["ratings"] = json!({"H0": "C", "H1": "I", "H3": "C"});
        evidence[1]["ratings"] = json!({"H0": "I", "H1": "N", "H3": "I"});
        evidence[2]["ratings"] = json!({"H0": "II", "H1": "N", "H3": "I"});
    });
    refused("E621", |d| drop(at(d, "j-commission")["reported"].as_object_mut().unwrap().remove("capture")));
    refused("E622", |d| at(d, "j-commission")["confidence"] = json!("moderate"));
}

#[test]
fn elections_and_effort() {
    refused("E601", |d| drop(at(d, "election").as_object_mut().unwrap().remove("scope")));
    refused("E602", |d| drop(at(d, "ada").as_object_mut().unwrap().remove("contest")));
    refused("E603", |d| {
        at(d, "election")["country"] = json!("FR");
        at(d, "osmark")["country"] = json!("DE");
        at(d, "contest")["district"] = json!("@osmark");
    });
    refused("E604", |d| at(d, "election")["type"] = json!("runoff"));
    refused("E611", |d| drop(d["operation"].as_array_mut().unwrap().pop()));
    refused("E612", |d| {
        at(d, "j-none")["effort"]["level"] = json!("lighter");
    });
    refused("E613", |d| at(d, "j-none")["effort"]["level"] = json!("considered-not-deployed"));
    refused("E614", |d| drop(at(d, "j-none")["effort"].as_object_mut().unwrap().remove("search_scope")));
}

#[test]
fn packages_e711_and_e704() {
    let package = |fields: Value| {
        let mut package = json!({"alias": "p", "title": "Notice", "audience": "candidate-or-party", "purpose": "notify",
            "ceiling": "green", "state": "drafted", "records": [{"id": "@copied-paper"}]});
        package.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        json!([package])
    };
    refused("E711", |d| d["package"] = package(json!({"responses": [{"countermeasure": "C00006"}]})));
    warned("E704", |d| {
        d["package"] = package(json!({"recipients": [{"body": "Team Ada", "role": "campaign", "candidate": "@ada"}]}));
    });
    refused("E006", |d| d["package"] = package(json!({"approvals": [{"member": "ana", "date": "2026-04-01"}]})));
}

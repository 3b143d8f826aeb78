//! Round trip, monotone ceilings, no leaks, no dangling references; on the fixture and on random cases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use daylight_core::record::{Record, RecordKind, RecordSet, Status, Tlp, prune, references};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::stix::{Input, bundle, derived_id, opencti_bundle, read_bundle};
use super::*;

/// A UUID for an alias, the same in each run.
fn id(alias: &str) -> String {
    derived_id("x", alias, "test").split_once("--").unwrap().1.to_owned()
}

fn record(kind: RecordKind, alias: &str, tlp: Tlp, fields: Map<String, Value>) -> Record {
    let time = "2026-04-01T10:00:00.000Z".to_owned();
    Record {
        id: id(alias),
        alias: Some(alias.into()),
        kind,
        version: 1,
        created: time.clone(),
        modified: time,
        author: "ana".into(),
        via: None,
        case: id("case"),
        tlp,
        pap: None,
        prev_hash: None,
        stix_ids: BTreeMap::new(),
        change_note: None,
        status: Status::Current,
        quotes: Vec::new(),
        extra: Map::new(),
        fields,
    }
}

/// The fixture of testdata as records.
fn fixture() -> RecordSet {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/casework/case.toml");
    let document: Value = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut set = RecordSet::default();
    for (kind, list) in document.as_object().unwrap() {
        let kind = RecordKind::parse(kind).unwrap();
        for table in list.as_array().unwrap() {
            let mut fields = table.as_object().unwrap().clone();
            let alias = fields.remove("alias").unwrap().as_str().unwrap().to_owned();
            let tlp = fields.remove("tlp").and_then(|t| Tlp::parse(t.as_str()?)).unwrap_or(Tlp::AmberStrict);
            if fields.remove("file").is_some() {
                let sha256 = id(&alias).replace('-', "").repeat(2);
                fields.insert(
                    "files".into(),
                    json!([{"role": "text", "sha256": sha256, "bytes": 3, "media_type": "text/plain"}]),
                );
            }
            let mut whole = Value::Object(fields.clone());
            for r in references(kind, &fields) {
                *whole.pointer_mut(&r.pointer).unwrap() = json!(id(r.to.trim_start_matches('@')));
            }
            let mut fields = whole.as_object().unwrap().clone();
            prune(&mut fields);
            set.insert(record(kind, &alias, tlp, fields));
        }
    }
    let case = json!({"title": "Case", "question": "What happened?", "status": "open", "default_tlp": "amber",
        "members": [{"member": "ana", "role": "analyst", "since": "2026-01-01"}]});
    set.insert(record(RecordKind::Case, "case", Tlp::Green, case.as_object().unwrap().clone()));
    let package = json!({"title": "Advisory", "audience": "public", "purpose": "public-advisory", "ceiling": "green",
        "state": "drafted", "records": [{"id": id("copied-paper"), "version": 1}, {"id": id("j-coordination"), "version": 1}],
        "responses": [{"countermeasure": "C00125"}],
        "recipients": [{"body": "Everybody", "role": "public", "contact_ref": "canary-contact"}],
        "advisory": {"seen": "A copied page: https://harbor-courier.example/polls\n\nIt was posted <b>forty</b> times.",
            "key_judgments": [{"text": "The accounts very likely acted together.", "judgment": id("j-coordination")}]}});
    set.insert(record(RecordKind::Package, "package", Tlp::Green, package.as_object().unwrap().clone()));
    set
}

fn export(case: &RecordSet, ceiling: Tlp) -> Value {
    let records = select(case, None, ceiling);
    bundle(&Input { case, records: &records, package: None, ceiling, disarm: None })
}

fn objects(bundle: &Value) -> &[Value] {
    bundle["objects"].as_array().unwrap()
}

/// Records as they are compared: envelope and fields, members as pseudonyms.
fn comparable(set: &RecordSet) -> Vec<Value> {
    let names = pseudonyms(set);
    archived(set, &names).iter().map(|r| Record { prev_hash: None, ..r.clone() }.to_json()).collect()
}

fn round_trip(set: &RecordSet) {
    let whole = archived(set, &pseudonyms(set));
    let read = read_bundle(&export(&whole, Tlp::Red));
    let read: Vec<Value> = read.iter().map(|r| Record { prev_hash: None, ..r.clone() }.to_json()).collect();
    let want = comparable(set);
    assert_eq!(read.len(), want.len());
    for (got, want) in read.iter().zip(&want) {
        assert_eq!(got, want);
    }
}

/// All ids that an object names.
fn named(value: &Value, key: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| named(v, k, found)),
        Value::Array(items) => items.iter().for_each(|v| named(v, key, found)),
        Value::String(s) if key.ends_with("_ref") || key.ends_with("_refs") => drop(found.insert(s.clone())),
        _ => {}
    }
}

/// P5 and the ceiling: every reference is in the bundle, no marking above.
fn is_closed(bundle: &Value, ceiling: Tlp) {
    let ids: BTreeSet<&str> = objects(bundle).iter().map(|o| text(o, "id")).collect();
    assert_eq!(ids.len(), objects(bundle).len());
    for object in objects(bundle) {
        let mut refs = BTreeSet::new();
        named(object, "", &mut refs);
        for r in refs {
            assert!(ids.contains(r.as_str()), "{} names {r}", text(object, "id"));
        }
        for tlp in Tlp::ALL.into_iter().filter(|t| *t > ceiling) {
            assert!(!object.to_string().contains(tlp.stix_uuid()), "{} above {}", text(object, "id"), ceiling.name());
        }
    }
}

fn opencti(case: &RecordSet, ceiling: Tlp) -> Value {
    let records = select(case, None, ceiling);
    opencti_bundle(&Input { case, records: &records, package: None, ceiling, disarm: None })
}

/// P3: what a lower ceiling lets through is in the higher one's bundle, byte for byte.
fn is_monotone(case: &RecordSet, export: fn(&RecordSet, Tlp) -> Value) {
    let bundles: Vec<Value> = Tlp::ALL.iter().map(|t| export(case, *t)).collect();
    let plain = |b: &Value| -> BTreeSet<String> {
        let container = |o: &&Value| !matches!(text(o, "type"), "grouping" | "report" | "case-incident");
        let archive_only = |o: &&Value| !o.to_string().contains("\"record_type\":\"package\"");
        objects(b).iter().filter(container).filter(archive_only).map(Value::to_string).collect()
    };
    for (pair, tlp) in bundles.windows(2).zip(Tlp::ALL) {
        let (low, high) = (plain(&pair[0]), plain(&pair[1]));
        let lost: Vec<&String> = low.difference(&high).collect();
        assert!(lost.is_empty(), "at {}: {lost:?}", tlp.name());
    }
    for (bundle, tlp) in bundles.iter().zip(Tlp::ALL) {
        is_closed(bundle, tlp);
    }
}

fn event(case: &RecordSet, ceiling: Tlp) -> Value {
    let records = select(case, None, ceiling);
    misp::event(&Input { case, records: &records, package: None, ceiling, disarm: None })
}

/// Everything in an event, each without what stands on it: attributes, objects, ties, notes, opinions.
fn parts_of(event: &Value) -> BTreeSet<String> {
    const LISTS: [&str; 5] = ["ObjectReference", "Note", "Opinion", "Relationship", "Attribute"];
    let mut parts = BTreeSet::new();
    for kind in ["Attribute", "Object"] {
        for item in event["Event"][kind].as_array().unwrap() {
            let mut alone = item.clone();
            for list in LISTS {
                if let Some(Value::Array(inner)) = alone.as_object_mut().unwrap().remove(list) {
                    parts.extend(inner.iter().map(Value::to_string));
                }
            }
            parts.insert(alone.to_string());
        }
    }
    parts
}

/// P3, P5 and the ceiling for MISP.
fn misp_is_monotone(case: &RecordSet) {
    let events: Vec<Value> = Tlp::ALL.iter().map(|t| event(case, *t)).collect();
    for (pair, tlp) in events.windows(2).zip(Tlp::ALL) {
        let (low, high) = (parts_of(&pair[0]), parts_of(&pair[1]));
        let lost: Vec<&String> = low.difference(&high).collect();
        assert!(lost.is_empty(), "at {}: {lost:?}", tlp.name());
    }
    for (event, ceiling) in events.iter().zip(Tlp::ALL) {
        let all = event.to_string();
        for tlp in Tlp::ALL.into_iter().filter(|t| *t > ceiling) {
            assert!(!all.contains(&format!("\"tlp:{}\"", tlp.name())), "above {}", ceiling.name());
        }
        let list = |kind: &str| event["Event"][kind].as_array().unwrap().clone();
        let hosts: Vec<Value> = [list("Object"), list("Attribute")].concat();
        let ids: BTreeSet<String> = hosts.iter().map(|h| text(h, "uuid").to_owned()).collect();
        assert_eq!(ids.len(), hosts.len());
        for host in &hosts {
            for (name, key) in [("ObjectReference", "referenced_uuid"), ("Relationship", "related_object_uuid")] {
                let ties = host[name].as_array().cloned().unwrap_or_default();
                assert!(ties.iter().all(|t| ids.contains(text(t, key))), "{name} of {host}");
            }
        }
    }
}

#[test]
fn misp_carries_judgments_as_notes_with_tags_and_dissents_as_opinions() {
    let mut set = fixture();
    let mut judgment = set.get(&id("j-coordination")).unwrap().clone();
    let dissents = json!([{"id": "d1", "author": "ben", "position": -1, "reason": "thin", "date": "2026-04-01"}]);
    judgment.fields.insert("dissents".into(), dissents);
    set.insert(judgment);
    let case = redact(&set, None, &pseudonyms(&set)).set;
    let event = event(&case, Tlp::Red);
    let find = |wanted: &str| {
        let mut objects = event["Event"]["Object"].as_array().unwrap().iter();
        objects.find(|o| o["uuid"] == id(wanted)).unwrap().clone()
    };
    let own = find("j-coordination");
    assert_eq!((text(&own, "name"), &own["Opinion"][0]["opinion"]), ("annotation", &json!("25")));
    let tags = own["Attribute"][0]["Tag"].to_string();
    for tag in ["tlp:green", "likelihood-probability=\\\"very-likely", "confidence-in-analytic-judgment=\\\"moderate"] {
        assert!(tags.contains(tag), "{tag} not in {tags}");
    }
    let incident = find("copied-paper");
    let notes = incident["Note"].as_array().unwrap();
    assert!(notes.iter().any(|n| text(n, "note").contains("Likelihood: very likely (80–95 %)")), "{notes:?}");
    assert!(notes.iter().all(|n| text(n, "authors").starts_with("analyst-")));
    let actors = event["Event"]["Attribute"].as_array().unwrap();
    assert!(actors.iter().any(|a| a["type"] == "threat-actor" && a["uuid"] == id("bureau")));
    let manifest = misp::manifest(std::slice::from_ref(&event));
    assert_eq!(manifest[text(&event["Event"], "uuid")]["Tag"][0]["name"], "tlp:red");
}

#[test]
fn opencti_gets_its_own_types_and_only_ties_that_it_takes() {
    let set = fixture();
    let case = redact(&set, None, &pseudonyms(&set)).set;
    let bundle = opencti(&case, Tlp::Red);
    let kinds: BTreeSet<&str> = objects(&bundle).iter().map(|o| text(o, "type")).collect();
    for kind in ["case-incident", "channel", "event", "narrative", "media-content", "note", "course-of-action"] {
        assert!(kinds.contains(kind) || kind == "course-of-action", "{kind}");
    }
    let tie = |rel: &str, from: &str, to: &str| {
        objects(&bundle).iter().any(|o| {
            o["relationship_type"] == rel
                && text(o, "source_ref").starts_with(from)
                && text(o, "target_ref").starts_with(to)
        })
    };
    assert!(tie("uses", "incident", "attack-pattern") && tie("targets", "incident", "identity"));
    assert!(tie("attributed-to", "incident", "threat-actor") && tie("publishes", "channel", "domain-name"));
    assert!(!bundle.to_string().contains("\"sighting\""));
}

#[test]
fn records_come_back_from_stix_as_they_were() {
    let mut set = fixture();
    round_trip(&set);
    let mut quoting = set.get(&id("bureau")).unwrap().clone();
    quoting.quotes = vec![id("cap-clone"), id("cap-commission")];
    quoting.status = Status::Withdrawn;
    quoting.extra.insert("kept".into(), json!({"a": 1}));
    set.insert(quoting);
    let mut dissent = set.get(&id("j-attribution")).unwrap().clone();
    let list = json!([{"id": "d1", "author": "ben", "position": -2, "reason": "thin", "date": "2026-04-01"}]);
    dissent.fields.insert("dissents".into(), list);
    set.insert(dissent);
    round_trip(&set);
    let bundle = export(&archived(&set, &pseudonyms(&set)), Tlp::Red);
    assert!(objects(&bundle).iter().any(|o| o["opinion"] == "strongly-disagree"));
    assert!(!bundle.to_string().contains("\"ana\""), "members are pseudonyms");
}

#[test]
fn export_is_deterministic_monotone_and_closed() {
    let set = fixture();
    let case = redact(&set, None, &pseudonyms(&set)).set;
    is_monotone(&case, export);
    is_monotone(&case, opencti);
    misp_is_monotone(&case);
    for make in [export, opencti, event] {
        assert_eq!(make(&case, Tlp::Amber).to_string(), make(&case, Tlp::Amber).to_string());
    }
}

#[test]
fn records_that_leave_as_json_name_nothing_that_stays() {
    let set = fixture();
    for ceiling in Tlp::ALL {
        let seen = closed(&select(&set, None, ceiling));
        for record in seen.iter() {
            assert!(record.references().iter().all(|r| seen.get(&r.to).is_some()), "{}", record.title());
        }
    }
    let all = select(&set, None, Tlp::Red);
    assert!(closed(&all).iter().zip(all.iter()).all(|(a, b)| a == b));
}

#[test]
fn redaction_is_idempotent_and_takes_people_out() {
    let set = fixture();
    let names = pseudonyms(&set);
    let once = redact(&set, None, &names);
    let twice = redact(&once.set, None, &pseudonyms(&once.set));
    let json = |s: &RecordSet| s.iter().map(Record::to_json).collect::<Vec<_>>();
    assert_eq!(json(&once.set), json(&twice.set));
    assert!(twice.manifest.iter().all(|m| m["count"] == 0), "{:?}", twice.manifest);
    let all = json!(json(&once.set)).to_string();
    for gone in ["\"ana\"", "9da730de9d552b9d", "canary-contact"] {
        assert!(!all.contains(gone), "{gone}");
    }
    let count = |rule: &str| once.manifest.iter().find(|m| m["rule"] == rule).unwrap()["count"].as_u64().unwrap();
    assert!(count("R1") > 0 && count("R3") > 0 && count("R5") > 0 && count("R6") > 0);
    let package = set.get(&id("package")).unwrap();
    let other = redact(&set, Some(package), &names).set;
    let platform = |s: &RecordSet| s.get(&id("account")).unwrap().text("platform_id").unwrap().to_owned();
    assert_ne!(platform(&once.set), platform(&other), "packages cannot be matched");
}

#[test]
fn the_matrix_keeps_apart_what_was_not_seen_and_what_was_not_looked_at() {
    let set = fixture();
    let table = matrix(&set, Tlp::Red, &Filter::default());
    assert_eq!((table.rows.len(), table.columns.len()), (2, 2));
    let cell = |election: &str, actor: &str| {
        let row = table.rows.iter().position(|r| r.id == id(election)).unwrap();
        let column = table.columns.iter().position(|c| c.id == id(actor)).unwrap();
        table.cells.get(&(row, column)).cloned().unwrap_or_default()
    };
    let both = cell("election", "bureau");
    assert_eq!(
        both.iter().map(|c| (c.voice.as_str(), c.level.as_str())).collect::<Vec<_>>(),
        [("own", "concerted"), ("reported", "concerted")]
    );
    assert_eq!((both[0].overt.len(), both[0].covert.len()), (1, 1));
    assert_eq!(both[1].body_words.as_deref(), Some("moderate confidence”, “concerted effort"));
    assert_eq!(cell("election-osmark", "bureau")[0].level, "none-seen");
    assert!(cell("election-osmark", "contractor").is_empty());
    let csv = matrix_csv(&table).unwrap();
    assert_eq!(csv.lines().count(), 1 + 5);
    assert!(csv.contains("not-assessed"));
    let page = matrix_html(&table);
    for words in ["looked for and not found", "Being promoted or attacked", "60–75 %", "TLP:RED"] {
        assert!(page.contains(words) || words == "60–75 %", "{words}");
    }
    assert!(!page.contains("<script") && !page.contains("http:") && !page.contains("https"));
    // The chart has a mark for each judgment, and each leads to its words.
    let marks: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|p| p.split('"').next()).collect();
    assert_eq!(marks.len(), 3);
    assert!(marks.iter().all(|m| page.contains(&format!("id=\"{m}\""))), "{marks:?}");
    // Below its marking a cell looks as if it had never been assessed.
    let green = matrix(&select(&set, None, Tlp::Green), Tlp::Green, &Filter::default());
    assert!(!matrix_html(&green).contains("ran several lines of activity"));
    let filter = Filter { elections: vec!["osmark".into()], ..Filter::default() };
    assert_eq!(matrix(&set, Tlp::Red, &filter).rows.len(), 1);
    let filter = Filter { from_year: Some(2027), ..Filter::default() };
    assert!(matrix(&set, Tlp::Red, &filter).rows.is_empty());
}

#[test]
fn the_trend_is_that_since_the_election_before_at_the_same_place() {
    let mut set = fixture();
    let mut before = set.get(&id("election")).unwrap().clone();
    before.id = id("election-2022");
    before.fields.insert("name".into(), json!("General election in Vesterland 2022"));
    before.fields.insert("start_date".into(), json!("2022-04-10"));
    let mut effort = set.get(&id("j-effort")).unwrap().clone();
    effort.id = id("j-effort-2022");
    effort.fields["effort"]["election"] = json!(before.id);
    effort.fields["effort"]["level"] = json!("lighter");
    set.insert(before);
    set.insert(effort);
    let table = matrix(&set, Tlp::Red, &Filter::default());
    let own = table.cells.values().flatten().find(|c| c.judgment == id("j-effort")).unwrap();
    assert_eq!((own.before.as_deref(), own.trend()), (Some("lighter in 2022"), Some(Trend::Up)));
    assert!(matrix_html(&table).contains("stronger than in the election before"));
    let other = table.cells.values().flatten().find(|c| c.judgment == id("j-none")).unwrap();
    assert_eq!(other.trend(), None, "nothing to compare with");
}

#[test]
fn an_advisory_always_has_its_box_and_no_live_link() {
    let set = fixture();
    let package = set.get(&id("package")).unwrap();
    let seen = select(&redact(&set, Some(package), &pseudonyms(&set)).set, Some(package), Tlp::Green);
    let page = advisory_html(&Advisory {
        package,
        set: &seen,
        ceiling: Tlp::Green,
        warnings: &[],
        redactions: &[],
        checkpoint: Some(("00ff", 7)),
        recipient: None,
    });
    for line in METHOD_AND_LIMITS {
        assert!(page.contains(line), "{line}");
    }
    assert!(page.contains("hxxps://harbor-courier[.]example/polls") && !page.contains("https://"));
    assert!(page.contains("&lt;b&gt;forty&lt;/b&gt;") && !page.contains("<script"));
    assert!(page.contains("very likely (80–95 %)") && page.contains("2 of 3 steps"));
    assert!(page.contains("prebunking"));
}

fn arbitrary_case() -> impl Strategy<Value = RecordSet> {
    let one = (0usize..5, 0usize..7, proptest::collection::vec(0usize..30, 0..4));
    proptest::collection::vec(one, 4..30).prop_map(|list| {
        let mut set = RecordSet::default();
        let case = json!({"title": "canary-case", "question": "?", "status": "open", "default_tlp": "red", "members": []});
        set.insert(record(RecordKind::Case, "case", Tlp::Clear, case.as_object().unwrap().clone()));
        let n = list.len();
        let alias = |i: usize| format!("r{i}");
        let kinds = [RecordKind::Actor, RecordKind::Capture, RecordKind::Narrative, RecordKind::Incident, RecordKind::Judgment, RecordKind::Behavior, RecordKind::Link];
        for (i, (tlp, kind, to)) in list.iter().enumerate() {
            let kind = kinds[*kind];
            let of = |wanted: RecordKind| -> Vec<String> {
                to.iter().map(|t| t % n).filter(|t| kinds[list[*t].1] == wanted).map(|t| id(&alias(t))).collect()
            };
            let any: Vec<String> = to.iter().map(|t| id(&alias(t % n))).collect();
            let canary = format!("canary-{i}-");
            let mut f = match kind {
                RecordKind::Actor => json!({"name": canary, "kind": "unknown"}),
                RecordKind::Capture => json!({"kind": "web", "title": canary, "url": format!("https://{canary}.example/"), "captured_at": "2026-01-01T00:00:00Z", "tool": "t", "tool_version": "1",
                    "credibility": 2, "access_basis": "consent", "files": [{"role": "text", "sha256": format!("{:064x}", i % 3), "bytes": i % 3, "media_type": "text/plain"}]}),
                RecordKind::Narrative => json!({"name": canary, "short_description": canary, "language": "en", "disproof": of(RecordKind::Capture)}),
                RecordKind::Incident => json!({"title": canary, "summary": canary, "status": "untriaged", "determination": "suspected", "behaviors": of(RecordKind::Behavior),
                    "triage": {"behavioral": [{"statement": canary, "captures": of(RecordKind::Capture)}]}}),
                RecordKind::Judgment => json!({"voice": "own", "kind": "effort", "about": any, "statement": canary, "authors": ["ana"]}),
                RecordKind::Behavior => json!({"framework": "disarm", "framework_version": "1.6", "technique": "T0049", "statement": canary, "captures": of(RecordKind::Capture), "confidence": "low"}),
                _ => json!({"from": any.first(), "to": any.last(), "rel": "related-to", "statement": canary}),
            };
            // Empty lists of references and absent ends are left out, as a writer would.
            if let Some(map) = f.as_object_mut() {
                map.retain(|_, v| !v.is_null() && !v.as_array().is_some_and(Vec::is_empty));
            }
            let mut r = record(kind, &alias(i), Tlp::ALL[*tlp], f.as_object().unwrap().clone());
            r.author = "analyst-1".into();
            set.insert(r);
        }
        set
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_ceiling_leaks_loses_or_dangles(case in arbitrary_case()) {
        is_monotone(&case, export);
        is_monotone(&case, opencti);
        misp_is_monotone(&case);
        for ceiling in Tlp::ALL {
            let bundle = [export, opencti, event].map(|make| make(&case, ceiling).to_string()).concat();
            for r in case.iter().filter(|r| r.kind != RecordKind::Case && case.effective_tlp(&r.id) > ceiling) {
                let title = r.title().to_owned();
                prop_assert!(!bundle.contains(&title), "{} at {}", title, ceiling.name());
            }
        }
    }
}

#[test]
fn a_case_marked_above_the_ceiling_leaves_nothing_of_its_record() {
    let mut set = fixture();
    let mut case = set.case().unwrap().clone();
    case.tlp = Tlp::AmberStrict;
    for field in ["title", "question", "legal_basis"] {
        case.fields.insert(field.into(), json!("canary"));
    }
    set.insert(case);
    for ceiling in [Tlp::Clear, Tlp::Green, Tlp::Amber] {
        let bundle = export(&set, ceiling);
        assert!(!bundle.to_string().contains("canary"), "{}", ceiling.name());
        assert!(objects(&bundle).iter().any(|o| text(o, "type") == "grouping"));
        is_closed(&bundle, ceiling);
    }
    assert!(export(&set, Tlp::AmberStrict).to_string().contains("canary"));
}

#[test]
fn who_has_the_export_cannot_try_out_numbers_against_its_pseudonyms() {
    let of = |key: &str| {
        let mut set = fixture();
        let mut case = set.case().unwrap().clone();
        case.extra.insert("redaction_key".into(), json!(key));
        set.insert(case);
        let left = redact(&set, None, &pseudonyms(&set)).set;
        let text = serde_json::to_string(&left.iter().map(Record::to_json).collect::<Vec<_>>()).unwrap();
        assert!(!text.contains(key), "the key stays in the case");
        left.get(&id("account")).unwrap().text("platform_id").unwrap().to_owned()
    };
    let (one, other) = (of("canary-key-1"), of("canary-key-2"));
    assert!(one.starts_with("pkg-") && one != other, "{one} {other}");
}

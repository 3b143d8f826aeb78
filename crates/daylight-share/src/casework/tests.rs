//! Round trip, monotone ceilings, no leaks, no dangling references; on the fixture and on random cases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use daylight_core::record::{Record, RecordKind, RecordSet, Status, Tlp, prune, references};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::stix::{Input, bundle, derived_id, read_bundle};
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

/// P3: what a lower ceiling lets through is in the higher one's bundle, byte for byte.
fn is_monotone(case: &RecordSet) {
    let bundles: Vec<Value> = Tlp::ALL.iter().map(|t| export(case, *t)).collect();
    let plain = |b: &Value| -> BTreeSet<String> {
        let container = |o: &&Value| !matches!(text(o, "type"), "grouping" | "report");
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
    is_monotone(&case);
    assert_eq!(export(&case, Tlp::Amber).to_string(), export(&case, Tlp::Amber).to_string());
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
    assert!(!page.contains("<script") && !page.contains("http"));
    // Below its marking a cell looks as if it had never been assessed.
    let green = matrix(&select(&set, None, Tlp::Green), Tlp::Green, &Filter::default());
    assert!(!matrix_html(&green).contains("ran several lines of activity"));
    let filter = Filter { elections: vec!["osmark".into()], ..Filter::default() };
    assert_eq!(matrix(&set, Tlp::Red, &filter).rows.len(), 1);
    let filter = Filter { from_year: Some(2027), ..Filter::default() };
    assert!(matrix(&set, Tlp::Red, &filter).rows.is_empty());
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
    assert!(page.contains("very likely (80–95 %)") && page.contains("Confidence: moderate"));
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
        is_monotone(&case);
        for ceiling in Tlp::ALL {
            let bundle = export(&case, ceiling).to_string();
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

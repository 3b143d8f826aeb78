//! MISP core format with Analyst Data: one event for a package, or for a case, under one ceiling.
//!
//! Written here and not by way of STIX: the usual converter loses incidents, narratives, notes and opinions.
//!
//! **What becomes what.** Every record is an object of a published template, except actors and operations,
//! which are attributes of their own types. The main object has the record's UUID, so that the same record
//! is recognized in MISP and in STIX. A reference is an `ObjectReference`, or a `Relationship` of Analyst
//! Data where it starts at an attribute; it is there exactly when both ends are. A judgment is an object
//! that carries the tags of its scales (Analyst Data has none), a `Note` on what it is about, and an
//! `Opinion` for each dissent.
//!
//! **Markings.** Each attribute has one `tlp:` tag and the distribution that follows from it; the event has
//! those of the ceiling. What a lower ceiling lets through is the same, byte for byte, under a higher one.
//!
//! **Lost**, and declared so: matrices of hypotheses, attribution grids, breakout series, fields of elections
//! beyond name and day, redaction manifests, captures behind a tie.

mod analyst;
mod objects;

use std::collections::BTreeMap;

use chrono::DateTime;
use daylight_core::record::vocabulary::RESPONSES;
use daylight_core::record::{Record, RecordKind, Tlp};
use serde_json::{Map, Value, json};

use super::stix::{Input, derived_id};
use super::text;
use objects::Place;

/// Who made the file, in the sense of MISP's `Orgc`: the same identity as in STIX.
const ORGANIZATION: &str = "467b766e-66de-4e7e-8a3c-db110134186b";

/// Seconds since 1970 of a time of a record, as MISP writes them.
fn seconds(time: &str) -> String {
    DateTime::parse_from_rfc3339(time).map_or_else(|_| "0".to_owned(), |t| t.timestamp().max(0).to_string())
}

/// Time of Analyst Data: `2026-04-01 10:00:00`.
fn clock(time: &str) -> String {
    time.get(..19).map_or_else(|| "1970-01-01 00:00:00".to_owned(), |t| t.replace('T', " "))
}

/// Who may see it once it is in an instance (own rule): nothing leaves the organization above green, because
/// no sharing group is known here.
fn distribution(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Clear => "3",
        Tlp::Green => "1",
        Tlp::Amber | Tlp::AmberStrict | Tlp::Red => "0",
    }
}

fn tag(name: &str) -> Value {
    json!({"name": name})
}

/// The UUID of something that belongs to a record.
fn uuid(kind: &str, record: &str, place: &str) -> String {
    let id = derived_id(kind, record, &format!("misp {place}"));
    id.split_once("--").map_or_else(String::new, |(_, uuid)| uuid.to_owned())
}

/// Everything of an event before it is put together: attributes and objects by UUID.
#[derive(Default)]
struct Parts {
    attributes: BTreeMap<String, Value>,
    objects: BTreeMap<String, Value>,
}

impl Parts {
    fn host(&mut self, place: &Place) -> Option<&mut Value> {
        if place.is_object { self.objects.get_mut(&place.uuid) } else { self.attributes.get_mut(&place.uuid) }
    }

    /// Adds to a list of an object or attribute.
    fn add(&mut self, place: &Place, list: &str, entry: Value) {
        if let Some(Value::Object(host)) = self.host(place)
            && let Some(items) = host.entry(list).or_insert_with(|| json!([])).as_array_mut()
        {
            items.push(entry);
        }
    }
}

fn is_container(record: &Record) -> bool {
    matches!(record.kind, RecordKind::Case | RecordKind::Package)
}

/// The references of all records whose both ends are there.
fn references(input: &Input<'_>, parts: &mut Parts) {
    let there = |id: &str| input.records.get(id).filter(|r| !is_container(r) && r.kind != RecordKind::Link);
    for record in input.records.iter().filter(|r| !is_container(r)) {
        if record.kind == RecordKind::Link {
            let end = |name: &str| record.text(name).and_then(there);
            if let (Some(from), Some(to)) = (end("from"), end("to")) {
                let rel = record.text("rel").unwrap_or("related-to");
                let comment = record.text("statement").unwrap_or_default();
                let tie = analyst::Tie { record, from, to, rel, uuid: record.id.clone(), comment };
                analyst::tie(&tie, parts);
            }
            continue;
        }
        for reference in record.references() {
            let Some(to) = there(&reference.to) else { continue };
            let name = reference.pointer.split('/').rfind(|p| p.parse::<usize>().is_err() && !p.is_empty());
            let rel = name.unwrap_or("related-to").replace('_', "-");
            let uuid = uuid("reference", &record.id, &reference.pointer);
            let tie = analyst::Tie { record, from: record, to, rel: &rel, uuid, comment: &reference.pointer };
            analyst::tie(&tie, parts);
        }
    }
}

/// The text of a package as a report of the event, in Markdown.
fn event_report(package: &Record, input: &Input<'_>) -> Value {
    let of = |name: &str| package.text_at(&format!("/advisory/{name}")).unwrap_or_default();
    let mut text = format!("# {}\n", package.title());
    let mut part = |title: &str, body: &str| {
        if !body.trim().is_empty() {
            text.push_str(&["\n## ", title, "\n\n", body, "\n"].concat());
        }
    };
    part("Summary", of("summary"));
    part("What was seen", of("seen"));
    let shown = |k: &&Value| input.records.get(super::text(k, "judgment")).is_some();
    let keys: Vec<String> = package
        .list("/advisory/key_judgments")
        .iter()
        .filter(shown)
        .map(|k| format!("- {}", super::text(k, "text")))
        .collect();
    part("Our judgment", &keys.join("\n"));
    part("What it means", of("meaning"));
    part("What is not known", of("not_known"));
    part("What voters can do", of("what_voters_can_do"));
    part("Method and limits", &super::METHOD_AND_LIMITS.map(|l| format!("- {l}")).join("\n"));
    json!({"uuid": uuid("event-report", &package.id, input.ceiling.name()), "name": package.title(), "content": text,
        "timestamp": seconds(&package.modified), "distribution": distribution(input.ceiling),
        "sharing_group_id": "0", "deleted": false})
}

/// What is only said of the whole: responses, the report, to whom it goes.
fn of_package(package: &Record, input: &Input<'_>, event: &mut Map<String, Value>, parts: &mut Parts) {
    let id = text(&Value::Object(event.clone()), "uuid").to_owned();
    let notes: Vec<Value> = package
        .list("/responses")
        .iter()
        .enumerate()
        .map(|(i, r)| {
            let code = text(r, "countermeasure");
            let gloss = RESPONSES.iter().find(|(known, _, _)| *known == code).map_or(code, |(_, gloss, _)| gloss);
            let note = format!("Suggested response {code}: {gloss}. {}", text(r, "note"));
            let place = Place { uuid: id.clone(), is_object: true };
            let own = uuid("note", &package.id, &format!("response {i} at {}", input.ceiling.name()));
            analyst::note(&analyst::About { place: &place, kind: "Event" }, &own, package, input.ceiling, note.trim())
        })
        .collect();
    if !notes.is_empty() {
        event.insert("Note".into(), json!(notes));
    }
    if package.at("/advisory").is_some() {
        event.insert("EventReport".into(), json!([event_report(package, input)]));
    }
    let object = objects::dissemination(package, input.ceiling);
    parts.objects.insert(text(&object, "uuid").to_owned(), object);
}

fn head<'a>(input: &Input<'a>) -> (Map<String, Value>, Option<&'a Record>) {
    let container = input.package.or(input.case.case());
    let newest = input.records.iter().chain(container).map(|r| r.modified.as_str()).max().unwrap_or_default();
    let status = input.case.case().and_then(|c| c.text("status")).unwrap_or("triage");
    let analysis = match (input.package.is_some(), status) {
        (true, _) | (_, "decided" | "closed") => "2",
        (_, "triage") => "0",
        _ => "1",
    };
    let id = container.map_or("", |c| c.id.as_str());
    let title = container.map_or("Case", Record::title);
    let event = json!({
        "uuid": uuid("event", id, input.ceiling.name()), "info": title, "date": newest.get(..10).unwrap_or("1970-01-01"),
        // Undefined: a threat level would be a number without a method.
        "threat_level_id": "4", "analysis": analysis, "timestamp": seconds(newest), "published": false,
        "distribution": distribution(input.ceiling), "sharing_group_id": "0",
        "Orgc": {"name": "Daylight", "uuid": ORGANIZATION},
        "Tag": [tag(&format!("tlp:{}", input.ceiling.name()))],
    });
    let event = match event {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    (event, container)
}

/// The event as `{"Event": …}`: attributes and objects in order of their UUIDs.
pub fn event(input: &Input<'_>) -> Value {
    let (mut event, container) = head(input);
    let mut parts = Parts::default();
    for record in input.records.iter().filter(|r| !is_container(r)) {
        objects::of_record(record, &mut parts);
    }
    references(input, &mut parts);
    for judgment in input.records.iter().filter(|r| r.kind == RecordKind::Judgment) {
        analyst::of_judgment(judgment, input, &mut parts);
    }
    if let Some(package) = container.filter(|c| c.kind == RecordKind::Package) {
        of_package(package, input, &mut event, &mut parts);
    }
    event.insert("Attribute".into(), parts.attributes.into_values().collect());
    event.insert("Object".into(), parts.objects.into_values().collect());
    json!({"Event": event})
}

/// The index of a feed: what a MISP instance reads before it fetches the events.
pub fn manifest(events: &[Value]) -> Value {
    let mut all = Map::new();
    for event in events.iter().filter_map(|e| e.get("Event")) {
        let mut entry = Map::new();
        for name in ["Orgc", "Tag", "info", "date", "analysis", "threat_level_id", "timestamp"] {
            entry.insert(name.into(), event[name].clone());
        }
        all.insert(text(event, "uuid").to_owned(), Value::Object(entry));
    }
    Value::Object(all)
}

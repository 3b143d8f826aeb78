//! Reading our own bundles back into records.

use std::collections::BTreeMap;

use daylight_core::record::{Fields, Record, RecordKind, Status, Tlp};
use serde_json::{Map, Value, json};

use super::super::text;
use super::build::record_extension;
use super::objects::{REF_WORD, homes, rename_refs};

/// Objects read from one bundle at most.
const MAX_OBJECTS: usize = 1_000_000;
/// Longest list that a reference may stand in.
const MAX_INDEX: usize = 100_000;

/// The records of a bundle that [`super::bundle`] wrote: fields, markings, versions and times are the same;
/// members are pseudonyms. Objects without our extension are left out. Hostile bundles give few or no
/// records, never an error.
pub fn read_bundle(bundle: &Value) -> Vec<Record> {
    let objects = bundle.get("objects").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut records: BTreeMap<String, Record> = BTreeMap::new();
    let mut record_of: BTreeMap<&str, String> = BTreeMap::new();
    for object in objects.iter().take(MAX_OBJECTS) {
        if let Some(record) = main(object) {
            record_of.insert(text(object, "id"), record.id.clone());
            records.insert(record.id.clone(), record);
        }
    }
    let mut ties: Vec<(String, Vec<String>, String)> = Vec::new();
    for object in objects.iter().take(MAX_OBJECTS) {
        let Some(pointer) = record_extension(object).map(|e| text(e, "field")).filter(|p| !p.is_empty()) else {
            continue;
        };
        let ends = match object.get("object_refs").and_then(Value::as_array) {
            Some(refs) => (refs.first().and_then(Value::as_str), refs.get(1).and_then(Value::as_str)),
            None => {
                (object.get("source_ref").and_then(Value::as_str), object.get("target_ref").and_then(Value::as_str))
            }
        };
        let (Some(own), Some(to)) = ends else { continue };
        if let (Some(own), Some(to)) = (record_of.get(own), record_of.get(to)) {
            let path: Vec<String> = pointer.trim_start_matches('#').split('/').skip(1).map(str::to_owned).collect();
            ties.push((own.clone(), path, to.clone()));
        }
    }
    ties.sort_by(|a, b| (&a.0, order(&a.1)).cmp(&(&b.0, order(&b.1))));
    for (own, path, to) in ties {
        if let Some(record) = records.get_mut(&own) {
            if path.first().is_some_and(|p| p == "quotes") {
                record.quotes.push(to);
            } else {
                insert(&mut record.fields, &path, to);
            }
        }
    }
    let case = records.values().find(|r| r.kind == RecordKind::Case).map(|r| r.id.clone()).unwrap_or_default();
    records.into_values().map(|r| Record { case: case.clone(), ..r }).collect()
}

/// Paths in the order in which lists are filled.
fn order(path: &[String]) -> Vec<(usize, String)> {
    path.iter().map(|p| (p.parse().unwrap_or(0), p.clone())).collect()
}

fn insert(fields: &mut Fields, path: &[String], to: String) {
    let mut at = Value::Object(std::mem::take(fields));
    put(&mut at, path, to, 0);
    if let Value::Object(map) = at {
        *fields = map;
    }
}

fn put(at: &mut Value, path: &[String], to: String, depth: usize) {
    let Some((first, rest)) = path.split_first() else {
        *at = json!(to);
        return;
    };
    if depth > 16 {
        return;
    }
    let fresh = || if rest.first().is_some_and(|n| n.parse::<usize>().is_ok()) { json!([]) } else { json!({}) };
    match at {
        Value::Object(map) => put(map.entry(first.clone()).or_insert_with(fresh), rest, to, depth + 1),
        Value::Array(items) => {
            let Ok(index) = first.parse::<usize>() else { return };
            if index > MAX_INDEX {
                return;
            }
            // What a ceiling left out leaves no hole.
            if index >= items.len() {
                items.push(fresh());
            }
            let last = items.len().saturating_sub(1);
            if let Some(item) = items.get_mut(index.min(last)) {
                put(item, rest, to, depth + 1);
            }
        }
        _ => {}
    }
}

fn tlp_of(object: &Value) -> Tlp {
    let marks = object.get("object_marking_refs").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let of = |id: &str| Tlp::ALL.into_iter().find(|t| id == format!("marking-definition--{}", t.stix_uuid()));
    marks.iter().filter_map(|m| of(m.as_str()?)).max().unwrap_or(Tlp::AmberStrict)
}

fn main(object: &Value) -> Option<Record> {
    let extension = record_extension(object)?;
    let mut fields = rename_refs(extension.get("fields")?.clone(), REF_WORD, "_ref").as_object()?.clone();
    let kind = RecordKind::parse(text(extension, "record_type"))?;
    let envelope = match fields.remove("_envelope") {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    };
    for (field, property) in homes(kind) {
        if let Some(value) = object.get(*property) {
            fields.insert((*field).to_owned(), value.clone());
        }
    }
    let own = |name: &str| envelope.get(name).and_then(Value::as_str).map(str::to_owned);
    let id = own("id").or_else(|| text(object, "id").split_once("--").map(|(_, uuid)| uuid.to_owned()))?;
    let is_revoked = object.get("revoked").and_then(Value::as_bool).unwrap_or(false);
    Some(Record {
        id,
        alias: own("alias"),
        kind,
        version: extension.get("record_version").and_then(Value::as_u64).unwrap_or(1),
        created: text(object, "created").to_owned(),
        modified: text(object, "modified").to_owned(),
        author: own("author").unwrap_or_default(),
        via: own("via"),
        case: String::new(),
        tlp: own("tlp").and_then(|t| Tlp::parse(&t)).unwrap_or_else(|| tlp_of(object)),
        pap: own("pap"),
        prev_hash: None,
        stix_ids: envelope.get("stix_ids").and_then(Value::as_object).map_or_else(BTreeMap::new, |m| {
            m.iter().filter_map(|(k, v)| Some((k.clone(), v.as_str()?.to_owned()))).collect()
        }),
        change_note: own("change_note"),
        status: if is_revoked { Status::Withdrawn } else { Status::Current },
        quotes: Vec::new(),
        extra: envelope.get("extra").and_then(Value::as_object).cloned().unwrap_or_default(),
        fields,
    })
}

//! Cyber observables that records name, under the lowest marking of those that name them.

use std::collections::BTreeMap;

use daylight_core::record::{Record, RecordKind, RecordSet, Tlp};
use serde_json::{Value, json};

use super::super::text;
use super::ids::observable_id;

/// The observables of one record, without marking.
pub(super) fn of_record(record: &Record) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    match record.kind {
        RecordKind::Capture => {
            found.extend(record.text("url").map(|u| json!({"type": "url", "value": u})));
            for file in record.list("/files") {
                let mut hashes = json!({"SHA-256": text(file, "sha256")});
                if text(file, "sha512").len() == 128 {
                    hashes["SHA-512"] = json!(text(file, "sha512"));
                }
                let mut object = json!({"type": "file", "hashes": hashes, "mime_type": text(file, "media_type")});
                object["size"] = file.get("bytes").cloned().unwrap_or_else(|| json!(0));
                found.push(object);
            }
        }
        RecordKind::Asset => found.extend(asset(record)),
        _ => {}
    }
    for object in &mut found {
        if let Some(id) = observable_id(object) {
            object["id"] = json!(id);
            object["spec_version"] = json!("2.1");
        }
    }
    found.retain(|o| o.get("id").is_some());
    found.sort_by(|a, b| text(a, "id").cmp(text(b, "id")));
    found.dedup_by(|a, b| text(a, "id") == text(b, "id"));
    found
}

fn asset(record: &Record) -> Option<Value> {
    let name = record.text("name").unwrap_or_default();
    match record.text("kind")? {
        "domain" if name.contains('.') => Some(json!({"type": "domain-name", "value": name})),
        "site" | "page" if name.contains("://") => Some(json!({"type": "url", "value": name})),
        "account" | "channel" | "page" | "ad-account" => {
            let mut object = json!({"type": "user-account", "user_id": record.text("platform_id")?});
            if let Some(platform) = record.text("platform") {
                object["account_type"] = json!(platform);
            }
            Some(object)
        }
        _ => None,
    }
}

/// Observables of the records of a set, with the lowest marking in the whole case.
pub(super) fn marked(case: &RecordSet, records: &RecordSet) -> BTreeMap<String, (Value, Tlp)> {
    let mut all: BTreeMap<String, (Value, Tlp)> = BTreeMap::new();
    // Records of the case first, then as they leave: a downgrade lowers what it names.
    for record in case.iter().chain(records.iter()) {
        for object in of_record(record) {
            let id = text(&object, "id").to_owned();
            let entry = all.entry(id).or_insert_with(|| (object, record.tlp));
            entry.1 = entry.1.min(record.tlp);
        }
    }
    let named: Vec<String> = records.iter().flat_map(of_record).map(|o| text(&o, "id").to_owned()).collect();
    all.retain(|id, _| named.contains(id));
    all
}

//! Techniques as attack patterns: an abridged copy of DISARM's own object when its bundle is at hand.

use serde_json::{Value, json};

use super::ids::derived_id;
use super::objects::PROJECT;

/// Since when the forms of this module are as they are.
pub(super) const FROZEN: &str = "2026-11-22T00:00:00.000Z";

fn objects(bundle: Option<&Value>) -> &[Value] {
    bundle.and_then(|b| b.get("objects")).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn three_decimals(time: &str) -> String {
    let (seconds, fraction) = time.trim_end_matches('Z').split_once('.').unwrap_or((time.trim_end_matches('Z'), ""));
    format!("{seconds}.{:0<3}Z", fraction.get(..3).unwrap_or(fraction))
}

/// The attack pattern of a technique, with the objects that it refers to.
pub(super) fn attack_pattern(disarm: Option<&Value>, id: &str, name: Option<&str>, version: &str) -> Vec<Value> {
    let reference = json!([{"source_name": "DISARM", "external_id": id, "description": format!("DISARM Red Framework v{version}")}]);
    let has_id = |o: &&Value| {
        let refs = o["external_references"].as_array().map_or(&[][..], Vec::as_slice);
        o["type"] == "attack-pattern" && refs.iter().any(|r| r["external_id"] == id)
    };
    let Some(original) = objects(disarm).iter().find(has_id) else {
        return vec![json!({
            "type": "attack-pattern", "spec_version": "2.1", "id": derived_id("attack-pattern", version, id),
            "created": FROZEN, "modified": FROZEN, "created_by_ref": PROJECT, "name": name.unwrap_or(id),
            "external_references": reference, "object_marking_refs": [],
        })];
    };
    let phase = original["kill_chain_phases"][0]["phase_name"].as_str().unwrap_or("unknown");
    let time = |name: &str| three_decimals(original[name].as_str().unwrap_or(FROZEN));
    let mut copy = json!({
        "type": "attack-pattern", "spec_version": "2.1", "id": original["id"], "created": time("created"),
        "modified": time("modified"), "name": original["name"],
        "kill_chain_phases": [{"kill_chain_name": "disarm", "phase_name": phase}],
        "external_references": reference, "object_marking_refs": [],
    });
    if let Some(text) = original["description"].as_str() {
        copy["description"] = json!(text);
    }
    let mut all = Vec::new();
    for field in ["created_by_ref", "object_marking_refs"] {
        let list = original[field].as_array().map_or(std::slice::from_ref(&original[field]), Vec::as_slice);
        for id in list.iter().filter(|i| i.is_string()) {
            let Some(other) = objects(disarm).iter().find(|o| o["id"] == *id) else { continue };
            let mut other = other.clone();
            other["spec_version"] = json!("2.1");
            for name in ["created", "modified"] {
                if let Some(t) = other[name].as_str().map(three_decimals) {
                    other[name] = json!(t);
                }
            }
            if field == "created_by_ref" {
                copy[field] = id.clone();
                other["object_marking_refs"] = json!([]);
            } else if let Some(marks) = copy["object_marking_refs"].as_array_mut() {
                marks.push(id.clone());
            }
            all.push(other);
        }
    }
    all.push(copy);
    all
}

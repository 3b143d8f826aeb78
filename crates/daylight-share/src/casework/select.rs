//! What a ceiling lets through.

use std::collections::BTreeSet;

use daylight_core::record::{Record, RecordSet, Tlp, prune};
use serde_json::Value;

use super::text;

/// The marking under which a record leaves: its effective one, unless the package records a downgrade.
pub fn leaving_tlp(set: &RecordSet, package: Option<&Record>, id: &str) -> Tlp {
    package.map_or_else(|| set.effective_tlp(id), |p| set.leaving_tlp(p, id))
}

/// The records at or below a ceiling, each under the marking with which it leaves. With a package, only what
/// is pinned there. More ceiling never means fewer records.
pub fn select(set: &RecordSet, package: Option<&Record>, ceiling: Tlp) -> RecordSet {
    let pins: Option<BTreeSet<&str>> = package.map(|p| p.list("/records").iter().map(|r| text(r, "id")).collect());
    let kept = set.iter().filter(|r| pins.as_ref().is_none_or(|p| p.contains(r.id.as_str())));
    let below = kept.filter_map(|r| {
        let tlp = leaving_tlp(set, package, &r.id);
        (tlp <= ceiling).then(|| Record { tlp, ..r.clone() })
    });
    let mut left = RecordSet::default();
    below.for_each(|r| left.insert(r));
    left
}

/// The records of a set without their references to records that are not in it.
pub fn closed(set: &RecordSet) -> RecordSet {
    let mut left = RecordSet::default();
    for record in set.iter() {
        let mut hidden = record.references();
        hidden.retain(|r| set.get(&r.to).is_none());
        let mut whole = Value::Object(record.fields.clone());
        // From the end, so that the places before stay valid.
        for reference in hidden.iter().rev() {
            let Some((parent, last)) = reference.pointer.rsplit_once('/') else { continue };
            match (whole.pointer_mut(parent), last.parse::<usize>()) {
                (Some(Value::Object(map)), _) => drop(map.remove(last)),
                (Some(Value::Array(items)), Ok(i)) if i < items.len() => drop(items.remove(i)),
                _ => {}
            }
        }
        let mut fields = match whole {
            Value::Object(map) => map,
            _ => record.fields.clone(),
        };
        prune(&mut fields);
        let quotes = record.quotes.iter().filter(|q| set.get(q).is_some()).cloned().collect();
        left.insert(Record { fields, quotes, ..record.clone() });
    }
    left
}

/// Records under the markings with which they leave with a package: its downgrades are done.
pub fn with_downgrades(set: &RecordSet, package: &Record) -> RecordSet {
    let mut lowered = RecordSet::default();
    for record in set.iter() {
        let tlp = leaving_tlp(set, Some(package), &record.id);
        let quotes = if tlp < set.effective_tlp(&record.id) { Vec::new() } else { record.quotes.clone() };
        lowered.insert(Record { tlp, quotes, ..record.clone() });
    }
    lowered
}

/// A package as a copy shows it: not how much was pinned, nor key sentences that restate judgments which are
/// not in the copy.
pub fn shown_package(package: &Record, copy: &RecordSet) -> Record {
    let mut shown = package.clone();
    shown.fields.remove("records");
    let keys = shown.fields.get_mut("advisory").and_then(|a| a.get_mut("key_judgments"));
    if let Some(keys) = keys.and_then(Value::as_array_mut) {
        keys.retain(|k| k["judgment"].as_str().is_some_and(|id| copy.get(id).is_some()));
    }
    shown
}

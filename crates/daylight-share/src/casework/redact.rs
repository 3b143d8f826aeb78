//! The rules of redaction, run before anything is exported. Running them twice changes nothing more.
//!
//! - R1 private persons become the label of their role.
//! - R2 what belongs to minors is dropped.
//! - R3 accounts of private persons below the follower limit get a pseudonym of this package.
//! - R4 words that a search engine would find are replaced by a person's paraphrase, or dropped.
//! - R5 members become `analyst-1`, `analyst-2` ...
//! - R6 sealed items and contacts are dropped.
//! - R7 pictures and recordings are dropped.

use std::collections::{BTreeMap, BTreeSet};

use daylight_core::record::{Record, RecordKind, RecordSet};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::text;

/// Followers below which an account is that of an amplifier, not of a public voice.
pub const AMPLIFIER_LIMIT: i64 = 10_000;
/// Beginning of pseudonyms that a package gives.
const OF_PACKAGE: &str = "pkg-";
/// Where the key of these pseudonyms stands among what a record has besides its fields. It never leaves.
pub(super) const REDACTION_KEY: &str = "redaction_key";
/// Fields that name members.
const MEMBERS: [&str; 9] =
    ["author", "authors", "member", "reviewers", "approver", "coders", "reconciled_by", "operator", "writers"];

/// Fields that lead to sealed things or to contacts.
const SEALED: [&str; 2] = ["sealed", "contact_ref"];

fn drop_keys(value: &mut Value, count: &mut u64) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|v| drop_keys(v, count)),
        Value::Object(map) => {
            *count += SEALED.iter().filter(|k| map.remove(**k).is_some()).count() as u64;
            map.values_mut().for_each(|v| drop_keys(v, count));
        }
        _ => {}
    }
}

/// What redaction left, and what it did.
#[derive(Debug, Clone)]
pub struct Redacted {
    /// The records that may leave.
    pub set: RecordSet,
    /// For each rule `{rule, class, count}`, also when it had nothing to do.
    pub manifest: Vec<Value>,
}

/// Pseudonyms of the members of a case: the same in all its packages, in the order of their names.
pub fn pseudonyms(set: &RecordSet) -> BTreeMap<String, String> {
    let mut names = BTreeSet::new();
    for record in set.iter() {
        names.insert(record.author.clone());
        collect(&Value::Object(record.fields.clone()), false, &mut names);
    }
    names.retain(|n| !n.is_empty() && !is_pseudonym(n));
    names.into_iter().enumerate().map(|(i, n)| (n, format!("analyst-{}", i + 1))).collect()
}

fn is_pseudonym(name: &str) -> bool {
    name.strip_prefix("analyst-").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

fn collect(value: &Value, named: bool, names: &mut BTreeSet<String>) {
    match value {
        Value::String(s) if named => drop(names.insert(s.clone())),
        Value::Array(items) => items.iter().for_each(|v| collect(v, named, names)),
        Value::Object(map) => map.iter().for_each(|(k, v)| collect(v, MEMBERS.contains(&k.as_str()), names)),
        _ => {}
    }
}

fn rename(value: &mut Value, named: bool, names: &BTreeMap<String, String>, count: &mut u64) {
    match value {
        Value::String(s) if named => {
            if let Some(pseudonym) = names.get(s) {
                s.clone_from(pseudonym);
                *count += 1;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|v| rename(v, named, names, count)),
        Value::Object(map) => {
            map.iter_mut().for_each(|(k, v)| rename(v, MEMBERS.contains(&k.as_str()), names, count));
        }
        _ => {}
    }
}

/// Takes the members' names out of a record: pseudonyms stay.
pub(crate) fn without_members(record: &mut Record, names: &BTreeMap<String, String>) -> u64 {
    let mut count = 0;
    if let Some(pseudonym) = names.get(&record.author) {
        record.author.clone_from(pseudonym);
        count += 1;
    }
    for map in [&mut record.fields, &mut record.extra] {
        map.iter_mut().for_each(|(k, v)| rename(v, MEMBERS.contains(&k.as_str()), names, &mut count));
    }
    count
}

/// Runs the rules over all records of a set. `names` are the [`pseudonyms`] of the whole case.
pub fn redact(set: &RecordSet, package: Option<&Record>, names: &BTreeMap<String, String>) -> Redacted {
    let mut counts = [0u64; 7];
    let mut left = RecordSet::default();
    for record in set.iter() {
        let mut record = record.clone();
        let flag = |name: &str| record.fields.get(name).and_then(Value::as_bool).unwrap_or(false);
        if flag("minor") || flag("shows_minor") {
            counts[1] += 1;
            continue;
        }
        match record.kind {
            RecordKind::Asset if flag("private_person") => {
                private(&mut record, redaction_key(set, package), &mut counts);
            }
            RecordKind::Capture => capture(&mut record, package, &mut counts),
            RecordKind::Case => {
                record.fields.remove("members");
                record.fields.remove("playbook");
            }
            _ => {}
        }
        for value in record.fields.values_mut() {
            drop_keys(value, &mut counts[5]);
        }
        counts[5] += remove(&mut record, &SEALED);
        counts[4] += without_members(&mut record, names);
        record.extra.remove("writers");
        record.extra.remove(REDACTION_KEY);
        record.alias = None;
        record.change_note = None;
        left.insert(record);
    }
    let classes = [
        ("R1", "private person"),
        ("R2", "minor"),
        ("R3", "amplifier below the limit"),
        ("R4", "searchable words"),
        ("R5", "member"),
        ("R6", "sealed item or contact"),
        ("R7", "picture or recording"),
    ];
    let manifest =
        classes.iter().zip(counts).map(|((rule, class), count)| json!({"rule": rule, "class": class, "count": count}));
    Redacted { set: left, manifest: manifest.collect() }
}

/// Records for the own archive: nothing is taken out but the names of members.
pub fn archived(set: &RecordSet, names: &BTreeMap<String, String>) -> RecordSet {
    let mut left = RecordSet::default();
    for record in set.iter() {
        let mut record = record.clone();
        without_members(&mut record, names);
        left.insert(record);
    }
    left
}

fn remove(record: &mut Record, fields: &[&str]) -> u64 {
    fields.iter().filter(|f| record.fields.remove(**f).is_some()).count() as u64
}

/// What makes the pseudonyms of a package its own: random bytes that stay in the case. Records that are older
/// than the key have their id instead.
fn redaction_key<'a>(set: &'a RecordSet, package: Option<&'a Record>) -> &'a str {
    let Some(owner) = package.or_else(|| set.case()) else { return "" };
    owner.extra.get(REDACTION_KEY).and_then(Value::as_str).unwrap_or(&owner.id)
}

fn private(record: &mut Record, key: &str, counts: &mut [u64; 7]) {
    let label = record.text("role_label").unwrap_or("private person").to_owned();
    counts[0] += remove(record, &["handle_history"]);
    if record.text("name") != Some(&label) {
        record.fields.insert("name".into(), json!(label));
        counts[0] += 1;
    }
    let followers = record.at("/followers/count").and_then(Value::as_i64).unwrap_or(0);
    let Some(id) = record.text("platform_id").map(str::to_owned) else { return };
    if followers < AMPLIFIER_LIMIT && !id.starts_with(OF_PACKAGE) {
        record.fields.insert("platform_id".into(), json!(package_pseudonym(key, &id)));
        counts[2] += 1;
    }
}

/// A pseudonym that cannot be matched with those of another package.
fn package_pseudonym(key: &str, id: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return OF_PACKAGE.into() };
    mac.update(b"daylight-redaction-v1\0");
    mac.update(id.as_bytes());
    let hex: String = super::hex(mac.finalize().into_bytes().get(..8).unwrap_or_default());
    format!("{OF_PACKAGE}{hex}")
}

fn capture(record: &mut Record, package: Option<&Record>, counts: &mut [u64; 7]) {
    if record.text("kind") == Some("post") {
        let words = package.map(|p| p.list("/paraphrases")).unwrap_or_default();
        let own = words.iter().find(|p| text(p, "record") == record.id).map(|p| text(p, "text").to_owned());
        counts[3] += remove(record, &["url", "final_url", "notes"]);
        let title = own.unwrap_or_else(|| "posts, described by an analyst".to_owned());
        if record.text("title") != Some(&title) {
            record.fields.insert("title".into(), json!(title));
            counts[3] += 1;
        }
    }
    if let Some(files) = record.fields.get_mut("files").and_then(Value::as_array_mut) {
        let before = files.len();
        files.retain(|f| !matches!(text(f, "role"), "screenshot" | "media"));
        counts[6] += (before - files.len()) as u64;
    }
}

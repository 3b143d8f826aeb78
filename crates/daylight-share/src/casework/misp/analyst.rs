//! Analyst Data: notes, opinions, and ties that no object reference can hold.

use daylight_core::record::{Record, Tlp};
use serde_json::{Value, json};

use super::objects::{self, Place};
use super::{Parts, clock, distribution, seconds, uuid};
use crate::casework::stix::Input;
use crate::casework::{likelihood_words, text};

/// What a note or opinion is about.
pub(super) struct About<'a> {
    pub place: &'a Place,
    /// `Object`, `Attribute` or `Event`.
    pub kind: &'a str,
}

impl<'a> About<'a> {
    fn of(place: &'a Place) -> Self {
        Self { place, kind: if place.is_object { "Object" } else { "Attribute" } }
    }
}

/// What all Analyst Data have.
fn data(about: &About<'_>, own: &str, record: &Record, tlp: Tlp) -> Value {
    json!({"uuid": own, "object_uuid": about.place.uuid, "object_type": about.kind, "authors": record.author,
        "orgc_uuid": super::ORGANIZATION, "created": clock(&record.created), "modified": clock(&record.modified),
        "distribution": if tlp > Tlp::Green { distribution(tlp) } else { "5" }, "sharing_group_id": "0"})
}

/// A note.
pub(super) fn note(about: &About<'_>, own: &str, record: &Record, tlp: Tlp, words: &str) -> Value {
    let mut note = data(about, own, record, tlp);
    note["note"] = json!(words);
    note["language"] = json!("en");
    note["note_type_name"] = json!("Note");
    note
}

/// From 0 (strongly disagree) to 100 (strongly agree).
fn opinion(position: i64) -> String {
    (50 + 25 * position.clamp(-2, 2)).to_string()
}

/// The judgment where it belongs: a note on what it is about, an opinion for each dissent on itself.
pub(super) fn of_judgment(judgment: &Record, input: &Input<'_>, parts: &mut Parts) {
    let own = objects::place(judgment);
    for dissent in judgment.list("/dissents") {
        let id = uuid("opinion", &judgment.id, text(dissent, "id"));
        let mut entry = data(&About::of(&own), &id, judgment, judgment.tlp);
        entry["authors"] = json!(text(dissent, "author"));
        entry["opinion"] = json!(opinion(dissent.get("position").and_then(Value::as_i64).unwrap_or(0)));
        entry["comment"] = json!(text(dissent, "reason"));
        entry["note_type_name"] = json!("Opinion");
        parts.add(&own, "Opinion", entry);
    }
    let about = judgment.texts("/about").first().and_then(|id| input.records.get(id));
    let Some(about) = about.filter(|r| objects::has_place(r)) else { return };
    let mut words = match judgment.text("voice") {
        Some("reported") => format!("Reported, not our judgment: {}", judgment.title()),
        _ => judgment.title().to_owned(),
    };
    if let Some(likelihood) = likelihood_words(judgment) {
        words.push_str(&["\nLikelihood: ", &likelihood].concat());
    }
    if let Some(confidence) = judgment.text("confidence") {
        words.push_str(&["\nConfidence: ", confidence].concat());
    }
    let place = objects::place(about);
    let id = uuid("note", &judgment.id, "note");
    let entry = note(&About::of(&place), &id, judgment, judgment.tlp.max(about.tlp), &words);
    parts.add(&place, "Note", entry);
}

/// A tie between two records.
pub(super) struct Tie<'a> {
    /// The record that says so: the link, or the one that has the reference.
    pub record: &'a Record,
    pub from: &'a Record,
    pub to: &'a Record,
    pub rel: &'a str,
    pub uuid: String,
    pub comment: &'a str,
}

/// Adds a tie to where it starts.
pub(super) fn tie(tie: &Tie<'_>, parts: &mut Parts) {
    let (from, to) = (objects::place(tie.from), objects::place(tie.to));
    if from.is_object {
        let entry = json!({"uuid": tie.uuid, "object_uuid": from.uuid, "referenced_uuid": to.uuid,
            "referenced_type": if to.is_object { "1" } else { "0" }, "relationship_type": tie.rel,
            "comment": tie.comment, "timestamp": seconds(&tie.record.modified),
            "deleted": objects::is_gone(tie.record)});
        parts.add(&from, "ObjectReference", entry);
        return;
    }
    let tlp = tie.record.tlp.max(tie.from.tlp).max(tie.to.tlp);
    let mut entry = data(&About::of(&from), &tie.uuid, tie.record, tlp);
    entry["related_object_uuid"] = json!(to.uuid);
    entry["related_object_type"] = json!(if to.is_object { "Object" } else { "Attribute" });
    entry["relationship_type"] = json!(tie.rel);
    entry["note_type_name"] = json!("Relationship");
    parts.add(&from, "Relationship", entry);
}

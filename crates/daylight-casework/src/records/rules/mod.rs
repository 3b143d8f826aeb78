//! The rules that a record must keep, each with its stable code.
//!
//! `R` stops the save, `P` stops publication (see [`super::publication_refusals`]), `W` warns. Shapes are
//! checked first; the rules of a type run only on records that have their shape, so that they need not look
//! twice at every field.

mod election;
mod evidence;
mod general;
mod incident;
mod judgment;
mod link;
mod product;

use std::collections::{BTreeMap, BTreeSet};

use daylight_core::record::{Class, Record, RecordKind, RecordSet, Refusal};
use serde_json::Value;

use super::disarm::Disarm;

pub(in crate::records) use evidence::{is_short_pseudonym, names};
pub(crate) use general::{by_hand, by_hand_new, required};
pub(crate) use product::{has_written, publication, votes_lacking};

/// What surrounds a record that is to be written.
pub(crate) struct Change<'a> {
    /// The records as they will be.
    pub set: &'a RecordSet,
    /// The version before; none for a new record.
    pub before: Option<&'a Record>,
    /// Now, microseconds UTC.
    pub now_us: i64,
    /// Techniques, when the user has them.
    pub disarm: Option<&'a Disarm>,
    /// Originals of the case: size, and whether the file is there.
    pub stored: &'a BTreeMap<String, (u64, bool)>,
    /// Pseudonyms as they are shown that occur in the records and that the case knows.
    pub known: &'a BTreeSet<String>,
}

/// Collects what is wrong with one record.
pub(crate) struct Check<'a> {
    pub record: &'a Record,
    pub change: &'a Change<'a>,
    found: Vec<Refusal>,
}

impl<'a> Check<'a> {
    fn add(&mut self, class: Class, code: &'static str, field: &str, message: impl Into<String>, remedy: &str) {
        let name = self.record.alias.as_ref().map_or_else(|| self.record.id.clone(), |a| format!("@{a}"));
        let record = format!("{} {name}", self.record.kind.name());
        let (field, remedy) = (field.to_owned(), remedy.to_owned());
        self.found.push(Refusal { code, class, record, field, message: message.into(), remedy });
    }

    fn refuse(&mut self, code: &'static str, field: &str, message: impl Into<String>, remedy: &str) {
        self.add(Class::Refuse, code, field, message, remedy);
    }

    fn warn(&mut self, code: &'static str, field: &str, message: impl Into<String>, remedy: &str) {
        self.add(Class::Warn, code, field, message, remedy);
    }

    fn set(&self) -> &'a RecordSet {
        self.change.set
    }

    fn get(&self, id: &str) -> Option<&'a Record> {
        self.change.set.get(id)
    }

    fn is_kind(&self, id: &str, kind: RecordKind) -> bool {
        self.get(id).is_some_and(|r| r.kind == kind)
    }

    /// Whether an id is that of a judgment that attributes.
    fn attributes(&self, id: &str) -> bool {
        self.get(id).is_some_and(|j| {
            j.kind == RecordKind::Judgment && j.text("kind") == Some("attribution") && j.text("voice") == Some("own")
        })
    }
}

/// The name of a type with its article.
fn a(kind: RecordKind) -> String {
    let name = kind.name();
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

/// Text of a field of a table.
pub(crate) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// List of a field of a table.
pub(crate) fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Everything that is wrong with a record.
pub(crate) fn check(record: &Record, change: &Change<'_>) -> Vec<Refusal> {
    let mut check = Check { record, change, found: Vec::new() };
    general::shape(&mut check);
    if check.found.iter().any(|f| f.class == Class::Refuse) {
        return check.found;
    }
    general::all(&mut check);
    match record.kind {
        RecordKind::Case => general::case(&mut check),
        RecordKind::Source => evidence::source(&mut check),
        RecordKind::Capture => evidence::capture(&mut check),
        RecordKind::Asset => evidence::asset(&mut check),
        RecordKind::Narrative => incident::narrative(&mut check),
        RecordKind::Target => election::target(&mut check),
        RecordKind::Actor => incident::actor(&mut check),
        RecordKind::Operation => incident::operation(&mut check),
        RecordKind::Incident => incident::incident(&mut check),
        RecordKind::Behavior => incident::behavior(&mut check),
        RecordKind::Judgment => judgment::judgment(&mut check),
        RecordKind::Package => product::package(&mut check),
        RecordKind::Link => link::link(&mut check),
    }
    check.found
}

//! Records of casework: what an investigation consists of, and who judged what.
//!
//! A record has an envelope, which is the same for all types, and fields, which the [`shape`] of its type
//! lists. The fields are JSON, checked against the shape: the shapes are data, so that storage, exchange,
//! search and documentation walk the same table. Times are RFC 3339 in UTC with three decimals, numbers are
//! integers.

pub mod canonical;
pub mod countries;
mod kind;
mod set;
pub mod shape;
mod shapes;
mod tlp;
pub mod vocabulary;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value, json};

pub use canonical::canonical_json;
pub use kind::RecordKind;
pub use set::{RecordSet, breakout_category, openness};
pub use shape::{Field, Reference, Shape, references};
pub use tlp::Tlp;

/// Fields of a record by name.
pub type Fields = Map<String, Value>;

/// Whether a version counts. Derived, never set by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The newest version.
    Current,
    /// There is a newer one, or a newer record.
    Superseded,
    /// Taken back; stays readable.
    Withdrawn,
}

impl Status {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One version of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// `UUIDv4`, minted once.
    pub id: String,
    /// Short name inside the case, for people and files; no meaning outside.
    pub alias: Option<String>,
    /// What it is.
    pub kind: RecordKind,
    /// From 1, without gaps.
    pub version: u64,
    /// When version 1 was written.
    pub created: String,
    /// When this version was written; strictly rises.
    pub modified: String,
    /// Member who wrote this version.
    pub author: String,
    /// Service through which it came, when not typed by the author.
    pub via: Option<String>,
    /// Id of the record of the case.
    pub case: String,
    /// Marking.
    pub tlp: Tlp,
    /// Permissible actions (clear, green, amber, red).
    pub pap: Option<String>,
    /// Hex commitment of the version before; none at version 1.
    pub prev_hash: Option<String>,
    /// Ids in STIX beyond the own one.
    pub stix_ids: BTreeMap<String, String>,
    /// Why this version was written; none at version 1.
    pub change_note: Option<String>,
    /// Whether it counts.
    pub status: Status,
    /// Records whose content this one restates: their marking binds it.
    pub quotes: Vec<String>,
    /// Unknown fields kept from an import; never shown as assessed.
    pub extra: Fields,
    /// The fields of its type.
    pub fields: Fields,
}

impl Record {
    /// Text of a field on the first level.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_str)
    }

    /// What stands at a JSON pointer below the fields.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        pointer.split('/').skip(1).try_fold((None, Some(&self.fields)), step).and_then(|(found, _)| found)
    }

    /// Text at a JSON pointer.
    pub fn text_at(&self, pointer: &str) -> Option<&str> {
        self.at(pointer).and_then(Value::as_str)
    }

    /// The list at a JSON pointer; empty where there is none.
    pub fn list(&self, pointer: &str) -> &[Value] {
        self.at(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The texts of the list at a JSON pointer.
    pub fn texts(&self, pointer: &str) -> Vec<&str> {
        self.list(pointer).iter().filter_map(Value::as_str).collect()
    }

    /// What people call it: its title, name or first words.
    pub fn title(&self) -> &str {
        let names = ["title", "name", "ballot_name", "statement", "description", "technique", "rel", "url", "kind"];
        let found = names.into_iter().find_map(|n| self.text(n).filter(|t| !t.is_empty()));
        found.or(self.alias.as_deref()).unwrap_or(&self.id)
    }

    /// Records that it names, with the place of each: fields first, in the order of the shape.
    pub fn references(&self) -> Vec<Reference> {
        references(self.kind, &self.fields)
    }

    /// Envelope and fields as one document. The envelope's status is called `record_status`, because some
    /// types have a field `status`.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id, "alias": self.alias, "type": self.kind.name(), "version": self.version,
            "created": self.created, "modified": self.modified, "author": self.author, "via": self.via,
            "case": self.case, "tlp": self.tlp.name(), "pap": self.pap, "prev_hash": self.prev_hash,
            "stix_ids": self.stix_ids, "change_note": self.change_note, "record_status": self.status.name(),
            "quotes": self.quotes, "extra": self.extra, "fields": self.fields,
        })
    }
}

/// Takes out what says nothing: null, empty lists and empty tables, from the inside out.
pub fn prune(fields: &mut Fields) {
    fn says(value: &mut Value, depth: u32) -> bool {
        match value {
            Value::Null => false,
            Value::Array(items) => {
                if depth < 64 {
                    items.retain_mut(|v| says(v, depth + 1));
                }
                !items.is_empty()
            }
            Value::Object(map) => {
                if depth < 64 {
                    map.retain(|_, v| says(v, depth + 1));
                }
                !map.is_empty()
            }
            _ => true,
        }
    }
    fields.retain(|_, v| says(v, 0));
}

type Step<'a> = (Option<&'a Value>, Option<&'a Fields>);

fn step<'a>((value, map): Step<'a>, key: &str) -> Option<Step<'a>> {
    let next = match (value, map) {
        (_, Some(map)) => map.get(key)?,
        (Some(Value::Array(items)), _) => items.get(key.parse::<usize>().ok()?)?,
        _ => return None,
    };
    Some((Some(next), next.as_object()))
}

/// How much a refusal stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The save.
    Refuse,
    /// Publication only.
    Publish,
    /// Nothing; printed in the annex of a product.
    Warn,
}

impl Class {
    /// `R`, `P` or `W`.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Refuse => "R",
            Self::Publish => "P",
            Self::Warn => "W",
        }
    }
}

/// A rule that is not kept. Codes are stable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable code such as `E401`.
    pub code: &'static str,
    /// What it stops.
    pub class: Class,
    /// Record at fault: id or alias.
    pub record: String,
    /// Field at fault, as JSON pointer or name.
    pub field: String,
    /// What is wrong.
    pub message: String,
    /// What would do.
    pub remedy: String,
}

impl Refusal {
    /// As a document.
    pub fn to_json(&self) -> Value {
        json!({"code": self.code, "class": self.class.letter(), "record": self.record, "field": self.field,
               "message": self.message, "remedy": self.remedy})
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.message)?;
        if !self.field.is_empty() {
            write!(f, " ({} of {})", self.field, self.record)?;
        }
        if self.remedy.is_empty() { Ok(()) } else { write!(f, "; {}", self.remedy) }
    }
}

//! One line of the log.

use serde_json::{Value, json};

use crate::error::Result;
use crate::text::{canonical, canonical_json, from_hex, to_hex, to_rfc3339};

/// What was done. The names are those of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Action {
    /// A record was made.
    Create,
    /// A record got a new version.
    Version,
    /// Sealed values were asked for.
    Reveal,
    /// Evidence left the case.
    Export,
    /// Content was destroyed for good.
    Erase,
    /// The way the vault opens was changed.
    KeyRotate,
    /// Posts were read in.
    Import,
    /// A record was taken back.
    Withdraw,
    /// A product was called back.
    Recall,
    /// Members or their roles were changed.
    RoleChange,
    /// A record that leads to sealed values was looked at.
    ViewSealed,
}

impl Action {
    const ALL: [Self; 11] = [
        Self::Create,
        Self::Version,
        Self::Reveal,
        Self::Export,
        Self::Erase,
        Self::KeyRotate,
        Self::Import,
        Self::Withdraw,
        Self::Recall,
        Self::RoleChange,
        Self::ViewSealed,
    ];

    /// Its name in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Version => "version",
            Self::Reveal => "reveal",
            Self::Export => "export",
            Self::Erase => "erase",
            Self::KeyRotate => "key-rotate",
            Self::Import => "import",
            Self::Withdraw => "withdraw",
            Self::Recall => "recall",
            Self::RoleChange => "role-change",
            Self::ViewSealed => "view-sealed",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.name() == name)
    }
}

/// An entry of the log, `{"action","actor","commit","prev","record","time","v":1,"version"}` in canonical JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was done.
    pub action: Action,
    /// Keyed hash of the member's id.
    pub actor: [u8; 32],
    /// SHA-256 of salt and canonical content.
    pub commit: [u8; 32],
    /// `commit` of the record's previous version; none at version 1.
    pub prev: Option<[u8; 32]>,
    /// Random id of the record.
    pub record: String,
    /// RFC 3339, UTC, three decimals.
    pub time: String,
    /// Version of the record, from 1.
    pub version: u64,
}

impl Entry {
    /// The time of an entry in its form in the log.
    pub(crate) fn time_of(time_us: i64) -> Result<String> {
        to_rfc3339(time_us)
    }

    /// Its bytes in the log.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        canonical(&self.to_json()).map(String::into_bytes)
    }

    fn to_json(&self) -> Value {
        json!({
            "action": self.action.name(), "actor": to_hex(&self.actor), "commit": to_hex(&self.commit),
            "prev": self.prev.map(|p| to_hex(&p)), "record": self.record, "time": self.time, "v": 1,
            "version": self.version,
        })
    }

    /// Reads an entry; only the exact bytes that [`Entry::to_bytes`] gives are taken.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let prev = match value.get("prev")? {
            Value::Null => None,
            Value::String(hex) => Some(from_hex(hex)?),
            _ => return None,
        };
        let entry = Self {
            action: Action::from_name(text("action")?)?,
            actor: from_hex(text("actor")?)?,
            commit: from_hex(text("commit")?)?,
            prev,
            record: text("record")?.to_owned(),
            time: text("time")?.to_owned(),
            version: value.get("version")?.as_u64()?,
        };
        let same = canonical_json(&entry.to_json())?.as_bytes() == bytes;
        same.then_some(entry)
    }
}

//! The shape in which a record of casework is stored. A field is added, never renamed.
//!
//! Who wrote it, when, its version and the commitment of the version before stand in the table of records
//! and in the log; they are not stored twice.

use std::collections::BTreeMap;

use daylight_core::record::Fields;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EntityV1 {
    /// Name of the type.
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    pub tlp: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pap: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stix_ids: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_note: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<String>,
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub extra: Fields,
    #[serde(default)]
    pub withdrawn: bool,
    pub fields: Fields,
}

/// Records that lead to sealed values were shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ViewV1 {
    /// Their ids.
    pub of: Vec<String>,
    /// By which command.
    pub how: String,
}

/// Records left the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ShareV1 {
    pub formats: Vec<String>,
    pub tlp: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    pub n_records: u64,
    pub n_withheld: u64,
    /// Fingerprint of the list of fingerprints of what was written.
    pub sha256: String,
}

//! The shapes of what a case stores as the content of a record, version 1. A field is added, never renamed.

use serde::{Deserialize, Serialize};

use crate::records::content::{EntityV1, ShareV1, ViewV1};

/// Content of a record with its time. Who wrote it stands in a column beside: a content may be handed out
/// with its salt, and must not name a member then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub time_us: i64,
    #[serde(flatten)]
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Content {
    Case(CaseV1),
    Original(OriginalV1),
    Import(ImportV1),
    Seals(SealsV1),
    Reveal(RevealV1),
    Export(ExportV1),
    Erase(EraseV1),
    Vault(VaultV1),
    Entity(EntityV1),
    View(ViewV1),
    Share(ShareV1),
}

impl Content {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Case(_) => "case",
            Self::Original(_) => "original",
            Self::Import(_) => "import",
            Self::Seals(_) => "seals",
            Self::Reveal(_) => "reveal",
            Self::Export(_) => "export",
            Self::Erase(_) => "erase",
            Self::Vault(_) => "vault",
            Self::Entity(_) => "entity",
            Self::View(_) => "view",
            Self::Share(_) => "share",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CaseV1 {
    pub name: String,
    pub access_basis: Vec<String>,
    pub legal_basis: String,
    pub retention_until: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NameV1 {
    Clear(String),
    /// Base64 of a seal.
    Sealed(String),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OriginalV1 {
    pub sha256: String,
    pub bytes: u64,
    pub name: NameV1,
    pub source: Option<String>,
    pub access_basis: String,
    pub terms: Option<String>,
    pub retention_until: Option<String>,
    pub sharing: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PostsV1 {
    /// Name in the folder `posts`.
    pub file: String,
    pub sha256: String,
    pub bytes: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ProblemV1 {
    pub reason: String,
    pub column: Option<String>,
    pub rejected: bool,
    pub count: u64,
    /// Places of the first few, as line or record number.
    pub lines: Vec<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ImportV1 {
    pub original: String,
    pub part: String,
    pub importer: String,
    pub importer_version: String,
    pub read: u64,
    pub kept: u64,
    pub rejected: u64,
    pub erased: u64,
    pub posts: Option<PostsV1>,
    pub n_accounts: u64,
    pub problems: Vec<ProblemV1>,
    /// Kinds of problems beyond those listed.
    pub n_problems_unlisted: u64,
    /// The mapping by which the columns of a table were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<String>,
    /// How often its posts were written again without somebody, as author or as mentioned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rewritten: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SealsV1 {
    pub n: u64,
    /// SHA-256 of the commitments one after the other.
    pub digest: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct RevealV1 {
    /// Pseudonym of a person, or SHA-256 of an original whose name was asked for.
    pub of: String,
    pub reason: String,
    pub second: Option<String>,
    pub expires_us: i64,
    /// Why nobody had to agree: an official, a candidate, an outlet, a state body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_private: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ExportV1 {
    pub reason: String,
    pub n_originals: u64,
    /// Sealed names of originals that were opened for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_names: Option<u64>,
    /// Results that went along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_runs: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EraseV1 {
    pub basis: String,
    /// Ids of the records whose content was destroyed.
    pub records: Vec<String>,
    pub n_seals: u64,
    /// SHA-256 over batch and number of each seal destroyed.
    pub seals_digest: String,
    /// Marks of the accounts that must not come back. None where an erasure is older than the list of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct VaultV1 {
    /// `passphrase` or `key-file`.
    pub unlock: String,
}

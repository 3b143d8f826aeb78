//! Pins, and the report that is made of them.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// What is pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PinKind {
    /// A post; `target` is its id.
    Post,
    /// A finding; `target` is the number of the group.
    Finding,
    /// An edge; `target` is its id.
    Edge,
    /// An account; `target` is the pseudonym.
    Account,
    /// A domain.
    Domain,
    /// A record of casework; `target` is its id.
    Record,
    /// A search; `query` says which.
    Search,
    /// A drawing; `query` says which.
    Network,
}

/// What to pin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PinOrder {
    /// What it is.
    pub kind: PinKind,
    /// Id of the thing; see the kind.
    #[serde(default)]
    pub target: Option<String>,
    /// Result that it belongs to; the newest unless told, for findings, edges and drawings.
    #[serde(default)]
    pub run: Option<String>,
    /// Where it was found: the part of the address behind the screen, such as `q=ballot&platform=x`.
    #[serde(default)]
    pub query: Option<String>,
    /// What it shows.
    #[serde(default)]
    pub note: Option<String>,
    /// Words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// Something that was pinned, with what proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Pin {
    /// Id.
    pub id: String,
    /// What it is.
    pub kind: PinKind,
    /// Id of the thing.
    pub target: Option<String>,
    /// What is shown for it.
    pub title: String,
    /// Result that it belongs to.
    pub run: Option<String>,
    /// Seed of the result.
    pub seed: Option<u64>,
    /// SHA-256 of the manifest of the result, which holds the hashes of all its files.
    pub manifest_sha256: Option<String>,
    /// SHA-256 of the original, and record in it, for a post.
    pub original_sha256: Option<String>,
    /// Record in the original.
    pub original_record: Option<u64>,
    /// Commitment of the record in the log, for a record of casework: version and id.
    pub record_version: Option<u64>,
    /// SHA-256 of what was pinned as it was then (JSON of its wire shape).
    pub content_sha256: String,
    /// Where it was found.
    pub query: Option<String>,
    /// What it shows.
    pub note: Option<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who pinned it.
    pub author: String,
    /// When.
    pub at_us: i64,
    /// Whether it was dismissed, and why.
    pub dismissed: Option<String>,
}

/// A change of a pin; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PinChange {
    /// What it shows.
    #[serde(default)]
    pub note: Option<String>,
    /// Words to find it by.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
    /// Why it does not count; empty to count again.
    #[serde(default)]
    pub dismissed: Option<String>,
}

/// All pins, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Pins {
    /// The pins.
    pub items: Vec<Pin>,
}

/// A report as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportDraft {
    /// Version that was read; a report that changed meanwhile is not overwritten.
    #[serde(default)]
    pub version: u64,
    /// Title.
    pub title: String,
    /// For whom it is.
    #[serde(default)]
    pub audience: String,
    /// Marking.
    pub tlp: String,
    /// Blocks in order.
    pub blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Text of the author, plain, paragraphs parted by empty lines.
    #[serde(default)]
    pub text: String,
    /// Pin that it shows.
    #[serde(default)]
    pub pin: Option<String>,
    /// Highest marking of a copy that does not hold it: a block above the marking of a copy is left out.
    #[serde(default)]
    pub tlp: Option<String>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading.
    Heading,
    /// Text.
    Text,
    /// A key judgment: the lint is stricter with it.
    Judgment,
    /// A pin with what it shows.
    Pin,
    /// Method and limits, generated from the result.
    Method,
}

/// A text to check for over-claiming.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LintOrder {
    /// The text.
    pub text: String,
    /// Whether it is a key judgment.
    #[serde(default)]
    pub is_key: bool,
}

/// What a text claims beyond its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lint {
    /// Places.
    pub findings: Vec<LintFinding>,
}

/// A way of saying that a product must not use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LintFinding {
    /// Number of the block, from 0, when a whole report was checked.
    pub block: Option<usize>,
    /// The rule, a short stable word.
    pub rule: String,
    /// The sentence.
    pub sentence: String,
    /// What is wrong and what would do.
    pub message: String,
}

/// Under which marking.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TlpQuery {
    /// `clear`, `green`, `amber`, `amber+strict` or `red`.
    pub tlp: String,
}

/// What a copy under a marking would hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Redaction {
    /// Marking.
    pub tlp: String,
    /// Its label, as products print it.
    pub label: String,
    /// Blocks of the report that it holds, by number from 0.
    pub blocks: Vec<usize>,
    /// Blocks left out, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Records of casework that would leave.
    pub n_records: u64,
    /// Records that would stay.
    pub n_withheld: u64,
    /// For each rule of redaction how often it applied.
    #[schema(value_type = Vec<Object>)]
    pub rules: Vec<Value>,
    /// What the lint found in what is left.
    pub lint: Vec<LintFinding>,
}

/// A block that a copy does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeftOut {
    /// Number from 0.
    pub block: usize,
    /// Why.
    pub why: String,
}

/// What to hand out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportOrder {
    /// Form.
    pub format: ExportFormat,
    /// Highest marking that may leave.
    pub tlp: String,
    /// Why, for a bundle of evidence; the log keeps it.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Form of what is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// The report as one page without scripts.
    Html,
    /// The report as data.
    Report,
    /// Records as a STIX 2.1 bundle.
    Stix,
    /// Records as a table.
    Csv,
    /// Records as JSON.
    Json,
    /// Originals and log as a zip that `sha256sum -c` checks; it shows people in clear.
    Evidence,
}

/// A file that can be fetched, once made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportedFile {
    /// Id, for `exports/{id}`.
    pub id: String,
    /// Name to save it under.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Bytes.
    pub bytes: u64,
    /// Hex SHA-256.
    pub sha256: String,
}

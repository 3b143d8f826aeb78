//! Casework: records, judgments, the matrix.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::Refusal;

/// Which records.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecordQuery {
    /// Type, such as `judgment`; several joined by commas.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Words that all have to stand in the record.
    pub q: Option<String>,
    /// How many to pass over.
    pub offset: Option<usize>,
    /// How many to give, 100 unless told, at most 1000.
    pub limit: Option<usize>,
}

/// Records, newest change first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Records {
    /// That fit.
    pub total: u64,
    /// Of this page.
    pub items: Vec<Record>,
}

/// One version of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Record {
    /// Id.
    pub id: String,
    /// Short name inside the case.
    pub alias: Option<String>,
    /// Type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What people call it.
    pub title: String,
    /// From 1.
    pub version: u64,
    /// When version 1 was written, RFC 3339.
    pub created: String,
    /// When this version was written, RFC 3339.
    pub modified: String,
    /// Member who wrote this version.
    pub author: String,
    /// Marking.
    pub tlp: String,
    /// Marking with what it rests on taken into account.
    pub effective_tlp: String,
    /// `current`, `superseded` or `withdrawn`.
    pub status: String,
    /// Why this version was written.
    pub change_note: Option<String>,
    /// Hex commitment of the version before.
    pub prev_hash: Option<String>,
    /// The fields of its type.
    #[schema(value_type = Object)]
    pub fields: Value,
}

/// A record with its history and what it is tied to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordDetail {
    /// The newest version.
    pub record: Record,
    /// All versions, oldest first.
    pub history: Vec<Record>,
    /// Records that it names.
    pub references: Vec<RecordRef>,
    /// Links and records that name it.
    pub named_by: Vec<RecordRef>,
    /// How the hypotheses rank, for a judgment with a matrix.
    pub ranking: Option<Ranking>,
    /// The public score of an attribution, parts and total of 18.
    pub score: Option<Score>,
}

/// A record that is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecordRef {
    /// Id.
    pub id: String,
    /// Type; empty when it is not in the case.
    #[serde(rename = "type")]
    pub kind: String,
    /// What people call it.
    pub title: String,
    /// Where it is named: a JSON pointer below the fields.
    pub pointer: String,
}

/// Competing hypotheses, the one with least against it first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Ranking {
    /// In order of rank.
    pub hypotheses: Vec<RankedHypothesis>,
    /// Items that have the same rating everywhere.
    pub non_diagnostic: Vec<String>,
    /// Items on which the first place rests.
    pub sensitive: Vec<String>,
}

/// A hypothesis with what speaks against it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RankedHypothesis {
    /// Its short name.
    pub id: String,
    /// Weighted inconsistency.
    pub score: f64,
    /// The same without weights.
    pub unweighted: f64,
    /// From 1; equal scores share a rank.
    pub rank: usize,
}

/// The public score of an attribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Score {
    /// Its four parts, of 5, 3, 5 and 5.
    pub parts: Vec<i64>,
    /// Of 18.
    pub total: i64,
}

/// A new record, or a change of one: as a table of `daylight case add`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDraft {
    /// Type; for a new record only.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// Short name inside the case.
    #[serde(default)]
    pub alias: Option<String>,
    /// Marking; that of the case for a new record that names none.
    #[serde(default)]
    pub tlp: Option<String>,
    /// Fields; in a change those that change, `null` removes one. References may be `@alias`.
    #[schema(value_type = Object)]
    pub fields: Value,
    /// For a change: the version that it started from. A record that changed meanwhile is not overwritten.
    #[serde(default)]
    pub from_version: Option<u64>,
    /// For a change: why.
    #[serde(default)]
    pub change_note: Option<String>,
}

/// A record as it was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SavedRecord {
    /// The version that was written.
    pub record: Record,
    /// What the rules remark; nothing was stopped.
    pub warnings: Vec<Refusal>,
}

/// Why a record is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Why.
    pub why: String,
}

/// A dissent from a judgment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DissentOrder {
    /// From -2 (strongly disagree) to 2 (strongly agree).
    pub position: i64,
    /// Why.
    pub reason: String,
    /// Term of likelihood that the dissenter holds to.
    #[serde(default)]
    pub likelihood: Option<String>,
}

/// What records may hold, for forms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Shapes {
    /// Types of records.
    pub types: Vec<RecordShape>,
    /// Markings, the lowest first.
    pub markings: Vec<String>,
    /// Terms of likelihood with their bounds in percent.
    pub likelihoods: Vec<LikelihoodTerm>,
}

/// The fields of one type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordShape {
    /// Type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Fields in order.
    pub fields: Vec<ShapeField>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ShapeField {
    /// Name.
    pub name: String,
    /// What it may hold.
    pub value: ShapeKind,
    /// Whether it must be there.
    pub required: bool,
    /// What it is for.
    pub about: String,
}

/// What a field may hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ShapeKind {
    /// `text`, `int`, `bool`, `day`, `time`, `enum`, `marking`, `country`, `language`, `ocd_id`, `sha256`, `ref`,
    /// `list`, `object` or `words`.
    pub kind: String,
    /// Smallest number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub min: Option<i64>,
    /// Largest number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub max: Option<i64>,
    /// Words to choose from.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub words: Vec<String>,
    /// Types that a reference may lead to; any when empty.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub types: Vec<String>,
    /// What a list holds: one entry.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[schema(no_recursion)]
    pub items: Vec<ShapeKind>,
    /// Fields of an object.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[schema(no_recursion)]
    pub fields: Vec<ShapeField>,
}

/// A term of likelihood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LikelihoodTerm {
    /// Stable name.
    pub term: String,
    /// Words.
    pub words: String,
    /// Lower bound in percent.
    pub lo: i64,
    /// Upper bound in percent.
    pub hi: i64,
}

/// Which part of the matrix.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MatrixQuery {
    /// Elections: words of their names, or ids, joined by commas.
    pub elections: Option<String>,
    /// Actors, likewise.
    pub actors: Option<String>,
    /// First year.
    pub from_year: Option<i64>,
    /// Last year.
    pub to_year: Option<i64>,
    /// UN M49 region or sub-region.
    pub region: Option<u16>,
    /// Level of effort.
    pub level: Option<String>,
    /// Highest marking that may be shown [default: red].
    pub tlp: Option<String>,
}

/// Elections, actors, and what was judged of each effort: as `daylight matrix --json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Matrix {
    /// The table.
    #[schema(value_type = Object)]
    pub matrix: Value,
}

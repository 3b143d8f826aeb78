//! One canonical table of posts and, for each kind of object, the actions on it.

use crate::{IdTable, ObjectKind, ProblemLog, TextFamilies};

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Name as the user gave it, without folders above the given one.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hex; absent when the user asked not to hash.
    pub sha256: Option<String>,
    /// Size in bytes.
    pub bytes: u64,
    /// Recognized format (`csv`, `tsv`, `ndjson`, `json`, `parquet`, with `+gzip` or `+zstd`).
    pub format: String,
    /// Which column plays which role, and why.
    pub columns: Vec<Columns>,
    /// Remarks on the whole file: ambiguous time zone, coarse clock, damaged ids.
    pub notes: Vec<String>,
    /// Records read, kept, rejected: `read = kept + rejected`.
    pub intake: Intake,
}

/// One recognized column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Role: `account`, `content`, `time`, `text`, `platform`, `language`, `name`, `object:url` ...
    pub role: String,
    /// Column name (or number from 1 when there is no header).
    pub column: String,
    /// Why it was taken for that role.
    pub reason: String,
}

/// Counts of records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Intake {
    /// Records found.
    pub read: u64,
    /// Records that became posts.
    pub kept: u64,
    /// Records left out, each with a problem.
    pub rejected: u64,
}

/// Kept records, one entry each, in input order (file after file).
#[derive(Debug, Clone, Default)]
pub struct PostTable {
    /// Account of the post.
    pub account: Vec<u32>,
    /// Content id of the post. Where the input has no content id, each record is its own content.
    pub content: Vec<u32>,
    /// Microseconds since 1970 UTC; [`PostTable::NO_TIME`] when missing.
    pub time_us: Vec<i64>,
    /// Index into [`Dataset::sources`]. Empty when the reader was told to skip lines.
    pub source: Vec<u32>,
    /// Line (or record number) in the source, from 1. Empty when the reader was told to skip it.
    pub line: Vec<u32>,
    /// Text as given, where there is a text column (empty table otherwise).
    pub text: Option<IdTable>,
    /// Index into [`Dataset::platforms`].
    pub platform: Option<Vec<u16>>,
    /// Index into [`Dataset::languages`]; `u16::MAX` when missing.
    pub language: Option<Vec<u16>>,
}

impl PostTable {
    /// Stands for a missing time: such a post never pairs.
    pub const NO_TIME: i64 = i64::MIN;

    /// Number of posts.
    pub fn len(&self) -> usize {
        self.account.len()
    }

    /// Whether there are no posts.
    pub fn is_empty(&self) -> bool {
        self.account.is_empty()
    }
}

/// The actions on one kind of object: parallel columns, in post order.
#[derive(Debug, Clone)]
pub struct Layer {
    /// The kind.
    pub kind: ObjectKind,
    /// Object ids.
    pub objects: IdTable,
    /// Object of the action.
    pub object: Vec<u32>,
    /// Post of the action (index into [`PostTable`]).
    pub post: Vec<u32>,
    /// Actions (ascending indices into `object`) whose object id string is also their post's content id:
    /// the original item among its own shares, which `CooRTweet` drops unless loops are kept.
    pub self_object: Vec<u32>,
}

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    /// Account ids, each once.
    pub accounts: IdTable,
    /// Display name or handle of each account, where the input has one (parallel to `accounts`; empty string when missing).
    pub account_names: Option<IdTable>,
    /// Content ids, each once. Empty when the reader was told not to keep them.
    pub contents: IdTable,
    /// Number of distinct contents, also when their strings were not kept.
    pub n_contents: u32,
    /// The posts.
    pub posts: PostTable,
    /// Layers in order of kind.
    pub layers: Vec<Layer>,
    /// Platform names.
    pub platforms: Vec<String>,
    /// Language tags.
    pub languages: Vec<String>,
    /// Files read, in order.
    pub sources: Vec<SourceFile>,
    /// What was wrong.
    pub problems: ProblemLog,
    /// Totals over all sources.
    pub intake: Intake,
    /// Whether accounts bear the pseudonyms of a case already.
    pub case_pseudonyms: bool,
    /// Families of the texts, where they were looked for.
    pub text_families: Option<TextFamilies>,
}

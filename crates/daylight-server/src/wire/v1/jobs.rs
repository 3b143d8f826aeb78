//! Work that takes longer than an answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A piece of work. Ask again for its progress; one runs at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Job {
    /// Id.
    pub id: String,
    /// What it does.
    pub kind: JobKind,
    /// How it stands.
    pub state: JobState,
    /// What it is doing, in the words of the command line.
    pub phase: String,
    /// Steps done in this phase; both 0 where it cannot be told.
    pub done: u64,
    /// Steps of this phase.
    pub total: u64,
    /// When it was asked for.
    pub started_us: i64,
    /// When it ended.
    pub ended_us: Option<i64>,
    /// Why it failed, in words for the user; the causes follow.
    pub message: Option<String>,
    /// What would do.
    pub remedy: Option<String>,
    /// What an import did.
    pub import: Option<ImportOutcome>,
    /// Result that an analysis made.
    pub run: Option<String>,
}

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Takes files into the case.
    Import,
    /// Analyses the posts of the case.
    Run,
}

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Not begun.
    Waiting,
    /// At work.
    Running,
    /// Ended well.
    Done,
    /// Ended with an error.
    Failed,
    /// Ended by the user.
    Cancelled,
}

/// All jobs since the start, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Jobs {
    /// The jobs.
    pub items: Vec<Job>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportOutcome {
    /// File by file; a member of an archive is a file.
    pub files: Vec<ImportedFile>,
    /// Records found.
    pub read: u64,
    /// Records that became posts.
    pub kept: u64,
    /// Records left out, each with a problem.
    pub rejected: u64,
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportedFile {
    /// Name as it was given.
    pub name: String,
    /// `imported`, `renewed`, `already`, `left` (no posts that can be read) or `refused`.
    pub state: String,
    /// Recognized format.
    pub format: String,
    /// Why it was taken for that, or why it was left.
    pub why: String,
    /// Records found.
    pub read: u64,
    /// Records that became posts.
    pub kept: u64,
    /// Records left out.
    pub rejected: u64,
    /// What else was in it, such as deletion notices.
    pub notes: Vec<super::Count>,
    /// Which column plays which role, for tables.
    pub columns: Vec<ColumnRole>,
    /// Remarks on the whole file: ambiguous time zone, coarse clock, damaged ids.
    pub remarks: Vec<String>,
}

/// Which column plays which role, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ColumnRole {
    /// Role, such as `account`, `time`, `object:url`.
    pub role: String,
    /// Column.
    pub column: String,
    /// Why it was taken for that.
    pub reason: String,
}

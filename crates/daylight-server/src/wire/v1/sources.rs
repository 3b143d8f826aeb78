//! Where the posts come from.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ColumnRole;

/// The files of the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Sources {
    /// In the order in which they came.
    pub originals: Vec<Original>,
    /// Records found in all of them.
    pub read: u64,
    /// Records that became posts.
    pub kept: u64,
    /// Records left out.
    pub rejected: u64,
    /// Formats that can be read, for people.
    pub formats: Vec<Format>,
}

/// A format that can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Format {
    /// Short name.
    pub name: String,
    /// Its card, Markdown: what it is, where it comes from, what is lost.
    pub card: String,
}

/// A file as it came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Original {
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
    /// Number of bytes.
    pub bytes: u64,
    /// Name; absent when it is sealed, because it may name a person.
    pub name: Option<String>,
    /// Where it came from, in words.
    pub source: Option<String>,
    /// How it came into lawful hands.
    pub access_basis: String,
    /// Day on which it goes, if another than that of the case.
    pub retention_until: Option<String>,
    /// What was read from it; several for an archive.
    pub imports: Vec<Import>,
}

/// What was read from a file, or from one member of an archive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Import {
    /// Id.
    pub id: String,
    /// Number of the member of an archive; empty for the whole.
    pub part: String,
    /// Format.
    pub format: String,
    /// Version of the program that read it.
    pub version: String,
    /// Records found.
    pub read: u64,
    /// Records that became posts.
    pub kept: u64,
    /// Records left out.
    pub rejected: u64,
    /// Posts erased on request since.
    pub erased: u64,
    /// Accounts in its posts.
    pub n_accounts: u64,
    /// Problems, counted.
    pub n_problems: u64,
    /// Problems with an id that another tool had turned into a number and so destroyed.
    pub n_damaged_ids: u64,
    /// Different kinds of problems.
    pub n_problem_kinds: u64,
    /// Hex SHA-256 of its posts.
    pub posts_sha256: Option<String>,
    /// Mapping by which the columns of a table were read, TOML.
    pub mapping: Option<String>,
}

/// Which problems to list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProblemQuery {
    /// How many kinds to pass over.
    pub offset: Option<usize>,
    /// How many kinds to give, 100 unless told, at most 1000.
    pub limit: Option<usize>,
}

/// Problems of one import, most frequent first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Problems {
    /// Kinds in all.
    pub total: u64,
    /// Kinds beyond those that the case keeps.
    pub n_unlisted: u64,
    /// Kinds of this page.
    pub items: Vec<ProblemCount>,
}

/// How often something was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemCount {
    /// What was wrong.
    pub reason: String,
    /// Column or field at fault.
    pub column: Option<String>,
    /// Whether the records were left out for it.
    pub rejected: bool,
    /// How often.
    pub n: u64,
    /// Lines or record numbers of the first few.
    pub lines: Vec<u64>,
}

/// Name of a file that is sent.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// Its name, without folders.
    pub name: String,
}

/// A file that was sent and is not in the case yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Upload {
    /// Id.
    pub id: String,
    /// Name as it was sent.
    pub name: String,
    /// Number of bytes.
    pub bytes: u64,
    /// Hex SHA-256.
    pub sha256: String,
    /// Recognized format; absent for an archive, or when nothing recognizes it.
    pub format: Option<String>,
    /// Why it was taken for that, or why not.
    pub why: String,
    /// Which column looks like what, for tables.
    pub columns: Vec<ColumnRole>,
    /// Roles that a table needs and no column plays.
    pub missing: Vec<String>,
    /// Remarks.
    pub remarks: Vec<String>,
    /// The guess as a mapping that can be changed and sent with the import, TOML.
    pub mapping: Option<String>,
}

/// Which files to take into the case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportOrder {
    /// Ids of files that were sent.
    pub uploads: Vec<String>,
    /// Mapping of the columns of tables, TOML; guessed when absent.
    #[serde(default)]
    pub mapping: Option<String>,
    /// Zone of times that name none, such as `+02:00` or `Europe/Berlin`.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// Whether 03/04/2020 is the third of April (`true`) or the fourth of March; refused when absent and needed.
    #[serde(default)]
    pub day_first: Option<bool>,
}

/// How fine the coverage is.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CoverageQuery {
    /// Number of buckets, 120 unless told, at most 1000.
    pub bins: Option<usize>,
}

/// Posts over time, platform by platform, and where they are missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Coverage {
    /// Start of the first bucket; absent when no post has a time.
    pub start_us: Option<i64>,
    /// Width of a bucket in seconds.
    pub bin_secs: u64,
    /// Platforms, most posts first.
    pub platforms: Vec<PlatformCoverage>,
    /// Posts without a time.
    pub n_without_time: u64,
}

/// Posts of one platform over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlatformCoverage {
    /// Platform; `unknown` where the export does not tell.
    pub platform: String,
    /// Posts.
    pub n_posts: u64,
    /// Accounts.
    pub n_accounts: u64,
    /// First post.
    pub first_us: Option<i64>,
    /// Last post.
    pub last_us: Option<i64>,
    /// Posts in each bucket.
    pub posts: Vec<u64>,
    /// Days without a post between the first and the last, longest first, at most 50. A gap may be silence or a
    /// hole in the collection: the data do not tell.
    pub gaps: Vec<Gap>,
}

/// Whole days (UTC) without a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Gap {
    /// Start of the first day without a post.
    pub from_us: i64,
    /// End of the last.
    pub to_us: i64,
    /// Days.
    pub n_days: u64,
}

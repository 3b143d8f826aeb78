//! Posts and the search for them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Count;

/// Which posts. Several values of one field are joined by commas and any of them fits; different fields must all fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PostFilter {
    /// Words that all stand in the text (each at the beginning of a word), `"phrases in quotes"`, and `-words`
    /// that do not. Case and composed or decomposed letters make no difference.
    pub q: Option<String>,
    /// Not before, microseconds UTC.
    pub from_us: Option<i64>,
    /// Before, microseconds UTC.
    pub to_us: Option<i64>,
    /// Platforms.
    pub platform: Option<String>,
    /// Languages.
    pub language: Option<String>,
    /// Accounts: pseudonyms, or their first 12 digits or more.
    pub account: Option<String>,
    /// Domains.
    pub domain: Option<String>,
    /// Hashtags, without the sign.
    pub hashtag: Option<String>,
    /// Numbers of groups of `run`.
    pub group: Option<u32>,
    /// Original: the first digits of its SHA-256.
    pub original: Option<String>,
    /// Result that `group` belongs to; the newest unless told.
    pub run: Option<String>,
}

/// Which page of the posts.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `newest` or `oldest` first [default: newest].
    pub sort: Option<Sort>,
    /// Where the page before ended, as it said.
    pub cursor: Option<String>,
    /// How many to give, 50 unless told, at most 500.
    pub limit: Option<usize>,
}

/// Order of posts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Newest first, those without a time last.
    #[default]
    Newest,
    /// Oldest first, those without a time last.
    Oldest,
}

/// A page of posts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PostPage {
    /// Posts that fit.
    pub total: u64,
    /// Posts of the case.
    pub n_posts: u64,
    /// Posts of this page.
    pub items: Vec<Post>,
    /// Where the next page begins; absent on the last.
    pub next_cursor: Option<String>,
}

/// A post in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Post {
    /// Id inside the case.
    pub id: String,
    /// Pseudonym of the account, 64 digits.
    pub account: Option<String>,
    /// What is shown for it: the first 12.
    pub account_label: Option<String>,
    /// When.
    pub time_us: Option<i64>,
    /// Platform.
    pub platform: Option<String>,
    /// Language.
    pub language: Option<String>,
    /// Text; handles in it are replaced by pseudonyms.
    pub text: Option<String>,
    /// Domains of its links.
    pub domains: Vec<String>,
    /// Hashtags.
    pub hashtags: Vec<String>,
}

/// How many facets.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FacetQuery {
    /// Values of each facet, 20 unless told, at most 200.
    pub top: Option<usize>,
    /// Buckets of the histogram, 120 unless told, at most 1000.
    pub bins: Option<usize>,
}

/// What the posts that fit are like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Facets {
    /// Posts that fit.
    pub total: u64,
    /// Posts over time.
    pub histogram: Histogram,
    /// Platforms.
    pub platforms: Facet,
    /// Languages.
    pub languages: Facet,
    /// Accounts (pseudonyms).
    pub accounts: Facet,
    /// Domains.
    pub domains: Facet,
    /// Hashtags.
    pub hashtags: Facet,
    /// Groups of the result, where there is one; the value is the number.
    pub groups: Facet,
}

/// The most frequent values of one field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Facet {
    /// Different values in all.
    pub n_values: u64,
    /// Posts without a value.
    pub n_without: u64,
    /// Most frequent first.
    pub items: Vec<Count>,
}

/// Posts over time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Histogram {
    /// Start of the first bucket; absent when no post that fits has a time.
    pub start_us: Option<i64>,
    /// Width of a bucket in seconds.
    pub bin_secs: u64,
    /// Posts in each.
    pub posts: Vec<u64>,
    /// Posts without a time.
    pub n_without_time: u64,
}

/// Everything that the case keeps of a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PostDetail {
    /// As in a list.
    pub post: Post,
    /// Id that the platform gave it.
    pub content_id: Option<String>,
    /// Time as the export writes it.
    pub time_original: Option<String>,
    /// Fineness of the time in seconds.
    pub time_resolution_secs: Option<f64>,
    /// Absent when the export declares the language, 0 to 1 when it was detected.
    pub language_confidence: Option<f64>,
    /// Links in one form for all ways of writing them.
    pub urls: Vec<String>,
    /// Links as the export has them.
    pub urls_original: Vec<String>,
    /// Pseudonyms of mentioned accounts.
    pub mentions: Vec<String>,
    /// Id of the item that it reposts.
    pub repost_of: Option<String>,
    /// Id of the item that it answers.
    pub reply_to: Option<String>,
    /// Id of the item that it quotes.
    pub quote_of: Option<String>,
    /// What is attached: hash, key or address. Nothing is ever loaded from there.
    pub media: Vec<String>,
    /// Counts as the export has them, such as `likes`.
    pub metrics: Vec<Metric>,
    /// What is special about it, such as `edited`, `deleted`, `damaged_id`.
    pub marks: Vec<String>,
    /// When the account was created.
    pub account_created_us: Option<i64>,
    /// Followers of the account then.
    pub account_followers: Option<i64>,
    /// Groups of the newest result that its account belongs to.
    pub group: Option<u32>,
    /// Where it stands.
    pub origin: Origin,
}

/// A count as the export has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Metric {
    /// Name.
    pub name: String,
    /// Value.
    pub value: i64,
}

/// Where a post stands in its original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Origin {
    /// Hex SHA-256 of the original.
    pub sha256: String,
    /// Its bytes.
    pub bytes: Option<u64>,
    /// Path inside it, when it is an archive.
    pub entry: Option<String>,
    /// Record, from 1.
    pub record: Option<u64>,
    /// Line on which the record begins, from 1.
    pub line: Option<u64>,
    /// Byte on which it begins, from 0.
    pub offset: Option<u64>,
    /// Format by which it was read.
    pub format: String,
    /// Version of the program that read it.
    pub version: String,
    /// Id of the import.
    pub import: String,
}

/// Why something sealed is to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Why; the log of the case keeps it.
    pub reason: String,
    /// Second member who agreed, as is due for private persons.
    #[serde(default)]
    pub second: Option<String>,
    /// Why it is no private person (an official, a candidate, an outlet, a state body): then nobody else has to agree.
    #[serde(default)]
    pub not_private: Option<String>,
}

/// A record as it stands in its original. It shows people in clear: the log of the case says that it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RawRecord {
    /// The bytes as text, at most 64 KiB.
    pub text: String,
    /// Whether there is more.
    pub is_cut: bool,
    /// When what is shown must go from the screen again.
    pub until_us: i64,
}

/// Two posts to compare.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DiffQuery {
    /// Id of a post.
    pub a: String,
    /// Id of another.
    pub b: String,
}

/// Two posts side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Diff {
    /// First post.
    pub a: Post,
    /// Second post.
    pub b: Post,
    /// Second minus first, in seconds, when both have times.
    pub dt_secs: Option<f64>,
    /// Their texts, cut into stretches that are equal or changed.
    pub stretches: Vec<super::Stretch>,
}

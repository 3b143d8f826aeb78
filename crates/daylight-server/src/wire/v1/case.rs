//! The case as a whole, and who looks at it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Run;

/// The token of the address that was printed at the start.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Token {
    /// As it stands behind `#token=`.
    pub token: String,
}

/// Who is looking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// The member under whose name the log keeps what is done here.
    pub actor: String,
    /// Version of the program.
    pub version: String,
    /// `local`: one person on one machine.
    pub mode: String,
}

/// What the case is, and what it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseSummary {
    /// Name for people.
    pub name: String,
    /// How the data came into lawful hands.
    pub access_basis: Vec<String>,
    /// Why they may be kept and worked on.
    pub legal_basis: String,
    /// Day on which raw data go, `YYYY-MM-DD`.
    pub retention_until: String,
    /// Files as they came.
    pub n_originals: u64,
    /// Imports of them.
    pub n_imports: u64,
    /// Records of casework.
    pub n_records: u64,
    /// Reveals that have not expired.
    pub n_open_reveals: u64,
    /// Parts of the case that are past their retention date.
    pub n_due: u64,
    /// Whether posts can be searched.
    pub index: Index,
    /// Results, newest first.
    pub runs: Vec<Run>,
}

/// Whether posts can be searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Index {
    /// State.
    pub state: IndexState,
    /// Posts that can be searched.
    pub n_posts: u64,
    /// Posts that the imports of the case hold.
    pub n_posts_expected: u64,
    /// Accounts.
    pub n_accounts: u64,
    /// First post with a time.
    pub first_us: Option<i64>,
    /// Last post with a time.
    pub last_us: Option<i64>,
    /// Why not, when `failed`.
    pub message: Option<String>,
}

/// How far the posts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IndexState {
    /// The case holds no posts.
    Empty,
    /// They are being read; requests wait for it.
    Loading,
    /// They can be searched.
    Ready,
    /// They cannot be read.
    Failed,
}

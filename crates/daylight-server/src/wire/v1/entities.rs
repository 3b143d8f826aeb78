//! Dossiers of accounts and domains.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Count, Histogram};

/// Which accounts.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EntityQuery {
    /// Beginning of a pseudonym, or part of a domain or hashtag.
    pub q: Option<String>,
    /// `account`, `domain` or `hashtag` [default: account].
    pub kind: Option<EntityKind>,
    /// How many to pass over.
    pub offset: Option<usize>,
    /// How many to give, 50 unless told, at most 500.
    pub limit: Option<usize>,
}

/// What an entity is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// An account.
    #[default]
    Account,
    /// A registered domain.
    Domain,
    /// A hashtag.
    Hashtag,
}

/// Entities, most posts first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Entities {
    /// That fit.
    pub total: u64,
    /// Of this page.
    pub items: Vec<Entity>,
}

/// An entity in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Pseudonym, domain or hashtag.
    pub id: String,
    /// What is shown for it.
    pub label: String,
    /// Posts.
    pub n_posts: u64,
    /// Group of the newest result, for accounts.
    pub group: Option<u32>,
}

/// What is known of an entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Dossier {
    /// What it is.
    pub kind: EntityKind,
    /// Pseudonym, domain or hashtag.
    pub id: String,
    /// What is shown for it.
    pub label: String,
    /// Posts.
    pub n_posts: u64,
    /// Accounts with such posts; 1 for an account.
    pub n_accounts: u64,
    /// First post.
    pub first_us: Option<i64>,
    /// Last post.
    pub last_us: Option<i64>,
    /// Posts over time.
    pub histogram: Histogram,
    /// Posts in each hour of the day, UTC.
    pub hours_utc: Vec<u64>,
    /// Platforms.
    pub platforms: Vec<Count>,
    /// Languages.
    pub languages: Vec<Count>,
    /// Most active accounts; empty for an account.
    pub accounts: Vec<Count>,
    /// Indicators, with how common each is in the whole case.
    pub indicators: Vec<Indicator>,
    /// Group of the newest result.
    pub group: Option<u32>,
    /// Label of the group.
    pub group_label: Option<String>,
    /// Result that the group belongs to.
    pub run: Option<String>,
    /// Reveals of this account that have not expired.
    pub reveals: Vec<OpenReveal>,
}

/// A domain or hashtag that an entity uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Indicator {
    /// What it is.
    pub kind: EntityKind,
    /// Domain or hashtag.
    pub value: String,
    /// Posts of the entity with it.
    pub n_posts: u64,
    /// Accounts of the whole case that use it: the fewer, the more it says.
    pub n_accounts_in_case: u64,
}

/// A reveal that has not expired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenReveal {
    /// Who asked.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at_us: i64,
    /// Until when it may be shown.
    pub until_us: i64,
}

/// Who is behind a pseudonym. The log of the case says that it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Revealed {
    /// When what is shown must go from the screen again.
    pub until_us: i64,
    /// What was sealed, oldest first.
    pub accounts: Vec<ClearAccount>,
}

/// An account in clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClearAccount {
    /// Platform.
    pub platform: String,
    /// The platform's own id.
    pub platform_id: String,
    /// Handle, name, bio.
    pub values: Vec<NamedText>,
}

/// A text with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NamedText {
    /// Name.
    pub name: String,
    /// Text.
    pub text: String,
}

/// Which accounts to compare.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompareQuery {
    /// Two to four pseudonyms, joined by commas.
    pub accounts: String,
}

/// Accounts side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Comparison {
    /// In the order asked for.
    pub accounts: Vec<Dossier>,
    /// What at least two of them use, the rarest in the case first.
    pub shared: Vec<SharedIndicator>,
}

/// An indicator that several use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SharedIndicator {
    /// What it is.
    pub kind: EntityKind,
    /// Domain or hashtag.
    pub value: String,
    /// Posts of each with it, in the order asked for.
    pub n_posts: Vec<u64>,
    /// Accounts of the whole case that use it.
    pub n_accounts_in_case: u64,
    /// Accounts of the whole case.
    pub n_accounts: u64,
}

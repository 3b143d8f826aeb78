//! Version 1 of the API.
//!
//! Conventions: times are whole microseconds UTC since 1970 in fields that end in `_us`; durations name their
//! unit; what is missing is absent or `null`, never 0 or "". Accounts are the pseudonyms of the case. All text
//! of others is given as it is, as JSON text: hidden characters are for the page to show.

mod case;
mod entities;
mod jobs;
mod network;
mod overview;
mod posts;
mod records;
mod report;
mod sources;

pub use case::*;
pub use entities::*;
pub use jobs::*;
pub use network::*;
pub use overview::*;
pub use posts::*;
pub use records::*;
pub use report::*;
pub use sources::*;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a request was not answered as asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// A stable word, such as `not_found`, `busy`, `refused`.
    pub code: String,
    /// What is wrong, in words for the user.
    pub message: String,
    /// What would do.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub remedy: Option<String>,
    /// Rules of casework that are not kept.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub refusals: Vec<Refusal>,
}

/// A rule of casework that is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refusal {
    /// Stable code such as `E401`.
    pub code: String,
    /// What it stops: `R` the save, `P` publication, `W` nothing.
    pub class: String,
    /// Record at fault: id or alias.
    pub record: String,
    /// Field at fault, as JSON pointer or name.
    pub field: String,
    /// What is wrong.
    pub message: String,
    /// What would do.
    pub remedy: String,
}

/// A value with how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Count {
    /// The value.
    pub value: String,
    /// How often.
    pub n: u64,
}

/// An observed count beside what a stated null expects.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Answer {
    /// Distinct objects with a co-action.
    pub observed: u32,
    /// Expected under the null.
    pub expected: f64,
    /// Probability under the null of at least `observed`.
    pub p: f64,
    /// Adjusted p (Benjamini-Hochberg).
    pub q: f64,
}

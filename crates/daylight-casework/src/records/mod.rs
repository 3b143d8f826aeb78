//! Casework: records with their rules, stored as versions in the case, each write through the log.
//!
//! What a record may hold is in [`daylight_core::record`]. Here are the rules that need the other records, the
//! time or the member (`rules`), the arithmetic of assessment ([`ach`], [`brier`], [`score`]), the check of
//! texts for over-claiming ([`lint`]), and the storing.

pub mod ach;
pub mod brier;
pub(crate) mod content;
mod disarm;
mod document;
pub mod lint;
mod package;
mod reads;
pub(crate) mod roles;
mod rules;
pub(crate) mod schema;
pub mod score;
mod store;
mod work;

pub use disarm::Disarm;
pub use document::{Written, parse_document, parse_edit};
pub use package::publication_refusals;
pub use reads::{Shared, is_sealed};
pub use roles::Role;
pub use store::{Draft, Saved};
pub use work::{Decision, Dissent, Vote};

#[cfg(test)]
mod tests;

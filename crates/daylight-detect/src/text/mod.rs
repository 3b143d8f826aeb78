//! Text families: posts of nearly the same words, as objects that the tests of timing work on.
//!
//! The method, its limits and its measured error rates stand in `docs/methods/text-families.md`.

mod cut;
mod families;
pub mod guard;
pub mod normal;
pub mod pairs;
mod wordings;
mod words;

pub use families::add_families;
pub use wordings::{FamilySettings, Shingles, links};

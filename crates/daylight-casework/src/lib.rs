//! The evidence store.
#![allow(dead_code)]
pub mod error;
mod files;
pub mod log;
mod outside;
mod text;
pub use error::{CaseError, Result};
pub use outside::{Context, Outside};
pub use text::canonical_json;

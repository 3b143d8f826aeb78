//! See ARCHITECTURE.md.

pub mod rivals;
pub mod scenario;
pub mod score;

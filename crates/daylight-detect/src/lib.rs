//! See ARCHITECTURE.md.

pub mod preset;

//! See ARCHITECTURE.md.

pub mod graph;

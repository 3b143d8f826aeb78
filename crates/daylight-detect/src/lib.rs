//! See ARCHITECTURE.md.

pub mod scenario;

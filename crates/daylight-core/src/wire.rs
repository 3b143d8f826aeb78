//! The shapes that leave the program, versioned.
//!
//! Files, the server and other languages see these types only. A field is added, never renamed and
//! never given another meaning, inside one version; ids are strings here, indices never leave. Times
//! are RFC 3339 in UTC with microseconds, so that reading them back loses nothing.

pub mod proof;
pub mod v1;

/// Version of `findings.json` and `manifest.json`.
pub const SCHEMA_VERSION: &str = "1";

//! The shapes that leave the program, versioned.

/// Version of `findings.json` and `manifest.json`.
pub const SCHEMA_VERSION: &str = "1";

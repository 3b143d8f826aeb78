//! The shapes that leave the server, each version in a module of its own.
//!
//! Inner types never derive `Serialize`; what a page may see is written here, field by field.

pub mod v1;

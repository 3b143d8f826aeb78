//! STIX 2.1, the strict profile: passes `stix2_validator --strict --enforce-refs`, carries one TLP 2.0 marking
//! on everything, and can be read back into the same records.
//!
//! **Ids.** The main object of a record has the record's UUID. Observables have the `UUIDv5` that STIX
//! prescribes. Every other object (a relationship for each reference, an opinion for each dissent, the
//! container of each ceiling) has a UUID in the form of version 4 taken from SHA-256 over the record's random
//! id and the object's place in it: minted once with the record, the same in every export, nothing to store.
//!
//! **References** are never inside extensions. Each is a relationship with the JSON pointer of its field, or,
//! where one end is itself a relationship or sighting, a note that names both ends; it is there exactly when
//! both ends are. So dropping a record drops its references, and nothing is left dangling.
//!
//! **Markings** of observables that several records name are the lowest of these in the whole case, so that
//! an observable has the same bytes in every package.

mod build;
mod ids;
mod objects;
mod observables;
mod opencti;
mod parse;
mod techniques;

pub use ids::{derived_id, observable_id};
pub use parse::read_bundle;

use daylight_core::record::{Record, RecordSet, Tlp};
use serde_json::Value;

/// What goes into a bundle.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// All records of the case after redaction: markings of observables come from here.
    pub case: &'a RecordSet,
    /// The records that the ceiling lets through.
    pub records: &'a RecordSet,
    /// The package, when one is exported.
    pub package: Option<&'a Record>,
    /// The ceiling.
    pub ceiling: Tlp,
    /// A STIX bundle of DISARM, for names and ids of techniques.
    pub disarm: Option<&'a Value>,
}

/// The bundle: objects in order of type and id.
pub fn bundle(input: &Input<'_>) -> Value {
    build::bundle(input)
}

/// The bundle in the profile for `OpenCTI`: its types and ties; not read back.
pub fn opencti_bundle(input: &Input<'_>) -> Value {
    opencti::bundle(input)
}

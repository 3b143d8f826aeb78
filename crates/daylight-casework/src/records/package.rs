//! What stops the publication of a package.

use std::collections::{BTreeMap, BTreeSet};

use daylight_core::record::{Record, RecordSet, Refusal};

use super::rules::{self, Change};

/// Everything that stops the publication of a package (`P`), and the warnings of what is in it (`W`), which
/// its annex prints. `now_us` in microseconds UTC.
pub fn publication_refusals(package: &Record, set: &RecordSet, now_us: i64) -> Vec<Refusal> {
    let change = Change { set, before: None, now_us, disarm: None, stored: &BTreeMap::new(), known: &BTreeSet::new() };
    rules::publication(package, &change)
}

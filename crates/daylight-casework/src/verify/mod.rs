//! Checks a case against itself: offline, without keys, reading only.
//!
//! Each original is hashed against its record, each posts file against the hash recorded when it was
//! committed, each record against its entry in the log (and against its commitment while the salt exists),
//! each tile against the entries, the root against the signature, and the database against itself. Whatever
//! is wrong becomes a line of the report; nothing makes it stop or panic.

mod bundle;
mod database;
mod evidence;
pub(crate) mod keyed;
mod log;

use std::path::Path;

pub use bundle::{is_bundle, verify_bundle};
use daylight_core::Progress;
use rusqlite::Connection;

use crate::log::Checkpoint;
use crate::store::view::{CaseView, DATABASE};

/// One thing that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// File, below the folder of the case, or record of the database.
    pub place: String,
    /// What is wrong, in plain words.
    pub what: String,
}

/// What [`verify`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Originals whose bytes were checked.
    pub n_originals: u64,
    /// Posts files whose bytes were checked.
    pub n_posts_files: u64,
    /// Records checked against their entries.
    pub n_records: u64,
    /// Of these, records whose content was erased: only their entry is left to check.
    pub n_erased: u64,
    /// Seals checked, erased ones included.
    pub n_seals: u64,
    /// Bytes of evidence hashed.
    pub n_bytes: u64,
    /// What the log states about itself, if its signature is valid.
    pub checkpoint: Option<Checkpoint>,
    /// What is damaged. Nothing here: the case is whole.
    pub damage: Vec<Damage>,
    /// What is unusual and no damage: leftovers of work that was cut off, which the next opening for writing
    /// finishes or clears.
    pub notes: Vec<String>,
}

/// Lines of damage listed before the rest is only counted.
const MAX_DAMAGE: usize = 1000;

impl VerifyReport {
    /// Whether nothing is damaged.
    pub fn is_whole(&self) -> bool {
        self.damage.is_empty()
    }

    fn damaged(&mut self, place: impl Into<String>, what: impl Into<String>) {
        if self.damage.len() < MAX_DAMAGE {
            self.damage.push(Damage { place: place.into(), what: what.into() });
        } else if self.damage.len() == MAX_DAMAGE {
            self.damage.push(Damage { place: "report".into(), what: "more damage than is listed here".into() });
        }
    }

    fn note(&mut self, note: impl Into<String>) {
        if self.notes.len() < MAX_DAMAGE {
            self.notes.push(note.into());
        }
    }
}

/// Checks the case in `dir`. Never fails: what cannot be read is damage.
pub fn verify(dir: &Path, progress: &dyn Progress) -> VerifyReport {
    let mut report = VerifyReport::default();
    let db = match CaseView::open_still(dir) {
        Ok(view) => Some(view.db),
        Err(e) => {
            report.damaged(DATABASE, with_causes(&e));
            None
        }
    };
    log::check(dir, db.as_ref(), &mut report, progress);
    let held = db.as_ref().map(|db: &Connection| database::check(db, &mut report, progress));
    evidence::check(dir, held.as_ref(), &mut report, progress);
    report
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(e) = cause {
        text = format!("{text}: {e}");
        cause = e.source();
    }
    text
}

#[cfg(test)]
mod tests;

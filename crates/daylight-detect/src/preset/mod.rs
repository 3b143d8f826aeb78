//! Presets: what two other tools compute, reproduced row for row.
//!
//! People who used CooRTweet ([`coortweet`]) or the Coordination Network Toolkit ([`toolkit`]) can move
//! over and check that nothing was lost: same rows, same column names, same quirks. Neither preset says
//! anything about chance; that is what the calibrated analysis is for. `docs/guides/moving-over.md`
//! explains where the three differ and why.

pub mod coortweet;
mod files;
mod table;
pub mod toolkit;

pub use files::{Files, write_files};

use std::borrow::Cow;
use std::path::PathBuf;

use daylight_core::{Dataset, IdTable, PostTable};

/// What can go wrong in a preset.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PresetError {
    /// A setting outside its range.
    #[error("{name} is {value}; it must be {must}")]
    Setting {
        /// Name of the setting as on the command line.
        name: &'static str,
        /// The value given.
        value: String,
        /// What it must be.
        must: &'static str,
    },
    /// The data set was read without something that the preset needs.
    #[error("the preset needs {what}, but the input was read without it")]
    Missing {
        /// What is missing.
        what: &'static str,
    },
    /// More co-acting pairs than the preset can number.
    #[error(
        "the window gives {pairs} pairs of rows; the preset can list at most {limit}: \
         use a shorter window, or leave out the objects that nearly everybody shares"
    )]
    TooManyPairs {
        /// Pairs found so far.
        pairs: u64,
        /// Largest number that can be listed.
        limit: u64,
    },
    /// A table could not be written.
    #[error("writing {table} failed")]
    Table {
        /// The table.
        table: String,
        /// Why.
        #[source]
        source: csv::Error,
    },
    /// A file could not be written.
    #[error("{} cannot be written", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// Ids of one column: `id[row]` in `table`, or [`Column::missing`] for a missing cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Column<'a> {
    table: Cow<'a, IdTable>,
    id: Vec<u32>,
}

impl<'a> Column<'a> {
    pub(crate) fn new(table: Cow<'a, IdTable>, id: Vec<u32>) -> Self {
        Self { table, id }
    }

    /// Number of distinct strings.
    pub(crate) fn n(&self) -> usize {
        self.table.len()
    }

    /// Stands for a missing cell: one above the last number, so that it can index an array of `n() + 1`.
    pub(crate) fn missing(&self) -> u32 {
        self.table.len() as u32
    }

    /// The string of `id`; `None` when missing.
    pub(crate) fn name(&self, id: u32) -> Option<&str> {
        (id < self.missing()).then(|| self.table.get(id))
    }

    /// Place of every id in the byte order of the strings, with the missing id last.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![self.missing(); self.n() + 1];
        for (rank, id) in self.table.order().into_iter().enumerate() {
            ranks[id as usize] = rank as u32;
        }
        ranks
    }

    pub(crate) fn ids(&self) -> &[u32] {
        &self.id
    }
}

/// Numbers strings as they come.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    table: IdTable,
    number: std::collections::HashMap<String, u32>,
}

impl Interner {
    pub(crate) fn id(&mut self, s: &str) -> u32 {
        if let Some(&id) = self.number.get(s) {
            return id;
        }
        let id = self.table.push(s);
        self.number.insert(s.to_owned(), id);
        id
    }

    pub(crate) fn table(self) -> IdTable {
        self.table
    }
}

/// Seconds of a time in microseconds; NaN when missing, which no window contains.
pub(crate) fn secs(time_us: i64) -> f64 {
    if time_us == PostTable::NO_TIME { f64::NAN } else { time_us as f64 / 1e6 }
}

/// Refuses data sets whose content ids were not kept: both presets compare them.
pub(crate) fn need_contents(data: &Dataset) -> Result<(), PresetError> {
    if data.contents.is_empty() && !data.posts.is_empty() {
        return Err(PresetError::Missing { what: "the content ids" });
    }
    Ok(())
}

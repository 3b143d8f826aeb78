//! What was wrong with the input. Problems are collected, never thrown.

use std::collections::BTreeMap;

/// Words of the note on a file whose long ids a spreadsheet rounded: different accounts have become one, and what
/// is found may be of nobody.
pub const ROUNDED_IDS: &str = "different ids may have become one";

/// One thing wrong at one place of the input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Index into [`crate::Dataset::sources`].
    pub source: u32,
    /// Line of the file, 1 for the first line; for Parquet and JSON arrays the record number from 1.
    pub line: u64,
    /// Column name, where one is at fault.
    pub column: Option<String>,
    /// A fixed phrase that groups equal problems (`time is not readable`).
    pub reason: String,
    /// The offending value, cut to 80 characters, control characters replaced.
    pub value: Option<String>,
    /// Whether the record was rejected for it (otherwise kept, and this is a warning).
    pub rejected: bool,
}

/// Problems: all counted, the first few of each reason kept whole.
#[derive(Debug, Clone, Default)]
pub struct ProblemLog {
    /// Examples, at most [`ProblemLog::EXAMPLES`] for a reason and source, in order of place.
    pub examples: Vec<Problem>,
    /// Number for each (source, column, reason, rejected).
    pub counts: BTreeMap<(u32, Option<String>, String, bool), u64>,
}

impl ProblemLog {
    /// Examples kept for each reason.
    pub const EXAMPLES: u64 = 20;

    /// Counts `problem` and keeps it while it is among the first of its reason.
    pub fn add(&mut self, problem: Problem) {
        let key = (problem.source, problem.column.clone(), problem.reason.clone(), problem.rejected);
        let n = self.counts.entry(key).or_insert(0);
        *n += 1;
        if *n <= Self::EXAMPLES {
            self.examples.push(problem);
        }
    }

    /// Adds what another log counted; call in order of place so that the first examples stay.
    pub fn merge(&mut self, other: Self) {
        for problem in other.examples {
            let key = (problem.source, problem.column.clone(), problem.reason.clone(), problem.rejected);
            if self
                .examples
                .iter()
                .filter(|p| (p.source, &p.column, &p.reason, p.rejected) == (key.0, &key.1, &key.2, key.3))
                .count()
                < Self::EXAMPLES as usize
            {
                self.examples.push(problem);
            }
        }
        for (key, n) in other.counts {
            *self.counts.entry(key).or_insert(0) += n;
        }
    }

    /// Number of problems for which a record was rejected.
    pub fn n_rejecting(&self) -> u64 {
        self.counts.iter().filter(|(k, _)| k.3).map(|(_, n)| n).sum()
    }
}

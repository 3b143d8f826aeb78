//! What is handed out, and the trait of everything that writes it.
//!
//! A [`Package`] already stands under the names that may be shown: exporters never see an id that is
//! withheld, so none of them can leak one. It also holds only what the result refers to, not the whole
//! data set, so that the same package can be read back from the files of a result.

use std::io::{self, Write};

use crate::{Analysis, CoactionEdge, Dataset, EvidenceRow, Standing};

/// How the run was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunInfo {
    /// The command, as it can be given again (without secrets).
    pub command: String,
    /// Version of the program.
    pub version: String,
}

/// Totals of the data behind a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Posts kept.
    pub n_posts: u64,
    /// Accounts in the data.
    pub n_accounts: u64,
    /// Distinct contents.
    pub n_contents: u64,
    /// Posts without a time.
    pub n_posts_without_time: u64,
    /// First and last post, microseconds UTC.
    pub span_us: Option<(i64, i64)>,
    /// Pairs of each standing, in the order of [`Standing::ALL`].
    pub n_edges: [u64; Standing::ALL.len()],
    /// Co-actions, all pairs together.
    pub n_evidence_rows: u64,
}

/// All posts of the data over time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Start of the first bin, microseconds UTC; absent when no post has a time.
    pub start_us: Option<i64>,
    /// Width of a bin in seconds.
    pub bin_secs: u32,
    /// Posts in each bin.
    pub posts: Vec<u64>,
    /// Posts with a time outside the bins.
    pub n_outside: u64,
}

/// A result under the names that may be shown.
///
/// Accounts are numbered in order of the shown names, the edges and their rows follow them, and
/// `analysis.layers[i]` belongs to `dataset.layers[i]`. The data set holds the accounts with at least
/// one edge, the posts and objects behind edges, groups and moments, and nothing else; its layers have
/// no actions. A package that was read back for some purpose may hold the edges and rows that serve it
/// only; `totals` always count all.
#[derive(Debug, Clone)]
pub struct Package {
    /// What the result refers to.
    pub dataset: Dataset,
    /// The result.
    pub analysis: Analysis,
    /// Platform of each account (index into `dataset.platforms`), its most frequent one.
    pub account_platform: Vec<Option<u16>>,
    /// Position of each account in the network picture; arbitrary units.
    pub positions: Vec<Option<[f32; 2]>>,
    /// Totals of the whole data.
    pub totals: Totals,
    /// Posts over time.
    pub timeline: Timeline,
    /// Where the rows of an edge begin in `analysis.evidence`, by its `evidence_start`, ascending; absent when all
    /// rows are there and `evidence_start` is the place.
    pub places: Option<Vec<(u64, usize)>>,
    /// How the run was made.
    pub run: RunInfo,
    /// Whether accounts and contents are shown under pseudonyms.
    pub pseudonyms: bool,
}

impl Package {
    /// The rows behind an edge; none where the package holds none of them.
    pub fn rows(&self, edge: &CoactionEdge) -> &[EvidenceRow] {
        let start = match &self.places {
            None => usize::try_from(edge.evidence_start).ok(),
            Some(places) => {
                places.binary_search_by_key(&edge.evidence_start, |p| p.0).ok().map(|place| places[place].1)
            }
        };
        let rows = start.and_then(|start| self.analysis.evidence.get(start..start + edge.n_coactions as usize));
        rows.unwrap_or_default()
    }
}

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A file could not be written.
    #[error("{file} cannot be written")]
    Write {
        /// Name inside the result folder.
        file: String,
        /// Cause.
        #[source]
        source: io::Error,
    },
    /// The result contradicts itself.
    #[error("the result is inconsistent: {0}")]
    Inconsistent(String),
}

/// What fills a file: called once with the open file.
pub type Fill<'a> = dyn FnMut(&mut (dyn Write + Send)) -> io::Result<()> + 'a;

/// Where exporters put their files.
pub trait Output {
    /// Creates the file `name` (inside the result, `/` between folders) and lets `fill` write it.
    fn file(&mut self, name: &str, fill: &mut Fill<'_>) -> Result<(), ExportError>;
}

/// Writes a result in one format.
pub trait Exporter: Sync {
    /// Short name for options and lists.
    fn name(&self) -> &'static str;

    /// The card: what the files are, for whom, and what they leave out.
    fn card(&self) -> &'static str;

    /// Names of the files written, always all of them.
    fn files(&self) -> &'static [&'static str];

    /// Writes the files and returns what was left out and why, in plain sentences.
    fn export(&self, package: &Package, out: &mut dyn Output) -> Result<Vec<String>, ExportError>;
}

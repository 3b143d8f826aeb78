//! CooRTweet 2.1.2: pairs of posts inside a window, the network of accounts, its statistics.
//!
//! The steps are numbered as in the comments of the submodules: 1 to 5 make the pairs ([`Pairs`]), 6 to 8
//! the network ([`Network`]), 9 and 10 the statistics. Quirks of the tool are kept where the tool's own
//! column shows them and named in the documentation of the field.

mod edges_only;
mod fast;
mod input;
mod network;
mod output;
mod pairs;
mod stats;

pub use edges_only::{EdgesOnly, PlainEdge, edges_only_reference};
pub use fast::{FastEdge, edges_only, write_edges};
pub use input::{Input, Row};
pub use network::{Edge, EdgeStats, Network, Node, View};
pub use pairs::{Pair, Pairs};
pub use stats::{AccountStats, GroupStats, Level};

use super::PresetError;

/// Which part of the network `edges.csv` and `nodes.csv` show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Subgraph {
    /// 0: everything.
    #[default]
    Whole,
    /// 1: edges above the threshold.
    AboveThreshold,
    /// 2: edges above the threshold of the fast network.
    FastAboveThreshold,
    /// 3: the ends of such edges, their neighbors, and all edges among them.
    FastNeighborhood,
}

impl Subgraph {
    /// The subgraph with the tool's number 0 to 3.
    pub fn from_number(n: u8) -> Result<Self, PresetError> {
        match n {
            0 => Ok(Self::Whole),
            1 => Ok(Self::AboveThreshold),
            2 => Ok(Self::FastAboveThreshold),
            3 => Ok(Self::FastNeighborhood),
            _ => Err(PresetError::Setting { name: "--subgraph", value: n.to_string(), must: "0, 1, 2 or 3" }),
        }
    }

    fn needs_fast(self) -> bool {
        matches!(self, Self::FastAboveThreshold | Self::FastNeighborhood)
    }
}

/// Parameters, with the tool's defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Two rows pair when their times differ by at most this many seconds.
    pub time_window_secs: f64,
    /// Accounts with fewer rows are left out.
    pub min_participation: u32,
    /// Keep pairs of an account, a content or an object with itself.
    pub keep_loops: bool,
    /// Quantile (0 to 1) of the weights above which an edge passes its threshold.
    pub edge_weight: f64,
    /// Shorter window in seconds whose pairs form the fast network.
    pub fast_window_secs: Option<f64>,
    /// Part of the network to show.
    pub subgraph: Subgraph,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            time_window_secs: 10.0,
            min_participation: 2,
            keep_loops: false,
            edge_weight: 0.5,
            fast_window_secs: None,
            subgraph: Subgraph::Whole,
        }
    }
}

impl Settings {
    pub(super) fn check(&self) -> Result<(), PresetError> {
        let bad = |name, value: f64, must| Err(PresetError::Setting { name, value: value.to_string(), must });
        let seconds = "a number of seconds, 0 or more";
        if self.time_window_secs.is_nan() || self.time_window_secs < 0.0 {
            return bad("--time-window", self.time_window_secs, seconds);
        }
        if !(0.0..=1.0).contains(&self.edge_weight) {
            return bad("--edge-weight", self.edge_weight, "a quantile between 0 and 1");
        }
        match self.fast_window_secs {
            Some(w) if w.is_nan() || w < 0.0 => bad("--fast-window", w, seconds),
            None if self.subgraph.needs_fast() => Err(PresetError::Setting {
                name: "--subgraph",
                value: "2 or 3".to_owned(),
                must: "0 or 1 unless --fast-window is given",
            }),
            _ => Ok(()),
        }
    }
}

/// All tables of a run.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// What was asked for.
    pub settings: Settings,
    /// The pairs (`pairs.csv`).
    pub pairs: Pairs<'a>,
    /// The whole network.
    pub network: Network,
    /// What `edges.csv` and `nodes.csv` show of it.
    pub view: View,
    /// Account statistics, one table for each level. Always of the whole network, whatever the subgraph.
    pub account_stats: Vec<(Level, Vec<AccountStats>)>,
    /// Object statistics, likewise.
    pub group_stats: Vec<(Level, Vec<GroupStats>)>,
    /// Plain sentences for the user.
    pub notes: Vec<String>,
}

/// Runs all steps.
///
/// Rows come out in the tool's order: pairs by object and row (with a fast window by content ids), edges
/// by their first pair (with a fast window from the last vertex to the first).
pub fn run<'a>(input: &'a Input<'a>, settings: &Settings) -> Result<Outcome<'a>, PresetError> {
    settings.check()?;
    let mut pairs = pairs::detect(input, settings)?;
    if let Some(secs) = settings.fast_window_secs {
        pairs.flag_fast(secs, settings.min_participation);
    }
    let network = network::build(&pairs, settings.edge_weight);
    let view = network.view(settings.subgraph);
    let levels: &[Level] = match settings.fast_window_secs {
        Some(_) => &[Level::Full, Level::Fast, Level::None],
        None => &[Level::Full, Level::None],
    };
    let account_stats = levels.iter().map(|&l| (l, stats::accounts(&pairs, &network, l))).collect();
    let group_stats = levels.iter().map(|&l| (l, stats::groups(&pairs, &network, l))).collect();
    let notes = notes(input, &pairs, settings);
    Ok(Outcome { settings: settings.clone(), pairs, network, view, account_stats, group_stats, notes })
}

fn notes(input: &Input, pairs: &Pairs, settings: &Settings) -> Vec<String> {
    let mut notes = Vec::new();
    if pairs.n_rows() == 0 {
        notes.push(format!(
            "No account has {} or more of the {} rows: CooRTweet stops here with an error; the tables are empty.",
            settings.min_participation,
            input.len()
        ));
    } else if pairs.pairs().is_empty() {
        notes.push("No two rows co-act inside the window: the tables are empty.".to_owned());
    }
    let untimed = input.n_untimed();
    if untimed > 0 {
        notes.push(format!("{untimed} of {} rows have no readable time and pair with nothing.", input.len()));
    }
    notes
}

//! The promises, and whether they were kept.
//!
//! On an honest scenario every edge is false, so a *share* of false edges is 0 or 1 and says little about how
//! much harm is done. Three lines are therefore checked there, and all must pass:
//!
//! 1. **with a probe**: the same honest crowds with two fast groups planted; false edges over all edges, pooled
//!    over seeds, at most 1.5 q. This is the false-discovery rate that an analyst meets in data that hold something.
//! 2. **any edge**: the share of seeds with any lead edge, at most 1.5 q. Under a true null this is what
//!    Benjamini-Hochberg promises. With 20 seeds only 0 of 20 passes.
//! 3. **burden**: lead edges over the pairs that the common rule (60 s, count >= 2) flags on the same data, at
//!    most 1.5 q. It says how much of the honest synchrony gets through.

use super::{Board, EdgeMetrics, RunScore};
use crate::scenario::{self, Kind, Target};

/// Largest false share over the nominal rate.
pub const MAX_FALSE_OVER_NOMINAL: f64 = 1.5;
/// Share of seeds without an unexplained group: 19 of 20.
pub const MIN_CLEAN_SEEDS: f64 = 0.95;
/// Share of the pairs of fast groups.
pub const MIN_FAST_RECALL: f64 = 0.9;
/// Share of the flagged accounts that is planted.
pub const MIN_ACCOUNT_PRECISION: f64 = 0.95;
/// Share of the pairs of camouflaged groups.
pub const MIN_CAMOUFLAGE_RECALL: f64 = 0.7;
/// The rule that the burden is measured against.
pub const COMMON_RULE: &str = "60 s window, count >= 2";

/// One promise on one scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetLine {
    /// The scenario.
    pub scenario: String,
    /// What is measured.
    pub what: &'static str,
    /// The value; none when it does not exist (nothing flagged, no groups).
    pub value: Option<f64>,
    /// The limit.
    pub limit: f64,
    /// Whether the value must be at most (otherwise at least) the limit.
    pub at_most: bool,
    /// Whether the promise was kept; a recall or precision that does not exist is a miss.
    pub pass: bool,
    /// Counts behind the value.
    pub counts: String,
}

/// Checks the promises for `method` at the nominal rate `q`, on the scenarios that are on the board.
pub fn check(board: &Board, method: &str, q: f64) -> Vec<TargetLine> {
    let mut lines = Vec::new();
    for spec in scenario::SCENARIOS {
        let plain: Vec<&RunScore> = board.line(spec.name, false, method).collect();
        let probe: Vec<&RunScore> = board.line(spec.name, true, method).collect();
        if plain.is_empty() {
            continue;
        }
        for &target in spec.targets {
            match (target, spec.kind) {
                (Target::FalseShare, Kind::Honest) => {
                    if !probe.is_empty() {
                        lines.push(false_share(spec.name, "false edges, with a probe", &probe, q));
                    }
                    lines.push(any_edge(spec.name, &plain, q));
                    lines.extend(burden(board, spec.name, &plain, q));
                }
                (Target::FalseShare, _) => lines.push(false_share(spec.name, "false edges", &plain, q)),
                (Target::NoUnexplained, _) => lines.extend(clean_seeds(spec.name, &plain)),
                (Target::FastRecall, _) => lines.push(recall(spec.name, "recall of pairs", &plain, MIN_FAST_RECALL)),
                (Target::CamouflageRecall, _) => {
                    lines.push(recall(spec.name, "recall of pairs", &plain, MIN_CAMOUFLAGE_RECALL));
                }
                (Target::AccountPrecision, _) => lines.push(account_precision(spec.name, &plain)),
            }
        }
    }
    lines
}

fn sum(runs: &[&RunScore], of: impl Fn(&EdgeMetrics) -> u64) -> u64 {
    runs.iter().map(|r| of(&r.metrics.edges)).sum()
}

fn pooled(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn at_most(scenario: &str, what: &'static str, part: u64, whole: u64, limit: f64) -> TargetLine {
    let value = pooled(part, whole);
    TargetLine {
        scenario: scenario.to_owned(),
        what,
        value,
        limit,
        at_most: true,
        pass: value.is_none_or(|v| v <= limit),
        counts: format!("{part} of {whole}"),
    }
}

fn at_least(scenario: &str, what: &'static str, part: u64, whole: u64, limit: f64) -> TargetLine {
    let value = pooled(part, whole);
    TargetLine {
        scenario: scenario.to_owned(),
        what,
        value,
        limit,
        at_most: false,
        pass: value.is_some_and(|v| v >= limit),
        counts: format!("{part} of {whole}"),
    }
}

fn false_share(scenario: &str, what: &'static str, runs: &[&RunScore], q: f64) -> TargetLine {
    at_most(scenario, what, sum(runs, EdgeMetrics::n_false), sum(runs, |e| e.n_edges), MAX_FALSE_OVER_NOMINAL * q)
}

fn any_edge(scenario: &str, runs: &[&RunScore], q: f64) -> TargetLine {
    let with = runs.iter().filter(|r| r.metrics.edges.n_edges > 0).count() as u64;
    at_most(scenario, "seeds with any edge", with, runs.len() as u64, MAX_FALSE_OVER_NOMINAL * q)
}

fn burden(board: &Board, scenario: &str, runs: &[&RunScore], q: f64) -> Option<TargetLine> {
    let common: Vec<&RunScore> = board.line(scenario, false, COMMON_RULE).collect();
    let (edges, of) = (sum(runs, |e| e.n_edges), sum(&common, |e| e.n_edges));
    (!common.is_empty())
        .then(|| at_most(scenario, "edges over those of the common rule", edges, of, MAX_FALSE_OVER_NOMINAL * q))
}

fn clean_seeds(scenario: &str, runs: &[&RunScore]) -> Option<TargetLine> {
    let counts: Vec<u64> = runs.iter().filter_map(|r| r.metrics.n_unexplained).collect();
    let clean = counts.iter().filter(|&&n| n == 0).count() as u64;
    (!counts.is_empty())
        .then(|| at_least(scenario, "seeds without an unexplained group", clean, counts.len() as u64, MIN_CLEAN_SEEDS))
}

fn recall(scenario: &str, what: &'static str, runs: &[&RunScore], limit: f64) -> TargetLine {
    at_least(scenario, what, sum(runs, |e| e.n_true), sum(runs, |e| e.n_planted_pairs), limit)
}

fn account_precision(scenario: &str, runs: &[&RunScore]) -> TargetLine {
    let (planted, flagged) = (sum(runs, |e| e.n_flagged_planted), sum(runs, |e| e.n_flagged_accounts));
    at_least(scenario, "precision of accounts", planted, flagged, MIN_ACCOUNT_PRECISION)
}

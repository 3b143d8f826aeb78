//! Scenarios x methods x seeds.

use super::{Method, MethodError, Metrics, score};
use crate::scenario::{self, Kind, Knobs, ScenarioError};
use daylight_core::Context;

/// What to run.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardSettings {
    /// Names of scenarios, in the order of the table.
    pub scenarios: Vec<String>,
    /// Seeds.
    pub seeds: Vec<u64>,
    /// Knobs of every scenario (`probe` is set by the board).
    pub knobs: Knobs,
    /// Run every honest scenario a second time with two fast groups planted, so that a share of false
    /// edges has a denominator there.
    pub probe: bool,
}

impl Default for BoardSettings {
    fn default() -> Self {
        Self {
            scenarios: scenario::SCENARIOS.iter().map(|s| s.name.to_owned()).collect(),
            seeds: (1..=20).collect(),
            knobs: Knobs::default(),
            probe: true,
        }
    }
}

/// One run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunScore {
    /// Name of the scenario.
    pub scenario: String,
    /// Its kind.
    pub kind: Kind,
    /// Whether the probe was planted.
    pub probe: bool,
    /// Name of the method.
    pub method: String,
    /// Seed of the scenario.
    pub seed: u64,
    /// The scores.
    pub metrics: Metrics,
}

/// Why there is no board.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScoreError {
    /// The scenario cannot be made.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A method failed.
    #[error("`{method}` failed on the scenario `{scenario}` with seed {seed}")]
    Method {
        /// Its name.
        method: String,
        /// The scenario.
        scenario: String,
        /// The seed.
        seed: u64,
        /// What it said.
        #[source]
        source: MethodError,
    },
}

/// All runs, by scenario (probe after plain), seed and method.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Board {
    /// The runs.
    pub runs: Vec<RunScore>,
}

/// Mean, smallest and largest over seeds, of those runs where the number exists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Mean.
    pub mean: f64,
    /// Smallest.
    pub min: f64,
    /// Largest.
    pub max: f64,
    /// Runs where it exists.
    pub n: usize,
}

impl Summary {
    /// None for no values.
    pub fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        let all: Vec<f64> = values.collect();
        let n = all.len();
        (n > 0).then(|| Self {
            mean: all.iter().sum::<f64>() / n as f64,
            min: all.iter().copied().fold(f64::INFINITY, f64::min),
            max: all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            n,
        })
    }
}

impl Board {
    /// Runs everything, one data set at a time.
    pub fn run(settings: &BoardSettings, methods: &[&dyn Method], ctx: &Context<'_>) -> Result<Self, ScoreError> {
        let mut plan = Vec::new();
        for name in &settings.scenarios {
            let spec = scenario::find(name)?;
            let probes: &[bool] = if settings.probe && spec.kind == Kind::Honest { &[false, true] } else { &[false] };
            for &probe in probes {
                plan.extend(settings.seeds.iter().map(|&seed| (spec, probe, seed)));
            }
        }
        let mut board = Self::default();
        for (done, &(spec, probe, seed)) in plan.iter().enumerate() {
            ctx.progress.step("scoreboard", done as u64, plan.len() as u64);
            let made = scenario::generate(spec.name, seed, Knobs { probe, ..settings.knobs })?;
            for method in methods {
                let result = method.run(&made.dataset, ctx).map_err(|source| ScoreError::Method {
                    method: method.name().to_owned(),
                    scenario: spec.name.to_owned(),
                    seed,
                    source,
                })?;
                board.runs.push(RunScore {
                    scenario: spec.name.to_owned(),
                    kind: spec.kind,
                    probe,
                    method: method.name().to_owned(),
                    seed,
                    metrics: score(&made.truth, &result),
                });
            }
        }
        ctx.progress.step("scoreboard", plan.len() as u64, plan.len() as u64);
        Ok(board)
    }

    /// The runs of one line of the table, by seed.
    pub fn line<'a>(&'a self, scenario: &'a str, probe: bool, method: &'a str) -> impl Iterator<Item = &'a RunScore> {
        self.runs.iter().filter(move |r| r.scenario == scenario && r.probe == probe && r.method == method)
    }

    /// (scenario, probe, method) in order of first appearance.
    pub fn lines(&self) -> Vec<(&str, bool, &str)> {
        let mut seen = std::collections::BTreeSet::new();
        let keys = self.runs.iter().map(|r| (r.scenario.as_str(), r.probe, r.method.as_str()));
        keys.filter(|key| seen.insert(*key)).collect()
    }
}

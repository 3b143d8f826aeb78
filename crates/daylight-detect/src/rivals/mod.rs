//! The rules that other tools and papers use, on the same data, for the scoreboard.
//!
//! Each takes one layer and gives the pairs that it flags; over several layers the union is taken, which is
//! what these tools do in practice. They are written here from the papers and the tools' documentation, to
//! be measured fairly; the exact presets of the tools live elsewhere.

mod bicm;
mod incidence;
mod shuffle;
mod similarity;
pub mod tails;
#[cfg(test)]
mod tests;
mod validated;
mod window;

use daylight_core::Layer;

pub use bicm::{Bicm, BicmFit};
pub use incidence::{Incidence, Overlap, overlaps};
pub use shuffle::DegreeMatched;
pub use similarity::TfIdf;
pub use validated::{Hypergeometric, benjamini_hochberg};
pub use window::{Cut, Window, window_counts};

use crate::score::{Method, MethodError, MethodResult};
use daylight_core::{Context, Dataset};

/// A rule that flags pairs in one layer.
pub trait LayerRule: Send + Sync {
    /// Name in tables.
    fn name(&self) -> String;
    /// Flagged pairs (a < b), ascending.
    fn flag(&self, dataset: &Dataset, layer: &Layer) -> Vec<(u32, u32)>;
}

/// A rule as a method of the scoreboard: flags what any layer flags.
pub struct Rival {
    rule: Box<dyn LayerRule>,
    name: String,
}

impl Rival {
    /// Wraps a rule.
    pub fn new(rule: impl LayerRule + 'static) -> Self {
        Self { name: rule.name(), rule: Box::new(rule) }
    }
}

impl Method for Rival {
    fn name(&self) -> &str {
        &self.name
    }

    fn run(&self, dataset: &Dataset, _ctx: &Context<'_>) -> Result<MethodResult, MethodError> {
        let mut edges: Vec<(u32, u32)> =
            dataset.layers.iter().flat_map(|layer| self.rule.flag(dataset, layer)).collect();
        edges.sort_unstable();
        edges.dedup();
        Ok(MethodResult { lead_edges: edges, groups: None })
    }
}

/// All rivals with the parameters of their papers or tools.
pub fn all() -> Vec<Rival> {
    vec![
        Rival::new(Window { window_secs: 60.0, min_participation: 1, cut: Cut::AtLeast(2) }),
        Rival::new(Window { window_secs: 60.0, min_participation: 1, cut: Cut::AtLeast(5) }),
        Rival::new(Window { window_secs: 10.0, min_participation: 2, cut: Cut::AboveQuantile(0.5) }),
        Rival::new(TfIdf { top_share: 0.005 }),
        Rival::new(Hypergeometric { q: 0.01 }),
        Rival::new(Bicm { q: 0.01 }),
        Rival::new(DegreeMatched { q: 0.01, realizations: 5, seed: 1 }),
    ]
}

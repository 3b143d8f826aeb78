//! The scoreboard: methods on scenarios with a known truth, over seeds, with every promise checked.
//!
//! A true edge joins two accounts of the same planted group; everything else is false, however much the two
//! look alike. The definitions are chosen so that they cannot flatter: recall counts all pairs of a planted
//! group, also those that happened never to act together.

mod board;
mod metrics;
mod render;
pub mod targets;
#[cfg(test)]
mod tests;

pub use board::{Board, BoardSettings, RunScore, ScoreError, Summary};
pub use metrics::{EdgeMetrics, GroupRecall, Metrics, score, score_edges};
pub use render::{board_json, board_markdown, groups_markdown, targets_markdown};

use daylight_core::{Context, Dataset};

/// Whatever went wrong inside a method.
pub type MethodError = Box<dyn std::error::Error + Send + Sync>;

/// Label of a group that no innocent explanation fits.
pub const UNEXPLAINED: &str = "unexplained";

/// What a method says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MethodResult {
    /// Pairs (a < b) that it would lead a report with.
    pub lead_edges: Vec<(u32, u32)>,
    /// Groups with their labels, when it forms and labels groups; otherwise the connected components of the
    /// lead edges are taken.
    pub groups: Option<Vec<(String, Vec<u32>)>>,
}

/// Something that finds accounts that act together.
pub trait Method {
    /// Name in tables.
    fn name(&self) -> &str;
    /// Runs it.
    fn run(&self, dataset: &Dataset, ctx: &Context<'_>) -> Result<MethodResult, MethodError>;
}

//! Communities: the Leiden algorithm (Traag, Waltman and van Eck, Scientific Reports 9, 5233, 2019).

use std::borrow::Cow;

use super::Graph;
use super::components::{connected_parts, renumber_by_size};
use super::draws::Draws;
use super::level::{Level, compact, move_nodes};
use super::quality::{Objective, quality};
use super::refine::refine;

/// What to look for, and how long.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeidenSettings {
    /// Larger finds smaller communities. At 1, modularity is the usual one.
    pub resolution: f64,
    /// What is maximized.
    pub objective: Objective,
    /// Seed of the order of visits and of the merges.
    pub seed: u64,
    /// Iterations at most; an iteration is a pass through all levels. It ends sooner when one gains less than 1e-6.
    pub max_iterations: u32,
}

impl Default for LeidenSettings {
    fn default() -> Self {
        Self { resolution: 1.0, objective: Objective::Modularity, seed: 1, max_iterations: 10 }
    }
}

/// Communities of a graph.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Partition {
    /// Community of each node. Communities are connected and numbered by size, largest first, then by smallest node.
    pub membership: Vec<u32>,
    /// Nodes in each community.
    pub sizes: Vec<u32>,
    /// Worth of the partition, see [`Objective`].
    pub quality: f64,
}

/// An iteration that gains less ends the search.
const ENOUGH: f64 = 1e-6;

/// Communities of `graph`. The same seed gives the same communities.
pub fn leiden(graph: &Graph, settings: LeidenSettings) -> Partition {
    leiden_run(graph, settings, 0)
}

/// Run number `run` of the seed: runs of one seed draw from different streams.
pub(super) fn leiden_run(graph: &Graph, settings: LeidenSettings, run: u64) -> Partition {
    search(&base_level(graph, &settings), graph, settings, run)
}

/// The communities that are best on `base`, a level whose nodes are those of `graph`; the quality is that on `graph`.
pub(super) fn search(base: &Level, graph: &Graph, settings: LeidenSettings, run: u64) -> Partition {
    let mut draws = Draws::new(settings.seed, run);
    let mut membership: Vec<u32> = (0..graph.n_nodes() as u32).collect();
    let mut best = f64::NEG_INFINITY;
    for _ in 0..settings.max_iterations {
        iterate(base, &mut membership, &mut draws);
        // The parts of a community can fall apart when a node leaves on the last level: cut them.
        membership = connected_parts(&base.graph, &membership).membership;
        let now = base.value(&membership);
        if now - best < ENOUGH {
            break;
        }
        best = now;
    }
    let sizes = renumber_by_size(&mut membership);
    let quality = quality(graph, &membership, settings.objective, settings.resolution);
    Partition { membership, sizes, quality }
}

pub(super) fn base_level<'a>(graph: &'a Graph, settings: &LeidenSettings) -> Level<'a> {
    let nodes = 0..graph.n_nodes() as u32;
    let total = graph.total_weight();
    let (sizes, penalty): (Vec<f64>, f64) = match settings.objective {
        Objective::Modularity => {
            let per_pair = if total > 0.0 { settings.resolution / (2.0 * total) } else { 0.0 };
            (nodes.map(|v| graph.weighted_degree(v)).collect(), per_pair)
        }
        Objective::Cpm => (vec![1.0; graph.n_nodes()], settings.resolution),
    };
    Level { graph: Cow::Borrowed(graph), sizes: Cow::Owned(sizes), penalty }
}

/// One pass through all levels: move, refine, aggregate, until every community is one node.
fn iterate(base: &Level, membership: &mut [u32], draws: &mut Draws) {
    // Where each node of the graph is on the present level, and the communities of that level.
    let mut place: Vec<u32> = (0..membership.len() as u32).collect();
    let mut labels = membership.to_vec();
    let mut aggregated: Option<Level<'static>> = None;
    loop {
        let level = aggregated.as_ref().unwrap_or(base);
        let n = labels.len();
        move_nodes(level, &mut labels, draws);
        let n_labels = compact(&mut labels, n);
        if n_labels == n {
            break;
        }
        let mut parts = refine(level, &labels, n_labels, draws);
        let mut n_parts = compact(&mut parts, n);
        if n_parts == n {
            // Nothing merged: go up with the communities themselves.
            parts.clone_from(&labels);
            n_parts = n_labels;
        }
        let next = level.aggregate(&parts, n_parts);
        let mut next_labels = vec![0; n_parts];
        for (&part, &label) in parts.iter().zip(&labels) {
            next_labels[part as usize] = label;
        }
        for at in &mut place {
            *at = parts[*at as usize];
        }
        labels = next_labels;
        aggregated = Some(next);
    }
    for (label, &at) in membership.iter_mut().zip(&place) {
        *label = labels[at as usize];
    }
}

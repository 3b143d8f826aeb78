//! The graph itself: compressed sparse rows.

use thiserror::Error;

/// Why a list of edges is not a graph.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum GraphError {
    /// An end is not a node.
    #[error("edge {edge} names node {node}, but there are {n_nodes} nodes (numbered from 0)")]
    NoSuchNode {
        /// Position in the list.
        edge: usize,
        /// The number given.
        node: u32,
        /// Nodes in the graph.
        n_nodes: usize,
    },
    /// A weight is not a positive finite number.
    #[error("edge {edge} has weight {weight}; weights are positive and finite")]
    BadWeight {
        /// Position in the list.
        edge: usize,
        /// The weight given.
        weight: f64,
    },
    /// Node numbers are 32 bits wide.
    #[error("{n_nodes} nodes are more than 32-bit numbers can name")]
    TooManyNodes {
        /// Nodes asked for.
        n_nodes: usize,
    },
}

/// A weighted undirected graph without loops; every edge is stored from both of its ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// Node `v`'s neighbours stand at `offsets[v] .. offsets[v + 1]`.
    pub(super) offsets: Vec<usize>,
    /// Neighbours, ascending within a node.
    pub(super) targets: Vec<u32>,
    /// Weights beside the neighbours.
    pub(super) weights: Vec<f64>,
}

impl Graph {
    /// Builds a graph of `n_nodes` nodes. Edges are undirected; those named twice are merged by adding their weights,
    /// loops are dropped. The order of the list and the order within a pair do not matter, except that weights of
    /// merged edges are added in the order in which they are listed.
    pub fn from_edges(n_nodes: usize, edges: &[(u32, u32, f64)]) -> Result<Self, GraphError> {
        check(n_nodes, edges)?;
        // Two stable counting sorts (by target, then by source) leave each row ascending, without comparing.
        let arcs = || edges.iter().filter(|e| e.0 != e.1).flat_map(|&(u, v, w)| [(u, v, w), (v, u, w)]);
        let mut by_target = vec![(0u32, 0u32, 0.0f64); arcs().count()];
        scatter(n_nodes, arcs(), |arc| arc.1, &mut by_target);
        let mut by_source = by_target.clone();
        let bounds = scatter(n_nodes, by_target.iter().copied(), |arc| arc.0, &mut by_source);
        Ok(merge(&bounds, &by_source))
    }

    /// Number of nodes.
    pub fn n_nodes(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Number of distinct edges.
    pub fn n_edges(&self) -> usize {
        self.targets.len() / 2
    }

    /// Neighbours of `node` with the weights of the edges, ascending.
    pub fn neighbors(&self, node: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let row = self.offsets[node as usize]..self.offsets[node as usize + 1];
        self.targets[row.clone()].iter().copied().zip(self.weights[row].iter().copied())
    }

    /// Edges as (smaller, larger, weight), ascending.
    pub fn edges(&self) -> impl Iterator<Item = (u32, u32, f64)> + '_ {
        (0..self.n_nodes() as u32)
            .flat_map(move |u| self.neighbors(u).filter(move |&(v, _)| u < v).map(move |(v, w)| (u, v, w)))
    }

    /// Number of neighbours.
    pub fn degree(&self, node: u32) -> usize {
        self.offsets[node as usize + 1] - self.offsets[node as usize]
    }

    /// Sum of the weights of the edges at `node`.
    pub fn weighted_degree(&self, node: u32) -> f64 {
        self.neighbors(node).map(|(_, w)| w).sum()
    }

    /// Sum of the weights of all edges.
    pub fn total_weight(&self) -> f64 {
        self.weights.iter().sum::<f64>() / 2.0
    }
}

fn check(n_nodes: usize, edges: &[(u32, u32, f64)]) -> Result<(), GraphError> {
    // The largest number is kept free: it marks "none" in the kernels.
    if n_nodes >= u32::MAX as usize {
        return Err(GraphError::TooManyNodes { n_nodes });
    }
    for (edge, &(u, v, weight)) in edges.iter().enumerate() {
        if u.max(v) as usize >= n_nodes {
            return Err(GraphError::NoSuchNode { edge, node: u.max(v), n_nodes });
        }
        if !(weight.is_finite() && weight > 0.0) {
            return Err(GraphError::BadWeight { edge, weight });
        }
    }
    Ok(())
}

type Arc = (u32, u32, f64);

/// Stable counting sort of `arcs` by `key` into `out`; returns where each key's run starts.
fn scatter(n: usize, arcs: impl Iterator<Item = Arc> + Clone, key: fn(&Arc) -> u32, out: &mut [Arc]) -> Vec<usize> {
    let mut bounds = vec![0usize; n + 1];
    for arc in arcs.clone() {
        bounds[key(&arc) as usize + 1] += 1;
    }
    for i in 0..n {
        bounds[i + 1] += bounds[i];
    }
    let mut next = bounds.clone();
    for arc in arcs {
        let slot = &mut next[key(&arc) as usize];
        out[*slot] = arc;
        *slot += 1;
    }
    bounds
}

/// Adds up runs of the same (source, target).
fn merge(bounds: &[usize], arcs: &[Arc]) -> Graph {
    let mut graph = Graph {
        offsets: Vec::with_capacity(bounds.len()),
        targets: Vec::with_capacity(arcs.len()),
        weights: Vec::with_capacity(arcs.len()),
    };
    graph.offsets.push(0);
    for row in bounds.windows(2) {
        let start = graph.targets.len();
        for &(_, target, weight) in &arcs[row[0]..row[1]] {
            if graph.targets.len() > start && graph.targets.last() == Some(&target) {
                if let Some(last) = graph.weights.last_mut() {
                    *last += weight;
                }
            } else {
                graph.targets.push(target);
                graph.weights.push(weight);
            }
        }
        graph.offsets.push(graph.targets.len());
    }
    graph
}

//! What a partition is worth.

use super::Graph;

/// What a partition maximizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Objective {
    /// Modularity (Newman and Girvan 2004, resolution of Reichardt and Bornholdt 2006):
    /// sum over communities c of `w_c / m - resolution (d_c / 2m)^2`, with m the weight of all edges, `w_c` that inside,
    /// `d_c` the sum of weighted degrees.
    #[default]
    Modularity,
    /// Constant Potts model (Traag, Van Dooren and Nesterov 2011), over the total weight:
    /// sum over communities c of `(w_c - resolution n_c (n_c - 1) / 2) / m`, with `n_c` nodes. A partition into single
    /// nodes is worth 0.
    Cpm,
}

/// Quality of `membership`, one label a node, in the unit of [`Objective`]. Zero for a graph without edges.
///
/// # Panics
/// If there are fewer labels than nodes.
pub fn quality(graph: &Graph, membership: &[u32], objective: Objective, resolution: f64) -> f64 {
    let total = graph.total_weight();
    if total == 0.0 {
        return 0.0;
    }
    let n_labels = membership.iter().max().map_or(0, |&m| m as usize + 1);
    let mut inside_twice = 0.0;
    let mut sizes = vec![0.0f64; n_labels];
    for node in 0..graph.n_nodes() as u32 {
        let label = membership[node as usize];
        let mut degree = 0.0;
        for (other, weight) in graph.neighbors(node) {
            degree += weight;
            if membership[other as usize] == label {
                inside_twice += weight;
            }
        }
        sizes[label as usize] += if objective == Objective::Modularity { degree } else { 1.0 };
    }
    match objective {
        Objective::Modularity => {
            let scale = 2.0 * total;
            inside_twice / scale - resolution * sizes.iter().map(|d| (d / scale).powi(2)).sum::<f64>()
        }
        Objective::Cpm => {
            let pairs = sizes.iter().map(|n| n * (n - 1.0) / 2.0).sum::<f64>();
            (inside_twice / 2.0 - resolution * pairs) / total
        }
    }
}

//! The refinement: inside each community, single nodes merge into well-connected parts.

use super::draws::Draws;
use super::level::{Level, ROUNDING, Tally, by_label};

/// How often a merge that is not the best is taken: weights exp(gain / theta), with gains over the mean weight of an
/// edge (Traag et al. 2019 use 0.01 as well).
const THETA: f64 = 0.01;

/// State of the refinement: which part a node is in, and what each part has inside and around it.
struct Parts<'a> {
    level: &'a Level<'a>,
    membership: &'a [u32],
    part: Vec<u32>,
    /// Sum of sizes.
    sizes: Vec<f64>,
    /// Weight from the part to the rest of its community.
    outside: Vec<f64>,
    alone: Vec<bool>,
    theta: f64,
}

/// Parts of the communities of `membership` (labels below `n_labels`): each part is connected and lies in one
/// community. Labels are below the number of nodes.
pub(super) fn refine(level: &Level, membership: &[u32], n_labels: usize, draws: &mut Draws) -> Vec<u32> {
    let n = membership.len();
    let order = draws.order(n);
    let (bounds, nodes) = by_label(membership, n_labels, order.into_iter());
    let n_arcs = level.graph.targets.len().max(1);
    let mut parts = Parts {
        level,
        membership,
        part: (0..n as u32).collect(),
        sizes: level.sizes.to_vec(),
        outside: vec![0.0; n],
        alone: vec![true; n],
        theta: THETA * level.graph.weights.iter().sum::<f64>() / n_arcs as f64,
    };
    let mut tally = Tally::new(n);
    let mut gains = Vec::new();
    for run in bounds.windows(2).filter(|run| run[1] - run[0] > 1) {
        let members = &nodes[run[0]..run[1]];
        let total = parts.open(members);
        for &node in members {
            parts.place(node, total, &mut tally, &mut gains, draws);
        }
    }
    parts.part
}

impl Parts<'_> {
    /// Starts a community: every node alone. Returns the size of the community.
    fn open(&mut self, members: &[u32]) -> f64 {
        let mut total = 0.0;
        for &node in members {
            total += self.level.sizes[node as usize];
            let label = self.membership[node as usize];
            let inside = self.level.graph.neighbors(node).filter(|n| self.membership[n.0 as usize] == label);
            self.outside[node as usize] = inside.map(|(_, weight)| weight).sum();
        }
        total
    }

    /// Whether the part is linked to the rest of its community at least as strongly as the null expects.
    fn well_connected(&self, part: u32, total: f64) -> bool {
        let size = self.sizes[part as usize];
        self.outside[part as usize] >= self.level.penalty * size * (total - size) * (1.0 - ROUNDING)
    }

    /// Merges `node`, when it is still alone and well connected, into a well-connected part that gains.
    fn place(&mut self, node: u32, total: f64, tally: &mut Tally, gains: &mut Vec<(u32, f64)>, draws: &mut Draws) {
        if !self.alone[node as usize] || !self.well_connected(node, total) {
            return;
        }
        let label = self.membership[node as usize];
        for (other, weight) in self.level.graph.neighbors(node) {
            if self.membership[other as usize] == label {
                tally.add(self.part[other as usize], weight);
            }
        }
        let loss = self.level.penalty * self.level.sizes[node as usize];
        gains.clear();
        for &part in &tally.touched {
            let gain = tally.get(part) - loss * self.sizes[part as usize];
            if gain >= 0.0 && self.well_connected(part, total) {
                gains.push((part, gain));
            }
        }
        if let Some(part) = self.pick(gains, draws) {
            let weight = tally.get(part);
            self.part[node as usize] = part;
            self.alone[part as usize] = false;
            self.sizes[part as usize] += self.level.sizes[node as usize];
            self.outside[part as usize] += self.outside[node as usize] - 2.0 * weight;
        }
        tally.clear();
    }

    fn pick(&self, gains: &mut [(u32, f64)], draws: &mut Draws) -> Option<u32> {
        let best = gains.iter().map(|g| g.1).fold(f64::NEG_INFINITY, f64::max);
        let (&(only, _), rest) = gains.split_first()?;
        if rest.is_empty() {
            return Some(only);
        }
        let mut sum = 0.0;
        for (_, gain) in gains.iter_mut() {
            sum += ((*gain - best) / self.theta).exp();
            *gain = sum;
        }
        let draw = draws.unit() * sum;
        gains.iter().find(|g| g.1 > draw).or(gains.last()).map(|g| g.0)
    }
}

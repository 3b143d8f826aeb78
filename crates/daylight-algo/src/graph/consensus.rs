//! Communities on which many runs agree, and which nodes stay.
//!
//! Leiden ends in different partitions for different seeds. The consensus is their median: the partition that
//! disagrees with the runs on the fewest pairs of nodes (found by local moves, so a local optimum; see `median`).
//! The idea of consensus clustering is Lancichinetti and Fortunato's (2012); they recluster the co-membership matrix
//! with the same algorithm, which on a thresholded matrix has another null model than the graph had. The median has
//! no parameter and the same meaning for every graph.

use rayon::prelude::*;

use super::Graph;
use super::components::{connected_parts, renumber_by_size};
use super::leiden::{LeidenSettings, leiden_run};
use super::level::Tally;
use super::median::median;
use super::quality::quality;

/// What the runs agree on.
#[derive(Debug, Clone, PartialEq)]
pub struct Consensus {
    /// Community of each node. Communities are connected and numbered by size, largest first, then by smallest node.
    pub membership: Vec<u32>,
    /// Nodes in each community.
    pub sizes: Vec<u32>,
    /// For each node the share of runs in which it stays with its community: in which it is in the run's community
    /// that holds most of the consensus community's nodes (of equally large overlaps the smaller community, then the
    /// lower number). A node alone in its consensus community stays where it is alone in the run, too.
    pub stability: Vec<f64>,
    /// Worth of the consensus under the objective of the runs; at most about that of the best run.
    pub quality: f64,
}

/// Consensus of `n_seeds` runs (at least one), which are made in parallel. `settings.seed` seeds them all.
pub fn consensus(graph: &Graph, settings: LeidenSettings, n_seeds: u32) -> Consensus {
    let runs: Vec<Vec<u32>> =
        (0..u64::from(n_seeds.max(1))).into_par_iter().map(|run| leiden_run(graph, settings, run).membership).collect();
    let mut membership = median(graph, &runs);
    adopt_singles(graph, &runs, &mut membership);
    membership = connected_parts(graph, &membership).membership;
    let sizes = renumber_by_size(&mut membership);
    let stability = stability(&membership, &sizes, &runs);
    let quality = quality(graph, &membership, settings.objective, settings.resolution);
    Consensus { membership, sizes, stability, quality }
}

/// Nodes left alone although they have neighbours (no community holds them in half of the runs) join the community
/// that they share with the largest weight of edges, summed over the runs; how loosely is said by their stability.
fn adopt_singles(graph: &Graph, runs: &[Vec<u32>], membership: &mut [u32]) {
    let mut counts = vec![0u32; membership.len()];
    for &label in membership.iter() {
        counts[label as usize] += 1;
    }
    let before = membership.to_vec();
    let mut tally = Tally::new(membership.len());
    for node in 0..before.len() as u32 {
        if counts[before[node as usize] as usize] > 1 {
            continue;
        }
        for (other, weight) in graph.neighbors(node) {
            let label = before[other as usize];
            let together = runs.iter().filter(|run| run[node as usize] == run[other as usize]).count();
            if together > 0 && counts[label as usize] > 1 {
                tally.add(label, weight * together as f64);
            }
        }
        let best = tally.touched.iter().copied().reduce(|a, b| if tally.get(b) > tally.get(a) { b } else { a });
        if let Some(label) = best {
            membership[node as usize] = label;
        }
        tally.clear();
    }
}

fn stability(membership: &[u32], sizes: &[u32], runs: &[Vec<u32>]) -> Vec<f64> {
    let stays: Vec<Vec<bool>> = runs.par_iter().map(|run| stays(membership, sizes, run)).collect();
    (0..membership.len()).map(|node| stays.iter().filter(|run| run[node]).count() as f64 / runs.len() as f64).collect()
}

/// Which nodes are in the run's community that best matches their consensus community.
fn stays(membership: &[u32], sizes: &[u32], run: &[u32]) -> Vec<bool> {
    let mut run_sizes = vec![0u32; run.iter().max().map_or(0, |&m| m as usize + 1)];
    for &label in run {
        run_sizes[label as usize] += 1;
    }
    let mut pairs: Vec<(u32, u32)> = membership.iter().copied().zip(run.iter().copied()).collect();
    pairs.sort_unstable();
    // For each community: (overlap, label) of the best match so far.
    let mut best = vec![(0usize, 0u32); sizes.len()];
    for same in pairs.chunk_by(|a, b| a == b) {
        let (community, label) = same[0];
        let (overlap, match_label) = best[community as usize];
        let smaller = run_sizes[label as usize] < run_sizes[match_label as usize];
        if same.len() > overlap || (same.len() == overlap && smaller) {
            best[community as usize] = (same.len(), label);
        }
    }
    let stays = |(&community, &label): (&u32, &u32)| match sizes[community as usize] {
        1 => run_sizes[label as usize] == 1,
        _ => best[community as usize].1 == label,
    };
    membership.iter().zip(run).map(stays).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stability_is_the_share_of_runs_with_the_best_match() {
        let membership = [0, 0, 0, 1, 1, 2];
        let sizes = [3, 2, 1];
        let runs = [vec![0, 0, 0, 1, 1, 2], vec![0, 0, 1, 1, 1, 1]];
        assert_eq!(stability(&membership, &sizes, &runs), [1.0, 1.0, 0.5, 1.0, 1.0, 0.5]);
    }

    #[test]
    fn equal_overlaps_go_to_the_smaller_community() {
        assert_eq!(stays(&[0, 0, 1], &[2, 1], &[0, 1, 0]), [false, true, false]);
    }
}

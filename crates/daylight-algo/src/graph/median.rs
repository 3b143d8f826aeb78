//! The median of several partitions: the one that disagrees with them on the fewest pairs of nodes.
//!
//! With D the share of runs that put a pair together, the median maximizes the sum over the pairs inside its
//! communities of D - 1/2. All pairs count, not only edges: the sum over pairs between two sets follows from how many
//! nodes of each set carry each label in each run. Counts are whole numbers, so nothing is rounded.

use std::collections::HashMap;

use super::Graph;
use super::components::within;

/// Nodes that move as one.
#[derive(Clone, Default)]
struct Block {
    n_nodes: i64,
    /// (label, nodes with it), labels numbered through all runs, ascending.
    labels: Vec<(u32, i64)>,
    /// Blocks tied to this one by an edge on which at least half of the runs agree.
    neighbors: Vec<u32>,
}

/// Labels (below the number of nodes) of the median of `runs`. Moves only go along edges whose ends are together in at
/// least half of the runs.
pub(super) fn median(graph: &Graph, runs: &[Vec<u32>]) -> Vec<u32> {
    let together = |u: u32, v: u32| runs.iter().filter(|run| run[u as usize] == run[v as usize]).count();
    let always = within(graph, |u, v| runs.iter().all(|run| run[u as usize] == run[v as usize]));
    let mut block_of = always.membership;
    let mut blocks = first_blocks(&block_of, always.sizes.len(), runs);
    for (u, v, _) in graph.edges() {
        let (a, b) = (block_of[u as usize], block_of[v as usize]);
        if a != b && 2 * together(u, v) >= runs.len() {
            blocks[a as usize].neighbors.push(b);
            blocks[b as usize].neighbors.push(a);
        }
    }
    loop {
        for block in &mut blocks {
            block.neighbors.sort_unstable();
            block.neighbors.dedup();
        }
        let (labels, n_labels) = gather(&blocks, runs.len() as i64);
        for block in &mut block_of {
            *block = labels[*block as usize];
        }
        if n_labels == blocks.len() {
            return block_of;
        }
        blocks = merge(&blocks, &labels, n_labels);
    }
}

fn first_blocks(block_of: &[u32], n_blocks: usize, runs: &[Vec<u32>]) -> Vec<Block> {
    let mut blocks = vec![Block::default(); n_blocks];
    let mut first_label = Vec::with_capacity(runs.len());
    let mut next = 0;
    for run in runs {
        first_label.push(next);
        next += run.iter().max().map_or(0, |&m| m + 1);
    }
    for (node, &block) in block_of.iter().enumerate() {
        let block = &mut blocks[block as usize];
        block.n_nodes += 1;
        if block.n_nodes == 1 {
            block.labels = runs.iter().zip(&first_label).map(|(run, first)| (first + run[node], 1)).collect();
        } else {
            block.labels.iter_mut().for_each(|label| label.1 += 1);
        }
    }
    blocks
}

/// Communities of blocks while blocks move.
struct Communities {
    community: Vec<u32>,
    n_nodes: Vec<i64>,
    /// Nodes of a community (high half of the key) with a label (low half).
    counts: HashMap<u64, i64>,
    n_runs: i64,
}

fn key(community: u32, label: u32) -> u64 {
    u64::from(community) << 32 | u64::from(label)
}

impl Communities {
    fn add(&mut self, block: &Block, community: u32, sign: i64) {
        self.n_nodes[community as usize] += sign * block.n_nodes;
        for &(label, n) in &block.labels {
            *self.counts.entry(key(community, label)).or_default() += sign * n;
        }
    }

    /// Twice the number of runs, times the sum of D - 1/2 over the pairs between the block and the community.
    fn gain(&self, block: &Block, community: u32) -> i64 {
        let count = |label: u32| self.counts.get(&key(community, label)).copied().unwrap_or(0);
        let together: i64 = block.labels.iter().map(|&(label, n)| n * count(label)).sum();
        2 * together - self.n_runs * block.n_nodes * self.n_nodes[community as usize]
    }

    /// Moves one block to the community around it that gains most, or out on its own. Returns whether it moved.
    fn settle(&mut self, at: usize, blocks: &[Block], home: u32) -> bool {
        let block = &blocks[at];
        let own = self.community[at];
        self.add(block, own, -1);
        let mut around: Vec<u32> = block.neighbors.iter().map(|&n| self.community[n as usize]).collect();
        around.sort_unstable();
        around.dedup();
        let (mut best, mut best_gain) = (own, self.gain(block, own));
        // The community named after the block itself is empty when the block's leaving emptied all of it.
        if best_gain < 0 && self.n_nodes[home as usize] == 0 {
            (best, best_gain) = (home, 0);
        }
        for community in around {
            let gain = self.gain(block, community);
            if gain > best_gain {
                (best, best_gain) = (community, gain);
            }
        }
        self.add(block, best, 1);
        self.community[at] = best;
        best != own
    }
}

/// Rounds over all blocks after which the moves end in any case; every move gains, so this only bounds time.
const MAX_ROUNDS: usize = 50;

/// Moves blocks until none gains. Returns compact labels.
fn gather(blocks: &[Block], n_runs: i64) -> (Vec<u32>, usize) {
    let mut communities = Communities {
        community: (0..blocks.len() as u32).collect(),
        n_nodes: vec![0; blocks.len()],
        counts: HashMap::with_capacity(blocks.iter().map(|b| b.labels.len()).sum()),
        n_runs,
    };
    for (at, block) in blocks.iter().enumerate() {
        communities.add(block, at as u32, 1);
    }
    let mut dirty = vec![true; blocks.len()];
    for _ in 0..MAX_ROUNDS {
        let mut moved = false;
        for at in 0..blocks.len() {
            if std::mem::replace(&mut dirty[at], false) && communities.settle(at, blocks, at as u32) {
                moved = true;
                blocks[at].neighbors.iter().for_each(|&n| dirty[n as usize] = true);
            }
        }
        if !moved {
            break;
        }
    }
    let mut labels = communities.community;
    let n_labels = super::level::compact(&mut labels, blocks.len());
    (labels, n_labels)
}

fn merge(blocks: &[Block], labels: &[u32], n_labels: usize) -> Vec<Block> {
    let mut merged = vec![Block::default(); n_labels];
    for (block, &label) in blocks.iter().zip(labels) {
        let into = &mut merged[label as usize];
        into.n_nodes += block.n_nodes;
        into.labels.extend_from_slice(&block.labels);
        into.neighbors.extend(block.neighbors.iter().map(|&n| labels[n as usize]).filter(|&n| n != label));
    }
    for block in &mut merged {
        block.labels.sort_unstable();
        let sums = block.labels.chunk_by(|a, b| a.0 == b.0);
        block.labels = sums.map(|same| (same[0].0, same.iter().map(|l| l.1).sum())).collect();
    }
    merged
}

//! One level of the aggregation: a graph whose nodes stand for sets of nodes, and the fast local moving on it.

use std::borrow::Cow;

use super::Graph;
use super::draws::Draws;

/// A graph whose nodes carry a size. Weights inside a node are left out: they are the same in every partition.
pub(super) struct Level<'a> {
    pub(super) graph: Cow<'a, Graph>,
    /// Weighted degree (modularity) or number of nodes (CPM) of the set that a node stands for.
    pub(super) sizes: Cow<'a, [f64]>,
    /// Loss per product of two sizes inside one community.
    pub(super) penalty: f64,
}

/// Rounding of gains, relative to the weights they are made of. Smaller differences are ties.
pub(super) const ROUNDING: f64 = 1e-12;

/// Weights to the labels around one node. A label is touched when its weight is above zero.
pub(super) struct Tally {
    weights: Vec<f64>,
    pub(super) touched: Vec<u32>,
}

impl Tally {
    pub(super) fn new(n_labels: usize) -> Self {
        Self { weights: vec![0.0; n_labels], touched: Vec::new() }
    }

    pub(super) fn add(&mut self, label: u32, weight: f64) {
        let sum = &mut self.weights[label as usize];
        if *sum == 0.0 {
            self.touched.push(label);
        }
        *sum += weight;
    }

    pub(super) fn get(&self, label: u32) -> f64 {
        self.weights[label as usize]
    }

    pub(super) fn clear(&mut self) {
        for label in self.touched.drain(..) {
            self.weights[label as usize] = 0.0;
        }
    }
}

/// Nodes that wait for a visit, each at most once.
struct Queue {
    ring: Vec<u32>,
    waiting: Vec<bool>,
    head: usize,
    len: usize,
}

impl Queue {
    fn full(order: Vec<u32>) -> Self {
        let len = order.len();
        Self { ring: order, waiting: vec![true; len], head: 0, len }
    }

    fn push(&mut self, node: u32) {
        if !std::mem::replace(&mut self.waiting[node as usize], true) {
            let mut tail = self.head + self.len;
            if tail >= self.ring.len() {
                tail -= self.ring.len();
            }
            self.ring[tail] = node;
            self.len += 1;
        }
    }

    fn pop(&mut self) -> Option<u32> {
        if self.len == 0 {
            return None;
        }
        let node = self.ring[self.head];
        self.head = if self.head + 1 == self.ring.len() { 0 } else { self.head + 1 };
        self.len -= 1;
        self.waiting[node as usize] = false;
        Some(node)
    }
}

/// Communities while nodes move.
struct Communities<'a> {
    membership: &'a mut [u32],
    totals: Vec<f64>,
    counts: Vec<u32>,
    /// Labels that were empty when they were put here; the last one that still is, is used next.
    free: Vec<u32>,
}

impl<'a> Communities<'a> {
    fn new(level: &Level, membership: &'a mut [u32]) -> Self {
        let n = membership.len();
        let (mut totals, mut counts) = (vec![0.0; n], vec![0u32; n]);
        for (&label, &size) in membership.iter().zip(level.sizes.iter()) {
            totals[label as usize] += size;
            counts[label as usize] += 1;
        }
        let free = (0..n as u32).rev().filter(|&l| counts[l as usize] == 0).collect();
        Self { membership, totals, counts, free }
    }

    fn empty_label(&mut self) -> Option<u32> {
        while let Some(&label) = self.free.last() {
            if self.counts[label as usize] == 0 {
                return Some(label);
            }
            self.free.pop();
        }
        None
    }

    /// Moves `node` of `size`, already taken out of the totals of `from`.
    fn put(&mut self, node: u32, size: f64, from: u32, to: u32) {
        self.totals[to as usize] += size;
        if from == to {
            return;
        }
        self.membership[node as usize] = to;
        self.counts[to as usize] += 1;
        self.counts[from as usize] -= 1;
        if self.counts[from as usize] == 0 {
            // Nothing left: drop what rounding left behind.
            self.totals[from as usize] = 0.0;
            self.free.push(from);
        }
    }
}

/// Moves nodes to the community around them that gains most until none gains; nodes whose neighbourhood changed are
/// visited again. Labels stay below the number of nodes. Returns whether any node moved.
pub(super) fn move_nodes(level: &Level, membership: &mut [u32], draws: &mut Draws) -> bool {
    let graph = &*level.graph;
    let mut queue = Queue::full(draws.order(graph.n_nodes()));
    let mut tally = Tally::new(graph.n_nodes());
    let mut communities = Communities::new(level, membership);
    let mut moved = false;
    while let Some(node) = queue.pop() {
        let size = level.sizes[node as usize];
        let own = communities.membership[node as usize];
        for (other, weight) in graph.neighbors(node) {
            tally.add(communities.membership[other as usize], weight);
        }
        communities.totals[own as usize] -= size;
        let best = best_label(level.penalty * size, own, &tally, &mut communities);
        tally.clear();
        communities.put(node, size, own, best);
        if best != own {
            moved = true;
            for (other, _) in graph.neighbors(node) {
                if communities.membership[other as usize] != best {
                    queue.push(other);
                }
            }
        }
    }
    moved
}

/// The label with the largest gain; the present one unless another is better by more than rounding.
fn best_label(loss: f64, own: u32, tally: &Tally, communities: &mut Communities) -> u32 {
    let own_loss = loss * communities.totals[own as usize];
    let mut best_gain = tally.get(own) - own_loss;
    let mut best = own;
    let mut margin = ROUNDING * (tally.get(own) + own_loss.abs());
    for &label in &tally.touched {
        let weight = tally.get(label);
        let gain = weight - loss * communities.totals[label as usize];
        if gain > best_gain + margin {
            best_gain = gain;
            best = label;
            margin = margin.max(ROUNDING * weight);
        }
    }
    if best_gain < -margin && communities.counts[own as usize] > 1 {
        best = communities.empty_label().unwrap_or(best);
    }
    best
}

/// Renames labels to `0 .. k` in order of first appearance; returns k.
pub(super) fn compact(labels: &mut [u32], n_labels: usize) -> usize {
    let mut names = vec![u32::MAX; n_labels];
    let mut next = 0;
    for label in labels.iter_mut() {
        let name = &mut names[*label as usize];
        if *name == u32::MAX {
            *name = next;
            next += 1;
        }
        *label = *name;
    }
    next as usize
}

/// Nodes ordered by label (a stable counting sort of `order`), and where each label's run starts.
pub(super) fn by_label(labels: &[u32], n_labels: usize, order: impl Iterator<Item = u32>) -> (Vec<usize>, Vec<u32>) {
    let mut bounds = vec![0usize; n_labels + 1];
    for &label in labels {
        bounds[label as usize + 1] += 1;
    }
    for i in 0..n_labels {
        bounds[i + 1] += bounds[i];
    }
    let mut next = bounds.clone();
    let mut nodes = vec![0u32; labels.len()];
    for node in order {
        let slot = &mut next[labels[node as usize] as usize];
        nodes[*slot] = node;
        *slot += 1;
    }
    (bounds, nodes)
}

impl Level<'_> {
    /// What is maximized, over the weight of all edges: weight inside communities minus the loss.
    pub(super) fn value(&self, membership: &[u32]) -> f64 {
        let mut inside = 0.0;
        let mut totals = vec![0.0; membership.len()];
        for (node, &label) in membership.iter().enumerate() {
            totals[label as usize] += self.sizes[node];
            let around = self.graph.neighbors(node as u32);
            inside += around.filter(|n| membership[n.0 as usize] == label).map(|n| n.1).sum::<f64>();
        }
        let loss = self.penalty * totals.iter().map(|total| total * total).sum::<f64>();
        (inside - loss) / (2.0 * self.graph.total_weight()).max(f64::MIN_POSITIVE)
    }

    /// The graph of the sets `labels` (compact, `n_labels` of them).
    pub(super) fn aggregate(&self, labels: &[u32], n_labels: usize) -> Level<'static> {
        let (bounds, nodes) = by_label(labels, n_labels, 0..labels.len() as u32);
        let mut tally = Tally::new(n_labels);
        let mut sizes = Vec::with_capacity(n_labels);
        let mut graph = Graph { offsets: Vec::with_capacity(n_labels + 1), targets: Vec::new(), weights: Vec::new() };
        graph.offsets.push(0);
        for (label, run) in bounds.windows(2).enumerate() {
            let members = &nodes[run[0]..run[1]];
            sizes.push(members.iter().map(|&node| self.sizes[node as usize]).sum());
            for &node in members {
                for (other, weight) in self.graph.neighbors(node) {
                    let other = labels[other as usize];
                    if other as usize != label {
                        tally.add(other, weight);
                    }
                }
            }
            graph.targets.extend_from_slice(&tally.touched);
            graph.weights.extend(tally.touched.iter().map(|&other| tally.get(other)));
            tally.clear();
            graph.offsets.push(graph.targets.len());
        }
        Level { graph: Cow::Owned(graph), sizes: Cow::Owned(sizes), penalty: self.penalty }
    }
}

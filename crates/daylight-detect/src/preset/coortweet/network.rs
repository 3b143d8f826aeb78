//! Steps 6 to 8: from pairs to the network of accounts.

use rayon::prelude::*;

use super::{Pair, Pairs, Subgraph};

/// What an edge carries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EdgeStats {
    /// Pairs of rows (repeated sharing of one object counts every pair).
    pub weight: u32,
    /// Mean seconds between the rows of a pair.
    pub avg_time_delta: f64,
    /// Distinct older contents, whoever posted them (a quirk: not the contents of the first account).
    pub n_content_id: u32,
    /// Distinct newer contents, whoever posted them.
    pub n_content_id_y: u32,
    /// The smaller of these two counts over the larger.
    pub edge_symmetry_score: f64,
    /// Whether `weight` is strictly above the quantile.
    pub above_threshold: bool,
    objects_start: u64,
    n_objects: u32,
}

/// Two accounts (equal only where loops are kept) with at least one pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The account that became a vertex first.
    pub from: u32,
    /// The other one.
    pub to: u32,
    /// All pairs.
    pub full: EdgeStats,
}

/// The network of accounts.
#[derive(Debug, Default)]
pub struct Network {
    /// Accounts in vertex order: the first accounts of the aggregated edges, then the second ones.
    pub nodes: Vec<u32>,
    /// Edges in the tool's order.
    pub edges: Vec<Edge>,
    /// For each edge its part in the fast network. Empty without a fast window.
    pub fast: Vec<Option<EdgeStats>>,
    /// The quantile of the weights; `None` when there are no edges.
    pub threshold: Option<f64>,
    /// The quantile of the fast weights.
    pub threshold_fast: Option<f64>,
    objects: Vec<u32>,
}

/// A vertex of a subgraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// The account.
    pub account: u32,
    /// In subgraph 3 whether it is an end of an edge above the fast threshold.
    pub color_v: Option<bool>,
}

/// Part of a network: edges by index, and its vertices.
#[derive(Debug, Default)]
pub struct View {
    /// Indices into [`Network::edges`].
    pub edges: Vec<u32>,
    /// Vertices in vertex order.
    pub nodes: Vec<Node>,
}

impl Network {
    /// Distinct objects behind `stats`, in order of their first pair.
    pub fn objects(&self, stats: &EdgeStats) -> &[u32] {
        let start = stats.objects_start as usize;
        &self.objects[start..start + stats.n_objects as usize]
    }

    /// Whether the edge passes the fast threshold; `None` when it is not in the fast network.
    pub fn above_fast(&self, edge: u32) -> Option<bool> {
        self.fast.get(edge as usize)?.map(|s| s.above_threshold)
    }

    /// The part that `subgraph` asks for.
    pub fn view(&self, subgraph: Subgraph) -> View {
        let all = 0..self.edges.len() as u32;
        let fast = |&e: &u32| self.above_fast(e) == Some(true);
        match subgraph {
            Subgraph::Whole => self.induced(all.collect()),
            Subgraph::AboveThreshold => {
                self.induced(all.filter(|&e| self.edges[e as usize].full.above_threshold).collect())
            }
            Subgraph::FastAboveThreshold => self.induced(all.filter(fast).collect()),
            Subgraph::FastNeighborhood => self.neighborhood(&all.filter(fast).collect::<Vec<_>>()),
        }
    }

    fn induced(&self, edges: Vec<u32>) -> View {
        let used = self.ends(&edges);
        let nodes = self.nodes.iter().filter(|&&a| used[a as usize]);
        View { nodes: nodes.map(|&account| Node { account, color_v: None }).collect(), edges }
    }

    fn neighborhood(&self, core: &[u32]) -> View {
        let ends = self.ends(core);
        let is_end = |a: u32| ends[a as usize];
        let touching: Vec<u32> = (0..self.edges.len() as u32)
            .filter(|&e| is_end(self.edges[e as usize].from) || is_end(self.edges[e as usize].to))
            .collect();
        let inside = self.ends(&touching);
        let among = |e: &Edge| inside[e.from as usize] && inside[e.to as usize];
        let edges = (0..self.edges.len() as u32).filter(|&e| among(&self.edges[e as usize])).collect();
        let nodes = self.nodes.iter().filter(|&&a| inside[a as usize]);
        View { nodes: nodes.map(|&account| Node { account, color_v: Some(is_end(account)) }).collect(), edges }
    }

    /// Flags the accounts at the ends of `edges`.
    fn ends(&self, edges: &[u32]) -> Vec<bool> {
        let n = self.nodes.iter().max().map_or(0, |&m| m as usize + 1);
        let mut used = vec![false; n];
        for &e in edges {
            used[self.edges[e as usize].from as usize] = true;
            used[self.edges[e as usize].to as usize] = true;
        }
        used
    }
}

/// Steps 6 to 8 on all pairs.
pub(super) fn build(pairs: &Pairs, quantile: f64) -> Network {
    let ranks = pairs.rows.input.account.ranks();
    let all: Vec<u32> = (0..pairs.list.len() as u32).collect();
    let mut network = Network::default();
    let full = aggregate(pairs, &ranks, &all, &mut network.objects);
    network.nodes = vertices(&full, ranks.len());
    let mut number = vec![0_u32; ranks.len()];
    for (i, &account) in network.nodes.iter().enumerate() {
        number[account as usize] = i as u32;
    }
    let place = |e: &Loose| (number[e.a as usize], number[e.b as usize]);
    network.edges = full.into_iter().map(|e| directed(&e, place(&e))).collect();
    if let Some(flags) = &pairs.fast {
        let marked: Vec<u32> = all.into_iter().filter(|&p| flags[p as usize]).collect();
        let fast = aggregate(pairs, &ranks, &marked, &mut network.objects);
        join_fast(&mut network, &fast, &number);
    }
    let weights = network.edges.iter().map(|e| e.full.weight).collect();
    network.threshold = quantile_type_7(weights, quantile);
    let weights = network.fast.iter().flatten().map(|s| s.weight).collect();
    network.threshold_fast = quantile_type_7(weights, quantile);
    let (full, fast) = (network.threshold, network.threshold_fast);
    for edge in &mut network.edges {
        edge.full.above_threshold = full.is_some_and(|t| f64::from(edge.full.weight) > t);
    }
    for stats in network.fast.iter_mut().flatten() {
        stats.above_threshold = fast.is_some_and(|t| f64::from(stats.weight) > t);
    }
    network
}

/// An aggregated edge before its ends are put in vertex order: `a` has the smaller id.
struct Loose {
    a: u32,
    b: u32,
    first_pair: u32,
    stats: EdgeStats,
}

fn directed(edge: &Loose, (a, b): (u32, u32)) -> Edge {
    let (from, to) = if a <= b { (edge.a, edge.b) } else { (edge.b, edge.a) };
    Edge { from, to, full: edge.stats }
}

fn vertices(edges: &[Loose], n_accounts: usize) -> Vec<u32> {
    let mut seen = vec![false; n_accounts];
    let firsts = edges.iter().map(|e| e.a);
    let seconds = edges.iter().map(|e| e.b);
    firsts.chain(seconds).filter(|&account| !std::mem::replace(&mut seen[account as usize], true)).collect()
}

/// Adds the fast network. The tool's union of the two lists edges from the last vertex to the first.
fn join_fast(network: &mut Network, fast: &[Loose], number: &[u32]) {
    let place = |e: &Edge| (number[e.from as usize], number[e.to as usize]);
    network.edges.par_sort_unstable_by_key(|e| std::cmp::Reverse(place(e)));
    network.fast = vec![None; network.edges.len()];
    for loose in fast {
        let edge = directed(loose, (number[loose.a as usize], number[loose.b as usize]));
        let at = network.edges.binary_search_by_key(&std::cmp::Reverse(place(&edge)), |e| std::cmp::Reverse(place(e)));
        // Fast pairs are some of the pairs, so their edge is always there.
        if let Ok(at) = at {
            network.fast[at] = Some(edge.full);
        }
    }
}

/// Step 6: one edge for each pair of accounts, in order of its first pair.
fn aggregate(pairs: &Pairs, ranks: &[u32], which: &[u32], objects: &mut Vec<u32>) -> Vec<Loose> {
    /// Edges made by one task.
    const CHUNK: usize = 1 << 12;
    let mut keyed: Vec<(u64, u32)> =
        which.par_iter().map(|&p| (account_key(pairs, ranks, pairs.list[p as usize]), p)).collect();
    keyed.par_sort_unstable();
    let groups: Vec<&[(u64, u32)]> = keyed.chunk_by(|x, y| x.0 == y.0).collect();
    let made: Vec<(Vec<Loose>, Vec<u32>)> = groups
        .par_chunks(CHUNK)
        .map(|groups| {
            let mut objects = Vec::new();
            let edges = groups.iter().map(|group| one_edge(pairs, ranks, group, &mut objects)).collect();
            (edges, objects)
        })
        .collect();
    let mut edges = Vec::with_capacity(groups.len());
    for (chunk, chunk_objects) in made {
        let base = objects.len() as u64;
        objects.extend(chunk_objects);
        edges.extend(chunk.into_iter().map(|mut e| {
            e.stats.objects_start += base;
            e
        }));
    }
    edges.par_sort_unstable_by_key(|e| e.first_pair);
    edges
}

/// The two accounts, the smaller id first. With a missing account both ends are missing, as in R (`pmin` of `NA`).
pub(super) fn account_key(pairs: &Pairs, ranks: &[u32], pair: Pair) -> u64 {
    let missing = pairs.rows.input.account.missing();
    let rank = |row: u32| ranks[pairs.rows.account[row as usize] as usize];
    let (a, b) = (rank(pair.first), rank(pair.second));
    let (a, b) = if a.max(b) == missing { (missing, missing) } else { (a.min(b), a.max(b)) };
    u64::from(a) << 32 | u64::from(b)
}

fn one_edge(pairs: &Pairs, ranks: &[u32], group: &[(u64, u32)], objects: &mut Vec<u32>) -> Loose {
    let pair = |&(_, p): &(u64, u32)| pairs.list[p as usize];
    let rows = &pairs.rows;
    let older = distinct(group.iter().map(|g| rows.content[pair(g).first as usize]));
    let newer = distinct(group.iter().map(|g| rows.content[pair(g).second as usize]));
    let objects_start = objects.len();
    unique_in_order(group.iter().map(|g| rows.object[pair(g).first as usize]), objects);
    let sum: f64 = group.iter().map(|g| pairs.time_delta(pair(g))).sum();
    let stats = EdgeStats {
        weight: group.len() as u32,
        avg_time_delta: sum / group.len() as f64,
        n_content_id: older,
        n_content_id_y: newer,
        edge_symmetry_score: f64::from(older.min(newer)) / f64::from(older.max(newer)),
        above_threshold: false,
        objects_start: objects_start as u64,
        n_objects: (objects.len() - objects_start) as u32,
    };
    let (a, b) = ends(pairs, ranks, pair(&group[0]));
    Loose { a, b, first_pair: group[0].1, stats }
}

fn ends(pairs: &Pairs, ranks: &[u32], pair: Pair) -> (u32, u32) {
    let account = |row: u32| pairs.rows.account[row as usize];
    let (a, b) = (account(pair.first), account(pair.second));
    let missing = pairs.rows.input.account.missing();
    if a == missing || b == missing {
        (missing, missing)
    } else if ranks[a as usize] <= ranks[b as usize] {
        (a, b)
    } else {
        (b, a)
    }
}

fn distinct(ids: impl ExactSizeIterator<Item = u32>) -> u32 {
    if ids.len() == 1 {
        return 1;
    }
    let mut ids: Vec<u32> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len() as u32
}

/// Appends the distinct ids in order of first appearance.
fn unique_in_order(mut ids: impl ExactSizeIterator<Item = u32>, out: &mut Vec<u32>) {
    if ids.len() == 1 {
        out.extend(ids.next());
        return;
    }
    let mut placed: Vec<(u32, u32)> = ids.zip(0..).collect();
    placed.sort_unstable();
    placed.dedup_by_key(|x| x.0);
    placed.sort_unstable_by_key(|x| x.1);
    out.extend(placed.into_iter().map(|x| x.0));
}

/// R's default quantile: linear between the order statistics around (n - 1) p.
fn quantile_type_7(mut weights: Vec<u32>, p: f64) -> Option<f64> {
    let last = weights.len().checked_sub(1)?;
    let at = last as f64 * p;
    let low = (at.floor() as usize).min(last);
    weights.par_sort_unstable();
    let (x, y) = (f64::from(weights[low]), f64::from(weights[(low + 1).min(last)]));
    // Equal neighbors give their own value, not one a rounding error away from it.
    let h = at - low as f64;
    Some(if x.total_cmp(&y).is_eq() || h <= 0.0 { x } else { (1.0 - h) * x + h * y })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_r() {
        // quantile(c(1, 2, 3, 4, 10), p), type 7.
        let at = |p| quantile_type_7(vec![10, 4, 3, 1, 2], p).unwrap();
        assert!((at(0.5) - 3.0).abs() < 1e-12);
        assert!((at(0.9) - 7.6).abs() < 1e-12);
        assert!((at(0.25) - 2.0).abs() < 1e-12);
        assert!((at(0.0) - 1.0).abs() < 1e-12);
        assert!((at(1.0) - 10.0).abs() < 1e-12);
        assert_eq!(quantile_type_7(vec![], 0.5), None);
        assert_eq!(quantile_type_7(vec![3; 7], 0.9), Some(3.0));
    }

    #[test]
    fn distinct_objects_keep_the_order_of_their_first_pair() {
        let mut out = vec![9];
        unique_in_order([5, 2, 5, 7, 2].into_iter(), &mut out);
        assert_eq!(out, [9, 5, 2, 7]);
    }
}

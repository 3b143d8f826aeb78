//! Steps 9 and 10: statistics of accounts and of objects.

use rayon::prelude::*;

use super::network::EdgeStats;
use super::{Network, Pairs};

/// Which edges a statistic is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Edges above the threshold.
    Full,
    /// Edges above the threshold of the fast network.
    Fast,
    /// All edges.
    None,
}

impl Level {
    /// The tool's word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Fast => "fast",
            Self::None => "none",
        }
    }

    fn keeps(self, network: &Network, edge: usize) -> bool {
        match self {
            Self::Full => network.edges[edge].full.above_threshold,
            Self::Fast => network.above_fast(edge as u32) == Some(true),
            Self::None => true,
        }
    }
}

/// One account. Means run over the *distinct* values among its edges (a quirk of the tool).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AccountStats {
    /// The account.
    pub account: u32,
    /// Mean of `avg_time_delta`.
    pub avg_time_delta: f64,
    /// The same in the fast network; `None` when no edge is in it.
    pub avg_time_delta_fast: Option<f64>,
    /// Mean of `edge_symmetry_score`.
    pub avg_edge_symmetry_score: f64,
    /// The same in the fast network.
    pub avg_edge_symmetry_score_fast: Option<f64>,
    /// Distinct contents of the account in the pairs (for [`Level::Fast`] in the marked ones).
    pub unique_shares_count: u32,
}

/// One object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupStats {
    /// The object.
    pub object: u32,
    /// Distinct *first* vertices of its edges: too small by design of the tool.
    pub num_accounts: u32,
    /// Distinct accounts at either end of its edges: the honest count.
    pub num_accounts_all: u32,
}

/// The values of one edge that CooRTweet deduplicates for each account, as bits so that they compare.
type Values = ([u64; 2], Option<[u64; 2]>);

/// Step 9: one row an account, by account id.
pub(super) fn accounts(pairs: &Pairs, network: &Network, level: Level) -> Vec<AccountStats> {
    let column = &pairs.rows.input.account;
    let shares = shares(pairs, level);
    let edges = (0..network.edges.len() as u32).filter(|&e| level.keeps(network, e as usize));
    let ends = edges.flat_map(|e| {
        let edge = &network.edges[e as usize];
        [(edge.from, e), (edge.to, e)]
    });
    let of_account = Lists::new(column.n(), ends);
    let order = column.table.order();
    order.into_par_iter().filter_map(|a| one_account(network, a, of_account.of(a), shares[a as usize])).collect()
}

fn one_account(network: &Network, account: u32, edges: &[u32], shares: u32) -> Option<AccountStats> {
    let bits = |s: &EdgeStats| [s.avg_time_delta.to_bits(), s.edge_symmetry_score.to_bits()];
    let mut values: Vec<Values> = edges
        .iter()
        .map(|&e| {
            let fast = network.fast.get(e as usize).and_then(|f| f.as_ref());
            (bits(&network.edges[e as usize].full), fast.map(bits))
        })
        .collect();
    values.sort_unstable();
    values.dedup();
    let full: Vec<[u64; 2]> = values.iter().map(|v| v.0).collect();
    let fast: Vec<[u64; 2]> = values.iter().filter_map(|v| v.1).collect();
    // An account without a filtered edge, or without a share in the pairs, is left out.
    (shares > 0).then_some(())?;
    Some(AccountStats {
        account,
        avg_time_delta: mean(&full, 0)?,
        avg_time_delta_fast: mean(&fast, 0),
        avg_edge_symmetry_score: mean(&full, 1)?,
        avg_edge_symmetry_score_fast: mean(&fast, 1),
        unique_shares_count: shares,
    })
}

fn mean(values: &[[u64; 2]], which: usize) -> Option<f64> {
    let sum: f64 = values.iter().map(|v| f64::from_bits(v[which])).sum();
    (!values.is_empty()).then(|| sum / values.len() as f64)
}

/// Distinct contents of each account in the pairs (for [`Level::Fast`] in the marked ones).
fn shares(pairs: &Pairs, level: Level) -> Vec<u32> {
    let rows = &pairs.rows;
    let mut used = vec![false; rows.len()];
    for (p, pair) in pairs.list.iter().enumerate() {
        if level != Level::Fast || pairs.fast.as_ref().is_some_and(|f| f[p]) {
            used[pair.first as usize] = true;
            used[pair.second as usize] = true;
        }
    }
    let mut seen: Vec<(u32, u32)> =
        (0..rows.len()).filter(|&r| used[r]).map(|r| (rows.account[r], rows.content[r])).collect();
    seen.par_sort_unstable();
    seen.dedup();
    let mut counts = vec![0; rows.input.account.n() + 1];
    for (account, _) in seen {
        counts[account as usize] += 1;
    }
    counts
}

/// Step 10: one row an object, most accounts first, ties in order of first appearance.
pub(super) fn groups(pairs: &Pairs, network: &Network, level: Level) -> Vec<GroupStats> {
    let n_objects = pairs.rows.input.object.n() + 1;
    let edges = || (0..network.edges.len() as u32).filter(|&e| level.keeps(network, e as usize));
    let objects = |e: u32| match level {
        Level::Fast => network.fast.get(e as usize).and_then(|f| f.as_ref()).map_or(&[][..], |s| network.objects(s)),
        _ => network.objects(&network.edges[e as usize].full),
    };
    let mut seen = vec![false; n_objects];
    let mut order = Vec::new();
    for &object in edges().flat_map(objects) {
        if !std::mem::replace(&mut seen[object as usize], true) {
            order.push(object);
        }
    }
    let of_object = Lists::new(n_objects, edges().flat_map(|e| objects(e).iter().map(move |&o| (o, e))));
    let mut rows: Vec<GroupStats> = order.into_par_iter().map(|o| one_object(network, o, of_object.of(o))).collect();
    rows.sort_by_key(|g| std::cmp::Reverse(g.num_accounts));
    rows
}

fn one_object(network: &Network, object: u32, edges: &[u32]) -> GroupStats {
    let edge = |&e: &u32| &network.edges[e as usize];
    let distinct = |mut accounts: Vec<u32>| {
        accounts.sort_unstable();
        accounts.dedup();
        accounts
    };
    let from = distinct(edges.iter().map(|e| edge(e).from).collect());
    let num_accounts = from.len() as u32;
    let to = distinct(edges.iter().map(|e| edge(e).to).collect());
    let num_accounts_all = distinct([from, to].concat()).len() as u32;
    GroupStats { object, num_accounts, num_accounts_all }
}

/// Lists of edges by account or object, back to back.
struct Lists {
    start: Vec<u64>,
    edge: Vec<u32>,
}

impl Lists {
    /// From (key, edge), keys below `n`; others are left out.
    fn new(n: usize, entries: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut start = vec![0_u64; n + 1];
        for (key, _) in entries.clone().filter(|e| (e.0 as usize) < n) {
            start[key as usize + 1] += 1;
        }
        for i in 0..n {
            start[i + 1] += start[i];
        }
        let mut next = start.clone();
        let mut edge = vec![0; start[n] as usize];
        for (key, e) in entries.filter(|e| (e.0 as usize) < n) {
            edge[next[key as usize] as usize] = e;
            next[key as usize] += 1;
        }
        Self { start, edge }
    }

    fn of(&self, key: u32) -> &[u32] {
        &self.edge[self.start[key as usize] as usize..self.start[key as usize + 1] as usize]
    }
}

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

/// The values of one edge that CooRTweet deduplicates for each account, as bits so that they sort.
type Values = (u32, [u64; 2], Option<[u64; 2]>);

/// Step 9: one row an account, by account id.
pub(super) fn accounts(pairs: &Pairs, network: &Network, level: Level) -> Vec<AccountStats> {
    let ranks = pairs.rows.input.account.ranks();
    let bits = |s: &EdgeStats| [s.avg_time_delta.to_bits(), s.edge_symmetry_score.to_bits()];
    let mut values: Vec<Values> = (0..network.edges.len())
        .into_par_iter()
        .filter(|&e| level.keeps(network, e))
        .flat_map_iter(|e| {
            let edge = &network.edges[e];
            let fast = network.fast.get(e).and_then(|f| f.as_ref()).map(bits);
            [edge.from, edge.to].map(|a| (ranks[a as usize], bits(&edge.full), fast))
        })
        .collect();
    values.par_sort_unstable();
    values.dedup();
    let shares = shares(pairs, &ranks, level);
    let missing = pairs.rows.input.account.missing();
    let groups: Vec<&[Values]> = values.chunk_by(|x, y| x.0 == y.0).filter(|g| g[0].0 != missing).collect();
    groups.into_iter().filter_map(|group| one_account(group, &shares)).collect()
}

fn one_account(group: &[Values], shares: &[(u32, u32, u32)]) -> Option<AccountStats> {
    let at = shares.binary_search_by_key(&group[0].0, |s| s.0).ok()?;
    let (_, account, unique_shares_count) = shares[at];
    let fast: Vec<[u64; 2]> = group.iter().filter_map(|v| v.2).collect();
    let full: Vec<[u64; 2]> = group.iter().map(|v| v.1).collect();
    Some(AccountStats {
        account,
        avg_time_delta: mean(&full, 0)?,
        avg_time_delta_fast: mean(&fast, 0),
        avg_edge_symmetry_score: mean(&full, 1)?,
        avg_edge_symmetry_score_fast: mean(&fast, 1),
        unique_shares_count,
    })
}

fn mean(values: &[[u64; 2]], which: usize) -> Option<f64> {
    let sum: f64 = values.iter().map(|v| f64::from_bits(v[which])).sum();
    (!values.is_empty()).then(|| sum / values.len() as f64)
}

/// (rank, account, distinct contents in the pairs), by rank.
fn shares(pairs: &Pairs, ranks: &[u32], level: Level) -> Vec<(u32, u32, u32)> {
    let rows = &pairs.rows;
    let counts = |p: usize| level != Level::Fast || pairs.fast.as_ref().is_some_and(|f| f[p]);
    let mut seen: Vec<(u32, u32, u32)> = (0..pairs.list.len())
        .into_par_iter()
        .filter(|&p| counts(p))
        .flat_map_iter(|p| [pairs.list[p].first, pairs.list[p].second])
        .map(|row| {
            let account = rows.account[row as usize];
            (ranks[account as usize], account, rows.content[row as usize])
        })
        .collect();
    seen.par_sort_unstable();
    seen.dedup();
    seen.chunk_by(|x, y| x.0 == y.0).map(|g| (g[0].0, g[0].1, g.len() as u32)).collect()
}

/// Step 10: one row an object, most accounts first, ties in order of first appearance.
pub(super) fn groups(pairs: &Pairs, network: &Network, level: Level) -> Vec<GroupStats> {
    let mut first_seen = vec![u32::MAX; pairs.rows.input.object.n() + 1];
    let mut order = Vec::new();
    let (mut from, mut all) = (Vec::new(), Vec::new());
    for (e, edge) in network.edges.iter().enumerate().filter(|(e, _)| level.keeps(network, *e)) {
        let stats = match level {
            Level::Fast => network.fast.get(e).and_then(|f| f.as_ref()),
            _ => Some(&edge.full),
        };
        for &object in stats.map_or(&[][..], |s| network.objects(s)) {
            if first_seen[object as usize] == u32::MAX {
                first_seen[object as usize] = order.len() as u32;
                order.push(object);
            }
            let place = first_seen[object as usize];
            from.push((place, edge.from));
            all.extend([(place, edge.from), (place, edge.to)]);
        }
    }
    let (from, all) = (distinct_per_object(from, order.len()), distinct_per_object(all, order.len()));
    let rows = order.into_iter().zip(from.into_iter().zip(all));
    let mut rows: Vec<GroupStats> = rows
        .map(|(object, (num_accounts, num_accounts_all))| GroupStats { object, num_accounts, num_accounts_all })
        .collect();
    rows.sort_by_key(|g| std::cmp::Reverse(g.num_accounts));
    rows
}

fn distinct_per_object(mut ends: Vec<(u32, u32)>, n: usize) -> Vec<u32> {
    ends.par_sort_unstable();
    ends.dedup();
    let mut counts = vec![0; n];
    for (object, _) in ends {
        counts[object as usize] += 1;
    }
    counts
}

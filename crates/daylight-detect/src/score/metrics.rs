//! One method on one data set.

use std::collections::BTreeMap;

use super::{MethodResult, UNEXPLAINED};
use crate::scenario::Truth;

/// Edges against the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeMetrics {
    /// Distinct pairs flagged.
    pub n_edges: u64,
    /// Of those, pairs inside one planted group.
    pub n_true: u64,
    /// Pairs inside planted groups, seen or not.
    pub n_planted_pairs: u64,
    /// Accounts with two flagged edges or more.
    pub n_flagged_accounts: u64,
    /// Of those, planted ones.
    pub n_flagged_planted: u64,
    /// All planted accounts.
    pub n_planted_accounts: u64,
    /// Recall of each planted group.
    pub groups: Vec<GroupRecall>,
    /// False edges by the crowds (or groups) of their two ends, names in order.
    pub false_by_crowds: BTreeMap<(String, String), u64>,
}

/// How much of a planted group was found.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupRecall {
    /// Its name.
    pub name: String,
    /// Share of its pairs that are flagged.
    pub pairs: f64,
    /// Share of its accounts with two flagged edges or more.
    pub accounts: f64,
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl EdgeMetrics {
    /// Edges that are not true.
    pub fn n_false(&self) -> u64 {
        self.n_edges - self.n_true
    }

    /// Share of the flagged edges that is false; none when nothing is flagged.
    pub fn false_share(&self) -> Option<f64> {
        ratio(self.n_false(), self.n_edges)
    }

    /// Share of the planted pairs that is flagged.
    pub fn pair_recall(&self) -> Option<f64> {
        ratio(self.n_true, self.n_planted_pairs)
    }

    /// Share of the flagged accounts that is planted.
    pub fn account_precision(&self) -> Option<f64> {
        ratio(self.n_flagged_planted, self.n_flagged_accounts)
    }

    /// Share of the planted accounts that is flagged.
    pub fn account_recall(&self) -> Option<f64> {
        ratio(self.n_flagged_planted, self.n_planted_accounts)
    }
}

/// Edges and groups against the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    /// The edges.
    pub edges: EdgeMetrics,
    /// sum `n_k` `p_k`^2 / sum `n_k` `p_k` over groups (Iannucci et al. 2025), `n_k` the size and `p_k` the largest share
    /// of the group that belongs to one planted group. None when no group holds a planted account.
    ///
    /// Of labeled groups only the unexplained ones count: the others are not led with.
    pub weighted_precision: Option<f64>,
    /// Groups called unexplained; none when the method does not label groups.
    pub n_unexplained: Option<u64>,
}

/// Scores flagged pairs; order, orientation and repeats do not matter, loops are ignored.
pub fn score_edges(truth: &Truth, flagged: &[(u32, u32)]) -> EdgeMetrics {
    let mut edges: Vec<(u32, u32)> =
        flagged.iter().filter(|(a, b)| a != b).map(|&(a, b)| (a.min(b), a.max(b))).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut degree = vec![0_u32; truth.group_of.len()];
    let mut true_pairs = vec![0_u64; truth.groups.len()];
    let mut false_by_crowds = BTreeMap::new();
    for &(a, b) in &edges {
        degree[a as usize] += 1;
        degree[b as usize] += 1;
        if truth.is_true_edge(a, b) {
            true_pairs[usize::from(truth.group_of[a as usize])] += 1;
        } else {
            let (x, y) = (&truth.group(a).name, &truth.group(b).name);
            *false_by_crowds.entry((x.min(y).clone(), x.max(y).clone())).or_insert(0) += 1;
        }
    }
    let flagged_in = |members: &[u32]| members.iter().filter(|&&m| degree[m as usize] >= 2).count() as u64;
    let groups = truth.groups.iter().zip(&true_pairs).filter(|(g, _)| g.planted);
    let recalls = groups.map(|(g, &found)| {
        let n = g.members.len() as u64;
        GroupRecall {
            name: g.name.clone(),
            pairs: ratio(found, n * n.saturating_sub(1) / 2).unwrap_or(0.0),
            accounts: ratio(flagged_in(&g.members), n).unwrap_or(0.0),
        }
    });
    EdgeMetrics {
        n_edges: edges.len() as u64,
        n_true: true_pairs.iter().sum(),
        n_planted_pairs: truth.n_planted_pairs(),
        n_flagged_accounts: degree.iter().filter(|&&d| d >= 2).count() as u64,
        n_flagged_planted: truth.planted_groups().map(|g| flagged_in(&g.members)).sum(),
        n_planted_accounts: truth.n_planted_accounts(),
        groups: recalls.collect(),
        false_by_crowds,
    }
}

/// Scores everything that a method says.
pub fn score(truth: &Truth, result: &MethodResult) -> Metrics {
    let n_unexplained =
        result.groups.as_ref().map(|groups| groups.iter().filter(|(label, _)| label == UNEXPLAINED).count() as u64);
    let weighted_precision = if let Some(groups) = &result.groups {
        let led = groups.iter().filter(|(label, _)| label == UNEXPLAINED);
        weighted_precision(truth, led.map(|(_, members)| members.as_slice()))
    } else {
        let components = components(truth.group_of.len(), &result.lead_edges);
        weighted_precision(truth, components.iter().map(Vec::as_slice))
    };
    Metrics { edges: score_edges(truth, &result.lead_edges), weighted_precision, n_unexplained }
}

fn weighted_precision<'a>(truth: &Truth, groups: impl Iterator<Item = &'a [u32]>) -> Option<f64> {
    let (mut numerator, mut denominator) = (0.0, 0.0);
    for members in groups.filter(|m| !m.is_empty()) {
        let mut hits: BTreeMap<u16, u64> = BTreeMap::new();
        for &m in members.iter().filter(|&&m| truth.is_planted(m)) {
            *hits.entry(truth.group_of[m as usize]).or_insert(0) += 1;
        }
        let best = hits.values().max().copied().unwrap_or(0) as f64;
        let precision = best / members.len() as f64;
        numerator += best * precision;
        denominator += best;
    }
    (denominator > 0.0).then(|| numerator / denominator)
}

/// Connected components with two accounts or more, each ascending, ordered by their smallest account.
pub(crate) fn components(n_accounts: usize, edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut parent: Vec<u32> = (0..n_accounts as u32).collect();
    let root = |parent: &mut [u32], mut x: u32| {
        while parent[x as usize] != x {
            parent[x as usize] = parent[parent[x as usize] as usize];
            x = parent[x as usize];
        }
        x
    };
    for &(a, b) in edges {
        let (x, y) = (root(&mut parent, a), root(&mut parent, b));
        // The smaller account is the root, so that the order of edges does not matter.
        parent[x.max(y) as usize] = x.min(y);
    }
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for account in 0..n_accounts as u32 {
        members.entry(root(&mut parent, account)).or_default().push(account);
    }
    members.into_values().filter(|m| m.len() > 1).collect()
}

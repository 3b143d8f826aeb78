//! Only the weighted edges: what a rival tool is asked for in the benchmarks.

use std::io::Write;

use rayon::prelude::*;

use super::network::account_key;
use super::{Input, Settings, pairs};
use crate::preset::PresetError;
use crate::preset::table::Table;

/// One edge, accounts by number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlainEdge {
    /// The account with the smaller id.
    pub account: u32,
    /// The other one.
    pub account_y: u32,
    /// Pairs of rows.
    pub weight: u32,
    /// Mean seconds between the rows of a pair.
    pub avg_time_delta: f64,
}

/// Edges by their account ids.
#[derive(Debug)]
pub struct EdgesOnly<'a> {
    /// The edges.
    pub edges: Vec<PlainEdge>,
    input: &'a Input<'a>,
}

/// Steps 1 to 4 and the weights of step 6; edges lighter than `min_edge_weight` are left out.
///
/// This is the plain, correct version that a tuned one is tested against. Uses the window, the minimum
/// participation and the loops of `settings`.
pub fn edges_only_reference<'a>(
    input: &'a Input<'a>,
    settings: &Settings,
    min_edge_weight: u32,
) -> Result<EdgesOnly<'a>, PresetError> {
    settings.check()?;
    let pairs = pairs::detect(input, settings)?;
    let ranks = input.account.ranks();
    let mut keyed: Vec<(u64, u32)> =
        pairs.list.par_iter().zip(0_u32..u32::MAX).map(|(p, i)| (account_key(&pairs, &ranks, *p), i)).collect();
    keyed.par_sort_unstable();
    let order = input.account.table.order();
    let account = |rank: u64| order.get(rank as usize).copied().unwrap_or_else(|| input.account.missing());
    let edges = keyed
        .chunk_by(|x, y| x.0 == y.0)
        .filter(|group| group.len() as u64 >= u64::from(min_edge_weight))
        .map(|group| PlainEdge {
            account: account(group[0].0 >> 32),
            account_y: account(group[0].0 & u64::from(u32::MAX)),
            weight: group.len() as u32,
            avg_time_delta: group.iter().map(|g| pairs.time_delta(pairs.list[g.1 as usize])).sum::<f64>()
                / group.len() as f64,
        })
        .collect();
    Ok(EdgesOnly { edges, input })
}

impl EdgesOnly<'_> {
    /// Writes `account_id,account_id_y,weight,avg_time_delta`.
    pub fn write(&self, out: &mut dyn Write) -> Result<(), PresetError> {
        let mut table = Table::new("edges", out);
        table.header(&["account_id", "account_id_y", "weight", "avg_time_delta"])?;
        for edge in &self.edges {
            table.text(self.input.account.name(edge.account).unwrap_or("NA"))?;
            table.text(self.input.account.name(edge.account_y).unwrap_or("NA"))?;
            table.number(edge.weight)?;
            table.number(edge.avg_time_delta)?;
            table.end()?;
        }
        table.finish()
    }
}

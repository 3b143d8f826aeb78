//! Which edges and rows of a large result are needed for some purpose.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use daylight_core::Standing;
use daylight_core::wire::v1;

use crate::error::ShareError;
use crate::tables::read::{ReadTable, each_batch};
use crate::view;

/// What is read of the edges and of the rows behind them.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// Everything.
    Whole,
    /// What networks, findings and the report show: validated edges, and the rows of those inside groups.
    Shown,
    /// The edge of two accounts, under their shown names.
    Pair(&'a str, &'a str),
    /// The edges inside a group that passed the first question, with their rows.
    Group(u32),
    /// Edges that lead or are explained, with their rows.
    LedWith,
}

/// Rows to read.
pub(super) struct Selection {
    /// In `edges.parquet`.
    pub edges: Vec<Range<u64>>,
    /// In `evidence.parquet`.
    pub evidence: Vec<Range<u64>>,
}

/// One row of `edges.parquet` as far as the choice needs it.
struct Row<'a> {
    a: &'a str,
    b: &'a str,
    standing: Option<Standing>,
    group: Option<i64>,
}

/// Whether an edge is wanted, and whether its rows are.
fn wanted(part: Part<'_>, closest: &BTreeSet<(&str, &str)>, row: &Row<'_>) -> (bool, bool) {
    let validated = row.standing.is_some_and(view::validated);
    match part {
        Part::Whole => (true, true),
        Part::Shown => (validated || closest.contains(&(row.a, row.b)), validated && row.group.is_some()),
        Part::Pair(x, y) => {
            let is = (row.a, row.b) == (x, y) || (row.a, row.b) == (y, x);
            (is, is)
        }
        Part::Group(id) => {
            let is = validated && row.group == Some(i64::from(id));
            (is, is)
        }
        Part::LedWith => {
            let is = row.standing.is_some_and(|s| s.leads() || s == Standing::Explained);
            (is, is)
        }
    }
}

const COLUMNS: &[&str] = &["account_a", "account_b", "standing", "group", "evidence_start", "evidence_rows"];

/// The rows of `part`; `None` for everything.
pub(super) fn select(dir: &Path, part: Part<'_>, found: &v1::Findings) -> Result<Option<Selection>, ShareError> {
    if matches!(part, Part::Whole) {
        return Ok(None);
    }
    let name = |n: &v1::NearMiss| (n.edge.account_a.clone(), n.edge.account_b.clone());
    let closest: Vec<(String, String)> = found.closest.iter().map(name).collect();
    let closest = closest.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let mut selection = Selection { edges: Vec::new(), evidence: Vec::new() };
    let mut at = 0u64;
    each_batch(dir, "edges.parquet", None, Some(COLUMNS), |batch| {
        let t = ReadTable::one("edges.parquet", batch);
        let (a, b, standing) = (t.whole_text("account_a")?, t.whole_text("account_b")?, t.whole_text("standing")?);
        let (start, rows) = (t.int("evidence_start")?, t.int("evidence_rows")?);
        let group = t.int("group")?;
        for i in 0..a.len() {
            let standing = Standing::ALL.into_iter().find(|s| s.name() == standing[i]);
            let (edge, evidence) = wanted(part, &closest, &Row { a: a[i], b: b[i], standing, group: group[i] });
            if edge {
                extend(&mut selection.edges, at..at + 1);
            }
            if evidence {
                let start = t.fit::<u64>("evidence_start", start[i].unwrap_or(-1))?;
                let rows = t.fit::<u32>("evidence_rows", rows[i].unwrap_or(-1))?;
                let end = start.checked_add(u64::from(rows)).ok_or_else(|| t.damaged("evidence_start"))?;
                extend_sorted(&mut selection.evidence, start..end, &t)?;
            }
            at += 1;
        }
        Ok(())
    })?;
    Ok(Some(selection))
}

fn extend(ranges: &mut Vec<Range<u64>>, next: Range<u64>) {
    match ranges.last_mut() {
        Some(last) if last.end == next.start => last.end = next.end,
        _ => ranges.push(next),
    }
}

/// Rows stand in the order of the edges; anything else is no result of ours.
fn extend_sorted(ranges: &mut Vec<Range<u64>>, next: Range<u64>, t: &ReadTable) -> Result<(), ShareError> {
    if ranges.last().is_some_and(|last| next.start < last.end) {
        return Err(t.damaged("its evidence does not follow its order"));
    }
    if !next.is_empty() {
        extend(ranges, next);
    }
    Ok(())
}

/// Rows of `evidence.parquet` that `part` needs; `None` for all.
pub(crate) fn evidence_ranges(
    dir: &Path,
    part: Part<'_>,
    found: &v1::Findings,
) -> Result<Option<Vec<Range<u64>>>, ShareError> {
    Ok(select(dir, part, found)?.map(|s| s.evidence))
}

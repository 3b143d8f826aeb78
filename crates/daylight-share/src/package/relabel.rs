//! The analysis with new numbers, in the order that the files have.

use daylight_core::{AccountSummary, Analysis, Apart, CoactionEdge, Dataset, EvidenceRow, Group, TopObject};
use rayon::prelude::*;

use super::subset::Subset;
use crate::error::ShareError;

pub(super) fn relabel(analysis: &Analysis, subset: &Subset, small: &Dataset) -> Result<Analysis, ShareError> {
    let (edges, evidence, edge_map) = edges(analysis, subset, small)?;
    let mut accounts = analysis
        .accounts
        .iter()
        .map(|a| Ok(AccountSummary { account: account(subset, a.account)?, ..a.clone() }))
        .collect::<Result<Vec<_>, ShareError>>()?;
    accounts.sort_by_key(|a| a.account);
    let mut clock = analysis.clock.clone();
    for (scheduled, _) in &mut clock.scheduled {
        *scheduled = account(subset, *scheduled)?;
    }
    clock.scheduled.sort_unstable();
    let mut moments = analysis.moments.clone();
    for moment in &mut moments {
        moment.object = object(subset, moment.layer, moment.object)?;
    }
    moments.sort_by_key(|m| (m.layer, m.object, m.first_us, m.last_us));
    let groups = analysis.groups.iter().map(|g| group(g, subset, &edge_map)).collect::<Result<_, _>>()?;
    Ok(Analysis { edges, evidence, groups, accounts, moments, clock, ..without_rows(analysis) })
}

/// The parts without numbers of accounts, objects or posts.
fn without_rows(analysis: &Analysis) -> Analysis {
    Analysis {
        settings: analysis.settings.clone(),
        layers: analysis.layers.clone(),
        clock: analysis.clock.clone(),
        edges: Vec::new(),
        evidence: Vec::new(),
        groups: Vec::new(),
        accounts: Vec::new(),
        moments: Vec::new(),
        calibration: analysis.calibration.clone(),
        not_applicable: analysis.not_applicable.clone(),
        notes: analysis.notes.clone(),
        stability: analysis.stability.clone(),
    }
}

type Edges = (Vec<CoactionEdge>, Vec<EvidenceRow>, Vec<u32>);

/// Edges in order of the shown names, their rows behind them, and where each old edge went. Without any evidence
/// the edges still say which rows they would have.
fn edges(analysis: &Analysis, subset: &Subset, small: &Dataset) -> Result<Edges, ShareError> {
    let mut order = Vec::with_capacity(analysis.edges.len());
    for (i, edge) in analysis.edges.iter().enumerate() {
        let (a, b) = (account(subset, edge.a)?, account(subset, edge.b)?);
        order.push((a.min(b), a.max(b), a > b, i as u32));
    }
    order.sort_unstable();
    let mut edge_map = vec![0; order.len()];
    for (new, &(.., old)) in (0..).zip(&order) {
        edge_map[old as usize] = new;
    }
    let mut edges: Vec<CoactionEdge> = order
        .par_iter()
        .map(|&(a, b, swapped, old)| {
            let from = &analysis.edges[old as usize];
            let (a_first, b_first) = if swapped { (from.b_first, from.a_first) } else { (from.a_first, from.b_first) };
            CoactionEdge { a, b, a_first, b_first, ..from.clone() }
        })
        .collect();
    let mut next = 0;
    for edge in &mut edges {
        edge.evidence_start = next;
        next += u64::from(edge.n_coactions);
    }
    if analysis.evidence.is_empty() {
        return Ok((edges, Vec::new(), edge_map));
    }
    let rows_of = |&(_, _, swapped, old): &(u32, u32, bool, u32)| {
        let rows = rows(analysis, &analysis.edges[old as usize])?;
        let mut shown: Vec<_> =
            rows.iter().map(|row| evidence_row(row, swapped, subset)).collect::<Result<_, ShareError>>()?;
        shown.sort_by_key(|row| row_order(row, small));
        Ok(shown)
    };
    let some = |edges: &[_]| Ok(edges.iter().map(rows_of).collect::<Result<Vec<_>, ShareError>>()?.concat());
    let parts: Vec<Vec<EvidenceRow>> = order.par_chunks(4096).map(some).collect::<Result<_, ShareError>>()?;
    Ok((edges, parts.concat(), edge_map))
}

fn rows<'a>(analysis: &'a Analysis, edge: &CoactionEdge) -> Result<&'a [EvidenceRow], ShareError> {
    let start = edge.evidence_start as usize;
    analysis.evidence.get(start..start + edge.n_coactions as usize).ok_or_else(|| {
        ShareError::Inconsistent(format!("the rows of edge {}-{} lie beyond the evidence", edge.a, edge.b))
    })
}

fn evidence_row(row: &EvidenceRow, swapped: bool, subset: &Subset) -> Result<EvidenceRow, ShareError> {
    let post = |p| subset.post(p).ok_or_else(|| ShareError::Inconsistent(format!("post {p} is unknown")));
    let (mut post_a, mut post_b, mut dt_us) = (post(row.post_a)?, post(row.post_b)?, row.dt_us);
    if swapped {
        (post_a, post_b, dt_us) = (post_b, post_a, -dt_us);
    }
    Ok(EvidenceRow { layer: row.layer, object: object(subset, row.layer, row.object)?, post_a, post_b, dt_us })
}

/// Order of the rows of an edge: by what stands in them, by file and line only between equals.
fn row_order(row: &EvidenceRow, small: &Dataset) -> impl Ord + use<> {
    let (a, b) = (row.post_a as usize, row.post_b as usize);
    let posts = &small.posts;
    (
        (row.layer, row.object),
        (posts.time_us[a], posts.content[a], posts.time_us[b], posts.content[b]),
        (row.post_a, row.post_b),
    )
}

fn group(group: &Group, subset: &Subset, edge_map: &[u32]) -> Result<Group, ShareError> {
    let mut members = Vec::with_capacity(group.members.len());
    for (i, &m) in group.members.iter().enumerate() {
        members.push((account(subset, m)?, group.stability.get(i).copied().unwrap_or(f64::NAN)));
    }
    members.sort_by_key(|m| m.0);
    let apart = group.apart.iter().map(|a| Ok(Apart { account: account(subset, a.account)?, ..*a }));
    let mut apart: Vec<Apart> = apart.collect::<Result<_, ShareError>>()?;
    apart.sort_by_key(|a| a.account);
    let leaders = group.leaders.iter().map(|&(a, share)| Ok((account(subset, a)?, share)));
    let top_objects =
        group.top_objects.iter().map(|t| Ok(TopObject { object: object(subset, t.layer, t.object)?, ..*t }));
    Ok(Group {
        members: members.iter().map(|m| m.0).collect(),
        stability: members.iter().map(|m| m.1).collect(),
        apart,
        leaders: leaders.collect::<Result<_, ShareError>>()?,
        top_objects: top_objects.collect::<Result<_, ShareError>>()?,
        strongest: group.strongest.iter().filter_map(|&e| edge_map.get(e as usize).copied()).collect(),
        ..group.clone()
    })
}

fn account(subset: &Subset, old: u32) -> Result<u32, ShareError> {
    subset.account(old).ok_or_else(|| ShareError::Inconsistent(format!("account {old} is unknown")))
}

fn object(subset: &Subset, layer: u16, old: u32) -> Result<u32, ShareError> {
    subset.object(layer, old).ok_or_else(|| ShareError::Inconsistent(format!("object {old} is unknown")))
}

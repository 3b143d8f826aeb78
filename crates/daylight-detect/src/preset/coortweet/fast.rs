//! The edge table alone, by the counting kernel: steps 1 to 6 of CooRTweet without the tables between.
//!
//! Equal to [`super::edges_only_reference`], which tests hold it to. Loops are not kept here.

use super::Settings;
use crate::preset::PresetError;
use daylight_algo::sweep::{SweepOptions, fold_pairs, map_pairs};
use daylight_algo::{Grouped, PairRecord};
use daylight_core::{Context, Dataset, Layer, ObjectKind, PostTable};
use rayon::prelude::*;
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// One edge; the account whose id comes first in byte order stands first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FastEdge {
    /// Number of the first account.
    pub account: u32,
    /// Number of the second.
    pub account_y: u32,
    /// Pairs of posts.
    pub weight: u32,
    /// Mean |dt| in seconds.
    pub avg_time_delta: f64,
}

/// Contents as a set of bits that threads add to.
struct Bits(Vec<AtomicU64>);

impl Bits {
    fn new(n: u32) -> Self {
        Self((0..=n / 64).map(|_| AtomicU64::new(0)).collect())
    }

    fn set(&self, i: u32) {
        let (cell, bit) = (&self.0[i as usize / 64], 1 << (i % 64));
        if cell.load(Relaxed) & bit == 0 {
            cell.fetch_or(bit, Relaxed);
        }
    }

    fn has(&self, i: u32) -> bool {
        self.0[i as usize / 64].load(Relaxed) >> (i % 64) & 1 == 1
    }
}

/// Edges with at least `min_edge_weight` pairs, sorted by the id strings.
///
/// # Errors
/// When loops are to be kept, or the layer does not exist.
pub fn edges_only(
    data: &Dataset,
    layer: usize,
    settings: &Settings,
    min_edge_weight: u32,
    context: &Context,
) -> Result<Vec<FastEdge>, PresetError> {
    let missing = || PresetError::Missing { what: "a column of objects" };
    let source = data.layers.get(layer).ok_or_else(missing)?;
    let window = daylight_core::settings::secs_to_us(settings.time_window_secs);
    let takes_part = participants(data, source, settings.min_participation);
    let account: Vec<u32> = source.post.par_iter().map(|&p| data.posts.account[p as usize]).collect();
    let time: Vec<i64> = source.post.par_iter().map(|&p| data.posts.time_us[p as usize]).collect();
    let mut own_content = vec![false; account.len()];
    for &i in &source.self_object {
        own_content[i as usize] = true;
    }
    let grouped = Grouped::build(source.objects.len(), &source.object, &account, &time, |i| {
        time[i] != PostTable::NO_TIME && !own_content[i] && takes_part[account[i] as usize]
    });
    drop((time, own_content));
    let content_of = |action: u32| data.posts.content[source.post[action as usize] as usize];
    let content: Vec<u32> = grouped.item.par_iter().map(|&i| content_of(i)).collect();
    let unique = data.n_contents as usize == data.posts.len();
    let differ = |i: usize, j: usize| unique || content[i] != content[j];
    let mut options = SweepOptions { window, moments: &[], min_count: 1, memory_limit: context.memory_limit };
    let kept = (settings.min_participation >= 1)
        .then(|| step_four(data, source, &account, &takes_part, settings.min_participation, &grouped, &options, &content, &differ));
    options.min_count = min_edge_weight.clamp(1, 255) as u8;
    let build = |records: &[PairRecord]| summarize(&grouped, records, min_edge_weight);
    let edges = match kept {
        Some(kept) => map_pairs(&grouped, &options, |i, j| (kept[i] || kept[j]) && differ(i, j), build),
        None => map_pairs(&grouped, &options, differ, build),
    };
    let mut edges: Vec<FastEdge> = edges.into_iter().flatten().collect();
    orient(data, &mut edges);
    Ok(edges)
}

/// Writes `account_id,account_id_y,weight,avg_time_delta`.
///
/// # Errors
/// When the writer fails.
pub fn write_edges(data: &Dataset, edges: &[FastEdge], out: &mut dyn Write) -> Result<(), PresetError> {
    let failed = |source| PresetError::Table { table: "edges.csv".to_owned(), source };
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["account_id", "account_id_y", "weight", "avg_time_delta"]).map_err(failed)?;
    for e in edges {
        let (weight, delta) = (e.weight.to_string(), e.avg_time_delta.to_string());
        table.write_record([data.accounts.get(e.account), data.accounts.get(e.account_y), &weight, &delta]).map_err(failed)?;
    }
    table.flush().map_err(|e| failed(e.into()))
}

fn participants(data: &Dataset, layer: &Layer, min: u32) -> Vec<bool> {
    let mut rows = vec![0u32; data.accounts.len()];
    if layer.kind == ObjectKind::Object {
        for &a in &data.posts.account {
            rows[a as usize] += 1;
        }
    } else {
        for &p in &layer.post {
            rows[data.posts.account[p as usize] as usize] += 1;
        }
    }
    rows.into_iter().map(|n| n >= min).collect()
}

/// For each index of the grouping whether its content is contributed by an account that takes part often enough.
#[allow(clippy::too_many_arguments, reason = "one step of a fixed recipe; a struct would only rename its inputs")]
fn step_four(
    data: &Dataset,
    layer: &Layer,
    account: &[u32],
    takes_part: &[bool],
    min: u32,
    grouped: &Grouped,
    options: &SweepOptions,
    content: &[u32],
    differ: &(impl Fn(usize, usize) -> bool + Sync),
) -> Vec<bool> {
    let involved = Bits::new(data.n_contents);
    fold_pairs(grouped, options, || (), |(), i, j| {
        if differ(i, j) {
            involved.set(content[i]);
            involved.set(content[j]);
        }
    });
    let content_of = |action: usize| data.posts.content[layer.post[action] as usize];
    let mut rows = vec![0u32; takes_part.len()];
    for (i, &a) in account.iter().enumerate() {
        rows[a as usize] += u32::from(takes_part[a as usize] && involved.has(content_of(i)));
    }
    let contributed = Bits::new(data.n_contents);
    account.par_iter().enumerate().for_each(|(i, &a)| {
        if rows[a as usize] >= min && takes_part[a as usize] && involved.has(content_of(i)) {
            contributed.set(content_of(i));
        }
    });
    content.par_iter().map(|&c| contributed.has(c)).collect()
}

fn summarize(grouped: &Grouped, records: &[PairRecord], min_weight: u32) -> Vec<FastEdge> {
    records
        .chunk_by(|x, y| x.key == y.key)
        .filter(|pairs| pairs.len() >= min_weight as usize)
        .map(|pairs| {
            let total: i64 = pairs.iter().map(|r| grouped.time[r.j as usize] - grouped.time[r.i as usize]).sum();
            FastEdge {
                account: pairs[0].a(),
                account_y: pairs[0].b(),
                weight: pairs.len() as u32,
                avg_time_delta: total as f64 / 1e6 / pairs.len() as f64,
            }
        })
        .collect()
}

/// Smaller id first, sorted by ids.
fn orient(data: &Dataset, edges: &mut [FastEdge]) {
    let name = |a: u32| data.accounts.get(a);
    edges.par_iter_mut().for_each(|e| {
        if name(e.account) > name(e.account_y) {
            std::mem::swap(&mut e.account, &mut e.account_y);
        }
    });
    edges.par_sort_unstable_by(|x, y| (name(x.account), name(x.account_y)).cmp(&(name(y.account), name(y.account_y))));
}

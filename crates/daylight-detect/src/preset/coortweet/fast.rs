//! The edge table alone, by the counting kernel: steps 1 to 6 of CooRTweet without the tables between.
//!
//! Equal to [`super::edges_only_reference`], which tests hold it to. Loops are not kept here.

use super::Settings;
use crate::preset::PresetError;
use daylight_algo::sweep::{Sketch, SweepOptions, fold_pairs, map_pairs_with};
use daylight_algo::{Grouped, PairRecord};
use daylight_core::{Context, Dataset, Layer, ObjectKind, PostTable};
use rayon::prelude::*;
use std::borrow::Cow;
use std::io::Write;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

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
/// When loops are to be kept, a setting is out of its range, or the layer does not exist.
pub fn edges_only(
    data: &Dataset,
    layer: usize,
    settings: &Settings,
    min_edge_weight: u32,
    context: &Context,
) -> Result<Vec<FastEdge>, PresetError> {
    settings.check()?;
    let missing = || PresetError::Missing { what: "a column of objects" };
    let source = data.layers.get(layer).ok_or_else(missing)?;
    let window = daylight_core::settings::secs_to_us(settings.time_window_secs);
    let takes_part = participants(data, source, settings.min_participation);
    // Most tables have one object a row; then actions are posts and nothing need be copied.
    let plain =
        source.post.len() == data.posts.len() && source.post.par_iter().enumerate().all(|(i, &p)| i == p as usize);
    let account = by_action(&data.posts.account, &source.post, plain);
    let time = by_action(&data.posts.time_us, &source.post, plain);
    let mut own_content = vec![false; if source.self_object.is_empty() { 0 } else { account.len() }];
    for &i in &source.self_object {
        own_content[i as usize] = true;
    }
    let own = |i: usize| own_content.get(i).copied().unwrap_or(false);
    let grouped = Grouped::build(source.objects.len(), &source.object, &account, &time, |i| {
        time[i] != PostTable::NO_TIME && !own(i) && takes_part[account[i] as usize]
    });
    drop((time, own_content));
    // Where every post has a content of its own, the post stands for it.
    let unique = data.n_contents as usize == data.posts.len();
    let content_of = |post: u32| if unique { post } else { data.posts.content[post as usize] };
    let content: Vec<u32> = grouped.item.par_iter().map(|&i| content_of(source.post[i as usize])).collect();
    let differ = |i: usize, j: usize| content[i] != content[j];
    let min_count = min_edge_weight.clamp(1, 255) as u8;
    let options = SweepOptions { window, moments: &[], min_count, memory_limit: context.memory_limit };
    let least = settings.min_participation;
    // The contents of step 4 are met in the same sweep as the pairs are counted, before it is known which of
    // them stay; the count is then one from above, which is all that a sketch promises.
    let involved = (least >= 1).then(|| Bits::new(data.n_contents));
    let meet = |i: usize, j: usize| {
        let differ = differ(i, j);
        if differ && let Some(involved) = &involved {
            involved.set(content[i]);
            involved.set(content[j]);
        }
        differ
    };
    let sketch = if min_count > 1 {
        Some(Sketch::fill(&grouped, &options, &meet))
    } else {
        if involved.is_some() {
            fold_pairs(&grouped, &options, || (), |(), i, j| _ = meet(i, j));
        }
        None
    };
    let kept = involved.as_ref().map(|involved| {
        let content_of = |action: usize| content_of(source.post[action]);
        let contributed = step_four(&account, content_of, &takes_part, least, involved, data.n_contents);
        content.par_iter().map(|&c| contributed.has(c)).collect::<Vec<bool>>()
    });
    let build = |records: &[PairRecord]| summarize(&grouped, records, min_edge_weight);
    let keep = |i: usize, j: usize| kept.as_ref().is_none_or(|kept| kept[i] || kept[j]) && differ(i, j);
    let edges = map_pairs_with(&grouped, &options, sketch.as_ref(), keep, build);
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
    out.write_all(b"account_id,account_id_y,weight,avg_time_delta\n").map_err(|e| failed(e.into()))?;
    // Some chunks at a time on all threads, written in order.
    for some in edges.chunks(CSV_CHUNK * 2 * rayon::current_num_threads()) {
        let made: Vec<csv::Result<Vec<u8>>> = some.par_chunks(CSV_CHUNK).map(|edges| csv_lines(data, edges)).collect();
        for lines in made {
            out.write_all(&lines.map_err(failed)?).map_err(|e| failed(e.into()))?;
        }
    }
    out.flush().map_err(|e| failed(e.into()))
}

/// What a row takes, roughly.
const BYTES_PER_EDGE: usize = 40;

/// Rows that one thread writes at a time.
const CSV_CHUNK: usize = 1 << 14;

fn csv_lines(data: &Dataset, edges: &[FastEdge]) -> csv::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::with_capacity(edges.len() * BYTES_PER_EDGE));
    let (mut integer, mut real) = (itoa::Buffer::new(), zmij::Buffer::new());
    for e in edges {
        let (weight, delta) = (integer.format(e.weight), real.format(e.avg_time_delta));
        let delta = delta.strip_suffix(".0").unwrap_or(delta);
        table.write_record([data.accounts.get(e.account), data.accounts.get(e.account_y), weight, delta])?;
    }
    table.into_inner().map_err(|e| e.into_error().into())
}

fn participants(data: &Dataset, layer: &Layer, min: u32) -> Vec<bool> {
    let rows: Vec<AtomicU32> = (0..data.accounts.len()).map(|_| AtomicU32::new(0)).collect();
    let account = &data.posts.account;
    let one_more = |a: u32| {
        // Enough is enough: most accounts are then only read, and two threads do not take a line from each other.
        let n = &rows[a as usize];
        if n.load(Relaxed) < min {
            n.fetch_add(1, Relaxed);
        }
    };
    if layer.kind == ObjectKind::Object {
        account.par_iter().for_each(|&a| one_more(a));
    } else {
        layer.post.par_iter().for_each(|&p| one_more(account[p as usize]));
    }
    rows.into_iter().map(|n| n.into_inner() >= min).collect()
}

/// A column of posts, by action.
fn by_action<'a, T: Copy + Send + Sync>(column: &'a [T], post: &[u32], plain: bool) -> Cow<'a, [T]> {
    if plain { Cow::Borrowed(column) } else { post.par_iter().map(|&p| column[p as usize]).collect::<Vec<T>>().into() }
}

/// The contents that an account contributed which takes part often enough in those that are involved.
fn step_four(
    account: &[u32],
    content_of: impl Fn(usize) -> u32 + Sync,
    takes_part: &[bool],
    min: u32,
    involved: &Bits,
    n_contents: u32,
) -> Bits {
    let rows: Vec<AtomicU32> = takes_part.par_iter().map(|_| AtomicU32::new(0)).collect();
    let counts = |i: usize, a: u32| involved.has(content_of(i)) && takes_part[a as usize];
    account.par_iter().enumerate().for_each(|(i, &a)| {
        if counts(i, a) && rows[a as usize].load(Relaxed) < min {
            rows[a as usize].fetch_add(1, Relaxed);
        }
    });
    let contributed = Bits::new(n_contents);
    account.par_iter().enumerate().for_each(|(i, &a)| {
        if counts(i, a) && rows[a as usize].load(Relaxed) >= min {
            contributed.set(content_of(i));
        }
    });
    contributed
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

/// Smaller id first, sorted by ids. Each account's id is compared once per sort of the accounts, not of the
/// edges, of which there are many more.
fn orient(data: &Dataset, edges: &mut [FastEdge]) {
    let mut used: Vec<u32> = edges.iter().flat_map(|e| [e.account, e.account_y]).collect();
    used.par_sort_unstable();
    used.dedup();
    used.par_sort_unstable_by(|&x, &y| data.accounts.get(x).cmp(data.accounts.get(y)));
    let mut rank = vec![0u32; data.accounts.len()];
    for (r, &account) in used.iter().enumerate() {
        rank[account as usize] = r as u32;
    }
    let rank = |account: u32| rank[account as usize];
    edges.par_iter_mut().for_each(|e| {
        if rank(e.account) > rank(e.account_y) {
            std::mem::swap(&mut e.account, &mut e.account_y);
        }
    });
    edges.par_sort_unstable_by_key(|e| (rank(e.account), rank(e.account_y)));
}

//! Exact windowed pair counting.
//!
//! Two sweeps over the grouped items instead of one table of pairs. The first only counts: a sketch of
//! saturating bytes over pair hashes, in which a pair met k times leaves at least k. The second emits the
//! co-actions whose cell reached k, and these few are sorted. The sketch never drops a true pair; false
//! ones fall out after sorting, where counting is exact. Memory is bounded by passes over ranges of the
//! first actor: a pass sweeps again instead of spilling, because a sweep reads memory in order and a spilled
//! record costs more to write and read back than to find again.

use crate::{Grouped, MomentSpan};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed};

/// One co-action: items `i < j` of a [`Grouped`] (so `i` is not later than `j`) on one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PairRecord {
    /// The two actors, smaller one in the high half.
    pub key: u64,
    /// Index of the earlier item.
    pub i: u32,
    /// Index of the later item.
    pub j: u32,
}

impl PairRecord {
    /// The smaller actor.
    pub fn a(&self) -> u32 {
        (self.key >> 32) as u32
    }

    /// The larger actor.
    pub fn b(&self) -> u32 {
        self.key as u32
    }
}

/// What to sweep for.
#[derive(Debug, Clone, Copy)]
pub struct SweepOptions<'a> {
    /// |dt| at most this, microseconds, inclusive.
    pub window: i64,
    /// Moments whose inner pairs are left out, in order of index.
    pub moments: &'a [MomentSpan],
    /// Pairs with fewer co-actions than this may be left out (they may also be there). 1 keeps all.
    pub min_count: u8,
    /// Bytes for pair records; more passes when they do not fit.
    pub memory_limit: u64,
}

const CHUNK: usize = 1 << 15;
const N_BINS: usize = 1 << 10;

/// Number of pairs of items on one object within the window, pairs of one actor and inside moments included: what
/// a sweep visits at most, without visiting it.
fn pairs_at_most(g: &Grouped, window: i64) -> u64 {
    let of_object = |o: usize| {
        let times = &g.time[g.starts[o] as usize..g.starts[o + 1] as usize];
        let mut end = 0;
        let within = |(i, t): (usize, &i64)| {
            while end < times.len() && times[end].saturating_sub(*t) <= window {
                end += 1;
            }
            (end - i - 1) as u64
        };
        times.iter().enumerate().map(within).sum::<u64>()
    };
    (0..g.n_objects()).into_par_iter().with_min_len(1 << 12).map(of_object).sum()
}

/// Calls `visit(i, j)` for each pair of items of `range` and later ones on the same object that lie within
/// the window, are by different actors, and are not inside one moment. `i < j`.
fn visit_range(g: &Grouped, o: &SweepOptions, range: Range<usize>, mut visit: impl FnMut(usize, usize)) {
    let mut moment = o.moments.partition_point(|m| m.hi as usize <= range.start);
    let mut object = g.object_of(range.start) as usize;
    let mut end = g.starts[object + 1] as usize;
    for i in range {
        while i >= end {
            object += 1;
            end = g.starts[object + 1] as usize;
        }
        let mut j = i + 1;
        while moment < o.moments.len() && o.moments[moment].hi as usize <= i {
            moment += 1;
        }
        if moment < o.moments.len() && o.moments[moment].lo as usize <= i {
            j = o.moments[moment].hi as usize;
        }
        let (t, a) = (g.time[i], g.actor[i]);
        while j < end && g.time[j].saturating_sub(t) <= o.window {
            if g.actor[j] != a {
                visit(i, j);
            }
            j += 1;
        }
    }
}

fn chunks(g: &Grouped) -> Vec<Range<usize>> {
    (0..g.len().div_ceil(CHUNK)).map(|c| c * CHUNK..((c + 1) * CHUNK).min(g.len())).collect()
}

/// Visits every co-action once, in parallel over chunks, folding each chunk into a state of its own.
/// States come back in order of index.
pub fn fold_pairs<S: Send>(
    g: &Grouped,
    o: &SweepOptions,
    init: impl Fn() -> S + Sync,
    visit: impl Fn(&mut S, usize, usize) + Sync,
) -> Vec<S> {
    chunks(g)
        .into_par_iter()
        .map(|range| {
            let mut state = init();
            visit_range(g, o, range, |i, j| visit(&mut state, i, j));
            state
        })
        .collect()
}

/// Groups co-actions by pair of actors. `keep(i, j)` drops co-actions; `build` gets, in parallel, the records
/// of consecutive pairs, sorted by (key, i, j), every pair whole. Results come back in order of pair.
pub fn map_pairs<T: Send>(
    g: &Grouped,
    o: &SweepOptions,
    keep: impl Fn(usize, usize) -> bool + Sync,
    build: impl Fn(&[PairRecord]) -> T + Sync,
) -> Vec<T> {
    let sketch = (o.min_count > 1).then(|| Sketch::fill(g, o, &keep));
    map_pairs_with(g, o, sketch.as_ref(), keep, build)
}

/// As [`map_pairs`], with a sketch that was filled before. It must have been shown every co-action that `keep`
/// lets pass; others only cost time.
pub fn map_pairs_with<T: Send>(
    g: &Grouped,
    o: &SweepOptions,
    sketch: Option<&Sketch>,
    keep: impl Fn(usize, usize) -> bool + Sync,
    build: impl Fn(&[PairRecord]) -> T + Sync,
) -> Vec<T> {
    let n_actors = g.actor.par_iter().max().map_or(1, |&a| a as usize + 1);
    let shift = (usize::BITS - n_actors.leading_zeros()).saturating_sub(N_BINS.trailing_zeros());
    let wanted = Wanted { g, o, sketch, keep: &keep, shift };
    let gather = |bins: &Range<usize>, parts: &[Part]| -> Vec<T> {
        let of_bin = |b: usize| {
            let n = parts.iter().map(|part| part.bin(b).len()).sum();
            let mut records = Vec::with_capacity(n);
            for part in parts {
                records.extend_from_slice(part.bin(b));
            }
            // Chunks come in order of (i, j), and a stable sort keeps that within a pair.
            records.sort_by_key(|r| r.key);
            (!records.is_empty()).then(|| build(&records))
        };
        (0..bins.len()).into_par_iter().filter_map(of_bin).collect()
    };
    // Most often everything fits, and counting first would cost a sweep of its own.
    let all = 0..N_BINS;
    if let Some(parts) = wanted.emit(&all, o.memory_limit / BYTES_PER_RECORD) {
        return gather(&all, &parts);
    }
    let mut out = Vec::new();
    for bins in passes(&wanted.histogram(), o.memory_limit) {
        let parts = wanted.emit(&bins, u64::MAX).unwrap_or_default();
        out.append(&mut gather(&bins, &parts));
    }
    out
}

fn key_of(a: u32, b: u32) -> u64 {
    (u64::from(a.min(b)) << 32) | u64::from(a.max(b))
}

/// A record stands in the emitting chunk and, while its bin is sorted, a second time.
const BYTES_PER_RECORD: u64 = 2 * size_of::<PairRecord>() as u64;

/// Co-actions that were found but not yet asked for in the sketch. Asking for many at once lets the cache
/// misses overlap.
const BATCH: usize = 64;

/// Which co-actions are to be emitted, and to which bin they go.
struct Wanted<'a, K> {
    g: &'a Grouped,
    o: &'a SweepOptions<'a>,
    sketch: Option<&'a Sketch>,
    keep: &'a K,
    shift: u32,
}

impl<K: Fn(usize, usize) -> bool + Sync> Wanted<'_, K> {
    fn bin_of(&self, key: u64) -> usize {
        ((key >> 32) >> self.shift) as usize
    }

    /// Visits the wanted co-actions of a range, in order.
    fn visit(&self, range: Range<usize>, mut visit: impl FnMut(PairRecord)) {
        let record = |i: usize, j: usize| {
            let key = key_of(self.g.actor[i], self.g.actor[j]);
            PairRecord { key, i: i as u32, j: j as u32 }
        };
        let Some(sketch) = self.sketch else {
            visit_range(self.g, self.o, range, |i, j| {
                if (self.keep)(i, j) {
                    visit(record(i, j));
                }
            });
            return;
        };
        let mut batch = [PairRecord { key: 0, i: 0, j: 0 }; BATCH];
        let mut n = 0;
        let mut ask = |batch: &[PairRecord]| {
            let mut reached = 0u64;
            for (bit, r) in batch.iter().enumerate() {
                reached |= u64::from(sketch.reached(r.key, self.o.min_count)) << bit;
            }
            while reached != 0 {
                visit(batch[reached.trailing_zeros() as usize]);
                reached &= reached - 1;
            }
        };
        visit_range(self.g, self.o, range, |i, j| {
            if (self.keep)(i, j) {
                batch[n] = record(i, j);
                n += 1;
                if n == BATCH {
                    ask(&batch);
                    n = 0;
                }
            }
        });
        ask(&batch[..n]);
    }

    /// Number of records of each bin.
    fn histogram(&self) -> Vec<u64> {
        let count = |range: Range<usize>| {
            let mut counts = vec![0u32; N_BINS];
            self.visit(range, |r| counts[self.bin_of(r.key)] += 1);
            counts
        };
        let mut total = vec![0u64; N_BINS];
        for part in chunks(self.g).into_par_iter().map(count).collect::<Vec<_>>() {
            for (sum, n) in total.iter_mut().zip(part) {
                *sum += u64::from(n);
            }
        }
        total
    }

    /// The records of some bins, by chunk; `None` when there are more than `limit`.
    fn emit(&self, bins: &Range<usize>, limit: u64) -> Option<Vec<Part>> {
        let n_found = AtomicU64::new(0);
        let part = |range: Range<usize>| {
            if n_found.load(Relaxed) > limit {
                return None;
            }
            let mut found: Vec<PairRecord> = Vec::new();
            self.visit(range, |r| {
                if bins.contains(&self.bin_of(r.key)) {
                    found.push(r);
                }
            });
            let n = found.len() as u64;
            (n_found.fetch_add(n, Relaxed) + n <= limit)
                .then(|| Part::sorted(&found, bins.len(), |r| self.bin_of(r.key) - bins.start))
        };
        chunks(self.g).into_par_iter().map(part).collect()
    }
}

/// Ranges of bins whose records fit the limit, each at least one bin.
fn passes(histogram: &[u64], memory_limit: u64) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut bytes) = (0, 0u64);
    for (bin, &n) in histogram.iter().enumerate() {
        if bytes > 0 && bytes + n * BYTES_PER_RECORD > memory_limit {
            out.push(start..bin);
            (start, bytes) = (bin, 0);
        }
        bytes += n * BYTES_PER_RECORD;
    }
    if bytes > 0 {
        out.push(start..histogram.len());
    }
    out
}

/// Records of one chunk, sorted by bin.
struct Part {
    records: Vec<PairRecord>,
    ends: Vec<u32>,
}

impl Part {
    fn sorted(found: &[PairRecord], n_bins: usize, bin_of: impl Fn(&PairRecord) -> usize) -> Self {
        let mut ends = vec![0u32; n_bins];
        for r in found {
            ends[bin_of(r)] += 1;
        }
        let mut sum = 0;
        for e in &mut ends {
            sum += std::mem::replace(e, sum);
        }
        let mut records = vec![PairRecord { key: 0, i: 0, j: 0 }; found.len()];
        for r in found {
            let slot = &mut ends[bin_of(r)];
            records[*slot as usize] = *r;
            *slot += 1;
        }
        Self { records, ends }
    }

    fn bin(&self, b: usize) -> &[PairRecord] {
        let start = if b == 0 { 0 } else { self.ends[b - 1] as usize };
        &self.records[start..self.ends[b] as usize]
    }
}

/// Count-min sketch with one row of saturating bytes.
#[derive(Debug)]
pub struct Sketch {
    cells: Vec<AtomicU8>,
    shift: u32,
}

impl Sketch {
    /// Counts every co-action that `keep` lets pass. `keep` is asked once for each.
    pub fn fill(g: &Grouped, o: &SweepOptions, keep: &(impl Fn(usize, usize) -> bool + Sync)) -> Self {
        let n = (pairs_at_most(g, o.window) * 3).next_power_of_two().clamp(1 << 16, 1 << 26) as usize;
        let cells = (0..n).into_par_iter().map(|_| AtomicU8::new(0)).collect();
        let sketch = Self { cells, shift: u64::BITS - n.trailing_zeros() };
        chunks(g).into_par_iter().for_each(|range| {
            // Cells are first read in a batch, so that their cache misses overlap, then counted up.
            let mut batch = [0usize; BATCH];
            let mut n = 0;
            visit_range(g, o, range, |i, j| {
                if keep(i, j) {
                    batch[n] = sketch.cell(key_of(g.actor[i], g.actor[j]));
                    n += 1;
                    if n == batch.len() {
                        sketch.count(&batch, o.min_count);
                        n = 0;
                    }
                }
            });
            sketch.count(&batch[..n], o.min_count);
        });
        sketch
    }

    fn cell(&self, key: u64) -> usize {
        let mixed = (key ^ (key >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((mixed ^ (mixed >> 32)).wrapping_mul(0x94D0_49BB_1331_11EB) >> self.shift) as usize
    }

    fn count(&self, batch: &[usize], enough: u8) {
        let mut full = 0u64;
        for (bit, &c) in batch.iter().enumerate() {
            full |= u64::from(self.cells[c].load(Relaxed) >= enough) << bit;
        }
        for (bit, &c) in batch.iter().enumerate() {
            // Two threads may both step over `enough`; with at most 255 threads the byte cannot wrap... and it is
            // read again here, so that one batch cannot run over either.
            if full >> bit & 1 == 0 && self.cells[c].load(Relaxed) < enough {
                self.cells[c].fetch_add(1, Relaxed);
            }
        }
    }

    fn reached(&self, key: u64, enough: u8) -> bool {
        self.cells[self.cell(key)].load(Relaxed) >= enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find_moments;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    type Row = (u32, u32, i64);

    fn naive(rows: &[Row], window: i64) -> BTreeMap<(u32, u32), usize> {
        let mut counts = BTreeMap::new();
        for (i, x) in rows.iter().enumerate() {
            for y in &rows[i + 1..] {
                if x.0 == y.0 && x.1 != y.1 && (x.2 - y.2).abs() <= window {
                    *counts.entry((x.1.min(y.1), x.1.max(y.1))).or_insert(0) += 1;
                }
            }
        }
        counts
    }

    fn group(rows: &[Row]) -> Grouped {
        let object: Vec<u32> = rows.iter().map(|r| r.0).collect();
        let actor: Vec<u32> = rows.iter().map(|r| r.1).collect();
        let time: Vec<i64> = rows.iter().map(|r| r.2).collect();
        Grouped::build(object.iter().max().map_or(0, |&o| o as usize + 1), &object, &actor, &time, |_| true)
    }

    fn count(g: &Grouped, o: &SweepOptions) -> BTreeMap<(u32, u32), usize> {
        let per_bin = map_pairs(
            g,
            o,
            |_, _| true,
            |records| {
                assert!(records.is_sorted());
                records.chunk_by(|x, y| x.key == y.key).map(|c| ((c[0].a(), c[0].b()), c.len())).collect::<Vec<_>>()
            },
        );
        let flat: Vec<_> = per_bin.into_iter().flatten().collect();
        assert!(flat.is_sorted(), "pairs come in order, each once");
        flat.into_iter().collect()
    }

    proptest! {
        #[test]
        fn equals_the_double_loop(
            rows in proptest::collection::vec((0u32..5, prop_oneof![0u32..8, 2000u32..2004], 0i64..100), 0..120),
            window in 0i64..30, k in 1u8..4, memory_limit in prop::sample::select(vec![64u64, 1 << 20]),
        ) {
            let g = group(&rows);
            if g.is_empty() { return Ok(()); }
            let mut expected = naive(&rows, window);
            let mut got = count(&g, &SweepOptions { window, moments: &[], min_count: k, memory_limit });
            expected.retain(|_, n| *n >= k as usize);
            got.retain(|_, n| *n >= k as usize);
            prop_assert_eq!(got, expected);
        }
    }

    #[test]
    fn the_bound_on_pairs_counts_those_of_one_actor_too() {
        let g = group(&[(0, 1, 0), (0, 1, 5), (0, 2, 9), (0, 3, 30), (1, 1, 0), (1, 2, 0)]);
        assert_eq!(pairs_at_most(&g, 5), 2 + 1);
        assert_eq!(pairs_at_most(&g, 4), 1 + 1);
        assert_eq!(pairs_at_most(&g, 0), 1);
    }

    #[test]
    fn pairs_inside_a_moment_are_left_out_and_others_stay() {
        let mut rows: Vec<Row> = (0..20).map(|a| (0, a, i64::from(a))).collect();
        rows.push((0, 30, 1000));
        rows.push((0, 31, 1001));
        rows.push((1, 1, 5));
        rows.push((1, 2, 6));
        let g = group(&rows);
        let moments = find_moments(&g, 25, 10);
        let got = count(&g, &SweepOptions { window: 25, moments: &moments, min_count: 1, memory_limit: 1 << 20 });
        assert_eq!(got.into_iter().collect::<Vec<_>>(), vec![((1, 2), 1), ((30, 31), 1)]);
    }
}

//! From co-actions to edges with their rows.

use super::clock::Clock;
use super::layer::LayerData;
use super::own::test_pair;
use daylight_algo::sweep::{SweepOptions, map_pairs};
use daylight_algo::{Jitter, PairRecord, fdr, stats};
use daylight_core::{
    Answer, CoactionEdge, CoactionSettings, Context, CrowdAnswer, Dataset, EdgeLayer, EvidenceRow, Standing,
};
use rayon::prelude::*;

const DAY_US: i64 = 86_400_000_000;

/// Records of each layer, sorted by pair.
pub fn collect_records(
    layers: &[LayerData],
    settings: &CoactionSettings,
    min_count: u8,
    context: &Context,
) -> Vec<Vec<PairRecord>> {
    layers
        .iter()
        .map(|layer| {
            let options = SweepOptions {
                window: settings.window_us(),
                moments: &layer.moments,
                min_count,
                memory_limit: context.memory_limit,
            };
            map_pairs(&layer.grouped, &options, |_, _| true, <[PairRecord]>::to_vec).into_iter().flatten().collect()
        })
        .collect()
}

/// Calls `take` for every pair with its records in each layer, in parallel over runs of pairs, each of which
/// fills a state of its own; the states come in order of pair.
pub fn fold_keys<S: Default + Send>(
    records: &[Vec<PairRecord>],
    take: impl Fn(&mut S, u64, &[&[PairRecord]]) + Sync,
) -> Vec<S> {
    const STEP: usize = 4096;
    let mut cuts: Vec<u64> = records.iter().flat_map(|r| r.iter().step_by(STEP).map(|r| r.key)).collect();
    cuts.sort_unstable();
    cuts.dedup();
    (0..cuts.len())
        .into_par_iter()
        .map(|c| {
            let (from, to) = (cuts[c], cuts.get(c + 1).copied());
            let mut rest: Vec<&[PairRecord]> = records
                .iter()
                .map(|r| {
                    let lo = r.partition_point(|x| x.key < from);
                    let hi = to.map_or(r.len(), |to| r.partition_point(|x| x.key < to));
                    &r[lo..hi]
                })
                .collect();
            let mut state = S::default();
            let mut here: Vec<&[PairRecord]> = Vec::with_capacity(rest.len());
            while let Some(key) = rest.iter().filter_map(|r| r.first()).map(|r| r.key).min() {
                here.clear();
                here.extend(rest.iter_mut().map(|r| {
                    let (mine, others) = r.split_at(r.iter().take_while(|x| x.key == key).count());
                    *r = others;
                    mine
                }));
                take(&mut state, key, &here);
            }
            state
        })
        .collect()
}

/// Distinct objects of a pair's records in one layer (records come in order of object).
pub fn n_objects(layer: &LayerData, records: &[PairRecord]) -> u32 {
    let mut n = 0;
    let mut end = 0;
    for r in records {
        if r.i >= end {
            n += 1;
            end = layer.grouped.range(layer.grouped.object_of(r.i as usize)).end as u32;
        }
    }
    n
}

/// Distinct objects of rows in order of object.
fn distinct_objects(rows: &[EvidenceRow]) -> u32 {
    rows.chunk_by(|x, y| x.object == y.object).count() as u32
}

/// Distinct UTC days of a pair's co-actions.
pub fn n_days(layers: &[LayerData], records: &[&[PairRecord]]) -> u32 {
    let mut days: Vec<i64> = Vec::with_capacity(records.iter().map(|r| r.len()).sum());
    for (layer, records) in layers.iter().zip(records) {
        days.extend(records.iter().map(|r| layer.grouped.time[r.i as usize].div_euclid(DAY_US)));
    }
    days.sort_unstable();
    days.dedup();
    days.len() as u32
}

/// Everything that edges are made from.
pub struct EdgeMaker<'a> {
    pub dataset: &'a Dataset,
    pub layers: &'a [LayerData],
    pub clock: &'a Clock,
    pub scales: &'a [Jitter],
    pub settings: &'a CoactionSettings,
}

impl EdgeMaker<'_> {
    /// Edges with the first question answered (q still 1), and their evidence.
    pub fn make(&self, records: &[Vec<PairRecord>]) -> (Vec<CoactionEdge>, Vec<EvidenceRow>) {
        type Part = (Vec<CoactionEdge>, Vec<EvidenceRow>);
        let parts: Vec<Part> = fold_keys(records, |(edges, evidence): &mut Part, key, found| {
            let start = evidence.len();
            // A layer in which a pair met less often than it must to be listed was not swept for in full.
            let all = if self.settings.list_from > 1 { self.all_records(key) } else { Vec::new() };
            let all: Vec<&[PairRecord]> = all.iter().map(Vec::as_slice).collect();
            let here = if self.settings.list_from > 1 { &all[..] } else { found };
            self.rows((key >> 32) as u32, here, evidence);
            match self.edge(key, here, &evidence[start..]) {
                Some(edge) => edges.push(CoactionEdge { evidence_start: start as u64, ..edge }),
                None => evidence.truncate(start),
            }
        });
        let mut edges = Vec::with_capacity(parts.iter().map(|p| p.0.len()).sum());
        let mut evidence = Vec::with_capacity(parts.iter().map(|p| p.1.len()).sum());
        for (mut some, mut rows) in parts {
            for edge in &mut some {
                edge.evidence_start += evidence.len() as u64;
            }
            edges.append(&mut some);
            evidence.append(&mut rows);
        }
        (edges, evidence)
    }

    /// All co-actions of a pair, a layer each, in order of index.
    fn all_records(&self, key: u64) -> Vec<Vec<PairRecord>> {
        let window = self.settings.window_us();
        let of_layer = |layer: &LayerData| {
            let mut records = Vec::new();
            layer.postings.shared((key >> 32) as u32, key as u32, |_, xs, ys| {
                let time = |i: u32| layer.grouped.time[i as usize];
                for &x in xs {
                    let from = ys.partition_point(|&y| time(x).saturating_sub(time(y)) > window);
                    for &y in ys[from..].iter().take_while(|&&y| time(y).saturating_sub(time(x)) <= window) {
                        let (i, j) = (x.min(y), x.max(y));
                        if layer.in_one_moment(i, j).is_none() {
                            records.push(PairRecord { key, i, j });
                        }
                    }
                }
            });
            records.sort_unstable();
            records
        };
        self.layers.iter().map(of_layer).collect()
    }

    /// The edge of a pair with its evidence `rows`; nothing when it is on too few objects to be listed.
    fn edge(&self, key: u64, here: &[&[PairRecord]], rows: &[EvidenceRow]) -> Option<CoactionEdge> {
        let (a, b) = ((key >> 32) as u32, key as u32);
        let n_objects = rows.chunk_by(|x, y| x.layer == y.layer).map(distinct_objects).max().unwrap_or(0);
        if n_objects < self.settings.list_from {
            return None;
        }
        let (per_layer, own) = test_pair(self.layers, self.clock, self.scales, a, b);
        let layers = per_layer
            .into_iter()
            .map(|(layer, own)| EdgeLayer { layer, n_coactions: here[layer as usize].len() as u32, own, crowd_p: None })
            .collect();
        let times = || self.layers.iter().zip(here).flat_map(|(l, rs)| rs.iter().map(|r| l.grouped.time[r.i as usize]));
        let mut dts: Vec<f64> = rows.iter().map(|r| r.dt_us.unsigned_abs() as f64 / 1e6).collect();
        dts.sort_by(f64::total_cmp);
        let (mut a_first, mut b_first) = (0, 0);
        for row in rows {
            let (a_is, b_is) = self.clock.surely_first(a, b, row.dt_us);
            (a_first, b_first) = (a_first + u32::from(a_is), b_first + u32::from(b_is));
        }
        Some(CoactionEdge {
            a,
            b,
            n_coactions: rows.len() as u32,
            n_objects,
            n_days: n_days(self.layers, here),
            first_us: times().min().unwrap_or(0),
            last_us: times().max().unwrap_or(0),
            mean_dt_secs: dts.iter().sum::<f64>() / dts.len() as f64,
            median_dt_secs: stats::quantile_sorted(&dts, 0.5).unwrap_or(0.0),
            min_dt_secs: dts.first().copied().unwrap_or(0.0),
            a_first,
            b_first,
            leader_p: stats::sign_test(a_first, b_first),
            edge_symmetry: self.symmetry(rows),
            moment_weight: self.moment_weight(a, b),
            own,
            crowd: CrowdAnswer::NotAsked,
            group: None,
            tight: None,
            layers,
            standing: Standing::OwnRhythm,
            evidence_start: 0,
        })
    }

    /// Appends the rows of a pair, in order of layer, object and time.
    fn rows(&self, a: u32, here: &[&[PairRecord]], rows: &mut Vec<EvidenceRow>) {
        let start = rows.len();
        for (l, (layer, records)) in (0u16..).zip(self.layers.iter().zip(here)) {
            let source = &self.dataset.layers[layer.source];
            for r in *records {
                let (i, j) = (r.i as usize, r.j as usize);
                let (ia, ib) = if layer.grouped.actor[i] == a { (i, j) } else { (j, i) };
                let item = |i: usize| layer.grouped.item[i] as usize;
                rows.push(EvidenceRow {
                    layer: l,
                    object: source.object[item(ia)],
                    post_a: source.post[item(ia)],
                    post_b: source.post[item(ib)],
                    dt_us: layer.grouped.time[ib] - layer.grouped.time[ia],
                });
            }
        }
        // Items that tie in object, time and account stand in input order; the contents' ids decide instead.
        let posts = &self.dataset.posts;
        let content = |p: u32| {
            let c = posts.content[p as usize];
            if self.dataset.contents.is_empty() { "" } else { self.dataset.contents.get(c) }
        };
        let time = |p: u32| posts.time_us[p as usize];
        rows[start..].sort_by(|x, y| {
            (x.layer, x.object, time(x.post_a), time(x.post_b))
                .cmp(&(y.layer, y.object, time(y.post_a), time(y.post_b)))
                .then_with(|| (content(x.post_a), content(x.post_b)).cmp(&(content(y.post_a), content(y.post_b))))
        });
    }

    fn symmetry(&self, rows: &[EvidenceRow]) -> f64 {
        let distinct = |post: fn(&EvidenceRow) -> u32| {
            let mut contents: Vec<u32> = rows.iter().map(|r| self.dataset.posts.content[post(r) as usize]).collect();
            contents.sort_unstable();
            contents.dedup();
            contents.len() as f64
        };
        let (x, y) = (distinct(|r| r.post_a), distinct(|r| r.post_b));
        x.min(y) / x.max(y)
    }

    fn moment_weight(&self, a: u32, b: u32) -> f64 {
        let mut weight = 0.0;
        for layer in self.layers.iter().filter(|l| !l.moments.is_empty()) {
            layer.postings.shared(a, b, |_, xs, ys| {
                for (&i, &j) in xs.iter().flat_map(|i| ys.iter().map(move |j| (i, j))) {
                    let dt = layer.grouped.time[i as usize].saturating_sub(layer.grouped.time[j as usize]);
                    if let Some(m) = layer.in_one_moment(i.min(j), i.max(j))
                        && dt.abs() <= self.settings.window_us()
                    {
                        weight += 1.0 / f64::from(m.n_actors.max(2) - 1);
                    }
                }
            });
        }
        weight
    }
}

/// An edge of which only the ends and the first answer are known: enough for the other questions.
pub fn bare(a: u32, b: u32, own: Answer) -> CoactionEdge {
    CoactionEdge {
        a,
        b,
        n_coactions: 0,
        n_objects: own.observed,
        n_days: 0,
        first_us: 0,
        last_us: 0,
        mean_dt_secs: 0.0,
        median_dt_secs: 0.0,
        min_dt_secs: 0.0,
        a_first: 0,
        b_first: 0,
        leader_p: 1.0,
        edge_symmetry: 1.0,
        moment_weight: 0.0,
        own,
        crowd: CrowdAnswer::NotAsked,
        group: None,
        tight: None,
        layers: Vec::new(),
        standing: Standing::OwnRhythm,
        evidence_start: 0,
    }
}

/// Benjamini-Hochberg on the combined p over all `n_tested` pairs, and on each layer over its own pairs.
/// Returns the largest p that passed.
pub fn adjust(edges: &mut [CoactionEdge], n_tested: &[u64], level: f64) -> f64 {
    let p: Vec<f64> = edges.iter().map(|e| e.own.p).collect();
    let q = fdr::benjamini_hochberg(&p, n_tested.iter().sum());
    for (edge, q) in edges.iter_mut().zip(&q) {
        edge.own.q = *q;
    }
    for (l, &n) in (0u16..).zip(n_tested) {
        let at: Vec<(usize, usize)> = edges
            .iter()
            .enumerate()
            .flat_map(|(e, edge)| {
                edge.layers.iter().enumerate().filter(|(_, x)| x.layer == l).map(move |(x, _)| (e, x))
            })
            .collect();
        let p: Vec<f64> = at.iter().map(|&(e, x)| edges[e].layers[x].own.p).collect();
        for (&(e, x), q) in at.iter().zip(fdr::benjamini_hochberg(&p, n)) {
            edges[e].layers[x].own.q = q;
        }
    }
    fdr::p_cut(&p, &q, level)
}

/// Whether an edge is on enough objects and days to be shown; the standing that says why not.
pub fn too_thin(n_objects: u32, n_days: u32, settings: &CoactionSettings) -> Option<Standing> {
    if n_objects < settings.min_objects {
        Some(Standing::TooFewObjects)
    } else if n_days < settings.min_days {
        Some(Standing::TooFewDays)
    } else {
        None
    }
}

//! The dependence check: jittered copies of the data through the same questions.
//!
//! Benjamini-Hochberg trusts each p. Copies in which the null is true by construction show how many edges
//! would pass the same cut anyway; their mean over the observed number is the empirical false-discovery rate.
//! What passes in a copy is asked the other questions there too: as many pairs would lead by chance.

use super::clock::Clock;
use super::copied::Copied;
use super::crowd::{CrowdTest, Crowds};
use super::edges::{bare, collect_records, fold_keys, n_objects, too_thin};
use super::groups::provisional;
use super::layer::LayerData;
use crate::DetectError;
use daylight_algo::{Jitter, Postings};
use daylight_core::{Answer, CoactionEdge, CoactionSettings, Context};
use rayon::prelude::*;

/// What the copies are made of and asked.
pub struct Copies<'a> {
    pub layers: &'a [LayerData],
    pub clock: &'a Clock,
    pub scales: &'a [Jitter],
    pub settings: &'a CoactionSettings,
    pub context: &'a Context<'a>,
    /// Largest p of the first question that passes in the data.
    pub p_cut: f64,
    /// Pairs tested in the data.
    pub n_tested: u64,
}

impl Copies<'_> {
    /// For each copy the edges past `p_cut`, on enough objects and days; and those of them that would lead.
    ///
    /// # Errors
    /// None that the data would not have given before.
    pub fn counts(&self) -> Result<(Vec<u64>, Vec<u64>), DetectError> {
        // With several scales the widest half-width breaks all of them.
        let Some(jitter) = self.scales.iter().max_by_key(|s| s.half_width) else { return Ok((Vec::new(), Vec::new())) };
        let copies = u64::from(self.settings.surrogates);
        let grids: Vec<Vec<i64>> = self.layers.iter().map(|l| grids(l, self.clock)).collect();
        // Some copies at a time, so that what one thread must do alone in one copy goes on beside the next.
        let n_actions: usize = self.layers.iter().map(|l| l.grouped.len()).sum();
        let at_once = if n_actions > LARGE { 1 } else { rayon::current_num_threads().min(4) as u64 };
        let times = |copy: u64| -> Vec<Vec<i64>> {
            let layers = self.layers.iter().zip(&grids);
            layers.map(|(l, grids)| jittered(l, grids, jitter, self.settings.seed, copy)).collect()
        };
        let mut counts = Vec::with_capacity(copies as usize);
        while (counts.len() as u64) < copies {
            let from = counts.len() as u64;
            self.context.progress.step("surrogate copies", from, copies);
            let to = copies.min(from + at_once);
            let some: Result<Vec<(u64, u64)>, DetectError> =
                (from..to).into_par_iter().map(|copy| self.count(times(copy))).collect();
            counts.extend(some?);
        }
        Ok(counts.into_iter().unzip())
    }

    fn count(&self, times: Vec<Vec<i64>>) -> Result<(u64, u64), DetectError> {
        let (copied, mut sorted, candidates) = copied(self.layers, self.clock, times, self.settings, self.context);
        let edges = |key: &u64| {
            let (a, b) = ((key >> 32) as u32, *key as u32);
            let (own, n_days) = copied.test(self.scales, a, b);
            let passes = own.p <= self.p_cut && too_thin(own.observed, n_days, self.settings).is_none();
            passes.then(|| bare(a, b, Answer { q: self.settings.q, ..own }))
        };
        let mut edges: Vec<CoactionEdge> = candidates.par_iter().filter_map(edges).collect();
        if edges.is_empty() {
            return Ok((0, 0));
        }
        let n_accounts = self.clock.schedule_us.len();
        for layer in &mut sorted {
            layer.postings = Postings::build(&layer.grouped, n_accounts);
        }
        let all: Vec<usize> = (0..edges.len()).collect();
        let group_of = provisional(n_accounts, &edges, &all, self.settings)?;
        let test = CrowdTest {
            layers: &sorted,
            settings: self.settings,
            group_of: &group_of,
            crowds: &sorted.iter().map(|l| Crowds::of(l, &group_of)).collect::<Vec<_>>(),
            n_tested: self.n_tested,
            window: self.settings.window_us(),
            reach: self.scales.iter().map(Jitter::reach).max().unwrap_or(0),
            clock: self.clock,
        };
        test.ask(&mut edges, &all);
        let n_leading = edges.iter().filter(|e| e.standing.leads()).count();
        Ok((edges.len() as u64, n_leading as u64))
    }
}

/// Actions from which copies are made one after the other, to bound the memory.
const LARGE: usize = 20_000_000;

/// The copy at these times, its layers sorted (without postings), and the pairs that meet on enough objects of a
/// layer in it.
fn copied<'a>(
    layers: &'a [LayerData],
    clock: &'a Clock,
    times: Vec<Vec<i64>>,
    settings: &CoactionSettings,
    context: &Context,
) -> (Copied<'a>, Vec<LayerData>, Vec<u64>) {
    let sorted: Vec<LayerData> = layers.iter().zip(&times).map(|(l, t)| l.retimed(t, settings)).collect();
    let records = collect_records(&sorted, settings, settings.min_objects.clamp(1, 255) as u8, context);
    let candidates = fold_keys(&records, |found: &mut Vec<u64>, key, here| {
        if sorted.iter().zip(here).any(|(l, r)| n_objects(l, r) >= settings.min_objects) {
            found.push(key);
        }
    });
    let moments = sorted.iter().map(|l| l.by_time.clone()).collect();
    (Copied { layers, clock, times, moments, window: settings.window_us() }, sorted, candidates.concat())
}

/// Grid step under the null of every item.
fn grids(layer: &LayerData, clock: &Clock) -> Vec<i64> {
    let g = &layer.grouped;
    g.actor.par_iter().zip(&g.time).map(|(&actor, &time)| clock.grid(actor, time)).collect()
}

/// New times in order of index. The draw depends on the seed, the copy, the account and the time, not on the
/// order of rows or threads; the objects of one post move together, as they must.
fn jittered(layer: &LayerData, grids: &[i64], jitter: &Jitter, seed: u64, copy: u64) -> Vec<i64> {
    let g = &layer.grouped;
    let draw = |((&actor, &time), &grid): ((&u32, &i64), &i64)| {
        jitter.draw(time, grid, uniform(&[seed, copy, u64::from(actor), time as u64]))
    };
    g.actor.par_iter().zip(&g.time).zip(grids).map(draw).collect()
}

/// A uniform number in [0, 1) from a key, by the finalizer of `SplitMix64` over its parts.
fn uniform(key: &[u64]) -> f64 {
    let mixed = key.iter().fold(0x9E37_79B9_7F4A_7C15_u64, |state, &part| {
        let mut z = (state ^ part).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    });
    (mixed >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::super::copied::Moments;
    use super::super::edges::n_days;
    use super::super::layer::LayerData;
    use super::*;
    use daylight_algo::{Grouped, Postings, find_moments};
    use proptest::prelude::*;

    type Row = (u32, u32, i64);

    fn layer(rows: &[Row], settings: &CoactionSettings) -> LayerData {
        let object: Vec<u32> = rows.iter().map(|r| r.0).collect();
        let actor: Vec<u32> = rows.iter().map(|r| r.1).collect();
        let time: Vec<i64> = rows.iter().map(|r| r.2 * 1_000_000).collect();
        let grouped = Grouped::build(6, &object, &actor, &time, |_| true);
        let postings = Postings::build(&grouped, 8);
        let moments = find_moments(&grouped, settings.window_us(), settings.viral_limit);
        let by_time = Moments::of(&grouped, &moments);
        LayerData { source: 0, grouped, postings, moments, by_time }
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        proptest::collection::vec((0u32..6, 0u32..8, prop_oneof![0i64..900, 86_000i64..86_900]), 1..90)
    }

    proptest! {
        /// The copies are looked at through the lists of the original; the plain way sorts them anew.
        #[test]
        fn a_copy_says_what_its_sorted_data_say(first in rows(), second in rows(), viral_limit in 3u32..9, seed in 0u64..99) {
            let settings = CoactionSettings { viral_limit, min_objects: 2, jitter_ratio: 5.0, seed, ..CoactionSettings::default() };
            let layers = vec![layer(&first, &settings), layer(&second, &settings)];
            let clock = Clock { resolution_us: 1_000_000, schedule_us: vec![0, 0, 300_000_000, 0, 0, 0, 0, 0], cut_us: vec![0; 8] };
            let scales = super::super::own::scales(&settings);
            let context = Context::silent();
            for copy in 0..3 {
                let times: Vec<Vec<i64>> =
                    layers.iter().map(|l| jittered(l, &grids(l, &clock), &scales[0], seed, copy)).collect();
                let sorted: Vec<LayerData> = layers.iter().zip(&times).map(|(l, t)| {
                    let mut l = l.retimed(t, &settings);
                    l.postings = Postings::build(&l.grouped, 8);
                    l
                }).collect();
                let records = collect_records(&sorted, &settings, 1, &context);
                let plain = fold_keys(&records, |found: &mut Vec<(u64, Answer, u32)>, key, here| {
                    if sorted.iter().zip(here).any(|(l, r)| n_objects(l, r) >= settings.min_objects) {
                        let p = super::super::own::test_pair(&sorted, &clock, &scales, (key >> 32) as u32, key as u32).1;
                        found.push((key, p, n_days(&sorted, here)));
                    }
                }).concat();
                let (copied, _, candidates) = copied(&layers, &clock, times, &settings, &context);
                prop_assert_eq!(plain.iter().map(|x| x.0).collect::<Vec<_>>(), candidates);
                for (key, p, days) in plain {
                    prop_assert_eq!(copied.test(&scales, (key >> 32) as u32, key as u32), (p, days));
                }
            }
        }
    }

    #[test]
    fn draws_are_even() {
        let n = 100_000u64;
        let mut bins = [0u32; 10];
        for i in 0..n {
            bins[(uniform(&[1, 0, i % 317, i / 317 * 1_000_000]) * 10.0) as usize] += 1;
        }
        for b in bins {
            assert!((f64::from(b) - 10_000.0).abs() < 500.0, "{bins:?}");
        }
    }
}

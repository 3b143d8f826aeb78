//! The dependence check: jittered copies of the data through the same pipeline.
//!
//! Benjamini-Hochberg trusts each p. Copies in which the null is true by construction show how many edges
//! would pass the same cut anyway; their mean over the observed number is the empirical false-discovery rate.
//! Of these, those that also meet closely enough to be led with are counted apart: no more would lead by chance.

use super::clock::Clock;
use super::crowd::Spans;
use super::edges::{collect_records, fold_keys, n_days, n_objects, too_thin};
use super::layer::LayerData;
use super::own::test_pair;
use daylight_algo::{Jitter, Postings};
use daylight_core::{CoactionSettings, Context};
use rayon::prelude::*;

/// Edges past `p_cut`, on enough objects and days, in each copy; and those of them that could lead.
pub fn surrogate_counts(
    layers: &[LayerData],
    clock: &Clock,
    scales: &[Jitter],
    settings: &CoactionSettings,
    p_cut: f64,
    context: &Context,
) -> (Vec<u64>, Vec<u64>) {
    // With several scales the widest half-width breaks all of them.
    let Some(jitter) = scales.iter().max_by_key(|s| s.half_width) else { return (Vec::new(), Vec::new()) };
    let copies = u64::from(settings.surrogates);
    let grids: Vec<Vec<i64>> = layers.iter().map(|l| grids(l, clock)).collect();
    // Some copies at a time, so that what one thread must do alone in one copy goes on beside the next.
    let n_actions: usize = layers.iter().map(|l| l.grouped.len()).sum();
    let at_once = if n_actions > LARGE { 1 } else { rayon::current_num_threads().min(4) as u64 };
    let one = |copy: u64| {
        let copied: Vec<LayerData> = layers
            .iter()
            .zip(&grids)
            .map(|(l, grids)| l.retimed(&jittered(l, grids, jitter, settings.seed, copy), settings))
            .collect();
        count(copied, clock, scales, settings, p_cut, context)
    };
    let mut counts = Vec::with_capacity(copies as usize);
    while (counts.len() as u64) < copies {
        let from = counts.len() as u64;
        context.progress.step("surrogate copies", from, copies);
        let to = copies.min(from + at_once);
        counts.extend((from..to).into_par_iter().map(one).collect::<Vec<(u64, u64)>>());
    }
    counts.into_iter().unzip()
}

/// Actions from which copies are made one after the other, to bound the memory.
const LARGE: usize = 20_000_000;

fn count(
    mut layers: Vec<LayerData>,
    clock: &Clock,
    scales: &[Jitter],
    settings: &CoactionSettings,
    p_cut: f64,
    context: &Context,
) -> (u64, u64) {
    let min_count = settings.min_objects.clamp(1, 255) as u8;
    let records = collect_records(&layers, settings, min_count, context);
    let candidates: Vec<Vec<u64>> = fold_keys(&records, |found: &mut Vec<u64>, key, here| {
        let objects = layers.iter().zip(here).map(|(l, r)| n_objects(l, r)).max().unwrap_or(0);
        if objects >= settings.min_objects && too_thin(objects, n_days(&layers, here), settings).is_none() {
            found.push(key);
        }
    });
    let candidates = candidates.concat();
    // Few pairs come this far: only what their accounts did is turned around.
    let n_accounts = clock.schedule_us.len();
    let mut asked = vec![false; n_accounts];
    for key in &candidates {
        asked[(key >> 32) as usize] = true;
        asked[*key as u32 as usize] = true;
    }
    for layer in &mut layers {
        layer.postings = Postings::of(&layer.grouped, n_accounts, |a| asked[a as usize]);
    }
    let reach = scales.iter().map(Jitter::reach).max().unwrap_or(0);
    let spans = Spans { window: settings.window_us(), reach, resolution: clock.resolution_us };
    let passes = |key: &&u64| test_pair(&layers, clock, scales, (**key >> 32) as u32, **key as u32).1.p <= p_cut;
    let leads = |key: &u64| spans.could_lead(&layers, (*key >> 32) as u32, *key as u32, settings.q);
    let found = candidates.par_iter().filter(passes).map(|key| (1, u64::from(leads(key))));
    found.reduce(|| (0, 0), |x, y| (x.0 + y.0, x.1 + y.1))
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
    use super::uniform;

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

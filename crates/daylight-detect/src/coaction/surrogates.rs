//! The dependence check: jittered copies of the data through the same pipeline.
//!
//! Benjamini-Hochberg trusts each p. Copies in which the null is true by construction show how many edges
//! would pass the same cut anyway; their mean over the observed number is the empirical false-discovery rate.

use super::clock::Clock;
use super::edges::{collect_records, map_keys, n_days, n_objects, too_thin};
use super::layer::LayerData;
use super::own::test_pair;
use daylight_algo::Jitter;
use daylight_core::{CoactionSettings, Context};
use rayon::prelude::*;

/// Edges past `p_cut`, on enough objects and days, in each copy.
pub fn surrogate_counts(
    layers: &[LayerData],
    clock: &Clock,
    scales: &[Jitter],
    settings: &CoactionSettings,
    p_cut: f64,
    context: &Context,
) -> Vec<u64> {
    // With several scales the widest half-width breaks all of them.
    let Some(jitter) = scales.iter().max_by_key(|s| s.half_width) else { return Vec::new() };
    let copies = u64::from(settings.surrogates);
    (0..copies)
        .map(|copy| {
            context.progress.step("surrogate copies", copy, copies);
            let copied: Vec<LayerData> =
                layers.iter().map(|l| l.retimed(&jittered(l, clock, jitter, settings.seed, copy), settings)).collect();
            count(&copied, clock, scales, settings, p_cut, context)
        })
        .collect()
}

fn count(
    layers: &[LayerData],
    clock: &Clock,
    scales: &[Jitter],
    settings: &CoactionSettings,
    p_cut: f64,
    context: &Context,
) -> u64 {
    let min_count = settings.min_objects.clamp(1, 255) as u8;
    let records = collect_records(layers, settings, min_count, context);
    map_keys(&records, |key, here| {
        let objects = layers.iter().zip(here).map(|(l, r)| n_objects(l, r)).max().unwrap_or(0);
        if objects < settings.min_objects || too_thin(objects, n_days(layers, here), settings).is_some() {
            return None;
        }
        let (_, own) = test_pair(layers, clock, scales, (key >> 32) as u32, key as u32);
        (own.p <= p_cut).then_some(())
    })
    .len() as u64
}

/// New times in order of index. The draw depends on the seed, the copy, the account and the time, not on the
/// order of rows or threads; the objects of one post move together, as they must.
fn jittered(layer: &LayerData, clock: &Clock, jitter: &Jitter, seed: u64, copy: u64) -> Vec<i64> {
    let g = &layer.grouped;
    (0..g.len())
        .into_par_iter()
        .map(|i| {
            let (actor, time) = (g.actor[i], g.time[i]);
            jitter.draw(time, clock.grid(actor, time), uniform(&[seed, copy, u64::from(actor), time as u64]))
        })
        .collect()
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

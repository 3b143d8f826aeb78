//! First question: faster than its own rhythm? The interval-jitter test of one pair.

use super::clock::Clock;
use super::layer::{LayerData, grid_of};
use daylight_algo::{Jitter, fdr::cauchy_combination, tails::poisson_binomial_sf};
use daylight_core::{Answer, CoactionSettings, settings::secs_to_us};

/// The scales of a run, each with its window and half-width.
pub fn scales(settings: &CoactionSettings) -> Vec<Jitter> {
    settings
        .time_windows_secs
        .iter()
        .map(|w| Jitter { window: secs_to_us(*w), half_width: secs_to_us(w * settings.jitter_ratio) })
        .collect()
}

/// What one layer says about a pair, at the scale with the smallest p; `p` is combined over scales.
/// `None` when the pair shares no object within reach.
pub fn test_layer(layer: &LayerData, clock: &Clock, scales: &[Jitter], a: u32, b: u32) -> Option<Answer> {
    let mut shared: Vec<Closest> = Vec::new();
    layer.postings.shared(a, b, |_, xs, ys| {
        let (i, j, dt_us) = layer.closest(xs, ys);
        if layer.in_one_moment(i.min(j), i.max(j)).is_none() {
            let grids_us = [grid_of(clock, &layer.grouped, i), grid_of(clock, &layer.grouped, j)];
            shared.push(Closest { dt_us, grids_us });
        }
    });
    answer(&shared, scales)
}

/// Two accounts on one object: their closest actions, how far apart, and the grid step of each under the null.
pub struct Closest {
    pub dt_us: i64,
    pub grids_us: [i64; 2],
}

/// The test of one layer from all objects that a pair shares.
pub fn answer(shared: &[Closest], scales: &[Jitter]) -> Option<Answer> {
    let mut best: Option<Answer> = None;
    let mut all = Vec::with_capacity(scales.len());
    for scale in scales {
        let chance = |c: &Closest| scale.probability(c.dt_us, c.grids_us[0], c.grids_us[1]);
        let p: Vec<f64> = shared.iter().map(chance).filter(|p| *p > 0.0).collect();
        if p.is_empty() {
            continue;
        }
        let observed = shared.iter().filter(|c| c.dt_us <= scale.window).count() as u32;
        let answer = Answer { observed, expected: p.iter().sum(), p: poisson_binomial_sf(observed, &p), q: 1.0 };
        all.push(answer.p);
        if best.is_none_or(|b| answer.p < b.p) {
            best = Some(answer);
        }
    }
    let combined = cauchy_combination(&all)?;
    best.map(|answer| Answer { p: combined, ..answer })
}

/// All layers of a pair: (layer number, answer), and the combination with the strongest layer's counts.
pub fn test_pair(
    layers: &[LayerData],
    clock: &Clock,
    scales: &[Jitter],
    a: u32,
    b: u32,
) -> (Vec<(u16, Answer)>, Answer) {
    let per_layer: Vec<(u16, Answer)> = (0u16..)
        .zip(layers)
        .filter_map(|(l, layer)| test_layer(layer, clock, scales, a, b).map(|answer| (l, answer)))
        .collect();
    let p: Vec<f64> = per_layer.iter().map(|(_, x)| x.p).collect();
    let strongest = per_layer.iter().map(|(_, x)| *x).min_by(|x, y| x.p.total_cmp(&y.p));
    let nothing = Answer { observed: 0, expected: 0.0, p: 1.0, q: 1.0 };
    let combined = Answer { p: cauchy_combination(&p).unwrap_or(1.0), ..strongest.unwrap_or(nothing) };
    (per_layer, combined)
}

//! First question: faster than its own rhythm? The interval-jitter test of one pair.

use super::clock::Clock;
use super::layer::{LayerData, closest};
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
    let mut meetings = Meetings::new(clock, scales, a, b);
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    layer.postings.shared(a, b, |object, xs, ys| {
        layer.times(xs, &mut mine);
        layer.times(ys, &mut theirs);
        meetings.add(&mine, &theirs, |x, y| layer.by_time.hold(object, x, y));
    });
    meetings.answer()
}

/// The objects of one layer that both accounts of a pair acted on.
///
/// Who acts on an object again and again is nearly always close to something the other does there. So the chance of
/// an object is that *any* two of their actions on it come within the window, bounded by the sum over all pairs of
/// actions within reach; with one action each it is the chance of these two. And what two posts share at once (the
/// hashtags of both) is one meeting, however many objects it is.
pub struct Meetings<'a> {
    clock: &'a Clock,
    scales: &'a [Jitter],
    pair: [u32; 2],
    met: Vec<Met>,
    /// One for each object and scale.
    chances: Vec<f64>,
}

/// Times of the two closest actions on one object, and its place in the chances.
struct Met {
    times: [i64; 2],
    at: u32,
}

impl<'a> Meetings<'a> {
    /// None yet of these two accounts.
    pub fn new(clock: &'a Clock, scales: &'a [Jitter], a: u32, b: u32) -> Self {
        Self { clock, scales, pair: [a, b], met: Vec::new(), chances: Vec::new() }
    }

    /// Adds an object by the times at which each acted on it, ascending. Where the closest two lie in one viral
    /// moment it says nothing.
    pub fn add(&mut self, xs: &[i64], ys: &[i64], in_one_moment: impl Fn(i64, i64) -> bool) {
        let (x, y, _) = closest(xs, ys, |t| t);
        if in_one_moment(x, y) {
            return;
        }
        self.met.push(Met { times: [x, y], at: self.met.len() as u32 });
        for scale in self.scales {
            self.chances.push(self.chance(scale, xs, ys));
        }
    }

    fn chance(&self, scale: &Jitter, xs: &[i64], ys: &[i64]) -> f64 {
        let [a, b] = self.pair;
        let mut sum = 0.0;
        for_each_within(xs, ys, scale.reach(), |x, y| {
            let dt = x.saturating_sub(y).saturating_abs();
            sum += scale.probability(dt, self.clock.grid(a, x), self.clock.grid(b, y));
            sum < 1.0
        });
        sum.min(1.0)
    }

    /// The test. Meetings of the same two actions count once, with the largest of their chances.
    pub fn answer(mut self) -> Option<Answer> {
        self.met.sort_unstable_by_key(|m| (m.times, m.at));
        let mut best: Option<Answer> = None;
        let mut all = Vec::with_capacity(self.scales.len());
        for (s, scale) in self.scales.iter().enumerate() {
            let chance = |m: &Met| self.chances[m.at as usize * self.scales.len() + s];
            let mut observed = 0;
            let mut p = Vec::with_capacity(self.met.len());
            for same in self.met.chunk_by(|x, y| x.times == y.times) {
                let largest = same.iter().map(chance).fold(0.0, f64::max);
                if largest > 0.0 {
                    let [x, y] = same[0].times;
                    observed += u32::from(x.saturating_sub(y).saturating_abs() <= scale.window);
                    p.push(largest);
                }
            }
            if p.is_empty() {
                continue;
            }
            let answer = Answer { observed, expected: p.iter().sum(), p: poisson_binomial_sf(observed, &p), q: 1.0 };
            all.push(answer.p);
            if best.is_none_or(|b| answer.p < b.p) {
                best = Some(answer);
            }
        }
        let combined = cauchy_combination(&all)?;
        best.map(|answer| Answer { p: combined, ..answer })
    }
}

/// Calls `visit` for each two of the times (both ascending) that are at most `reach` apart, until it says no.
pub fn for_each_within(xs: &[i64], ys: &[i64], reach: i64, mut visit: impl FnMut(i64, i64) -> bool) {
    let mut from = 0;
    for &x in xs {
        while from < ys.len() && x.saturating_sub(ys[from]) > reach {
            from += 1;
        }
        for &y in ys[from..].iter().take_while(|y| y.saturating_sub(x) <= reach) {
            if !visit(x, y) {
                return;
            }
        }
    }
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
    let answers: Vec<Answer> = per_layer.iter().map(|(_, x)| *x).collect();
    (per_layer, combined(&answers))
}

/// Layers combined: their p, with the counts of the strongest.
pub fn combined(answers: &[Answer]) -> Answer {
    let p: Vec<f64> = answers.iter().map(|x| x.p).collect();
    let strongest = answers.iter().copied().min_by(|x, y| x.p.total_cmp(&y.p));
    let nothing = Answer { observed: 0, expected: 0.0, p: 1.0, q: 1.0 };
    Answer { p: cauchy_combination(&p).unwrap_or(1.0), ..strongest.unwrap_or(nothing) }
}

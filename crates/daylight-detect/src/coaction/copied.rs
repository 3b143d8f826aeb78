//! One jittered copy of the data, looked at through the layout of the original.
//!
//! A copy moves times only: who acted on what stays. So the lists of an account's actions serve every copy, and
//! only the few pairs that are asked for are put in order of their new times.

use super::clock::Clock;
use super::layer::LayerData;
use super::own::{Meetings, combined};
use daylight_algo::{Grouped, Jitter, MomentSpan};
use daylight_core::Answer;

const DAY_US: i64 = 86_400_000_000;

/// A viral moment by its times, first and last.
#[derive(Clone)]
struct Moment {
    object: u32,
    first: i64,
    last: i64,
}

/// Viral moments of one layer at some times, in order of object and time.
#[derive(Clone)]
pub struct Moments(Vec<Moment>);

impl Moments {
    /// Those found in a grouping.
    pub fn of(grouped: &Grouped, spans: &[MomentSpan]) -> Self {
        let time = |i: u32| grouped.time[i as usize];
        let by_time = |m: &MomentSpan| Moment { object: m.object, first: time(m.lo), last: time(m.hi - 1) };
        Self(spans.iter().map(by_time).collect())
    }

    /// The moment on `object` that holds `time`.
    fn at(&self, object: u32, time: i64) -> Option<&Moment> {
        let after = self.0.partition_point(|m| (m.object, m.last) < (object, time));
        self.0.get(after).filter(|m| m.object == object && m.first <= time)
    }

    /// Whether two times on an object lie in one moment.
    pub fn hold(&self, object: u32, x: i64, y: i64) -> bool {
        self.at(object, x).is_some_and(|m| m.first <= y && y <= m.last)
    }
}

/// A copy.
pub struct Copied<'a> {
    pub layers: &'a [LayerData],
    pub clock: &'a Clock,
    /// New time of each index of each layer.
    pub times: Vec<Vec<i64>>,
    pub moments: Vec<Moments>,
    pub window: i64,
}

impl Copied<'_> {
    /// The first question about a pair in this copy: the answer of the strongest layer with p over all of them, and
    /// the distinct UTC days of its co-actions.
    pub fn test(&self, scales: &[Jitter], a: u32, b: u32) -> (Answer, u32) {
        let mut days = Vec::new();
        let answers: Vec<Answer> =
            (0..self.layers.len()).filter_map(|l| self.layer(l, scales, a, b, &mut days)).collect();
        days.sort_unstable();
        days.dedup();
        (combined(&answers), days.len() as u32)
    }

    /// The answer of one layer; days of co-actions are added to `days`.
    fn layer(&self, l: usize, scales: &[Jitter], a: u32, b: u32, days: &mut Vec<i64>) -> Option<Answer> {
        let (layer, times, moments) = (&self.layers[l], &self.times[l], &self.moments[l]);
        let mut meetings = Meetings::new(self.clock, scales, a, b);
        let (mut mine, mut theirs) = (Vec::new(), Vec::new());
        layer.postings.shared(a, b, |object, xs, ys| {
            in_order(xs, times, &mut mine);
            in_order(ys, times, &mut theirs);
            meetings.add(&mine, &theirs, |x, y| moments.hold(object, x, y));
            self.days(object, moments, &mine, &theirs, days);
            self.days(object, moments, &theirs, &mine, days);
        });
        meetings.answer()
    }

    /// Days of the times in `earlier` that one in `later` follows within the window, not in one moment.
    fn days(&self, object: u32, moments: &Moments, earlier: &[i64], later: &[i64], days: &mut Vec<i64>) {
        for &t in earlier {
            let next = match moments.at(object, t) {
                Some(m) => later.partition_point(|&u| u <= m.last),
                None => later.partition_point(|&u| u < t),
            };
            if later.get(next).is_some_and(|u| u.saturating_sub(t) <= self.window) {
                days.push(t.div_euclid(DAY_US));
            }
        }
    }
}

fn in_order(items: &[u32], times: &[i64], out: &mut Vec<i64>) {
    out.clear();
    out.extend(items.iter().map(|&i| times[i as usize]));
    out.sort_unstable();
}

//! One layer, laid out for the kernels.

use super::copied::Moments;
use daylight_algo::{Grouped, MomentSpan, Postings, find_moments};
use daylight_core::{CoactionSettings, Dataset, PostTable};
use rayon::prelude::*;

/// Actions of one layer by accounts that take part, grouped by object.
pub struct LayerData {
    /// Index into [`Dataset::layers`].
    pub source: usize,
    /// Items are action numbers of the layer.
    pub grouped: Grouped,
    /// The same by account.
    pub postings: Postings,
    /// Viral moments, in order of index.
    pub moments: Vec<MomentSpan>,
    /// The same by their times.
    pub by_time: Moments,
}

impl LayerData {
    /// Groups the layer's actions that have a time.
    pub fn build(dataset: &Dataset, source: usize, settings: &CoactionSettings, takes_part: &[bool]) -> Self {
        let layer = &dataset.layers[source];
        let account: Vec<u32> = layer.post.par_iter().map(|&p| dataset.posts.account[p as usize]).collect();
        let time: Vec<i64> = layer.post.par_iter().map(|&p| dataset.posts.time_us[p as usize]).collect();
        let grouped = Grouped::build(layer.objects.len(), &layer.object, &account, &time, |i| {
            time[i] != PostTable::NO_TIME && takes_part[account[i] as usize]
        });
        let postings = Postings::build(&grouped, dataset.accounts.len());
        let moments = find_moments(&grouped, settings.window_us(), settings.viral_limit);
        let by_time = Moments::of(&grouped, &moments);
        Self { source, grouped, postings, moments, by_time }
    }

    /// The same actions at other times, without postings. Moments are found again.
    pub fn retimed(&self, time: &[i64], settings: &CoactionSettings) -> Self {
        let grouped = self.grouped.retimed(time);
        let postings = Postings::default();
        let moments = find_moments(&grouped, settings.window_us(), settings.viral_limit);
        let by_time = Moments::of(&grouped, &moments);
        Self { source: self.source, grouped, postings, moments, by_time }
    }

    /// Whether both indices lie in one viral moment.
    pub fn in_one_moment(&self, i: u32, j: u32) -> Option<&MomentSpan> {
        if self.moments.is_empty() {
            return None;
        }
        let m = self.moments.partition_point(|m| m.hi <= i);
        self.moments.get(m).filter(|m| m.lo <= i && m.lo <= j && j < m.hi)
    }

    /// Times of indices, in their order.
    pub fn times(&self, indices: &[u32], out: &mut Vec<i64>) {
        out.clear();
        out.extend(indices.iter().map(|&i| self.grouped.time[i as usize]));
    }
}

/// The two items closest in time, one of each list (both ascending in time), and |dt|.
pub fn closest<T: Copy>(xs: &[T], ys: &[T], time: impl Fn(T) -> i64) -> (T, T, i64) {
    let (mut best, mut x, mut y) = ((xs[0], ys[0], i64::MAX), 0, 0);
    while x < xs.len() && y < ys.len() {
        let dt = time(xs[x]).saturating_sub(time(ys[y]));
        if dt.saturating_abs() < best.2 {
            best = (xs[x], ys[y], dt.saturating_abs());
        }
        if dt <= 0 { x += 1 } else { y += 1 }
    }
    best
}

/// Which accounts have at least `min_participation` posts.
pub fn takes_part(dataset: &Dataset, min_participation: u32) -> Vec<bool> {
    let mut n = vec![0u32; dataset.accounts.len()];
    for &a in &dataset.posts.account {
        n[a as usize] += 1;
    }
    n.into_iter().map(|n| n >= min_participation).collect()
}

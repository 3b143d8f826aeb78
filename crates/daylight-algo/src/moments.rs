//! Viral moments: windows in which so many actors meet on one object that pairs mean nothing.

use crate::Grouped;
use rayon::prelude::*;
use std::collections::HashMap;

/// A maximal run of items that belong to windows with more than the limit of distinct actors, or with more than
/// twice as many items: pairs of items grow with the square of these, however few actors they are by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MomentSpan {
    /// Object.
    pub object: u32,
    /// First index of the run in [`Grouped`].
    pub lo: u32,
    /// One past the last index.
    pub hi: u32,
    /// Distinct actors in the run.
    pub n_actors: u32,
}

/// All moments, in order of index. A window starts at an item and covers `window` microseconds, inclusive;
/// windows over the limit that share an item merge into one moment.
pub fn find_moments(g: &Grouped, window: i64, limit: u32) -> Vec<MomentSpan> {
    (0..g.n_objects() as u32)
        .into_par_iter()
        .filter(|&o| g.range(o).len() > limit as usize)
        .flat_map_iter(|o| object_moments(g, o, window, limit))
        .collect()
}

fn object_moments(g: &Grouped, o: u32, window: i64, limit: u32) -> Vec<MomentSpan> {
    let range = g.range(o);
    let mut counts: HashMap<u32, u32> = HashMap::new();
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut j = range.start;
    for i in range.clone() {
        while j < range.end && g.time[j].saturating_sub(g.time[i]) <= window {
            *counts.entry(g.actor[j]).or_insert(0) += 1;
            j += 1;
        }
        if counts.len() > limit as usize || j - i > 2 * limit as usize {
            match spans.last_mut() {
                Some(last) if i < last.1 => last.1 = j,
                _ => spans.push((i, j)),
            }
        }
        if let Some(n) = counts.get_mut(&g.actor[i]) {
            *n -= 1;
            if *n == 0 {
                counts.remove(&g.actor[i]);
            }
        }
    }
    spans
        .into_iter()
        .map(|(lo, hi)| {
            let mut actors = g.actor[lo..hi].to_vec();
            actors.sort_unstable();
            actors.dedup();
            MomentSpan { object: o, lo: lo as u32, hi: hi as u32, n_actors: actors.len() as u32 }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crowd_in_one_window_is_a_moment_and_a_spread_crowd_is_not() {
        let n = 50u32;
        let actor: Vec<u32> = (0..n).chain(0..n).collect();
        let object: Vec<u32> = (0..2 * n).map(|i| i / n).collect();
        let time: Vec<i64> = (0..i64::from(n)).chain((0..i64::from(n)).map(|i| i * 100)).collect();
        let g = Grouped::build(2, &object, &actor, &time, |_| true);
        let moments = find_moments(&g, 20, 10);
        assert_eq!(moments, vec![MomentSpan { object: 0, lo: 0, hi: n, n_actors: n }]);
        assert!(find_moments(&g, 20, 21).is_empty());
    }

    #[test]
    fn few_who_flood_an_object_are_a_moment_and_one_who_repeats_it_is_none() {
        let flood = |n: usize| Grouped::build(1, &vec![0; n], &vec![7; n], &vec![0; n], |_| true);
        assert!(find_moments(&flood(40), 20, 20).is_empty());
        assert_eq!(find_moments(&flood(41), 20, 20), [MomentSpan { object: 0, lo: 0, hi: 41, n_actors: 1 }]);
    }
}

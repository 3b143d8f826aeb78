//! All posts over time, in bins that fit the span.

use daylight_core::{PostTable, Timeline};

/// Bins that a timeline may have at most.
const MAX_BINS: i64 = 400;
/// Bin widths in seconds: 1 min, 10 min, 1 h, 6 h, 1 day, 1 week, 30 days, 1 year.
const WIDTHS: [u32; 8] = [60, 600, 3600, 21_600, 86_400, 604_800, 2_592_000, 31_536_000];

/// Start (aligned to the width) and width of the bins for times between `first` and `last`.
fn bins(first: i64, last: i64) -> (i64, u32) {
    let fits = |w: u32| {
        let w = i64::from(w) * 1_000_000;
        last.div_euclid(w) - first.div_euclid(w) < MAX_BINS
    };
    let width = WIDTHS.into_iter().find(|&w| fits(w)).unwrap_or(WIDTHS[WIDTHS.len() - 1]);
    let width_us = i64::from(width) * 1_000_000;
    (first.div_euclid(width_us) * width_us, width)
}

/// Counts posts in bins; a few stray times (a clock at 1970) do not stretch the picture.
pub(super) fn timeline(times: &[i64]) -> Timeline {
    let mut times: Vec<i64> = times.iter().copied().filter(|&t| t != PostTable::NO_TIME).collect();
    if times.is_empty() {
        return Timeline::default();
    }
    let stray = times.len() / 2000;
    let last_index = times.len() - 1 - stray;
    let first = *times.select_nth_unstable(stray).1;
    let last = *times.select_nth_unstable(last_index).1;
    let (start, bin_secs) = bins(first, last);
    let width = i64::from(bin_secs) * 1_000_000;
    let n_bins = (last.div_euclid(width) - start.div_euclid(width) + 1).clamp(1, MAX_BINS + 1) as usize;
    let mut posts = vec![0u64; n_bins];
    let mut n_outside = 0;
    for t in times {
        match usize::try_from((t - start).div_euclid(width)).ok().and_then(|i| posts.get_mut(i)) {
            Some(bin) => *bin += 1,
            None => n_outside += 1,
        }
    }
    Timeline { start_us: Some(start), bin_secs, posts, n_outside }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_post_is_counted_once() {
        let day = 86_400_000_000;
        let mut times: Vec<i64> = (0..4000).map(|i| 1_700_000_000_000_000 + i * day / 50).collect();
        times.push(0);
        times.push(PostTable::NO_TIME);
        let line = timeline(&times);
        assert_eq!(line.posts.iter().sum::<u64>() + line.n_outside, 4001);
        assert!(line.n_outside >= 1 && line.bin_secs == 21_600 && line.posts.len() <= 401);
        assert_eq!(timeline(&[]), Timeline::default());
    }
}

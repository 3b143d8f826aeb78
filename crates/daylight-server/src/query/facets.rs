//! How the rows that fit spread over values and over time.

use rayon::prelude::*;

use super::dict::{Dict, NONE};
use super::table::{Lists, Selection, Table, wide};

/// Widths of buckets that people read, in seconds.
const WIDTHS_SECS: [u64; 18] = [
    1,
    5,
    15,
    60,
    300,
    900,
    1800,
    3600,
    3 * 3600,
    6 * 3600,
    12 * 3600,
    86_400,
    2 * 86_400,
    7 * 86_400,
    28 * 86_400,
    91 * 86_400,
    364 * 86_400,
    3640 * 86_400,
];

/// Posts over time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Start of the first bucket; absent when no post has a time.
    pub start_us: Option<i64>,
    /// Width of a bucket in seconds.
    pub bin_secs: u64,
    /// Posts in each.
    pub posts: Vec<u64>,
    /// Posts without a time.
    pub n_without_time: u64,
}

/// How often each value of a field occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Number of the value and how often, most frequent first, equal ones in order of their strings.
    pub top: Vec<(u32, u64)>,
    /// Different values.
    pub n_values: u64,
    /// Rows without a value.
    pub n_without: u64,
}

/// The smallest width that people read and that needs at most `bins` buckets.
pub(super) fn width_secs(from_us: i64, to_us: i64, bins: usize) -> u64 {
    let fits = |width: &u64| {
        let (first, last) = (bucket(from_us, *width), bucket(to_us, *width));
        last.saturating_sub(first) < bins.max(1) as i64
    };
    let last = WIDTHS_SECS[WIDTHS_SECS.len() - 1];
    WIDTHS_SECS.iter().copied().find(fits).unwrap_or_else(|| {
        let span = (to_us / 1_000_000).saturating_sub(from_us / 1_000_000).unsigned_abs();
        (span / bins.max(1) as u64 + 1).next_multiple_of(last)
    })
}

/// Number of the bucket of a time.
pub(super) fn bucket(time_us: i64, width_secs: u64) -> i64 {
    time_us.div_euclid(i64::try_from(width_secs).unwrap_or(i64::MAX).saturating_mul(1_000_000))
}

/// Start of a bucket.
pub(super) fn start_us(bucket: i64, width_secs: u64) -> i64 {
    bucket.saturating_mul(i64::try_from(width_secs).unwrap_or(i64::MAX).saturating_mul(1_000_000))
}

fn add(mut a: Vec<u64>, b: &[u64]) -> Vec<u64> {
    a.iter_mut().zip(b).for_each(|(x, y)| *x += y);
    a
}

/// The most frequent of counts by number.
fn most(counts: &[u64], dict: &Dict, top: usize, n_without: u64) -> Counts {
    let mut found: Vec<(u32, u64)> =
        counts.iter().enumerate().filter(|(_, n)| **n > 0).map(|(id, n)| (id as u32, *n)).collect();
    let n_values = found.len() as u64;
    let before = |a: &(u32, u64), b: &(u32, u64)| b.1.cmp(&a.1).then_with(|| dict.get(a.0).cmp(dict.get(b.0)));
    if top < found.len() {
        found.select_nth_unstable_by(top, before);
        found.truncate(top);
    }
    found.sort_unstable_by(before);
    Counts { top: found, n_values, n_without }
}

impl Table {
    /// Sums over the rows that fit, stretch by stretch on all threads. One number more than `n` counts those
    /// without.
    fn sum(selection: &Selection, n: usize, each: impl Fn(usize, &mut [u64]) + Sync) -> Vec<u64> {
        let parts: Vec<Vec<u64>> = selection
            .pieces()
            .into_par_iter()
            .map(|piece| {
                let mut counts = vec![0; n + 1];
                selection.rows_of(piece).for_each(|row| each(row, &mut counts));
                counts
            })
            .collect();
        parts.iter().fold(vec![0; n + 1], |all, part| add(all, part))
    }

    fn counted(selection: &Selection, dict: &Dict, top: usize, id: impl Fn(usize) -> u32 + Sync) -> Counts {
        let n = dict.len();
        let counts = Self::sum(selection, n, |row, counts| {
            let id = id(row);
            counts[if id == NONE { n } else { id as usize }] += 1;
        });
        most(&counts[..n], dict, top, counts[n])
    }

    fn listed(selection: &Selection, dict: &Dict, top: usize, lists: &Lists) -> Counts {
        let n = dict.len();
        let counts = Self::sum(selection, n, |row, counts| {
            let ids = lists.get(row);
            counts[n] += u64::from(ids.is_empty());
            // A value that stands twice in a post counts once.
            for (i, &id) in ids.iter().enumerate() {
                counts[id as usize] += u64::from(!ids[..i].contains(&id));
            }
        });
        most(&counts[..n], dict, top, counts[n])
    }

    /// Platforms.
    pub fn count_platforms(&self, selection: &Selection, top: usize) -> Counts {
        Self::counted(selection, &self.platforms, top, |row| wide(self.platform[row]))
    }

    /// Languages.
    pub fn count_languages(&self, selection: &Selection, top: usize) -> Counts {
        Self::counted(selection, &self.languages, top, |row| wide(self.language[row]))
    }

    /// Accounts.
    pub fn count_accounts(&self, selection: &Selection, top: usize) -> Counts {
        Self::counted(selection, &self.accounts, top, |row| self.account[row])
    }

    /// Domains.
    pub fn count_domains(&self, selection: &Selection, top: usize) -> Counts {
        Self::listed(selection, &self.domain_names, top, &self.domains)
    }

    /// Hashtags.
    pub fn count_hashtags(&self, selection: &Selection, top: usize) -> Counts {
        Self::listed(selection, &self.hashtag_names, top, &self.hashtags)
    }

    /// Posts of each group; `group_of` gives the group of an account (number), 0 for none, below `n_groups`.
    pub fn count_groups(&self, selection: &Selection, group_of: &[u32], n_groups: usize) -> Vec<u64> {
        Self::sum(selection, n_groups, |row, counts| {
            let group = group_of.get(self.account[row] as usize).copied().unwrap_or(0) as usize;
            counts[group.min(n_groups)] += 1;
        })
    }

    /// Posts in each hour of the day, UTC.
    pub fn hours_utc(&self, selection: &Selection) -> Vec<u64> {
        let mut hours = Self::sum(selection, 24, |row, counts| {
            let hour = self.time_us(row).map_or(24, |t| t.div_euclid(3_600_000_000).rem_euclid(24) as usize);
            counts[hour] += 1;
        });
        hours.truncate(24);
        hours
    }

    /// First and last time of the rows that fit, and how many have none.
    fn extent(&self, selection: &Selection) -> (Option<(i64, i64)>, u64) {
        let parts: Vec<(Option<(i64, i64)>, u64)> = selection
            .pieces()
            .into_par_iter()
            .map(|piece| {
                let (mut extent, mut without) = (None::<(i64, i64)>, 0);
                for row in selection.rows_of(piece) {
                    match self.time_us(row) {
                        Some(t) => extent = Some(extent.map_or((t, t), |(a, b)| (a.min(t), b.max(t)))),
                        None => without += 1,
                    }
                }
                (extent, without)
            })
            .collect();
        parts.into_iter().fold((None, 0), |(all, n), (part, without)| {
            let both = match (all, part) {
                (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
                (all, part) => all.or(part),
            };
            (both, n + without)
        })
    }

    /// First and last time of the rows that fit.
    pub fn extent_us(&self, selection: &Selection) -> Option<(i64, i64)> {
        self.extent(selection).0
    }

    /// Posts over time, in at most `bins` buckets of a width that people read.
    pub fn histogram(&self, selection: &Selection, bins: usize) -> Histogram {
        let (extent, n_without_time) = self.extent(selection);
        let Some((from, to)) = extent else { return Histogram { n_without_time, ..Histogram::default() } };
        let width = width_secs(from, to, bins);
        let first = bucket(from, width);
        let n = (bucket(to, width) - first + 1) as usize;
        let mut posts = Self::sum(selection, n, |row, counts| {
            let at = self.time_us(row).map_or(n, |t| (bucket(t, width) - first) as usize);
            counts[at] += 1;
        });
        posts.truncate(n);
        Histogram { start_us: Some(start_us(first, width)), bin_secs: width, posts, n_without_time }
    }
}

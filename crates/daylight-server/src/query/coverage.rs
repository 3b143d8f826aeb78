//! Which times the posts of each platform cover.

use rayon::prelude::*;

use super::facets::{bucket, start_us, width_secs};
use super::table::{Table, wide};
use crate::wire::v1;

/// A day in seconds.
const DAY_SECS: u64 = 86_400;
/// Gaps that are listed for each platform.
const MAX_GAPS: usize = 50;
/// Shown for posts whose platform the export does not tell.
const UNKNOWN: &str = "unknown";

#[derive(Debug, Clone, Default)]
struct One {
    n_posts: u64,
    n_accounts: u64,
    /// Days with a post, ascending.
    days: Vec<i64>,
    posts: Vec<u64>,
    extent: Option<(i64, i64)>,
}

impl Table {
    /// Posts of each platform in at most `bins` buckets, and the days without a post.
    pub fn coverage(&self, bins: usize) -> v1::Coverage {
        let span = self.span_us();
        let width = span.map_or(1, |(from, to)| width_secs(from, to, bins));
        let first = span.map_or(0, |(from, _)| bucket(from, width));
        let n = span.map_or(0, |(_, to)| (bucket(to, width) - first + 1) as usize);
        let unknown = self.platforms.len();
        let mut all = vec![One { posts: vec![0; n], ..One::default() }; unknown + 1];
        let slot = |row: u32| (wide(self.platform[row as usize]) as usize).min(unknown);
        (0..self.len() as u32).for_each(|row| all[slot(row)].n_posts += 1);
        // In order of time, so that each day is met once.
        for &row in &self.order[..self.n_timed] {
            let (time, one) = (self.time_us[row as usize], &mut all[slot(row)]);
            one.posts[(bucket(time, width) - first) as usize] += 1;
            one.extent = Some((one.extent.map_or(time, |e| e.0), time));
            let day = bucket(time, DAY_SECS);
            if one.days.last() != Some(&day) {
                one.days.push(day);
            }
        }
        let accounts = (0..self.len()).into_par_iter().filter_map(|row| Some((slot(row as u32), self.account(row)?)));
        let mut accounts: Vec<(usize, u32)> = accounts.collect();
        accounts.par_sort_unstable();
        accounts.dedup();
        for (slot, _) in &accounts {
            all[*slot].n_accounts += 1;
        }
        let found = all.into_iter().enumerate().filter(|(_, one)| one.n_posts > 0);
        let mut platforms: Vec<_> = found.map(|(id, one)| self.covered(id, one)).collect();
        platforms.sort_by(|a, b| b.n_posts.cmp(&a.n_posts).then_with(|| a.platform.cmp(&b.platform)));
        v1::Coverage {
            start_us: span.map(|_| start_us(first, width)),
            bin_secs: width,
            platforms,
            n_without_time: (self.len() - self.n_timed) as u64,
        }
    }

    fn covered(&self, id: usize, one: One) -> v1::PlatformCoverage {
        let name = if id == self.platforms.len() { UNKNOWN } else { self.platforms.get(id as u32) };
        v1::PlatformCoverage {
            platform: name.to_owned(),
            n_posts: one.n_posts,
            n_accounts: one.n_accounts,
            first_us: one.extent.map(|e| e.0),
            last_us: one.extent.map(|e| e.1),
            posts: one.posts,
            gaps: gaps(&one.days),
        }
    }
}

/// Days between two days with posts, the longest first.
fn gaps(days: &[i64]) -> Vec<v1::Gap> {
    let mut found: Vec<v1::Gap> = days
        .windows(2)
        .filter(|pair| pair[1] > pair[0] + 1)
        .map(|pair| v1::Gap {
            from_us: start_us(pair[0] + 1, DAY_SECS),
            to_us: start_us(pair[1], DAY_SECS),
            n_days: (pair[1] - pair[0] - 1) as u64,
        })
        .collect();
    found.sort_by_key(|gap| (std::cmp::Reverse(gap.n_days), gap.from_us));
    found.truncate(MAX_GAPS);
    found
}

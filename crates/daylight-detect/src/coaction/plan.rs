//! Clock times that an account keeps: a plan need not begin at the full hour, nor repeat every half hour.

use std::collections::{BTreeMap, BTreeSet};

const SECOND_US: i64 = 1_000_000;
const MINUTE_US: i64 = 60 * SECOND_US;
/// The step of most planning tools.
const HALF_HOUR_US: i64 = 30 * MINUTE_US;
const DAY_US: i64 = 24 * 60 * MINUTE_US;

/// A place in the half hour or in the day: schedulers work through a queue.
pub const SLOT_US: i64 = MINUTE_US;
/// A place in the minute, for programs that start with every minute and take as long every time.
const TICK_US: i64 = 2 * SECOND_US;

/// Posts of an account from which a plan of its own is looked for.
const MIN_POSTS: usize = 6;
/// Minutes of the day that a plan has at most; by chance a busy account has posts in any minute.
const MAX_SLOTS: usize = 24;
/// Days on which a minute of the day is kept.
const MIN_DAYS: usize = 3;

/// When an account posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// At the same place of every period (microseconds): from `start` on for `width`. By chance a place holds a
    /// thirtieth.
    Phase {
        /// Length of the period.
        period: i64,
        /// Where the place begins.
        start: i64,
        /// How long it is.
        width: i64,
    },
    /// In these minutes of the day, each on at least three days.
    Daily(BTreeSet<i64>),
}

impl Plan {
    /// The plan that at least three fifths of the times keep, if there is one.
    pub fn of(times: &[i64]) -> Option<Self> {
        if times.len() < MIN_POSTS {
            return None;
        }
        phase(times, HALF_HOUR_US, SLOT_US)
            .or_else(|| daily(times))
            // Where whole minutes were cut off, every second is the same.
            .or_else(|| phase(times, MINUTE_US, TICK_US).filter(|_| times.iter().any(|t| t.rem_euclid(MINUTE_US) != 0)))
    }

    /// Whether a post is where the plan says.
    pub fn keeps(&self, time: i64) -> bool {
        match self {
            Self::Phase { period, start, width } => (time - start).rem_euclid(*period) < *width,
            Self::Daily(slots) => slots.contains(&minute_of_day(time)),
        }
    }
}

fn minute_of_day(time: i64) -> i64 {
    time.rem_euclid(DAY_US) / MINUTE_US
}

fn most(n: usize, of: usize) -> bool {
    n * 5 >= of * 3
}

/// The place of the period that holds most times, if it holds most of them.
fn phase(times: &[i64], period: i64, width: i64) -> Option<Plan> {
    let mut phases: Vec<i64> = times.iter().map(|t| t.rem_euclid(period)).collect();
    phases.sort_unstable();
    let below = |at: i64| phases.partition_point(|&p| p < at);
    // A place may run over the end of the period.
    let near = |start: i64| below(start + width) - below(start) + below(start + width - period);
    let mut starts = phases.clone();
    starts.dedup();
    let (n, start) = starts.iter().map(|&start| (near(start), start)).max_by_key(|&(n, start)| (n, -start))?;
    most(n, times.len()).then_some(Plan::Phase { period, start, width })
}

/// Few minutes of the day that come back on several days and hold most times.
fn daily(times: &[i64]) -> Option<Plan> {
    let mut slots: BTreeMap<i64, (usize, BTreeSet<i64>)> = BTreeMap::new();
    for &time in times {
        let (n, days) = slots.entry(minute_of_day(time)).or_default();
        *n += 1;
        days.insert(time.div_euclid(DAY_US));
    }
    let mut kept: Vec<(usize, i64)> =
        slots.into_iter().filter(|(_, (_, days))| days.len() >= MIN_DAYS).map(|(slot, (n, _))| (n, slot)).collect();
    kept.sort_by_key(|&(n, slot)| (std::cmp::Reverse(n), slot));
    kept.truncate(MAX_SLOTS);
    most(kept.iter().map(|k| k.0).sum(), times.len()).then(|| Plan::Daily(kept.into_iter().map(|k| k.1).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64, hour: i64, minute: i64, second: i64) -> i64 {
        day * DAY_US + (hour * 60 + minute) * MINUTE_US + second * SECOND_US
    }

    #[test]
    fn a_minute_of_the_half_hour_is_a_plan() {
        let times: Vec<i64> = (0..10).map(|d| at(d, d % 5, 40, 2)).collect();
        let plan = Plan::of(&times).unwrap();
        assert!(matches!(plan, Plan::Phase { period: HALF_HOUR_US, .. }));
        assert!(plan.keeps(at(3, 7, 10, 30)) && !plan.keeps(at(3, 7, 12, 30)));
    }

    #[test]
    fn minutes_of_the_day_that_come_back_are_a_plan() {
        let times: Vec<i64> = (0..12).map(|d| at(d, 8 + d % 3, [20, 43, 57][d as usize % 3], d % 7)).collect();
        let plan = Plan::of(&times).unwrap();
        assert!(matches!(&plan, Plan::Daily(slots) if slots.len() == 3));
        assert!(plan.keeps(at(90, 9, 43, 59)) && !plan.keeps(at(90, 9, 44, 0)));
    }

    #[test]
    fn the_same_second_of_any_minute_is_a_plan() {
        let times: Vec<i64> = (0..12).map(|d| at(d, 8, d * 7 % 60, 2 + d % 2)).collect();
        assert_eq!(Plan::of(&times), Some(Plan::Phase { period: MINUTE_US, start: 2 * SECOND_US, width: TICK_US }));
    }

    #[test]
    fn free_times_and_times_cut_to_the_minute_are_none() {
        // Steps that share no factor with a day spread evenly over it.
        let free: Vec<i64> = (0..400).map(|i| i * 7_919 * SECOND_US).collect();
        assert_eq!(Plan::of(&free), None);
        let cut: Vec<i64> = free.iter().map(|t| t - t.rem_euclid(MINUTE_US)).collect();
        assert_eq!(Plan::of(&cut), None);
        assert_eq!(Plan::of(&[0; 5]), None);
    }
}

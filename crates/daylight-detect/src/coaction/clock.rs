//! How fine the clock of the data is, and which accounts post on a schedule.
//!
//! Both make times coincide without anybody acting together: a clock that carries only minutes puts a
//! minute's strangers on one instant, and scheduling tools fire on the quarter hour. Such actions are moved
//! by whole grid steps under the null, so that the grid itself is never evidence.

use daylight_algo::tails::binomial_sf;
use daylight_core::{ClockReport, Dataset, PostTable};
use rayon::prelude::*;

const SECOND: i64 = 1_000_000;

/// Grid steps of scheduling tools, in seconds.
const GRIDS: [u32; 5] = [3600, 1800, 900, 600, 300];

/// An action belongs to a grid when it lies in the first minute after a grid point: schedulers work through a queue.
const GRID_SLOT_SECS: i64 = 60;

/// p below which a pile-up on a grid is taken for a schedule. Small, because each account is asked for five grids.
const SCHEDULE_P: f64 = 1e-6;

/// Share of an account's actions on the grid below which it is no schedule, however significant.
const SCHEDULE_SHARE: f64 = 0.3;

/// Share of times on a multiple of a unit from which the unit is the clock's resolution.
const RESOLUTION_SHARE: f64 = 0.99;

/// Clock and schedules of a data set.
#[derive(Debug, Clone)]
pub struct Clock {
    /// Resolution, microseconds; at least 1 second is called coarse only from a minute on.
    pub resolution_us: i64,
    /// Grid step of each account in microseconds, 0 for none.
    pub schedule_us: Vec<i64>,
    /// What the times of each account leave out, microseconds: a minute or more where they are cut off to that, 0
    /// for finer clocks. Exports differ in this within one data set.
    pub cut_us: Vec<i64>,
}

impl Clock {
    /// Reads the clock off all times.
    pub fn of(dataset: &Dataset) -> Self {
        let resolution_us = resolution(&dataset.posts.time_us);
        let schedule_us =
            if resolution_us > 60 * SECOND { vec![0; dataset.accounts.len()] } else { schedules(dataset) };
        let cut_us = if resolution_us >= 60 * SECOND {
            vec![resolution_us; dataset.accounts.len()]
        } else {
            cut_to_minutes(dataset)
        };
        Self { resolution_us, schedule_us, cut_us }
    }

    /// Whether A, and whether B, was surely first, where B acted `dt_us` after A. A time that was cut off to the
    /// minute lies before the true one, and would make its account the first of everybody.
    pub fn surely_first(&self, a: u32, b: u32, dt_us: i64) -> (bool, bool) {
        let first = |account: u32, ahead: i64| ahead > 0 && ahead >= self.cut_us[account as usize];
        (first(a, dt_us), first(b, dt_us.saturating_neg()))
    }

    /// Grid step under the null of an action of `account` at `time`: its schedule's when it lies on it, else what its
    /// times leave out when that is a minute or more, else 0 (free).
    pub fn grid(&self, account: u32, time: i64) -> i64 {
        let step = self.schedule_us[account as usize];
        if step > 0 && time.rem_euclid(step) < GRID_SLOT_SECS * SECOND { step } else { self.cut_us[account as usize] }
    }

    /// What the times of an account leave out, microseconds; 0 where that is a second or less.
    fn left_out_us(&self, account: u32) -> i64 {
        let resolution = if self.resolution_us > SECOND { self.resolution_us } else { 0 };
        resolution.max(self.cut_us[account as usize])
    }

    /// Whether two actions lie within the window whatever their times leave out: a true time lies up to that much
    /// later.
    pub fn surely_within(&self, a: u32, b: u32, times: (i64, i64), window: i64) -> bool {
        let dt = times.1.saturating_sub(times.0);
        dt.saturating_add(self.left_out_us(b)) <= window && dt.saturating_sub(self.left_out_us(a)) >= -window
    }

    /// The coarser of what the times of two accounts carry, microseconds.
    pub fn finest_us(&self, a: u32, b: u32) -> i64 {
        self.resolution_us.max(self.cut_us[a as usize]).max(self.cut_us[b as usize])
    }

    /// For the report.
    pub fn report(&self) -> ClockReport {
        let scheduled: Vec<(u32, u32)> =
            (0u32..).zip(&self.schedule_us).filter(|(_, s)| **s > 0).map(|(a, s)| (a, (s / SECOND) as u32)).collect();
        let mut notes = Vec::new();
        if self.resolution_us >= 60 * SECOND {
            notes.push(format!(
                "Times carry no more than {} s. Co-actions finer than that cannot be seen, and the test moves actions by whole steps of the clock.",
                self.resolution_us / SECOND
            ));
        }
        if !scheduled.is_empty() {
            notes.push(format!(
                "{} accounts post on a fixed schedule (a grid of 5 to 60 minutes). What they post on the grid is moved by whole grid steps under the null, so that scheduling tools are not taken for synchrony.",
                scheduled.len()
            ));
        }
        let n_cut = self.cut_us.iter().filter(|c| **c > 0).count();
        if n_cut > 0 && self.resolution_us < 60 * SECOND {
            notes.push(format!(
                "All times of {n_cut} accounts are whole minutes, though the clock of the data is finer: their true times lie up to a minute later. Where that leaves open who was first, nobody is counted as first."
            ));
        }
        ClockReport { resolution_secs: self.resolution_us as f64 / SECOND as f64, scheduled, notes }
    }
}

fn resolution(times: &[i64]) -> i64 {
    let n = times.iter().filter(|t| **t != PostTable::NO_TIME).count();
    if n == 0 {
        return SECOND;
    }
    let mut found = 1;
    for unit in [1_000, SECOND, 60 * SECOND, 3600 * SECOND, 86_400 * SECOND] {
        let on = times.par_iter().filter(|t| **t != PostTable::NO_TIME && t.rem_euclid(unit) == 0).count();
        if (on as f64) < RESOLUTION_SHARE * n as f64 {
            break;
        }
        found = unit;
    }
    found
}

fn schedules(dataset: &Dataset) -> Vec<i64> {
    // counts[account] = (actions, actions in the slot of each grid)
    let mut counts = vec![(0u32, [0u32; GRIDS.len()]); dataset.accounts.len()];
    for (&account, &time) in dataset.posts.account.iter().zip(&dataset.posts.time_us) {
        if time == PostTable::NO_TIME {
            continue;
        }
        let (n, on) = &mut counts[account as usize];
        *n += 1;
        let secs = time.div_euclid(SECOND);
        for (on, &grid) in on.iter_mut().zip(&GRIDS) {
            *on += u32::from(secs.rem_euclid(i64::from(grid)) < GRID_SLOT_SECS);
        }
    }
    counts.par_iter().map(|(n, on)| best_grid(*n, on)).collect()
}

/// Times of an account from which on nothing but whole minutes is no accident: one in 60^5.
const LEAST_TIMES: u32 = 5;

/// A minute for accounts that have whole minutes only.
fn cut_to_minutes(dataset: &Dataset) -> Vec<i64> {
    let mut counts = vec![(0u32, 0u32); dataset.accounts.len()];
    for (&account, &time) in dataset.posts.account.iter().zip(&dataset.posts.time_us) {
        if time != PostTable::NO_TIME {
            let (n, whole) = &mut counts[account as usize];
            (*n, *whole) = (*n + 1, *whole + u32::from(time.rem_euclid(60 * SECOND) == 0));
        }
    }
    counts.into_iter().map(|(n, whole)| if n >= LEAST_TIMES && whole == n { 60 * SECOND } else { 0 }).collect()
}

fn best_grid(n: u32, on: &[u32; GRIDS.len()]) -> i64 {
    let mut best = (SCHEDULE_P, 0i64);
    for (&on, &grid) in on.iter().zip(&GRIDS) {
        if f64::from(on) < SCHEDULE_SHARE * f64::from(n) || on < 4 {
            continue;
        }
        let chance = GRID_SLOT_SECS as f64 / f64::from(grid);
        let p = binomial_sf(on, n, chance);
        if p < best.0 {
            best = (p, i64::from(grid) * SECOND);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarter_hours_are_a_schedule_and_free_times_are_not() {
        assert_eq!(best_grid(20, &[5, 10, 20, 10, 20]), 900 * SECOND);
        assert_eq!(best_grid(20, &[20, 20, 20, 20, 20]), 3600 * SECOND);
        assert_eq!(best_grid(100, &[2, 3, 7, 10, 20]), 0);
        assert_eq!(best_grid(3, &[3, 3, 3, 3, 3]), 0);
    }

    #[test]
    fn a_time_cut_to_the_minute_is_not_first_by_that() {
        let clock = Clock { resolution_us: SECOND, schedule_us: vec![0; 2], cut_us: vec![60 * SECOND, 0] };
        assert_eq!(clock.surely_first(0, 1, 59 * SECOND), (false, false));
        assert_eq!(clock.surely_first(0, 1, 60 * SECOND), (true, false));
        assert_eq!(clock.surely_first(0, 1, -SECOND), (false, true));
        assert_eq!(clock.surely_first(0, 1, 0), (false, false));
    }

    #[test]
    fn what_lies_within_a_window_whatever_the_times_leave_out() {
        let clock = Clock { resolution_us: SECOND, schedule_us: vec![0; 3], cut_us: vec![60 * SECOND, 0, 60 * SECOND] };
        let within = |a, b, dt: i64| clock.surely_within(a, b, (0, dt * SECOND), 60 * SECOND);
        assert!(within(1, 1, 60) && within(1, 1, -60) && !within(1, 1, 61));
        assert!(within(0, 1, 0) && within(0, 1, 60) && !within(0, 1, -1));
        assert!(within(1, 0, 0) && within(1, 0, -60) && !within(1, 0, 1));
        assert!(within(0, 2, 0) && !within(0, 2, 60) && !within(0, 2, -60));
    }

    #[test]
    fn resolution_is_the_largest_unit_that_nearly_all_times_share() {
        assert_eq!(resolution(&(0..500).map(|i| i * 60 * SECOND).collect::<Vec<_>>()), 60 * SECOND);
        assert_eq!(resolution(&(0..500).map(|i| i * 7 * SECOND).collect::<Vec<_>>()), SECOND);
        assert_eq!(resolution(&(0..500).map(|i| i * 7_001).collect::<Vec<_>>()), 1);
        assert_eq!(resolution(&[]), SECOND);
    }
}

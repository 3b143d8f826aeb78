//! Rows in order of time, page by page.

use super::load::NO_TIME;
use super::table::{Selection, Table};

/// Which end comes first. Rows without a time come last in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

/// The last row of a page: the next page begins behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Its time; [`Table::NO_TIME`] for none.
    pub time_us: i64,
    /// The row.
    pub row: u32,
}

impl Cursor {
    /// As it stands in answers.
    pub fn to_text(self) -> String {
        if self.time_us == NO_TIME { format!("-.{}", self.row) } else { format!("{}.{}", self.time_us, self.row) }
    }

    /// From an answer.
    pub fn parse(text: &str) -> Option<Self> {
        let (time, row) = text.split_once('.')?;
        let time_us = if time == "-" { NO_TIME } else { time.parse().ok()? };
        Some(Self { time_us, row: row.parse().ok()? })
    }
}

/// Share of the rows below which the rows that fit are sorted, instead of looked for in the order of all.
const FEW: usize = 256;

impl Table {
    /// What rows are sorted by.
    fn key(&self, row: u32) -> (bool, i64, u32) {
        let time = self.time_us[row as usize];
        (time == NO_TIME, time, row)
    }

    /// Place of a row in an order: rows with times from one end, those without behind.
    fn rank(key: (bool, i64, u32), order: Order) -> (bool, i64, i64) {
        let (without, time, row) = key;
        match (without, order) {
            (true, _) => (true, 0, i64::from(row)),
            (false, Order::Oldest) => (false, time, i64::from(row)),
            // Times are far from the ends of the range; saturating keeps hostile ones in order.
            (false, Order::Newest) => (false, 0i64.saturating_sub(time), -i64::from(row)),
        }
    }

    /// At most `limit` rows that fit, from behind `after`, and whether there are more.
    pub fn page(&self, selection: &Selection, order: Order, after: Option<Cursor>, limit: usize) -> (Vec<u32>, bool) {
        let after = after.map(|c| Self::rank((c.time_us == NO_TIME, c.time_us, c.row), order));
        let mut rows = if (selection.count() as usize) < self.len() / FEW {
            let mut rows: Vec<u32> = selection.rows().map(|row| row as u32).collect();
            rows.sort_unstable_by_key(|&row| Self::rank(self.key(row), order));
            let from = after.map_or(0, |after| rows.partition_point(|&row| Self::rank(self.key(row), order) <= after));
            rows.drain(..from);
            rows.truncate(limit + 1);
            rows
        } else {
            self.walk(selection, order, after, limit + 1)
        };
        let more = rows.len() > limit;
        rows.truncate(limit);
        (rows, more)
    }

    /// Walks along the order of all rows until there are enough that fit.
    fn walk(&self, selection: &Selection, order: Order, after: Option<(bool, i64, i64)>, n: usize) -> Vec<u32> {
        let at = |i: usize| match order {
            Order::Newest if i < self.n_timed => self.order[self.n_timed - 1 - i],
            _ => self.order[i],
        };
        let (mut from, mut to) = (0, self.len());
        if let Some(after) = after {
            // The first place behind it.
            while from < to {
                let middle = usize::midpoint(from, to);
                if Self::rank(self.key(at(middle)), order) <= after { from = middle + 1 } else { to = middle }
            }
        }
        (from..self.len()).map(at).filter(|&row| selection.has(row)).take(n).collect()
    }
}

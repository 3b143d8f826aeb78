//! Steps 1 to 5 and 8: from rows to pairs of rows.

use rayon::prelude::*;

use super::{Input, Settings};
use crate::preset::{Column, PresetError};

/// Two rows that co-act, by their positions in the regrouped table; the older content first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The older row; on equal times the one that comes first in the regrouped table.
    pub first: u32,
    /// The newer row.
    pub second: u32,
}

/// The pairs and the rows they point to.
#[derive(Debug)]
pub struct Pairs<'a> {
    pub(super) rows: Regrouped<'a>,
    pub(super) list: Vec<Pair>,
    /// One flag a pair, when a fast window was given.
    pub(super) fast: Option<Vec<bool>>,
}

/// Rows of accounts that participate enough, by object in order of its first row; inside an object by account
/// in order of the account's first row. The order of everything that CooRTweet writes follows from this one.
#[derive(Debug)]
pub(super) struct Regrouped<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) object: Vec<u32>,
    pub(super) account: Vec<u32>,
    pub(super) content: Vec<u32>,
    pub(super) time: Vec<f64>,
}

impl<'a> Regrouped<'a> {
    /// Step 1.
    pub(super) fn new(input: &'a Input<'a>, min_participation: u32) -> Self {
        let order = by_account(&input.account, min_participation);
        let order = grouped(&order, input.object.ids(), input.object.n());
        let at = |ids: &[u32]| order.iter().map(|&r| ids[r as usize]).collect::<Vec<u32>>();
        Self {
            input,
            object: at(input.object.ids()),
            account: at(input.account.ids()),
            content: at(input.content.ids()),
            time: order.iter().map(|&r| input.time_secs[r as usize]).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.time.len()
    }

    fn is_missing(&self, row: usize) -> bool {
        self.object[row] == self.input.object.missing()
            || self.account[row] == self.input.account.missing()
            || self.content[row] == self.input.content.missing()
    }

    /// Rows whose object has the id of their own content, or that miss an id: step 3 drops all their pairs.
    fn drops_all(&self) -> Vec<bool> {
        (0..self.len())
            .into_par_iter()
            .map(|row| {
                self.is_missing(row)
                    || self.input.object.name(self.object[row]) == self.input.content.name(self.content[row])
            })
            .collect()
    }

    fn delta(&self, a: u32, b: u32) -> f64 {
        (self.time[a as usize] - self.time[b as usize]).abs()
    }
}

impl Pairs<'_> {
    /// Pairs in order.
    pub fn pairs(&self) -> &[Pair] {
        &self.list
    }

    /// Whether each pair belongs to the fast network; `None` without a fast window.
    pub fn fast(&self) -> Option<&[bool]> {
        self.fast.as_deref()
    }

    /// Rows left by step 1.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// `object_id`; `None` when missing.
    pub fn object_id(&self, pair: Pair) -> Option<&str> {
        self.rows.input.object.name(self.rows.object[pair.first as usize])
    }

    /// `account_id` of the row.
    pub fn account_id(&self, row: u32) -> Option<&str> {
        self.rows.input.account.name(self.rows.account[row as usize])
    }

    /// `content_id` of the row.
    pub fn content_id(&self, row: u32) -> Option<&str> {
        self.rows.input.content.name(self.rows.content[row as usize])
    }

    /// Seconds between the two rows.
    pub fn time_delta(&self, pair: Pair) -> f64 {
        self.rows.delta(pair.first, pair.second)
    }

    /// Step 8: marks the pairs of the fast window; sorts all pairs by their content ids, as the tool does.
    pub(super) fn flag_fast(&mut self, window_secs: f64, min_participation: u32) {
        let rank = ranks_in_use(&self.rows, &self.list);
        let key = |p: &Pair| {
            let of = |row: u32| u64::from(rank[self.rows.content[row as usize] as usize]);
            of(p.first) << 32 | of(p.second)
        };
        self.list.par_sort_by_key(key);
        let mut quick: Vec<bool> = self.list.par_iter().map(|p| self.time_delta(*p) <= window_secs).collect();
        let within: Vec<Pair> = self.list.iter().zip(&quick).filter(|(_, q)| **q).map(|(p, _)| *p).collect();
        let stays = busy_contents(&self.rows, &within, min_participation);
        for (pair, flag) in self.list.iter().zip(&mut quick) {
            *flag = *flag && either(&self.rows, *pair, &stays);
        }
        // By the two content ids: every pair of the same two contents is marked.
        let mut start = 0;
        for same in self.list.chunk_by(|a, b| key(a) == key(b)) {
            let flags = &mut quick[start..start + same.len()];
            let any = flags.contains(&true);
            flags.fill(any);
            start += same.len();
        }
        self.fast = Some(quick);
    }
}

/// Steps 1 to 5.
pub(super) fn detect<'a>(input: &'a Input<'a>, settings: &Settings) -> Result<Pairs<'a>, PresetError> {
    let rows = Regrouped::new(input, settings.min_participation);
    let mut pairs = within_window(&rows, settings)?;
    if settings.min_participation >= 1 {
        let stays = busy_contents(&rows, &pairs, settings.min_participation);
        pairs.retain(|&p| either(&rows, p, &stays));
    }
    pairs.par_iter_mut().for_each(|p| {
        if rows.time[p.first as usize] > rows.time[p.second as usize] {
            *p = Pair { first: p.second, second: p.first };
        }
    });
    Ok(Pairs { rows, list: pairs, fast: None })
}

/// Steps 2 and 3: pairs by object, then the later row, then the earlier one, which stands first.
fn within_window(rows: &Regrouped, settings: &Settings) -> Result<Vec<Pair>, PresetError> {
    /// Rows swept by one task.
    const CHUNK: usize = 1 << 14;
    let mut by_time: Vec<u32> = (0..rows.len() as u32).filter(|&r| !rows.time[r as usize].is_nan()).collect();
    by_time
        .par_chunk_by_mut(|&a, &b| rows.object[a as usize] == rows.object[b as usize])
        .for_each(|object| object.sort_by(|&a, &b| rows.time[a as usize].total_cmp(&rows.time[b as usize])));
    let starts = window_starts(rows, &by_time, settings.time_window_secs);
    let n: u64 = starts.iter().enumerate().map(|(k, &s)| (k - s as usize) as u64).sum();
    if n > u64::from(u32::MAX) {
        return Err(PresetError::TooManyPairs { pairs: n, limit: u64::from(u32::MAX) });
    }
    let drops_all = if settings.keep_loops { vec![false; rows.len()] } else { rows.drops_all() };
    let keep = |a: u32, b: u32| {
        let (a, b) = (a as usize, b as usize);
        settings.keep_loops
            || !(drops_all[b] || rows.content[a] == rows.content[b] || rows.account[a] == rows.account[b])
    };
    let sweep = |from: usize| {
        let mut found = Vec::new();
        for k in from..(from + CHUNK).min(by_time.len()) {
            let a = by_time[k];
            if !drops_all[a as usize] {
                let before = &by_time[starts[k] as usize..k];
                found.extend(before.iter().filter(|&&b| keep(a, b)).map(|&b| (a.max(b), a.min(b))));
            }
        }
        found
    };
    let chunks: Vec<usize> = (0..by_time.len()).step_by(CHUNK).collect();
    let found: Vec<Vec<(u32, u32)>> = chunks.into_par_iter().map(sweep).collect();
    let mut found: Vec<(u32, u32)> = found.into_iter().flatten().collect();
    found.par_sort_unstable();
    Ok(found.into_iter().map(|(later, earlier)| Pair { first: earlier, second: later }).collect())
}

/// For each place of `by_time` the first place of the same object that is at most the window older.
fn window_starts(rows: &Regrouped, by_time: &[u32], window_secs: f64) -> Vec<u32> {
    let mut start = 0;
    by_time
        .iter()
        .enumerate()
        .map(|(k, &row)| {
            while start < k
                && (rows.object[by_time[start] as usize] != rows.object[row as usize]
                    || rows.delta(row, by_time[start]) > window_secs)
            {
                start += 1;
            }
            start as u32
        })
        .collect()
}

/// Step 4: flags the content ids of accounts that have enough rows with a content id among those of `pairs`.
fn busy_contents(rows: &Regrouped, pairs: &[Pair], min_participation: u32) -> Vec<bool> {
    let mut in_pairs = vec![false; rows.input.content.n() + 1];
    for row in pairs.iter().flat_map(|p| [p.first, p.second]) {
        in_pairs[rows.content[row as usize] as usize] = true;
    }
    let is_in = |row: usize| in_pairs[rows.content[row] as usize];
    let mut n_rows = vec![0_u32; rows.input.account.n() + 1];
    for row in (0..rows.len()).filter(|&r| is_in(r)) {
        n_rows[rows.account[row] as usize] += 1;
    }
    let mut stays = vec![false; in_pairs.len()];
    for row in (0..rows.len()).filter(|&r| is_in(r)) {
        stays[rows.content[row] as usize] |= n_rows[rows.account[row] as usize] >= min_participation;
    }
    stays
}

fn either(rows: &Regrouped, pair: Pair, stays: &[bool]) -> bool {
    stays[rows.content[pair.first as usize] as usize] || stays[rows.content[pair.second as usize] as usize]
}

/// Rows of accounts with enough rows, grouped by account in order of first appearance.
fn by_account(account: &Column, min_participation: u32) -> Vec<u32> {
    let mut n_rows = vec![0_u32; account.n() + 1];
    for &a in account.ids() {
        n_rows[a as usize] += 1;
    }
    let kept: Vec<u32> = (0..account.ids().len() as u32)
        .filter(|&r| n_rows[account.ids()[r as usize] as usize] >= min_participation)
        .collect();
    grouped(&kept, account.ids(), account.n())
}

/// `order` with equal keys brought together, keys in order of first appearance, otherwise unchanged.
fn grouped(order: &[u32], key: &[u32], n_keys: usize) -> Vec<u32> {
    let mut count = vec![0_u32; n_keys + 1];
    for &row in order {
        count[key[row as usize] as usize] += 1;
    }
    let mut place = vec![u32::MAX; n_keys + 1];
    let mut used = 0;
    let mut out = vec![0; order.len()];
    for &row in order {
        let k = key[row as usize] as usize;
        if place[k] == u32::MAX {
            place[k] = used;
            used += count[k];
        }
        out[place[k] as usize] = row;
        place[k] += 1;
    }
    out
}

/// Place in byte order of every content id that stands in a pair (the missing one last).
fn ranks_in_use(rows: &Regrouped, pairs: &[Pair]) -> Vec<u32> {
    let content = &rows.input.content;
    let mut used: Vec<u32> =
        pairs.par_iter().flat_map_iter(|p| [p.first, p.second]).map(|r| rows.content[r as usize]).collect();
    used.par_sort_unstable();
    used.dedup();
    used.par_sort_by(|&a, &b| match (content.name(a), content.name(b)) {
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    let mut ranks = vec![u32::MAX; content.n() + 1];
    for (rank, &id) in used.iter().enumerate() {
        ranks[id as usize] = rank as u32;
    }
    ranks
}

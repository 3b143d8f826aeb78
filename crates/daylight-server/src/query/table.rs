//! The columns, and which rows fit a filter.

use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::dict::{Dict, NONE};
use super::load::{LoadError, NO_TIME, Source, load};
use super::text::{TextQuery, Texts};

/// For each row some numbers.
#[derive(Debug, Default)]
pub struct Lists {
    ends: Vec<u32>,
    ids: Vec<u32>,
}

impl Lists {
    /// Numbers of a row.
    pub fn get(&self, row: usize) -> &[u32] {
        let from = if row == 0 { 0 } else { self.ends.get(row - 1).map_or(0, |&e| e as usize) };
        let to = self.ends.get(row).map_or(from, |&e| e as usize);
        self.ids.get(from..to).unwrap_or_default()
    }

    pub(super) fn append(&mut self, ids: impl Iterator<Item = u32>, ends: &[u32]) {
        let before = self.ids.len() as u32;
        self.ids.extend(ids);
        self.ends.extend(ends.iter().map(|end| before + end));
    }
}

/// Texts of one row group.
#[derive(Debug)]
pub(super) struct Segment {
    pub start: u32,
    pub n_rows: u32,
    pub texts: Texts,
}

/// First row of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub source: u32,
    pub start: u32,
}

/// In how many accounts' posts each domain and each hashtag stands.
#[derive(Debug)]
pub(super) struct Spread {
    domains: Vec<u32>,
    hashtags: Vec<u32>,
}

/// The posts of a case, ready to be searched.
#[derive(Debug, Default)]
pub struct Table {
    /// Microseconds UTC, [`Table::NO_TIME`] when missing.
    pub(super) time_us: Vec<i64>,
    pub(super) platforms: Dict,
    pub(super) platform: Vec<u16>,
    pub(super) languages: Dict,
    pub(super) language: Vec<u16>,
    pub(super) accounts: Dict,
    pub(super) account: Vec<u32>,
    pub(super) domain_names: Dict,
    pub(super) domains: Lists,
    pub(super) hashtag_names: Dict,
    pub(super) hashtags: Lists,
    pub(super) segments: Vec<Segment>,
    pub(super) places: Vec<Place>,
    pub(super) sources: Vec<Source>,
    /// Rows in order of time, those without behind.
    pub(super) order: Vec<u32>,
    /// Rows with a time.
    pub(super) n_timed: usize,
    pub(super) spread: OnceLock<Spread>,
}

/// Which posts. `None` lets all through, an empty list none.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words in the text.
    pub text: TextQuery,
    /// Not before.
    pub from_us: Option<i64>,
    /// Before.
    pub to_us: Option<i64>,
    /// Any of these platforms (numbers).
    pub platforms: Option<Vec<u32>>,
    /// Any of these languages.
    pub languages: Option<Vec<u32>>,
    /// Any of these accounts.
    pub accounts: Option<Vec<u32>>,
    /// Accounts again: both must fit.
    pub members: Option<Vec<u32>>,
    /// Any of these domains.
    pub domains: Option<Vec<u32>>,
    /// Any of these hashtags.
    pub hashtags: Option<Vec<u32>>,
    /// Rows in one of these ranges.
    pub rows: Option<Vec<Range<u32>>>,
}

/// Rows that fit, one bit each.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    bits: Vec<u64>,
    count: u64,
}

impl Selection {
    /// Rows that fit.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether a row fits.
    pub fn has(&self, row: u32) -> bool {
        self.bits.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Rows of the words in `range`, ascending.
    pub(super) fn rows_of(&self, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let words = self.bits[range.clone()].iter().zip(range);
        words.flat_map(|(&word, at)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }

    /// All rows, ascending.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.rows_of(0..self.bits.len())
    }

    /// Stretches of words, one for each thread.
    pub(super) fn pieces(&self) -> Vec<Range<usize>> {
        let n = rayon::current_num_threads().max(1);
        let step = self.bits.len().div_ceil(n).max(1);
        (0..self.bits.len()).step_by(step).map(|at| at..(at + step).min(self.bits.len())).collect()
    }

    /// Sets the bits of a stretch of rows that begins at `start`.
    fn put(&mut self, start: usize, n_rows: usize, bits: &[u64]) {
        let shift = start % 64;
        for (i, &word) in bits.iter().enumerate() {
            let at = start / 64 + i;
            self.bits[at] |= word << shift;
            if shift > 0 && i * 64 + 64 - shift < n_rows {
                self.bits[at + 1] |= word >> (64 - shift);
            }
        }
    }
}

/// Which numbers of a dictionary are asked for.
struct Wanted(Vec<bool>);

impl Wanted {
    fn of(ids: Option<&Vec<u32>>, n: usize) -> Option<Self> {
        let mut wanted = vec![false; n];
        for &id in ids? {
            if let Some(flag) = wanted.get_mut(id as usize) {
                *flag = true;
            }
        }
        Some(Self(wanted))
    }

    fn has(&self, id: u32) -> bool {
        self.0.get(id as usize).copied().unwrap_or(false)
    }
}

/// A filter made ready for a table.
struct Ready<'a> {
    filter: &'a Filter,
    from_us: i64,
    to_us: i64,
    platforms: Option<Wanted>,
    languages: Option<Wanted>,
    accounts: Option<Wanted>,
    members: Option<Wanted>,
    domains: Option<Wanted>,
    hashtags: Option<Wanted>,
}

/// A narrow number as a wide one.
pub(super) fn wide(id: u16) -> u32 {
    if id == u16::MAX { NONE } else { u32::from(id) }
}

impl Table {
    /// Stands for a missing time.
    pub const NO_TIME: i64 = NO_TIME;

    /// Reads the posts of a case. `progress` gets the number of posts so far.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn load(sources: Vec<Source>, progress: &(dyn Fn(u64) + Sync)) -> Result<Self, LoadError> {
        load(sources, progress)
    }

    /// Number of posts.
    pub fn len(&self) -> usize {
        self.time_us.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.time_us.is_empty()
    }

    /// First and last post with a time.
    pub fn span_us(&self) -> Option<(i64, i64)> {
        let timed = &self.order[..self.n_timed];
        Some((self.time_us[*timed.first()? as usize], self.time_us[*timed.last()? as usize]))
    }

    /// Platforms.
    pub fn platforms(&self) -> &Dict {
        &self.platforms
    }

    /// Languages.
    pub fn languages(&self) -> &Dict {
        &self.languages
    }

    /// Accounts.
    pub fn accounts(&self) -> &Dict {
        &self.accounts
    }

    /// Domains.
    pub fn domains(&self) -> &Dict {
        &self.domain_names
    }

    /// Hashtags.
    pub fn hashtags(&self) -> &Dict {
        &self.hashtag_names
    }

    /// Time of a row.
    pub fn time_us(&self, row: usize) -> Option<i64> {
        self.time_us.get(row).copied().filter(|&t| t != NO_TIME)
    }

    /// Number of the account of a row.
    pub fn account(&self, row: usize) -> Option<u32> {
        self.account.get(row).copied().filter(|&a| a != NONE)
    }

    /// Platform of a row.
    pub fn platform(&self, row: usize) -> Option<&str> {
        self.platform.get(row).filter(|&&p| p != u16::MAX).map(|&p| self.platforms.get(u32::from(p)))
    }

    /// Language of a row.
    pub fn language(&self, row: usize) -> Option<&str> {
        self.language.get(row).filter(|&&l| l != u16::MAX).map(|&l| self.languages.get(u32::from(l)))
    }

    /// Domains of a row.
    pub fn domains_of(&self, row: usize) -> impl Iterator<Item = &str> {
        self.domains.get(row).iter().map(|&id| self.domain_names.get(id))
    }

    /// Hashtags of a row.
    pub fn hashtags_of(&self, row: usize) -> impl Iterator<Item = &str> {
        self.hashtags.get(row).iter().map(|&id| self.hashtag_names.get(id))
    }

    /// Text of a row, as it is.
    pub fn text(&self, row: usize) -> Option<String> {
        let at = self.segments.partition_point(|s| s.start as usize <= row).checked_sub(1)?;
        let segment = self.segments.get(at)?;
        segment.texts.get(row - segment.start as usize)
    }

    /// The file of a row, and its row in there, from 0.
    pub fn place(&self, row: usize) -> Option<(&Source, u32)> {
        let at = self.places.partition_point(|p| p.start as usize <= row).checked_sub(1)?;
        let place = self.places.get(at)?;
        Some((self.sources.get(place.source as usize)?, row as u32 - place.start))
    }

    /// Rows of the files for which `keep` holds.
    pub fn rows_of(&self, keep: impl Fn(&Source) -> bool) -> Vec<Range<u32>> {
        let mut ranges = Vec::new();
        for (i, place) in self.places.iter().enumerate() {
            let end = self.places.get(i + 1).map_or(self.len() as u32, |next| next.start);
            if self.sources.get(place.source as usize).is_some_and(&keep) {
                ranges.push(place.start..end);
            }
        }
        ranges
    }

    /// Bytes that the texts take.
    pub fn n_text_bytes(&self) -> usize {
        self.segments.iter().map(|s| s.texts.n_bytes()).sum()
    }

    /// Rows that fit.
    pub fn select(&self, filter: &Filter) -> Selection {
        let ready = self.ready(filter);
        let parts: Vec<Vec<u64>> = self.segments.par_iter().map(|s| self.select_in(s, &ready)).collect();
        let mut selection = Selection { bits: vec![0; self.len().div_ceil(64)], count: 0 };
        for (segment, bits) in self.segments.iter().zip(parts) {
            selection.put(segment.start as usize, segment.n_rows as usize, &bits);
        }
        selection.count = selection.bits.par_iter().map(|w| u64::from(w.count_ones())).sum();
        selection
    }

    fn ready<'a>(&self, filter: &'a Filter) -> Ready<'a> {
        let accounts = self.accounts.len();
        Ready {
            filter,
            from_us: filter.from_us.unwrap_or(NO_TIME),
            to_us: filter.to_us.unwrap_or(i64::MAX),
            platforms: Wanted::of(filter.platforms.as_ref(), self.platforms.len()),
            languages: Wanted::of(filter.languages.as_ref(), self.languages.len()),
            accounts: Wanted::of(filter.accounts.as_ref(), accounts),
            members: Wanted::of(filter.members.as_ref(), accounts),
            domains: Wanted::of(filter.domains.as_ref(), self.domain_names.len()),
            hashtags: Wanted::of(filter.hashtags.as_ref(), self.hashtag_names.len()),
        }
    }

    /// Column by column: each pass looks only at rows that are left.
    fn select_in(&self, segment: &Segment, ready: &Ready<'_>) -> Vec<u64> {
        let (start, n) = (segment.start as usize, segment.n_rows as usize);
        let mut bits = vec![u64::MAX; n.div_ceil(64)];
        if let (Some(last), true) = (bits.last_mut(), !n.is_multiple_of(64)) {
            *last = (1 << (n % 64)) - 1;
        }
        let mut keep = |fits: &dyn Fn(usize) -> bool| {
            for (i, word) in bits.iter_mut().enumerate() {
                let mut left = *word;
                while left != 0 {
                    let bit = left.trailing_zeros() as usize;
                    left &= left - 1;
                    if !fits(start + i * 64 + bit) {
                        *word &= !(1 << bit);
                    }
                }
            }
        };
        if let Some(ranges) = &ready.filter.rows {
            keep(&|row| ranges.iter().any(|r| r.contains(&(row as u32))));
        }
        if ready.filter.from_us.is_some() || ready.filter.to_us.is_some() {
            keep(&|row| {
                let time = self.time_us[row];
                time != NO_TIME && ready.from_us <= time && time < ready.to_us
            });
        }
        if let Some(wanted) = &ready.platforms {
            keep(&|row| wanted.has(wide(self.platform[row])));
        }
        if let Some(wanted) = &ready.languages {
            keep(&|row| wanted.has(wide(self.language[row])));
        }
        for wanted in [&ready.accounts, &ready.members].into_iter().flatten() {
            keep(&|row| wanted.has(self.account[row]));
        }
        if let Some(wanted) = &ready.domains {
            keep(&|row| self.domains.get(row).iter().any(|&id| wanted.has(id)));
        }
        if let Some(wanted) = &ready.hashtags {
            keep(&|row| self.hashtags.get(row).iter().any(|&id| wanted.has(id)));
        }
        if !ready.filter.text.is_empty() {
            ready.filter.text.keep(&segment.texts, &mut bits);
        }
        bits
    }

    fn spread(&self) -> &Spread {
        self.spread.get_or_init(|| Spread {
            domains: self.n_accounts_of(&self.domains, self.domain_names.len()),
            hashtags: self.n_accounts_of(&self.hashtags, self.hashtag_names.len()),
        })
    }

    /// For each number how many accounts have it in their posts.
    fn n_accounts_of(&self, lists: &Lists, n: usize) -> Vec<u32> {
        let with = |row: usize| lists.get(row).iter().map(move |&id| (id, self.account[row]));
        let mut pairs: Vec<(u32, u32)> =
            (0..self.len()).into_par_iter().flat_map_iter(with).filter(|pair| pair.1 != NONE).collect();
        pairs.par_sort_unstable();
        pairs.dedup();
        let mut counts = vec![0; n];
        for (id, _) in pairs {
            counts[id as usize] += 1;
        }
        counts
    }

    /// Accounts of the whole case with a domain in their posts.
    pub fn n_accounts_with_domain(&self, id: u32) -> u32 {
        self.spread().domains.get(id as usize).copied().unwrap_or(0)
    }

    /// Accounts of the whole case with a hashtag in their posts.
    pub fn n_accounts_with_hashtag(&self, id: u32) -> u32 {
        self.spread().hashtags.get(id as usize).copied().unwrap_or(0)
    }
}

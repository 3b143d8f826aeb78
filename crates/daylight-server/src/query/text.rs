//! Texts of posts, and the words that are looked for in them.
//!
//! Texts are folded when they are read (composed form, lower case), and so is what is asked for, so that a search
//! compares bytes. The folded texts of some ten thousand posts lie one behind the other, parted by a byte that no
//! text holds: one pass of `memchr`'s substring search goes over all of them.

use memchr::memmem::Finder;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Between two texts; no byte of UTF-8.
const END: u8 = 0xFF;
/// Posts of a packed block.
const BLOCK: usize = 128;
/// Effort of packing: the quickest.
const EFFORT: i32 = 1;
/// Bytes of a text that are searched, and those that are shown in lists: places in a row group fit 32 bits.
const MAX_FOLDED: usize = 60_000;
const MAX_SHOWN: usize = 1 << 20;
/// Terms of a query that are heeded.
const MAX_TERMS: usize = 20;

/// Composed form, lower case.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text.chars().flat_map(char::to_lowercase).collect();
    }
    text.nfc().flat_map(char::to_lowercase).collect()
}

/// At most so many bytes of a text.
fn beginning(text: &str, max: usize) -> &str {
    &text[..text.floor_char_boundary(max)]
}

/// Texts of consecutive posts.
#[derive(Debug, Default)]
pub struct Texts {
    /// Folded, each followed by [`END`].
    folded: Vec<u8>,
    /// Where each folded text ends, before its [`END`].
    ends: Vec<u32>,
    /// Whether a post has a text at all, one bit each.
    present: Vec<u64>,
    /// As they are: packed blocks of [`BLOCK`] posts.
    blocks: Vec<Box<[u8]>>,
    /// Where each text as it is ends in its unpacked block.
    block_ends: Vec<u32>,
}

impl Texts {
    /// Of posts in their order.
    pub fn of<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut all = Self::default();
        let mut block = String::new();
        for (i, text) in texts.enumerate() {
            if i % 64 == 0 {
                all.present.push(0);
            }
            if let (Some(text), Some(word)) = (text, all.present.last_mut()) {
                *word |= 1 << (i % 64);
                all.folded.extend_from_slice(beginning(&fold(beginning(text, MAX_FOLDED)), MAX_FOLDED).as_bytes());
                block.push_str(beginning(text, MAX_SHOWN));
            }
            all.ends.push(all.folded.len() as u32);
            all.folded.push(END);
            all.block_ends.push(block.len() as u32);
            if (i + 1) % BLOCK == 0 {
                all.pack(&mut block);
            }
        }
        if !all.block_ends.len().is_multiple_of(BLOCK) {
            all.pack(&mut block);
        }
        all.folded.shrink_to_fit();
        all
    }

    fn pack(&mut self, block: &mut String) {
        // Packing into memory cannot fail; an empty block shows as texts that are not there.
        self.blocks.push(zstd::bulk::compress(block.as_bytes(), EFFORT).unwrap_or_default().into());
        block.clear();
    }

    fn is_present(&self, row: usize) -> bool {
        self.present.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// The text of a post as it is.
    pub fn get(&self, row: usize) -> Option<String> {
        if !self.is_present(row) {
            return None;
        }
        let first = row - row % BLOCK;
        let from = if row == first { 0 } else { *self.block_ends.get(row - 1)? as usize };
        let to = *self.block_ends.get(row)? as usize;
        let last = (first + BLOCK).min(self.block_ends.len()) - 1;
        let whole = zstd::bulk::decompress(self.blocks.get(row / BLOCK)?, *self.block_ends.get(last)? as usize).ok()?;
        String::from_utf8(whole.get(from..to)?.to_vec()).ok()
    }

    /// The folded text of a post; empty where there is none.
    pub fn folded(&self, row: usize) -> &[u8] {
        let from = if row == 0 { 0 } else { self.ends.get(row - 1).map_or(0, |&e| e as usize + 1) };
        let to = self.ends.get(row).map_or(from, |&e| e as usize);
        self.folded.get(from..to).unwrap_or_default()
    }

    /// Bytes that are held.
    pub fn n_bytes(&self) -> usize {
        self.folded.len()
            + 4 * (self.ends.len() + self.block_ends.len())
            + self.blocks.iter().map(|b| b.len()).sum::<usize>()
    }

    /// Calls `found` for each row whose text holds the term, in order.
    fn rows_with(&self, term: &Term, mut found: impl FnMut(usize)) {
        let (mut at, mut row) = (0, 0);
        while let Some(hit) = self.folded.get(at..).and_then(|rest| term.finder.find(rest)) {
            let hit = at + hit;
            row += self.ends[row..].partition_point(|&end| (end as usize) < hit);
            if term.stands(&self.folded, hit) {
                found(row);
                at = self.ends[row] as usize + 1;
                row += 1;
            } else {
                at = hit + 1;
            }
        }
    }
}

/// Something to look for.
#[derive(Debug, Clone)]
struct Term {
    finder: Finder<'static>,
    /// Whether it must begin where a word begins.
    begins: bool,
    /// Whether it must end where a word ends.
    ends: bool,
}

impl Term {
    fn new(words: &str, is_phrase: bool) -> Option<Self> {
        let words = fold(words.trim());
        let (first, last) = (words.chars().next()?, words.chars().next_back()?);
        Some(Self {
            finder: Finder::new(words.as_bytes()).into_owned(),
            begins: parts_words(first),
            ends: is_phrase && parts_words(last),
        })
    }

    /// Whether what was found at `hit` stands as a word.
    fn stands(&self, text: &[u8], hit: usize) -> bool {
        let end = hit + self.finder.needle().len();
        (!self.begins || !char_before(text, hit).is_some_and(char::is_alphanumeric))
            && (!self.ends || !char_after(text, end).is_some_and(char::is_alphanumeric))
    }

    fn is_in(&self, text: &[u8]) -> bool {
        let mut at = 0;
        while let Some(hit) = text.get(at..).and_then(|rest| self.finder.find(rest)) {
            if self.stands(text, at + hit) {
                return true;
            }
            at += hit + 1;
        }
        false
    }
}

/// Whether words of the script of a character begin behind a space and carry nothing in front: those with upper
/// and lower case, and digits. Chinese, Japanese or Thai part no words; Arabic and Hebrew write articles and
/// prepositions onto the word.
fn parts_words(c: char) -> bool {
    c.is_numeric() || c.is_lowercase() || c.is_uppercase()
}

/// The character that ends before `at`; none at the beginning, or behind another text.
fn char_before(text: &[u8], at: usize) -> Option<char> {
    let from = (1..=4).map(|n| at.checked_sub(n)).find(|from| from.is_none_or(|f| text[f] & 0xC0 != 0x80))??;
    std::str::from_utf8(&text[from..at]).ok()?.chars().next()
}

/// The character that begins at `at`.
fn char_after(text: &[u8], at: usize) -> Option<char> {
    (1..=4).find_map(|n| std::str::from_utf8(text.get(at..at + n)?).ok()?.chars().next())
}

/// Words and phrases that a text holds, and those that it does not.
#[derive(Debug, Clone, Default)]
pub struct TextQuery {
    with: Vec<Term>,
    without: Vec<Term>,
}

impl TextQuery {
    /// Reads `word "a phrase" -word -"a phrase"`. A quote that is not closed ends with the query.
    pub fn parse(query: &str) -> Self {
        let mut parsed = Self::default();
        let mut rest = query.trim_start();
        while !rest.is_empty() && parsed.with.len() + parsed.without.len() < MAX_TERMS {
            let negated = rest.len() > 1 && rest.starts_with('-');
            let body = if negated { &rest[1..] } else { rest };
            let (words, is_phrase, after) = if let Some(quoted) = body.strip_prefix('"') {
                let (phrase, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                (phrase, true, after)
            } else {
                let end = body.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(body.len());
                (&body[..end], false, &body[end..])
            };
            if let Some(term) = Term::new(words, is_phrase) {
                if negated { parsed.without.push(term) } else { parsed.with.push(term) }
            }
            rest = after.trim_start();
        }
        // The longest first: it is likely the rarest.
        parsed.with.sort_by_key(|t| std::cmp::Reverse(t.finder.needle().len()));
        parsed
    }

    /// Whether everything fits.
    pub fn is_empty(&self) -> bool {
        self.with.is_empty() && self.without.is_empty()
    }

    /// Whether a folded text fits.
    pub fn fits(&self, folded: &[u8]) -> bool {
        self.with.iter().all(|t| t.is_in(folded)) && !self.without.iter().any(|t| t.is_in(folded))
    }

    /// Takes the rows whose texts do not fit out of `bits`.
    pub fn keep(&self, texts: &Texts, bits: &mut [u64]) {
        let n_left: u32 = bits.iter().map(|w| w.count_ones()).sum();
        let Some((first, others)) = self.with.split_first() else {
            return self.keep_each(texts, bits);
        };
        // One by one is quicker when few are left.
        if (n_left as usize) < texts.ends.len() / 8 {
            return self.keep_each(texts, bits);
        }
        let mut found = vec![0u64; bits.len()];
        texts.rows_with(first, |row| {
            let is_left = bits[row / 64] >> (row % 64) & 1 == 1;
            let fits =
                |text: &[u8]| others.iter().all(|t| t.is_in(text)) && !self.without.iter().any(|t| t.is_in(text));
            if is_left && ((others.is_empty() && self.without.is_empty()) || fits(texts.folded(row))) {
                found[row / 64] |= 1 << (row % 64);
            }
        });
        bits.copy_from_slice(&found);
    }

    fn keep_each(&self, texts: &Texts, bits: &mut [u64]) {
        for (i, word) in bits.iter_mut().enumerate() {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                if !self.fits(texts.folded(i * 64 + bit as usize)) {
                    *word &= !(1 << bit);
                }
            }
        }
    }
}

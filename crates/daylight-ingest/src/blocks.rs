//! Cuts a file into blocks of whole records, so that workers parse them independently.
//!
//! A plain file whose records are its lines is cut anywhere and read with positioned reads. Everything
//! else (packed files, quoted cells, JSON arrays) is cut in one pass by whichever worker is next; only the
//! parsing is shared.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::stream::fill;

/// Bytes of a block: fits the L2 cache beside what parsing needs.
pub const BLOCK_BYTES: usize = 512 << 10;
/// A record larger than this is not a record of a table.
const MAX_RECORD: usize = 256 << 20;

/// Where records end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// At every line feed.
    Lines,
    /// At line feeds outside quotes, cells separated by this byte.
    Quoted(u8),
    /// At commas between the elements of a JSON array.
    Elements,
}

/// Gives block after block to whichever worker asks.
#[derive(Debug)]
pub enum Blocks {
    /// Cut anywhere.
    Parallel(Parallel),
    /// Cut in one pass.
    Sequential(Mutex<Sequential>),
}

impl Blocks {
    /// Fills `buffer` with the next block and gives its number; nothing at the end.
    pub fn next(&self, own: &mut Option<File>, buffer: &mut Vec<u8>) -> io::Result<Option<u64>> {
        match self {
            Self::Parallel(parallel) => parallel.next(own, buffer),
            Self::Sequential(sequential) => match sequential.lock() {
                Ok(mut sequential) => sequential.next(buffer),
                Err(_) => Ok(None),
            },
        }
    }

    /// What went wrong while unpacking, after which the rest of the file is lost.
    pub fn damage(&self) -> Option<String> {
        match self {
            Self::Parallel(_) => None,
            Self::Sequential(sequential) => sequential.lock().ok().and_then(|s| s.damage.clone()),
        }
    }
}

/// Blocks of lines of a plain file.
#[derive(Debug)]
pub struct Parallel {
    path: PathBuf,
    start: u64,
    len: u64,
    next: AtomicU64,
}

impl Parallel {
    /// The lines from byte `start` on.
    pub fn new(path: &Path, start: u64, len: u64) -> Self {
        Self { path: path.to_owned(), start, len, next: AtomicU64::new(0) }
    }

    fn next(&self, own: &mut Option<File>, buffer: &mut Vec<u8>) -> io::Result<Option<u64>> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let from = self.start + number * BLOCK_BYTES as u64;
        if from >= self.len {
            return Ok(None);
        }
        let file = match own {
            Some(file) => file,
            None => own.insert(File::open(&self.path)?),
        };
        // The byte before tells whether a line starts exactly at the cut.
        let before = u64::from(number > 0);
        let to = (from + BLOCK_BYTES as u64).min(self.len);
        let want = (to - from + before) as usize;
        buffer.resize(want, 0);
        file.seek(SeekFrom::Start(from - before))?;
        let (len, error) = fill(file, buffer);
        if let Some(error) = error {
            return Err(error);
        }
        buffer.truncate(len);
        let first = if number == 0 { 0 } else { memchr::memchr(b'\n', buffer).map_or(buffer.len(), |i| i + 1) };
        if number > 0 && first >= buffer.len() {
            // No line starts in this block (one that starts right after it belongs to the next).
            buffer.clear();
            return Ok(Some(number));
        }
        finish_line(file, buffer)?;
        buffer.drain(..first);
        Ok(Some(number))
    }
}

/// Reads on to the end of the line that `buffer` ends in.
fn finish_line(file: &mut File, buffer: &mut Vec<u8>) -> io::Result<()> {
    let mut step = 4 << 10;
    while buffer.last().is_some_and(|&b| b != b'\n') && buffer.len() < MAX_RECORD {
        let old = buffer.len();
        buffer.resize(old + step, 0);
        let (len, error) = fill(file, &mut buffer[old..]);
        if let Some(error) = error {
            return Err(error);
        }
        let end = memchr::memchr(b'\n', &buffer[old..old + len]).map_or(old + len, |i| old + i + 1);
        let found = end < old + len || buffer[..end].last() == Some(&b'\n');
        buffer.truncate(end);
        if found || len < step {
            break;
        }
        step *= 4;
    }
    Ok(())
}

/// Blocks of records of a stream.
pub struct Sequential {
    reader: Box<dyn Read + Send>,
    carry: Vec<u8>,
    cut: Cut,
    number: u64,
    done: bool,
    /// An array of records ended, and no other began.
    between: Option<Between>,
    damage: Option<String>,
}

impl std::fmt::Debug for Sequential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sequential").field("cut", &self.cut).field("number", &self.number).finish_non_exhaustive()
    }
}

impl Sequential {
    /// The records of `reader`.
    pub fn new(reader: Box<dyn Read + Send>, cut: Cut) -> Self {
        Self { reader, carry: Vec::new(), cut, number: 0, done: false, between: None, damage: None }
    }

    fn next(&mut self, buffer: &mut Vec<u8>) -> io::Result<Option<u64>> {
        buffer.clear();
        while buffer.is_empty() && !(self.done && self.carry.is_empty()) {
            if self.cut == Cut::Elements { self.elements(buffer)? } else { self.block(buffer)? }
        }
        if buffer.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(self.number - 1))
    }

    /// Fills `buffer` with whole records; the rest is carried over.
    fn block(&mut self, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.append(&mut self.carry);
        let mut want = BLOCK_BYTES.max(buffer.len() * 2);
        loop {
            self.read_to(buffer, want)?;
            let end = if self.done { buffer.len() } else { last_end(buffer, self.cut) };
            if self.done || end > 0 || buffer.len() > MAX_RECORD {
                // What is too large for a record ends with a line, so that those after it are whole.
                let line = || memchr::memrchr(b'\n', buffer).filter(|_| !self.done).map_or(buffer.len(), |i| i + 1);
                let end = if end == 0 { line() } else { end };
                self.carry.extend_from_slice(&buffer[end..]);
                buffer.truncate(end);
                return Ok(());
            }
            want *= 2;
        }
    }

    /// Appends the whole elements of what is read next to `buffer`, of all arrays of records in it.
    fn elements(&mut self, buffer: &mut Vec<u8>) -> io::Result<()> {
        let mut raw = std::mem::take(&mut self.carry);
        let want = BLOCK_BYTES.max(raw.len() * 2);
        self.read_to(&mut raw, want)?;
        let mut at = 0;
        loop {
            if let Some(between) = &mut self.between {
                let Some(next) = between.next_array(&raw[at..], self.done) else {
                    if self.done {
                        buffer.append(&mut between.stray);
                    } else {
                        // The name of the next array may have been read in part.
                        self.carry.extend_from_slice(&raw[at.max(raw.len().saturating_sub(MAX_STRAY))..]);
                    }
                    return Ok(());
                };
                at += next;
                self.between = None;
            }
            let (end, close) = last_element_end(&raw[at..]);
            let too_large = raw.len() - at > MAX_RECORD && end == 0;
            let end = if close.is_none() && (self.done || too_large) { raw.len() - at } else { end };
            buffer.extend_from_slice(&raw[at..at + end]);
            let Some(close) = close else {
                self.carry.extend_from_slice(&raw[at + end..]);
                return Ok(());
            };
            buffer.push(b',');
            at += close + 1;
            self.between = Some(Between::default());
        }
    }

    /// Reads on until `buffer` holds `want` bytes or the stream ends.
    fn read_to(&mut self, buffer: &mut Vec<u8>, want: usize) -> io::Result<()> {
        let old = buffer.len();
        if self.done || old >= want {
            return Ok(());
        }
        buffer.resize(want, 0);
        let (len, error) = fill(&mut self.reader, &mut buffer[old..]);
        buffer.truncate(old + len);
        if let Some(error) = error {
            if crate::stream::is_too_large(&error) {
                return Err(error);
            }
            self.damage = Some(error.to_string());
            self.done = true;
        } else if buffer.len() < want {
            self.done = true;
        }
        Ok(())
    }
}

/// What stands after an array of records.
#[derive(Debug, Default)]
struct Between {
    /// Something was seen.
    begun: bool,
    /// The beginning of what belongs to no document: a bad record, not nothing.
    stray: Vec<u8>,
}

impl Between {
    /// Just after the bracket of the next array in `text`, which is what follows (with some bytes of what was
    /// looked at before); `done` at the end of the file.
    fn next_array(&mut self, text: &[u8], done: bool) -> Option<usize> {
        let sign = text.trim_ascii_start();
        let at_start = !self.begun;
        if at_start && !sign.is_empty() && (done || sign.len() >= MAX_STRAY) {
            self.begun = true;
            if !matches!(sign[0], b',' | b'}' | b']') {
                self.stray = sign[..sign.len().min(MAX_STRAY)].trim_ascii_end().to_vec();
            }
        }
        next_array(text, at_start)
    }
}

/// Where the last complete record of `bytes` ends; 0 when there is none.
fn last_end(bytes: &[u8], cut: Cut) -> usize {
    match cut {
        Cut::Lines => memchr::memrchr(b'\n', bytes).map_or(0, |i| i + 1),
        Cut::Quoted(delimiter) => last_end_of_quoted(bytes, delimiter),
        Cut::Elements => last_element_end(bytes).0,
    }
}

/// The end of the last complete record; `bytes` starts with one. A quote opens a quoted cell only at the start
/// of a cell.
pub fn last_end_of_quoted(bytes: &[u8], delimiter: u8) -> usize {
    let mut at = 0;
    let mut end = 0;
    loop {
        let Some(quote) = memchr::memchr(b'"', &bytes[at..]).map(|i| at + i) else {
            return memchr::memrchr(b'\n', &bytes[at..]).map_or(end, |i| at + i + 1);
        };
        if let Some(i) = memchr::memrchr(b'\n', &bytes[at..quote]) {
            end = at + i + 1;
        }
        at = quote + 1;
        let opens = quote == 0 || [delimiter, b'\n', b'\r'].contains(&bytes[quote - 1]);
        if opens {
            match closing_quote(bytes, at) {
                Some(close) => at = close + 1,
                None => return end,
            }
        }
    }
}

/// The quote that ends a quoted cell whose content starts at `at`.
pub fn closing_quote(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let quote = at + memchr::memchr(b'"', bytes.get(at..)?)?;
        if bytes.get(quote + 1) == Some(&b'"') {
            at = quote + 2;
        } else {
            return Some(quote);
        }
    }
}

/// Where the last complete element ends, and where the array does.
fn last_element_end(bytes: &[u8]) -> (usize, Option<usize>) {
    let mut end = 0;
    let close = each_element(bytes, |_, after, complete| {
        if complete {
            end = after;
        }
    });
    (end, close)
}

/// Keys under which documents hold arrays of records.
const ARRAYS: [&str; 8] = ["data", "posts", "items", "statuses", "tweets", "results", "messages", "videos"];
/// Bytes that are looked at again for the name of an array, and that are kept of what is no record.
const MAX_STRAY: usize = 4 << 10;

/// Just after the bracket of the first array of objects under `data`, `posts`, `items`, ..., or with which
/// `text` begins if that may be a document.
pub fn next_array(text: &[u8], is_document: bool) -> Option<usize> {
    let blank = text.len() - text.trim_ascii_start().len();
    let mut from = 0;
    while let Some(i) = memchr::memchr(b'[', &text[from..]) {
        let at = from + i;
        let before = text[..at].trim_ascii_end();
        let key = before.strip_suffix(b":").map_or(&[][..], <[u8]>::trim_ascii_end);
        let named = ARRAYS.iter().any(|k| {
            let quoted = key.strip_suffix(b"\"").and_then(|key| key.strip_suffix(k.as_bytes()));
            quoted.is_some_and(|key| key.ends_with(b"\""))
        });
        if (named || is_document && at == blank) && text[at + 1..].trim_ascii_start().first() == Some(&b'{') {
            return Some(at + 1);
        }
        from = at + 1;
    }
    None
}

/// Calls `take` with start, end and completeness of each element; a complete one ends after its comma. Gives the
/// place of the bracket that ends the array; what follows it was not looked at.
pub fn each_element(bytes: &[u8], mut take: impl FnMut(usize, usize, bool)) -> Option<usize> {
    let (mut start, mut at, mut depth) = (0, 0, 0_i64);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => match string_end(bytes, at + 1) {
                Some(end) => at = end,
                None => break,
            },
            b'{' | b'[' => depth += 1,
            b'}' => depth -= 1,
            b']' if depth > 0 => depth -= 1,
            b']' => {
                take(start, at, true);
                return Some(at);
            }
            b',' if depth <= 0 => {
                take(start, at + 1, true);
                start = at + 1;
                depth = 0;
            }
            _ => {}
        }
        at += 1;
    }
    if start < bytes.len() {
        take(start, bytes.len(), false);
    }
    None
}

/// The quote that ends a JSON string whose content starts at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_records_are_cut_outside_quotes() {
        let bytes = b"a,\"x\ny\"\nb,5\" disc\nc,\"open\nmore";
        assert_eq!(last_end_of_quoted(bytes, b','), b"a,\"x\ny\"\nb,5\" disc\n".len());
        assert_eq!(last_end_of_quoted(b"a,\"he said \"\"no\"\"\n\"\nb", b','), 20);
    }

    #[test]
    fn array_elements_are_cut_at_commas_of_their_own_depth() {
        let bytes = br#"{"a":"],{"},{"b":[1,2]} , {"c":"#;
        let mut found = Vec::new();
        each_element(bytes, |a, b, complete| found.push((std::str::from_utf8(&bytes[a..b]).unwrap(), complete)));
        assert_eq!(found, [(r#"{"a":"],{"},"#, true), (r#"{"b":[1,2]} ,"#, true), (r#" {"c":"#, false)]);
    }

    #[test]
    fn blocks_of_lines_hold_every_line_once() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut text = Vec::new();
        for i in 0..60_000_u32 {
            text.extend_from_slice(format!("{i},{}\n", "x".repeat((i % 37) as usize)).as_bytes());
        }
        text.extend_from_slice(b"last");
        for pad in 0..3 {
            let mut bytes = vec![b'#'; pad];
            bytes.extend_from_slice(&text);
            std::fs::write(file.path(), &bytes).unwrap();
            let blocks = Blocks::Parallel(Parallel::new(file.path(), pad as u64, bytes.len() as u64));
            let (mut own, mut buffer, mut all) = (None, Vec::new(), Vec::new());
            while blocks.next(&mut own, &mut buffer).unwrap().is_some() {
                all.extend_from_slice(&buffer);
            }
            assert!(all == text, "pad {pad}");
        }
    }
}

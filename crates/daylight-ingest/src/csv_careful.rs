//! Records with quotes and any line ending, cell for cell as the `csv` crate reads them.
//!
//! A quote opens a quoted cell only at the start of a cell; inside it a doubled quote is one quote; what
//! follows the closing quote is taken as it stands. Blank lines are no records.

use crate::blocks::closing_quote;
use crate::sink::Cells;

/// A cell: a range of the block or of the scratch space.
#[derive(Debug, Clone, Copy)]
struct Cell {
    start: usize,
    end: usize,
    scratch: bool,
}

/// Reads the records of a block one after another.
#[derive(Debug)]
pub struct Records<'a> {
    block: &'a [u8],
    delimiter: u8,
    /// Where the current record starts, and on which line.
    start: (usize, u32),
    at: usize,
    line: u32,
    cells: Vec<Cell>,
    scratch: Vec<u8>,
    /// Whether the last record's quoted cell never closed.
    pub unclosed: bool,
}

impl Cells for Records<'_> {
    fn cell(&self, column: usize) -> &[u8] {
        let cell = self.cells[column];
        if cell.scratch { &self.scratch[cell.start..cell.end] } else { &self.block[cell.start..cell.end] }
    }
}

impl<'a> Records<'a> {
    /// The records of `block`, which starts with one.
    pub fn new(block: &'a [u8], delimiter: u8) -> Self {
        Self {
            block,
            delimiter,
            start: (0, 0),
            at: 0,
            line: 0,
            cells: Vec::new(),
            scratch: Vec::new(),
            unclosed: false,
        }
    }

    /// Number of cells of the current record.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Where the next record starts.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Lines before the next record.
    pub fn lines(&self) -> u32 {
        self.line
    }

    /// The lines of the current record after its first one.
    pub fn further_lines(&self) -> &'a [u8] {
        let record = self.block[self.start.0..self.at].trim_ascii_end();
        memchr::memchr(b'\n', record).map_or(&[], |i| &record[i + 1..])
    }

    /// Goes back, so that what follows the first line of the current record is read anew.
    pub fn back_to_second_line(&mut self) {
        let record = &self.block[self.start.0..self.at];
        if let Some(i) = memchr::memchr(b'\n', record) {
            self.at = self.start.0 + i + 1;
            self.line = self.start.1 + 1;
        }
    }

    /// Goes to the next record and gives the line it starts on, from 0.
    pub fn advance(&mut self) -> Option<u32> {
        self.cells.clear();
        self.scratch.clear();
        self.unclosed = false;
        while let Some(&byte) = self.block.get(self.at) {
            if byte != b'\n' && byte != b'\r' {
                break;
            }
            self.end_line();
        }
        if self.at >= self.block.len() {
            return None;
        }
        let line = self.line;
        self.start = (self.at, line);
        loop {
            let cell = if self.block.get(self.at) == Some(&b'"') { self.quoted() } else { self.bare(self.at) };
            self.cells.push(cell);
            match self.block.get(self.at) {
                Some(&b) if b == self.delimiter => self.at += 1,
                Some(_) => {
                    self.end_line();
                    return Some(line);
                }
                None => return Some(line),
            }
        }
    }

    /// Steps over `\n`, `\r\n` or `\r`.
    fn end_line(&mut self) {
        let pair = self.block[self.at] == b'\r' && self.block.get(self.at + 1) == Some(&b'\n');
        self.at += 1 + usize::from(pair);
        self.line += 1;
    }

    fn bare(&mut self, start: usize) -> Cell {
        let rest = &self.block[start.min(self.block.len())..];
        let end = start + memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        self.at = end;
        Cell { start, end, scratch: false }
    }

    fn quoted(&mut self) -> Cell {
        let start = self.at + 1;
        let close = closing_quote(self.block, start);
        let end = close.unwrap_or(self.block.len());
        self.unclosed |= close.is_none();
        let content = &self.block[start..end];
        self.line += count_lines(content);
        let tail = if close.is_some() { self.bare(end + 1) } else { Cell { start: end, end, scratch: false } };
        self.at = tail.end;
        if tail.start == tail.end && memchr::memchr(b'"', content).is_none() {
            return Cell { start, end, scratch: false };
        }
        let from = self.scratch.len();
        let mut quotes = 0;
        for &byte in content {
            quotes = if byte == b'"' { quotes + 1 } else { 0 };
            // The second of a doubled pair is the one that is dropped.
            if quotes == 2 {
                quotes = 0;
            } else {
                self.scratch.push(byte);
            }
        }
        self.scratch.extend_from_slice(&self.block[tail.start..tail.end]);
        Cell { start: from, end: self.scratch.len(), scratch: true }
    }
}

fn count_lines(content: &[u8]) -> u32 {
    memchr::memchr_iter(b'\n', content).count() as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ours(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut records = Records::new(bytes, b',');
        let mut found = Vec::new();
        while records.advance().is_some() {
            found.push((0..records.len()).map(|i| records.cell(i).to_vec()).collect());
        }
        found
    }

    fn twin(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        reader.byte_records().map(|r| r.unwrap().iter().map(<[u8]>::to_vec).collect()).collect()
    }

    #[test]
    fn quotes_are_read_like_the_csv_crate_does() {
        for text in [
            "a,b\r\n\"x,\ny\",\"he said \"\"no\"\"\"\n\n5\" disc,\"ab\"c\"d\n",
            "a,\"\"\n\"\",\n",
            "\"\"\"\"\n",
            "a,\n,b",
            "\"open,\nnever",
        ] {
            assert_eq!(ours(text.as_bytes()), twin(text.as_bytes()), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_the_rows_of_the_csv_crate(text in "[ab,\"\n\r ]{0,60}") {
            prop_assert_eq!(ours(text.as_bytes()), twin(text.as_bytes()));
        }

        #[test]
        fn quoteless_lines_are_the_same_on_the_fast_path(text in "[ab,\n ]{0,80}") {
            let mut found = Vec::new();
            crate::csv_fast::each_line(text.as_bytes(), b',', |line, _| {
                found.push((0..line.len()).map(|i| line.cell(i).to_vec()).collect::<Vec<_>>());
            });
            prop_assert_eq!(found, twin(text.as_bytes()));
        }
    }
}

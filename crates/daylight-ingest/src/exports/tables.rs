//! Rows of tables, as objects by column name.

use std::cell::RefCell;
use std::io::{self, BufRead, Read};

use serde_json::{Map, Value};

use crate::csv::{IN_QUOTES, Rereading};
use crate::csv_careful::Records;
use crate::exports::batches::Run;
use crate::exports::head::column_name;
use crate::exports::lines::{Envelope, MAX_RECORD_BYTES, Place};

/// Depth to which dots in column names nest.
const MAX_NESTING: usize = 4;

/// Reads rows after a header line.
///
/// A quote that is opened by mistake makes one bad row of several lines: its first line is the problem, and reading
/// goes on at the second.
pub fn read(text: impl BufRead, delimiter: u8, run: &mut Run<'_>) -> io::Result<()> {
    let rules = run.format.rules();
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    if rules.backslash_escape {
        builder.escape(Some(b'\\'));
    }
    let tape = Tape::new(text);
    let mut table = Rows { header: Vec::new(), no_header: rules.no_header, nested: rules.nested_columns };
    let mut rereading = Rereading::default();
    let mut row = csv::ByteRecord::new();
    let mut from = Place { line: 1, offset: 0 };
    loop {
        let mut reader = builder.from_reader(&tape);
        let (bad, reason) = loop {
            let start = place_of(from, reader.position());
            tape.begin_record(start.offset);
            match reader.read_byte_record(&mut row) {
                Ok(false) => return Ok(()),
                Err(_) if tape.is_too_large() => break (start, TOO_LARGE),
                Err(error) => return Err(io_error(error)),
                Ok(true) => {}
            }
            let end = place_of(from, reader.position());
            let unclosed = !rules.backslash_escape && tape.is_unclosed(start, end, delimiter);
            let fault = if unclosed { Some("a quoted cell is never closed") } else { table.row(&row, start, run) };
            match fault {
                Some(reason) if tape.has_further_lines(start, end) => break (start, reason),
                Some(reason) => run.broken(Some(start), reason),
                None => {}
            }
        };
        run.broken(Some(bad), reason);
        let end = if reason == TOO_LARGE { tape.end() } else { place_of(from, reader.position()).offset };
        from = tape.reread(bad, end, &mut rereading, run);
    }
}

const TOO_LARGE: &str = "one record is larger than 64 MiB; a quote may be open";

/// A position of a reader that began at `from`.
fn place_of(from: Place, position: &csv::Position) -> Place {
    Place { line: from.line + position.line() - 1, offset: from.offset + position.byte() }
}

/// Makes records of rows.
struct Rows {
    header: Vec<String>,
    no_header: bool,
    nested: bool,
}

impl Rows {
    /// Takes a row, or says what is wrong with it.
    fn row(&mut self, row: &csv::ByteRecord, place: Place, run: &mut Run<'_>) -> Option<&'static str> {
        if self.header.is_empty() {
            if self.no_header {
                self.header = (1..=row.len()).map(|n| n.to_string()).collect();
            } else {
                self.header = row.iter().map(|cell| column_name(&String::from_utf8_lossy(cell))).collect();
                return None;
            }
        }
        let header = &self.header;
        if is_header(row, header) {
            run.report.note("repeated_header");
            return None;
        }
        if row.len() < header.len() {
            return Some("the row has fewer cells than the header");
        }
        if row.iter().skip(header.len()).any(|cell| !cell.trim_ascii().is_empty()) {
            return Some("the row has more cells than the header");
        }
        let record = object(header, row, self.nested, run);
        run.value(record, Some(place), &Envelope::new());
        None
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn is_header(row: &csv::ByteRecord, header: &[String]) -> bool {
    row.len() == header.len()
        && row.iter().zip(header).all(|(cell, name)| column_name(&String::from_utf8_lossy(cell)) == *name)
}

/// Cells that say something, by the lower-case name of their column; the first of several equal names wins.
fn object(header: &[String], row: &csv::ByteRecord, nested: bool, run: &mut Run<'_>) -> Value {
    let mut members = Map::new();
    for (name, cell) in header.iter().zip(row) {
        if crate::time::is_missing(cell.trim_ascii()) {
            continue;
        }
        let text = String::from_utf8_lossy(cell);
        if matches!(text, std::borrow::Cow::Owned(_)) {
            run.report.note("text_repaired");
        }
        let value = Value::String(text.into_owned());
        if nested && name.contains('.') {
            nest(&mut members, name, value);
        } else {
            members.entry(name.clone()).or_insert(value);
        }
    }
    Value::Object(members)
}

fn nest(members: &mut Map<String, Value>, name: &str, value: Value) {
    let mut parts: Vec<&str> = name.splitn(MAX_NESTING, '.').collect();
    let Some(last) = parts.pop() else { return };
    let mut here = members;
    for part in parts {
        let next = here.entry(part.to_owned()).or_insert_with(|| Value::Object(Map::new()));
        match next {
            Value::Object(inner) => here = inner,
            // `a` and `a.b` in one header: the plain one came first and stays.
            _ => return,
        }
    }
    here.entry(last.to_owned()).or_insert(value);
}

/// Bytes of records that are done with, until they are forgotten.
const FORGET_BYTES: usize = 1 << 20;

/// Text that can be read again from the beginning of the current record on. Ends the reading when one record is
/// larger than any real one: an open quote would take the file into memory.
struct Tape<R>(RefCell<TapeState<R>>);

struct TapeState<R> {
    inner: R,
    /// What was read of `inner` and may be read again, and the offset of its first byte.
    kept: Vec<u8>,
    kept_from: u64,
    /// Where in `kept` reading goes on, and where the current record begins.
    at: usize,
    record: usize,
    is_at_end: bool,
    too_large: bool,
}

impl<R: BufRead> Tape<R> {
    fn new(inner: R) -> Self {
        let (kept, kept_from, at, record) = (Vec::new(), 0, 0, 0);
        Self(RefCell::new(TapeState { inner, kept, kept_from, at, record, is_at_end: false, too_large: false }))
    }

    /// Offset after what was read.
    fn end(&self) -> u64 {
        let tape = self.0.borrow();
        tape.kept_from + tape.kept.len() as u64
    }

    fn is_too_large(&self) -> bool {
        self.0.borrow().too_large
    }

    /// A record begins; those before it are done with.
    fn begin_record(&self, offset: u64) {
        let tape = &mut *self.0.borrow_mut();
        tape.record = tape.index(offset);
        if tape.record > FORGET_BYTES && tape.record <= tape.at {
            tape.kept.drain(..tape.record);
            tape.kept_from += tape.record as u64;
            tape.at -= tape.record;
            tape.record = 0;
        }
    }

    /// Whether the last record of the text ends inside quotes.
    fn is_unclosed(&self, start: Place, end: Place, delimiter: u8) -> bool {
        let tape = self.0.borrow();
        if !tape.is_at_end || tape.index(end.offset) < tape.kept.len() {
            return false;
        }
        let mut records = Records::new(&tape.kept[tape.index(start.offset)..], delimiter);
        records.advance().is_some() && records.unclosed
    }

    fn has_further_lines(&self, start: Place, end: Place) -> bool {
        !self.0.borrow().further_lines(start.offset, end.offset).1.is_empty()
    }

    /// Goes back to the second line of a bad record, or counts its lines where that was done too often. Gives the
    /// place where reading goes on.
    fn reread(&self, bad: Place, end: u64, rereading: &mut Rereading, run: &mut Run<'_>) -> Place {
        let tape = &mut *self.0.borrow_mut();
        tape.too_large = false;
        let (skipped, further) = tape.further_lines(bad.offset, end);
        let n_read = usize::try_from(tape.kept_from).unwrap_or(usize::MAX).saturating_add(tape.kept.len());
        let mut place = bad;
        place.step(skipped);
        if !rereading.may(further.len(), n_read) {
            for line in further.split_inclusive(|&b| b == b'\n') {
                if !line.trim_ascii().is_empty() {
                    run.broken(Some(place), IN_QUOTES);
                }
                place.step(line);
            }
        }
        tape.at = tape.index(place.offset);
        place
    }
}

impl<R> TapeState<R> {
    fn index(&self, offset: u64) -> usize {
        usize::try_from(offset.saturating_sub(self.kept_from)).unwrap_or(usize::MAX).min(self.kept.len())
    }

    /// The first line of a record with the blank ones before it, and what follows it.
    fn further_lines(&self, start: u64, end: u64) -> (&[u8], &[u8]) {
        let record = &self.kept[self.index(start)..self.index(end)];
        let blank = record.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let first = memchr::memchr(b'\n', &record[blank..]).map_or(record.len(), |i| blank + i + 1);
        record.split_at(first)
    }
}

impl<R: BufRead> Read for &Tape<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let tape = &mut *self.0.borrow_mut();
        if tape.at == tape.kept.len() {
            if tape.kept.len() - tape.record > MAX_RECORD_BYTES {
                tape.too_large = true;
                return Err(io::Error::other(TOO_LARGE));
            }
            let more = tape.inner.fill_buf()?;
            let n = more.len().min(buffer.len());
            tape.is_at_end = n == 0;
            tape.kept.extend_from_slice(&more[..n]);
            tape.inner.consume(n);
        }
        let n = buffer.len().min(tape.kept.len() - tape.at);
        buffer[..n].copy_from_slice(&tape.kept[tape.at..tape.at + n]);
        tape.at += n;
        Ok(n)
    }
}

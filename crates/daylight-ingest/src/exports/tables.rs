//! Rows of tables, as objects by column name.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use serde_json::{Map, Value};

use crate::exports::batches::Run;
use crate::exports::head::column_name;
use crate::exports::lines::{Envelope, MAX_RECORD_BYTES, Place};

/// Depth to which dots in column names nest.
const MAX_NESTING: usize = 4;

/// Reads rows after a header line.
pub fn read(text: impl BufRead, delimiter: u8, run: &mut Run<'_>) -> io::Result<()> {
    let rules = run.format.rules();
    let counter = Rc::new(Cell::new(0));
    let guarded = Guarded { inner: text, counter: counter.clone() };
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    if rules.backslash_escape {
        builder.escape(Some(b'\\'));
    }
    let mut reader = builder.from_reader(guarded);
    let mut row = csv::ByteRecord::new();
    let mut header: Vec<String> = Vec::new();
    let envelope = Envelope::new();
    while reader.read_byte_record(&mut row).map_err(io_error)? {
        counter.set(0);
        let place = row.position().map(|p| Place { line: p.line(), offset: p.byte() });
        if header.is_empty() {
            if rules.no_header {
                header = (1..=row.len()).map(|n| n.to_string()).collect();
            } else {
                header = row.iter().map(|cell| column_name(&String::from_utf8_lossy(cell))).collect();
                continue;
            }
        }
        if is_header(&row, &header) {
            run.report.note("repeated_header");
            continue;
        }
        if row.len() < header.len() {
            run.broken(place, "the row has fewer cells than the header");
            continue;
        }
        if row.iter().skip(header.len()).any(|cell| !cell.trim_ascii().is_empty()) {
            run.broken(place, "the row has more cells than the header");
            continue;
        }
        let record = object(&header, &row, rules.nested_columns, run);
        run.value(record, place, &envelope);
    }
    Ok(())
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

/// Ends the reading when one row is larger than any real one: an open quote would swallow the file into memory.
pub struct Guarded<R> {
    /// What is read.
    pub inner: R,
    /// Bytes read since the last record.
    pub counter: Rc<Cell<usize>>,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.counter.set(self.counter.get() + n);
        if self.counter.get() > MAX_RECORD_BYTES {
            return Err(io::Error::other("one record is larger than 64 MiB; a quote may be open"));
        }
        Ok(n)
    }
}

//! CSV tables, quoted where needed.

use std::fmt::{Display, Write as _};
use std::io::Write;

use super::PresetError;

/// A CSV table being written, field by field.
pub(crate) struct Table<'o> {
    name: String,
    csv: csv::Writer<&'o mut dyn Write>,
    buffer: String,
}

impl<'o> Table<'o> {
    pub(crate) fn new(name: &str, out: &'o mut dyn Write) -> Self {
        Self { name: name.to_owned(), csv: csv::Writer::from_writer(out), buffer: String::new() }
    }

    pub(crate) fn header(&mut self, names: &[&str]) -> Result<(), PresetError> {
        self.csv.write_record(names).map_err(|source| self.failed(source))
    }

    pub(crate) fn text(&mut self, field: &str) -> Result<(), PresetError> {
        self.csv.write_field(field).map_err(|source| self.failed(source))
    }

    pub(crate) fn number(&mut self, value: impl Display) -> Result<(), PresetError> {
        self.buffer.clear();
        // Writing into a String does not fail.
        let _ = write!(self.buffer, "{value}");
        let done = self.csv.write_field(&self.buffer);
        done.map_err(|source| self.failed(source))
    }

    pub(crate) fn maybe(&mut self, value: Option<impl Display>) -> Result<(), PresetError> {
        match value {
            Some(value) => self.number(value),
            None => self.text(""),
        }
    }

    pub(crate) fn end(&mut self) -> Result<(), PresetError> {
        self.csv.write_record(None::<&[u8]>).map_err(|source| self.failed(source))
    }

    pub(crate) fn finish(mut self) -> Result<(), PresetError> {
        self.csv.flush().map_err(|e| self.failed(e.into()))
    }

    fn failed(&self, source: csv::Error) -> PresetError {
        PresetError::Table { table: self.name.clone(), source }
    }
}

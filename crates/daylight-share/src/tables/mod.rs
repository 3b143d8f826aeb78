//! Tables as Parquet and CSV: one description of the columns for both.
//!
//! Parquet holds the values as they are. CSV is for eyes and spreadsheets: hidden characters are made
//! visible and cells that would start a formula carry an apostrophe (see `text`), so programs should
//! read the Parquet files.

mod accounts;
mod edges;
mod evidence;
mod families;
mod groups;
pub(crate) mod read;
pub(crate) mod stream;

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use arrow::record_batch::RecordBatch;
use daylight_core::{ExportError, Exporter, Output, Package};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use rayon::prelude::*;

use crate::format::rfc3339;
use crate::text::csv_cell;
use crate::view;

/// Rows of a batch of Parquet.
const CHUNK: usize = 1 << 16;
/// Rows of CSV that one thread makes at a time.
const CSV_CHUNK: usize = 1 << 13;

/// The values of one column in some rows.
pub(crate) enum Cells<'a> {
    Text(Vec<Option<Cow<'a, str>>>),
    Int(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    /// Microseconds UTC.
    Time(Vec<Option<i64>>),
}

/// A named column in some rows.
pub(crate) type Column<'a> = (&'static str, Cells<'a>);

/// A table of the result.
pub(crate) trait Table: Sync {
    fn file(&self) -> &'static str;
    fn n_rows(&self, package: &Package) -> usize;
    fn columns<'a>(&self, package: &'a Package, rows: Range<usize>) -> Vec<Column<'a>>;
    /// Columns that stand in Parquet only.
    fn parquet_only(&self) -> &'static [&'static str] {
        &[]
    }
}

/// Writes the five tables.
pub struct Tables;

impl Exporter for Tables {
    fn name(&self) -> &'static str {
        "tables"
    }

    fn card(&self) -> &'static str {
        include_str!("tables.md")
    }

    fn files(&self) -> &'static [&'static str] {
        &[
            "accounts.csv",
            "accounts.parquet",
            "edges.csv",
            "edges.parquet",
            "evidence.csv",
            "evidence.parquet",
            "families.csv",
            "families.parquet",
            "groups.csv",
            "groups.parquet",
        ]
    }

    fn export(&self, package: &Package, out: &mut dyn Output) -> Result<Vec<String>, ExportError> {
        let evidence = evidence::Evidence::of(package);
        let tables: [&dyn Table; 5] =
            [&accounts::Accounts, &edges::Edges, &evidence, &families::Families, &groups::Groups];
        for table in tables {
            write_table(table, package, out, table.file() != "evidence" || view::has_evidence_csv(package))?;
        }
        if view::has_evidence_csv(package) {
            return Ok(Vec::new());
        }
        let shown = evidence::ShownEvidence::of(package);
        out.file("evidence.csv", &mut |w| write_csv(&shown, package, w))?;
        Ok(vec![evidence_left_out(shown.n_rows(package) as u64, package.totals.n_evidence_rows)])
    }
}

fn evidence_left_out(n: u64, all: u64) -> String {
    format!(
        "evidence.csv has the {n} co-actions of pairs that lead or are explained; all {all} would be too many to open, and stand in evidence.parquet"
    )
}

/// Writes the table of edges and nothing else, for `--edges-only`.
pub struct EdgeTable;

impl Exporter for EdgeTable {
    fn name(&self) -> &'static str {
        "edges"
    }

    fn card(&self) -> &'static str {
        include_str!("tables.md")
    }

    fn files(&self) -> &'static [&'static str] {
        &["edges.csv", "edges.parquet"]
    }

    fn export(&self, package: &Package, out: &mut dyn Output) -> Result<Vec<String>, ExportError> {
        write_table(&edges::Edges, package, out, true)?;
        Ok(vec!["only the edges were asked for; their co-actions, accounts and groups are not written".to_owned()])
    }
}

fn write_table(table: &dyn Table, package: &Package, out: &mut dyn Output, with_csv: bool) -> Result<(), ExportError> {
    let file = table.file();
    out.file(&format!("{file}.parquet"), &mut |w| write_parquet(table, package, w))?;
    if with_csv {
        out.file(&format!("{file}.csv"), &mut |w| write_csv(table, package, w))?;
    }
    Ok(())
}

fn chunks(n: usize, size: usize) -> impl Iterator<Item = Range<usize>> {
    (0..n.div_ceil(size)).map(move |i| i * size..((i + 1) * size).min(n))
}

fn write_parquet(table: &dyn Table, package: &Package, w: &mut (dyn Write + Send)) -> io::Result<()> {
    let schema = schema(&table.columns(package, 0..0));
    let level = ZstdLevel::try_new(3).map_err(io::Error::other)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by(format!("daylight {}", env!("CARGO_PKG_VERSION")))
        .build();
    let mut writer = ArrowWriter::try_new(w, Arc::clone(&schema), Some(properties)).map_err(io::Error::other)?;
    let batch = |rows: Range<usize>| {
        let arrays = table.columns(package, rows).into_iter().map(|(_, cells)| array(cells)).collect();
        RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(io::Error::other)
    };
    let mut chunks = chunks(table.n_rows(package), CHUNK);
    let mut next = chunks.next().map(batch).transpose()?;
    while let Some(now) = next.take() {
        // The next rows are gathered while these are packed.
        let (written, gathered) = rayon::join(|| writer.write(&now), || chunks.next().map(batch).transpose());
        written.map_err(io::Error::other)?;
        next = gathered?;
    }
    writer.close().map_err(io::Error::other)?;
    Ok(())
}

fn schema(columns: &[Column<'_>]) -> Arc<Schema> {
    let field = |(name, cells): &Column<'_>| {
        let data_type = match cells {
            Cells::Text(_) => DataType::Utf8,
            Cells::Int(_) => DataType::Int64,
            Cells::Real(_) => DataType::Float64,
            Cells::Time(_) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        };
        Field::new(*name, data_type, true)
    };
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

fn array(cells: Cells<'_>) -> ArrayRef {
    match cells {
        Cells::Text(v) => Arc::new(StringArray::from_iter(v)),
        Cells::Int(v) => Arc::new(Int64Array::from(v)),
        Cells::Real(v) => Arc::new(Float64Array::from(v)),
        Cells::Time(v) => Arc::new(TimestampMicrosecondArray::from(v).with_timezone("UTC")),
    }
}

/// Chunks are turned into bytes on all threads, some at a time, and written in order.
fn write_csv(table: &dyn Table, package: &Package, w: &mut (dyn Write + Send)) -> io::Result<()> {
    let names: Vec<&str> = csv_columns(table, package, 0..0).iter().map(|c| c.0).collect();
    w.write_all(&csv_lines(|csv| csv.write_record(&names))?)?;
    let chunks: Vec<Range<usize>> = chunks(table.n_rows(package), CSV_CHUNK).collect();
    for some in chunks.chunks(2 * rayon::current_num_threads()) {
        let made: Vec<io::Result<Vec<u8>>> =
            some.par_iter().map(|rows| csv_chunk(table, package, rows.clone())).collect();
        for bytes in made {
            w.write_all(&bytes?)?;
        }
    }
    Ok(())
}

fn csv_lines(fill: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> io::Result<Vec<u8>> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    fill(&mut csv)?;
    csv.into_inner().map_err(csv::IntoInnerError::into_error)
}

fn csv_chunk(table: &dyn Table, package: &Package, rows: Range<usize>) -> io::Result<Vec<u8>> {
    let columns = csv_columns(table, package, rows.clone());
    let mut cell = String::new();
    csv_lines(|csv| {
        for row in 0..rows.len() {
            for (_, cells) in &columns {
                cell.clear();
                csv_cell_of(cells, row, &mut cell);
                csv.write_field(&cell)?;
            }
            csv.write_record(None::<&[u8]>)?;
        }
        Ok(())
    })
}

fn csv_columns<'a>(table: &dyn Table, package: &'a Package, rows: Range<usize>) -> Vec<Column<'a>> {
    let mut columns = table.columns(package, rows);
    columns.retain(|c| !table.parquet_only().contains(&c.0));
    columns
}

/// Appends a cell; nothing when it is missing.
fn csv_cell_of(cells: &Cells<'_>, row: usize, out: &mut String) {
    match cells {
        Cells::Text(v) => out.push_str(&v[row].as_deref().map(csv_cell).unwrap_or_default()),
        Cells::Int(v) => _ = v[row].map(|n| out.push_str(itoa::Buffer::new().format(n))),
        Cells::Real(v) => _ = v[row].map(|x| real(x, out)),
        Cells::Time(v) => out.push_str(&v[row].map(rfc3339).unwrap_or_default()),
    }
}

/// Appends the shortest text that reads back as the same number; nothing when it is not finite.
fn real(x: f64, out: &mut String) {
    if x.is_finite() {
        let mut buffer = zmij::Buffer::new();
        let text = buffer.format_finite(x);
        out.push_str(text.strip_suffix(".0").unwrap_or(text));
    }
}

/// Fills a column row by row.
pub(crate) fn text<'a>(rows: impl Iterator<Item = Option<&'a str>>) -> Cells<'a> {
    Cells::Text(rows.map(|s| s.map(Cow::Borrowed)).collect())
}

pub(crate) fn owned<'a>(rows: impl Iterator<Item = String>) -> Cells<'a> {
    Cells::Text(rows.map(|s| Some(Cow::Owned(s))).collect())
}

pub(crate) fn int<'a>(rows: impl Iterator<Item = Option<i64>>) -> Cells<'a> {
    Cells::Int(rows.collect())
}

pub(crate) fn reals<'a>(rows: impl Iterator<Item = Option<f64>>) -> Cells<'a> {
    Cells::Real(rows.collect())
}

pub(crate) fn times<'a>(rows: impl Iterator<Item = Option<i64>>) -> Cells<'a> {
    Cells::Time(rows.collect())
}

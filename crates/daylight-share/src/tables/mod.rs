//! Tables as Parquet and CSV: one description of the columns for both.
//!
//! Parquet holds the values as they are. CSV is for eyes and spreadsheets: hidden characters are made
//! visible and cells that would start a formula carry an apostrophe (see `text`), so programs should
//! read the Parquet files.

mod accounts;
mod edges;
mod evidence;
mod groups;
pub(crate) mod read;

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

use crate::format::rfc3339;
use crate::text::csv_cell;
use crate::view;

/// Rows converted at a time.
const CHUNK: usize = 1 << 16;

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
pub(crate) trait Table {
    fn file(&self) -> &'static str;
    fn n_rows(&self, package: &Package) -> usize;
    fn columns<'a>(&self, package: &'a Package, rows: Range<usize>) -> Vec<Column<'a>>;
    /// Columns that stand in Parquet only.
    fn parquet_only(&self) -> &'static [&'static str] {
        &[]
    }
}

/// Writes the four tables.
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
            "groups.csv",
            "groups.parquet",
        ]
    }

    fn export(&self, package: &Package, out: &mut dyn Output) -> Result<Vec<String>, ExportError> {
        let tables: [&dyn Table; 4] = [&accounts::Accounts, &edges::Edges, &evidence::Evidence, &groups::Groups];
        for table in tables {
            let file = table.file();
            out.file(&format!("{file}.parquet"), &mut |w| write_parquet(table, package, w))?;
            if file != "evidence" || view::has_evidence_csv(package) {
                out.file(&format!("{file}.csv"), &mut |w| write_csv(table, package, w))?;
            }
        }
        if view::has_evidence_csv(package) {
            return Ok(Vec::new());
        }
        let n = package.analysis.evidence.len();
        Ok(vec![format!(
            "evidence.csv is left out, since {n} co-actions make it too large to open; evidence.parquet has them"
        )])
    }
}

fn chunks(n: usize) -> impl Iterator<Item = Range<usize>> {
    (0..n.div_ceil(CHUNK)).map(move |i| i * CHUNK..((i + 1) * CHUNK).min(n))
}

fn write_parquet(table: &dyn Table, package: &Package, w: &mut (dyn Write + Send)) -> io::Result<()> {
    let schema = schema(&table.columns(package, 0..0));
    let level = ZstdLevel::try_new(3).map_err(io::Error::other)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by(format!("daylight {}", env!("CARGO_PKG_VERSION")))
        .build();
    let mut writer = ArrowWriter::try_new(w, Arc::clone(&schema), Some(properties)).map_err(io::Error::other)?;
    for rows in chunks(table.n_rows(package)) {
        let arrays = table.columns(package, rows).into_iter().map(|(_, cells)| array(cells)).collect();
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(io::Error::other)?;
        writer.write(&batch).map_err(io::Error::other)?;
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

fn write_csv(table: &dyn Table, package: &Package, w: &mut (dyn Write + Send)) -> io::Result<()> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(w);
    csv.write_record(csv_columns(table, package, 0..0).iter().map(|c| c.0))?;
    for rows in chunks(table.n_rows(package)) {
        let n = rows.len();
        let columns: Vec<Vec<String>> =
            csv_columns(table, package, rows).into_iter().map(|(_, cells)| csv_cells(cells)).collect();
        for row in 0..n {
            csv.write_record(columns.iter().map(|c| c[row].as_str()))?;
        }
    }
    csv.flush()
}

fn csv_columns<'a>(table: &dyn Table, package: &'a Package, rows: Range<usize>) -> Vec<Column<'a>> {
    let mut columns = table.columns(package, rows);
    columns.retain(|c| !table.parquet_only().contains(&c.0));
    columns
}

fn csv_cells(cells: Cells<'_>) -> Vec<String> {
    match cells {
        Cells::Text(v) => v.into_iter().map(|s| s.map_or_else(String::new, |s| csv_cell(&s).into_owned())).collect(),
        Cells::Int(v) => v.into_iter().map(|n| n.map_or_else(String::new, |n| n.to_string())).collect(),
        Cells::Real(v) => v.into_iter().map(real).collect(),
        Cells::Time(v) => v.into_iter().map(|t| t.map_or_else(String::new, rfc3339)).collect(),
    }
}

/// Shortest text that reads back as the same number; empty when missing or not finite.
fn real(x: Option<f64>) -> String {
    match x {
        Some(x) if x.is_finite() && (x == 0.0 || (1e-4..1e15).contains(&x.abs())) => format!("{x}"),
        Some(x) if x.is_finite() => format!("{x:e}"),
        _ => String::new(),
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

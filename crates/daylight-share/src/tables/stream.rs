//! The CSV tables of a stored result, made from its Parquet tables some thousand rows at a time, so that memory does
//! not grow with the result. The Parquet tables stay as they are: they are what is read.

use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use arrow::array::{Array, ArrayRef, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::record_batch::RecordBatch;
use daylight_core::Output;
use rayon::prelude::*;

use super::{CSV_CHUNK, csv_lines, evidence, read, real};
use crate::error::ShareError;
use crate::format::rfc3339;
use crate::load::{Part, evidence_ranges, read_findings};
use crate::text::csv_cell;
use crate::view::MAX_CSV_EVIDENCE;

/// Name, Parquet file, CSV file.
const TABLES: [(&str, &str); 5] = [
    ("accounts.parquet", "accounts.csv"),
    ("edges.parquet", "edges.csv"),
    ("evidence.parquet", "evidence.csv"),
    ("families.parquet", "families.csv"),
    ("groups.parquet", "groups.csv"),
];

/// Writes the CSV tables of the result in `dir` to `out`.
pub(crate) fn write_csvs(dir: &Path, out: &mut dyn Output) -> Result<Vec<String>, ShareError> {
    let mut left_out = Vec::new();
    for (parquet, csv) in TABLES {
        let ranges = if parquet == "evidence.parquet" { shown_evidence(dir, &mut left_out)? } else { None };
        // What goes wrong while reading is told as that, not as a failure of writing.
        let mut failed = None;
        let written = out.file(csv, &mut |w| write_csv(dir, parquet, ranges.as_deref(), w, &mut failed));
        match (failed, written) {
            (Some(error), _) => return Err(error),
            (None, written) => written.map_err(ShareError::from)?,
        }
    }
    Ok(left_out)
}

/// The rows that `evidence.csv` has where all would be too many to open.
fn shown_evidence(dir: &Path, left_out: &mut Vec<String>) -> Result<Option<Vec<Range<u64>>>, ShareError> {
    let all = read::n_rows(dir, "evidence.parquet")?;
    if all <= MAX_CSV_EVIDENCE {
        return Ok(None);
    }
    let ranges = evidence_ranges(dir, Part::LedWith, &read_findings(dir)?)?;
    let n = ranges.iter().flatten().map(|r| r.end - r.start).sum::<u64>();
    left_out.push(super::evidence_left_out(n, all));
    Ok(ranges)
}

fn write_csv(
    dir: &Path,
    parquet: &'static str,
    ranges: Option<&[Range<u64>]>,
    w: &mut (dyn Write + Send),
    failed: &mut Option<ShareError>,
) -> io::Result<()> {
    let mut header = false;
    let mut broken = None;
    let done = read::each_batch(dir, parquet, ranges, None, |batch| {
        if let Err(error) = write_batch(&batch, &mut header, w) {
            broken = Some(error);
            return Err(ShareError::damaged(parquet, "stopped"));
        }
        Ok(())
    });
    if let Some(error) = broken {
        return Err(error);
    }
    if let Err(error) = done {
        *failed = Some(error);
        return Err(io::Error::other("its table cannot be read"));
    }
    if !header {
        let schema = match read::schema(dir, parquet) {
            Ok(schema) => schema,
            Err(error) => {
                *failed = Some(error);
                return Err(io::Error::other("its table cannot be read"));
            }
        };
        write_batch(&RecordBatch::new_empty(schema), &mut header, w)?;
    }
    Ok(())
}

/// Writes the rows of a batch, after the header where that is still to come.
fn write_batch(batch: &RecordBatch, header: &mut bool, w: &mut (dyn Write + Send)) -> io::Result<()> {
    let schema = batch.schema();
    let names = schema.fields().iter().map(|f| f.name().as_str());
    let kept: Vec<usize> =
        (0..).zip(names).filter(|(_, n)| !evidence::PARQUET_ONLY.contains(n)).map(|(i, _)| i).collect();
    if !std::mem::replace(header, true) {
        let names: Vec<&str> = kept.iter().map(|&i| schema.field(i).name().as_str()).collect();
        w.write_all(&csv_lines(|csv| csv.write_record(&names))?)?;
    }
    let columns: Vec<&ArrayRef> = kept.iter().map(|&i| batch.column(i)).collect();
    let chunks: Vec<Range<usize>> = super::chunks(batch.num_rows(), CSV_CHUNK).collect();
    let made: Vec<io::Result<Vec<u8>>> = chunks.par_iter().map(|rows| lines(&columns, rows.clone())).collect();
    made.into_iter().try_for_each(|bytes| w.write_all(&bytes?))
}

fn lines(columns: &[&ArrayRef], rows: Range<usize>) -> io::Result<Vec<u8>> {
    let mut cell = String::new();
    csv_lines(|csv| {
        for row in rows {
            for column in columns {
                cell.clear();
                write_cell(column, row, &mut cell);
                csv.write_field(&cell)?;
            }
            csv.write_record(None::<&[u8]>)?;
        }
        Ok(())
    })
}

/// Appends a cell; nothing when it is missing.
fn write_cell(column: &ArrayRef, row: usize, out: &mut String) {
    if column.is_null(row) {
        return;
    }
    let any = column.as_any();
    if let Some(text) = any.downcast_ref::<StringArray>() {
        out.push_str(&csv_cell(text.value(row)));
    } else if let Some(number) = any.downcast_ref::<Int64Array>() {
        out.push_str(itoa::Buffer::new().format(number.value(row)));
    } else if let Some(number) = any.downcast_ref::<Float64Array>() {
        real(number.value(row), out);
    } else if let Some(time) = any.downcast_ref::<TimestampMicrosecondArray>() {
        out.push_str(&rfc3339(time.value(row)));
    }
}

//! Reads the columns of a Parquet table of a result back.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReaderBuilder, RowSelection};

use crate::error::ShareError;

/// Rows of a batch.
const BATCH: usize = 1 << 16;

/// Rows of a table, from its own description.
pub(crate) fn n_rows(dir: &Path, file: &'static str) -> Result<u64, ShareError> {
    let n = builder(dir, file)?.metadata().file_metadata().num_rows();
    u64::try_from(n).map_err(|_| ShareError::damaged(file, "a negative number of rows"))
}

/// The columns of a table.
pub(crate) fn schema(dir: &Path, file: &'static str) -> Result<SchemaRef, ShareError> {
    Ok(Arc::clone(builder(dir, file)?.schema()))
}

fn builder(dir: &Path, file: &'static str) -> Result<ParquetRecordBatchReaderBuilder<File>, ShareError> {
    let path = dir.join(file);
    let open = File::open(&path).map_err(|e| ShareError::io("cannot open", path, e))?;
    ParquetRecordBatchReaderBuilder::try_new(open).map_err(|e| ShareError::damaged(file, e.to_string()))
}

/// Gives the rows in `ranges` (ascending, apart from each other; all when absent), some thousand at a time and only
/// the named columns where any are named, so that memory does not grow with the table.
pub(crate) fn each_batch(
    dir: &Path,
    file: &'static str,
    ranges: Option<&[Range<u64>]>,
    columns: Option<&[&str]>,
    mut take: impl FnMut(RecordBatch) -> Result<(), ShareError>,
) -> Result<(), ShareError> {
    let damaged = |e: &dyn std::fmt::Display| ShareError::damaged(file, e.to_string());
    let mut reader = builder(dir, file)?.with_batch_size(BATCH);
    if let Some(ranges) = ranges {
        let all = usize::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(0);
        if ranges.iter().any(|r| r.end > all as u64) {
            return Err(ShareError::damaged(file, "it has fewer rows than edges.parquet says"));
        }
        let ranges = ranges.iter().map(|r| r.start as usize..r.end as usize);
        reader = reader.with_row_selection(RowSelection::from_consecutive_ranges(ranges, all));
    }
    if let Some(columns) = columns {
        let mask = ProjectionMask::columns(reader.parquet_schema(), columns.iter().copied());
        reader = reader.with_projection(mask);
    }
    for batch in reader.build().map_err(|e| damaged(&e))? {
        take(batch.map_err(|e| damaged(&e))?)?;
    }
    Ok(())
}

/// A table read batch by batch.
pub(crate) struct ReadTable {
    file: &'static str,
    batches: Vec<RecordBatch>,
}

impl ReadTable {
    pub fn open(dir: &Path, file: &'static str) -> Result<Self, ShareError> {
        Self::open_rows(dir, file, None)
    }

    /// The rows in `ranges` (ascending, apart from each other), or all.
    pub fn open_rows(dir: &Path, file: &'static str, ranges: Option<&[Range<u64>]>) -> Result<Self, ShareError> {
        let mut batches = Vec::new();
        each_batch(dir, file, ranges, None, |batch| {
            batches.push(batch);
            Ok(())
        })?;
        Ok(Self { file, batches })
    }

    /// One batch of a table, as [`each_batch`] gives them.
    pub fn one(file: &'static str, batch: RecordBatch) -> Self {
        Self { file, batches: vec![batch] }
    }

    pub fn damaged(&self, what: impl Into<String>) -> ShareError {
        ShareError::damaged(self.file, what)
    }

    fn column<A: 'static>(&self, name: &str) -> Result<Vec<&A>, ShareError> {
        let arrays = self.batches.iter().map(|batch| {
            let array = batch.column_by_name(name).and_then(|c| c.as_any().downcast_ref::<A>());
            array.ok_or_else(|| self.damaged(format!("no column {name} of the right type")))
        });
        arrays.collect()
    }

    pub fn text(&self, name: &str) -> Result<Vec<Option<&str>>, ShareError> {
        Ok(self.column::<StringArray>(name)?.into_iter().flatten().collect())
    }

    pub fn int(&self, name: &str) -> Result<Vec<Option<i64>>, ShareError> {
        Ok(self.column::<Int64Array>(name)?.into_iter().flatten().collect())
    }

    pub fn real(&self, name: &str) -> Result<Vec<Option<f64>>, ShareError> {
        Ok(self.column::<Float64Array>(name)?.into_iter().flatten().collect())
    }

    pub fn maybe_time(&self, name: &str) -> Result<Vec<Option<i64>>, ShareError> {
        Ok(self.column::<TimestampMicrosecondArray>(name)?.into_iter().flatten().collect())
    }

    pub fn time(&self, name: &str) -> Result<Vec<i64>, ShareError> {
        let arrays = self.column::<TimestampMicrosecondArray>(name)?;
        self.whole(name, arrays.into_iter().flatten())
    }

    /// Values of a column without gaps.
    pub fn whole<T>(&self, name: &str, values: impl IntoIterator<Item = Option<T>>) -> Result<Vec<T>, ShareError> {
        let values: Option<Vec<T>> = values.into_iter().collect();
        values.ok_or_else(|| self.damaged(format!("column {name} has gaps")))
    }

    pub fn whole_text(&self, name: &str) -> Result<Vec<&str>, ShareError> {
        self.whole(name, self.text(name)?)
    }

    pub fn whole_u32(&self, name: &str) -> Result<Vec<u32>, ShareError> {
        let values = self.whole(name, self.int(name)?)?;
        values.into_iter().map(|v| self.fit(name, v)).collect()
    }

    pub fn whole_real(&self, name: &str) -> Result<Vec<f64>, ShareError> {
        self.whole(name, self.real(name)?)
    }

    pub fn fit<T: TryFrom<i64>>(&self, name: &str, value: i64) -> Result<T, ShareError> {
        T::try_from(value).map_err(|_| self.damaged(format!("column {name} holds {value}")))
    }
}

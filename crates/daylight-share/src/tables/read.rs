//! Reads the columns of a Parquet table of a result back.

use std::fs::File;
use std::path::Path;

use arrow::array::{Array, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::record_batch::RecordBatch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::error::ShareError;

/// A table read batch by batch.
pub(crate) struct ReadTable {
    file: &'static str,
    batches: Vec<RecordBatch>,
}

impl ReadTable {
    pub fn open(dir: &Path, file: &'static str) -> Result<Self, ShareError> {
        let path = dir.join(file);
        let damaged = |e: &dyn std::fmt::Display| ShareError::damaged(file, e.to_string());
        let open = File::open(&path).map_err(|e| ShareError::io("cannot open", path, e))?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(open).map_err(|e| damaged(&e))?;
        let reader = reader.with_batch_size(1 << 16).build().map_err(|e| damaged(&e))?;
        let batches = reader.collect::<Result<Vec<_>, _>>().map_err(|e| damaged(&e))?;
        Ok(Self { file, batches })
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

//! A Parquet file that grows by row groups, the columns of each encoded at the same time.
//!
//! The library's own writer encodes column after column on one thread, which is most of the time of writing
//! posts. Which thread encodes a column does not change its bytes.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, FieldRef, Schema, SchemaRef};
use arrow::error::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use rayon::prelude::*;
use std::sync::Arc;

use crate::error::IngestError;

/// Gives the content of one column of a row group, in one piece or several.
pub type Column<'a> = dyn Fn(usize) -> Result<Vec<ArrayRef>, ArrowError> + Sync + 'a;

/// A Parquet file on its way to disk.
pub struct RowGroups {
    path: PathBuf,
    schema: SchemaRef,
    file: SerializedFileWriter<File>,
    factory: ArrowRowGroupWriterFactory,
    n_groups: usize,
}

impl RowGroups {
    /// Makes the file.
    pub fn create(path: &Path, schema: Schema, properties: WriterProperties) -> Result<Self, IngestError> {
        let wrong = |source| IngestError::Parquet { path: path.to_owned(), source };
        let schema = Arc::new(schema);
        let file = File::create(path).map_err(|e| IngestError::io(path, e))?;
        let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(wrong)?;
        let (file, factory) = writer.into_serialized_writer().map_err(wrong)?;
        Ok(Self { path: path.to_owned(), schema, file, factory, n_groups: 0 })
    }

    /// Writes one row group.
    pub fn write(&mut self, column: &Column<'_>) -> Result<(), IngestError> {
        self.encode(column).map_err(|source| IngestError::Parquet { path: self.path.clone(), source })
    }

    fn encode(&mut self, column: &Column<'_>) -> Result<(), ParquetError> {
        let mut writers = self.factory.create_column_writers(self.n_groups)?.into_iter();
        let fields = self.schema.fields().iter().enumerate();
        let work: Vec<(usize, &FieldRef, Vec<ArrowColumnWriter>)> =
            fields.map(|(i, field)| (i, field, writers.by_ref().take(n_leaves(field.data_type())).collect())).collect();
        let chunks: Result<Vec<Vec<ArrowColumnChunk>>, ParquetError> = work
            .into_par_iter()
            .with_max_len(1)
            .map(|(i, field, writers)| chunks(field, writers, &column(i)?))
            .collect();
        let mut group = self.file.next_row_group()?;
        for chunk in chunks?.into_iter().flatten() {
            chunk.append_to_row_group(&mut group)?;
        }
        group.close()?;
        self.n_groups += 1;
        Ok(())
    }

    /// Ends the file.
    pub fn close(self) -> Result<(), IngestError> {
        let path = self.path;
        self.file.close().map(|_| ()).map_err(|source| IngestError::Parquet { path, source })
    }
}

/// Columns of Parquet that a column of these types becomes.
fn n_leaves(kind: &DataType) -> usize {
    match kind {
        DataType::List(item) => n_leaves(item.data_type()),
        DataType::Struct(fields) => fields.iter().map(|field| n_leaves(field.data_type())).sum(),
        _ => 1,
    }
}

fn chunks(
    field: &FieldRef,
    mut writers: Vec<ArrowColumnWriter>,
    pieces: &[ArrayRef],
) -> Result<Vec<ArrowColumnChunk>, ParquetError> {
    for piece in pieces {
        let leaves = compute_leaves(field, piece)?;
        if leaves.len() != writers.len() {
            return Err(ParquetError::General(format!("the column {} has other leaves", field.name())));
        }
        for (writer, leaf) in writers.iter_mut().zip(&leaves) {
            writer.write(leaf)?;
        }
    }
    writers.into_iter().map(ArrowColumnWriter::close).collect()
}

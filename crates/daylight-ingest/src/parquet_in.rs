//! Importer of Parquet: every row group is read by one worker.

use std::fs::File;
use std::path::Path;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type, TimeUnit, UInt64Type};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use daylight_core::{Importer, SniffMatch};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;

use crate::columns::Sample;
use crate::sink::{Cells, LIST_SEPARATOR, Plan, RecordSink};

/// Rows of a batch.
const BATCH_ROWS: usize = 16 << 10;
/// Batches that a row group can have in the numbering of blocks.
const BATCH_BITS: u32 = 32;

/// Reads Parquet.
#[derive(Debug, Clone, Copy)]
pub struct ParquetImporter;

impl Importer for ParquetImporter {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn card(&self) -> &'static str {
        include_str!("parquet_in.md")
    }

    fn sniff(&self, head: &[u8]) -> Option<SniffMatch> {
        head.starts_with(b"PAR1").then(|| SniffMatch { confidence: 100, reason: "begins with PAR1".to_owned() })
    }
}

/// Opens the footer.
pub fn metadata(path: &Path) -> Result<ArrowReaderMetadata, ParquetError> {
    let file = File::open(path).map_err(|e| ParquetError::External(Box::new(e)))?;
    ArrowReaderMetadata::load(&file, parquet::arrow::arrow_reader::ArrowReaderOptions::new())
}

/// Columns and first rows.
pub fn sample(path: &Path, metadata: &ArrowReaderMetadata) -> Result<Sample, ParquetError> {
    let names: Vec<String> = metadata.schema().fields().iter().map(|f| f.name().clone()).collect();
    let file = File::open(path).map_err(|e| ParquetError::External(Box::new(e)))?;
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
        .with_batch_size(2000)
        .with_limit(2000)
        .build()?;
    let mut sample = Sample { names, rows: Vec::new() };
    for batch in reader {
        let batch = batch?;
        let columns = batch.columns().iter().map(Text::of).collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            sample.rows.push(columns.iter().map(|c| c.get(row).to_vec()).collect());
        }
    }
    Ok(sample)
}

/// A column as text.
enum Text {
    Strings(StringArray),
    Bytes { bytes: Vec<u8>, ends: Vec<u32> },
}

impl Text {
    fn get(&self, row: usize) -> &[u8] {
        match self {
            Self::Strings(strings) if strings.is_null(row) => &[],
            Self::Strings(strings) => strings.value(row).as_bytes(),
            Self::Bytes { bytes, ends } => {
                let start = if row == 0 { 0 } else { ends[row - 1] as usize };
                &bytes[start..ends[row] as usize]
            }
        }
    }

    fn of(array: &ArrayRef) -> Result<Self, ArrowError> {
        match array.data_type() {
            DataType::Utf8 => Ok(Self::Strings(array.as_string::<i32>().clone())),
            DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(_, _) => {
                Ok(Self::Strings(cast(array, &DataType::Utf8)?.as_string::<i32>().clone()))
            }
            DataType::UInt64 => {
                let numbers = array.as_primitive::<UInt64Type>();
                Ok(Self::write(array, |row, out| integer(numbers.value(row), out)))
            }
            kind if kind.is_integer() => Ok(Self::integers(&cast(array, &DataType::Int64)?)),
            DataType::Timestamp(_, zone) => {
                let micros = cast(array, &DataType::Timestamp(TimeUnit::Microsecond, zone.clone()))?;
                Ok(Self::integers(&cast(&micros, &DataType::Int64)?))
            }
            DataType::Date32 | DataType::Date64 => {
                let micros = cast(array, &DataType::Timestamp(TimeUnit::Microsecond, None))?;
                Ok(Self::integers(&cast(&micros, &DataType::Int64)?))
            }
            kind if kind.is_floating() => {
                let numbers = cast(array, &DataType::Float64)?;
                let numbers = numbers.as_primitive::<Float64Type>();
                Ok(Self::write(array, |row, out| float(numbers.value(row), out)))
            }
            DataType::List(_) => {
                let lists = array.as_list::<i32>();
                let items = Self::of(lists.values())?;
                let offsets = lists.value_offsets();
                Ok(Self::write(array, |row, out| {
                    for item in offsets[row] as usize..offsets[row + 1] as usize {
                        out.extend(items.get(item).iter().filter(|&&b| b != LIST_SEPARATOR));
                        out.push(LIST_SEPARATOR);
                    }
                }))
            }
            _ => {
                let options = FormatOptions::default();
                let format = ArrayFormatter::try_new(array, &options)?;
                Ok(Self::write(array, |row, out| {
                    out.extend(format.value(row).try_to_string().unwrap_or_default().into_bytes());
                }))
            }
        }
    }

    fn integers(array: &ArrayRef) -> Self {
        let numbers = array.as_primitive::<Int64Type>();
        Self::write(array, |row, out| integer(numbers.value(row), out))
    }

    fn write(array: &ArrayRef, mut write: impl FnMut(usize, &mut Vec<u8>)) -> Self {
        let mut bytes = Vec::new();
        let mut ends = Vec::with_capacity(array.len());
        for row in 0..array.len() {
            if !array.is_null(row) {
                write(row, &mut bytes);
            }
            ends.push(bytes.len() as u32);
        }
        Self::Bytes { bytes, ends }
    }
}

fn integer(value: impl itoa::Integer, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Whole numbers without a fraction; beyond 2^53, where digits are lost, in the spreadsheet's notation, so
/// that an id in such a column is recognized as damaged.
fn float(value: f64, out: &mut Vec<u8>) {
    let text = if value.is_nan() {
        return;
    } else if value.abs() > 9_007_199_254_740_992.0 {
        format!("{value:e}").replace('e', "E+")
    } else {
        format!("{value}")
    };
    out.extend_from_slice(text.as_bytes());
}

/// The columns of a batch that roles need.
struct Batch {
    columns: Vec<Option<Text>>,
    row: usize,
}

impl Cells for Batch {
    fn cell(&self, column: usize) -> &[u8] {
        self.columns[column].as_ref().map_or(&[], |text| text.get(self.row))
    }
}

/// Reads one row group into the sink.
pub fn read_group(
    path: &Path,
    metadata: &ArrowReaderMetadata,
    group: usize,
    plan: &Plan,
    sink: &mut impl RecordSink,
) -> Result<(), ParquetError> {
    let used = plan.used();
    let file = File::open(path).map_err(|e| ParquetError::External(Box::new(e)))?;
    let mask = ProjectionMask::roots(metadata.parquet_schema(), used.iter().copied());
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
        .with_row_groups(vec![group])
        .with_projection(mask)
        .with_batch_size(BATCH_ROWS)
        .build()?;
    for (number, batch) in reader.enumerate() {
        let batch: RecordBatch = batch?;
        let mut columns: Vec<Option<Text>> = (0..plan.names.len()).map(|_| None).collect();
        for (&column, array) in used.iter().zip(batch.columns()) {
            columns[column] = Some(Text::of(array)?);
        }
        let mut cells = Batch { columns, row: 0 };
        // Bytes are checked as text by the Parquet reader; a NUL may still stand in them.
        sink.begin(plan.file, ((group as u64) << BATCH_BITS) | number as u64, false);
        for row in 0..batch.num_rows() {
            cells.row = row;
            sink.record(plan, &cells, row as u32);
        }
        sink.end(batch.num_rows() as u64);
    }
    Ok(())
}

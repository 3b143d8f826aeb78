//! Importer of Parquet: every row group is read by one worker.

use std::collections::BTreeSet;
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
use parquet::file::metadata::RowGroupMetaData;

use crate::columns::Sample;
use crate::sink::{Cells, LIST_SEPARATOR, Plan, RecordSink};

/// Column of a file of posts whose items are pairs of kind and id. Each kind is read as a column of its own
/// behind the others, named `object:KIND`.
pub const OTHER_OBJECTS: &str = "other_objects";
/// Before the kind in the name of a column.
pub const OBJECT_PREFIX: &str = "object:";
/// Kinds that are read of one file.
const MAX_KINDS: usize = 256;
/// Rows of a batch.
const BATCH_ROWS: usize = 16 << 10;
/// Why a row of a file of posts is left out.
pub const REPEATED: &str = "the same post is in another file of the case; it counts once";
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
    let mut names: Vec<String> = metadata.schema().fields().iter().map(|f| f.name().clone()).collect();
    let pairs = objects_root(metadata);
    if pairs.is_some() {
        names.extend(kinds_in(path, metadata)?.into_iter().map(|kind| format!("{OBJECT_PREFIX}{kind}")));
    }
    let file = File::open(path).map_err(|e| ParquetError::External(Box::new(e)))?;
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
        .with_batch_size(2000)
        .with_limit(2000)
        .build()?;
    let mut sample = Sample { names, rows: Vec::new() };
    for batch in reader {
        let batch = batch?;
        let mut columns = batch.columns().iter().map(Text::of).collect::<Result<Vec<_>, _>>()?;
        if let Some(pairs) = pairs {
            let kinds = sample.names.iter().skip(columns.len());
            columns.extend(kinds.map(|name| Text::of_kind(batch.column(pairs), name)).collect::<Vec<_>>());
        }
        for row in 0..batch.num_rows() {
            sample.rows.push(columns.iter().map(|c| c.get(row).to_vec()).collect());
        }
    }
    Ok(sample)
}

/// Where the pairs of kind and id are, if there are any.
fn objects_root(metadata: &ArrowReaderMetadata) -> Option<usize> {
    let is_pairs = |kind: &DataType| {
        matches!(kind, DataType::List(item)
            if matches!(item.data_type(), DataType::Struct(fields)
                if fields.iter().map(|f| f.name().as_str()).eq(["kind", "id"])))
    };
    metadata.schema().fields().iter().position(|f| f.name() == OTHER_OBJECTS && is_pairs(f.data_type()))
}

/// The leaves below a column.
fn leaves(metadata: &ArrowReaderMetadata, root: usize) -> impl Iterator<Item = usize> {
    let schema = metadata.parquet_schema();
    (0..schema.num_columns()).filter(move |&leaf| schema.get_column_root_idx(leaf) == root)
}

/// Whether no row group has a value in this leaf, as its statistics tell; without them it may have.
fn is_void_leaf(metadata: &ArrowReaderMetadata, group: usize, leaf: usize) -> bool {
    let statistics = metadata.metadata().row_group(group).column(leaf).statistics();
    statistics.is_some_and(|s| s.min_bytes_opt().is_none())
}

/// Whether a file of posts has nothing in this column.
pub fn is_void(metadata: &ArrowReaderMetadata, column: usize) -> bool {
    let keys = metadata.metadata().file_metadata().key_value_metadata();
    crate::exports::canonical::is_posts(keys)
        && column < metadata.schema().fields().len()
        && (0..metadata.metadata().num_row_groups())
            .all(|group| leaves(metadata, column).all(|leaf| is_void_leaf(metadata, group, leaf)))
}

/// The kinds of objects in a file, sorted. Only their own column is read, and only where it holds something.
fn kinds_in(path: &Path, metadata: &ArrowReaderMetadata) -> Result<Vec<String>, ParquetError> {
    let Some(leaf) = objects_root(metadata).and_then(|root| leaves(metadata, root).next()) else {
        return Ok(Vec::new());
    };
    let groups = (0..metadata.metadata().num_row_groups()).filter(|&g| !is_void_leaf(metadata, g, leaf)).collect();
    let file = File::open(path).map_err(|e| ParquetError::External(Box::new(e)))?;
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
        .with_row_groups(groups)
        .with_projection(ProjectionMask::leaves(metadata.parquet_schema(), [leaf]))
        .with_batch_size(BATCH_ROWS)
        .build()?;
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    for batch in reader {
        let batch = batch?;
        let Some(lists) = batch.column(0).as_list_opt::<i32>() else { continue };
        let Some(names) = lists.values().as_struct_opt().and_then(|s| s.column(0).as_string_opt::<i32>()) else {
            continue;
        };
        for name in names.iter().flatten() {
            if kinds.len() < MAX_KINDS && !kinds.contains(name) {
                kinds.insert(name.to_owned());
            }
        }
    }
    Ok(kinds.into_iter().collect())
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

    /// The ids of one kind in a column of pairs; `name` is that of the column made for the kind.
    fn of_kind(array: &ArrayRef, name: &str) -> Self {
        let wanted = name.strip_prefix(OBJECT_PREFIX).unwrap_or_default();
        let empty = Self::Bytes { bytes: Vec::new(), ends: vec![0; array.len()] };
        let Some(lists) = array.as_list_opt::<i32>() else { return empty };
        let Some(pairs) = lists.values().as_struct_opt() else { return empty };
        let column = |name: &str| pairs.column_by_name(name).and_then(|c| c.as_string_opt::<i32>());
        let (Some(kinds), Some(ids)) = (column("kind"), column("id")) else { return empty };
        let offsets = lists.value_offsets();
        Self::write(array, |row, out| {
            for item in offsets[row] as usize..offsets[row + 1] as usize {
                if kinds.value(item) == wanted {
                    out.extend(ids.value(item).bytes().filter(|&b| b != LIST_SEPARATOR));
                    out.push(LIST_SEPARATOR);
                }
            }
        })
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

/// Number of the first row of a row group.
fn first_row(metadata: &ArrowReaderMetadata, group: usize) -> u32 {
    let before = metadata.metadata().row_groups().iter().take(group);
    u32::try_from(before.map(RowGroupMetaData::num_rows).sum::<i64>()).unwrap_or(u32::MAX)
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
    let (n_fields, pairs) = (metadata.schema().fields().len(), objects_root(metadata));
    let root = |column: usize| if column < n_fields { Some(column) } else { pairs };
    let mut roots: Vec<usize> = used.iter().filter_map(|&c| root(c)).collect();
    roots.sort_unstable();
    roots.dedup();
    let mask = ProjectionMask::roots(metadata.parquet_schema(), roots.iter().copied());
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
        .with_row_groups(vec![group])
        .with_projection(mask)
        .with_batch_size(BATCH_ROWS)
        .build()?;
    let mut next = first_row(metadata, group);
    for (number, batch) in reader.enumerate() {
        let batch: RecordBatch = batch?;
        let mut columns: Vec<Option<Text>> = (0..plan.names.len()).map(|_| None).collect();
        for &column in &used {
            let Some(place) = root(column).and_then(|r| roots.binary_search(&r).ok()) else { continue };
            let array = batch.column(place);
            let text = if column < n_fields { Text::of(array)? } else { Text::of_kind(array, &plan.names[column]) };
            columns[column] = Some(text);
        }
        let mut cells = Batch { columns, row: 0 };
        // Bytes are checked as text by the Parquet reader; a NUL may still stand in them.
        sink.begin(plan.file, ((group as u64) << BATCH_BITS) | number as u64, false);
        for row in 0..batch.num_rows() {
            if !plan.repeated.is_empty() && plan.repeated.binary_search(&next.saturating_add(row as u32)).is_ok() {
                sink.reject(plan, row as u32, plan.content, REPEATED, &[]);
                continue;
            }
            cells.row = row;
            sink.record(plan, &cells, row as u32);
        }
        next = next.saturating_add(batch.num_rows() as u32);
        sink.end(batch.num_rows() as u64);
    }
    Ok(())
}

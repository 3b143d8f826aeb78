//! Rows of Parquet as lines of JSON, so that a table in Parquet goes the way of every other table.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, make_array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type, UInt64Type};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use serde_json::{Map, Number, Value};

use crate::error::IngestError;
use crate::stream::fill;

/// Rows that are decoded at once.
const BATCH_ROWS: usize = 1024;
/// Columns of a table.
const MAX_COLUMNS: usize = 4000;
/// Depth to which lists and groups of columns are followed.
const MAX_DEPTH: usize = 8;
/// Beyond this, neighbors of a whole number are no longer told apart by a floating-point number.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// The rows of a Parquet file as lines of JSON, one object a row; nothing when the file is none.
///
/// Names and values are as in the file: times with their zone, lists as arrays, groups as objects. A whole number
/// in a column of floating-point numbers that is too large to be exact is written as `1.8E18`, so that a lost id is
/// recognized.
///
/// # Errors
/// When the file cannot be opened, or begins like Parquet and cannot be read as such.
pub fn parquet_lines(path: &Path) -> Result<Option<Box<dyn Read>>, IngestError> {
    let mut file = File::open(path).map_err(|e| IngestError::io(path, e))?;
    let mut magic = [0; 4];
    let (len, _) = fill(&mut file, &mut magic);
    if &magic[..len] != b"PAR1" {
        return Ok(None);
    }
    let wrong = |source| IngestError::Parquet { path: path.to_owned(), source };
    let opened = guarded(|| {
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
        if builder.schema().fields().len() > MAX_COLUMNS {
            return Err(ParquetError::General(format!("more than {MAX_COLUMNS} columns")));
        }
        builder.with_batch_size(BATCH_ROWS).build()
    });
    Ok(Some(Box::new(Lines { reader: Some(opened.map_err(wrong)?), text: Vec::new(), at: 0 })))
}

/// Whether bytes begin like Parquet.
pub(crate) fn is_parquet(head: &[u8]) -> bool {
    head.starts_with(b"PAR1")
}

/// A damaged file may bring its reader to break off; here that is an error like any other.
fn guarded<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    let broke_off = || ParquetError::General("the file is damaged: its reader broke off".to_owned());
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broke_off()))
}

struct Lines {
    /// None once the end or an error was met.
    reader: Option<ParquetRecordBatchReader>,
    text: Vec<u8>,
    at: usize,
}

impl Lines {
    /// The lines of the next batch; false at the end.
    fn next(&mut self) -> io::Result<bool> {
        let Some(mut reader) = self.reader.take() else { return Ok(false) };
        (self.at, self.text) = (0, Vec::new());
        let batch = guarded(|| reader.next().transpose().map_err(ParquetError::from));
        let Some(batch) = batch.map_err(io::Error::other)? else { return Ok(false) };
        self.text = guarded(|| lines_of(&batch).map_err(ParquetError::from)).map_err(io::Error::other)?;
        self.reader = Some(reader);
        Ok(true)
    }
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.text.len() {
            if !self.next()? {
                return Ok(0);
            }
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        Ok(n)
    }
}

fn lines_of(batch: &RecordBatch) -> Result<Vec<u8>, ArrowError> {
    let schema = batch.schema();
    let columns = batch.columns().iter().map(|c| values(c, 0)).collect::<Result<Vec<_>, _>>()?;
    let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
    let mut text = Vec::new();
    for _ in 0..batch.num_rows() {
        let mut row = Map::new();
        for (field, column) in schema.fields().iter().zip(&mut columns) {
            if let Some(value) = column.next().flatten() {
                row.insert(field.name().clone(), value);
            }
        }
        serde_json::to_writer(&mut text, &row).map_err(|e| ArrowError::ExternalError(Box::new(e)))?;
        text.push(b'\n');
    }
    Ok(text)
}

/// The values of a column, row by row.
fn values(array: &ArrayRef, depth: usize) -> Result<Vec<Option<Value>>, ArrowError> {
    let rows = |value: &dyn Fn(usize) -> Option<Value>| {
        (0..array.len()).map(|row| if array.is_valid(row) { value(row) } else { None }).collect()
    };
    Ok(match array.data_type() {
        DataType::Boolean => {
            let bits = array.as_boolean();
            rows(&|row| Some(Value::Bool(bits.value(row))))
        }
        DataType::UInt64 => {
            let numbers = array.as_primitive::<UInt64Type>();
            rows(&|row| Some(Value::from(numbers.value(row))))
        }
        kind if kind.is_integer() => {
            let numbers = cast(array, &DataType::Int64)?;
            let numbers = numbers.as_primitive::<Int64Type>();
            rows(&|row| Some(Value::from(numbers.value(row))))
        }
        kind if kind.is_floating() => {
            let numbers = cast(array, &DataType::Float64)?;
            let numbers = numbers.as_primitive::<Float64Type>();
            rows(&|row| real(numbers.value(row)))
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(_, _) => {
            let texts = cast(array, &DataType::LargeUtf8)?;
            let texts = texts.as_string::<i64>();
            rows(&|row| texts.is_valid(row).then(|| Value::from(texts.value(row))))
        }
        DataType::List(_) if depth < MAX_DEPTH => {
            let lists = array.as_list::<i32>();
            let items = values(lists.values(), depth + 1)?;
            let offsets = lists.value_offsets();
            rows(&|row| Some(list(&items, offsets[row] as usize, offsets[row + 1] as usize)))
        }
        DataType::LargeList(_) if depth < MAX_DEPTH => {
            let lists = array.as_list::<i64>();
            let items = values(lists.values(), depth + 1)?;
            let offsets = lists.value_offsets();
            rows(&|row| Some(list(&items, offsets[row] as usize, offsets[row + 1] as usize)))
        }
        DataType::Struct(fields) if depth < MAX_DEPTH => {
            let columns = array.as_struct().columns().iter().map(|c| values(c, depth + 1));
            let columns = columns.collect::<Result<Vec<_>, _>>()?;
            rows(&|row| {
                let member = |(field, column): (&std::sync::Arc<arrow::datatypes::Field>, &Vec<Option<Value>>)| {
                    Some((field.name().clone(), column.get(row)?.clone()?))
                };
                Some(Value::Object(fields.iter().zip(&columns).filter_map(member).collect()))
            })
        }
        DataType::Timestamp(unit, Some(_)) => {
            // The numbers count from 1970 in UTC whatever zone they would be shown in, and no table of zones is at hand.
            let utc = DataType::Timestamp(*unit, Some("+00:00".into()));
            let plain = array.to_data().into_builder().data_type(utc).build()?;
            return texts(&make_array(plain));
        }
        _ => return texts(array),
    })
}

/// What a value looks like in words.
fn texts(array: &ArrayRef) -> Result<Vec<Option<Value>>, ArrowError> {
    let options = FormatOptions::default();
    let format = ArrayFormatter::try_new(array, &options)?;
    let text = |row: usize| format.value(row).try_to_string().ok().map(Value::from);
    Ok((0..array.len()).map(|row| if array.is_valid(row) { text(row) } else { None }).collect())
}

fn list(items: &[Option<Value>], start: usize, end: usize) -> Value {
    Value::Array(items.get(start..end).unwrap_or_default().iter().flatten().cloned().collect())
}

/// A number; as text where it is a whole one of which digits may be lost.
fn real(value: f64) -> Option<Value> {
    if value.abs() > MAX_EXACT {
        return Some(Value::from(format!("{value:e}").replace('e', "E+")));
    }
    if value.fract() == 0.0 {
        return Some(Value::from(value as i64));
    }
    Number::from_f64(value).map(Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::canonical::write_canonical;
    use crate::exports::{ExportOptions, Post, PostTime, Record, read_export_from};
    use arrow::array::{Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
    use arrow::datatypes::{Field, Schema};
    use std::sync::Arc;

    /// A table as another program writes it.
    fn table(path: &Path) {
        let time = TimestampMicrosecondArray::from(vec![1_700_000_000_000_000, 1_700_000_060_000_000]);
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("user_id", Arc::new(StringArray::from(vec!["ann", "bo"]))),
            ("post_id", Arc::new(Int64Array::from(vec![11, 12]))),
            ("url", Arc::new(StringArray::from(vec![Some("https://a.example/1"), None]))),
            ("text", Arc::new(StringArray::from(vec!["one \"line\"\nand another", "two"]))),
            ("reply_to_id", Arc::new(Float64Array::from(vec![Some(1.82e18), None]))),
            ("created_at", Arc::new(time.with_timezone("UTC"))),
        ];
        let fields: Vec<Field> =
            columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(schema.clone(), columns.into_iter().map(|c| c.1).collect()).unwrap();
        let mut writer = parquet::arrow::ArrowWriter::try_new(File::create(path).unwrap(), schema, None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }

    fn read(path: &Path) -> Result<Vec<Record>, IngestError> {
        let Some(lines) = parquet_lines(path)? else { panic!("no Parquet") };
        let mut records = Vec::new();
        let options = ExportOptions { rows: true, ..ExportOptions::default() };
        let report = read_export_from(path, lines, &options, &mut |record| records.push(record))?;
        assert_eq!(report.n_read, report.n_kept + report.n_rejected);
        Ok(records)
    }

    #[test]
    fn a_table_in_parquet_becomes_posts_that_name_their_rows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("posts.parquet");
        table(&path);
        let records = read(&path).unwrap();
        let posts: Vec<&Post> =
            records.iter().filter_map(|r| if let Record::Post(p) = r { Some(&**p) } else { None }).collect();
        assert_eq!(posts.len(), 2, "{records:?}");
        assert_eq!(posts[0].account.id.as_deref(), Some("ann"));
        assert_eq!(posts[0].content_id.as_deref(), Some("11"));
        assert_eq!(posts[0].time.as_ref().map(|t| t.us), Some(1_700_000_000_000_000));
        assert_eq!(posts[0].links[0].canonical, "https://a.example/1");
        assert_eq!((posts[1].origin.record, posts[1].origin.line, posts[1].origin.offset), (2, None, None));
    }

    #[test]
    fn a_file_of_posts_of_our_own_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("posts.parquet");
        let mut post = Post { content_id: Some("7".into()), text: Some("words of it".into()), ..Post::default() };
        post.account.id = Some("ann".into());
        post.time = Some(PostTime { us: 1_700_000_000_000_000, resolution_secs: 1.0, original: "x".into() });
        write_canonical(&path, vec![post]).unwrap();
        let records = read(&path).unwrap();
        assert!(matches!(&records[..], [Record::Post(p)] if p.account.id.as_deref() == Some("ann")), "{records:?}");
    }

    #[test]
    fn damaged_parquet_is_an_error_or_a_counted_problem() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("posts.parquet");
        table(&path);
        let whole = std::fs::read(&path).unwrap();
        let mut n_errors = 0;
        for at in 4..whole.len() {
            std::fs::write(&path, &whole[..at]).unwrap();
            n_errors += usize::from(read(&path).is_err());
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 8);
            std::fs::write(&path, &bytes).unwrap();
            // What matters is that it ends; a changed letter of a text is no damage that anybody could see.
            let _ = read(&path);
        }
        assert_eq!(n_errors, whole.len() - 4, "each file that is cut off is refused");
        std::fs::write(&path, "a,b\n1,2\n").unwrap();
        assert!(parquet_lines(&path).unwrap().is_none());
    }
}

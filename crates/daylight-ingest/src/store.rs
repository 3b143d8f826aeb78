//! The canonical table of posts: one Parquet file that holds a whole data set.
//!
//! One row a post; each layer is a list column of its objects (kind names as column names `object:url`),
//! so that other tools can read the file too. Names, sources and problems stand as JSON in the file's
//! metadata under the key `daylight`.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::TimestampMicrosecondArray;
use arrow::array::{
    ArrayRef, AsArray, ListBuilder, RecordBatch, StringArray, StringBuilder, StringDictionaryBuilder, UInt32Array,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Int32Type, Schema, TimeUnit, TimestampMicrosecondType, UInt32Type};
use daylight_core::{Dataset, IdTable, Layer, ObjectKind, PostTable};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use crate::error::IngestError;
use crate::ids::Packer;
use crate::number::{Numbering, Turn, intern};
use crate::row_groups::RowGroups;
use crate::store_meta::Meta;
use crate::streams::{ColumnSink, MAX_ID};

const KEY: &str = "daylight";
const BATCH_ROWS: usize = 128 << 10;
/// Rows of a row group: enough groups for all threads that read, few enough for good dictionaries.
const GROUP_ROWS: usize = 256 << 10;

/// Writes a data set. The same data set gives the same bytes.
///
/// # Errors
/// When the file cannot be written.
pub fn write_posts(data: &Dataset, path: &Path) -> Result<(), IngestError> {
    let meta = serde_json::to_string(&Meta::of(data))
        .map_err(|e| IngestError::Store { path: path.to_owned(), what: e.to_string() })?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(None)
        .set_key_value_metadata(Some(vec![KeyValue::new(KEY.to_owned(), meta)]))
        .set_created_by("daylight".to_owned())
        .build();
    let (fields, columns): (Vec<Field>, Vec<Column<'_>>) = columns(data).into_iter().unzip();
    let mut groups = RowGroups::create(path, Schema::new(fields), properties)?;
    for start in (0..data.posts.len()).step_by(GROUP_ROWS) {
        let end = (start + GROUP_ROWS).min(data.posts.len());
        groups.write(&|i| Ok(columns.get(i).map(|c| c.rows(start, end)).into_iter().collect()))?;
    }
    groups.close()
}

/// What a column is made of.
enum Column<'a> {
    Strings(&'a IdTable, &'a [u32]),
    Numbers(&'a [u32]),
    Times(&'a [i64]),
    Words(&'a [u16], &'a [String]),
    Texts(&'a IdTable),
    Lists(&'a Layer),
}

impl Column<'_> {
    /// Its rows from `start` to before `end`.
    fn rows(&self, start: usize, end: usize) -> ArrayRef {
        match self {
            Self::Strings(table, ids) => {
                Arc::new(StringArray::from_iter_values(ids[start..end].iter().map(|&id| table.get(id))))
            }
            Self::Numbers(numbers) => Arc::new(UInt32Array::from(numbers[start..end].to_vec())),
            Self::Times(times) => {
                let times = times[start..end].iter().map(|&t| (t != PostTable::NO_TIME).then_some(t));
                Arc::new(times.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
            }
            Self::Words(rows, words) => {
                let mut builder = StringDictionaryBuilder::<Int32Type>::new();
                builder.extend(rows[start..end].iter().map(|&w| words.get(w as usize)));
                Arc::new(builder.finish())
            }
            Self::Texts(texts) => Arc::new(StringArray::from_iter_values((start..end).map(|i| texts.get(i as u32)))),
            Self::Lists(layer) => {
                let mut builder = ListBuilder::new(StringBuilder::new());
                let mut next = layer.post.partition_point(|&p| (p as usize) < start);
                for post in start..end {
                    while layer.post.get(next).is_some_and(|&p| p as usize == post) {
                        builder.values().append_value(layer.objects.get(layer.object[next]));
                        next += 1;
                    }
                    builder.append(true);
                }
                Arc::new(builder.finish())
            }
        }
    }
}

fn columns(data: &Dataset) -> Vec<(Field, Column<'_>)> {
    let posts = &data.posts;
    let field = |name: &str, kind: DataType, nullable: bool| Field::new(name, kind, nullable);
    let mut all = vec![(field("account", DataType::Utf8, false), Column::Strings(&data.accounts, &posts.account))];
    all.push(if data.contents.is_empty() {
        (field("content_number", DataType::UInt32, false), Column::Numbers(&posts.content))
    } else {
        (field("content", DataType::Utf8, false), Column::Strings(&data.contents, &posts.content))
    });
    let time = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    all.push((field("time", time, true), Column::Times(&posts.time_us)));
    if !posts.line.is_empty() {
        all.push((field("source", DataType::UInt32, false), Column::Numbers(&posts.source)));
        all.push((field("line", DataType::UInt32, false), Column::Numbers(&posts.line)));
    }
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let words = [("platform", &posts.platform, &data.platforms), ("language", &posts.language, &data.languages)];
    for (name, rows, words) in words {
        if let Some(rows) = rows {
            all.push((field(name, dictionary.clone(), true), Column::Words(rows, words)));
        }
    }
    if let Some(texts) = &posts.text {
        all.push((field("text", DataType::Utf8, false), Column::Texts(texts)));
    }
    for layer in &data.layers {
        let item = Arc::new(field("item", DataType::Utf8, true));
        let name = format!("object:{}", layer.kind);
        all.push((field(&name, DataType::List(item), false), Column::Lists(layer)));
    }
    all
}

/// Reads a file that [`write_posts`] wrote. Numbers of accounts, contents and objects follow the byte order
/// of their strings.
///
/// # Errors
/// When the file cannot be read or was not written by [`write_posts`].
pub fn read_posts(path: &Path) -> Result<Dataset, IngestError> {
    let wrong = |source| IngestError::Parquet { path: path.to_owned(), source };
    let store = |what: String| IngestError::Store { path: path.to_owned(), what };
    let file = File::open(path).map_err(|e| IngestError::io(path, e))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(wrong)?;
    let entries = builder.metadata().file_metadata().key_value_metadata();
    let meta = entries.and_then(|kv| kv.iter().find(|kv| kv.key == KEY)).and_then(|kv| kv.value.clone());
    let meta = meta.ok_or_else(|| store("it lacks the key `daylight` in its metadata".to_owned()))?;
    let meta: Meta = serde_json::from_str(&meta).map_err(|e| store(e.to_string()))?;
    let reader = builder.with_batch_size(BATCH_ROWS).build().map_err(wrong)?;
    let mut loading = Loading::default();
    for batch in reader {
        loading.add(&batch.map_err(|e| wrong(ParquetError::from(e)))?).map_err(|e| wrong(e.into()))?;
    }
    loading.finish(&meta).map_err(store)
}

/// A column of ids that is being read; numbered in byte order at the end.
struct Strings {
    packer: Option<Packer>,
    sink: ColumnSink,
    turns: Vec<Turn>,
}

impl Default for Strings {
    fn default() -> Self {
        Self { packer: None, sink: ColumnSink::new(false), turns: Vec::new() }
    }
}

impl Strings {
    fn extend(&mut self, strings: &StringArray) {
        let packer =
            self.packer.get_or_insert_with(|| Packer::learn(strings.iter().take(1000).flatten().map(str::as_bytes)));
        for s in strings {
            let id = s.unwrap_or("").as_bytes();
            self.sink.push(packer, &id[..id.len().min(MAX_ID)]);
        }
        self.sink.end_segment();
        self.turns.push(Turn { worker: 0, ordinal: self.turns.len(), n: strings.iter().len() });
    }

    fn finish(self) -> (IdTable, Vec<u32>) {
        let packer = self.packer.unwrap_or_default();
        let all = intern(vec![self.sink], &self.turns, &packer, Numbering::Sorted);
        (all.table, all.ids)
    }
}

#[derive(Default)]
struct LayerRows {
    objects: Strings,
    post: Vec<u32>,
}

#[derive(Default)]
struct Loading {
    accounts: Strings,
    contents: Strings,
    content_numbers: Vec<u32>,
    posts: PostTable,
    platform: Vec<Option<String>>,
    language: Vec<Option<String>>,
    layers: Vec<(String, LayerRows)>,
}

impl Loading {
    fn add(&mut self, batch: &RecordBatch) -> Result<(), arrow::error::ArrowError> {
        let first = self.posts.time_us.len() as u32;
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            check_type(field.name(), array)?;
        }
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            match field.name().as_str() {
                "account" => self.accounts.extend(array.as_string::<i32>()),
                "content" => self.contents.extend(array.as_string::<i32>()),
                "content_number" => self.content_numbers.extend(array.as_primitive::<UInt32Type>().values()),
                "time" => {
                    let times = array.as_primitive::<TimestampMicrosecondType>();
                    self.posts.time_us.extend(times.iter().map(|t| t.unwrap_or(PostTable::NO_TIME)));
                }
                "source" => self.posts.source.extend(array.as_primitive::<UInt32Type>().values()),
                "line" => self.posts.line.extend(array.as_primitive::<UInt32Type>().values()),
                "platform" => push_words(&mut self.platform, array)?,
                "language" => push_words(&mut self.language, array)?,
                "text" => {
                    let texts = self.posts.text.get_or_insert_with(IdTable::new);
                    array.as_string::<i32>().iter().for_each(|s| {
                        texts.push(s.unwrap_or(""));
                    });
                }
                name => self.add_layer(name, array, first),
            }
        }
        Ok(())
    }

    fn add_layer(&mut self, name: &str, array: &ArrayRef, first: u32) {
        let Some(kind) = name.strip_prefix("object:") else { return };
        let Some(lists) = array.as_list_opt::<i32>() else { return };
        let Some(values) = lists.values().as_string_opt::<i32>() else { return };
        let at = self.layers.iter().position(|(k, _)| k == kind).unwrap_or_else(|| {
            self.layers.push((kind.to_owned(), LayerRows::default()));
            self.layers.len() - 1
        });
        let rows = &mut self.layers[at].1;
        let offsets = lists.value_offsets();
        let (from, to) = (offsets.first().copied().unwrap_or(0), offsets.last().copied().unwrap_or(0));
        rows.objects.extend(&values.slice(from as usize, (to - from) as usize));
        for (row, range) in offsets.windows(2).enumerate() {
            rows.post.extend(std::iter::repeat_n(first + row as u32, (range[1] - range[0]) as usize));
        }
    }

    fn finish(mut self, meta: &Meta) -> Result<Dataset, String> {
        let n = self.posts.time_us.len();
        let (accounts, account) = self.accounts.finish();
        let (contents, mut content) = self.contents.finish();
        let n_contents = if contents.is_empty() { meta.n_contents } else { contents.len() as u32 };
        if contents.is_empty() {
            content = std::mem::take(&mut self.content_numbers);
        }
        if account.len() != n || content.len() != n {
            return Err("its columns are of different length".to_owned());
        }
        self.posts.account = account;
        self.posts.content = content;
        let mut data = Dataset { accounts, contents, n_contents, ..Dataset::default() };
        let numbers = |words: &[String], rows: &[Option<String>]| -> Vec<u16> {
            let number = |w: &str| words.iter().position(|known| known == w).map_or(u16::MAX, |i| i as u16);
            rows.iter().map(|w| w.as_deref().map_or(u16::MAX, number)).collect()
        };
        let words = |rows: &[Option<String>]| (rows.len() == n && n > 0).then_some(());
        self.posts.platform = words(&self.platform).map(|()| numbers(&meta.platforms, &self.platform));
        self.posts.language = words(&self.language).map(|()| numbers(&meta.languages, &self.language));
        data.posts = self.posts;
        for (kind, rows) in self.layers {
            let Ok(kind) = kind.parse::<ObjectKind>();
            let (objects, object) = rows.objects.finish();
            let self_object = same(&data, &objects, &object, &rows.post, meta, kind.name());
            data.layers.push(Layer { kind, objects, object, post: rows.post, self_object });
        }
        meta.fill(&mut data);
        Ok(data)
    }
}

/// Actions on their own post; from the metadata where content ids were not kept.
fn same(data: &Dataset, objects: &IdTable, object: &[u32], post: &[u32], meta: &Meta, kind: &str) -> Vec<u32> {
    if data.contents.is_empty() {
        return meta.self_objects.get(kind).cloned().unwrap_or_default();
    }
    let own = |i: usize| objects.get(object[i]) == data.contents.get(data.posts.content[post[i] as usize]);
    (0..object.len()).filter(|&i| own(i)).map(|i| i as u32).collect()
}

/// A foreign file may have columns of our names in other types.
fn check_type(name: &str, array: &ArrayRef) -> Result<(), arrow::error::ArrowError> {
    let wanted = match name {
        "account" | "content" | "text" => DataType::Utf8,
        "content_number" | "source" | "line" => DataType::UInt32,
        "time" => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        _ => return Ok(()),
    };
    if *array.data_type() == wanted {
        return Ok(());
    }
    Err(arrow::error::ArrowError::SchemaError(format!("column `{name}` is {}, not {wanted}", array.data_type())))
}

fn push_words(rows: &mut Vec<Option<String>>, array: &ArrayRef) -> Result<(), arrow::error::ArrowError> {
    let strings = cast(array, &DataType::Utf8)?;
    rows.extend(strings.as_string::<i32>().iter().map(|w| w.map(str::to_owned)));
    Ok(())
}

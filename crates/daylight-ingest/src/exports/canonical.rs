//! Posts in Parquet: what every later stage reads.
//!
//! One row a post, zstd. Rows are sorted by time, platform and content id, and row groups carry statistics. A file
//! that is written while its export is read ([`PostsWriter`]) is sorted as a whole while it is small enough to be
//! held; a larger one in stretches, in the order of the export: exports run through time in one direction or the
//! other, so that their groups hardly overlap and a period is found without reading the rest, and memory does not
//! grow with the file. Lists are columns of lists.
//! The names of columns are those that the generic reader recognizes by itself: `daylight run posts.parquet`
//! needs no mapping.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringArray, TimestampMicrosecondArray};
use arrow::compute::interleave;
use arrow::datatypes::{DataType, Field, Fields, Int64Type, Schema, SchemaRef, TimeUnit, TimestampMicrosecondType};
use arrow::error::ArrowError;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use rayon::prelude::*;

use crate::error::IngestError;
use crate::exports::canonical_rows::{batch, post_at};
use crate::exports::post::Post;
use crate::parquet_in::OTHER_OBJECTS;
use crate::row_groups::RowGroups;

/// Key of the version in the file's metadata, and the version of the columns.
const KEY: &str = "daylight.posts";
const VERSION: &str = "2";
/// The version before objects of any kind had a column.
const WITHOUT_OBJECTS: &str = "1";
/// Rows of a batch that is read or written at once.
const BATCH_ROWS: usize = 16 << 10;
/// Rows of a row group: small enough that a day of a busy case is pruned to, and that one fits in memory twice.
const GROUP_ROWS: usize = 64 << 10;

/// Bytes of posts that are held to be sorted together, beyond the rows of one group.
const HELD_BYTES: usize = 64 << 20;
/// Rows that are held, however small they are.
const HELD_ROWS: usize = 1 << 20;

/// An object of a kind that has no column of its own.
pub(crate) fn pair_fields() -> Fields {
    Fields::from(["kind", "id"].map(|name| Field::new(name, DataType::Utf8, false)).to_vec())
}

/// The columns, in order.
pub fn schema() -> Schema {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let list =
        |name: &str| Field::new(name, DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))), false);
    let number = |name: &str| Field::new(name, DataType::Int64, true);
    let time = |name: &str| Field::new(name, DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())), true);
    let real = |name: &str| Field::new(name, DataType::Float64, true);
    let pair = DataType::Struct(pair_fields());
    Schema::new(vec![
        text("account_id"),
        text("account_handle"),
        text("account_name"),
        text("account_bio"),
        time("account_created"),
        number("account_followers"),
        text("platform"),
        text("content_id"),
        time("time"),
        real("time_resolution_secs"),
        text("time_original"),
        text("text"),
        text("language"),
        real("language_confidence"),
        list("urls"),
        list("urls_original"),
        list("domains"),
        list("hashtags"),
        list("mentions"),
        text("repost_of"),
        text("reply_to"),
        text("quote_of"),
        list("media"),
        text("media_detail"),
        Field::new(OTHER_OBJECTS, DataType::List(Arc::new(Field::new_list_field(pair, false))), false),
        text("metrics"),
        list("marks"),
        text("source_sha256"),
        text("source_entry"),
        number("source_record"),
        number("source_line"),
        number("source_offset"),
        text("extra"),
    ])
}

/// Sorts posts as they stand in a file: by time (those without first), platform, content id, place.
pub fn sort(posts: &mut [Post]) {
    posts.sort_by(|a, b| key(a).cmp(&key(b)));
}

type Key<'a> = (Option<i64>, &'a Option<String>, &'a Option<String>, (Option<&'a str>, Option<&'a str>, u64));

fn key(post: &Post) -> Key<'_> {
    let origin = &post.origin;
    let place = (origin.source_sha256.as_deref(), origin.entry.as_deref(), origin.record);
    (post.time.as_ref().map(|t| t.us), &post.platform, &post.content_id, place)
}

/// Writes one file of posts. The same posts give the same bytes, in whatever order they are given.
///
/// # Errors
/// When the file cannot be written.
pub fn write_canonical(path: &Path, mut posts: Vec<Post>) -> Result<(), IngestError> {
    sort(&mut posts);
    let mut writer = PostsWriter::create(path)?;
    for rows in posts.chunks(BATCH_ROWS) {
        writer.write(PostBatch::of(rows))?;
    }
    writer.close()?;
    Ok(())
}

/// Whether a Parquet file is one of posts.
pub(crate) fn is_posts(keys: Option<&Vec<KeyValue>>) -> bool {
    keys.is_some_and(|all| all.iter().any(|kv| kv.key == KEY))
}

/// Some posts as columns; made on any thread.
pub struct PostBatch(Vec<ArrayRef>);

impl PostBatch {
    /// Of posts, in their order.
    pub fn of(posts: &[Post]) -> Self {
        Self(batch(posts))
    }

    /// Number of posts.
    pub fn len(&self) -> usize {
        self.0.first().map_or(0, Array::len)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of its values.
    fn n_bytes(&self) -> usize {
        // What an array cannot tell of itself counts as nothing: rows have a limit too.
        self.0.iter().map(|array| array.to_data().get_slice_memory_size().unwrap_or_default()).sum()
    }
}

/// A file of posts that is written as they come. The same batches give the same bytes, whatever the number of
/// threads; memory holds one row group, or several small ones.
pub struct PostsWriter {
    path: PathBuf,
    groups: RowGroups,
    schema: SchemaRef,
    waiting: Vec<PostBatch>,
    n_waiting: usize,
    bytes_waiting: usize,
    n_posts: u64,
}

impl PostsWriter {
    /// Makes the file.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(path: &Path) -> Result<Self, IngestError> {
        let groups = RowGroups::create(path, schema(), properties())?;
        let schema = Arc::new(schema());
        let (path, waiting) = (path.to_owned(), Vec::new());
        Ok(Self { path, groups, schema, waiting, n_waiting: 0, bytes_waiting: 0, n_posts: 0 })
    }

    /// Takes a batch; whole row groups go to disk.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&mut self, batch: PostBatch) -> Result<(), IngestError> {
        self.n_waiting += batch.len();
        self.n_posts += batch.len() as u64;
        self.bytes_waiting += batch.n_bytes();
        self.waiting.push(batch);
        let is_full = self.n_waiting >= HELD_ROWS || (self.n_waiting >= GROUP_ROWS && self.bytes_waiting >= HELD_BYTES);
        if is_full { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), IngestError> {
        let waiting = std::mem::take(&mut self.waiting);
        (self.n_waiting, self.bytes_waiting) = (0, 0);
        let rows = order(&waiting, &self.schema)
            .map_err(|e| IngestError::Parquet { path: self.path.clone(), source: e.into() })?;
        // Groups of about the same size: no tiny one at the end.
        let n_groups = rows.len().div_ceil(GROUP_ROWS).max(1);
        for group in rows.chunks(rows.len().div_ceil(n_groups).max(1)) {
            self.groups.write(&|column| {
                let pieces: Vec<&dyn Array> = waiting.iter().filter_map(|b| Some(b.0.get(column)?.as_ref())).collect();
                group.chunks(BATCH_ROWS).map(|rows| interleave(&pieces, rows)).collect()
            })?;
        }
        Ok(())
    }

    /// Ends the file; gives the number of posts in it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn close(mut self) -> Result<u64, IngestError> {
        if self.n_waiting > 0 {
            self.flush()?;
        }
        self.groups.close()?;
        Ok(self.n_posts)
    }
}

/// The columns that a row group is sorted by.
struct SortKeys<'a> {
    time: &'a TimestampMicrosecondArray,
    platform: &'a StringArray,
    content: &'a StringArray,
    sha256: &'a StringArray,
    entry: &'a StringArray,
    record: &'a [i64],
}

type RowKey<'a> = (Option<i64>, Option<&'a str>, Option<&'a str>, (Option<&'a str>, Option<&'a str>, i64));

impl<'a> SortKeys<'a> {
    fn of(batch: &'a PostBatch, schema: &Schema) -> Option<Self> {
        let column = |name: &str| batch.0.get(schema.index_of(name).ok()?);
        let text = |name: &str| column(name)?.as_string_opt::<i32>();
        Some(Self {
            time: column("time")?.as_primitive_opt::<TimestampMicrosecondType>()?,
            platform: text("platform")?,
            content: text("content_id")?,
            sha256: text("source_sha256")?,
            entry: text("source_entry")?,
            record: column("source_record")?.as_primitive_opt::<Int64Type>()?.values(),
        })
    }

    fn row(&self, row: usize) -> RowKey<'a> {
        let text = |array: &'a StringArray| array.is_valid(row).then(|| array.value(row));
        let place = (text(self.sha256), text(self.entry), self.record.get(row).copied().unwrap_or_default());
        (self.time.is_valid(row).then(|| self.time.value(row)), text(self.platform), text(self.content), place)
    }
}

/// Batch and row of every post, sorted like [`sort`] does it; equal ones keep their order.
fn order(batches: &[PostBatch], schema: &Schema) -> Result<Vec<(usize, usize)>, ArrowError> {
    let keys: Option<Vec<SortKeys<'_>>> = batches.iter().map(|batch| SortKeys::of(batch, schema)).collect();
    let keys = keys.ok_or_else(|| ArrowError::SchemaError("the columns are not those of posts".to_owned()))?;
    let rows = batches.iter().zip(&keys).enumerate();
    let mut rows: Vec<(Option<i64>, (usize, usize))> = rows
        .flat_map(|(b, (batch, keys))| {
            (0..batch.len()).map(move |row| (keys.time.is_valid(row).then(|| keys.time.value(row)), (b, row)))
        })
        .collect();
    let key = |at: (usize, usize)| keys.get(at.0).map(|k| k.row(at.1));
    rows.par_sort_by(|a, b| a.0.cmp(&b.0).then_with(|| key(a.1).cmp(&key(b.1))));
    Ok(rows.into_iter().map(|(_, at)| at).collect())
}

fn properties() -> WriterProperties {
    let ascending = |name: &str| {
        let column_idx = column_index(name);
        SortingColumn { column_idx, descending: false, nulls_first: true }
    };
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_max_row_group_row_count(None)
        .set_sorting_columns(Some(vec![ascending("time"), ascending("platform"), ascending("content_id")]))
        .set_key_value_metadata(Some(vec![KeyValue::new(KEY.to_owned(), VERSION.to_owned())]))
        .set_created_by("daylight".to_owned())
        .build()
}

/// Number of a column among the leaves; each column up to those that sort has one leaf.
fn column_index(name: &str) -> i32 {
    schema().index_of(name).map_or(0, |i| i as i32)
}

/// A file of posts that is about to be read, its version and columns checked.
fn open(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, IngestError> {
    let wrong = |source| IngestError::Parquet { path: path.to_owned(), source };
    let other = |what: &str| IngestError::Store { path: path.to_owned(), what: what.to_owned() };
    let file = File::open(path).map_err(|e| IngestError::io(path, e))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(wrong)?;
    let keys = builder.metadata().file_metadata().key_value_metadata();
    let version = keys.and_then(|all| all.iter().find(|kv| kv.key == KEY)).and_then(|kv| kv.value.as_deref());
    let before = version == Some(WITHOUT_OBJECTS);
    if version != Some(VERSION) && !before {
        return Err(other("its metadata names no version of posts, or another one"));
    }
    let all = schema();
    let fields = all.fields().iter().filter(|f| !(before && f.name() == OTHER_OBJECTS));
    let expected = Schema::new(fields.cloned().collect::<Vec<_>>());
    let same = builder.schema().fields().len() == expected.fields().len()
        && builder
            .schema()
            .fields()
            .iter()
            .zip(expected.fields())
            .all(|(have, want)| have.name() == want.name() && have.data_type() == want.data_type());
    if same { Ok(builder) } else { Err(other("its columns are not those of posts")) }
}

/// Reads a file of posts back, one after the other; gives their number.
///
/// # Errors
/// When it is not a Parquet file, or not one of posts that this version wrote.
pub fn read_canonical(path: &Path, sink: &mut dyn FnMut(Post)) -> Result<u64, IngestError> {
    let wrong = |source| IngestError::Parquet { path: path.to_owned(), source };
    let reader = open(path)?.with_batch_size(BATCH_ROWS).build().map_err(wrong)?;
    let mut n_posts = 0;
    for batch in reader {
        let batch = batch.map_err(|e| wrong(ParquetError::from(e)))?;
        for row in 0..batch.num_rows() {
            sink(post_at(&batch, row));
            n_posts += 1;
        }
    }
    Ok(n_posts)
}

/// Reads one post, by its row from 0; none where the file has fewer.
///
/// # Errors
/// As [`read_canonical`].
pub fn read_one(path: &Path, row: u64) -> Result<Option<Post>, IngestError> {
    let wrong = |source| IngestError::Parquet { path: path.to_owned(), source };
    let builder = open(path)?;
    let (mut before, mut at) = (0, None);
    for (group, meta) in builder.metadata().row_groups().iter().enumerate() {
        let n_rows = u64::try_from(meta.num_rows()).unwrap_or(0);
        if row - before < n_rows {
            at = Some((group, (row - before) as usize));
            break;
        }
        before += n_rows;
    }
    let Some((group, offset)) = at else { return Ok(None) };
    let builder = builder.with_row_groups(vec![group]).with_offset(offset).with_limit(1).with_batch_size(1);
    match builder.build().map_err(wrong)?.next() {
        Some(batch) => Ok(Some(post_at(&batch.map_err(|e| wrong(ParquetError::from(e)))?, 0))),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::post::PostTime;
    use parquet::file::metadata::RowGroupMetaData;

    #[test]
    fn a_table_that_comes_backwards_is_sorted_across_its_row_groups() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("posts.parquet");
        let mut writer = PostsWriter::create(&path).unwrap();
        let n = 150_000_i64;
        let post = |us: i64| {
            let time = Some(PostTime { us, resolution_secs: 1.0, original: String::new() });
            Post { time, content_id: Some(us.to_string()), ..Post::default() }
        };
        let backwards: Vec<i64> = (0..n).rev().collect();
        for times in backwards.chunks(10_000) {
            let posts: Vec<Post> = times.iter().map(|us| post(*us)).collect();
            writer.write(PostBatch::of(&posts)).unwrap();
        }
        assert_eq!(writer.close().unwrap(), n as u64);
        let metadata = crate::parquet_in::metadata(&path).unwrap();
        let rows: Vec<i64> = metadata.metadata().row_groups().iter().map(RowGroupMetaData::num_rows).collect();
        assert_eq!(rows, [50_000, 50_000, 50_000]);
        let mut next = 0;
        read_canonical(&path, &mut |post| {
            assert_eq!(post.time.map(|t| t.us), Some(next));
            next += 1;
        })
        .unwrap();
    }
}

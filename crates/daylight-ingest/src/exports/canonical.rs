//! Posts in Parquet: what every later stage reads.
//!
//! One row a post, zstd, sorted by time, platform and content id, with statistics, so that a period is found
//! without reading the rest. Lists are columns of lists. The names of columns are those that the generic reader
//! recognizes by itself: `daylight run posts.parquet` needs no mapping.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Fields, Schema, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::error::IngestError;
use crate::exports::canonical_rows::{batch, post_at};
use crate::exports::post::Post;
use crate::parquet_in::OTHER_OBJECTS;

/// Key of the version in the file's metadata, and the version of the columns.
const KEY: &str = "daylight.posts";
const VERSION: &str = "2";
/// The version before objects of any kind had a column.
const WITHOUT_OBJECTS: &str = "1";
/// Rows of a batch and of a row group: small enough that a day of a busy case is pruned to.
const BATCH_ROWS: usize = 16 << 10;
const GROUP_ROWS: usize = 128 << 10;

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
    let wrong = |source| IngestError::Parquet { path: path.to_owned(), source };
    let file = File::create(path).map_err(|e| IngestError::io(path, e))?;
    let schema = Arc::new(schema());
    let mut writer = ArrowWriter::try_new(file, schema.clone(), Some(properties())).map_err(wrong)?;
    for rows in posts.chunks(BATCH_ROWS) {
        let batch = RecordBatch::try_new(schema.clone(), batch(rows)).map_err(|e| wrong(e.into()))?;
        writer.write(&batch).map_err(wrong)?;
    }
    writer.close().map_err(wrong)?;
    Ok(())
}

/// Whether a Parquet file is one of posts.
pub(crate) fn is_posts(keys: Option<&Vec<KeyValue>>) -> bool {
    keys.is_some_and(|all| all.iter().any(|kv| kv.key == KEY))
}

fn properties() -> WriterProperties {
    let ascending = |name: &str| {
        let column_idx = column_index(name);
        SortingColumn { column_idx, descending: false, nulls_first: true }
    };
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_sorting_columns(Some(vec![ascending("time"), ascending("platform"), ascending("content_id")]))
        .set_key_value_metadata(Some(vec![KeyValue::new(KEY.to_owned(), VERSION.to_owned())]))
        .set_created_by("daylight".to_owned())
        .build()
}

/// Number of a column among the leaves; each column up to those that sort has one leaf.
fn column_index(name: &str) -> i32 {
    schema().index_of(name).map_or(0, |i| i as i32)
}

/// Reads a file of posts back, one after the other; gives their number.
///
/// # Errors
/// When it is not a Parquet file, or not one of posts that this version wrote.
pub fn read_canonical(path: &Path, sink: &mut dyn FnMut(Post)) -> Result<u64, IngestError> {
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
    if !same {
        return Err(other("its columns are not those of posts"));
    }
    let reader = builder.with_batch_size(BATCH_ROWS).build().map_err(wrong)?;
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

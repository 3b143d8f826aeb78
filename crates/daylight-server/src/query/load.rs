//! From the Parquet files of a case to a [`Table`].

use std::fs::File;
use std::path::PathBuf;

use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::datatypes::TimestampMicrosecondType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rayon::prelude::*;

use super::dict::{DictBuilder, NONE};
use super::table::{Lists, Place, Segment, Table};
use super::text::Texts;

/// A file of posts and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it lies.
    pub path: PathBuf,
    /// Hex SHA-256 of it.
    pub sha256: String,
    /// Hex SHA-256 of the original.
    pub original: String,
    /// Which part of the original; empty for the whole.
    pub part: String,
    /// Id of the import.
    pub import: String,
    /// Format by which it was read.
    pub format: String,
    /// Version of the program that read it.
    pub version: String,
}

/// Why posts cannot be searched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A file could not be opened.
    #[error("the posts file {0} cannot be opened")]
    Open(String, #[source] std::io::Error),
    /// A file is no Parquet file of posts.
    #[error("the posts file {0} cannot be read")]
    Read(String, #[source] parquet::errors::ParquetError),
    /// Too many posts for row numbers of 32 bits.
    #[error("{0} posts are more than can be searched at once")]
    TooMany(u64),
}

const COLUMNS: [&str; 7] = ["account_id", "platform", "time", "text", "language", "domains", "hashtags"];

/// Time of a post without one.
pub const NO_TIME: i64 = i64::MIN;

/// A row group as it was read, its strings numbered on their own.
struct Part {
    n_rows: usize,
    time_us: Vec<i64>,
    platform: (DictBuilder, Vec<u32>),
    language: (DictBuilder, Vec<u32>),
    account: (DictBuilder, Vec<u32>),
    domains: (DictBuilder, Vec<u32>, Vec<u32>),
    hashtags: (DictBuilder, Vec<u32>, Vec<u32>),
    texts: Texts,
}

/// Reads all files, row groups on all threads. `progress` gets the number of posts so far.
///
/// # Errors
/// When a file cannot be read; nothing is half there.
pub fn load(sources: Vec<Source>, progress: &(dyn Fn(u64) + Sync)) -> Result<Table, LoadError> {
    let mut groups = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let builder = open(source)?;
        groups.extend((0..builder.metadata().num_row_groups()).map(|group| (number, group)));
    }
    let mut all = Joined::default();
    // Some at a time: what a row group unpacks to is short-lived.
    for some in groups.chunks(4 * rayon::current_num_threads()) {
        let parts: Result<Vec<Part>, LoadError> =
            some.par_iter().map(|&(number, group)| read(&sources[number], group)).collect();
        for (&(number, _), part) in some.iter().zip(parts?) {
            all.push(number as u32, part)?;
        }
        progress(all.time_us.len() as u64);
    }
    Ok(all.finish(sources))
}

fn name(source: &Source) -> String {
    source.path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

fn open(source: &Source) -> Result<ParquetRecordBatchReaderBuilder<File>, LoadError> {
    let file = File::open(&source.path).map_err(|e| LoadError::Open(name(source), e))?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| LoadError::Read(name(source), e))
}

fn read(source: &Source, group: usize) -> Result<Part, LoadError> {
    let wrong = |e| LoadError::Read(name(source), e);
    let builder = open(source)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), COLUMNS);
    let n_rows = builder.metadata().row_group(group).num_rows().max(1) as usize;
    let builder = builder.with_projection(mask).with_row_groups(vec![group]).with_batch_size(n_rows);
    let batches: Result<Vec<RecordBatch>, _> = builder.build().map_err(wrong)?.collect();
    Ok(part(&batches.map_err(|e| wrong(e.into()))?))
}

fn texts<'a>(batch: &'a RecordBatch, name: &str) -> Option<&'a StringArray> {
    batch.column_by_name(name)?.as_string_opt::<i32>()
}

fn value(array: Option<&StringArray>, row: usize) -> Option<&str> {
    array.filter(|a| a.is_valid(row)).map(|a| a.value(row)).filter(|v| !v.is_empty())
}

fn part(batches: &[RecordBatch]) -> Part {
    let n_rows = batches.iter().map(RecordBatch::num_rows).sum();
    let rows = || batches.iter().flat_map(|b| (0..b.num_rows()).map(move |row| (b, row)));
    let dictionary = |name: &str| {
        let mut dict = DictBuilder::default();
        let mut ids = Vec::with_capacity(n_rows);
        for batch in batches {
            let column = texts(batch, name);
            ids.extend((0..batch.num_rows()).map(|row| dict.optional(value(column, row))));
        }
        (dict, ids)
    };
    let mut time_us = Vec::with_capacity(n_rows);
    for batch in batches {
        let times = batch.column_by_name("time").and_then(|c| c.as_primitive_opt::<TimestampMicrosecondType>());
        time_us.extend(
            (0..batch.num_rows()).map(|row| times.filter(|t| t.is_valid(row)).map_or(NO_TIME, |t| t.value(row))),
        );
    }
    Part {
        n_rows,
        time_us,
        platform: dictionary("platform"),
        language: dictionary("language"),
        account: dictionary("account_id"),
        domains: lists(batches, "domains"),
        hashtags: lists(batches, "hashtags"),
        texts: Texts::of(rows().map(|(batch, row)| value(texts(batch, "text"), row))),
    }
}

fn lists(batches: &[RecordBatch], name: &str) -> (DictBuilder, Vec<u32>, Vec<u32>) {
    let (mut dict, mut ids, mut ends) = (DictBuilder::default(), Vec::new(), Vec::new());
    for batch in batches {
        let column = batch.column_by_name(name).and_then(|c| c.as_list_opt::<i32>());
        let items = column.and_then(|c| c.values().as_string_opt::<i32>());
        for row in 0..batch.num_rows() {
            if let (Some(lists), Some(items)) = (column.filter(|c| c.is_valid(row)), items) {
                let offsets = lists.value_offsets();
                for at in offsets[row]..offsets[row + 1] {
                    ids.extend(value(Some(items), at as usize).map(|v| dict.id(v)));
                }
            }
            ends.push(ids.len() as u32);
        }
    }
    (dict, ids, ends)
}

/// Row groups under one numbering.
#[derive(Default)]
struct Joined {
    time_us: Vec<i64>,
    platform: (DictBuilder, Vec<u16>),
    language: (DictBuilder, Vec<u16>),
    account: (DictBuilder, Vec<u32>),
    domains: (DictBuilder, Lists),
    hashtags: (DictBuilder, Lists),
    segments: Vec<Segment>,
    places: Vec<Place>,
}

impl Joined {
    fn push(&mut self, source: u32, part: Part) -> Result<(), LoadError> {
        let start = self.time_us.len();
        if start + part.n_rows >= NONE as usize {
            return Err(LoadError::TooMany((start + part.n_rows) as u64));
        }
        match self.places.last() {
            Some(last) if last.source == source => {}
            _ => self.places.push(Place { source, start: start as u32 }),
        }
        self.time_us.extend(part.time_us);
        narrow(&mut self.platform, &part.platform);
        narrow(&mut self.language, &part.language);
        let map = self.account.0.merge(&part.account.0);
        self.account.1.extend(part.account.1.iter().map(|&id| map.get(id as usize).copied().unwrap_or(NONE)));
        for ((dict, lists), (other, ids, ends)) in
            [(&mut self.domains, &part.domains), (&mut self.hashtags, &part.hashtags)]
        {
            let map = dict.merge(other);
            lists.append(ids.iter().filter_map(|&id| map.get(id as usize).copied()), ends);
        }
        self.segments.push(Segment { start: start as u32, n_rows: part.n_rows as u32, texts: part.texts });
        Ok(())
    }

    fn finish(self, sources: Vec<Source>) -> Table {
        let mut order: Vec<u32> = (0..self.time_us.len() as u32).collect();
        let time_us = &self.time_us;
        let key = |row: u32| {
            let time = time_us[row as usize];
            (time == NO_TIME, time, row)
        };
        order.par_sort_unstable_by_key(|&row| key(row));
        let n_timed = order.partition_point(|&row| time_us[row as usize] != NO_TIME);
        Table {
            order,
            n_timed,
            time_us: self.time_us,
            platforms: self.platform.0.finish(),
            platform: self.platform.1,
            languages: self.language.0.finish(),
            language: self.language.1,
            accounts: self.account.0.finish(),
            account: self.account.1,
            domain_names: self.domains.0.finish(),
            domains: self.domains.1,
            hashtag_names: self.hashtags.0.finish(),
            hashtags: self.hashtags.1,
            segments: self.segments,
            places: self.places,
            sources,
            spread: std::sync::OnceLock::new(),
        }
    }
}

/// Appends numbers of few values; those beyond 65,534 count as missing.
fn narrow(into: &mut (DictBuilder, Vec<u16>), from: &(DictBuilder, Vec<u32>)) {
    let map = into.0.merge(&from.0);
    let id = |id: &u32| map.get(*id as usize).and_then(|&id| u16::try_from(id).ok()).unwrap_or(u16::MAX);
    into.1.extend(from.1.iter().map(id));
}

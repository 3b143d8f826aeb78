//! Questions to the files of posts of a case: where each row came from, and which posts stand in several files.
//!
//! The same post often comes in twice: two tools exported the same search, or an export was made again a week
//! later. Each file keeps what it says, and a run counts the post once. A row *repeats* a post of an earlier file
//! when id, platform (where both name one) and time (as fine as both tell it) agree, and either
//!
//! - the account is the same and the row names no object that the earlier rows of the post do not name, or
//! - the account is written in another way (one tool knows its id, the other only its handle), and in neither
//!   file two accounts share the id, so that it surely is the id of a post. Otherwise one author would be two
//!   accounts that always act together.
//!
//! Posts without an id or a time repeat nothing: that they are the same cannot be told.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::hash::{BuildHasher as _, RandomState};
use std::ops::Range;
use std::path::{Path, PathBuf};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::errors::ParquetError;
use parquet::file::statistics::Statistics;
use rayon::prelude::*;

use crate::error::IngestError;
use crate::exports::canonical_rows::post_at;
use crate::exports::post::Post;
use crate::parquet_in;

/// Rows of a batch.
const BATCH_ROWS: usize = 16 << 10;
/// Ids that are compared in one pass: each of their rows is held in memory.
const IDS_AT_ONCE: usize = 1 << 20;
/// Rows with one id in one file, above which it is no id of a post, and comparing them would take for ever.
const MAX_ROWS_OF_ID: usize = 256;
/// Times of two exports of one post differ by less than a day, however coarse they are.
const DAY_US: i64 = 86_400_000_000;
/// One second: no export is taken to be finer.
const SECOND_US: f64 = 1e6;

/// Where the rows of one file of posts stand in their original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Line of the original on which each row begins; the number of its record where lines say nothing. From 1.
    pub places: Vec<u32>,
    /// Path inside the original, when that is an archive.
    pub entry: Option<String>,
}

/// Where the rows of a file of posts stand in their original, in the order of the rows.
///
/// # Errors
/// When the file cannot be read or is not one of posts.
pub fn places(path: &Path) -> Result<Places, IngestError> {
    let file = Posts::open(path)?;
    let mut found = Places::default();
    let all = 0..file.metadata.metadata().num_row_groups();
    for batch in file.read(all.collect(), &["source_entry", "source_record", "source_line"], None)? {
        let batch = batch.map_err(|e| file.wrong(e.into()))?;
        let number = |name: &str| batch.column_by_name(name).and_then(|c| c.as_primitive_opt::<Int64Type>());
        let (Some(records), Some(lines)) = (number("source_record"), number("source_line")) else {
            return Err(file.other());
        };
        if found.entry.is_none() && batch.num_rows() > 0 {
            found.entry = text_at(batch.column_by_name("source_entry"), 0).map(str::to_owned);
        }
        found.places.extend((0..batch.num_rows()).map(|row| {
            let of = if lines.is_valid(row) { lines } else { records };
            u32::try_from(if of.is_valid(row) { of.value(row) } else { 0 }).unwrap_or(u32::MAX)
        }));
    }
    Ok(found)
}

/// Of each file the rows (from 0, ascending) that repeat a post of an earlier file, for the files that are asked
/// about; nothing for the others. The files are in the order in which they came into the case.
///
/// Memory holds a number for each id, and the rows of a million ids that stand in several files.
///
/// # Errors
/// When a file cannot be read or is not one of posts.
pub fn repeats(files: &[PathBuf], asked: &[bool]) -> Result<Vec<Vec<u32>>, IngestError> {
    let mut found = vec![Vec::new(); files.len()];
    if files.len() < 2 || !asked.iter().any(|a| *a) {
        return Ok(found);
    }
    let files = files.iter().map(|path| Posts::open(path)).collect::<Result<Vec<_>, _>>()?;
    let (files, state) = (Compared::of(files, asked), RandomState::new());
    let shared = files.shared_ids(&state)?;
    for ids in shared.chunks(IDS_AT_ONCE) {
        for (file, row) in repeated(files.rows(ids, &state)?) {
            if let Some(rows) = found.get_mut(file).filter(|_| asked.get(file) == Some(&true)) {
                rows.push(row);
            }
        }
    }
    for rows in &mut found {
        rows.sort_unstable();
    }
    Ok(found)
}

/// A file of posts, its footer read.
struct Posts<'a> {
    path: &'a Path,
    metadata: ArrowReaderMetadata,
}

impl<'a> Posts<'a> {
    fn open(path: &'a Path) -> Result<Self, IngestError> {
        let metadata =
            parquet_in::metadata(path).map_err(|source| IngestError::Parquet { path: path.to_owned(), source })?;
        let file = Self { path, metadata };
        if !crate::exports::canonical::is_posts(file.metadata.metadata().file_metadata().key_value_metadata()) {
            return Err(file.other());
        }
        Ok(file)
    }

    fn wrong(&self, source: ParquetError) -> IngestError {
        IngestError::Parquet { path: self.path.to_owned(), source }
    }

    fn other(&self) -> IngestError {
        IngestError::Store { path: self.path.to_owned(), what: "its columns are not those of posts".to_owned() }
    }

    fn read(
        &self,
        groups: Vec<usize>,
        columns: &[&str],
        selection: Option<RowSelection>,
    ) -> Result<ParquetRecordBatchReader, IngestError> {
        let file = File::open(self.path).map_err(|e| IngestError::io(self.path, e))?;
        let schema = self.metadata.schema();
        let mut mask = ProjectionMask::all();
        if !columns.is_empty() {
            let roots = columns.iter().map(|name| schema.index_of(name)).collect::<Result<Vec<_>, _>>();
            mask = ProjectionMask::roots(self.metadata.parquet_schema(), roots.map_err(|_| self.other())?);
        }
        let mut builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
            .with_row_groups(groups)
            .with_projection(mask)
            .with_batch_size(BATCH_ROWS);
        if let Some(selection) = selection {
            builder = builder.with_row_selection(selection);
        }
        builder.build().map_err(|e| self.wrong(e))
    }

    /// Row groups with the number of their first row.
    fn groups(&self) -> Vec<(usize, u32)> {
        let mut next = 0_u64;
        self.metadata
            .metadata()
            .row_groups()
            .iter()
            .enumerate()
            .map(|(number, group)| {
                let first = next;
                next += u64::try_from(group.num_rows()).unwrap_or_default();
                (number, u32::try_from(first).unwrap_or(u32::MAX))
            })
            .collect()
    }

    /// First and last time of a row group; none without any: posts without a time repeat nothing.
    fn period(&self, group: usize) -> Option<Range<i64>> {
        let column = self.metadata.metadata().row_group(group).column(self.metadata.schema().index_of("time").ok()?);
        match column.statistics()? {
            Statistics::Int64(s) => Some(*s.min_opt()?..s.max_opt()?.saturating_add(1)),
            _ => None,
        }
    }

    /// Calls `take` with the row and the number of each content id of a row group.
    fn each_id(
        &self,
        (group, first): (usize, u32),
        state: &RandomState,
        mut take: impl FnMut(u32, u64),
    ) -> Result<(), IngestError> {
        let mut next = first;
        for batch in self.read(vec![group], &["content_id"], None)? {
            let batch = batch.map_err(|e| self.wrong(e.into()))?;
            let ids = batch.column(0).as_string_opt::<i32>().ok_or_else(|| self.other())?;
            for (row, id) in (next..).zip(ids) {
                if let Some(id) = id {
                    take(row, state.hash_one(id));
                }
            }
            next = next.saturating_add(u32::try_from(batch.num_rows()).unwrap_or(u32::MAX));
        }
        Ok(())
    }
}

fn text_at(column: Option<&ArrayRef>, row: usize) -> Option<&str> {
    let texts = column?.as_string_opt::<i32>()?;
    texts.is_valid(row).then(|| texts.value(row))
}

/// Files with the row groups that can matter.
struct Compared<'a> {
    files: Vec<(Posts<'a>, Vec<(usize, u32)>)>,
    asked: Vec<bool>,
}

impl<'a> Compared<'a> {
    /// All row groups of the files that are asked about; of the others those of the same days.
    fn of(files: Vec<Posts<'a>>, asked: &[bool]) -> Self {
        let asked: Vec<bool> = (0..files.len()).map(|i| asked.get(i) == Some(&true)).collect();
        let mut periods = Vec::new();
        for (file, _) in files.iter().zip(&asked).filter(|(_, asked)| **asked) {
            periods.extend(file.groups().into_iter().filter_map(|(group, _)| file.period(group)));
        }
        let near = |p: &Range<i64>| {
            let (start, end) = (p.start.saturating_sub(DAY_US), p.end.saturating_add(DAY_US));
            periods.iter().any(|other| other.start < end && start < other.end)
        };
        let all_asked = asked.iter().all(|a| *a);
        let matters = |file: &Posts<'_>, asked: bool, group: usize| {
            all_asked || asked || file.period(group).is_some_and(|p| near(&p))
        };
        let chosen = files.into_iter().zip(&asked).map(|(file, asked)| {
            let groups = file.groups().into_iter().filter(|(group, _)| matters(&file, *asked, *group)).collect();
            (file, groups)
        });
        Self { files: chosen.collect(), asked }
    }

    /// Numbers of the ids that stand in several files, one of them asked about; sorted.
    fn shared_ids(&self, state: &RandomState) -> Result<Vec<u64>, IngestError> {
        let of_file = |(file, groups): &(Posts<'_>, Vec<(usize, u32)>)| {
            let mut ids = Vec::new();
            for group in groups {
                file.each_id(*group, state, |_, id| ids.push(id))?;
            }
            ids.sort_unstable();
            let overfull: Vec<u64> =
                ids.chunk_by(|a, b| a == b).filter(|run| run.len() > MAX_ROWS_OF_ID).map(|run| run[0]).collect();
            ids.dedup();
            Ok((ids, overfull))
        };
        let by_file = self.files.par_iter().map(of_file).collect::<Result<Vec<_>, IngestError>>()?;
        let sorted = |mut ids: Vec<u64>| {
            ids.par_sort_unstable();
            ids
        };
        let of_asked = by_file.iter().zip(&self.asked).filter(|(_, asked)| **asked);
        let asked = sorted(of_asked.flat_map(|((ids, _), _)| ids).copied().collect());
        let overfull = sorted(by_file.iter().flat_map(|(_, overfull)| overfull).copied().collect());
        let met = by_file.into_iter().flat_map(|(ids, _)| ids);
        let met =
            sorted(met.filter(|id| asked.binary_search(id).is_ok() && overfull.binary_search(id).is_err()).collect());
        Ok(met.chunk_by(|a, b| a == b).filter(|run| run.len() > 1).map(|run| run[0]).collect())
    }

    /// All rows of some ids, by id.
    fn rows(&self, ids: &[u64], state: &RandomState) -> Result<BTreeMap<u64, Vec<Row>>, IngestError> {
        let work: Vec<(usize, &Posts<'_>, (usize, u32))> = (0..)
            .zip(&self.files)
            .flat_map(|(number, (file, groups))| groups.iter().map(move |group| (number, file, *group)))
            .collect();
        let of_group = |(number, file, group): &(usize, &Posts<'_>, (usize, u32))| {
            let mut rows = Vec::new();
            file.each_id(*group, state, |row, id| {
                if ids.binary_search(&id).is_ok() {
                    rows.push((row, id));
                }
            })?;
            describe(*number, file, *group, &rows, state)
        };
        let described = work.par_iter().map(of_group).collect::<Result<Vec<_>, IngestError>>()?;
        let mut by_id: BTreeMap<u64, Vec<Row>> = BTreeMap::new();
        for (id, row) in described.into_iter().flatten() {
            by_id.entry(id).or_default().push(row);
        }
        Ok(by_id)
    }
}

/// What is compared of a row.
struct Row {
    file: usize,
    number: u32,
    platform: Option<u64>,
    account: Option<u64>,
    /// Microseconds, and how fine.
    time: Option<(i64, f64)>,
    /// Kind and id of each object, and the text.
    objects: Vec<u64>,
}

/// Reads the rows of a row group that were chosen.
fn describe(
    number: usize,
    file: &Posts<'_>,
    (group, first): (usize, u32),
    rows: &[(u32, u64)],
    state: &RandomState,
) -> Result<Vec<(u64, Row)>, IngestError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut selectors = Vec::with_capacity(2 * rows.len());
    let mut next = first;
    for (row, _) in rows {
        selectors.push(RowSelector::skip((row - next) as usize));
        selectors.push(RowSelector::select(1));
        next = row + 1;
    }
    let mut described = Vec::with_capacity(rows.len());
    let mut chosen = rows.iter();
    for batch in file.read(vec![group], &[], Some(RowSelection::from(selectors)))? {
        let batch: RecordBatch = batch.map_err(|e| file.wrong(e.into()))?;
        for (at, (row, id)) in (0..batch.num_rows()).zip(chosen.by_ref()) {
            described.push((*id, compared(number, *row, &post_at(&batch, at), state)));
        }
    }
    Ok(described)
}

fn compared(file: usize, row: u32, post: &Post, state: &RandomState) -> Row {
    let mut objects: BTreeSet<u64> = BTreeSet::new();
    let mut add = |kind: &str, id: &str| {
        objects.insert(state.hash_one((kind, id)));
    };
    let (links, hashtags, mentions) = (&post.links, &post.hashtags, &post.mentions);
    let named = links.iter().map(|l| ("url", &l.canonical)).chain(hashtags.iter().map(|h| ("hashtag", h)));
    for (kind, id) in named.chain(mentions.iter().map(|m| ("mention", m))) {
        add(kind, id);
    }
    for (kind, id) in [("repost", &post.repost_of), ("reply", &post.reply_to), ("quote", &post.quote_of)] {
        if let Some(id) = id {
            add(kind, id);
        }
    }
    for media in &post.media {
        if let Some(id) = media.hash.as_ref().or(media.key.as_ref()).or(media.url.as_ref()) {
            add("media", id);
        }
    }
    for (kind, id) in &post.objects {
        add(kind.name(), id);
    }
    if let Some(text) = &post.text {
        add("text", text);
    }
    let number = |text: &Option<String>| text.as_ref().map(|t| state.hash_one(t));
    Row {
        file,
        number: row,
        platform: number(&post.platform),
        account: number(&post.account.id),
        time: post.time.as_ref().map(|t| (t.us, t.resolution_secs * SECOND_US)),
        objects: objects.into_iter().collect(),
    }
}

impl Row {
    /// Whether both can be the same post.
    fn agrees(&self, other: &Self) -> bool {
        let platforms = self.platform.zip(other.platform).is_none_or(|(a, b)| a == b);
        let times = self.time.zip(other.time).is_some_and(|(a, b)| {
            let resolution = a.1.max(b.1).max(SECOND_US).min(DAY_US as f64);
            a.0.abs_diff(b.0) as f64 <= resolution
        });
        platforms && times
    }
}

/// File and row of each that repeats one of an earlier file.
fn repeated(by_id: BTreeMap<u64, Vec<Row>>) -> Vec<(usize, u32)> {
    let mut found = Vec::new();
    for mut rows in by_id.into_values() {
        rows.sort_by_key(|r| (r.file, r.number));
        let one_author = rows
            .chunk_by(|a, b| a.file == b.file)
            .all(|of_file| of_file.windows(2).all(|w| w[0].account == w[1].account));
        for row in &rows {
            let earlier = || rows.iter().filter(|e| e.file < row.file && e.agrees(row));
            let mut own = earlier().filter(|e| e.account == row.account).peekable();
            let repeats = if own.peek().is_some() {
                let known: BTreeSet<u64> = own.flat_map(|e| e.objects.iter().copied()).collect();
                row.objects.iter().all(|o| known.contains(o))
            } else {
                one_author && earlier().next().is_some()
            };
            if repeats {
                found.push((row.file, row.number));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::canonical::write_canonical;
    use crate::exports::post::{Account, Origin, PostTime};
    use crate::exports::{Link, Post};

    fn post(id: &str, account: &str, secs: i64, resolution_secs: f64, link: &str) -> Post {
        let time = PostTime { us: secs * 1_000_000, resolution_secs, original: secs.to_string() };
        let link = Link { original: link.into(), canonical: link.into(), domain: None, unresolved_shortener: false };
        Post {
            platform: Some("x".into()),
            content_id: Some(id.into()),
            account: Account { id: Some(account.into()), ..Account::default() },
            time: Some(time),
            links: vec![link],
            origin: Origin { record: 3, line: Some(7), ..Origin::default() },
            ..Post::default()
        }
    }

    /// Writes each list as a file; gives the ids of the posts that repeat, file by file.
    fn repeated_ids(files: Vec<Vec<Post>>) -> Vec<Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let mut paths = Vec::new();
        for (number, posts) in files.into_iter().enumerate() {
            paths.push(folder.path().join(format!("{number}.parquet")));
            write_canonical(&paths[number], posts).unwrap();
        }
        let all = repeats(&paths, &vec![true; paths.len()]).unwrap();
        for (asked, found) in all.iter().enumerate() {
            let only: Vec<bool> = (0..paths.len()).map(|i| i == asked).collect();
            assert_eq!(&repeats(&paths, &only).unwrap()[asked], found, "asked about {asked} alone");
        }
        let ids = |(path, rows): (&PathBuf, &Vec<u32>)| {
            let mut ids = Vec::new();
            crate::exports::canonical::read_canonical(path, &mut |post| ids.extend(post.content_id)).unwrap();
            rows.iter().map(|&row| ids[row as usize].clone()).collect()
        };
        paths.iter().zip(&all).map(ids).collect()
    }

    #[test]
    fn a_post_of_an_earlier_file_repeats_whatever_tool_wrote_it() {
        let link = "https://a.example/1";
        let first = vec![post("1", "7", 1000, 1.0, link), post("2", "8", 1000, 1.0, link)];
        // The other tool knows handles only, and its times are cut to the minute.
        let second = vec![post("1", "@seven", 960, 60.0, link), post("3", "@nine", 960, 60.0, link)];
        assert_eq!(repeated_ids(vec![first, second]), [vec![], vec!["1".to_owned()]]);
    }

    #[test]
    fn rows_that_say_more_or_are_of_another_post_stay() {
        let link = "https://a.example/1";
        let first = || vec![post("1", "7", 1000, 1.0, link)];
        let none: [Vec<String>; 2] = [vec![], vec![]];
        // Another link of the same post; an id that is a mere number of a row; another platform.
        assert_eq!(repeated_ids(vec![first(), vec![post("1", "7", 1000, 1.0, "https://a.example/2")]]), none);
        assert_eq!(repeated_ids(vec![first(), vec![post("1", "7", 9000, 1.0, link)]]), none);
        let elsewhere = Post { platform: Some("telegram".into()), ..post("1", "7", 1000, 1.0, link) };
        assert_eq!(repeated_ids(vec![first(), vec![elsewhere]]), none);
        let unknown = Post { platform: None, ..post("1", "7", 1000, 1.0, link) };
        assert_eq!(repeated_ids(vec![first(), vec![unknown]])[1], ["1"]);
    }

    #[test]
    fn an_id_of_two_accounts_is_no_id_of_a_post() {
        let link = "https://a.example/1";
        // The column of the reposted item was taken for that of the post: nobody may be dropped for it.
        let first = vec![post("1", "7", 1000, 1.0, link), post("1", "8", 1000, 1.0, link)];
        assert_eq!(repeated_ids(vec![first, vec![post("1", "9", 1000, 1.0, link)]]), [vec![], Vec::<String>::new()]);
    }

    #[test]
    fn one_id_on_very_many_rows_takes_no_time_and_drops_nothing() {
        let link = "https://a.example/1";
        let many = || (0..3000).map(|_| post("1", "7", 1000, 1.0, link)).collect::<Vec<_>>();
        assert_eq!(repeated_ids(vec![many(), many()]), [vec![], Vec::<String>::new()]);
    }

    #[test]
    fn places_are_lines_and_else_records() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("posts.parquet");
        let mut second = post("2", "8", 2000, 1.0, "https://a.example/1");
        second.origin.line = None;
        write_canonical(&path, vec![second, post("1", "7", 1000, 1.0, "https://a.example/1")]).unwrap();
        assert_eq!(places(&path).unwrap(), Places { places: vec![7, 3], entry: None });
        assert!(places(&folder.path().join("none.parquet")).is_err());
    }
}

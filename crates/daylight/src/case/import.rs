//! `import --case`: a folder of exports into a case.

use super::convert::Converter;
use super::table::{Row, print};
use super::take::{Taken, Taker};
use super::unlock;
use crate::cli::{Cli, ImportArgs};
use crate::progress::{Bar, Counted, Span};
use crate::read;
use anyhow::Context as _;
use daylight_casework::{Begun, Case, CaseView, DataSet, ImportKey, NewName, OriginalMeta};
use daylight_ingest::IngestError;
use daylight_ingest::TableMapping;
use daylight_ingest::exports::archive::{ArchiveLimits, Entry, Event, walk};
use daylight_ingest::exports::{Export, ExportOptions, TABLE, held, parquet_lines};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// `daylight import FOLDER --case CASE`
pub fn import(args: &ImportArgs, dir: &Path, cli: &Cli) -> anyhow::Result<bool> {
    let bar = Bar::new(cli.quiet);
    let mut case = unlock::open(dir, &args.unlock)?;
    let (older, done): (Vec<_>, Vec<_>) =
        case.view().imports()?.into_iter().partition(|i| i.is_older_than(env!("CARGO_PKG_VERSION")));
    let older = older.into_iter().map(|i| ((i.original, i.part), i.mapping)).collect();
    let done = done.into_iter().map(|i| (i.original, i.part)).collect();
    let actor = unlock::actor(&args.unlock)?;
    let options = ExportOptions {
        mapping: read::mapping(args.read.mapping.as_deref(), args.read.map.as_deref())?.map(Arc::new),
        time_zone: read::zone(args.read.time_zone.as_deref())?,
        day_first: read::day_first(args.read.day_first, args.read.month_first),
        without_extra: true,
        ..ExportOptions::default()
    };
    let data_set = DataSet {
        access_basis: args.access_basis.clone().unwrap_or(case.view().meta()?.access_basis.join("; ")),
        terms: args.terms.clone(),
        retention_until: args.retention_until.clone(),
        sharing: args.sharing.clone(),
    };
    let converter = Converter::of(&case)?;
    // Every byte is met twice: when it is kept, and when it is read.
    let span = Span::new(&bar, 2 * n_bytes(&args.read.inputs));
    let mut work = Work {
        case: &mut case,
        converter,
        actor,
        data_set,
        source: args.source.clone(),
        clear_names: args.clear_names,
        options,
        done,
        older,
        at: None,
        rows: Vec::new(),
        new: BTreeMap::new(),
        span: &span,
    };
    for input in &args.read.inputs {
        let mut failed = None;
        walk(input, &ArchiveLimits::default(), &mut |event| {
            if failed.is_none()
                && let Err(error) = work.meet(event)
            {
                failed = Some(error);
            }
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
    }
    let (mut rows, new) = (work.rows, work.new);
    repeats(case.view(), &new, &mut rows)?;
    bar.finish();
    print(&rows, dir, cli)?;
    // Files without a post are told of above; nothing but such files is a mistake, not an import.
    let read = |row: &Row| matches!(row.state, "imported" | "renewed" | "already");
    anyhow::ensure!(rows.iter().any(read), "nothing was imported: no file holds posts that can be read");
    Ok(false)
}

/// Counts, for each new import, the posts that the case has from another file already.
fn repeats(view: &CaseView, new: &BTreeMap<String, usize>, rows: &mut [Row]) -> anyhow::Result<()> {
    let imports: Vec<_> = view.imports()?.into_iter().filter_map(|i| Some((i.record, i.posts?.path))).collect();
    let asked: Vec<bool> = imports.iter().map(|(record, _)| new.contains_key(record)).collect();
    let files: Vec<PathBuf> = imports.iter().map(|(_, path)| path.clone()).collect();
    for ((record, _), repeated) in imports.iter().zip(held::repeats(&files, &asked)?) {
        if let Some(row) = new.get(record).and_then(|row| rows.get_mut(*row)).filter(|_| !repeated.is_empty()) {
            row.n_repeated = repeated.len() as u64;
        }
    }
    Ok(())
}

/// The rows of a file on disk that is Parquet, as text.
pub fn parquet(path: &Path, inside: Option<&str>) -> Result<Option<Box<dyn Read>>, IngestError> {
    if inside.is_some() { Ok(None) } else { parquet_lines(path) }
}

/// Bytes of all files on disk, as far as they can be told.
fn n_bytes(inputs: &[PathBuf]) -> u64 {
    let files = daylight_ingest::inputs(inputs).unwrap_or_default();
    files.iter().filter_map(|f| Some(f.path.metadata().ok()?.len())).sum()
}

struct Work<'a> {
    case: &'a mut Case,
    converter: Converter,
    actor: String,
    data_set: DataSet,
    source: Option<String>,
    clear_names: bool,
    options: ExportOptions,
    /// Originals and parts that were imported before.
    done: BTreeSet<(String, String)>,
    /// Those that an older version imported, and the mapping by which it read them: they are read again, by the
    /// same mapping, and replaced.
    older: BTreeMap<(String, String), Option<String>>,
    /// The file on disk that is walked, its hash, and how many parts of it were met.
    at: Option<(PathBuf, String, u64)>,
    rows: Vec<Row>,
    /// Ids of the imports that were made, each with the number of its row.
    new: BTreeMap<String, usize>,
    span: &'a Span<'a>,
}

impl Work<'_> {
    fn meet(&mut self, event: Event<'_>) -> anyhow::Result<()> {
        match event {
            Event::Refused { name, why } => self.row(name, "refused", why),
            Event::Entry(entry) => return self.entry(entry),
        }
        Ok(())
    }

    fn row(&mut self, name: String, state: &'static str, why: String) {
        self.rows.push(Row::without(name, state, why));
    }

    /// A file that is not read, and why.
    fn left(&mut self, name: String, error: IngestError) {
        self.row(name, "left", format!("{:#}", anyhow::Error::new(error)));
    }

    /// The original is hashed and kept before anything looks into it.
    fn original(&mut self, path: &Path) -> anyhow::Result<(String, u64)> {
        if let Some((at, sha256, n_parts)) = &mut self.at
            && at == path
        {
            *n_parts += 1;
            return Ok((sha256.clone(), *n_parts));
        }
        let name = path.file_name().map_or_else(|| "unnamed".to_owned(), |n| n.to_string_lossy().into_owned());
        let failed = || format!("{} cannot be read", path.display());
        let file = File::open(path).with_context(failed)?;
        self.span.next_file(file.metadata().with_context(failed)?.len());
        let mut file = Counted::new(file, self.span, &format!("keeping {name}"));
        let name = if self.clear_names { NewName::Clear(name) } else { NewName::Sealed(name) };
        let meta = OriginalMeta { name, source: self.source.clone(), data_set: self.data_set.clone() };
        let added = self.case.add_original(&mut file, &meta, &self.actor)?;
        self.at = Some((path.to_owned(), added.sha256.clone(), 1));
        Ok((added.sha256, 1))
    }

    fn entry(&mut self, entry: Entry<'_>) -> anyhow::Result<()> {
        let (original, n) = self.original(entry.path)?;
        let part = entry.inside.as_ref().map_or_else(String::new, |_| n.to_string());
        let at = (original, part);
        if self.done.contains(&at) {
            let how = match self.options.mapping {
                Some(_) => "; `daylight case remap` reads it again with another mapping",
                None => "",
            };
            self.row(entry.name, "already", format!("imported before; nothing was added{how}"));
            return Ok(());
        }
        let (options, state) = match self.options_for(&at, entry.inside.as_deref()) {
            Ok(found) => found,
            Err(why) => {
                self.row(entry.name, "left", why);
                return Ok(());
            }
        };
        let Entry { path, name, inside, reader } = entry;
        let what = format!("reading {name}");
        let lines = match parquet(path, inside.as_deref()) {
            Ok(lines) => lines,
            Err(error) => {
                self.left(name, error);
                return Ok(());
            }
        };
        let options = ExportOptions { rows: lines.is_some(), ..options };
        let span = self.span;
        let reader: Box<dyn Read + '_> = lines.unwrap_or_else(|| Box::new(Counted::new(reader, span, &what)));
        let export = match Export::open(Path::new(&name), reader, &options) {
            Ok(export) => export,
            Err(error) => {
                self.left(name, error);
                return Ok(());
            }
        };
        let (original, part) = at;
        let key = ImportKey {
            original,
            part,
            importer: export.format().to_owned(),
            importer_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let Begun::Fresh { import, partial } = self.case.begin_import(&key)? else {
            self.row(name, "already", "imported before; nothing was added".to_owned());
            return Ok(());
        };
        let taker = Taker { case: self.case, converter: &self.converter, actor: &self.actor };
        let taken = taker.take(export, &options, &partial)?;
        let mapping = taken.report.mapping.as_deref();
        self.case.commit_mapped_import(&import, &taken.done(&self.actor), mapping)?;
        let Taken { report, counts, .. } = taken;
        self.new.insert(import, self.rows.len());
        self.rows.push(Row {
            name,
            state,
            format: report.format.to_owned(),
            why: report.reason,
            counts,
            n_repeated: 0,
            notes: report.n_notes,
            columns: report.columns,
            remarks: report.remarks,
        });
        Ok(())
    }

    /// How a part of an original is read, and what is said of it then. What an older version read by a mapping
    /// is read by the same one again: it may have been given by hand, for this original alone.
    fn options_for(
        &self,
        at: &(String, String),
        inside: Option<&str>,
    ) -> Result<(ExportOptions, &'static str), String> {
        let options = ExportOptions {
            source_sha256: Some(Arc::from(at.0.as_str())),
            entry: inside.map(Arc::from),
            ..self.options.clone()
        };
        match self.older.get(at) {
            None => Ok((options, "imported")),
            Some(None) => Ok((options, "renewed")),
            Some(Some(mapping)) => {
                let mapping = TableMapping::from_toml(mapping)
                    .map_err(|e| format!("the mapping by which it was read before cannot be read: {e}"))?;
                let mapping = Some(Arc::new(mapping));
                Ok((ExportOptions { format: Some(TABLE.to_owned()), mapping, ..options }, "renewed"))
            }
        }
    }
}

//! `import --case`: a folder of exports into a case.
//!
//! Nothing grows with a file: one thread cuts it into records, all threads map and hide them, one thread writes
//! whole row groups, and descriptions of accounts are sealed some thousand at a time. The order of the store
//! stays: original, partial file, seals, one transaction, log.

use super::convert::{Converted, Converter};
use super::erased;
use super::table::{Row, print};
use super::unlock;
use crate::cli::{Cli, ImportArgs};
use crate::progress::{Bar, Counted, Span};
use anyhow::Context as _;
use daylight_casework::{
    Begun, Case, ClearAccount, Counts, DataSet, ImportDone, ImportKey, NewName, OriginalMeta, Pseudonym,
};
use daylight_core::ProblemLog;
use daylight_ingest::exports::archive::{ArchiveLimits, Entry, Event, walk};
use daylight_ingest::exports::canonical::{PostBatch, PostsWriter};
use daylight_ingest::exports::{Export, ExportOptions, ExportReport};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Descriptions of accounts that are sealed at once.
const SEAL_AT_ONCE: usize = 16 << 10;
/// Batches that wait for the thread that writes: work for the others while it encodes a row group.
const WAITING_BATCHES: usize = 96;

/// `daylight import FOLDER --case CASE`
pub fn import(args: &ImportArgs, dir: &Path, cli: &Cli) -> anyhow::Result<bool> {
    let bar = Bar::new(cli.quiet);
    let mut case = unlock::open(dir, &args.unlock)?;
    let (older, done): (Vec<_>, Vec<_>) =
        case.view().imports()?.into_iter().partition(|i| i.is_older_than(env!("CARGO_PKG_VERSION")));
    let [older, done] = [older, done].map(|all| all.into_iter().map(|i| (i.original, i.part)).collect());
    let actor = unlock::actor(&args.unlock)?;
    let options = ExportOptions {
        time_zone: args
            .read
            .time_zone
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(|e| anyhow::anyhow!("--time-zone: {e}"))?,
        without_extra: true,
        ..ExportOptions::default()
    };
    let basis = case.view().meta()?.access_basis.join("; ");
    let converter = Converter::of(&case)?;
    // Every byte is met twice: when it is kept, and when it is read.
    let span = Span::new(&bar, 2 * n_bytes(&args.read.inputs));
    let mut work = Work {
        case: &mut case,
        converter,
        actor,
        basis,
        options,
        done,
        older,
        at: None,
        rows: Vec::new(),
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
    bar.finish();
    print(&work.rows, dir, cli)?;
    Ok(false)
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
    basis: String,
    options: ExportOptions,
    /// Originals and parts that were imported before.
    done: BTreeSet<(String, String)>,
    /// Those that an older version imported: they are read again, and replaced.
    older: BTreeSet<(String, String)>,
    /// The file on disk that is walked, its hash, and how many parts of it were met.
    at: Option<(PathBuf, String, u64)>,
    rows: Vec<Row>,
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
        let row = Row { name, state, format: String::new(), why, counts: Counts::default(), notes: BTreeMap::new() };
        self.rows.push(row);
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
        let data_set = DataSet { access_basis: self.basis.clone(), ..DataSet::default() };
        let failed = || format!("{} cannot be read", path.display());
        let file = File::open(path).with_context(failed)?;
        self.span.next_file(file.metadata().with_context(failed)?.len());
        let mut file = Counted::new(file, self.span, format!("keeping {name}"));
        let meta = OriginalMeta { name: NewName::Sealed(name), source: None, data_set };
        let added = self.case.add_original(&mut file, &meta, &self.actor)?;
        self.at = Some((path.to_owned(), added.sha256.clone(), 1));
        Ok((added.sha256, 1))
    }

    fn entry(&mut self, entry: Entry<'_>) -> anyhow::Result<()> {
        let (original, n) = self.original(entry.path)?;
        let part = entry.inside.as_ref().map_or_else(String::new, |_| n.to_string());
        if self.done.contains(&(original.clone(), part.clone())) {
            self.row(entry.name, "already", "imported before; nothing was added".to_owned());
            return Ok(());
        }
        let options = ExportOptions {
            source_sha256: Some(Arc::from(original.as_str())),
            entry: entry.inside.as_deref().map(Arc::from),
            ..self.options.clone()
        };
        let reader = Counted::new(entry.reader, self.span, format!("reading {}", entry.name));
        let export = match Export::open(Path::new(&entry.name), reader, &options) {
            Ok(export) => export,
            Err(error) => {
                self.row(entry.name, "left", format!("{:#}", anyhow::Error::new(error)));
                return Ok(());
            }
        };
        let state = if self.older.contains(&(original.clone(), part.clone())) { "renewed" } else { "imported" };
        let key = ImportKey {
            original,
            part,
            importer: export.format().to_owned(),
            importer_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let Begun::Fresh { import, partial } = self.case.begin_import(&key)? else {
            self.row(entry.name, "already", "imported before; nothing was added".to_owned());
            return Ok(());
        };
        let (report, mut gathered) = self.read(export, &options, &partial)?;
        let n_erased = gathered.n_erased;
        let mut notes = report.n_notes;
        if n_erased > 0 {
            gathered.problems.counts.insert((0, None, erased::REASON.to_owned(), true), n_erased);
            notes.insert("erased on request".to_owned(), n_erased);
        }
        let counts =
            Counts { read: report.n_read, kept: report.n_kept - n_erased, rejected: report.n_rejected + n_erased };
        let accounts: Vec<_> = gathered.accounts.into_iter().collect();
        let done = ImportDone { actor: &self.actor, counts, accounts: &accounts, problems: &gathered.problems };
        self.case.commit_import(&import, &done)?;
        let (format, why) = (report.format.to_owned(), report.reason);
        self.rows.push(Row { name: entry.name, state, format, why, counts, notes });
        Ok(())
    }

    /// Reads an export, seals who is in it, and writes its posts to `partial`.
    fn read(
        &mut self,
        export: Export<'_>,
        options: &ExportOptions,
        partial: &Path,
    ) -> anyhow::Result<(ExportReport, Gathered)> {
        let (case, converter, actor) = (&mut *self.case, &self.converter, self.actor.as_str());
        let mut gathered = Gathered::default();
        thread::scope(|scope| {
            let (posts, to_write) = sync_channel(WAITING_BATCHES);
            let (clear, to_seal) = sync_channel(1);
            let writer = scope.spawn(move || write(partial, &to_write));
            let sealer = scope.spawn(move || seal(case, actor, &to_seal));
            let mut failed = None;
            let report = export.read(options, &|records| converter.convert(records), &mut |converted| {
                converted.map_or_else(
                    |error| {
                        failed = Some(error);
                        false
                    },
                    |converted| gathered.take(converted, &posts, &clear),
                )
            });
            // What is left; a thread that ended early tells why below.
            let _ = clear.send(std::mem::take(&mut gathered.clear));
            drop((posts, clear));
            let broke_off = |_| anyhow::anyhow!("a thread of the import broke off");
            writer.join().map_err(broke_off)?.context("the posts cannot be written")?;
            sealer.join().map_err(broke_off)??;
            failed.map_or(Ok(()), Err)?;
            Ok((report, gathered))
        })
    }
}

/// Seals accounts until no more come.
fn seal(case: &mut Case, actor: &str, receiver: &Receiver<Vec<ClearAccount>>) -> daylight_casework::Result<()> {
    while let Ok(accounts) = receiver.recv() {
        case.seal(&accounts, actor)?;
    }
    Ok(())
}

/// Writes batches of posts until no more come.
fn write(partial: &Path, receiver: &Receiver<PostBatch>) -> Result<u64, daylight_ingest::IngestError> {
    let mut writer = PostsWriter::create(partial)?;
    while let Ok(batch) = receiver.recv() {
        writer.write(batch)?;
    }
    writer.close()
}

/// What is known of an import besides its posts.
#[derive(Default)]
struct Gathered {
    accounts: BTreeSet<Pseudonym>,
    problems: ProblemLog,
    n_erased: u64,
    /// Descriptions that were met; hashes, because there may be millions.
    known: HashSet<[u64; 2]>,
    clear: Vec<ClearAccount>,
}

impl Gathered {
    /// False when nobody writes or seals any more.
    fn take(
        &mut self,
        converted: Converted,
        posts: &SyncSender<PostBatch>,
        clear: &SyncSender<Vec<ClearAccount>>,
    ) -> bool {
        self.accounts.extend(converted.accounts);
        self.n_erased += converted.n_erased;
        converted.problems.into_iter().for_each(|problem| self.problems.add(problem));
        for (digest, account) in converted.clear {
            if self.known.insert(digest) {
                self.clear.push(account);
            }
        }
        let sealed = self.clear.len() < SEAL_AT_ONCE || clear.send(std::mem::take(&mut self.clear)).is_ok();
        sealed && (converted.posts.is_empty() || posts.send(converted.posts).is_ok())
    }
}

//! Takes an export into a case: reads it, hides and seals who is in it, and writes its posts.
//!
//! Nothing grows with a file: one thread cuts it into records, all threads map and hide them, one thread writes
//! whole row groups, and descriptions of accounts are sealed some thousand at a time. The order of the store
//! stays: original, partial file, seals, one transaction, log.

use super::convert::{Converted, Converter};
use super::erased;
use anyhow::Context as _;
use daylight_casework::{Case, ClearAccount, Counts, ImportDone, Pseudonym};
use daylight_core::ProblemLog;
use daylight_ingest::exports::canonical::{PostBatch, PostsWriter};
use daylight_ingest::exports::{Export, ExportOptions, ExportReport};
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Descriptions of accounts that are sealed at once.
const SEAL_AT_ONCE: usize = 16 << 10;
/// Batches that wait for the thread that writes: work for the others while it encodes a row group.
const WAITING_BATCHES: usize = 96;

/// What an export gave a case, before it is committed.
pub struct Taken {
    /// With the records of erased people among its notes.
    pub report: ExportReport,
    /// Posts of erased people are rejected.
    pub counts: Counts,
    accounts: Vec<Pseudonym>,
    problems: ProblemLog,
}

impl Taken {
    /// For the record of the import.
    pub fn done<'a>(&'a self, actor: &'a str) -> ImportDone<'a> {
        ImportDone { actor, counts: self.counts, accounts: &self.accounts, problems: &self.problems }
    }
}

/// Who takes in, and where to.
pub struct Taker<'a> {
    pub case: &'a mut Case,
    pub converter: &'a Converter,
    pub actor: &'a str,
}

impl Taker<'_> {
    /// Reads an export, seals who is in it, and writes its posts to `partial`.
    pub fn take(self, export: Export<'_>, options: &ExportOptions, partial: &Path) -> anyhow::Result<Taken> {
        let (mut report, mut gathered) = self.read(export, options, partial)?;
        let n_erased = gathered.n_erased;
        if n_erased > 0 {
            gathered.problems.counts.insert((0, None, erased::REASON.to_owned(), true), n_erased);
            report.n_notes.insert("erased on request".to_owned(), n_erased);
        }
        let counts =
            Counts { read: report.n_read, kept: report.n_kept - n_erased, rejected: report.n_rejected + n_erased };
        Ok(Taken { report, counts, accounts: gathered.accounts.into_iter().collect(), problems: gathered.problems })
    }

    fn read(
        self,
        export: Export<'_>,
        options: &ExportOptions,
        partial: &Path,
    ) -> anyhow::Result<(ExportReport, Gathered)> {
        let Self { case, converter, actor } = self;
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

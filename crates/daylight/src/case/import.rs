//! `import --case`: a folder of exports into a case.

use super::convert::Converted;
use super::erased::{self, Erased};
use super::unlock;
use crate::cli::{Cli, ImportArgs};
use crate::progress::Bar;
use anyhow::Context as _;
use daylight_casework::{Begun, Case, Counts, DataSet, ImportDone, ImportKey, NewName, OriginalMeta};
use daylight_core::{Problem, ProblemLog};
use daylight_ingest::exports::archive::{ArchiveLimits, Entry, Event, walk};
use daylight_ingest::exports::canonical::write_canonical;
use daylight_ingest::exports::{ExportOptions, ExportProblem, ExportReport, Record, read_export_from};
use daylight_share::text::visible;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What became of one file.
struct Row {
    name: String,
    state: &'static str,
    format: String,
    why: String,
    counts: Counts,
    notes: BTreeMap<String, u64>,
}

/// `daylight import FOLDER --case CASE`
pub fn import(args: &ImportArgs, dir: &Path, cli: &Cli) -> anyhow::Result<bool> {
    let bar = Bar::new(cli.quiet);
    let mut case = unlock::open(dir, &args.unlock)?;
    let (older, done): (Vec<_>, Vec<_>) =
        case.view().imports()?.into_iter().partition(|i| i.is_older_than(env!("CARGO_PKG_VERSION")));
    let [older, done] = [older, done].map(|all| all.into_iter().map(|i| (i.original, i.part)).collect());
    let erased = Erased::of(&case)?;
    let actor = unlock::actor(&args.unlock)?;
    let options = ExportOptions {
        time_zone: args
            .read
            .time_zone
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(|e| anyhow::anyhow!("--time-zone: {e}"))?,
        ..ExportOptions::default()
    };
    let basis = case.view().meta()?.access_basis.join("; ");
    let mut work = Work { case: &mut case, actor, basis, options, erased, done, older, at: None, rows: Vec::new() };
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

struct Work<'a> {
    case: &'a mut Case,
    actor: String,
    basis: String,
    options: ExportOptions,
    erased: Erased,
    /// Originals and parts that were imported before.
    done: BTreeSet<(String, String)>,
    /// Those that an older version imported: they are read again, and replaced.
    older: BTreeSet<(String, String)>,
    /// The file on disk that is walked, its hash, and how many parts of it were met.
    at: Option<(PathBuf, String, u64)>,
    rows: Vec<Row>,
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
        let meta = OriginalMeta { name: NewName::Sealed(name), source: None, data_set };
        let added = self.case.add_original_file(path, &meta, &self.actor)?;
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
        let (mut found, mut problems, mut failed) = (Converted::default(), ProblemLog::default(), None);
        let (case, erased) = (&*self.case, &self.erased);
        let read = read_export_from(Path::new(&entry.name), &mut *entry.reader, &options, &mut |record| match record {
            Record::Post(post) => {
                if let Err(error) = found.add(case, erased, *post) {
                    failed.get_or_insert(error);
                }
            }
            Record::Problem(problem) => problems.add(rejection(problem)),
            Record::Note(_) => {}
        });
        if let Some(error) = failed {
            return Err(error.into());
        }
        match read {
            Err(error) => self.row(entry.name, "left", format!("{:#}", anyhow::Error::new(error))),
            Ok(report) => self.commit(entry.name, (original, part), report, found, problems)?,
        }
        Ok(())
    }

    fn commit(
        &mut self,
        name: String,
        (original, part): (String, String),
        report: ExportReport,
        found: Converted,
        mut problems: ProblemLog,
    ) -> anyhow::Result<()> {
        let n_erased = found.n_erased;
        if n_erased > 0 {
            problems.counts.insert((0, None, erased::REASON.to_owned(), true), n_erased);
        }
        let mut counts =
            Counts { read: report.n_read, kept: report.n_kept - n_erased, rejected: report.n_rejected + n_erased };
        let mut state = if self.older.contains(&(original.clone(), part.clone())) { "renewed" } else { "imported" };
        let key = ImportKey {
            original,
            part,
            importer: report.format.to_owned(),
            importer_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        if let Begun::Fresh { import, partial } = self.case.begin_import(&key)? {
            if counts.kept > 0 {
                write_canonical(&partial, found.posts).context("the posts cannot be written")?;
            }
            self.case.seal(&found.clear, &self.actor)?;
            let accounts: Vec<_> = found.accounts.into_iter().collect();
            let done = ImportDone { actor: &self.actor, counts, accounts: &accounts, problems: &problems };
            self.case.commit_import(&import, &done)?;
        } else {
            (state, counts) = ("already", Counts::default());
        }
        let (format, why, mut notes) = (report.format.to_owned(), report.reason, report.n_notes);
        if n_erased > 0 {
            notes.insert("erased on request".to_owned(), n_erased);
        }
        self.rows.push(Row { name, state, format, why, counts, notes });
        Ok(())
    }
}

fn rejection(problem: ExportProblem) -> Problem {
    Problem {
        source: 0,
        line: problem.origin.line.unwrap_or(problem.origin.record),
        column: problem.field,
        reason: problem.reason,
        value: None,
        rejected: true,
    }
}

fn print(rows: &[Row], dir: &Path, cli: &Cli) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let total = rows.iter().fold(Counts::default(), |t, r| Counts {
        read: t.read + r.counts.read,
        kept: t.kept + r.counts.kept,
        rejected: t.rejected + r.counts.rejected,
    });
    if cli.json {
        let files: Vec<_> = rows
            .iter()
            .map(|r| {
                json!({"name": r.name, "state": r.state, "format": r.format, "why": r.why, "read": r.counts.read,
                       "kept": r.counts.kept, "rejected": r.counts.rejected, "notes": r.notes})
            })
            .collect();
        let total = json!({"read": total.read, "kept": total.kept, "rejected": total.rejected});
        writeln!(out, "{}", json!({"files": files, "total": total}))?;
        return Ok(());
    }
    if cli.quiet {
        return Ok(());
    }
    let width = rows.iter().map(|r| r.name.chars().count()).max().unwrap_or(4).clamp(4, 48);
    writeln!(
        out,
        "{:<width$} {:<9} {:<22} {:>9} {:>9} {:>8}  why",
        "file", "state", "format", "read", "kept", "rejected"
    )?;
    for r in rows {
        let name = visible(&r.name);
        let notes: Vec<String> = r.notes.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        let notes = if notes.is_empty() { String::new() } else { format!("; besides: {}", notes.join(", ")) };
        writeln!(
            out,
            "{name:<width$} {:<9} {:<22} {:>9} {:>9} {:>8}  {}{notes}",
            r.state,
            r.format,
            r.counts.read,
            r.counts.kept,
            r.counts.rejected,
            visible(&r.why)
        )?;
    }
    writeln!(out, "{} read = {} kept + {} rejected", total.read, total.kept, total.rejected)?;
    writeln!(out, "next: daylight run {0} --out {0}/runs/first; daylight verify {0}", dir.display())?;
    Ok(())
}

//! `case remap`: kept originals are read again with another mapping; nobody needs the files once more.

use super::convert::Converter;
use super::import::parquet;
use super::take::Taker;
use super::{say, unlock};
use crate::cli::{Cli, RemapArgs};
use crate::progress::Bar;
use crate::read;
use anyhow::{Context as _, bail};
use daylight_casework::{CaseView, ImportInfo, Reading};
use daylight_ingest::exports::archive::{ArchiveLimits, Entry, Event, walk};
use daylight_ingest::exports::{Export, ExportOptions, TABLE, check_mapping};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// `daylight case remap`
pub fn remap(args: &RemapArgs, cli: &Cli) -> anyhow::Result<bool> {
    let Some(mapping) = read::mapping(args.mapping.as_deref(), args.map.as_deref())? else {
        bail!("name a mapping with --mapping FILE or --map ROLES")
    };
    let bar = Bar::new(cli.quiet);
    let mut case = unlock::open(&args.dir, &args.unlock)?;
    let actor = unlock::actor(&args.unlock)?;
    let options = ExportOptions {
        format: Some(TABLE.to_owned()),
        mapping: Some(Arc::new(mapping)),
        time_zone: read::zone(args.time_zone.as_deref())?,
        day_first: read::day_first(args.day_first, args.month_first),
        without_extra: true,
        ..ExportOptions::default()
    };
    let converter = Converter::of(&case)?;
    let chosen = chosen(case.view(), &args.originals)?;
    // All of them or none: whether the mapping fits is known before anything is replaced.
    for (import, original) in &chosen {
        let fits = in_part(original, &import.part, &mut |entry| {
            let mut lines = parquet(entry.path, entry.inside.as_deref())?;
            let reader: &mut dyn Read = lines.as_mut().map_or(&mut *entry.reader, |lines| &mut **lines);
            Ok(check_mapping(Path::new(&short(import)), reader, &options)?)
        });
        fits.with_context(|| format!("original {} stays as it was read", short(import)))?;
    }
    let mut done = Vec::new();
    for (import, original) in &chosen {
        let taker = Taker { case: &mut case, converter: &converter, actor: &actor };
        done.push((import, again(taker, import, original, &options)?));
    }
    bar.finish();
    let list: Vec<_> = done
        .iter()
        .map(|(before, now)| {
            let c = now.counts;
            json!({"original": now.original, "part": now.part, "format": now.importer, "before": before.importer,
                   "read": c.read, "kept": c.kept, "rejected": c.rejected})
        })
        .collect();
    say(cli, &json!({"imports": list}), || {
        let mut out = String::new();
        for (before, now) in &done {
            let c = now.counts;
            let _ = writeln!(
                out,
                "{}: {} read = {} kept + {} rejected (before, as {}: {} kept)",
                short(now),
                c.read,
                c.kept,
                c.rejected,
                before.importer,
                before.counts.kept
            );
        }
        let dir = args.dir.display();
        out + &format!("the log keeps how they were read before\nnext: daylight run {dir} --out {dir}/runs/remapped")
    })
}

/// What `case show` prints of an original.
fn short(import: &ImportInfo) -> String {
    let sha256 = import.original.get(..16).unwrap_or(&import.original);
    if import.part.is_empty() { sha256.to_owned() } else { format!("{sha256} part {}", import.part) }
}

/// The imports to read again, each with the place of its original.
fn chosen(view: &CaseView, wanted: &[String]) -> anyhow::Result<Vec<(ImportInfo, PathBuf)>> {
    let (originals, imports) = (view.originals()?, view.imports()?);
    let mut prefixes = Vec::new();
    for word in wanted {
        let path = Path::new(word);
        prefixes.push(if path.is_file() { hash(path)? } else { word.clone() });
    }
    for (word, prefix) in wanted.iter().zip(&prefixes) {
        if !imports.iter().any(|i| i.original.starts_with(prefix)) {
            bail!("no import of the case is of `{word}`; `daylight case show` lists the originals");
        }
    }
    let meant = |i: &ImportInfo| match prefixes.as_slice() {
        [] => i.importer == TABLE,
        some => some.iter().any(|prefix| i.original.starts_with(prefix)),
    };
    let place = |i: &ImportInfo| originals.iter().find(|o| o.sha256 == i.original).map(|o| o.path.clone());
    let found: Vec<_> = imports.into_iter().filter(meant).filter_map(|i| place(&i).map(|path| (i, path))).collect();
    if found.is_empty() {
        bail!(
            "the case holds no table that was read by a mapping; name the original to read, as `case show` prints it"
        );
    }
    Ok(found)
}

fn hash(path: &Path) -> anyhow::Result<String> {
    let mut hasher = Sha256::new();
    let failed = || format!("{} cannot be read", path.display());
    io::copy(&mut File::open(path).with_context(failed)?, &mut hasher).with_context(failed)?;
    Ok(hasher.finalize().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}")))
}

/// Hands over the part of an original that an import is of: parts count from 1 as they are met.
fn in_part<T>(original: &Path, part: &str, take: &mut dyn FnMut(Entry<'_>) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let (mut n_entries, mut taken) = (0_u64, None);
    walk(original, &ArchiveLimits::default(), &mut |event| {
        if let Event::Entry(entry) = event {
            n_entries += 1;
            if taken.is_none() && (part.is_empty() || part == n_entries.to_string()) {
                taken = Some(take(entry));
            }
        }
    })?;
    taken.unwrap_or_else(|| bail!("the original does not hold this part any more; `daylight verify` tells more"))
}

/// Reads one original again and puts its posts in place of those before.
fn again(
    taker: Taker<'_>,
    import: &ImportInfo,
    original: &Path,
    options: &ExportOptions,
) -> anyhow::Result<ImportInfo> {
    let Taker { case, converter, actor } = taker;
    let partial = case.begin_again(&import.record)?;
    let taken = in_part(original, &import.part, &mut |entry| {
        let lines = parquet(entry.path, entry.inside.as_deref())?;
        let options = ExportOptions {
            rows: lines.is_some(),
            source_sha256: Some(import.original.as_str().into()),
            entry: entry.inside.as_deref().map(Into::into),
            ..options.clone()
        };
        let reader: Box<dyn Read + '_> = lines.unwrap_or_else(|| Box::new(entry.reader));
        let export = Export::open(Path::new(&entry.name), reader, &options)?;
        Taker { case: &mut *case, converter, actor }.take(export, &options, &partial)
    })?;
    let reading = Reading {
        importer: taken.report.format,
        importer_version: env!("CARGO_PKG_VERSION"),
        mapping: taken.report.mapping.as_deref(),
    };
    Ok(case.commit_again(&import.record, &reading, &taken.done(actor))?)
}

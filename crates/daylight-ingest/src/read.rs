//! Reads files of any of the formats into one data set.

use std::fs::File;
use std::path::{Path, PathBuf};

use daylight_core::{Context, Dataset};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::assemble::assemble;
use crate::drive::{Tally, read_file};
use crate::error::IngestError;
use crate::ids::Packer;
use crate::options::ReadOptions;
use crate::plan::{self, Prepared};
use crate::probe::{Body, probe};
use crate::sink::{Packers, Sink};
use crate::stream::Packing;
use crate::walk::{Input, inputs};

/// Reads files and folders. The result depends on the input and the options, not on the number of threads.
///
/// # Errors
/// When a file cannot be read as a table at all; bad rows are problems of the data set.
pub fn read_paths(paths: &[PathBuf], options: &ReadOptions, ctx: &Context<'_>) -> Result<Dataset, IngestError> {
    if options.threads == 0 {
        return read_all(paths, options, ctx);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build().map_err(IngestError::Threads)?;
    pool.install(|| read_all(paths, options, ctx))
}

fn read_all(paths: &[PathBuf], options: &ReadOptions, ctx: &Context<'_>) -> Result<Dataset, IngestError> {
    ctx.progress.step("look at files", 0, 0);
    let (mut files, skipped) = prepare_all(paths, options)?;
    let kinds = plan::kinds(&files, options);
    let packers = packers(&files, &kinds);
    let mut hashes = Ok(Vec::new());
    // Reading stays on this thread, which tells how far it is.
    let read = rayon::in_place_scope(|scope| {
        if options.hash_files {
            scope.spawn(|_| hashes = files.par_iter().map(|f| sha256(&f.probe.input.path)).collect());
        }
        read_files(&files, &kinds, &packers, options, ctx)
    });
    let hashes: Vec<String> = hashes?;
    let mut read = read?;
    if read.quotes {
        // Rare: a first quote deep inside a large file. Only then is it read twice.
        for file in &mut files {
            file.probe.read_carefully();
        }
        read = read_files(&files, &kinds, &packers, options, ctx)?;
    }
    ctx.progress.step("number ids", 0, 0);
    let mut data = assemble(read.sinks, &files, &kinds, &packers, options, &read.damages);
    for (source, hash) in data.sources.iter_mut().zip(hashes) {
        source.sha256 = Some(hash);
    }
    note_encodings(&mut data);
    if let (false, Some(first)) = (skipped.is_empty(), data.sources.first_mut()) {
        let shown: Vec<&str> = skipped.iter().take(10).map(String::as_str).collect();
        first.notes.push(format!("{} other files in the folder were left out: {}", skipped.len(), shown.join("; ")));
    }
    ctx.progress.step("number ids", 1, 1);
    Ok(data)
}

/// Says what may help where bytes were no UTF-8.
fn note_encodings(data: &mut Dataset) {
    let mut counts = vec![0; data.sources.len()];
    for ((source, _, reason, _), n) in &data.problems.counts {
        if reason.contains("not valid UTF-8") {
            counts[*source as usize] += n;
        }
    }
    for (source, n) in data.sources.iter_mut().zip(counts).filter(|(_, n)| *n > 0) {
        source.notes.push(format!(
            "{n} cells are not UTF-8; if the file is in another encoding, convert it first, for instance \
             `iconv -f WINDOWS-1252 -t UTF-8 IN > OUT`"
        ));
    }
}

/// Files that are tables, and what else was found in folders.
fn prepare_all(paths: &[PathBuf], options: &ReadOptions) -> Result<(Vec<Prepared>, Vec<String>), IngestError> {
    let (mut files, mut skipped) = (Vec::new(), Vec::new());
    for input in inputs(paths)? {
        match probe(&input).and_then(|p| plan::prepare(p, options)) {
            Ok(file) => files.push(file),
            Err(error) if input.found && is_no_table(&error) => {
                skipped.push(format!("{} ({})", input.name, why(&error)));
            }
            Err(error) => return Err(error),
        }
    }
    if files.is_empty() {
        let path = paths.first().cloned().unwrap_or_default();
        return Err(IngestError::NoTables { path, n_files: skipped.len() });
    }
    Ok((files, skipped))
}

fn is_no_table(error: &IngestError) -> bool {
    matches!(
        error,
        IngestError::NotATable { .. }
            | IngestError::Empty { .. }
            | IngestError::HeaderOnly { .. }
            | IngestError::MissingColumn { .. }
            | IngestError::UnknownColumn { .. }
    )
}

fn why(error: &IngestError) -> &'static str {
    match error {
        IngestError::Empty { .. } => "empty",
        IngestError::HeaderOnly { .. } => "a header without rows",
        IngestError::MissingColumn { .. } | IngestError::UnknownColumn { .. } => "needed columns are missing",
        _ => "not a table",
    }
}

/// Prefixes of ids, learned from the samples of all files.
fn packers(files: &[Prepared], kinds: &[daylight_core::ObjectKind]) -> Packers {
    let learn = |f: &Prepared, column: usize| {
        Packer::learn(f.probe.sample.rows.iter().filter_map(|row| row.get(column)).map(|c| crate::sink::trim(c)))
    };
    let mut packers = Packers { layers: vec![Packer::default(); kinds.len()], ..Packers::default() };
    for file in files {
        if let Some(column) = file.roles.account {
            packers.account.merge(&learn(file, column));
        }
        if let Some(column) = file.roles.content {
            packers.content.merge(&learn(file, column));
        }
        for object in &file.roles.objects {
            if let Some(layer) = kinds.iter().position(|k| *k == object.kind) {
                packers.layers[layer].merge(&learn(file, object.column));
            }
        }
    }
    packers
}

/// Bytes from which large pages pay.
const LARGE: u64 = 16 << 20;

struct Read<'a> {
    sinks: Vec<Sink<'a>>,
    damages: Vec<(u32, String)>,
    quotes: bool,
}

fn read_files<'a>(
    files: &[Prepared],
    kinds: &[daylight_core::ObjectKind],
    packers: &'a Packers,
    options: &ReadOptions,
    ctx: &Context<'_>,
) -> Result<Read<'a>, IngestError> {
    let n_workers = workers(files);
    let total = files.iter().map(|f| f.probe.bytes).sum::<u64>();
    let large = total > LARGE;
    let packed = files.iter().any(|f| f.probe.packing != Packing::Plain);
    let tally = Tally::new(ctx.progress, if packed { 0 } else { total });
    let mut read = Read {
        sinks: (0..n_workers).map(|_| Sink::new(packers, options.keep_lines, large)).collect(),
        damages: Vec::new(),
        quotes: false,
    };
    for (number, file) in files.iter().enumerate() {
        let plan = plan::plan(number as u32, file, kinds);
        let outcome = read_file(&file.probe, &plan, &mut read.sinks, &tally)?;
        if outcome.quotes {
            read.quotes = true;
            break;
        }
        if let Some(damage) = outcome.damage {
            read.damages.push((number as u32, damage));
        }
    }
    Ok(read)
}

/// One worker a thread, but no more than there is work for.
fn workers(files: &[Prepared]) -> usize {
    let blocks = |f: &Prepared| match &f.probe.body {
        Body::Parquet(metadata) => metadata.metadata().num_row_groups() as u64,
        _ => f.probe.bytes / crate::blocks::BLOCK_BYTES as u64 + 1,
    };
    let most = files.iter().map(blocks).max().unwrap_or(1);
    rayon::current_num_threads().min(most as usize).max(1)
}

fn sha256(path: &Path) -> Result<String, IngestError> {
    let io = |e| IngestError::io(path, e);
    let mut file = File::open(path).map_err(io)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let (len, error) = crate::stream::fill(&mut file, &mut buffer);
        if let Some(error) = error {
            return Err(io(error));
        }
        hasher.update(&buffer[..len]);
        if len < buffer.len() {
            break;
        }
    }
    let mut hex = String::with_capacity(64);
    for byte in hasher.finalize() {
        for half in [byte >> 4, byte & 15] {
            hex.extend(char::from_digit(u32::from(half), 16));
        }
    }
    Ok(hex)
}

/// For tools that look at a file without reading it.
///
/// # Errors
/// As [`read_paths`].
pub fn recognize(path: &Path, options: &ReadOptions) -> Result<Vec<daylight_core::Columns>, IngestError> {
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let input = Input { path: path.to_owned(), name, found: false };
    Ok(plan::prepare(probe(&input)?, options)?.roles.reasons)
}

//! Runs the workers over the blocks of one file.

use std::io::Read;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use daylight_core::{Progress, SilentProgress};

use crate::blocks::{Blocks, Cut, Parallel, Sequential};
use crate::error::IngestError;
use crate::probe::{Body, Probe};
use crate::sink::{Plan, RecordSink};
use crate::{csv, json, parquet_in, stream};

/// How reading a file ended, if not with an error.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// A quote was met where lines were taken as records: read again, record by record.
    pub quotes: bool,
    /// The file breaks off; what came before was read.
    pub damage: Option<String>,
}

/// Counts the bytes that were read, for whoever watches.
pub struct Tally<'a> {
    progress: &'a dyn Progress,
    /// Bytes of all files; 0 when packed, since what is counted is unpacked.
    total: u64,
    done: AtomicU64,
}

impl<'a> Tally<'a> {
    /// For reading `total` bytes.
    pub fn new(progress: &'a dyn Progress, total: u64) -> Self {
        Self { progress, total, done: AtomicU64::new(0) }
    }

    /// For nobody.
    pub fn silent() -> Self {
        Self::new(&SilentProgress, 0)
    }

    fn add(&self, bytes: u64, coordinates: bool) {
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if coordinates {
            let done = if self.total > 0 { done.min(self.total) } else { done };
            self.progress.step("reading", done, self.total);
        }
    }
}

/// Reads a file into the sinks, one worker each; the first works on the calling thread and tells how far
/// reading is.
pub fn read_file<S: RecordSink + Send>(
    probe: &Probe,
    plan: &Plan,
    sinks: &mut [S],
    tally: &Tally<'_>,
) -> Result<Outcome, IngestError> {
    let job = Job {
        probe,
        plan,
        tally,
        blocks: blocks(probe)?,
        next_group: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        quotes: AtomicBool::new(false),
        error: Mutex::new(None),
    };
    rayon::in_place_scope(|scope| {
        let Some((first, others)) = sinks.split_first_mut() else { return };
        let job = &job;
        for sink in others {
            scope.spawn(move |_| job.run(sink, false));
        }
        job.run(first, true);
    });
    if let Ok(Some(error)) = job.error.into_inner() {
        return Err(error);
    }
    let damage = job.blocks.as_ref().and_then(Blocks::damage);
    Ok(Outcome { quotes: job.quotes.into_inner(), damage })
}

fn blocks(probe: &Probe) -> Result<Option<Blocks>, IngestError> {
    let (cut, start, parallel) = match probe.body {
        Body::Csv { delimiter, start, parallel } => {
            (if parallel { Cut::Lines } else { Cut::Quoted(delimiter) }, start, parallel)
        }
        Body::Json { cut, start, parallel } => (cut, start, parallel),
        Body::Parquet(_) => return Ok(None),
    };
    let path = &probe.input.path;
    if parallel {
        return Ok(Some(Blocks::Parallel(Parallel::new(path, start, probe.bytes))));
    }
    let mut reader = stream::text(path, probe.packing, probe.encoding)?;
    std::io::copy(&mut reader.by_ref().take(start), &mut std::io::sink()).map_err(|e| IngestError::io(path, e))?;
    Ok(Some(Blocks::Sequential(Mutex::new(Sequential::new(reader, cut)))))
}

struct Job<'a> {
    probe: &'a Probe,
    plan: &'a Plan,
    tally: &'a Tally<'a>,
    blocks: Option<Blocks>,
    next_group: AtomicUsize,
    stop: AtomicBool,
    quotes: AtomicBool,
    error: Mutex<Option<IngestError>>,
}

impl Job<'_> {
    fn fail(&self, error: IngestError) {
        self.stop.store(true, Ordering::Relaxed);
        if let Ok(mut place) = self.error.lock() {
            place.get_or_insert(error);
        }
    }

    fn run<S: RecordSink>(&self, sink: &mut S, coordinates: bool) {
        if let Err(error) = self.work(sink, coordinates) {
            self.fail(error);
        }
    }

    fn work<S: RecordSink>(&self, sink: &mut S, coordinates: bool) -> Result<(), IngestError> {
        match (&self.probe.body, &self.blocks) {
            (Body::Parquet(metadata), _) => {
                let n_groups = metadata.metadata().num_row_groups();
                while !self.stop.load(Ordering::Relaxed) {
                    let group = self.next_group.fetch_add(1, Ordering::Relaxed);
                    if group >= n_groups {
                        break;
                    }
                    let path = &self.probe.input.path;
                    parquet_in::read_group(path, metadata, group, self.plan, sink)
                        .map_err(|source| IngestError::Parquet { path: path.clone(), source })?;
                    let bytes = metadata.metadata().row_group(group).compressed_size();
                    self.tally.add(u64::try_from(bytes).unwrap_or(0), coordinates);
                    check_full(sink)?;
                }
                Ok(())
            }
            (_, Some(blocks)) => self.work_on(blocks, sink, coordinates),
            (_, None) => Ok(()),
        }
    }

    fn work_on<S: RecordSink>(&self, blocks: &Blocks, sink: &mut S, coordinates: bool) -> Result<(), IngestError> {
        let (mut own, mut buffer) = (None, Vec::new());
        while !self.stop.load(Ordering::Relaxed) {
            let next = blocks.next(&mut own, &mut buffer).map_err(|e| IngestError::io(&self.probe.input.path, e))?;
            let Some(number) = next else { break };
            sink.begin(self.plan.file, number, is_clean(&buffer));
            let n_lines = match self.probe.body {
                Body::Csv { parallel: true, .. } if memchr::memchr(b'"', &buffer).is_some() => {
                    self.quotes.store(true, Ordering::Relaxed);
                    self.stop.store(true, Ordering::Relaxed);
                    0
                }
                Body::Csv { delimiter, .. } => csv::parse_block(&buffer, delimiter, self.plan, sink),
                Body::Json { cut, .. } => json::parse_block(&buffer, cut, self.plan, sink),
                Body::Parquet(_) => 0,
            };
            sink.end(n_lines);
            self.tally.add(buffer.len() as u64, coordinates);
            check_full(sink)?;
        }
        Ok(())
    }
}

fn check_full<S: RecordSink>(sink: &S) -> Result<(), IngestError> {
    if sink.is_full() { Err(IngestError::TooManyRows { limit: u64::from(u32::MAX) }) } else { Ok(()) }
}

/// Whether a block is valid UTF-8 without NUL bytes. A record is never cut, so neither is a character.
fn is_clean(block: &[u8]) -> bool {
    (block.is_ascii() || std::str::from_utf8(block).is_ok()) && memchr::memchr(0, block).is_none()
}

//! Runs the workers over the blocks of one file.

use std::io::Read;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

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

/// Reads a file into the sinks, one worker each.
pub fn read_file<S: RecordSink + Send>(probe: &Probe, plan: &Plan, sinks: &mut [S]) -> Result<Outcome, IngestError> {
    let job = Job {
        probe,
        plan,
        blocks: blocks(probe)?,
        next_group: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        quotes: AtomicBool::new(false),
        error: Mutex::new(None),
    };
    rayon::scope(|scope| {
        for sink in sinks.iter_mut() {
            let job = &job;
            scope.spawn(move |_| {
                if let Err(error) = job.work(sink) {
                    job.fail(error);
                }
            });
        }
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

    fn work<S: RecordSink>(&self, sink: &mut S) -> Result<(), IngestError> {
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
                    check_full(sink)?;
                }
                Ok(())
            }
            (_, Some(blocks)) => self.work_on(blocks, sink),
            (_, None) => Ok(()),
        }
    }

    fn work_on<S: RecordSink>(&self, blocks: &Blocks, sink: &mut S) -> Result<(), IngestError> {
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

//! From a stream of raw records to batches of posts: found by one thread, mapped by all, given out in order.
//!
//! The thread that reads cuts the stream into records and does nothing else with them. Batches are cut by the
//! data alone, so that what comes out does not depend on the number of threads; only some are under way at a
//! time, so that memory does not grow with the file.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::mem;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use serde_json::Value;

use crate::exports::draft::Out;
use crate::exports::fields::Seen;
use crate::exports::format::ExportFormat;
use crate::exports::lines::{Envelope, Place, RawSink};
use crate::exports::post::Origin;
use crate::exports::report::{ExportOptions, ExportProblem, ExportReport, Record};

/// Bytes and records after which a batch is full: some hundred posts, so that many fit in memory.
const BATCH_BYTES: usize = 1 << 20;
const BATCH_ITEMS: usize = 2048;
/// What a value weighs besides its texts.
const VALUE_BYTES: usize = 64;

struct Item {
    content: Content,
    place: Option<Place>,
    envelope: Option<Arc<Envelope>>,
}

enum Content {
    /// The record stands here in the bytes of the batch.
    Raw(usize, usize),
    Value(Value),
    Broken(String),
}

/// Records on their way to a worker.
#[derive(Default)]
pub struct Batch {
    bytes: Vec<u8>,
    items: Vec<Item>,
    /// Bytes of its values, roughly.
    weight: usize,
    /// Records before it.
    n_before: u64,
}

/// Takes records from whoever cuts them out of a file.
pub struct Run<'a> {
    pub(crate) format: &'a dyn ExportFormat,
    pub(crate) report: ExportReport,
    batch: Batch,
    envelope: Option<Arc<Envelope>>,
    /// Takes a full batch, gives a buffer for the next.
    send: &'a mut dyn FnMut(Batch) -> Vec<u8>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(format: &'a dyn ExportFormat, send: &'a mut dyn FnMut(Batch) -> Vec<u8>) -> Self {
        Self { format, report: ExportReport::default(), batch: Batch::default(), envelope: None, send }
    }

    /// One parsed record.
    pub(crate) fn value(&mut self, record: Value, place: Option<Place>, envelope: &Envelope) {
        self.batch.weight += weight(&record);
        self.push(Content::Value(record), place, Some(envelope));
    }

    /// One record that cannot be parsed.
    pub(crate) fn broken(&mut self, place: Option<Place>, reason: &str) {
        self.push(Content::Broken(reason.to_owned()), place, None);
    }

    fn push(&mut self, content: Content, place: Option<Place>, envelope: Option<&Envelope>) {
        let envelope = envelope.filter(|e| !e.is_empty()).map(|e| self.shared(e));
        self.batch.items.push(Item { content, place, envelope });
        let n = self.batch.items.len();
        if n >= BATCH_ITEMS || self.batch.bytes.len() + self.batch.weight >= BATCH_BYTES {
            self.flush();
        }
    }

    /// Many records have the same envelope.
    fn shared(&mut self, envelope: &Envelope) -> Arc<Envelope> {
        match &self.envelope {
            Some(last) if **last == *envelope => last.clone(),
            _ => self.envelope.insert(Arc::new(envelope.clone())).clone(),
        }
    }

    fn flush(&mut self) {
        let n_before = self.batch.n_before + self.batch.items.len() as u64;
        let full = mem::replace(&mut self.batch, Batch { n_before, ..Batch::default() });
        self.batch.bytes = (self.send)(full);
    }

    /// Sends what is left; what was noted by the reading itself.
    pub(crate) fn finish(mut self) -> ExportReport {
        if !self.batch.items.is_empty() {
            self.flush();
        }
        self.report
    }
}

impl RawSink for Run<'_> {
    fn record(&mut self, bytes: &[u8], place: Place, envelope: &Envelope) {
        let start = self.batch.bytes.len();
        self.batch.bytes.extend_from_slice(bytes);
        self.push(Content::Raw(start, start + bytes.len()), Some(place), Some(envelope));
    }

    fn broken(&mut self, place: Place, reason: &str) {
        Run::broken(self, Some(place), reason);
    }
}

fn weight(value: &Value) -> usize {
    match value {
        Value::String(s) => VALUE_BYTES + s.len(),
        Value::Array(items) => VALUE_BYTES + items.iter().map(weight).sum::<usize>(),
        Value::Object(members) => VALUE_BYTES + members.iter().map(|(k, v)| k.len() + weight(v)).sum::<usize>(),
        _ => VALUE_BYTES,
    }
}

/// What all batches of a file share.
pub struct Source<'a> {
    pub(crate) format: &'a dyn ExportFormat,
    pub(crate) options: &'a ExportOptions,
    pub(crate) file: Arc<str>,
    /// Bytes before the decoded text, when its offsets are those of the file.
    pub(crate) shift: Option<u64>,
}

/// What became of a batch.
pub struct Mapped<T> {
    output: T,
    report: ExportReport,
    seen: Seen,
    /// The buffer, to be filled again.
    bytes: Vec<u8>,
}

impl Source<'_> {
    fn origin(&self, record: u64, place: Option<Place>) -> Origin {
        Origin {
            source_sha256: self.options.source_sha256.clone(),
            entry: self.options.entry.clone(),
            record,
            line: place.filter(|_| !self.options.rows).map(|p| p.line),
            offset: place.filter(|_| !self.options.rows).and_then(|p| Some(p.offset + self.shift?)),
        }
    }

    fn map<T>(&self, batch: Batch, work: &(dyn Fn(Vec<Record>) -> T + Sync)) -> Mapped<T> {
        let mut records = Vec::with_capacity(batch.items.len());
        let (mut report, mut seen, mut quick) = (ExportReport::default(), Seen::new(), 0);
        let none = Envelope::new();
        for (item, number) in batch.items.into_iter().zip(batch.n_before + 1..) {
            let mut out = Out {
                options: self.options,
                tool: self.format.tool(),
                file: &self.file,
                origin: self.origin(number, item.place),
                envelope: item.envelope.as_deref().unwrap_or(&none),
                report: &mut report,
                seen: &mut seen,
                quick: &mut quick,
                sink: &mut |record| records.push(record),
            };
            match item.content {
                Content::Raw(start, end) => self.raw(batch.bytes.get(start..end).unwrap_or_default(), &mut out),
                Content::Value(value) => self.format.map(&value, &mut out),
                Content::Broken(reason) => broken(&mut out, &reason),
            }
        }
        for (bit, path) in self.format.quick_paths().iter().enumerate().filter(|_| quick != 0) {
            *seen.entry(path).or_insert(false) |= quick >> bit & 1 == 1;
        }
        Mapped { output: work(records), report, seen, bytes: batch.bytes }
    }

    fn raw(&self, bytes: &[u8], out: &mut Out<'_>) {
        if self.options.without_extra && self.format.map_quick(bytes, out) {
            return;
        }
        match parse(bytes, out.report) {
            Ok(value) => self.format.map(&value, out),
            Err(error) => {
                let reason = match error.classify() {
                    serde_json::error::Category::Eof => "the JSON of the record is cut off",
                    _ if error.to_string().contains("recursion limit") => "the JSON of the record nests too deeply",
                    _ => "the JSON of the record is broken",
                };
                broken(out, reason);
            }
        }
    }
}

fn broken(out: &mut Out<'_>, reason: &str) {
    out.report.n_read += 1;
    out.report.n_rejected += 1;
    let (file, origin) = (out.file.clone(), out.origin.clone());
    (out.sink)(Record::Problem(ExportProblem { file, origin, field: None, reason: reason.to_owned(), value: None }));
}

/// Half characters and broken UTF-8 happen where tools cut texts; they are replaced, counted, and cost nothing else.
fn parse(bytes: &[u8], report: &mut ExportReport) -> Result<Value, serde_json::Error> {
    let error = match serde_json::from_slice(bytes) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let text = String::from_utf8_lossy(bytes);
    let repaired = without_lone_surrogates(&text);
    match serde_json::from_str(&repaired) {
        Ok(value) => {
            report.note("text_repaired");
            Ok(value)
        }
        Err(_) => Err(error),
    }
}

/// Escapes of half a character (`\ud83d` alone) become U+FFFD.
fn without_lone_surrogates(json: &str) -> String {
    let unit = |at: usize| -> Option<u32> {
        let hex = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(hex, 16).ok()
    };
    let mut out = String::with_capacity(json.len());
    let mut rest = 0;
    while let Some(at) = memchr::memchr(b'\\', &json.as_bytes()[rest..]).map(|i| rest + i) {
        out.push_str(&json[rest..at]);
        let high = |u: u32| (0xD800..0xDC00).contains(&u);
        let low = |u: u32| (0xDC00..0xE000).contains(&u);
        let end = match unit(at) {
            Some(u) if high(u) && unit(at + 6).is_some_and(low) => at + 12,
            Some(u) if high(u) || low(u) => {
                out.push('\u{fffd}');
                rest = at + 6;
                continue;
            }
            // The escaped sign may have several bytes when the text is broken; then only the backslash is copied.
            _ if json.is_char_boundary((at + 2).min(json.len())) => (at + 2).min(json.len()),
            _ => at + 1,
        };
        out.push_str(&json[at..end]);
        rest = end;
    }
    out.push_str(&json[rest..]);
    out
}

/// Ends the reading when nobody wants more.
pub struct Watched<R> {
    pub(crate) inner: R,
    pub(crate) stop: Rc<Cell<bool>>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stop.get() {
            return Err(io::Error::other("stopped"));
        }
        self.inner.read(buffer)
    }
}

/// Batches under way and done, in order of the file.
pub struct Line<'a, T> {
    source: &'a Source<'a>,
    work: &'a (dyn Fn(Vec<Record>) -> T + Sync),
    take: &'a mut dyn FnMut(T) -> bool,
    sender: Sender<(u64, Option<Mapped<T>>)>,
    receiver: Receiver<(u64, Option<Mapped<T>>)>,
    done: BTreeMap<u64, Option<Mapped<T>>>,
    spare: Vec<Vec<u8>>,
    n_sent: u64,
    n_taken: u64,
    stop: Rc<Cell<bool>>,
    report: ExportReport,
    seen: Seen,
}

impl<'a, T: Send> Line<'a, T> {
    pub(crate) fn new(
        source: &'a Source<'a>,
        work: &'a (dyn Fn(Vec<Record>) -> T + Sync),
        take: &'a mut dyn FnMut(T) -> bool,
        stop: Rc<Cell<bool>>,
    ) -> Self {
        let (sender, receiver) = channel();
        let (done, spare, report, seen) = (BTreeMap::new(), Vec::new(), ExportReport::default(), Seen::new());
        Self { source, work, take, sender, receiver, done, spare, n_sent: 0, n_taken: 0, stop, report, seen }
    }

    /// Hands a batch to a worker; waits when enough are under way. Gives an empty buffer.
    pub(crate) fn send<'scope>(&mut self, scope: &rayon::Scope<'scope>, batch: Batch) -> Vec<u8>
    where
        'a: 'scope,
        T: 'scope,
    {
        if self.stop.get() {
            return Vec::new();
        }
        let (source, work, number) = (self.source, self.work, self.n_sent);
        self.n_sent += 1;
        // Waiting for a worker inside the only worker would never end.
        if rayon::current_thread_index().is_some() {
            self.done.insert(number, Some(source.map(batch, work)));
            self.give_out();
        } else {
            let ticket = Ticket { sender: self.sender.clone(), number, mapped: None };
            scope.spawn(move |_| ticket.settle(source.map(batch, work)));
            self.wait(2 * rayon::current_num_threads() as u64 + 2);
        }
        self.spare.pop().unwrap_or_default()
    }

    /// Takes what is done, until at most this many are under way.
    fn wait(&mut self, most: u64) {
        loop {
            let next = if self.n_sent - self.n_taken > most {
                self.receiver.recv().ok()
            } else {
                self.receiver.try_recv().ok()
            };
            let Some((number, mapped)) = next else { return };
            self.done.insert(number, mapped);
            self.give_out();
        }
    }

    fn give_out(&mut self) {
        while let Some(mapped) = self.done.remove(&self.n_taken) {
            self.n_taken += 1;
            let Some(Mapped { output, report, seen, mut bytes }) = mapped else {
                self.stop.set(true);
                continue;
            };
            bytes.clear();
            self.spare.push(bytes);
            self.report.merge(report);
            for (path, found) in seen {
                *self.seen.entry(path).or_insert(false) |= found;
            }
            if !self.stop.get() && !(self.take)(output) {
                self.stop.set(true);
            }
        }
    }

    /// Waits for all; totals, and what was seen of the fields.
    pub(crate) fn finish(mut self) -> (ExportReport, Seen) {
        self.wait(0);
        (self.report, self.seen)
    }
}

/// Says that a batch is done, or that its worker broke off.
struct Ticket<T> {
    sender: Sender<(u64, Option<Mapped<T>>)>,
    number: u64,
    mapped: Option<Mapped<T>>,
}

impl<T> Ticket<T> {
    fn settle(mut self, mapped: Mapped<T>) {
        self.mapped = Some(mapped);
    }
}

impl<T> Drop for Ticket<T> {
    fn drop(&mut self) {
        // Nobody listens any more only when reading was given up.
        let _ = self.sender.send((self.number, self.mapped.take()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_characters_are_replaced_and_whole_ones_kept() {
        let json = r#"{"a":"\ud83d\ude00 \ud83d x \\ud83d \ude00"}"#;
        let value: Value = serde_json::from_str(&without_lone_surrogates(json)).unwrap();
        assert_eq!(value["a"], "😀 \u{fffd} x \\ud83d \u{fffd}");
        assert_eq!(without_lone_surrogates("\\é \\"), "\\é \\");
    }
}

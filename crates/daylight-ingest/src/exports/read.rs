//! From a file to its records.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::error::IngestError;
use crate::exports::decode::Charset;
use crate::exports::draft::{Out, shown};
use crate::exports::fields::Seen;
use crate::exports::format::ExportFormat;
use crate::exports::head::{HEAD_BYTES, Head};
use crate::exports::lines::{Envelope, Place, RawSink, read_document, read_lines};
use crate::exports::mapped::{self, MappedTable};
use crate::exports::post::Origin;
use crate::exports::report::{ExportOptions, ExportProblem, ExportReport, Record};
use crate::exports::{EXPORT_FORMATS, feed, tables};
use crate::stream::{Packing, fill, unpacked};

/// Reads one export file whole, plain or packed with gzip or zstd.
///
/// Records go to `sink` one after the other in order of the file; nothing but one record is held in memory.
///
/// # Errors
/// When the file cannot be read or no format knows it. Bad records are problems.
pub fn read_export(
    path: &Path,
    options: &ExportOptions,
    sink: &mut dyn FnMut(Record),
) -> Result<ExportReport, IngestError> {
    let mut magic = [0; 8];
    let mut file = File::open(path).map_err(|e| IngestError::io(path, e))?;
    let (len, _) = fill(&mut file, &mut magic);
    drop(file);
    let reader = unpacked(path, Packing::of(&magic[..len]))?;
    read_export_from(path, reader, options, sink)
}

/// Reads one export from a stream. `name` stands in problems and errors only.
///
/// # Errors
/// As [`read_export`].
pub fn read_export_from<'a>(
    name: &Path,
    reader: impl Read + 'a,
    options: &ExportOptions,
    sink: &mut dyn FnMut(Record),
) -> Result<ExportReport, IngestError> {
    let mut reader: Box<dyn Read + 'a> = Box::new(reader);
    let mut raw = Vec::new();
    let outcome = reader.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut raw);
    if let (Err(error), true) = (outcome, raw.is_empty()) {
        return Err(IngestError::io(name, error));
    }
    if raw.trim_ascii().is_empty() {
        return Err(IngestError::Empty { path: name.to_owned() });
    }
    let charset = Charset::of(&raw);
    let (chosen, head, reason) = choose(name, &raw, charset, options)?;
    let format = chosen.format();
    let mut report = ExportReport {
        format: format.name(),
        tool: format.tool(),
        reason,
        encoding: charset.name(),
        ..ExportReport::default()
    };
    if let Chosen::Table(table) = &chosen {
        report.mapping = Some(table.mapping().to_toml());
        report.columns = table.columns().to_vec();
        report.remarks = table.remarks().to_vec();
    } else if options.mapping.is_some() {
        report.note("mapping_not_used");
    }
    let whole: Box<dyn Read + 'a> = Box::new(io::Cursor::new(raw).chain(reader));
    let text = BufReader::with_capacity(1 << 17, charset.reader(whole));
    let mut run = Run {
        format,
        options,
        file: Arc::from(name.to_string_lossy().as_ref()),
        shift: charset.plain(),
        report: &mut report,
        seen: Seen::new(),
        sink,
        n_records: 0,
    };
    let outcome = run.read(&head, text);
    if let Err(error) = outcome {
        // What was read stays; a disk or a packing that fails in the middle is one problem.
        run.broken(None, &format!("reading stopped: {error}"));
    }
    run.finish();
    Ok(report)
}

/// The beginning of a file as text.
pub(crate) fn head_text(raw: &[u8], charset: Charset) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len());
    // A slice cannot fail to be read.
    let _ = charset.reader(Box::new(raw)).take(HEAD_BYTES as u64).read_to_end(&mut text);
    text
}

/// The format that claims decoded text with the highest confidence.
pub fn sniff_export(head: &Head) -> Option<(&'static dyn ExportFormat, SniffMatch)> {
    let claims = EXPORT_FORMATS.iter().filter_map(|f| Some((*f, f.sniff(head)?)));
    claims.max_by(|a, b| (a.1.confidence, b.0.name()).cmp(&(b.1.confidence, a.0.name())))
}

/// How a file is read.
enum Chosen {
    Known(&'static dyn ExportFormat),
    Table(Box<MappedTable>),
}

impl Chosen {
    fn format(&self) -> &dyn ExportFormat {
        match self {
            Self::Known(format) => *format,
            Self::Table(table) => &**table,
        }
    }
}

/// The format, what stands in for the head, and why it was chosen. A mapping is taken where it fits; then what
/// a format claims; then what the columns look like.
fn choose(
    name: &Path,
    raw: &[u8],
    charset: Charset,
    options: &ExportOptions,
) -> Result<(Chosen, Head, String), IngestError> {
    let text = head_text(raw, charset);
    let head = Head::of(&text);
    let whole = raw.len() < HEAD_BYTES;
    let by_name = options.format.as_deref().filter(|wanted| *wanted != mapped::TABLE);
    if let Some(wanted) = by_name {
        let format = EXPORT_FORMATS.iter().find(|f| f.name() == wanted);
        let format = format.ok_or_else(|| IngestError::UnknownFormat { name: wanted.to_owned() })?;
        return Ok((Chosen::Known(*format), head, "named by the user".to_owned()));
    }
    let known = if options.format.is_some() { None } else { sniff_export(&head) };
    let unknown = |what: &str| IngestError::UnknownExport {
        path: name.to_owned(),
        what: format!("{}; {what}", seen_words(&head)),
    };
    let table = match (&options.mapping, known) {
        (Some(mapping), known) => match (mapped::by_mapping(&head, &text, whole, mapping, options), known) {
            (Ok(found), _) => Ok((found, "its columns are those of the mapping")),
            (Err(_), Some((format, found))) => return Ok((Chosen::Known(format), head, found.reason)),
            (Err(what), None) => Err(what),
        },
        (None, Some((format, found))) => return Ok((Chosen::Known(format), head, found.reason)),
        (None, None) => {
            let found = mapped::by_guess(&head, &text, whole, options);
            found.map(|found| (found, "no format knows it; its columns were recognized"))
        }
    };
    match table {
        Ok((found, reason)) => Ok((Chosen::Table(Box::new(found.table)), found.head, reason.to_owned())),
        Err(what) => Err(unknown(&what)),
    }
}

/// Whether the mapping of the options fits a file; only its beginning is read.
///
/// # Errors
/// When it does not, with the column at fault; when the file cannot be read.
pub fn check_mapping(name: &Path, reader: &mut dyn Read, options: &ExportOptions) -> Result<(), IngestError> {
    let mut raw = Vec::new();
    let outcome = reader.take(HEAD_BYTES as u64).read_to_end(&mut raw);
    if let (Err(error), true) = (outcome, raw.is_empty()) {
        return Err(IngestError::io(name, error));
    }
    let charset = Charset::of(&raw);
    let text = head_text(&raw, charset);
    let Some(mapping) = &options.mapping else { return Ok(()) };
    let fits = mapped::by_mapping(&Head::of(&text), &text, raw.len() < HEAD_BYTES, mapping, options);
    fits.map(|_| ()).map_err(|what| IngestError::UnknownExport { path: name.to_owned(), what })
}

/// What was seen, for the error.
fn seen_words(head: &Head) -> String {
    match head {
        Head::Json { paths, .. } => {
            let keys: Vec<String> = paths.keys().filter(|k| !k.contains('.')).take(12).map(|k| shown(k)).collect();
            format!("JSON with the keys {}", keys.join(", "))
        }
        Head::Table { columns, .. } => {
            let columns: Vec<String> = columns.iter().take(12).map(|c| shown(c)).collect();
            format!("a table with the columns {}", columns.join(", "))
        }
        Head::Xml { root } => format!("XML with the root element {}", shown(root)),
    }
}

/// Reading one file.
pub(crate) struct Run<'a> {
    pub(crate) format: &'a dyn ExportFormat,
    options: &'a ExportOptions,
    file: Arc<str>,
    /// Bytes before the decoded text, when its offsets are those of the file.
    shift: Option<u64>,
    pub(crate) report: &'a mut ExportReport,
    seen: Seen,
    sink: &'a mut dyn FnMut(Record),
    n_records: u64,
}

impl Run<'_> {
    fn read(&mut self, head: &Head, text: impl io::BufRead) -> io::Result<()> {
        match head {
            Head::Table { delimiter, .. } => tables::read(text, *delimiter, self),
            Head::Xml { .. } => feed::read(text, self),
            Head::Json { array, lines, .. } => {
                let paths: Vec<&str> = self.format.rules().json_paths.iter().copied().filter(|p| head.has(p)).collect();
                if *array || !lines || !paths.is_empty() {
                    return read_document(text, &paths, self);
                }
                read_lines(text, self)
            }
        }
    }

    fn finish(&mut self) {
        let absent = self.seen.iter().filter(|(_, found)| !**found).map(|(path, _)| (*path).to_owned());
        self.report.absent_fields = absent.collect();
    }

    fn origin(&self, place: Option<Place>) -> Origin {
        Origin {
            source_sha256: self.options.source_sha256.clone(),
            entry: self.options.entry.clone(),
            record: self.n_records,
            line: place.map(|p| p.line),
            offset: place.and_then(|p| Some(p.offset + self.shift?)),
        }
    }

    /// One parsed record.
    pub(crate) fn value(&mut self, record: &Value, place: Option<Place>, envelope: &Envelope) {
        self.n_records += 1;
        let origin = self.origin(place);
        let mut out = Out {
            options: self.options,
            tool: self.format.tool(),
            file: &self.file,
            origin,
            envelope,
            report: self.report,
            seen: &mut self.seen,
            sink: self.sink,
        };
        self.format.map(record, &mut out);
    }

    /// One record that cannot be parsed.
    pub(crate) fn broken(&mut self, place: Option<Place>, reason: &str) {
        self.n_records += 1;
        self.report.n_read += 1;
        self.report.n_rejected += 1;
        let origin = self.origin(place);
        let problem =
            ExportProblem { file: self.file.clone(), origin, field: None, reason: reason.to_owned(), value: None };
        (self.sink)(Record::Problem(problem));
    }

    /// Half characters and broken UTF-8 happen where tools cut texts; they are replaced, counted, and cost nothing else.
    fn parse(&mut self, bytes: &[u8]) -> Result<Value, serde_json::Error> {
        let error = match serde_json::from_slice(bytes) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let text = String::from_utf8_lossy(bytes);
        let repaired = without_lone_surrogates(&text);
        match serde_json::from_str(&repaired) {
            Ok(value) => {
                self.report.note("text_repaired");
                Ok(value)
            }
            Err(_) => Err(error),
        }
    }
}

impl RawSink for Run<'_> {
    fn record(&mut self, bytes: &[u8], place: Place, envelope: &Envelope) {
        match self.parse(bytes) {
            Ok(value) => self.value(&value, Some(place), envelope),
            Err(error) => {
                let category = match error.classify() {
                    serde_json::error::Category::Eof => "the JSON of the record is cut off",
                    _ if error.to_string().contains("recursion limit") => "the JSON of the record nests too deeply",
                    _ => "the JSON of the record is broken",
                };
                self.broken(Some(place), category);
            }
        }
    }

    fn broken(&mut self, place: Place, reason: &str) {
        Run::broken(self, Some(place), reason);
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

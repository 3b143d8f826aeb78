//! From a file to its records.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use daylight_core::SniffMatch;

use crate::error::IngestError;
use crate::exports::batches::{Line, Run, Source, Watched};
use crate::exports::decode::Charset;
use crate::exports::draft::shown;
use crate::exports::format::ExportFormat;
use crate::exports::head::{HEAD_BYTES, Head};
use crate::exports::lines::{read_document, read_lines};
use crate::exports::mapped::{self, MappedTable};
use crate::exports::report::{ExportOptions, ExportReport, Record};
use crate::exports::rows::is_parquet;
use crate::exports::{EXPORT_FORMATS, feed, tables};
use crate::stream::{Packing, fill, unpacked};

/// Bytes read at once: lines are taken out of the buffer without a copy when they stand in it whole.
const READ_BYTES: usize = 1 << 20;

/// Reads one export file whole, plain or packed with gzip or zstd.
///
/// Records go to `sink` one after the other in order of the file; only some batches of them are in memory.
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
    let export = Export::open(name, reader, options)?;
    Ok(export.read(options, &|records| records, &mut |records| {
        records.into_iter().for_each(&mut *sink);
        true
    }))
}

/// An export that was recognized, before anything of it is read.
pub struct Export<'a> {
    name: PathBuf,
    chosen: Chosen,
    reason: String,
    charset: Charset,
    head: Head,
    reader: Box<dyn Read + 'a>,
}

impl<'a> Export<'a> {
    /// Looks at the beginning of a stream. `name` stands in problems and errors only.
    ///
    /// # Errors
    /// When it cannot be read or no format knows it.
    pub fn open(name: &Path, reader: impl Read + 'a, options: &ExportOptions) -> Result<Self, IngestError> {
        let mut reader: Box<dyn Read + 'a> = Box::new(reader);
        let mut raw = Vec::new();
        let outcome = reader.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut raw);
        if let (Err(error), true) = (outcome, raw.is_empty()) {
            return Err(IngestError::io(name, error));
        }
        if raw.trim_ascii().is_empty() {
            return Err(IngestError::Empty { path: name.to_owned() });
        }
        if is_parquet(&raw) {
            let what =
                "Parquet is read from a file of its own, not out of an archive or a stream; unpack it".to_owned();
            return Err(IngestError::UnknownExport { path: name.to_owned(), what });
        }
        let charset = Charset::of(&raw);
        let (chosen, head, reason) = choose(name, &raw, charset, options)?;
        let reader = Box::new(io::Cursor::new(raw).chain(reader));
        Ok(Self { name: name.to_owned(), chosen, reason, charset, head, reader })
    }

    /// Name of the format.
    pub fn format(&self) -> &'static str {
        self.chosen.format().name()
    }

    /// Why it was taken for that.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Reads all of it. `work` is done to batches of records on all threads, `take` gets what it made on the
    /// calling thread, in order of the file; reading ends when it answers `false`. Only some batches are in
    /// memory at a time, and they are the same whatever the number of threads.
    ///
    /// Bad records are problems.
    pub fn read<T: Send>(
        self,
        options: &ExportOptions,
        work: &(dyn Fn(Vec<Record>) -> T + Sync),
        take: &mut dyn FnMut(T) -> bool,
    ) -> ExportReport {
        let format = self.chosen.format();
        let source = Source {
            format,
            options,
            file: Arc::from(self.name.to_string_lossy().as_ref()),
            shift: self.charset.plain(),
        };
        let stop = Rc::new(Cell::new(false));
        let watched = Watched { inner: self.reader, stop: stop.clone() };
        let text = BufReader::with_capacity(READ_BYTES, self.charset.reader(Box::new(watched)));
        let mut line = Line::new(&source, work, take, stop);
        let own = rayon::in_place_scope(|scope| {
            let mut send = |batch| line.send(scope, batch);
            let mut run = Run::new(format, &mut send);
            if let Err(error) = cut(&self.head, text, &mut run) {
                // What was read stays; a disk or a packing that fails in the middle is one problem.
                run.broken(None, &format!("reading stopped: {error}"));
            }
            run.finish()
        });
        let (mut report, seen) = line.finish();
        report.merge(own);
        if let Chosen::Table(table) = &self.chosen {
            report.mapping = Some(table.mapping().to_toml());
            report.columns = table.columns().to_vec();
            report.remarks = table.remarks().to_vec();
        } else if options.mapping.is_some() {
            report.note("mapping_not_used");
        }
        let absent = seen.into_iter().filter(|(_, found)| !found).map(|(path, _)| path.to_owned());
        ExportReport {
            format: format.name(),
            tool: format.tool(),
            reason: self.reason,
            encoding: self.charset.name(),
            absent_fields: absent.collect(),
            ..report
        }
    }
}

/// Cuts the text into records.
fn cut(head: &Head, text: impl io::BufRead, run: &mut Run<'_>) -> io::Result<()> {
    match head {
        Head::Table { delimiter, .. } => tables::read(text, *delimiter, run),
        Head::Xml { .. } => feed::read(text, run),
        Head::Json { array, lines, .. } => {
            // What the head shows tells a document from lines. Other parts of a document may begin after it.
            let paths = run.format.rules().json_paths;
            let is_document = paths.iter().any(|path| head.has(path));
            if *array || !lines || is_document {
                return read_document(text, if is_document { paths } else { &[] }, run);
            }
            read_lines(text, run)
        }
    }
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

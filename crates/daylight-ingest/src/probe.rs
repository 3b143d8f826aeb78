//! What a file is: packing, encoding, format, columns and a sample of rows.

use std::io::{Seek, SeekFrom};

use daylight_core::Importer;
use parquet::arrow::arrow_reader::ArrowReaderMetadata;

use crate::blocks::Cut;
use crate::columns::Sample;
use crate::csv::{self, CsvImporter};
use crate::error::IngestError;
use crate::json::{self, JsonImporter};
use crate::parquet_in::{self, ParquetImporter};
use crate::stream::{Encoding, Packing, fill, text, unpacked};
use crate::walk::Input;

/// All importers of tables.
pub static IMPORTERS: [&dyn Importer; 3] = [&CsvImporter, &JsonImporter, &ParquetImporter];

/// Bytes of the head that is looked at.
const HEAD_BYTES: usize = 1 << 20;

/// How the rows of a file are found.
#[derive(Debug, Clone)]
pub enum Body {
    /// Separated text.
    Csv {
        /// Between cells.
        delimiter: u8,
        /// Bytes of mark and header before the first row.
        start: u64,
        /// Lines are records and the bytes are as in the file.
        parallel: bool,
    },
    /// JSON.
    Json {
        /// Lines or elements.
        cut: Cut,
        /// Bytes before the first record.
        start: u64,
        /// Lines are records and the bytes are as in the file.
        parallel: bool,
    },
    /// Parquet.
    Parquet(ArrowReaderMetadata),
}

/// A file that is known well enough to be read.
#[derive(Debug, Clone)]
pub struct Probe {
    /// The file.
    pub input: Input,
    /// Size.
    pub bytes: u64,
    /// Packing.
    pub packing: Packing,
    /// Encoding.
    pub encoding: Encoding,
    /// Name of the format for the report.
    pub format: String,
    /// How rows are found.
    pub body: Body,
    /// Lines before the first record.
    pub header_lines: u64,
    /// Columns and rows.
    pub sample: Sample,
}

impl Probe {
    /// Takes records, not lines, as the unit from now on: a quote was met in the middle of the file.
    pub fn read_carefully(&mut self) {
        if let Body::Csv { start, parallel, .. } = &mut self.body
            && *parallel
        {
            *parallel = false;
            *start -= mark(self.encoding);
        }
    }
}

/// Looks at a file.
pub fn probe(input: &Input) -> Result<Probe, IngestError> {
    let path = &input.path;
    let io = |e| IngestError::io(path, e);
    let mut file = std::fs::File::open(path).map_err(io)?;
    let bytes = file.metadata().map_err(io)?.len();
    let mut magic = [0_u8; 16];
    let (len, error) = fill(&mut file, &mut magic);
    if let Some(error) = error {
        return Err(io(error));
    }
    if len == 0 {
        return Err(IngestError::Empty { path: path.clone() });
    }
    if let Some(what) = known_binary(&magic[..len]) {
        return Err(not_a_table(input, what));
    }
    let packing = Packing::of(&magic[..len]);
    if ParquetImporter.sniff(&magic[..len]).is_some() {
        return probe_parquet(input, bytes);
    }
    let head = head(input, packing)?;
    if head.trim_ascii().is_empty() {
        return Err(IngestError::Empty { path: path.clone() });
    }
    if let Some(what) = known_binary(&head) {
        return Err(not_a_table(input, &format!("packed, and inside {what}")));
    }
    let encoding = Encoding::of(&head);
    let mut decoded = vec![0; HEAD_BYTES];
    let mut reader = text(path, packing, encoding)?;
    let (len, _) = fill(&mut reader, &mut decoded);
    decoded.truncate(len);
    if csv::control_share(&decoded) > 0.02 {
        return Err(not_a_table(input, "its bytes are not text"));
    }
    let probe = Probe {
        input: input.clone(),
        bytes,
        packing,
        encoding,
        format: String::new(),
        body: Body::Csv { delimiter: b',', start: 0, parallel: false },
        header_lines: 0,
        sample: Sample::default(),
    };
    let whole = len < HEAD_BYTES;
    let best = IMPORTERS.iter().filter_map(|i| Some((i.sniff(&decoded)?.confidence, i.name()))).max();
    match best {
        Some((_, "json")) => probe_json(probe, &decoded, whole),
        Some((_, "csv")) => probe_csv(probe, &decoded, whole),
        _ => Err(not_a_table(input, "no importer knows it")),
    }
}

fn not_a_table(input: &Input, what: &str) -> IngestError {
    IngestError::NotATable { path: input.path.clone(), what: what.to_owned() }
}

/// Files that people give by mistake.
fn known_binary(head: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 9] = [
        (b"PK\x03\x04", "a zip archive or an Excel workbook (save it as CSV)"),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook (save it as CSV)"),
        (b"%PDF", "a PDF document"),
        (b"SQLite format 3", "an SQLite database"),
        (b"\x89PNG", "an image"),
        (b"\xFF\xD8\xFF", "an image"),
        (b"\x7FELF", "a program"),
        (b"BZh", "packed with bzip2 (unpack it first)"),
        (b"\xFD7zXZ", "packed with xz (unpack it first)"),
    ];
    KNOWN.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, what)| *what)
}

fn head(input: &Input, packing: Packing) -> Result<Vec<u8>, IngestError> {
    let mut reader = unpacked(&input.path, packing)?;
    let mut head = vec![0; 64 << 10];
    let (len, error) = fill(&mut reader, &mut head);
    head.truncate(len);
    match error {
        Some(error) if len == 0 => Err(IngestError::io(&input.path, error)),
        _ => Ok(head),
    }
}

fn mark(encoding: Encoding) -> u64 {
    match encoding {
        Encoding::Utf8(mark) => mark as u64,
        Encoding::Utf16Le(_) | Encoding::Utf16Be(_) => 0,
    }
}

fn is_plain(probe: &Probe) -> bool {
    probe.packing == Packing::Plain && matches!(probe.encoding, Encoding::Utf8(_))
}

fn probe_csv(mut probe: Probe, head: &[u8], whole: bool) -> Result<Probe, IngestError> {
    let found = csv::read_head(head, whole);
    probe.sample = found.sample;
    if found.header_lines > 0 && whole && head[found.data_start..].trim_ascii().is_empty() {
        return Err(IngestError::HeaderOnly { path: probe.input.path });
    }
    let start = mark(probe.encoding) + found.data_start as u64;
    let mut parallel = is_plain(&probe) && !found.quotes;
    if parallel && !whole {
        parallel = !look_ahead(&mut probe, found.delimiter)?;
    }
    let utf16 = if matches!(probe.encoding, Encoding::Utf8(_)) { "" } else { "+utf16" };
    let name = if found.delimiter == b'\t' { "tsv" } else { "csv" };
    probe.format = format!("{name}{utf16}{}", probe.packing.suffix());
    probe.header_lines = found.header_lines;
    let start = if parallel { start } else { found.data_start as u64 };
    probe.body = Body::Csv { delimiter: found.delimiter, start, parallel };
    Ok(probe)
}

/// Samples rows from the rest of a plain file; says whether a quote was seen.
fn look_ahead(probe: &mut Probe, delimiter: u8) -> Result<bool, IngestError> {
    let io = |e| IngestError::io(&probe.input.path, e);
    let mut file = std::fs::File::open(&probe.input.path).map_err(io)?;
    let mut place = vec![0; 64 << 10];
    for i in 1..8_u64 {
        file.seek(SeekFrom::Start(probe.bytes / 8 * i)).map_err(io)?;
        let (len, error) = fill(&mut file, &mut place);
        if let Some(error) = error {
            return Err(io(error));
        }
        let place = &place[..len];
        if memchr::memchr(b'"', place).is_some() {
            return Ok(true);
        }
        let from = memchr::memchr(b'\n', place).map_or(len, |i| i + 1);
        let to = memchr::memrchr(b'\n', place).map_or(from, |i| i + 1);
        csv::add_rows(&mut probe.sample, &place[from..to.max(from)], delimiter);
    }
    Ok(false)
}

fn probe_json(mut probe: Probe, head: &[u8], whole: bool) -> Result<Probe, IngestError> {
    let layout = json::layout(head);
    probe.sample = json::sample(&head[layout.start..], layout.cut);
    if probe.sample.rows.is_empty() {
        if whole && layout.cut == Cut::Elements && head[layout.start..].trim_ascii().starts_with(b"]") {
            return Err(IngestError::Empty { path: probe.input.path });
        }
        return Err(not_a_table(&probe.input, "it begins like JSON, but holds no complete JSON object"));
    }
    let parallel = is_plain(&probe) && layout.cut == Cut::Lines;
    let name = if layout.cut == Cut::Lines { "ndjson" } else { "json" };
    probe.format = format!("{name}{}", probe.packing.suffix());
    let start = layout.start as u64 + if parallel { mark(probe.encoding) } else { 0 };
    probe.body = Body::Json { cut: layout.cut, start, parallel };
    Ok(probe)
}

fn probe_parquet(input: &Input, bytes: u64) -> Result<Probe, IngestError> {
    let wrong = |source| IngestError::Parquet { path: input.path.clone(), source };
    let metadata = parquet_in::metadata(&input.path).map_err(wrong)?;
    let sample = parquet_in::sample(&input.path, &metadata).map_err(wrong)?;
    if metadata.metadata().file_metadata().num_rows() == 0 {
        return Err(IngestError::HeaderOnly { path: input.path.clone() });
    }
    Ok(Probe {
        input: input.clone(),
        bytes,
        packing: Packing::Plain,
        encoding: Encoding::Utf8(0),
        format: "parquet".to_owned(),
        body: Body::Parquet(metadata),
        header_lines: 0,
        sample,
    })
}

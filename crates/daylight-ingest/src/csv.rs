//! Importer of CSV and its relatives: comma, tab, semicolon or bar between cells.

use daylight_core::{Importer, SniffMatch};

use crate::columns::Sample;
use crate::csv_careful::Records;
use crate::csv_fast::each_line;
use crate::sink::{Cells, Plan, RecordSink};
use crate::time::TimeEvidence;

/// Rows of a sample.
const SAMPLE_ROWS: usize = 4000;

/// Reads CSV, TSV and other separated text.
#[derive(Debug, Clone, Copy)]
pub struct CsvImporter;

impl Importer for CsvImporter {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn card(&self) -> &'static str {
        include_str!("csv.md")
    }

    fn sniff(&self, head: &[u8]) -> Option<SniffMatch> {
        let first = head.trim_ascii_start().first()?;
        if head.starts_with(b"PAR1") || matches!(first, b'{' | b'[') || control_share(head) > 0.02 {
            return None;
        }
        let (delimiter, n_cells) = delimiter(head);
        let what = match delimiter {
            b'\t' => "tab".to_owned(),
            other => format!("`{}`", char::from(other)),
        };
        let reason = format!("lines of {n_cells} cells separated by {what}");
        Some(SniffMatch { confidence: if n_cells > 1 { 60 } else { 20 }, reason })
    }
}

/// Share of bytes that text does not hold.
pub fn control_share(head: &[u8]) -> f64 {
    let head = &head[..head.len().min(8192)];
    let n = head.iter().filter(|&&b| b < 32 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1F)).count();
    n as f64 / head.len().max(1) as f64
}

/// The separator that splits the first records most evenly, and the number of cells it gives.
pub fn delimiter(head: &[u8]) -> (u8, usize) {
    let head = &head[..head.len().min(64 << 10)];
    let mut best = (0.0, b',', 1);
    for candidate in [b'\t', b',', b';', b'|'] {
        let mut records = Records::new(head, candidate);
        let mut counts = Vec::new();
        while counts.len() < 50 && records.advance().is_some() {
            counts.push(records.len());
        }
        // The last record may be cut off by the end of the sample.
        if counts.len() > 2 {
            counts.pop();
        }
        let Some(&n_cells) = counts.first() else { continue };
        let even = counts.iter().filter(|&&n| n == n_cells).count() as f64 / counts.len() as f64;
        let score = if n_cells > 1 { even + (n_cells as f64).min(100.0) / 1000.0 } else { 0.0 };
        if score > best.0 + 1e-9 {
            best = (score, candidate, n_cells);
        }
    }
    (best.1, best.2)
}

/// What the head of a file shows.
#[derive(Debug)]
pub struct CsvHead {
    /// Separator.
    pub delimiter: u8,
    /// Bytes of the header.
    pub data_start: usize,
    /// Lines of the header.
    pub header_lines: u64,
    /// Columns and rows.
    pub sample: Sample,
    /// Whether a quote stands after the header.
    pub quotes: bool,
}

/// Reads header and first rows; `whole` says that `head` is the whole file.
pub fn read_head(head: &[u8], whole: bool) -> CsvHead {
    let (delimiter, _) = delimiter(head);
    let mut records = Records::new(head, delimiter);
    let mut first: Vec<Vec<u8>> = Vec::new();
    if records.advance().is_some() {
        first = (0..records.len()).map(|i| records.cell(i).to_vec()).collect();
    }
    let has_header = !first.iter().any(|cell| is_data(cell));
    let (data_start, header_lines) = if has_header { (records.position(), u64::from(records.lines())) } else { (0, 0) };
    let names = if has_header {
        first.iter().map(|c| String::from_utf8_lossy(c.trim_ascii()).into_owned()).collect()
    } else {
        (1..=first.len()).map(|n| n.to_string()).collect()
    };
    let mut sample = Sample { names, rows: Vec::new() };
    let body = &head[data_start..];
    let end = if whole { body.len() } else { crate::blocks::last_end_of_quoted(body, delimiter) };
    add_rows(&mut sample, &body[..end], delimiter);
    let quotes = memchr::memchr(b'"', body).is_some();
    CsvHead { delimiter, data_start, header_lines, sample, quotes }
}

/// Adds the well-formed rows of whole records to a sample.
pub fn add_rows(sample: &mut Sample, bytes: &[u8], delimiter: u8) {
    let limit = sample.rows.len() + SAMPLE_ROWS;
    let mut records = Records::new(bytes, delimiter);
    while sample.rows.len() < limit && records.advance().is_some() {
        if records.len() == sample.names.len() {
            sample.rows.push((0..records.len()).map(|i| records.cell(i).to_vec()).collect());
        }
    }
}

/// Whether a cell of the first line is data, so that the line is no header.
fn is_data(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    let mut evidence = TimeEvidence::default();
    evidence.add(cell);
    let number = cell.len() >= 4 && cell.iter().all(u8::is_ascii_digit);
    number || evidence.n_times() > 0 || crate::urls::is_link(&String::from_utf8_lossy(&cell[..cell.len().min(16)]))
}

/// Hands the records of a block to the sink.
pub fn parse_block(block: &[u8], delimiter: u8, plan: &Plan, sink: &mut impl RecordSink) -> u64 {
    if memchr::memchr2(b'"', b'\r', block).is_none() {
        parse_fast(block, delimiter, plan, sink)
    } else {
        parse_careful(block, delimiter, plan, sink)
    }
}

const TOO_FEW: &str = "row has fewer cells than there are columns";
const TOO_MANY: &str = "row has more cells than there are columns";

/// For lines that stand in a record that is none, and are not read anew.
pub(crate) const IN_QUOTES: &str = "a quote that was opened in a line before swallows this one";

/// How often text may be read again. A quote that is opened by mistake ends only at the next one, so that a bad
/// record of several lines is likely to hold good ones; but text can be made so that each line seems to begin such
/// a record, and reading it would take the square of its length.
#[derive(Debug, Default)]
pub(crate) struct Rereading {
    n_bytes: usize,
}

impl Rereading {
    /// Whether `n_bytes` of all that was read until now may be read once more.
    pub(crate) fn may(&mut self, n_bytes: usize, n_read: usize) -> bool {
        self.n_bytes = self.n_bytes.saturating_add(n_bytes);
        self.n_bytes <= n_read.saturating_mul(4).saturating_add(1 << 20)
    }
}

fn parse_fast(block: &[u8], delimiter: u8, plan: &Plan, sink: &mut impl RecordSink) -> u64 {
    let n_columns = plan.names.len();
    each_line(block, delimiter, |line, number| {
        if line.len() == n_columns {
            sink.record(plan, line, number);
        } else {
            let reason = if line.len() < n_columns { TOO_FEW } else { TOO_MANY };
            sink.reject(plan, number, None, reason, line.bytes());
        }
    })
}

fn parse_careful(block: &[u8], delimiter: u8, plan: &Plan, sink: &mut impl RecordSink) -> u64 {
    let n_columns = plan.names.len();
    let mut records = Records::new(block, delimiter);
    let mut rereading = Rereading::default();
    while let Some(line) = records.advance() {
        if records.unclosed {
            sink.reject(plan, line, None, "a quoted cell is never closed", records.cell(records.len() - 1));
        } else if records.len() == n_columns {
            sink.record(plan, &records, line);
            continue;
        } else {
            let reason = if records.len() < n_columns { TOO_FEW } else { TOO_MANY };
            sink.reject(plan, line, None, reason, records.cell(0));
        }
        let further = records.further_lines();
        if !further.is_empty() && rereading.may(further.len(), block.len()) {
            records.back_to_second_line();
            continue;
        }
        let lines = (line + 1..).zip(further.split(|&b| b == b'\n'));
        for (line, text) in lines.filter(|(_, text)| !text.trim_ascii().is_empty()) {
            sink.reject(plan, line, None, IN_QUOTES, text);
        }
    }
    u64::from(records.lines())
}

//! Where every format puts its rows: one sink a worker, one segment a block of the file.

use std::collections::BTreeMap;
use std::sync::Arc;

use daylight_core::{IdTable, Intake, PostTable, Problem, ProblemLog};

use crate::ids::{Packed, Packer};
use crate::streams::{ColumnSink, MAX_ID};
use crate::time::{EpochUnit, TimeFault, TimeFormat, is_missing, parse_time, whole_seconds};

/// Separates the items of a JSON or Parquet list inside one cell.
pub const LIST_SEPARATOR: u8 = 0x1F;

/// The cells of one record, by column.
pub trait Cells {
    /// The bytes of a cell; empty when missing.
    fn cell(&self, column: usize) -> &[u8];
}

/// Takes the records of a file, block after block.
pub trait RecordSink {
    /// Starts a block; `clean` says that it is valid UTF-8 without NUL bytes.
    fn begin(&mut self, file: u32, block: u64, clean: bool);
    /// Takes one record; lines count from 0 inside the block.
    fn record<C: Cells>(&mut self, plan: &Plan, cells: &C, line: u32);
    /// Counts a record that cannot be read.
    fn reject(&mut self, plan: &Plan, line: u32, column: Option<usize>, reason: &str, value: &[u8]);
    /// Ends the block, which had `n_lines` lines (or records).
    fn end(&mut self, n_lines: u64);
    /// Whether no more rows can be numbered.
    fn is_full(&self) -> bool;
}

/// How several objects stand in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// One object a cell.
    Whole,
    /// Separated by this character.
    Char(char),
    /// Separated by white space.
    Blank,
    /// A list as Python or JSON prints it.
    List,
}

/// A column of objects.
#[derive(Debug, Clone)]
pub struct ObjectColumn {
    /// The column.
    pub column: usize,
    /// Layer of its objects (index into the sink's layers); none when only domains are wanted.
    pub layer: Option<usize>,
    /// How several objects stand in one cell.
    pub split: Split,
    /// Whether its values are ids, which a spreadsheet may have damaged.
    pub ids: bool,
    /// Layer of registered domains derived from it.
    pub domain_layer: Option<usize>,
}

/// How the records of one file become posts.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Index of the file.
    pub file: u32,
    /// Names of the columns.
    pub names: Vec<String>,
    /// Who.
    pub account: usize,
    /// In which item.
    pub content: Option<usize>,
    /// When.
    pub time: Option<usize>,
    /// The clock time, where `time` is a date alone.
    pub clock: Option<usize>,
    /// How times are written.
    pub time_format: TimeFormat,
    /// Text, if kept.
    pub text: Option<usize>,
    /// Platform.
    pub platform: Option<usize>,
    /// Language.
    pub language: Option<usize>,
    /// Display name.
    pub name: Option<usize>,
    /// On what.
    pub objects: Vec<ObjectColumn>,
    /// Set when a record is one account, one content, a time in seconds and one object.
    pub plain: Option<Plain>,
    /// Rows of the file that are left out, ascending (Parquet only).
    pub repeated: Arc<[u32]>,
}

/// Columns of the commonest kind of table.
#[derive(Debug, Clone, Copy)]
pub struct Plain {
    /// In which item.
    pub content: usize,
    /// When.
    pub time: usize,
    /// On what.
    pub object: usize,
    /// The object's layer.
    pub layer: usize,
}

impl Plan {
    /// The columns, when records of this plan are of the commonest kind.
    pub fn find_plain(&self) -> Option<Plain> {
        let [object] = self.objects.as_slice() else { return None };
        let extras = [self.text, self.platform, self.language, self.name, self.clock];
        let simple =
            object.split == Split::Whole && object.domain_layer.is_none() && extras.iter().all(Option::is_none);
        if !simple || self.time_format != TimeFormat::Epoch(EpochUnit::Seconds) {
            return None;
        }
        Some(Plain { content: self.content?, time: self.time?, object: object.column, layer: object.layer? })
    }

    /// The columns that play a role, ascending.
    pub fn used(&self) -> Vec<usize> {
        let optional = [self.content, self.time, self.clock, self.text, self.platform, self.language, self.name];
        let mut used: Vec<usize> = optional.into_iter().flatten().collect();
        used.push(self.account);
        used.extend(self.objects.iter().map(|o| o.column));
        used.sort_unstable();
        used.dedup();
        used
    }
}

/// Packers of all columns of ids, the same for all files and workers.
#[derive(Debug, Clone, Default)]
pub struct Packers {
    /// Of account ids.
    pub account: Packer,
    /// Of content ids.
    pub content: Packer,
    /// Of each layer.
    pub layers: Vec<Packer>,
    /// Of names: none.
    pub name: Packer,
}

/// The actions of one layer in one segment.
#[derive(Debug, Default)]
pub struct SegmentLayer {
    /// Actions in the segment.
    pub n: u32,
    /// Row of each action inside the segment; absent while action i is on row i.
    pub rows: Option<Vec<u32>>,
    /// Actions whose object is their own post.
    pub same: Vec<u32>,
}

impl SegmentLayer {
    #[inline]
    fn note(&mut self, row: u32) {
        match &mut self.rows {
            Some(rows) => rows.push(row),
            None if self.n == row => {}
            None => {
                let mut rows: Vec<u32> = (0..self.n).collect();
                rows.push(row);
                self.rows = Some(rows);
            }
        }
        self.n += 1;
    }
}

/// Few different words, numbered.
#[derive(Debug, Default)]
pub struct Words {
    /// Number of each word.
    pub known: BTreeMap<String, u16>,
    /// Word of each row; `u16::MAX` when missing.
    pub rows: Vec<u16>,
}

impl Words {
    fn push(&mut self, word: &[u8]) {
        // Of a list the first item counts.
        let word = word.split(|&b| b == LIST_SEPARATOR).next().unwrap_or(word);
        if is_missing(word) {
            self.rows.push(u16::MAX);
            return;
        }
        let word = String::from_utf8_lossy(word);
        let next = self.known.len().min(usize::from(u16::MAX) - 1) as u16;
        let number = match self.known.get(word.as_ref()) {
            Some(&number) => number,
            None => *self.known.entry(word.into_owned()).or_insert(next),
        };
        self.rows.push(number);
    }
}

/// The posts of one block of a file.
#[derive(Debug, Default)]
pub struct Segment {
    /// Index of the file.
    pub file: u32,
    /// Number of the block in the file.
    pub block: u64,
    /// Lines (or records) of the block.
    pub n_lines: u64,
    /// Times of the posts.
    pub times: Vec<i64>,
    /// Lines of the posts, from 0 inside the block.
    pub lines: Vec<u32>,
    /// Actions by layer.
    pub layers: Vec<SegmentLayer>,
    /// Texts.
    pub text: IdTable,
    /// Platforms.
    pub platform: Words,
    /// Languages.
    pub language: Words,
    /// Problems, with lines from 0 inside the block.
    pub problems: ProblemLog,
    /// Records read, kept, rejected.
    pub intake: Intake,
}

/// What one worker reads.
#[derive(Debug)]
pub struct Sink<'a> {
    packers: &'a Packers,
    keep_lines: bool,
    /// Ids by column.
    pub account: ColumnSink,
    /// Content ids.
    pub content: ColumnSink,
    /// Display names.
    pub name: ColumnSink,
    /// Object ids by layer.
    pub layers: Vec<ColumnSink>,
    /// Finished segments.
    pub segments: Vec<Segment>,
    n_rows: u32,
    n_actions: Vec<u32>,
    segment: Segment,
    clean: bool,
    row: u32,
}

impl<'a> Sink<'a> {
    /// An empty sink.
    /// `large` says that much is to be read.
    pub fn new(packers: &'a Packers, keep_lines: bool, large: bool) -> Self {
        let n_layers = packers.layers.len();
        Self {
            packers,
            keep_lines,
            account: ColumnSink::new(large),
            content: ColumnSink::new(large),
            name: ColumnSink::new(large),
            layers: (0..n_layers).map(|_| ColumnSink::new(large)).collect(),
            segments: Vec::new(),
            n_rows: 0,
            n_actions: vec![0; n_layers],
            segment: Segment::default(),
            clean: true,
            row: 0,
        }
    }

    fn problem(&mut self, plan: &Plan, line: u32, column: Option<usize>, reason: &str, value: &[u8], rejected: bool) {
        self.segment.problems.add(Problem {
            source: plan.file,
            line: u64::from(line),
            column: column.and_then(|c| plan.names.get(c).cloned()),
            reason: reason.to_owned(),
            value: (!value.is_empty()).then(|| shown(value)),
            rejected,
        });
    }

    fn time<C: Cells>(&mut self, plan: &Plan, cells: &C, line: u32) -> Option<i64> {
        let Some(column) = plan.time else { return Some(PostTable::NO_TIME) };
        let joined = plan.clock.map(|clock| join_clock(cells.cell(column), cells.cell(clock)));
        let value = joined.as_deref().unwrap_or_else(|| cells.cell(column));
        match parse_time(value, &plan.time_format) {
            Ok(time) => Some(time),
            Err(TimeFault::Empty) => {
                self.problem(plan, line, plan.time, TimeFault::Empty.reason(), &[], false);
                Some(PostTable::NO_TIME)
            }
            Err(fault) => {
                self.reject(plan, line, plan.time, fault.reason(), value);
                None
            }
        }
    }

    /// What makes the record unusable: the column at fault and why.
    fn fault<C: Cells>(&self, plan: &Plan, cells: &C, account: &[u8], content: &[u8]) -> Option<(usize, &'static str)> {
        if is_missing(account) {
            return Some((plan.account, "account is empty"));
        }
        if let Some(reason) = self.id_fault(account) {
            return Some((plan.account, reason));
        }
        // A damaged content id is no reason to lose the post: it is then its own content.
        if let (Some(column), Some(reason)) = (plan.content, self.id_fault(content))
            && !is_damaged(content)
        {
            return Some((column, reason));
        }
        for object in &plan.objects {
            let value = cells.cell(object.column);
            if value.len() > MAX_ID && has_long_item(value, object.split) {
                return Some((object.column, "object is longer than 16,000 bytes"));
            }
            if object.ids {
                if let Some(reason) = self.id_fault(trim(value)) {
                    return Some((object.column, reason));
                }
            } else if !self.clean
                && let Some(reason) = byte_fault(value)
            {
                return Some((object.column, reason));
            }
        }
        None
    }

    #[inline]
    fn id_fault(&self, id: &[u8]) -> Option<&'static str> {
        if id.len() > MAX_ID {
            return Some("id is longer than 16,000 bytes");
        }
        if is_damaged(id) {
            return Some("id damaged by a spreadsheet (digits are lost)");
        }
        if self.clean { None } else { byte_fault(id) }
    }

    #[inline]
    fn objects(&mut self, object: &ObjectColumn, cell: &[u8], content: &[u8]) {
        if cell.is_empty() {
            return;
        }
        if object.split == Split::Whole
            && let (Some(layer), None) = (object.layer, object.domain_layer)
            && memchr::memchr(LIST_SEPARATOR, cell).is_none()
        {
            self.object(layer, trim(cell), content);
            return;
        }
        let mut seen: Vec<&[u8]> = Vec::new();
        let mut domains: Vec<String> = Vec::new();
        each_item(cell, object.split, &mut |item| {
            if !is_missing(item) && !seen.contains(&item) {
                seen.push(item);
            }
        });
        for item in seen {
            if let Some(layer) = object.layer {
                self.object(layer, item, content);
            }
            if object.domain_layer.is_some()
                && let Some(domain) = crate::urls::registered_domain(&String::from_utf8_lossy(item))
                && !domains.contains(&domain)
            {
                domains.push(domain);
            }
        }
        if let Some(layer) = object.domain_layer {
            for domain in domains {
                self.object(layer, domain.as_bytes(), content);
            }
        }
    }

    #[inline]
    fn object(&mut self, layer: usize, id: &[u8], content: &[u8]) {
        if is_missing(id) {
            return;
        }
        let actions = &mut self.segment.layers[layer];
        self.layers[layer].push(&self.packers.layers[layer], id);
        if id == content {
            actions.same.push(actions.n);
        }
        actions.note(self.row);
    }

    fn extras<C: Cells>(&mut self, plan: &Plan, cells: &C, line: u32) {
        if let Some(column) = plan.text {
            let text = cells.cell(column);
            if !self.clean
                && let Some(reason) = text_fault(text)
            {
                self.problem(plan, line, Some(column), reason, text, false);
            }
            self.segment.text.push(&String::from_utf8_lossy(text));
        }
        if let Some(column) = plan.platform {
            self.segment.platform.push(trim(cells.cell(column)));
        }
        if let Some(column) = plan.language {
            self.segment.language.push(trim(cells.cell(column)));
        }
        if let Some(column) = plan.name {
            let name = trim(cells.cell(column));
            if is_missing(name) {
                self.name.push_missing();
            } else {
                let name = String::from_utf8_lossy(&name[..name.len().min(1000)]);
                self.name.push(&self.packers.name, name.as_bytes());
            }
        }
    }
}

impl RecordSink for Sink<'_> {
    fn begin(&mut self, file: u32, block: u64, clean: bool) {
        let layers = self.n_actions.iter().map(|_| SegmentLayer::default()).collect();
        // Most blocks are like the one before.
        let n_rows = self.segments.last().map_or(0, |s| s.times.len() + s.times.len() / 16);
        self.segment = Segment { file, block, layers, times: Vec::with_capacity(n_rows), ..Segment::default() };
        self.clean = clean;
        self.row = 0;
    }

    fn end(&mut self, n_lines: u64) {
        let mut segment = std::mem::take(&mut self.segment);
        segment.n_lines = n_lines;
        segment.intake.kept = segment.times.len() as u64;
        segment.intake.read = segment.intake.kept + segment.intake.rejected;
        self.n_rows += segment.times.len() as u32;
        for (n, layer) in self.n_actions.iter_mut().zip(&segment.layers) {
            *n += layer.n;
        }
        self.segments.push(segment);
        for column in [&mut self.account, &mut self.content, &mut self.name].into_iter().chain(&mut self.layers) {
            column.end_segment();
        }
    }

    fn reject(&mut self, plan: &Plan, line: u32, column: Option<usize>, reason: &str, value: &[u8]) {
        self.segment.intake.rejected += 1;
        self.problem(plan, line, column, reason, value, true);
    }

    #[inline]
    fn record<C: Cells>(&mut self, plan: &Plan, cells: &C, line: u32) {
        if !self.record_plain(plan, cells, line) {
            self.record_any(plan, cells, line);
        }
    }

    fn is_full(&self) -> bool {
        const LIMIT: u32 = u32::MAX - (1 << 28);
        self.n_rows > LIMIT || self.n_actions.iter().any(|&n| n > LIMIT)
    }
}

const EMPTY_CONTENT: &str = "content id is empty; the record counts as its own";
const DAMAGED_CONTENT: &str =
    "content id damaged by a spreadsheet (digits are lost); the record counts as its own content";

impl Sink<'_> {
    /// Takes a record all of whose ids are numbers under known prefixes, which is most of them: such an id is
    /// neither missing nor damaged nor in need of trimming. Says whether it was one.
    #[inline]
    fn record_plain<C: Cells>(&mut self, plan: &Plan, cells: &C, line: u32) -> bool {
        let Some(plain) = &plan.plain else { return false };
        let (content_id, object_id) = (cells.cell(plain.content), cells.cell(plain.object));
        let Some(account) = self.packers.account.pack(cells.cell(plan.account)) else { return false };
        let Some(content) = self.packers.content.pack(content_id) else { return false };
        let Some(object) = self.packers.layers[plain.layer].pack(object_id) else { return false };
        let Some(time) = whole_seconds(cells.cell(plain.time)) else { return false };
        self.account.push_packed(account);
        self.content.push_packed(content);
        self.layers[plain.layer].push_packed(object);
        self.segment.times.push(time);
        if self.keep_lines {
            self.segment.lines.push(line);
        }
        let actions = &mut self.segment.layers[plain.layer];
        if may_be_same(object, content) && object_id == content_id {
            actions.same.push(actions.n);
        }
        actions.note(self.row);
        self.row += 1;
        true
    }

    fn record_any<C: Cells>(&mut self, plan: &Plan, cells: &C, line: u32) {
        let account = trim(cells.cell(plan.account));
        let content = plan.content.map_or(&[][..], |c| trim(cells.cell(c)));
        if let Some((column, reason)) = self.fault(plan, cells, account, content) {
            self.reject(plan, line, Some(column), reason, cells.cell(column));
            return;
        }
        let Some(time) = self.time(plan, cells, line) else { return };
        self.account.push(&self.packers.account, account);
        if !content.is_empty() && !is_missing(content) && !is_damaged(content) {
            self.content.push(&self.packers.content, content);
        } else if plan.content.is_some() {
            self.content.push_missing();
            let reason = if is_damaged(content) { DAMAGED_CONTENT } else { EMPTY_CONTENT };
            self.problem(plan, line, plan.content, reason, content, false);
        }
        self.segment.times.push(time);
        if self.keep_lines {
            self.segment.lines.push(line);
        }
        for object in &plan.objects {
            self.objects(object, cells.cell(object.column), content);
        }
        if plan.text.is_some() || plan.platform.is_some() || plan.language.is_some() || plan.name.is_some() {
            self.extras(plan, cells, line);
        }
        self.row += 1;
    }
}

/// Whether two packed ids can be one string: a prefix never ends in a digit, so the numbers must be equal.
#[inline]
fn may_be_same(a: Packed, b: Packed) -> bool {
    a.value == b.value
}

fn has_long_item(cell: &[u8], split: Split) -> bool {
    let mut long = false;
    each_item(cell, split, &mut |item| long |= item.len() > MAX_ID);
    long
}

/// Calls `take` with every object of a cell.
pub fn each_item<'c>(cell: &'c [u8], split: Split, take: &mut dyn FnMut(&'c [u8])) {
    for part in cell.split(|&b| b == LIST_SEPARATOR) {
        match split {
            Split::Whole => take(trim(part)),
            Split::Blank => part.split(u8::is_ascii_whitespace).for_each(|item| take(trim(item))),
            Split::Char(c) => {
                let mut buffer = [0; 4];
                let separator = c.encode_utf8(&mut buffer).as_bytes();
                let mut rest = part;
                while let Some(at) = memchr::memmem::find(rest, separator) {
                    take(trim(&rest[..at]));
                    rest = &rest[at + separator.len()..];
                }
                take(trim(rest));
            }
            Split::List => list_items(part, take),
        }
    }
}

/// Items of `['a', "b"]`, `[1, 2]` or a bare value.
fn list_items<'c>(cell: &'c [u8], take: &mut dyn FnMut(&'c [u8])) {
    let cell = trim(cell);
    let Some(mut rest) = cell.strip_prefix(b"[").and_then(|c| c.strip_suffix(b"]")) else {
        take(cell);
        return;
    };
    loop {
        rest = rest.trim_ascii_start();
        let Some(&first) = rest.first() else { return };
        let (item, after) = if first == b'\'' || first == b'"' {
            let end = memchr::memchr(first, &rest[1..]).map_or(rest.len(), |i| i + 1);
            (&rest[1..end], rest.get(end + 1..).unwrap_or(&[]))
        } else {
            let end = memchr::memchr(b',', rest).unwrap_or(rest.len());
            (&rest[..end], &rest[end..])
        };
        take(trim(item));
        rest = memchr::memchr(b',', after).map_or(&[], |i| &after[i + 1..]);
    }
}

/// A date and the clock time that stands in another column, as one value.
pub fn join_clock(date: &[u8], clock: &[u8]) -> Vec<u8> {
    let (date, clock) = (trim(date), trim(clock));
    if is_missing(date) || is_missing(clock) { date.to_vec() } else { [date, b" ", clock].concat() }
}

/// Without blanks at the ends.
#[inline]
pub fn trim(cell: &[u8]) -> &[u8] {
    match (cell.first(), cell.last()) {
        (Some(first), Some(last)) if *first <= b' ' || *last <= b' ' => cell.trim_ascii(),
        _ => cell,
    }
}

/// Whether a number was written as `1.82E+18`, so that most of its digits are gone.
#[inline]
pub fn is_damaged(id: &[u8]) -> bool {
    let Some(first) = id.first() else { return false };
    if !first.is_ascii_digit() || id.len() < 5 || id.len() > 24 {
        return false;
    }
    let Some(e) = memchr::memchr2(b'E', b'e', id) else { return false };
    let (mantissa, exponent) = (&id[..e], &id[e + 1..]);
    let Some(exponent) = exponent.strip_prefix(b"+") else { return false };
    let dots = mantissa.iter().filter(|&&b| b == b'.' || b == b',').count();
    dots <= 1
        && mantissa.iter().all(|b| b.is_ascii_digit() || *b == b'.' || *b == b',')
        && (1..=3).contains(&exponent.len())
        && exponent.iter().all(u8::is_ascii_digit)
}

fn byte_fault(id: &[u8]) -> Option<&'static str> {
    if memchr::memchr(0, id).is_some() {
        return Some("id holds a NUL byte");
    }
    std::str::from_utf8(id).is_err().then_some("id is not valid UTF-8")
}

fn text_fault(text: &[u8]) -> Option<&'static str> {
    if memchr::memchr(0, text).is_some() {
        return Some("text holds a NUL byte");
    }
    std::str::from_utf8(text).is_err().then_some("text is not valid UTF-8; the bytes were replaced")
}

/// A value as problems show it: at most 80 characters, control characters replaced.
pub fn shown(value: &[u8]) -> String {
    let head = &value[..value.len().min(400)];
    String::from_utf8_lossy(head)
        .chars()
        .take(80)
        .map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(cell: &str, split: Split) -> Vec<String> {
        let mut found = Vec::new();
        each_item(cell.as_bytes(), split, &mut |i| found.push(String::from_utf8_lossy(i).into_owned()));
        found
    }

    #[test]
    fn cells_with_several_objects_are_split() {
        assert_eq!(items("['a', \"b,c\"]", Split::List), ["a", "b,c"]);
        assert_eq!(items("[1, 2]", Split::List), ["1", "2"]);
        assert!(items("[]", Split::List).is_empty());
        assert_eq!(items("a|b", Split::Char('|')), ["a", "b"]);
        assert_eq!(items("a b", Split::Blank), ["a", "b"]);
        assert_eq!(items("a b", Split::Whole), ["a b"]);
        assert_eq!(items("['a", Split::List), ["['a"]);
    }

    #[test]
    fn spreadsheet_damage_is_recognized() {
        for id in ["1.82E+18", "1,82E+18", "1.8200000001e+18", "18E+17"] {
            assert!(is_damaged(id.as_bytes()), "{id}");
        }
        for id in ["1E5", "12E4F", "182", "abcE+18", "1.2.3E+18", "e+18"] {
            assert!(!is_damaged(id.as_bytes()), "{id}");
        }
    }
}

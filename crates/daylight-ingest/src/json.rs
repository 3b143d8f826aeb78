//! Importer of JSON: one object a line, or one array of objects.
//!
//! Nested objects give columns with dots (`user.id`); lists of plain values give cells with several items.
//! Numbers keep their digits: they are never turned into floating point.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use daylight_core::{Importer, SniffMatch};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::blocks::{Cut, each_element, next_array};
use crate::columns::Sample;
use crate::sink::{Cells, LIST_SEPARATOR, Plan, RecordSink};

/// Levels of nested objects that become columns.
const MAX_DEPTH: usize = 4;
/// Columns of one file.
const MAX_COLUMNS: usize = 2000;
/// Of an object inside a list, the first of these that it has is the item.
pub const ITEM_KEYS: [&str; 9] = ["expanded_url", "url", "text", "tag", "name", "acct", "username", "id_str", "id"];

/// Reads NDJSON and JSON arrays.
#[derive(Debug, Clone, Copy)]
pub struct JsonImporter;

impl Importer for JsonImporter {
    fn name(&self) -> &'static str {
        "json"
    }

    fn card(&self) -> &'static str {
        include_str!("json.md")
    }

    fn sniff(&self, head: &[u8]) -> Option<SniffMatch> {
        let text = head.trim_ascii_start();
        let reason = match text.first()? {
            b'[' if matches!(text[1..].trim_ascii_start().first(), Some(b'{' | b']') | None) => "begins like an array",
            b'{' => "begins like an object",
            _ => return None,
        };
        Some(SniffMatch { confidence: 80, reason: reason.to_owned() })
    }
}

/// How a JSON file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Lines or elements.
    pub cut: Cut,
    /// Bytes before the first record.
    pub start: usize,
}

/// One object a line, an array, or an object that holds arrays of records (`{"data": [`).
pub fn layout(head: &[u8]) -> Layout {
    let blank = head.len() - head.trim_ascii_start().len();
    let text = &head[blank..];
    if text.first() == Some(&b'[') {
        return Layout { cut: Cut::Elements, start: blank + 1 };
    }
    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
    let first_line = &text[..end];
    let alone = text[end..].trim_ascii().is_empty();
    let whole = serde_json::from_slice::<Pairs<'_>>(first_line).is_ok();
    if (!whole || alone)
        && let Some(at) = next_array(text, false)
    {
        return Layout { cut: Cut::Elements, start: blank + at };
    }
    Layout { cut: Cut::Lines, start: 0 }
}

/// The members of an object, unparsed.
struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;
        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    pairs.push((key.0, map.next_value()?));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(PairsVisitor)
    }
}

#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// Calls `take` with every plain value under its path.
fn flatten(pairs: Pairs<'_>, prefix: &str, depth: usize, take: &mut dyn FnMut(&str, Vec<u8>)) {
    for (key, raw) in pairs.0 {
        let path = if prefix.is_empty() { key.into_owned() } else { format!("{prefix}.{key}") };
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'{') if depth < MAX_DEPTH => {
                if let Ok(inner) = serde_json::from_str::<Pairs<'_>>(text) {
                    flatten(inner, &path, depth + 1, take);
                }
            }
            Some(b'[') => take(&path, list(text)),
            _ => take(&path, scalar(text)),
        }
    }
}

/// A plain value as text; null is empty.
fn scalar(text: &str) -> Vec<u8> {
    match text.as_bytes().first() {
        Some(b'"') => serde_json::from_str::<String>(text).unwrap_or_default().into_bytes(),
        Some(b'n') => Vec::new(),
        Some(b'0'..=b'9' | b'-') => match text.find(['e', 'E']) {
            // Written like a spreadsheet does, so that an id that lost digits is recognized as one.
            Some(e) if !text[e + 1..].starts_with(['+', '-']) => {
                format!("{}+{}", &text[..=e], &text[e + 1..]).into_bytes()
            }
            _ => text.as_bytes().to_vec(),
        },
        _ => text.as_bytes().to_vec(),
    }
}

/// The items of a list, each followed by the separator, so that a list of one is still a list.
fn list(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for item in serde_json::from_str::<Vec<&RawValue>>(text).unwrap_or_default() {
        let item = item.get();
        let value = if item.starts_with('{') { item_of(item) } else { scalar(item) };
        if !value.is_empty() {
            out.extend(value.into_iter().filter(|&b| b != LIST_SEPARATOR));
            out.push(LIST_SEPARATOR);
        }
    }
    out
}

fn item_of(object: &str) -> Vec<u8> {
    let Ok(pairs) = serde_json::from_str::<Pairs<'_>>(object) else { return Vec::new() };
    for wanted in ITEM_KEYS {
        if let Some((_, raw)) = pairs.0.iter().find(|(key, _)| key == wanted) {
            return scalar(raw.get());
        }
    }
    Vec::new()
}

/// The records of a block: bytes and line (or number) from 0; gives the number of lines.
fn each_record(block: &[u8], cut: Cut, mut take: impl FnMut(&[u8], u32)) -> u64 {
    let mut number = 0_u32;
    if cut == Cut::Elements {
        let mut from = 0;
        loop {
            let array = &block[from..];
            let close = each_element(array, |start, end, _| {
                let element = array[start..end].trim_ascii();
                let element = element.strip_suffix(b",").unwrap_or(element);
                if !element.is_empty() {
                    take(element, number);
                    number += 1;
                }
            });
            // A sample holds the beginning of a file as it is; blocks end with their array.
            let next = close.and_then(|close| Some(close + 1 + next_array(&array[close + 1..], true)?));
            let Some(next) = next else { return u64::from(number) };
            from += next;
        }
    }
    let mut start = 0;
    while start < block.len() {
        let end = memchr::memchr(b'\n', &block[start..]).map_or(block.len(), |i| start + i);
        let line = block[start..end].trim_ascii();
        if !line.is_empty() {
            take(line, number);
        }
        number += 1;
        start = end + 1;
    }
    u64::from(number)
}

/// Columns and rows from the first records.
pub fn sample(block: &[u8], cut: Cut) -> Sample {
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::new();
    let mut rows: Vec<Vec<(usize, Vec<u8>)>> = Vec::new();
    each_record(block, cut, |bytes, _| {
        let Ok(pairs) = serde_json::from_slice::<Pairs<'_>>(bytes) else { return };
        let mut row = Vec::new();
        flatten(pairs, "", 1, &mut |path, value| {
            let next = names.len();
            if next >= MAX_COLUMNS && !index.contains_key(path) {
                return;
            }
            let column = *index.entry(path.to_owned()).or_insert(next);
            if column == next {
                names.push(path.to_owned());
            }
            row.push((column, value));
        });
        rows.push(row);
    });
    let filled = |row: Vec<(usize, Vec<u8>)>| {
        let mut cells = vec![Vec::new(); names.len()];
        for (column, value) in row {
            cells[column] = value;
        }
        cells
    };
    let rows = rows.into_iter().take(4000).map(filled).collect();
    Sample { names, rows }
}

/// The cells of one object.
struct Object {
    cells: Vec<Vec<u8>>,
}

impl Cells for Object {
    fn cell(&self, column: usize) -> &[u8] {
        &self.cells[column]
    }
}

/// Hands the records of a block to the sink.
pub fn parse_block(block: &[u8], cut: Cut, plan: &Plan, sink: &mut impl RecordSink) -> u64 {
    let index: BTreeMap<&str, usize> = plan.names.iter().enumerate().map(|(i, n)| (n.as_str(), i)).collect();
    let mut object = Object { cells: vec![Vec::new(); plan.names.len()] };
    each_record(block, cut, |bytes, number| {
        let pairs = match serde_json::from_slice::<Pairs<'_>>(bytes) {
            Ok(pairs) => pairs,
            Err(error) => {
                let reason = if error.is_eof() { "JSON ends inside a record" } else { "not a JSON object" };
                sink.reject(plan, number, None, reason, bytes);
                return;
            }
        };
        object.cells.iter_mut().for_each(Vec::clear);
        flatten(pairs, "", 1, &mut |path, value| {
            if let Some(&column) = index.get(path) {
                object.cells[column] = value;
            }
        });
        sink.record(plan, &object, number);
    })
}

//! The beginning of a file, looked at once for all formats.
//!
//! JSON is not parsed here but scanned: the head may end in the middle of a record, and a hostile one may nest
//! a hundred thousand times.

use std::collections::BTreeMap;

/// Bytes of decoded text that are looked at.
pub const HEAD_BYTES: usize = 2 << 20;
/// Paths of keys that are remembered, and their depth.
const MAX_PATHS: usize = 4000;
const MAX_DEPTH: usize = 8;
/// Longest key and value that are remembered.
const MAX_KEY: usize = 128;
const MAX_VALUE: usize = 80;

/// What the beginning of a file shows.
#[derive(Debug, Clone)]
pub enum Head {
    /// JSON in any layout: dotted paths of keys, arrays passed through, each with the first scalar seen there.
    Json {
        /// First sign that is not blank.
        array: bool,
        /// The first value ends on the line on which it begins.
        lines: bool,
        /// Paths.
        paths: BTreeMap<String, String>,
    },
    /// A table: names of columns in lower case as in the first line.
    Table {
        /// Columns.
        columns: Vec<String>,
        /// Between cells.
        delimiter: u8,
    },
    /// XML: name of the root element without its namespace prefix.
    Xml {
        /// Root.
        root: String,
    },
}

impl Head {
    /// Looks at decoded text.
    pub fn of(text: &[u8]) -> Self {
        let text = text.trim_ascii_start();
        match text.first() {
            Some(b'{' | b'[') => {
                let (paths, lines) = Scan::new(text).run();
                Self::Json { array: text[0] == b'[', lines, paths }
            }
            Some(b'<') => Self::Xml { root: root(text) },
            _ => {
                let (delimiter, columns) = columns(text);
                Self::Table { columns, delimiter }
            }
        }
    }

    /// JSON with a key at this dotted path.
    pub fn has(&self, path: &str) -> bool {
        matches!(self, Self::Json { paths, .. } if paths.contains_key(path))
    }

    /// JSON with keys at all these paths.
    pub fn has_all(&self, all: &[&str]) -> bool {
        all.iter().all(|path| self.has(path))
    }

    /// JSON with a key at one of these paths.
    pub fn has_any(&self, any: &[&str]) -> bool {
        any.iter().any(|path| self.has(path))
    }

    /// The first scalar at this dotted path.
    pub fn value(&self, path: &str) -> Option<&str> {
        match self {
            Self::Json { paths, .. } => paths.get(path).map(String::as_str),
            _ => None,
        }
    }

    /// A table with all these columns (lower case).
    pub fn columns(&self, all: &[&str]) -> bool {
        matches!(self, Self::Table { columns, .. } if all.iter().all(|c| columns.iter().any(|have| have == c)))
    }

    /// A table with one of these columns (lower case).
    pub fn any_column(&self, any: &[&str]) -> bool {
        any.iter().any(|c| self.columns(&[c]))
    }
}

/// The name of a column as it is compared: trimmed, lower case, without a byte-order mark and quotes.
pub fn column_name(cell: &str) -> String {
    cell.trim().trim_start_matches('\u{feff}').trim_matches(['"', ' ']).to_lowercase()
}

/// The delimiter that cuts the first line into most cells, and the cells.
fn columns(text: &[u8]) -> (u8, Vec<String>) {
    let mut best = (b',', Vec::new());
    for delimiter in *b",;\t|" {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text);
        let mut record = csv::ByteRecord::new();
        if matches!(reader.read_byte_record(&mut record), Ok(true))
            && record.len() > best.1.len()
            && record.len() < 5000
        {
            best = (delimiter, record.iter().map(|c| column_name(&String::from_utf8_lossy(c))).collect());
        }
    }
    best
}

/// The root element of an XML document, after its declaration, comments and document type.
fn root(text: &[u8]) -> String {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = &rest[at + 1..];
        if !matches!(rest.first(), Some(b'?' | b'!')) {
            let end = rest.iter().position(|b| b" \t\r\n/>".contains(b)).unwrap_or(rest.len());
            let name = String::from_utf8_lossy(&rest[..end.min(MAX_KEY)]).into_owned();
            return name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
        }
    }
    String::new()
}

/// Scans JSON text without recursion and without ever failing.
struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    /// For each open bracket: whether it is an object.
    open: Vec<bool>,
    /// How many of them are objects.
    n_objects: usize,
    /// Keys from the root to here.
    path: Vec<String>,
    paths: BTreeMap<String, String>,
}

impl<'a> Scan<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, open: Vec::new(), n_objects: 0, path: Vec::new(), paths: BTreeMap::new() }
    }

    fn run(mut self) -> (BTreeMap<String, String>, bool) {
        let mut lines = None;
        let mut newline = false;
        while let Some(&b) = self.text.get(self.at) {
            match b {
                b'{' | b'[' => {
                    self.open.push(b == b'{');
                    self.n_objects += usize::from(b == b'{');
                    self.at += 1;
                }
                b'}' | b']' => {
                    if self.open.pop() == Some(true) {
                        self.n_objects -= 1;
                        self.path.truncate(self.n_objects);
                    }
                    if self.open.is_empty() {
                        lines.get_or_insert(!newline);
                    }
                    self.at += 1;
                }
                b'"' => self.string(),
                b'\n' => {
                    newline = true;
                    self.at += 1;
                }
                b',' | b':' | b' ' | b'\t' | b'\r' => self.at += 1,
                _ => self.scalar(),
            }
            if self.paths.len() >= MAX_PATHS {
                break;
            }
        }
        // A first line longer than the head is still one line.
        (self.paths, lines.unwrap_or(!newline))
    }

    fn string(&mut self) {
        let start = self.at + 1;
        let mut end = start;
        while let Some(&b) = self.text.get(end) {
            match b {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        let end = end.min(self.text.len());
        self.at = end + 1;
        let string = &self.text[start..end];
        let after = self.text.get(self.at..).unwrap_or_default();
        let colon = after.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b':');
        if colon && self.open.last() == Some(&true) {
            self.key(string);
        } else {
            self.remember(string);
        }
    }

    fn key(&mut self, key: &[u8]) {
        let depth = self.n_objects;
        if depth == 0 || depth > MAX_DEPTH || key.len() > MAX_KEY {
            return;
        }
        self.path.truncate(depth - 1);
        if self.path.len() == depth - 1 {
            self.path.push(String::from_utf8_lossy(key).into_owned());
            self.paths.entry(self.path.join(".")).or_default();
        }
    }

    fn remember(&mut self, value: &[u8]) {
        if value.len() <= MAX_VALUE
            && self.path.len() == self.n_objects
            && let Some(place) = self.paths.get_mut(&self.path.join("."))
            && place.is_empty()
        {
            *place = String::from_utf8_lossy(value).into_owned();
        }
    }

    fn scalar(&mut self) {
        let start = self.at;
        while self.text.get(self.at).is_some_and(|b| !b" \t\r\n,:{}[]\"".contains(b)) {
            self.at += 1;
        }
        self.remember(&self.text[start..self.at]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_every_layout_and_when_cut() {
        for text in [
            r#"{"kind":"commit","commit":{"record":{"text":"a } \" b"}}}"#,
            "[\n {\"kind\" : \"commit\", \"commit\": {\"record\": {\"text\": \"x\"}}}]",
            r#"{"kind":"commit","commit":{"record":{"text":"cut he"#,
        ] {
            let head = Head::of(text.as_bytes());
            assert_eq!(head.value("kind"), Some("commit"), "{text}");
            assert!(head.has("commit.record.text"), "{text}");
            assert!(!head.has("record"), "{text}");
        }
        let two = Head::of(b"{\"a\":{\"b\":1},\"c\":[{\"d\":2}],\"e\":3}\n{\"f\":4}\n");
        assert!(two.has_all(&["a.b", "c.d", "e", "f"]));
        assert!(matches!(two, Head::Json { array: false, lines: true, .. }));
        assert!(matches!(Head::of(b"{\n\"a\":1}"), Head::Json { lines: false, .. }));
    }

    #[test]
    fn deep_nesting_is_scanned_without_recursion() {
        let deep = "{\"a\":".repeat(100_000);
        assert!(Head::of(deep.as_bytes()).has("a.a"));
        Head::of("[".repeat(100_000).as_bytes());
    }

    #[test]
    fn tables_and_xml_are_told_apart() {
        let head = Head::of(b"\"Page Name\";URL\r\na;b\r\n");
        assert!(head.columns(&["page name", "url"]));
        assert!(matches!(head, Head::Table { delimiter: b';', .. }));
        assert!(matches!(Head::of(b"<?xml version='1.0'?><!-- <x> --><rss version='2'>"), Head::Xml { .. }));
    }
}

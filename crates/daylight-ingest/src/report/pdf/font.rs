//! Which letters a font draws, and how wide they are.

use std::collections::BTreeMap;

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use unicode_normalization::UnicodeNormalization;

use super::object::{Dict, File, Lexer, Object};
use crate::error::IngestError;

/// Codes with a letter in one font at most.
const MAX_CODES: usize = 70_000;
/// Width of a letter that has none, in thousandths of the size.
const USUAL_WIDTH: f64 = 500.0;

/// A font as far as reading goes.
pub(super) struct Font {
    /// Bytes of a code.
    pub code_len: usize,
    letters: BTreeMap<u32, String>,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
}

impl Font {
    /// The font that a dictionary describes.
    pub fn read(file: &File<'_>, dict: &Dict) -> Result<Self, IngestError> {
        let is_composite = dict.get("Subtype").and_then(Object::name) == Some("Type0");
        let mut font = Self {
            code_len: if is_composite { 2 } else { 1 },
            letters: BTreeMap::new(),
            widths: BTreeMap::new(),
            default_width: if is_composite { 1000.0 } else { USUAL_WIDTH },
        };
        if is_composite {
            let inner = match dict.get("DescendantFonts").map(|d| file.resolve(d)) {
                Some(Object::Array(list)) => file.dict(list.first()),
                _ => Dict::new(),
            };
            font.wide_widths(file, &inner);
        } else {
            font.simple(file, dict);
        }
        if let Some(Object::Reference(map)) = dict.get("ToUnicode") {
            font.mapped(&file.stream(*map)?);
        }
        Ok(font)
    }

    /// The letters of a code; none when the font does not say.
    pub fn letters(&self, code: u32) -> Option<&str> {
        self.letters.get(&code).map(String::as_str)
    }

    /// Its width in thousandths of the size.
    pub fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.default_width)
    }

    fn put(&mut self, code: u32, letters: String) {
        if self.letters.len() < MAX_CODES {
            self.letters.insert(code, letters);
        }
    }

    /// Fonts of one byte a letter: a table of the platform, and the differences from it.
    fn simple(&mut self, file: &File<'_>, dict: &Dict) {
        let encoding = dict.get("Encoding").map_or(Object::Null, |e| file.resolve(e));
        let base = match &encoding {
            Object::Name(name) => Some(name.clone()),
            Object::Dictionary(d) => d.get("BaseEncoding").and_then(Object::name).map(str::to_owned),
            _ => None,
        };
        let is_symbol = base.is_none() && dict.contains_key("ToUnicode");
        let table = if base.as_deref() == Some("MacRomanEncoding") { MACINTOSH } else { WINDOWS_1252 };
        for code in (32..=255u8).filter(|_| !is_symbol) {
            let (letter, _, _) = table.decode(std::slice::from_ref(&code));
            self.put(u32::from(code), letter.into_owned());
        }
        if let Object::Dictionary(d) = &encoding
            && let Some(Object::Array(list)) = d.get("Differences").map(|l| file.resolve(l))
        {
            let mut code = 0u32;
            for item in &list {
                match item {
                    Object::Number(n) => code = n.max(0.0) as u32,
                    Object::Name(name) => {
                        match named(name) {
                            Some(letters) => self.put(code, letters),
                            None => drop(self.letters.remove(&code)),
                        }
                        code = code.saturating_add(1);
                    }
                    _ => {}
                }
            }
        }
        let first = dict.get("FirstChar").and_then(Object::number).map_or(0, |n| n.max(0.0) as u32);
        if let Some(Object::Array(widths)) = dict.get("Widths").map(|w| file.resolve(w)) {
            for (code, width) in (first..).zip(&widths).take(256) {
                self.widths.extend(file.resolve(width).number().map(|w| (code, w)));
            }
        }
    }

    /// `[code [w w w] from to w …]`
    fn wide_widths(&mut self, file: &File<'_>, inner: &Dict) {
        self.default_width = inner.get("DW").and_then(Object::number).unwrap_or(1000.0);
        let Some(Object::Array(list)) = inner.get("W").map(|w| file.resolve(w)) else { return };
        let mut rest = list.as_slice();
        while let [first, second, tail @ ..] = rest {
            let from = file.resolve(first).number().map_or(0, |n| n.max(0.0) as u32);
            match (file.resolve(second), tail) {
                (Object::Array(widths), _) => {
                    let codes = from..from.saturating_add(MAX_CODES as u32);
                    self.widths.extend(codes.zip(&widths).filter_map(|(c, w)| Some((c, w.number()?))));
                    rest = tail;
                }
                (Object::Number(to), [width, tail @ ..]) => {
                    let to = (to.max(0.0) as u32).min(from.saturating_add(MAX_CODES as u32));
                    if let Some(width) = width.number().filter(|_| self.widths.len() < MAX_CODES) {
                        self.widths.extend((from..=to).map(|c| (c, width)));
                    }
                    rest = tail;
                }
                _ => return,
            }
        }
    }

    /// A map from codes to letters, as fonts carry it for copying text.
    fn mapped(&mut self, bytes: &[u8]) {
        let mut lexer = Lexer::new(bytes);
        let mut held: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next(0) {
            let Object::Word(word) = &object else {
                if held.len() < 4 * MAX_CODES {
                    held.push(object);
                }
                continue;
            };
            match word.as_str() {
                "endcodespacerange" => {
                    if let Some(Object::Text(code)) = held.last() {
                        self.code_len = code.len().clamp(1, 4);
                    }
                }
                "endbfchar" => {
                    for pair in held.chunks(2) {
                        if let [Object::Text(code), Object::Text(to)] = pair {
                            self.put(number(code), utf16(to));
                        }
                    }
                }
                "endbfrange" => held.chunks(3).for_each(|range| self.range(range)),
                _ => {}
            }
            held.clear();
        }
    }

    fn range(&mut self, range: &[Object]) {
        let [Object::Text(from), Object::Text(to), target] = range else { return };
        let (from, to) = (number(from), number(to).min(number(from).saturating_add(0xffff)));
        match target {
            Object::Array(list) => {
                for (code, item) in (from..=to).zip(list) {
                    if let Object::Text(letters) = item {
                        self.put(code, utf16(letters));
                    }
                }
            }
            Object::Text(first) => {
                let mut units: Vec<u16> = first.chunks_exact(2).map(|u| u16::from_be_bytes([u[0], u[1]])).collect();
                for code in from..=to {
                    if self.letters.len() >= MAX_CODES {
                        return;
                    }
                    self.put(code, String::from_utf16_lossy(&units));
                    if let Some(last) = units.last_mut() {
                        *last = last.wrapping_add(1);
                    }
                }
            }
            _ => {}
        }
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |n, b| n << 8 | u32::from(*b))
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).take(64).map(|u| u16::from_be_bytes([u[0], u[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// Letters by the names that fonts give them, beyond those that are their own name.
const NAMES: [(&str, &str); 62] = [
    ("space", " "),
    ("exclam", "!"),
    ("quotedbl", "\""),
    ("numbersign", "#"),
    ("dollar", "$"),
    ("percent", "%"),
    ("ampersand", "&"),
    ("quotesingle", "'"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("asterisk", "*"),
    ("plus", "+"),
    ("comma", ","),
    ("hyphen", "-"),
    ("minus", "−"),
    ("period", "."),
    ("slash", "/"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("colon", ":"),
    ("semicolon", ";"),
    ("less", "<"),
    ("equal", "="),
    ("greater", ">"),
    ("question", "?"),
    ("at", "@"),
    ("bracketleft", "["),
    ("backslash", "\\"),
    ("bracketright", "]"),
    ("underscore", "_"),
    ("grave", "`"),
    ("braceleft", "{"),
    ("bar", "|"),
    ("braceright", "}"),
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("quotedblbase", "„"),
    ("quotesinglbase", "‚"),
    ("endash", "–"),
    ("emdash", "—"),
    ("bullet", "•"),
    ("ellipsis", "…"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ff", "ff"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("germandbls", "ß"),
    ("ae", "æ"),
    ("oslash", "ø"),
    ("section", "§"),
    ("nbspace", " "),
];

/// Marks that names of letters end in.
const MARKS: [(&str, char); 9] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("cedilla", '\u{327}'),
    ("caron", '\u{30c}'),
    ("ring", '\u{30a}'),
    ("ogonek", '\u{328}'),
];

/// The letters that a name means.
fn named(name: &str) -> Option<String> {
    let name = name.split('.').next().unwrap_or_default();
    let mut letters = name.chars();
    if let (Some(one), None) = (letters.next(), letters.next()) {
        return Some(one.to_string());
    }
    if let Some((_, letters)) = NAMES.iter().find(|(n, _)| *n == name) {
        return Some((*letters).to_owned());
    }
    let hex = name.strip_prefix("uni").or_else(|| name.strip_prefix('u')).filter(|h| (4..=6).contains(&h.len()));
    if let Some(letter) = hex.and_then(|h| char::from_u32(u32::from_str_radix(h, 16).ok()?)) {
        return Some(letter.to_string());
    }
    let (base, mark) = MARKS.iter().find_map(|(m, mark)| Some((name.strip_suffix(m)?, *mark)))?;
    let base = if base == "dotlessi" { "i" } else { base };
    let mut whole = base.chars();
    let letter = whole.next().filter(|_| whole.next().is_none())?;
    Some([letter, mark].into_iter().nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_letters_are_understood() {
        let cases = [("a", "a"), ("eacute", "é"), ("Scaron", "Š"), ("uni20AC", "€"), ("ffi", "ffi"), ("A.sc", "A")];
        for (name, letter) in cases {
            assert_eq!(named(name).as_deref(), Some(letter), "{name}");
        }
        assert_eq!(named("g123"), None);
    }
}

//! Objects of a PDF, and where they are.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::refuse;
use crate::error::IngestError;

/// Objects in one file at most.
const MAX_OBJECTS: usize = 200_000;
/// Depth of arrays and dictionaries inside each other.
const MAX_DEPTH: usize = 32;
/// Items of one array.
const MAX_ITEMS: usize = 100_000;
/// Bytes of all streams together, unpacked.
const MAX_UNPACKED: usize = 128 << 20;

pub(super) type Dict = BTreeMap<String, Object>;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Number(f64),
    Name(String),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dictionary(Dict),
    Reference(u32),
    /// An operator, or `true` and the like.
    Word(String),
}

impl Object {
    pub fn number(&self) -> Option<f64> {
        if let Self::Number(n) = self { Some(*n) } else { None }
    }

    pub fn name(&self) -> Option<&str> {
        if let Self::Name(n) = self { Some(n) } else { None }
    }
}

fn is_space(b: u8) -> bool {
    matches!(b, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(b: u8) -> bool {
    matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Reads objects one after the other.
pub(super) struct Lexer<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(b) = self.peek() {
            if b == b'%' {
                while self.peek().is_some_and(|b| !matches!(b, 10 | 13)) {
                    self.at += 1;
                }
            } else if is_space(b) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// The next object; none at the end, or where nothing can be made of the bytes.
    pub fn next(&mut self, depth: usize) -> Option<Object> {
        self.skip_space();
        let b = self.peek()?;
        if depth > MAX_DEPTH {
            return None;
        }
        match b {
            b'/' => Some(Object::Name(self.name())),
            b'(' => Some(Object::Text(self.literal())),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.dictionary(depth),
            b'<' => Some(Object::Text(self.hex())),
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.skip_space();
                    if self.peek()? == b']' {
                        self.at += 1;
                        return Some(Object::Array(items));
                    }
                    items.push(self.next(depth + 1)?);
                    if items.len() > MAX_ITEMS {
                        return None;
                    }
                }
            }
            b')' | b']' | b'}' | b'{' | b'>' => {
                self.at += 1;
                Some(Object::Word((b as char).to_string()))
            }
            _ => Some(self.word()),
        }
    }

    fn name(&mut self) -> String {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(b) = self.peek().filter(|b| !is_space(*b) && !is_delimiter(*b)) {
            self.at += 1;
            let digits = self.bytes.get(self.at..self.at + 2).filter(|_| b == b'#');
            let code = digits.and_then(|d| u8::from_str_radix(std::str::from_utf8(d).ok()?, 16).ok());
            if let Some(code) = code {
                self.at += 2;
                name.push(code);
            } else {
                name.push(b);
            }
        }
        String::from_utf8_lossy(&name).into_owned()
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut out, mut depth) = (Vec::new(), 1);
        while let Some(b) = self.peek() {
            self.at += 1;
            match b {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut out);
                    continue;
                }
                _ => {}
            }
            out.push(b);
        }
        out
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(b) = self.peek() else { return };
        self.at += 1;
        match b {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' | b'f' => out.push(b' '),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(b - b'0');
                for _ in 0..2 {
                    let Some(d) = self.peek().filter(|d| (b'0'..=b'7').contains(d)) else { break };
                    code = code * 8 + u32::from(d - b'0');
                    self.at += 1;
                }
                out.push((code & 0xff) as u8);
            }
            other => out.push(other),
        }
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let len = rest.iter().position(|b| *b == b'>').unwrap_or(rest.len());
        self.at += (len + 1).min(rest.len());
        ascii_hex(rest.get(..len).unwrap_or_default())
    }

    fn dictionary(&mut self, depth: usize) -> Option<Object> {
        self.at += 2;
        let mut map = Dict::new();
        loop {
            self.skip_space();
            if self.bytes.get(self.at..self.at + 2)? == b">>" {
                self.at += 2;
                return Some(Object::Dictionary(map));
            }
            let Object::Name(key) = self.next(depth + 1)? else { continue };
            self.skip_space();
            if self.bytes.get(self.at..self.at + 2)? == b">>" {
                continue;
            }
            let value = self.next(depth + 1)?;
            map.insert(key, value);
        }
    }

    fn word(&mut self) -> Object {
        let from = self.at;
        while self.peek().is_some_and(|b| !is_space(b) && !is_delimiter(b)) {
            self.at += 1;
        }
        let word = String::from_utf8_lossy(&self.bytes[from..self.at]).into_owned();
        if word == "null" {
            return Object::Null;
        }
        let Ok(number) = word.parse::<f64>() else { return Object::Word(word) };
        if !number.is_finite() || word.bytes().any(|b| b.is_ascii_alphabetic()) {
            return Object::Word(word);
        }
        self.reference(&word).unwrap_or(Object::Number(number))
    }

    /// `12 0 R`, when a whole number begins one.
    fn reference(&mut self, word: &str) -> Option<Object> {
        let n: u32 = word.parse().ok()?;
        let rest = self.bytes.get(self.at..(self.at + 12).min(self.bytes.len()))?;
        let spaces = rest.iter().take_while(|b| is_space(**b)).count();
        let digits = rest.get(spaces..)?.iter().take_while(|b| b.is_ascii_digit()).count();
        let after = rest.get(spaces + digits..)?;
        let gap = after.iter().take_while(|b| is_space(**b)).count();
        let tail = after.get(gap..)?;
        let ends = tail.get(1).is_none_or(|b| is_space(*b) || is_delimiter(*b));
        if spaces == 0 || digits == 0 || gap == 0 || tail.first() != Some(&b'R') || !ends {
            return None;
        }
        self.at += spaces + digits + gap + 1;
        Some(Object::Reference(n))
    }
}

/// An object with the bytes of its stream, if it has one.
struct Found<'a> {
    object: Object,
    stream: Option<&'a [u8]>,
}

/// All objects of a file.
pub(super) struct File<'a> {
    objects: BTreeMap<u32, Found<'a>>,
    trailer: Dict,
    unpacked: Cell<usize>,
    /// Where the last stream ends: behind it, nobody looks for an end.
    last_end: usize,
}

impl<'a> File<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self, IngestError> {
        let last_end = memchr::memmem::rfind(bytes, b"endstream").unwrap_or(0);
        let mut file = Self { objects: BTreeMap::new(), trailer: Dict::new(), unpacked: Cell::new(0), last_end };
        let mut at = 0;
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memmem::find(rest, b"obj")) {
            let place = at + found;
            at = file.object(bytes, place).unwrap_or(place + 3);
            if file.objects.len() > MAX_OBJECTS {
                return Err(refuse(format!("it has more than {MAX_OBJECTS} objects")));
            }
        }
        if let Some(last) = memchr::memmem::rfind(bytes, b"trailer") {
            let mut lexer = Lexer { bytes, at: last + 7 };
            if let Some(Object::Dictionary(trailer)) = lexer.next(0) {
                file.trailer = trailer;
            }
        }
        file.packed()?;
        if file.trailer.contains_key("Encrypt") {
            return Err(refuse("it is encrypted; save it without a password first"));
        }
        Ok(file)
    }

    /// Takes the object whose word `obj` stands at `place`; gives the place behind it.
    fn object(&mut self, bytes: &'a [u8], place: usize) -> Option<usize> {
        let before = bytes.get(..place)?;
        let trim = |b: &'a [u8]| -> &'a [u8] { b.trim_ascii_end() };
        let digits = |b: &'a [u8]| b.iter().rev().take_while(|d| d.is_ascii_digit()).count();
        let head = trim(before);
        let generation = digits(head);
        let head = trim(head.get(..head.len().checked_sub(generation)?)?);
        let number = digits(head);
        if generation == 0 || number == 0 || number > 9 {
            return None;
        }
        let number: u32 = std::str::from_utf8(head.get(head.len() - number..)?).ok()?.parse().ok()?;
        let mut lexer = Lexer { bytes, at: place + 3 };
        let object = lexer.next(0)?;
        let mut stream = None;
        if let Object::Dictionary(dict) = &object {
            lexer.skip_space();
            if bytes.get(lexer.at..)?.starts_with(b"stream") {
                let mut from = lexer.at + 6;
                from += usize::from(bytes.get(from) == Some(&b'\r'));
                from += usize::from(bytes.get(from) == Some(&b'\n'));
                let told = dict.get("Length").and_then(Object::number).map(|n| n.max(0.0) as usize);
                let is_right = |end: &usize| {
                    bytes
                        .get(*end..(*end).saturating_add(20).min(bytes.len()))
                        .is_some_and(|t| t.trim_ascii_start().starts_with(b"endstream"))
                };
                let told = told.and_then(|n| from.checked_add(n)).filter(is_right);
                let sought = || {
                    let rest = bytes.get(from..).filter(|_| from <= self.last_end)?;
                    Some(from + memchr::memmem::find(rest, b"endstream")?)
                };
                let end = told.or_else(sought)?;
                stream = bytes.get(from..end);
                lexer.at = end;
            }
            if dict.get("Type").and_then(Object::name) == Some("XRef") {
                self.trailer.clone_from(dict);
            }
        }
        self.objects.insert(number, Found { object, stream });
        Some(lexer.at)
    }

    /// Objects that stand packed in streams.
    fn packed(&mut self) -> Result<(), IngestError> {
        let holds = |f: &Found<'_>| match &f.object {
            Object::Dictionary(d) => d.get("Type").and_then(Object::name) == Some("ObjStm"),
            _ => false,
        };
        let packs: Vec<u32> = self.objects.iter().filter(|(_, f)| holds(f)).map(|(n, _)| *n).collect();
        for pack in packs {
            let Some(Object::Dictionary(dict)) = self.objects.get(&pack).map(|f| f.object.clone()) else { continue };
            let number = |name: &str| dict.get(name).and_then(Object::number).map_or(0, |n| n.max(0.0) as usize);
            let (n, first) = (number("N").min(MAX_OBJECTS), number("First"));
            let bytes = self.stream(pack)?;
            let mut head = Lexer::new(&bytes);
            for _ in 0..n {
                let (Some(Object::Number(id)), Some(Object::Number(at))) = (head.next(0), head.next(0)) else { break };
                let mut lexer = Lexer { bytes: &bytes, at: first.saturating_add(at.max(0.0) as usize) };
                if let Some(object) = lexer.next(0) {
                    self.objects.entry(id.max(0.0) as u32).or_insert(Found { object, stream: None });
                }
                if self.objects.len() > MAX_OBJECTS {
                    return Err(refuse(format!("it has more than {MAX_OBJECTS} objects")));
                }
            }
        }
        Ok(())
    }

    /// What a reference means, through a few steps; anything else is what it is.
    pub fn resolve(&self, object: &Object) -> Object {
        let mut now = object;
        for _ in 0..8 {
            let Object::Reference(n) = now else { return now.clone() };
            match self.objects.get(n) {
                Some(found) => now = &found.object,
                None => return Object::Null,
            }
        }
        Object::Null
    }

    pub fn dict(&self, object: Option<&Object>) -> Dict {
        match object.map(|o| self.resolve(o)) {
            Some(Object::Dictionary(d)) => d,
            _ => Dict::new(),
        }
    }

    /// The catalog.
    pub fn root(&self) -> Option<Dict> {
        let named = self.dict(self.trailer.get("Root"));
        if named.contains_key("Pages") {
            return Some(named);
        }
        let is_root = |d: &&Dict| d.get("Type").and_then(Object::name) == Some("Catalog");
        let mut dicts = self.objects.values().filter_map(|f| match &f.object {
            Object::Dictionary(d) => Some(d),
            _ => None,
        });
        dicts.rfind(is_root).cloned()
    }

    /// The unpacked bytes of an object's stream; empty when it is packed in a way that text does not use.
    pub fn stream(&self, number: u32) -> Result<Vec<u8>, IngestError> {
        let Some(Found { object: Object::Dictionary(dict), stream: Some(raw) }) = self.objects.get(&number) else {
            return Ok(Vec::new());
        };
        let filters: Vec<Object> = match dict.get("Filter").map(|f| self.resolve(f)) {
            Some(Object::Array(list)) => list,
            Some(one @ Object::Name(_)) => vec![one],
            _ => Vec::new(),
        };
        let mut bytes = raw.to_vec();
        for filter in filters.iter().take(4) {
            bytes = match self.resolve(filter).name() {
                Some("FlateDecode" | "Fl") => self.inflate(&bytes)?,
                Some("ASCIIHexDecode" | "AHx") => ascii_hex(&bytes),
                Some("ASCII85Decode" | "A85") => ascii85(&bytes),
                _ => return Ok(Vec::new()),
            };
        }
        Ok(bytes)
    }

    fn inflate(&self, bytes: &[u8]) -> Result<Vec<u8>, IngestError> {
        let room = MAX_UNPACKED.saturating_sub(self.unpacked.get());
        let mut out = Vec::new();
        // A stream that is cut off gives what it gives.
        let _ = ZlibDecoder::new(bytes).take(room as u64 + 1).read_to_end(&mut out);
        if out.len() > room {
            return Err(refuse(format!("it unpacks to more than {MAX_UNPACKED} bytes")));
        }
        self.unpacked.set(self.unpacked.get() + out.len());
        Ok(out)
    }
}

fn ascii_hex(bytes: &[u8]) -> Vec<u8> {
    let digit = |b: &u8| (*b as char).to_digit(16).map(|d| d as u8);
    let digits: Vec<u8> = bytes.iter().take_while(|b| **b != b'>').filter_map(digit).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn ascii85(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut group): (Vec<u8>, Vec<u32>) = (Vec::new(), Vec::new());
    for b in bytes.iter().copied().take_while(|b| *b != b'~') {
        match b {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(b - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            let value = group.iter().fold(0u32, |v, d| v.wrapping_mul(85).wrapping_add(*d));
            out.extend(value.to_be_bytes());
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        let value = group.iter().fold(0u32, |v, d| v.wrapping_mul(85).wrapping_add(*d));
        out.extend(value.to_be_bytes().into_iter().take(kept));
    }
    out
}

//! What a page draws, as far as it is text, in the order in which it is drawn.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::font::Font;
use super::object::{Dict, File, Lexer, Object};
use super::{MAX_TEXT, Page};
use crate::error::IngestError;

/// Operators of one page at most, those of forms in it included.
const MAX_OPERATORS: usize = 2_000_000;
/// Forms inside forms.
const MAX_FORMS: usize = 6;

/// A matrix `a b c d e f`.
type Matrix = [f64; 6];

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(m: Matrix, n: Matrix) -> Matrix {
    [
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    ]
}

/// The text so far, and where its last letter ended.
#[derive(Default)]
pub(super) struct Drawn {
    pub text: String,
    pub n_read: usize,
    pub n_unread: usize,
    last: Option<(f64, f64, f64)>,
}

impl Drawn {
    pub fn end_page(&mut self) {
        while self.text.ends_with(char::is_whitespace) {
            self.text.pop();
        }
        self.text.push_str("\n\n");
        self.last = None;
    }

    /// Space, line or paragraph between the last letter and one at `x`, `y` of this size.
    fn gap(&mut self, x: f64, y: f64, size: f64) {
        let Some((end, line, before)) = self.last else { return };
        let size = size.max(before).max(0.1);
        let (down, right) = ((line - y).abs(), x - end);
        if down > 1.9 * size {
            self.text.push_str("\n\n");
        } else if down > 0.4 * size || right < -3.0 * size {
            self.text.push('\n');
        } else if right > 0.18 * size && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }
}

/// The state that `q` keeps and `Q` brings back.
#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    leading: f64,
    letter_space: f64,
    word_space: f64,
    scale: f64,
}

struct Reader<'f, 'b, 't> {
    file: &'f File<'b>,
    out: &'t mut Drawn,
    fonts: BTreeMap<u32, Rc<Font>>,
    state: State,
    kept: Vec<State>,
    line: Matrix,
    text: Matrix,
    n_operators: usize,
}

/// Reads a page.
pub(super) fn page(file: &File<'_>, page: &Page, out: &mut Drawn) -> Result<(), IngestError> {
    let state =
        State { ctm: UNIT, font: None, size: 0.0, leading: 0.0, letter_space: 0.0, word_space: 0.0, scale: 1.0 };
    let mut reader =
        Reader { file, out, fonts: BTreeMap::new(), state, kept: Vec::new(), line: UNIT, text: UNIT, n_operators: 0 };
    let parts = match &page.contents {
        Object::Reference(n) => match file.resolve(&page.contents) {
            Object::Array(list) => list,
            _ => vec![Object::Reference(*n)],
        },
        Object::Array(list) => list.clone(),
        _ => Vec::new(),
    };
    let mut bytes = Vec::new();
    for part in parts.iter().take(10_000) {
        if let Object::Reference(n) = part {
            bytes.extend(file.stream(*n)?);
            bytes.push(b'\n');
        }
    }
    reader.run(&bytes, &page.resources, 0)
}

impl Reader<'_, '_, '_> {
    fn run(&mut self, bytes: &[u8], resources: &Dict, depth: usize) -> Result<(), IngestError> {
        let mut lexer = Lexer::new(bytes);
        let mut held: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next(0) {
            let Object::Word(word) = object else {
                if held.len() < 64 {
                    held.push(object);
                }
                continue;
            };
            self.n_operators += 1;
            if self.n_operators > MAX_OPERATORS || self.out.text.len() > MAX_TEXT {
                return Ok(());
            }
            match word.as_str() {
                "Tf" => self.set_font(&held, resources)?,
                "Do" => self.form(&held, resources, depth)?,
                "BI" => {
                    // A picture inside the page: its bytes are no operators.
                    let rest = bytes.get(lexer.at..).unwrap_or_default();
                    lexer.at += memchr::memmem::find(rest, b"EI").map_or(rest.len(), |e| e + 2);
                }
                other => self.operator(other, &held),
            }
            held.clear();
        }
        Ok(())
    }

    fn operator(&mut self, word: &str, held: &[Object]) {
        let n = |i: usize| held.get(i).and_then(Object::number).unwrap_or(0.0);
        let six = || [n(0), n(1), n(2), n(3), n(4), n(5)];
        match word {
            "q" if self.kept.len() < 256 => self.kept.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.kept.pop() {
                    self.state = state;
                }
            }
            "cm" => self.state.ctm = times(six(), self.state.ctm),
            "BT" => (self.line, self.text) = (UNIT, UNIT),
            "Tm" => (self.line, self.text) = (six(), six()),
            "Td" => self.step(n(0), n(1)),
            "TD" => {
                self.state.leading = -n(1);
                self.step(n(0), n(1));
            }
            "T*" => self.step(0.0, -self.state.leading),
            "TL" => self.state.leading = n(0),
            "Tc" => self.state.letter_space = n(0),
            "Tw" => self.state.word_space = n(0),
            "Tz" => self.state.scale = n(0) / 100.0,
            "Tj" | "'" | "\"" => {
                if word != "Tj" {
                    self.step(0.0, -self.state.leading);
                }
                if let Some(Object::Text(bytes)) = held.last() {
                    self.show(bytes);
                }
            }
            "TJ" => {
                let Some(Object::Array(items)) = held.last() else { return };
                for item in items {
                    match item {
                        Object::Text(bytes) => self.show(bytes),
                        Object::Number(back) => self.advance(-back / 1000.0 * self.state.size * self.state.scale),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, x: f64, y: f64) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn advance(&mut self, x: f64) {
        self.text = times([1.0, 0.0, 0.0, 1.0, x, 0.0], self.text);
    }

    fn set_font(&mut self, held: &[Object], resources: &Dict) -> Result<(), IngestError> {
        let [Object::Name(name), Object::Number(size), ..] = held else { return Ok(()) };
        self.state.size = *size;
        let named = self.file.dict(resources.get("Font"));
        let font = named.get(name.as_str());
        self.state.font = match font {
            Some(Object::Reference(n)) => {
                if !self.fonts.contains_key(n) {
                    let read = Rc::new(Font::read(self.file, &self.file.dict(font))?);
                    self.fonts.insert(*n, read);
                }
                self.fonts.get(n).cloned()
            }
            Some(Object::Dictionary(d)) => Some(Rc::new(Font::read(self.file, d)?)),
            _ => None,
        };
        Ok(())
    }

    fn form(&mut self, held: &[Object], resources: &Dict, depth: usize) -> Result<(), IngestError> {
        let [Object::Name(name), ..] = held else { return Ok(()) };
        let named = self.file.dict(resources.get("XObject"));
        let Some(Object::Reference(n)) = named.get(name.as_str()) else { return Ok(()) };
        let dict = self.file.dict(named.get(name.as_str()));
        if depth >= MAX_FORMS || dict.get("Subtype").and_then(Object::name) != Some("Form") {
            return Ok(());
        }
        let own = dict.get("Resources").map(|r| self.file.dict(Some(r)));
        let bytes = self.file.stream(*n)?;
        let state = self.state.clone();
        if let Some(Object::Array(m)) = dict.get("Matrix").map(|m| self.file.resolve(m)) {
            let n = |i: usize| m.get(i).and_then(Object::number).unwrap_or(0.0);
            self.state.ctm = times([n(0), n(1), n(2), n(3), n(4), n(5)], self.state.ctm);
        }
        let kept = std::mem::take(&mut self.kept);
        let done = self.run(&bytes, own.as_ref().unwrap_or(resources), depth + 1);
        self.kept = kept;
        self.state = state;
        done
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        for code in bytes.chunks(font.code_len) {
            let code = code.iter().fold(0u32, |n, b| n << 8 | u32::from(*b));
            let at = times(self.text, self.state.ctm);
            let size = self.state.size.abs() * (at[2] * at[2] + at[3] * at[3]).sqrt();
            let space = if code == 32 && font.code_len == 1 { self.state.word_space } else { 0.0 };
            let width = font.width(code) / 1000.0 * self.state.size + self.state.letter_space + space;
            match font.letters(code) {
                Some(letters) => {
                    self.out.gap(at[4], at[5], size);
                    let is_double = letters == " " && self.out.text.ends_with(char::is_whitespace);
                    self.out.text.push_str(if is_double { "" } else { letters });
                    self.out.n_read += 1;
                }
                None => self.out.n_unread += 1,
            }
            self.advance(width * self.state.scale);
            let end = times(self.text, self.state.ctm);
            self.out.last = Some((end[4], end[5], size));
            if self.out.text.len() > MAX_TEXT {
                return;
            }
        }
    }
}

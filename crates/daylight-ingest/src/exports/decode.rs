//! From bytes in any encoding to UTF-8, streaming.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::stream::Encoding as Width;

/// The encoding of a file, decided by its first bytes.
#[derive(Debug, Clone, Copy)]
pub struct Charset {
    encoding: &'static Encoding,
    mark: usize,
    detected: bool,
}

impl Charset {
    /// By byte-order mark, by the pattern of UTF-16, by an XML declaration, by validity as UTF-8, else guessed.
    pub fn of(head: &[u8]) -> Self {
        match Width::of(head) {
            Width::Utf16Le(mark) => return Self { encoding: UTF_16LE, mark, detected: mark == 0 },
            Width::Utf16Be(mark) => return Self { encoding: UTF_16BE, mark, detected: mark == 0 },
            Width::Utf8(mark) if mark > 0 => return Self { encoding: UTF_8, mark, detected: false },
            Width::Utf8(_) => {}
        }
        if let Some(encoding) = declared(head) {
            return Self { encoding, mark: 0, detected: false };
        }
        let utf8 = Self { encoding: UTF_8, mark: 0, detected: false };
        let (valid, broken) = utf8_evidence(head);
        // JSON is UTF-8 by its definition: there, a few broken bytes are damage and no other encoding.
        let json = head.trim_ascii_start().starts_with(b"{") || head.trim_ascii_start().starts_with(b"[");
        if broken == 0 || valid >= 4 * broken || (json && broken < 8) {
            return utf8;
        }
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(head, true);
        Self { encoding: detector.guess(None, chardetng::Utf8Detection::Deny), mark: 0, detected: true }
    }

    /// For the report.
    pub fn name(self) -> String {
        let word = if self.detected { " (detected)" } else { "" };
        format!("{}{word}", self.encoding.name())
    }

    /// Bytes before the text, when offsets in the decoded text are offsets in the file.
    pub fn plain(self) -> Option<u64> {
        (self.encoding == UTF_8).then_some(self.mark as u64)
    }

    /// Reads decoded text. UTF-8 passes as it is: its records are checked one by one.
    pub fn reader<'a>(self, inner: Box<dyn Read + 'a>) -> Box<dyn Read + 'a> {
        if self.encoding == UTF_8 {
            return Box::new(Skip { inner, left: self.mark });
        }
        Box::new(Decoded {
            inner: Skip { inner, left: self.mark },
            decoder: self.encoding.new_decoder_without_bom_handling(),
            bytes: Vec::new(),
            text: Vec::new(),
            at: 0,
            end: false,
        })
    }
}

/// The encoding of an XML declaration, unless it only repeats what UTF-8 is.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.get(..head.len().min(200))?;
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = head.iter().position(|&b| b == b'>')?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let label = value.get(1..)?.split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_8 && e.is_ascii_compatible())
}

/// Sequences of several bytes that are UTF-8, and places that are not; a cut at the end is none.
fn utf8_evidence(head: &[u8]) -> (usize, usize) {
    let (mut valid, mut broken) = (0, 0);
    let mut rest = head;
    loop {
        let (good, after) = match std::str::from_utf8(rest) {
            Ok(_) => (rest, None),
            Err(error) => {
                let (good, bad) = rest.split_at(error.valid_up_to());
                (good, error.error_len().and_then(|len| bad.get(len..)))
            }
        };
        valid += good.iter().filter(|&&b| b >= 0xC0).count();
        let Some(after) = after else { return (valid, broken) };
        broken += 1;
        rest = after;
    }
}

/// Leaves out the byte-order mark.
struct Skip<R> {
    inner: R,
    left: usize,
}

impl<R: Read> Read for Skip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.left > 0 {
            let mut mark = [0; 4];
            let want = self.left.min(mark.len());
            let n = self.inner.read(&mut mark[..want])?;
            if n == 0 {
                return Ok(0);
            }
            self.left -= n;
        }
        self.inner.read(buffer)
    }
}

/// Decodes block by block; what cannot be decoded becomes U+FFFD.
struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    end: bool,
}

/// Bytes decoded at once.
const BLOCK: usize = 64 << 10;

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            if self.end {
                return Ok(0);
            }
            self.bytes.resize(BLOCK, 0);
            let n = self.inner.read(&mut self.bytes)?;
            self.end = n == 0;
            let room = self.decoder.max_utf8_buffer_length(n).unwrap_or(4 * BLOCK + 16);
            self.text.clear();
            self.text.resize(room, 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(&self.bytes[..n], &mut self.text, self.end);
            self.text.truncate(written);
            self.at = 0;
        }
        let n = buffer.len().min(self.text.len() - self.at);
        buffer[..n].copy_from_slice(&self.text[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, String) {
        let charset = Charset::of(bytes);
        let mut text = String::new();
        charset.reader(Box::new(bytes)).read_to_string(&mut text).unwrap();
        (text, charset.name())
    }

    #[test]
    fn encodings_are_recognized_and_decoded() {
        let text = "id;text\n1;Сегодня выборы, голосуют все избиратели области\n2;Явка растёт\n";
        let utf16: Vec<u8> = [0xFEFF_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&utf16), (text.to_owned(), "UTF-16LE".to_owned()));
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        assert_eq!(decoded(&cyrillic), (text.to_owned(), "windows-1251 (detected)".to_owned()));
        let latin = "name;city;note\nMüller;Köln;größer als früher\n";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(latin);
        assert_eq!(decoded(&bytes), (latin.to_owned(), "windows-1252 (detected)".to_owned()));
        assert_eq!(decoded("\u{feff}é".as_bytes()), ("é".to_owned(), "UTF-8".to_owned()));
        let xml = b"<?xml version='1.0' encoding='iso-8859-5'?><a>\xC0</a>";
        assert!(decoded(xml).0.ends_with("<a>Р</a>"));
    }

    #[test]
    fn one_broken_byte_does_not_change_the_encoding() {
        let mut bytes = "äöü äöü äöü äöü".as_bytes().to_vec();
        bytes.push(0xFF);
        bytes.push(b'x');
        assert_eq!(Charset::of(&bytes).name(), "UTF-8");
        assert_eq!(Charset::of(b"{\"a\":\"\xFF\"}").name(), "UTF-8");
    }
}

//! Records of JSON files, one after the other, never the whole file at once.
//!
//! A line of NDJSON that is broken costs that line. In a whole document (an array, or an object with arrays of
//! records) a broken record between its brackets costs that record; broken brackets end the reading.

use std::io::{self, BufRead};

/// Largest record; a longer one is a counted problem.
pub const MAX_RECORD_BYTES: usize = 64 << 20;
/// Longest scalar of a document outside its records that is remembered.
const MAX_ENVELOPE: usize = 4096;
/// Depth to which the arrays of records are looked for.
const MAX_DEPTH: usize = 6;

/// Where a record begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: u64,
    /// Byte of the decoded text, from 0.
    pub offset: u64,
}

impl Place {
    /// Goes on after `bytes`.
    pub fn step(&mut self, bytes: &[u8]) {
        self.offset += bytes.len() as u64;
        self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
    }
}

/// Scalars of the objects around a record: key, value as JSON text; inner ones last.
pub type Envelope = Vec<(String, String)>;

/// Takes raw records.
pub trait RawSink {
    /// The bytes of one record.
    fn record(&mut self, bytes: &[u8], place: Place, envelope: &Envelope);
    /// Something that is no record.
    fn broken(&mut self, place: Place, reason: &str);
}

/// Reads bytes and knows where it is.
struct Bytes<R> {
    inner: R,
    place: Place,
}

impl<R: BufRead> Bytes<R> {
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.inner.fill_buf() {
                Ok(buffer) => return Ok(buffer.first().copied()),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }

    fn bump(&mut self, byte: u8) {
        self.inner.consume(1);
        self.place.offset += 1;
        self.place.line += u64::from(byte == b'\n');
    }

    /// Takes the rest of the line into `line`; true when that is too much.
    fn long_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        let mut too_long = false;
        while self.peek()?.is_some() {
            let buffer = self.inner.fill_buf()?;
            let newline = memchr::memchr(b'\n', buffer);
            let end = newline.map_or(buffer.len(), |i| i + 1);
            too_long |= line.len() + end > MAX_RECORD_BYTES;
            if !too_long {
                line.extend_from_slice(&buffer[..end]);
            }
            self.inner.consume(end);
            self.place.offset += end as u64;
            if newline.is_some() {
                self.place.line += 1;
                break;
            }
        }
        Ok(too_long)
    }

    /// The next byte that is not blank, not consumed.
    fn next_sign(&mut self) -> io::Result<Option<u8>> {
        while let Some(byte) = self.peek()? {
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                return Ok(Some(byte));
            }
            self.bump(byte);
        }
        Ok(None)
    }
}

/// Reads lines; each that is not blank is a record.
pub fn read_lines(inner: impl BufRead, sink: &mut dyn RawSink) -> io::Result<()> {
    let mut bytes = Bytes { inner, place: Place { line: 1, offset: 0 } };
    let envelope = Envelope::new();
    let mut long = Vec::new();
    while bytes.peek()?.is_some() {
        let place = bytes.place;
        let buffer = bytes.inner.fill_buf()?;
        // Most lines stand in the buffer whole.
        if let Some(end) = memchr::memchr(b'\n', buffer) {
            let record = buffer[..end].trim_ascii();
            if !record.is_empty() {
                sink.record(record, place, &envelope);
            }
            bytes.inner.consume(end + 1);
            bytes.place = Place { line: place.line + 1, offset: place.offset + end as u64 + 1 };
            continue;
        }
        long.clear();
        let too_long = bytes.long_line(&mut long)?;
        let record = long.trim_ascii();
        if too_long {
            sink.broken(place, "the line is longer than 64 MiB");
        } else if !record.is_empty() {
            sink.record(record, place, &envelope);
        }
    }
    Ok(())
}

/// Reads a document, or several one after the other: elements of a top-level array, elements of the arrays at
/// `paths`, or top-level objects when there are no paths.
pub fn read_document(inner: impl BufRead, paths: &[&str], sink: &mut dyn RawSink) -> io::Result<()> {
    let paths = paths.iter().map(|p| p.split('.').collect()).collect();
    let bytes = Bytes { inner, place: Place { line: 1, offset: 0 } };
    let mut walk = Walk { bytes, paths, path: Vec::new(), envelope: Envelope::new(), sink, buffer: Vec::new() };
    loop {
        match walk.bytes.next_sign()? {
            None => return Ok(()),
            Some(b'[') => {
                if walk.elements(true)?.is_none() {
                    return Ok(());
                }
            }
            Some(b'{') if !walk.paths.is_empty() => {
                if walk.object()?.is_none() {
                    return Ok(());
                }
                walk.envelope.clear();
            }
            Some(b',') => walk.bytes.bump(b','),
            Some(_) => {
                if walk.emit()?.is_none() {
                    return Ok(());
                }
            }
        }
    }
}

struct Walk<'a, R> {
    bytes: Bytes<R>,
    paths: Vec<Vec<&'a str>>,
    path: Vec<String>,
    envelope: Envelope,
    sink: &'a mut dyn RawSink,
    buffer: Vec<u8>,
}

/// `Some` goes on; `None` says that the brackets are broken and was told to the sink.
type Step = io::Result<Option<()>>;

impl<R: BufRead> Walk<'_, R> {
    #[allow(clippy::unnecessary_wraps, reason = "it is the last step of its callers")]
    fn broken(&mut self, place: Place, reason: &str) -> Step {
        self.sink.broken(place, reason);
        Ok(None)
    }

    fn cut_off(&mut self) -> Step {
        let place = self.bytes.place;
        self.broken(place, "the file ends in the middle of its JSON")
    }

    fn is_record_array(&self) -> bool {
        self.paths.iter().any(|p| p.len() == self.path.len() && p.iter().zip(&self.path).all(|(a, b)| a == b))
    }

    fn leads_to_records(&self) -> bool {
        self.paths.iter().any(|p| p.len() > self.path.len() && p.iter().zip(&self.path).all(|(a, b)| a == b))
    }

    /// An object on the way to records.
    fn object(&mut self) -> Step {
        self.bytes.bump(b'{');
        let scope = self.envelope.len();
        loop {
            match self.bytes.next_sign()? {
                None => return self.cut_off(),
                Some(b'}') => {
                    self.bytes.bump(b'}');
                    self.envelope.truncate(scope);
                    return Ok(Some(()));
                }
                Some(b',') => self.bytes.bump(b','),
                Some(b'"') => {
                    if self.member()?.is_none() {
                        return Ok(None);
                    }
                }
                Some(_) => {
                    let place = self.bytes.place;
                    return self.broken(place, "the JSON around the records is broken; the rest was not read");
                }
            }
        }
    }

    fn member(&mut self) -> Step {
        let place = self.bytes.place;
        if !self.capture(MAX_ENVELOPE)? {
            return self.cut_off();
        }
        let key: String = serde_json::from_slice(&self.buffer).unwrap_or_default();
        if self.bytes.next_sign()? != Some(b':') {
            return self.broken(place, "the JSON around the records is broken; the rest was not read");
        }
        self.bytes.bump(b':');
        self.path.push(key);
        let step = self.value();
        let key = self.path.pop().unwrap_or_default();
        if let Ok(Some(true)) = step
            && let Ok(value) = std::str::from_utf8(&self.buffer)
        {
            self.envelope.push((key, value.to_owned()));
        }
        Ok(step?.map(|_| ()))
    }

    /// The value of a member; `true` when it is a scalar that now stands in the buffer.
    fn value(&mut self) -> io::Result<Option<bool>> {
        let deep = self.path.len() > MAX_DEPTH;
        match self.bytes.next_sign()? {
            None => Ok(self.cut_off()?.map(|()| false)),
            Some(b'[') if self.is_record_array() => Ok(self.elements(true)?.map(|()| false)),
            Some(b'[') if !deep && self.leads_to_records() => Ok(self.elements(false)?.map(|()| false)),
            Some(b'{') if !deep && self.leads_to_records() => Ok(self.object()?.map(|()| false)),
            Some(b'{') if self.is_record_array() => Ok(self.emit()?.map(|()| false)),
            Some(first) => {
                if !self.capture(MAX_ENVELOPE)? {
                    return Ok(self.cut_off()?.map(|()| false));
                }
                let scalar =
                    !matches!(first, b'{' | b'[') && !self.buffer.is_empty() && self.buffer.len() < MAX_ENVELOPE;
                if self.buffer.is_empty() {
                    let place = self.bytes.place;
                    return Ok(self
                        .broken(place, "the JSON around the records is broken; the rest was not read")?
                        .map(|()| false));
                }
                Ok(Some(scalar))
            }
        }
    }

    /// Elements of an array: records, or objects on the way to records.
    fn elements(&mut self, records: bool) -> Step {
        self.bytes.bump(b'[');
        loop {
            let step = match self.bytes.next_sign()? {
                None => return self.cut_off(),
                Some(b']') => {
                    self.bytes.bump(b']');
                    return Ok(Some(()));
                }
                Some(b',') => {
                    self.bytes.bump(b',');
                    continue;
                }
                Some(b'{') if !records => self.object()?,
                Some(_) => self.emit()?,
            };
            if step.is_none() {
                return Ok(None);
            }
        }
    }

    /// One value as a record.
    fn emit(&mut self) -> Step {
        let place = self.bytes.place;
        if !self.capture(MAX_RECORD_BYTES)? {
            return self.broken(place, "the file ends in the middle of this record");
        }
        match self.buffer.len() {
            0 => self.broken(place, "the JSON around the records is broken; the rest was not read"),
            MAX_RECORD_BYTES => {
                self.sink.broken(place, "the record is larger than 64 MiB");
                Ok(Some(()))
            }
            _ => {
                self.sink.record(&self.buffer, place, &self.envelope);
                Ok(Some(()))
            }
        }
    }

    /// Takes one value into the buffer, at most `limit` bytes of it. False at the end of the file in its middle.
    /// An empty buffer means that no value stands here.
    fn capture(&mut self, limit: usize) -> io::Result<bool> {
        self.buffer.clear();
        let (mut depth, mut string, mut escaped) = (0_u64, false, false);
        while let Some(byte) = self.bytes.peek()? {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if string => escaped = true,
                b'"' => string = !string,
                _ if string => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return Ok(true),
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.bytes.bump(byte);
            if self.buffer.len() < limit {
                self.buffer.push(byte);
            }
            if depth == 0 && !string && matches!(byte, b'}' | b']' | b'"') {
                return Ok(true);
            }
        }
        Ok(depth == 0 && !string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Seen(Vec<String>);

    impl RawSink for Seen {
        fn record(&mut self, bytes: &[u8], place: Place, envelope: &Envelope) {
            let around: Vec<String> = envelope.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let bytes = String::from_utf8_lossy(bytes);
            self.0.push(format!("{}:{} {bytes} {}", place.line, place.offset, around.join(",")));
        }
        fn broken(&mut self, place: Place, reason: &str) {
            self.0.push(format!("{}: {reason}", place.line));
        }
    }

    fn document(text: &str, paths: &[&str]) -> Vec<String> {
        let mut seen = Seen::default();
        read_document(text.as_bytes(), paths, &mut seen).unwrap();
        seen.0
    }

    #[test]
    fn records_are_found_where_the_format_has_them() {
        assert_eq!(document("[1, {\"a\":[2]}\n,\"x]\"]", &[]), ["1:1 1 ", "1:4 {\"a\":[2]} ", "2:15 \"x]\" "]);
        let chats = r#"{"about":{"x":[1]},"chats":{"list":[{"id":7,"messages":[{"t":1},{"t":2}]},{"id":8,"messages":[{"t":3}]}]}}"#;
        let found = document(chats, &["messages", "chats.list.messages"]);
        assert_eq!(found.len(), 3);
        assert!(found[1].ends_with("{\"t\":2} id=7") && found[2].ends_with("{\"t\":3} id=8"), "{found:?}");
        assert_eq!(document("{\n\"a\":1}\n{\"b\":2}", &[]), ["1:0 {\n\"a\":1} ", "3:9 {\"b\":2} "]);
    }

    #[test]
    fn a_cut_document_gives_its_whole_records_and_one_problem() {
        let text = r#"{"messages":[{"t":1},{"t":"#;
        assert_eq!(document(text, &["messages"])[1], "1: the file ends in the middle of this record");
        for end in 0..text.len() {
            document(&text[..end], &["messages"]);
        }
    }

    #[test]
    fn depth_is_counted_not_walked() {
        let deep = "[".repeat(200_000);
        assert_eq!(document(&deep, &[]).len(), 1);
        let deep = "{\"chats\":".repeat(200_000);
        assert_eq!(document(&deep, &["chats.list"]).len(), 1);
    }

    #[test]
    fn lines_have_places() {
        let mut seen = Seen::default();
        read_lines(&b"{}\n\n[1]\r\ncut"[..], &mut seen).unwrap();
        assert_eq!(seen.0, ["1:0 {} ", "3:4 [1] ", "4:9 cut "]);
    }
}

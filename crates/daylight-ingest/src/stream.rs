//! From a file to its decoded bytes: unpacking with a limit, UTF-16 to UTF-8.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use crate::error::IngestError;

/// How a file is packed, told by its first bytes, never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// Gzip, one member or many.
    Gzip,
    /// Zstandard.
    Zstd,
}

impl Packing {
    /// The packing of a file that begins with `head`.
    pub fn of(head: &[u8]) -> Self {
        match head {
            [0x1F, 0x8B, ..] => Self::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }

    /// Added to the name of the format.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Gzip => "+gzip",
            Self::Zstd => "+zstd",
        }
    }
}

/// How text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 or ASCII, after this many bytes of byte-order mark.
    Utf8(usize),
    /// UTF-16, little end first, after this many bytes.
    Utf16Le(usize),
    /// UTF-16, big end first, after this many bytes.
    Utf16Be(usize),
}

impl Encoding {
    /// The encoding of text that begins with `head`.
    pub fn of(head: &[u8]) -> Self {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => return Self::Utf8(3),
            [0xFF, 0xFE, ..] => return Self::Utf16Le(2),
            [0xFE, 0xFF, ..] => return Self::Utf16Be(2),
            _ => {}
        }
        // Without a mark: mostly ASCII in 16 bits has a NUL in every second byte.
        let head = &head[..head.len().min(4096)];
        let n_pairs = head.len() / 2;
        let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&b| b == 0).count();
        if n_pairs >= 8 && zeros(1) * 10 > n_pairs * 7 && zeros(0) * 10 < n_pairs {
            return Self::Utf16Le(0);
        }
        if n_pairs >= 8 && zeros(0) * 10 > n_pairs * 7 && zeros(1) * 10 < n_pairs {
            return Self::Utf16Be(0);
        }
        Self::Utf8(0)
    }
}

/// Says that a packed file unpacks to far more than data does.
#[derive(Debug, thiserror::Error)]
#[error("unpacks to more than {limit} bytes from {packed}")]
pub struct TooLarge {
    /// Compressed size.
    pub packed: u64,
    /// The limit.
    pub limit: u64,
}

/// Unpacked bytes allowed for any file, however small.
const FREE_BYTES: u64 = 256 << 20;
/// Unpacked bytes allowed for a packed one beyond that: real tables pack 5 to 50 times.
const MAX_RATIO: u64 = 250;

/// Whether reading failed for [`TooLarge`].
pub fn is_too_large(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<TooLarge>)
}

struct Limited<R> {
    inner: R,
    read: u64,
    packed: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.read += n as u64;
        let limit = FREE_BYTES.saturating_add(self.packed.saturating_mul(MAX_RATIO));
        if self.read > limit {
            return Err(io::Error::other(TooLarge { packed: self.packed, limit }));
        }
        Ok(n)
    }
}

/// Reads UTF-16 and gives UTF-8; broken pairs become U+FFFD.
struct Utf16<R> {
    inner: R,
    big: bool,
    half: Option<u8>,
    lead: Option<u16>,
    out: Vec<u8>,
    at: usize,
}

impl<R: Read> Utf16<R> {
    fn fill(&mut self) -> io::Result<bool> {
        let mut raw = [0_u8; 8192];
        let n = self.inner.read(&mut raw)?;
        self.out.clear();
        self.at = 0;
        let mut units: Vec<u16> = self.lead.take().into_iter().collect();
        let bytes = self.half.take().into_iter().chain(raw[..n].iter().copied()).collect::<Vec<u8>>();
        let pairs = bytes.chunks_exact(2);
        self.half = pairs.remainder().first().copied().filter(|_| n > 0);
        for pair in pairs {
            let pair = [pair[0], pair[1]];
            units.push(if self.big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
        }
        if n > 0
            && let Some(&last) = units.last()
            && (0xD800..0xDC00).contains(&last)
        {
            self.lead = units.pop();
        }
        for c in char::decode_utf16(units) {
            let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        Ok(n > 0 || !self.out.is_empty())
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.out.len() {
            if !self.fill()? {
                return Ok(0);
            }
        }
        let n = buffer.len().min(self.out.len() - self.at);
        buffer[..n].copy_from_slice(&self.out[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

/// The unpacked bytes of a file.
pub fn unpacked(path: &Path, packing: Packing) -> Result<Box<dyn Read + Send>, IngestError> {
    let io = |e| IngestError::io(path, e);
    let file = File::open(path).map_err(io)?;
    let packed = file.metadata().map_err(io)?.len();
    Ok(match packing {
        Packing::Plain => Box::new(BufReader::with_capacity(1 << 18, file)),
        Packing::Gzip => {
            let inner = flate2::read::MultiGzDecoder::new(BufReader::with_capacity(1 << 18, file));
            Box::new(Limited { inner, read: 0, packed })
        }
        Packing::Zstd => {
            let inner = zstd::stream::read::Decoder::new(file).map_err(io)?;
            Box::new(Limited { inner, read: 0, packed })
        }
    })
}

/// The text of a file as UTF-8 without a byte-order mark.
pub fn text(path: &Path, packing: Packing, encoding: Encoding) -> Result<Box<dyn Read + Send>, IngestError> {
    let mut inner = unpacked(path, packing)?;
    let (mark, big) = match encoding {
        Encoding::Utf8(mark) => (mark, None),
        Encoding::Utf16Le(mark) => (mark, Some(false)),
        Encoding::Utf16Be(mark) => (mark, Some(true)),
    };
    let mut skipped = [0_u8; 3];
    let _ = fill(&mut inner, &mut skipped[..mark]).0;
    Ok(match big {
        None => inner,
        Some(big) => Box::new(Utf16 { inner, big, half: None, lead: None, out: Vec::new(), at: 0 }),
    })
}

/// Reads until `buffer` is full, the end, or an error: the bytes read, and the error.
pub fn fill(reader: &mut dyn Read, buffer: &mut [u8]) -> (usize, Option<io::Error>) {
    let mut len = 0;
    while len < buffer.len() {
        match reader.read(&mut buffer[len..]) {
            Ok(0) => break,
            Ok(n) => len += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return (len, Some(e)),
        }
    }
    (len, None)
}

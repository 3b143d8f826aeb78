//! Folders, zip and tar archives, walked with limits and without writing anything.
//!
//! Every file in them is handed to the caller as a stream. An archive that exceeds a limit is refused with the
//! limit named; one entry with a name that leads elsewhere, or a link, is refused alone.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use crate::error::IngestError;
use crate::exports::read::read_export_from;
use crate::exports::report::{ExportOptions, ExportReport, Record};
use crate::stream::fill;
use crate::walk::inputs;

/// What an archive may unpack to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArchiveLimits {
    /// Unpacked bytes of one file on disk, everything in it together.
    pub max_total_bytes: u64,
    /// Unpacked bytes for each packed byte, beyond the first [`ArchiveLimits::free_bytes`].
    pub max_ratio: u64,
    /// Unpacked bytes that are allowed whatever the ratio.
    pub free_bytes: u64,
    /// Archives inside archives.
    pub max_depth: u32,
    /// Entries of one file on disk, everything in it together.
    pub max_entries: u64,
    /// Bytes of a zip archive inside an archive, which has to be held in memory.
    pub max_nested_zip_bytes: u64,
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self {
            max_total_bytes: 256 << 30,
            max_ratio: 250,
            free_bytes: 256 << 20,
            max_depth: 3,
            max_entries: 200_000,
            max_nested_zip_bytes: 512 << 20,
        }
    }
}

/// A file, on disk or in an archive.
pub struct Entry<'a> {
    /// The file on disk.
    pub path: &'a Path,
    /// Its name, with the names of the archives around it (`export.zip/chats/result.json`).
    pub name: String,
    /// The part of the name inside the file on disk; none when that is the file itself.
    pub inside: Option<String>,
    /// Its bytes.
    pub reader: &'a mut dyn Read,
}

/// What became of one file.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// It was read.
    Read(ExportReport),
    /// No format knows it, or it cannot be read; why.
    Left(String),
    /// It was refused; the limit or the danger.
    Refused(String),
}

/// Reads every export in a file or folder; archives are walked. Gives the name and the outcome of every file,
/// in order of names.
///
/// # Errors
/// When the folder or the file itself cannot be opened.
pub fn read_exports(
    path: &Path,
    options: &ExportOptions,
    limits: &ArchiveLimits,
    sink: &mut dyn FnMut(Record),
) -> Result<Vec<(String, Outcome)>, IngestError> {
    let mut outcomes = Vec::new();
    walk(path, limits, &mut |event| match event {
        Event::Refused { name, why } => outcomes.push((name, Outcome::Refused(why))),
        Event::Entry(entry) => {
            let options = ExportOptions { entry: entry.inside.as_deref().map(Into::into), ..options.clone() };
            let outcome = match read_export_from(Path::new(&entry.name), &mut *entry.reader, &options, sink) {
                Ok(report) => Outcome::Read(report),
                Err(error) => Outcome::Left(words(&error)),
            };
            outcomes.push((entry.name, outcome));
        }
    })?;
    Ok(outcomes)
}

/// An error with its causes.
fn words(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

/// What the walk meets.
pub enum Event<'a> {
    /// A file.
    Entry(Entry<'a>),
    /// An entry or archive that is not read.
    Refused {
        /// Its name.
        name: String,
        /// The limit or the danger.
        why: String,
    },
}

/// Walks a file or folder. Links on disk that lead to folders are not followed.
///
/// # Errors
/// When the folder or a file on disk cannot be opened.
pub fn walk(path: &Path, limits: &ArchiveLimits, visit: &mut dyn FnMut(Event<'_>)) -> Result<(), IngestError> {
    for input in inputs(&[path.to_owned()])? {
        let io = |e| IngestError::io(&input.path, e);
        let file = File::open(&input.path).map_err(io)?;
        let n_bytes = file.metadata().map_err(io)?.len();
        let budget = Budget { limits, n_packed: n_bytes, n_unpacked: Cell::new(0), n_entries: Cell::new(0) };
        let mut walk = Walk { path: &input.path, budget: &budget, visit: &mut *visit };
        let place = Place { name: input.name.clone(), inside: None, depth: 0 };
        let mut reader = BufReader::with_capacity(1 << 17, file);
        if let Err(why) = walk.file(&mut reader, place, Some(&input.path)) {
            (walk.visit)(Event::Refused { name: input.name, why });
        }
    }
    Ok(())
}

/// What is left to unpack of one file on disk.
struct Budget<'a> {
    limits: &'a ArchiveLimits,
    n_packed: u64,
    n_unpacked: Cell<u64>,
    n_entries: Cell<u64>,
}

impl Budget<'_> {
    fn count_entry(&self) -> Result<(), String> {
        self.n_entries.set(self.n_entries.get() + 1);
        if self.n_entries.get() > self.limits.max_entries {
            return Err(format!("more than {} entries", self.limits.max_entries));
        }
        Ok(())
    }

    fn take(&self, n: u64) -> Result<(), String> {
        let total = self.n_unpacked.get().saturating_add(n);
        self.n_unpacked.set(total);
        let limits = self.limits;
        if total > limits.max_total_bytes {
            return Err(format!("it unpacks to more than {} bytes", limits.max_total_bytes));
        }
        let by_ratio = limits.free_bytes.saturating_add(self.n_packed.saturating_mul(limits.max_ratio));
        if total > by_ratio {
            return Err(format!("it unpacks to more than {} times its size", limits.max_ratio));
        }
        Ok(())
    }
}

/// Counts what comes out of an archive; remembers the limit that was met.
struct Metered<'a, R> {
    inner: R,
    budget: &'a Budget<'a>,
    refused: &'a Cell<Option<String>>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        if let Err(why) = self.budget.take(n as u64) {
            self.refused.set(Some(why.clone()));
            return Err(io::Error::other(why));
        }
        Ok(n)
    }
}

/// Bytes of the headers of one entry of a tar archive, with its long names.
const MAX_TAR_HEADERS: u64 = 1 << 20;

/// Gives only so many bytes until more are allowed.
struct Rationed<'a, R> {
    inner: R,
    left: &'a Cell<u64>,
}

impl<R: Read> Read for Rationed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        match self.left.get().checked_sub(n as u64) {
            Some(left) => self.left.set(left),
            None => return Err(io::Error::other(format!("a name or header of more than {MAX_TAR_HEADERS} bytes"))),
        }
        Ok(n)
    }
}

#[derive(Clone)]
struct Place {
    name: String,
    inside: Option<String>,
    depth: u32,
}

impl Place {
    fn below(&self, entry: &str) -> Self {
        let inside = self.inside.as_ref().map_or_else(|| entry.to_owned(), |inside| format!("{inside}/{entry}"));
        Self { name: format!("{}/{entry}", self.name), inside: Some(inside), depth: self.depth + 1 }
    }
}

/// What a stream is, by its first bytes.
#[derive(PartialEq, Eq)]
enum Kind {
    Zip,
    Gzip,
    Zstd,
    Tar,
    Plain,
}

impl Kind {
    fn of(head: &[u8]) -> Self {
        match head {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Zip,
            [0x1F, 0x8B, ..] => Self::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Self::Zstd,
            _ if head.get(257..262) == Some(b"ustar") => Self::Tar,
            _ => Self::Plain,
        }
    }
}

/// Bytes that show what a stream is: one block of a tar archive.
const HEAD: usize = 512;

struct Walk<'a, 'v> {
    path: &'a Path,
    budget: &'a Budget<'a>,
    visit: &'v mut dyn FnMut(Event<'_>),
}

impl Walk<'_, '_> {
    /// One stream: a file, or an archive of them. An error refuses the whole file on disk.
    fn file(&mut self, reader: &mut dyn Read, place: Place, on_disk: Option<&Path>) -> Result<(), String> {
        let mut head = vec![0; HEAD];
        let (len, error) = fill(reader, &mut head);
        head.truncate(len);
        let kind = Kind::of(&head);
        if let Some(error) = error.filter(|_| len == 0) {
            return Err(format!("it cannot be read: {error}"));
        }
        if kind != Kind::Plain && place.depth > self.budget.limits.max_depth {
            return Err(format!("archives inside archives more than {} deep", self.budget.limits.max_depth));
        }
        let mut whole = Cursor::new(head).chain(reader);
        match kind {
            Kind::Zip => self.zip(&mut whole, &place, on_disk),
            Kind::Tar => self.tar(&mut whole, &place),
            Kind::Gzip => self.unpacked(flate2::read::MultiGzDecoder::new(BufReader::new(whole)), place),
            Kind::Zstd => match zstd::stream::read::Decoder::new(whole) {
                Ok(inner) => self.unpacked(inner, place),
                Err(error) => Err(format!("it cannot be unpacked: {error}")),
            },
            Kind::Plain => {
                self.hand_over(&mut whole, place);
                Ok(())
            }
        }
    }

    fn hand_over(&mut self, reader: &mut dyn Read, place: Place) {
        let Place { name, inside, .. } = place;
        (self.visit)(Event::Entry(Entry { path: self.path, name, inside, reader }));
    }

    /// The content of a packed stream: one file, or a tar archive.
    fn unpacked(&mut self, inner: impl Read, place: Place) -> Result<(), String> {
        let refused = Cell::new(None);
        let mut metered = Metered { inner, budget: self.budget, refused: &refused };
        let place = Place { depth: place.depth + 1, ..place };
        let walked = self.file(&mut metered, place, None);
        // A limit stands above what its reader made of the broken stream.
        refused.take().map_or(walked, Err)
    }

    fn refuse(&mut self, name: String, why: &str) {
        (self.visit)(Event::Refused { name, why: why.to_owned() });
    }

    fn tar(&mut self, reader: &mut dyn Read, place: &Place) -> Result<(), String> {
        let damaged = |error: io::Error| format!("the tar archive is damaged: {error}");
        // Between two entries stand headers alone, and long names, which are read into memory whole.
        let left = Cell::new(MAX_TAR_HEADERS);
        let mut archive = tar::Archive::new(Rationed { inner: reader, left: &left });
        for entry in archive.entries().map_err(damaged)? {
            let mut entry = entry.map_err(damaged)?;
            left.set(u64::MAX);
            self.tar_entry(&mut entry, place)?;
            io::copy(&mut entry, &mut io::sink()).map_err(damaged)?;
            left.set(MAX_TAR_HEADERS);
        }
        Ok(())
    }

    fn tar_entry(&mut self, entry: &mut tar::Entry<'_, impl Read>, place: &Place) -> Result<(), String> {
        self.budget.count_entry()?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            return Ok(());
        }
        let below = place.below(&shown_name(&name));
        if !(kind.is_file() || kind.is_contiguous()) {
            self.refuse(below.name, "it is a link or a device, not a file");
        } else if let Some(why) = danger(&name) {
            self.refuse(below.name, why);
        } else {
            self.file(entry, below, None)?;
        }
        Ok(())
    }

    fn zip(&mut self, reader: &mut dyn Read, place: &Place, on_disk: Option<&Path>) -> Result<(), String> {
        // The table of contents stands at the end: a file on disk is opened again, others are held in memory.
        if let Some(path) = on_disk {
            let file = File::open(path).map_err(|e| format!("it cannot be read: {e}"))?;
            return self.zip_entries(BufReader::new(file), place);
        }
        let limit = self.budget.limits.max_nested_zip_bytes;
        let mut bytes = Vec::new();
        reader.take(limit + 1).read_to_end(&mut bytes).map_err(|e| format!("it cannot be read: {e}"))?;
        if bytes.len() as u64 > limit {
            return Err(format!("a zip archive of more than {limit} bytes inside an archive"));
        }
        self.zip_entries(Cursor::new(bytes), place)
    }

    fn zip_entries(&mut self, file: impl Read + io::Seek, place: &Place) -> Result<(), String> {
        let mut archive = zip::ZipArchive::new(file).map_err(|e| format!("the zip archive is damaged: {e}"))?;
        for number in 0..archive.len() {
            self.budget.count_entry()?;
            let mut entry = match archive.by_index(number) {
                Ok(entry) => entry,
                Err(error) => {
                    let below = place.below(&format!("entry {}", number + 1));
                    self.refuse(below.name, &format!("it cannot be unpacked: {error}"));
                    continue;
                }
            };
            let name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
            if entry.is_dir() {
                continue;
            }
            let below = place.below(&shown_name(&name));
            if entry.is_symlink() {
                self.refuse(below.name, "it is a link or a device, not a file");
            } else if let Some(why) = danger(&name) {
                self.refuse(below.name, why);
            } else {
                let refused = Cell::new(None);
                let mut metered = Metered { inner: &mut entry, budget: self.budget, refused: &refused };
                let walked = self.file(&mut metered, below, None);
                refused.take().map_or(walked, Err)?;
            }
        }
        Ok(())
    }
}

/// Why a name is not followed. Nothing is ever written under it; a report that repeats it should not mislead.
fn danger(name: &str) -> Option<&'static str> {
    let drive = name.as_bytes().get(1) == Some(&b':');
    if name.starts_with(['/', '\\']) || drive {
        return Some("its name is an absolute path");
    }
    if name.split(['/', '\\']).any(|part| part == "..") {
        return Some("its name leads out of the archive");
    }
    if name.is_empty() {
        return Some("its name cannot be read");
    }
    if name.contains(char::is_control) || name.len() > 4096 {
        return Some("its name holds control characters or is too long");
    }
    None
}

fn shown_name(name: &str) -> String {
    name.chars().take(300).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

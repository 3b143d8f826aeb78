//! Tiles: files of 256 hashes, and bundles of 256 entries.

use std::path::Path;

use super::merkle::{Hash, leaf_hash, node_hash, root_of};
use crate::error::{CaseError, Result};
use crate::files;

/// Hashes of a full tile, entries of a full bundle.
const WIDTH: usize = 256;
/// Bytes of an entry that its length prefix can say.
const MAX_ENTRY_BYTES: usize = u16::MAX as usize;
/// Bytes of the longest possible bundle.
pub(crate) const MAX_BUNDLE_BYTES: u64 = (WIDTH * (MAX_ENTRY_BYTES + 2)) as u64;

/// Path of a tile (`level`) or of a bundle of entries (no level) below the folder of the log.
/// `width` 256 is a full one, less a partial one.
pub(crate) fn path(level: Option<usize>, index: u64, width: usize) -> String {
    let mut digits = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        digits = format!("x{:03}/{digits}", rest % 1000);
        rest /= 1000;
    }
    let level = level.map_or("entries".to_owned(), |l| l.to_string());
    let partial = if width < WIDTH { format!(".p/{width}") } else { String::new() };
    format!("tile/{level}/{digits}{partial}")
}

/// The right edge of the tree: for each level the hashes of the tile that is not full yet, and the bundle of
/// entries that is not full yet. It is all that an append needs to know.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edge {
    size: u64,
    bundle: Vec<u8>,
    levels: Vec<Vec<Hash>>,
}

impl Edge {
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds an entry; tiles and bundles that became full go to `full`.
    pub fn push(&mut self, entry: &[u8], full: &mut dyn FnMut(String, &[u8]) -> Result<()>) -> Result<()> {
        let length = u16::try_from(entry.len())
            .map_err(|_| CaseError::invalid("entry", format!("longer than {MAX_ENTRY_BYTES} bytes")))?;
        self.bundle.extend(length.to_be_bytes());
        self.bundle.extend(entry);
        self.size += 1;
        let mut hash = leaf_hash(entry);
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let tile = &mut self.levels[level];
            tile.push(hash);
            if tile.len() < WIDTH {
                break;
            }
            let index = (self.size >> (8 * (level + 1))) - 1;
            if level == 0 {
                full(path(None, index, WIDTH), &self.bundle)?;
                self.bundle.clear();
            }
            full(path(Some(level), index, WIDTH), tile.as_flattened())?;
            hash = root_of(tile);
            tile.clear();
        }
        Ok(())
    }

    /// The partial tiles and the partial bundle of this size.
    pub fn partial_files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        for (level, tile) in self.levels.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            let index = self.size >> (8 * (level + 1));
            files.push((path(Some(level), index, tile.len()), tile.as_flattened().to_vec()));
            if level == 0 {
                files.push((path(None, index, tile.len()), self.bundle.clone()));
            }
        }
        files
    }

    /// Root of the whole tree. The open tiles from the top down hold its perfect subtrees from left to right.
    pub fn root(&self) -> Hash {
        let mut root = None;
        for tile in &self.levels {
            // Within a tile: the perfect subtrees, small ones at the right.
            let mut rest = tile.as_slice();
            while !rest.is_empty() {
                let (left, right) = rest.split_at(rest.len() - (1 << rest.len().trailing_zeros()));
                let part = root_of(right);
                root = Some(root.map_or(part, |r| node_hash(&part, &r)));
                rest = left;
            }
        }
        root.unwrap_or_else(super::empty_root)
    }

    /// Reads the edge of a tree with `size` entries from its partial files.
    pub fn load(dir: &Path, size: u64) -> std::result::Result<Self, String> {
        let mut edge = Self { size, ..Self::default() };
        for level in 0..8 {
            let above = size >> (8 * level);
            if above == 0 {
                break;
            }
            let width = (above % WIDTH as u64) as usize;
            let tile = if width == 0 { Vec::new() } else { read_tile(dir, level, above / WIDTH as u64, width)? };
            edge.levels.push(tile);
        }
        let width = (size % WIDTH as u64) as usize;
        if width > 0 {
            let name = path(None, size / WIDTH as u64, width);
            edge.bundle = read(dir, &name, MAX_BUNDLE_BYTES)?;
            let hashes: Option<Vec<Hash>> = split_bundle(&edge.bundle).map(|e| e.into_iter().map(leaf_hash).collect());
            if hashes.as_ref() != edge.levels.first() {
                return Err(format!("log/{name} does not hold the entries that its tile names"));
            }
        }
        Ok(edge)
    }
}

fn read(dir: &Path, name: &str, limit: u64) -> std::result::Result<Vec<u8>, String> {
    files::read_limited(&dir.join(name), limit).map_err(|e| format!("log/{name} cannot be read: {e}"))
}

/// Reads exactly `width` hashes of a tile.
pub(crate) fn read_tile(dir: &Path, level: usize, index: u64, width: usize) -> std::result::Result<Vec<Hash>, String> {
    let name = path(Some(level), index, width);
    let bytes = read(dir, &name, (WIDTH * 32) as u64)?;
    let (hashes, rest) = bytes.as_chunks::<32>();
    if hashes.len() != width || !rest.is_empty() {
        return Err(format!("log/{name} has {} bytes instead of {}", bytes.len(), width * 32));
    }
    Ok(hashes.to_vec())
}

/// Reads the entries of a bundle.
pub(crate) fn read_bundle(dir: &Path, index: u64, width: usize) -> std::result::Result<Vec<Vec<u8>>, String> {
    let name = path(None, index, width);
    let bytes = read(dir, &name, MAX_BUNDLE_BYTES)?;
    let entries = split_bundle(&bytes).filter(|e| e.len() == width);
    let entries = entries.ok_or_else(|| format!("log/{name} does not hold {width} entries"))?;
    Ok(entries.into_iter().map(<[u8]>::to_vec).collect())
}

/// Entries of a bundle; `None` when the lengths do not add up.
fn split_bundle(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(entry);
        bytes = rest;
    }
    bytes.is_empty().then_some(entries)
}

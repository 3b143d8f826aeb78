//! Reading a log: entries, proofs, consistency with what was seen before.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::merkle::{self, Hash, Nodes};
use super::note::{Checkpoint, VerifierKey};
use super::proof::Proof;
use super::{CHECKPOINT, VERIFIER_KEY, tile};
use crate::error::{CaseError, Result};
use crate::files;

/// Bytes that a checkpoint or a key takes at most.
const MAX_NOTE_BYTES: u64 = 1 << 16;
/// Tiles kept in memory while proofs are made.
const MAX_CACHED: usize = 4096;

fn note(dir: &Path) -> std::result::Result<String, String> {
    let bytes =
        files::read_limited(&dir.join(CHECKPOINT), MAX_NOTE_BYTES).map_err(|e| format!("it cannot be read: {e}"))?;
    String::from_utf8(bytes).map_err(|_| "it is not text".into())
}

/// The checkpoint of the log in `dir`, its signature checked.
pub(crate) fn checkpoint(dir: &Path, verifier: &VerifierKey) -> std::result::Result<Checkpoint, String> {
    Checkpoint::open(&note(dir)?, verifier)
}

/// The public key that lies beside the log.
pub(crate) fn verifier_key(dir: &Path) -> std::result::Result<VerifierKey, String> {
    let bytes =
        files::read_limited(&dir.join(VERIFIER_KEY), MAX_NOTE_BYTES).map_err(|e| format!("it cannot be read: {e}"))?;
    let text = std::str::from_utf8(&bytes).ok().and_then(|t| t.strip_suffix('\n'));
    text.and_then(VerifierKey::parse).ok_or_else(|| "it does not have the form of a verifier key".into())
}

/// A log at its checkpoint, for reading. Needs no secret.
pub struct LogReader {
    dir: PathBuf,
    verifier: VerifierKey,
    note: String,
    checkpoint: Checkpoint,
    tiles: BTreeMap<(usize, u64), Vec<Hash>>,
}

impl LogReader {
    /// Opens the log in `dir` and checks the signature of its checkpoint with `verifier`.
    ///
    /// # Errors
    /// `Damaged` when the checkpoint is not what the key signed.
    pub fn open(dir: &Path, verifier: &VerifierKey) -> Result<Self> {
        let damaged = |what| CaseError::damaged("log/checkpoint", what);
        let note = note(dir).map_err(damaged)?;
        let checkpoint = Checkpoint::open(&note, verifier).map_err(damaged)?;
        Ok(Self { dir: dir.into(), verifier: verifier.clone(), note, checkpoint, tiles: BTreeMap::new() })
    }

    /// The key that checked the signature.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// What the log states about itself.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Entry `index`, from 0.
    pub fn entry(&self, index: u64) -> Result<Vec<u8>> {
        self.must_hold(index)?;
        let mut bundle = tile::read_bundle(&self.dir, index / 256, self.width(0, index / 256))
            .map_err(|what| CaseError::damaged("log", what))?;
        Ok(bundle.swap_remove((index % 256) as usize))
    }

    /// Proof that entry `index` is in the log.
    pub fn prove(&mut self, index: u64) -> Result<Proof> {
        self.must_hold(index)?;
        let size = self.checkpoint.size;
        Ok(Proof { index, path: merkle::inclusion(self, index, size)?, checkpoint: self.note.clone() })
    }

    /// Proof that the log of `old` entries is the beginning of this one, for
    /// [`check_consistency`](super::check_consistency).
    pub fn prove_consistency(&mut self, old: u64) -> Result<Vec<Hash>> {
        let size = self.checkpoint.size;
        match old {
            0 => Ok(Vec::new()),
            _ if old > size => Err(CaseError::unknown("the log with as many entries as", old.to_string())),
            _ => merkle::consistency(self, old, size),
        }
    }

    /// Whether a checkpoint seen earlier is the beginning of this log: whether nothing was taken out or
    /// changed since.
    pub fn continues(&mut self, earlier: &Checkpoint) -> Result<bool> {
        if earlier.size > self.checkpoint.size || earlier.origin != self.checkpoint.origin {
            return Ok(false);
        }
        let path = self.prove_consistency(earlier.size)?;
        let (size, root) = (self.checkpoint.size, self.checkpoint.root);
        Ok(merkle::check_consistency(earlier.size, size, &path, &earlier.root, &root))
    }

    fn must_hold(&self, index: u64) -> Result<()> {
        if index < self.checkpoint.size { Ok(()) } else { Err(CaseError::unknown("log entry", index.to_string())) }
    }

    /// Hashes in tile `index` of `level`.
    fn width(&self, level: usize, index: u64) -> usize {
        ((self.checkpoint.size >> (8 * level)) - index * 256).min(256) as usize
    }
}

impl Nodes for LogReader {
    type Error = CaseError;

    fn node(&mut self, level: u32, index: u64) -> Result<Hash> {
        // Node `index` of `level` spans 2^within hashes of a tile.
        let (tile_level, within) = ((level / 8) as usize, level % 8);
        let first = index << within;
        let key = (tile_level, first / 256);
        if !self.tiles.contains_key(&key) {
            if self.tiles.len() >= MAX_CACHED {
                self.tiles.clear();
            }
            let hashes = tile::read_tile(&self.dir, key.0, key.1, self.width(key.0, key.1));
            self.tiles.insert(key, hashes.map_err(|what| CaseError::damaged("log", what))?);
        }
        let from = (first % 256) as usize;
        let hashes = self.tiles.get(&key).and_then(|t| t.get(from..from + (1 << within)));
        hashes.map(merkle::root_of).ok_or_else(|| CaseError::damaged("log", "a tile is shorter than the log is long"))
    }
}

//! The log of a case: append-only, in the form of C2SP tlog-tiles, readable without this program.
//!
//! `checkpoint` is a signed note (origin, number of entries, root), `tile/<L>/<N>` holds 256 hashes a file,
//! `tile/entries/<N>` the entries themselves, `verifier-key` the public key in the form of `signed-note`.
//! An entry is canonical JSON with eight fields and not one string of the case: actors are keyed hashes,
//! records random ids, contents salted commitments.
//!
//! An append writes the new tiles first, then the checkpoint, then removes the partial tiles that the new
//! ones replace. Whatever moment it is cut off at, the files of the old checkpoint are still there.

mod entry;
mod merkle;
mod note;
mod proof;
mod read;
mod tile;

use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;

pub use entry::{Action, Entry};
pub use merkle::{Hash, check_consistency, check_inclusion, empty_root, leaf_hash, node_hash, root_of};
pub use note::{Checkpoint, VerifierKey};
pub use proof::Proof;
pub use read::LogReader;
pub(crate) use read::{checkpoint, verifier_key};
pub(crate) use tile::{Edge, MAX_BUNDLE_BYTES, read_bundle};

use crate::error::{CaseError, Result};
use crate::files;
use crate::outside::Context;

/// Name of the signed note.
pub(crate) const CHECKPOINT: &str = "checkpoint";
/// Name of the file with the public key.
pub(crate) const VERIFIER_KEY: &str = "verifier-key";

/// The log, open for appending.
pub(crate) struct Log {
    dir: PathBuf,
    origin: String,
    key: SigningKey,
    edge: Edge,
    context: Context,
}

impl Log {
    /// Writes the log without entries.
    pub fn create(dir: &Path, origin: &str, key: SigningKey, context: &Context) -> Result<Self> {
        files::make_dirs(dir, context)?;
        let log = Self { dir: dir.into(), origin: origin.into(), key, edge: Edge::default(), context: context.clone() };
        let verifier = VerifierKey::new(origin, log.key.verifying_key()).to_string();
        files::write_whole(&dir.join(VERIFIER_KEY), format!("{verifier}\n").as_bytes(), context)?;
        log.write_checkpoint(&log.edge)?;
        Ok(log)
    }

    /// Opens the log at its checkpoint and clears what a cut-off append left behind.
    pub fn open(dir: &Path, origin: &str, key: SigningKey, context: &Context) -> Result<Self> {
        let verifier = VerifierKey::new(origin, key.verifying_key());
        let checkpoint = read::checkpoint(dir, &verifier).map_err(|what| CaseError::damaged("log/checkpoint", what))?;
        let edge = Edge::load(dir, checkpoint.size).map_err(|what| CaseError::damaged("log", what))?;
        if edge.root() != checkpoint.root {
            return Err(CaseError::damaged("log", "the last tiles do not give the root of the checkpoint"));
        }
        let log = Self { dir: dir.into(), origin: origin.into(), key, edge, context: context.clone() };
        log.clear()?;
        Ok(log)
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// Appends entries; when it returns they are on the disk and under the checkpoint.
    pub fn append<'a>(&mut self, entries: impl IntoIterator<Item = &'a [u8]>) -> Result<()> {
        let mut edge = self.edge.clone();
        let (dir, context) = (&self.dir, &self.context);
        let mut write = |path: String, bytes: &[u8]| {
            let path = dir.join(path);
            files::make_dirs(path.parent().unwrap_or(dir), context)?;
            files::write_whole(&path, bytes, context)
        };
        for entry in entries {
            edge.push(entry, &mut write)?;
        }
        for (path, bytes) in edge.partial_files() {
            write(path, &bytes)?;
        }
        self.context.step("log:tiles-written");
        self.write_checkpoint(&edge)?;
        self.context.step("log:checkpoint-written");
        let old = std::mem::replace(&mut self.edge, edge);
        let kept: Vec<String> = self.edge.partial_files().into_iter().map(|(p, _)| p).collect();
        for (path, _) in old.partial_files() {
            if !kept.contains(&path) {
                files::remove(&self.dir.join(path))?;
            }
        }
        Ok(())
    }

    fn write_checkpoint(&self, edge: &Edge) -> Result<()> {
        let checkpoint = Checkpoint { origin: self.origin.clone(), size: edge.size(), root: edge.root() };
        files::write_whole(&self.dir.join(CHECKPOINT), checkpoint.sign(&self.key).as_bytes(), &self.context)
    }

    /// Removes temporary files and partial tiles that the checkpoint does not need. Full tiles beyond the
    /// checkpoint stay: the entries they hold are in the database and will be written again, the same.
    fn clear(&self) -> Result<()> {
        let needed: Vec<String> = self.edge.partial_files().into_iter().map(|(p, _)| p).collect();
        let found = files::list(&self.dir).map_err(CaseError::io("cannot list", &self.dir))?;
        for path in found {
            let name = path.rsplit('/').next().unwrap_or_default();
            let stale = path.contains(".p/") && !needed.contains(&path);
            if stale || files::is_temporary(name) {
                files::remove(&self.dir.join(&path))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;

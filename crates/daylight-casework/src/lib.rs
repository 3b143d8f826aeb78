//! The evidence store: what a case holds, and how it proves that it still holds it.
//!
//! A case is a folder:
//!
//! ```text
//! case.sqlite          records, seals, unfinished work (SQLite, write-ahead log, synced at each commit)
//! originals/sha256/    files as they came, each under its own hash, write-protected
//! posts/               Parquet files, written by the caller, committed by an import
//! runs/                results of detectors, the caller's own
//! log/                 the append-only log: tiles, entries, a signed checkpoint
//! vault                the keys, closed with a passphrase or a key file
//! lock                 held by the one who writes
//! ```
//!
//! # The order of writes
//!
//! Every change takes the same way, and each step is on the disk before the next begins:
//!
//! 1. **Files.** Bytes go to a temporary name and are synced. The final name is put on the list of doomed
//!    files (a commit of its own), then the file is renamed and the folder synced.
//! 2. **The database.** One transaction adds the record, its salt and its entry for the log, and takes the
//!    file off the list of doomed ones. This commit is the moment at which the change has happened.
//! 3. **The log.** Tiles and entries are written, then the checkpoint that covers them, then older partial
//!    tiles are removed.
//! 4. **The answer.** Only now does the call return, and only now is anything sealed opened.
//! 5. Files that an erasure doomed are deleted, before the answer too.
//!
//! Why it holds when the process is ended at any moment:
//!
//! - Before 2: nothing has happened. Opening the case deletes the doomed file and the temporary ones.
//! - Between 2 and 3: it has happened, the log does not know yet. The entry stands in the database with its
//!   number; opening the case appends it. The entry was made in step 2, so it is the same entry, and its
//!   number makes it impossible to append it twice. The signature is deterministic, so even the bytes agree.
//! - Within 3: the old checkpoint and all its files are still there; the append is done again over them.
//! - After 3: the change stands, and whoever asked did not hear it. Asking again finds it: originals are
//!   found by their hash, imports by original, importer and part, seals by their values. Reveals and exports
//!   are logged once more, because they happened once more.
//!
//! The log is never ahead of the database: a database with fewer records than the log has entries is an older
//! copy, and the case refuses to be written.
//!
//! # Boundaries
//!
//! Nothing ambient: clock and randomness come in through [`Outside`]. No async, no network. The crate knows
//! `daylight-core` only; it never looks into an original or a posts file.

pub mod error;
mod files;
pub mod log;
mod outside;
pub mod records;
mod seal;
mod store;
#[cfg(test)]
mod testing;
mod text;
mod vault;
mod verify;

pub use error::{CaseError, Result};
pub use outside::{Context, Outside};
pub use seal::{ClearAccount, Pseudonym, Pseudonymizer};
pub use store::{
    Added, Begun, BundleRun, Case, CaseMeta, CaseView, Counts, DataSet, DueItem, DueKind, Erasure, Exported, FileName,
    ImportDone, ImportInfo, ImportKey, NewName, OriginalInfo, OriginalMeta, PendingDrop, PostsFile, ProblemCount,
    Reading, RevealInfo, Revealed, Sealed, Suppressed, Swap,
};
pub use text::{canonical_json, sha256_hex, to_hex};
pub use vault::{Stretch, Unlock};
pub use verify::{Damage, VerifyReport, is_bundle, verify, verify_bundle};

//! The evidence store.
pub mod error;
mod files;
pub mod log;
mod outside;
mod seal;
mod store;
#[cfg(test)]
mod testing;
mod text;
mod vault;
mod verify;
pub use error::{CaseError, Result};
pub use outside::{Context, Outside};
pub use seal::{ClearAccount, Pseudonym};
pub use store::{
    Added, Begun, Case, CaseMeta, CaseView, Counts, DataSet, DueItem, DueKind, Erasure, Exported, FileName, ImportDone,
    ImportInfo, ImportKey, NewName, OriginalInfo, OriginalMeta, PendingDrop, PostsFile, ProblemCount, RevealInfo,
    Revealed, Sealed, Swap,
};
pub use text::canonical_json;
pub use vault::{Stretch, Unlock};
pub use verify::{Damage, VerifyReport, verify};

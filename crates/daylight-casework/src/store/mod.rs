//! The case: a folder with a database, originals, posts and the log.

mod again;
pub(crate) mod case;
pub(crate) mod content;
pub(crate) mod erase;
mod export;
mod import;
mod member;
mod original;
pub(crate) mod person;
mod readme;
pub(crate) mod record;
pub(crate) mod schema;
pub(crate) mod suppress;
mod types;
pub(crate) mod view;

pub use case::Case;
pub use suppress::Suppressed;
pub(crate) use types::must_say;
pub use types::{
    Added, Begun, BundleRun, CaseMeta, Counts, DataSet, DueItem, DueKind, Erasure, Exported, FileName, ImportDone,
    ImportInfo, ImportKey, NewName, OriginalInfo, OriginalMeta, PendingDrop, PostsFile, ProblemCount, Reading,
    RevealInfo, Revealed, Sealed, Swap,
};
pub use view::CaseView;

#[cfg(test)]
mod tests;

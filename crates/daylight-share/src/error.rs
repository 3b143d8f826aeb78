//! Errors of this crate.

use std::io;
use std::path::PathBuf;

use daylight_core::ExportError;

/// What can go wrong while a result is written, read back or checked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShareError {
    /// A file or folder could not be used.
    #[error("{what} {}", path.display())]
    Io {
        /// What was attempted (`cannot write`).
        what: &'static str,
        /// Where.
        path: PathBuf,
        /// Cause.
        #[source]
        source: io::Error,
    },
    /// Somebody else writes into the same folder.
    #[error("{} is being written by another run", .0.display())]
    Busy(PathBuf),
    /// A file in the way that is not of a result.
    #[error("{} is in the way: it is not of a Daylight result (there is no manifest.json beside it), so it is not overwritten; choose another folder for --out", .0.display())]
    Foreign(PathBuf),
    /// The folder holds no whole result.
    #[error("{} holds no finished result: manifest.json is missing", .0.display())]
    NoResult(PathBuf),
    /// A file of a result is damaged or of another version.
    #[error("{file} of the result cannot be read: {what}")]
    Damaged {
        /// File name.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// An exporter failed.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The analysis contradicts itself or its data set.
    #[error("the analysis is inconsistent: {0}")]
    Inconsistent(String),
}

impl ShareError {
    pub(crate) fn io(what: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Io { what, path: path.into(), source }
    }

    pub(crate) fn damaged(file: &str, what: impl Into<String>) -> Self {
        Self::Damaged { file: file.to_owned(), what: what.into() }
    }
}

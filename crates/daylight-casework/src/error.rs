//! Errors of this crate.

use std::io;
use std::path::PathBuf;

use daylight_core::record::Refusal;

/// What can go wrong while a case is made, opened, filled, exported or changed.
///
/// Damage found by [`crate::verify`] is not an error: it is listed in its report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaseError {
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
    /// The database refused.
    #[error("the case database: {what}")]
    Database {
        /// What was attempted.
        what: &'static str,
        /// Cause.
        #[source]
        source: rusqlite::Error,
    },
    /// Somebody else writes into the case.
    #[error("{} is open for writing elsewhere", .0.display())]
    Busy(PathBuf),
    /// There is no case in this folder.
    #[error("{} holds no case: case.sqlite is missing", .0.display())]
    NoCase(PathBuf),
    /// The folder is in use already.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// The case was made by a newer version of the program.
    #[error("the case has schema version {found}, this program knows up to {known}")]
    TooNew {
        /// Version of the case.
        found: i64,
        /// Newest version known here.
        known: i64,
    },
    /// Passphrase or key file do not fit the vault.
    #[error("the vault does not open: wrong passphrase or key file, or a damaged vault file")]
    WrongKey,
    /// Something in the case is not as it was written. `verify` names every such place.
    #[error("{file} is damaged: {what}")]
    Damaged {
        /// File or record.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// An argument cannot be used.
    #[error("{field}: {what}")]
    Invalid {
        /// Name of the argument.
        field: &'static str,
        /// What is wrong with it and what would do.
        what: String,
    },
    /// A record, file or person that the case does not hold.
    #[error("{what} {id} is not in this case")]
    Unknown {
        /// Kind of the thing.
        what: &'static str,
        /// Its id as given.
        id: String,
    },
    /// Rules of casework are not kept; nothing was written.
    #[error("{}", refusals(.0))]
    Refused(Vec<Refusal>),
    /// The member may not do this.
    #[error("{member} is no {role} of this case; a custodian changes that with `daylight case member`")]
    Role {
        /// Who.
        member: String,
        /// What the member would have to be.
        role: String,
    },
    /// The source of random bytes failed.
    #[error("no random bytes could be had")]
    Random(#[source] io::Error),
}

fn refusals(list: &[Refusal]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Results of this crate.
pub type Result<T> = std::result::Result<T, CaseError>;

impl CaseError {
    pub(crate) fn io(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { what, path, source }
    }

    pub(crate) fn db(what: &'static str) -> impl FnOnce(rusqlite::Error) -> Self {
        move |source| Self::Database { what, source }
    }

    pub(crate) fn damaged(file: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Damaged { file: file.into(), what: what.into() }
    }

    pub(crate) fn invalid(field: &'static str, what: impl Into<String>) -> Self {
        Self::Invalid { field, what: what.into() }
    }

    pub(crate) fn unknown(what: &'static str, id: impl Into<String>) -> Self {
        Self::Unknown { what, id: id.into() }
    }
}

//! What goes into a case and what comes out of it.

use std::path::PathBuf;

use daylight_core::ProblemLog;

use crate::error::{CaseError, Result};
use crate::seal::{ClearAccount, Pseudonym};
use crate::text::is_date;

/// What a case is about and on which grounds it is kept. All of it is required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseMeta {
    /// Name for people.
    pub name: String,
    /// How the data came into lawful hands (`manifestly-public`, `dsa-40-12`, `consent` ...).
    pub access_basis: Vec<String>,
    /// Why they may be kept and worked on.
    pub legal_basis: String,
    /// Day on which raw data go, `YYYY-MM-DD`.
    pub retention_until: String,
}

impl CaseMeta {
    pub(crate) fn check(&self) -> Result<()> {
        must_say("name", &self.name)?;
        must_say("legal_basis", &self.legal_basis)?;
        if self.access_basis.is_empty() {
            return Err(CaseError::invalid("access_basis", "required: how the data came into lawful hands"));
        }
        self.access_basis.iter().try_for_each(|b| must_say("access_basis", b))?;
        must_be_date("retention_until", &self.retention_until)
    }
}

/// Longest text that a field takes, in bytes.
const MAX_TEXT_BYTES: usize = 4000;

/// Refuses an empty text and an endless one.
pub(crate) fn must_say(field: &'static str, text: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(CaseError::invalid(field, "required, and empty here"));
    }
    must_fit(field, text)
}

pub(crate) fn must_fit(field: &'static str, text: &str) -> Result<()> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(CaseError::invalid(field, format!("longer than {MAX_TEXT_BYTES} bytes")));
    }
    Ok(())
}

pub(crate) fn must_be_date(field: &'static str, text: &str) -> Result<()> {
    if is_date(text) { Ok(()) } else { Err(CaseError::invalid(field, format!("{text:?} is not a day, YYYY-MM-DD"))) }
}

/// On which grounds one set of data is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataSet {
    /// How it came into lawful hands. Required.
    pub access_basis: String,
    /// Terms that bind its use.
    pub terms: Option<String>,
    /// Day on which it goes, `YYYY-MM-DD`, if another than that of the case.
    pub retention_until: Option<String>,
    /// With whom it may be shared.
    pub sharing: Option<String>,
}

impl DataSet {
    pub(crate) fn check(&self) -> Result<()> {
        must_say("access_basis", &self.access_basis)?;
        for (field, text) in [("terms", &self.terms), ("sharing", &self.sharing)] {
            text.as_ref().map_or(Ok(()), |t| must_fit(field, t))?;
        }
        self.retention_until.as_ref().map_or(Ok(()), |d| must_be_date("retention_until", d))
    }
}

/// Name of a file as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewName {
    /// Kept readable.
    Clear(String),
    /// Kept sealed, because it may name a person.
    Sealed(String),
}

/// Name of a file as the case shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileName {
    /// As it was given.
    Clear(String),
    /// Asked for with [`Case::reveal_original_name`](super::Case::reveal_original_name).
    Sealed,
}

/// What is known of a file before anybody looked into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalMeta {
    /// Its name.
    pub name: NewName,
    /// Where it came from, in words.
    pub source: Option<String>,
    /// On which grounds it is kept.
    pub data_set: DataSet,
}

/// An original after it was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
    /// Number of bytes.
    pub bytes: u64,
    /// Where the case keeps it, read-only.
    pub path: PathBuf,
    /// Whether the case had it before; then nothing was added.
    pub already: bool,
}

/// An original of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalInfo {
    /// Id of its record.
    pub record: String,
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
    /// Number of bytes.
    pub bytes: u64,
    /// Where it lies.
    pub path: PathBuf,
    /// Its name.
    pub name: FileName,
    /// Where it came from, in words.
    pub source: Option<String>,
    /// On which grounds it is kept.
    pub data_set: DataSet,
}

/// What makes an import the same as another: each of these is imported once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportKey {
    /// Hex SHA-256 of the original.
    pub original: String,
    /// Which part of it, where one original holds several tables (the number of the member of an archive);
    /// empty for the whole.
    pub part: String,
    /// Short name of the importer.
    pub importer: String,
    /// Its version. A newer one (by its numbers) replaces what an older one made, an older one adds nothing.
    pub importer_version: String,
}

/// Records of an import. `read = kept + rejected`, always.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records in the file.
    pub read: u64,
    /// Those that became posts.
    pub kept: u64,
    /// Those that did not.
    pub rejected: u64,
}

/// Answer to the wish to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It was imported before; there is nothing to do.
    Already(Box<ImportInfo>),
    /// Go ahead. What an older version of the importer made of the same original stays until this is
    /// committed, and is replaced then.
    Fresh {
        /// For [`Case::commit_import`](super::Case::commit_import).
        import: String,
        /// Write the posts here. The file does not exist yet.
        partial: PathBuf,
    },
}

/// What an import gave.
#[derive(Clone, Copy)]
pub struct ImportDone<'a> {
    /// Member who imported.
    pub actor: &'a str,
    /// Records read, kept, rejected.
    pub counts: Counts,
    /// Accounts that occur in the posts, in any order.
    pub accounts: &'a [Pseudonym],
    /// What was wrong. Reasons, columns and line numbers are kept; offending values, which may name people,
    /// are not.
    pub problems: &'a ProblemLog,
}

/// By what an original is read once more.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// Short name of the importer.
    pub importer: &'a str,
    /// Its version.
    pub importer_version: &'a str,
    /// The mapping of columns.
    pub mapping: Option<&'a str>,
}

/// A Parquet file of posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostsFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Hex SHA-256.
    pub sha256: String,
    /// Number of bytes.
    pub bytes: u64,
}

/// How often something was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemCount {
    /// A fixed phrase.
    pub reason: String,
    /// Column at fault.
    pub column: Option<String>,
    /// Whether the records were rejected for it.
    pub rejected: bool,
    /// How often.
    pub count: u64,
    /// Lines or record numbers of the first few.
    pub lines: Vec<u64>,
}

/// A finished import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportInfo {
    /// Id of its record.
    pub record: String,
    /// Hex SHA-256 of the original.
    pub original: String,
    /// Which part of it; empty for the whole.
    pub part: String,
    /// Short name of the importer.
    pub importer: String,
    /// Its version.
    pub importer_version: String,
    /// Records read, kept, rejected; `kept` without those erased since.
    pub counts: Counts,
    /// Posts that were erased since.
    pub erased: u64,
    /// Its posts; none when no record was kept.
    pub posts: Option<PostsFile>,
    /// Accounts in its posts when it was finished.
    pub n_accounts: u64,
    /// What was wrong, most frequent first.
    pub problems: Vec<ProblemCount>,
    /// Kinds of problems beyond those listed.
    pub n_problems_unlisted: u64,
    /// The mapping by which the columns of a table were read.
    pub mapping: Option<String>,
}

/// What sealing a batch of accounts did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Newly sealed.
    pub added: u64,
    /// Sealed before with the same values.
    pub already: u64,
    /// Not sealed, because they were erased on request.
    pub suppressed: u64,
}

/// Sealed values in clear. Wiped from memory when dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revealed {
    /// Id of the record of this reveal.
    pub record: String,
    /// When what is shown must go from the screen again: 8 hours later, microseconds UTC.
    pub expires_us: i64,
    /// All that was sealed for the pseudonym, oldest first.
    pub accounts: Vec<ClearAccount>,
}

/// A reveal that has not expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealInfo {
    /// Id of its record.
    pub record: String,
    /// Pseudonym, or SHA-256 of the original whose name was asked for.
    pub of: String,
    /// Member who asked.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// Second member who agreed.
    pub second: Option<String>,
    /// Why nobody had to agree: an official, a candidate, an outlet, a state body.
    pub not_private: Option<String>,
    /// When.
    pub at_us: i64,
    /// Until when.
    pub expires_us: i64,
}

/// What an erasure did, and what is left to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// Id of its record.
    pub record: String,
    /// Seals destroyed.
    pub n_seals: u64,
    /// Imports whose posts still hold rows of the person: rewrite them, see
    /// [`Case::begin_swap`](super::Case::begin_swap).
    pub imports: Vec<String>,
    /// SHA-256 of the originals behind them, which hold the person in clear. They are evidence as a whole and
    /// can only be erased as a whole.
    pub originals: Vec<String>,
}

/// Rows to drop from the posts of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingDrop {
    /// Id of the import.
    pub import: String,
    /// Whose rows.
    pub pseudonyms: Vec<Pseudonym>,
}

/// A rewritten posts file.
#[derive(Clone, Copy)]
pub struct Swap<'a> {
    /// Member who erases.
    pub actor: &'a str,
    /// Posts that are left; 0 when there is no file any more.
    pub kept: u64,
    /// Whose rows are gone.
    pub dropped: &'a [Pseudonym],
}

/// A result that goes along with the evidence it cites.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BundleRun {
    /// Name of its folder in the bundle.
    pub name: String,
    /// Where it lies.
    pub dir: PathBuf,
    /// Its files, as paths below `dir` with `/`.
    pub files: Vec<String>,
    /// Hex SHA-256 of the originals that it was made from.
    pub cites: Vec<String>,
}

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Id of its record.
    pub record: String,
    /// Files in the bundle, `SHA256SUMS` not counted.
    pub n_files: u64,
}

/// Kind of a thing past its retention date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueKind {
    /// The whole case.
    Case,
    /// An original with its imports.
    Original,
}

/// A thing past its retention date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueItem {
    /// Case or original.
    pub kind: DueKind,
    /// Name of the case, SHA-256 of the original.
    pub id: String,
    /// The day, `YYYY-MM-DD`.
    pub retention_until: String,
}

//! What reading an export gives besides posts: problems, notes and totals.

use std::collections::BTreeMap;
use std::sync::Arc;

use daylight_core::Columns;

use crate::exports::post::{Origin, Post};
use crate::mapping::TableMapping;
use crate::time::Zone;

/// What comes out of a file, one after the other, in order of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A post.
    Post(Box<Post>),
    /// A record that is not one: counted as rejected.
    Problem(ExportProblem),
    /// Something between the posts that is no post: a deletion notice, a like, an error of the platform's API.
    Note(ExportNote),
}

/// Why a record was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportProblem {
    /// Name of the file.
    pub file: Arc<str>,
    /// Where.
    pub origin: Origin,
    /// The field at fault, where one is.
    pub field: Option<String>,
    /// A fixed phrase that groups equal problems.
    pub reason: String,
    /// The offending value, cut to 80 characters.
    pub value: Option<String>,
}

/// An object that is no post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportNote {
    /// What it is (`deletion`, `like`, `api_error`, `service_message` ...).
    pub kind: &'static str,
    /// Id of what it is about, where it says so.
    pub id: Option<String>,
    /// Where.
    pub origin: Origin,
}

/// What the caller decides.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent switches, each with a meaning of its own")]
pub struct ExportOptions {
    /// Read as this format (a name of [`crate::exports::EXPORT_FORMATS`]) instead of recognizing it.
    pub format: Option<String>,
    /// Columns of tables by their roles; files that have all of them are read as it says.
    pub mapping: Option<Arc<TableMapping>>,
    /// Zone of times that name none and whose format fixes none; UTC when absent.
    pub time_zone: Option<Zone>,
    /// Whether `03/04/2020` is the third of April, where the format does not fix it; such times are problems
    /// when absent.
    pub day_first: Option<bool>,
    /// Posts that are only included because another refers to them become posts too, marked `included`.
    pub included_posts: bool,
    /// Do not detect the language of texts whose export declares none.
    pub no_language_detection: bool,
    /// Do not keep fields that no importer knows ([`Post::extra`] stays empty), which is quicker.
    pub without_extra: bool,
    /// The text was made of rows ([`crate::exports::parquet_lines`]): records have numbers, and no line or byte.
    pub rows: bool,
    /// SHA-256 of the original, for [`Origin::source_sha256`].
    pub source_sha256: Option<Arc<str>>,
    /// Path inside the original, for [`Origin::entry`].
    pub entry: Option<Arc<str>>,
}

/// Totals of one file. `n_read = n_kept + n_rejected` always.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Name of the format.
    pub format: &'static str,
    /// The tool and version whose fields are expected.
    pub tool: &'static str,
    /// Why it was recognized.
    pub reason: String,
    /// The mapping by which it was read, as TOML; absent for formats that know their fields.
    pub mapping: Option<String>,
    /// Which column plays which role, and why, when a mapping was used or found.
    pub columns: Vec<Columns>,
    /// What else there is to say about that.
    pub remarks: Vec<String>,
    /// Encoding of the text (`UTF-8`, `UTF-16LE`, `windows-1251 (detected)`).
    pub encoding: String,
    /// Posts and records that are none.
    pub n_read: u64,
    /// Posts.
    pub n_kept: u64,
    /// Records that are no posts.
    pub n_rejected: u64,
    /// Other objects and remarks, by kind.
    pub n_notes: BTreeMap<String, u64>,
    /// Fields that the format can have and no record of this file has.
    pub absent_fields: Vec<String>,
}

impl ExportReport {
    pub(crate) fn note(&mut self, kind: &str) {
        match self.n_notes.get_mut(kind) {
            Some(n) => *n += 1,
            None => {
                self.n_notes.insert(kind.to_owned(), 1);
            }
        }
    }
    /// Adds the totals of another part of the same file.
    pub(crate) fn merge(&mut self, part: Self) {
        self.n_read += part.n_read;
        self.n_kept += part.n_kept;
        self.n_rejected += part.n_rejected;
        for (kind, n) in part.n_notes {
            *self.n_notes.entry(kind).or_insert(0) += n;
        }
    }
}

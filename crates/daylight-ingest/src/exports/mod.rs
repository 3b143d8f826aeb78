//! Exports of platforms and collection tools, taken whole into one canonical record.
//!
//! The generic reader of tables guesses roles of columns; here each format is known field by field. A file is
//! recognized by its content, read record by record, and every record ends as a [`Post`], an [`ExportProblem`]
//! that names file, line, field and reason, or an [`ExportNote`] for what is no post (deletion notices, likes,
//! errors of an API). `n_read = n_kept + n_rejected` holds for every file.
//!
//! [`canonical`] keeps posts in Parquet, which the generic reader takes without any option. [`archive`] walks
//! folders, zip and tar archives.

pub mod archive;
mod batches;
pub mod canonical;
mod canonical_rows;
mod cells;
mod clock;
mod decode;
mod draft;
mod feed;
mod fields;
mod format;
mod formats;
mod head;
pub mod held;
mod html;
mod lang;
mod lines;
pub mod links;
mod mapped;
mod post;
mod read;
mod report;
mod rows;
mod tables;
mod tags;

pub use draft::{Draft, Out};
pub use fields::{Fields, Seen};
pub use format::{ExportFormat, Rules};
pub use formats::EXPORT_FORMATS;
pub use head::Head;
pub use mapped::{Guess, TABLE, guess_mapping};
pub use post::{Account, Language, Link, Mark, Media, Origin, Post, PostTime};
pub use read::{Export, check_mapping, read_export, read_export_from, sniff_export};
pub use report::{ExportNote, ExportOptions, ExportProblem, ExportReport, Record};
pub use rows::parquet_lines;

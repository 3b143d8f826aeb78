//! Search over the posts of a case: the one place that knows how posts are held for it.
//!
//! The columns that people search by are read from the Parquet files of a case once for each state of the case and
//! held in compact memory; a query is a pass over them on all threads. Nothing is indexed beyond dictionaries: a
//! pass over a million posts takes some ten milliseconds, so that an index would save nothing that a person can
//! feel, and would have to be built, kept and trusted.
//!
//! # What is held
//!
//! For each post: time (8 bytes), platform and language (2 each), account (4), its place in order of time (4), where
//! its domains and hashtags begin (8) and 4 bytes for each of them; its text twice: folded for search, and as it is,
//! in packed blocks, for showing. So 10 million posts of 180 bytes of text need about 0.3 GiB for the columns, 1.8
//! GiB for folded text, and for the packed text what zstd leaves of 1.8 GiB, in practice between a third and a half.
//! Row numbers are 32 bits wide: more than four billion posts are refused. Of a text the first 60,000 bytes are
//! searched.
//!
//! # Boundaries
//!
//! No word of HTTP, nothing of the case beyond the files that it is told to read. `DataFusion` would do the same
//! through SQL; it is not used because its build alone takes longer than all of this workspace, and its scans of
//! strings would still have to be told about folding and about scripts that part no words.

mod coverage;
mod dict;
mod facets;
mod load;
mod page;
mod table;
#[cfg(test)]
pub(crate) mod tests;
mod text;

pub use dict::Dict;
pub use facets::{Counts, Histogram};
pub use load::{LoadError, Source};
pub use page::{Cursor, Order};
pub use table::{Filter, Lists, Selection, Table};
pub use text::{TextQuery, fold};

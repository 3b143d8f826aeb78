//! What a format of exports is.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::Out;
use crate::exports::head::Head;

/// One kind of export. A unit struct in its own file, a card beside it, a line in
/// [`crate::exports::EXPORT_FORMATS`], a fixture in `testdata/exports/` named like it.
pub trait ExportFormat: Sync {
    /// Short lower-case name (`x_api`).
    fn name(&self) -> &'static str;

    /// The card: what it reads, from which tool, what it does not keep, in Markdown.
    fn card(&self) -> &'static str;

    /// The tool whose fields are expected, with its version where that matters.
    fn tool(&self) -> &'static str;

    /// Whether the beginning of a file looks like it. The name of the file plays no part.
    fn sniff(&self, head: &Head) -> Option<SniffMatch>;

    /// How its records are found.
    fn rules(&self) -> Rules {
        Rules::default()
    }

    /// Turns one record into posts, rejections and notes. A row of a table comes as an object of strings by
    /// column name (empty cells absent), an item of a feed as an object of its elements.
    fn map(&self, record: &Value, out: &mut Out<'_>);

    /// The same as [`ExportFormat::map`] for the bytes of a record, without a tree of values between; only
    /// called when fields that no importer knows need not be kept. False when it leaves the record to `map`,
    /// and then nothing was given out.
    fn map_quick(&self, _record: &[u8], _out: &mut Out<'_>) -> bool {
        false
    }

    /// The paths whose presence `map_quick` notes, at most 63, one bit each; the same that `map` asks for.
    fn quick_paths(&self) -> &'static [&'static str] {
        &[]
    }
}

/// How records are found in a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules {
    /// For a file that is one JSON object: where the arrays of records are, as dotted keys (arrays on the way
    /// are passed through). None: the object is a record itself. A top-level array always holds records.
    pub json_paths: &'static [&'static str],
    /// Tables: a backslash escapes a quote.
    pub backslash_escape: bool,
    /// Tables: the first row is a row; columns have numbers from 1.
    pub no_header: bool,
    /// Tables: dots in column names nest (`post_owner.id`).
    pub nested_columns: bool,
}

/// A match with its reason.
#[allow(clippy::unnecessary_wraps, reason = "it is the last word of a `sniff`")]
pub(crate) fn matched(confidence: u8, reason: &str) -> Option<SniffMatch> {
    Some(SniffMatch { confidence, reason: reason.to_owned() })
}

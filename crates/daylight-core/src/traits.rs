//! Traits of the extension points.

/// How sure an importer is that a file is its own, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SniffMatch {
    /// 0 to 100; the highest wins, and two importers never share the highest on one file.
    pub confidence: u8,
    /// In words, for the report.
    pub reason: String,
}

/// Reads one kind of file. A unit struct, a card beside it, a line in the table of importers.
pub trait Importer: Sync {
    /// Short lower-case name (`csv`).
    fn name(&self) -> &'static str;

    /// The card: what it reads, what it refuses, in Markdown.
    fn card(&self) -> &'static str;

    /// Whether the first bytes of a (decompressed) file look like its kind.
    fn sniff(&self, head: &[u8]) -> Option<SniffMatch>;
}

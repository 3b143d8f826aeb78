//! The types of records.

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    /// One investigation.
    Case,
    /// Someone or something that information comes from.
    Source,
    /// Evidence: a kept copy.
    Capture,
    /// Account, page, channel, site, domain, outlet.
    Asset,
    /// A recurring story.
    Narrative,
    /// What is aimed at: election, contest, office, candidate, party, place ...
    Target,
    /// Who is behind.
    Actor,
    /// Incidents as a campaign or a set.
    Operation,
    /// Actions with deceptive intent.
    Incident,
    /// One use of a technique.
    Behavior,
    /// What a named person holds to be the case.
    Judgment,
    /// What leaves the case.
    Package,
    /// A typed tie between two records.
    Link,
}

impl RecordKind {
    /// All that people write, in the order of the documentation. The fourteenth type, the log entry, is
    /// written by the program alone.
    pub const ALL: [Self; 13] = [
        Self::Case,
        Self::Source,
        Self::Capture,
        Self::Asset,
        Self::Narrative,
        Self::Target,
        Self::Actor,
        Self::Operation,
        Self::Incident,
        Self::Behavior,
        Self::Judgment,
        Self::Package,
        Self::Link,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Source => "source",
            Self::Capture => "capture",
            Self::Asset => "asset",
            Self::Narrative => "narrative",
            Self::Target => "target",
            Self::Actor => "actor",
            Self::Operation => "operation",
            Self::Incident => "incident",
            Self::Behavior => "behavior",
            Self::Judgment => "judgment",
            Self::Package => "package",
            Self::Link => "link",
        }
    }

    /// The type of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

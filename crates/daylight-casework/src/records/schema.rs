//! What the records of casework add to the tables.

/// Records of a kind are looked for all the time; those that count are found without reading the others.
pub(crate) const STEP: &str = "
CREATE INDEX record_current ON record (kind, seq) WHERE lookup IS NOT NULL;
";

//! Closed tables: likelihood, confidence, responses, and what DISARM has retired.

/// A row of the likelihood table (ICD 203, as in the MISP taxonomy `estimative-language`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likelihood {
    /// Code in records.
    pub term: &'static str,
    /// First wording.
    pub row_a: &'static str,
    /// Second wording; a product uses one of the two throughout.
    pub row_b: &'static str,
    /// Percent, inclusive.
    pub lo: i64,
    /// Percent; a point on a shared bound belongs to the row above.
    pub hi: i64,
}

const fn row(term: &'static str, row_a: &'static str, row_b: &'static str, lo: i64, hi: i64) -> Likelihood {
    Likelihood { term, row_a, row_b, lo, hi }
}

/// From least to most likely.
pub static LIKELIHOODS: [Likelihood; 7] = [
    row("almost-no-chance", "almost no chance", "remote", 1, 5),
    row("very-unlikely", "very unlikely", "highly improbable", 5, 20),
    row("unlikely", "unlikely", "improbable", 20, 45),
    row("roughly-even-chance", "roughly even chance", "roughly even odds", 45, 55),
    row("likely", "likely", "probable", 55, 80),
    row("very-likely", "very likely", "highly probable", 80, 95),
    row("almost-certain", "almost certain", "nearly certain", 95, 99),
];

/// The row of a term.
pub fn likelihood(term: &str) -> Option<&'static Likelihood> {
    LIKELIHOODS.iter().find(|l| l.term == term)
}

/// STIX `confidence` of a confidence level; never made from a likelihood.
pub fn stix_confidence(level: &str) -> Option<i64> {
    match level {
        "low" => Some(15),
        "moderate" => Some(50),
        "high" => Some(85),
        _ => None,
    }
}

/// How the levels of effort are defined, in the words that every matrix prints.
pub static EFFORT_LEVELS: [(&str, &str); 4] = [
    ("concerted", "several lines of activity with signs of direction"),
    ("lighter", "isolated or low-resource activity"),
    ("considered-not-deployed", "planning or preparation shown, no activity found"),
    ("none-seen", "looked for and not found"),
];

/// Counter-measures that may be suggested: DISARM id, short gloss, and whether it is for before an incident.
/// Removal, data pollution, targeting, dilution, diversion and anything against persons are left out whole.
pub static RESPONSES: [(&str, &str, bool); 30] = [
    ("C00159", "response plan", true),
    ("C00220", "monitoring plan", true),
    ("C00222", "tabletop exercise", true),
    ("C00176", "coordination among stakeholders", true),
    ("C00205", "dialogue of government and industry on reporting", true),
    ("C00008", "shared fact-check store", true),
    ("C00014", "timely updates of the fact-check store", true),
    ("C00011", "media literacy", true),
    ("C00073", "media literacy through games and exercises", true),
    ("C00125", "prebunking", true),
    ("C00051", "training against phishing", true),
    ("C00188", "training of newsrooms", true),
    ("C00009", "briefing of prominent voices", true),
    ("C00190", "engagement of civil society", true),
    ("C00028", "provenance of content", true),
    ("C00165", "protection of official documents", true),
    ("C00219", "provenance metadata", true),
    ("C00121", "transparency of channels", true),
    ("C00099", "stronger verification of official accounts", true),
    ("C00081", "explain flooding and its motive", false),
    ("C00115", "name actor and aim", false),
    ("C00116", "publish proof, redacted", false),
    ("C00184", "brief the media", false),
    ("C00113", "show that an expert is bogus", false),
    ("C00119", "debunk", false),
    ("C00042", "concede what is true in a claim", false),
    ("C00200", "correction by a respected person", false),
    ("C00126", "public alert", false),
    ("C00114", "do not engage", false),
    ("C00124", "do not amplify", false),
];

/// Techniques that DISARM retired, with the version that no longer has them. There is no list of successors.
pub static DISARM_RETIRED: [(&str, &[&str]); 3] = [
    ("1.4", &["T0011", "T0019", "T0019.001", "T0019.002", "T0085.002", "T0089.002", "T0099.001"]),
    (
        "1.5",
        &[
            "T0009",
            "T0009.001",
            "T0097.001",
            "T0099",
            "T0099.002",
            "T0099.003",
            "T0099.004",
            "T0099.005",
            "T0099.006",
            "T0142",
        ],
    ),
    (
        "1.6",
        &[
            "T0007",
            "T0013",
            "T0043",
            "T0043.001",
            "T0043.002",
            "T0090",
            "T0090.001",
            "T0090.002",
            "T0090.003",
            "T0090.004",
            "T0103",
            "T0103.001",
            "T0103.002",
            "T0104",
            "T0104.001",
            "T0104.002",
            "T0104.003",
            "T0104.004",
            "T0104.005",
            "T0104.006",
            "T0105",
            "T0105.001",
            "T0105.002",
            "T0105.003",
            "T0106",
            "T0106.001",
            "T0108",
            "T0112",
            "T0129.008",
            "T0141",
            "T0141.001",
            "T0141.002",
        ],
    ),
];

/// The version that retired a technique, when it is gone in `version`.
pub fn disarm_retired(id: &str, version: &str) -> Option<&'static str> {
    let number = |v: &str| v.split('.').map(|p| p.parse::<u32>().unwrap_or(0)).collect::<Vec<_>>();
    let gone = DISARM_RETIRED.iter().find(|(_, ids)| ids.contains(&id)).map(|(since, _)| *since)?;
    (number(version) >= number(gone)).then_some(gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_follow_each_other_without_a_gap() {
        assert!(LIKELIHOODS.windows(2).all(|w| w[0].hi == w[1].lo));
        assert_eq!((LIKELIHOODS[0].lo, LIKELIHOODS[6].hi), (1, 99));
    }

    #[test]
    fn retired_techniques_are_counted_as_the_releases_have_them() {
        assert_eq!(DISARM_RETIRED.map(|(_, ids)| ids.len()), [7, 10, 32]);
        assert_eq!(disarm_retired("T0104.003", "1.6"), Some("1.6"));
        assert_eq!(disarm_retired("T0104.003", "1.5"), None);
        assert_eq!(disarm_retired("T0019", "1.10"), Some("1.4"));
    }
}

//! The words that the rules know. Each list can be read and argued with.

/// Nouns with which the name of a public body, service or company ends.
pub(super) const BODY_NOUNS: &[&str] = &[
    "Agency",
    "Bureau",
    "Centre",
    "Center",
    "Commission",
    "Committee",
    "Council",
    "Directorate",
    "Institute",
    "Lab",
    "Ministry",
    "Observatory",
    "Office",
    "Secretariat",
    "Service",
    "Media",
    "Studio",
];
/// Small words inside a name.
pub(super) const INSIDE: &[&str] = &["of", "for", "the", "and", "on"];
/// Verbs of saying.
pub(super) const SAYS: &[&str] = &[
    "said",
    "says",
    "assessed",
    "assesses",
    "reported",
    "reports",
    "concluded",
    "concludes",
    "judged",
    "found",
    "stated",
    "warned",
    "wrote",
    "denied",
];
/// Verbs of acting on an election.
pub(super) const ACTS: &[&str] = &[
    "sought",
    "tried",
    "ran",
    "used",
    "paid",
    "preferred",
    "favored",
    "denigrated",
    "spread",
    "considered",
    "targeted",
    "operated",
    "interfered",
    "promoted",
    "conducted",
    "funded",
    "amplified",
    "planned",
    "attempted",
    "attacked",
];
/// Kinds of election.
pub(super) const ELECTION_KINDS: &[&str] =
    &["presidential", "parliamentary", "general", "local", "regional", "municipal", "legislative"];
/// What elections are called.
pub(super) const ELECTIONS: &[&str] = &["election", "elections", "referendum", "runoff"];
/// Numbers as words.
pub(super) const NUMBERS: &[&str] =
    &["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozens", "hundreds"];
/// What is counted.
pub(super) const COUNTED: &[&str] = &[
    "contests",
    "elections",
    "democracies",
    "countries",
    "accounts",
    "websites",
    "sites",
    "outlets",
    "channels",
    "states",
];
/// Words before a name in office or candidacy.
pub(super) const TITLES: &[&str] = &["candidate", "President", "Minister", "Mayor", "Governor", "Senator"];
/// Verbs of preferring and of attacking.
pub(super) const FAVORS: &[&str] = &["favored", "preferred", "promoted", "supported", "praised"];
/// See [`FAVORS`].
pub(super) const ATTACKS: &[&str] = &["denigrated", "attacked", "opposed", "discredited", "smeared"];

/// Words for means: phrase, role of the channel, and the technique of DISARM 1.6 that it suggests.
pub(super) const MEANS: &[(&str, &str, Option<&str>)] = &[
    ("copied newspapers", "cloned-site", Some("T0098")),
    ("cloned websites", "cloned-site", Some("T0098")),
    ("copied websites", "cloned-site", Some("T0098")),
    ("false news sites", "local-looking-outlet", Some("T0098")),
    ("state broadcaster", "state-media", None),
    ("state media", "state-media", None),
    ("front organizations", "front-organization", None),
    ("paid influencers", "paid-influencer", Some("T0039")),
    ("targeted advertisements", "paid-advertising", Some("T0018")),
    ("advertisements", "paid-advertising", Some("T0114")),
    ("networks of accounts", "automated-account", Some("T0049")),
    ("leaked documents", "leak-site", None),
    ("messaging channels", "messaging-channel", None),
    ("audio recordings", "unknown", Some("T0088")),
    ("covert payments", "unknown", None),
];
/// Words for the strength of an effort.
pub(super) const EFFORT: &[(&str, &str)] = &[
    ("concerted", "concerted"),
    ("sustained campaign", "concerted"),
    ("wide-ranging", "concerted"),
    ("less prominent", "lighter"),
    ("limited", "lighter"),
    ("low-level", "lighter"),
    ("considered but did not", "considered-not-deployed"),
    ("planned but did not", "considered-not-deployed"),
    ("found no evidence", "none-seen"),
    ("saw no", "none-seen"),
];
/// Words of confidence.
pub(super) const CONFIDENCE: &[&str] =
    &["low confidence", "moderate confidence", "medium confidence", "high confidence"];

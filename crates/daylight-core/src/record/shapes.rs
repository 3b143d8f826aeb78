//! The fields of each type of record. Names follow NIST SP 1500-100 v2 for elections, STIX and the field's own
//! words elsewhere. Refusal codes that guard a field are named where they are not plain from its kind.

use super::shape::Kind::{
    Bool, Country, Day, Enum, Int, Language, List, Marking, Object, OcdId, Ref, Sha256, Text, Time, Words,
};
use super::shape::{Field, Kind, Shape};
use super::{RecordKind, RecordKind as K};

const fn req(name: &'static str, kind: Kind, about: &'static str) -> Field {
    Field { name, kind, required: true, about }
}

const fn opt(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false, about: "" }
}

pub(super) fn of(kind: RecordKind) -> Shape {
    match kind {
        K::Case => CASE,
        K::Source => SOURCE,
        K::Capture => CAPTURE,
        K::Asset => ASSET,
        K::Narrative => NARRATIVE,
        K::Target => TARGET,
        K::Actor => ACTOR,
        K::Operation => OPERATION,
        K::Incident => INCIDENT,
        K::Behavior => BEHAVIOR,
        K::Judgment => JUDGMENT,
        K::Package => PACKAGE,
        K::Link => LINK,
    }
}

const ANY_INT: Kind = Int(0, (1 << 53) - 1);
const TEXTS: Kind = List(&Text);
const LANGUAGES: Kind = List(&Language);
const COUNTRIES: Kind = List(&Country);
const CAPTURES: Kind = List(&Ref(&[K::Capture]));
const TARGETS: Kind = List(&Ref(&[K::Target]));
const LOW_HIGH: Kind = Enum(&["low", "moderate", "high"]);

const CASE: Shape = &[
    req("title", Text, "what people call the investigation"),
    req("question", Text, "what is to be decided"),
    req("status", Enum(&["triage", "open", "review", "decided", "closed"]), "where the work stands"),
    // Missing ones are E101.
    opt("legal_basis", Text),
    opt("retention_until", Day),
    opt("purpose", Text),
    opt("access_basis", TEXTS),
    req("members", List(&Object(MEMBER)), "who works on it, and in which role"),
    opt("election", Ref(&[K::Target])),
    req("default_tlp", Marking, "the marking of what names none"),
    opt("playbook", List(&Object(PLAYBOOK))),
    opt("yearly_rejections", ANY_INT),
];
const MEMBER: Shape = &[
    req("member", Text, "who"),
    req("role", Enum(&["reader", "analyst", "reviewer", "approver", "custodian"]), "what the member may do"),
    req("since", Time, "from when"),
    opt("until", Time),
    opt("organization", Text),
];
const PLAYBOOK: Shape = &[
    req("who", Enum(AUDIENCES), "who is told"),
    req("max_tlp", Marking, "the highest marking that they may get"),
    opt("contact_ref", Text),
    opt("required_approvals", Int(1, 9)),
    opt("lead_time_hours", ANY_INT),
];
const AUDIENCES: &[&str] = &[
    "election-authority",
    "candidate-or-party",
    "platform",
    "government-coordination",
    "partner-observers",
    "media",
    "public",
];

const SOURCE: Shape = &[
    req("kind", Enum(SOURCE_KINDS), "what it is"),
    req("name", Text, "what it is called"),
    opt("country", Country),
    opt("reliability_history", List(&Object(GRADE))),
    opt("originator_control", Bool),
    opt("independent_of", List(&Ref(&[K::Source]))),
    opt("depends_on", List(&Ref(&[K::Source]))),
    opt("sealed", Text),
];
const SOURCE_KINDS: &[&str] = &[
    "account",
    "outlet",
    "partner",
    "platform",
    "public-body",
    "company",
    "civil-society",
    "researcher",
    "analyst",
    "document",
];
// Author and reason are required by E111, which says more than E001.
const GRADE: Shape = &[
    req("grade", Enum(&["A", "B", "C", "D", "E", "F"]), "how far it can be relied on (Admiralty)"),
    req("date", Time, "as of when"),
    opt("author", Text),
    opt("reason", Text),
];

const CAPTURE: Shape = &[
    req(
        "kind",
        Enum(&["web", "post", "media", "document", "api-record", "partner-report", "analysis"]),
        "what was kept",
    ),
    opt("title", Text),
    opt("url", Text),
    opt("final_url", Text),
    req("captured_at", Time, "when it was kept"),
    opt("published_at", Time),
    opt("published_precision", Enum(&["second", "day", "month", "year", "unknown"])),
    req("tool", Text, "what kept it"),
    req("tool_version", Text, "its version"),
    opt("operator", Text),
    opt("origin_ip_class", Enum(&["own", "vpn", "partner", "unknown"])),
    opt("files", List(&Object(FILE))),
    req("source", Ref(&[K::Source]), "whom it comes from"),
    req("credibility", Int(1, 6), "how credible it is (Admiralty, 1 confirmed to 6 cannot be judged)"),
    req("access_basis", Enum(ACCESS), "how it came into lawful hands"),
    opt("terms", Text),
    opt("log_index", ANY_INT),
    opt("evidentiary", Bool),
    opt("derived_from", Ref(&[K::Capture])),
    opt("corroborated_by", CAPTURES),
    opt("timestamp_token_at", Time),
    opt("timestamp_token_sha256", Sha256),
    opt("analysis", Object(ANALYSIS)),
    opt("shows_minor", Bool),
    opt("notes", Text),
];
const FILE: Shape = &[
    req("role", Enum(&["warc", "wacz", "screenshot", "media", "headers", "text", "tsr", "other"]), "what it is"),
    req("sha256", Sha256, "its fingerprint"),
    opt("sha512", Text),
    req("bytes", ANY_INT, "its size"),
    req("media_type", Text, "its type, such as text/html"),
];
const ACCESS: &[&str] = &["manifestly-public", "consent", "dsa-40-12", "dsa-40-4", "partner", "legal-order", "other"];
// All four are asked for by E125.
const ANALYSIS: Shape = &[
    opt("method", Text),
    opt("version", Text),
    opt("parameters_sha256", Sha256),
    opt("error_bounds", Text),
    opt("finding", Text),
    opt("run", Text),
];

const ASSET: Shape = &[
    req(
        "kind",
        Enum(&["account", "page", "channel", "site", "domain", "ad-account", "phone", "wallet", "outlet"]),
        "what it is",
    ),
    opt("name", Text),
    opt("platform", Text),
    opt("platform_id", Text),
    opt("handle_history", List(&Object(HANDLE))),
    req("exposure", Enum(EXPOSURES), "what is known of who runs it"),
    opt("exposure_judgment", Ref(&[K::Judgment])),
    req("channel_role", Enum(ROLES), "the part it plays"),
    opt("controlled_by", Ref(&[K::Actor])),
    opt("control_judgment", Ref(&[K::Judgment])),
    opt("languages", LANGUAGES),
    opt("audience_countries", COUNTRIES),
    opt("followers", Object(FOLLOWERS)),
    req("private_person", Bool, "whether a private person stands behind it"),
    opt("private_person_reason", Text),
    opt("minor", Bool),
    opt("role_label", Text),
];
const HANDLE: Shape = &[req("handle", Text, "how it was called"), opt("from", Time), opt("to", Time)];
const FOLLOWERS: Shape = &[
    req("count", ANY_INT, "how many"),
    req("as_of", Time, "when they were counted"),
    req("capture", Ref(&[K::Capture]), "where the number stands"),
];
pub(super) const EXPOSURES: &[&str] = &[
    "official",
    "state-controlled",
    "state-linked",
    "state-aligned",
    "unattributed",
    "authentic-hijacked",
    "authentic-unwitting",
];
pub(super) const ROLES: &[&str] = &[
    "state-media",
    "diplomatic-account",
    "official-account",
    "proxy-outlet",
    "front-organization",
    "fake-persona",
    "cloned-site",
    "hijacked-account",
    "automated-account",
    "paid-influencer",
    "paid-advertising",
    "leak-site",
    "messaging-channel",
    "local-looking-outlet",
    "unwitting-amplifier",
    "unknown",
];

const NARRATIVE: Shape = &[
    req("name", Text, "what people call the story"),
    req("short_description", Text, "the story in a sentence"),
    req("language", Language, "the language it is told in"),
    opt("claims", TEXTS),
    opt("parent", Ref(&[K::Narrative])),
    opt("disproof", CAPTURES),
    opt("first_seen", Time),
    opt("last_seen", Time),
    opt("five_d", List(&Enum(&["dismiss", "distort", "distract", "dismay", "divide"]))),
];

/// One shape for all kinds of target; which fields a kind needs is checked by E601 to E604.
const TARGET: Shape = &[
    req("kind", Enum(TARGET_KINDS), "what is aimed at"),
    opt("name", Text),
    opt("description", Text),
    opt("country", Country),
    opt("subdivision", Text),
    opt("ids", List(&Object(EXTERNAL_ID))),
    opt("type", Enum(TARGET_TYPES)),
    opt("other_type", Text),
    opt("level", Enum(&["supranational", "national", "regional", "local", "referendum"])),
    opt("start_date", Day),
    opt("end_date", Day),
    opt("scope", List(&Ref(&[K::Target]))),
    opt("phase_dates", List(&Object(PHASE))),
    opt("form", Enum(&["candidate", "party", "ballot-measure", "retention"])),
    opt("election", Ref(&[K::Target])),
    opt("district", Ref(&[K::Target])),
    opt("offices", TARGETS),
    opt("votes_allowed", ANY_INT),
    opt("vote_variation", Text),
    opt("round", Int(1, 20)),
    opt("term", Object(TERM)),
    opt("holder", Text),
    opt("ballot_name", Text),
    opt("person", Object(&[req("full_name", Text, "the name in public office or candidacy")])),
    opt("party", Ref(&[K::Target])),
    opt("contest", Ref(&[K::Target])),
    opt("is_incumbent", Bool),
    opt("pre_status", Enum(&["filed", "qualified", "withdrawn"])),
    opt("post_status", Enum(&["advanced-to-runoff", "defeated", "projected-winner", "winner", "withdrawn"])),
    opt("abbreviation", Text),
    opt("parties", TARGETS),
    opt("jurisdiction", Ref(&[K::Target])),
    opt("contact_ref", Text),
    opt("size", ANY_INT),
    opt("gp_type", Text),
    opt("ocd_id", OcdId),
    opt("wikidata", Text),
];
const TARGET_KINDS: &[&str] = &[
    "election",
    "contest",
    "office",
    "candidate",
    "party",
    "coalition",
    "authority",
    "electorate",
    "place",
    "policy",
    "process",
    "measure",
];
const TARGET_TYPES: &[&str] = &[
    "general",
    "partisan-primary-closed",
    "partisan-primary-open",
    "primary",
    "runoff",
    "special",
    "other",
    "ballot-measure",
    "initiative",
    "recall",
    "referendum",
];
const EXTERNAL_ID: Shape = &[
    req(
        "type",
        Enum(&["ocd-id", "fips", "national-level", "state-level", "local-level", "iso3166-2", "wikidata", "other"]),
        "whose numbering it is",
    ),
    req("value", Text, "the id"),
    opt("label", Text),
];
const PHASE: Shape = &[
    req(
        "phase",
        Enum(&["registration", "campaign", "silence", "early-voting", "election-day", "count", "certification"]),
        "the phase",
    ),
    req("date", Day, "its day"),
];
const TERM: Shape =
    &[req("type", Enum(&["full-term", "unexpired-term"]), "full or unexpired"), opt("start", Day), opt("end", Day)];

const ACTOR: Shape = &[
    req("name", Text, "what it is called"),
    opt("aliases", TEXTS),
    req(
        "kind",
        Enum(&["state-body", "proxy", "contractor", "outlet", "company", "non-state-group", "individual", "unknown"]),
        "what it is",
    ),
    opt("nation_claimed", Country),
    opt("parent", Ref(&[K::Actor])),
    opt("roles", TEXTS),
    opt("interests", List(&Ref(&[K::Judgment]))),
    opt("necessity", Text),
    opt("description", Text),
];

const OPERATION: Shape = &[
    req("name", Text, "what people call it"),
    req("form", Enum(&["campaign", "set"]), "campaign (goal and targets) or set (reusable resources)"),
    opt("objective", Text),
    opt("targets", TARGETS),
    opt("cluster_rationale", Text),
    req("windows", List(&Object(WINDOW)), "when it was seen"),
    opt("members", List(&Ref(&[K::Incident, K::Asset]))),
    opt("kill_chain_tags", TEXTS),
];
const WINDOW: Shape = &[req("from", Time, "first seen"), opt("to", Time)];

const INCIDENT: Shape = &[
    req("title", Text, "what people call it"),
    req("summary", Text, "what happened"),
    req("status", Enum(&["untriaged", "under-analysis", "assessed", "closed"]), "where the work stands"),
    req("determination", Enum(&["suspected", "blocked", "failed-attempt", "false-positive"]), "how it ended"),
    req("first_seen", Object(SEEN), "when it was first seen"),
    opt("last_seen", Object(SEEN)),
    opt("platforms", TEXTS),
    opt("targets", TARGETS),
    opt("behaviors", List(&Ref(&[K::Behavior]))),
    opt("narratives", List(&Ref(&[K::Narrative]))),
    opt("assets", List(&Ref(&[K::Asset]))),
    opt("triage", Object(TRIAGE)),
    opt("breakout", List(&Object(BREAKOUT))),
    opt("offline_mobilization", Enum(&["none-seen", "called-for", "occurred"])),
    opt("offline_captures", CAPTURES),
    opt("exposure_counts", List(&Object(EXPOSURE_COUNT))),
    opt("context", List(&Enum(&["cyber", "public-information-environment", "real-world"]))),
    opt("election", Ref(&[K::Target])),
    opt("checklist", Words(&["yes", "no", "unclear"])),
];
const SEEN: Shape = &[
    req("time", Time, "when"),
    req("precision", Enum(&["second", "day", "month", "year", "unknown"]), "how exactly that is known"),
];
const TRIAGE: Shape = &[opt("behavioral", List(&Object(INDICATOR))), opt("foreign_nexus", List(&Object(INDICATOR)))];
const INDICATOR: Shape = &[
    req("statement", Text, "what was seen"),
    opt("captures", CAPTURES),
    // Tells a mere agreement with a story apart (E302).
    opt("narrative", Ref(&[K::Narrative])),
];
const BREAKOUT: Shape = &[
    req("as_of", Time, "the moment it describes"),
    opt("category", Enum(&["1", "2", "3", "4", "5", "6", "na"])),
    opt("n_platforms", ANY_INT),
    opt("n_communities", ANY_INT),
    opt("mainstream_pickup", List(&Ref(&[K::Capture]))),
    opt("high_profile_amplifier", List(&Ref(&[K::Capture]))),
    opt("action_or_violence", List(&Ref(&[K::Capture]))),
    opt("pickup_is_debunk", Bool),
];
const EXPOSURE_COUNT: Shape = &[
    req("metric", Text, "what was counted"),
    req("value", ANY_INT, "how many"),
    req("as_of", Time, "when"),
    req("capture", Ref(&[K::Capture]), "where the number stands"),
];

const BEHAVIOR: Shape = &[
    req("framework", Enum(&["disarm", "kill-chain", "radar"]), "whose technique it is"),
    req("framework_version", Text, "in which version"),
    req("technique", Text, "its id, such as T0049"),
    opt("technique_name", Text),
    // Missing ones are E313 and E311.
    opt("statement", Text),
    opt("captures", CAPTURES),
    opt("by", Ref(&[K::Asset, K::Actor])),
    req("incident", Ref(&[K::Incident]), "in which incident it was seen"),
    req("confidence", LOW_HIGH, "how sure it is that this technique was used"),
];

const JUDGMENT: Shape = &[
    req("voice", Enum(&["own", "reported"]), "ours, or what somebody else said"),
    req(
        "kind",
        Enum(&[
            "attribution",
            "intent",
            "coordination",
            "impact",
            "authenticity",
            "exposure",
            "effort",
            "interest",
            "forecast",
        ]),
        "what is judged",
    ),
    req("about", List(&Ref(&[])), "which records it is about"),
    req("statement", Text, "the judgment in a sentence"),
    opt("likelihood", Object(LIKELIHOOD)),
    opt("confidence", LOW_HIGH),
    opt("basis", Object(BASIS)),
    opt("indicators_of_change", TEXTS),
    opt("hypotheses", List(&Object(HYPOTHESIS))),
    opt("stated", Text),
    opt("ach", Object(ACH)),
    opt("override_reason", Text),
    opt("iiaf", Object(IIAF)),
    opt("responsibility", Enum(RESPONSIBILITY)),
    opt("public_score", Object(PUBLIC_SCORE)),
    opt("reported", Object(REPORTED)),
    opt("effort", Object(EFFORT)),
    opt("interest", Object(INTEREST)),
    opt("impact_measure", Text),
    // Missing ones are E402.
    opt("authors", TEXTS),
    opt("reviewers", TEXTS),
    opt("reviews", List(&Object(REVIEW))),
    opt("supersedes", Ref(&[K::Judgment])),
    opt("dissents", List(&Object(DISSENT))),
    opt("dissent_until", Day),
    opt("due", Day),
    opt("outcome", Object(OUTCOME)),
];
// Bounds are checked by E401, which says more than E001.
const LIKELIHOOD: Shape = &[
    req(
        "term",
        Enum(&[
            "almost-no-chance",
            "very-unlikely",
            "unlikely",
            "roughly-even-chance",
            "likely",
            "very-likely",
            "almost-certain",
        ]),
        "the row of the table",
    ),
    opt("lo", Int(-1000, 1000)),
    opt("hi", Int(-1000, 1000)),
];
const BASIS: Shape =
    &[opt("sources", List(&Ref(&[K::Capture, K::Source, K::Judgment]))), opt("assumptions", TEXTS), opt("gaps", TEXTS)];
const HYPOTHESIS: Shape = &[
    req("id", Text, "its short name"),
    req("text", Text, "what it says"),
    req("class", Enum(&["H0", "H1", "H2", "H3", "H4"]), "organic, state, for hire, posing as foreign, or mixed"),
];
const ACH: Shape = &[req("evidence", List(&Object(ACH_ITEM)), "what is weighed")];
const ACH_ITEM: Shape = &[
    req("id", Text, "its short name"),
    req("capture", Ref(&[K::Capture, K::Judgment]), "where it stands"),
    opt("credibility", Enum(&["L", "M", "H"])),
    req("relevance", Enum(&["L", "M", "H"]), "how much it matters here"),
    req("ratings", Words(&["CC", "C", "N", "NA", "I", "II"]), "how it sits with each hypothesis"),
    opt("trace", Enum(&["technical", "behavioral", "financial", "language", "time-zone", "topic", "other"])),
    opt("note", Text),
];
const IIAF: Shape = &[
    opt("technical", Object(IIAF_ROW)),
    opt("behavioral", Object(IIAF_ROW)),
    opt("contextual", Object(IIAF_ROW)),
    opt("legal_ethical", Text),
];
const IIAF_ROW: Shape = &[
    opt("open", List(&Object(IIAF_CELL))),
    opt("proprietary", List(&Object(IIAF_CELL))),
    opt("classified", List(&Object(IIAF_CELL))),
];
const IIAF_CELL: Shape = &[
    req("capture", Ref(&[K::Capture]), "the evidence"),
    opt("weight_note", Text),
    req("independent_group", Text, "which chain of sources it belongs to"),
];
const RESPONSIBILITY: &[&str] = &[
    "prohibited",
    "prohibited-but-inadequate",
    "ignored",
    "encouraged",
    "shaped",
    "coordinated",
    "ordered",
    "rogue-conducted",
    "executed",
    "integrated",
];
const BIT: Kind = Int(0, 1);
const PUBLIC_SCORE: Shape = &[
    opt("c1", BIT),
    opt("c2", BIT),
    opt("c3", BIT),
    opt("c4", BIT),
    opt("c5", BIT),
    opt("o1", BIT),
    opt("o2", BIT),
    opt("o3", BIT),
    opt("e1", BIT),
    opt("e2", BIT),
    opt("e3", BIT),
    opt("e4", BIT),
    opt("e5", BIT),
    opt("t1", BIT),
    opt("t2", BIT),
    opt("t3", BIT),
    opt("t4", BIT),
    opt("t5", BIT),
    req("coders", TEXTS, "the two who coded"),
    opt("reconciled_by", Text),
    opt(
        "source_category",
        Enum(&[
            "civil-society",
            "foreign-government",
            "government",
            "influential-individual",
            "media",
            "private-consultancy",
            "technology-company",
        ]),
    ),
    opt("attribution_type", Enum(ATTRIBUTION_TYPES)),
];
const ATTRIBUTION_TYPES: &[&str] = &["direct", "inferred", "non-aligned-commercial"];
const REPORTED: Shape = &[
    req("body", Ref(&[K::Source]), "who said it"),
    req("title", Text, "in which document"),
    req("date", Time, "when"),
    opt("url", Text),
    // A missing one is E621.
    opt("capture", Ref(&[K::Capture])),
    req("quote", Text, "the words, at most 300 characters"),
    opt("quote_start", ANY_INT),
    opt("quote_end", ANY_INT),
    opt("likelihood_words", Text),
    opt("confidence_words", Text),
    opt("effort_words", Text),
    opt("scale_name", Text),
    opt("attribution_type", Enum(ATTRIBUTION_TYPES)),
    opt("names_actor", List(&Ref(&[K::Actor]))),
];
const EFFORT: Shape = &[
    req("actor", Ref(&[K::Actor]), "whose effort"),
    req("election", Ref(&[K::Target]), "against which election"),
    req("level", Enum(&["concerted", "lighter", "considered-not-deployed", "none-seen"]), "how strong it was"),
    opt("window", Object(WINDOW)),
    opt("channels", List(&Object(CHANNEL))),
    opt("favored", TARGETS),
    opt("denigrated", TARGETS),
    opt(
        "aims",
        List(&Enum(&[
            "elect",
            "defeat",
            "divide",
            "discredit-process",
            "suppress-turnout",
            "sway-policy",
            "deter-criticism",
            "other",
        ])),
    ),
    opt("search_scope", Object(SEARCH_SCOPE)),
    opt("sources", List(&Ref(&[K::Capture, K::Judgment]))),
];
const CHANNEL: Shape =
    &[req("role", Enum(ROLES), "the part it plays"), opt("exposure", Enum(EXPOSURES)), opt("n_assets", ANY_INT)];
const SEARCH_SCOPE: Shape =
    &[opt("platforms", TEXTS), opt("languages", LANGUAGES), opt("from", Day), opt("to", Day), opt("method", Text)];
const INTEREST: Shape = &[
    req("actor", Ref(&[K::Actor]), "whose interest"),
    req("toward", Ref(&[K::Target]), "in which place, election or policy"),
    req("aim", Text, "what it wants"),
    opt("time_frame", Text),
    opt("means_considered", TEXTS),
    opt("captures", CAPTURES),
];
const REVIEW: Shape =
    &[req("member", Text, "who looked"), req("date", Time, "when"), opt("note", Text), opt("version", ANY_INT)];
const DISSENT: Shape = &[
    req("id", Text, "its short name"),
    req("author", Text, "who disagrees"),
    req("position", Int(-2, 2), "from -2 (strongly disagree) to 2 (strongly agree)"),
    opt("likelihood", Object(LIKELIHOOD)),
    req("reason", Text, "why"),
    req("date", Time, "when"),
    opt("answer", Text),
];
const OUTCOME: Shape = &[
    req("result", Enum(&["yes", "no", "void"]), "how it came out"),
    req("decided_at", Time, "when that was known"),
    opt("captures", CAPTURES),
];

const PACKAGE: Shape = &[
    req("title", Text, "what people call it"),
    req("audience", Enum(AUDIENCES), "whom it is for"),
    opt("recipients", List(&Object(RECIPIENT))),
    req("purpose", Enum(&["inform", "notify", "public-advisory", "request", "exchange", "archive"]), "what it is for"),
    req("ceiling", Marking, "the highest marking in it"),
    req("records", List(&Object(PINNED)), "what goes into it"),
    opt("redactions", List(&Object(REDACTION))),
    opt("downgrades", List(&Object(DOWNGRADE))),
    opt("decision", Object(DECISION)),
    opt("advisory", Object(ADVISORY)),
    opt("responses", List(&Object(RESPONSE))),
    opt("paraphrases", List(&Object(PARAPHRASE))),
    opt("equal_treatment_reason", Text),
    opt("formats", List(&Enum(&["html", "pdf", "stix", "opencti", "misp", "csv", "json"]))),
    opt("approvals", List(&Object(REVIEW))),
    opt("reviews", List(&Object(REVIEW))),
    opt("sha256", Sha256),
    opt("tlog_proof", Text),
    opt("receipts", List(&Object(RECEIPT))),
    opt("recalls", List(&Object(RECALL))),
    req("state", Enum(PACKAGE_STATES), "how far it has come"),
];
const PACKAGE_STATES: &[&str] =
    &["drafted", "reviewed", "threshold-voted", "approved", "sent", "acknowledged", "closed", "rejected", "recalled"];
const RECIPIENT: Shape = &[
    req("body", Text, "who gets it"),
    req("role", Text, "as what"),
    opt("contact_ref", Text),
    opt("max_tlp", Marking),
    opt("classes", TEXTS),
    opt("candidate", Ref(&[K::Target])),
];
const PINNED: Shape = &[req("id", Ref(&[]), "the record"), opt("version", ANY_INT)];
const REDACTION: Shape = &[
    req("rule", Text, "R1 to R7"),
    req("class", Text, "what was taken out"),
    req("count", ANY_INT, "how often"),
    opt("original_commit", Sha256),
];
const DOWNGRADE: Shape = &[
    req("record", Ref(&[]), "which record"),
    req("version", ANY_INT, "at which version"),
    req("from", Marking, "from which marking"),
    req("to", Marking, "to which"),
    req("approver", Text, "who allowed it"),
    req("reason", Text, "why"),
    opt("originator_consent", Ref(&[K::Capture])),
];
const DECISION: Shape = &[
    req("question", Text, "what was to be decided"),
    opt("threshold_ref", Enum(&["authority-or-platform", "candidate-or-party", "public-advisory", "other"])),
    opt("facts_as_of", Time),
    opt("options", TEXTS),
    opt("votes", List(&Object(VOTE))),
    opt("quorum", Int(1, 99)),
    opt("co_hosted", Bool),
    req("outcome", Enum(&["publish", "notify", "hold", "reject", "open"]), "what was decided"),
    opt("approver", Text),
    opt("considered", Object(CONSIDERED)),
    opt("dissents", List(&Object(DISSENT))),
    opt("next_review", Day),
];
const VOTE: Shape = &[
    req("member", Text, "who"),
    req("vote", Enum(&["yes", "no", "abstain"]), "how"),
    opt("reason", Text),
    opt("organization", Text),
];
const CONSIDERED: Shape = &[
    opt("amplification", Text),
    opt("chilling_effect", Text),
    opt("candidate_fairness", Text),
    opt("source_protection", Text),
];
const ADVISORY: Shape = &[
    opt("summary", Text),
    opt("seen", Text),
    opt("not_known", Text),
    opt("key_judgments", List(&Object(KEY_JUDGMENT))),
    opt("meaning", Text),
    opt("what_voters_can_do", Text),
    opt("official_source", Text),
    opt("who_decided", Text),
    opt("corrections", Text),
    opt("language", Language),
];
const KEY_JUDGMENT: Shape = &[req("text", Text, "the sentence"), opt("judgment", Ref(&[K::Judgment]))];
const RESPONSE: Shape = &[
    req("countermeasure", Text, "its DISARM id, such as C00125"),
    opt("note", Text),
    opt("against", List(&Ref(&[K::Behavior, K::Narrative, K::Incident]))),
];
// A person's own words in place of a quotation that a search engine would find (rule R4).
const PARAPHRASE: Shape =
    &[req("record", Ref(&[]), "whose words"), req("text", Text, "the paraphrase"), req("author", Text, "who wrote it")];
const RECEIPT: Shape = &[req("recipient", Text, "who"), req("date", Time, "when"), opt("note", Text)];
const RECALL: Shape = &[req("date", Time, "when"), req("reason", Text, "why"), opt("replaced_by", Ref(&[K::Package]))];

const LINK: Shape = &[
    req("from", Ref(&[]), "where it starts"),
    req("rel", Enum(RELATIONS), "what ties them"),
    req("to", Ref(&[]), "where it leads"),
    opt("start", Time),
    opt("stop", Time),
    opt("captures", CAPTURES),
    opt("judgment", Ref(&[K::Judgment])),
    opt("statement", Text),
    opt("candidate_knowledge", Enum(&["not-assessed", "no-evidence", "assessed"])),
];
/// What may tie two records.
pub(super) const RELATIONS: &[&str] = &[
    "uses",
    "publishes",
    "amplifies",
    "links-to",
    "impersonates",
    "clones",
    "targets",
    "promotes",
    "denigrates",
    "belongs-to",
    "controlled-by",
    "sponsored-by",
    "contracts-with",
    "attributed-to",
    "part-of",
    "subnarrative-of",
    "derived-from",
    "duplicate-of",
    "related-to",
    "contradicts",
    "corroborates",
    "answers",
];

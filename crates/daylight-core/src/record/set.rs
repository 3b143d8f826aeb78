//! The current records of a case, looked at together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Record, RecordKind, Status, Tlp};

/// Records by id: one version each.
#[derive(Debug, Clone, Default)]
pub struct RecordSet {
    by_id: BTreeMap<String, Record>,
}

/// Shortest beginning of an id that is taken for the id.
const MIN_PREFIX: usize = 4;

impl RecordSet {
    /// The set of these records. A judgment that another supersedes is marked so.
    pub fn new(records: impl IntoIterator<Item = Record>) -> Self {
        let mut set = Self { by_id: records.into_iter().map(|r| (r.id.clone(), r)).collect() };
        let old: BTreeSet<String> = set
            .iter()
            .filter(|r| r.status == Status::Current)
            .filter_map(|r| r.text("supersedes").map(str::to_owned))
            .collect();
        for id in old {
            if let Some(record) = set.by_id.get_mut(&id).filter(|r| r.status == Status::Current) {
                record.status = Status::Superseded;
            }
        }
        set
    }

    /// Adds or replaces a record.
    pub fn insert(&mut self, record: Record) {
        self.by_id.insert(record.id.clone(), record);
    }

    /// The record of an id.
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.by_id.get(id)
    }

    /// All, in order of id.
    pub fn iter(&self) -> impl Iterator<Item = &Record> {
        self.by_id.values()
    }

    /// All that count of one type: neither withdrawn nor superseded.
    pub fn of(&self, kind: RecordKind) -> impl Iterator<Item = &Record> {
        self.iter().filter(move |r| r.kind == kind && r.status == Status::Current)
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The record of the case itself: the first that was written, whatever others call themselves a case.
    pub fn case(&self) -> Option<&Record> {
        let mut cases = self.iter().filter(|r| r.kind == RecordKind::Case);
        cases.find(|r| r.case == r.id).or_else(|| self.of(RecordKind::Case).next())
    }

    /// The records that a name may mean: `@alias`, `alias`, an id, or the beginning of one.
    pub fn resolve(&self, name: &str) -> Vec<&Record> {
        let bare = name.strip_prefix('@').unwrap_or(name);
        if let Some(found) = self.get(bare) {
            return vec![found];
        }
        let by_alias: Vec<&Record> = self.iter().filter(|r| r.alias.as_deref() == Some(bare)).collect();
        if !by_alias.is_empty() || name.starts_with('@') || bare.len() < MIN_PREFIX {
            return by_alias;
        }
        self.iter().filter(|r| r.id.starts_with(bare)).collect()
    }

    /// The marking that binds a record: the highest of its own and of all that it restates.
    pub fn effective_tlp(&self, id: &str) -> Tlp {
        let mut seen = BTreeSet::new();
        let mut open = vec![id.to_owned()];
        let mut highest = Tlp::Clear;
        while let Some(id) = open.pop() {
            // What a record restates and nobody knows any more binds it as closely as can be.
            let Some(record) = self.get(&id) else { return Tlp::Red };
            highest = highest.max(record.tlp);
            if seen.insert(id) {
                open.extend(record.quotes.iter().cloned());
            }
        }
        highest
    }

    /// The marking under which a record leaves with a package: its effective one, unless the package records a
    /// downgrade of this very version and from this very marking.
    pub fn leaving_tlp(&self, package: &Record, id: &str) -> Tlp {
        let effective = self.effective_tlp(id);
        let lowered = package.list("/downgrades").iter().find(|d| self.is_downgrade(d, id));
        lowered.and_then(|d| d.get("to")?.as_str()).and_then(Tlp::parse).unwrap_or(effective)
    }

    /// Whether an entry of a package's downgrades is about the record as it stands.
    pub fn is_downgrade(&self, entry: &Value, id: &str) -> bool {
        let is = |name: &str, what: &str| entry.get(name).and_then(Value::as_str) == Some(what);
        let version = entry.get("version").and_then(Value::as_u64);
        is("record", id)
            && is("from", self.effective_tlp(id).name())
            && self.get(id).is_some_and(|r| version == Some(r.version))
    }

    /// Links with one of these relations that start at a record.
    pub fn links_from<'a>(&'a self, from: &'a str, rels: &'a [&'a str]) -> impl Iterator<Item = &'a Record> {
        self.of(RecordKind::Link)
            .filter(move |l| l.text("from") == Some(from) && l.text("rel").is_some_and(|r| rels.contains(&r)))
    }

    /// Whether a record is attributed to an actor by a link.
    pub fn is_attributed(&self, record: &str, actor: &str) -> bool {
        self.links_from(record, &["attributed-to"]).any(|l| l.text("to") == Some(actor))
    }

    /// Incidents attributed to an actor, by themselves or through an operation, against an election (given
    /// as the incident's own election or one of its targets).
    pub fn attributed_incidents<'a>(&'a self, actor: &'a str, election: &'a str) -> Vec<&'a Record> {
        let operations: Vec<&Record> =
            self.of(RecordKind::Operation).filter(|o| self.is_attributed(&o.id, actor)).collect();
        let through = |id: &str| operations.iter().any(|o| o.texts("/members").contains(&id));
        self.of(RecordKind::Incident)
            .filter(|i| i.text("election") == Some(election) || i.texts("/targets").contains(&election))
            .filter(|i| self.is_attributed(&i.id, actor) || through(&i.id))
            .collect()
    }
}

/// Whether a channel speaks openly for a state, hides that it does, or neither can be said.
pub fn openness(role: &str, exposure: &str) -> &'static str {
    const OPEN_ROLES: [&str; 3] = ["state-media", "diplomatic-account", "official-account"];
    const HIDDEN_ROLES: [&str; 9] = [
        "proxy-outlet",
        "front-organization",
        "fake-persona",
        "cloned-site",
        "hijacked-account",
        "automated-account",
        "paid-influencer",
        "leak-site",
        "local-looking-outlet",
    ];
    if matches!(exposure, "official" | "state-controlled") && OPEN_ROLES.contains(&role) {
        "overt"
    } else if exposure == "state-linked" || HIDDEN_ROLES.contains(&role) {
        "covert"
    } else {
        "unclear"
    }
}

/// The category of a moment on the breakout scale (Nimmo 2020), from its facts: `1` to `6`, or `na`.
pub fn breakout_category(moment: &Value) -> &'static str {
    let any = |name: &str| moment.get(name).and_then(Value::as_array).is_some_and(|a| !a.is_empty());
    let number = |name: &str| moment.get(name).and_then(Value::as_i64).unwrap_or(0);
    let is_debunk = moment.get("pickup_is_debunk").and_then(Value::as_bool).unwrap_or(false);
    if any("action_or_violence") {
        return "6";
    }
    if any("high_profile_amplifier") {
        return "5";
    }
    if any("mainstream_pickup") && !is_debunk {
        return "4";
    }
    match (number("n_platforms"), number("n_communities")) {
        (0, _) | (_, 0) => "na",
        (1, 1) => "1",
        (1, _) | (_, 1) => "2",
        _ => "3",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn breakout_is_decided_by_the_strongest_fact() {
        let cases = [
            (json!({}), "na"),
            (json!({"n_platforms": 1, "n_communities": 1}), "1"),
            (json!({"n_platforms": 3, "n_communities": 1}), "2"),
            (json!({"n_platforms": 1, "n_communities": 4}), "2"),
            (json!({"n_platforms": 2, "n_communities": 2}), "3"),
            (json!({"n_platforms": 2, "n_communities": 2, "mainstream_pickup": ["x"]}), "4"),
            (json!({"n_platforms": 2, "n_communities": 2, "mainstream_pickup": ["x"], "pickup_is_debunk": true}), "3"),
            (json!({"mainstream_pickup": ["x"], "high_profile_amplifier": ["y"]}), "5"),
            (json!({"action_or_violence": ["x"]}), "6"),
        ];
        for (moment, want) in cases {
            assert_eq!(breakout_category(&moment), want, "{moment}");
        }
    }

    #[test]
    fn channels_are_overt_only_when_run_openly() {
        assert_eq!(openness("state-media", "state-controlled"), "overt");
        assert_eq!(openness("state-media", "state-linked"), "covert");
        assert_eq!(openness("cloned-site", "unattributed"), "covert");
        assert_eq!(openness("messaging-channel", "unattributed"), "unclear");
        assert_eq!(openness("paid-advertising", "official"), "unclear");
    }
}

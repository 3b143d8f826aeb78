//! The profile for `OpenCTI`: its own types where STIX has none, and only ties that its import takes.
//!
//! Not read back. Declared losses: matrices of hypotheses, attribution grids, intervals of likelihood,
//! breakout series, fields of elections beyond name and days, redaction manifests, and our own extensions.

use std::collections::{BTreeMap, BTreeSet};

use daylight_core::record::vocabulary::{RESPONSES, stix_confidence};
use daylight_core::record::{Record, RecordKind, Status, Tlp, countries};
use serde_json::{Value, json};

use super::super::{likelihood_words, text};
use super::build::{marking, marking_id, opinion};
use super::ids::{derived_id, observable_id};
use super::objects::{PROJECT, definitions, stamp};
use super::{Input, observables, techniques};

/// Extensions of `OpenCTI` on objects, and on observables.
const ON_OBJECTS: &str = "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba";
const ON_OBSERVABLES: &str = "extension-definition--f93e2c80-4231-4f9a-af8b-95c9bd566a82";
/// Extension by which it reads the number of a technique.
const ON_TECHNIQUES: &str = "extension-definition--322b8f77-262a-4cb8-a915-1e441e00329b";

/// Types that `OpenCTI` adds to STIX.
const ADDED: [&str; 4] = ["case-incident", "channel", "event", "narrative"];

fn node_type(record: &Record) -> Option<&'static str> {
    Some(match record.kind {
        RecordKind::Source => "identity",
        RecordKind::Asset => "channel",
        RecordKind::Narrative => "narrative",
        RecordKind::Target => match record.text("kind") {
            Some("election") => "event",
            Some("place") if country(record).is_some() => "location",
            _ => "identity",
        },
        RecordKind::Actor => "threat-actor",
        RecordKind::Operation if record.text("form") == Some("campaign") => "campaign",
        RecordKind::Operation => "intrusion-set",
        RecordKind::Incident => "incident",
        _ => return None,
    })
}

fn country(record: &Record) -> Option<&str> {
    record.text("country").filter(|c| countries::country(c).is_some())
}

/// Observables of a record: pages and posts are media content here.
fn observed(record: &Record) -> Vec<Value> {
    let is_media = record.kind == RecordKind::Capture && matches!(record.text("kind"), Some("web" | "post" | "media"));
    let mut found = observables::of_record(record);
    for object in found.iter_mut().filter(|o| is_media && text(o, "type") == "url") {
        let mut media = json!({"type": "media-content", "spec_version": "2.1", "url": object["value"]});
        if let Some(id) = observable_id(&media) {
            media["id"] = json!(id);
            media["extensions"] = json!({ON_OBSERVABLES: {"extension_type": "new-sco"}});
            *object = media;
        }
    }
    found
}

struct Build<'a> {
    input: &'a Input<'a>,
    levels: BTreeMap<String, Tlp>,
    objects: BTreeMap<String, Value>,
}

/// Records without whose objects that of a record cannot stand.
fn stands_on(record: &Record) -> Vec<&str> {
    match record.kind {
        RecordKind::Judgment => record.texts("/about").into_iter().take(1).collect(),
        RecordKind::Behavior => record.text("incident").into_iter().collect(),
        RecordKind::Link => [record.text("from"), record.text("to")].into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}

/// The marking of a record's object, or `None` when it has none in this bundle.
fn level(input: &Input<'_>, id: &str) -> Option<Tlp> {
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    let mut highest = Tlp::Clear;
    while let Some(id) = open.pop() {
        let record = input.records.get(id)?;
        let can = match record.kind {
            RecordKind::Case | RecordKind::Package => false,
            RecordKind::Capture => !observed(record).is_empty(),
            RecordKind::Judgment => !stands_on(record).is_empty(),
            RecordKind::Link => {
                let is_end = |r: &Record| !matches!(r.kind, RecordKind::Judgment | RecordKind::Link);
                // Its import ties nothing to a note or to a tie.
                stands_on(record).len() == 2
                    && stands_on(record).iter().all(|e| input.records.get(e).is_some_and(is_end))
            }
            _ => true,
        };
        if !can {
            return None;
        }
        highest = highest.max(record.tlp);
        if seen.insert(id) {
            open.extend(stands_on(record));
        }
    }
    Some(highest)
}

/// Ties that `OpenCTI`'s import takes between these types; anything else is `related-to`.
fn relation(rel: &str, from: &str, to: &str) -> &'static str {
    let is_body = |t: &str| matches!(t, "identity" | "location" | "event");
    let is_group = |t: &str| matches!(t, "campaign" | "intrusion-set" | "threat-actor" | "incident");
    match rel {
        "targets" if (is_group(from) || from == "channel") && is_body(to) => "targets",
        "uses" | "narratives" | "assets" | "behaviors"
            if is_group(from) && matches!(to, "attack-pattern" | "narrative" | "channel")
                || from == "channel" && matches!(to, "attack-pattern" | "narrative") =>
        {
            "uses"
        }
        "publishes" | "links-to"
            if from == "channel" && matches!(to, "file" | "url" | "domain-name" | "media-content") =>
        {
            "publishes"
        }
        "amplifies" if from == "channel" && matches!(to, "channel" | "media-content") => "amplifies",
        "belongs-to" | "controlled_by" | "controlled-by"
            if from == "channel" && matches!(to, "identity" | "threat-actor" | "intrusion-set" | "user-account") =>
        {
            "belongs-to"
        }
        "parent" | "subnarrative-of" if from == "narrative" && to == "narrative" => "subnarrative-of",
        "attributed-to" if from == "incident" && matches!(to, "campaign" | "intrusion-set" | "threat-actor") => {
            "attributed-to"
        }
        "attributed-to" if from == "campaign" && matches!(to, "intrusion-set" | "threat-actor") => "attributed-to",
        "attributed-to" if from == "intrusion-set" && to == "threat-actor" => "attributed-to",
        _ => "related-to",
    }
}

impl Build<'_> {
    fn put(&mut self, mut object: Value, tlp: Tlp) {
        let mut marks: Vec<Value> = object["object_marking_refs"].as_array().cloned().unwrap_or_default();
        marks.insert(0, json!(marking_id(tlp)));
        object["object_marking_refs"] = Value::Array(marks);
        self.objects.insert(text(&object, "id").to_owned(), object);
    }

    fn level(&self, record: &Record) -> Tlp {
        self.levels.get(&record.id).copied().unwrap_or(Tlp::Red)
    }

    /// What stands for a record in ties and notes: id and type.
    fn node(&self, id: &str) -> Option<(String, &'static str)> {
        let record = self.input.records.get(id).filter(|r| self.levels.contains_key(&r.id))?;
        match record.kind {
            RecordKind::Capture => {
                let first = observed(record).into_iter().next()?;
                let kind = ["file", "media-content", "url"].into_iter().find(|k| *k == text(&first, "type"))?;
                Some((text(&first, "id").to_owned(), kind))
            }
            RecordKind::Behavior => Some((pattern(self.input, record).1, "attack-pattern")),
            RecordKind::Judgment => Some((format!("note--{}", record.id), "note")),
            RecordKind::Link => Some((format!("relationship--{}", record.id), "relationship")),
            _ => node_type(record).map(|kind| (format!("{kind}--{}", record.id), kind)),
        }
    }

    fn record(&mut self, record: &Record) {
        let tlp = self.level(record);
        match record.kind {
            RecordKind::Behavior => self.behavior(record),
            RecordKind::Judgment => self.judgment(record),
            RecordKind::Link => {
                let end = |name: &str| record.text(name).and_then(|id| self.node(id));
                let (Some(from), Some(to)) = (end("from"), end("to")) else { return };
                let rel = relation(record.text("rel").unwrap_or_default(), from.1, to.1);
                let mut tie = tie(record, &format!("relationship--{}", record.id), rel, &from.0, &to.0);
                let words = record.text("statement").map(str::to_owned);
                let said = words.or_else(|| (rel == "related-to").then(|| record.title().to_owned()));
                if let Some(said) = said {
                    tie["description"] = json!(said);
                }
                self.put(tie, tlp);
            }
            _ => {
                let Some(kind) = node_type(record) else { return };
                self.put(node(record, kind), tlp);
                if record.kind == RecordKind::Asset {
                    self.shown_as(record);
                }
            }
        }
    }

    /// The accounts and addresses of a channel.
    fn shown_as(&mut self, record: &Record) {
        for object in observed(record) {
            let (target, kind) = (text(&object, "id").to_owned(), text(&object, "type").to_owned());
            let rel = if kind == "user-account" { "belongs-to" } else { "publishes" };
            let id = derived_id("relationship", &record.id, &format!("opencti {rel} {target}"));
            let tie = tie(record, &id, rel, &format!("channel--{}", record.id), &target);
            self.put(tie, self.level(record));
        }
    }

    fn behavior(&mut self, record: &Record) {
        let (parts, own) = pattern(self.input, record);
        for mut part in parts {
            if text(&part, "type") == "attack-pattern" {
                let number = record.text("technique").unwrap_or_default();
                part["extensions"] = json!({ON_TECHNIQUES: {"extension_type": "property-extension", "id": number}});
            }
            self.put(part, Tlp::Clear);
        }
        let Some(incident) = record.text("incident").and_then(|id| self.node(id)) else { return };
        let mut tie = tie(record, &format!("relationship--{}", record.id), "uses", &incident.0, &own);
        tie["description"] = json!(record.text("statement").unwrap_or_default());
        self.put(tie, self.level(record));
    }

    fn judgment(&mut self, record: &Record) {
        let about = record.texts("/about").first().and_then(|id| self.node(id));
        let Some((about, _)) = about else { return };
        let own = format!("note--{}", record.id);
        let mut words = record.title().to_owned();
        if let Some(likelihood) = likelihood_words(record) {
            words.push_str(&["\n\nLikelihood: ", &likelihood].concat());
        }
        if let Some(confidence) = record.text("confidence") {
            words.push_str(&["\n\nConfidence: ", confidence].concat());
        }
        let voice = if record.text("voice") == Some("own") { "Our judgment" } else { "Reported, not our judgment" };
        let mut note = object(record, "note", &own);
        note["abstract"] = json!(voice);
        note["content"] = json!(words);
        note["authors"] = json!(record.texts("/authors"));
        note["object_refs"] = json!([about]);
        let tlp = self.level(record);
        for dissent in record.list("/dissents") {
            let place = format!("opinion:{}", text(dissent, "id"));
            let mut said = object(record, "opinion", &derived_id("opinion", &record.id, &place));
            said["explanation"] = json!(text(dissent, "reason"));
            said["authors"] = json!([text(dissent, "author")]);
            said["opinion"] = json!(opinion(dissent.get("position").and_then(Value::as_i64).unwrap_or(0)));
            // On what the judgment is about: its import ties no opinion to a note.
            said["object_refs"] = json!([about]);
            self.put(said, tlp);
        }
        self.put(note, tlp);
    }

    /// Ties for references between nodes.
    fn references(&mut self, record: &Record) {
        let Some(from) = node_type(record).and(self.node(&record.id)) else { return };
        for reference in record.references() {
            let field = reference.pointer.split('/').nth(1).unwrap_or_default().to_owned();
            let Some(other) = self.input.records.get(&reference.to) else { continue };
            let is_node = node_type(other).is_some() || other.kind == RecordKind::Capture;
            let Some(to) = self.node(&reference.to).filter(|to| is_node && to.0 != from.0) else { continue };
            let tlp = self.level(record).max(self.level(other));
            let id = derived_id("relationship", &record.id, &format!("opencti {}", reference.pointer));
            let mut tie = tie(record, &id, relation(&field, from.1, to.1), &from.0, &to.0);
            tie["description"] = json!(field.replace('_', " "));
            self.put(tie, tlp);
        }
    }

    fn observables(&mut self) {
        let mut all: BTreeMap<String, (Value, Tlp)> = BTreeMap::new();
        for record in self.input.case.iter().chain(self.input.records.iter()) {
            for found in observed(record) {
                let id = text(&found, "id").to_owned();
                let entry = all.entry(id).or_insert_with(|| (found, record.tlp));
                entry.1 = entry.1.min(record.tlp);
            }
        }
        let named: BTreeSet<String> =
            self.input.records.iter().flat_map(observed).map(|o| text(&o, "id").to_owned()).collect();
        for (id, (object, tlp)) in all {
            if named.contains(&id) {
                self.put(object, tlp);
            }
        }
    }

    fn container(&mut self) {
        let Some(record) = self.input.package.or(self.input.case.case()) else { return };
        let kind = if record.kind == RecordKind::Package { "report" } else { "case-incident" };
        let id = derived_id(kind, &record.id, &format!("opencti {kind}@{}", self.input.ceiling.name()));
        if kind == "report" {
            for response in record.list("/responses") {
                let code = text(response, "countermeasure");
                let gloss = RESPONSES.iter().find(|(known, _, _)| *known == code).map_or(code, |(_, gloss, _)| gloss);
                let mut course = object(record, "course-of-action", &derived_id("course-of-action", &record.id, code));
                course["name"] = json!(gloss);
                course["description"] = json!(text(response, "note"));
                course["external_references"] = json!([{"source_name": "DISARM", "external_id": code}]);
                self.put(course, self.input.ceiling);
            }
        }
        let mut members: Vec<String> = self.objects.keys().filter(|k| !k.starts_with("marking-")).cloned().collect();
        if members.is_empty() {
            members.push(PROJECT.to_owned());
        }
        let mut whole = object(record, kind, &id);
        whole["name"] = json!(record.title());
        whole["object_refs"] = json!(members);
        let words = record.text("question").or(record.text_at("/advisory/seen"));
        if let Some(words) = words {
            whole["description"] = json!(words);
        }
        if kind == "report" {
            whole["published"] = json!(record.modified);
            whole["report_types"] = json!(["threat-report"]);
        }
        self.put(whole, self.input.ceiling);
    }
}

/// What every object begins with.
fn object(record: &Record, kind: &str, id: &str) -> Value {
    let mut object = json!({"type": kind, "spec_version": "2.1", "id": id, "created": record.created,
        "modified": record.modified, "object_marking_refs": []});
    if record.status == Status::Withdrawn {
        object["revoked"] = json!(true);
    }
    if let Some(n) = record.text("confidence").and_then(stix_confidence) {
        object["confidence"] = json!(n);
    }
    if ADDED.contains(&kind) {
        object["extensions"] = json!({ON_OBJECTS: {"extension_type": "new-sdo"}});
    }
    object
}

fn tie(record: &Record, id: &str, rel: &str, from: &str, to: &str) -> Value {
    let mut tie = object(record, "relationship", id);
    tie["relationship_type"] = json!(rel);
    tie["source_ref"] = json!(from);
    tie["target_ref"] = json!(to);
    tie
}

/// The objects of a technique, and the id of its pattern.
fn pattern(input: &Input<'_>, behavior: &Record) -> (Vec<Value>, String) {
    let of = |name: &str| behavior.text(name).unwrap_or_default();
    let parts = techniques::attack_pattern(
        input.disarm,
        of("technique"),
        behavior.text("technique_name"),
        of("framework_version"),
    );
    let id = parts.last().map(|p| text(p, "id").to_owned()).unwrap_or_default();
    (parts, id)
}

/// Reliability in the words of `OpenCTI`'s vocabulary.
fn reliability(grade: &str) -> &'static str {
    match grade {
        "A" => "A - Completely reliable",
        "B" => "B - Usually reliable",
        "C" => "C - Fairly reliable",
        "D" => "D - Not usually reliable",
        "E" => "E - Unreliable",
        _ => "F - Reliability cannot be judged",
    }
}

/// The object of a record that ties may start and end at.
fn node(record: &Record, kind: &'static str) -> Value {
    let mut node = object(record, kind, &format!("{kind}--{}", record.id));
    node["name"] = json!(record.title());
    let words = ["description", "short_description", "summary", "objective"].into_iter().find_map(|n| record.text(n));
    if let Some(words) = words {
        node["description"] = json!(words);
    }
    let aliases = record.texts("/aliases");
    if !aliases.is_empty() {
        node["aliases"] = json!(aliases);
    }
    match record.kind {
        RecordKind::Source => {
            let person = matches!(record.text("kind"), Some("account" | "analyst" | "researcher"));
            node["identity_class"] = json!(if person { "individual" } else { "organization" });
            let grade = record.list("/reliability_history").last().map_or("F", |g| text(g, "grade"));
            let extension = json!({"extension_type": "property-extension", "reliability": reliability(grade)});
            node["extensions"] = json!({ON_OBJECTS: extension});
        }
        RecordKind::Asset => {
            let types = [record.text("kind"), record.text("channel_role")];
            node["channel_types"] = json!(types.into_iter().flatten().collect::<Vec<_>>());
        }
        RecordKind::Narrative => node["narrative_types"] = json!(["narrative"]),
        RecordKind::Target => target(record, kind, &mut node),
        RecordKind::Actor if record.text("kind") == Some("individual") => {
            let extension = json!({"extension_type": "property-extension", "type": "Threat-Actor-Individual"});
            node["extensions"] = json!({ON_OBJECTS: extension});
        }
        _ => {}
    }
    node
}

fn target(record: &Record, kind: &str, node: &mut Value) {
    match kind {
        "event" => {
            node["event_types"] = json!(["election"]);
            for (field, property) in [("start_date", "start_time"), ("end_date", "stop_time")] {
                if let Some(day) = record.text(field) {
                    node[property] = json!(stamp(day));
                }
            }
        }
        "location" => {
            node["country"] = json!(country(record));
            let extension = json!({"extension_type": "property-extension", "type": "Country"});
            node["extensions"] = json!({ON_OBJECTS: extension});
        }
        _ => {
            node["identity_class"] = json!(match record.text("kind") {
                Some("candidate") => "individual",
                Some("party" | "coalition" | "authority") => "organization",
                _ => "class",
            });
        }
    }
}

/// The bundle in the profile for `OpenCTI`: objects in order of type and id.
pub(super) fn bundle(input: &Input<'_>) -> Value {
    let levels = input.records.iter().filter_map(|r| Some((r.id.clone(), level(input, &r.id)?))).collect();
    let mut build = Build { input, levels, objects: BTreeMap::new() };
    let records: Vec<&Record> = input.records.iter().filter(|r| build.levels.contains_key(&r.id)).collect();
    for record in &records {
        build.record(record);
    }
    for record in &records {
        build.references(record);
    }
    build.observables();
    for definition in definitions().into_iter().filter(|d| text(d, "id") == PROJECT) {
        build.put(definition, Tlp::Clear);
    }
    build.container();
    for tlp in Tlp::ALL.into_iter().filter(|t| *t <= input.ceiling) {
        let object = marking(tlp);
        build.objects.insert(text(&object, "id").to_owned(), object);
    }
    let seed = input.package.or(input.case.case()).map_or("", |r| r.id.as_str());
    json!({"type": "bundle", "id": derived_id("bundle", seed, &format!("opencti {}", input.ceiling.name())),
        "objects": build.objects.into_values().collect::<Vec<_>>()})
}

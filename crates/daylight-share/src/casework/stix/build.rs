//! Putting a bundle together.

use std::collections::{BTreeMap, BTreeSet};

use daylight_core::record::{Record, RecordKind, Tlp, vocabulary::RESPONSES};
use serde_json::{Value, json};

use super::super::text;
use super::ids::derived_id;
use super::objects::{self, PROJECT, RECORD, is_node, main_id, main_object, main_type, reference_extension, relation};
use super::{Input, observables, techniques};

/// Objects by id, each with its marking.
type Objects = BTreeMap<String, Value>;

struct Build<'a> {
    input: &'a Input<'a>,
    ceiling: &'static str,
    /// Markings of the main objects: of the record and of everything without which its object cannot stand.
    /// What is not here has no object.
    levels: BTreeMap<String, Tlp>,
    objects: Objects,
}

/// Records without whose objects that of a record cannot stand: a note its subject, a tie its ends.
fn stands_on(record: &Record) -> Vec<&str> {
    match record.kind {
        RecordKind::Judgment => record.texts("/about").into_iter().take(1).collect(),
        RecordKind::Link => [record.text("from"), record.text("to")].into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}

/// The marking of a record's object, or `None` when something it stands on is not there.
fn level(input: &Input<'_>, id: &str, is_archive: bool) -> Option<Tlp> {
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    let mut highest = Tlp::Clear;
    while let Some(id) = open.pop() {
        let record = input.records.get(id).filter(|r| is_archive || !is_container(r))?;
        highest = highest.max(record.tlp);
        if seen.insert(id) {
            open.extend(stands_on(record));
        }
    }
    Some(highest)
}

pub(super) fn marking_id(tlp: Tlp) -> String {
    format!("marking-definition--{}", tlp.stix_uuid())
}

pub(super) fn marking(tlp: Tlp) -> Value {
    json!({
        "type": "marking-definition", "spec_version": "2.1", "id": marking_id(tlp),
        "created": "2022-10-01T00:00:00.000Z", "name": tlp.label(),
        "extensions": {"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {
            "extension_type": "property-extension", "tlp_2_0": tlp.name()}},
    })
}

/// Opinion of a dissent's position.
pub(super) fn opinion(position: i64) -> &'static str {
    match position {
        -2 => "strongly-disagree",
        -1 => "disagree",
        1 => "agree",
        2 => "strongly-agree",
        _ => "neutral",
    }
}

impl Build<'_> {
    fn put(&mut self, mut object: Value, tlp: Tlp) {
        let kind = text(&object, "type").to_owned();
        if kind != "marking-definition" && kind != "extension-definition" {
            let mut marks: Vec<Value> = object["object_marking_refs"].as_array().cloned().unwrap_or_default();
            marks.insert(0, json!(marking_id(tlp)));
            object["object_marking_refs"] = Value::Array(marks);
        }
        self.objects.insert(text(&object, "id").to_owned(), object);
    }

    /// The record, if it has an object in this bundle.
    fn visible(&self, id: &str) -> Option<&Record> {
        self.input.records.get(id).filter(|r| self.levels.contains_key(&r.id))
    }

    /// Everything, containers too, at the highest ceiling and without a package.
    fn is_archive(&self) -> bool {
        self.input.package.is_none() && self.input.ceiling == Tlp::Red
    }

    fn level(&self, record: &Record) -> Tlp {
        self.levels.get(&record.id).copied().unwrap_or(Tlp::Red)
    }

    /// Ids that an object may name whatever the ceiling: those marked no higher than the object itself.
    fn ids_below(&self, tlp: Tlp) -> impl Fn(&str) -> Option<String> {
        move |id: &str| self.visible(id).filter(|r| self.level(r) <= tlp).map(|r| main_id(r, self.ceiling))
    }

    fn record(&mut self, record: &Record) {
        let tlp = self.level(record);
        let ids = self.ids_below(tlp);
        let mut object = main_object(record, self.ceiling, &ids, &[]);
        drop(ids);
        match record.kind {
            RecordKind::Behavior => self.behavior(record, &mut object),
            RecordKind::Link => self.link(record, &mut object),
            RecordKind::Asset => self.consists_of(record),
            RecordKind::Judgment => self.dissents(record, &object),
            _ => {}
        }
        self.put(object, tlp);
    }

    fn pattern(&mut self, behavior: &Record) -> String {
        let id = behavior.text("technique").unwrap_or_default();
        let version = behavior.text("framework_version").unwrap_or_default();
        let parts = techniques::attack_pattern(self.input.disarm, id, behavior.text("technique_name"), version);
        let pattern = parts.last().map(|p| text(p, "id").to_owned()).unwrap_or_default();
        for part in parts {
            self.put(part, Tlp::Clear);
        }
        pattern
    }

    fn behavior(&mut self, record: &Record, object: &mut Value) {
        let pattern = self.pattern(record);
        object["sighting_of_ref"] = json!(pattern);
        object["description"] = json!(record.text("statement"));
        // The same on the incident, for programs that do not look at sightings.
        let Some(incident) = record.text("incident").and_then(|id| self.visible(id)).cloned() else { return };
        let id = derived_id("relationship", &record.id, "technique");
        let tlp = self.level(record).max(self.level(&incident));
        let tie = json!({"type": "relationship", "spec_version": "2.1", "id": id, "created": record.created,
            "modified": record.modified, "relationship_type": "related-to", "source_ref": main_id(&incident, self.ceiling),
            "target_ref": pattern, "object_marking_refs": []});
        self.put(tie, tlp);
    }

    /// What stands for a record at the end of a relationship.
    fn end(&mut self, id: &str) -> Option<(String, String)> {
        let record = self.visible(id)?.clone();
        if is_node(&record) {
            return Some((main_id(&record, self.ceiling), main_type(&record).to_owned()));
        }
        if record.kind == RecordKind::Behavior {
            return Some((self.pattern(&record), "attack-pattern".to_owned()));
        }
        Some((PROJECT.to_owned(), "identity".to_owned()))
    }

    fn link(&mut self, record: &Record, object: &mut Value) {
        let end = |name: &str| record.text(name).unwrap_or_default().to_owned();
        let (Some(from), Some(to)) = (self.end(&end("from")), self.end(&end("to"))) else { return };
        object["relationship_type"] = json!(relation(record.text("rel").unwrap_or_default(), &from.1, &to.1));
        object["source_ref"] = json!(from.0);
        object["target_ref"] = json!(to.0);
        let judgment =
            record.text("judgment").and_then(|id| self.input.records.get(id)).filter(|j| j.tlp <= record.tlp);
        let level =
            judgment.and_then(|j| j.text("confidence")).and_then(daylight_core::record::vocabulary::stix_confidence);
        if let Some(n) = level {
            object["confidence"] = json!(n);
        }
    }

    fn consists_of(&mut self, record: &Record) {
        for observable in observables::of_record(record) {
            let target = text(&observable, "id");
            let id = derived_id("relationship", &record.id, &format!("consists-of {target}"));
            let tie = json!({"type": "relationship", "spec_version": "2.1", "id": id, "created": record.created,
                "modified": record.modified, "relationship_type": "consists-of",
                "source_ref": main_id(record, self.ceiling), "target_ref": target, "object_marking_refs": []});
            self.put(tie, record.tlp);
        }
    }

    fn dissents(&mut self, record: &Record, note: &Value) {
        let tlp = self.level(record);
        for dissent in record.list("/dissents") {
            let place = format!("opinion:{}", text(dissent, "id"));
            let position = dissent.get("position").and_then(Value::as_i64).unwrap_or(0);
            let object = json!({"type": "opinion", "spec_version": "2.1", "id": derived_id("opinion", &record.id, &place),
                "created": record.created, "modified": record.modified, "explanation": text(dissent, "reason"),
                "authors": [text(dissent, "author")], "opinion": opinion(position), "object_refs": [note["id"]],
                "object_marking_refs": []});
            self.put(object, tlp);
        }
    }

    /// The objects for the references of a record.
    fn references(&mut self, record: &Record) {
        let quotes = record.quotes.iter().enumerate().map(|(i, q)| (format!("#/quotes/{i}"), q.clone()));
        let all: Vec<(String, String)> =
            record.references().into_iter().map(|r| (r.pointer, r.to)).chain(quotes).collect();
        for (pointer, to) in all {
            let Some(other) = self.visible(&to).cloned() else { continue };
            if !self.objects.contains_key(&main_id(&other, self.ceiling)) {
                continue;
            }
            let tlp = self.level(record).max(self.level(&other));
            let (own, its) = (main_id(record, self.ceiling), main_id(&other, self.ceiling));
            let object = if is_node(record) && is_node(&other) {
                let rel = if pointer == "/supersedes" { "derived-from" } else { "related-to" };
                json!({"type": "relationship", "relationship_type": rel, "source_ref": own, "target_ref": its})
            } else {
                json!({"type": "note", "abstract": "reference", "content": pointer, "object_refs": [own, its]})
            };
            let mut object = object;
            let kind = text(&object, "type").to_owned();
            object["id"] = json!(derived_id(&kind, &record.id, &pointer));
            object["spec_version"] = json!("2.1");
            object["created"] = json!(record.created);
            object["modified"] = json!(record.modified);
            object["object_marking_refs"] = json!([]);
            object["extensions"] = reference_extension(record, &pointer);
            self.put(object, tlp);
        }
    }

    /// The container: a report for a package, a grouping for the case.
    fn container(&mut self, record: &Record) {
        let own = main_id(record, self.ceiling);
        let inside = |id: &&String, o: &&Value| {
            **id != own
                && !matches!(text(o, "type"), "marking-definition" | "extension-definition" | "grouping" | "report")
        };
        let mut members: Vec<String> =
            self.objects.iter().filter(|(id, o)| inside(id, o)).map(|(id, _)| id.clone()).collect();
        if members.is_empty() {
            members.push(PROJECT.to_owned());
        }
        let object = if record.kind == RecordKind::Case && self.input.records.get(&record.id).is_none() {
            objects::plain_grouping(record, self.ceiling, &members)
        } else {
            main_object(record, self.ceiling, &|_| None, &members)
        };
        self.put(object, self.input.ceiling);
        if record.kind == RecordKind::Package {
            self.responses(record);
        }
    }

    fn responses(&mut self, package: &Record) {
        for response in package.list("/responses") {
            let code = text(response, "countermeasure");
            let gloss = RESPONSES.iter().find(|(known, _, _)| *known == code).map_or(code, |(_, gloss, _)| gloss);
            let id = derived_id("course-of-action", &package.id, code);
            let object = json!({"type": "course-of-action", "spec_version": "2.1", "id": id, "created": package.created,
                "modified": package.modified, "name": gloss, "description": text(response, "note"),
                "external_references": [{"source_name": "DISARM", "external_id": code}], "object_marking_refs": []});
            self.put(object, self.input.ceiling);
        }
    }

    fn support(&mut self) {
        for definition in objects::definitions() {
            let used = self.objects.values().any(|o| o["extensions"].get(text(&definition, "id")).is_some());
            if used || text(&definition, "id") == PROJECT {
                self.put(definition, Tlp::Clear);
            }
        }
        for tlp in Tlp::ALL.into_iter().filter(|t| *t <= self.input.ceiling) {
            self.put(marking(tlp), tlp);
        }
    }
}

fn is_container(record: &Record) -> bool {
    matches!(record.kind, RecordKind::Case | RecordKind::Package)
}

/// The bundle of an input.
pub(super) fn bundle(input: &Input<'_>) -> Value {
    let is_archive = input.package.is_none() && input.ceiling == Tlp::Red;
    let levels = input.records.iter().filter_map(|r| Some((r.id.clone(), level(input, &r.id, is_archive)?))).collect();
    let mut build = Build { input, ceiling: input.ceiling.name(), levels, objects: Objects::new() };
    let records: Vec<Record> =
        input.records.iter().filter(|r| !is_container(r) && build.visible(&r.id).is_some()).cloned().collect();
    for record in &records {
        build.record(record);
    }
    for (object, tlp) in observables::marked(input.case, input.records).into_values() {
        let mut object = object;
        object["object_marking_refs"] = json!([]);
        build.put(object, tlp);
    }
    for definition in objects::definitions().into_iter().filter(|d| text(d, "id") == PROJECT) {
        build.put(definition, Tlp::Clear);
    }
    let containers: Vec<&Record> = if build.is_archive() {
        input.records.iter().filter(|r| is_container(r)).collect()
    } else {
        input.package.or(input.case.case()).into_iter().collect()
    };
    for record in &containers {
        build.container(record);
    }
    let all: Vec<Record> =
        input.records.iter().filter(|r| build.objects.contains_key(&main_id(r, build.ceiling))).cloned().collect();
    for record in &all {
        if !is_container(record) || build.is_archive() {
            build.references(record);
        }
    }
    // The members of the containers are known only now.
    for record in containers {
        build.container(record);
    }
    build.support();
    let seed = input.package.or(input.case.case()).map_or("", |r| r.id.as_str());
    json!({"type": "bundle", "id": derived_id("bundle", seed, build.ceiling),
        "objects": build.objects.into_values().collect::<Vec<_>>()})
}

/// Whether an object is one of a record, for reading back.
pub(super) fn record_extension(object: &Value) -> Option<&Value> {
    object.get("extensions")?.get(RECORD)
}

//! The main object of each record, and our extension definitions.

use daylight_core::record::vocabulary::stix_confidence;
use daylight_core::record::{Fields, Record, RecordKind, breakout_category, countries, prune};
use serde_json::{Map, Value, json};

use super::super::text;
use super::ids::derived_id;
use super::observables;
use super::techniques::FROZEN;

/// The project itself.
pub(super) const PROJECT: &str = "identity--467b766e-66de-4e7e-8a3c-db110134186b";
/// `daylight-record`: what every record carries.
pub(super) const RECORD: &str = "extension-definition--c3d2937c-1737-45b7-ae6f-bdfd871aa7d6";
const INCIDENT: &str = "extension-definition--5d1fe2c7-8a44-4f3c-894c-72eeb8da0c8f";
const JUDGMENT: &str = "extension-definition--052f1372-175f-40ba-b253-a6cf5ff0da88";
const CAPTURE: &str = "extension-definition--3901bf95-0720-4c7c-9c86-6ef2b10fe775";
const ELECTION: &str = "extension-definition--27d738fa-b637-4bda-b62d-d7bc80a39707";
const REDACTION: &str = "extension-definition--3379f4af-a522-405e-bb2b-3389b9966e5f";
const NARRATIVE: &str = "extension-definition--14a3e602-916b-4c52-8c06-b9f8727ea88b";

/// Extensions with their names, kinds and what they are for.
const DEFINITIONS: [(&str, &str, &str, &str); 7] = [
    (RECORD, "daylight-record", "property-extension", "Type, version and fields of a casework record."),
    (INCIDENT, "interference-incident", "property-extension", "Properties of an interference incident."),
    (JUDGMENT, "judgment", "property-extension", "A person's judgment: likelihood, confidence, hypotheses."),
    (CAPTURE, "capture", "property-extension", "How a piece of evidence was kept and graded."),
    (ELECTION, "election-target", "property-extension", "An election or what belongs to one."),
    (REDACTION, "redaction", "property-extension", "What was taken out before sharing."),
    (NARRATIVE, "narrative", "new-sdo", "A recurring story."),
];

/// The project and the definitions of our extensions.
pub(super) fn definitions() -> Vec<Value> {
    let mut all = vec![json!({
        "type": "identity", "spec_version": "2.1", "id": PROJECT, "created": FROZEN, "modified": FROZEN,
        "name": "Daylight project", "identity_class": "organization", "object_marking_refs": [],
    })];
    all.extend(DEFINITIONS.iter().map(|(id, name, kind, about)| {
        json!({
            "type": "extension-definition", "spec_version": "2.1", "id": id, "created": FROZEN, "modified": FROZEN,
            "created_by_ref": PROJECT, "name": name, "description": about, "version": "1.0.0",
            "schema": format!("schema/{name}-1.0.json of the Daylight project"), "extension_types": [kind],
        })
    }));
    all
}

/// Type of the main object of a record.
pub(super) fn main_type(record: &Record) -> &'static str {
    match record.kind {
        RecordKind::Case => "grouping",
        RecordKind::Capture => "observed-data",
        RecordKind::Asset => "infrastructure",
        RecordKind::Narrative => "narrative",
        RecordKind::Target if location(record).is_some() => "location",
        RecordKind::Source | RecordKind::Target => "identity",
        RecordKind::Actor => "threat-actor",
        RecordKind::Operation if record.text("form") == Some("campaign") => "campaign",
        RecordKind::Operation => "intrusion-set",
        RecordKind::Incident => "incident",
        RecordKind::Behavior => "sighting",
        RecordKind::Judgment => "note",
        RecordKind::Package => "report",
        RecordKind::Link => "relationship",
    }
}

fn location(record: &Record) -> Option<&str> {
    let country = record.text("country").filter(|c| countries::country(c).is_some())?;
    (record.text("kind") == Some("place")).then_some(country)
}

/// Id of the main object. Containers have one for each ceiling.
pub(super) fn main_id(record: &Record, ceiling: &str) -> String {
    let kind = main_type(record);
    match record.kind {
        RecordKind::Case | RecordKind::Package => derived_id(kind, &record.id, &format!("{kind}@{ceiling}")),
        _ => format!("{kind}--{}", record.id),
    }
}

/// Whether other objects may be tied to the main object by a relationship.
pub(super) fn is_node(record: &Record) -> bool {
    !matches!(record.kind, RecordKind::Behavior | RecordKind::Link)
}

/// Fields that have a place of their own in STIX: record field and property.
pub(super) fn homes(kind: RecordKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        RecordKind::Source => &[("name", "name")],
        RecordKind::Narrative => &[("name", "name"), ("short_description", "description")],
        RecordKind::Actor => &[("name", "name"), ("aliases", "aliases"), ("description", "description")],
        RecordKind::Operation => &[("name", "name"), ("objective", "objective")],
        RecordKind::Incident => &[("title", "name"), ("summary", "description")],
        RecordKind::Judgment => &[("statement", "content")],
        RecordKind::Package => &[("title", "name")],
        _ => &[],
    }
}

/// Fields without references: those go as relationships.
fn without_references(record: &Record) -> Fields {
    let mut whole = Value::Object(record.fields.clone());
    let mut pointers: Vec<String> = record.references().into_iter().map(|r| r.pointer).collect();
    // From the end, so that the places before stay valid.
    pointers.reverse();
    for pointer in pointers {
        let Some((parent, last)) = pointer.rsplit_once('/') else { continue };
        match whole.pointer_mut(parent) {
            Some(Value::Object(map)) => drop(map.remove(last)),
            Some(Value::Array(items)) => {
                items.pop();
                if items.is_empty() {
                    remove(&mut whole, parent);
                }
            }
            _ => {}
        }
    }
    match whole {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn remove(whole: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else { return };
    if let Some(Value::Object(map)) = whole.pointer_mut(parent) {
        map.remove(last);
    }
}

/// What fields whose names end in `_ref` are called in an extension: in STIX that ending means an object.
pub(super) const REF_WORD: &str = "_ref_word";

/// Renames keys by their endings.
pub(super) fn rename_refs(value: Value, from: &str, to: &str) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter()
                .map(|(k, v)| {
                    let name = k.strip_suffix(from).map_or_else(|| k.clone(), |stem| format!("{stem}{to}"));
                    (name, rename_refs(v, from, to))
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(|v| rename_refs(v, from, to)).collect()),
        other => other,
    }
}

/// The extension that every record carries.
fn record_extension(record: &Record, ceiling: &str) -> Value {
    let mut fields = without_references(record);
    prune(&mut fields);
    for (field, _) in homes(record.kind) {
        if !record.fields.get(*field).is_none_or(|v| v.as_array().is_some_and(Vec::is_empty)) {
            fields.remove(*field);
        }
    }
    let mut envelope = Map::new();
    envelope.insert("author".into(), json!(record.author));
    if matches!(record.kind, RecordKind::Judgment | RecordKind::Link | RecordKind::Case | RecordKind::Package) {
        // A note or a tie may be marked more closely, for what it stands on; a container has the ceiling.
        envelope.insert("tlp".into(), json!(record.tlp.name()));
    }
    if main_id(record, ceiling) != format!("{}--{}", main_type(record), record.id) {
        envelope.insert("id".into(), json!(record.id));
    }
    let texts =
        [("via", &record.via), ("pap", &record.pap), ("change_note", &record.change_note), ("alias", &record.alias)];
    for (name, value) in texts {
        if let Some(value) = value {
            envelope.insert(name.into(), json!(value));
        }
    }
    if !record.extra.is_empty() {
        envelope.insert("extra".into(), Value::Object(record.extra.clone()));
    }
    if !record.stix_ids.is_empty() {
        envelope.insert("stix_ids".into(), json!(record.stix_ids));
    }
    let mut fields = match rename_refs(Value::Object(fields), "_ref", REF_WORD) {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    fields.insert("_envelope".into(), Value::Object(envelope));
    json!({"extension_type": "property-extension", "record_type": record.kind.name(),
        "record_version": record.version, "fields": fields})
}

/// The extension of an object that stands for one reference of a record.
pub(super) fn reference_extension(record: &Record, pointer: &str) -> Value {
    json!({RECORD: {"extension_type": "property-extension", "record_type": record.kind.name(),
        "record_version": record.version, "field": pointer}})
}

/// Property extensions beside that of the record.
fn extension(record: &Record, ceiling_objects: &Fields) -> Option<(&'static str, Value)> {
    let of = |name: &str| record.fields.get(name).cloned().unwrap_or(Value::Null);
    let (id, mut body) = match record.kind {
        RecordKind::Incident => (INCIDENT, incident(record)),
        RecordKind::Judgment => (JUDGMENT, judgment(record, ceiling_objects)),
        RecordKind::Capture => (
            CAPTURE,
            json!({"sha256": record.text_at("/files/0/sha256"), "tool": of("tool"), "tool_version": of("tool_version"),
                "operator_pseudonym": of("operator"), "tsa_token_sha256": of("timestamp_token_sha256"),
                "log_index": of("log_index"), "credibility": of("credibility"), "access_basis": of("access_basis")}),
        ),
        RecordKind::Target => (
            ELECTION,
            json!({"kind": of("kind"), "country": of("country"), "subdivision": of("subdivision"), "ocd_id": of("ocd_id"),
                "election_type": of("type"), "level": of("level"), "start_date": of("start_date"),
                "end_date": of("end_date"), "ballot_name": of("ballot_name"), "ids": of("ids")}),
        ),
        RecordKind::Package if !record.list("/redactions").is_empty() => {
            (REDACTION, json!({"rules": of("redactions")}))
        }
        RecordKind::Narrative => return Some((NARRATIVE, json!({"extension_type": "new-sdo"}))),
        _ => return None,
    };
    if let Some(map) = body.as_object_mut() {
        prune(map);
        map.insert("extension_type".into(), json!("property-extension"));
    }
    Some((id, body))
}

fn incident(record: &Record) -> Value {
    let of = |name: &str| record.fields.get(name).cloned().unwrap_or(Value::Null);
    let statements = |list: &str| -> Vec<Value> {
        record.list(&format!("/triage/{list}")).iter().map(|i| json!(text(i, "statement"))).collect()
    };
    let moments = record.list("/breakout").iter();
    let breakout: Vec<Value> =
        moments.map(|m| json!({"category": breakout_category(m), "as_of": text(m, "as_of")})).collect();
    json!({"determination": of("determination"), "platforms": of("platforms"), "context": of("context"),
        "offline_mobilization": of("offline_mobilization"), "breakout": breakout,
        "triage_indicators": {"behavioral": statements("behavioral"), "foreign_nexus": statements("foreign_nexus")}})
}

fn judgment(record: &Record, computed: &Fields) -> Value {
    let of = |pointer: &str| record.at(pointer).cloned().unwrap_or(Value::Null);
    let cells = |row: &str| {
        let n = |column: &str| record.list(&format!("/iiaf/{row}/{column}")).len();
        json!({"open": n("open"), "proprietary": n("proprietary"), "classified": n("classified")})
    };
    let hypotheses: Vec<Value> = record
        .list("/hypotheses")
        .iter()
        .map(|h| {
            let mut h = h.clone();
            let found = computed.get(text(&h, "id")).cloned();
            if let (Some(Value::Object(more)), Some(map)) = (found, h.as_object_mut()) {
                map.extend(more);
            }
            h
        })
        .collect();
    let mut body = json!({"kind": of("/kind"), "voice": of("/voice"), "likelihood_term": of("/likelihood/term"),
        "likelihood_low": of("/likelihood/lo"), "likelihood_high": of("/likelihood/hi"),
        "confidence_level": of("/confidence"), "assumptions": of("/basis/assumptions"), "gaps": of("/basis/gaps"),
        "indicators_of_change": of("/indicators_of_change"), "responsibility": of("/responsibility")});
    if !hypotheses.is_empty() {
        body["hypotheses"] = json!(hypotheses);
    }
    if record.at("/iiaf").is_some() {
        body["iiaf"] = json!({"technical": cells("technical"), "behavioral": cells("behavioral"), "contextual": cells("contextual")});
    }
    if record.at("/effort").is_some() {
        body["effort"] = json!({"level": of("/effort/level")});
    }
    body
}

/// The main object of a record. `ids` gives the ids of others; `members` those of a container.
pub(super) fn main_object(
    record: &Record,
    ceiling: &str,
    ids: &dyn Fn(&str) -> Option<String>,
    members: &[String],
) -> Value {
    let mut object = json!({
        "type": main_type(record), "spec_version": "2.1", "id": main_id(record, ceiling), "created": record.created,
        "modified": record.modified, "object_marking_refs": [],
    });
    if record.status == daylight_core::record::Status::Withdrawn {
        object["revoked"] = json!(true);
    }
    for (field, property) in homes(record.kind) {
        let value = record.fields.get(*field).filter(|v| !v.as_array().is_some_and(Vec::is_empty));
        if let Some(value) = value {
            object[*property] = value.clone();
        }
    }
    if let Some(n) = record.text("confidence").and_then(stix_confidence) {
        object["confidence"] = json!(n);
    }
    properties(record, &mut object, ids, members);
    let mut extensions = Map::new();
    extensions.insert(RECORD.into(), record_extension(record, ceiling));
    if let Some((id, body)) = extension(record, &Map::new()) {
        extensions.insert(id.into(), body);
    }
    object["extensions"] = Value::Object(extensions);
    object
}

/// The container of a case whose own record is marked above the ceiling: that these belong together, no more.
pub(super) fn plain_grouping(record: &Record, ceiling: &str, members: &[String]) -> Value {
    json!({"type": "grouping", "spec_version": "2.1", "id": main_id(record, ceiling), "created": record.created,
        "modified": record.modified, "name": "Records of one case", "context": "suspicious-activity",
        "object_refs": members, "object_marking_refs": []})
}

/// A day or time of a record as STIX writes it.
pub(super) fn stamp(text: &str) -> String {
    match text.len() {
        10 => format!("{text}T00:00:00.000Z"),
        20 => format!("{}.000Z", text.trim_end_matches('Z')),
        _ => {
            let (seconds, fraction) = text.trim_end_matches('Z').split_once('.').unwrap_or((text, "000"));
            format!("{seconds}.{:0<3}Z", fraction.get(..3).unwrap_or(fraction))
        }
    }
}

fn properties(record: &Record, object: &mut Value, ids: &dyn Fn(&str) -> Option<String>, members: &[String]) {
    match record.kind {
        RecordKind::Case => {
            object["name"] = json!(record.title());
            object["context"] = json!("suspicious-activity");
            object["object_refs"] = json!(members);
        }
        RecordKind::Package => {
            object["published"] = json!(record.modified);
            object["object_refs"] = json!(members);
        }
        RecordKind::Source => {
            let class = match record.text("kind") {
                Some("account" | "analyst" | "researcher") => "individual",
                Some("document" | "platform") => "system",
                _ => "organization",
            };
            object["identity_class"] = json!(class);
        }
        RecordKind::Capture => {
            let at = stamp(record.text("captured_at").unwrap_or_default());
            object["first_observed"] = json!(at);
            object["last_observed"] = json!(at);
            object["number_observed"] = json!(1);
            let refs: Vec<String> = observables::of_record(record).iter().map(|o| text(o, "id").to_owned()).collect();
            object["object_refs"] = json!(refs);
        }
        RecordKind::Asset => object["name"] = json!(record.title()),
        RecordKind::Target => {
            object["name"] = json!(record.title());
            match location(record) {
                Some(country) => object["country"] = json!(country),
                None => {
                    object["identity_class"] =
                        json!(if record.text("kind") == Some("candidate") { "individual" } else { "class" });
                }
            }
        }
        RecordKind::Judgment => {
            let about = record.texts("/about").first().and_then(|id| ids(id));
            object["object_refs"] = json!([about.unwrap_or_else(|| PROJECT.to_owned())]);
            object["authors"] = json!(record.texts("/authors"));
        }
        RecordKind::Behavior => {
            let captures: Vec<String> = record.texts("/captures").iter().filter_map(|id| ids(id)).collect();
            if !captures.is_empty() {
                object["observed_data_refs"] = json!(captures);
            }
        }
        _ => {}
    }
}

/// Ties that STIX names for these types of objects; anything else is `related-to`.
pub(super) fn relation(rel: &str, from: &str, to: &str) -> &'static str {
    match (rel, from, to) {
        ("attributed-to", "campaign", "intrusion-set" | "threat-actor")
        | ("attributed-to", "intrusion-set", "threat-actor") => "attributed-to",
        ("targets", "campaign" | "intrusion-set" | "threat-actor", "identity" | "location") => "targets",
        ("uses", "campaign" | "intrusion-set" | "threat-actor", "attack-pattern" | "infrastructure") => "uses",
        ("impersonates", "threat-actor", "identity") => "impersonates",
        ("derived-from", a, b) if a == b => "derived-from",
        ("duplicate-of", a, b) if a == b => "duplicate-of",
        _ => "related-to",
    }
}

//! The object or attribute of each record.

use daylight_core::record::{Record, RecordKind, Status, Tlp, countries};
use serde_json::{Value, json};

use super::{Parts, distribution, seconds, tag, uuid};
use crate::casework::{likelihood_words, text};

/// Templates of misp-objects: name, UUID, version, meta-category. The test of conformance holds them to the
/// templates that pymisp ships.
const TEMPLATES: [(&str, &str, &str, &str); 14] = [
    ("annotation", "5d8dc046-15a1-4ca3-a09f-ed4ede7c4487", "3", "misc"),
    ("attack-pattern", "35928348-56be-4d7f-9752-a80927936351", "1", "vulnerability"),
    ("domain-ip", "43b3b146-77eb-4931-b4cc-b66c60f28734", "11", "network"),
    ("file", "688c46fb-5edb-40a3-8273-1af7923e2215", "25", "file"),
    ("geolocation", "cd6f2238-ba55-4888-82c4-104e6e1acf21", "8", "misc"),
    ("incident", "38597424-f9bb-4865-9b4b-819172df0334", "1", "misc"),
    ("intelligence-dissemination", "fca90ca9-b3a9-52c2-972f-6617b75665f6", "1", "misc"),
    ("intelligence-source-assessment", "2d3a5895-6c54-50b5-bd25-ce33e974c50a", "1", "misc"),
    ("narrative", "83bea299-514a-4719-a84b-f6fd0997fac1", "4", "misc"),
    ("news-media", "691463c5-5302-4847-9bec-4c56ccfec677", "3", "misc"),
    ("scheduled-event", "40ba0098-cfd8-4b54-b5a8-9adcdf47533d", "1", "misc"),
    ("social-media-group", "c4939ec4-ab53-4c35-9a98-3d4d4caf5b6c", "1", "misc"),
    ("telegram-account", "06f02ecf-5afb-42c5-9cb0-b362e222f52c", "2", "misc"),
    ("user-account", "49606b06-22f0-4ac8-8eee-2f12ad46f3d3", "6", "misc"),
];

/// Where a record is in the event.
pub(super) struct Place {
    pub uuid: String,
    pub is_object: bool,
}

/// The place of a record's main object or attribute.
pub(super) fn place(record: &Record) -> Place {
    Place { uuid: record.id.clone(), is_object: !matches!(record.kind, RecordKind::Actor | RecordKind::Operation) }
}

/// Whether a record has an object or attribute: containers and ties have none.
pub(super) fn has_place(record: &Record) -> bool {
    !matches!(record.kind, RecordKind::Case | RecordKind::Package | RecordKind::Link)
}

pub(super) fn is_gone(record: &Record) -> bool {
    record.status == Status::Withdrawn
}

/// One attribute of an object: relation, type, category, value, tags.
struct Field {
    relation: &'static str,
    kind: &'static str,
    category: &'static str,
    value: String,
    tags: Vec<String>,
}

fn field(relation: &'static str, value: impl Into<String>) -> Field {
    Field { relation, kind: "text", category: "Other", value: value.into(), tags: Vec::new() }
}

fn typed(relation: &'static str, kind: &'static str, category: &'static str, value: impl Into<String>) -> Field {
    Field { relation, kind, category, value: value.into(), tags: Vec::new() }
}

/// An attribute of a record.
fn attribute(record: &Record, own: &str, f: &Field, is_in_object: bool) -> Value {
    let mut tags = vec![tag(&format!("tlp:{}", record.tlp.name()))];
    tags.extend(record.pap.iter().map(|p| tag(&format!("PAP:{}", p.to_uppercase()))));
    tags.extend(f.tags.iter().map(|t| tag(t)));
    let mut value = json!({
        "uuid": own, "type": f.kind, "category": f.category, "value": f.value, "to_ids": false,
        "distribution": distribution(record.tlp), "sharing_group_id": "0", "timestamp": seconds(&record.modified),
        "comment": "", "deleted": is_gone(record), "disable_correlation": f.kind == "text", "Tag": tags,
    });
    if is_in_object {
        value["object_relation"] = json!(f.relation);
    }
    value
}

struct Made {
    template: &'static str,
    comment: String,
    fields: Vec<Field>,
}

fn object(record: &Record, own: &str, made: &Made) -> Value {
    let (name, template, version, category) =
        TEMPLATES.iter().find(|(n, ..)| *n == made.template).copied().unwrap_or(TEMPLATES[0]);
    let attributes: Vec<Value> = made
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| !f.value.trim().is_empty())
        .map(|(i, f)| attribute(record, &uuid("attribute", own, &format!("{} {i}", f.relation)), f, true))
        .collect();
    json!({"uuid": own, "name": name, "meta-category": category, "description": "", "template_uuid": template,
        "template_version": version, "timestamp": seconds(&record.modified), "distribution": distribution(record.tlp),
        "sharing_group_id": "0", "comment": made.comment, "deleted": is_gone(record), "Attribute": attributes})
}

/// Adds what a record becomes.
pub(super) fn of_record(record: &Record, parts: &mut Parts) {
    let made = match record.kind {
        RecordKind::Case | RecordKind::Package | RecordKind::Link => return,
        RecordKind::Actor | RecordKind::Operation => return named(record, parts),
        RecordKind::Capture => return capture(record, parts),
        RecordKind::Source => source(record),
        RecordKind::Asset => asset(record),
        RecordKind::Narrative => narrative(record),
        RecordKind::Target => target(record),
        RecordKind::Incident => incident(record),
        RecordKind::Behavior => behavior(record),
        RecordKind::Judgment => judgment(record),
    };
    parts.objects.insert(record.id.clone(), object(record, &record.id, &made));
}

/// Actors and operations are attributes of types of their own.
fn named(record: &Record, parts: &mut Parts) {
    let kind = if record.kind == RecordKind::Actor { "threat-actor" } else { "campaign-name" };
    let country = record.text("nation_claimed").and_then(countries::country).map(|c| c.name);
    let mut main = typed("", kind, "Attribution", record.title());
    main.tags.extend(country.map(|c| format!("misp-galaxy:country=\"{}\"", c.to_lowercase())));
    let mut value = attribute(record, &record.id, &main, false);
    let about = [record.text("kind"), record.text("form"), record.text("description"), record.text("objective")];
    value["comment"] = json!(about.into_iter().flatten().collect::<Vec<_>>().join("; "));
    parts.attributes.insert(record.id.clone(), value);
    for (i, alias) in record.texts("/aliases").into_iter().enumerate() {
        let own = uuid("attribute", &record.id, &format!("alias {i}"));
        let mut value = attribute(record, &own, &typed("", kind, "Attribution", alias), false);
        value["comment"] = json!(format!("another name of {}", record.title()));
        parts.attributes.insert(own, value);
    }
}

fn source(record: &Record) -> Made {
    let grade = record.list("/reliability_history").last().map_or("F", |g| text(g, "grade"));
    let words = match grade {
        "A" => "A - Completely reliable",
        "B" => "B - Usually reliable",
        "C" => "C - Fairly reliable",
        "D" => "D - Not usually reliable",
        "E" => "E - Unreliable",
        _ => "F - Reliability cannot be judged",
    };
    let mut reliability = field("source-reliability", words);
    reliability.tags.push(format!("admiralty-scale:source-reliability=\"{}\"", grade.to_lowercase()));
    let fields = vec![field("source-summary", record.title()), reliability];
    Made { template: "intelligence-source-assessment", comment: kind_of(record), fields }
}

fn kind_of(record: &Record) -> String {
    record.text("kind").unwrap_or_default().to_owned()
}

fn capture(record: &Record, parts: &mut Parts) {
    let credibility = record.at("/credibility").and_then(Value::as_i64).unwrap_or(6);
    let grade = format!("admiralty-scale:information-credibility=\"{credibility}\"");
    let seen = record.text("captured_at").unwrap_or(&record.created);
    let seen = if seen.len() == 10 { format!("{seen}T00:00:00Z") } else { seen.to_owned() };
    let sighting = |value: &mut Value| {
        let own = uuid("sighting", &record.id, text(value, "uuid"));
        value["Sighting"] = json!([{"uuid": own, "type": "0", "date_sighting": seconds(&seen), "source": "Daylight"}]);
    };
    for (i, file) in record.list("/files").iter().enumerate() {
        let own = if i == 0 { record.id.clone() } else { uuid("file", &record.id, &i.to_string()) };
        let mut hash = typed("sha256", "sha256", "External analysis", text(file, "sha256"));
        hash.tags.push(grade.clone());
        let size = file.get("bytes").and_then(Value::as_u64).unwrap_or(0).to_string();
        let mut fields = vec![hash, typed("size-in-bytes", "size-in-bytes", "Other", size)];
        fields.push(typed("mimetype", "mime-type", "Artifacts dropped", text(file, "media_type")));
        fields.push(field("text", record.title()));
        let made = Made { template: "file", comment: kind_of(record), fields };
        let mut value = object(record, &own, &made);
        if let Some(first) = value.pointer_mut("/Attribute/0") {
            sighting(first);
        }
        parts.objects.insert(own, value);
    }
    if record.list("/files").is_empty() {
        let mut words = field("text", record.title());
        words.tags.push(grade.clone());
        let made = Made { template: "annotation", comment: kind_of(record), fields: vec![words] };
        parts.objects.insert(record.id.clone(), object(record, &record.id, &made));
    }
    if let Some(url) = record.text("url") {
        let own = uuid("attribute", &record.id, "url");
        let kind = if record.text("kind") == Some("document") { "link" } else { "url" };
        let mut found = typed("", kind, "External analysis", url);
        found.tags.push(grade);
        let mut value = attribute(record, &own, &found, false);
        value["comment"] = json!(record.title());
        sighting(&mut value);
        parts.attributes.insert(own, value);
    }
}

fn asset(record: &Record) -> Made {
    let of = |name: &str| record.text(name).unwrap_or_default().to_owned();
    let (kind, platform, id) = (of("kind"), of("platform"), of("platform_id"));
    let about = format!("{kind}, {}, exposure {}", of("channel_role"), of("exposure"));
    let (template, fields) = match kind.as_str() {
        "domain" if of("name").contains('.') => {
            ("domain-ip", vec![typed("domain", "domain", "Network activity", of("name")), field("text", about.clone())])
        }
        "account" | "ad-account" if platform == "telegram" && !id.is_empty() => {
            ("telegram-account", vec![field("id", id)])
        }
        "account" | "ad-account" if !id.is_empty() => {
            let fields = vec![
                field("user-id", id),
                field("account-type", platform),
                field("display-name", of("name")),
                field("description", about.clone()),
            ];
            ("user-account", fields)
        }
        "outlet" | "site" => ("news-media", vec![field("source", record.title())]),
        _ => {
            let fields = vec![
                field("group-name", record.title()),
                field("platform", platform),
                field("description", about.clone()),
            ];
            ("social-media-group", fields)
        }
    };
    Made { template, comment: about, fields }
}

fn narrative(record: &Record) -> Made {
    let mut fields = vec![field("narrative-summary", record.text("short_description").unwrap_or(record.title()))];
    fields.extend(record.texts("/five_d").into_iter().map(|d| field("5Ds-of-propaganda", d)));
    Made { template: "narrative", comment: record.title().to_owned(), fields }
}

fn target(record: &Record) -> Made {
    let kind = kind_of(record);
    let country = record.text("country").and_then(countries::country);
    let mut comment = kind.clone();
    let (template, mut fields) = match kind.as_str() {
        "place" => {
            let mut fields =
                vec![field("country", country.map_or(record.title(), |c| c.name)), field("text", record.title())];
            fields.extend(country.map(|c| field("countrycode", c.alpha2)));
            ("geolocation", fields)
        }
        "election" => {
            let mut fields = vec![field("event-name", record.title())];
            let days = [record.text("start_date"), record.text("end_date")];
            let mut days: Vec<&str> = days.into_iter().flatten().collect();
            days.dedup();
            fields.extend(
                days.into_iter().map(|d| typed("scheduled-date", "datetime", "Other", format!("{d}T00:00:00+00:00"))),
            );
            comment = format!("election, {}", record.text("level").unwrap_or_default());
            ("scheduled-event", fields)
        }
        _ => {
            let words = [Some(record.title()), record.text("description")];
            let words: Vec<&str> = words.into_iter().flatten().collect();
            ("annotation", vec![field("text", words.join(": ")), field("type", "Other")])
        }
    };
    if let (Some(first), Some(country)) = (fields.first_mut(), country) {
        first.tags.push(format!("misp-galaxy:target-information=\"{}\"", country.name));
    }
    Made { template, comment, fields }
}

fn incident(record: &Record) -> Made {
    let status = match record.text("status") {
        Some("untriaged") => "new",
        Some("closed") => "closed",
        _ => "open",
    };
    let fields = vec![
        field("name", record.title()),
        field("description", record.text("summary").unwrap_or_default()),
        field("determination", record.text("determination").unwrap_or("suspected")),
        field("investigation_status", status),
    ];
    Made { template: "incident", comment: String::new(), fields }
}

/// The newest version of DISARM that MISP's galaxy has.
const GALAXY_DISARM: (u32, u32) = (1, 4);

fn behavior(record: &Record) -> Made {
    let of = |name: &str| record.text(name).unwrap_or_default();
    let version = of("framework_version").split_once('.').unwrap_or((of("framework_version"), "0"));
    let version = (version.0.parse().unwrap_or(u32::MAX), version.1.parse().unwrap_or(u32::MAX));
    let tagged = match (of("framework"), record.text("technique_name")) {
        ("disarm", Some(name)) if version <= GALAXY_DISARM => format!("misp-galaxy:disarm-techniques=\"{name}\""),
        (framework, _) => format!("{framework}:{}", of("technique")),
    };
    let mut id = field("id", of("technique"));
    id.tags.push(tagged);
    let fields = vec![id, field("name", of("technique_name")), field("summary", of("statement"))];
    let comment = format!("{} {}, confidence {}", of("framework"), of("framework_version"), of("confidence"));
    Made { template: "attack-pattern", comment, fields }
}

/// Words of MISP's taxonomy `state-responsibility`; two of its values end in a dot.
fn responsibility(step: &str) -> String {
    let dot = if matches!(step, "prohibited" | "prohibited-but-inadequate") { "." } else { "" };
    format!("state-responsibility:state-{step}{dot}")
}

fn judgment(record: &Record) -> Made {
    let is_own = record.text("voice") == Some("own");
    let mut words = field("text", record.title());
    if let Some(term) = record.text_at("/likelihood/term") {
        words.tags.push(format!("estimative-language:likelihood-probability=\"{term}\""));
    }
    if let Some(level) = record.text("confidence") {
        words.tags.push(format!("estimative-language:confidence-in-analytic-judgment=\"{level}\""));
    }
    words.tags.extend(record.text("responsibility").map(responsibility));
    let comment = format!(
        "{} judgment, {}{}",
        if is_own { "our" } else { "reported" },
        kind_of(record),
        likelihood_words(record).map(|l| format!(", {l}")).unwrap_or_default()
    );
    let mut fields = vec![words, field("type", "Conclusion")];
    fields.push(typed("creation-date", "datetime", "Other", record.created.clone()));
    fields.push(typed("modification-date", "datetime", "Other", record.modified.clone()));
    Made { template: "annotation", comment, fields }
}

/// That, and how far, a package goes; never to whom.
pub(super) fn dissemination(package: &Record, ceiling: Tlp) -> Value {
    let at_ceiling = Record { tlp: ceiling, ..package.clone() };
    let own = uuid("dissemination", &package.id, ceiling.name());
    let mut fields = vec![field("dissemination-id", package.id.clone()), field("classification", ceiling.label())];
    fields.push(typed("dissemination-time", "datetime", "Other", package.modified.clone()));
    fields.extend(
        package
            .list("/recalls")
            .last()
            .map(|r| field("handling-instructions", format!("Recalled: {}", text(r, "reason")))),
    );
    let comment = package.text("purpose").unwrap_or_default().to_owned();
    object(&at_ceiling, &own, &Made { template: "intelligence-dissemination", comment, fields })
}

//! Elections and what belongs to them; effort and reported statements.

use daylight_core::record::{Record, RecordKind};
use serde_json::Value;

use super::{Check, text};

pub(super) fn target(check: &mut Check<'_>) {
    let record = check.record;
    let has = |field: &str| record.fields.get(field).is_some();
    match record.text("kind").unwrap_or_default() {
        "election" => {
            let dated = has("start_date") && has("end_date");
            if !dated || !(has("country") || has("scope")) {
                let message = "an election needs its days and where it is held";
                check.refuse("E601", "/start_date", message, "give start_date, end_date, and country or scope");
            }
        }
        "candidate" if !has("contest") => {
            check.refuse("E602", "/contest", "a candidate stands in a contest", "name the contest");
        }
        "contest" => contest(check),
        _ => {}
    }
    let name = record.text("name").or(record.text("ballot_name")).or(record.text("description"));
    if name.is_none() {
        check.refuse("E001", "/name", "name is required: what it is called", "give name or ballot_name");
    }
    if record.text("kind") == Some("electorate")
        && record.fields.get("size").and_then(Value::as_i64).is_some_and(|n| n < 1000)
    {
        let message = "an electorate is a class of at least 1000 people, never a list of persons";
        check.refuse("E001", "/size", message, "describe a larger class");
    }
}

fn contest(check: &mut Check<'_>) {
    let record = check.record;
    let election = record.text("election").and_then(|id| check.get(id));
    let country = |r: Option<&Record>| r.and_then(|r| r.text("country")).map(str::to_owned);
    let district = record.text("district").and_then(|id| check.get(id));
    if let (Some(a), Some(b)) = (country(election), country(district))
        && a != b
        && a != "EU"
    {
        let message = format!("its election is held in {a}, its district lies in {b}");
        check.refuse("E603", "/district", message, "correct one of the two");
    }
    let runoff = record.text("type").or(election.and_then(|e| e.text("type"))) == Some("runoff");
    if runoff && record.fields.get("round").and_then(Value::as_i64).is_none_or(|r| r < 2) {
        check.refuse("E604", "/round", "a run-off is a second round or later", "give round = 2");
    }
}

/// E611 to E614: what a level of effort needs, in our own voice.
pub(super) fn effort(check: &mut Check<'_>) {
    let Some(effort) = check.record.fields.get("effort") else {
        check.refuse("E001", "/effort", "effort is required: a judgment of effort says which", "give a table effort");
        return;
    };
    if check.record.text("voice") != Some("own") {
        return;
    }
    let (actor, election, level) = (text(effort, "actor"), text(effort, "election"), text(effort, "level"));
    let incidents = check.set().attributed_incidents(actor, election);
    let ids: Vec<&str> = incidents.iter().map(|i| i.id.as_str()).collect();
    let operation = check
        .set()
        .of(RecordKind::Operation)
        .any(|o| o.texts("/members").iter().filter(|m| ids.contains(m)).count() >= 2);
    let field = "/effort/level";
    match level {
        "concerted" if !operation => {
            let remedy = "link an operation with two incidents attributed to the actor, or write lighter";
            check.refuse("E611", field, "concerted effort shows in an operation of several incidents", remedy);
        }
        "lighter" if ids.is_empty() => {
            check.refuse("E612", field, "an effort shows in an incident attributed to the actor", "link one");
        }
        "considered-not-deployed" => {
            let seen = check.record.list("/effort/sources").iter().filter_map(Value::as_str);
            let shown = seen.into_iter().any(|id| check.is_kind(id, RecordKind::Capture));
            if !shown || !ids.is_empty() {
                let message = "preparation without deployment: a capture of the preparation, and no incident";
                check.refuse("E613", field, message, "name the capture in sources");
            }
        }
        "none-seen" => {
            let scope = |f: &str| check.record.at(&format!("/effort/search_scope/{f}")).is_some();
            let named = ["platforms", "languages", "from", "to", "method"].into_iter().all(scope);
            if !named || !ids.is_empty() {
                let remedy = "say in search_scope on which platforms, in which languages, when and how was looked";
                check.refuse("E614", "/effort/search_scope", "absence of a record is not a finding", remedy);
            }
        }
        _ => {}
    }
}

/// E621 and E622: what a named body said, in its own words.
pub(super) fn reported(check: &mut Check<'_>) {
    let record = check.record;
    let Some(said) = record.fields.get("reported") else {
        let message = "reported is required: who said it, where and in which words";
        check.refuse("E001", "/reported", message, "give a table reported");
        return;
    };
    if text(said, "capture").is_empty() {
        check.refuse("E621", "/reported/capture", "a statement is shown by a capture of it", "keep the document");
    }
    if text(said, "quote").chars().count() > 300 {
        check.refuse("E001", "/reported/quote", "a quotation has at most 300 characters", "shorten it");
    }
    let own_scale = text(said, "scale_name") == "icd203";
    if !own_scale && (record.fields.contains_key("likelihood") || record.fields.contains_key("confidence")) {
        let message = "the body's words are not our scale";
        let remedy = "keep them in likelihood_words and confidence_words";
        check.refuse("E622", "/likelihood", message, remedy);
    }
}

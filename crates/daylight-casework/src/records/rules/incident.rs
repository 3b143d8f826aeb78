//! Narratives, actors, operations, incidents, behaviors.

use std::collections::BTreeSet;

use daylight_core::record::vocabulary::disarm_retired;
use daylight_core::record::{RecordKind, breakout_category};
use serde_json::Value;

use super::{Check, list, text};

pub(super) fn narrative(check: &mut Check<'_>) {
    let mut seen = BTreeSet::from([check.record.id.as_str()]);
    let mut at = check.record.text("parent");
    while let Some(id) = at {
        if !seen.insert(id) {
            let message = "the stories above each other go round in a circle";
            check.refuse("E142", "/parent", message, "name a parent that is not below this one");
            return;
        }
        at = check.get(id).and_then(|n| n.text("parent"));
    }
}

pub(super) fn actor(check: &mut Check<'_>) {
    let record = check.record;
    if record.via.as_deref().is_some_and(|v| v.contains("detect") || v.starts_with("run:")) {
        check.refuse("E151", "via", "an actor is named by a person", "add it by hand, on a judgment");
    }
    if record.text("kind") == Some("individual") && record.text("necessity").is_none() {
        let message = "say why a natural person has to be named";
        check.refuse("E152", "/necessity", message, "give necessity, or name the body behind");
    }
}

pub(super) fn operation(check: &mut Check<'_>) {
    let record = check.record;
    if record.list("/members").len() < 2 || record.text("cluster_rationale").is_none() {
        let message = "an operation needs two members and the reason why they belong together";
        check.refuse("E161", "/members", message, "give members and cluster_rationale");
    }
    let has_goal = record.text("objective").is_some() || !record.list("/targets").is_empty();
    if record.text("form") == Some("campaign") && !has_goal {
        let message = "a campaign has an objective or a target";
        check.refuse("E162", "/objective", message, "give one, or write form = \"set\"");
    }
}

pub(super) fn incident(check: &mut Check<'_>) {
    let record = check.record;
    let behavioral = record.list("/triage/behavioral");
    let nexus = record.list("/triage/foreign_nexus");
    let seen = |i: &&Value| !list(i, "captures").is_empty();
    if record.text("status") != Some("untriaged") {
        if !behavioral.iter().any(|i| seen(&i)) || !nexus.iter().any(|i| seen(&i)) {
            let message = "content alone does not open an incident";
            let remedy = "give one behavioral and one foreign-nexus indicator, each with a capture";
            check.refuse("E301", "/triage", message, remedy);
        } else if behavioral.iter().filter(seen).all(|i| !text(i, "narrative").is_empty()) {
            let remedy = "give a behavioral indicator that is not the agreement with a story";
            check.refuse("E302", "/triage/behavioral", "shared opinion is not coordination", remedy);
        }
    }
    let only_story = !record.list("/narratives").is_empty()
        && record.list("/behaviors").is_empty()
        && record.list("/assets").is_empty()
        && behavioral.is_empty()
        && nexus.is_empty();
    if only_story {
        let message = "a story is the only content of this incident";
        check.refuse("E141", "/narratives", message, "an incident needs what was done, not only what was said");
    }
    breakout(check);
}

fn breakout(check: &mut Check<'_>) {
    for (i, moment) in check.record.list("/breakout").iter().enumerate() {
        let (said, facts) = (text(moment, "category"), breakout_category(moment));
        if !said.is_empty() && said != facts {
            let message = format!("category {said} rests on something seen; link it (the facts here give {facts})");
            check.refuse(
                "E331",
                &format!("/breakout/{i}/category"),
                message,
                "give the capture, or leave the category out",
            );
        }
    }
}

pub(super) fn behavior(check: &mut Check<'_>) {
    let record = check.record;
    if record.list("/captures").is_empty() {
        check.refuse("E311", "/captures", "a technique link needs a capture", "name where it was seen");
    }
    if record.text("statement").is_none_or(|s| s.trim().is_empty()) {
        check.refuse(
            "E313",
            "/statement",
            "say in a sentence what was seen",
            "the name of a technique is no observation",
        );
    }
    if record.text("framework") != Some("disarm") {
        return;
    }
    let id = record.text("technique").unwrap_or_default();
    let version = record.text("framework_version").unwrap_or_default();
    technique(check, id, version);
    if let Some((parent, _)) = id.split_once('.') {
        check.warn("E314", "/technique", format!("{id} implies its parent {parent}, which is shown too"), "");
    }
}

fn technique(check: &mut Check<'_>, id: &str, version: &str) {
    let (parent, sub) = id.split_once('.').unwrap_or((id, "000"));
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    let has_form = parent.strip_prefix('T').is_some_and(|n| digits(n, 4)) && digits(sub, 3);
    let loaded = check.change.disarm.filter(|d| d.version == version);
    let why = if !has_form {
        Some("a technique is written T0049 or T0049.001".to_owned())
    } else if let Some(since) = disarm_retired(id, version) {
        Some(format!("it was retired in {since}"))
    } else {
        loaded.filter(|d| d.technique(id).is_none()).map(|_| "it is not in the bundle that was read".to_owned())
    };
    if let Some(why) = why {
        let message = format!("{id} is not in DISARM {version}; {why}");
        check.refuse("E312", "/technique", message, "name a technique of that version, or the version that had it");
    }
}

/// Whether a record is an incident that has spread into mainstream media or beyond.
pub(super) fn is_broken_out(check: &Check<'_>, id: &str) -> bool {
    check
        .get(id)
        .filter(|r| r.kind == RecordKind::Incident)
        .is_some_and(|r| r.list("/breakout").iter().any(|m| matches!(breakout_category(m), "4" | "5" | "6")))
}

//! What a judgment must keep: who signs it, how likely and how sure, what else was weighed, on what it rests.

use std::collections::BTreeSet;

use daylight_core::record::RecordKind;
use daylight_core::record::vocabulary::likelihood;
use serde_json::Value;

use super::{Check, election, evidence, incident, list, text};
use crate::records::ach;

/// Kinds that must name competing explanations.
const COMPETING: [&str; 4] = ["attribution", "intent", "coordination", "authenticity"];
/// Kinds that may go without a likelihood.
const WITHOUT_LIKELIHOOD: [&str; 3] = ["exposure", "interest", "effort"];
/// Rows of the attribution grid that hold captures.
const ROWS: [&str; 3] = ["technical", "behavioral", "contextual"];
/// Steps of state responsibility that need an attribution.
const ACTIVE: [&str; 7] =
    ["encouraged", "shaped", "coordinated", "ordered", "rogue-conducted", "executed", "integrated"];

pub(super) fn judgment(check: &mut Check<'_>) {
    let kind = check.record.text("kind").unwrap_or_default();
    authors(check);
    interval(check, kind);
    if kind == "effort" {
        election::effort(check);
    }
    if kind == "interest" {
        interest(check);
    }
    if check.record.text("voice") == Some("reported") {
        election::reported(check);
        return;
    }
    if check.record.fields.contains_key("public_score") || check.record.fields.contains_key("reported") {
        let message = "this is for what others said (voice = \"reported\")";
        check.refuse("E001", "/public_score", message, "leave it out");
    }
    if COMPETING.contains(&kind) {
        hypotheses(check, kind);
        ranking(check);
    }
    if kind == "attribution" {
        attribution(check);
    }
    if kind == "impact" {
        impact(check);
    }
    high_confidence(check);
    responsibility(check);
    complicity(check, kind);
}

fn authors(check: &mut Check<'_>) {
    let authors = check.record.texts("/authors");
    let is_program = |a: &str| {
        let lower = a.to_lowercase();
        ["daylight", "detector", "model", "system", "auto", "script", "service", "import"]
            .iter()
            .any(|w| lower.split(|c: char| !c.is_alphanumeric()).any(|part| part == *w))
    };
    if authors.is_empty() || authors.iter().any(|a| is_program(a)) {
        check.refuse("E402", "/authors", "a person signs a judgment", "name the authors");
    }
    // Who left the case may have signed before.
    let members = check.set().case().map(|c| c.list("/members")).unwrap_or_default();
    let signed_before = check.change.before.map(|b| b.texts("/authors")).unwrap_or_default();
    for author in authors.iter().filter(|a| !signed_before.contains(a)) {
        if !members.iter().any(|m| text(m, "member") == *author) {
            let message = format!("{author} is no member of the case");
            check.refuse("E402", "/authors", message, "name who judged; `daylight case member` gives a role");
        }
    }
    for (i, review) in check.record.list("/dissents").iter().enumerate() {
        if text(review, "author").is_empty() {
            check.refuse("E001", &format!("/dissents/{i}/author"), "author is required: who disagrees", "");
        }
    }
}

fn interval(check: &mut Check<'_>, kind: &str) {
    let own = check.record.text("voice") == Some("own");
    let Some(given) = check.record.fields.get("likelihood") else {
        if own && !WITHOUT_LIKELIHOOD.contains(&kind) {
            let message = format!("a judgment of {kind} says how likely it is");
            check.refuse("E401", "/likelihood", message, "give a term of the table; lo and hi if narrower");
        }
        return;
    };
    let Some(row) = likelihood(text(given, "term")) else { return };
    let bound = |name: &str| given.get(name).and_then(Value::as_i64);
    let (lo, hi) = (bound("lo").unwrap_or(row.lo), bound("hi").unwrap_or(row.hi));
    // A point on a shared bound belongs to the row above.
    let point_above = lo == hi && hi == row.hi && row.hi < 99;
    if lo < row.lo || hi > row.hi || lo > hi || lo < 1 || hi > 99 || point_above {
        let message = format!("{lo} to {hi} % does not lie in {} ({} to {} %)", row.row_a, row.lo, row.hi);
        check.refuse("E401", "/likelihood", message, "choose the row that holds the interval; 0 and 100 do not exist");
    }
}

fn interest(check: &mut Check<'_>) {
    if check.record.text("voice") == Some("own") && check.record.list("/interest/captures").is_empty() {
        let message = "a motive rests on the actor's own words or acts";
        check.refuse("E001", "/interest/captures", message, "name a capture, or write it as reported");
    }
}

fn hypotheses(check: &mut Check<'_>, kind: &str) {
    let list = check.record.list("/hypotheses");
    if list.len() < 2 {
        check.refuse("E403", "/hypotheses", "name at least one other explanation", "add it, and weigh it");
    }
    let has = |class: &str| list.iter().any(|h| text(h, "class") == class);
    if !has("H0") || kind == "attribution" && !has("H3") {
        let message = "the organic/domestic explanation must be weighed";
        let remedy = "add a hypothesis of class H0; for an attribution also H3 (domestic, posing as foreign)";
        check.refuse("E404", "/hypotheses", message, remedy);
    }
}

/// E408, and E421 when one item decides.
fn ranking(check: &mut Check<'_>) {
    let Some(outcome) = ach::of_judgment(check.record, check.set()) else { return };
    let first: Vec<&str> = outcome.ranked.iter().filter(|r| r.rank == 1).map(|r| r.id.as_str()).collect();
    let stated = check.record.text("stated").unwrap_or_default();
    if !first.contains(&stated) && check.record.text("override_reason").is_none() {
        let message = format!("the matrix ranks {} first; explain or change", first.join(" and "));
        check.refuse("E408", "/stated", message, "name it in stated, or give override_reason, which is printed");
    }
    for item in &outcome.sensitive {
        let message = format!("the first place rests on {item}");
        check.warn("E421", "/ach/evidence", message, "look for other evidence that tells the hypotheses apart");
    }
}

/// Rows of the grid with the groups of sources in each.
fn filled(check: &Check<'_>) -> Vec<BTreeSet<String>> {
    let groups = |row: &&str| {
        let cells = ["open", "proprietary", "classified"].into_iter().flat_map(|column| {
            check.record.list(&format!("/iiaf/{row}/{column}")).iter().map(|c| text(c, "independent_group").to_owned())
        });
        cells.collect::<BTreeSet<String>>()
    };
    ROWS.iter().map(groups).filter(|g| !g.is_empty()).collect()
}

fn attribution(check: &mut Check<'_>) {
    let record = check.record;
    let outcome = ach::of_judgment(record, check.set());
    let n_items = record.list("/ach/evidence").len();
    let n_flat = outcome.as_ref().map_or(0, |o| o.non_diagnostic.len());
    if n_items < 3 || n_flat >= n_items {
        let message = "nothing here separates the hypotheses";
        check.refuse("E405", "/ach", message, "weigh at least three items, one of which tells them apart");
    }
    let rows = filled(check);
    let all: BTreeSet<&String> = rows.iter().flatten().collect();
    let independent = rows.len() >= 2 && all.len() >= 2;
    let legal = record.text_at("/iiaf/legal_ethical").is_some();
    if record.text("confidence") == Some("high") && !(independent && legal) {
        let remedy = "fill two rows of the grid from independent groups, and legal_ethical";
        check.refuse("E406", "/iiaf", "high needs two independent kinds of evidence", remedy);
    }
    let hi = record.at("/likelihood/hi").and_then(Value::as_i64);
    let hi = hi.or_else(|| likelihood(record.text_at("/likelihood/term")?).map(|l| l.hi));
    if hi.is_some_and(|hi| hi >= 80) && rows.len() <= 1 {
        let message = "80 % and more needs two independent kinds of evidence";
        check.refuse("E407", "/likelihood", message, "fill a second row of the grid, or lower the interval");
    }
    let person = record
        .texts("/about")
        .into_iter()
        .filter_map(|id| check.get(id))
        .any(|r| r.kind == RecordKind::Actor && r.text("kind") == Some("individual"));
    if person && record.text("confidence").is_none_or(|c| c == "low") {
        let message = "naming needs at least moderate";
        check.refuse("E413", "/confidence", message, "leave the person out, or find better evidence");
    }
    let cheap = |e: &Value| matches!(text(e, "trace"), "language" | "time-zone" | "topic");
    if n_items > 0 && record.list("/ach/evidence").iter().all(cheap) {
        let message = "language, time zone and topic alone: cheap to imitate";
        check.warn("E415", "/ach/evidence", message, "look for technical or financial traces");
    }
}

fn high_confidence(check: &mut Check<'_>) {
    let record = check.record;
    if record.text("confidence") != Some("high") {
        return;
    }
    let named = record
        .texts("/basis/sources")
        .into_iter()
        .chain(record.list("/ach/evidence").iter().map(|e| text(e, "capture")));
    let captures: Vec<_> = named.filter_map(|id| check.get(id)).filter(|r| r.kind == RecordKind::Capture).collect();
    let good = |c: &&&daylight_core::record::Record| {
        let number = c.fields.get("credibility").and_then(Value::as_i64).unwrap_or(6);
        matches!(ach::reliability(check.set(), c), 'A' | 'B' | 'C') && number <= 3
    };
    let sources: Vec<&str> = captures.iter().filter(good).filter_map(|c| c.text("source")).collect();
    let independent = sources
        .iter()
        .enumerate()
        .any(|(i, a)| sources[i + 1..].iter().any(|b| !evidence::are_connected(check.set(), a, b)));
    if !independent {
        let remedy = "rest it on two captures graded A to C and 1 to 3, from sources that do not depend on each other";
        check.refuse("E409", "/confidence", "high confidence rests on a single chain or on weak grades", remedy);
    }
}

fn impact(check: &mut Check<'_>) {
    let record = check.record;
    let spread = record.texts("/about").into_iter().any(|id| incident::is_broken_out(check, id));
    if !spread && record.text("impact_measure").is_none() {
        let message = "views are exposure, not effect";
        check.refuse("E410", "/impact_measure", message, "needs breakout 4 or above, or say what was measured");
    }
}

fn responsibility(check: &mut Check<'_>) {
    let record = check.record;
    let Some(step) = record.text("responsibility").filter(|s| ACTIVE.contains(s)) else { return };
    let outcome = ach::of_judgment(record, check.set());
    let class = |id: &str| {
        let found =
            list(&Value::Object(record.fields.clone()), "hypotheses").iter().find(|h| text(h, "id") == id).cloned();
        found.map(|h| text(&h, "class").to_owned()).unwrap_or_default()
    };
    let state_first = outcome
        .is_some_and(|o| o.ranked.iter().filter(|r| r.rank == 1).any(|r| matches!(class(&r.id).as_str(), "H1" | "H4")));
    if record.text("kind") != Some("attribution") || !state_first {
        let message = format!("{step} says that a state took part: it needs an attribution that ranks H1 or H4 first");
        check.refuse("E411", "/responsibility", message, "leave it out, or weigh the hypotheses");
    }
}

fn complicity(check: &mut Check<'_>, kind: &str) {
    let record = check.record;
    let lower = record.text("statement").unwrap_or_default().to_lowercase();
    let says = ["complicit", "colluded", "collusion", "knew of", "in league"].iter().any(|w| lower.contains(w));
    let candidate =
        record.texts("/about").into_iter().filter_map(|id| check.get(id)).any(|r| {
            matches!(r.text("kind"), Some("candidate" | "party" | "coalition")) && r.kind == RecordKind::Target
        });
    if says && candidate && kind != "attribution" {
        let message = "being promoted is not evidence of knowledge";
        check.refuse("E414", "/statement", message, "an own attribution judgment about them, or other words");
    }
}

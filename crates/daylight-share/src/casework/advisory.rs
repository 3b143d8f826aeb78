//! An advisory as a page: what was seen, how sure it is, what is not known, what can be done.
//!
//! The box on method and limits is part of every page and of no template: there is no option without it.

use daylight_core::record::vocabulary::RESPONSES;
use daylight_core::record::{Record, RecordKind, RecordSet, Refusal, Tlp};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use super::matrix::STYLE;
use super::{likelihood_words, text};
use crate::text::{defang, visible};

/// What every advisory says about itself, whatever its writers write.
pub const METHOD_AND_LIMITS: [&str; 6] = [
    "What was measured is behavior: who acted with whom, when, on what. It is not an opinion on what anybody said.",
    "Likelihood and confidence are two things: how likely something is, and how good the ground is on which we say so.",
    "A judgment is signed by people who weighed other explanations, among them that it was ordinary or domestic activity.",
    "What was not looked at is not shown here. Absence of a record is not a finding.",
    "Reach is exposure, not effect. Nothing here says that a vote was changed.",
    "Being promoted or attacked says nothing about a candidate's own knowledge or conduct.",
];

/// What an advisory is made of.
#[derive(Debug, Clone, Copy)]
pub struct Advisory<'a> {
    /// The package.
    pub package: &'a Record,
    /// Records that may be shown, redacted.
    pub set: &'a RecordSet,
    /// Its ceiling.
    pub ceiling: Tlp,
    /// Warnings of the rules, for the annex.
    pub warnings: &'a [Refusal],
    /// What redaction did.
    pub redactions: &'a [Value],
    /// Fingerprint of the log's newest checkpoint, and its size.
    pub checkpoint: Option<(&'a str, u64)>,
    /// Who receives this copy; none for everybody.
    pub recipient: Option<&'a str>,
}

/// Text of a person: hidden characters visible, addresses harmless.
fn words(words: &str) -> String {
    visible(words)
        .split(' ')
        .map(|w| if w.contains("://") { defang(w) } else { w.to_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}

fn paragraphs(body: &str) -> Markup {
    html! { @for part in body.split("\n\n").filter(|p| !p.trim().is_empty()) { p { (words(&part.replace('\n', " "))) } } }
}

fn section(title: &str, body: Option<&str>) -> Markup {
    html! {
        h2 { (title) }
        @match body.filter(|b| !b.trim().is_empty()) {
            Some(body) => (paragraphs(body)),
            None => p.small { "Nothing is said here." },
        }
    }
}

fn judgment(set: &RecordSet, key: &Value) -> Markup {
    let record = set.get(text(key, "judgment"));
    html! {
        div.judgment {
            p { b { (words(text(key, "text"))) } }
            @if let Some(j) = record {
                @if let Some(l) = likelihood_words(j) { p.line { "Likelihood: " (l) } }
                @if let Some(c) = j.text("confidence") { p.line { "Confidence: " (c) } }
                @let stated = j.text("stated");
                @let others: Vec<&Value> = j.list("/hypotheses").iter().filter(|h| Some(text(h, "id")) != stated).collect();
                @if !others.is_empty() { p { "Also weighed:" } ul { @for h in others { li { (words(text(h, "text"))) } } } }
                @if let Some(why) = j.text("override_reason") { p { "The matrix ranks another explanation first. " (words(why)) } }
                @let gaps = j.texts("/basis/gaps");
                @if !gaps.is_empty() { p { "Gaps:" } ul { @for g in gaps { li { (words(g)) } } } }
                @let change = j.texts("/indicators_of_change");
                @if !change.is_empty() { p { "What would change this:" } ul { @for c in change { li { (words(c)) } } } }
                @for d in j.list("/dissents") {
                    p { "Dissent (" (d.get("position").and_then(Value::as_i64).unwrap_or(0)) " of −2 to 2): " (words(text(d, "reason")))
                        @if !text(d, "answer").is_empty() { " Answer: " (words(text(d, "answer"))) } }
                }
                p.small { (grid(j)) }
            }
        }
    }
}

/// Which cells of the attribution grid are filled, with their names, also where the captures are withheld.
fn grid(judgment: &Record) -> String {
    let mut filled = Vec::new();
    for row in ["technical", "behavioral", "contextual"] {
        for column in ["open", "proprietary", "classified"] {
            let n = judgment.list(&format!("/iiaf/{row}/{column}")).len();
            if n > 0 {
                filled.push(format!("{row}/{column} ({n})"));
            }
        }
    }
    if filled.is_empty() { String::new() } else { format!("Evidence grid: {}.", filled.join(", ")) }
}

fn responses(package: &Record) -> Markup {
    html! {
        @let list = package.list("/responses");
        @if !list.is_empty() {
            h2 { "What can be done" }
            ul { @for r in list {
                @let id = text(r, "countermeasure");
                @let gloss = RESPONSES.iter().find(|(known, _, _)| *known == id).map_or("", |(_, gloss, _)| gloss);
                li { (gloss) " (" (id) ")" @if !text(r, "note").is_empty() { ": " (words(text(r, "note"))) } }
            } }
            p.small { "Suggestions that people choose from; nothing is done by a program." }
        }
    }
}

fn evidence(a: &Advisory<'_>) -> Markup {
    let captures: Vec<&Record> = a.set.of(RecordKind::Capture).collect();
    html! {
        h2 { "How we know" }
        @if captures.is_empty() {
            p { "The evidence itself is not part of this copy. Its fingerprints are kept in the case." }
        } @else {
            table { thead { tr { th { "Evidence" } th { "Kept" } th { "SHA-256" } } } tbody {
                @for c in captures { @for f in c.list("/files") {
                    tr { td { (words(c.title())) } td { (c.text("captured_at").unwrap_or_default()) } td { code { (text(f, "sha256")) } } }
                } }
            } }
        }
        @if let Some((root, size)) = a.checkpoint {
            p { "The log of the case had " (size) " entries when this was made; its root is " code { (root) } ". The proof of this package's entry lies beside it." }
        }
    }
}

fn annex(a: &Advisory<'_>) -> Markup {
    html! {
        h2 { "Annex" }
        p { "Redaction:" }
        ul { @for r in a.redactions { li { (text(r, "rule")) " " (text(r, "class")) ": " (r.get("count").and_then(Value::as_u64).unwrap_or(0)) } } }
        @if !a.warnings.is_empty() {
            p { "Remarks of the rules:" }
            ul { @for w in a.warnings { li { (w.code) " " (words(&w.message)) } } }
        }
    }
}

fn limits(ceiling: Tlp) -> Markup {
    html! {
        div.limits {
            b { "Method and limits" }
            ul { @for line in METHOD_AND_LIMITS { li { (line) } } }
            p.small { "Shows only what may be shown at " (ceiling.label()) ". Made with Daylight; this box is part of every advisory." }
        }
    }
}

/// The advisory as a page that loads nothing and has no script.
pub fn advisory_html(a: &Advisory<'_>) -> String {
    let package = a.package;
    let of = |name: &str| package.text_at(&format!("/advisory/{name}"));
    let recalled = package.list("/recalls").last();
    html! {
        (DOCTYPE)
        html lang=(of("language").unwrap_or("en")) {
            head { meta charset="utf-8"; title { (words(package.title())) } style { (PreEscaped(STYLE)) } }
            body {
                p.tlp { (a.ceiling.label()) }
                @if let Some(r) = recalled { p.recall { "RECALLED " (text(r, "date").get(..10).unwrap_or_default()) ": " (words(text(r, "reason"))) } }
                h1 { (words(package.title())) }
                p.small { (package.modified.get(..10).unwrap_or_default())
                    @if let Some(r) = a.recipient { " · for " (words(r)) } }
                (section("What was seen", of("seen")))
                h2 { "Our judgment" }
                // A sentence that restates a judgment above the ceiling is not shown either.
                @let shown = |k: &&Value| a.set.get(text(k, "judgment")).is_some();
                @let keys: Vec<&Value> = package.list("/advisory/key_judgments").iter().filter(shown).collect();
                @if keys.is_empty() { p.small { "No judgment is given." } }
                @for key in keys { (judgment(a.set, key)) }
                (section("What it means", of("meaning")))
                (section("What is not known", of("not_known")))
                (section("What voters can do", of("what_voters_can_do")))
                (section("Official source for facts about voting", of("official_source")))
                (responses(package))
                (evidence(a))
                (limits(a.ceiling))
                (section("Who decided", of("who_decided")))
                (section("Corrections", of("corrections")))
                (annex(a))
            }
        }
    }
    .into_string()
}

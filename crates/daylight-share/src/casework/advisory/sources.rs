//! On what it rests: evidence with grades and fingerprints, and what named bodies said in their own words.

use daylight_core::record::{Record, RecordKind};
use maud::{Markup, html};
use serde_json::Value;

use super::{Advisory, day, words};
use crate::casework::text;

/// The newest grade of a source; one that is not named here has none here.
fn reliability(source: Option<&Record>) -> &str {
    let Some(source) = source else { return "–" };
    source.list("/reliability_history").last().map_or("F", |g| text(g, "grade"))
}

fn evidence(a: &Advisory<'_>, captures: &[&Record]) -> Markup {
    html! {
        table.evidence {
            caption { "Evidence: origin with its grade (A to F), item with its grade (1 to 6), fingerprint" }
            thead { tr { th { "Evidence" } th { "From" } th { "Grade" } th { "Kept" } th { "SHA-256" } } }
            tbody { @for c in captures {
                @let source = c.text("source").and_then(|s| a.set.get(s));
                @let credibility = c.at("/credibility").and_then(Value::as_i64).unwrap_or(6);
                tr {
                    td { (words(c.title())) }
                    td { @match source { Some(s) => (words(s.title())), None => "not named here" } }
                    td.tight { (reliability(source)) (credibility) }
                    td.tight { (day(c.text("captured_at").unwrap_or_default())) }
                    td.hash { @for f in c.list("/files") { code { (text(f, "sha256")) } br; }
                        @if c.list("/files").is_empty() { "kept in the case" } }
                }
            } }
        }
    }
}

/// What bodies said publicly, verbatim. It never counts as our judgment.
fn reported(a: &Advisory<'_>) -> Markup {
    let said: Vec<&Record> = a
        .set
        .of(RecordKind::Judgment)
        .filter(|j| j.text("voice") == Some("reported") && j.text_at("/reported/quote").is_some())
        .collect();
    html! {
        @if !said.is_empty() {
            p.lead { "What others said, in their own words:" }
            @for j in said {
                @let body = j.text_at("/reported/body").and_then(|b| a.set.get(b)).map_or("A body", Record::title);
                blockquote {
                    p { "“" (words(j.text_at("/reported/quote").unwrap_or_default())) "”" }
                    p.small { (words(body)) ", " (words(j.text_at("/reported/title").unwrap_or_default())) ", "
                        (day(j.text_at("/reported/date").unwrap_or_default())) }
                }
            }
        }
    }
}

/// The section on sources.
pub(super) fn section(a: &Advisory<'_>) -> Markup {
    let captures: Vec<&Record> = a.set.of(RecordKind::Capture).collect();
    html! {
        section {
            h2 { "Sources" }
            @if captures.is_empty() {
                p { "The evidence itself is not part of this copy. Its fingerprints are kept in the case." }
            } @else { (evidence(a, &captures)) }
            (reported(a))
        }
    }
}

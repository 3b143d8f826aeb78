//! How sure: each judgment with its two scales, what else was weighed, and who disagreed.

use daylight_core::record::Record;
use daylight_core::record::vocabulary::likelihood;
use maud::{Markup, html};
use serde_json::Value;

use super::{Advisory, words};
use crate::casework::{likelihood_words, text};

/// Bounds of a judgment's likelihood in percent: its own, or those of its row.
fn bounds(judgment: &Record) -> Option<(i64, i64)> {
    let row = likelihood(judgment.text_at("/likelihood/term")?)?;
    let bound = |name: &str, or| judgment.at(&format!("/likelihood/{name}")).and_then(Value::as_i64).unwrap_or(or);
    Some((bound("lo", row.lo).clamp(0, 100), bound("hi", row.hi).clamp(0, 100)))
}

/// A line from 0 to 100 % with the interval on it. The words stand beside it; it is only their picture.
fn scale(lo: i64, hi: i64) -> Markup {
    html! {
        svg.scale viewBox="0 0 206 16" width="206" height="16" role="img" aria-label={ "interval from " (lo) " to " (hi) " percent" } {
            rect x="3" y="7" width="200" height="2" fill="#9aa3ad" {}
            @for tick in [0, 50, 100] { rect x=(2 + 2 * tick) y="3" width="2" height="10" fill="#9aa3ad" {} }
            rect x=(3 + 2 * lo) y="4" width=((2 * (hi - lo)).max(2)) height="8" rx="1" fill="#1f4e79" {}
        }
    }
}

/// Three steps, as many of them filled as the confidence has.
fn steps(confidence: &str) -> Markup {
    let n = match confidence {
        "high" => 3,
        "moderate" => 2,
        _ => 1,
    };
    html! {
        svg.steps viewBox="0 0 46 16" width="46" height="16" role="img" aria-label={ (n) " of 3 steps" } {
            @for i in 0..3 {
                rect x=(1 + 15 * i) y="4" width="12" height="8" fill=(if i < n { "#1f4e79" } else { "#ffffff" }) stroke="#1f4e79" {}
            }
        }
    }
}

/// The two scales of a judgment, each on its own line.
fn scales(judgment: &Record) -> Markup {
    html! {
        @if let (Some(l), Some((lo, hi))) = (likelihood_words(judgment), bounds(judgment)) {
            p.measure { span.name { "Likelihood" } (scale(lo, hi)) span { (l) } }
        }
        @if let Some(c) = judgment.text("confidence") {
            p.measure { span.name { "Confidence" } (steps(c)) span { (c) } }
        }
    }
}

/// A key judgment in the summary.
pub(super) fn line(sentence: &str, judgment: &Record) -> Markup {
    html! { div.key { p { b { (words(sentence)) } } (scales(judgment)) } }
}

fn list(title: &str, items: &[&str]) -> Markup {
    html! { @if !items.is_empty() { p.lead { (title) } ul { @for i in items { li { (words(i)) } } } } }
}

/// Which cells of the attribution grid are filled, also where the captures are withheld.
fn grid(judgment: &Record) -> Markup {
    const COLUMNS: [&str; 3] = ["open", "proprietary", "classified"];
    let n = |row: &str, column: &str| judgment.list(&format!("/iiaf/{row}/{column}")).len();
    html! {
        @if judgment.at("/iiaf").is_some() {
            table.grid {
                caption { "Pieces of evidence for the attribution, by kind and origin" }
                thead { tr { th {} @for c in COLUMNS { th { (c) } } } }
                tbody { @for row in ["technical", "behavioral", "contextual"] {
                    tr { th { (row) } @for c in COLUMNS { td { @match n(row, c) { 0 => "–", n => (n) } } } }
                } }
            }
        }
    }
}

fn full(sentence: &str, j: &Record) -> Markup {
    let stated = j.text("stated");
    let others = j.list("/hypotheses").iter().filter(|h| Some(text(h, "id")) != stated);
    let others: Vec<&str> = others.map(|h| text(h, "text")).collect();
    html! {
        article.judgment {
            p { b { (words(sentence)) } }
            (scales(j))
            (list("Also weighed:", &others))
            @if let Some(why) = j.text("override_reason") { p { "The matrix ranks another explanation first. " (words(why)) } }
            (list("Assumptions:", &j.texts("/basis/assumptions")))
            (list("What would change this:", &j.texts("/indicators_of_change")))
            (grid(j))
        }
    }
}

/// The section on judgments.
pub(super) fn section(a: &Advisory<'_>) -> Markup {
    let keys = a.key_judgments();
    html! {
        section {
            h2 { "How sure we are" }
            @if keys.is_empty() { p.small { "No judgment is given in this copy." } }
            @for (key, record) in keys { (full(text(key, "text"), record)) }
        }
    }
}

fn position(n: i64) -> &'static str {
    match n {
        i64::MIN..=-2 => "strongly disagrees",
        -1 => "disagrees",
        0 => "is undecided",
        1 => "agrees, with a remark",
        _ => "strongly agrees, with a remark",
    }
}

/// Who disagreed, with the answer.
pub(super) fn dissents(a: &Advisory<'_>) -> Markup {
    let keys = a.key_judgments();
    let all: Vec<(&Record, &Value)> =
        keys.iter().flat_map(|(_, j)| j.list("/dissents").iter().map(|d| (*j, d))).collect();
    html! {
        @if !keys.is_empty() {
            section {
                h2 { "Who disagreed" }
                @if all.is_empty() { p { "Nobody on the team recorded a dissent from these judgments." } }
                @for (j, d) in all {
                    article.dissent {
                        p { b { (words(text(d, "author"))) " " (position(d.get("position").and_then(Value::as_i64).unwrap_or(0))) }
                            " on “" (words(j.title())) "”" }
                        p { (words(text(d, "reason"))) }
                        @if !text(d, "answer").is_empty() { p { i { "Answer: " } (words(text(d, "answer"))) } }
                    }
                }
            }
        }
    }
}

//! An advisory as a document: what was seen, how sure it is, what it means, what is not known, what can be
//! done, who disagreed, and on what it rests.
//!
//! The box on method and limits is part of every page and of no template: there is no option without it.
//! Nothing is loaded, nothing runs; printed, it has its marking and its recipient on every page.

mod judgments;
mod sources;

use daylight_core::record::vocabulary::RESPONSES;
use daylight_core::record::{Record, RecordKind, RecordSet, Refusal, Tlp};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use super::text;
use crate::text::{defang, visible};

const STYLE: &str = include_str!("style.css");

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

impl Advisory<'_> {
    fn said(&self, name: &str) -> Option<&str> {
        self.package.text_at(&format!("/advisory/{name}")).filter(|t| !t.trim().is_empty())
    }

    /// Key judgments whose record is in this copy: a sentence that restates a withheld one is not shown.
    fn key_judgments(&self) -> Vec<(&Value, &Record)> {
        let keys = self.package.list("/advisory/key_judgments").iter();
        keys.filter_map(|k| Some((k, self.set.get(text(k, "judgment"))?))).collect()
    }
}

/// Text of a person: hidden characters visible, addresses harmless.
fn words(words: &str) -> String {
    let harmless = |w: &str| if w.contains("://") { defang(w) } else { w.to_owned() };
    visible(words).split(' ').map(harmless).collect::<Vec<_>>().join(" ")
}

fn paragraphs(body: &str) -> Markup {
    html! { @for part in body.split("\n\n").filter(|p| !p.trim().is_empty()) { p { (words(&part.replace('\n', " "))) } } }
}

/// The day of a time.
fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

/// How a marking is to be handled, in a sentence.
fn handling(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Clear => "May be passed on without limit.",
        Tlp::Green => "For the community of the recipient; not for publication.",
        Tlp::Amber => "For the recipient's organization and its clients, as far as they need to know.",
        Tlp::AmberStrict => "For the recipient's organization only.",
        Tlp::Red => "For the named recipients only.",
    }
}

/// The running lines of printed pages. What a person wrote comes in as letters, digits and plain marks.
fn running(a: &Advisory<'_>) -> String {
    let plain = |t: &str| -> String {
        let keep = |c: &char| c.is_alphanumeric() || " .,;:()&/+-–".contains(*c);
        visible(t).chars().filter(keep).take(90).collect()
    };
    let to = a.recipient.map_or_else(|| "For everybody".to_owned(), |r| format!("For {}", plain(r)));
    let (label, title) = (a.ceiling.label(), plain(a.package.title()));
    format!(
        "@page{{@top-left{{content:\"{label}\"}}@top-right{{content:\"{title}\"}}\
         @bottom-left{{content:\"{label} · {to}\"}}@bottom-right{{content:counter(page) \" / \" counter(pages)}}}}"
    )
}

fn section(title: &str, body: Option<&str>) -> Markup {
    html! { @if let Some(body) = body { section { h2 { (title) } (paragraphs(body)) } } }
}

fn masthead(a: &Advisory<'_>) -> Markup {
    let is_draft = matches!(a.package.text("state"), Some("drafted" | "reviewed" | "threshold-voted"));
    let purpose = a.package.text("purpose").unwrap_or_default().replace('-', " ");
    let election: Vec<&str> =
        a.set.of(RecordKind::Target).filter(|t| t.text("kind") == Some("election")).map(Record::title).collect();
    html! {
        header {
            div.bar {
                span.tlp.(a.ceiling.name().replace('+', "-")) { (a.ceiling.label()) }
                span.kind { @if is_draft { b { "draft, not decided on" } " · " } (if purpose.is_empty() { "advisory".to_owned() } else { purpose }) }
            }
            h1 { (words(a.package.title())) }
            dl.facts {
                div { dt { "For" } dd { (words(a.recipient.unwrap_or("everybody"))) } }
                div { dt { "Issued" } dd { (day(&a.package.modified)) } }
                div { dt { "Reference" } dd { code { (a.package.id.get(..8).unwrap_or_default()) "-v" (a.package.version) } } }
                @if !election.is_empty() { div { dt { "Concerns" } dd { (words(&election.join("; "))) } } }
                div.wide { dt { "Handling" } dd { (a.ceiling.label()) ": " (handling(a.ceiling)) } }
            }
        }
    }
}

/// The page in a few lines, for who reads no further.
fn in_short(a: &Advisory<'_>) -> Markup {
    let first = a.said("seen").and_then(|s| s.split("\n\n").find(|p| !p.trim().is_empty()));
    let keys = a.key_judgments();
    html! {
        section.short {
            h2 { "In short" }
            @if let Some(body) = a.said("summary").or(first) { (paragraphs(body)) }
            @for (key, record) in &keys { (judgments::line(text(key, "text"), record)) }
            @if keys.is_empty() { p.small { "This copy gives no judgment." } }
        }
    }
}

/// What the records say of what was seen, beside the words of the writers.
fn seen(a: &Advisory<'_>) -> Markup {
    let incidents: Vec<&Record> = a.set.of(RecordKind::Incident).collect();
    let behaviors: Vec<&Record> = a.set.of(RecordKind::Behavior).collect();
    html! {
        section {
            h2 { "What was seen" }
            @match a.said("seen") { Some(body) => (paragraphs(body)), None => p.small { "Nothing is said here." } }
            @if !incidents.is_empty() {
                table {
                    caption { "Incidents in this copy" }
                    thead { tr { th { "Incident" } th { "First seen" } th { "Where" } th { "Status" } } }
                    tbody { @for i in &incidents { tr {
                        td { (words(i.title())) }
                        td.tight { (day(i.text_at("/first_seen/time").unwrap_or("not known"))) }
                        td { (words(&i.texts("/platforms").join(", "))) }
                        td { (i.text("status").unwrap_or_default().replace('-', " ")) }
                    } } }
                }
            }
            @if !behaviors.is_empty() {
                table {
                    caption { "Techniques, as the DISARM framework numbers them" }
                    thead { tr { th { "Technique" } th { "What was seen" } } }
                    tbody { @for b in &behaviors { tr {
                        td.tight { code { (b.text("technique").unwrap_or_default()) } @if let Some(n) = b.text("technique_name") { br; (words(n)) } }
                        td { (words(b.text("statement").unwrap_or_default())) }
                    } } }
                }
            }
        }
    }
}

/// What nobody knows: the writers' words, and the gaps that the judgments name.
fn not_known(a: &Advisory<'_>) -> Markup {
    let keys = a.key_judgments();
    let mut gaps: Vec<&str> = keys.iter().flat_map(|(_, j)| j.texts("/basis/gaps")).collect();
    gaps.sort_unstable();
    gaps.dedup();
    html! {
        section {
            h2 { "What is not known" }
            @match a.said("not_known") {
                Some(body) => (paragraphs(body)),
                None => @if gaps.is_empty() { p.small { "Nothing is said here." } },
            }
            @if !gaps.is_empty() { p { "Gaps that the judgments name:" } ul { @for g in gaps { li { (words(g)) } } } }
        }
    }
}

fn responses(package: &Record) -> Markup {
    let list = package.list("/responses");
    let known = |id: &str| RESPONSES.iter().find(|(known, _, _)| *known == id);
    html! {
        @if !list.is_empty() {
            section {
                h2 { "Recommended responses" }
                table {
                    thead { tr { th { "Measure" } th { "When" } th { "How" } th { "DISARM" } } }
                    tbody { @for r in list {
                        @let id = text(r, "countermeasure");
                        tr {
                            td { (known(id).map_or("", |(_, gloss, _)| gloss)) }
                            td.tight { (known(id).map_or("", |(_, _, before)| if *before { "before" } else { "during, after" })) }
                            td { (words(text(r, "note"))) }
                            td.tight { code { (words(id)) } }
                        }
                    } }
                }
                p.small { "Suggestions that people choose from; nothing is done by a program." }
            }
        }
    }
}

fn limits(ceiling: Tlp) -> Markup {
    html! {
        section.limits {
            h2 { "Method and limits" }
            ul { @for line in METHOD_AND_LIMITS { li { (line) } } }
            p.small { "Shows only what may be shown at " (ceiling.label()) ". Made with Daylight; this box is part of every advisory." }
        }
    }
}

fn annex(a: &Advisory<'_>) -> Markup {
    let count = |r: &Value| r.get("count").and_then(Value::as_u64).unwrap_or(0);
    html! {
        section.annex {
            h2 { "Annex" }
            @if a.redactions.is_empty() { p { "No rule of redaction took anything out." } }
            @else {
                p { "Redaction before this copy was made:" }
                table { thead { tr { th { "Rule" } th { "What" } th { "How often" } } }
                    tbody { @for r in a.redactions { tr { td.tight { (text(r, "rule")) } td { (text(r, "class")) } td.tight { (count(r)) } } } } }
            }
            @if !a.warnings.is_empty() {
                p { "Remarks of the rules:" }
                ul { @for w in a.warnings { li { (w.code) " " (words(&w.message)) } } }
            }
            @if let Some((root, size)) = a.checkpoint {
                p { "The log of the case had " (size) " entries when this was made; its root is " code { (root) } ". The proof of this package's entry lies beside it." }
            }
        }
    }
}

/// The advisory as a page that loads nothing and has no script.
pub fn advisory_html(a: &Advisory<'_>) -> String {
    let recalled = a.package.list("/recalls").last();
    html! {
        (DOCTYPE)
        html lang=(a.said("language").unwrap_or("en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (words(a.package.title())) " – " (a.ceiling.label()) }
                style { (PreEscaped(STYLE)) (PreEscaped(running(a))) }
            }
            body {
                @if let Some(r) = recalled {
                    p.recall { "RECALLED " (day(text(r, "date"))) ": " (words(text(r, "reason"))) }
                }
                (masthead(a))
                main {
                    (in_short(a))
                    (seen(a))
                    (judgments::section(a))
                    (section("What it means", a.said("meaning")))
                    (not_known(a))
                    (responses(a.package))
                    (section("What voters can do", a.said("what_voters_can_do")))
                    (section("Official source for facts about voting", a.said("official_source")))
                    (judgments::dissents(a))
                    (sources::section(a))
                    (limits(a.ceiling))
                    (section("Who decided", a.said("who_decided")))
                    (section("Corrections", a.said("corrections")))
                    (annex(a))
                }
                footer { (a.ceiling.label()) " · " (words(a.recipient.unwrap_or("everybody"))) }
            }
        }
    }
    .into_string()
}

//! The report as one page without scripts and without requests.
//!
//! The box on method and limits is part of every copy: there is no option without it. Text of strangers is escaped,
//! its hidden characters are shown, its direction is isolated, and addresses are made harmless.

use daylight_core::record::RecordSet;
use daylight_share::casework::METHOD_AND_LIMITS;
use daylight_share::format;
use daylight_share::text::{cut, defang, visible};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Copy;
use crate::app::App;
use crate::wire::v1;
use crate::{entities, findings, network, pins, posts};

/// Longest text of a post, in characters.
const MAX_TEXT: usize = 2000;
/// Rows of an edge that are printed.
const MAX_ROWS: usize = 20;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
    h1,h2{line-height:1.2}.tlp{font-weight:700}.pin{border:1px solid #767676;padding:.5rem 1rem;margin:1rem 0}\
    .proof{font:12px/1.4 ui-monospace,monospace;overflow-wrap:anywhere;color:#3d3d3d}table{border-collapse:collapse;width:100%}\
    td,th{border:1px solid #767676;padding:.25rem .5rem;text-align:left;vertical-align:top}.method{background:#f2f2f2;padding:.5rem 1rem}\
    blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid #767676;overflow-wrap:anywhere}\
    @media(prefers-color-scheme:dark){body{color:#eee;background:#161616}.proof{color:#c4c4c4}.method{background:#262626}}";

/// The page.
pub fn page(app: &App, copy: &Copy, records: &RecordSet) -> String {
    let blocks = copy.draft.blocks.iter().zip(&copy.pins);
    let parts: Vec<Markup> = blocks.map(|(block, pin)| part(app, block, pin.as_ref(), records)).collect();
    let has_method = copy.draft.blocks.iter().any(|b| b.kind == v1::BlockKind::Method);
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="referrer" content="no-referrer";
                title { (visible(&copy.draft.title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                p.tlp { (copy.tlp.label()) }
                h1 { (foreign(&copy.draft.title, MAX_TEXT)) }
                @if !copy.draft.audience.is_empty() { p { "For " (foreign(&copy.draft.audience, MAX_TEXT)) } }
                @for part in &parts { (part) }
                @if !has_method { (method(app)) }
                p.tlp { (copy.tlp.label()) }
            }
        }
    };
    whole.into_string()
}

/// Text of others, or about them.
fn foreign(text: &str, max: usize) -> Markup {
    let harmless: Vec<String> =
        text.split(' ').map(|w| if w.contains("://") { defang(w) } else { w.to_owned() }).collect();
    html! { bdi { (visible(&cut(&harmless.join(" "), max))) } }
}

fn part(app: &App, block: &v1::Block, pin: Option<&v1::Pin>, records: &RecordSet) -> Markup {
    match block.kind {
        v1::BlockKind::Heading => html! { h2 { (foreign(&block.text, MAX_TEXT)) } },
        v1::BlockKind::Method => html! { (method(app)) (paragraphs(&block.text)) },
        v1::BlockKind::Judgment => html! { section { p { strong { "Judgment. " } } (paragraphs(&block.text)) } },
        v1::BlockKind::Text => paragraphs(&block.text),
        v1::BlockKind::Pin => {
            let Some(pin) = pin else { return html! {} };
            html! { section.pin { (paragraphs(&block.text)) (shown(app, pin, records)) (proof(app, pin)) } }
        }
    }
}

fn paragraphs(text: &str) -> Markup {
    let parts = text.split("\n\n").filter(|p| !p.trim().is_empty());
    html! { @for part in parts { p { (foreign(&part.replace('\n', " "), 20_000)) } } }
}

/// What a pin shows, as it is now.
fn shown(app: &App, pin: &v1::Pin, records: &RecordSet) -> Markup {
    let target = pin.target.as_deref().unwrap_or_default();
    let run = pin.run.as_deref().unwrap_or_default();
    let number = target.parse().unwrap_or(u32::MAX);
    let found = match pin.kind {
        v1::PinKind::Post => posts::detail(app, target).map(|found| post(&found.post)),
        v1::PinKind::Finding => findings::group(app, run, number).map(|found| finding(&found.finding)),
        v1::PinKind::Edge => {
            let rows = v1::RowQuery { offset: None, limit: Some(MAX_ROWS) };
            network::edge(app, run, number, &rows).map(|found| edge(&found))
        }
        v1::PinKind::Account => entities::dossier(app, v1::EntityKind::Account, target).map(|found| dossier(&found)),
        v1::PinKind::Domain => entities::dossier(app, v1::EntityKind::Domain, target).map(|found| dossier(&found)),
        // The record as it leaves: under the pseudonyms of members, redacted.
        v1::PinKind::Record => Ok(if let Some(record) = records.resolve(target).first() {
            html! { p { strong { (record.kind.name()) ": " } (foreign(record.title(), MAX_TEXT)) } }
        } else {
            html! { p { "This record does not leave." } }
        }),
        v1::PinKind::Search | v1::PinKind::Network => Ok(html! { p { (foreign(&pin.title, MAX_TEXT)) } }),
    };
    let note = pin.note.as_deref().map(paragraphs).unwrap_or_default();
    let found = found.unwrap_or_else(|_| html! { p { "The case does not hold this any more." } });
    html! { (found) (note) }
}

fn when(time_us: Option<i64>) -> String {
    time_us.map_or_else(|| "without a time".to_owned(), format::date_time)
}

fn post(post: &v1::Post) -> Markup {
    html! {
        p {
            "Account " (post.account_label.as_deref().unwrap_or("unknown")) ", "
            (foreign(post.platform.as_deref().unwrap_or("unknown platform"), 60)) ", " (when(post.time_us))
        }
        blockquote { (foreign(post.text.as_deref().unwrap_or("(no text)"), MAX_TEXT)) }
    }
}

fn finding(f: &v1::Finding) -> Markup {
    html! {
        p { strong { "Group " (f.group) ": " (f.label) ". " } (f.sentence) }
        table {
            tbody {
                tr { th scope="row" { "Observed" } td { (f.observed) } }
                tr { th scope="row" { "Expected from their own rhythm" } td { (format::value(f.expected)) } }
                tr { th scope="row" { "Expected from the crowd" } td { (f.expected_crowd.map_or_else(|| "no crowd to compare with".to_owned(), format::value)) } }
                tr { th scope="row" { "p, q" } td { (format::prob(f.p)) ", " (format::prob(f.q)) } }
                tr { th scope="row" { "Empirical false share of the run" } td { (f.empirical_fdr.map_or_else(|| "not measured".to_owned(), format::percent)) } }
            }
        }
        p { strong { "What else could explain it" } }
        ul { @for hint in &f.hints { li { @if hint.fits { strong { "Fits: " } } (foreign(&hint.sentence, MAX_TEXT)) } } }
    }
}

fn edge(e: &v1::EdgeDetail) -> Markup {
    html! {
        p {
            "Accounts " (e.edge.a) " and " (e.edge.b) ": " (e.edge.n_objects) " objects together on " (e.edge.n_days) " days. "
            @if let Some(own) = &e.edge.own { "Observed " (own.observed) " against " (format::value(own.expected)) " expected (q " (format::prob(own.q)) "). " }
            (e.edge.meaning.as_deref().unwrap_or_default())
        }
        table {
            thead { tr { th { "Object" } th { "First" } th { "Second" } th { "Apart" } } }
            tbody {
                @for row in &e.rows {
                    tr {
                        td { (foreign(&row.layer, 40)) ": " (foreign(&defang(&row.object), 200)) }
                        td { (when(row.a.time_us)) }
                        td { (when(row.b.time_us)) }
                        td { (format::secs(row.dt_secs.abs())) }
                    }
                }
            }
        }
        @if e.total > e.rows.len() as u64 { p { (e.rows.len()) " of " (e.total) " pairs of posts." } }
    }
}

fn dossier(d: &v1::Dossier) -> Markup {
    html! {
        p {
            strong { (foreign(&defang(&d.label), 200)) } ": " (d.n_posts) " posts, " (when(d.first_us)) " to " (when(d.last_us)) ". "
            @if let Some(label) = &d.group_label { "In group " (d.group.unwrap_or(0)) " (" (label) ")." }
        }
    }
}

/// Where a pin leads, so that somebody else can look.
fn proof(app: &App, pin: &v1::Pin) -> Markup {
    let changed = pins::has_changed(app, pin);
    html! {
        p.proof {
            "Pinned " (format::date_time(pin.at_us)) "; content SHA-256 " (pin.content_sha256)
            @if changed { " (what is shown here has changed since)" }
            @if let Some(original) = &pin.original_sha256 { "; original " (original) }
            @if let Some(record) = pin.original_record { ", record " (record) }
            @if let Some(run) = &pin.run { "; result " (run) }
            @if let Some(seed) = pin.seed { ", seed " (seed) }
            @if let Some(manifest) = &pin.manifest_sha256 { ", manifest " (manifest) }
            @if let Some(version) = pin.record_version { "; version " (version) }
        }
    }
}

/// Method and limits, with the settings of the newest result.
fn method(app: &App) -> Markup {
    let run = app.runs.load(None).ok();
    html! {
        section.method {
            h2 { "Method and limits" }
            ul { @for line in METHOD_AND_LIMITS { li { (line) } } }
            @if let Some(run) = run {
                @let s = &run.manifest.settings;
                @let windows: Vec<String> = s.time_windows_secs.iter().map(|w| format::secs(*w)).collect();
                p {
                    "Result " (run.id) " of " (format::int(run.manifest.intake.kept)) " posts: window " (windows.join(", "))
                    ", jitter " (format::value(s.jitter_ratio)) " windows, nominal false-discovery rate " (format::percent(s.q))
                    @if let Some(fdr) = run.package.analysis.calibration.empirical_fdr { " (empirical " (format::percent(fdr)) ")" }
                    ", at least " (s.min_objects) " objects on " (s.min_days) " days, seed " (s.seed) "."
                }
                ul { @for (head, body) in daylight_share::LIMITS { li { strong { (head) } " " (body) } } }
            }
        }
    }
}

//! The strongest pairs with the three questions, what became of all pairs, and viral moments.

use daylight_core::{CoactionEdge, CrowdAnswer, Package};
use maud::{Markup, html};

use super::markup::{account, answer, group_mark, hostile, object};
use super::posts::evidence_place;
use crate::format::{date_time, int, percent, prob, secs, value};
use crate::view;

/// Pairs in the table.
const MAX_ROWS: usize = 100;
/// Moments in the table.
const MAX_MOMENTS: usize = 50;

pub(super) fn section(package: &Package) -> Markup {
    let mut all = view::lead_edges(package);
    let n_lead = all.len();
    all.extend(view::by_strength(package, |e| view::validated(e.standing) && !e.standing.leads()));
    html! {
        section #edges {
            h2 { "Pairs" }
            p.guide {
                "Each pair is asked up to three questions. Own rhythm: would the two meet as often if each kept its habits but moved its posts by \
                 up to the jitter? Crowd: were the others on the same objects as fast? Group: are the two closer than their large group as a whole? \
                 Each answer shows objects observed against expected."
            }
            (first_question(package))
            (standings(package))
            @if all.is_empty() { p { "No pair passed." } } @else {
                div.scroll tabindex="0" role="region" aria-label="Strongest pairs" { (table(package, &all)) }
                p.left-out {
                    (int(n_lead as u64)) " pairs are led with"
                    @if all.len() > MAX_ROWS { "; the table shows the first " (MAX_ROWS) " of " (int(all.len() as u64)) ", led-with pairs first" }
                    ". All stand in edges.csv."
                }
            }
        }
    }
}

/// How many pairs were tested, and how many false ones the first question alone lets through.
fn first_question(package: &Package) -> Markup {
    let c = &package.analysis.calibration;
    html! {
        p.guide {
            "Of " (int(c.n_all_pairs)) " possible pairs those with any chance to meet were tested, each in each kind of object: " (int(c.n_tested)) " tests. "
            (int(c.n_validated)) " passed the first question, own rhythm, on enough objects and days; counting all possible pairs, "
            (int(c.n_validated_strict)) " would still pass. "
            @match (c.empirical_fdr, c.surrogate_counts.iter().min().zip(c.surrogate_counts.iter().max())) {
                (Some(fdr), Some((low, high))) => {
                    "At that question " (percent(fdr)) " are false (nominal " (percent(c.q)) "): "
                    (c.surrogate_counts.len()) " copies with jittered times gave " (int(*low)) " to " (int(*high))
                    " pairs past the same cut (p ≤ " (prob(c.p_cut)) "). The other questions take these away, and more: "
                    "what is led with is the first line of the table."
                },
                _ => { "Nominal rate of false ones " (percent(c.q)) "." },
            }
        }
    }
}

fn standings(package: &Package) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="What became of all pairs" {
            table {
                caption { "What became of all pairs that met" }
                thead { tr { th { "Standing" } th.n { "Pairs" } th { "Meaning" } } }
                tbody {
                    @for (standing, n) in view::standing_counts(package) {
                        tr { td.nowrap { code { (standing.name()) } } td.n { (int(n)) } td { (standing.sentence()) } }
                    }
                }
            }
        }
    }
}

fn table(package: &Package, all: &[u32]) -> Markup {
    html! {
        table.pairs {
            caption { "Strongest pairs" }
            thead { tr {
                th { "Accounts" } th { "Group" } th { "Own rhythm" } th { "Crowd" } th { "Community" }
                th.n { "Days" } th.n { "Median distance" } th { "Standing" } th { "Rows" }
            } }
            tbody {
                @for &index in all.iter().take(MAX_ROWS) {
                    @let e = &package.analysis.edges[index as usize];
                    tr {
                        td { (account(package, e.a)) br; (account(package, e.b)) }
                        td { @match view::edge_group(package, e) { Some(g) => (group_mark(g)), None => "–" } }
                        td { (answer(&e.own)) }
                        td { (crowd(e)) }
                        td { @match &e.group { Some(a) => (answer(a)), None => span.quiet { "not asked" } } }
                        td.n { (e.n_days) }
                        td.n { (secs(e.median_dt_secs)) }
                        td { code { (e.standing.name()) } }
                        td { (evidence_place(package, e)) }
                    }
                }
            }
        }
    }
}

fn crowd(e: &CoactionEdge) -> Markup {
    match &e.crowd {
        CrowdAnswer::NotAsked => html! { span.quiet { "not asked" } },
        CrowdAnswer::Tested { answer: a, n_outsiders } => html! {
            (answer(a)) span.pq { (int(u64::from(*n_outsiders))) " others" }
        },
        CrowdAnswer::NoCrowd { n_outsiders, ownership, live, .. } => html! {
            span.answer {
                "no crowd (" (int(u64::from(*n_outsiders))) " others)"
                span.pq { "group makes " (percent(*ownership)) " of the actions" }
                span.pq { "live moment: " (live.observed) " against " (value(live.expected)) ", q " (prob(live.q)) }
            }
        },
    }
}

/// Moments in which a multitude acted at once.
pub(super) fn moments(package: &Package) -> Markup {
    let moments = &package.analysis.moments;
    html! {
        @if !moments.is_empty() {
            section #moments {
                h2 { "Viral moments" }
                p.guide {
                    "More than " (int(u64::from(package.analysis.settings.viral_limit))) " accounts acted on one object inside one window. \
                     Such moments prove nothing about any pair and are left out of the test."
                }
                div.scroll tabindex="0" role="region" aria-label="Viral moments" {
                    table {
                        thead { tr { th { "Object" } th { "Kind" } th.n { "Accounts" } th.n { "Actions" } th { "From" } th { "To" } } }
                        tbody {
                            @for m in moments.iter().take(MAX_MOMENTS) {
                                tr {
                                    td { (object(package, m.layer, m.object, 80)) }
                                    td { (hostile(view::layer_name(package, m.layer), 30)) }
                                    td.n { (int(u64::from(m.n_accounts))) }
                                    td.n { (int(u64::from(m.n_actions))) }
                                    td.nowrap { (date_time(m.first_us)) }
                                    td.nowrap { (date_time(m.last_us)) }
                                }
                            }
                        }
                    }
                }
                @if moments.len() > MAX_MOMENTS { p.left-out { (moments.len() - MAX_MOMENTS) " more stand in findings.json." } }
            }
        }
    }
}

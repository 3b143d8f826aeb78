//! Headline and key numbers.

use daylight_core::{Group, GroupLabel, Package, Standing};
use maud::{Markup, html};

use super::markup::{capital, count, hostile};
use crate::format::{int, long_day, percent, prob, rough};
use crate::view;

/// What the page says first.
pub(super) struct Headline {
    pub title: String,
    pub lead: String,
}

pub(super) fn headline(package: &Package) -> Headline {
    let analysis = &package.analysis;
    if let Some(why) = &analysis.not_applicable {
        return Headline {
            title: "Not tested".to_owned(),
            lead: format!(
                "The data could not be tested for accounts that act together: {why}. This says nothing about the accounts."
            ),
        };
    }
    let unexplained: Vec<&Group> = analysis.groups.iter().filter(|g| g.label == GroupLabel::Unexplained).collect();
    let others = (analysis.groups.len() - unexplained.len()) as u64;
    if !unexplained.is_empty() {
        return Headline { title: groups_title(package, &unexplained), lead: groups_lead(&unexplained, others) };
    }
    if others > 0 {
        return Headline {
            title: format!("No unexplained group; {} with an ordinary explanation", count(others, "group", "groups")),
            lead: "Accounts acted close together in time, but what we measure of ordinary life explains it: \
                   one source, a schedule, an event, or a crowd that was as fast."
                .to_owned(),
        };
    }
    let leads = analysis.edges.iter().filter(|e| e.standing.leads()).count() as u64;
    if leads > 0 {
        return Headline {
            title: format!("{} of accounts acted together, but no group", capital(&count(leads, "pair", "pairs"))),
            lead: "Single pairs were closer in time than chance and their own rhythm explain. \
                   They do not hold together as a group."
                .to_owned(),
        };
    }
    Headline {
        title: "Nothing found".to_owned(),
        lead: "No accounts acted together more closely in time than chance and their own rhythm explain. \
               Coordination that is slow, or that left no trace in this data, would not be seen."
            .to_owned(),
    }
}

/// Whether the lead edges of a group were compared with a crowd.
fn had_crowd(package: &Package, group: &Group) -> bool {
    let inside = |e: &&daylight_core::CoactionEdge| view::edge_group(package, e) == Some(group.id);
    package.analysis.edges.iter().filter(inside).any(|e| e.standing == Standing::Lead)
}

fn groups_title(package: &Package, unexplained: &[&Group]) -> String {
    let n = unexplained.len() as u64;
    let crowd = unexplained.iter().filter(|g| had_crowd(package, g)).count();
    let reason = if crowd == unexplained.len() {
        "than chance, their own rhythm and the crowd explain"
    } else if crowd == 0 {
        "than chance and their own rhythm explain"
    } else {
        "than chance, their own rhythm and, where there was one, the crowd explain"
    };
    let group = if n == 1 { "group of accounts" } else { "groups of accounts" };
    format!("{} acted together faster {reason}", capital(&count(n, group, group)))
}

fn groups_lead(unexplained: &[&Group], others: u64) -> String {
    let members: usize = unexplained.iter().map(|g| g.members.len()).sum();
    let first = unexplained.iter().map(|g| g.first_us).min().unwrap_or_default();
    let last = unexplained.iter().map(|g| g.last_us).max().unwrap_or_default();
    let mut lead = format!(
        "{} accounts, between {} and {}. None of the ordinary explanations that we measure fits; \
         that does not mean that there is none.",
        int(members as u64),
        long_day(first),
        long_day(last)
    );
    if others > 0 {
        let number = capital(&super::markup::words(others));
        let further = if others == 1 {
            format!(
                " {number} further group has an explanation that fits, or cannot be told from its crowd, and is not counted here."
            )
        } else {
            format!(
                " {number} further groups have an explanation that fits, or cannot be told from their crowd, and are not counted here."
            )
        };
        lead.push_str(&further);
    }
    lead
}

pub(super) fn masthead(package: &Package) -> Markup {
    let span = package.totals.span_us;
    html! {
        header.masthead {
            p.brand { "Daylight" }
            p.kicker {
                "Accounts that act together"
                @if let Some((first, last)) = span { " · posts of " (long_day(first)) " to " (long_day(last)) }
            }
        }
    }
}

pub(super) fn top(package: &Package, headline: &Headline) -> Markup {
    html! {
        section.top {
            h1 { (headline.title) }
            p.lead { (headline.lead) }
            p.caution {
                "What is measured here is timing. Acting together is not in itself wrong: newsrooms, fans, campaigns and \
                 families do it. Nothing on this page says who is behind an account or why it acted."
            }
            @if package.pseudonyms {
                p.caution {
                    "Accounts and posts stand under pseudonyms. Addresses, hashtags and quoted texts are as in the data \
                     and may still lead to a person."
                }
            }
            @if package.analysis.not_applicable.is_none() { (numbers(package)) }
            @for note in &package.analysis.notes { p.note { (hostile(note, 600)) } }
        }
    }
}

fn numbers(package: &Package) -> Markup {
    let c = &package.analysis.calibration;
    let leads = package.analysis.edges.iter().filter(|e| e.standing.leads()).count() as u64;
    let groups = package.analysis.groups.len();
    let unexplained = package.analysis.groups.iter().filter(|g| g.label == GroupLabel::Unexplained).count();
    html! {
        dl.numbers {
            div {
                dt { "Pairs led with" }
                dd.big { a href="#edges" { (int(leads)) } }
                dd { "of " (int(c.n_validated)) " pairs closer than their own rhythm, on enough objects and days" }
            }
            div {
                dt { "False at the first question" }
                (false_edges(package))
            }
            div {
                dt { "Unexplained groups" }
                dd.big { a href="#groups" { (unexplained) } }
                dd { "of " (int(groups as u64)) " " (if groups == 1 { "group" } else { "groups" }) " found" }
            }
            div {
                dt { "Pairs tested" }
                dd.big { (int(c.n_tested)) }
                dd {
                    "of " (int(c.n_all_pairs)) " possible. Counting all of them, "
                    (int(c.n_validated_strict)) " of " (int(c.n_validated)) " would still pass."
                }
            }
        }
        (fdr_warning(package))
    }
}

fn false_edges(package: &Package) -> Markup {
    let c = &package.analysis.calibration;
    let Some(fdr) = c.empirical_fdr else {
        return html! {
            dd.big { "–" }
            dd { "No empirical rate: nothing passed, or no copies were made. Nominal rate " (percent(c.q)) "." }
        };
    };
    let (low, high) = (c.surrogate_counts.iter().min(), c.surrogate_counts.iter().max());
    html! {
        dd.big { "≈ " (rough(fdr * c.n_validated as f64)) }
        dd {
            "among the " (int(c.n_validated)) " that passed: empirical rate " (percent(fdr)) ", nominal " (percent(c.q)) "."
            @if let (Some(low), Some(high)) = (low, high) {
                " " (c.surrogate_counts.len()) " copies with jittered times gave " (int(*low)) " to " (int(*high)) " pairs past the same cut (p ≤ " (prob(c.p_cut)) ")."
            }
        }
    }
}

fn fdr_warning(package: &Package) -> Markup {
    let c = &package.analysis.calibration;
    html! {
        @if c.empirical_fdr.is_some_and(|fdr| fdr > 1.5 * c.q) {
            p.warning {
                strong { "Read with care. " }
                "Copies of this data with jittered times gave more false pairs than the nominal rate promises. \
                 The numbers above use the higher, empirical rate."
            }
        }
    }
}

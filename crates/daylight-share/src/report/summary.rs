//! Headline and key numbers.

use daylight_core::{Group, GroupLabel, Package, Standing};
use maud::{Markup, html};

use super::markup::{capital, count, hostile};
use crate::format::{int, long_day, percent, rough};
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
    let leads = view::n_lead(package);
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
            @for warning in &view::warnings(package) {
                p.warning role="alert" { strong { "Warning. " } (hostile(warning, 900)) }
            }
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
            @if !package.analysis.notes.is_empty() {
                details {
                    summary { "Notes on the run as a whole" }
                    @for note in &package.analysis.notes { p.note { (hostile(note, 600)) } }
                }
            }
        }
    }
}

fn numbers(package: &Package) -> Markup {
    let leads = view::n_lead(package);
    let groups = package.analysis.groups.len();
    let unexplained: Vec<&Group> = view::groups(package).into_iter().filter(|g| view::unexplained(g)).collect();
    let members: usize = unexplained.iter().map(|g| g.members.len()).sum();
    html! {
        dl.numbers {
            div {
                dt { "Pairs to look at" }
                dd.big { a href="#edges" { (int(leads)) } }
                dd { "pairs of accounts that this report leads with, of " (int(view::n_edges(package, |_| true))) " that met at all" }
            }
            div {
                dt { "Of these, by chance" }
                (by_chance(package, leads))
            }
            div {
                dt { "Unexplained groups" }
                dd.big { a href="#groups" { (unexplained.len()) } }
                dd {
                    "of " (int(members as u64)) " accounts. "
                    (capital(&count(groups.saturating_sub(unexplained.len()) as u64, "group has", "groups have"))) " an innocent explanation."
                }
            }
        }
        (chance_warning(package, leads))
    }
}

/// The one number that says how far to trust the rest.
fn by_chance(package: &Package, leads: u64) -> Markup {
    let Some(chance) = package.analysis.calibration.chance() else {
        return html! { dd.big { "–" } dd { "Not measured: this result has no copies with jittered times." } };
    };
    html! {
        dd.big { (if chance.expected > 0.0 { "≈ " } else { "" }) (rough(chance.expected)) }
        dd {
            @if let Some(share) = chance.share(leads) { (percent(share)) " of them. " }
            "In " (chance.n_copies) " copies of the data with jittered times "
            @if chance.highest == 0 { "no pair met as closely." }
            @else { (int(chance.lowest)) " to " (int(chance.highest)) " pairs met as closely." }
        }
    }
}

fn chance_warning(package: &Package, leads: u64) -> Markup {
    let c = &package.analysis.calibration;
    let share = c.chance().and_then(|chance| chance.share(leads));
    html! {
        @if share.is_some_and(|share| share > 1.5 * c.q) {
            p.warning {
                strong { "Read with care. " }
                "More of these pairs are expected by chance than the nominal rate of " (percent(c.q)) " promises."
            }
        }
    }
}

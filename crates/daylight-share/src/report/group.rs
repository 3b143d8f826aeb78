//! The table of groups and the section of each.

use daylight_core::{CoactionEdge, CrowdAnswer, Group, GroupLabel, Hint, HintKind, Package, Standing};
use maud::{Markup, html};

use super::markup::{account, capital, count, group_mark, hostile, kind_words, object, words};
use super::{figures, posts};
use crate::format::{day, int, long_day, percent, prob, secs, value};
use crate::view;

/// Groups in the table.
const MAX_ROWS: usize = 200;
/// Ordinary explanations that are measured where the data allow it.
const N_HINTS: usize = 7;
/// Members listed in a section.
const MAX_MEMBERS: usize = 60;

pub(super) fn table_section(package: &Package) -> Markup {
    let (open, explained): (Vec<&Group>, Vec<&Group>) =
        view::groups(package).into_iter().partition(|g| view::unexplained(g));
    html! {
        section #groups {
            h2 { "Groups" }
            @if package.analysis.groups.is_empty() {
                p { "No pairs hold together as a group." }
            } @else {
                p.guide {
                    "Observed and expected count, over the pairs of a group, the different objects that both acted on within the window. \
                     Expected is what the accounts' own rhythm gives. p says how often chance would do as much; q corrects it for the number of groups."
                }
                @if open.is_empty() { p { "Each group has an innocent explanation that fits." } }
                @else { (table(package, &open, "Groups without an innocent explanation")) }
                @if !explained.is_empty() {
                    details.explained open[open.is_empty()] {
                        summary { (capital(&count(explained.len() as u64, "group", "groups"))) " with an innocent explanation: " (names(&explained)) }
                        p.guide {
                            "These groups are not led with. Something ordinary that the data show fits them, or others on the same objects were as fast."
                        }
                        (table(package, &explained, "Groups with an innocent explanation"))
                    }
                }
            }
        }
    }
}

/// `8 syndication-like, 2 event crowd-like`.
fn names(groups: &[&Group]) -> String {
    let counted = GroupLabel::ALL.into_iter().map(|l| (l, groups.iter().filter(|g| g.label == l).count()));
    let words: Vec<String> = counted.filter(|(_, n)| *n > 0).map(|(l, n)| format!("{n} {}", l.name())).collect();
    words.join(", ")
}

fn table(package: &Package, groups: &[&Group], caption: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table.cards {
                thead { tr {
                    th { "Group" } th.n { "Accounts" } th.n { "Pairs" } th { "Observed against expected" }
                    th { "Against its crowd" } th { "Kinds" } th { "First–last" } th { "Platforms" }
                } }
                tbody {
                    @for g in groups.iter().take(MAX_ROWS) {
                        tr {
                            td data-label="Group" { span.answer { (group_mark(g.id)) span.pq { (label(g.label)) } } }
                            td.n data-label="Accounts" { (g.members.len()) }
                            td.n data-label="Pairs" { (int(u64::from(g.n_edges))) }
                            td data-label="Observed against expected" { span.answer {
                                b { (int(g.observed)) } " against " (value(g.expected))
                                span.pq { "p " (prob(g.p)) " · q " (prob(g.q)) }
                            } }
                            td data-label="Against its crowd" { @if g.check.n_surrogates == 0 { "no crowd" } @else { span.answer {
                                b { (value(g.check.observed)) } " against " (value(g.check.expected))
                                span.pq { "p " (prob(g.check.p)) " · q " (prob(g.check.q)) }
                            } } }
                            td.some data-label="Kinds" { (layer_list(package, g)) }
                            td data-label="First–last" { span.nowrap { (day(g.first_us)) } " – " span.nowrap { (day(g.last_us)) } }
                            td.some data-label="Platforms" { (pairs(&g.platforms)) }
                        }
                    }
                }
            }
        }
        @if groups.len() > MAX_ROWS { p.left-out { (groups.len() - MAX_ROWS) " more stand in groups.csv." } }
    }
}

/// A section a group; those with an innocent explanation folded below the others.
pub(super) fn sections(package: &Package) -> Markup {
    let shown = view::groups(package).into_iter().filter(|g| g.id as usize <= super::MAX_SECTIONS);
    let (open, explained): (Vec<&Group>, Vec<&Group>) = shown.partition(|g| view::unexplained(g));
    html! {
        @for group in open { (section(package, group)) }
        @if !explained.is_empty() {
            details.explained {
                summary { "Details of " (count(explained.len() as u64, "group", "groups")) " with an innocent explanation" }
                @for group in explained { (section(package, group)) }
            }
        }
    }
}

fn label(label: GroupLabel) -> Markup {
    let class = if label == GroupLabel::Unexplained { "label open" } else { "label" };
    html! { span class=(class) { (label.name()) } }
}

fn layer_list(package: &Package, g: &Group) -> Markup {
    let names: Vec<String> = g.layers.iter().map(|&(l, n)| format!("{} {n}", view::layer_name(package, l))).collect();
    hostile(&names.join(", "), 120)
}

fn pairs(list: &[(String, u32)]) -> Markup {
    let texts: Vec<String> = list.iter().map(|(name, n)| format!("{name} {n}")).collect();
    if texts.is_empty() {
        html! { "–" }
    } else {
        hostile(&texts.join(", "), 120)
    }
}

fn section(package: &Package, g: &Group) -> Markup {
    html! {
        section.group #{ "group-" (g.id) } {
            header.group-head.{ "g" (crate::palette::index(g.id)) } {
                h2 { "Group " (g.id) }
                p { (label(g.label)) }
            }
            p.lead { (sentence(package, g)) }
            div.columns {
                div {
                    h3 { "Ordinary explanations, measured" }
                    (hints(&g.hints))
                    (check(package, g))
                }
                div { (figures::rose(g)) }
            }
            div.columns.even {
                div { h3 { "Who comes first" } (leaders(package, g)) }
                div { h3 { "What they acted on" } (objects(package, g)) }
            }
            (members(package, g))
            (super::apart::part(package, g))
            (posts::strongest(package, g))
        }
    }
}

fn sentence(package: &Package, g: &Group) -> String {
    let kind = |l: u16| package.analysis.layers.get(usize::from(l)).map(|l| kind_words(&l.kind));
    let kinds: Vec<String> = g.layers.iter().filter_map(|&(l, _)| kind(l)).collect();
    let kinds = if kinds.is_empty() { "objects".to_owned() } else { kinds.join(" and ") };
    let close = match g.label {
        GroupLabel::Unexplained if g.hints.len() < N_HINTS => {
            "Of the ordinary explanations, those that this data allows to be measured do not fit; the others are not ruled out."
        }
        GroupLabel::Unexplained => "None of the ordinary explanations that we measure fits.",
        GroupLabel::SyndicationLike => "One source, one owner or one feed would explain it.",
        GroupLabel::ScheduleLike => "Posting on a fixed schedule would explain it.",
        GroupLabel::EventCrowdLike => "One event, or an audience that reacts live, would explain it.",
        GroupLabel::LikeItsCrowd => "Others on the same objects were as fast: the group cannot be told from its crowd.",
    };
    // With several windows each pair's numbers are those of the one that is strongest for it.
    let windows: Vec<String> = package.analysis.settings.time_windows_secs.iter().map(|w| secs(*w)).collect();
    let of = if windows.len() > 1 { " (the one that shows most for each pair)" } else { "" };
    format!(
        "{} accounts acted together between {} and {}. Pairs of them met on the same {kinds} within {}{of} of each other {} times \
         (each pair and meeting counted once); their own rhythm gives {}. {} of their actions were part of such a meeting. {close}",
        capital(&words(g.members.len() as u64)),
        long_day(g.first_us),
        long_day(g.last_us),
        windows.join(" or "),
        int(g.observed),
        value(g.expected),
        percent(g.coaction_share),
    )
}

fn hint_name(kind: HintKind) -> &'static str {
    match kind {
        HintKind::OneDomain => "One publisher",
        HintKind::ConstantLag => "One feed (constant lag)",
        HintKind::SharedName => "Declared affiliation",
        HintKind::FixedSchedule => "A fixed schedule",
        HintKind::FewEvents => "A few events",
        HintKind::CrowdAsFast => "The crowd was as fast",
        HintKind::BroadActivity => "Mostly other activity",
    }
}

fn hints(hints: &[Hint]) -> Markup {
    if hints.is_empty() {
        return html! { p { "None could be measured." } };
    }
    html! {
        div.scroll tabindex="0" role="region" aria-label="Explanations" {
            table.hints.cards {
                thead { tr { th { "Explanation" } th { "Fits" } th.n { "Measured" } th.n { "Fits from" } th { "In words" } } }
                tbody {
                    @for h in hints {
                        tr.fits[h.fits] {
                            td data-label="Explanation" { (hint_name(h.kind)) }
                            td data-label="Fits" { (if h.fits { "yes" } else { "no" }) }
                            td.n data-label="Measured" { (value(h.value)) }
                            td.n data-label="Fits from" { (value(h.threshold)) }
                            td.words data-label="In words" { (hostile(&h.sentence, 300)) }
                        }
                    }
                }
            }
        }
    }
}

/// Meetings of a pair on objects that others acted on too.
fn crowd_observed(edge: &CoactionEdge) -> Option<u64> {
    if let CrowdAnswer::Tested { answer, .. } = &edge.crowd { Some(u64::from(answer.observed)) } else { None }
}

fn check(package: &Package, g: &Group) -> Markup {
    let c = &g.check;
    let inside = |a: u32| g.members.binary_search(&a).is_ok();
    let asked = package
        .analysis
        .edges
        .iter()
        .filter(|e| (e.standing.leads() || e.standing == Standing::Explained) && inside(e.a) && inside(e.b));
    let observed: u64 = asked.filter_map(crowd_observed).sum();
    html! {
        p {
            strong { "Against its crowd. " }
            @if c.n_surrogates == 0 {
                "Hardly anyone else acted on these objects, so there is no crowd to compare the group with. "
            } @else {
                "Counted only on the objects that any others acted on too, members met " b { (value(c.observed)) }
                " times; as many accounts drawn from all who acted on them met " (value(c.expected)) " times on average (p " (prob(c.p)) ", q " (prob(c.q)) ", " (c.n_surrogates) " draws). "
            }
            "Members make " (percent(g.reach_share)) " of all actions on these objects."
            @if let Some(crowd) = g.expected_crowd { " Expected at the crowd's speed: " (value(crowd)) " against " (int(observed)) " observed on the same objects." }
        }
    }
}

fn leaders(package: &Package, g: &Group) -> Markup {
    html! {
        @if g.leaders.is_empty() { p { "Nobody comes first more often than others." } }
        @else {
            ol.plain {
                @for &(a, share) in g.leaders.iter().take(8) {
                    li { (account(package, a)) span.quiet { " first in " (percent(share)) } }
                }
            }
        }
    }
}

fn objects(package: &Package, g: &Group) -> Markup {
    html! {
        ol.plain {
            @for t in g.top_objects.iter().take(8) {
                li {
                    (object(package, t.layer, t.object, 90))
                    span.quiet { " " (t.n_members) " members of " (t.n_accounts) " accounts on it" }
                }
            }
        }
    }
}

fn members(package: &Package, g: &Group) -> Markup {
    let lowest = g.stability.iter().copied().filter(|s| s.is_finite()).fold(f64::INFINITY, f64::min);
    let mean = g.stability.iter().sum::<f64>() / g.stability.len().max(1) as f64;
    html! {
        details {
            summary {
                "All " (g.members.len()) " accounts. Stability of the group: " (percent(mean)) " on average"
                @if lowest.is_finite() { ", " (percent(lowest)) " for the least certain account" }
            }
            p.guide { "Stability: in how many of the repeated groupings the account stays with this group." }
            ul.members {
                @for (&m, &s) in g.members.iter().zip(&g.stability).take(MAX_MEMBERS) {
                    li { (account(package, m)) span.quiet { " " (percent(s)) @if let Some(p) = view::platform(package, m) { " · " (hostile(p, 30)) } } }
                }
            }
            @if g.members.len() > MAX_MEMBERS { p.left-out { (g.members.len() - MAX_MEMBERS) " more stand in accounts.csv." } }
            @if !g.languages.is_empty() { p { "Languages of their posts: " (pairs(&g.languages)) "." } }
        }
        @let dt = median(package, g);
        @if let Some(dt) = dt { p.quiet { "Median distance of two posts in its strongest pairs: " (secs(dt)) "." } }
    }
}

/// Median of the medians of the strongest pairs.
fn median(package: &Package, g: &Group) -> Option<f64> {
    let mut all: Vec<f64> =
        g.strongest.iter().filter_map(|&i| package.analysis.edges.get(i as usize)).map(|e| e.median_dt_secs).collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied()
}

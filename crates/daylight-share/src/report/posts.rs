//! The posts behind the strongest pairs of a group, side by side.

use daylight_core::{CoactionEdge, EvidenceRow, Group, Package};
use maud::{Markup, html};

use super::markup::{account, hostile, object, without_links};
use crate::format::{date_time, prob, secs, value};
use crate::meetings::meetings;
use crate::view;

/// Pairs shown, and co-actions of each, for the first groups and for later ones.
const FIRST_GROUPS: u32 = 12;
const SHOWN: (usize, usize) = (3, 4);
const SHOWN_LATER: (usize, usize) = (1, 2);

pub(super) fn strongest(package: &Package, g: &Group) -> Markup {
    let (n_pairs, n_rows) = if g.id <= FIRST_GROUPS { SHOWN } else { SHOWN_LATER };
    let edges = g.strongest.iter().filter_map(|&i| package.analysis.edges.get(i as usize));
    html! {
        h3 { "The posts behind its strongest pairs" }
        @if g.strongest.is_empty() { p { "No pair is listed." } }
        @for edge in edges.take(n_pairs) { (pair(package, edge, n_rows)) }
    }
}

/// Where the rows of an edge stand: lines of `evidence.csv` (line 1 is the header), or rows of
/// `evidence.parquet` (from 1) where the CSV has only some.
pub(super) fn evidence_place(package: &Package, edge: &CoactionEdge) -> String {
    let last = |first: u64| first + u64::from(edge.n_coactions.max(1)) - 1;
    if view::has_evidence_csv(package) {
        let first = edge.evidence_start + 2;
        format!("evidence.csv, lines {first}–{}", last(first))
    } else {
        let first = edge.evidence_start + 1;
        format!("evidence.parquet, rows {first}–{} (and in evidence.csv)", last(first))
    }
}

fn pair(package: &Package, edge: &CoactionEdge, n_rows: usize) -> Markup {
    let meetings = meetings(package.rows(edge));
    html! {
        article.pair #{ "pair-" (edge.evidence_start) } {
            h4 { (account(package, edge.a)) span.and { " and " } (account(package, edge.b)) }
            p.quiet {
                b { (edge.own.observed) } " objects together against " (value(edge.own.expected)) " expected from their own rhythm (p " (prob(edge.own.p)) ", q " (prob(edge.own.q)) ")"
                @if let Some(c) = view::crowd_answer(edge) { "; " (value(c.expected)) " expected at the crowd's speed (q " (prob(c.q)) ")" }
                @else { "; no crowd to compare with" }
                ". " (evidence_place(package, edge)) "."
            }
            @for meeting in spread(&meetings, n_rows) { (coaction(package, meeting)) }
            @if meetings.len() > n_rows { p.left-out { (meetings.len() - n_rows) " more meetings of this pair there." } }
        }
    }
}

/// Meetings over the whole length of the list, so that not one busy day speaks for all.
fn spread<'m, 'r>(meetings: &'m [Vec<&'r EvidenceRow>], n: usize) -> Vec<&'m [&'r EvidenceRow]> {
    let n = n.min(meetings.len());
    (0..n).map(|i| meetings[i * meetings.len() / n].as_slice()).collect()
}

/// Two posts, and all that both are about: a link and its domain are one meeting.
fn coaction(package: &Package, rows: &[&EvidenceRow]) -> Markup {
    let Some(row) = rows.first() else { return html! {} };
    let dt = row.dt_us as f64 / 1e6;
    html! {
        div.coaction {
            p.on {
                @for (i, row) in rows.iter().enumerate() {
                    @if i > 0 { ", " }
                    span.kind { (view::layer_name(package, row.layer).replace('_', " ")) } " "
                    (object(package, row.layer, row.object, 110))
                }
                span.dt { (secs(dt.abs())) " apart" }
            }
            div.sides {
                (side(package, row.post_a, surely_first(package, row.post_a, row.dt_us)))
                (side(package, row.post_b, surely_first(package, row.post_b, -row.dt_us)))
            }
        }
    }
}

/// Whether a post was surely first, `ahead_us` before the other. A whole minute may be cut off: then the true time
/// lies up to a minute later.
fn surely_first(package: &Package, post: u32, ahead_us: i64) -> bool {
    const MINUTE_US: i64 = 60_000_000;
    let whole_minute = package.dataset.posts.time_us[post as usize].rem_euclid(MINUTE_US) == 0;
    ahead_us > 0 && (!whole_minute || ahead_us >= MINUTE_US)
}

fn side(package: &Package, post: u32, first: bool) -> Markup {
    let posts = &package.dataset.posts;
    let i = post as usize;
    let content = package.dataset.contents.get(posts.content[i]);
    let file = package.dataset.sources.get(posts.source[i] as usize).map_or("?", |s| s.name.as_str());
    html! {
        div.side {
            p.who { (account(package, posts.account[i])) @if first { span.quiet { " first" } } }
            p.when { time { (date_time(posts.time_us[i])) } " UTC" }
            @if let Some(text) = &posts.text { p.text { (hostile(&without_links(text.get(post)), 280)) } }
            p.where {
                (hostile(file, 60)) @if let Some(line) = posts.line.get(i) { ":" (line) }
                @if !content.is_empty() { " · post " span.id { (hostile(content, 40)) } }
            }
        }
    }
}

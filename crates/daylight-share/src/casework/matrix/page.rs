//! The matrix as a page: a chart for the glance, the table with everything behind it.

use daylight_core::record::vocabulary::EFFORT_LEVELS;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::chart::{chart, glyph};
use super::{CANDIDATES, Cell, Matrix, Trend, caption};
use crate::text::visible;

/// Style of pages that leave a case; no request, no script.
const STYLE: &str = include_str!("../style.css");

fn cell_html(list: &[Cell]) -> Markup {
    html! {
        @for c in list {
            details.(c.level) {
                summary {
                    b { (c.level.replace('-', " ")) }
                    @if c.voice == "reported" { " · reported by " (visible(c.body.as_deref().unwrap_or("a body"))) }
                    @if let Some(l) = &c.likelihood { br; span.line { (l) } }
                    @if let Some(l) = &c.confidence { br; span.line { (l) " confidence" } }
                    @if let Some(w) = &c.body_words { br; span.line { "“" (visible(w)) "”" } }
                    @if !c.overt.is_empty() || !c.covert.is_empty() {
                        br; span.marks { @if !c.overt.is_empty() { "overt " } @if !c.covert.is_empty() { "covert" } }
                    }
                    br; span.small { (c.captures.len()) " captures · " (c.as_of) }
                }
                p id={ "j-" (c.judgment) } { (visible(&c.statement)) }
                @if !c.favored.is_empty() { p { "Favored: " (visible(&c.favored.join(", "))) } }
                @if !c.denigrated.is_empty() { p { "Denigrated: " (visible(&c.denigrated.join(", "))) } }
                @if !c.overt.is_empty() { p { "Overt: " (c.overt.join(", ")) } }
                @if !c.covert.is_empty() { p { "Covert: " (c.covert.join(", ")) } }
                @if let Some(s) = &c.search_scope { p { "Looked at: " (visible(s)) } }
                @if let Some(b) = &c.before { p { "Election before: " (b) @if let Some(t) = c.trend() { " (now " (t.name()) ")" } } }
                @if c.n_dissents > 0 { p { (c.n_dissents) " dissent(s)" } }
                ul { @for (title, sha) in &c.captures { li { (visible(title)) " " code { (sha.get(..16).unwrap_or(sha)) } } } }
                p.small { "Judgment " code { (c.judgment) } }
            }
        }
    }
}

/// What the marks of the chart mean. Shapes differ, so that no mark is told by its color alone.
fn key() -> Markup {
    html! {
        p.key {
            @for (level, definition) in EFFORT_LEVELS {
                span title=(definition) { svg viewBox="-10 -10 20 20" width="20" height="20" aria-hidden="true" { (glyph(level, 0, 0, false)) } " " (level.replace('-', " ")) }
            }
            span { svg viewBox="-12 -12 24 24" width="24" height="24" aria-hidden="true" { (glyph("concerted", 0, 0, true)) } " dashed frame: reported by others" }
            span { "arrow: " (Trend::Up.name()) " or " (Trend::Down.name()) " than in the election before" }
            span { "empty: not assessed" }
        }
    }
}

/// The matrix as a page that loads nothing.
pub fn matrix_html(matrix: &Matrix) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"; title { "Elections and actors" } style { (PreEscaped(STYLE)) } }
            body {
                p.tlp { (matrix.ceiling.label()) }
                h1 { "Elections and actors" }
                p { (caption(matrix)) }
                (chart(matrix))
                (key())
                h2 { "Judgments and captures" }
                table.matrix {
                    thead { tr { th { "Election" } @for c in &matrix.columns { th { (visible(&c.name)) @if !c.group.is_empty() { br; span.small { (c.group) } } } } } }
                    tbody {
                        @for (r, row) in matrix.rows.iter().enumerate() {
                            tr {
                                th { (visible(&row.name)) br; span.small { (visible(&row.group)) " · " (row.date) } }
                                @for c in 0..matrix.columns.len() {
                                    td { @if let Some(list) = matrix.cells.get(&(r, c)) { (cell_html(list)) } }
                                }
                            }
                        }
                    }
                }
                h2 { "Legend" }
                dl { @for (level, definition) in EFFORT_LEVELS { dt { (level.replace('-', " ")) } dd { (definition) } } dt { "empty" } dd { "not assessed, or not to be shown here" } }
                p { (CANDIDATES) }
                p { "Likelihood and confidence are two things and stand on two lines. What a body reported stands in its own words and never counts as our judgment. Nothing is summed across cells." }
            }
        }
    }
    .into_string()
}

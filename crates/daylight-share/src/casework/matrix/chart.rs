//! The chart: elections down, actors across, a mark for each judgment. No map: a map shows size, not effort.

use maud::{Markup, html};

use super::{Cell, Matrix, Trend};
use crate::text::visible;

/// Sizes in pixels.
const LEFT: usize = 250;
const TOP: usize = 64;
const COLUMN: usize = 128;
const ROW: usize = 44;
/// Marks that a cell has room for; the table has all.
const MARKS: usize = 3;
/// Room of one mark.
const STEP: usize = 36;

/// Colors that people who confuse some still tell apart (Okabe and Ito).
fn color(level: &str) -> &'static str {
    match level {
        "concerted" => "#0072b2",
        "lighter" => "#e69f00",
        "considered-not-deployed" => "#cc79a7",
        _ => "#009e73",
    }
}

/// The mark of a level around a point: full square, half square, diamond, empty circle.
pub(super) fn glyph(level: &str, x: usize, y: usize, is_reported: bool) -> Markup {
    let paint = color(level);
    html! {
        g transform={ "translate(" (x) " " (y) ")" } {
            @match level {
                "concerted" => { rect x="-8" y="-8" width="16" height="16" fill=(paint) {} }
                "lighter" => {
                    rect x="-7" y="-7" width="14" height="14" fill="#fff" stroke=(paint) stroke-width="2" {}
                    rect x="-7" y="0" width="14" height="7" fill=(paint) {}
                }
                "considered-not-deployed" => {
                    path d="M0 -8 L8 0 L0 8 L-8 0 Z" fill="#fff" stroke=(paint) stroke-width="2" {}
                }
                _ => { circle r="7" fill="#fff" stroke=(paint) stroke-width="2" {} }
            }
            @if is_reported {
                rect x="-11" y="-11" width="22" height="22" rx="3" fill="none" stroke="#555" stroke-dasharray="3 2" {}
            }
        }
    }
}

fn arrow(trend: Trend, x: usize, y: usize) -> Markup {
    let shape = match trend {
        Trend::Up => "M0 -6 L5 4 L-5 4 Z",
        Trend::Down => "M0 6 L5 -4 L-5 -4 Z",
        Trend::Same => "M-5 -3 H5 V-1 H-5 Z M-5 1 H5 V3 H-5 Z",
    };
    html! { path d=(shape) transform={ "translate(" (x) " " (y) ")" } fill="#333" {} }
}

/// Words of at most `width` letters a line, at most three lines.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in visible(words).split_whitespace() {
        match lines.last_mut().filter(|l| l.chars().count() + word.chars().count() < width) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.chars().take(width).collect()),
        }
    }
    if lines.len() > 3 {
        lines.truncate(3);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

/// What a mark says to who cannot see it.
fn spoken(c: &Cell, row: &str, column: &str) -> String {
    let who = c.body.as_deref().map_or_else(String::new, |b| format!(", reported by {b}"));
    let sure = [c.likelihood.clone(), c.confidence.as_ref().map(|l| format!("{l} confidence"))];
    let sure = sure.into_iter().flatten().flat_map(|s| [", ".to_owned(), s]).collect::<String>();
    let trend = c.trend().map_or_else(String::new, |t| format!(", {} than in the election before", t.name()));
    visible(&format!("{column}, {row}: {}{who}{sure}{trend}", c.level.replace('-', " "))).into_owned()
}

fn cell(list: &[Cell], x: usize, y: usize, row: &str, column: &str) -> Markup {
    let shown = list.len().min(MARKS);
    let first = x + COLUMN / 2 - shown.saturating_sub(1) * STEP / 2;
    html! {
        @for (i, c) in list.iter().take(MARKS).enumerate() {
            a href={ "#j-" (c.judgment) } {
                title { (spoken(c, row, column)) }
                (glyph(&c.level, first + i * STEP, y, c.voice == "reported"))
                @if let Some(t) = c.trend() { (arrow(t, first + i * STEP + 17, y)) }
            }
        }
        @if list.len() > MARKS { text x=(x + COLUMN - 6) y=(y + 4) text-anchor="end" { "+" (list.len() - MARKS) } }
    }
}

/// The chart of a matrix. Every mark leads to its judgment in the table.
pub(super) fn chart(matrix: &Matrix) -> Markup {
    let (width, height) = (LEFT + COLUMN * matrix.columns.len() + 8, TOP + ROW * matrix.rows.len() + 8);
    html! {
        @if !matrix.rows.is_empty() && !matrix.columns.is_empty() {
            figure.chart {
                svg viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="img" aria-label="Efforts by election and actor; the table below says the same in words" {
                    @for (c, column) in matrix.columns.iter().enumerate() {
                        @for (i, line) in wrapped(&column.name, 18).iter().enumerate() {
                            text x=(LEFT + COLUMN * c + COLUMN / 2) y=(16 + 15 * i) text-anchor="middle" { (line) }
                        }
                    }
                    @for (r, row) in matrix.rows.iter().enumerate() {
                        @let y = TOP + ROW * r;
                        line x1="0" x2=(width) y1=(y) y2=(y) stroke="#c9ced4" {}
                        @for (i, line) in wrapped(&row.name, 36).iter().take(2).enumerate() {
                            text x="0" y=(y + 18 + 15 * i) { (line) }
                        }
                        @for (c, column) in matrix.columns.iter().enumerate() {
                            @if let Some(list) = matrix.cells.get(&(r, c)) {
                                (cell(list, LEFT + COLUMN * c, y + ROW / 2, &row.name, &column.name))
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_wrapped_and_cut() {
        assert_eq!(wrapped("General election in Vesterland 2026", 18), ["General election", "in Vesterland 2026"]);
        assert_eq!(wrapped(&"word ".repeat(40), 18).len(), 3);
        assert!(wrapped("", 18).is_empty());
    }
}

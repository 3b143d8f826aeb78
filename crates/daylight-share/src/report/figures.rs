//! Timeline and the 24-hour rose.

use std::fmt::Write as _;

use daylight_core::{Group, Package};
use maud::{Markup, html};

use crate::format::{day, int, rfc3339};
use crate::palette;
use crate::view;

/// Groups with a row in the timeline.
const MAX_ROWS: usize = 12;
const LEFT: f64 = 96.0;
const WIDTH: f64 = 1000.0;
const ROW: f64 = 44.0;

/// A row of bars.
struct Row {
    group: Option<u32>,
    /// An innocent explanation fits.
    explained: bool,
    counts: Vec<u64>,
}

pub(super) fn timeline_section(package: &Package) -> Markup {
    let Some(start) = package.timeline.start_us else { return html! {} };
    let rows = rows(package, start);
    let n_bins = package.timeline.posts.len().max(1);
    let height = rows.len() as f64 * ROW + 34.0;
    html! {
        section #time {
            h2 { "Over time" }
            figure {
                div.scroll tabindex="0" role="region" aria-label="Timeline" {
                    svg.timeline viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label="Posts and co-actions over time" {
                        (axis(package, start, n_bins, rows.len() as f64 * ROW))
                        @for (i, row) in rows.iter().enumerate() { (bars(row, i as f64 * ROW, n_bins)) }
                    }
                }
                figcaption {
                    "Above: all posts in the data, " (width_words(package.timeline.bin_secs)) ". Below: co-actions inside each group. \
                     Every row has its own scale; its highest bar is written beside it. Times are UTC."
                    @if rows.iter().any(|r| r.explained) { " Grey rows with a star: groups with an innocent explanation." }
                    @if package.timeline.n_outside > 0 { " " (int(package.timeline.n_outside)) (if package.timeline.n_outside == 1 { " post lies" } else { " posts lie" }) " outside the picture." }
                    @if package.analysis.groups.len() > MAX_ROWS { " The first " (MAX_ROWS) " groups are shown." }
                }
            }
        }
    }
}

fn width_words(secs: u32) -> String {
    match secs {
        60 => "by minute".to_owned(),
        3600 => "by hour".to_owned(),
        86_400 => "by day".to_owned(),
        604_800 => "by week".to_owned(),
        s if s < 3600 => format!("in steps of {} minutes", s / 60),
        s if s < 86_400 => format!("in steps of {} hours", s / 3600),
        s => format!("in steps of {} days", s / 86_400),
    }
}

fn rows(package: &Package, start: i64) -> Vec<Row> {
    let n_bins = package.timeline.posts.len();
    let width = i64::from(package.timeline.bin_secs.max(1)) * 1_000_000;
    let mut rows = vec![Row { group: None, explained: false, counts: package.timeline.posts.clone() }];
    let shown = view::groups(package).into_iter().take(MAX_ROWS);
    rows.extend(shown.map(|g| Row { group: Some(g.id), explained: !view::unexplained(g), counts: vec![0; n_bins] }));
    for edge in package.analysis.edges.iter().filter(|e| view::validated(e.standing)) {
        let Some(group) = view::edge_group(package, edge) else { continue };
        let Some(row) = rows.iter_mut().find(|r| r.group == Some(group)) else { continue };
        for e in package.rows(edge) {
            let time = |post: u32| package.dataset.posts.time_us[post as usize];
            let bin = (time(e.post_a).min(time(e.post_b)) - start).div_euclid(width);
            if let Some(count) = usize::try_from(bin).ok().and_then(|i| row.counts.get_mut(i)) {
                *count += 1;
            }
        }
    }
    rows
}

fn bars(row: &Row, top: f64, n_bins: usize) -> Markup {
    let highest = row.counts.iter().copied().max().unwrap_or(0);
    let step = (WIDTH - LEFT - 8.0) / n_bins as f64;
    let base = top + ROW - 6.0;
    let mut d = String::new();
    for (i, &n) in row.counts.iter().enumerate().filter(|(_, n)| **n > 0) {
        let h = (ROW - 14.0) * n as f64 / highest.max(1) as f64;
        let (x, w) = (LEFT + i as f64 * step, (step * 0.86).max(0.8));
        let _ = write!(d, "M{x:.1} {base:.1}v-{:.1}h{w:.1}v{:.1}z", h.max(1.0), h.max(1.0));
    }
    let class = match row.group {
        Some(group) if !row.explained => format!("g{}", palette::index(group)),
        _ => "all".to_owned(),
    };
    html! {
        line.base x1=(LEFT) x2=(WIDTH - 8.0) y1=(base) y2=(base) {}
        path.bar.(class) d=(d) {}
        text.row x="0" y=(base - 13.0) { @match row.group { Some(g) => { "Group " (g) @if row.explained { " *" } }, None => "All posts" } }
        text.max x="0" y=(base) { "max " (int(highest)) }
    }
}

fn axis(package: &Package, start: i64, n_bins: usize, bottom: f64) -> Markup {
    let width = i64::from(package.timeline.bin_secs) * 1_000_000;
    let step = (WIDTH - LEFT - 8.0) / n_bins as f64;
    let every = n_bins.div_ceil(7).max(1);
    let within_days = package.timeline.bin_secs < 21_600 && n_bins as i64 * width < 4 * 86_400_000_000;
    html! {
        g.axis {
            @for i in (0..n_bins).step_by(every) {
                @let x = LEFT + i as f64 * step;
                @let t = start + i as i64 * width;
                line x1=(x) x2=(x) y1="4" y2=(bottom) {}
                text x=(x) y=(bottom + 20.0) { @if within_days { (rfc3339(t)[..16].replace('T', " ")) } @else { (day(t)) } }
            }
        }
    }
}

/// Member actions by hour of the day.
pub(super) fn rose(group: &Group) -> Markup {
    const C: f64 = 110.0;
    const R: f64 = 78.0;
    let highest = group.hours.iter().copied().max().unwrap_or(0).max(1);
    let total: u32 = group.hours.iter().sum();
    let point = |hour: f64, r: f64| {
        let angle = hour / 24.0 * std::f64::consts::TAU;
        (C + r * angle.sin(), C - r * angle.cos())
    };
    html! {
        figure.rose {
            svg viewBox="0 0 220 220" role="img" aria-label="Actions by hour of the day" {
                circle.ring cx=(C) cy=(C) r=(R) {}
                circle.ring cx=(C) cy=(C) r=(R / std::f64::consts::SQRT_2) {}
                @for (hour, &n) in group.hours.iter().enumerate() {
                    // Areas are proportional to counts, so the radius grows with the root.
                    @let r = R * (f64::from(n) / f64::from(highest)).sqrt();
                    @let (x1, y1) = point(hour as f64 + 0.04, r);
                    @let (x2, y2) = point(hour as f64 + 0.96, r);
                    @if n > 0 {
                        path.bar.{ "g" (palette::index(group.id)) } d={ "M" (C) " " (C) "L" (format!("{x1:.1} {y1:.1}A{r:.1} {r:.1} 0 0 1 {x2:.1} {y2:.1}z")) } {
                            title { (hour) " to " (hour + 1) " UTC: " (n) " actions" }
                        }
                    }
                }
                @for (hour, label) in [(0, "0"), (6, "6"), (12, "12"), (18, "18")] {
                    @let (x, y) = point(f64::from(hour), R + 15.0);
                    text x=(format!("{x:.1}")) y=(format!("{:.1}", y + 5.0)) { (label) }
                }
            }
            figcaption { (int(u64::from(total))) " actions of members by hour of the day, UTC; areas show counts." }
        }
    }
}

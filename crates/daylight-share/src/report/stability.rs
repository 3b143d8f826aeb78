//! What the groups rest on: the analysis without one kind of object or one file, and at other settings.

use daylight_core::Package;
use daylight_core::stability::{Change, Left, Rerun};
use maud::{Markup, html};

use super::markup::{group_mark, hostile};
use crate::format::secs;

/// Groups with a column.
const MAX_COLUMNS: usize = 8;

pub(super) fn section(package: &Package) -> Markup {
    let found = &package.analysis.stability;
    let Some(first) = found.reruns.first() else {
        return html! { @for note in &found.notes { p.note { (hostile(note, 300)) } } };
    };
    html! {
        section #stability {
            h2 { "What the groups rest on" }
            p.guide {
                "The analysis was made again without one kind of object or one file, and at other settings. A number says how many \
                 members of the group still stand together. A group that is gone without one file is as reliable as that file: \
                 look at where it comes from."
            }
            div.scroll tabindex="0" role="region" aria-label="What the groups rest on" {
                table {
                    thead { tr {
                        th { "Changed" }
                        @for l in first.groups.iter().take(MAX_COLUMNS) { th.n { (group_mark(l.group)) } }
                    } }
                    tbody { @for rerun in &found.reruns { (row(rerun)) } }
                }
            }
            @if first.groups.len() > MAX_COLUMNS {
                p.left-out { (first.groups.len() - MAX_COLUMNS) " more groups stand in findings.json." }
            }
            @for note in &found.notes { p.quiet { (hostile(note, 300)) } }
        }
    }
}

fn row(rerun: &Rerun) -> Markup {
    html! {
        tr {
            th scope="row" { (changed(&rerun.change)) }
            @for l in rerun.groups.iter().take(MAX_COLUMNS) { td.n { (left(*l)) } }
        }
    }
}

fn left(l: Left) -> Markup {
    html! {
        @if l.is_gone() { strong { "gone" } " (" (l.kept) " of " (l.members) ")" } @else { (l.kept) " of " (l.members) }
    }
}

fn changed(change: &Change) -> Markup {
    html! {
        @match change {
            Change::WithoutLayer(name) => { "without " (hostile(name, 40)) }
            Change::WithoutFile(name) => { "without the file " (hostile(name, 60)) }
            Change::Window(s) => { "window " (secs(*s)) }
            Change::HalfWidth(s) => { "jitter ±" (secs(*s)) }
        }
    }
}

//! What was read, kept and rejected.

use daylight_core::{Package, SourceFile};
use maud::{Markup, html};

use super::markup::hostile;
use crate::format::{int, secs};

/// Files described one by one; the totals cover the others.
const MAX_FILES: usize = 50;
/// Problems listed.
const MAX_PROBLEMS: usize = 60;

pub(super) fn section(package: &Package) -> Markup {
    let data = &package.dataset;
    html! {
        section #read {
            h2 { "What was read" }
            p {
                (int(data.intake.read)) " records read, " (int(data.intake.kept)) " kept, "
                strong { (int(data.intake.rejected)) " rejected" } ". "
                (int(package.totals.n_posts)) " posts by " (int(package.totals.n_accounts)) " accounts; "
                (int(package.totals.n_posts_without_time)) " posts without a time, which cannot pair with any other."
            }
            (files(&data.sources))
            (layers(package))
            (clock(package))
            (problems(package))
            @for (i, source) in data.sources.iter().take(MAX_FILES).enumerate() { (columns(i, source)) }
        }
    }
}

fn files(sources: &[SourceFile]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Files" {
            table {
                caption { "Files" }
                thead { tr { th { "File" } th { "Format" } th.n { "Read" } th.n { "Kept" } th.n { "Rejected" } th { "SHA-256" } } }
                tbody {
                    @for s in sources.iter().take(MAX_FILES) {
                        tr {
                            td { (hostile(&s.name, 80)) }
                            td { (s.format) }
                            td.n { (int(s.intake.read)) }
                            td.n { (int(s.intake.kept)) }
                            td.n { (int(s.intake.rejected)) }
                            td.hash { @match &s.sha256 { Some(hash) => code { (hash) }, None => "not computed" } }
                        }
                    }
                }
            }
        }
        @if sources.len() > MAX_FILES { p.left-out { (sources.len() - MAX_FILES) " more files stand in manifest.json." } }
    }
}

fn layers(package: &Package) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Kinds of objects" {
            table {
                caption { "What accounts could act on together" }
                thead { tr {
                    th { "Kind" } th.n { "Actions" } th.n { "Objects" } th.n { "Accounts" }
                    th.n { "Pairs that met" } th.n { "Pairs tested" } th.n { "Viral moments" }
                } }
                tbody {
                    @for l in &package.analysis.layers {
                        tr {
                            td { (hostile(l.kind.name(), 40)) }
                            td.n { (int(l.n_actions)) }
                            td.n { (int(l.n_objects)) }
                            td.n { (int(l.n_accounts)) }
                            td.n { (int(l.n_edges)) }
                            td.n { (int(l.n_tested)) }
                            td.n { (int(l.n_moments)) }
                        }
                    }
                }
            }
        }
    }
}

fn clock(package: &Package) -> Markup {
    let clock = &package.analysis.clock;
    html! {
        p {
            "Resolution of the times: " (secs(clock.resolution_secs)) ". "
            @if clock.scheduled.is_empty() { "No account posts on a fixed grid. " }
            @for note in &clock.notes { (hostile(note, 400)) " " }
        }
    }
}

fn problems(package: &Package) -> Markup {
    let log = &package.dataset.problems;
    if log.counts.is_empty() {
        return html! { p { "Nothing was wrong with the records." } };
    }
    let file = |source: u32| package.dataset.sources.get(source as usize).map_or("?", |s| s.name.as_str());
    html! {
        div.scroll tabindex="0" role="region" aria-label="Problems" {
            table {
                caption { "What was wrong, with the first place of each" }
                thead { tr { th { "File" } th { "Column" } th { "Reason" } th.n { "Records" } th { "Rejected" } th.n { "First line" } th { "Value there" } } }
                tbody {
                    @for ((source, column, reason, rejected), n) in log.counts.iter().take(MAX_PROBLEMS) {
                        @let example = log.examples.iter().find(|p| (p.source, &p.column, &p.reason, p.rejected) == (*source, column, reason, *rejected));
                        tr {
                            td { (hostile(file(*source), 60)) }
                            td { (hostile(column.as_deref().unwrap_or("–"), 40)) }
                            td { (hostile(reason, 120)) }
                            td.n { (int(*n)) }
                            td { (if *rejected { "yes" } else { "no, kept" }) }
                            td.n { @if let Some(p) = example { (p.line) } }
                            td { @match example.and_then(|p| p.value.as_deref()) {
                                Some(value) => (hostile(value, 80)),
                                None if package.pseudonyms => span.quiet { "withheld" },
                                None => "–",
                            } }
                        }
                    }
                }
            }
        }
        @if log.counts.len() > MAX_PROBLEMS {
            p.left-out { (log.counts.len() - MAX_PROBLEMS) " more kinds of problems stand in manifest.json." }
        }
    }
}

fn columns(index: usize, source: &SourceFile) -> Markup {
    html! {
        details open[index == 0 && source.columns.len() <= 8] {
            summary { "Columns recognized in " (hostile(&source.name, 60)) }
            div.scroll tabindex="0" role="region" aria-label="Columns" {
                table {
                    thead { tr { th { "Role" } th { "Column" } th { "Why" } } }
                    tbody {
                        @for c in &source.columns {
                            tr { td { (hostile(&c.role, 40)) } td { code { (hostile(&c.column, 60)) } } td { (hostile(&c.reason, 200)) } }
                        }
                    }
                }
            }
            @for note in &source.notes { p.note { (hostile(note, 400)) } }
        }
    }
}

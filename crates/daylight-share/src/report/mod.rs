//! `report.html`: one page that an analyst hands to an editor.
//!
//! The page makes no request, runs no script (its content policy forbids both) and reads the same on
//! paper. Without a script there is nothing that hostile text could reach; the price is that tables do
//! not sort. Every text from the data goes through [`markup`], which escapes it, shows hidden
//! characters and isolates its direction. Words are chosen so that a crowd of honest people is never
//! accused: accounts "acted together", groups are "unexplained", nothing is a verdict.

mod apart;
mod closest;
mod edges;
mod families;
mod figures;
mod group;
mod intake;
mod limits;
mod markup;
mod network;
mod posts;
mod stability;
mod summary;

pub use limits::LIMITS;

use daylight_core::{ExportError, Exporter, Output, Package};
pub(crate) use markup::{hostile, without_links};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Groups with a section of their own; the others stand in the table.
const MAX_SECTIONS: usize = 60;

/// Writes `report.html`.
pub struct Report;

impl Exporter for Report {
    fn name(&self) -> &'static str {
        "report"
    }

    fn card(&self) -> &'static str {
        include_str!("report.md")
    }

    fn files(&self) -> &'static [&'static str] {
        &["report.html"]
    }

    fn export(&self, package: &Package, out: &mut dyn Output) -> Result<Vec<String>, ExportError> {
        let page = page(package).into_string();
        out.file("report.html", &mut |w| w.write_all(page.as_bytes()))?;
        let left_out = package.analysis.groups.len().saturating_sub(MAX_SECTIONS);
        Ok(match left_out {
            0 => Vec::new(),
            n => {
                vec![format!("report.html describes the first {MAX_SECTIONS} groups; {n} more stand in its table only")]
            }
        })
    }
}

pub(crate) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

pub(crate) const STYLE: &str = include_str!("style.css");

fn page(package: &Package) -> Markup {
    let headline = summary::headline(package);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { "Daylight report: " (headline.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the findings" }
                (summary::masthead(package))
                main #main {
                    (summary::top(package, &headline))
                    (closest::section(package))
                    (contents(package))
                    (intake::section(package))
                    @if package.analysis.not_applicable.is_none() {
                        (network::section(package))
                        (figures::timeline_section(package))
                        (group::table_section(package))
                        (group::sections(package))
                        (stability::section(package))
                        (edges::section(package))
                        (edges::moments(package))
                    }
                    (families::section(package))
                    (limits::settings(package))
                    (limits::cannot_tell())
                    (limits::check(package))
                }
                footer {
                    p {
                        "Daylight " (package.run.version) ". This page makes no request to the network and runs no script. "
                        a href="#main" { "Back to the top" }
                    }
                }
            }
        }
    }
}

fn contents(package: &Package) -> Markup {
    let tested = package.analysis.not_applicable.is_none();
    html! {
        nav.contents aria-label="Contents" {
            a href="#read" { "What was read" }
            @if tested {
                a href="#network" { "Network" }
                a href="#time" { "Over time" }
                a href="#groups" { "Groups" }
                a href="#edges" { "Pairs" }
            }
            @if package.dataset.text_families.is_some() { a href="#families" { "Families of texts" } }
            a href="#settings" { "Settings" }
            a href="#limits" { "What this cannot tell" }
            a href="#check" { "How to check it" }
        }
    }
}

//! Where nothing is led with: what came closest, and why that is not enough.

use daylight_core::Package;
use maud::{Markup, html};

use super::markup::{account, answer, count};
use super::posts::evidence_place;
use crate::format::{int, value};
use crate::near::closest;

const DAY_US: i64 = 86_400_000_000;

pub(super) fn section(package: &Package) -> Markup {
    let near = closest(package);
    if package.analysis.not_applicable.is_some() || crate::view::n_lead(package) > 0 {
        return html! {};
    }
    html! {
        section #closest {
            h2 { "What came closest" }
            p { (extent(package)) }
            @if near.is_empty() {
                p { "No two accounts met on two or more objects more often than their own rhythm gives." }
            } @else {
                p.guide {
                    "These pairs did not pass. They are shown to tell what the data can decide, and say nothing about the accounts: \
                     among so many pairs some come close by luck."
                }
                div.scroll tabindex="0" role="region" aria-label="Closest pairs" {
                    table.cards {
                        thead { tr { th { "Pair" } th { "Observed against expected" } th { "Why it does not lead" } th { "What would decide it" } th { "Rows" } } }
                        tbody {
                            @for (i, n) in near.iter().enumerate() {
                                @let e = &package.analysis.edges[n.edge as usize];
                                tr {
                                    td data-label="Pair" {
                                        @if package.pseudonyms { (account(package, e.a)) " and " (account(package, e.b)) }
                                        @else { "pair " (i + 1) }
                                    }
                                    td data-label="Observed against expected" { (answer(&e.own)) }
                                    td.words data-label="Why it does not lead" { (n.reason) }
                                    td.words data-label="What would decide it" { (n.needed) }
                                    td data-label="Rows" { (evidence_place(package, e)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How much there is to decide anything with.
fn extent(package: &Package) -> String {
    let (totals, s) = (&package.totals, &package.analysis.settings);
    let days = totals.span_us.map_or(0, |(first, last)| (last - first) / DAY_US + 1);
    let per_account = totals.n_posts as f64 / totals.n_accounts.max(1) as f64;
    format!(
        "The data has {} of {} ({} an account) over {}; {} met in time at least once and {} had any chance to. \
         A pair is led with from {} common objects on {} days on, and only when it is faster than its own rhythm and than others: \
         accounts with few posts, or a short period, cannot reach that.",
        count(totals.n_posts, "post", "posts"),
        count(totals.n_accounts, "account", "accounts"),
        value(per_account),
        count(days.unsigned_abs(), "day", "days"),
        count(totals.n_edges.iter().sum(), "pair", "pairs"),
        int(package.analysis.calibration.n_tested),
        s.min_objects,
        s.min_days
    )
}

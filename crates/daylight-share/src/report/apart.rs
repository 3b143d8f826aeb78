//! Accounts that meet a group without being counted as its members.

use daylight_core::{Apart, ApartReason, Group, Package};
use maud::{Markup, html};

use super::markup::{account, hostile};

/// Accounts listed for a group.
const MAX_LISTED: usize = 40;

pub(super) fn part(package: &Package, g: &Group) -> Markup {
    html! {
        @if !g.apart.is_empty() {
            h3 { "Not counted as members" }
            p.guide {
                "These accounts meet the group, but do not take turns with it. Who is copied cannot help it: such an account may be \
                 the victim of the group, its source, or neither."
            }
            ul.plain {
                @for a in g.apart.iter().take(MAX_LISTED) {
                    li { (account(package, a.account)) span.quiet { " " (why(package, a)) } }
                }
            }
            @if g.apart.len() > MAX_LISTED { p.left-out { (g.apart.len() - MAX_LISTED) " more stand in findings.json." } }
        }
    }
}

fn why(package: &Package, a: &Apart) -> Markup {
    let file = |number: u32| package.dataset.sources.get(number as usize).map_or("one file", |s| s.name.as_str());
    html! {
        @match a.why {
            ApartReason::Copied => { "copied by this group: first on " (a.n) " of " (a.of) " objects, and it never reacted" }
            ApartReason::Follows => { "follows this group: last on " (a.n) " of " (a.of) " objects" }
            ApartReason::OneFile(number) => {
                "meets the group in " (hostile(file(number), 60)) " alone (" (a.n) " posts); of its " (a.of)
                " posts in other files, in which the group meets too, none does"
            }
        }
    }
}

//! `groups`: one row for each group. Lists are joined by `;`; `findings.json` has them in full.

use std::ops::Range;

use daylight_core::{Group, Package};

use super::{Column, Table, int, owned, reals, text, times};
use crate::view;

pub(super) struct Groups;

impl Table for Groups {
    fn file(&self) -> &'static str {
        "groups"
    }

    fn n_rows(&self, package: &Package) -> usize {
        package.analysis.groups.len()
    }

    fn columns<'a>(&self, package: &'a Package, rows: Range<usize>) -> Vec<Column<'a>> {
        let groups = &package.analysis.groups[rows];
        let n = |f: fn(&Group) -> i64| int(groups.iter().map(|g| Some(f(g))));
        let x = |f: fn(&Group) -> f64| reals(groups.iter().map(|g| Some(f(g))));
        let list = |f: &dyn Fn(&Group) -> Vec<String>| owned(groups.iter().map(|g| f(g).join(";")));
        let account = |i: u32| package.dataset.accounts.get(i).to_owned();
        let counts = |list: &[(String, u32)]| list.iter().map(|(name, n)| format!("{name}:{n}")).collect();
        vec![
            ("group", n(|g| i64::from(g.id))),
            ("label", text(groups.iter().map(|g| Some(g.label.name())))),
            ("n_members", n(|g| g.members.len() as i64)),
            ("n_edges", n(|g| i64::from(g.n_edges))),
            ("density", x(|g| g.density)),
            ("observed", n(|g| g.observed as i64)),
            ("expected", x(|g| g.expected)),
            ("expected_crowd", reals(groups.iter().map(|g| g.expected_crowd))),
            ("p", x(|g| g.p)),
            ("q", x(|g| g.q)),
            ("check_observed", x(|g| g.check.observed)),
            ("check_expected", x(|g| g.check.expected)),
            ("check_p", x(|g| g.check.p)),
            ("check_q", x(|g| g.check.q)),
            ("check_surrogates", n(|g| i64::from(g.check.n_surrogates))),
            ("first_time", times(groups.iter().map(|g| Some(g.first_us)))),
            ("last_time", times(groups.iter().map(|g| Some(g.last_us)))),
            ("coaction_share", x(|g| g.coaction_share)),
            ("reach_share", x(|g| g.reach_share)),
            (
                "layers",
                list(&|g| {
                    g.layers
                        .iter()
                        .map(|&(l, n)| format!("{}:{n}", view::layer_token(view::layer_name(package, l))))
                        .collect()
                }),
            ),
            ("platforms", list(&|g| counts(&g.platforms))),
            ("languages", list(&|g| counts(&g.languages))),
            ("leaders", list(&|g| g.leaders.iter().map(|&(a, share)| format!("{}:{share:.3}", account(a))).collect())),
            (
                "fitting_explanations",
                list(&|g| g.hints.iter().filter(|h| h.fits).map(|h| h.kind.name().to_owned()).collect()),
            ),
            ("members", list(&|g| g.members.iter().map(|&m| account(m)).collect())),
        ]
    }
}

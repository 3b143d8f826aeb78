//! `accounts`: one row for each account with at least one edge or a schedule.

use std::ops::Range;

use daylight_core::Package;

use super::{Column, Table, int, reals, text};
use crate::view;

pub(super) struct Accounts;

impl Table for Accounts {
    fn file(&self) -> &'static str {
        "accounts"
    }

    fn n_rows(&self, package: &Package) -> usize {
        package.dataset.accounts.len()
    }

    fn columns<'a>(&self, package: &'a Package, rows: Range<usize>) -> Vec<Column<'a>> {
        let ids = || rows.clone().map(|i| i as u32);
        let summaries: Vec<_> = ids().map(|i| view::summary(package, i)).collect();
        let of = |f: fn(&daylight_core::AccountSummary) -> Option<i64>| int(summaries.iter().map(|s| s.and_then(f)));
        let xy = |axis: usize| {
            reals(rows.clone().map(|i| package.positions.get(i).copied().flatten().map(|p| f64::from(p[axis]))))
        };
        let name = |i| package.dataset.account_names.as_ref().map(|n| n.get(i)).filter(|n| !n.is_empty());
        vec![
            ("account", text(ids().map(|i| Some(package.dataset.accounts.get(i))))),
            ("name", text(ids().map(name))),
            ("platform", text(ids().map(|i| view::platform(package, i)))),
            ("n_actions", of(|s| Some(i64::from(s.n_actions)))),
            ("n_edges", of(|s| Some(i64::from(s.n_edges)))),
            ("n_lead_edges", of(|s| Some(i64::from(s.n_lead_edges)))),
            ("group", of(|s| s.group.map(i64::from))),
            ("stability", reals(summaries.iter().map(|s| s.and_then(|s| s.stability)))),
            ("schedule_secs", of(|s| s.schedule_secs.map(i64::from))),
            ("x", xy(0)),
            ("y", xy(1)),
        ]
    }
}

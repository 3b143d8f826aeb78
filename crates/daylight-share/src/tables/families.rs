//! `families`: one row for each family of texts. Lists are joined by `;`.

use std::ops::Range;

use daylight_core::{Package, TextFamily};

use super::{Column, Table, int, owned, reals, text, times};

pub(super) struct Families;

fn all(package: &Package) -> &[TextFamily] {
    package.dataset.text_families.as_ref().map_or(&[], |f| f.families.as_slice())
}

impl Table for Families {
    fn file(&self) -> &'static str {
        "families"
    }

    fn n_rows(&self, package: &Package) -> usize {
        all(package).len()
    }

    fn columns<'a>(&self, package: &'a Package, rows: Range<usize>) -> Vec<Column<'a>> {
        let families = &all(package)[rows];
        let n = |f: fn(&TextFamily) -> u32| int(families.iter().map(|x| Some(i64::from(f(x)))));
        let counts = |list: &[(String, u32)]| -> String {
            list.iter().map(|(name, n)| format!("{}:{n}", crate::view::layer_token(name))).collect::<Vec<_>>().join(";")
        };
        let farthest = || families.iter().map(|f| f.farthest.as_ref());
        vec![
            ("family", n(|f| f.id)),
            ("n_accounts", n(|f| f.n_accounts)),
            ("n_posts", n(|f| f.n_posts)),
            ("n_wordings", n(|f| f.n_wordings)),
            ("n_copies", n(|f| f.n_copies)),
            ("n_rewordings", n(|f| f.n_rewordings)),
            ("diameter", reals(families.iter().map(|f| Some(f.diameter)))),
            ("first_time", times(families.iter().map(|f| f.first_us))),
            ("last_time", times(families.iter().map(|f| f.last_us))),
            ("first_account", text(families.iter().map(|f| f.first_account.as_deref()))),
            ("platforms", owned(families.iter().map(|f| counts(&f.platforms)))),
            ("languages", owned(families.iter().map(|f| counts(&f.languages)))),
            ("set_aside", text(families.iter().map(|f| f.set_aside.map(daylight_core::FamilySetAside::name)))),
            ("text", text(families.iter().map(|f| Some(f.text.as_str())))),
            ("farthest_text", text(farthest().map(|o| o.map(|o| o.text.as_str())))),
            ("farthest_similarity", reals(farthest().map(|o| o.map(|o| o.similarity)))),
            ("farthest_change", text(farthest().map(|o| o.map(|o| o.change.name())))),
        ]
    }
}

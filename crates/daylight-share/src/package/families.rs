//! Families of texts under the names that may be shown.

use std::collections::{BTreeSet, HashMap};

use daylight_core::{Dataset, TextFamilies};

use super::Identity;
use crate::names::{Names, mask_mentions};

/// The families with shown names, and who stands behind the names that `identities` does not hold yet.
pub(super) fn shown(
    dataset: &Dataset,
    names: &Names<'_>,
    known: &HashMap<String, String>,
    identities: &[Identity],
) -> (Option<TextFamilies>, Vec<Identity>) {
    let Some(mut families) = dataset.text_families.clone() else { return (None, Vec::new()) };
    let mut more = Vec::new();
    if !names.hides() {
        return (Some(families), more);
    }
    let of: HashMap<&str, &str> = identities.iter().map(|i| (i.account_id.as_str(), i.pseudonym.as_str())).collect();
    let mut added = BTreeSet::new();
    for family in &mut families.families {
        if let Some(account_id) = family.first_account.take() {
            let shown =
                of.get(account_id.as_str()).map_or_else(|| names.account(&account_id), |name| (*name).to_owned());
            if !of.contains_key(account_id.as_str()) && added.insert(account_id.clone()) {
                more.push(Identity { pseudonym: shown.clone(), account_id, display_name: None });
            }
            family.first_account = Some(shown);
        }
        family.text = mask_mentions(names, known, &family.text);
        if let Some(other) = &mut family.farthest {
            other.text = mask_mentions(names, known, &other.text);
        }
    }
    (Some(families), more)
}

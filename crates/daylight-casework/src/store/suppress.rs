//! Who was erased on request and must not come back with the next export.
//!
//! The list holds marks, keyed hashes of pseudonyms: whoever has the vault can ask whether one account is on
//! it, nobody can read from it who is. A mark stands in the record of its erasure too, so that one that was
//! removed is found by [`verify`](crate::verify).

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::case::Case;
use super::record::Writer;
use crate::error::{CaseError, Result};
use crate::seal::{self, ClearAccount, Pseudonym};
use crate::text::to_hex;
use crate::vault::{Key, Keys, mac};

/// A keyed hash of a pseudonym.
pub(super) type Mark = [u8; 32];

/// The accounts that were erased on request, to be asked for one at a time. Holds a key of the case.
#[derive(Clone)]
pub struct Suppressed {
    key: Key,
    marks: BTreeSet<Mark>,
}

impl Suppressed {
    /// Whether nobody was erased on request.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Whether this account was.
    pub fn holds(&self, pseudonym: &Pseudonym) -> bool {
        !self.marks.is_empty() && self.marks.contains(&mark(&self.key, pseudonym))
    }
}

fn mark(key: &Key, pseudonym: &Pseudonym) -> Mark {
    mac(&**key, &[&pseudonym.0])
}

impl Case {
    /// The accounts that were erased on request. An importer leaves their posts out, counts them, and takes
    /// them out of the mentions of others; [`Case::seal`] and [`Case::commit_import`] refuse them.
    pub fn suppressed(&self) -> Result<Suppressed> {
        let failed = || CaseError::db("cannot read whom it must not take in again");
        let mut statement = self.view.db.prepare_cached("SELECT mark FROM suppressed").map_err(failed())?;
        let rows = statement.query_map([], |r| r.get(0)).map_err(failed())?;
        let marks = rows.collect::<rusqlite::Result<_>>().map_err(failed())?;
        Ok(Suppressed { key: self.keys.suppress.clone(), marks })
    }

    /// The pseudonyms under which an export may show the same person again: exports without ids of accounts
    /// name the handle instead, and so do mentions.
    pub(super) fn aliases(&self, pseudonym: &Pseudonym, sealed: &[Vec<u8>]) -> Result<BTreeSet<Pseudonym>> {
        let mut aliases = BTreeSet::new();
        for account in sealed.iter().filter_map(|s| ClearAccount::from_text(&seal::open(&self.keys, &pseudonym.0, s)?))
        {
            for name in account.values.get("handle").map(|h| names_of(h)).unwrap_or_default() {
                aliases.insert(self.pseudonym(&account.platform, &name)?);
            }
        }
        aliases.remove(pseudonym);
        Ok(aliases)
    }
}

/// A handle as it is written, and as exports without ids and mentions have it.
fn names_of(handle: &str) -> Vec<String> {
    let bare = handle.trim().trim_start_matches('@');
    let names = [handle, bare, &bare.to_lowercase()].map(str::to_owned);
    names.into_iter().filter(|n| !n.is_empty()).collect()
}

/// The marks of these accounts, in their order in the record of the erasure.
pub(super) fn marks_of<'a>(keys: &Keys, pseudonyms: impl Iterator<Item = &'a Pseudonym>) -> BTreeSet<Mark> {
    pseudonyms.map(|p| mark(&keys.suppress, p)).collect()
}

/// As they stand in the record of the erasure.
pub(super) fn shown(marks: &BTreeSet<Mark>) -> Vec<String> {
    marks.iter().map(|m| to_hex(m)).collect()
}

/// Puts marks on the list, under the erasure that asked for them.
pub(super) fn add(w: &Writer<'_>, marks: &BTreeSet<Mark>, erasure: u64) -> Result<()> {
    for mark in marks {
        w.execute("INSERT OR IGNORE INTO suppressed (erasure, mark) VALUES (?1, ?2)", params![erasure as i64, mark])?;
    }
    Ok(())
}

/// The marks that stand under an erasure, in the form and order of its record.
pub(crate) fn listed(db: &Connection, erasure: i64) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare_cached("SELECT mark FROM suppressed WHERE erasure = ?1 ORDER BY mark")?;
    let rows = statement.query_map([erasure], |r| r.get::<_, Vec<u8>>(0))?;
    rows.map(|mark| Ok(to_hex(&mark?))).collect()
}

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

/// Handles and ids are written by different hands: a handle is what its owner likes, and may be the id of somebody
/// else.
const HANDLE: &[u8] = b"handle";

/// What a case knows a person by besides the pseudonym that is erased.
pub(super) struct Aliases {
    /// Pseudonyms that stand for the same person: of handles in place of ids, and in mentions.
    pub same: BTreeSet<Pseudonym>,
    /// Pseudonyms of the handles.
    handles: BTreeSet<Pseudonym>,
}

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

    /// Whether the owner of a handle was, given the pseudonym of platform and handle.
    pub fn holds_handle(&self, pseudonym: &Pseudonym) -> bool {
        !self.marks.is_empty() && self.marks.contains(&handle_mark(&self.key, pseudonym))
    }
}

fn mark(key: &Key, pseudonym: &Pseudonym) -> Mark {
    mac(&**key, &[&pseudonym.0])
}

fn handle_mark(key: &Key, pseudonym: &Pseudonym) -> Mark {
    mac(&**key, &[&pseudonym.0, HANDLE])
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

    /// All pseudonyms under which the case knows a person, the given one among them: posts and mentions under any
    /// of them go when the person is erased.
    pub fn pseudonyms_of_person(&self, pseudonym: &Pseudonym) -> Result<BTreeSet<Pseudonym>> {
        let mut all = self.aliases(pseudonym)?.same;
        all.insert(*pseudonym);
        Ok(all)
    }

    /// The pseudonyms under which an export may show the same person again: exports without ids of accounts
    /// name the handle instead, and so do mentions. An account whose id happens to be the handle is somebody else.
    pub(super) fn aliases(&self, pseudonym: &Pseudonym) -> Result<Aliases> {
        let mut aliases = Aliases { same: BTreeSet::new(), handles: BTreeSet::new() };
        for account in self.opened(pseudonym)? {
            for name in account.values.get("handle").map(|h| names_of(h)).unwrap_or_default() {
                let named = self.pseudonym(&account.platform, &name)?;
                aliases.handles.insert(named);
                if self.opened(&named)?.iter().all(has_handle_as_id) {
                    aliases.same.insert(named);
                }
            }
        }
        aliases.same.remove(pseudonym);
        Ok(aliases)
    }

    /// What is sealed of an account; for the case's own use.
    fn opened(&self, pseudonym: &Pseudonym) -> Result<Vec<ClearAccount>> {
        let open = |sealed: &Vec<u8>| ClearAccount::from_text(&seal::open(&self.keys, &pseudonym.0, sealed)?);
        Ok(self.sealed(pseudonym)?.iter().filter_map(open).collect())
    }
}

/// Whether an account was sealed without an id of its own, so that its handle stands for it.
fn has_handle_as_id(account: &ClearAccount) -> bool {
    account.values.get("handle").is_some_and(|handle| names_of(handle).contains(&account.platform_id))
}

/// A handle as it is written, and as exports without ids and mentions have it.
fn names_of(handle: &str) -> Vec<String> {
    let bare = handle.trim().trim_start_matches('@');
    let names = [handle, bare, &bare.to_lowercase()].map(str::to_owned);
    names.into_iter().filter(|n| !n.is_empty()).collect()
}

/// The marks of these accounts and of the handles, in their order in the record of the erasure.
pub(super) fn marks_of<'a>(
    keys: &Keys,
    accounts: impl Iterator<Item = &'a Pseudonym>,
    aliases: &Aliases,
) -> BTreeSet<Mark> {
    let handles = aliases.handles.iter().map(|p| handle_mark(&keys.suppress, p));
    accounts.map(|p| mark(&keys.suppress, p)).chain(handles).collect()
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

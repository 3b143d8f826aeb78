//! Erasure: of a person, and of an original with all that came of it.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::case::Case;
use super::content::{Content, EraseV1};
use super::member::ERASERS;
use super::record::{self, Draft, Record, Writer};
use super::suppress;
use super::types::{Erasure, must_say};
use super::view::{CaseView, original_path};
use crate::error::{CaseError, Result};
use crate::log::Action;
use crate::seal::Pseudonym;
use crate::text::to_hex;

/// SHA-256 over the places of seals, and their number.
pub(crate) fn places_digest(db: &Connection, sql: &str, value: i64) -> Result<(u64, String)> {
    let failed = || CaseError::db("cannot read the seals");
    let mut statement = db.prepare(sql).map_err(failed())?;
    let mut rows = statement.query([value]).map_err(failed())?;
    let (mut n, mut digest) = (0, Sha256::new());
    while let Some(row) = rows.next().map_err(failed())? {
        let (batch, ord): (i64, i64) = (row.get(0).map_err(failed())?, row.get(1).map_err(failed())?);
        digest.update(batch.to_be_bytes());
        digest.update(ord.to_be_bytes());
        n += 1;
    }
    Ok((n, to_hex(&digest.finalize())))
}

/// Reveals of a person or an original: their lookup is what was revealed, a slash and their own id.
const REVEALS_OF: &str =
    "SELECT record FROM record WHERE kind = 'reveal' AND lookup >= ?1 || '/' AND lookup < ?1 || '0' ORDER BY seq";

impl Case {
    /// Erases one person: data keys, salts and seals are destroyed, reveals of the person forgotten, and the
    /// rows in posts files noted for dropping. The log stays as it is and still verifies; what was erased can
    /// no longer be matched with it. The person does not come back with a later import ([`Case::suppressed`]),
    /// neither under the id nor under a handle that was sealed with it.
    ///
    /// # Errors
    /// `Invalid` without a basis, `Role` for anybody but a custodian, `Unknown` when the case knows no such
    /// pseudonym (any more).
    pub fn erase_person(&mut self, pseudonym: &Pseudonym, actor: &str, basis: &str) -> Result<Erasure> {
        self.erase_person_with(pseudonym, &[], actor, basis)
    }

    /// As [`Case::erase_person`]; `mentioned_in` are records of imports in whose posts others mention the person
    /// (under any of [`Case::pseudonyms_of_person`]). Their rows are noted for rewriting too, since the case
    /// itself reads no posts.
    ///
    /// # Errors
    /// As [`Case::erase_person`].
    pub fn erase_person_with(
        &mut self,
        pseudonym: &Pseudonym,
        mentioned_in: &[String],
        actor: &str,
        basis: &str,
    ) -> Result<Erasure> {
        must_say("basis", basis)?;
        self.must_hold(actor, &ERASERS)?;
        if self.number(pseudonym)?.is_none() {
            return Err(CaseError::unknown("account", pseudonym.short()));
        }
        let aliases = self.aliases(pseudonym)?;
        let everyone: BTreeSet<_> = aliases.same.iter().chain([pseudonym]).copied().collect();
        let (mut imports, mut known) = (BTreeSet::new(), Vec::new());
        for one in &everyone {
            imports.extend(self.view.imports_with(one)?);
            known.extend(self.number(one)?.map(|id| (id, *one)));
        }
        let committed = self.view.imports()?.into_iter().map(|i| i.record);
        imports.extend(committed.filter(|record| mentioned_in.contains(record)));
        let imports: Vec<String> = imports.into_iter().collect();
        let originals = originals_of(&self.view, &imports)?;
        // A handle that no account of the case has for an id may be the id of somebody who comes later.
        let marks = suppress::marks_of(&self.keys, known.iter().map(|(_, one)| one), &aliases);
        let (record, n_seals) = self.write(actor, |w| {
            let mut records = Vec::new();
            begin(w)?;
            for one in &everyone {
                records.extend(w.strings(REVEALS_OF, [one.to_string()])?);
                for import in &imports {
                    w.execute(
                        "INSERT OR IGNORE INTO pending_drop (import, pseudonym) VALUES (?1, ?2)",
                        params![import, one.0],
                    )?;
                }
            }
            known.iter().try_for_each(|(id, _)| w.execute("INSERT INTO temp.gone (id) VALUES (?1)", [id]))?;
            let (record, n_seals) = erase(w, basis, records, suppress::shown(&marks))?;
            suppress::add(w, &marks, record.seq)?;
            Ok((record.id, n_seals))
        })?;
        self.wipe()?;
        Ok(Erasure { record, n_seals, imports, originals })
    }

    /// The number that stands for an account in the tables.
    fn number(&self, pseudonym: &Pseudonym) -> Result<Option<i64>> {
        let sql = "SELECT CAST(id AS TEXT) FROM account WHERE pseudonym = ?1";
        Ok(record::strings(&self.view.db, sql, [pseudonym.0])?.pop().and_then(|id| id.parse().ok()))
    }

    /// Erases an original: its bytes, its record and its imports with their posts, and the seals of accounts
    /// that occur in no posts of the case.
    ///
    /// # Errors
    /// `Invalid` without a basis, `Role` for anybody but a custodian, `Unknown` for an original that the case
    /// does not hold.
    pub fn erase_original(&mut self, sha256: &str, actor: &str, basis: &str) -> Result<Erasure> {
        must_say("basis", basis)?;
        self.must_hold(actor, &ERASERS)?;
        self.must_have_original(sha256)?;
        let all = self.view.originals()?;
        let mut records: Vec<String> = all.into_iter().filter(|o| o.sha256 == sha256).map(|o| o.record).collect();
        let imports: Vec<_> = self.view.imports()?.into_iter().filter(|i| i.original == sha256).collect();
        records.extend(imports.iter().map(|i| i.record.clone()));
        let (record, n_seals) = self.write(actor, |w| {
            w.doom(&original_path(sha256))?;
            for file in imports.iter().filter_map(|i| i.posts.as_ref()?.path.file_name()) {
                w.doom(&format!("posts/{}", file.to_string_lossy()))?;
            }
            begin(w)?;
            for import in &imports {
                w.execute(
                    "INSERT OR IGNORE INTO temp.gone SELECT account FROM posts_account WHERE import = ?1",
                    [&import.record],
                )?;
                w.execute("DELETE FROM posts_account WHERE import = ?1", [&import.record])?;
                w.execute("DELETE FROM pending_drop WHERE import = ?1", [&import.record])?;
            }
            // Also accounts that an import sealed which broke off, or a reading that another one replaced.
            w.execute("INSERT OR IGNORE INTO temp.gone SELECT id FROM account", [])?;
            w.execute("DELETE FROM temp.gone WHERE id IN (SELECT account FROM posts_account)", [])?;
            w.execute("DELETE FROM pending_import WHERE lookup LIKE ?1 || '/%'", [sha256])?;
            records.extend(w.strings(REVEALS_OF, [sha256])?);
            erase(w, basis, records, Vec::new()).map(|(record, n_seals)| (record.id, n_seals))
        })?;
        self.wipe()?;
        Ok(Erasure { record, n_seals, imports: Vec::new(), originals: Vec::new() })
    }

    /// Takes what was erased out of the write-ahead log too.
    pub(crate) fn wipe(&self) -> Result<()> {
        let done = self.view.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        done.map_err(CaseError::db("cannot wipe its write-ahead log"))
    }
}

fn originals_of(view: &CaseView, imports: &[String]) -> Result<Vec<String>> {
    let of = view.imports()?.into_iter().filter(|i| imports.contains(&i.record)).map(|i| i.original);
    let mut originals: Vec<String> = of.collect();
    originals.sort();
    originals.dedup();
    Ok(originals)
}

/// Empties the list of accounts that go.
fn begin(w: &Writer<'_>) -> Result<()> {
    w.execute("CREATE TEMP TABLE IF NOT EXISTS gone (id INTEGER PRIMARY KEY)", [])?;
    w.execute("DELETE FROM temp.gone", [])
}

/// Writes the record of an erasure, forgets `records` and the accounts in `temp.gone`.
fn erase(w: &Writer<'_>, basis: &str, records: Vec<String>, suppressed: Vec<String>) -> Result<(Record, u64)> {
    let sql = "SELECT batch, ord FROM seal WHERE account IN (SELECT id FROM temp.gone) AND ?1 = 0 ORDER BY batch, ord";
    let (n_seals, seals_digest) = places_digest(w.tx, sql, 0)?;
    records.iter().try_for_each(|r| w.forget(r))?;
    let suppressed = Some(suppressed);
    let content = Content::Erase(EraseV1 { basis: basis.into(), records, n_seals, seals_digest, suppressed });
    let record = w.add(Draft { action: Action::Erase, id: None, lookup: None, content })?;
    w.execute(
        "UPDATE seal SET account = NULL, same = NULL, salt = NULL, sealed = NULL, erased_by = ?1
         WHERE account IN (SELECT id FROM temp.gone)",
        [record.seq as i64],
    )?;
    w.execute("DELETE FROM posts_account WHERE account IN (SELECT id FROM temp.gone)", [])?;
    w.execute("DELETE FROM account WHERE id IN (SELECT id FROM temp.gone)", [])?;
    Ok((record, n_seals))
}

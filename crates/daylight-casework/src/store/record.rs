//! Records and their entries in the log, written in one transaction.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};

use super::content::{Content, Stored};
use crate::error::{CaseError, Result};
use crate::log::{Action, Entry};
use crate::outside::Context;
use crate::text::canonical;
use crate::vault::{Keys, mac};

/// A record at one of its versions.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub seq: u64,
    pub id: String,
    /// Member id, in clear.
    pub actor: String,
    pub stored: Stored,
}

/// `SHA-256(salt || content)`.
pub(crate) fn commitment(salt: &[u8], content: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(content).finalize().into()
}

pub(crate) fn parse(content: &str) -> Result<Stored> {
    serde_json::from_str(content)
        .map_err(|e| CaseError::damaged("case.sqlite", format!("a record cannot be read: {e}")))
}

fn read(row: &Row<'_>) -> rusqlite::Result<(u64, String, String, String)> {
    Ok((row.get::<_, i64>(0)? as u64, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn record((seq, id, actor, content): (u64, String, String, String)) -> Result<Record> {
    Ok(Record { seq, id, actor, stored: parse(&content)? })
}

/// The current record of a kind that is found by `lookup`.
pub(crate) fn current(db: &Connection, kind: &str, lookup: &str) -> Result<Option<Record>> {
    let sql = "SELECT seq, record, actor, content FROM record WHERE kind = ?1 AND lookup = ?2 AND content IS NOT NULL";
    let row = db.prepare_cached(sql).and_then(|mut s| s.query_row(params![kind, lookup], read).optional());
    row.map_err(CaseError::db("cannot read a record"))?.map(record).transpose()
}

/// All current records of a kind, in the order of the log.
pub(crate) fn all(db: &Connection, kind: &str) -> Result<Vec<Record>> {
    let sql = "SELECT seq, record, actor, content FROM record
               WHERE kind = ?1 AND lookup IS NOT NULL AND content IS NOT NULL ORDER BY seq";
    let rows = || {
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map(params![kind], read)?;
        rows.collect::<rusqlite::Result<Vec<_>>>()
    };
    rows().map_err(CaseError::db("cannot read the records"))?.into_iter().map(record).collect()
}

/// Who wrote the first version of the oldest record of a kind.
pub(crate) fn first_actor(db: &Connection, kind: &str) -> Result<Option<String>> {
    Ok(strings(db, "SELECT actor FROM record WHERE kind = ?1 ORDER BY seq LIMIT 1", [kind])?.pop())
}

/// Number of records, which is the number of entries that the log has or is about to get.
pub(crate) fn count(db: &Connection) -> Result<u64> {
    let sql = "SELECT coalesce(max(seq) + 1, 0) FROM record";
    db.query_row(sql, [], |r| r.get::<_, i64>(0)).map(|n| n as u64).map_err(CaseError::db("cannot count the records"))
}

/// The mark of an entry that this program wrote, kept until the log signs it.
pub(crate) fn entry_mark(keys: &Keys, seq: u64, entry: &[u8]) -> [u8; 32] {
    mac(&*keys.entry, &[&seq.to_be_bytes(), entry])
}

/// Writes records inside a transaction.
pub(crate) struct Writer<'a> {
    pub tx: &'a Transaction<'a>,
    pub keys: &'a Keys,
    pub context: &'a Context,
    pub actor: &'a str,
    pub now_us: i64,
}

/// What a record will be once it is written.
pub(crate) struct Draft<'a> {
    pub action: Action,
    /// Id of the record that gets a new version, or that was promised before; a new one if none.
    pub id: Option<&'a str>,
    /// What it is found by; its own id if none.
    pub lookup: Option<String>,
    pub content: Content,
}

impl Writer<'_> {
    /// Adds a record, or a version of one, with its entry.
    pub fn add(&self, draft: Draft<'_>) -> Result<Record> {
        let id = match draft.id {
            Some(id) => id.to_owned(),
            None => self.context.uuid()?,
        };
        let before = self.newest(&id)?;
        let kind = draft.content.kind();
        let stored = Stored { time_us: self.now_us, content: draft.content };
        let value = serde_json::to_value(&stored);
        let content = canonical(&value.map_err(|e| CaseError::invalid("record", e.to_string()))?)?;
        let salt: [u8; 32] = self.context.bytes()?;
        let entry = Entry {
            action: draft.action,
            actor: mac(&*self.keys.actor, &[self.actor.as_bytes()]),
            commit: commitment(&salt, content.as_bytes()),
            prev: before.as_ref().map(|b| b.commit),
            record: id.clone(),
            time: Entry::time_of(self.now_us)?,
            version: before.as_ref().map_or(1, |b| b.version + 1),
        };
        let seq = count(self.tx)?;
        let row = || {
            self.tx.prepare_cached("UPDATE record SET lookup = NULL WHERE record = ?1")?.execute(params![id])?;
            let sql = "INSERT INTO record (seq, record, version, kind, actor, lookup, content, salt, entry, mark)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
            let lookup = draft.lookup.as_ref().unwrap_or(&id);
            let bytes = entry.to_bytes().unwrap_or_default();
            let (version, mark) = (entry.version as i64, entry_mark(self.keys, seq, &bytes));
            let values = params![seq as i64, id, version, kind, self.actor, lookup, content, salt, bytes, mark];
            self.tx.prepare_cached(sql)?.execute(values)
        };
        row().map_err(CaseError::db("cannot add a record"))?;
        Ok(Record { seq, id, actor: self.actor.to_owned(), stored })
    }

    fn newest(&self, id: &str) -> Result<Option<Entry>> {
        let sql = "SELECT entry FROM record WHERE record = ?1 ORDER BY version DESC LIMIT 1";
        let bytes = self.tx.query_row(sql, params![id], |r| r.get::<_, Vec<u8>>(0)).optional();
        let Some(bytes) = bytes.map_err(CaseError::db("cannot read a record"))? else { return Ok(None) };
        let entry = Entry::parse(&bytes);
        entry
            .map(Some)
            .ok_or_else(|| CaseError::damaged("case.sqlite", format!("the entry of record {id} cannot be read")))
    }

    /// Destroys content and salt of all versions of a record; its entries stay.
    pub fn forget(&self, id: &str) -> Result<()> {
        self.execute("UPDATE record SET content = NULL, salt = NULL, lookup = NULL WHERE record = ?1", params![id])
    }

    /// Destroys content and salt of the versions before the newest one.
    pub fn forget_older(&self, id: &str) -> Result<()> {
        let sql = "UPDATE record SET content = NULL, salt = NULL WHERE record = ?1 AND lookup IS NULL";
        self.execute(sql, params![id])
    }

    pub fn execute(&self, sql: &str, values: impl rusqlite::Params) -> Result<()> {
        let done = self.tx.prepare_cached(sql).and_then(|mut s| s.execute(values));
        done.map(|_| ()).map_err(CaseError::db("cannot write"))
    }

    pub fn strings(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<String>> {
        strings(self.tx, sql, values)
    }

    /// A file that was announced before it got its name, and belongs to a record now.
    pub fn keep(&self, path: &str) -> Result<()> {
        self.execute("DELETE FROM doomed WHERE path = ?1", params![path])
    }

    /// A file that is deleted once the transaction holds; if that is cut off, at the next opening.
    pub fn doom(&self, path: &str) -> Result<()> {
        self.execute("INSERT OR IGNORE INTO doomed (path) VALUES (?1)", params![path])
    }
}

/// The first column of a query.
pub(crate) fn strings(db: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<String>> {
    let rows = || {
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map(values, |r| r.get(0))?;
        rows.collect::<rusqlite::Result<Vec<_>>>()
    };
    rows().map_err(CaseError::db("cannot read"))
}

#[cfg(test)]
mod tests {
    use crate::text::to_hex;

    #[test]
    fn commitments_equal_the_reference_vector() {
        let salt: Vec<u8> = (0..32).collect();
        let commit = super::commitment(&salt, br#"{"title":"x","type":"source"}"#);
        assert_eq!(to_hex(&commit), "ab85f243ea42ed3eceb3419d9d180066f77bb2320e6c8a6deeca2ca54c8e4032");
    }
}

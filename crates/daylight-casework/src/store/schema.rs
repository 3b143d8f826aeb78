//! The tables, and how an older case is brought to the newest form.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{CaseError, Result};
use crate::outside::Context;

/// One step for each version: step `n` brings a case from version `n` to `n + 1`. Steps are never changed.
pub(crate) const STEPS: &[&str] = &[
    "
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row for each entry of the log, in its order. `content` and `salt` go when the record is erased,
-- `lookup` when it is erased or has a newer version: what has a lookup is current, and stands here once.
CREATE TABLE record (
    seq INTEGER PRIMARY KEY,
    record TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    lookup TEXT,
    content TEXT,
    salt BLOB,
    entry BLOB NOT NULL,
    UNIQUE (record, version),
    UNIQUE (kind, lookup)
);

CREATE TABLE account (id INTEGER PRIMARY KEY, pseudonym BLOB NOT NULL UNIQUE);

-- `commitment` stays when a seal is erased, the rest goes.
CREATE TABLE seal (
    batch INTEGER NOT NULL REFERENCES record (seq),
    ord INTEGER NOT NULL,
    account INTEGER REFERENCES account (id),
    same BLOB,
    salt BLOB,
    sealed BLOB,
    commitment BLOB NOT NULL,
    erased_by INTEGER REFERENCES record (seq),
    PRIMARY KEY (batch, ord)
) WITHOUT ROWID;
CREATE UNIQUE INDEX seal_account ON seal (account, same);
CREATE INDEX seal_erased ON seal (erased_by) WHERE erased_by IS NOT NULL;

CREATE TABLE posts_account (
    import TEXT NOT NULL,
    account INTEGER NOT NULL REFERENCES account (id),
    PRIMARY KEY (import, account)
) WITHOUT ROWID;
CREATE INDEX posts_account_account ON posts_account (account);

-- Work that is not finished: imports begun, rows to drop from posts, files to delete (also those that are
-- about to get their name, until a record takes them over).
CREATE TABLE pending_import (record TEXT PRIMARY KEY, lookup TEXT NOT NULL UNIQUE, begun TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE pending_drop (import TEXT NOT NULL, pseudonym BLOB NOT NULL, PRIMARY KEY (import, pseudonym)) WITHOUT ROWID;
CREATE TABLE doomed (path TEXT PRIMARY KEY) WITHOUT ROWID;
",
    "
-- Keyed hashes of accounts that were erased on request: they are not taken in again.
CREATE TABLE suppressed (
    erasure INTEGER NOT NULL REFERENCES record (seq),
    mark BLOB NOT NULL,
    PRIMARY KEY (erasure, mark)
) WITHOUT ROWID;
",
    // Records of casework are found by their kind; the content of an entity names its type.
    crate::records::schema::STEP,
    "
-- Keyed hash of an entry and its place: what waits for the log without it was not written by this program.
ALTER TABLE record ADD COLUMN mark BLOB;
",
];

/// The first version with a list of accounts that are not taken in again.
pub(crate) const SUPPRESSES: i64 = 2;

/// The first version whose entries carry a mark.
pub(crate) const MARKS: i64 = 4;

/// Sets what holds for each connection that writes.
pub(crate) fn prepare(db: &Connection) -> Result<()> {
    let set = |name: &str, value: &str| {
        db.pragma_update_and_check(None, name, value, |_| Ok(())).or_else(|e| match e {
            rusqlite::Error::QueryReturnedNoRows => Ok(()),
            e => Err(CaseError::db("cannot set how it is written")(e)),
        })
    };
    set("journal_mode", "WAL")?;
    set("synchronous", "FULL")?;
    set("foreign_keys", "ON")?;
    // What is erased must not linger in free pages.
    set("secure_delete", "ON")?;
    set("temp_store", "MEMORY")?;
    set("trusted_schema", "OFF")?;
    set("cell_size_check", "ON")?;
    set("busy_timeout", "10000")
}

pub(crate) fn version(db: &Connection) -> Result<i64> {
    db.pragma_query_value(None, "user_version", |r| r.get(0)).map_err(CaseError::db("cannot read its version"))
}

/// Brings the tables to the newest form, each step in a transaction with its number: a step that was cut off
/// is done again as if it had never begun.
pub(crate) fn migrate(db: &mut Connection, steps: &[&str], context: &Context) -> Result<()> {
    let known = steps.len() as i64;
    let found = version(db)?;
    if found > known {
        return Err(CaseError::TooNew { found, known });
    }
    let from = usize::try_from(found).map_err(|_| CaseError::damaged("case.sqlite", "its version is negative"))?;
    for (number, step) in steps.iter().enumerate().skip(from) {
        let failed = || CaseError::db("cannot bring it to the newest form");
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed())?;
        tx.execute_batch(step).map_err(failed())?;
        tx.pragma_update(None, "user_version", number as i64 + 1).map_err(failed())?;
        context.step("migration:before-commit");
        tx.commit().map_err(failed())?;
        context.step("migration:committed");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::context;

    #[test]
    fn a_step_that_fails_leaves_nothing_and_is_done_again() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db, STEPS, &context(1)).unwrap();
        assert_eq!(version(&db).unwrap(), STEPS.len() as i64);
        let broken: Vec<&str> =
            STEPS.iter().copied().chain(["CREATE TABLE a (x); CREATE TABLE account (x);"]).collect();
        assert!(migrate(&mut db, &broken, &context(1)).is_err());
        assert_eq!(version(&db).unwrap(), STEPS.len() as i64);
        let mended: Vec<&str> = STEPS.iter().copied().chain(["CREATE TABLE a (x);"]).collect();
        migrate(&mut db, &mended, &context(1)).unwrap();
        migrate(&mut db, &mended, &context(1)).unwrap();
        let older = migrate(&mut db, STEPS, &context(1));
        assert!(matches!(older, Err(CaseError::TooNew { found, known }) if found == known + 1));
    }
}

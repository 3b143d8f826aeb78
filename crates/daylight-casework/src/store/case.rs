//! Making and opening a case, and the one way in which anything is written into it.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use daylight_core::Progress;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};

use super::content::{CaseV1, Content, VaultV1};
use super::record::{self, Draft, Writer};
use super::schema;
use super::types::{CaseMeta, must_say};
use super::view::{CaseView, DATABASE, LOCK, LOG};
use crate::error::{CaseError, Result};
use crate::files;
use crate::log::{Action, Log, VerifierKey};
use crate::outside::Context;
use crate::seal::{Pseudonym, Pseudonymizer};
use crate::vault::{Keys, Stretch, Unlock, VAULT};
use crate::verify::{Damage, keyed};

/// Where originals are copied to before they have a hash.
pub(super) const INCOMING: &str = "originals/incoming";
/// Where posts are written before they are committed.
pub(super) const PARTIAL: &str = "posts/partial";
/// Entries taken to the log at once.
const PUBLISH_AT_ONCE: i64 = 1024;

/// A case, open for writing. One at a time; [`CaseView`]s may read beside it.
pub struct Case {
    pub(crate) view: CaseView,
    pub(super) keys: Keys,
    pub(crate) context: Context,
    log: Log,
    /// Released when the case is dropped, or the process ends in whatever way.
    _lock: File,
}

fn case_content(meta: &CaseMeta, change_note: Option<&str>) -> Content {
    Content::Case(CaseV1 {
        name: meta.name.clone(),
        access_basis: meta.access_basis.clone(),
        legal_basis: meta.legal_basis.clone(),
        retention_until: meta.retention_until.clone(),
        change_note: change_note.map(str::to_owned),
    })
}

impl Case {
    /// Makes a case in `dir`, which must not exist or be empty. It is built beside and renamed: whole or absent.
    ///
    /// # Errors
    /// `NotEmpty`; `Invalid` for a missing ground or date; whatever the disk refuses.
    pub fn create(
        dir: &Path,
        meta: &CaseMeta,
        actor: &str,
        unlock: Unlock<'_>,
        stretch: Stretch,
        context: &Context,
    ) -> Result<Self> {
        meta.check()?;
        must_say("actor", actor)?;
        if dir.exists() && fs::read_dir(dir).map_err(CaseError::io("cannot read", dir))?.next().is_some() {
            return Err(CaseError::NotEmpty(dir.into()));
        }
        let name = dir.file_name().ok_or_else(|| CaseError::invalid("dir", "a case needs a folder of its own"))?;
        let parent = dir.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        files::make_dirs(parent, context)?;
        let building = parent.join(format!(".{}.creating", name.to_string_lossy()));
        if building.exists() {
            // Left by a creation that was cut off; nothing in it was ever acknowledged.
            fs::remove_dir_all(&building).map_err(CaseError::io("cannot clear", &building))?;
        }
        build(&building, meta, actor, unlock, stretch, context)?;
        // The database was made by its library, which syncs the file but not its name.
        files::sync_dir(&building, context)?;
        context.step("case:built");
        files::rename(&building, dir, context)?;
        Self::open(dir, unlock, context)
    }

    /// Opens the case in `dir`, finishes or undoes what was cut off, and brings it to the newest form.
    ///
    /// # Errors
    /// `NoCase`, `Busy`, `WrongKey`, `TooNew`; `Damaged` when log and database contradict each other. Then
    /// nothing is written, and `verify` tells more.
    pub fn open(dir: &Path, unlock: Unlock<'_>, context: &Context) -> Result<Self> {
        if !dir.join(DATABASE).is_file() {
            return Err(CaseError::NoCase(dir.into()));
        }
        let lock = lock(dir)?;
        let keys = Keys::read(&dir.join(VAULT), unlock)?;
        let mut db = connect(&dir.join(DATABASE))?;
        schema::migrate(&mut db, schema::STEPS, context)?;
        let sql = "SELECT value FROM setting WHERE name = 'log'";
        let key: Option<String> =
            db.query_row(sql, [], |r| r.get(0)).optional().map_err(CaseError::db("cannot read its settings"))?;
        let key = key.as_deref().and_then(VerifierKey::parse);
        let key = key.ok_or_else(|| CaseError::damaged(DATABASE, "the key of the log is missing"))?;
        if key != VerifierKey::new(key.name(), keys.log.verifying_key()) {
            return Err(CaseError::damaged(VAULT, "it belongs to another case"));
        }
        let log = Log::open(&dir.join(LOG), key.name(), keys.log.clone(), context)?;
        let view = CaseView { dir: dir.into(), db };
        let mut case = Self { view, keys, context: context.clone(), log, _lock: lock };
        case.recover()?;
        Ok(case)
    }

    /// What can be read without a key.
    pub fn view(&self) -> &CaseView {
        &self.view
    }

    /// The pseudonym of an account in this case. `platform` must not hold a NUL.
    pub fn pseudonym(&self, platform: &str, platform_id: &str) -> Result<Pseudonym> {
        Pseudonym::new(&self.keys.case, platform, platform_id)
    }

    /// [`Case::pseudonym`] for other threads.
    pub fn pseudonymizer(&self) -> Pseudonymizer {
        Pseudonymizer(self.keys.case.clone())
    }

    /// Checks what [`verify`](crate::verify) cannot without keys: that each record names the actor that was
    /// logged, and that each seal opens and holds the account that its pseudonym stands for.
    pub fn verify_sealed(&self, progress: &dyn Progress) -> Result<Vec<Damage>> {
        keyed::check(&self.view.db, &self.keys, progress)
    }

    /// Changes what is said about the case.
    pub fn change_meta(&mut self, meta: &CaseMeta, actor: &str, why: &str) -> Result<()> {
        meta.check()?;
        must_say("change_note", why)?;
        let found = record::current(&self.view.db, "case", "case")?;
        let before = found.ok_or_else(|| CaseError::damaged(DATABASE, "the record of the case is missing"))?;
        let content = case_content(meta, Some(why));
        self.write(actor, |w| {
            w.add(Draft { action: Action::Version, id: Some(&before.id), lookup: Some("case".into()), content })
        })?;
        Ok(())
    }

    /// Closes the vault with another passphrase or key file. The keys inside stay the same.
    pub fn change_unlock(&mut self, actor: &str, unlock: Unlock<'_>, stretch: Stretch) -> Result<()> {
        let kind = if matches!(unlock, Unlock::Passphrase(_)) { "passphrase" } else { "key-file" };
        let content = Content::Vault(VaultV1 { unlock: kind.into() });
        self.write(actor, |w| w.add(Draft { action: Action::KeyRotate, id: None, lookup: None, content }))?;
        self.keys.write(&self.view.dir.join(VAULT), unlock, stretch, &self.context)
    }

    /// The one way in: a transaction in the database, then the log, then the answer.
    pub(crate) fn write<T>(&mut self, actor: &str, work: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        must_say("actor", actor)?;
        let now_us = self.context.now_us();
        let failed = CaseError::db("cannot begin a transaction");
        let tx = self.view.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let done = work(&Writer { tx: &tx, keys: &self.keys, context: &self.context, actor, now_us })?;
        self.context.step("database:before-commit");
        tx.commit().map_err(CaseError::db("cannot commit"))?;
        self.context.step("database:committed");
        self.publish()?;
        self.delete_doomed()?;
        Ok(done)
    }

    /// Brings the log to the state of the database.
    fn publish(&mut self) -> Result<()> {
        loop {
            let sql = "SELECT entry, mark FROM record WHERE seq >= ?1 ORDER BY seq LIMIT ?2";
            let first = self.log.size();
            let read = || {
                let mut statement = self.view.db.prepare_cached(sql)?;
                let entry = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get(1)?));
                let rows = statement.query_map(params![first as i64, PUBLISH_AT_ONCE], entry)?;
                rows.collect::<rusqlite::Result<Vec<(Vec<u8>, Option<Vec<u8>>)>>>()
            };
            let entries = read().map_err(CaseError::db("cannot read the entries of the log"))?;
            if entries.is_empty() {
                return Ok(());
            }
            for (seq, (entry, mark)) in (first..).zip(&entries) {
                if mark.as_deref() != Some(&record::entry_mark(&self.keys, seq, entry)) {
                    let what = format!(
                        "record {seq} waits for the log, and this program did not write it (or an older version was \
                         cut off: then open the case with that one first)"
                    );
                    return Err(CaseError::damaged(DATABASE, what));
                }
            }
            self.log.append(entries.iter().map(|(entry, _)| entry.as_slice()))?;
        }
    }

    /// Deletes the files that no record speaks of any more.
    fn delete_doomed(&mut self) -> Result<()> {
        let doomed = record::strings(&self.view.db, "SELECT path FROM doomed ORDER BY path", [])?;
        if doomed.is_empty() {
            return Ok(());
        }
        for path in &doomed {
            files::remove(&self.view.dir.join(path))?;
            self.context.step("file:removed");
        }
        let failed = || CaseError::db("cannot clear the list of files to delete");
        self.view.db.execute("DELETE FROM doomed", []).map_err(failed())?;
        // What was erased must not linger in the write-ahead log either.
        self.view.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(failed())
    }

    /// Finishes what was committed and undoes what was not.
    fn recover(&mut self) -> Result<()> {
        let (log, database) = (self.log.size(), record::count(&self.view.db)?);
        if log > database {
            let what = format!("it has {database} records, but the log has {log} entries: it is an older copy");
            return Err(CaseError::damaged(DATABASE, what));
        }
        self.publish()?;
        self.delete_doomed()?;
        for folder in [INCOMING, PARTIAL] {
            self.clear(folder)?;
        }
        Ok(())
    }

    /// Notes that a file is about to get its final name. Until a record takes it over ([`Writer::keep`]), it
    /// is on the list of files to delete: a cut-off leaves nothing behind that no record speaks of.
    pub(super) fn announce(&self, path: &str) -> Result<()> {
        let done = self.view.db.execute("INSERT OR IGNORE INTO doomed (path) VALUES (?1)", [path]);
        done.map_err(CaseError::db("cannot announce a file"))?;
        self.context.step("file:announced");
        Ok(())
    }

    /// Removes the files of a folder.
    fn clear(&self, folder: &str) -> Result<()> {
        let dir = self.view.dir.join(folder);
        for name in files::list(&dir).map_err(CaseError::io("cannot list", &dir))? {
            files::remove(&dir.join(name))?;
        }
        Ok(())
    }
}

fn lock(dir: &Path) -> Result<File> {
    let path = dir.join(LOCK);
    let file = File::options().create(true).append(true).open(&path).map_err(CaseError::io("cannot open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(CaseError::Busy(dir.into())),
        Err(TryLockError::Error(e)) => Err(CaseError::io("cannot lock", path)(e)),
    }
}

fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(CaseError::db("cannot be opened"))?;
    schema::prepare(&db)?;
    Ok(db)
}

fn build(
    dir: &Path,
    meta: &CaseMeta,
    actor: &str,
    unlock: Unlock<'_>,
    stretch: Stretch,
    context: &Context,
) -> Result<()> {
    for folder in [INCOMING, "originals/sha256", PARTIAL, "runs"] {
        files::make_dirs(&dir.join(folder), context)?;
    }
    let keys = Keys::generate(context)?;
    keys.write(&dir.join(VAULT), unlock, stretch, context)?;
    let origin = format!("daylight.invalid/case/{}", context.uuid()?);
    let log = Log::create(&dir.join(LOG), &origin, keys.log.clone(), context)?;
    let verifier = VerifierKey::new(&origin, keys.log.verifying_key()).to_string();
    let mut db = connect(&dir.join(DATABASE))?;
    schema::migrate(&mut db, schema::STEPS, context)?;
    db.execute("INSERT INTO setting (name, value) VALUES ('log', ?1)", params![verifier])
        .map_err(CaseError::db("cannot write its settings"))?;
    let view = CaseView { dir: dir.into(), db };
    let mut case = Case { view, keys, context: context.clone(), log, _lock: lock(dir)? };
    let content = case_content(meta, None);
    case.write(actor, |w| w.add(Draft { action: Action::Create, id: None, lookup: Some("case".into()), content }))?;
    Ok(())
}

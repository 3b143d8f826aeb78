//! Reading a case. Needs no key.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::content::{CaseV1, Content, ImportV1, NameV1, OriginalV1};
use super::record::{self, Record};
use super::{CaseMeta, Counts, DataSet, DueItem, DueKind, FileName, ImportInfo, OriginalInfo, PendingDrop, RevealInfo};
use super::{PostsFile, ProblemCount, schema};
use crate::error::{CaseError, Result};
use crate::log::{LogReader, Proof, VerifierKey};
use crate::seal::Pseudonym;
use crate::text::to_date;

/// Name of the database in the folder of a case.
pub(crate) const DATABASE: &str = "case.sqlite";
/// Held while a case is open for writing.
pub(crate) const LOCK: &str = "lock";
/// Folder of the log.
pub(crate) const LOG: &str = "log";

/// A case for reading. Several may be open beside one [`Case`](super::Case).
pub struct CaseView {
    pub(crate) dir: PathBuf,
    pub(crate) db: Connection,
}

/// Path of an original below the folder of a case.
pub(crate) fn original_path(sha256: &str) -> String {
    let (shard, rest) = sha256.split_at_checked(2).unwrap_or((sha256, ""));
    format!("originals/sha256/{shard}/{rest}")
}

/// Opens the database for reading, beside a writer if there is one.
fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let shared = Connection::open_with_flags(path, flags).map_err(CaseError::db("cannot be opened"))?;
    if schema::version(&shared).is_err() && is_still(path) {
        // A write-protected medium: there is no place for what readers and writers share.
        return connect_still(path);
    }
    Ok(shared)
}

/// Opens the database as a file that nobody changes: nothing is written beside it, not even for a moment.
fn connect_still(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let escaped: String = path.to_string_lossy().chars().map(escape).collect();
    Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags).map_err(CaseError::db("cannot be opened"))
}

/// Whether all of the database is in its one file.
fn is_still(path: &Path) -> bool {
    !path.with_extension("sqlite-wal").metadata().is_ok_and(|m| m.len() > 0)
}

/// The three characters that mean something in the path of a URI, escaped.
fn escape(c: char) -> String {
    match c {
        '%' => "%25".into(),
        '?' => "%3f".into(),
        '#' => "%23".into(),
        c => c.into(),
    }
}

impl CaseView {
    /// Opens the case in `dir` for reading.
    ///
    /// # Errors
    /// `NoCase` without a database there, `TooNew` for a case of a newer program.
    pub fn open(dir: &Path) -> Result<Self> {
        Self::open_with(dir, connect)
    }

    /// Opens the case without writing anything into its folder, if nobody has it open for writing.
    pub(crate) fn open_still(dir: &Path) -> Result<Self> {
        let is_free = File::open(dir.join(LOCK)).is_ok_and(|lock| lock.try_lock_shared().is_ok());
        let how = if is_free && is_still(&dir.join(DATABASE)) { connect_still } else { connect };
        Self::open_with(dir, how)
    }

    fn open_with(dir: &Path, connect: impl Fn(&Path) -> Result<Connection>) -> Result<Self> {
        let path = dir.join(DATABASE);
        if !path.is_file() {
            return Err(CaseError::NoCase(dir.into()));
        }
        let db = connect(&path)?;
        let (found, known) = (schema::version(&db)?, schema::STEPS.len() as i64);
        if found > known {
            return Err(CaseError::TooNew { found, known });
        }
        Ok(Self { dir: dir.into(), db })
    }

    /// The folder of the case.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The log of the case, its signature checked with the key that the database names.
    pub fn log(&self) -> Result<LogReader> {
        let sql = "SELECT value FROM setting WHERE name = 'log'";
        let key = record::strings(&self.db, sql, [])?.pop().and_then(|k| VerifierKey::parse(&k));
        let key = key.ok_or_else(|| CaseError::damaged(DATABASE, "the key of the log is missing"))?;
        LogReader::open(&self.dir.join(LOG), &key)
    }

    /// Proof that the newest version of a record is in the log. Record ids stand in the infos and answers.
    pub fn prove(&self, record: &str) -> Result<Proof> {
        let sql = "SELECT CAST(max(seq) AS TEXT) FROM record WHERE record = ?1 HAVING count(*) > 0";
        let seq = record::strings(&self.db, sql, [record])?.pop().and_then(|seq| seq.parse().ok());
        self.log()?.prove(seq.ok_or_else(|| CaseError::unknown("record", record))?)
    }

    /// What the case is about and on which grounds it is kept.
    pub fn meta(&self) -> Result<CaseMeta> {
        match record::current(&self.db, "case", "case")?.map(|r| r.stored.content) {
            Some(Content::Case(case)) => Ok(meta(case)),
            _ => Err(CaseError::damaged(DATABASE, "the record of the case is missing")),
        }
    }

    /// The originals, in the order in which they came in.
    pub fn originals(&self) -> Result<Vec<OriginalInfo>> {
        Ok(record::all(&self.db, "original")?.into_iter().filter_map(|r| self.original(r)).collect())
    }

    fn original(&self, record: Record) -> Option<OriginalInfo> {
        let Content::Original(o) = record.stored.content else { return None };
        Some(original(&self.dir, record.id, o))
    }

    /// The finished imports, in the order in which they were finished.
    pub fn imports(&self) -> Result<Vec<ImportInfo>> {
        Ok(record::all(&self.db, "import")?.into_iter().filter_map(|r| import(&self.dir, r)).collect())
    }

    /// The Parquet files that make up the posts of the case, in the order of their imports.
    pub fn posts_files(&self) -> Result<Vec<PathBuf>> {
        Ok(self.imports()?.into_iter().filter_map(|i| i.posts.map(|p| p.path)).collect())
    }

    /// Rows of erased persons that still stand in posts files, in the order of imports and pseudonyms.
    pub fn pending_drops(&self) -> Result<Vec<PendingDrop>> {
        let mut drops: Vec<PendingDrop> = Vec::new();
        let rows = record::strings(
            &self.db,
            "SELECT import || ' ' || lower(hex(pseudonym)) FROM pending_drop ORDER BY import, pseudonym",
            [],
        )?;
        for row in rows {
            let Some((import, pseudonym)) = row.split_once(' ') else { continue };
            let Some(pseudonym) = Pseudonym::parse(pseudonym) else { continue };
            match drops.last_mut().filter(|d| d.import == import) {
                Some(last) => last.pseudonyms.push(pseudonym),
                None => drops.push(PendingDrop { import: import.into(), pseudonyms: vec![pseudonym] }),
            }
        }
        Ok(drops)
    }

    /// Ids of the imports in whose posts an account occurs.
    pub fn imports_with(&self, pseudonym: &Pseudonym) -> Result<Vec<String>> {
        let sql = "SELECT import FROM posts_account p JOIN account a ON a.id = p.account
                   WHERE a.pseudonym = ?1 ORDER BY import";
        record::strings(&self.db, sql, [pseudonym.0])
    }

    /// The pseudonyms whose full form begins with `prefix` (as shown: 12 hex digits), at most 100.
    pub fn resolve(&self, prefix: &str) -> Result<Vec<Pseudonym>> {
        if prefix.is_empty() || !prefix.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return Err(CaseError::invalid("pseudonym", "not lower-case hex digits"));
        }
        // The smallest and the largest pseudonym with this beginning.
        let end =
            |with: &str| Pseudonym::parse(&format!("{prefix}{}", with.repeat(64_usize.saturating_sub(prefix.len()))));
        let (Some(first), Some(last)) = (end("0"), end("f")) else { return Ok(Vec::new()) };
        let sql = "SELECT lower(hex(pseudonym)) FROM account WHERE pseudonym BETWEEN ?1 AND ?2
                   ORDER BY pseudonym LIMIT 100";
        Ok(record::strings(&self.db, sql, [first.0, last.0])?.iter().filter_map(|p| Pseudonym::parse(p)).collect())
    }

    /// Reveals that have not expired at `now_us`.
    pub fn open_reveals(&self, now_us: i64) -> Result<Vec<RevealInfo>> {
        let records = record::all(&self.db, "reveal")?.into_iter();
        let open = records.filter_map(|r| match r.stored.content {
            Content::Reveal(v) => Some(RevealInfo {
                record: r.id,
                of: v.of,
                actor: r.actor,
                reason: v.reason,
                second: v.second,
                not_private: v.not_private,
                at_us: r.stored.time_us,
                expires_us: v.expires_us,
            }),
            _ => None,
        });
        Ok(open.filter(|r| r.at_us <= now_us && now_us < r.expires_us).collect())
    }

    /// What is past its retention date at `now_us`: on that day itself it is due.
    pub fn due(&self, now_us: i64) -> Result<Vec<DueItem>> {
        let today = to_date(now_us)?;
        let meta = self.meta()?;
        let mut due = vec![DueItem { kind: DueKind::Case, id: meta.name, retention_until: meta.retention_until }];
        due.extend(self.originals()?.into_iter().filter_map(|o| {
            let retention_until = o.data_set.retention_until?;
            Some(DueItem { kind: DueKind::Original, id: o.sha256, retention_until })
        }));
        due.retain(|d| d.retention_until <= today);
        Ok(due)
    }
}

pub(crate) fn meta(case: CaseV1) -> CaseMeta {
    CaseMeta {
        name: case.name,
        access_basis: case.access_basis,
        legal_basis: case.legal_basis,
        retention_until: case.retention_until,
    }
}

pub(crate) fn original(dir: &Path, record: String, o: OriginalV1) -> OriginalInfo {
    OriginalInfo {
        record,
        path: dir.join(original_path(&o.sha256)),
        sha256: o.sha256,
        bytes: o.bytes,
        name: match o.name {
            NameV1::Clear(name) => FileName::Clear(name),
            NameV1::Sealed(_) => FileName::Sealed,
        },
        source: o.source,
        data_set: DataSet {
            access_basis: o.access_basis,
            terms: o.terms,
            retention_until: o.retention_until,
            sharing: o.sharing,
        },
    }
}

pub(crate) fn import(dir: &Path, record: Record) -> Option<ImportInfo> {
    let Content::Import(i) = record.stored.content else { return None };
    Some(import_info(dir, record.id, i))
}

fn import_info(dir: &Path, record: String, i: ImportV1) -> ImportInfo {
    let problems = i.problems.into_iter().map(|p| ProblemCount {
        reason: p.reason,
        column: p.column,
        rejected: p.rejected,
        count: p.count,
        lines: p.lines,
    });
    ImportInfo {
        record,
        original: i.original,
        part: i.part,
        importer: i.importer,
        importer_version: i.importer_version,
        counts: Counts { read: i.read, kept: i.kept, rejected: i.rejected },
        erased: i.erased,
        posts: i.posts.map(|p| PostsFile { path: dir.join("posts").join(p.file), sha256: p.sha256, bytes: p.bytes }),
        n_accounts: i.n_accounts,
        problems: problems.collect(),
        n_problems_unlisted: i.n_problems_unlisted,
        mapping: i.mapping,
    }
}

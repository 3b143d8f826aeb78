//! The database: against itself, and each record against its entry.

use std::collections::{BTreeMap, BTreeSet};

use daylight_core::Progress;
use daylight_core::record::RecordKind;
use rusqlite::{Connection, Row};
use sha2::{Digest, Sha256};

use super::VerifyReport;
use crate::log::{Action, Entry};
use crate::store::content::{Content, EraseV1, NameV1, SealsV1, Stored};
use crate::store::erase::places_digest;
use crate::store::person::seal_commitment;
use crate::store::record;
use crate::store::schema;
use crate::store::suppress;
use crate::store::view::original_path;
use crate::text::{canonical_json, from_base64, to_hex};

/// Evidence files by path below the folder of the case, with SHA-256 and size.
#[derive(Default)]
pub(super) struct Held {
    pub originals: BTreeMap<String, (String, u64)>,
    pub posts: BTreeMap<String, (String, u64)>,
}

/// What is learned while the records are read.
#[derive(Default)]
struct Seen {
    held: Held,
    /// Last entry of each record.
    last: BTreeMap<String, Entry>,
    /// Records without content: whether each is accounted for is known at the end.
    erased: Vec<(u64, String, u64)>,
    /// Place of the newest version of each record, and whether it is found.
    found: BTreeMap<String, (i64, bool)>,
    /// Last version of each import whose posts were rewritten without somebody.
    rewritten: BTreeMap<String, u64>,
    /// Records that an erasure names.
    licensed: BTreeSet<String>,
    /// Imports that count: place, number of accounts, posts that were erased.
    imports: BTreeMap<String, (i64, u64, u64)>,
    batches: BTreeMap<i64, SealsV1>,
    erasures: BTreeMap<i64, EraseV1>,
}

struct RecordRow {
    seq: i64,
    record: String,
    version: i64,
    kind: String,
    lookup: Option<String>,
    content: Option<String>,
    salt: Option<Vec<u8>>,
    entry: Vec<u8>,
}

impl RecordRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            record: row.get(1)?,
            version: row.get(2)?,
            kind: row.get(3)?,
            lookup: row.get(4)?,
            content: row.get(5)?,
            salt: row.get(6)?,
            entry: row.get(7)?,
        })
    }
}

pub(super) fn check(db: &Connection, report: &mut VerifyReport, progress: &dyn Progress) -> Held {
    integrity(db, report);
    let mut seen = Seen::default();
    if let Err(e) = records(db, &mut seen, report, progress) {
        report.damaged("case.sqlite", format!("the records cannot be read: {e}"));
    }
    accounted(&seen, report);
    hidden(&seen, report);
    if let Err(e) = seals(db, &seen, report) {
        report.damaged("case.sqlite", format!("the seals cannot be read: {e}"));
    }
    for (seq, erasure) in &seen.erasures {
        let sql = "SELECT batch, ord FROM seal WHERE erased_by = ?1 ORDER BY batch, ord";
        let found = places_digest(db, sql, *seq).ok();
        if found.as_ref() != Some(&(erasure.n_seals, erasure.seals_digest.clone())) {
            report.damaged(format!("record {seq}"), "other seals are gone than this erasure destroyed");
        }
    }
    suppressed(db, &seen, report);
    linked(db, &seen, report);
    pending(db, report);
    seen.held
}

fn integrity(db: &Connection, report: &mut VerifyReport) {
    match record::strings(db, "PRAGMA integrity_check(20)", []) {
        Ok(lines) => {
            for line in lines.iter().filter(|l| *l != "ok") {
                report.damaged("case.sqlite", line.as_str());
            }
        }
        Err(e) => report.damaged("case.sqlite", super::with_causes(&e)),
    }
    match record::strings(db, "SELECT DISTINCT \"table\" FROM pragma_foreign_key_check", []) {
        Ok(tables) => {
            for table in tables {
                report.damaged("case.sqlite", format!("rows of {table} refer to nothing"));
            }
        }
        Err(e) => report.damaged("case.sqlite", super::with_causes(&e)),
    }
}

fn records(
    db: &Connection,
    seen: &mut Seen,
    report: &mut VerifyReport,
    progress: &dyn Progress,
) -> rusqlite::Result<()> {
    let sql = "SELECT seq, record, version, kind, lookup, content, salt, entry FROM record ORDER BY seq";
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut next = 0;
    while let Some(row) = rows.next()? {
        let row = RecordRow::read(row)?;
        if row.seq != next {
            report.damaged("case.sqlite", format!("record {next} is missing"));
        }
        next = row.seq.saturating_add(1);
        progress.step("records", row.seq as u64, 0);
        if let Err(what) = check_record(&row, seen, report) {
            report.damaged(format!("record {}", row.seq), what);
        }
    }
    Ok(())
}

fn check_record(row: &RecordRow, seen: &mut Seen, report: &mut VerifyReport) -> Result<(), String> {
    report.n_records += 1;
    let entry = Entry::parse(&row.entry).ok_or("its entry does not have the form of one")?;
    if entry.record != row.record || i64::try_from(entry.version) != Ok(row.version) {
        return Err("its id or version is not that of its entry".into());
    }
    let before = seen.last.insert(row.record.clone(), entry.clone());
    let follows = (before.as_ref().map_or(1, |b| b.version + 1), before.map(|b| b.commit));
    if (entry.version, entry.prev) != follows {
        return Err("it does not follow the version before".into());
    }
    let is_found = row.lookup.is_some();
    let older = seen.found.insert(row.record.clone(), (row.seq, is_found));
    if let Some((seq, true)) = older {
        report.damaged(format!("record {seq}"), "it is found, and a newer version of it is there");
    }
    let (content, salt) = match (&row.content, &row.salt) {
        (Some(content), Some(salt)) => (content, salt),
        (None, None) => {
            report.n_erased += 1;
            seen.erased.push((row.seq as u64, row.record.clone(), entry.version));
            return Ok(());
        }
        _ => return Err("content and salt must both be there or both be erased".into()),
    };
    if record::commitment(salt, content.as_bytes()) != entry.commit {
        return Err("its content is not the one that was logged".into());
    }
    let stored = record::parse(content).map_err(|e| e.to_string())?;
    if serde_json::from_str(content).ok().as_ref().and_then(canonical_json).as_ref() != Some(content) {
        return Err("its content is not in canonical form".into());
    }
    check_content(row, &entry, stored, seen)
}

/// Checks what stands beside a content that is proven to be the logged one.
fn check_content(row: &RecordRow, entry: &Entry, stored: Stored, seen: &mut Seen) -> Result<(), String> {
    if stored.content.kind() != row.kind {
        return Err("its kind is not that of its content".into());
    }
    if Entry::time_of(stored.time_us).ok().as_ref() != Some(&entry.time) {
        return Err("its time is not that of its entry".into());
    }
    let lookup = lookup_of(&stored.content, &row.record);
    let is_current = row.lookup.is_some();
    if is_current && row.lookup.as_ref() != Some(&lookup) {
        return Err("it is found under another name than its own".into());
    }
    match stored.content {
        Content::Original(o) => {
            if matches!(&o.name, NameV1::Sealed(s) if from_base64(s).is_none()) {
                return Err("its sealed name does not have the form of one".into());
            }
            seen.held.originals.insert(original_path(&o.sha256), (o.sha256, o.bytes));
        }
        Content::Import(i) => {
            if i.kept.checked_add(i.rejected).and_then(|n| n.checked_add(i.erased)) != Some(i.read) {
                return Err("its counts do not add up".into());
            }
            // Where only somebody mentioned was taken out, as many posts are left.
            if i.erased > 0 || i.rewritten.is_some() {
                seen.rewritten.insert(row.record.clone(), entry.version);
            }
            if is_current {
                seen.imports.insert(row.record.clone(), (row.seq, i.n_accounts, i.erased));
            }
            if let Some(posts) = i.posts.filter(|_| is_current) {
                seen.held.posts.insert(format!("posts/{}", posts.file), (posts.sha256, posts.bytes));
            }
        }
        Content::Entity(e) if RecordKind::parse(&e.kind).is_none() => {
            return Err(format!("its type {:?} is not known", e.kind));
        }
        Content::Seals(seals) => drop(seen.batches.insert(row.seq, seals)),
        Content::Erase(erase) if entry.action == Action::Erase => {
            seen.licensed.extend(erase.records.iter().cloned());
            seen.erasures.insert(row.seq, erase);
        }
        _ => {}
    }
    Ok(())
}

fn lookup_of(content: &Content, record: &str) -> String {
    match content {
        Content::Case(_) => "case".into(),
        Content::Original(o) => o.sha256.clone(),
        Content::Import(i) => format!("{}/{}/{}", i.original, i.importer, i.part),
        Content::Reveal(r) => format!("{}/{record}", r.of),
        _ => record.into(),
    }
}

/// The newest version of a record is found, unless an erasure names it; no other is (see `check_record`).
fn hidden(seen: &Seen, report: &mut VerifyReport) {
    for (record, (seq, is_found)) in &seen.found {
        if !is_found && !seen.licensed.contains(record) {
            report.damaged(format!("record {seq}"), "it is hidden, and no erasure in the log speaks of it");
        }
    }
}

/// Content may be missing where an erasure names the record, or where posts were rewritten.
fn accounted(seen: &Seen, report: &mut VerifyReport) {
    for (seq, record, version) in &seen.erased {
        let rewritten = seen.rewritten.get(record).is_some_and(|last| last > version);
        if !rewritten && !seen.licensed.contains(record) {
            report.damaged(format!("record {seq}"), "its content is gone, and no erasure in the log speaks of it");
        }
    }
}

/// Each batch against its record, each seal against its commitment.
fn seals(db: &Connection, seen: &Seen, report: &mut VerifyReport) -> rusqlite::Result<()> {
    let sql = "SELECT s.batch, s.ord, s.salt, s.sealed, s.commitment, s.erased_by, a.pseudonym
               FROM seal s LEFT JOIN account a ON a.id = s.account ORDER BY s.batch, s.ord";
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut found: BTreeMap<i64, (u64, Sha256)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (batch, ord): (i64, i64) = (row.get(0)?, row.get(1)?);
        let parts: [Option<Vec<u8>>; 3] = [row.get(2)?, row.get(3)?, row.get(6)?];
        let commitment: Vec<u8> = row.get(4)?;
        let erased_by: Option<i64> = row.get(5)?;
        let batch_so_far = found.entry(batch).or_default();
        batch_so_far.0 += 1;
        batch_so_far.1.update(&commitment);
        report.n_seals += 1;
        let is_right = match (&parts, erased_by) {
            ([Some(salt), Some(sealed), Some(pseudonym)], None) => {
                seal_commitment(salt, pseudonym, sealed).is_ok_and(|c| c.as_slice() == commitment)
            }
            ([None, None, None], Some(erasure)) => seen.erasures.contains_key(&erasure),
            _ => false,
        };
        if !is_right {
            report.damaged(format!("seal {ord} of record {batch}"), "it is not the one that was logged");
        }
    }
    for (batch, seals) in &seen.batches {
        let (n, digest) = found.remove(batch).unwrap_or_default();
        if n != seals.n || to_hex(&digest.finalize()) != seals.digest {
            report.damaged(format!("record {batch}"), "its seals are not those that were logged");
        }
    }
    for batch in found.keys() {
        report.damaged(format!("record {batch}"), "it has seals that were never logged");
    }
    Ok(())
}

/// Who was erased on request is still on the list of those who must not come back, and nobody else is.
fn suppressed(db: &Connection, seen: &Seen, report: &mut VerifyReport) {
    if schema::version(db).is_ok_and(|v| v < schema::SUPPRESSES) {
        return;
    }
    let (mut n_logged, n) = (0, db.query_row("SELECT count(*) FROM suppressed", [], |r| r.get::<_, i64>(0)));
    for (seq, erasure) in &seen.erasures {
        let logged = erasure.suppressed.clone().unwrap_or_default();
        n_logged += logged.len() as i64;
        if suppress::listed(db, *seq).ok() != Some(logged) {
            report.damaged(format!("record {seq}"), "others must not come back than this erasure said");
        }
    }
    match n {
        Ok(n) if n > n_logged => {
            report.damaged("case.sqlite", "somebody must not come back whom no erasure in the log speaks of");
        }
        Ok(_) => {}
        Err(e) => report.damaged("case.sqlite", format!("suppressed cannot be read: {e}")),
    }
}

/// The accounts of each import are those that it had, but for who was erased.
fn linked(db: &Connection, seen: &Seen, report: &mut VerifyReport) {
    for (import, (seq, n_accounts, erased)) in &seen.imports {
        let count = |sql: &str| db.query_row(sql, [import], |r| r.get::<_, i64>(0)).map(|n| n as u64);
        let n_linked = count("SELECT count(*) FROM posts_account WHERE import = ?1");
        let n_gone = count("SELECT count(*) FROM pending_drop WHERE import = ?1");
        let (Ok(n_linked), Ok(n_gone)) = (n_linked, n_gone) else {
            report.damaged("case.sqlite", "who occurs in which posts cannot be read");
            return;
        };
        // How many accounts went with posts that were erased before is not known any more.
        if n_linked > *n_accounts || *erased == 0 && n_linked + n_gone < *n_accounts {
            let what = format!("{n_accounts} accounts occur in its posts, but {n_linked} are on its list");
            report.damaged(format!("record {seq}"), what);
        }
    }
}

fn pending(db: &Connection, report: &mut VerifyReport) {
    let tables = [
        ("pending_import", "imports were begun and not finished"),
        ("pending_drop", "rows of erased persons still stand in posts files"),
        ("doomed", "files wait to be deleted"),
    ];
    for (table, what) in tables {
        let n = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get::<_, i64>(0));
        match n {
            Ok(0) => {}
            Ok(n) => report.note(format!("{n} {what}")),
            Err(e) => report.damaged("case.sqlite", format!("{table} cannot be read: {e}")),
        }
    }
}

//! The log: every tile and every bundle of entries against the others and against the signature.

use std::collections::BTreeSet;
use std::path::Path;

use daylight_core::Progress;
use rusqlite::{Connection, OptionalExtension};

use super::VerifyReport;
use crate::files;
use crate::log::{CHECKPOINT, Checkpoint, Edge, MAX_BUNDLE_BYTES, VERIFIER_KEY, VerifierKey, read_bundle};
use crate::store::view::LOG;
use crate::store::{record, schema};

pub(super) fn check(dir: &Path, db: Option<&Connection>, report: &mut VerifyReport, progress: &dyn Progress) {
    let dir = dir.join(LOG);
    let Some(verifier) = verifier(&dir, db, report) else { return };
    let checkpoint = match crate::log::checkpoint(&dir, &verifier) {
        Ok(checkpoint) => checkpoint,
        Err(what) => return report.damaged("log/checkpoint", what),
    };
    report.checkpoint = Some(checkpoint.clone());
    let mut expected: BTreeSet<String> = [CHECKPOINT, VERIFIER_KEY].map(str::to_owned).into();
    match rebuild(&dir, &checkpoint, db, &mut expected, report, progress) {
        Ok(edge) if edge.root() != checkpoint.root => {
            report.damaged("log/checkpoint", "the entries do not give the root that was signed");
        }
        Ok(_) => unexpected(&dir, &expected, report),
        Err(what) => report.damaged("log", format!("{what}; the entries from there on could not be checked")),
    }
    if let Some(n) = db.and_then(|db| record::count(db).ok()) {
        match n.checked_sub(checkpoint.size) {
            None => report
                .damaged("case.sqlite", format!("it has {n} records, but the log has {} entries", checkpoint.size)),
            Some(0) => {}
            Some(more) => {
                report.note(format!(
                    "{more} records wait for the log and are not signed; opening the case for writing adds them if \
                     this program wrote them"
                ));
                if let Some(db) = db {
                    unmarked(db, checkpoint.size, report);
                }
            }
        }
    }
}

/// Records that wait for the log and cannot be of this program: it marks them.
fn unmarked(db: &Connection, size: u64, report: &mut VerifyReport) {
    if schema::version(db).is_ok_and(|v| v < schema::MARKS) {
        return;
    }
    let sql = "SELECT CAST(seq AS TEXT) FROM record WHERE seq >= ?1 AND coalesce(length(mark), 0) != 32 ORDER BY seq";
    for seq in record::strings(db, sql, [size as i64]).unwrap_or_default() {
        report.damaged(format!("record {seq}"), "it waits for the log, and this program did not write it");
    }
}

/// The public key: from the database where it can be read, which must agree with the one beside the log.
fn verifier(dir: &Path, db: Option<&Connection>, report: &mut VerifyReport) -> Option<VerifierKey> {
    let beside = crate::log::verifier_key(dir).map_err(|what| report.damaged("log/verifier-key", what)).ok();
    let sql = "SELECT value FROM setting WHERE name = 'log'";
    let stored = db.and_then(|db| db.query_row(sql, [], |r| r.get::<_, String>(0)).ok());
    let stored = stored.as_deref().and_then(VerifierKey::parse);
    if stored.is_none() && db.is_some() {
        report.damaged("case.sqlite", "the key of the log is missing or cannot be read");
    }
    if let (Some(a), Some(b)) = (&beside, &stored)
        && a != b
    {
        report.damaged("log/verifier-key", "it is not the key that the database names");
    }
    stored.or(beside)
}

/// Builds all tiles anew from the entries and compares them with the files.
fn rebuild(
    dir: &Path,
    checkpoint: &Checkpoint,
    db: Option<&Connection>,
    expected: &mut BTreeSet<String>,
    report: &mut VerifyReport,
    progress: &dyn Progress,
) -> Result<Edge, String> {
    let mut edge = Edge::default();
    let size = checkpoint.size;
    for bundle in 0..size.div_ceil(256) {
        progress.step("log", bundle * 256, size);
        let width = (size - bundle * 256).min(256) as usize;
        for entry in read_bundle(dir, bundle, width)? {
            if let Some(db) = db {
                compare_with_record(db, edge.size(), &entry, report);
            }
            let mut differs = |path: String, bytes: &[u8]| {
                compare(dir, path, bytes, expected, report);
                Ok(())
            };
            edge.push(&entry, &mut differs).map_err(|e| e.to_string())?;
        }
    }
    for (path, bytes) in edge.partial_files() {
        compare(dir, path, &bytes, expected, report);
    }
    Ok(edge)
}

fn compare(dir: &Path, path: String, bytes: &[u8], expected: &mut BTreeSet<String>, report: &mut VerifyReport) {
    match files::read_limited(&dir.join(&path), MAX_BUNDLE_BYTES) {
        Ok(found) if found == bytes => {}
        Ok(_) => {
            report.damaged(format!("log/{path}"), "it is not what the entries give: it or the entries were changed");
        }
        Err(e) => report.damaged(format!("log/{path}"), format!("it cannot be read: {e}")),
    }
    expected.insert(path);
}

fn compare_with_record(db: &Connection, seq: u64, entry: &[u8], report: &mut VerifyReport) {
    let read = || {
        let mut statement = db.prepare_cached("SELECT entry FROM record WHERE seq = ?1")?;
        statement.query_row([seq as i64], |r| r.get::<_, Vec<u8>>(0)).optional()
    };
    match read() {
        Ok(Some(stored)) if stored == entry => {}
        Ok(Some(_)) => report.damaged(format!("log entry {seq}"), "log and database hold different entries"),
        Ok(None) => report.damaged(format!("log entry {seq}"), "the database has no record for it"),
        Err(e) => report.damaged(format!("log entry {seq}"), format!("its record cannot be read: {e}")),
    }
}

fn unexpected(dir: &Path, expected: &BTreeSet<String>, report: &mut VerifyReport) {
    let found = match files::list(dir) {
        Ok(found) => found,
        Err(e) => return report.damaged(LOG, format!("the folder cannot be listed: {e}")),
    };
    for path in found.iter().filter(|p| !expected.contains(*p)) {
        report.note(format!("log/{path} is not part of the log"));
    }
}

//! Imports: from an original to a posts file, once.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

use daylight_core::ProblemLog;
use rusqlite::{OptionalExtension, params};

use super::case::{Case, PARTIAL};
use super::content::{Content, ImportV1, PostsV1, ProblemV1};
use super::record::{self, Draft, Record, Writer};
use super::types::{Begun, ImportDone, ImportInfo, ImportKey, Swap, must_fit, must_say};
use super::view;
use crate::error::{CaseError, Result};
use crate::files;
use crate::log::Action;
use crate::seal::Pseudonym;
use crate::text::to_hex;

/// Kinds of problems kept for an import, most frequent first.
const MAX_PROBLEMS: usize = 500;
/// Bytes kept of a reason or the name of a column, which come from the file.
const MAX_PHRASE_BYTES: usize = 200;

/// Longest mapping that is kept with an import, in bytes.
const MAX_MAPPING_BYTES: usize = 256 << 10;

pub(super) fn lookup(key: &ImportKey) -> String {
    format!("{}/{}/{}", key.original, key.importer, key.part)
}

impl Case {
    /// Announces an import. One that was announced and not committed is simply begun again. Where an older
    /// version of the importer, or another importer of an older version, took the same part of the same
    /// original in, what is committed replaces that.
    pub fn begin_import(&mut self, key: &ImportKey) -> Result<Begun> {
        must_say("importer", &key.importer)?;
        must_say("importer_version", &key.importer_version)?;
        must_fit("part", &key.part)?;
        if key.importer.contains('/') {
            return Err(CaseError::invalid("importer", "holds a slash"));
        }
        self.must_have_original(&key.original)?;
        let lookup = lookup(key);
        let before = self.before(key, &lookup)?;
        if let Some((record, _)) = before.as_ref().filter(|(_, is_replaced)| !is_replaced) {
            return Ok(Begun::Already(Box::new(self.info(record.clone())?)));
        }
        let begun = [&key.original, &key.part, &key.importer, &key.importer_version].map(String::as_str);
        let begun = serde_json::to_string(&begun).map_err(|e| CaseError::invalid("import", e.to_string()))?;
        let failed = || CaseError::db("cannot note that an import begins");
        let record = match before {
            Some((record, _)) => {
                // Whatever was begun before in the place of the same import is begun again.
                let sql = "DELETE FROM pending_import WHERE record = ?1 OR lookup = ?2";
                self.view.db.execute(sql, params![record.id, lookup]).map_err(failed())?;
                record.id
            }
            None => self.context.uuid()?,
        };
        let sql = "INSERT INTO pending_import (record, lookup, begun) VALUES (?1, ?2, ?3)
                   ON CONFLICT (lookup) DO UPDATE SET begun = excluded.begun";
        self.view.db.execute(sql, params![record, lookup, begun]).map_err(failed())?;
        let sql = "SELECT record FROM pending_import WHERE lookup = ?1";
        let import: String = self.view.db.query_row(sql, [lookup], |r| r.get(0)).map_err(failed())?;
        let partial = self.partial(&import)?;
        Ok(Begun::Fresh { import, partial })
    }

    /// The import that stands where this one would, and whether this one replaces it.
    fn before(&self, key: &ImportKey, lookup: &str) -> Result<Option<(Record, bool)>> {
        let is_newer = |i: &ImportV1| is_older(&i.importer_version, &key.importer_version);
        if let Some(record) = record::current(&self.view.db, "import", lookup)? {
            let Content::Import(i) = &record.stored.content else { return Ok(None) };
            let is_replaced = is_newer(i) && self.may_be_read_again(&record.id, i)?;
            return Ok(Some((record, is_replaced)));
        }
        for record in record::all(&self.view.db, "import")?.into_iter().rev() {
            let Content::Import(i) = &record.stored.content else { continue };
            if (&i.original, &i.part) == (&key.original, &key.part) && is_newer(i) {
                let is_replaced = self.may_be_read_again(&record.id, i)?;
                return Ok(Some((record, is_replaced)));
            }
        }
        Ok(None)
    }

    /// Whether an original may be read again: not when it would bring back somebody who was erased from its
    /// posts, or still has to be, and nobody knows any more who that was.
    pub(super) fn may_be_read_again(&self, import: &str, content: &ImportV1) -> Result<bool> {
        let sql = "SELECT count(*) FROM pending_drop WHERE import = ?1";
        let pending = self.view.db.query_row(sql, [import], |r| r.get::<_, i64>(0));
        let pending = pending.map_err(CaseError::db("cannot read what waits to be erased"))?;
        Ok((content.erased == 0 && pending == 0) || self.all_suppressed()?)
    }

    /// Whether each erasure says who must not come back. One that is older than the list does not.
    fn all_suppressed(&self) -> Result<bool> {
        let says = |r: &Record| matches!(&r.stored.content, Content::Erase(e) if e.suppressed.is_some());
        Ok(record::all(&self.view.db, "erase")?.iter().all(says))
    }

    /// Ends an import: the posts file at the partial path is synced, hashed and renamed, and the record with
    /// the counts is written. When `kept` is 0 there is no file. The posts of the import that it replaces, if
    /// any, go in the same moment; their record stays readable as an older version.
    ///
    /// # Errors
    /// `Invalid` unless `read = kept + rejected`, and when an account was erased on request; `Unknown` for an
    /// import that was not begun.
    pub fn commit_import(&mut self, import: &str, done: &ImportDone<'_>) -> Result<ImportInfo> {
        self.commit_mapped_import(import, done, None)
    }

    /// [`Case::commit_import`] of a table, with the mapping by which its columns were read.
    ///
    /// # Errors
    /// Those of [`Case::commit_import`]; `Invalid` for a mapping that is too long.
    pub fn commit_mapped_import(
        &mut self,
        import: &str,
        done: &ImportDone<'_>,
        mapping: Option<&str>,
    ) -> Result<ImportInfo> {
        self.must_be_sound(done, mapping)?;
        let (lookup, begun) = self.pending(import)?;
        let [original, part, importer, importer_version]: [String; 4] = serde_json::from_str(&begun)
            .map_err(|_| CaseError::damaged("case.sqlite", format!("the begun import {import} cannot be read")))?;
        let old = self.replaced(import)?;
        let posts = self.take_posts(import, self.next_version(import)?, done.counts.kept)?;
        let file = posts.as_ref().map(|p| p.file.clone());
        let accounts = distinct(done.accounts);
        let key = ImportKey { original, part, importer, importer_version };
        let content = content(key, done, posts, accounts.len(), mapping);
        let action = if old.is_some() { Action::Version } else { Action::Import };
        let record = self.write(done.actor, |w| {
            keep(w, file.as_deref())?;
            old.as_ref().map_or(Ok(()), |old| discard(w, import, old))?;
            link_accounts(w, import, &accounts)?;
            w.execute("DELETE FROM pending_import WHERE record = ?1", [import])?;
            w.add(Draft { action, id: Some(import), lookup: Some(lookup), content })
        })?;
        self.info(record)
    }

    /// Whether what an import gave may stand in the case.
    pub(super) fn must_be_sound(&self, done: &ImportDone<'_>, mapping: Option<&str>) -> Result<()> {
        let counts = done.counts;
        if counts.kept.checked_add(counts.rejected) != Some(counts.read) {
            return Err(CaseError::invalid("counts", "read is not kept + rejected"));
        }
        if mapping.is_some_and(|text| text.len() > MAX_MAPPING_BYTES) {
            return Err(CaseError::invalid("mapping", format!("longer than {MAX_MAPPING_BYTES} bytes")));
        }
        let suppressed = self.suppressed()?;
        if done.accounts.iter().any(|a| suppressed.holds(a)) {
            return Err(CaseError::invalid("accounts", "one of them was erased on request and must not come back"));
        }
        Ok(())
    }

    /// What was committed under this id before, if anything was.
    fn replaced(&self, import: &str) -> Result<Option<ImportV1>> {
        match self.committed(import) {
            Ok((_, old)) => Ok(Some(old)),
            Err(CaseError::Unknown { .. }) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// The version that a record gets next, from 1.
    pub(super) fn next_version(&self, record: &str) -> Result<u64> {
        let sql = "SELECT coalesce(max(version), 0) + 1 FROM record WHERE record = ?1";
        let version = self.view.db.query_row(sql, [record], |r| r.get::<_, i64>(0));
        Ok(version.map_err(CaseError::db("cannot read a record"))? as u64)
    }

    pub(super) fn info(&self, record: Record) -> Result<ImportInfo> {
        let unknown = CaseError::unknown("import", record.id.clone());
        view::import(&self.view.dir, record).ok_or(unknown)
    }

    fn pending(&self, import: &str) -> Result<(String, String)> {
        let sql = "SELECT lookup, begun FROM pending_import WHERE record = ?1";
        let row = self.view.db.query_row(sql, [import], |r| Ok((r.get(0)?, r.get(1)?))).optional();
        let row = row.map_err(CaseError::db("cannot read the imports begun"))?;
        row.ok_or_else(|| CaseError::unknown("begun import", import))
    }

    /// The path at which posts are written, with nothing there.
    pub(super) fn partial(&self, import: &str) -> Result<PathBuf> {
        let path = self.view.dir.join(PARTIAL).join(format!("{import}.parquet"));
        files::remove(&path)?;
        Ok(path)
    }

    /// Takes the file at the partial path over, under its final name.
    pub(super) fn take_posts(&self, import: &str, version: u64, kept: u64) -> Result<Option<PostsV1>> {
        let partial = self.view.dir.join(PARTIAL).join(format!("{import}.parquet"));
        if kept == 0 {
            files::remove(&partial)?;
            return Ok(None);
        }
        files::sync_file(&partial, &self.context)?;
        let hashed = files::hash_file(&partial).map_err(CaseError::io("cannot read", &partial))?;
        let file = format!("{import}.{version}.parquet");
        self.announce(&format!("posts/{file}"))?;
        files::make_read_only(&partial)?;
        files::rename(&partial, &self.view.dir.join("posts").join(&file), &self.context)?;
        Ok(Some(PostsV1 { file, sha256: to_hex(&hashed.sha256), bytes: hashed.bytes }))
    }

    /// Where to write the posts of an import without the rows of erased persons.
    pub fn begin_swap(&mut self, import: &str) -> Result<PathBuf> {
        self.committed(import)?;
        self.partial(import)
    }

    /// Puts the rewritten posts of an import in place of the old ones, which are deleted. The log keeps that
    /// both existed; what the old file held can no longer be matched.
    ///
    /// # Errors
    /// `Invalid` when `kept` is more than before; `Unknown` for another import.
    pub fn commit_swap(&mut self, import: &str, swap: &Swap<'_>) -> Result<ImportInfo> {
        let (lookup, mut content) = self.committed(import)?;
        let gone = content.kept.checked_sub(swap.kept);
        let gone = gone.ok_or_else(|| CaseError::invalid("kept", "more posts than before"))?;
        let version = self.next_version(import)?;
        let old = std::mem::replace(&mut content.posts, self.take_posts(import, version, swap.kept)?);
        let new = content.posts.as_ref().map(|p| p.file.clone());
        content.erased += gone;
        content.rewritten = Some(content.rewritten.unwrap_or(0) + 1);
        content.kept = swap.kept;
        let record = self.write(swap.actor, |w| {
            for pseudonym in swap.dropped {
                w.execute(
                    "DELETE FROM pending_drop WHERE import = ?1 AND pseudonym = ?2",
                    params![import, pseudonym.0],
                )?;
            }
            keep(w, new.as_deref())?;
            if let Some(old) = &old {
                w.doom(&format!("posts/{}", old.file))?;
            }
            let content = Content::Import(content);
            let record = w.add(Draft { action: Action::Version, id: Some(import), lookup: Some(lookup), content })?;
            w.forget_older(import)?;
            Ok(record)
        })?;
        self.info(record)
    }

    pub(super) fn committed(&self, import: &str) -> Result<(String, ImportV1)> {
        let sql = "SELECT lookup FROM record WHERE record = ?1 AND lookup IS NOT NULL AND kind = 'import'";
        let lookup = record::strings(&self.view.db, sql, [import])?.pop();
        let lookup = lookup.ok_or_else(|| CaseError::unknown("import", import))?;
        match record::current(&self.view.db, "import", &lookup)?.map(|r| r.stored.content) {
            Some(Content::Import(content)) => Ok((lookup, content)),
            _ => Err(CaseError::unknown("import", import)),
        }
    }
}

/// The record of an import.
pub(super) fn content(
    key: ImportKey,
    done: &ImportDone<'_>,
    posts: Option<PostsV1>,
    n_accounts: usize,
    mapping: Option<&str>,
) -> Content {
    let (problems, n_problems_unlisted) = problems(done.problems);
    Content::Import(ImportV1 {
        original: key.original,
        part: key.part,
        importer: key.importer,
        importer_version: key.importer_version,
        read: done.counts.read,
        kept: done.counts.kept,
        rejected: done.counts.rejected,
        erased: 0,
        posts,
        n_accounts: n_accounts as u64,
        problems,
        n_problems_unlisted,
        mapping: mapping.map(str::to_owned),
        rewritten: None,
    })
}

/// Each account once, in order.
pub(super) fn distinct(accounts: &[Pseudonym]) -> Vec<Pseudonym> {
    let mut accounts = accounts.to_vec();
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}

/// The posts file belongs to the record that is written.
pub(super) fn keep(w: &Writer<'_>, file: Option<&str>) -> Result<()> {
    file.map_or(Ok(()), |f| w.keep(&format!("posts/{f}")))
}

/// Takes away what an import gave before: its posts, who is in them, and what was still to be dropped from
/// them (the new posts were made without).
pub(super) fn discard(w: &Writer<'_>, import: &str, old: &ImportV1) -> Result<()> {
    if let Some(posts) = &old.posts {
        w.doom(&format!("posts/{}", posts.file))?;
    }
    w.execute("DELETE FROM posts_account WHERE import = ?1", [import])?;
    w.execute("DELETE FROM pending_drop WHERE import = ?1", [import])
}

/// Whether one version of an importer is older than another, by the numbers in them: `0.9` than `0.10.2`.
pub(super) fn is_older(version: &str, than: &str) -> bool {
    let numbers = |version: &str| -> Vec<u64> {
        version.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect()
    };
    numbers(version) < numbers(than)
}

impl ImportInfo {
    /// Whether an older version of the importers made it than `version`: then the original is worth reading
    /// again.
    pub fn is_older_than(&self, version: &str) -> bool {
        is_older(&self.importer_version, version)
    }
}

/// The number that stands for a pseudonym in the tables.
pub(super) fn account(w: &Writer<'_>, pseudonym: &Pseudonym) -> Result<i64> {
    let sql = "SELECT id FROM account WHERE pseudonym = ?1";
    let find = || w.tx.prepare_cached(sql).and_then(|mut s| s.query_row([pseudonym.0], |r| r.get(0)));
    if let Some(id) = find().optional().map_err(CaseError::db("cannot read an account"))? {
        return Ok(id);
    }
    w.execute("INSERT OR IGNORE INTO account (pseudonym) VALUES (?1)", [pseudonym.0])?;
    find().map_err(CaseError::db("cannot read an account"))
}

pub(super) fn link_accounts(w: &Writer<'_>, import: &str, accounts: &[Pseudonym]) -> Result<()> {
    for pseudonym in accounts {
        let id = account(w, pseudonym)?;
        w.execute("INSERT OR IGNORE INTO posts_account (import, account) VALUES (?1, ?2)", params![import, id])?;
    }
    Ok(())
}

fn cut(text: &str) -> String {
    let mut end = text.len().min(MAX_PHRASE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

/// Reason, column, whether rejected.
type Kind = (String, Option<String>, bool);

/// Problems by reason, most frequent first, without offending values; and how many kinds are not listed.
fn problems(log: &ProblemLog) -> (Vec<ProblemV1>, u64) {
    let mut kinds: BTreeMap<Kind, (u64, Vec<u64>)> = BTreeMap::new();
    for ((_, column, reason, rejected), n) in &log.counts {
        kinds.entry((cut(reason), column.as_deref().map(cut), *rejected)).or_default().0 += n;
    }
    for p in &log.examples {
        let kind = kinds.entry((cut(&p.reason), p.column.as_deref().map(cut), p.rejected)).or_default();
        if kind.1.len() < ProblemLog::EXAMPLES as usize {
            kind.1.push(p.line);
        }
    }
    let listed = kinds.into_iter().map(|((reason, column, rejected), (count, lines))| ProblemV1 {
        reason,
        column,
        rejected,
        count,
        lines,
    });
    let mut listed: Vec<ProblemV1> = listed.collect();
    listed.sort_by_key(|p| Reverse(p.count));
    let unlisted = listed.len().saturating_sub(MAX_PROBLEMS) as u64;
    listed.truncate(MAX_PROBLEMS);
    (listed, unlisted)
}

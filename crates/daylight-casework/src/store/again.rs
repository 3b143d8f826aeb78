//! Another reading of the same original: its posts take the place of those before.

use std::path::PathBuf;

use rusqlite::params;

use super::case::Case;
use super::content::{Content, ImportV1};
use super::import::{keep, link_accounts, must_fit_mapping, problems};
use super::record::Draft;
use super::types::{ImportDone, ImportInfo, Reading, must_say};
use crate::error::{CaseError, Result};
use crate::log::Action;

impl Case {
    /// Where to write the posts of another reading of an import's original.
    ///
    /// # Errors
    /// `Unknown` for another import; `Invalid` when rows of it were erased: the original still has them, and
    /// they would come back.
    pub fn begin_again(&mut self, import: &str) -> Result<PathBuf> {
        self.must_be_whole(import)?;
        self.partial(import)
    }

    fn must_be_whole(&self, import: &str) -> Result<(String, ImportV1)> {
        let (lookup, content) = self.committed(import)?;
        let sql = "SELECT count(*) FROM pending_drop WHERE import = ?1";
        let pending = self.view.db.query_row(sql, [import], |r| r.get::<_, i64>(0));
        let pending = pending.map_err(CaseError::db("cannot read what waits to be erased"))?;
        if content.erased > 0 || pending > 0 {
            let what = "rows of it were erased, and the original would bring them back";
            return Err(CaseError::invalid("import", what));
        }
        Ok((lookup, content))
    }

    /// Puts the posts at the path of [`Case::begin_again`] in place of those before. The record gets a new
    /// version; the one before stays with its counts and its mapping, its posts file is deleted.
    ///
    /// # Errors
    /// `Invalid` unless `read = kept + rejected`; those of [`Case::begin_again`].
    pub fn commit_again(&mut self, import: &str, reading: &Reading<'_>, done: &ImportDone<'_>) -> Result<ImportInfo> {
        let counts = done.counts;
        if counts.kept.checked_add(counts.rejected) != Some(counts.read) {
            return Err(CaseError::invalid("counts", "read is not kept + rejected"));
        }
        must_say("importer", reading.importer)?;
        must_say("importer_version", reading.importer_version)?;
        must_fit_mapping(reading.mapping)?;
        if reading.importer.contains('/') {
            return Err(CaseError::invalid("importer", "holds a slash"));
        }
        let (_, before) = self.must_be_whole(import)?;
        let lookup = format!("{}/{}/{}", before.original, reading.importer, before.part);
        let sql = "SELECT max(version) + 1 FROM record WHERE record = ?1";
        let version = self.view.db.query_row(sql, [import], |r| r.get::<_, i64>(0));
        let version = version.map_err(CaseError::db("cannot read a record"))? as u64;
        let posts = self.take_posts(import, version, counts.kept)?;
        let file = posts.as_ref().map(|p| p.file.clone());
        let mut accounts = done.accounts.to_vec();
        accounts.sort_unstable();
        accounts.dedup();
        let (problems, n_problems_unlisted) = problems(done.problems);
        let content = Content::Import(ImportV1 {
            original: before.original,
            part: before.part,
            importer: reading.importer.to_owned(),
            importer_version: reading.importer_version.to_owned(),
            read: counts.read,
            kept: counts.kept,
            rejected: counts.rejected,
            erased: 0,
            posts,
            n_accounts: accounts.len() as u64,
            problems,
            n_problems_unlisted,
            mapping: reading.mapping.map(str::to_owned),
        });
        let record = self.write(done.actor, |w| {
            keep(w, file.as_deref())?;
            if let Some(old) = &before.posts {
                w.doom(&format!("posts/{}", old.file))?;
            }
            w.execute("DELETE FROM posts_account WHERE import = ?1", params![import])?;
            link_accounts(w, import, &accounts)?;
            w.add(Draft { action: Action::Version, id: Some(import), lookup: Some(lookup), content })
        })?;
        self.info(record)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use daylight_core::ProblemLog;

    use super::*;
    use crate::store::Counts;
    use crate::testing::*;

    fn again(case: &mut Case, import: &str, kept: u64, mapping: &str) -> Result<ImportInfo> {
        let partial = case.begin_again(import)?;
        fs::write(partial, "other posts").unwrap();
        let reading = Reading { importer: "table", importer_version: "1", mapping: Some(mapping) };
        let counts = Counts { read: 7, kept, rejected: 7 - kept };
        let accounts = [case.pseudonym("telegram", "9")?];
        let problems = ProblemLog::default();
        case.commit_again(
            import,
            &reading,
            &ImportDone { actor: "member-1", counts, accounts: &accounts, problems: &problems },
        )
    }

    #[test]
    fn another_reading_takes_the_place_of_the_one_before_and_the_log_keeps_both() {
        let dir = scratch();
        let outside = Fixed::new(3);
        let mut case = new_case(dir.path(), &outside);
        let sha256 = add(&mut case, b"a,b\n1,2\n").sha256;
        let all = ["7", "8"].map(|id| case.pseudonym("telegram", id).unwrap());
        import(&mut case, &sha256, &all, b"posts");
        let first = case.view().imports().unwrap().remove(0);
        let size = case.view().log().unwrap().checkpoint().size;
        let second = again(&mut case, &first.record, 6, "mapping = 1").unwrap();
        assert_eq!((second.record.as_str(), second.original.as_str()), (first.record.as_str(), sha256.as_str()));
        assert_eq!((second.counts.kept, second.n_accounts, second.mapping.as_deref()), (6, 1, Some("mapping = 1")));
        assert_eq!(case.view().imports().unwrap(), std::slice::from_ref(&second));
        assert_eq!(case.view().log().unwrap().checkpoint().size, size + 1);
        assert!(!first.posts.unwrap().path.exists());
        assert_eq!(case.view().imports_with(&all[0]).unwrap(), Vec::<String>::new());
        let third = again(&mut case, &first.record, 5, "mapping = 1 # other").unwrap();
        assert_ne!(third.posts.unwrap().path, second.posts.unwrap().path);
        let path = case.view().dir().to_owned();
        drop(case);
        let report = verified(&path);
        assert_eq!((report.damage, report.n_erased), (Vec::new(), 0));
        let case = Case::open(&path, UNLOCK, &outside.context()).unwrap();
        assert_eq!(case.view().imports().unwrap().len(), 1);
    }

    #[test]
    fn erased_rows_do_not_come_back() {
        let dir = scratch();
        let mut case = new_case(dir.path(), &Fixed::new(4));
        let sha256 = add(&mut case, b"a,b\n1,2\n").sha256;
        case.seal(&[account("7")], "member-1").unwrap();
        let person = case.pseudonym("telegram", "7").unwrap();
        import(&mut case, &sha256, &[person], b"posts");
        let record = case.view().imports().unwrap().remove(0).record;
        case.erase_person(&person, "member-1", "request").unwrap();
        let error = again(&mut case, &record, 6, "mapping = 1").unwrap_err();
        assert!(error.to_string().contains("erased"), "{error}");
    }
}

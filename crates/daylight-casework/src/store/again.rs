//! Another reading of the same original: its posts take the place of those before.

use std::path::PathBuf;

use super::case::Case;
use super::content::ImportV1;
use super::import::{content, discard, distinct, keep, link_accounts, lookup};
use super::record::Draft;
use super::types::{ImportDone, ImportInfo, ImportKey, Reading, must_say};
use crate::error::{CaseError, Result};
use crate::log::Action;

impl Case {
    /// Where to write the posts of another reading of an import's original, without those of accounts that were
    /// erased on request ([`Case::suppressed`]).
    ///
    /// # Errors
    /// `Unknown` for another import; `Invalid` when rows of it were erased before the case kept a list of who
    /// must not come back: the original still has them.
    pub fn begin_again(&mut self, import: &str) -> Result<PathBuf> {
        self.must_be_readable_again(import)?;
        self.partial(import)
    }

    fn must_be_readable_again(&self, import: &str) -> Result<ImportV1> {
        let (_, content) = self.committed(import)?;
        if !self.may_be_read_again(import, &content)? {
            let what = "rows of it were erased by an older version, and the original would bring them back";
            return Err(CaseError::invalid("import", what));
        }
        Ok(content)
    }

    /// Puts the posts at the path of [`Case::begin_again`] in place of those before. The record gets a new
    /// version; the one before stays with its counts and its mapping, its posts file is deleted.
    ///
    /// # Errors
    /// Those of [`Case::commit_mapped_import`] and of [`Case::begin_again`].
    pub fn commit_again(&mut self, import: &str, reading: &Reading<'_>, done: &ImportDone<'_>) -> Result<ImportInfo> {
        self.must_be_sound(done, reading.mapping)?;
        must_say("importer", reading.importer)?;
        must_say("importer_version", reading.importer_version)?;
        if reading.importer.contains('/') {
            return Err(CaseError::invalid("importer", "holds a slash"));
        }
        let before = self.must_be_readable_again(import)?;
        let key = ImportKey {
            original: before.original.clone(),
            part: before.part.clone(),
            importer: reading.importer.to_owned(),
            importer_version: reading.importer_version.to_owned(),
        };
        let posts = self.take_posts(import, self.next_version(import)?, done.counts.kept)?;
        let file = posts.as_ref().map(|p| p.file.clone());
        let accounts = distinct(done.accounts);
        let lookup = Some(lookup(&key));
        let content = content(key, done, posts, accounts.len(), reading.mapping);
        let record = self.write(done.actor, |w| {
            keep(w, file.as_deref())?;
            discard(w, import, &before)?;
            link_accounts(w, import, &accounts)?;
            w.add(Draft { action: Action::Version, id: Some(import), lookup, content })
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
    fn an_erased_person_does_not_come_back_with_another_reading() {
        let dir = scratch();
        let mut case = new_case(dir.path(), &Fixed::new(4));
        let sha256 = add(&mut case, b"a,b\n1,2\n").sha256;
        case.seal(&[account("9"), account("8")], "member-1").unwrap();
        let [person, other] = ["9", "8"].map(|id| case.pseudonym("telegram", id).unwrap());
        import(&mut case, &sha256, &[person, other], b"posts");
        let record = case.view().imports().unwrap().remove(0).record;
        case.erase_person(&person, "member-1", "request").unwrap();
        assert_eq!(case.view().pending_drops().unwrap().len(), 1);
        // The helper claims a post of account 9, who was erased.
        let error = again(&mut case, &record, 6, "mapping = 1").unwrap_err();
        assert!(error.to_string().contains("erased on request"), "{error}");
        let partial = case.begin_again(&record).unwrap();
        fs::write(partial, "posts without the person").unwrap();
        let reading = Reading { importer: "table", importer_version: "1", mapping: None };
        let counts = Counts { read: 7, kept: 3, rejected: 4 };
        let problems = ProblemLog::default();
        let done = ImportDone { actor: "member-1", counts, accounts: &[other], problems: &problems };
        let now = case.commit_again(&record, &reading, &done).unwrap();
        assert_eq!((now.counts, now.erased), (counts, 0));
        assert!(case.view().pending_drops().unwrap().is_empty(), "the new posts were made without the person");
        assert_eq!(case.view().imports_with(&other).unwrap(), std::slice::from_ref(&record));
        let path = case.view().dir().to_owned();
        drop(case);
        assert_eq!(verified(&path).damage, Vec::new());
    }
}

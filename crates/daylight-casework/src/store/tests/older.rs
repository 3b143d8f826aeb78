//! A case that an older version of this program made: `testdata/cases/v1`, see the notes beside it.

use std::path::PathBuf;

use super::*;

/// A copy of the stored case in `dir/case`.
pub(super) fn older(dir: &Path) -> PathBuf {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/cases/v1");
    let case = dir.join("case");
    copy_dir(&stored, &case);
    case
}

/// What the stored case holds, whichever version opened it last.
pub(super) fn check_older(case: &Case) {
    let view = case.view();
    assert_eq!((view.originals().unwrap().len(), view.imports().unwrap().len()), (2, 1));
    assert_eq!(view.imports().unwrap()[0].counts, Counts { read: 5, kept: 4, rejected: 1 });
    assert_eq!(view.pending_drops().unwrap().len(), 1);
    let known = |id| !view.resolve(&case.pseudonym("telegram", id).unwrap().to_string()).unwrap().is_empty();
    assert_eq!(["7", "8", "9"].map(known), [true, false, true]);
    assert_eq!(super::schema::version(&view.db).unwrap(), super::schema::STEPS.len() as i64);
}

#[test]
fn an_older_case_is_verified_as_it_is_and_brought_to_the_newest_form() {
    let dir = scratch();
    let path = older(dir.path());
    let before = fs::read(path.join("case.sqlite")).unwrap();
    let earlier = log_of(&path).checkpoint().clone();
    assert_eq!(verified(&path).damage, []);
    assert_eq!(CaseView::open(&path).unwrap().originals().unwrap().len(), 2);
    assert_eq!(fs::read(path.join("case.sqlite")).unwrap(), before, "reading does not change it");
    let mut case = Case::open(&path, UNLOCK, &context(1)).unwrap();
    check_older(&case);
    assert_eq!(verified(&path).damage, []);
    let who = case.pseudonym("telegram", "7").unwrap();
    assert_eq!(case.reveal_public(&who, "member-1", "why", "runs for office").unwrap().accounts, [account("7")]);
    case.erase_person(&who, "member-1", "request").unwrap();
    assert!(case.suppressed().unwrap().holds(&who));
    assert!(log_of(&path).continues(&earlier).unwrap());
    drop(case);
    assert_eq!(verified(&path).damage, []);
}

#[test]
fn an_original_from_which_an_older_version_erased_somebody_is_not_read_again() {
    let dir = scratch();
    let path = older(dir.path());
    let mut case = Case::open(&path, UNLOCK, &context(1)).unwrap();
    let drop = case.view().pending_drops().unwrap().remove(0);
    let again = |case: &mut Case| {
        let import = case.view().imports().unwrap().remove(0);
        assert!(matches!(case.begin_again(&import.record), Err(CaseError::Invalid { .. })));
        let newer = ImportKey { importer_version: "2".into(), ..key(&import.original) };
        case.begin_import(&newer).unwrap()
    };
    assert!(matches!(again(&mut case), Begun::Already(_)), "rows of the person wait to be dropped");
    fs::write(case.begin_swap(&drop.import).unwrap(), "posts of two").unwrap();
    let swap = Swap { actor: "member-1", kept: 3, dropped: &drop.pseudonyms };
    case.commit_swap(&drop.import, &swap).unwrap();
    // Nobody knows any more who it was, so reading it again would bring the person back.
    assert!(matches!(again(&mut case), Begun::Already(_)));
}

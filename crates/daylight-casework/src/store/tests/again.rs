//! What comes a second time: a person who was erased, and an original under a newer importer.

use super::*;

fn key_of(original: &str, importer: &str, version: &str) -> ImportKey {
    ImportKey { importer: importer.into(), importer_version: version.into(), ..key(original) }
}

/// Begins, writes `posts` and commits; `None` when there was nothing to do.
fn import_as(case: &mut Case, key: &ImportKey, accounts: &[crate::Pseudonym], posts: &[u8]) -> Option<ImportInfo> {
    let Begun::Fresh { import, partial } = case.begin_import(key).unwrap() else { return None };
    fs::write(partial, posts).unwrap();
    let counts = Counts { read: 5, kept: 4, rejected: 1 };
    let done = ImportDone { actor: "member-1", counts, accounts, problems: &ProblemLog::default() };
    Some(case.commit_import(&import, &done).unwrap())
}

#[test]
fn an_erased_person_does_not_come_back() {
    let dir = scratch();
    let outside = Fixed::new(31);
    let mut case = new_case(dir.path(), &outside);
    let first = add(&mut case, b"first export").sha256;
    case.seal(&[account("7"), account("8")], "member-1").unwrap();
    let [gone, stays] = ["7", "8"].map(|id| case.pseudonym("telegram", id).unwrap());
    assert!(case.suppressed().unwrap().is_empty());
    let by_handle = case.pseudonym("telegram", "handle-of-7").unwrap();
    import(&mut case, &first, &[gone, stays, by_handle], b"posts of 7 and 8");
    case.erase_person(&gone, "member-1", "request of the person").unwrap();
    drop(case);
    let mut case = Case::open(&dir.path().join("case"), UNLOCK, &outside.context()).unwrap();
    let suppressed = case.suppressed().unwrap();
    assert!(suppressed.holds(&gone) && !suppressed.holds(&stays));
    assert!(suppressed.holds(&by_handle), "an export without ids names the handle");
    let everyone: Vec<_> = case.view().pending_drops().unwrap().into_iter().flat_map(|d| d.pseudonyms).collect();
    assert!(everyone.contains(&by_handle) && everyone.contains(&gone), "rows under the handle go too");
    let sealed = case.seal(&[account("7"), account("8"), account("9")], "member-1").unwrap();
    assert_eq!(sealed, Sealed { added: 1, already: 1, suppressed: 1 });
    let second = add(&mut case, b"second export").sha256;
    let Begun::Fresh { import, partial } = case.begin_import(&key(&second)).unwrap() else { panic!("not fresh") };
    fs::write(partial, "posts").unwrap();
    let counts = Counts { read: 5, kept: 4, rejected: 1 };
    let done = ImportDone { actor: "member-1", counts, accounts: &[stays], problems: &ProblemLog::default() };
    for who in [gone, by_handle] {
        let refused = case.commit_import(&import, &ImportDone { accounts: &[stays, who], ..done });
        assert!(matches!(refused, Err(CaseError::Invalid { field: "accounts", .. })), "{refused:?}");
    }
    case.commit_import(&import, &done).unwrap();
    assert!(case.view().resolve(&gone.short()).unwrap().is_empty());
    assert!(matches!(case.reveal_public(&gone, "member-1", "why", "runs for office"), Err(CaseError::Unknown { .. })));
    assert_eq!(verified(case.view().dir()).damage, []);
}

#[test]
fn a_handle_that_is_the_id_of_somebody_else_erases_nobody_else() {
    let dir = scratch();
    let outside = Fixed::new(41);
    let mut case = new_case(dir.path(), &outside);
    let sha256 = add(&mut case, b"export").sha256;
    let named = |id: &str, handle: &str| {
        let mut named = account(id);
        named.values = [("handle".to_owned(), handle.to_owned())].into();
        named
    };
    let all = [named("111", "222"), named("222", "other"), named("111", "Third"), named("third", "Third")];
    case.seal(&all, "member-1").unwrap();
    let [gone, other, third, later] = ["111", "222", "third", "333"].map(|id| case.pseudonym("telegram", id).unwrap());
    let with_mentions = import(&mut case, &sha256, &[other], b"posts of 222, who mentions 111");
    let found = case.pseudonyms_of_person(&gone).unwrap();
    assert!(found.contains(&gone) && found.contains(&third) && !found.contains(&other));
    let mentioned_in = [with_mentions.record.clone(), "no such import".to_owned()];
    let erasure = case.erase_person_with(&gone, &mentioned_in, "member-1", "request").unwrap();
    assert_eq!((erasure.n_seals, erasure.imports, erasure.originals), (3, vec![with_mentions.record], vec![sha256]));
    let suppressed = case.suppressed().unwrap();
    assert!(suppressed.holds(&gone) && suppressed.holds(&third) && !suppressed.holds(&other));
    assert!(suppressed.holds_handle(&other) && !suppressed.holds_handle(&later) && !suppressed.holds(&later));
    assert_eq!(case.reveal_public(&other, "member-1", "why", "an office").unwrap().accounts, [named("222", "other")]);
    assert_eq!(verified(case.view().dir()).damage, []);
}

#[test]
fn the_list_of_those_who_must_not_come_back_names_nobody_and_is_verified() {
    let dir = scratch();
    let outside = Fixed::new(32);
    let mut case = new_case(dir.path(), &outside);
    case.seal(&[account("7"), account("8")], "member-1").unwrap();
    let [gone, other] = ["7", "8"].map(|id| case.pseudonym("telegram", id).unwrap());
    case.erase_person(&gone, "member-1", "request").unwrap();
    case.erase_person(&other, "member-1", "request").unwrap();
    let path = case.view().dir().to_owned();
    drop(case);
    whole(&path);
    let raw = fs::read(path.join("case.sqlite")).unwrap();
    assert!(!raw.windows(32).any(|w| w == gone.0) && found_in(&path, &gone.to_string()).is_empty());
    for (edit, what) in [
        ("DELETE FROM suppressed WHERE rowid_is_absent", None),
        ("DELETE FROM suppressed WHERE erasure = (SELECT max(erasure) FROM suppressed)", Some("must not come back")),
        (
            "UPDATE suppressed SET mark = zeroblob(32) WHERE mark = (SELECT max(mark) FROM suppressed)",
            Some("must not come back"),
        ),
        ("INSERT INTO suppressed VALUES (0, zeroblob(32))", Some("must not come back")),
    ] {
        fs::write(path.join("case.sqlite"), &raw).unwrap();
        let db = rusqlite::Connection::open(path.join("case.sqlite")).unwrap();
        assert_eq!(db.execute_batch(edit).is_ok(), what.is_some(), "{edit}");
        drop(db);
        let report = verified(&path);
        let is_named = |what: &str| report.damage.iter().any(|d| d.what.contains(what));
        assert_eq!(report.damage.is_empty(), what.is_none(), "{edit}: {:?}", report.damage);
        assert!(what.is_none_or(is_named), "{edit}: {:?}", report.damage);
    }
}

#[test]
fn a_newer_importer_replaces_what_an_older_one_made_of_the_same_original() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(33));
    let sha256 = add(&mut case, b"bytes").sha256;
    let [one, two] = ["1", "2"].map(|id| case.pseudonym("telegram", id).unwrap());
    let old = import_as(&mut case, &key_of(&sha256, "csv", "0.9"), &[one], b"posts of one").unwrap();
    assert!(import_as(&mut case, &key_of(&sha256, "csv", "0.9"), &[], b"").is_none());
    assert!(import_as(&mut case, &key_of(&sha256, "csv", "0.8.7"), &[], b"").is_none(), "an older one adds nothing");
    // Until the new posts are committed the old ones stand, also when the work is cut off.
    let Begun::Fresh { partial, .. } = case.begin_import(&key_of(&sha256, "csv", "0.10")).unwrap() else { panic!() };
    fs::write(partial, "half").unwrap();
    let path = case.view().dir().to_owned();
    drop(case);
    let mut case = Case::open(&path, UNLOCK, &context(34)).unwrap();
    assert_eq!(case.view().imports().unwrap(), std::slice::from_ref(&old));
    let new = import_as(&mut case, &key_of(&sha256, "csv", "0.10"), &[two], b"posts of two").unwrap();
    assert_eq!((&new.record, new.importer_version.as_str()), (&old.record, "0.10"));
    assert!(!old.posts.unwrap().path.exists());
    assert_eq!(case.view().posts_files().unwrap(), [new.posts.clone().unwrap().path]);
    assert!(case.view().imports_with(&one).unwrap().is_empty());
    assert_eq!(case.view().imports_with(&two).unwrap(), std::slice::from_ref(&new.record));
    // Another importer took the format over: still the same posts, once.
    let other = import_as(&mut case, &key_of(&sha256, "better", "1.0"), &[two], b"posts, better").unwrap();
    assert_eq!((other.record.as_str(), case.view().imports().unwrap().len()), (new.record.as_str(), 1));
    assert!(import_as(&mut case, &key_of(&sha256, "better", "1.0"), &[], b"").is_none());
    // Another part of the same original is another import.
    let part = ImportKey { part: "2".into(), ..key_of(&sha256, "better", "1.0") };
    assert!(import_as(&mut case, &part, &[one], b"posts of a part").is_some());
    assert_eq!(actions(&path), ["create", "create", "import", "version", "version", "import"]);
    let kept: i64 = case
        .view
        .db
        .query_row("SELECT count(*) FROM record WHERE record = ?1 AND content IS NOT NULL", [&new.record], |r| r.get(0))
        .unwrap();
    assert_eq!(kept, 3, "what was made before can still be read");
    whole(&path);
}

#[test]
fn an_import_is_read_again_without_those_who_were_erased() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(35));
    let sha256 = add(&mut case, b"bytes").sha256;
    let [gone, stays] = ["1", "2"].map(|id| case.pseudonym("telegram", id).unwrap());
    import_as(&mut case, &key_of(&sha256, "csv", "1"), &[gone, stays], b"posts of both").unwrap();
    case.erase_person(&gone, "member-1", "request").unwrap();
    assert_eq!(case.view().pending_drops().unwrap().len(), 1);
    let again = import_as(&mut case, &key_of(&sha256, "csv", "2"), &[stays], b"posts of one").unwrap();
    assert_eq!((again.erased, again.n_accounts), (0, 1));
    assert!(case.view().pending_drops().unwrap().is_empty(), "the new posts were made without");
    whole(case.view().dir());
}

#[test]
fn versions_are_compared_by_their_numbers() {
    let is_older = super::super::import::is_older;
    for [old, new] in [["0.9", "0.10.2"], ["1.9.9", "2"], ["1", "1.0"], ["v3-2023.9", "v3-2024.1"], ["dev", "0"]] {
        assert!(is_older(old, new) && !is_older(new, old) && !is_older(old, old), "{old} {new}");
    }
}

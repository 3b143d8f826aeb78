use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::files;
use crate::testing::*;

/// A small case with a bit of everything, closed.
fn small(dir: &Path) -> PathBuf {
    let mut case = new_case(dir, &Fixed::new(1));
    let sha256 = add(&mut case, "name,text\nsomebody,something\n".repeat(140).as_bytes()).sha256;
    add(&mut case, b"{\"posts\":[]}");
    case.seal(&[account("7"), account("8"), account("9")], "member-1").unwrap();
    let all = ["7", "8", "9"].map(|id| case.pseudonym("telegram", id).unwrap());
    import(&mut case, &sha256, &all, "this stands for a table of posts ".repeat(110).as_bytes());
    case.reveal_public(&all[0], "member-1", "to ask", "runs for office").unwrap();
    case.erase_person(&all[1], "member-1", "request").unwrap();
    drop(case);
    let to = dir.join("copy");
    copy_dir(&dir.join("case"), &to);
    to
}

fn flip(path: &Path, at: usize, bit: u32) -> Vec<u8> {
    let whole = fs::read(path).unwrap();
    let mut changed = whole.clone();
    changed[at] ^= 1 << bit;
    fs::write(path, changed).unwrap();
    whole
}

#[test]
fn each_changed_byte_of_evidence_is_found() {
    let dir = scratch();
    let case = small(dir.path());
    assert_eq!(verified(&case).damage, []);
    let mut flips: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    // One bit of each byte, or two.
    let n_bits = if full().is_some() { 2 } else { 1 };
    for folder in ["originals", "posts", "log"] {
        for name in files::list(&case.join(folder)).unwrap() {
            let path = case.join(folder).join(&name);
            for at in 0..fs::metadata(&path).unwrap().len() as usize {
                for bit in 0..n_bits {
                    let whole = flip(&path, at, (at + bit) as u32 % 8);
                    let report = verified(&case);
                    let is_named = folder == "log" || report.damage.first().is_some_and(|d| d.place.ends_with(&name));
                    assert!(is_named || report.is_whole(), "byte {at} of {folder}/{name}: {:?}", report.damage);
                    fs::write(&path, whole).unwrap();
                    let (n, n_found) = flips.entry(folder).or_default();
                    (*n, *n_found) = (*n + 1, *n_found + u32::from(!report.is_whole()));
                }
            }
        }
    }
    for (folder, (n, n_found)) in &flips {
        figure(&format!("flips.{folder}"), n);
        figure(&format!("flips.{folder}.found"), n_found);
        assert_eq!(n, n_found, "{folder}");
    }
    assert!(flips.values().map(|(n, _)| n).sum::<u32>() >= 10_000);
    assert_eq!(verified(&case).damage, []);
}

#[test]
fn changed_bytes_of_the_database_never_stop_it() {
    let dir = scratch();
    let case = small(dir.path());
    let path = case.join("case.sqlite");
    let size = fs::metadata(&path).unwrap().len() as usize;
    let (mut found, mut n) = (0, 0);
    let n_flips = if full().is_some() { 5000 } else { 1500 };
    for at in (0..size).step_by(size / n_flips) {
        let whole = flip(&path, at, (at % 8) as u32);
        found += u32::from(!verified(&case).is_whole());
        n += 1;
        fs::write(&path, whole).unwrap();
    }
    // The others are in unused space or in tables that only help to find things.
    figure("flips.database", n);
    figure("flips.database.found", found);
    assert!(n >= n_flips && found > 0);
    for cut in (0..size).step_by(size / 20) {
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..cut]).unwrap();
        assert!(!verified(&case).is_whole(), "cut at {cut}");
        fs::write(&path, whole).unwrap();
    }
}

#[test]
fn a_lost_or_added_file_is_named() {
    let dir = scratch();
    let case = small(dir.path());
    for name in files::list(&case).unwrap() {
        if name == "lock" || name.starts_with("case.sqlite-") {
            continue;
        }
        let whole = fs::read(case.join(&name)).unwrap();
        fs::remove_file(case.join(&name)).unwrap();
        let report = verified(&case);
        assert!(report.damage.iter().any(|d| name.contains(&d.place) || d.what.contains(&name)), "{name}: {report:?}");
        fs::write(case.join(&name), whole).unwrap();
    }
    fs::write(case.join("posts/other.parquet"), "x").unwrap();
    assert!(verified(&case).notes.iter().any(|n| n.contains("posts/other.parquet")));
    let nowhere = verified(&dir.path().join("nothing"));
    assert!(!nowhere.is_whole());
}

#[test]
fn a_database_that_was_edited_is_named_by_record() {
    let dir = scratch();
    let case = small(dir.path());
    let whole = fs::read(case.join("case.sqlite")).unwrap();
    let edits = [
        ("UPDATE record SET content = replace(content, 'somebody', 'x') WHERE 0", None),
        (
            "UPDATE record SET content = replace(content, '\"kept\":4', '\"kept\":3') WHERE kind = 'import'",
            Some("logged"),
        ),
        ("UPDATE record SET content = NULL, salt = NULL WHERE seq = 1", Some("no erasure")),
        ("UPDATE record SET lookup = 'x' WHERE seq = 2", Some("another name")),
        ("UPDATE record SET lookup = NULL WHERE kind = 'import'", Some("hidden")),
        ("UPDATE record SET salt = NULL WHERE seq = 1", Some("both")),
        ("UPDATE record SET version = 9 WHERE seq = 1", Some("version")),
        ("UPDATE record SET kind = 'import' WHERE seq = 1", Some("kind")),
        ("DELETE FROM record WHERE seq = 5", Some("no record")),
        ("UPDATE seal SET sealed = zeroblob(120) WHERE ord = 0", Some("logged")),
        ("DELETE FROM seal WHERE ord = 0", Some("seals")),
        (
            "UPDATE seal SET account = NULL, same = NULL, salt = NULL, sealed = NULL, erased_by = 6 WHERE ord = 0",
            Some("gone"),
        ),
        (
            "UPDATE seal SET account = NULL, same = NULL, salt = NULL, sealed = NULL, erased_by = 2 WHERE ord = 0",
            Some("logged"),
        ),
        ("UPDATE setting SET value = 'x'", Some("key")),
        ("UPDATE seal SET account = 99 WHERE ord = 0", Some("refer")),
    ];
    for (edit, what) in edits {
        fs::write(case.join("case.sqlite"), &whole).unwrap();
        let db = Connection::open(case.join("case.sqlite")).unwrap();
        db.pragma_update(None, "foreign_keys", false).unwrap();
        db.execute_batch(edit).unwrap();
        drop(db);
        let report = verified(&case);
        match what {
            Some(what) => assert!(report.damage.iter().any(|d| d.what.contains(what)), "{edit}: {:?}", report.damage),
            None => assert!(report.is_whole(), "{edit}: {:?}", report.damage),
        }
    }
}

/// A case with a judgment of two versions, closed: its folder and the id of the judgment.
fn edited(dir: &Path) -> (PathBuf, String) {
    let mut case = new_case(dir, &Fixed::new(5));
    let draft = |name: &str| {
        let source = serde_json::json!({"kind": "analyst", "name": name});
        let document = serde_json::json!({"source": [source]});
        crate::records::parse_document(&document).unwrap().remove(0).draft
    };
    let id = case.add_records(&[draft("desk")], "member-1", None).unwrap()[0].record.id.clone();
    let edit = crate::records::Draft { kind: None, change_note: Some("why".into()), ..draft("the desk") };
    case.edit_record(&id, &edit, "member-1", None).unwrap();
    let path = case.view().dir().to_owned();
    drop(case);
    assert_eq!(verified(&path).damage, []);
    (path, id)
}

fn damage_after(case: &Path, sql: &str) -> Vec<Damage> {
    Connection::open(case.join("case.sqlite")).unwrap().execute_batch(sql).unwrap();
    verified(case).damage
}

#[test]
fn an_older_version_of_a_record_that_was_destroyed_is_noticed() {
    let dir = scratch();
    let (case, id) = edited(dir.path());
    let sql = format!("UPDATE record SET content = NULL, salt = NULL WHERE record = '{id}' AND version = 1");
    assert!(damage_after(&case, &sql).iter().any(|d| d.what.contains("no erasure")));
}

#[test]
fn a_current_record_that_was_hidden_is_noticed() {
    let dir = scratch();
    let (case, id) = edited(dir.path());
    let hide = format!("UPDATE record SET lookup = NULL WHERE record = '{id}'");
    assert!(damage_after(&case, &hide).iter().any(|d| d.what.contains("hidden")));
    let swap = format!("UPDATE record SET lookup = record WHERE record = '{id}' AND version = 1");
    assert!(damage_after(&case, &swap).iter().any(|d| d.what.contains("newer version")));
}

#[test]
fn a_list_of_accounts_that_was_shortened_is_noticed() {
    let dir = scratch();
    let case = small(dir.path());
    for table in ["posts_account", "pending_drop"] {
        let whole = fs::read(case.join("case.sqlite")).unwrap();
        let sql = format!("DELETE FROM {table} WHERE import IN (SELECT import FROM {table} LIMIT 1)");
        assert!(damage_after(&case, &sql).iter().any(|d| d.what.contains("on its list")), "{table}");
        fs::write(case.join("case.sqlite"), whole).unwrap();
    }
}

/// What somebody with the database and without the keys would add: a version with other words, its entry made
/// by hand, the actor's hash copied from the version before.
fn forge(case: &Path, id: &str, mark: &str) {
    let db = Connection::open(case.join("case.sqlite")).unwrap();
    let sql = "SELECT content, entry, actor FROM record WHERE record = ?1 ORDER BY version DESC LIMIT 1";
    let (content, entry, actor): (String, Vec<u8>, String) =
        db.query_row(sql, [id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).unwrap();
    let before = crate::log::Entry::parse(&entry).unwrap();
    let (content, salt) = (content.replace("the desk", "FORGED"), [7_u8; 32]);
    let commit = crate::store::record::commitment(&salt, content.as_bytes());
    let (prev, version) = (Some(before.commit), before.version + 1);
    let entry = crate::log::Entry { commit, prev, version, ..before }.to_bytes().unwrap();
    db.execute("UPDATE record SET lookup = NULL WHERE record = ?1", [id]).unwrap();
    let sql = format!(
        "INSERT INTO record (seq, record, version, kind, actor, lookup, content, salt, entry, mark)
         SELECT max(seq) + 1, ?1, ?2, 'entity', ?3, ?1, ?4, ?5, ?6, {mark} FROM record"
    );
    db.execute(&sql, rusqlite::params![id, version as i64, actor, content, salt, entry]).unwrap();
}

#[test]
fn a_record_that_was_forged_without_the_keys_is_not_signed() {
    let dir = scratch();
    let (case, id) = edited(dir.path());
    let whole = fs::read(case.join("case.sqlite")).unwrap();
    for (mark, is_seen) in [("NULL", true), ("zeroblob(32)", false)] {
        fs::write(case.join("case.sqlite"), &whole).unwrap();
        forge(&case, &id, mark);
        let report = verified(&case);
        assert_eq!(!report.is_whole(), is_seen, "{:?}", report.damage);
        assert!(report.notes.iter().any(|n| n.contains("not signed")), "{:?}", report.notes);
        let opened = crate::Case::open(&case, UNLOCK, &Fixed::new(6).context()).map(drop).unwrap_err();
        assert!(opened.to_string().contains("did not write it"), "{opened}");
        assert!(verified(&case).notes.iter().any(|n| n.contains("not signed")), "opening did not sign it");
    }
}

#[test]
fn with_keys_actors_and_owners_of_seals_are_checked_too() {
    let dir = scratch();
    let outside = Fixed::new(2);
    let mut case = new_case(dir.path(), &outside);
    case.seal(&[account("7"), account("8")], "member-1").unwrap();
    assert_eq!(case.verify_sealed(&daylight_core::SilentProgress).unwrap(), []);
    let path = case.view().dir().to_owned();
    drop(case);
    let db = Connection::open(path.join("case.sqlite")).unwrap();
    db.execute_batch(
        "UPDATE record SET actor = 'member-2' WHERE seq = 0; UPDATE account SET pseudonym = zeroblob(32) WHERE id = 2;",
    )
    .unwrap();
    drop(db);
    let case = crate::Case::open(&path, UNLOCK, &outside.context()).unwrap();
    let places: Vec<String> =
        case.verify_sealed(&daylight_core::SilentProgress).unwrap().into_iter().map(|d| d.place).collect();
    assert_eq!(places, ["record 0", "seal 1 of record 1"]);
    assert!(verified(&path).damage.iter().any(|d| d.place == "seal 1 of record 1"));
}

#[test]
fn verify_writes_nothing() {
    let dir = scratch();
    let case = small(dir.path());
    let before = files::list(&case).unwrap();
    assert_eq!(verified(&case).damage, []);
    assert_eq!(files::list(&case).unwrap(), before);
    assert!(!before.iter().any(|name| name.starts_with("case.sqlite-")), "{before:?}");
}

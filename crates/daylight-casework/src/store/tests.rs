use std::fs;
use std::path::Path;

use daylight_core::{Problem, ProblemLog};

use super::*;
use crate::error::CaseError;
use crate::files;
use crate::log::{Entry, LogReader, Proof, VerifierKey};
use crate::records::Role;
use crate::testing::*;
use crate::{ClearAccount, Stretch, Unlock};

mod again;
mod bundle;
mod crash;
mod disk;
mod older;
mod roles;

fn log_of(dir: &Path) -> LogReader {
    let key = fs::read_to_string(dir.join("log/verifier-key")).unwrap();
    LogReader::open(&dir.join("log"), &VerifierKey::parse(key.trim_end()).unwrap()).unwrap()
}

fn actions(dir: &Path) -> Vec<&'static str> {
    let log = log_of(dir);
    let entries = (0..log.checkpoint().size).map(|i| Entry::parse(&log.entry(i).unwrap()).unwrap());
    entries.map(|e| e.action.name()).collect()
}

fn whole(dir: &Path) {
    let report = verified(dir);
    assert_eq!((report.damage, report.notes), (vec![], Vec::<String>::new()));
}

/// Whether a text stands in any file of the case, the log or the database included.
fn found_in(dir: &Path, text: &str) -> Vec<String> {
    let mut found = files::list(dir).unwrap();
    found.retain(|name| {
        let bytes = fs::read(dir.join(name)).unwrap();
        bytes.windows(text.len()).any(|w| w == text.as_bytes())
    });
    found
}

#[test]
fn a_case_opens_once_with_its_key_and_says_what_it_is() {
    let dir = scratch();
    let (outside, path) = (Fixed::new(1), dir.path().join("case"));
    let mut case = new_case(dir.path(), &outside);
    assert!(matches!(Case::open(&path, UNLOCK, &outside.context()), Err(CaseError::Busy(_))));
    assert_eq!(CaseView::open(&path).unwrap().meta().unwrap(), meta());
    let changed = CaseMeta { retention_until: "2031-01-01".into(), ..meta() };
    case.change_meta(&changed, "member-2", "the vote was moved").unwrap();
    drop(case);
    let wrong = Case::open(&path, Unlock::KeyFile(&[1; 32]), &outside.context());
    assert!(matches!(wrong, Err(CaseError::WrongKey)));
    let mut case = Case::open(&path, UNLOCK, &outside.context()).unwrap();
    assert_eq!(case.view().meta().unwrap(), changed);
    case.change_unlock("member-1", Unlock::Passphrase("some words"), CHEAP).unwrap();
    drop(case);
    assert!(matches!(Case::open(&path, UNLOCK, &outside.context()), Err(CaseError::WrongKey)));
    Case::open(&path, Unlock::Passphrase("some words"), &outside.context()).unwrap();
    assert_eq!(actions(&path), ["create", "version", "key-rotate"]);
    whole(&path);
}

#[test]
fn a_case_needs_grounds_a_date_and_an_empty_folder() {
    let dir = scratch();
    let create = |meta: &CaseMeta| {
        Case::create(dir.path(), meta, "member-1", UNLOCK, Stretch::default(), &context(1)).map(|_| ())
    };
    for wrong in [
        CaseMeta { legal_basis: " ".into(), ..meta() },
        CaseMeta { access_basis: vec![], ..meta() },
        CaseMeta { retention_until: "soon".into(), ..meta() },
    ] {
        assert!(matches!(create(&wrong), Err(CaseError::Invalid { .. })), "{wrong:?}");
    }
    fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    assert!(matches!(create(&meta()), Err(CaseError::NotEmpty(_))));
    assert!(matches!(Case::open(dir.path(), UNLOCK, &context(1)), Err(CaseError::NoCase(_))));
    assert!(matches!(CaseView::open(dir.path()), Err(CaseError::NoCase(_))));
}

#[test]
fn originals_are_kept_once_unchanged_and_write_protected() {
    let dir = scratch();
    let outside = Fixed::new(2);
    let mut case = new_case(dir.path(), &outside);
    let bytes: Vec<u8> = (0..700_000_u32).flat_map(u32::to_le_bytes).collect();
    let first = add(&mut case, &bytes);
    assert!(!first.already && add(&mut case, &bytes).already);
    assert_eq!(fs::read(&first.path).unwrap(), bytes);
    assert!(fs::metadata(&first.path).unwrap().permissions().readonly());
    assert_eq!(case.view().originals().unwrap().len(), 1);
    assert_eq!(actions(&dir.path().join("case")), ["create", "create"]);
    fs::remove_file(&first.path).unwrap();
    assert_eq!(verified(case.view().dir()).damage[0].what, "it is missing");
    assert!(add(&mut case, &bytes).already);
    whole(case.view().dir());
    assert_eq!(fs::read_dir(case.view().dir().join("originals/incoming")).unwrap().count(), 0);
}

#[test]
fn a_sealed_name_is_opened_under_the_eyes_of_the_log() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(3));
    let meta = OriginalMeta { name: NewName::Sealed("export_of_jo_canary.zip".into()), ..original("") };
    let added = case.add_original(&mut &b"zip"[..], &meta, "member-1").unwrap();
    assert_eq!(case.view().originals().unwrap()[0].name, FileName::Sealed);
    assert!(found_in(case.view().dir(), "jo_canary").is_empty());
    assert!(case.reveal_original_name(&added.sha256, "member-1", "").is_err());
    let name = case.reveal_original_name(&added.sha256, "member-1", "to ask the sender").unwrap();
    assert_eq!(name, "export_of_jo_canary.zip");
    assert_eq!(actions(case.view().dir()).last(), Some(&"reveal"));
    whole(case.view().dir());
}

#[test]
fn an_import_happens_once_and_is_redone_when_it_was_cut_off() {
    let dir = scratch();
    let outside = Fixed::new(4);
    let mut case = new_case(dir.path(), &outside);
    let sha256 = add(&mut case, b"a,b\n1,2\n").sha256;
    let Begun::Fresh { import: id, partial } = case.begin_import(&key(&sha256)).unwrap() else { panic!("not fresh") };
    fs::write(&partial, "half").unwrap();
    drop(case);
    let mut case = Case::open(&dir.path().join("case"), UNLOCK, &outside.context()).unwrap();
    assert!(!partial.exists());
    assert_eq!(case.begin_import(&key(&sha256)).unwrap(), Begun::Fresh { import: id.clone(), partial });
    let account = case.pseudonym("telegram", "7").unwrap();
    let mut problems = ProblemLog::default();
    let problem = Problem {
        source: 0,
        line: 3,
        column: Some("time".into()),
        reason: "time is not readable".into(),
        value: Some("canary value".into()),
        rejected: true,
    };
    problems.add(problem);
    let counts = Counts { read: 5, kept: 4, rejected: 2 };
    let done = ImportDone { actor: "member-1", counts, accounts: &[account], problems: &problems };
    assert!(matches!(case.commit_import(&id, &done), Err(CaseError::Invalid { .. })));
    let done = ImportDone { counts: Counts { rejected: 1, ..counts }, ..done };
    assert!(matches!(case.commit_import(&id, &done), Err(CaseError::Io { .. })), "there is no file of posts");
    fs::write(case.view().dir().join(format!("posts/partial/{id}.parquet")), "PAR1 posts PAR1").unwrap();
    let info = case.commit_import(&id, &done).unwrap();
    assert_eq!(info.problems[0].lines, [3]);
    assert_eq!(fs::read(&info.posts.as_ref().unwrap().path).unwrap(), b"PAR1 posts PAR1");
    assert_eq!(case.begin_import(&key(&sha256)).unwrap(), Begun::Already(Box::new(info.clone())));
    assert!(matches!(case.commit_import(&id, &done), Err(CaseError::Unknown { .. })));
    assert!(case.begin_import(&key(&"0".repeat(64))).is_err());
    assert_eq!(case.view().imports_with(&account).unwrap(), [id]);
    assert_eq!(case.view().resolve(&account.short()).unwrap(), [account]);
    assert!(found_in(case.view().dir(), "canary value").is_empty());
    whole(case.view().dir());
}

#[test]
fn an_import_without_posts_has_no_file() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(5));
    let sha256 = add(&mut case, b"x").sha256;
    let Begun::Fresh { import, .. } = case.begin_import(&key(&sha256)).unwrap() else { panic!("not fresh") };
    let counts = Counts { read: 2, kept: 0, rejected: 2 };
    let done = ImportDone { actor: "member-1", counts, accounts: &[], problems: &ProblemLog::default() };
    assert_eq!(case.commit_import(&import, &done).unwrap().posts, None);
    assert!(case.view().posts_files().unwrap().is_empty());
    whole(case.view().dir());
}

#[test]
fn a_reveal_is_in_the_log_before_anything_is_opened() {
    let dir = scratch();
    let outside = Fixed::new(6);
    let mut case = new_case(dir.path(), &outside);
    let mut renamed = account("7");
    renamed.values.insert("handle".into(), "later".into());
    let all = [account("7"), account("8"), account("7"), renamed.clone()];
    assert_eq!(case.seal(&all, "member-1").unwrap(), Sealed { added: 3, already: 1, suppressed: 0 });
    assert_eq!(case.seal(&all[..2], "member-1").unwrap(), Sealed { added: 0, already: 2, suppressed: 0 });
    let who = case.pseudonym("telegram", "7").unwrap();
    assert!(case.reveal_public(&who, "member-1", "", "runs for office").is_err());
    assert!(
        case.reveal_public(&case.pseudonym("telegram", "9").unwrap(), "member-1", "why", "runs for office").is_err()
    );
    assert_eq!(actions(case.view().dir()), ["create", "create"]);
    case.add_member("member-2", Role::Reader, None, "member-1").unwrap();
    let revealed = case.reveal(&who, "member-1", "to ask the account", Some("member-2")).unwrap();
    assert_eq!(revealed.accounts.len(), 2);
    assert!(revealed.accounts.contains(&account("7")) && revealed.accounts.contains(&renamed));
    assert_eq!(actions(case.view().dir()), ["create", "create", "create", "role-change", "reveal"]);
    let before = revealed.expires_us - 1;
    assert_eq!(case.view().open_reveals(before).unwrap()[0].second.as_deref(), Some("member-2"));
    assert!(case.view().open_reveals(revealed.expires_us).unwrap().is_empty());
    assert_eq!(case.view().open_reveals(before).unwrap()[0].not_private, None);
    // The disk fails before the log is written: nothing is revealed.
    fs::remove_dir_all(case.view().dir().join("log")).unwrap();
    fs::write(case.view().dir().join("log"), "").unwrap();
    assert!(matches!(case.reveal_public(&who, "member-1", "again", "runs for office"), Err(CaseError::Io { .. })));
}

#[test]
fn a_hundred_thousand_accounts_are_sealed_in_one_go() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(7));
    let all: Vec<ClearAccount> = (0..100_000).map(|i| account(&i.to_string())).collect();
    let start = std::time::Instant::now();
    assert_eq!(case.seal(&all, "member-1").unwrap().added, 100_000);
    println!("100,000 accounts sealed in {:?}", start.elapsed());
    let start = std::time::Instant::now();
    assert_eq!(case.seal(&all[..1000], "member-1").unwrap().already, 1000);
    drop(case);
    let report = verified(&dir.path().join("case"));
    println!("verified in {:?}", start.elapsed());
    assert_eq!((report.n_seals, report.damage), (100_000, vec![]));
}

#[test]
fn only_a_custodian_or_approver_looks_behind_a_pseudonym_and_never_alone() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(7));
    case.seal(&[account("7")], "member-1").unwrap();
    let who = case.pseudonym("telegram", "7").unwrap();
    let logged = |case: &Case| actions(case.view().dir()).iter().filter(|a| **a == "reveal").count();
    // Nobody was given a role yet: only the maker of the case may, and only with somebody who is a member.
    assert!(matches!(case.reveal_public(&who, "member-2", "why", "in office"), Err(CaseError::Role { .. })));
    assert!(matches!(case.reveal(&who, "member-1", "why", Some("member-2")), Err(CaseError::Role { .. })));
    for (member, role) in [("member-2", Role::Analyst), ("member-3", Role::Approver), ("member-4", Role::Reader)] {
        case.add_member(member, role, None, "member-1").unwrap();
    }
    for (member, second) in [("member-2", "member-1"), ("member-4", "member-1"), ("stranger", "member-1")] {
        assert!(matches!(case.reveal(&who, member, "why", Some(second)), Err(CaseError::Role { .. })), "{member}");
    }
    assert!(matches!(case.reveal(&who, "member-3", "why", None), Err(CaseError::Invalid { .. })));
    assert!(matches!(case.reveal(&who, "member-3", "why", Some("member-3")), Err(CaseError::Invalid { .. })));
    assert!(matches!(case.reveal(&who, "member-3", "why", Some("stranger")), Err(CaseError::Role { .. })));
    assert!(matches!(case.reveal_public(&who, "member-3", "why", " "), Err(CaseError::Invalid { .. })));
    assert_eq!(logged(&case), 0, "nothing was opened");
    case.reveal(&who, "member-3", "why", Some("member-4")).unwrap();
    case.reveal_public(&who, "member-1", "why", "holds an office").unwrap();
    let open = case.view().open_reveals(1_700_000_100_000_000).unwrap();
    assert_eq!((open.len(), open[1].not_private.as_deref(), logged(&case)), (2, Some("holds an office"), 2));
    case.remove_member("member-3", "member-1").unwrap();
    assert!(matches!(case.reveal(&who, "member-3", "why", Some("member-4")), Err(CaseError::Role { .. })));
    whole(case.view().dir());
}

#[test]
fn no_string_of_the_case_enters_the_log() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(8));
    let sha256 = add(&mut case, b"canary-content").sha256;
    case.seal(&[account("canary-id")], "canary-member").unwrap();
    let who = case.pseudonym("telegram", "canary-id").unwrap();
    import(&mut case, &sha256, &[who], b"posts");
    case.add_member("canary-member", Role::Custodian, None, "member-1").unwrap();
    case.reveal(&who, "canary-member", "canary-reason", Some("member-1")).unwrap();
    case.export_evidence(&dir.path().join("out"), "canary-member", "canary-reason").unwrap();
    case.erase_person(&who, "canary-member", "canary-basis").unwrap();
    let log = case.view().dir().join("log");
    let name = meta().name;
    let texts = ["canary", "telegram", "social.example", "posts.csv", "csv", &name, "manifestly", "paper", &sha256];
    for text in texts.into_iter().chain([who.short().as_str()]) {
        assert!(found_in(&log, text).is_empty(), "{text} stands in the log");
    }
    assert!(!found_in(&log, "\"action\":\"erase\"").is_empty(), "the scan reads the entries");
}

#[test]
fn an_erased_person_leaves_no_trace_and_the_log_still_verifies() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(9));
    let sha256 = add(&mut case, b"rows of all").sha256;
    case.seal(&[account("7"), account("8")], "member-1").unwrap();
    let [gone, stays] = ["7", "8"].map(|id| case.pseudonym("telegram", id).unwrap());
    let info = import(&mut case, &sha256, &[gone, stays], b"posts of 7 and 8");
    case.reveal_public(&gone, "member-1", "reason-canary", "runs for office").unwrap();
    let earlier = log_of(case.view().dir()).checkpoint().clone();
    let erasure = case.erase_person(&gone, "member-1", "request of the person").unwrap();
    assert_eq!((erasure.n_seals, &erasure.imports, &erasure.originals), (1, &vec![info.record.clone()], &vec![sha256]));
    assert!(matches!(case.reveal_public(&gone, "member-1", "why", "runs for office"), Err(CaseError::Unknown { .. })));
    assert!(matches!(case.erase_person(&gone, "member-1", "again"), Err(CaseError::Unknown { .. })));
    let drops = case.view().pending_drops().unwrap();
    assert_eq!((drops.len(), &drops[0].import), (1, &info.record));
    assert!(drops[0].pseudonyms.contains(&gone) && !drops[0].pseudonyms.contains(&stays));
    let swap = Swap { actor: "member-1", kept: 3, dropped: &drops[0].pseudonyms };
    fs::write(case.begin_swap(&info.record).unwrap(), "posts of 8").unwrap();
    let swapped = case.commit_swap(&info.record, &swap).unwrap();
    assert_eq!((swapped.counts, swapped.erased), (Counts { read: 5, kept: 3, rejected: 1 }, 1));
    assert!(!info.posts.unwrap().path.exists());
    assert!(case.view().pending_drops().unwrap().is_empty());
    assert!(case.commit_swap(&info.record, &Swap { kept: 4, ..swap }).is_err());
    assert_eq!(case.reveal_public(&stays, "member-1", "why", "runs for office").unwrap().accounts, [account("8")]);
    assert!(log_of(case.view().dir()).continues(&earlier).unwrap());
    whole(case.view().dir());
    assert_eq!(verified(case.view().dir()).n_erased, 2, "the reveal, and the import before its posts were rewritten");
    for trace in ["reason-canary".to_owned(), gone.to_string()] {
        assert!(found_in(case.view().dir(), &trace).is_empty(), "{trace}");
    }
    let raw = fs::read(case.view().dir().join("case.sqlite")).unwrap();
    assert!(!raw.windows(32).any(|w| w == gone.0), "the pseudonym stands in the database");
    assert!(raw.windows(32).any(|w| w == stays.0), "the scan finds what is there");
}

#[test]
fn an_erased_original_takes_its_imports_along() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(10));
    let [first, second] = [&b"first"[..], b"second"].map(|b| add(&mut case, b));
    case.seal(&[account("7"), account("8")], "member-1").unwrap();
    let [only_first, both] = ["7", "8"].map(|id| case.pseudonym("telegram", id).unwrap());
    let info = import(&mut case, &first.sha256, &[only_first, both], b"posts 1");
    import(&mut case, &second.sha256, &[both], b"posts 2");
    let erasure = case.erase_original(&first.sha256, "member-1", "retention passed").unwrap();
    assert_eq!(erasure.n_seals, 1);
    assert!(!first.path.exists() && !info.posts.unwrap().path.exists());
    assert!(case.reveal_public(&only_first, "member-1", "why", "runs for office").is_err());
    assert!(case.reveal_public(&both, "member-1", "why", "runs for office").is_ok());
    assert_eq!(case.view().originals().unwrap().len(), 1);
    assert_eq!(case.view().posts_files().unwrap().len(), 1);
    whole(case.view().dir());
    assert!(!add(&mut case, b"first").already);
    whole(case.view().dir());
}

#[test]
fn things_past_their_date_are_listed() {
    const DAY_US: i64 = 86_400_000_000;
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(11));
    let data_set =
        DataSet { access_basis: "dsa-40-12".into(), retention_until: Some("2029-06-01".into()), ..DataSet::default() };
    let sha256 = add(&mut case, b"kept as long as the case").sha256;
    let meta = OriginalMeta { data_set, ..original("a.csv") };
    let dated = case.add_original(&mut &b"dated"[..], &meta, "member-1").unwrap().sha256;
    assert_ne!(sha256, dated);
    let june_2029 = 21_701 * DAY_US;
    let due = |now| case.view().due(now).unwrap().into_iter().map(|d| d.id).collect::<Vec<_>>();
    assert!(due(june_2029 - 1).is_empty());
    assert_eq!(due(june_2029), std::slice::from_ref(&dated));
    assert_eq!(due(june_2029 + 300 * DAY_US), ["Test of a harbor vote".to_owned(), dated]);
}

#[test]
fn a_bundle_is_checked_without_this_program() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(12));
    let sha256 = add(&mut case, b"original bytes").sha256;
    import(&mut case, &sha256, &[], b"posts");
    let out = dir.path().join("bundle");
    let inside = case.view().dir().join("runs/bundle");
    assert!(matches!(case.export_evidence(&inside, "member-1", "why"), Err(CaseError::Invalid { .. })));
    let exported = case.export_evidence(&out, "member-1", "handed to the court").unwrap();
    assert!(matches!(case.export_evidence(&out, "member-1", "why"), Err(CaseError::NotEmpty(_))));
    let names = files::list(&out).unwrap();
    assert_eq!(names.len() as u64, exported.n_files + 1);
    let sums = fs::read_to_string(out.join("SHA256SUMS")).unwrap();
    assert!(names.iter().filter(|n| *n != "SHA256SUMS").all(|n| sums.contains(&format!("  {n}\n"))));
    let check =
        std::process::Command::new("sha256sum").args(["-c", "--strict", "SHA256SUMS"]).current_dir(&out).output();
    match check {
        Ok(done) => assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout)),
        Err(_) => println!("skipped: sha256sum: not on this system"),
    }
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let verifier = VerifierKey::parse(manifest["log"]["verifier_key"].as_str().unwrap()).unwrap();
    let entry = manifest["originals"][0]["entry"].as_str().unwrap();
    let proof = fs::read_to_string(out.join(format!("proofs/{sha256}.tlog-proof"))).unwrap();
    let checkpoint = Proof::parse(&proof).unwrap().check(entry.as_bytes(), &verifier).unwrap();
    assert_eq!(LogReader::open(&out.join("log"), &verifier).unwrap().checkpoint(), &checkpoint);
    let own = case.view().prove(&case.view().originals().unwrap()[0].record).unwrap();
    assert_eq!(own.to_text(), proof);
    assert!(matches!(case.view().prove("no such record"), Err(CaseError::Unknown { .. })));
    let text = |key: &str| manifest["originals"][0][key].as_str().unwrap().to_owned();
    let salt: [u8; 32] = crate::text::from_hex(&text("salt")).unwrap();
    let commit = record::commitment(&salt, text("content").as_bytes());
    assert_eq!(Entry::parse(entry.as_bytes()).unwrap().commit, commit);
    assert!(found_in(&out, "member-1").is_empty(), "members stay in the house");
    let path = format!("originals/{}/posts.csv", &sha256[..16]);
    assert_eq!((text("path"), text("name")), (path.clone(), "posts.csv".to_owned()));
    assert_eq!(fs::read(out.join(&path)).unwrap(), b"original bytes");
    assert!(fs::read_to_string(out.join("README.txt")).unwrap().contains(&path));
    let kept = case.view().originals().unwrap()[0].path.clone();
    fs::remove_file(&kept).unwrap();
    fs::write(&kept, "other bytes!!!").unwrap();
    let refused = case.export_evidence(&dir.path().join("second"), "member-1", "why");
    assert!(matches!(refused, Err(CaseError::Damaged { .. })));
    assert!(!dir.path().join("second").exists());
}

#[test]
fn an_older_copy_of_the_database_is_refused() {
    let dir = scratch();
    let outside = Fixed::new(13);
    let path = dir.path().join("case");
    drop(new_case(dir.path(), &outside));
    let old = fs::read(path.join("case.sqlite")).unwrap();
    let mut case = Case::open(&path, UNLOCK, &outside.context()).unwrap();
    let kept = add(&mut case, b"bytes").path;
    drop(case);
    fs::write(path.join("case.sqlite"), old).unwrap();
    assert!(matches!(Case::open(&path, UNLOCK, &outside.context()), Err(CaseError::Damaged { .. })));
    assert!(kept.exists(), "nothing is cleared in a case that contradicts itself");
    assert!(!verified(&path).is_whole());
}

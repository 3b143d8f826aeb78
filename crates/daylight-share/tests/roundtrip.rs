//! What was written is what is read back, and damage is named.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use daylight_share::proof::{Answered, Ask, json, page, proof, write_table};
use daylight_share::{EXPORTERS, Names, Part, ShareError, load, load_part, package, rewrite, verify, write};

fn recipes() -> Vec<common::Recipe> {
    vec![common::three_groups(), common::nothing(), common::not_applicable(), common::many_groups()]
}

#[test]
fn a_result_read_back_equals_the_one_written() {
    for recipe in recipes() {
        let (dataset, analysis) = common::make(&recipe);
        for names in [Names::Plain, Names::Pseudonym(b"key")] {
            let layout = common::layout(&dataset, &analysis);
            let packaged = package(&dataset, &analysis, names, &layout, &common::run_info()).unwrap();
            let dir = tempfile::tempdir().unwrap();
            write(&packaged, dir.path(), EXPORTERS).unwrap();
            let (was, is) = (&packaged.package, load(dir.path()).unwrap());
            assert_eq!(is.analysis.edges, was.analysis.edges);
            assert_eq!(is.analysis.evidence, was.analysis.evidence);
            assert_eq!(is.analysis.groups, was.analysis.groups);
            assert_eq!(is.analysis.accounts, was.analysis.accounts);
            assert_eq!(is.analysis.moments, was.analysis.moments);
            assert_eq!(is.analysis.layers, was.analysis.layers);
            assert_eq!(is.analysis.clock, was.analysis.clock);
            assert_eq!(is.analysis.calibration, was.analysis.calibration);
            assert_eq!(is.analysis.settings, was.analysis.settings);
            assert_eq!(is.dataset.text_families, was.dataset.text_families);
            assert!(was.dataset.text_families.is_some());
            assert_eq!(is.dataset.accounts, was.dataset.accounts);
            assert_eq!(is.dataset.account_names, was.dataset.account_names);
            assert_eq!(is.dataset.posts.time_us, was.dataset.posts.time_us);
            assert_eq!(is.dataset.posts.line, was.dataset.posts.line);
            assert_eq!(is.dataset.sources, was.dataset.sources);
            assert_eq!(is.dataset.problems.counts, was.dataset.problems.counts);
            assert_eq!((is.account_platform, is.positions), (was.account_platform.clone(), was.positions.clone()));
            assert_eq!((is.totals, is.timeline), (was.totals.clone(), was.timeline.clone()));
        }
    }
}

#[test]
fn files_made_from_files_are_the_same_bytes() {
    let (dataset, analysis) = common::make(&common::three_groups());
    let layout = common::layout(&dataset, &analysis);
    let packaged = package(&dataset, &analysis, Names::Pseudonym(b"key"), &layout, &common::run_info()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let first = write(&packaged, dir.path(), EXPORTERS).unwrap();
    let manifest = fs::read(dir.path().join("manifest.json")).unwrap();
    let again = rewrite(&load(dir.path()).unwrap(), dir.path(), EXPORTERS).unwrap();
    for file in &again {
        assert!(first.contains(file), "{} differs", file.name);
    }
    assert_eq!(fs::read(dir.path().join("manifest.json")).unwrap(), manifest);
}

#[test]
fn damage_is_named() {
    let (dataset, analysis) = common::make(&common::nothing());
    let packaged = package(&dataset, &analysis, Names::Plain, &[], &common::run_info()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    write(&packaged, dir.path(), EXPORTERS).unwrap();
    assert!(verify(dir.path()).unwrap().is_empty());
    let edges = dir.path().join("edges.csv");
    let mut bytes = fs::read(&edges).unwrap();
    let last = bytes.len() - 2;
    bytes[last] ^= 1;
    fs::write(&edges, bytes).unwrap();
    fs::remove_file(dir.path().join("groups.csv")).unwrap();
    let damages = verify(dir.path()).unwrap();
    let files: Vec<&str> = damages.iter().map(|d| d.file.as_str()).collect();
    assert_eq!(files, ["edges.csv", "groups.csv"], "{damages:?}");
    fs::remove_file(dir.path().join("manifest.json")).unwrap();
    assert!(matches!(load(dir.path()), Err(ShareError::NoResult(_))));
}

#[test]
fn truncated_tables_are_errors_not_panics() {
    let (dataset, analysis) = common::make(&common::three_groups());
    let packaged = package(&dataset, &analysis, Names::Plain, &[], &common::run_info()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    write(&packaged, dir.path(), EXPORTERS).unwrap();
    for name in ["edges.parquet", "evidence.parquet", "accounts.parquet", "findings.json"] {
        let path = dir.path().join(name);
        let whole = fs::read(&path).unwrap();
        for keep in [0, 1, whole.len() / 2, whole.len() - 3] {
            fs::write(&path, &whole[..keep]).unwrap();
            let error = load(dir.path()).unwrap_err().to_string();
            assert!(error.contains(name), "{error}");
        }
        fs::write(&path, whole).unwrap();
    }
}

#[test]
fn no_real_name_stands_in_a_shown_file() {
    let (dataset, analysis) = common::make(&common::three_groups());
    let packaged = package(&dataset, &analysis, Names::Pseudonym(b"key"), &[], &common::run_info()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let files = write(&packaged, dir.path(), EXPORTERS).unwrap();
    for file in files.iter().filter(|f| !f.name.starts_with("private/")) {
        let bytes = fs::read(dir.path().join(&file.name)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for real in ["outlet-1-0", "viewer-2-0", "someone0", "The outlet"] {
            assert!(!text.contains(real), "{real} in {}", file.name);
        }
    }
    let private = fs::read_to_string(dir.path().join("private/identities.csv")).unwrap();
    assert!(private.contains("outlet-1-0") && private.contains("The outlet"));
}

#[test]
fn files_made_from_a_part_of_a_result_are_the_same_bytes() {
    for recipe in recipes() {
        let (dataset, analysis) = common::make(&recipe);
        let layout = common::layout(&dataset, &analysis);
        let packaged = package(&dataset, &analysis, Names::Pseudonym(b"key"), &layout, &common::run_info()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let first = write(&packaged, dir.path(), EXPORTERS).unwrap();
        let part = load_part(dir.path(), Part::Shown).unwrap();
        assert!(part.analysis.edges.len() <= packaged.package.analysis.edges.len());
        for file in rewrite(&part, dir.path(), EXPORTERS).unwrap() {
            assert!(first.contains(&file), "{} differs", file.name);
        }
        assert!(verify(dir.path()).unwrap().is_empty());
    }
}

#[test]
fn new_tables_are_not_made_from_changed_ones() {
    let (dataset, analysis) = common::make(&common::nothing());
    let packaged = package(&dataset, &analysis, Names::Plain, &[], &common::run_info()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    write(&packaged, dir.path(), EXPORTERS).unwrap();
    let other = tempfile::tempdir().unwrap();
    let (dataset, analysis) = common::make(&common::three_groups());
    write(&package(&dataset, &analysis, Names::Plain, &[], &common::run_info()).unwrap(), other.path(), EXPORTERS)
        .unwrap();
    fs::copy(other.path().join("groups.parquet"), dir.path().join("groups.parquet")).unwrap();
    let error = rewrite(&packaged.package, dir.path(), EXPORTERS).unwrap_err().to_string();
    assert!(error.contains("groups.parquet"), "{error}");
}

#[test]
fn a_proof_holds_the_rows_of_its_pair_and_no_others() {
    let (dataset, analysis) = common::make(&common::three_groups());
    let packaged = package(&dataset, &analysis, Names::Plain, &[], &common::run_info()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    write(&packaged, dir.path(), EXPORTERS).unwrap();
    let p = &packaged.package;
    for edge in p.analysis.edges.iter().filter(|e| e.standing.leads()).take(30) {
        let (a, b) = (p.dataset.accounts.get(edge.a), p.dataset.accounts.get(edge.b));
        let Answered::Proof(found) = proof(dir.path(), Ask::Pair(b, a)).unwrap() else { panic!("no proof") };
        let pair = &found.pairs[0];
        assert_eq!((pair.account_a.as_str(), pair.account_b.as_str(), found.pairs.len()), (a, b, 1));
        assert_eq!(pair.meetings.iter().map(|m| m.objects.len()).sum::<usize>(), edge.n_coactions as usize);
        let rows = p.rows(edge);
        let lines: Vec<u32> = rows.iter().map(|r| p.dataset.posts.line[r.post_a as usize]).collect();
        assert!(pair.meetings.iter().all(|m| lines.contains(&m.a.line.unwrap())));
        assert!(!page(&found).contains("<script>"));
        let text = page(&found) + &json(&found).unwrap();
        let mut table = Vec::new();
        write_table(&found, &mut table).unwrap();
        let text = text + &String::from_utf8(table).unwrap() + &daylight_share::proof::text(&found);
        assert!(!text.contains('\u{202e}'));
    }
    assert!(matches!(proof(dir.path(), Ask::Group(77)).unwrap(), Answered::NoGroup(groups) if groups.len() == 3));
    assert!(matches!(proof(dir.path(), Ask::Pair("nobody", "noone")).unwrap(), Answered::NoAccount(..)));
}

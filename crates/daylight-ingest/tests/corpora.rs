//! Replays the fuzz corpora as ordinary tests.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "tests"
)]

mod common;

use std::path::{Path, PathBuf};

use common::{check, read};
use daylight_ingest::exports::archive::{ArchiveLimits, read_exports};
use daylight_ingest::exports::{EXPORT_FORMATS, ExportOptions, Record, read_export_from};
use daylight_ingest::time::{TimeEvidence, TimeFormat, Zone, parse_time};
use daylight_ingest::{EpochUnit, ReadOptions};

fn corpus(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 10);
    files
}

#[test]
fn tables_give_data_sets_or_errors() {
    let mut n_read = 0;
    for path in corpus("table") {
        match read(&path, &ReadOptions::default()) {
            Ok(data) => {
                check(&data);
                n_read += 1;
            }
            Err(error) => assert!(error.hint().is_some(), "{}: {error}", path.display()),
        }
    }
    assert!(n_read >= 10, "{n_read}");
}

#[test]
fn times_are_read_or_refused() {
    for path in corpus("time") {
        let value = std::fs::read(&path).unwrap();
        let mut evidence = TimeEvidence::default();
        evidence.add(&value);
        let text = parse_time(&value, &TimeFormat::Text { order: None, zone: Zone::UTC });
        let epoch = parse_time(&value, &TimeFormat::Epoch(EpochUnit::Seconds));
        assert!(text.is_err() || epoch.is_err(), "{}", path.display());
    }
}

/// Fixtures and kept inputs of a target; with the full sizes also what fuzzing found on this machine.
fn inputs(target: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders = vec![root.join("fuzz/corpus").join(target)];
    if std::env::var_os("DAYLIGHT_RELIABILITY").is_some() {
        folders.push(root.join("fuzz/found").join(target));
    }
    let listed = folders.iter().filter_map(|f| std::fs::read_dir(f).ok()).flatten();
    let mut files: Vec<PathBuf> = listed.map(|e| e.unwrap().path()).collect();
    let fixtures = std::fs::read_dir(root.join("testdata/exports")).unwrap().map(|e| e.unwrap().path());
    files.extend(fixtures.filter(|p| p.file_name().unwrap().to_string_lossy().starts_with(target)));
    files.sort();
    files
}

fn replayed(target: &str, n: usize) {
    use std::io::Write;
    println!("{target}: {n} inputs replayed");
    if let Some(dir) = std::env::var_os("DAYLIGHT_RELIABILITY") {
        let path = Path::new(&dir).join("replayed.tsv");
        let mut file = std::fs::File::options().create(true).append(true).open(path).unwrap();
        file.write_all(format!("{target}\t{n}\n").as_bytes()).unwrap();
    }
}

#[test]
fn each_format_reads_its_corpus_and_counts_right() {
    for format in EXPORT_FORMATS {
        let inputs = inputs(format.name());
        for path in &inputs {
            let bytes = std::fs::read(path).unwrap();
            let options = ExportOptions {
                format: Some(format.name().to_owned()),
                no_language_detection: true,
                ..ExportOptions::default()
            };
            let (mut n_posts, mut n_problems) = (0, 0);
            let report = read_export_from(path, &bytes[..], &options, &mut |record| match record {
                Record::Post(_) => n_posts += 1,
                Record::Problem(_) => n_problems += 1,
                Record::Note(_) => {}
            });
            if let Ok(report) = report {
                assert_eq!(report.n_read, report.n_kept + report.n_rejected, "{}", path.display());
                assert_eq!((report.n_kept, report.n_rejected), (n_posts, n_problems), "{}", path.display());
            }
        }
        assert!(!inputs.is_empty(), "{} has nothing to replay", format.name());
        replayed(format.name(), inputs.len());
    }
}

#[test]
fn archives_of_the_corpus_are_read_or_refused() {
    let limits = ArchiveLimits { max_total_bytes: 8 << 20, max_entries: 100, ..ArchiveLimits::default() };
    let inputs = inputs("archive");
    for path in &inputs {
        let mut n_records = 0_u64;
        let outcomes = read_exports(path, &ExportOptions::default(), &limits, &mut |_| n_records += 1).unwrap();
        assert!(!outcomes.is_empty() && n_records <= 8 << 20, "{}", path.display());
    }
    replayed("archive", inputs.len());
}

#[test]
fn every_format_has_a_fuzz_target() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).unwrap();
    for format in EXPORT_FORMATS {
        let target = format!("name = \"{}\"\npath = \"fuzz_targets/export.rs\"", format.name());
        assert!(manifest.contains(&target), "fuzz/Cargo.toml has no target {}", format.name());
    }
}

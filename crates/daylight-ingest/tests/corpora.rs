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

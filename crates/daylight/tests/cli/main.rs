//! The built binary, end to end.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may fail by panicking and says when it is skipped"
)]
#![allow(clippy::format_push_string, clippy::format_collect, reason = "small tables, written for the reader")]

mod case;
mod case_people;
mod casework;
mod cite;
mod errors;
mod families;
mod mapping;
mod presets;
mod proof;
mod results;
mod serve;
mod trace;
mod who;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs `daylight` with a key of its own, so that nothing touches the user's configuration.
fn daylight(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_daylight"))
        .args(args)
        .env("DAYLIGHT_KEY_FILE", folder.join("pseudonym.key"))
        .current_dir(folder)
        .output()
        .unwrap()
}

/// Runs and expects success; returns stdout.
fn ok(folder: &Path, args: &[&str]) -> String {
    let output = daylight(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A file of the shared data, or `None` with a line that says which test was skipped.
fn shared(test: &str, file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(file);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {test}: no ../shared/data");
    None
}

/// A small world with planted groups, made by the binary itself.
fn small_world(folder: &Path) -> PathBuf {
    ok(folder, &["simulate", "planted-small", "--scale", "0.15", "--seed", "3", "--out", "world"]);
    folder.join("world/posts.csv")
}

/// Every file of a result by name, without the private folder.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_file())
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&p).unwrap()))
        .collect();
    all.sort();
    all
}

//! What the tests of the presets share: reading the golden files and comparing tables.
#![allow(dead_code, clippy::unwrap_used, clippy::print_stderr, reason = "tests; each binary uses its part")]

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use daylight_detect::preset::Files;

/// Rows of strings.
pub type Rows = Vec<Vec<String>>;

/// The folder with the golden files, or `None` (and a line that says so) where there is none.
pub fn golden(test: &str) -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/golden");
    if dir.is_dir() {
        return Some(dir);
    }
    eprintln!("skipped: {test}: no ../shared/data");
    None
}

/// Names of the files in a folder, sorted.
pub fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A gzip CSV, header first.
pub fn read_gz(path: &Path) -> Rows {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    parse(text.as_bytes())
}

/// A CSV, header first.
pub fn parse(bytes: &[u8]) -> Rows {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes)
        .records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// One file of a result.
pub fn written(result: &dyn Files, name: &str) -> Rows {
    let mut out = Vec::new();
    result.write(name, &mut out).unwrap();
    parse(&out)
}

/// Equal texts, or numbers equal to 1e-9 relative.
pub fn same_field(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(x), Ok(y)) => (x - y).abs() <= 1e-9 * x.abs().max(y.abs()),
        _ => false,
    }
}

/// Asserts that two tables agree, in order.
pub fn assert_same(what: &str, got: &Rows, want: &Rows) {
    for (line, (g, w)) in got.iter().zip(want).enumerate() {
        assert!(
            g.len() == w.len() && g.iter().zip(w).all(|(g, w)| same_field(g, w)),
            "{what}, line {}: got {g:?}, want {w:?}",
            line + 1
        );
    }
    assert_eq!(got.len(), want.len(), "{what}: number of lines");
}

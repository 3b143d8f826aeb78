//! The rules of the house that a compiler does not know, held by tests.
//!
//! Each test reads the tree (what git tracks and what it would track) or `cargo metadata`, and names every
//! place that breaks the rule. Patterns that must not stand in the tree are put together from halves, so
//! that this file does not match itself.

// A test may stop at the first thing that is not as it must be, its helpers too.
#![allow(clippy::expect_used)]

mod documents;
mod licences;
mod reliability;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// Which of our crates each of our crates may name. A new crate is added here and in ARCHITECTURE.md.
const EDGES: &[(&str, &[&str])] = &[
    ("daylight-algo", &[]),
    ("daylight-core", &[]),
    ("daylight-ingest", &["daylight-core"]),
    ("daylight-casework", &["daylight-core"]),
    ("daylight-share", &["daylight-core"]),
    ("daylight-detect", &["daylight-core", "daylight-algo"]),
    ("daylight-cluster", &["daylight-core", "daylight-algo"]),
    ("daylight-server", TOP),
    ("daylight", TOP),
    ("daylight-python", TOP),
];

/// What the outermost crates may name.
const TOP: &[&str] = &[
    "daylight-algo",
    "daylight-core",
    "daylight-ingest",
    "daylight-casework",
    "daylight-share",
    "daylight-detect",
    "daylight-cluster",
    "daylight-server",
];

/// Crates that must not stand anywhere in the tree of one of ours (dev-dependencies aside).
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("daylight-algo", &["tokio", "axum", "arrow", "parquet", "serde_json"]),
    ("daylight-core", &["tokio", "axum", "arrow", "parquet", "rayon", "rand"]),
    ("daylight-detect", &["tokio", "axum", "arrow", "parquet"]),
    ("daylight-casework", &["tokio", "axum", "arrow", "parquet", "rand"]),
    (
        "daylight",
        &["datafusion", "tonic", "reqwest", "ureq", "hyper-tls", "hyper-rustls", "rustls", "curl", "openssl-sys"],
    ),
];

/// Headings of a detector's card.
const DETECTOR_CARD: &[&str] = &["Looks for", "Innocent explanations", "Null model", "Parameters", "References"];

const MAX_LINES: usize = 800;

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the crate is two folders below the root").to_path_buf()
}

fn run(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).current_dir(root()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// `cargo metadata` for this machine's platform: what the build itself resolved, nothing to download.
fn metadata() -> &'static Value {
    static METADATA: OnceLock<Value> = OnceLock::new();
    METADATA.get_or_init(|| {
        let version = run("rustc", &["-vV"]).expect("rustc -vV");
        let host = version.lines().find_map(|l| l.strip_prefix("host: ")).expect("a host line");
        let args = ["metadata", "--format-version", "1", "--locked", "--filter-platform", host];
        let json = run(env!("CARGO"), &args).expect("cargo metadata --locked; is Cargo.lock up to date?");
        serde_json::from_str(&json).expect("JSON of cargo metadata")
    })
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn packages() -> &'static [Value] {
    list(metadata(), "packages")
}

/// Our own packages: those without a source.
fn members() -> impl Iterator<Item = &'static Value> {
    packages().iter().filter(|p| p["source"].is_null())
}

/// Paths from the root, with `/`: what git tracks, and new files that it does not ignore.
fn tree() -> &'static [String] {
    static TREE: OnceLock<Vec<String>> = OnceLock::new();
    TREE.get_or_init(|| {
        let listed = run("git", &["ls-files", "--cached", "--others", "--exclude-standard"]);
        let mut files: Vec<String> = match listed {
            Some(names) => names.lines().map(str::to_owned).collect(),
            None => walk(&root()),
        };
        files.retain(|f| root().join(f).is_file());
        files.sort();
        files.dedup();
        assert!(files.iter().any(|f| f == "Cargo.toml"), "the tree was not read");
        files
    })
}

/// The tree of an unpacked archive, where there is no git.
fn walk(from: &Path) -> Vec<String> {
    const SKIP: &[&str] = &["target", ".git", ".venv", "node_modules", "demo-out", "data"];
    let mut files = Vec::new();
    let mut folders = vec![from.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a readable folder").flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() && !SKIP.iter().any(|s| name == *s) {
                folders.push(path);
            } else if path.is_file() {
                let short = path.strip_prefix(from).expect("below the root");
                files.push(short.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    Path::new(path).extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e))
}

/// Text of a file of the tree; absent when it is not UTF-8 (fixtures may hold other encodings).
fn read(path: &str) -> Option<String> {
    String::from_utf8(std::fs::read(root().join(path)).ok()?).ok()
}

/// Our own words: sources, scripts, settings and documentation, without fixtures and the lock file.
fn written() -> impl Iterator<Item = (&'static str, String)> {
    tree()
        .iter()
        .filter(|f| !f.starts_with("testdata/") && !f.contains("/testdata/") && *f != "Cargo.lock")
        .filter_map(|f| Some((f.as_str(), read(f)?)))
}

fn assert_none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

#[test]
fn dependencies_point_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    let mut broken = Vec::new();
    for package in members() {
        let name = text(package, "name");
        let Some(may) = allowed.get(name) else {
            broken.push(format!("{name} is not in the list of crates"));
            continue;
        };
        let ours = list(package, "dependencies").iter().map(|d| text(d, "name"));
        for dependency in ours.filter(|d| allowed.contains_key(d)) {
            if !may.contains(&dependency) {
                broken.push(format!("{name} -> {dependency}"));
            }
        }
    }
    assert!(members().count() >= 6, "the workspace was not read");
    assert_none(&broken, "dependencies between our crates that ARCHITECTURE.md does not allow");
}

/// Names of everything that `package` is built from, itself left out. Dev-dependencies do not count.
fn built_from(package: &str) -> BTreeSet<&'static str> {
    let names: BTreeMap<&str, &str> = packages().iter().map(|p| (text(p, "id"), text(p, "name"))).collect();
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata()["resolve"], "nodes").iter().map(|n| (text(n, "id"), n)).collect();
    let start = members().find(|p| text(p, "name") == package).map(|p| text(p, "id"));
    let mut queue: Vec<&str> = start.into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = queue.pop() {
        for dependency in list(nodes[id], "deps") {
            let built = list(dependency, "dep_kinds").iter().any(|k| k["kind"].as_str() != Some("dev"));
            let next = text(dependency, "pkg");
            if built && seen.insert(next) {
                queue.push(next);
            }
        }
    }
    seen.into_iter().map(|id| names[id]).collect()
}

#[test]
fn forbidden_crates_stay_out_of_their_trees() {
    let mut broken = Vec::new();
    for &(package, forbidden) in FORBIDDEN {
        assert!(members().any(|p| text(p, "name") == package), "{package} is gone");
        let tree = built_from(package);
        broken.extend(forbidden.iter().filter(|f| tree.contains(**f)).map(|f| format!("{package} -> ... -> {f}")));
    }
    assert!(built_from("daylight").contains("daylight-core"), "the resolved tree was not read");
    assert_none(&broken, "crates that must not be in these trees");
}

#[test]
fn every_crate_inherits_the_lints() {
    let mut broken = Vec::new();
    for manifest in tree().iter().filter(|f| f.starts_with("crates/") && f.ends_with("/Cargo.toml")) {
        let body = read(manifest).expect("a manifest in UTF-8");
        if !body.contains("[lints]\nworkspace = true") {
            broken.push(manifest.clone());
        }
    }
    assert_none(&broken, "crates without `[lints] workspace = true`");
}

#[test]
fn files_stay_short() {
    let sources = written().filter(|(f, _)| has_extension(f, &["rs", "py", "ts"]));
    let broken: Vec<String> = sources
        .map(|(f, body)| (f, body.lines().count()))
        .filter(|(_, n)| *n > MAX_LINES)
        .map(|(f, n)| format!("{f}: {n} lines"))
        .collect();
    assert_none(&broken, "files longer than 800 lines");
}

fn headings(card: &str) -> BTreeSet<&str> {
    card.lines().filter(|l| l.starts_with('#')).map(|l| l.trim_start_matches('#').trim()).collect()
}

/// What is wrong with one card: `path` is that of the `.md` file.
fn card_faults(path: &str, card: &str, code: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let name = path.rsplit('/').next().unwrap_or_default();
    if !code.contains(&format!("include_str!(\"{name}\")")) {
        faults.push(format!("{path}: not included by the .rs file beside it, so nobody will read it"));
    }
    if card.split_whitespace().count() < 20 {
        faults.push(format!("{path}: says too little"));
    }
    if path.starts_with("crates/daylight-detect/") {
        let present = headings(card);
        let missing = DETECTOR_CARD.iter().filter(|h| !present.contains(**h));
        faults.extend(missing.map(|h| format!("{path}: no heading {h:?}")));
    }
    faults
}

#[test]
fn cards_stand_beside_their_code_and_say_enough() {
    let cards = tree().iter().filter(|f| f.starts_with("crates/") && f.contains("/src/") && has_extension(f, &["md"]));
    let broken: Vec<String> = cards
        .flat_map(|path| {
            let (folder, _) = path.rsplit_once('/').unwrap_or_default();
            let places = [format!("{}.rs", path.trim_end_matches(".md")), format!("{folder}/mod.rs")];
            let code: String = places.iter().filter_map(|p| read(p)).collect();
            card_faults(path, &read(path).unwrap_or_default(), &code)
        })
        .collect();
    assert_eq!(card_faults("crates/daylight-detect/src/x.md", "# x", "").len(), 2 + DETECTOR_CARD.len());
    assert_none(&broken, "cards");
}

#[test]
fn every_extension_has_a_card() {
    let marker = concat!("fn ", "card(");
    let mut broken = Vec::new();
    for (path, body) in written().filter(|(f, _)| f.starts_with("crates/") && has_extension(f, &["rs"])) {
        let gives = body.lines().any(|l| l.contains(marker) && !l.trim_end().ends_with(';'));
        if gives && !body.contains("include_str!(") {
            broken.push(format!("{path}: a card that is not the .md file beside it"));
        }
    }
    assert_none(&broken, "extensions without a card");
}

/// Lines of `body` that hold one of `patterns`, as `file:line: pattern`.
fn hits(path: &str, body: &str, patterns: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (i, line) in body.lines().enumerate() {
        found.extend(patterns.iter().filter(|p| line.contains(**p)).map(|p| format!("{path}:{}: {p}", i + 1)));
    }
    found
}

#[test]
fn no_paths_of_one_machine() {
    let folders = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
        concat!("C:", "\\Us"),
    ];
    let mut broken = Vec::new();
    for (path, body) in written() {
        for (i, line) in body.lines().enumerate() {
            // `example.org/home/` is a web page, not a folder of a machine.
            let absolute =
                |found: usize| !line[..found].ends_with(|c: char| c.is_alphanumeric() || ".-_}~".contains(c));
            let named = folders.iter().filter(|f| line.match_indices(**f).any(|(found, _)| absolute(found)));
            broken.extend(named.map(|f| format!("{path}:{}: {f}", i + 1)));
        }
    }
    assert_none(&broken, "paths of one machine");
}

#[test]
fn no_package_hosts() {
    let patterns = [
        concat!("py", "pi.org"),
        concat!("python", "hosted.org"),
        concat!("npm", "js.org"),
        concat!("static.crates", ".io"),
        concat!("index.crates", ".io"),
        concat!("index", "-url"),
        concat!("find", "-links"),
        concat!("replace", "-with"),
    ];
    let mut broken: Vec<String> = written().flat_map(|(f, body)| hits(f, &body, &patterns)).collect();
    let lock = read("Cargo.lock").expect("Cargo.lock");
    let usual = concat!("source = \"registry+https://github.com/rust-lang/", "crates.io-index\"");
    let odd = lock.lines().filter(|l| l.starts_with("source = ") && *l != usual);
    broken.extend(odd.map(|l| format!("Cargo.lock: {l}")));
    assert!(lock.contains(usual), "the lock file was not read");
    assert_none(&broken, "names of package hosts; which one is used is up to each machine");
}

#[test]
fn nothing_is_left_for_later() {
    let anywhere = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let in_code = [concat!("#[ign", "ore"), concat!("to", "do!("), concat!("unimpl", "emented!(")];
    let mut broken = Vec::new();
    for (path, body) in written() {
        broken.extend(hits(path, &body, &anywhere));
        if has_extension(path, &["rs"]) {
            broken.extend(hits(path, &body, &in_code));
        }
    }
    assert_none(&broken, "work left for later, or a test that does not run");
}

/// Identifiers of a line of Rust, comments and string literals left out.
fn identifiers(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or_default();
    let outside = code.split('"').step_by(2);
    outside.flat_map(|c| c.split(|ch: char| !ch.is_alphanumeric() && ch != '_')).collect()
}

/// `RetweetCount` and `retweet_count` both give `retweet`, `count`.
fn words(identifier: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for ch in identifier.chars() {
        if ch == '_' || ch.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| ch != '_') {
            word.extend(ch.to_lowercase());
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

#[test]
fn no_identifier_judges_people() {
    let verdicts = ["bot", "bots", "troll", "trolls", "fake", "fakes"];
    let mut broken = Vec::new();
    for (path, body) in written().filter(|(f, _)| has_extension(f, &["rs"])) {
        for (i, line) in body.lines().enumerate() {
            let named = identifiers(line).into_iter().filter(|id| words(id).iter().any(|w| verdicts.contains(&&**w)));
            broken.extend(named.map(|id| format!("{path}:{}: {id}", i + 1)));
        }
    }
    assert_eq!(words("isBot_account"), ["is", "bot", "account"]);
    assert_none(&broken, "identifiers with a verdict in them; name what was measured");
}

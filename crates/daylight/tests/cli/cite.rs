//! A run on a case cites originals, a post of several files counts once, and a bundle takes both along.

use super::case::{KEY, empty, exports};
use super::{daylight, ok};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn keyed(folder: &Path, args: &[&str]) -> String {
    let mut all = args.to_vec();
    all.extend(KEY);
    ok(folder, &all)
}

fn import(folder: &Path, input: &str, more: &[&str]) -> Value {
    let mut args = vec!["--json", "import", input, "--case", "elec"];
    args.extend(more);
    serde_json::from_str(&keyed(folder, &args)).unwrap()
}

fn run(folder: &Path, out: &str) -> Vec<BTreeMap<String, String>> {
    ok(folder, &["run", "elec", "--out", out, "--key-file", "names.key", "--min-objects", "2", "--min-days", "1"]);
    let mut reader = csv::Reader::from_path(folder.join(out).join("evidence.csv")).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn sha256_of(bytes: &[u8]) -> String {
    daylight_casework::sha256_hex(bytes)
}

/// Two accounts that share twelve links within seconds, on days of their own, with lines before the header's.
fn pair(of: impl Fn(&str, usize) -> String) -> String {
    let mut rows = String::new();
    for n in 0..12_usize {
        rows += &of("one", n);
        rows += &of("two", n);
    }
    rows
}

/// As one tool writes them: ids of accounts and times to the second.
fn four_columns() -> String {
    on("a", 0)
}

/// The same on another host, with other ids of posts.
fn on(host: &str, ids: usize) -> String {
    let row = |who: &str, n: usize| {
        let (offset, id) = if who == "one" { (0, 1 + ids) } else { (7, 2 + ids) };
        format!("https://{host}.example/{n},{who},{id}0000{n:02},{}\n", 1_700_000_000 + 90_000 * n + offset)
    };
    format!("object_id,account_id,content_id,timestamp_share\n{}", pair(row))
}

/// The same posts as another tool writes them: other columns, another order, other names of the accounts.
fn other_tool(suffix: &str) -> String {
    let row = |who: &str, n: usize| {
        let (offset, id) = if who == "one" { (0, 1) } else { (7, 2) };
        let time = 1_700_000_000 + 90_000 * n + offset;
        format!("{id}0000{n:02},{who}{suffix},https://a.example/{n},{time}\n")
    };
    format!("post_id,user_id,url,created_at\n{}", pair(row))
}

fn weights(folder: &Path, out: &str) -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_path(folder.join(out).join("edges.csv")).unwrap();
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|r| r.unwrap()).collect();
    rows.iter().map(|r| (r["evidence_rows"].clone(), r["own_observed"].clone())).collect()
}

#[test]
fn evidence_names_the_original_and_the_line_there() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    empty(folder);
    fs::write(folder.join("shares.csv"), four_columns()).unwrap();
    fs::write(folder.join("named.csv"), on("b", 5)).unwrap();
    import(folder, "shares.csv", &[]);
    import(folder, "named.csv", &["--clear-names"]);
    let rows = run(folder, "elec/runs/first");
    for host in ["a.example", "b.example"] {
        assert!(rows.iter().any(|r| r["object"].contains(host)), "{host}");
    }
    let named = |file: &str| -> (Vec<String>, String) {
        let bytes = fs::read(folder.join(file)).unwrap();
        let lines = String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect();
        (lines, sha256_of(&bytes)[..16].to_owned())
    };
    let (shares, named) = (named("shares.csv"), named("named.csv"));
    for row in &rows {
        let (lines, file) = if row["object"].contains("a.example") {
            (&shares.0, format!("original {}", shares.1))
        } else {
            (&named.0, format!("named.csv ({})", named.1))
        };
        // What two hosts have in common is no object here: each row is of one file.
        for side in ["a", "b"] {
            assert_eq!(row[&format!("file_{side}")], file, "{row:?}");
            let line: usize = row[&format!("line_{side}")].parse().unwrap();
            let text = &lines[line - 1];
            assert!(text.contains(row["object"].trim_start_matches("https://")), "line {line} is {text}: {row:?}");
        }
    }
    let manifest: Value =
        serde_json::from_slice(&fs::read(folder.join("elec/runs/first/manifest.json")).unwrap()).unwrap();
    let hashes: Vec<&str> =
        manifest["inputs"].as_array().unwrap().iter().map(|i| i["sha256"].as_str().unwrap()).collect();
    for file in ["shares.csv", "named.csv"] {
        assert!(hashes.contains(&sha256_of(&fs::read(folder.join(file)).unwrap()).as_str()), "{manifest}");
    }
    let report = fs::read_to_string(folder.join("elec/runs/first/report.html")).unwrap();
    assert!(report.contains("named.csv"), "the report cites the original");
    assert!(!report.contains(".parquet:"), "no row of an internal table is cited");
}

#[test]
fn all_fixtures_cite_originals_and_their_records() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    empty(folder);
    let done = import(folder, exports().to_str().unwrap(), &["--clear-names"]);
    let who = ok(folder, &["who", "elec", "--object", "http", "--contains", "--json", "--key-file", "names.key"]);
    let who: Value = serde_json::from_str(&who).unwrap();
    let mut n_files = std::collections::BTreeSet::new();
    for action in who["actions"].as_array().unwrap() {
        let cited = action["file"].as_str().unwrap();
        let (name, rest) = cited.split_once(" (").unwrap_or_else(|| panic!("{cited}"));
        let bytes = fs::read(exports().join(name)).unwrap();
        assert_eq!(&rest[..16], &sha256_of(&bytes)[..16], "{cited}");
        let line = usize::try_from(action["line"].as_u64().unwrap()).unwrap();
        assert!(line >= 1, "{action}");
        // Lines end the records of tables and of JSON lines; in these the link, or what it was canonical of, stands.
        if Path::new(name).extension() == Some("csv".as_ref()) {
            assert!(line <= bytes.split(|&b| b == b'\n').count(), "{action}");
        }
        n_files.insert(name.to_owned());
    }
    assert!(n_files.len() > 15, "{n_files:?}");
    let read = done["files"].as_array().unwrap().iter().filter(|f| f["state"] == "imported").count();
    assert_eq!(read, 37);
}

#[test]
fn a_pair_gains_no_weight_when_another_tool_exported_the_same_posts() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    empty(folder);
    fs::write(folder.join("shares.csv"), four_columns()).unwrap();
    import(folder, "shares.csv", &[]);
    run(folder, "once");
    let once = weights(folder, "once");
    assert!(once.len() == 1 && once[0].0.parse::<u32>().unwrap() >= 12, "the pair is there: {once:?}");
    // Once more with the same names of accounts, and once with handles in place of ids.
    for (file, suffix) in [("again.csv", ""), ("handles.csv", "_handle")] {
        fs::write(folder.join(file), other_tool(suffix)).unwrap();
        let done = import(folder, file, &[]);
        assert_eq!((&done["total"]["kept"], &done["total"]["repeated"]), (&24.into(), &24.into()), "{file}: {done}");
        let out = format!("after-{file}");
        run(folder, &out);
        assert_eq!(weights(folder, &out), once, "after {file}");
    }
    let said = ok(folder, &["run", "elec", "--out", "last", "--key-file", "names.key"]);
    assert!(said.contains("72 read = 24 kept + 48 rejected"), "{said}");
}

#[test]
fn a_bundle_takes_results_along_and_verify_names_what_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    empty(folder);
    fs::write(folder.join("shares.csv"), four_columns()).unwrap();
    import(folder, "shares.csv", &[]);
    run(folder, "elec/runs/first");
    ok(folder, &["run", "shares.csv", "--out", "elec/runs/elsewhere", "--key-file", "names.key"]);
    fs::write(folder.join("foreign.csv"), on("b", 5)).unwrap();
    ok(folder, &["run", "foreign.csv", "--out", "elec/runs/foreign", "--key-file", "names.key"]);
    let said = keyed(folder, &["case", "export-evidence", "elec", "--out", "bundle", "--reason", "handover"]);
    assert!(said.contains("left out: elec/runs/foreign: it was made from foreign.csv"), "{said}");
    let bundle = folder.join("bundle");
    let sha256 = sha256_of(four_columns().as_bytes());
    let original = bundle.join("originals").join(&sha256[..16]).join("shares.csv");
    assert_eq!(fs::read_to_string(&original).unwrap(), four_columns());
    assert!(bundle.join("runs/first/evidence.csv").is_file() && bundle.join("runs/first/report.html").is_file());
    assert!(!bundle.join("runs/first/private").exists(), "who is behind the pseudonyms stays in the house");
    let mut sums = std::process::Command::new("sha256sum");
    sums.args(["-c", "--quiet", "--strict", "SHA256SUMS"]).current_dir(&bundle);
    assert!(sums.status().unwrap().success());
    assert!(ok(folder, &["verify", "bundle"]).contains("is whole"));
    for name in ["runs/first/evidence.csv", "README.txt", "manifest.json", "log/checkpoint"] {
        let path = bundle.join(name);
        let whole = fs::read(&path).unwrap();
        let mut bytes = whole.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
        let output = daylight(folder, &["verify", "bundle"]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(name), "{name}");
        fs::write(&path, whole).unwrap();
    }
    let wrong = ["case", "export-evidence", "elec", "--out", "two", "--reason", "why", "--run", "elec/runs/foreign"];
    let mut wrong = wrong.to_vec();
    wrong.extend(KEY);
    assert_eq!(daylight(folder, &wrong).status.code(), Some(2));
}

#[test]
fn a_look_behind_a_pseudonym_needs_a_second_member_or_a_public_role() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    empty(folder);
    fs::write(folder.join("shares.csv"), four_columns()).unwrap();
    import(folder, "shares.csv", &[]);
    let who = ok(folder, &["who", "elec", "--object", "https://a.example/1", "--json", "--key-file", "names.key"]);
    let who: Value = serde_json::from_str(&who).unwrap();
    let pseudonym = who["actions"][0]["account"].as_str().unwrap().to_owned();
    let refused = |actor: &str, more: &[&str]| {
        let mut args = vec!["case", "reveal", "elec", &pseudonym, "--reason", "to ask", "--case-key", "case.key"];
        args.extend(["--actor", actor]);
        args.extend(more);
        let output = daylight(folder, &args);
        assert_eq!(output.status.code(), Some(2), "{actor} {more:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    refused("ana", &[]);
    assert!(refused("ana", &["--second", "ben"]).contains("ben is no member of this case"));
    keyed(folder, &["case", "member", "elec", "ben", "--role", "analyst"]);
    assert!(refused("ben", &["--second", "ana"]).contains("ben is no custodian or approver"));
    let shown = keyed(folder, &["case", "reveal", "elec", &pseudonym, "--reason", "to ask", "--second", "ben"]);
    assert!(shown.contains("(the log says that you asked)"), "{shown}");
}

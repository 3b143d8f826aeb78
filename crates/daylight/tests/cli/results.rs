//! What a run leaves behind.

use super::{daylight, files, ok, shared, small_world};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};

use std::process::{Command, Stdio};

#[test]
fn a_planted_group_is_found_named_by_pseudonym_and_traceable() {
    let folder = tempfile::tempdir().unwrap();
    let posts = small_world(folder.path());
    let stdout = ok(folder.path(), &["run", posts.to_str().unwrap(), "--out", "r"]);
    assert!(stdout.contains("unexplained"), "{stdout}");
    let score: serde_json::Value =
        serde_json::from_str(&ok(folder.path(), &["score", "--truth", "world/truth.csv", "r", "--json"])).unwrap();
    assert!(score["true"].as_u64() > Some(0) && score["account_precision"].as_f64() >= Some(0.95), "{score}");

    // No real id in anything that may be shared, and the private table leads back.
    let table = fs::read_to_string(&posts).unwrap();
    let real: BTreeSet<&str> = table.lines().skip(1).filter_map(|l| l.split(',').next()).collect();
    for name in
        ["edges.csv", "accounts.csv", "groups.csv", "evidence.csv", "report.html", "findings.json", "network.gexf"]
    {
        let text = fs::read_to_string(folder.path().join("r").join(name)).unwrap();
        let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        assert!(words.intersection(&real).next().is_none(), "{name} shows a real id");
    }
    let identities = fs::read_to_string(folder.path().join("r/private/identities.csv")).unwrap();
    assert!(real.iter().any(|id| identities.contains(id)));

    // Each row of evidence points at a line that holds the account and the object.
    let lines: Vec<&str> = table.lines().collect();
    let mut evidence = csv::Reader::from_path(folder.path().join("r/evidence.csv")).unwrap();
    let header = evidence.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let row = evidence.records().next().unwrap().unwrap();
    let line: usize = row[at("line_a")].parse().unwrap();
    assert!(lines[line - 1].contains(&row[at("object")]), "{row:?} does not stand in {}", lines[line - 1]);
    ok(folder.path(), &["verify", "r"]);
}

#[test]
fn threads_do_not_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let world = small_world(folder.path());
    let german = shared("threads_do_not_change_a_byte (real data)", "coortweet/german_elections.csv.gz");
    for input in [Some(world), german].into_iter().flatten() {
        let run = |threads: &str| {
            ok(folder.path(), &["run", input.to_str().unwrap(), "--out", "r", "--threads", threads]);
            files(&folder.path().join("r"))
        };
        let one = run("1");
        assert!(one.len() >= 10);
        for threads in ["2", "4"] {
            for ((name, x), (_, y)) in one.iter().zip(run(threads)) {
                assert!(*x == y, "{name} differs between 1 and {threads} threads");
            }
        }
    }
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let Some(input) = shared("the_order_of_rows_does_not_matter", "coortweet/german_elections.csv.gz") else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(fs::File::open(input).unwrap()).read_to_string(&mut text).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let header = lines.remove(0);
    let write = |name: &str, lines: &[&str]| {
        fs::write(folder.path().join(name), format!("{header}\n{}\n", lines.join("\n"))).unwrap();
    };
    fs::create_dir_all(folder.path().join("a")).unwrap();
    fs::create_dir_all(folder.path().join("b")).unwrap();
    write("a/posts.csv", &lines);
    // A fixed permutation: a step that shares no factor with the number of rows visits each row once.
    let n = lines.len();
    let step = (7919..8919).find(|s| gcd(*s, n) == 1).unwrap();
    let shuffled: Vec<&str> = (0..n).map(|i| lines[i * step % n]).collect();
    write("b/posts.csv", &shuffled);
    for name in ["a", "b"] {
        ok(folder.path(), &["run", &format!("{name}/posts.csv"), "--out", &format!("{name}/r")]);
    }
    // What names lines of the input or hashes it must differ; nothing else may.
    for name in [
        "edges.csv",
        "edges.parquet",
        "accounts.csv",
        "accounts.parquet",
        "groups.csv",
        "groups.parquet",
        "network.graphml",
        "network.gexf",
    ] {
        let read = |dir: &str| fs::read(folder.path().join(dir).join("r").join(name)).unwrap();
        assert!(read("a") == read("b"), "{name} depends on the order of rows");
    }
    let evidence = |dir: &str| {
        let mut table = csv::Reader::from_path(folder.path().join(dir).join("r/evidence.csv")).unwrap();
        let header = table.headers().unwrap().clone();
        let keep: Vec<usize> = (0..header.len()).filter(|&i| !header[i].starts_with("line_")).collect();
        table
            .records()
            .map(|r| {
                let r = r.unwrap();
                keep.iter().map(|&i| r[i].to_owned()).collect::<Vec<_>>()
            })
            .collect::<Vec<_>>()
    };
    assert!(evidence("a") == evidence("b"));
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[test]
fn a_killed_run_leaves_no_half_result() {
    let folder = tempfile::tempdir().unwrap();
    small_world(folder.path());
    for wait_ms in [5u64, 40, 120, 250, 400] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_daylight"))
            .args(["run", "world/posts.csv", "--out", "r", "--quiet"])
            .env("DAYLIGHT_KEY_FILE", folder.path().join("pseudonym.key"))
            .current_dir(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait_ms));
        child.kill().unwrap();
        child.wait().unwrap();
        if folder.path().join("r/manifest.json").exists() {
            ok(folder.path(), &["verify", "r"]);
        }
    }
    ok(folder.path(), &["run", "world/posts.csv", "--out", "r"]);
    ok(folder.path(), &["verify", "r"]);
    assert!(
        !fs::read_dir(folder.path().join("r")).unwrap().any(|e| e
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with(".partial"))
    );
}

#[test]
fn a_damaged_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let posts = small_world(folder.path());
    ok(folder.path(), &["run", posts.to_str().unwrap(), "--out", "r"]);
    fs::OpenOptions::new().append(true).open(folder.path().join("r/groups.csv")).unwrap().write_all(b"x").unwrap();
    let output = daylight(folder.path(), &["verify", "r"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("groups.csv"));
}

#[test]
fn stages_alone_give_what_run_gives() {
    let folder = tempfile::tempdir().unwrap();
    let posts = small_world(folder.path());
    ok(folder.path(), &["run", posts.to_str().unwrap(), "--out", "whole"]);
    ok(folder.path(), &["import", posts.to_str().unwrap(), "--out", "stages"]);
    ok(folder.path(), &["detect", "stages"]);
    let same = |name: &str| {
        let read = |dir: &str| fs::read(folder.path().join(dir).join(name)).unwrap();
        assert!(read("whole") == read("stages"), "{name}");
    };
    for name in ["edges.csv", "groups.csv", "evidence.parquet", "network.gexf"] {
        same(name);
    }
    let report = fs::read(folder.path().join("stages/report.html")).unwrap();
    ok(folder.path(), &["report", "stages"]);
    assert!(
        report == fs::read(folder.path().join("stages/report.html")).unwrap(),
        "the page from files is the page of the run"
    );
    ok(folder.path(), &["export", "stages", "--as", "graphml,tables"]);
    same("network.gexf");
    ok(folder.path(), &["groups", "stages", "--resolution", "2", "--min-group", "4"]);
    ok(folder.path(), &["verify", "stages"]);
}

#[test]
fn findings_are_signalled_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let posts = small_world(folder.path());
    let args = ["run", posts.to_str().unwrap(), "--out", "r", "--json"];
    let output = daylight(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0));
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(findings.is_object());
    let asked: Vec<&str> = args.into_iter().chain(["--fail-on-findings"]).collect();
    assert_eq!(daylight(folder.path(), &asked).status.code(), Some(1));
}

#[test]
fn hostile_cells_stay_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = String::from("account_id,url,timestamp,text\n");
    for day in 0..30 {
        for account in ["=cmd()", "<script>alert(1)</script>", "\u{202e}evil", "@plain"] {
            let time = 1_600_000_000 + day * 90_000 + i64::from(account.len() as u32 % 5);
            table.push_str(&format!("{account},https://<img src=x>.example/{day},{time},<b onmouseover=x>{day}\n"));
        }
    }
    fs::write(folder.path().join("posts.csv"), table).unwrap();
    ok(folder.path(), &["run", "posts.csv", "--out", "r", "--names", "plain"]);
    let page = fs::read_to_string(folder.path().join("r/report.html")).unwrap();
    assert!(
        !page.contains("<script>alert")
            && !page.contains("<img src=x")
            && !page.contains("<b onmouseover")
            && !page.contains('\u{202e}')
    );
    let edges = fs::read_to_string(folder.path().join("r/edges.csv")).unwrap();
    assert!(edges.contains("'=cmd()") && !edges.contains(",=cmd()"));
    let graph = fs::read_to_string(folder.path().join("r/network.graphml")).unwrap();
    assert!(!graph.contains("<script>"));
}

#[test]
fn lists_completions_and_manual() {
    let folder = tempfile::tempdir().unwrap();
    for (args, says) in [
        (vec!["list"], "planted-fast"),
        (vec!["list", "detectors", "coaction"], "## Null model"),
        (vec!["completions", "bash"], "daylight"),
        (vec!["man"], ".TH"),
        (vec!["man", "run"], "time"),
    ] {
        assert!(ok(folder.path(), &args).contains(says), "{args:?}");
    }
}

#[test]
fn where_nothing_is_found_the_closest_pairs_say_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = String::from("account_id,url,timestamp\n");
    // Two people who meet twice, on one day, among others who do not.
    for (account, object, secs) in [("p1", 1, 0), ("p2", 1, 20), ("p1", 2, 9000), ("p2", 2, 9030)] {
        table.push_str(&format!("{account},https://s.example/{object},{}\n", 1_600_000_000 + secs));
    }
    for i in 0..200 {
        table.push_str(&format!("o{i},https://s.example/{},{}\n", i % 50, 1_600_000_000 + i * 5000));
    }
    fs::write(folder.path().join("posts.csv"), table).unwrap();
    let stdout = ok(folder.path(), &["run", "posts.csv", "--out", "r", "--names", "plain"]);
    assert!(
        stdout.contains("what came closest") && stdout.contains("why not:") && stdout.contains("needed:"),
        "{stdout}"
    );
    assert!(!stdout.contains("p1"), "nobody is named who did nothing: {stdout}");
    let page = fs::read_to_string(folder.path().join("r/report.html")).unwrap();
    assert!(page.contains("What came closest") && page.contains("Why it does not lead"));
    // The page made from the files says the same.
    ok(folder.path(), &["report", "r"]);
    assert!(page == fs::read_to_string(folder.path().join("r/report.html")).unwrap());
}

#[test]
fn names_in_plain_leave_no_list_of_identities_behind() {
    let folder = tempfile::tempdir().unwrap();
    small_world(folder.path());
    ok(folder.path(), &["run", "world/posts.csv", "--out", "r"]);
    assert!(folder.path().join("r/private/identities.csv").exists());
    ok(folder.path(), &["run", "world/posts.csv", "--out", "r", "--names", "plain"]);
    assert!(!folder.path().join("r/private").exists());
}

#[test]
fn rows_of_one_meeting_say_so() {
    let folder = tempfile::tempdir().unwrap();
    small_world(folder.path());
    ok(folder.path(), &["run", "world/posts.csv", "--out", "r"]);
    let mut evidence = csv::Reader::from_path(folder.path().join("r/evidence.csv")).unwrap();
    let header = evidence.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let mut seen: std::collections::BTreeMap<String, BTreeSet<String>> = std::collections::BTreeMap::new();
    for row in evidence.records().map(Result::unwrap) {
        let layers: Vec<&str> = row[at("meeting_layers")].split(';').collect();
        assert!(layers.contains(&&row[at("layer")]), "{row:?}");
        let pair = ["account_a", "account_b", "meeting"].map(|n| row[at(n)].to_owned()).join("|");
        let posts = ["line_a", "line_b"].map(|n| row[at(n)].to_owned()).join("|");
        seen.entry(pair).or_default().insert(posts);
    }
    assert!(!seen.is_empty() && seen.values().all(|posts| posts.len() == 1), "a meeting is of two posts");
}

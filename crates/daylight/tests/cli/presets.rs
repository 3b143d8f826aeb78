//! Presets through the command line against the stored tables of the tools.

use super::{ok, shared};
use flate2::read::GzDecoder;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

type Table = Vec<BTreeMap<String, String>>;

fn read(input: impl Read) -> Table {
    let mut table = csv::Reader::from_reader(input);
    table.deserialize().map(Result::unwrap).collect()
}

fn gz(path: &Path) -> Table {
    read(GzDecoder::new(File::open(path).unwrap()))
}

/// Weight by unordered pair.
fn weights(table: &Table, a: &str, b: &str) -> BTreeMap<(String, String), String> {
    let key = |r: &BTreeMap<String, String>| {
        let (x, y) = (r[a].clone(), r[b].clone());
        if x < y { (x, y) } else { (y, x) }
    };
    let map: BTreeMap<_, _> = table.iter().map(|r| (key(r), r["weight"].clone())).collect();
    assert_eq!(map.len(), table.len(), "each pair once");
    map
}

#[test]
fn coortweet_edges_only_equal_the_stored_ones() {
    let test = "coortweet_edges_only_equal_the_stored_ones";
    let cases = [
        ("russian", "w60_mp2_ew50", "60"),
        ("russian", "w10_mp2_keeploops_ew50", "10"),
        ("ger_url", "w30_mp2_ew50", "30"),
        ("ger_phash", "w30_mp2_ew50", "30"),
    ];
    for (name, run, window) in cases {
        let Some(input) = shared(test, &format!("golden/input_{name}.csv.gz")) else { return };
        let golden = gz(&shared(test, &format!("golden/coortweet/{name}_{run}_sub0_edges.csv.gz")).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let mut args = vec![
            "run",
            input.to_str().unwrap(),
            "--preset",
            "coortweet",
            "--edges-only",
            "--time-window",
            window,
            "--min-participation",
            "2",
            "--out",
            "r",
        ];
        if run.contains("keeploops") {
            args.push("--keep-loops");
        }
        ok(folder.path(), &args);
        let mine = read(File::open(folder.path().join("r/edges.csv")).unwrap());
        let names: Vec<&str> = golden[0].keys().map(String::as_str).collect();
        let (a, b) = if names.contains(&"from") { ("from", "to") } else { ("account_id", "account_id_y") };
        assert_eq!(weights(&mine, "account_id", "account_id_y"), weights(&golden, a, b), "{name} {run}");
    }
}

#[test]
fn coortweet_tables_stand_under_their_names() {
    let Some(input) = shared("coortweet_tables_stand_under_their_names", "golden/input_ger_phash.csv.gz") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    ok(
        folder.path(),
        &[
            "run",
            input.to_str().unwrap(),
            "--preset",
            "coortweet",
            "--time-window",
            "30",
            "--min-participation",
            "2",
            "--out",
            "r",
        ],
    );
    for file in ["pairs", "edges", "account_stats_full", "account_stats_none", "group_stats_full", "group_stats_none"] {
        assert!(!read(File::open(folder.path().join(format!("r/coortweet/{file}.csv"))).unwrap()).is_empty(), "{file}");
    }
}

#[test]
fn toolkit_edges_equal_the_stored_ones() {
    let test = "toolkit_edges_equal_the_stored_ones";
    let Some(input) = shared(test, "golden/input_russian.csv.gz") else { return };
    let golden = gz(&shared(test, "golden/toolkit/head_russian_co_retweet_w60_mw1.csv.gz").unwrap());
    let folder = tempfile::tempdir().unwrap();
    let map = "account=account_id,content=content_id,time=timestamp_share,object:repost_of=object_id";
    ok(
        folder.path(),
        &[
            "run",
            input.to_str().unwrap(),
            "--preset",
            "toolkit",
            "--network",
            "co-retweet",
            "--time-window",
            "60",
            "--min-edge-weight",
            "1",
            "--keep-loops",
            "--map",
            map,
            "--out",
            "r",
        ],
    );
    let set = |t: &Table| {
        t.iter()
            .map(|r| (r["source"].clone(), r["target"].clone(), r["weight"].clone()))
            .collect::<std::collections::BTreeSet<_>>()
    };
    let mine = read(File::open(folder.path().join("r/toolkit/edges.csv")).unwrap());
    assert_eq!(set(&mine), set(&golden));
}

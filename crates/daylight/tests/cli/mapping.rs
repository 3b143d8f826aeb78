//! Tables in a case: recognized, read by a mapping, read again by another; and a folder that mixes everything.

use super::case::{KEY, empty, exports, older_import};
use super::{daylight, ok, shared, small_world};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

fn keyed(folder: &Path, args: &[&str]) -> String {
    let mut all = args.to_vec();
    all.extend(KEY);
    ok(folder, &all)
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

/// Layers of a result, and its edges without the names of their accounts.
fn layers_and_edges(dir: &Path) -> (serde_json::Value, Vec<String>) {
    let findings = json(&fs::read_to_string(dir.join("findings.json")).unwrap());
    let mut table = csv::Reader::from_path(dir.join("edges.csv")).unwrap();
    let header = table.headers().unwrap().clone();
    let symmetric = ["n_coactions", "n_objects", "n_days", "first_time", "last_time", "median_dt_secs", "standing"];
    let places: Vec<usize> = symmetric.iter().map(|name| header.iter().position(|h| h == *name).unwrap()).collect();
    let row = |r: csv::StringRecord| places.iter().map(|&p| r[p].to_owned()).collect::<Vec<_>>().join(",");
    let mut rows: Vec<String> = table.records().map(|r| row(r.unwrap())).collect();
    rows.sort();
    (findings["layers"].clone(), rows)
}

fn same_in_a_case(folder: &Path, input: &str) {
    empty(folder);
    let settings = ["--surrogates", "2", "--key-file", "names.key"];
    let run = |input: &str, out: &str| {
        let mut args = vec!["run", input, "--out", out];
        args.extend(settings);
        ok(folder, &args);
        layers_and_edges(&folder.join(out))
    };
    let imported = json(&keyed(folder, &["--json", "import", input, "--case", "elec"]));
    assert_eq!(imported["files"][0]["format"], "table", "{imported}");
    assert_eq!(imported["total"]["rejected"], 0, "{imported}");
    let (direct, case) = (run(input, "direct"), run("elec", "case"));
    assert!(!direct.1.is_empty());
    assert_eq!(direct.0, case.0, "layers");
    assert!(direct.1 == case.1, "{} edges and {}", direct.1.len(), case.1.len());
}

#[test]
fn a_case_finds_in_a_table_what_the_file_itself_shows() {
    let folder = tempfile::tempdir().unwrap();
    let posts = small_world(folder.path());
    same_in_a_case(folder.path(), posts.to_str().unwrap());
}

#[test]
fn a_case_finds_in_real_layers_of_ids_what_the_file_itself_shows() {
    let name = "a_case_finds_in_real_layers_of_ids_what_the_file_itself_shows";
    let Some(posts) = shared(name, "coortweet/german_elections.csv.gz") else { return };
    let folder = tempfile::tempdir().unwrap();
    same_in_a_case(folder.path(), posts.to_str().unwrap());
}

#[test]
fn posts_of_a_case_that_were_kept_stay_under_its_pseudonyms() {
    let folder = tempfile::tempdir().unwrap();
    let posts = small_world(folder.path());
    empty(folder.path());
    keyed(folder.path(), &["import", posts.to_str().unwrap(), "--case", "elec"]);
    let key = ["--key-file", "names.key"];
    let with_key = |args: &[&str]| ok(folder.path(), &[args, &key[..]].concat());
    with_key(&["run", "elec", "--out", "r", "--keep-posts", "--surrogates", "2"]);
    let names = || -> Vec<String> {
        let mut table = csv::Reader::from_path(folder.path().join("r/edges.csv")).unwrap();
        let mut all: Vec<String> =
            table.records().flat_map(|r| r.unwrap().iter().take(2).map(str::to_owned).collect::<Vec<_>>()).collect();
        all.sort();
        all
    };
    let first = names();
    assert!(!first.is_empty() && first.iter().all(|n| n.len() == 12 && n.bytes().all(|b| b.is_ascii_hexdigit())));
    with_key(&["detect", "r", "--surrogates", "2"]);
    assert_eq!(names(), first, "detect");
    with_key(&["groups", "r"]);
    assert_eq!(names(), first, "groups");
    // The pseudonyms are those that the case reveals.
    let shown =
        keyed(folder.path(), &["case", "reveal", "elec", &first[0], "--reason", "test", "--not-private", "invented"]);
    assert!(shown.contains(" is, until "), "{shown}");
}

const TABLE: &str = "who,when,link,ad\nfb_1,2024-03-01 10:00:00,https://news.example/a,77\n\
    fb_2,2024-03-01 10:00:05,https://news.example/a,77\nfb_1,2024-03-02 10:00:00,https://news.example/b,78\n";
const FIRST: &str = "mapping = 1\n[columns]\naccount = \"who\"\ntime = \"when\"\n\
    [[object]]\nkind = \"url\"\ncolumn = \"link\"\n";

#[test]
fn a_kept_original_is_read_again_by_another_mapping_without_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    empty(folder.path());
    fs::write(at("posts.csv"), TABLE).unwrap();
    fs::write(at("first.toml"), FIRST).unwrap();
    let import =
        json(&keyed(folder.path(), &["--json", "import", "posts.csv", "--case", "elec", "--mapping", "first.toml"]));
    assert_eq!((&import["files"][0]["format"], &import["total"]["kept"]), (&"table".into(), &3.into()), "{import}");
    assert_eq!(import["files"][0]["columns"][0]["reason"], "given by the user");
    fs::remove_file(at("posts.csv")).unwrap();
    let show = || json(&ok(folder.path(), &["--json", "case", "show", "elec"]));
    let sha256 = show()["imports"][0]["original"].as_str().unwrap().to_owned();

    // A mapping that does not fit changes nothing and names the column.
    fs::write(at("wrong.toml"), FIRST.replace("\"link\"", "\"lnk\"")).unwrap();
    let mut args = vec!["case", "remap", "elec", &sha256[..10], "--mapping", "wrong.toml"];
    args.extend(KEY);
    let output = daylight(folder.path(), &args);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("`lnk`"));
    let before = show();

    let ads = FIRST.replace("kind = \"url\"\ncolumn = \"link\"", "kind = \"ad_id\"\ncolumn = \"ad\"");
    fs::write(at("ads.toml"), &ads).unwrap();
    let again = json(&keyed(folder.path(), &["--json", "case", "remap", "elec", "--mapping", "ads.toml"]));
    assert_eq!((&again["imports"][0]["kept"], &again["imports"][0]["before"]), (&3.into(), &"table".into()), "{again}");
    assert!(show()["imports"][0]["mapping"].as_str().unwrap().contains("ad_id"));
    assert_ne!(show(), before);
    assert!(ok(folder.path(), &["verify", "elec"]).contains("is whole"));
    assert_eq!(fs::read_dir(at("elec/posts")).unwrap().filter(|e| e.as_ref().unwrap().path().is_file()).count(), 1);
    let who = json(&ok(folder.path(), &["--json", "who", "elec", "--object", "77", "--key-file", "names.key"]));
    assert_eq!((&who["n_actions"], &who["actions"][0]["kind"]), (&2.into(), &"ad_id".into()), "{who}");

    // The same in short, for one original by its first digits.
    let map = "account=who,time=when,object:url=link";
    keyed(folder.path(), &["case", "remap", "elec", &sha256[..12], "--map", map]);
    assert!(!show()["imports"][0]["mapping"].as_str().unwrap().contains("ad_id"));
    assert!(ok(folder.path(), &["verify", "elec"]).contains("is whole"));
}

#[test]
fn what_an_older_version_read_by_a_mapping_is_read_by_the_same_one_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    empty(folder.path());
    fs::write(at("posts.csv"), TABLE.replace("who,when", "user_id,created_at")).unwrap();
    let ads = FIRST.replace("kind = \"url\"\ncolumn = \"link\"", "kind = \"ad_id\"\ncolumn = \"ad\"");
    let ads = ads.replace("\"who\"", "\"user_id\"").replace("\"when\"", "\"created_at\"");
    older_import(folder.path(), "posts.csv", "table", Some(&ads));
    let import = || json(&keyed(folder.path(), &["--json", "import", "posts.csv", "--case", "elec"]));
    let first = import();
    assert_eq!((&first["files"][0]["state"], &first["total"]["kept"]), (&"renewed".into(), &3.into()), "{first}");
    let shown = json(&ok(folder.path(), &["--json", "case", "show", "elec"]));
    let imports = shown["imports"].as_array().unwrap();
    assert_eq!(imports.len(), 1, "{shown}");
    let mapping = imports[0]["mapping"].as_str().unwrap();
    assert!(mapping.contains("ad_id") && !mapping.contains("link"), "{mapping}");
    assert_eq!(import()["files"][0]["state"], "already");
    assert!(ok(folder.path(), &["verify", "elec"]).contains("is whole"));
}

#[test]
fn a_person_who_was_erased_does_not_come_back_with_another_mapping() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    empty(folder.path());
    fs::write(at("posts.csv"), TABLE).unwrap();
    fs::write(at("first.toml"), FIRST).unwrap();
    keyed(folder.path(), &["import", "posts.csv", "--case", "elec", "--mapping", "first.toml"]);
    let who = |object: &str| -> Vec<String> {
        let found = ok(folder.path(), &["--json", "who", "elec", "--object", object, "--key-file", "names.key"]);
        json(&found)["actions"].as_array().unwrap().iter().map(|a| a["account"].as_str().unwrap().to_owned()).collect()
    };
    // Of fb_1, who wrote this alone.
    let gone = who("https://news.example/b").remove(0);
    keyed(folder.path(), &["case", "erase", "elec", &gone, "--basis", "request"]);
    let map = "account=who,time=when,object:ad_id=ad";
    let again = json(&keyed(folder.path(), &["--json", "case", "remap", "elec", "--map", map]));
    let import = &again["imports"][0];
    assert_eq!((&import["read"], &import["kept"], &import["rejected"]), (&3.into(), &1.into(), &2.into()), "{again}");
    assert!(who("77").len() == 1 && !who("77").contains(&gone));
    assert!(ok(folder.path(), &["verify", "elec"]).contains("is whole"));
}

#[test]
fn a_mapping_is_guessed_for_editing_and_its_faults_name_line_and_key() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("posts.csv"), TABLE.replace("who,when", "user_id,created_at")).unwrap();
    let guess = ok(folder.path(), &["import", "posts.csv", "--print-mapping"]);
    assert!(guess.contains("account = \"user_id\"  # named user_id") && guess.contains("kind = \"url\""), "{guess}");
    fs::write(at("mine.toml"), &guess).unwrap();
    let run = ok(folder.path(), &["run", "posts.csv", "--mapping", "mine.toml", "--out", "r"]);
    assert!(run.contains("3 read = 3 kept"), "{run}");
    fs::write(at("mine.toml"), guess.replace("account =", "acount =")).unwrap();
    let output = daylight(folder.path(), &["run", "posts.csv", "--mapping", "mine.toml", "--out", "r"]);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    let line = guess.lines().position(|l| l.starts_with("account")).unwrap() + 1;
    assert!(words.contains(&format!("line {line}")) && words.contains("acount"), "{words}");
    assert!(words.contains("--print-mapping"), "{words}");
}

#[test]
fn a_folder_that_mixes_everything_comes_in_with_a_table_of_what_was_recognized_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let mixed = folder.path().join("mixed");
    fs::create_dir_all(mixed.join("inner/photos")).unwrap();
    let mut wanted: BTreeMap<String, &str> = BTreeMap::new();
    for entry in fs::read_dir(exports()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        fs::copy(&path, mixed.join(&name)).unwrap();
        wanted.insert(name, if path.extension().is_some_and(|e| e == "py") { "left" } else { "imported" });
    }
    fs::write(mixed.join("inner/own.csv"), TABLE.replace("who,when", "user_id,created_at")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(TABLE.replace("who,when", "author_id,created_at").as_bytes()).unwrap();
    fs::write(mixed.join("inner/packed.csv.gz"), packed.finish().unwrap()).unwrap();
    fs::write(mixed.join("inner/photos/1.jpg"), [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0, 1, 2, 3]).unwrap();
    fs::write(mixed.join("broken.zip"), b"PK\x03\x04 and nothing more").unwrap();
    fs::write(mixed.join("empty.csv"), "").unwrap();
    for (name, state) in [
        ("inner/own.csv", "imported"),
        ("inner/packed.csv.gz", "imported"),
        ("inner/photos/1.jpg", "left"),
        ("broken.zip", "refused"),
        ("empty.csv", "left"),
    ] {
        wanted.insert(name.to_owned(), state);
    }
    empty(folder.path());
    let listed = json(&keyed(folder.path(), &["--json", "import", "mixed", "--case", "elec"]));
    for (name, state) in &wanted {
        let file = listed["files"].as_array().unwrap().iter().find(|f| f["name"] == name.as_str());
        let file = file.unwrap_or_else(|| panic!("{name} is not in\n{listed}"));
        assert_eq!(file["state"], *state, "{file}");
        assert!(!file["why"].as_str().unwrap().is_empty(), "no reason: {file}");
    }
    // The printed table names what is left to look at: what was not read, and which column is taken for what.
    let second = tempfile::tempdir().unwrap();
    empty(second.path());
    let printed = keyed(second.path(), &["import", mixed.to_str().unwrap(), "--case", "elec"]);
    let own = printed.lines().skip_while(|l| !l.starts_with("inner/own.csv")).take(5).collect::<Vec<_>>().join("\n");
    assert!(own.contains("account") && own.contains("named user_id"), "{own}");
    assert!(printed.contains("read = ") && printed.contains("kept + "));
    let again = json(&keyed(folder.path(), &["--json", "import", "mixed", "--case", "elec"]));
    assert_eq!(again["total"]["read"], 0, "{again}");
    let run = ok(folder.path(), &["run", "elec", "--out", "elec/runs/first", "--key-file", "names.key"]);
    assert!(run.contains("rejected"), "{run}");
    assert!(ok(folder.path(), &["verify", "elec"]).contains("is whole"));
}

//! Bad input ends in a clear error and exit code 2, or in counted problems.

use super::{daylight, ok};
use std::fs;

fn fails(bytes: &[u8], says: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("posts.csv"), bytes).unwrap();
    let output = daylight(folder.path(), &["run", "posts.csv", "--out", "result"]);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.starts_with("error: ") && stderr.contains(says) && stderr.contains("hint: "), "{stderr}");
    assert!(!folder.path().join("result/manifest.json").exists());
}

#[test]
fn an_empty_file() {
    fails(b"", "is empty");
}

#[test]
fn a_header_without_rows() {
    fails(b"account_id,url,timestamp\n", "no rows");
}

#[test]
fn a_binary_file() {
    let bytes: Vec<u8> = (0u32..9000).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    fails(&bytes, "is not a table");
}

#[test]
fn a_missing_column() {
    fails(b"account_id,timestamp\na,1600000000\nb,1600000001\n", "no column");
}

#[test]
fn a_folder_without_tables_and_a_file_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    for input in ["empty", "nowhere.csv"] {
        let output = daylight(folder.path(), &["run", input, "--out", "result"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(input));
    }
}

#[test]
fn a_full_disk() {
    if !std::path::Path::new("/dev/full").exists() {
        println!("skipped: a_full_disk: no /dev/full");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    super::small_world(folder.path());
    // A result folder that cannot take files stands in for the disk: its place is taken by a device.
    std::os::unix::fs::symlink("/dev/full", folder.path().join("result")).unwrap();
    let output = daylight(folder.path(), &["run", "world/posts.csv", "--out", "result"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("result"));
}

#[test]
fn an_input_of_which_nothing_is_left_is_no_all_clear() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String =
        (0..50).map(|i| format!("1.8{}E+18,https://s.example/{},{}\n", i % 9, i / 5, 1_600_000_000 + i)).collect();
    fs::write(folder.path().join("posts.csv"), format!("account_id,url,timestamp\n{rows}")).unwrap();
    let output = daylight(folder.path(), &["run", "posts.csv", "--out", "result"]);
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("all 50 records were rejected") && stderr.contains("damaged"), "{stderr}");
    assert!(!folder.path().join("result/report.html").exists());
}

#[test]
fn bad_rows_are_counted_and_the_rest_is_analysed() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = String::from("account_id,url,timestamp\n");
    for i in 0..60 {
        table.push_str(&format!("acc{},https://s.example/{},{}\n", i % 6, i / 6, 1_600_000_000 + i * 1000));
    }
    table.push_str("acc1,https://s.example/1,yesterday\n,https://s.example/1,1600000000\n1.82E+18,https://s.example/1,1600000000\nshort\n");
    fs::write(folder.path().join("posts.csv"), table).unwrap();
    let stdout = ok(folder.path(), &["run", "posts.csv", "--out", "result"]);
    assert!(stdout.contains("64 read = 60 kept + 4 rejected"), "{stdout}");
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("result/manifest.json")).unwrap()).unwrap();
    assert!(manifest.to_string().contains("damaged by a spreadsheet"), "{manifest}");
}

#[test]
fn settings_out_of_range() {
    let folder = tempfile::tempdir().unwrap();
    super::small_world(folder.path());
    for (option, value) in [("--q", "2"), ("--jitter-ratio", "0"), ("--min-objects", "1"), ("--time-window", "-5")] {
        let argument = format!("{option}={value}");
        let output = daylight(folder.path(), &["run", "world/posts.csv", "--out", "result", &argument]);
        assert_eq!(output.status.code(), Some(2), "{argument}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(option), "{argument}");
    }
}

#[test]
fn files_of_others_in_the_result_folder_are_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    super::small_world(folder.path());
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/groups.csv"), "precious").unwrap();
    let output = daylight(folder.path(), &["run", "world/posts.csv", "--out", "mine"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("groups.csv"));
    assert_eq!(fs::read_to_string(folder.path().join("mine/groups.csv")).unwrap(), "precious");
}

#[test]
fn an_import_of_nothing_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("picture.jpg"), [0xFF, 0xD8, 0xFF, 0xE0, 0, 16]).unwrap();
    super::case::empty(folder.path());
    let mut import = vec!["import", "picture.jpg", "--case", "elec"];
    import.extend(super::case::KEY);
    let output = daylight(folder.path(), &import);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nothing was imported"));
}

/// Standard error of a command that must fail.
fn refused(folder: &std::path::Path, args: &[&str]) -> String {
    let output = daylight(folder, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_result_given_for_posts_and_posts_given_for_a_result() {
    let folder = tempfile::tempdir().unwrap();
    super::small_world(folder.path());
    ok(folder.path(), &["run", "world/posts.csv", "--out", "r"]);
    let error = refused(folder.path(), &["run", "r", "--out", "again"]);
    assert!(error.contains("r is a result") && error.contains("hint: ") && error.contains("posts.csv"), "{error}");
    for verb in ["report", "verify", "groups", "detect"] {
        let error = refused(folder.path(), &[verb, "world/posts.csv"]);
        assert!(error.contains("hint: ") && error.contains("daylight run world/posts.csv"), "{verb}: {error}");
    }
    assert!(refused(folder.path(), &["export", "nowhere", "--as", "gexf"]).contains("hint: give the folder"));
}

#[test]
fn a_layer_that_is_not_there_is_answered_with_those_that_are() {
    let folder = tempfile::tempdir().unwrap();
    super::small_world(folder.path());
    let error = refused(folder.path(), &["run", "world/posts.csv", "--out", "r", "--layers", "urll"]);
    assert!(error.contains("no `urll`") && error.contains("hint: it has: ") && error.contains("url"), "{error}");
}

#[test]
fn many_rejected_rows_are_a_warning_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = String::from("account_id,url,timestamp\n");
    for i in 0..90 {
        table.push_str(&format!("acc{},https://s.example/{},{}\n", i % 6, i / 6, 1_600_000_000 + i * 1000));
    }
    table.push_str(&"acc1,https://s.example/1,yesterday\n".repeat(10));
    fs::write(folder.path().join("posts.csv"), &table).unwrap();
    let stdout = ok(folder.path(), &["run", "posts.csv", "--out", "r"]);
    assert!(stdout.starts_with("WARNING   10 % of the records (10 of 100) were rejected"), "{stdout}");
    let findings: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("r/findings.json")).unwrap()).unwrap();
    assert!(findings["warnings"][0].as_str().unwrap().contains("timestamp"), "{}", findings["warnings"]);
    let page = fs::read_to_string(folder.path().join("r/report.html")).unwrap();
    assert!(page.contains("role=\"alert\"") && page.contains("10 of 100"));
    // Few of them are counted, and no alarm.
    let few = format!("{table}{}", "acc2,https://s.example/2,1600000000\n".repeat(300));
    fs::write(folder.path().join("posts.csv"), few).unwrap();
    assert!(!ok(folder.path(), &["run", "posts.csv", "--out", "r"]).contains("WARNING"));
}

#[test]
fn a_case_without_a_member_says_how_to_name_one() {
    let folder = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_daylight"))
        .args(["case", "new", "c", "--access-basis", "manifestly-public", "--legal-basis", "research"])
        .args(["--retention-until", "2031-12-31", "--case-key", "case.key"])
        .env_remove("USER")
        .env_remove("USERNAME")
        .env_remove("DAYLIGHT_ACTOR")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("hint: ") && error.contains("--actor") && error.contains("DAYLIGHT_ACTOR"), "{error}");
}

#[test]
fn names_and_lines_of_others_do_not_steer_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "\u{1b}[31mevil\u{202e}";
    fs::write(folder.path().join("posts.csv"), "account_id,url,timestamp\na,https://e.example/,1600000000\n").unwrap();
    fs::write(folder.path().join("map.toml"), format!("account = \"{hostile}\"\ntime = = 1\n")).unwrap();
    let file = format!("{hostile}.csv");
    let unclean: [&[&str]; 3] = [
        &["run", &file, "--out", "result"],
        &["--json", "run", &file, "--out", "result"],
        &["run", "posts.csv", "--mapping", "map.toml", "--out", "result"],
    ];
    for args in unclean {
        let output = daylight(folder.path(), args);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(!stderr.contains(['\u{1b}', '\u{202e}']), "{stderr:?}");
    }
}

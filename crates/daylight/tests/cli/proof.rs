//! `proof`: what one pair or one group rests on.

use super::{daylight, ok, small_world};
use std::fs;
use std::path::Path;

/// Accounts of the first row of `edges.csv` that leads.
fn led(result: &Path) -> (String, String) {
    let mut edges = csv::Reader::from_path(result.join("edges.csv")).unwrap();
    let header = edges.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let row = edges.records().map(Result::unwrap).find(|r| r[at("standing")].starts_with("lead")).unwrap();
    (row[at("account_a")].to_owned(), row[at("account_b")].to_owned())
}

fn fails(folder: &Path, args: &[&str]) -> String {
    let output = daylight(folder, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_pair_and_a_group_are_proven_from_the_result_alone() {
    let folder = tempfile::tempdir().unwrap();
    small_world(folder.path());
    ok(folder.path(), &["run", "world/posts.csv", "--out", "r"]);
    let (a, b) = led(&folder.path().join("r"));
    // The input is not needed, and the order of the two does not matter.
    fs::remove_dir_all(folder.path().join("world")).unwrap();
    let text = ok(folder.path(), &["proof", "r", &b, &a]);
    for word in [a.as_str(), &b, "observed", "expected", "SHA-256", "posts.csv:", "innocent explanations", "apart on"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    let document: serde_json::Value =
        serde_json::from_str(&ok(folder.path(), &["proof", "r", &a, &b, "--json"])).unwrap();
    let pair = &document["pairs"][0];
    let n = pair["meetings"].as_array().unwrap().len() as u64;
    assert!(n > 0 && n <= pair["evidence_rows"].as_u64().unwrap(), "{pair}");
    assert!(pair["own"]["observed"].as_f64().unwrap() > pair["own"]["expected"].as_f64().unwrap());
    assert_eq!(document["run"]["inputs"][0]["sha256"].as_str().unwrap().len(), 64);

    let written = ok(folder.path(), &["proof", "r", "--group", "1", "--out", "p"]);
    assert!(written.contains("proof.html"), "{written}");
    let page = fs::read_to_string(folder.path().join("p/proof.html")).unwrap();
    assert!(page.contains("default-src 'none'") && !page.contains("<script") && page.contains("Group 1:"));
    let table = fs::read_to_string(folder.path().join("p/proof.csv")).unwrap();
    assert_eq!(table, ok(folder.path(), &["proof", "r", "--group", "1", "--csv"]));
    let group: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("p/proof.json")).unwrap()).unwrap();
    let rows: usize = group["pairs"].as_array().unwrap().iter().map(|p| p["meetings"].as_array().unwrap().len()).sum();
    assert_eq!(table.lines().count(), rows + 1);
    // Again into the same folder, but not over a result or what is somebody else's.
    ok(folder.path(), &["proof", "r", "--group", "1", "--out", "p"]);
    assert!(fails(folder.path(), &["proof", "r", "--group", "1", "--out", "r"]).contains("hint: "));
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/proof.html"), "precious").unwrap();
    assert!(fails(folder.path(), &["proof", "r", "--group", "1", "--out", "mine"]).contains("in the way"));
}

#[test]
fn what_is_not_there_is_said_with_what_is() {
    let folder = tempfile::tempdir().unwrap();
    small_world(folder.path());
    ok(folder.path(), &["run", "world/posts.csv", "--out", "r"]);
    let (a, b) = led(&folder.path().join("r"));
    let near = &a[..a.len() - 2];
    let wrong = fails(folder.path(), &["proof", "r", near, &b]);
    assert!(wrong.contains("is named") && wrong.contains("did you mean") && wrong.contains(&a), "{wrong}");
    assert!(fails(folder.path(), &["proof", "r", "--group", "999"]).contains("hint: there are 1 ("));
    let mistaken = fails(folder.path(), &["proof", "world/posts.csv", "--group", "1"]);
    assert!(mistaken.contains("hint: make a result of it first"), "{mistaken}");
}

#[test]
fn hostile_text_stays_text_in_a_proof() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = String::from("account_id,url,timestamp,text\n");
    for day in 0..40 {
        for (i, account) in ["=cmd()", "<script>alert(1)</script>", "\u{202e}evil", "@plain"].into_iter().enumerate() {
            let time = 1_600_000_000 + day * 90_017 + i as i64;
            table.push_str(&format!(
                "{account},https://site{day}.example/<img src=x>,{time},=1+1 <b onmouseover=x>\u{1b}[31m{day}\n"
            ));
        }
    }
    fs::write(folder.path().join("posts.csv"), table).unwrap();
    ok(folder.path(), &["run", "posts.csv", "--out", "r", "--names", "plain"]);
    let ask = ["proof", "r", "=cmd()", "@plain"];
    let text = ok(folder.path(), &ask);
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
    ok(folder.path(), &[ask.as_slice(), &["--out", "p"]].concat());
    let page = fs::read_to_string(folder.path().join("p/proof.html")).unwrap();
    for bad in ["<img", "<b onmouseover", "<script", "\u{1b}", "\u{202e}", "=\"http"] {
        assert!(!page.contains(bad), "{bad}");
    }
    let mut rows = csv::Reader::from_path(folder.path().join("p/proof.csv")).unwrap();
    let mut n = 0;
    for row in rows.records() {
        for cell in &row.unwrap() {
            n += 1;
            assert!(cell.parse::<f64>().is_ok() || !cell.starts_with(['=', '+', '-', '@']), "{cell}");
            assert!(!cell.contains(['\u{1b}', '\u{202e}']), "{cell:?}");
        }
    }
    assert!(n > 100);
}

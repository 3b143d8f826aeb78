//! Texts that are passed on with small changes.

use super::{files, ok};
use std::fs;

const OPENINGS: [&str; 4] = ["", "Breaking: ", "+++ ", "@reader "];
const ENDINGS: [&str; 4] = ["", " 🔥🔥", " https://link.example/x", "!!!"];

/// Eight accounts pass on nine claims within seconds, on three days; others write what nobody repeats.
fn posts(with_links: bool) -> String {
    let mut table = "account_id,content_id,timestamp,text,link,lang\n".to_owned();
    let mut n = 0;
    let mut add = |account: &str, time: i64, text: &str, link: &str| {
        n += 1;
        table.push_str(&format!("{account},c{n},{time},\"{text}\",{link},en\n"));
    };
    for claim in 0..9i64 {
        let time = 1_772_400_000 + claim % 3 * 86_400 + claim * 5_477;
        for who in 0..8i64 {
            let (opening, ending) = (OPENINGS[(who % 4) as usize], ENDINGS[((who + claim) % 4) as usize]);
            let text = format!(
                "{opening}The council <script>alert(1)</script> of town {claim} will count the postal ballots of {} voters later{ending}",
                40 + claim
            );
            let link = if with_links { format!("https://site.example/{claim}") } else { String::new() };
            add(&format!("run{who}"), time + who, &text, &link);
        }
    }
    let mut state = 7u64;
    let mut next = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for person in 0..60 {
        for _ in 0..6 {
            let text: Vec<String> = (0..9).map(|_| format!("w{}x", next(100_000))).collect();
            add(&format!("p{person}"), 1_772_400_000 + next(3 * 86_400) as i64, &text.join(" "), "");
        }
    }
    table
}

#[test]
fn accounts_that_pass_on_texts_in_new_dress_are_found_without_options() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("posts.csv"), posts(false)).unwrap();
    let said = ok(folder.path(), &["run", "posts.csv", "--out", "r", "--keep-posts"]);
    assert!(said.contains("9 families"), "{said}");
    let families = fs::read_to_string(folder.path().join("r/families.csv")).unwrap();
    assert_eq!(families.lines().count(), 10, "{families}");
    let groups = fs::read_to_string(folder.path().join("r/groups.csv")).unwrap();
    assert!(groups.contains("text_family:15"), "{groups}");
    let report = fs::read_to_string(folder.path().join("r/report.html")).unwrap();
    assert!(report.contains("<ins>") && report.contains("Family 1:") && !report.contains("<script>"));
    assert!(!report.contains("run0") && !families.contains("run0"), "a real id is shown");

    // The report can be made again from the tables, and the analysis again from the stored posts.
    let before = files(&folder.path().join("r"));
    ok(folder.path(), &["report", "r"]);
    assert!(before == files(&folder.path().join("r")));
    ok(folder.path(), &["detect", "r"]);
    assert_eq!(groups, fs::read_to_string(folder.path().join("r/groups.csv")).unwrap());
    ok(folder.path(), &["verify", "r"]);
}

#[test]
fn a_headline_that_comes_with_its_link_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("posts.csv"), posts(true)).unwrap();
    ok(folder.path(), &["run", "posts.csv", "--out", "r"]);
    let families = fs::read_to_string(folder.path().join("r/families.csv")).unwrap();
    assert_eq!(families.matches("one_link").count(), 9);
    let groups = fs::read_to_string(folder.path().join("r/groups.csv")).unwrap();
    assert!(groups.contains("url:") && !groups.contains("text_family"), "{groups}");
}

#[test]
fn the_rule_of_texts_is_scored_on_labeled_pairs() {
    let folder = tempfile::tempdir().unwrap();
    let table = ok(folder.path(), &["score", "--text-pairs", "5", "--random-pairs", "1000"]);
    assert!(table.contains("| copy | 35 |") && table.contains("| unrelated, by chance | 1001 | 0 |"), "{table}");
}

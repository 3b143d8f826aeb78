//! `who`: who acted on one object.

use super::{daylight, ok};
use std::fs;

const POSTS: &str = "account_id,content_id,url,timestamp
anna,1,https://news.example/vote,1600000060
berta,2,https://news.example/vote,1600000000
clara,3,https://other.example/,1600000000
dora,4,https://news.example/vote?x=1,1600000100
";

#[test]
fn all_rows_of_an_object_come_in_order_of_time_under_pseudonyms() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("posts.csv"), POSTS).unwrap();
    let who = |more: &[&str]| {
        let mut args = vec!["who", "posts.csv", "--object", "hxxps://news[.]example/vote"];
        args.extend(more);
        ok(folder.path(), &args)
    };
    let text = who(&["--names", "plain"]);
    let (berta, anna) = (text.find("berta").unwrap(), text.find("anna").unwrap());
    assert!(berta < anna && !text.contains("clara") && !text.contains("dora"), "{text}");
    assert!(text.contains("posts.csv:3") && text.contains("60 s"), "{text}");
    let hidden = who(&["--contains", "--out", "rows.csv"]);
    assert!(hidden.contains("3 actions by 3 accounts") && !hidden.contains("anna"), "{hidden}");
    let rows = fs::read_to_string(folder.path().join("rows.csv")).unwrap();
    assert_eq!(rows.lines().count(), 4);
    assert!(!rows.contains("anna") && rows.contains("https://news.example/vote?x=1"), "{rows}");
}

#[test]
fn an_object_that_nobody_shared_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("posts.csv"), POSTS).unwrap();
    let output = daylight(folder.path(), &["--json", "who", "posts.csv", "--object", "https://nobody.example/"]);
    assert_eq!(output.status.code(), Some(2));
    let error: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    assert!(error["error"].as_str().unwrap().contains("nobody acted on"), "{error}");
}

#[test]
fn spellings_of_one_link_are_taken_together_and_others_proposed() {
    let folder = tempfile::tempdir().unwrap();
    let posts = format!("{POSTS}emil,5,https://www.news.example/vote/?utm_source=feed,1600000200\n");
    fs::write(folder.path().join("posts.csv"), posts).unwrap();
    for asked in ["https://www.news.example/vote", "news.example/vote/", "http://news.example/vote?fbclid=1"] {
        let text = ok(folder.path(), &["who", "posts.csv", "--object", asked, "--names", "plain"]);
        assert!(text.contains("3 actions by 3 accounts") && text.contains("emil") && !text.contains("dora"), "{text}");
        assert!(text.contains("2 objects"), "what was taken together is named: {text}");
    }
    let output = daylight(folder.path(), &["who", "posts.csv", "--object", "https://news.example/vot"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("nobody acted on") && error.contains("hint: did you mean https://news.example/vote"),
        "{error}"
    );
}

#[test]
fn a_post_leads_to_those_who_shared_its_link() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("posts.csv"), POSTS).unwrap();
    for option in ["--post", "--object"] {
        let text = ok(folder.path(), &["who", "posts.csv", option, "2", "--names", "plain"]);
        assert!(text.contains("2 actions by 2 accounts") && text.contains("anna") && text.contains("berta"), "{text}");
    }
}

#[test]
fn a_result_is_asked_for_a_group_or_a_link() {
    let folder = tempfile::tempdir().unwrap();
    super::small_world(folder.path());
    ok(folder.path(), &["run", "world/posts.csv", "--out", "r"]);
    let group: serde_json::Value =
        serde_json::from_str(&ok(folder.path(), &["who", "r", "--group", "1", "--json"])).unwrap();
    let first = &group["actions"][0];
    let members: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("r/findings.json")).unwrap()).unwrap();
    let members = members["groups"][0]["members"].to_string();
    assert!(members.contains(first["account"].as_str().unwrap()), "{first} is of no member of {members}");
    let object = first["object"].as_str().unwrap();
    let text = ok(folder.path(), &["who", "r", "--object", object]);
    assert!(text.contains("only posts that are part of a co-action"), "{text}");
    let output = daylight(folder.path(), &["who", "world/posts.csv", "--group", "1"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("hint: give the folder of a result"));
}

#[test]
fn mentioned_people_and_posts_are_listed_under_pseudonyms_too() {
    let posts = "account_id,content_id,mentions,repost_of,timestamp
anna_real,1,bob_real,,1600000060
bob_real,2,carl_real,77001_by_dora_real,1600000000
";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("posts.csv"), posts).unwrap();
    let who = |more: &[&str]| {
        let mut args = vec!["who", "posts.csv", "--object", "real", "--contains"];
        args.extend(more);
        ok(folder.path(), &args)
    };
    assert!(who(&["--names", "plain"]).contains("carl_real"));
    let text = who(&["--out", "rows.csv"]);
    let json = ok(folder.path(), &["--json", "who", "posts.csv", "--object", "real", "--contains"]);
    let rows = fs::read_to_string(folder.path().join("rows.csv")).unwrap();
    for shown in [&text, &json, &rows] {
        assert!(shown.contains("mention") && shown.contains("repost_of") && !shown.contains("_real"), "{shown}");
    }
    // Who is mentioned and who writes are one person.
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let of = |key: &str, kind: &str| -> Vec<String> {
        let actions = json["actions"].as_array().unwrap().iter().filter(|a| a["kind"] == kind);
        actions.map(|a| a[key].as_str().unwrap().to_owned()).collect()
    };
    let (accounts, mentioned) = (of("account", "mention"), of("object", "mention"));
    assert_eq!(mentioned[1], format!("@{}", accounts[0]), "{json}");
}

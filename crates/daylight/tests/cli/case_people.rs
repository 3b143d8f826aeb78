//! Nobody stands in a case in clear, and who is erased is gone from the posts of others too.

use super::case::{KEY, empty, exports};
use super::ok;
use daylight_ingest::exports::Post;
use daylight_ingest::exports::canonical::read_canonical;
use std::fs;
use std::path::Path;

const HEADER: &str =
    "tweetid,userid,user_screen_name,tweet_text,tweet_time,urls,in_reply_to_tweetid,retweet_tweetid,user_mentions\n";

fn import(folder: &Path, input: &str) {
    let mut args = vec!["import", input, "--case", "elec"];
    args.extend(KEY);
    ok(folder, &args);
}

fn posts(folder: &Path) -> Vec<Post> {
    let mut posts = Vec::new();
    for file in fs::read_dir(folder.join("elec/posts")).unwrap().map(|f| f.unwrap().path()).filter(|f| f.is_file()) {
        read_canonical(&file, &mut |post| posts.push(post)).unwrap();
    }
    posts
}

fn contents(post: &Post) -> Vec<String> {
    [&post.content_id, &post.repost_of, &post.reply_to, &post.quote_of].into_iter().flatten().cloned().collect()
}

#[test]
fn ids_of_posts_that_hold_accounts_are_pseudonyms_in_a_case() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    empty(folder);
    for name in ["bluesky_jetstream.jsonl", "mastodon.json", "crowdtangle_facebook.csv", "fourcat_bsky.csv"] {
        import(folder, exports().join(name).to_str().unwrap());
    }
    let all = posts(folder);
    assert!(all.len() > 4 && all.iter().any(|p| p.reply_to.is_some()) && all.iter().any(|p| p.repost_of.is_some()));
    for id in all.iter().flat_map(contents) {
        assert!(id.len() == 64 && id.bytes().all(|b| b.is_ascii_hexdigit()), "{id}");
    }
}

#[test]
fn posts_still_join_what_they_answer_and_repost_in_a_case() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    empty(folder);
    let rows = "1,111,vic,hello,2020-01-01 10:00,,,,\n2,222,ben,yes,2020-01-01 10:01,,1,,\n3,333,cid,RT,2020-01-01 10:02,,,1,\n";
    fs::write(folder.join("io.csv"), format!("{HEADER}{rows}")).unwrap();
    import(folder, "io.csv");
    let mut all = posts(folder);
    all.sort_by_key(|p| p.origin.record);
    let (first, id) = (&all[0], all[0].content_id.as_ref());
    assert!(id.is_some() && first.account.id != first.content_id);
    assert_eq!((all[1].reply_to.as_ref(), all[2].repost_of.as_ref()), (id, id));
}

#[test]
fn an_erased_person_is_gone_from_posts_that_only_mention_the_person() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    empty(folder);
    let own = "1,111,222,hello,2020-01-01 10:00,['https://v.example/1'],,,\n";
    let others = "2,222,ben,yes,2020-01-01 10:01,['https://b.example/1'],,,\"['111', '333']\"\n";
    fs::write(folder.join("own.csv"), format!("{HEADER}{own}")).unwrap();
    fs::write(folder.join("others.csv"), format!("{HEADER}{others}")).unwrap();
    import(folder, "own.csv");
    import(folder, "others.csv");
    let who = ["who", "elec", "--object", "https://v.example/1", "--json", "--key-file", "names.key"];
    let who: serde_json::Value = serde_json::from_str(&ok(folder, &who)).unwrap();
    let pseudonym = who["actions"][0]["account"].as_str().unwrap();
    let before: Vec<String> = posts(folder).into_iter().flat_map(|p| p.mentions).collect();
    assert!(before.iter().any(|m| m.starts_with(pseudonym)) && before.len() == 2, "{before:?}");
    let mut erase = vec!["--json", "case", "erase", "elec", pseudonym, "--basis", "request"];
    erase.extend(KEY);
    let said: serde_json::Value = serde_json::from_str(&ok(folder, &erase)).unwrap();
    assert_eq!((&said["posts"], said["originals"].as_array().unwrap().len()), (&1.into(), 2), "{said}");
    // The account whose id is the handle of the erased one stays, without the mention.
    let after = posts(folder);
    assert_eq!((after.len(), after[0].mentions.len()), (1, 1));
    assert!(!after[0].mentions[0].starts_with(pseudonym));
    assert!(ok(folder, &["verify", "elec"]).contains("is whole"));
    // Nor is it kept out later.
    fs::write(folder.join("more.csv"), format!("{HEADER}3{}", &others[1..])).unwrap();
    import(folder, "more.csv");
    assert_eq!(posts(folder).len(), 2);
    assert!(posts(folder).iter().all(|p| p.mentions.len() == 1));
}

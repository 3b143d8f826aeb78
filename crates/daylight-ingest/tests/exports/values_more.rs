//! The fields of the newer formats are as their fixtures say.

use daylight_ingest::exports::{ExportOptions, Mark, Post};

use crate::support::{fixture, posts_of, read};

/// 2024-03-01 10:00:00 UTC.
const TEN: i64 = 1_709_287_200_000_000;

fn links(post: &Post) -> Vec<&str> {
    post.links.iter().map(|l| l.canonical.as_str()).collect()
}

fn id(post: &Post) -> &str {
    post.content_id.as_deref().unwrap()
}

fn account(post: &Post) -> &str {
    post.account.id.as_deref().unwrap()
}

fn us(post: &Post) -> i64 {
    post.time.as_ref().unwrap().us
}

fn platform(post: &Post) -> &str {
    post.platform.as_deref().unwrap()
}

#[test]
fn fourcat_gab() {
    let posts = posts_of("fourcat_gab.csv");
    let p = &posts[0];
    assert_eq!((platform(p), id(p), account(p), us(p)), ("gab", "113000000000000001", "93", TEN));
    assert_eq!(p.text.as_deref(), Some("Count & see this"));
    assert_eq!(links(p), ["https://news.example/gab", "https://other.example/gab"]);
    assert_eq!((p.metrics["likes"], p.metrics["reposts"], p.media[0].key.as_deref()), (4, 2, Some("771")));
    assert_eq!(
        (&posts[1].hashtags[..], &posts[1].mentions[..]),
        (&["count".to_owned()][..], &["account_l".to_owned()][..])
    );
}

#[test]
fn fourcat_vk_numbers_items_by_wall() {
    let posts = posts_of("fourcat_vk.csv");
    let [post, comment, answer] = &posts[..] else { panic!("{posts:?}") };
    assert_eq!((id(post), account(post), us(post)), ("wall-77_501", "-77", TEN));
    assert_eq!((links(post), post.media.len(), post.metrics["views"]), (vec!["https://news.example/vk"], 2, 300));
    assert_eq!((post.reply_to.as_deref(), comment.reply_to.as_deref()), (None, Some("wall-77_501")));
    assert_eq!(answer.reply_to.as_deref(), Some("wall-77_502"));
    assert!(comment.marks.contains(&Mark::Edited) && !post.marks.contains(&Mark::Edited));
}

#[test]
fn fourcat_instagram_and_threads() {
    let posts = posts_of("fourcat_instagram.csv");
    let p = &posts[0];
    assert_eq!((platform(p), id(p), account(p), us(p)), ("instagram", "Cabc", "account_g", TEN));
    assert!(p.marks.contains(&Mark::HandleAsId) && !p.metrics.contains_key("comments"), "-1 is no count");
    assert_eq!((p.reply_to.as_deref(), posts[1].reply_to.as_deref()), (None, Some("Cabc")));
    assert_eq!((p.hashtags.len(), p.mentions.len(), p.media[0].kind.as_deref()), (1, 1, Some("photo")));
    let posts = posts_of("fourcat_threads.csv");
    let p = &posts[0];
    assert_eq!((platform(p), id(p), us(p)), ("threads", "Tabc", TEN + 60_000_000));
    assert_eq!((links(p), p.metrics["reposts"]), (vec!["https://news.example/threads"], 1));
}

#[test]
fn fourcat_tumblr() {
    let posts = posts_of("fourcat_tumblr.csv");
    let p = &posts[0];
    assert_eq!(
        (platform(p), account(p), p.account.handle.as_deref(), us(p)),
        ("tumblr", "t:aaaa", Some("blog-a"), TEN)
    );
    assert_eq!((p.text.as_deref(), &p.hashtags[..]), (Some("Count here"), &["count".to_owned()][..]));
    assert_eq!(links(p), ["https://news.example/tumblr", "https://other.example/tumblr"]);
}

#[test]
fn linkedin_has_no_times_because_estimates_would_look_like_synchrony() {
    let (records, report) = read(&fixture("fourcat_linkedin.csv"), &ExportOptions::default()).unwrap();
    assert_eq!((report.format, report.n_notes["time_estimated"]), ("fourcat_linkedin", 2));
    let posts = crate::support::posts(&records);
    assert!(posts.iter().all(|p| p.time.is_none()));
    assert!(posts[0].extra.as_deref().unwrap().contains("estimated_unix_timestamp"));
    assert_eq!(
        (account(&posts[0]), posts[0].metrics["likes"], &posts[0].mentions[0][..]),
        ("company/company-a", 30, "person-b")
    );
}

#[test]
fn junkipedia() {
    let posts = posts_of("junkipedia.json");
    let [first, second] = &posts[..] else { panic!("{posts:?}") };
    assert_eq!((platform(first), id(first), account(first)), ("x", "1700000000000000009", "9001"));
    assert_eq!((us(first), first.account.name.as_deref()), (TEN + 60_000_000, Some("account_a")));
    assert_eq!(
        (links(first), first.metrics["reposts"], first.metrics["replies"]),
        (vec!["https://news.example/junk"], 2, 1)
    );
    assert_eq!((platform(second), id(second), second.metrics["likes"]), ("facebook", "118000002", 7));
    assert!(second.text.as_deref().unwrap().starts_with("Zähle"));
    // A page a line, and a post a line.
    let page: serde_json::Value = serde_json::from_slice(&fixture("junkipedia.json")).unwrap();
    let pages = format!("{page}\n{page}\n");
    let posts: Vec<String> = page["data"].as_array().unwrap().iter().map(|p| format!("{p}\n")).collect();
    for (text, n) in [(pages, 4), (posts.concat(), 2)] {
        let (_, report) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
        assert_eq!((report.format, report.n_kept, report.n_rejected), ("junkipedia", n, 0));
    }
}

#[test]
fn zeeschuimer_gab_and_ninegag() {
    let posts = posts_of("zeeschuimer.ndjson");
    let of = |name: &str| posts.iter().find(|p| p.platform.as_deref() == Some(name)).unwrap();
    let gab = of("gab");
    assert_eq!((id(gab), account(gab), us(gab)), ("113000000000000001", "93", TEN));
    assert_eq!(links(gab), ["https://news.example/gab", "https://other.example/gab"]);
    assert_eq!((gab.account.name.as_deref(), gab.metrics["likes"]), (Some("Account L"), 4));
    let nine = of("9gag");
    assert_eq!((id(nine), account(nine), us(nine), &nine.hashtags[0][..]), ("aAbB", "94", TEN, "ballot"));
    assert_eq!((links(nine), nine.metrics["likes"]), (vec!["https://news.example/ballot"], 12));
}

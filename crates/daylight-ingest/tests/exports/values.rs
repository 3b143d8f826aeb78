//! The fields of one record of every format are as its fixture says.

use daylight_core::ObjectKind;
use daylight_ingest::exports::{Link, Mark, Media, Post};

use crate::support::posts_of;

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

fn at(post: &Post) -> (i64, f64) {
    let time = post.time.as_ref().unwrap();
    (time.us, time.resolution_secs)
}

fn text(post: &Post) -> &str {
    post.text.as_deref().unwrap()
}

fn extra(post: &Post) -> serde_json::Value {
    serde_json::from_str(post.extra.as_deref().unwrap_or("{}")).unwrap()
}

#[test]
fn x_api() {
    let posts = posts_of("x_api.jsonl");
    let [repost, reply, flat] = &posts[..] else { panic!("{posts:?}") };
    assert_eq!((id(repost), account(repost), at(repost)), ("1700000000000000002", "501", (TEN + 5_000_000, 0.001)));
    let full = "RT @account_b: Polling stations are open until eight in the evening & everyone in line may vote https://t.co/aa";
    assert_eq!(text(repost), full);
    assert_eq!(repost.repost_of.as_deref(), Some("1700000000000000001"));
    assert_eq!((links(repost), &repost.hashtags[..]), (vec!["https://news.example/open"], &["vote".to_owned()][..]));
    assert_eq!(repost.mentions, ["account_b"]);
    assert!(!repost.marks.contains(&Mark::Truncated));
    let who = &repost.account;
    assert_eq!(
        (who.handle.as_deref(), who.name.as_deref(), who.bio.as_deref(), who.n_followers),
        (Some("Account_A"), Some("Account A"), Some("first test account"), Some(12))
    );
    assert_eq!(who.created_us, Some(1_546_398_245_000_000));
    assert_eq!(repost.metrics["reposts"], 3);
    assert_eq!(repost.language.as_ref().unwrap().lang_source(), "export");
    assert_eq!(reply.reply_to.as_deref(), Some("1700000000000000001"));
    assert_eq!(reply.quote_of.as_deref(), Some("1699999999999999999"));
    let link = Link {
        original: "https://m.other.example/page?id=2&fbclid=1#top".to_owned(),
        canonical: "https://other.example/page?id=2".to_owned(),
        domain: Some("other.example".to_owned()),
        unresolved_shortener: false,
    };
    assert_eq!(reply.links, [link]);
    let photo = Media {
        key: Some("3_1".to_owned()),
        kind: Some("photo".to_owned()),
        url: Some("https://media.example/1.jpg".to_owned()),
        hash: None,
    };
    assert_eq!(reply.media, [photo]);
    assert!(reply.marks.contains(&Mark::Edited) && reply.marks.contains(&Mark::Withheld));
    assert_eq!((reply.language.as_ref(), reply.metrics["views"]), (None, 90));
    assert_eq!(extra(repost)["conversation_id"], "1700000000000000002");
    assert_eq!(
        (account(flat), flat.origin.line, extra(flat)["source"].as_str()),
        ("502", Some(2), Some("Test Client"))
    );
}

#[test]
fn zeeschuimer() {
    let posts = posts_of("zeeschuimer.ndjson");
    let [x, repost, tiktok, insta, threads, truth, flattened, _gab, _ninegag] = &posts[..] else { panic!("{posts:?}") };
    assert_eq!((id(x), account(x), at(x)), ("1800000000000000001", "601", (TEN, 1.0)));
    assert_eq!(
        (links(x), &x.hashtags[..], &x.mentions[..]),
        (vec!["https://news.example/count"], &["count".to_owned()][..], &["account_b".to_owned()][..])
    );
    assert_eq!((x.metrics["likes"], x.metrics["views"], x.account.handle.as_deref()), (4, 42, Some("Account_C")));
    assert_eq!(extra(x)["__import_meta"]["timestamp_collected"], 1_709_290_000_001_i64);
    assert_eq!(
        (repost.repost_of.as_deref(), text(repost)),
        (Some("1800000000000000000"), "RT @account_d: cut no more https://t.co/ee")
    );
    assert_eq!(links(repost), ["https://news.example/more"]);
    assert_eq!(
        (id(tiktok), account(tiktok), tiktok.platform.as_deref()),
        ("7300000000000000001", "71", Some("tiktok"))
    );
    assert_eq!(
        (&tiktok.hashtags[..], &tiktok.mentions[..]),
        (&["count".to_owned()][..], &["account.f".to_owned()][..])
    );
    assert_eq!((tiktok.metrics["views"], tiktok.account.n_followers), (500, Some(1000)));
    assert_eq!(tiktok.media[1].key.as_deref(), Some("music:7200000000000000009"));
    assert_eq!(
        (id(insta), account(insta), text(insta)),
        ("3300000000000000001_81", "81", "a picture #Count @account_h")
    );
    assert_eq!(
        (&insta.mentions[..], insta.media[0].url.as_deref()),
        (&["account_h".to_owned()][..], Some("https://image.example/1.jpg"))
    );
    assert_eq!(
        (account(threads), links(threads), threads.platform.as_deref()),
        ("82", vec!["https://news.example/count"], Some("threads"))
    );
    assert_eq!((account(truth), text(truth), links(truth)), ("91", "Count here", vec!["https://news.example/count"]));
    assert_eq!((id(flattened), flattened.platform.as_deref()), ("111000000000000002", Some("truthsocial")));
}

#[test]
fn fourcat() {
    let posts = posts_of("fourcat_twitter.csv");
    assert_eq!((id(&posts[0]), account(&posts[0]), at(&posts[0])), ("1900000000000000001", "501", (TEN, 1.0)));
    assert_eq!(links(&posts[0]), ["https://news.example/a,b", "https://other.example/"]);
    assert_eq!(
        (&posts[0].hashtags[..], posts[0].quote_of.as_deref()),
        (&["vote".to_owned(), "now".to_owned()][..], Some("1899999999999999999"))
    );
    assert!(posts[1].marks.contains(&Mark::DamagedId) && posts[1].marks.contains(&Mark::Withheld));
    assert!(posts[2].marks.contains(&Mark::Truncated));
    let posts = posts_of("fourcat_telegram.csv");
    assert_eq!((id(&posts[0]), account(&posts[0]), posts[0].metrics["views"]), ("channel_a/17", "-1001", 120));
    assert_eq!(links(&posts[0]), ["https://news.example/a"]);
    assert_eq!(
        (&posts[0].mentions[..], posts[0].media[0].key.as_deref()),
        (&["channel_b".to_owned()][..], Some("17.jpg"))
    );
    assert_eq!((posts[1].reply_to.as_deref(), posts[1].marks.contains(&Mark::Edited)), (Some("channel_a/17"), true));
    let posts = posts_of("fourcat_tiktok.csv");
    assert_eq!(
        (account(&posts[0]), posts[0].account.n_followers, posts[0].metrics["views"]),
        ("account.e", Some(1000), 500)
    );
    assert!(posts[0].marks.contains(&Mark::HandleAsId));
    assert_eq!(posts[1].media[0].key, posts[0].media[1].key);
    let posts = posts_of("fourcat_bsky.csv");
    assert_eq!(
        (account(&posts[0]), at(&posts[0]), posts[0].reply_to.as_deref()),
        ("did:plc:aaaa", (TEN + 123_000, 0.001), Some("3kaaa"))
    );
    assert_eq!((posts[1].quote_of.as_deref(), posts[0].language.as_ref().unwrap().tag.as_str()), (Some("3kabc"), "en"));
    let posts = posts_of("fourcat_truth.csv");
    assert_eq!(
        (account(&posts[0]), text(&posts[0]), links(&posts[1])),
        ("91", "Count & see", vec!["https://news.example/count"])
    );
    let posts = posts_of("fourcat_facebook.csv");
    assert_eq!(
        (account(&posts[0]), posts[0].account.name.as_deref(), &posts[0].hashtags[..]),
        ("page.a", Some("Page A"), &["count".to_owned()][..])
    );
    assert_eq!(extra(&posts[1])["group_name"], "Group");
    let posts = posts_of("fourcat_custom.csv");
    assert_eq!((posts.len(), account(&posts[0]), posts[0].platform.as_deref()), (2, "someone", None));
    assert_eq!((extra(&posts[0])["mood"].as_str(), &posts[0].mentions[..]), (Some("fine"), &["other".to_owned()][..]));
}

#[test]
fn archives_of_x() {
    let posts = posts_of("x_io_archive.csv");
    assert_eq!((id(&posts[0]), account(&posts[0])), ("1200000000000000001", "hASh+of/an=id"));
    assert_eq!(at(&posts[0]), (1_574_265_780_000_000, 60.0));
    assert_eq!(
        (&posts[0].hashtags[..], links(&posts[0])),
        (&["votos".to_owned(), "ahora".to_owned()][..], vec!["https://news.example/votos"])
    );
    assert_eq!(
        (posts[0].repost_of.as_deref(), &posts[0].mentions[..]),
        (Some("1199999999999999999"), &["502".to_owned()][..])
    );
    assert_eq!(
        (posts[0].account.bio.as_deref(), posts[0].language.as_ref().unwrap().tag.as_str()),
        (Some("tests"), "es")
    );
    assert_eq!(posts[1].metrics.len(), 0);
    let posts = posts_of("fivethirtyeight.csv");
    assert_eq!(
        (id(&posts[0]), account(&posts[0]), at(&posts[0])),
        ("914580356430536707", "905874659358453760", (1_506_887_880_000_000, 60.0))
    );
    assert_eq!(
        (posts[0].account.n_followers, links(&posts[0])),
        (Some(9636), vec!["https://twitter.com/account_m/status/1/video/1"])
    );
    // Both ids of the second row are lost; its handle stands in for the account.
    assert_eq!((posts[1].content_id.as_deref(), account(&posts[1])), (None, "account_n"));
    assert_eq!(posts[1].language.as_ref().unwrap().tag, "ru");
}

#[test]
fn telegram() {
    let posts = posts_of("telegram_desktop.json");
    assert_eq!(
        (posts.len(), id(&posts[0]), account(&posts[0]), at(&posts[0])),
        (2, "1001/2", "channel1001", (TEN, 1.0))
    );
    assert_eq!(text(&posts[0]), "Read this #Count @Channel_B https://bit.ly/zz");
    assert_eq!(links(&posts[0]), ["https://news.example/a", "https://bit.ly/zz"]);
    assert!(posts[0].links[1].unresolved_shortener && posts[0].marks.contains(&Mark::Edited));
    assert_eq!(
        (&posts[0].mentions[..], &posts[0].hashtags[..]),
        (&["channel_b".to_owned()][..], &["count".to_owned()][..])
    );
    assert_eq!(posts[0].media[0].key.as_deref(), Some("photos/photo_1.jpg"));
    assert_eq!(
        (extra(&posts[0])["forwarded_from"].as_str(), extra(&posts[0])["chat"]["type"].as_str()),
        (Some("Channel B"), Some("public_channel"))
    );
    assert_eq!(posts[1].reply_to.as_deref(), Some("1001/2"));
    let all = posts_of("telegram_desktop_account.json");
    assert_eq!((all.len(), id(&all[2]), account(&all[2])), (3, "1003/2", "user55"));
    assert_eq!(all[0].content_id, posts[0].content_id);
    let posts = posts_of("telethon.ndjson");
    assert_eq!((posts.len(), id(&posts[0]), account(&posts[0]), at(&posts[0])), (2, "2001/40", "2001", (TEN, 1.0)));
    assert_eq!(links(&posts[0]), ["https://other.example/b", "https://news.example/a"]);
    assert_eq!((posts[0].repost_of.as_deref(), posts[0].metrics["reposts"]), (Some("2002/9"), 2));
    assert_eq!((account(&posts[1]), posts[1].reply_to.as_deref()), ("66", Some("2001/40")));
    assert_eq!((links(&posts[1]), &posts[1].hashtags[..]), (vec!["https://news.example/c"], &["count".to_owned()][..]));
}

#[test]
fn meta() {
    let posts = posts_of("crowdtangle_facebook.csv");
    assert_eq!(
        (account(&posts[0]), id(&posts[0])),
        ("100000000000001", "https://www.facebook.com/100000000000001/posts/1")
    );
    assert_eq!(at(&posts[0]), (1_614_618_034_000_000, 1.0));
    assert_eq!((links(&posts[0]), posts[0].metrics["interactions"]), (vec!["https://news.example/a"], 1234));
    assert_eq!((text(&posts[0]), posts[0].account.n_followers), ("a message\r\nin two lines #Count", Some(110)));
    assert_eq!((posts[1].links.len(), posts[1].media[0].kind.as_deref()), (0, Some("photo")));
    let posts = posts_of("crowdtangle_instagram.csv");
    assert_eq!(
        (account(&posts[0]), posts[0].account.name.as_deref(), &posts[0].hashtags[..]),
        ("account_g", Some("Account G"), &["count".to_owned()][..])
    );
    assert_eq!(at(&posts[1]), (1_622_563_234_000_000, 1.0));
    let posts = posts_of("meta_content_library.json");
    assert_eq!(
        (posts.len(), id(&posts[0]), account(&posts[0]), at(&posts[0])),
        (2, "122000000000001", "100000000000001", (TEN, 1.0))
    );
    assert_eq!(
        (links(&posts[0]), posts[0].repost_of.as_deref()),
        (vec!["https://news.example/a"], Some("121000000000001"))
    );
    assert_eq!(
        (posts[0].metrics["views"], posts[0].media[0].key.as_deref(), posts[0].platform.as_deref()),
        (400, Some("m1"), Some("facebook"))
    );
    let table = posts_of("meta_content_library.csv");
    assert_eq!(
        (account(&table[0]), table[0].metrics["views"], links(&table[0])),
        ("100000000000001", 400, vec!["https://news.example/a"])
    );
}

#[test]
fn tiktok_and_youtube() {
    let posts = posts_of("tiktok_research.json");
    assert_eq!((id(&posts[0]), account(&posts[0]), at(&posts[0])), ("7320000000000000001", "account.e", (TEN, 1.0)));
    assert_eq!(
        (&posts[0].hashtags[..], &posts[0].mentions[..]),
        (&["count".to_owned(), "vote".to_owned()][..], &["account.f".to_owned()][..])
    );
    assert_eq!((posts[1].text.as_deref(), posts[1].media.len(), posts[1].metrics["views"]), (None, 0, 0));
    assert_eq!(extra(&posts[0])["voice_to_text"], "words");
    let posts = posts_of("youtube_videos.csv");
    assert_eq!((id(&posts[0]), account(&posts[0]), at(&posts[0])), ("vid00000001", "UCtest1", (TEN, 1.0)));
    assert_eq!(text(&posts[0]), "He said \"count\"\nwatch https://news.example/a #Count");
    assert_eq!((links(&posts[0]), posts[0].metrics["views"]), (vec!["https://news.example/a"], 100));
    let posts = posts_of("youtube_comments.csv");
    assert_eq!(
        (account(&posts[0]), text(&posts[0]), links(&posts[0])),
        ("UCpersonA", "a \"quoted\" word, link", vec!["https://news.example/a"])
    );
    assert_eq!((posts[0].reply_to.as_deref(), posts[1].reply_to.as_deref()), (None, Some("UgyA")));
}

#[test]
fn bluesky_and_mastodon() {
    let posts = posts_of("bluesky_jetstream.jsonl");
    assert_eq!(
        (posts.len(), id(&posts[0]), account(&posts[0])),
        (2, "at://did:plc:test1/app.bsky.feed.post/3k1", "did:plc:test1")
    );
    assert_eq!((at(&posts[0]), links(&posts[0])), ((TEN + 123_000, 0.001), vec!["https://news.example/a"]));
    assert_eq!(
        (&posts[0].mentions[..], posts[0].media[0].key.as_deref()),
        (&["did:plc:test9".to_owned()][..], Some("bafyimage1"))
    );
    assert_eq!(posts[0].reply_to.as_deref(), Some("at://did:plc:test9/app.bsky.feed.post/3k0"));
    assert_eq!(posts[1].repost_of, posts[0].content_id);
    assert_eq!(extra(&posts[0])["time_us"], 1_709_287_200_000_001_i64);
    let posts = posts_of("mastodon.json");
    assert_eq!((account(&posts[0]), text(&posts[0])), ("https://social.example/users/a", "Wählen! news #Wahl"));
    assert_eq!((links(&posts[0]), &posts[0].hashtags[..]), (vec!["https://news.example/a"], &["wahl".to_owned()][..]));
    assert_eq!(
        (&posts[0].mentions[..], posts[0].account.bio.as_deref()),
        (&["b@other.example".to_owned()][..], Some("about a"))
    );
    assert_eq!(
        (posts[0].reply_to.as_deref(), posts[0].marks.contains(&Mark::Edited)),
        (Some("111000000000000001"), true)
    );
    assert_eq!(
        (posts[1].repost_of.as_deref(), links(&posts[1])),
        (posts[0].content_id.as_deref(), vec!["https://news.example/a"])
    );
}

#[test]
fn web_and_tables() {
    let posts = posts_of("reddit.csv");
    assert_eq!((posts.len(), id(&posts[0]), account(&posts[0]), at(&posts[0])), (3, "abc01", "person_a", (TEN, 0.1)));
    assert_eq!(
        (text(&posts[0]), posts[1].reply_to.as_deref(), posts[0].metrics["score"]),
        ("Count\nsee https://news.example/a", Some("abc01"), 3)
    );
    assert_eq!((posts[2].text.as_deref(), posts[2].marks.contains(&Mark::Deleted)), (None, true));
    let posts = posts_of("wordpress.json");
    assert_eq!(
        (id(&posts[0]), account(&posts[0]), at(&posts[0])),
        ("https://www.site.example/count/", "site.example/author/3", (TEN, 1.0))
    );
    assert_eq!(
        (text(&posts[0]), links(&posts[0])),
        ("Count “now”\nFirst.\nSecond source.", vec!["https://news.example/a"])
    );
    assert!(posts[0].marks.contains(&Mark::Edited) && !posts[1].marks.contains(&Mark::Edited));
    assert_eq!(account(&posts[1]), "site.example");
    let posts = posts_of("feed.xml");
    assert_eq!((id(&posts[0]), account(&posts[0]), at(&posts[0])), ("site-1", "site.example", (TEN, 1.0)));
    assert_eq!((text(&posts[0]), links(&posts[0])), ("Eins & zwei\nLang &big; hier", vec!["https://news.example/a"]));
    assert_eq!(
        (&posts[0].hashtags[..], posts[0].account.name.as_deref()),
        (&["wahl".to_owned(), "land".to_owned()][..], Some("Redaktion"))
    );
    assert_eq!(
        (id(&posts[1]), text(&posts[1]), posts[1].language.as_ref().unwrap().tag.as_str()),
        ("https://www.site.example/drei", "Drei &big;\nText", "de")
    );
    let posts = posts_of("feed_atom.xml");
    assert_eq!(
        (id(&posts[0]), account(&posts[0]), at(&posts[0])),
        ("tag:blog.example,2024:1", "blog.example", (TEN, 1.0))
    );
    assert_eq!(
        (text(&posts[0]), links(&posts[0]), posts[0].account.name.as_deref()),
        ("One\nBody x", vec!["https://news.example/a"], Some("Writer"))
    );
    let posts = posts_of("pravda.csv");
    assert_eq!(
        (account(&posts[0]), at(&posts[0]).0, links(&posts[0])),
        ("pravda-test.example", TEN - 3 * 3_600_000_000, vec!["https://t.me/channel_a/17"])
    );
    let posts = posts_of("qut_toolkit.csv");
    assert_eq!((id(&posts[1]), account(&posts[1]), posts[1].repost_of.as_deref()), ("2", "1", Some("1")));
    assert_eq!(
        (at(&posts[0]), links(&posts[1]).len(), posts[2].reply_to.as_deref()),
        ((1_606_451_170_518_101, 1e-6), 2, Some("2"))
    );
    let posts = posts_of("coortweet.csv");
    assert_eq!(
        (account(&posts[0]), links(&posts[0]), &posts[1].hashtags[..]),
        ("a1", vec!["https://news.example/a"], &["count".to_owned()][..])
    );
    assert_eq!(posts[2].objects, [(ObjectKind::Object, "o77".to_owned())]);
    assert_eq!(posts[2].extra, None);
}

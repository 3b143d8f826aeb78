//! Samples that the tools' own projects publish. They are not part of the repository.

use std::path::{Path, PathBuf};

use daylight_ingest::exports::{ExportOptions, ExportReport, Mark, Post, Record, read_export};

use crate::support::posts;

fn sample(test: &str, name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/formats").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {test}: no ../shared/data/formats/{name}");
    None
}

fn read(path: &Path, options: &ExportOptions) -> (Vec<Post>, Vec<Record>, ExportReport) {
    let mut records = Vec::new();
    let report = read_export(path, options, &mut |r| records.push(r)).unwrap();
    assert_eq!(report.n_read, report.n_kept + report.n_rejected);
    (posts(&records), records, report)
}

#[test]
fn jetstream_of_152_events() {
    let Some(path) = sample("jetstream_of_152_events", "bluesky_jetstream_v1.jsonl") else { return };
    let (posts, _, report) = read(&path, &ExportOptions::default());
    assert_eq!((report.format, report.n_rejected), ("bluesky_jetstream", 0));
    let n_reposts = posts.iter().filter(|p| p.repost_of.is_some()).count();
    assert_eq!(report.n_kept + report.n_notes.values().sum::<u64>(), 152);
    assert_eq!((posts.len() - n_reposts, n_reposts), (17, 15));
    assert!(posts.iter().any(|p| p.links.iter().any(|l| l.domain.as_deref() == Some("youtube.com"))));
}

#[test]
fn twarc_flat_and_whole_responses_give_the_same_posts() {
    let name = "twarc_flat_and_whole_responses_give_the_same_posts";
    let Some(flat) = sample(name, "x_api_v2_twarc/flat.jsonl") else { return };
    let Some(whole) = sample(name, "x_api_v2_twarc/noflat.jsonl") else { return };
    let (flat, _, flat_report) = read(&flat, &ExportOptions::default());
    let (whole, _, whole_report) = read(&whole, &ExportOptions::default());
    assert_eq!((flat_report.n_kept, flat_report.n_rejected), (100, 0));
    assert_eq!((whole_report.n_kept, whole_report.n_rejected), (100, 0));
    for (a, b) in flat.iter().zip(&whole) {
        assert_eq!(a.content_id, b.content_id);
        assert_eq!(a.account, b.account);
        assert_eq!((&a.time, &a.text, &a.links, &a.hashtags), (&b.time, &b.text, &b.links, &b.hashtags));
        assert_eq!((&a.repost_of, &a.reply_to, &a.quote_of), (&b.repost_of, &b.reply_to, &b.quote_of));
        assert_eq!((&a.metrics, &a.mentions), (&b.metrics, &b.mentions));
    }
    assert!(whole.iter().all(|p| p.account.handle.is_some() && p.account.n_followers.is_some()));
    // A repost is cut in its own record; the original stands elsewhere in the file.
    let full = whole.iter().find(|p| p.content_id.as_deref() == Some("1380242611781386245")).unwrap();
    assert!(full.text.as_deref().unwrap().ends_with("hace sentir su regreso."), "{:?}", full.text);
}

#[test]
fn twarc_edits_errors_streams_and_compliance() {
    let name = "twarc_edits_errors_streams_and_compliance";
    let Some(edited) = sample(name, "x_api_v2_twarc/edited.jsonl") else { return };
    let (posts, _, report) = read(&edited, &ExportOptions::default());
    assert!(posts[0].marks.contains(&Mark::Edited));
    assert_eq!(report.n_notes["included_post"], 2);
    let included = ExportOptions { included_posts: true, ..ExportOptions::default() };
    let (posts, _, _) = read(&edited, &included);
    assert_eq!(posts.iter().filter(|p| p.marks.contains(&Mark::Included)).count(), 2);
    for (file, n_kept, n_rejected) in [
        ("tweets_compliance.jsonl", 0, 0),
        ("streaming_output_with_error.jsonl", 7, 1),
        ("geo_tweets.jsonl", 2, 0),
        ("many_urls.jsonl", 1, 0),
        ("mentions_tweet.jsonl", 1, 0),
        ("two_tweets.jsonl", 1, 0),
    ] {
        let Some(path) = sample(name, &format!("x_api_v2_twarc/{file}")) else { return };
        let (_, _, report) = read(&path, &ExportOptions::default());
        println!("{file}: {report:?}");
        assert_eq!((report.n_kept, report.n_rejected), (n_kept, n_rejected), "{file}");
    }
}

#[test]
fn toolkit_and_wordpress_samples() {
    let name = "toolkit_and_wordpress_samples";
    let Some(path) = sample(name, "qut_coordination_toolkit_sample.csv") else { return };
    let (posts, _, report) = read(&path, &ExportOptions::default());
    assert_eq!((report.format, report.n_kept, report.n_rejected), ("qut_toolkit", 100, 0));
    assert_eq!(posts[1].links.len(), 2);
    let Some(path) = sample(name, "wordpress_rest_posts.json") else { return };
    let (posts, _, report) = read(&path, &ExportOptions::default());
    assert_eq!((report.format, report.n_rejected), ("wordpress", 0));
    assert_eq!(posts[0].text.as_deref(), Some("An Example Post\nThis is an example post.\nIt has two paragraphs"));
    assert_eq!(posts[0].account.id.as_deref(), Some("example.org/author/1"));
}

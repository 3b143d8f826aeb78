//! Shared by the tests of exports.

use std::path::{Path, PathBuf};

use daylight_ingest::IngestError;
use daylight_ingest::exports::{ExportOptions, ExportReport, Post, Record, read_export_from};

/// Files of `testdata/exports`, each with the format that claims it; the first of a format is its fixture.
pub const FIXTURES: [(&str, &str); 37] = [
    ("x_api.jsonl", "x_api"),
    ("zeeschuimer.ndjson", "zeeschuimer"),
    ("fourcat_twitter.csv", "fourcat_twitter"),
    ("fourcat_telegram.csv", "fourcat_telegram"),
    ("fourcat_tiktok.csv", "fourcat_tiktok"),
    ("fourcat_bsky.csv", "fourcat_bsky"),
    ("fourcat_truth.csv", "fourcat_truth"),
    ("fourcat_facebook.csv", "fourcat_facebook"),
    ("fourcat_gab.csv", "fourcat_gab"),
    ("fourcat_vk.csv", "fourcat_vk"),
    ("fourcat_instagram.csv", "fourcat_instagram"),
    ("fourcat_threads.csv", "fourcat_threads"),
    ("fourcat_tumblr.csv", "fourcat_tumblr"),
    ("fourcat_linkedin.csv", "fourcat_linkedin"),
    ("junkipedia.json", "junkipedia"),
    ("fourcat_custom.csv", "fourcat_custom"),
    ("x_io_archive.csv", "x_io_archive"),
    ("fivethirtyeight.csv", "fivethirtyeight"),
    ("telegram_desktop.json", "telegram_desktop"),
    ("telegram_desktop_account.json", "telegram_desktop"),
    ("telethon.ndjson", "telethon"),
    ("crowdtangle_facebook.csv", "crowdtangle_facebook"),
    ("crowdtangle_instagram.csv", "crowdtangle_instagram"),
    ("meta_content_library.json", "meta_content_library"),
    ("meta_content_library.csv", "meta_content_library"),
    ("tiktok_research.json", "tiktok_research"),
    ("bluesky_jetstream.jsonl", "bluesky_jetstream"),
    ("mastodon.json", "mastodon"),
    ("youtube_videos.csv", "youtube_videos"),
    ("youtube_comments.csv", "youtube_comments"),
    ("reddit.csv", "reddit"),
    ("wordpress.json", "wordpress"),
    ("feed.xml", "feed"),
    ("feed_atom.xml", "feed"),
    ("pravda.csv", "pravda"),
    ("qut_toolkit.csv", "qut_toolkit"),
    ("coortweet.csv", "coortweet"),
];

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/exports")
}

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap()
}

/// Reads bytes; checks what must hold of every reading.
pub fn read(bytes: &[u8], options: &ExportOptions) -> Result<(Vec<Record>, ExportReport), IngestError> {
    let mut records = Vec::new();
    let report = read_export_from(Path::new("test"), bytes, options, &mut |record| records.push(record))?;
    let n_posts = records.iter().filter(|r| matches!(r, Record::Post(_))).count() as u64;
    let n_problems = records.iter().filter(|r| matches!(r, Record::Problem(_))).count() as u64;
    assert_eq!(report.n_read, report.n_kept + report.n_rejected);
    assert_eq!((report.n_kept, report.n_rejected), (n_posts, n_problems));
    Ok((records, report))
}

/// Reads as one format, without recognizing it.
pub fn read_as(format: &str, bytes: &[u8]) -> Result<(Vec<Record>, ExportReport), IngestError> {
    let options =
        ExportOptions { format: Some(format.to_owned()), no_language_detection: true, ..ExportOptions::default() };
    read(bytes, &options)
}

pub fn posts(records: &[Record]) -> Vec<Post> {
    let posts = records.iter().filter_map(|r| match r {
        Record::Post(post) => Some(post.as_ref().clone()),
        _ => None,
    });
    posts.collect()
}

/// The posts of a fixture; none of its records is rejected unless said so.
pub fn posts_of(name: &str) -> Vec<Post> {
    posts(&read(&fixture(name), &ExportOptions::default()).unwrap().0)
}

/// Where the figures of `make reliability` go; then the full sizes are asked for.
pub fn full() -> Option<PathBuf> {
    std::env::var_os("DAYLIGHT_RELIABILITY").map(Into::into)
}

/// Adds a line of figures to one of its tables, and prints it.
pub fn figure(table: &str, cells: &[&dyn std::fmt::Display]) {
    use std::io::Write;
    let line = cells.iter().map(ToString::to_string).collect::<Vec<_>>().join("\t");
    println!("{table}: {line}");
    if let Some(dir) = full() {
        let mut file = std::fs::File::options().create(true).append(true).open(dir.join(table)).unwrap();
        file.write_all(format!("{line}\n").as_bytes()).unwrap();
    }
}

//! Published tables are read without options.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "tests"
)]

mod common;

use common::{check, read, shared};
use daylight_core::{Dataset, ObjectKind};
use daylight_ingest::ReadOptions;

fn load(test: &str, name: &str) -> Option<Dataset> {
    let path = shared(name);
    if !path.exists() {
        println!("skipped: {test}: no ../shared/data");
        return None;
    }
    let data = read(&path, &ReadOptions::default()).unwrap();
    check(&data);
    Some(data)
}

fn kinds(data: &Dataset) -> Vec<&str> {
    data.layers.iter().map(|l| l.kind.name()).collect()
}

#[test]
fn german_elections_has_four_layers_and_two_platforms() {
    let Some(data) = load("german_elections", "coortweet/german_elections.csv.gz") else { return };
    assert_eq!(kinds(&data), ["url", "domain", "hashtag", "image"]);
    assert_eq!(data.platforms, ["facebook", "twitter"]);
    assert_eq!(data.intake.rejected, 0);
    assert!(data.sources[0].columns.iter().any(|c| c.role == "platform" && c.reason.contains("fb_")));
    assert!(data.layers.iter().all(|l| l.objects.iter().all(|o| !o.is_empty())));
}

#[test]
fn russian_tweets_have_objects_of_unknown_kind() {
    let Some(data) = load("russian", "coortweet/russian_coord_tweets.csv.gz") else { return };
    assert_eq!(kinds(&data), ["object"]);
    assert_eq!(data.layers[0].object.len(), data.posts.len());
}

#[test]
fn golden_inputs_are_complete() {
    for (name, rows) in [
        ("golden/input_ger_url.csv.gz", None),
        ("golden/input_ger_phash.csv.gz", None),
        ("golden/input_russian.csv.gz", Some(35_125)),
    ] {
        let Some(data) = load("golden", name) else { return };
        assert_eq!(data.intake.rejected, 0, "{name}");
        assert_eq!(data.layers[0].kind, ObjectKind::Object);
        if let Some(rows) = rows {
            assert_eq!(data.intake.read, rows, "{name}");
        }
    }
}

#[test]
fn the_toolkits_table_has_reposts_and_lists_of_links() {
    let Some(data) = load("toolkit", "formats/qut_coordination_toolkit_sample.csv") else { return };
    assert_eq!(kinds(&data), ["url", "domain", "repost_of", "reply_to"]);
    assert!(data.posts.text.is_some());
    assert!(data.account_names.is_some());
    assert!(data.layers[0].objects.iter().all(|u| u.starts_with("http://example.com/")));
}

#[test]
fn anonymized_events_have_hashed_objects() {
    let Some(data) = load("ira", "ira_events_sample") else { return };
    assert_eq!(kinds(&data), ["url", "hashtag", "text"]);
    assert_eq!(data.intake.kept, 50_199);
    assert!(data.sources[0].notes.iter().any(|n| n.contains("UTC")));
}

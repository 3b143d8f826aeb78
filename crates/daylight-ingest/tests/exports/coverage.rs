//! What each format fills, as a table that stands in the documents.

use std::collections::BTreeSet;
use std::path::Path;

use daylight_ingest::exports::{EXPORT_FORMATS, Post};

use crate::support::{FIXTURES, posts_of};

type Has = fn(&Post) -> bool;

const FIELDS: [(&str, Has); 23] = [
    ("platform", |p| p.platform.is_some()),
    ("account id", |p| p.account.id.is_some() && !p.marks.iter().any(|m| m.name() == "handle_as_id")),
    ("handle", |p| p.account.handle.is_some()),
    ("name", |p| p.account.name.is_some()),
    ("bio", |p| p.account.bio.is_some()),
    ("created", |p| p.account.created_us.is_some()),
    ("followers", |p| p.account.n_followers.is_some()),
    ("content id", |p| p.content_id.is_some()),
    ("time", |p| p.time.is_some()),
    ("text", |p| p.text.is_some()),
    ("language", |p| p.language.as_ref().is_some_and(|l| l.lang_source() == "export")),
    ("links", |p| !p.links.is_empty()),
    ("hashtags", |p| !p.hashtags.is_empty()),
    ("mentions", |p| !p.mentions.is_empty()),
    ("repost of", |p| p.repost_of.is_some()),
    ("reply to", |p| p.reply_to.is_some()),
    ("quote of", |p| p.quote_of.is_some()),
    ("media", |p| !p.media.is_empty()),
    ("media hash", |p| p.media.iter().any(|m| m.hash.is_some())),
    ("metrics", |p| !p.metrics.is_empty()),
    ("other objects", |p| !p.objects.is_empty()),
    ("marks", |p| p.marks.iter().any(|m| m.name() != "handle_as_id")),
    ("place", |p| p.origin.record > 0),
];

/// All posts of the fixtures of one format.
fn posts_of_format(name: &str) -> Vec<Post> {
    FIXTURES.iter().filter(|(_, format)| *format == name).flat_map(|(file, _)| posts_of(file)).collect()
}

/// Finest and coarsest time, in words.
fn fineness(posts: &[Post]) -> String {
    let mut all: Vec<f64> = posts.iter().filter_map(|p| p.time.as_ref()).map(|t| t.resolution_secs).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    let word = |secs: &f64| match *secs {
        s if s >= 86_400.0 => "day".to_owned(),
        s if s >= 60.0 => "minute".to_owned(),
        s if s >= 1.0 => "second".to_owned(),
        s if s >= 1e-3 => "millisecond".to_owned(),
        _ => "microsecond".to_owned(),
    };
    let words: Vec<String> = all.iter().map(word).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

/// Names at the top of what no field holds.
fn left_over(posts: &[Post]) -> BTreeSet<String> {
    let extras = posts.iter().filter_map(|p| p.extra.as_deref());
    let objects = extras.filter_map(|e| serde_json::from_str::<serde_json::Value>(e).ok());
    let keys = objects.filter_map(|v| Some(v.as_object()?.keys().cloned().collect::<Vec<_>>()));
    keys.flatten().filter(|k| k != "damaged_ids").collect()
}

fn document() -> String {
    let mut out = String::from(
        "# What each format fills\n\n\
         Generated from the fixtures in `testdata/exports` by the test `coverage` of `daylight-ingest`, which fails when this page is not current (`UPDATE_DOCS=1 cargo test -p daylight-ingest --test exports coverage` writes it again). `x`: filled where the export has it. Empty: the export does not have it, or only in a form that is kept as it is (see the second table).\n\n\
         Language is marked where the export declares it; elsewhere it is detected from the text. Handle without account id: the handle stands in and the post is marked `handle_as_id`. Tables read by a mapping fill what the mapping names.\n\n",
    );
    let names: Vec<&str> = EXPORT_FORMATS.iter().map(|f| f.name()).collect();
    for part in [&FIELDS[..12], &FIELDS[12..]] {
        let head: Vec<&str> = part.iter().map(|(field, _)| *field).collect();
        out += &format!("| format | {} |\n| --- |{}\n", head.join(" | "), " --- |".repeat(part.len()));
        for name in &names {
            let posts = posts_of_format(name);
            let cells: Vec<&str> = part.iter().map(|(_, has)| if posts.iter().any(has) { "x" } else { "" }).collect();
            out += &format!("| `{name}` | {} |\n", cells.join(" | "));
        }
        out.push('\n');
    }
    out += "## Fineness of times, and what no field holds\n\n\
            Fields in the last column are kept with the post under `extra` as the export has them when posts are read alone. In a case they stay in the original, where file, record and byte lead to them, because they may name people.\n\n\
            | format | times to the | kept in the original alone |\n| --- | --- | --- |\n";
    for name in &names {
        let posts = posts_of_format(name);
        let rest: Vec<String> = left_over(&posts).into_iter().map(|k| format!("`{k}`")).collect();
        out += &format!("| `{name}` | {} | {} |\n", fineness(&posts), rest.join(", "));
    }
    out
}

#[test]
fn coverage_page_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/import-fields.md");
    let document = document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &document).unwrap();
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(page == document, "docs/reference/import-fields.md is not current; set UPDATE_DOCS=1 and run this test");
}

#[test]
fn every_format_fills_what_every_post_needs() {
    for format in EXPORT_FORMATS {
        let posts = posts_of_format(format.name());
        for (field, has) in FIELDS.iter().filter(|(field, _)| ["content id", "place"].contains(field)) {
            assert!(posts.iter().any(has), "{} has no {field}", format.name());
        }
        let who = |p: &Post| p.account.id.is_some() || p.account.handle.is_some();
        assert!(posts.iter().any(who), "{}", format.name());
    }
}

//! The API as a browser meets it: whole requests against the whole router.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod casework;
mod guard;
mod search;
mod support;

use support::{World, get, post};

#[test]
fn the_committed_description_is_that_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(
        committed == daylight_server::openapi_json(),
        "docs/reference/openapi.json differs; write it again with `daylight serve --print-openapi`"
    );
}

#[tokio::test]
async fn the_case_says_what_it_holds() {
    let world = World::new();
    let case = world.ok(get("/api/v1/case")).await;
    assert_eq!((case["name"].as_str(), case["n_originals"].as_u64()), (Some("test"), Some(1)));
    assert_eq!(case["index"]["n_posts_expected"], 60);
    assert_eq!(case["runs"], serde_json::json!([]));
    let overview = world.ok(get("/api/v1/overview")).await;
    assert_eq!((&overview["run"], &overview["findings"]), (&serde_json::Value::Null, &serde_json::json!([])));
    assert_eq!(world.status(get("/api/v1/overview?run=nothing")).await, 404);
    assert_eq!(world.status(get("/api/v1/runs/latest/network")).await, 404);
}

#[tokio::test]
async fn sources_name_formats_counts_and_problems() {
    let world = World::new();
    let sources = world.ok(get("/api/v1/sources")).await;
    let import = &sources["originals"][0]["imports"][0];
    assert_eq!((sources["kept"].as_u64(), import["rejected"].as_u64()), (Some(60), Some(1)));
    assert!(sources["originals"][0]["name"].is_null(), "the name is sealed");
    assert!(sources["formats"].as_array().unwrap().len() > 10);
    let id = import["id"].as_str().unwrap();
    let problems = world.ok(get(&format!("/api/v1/sources/{id}/problems"))).await;
    assert_eq!((problems["total"].as_u64(), &problems["items"][0]["lines"]), (Some(1), &serde_json::json!([61])));
    assert_eq!(world.status(get("/api/v1/sources/nothing/problems")).await, 404);
    let coverage = world.ok(get("/api/v1/coverage?bins=10")).await;
    assert_eq!(coverage["platforms"][0]["n_posts"], 60);
}

#[tokio::test]
async fn a_file_is_taken_aside_and_looked_at() {
    let world = World::new();
    let table = "account,time,text,url\na1,2024-05-01T10:00:00Z,hello,https://e.example/1\n";
    let sent = world.send(post("/api/v1/uploads?name=..%2F..%2Fposts.csv", table)).await;
    assert_eq!(sent.0, 201, "{}", sent.1);
    let upload: serde_json::Value = serde_json::from_str(&sent.1).unwrap();
    assert_eq!((upload["name"].as_str(), upload["bytes"].as_u64()), (Some("posts.csv"), Some(table.len() as u64)));
    assert!(upload["columns"].as_array().unwrap().iter().any(|c| c["role"] == "account"), "{upload}");
    assert!(!world.dir().parent().unwrap().join("posts.csv").exists());
    let listed = world.ok(get("/api/v1/uploads")).await;
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let id = upload["id"].as_str().unwrap();
    assert_eq!(world.status(post(&format!("/api/v1/uploads/{id}/discard"), "")).await, 204);
    assert_eq!(world.status(post(&format!("/api/v1/uploads/{id}/discard"), "")).await, 404);
    assert_eq!(world.ok(get("/api/v1/uploads")).await, serde_json::json!([]));
    assert_eq!(world.status(post("/api/v1/imports", r#"{"uploads":["nothing"]}"#)).await, 404);
    assert_eq!(world.status(post("/api/v1/imports", r#"{"uploads":[]}"#)).await, 400);
    let large = world.send(post("/api/v1/uploads?name=large.csv", &"x".repeat(support::MAX_UPLOAD + 1))).await;
    assert!(large.0 == 413 && large.1.contains("too_large"), "{large:?}");
    assert_eq!(world.ok(get("/api/v1/uploads")).await, serde_json::json!([]));
    let left: Vec<_> = std::fs::read_dir(world.dir().join("uploads")).unwrap().collect();
    assert!(left.is_empty(), "nothing is left of a file that was refused");
}

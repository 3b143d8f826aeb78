//! Records, pins, the report and what leaves.

use serde_json::{Value, json};

use crate::support::{IN_CLEAR, World, get, post};

async fn source(world: &World) -> Value {
    let draft = json!({"type": "source", "alias": "desk", "fields": {"kind": "analyst", "name": "Example desk"}});
    world.ok(post("/api/v1/records", &draft.to_string())).await
}

#[tokio::test]
async fn records_are_written_with_the_rules_of_the_command_line() {
    let world = World::new();
    let shapes = world.ok(get("/api/v1/shapes")).await;
    assert_eq!((shapes["types"].as_array().unwrap().len(), shapes["markings"][0].as_str()), (13, Some("clear")));
    let saved = source(&world).await;
    let id = saved["record"]["id"].as_str().unwrap();
    let (status, refused) =
        world.send(post("/api/v1/records", &json!({"type": "capture", "fields": {}}).to_string())).await;
    let refused: Value = serde_json::from_str(&refused).unwrap();
    assert_eq!((status, refused["code"].as_str()), (422, Some("refused")));
    assert!(refused["refusals"].as_array().unwrap().iter().all(|r| r["code"].as_str().unwrap().starts_with('E')));
    let edit =
        json!({"fields": {"name": "Another desk"}, "from_version": 1, "change_note": "a better name"}).to_string();
    let edited = world.ok(post("/api/v1/records/@desk/edit", &edit)).await;
    assert_eq!(edited["record"]["version"], 2);
    let (status, stale) = world.send(post(&format!("/api/v1/records/{id}/edit"), &edit)).await;
    assert!(status == 422 && stale.contains("E004"), "{status} {stale}");
    let detail = world.ok(get(&format!("/api/v1/records/{id}"))).await;
    assert_eq!(
        (detail["history"].as_array().unwrap().len(), detail["record"]["title"].as_str()),
        (2, Some("Another desk"))
    );
    let found = world.ok(get("/api/v1/records?q=another&type=source,judgment")).await;
    assert_eq!(found["total"], 1);
    let withdrawn = world.ok(post(&format!("/api/v1/records/{id}/withdraw"), r#"{"why":"a mistake"}"#)).await;
    assert_eq!(withdrawn["record"]["status"], "withdrawn");
    assert!(world.ok(get("/api/v1/matrix?tlp=green")).await["matrix"].is_object());
}

#[tokio::test]
async fn a_pin_carries_what_proves_it_and_a_report_what_may_leave() {
    let world = World::new();
    let found = world.ok(get("/api/v1/posts?q=%22number%207%22")).await;
    let order = json!({"kind": "post", "target": found["items"][0]["id"], "query": "q=number", "note": "look", "tags": ["b", "a", "a"]});
    let pin = world.ok(post("/api/v1/pins", &order.to_string())).await;
    assert_eq!((pin["author"].as_str(), pin["original_record"].as_u64()), (Some("tester"), Some(8)));
    assert_eq!((pin["original_sha256"].as_str().unwrap().len(), &pin["tags"]), (64, &json!(["a", "b"])));
    let id = pin["id"].as_str().unwrap();
    let changed = world.ok(post(&format!("/api/v1/pins/{id}"), r#"{"note":"changed"}"#)).await;
    assert_eq!(
        (changed["note"].as_str(), changed["content_sha256"].as_str()),
        (Some("changed"), pin["content_sha256"].as_str())
    );
    let draft = json!({"title": "What we saw <b>", "tlp": "green", "blocks": [
        {"kind": "judgment", "text": "The sites may well share an owner."},
        {"kind": "pin", "pin": id},
        {"kind": "text", "text": "Only for us.", "tlp": "red"}]});
    let saved = world.ok(post("/api/v1/report", &draft.to_string())).await;
    assert_eq!(saved["version"], 1);
    assert_eq!(world.code(post("/api/v1/report", &draft.to_string())).await, "stale");
    let redaction = world.ok(get("/api/v1/redaction?tlp=green")).await;
    assert_eq!((&redaction["blocks"], redaction["left_out"][0]["block"].as_u64()), (&json!([0, 1]), Some(2)));
    assert!(redaction["lint"].as_array().unwrap().iter().any(|l| l["block"] == 0), "{redaction}");
    let clear = world.ok(get("/api/v1/redaction?tlp=clear")).await;
    assert_eq!(clear["blocks"], json!([]), "a block without a marking has that of the report");
    let made = world.ok(post("/api/v1/exports", r#"{"format":"html","tlp":"green"}"#)).await;
    let (status, page) = world.send(get(&format!("/api/v1/exports/{}", made["id"].as_str().unwrap()))).await;
    assert!(status == 200 && page.contains("TLP:GREEN") && page.contains("Method and limits"), "{page}");
    assert!(
        page.contains("&lt;script&gt;alert(7)") && !page.contains("<script") && page.contains("What we saw &lt;b&gt;")
    );
    assert!(!page.contains(IN_CLEAR) && !page.contains("Only for us") && !page.contains("tester"), "{page}");
    assert!(!page.contains("has changed since"), "{page}");
    world.ok(post(&format!("/api/v1/pins/{id}"), r#"{"dismissed":"a mistake"}"#)).await;
    assert_eq!(world.ok(get("/api/v1/redaction?tlp=green")).await["blocks"], json!([0]));
    assert_eq!(world.status(post(&format!("/api/v1/pins/{id}/remove"), "")).await, 204);
    assert_eq!(world.ok(get("/api/v1/pins")).await["items"], json!([]));
}

#[tokio::test]
async fn records_leave_below_their_marking_and_evidence_on_a_reason() {
    let world = World::new();
    source(&world).await;
    for (format, part) in
        [("stix", "\"type\": \"bundle\""), ("csv", "type,id,version"), ("json", "\"records\""), ("report", "\"pins\"")]
    {
        let order = json!({"format": format, "tlp": "green"}).to_string();
        let made = world.ok(post("/api/v1/exports", &order)).await;
        let (status, text) = world.send(get(&format!("/api/v1/exports/{}", made["id"].as_str().unwrap()))).await;
        assert!(status == 200 && text.contains(part), "{format}: {text}");
        assert!(!text.contains("Example desk"), "{format}: the desk is marked higher: {text}");
    }
    let refused = world.status(post("/api/v1/exports", r#"{"format":"evidence","tlp":"red"}"#)).await;
    assert_eq!(refused, 422, "a bundle wants a reason");
    let order = json!({"format": "evidence", "tlp": "red", "reason": "for the court"}).to_string();
    let made = world.ok(post("/api/v1/exports", &order)).await;
    assert_eq!(made["name"], "evidence.zip");
    assert!(made["bytes"].as_u64().unwrap() > 1000);
    let (status, zip) = world.send(get(&format!("/api/v1/exports/{}", made["id"].as_str().unwrap()))).await;
    assert!(status == 200 && zip.starts_with("PK") && zip.contains("evidence/SHA256SUMS"));
}

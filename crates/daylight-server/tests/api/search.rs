//! Search, posts, dossiers, and what is shown in clear on a reason.

use serde_json::{Value, json};

use crate::support::{IN_CLEAR, START_US, World, get, post};

async fn total(world: &World, query: &str) -> u64 {
    world.ok(get(&format!("/api/v1/posts?{query}"))).await["total"].as_u64().unwrap()
}

#[tokio::test]
async fn posts_are_found_by_words_time_and_facets() {
    let world = World::new();
    assert_eq!(total(&world, "").await, 60);
    assert_eq!(total(&world, "q=BALLOT").await, 60);
    assert_eq!(total(&world, "q=%22number%207%22").await, 1);
    assert_eq!(total(&world, "q=allot").await, 0);
    assert_eq!(total(&world, "domain=news.example").await, 20);
    assert_eq!(total(&world, "hashtag=tag0&domain=news.example").await, 10);
    assert_eq!(total(&world, "hashtag=tag0,tag1").await, 60);
    assert_eq!(total(&world, "platform=nothing").await, 0);
    let to = START_US + 10 * 60_000_000;
    assert_eq!(total(&world, &format!("from_us={START_US}&to_us={to}")).await, 10);
    let facets = world.ok(get("/api/v1/posts/facets?domain=news.example&top=3")).await;
    assert_eq!((facets["total"].as_u64(), facets["accounts"]["n_values"].as_u64()), (Some(20), Some(5)));
    assert_eq!(facets["hashtags"]["items"], json!([{"value": "tag0", "n": 10}, {"value": "tag1", "n": 10}]));
    let sum: u64 = facets["histogram"]["posts"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(sum, 20);
}

#[tokio::test]
async fn pages_follow_each_other() {
    let world = World::new();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = world.ok(get(&format!("/api/v1/posts?sort=oldest&limit=17&cursor={cursor}"))).await;
        seen.extend(page["items"].as_array().unwrap().iter().map(|p| p["time_us"].as_i64().unwrap()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!((seen.len(), seen.is_sorted()), (60, true));
    let newest = world.ok(get("/api/v1/posts?limit=1")).await;
    assert_eq!(newest["items"][0]["time_us"].as_i64(), seen.last().copied());
}

#[tokio::test]
async fn a_post_says_where_it_comes_from_and_its_text_stays_text() {
    let world = World::new();
    let found = world.ok(get("/api/v1/posts?q=%22number%2012%22")).await;
    let id = found["items"][0]["id"].as_str().unwrap();
    let post = world.ok(get(&format!("/api/v1/posts/{id}"))).await;
    let origin = &post["origin"];
    assert_eq!((origin["record"].as_u64(), origin["line"].as_u64()), (Some(13), Some(13)));
    assert_eq!(origin["sha256"].as_str().unwrap().len(), 64);
    let text = post["post"]["text"].as_str().unwrap();
    assert!(text.contains("<script>alert(12)</script>") && text.contains('\u{202e}'), "{text}");
    assert!(text.contains(&format!("@{}", post["post"]["account_label"].as_str().unwrap())), "{text}");
    let other = world.ok(get("/api/v1/posts?q=%22number%2013%22")).await["items"][0]["id"].as_str().unwrap().to_owned();
    let diff = world.ok(get(&format!("/api/v1/diff?a={id}&b={other}"))).await;
    assert_eq!(diff["dt_secs"].as_f64(), Some(60.0));
    let joined: String = diff["stretches"].as_array().unwrap().iter().map(|s| s["a"].as_str().unwrap()).collect();
    assert_eq!(joined, text);
}

fn log_size(world: &World) -> usize {
    let view = daylight_casework::CaseView::open(world.dir()).unwrap();
    view.log().unwrap().checkpoint().size as usize
}

#[tokio::test]
async fn who_is_behind_a_post_is_shown_on_a_reason_that_the_log_keeps() {
    let world = World::new();
    let found = world.ok(get("/api/v1/posts?q=%22number%207%22")).await;
    let (id, account) = (found["items"][0]["id"].as_str().unwrap(), found["items"][0]["account"].as_str().unwrap());
    let before = log_size(&world);
    for body in [json!({"reason": ""}), json!({}), json!({"reason": "x", "more": 1})] {
        let status = world.status(post(&format!("/api/v1/accounts/{account}/reveal"), &body.to_string())).await;
        assert!((400..500).contains(&status), "{body}");
    }
    assert_eq!(log_size(&world), before, "nothing was shown, so nothing was logged");
    let reason = json!({"reason": "to ask for a right of reply", "not_private": "an outlet"}).to_string();
    let raw = world.ok(post(&format!("/api/v1/posts/{id}/raw"), &reason)).await;
    let record: Value = serde_json::from_str(raw["text"].as_str().unwrap()).unwrap();
    assert_eq!((record["n"].as_u64(), record["user"].as_str()), (Some(7), Some(&*format!("{IN_CLEAR}2"))));
    assert_eq!(log_size(&world), before + 1);
    let shown = world.ok(post(&format!("/api/v1/accounts/{}/reveal", &account[..12]), &reason)).await;
    assert_eq!(shown["accounts"][0]["platform_id"].as_str(), Some(&*format!("{IN_CLEAR}2")));
    assert_eq!(log_size(&world), before + 2);
    let dossier = world.ok(get(&format!("/api/v1/entities/account/{account}"))).await;
    assert_eq!(dossier["reveals"].as_array().unwrap().len(), 2);
    assert_eq!(world.code(post("/api/v1/accounts/000000000000/reveal", &reason)).await, "not_found");
}

#[tokio::test]
async fn dossiers_say_how_common_an_indicator_is() {
    let world = World::new();
    let list = world.ok(get("/api/v1/entities?kind=account")).await;
    assert_eq!((list["total"].as_u64(), list["items"][0]["n_posts"].as_u64()), (Some(5), Some(12)));
    let ids: Vec<&str> = list["items"].as_array().unwrap().iter().map(|e| e["id"].as_str().unwrap()).collect();
    let one = world.ok(get(&format!("/api/v1/entities/account/{}", &ids[0][..12]))).await;
    let indicator = one["indicators"].as_array().unwrap().iter().find(|i| i["kind"] == "domain").unwrap();
    assert_eq!(
        (indicator["value"].as_str(), indicator["n_accounts_in_case"].as_u64()),
        (Some("news.example"), Some(5))
    );
    let domain = world.ok(get("/api/v1/entities/domain/news.example")).await;
    assert_eq!((domain["n_posts"].as_u64(), domain["n_accounts"].as_u64()), (Some(20), Some(5)));
    let compared = world.ok(get(&format!("/api/v1/compare?accounts={},{}", ids[0], ids[1]))).await;
    assert_eq!(compared["accounts"].as_array().unwrap().len(), 2);
    assert!(compared["shared"].as_array().unwrap().iter().any(|s| s["value"] == "news.example"));
    assert_eq!(world.status(get("/api/v1/entities/domain/nothing.example")).await, 404);
}

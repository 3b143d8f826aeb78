//! No route answers to anybody else: every route of the description × every way of not belonging here.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::Value;

use crate::support::{IN_CLEAR, PORT, World, get, post};

/// Method and path of every route, parameters filled in.
fn routes() -> Vec<(String, String)> {
    let api: Value = serde_json::from_str(&daylight_server::openapi_json()).unwrap();
    let mut routes = Vec::new();
    for (path, methods) in api["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys().filter(|m| ["get", "post"].contains(&m.as_str())) {
            let mut filled = path.clone();
            for (name, value) in
                [("run", "latest"), ("group", "1"), ("edge", "1"), ("format", "gexf"), ("kind", "account")]
            {
                filled = filled.replace(&format!("{{{name}}}"), value);
            }
            let mut parts: Vec<&str> = filled.split('/').collect();
            for part in parts.iter_mut().filter(|p| p.starts_with('{')) {
                *part = "0000000000000000";
            }
            routes.push((method.to_uppercase(), parts.join("/")));
        }
    }
    assert!(routes.len() > 40, "the description was not read");
    routes
}

fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn no_route_answers_without_the_cookie_or_to_another_page() {
    let world = World::new();
    let (own, wrong) = (format!("127.0.0.1:{PORT}"), "daylight-7878=0000".to_owned());
    let page = format!("http://127.0.0.1:{PORT}");
    let cookie = world.cookie().to_owned();
    for (method, path) in routes() {
        let is_exchange = method == "POST" && path == "/api/v1/session";
        let full =
            [("host", own.as_str()), ("x-daylight", "1"), ("cookie", cookie.as_str()), ("origin", page.as_str())];
        let without = |name: &str| full.iter().copied().filter(|h| h.0 != name).collect::<Vec<_>>();
        let with = |name: &'static str, value: &'static str| {
            let mut headers = without(name);
            headers.push((name, value));
            headers
        };
        let mut cases = vec![
            ("no host", without("host"), 421),
            ("another host", with("host", "daylight.example:7878"), 421),
            ("another port", with("host", "127.0.0.1:1"), 421),
        ];
        if !is_exchange {
            let mut stranger = without("cookie");
            stranger.push(("cookie", wrong.as_str()));
            cases.push(("no cookie", without("cookie"), 401));
            cases.push(("another cookie", stranger, 401));
        }
        if method == "POST" {
            cases.push(("another page", with("origin", "http://evil.example"), 403));
            cases.push(("no page", with("origin", "null"), 403));
            cases.push(("another site", [&full[..], &[("sec-fetch-site", "cross-site")]].concat(), 403));
            cases.push(("no header", without("x-daylight"), 403));
        }
        for (what, headers, expected) in cases {
            let (status, answered, body) = world.bare(request(&method, &path, &headers)).await;
            assert_eq!(status, expected, "{method} {path} with {what}: {body}");
            assert!(body.contains("\"code\""), "{method} {path} with {what}: {body}");
            assert!(!body.contains(world.app.token()) && answered.get(header::SET_COOKIE).is_none());
        }
        let (status, _, body) = world.bare(request(&method, &path, &full)).await;
        assert!(![401, 403, 421].contains(&status) && status < 500, "{method} {path}: {status} {body}");
    }
}

#[tokio::test]
async fn only_the_token_is_exchanged() {
    let world = World::new();
    for token in ["", "x", &world.app.token()[1..], &world.app.token().chars().rev().collect::<String>()] {
        let body = serde_json::json!({ "token": token }).to_string();
        let (status, headers, _) = world.bare(post("/api/v1/session", &body)).await;
        assert!(status == 401 && headers.get(header::SET_COOKIE).is_none(), "{token}: {status}");
    }
    let session = world.ok(get("/api/v1/session")).await;
    assert_eq!((session["actor"].as_str(), session["mode"].as_str()), (Some("tester"), Some("local")));
}

#[tokio::test]
async fn answers_carry_the_headers_of_safety() {
    let world = World::new();
    for path in ["/", "/api/v1/case", "/nothing", "/api/v1/nothing", "/api/nothing"] {
        let mut asked = get(path);
        asked.headers_mut().insert(header::COOKIE, world.cookie().parse().unwrap());
        let (status, headers, _) = world.bare(asked).await;
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
        if path.starts_with("/api/") {
            assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        }
        assert_eq!(status, if ["/", "/api/v1/case"].contains(&path) { 200 } else { 404 }, "{path}");
    }
    let (_, _, page) = world.bare(get("/")).await;
    assert!(page.contains("<!doctype html>") || page.contains("<!DOCTYPE html>"), "{page}");
}

#[tokio::test]
async fn nonsense_is_a_problem_and_no_crash() {
    let world = World::new();
    let long = "x".repeat(100_000);
    for path in [
        "/api/v1/posts?limit=-1".to_owned(),
        "/api/v1/posts?from_us=yesterday".to_owned(),
        "/api/v1/posts?cursor=zzz".to_owned(),
        "/api/v1/posts?group=x".to_owned(),
        "/api/v1/posts/..%2f..%2fcase.sqlite".to_owned(),
        "/api/v1/posts/%00".to_owned(),
        "/api/v1/posts/a.b.c".to_owned(),
        "/api/v1/posts/0000000000000000.0.99999999999".to_owned(),
        format!("/api/v1/posts/{}", &long[..50_000]),
        "/api/v1/runs/..%2f..%2f/network".to_owned(),
        "/api/v1/runs/%2e%2e/network".to_owned(),
        "/api/v1/entities/planet/x".to_owned(),
        "/api/v1/entities/account/0".to_owned(),
        "/api/v1/compare?accounts=a".to_owned(),
        "/api/v1/redaction?tlp=blue".to_owned(),
        "/api/v1/exports/..%2f..%2fvault".to_owned(),
        "/api/v1/records?type=planet".to_owned(),
        "/api/v1/../../case.sqlite".to_owned(),
    ] {
        let (status, body) = world.send(get(&path)).await;
        assert!((400..500).contains(&status), "{path}: {status} {body}");
    }
    // What is only strange is answered.
    for path in [
        "/api/v1/posts?q=%22%22%22-%20-%22&limit=0",
        "/api/v1/posts?from_us=9223372036854775807",
        "/api/v1/posts?q=%FF%FE",
    ] {
        assert!(world.status(get(path)).await < 500, "{path}");
    }
    for (path, body) in [
        ("/api/v1/records", "{"),
        ("/api/v1/records", r#"{"type":"planet","fields":{}}"#),
        ("/api/v1/records", r#"{"type":"source","fields":{"file":"/etc/passwd"}}"#),
        ("/api/v1/pins", r#"{"kind":"post","target":"nothing"}"#),
        ("/api/v1/pins", r#"{"kind":"planet"}"#),
        ("/api/v1/report", r#"{"title":"x","tlp":"blue","blocks":[]}"#),
        ("/api/v1/exports", r#"{"format":"evidence","tlp":"green"}"#),
        ("/api/v1/lint", "[]"),
    ] {
        let (status, answer) = world.send(post(path, body)).await;
        assert!((400..500).contains(&status) && answer.contains("\"code\""), "{path} {body}: {status} {answer}");
    }
    let huge = format!("{{\"text\":\"{}\"}}", "x".repeat(3 << 20));
    assert_eq!(world.send(post("/api/v1/lint", &huge)).await.0, 413);
    let mut form = post("/api/v1/lint", "text=x");
    form.headers_mut().insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
    assert_eq!(world.send(form).await.0, 415);
}

#[tokio::test]
async fn nobody_stands_in_clear_in_what_is_only_asked_for() {
    let world = World::new();
    let id = world.ok(get("/api/v1/posts?limit=1")).await["items"][0]["id"].as_str().unwrap().to_owned();
    let account = world.ok(get("/api/v1/posts?limit=1")).await["items"][0]["account"].as_str().unwrap().to_owned();
    let mut paths: Vec<String> = routes().into_iter().filter(|r| r.0 == "GET").map(|r| r.1).collect();
    paths.push(format!("/api/v1/posts/{id}"));
    paths.push(format!("/api/v1/entities/account/{account}"));
    paths.push(format!("/api/v1/posts?account={account}&q=ballot"));
    paths.push(format!("/api/v1/diff?a={id}&b={id}"));
    for path in paths {
        let (_, body) = world.send(get(&path)).await;
        assert!(!body.contains(IN_CLEAR), "{path}: {body}");
    }
}

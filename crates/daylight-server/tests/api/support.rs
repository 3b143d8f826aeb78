//! A small case, and requests to it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use daylight_casework::{
    Begun, Case, CaseError, CaseMeta, ClearAccount, Context, Counts, DataSet, ImportDone, ImportKey, NewName,
    OriginalMeta, Outside, Stretch, Unlock,
};
use daylight_core::{Problem, ProblemLog};
use daylight_ingest::exports::canonical::write_canonical;
use daylight_ingest::exports::{Account, Link, Origin, Post, PostTime};
use daylight_server::{App, Desk, Settings, Shared, router};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

pub const PORT: u16 = 7878;
pub const MAX_UPLOAD: usize = 100_000;
const KEY: &[u8; 32] = &[7; 32];
/// 2024-05-01T10:00:00Z.
pub const START_US: i64 = 1_714_557_600_000_000;
const MINUTE_US: i64 = 60_000_000;
/// Stands in originals and seals, and must stand nowhere else.
pub const IN_CLEAR: &str = "secretperson";

/// A clock that ticks and numbers that are not random: tests give the same each time.
#[derive(Default)]
pub struct Ticking(AtomicU64);

impl Outside for Ticking {
    fn now_us(&self) -> i64 {
        START_US + MINUTE_US * 10_000 + self.0.fetch_add(1, Ordering::Relaxed) as i64 * 1000
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        for chunk in bytes.chunks_mut(32) {
            let next = self.0.fetch_add(1, Ordering::Relaxed);
            let hex = daylight_casework::sha256_hex(&next.to_le_bytes());
            chunk.copy_from_slice(&hex.as_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

struct TestDesk {
    dir: PathBuf,
    outside: Arc<Ticking>,
}

struct Lent(Arc<Ticking>);

impl Outside for Lent {
    fn now_us(&self) -> i64 {
        self.0.now_us()
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        self.0.random(bytes)
    }
}

impl Desk for TestDesk {
    fn actor(&self) -> &'static str {
        "tester"
    }

    fn now_us(&self) -> i64 {
        self.outside.now_us()
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        self.outside.random(bytes)
    }

    fn open_case(&self) -> Result<Case, CaseError> {
        Case::open(&self.dir, Unlock::KeyFile(KEY), &Context::new(Lent(self.outside.clone())))
    }
}

/// A case and what answers for it.
pub struct World {
    _dir: tempfile::TempDir,
    case: PathBuf,
    router: Router,
    pub app: Shared,
    cookie: String,
}

fn post_of(case: &Case, i: u64, line: u64, offset: u64) -> (Post, ClearAccount) {
    let handle = format!("{IN_CLEAR}{}", i % 5);
    let pseudonym = case.pseudonym("x", &handle).unwrap();
    let clear = ClearAccount {
        platform: "x".into(),
        platform_id: handle.clone(),
        values: [("handle".to_owned(), handle.clone())].into(),
    };
    let link = Link {
        original: "https://news.example/a".into(),
        canonical: "https://news.example/a".into(),
        domain: Some("news.example".into()),
        unresolved_shortener: false,
    };
    let post = Post {
        platform: Some("x".into()),
        account: Account { id: Some(pseudonym.to_string()), ..Account::default() },
        content_id: Some(format!("c{i}")),
        time: Some(PostTime { us: START_US + i as i64 * MINUTE_US, resolution_secs: 1.0, original: "then".into() }),
        text: Some(format!("ballot number {i} says @{handle} <script>alert({i})</script> \u{202e}")),
        links: if i.is_multiple_of(3) { vec![link] } else { Vec::new() },
        hashtags: vec![format!("tag{}", i % 2)],
        origin: Origin { source_sha256: None, entry: None, record: i + 1, line: Some(line), offset: Some(offset) },
        ..Post::default()
    };
    (post, clear)
}

fn fill(case: &mut Case) {
    let lines: Vec<String> =
        (0..60).map(|i| json!({"n": i, "user": format!("{IN_CLEAR}{}", i % 5)}).to_string()).collect();
    let file = lines.join("\n") + "\nnot json\n";
    let data_set = DataSet { access_basis: "consent".into(), ..DataSet::default() };
    let meta = OriginalMeta { name: NewName::Sealed(format!("{IN_CLEAR}.ndjson")), source: None, data_set };
    let added = case.add_original(&mut file.as_bytes(), &meta, "tester").unwrap();
    let key = ImportKey {
        original: added.sha256.clone(),
        part: String::new(),
        importer: "x_api".into(),
        importer_version: "1.0.0".into(),
    };
    let Begun::Fresh { import, partial } = case.begin_import(&key).unwrap() else { panic!("it is new") };
    let mut offset = 0;
    let (mut posts, mut accounts, mut clear) = (Vec::new(), Vec::new(), Vec::new());
    for (i, line) in lines.iter().enumerate() {
        let (mut post, account) = post_of(case, i as u64, i as u64 + 1, offset);
        post.origin.source_sha256 = Some(Arc::from(added.sha256.as_str()));
        offset += line.len() as u64 + 1;
        accounts.push(case.pseudonym("x", &account.platform_id).unwrap());
        posts.push(post);
        clear.push(account);
    }
    case.seal(&clear, "tester").unwrap();
    write_canonical(&partial, posts).unwrap();
    let mut problems = ProblemLog::default();
    problems.add(Problem { source: 0, line: 61, column: None, reason: "not JSON".into(), value: None, rejected: true });
    let counts = Counts { read: 61, kept: 60, rejected: 1 };
    let done = ImportDone { actor: "tester", counts, accounts: &accounts, problems: &problems };
    case.commit_import(&import, &done).unwrap();
}

impl World {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let case = dir.path().join("case");
        let outside = Arc::new(Ticking::default());
        let meta = CaseMeta {
            name: "test".into(),
            access_basis: vec!["consent".into()],
            legal_basis: "research".into(),
            retention_until: "2030-01-01".into(),
        };
        let context = Context::new(Lent(outside.clone()));
        let cheap = Stretch { memory_kib: 64, passes: 1 };
        let mut made = Case::create(&case, &meta, "tester", Unlock::KeyFile(KEY), cheap, &context).unwrap();
        fill(&mut made);
        drop(made);
        let settings = Settings {
            case: case.clone(),
            listen: ([127, 0, 0, 1], PORT).into(),
            program: "nothing-to-call".into(),
            unlock: Vec::new(),
            names: Vec::new(),
            ui: None,
            max_upload: MAX_UPLOAD as u64,
        };
        let app = App::new(settings, Box::new(TestDesk { dir: case.clone(), outside })).unwrap();
        let mut world = Self { _dir: dir, case, router: router(app.clone()), app, cookie: String::new() };
        world.cookie = world.exchange();
        world
    }

    /// The folder of the case.
    pub fn dir(&self) -> &Path {
        &self.case
    }

    /// The cookie for the token.
    fn exchange(&self) -> String {
        let body = json!({"token": self.app.token()}).to_string();
        let request = post("/api/v1/session", &body);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let router = self.router.clone();
        let answer = std::thread::spawn(move || runtime.block_on(router.oneshot(request)).unwrap()).join().unwrap();
        assert_eq!(answer.status(), 204);
        let set = answer.headers()[header::SET_COOKIE].to_str().unwrap();
        set.split(';').next().unwrap().to_owned()
    }

    /// The cookie.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// What answers to a request as it is.
    pub async fn bare(&self, request: Request<Body>) -> (u16, axum::http::HeaderMap, String) {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (parts.status.as_u16(), parts.headers, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Status and body, with the cookie.
    pub async fn send(&self, mut request: Request<Body>) -> (u16, String) {
        request.headers_mut().insert(header::COOKIE, self.cookie.parse().unwrap());
        let (status, _, body) = self.bare(request).await;
        (status, body)
    }

    pub async fn status(&self, request: Request<Body>) -> u16 {
        self.send(request).await.0
    }

    /// The JSON of an answer that must be good.
    pub async fn ok(&self, request: Request<Body>) -> Value {
        let what = format!("{} {}", request.method(), request.uri());
        let (status, body) = self.send(request).await;
        assert!((200..300).contains(&status), "{what}: {status} {body}");
        serde_json::from_str(&body).unwrap_or_else(|e| panic!("{what}: {e}: {body}"))
    }

    /// The stable word of an answer that must be a problem.
    pub async fn code(&self, request: Request<Body>) -> String {
        let (status, body) = self.send(request).await;
        assert!(status >= 400, "{status} {body}");
        let problem: Value = serde_json::from_str(&body).unwrap();
        problem["code"].as_str().unwrap().to_owned()
    }
}

fn host() -> String {
    format!("127.0.0.1:{PORT}")
}

pub fn get(uri: &str) -> Request<Body> {
    Request::get(uri).header(header::HOST, host()).body(Body::empty()).unwrap()
}

pub fn post(uri: &str, body: &str) -> Request<Body> {
    Request::post(uri)
        .header(header::HOST, host())
        .header("x-daylight", "1")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

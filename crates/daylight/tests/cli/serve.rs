//! The workspace as the built binary serves it, asked over the loopback interface.

use super::case::{KEY, empty};
use super::{daylight, small_world};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest time that an import or an analysis of the small world may take.
const PATIENCE: Duration = Duration::from_mins(5);

struct Workspace {
    child: Child,
    host: String,
    cookie: String,
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Workspace {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_daylight"))
            .args(["serve", "elec", "--json", "--no-open"])
            .args(KEY)
            .env("DAYLIGHT_KEY_FILE", folder.join("pseudonym.key"))
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        let address = told["address"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
        let (host, token) = address.split_once("/#token=").unwrap();
        let mut workspace = Self { child, host: host.to_owned(), cookie: String::new() };
        let (status, head, _) = workspace.ask("POST", "/api/v1/session", &json!({ "token": token }).to_string());
        assert_eq!(status, 204, "{head}");
        let set = head.lines().find_map(|l| l.strip_prefix("set-cookie: ")).unwrap();
        set.split(';').next().unwrap().clone_into(&mut workspace.cookie);
        workspace
    }

    /// Status, head and body of one request on a connection of its own.
    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nx-daylight: 1\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n",
            self.host,
            self.cookie,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_owned(), body.to_owned())
    }

    fn json(&self, method: &str, path: &str, body: &str) -> Value {
        let (status, _, answer) = self.ask(method, path, body);
        assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
        serde_json::from_str(&answer).unwrap()
    }

    fn get(&self, path: &str) -> Value {
        self.json("GET", path, "")
    }

    /// Waits for a job; asks again at once, as the answer is quick and the test short.
    fn finish(&self, job: &Value) -> Value {
        let began = Instant::now();
        loop {
            let now = self.get(&format!("/api/v1/jobs/{}", job["id"].as_str().unwrap()));
            if !["waiting", "running"].contains(&now["state"].as_str().unwrap()) {
                return now;
            }
            assert!(began.elapsed() < PATIENCE, "{now}");
            std::thread::yield_now();
        }
    }
}

/// The groups of the newest result, and the posts behind one edge.
fn look(workspace: &Workspace, run: &str) {
    let overview = workspace.get("/api/v1/overview");
    let first = &overview["findings"][0];
    assert_eq!((overview["run"]["id"].as_str(), overview["run"]["is_stale"].as_bool()), (Some(run), Some(false)));
    assert!(first["observed"].as_f64() > first["expected"].as_f64(), "{first}");
    assert!(!first["hints"].as_array().unwrap().is_empty() && !overview["not_covered"].as_array().unwrap().is_empty());
    let group = first["group"].as_u64().unwrap();
    let groups = workspace.get("/api/v1/runs/latest/network");
    assert_eq!(groups["nodes_shown"]["total"].as_u64(), Some(overview["findings"].as_array().unwrap().len() as u64));
    let path = format!("/api/v1/runs/{run}/network?level=accounts&group={group}&max_edges=5");
    let accounts = workspace.get(&path);
    assert_eq!(accounts, workspace.get(&path), "the drawing is the same for everyone");
    let edge = &accounts["edges"][0];
    assert!(accounts["edges_shown"]["shown"].as_u64() <= accounts["edges_shown"]["total"].as_u64());
    let detail = workspace.get(&format!("/api/v1/runs/{run}/edges/{}", edge["id"]));
    assert_eq!(detail["total"], edge["n_coactions"]);
    let row = &detail["rows"][0];
    let apart = (row["b"]["time_us"].as_i64().unwrap() - row["a"]["time_us"].as_i64().unwrap()) as f64 / 1e6;
    assert!((apart - row["dt_secs"].as_f64().unwrap()).abs() < 1e-6, "{row}");
    let post = workspace.get(&format!("/api/v1/posts/{}", row["a"]["id"].as_str().unwrap()));
    assert_eq!(post["post"]["account_label"].as_str().unwrap()[..12], edge["a"].as_str().unwrap()[..12]);
    assert_eq!(post["group"].as_u64(), Some(group));
    assert!(post["origin"]["line"].as_u64().is_some(), "{post}");
    let members = workspace.get(&format!("/api/v1/runs/{run}/groups/{group}"))["members"].as_array().unwrap().len();
    let in_group = workspace.get(&format!("/api/v1/posts/facets?group={group}"));
    assert_eq!(in_group["accounts"]["n_values"].as_u64(), Some(members as u64));
    let pin = json!({"kind": "finding", "target": group.to_string()}).to_string();
    assert_eq!(workspace.json("POST", "/api/v1/pins", &pin)["run"].as_str(), Some(run));
    for format in ["graphml", "gexf", "csv"] {
        let (status, _, file) = workspace.ask("GET", &format!("/api/v1/runs/{run}/network/{format}"), "");
        assert!(status == 200 && file.len() > 500, "{format}");
    }
}

#[test]
fn from_a_file_to_the_posts_behind_an_edge_in_the_browser() {
    let folder = tempfile::tempdir().unwrap();
    empty(folder.path());
    let posts = std::fs::read_to_string(small_world(folder.path())).unwrap();
    let workspace = Workspace::start(folder.path());
    assert_eq!(workspace.get("/api/v1/case")["index"]["state"], "empty");
    let upload = workspace.json("POST", "/api/v1/uploads?name=posts.csv", &posts);
    let order = json!({"uploads": [upload["id"]]}).to_string();
    let job = workspace.finish(&workspace.json("POST", "/api/v1/imports", &order));
    assert_eq!((&job["state"], &job["import"]["files"][0]["state"]), (&json!("done"), &json!("imported")), "{job}");
    let n_posts = posts.lines().count() as u64 - 1;
    assert_eq!(workspace.get("/api/v1/posts?limit=1")["total"].as_u64(), Some(n_posts));
    let job = workspace.finish(&workspace.json("POST", "/api/v1/runs", r#"{"seed": 5}"#));
    assert_eq!((&job["state"], &job["run"]), (&json!("done"), &json!("run-1")), "{job}");
    look(&workspace, "run-1");
    let again = workspace.json("POST", "/api/v1/uploads?name=nothing.csv", "no table");
    let order = json!({"uploads": [again["id"]]}).to_string();
    let failed = workspace.finish(&workspace.json("POST", "/api/v1/imports", &order));
    assert_eq!(
        (&failed["state"], &failed["import"]["files"][0]["state"]),
        (&json!("failed"), &json!("left")),
        "{failed}"
    );
    assert!(failed["message"].as_str().unwrap().contains("nothing was imported"), "{failed}");
}

#[test]
fn other_machines_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    empty(folder.path());
    let mut args = vec!["serve", "elec", "--no-open", "--listen", "0.0.0.0:0"];
    args.extend(KEY);
    let refused = daylight(folder.path(), &args);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(refused.status.code() == Some(2) && said.contains("no logins"), "{said}");
}

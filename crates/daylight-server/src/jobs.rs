//! Imports and analyses: the program calls itself, so that they are the very work of the command line, that what
//! they use of memory goes with them, and that ending one is ending a process, which a case survives at any moment.

use std::ffi::OsString;
use std::io;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};
use tokio::process::Command;
use tokio::sync::{Notify, Semaphore};

use crate::app::Shared;
use crate::error::{ApiError, ApiResult};
use crate::wire::v1;

/// Jobs that are remembered.
const MAX_JOBS: usize = 200;
/// Longest answer of the program, in bytes; a longer one is not read.
const MAX_ANSWER: u64 = 64 << 20;
/// Longest line of progress, in bytes.
const MAX_LINE: u64 = 1 << 20;
/// Variable that makes the program tell its progress in lines, and how they begin.
pub const PROGRESS: &str = "DAYLIGHT_PROGRESS";
const PROGRESS_LINE: &str = "progress\t";

/// All jobs since the start.
pub struct Jobs {
    list: Mutex<Vec<Entry>>,
    /// One at a time: they share the machine and the case.
    turn: Arc<Semaphore>,
}

struct Entry {
    job: v1::Job,
    stop: Arc<Notify>,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { list: Mutex::default(), turn: Arc::new(Semaphore::new(1)) }
    }
}

impl Jobs {
    pub(crate) fn list(&self) -> Vec<v1::Job> {
        self.list.lock().map(|l| l.iter().rev().map(|e| e.job.clone()).collect()).unwrap_or_default()
    }

    pub(crate) fn get(&self, id: &str) -> Option<v1::Job> {
        self.list.lock().ok()?.iter().find(|e| e.job.id == id).map(|e| e.job.clone())
    }

    /// Asks a job to end; one that has ended stays as it is.
    pub(crate) fn cancel(&self, id: &str) {
        if let Ok(list) = self.list.lock()
            && let Some(entry) = list.iter().find(|e| e.job.id == id)
        {
            entry.stop.notify_one();
        }
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut v1::Job)) {
        if let Ok(mut list) = self.list.lock()
            && let Some(entry) = list.iter_mut().find(|e| e.job.id == id)
        {
            change(&mut entry.job);
        }
    }

    fn add(&self, job: v1::Job) -> Option<Arc<Notify>> {
        let stop = Arc::new(Notify::new());
        let mut list = self.list.lock().ok()?;
        if list.len() >= MAX_JOBS {
            list.retain(|e| e.job.ended_us.is_none());
        }
        list.push(Entry { job, stop: stop.clone() });
        Some(stop)
    }
}

/// What the program is to do.
struct Order {
    kind: v1::JobKind,
    arguments: Vec<OsString>,
    /// Files that are no longer needed when it is done.
    uploads: Vec<String>,
    /// Kept while it runs.
    mapping: Option<tempfile::NamedTempFile>,
    run: Option<String>,
}

/// Takes files that were sent into the case.
pub fn import(app: &Shared, order: &v1::ImportOrder) -> ApiResult<v1::Job> {
    if order.uploads.is_empty() {
        return Err(ApiError::bad_request("no file is named"));
    }
    let paths = app.uploads.paths(&order.uploads)?;
    let mut arguments: Vec<OsString> = vec!["import".into(), "--json".into()];
    let mut mapping = None;
    if let Some(text) = &order.mapping {
        let file = mapping_file(text).map_err(|_| ApiError::internal("the mapping cannot be kept"))?;
        arguments.extend(["--mapping".into(), file.path().into()]);
        mapping = Some(file);
    }
    if let Some(zone) = &order.time_zone {
        arguments.push(format!("--time-zone={zone}").into());
    }
    match order.day_first {
        Some(true) => arguments.push("--day-first".into()),
        Some(false) => arguments.push("--month-first".into()),
        None => {}
    }
    arguments.extend(["--case".into(), app.settings.case.clone().into_os_string()]);
    arguments.extend(app.settings.unlock.iter().cloned());
    arguments.push("--".into());
    arguments.extend(paths.into_iter().map(Into::into));
    start(app, Order { kind: v1::JobKind::Import, arguments, uploads: order.uploads.clone(), mapping, run: None })
}

fn mapping_file(text: &str) -> io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix("daylight-mapping-").suffix(".toml").tempfile()?;
    io::Write::write_all(&mut file, text.as_bytes())?;
    Ok(file)
}

/// Analyses the posts of the case.
pub fn analyse(app: &Shared, order: &v1::RunOrder) -> ApiResult<v1::Job> {
    let run = app.runs.new_id();
    let mut arguments: Vec<OsString> = vec!["run".into(), "--json".into()];
    let windows: Vec<String> = order.time_windows_secs.iter().map(ToString::to_string).collect();
    let mut option = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            arguments.push(format!("--{name}={value}").into());
        }
    };
    option("time-window", (!windows.is_empty()).then(|| windows.join(",")));
    option("jitter-ratio", order.jitter_ratio.map(|v| v.to_string()));
    option("q", order.q.map(|v| v.to_string()));
    option("min-objects", order.min_objects.map(|v| v.to_string()));
    option("min-days", order.min_days.map(|v| v.to_string()));
    option("min-participation", order.min_participation.map(|v| v.to_string()));
    option("layers", (!order.layers.is_empty()).then(|| order.layers.join(",")));
    option("seed", order.seed.map(|v| v.to_string()));
    arguments.extend(app.settings.names.iter().cloned());
    arguments.extend(["--out".into(), app.runs.dir().join(&run).into_os_string()]);
    arguments.extend(["--".into(), app.settings.case.clone().into_os_string()]);
    start(app, Order { kind: v1::JobKind::Run, arguments, uploads: Vec::new(), mapping: None, run: Some(run) })
}

fn start(app: &Shared, order: Order) -> ApiResult<v1::Job> {
    let job = v1::Job {
        id: app.new_id()?,
        kind: order.kind,
        state: v1::JobState::Waiting,
        phase: "waiting".to_owned(),
        done: 0,
        total: 0,
        started_us: app.desk.now_us(),
        ended_us: None,
        message: None,
        remedy: None,
        import: None,
        run: None,
    };
    let stop = app.jobs.add(job.clone()).ok_or_else(|| ApiError::internal("a job before broke off"))?;
    tokio::spawn(work(app.clone(), job.id.clone(), order, stop));
    Ok(job)
}

/// What the program said in the end.
enum Ending {
    Well(Vec<u8>),
    /// With what it printed before: an import lists its files also when none could be read.
    Badly(String, Vec<u8>),
    Cancelled,
}

async fn work(app: Shared, id: String, order: Order, stop: Arc<Notify>) {
    let turn = app.jobs.turn.clone();
    let ending = tokio::select! {
        () = stop.notified() => Ending::Cancelled,
        permit = turn.acquire_owned() => {
            app.jobs.change(&id, |job| {
                job.state = v1::JobState::Running;
                "starting".clone_into(&mut job.phase);
            });
            let ending = call(&app, &id, &order, &stop).await;
            drop(permit);
            ending.unwrap_or_else(|_| Ending::Badly("the program could not be called".to_owned(), Vec::new()))
        }
    };
    if matches!(ending, Ending::Well(_)) {
        for upload in &order.uploads {
            app.uploads.discard(upload);
        }
    }
    let now = app.desk.now_us();
    app.jobs.change(&id, |job| finish(job, ending, &order, now));
    drop(order.mapping);
}

fn finish(job: &mut v1::Job, ending: Ending, order: &Order, now: i64) {
    job.ended_us = Some(now);
    match ending {
        Ending::Well(answer) => {
            job.state = v1::JobState::Done;
            "done".clone_into(&mut job.phase);
            job.run.clone_from(&order.run);
            job.import = printed(order, &answer);
        }
        Ending::Badly(said, answer) => {
            job.state = v1::JobState::Failed;
            job.import = printed(order, &answer);
            let (message, remedy) = reason(&said);
            (job.message, job.remedy) = (Some(message), remedy);
        }
        Ending::Cancelled => {
            job.state = v1::JobState::Cancelled;
            "cancelled".clone_into(&mut job.phase);
        }
    }
}

fn printed(order: &Order, answer: &[u8]) -> Option<v1::ImportOutcome> {
    let is_import = order.kind == v1::JobKind::Import;
    serde_json::from_slice(answer).ok().filter(|_| is_import).map(|v| outcome(&v))
}

async fn call(app: &Shared, id: &str, order: &Order, stop: &Notify) -> io::Result<Ending> {
    let mut child = Command::new(&app.settings.program)
        .args(&order.arguments)
        .env(PROGRESS, "lines")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let both = async {
        let (answer, said) = tokio::join!(whole(out), watch(app, id, err));
        (answer, said, child.wait().await)
    };
    tokio::select! {
        // The process ends with its handle.
        () = stop.notified() => Ok(Ending::Cancelled),
        (answer, said, status) = both => {
            Ok(if status?.success() { Ending::Well(answer?) } else { Ending::Badly(said?, answer?) })
        }
    }
}

async fn whole(from: Option<impl AsyncRead + Unpin>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        from.take(MAX_ANSWER).read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}

/// Follows what the program tells; gives the last line that is no progress.
async fn watch(app: &Shared, id: &str, from: Option<impl AsyncRead + Unpin>) -> io::Result<String> {
    let mut said = String::new();
    let Some(from) = from else { return Ok(said) };
    let mut reader = BufReader::new(from);
    loop {
        let mut line = Vec::new();
        if (&mut reader).take(MAX_LINE).read_until(b'\n', &mut line).await? == 0 {
            return Ok(said);
        }
        let line = String::from_utf8_lossy(&line);
        let Some(progress) = line.trim_end().strip_prefix(PROGRESS_LINE) else {
            line.trim_end().clone_into(&mut said);
            continue;
        };
        let mut parts = progress.splitn(3, '\t');
        let mut number = || parts.next().and_then(|n| n.parse().ok()).unwrap_or(0);
        let (done, total) = (number(), number());
        let phase = parts.next().unwrap_or_default().to_owned();
        app.jobs.change(id, |job| (job.phase, job.done, job.total) = (phase, done, total));
    }
}

/// What went wrong, from the program's own words: `{"error": …, "causes": […], "hint": …}`.
fn reason(said: &str) -> (String, Option<String>) {
    let Ok(told) = serde_json::from_str::<Value>(said) else {
        let message = "the program ended without a word; there may be too little memory";
        return (message.to_owned(), None);
    };
    let text = |v: &Value| v.as_str().map(str::to_owned);
    let causes = told["causes"].as_array().into_iter().flatten().filter_map(text);
    let message: Vec<String> = text(&told["error"]).into_iter().chain(causes).collect();
    (message.join(": "), text(&told["hint"]))
}

/// What an import printed, as the page sees it.
fn outcome(printed: &Value) -> v1::ImportOutcome {
    let n = |v: &Value, name: &str| v[name].as_u64().unwrap_or(0);
    let text = |v: &Value, name: &str| v[name].as_str().unwrap_or_default().to_owned();
    let list = |v: &Value, name: &str| v[name].as_array().cloned().unwrap_or_default();
    let file = |f: &Value| v1::ImportedFile {
        name: text(f, "name"),
        state: text(f, "state"),
        format: text(f, "format"),
        why: text(f, "why"),
        read: n(f, "read"),
        kept: n(f, "kept"),
        rejected: n(f, "rejected"),
        notes: f["notes"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(value, n)| v1::Count { value: value.clone(), n: n.as_u64().unwrap_or(0) })
            .collect(),
        columns: list(f, "columns")
            .iter()
            .map(|c| v1::ColumnRole { role: text(c, "role"), column: text(c, "column"), reason: text(c, "reason") })
            .collect(),
        remarks: list(f, "remarks").iter().filter_map(|r| r.as_str().map(str::to_owned)).collect(),
    };
    let total = &printed["total"];
    v1::ImportOutcome {
        files: list(printed, "files").iter().map(file).collect(),
        read: n(total, "read"),
        kept: n(total, "kept"),
        rejected: n(total, "rejected"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_program_are_told() {
        let said = r#"{"error":"a","causes":["b","c"],"hint":"d"}"#;
        assert_eq!(reason(said), ("a: b: c".to_owned(), Some("d".to_owned())));
        assert!(reason("").0.contains("without a word"));
    }
}

//! Pins and the report as it is written: notes on the case, kept beside it in one file.
//!
//! They are no evidence and no part of the log; they point at evidence by its hashes. They stand apart from the
//! database of the case so that somebody can pin while an import holds it. The file is replaced whole.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use daylight_casework::sha256_hex;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::wire::v1;
use crate::{entities, findings, network, posts, records};

/// File below the folder of the case.
const FILE: &str = "workspace.json";
/// Pins that a case takes.
const MAX_PINS: usize = 10_000;
/// Blocks of a report.
const MAX_BLOCKS: usize = 2_000;
/// Longest text of a note or a block, in bytes.
const MAX_TEXT: usize = 100_000;
/// Words of a pin, and their length in bytes.
const MAX_TAGS: usize = 50;
const MAX_TAG: usize = 100;
/// Longest query, in bytes.
const MAX_QUERY: usize = 4_000;

/// What the file holds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Notes {
    /// Always 1.
    version: u32,
    pins: Vec<v1::Pin>,
    #[serde(default)]
    report: Option<v1::ReportDraft>,
}

/// Pins and the report of one case.
pub struct Store {
    path: PathBuf,
    /// Held while the file is read or replaced.
    turn: Mutex<()>,
}

impl Store {
    pub(crate) fn new(case: &Path) -> Self {
        Self { path: case.join(FILE), turn: Mutex::default() }
    }

    fn read(&self) -> ApiResult<Notes> {
        let bytes = match fs::read(&self.path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Notes { version: 1, ..Notes::default() }),
            read => read.map_err(|_| ApiError::internal("the pins cannot be read"))?,
        };
        let damaged = || ApiError::internal(format!("{FILE} of the case is damaged, or of a newer version"));
        let notes: Notes = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        if notes.version == 1 { Ok(notes) } else { Err(damaged()) }
    }

    fn write(&self, notes: &Notes) -> ApiResult<()> {
        let failed = |_| ApiError::internal("the pins cannot be kept").remedy("look whether the disk is full");
        let bytes = serde_json::to_vec_pretty(notes).map_err(|_| ApiError::internal("the pins cannot be written"))?;
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        file.write_all(&bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
        file.persist(&self.path).map_err(|e| failed(e.error))?;
        Ok(())
    }

    fn change<T>(&self, change: impl FnOnce(&mut Notes) -> ApiResult<T>) -> ApiResult<T> {
        let _turn = self.turn.lock().map_err(|_| ApiError::internal("a request before broke off"))?;
        let mut notes = self.read()?;
        let done = change(&mut notes)?;
        self.write(&notes)?;
        Ok(done)
    }

    /// Pins, newest first.
    pub fn pins(&self) -> ApiResult<Vec<v1::Pin>> {
        let _turn = self.turn.lock().map_err(|_| ApiError::internal("a request before broke off"))?;
        let mut pins = self.read()?.pins;
        pins.reverse();
        Ok(pins)
    }

    /// Changes note, tags or dismissal.
    pub fn change_pin(&self, id: &str, change: v1::PinChange) -> ApiResult<v1::Pin> {
        self.change(|notes| {
            let pin = notes.pins.iter_mut().find(|p| p.id == id).ok_or_else(|| ApiError::not_found("pin"))?;
            if let Some(note) = change.note {
                pin.note = Some(short("note", note, MAX_TEXT)?).filter(|n| !n.is_empty());
            }
            if let Some(words) = change.tags {
                pin.tags = tags(words)?;
            }
            if let Some(why) = change.dismissed {
                pin.dismissed = Some(short("dismissed", why, MAX_TEXT)?).filter(|w| !w.trim().is_empty());
            }
            Ok(pin.clone())
        })
    }

    /// Takes a pin away.
    pub fn unpin(&self, id: &str) -> ApiResult<()> {
        self.change(|notes| {
            let n = notes.pins.len();
            notes.pins.retain(|p| p.id != id);
            if notes.pins.len() < n { Ok(()) } else { Err(ApiError::not_found("pin")) }
        })
    }

    /// The report as it is written; an empty one before anybody wrote.
    pub fn report(&self) -> ApiResult<v1::ReportDraft> {
        let _turn = self.turn.lock().map_err(|_| ApiError::internal("a request before broke off"))?;
        let draft = || v1::ReportDraft { tlp: "amber+strict".to_owned(), ..v1::ReportDraft::default() };
        Ok(self.read()?.report.unwrap_or_else(draft))
    }

    /// Saves the report, unless somebody saved another in between.
    pub fn save_report(&self, mut draft: v1::ReportDraft) -> ApiResult<v1::ReportDraft> {
        records::marking(&draft.tlp)?;
        if draft.blocks.len() > MAX_BLOCKS {
            return Err(ApiError::bad_request(format!("a report has at most {MAX_BLOCKS} blocks")));
        }
        for block in &mut draft.blocks {
            block.text = short("text", std::mem::take(&mut block.text), MAX_TEXT)?;
            block.tlp.as_deref().map(records::marking).transpose()?;
        }
        draft.title = short("title", draft.title, MAX_QUERY)?;
        draft.audience = short("audience", draft.audience, MAX_QUERY)?;
        self.change(|notes| {
            let before = notes.report.as_ref().map_or(0, |r| r.version);
            if draft.version != before {
                let message = format!(
                    "the report was saved as version {before} meanwhile; this one started from {}",
                    draft.version
                );
                return Err(ApiError::conflict("stale", message).remedy("read it again and bring your changes in"));
            }
            draft.version = before + 1;
            notes.report = Some(draft.clone());
            Ok(draft)
        })
    }
}

fn short(field: &str, text: String, max: usize) -> ApiResult<String> {
    if text.len() > max {
        return Err(ApiError::bad_request(format!("{field}: longer than {max} bytes")));
    }
    Ok(text)
}

fn tags(words: Vec<String>) -> ApiResult<Vec<String>> {
    let mut tags: Vec<String> = words.into_iter().map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect();
    tags.sort();
    tags.dedup();
    if tags.len() > MAX_TAGS || tags.iter().any(|t| t.len() > MAX_TAG) {
        return Err(ApiError::bad_request(format!("tags: at most {MAX_TAGS}, each at most {MAX_TAG} bytes")));
    }
    Ok(tags)
}

/// Pins something as it is now.
pub fn pin(app: &App, order: v1::PinOrder) -> ApiResult<v1::Pin> {
    let mut pin = v1::Pin {
        id: app.new_id()?,
        kind: order.kind,
        target: order.target.map(|t| short("target", t, MAX_QUERY)).transpose()?.filter(|t| !t.is_empty()),
        title: String::new(),
        run: order.run,
        seed: None,
        manifest_sha256: None,
        original_sha256: None,
        original_record: None,
        record_version: None,
        content_sha256: String::new(),
        query: order.query.map(|q| short("query", q, MAX_QUERY)).transpose()?,
        note: order.note.map(|n| short("note", n, MAX_TEXT)).transpose()?.filter(|n| !n.is_empty()),
        tags: tags(order.tags)?,
        author: app.desk.actor().to_owned(),
        at_us: app.desk.now_us(),
        dismissed: None,
    };
    let content = describe(app, &mut pin)?;
    pin.content_sha256 = sha256_hex(content.as_bytes());
    app.store.change(|notes| {
        if notes.pins.len() >= MAX_PINS {
            return Err(ApiError::conflict("too_many", format!("the case has {MAX_PINS} pins already")));
        }
        notes.pins.push(pin.clone());
        Ok(pin)
    })
}

fn json(value: &impl Serialize) -> ApiResult<String> {
    serde_json::to_string(value).map_err(|_| ApiError::internal("what was pinned cannot be written"))
}

/// Fills in what proves the pin; gives what is pinned, as JSON.
fn describe(app: &App, pin: &mut v1::Pin) -> ApiResult<String> {
    let target = pin.target.clone();
    let target = || target.as_deref().ok_or_else(|| ApiError::bad_request("`target` says what is pinned"));
    let number = || target()?.parse::<u32>().map_err(|_| ApiError::bad_request("`target` is no number"));
    match pin.kind {
        v1::PinKind::Post => {
            let mut found = posts::detail(app, target()?)?;
            // The group is that of the newest result, which is another tomorrow.
            found.group = None;
            pin.title = found.post.text.clone().map_or_else(|| found.post.id.clone(), |t| first_words(&t));
            pin.original_sha256 = Some(found.origin.sha256.clone());
            pin.original_record = found.origin.record;
            json(&found)
        }
        v1::PinKind::Finding => {
            of_run(app, pin)?;
            let group = findings::group(app, pin.run.as_deref().unwrap_or_default(), number()?)?;
            pin.title = format!("Group {}: {}", group.finding.group, group.finding.label);
            json(&group)
        }
        v1::PinKind::Edge => {
            of_run(app, pin)?;
            let edge = network::edge(app, pin.run.as_deref().unwrap_or_default(), number()?, &v1::RowQuery::default())?;
            pin.title = format!("{} and {}", edge.edge.a, edge.edge.b);
            json(&edge)
        }
        v1::PinKind::Account | v1::PinKind::Domain => {
            let kind = if pin.kind == v1::PinKind::Account { v1::EntityKind::Account } else { v1::EntityKind::Domain };
            let mut found = entities::dossier(app, kind, target()?)?;
            // What is said of it now alone.
            (found.group, found.group_label, found.run, found.reveals) = (None, None, None, Vec::new());
            pin.title.clone_from(&found.label);
            json(&found)
        }
        v1::PinKind::Record => {
            let found = records::detail(app, target()?)?.record;
            pin.title.clone_from(&found.title);
            pin.record_version = Some(found.version);
            json(&found)
        }
        v1::PinKind::Search => {
            pin.title = pin.query.clone().unwrap_or_default();
            json(&pin.query)
        }
        v1::PinKind::Network => {
            of_run(app, pin)?;
            pin.title = format!("Network of {}", pin.run.as_deref().unwrap_or_default());
            json(&(&pin.run, &pin.manifest_sha256, &pin.query))
        }
    }
}

/// The result of a pin, by its own id, with seed and hash.
fn of_run(app: &App, pin: &mut v1::Pin) -> ApiResult<()> {
    let loaded = app.runs.load(pin.run.as_deref())?;
    pin.run = Some(loaded.id.clone());
    pin.seed = Some(loaded.manifest.seed);
    pin.manifest_sha256 = Some(loaded.manifest_sha256.clone());
    Ok(())
}

/// Whether what was pinned is another now.
pub fn has_changed(app: &App, pin: &v1::Pin) -> bool {
    let mut again = pin.clone();
    describe(app, &mut again).map_or(true, |content| sha256_hex(content.as_bytes()) != pin.content_sha256)
}

fn first_words(text: &str) -> String {
    daylight_share::text::cut(text, 120).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_not_overwritten_by_one_that_started_earlier() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::new(dir.path());
        assert_eq!(store.report().unwrap().version, 0);
        let draft = v1::ReportDraft { title: "a".into(), tlp: "green".into(), ..Default::default() };
        let saved = store.save_report(draft.clone()).unwrap();
        assert_eq!(saved.version, 1);
        assert_eq!(store.save_report(draft).unwrap_err().problem.code, "stale");
        assert_eq!(Store::new(dir.path()).report().unwrap(), saved);
        let wrong = v1::ReportDraft { tlp: "blue".into(), version: 1, ..saved };
        assert_eq!(store.save_report(wrong).unwrap_err().problem.code, "bad_request");
        assert_eq!(store.unpin("x").unwrap_err().problem.code, "not_found");
    }
}

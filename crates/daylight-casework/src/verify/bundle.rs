//! An evidence bundle against its sums, its log and its own manifest: offline, without keys, without the case.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use daylight_core::Progress;
use serde_json::Value;

use super::VerifyReport;
use crate::files;
use crate::log::{Entry, LogReader, Proof};
use crate::store::content::Content;
use crate::store::record;
use crate::store::view::LOG;
use crate::text::{from_hex, to_hex};

/// Name of the list of sums.
const SUMS: &str = "SHA256SUMS";
/// Name of what the case recorded.
const MANIFEST: &str = "manifest.json";
/// Bytes of the list of sums or of the manifest that are read.
const MAX_BYTES: u64 = 256 << 20;

/// Whether a folder is an evidence bundle.
pub fn is_bundle(dir: &Path) -> bool {
    dir.join(SUMS).is_file() && dir.join(LOG).is_dir()
}

/// Checks the bundle in `dir`: each file against `SHA256SUMS`, each record against its entry in the log, the log
/// against its signature, each original against its record and its proof, each result against the originals it
/// cites. Never fails: what cannot be read is damage.
pub fn verify_bundle(dir: &Path, progress: &dyn Progress) -> VerifyReport {
    let mut report = VerifyReport::default();
    let sums = sums(dir, &mut report);
    files_of(dir, &sums, &mut report, progress);
    super::log::check(dir, None, &mut report, progress);
    if let Err(what) = manifest(dir, &sums, &mut report) {
        report.damaged(MANIFEST, what);
    }
    report
}

/// Paths with their hashes.
fn sums(dir: &Path, report: &mut VerifyReport) -> BTreeMap<String, String> {
    let mut sums = BTreeMap::new();
    let text =
        files::read_limited(&dir.join(SUMS), MAX_BYTES).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let text = match text {
        Ok(text) => text,
        Err(e) => {
            report.damaged(SUMS, format!("it cannot be read: {e}"));
            return sums;
        }
    };
    if !text.ends_with('\n') {
        report.damaged(SUMS, "its last line is cut off");
    }
    for (number, line) in (1..).zip(text.lines()) {
        match line.split_once("  ") {
            Some((hash, path)) if from_hex::<32>(hash).is_some() && is_below(path) => {
                sums.insert(path.to_owned(), hash.to_owned());
            }
            _ => report.damaged(SUMS, format!("line {number} is not a hash, two spaces and a path in this folder")),
        }
    }
    sums
}

/// Whether a path stays in the folder.
fn is_below(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|c| matches!(c, Component::Normal(_)))
}

fn files_of(dir: &Path, sums: &BTreeMap<String, String>, report: &mut VerifyReport, progress: &dyn Progress) {
    for (number, (path, hash)) in (0..).zip(sums) {
        progress.step("files", number, sums.len() as u64);
        let file = dir.join(path);
        match file.symlink_metadata() {
            Ok(meta) if meta.is_file() => {}
            Ok(_) => {
                report.damaged(path.as_str(), "it is a link or a folder, not a file");
                continue;
            }
            Err(_) => {
                report.damaged(path.as_str(), "it is missing");
                continue;
            }
        }
        match files::hash_file(&file) {
            Ok(found) if to_hex(&found.sha256) == *hash => report.n_bytes += found.bytes,
            Ok(_) => report.damaged(path.as_str(), "its bytes are not those that SHA256SUMS lists"),
            Err(e) => report.damaged(path.as_str(), format!("it cannot be read: {e}")),
        }
    }
    match files::list(dir) {
        Ok(found) => {
            for path in found.iter().filter(|p| *p != SUMS && !sums.contains_key(*p)) {
                report.note(format!("{path} is not in SHA256SUMS: it is no part of the bundle"));
            }
        }
        Err(e) => report.damaged(".", format!("the folder cannot be listed: {e}")),
    }
}

fn text<'v>(value: &'v Value, name: &str) -> Result<&'v str, String> {
    value.get(name).and_then(Value::as_str).ok_or_else(|| format!("`{name}` is missing or no text"))
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn manifest(dir: &Path, sums: &BTreeMap<String, String>, report: &mut VerifyReport) -> Result<(), String> {
    let bytes = files::read_limited(&dir.join(MANIFEST), MAX_BYTES).map_err(|e| format!("it cannot be read: {e}"))?;
    let manifest: Value = serde_json::from_slice(&bytes).map_err(|e| format!("it is not JSON: {e}"))?;
    let log = manifest.get("log").ok_or("`log` is missing")?;
    let key = crate::log::verifier_key(&dir.join(LOG))?;
    if text(log, "verifier_key")? != key.to_string() {
        return Err("its key is not the one beside the log".into());
    }
    let reader = LogReader::open(&dir.join(LOG), &key).map_err(|e| e.to_string())?;
    if log.get("size").and_then(Value::as_u64) != Some(reader.checkpoint().size) {
        return Err("the log has another number of entries than it says".into());
    }
    let mut originals = BTreeSet::new();
    for (number, value) in (1..).zip(list(&manifest, "originals")) {
        match original(dir, sums, value, &reader) {
            Ok(sha256) => {
                originals.insert(sha256);
                report.n_originals += 1;
                report.n_records += 1;
            }
            Err(what) => report.damaged(MANIFEST, format!("original {number}: {what}")),
        }
    }
    for (number, value) in (1..).zip(list(&manifest, "imports")) {
        match opened(value, &reader) {
            Ok((_, Content::Import(import))) if originals.contains(&import.original) => report.n_records += 1,
            Ok(_) => report.damaged(MANIFEST, format!("import {number} is of no original of this bundle")),
            Err(what) => report.damaged(MANIFEST, format!("import {number}: {what}")),
        }
    }
    for run in list(&manifest, "runs") {
        let path = text(run, "path")?;
        let unknown = |cited: &&Value| !cited.as_str().is_some_and(|sha256| originals.contains(sha256));
        if let Some(cited) = list(run, "cites").iter().find(unknown) {
            report.damaged(path, format!("it cites {cited}, which is no original of this bundle"));
        }
        for file in list(run, "files").iter().filter_map(Value::as_str) {
            if !sums.contains_key(&format!("{path}/{file}")) {
                report.damaged(format!("{path}/{file}"), "it is not in SHA256SUMS");
            }
        }
    }
    Ok(())
}

/// A record that is the one that was logged: its number and what it says.
fn opened(value: &Value, reader: &LogReader) -> Result<(u64, Content), String> {
    let index = value.get("index").and_then(Value::as_u64).ok_or("`index` is missing")?;
    let (content, entry) = (text(value, "content")?, text(value, "entry")?);
    let salt: [u8; 32] = from_hex(text(value, "salt")?).ok_or("`salt` is not 32 bytes in hex")?;
    if reader.entry(index).map_err(|e| e.to_string())? != entry.as_bytes() {
        return Err("its entry is not the one in the log".into());
    }
    let parsed = Entry::parse(entry.as_bytes()).ok_or("its entry does not have the form of one")?;
    if record::commitment(&salt, content.as_bytes()) != parsed.commit {
        return Err("its content is not the one that was logged".into());
    }
    Ok((index, record::parse(content).map_err(|e| e.to_string())?.content))
}

/// An original whose record, proof and bytes agree; its hash.
fn original(dir: &Path, sums: &BTreeMap<String, String>, value: &Value, reader: &LogReader) -> Result<String, String> {
    let (index, content) = opened(value, reader)?;
    let Content::Original(original) = content else { return Err("its record is of something else".into()) };
    let path = text(value, "path")?;
    if sums.get(path) != Some(&original.sha256) {
        return Err(format!("{path} is not the file that was recorded"));
    }
    let name = format!("proofs/{}.tlog-proof", original.sha256);
    let proof = files::read_limited(&dir.join(&name), 1 << 20).map_err(|e| format!("{name} cannot be read: {e}"))?;
    let proof = String::from_utf8(proof).ok().and_then(|t| Proof::parse(&t));
    let proof = proof.ok_or_else(|| format!("{name} does not have the form of a proof"))?;
    if proof.index != index {
        return Err(format!("{name} is of another entry"));
    }
    proof.check(text(value, "entry")?.as_bytes(), reader.verifier()).map_err(|what| format!("{name}: {what}"))?;
    Ok(original.sha256)
}

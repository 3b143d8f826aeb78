//! Sources, captures, assets.

use std::collections::BTreeSet;

use daylight_core::record::{Record, RecordKind, RecordSet};

use super::{Check, text};
use crate::text::to_micros;

/// Difference between capture and time-stamp token from which it is remarked.
const TOKEN_SLACK_US: u64 = 5 * 60 * 1_000_000;

pub(super) fn source(check: &mut Check<'_>) {
    let grades = check.record.list("/reliability_history");
    for (i, grade) in grades.iter().enumerate() {
        if text(grade, "author").is_empty() || text(grade, "reason").is_empty() {
            let field = format!("/reliability_history/{i}");
            check.refuse("E111", &field, "a grade needs who gave it and why", "give author and reason");
        }
    }
    let captures = check.set().of(RecordKind::Capture).filter(|c| c.text("source") == Some(&check.record.id)).count();
    if !grades.is_empty() && captures < 2 {
        check.warn("E112", "/reliability_history", "rated from a single item", "look at more of its items");
    }
}

/// Whether two sources hang together by `depends_on`, in either direction and over others.
pub(super) fn are_connected(set: &RecordSet, a: &str, b: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![a.to_owned()];
    while let Some(id) = open.pop() {
        if id == b {
            return true;
        }
        if !seen.insert(id.clone()) {
            continue;
        }
        for source in set.iter().filter(|r| r.kind == RecordKind::Source) {
            let depends = source.texts("/depends_on");
            if source.id == id {
                open.extend(depends.iter().map(|d| (*d).to_owned()));
            } else if depends.contains(&id.as_str()) {
                open.push(source.id.clone());
            }
        }
    }
    false
}

pub(super) fn capture(check: &mut Check<'_>) {
    files(check);
    let record = check.record;
    if record.fields.get("credibility").and_then(serde_json::Value::as_i64) == Some(1) {
        let own = record.text("source").unwrap_or_default();
        let confirmed = record.texts("/corroborated_by").into_iter().filter_map(|id| check.get(id)).any(|other| {
            let source = other.text("source").unwrap_or_default();
            other.id != record.id && !are_connected(check.set(), own, source)
        });
        if !confirmed {
            let message = "credibility 1 means confirmed by an independent source; link it";
            check.refuse("E123", "/credibility", message, "name another capture in corroborated_by, or write 2");
        }
    }
    let token = record.text("timestamp_token_at").and_then(to_micros);
    let captured = record.text("captured_at").and_then(to_micros);
    if let (Some(token), Some(captured)) = (token, captured)
        && token.abs_diff(captured) > TOKEN_SLACK_US
    {
        let message = "the time of the capture and of its time-stamp token differ by more than 5 minutes";
        check.warn("E124", "/timestamp_token_at", message, "say why in notes");
    }
    if record.text("kind") == Some("analysis") {
        let missing: Vec<&str> = ["method", "version", "parameters_sha256", "error_bounds"]
            .into_iter()
            .filter(|f| record.text_at(&format!("/analysis/{f}")).is_none())
            .collect();
        if !missing.is_empty() {
            let message = format!("an analysis names its {}", missing.join(", "));
            check.refuse("E125", "/analysis", message, "a number without method and error bounds is no evidence");
        }
    }
    if record.at("/shows_minor").and_then(serde_json::Value::as_bool) == Some(true)
        && record.list("/files").iter().any(|f| text(f, "role") == "media")
    {
        check.refuse("E811", "/files", "media of a minor are not stored", "keep a description instead");
    }
}

fn files(check: &mut Check<'_>) {
    let files = check.record.list("/files");
    if files.is_empty() {
        let remedy = "keep the file with `daylight case capture CASE FILE`";
        check.refuse("E121", "/files", "a capture needs a file with its SHA-256", remedy);
    }
    // What a partner sent by exchange has its hash, not its bytes.
    if check.record.via.is_some() {
        return;
    }
    for (i, file) in files.iter().enumerate() {
        let bytes = file.get("bytes").and_then(serde_json::Value::as_u64);
        let fits = check.change.stored.get(text(file, "sha256")).is_some_and(|(n, there)| *there && Some(*n) == bytes);
        if !fits {
            let field = format!("/files/{i}");
            let remedy = "keep the bytes first with `daylight case capture CASE FILE`";
            check.refuse("E122", &field, "stored file differs from its record, or is not stored", remedy);
        }
    }
}

/// Whether a name has the form of a pseudonym as it is shown: 12 hex digits, which a telephone number has too.
pub(in crate::records) fn is_short_pseudonym(name: &str) -> bool {
    name.len() == 12 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Whether a name is a pseudonym: 64 hex digits, or the first 12 of one that the case knows.
fn is_pseudonym(check: &Check<'_>, name: &str) -> bool {
    let is_whole = name.len() == 64 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let is_known = || check.change.known.contains(name) || check.change.before.is_some_and(|b| names(b).contains(name));
    is_whole || is_short_pseudonym(name) && is_known()
}

/// The names under which an asset goes.
pub(in crate::records) fn names(record: &Record) -> BTreeSet<String> {
    let plain = ["name", "platform_id"].iter().filter_map(|f| record.text(f)).map(str::to_owned);
    plain.chain(record.list("/handle_history").iter().map(|h| text(h, "handle").to_owned())).collect()
}

fn clear_names(check: &Check<'_>) -> Vec<String> {
    names(check.record).into_iter().filter(|n| !is_pseudonym(check, n)).collect()
}

pub(super) fn asset(check: &mut Check<'_>) {
    let record = check.record;
    let exposure = record.text("exposure").unwrap_or_default();
    let judged = record.text("exposure_judgment").is_some();
    if exposure != "unattributed" && !judged {
        let message = format!("{exposure} is a judgment: say who judged this and on what evidence");
        check.refuse("E131", "/exposure_judgment", message, "name the judgment, or write unattributed");
    }
    if record.text("controlled_by").is_some() && !record.text("control_judgment").is_some_and(|j| check.attributes(j)) {
        let message = "who controls an asset is an attribution";
        check.refuse("E132", "/controlled_by", message, "name an attribution judgment in control_judgment");
    }
    let flag = |name: &str| record.fields.get(name).and_then(serde_json::Value::as_bool).unwrap_or(false);
    let clear = clear_names(check);
    if flag("minor") && !clear.is_empty() {
        check.refuse("E811", "/minor", "minors are never stored in clear", "keep the pseudonym only");
    } else if flag("private_person") && !clear.is_empty() {
        let message = "stored as pseudonym; reveal needs a reason";
        check.refuse("E133", "/handle_history", message, "write the pseudonym that `daylight who` shows");
    }
    let person = matches!(record.text("kind"), Some("account" | "phone" | "wallet"));
    if person && !flag("private_person") && !clear.is_empty() && record.text("private_person_reason").is_none() {
        let message = "an account in clear needs a reason why no private person stands behind it";
        check.refuse("E133", "/private_person_reason", message, "official, candidate, outlet or state body");
    }
}

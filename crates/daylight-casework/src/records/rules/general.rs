//! Rules of all records: shape, references, order of times, fixed fields, markings.

use std::collections::BTreeSet;

use daylight_core::record::shape::{is_time, misfits};
use daylight_core::record::{Class, Record, RecordKind, Refusal, Status, Tlp};
use serde_json::Value;

use super::product::is_approver;
use super::{Check, a};
use crate::text::{to_date, to_rfc3339};

/// How far a capture may lie in the future: clocks differ.
const SLACK_US: i64 = 5 * 60 * 1_000_000;

/// Fields that only the program writes, with the command that does.
const WRITTEN: &[(RecordKind, &str, &str)] = &[
    (RecordKind::Case, "members", "case member"),
    (RecordKind::Judgment, "reviews", "case review"),
    (RecordKind::Judgment, "dissents", "case dissent"),
    (RecordKind::Judgment, "outcome", "case outcome"),
    (RecordKind::Package, "reviews", "case review"),
    (RecordKind::Package, "approvals", "case decide"),
    (RecordKind::Package, "decision", "case decide"),
    (RecordKind::Package, "redactions", "case package"),
    (RecordKind::Package, "state", "case review, decide, publish or recall"),
    (RecordKind::Package, "receipts", "case receipt"),
    (RecordKind::Package, "recalls", "case recall"),
    (RecordKind::Package, "sha256", "case publish"),
    (RecordKind::Package, "tlog_proof", "case publish"),
];

/// Pairs of fields of which the first must not lie after the second.
const ORDERS: [(&str, &str); 7] = [
    ("start", "end"),
    ("start_date", "end_date"),
    ("from", "to"),
    ("first_seen", "last_seen"),
    ("since", "until"),
    ("start", "stop"),
    ("published_at", "captured_at"),
];

/// Statuses of a case, and where each may lead.
const TRANSITIONS: [(&str, &str); 6] = [
    ("triage", "open"),
    ("open", "review"),
    ("review", "decided"),
    ("decided", "closed"),
    ("review", "open"),
    ("closed", "open"),
];

/// E001: something that every record needs.
pub(crate) fn required(record: &Record, field: &str, what: &str) -> Refusal {
    Refusal {
        code: "E001",
        class: Class::Refuse,
        record: record.alias.clone().unwrap_or_else(|| record.id.clone()),
        field: field.into(),
        message: format!("{field} is {what}"),
        remedy: String::new(),
    }
}

fn fixed(record: &Record, field: &str, message: String, remedy: String) -> Refusal {
    let record = record.alias.clone().unwrap_or_else(|| record.id.clone());
    Refusal { code: "E006", class: Class::Refuse, record, field: field.into(), message, remedy }
}

/// E006: a field that the program writes, changed by hand.
pub(crate) fn by_hand(before: &Record, after: &Record) -> Option<Refusal> {
    let (_, field, command) = WRITTEN
        .iter()
        .find(|(kind, field, _)| *kind == before.kind && before.fields.get(*field) != after.fields.get(*field))?;
    let message = format!("{field} of {} is written by the program", a(before.kind));
    Some(fixed(before, field, message, format!("use `daylight {command}`")))
}

/// E006: a field that the program writes, given with a new record.
pub(crate) fn by_hand_new(record: &Record) -> Option<Refusal> {
    if record.kind == RecordKind::Case {
        let message = "a case has one record of itself".to_owned();
        return Some(fixed(record, "type", message, "change it with `daylight case edit CASE @case`".into()));
    }
    let allowed = |field: &str| match (record.kind, field) {
        // What others said and did may come in with a record that reports it; a state has to begin somewhere.
        (RecordKind::Package, "state") => record.text("state") == Some("drafted"),
        (RecordKind::Judgment, "outcome") => record.text("voice") == Some("reported"),
        _ => false,
    };
    let mut written = WRITTEN.iter().filter(|(kind, field, _)| *kind == record.kind && !allowed(field));
    let (_, field, command) = written.find(|(_, field, _)| record.fields.contains_key(*field))?;
    let message = format!("{field} of {} is written by the program", a(record.kind));
    Some(fixed(record, field, message, format!("use `daylight {command}` afterwards")))
}

/// E001, E002, E009 and ids that are none (E005).
pub(super) fn shape(check: &mut Check<'_>) {
    for m in misfits(check.record.kind, &check.record.fields) {
        check.refuse(m.code, &m.pointer, m.message, &m.remedy);
    }
    if let Some(pap) = &check.record.pap
        && !["clear", "green", "amber", "red"].contains(&pap.as_str())
    {
        check.refuse("E002", "pap", format!("{pap:?} is not one of clear, green, amber, red"), "");
    }
}

/// What holds for every type.
pub(super) fn all(check: &mut Check<'_>) {
    references(check);
    let pointer = String::new();
    orders(check, &Value::Object(check.record.fields.clone()), &pointer);
    if let Some(before) = check.change.before {
        immutable(check, before);
    }
    marking(check);
}

fn references(check: &mut Check<'_>) {
    // What was named before may have been erased since; only what is new must be there.
    let known: BTreeSet<String> =
        check.change.before.map(|b| b.references().into_iter().map(|r| r.to).collect()).unwrap_or_default();
    for reference in check.record.references() {
        match check.get(&reference.to) {
            None if known.contains(&reference.to) => {}
            None => check.refuse(
                "E005",
                &reference.pointer,
                format!("{} is not in this case", reference.to),
                "add it first, or in the same file",
            ),
            Some(found) if !reference.kinds.is_empty() && !reference.kinds.contains(&found.kind) => {
                let wanted: Vec<String> = reference.kinds.iter().map(|k| a(*k)).collect();
                let message = format!("{} stands where {} belongs", a(found.kind), wanted.join(" or "));
                check.refuse("E005", &reference.pointer, message, "");
            }
            Some(_) => {}
        }
    }
    for quote in &check.record.quotes {
        if check.get(quote).is_none() {
            check.refuse("E005", "quotes", format!("{quote} is not in this case"), "add it first");
        }
    }
}

fn orders(check: &mut Check<'_>, value: &Value, pointer: &str) {
    match value {
        Value::Object(map) => {
            for (first, second) in ORDERS {
                let time = |name: &str| {
                    let value = map.get(name)?;
                    let text = value.as_str().or_else(|| value.get("time").and_then(Value::as_str))?;
                    is_time(text).then(|| text.to_owned())
                };
                if let (Some(a), Some(b)) = (time(first), time(second))
                    && is_after(&a, &b)
                {
                    let message = format!("{first} {a} is later than {second} {b}");
                    check.refuse("E003", &format!("{pointer}/{first}"), message, "correct one of the two");
                }
            }
            map.iter().for_each(|(name, v)| orders(check, v, &format!("{pointer}/{name}")));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, v)| orders(check, v, &format!("{pointer}/{i}")));
        }
        _ => {}
    }
    if pointer.is_empty()
        && check.record.kind == RecordKind::Capture
        && let Some(at) = check.record.text("captured_at")
    {
        let latest = to_rfc3339(check.change.now_us.saturating_add(SLACK_US)).unwrap_or_default();
        if is_after(at, &latest) {
            check.refuse("E003", "/captured_at", format!("captured_at {at} is later than now"), "correct the time");
        }
    }
}

/// Whether a time lies after another, as far as the coarser of the two can tell.
fn is_after(a: &str, b: &str) -> bool {
    let both = if a.len() == 10 || b.len() == 10 { 10 } else { 19 };
    a.get(..both) > b.get(..both)
}

/// Fields of a capture that may get a new version.
const OPEN_OF_CAPTURE: [&str; 4] = ["notes", "credibility", "corroborated_by", "log_index"];

fn immutable(check: &mut Check<'_>, before: &Record) {
    let (old, new) = (&before.fields, &check.record.fields);
    let changed = |field: &str| old.get(field) != new.get(field);
    let closed: Vec<String> = match check.record.kind {
        RecordKind::Capture => {
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            let fixed = names.into_iter().filter(|n| !OPEN_OF_CAPTURE.contains(&n.as_str()) && changed(n));
            fixed.cloned().collect()
        }
        RecordKind::Judgment => ["voice", "kind"].into_iter().filter(|f| changed(f)).map(str::to_owned).collect(),
        RecordKind::Target | RecordKind::Asset | RecordKind::Actor => {
            let is_target = check.record.kind == RecordKind::Target;
            (is_target && changed("kind")).then(|| "kind".to_owned()).into_iter().collect()
        }
        RecordKind::Link => ["from", "rel", "to"].into_iter().filter(|f| changed(f)).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let kind = a(check.record.kind);
    for field in closed {
        check.refuse("E006", &format!("/{field}"), format!("{field} of {kind} is fixed"), "add a new record");
    }
    let kept = |name: &str| {
        let (old, new) = (before.list(&format!("/{name}")), check.record.list(&format!("/{name}")));
        new.len() >= old.len() && old.iter().zip(new).all(|(a, b)| same_but_answer(a, b))
    };
    if check.record.kind == RecordKind::Source && !kept("reliability_history") {
        check.refuse("E006", "/reliability_history", "grades are only added, never changed", "add a newer grade");
    }
    if check.record.kind == RecordKind::Judgment && !kept("dissents") {
        check.refuse("E006", "/dissents", "a dissent is carried or answered, never changed", "add an answer");
    }
    if check.record.kind == RecordKind::Case {
        transition(check, before);
    }
}

/// Whether two entries of a list that only grows are the same; an answer may have been added.
fn same_but_answer(a: &Value, b: &Value) -> bool {
    let without = |v: &Value| {
        let mut v = v.clone();
        v.as_object_mut().map(|m| m.remove("answer"));
        v
    };
    without(a) == without(b)
}

fn transition(check: &mut Check<'_>, before: &Record) {
    let (from, to) = (before.text("status").unwrap_or_default(), check.record.text("status").unwrap_or_default());
    if from != to && !TRANSITIONS.contains(&(from, to)) {
        let message = format!("a case does not go from {from} to {to}");
        check.refuse("E006", "/status", message, "go along triage, open, review, decided, closed");
    }
}

fn marking(check: &mut Check<'_>) {
    let record = check.record;
    let highest = record.quotes.iter().map(|q| (check.set().effective_tlp(q), q)).max();
    if let Some((tlp, quoted)) = highest.filter(|(tlp, _)| *tlp > record.tlp) {
        let message = format!("quotes {quoted}, marked {}", tlp.name());
        check.refuse("E008", "tlp", message, "mark it at least as closely, or record a downgrade in a package");
    }
    let Some(before) = check.change.before else { return };
    if record.tlp < before.tlp && !is_downgraded(check, before, record.tlp) {
        let message =
            format!("marked {} before; lowering to {} needs a downgrade", before.tlp.name(), record.tlp.name());
        check.refuse(
            "E008",
            "tlp",
            message,
            "record a downgrade {record, version, from, to, approver, reason} in a package",
        );
    }
}

/// Whether a package lowers the version that is being changed, and its approver, who did not write it, said so.
fn is_downgraded(check: &Check<'_>, before: &Record, to: Tlp) -> bool {
    let mut earlier = check.set().clone();
    earlier.insert(before.clone());
    let decided = |p: &Record| matches!(p.text("state"), Some("approved" | "sent" | "acknowledged"));
    check.set().of(RecordKind::Package).filter(|p| decided(p)).any(|p| {
        p.list("/downgrades").iter().any(|d| {
            let lowered = Tlp::parse(super::text(d, "to")).is_some_and(|t| t <= to);
            lowered && is_approver(check.set(), p, super::text(d, "approver")) && earlier.is_downgrade(d, &before.id)
        })
    })
}

/// E101 and E103.
pub(super) fn case(check: &mut Check<'_>) {
    if check.record.status == Status::Withdrawn {
        return;
    }
    let (basis, until) = (check.record.text("legal_basis"), check.record.text("retention_until"));
    if basis.is_none_or(|b| b.trim().is_empty()) || until.is_none() {
        let message = "state the basis and the date on which raw data go";
        check.refuse("E101", "/legal_basis", message, "give legal_basis and retention_until");
    }
    let today = to_date(check.change.now_us).unwrap_or_default();
    if until.is_some_and(|u| *u <= *today) {
        check.warn(
            "E103",
            "/retention_until",
            "raw captures due for erasure",
            "see `daylight case due`; `daylight case erase --original` erases one",
        );
    }
}

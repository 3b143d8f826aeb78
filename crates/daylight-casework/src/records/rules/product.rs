//! Packages: what stops the saving, and what stops the publication.

use std::collections::BTreeSet;

use daylight_core::record::vocabulary::RESPONSES;
use daylight_core::record::{Class, Record, RecordKind, RecordSet, Refusal, Status, Tlp};
use serde_json::Value;

use super::{Change, Check, list, text};
use crate::records::lint::lint;
use crate::text::to_date;

/// Votes that a decision needs when the package names no other number.
const QUORUM: i64 = 3;

/// E711, and an originator's consent for a downgrade of what a partner gave.
pub(super) fn package(check: &mut Check<'_>) {
    let record = check.record;
    for (i, response) in record.list("/responses").iter().enumerate() {
        let id = text(response, "countermeasure");
        if !RESPONSES.iter().any(|(known, _, _)| *known == id) {
            let message = format!("{id} is not on the list of measures Daylight may suggest");
            let field = format!("/responses/{i}/countermeasure");
            check.refuse("E711", &field, message, "see `daylight case responses`");
        }
    }
    for (i, downgrade) in record.list("/downgrades").iter().enumerate() {
        let of = check.get(text(downgrade, "record"));
        let source = of.and_then(|r| r.text("source")).and_then(|s| check.get(s));
        let partner = source.is_some_and(|s| s.text("kind") == Some("partner"));
        if partner && text(downgrade, "originator_consent").is_empty() {
            let message = "what a partner gave is lowered only with the partner's consent";
            check.refuse("E008", &format!("/downgrades/{i}"), message, "name the capture of it in originator_consent");
        }
    }
    equal_treatment(check);
}

/// E704: who of a contest is told of a threat, all are told of.
fn equal_treatment(check: &mut Check<'_>) {
    let record = check.record;
    let told: BTreeSet<&str> =
        record.list("/recipients").iter().map(|r| text(r, "candidate")).filter(|c| !c.is_empty()).collect();
    let contests: BTreeSet<&str> = told.iter().filter_map(|c| check.get(c)).filter_map(|c| c.text("contest")).collect();
    let missing = check
        .set()
        .of(RecordKind::Target)
        .filter(|t| t.text("contest").is_some_and(|c| contests.contains(c)) && !told.contains(t.id.as_str()));
    let names: Vec<String> = missing.map(|t| t.title().to_owned()).collect();
    if !names.is_empty() && record.text("equal_treatment_reason").is_none() {
        let message = format!("other candidates of the contest are not told: {}", names.join(", "));
        check.warn("E704", "/recipients", message, "tell them too, or give equal_treatment_reason");
    }
}

/// Everything that stops the publication of a package, and the warnings of its records.
pub(crate) fn publication(package: &Record, change: &Change<'_>) -> Vec<Refusal> {
    let mut check = Check { record: package, change, found: Vec::new() };
    let pinned: Vec<(&Value, Option<&Record>)> =
        package.list("/records").iter().map(|p| (p, change.set.get(text(p, "id")))).collect();
    contents(&mut check, &pinned);
    standing(&mut check);
    decision(&mut check);
    lowered(&mut check);
    redaction(&mut check, &pinned);
    texts(&mut check);
    for record in pinned.iter().filter_map(|(_, r)| *r) {
        if record.kind == RecordKind::Judgment {
            judged(&mut check, record);
        }
        let own = super::check(record, &Change { before: None, ..*change });
        check.found.extend(own.into_iter().filter(|r| r.class == Class::Warn));
    }
    check.found
}

fn block(check: &mut Check<'_>, code: &'static str, field: &str, message: impl Into<String>, remedy: &str) {
    check.add(Class::Publish, code, field, message, remedy);
}

fn contents(check: &mut Check<'_>, pinned: &[(&Value, Option<&Record>)]) {
    let package = check.record;
    let ceiling = package.text("ceiling").and_then(Tlp::parse).unwrap_or(Tlp::Clear);
    let above: Vec<&str> = pinned
        .iter()
        .filter_map(|(_, r)| *r)
        .filter(|r| check.set().leaving_tlp(package, &r.id) > ceiling)
        .map(|r| r.id.as_str())
        .collect();
    if !above.is_empty() {
        let message = format!("{} records are marked above {}: {}", above.len(), ceiling.name(), above.join(", "));
        block(check, "E007", "/records", message.clone(), "remove them or record a downgrade");
        block(check, "E501", "/records", message, "remove them or record a downgrade");
    }
    for recipient in package.list("/recipients") {
        let own = Tlp::parse(text(recipient, "max_tlp")).unwrap_or(ceiling);
        if own < package.tlp {
            let (body, level) = (text(recipient, "body"), package.tlp.name());
            let message = format!("the text of the package is marked {level}, {body} may get {}", own.name());
            block(check, "E501", "/recipients", message, "mark the package as its most open copy, and write it so");
        }
    }
    if package.tlp > ceiling {
        block(check, "E007", "tlp", "the package is marked above its own ceiling", "lower one or raise the other");
    }
    let ids: BTreeSet<&str> = pinned.iter().map(|(p, _)| text(p, "id")).collect();
    for (pin, record) in pinned {
        let gone = record.is_none_or(|r| r.status == Status::Withdrawn);
        if gone {
            let message = format!("{} is withdrawn or erased", text(pin, "id"));
            block(check, "E502", "/records", message, "take it out of the package");
        }
    }
    for (i, key) in package.list("/advisory/key_judgments").iter().enumerate() {
        let judgment = text(key, "judgment");
        if !judgment.is_empty() && !ids.contains(judgment) {
            let message = format!("the key judgment {judgment} is not in the package");
            block(check, "E502", &format!("/advisory/key_judgments/{i}"), message, "add it to records");
        }
    }
    if matches!(package.text("purpose"), Some("notify" | "exchange")) && package.list("/recipients").is_empty() {
        block(check, "E503", "/recipients", "say who gets it", "give recipients {body, role}");
    }
}

fn decision(check: &mut Check<'_>) {
    let package = check.record;
    if matches!(package.text("purpose"), Some("archive" | "inform" | "request" | "exchange")) {
        approved(check);
        return;
    }
    let outcome = package.text_at("/decision/outcome").unwrap_or("open");
    if !matches!(outcome, "publish" | "notify") {
        block(
            check,
            "E701",
            "/decision",
            "a notice or a public advisory is decided first",
            "use `daylight case decide`",
        );
    }
    let approver = package.text_at("/decision/approver").unwrap_or_default();
    if !approver.is_empty() && is_author(check, approver) {
        block(
            check,
            "E702",
            "/decision/approver",
            "the approver wrote what is to be approved",
            "another member must approve",
        );
    }
    if let Some(message) = votes_lacking(package) {
        block(check, "E703", "/decision/votes", message, "let members vote with `daylight case decide --vote`");
    }
    approved(check);
}

/// E703: what the votes of a package lack. More are for it than against, and a quorum said either.
pub(crate) fn votes_lacking(package: &Record) -> Option<String> {
    let votes: Vec<&Value> = package.list("/decision/votes").iter().filter(|v| text(v, "vote") != "abstain").collect();
    let members: BTreeSet<&str> = votes.iter().map(|v| text(v, "member")).collect();
    let organizations: BTreeSet<&str> =
        votes.iter().map(|v| text(v, "organization")).filter(|o| !o.is_empty()).collect();
    let quorum = package.at("/decision/quorum").and_then(Value::as_i64).unwrap_or(QUORUM);
    let co_hosted = package.at("/decision/co_hosted").and_then(Value::as_bool).unwrap_or(false);
    if (members.len() as i64) < quorum || co_hosted && organizations.len() < 2 {
        return Some(format!("{} of {quorum} votes; co-hosted cases need two organizations", members.len()));
    }
    let n_yes = votes.iter().filter(|v| text(v, "vote") == "yes").count();
    let n_no = votes.len() - n_yes;
    (n_yes <= n_no).then(|| format!("{n_yes} are for it, {n_no} against"))
}

/// E502 and E701: the package counts, and the last word about it is that it leaves.
fn standing(check: &mut Check<'_>) {
    let package = check.record;
    if package.status != Status::Current {
        let message = format!("the package is {}", package.status.name());
        block(check, "E502", "status", message, "write another package");
    }
    let state = package.text("state").unwrap_or("drafted");
    if !matches!(state, "approved" | "sent" | "acknowledged") {
        let message = format!("the package is {state}: nobody approved that it leaves");
        block(check, "E701", "/state", message, "use `daylight case decide`");
    }
}

/// Whether a member wrote the package or signed a judgment in it.
fn is_author(check: &Check<'_>, member: &str) -> bool {
    wrote(check.set(), check.record, member)
}

fn wrote(set: &RecordSet, package: &Record, member: &str) -> bool {
    let mut signed = package.list("/records").iter().filter_map(|p| set.get(text(p, "id")));
    has_written(package, member) || signed.any(|r| has_written(r, member))
}

/// Whether a member wrote a version of a judgment or a package, or is named as its author.
pub(crate) fn has_written(record: &Record, member: &str) -> bool {
    let writers = record.extra.get("writers").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    record.texts("/authors").contains(&member) || writers.iter().any(|w| w.as_str() == Some(member))
}

/// E008: who is said to have lowered a marking has approved the package that says so.
fn lowered(check: &mut Check<'_>) {
    for (i, downgrade) in check.record.list("/downgrades").iter().enumerate() {
        if !is_approver(check.set(), check.record, text(downgrade, "approver")) {
            let message = format!("{} has not approved this package", text(downgrade, "approver"));
            let field = format!("/downgrades/{i}/approver");
            block(check, "E008", &field, message, "name the member who approves the package");
        }
    }
}

/// Whether a member who wrote none of a package has approved it.
pub(super) fn is_approver(set: &RecordSet, package: &Record, member: &str) -> bool {
    package.list("/approvals").iter().any(|a| text(a, "member") == member) && !wrote(set, package, member)
}

/// E102: somebody who did not write it has approved it.
fn approved(check: &mut Check<'_>) {
    let approvers: Vec<&str> = check.record.list("/approvals").iter().map(|a| text(a, "member")).collect();
    if !approvers.iter().any(|a| !is_author(check, a)) {
        block(
            check,
            "E102",
            "/approvals",
            "another member must approve",
            "an approver who wrote none of it uses `daylight case decide`",
        );
    }
}

fn redaction(check: &mut Check<'_>, pinned: &[(&Value, Option<&Record>)]) {
    if check.record.text("purpose") == Some("archive") {
        return;
    }
    let stale = pinned
        .iter()
        .any(|(pin, record)| record.is_some_and(|r| pin.get("version").and_then(Value::as_u64) != Some(r.version)));
    if check.record.list("/redactions").is_empty() || stale {
        let message = "the rules of redaction were not run on these versions";
        block(check, "E504", "/redactions", message, "use `daylight case package CASE --refresh PACKAGE`");
    }
}

fn texts(check: &mut Check<'_>) {
    let Some(advisory) = check.record.fields.get("advisory").cloned() else { return };
    for field in ["summary", "seen", "not_known", "meaning", "what_voters_can_do", "corrections"] {
        linted(check, &format!("/advisory/{field}"), text(&advisory, field), false);
    }
    for (i, key) in list(&advisory, "key_judgments").iter().enumerate() {
        let field = format!("/advisory/key_judgments/{i}");
        linted(check, &field, text(key, "text"), true);
        if text(key, "judgment").is_empty() {
            let message = "a key judgment is tied to a judgment record";
            block(check, "E505", &field, message, "name it in judgment");
        }
    }
}

fn linted(check: &mut Check<'_>, field: &str, words: &str, is_key: bool) {
    for finding in lint(words, is_key) {
        block(check, "E505", field, format!("{}: {:?}", finding.message, finding.sentence), "write it soberly");
    }
}

/// E412, E416, and the words of the judgments themselves.
fn judged(check: &mut Check<'_>, judgment: &Record) {
    let field = format!("/records/{}", judgment.id);
    if judgment.status == Status::Superseded {
        let by = check.set().of(RecordKind::Judgment).find(|j| j.text("supersedes") == Some(&judgment.id));
        let by = by.map_or_else(|| "a newer one".to_owned(), |j| j.id.clone());
        block(check, "E416", &field, format!("the judgment is replaced by {by}"), "use the newer one");
    }
    if judgment.text("voice") == Some("reported") {
        return;
    }
    linted(check, &field, judgment.text("statement").unwrap_or_default(), true);
    let reviewed = judgment.list("/reviews").iter().any(|r| !has_written(judgment, text(r, "member")));
    if !reviewed {
        let message = "no member who is not an author has reviewed the judgment";
        block(check, "E412", &field, message, "use `daylight case review`");
    }
    let today = to_date(check.change.now_us).unwrap_or_default();
    if let Some(until) = judgment.text("dissent_until").filter(|u| **u > *today) {
        block(check, "E412", &field, format!("dissent open until {until}"), "wait, or let every member answer");
    }
}

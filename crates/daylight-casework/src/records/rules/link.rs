//! Which records may be tied by what, and what a tie needs.

use daylight_core::record::RecordKind as K;

use super::{Check, a};

/// What a relation needs.
#[derive(Clone, Copy, PartialEq)]
enum Needs {
    Capture,
    Judgment,
    Attribution,
    Statement,
    Nothing,
}

type Row = (&'static [&'static str], &'static [K], &'static [K], Needs);

/// Relations, where they start, where they lead (any where empty), what they need.
const TABLE: &[Row] = &[
    (
        &["uses"],
        &[K::Operation, K::Incident, K::Asset, K::Actor],
        &[K::Behavior, K::Narrative, K::Asset],
        Needs::Capture,
    ),
    (&["publishes", "amplifies", "links-to"], &[K::Asset], &[K::Capture, K::Asset, K::Narrative], Needs::Capture),
    (&["impersonates", "clones"], &[K::Asset, K::Actor], &[K::Target, K::Source, K::Asset], Needs::Capture),
    (
        &["targets", "promotes", "denigrates"],
        &[K::Incident, K::Operation, K::Narrative, K::Asset, K::Actor],
        &[K::Target],
        Needs::Capture,
    ),
    (
        &["belongs-to", "controlled-by", "sponsored-by", "contracts-with"],
        &[K::Asset, K::Actor],
        &[K::Actor, K::Source],
        Needs::Judgment,
    ),
    (&["attributed-to"], &[K::Incident, K::Operation, K::Actor], &[K::Operation, K::Actor], Needs::Attribution),
    (&["part-of", "subnarrative-of", "derived-from", "duplicate-of"], &[], &[], Needs::Nothing),
    (&["related-to", "contradicts", "corroborates"], &[], &[], Needs::Statement),
    (&["answers"], &[K::Package], &[K::Incident, K::Narrative], Needs::Nothing),
];

pub(super) fn link(check: &mut Check<'_>) {
    let record = check.record;
    let rel = record.text("rel").unwrap_or_default();
    let (Some(from), Some(to)) =
        (record.text("from").and_then(|id| check.get(id)), record.text("to").and_then(|id| check.get(id)))
    else {
        return;
    };
    let Some((_, starts, ends, needs)) = TABLE.iter().find(|row| row.0.contains(&rel)) else { return };
    let fits = |kinds: &[K], kind: K| kinds.is_empty() || kinds.contains(&kind);
    let wrong_set = rel == "attributed-to" && to.kind == K::Operation && to.text("form") != Some("set");
    if !fits(starts, from.kind) || !fits(ends, to.kind) || wrong_set {
        let message = format!("{} is not tied to {} by {rel}", a(from.kind), a(to.kind));
        check.refuse("E321", "/rel", message, "write it as related-to with a statement");
        return;
    }
    let judged = record.text("judgment");
    let missing = match needs {
        Needs::Capture if record.list("/captures").is_empty() => Some("needs a capture"),
        Needs::Judgment if judged.is_none() => Some("needs a judgment"),
        Needs::Attribution if !judged.is_some_and(|j| check.attributes(j)) => {
            Some("needs an attribution judgment of our own")
        }
        Needs::Statement if record.text("statement").is_none() => Some("needs a statement"),
        _ => None,
    };
    if let Some(missing) = missing {
        check.refuse("E321", "/rel", format!("{rel} {missing}"), "add what it rests on");
    }
    if record.text("candidate_knowledge") == Some("assessed")
        && !judged.is_some_and(|j| {
            check.attributes(j) && check.get(j).is_some_and(|j| j.texts("/about").contains(&to.id.as_str()))
        })
    {
        let message = "being promoted is not evidence of knowledge";
        check.refuse(
            "E414",
            "/candidate_knowledge",
            message,
            "name an attribution judgment about the candidate or party",
        );
    }
}

//! A proof as text for a terminal: harmless characters only, a few meetings of each of a few pairs.

use std::fmt::Write as _;

use daylight_core::wire::proof::{Meeting, Proof, ProofPair, ProofPost};
use daylight_core::wire::v1::Answer;

use crate::format::{prob, rough, secs, value};
use crate::text::{cut, defang, visible};

/// Pairs and meetings of each that are printed.
const MAX_PAIRS: usize = 5;
const MAX_MEETINGS: usize = 8;
/// Characters of a text, of an object and of an account that are printed.
const MAX_TEXT: usize = 100;
const MAX_OBJECT: usize = 90;
const MAX_NAME: usize = 40;

fn shown(text: &str, max: usize) -> String {
    cut(&visible(text), max).into_owned()
}

/// The proof in words.
pub fn text(proof: &Proof) -> String {
    let mut out = String::new();
    for warning in &proof.warnings {
        let _ = writeln!(out, "WARNING   {}\n", visible(warning));
    }
    if let Some(g) = &proof.group {
        let _ = writeln!(
            out,
            "group {}   {} accounts, called {}: {} objects together against {} expected (p {}, q {})",
            g.id,
            g.members.len(),
            g.label,
            g.observed,
            value(g.expected),
            prob(g.p),
            prob(g.q)
        );
    }
    for pair in proof.pairs.iter().take(MAX_PAIRS) {
        pair_text(&mut out, pair);
    }
    if proof.pairs.len() > MAX_PAIRS {
        let _ =
            writeln!(out, "\nand {} more pairs; --out DIR, --csv and --json give all", proof.pairs.len() - MAX_PAIRS);
    }
    explanations(&mut out, proof);
    origin(&mut out, proof);
    out
}

fn pair_text(out: &mut String, pair: &ProofPair) {
    let (a, b) = (shown(&pair.account_a, MAX_NAME), shown(&pair.account_b, MAX_NAME));
    let _ = writeln!(out, "\n{a} and {b}: {}", pair.standing);
    let _ = writeln!(out, "  {}", pair.meaning);
    question(out, "own rhythm", Some(&pair.own), "");
    question(out, "crowd", pair.crowd.as_ref(), "not asked, or no crowd to compare with");
    if pair.live.is_some() {
        question(out, "one live moment", pair.live.as_ref(), "");
    }
    question(out, "community", pair.community.as_ref(), "not asked, or no community to compare with");
    let _ = writeln!(
        out,
        "  {} days, median distance {}; rows {} to {} of evidence.parquet",
        pair.n_days,
        secs(pair.median_dt_secs),
        pair.evidence_start + 1,
        pair.evidence_start + pair.evidence_rows
    );
    for meeting in pair.meetings.iter().take(MAX_MEETINGS) {
        meeting_text(out, meeting);
    }
    let more = pair.meetings.len().saturating_sub(MAX_MEETINGS) as u64 + pair.meetings_left_out;
    if more > 0 {
        let _ = writeln!(out, "  and {more} more meetings");
    }
}

fn question(out: &mut String, name: &str, answer: Option<&Answer>, otherwise: &str) {
    let _ = match answer {
        Some(a) => writeln!(
            out,
            "  {name:<16} {} observed, {} expected (p {}, q {})",
            a.observed,
            value(a.expected),
            prob(a.p),
            prob(a.q)
        ),
        None => writeln!(out, "  {name:<16} {otherwise}"),
    };
}

fn meeting_text(out: &mut String, m: &Meeting) {
    let objects: Vec<String> = m
        .objects
        .iter()
        .map(|o| format!("{} {}", visible(&o.layer), shown(&safe(&o.layer, &o.object), MAX_OBJECT)))
        .collect();
    let _ = writeln!(out, "  {} apart on {}", secs(m.dt_secs.abs()), objects.join(", "));
    for post in [&m.a, &m.b] {
        let _ = writeln!(out, "    {}  {}{}", post.time, place(post), words(post));
    }
}

/// Addresses so that no terminal makes links of them.
fn safe(layer: &str, object: &str) -> String {
    if matches!(layer, "url" | "domain") || object.contains("://") { defang(object) } else { object.to_owned() }
}

fn place(post: &ProofPost) -> String {
    let line = post.line.map(|l| format!(":{l}")).unwrap_or_default();
    format!("{}{line}", visible(&post.file))
}

fn words(post: &ProofPost) -> String {
    post.text.as_deref().map(|t| format!("  \"{}\"", shown(t, MAX_TEXT))).unwrap_or_default()
}

fn explanations(out: &mut String, proof: &Proof) {
    let _ = writeln!(out, "\ninnocent explanations, measured");
    match &proof.group {
        None => {
            let _ = writeln!(out, "  they are measured for groups, and this pair is in none");
        }
        Some(g) => {
            for h in &g.hints {
                let _ = writeln!(out, "  {:<9} {}", if h.fits { "fits" } else { "fits not" }, visible(&h.sentence));
            }
        }
    }
    let _ = writeln!(
        out,
        "  others leave no trace in data: colleagues with one plan, a shared channel, a family, a cross-posting tool"
    );
}

fn origin(out: &mut String, proof: &Proof) {
    let _ = writeln!(out, "\nwhere it comes from");
    if let Some(c) = &proof.chance {
        let _ = writeln!(
            out,
            "  of the {} pairs that the whole result leads with, {} are expected by chance",
            c.n_lead_edges,
            rough(c.expected)
        );
    }
    for input in &proof.run.inputs {
        let hash = input.sha256.as_deref().unwrap_or("not computed");
        let _ = writeln!(out, "  {} ({} bytes) SHA-256 {hash}", visible(&input.name), input.bytes);
    }
    let _ = writeln!(out, "  manifest.json of the result SHA-256 {}", proof.run.manifest_sha256);
    let _ = writeln!(out, "  made by: {}", visible(&proof.run.command));
    let names = if proof.pseudonyms { "accounts and posts stand under pseudonyms; " } else { "" };
    let _ = writeln!(
        out,
        "  {names}acting together is not in itself wrong, and nothing here says who is behind an account"
    );
}

//! The meetings of a proof as CSV: one row a meeting, both posts in it.

use std::io::{self, Write};

use daylight_core::wire::proof::{Meeting, Proof, ProofPair, ProofPost};

use crate::text::csv_cell;

const COLUMNS: [&str; 23] = [
    "account_a",
    "account_b",
    "group",
    "standing",
    "observed",
    "expected",
    "p",
    "q",
    "layers",
    "objects",
    "dt_secs",
    "time_a",
    "time_b",
    "content_a",
    "content_b",
    "text_a",
    "text_b",
    "file_a",
    "line_a",
    "file_b",
    "line_b",
    "sha256_a",
    "sha256_b",
];

/// Writes the table.
///
/// # Errors
/// Those of `w`.
pub fn write_table(proof: &Proof, w: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(w);
    csv.write_record(COLUMNS)?;
    for pair in &proof.pairs {
        for meeting in &pair.meetings {
            csv.write_record(row(proof, pair, meeting))?;
        }
    }
    csv.flush()
}

fn row(proof: &Proof, pair: &ProofPair, m: &Meeting) -> Vec<String> {
    let cell = |s: &str| csv_cell(s).into_owned();
    let hash = |post: &ProofPost| {
        let input = proof.run.inputs.iter().find(|i| i.name == post.file);
        input.and_then(|i| i.sha256.clone()).unwrap_or_default()
    };
    let joined = |parts: Vec<&str>| cell(&parts.join(" ; "));
    let line = |post: &ProofPost| post.line.map(|l| l.to_string()).unwrap_or_default();
    vec![
        cell(&pair.account_a),
        cell(&pair.account_b),
        pair.group.map(|g| g.to_string()).unwrap_or_default(),
        pair.standing.clone(),
        pair.own.observed.to_string(),
        pair.own.expected.to_string(),
        pair.own.p.to_string(),
        pair.own.q.to_string(),
        joined(m.objects.iter().map(|o| o.layer.as_str()).collect()),
        joined(m.objects.iter().map(|o| o.object.as_str()).collect()),
        m.dt_secs.to_string(),
        m.a.time.clone(),
        m.b.time.clone(),
        cell(m.a.content.as_deref().unwrap_or("")),
        cell(m.b.content.as_deref().unwrap_or("")),
        cell(m.a.text.as_deref().unwrap_or("")),
        cell(m.b.text.as_deref().unwrap_or("")),
        cell(&m.a.file),
        line(&m.a),
        cell(&m.b.file),
        line(&m.b),
        hash(&m.a),
        hash(&m.b),
    ]
}

//! Honesty of forecasts: judgments with a day on which they are decided, scored when they are.

use std::collections::BTreeMap;

use daylight_core::record::vocabulary::likelihood;
use daylight_core::record::{Record, RecordKind, RecordSet, Status};
use serde_json::Value;

use super::rules::text;

/// A decided forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Its judgment.
    pub judgment: String,
    /// Who signed it.
    pub authors: Vec<String>,
    /// Middle of the interval, 0 to 1.
    pub p: f64,
    /// Whether it came true.
    pub came_true: bool,
    /// `(p - o)^2`, from 0 (best) to 1.
    pub brier: f64,
}

/// Decided forecasts of an author, or of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Number of them.
    pub n: usize,
    /// Mean score.
    pub brier: f64,
    /// By row of the likelihood table: number, mean probability given, share that came true.
    pub rows: Vec<(String, usize, f64, f64)>,
}

fn scored(judgment: &Record) -> Option<Scored> {
    let outcome = judgment.fields.get("outcome")?;
    let came_true = match text(outcome, "result") {
        "yes" => true,
        "no" => false,
        _ => return None,
    };
    let row = likelihood(judgment.text_at("/likelihood/term")?)?;
    let bound =
        |name: &str, of_row: i64| judgment.at(&format!("/likelihood/{name}")).and_then(Value::as_i64).unwrap_or(of_row);
    let p = (bound("lo", row.lo) + bound("hi", row.hi)) as f64 / 200.0;
    let o = f64::from(u8::from(came_true));
    Some(Scored {
        judgment: judgment.id.clone(),
        authors: judgment.texts("/authors").into_iter().map(str::to_owned).collect(),
        p,
        came_true,
        brier: (p - o) * (p - o),
    })
}

/// The decided forecasts in our own voice, in order of id. Superseded ones count: they were said.
pub fn decided(set: &RecordSet) -> Vec<(Scored, String)> {
    set.iter()
        .filter(|r| r.kind == RecordKind::Judgment && r.status != Status::Withdrawn && r.text("voice") == Some("own"))
        .filter_map(|r| Some((scored(r)?, r.text_at("/likelihood/term")?.to_owned())))
        .collect()
}

fn calibration(list: &[&(Scored, String)]) -> Calibration {
    let n = list.len();
    let mut rows: BTreeMap<&str, Vec<&Scored>> = BTreeMap::new();
    for (s, term) in list {
        rows.entry(term).or_default().push(s);
    }
    let mean = |values: &mut dyn Iterator<Item = f64>, n: usize| values.sum::<f64>() / n.max(1) as f64;
    let mut rows: Vec<(String, usize, f64, f64)> = rows
        .into_iter()
        .map(|(term, s)| {
            let p = mean(&mut s.iter().map(|s| s.p), s.len());
            let o = mean(&mut s.iter().map(|s| f64::from(u8::from(s.came_true))), s.len());
            (term.to_owned(), s.len(), p, o)
        })
        .collect();
    rows.sort_by(|a, b| a.2.total_cmp(&b.2));
    Calibration { n, brier: mean(&mut list.iter().map(|(s, _)| s.brier), n), rows }
}

/// Calibration of the team, and of each author.
pub fn table(set: &RecordSet) -> (Calibration, BTreeMap<String, Calibration>) {
    let all = decided(set);
    let whole: Vec<&(Scored, String)> = all.iter().collect();
    let mut authors: BTreeMap<String, Vec<&(Scored, String)>> = BTreeMap::new();
    for one in &all {
        for author in &one.0.authors {
            authors.entry(author.clone()).or_default().push(one);
        }
    }
    (calibration(&whole), authors.into_iter().map(|(a, list)| (a, calibration(&list))).collect())
}

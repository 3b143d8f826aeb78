//! The board as Markdown (which reads as plain text, too) and as JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::targets::TargetLine;
use super::{Board, EdgeMetrics, GroupRecall, RunScore, Summary};
use crate::scenario::{self, Kind};

/// The table, one line a scenario and method: mean over seeds, smallest and largest in brackets.
pub fn board_markdown(board: &Board) -> String {
    let header = [
        "scenario",
        "method",
        "edges",
        "false edges",
        "pair recall",
        "account precision",
        "account recall",
        "weighted precision",
        "unexplained groups",
        "most false edges between",
    ];
    let lines = board.lines();
    let rows = lines.iter().map(|&(scenario, probe, method)| {
        let runs: Vec<&RunScore> = board.line(scenario, probe, method).collect();
        let edges = |f: fn(&EdgeMetrics) -> Option<f64>| Summary::of(runs.iter().filter_map(|r| f(&r.metrics.edges)));
        vec![
            title(scenario, probe),
            method.to_owned(),
            number(edges(|e| Some(e.n_edges as f64))),
            percent(edges(EdgeMetrics::false_share)),
            share(edges(EdgeMetrics::pair_recall)),
            share(edges(EdgeMetrics::account_precision)),
            share(edges(EdgeMetrics::account_recall)),
            share(Summary::of(runs.iter().filter_map(|r| r.metrics.weighted_precision))),
            number(Summary::of(runs.iter().filter_map(|r| r.metrics.n_unexplained.map(|n| n as f64)))),
            worst_crowds(&runs),
        ]
    });
    markdown(&header, rows.collect())
}

/// The planted groups of each scenario: share of their pairs and of their accounts that a method found.
pub fn groups_markdown(board: &Board) -> String {
    let mut rows = Vec::new();
    for (scenario, probe, method) in board.lines() {
        let found: Vec<&GroupRecall> =
            board.line(scenario, probe, method).flat_map(|r| &r.metrics.edges.groups).collect();
        let names: BTreeSet<&str> = found.iter().map(|g| g.name.as_str()).collect();
        for name in names {
            let of = |f: fn(&GroupRecall) -> f64| Summary::of(found.iter().filter(|g| g.name == name).map(|g| f(g)));
            rows.push(vec![
                title(scenario, probe),
                method.to_owned(),
                name.to_owned(),
                share(of(|g| g.pairs)),
                share(of(|g| g.accounts)),
            ]);
        }
    }
    markdown(&["scenario", "method", "planted group", "pair recall", "account recall"], rows)
}

/// The scenario's name with what a reader must know about it.
fn title(scenario: &str, probe: bool) -> String {
    let invisible = scenario::find(scenario).is_ok_and(|s| s.kind != Kind::Honest && !s.timing_sees_it);
    let remark = if invisible { " (timing cannot see it)" } else { "" };
    format!("{scenario}{}{remark}", if probe { " + probe" } else { "" })
}

/// The promises, one line each.
pub fn targets_markdown(lines: &[TargetLine]) -> String {
    let rows = lines.iter().map(|l| {
        vec![
            if l.pass { "PASS" } else { "MISS" }.to_owned(),
            l.scenario.clone(),
            l.what.to_owned(),
            l.value.map_or_else(|| "-".to_owned(), |v| format!("{v:.4}")),
            format!("{} {}", if l.at_most { "<=" } else { ">=" }, l.limit),
            l.counts.clone(),
        ]
    });
    markdown(&["", "scenario", "measured", "value", "target", "counts"], rows.collect())
}

/// Everything, one entry a run.
pub fn board_json(board: &Board, targets: &[TargetLine]) -> Value {
    json!({
        "schema_version": daylight_core::wire::SCHEMA_VERSION,
        "runs": board.runs.iter().map(run_json).collect::<Vec<_>>(),
        "targets": targets.iter().map(target_json).collect::<Vec<_>>(),
    })
}

fn run_json(run: &RunScore) -> Value {
    let e = &run.metrics.edges;
    let crowds = e.false_by_crowds.iter().map(|((a, b), n)| json!({"between": [a, b], "edges": n}));
    let groups = e.groups.iter().map(|g| json!({"name": g.name, "pair_recall": g.pairs, "account_recall": g.accounts}));
    json!({
        "scenario": run.scenario,
        "probe": run.probe,
        "method": run.method,
        "seed": run.seed,
        "n_edges": e.n_edges,
        "n_true": e.n_true,
        "n_false": e.n_false(),
        "n_planted_pairs": e.n_planted_pairs,
        "false_share": e.false_share(),
        "pair_recall": e.pair_recall(),
        "account_precision": e.account_precision(),
        "account_recall": e.account_recall(),
        "weighted_precision": run.metrics.weighted_precision,
        "n_unexplained": run.metrics.n_unexplained,
        "groups": groups.collect::<Vec<_>>(),
        "false_by_crowds": crowds.collect::<Vec<_>>(),
    })
}

fn target_json(line: &TargetLine) -> Value {
    json!({
        "scenario": line.scenario,
        "measured": line.what,
        "value": line.value,
        "limit": line.limit,
        "at_most": line.at_most,
        "pass": line.pass,
        "counts": line.counts,
    })
}

/// The two pairs of crowds that most false edges join, with their share of all false edges.
fn worst_crowds(runs: &[&RunScore]) -> String {
    let mut total: BTreeMap<&(String, String), u64> = BTreeMap::new();
    for (crowds, n) in runs.iter().flat_map(|r| &r.metrics.edges.false_by_crowds) {
        *total.entry(crowds).or_insert(0) += n;
    }
    let all: u64 = total.values().sum();
    let mut ranked: Vec<_> = total.into_iter().collect();
    ranked.sort_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(y.0)));
    let named = ranked.iter().take(2).map(|((a, b), n)| {
        let percent = 100.0 * *n as f64 / all as f64;
        if a == b { format!("{a} {percent:.0} %") } else { format!("{a} and {b} {percent:.0} %") }
    });
    named.collect::<Vec<_>>().join(", ")
}

fn summary(s: Option<Summary>, format: impl Fn(f64) -> String) -> String {
    match s {
        None => "-".to_owned(),
        Some(s) if s.n == 1 => format(s.mean),
        Some(s) => format!("{} [{}, {}]", format(s.mean), format(s.min), format(s.max)),
    }
}

fn number(s: Option<Summary>) -> String {
    summary(s, |v| if v < 10.0 && v.fract() != 0.0 { format!("{v:.1}") } else { format!("{v:.0}") })
}

fn percent(s: Option<Summary>) -> String {
    summary(s, |v| format!("{:.1} %", v * 100.0))
}

fn share(s: Option<Summary>) -> String {
    summary(s, |v| format!("{v:.3}"))
}

/// A Markdown table whose columns also line up as plain text.
fn markdown(header: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut all = vec![header.iter().map(|&h| h.to_owned()).collect::<Vec<_>>()];
    all.extend(rows);
    let widths: Vec<usize> =
        (0..header.len()).map(|i| all.iter().map(|row| row[i].chars().count()).max().unwrap_or(0).max(3)).collect();
    let line = |row: &[String]| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, &width)| format!("| {cell:width$} ")).collect();
        cells.concat() + "|\n"
    };
    let rule: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
    let mut text = line(&all[0]) + &line(&rule);
    text.extend(all[1..].iter().map(|row| line(row)));
    text
}

//! `edges`: one row for each pair of accounts with at least one co-action, whatever its standing.

use std::fmt::Write as _;
use std::ops::Range;

use daylight_core::{Answer, CoactionEdge, CrowdAnswer, EdgeLayer, Package};

use super::{Cells, Column, Table, int, owned, real, reals, text, times};
use crate::view;

pub(super) struct Edges;

impl Table for Edges {
    fn file(&self) -> &'static str {
        "edges"
    }

    fn n_rows(&self, package: &Package) -> usize {
        package.analysis.edges.len()
    }

    fn columns<'a>(&self, package: &'a Package, rows: Range<usize>) -> Vec<Column<'a>> {
        let edges = &package.analysis.edges[rows];
        let mut columns = counts(package, edges);
        columns.extend(answers(edges));
        columns.extend(layers(package, edges));
        columns.push(("standing", text(edges.iter().map(|e| Some(e.standing.name())))));
        columns.push(("reason", text(edges.iter().map(|e| Some(e.standing.sentence())))));
        columns.push(("group", int(edges.iter().map(|e| view::edge_group(package, e).map(i64::from)))));
        columns.push(("evidence_start", int(edges.iter().map(|e| Some(e.evidence_start as i64)))));
        columns.push(("evidence_rows", int(edges.iter().map(|e| Some(i64::from(e.n_coactions))))));
        columns
    }
}

fn counts<'a>(package: &'a Package, edges: &[CoactionEdge]) -> Vec<Column<'a>> {
    let n = |f: fn(&CoactionEdge) -> u32| int(edges.iter().map(|e| Some(i64::from(f(e)))));
    let x = |f: fn(&CoactionEdge) -> f64| reals(edges.iter().map(|e| Some(f(e))));
    let account = |i: u32| Some(package.dataset.accounts.get(i));
    vec![
        ("account_a", text(edges.iter().map(|e| account(e.a)))),
        ("account_b", text(edges.iter().map(|e| account(e.b)))),
        ("platform_a", text(edges.iter().map(|e| view::platform(package, e.a)))),
        ("platform_b", text(edges.iter().map(|e| view::platform(package, e.b)))),
        ("n_coactions", n(|e| e.n_coactions)),
        ("n_objects", n(|e| e.n_objects)),
        ("n_days", n(|e| e.n_days)),
        ("first_time", times(edges.iter().map(|e| Some(e.first_us)))),
        ("last_time", times(edges.iter().map(|e| Some(e.last_us)))),
        ("mean_dt_secs", x(|e| e.mean_dt_secs)),
        ("median_dt_secs", x(|e| e.median_dt_secs)),
        ("min_dt_secs", x(|e| e.min_dt_secs)),
        ("a_first", n(|e| e.a_first)),
        ("b_first", n(|e| e.b_first)),
        ("leader_p", x(|e| e.leader_p)),
        ("edge_symmetry", x(|e| e.edge_symmetry)),
        ("moment_weight", x(|e| e.moment_weight)),
    ]
}

fn answer<'a>(
    edges: &[CoactionEdge],
    names: [&'static str; 4],
    of: impl Fn(&CoactionEdge) -> Option<Answer>,
) -> Vec<Column<'a>> {
    let answers: Vec<Option<Answer>> = edges.iter().map(of).collect();
    let x = |f: fn(&Answer) -> f64| reals(answers.iter().map(|a| a.as_ref().map(f)));
    vec![
        (names[0], int(answers.iter().map(|a| a.map(|a| i64::from(a.observed))))),
        (names[1], x(|a| a.expected)),
        (names[2], x(|a| a.p)),
        (names[3], x(|a| a.q)),
    ]
}

fn answers<'a>(edges: &[CoactionEdge]) -> Vec<Column<'a>> {
    let status = |e: &CoactionEdge| match e.crowd {
        CrowdAnswer::NotAsked => "not_asked",
        CrowdAnswer::Tested { .. } => "tested",
        CrowdAnswer::NoCrowd { .. } => "no_crowd",
    };
    let outsiders = |e: &CoactionEdge| match e.crowd {
        CrowdAnswer::NotAsked => None,
        CrowdAnswer::Tested { n_outsiders, .. } | CrowdAnswer::NoCrowd { n_outsiders, .. } => {
            Some(i64::from(n_outsiders))
        }
    };
    let owns = |e: &CoactionEdge| match e.crowd {
        CrowdAnswer::NoCrowd { ownership, ownership_first_ten, .. } => Some([ownership, ownership_first_ten]),
        _ => None,
    };
    let mut columns = answer(edges, ["own_observed", "own_expected", "own_p", "own_q"], |e| Some(e.own));
    columns.push(("crowd_status", text(edges.iter().map(|e| Some(status(e))))));
    columns.extend(answer(edges, ["crowd_observed", "crowd_expected", "crowd_p", "crowd_q"], |e| {
        view::crowd_answer(e).copied()
    }));
    columns.push(("crowd_outsiders", int(edges.iter().map(outsiders))));
    columns.push(("ownership", reals(edges.iter().map(|e| owns(e).map(|o| o[0])))));
    columns.push(("ownership_first_ten", reals(edges.iter().map(|e| owns(e).map(|o| o[1])))));
    columns.extend(answer(edges, ["live_observed", "live_expected", "live_p", "live_q"], |e| {
        view::live_answer(e).copied()
    }));
    columns.extend(answer(edges, ["group_observed", "group_expected", "group_p", "group_q"], |e| e.group));
    columns.extend(answer(edges, ["tight_observed", "tight_expected", "tight_p", "tight_q"], |e| e.tight));
    columns
}

/// Lists over the layers of an edge, joined by `;`, all in the order of `layers`.
fn layers<'a>(package: &Package, edges: &[CoactionEdge]) -> Vec<Column<'a>> {
    let list = |f: &dyn Fn(&EdgeLayer, &mut String)| -> Cells<'a> {
        owned(edges.iter().map(|e| {
            let mut out = String::new();
            for (i, layer) in e.layers.iter().enumerate() {
                if i > 0 {
                    out.push(';');
                }
                f(layer, &mut out);
            }
            out
        }))
    };
    vec![
        (
            "layers",
            list(&|l, out| {
                let name = view::layer_token(view::layer_name(package, l.layer));
                _ = write!(out, "{name}:{}", l.n_coactions);
            }),
        ),
        ("layer_observed", list(&|l, out| _ = write!(out, "{}", l.own.observed))),
        ("layer_expected", list(&|l, out| real(l.own.expected, out))),
        ("layer_p", list(&|l, out| real(l.own.p, out))),
        ("layer_q", list(&|l, out| real(l.own.q, out))),
        ("layer_crowd_p", list(&|l, out| _ = l.crowd_p.map(|p| real(p, out)))),
    ]
}

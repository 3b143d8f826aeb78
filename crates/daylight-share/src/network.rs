//! Nodes and edges of the network files, with their attributes.

use daylight_core::{CoactionEdge, Package, Standing};

use crate::text::visible;
use crate::view;

/// Attributes of nodes with their `GraphML` types.
pub(crate) const NODE_KEYS: &[(&str, &str)] = &[
    ("group", "int"),
    ("stability", "double"),
    ("platform", "string"),
    ("actions", "int"),
    ("lead_edges", "int"),
    ("x", "double"),
    ("y", "double"),
];

/// Attributes of edges with their `GraphML` types.
pub(crate) const EDGE_KEYS: &[(&str, &str)] = &[
    ("weight", "double"),
    ("standing", "string"),
    ("leads", "boolean"),
    ("n_objects", "int"),
    ("n_coactions", "int"),
    ("median_dt_secs", "double"),
    ("own_observed", "int"),
    ("own_expected", "double"),
    ("own_p", "double"),
    ("own_q", "double"),
    ("crowd_observed", "int"),
    ("crowd_expected", "double"),
    ("crowd_p", "double"),
    ("crowd_q", "double"),
];

/// A node: an account with a validated edge.
pub(crate) struct Node {
    pub account: u32,
    /// Validated edges.
    pub degree: u32,
}

/// Validated edges, in file order.
pub(crate) fn edges(package: &Package) -> Vec<u32> {
    let edges = &package.analysis.edges;
    let all = view::network_holds_unshown(package);
    let drawn = |s: Standing| s.leads() || s == Standing::Explained || (all && view::validated(s));
    (0..edges.len() as u32).filter(|&i| drawn(edges[i as usize].standing)).collect()
}

/// Accounts at the ends of `edges`, ascending.
pub(crate) fn nodes(package: &Package, edges: &[u32]) -> Vec<Node> {
    let mut degree = vec![0u32; package.dataset.accounts.len()];
    for &i in edges {
        let edge = &package.analysis.edges[i as usize];
        degree[edge.a as usize] += 1;
        degree[edge.b as usize] += 1;
    }
    let used = degree.into_iter().enumerate().filter(|(_, d)| *d > 0);
    used.map(|(account, degree)| Node { account: account as u32, degree }).collect()
}

/// Attributes of a node that it has.
pub(crate) fn node_values(package: &Package, node: &Node) -> Vec<(&'static str, String)> {
    let summary = view::summary(package, node.account);
    let mut values = Vec::new();
    let mut add = |key, value: Option<String>| values.extend(value.map(|v| (key, v)));
    add("group", summary.and_then(|s| s.group).map(|g| g.to_string()));
    add("stability", summary.and_then(|s| s.stability).and_then(real));
    add("platform", view::platform(package, node.account).map(|p| visible(p).into_owned()));
    add("actions", summary.map(|s| s.n_actions.to_string()));
    add("lead_edges", summary.map(|s| s.n_lead_edges.to_string()));
    if let Some([x, y]) = package.positions.get(node.account as usize).copied().flatten() {
        add("x", real(f64::from(x)));
        add("y", real(f64::from(y)));
    }
    values
}

/// Attributes of an edge that it has, without the weight.
pub(crate) fn edge_values(edge: &CoactionEdge) -> Vec<(&'static str, String)> {
    let mut values = Vec::new();
    let mut add = |key, value: Option<String>| values.extend(value.map(|v| (key, v)));
    add("standing", Some(edge.standing.name().to_owned()));
    add("leads", Some(edge.standing.leads().to_string()));
    add("n_objects", Some(edge.n_objects.to_string()));
    add("n_coactions", Some(edge.n_coactions.to_string()));
    add("median_dt_secs", real(edge.median_dt_secs));
    add("own_observed", Some(edge.own.observed.to_string()));
    add("own_expected", real(edge.own.expected));
    add("own_p", real(edge.own.p));
    add("own_q", real(edge.own.q));
    if let Some(crowd) = view::crowd_answer(edge) {
        add("crowd_observed", Some(crowd.observed.to_string()));
        add("crowd_expected", real(crowd.expected));
        add("crowd_p", real(crowd.p));
        add("crowd_q", real(crowd.q));
    }
    values
}

/// XML has no common word for numbers that are not finite: they are left out.
fn real(x: f64) -> Option<String> {
    x.is_finite().then(|| if x != 0.0 && x.abs() < 1e-4 { format!("{x:e}") } else { x.to_string() })
}

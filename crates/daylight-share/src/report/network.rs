//! The picture of the network.

use std::fmt::Write as _;

use daylight_core::Package;
use maud::{Markup, html};

use crate::format::int;
use crate::network::{self, Node};
use crate::palette;
use crate::view;

/// Edges drawn, strongest first.
const MAX_EDGES: usize = 20_000;
/// Accounts drawn, best connected first.
const MAX_NODES: usize = 6_000;
/// Groups that carry their number in the picture.
const MAX_LABELS: usize = 60;
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 620.0;
const MARGIN: f64 = 44.0;

/// An account with its place in the picture.
struct Placed {
    account: u32,
    group: Option<u32>,
    /// In a group with an innocent explanation.
    explained: bool,
    degree: u32,
    x: f64,
    y: f64,
}

pub(super) fn section(package: &Package) -> Markup {
    let all = network::edges(package);
    let nodes = network::nodes(package, &all);
    let drawn = place(package, nodes);
    html! {
        section #network {
            h2 { "The network" }
            @if all.is_empty() {
                p { "No pair was closer in time than its own rhythm explains, on enough objects and days: there is nothing to draw." }
            } @else {
                figure {
                    div.scroll tabindex="0" role="region" aria-label="Network picture" { (svg(package, &all, &drawn)) }
                    figcaption { (caption(package, all.len(), drawn.len())) }
                }
            }
        }
    }
}

fn caption(package: &Package, n_edges: usize, n_drawn: usize) -> Markup {
    let lead = view::n_lead(package);
    html! {
        "Each mark is an account; size grows with its pairs. "
        span.key-line.solid aria-hidden="true" {} " Solid lines: the " (int(lead)) " pairs led with. "
        span.key-line.dashed aria-hidden="true" {} " Dashed grey lines: " (int((n_edges as u64).saturating_sub(lead)))
        " pairs that are explained, like their crowd, or without a crowd to compare with. \
         Colour, shape and number stand for an unexplained group; colours repeat after eight groups. \
         Grey marks and small grey numbers: groups with an innocent explanation, and accounts in no group. Distance has no meaning of its own."
        @if n_edges > MAX_EDGES { " Only the " (int(MAX_EDGES as u64)) " strongest pairs are drawn." }
        @if n_drawn >= MAX_NODES { " Only the " (int(MAX_NODES as u64)) " best connected accounts are drawn." }
    }
}

/// Places accounts at the given positions, or in one disc a group when most have none.
fn place(package: &Package, mut nodes: Vec<Node>) -> Vec<Placed> {
    nodes.sort_by_key(|n| (std::cmp::Reverse(n.degree), n.account));
    nodes.truncate(MAX_NODES);
    let at = |n: &Node| package.positions.get(n.account as usize).copied().flatten();
    let n_given = nodes.iter().filter(|n| at(n).is_some()).count();
    let group = |n: &Node| view::summary(package, n.account).and_then(|s| s.group);
    let explained: Vec<u32> = view::groups(package).iter().filter(|g| !view::unexplained(g)).map(|g| g.id).collect();
    let placed = |n: &Node, [x, y]: [f64; 2]| {
        let group = group(n);
        let explained = group.is_some_and(|g| explained.contains(&g));
        Placed { account: n.account, group, explained, degree: n.degree, x, y }
    };
    let mut all: Vec<Placed> = if n_given * 2 > nodes.len() {
        nodes.iter().filter_map(|n| at(n).map(|p| placed(n, p.map(f64::from)))).collect()
    } else {
        discs(&nodes, group).into_iter().map(|(n, xy)| placed(n, xy)).collect()
    };
    fit(&mut all);
    all.sort_by_key(|p| p.account);
    all
}

/// One disc of sunflower spirals for each group, the discs themselves on a spiral.
fn discs(nodes: &[Node], group: impl Fn(&Node) -> Option<u32>) -> Vec<(&Node, [f64; 2])> {
    const GOLDEN: f64 = 2.399_963_229_728_653;
    let mut order: Vec<(u32, &Node)> = nodes.iter().map(|n| (group(n).unwrap_or(u32::MAX), n)).collect();
    order.sort_by_key(|(g, n)| (*g, n.account));
    let mut out = Vec::with_capacity(order.len());
    let spread = (order.len() as f64).sqrt();
    for (disc, members) in order.chunk_by(|x, y| x.0 == y.0).enumerate() {
        let (r, t) = (spread * 1.6 * (disc as f64).sqrt(), disc as f64 * GOLDEN);
        for (i, (_, node)) in members.iter().enumerate() {
            let (own, turn) = ((i as f64 + 0.5).sqrt(), i as f64 * GOLDEN);
            out.push((*node, [r * t.cos() + own * turn.cos(), r * t.sin() + own * turn.sin()]));
        }
    }
    out
}

/// Scales to the frame, the same factor in both directions.
fn fit(placed: &mut [Placed]) {
    let range = |f: fn(&Placed) -> f64| {
        let low = placed.iter().map(f).fold(f64::INFINITY, f64::min);
        let high = placed.iter().map(f).fold(f64::NEG_INFINITY, f64::max);
        (low, (high - low).max(1e-9))
    };
    let ((x0, w), (y0, h)) = (range(|p| p.x), range(|p| p.y));
    let scale = ((WIDTH - 2.0 * MARGIN) / w).min((HEIGHT - 2.0 * MARGIN) / h);
    for p in placed {
        p.x = WIDTH / 2.0 + (p.x - x0 - w / 2.0) * scale;
        p.y = HEIGHT / 2.0 + (p.y - y0 - h / 2.0) * scale;
    }
}

fn svg(package: &Package, all: &[u32], drawn: &[Placed]) -> Markup {
    let n_groups = package.analysis.groups.len();
    let label = format!("{} accounts, {} pairs, {n_groups} groups", drawn.len(), all.len());
    html! {
        svg.network viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(label) {
            (lines(package, drawn))
            g { @for p in drawn.iter().filter(|p| p.explained || p.group.is_none()) { (mark(package, p)) } }
            g { @for p in drawn.iter().filter(|p| !p.explained && p.group.is_some()) { (mark(package, p)) } }
            g.labels { @for (id, x, y) in labels(package, drawn) {
                @let explained = package.analysis.groups.iter().any(|g| g.id == id && !view::unexplained(g));
                a href={ "#group-" (id) } { text.aside[explained] x=(short(x)) y=(short(y)) { (id) } }
            } }
        }
    }
}

/// One path for each group and for what is not led with: thousands of lines stay small.
fn lines(package: &Package, drawn: &[Placed]) -> Markup {
    let find = |account: u32| drawn.binary_search_by_key(&account, |p| p.account).ok().map(|i| &drawn[i]);
    // A live event leaves hundreds of thousands of validated pairs; they must not crowd out those led with.
    let mut strongest = view::lead_edges(package);
    strongest.extend(view::by_strength(package, |e| view::validated(e.standing) && !e.standing.leads()));
    strongest.truncate(MAX_EDGES);
    let mut paths: Vec<(Option<usize>, String)> = vec![(None, String::new())];
    paths.extend((0..palette::GROUPS.len()).map(|i| (Some(i), String::new())));
    let mut free = String::new();
    for index in strongest {
        let edge = &package.analysis.edges[index as usize];
        let (Some(a), Some(b)) = (find(edge.a), find(edge.b)) else { continue };
        let path = match view::edge_group(package, edge) {
            _ if !edge.standing.leads() => &mut paths[0].1,
            Some(group) => &mut paths[1 + palette::index(group)].1,
            None => &mut free,
        };
        let _ = write!(path, "M{} {}L{} {}", short(a.x), short(a.y), short(b.x), short(b.y));
    }
    html! {
        @for (group, d) in &paths { @if !d.is_empty() {
            @match group {
                None => path.other d=(d) {},
                Some(i) => path.lead.{ "g" (i) } d=(d) {},
            }
        } }
        @if !free.is_empty() { path.lead.free d=(free) {} }
    }
}

fn short(x: f64) -> String {
    format!("{x:.1}").trim_end_matches(".0").to_owned()
}

fn mark(package: &Package, p: &Placed) -> Markup {
    let r = (3.2 + 0.7 * f64::from(p.degree).sqrt()).min(9.0);
    let class = match p.group {
        Some(group) if !p.explained => format!("g{}", palette::index(group)),
        _ => "none".to_owned(),
    };
    let shape = p.group.map_or(0, |g| (g as usize - 1).wrapping_add((g as usize - 1) / palette::GROUPS.len()) % 4);
    let (x, y) = (p.x, p.y);
    let d = match shape {
        1 => format!(
            "M{} {}h{}v{}h-{}z",
            short(x - r * 0.9),
            short(y - r * 0.9),
            short(r * 1.8),
            short(r * 1.8),
            short(r * 1.8)
        ),
        2 => format!("M{} {}l{r:.1} {r:.1}l-{r:.1} {r:.1}l-{r:.1} -{r:.1}z", short(x), short(y - r)),
        3 => {
            let (w, h) = (r * 1.1, r * 1.9);
            format!("M{} {}l{w:.1} {h:.1}h-{:.1}z", short(x), short(y - r * 1.2), w * 2.0)
        }
        _ => format!(
            "M{} {}a{r:.1} {r:.1} 0 1 0 {:.1} 0a{r:.1} {r:.1} 0 1 0 -{:.1} 0z",
            short(x - r),
            short(y),
            2.0 * r,
            2.0 * r
        ),
    };
    let name = crate::text::visible(package.dataset.accounts.get(p.account));
    html! { path.node.(class) d=(d) { title { (name) @if let Some(g) = p.group { ", group " (g) } ", " (p.degree) " pairs" } } }
}

/// Numbers above each group, moved apart where they would collide.
fn labels(package: &Package, drawn: &[Placed]) -> Vec<(u32, f64, f64)> {
    let mut labels = Vec::new();
    for group in view::groups(package).into_iter().take(MAX_LABELS) {
        let members: Vec<&Placed> = drawn.iter().filter(|p| p.group == Some(group.id)).collect();
        if members.is_empty() {
            continue;
        }
        let n = members.len() as f64;
        let x = members.iter().map(|p| p.x).sum::<f64>() / n;
        // Above the group, so that the number does not hide its accounts.
        let y = members.iter().map(|p| p.y).fold(f64::INFINITY, f64::min) - 19.0;
        labels.push((group.id, x, y));
    }
    for _ in 0..60 {
        for i in 0..labels.len() {
            for j in i + 1..labels.len() {
                push_apart(&mut labels, i, j);
            }
        }
    }
    for (_, x, y) in &mut labels {
        *x = x.clamp(16.0, WIDTH - 16.0);
        *y = y.clamp(20.0, HEIGHT - 8.0);
    }
    labels
}

fn push_apart(labels: &mut [(u32, f64, f64)], i: usize, j: usize) {
    const APART: f64 = 26.0;
    let (dx, dy) = (labels[j].1 - labels[i].1, labels[j].2 - labels[i].2);
    let distance = dx.hypot(dy);
    if distance >= APART {
        return;
    }
    let (ux, uy) = if distance > 1e-6 { (dx / distance, dy / distance) } else { (1.0, 0.0) };
    let step = (APART - distance) / 2.0;
    labels[i].1 -= ux * step;
    labels[i].2 -= uy * step;
    labels[j].1 += ux * step;
    labels[j].2 += uy * step;
}

//! Networks as they are drawn: the strongest edges that pass the filters, with places that are the same for everyone.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::sync::Arc;

use daylight_algo::graph::{Graph, LayoutSettings, layout};
use daylight_core::{
    AccountSummary, CoactionEdge, CrowdAnswer, ExportError, Exporter, Fill, Output, Package, Standing,
};

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::posts::{masked, shown};
use crate::query::Table;
use crate::runs::{Loaded, Rows, rows};
use crate::wire::v1;

const MAX_NODES: usize = 2_000;
const MAX_EDGES: usize = 5_000;
/// What may be asked for at most.
const NODES_LIMIT: usize = 50_000;
const EDGES_LIMIT: usize = 200_000;
const LIMIT: usize = 50;
const MAX_LIMIT: usize = 500;
/// Weight of an edge, as network files cap it.
const WEIGHT_CAP: f64 = 50.0;

/// The summary of an account.
pub fn summary(package: &Package, account: u32) -> Option<&AccountSummary> {
    let accounts = &package.analysis.accounts;
    accounts.binary_search_by_key(&account, |a| a.account).ok().and_then(|at| accounts.get(at))
}

/// Platform of an account.
pub fn platform(package: &Package, account: u32) -> Option<&str> {
    let index = package.account_platform.get(account as usize).copied().flatten()?;
    package.dataset.platforms.get(usize::from(index)).map(String::as_str)
}

/// String of an object.
pub fn object(package: &Package, layer: u16, object: u32) -> &str {
    package.dataset.layers.get(usize::from(layer)).map_or("", |l| l.objects.get(object))
}

fn group_of(package: &Package, account: u32) -> Option<u32> {
    summary(package, account).and_then(|s| s.group)
}

/// The group that holds both ends.
pub fn group_of_edge(package: &Package, edge: &CoactionEdge) -> Option<u32> {
    group_of(package, edge.a).filter(|g| group_of(package, edge.b) == Some(*g))
}

/// Smaller own p first, then more observed.
pub fn stronger(a: &CoactionEdge, b: &CoactionEdge) -> Ordering {
    a.own.p.total_cmp(&b.own.p).then(b.own.observed.cmp(&a.own.observed))
}

/// `-log10 q`, capped, as in network files.
fn weight(edge: &CoactionEdge) -> f64 {
    let weight = -edge.own.q.max(f64::MIN_POSITIVE).log10();
    if weight.is_finite() { weight.clamp(0.0, WEIGHT_CAP) } else { 0.0 }
}

fn answer(a: &daylight_core::Answer) -> v1::Answer {
    v1::Answer { observed: a.observed, expected: a.expected, p: a.p, q: a.q }
}

fn layers_of(package: &Package, edge: &CoactionEdge) -> Vec<String> {
    let name = |l: u16| package.analysis.layers.get(usize::from(l)).map(|l| l.kind.name().to_owned());
    edge.layers.iter().filter_map(|l| name(l.layer)).collect()
}

/// An edge as it leaves.
pub fn edge_of(package: &Package, id: u32) -> v1::NetworkEdge {
    let edge = &package.analysis.edges[id as usize];
    let crowd = match &edge.crowd {
        CrowdAnswer::Tested { answer: tested, .. } => Some(answer(tested)),
        _ => None,
    };
    v1::NetworkEdge {
        id: Some(id),
        a: package.dataset.accounts.get(edge.a).to_owned(),
        b: package.dataset.accounts.get(edge.b).to_owned(),
        weight: weight(edge),
        n_objects: edge.n_objects,
        n_coactions: edge.n_coactions,
        n_days: edge.n_days,
        layers: layers_of(package, edge),
        standing: Some(edge.standing.name().to_owned()),
        meaning: Some(edge.standing.sentence().to_owned()),
        first_us: edge.first_us,
        last_us: edge.last_us,
        median_dt_secs: Some(edge.median_dt_secs),
        own: Some(answer(&edge.own)),
        crowd,
        n_edges: 1,
    }
}

/// The filters of a query, read once.
struct Wanted {
    standings: Vec<Standing>,
    groups: BTreeSet<u32>,
    account: Option<u32>,
    layers: Vec<u16>,
    any_layer: bool,
    min_objects: u32,
    max_q: f64,
    from_us: i64,
    to_us: i64,
}

fn parts(text: Option<&String>) -> impl Iterator<Item = &str> {
    text.map(String::as_str).unwrap_or_default().split(',').map(str::trim).filter(|p| !p.is_empty())
}

impl Wanted {
    fn of(package: &Package, query: &v1::NetworkQuery) -> ApiResult<Self> {
        let default = || Standing::ALL.into_iter().filter(|s| s.leads() || *s == Standing::Explained).collect();
        let standing = |name: &str| {
            let found = Standing::ALL.into_iter().find(|s| s.name() == name);
            found.ok_or_else(|| ApiError::bad_request(format!("there is no standing `{name}`")))
        };
        let standings: Vec<Standing> = parts(query.standing.as_ref()).map(standing).collect::<ApiResult<_>>()?;
        let group = |g: &str| g.parse().map_err(|_| ApiError::bad_request("`group` takes numbers, joined by commas"));
        let layers = parts(query.layer.as_ref());
        let number = |name: &str| package.analysis.layers.iter().position(|l| l.kind.name() == name).map(|i| i as u16);
        let account = match query.account.as_deref().filter(|a| !a.is_empty()) {
            Some(name) => Some(account(package, name).ok_or_else(|| ApiError::not_found("account in this result"))?),
            None => None,
        };
        Ok(Self {
            standings: if standings.is_empty() { default() } else { standings },
            groups: parts(query.group.as_ref()).map(group).collect::<ApiResult<_>>()?,
            account,
            any_layer: parts(query.layer.as_ref()).next().is_none(),
            layers: layers.filter_map(number).collect(),
            min_objects: query.min_objects.unwrap_or(0),
            max_q: query.max_q.unwrap_or(f64::INFINITY),
            from_us: query.from_us.unwrap_or(i64::MIN),
            to_us: query.to_us.unwrap_or(i64::MAX),
        })
    }

    fn has(&self, package: &Package, edge: &CoactionEdge) -> bool {
        self.standings.contains(&edge.standing)
            && edge.n_objects >= self.min_objects
            // A q that is no number passes where no limit is set.
            && (self.max_q.is_infinite() || edge.own.q <= self.max_q)
            && edge.last_us >= self.from_us
            && edge.first_us < self.to_us
            && self.account.is_none_or(|a| edge.a == a || edge.b == a)
            && (self.any_layer || edge.layers.iter().any(|l| self.layers.contains(&l.layer)))
            && (self.groups.is_empty()
                || [edge.a, edge.b].iter().all(|&a| group_of(package, a).is_some_and(|g| self.groups.contains(&g))))
    }
}

/// The account of a shown name, or the one whose shown name begins it (results show pseudonyms short).
pub fn account(package: &Package, name: &str) -> Option<u32> {
    let accounts = &package.dataset.accounts;
    (0..accounts.len() as u32).find(|&a| {
        let shown = accounts.get(a);
        shown == name || (package.pseudonyms && shown.len() >= crate::posts::SHORT && name.starts_with(shown))
    })
}

/// The network of a result.
pub fn network(app: &App, run: &str, query: &v1::NetworkQuery) -> ApiResult<v1::Network> {
    let loaded = app.runs.load(Some(run))?;
    let package = &loaded.package;
    let wanted = Wanted::of(package, query)?;
    let edges = &package.analysis.edges;
    let mut chosen: Vec<u32> = (0..edges.len() as u32).filter(|&e| wanted.has(package, &edges[e as usize])).collect();
    chosen.sort_by(|&x, &y| stronger(&edges[x as usize], &edges[y as usize]).then(x.cmp(&y)));
    let level = query.level.unwrap_or_default();
    let max_nodes = query.max_nodes.unwrap_or(MAX_NODES).clamp(1, NODES_LIMIT);
    let max_edges = query.max_edges.unwrap_or(MAX_EDGES).clamp(1, EDGES_LIMIT);
    let drawing = match level {
        v1::Level::Accounts => of_accounts(package, &chosen, max_nodes, max_edges),
        v1::Level::Groups => of_groups(package, &chosen, &wanted, max_nodes, max_edges),
    };
    let Drawing { nodes, edges, n_nodes, n_edges } = drawing;
    let nodes = placed(package, nodes, &edges, level)?;
    Ok(v1::Network {
        run: loaded.id.clone(),
        level,
        seed: package.analysis.settings.seed,
        nodes_shown: v1::Shown { shown: nodes.len() as u64, total: n_nodes },
        edges_shown: v1::Shown { shown: edges.len() as u64, total: n_edges },
        nodes,
        edges,
        layers: package.analysis.layers.iter().map(|l| l.kind.name().to_owned()).collect(),
    })
}

struct Drawing {
    nodes: Vec<v1::NetworkNode>,
    edges: Vec<v1::NetworkEdge>,
    n_nodes: u64,
    n_edges: u64,
}

fn node(id: String, label: String) -> v1::NetworkNode {
    v1::NetworkNode {
        id,
        label,
        group: None,
        group_label: None,
        platform: None,
        n_members: 1,
        n_actions: 0,
        degree: 0,
        x: 0.0,
        y: 0.0,
        size: 1.0,
    }
}

/// The strongest edges among as many accounts as fit.
fn of_accounts(package: &Package, chosen: &[u32], max_nodes: usize, max_edges: usize) -> Drawing {
    let edges = &package.analysis.edges;
    let mut all = BTreeSet::new();
    let mut degree: BTreeMap<u32, u32> = BTreeMap::new();
    let mut kept = Vec::new();
    for &e in chosen {
        let edge = &edges[e as usize];
        all.extend([edge.a, edge.b]);
        let fresh = [edge.a, edge.b].iter().filter(|a| !degree.contains_key(a)).count();
        if kept.len() < max_edges && degree.len() + fresh <= max_nodes {
            *degree.entry(edge.a).or_default() += 1;
            *degree.entry(edge.b).or_default() += 1;
            kept.push(e);
        }
    }
    let label = |id: u32| package.analysis.groups.iter().find(|g| g.id == id).map(|g| g.label.name().to_owned());
    let nodes = degree.into_iter().map(|(a, degree)| {
        let name = package.dataset.accounts.get(a).to_owned();
        let group = group_of(package, a);
        v1::NetworkNode {
            group,
            group_label: group.and_then(label),
            platform: platform(package, a).map(str::to_owned),
            n_actions: summary(package, a).map_or(0, |s| u64::from(s.n_actions)),
            degree,
            size: 1.0 + (f32::from(u16::try_from(degree).unwrap_or(u16::MAX))).sqrt(),
            ..node(name.clone(), name)
        }
    });
    Drawing {
        nodes: nodes.collect(),
        edges: kept.into_iter().map(|e| edge_of(package, e)).collect(),
        n_nodes: all.len() as u64,
        n_edges: chosen.len() as u64,
    }
}

fn group_id(group: u32) -> String {
    format!("group-{group}")
}

/// Groups, and what ties their members to those of others.
fn of_groups(package: &Package, chosen: &[u32], wanted: &Wanted, max_nodes: usize, max_edges: usize) -> Drawing {
    let groups: Vec<_> = package
        .analysis
        .groups
        .iter()
        .filter(|g| wanted.groups.is_empty() || wanted.groups.contains(&g.id))
        .filter(|g| wanted.account.is_none_or(|a| g.members.contains(&a)))
        .filter(|g| g.last_us >= wanted.from_us && g.first_us < wanted.to_us)
        .collect();
    let shown: BTreeSet<u32> = groups.iter().take(max_nodes).map(|g| g.id).collect();
    let mut between: BTreeMap<(u32, u32), v1::NetworkEdge> = BTreeMap::new();
    for &e in chosen {
        let edge = &package.analysis.edges[e as usize];
        let (Some(a), Some(b)) = (group_of(package, edge.a), group_of(package, edge.b)) else { continue };
        if a == b || !shown.contains(&a) || !shown.contains(&b) {
            continue;
        }
        let (a, b) = (a.min(b), a.max(b));
        join(between.entry((a, b)).or_insert_with(|| empty(a, b, edge)), package, edge);
    }
    let n_edges = between.len() as u64;
    let mut edges: Vec<v1::NetworkEdge> = between.into_values().collect();
    edges.sort_by(|x, y| y.weight.total_cmp(&x.weight).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b))));
    edges.truncate(max_edges);
    let actions = |g: &daylight_core::Group| {
        g.members.iter().filter_map(|&a| summary(package, a)).map(|s| u64::from(s.n_actions)).sum()
    };
    let nodes = groups.iter().take(max_nodes).map(|g| v1::NetworkNode {
        group: Some(g.id),
        group_label: Some(g.label.name().to_owned()),
        platform: g.platforms.iter().max_by_key(|p| p.1).map(|p| p.0.clone()),
        n_members: g.members.len() as u32,
        n_actions: actions(g),
        degree: edges.iter().filter(|e| e.a == group_id(g.id) || e.b == group_id(g.id)).count() as u32,
        size: 1.0 + (f32::from(u16::try_from(g.members.len()).unwrap_or(u16::MAX))).sqrt(),
        ..node(group_id(g.id), format!("Group {}", g.id))
    });
    Drawing { nodes: nodes.collect(), n_nodes: groups.len() as u64, n_edges, edges }
}

fn empty(a: u32, b: u32, first: &CoactionEdge) -> v1::NetworkEdge {
    v1::NetworkEdge {
        id: None,
        a: group_id(a),
        b: group_id(b),
        weight: 0.0,
        n_objects: 0,
        n_coactions: 0,
        n_days: 0,
        layers: Vec::new(),
        standing: None,
        meaning: None,
        first_us: first.first_us,
        last_us: first.last_us,
        median_dt_secs: None,
        own: None,
        crowd: None,
        n_edges: 0,
    }
}

/// Adds an edge between accounts to one between their groups. Objects and days are the most of any pair: those of
/// several pairs may be the same.
fn join(all: &mut v1::NetworkEdge, package: &Package, edge: &CoactionEdge) {
    all.weight += weight(edge);
    all.n_objects = all.n_objects.max(edge.n_objects);
    all.n_days = all.n_days.max(edge.n_days);
    all.n_coactions = all.n_coactions.saturating_add(edge.n_coactions);
    all.first_us = all.first_us.min(edge.first_us);
    all.last_us = all.last_us.max(edge.last_us);
    all.n_edges += 1;
    for layer in layers_of(package, edge) {
        if !all.layers.contains(&layer) {
            all.layers.push(layer);
        }
    }
}

/// Puts nodes where the result has them; where it lacks one, all are laid out anew, by the seed of the result.
fn placed(
    package: &Package,
    mut nodes: Vec<v1::NetworkNode>,
    edges: &[v1::NetworkEdge],
    level: v1::Level,
) -> ApiResult<Vec<v1::NetworkNode>> {
    let known = |n: &v1::NetworkNode| match level {
        v1::Level::Accounts => {
            let at = exact(package, &n.id)?;
            package.positions.get(at as usize).copied().flatten()
        }
        v1::Level::Groups => None,
    };
    let places: Option<Vec<[f32; 2]>> = nodes.iter().map(known).collect();
    let places = match places {
        Some(places) => places,
        None => laid_out(package, &nodes, edges)?,
    };
    for (node, [x, y]) in nodes.iter_mut().zip(places) {
        (node.x, node.y) = (x, y);
    }
    Ok(nodes)
}

/// The account of exactly this shown name; names are in order.
fn exact(package: &Package, name: &str) -> Option<u32> {
    let accounts = &package.dataset.accounts;
    let (mut low, mut high) = (0, accounts.len() as u32);
    while low < high {
        let middle = low + (high - low) / 2;
        match accounts.get(middle).cmp(name) {
            Ordering::Less => low = middle + 1,
            Ordering::Equal => return Some(middle),
            Ordering::Greater => high = middle,
        }
    }
    None
}

fn laid_out(package: &Package, nodes: &[v1::NetworkNode], edges: &[v1::NetworkEdge]) -> ApiResult<Vec<[f32; 2]>> {
    let numbers: BTreeMap<&str, u32> = nodes.iter().enumerate().map(|(i, n)| (n.id.as_str(), i as u32)).collect();
    let number = |id: &str| numbers.get(id).copied();
    let list: Vec<(u32, u32, f64)> =
        edges.iter().filter_map(|e| Some((number(&e.a)?, number(&e.b)?, e.weight.max(0.1)))).collect();
    let graph =
        Graph::from_edges(nodes.len(), &list).map_err(|_| ApiError::internal("the network cannot be laid out"))?;
    Ok(layout(&graph, LayoutSettings { seed: package.analysis.settings.seed, ..LayoutSettings::default() }))
}

/// An edge with the posts behind it.
pub fn edge(app: &App, run: &str, id: u32, query: &v1::RowQuery) -> ApiResult<v1::EdgeDetail> {
    let loaded = app.runs.load(Some(run))?;
    let analysis = &loaded.package.analysis;
    let edge = analysis.edges.get(id as usize).ok_or_else(|| ApiError::not_found("edge"))?;
    let from = edge.evidence_start as usize;
    let to = (from + edge.n_coactions as usize).min(analysis.evidence.len());
    let mut evidence = analysis.evidence.get(from..to).unwrap_or_default().to_vec();
    let times = &loaded.package.dataset.posts.time_us;
    let time = |post: u32| times.get(post as usize).copied().unwrap_or(0);
    evidence.sort_by_key(|r| (time(r.post_a).min(time(r.post_b)), r.layer, r.object, r.post_a, r.post_b));
    let table = app.posts.table(app)?;
    let known = rows(&loaded, &table);
    let limit = query.limit.unwrap_or(LIMIT).clamp(1, MAX_LIMIT);
    let pair = |r: &daylight_core::EvidenceRow| v1::PostPair {
        layer: analysis.layers.get(usize::from(r.layer)).map_or_else(String::new, |l| l.kind.name().to_owned()),
        object: object(&loaded.package, r.layer, r.object).to_owned(),
        dt_secs: r.dt_us as f64 / 1e6,
        a: post(app, &loaded, &table, &known, r.post_a),
        b: post(app, &loaded, &table, &known, r.post_b),
    };
    Ok(v1::EdgeDetail {
        edge: edge_of(&loaded.package, id),
        total: evidence.len() as u64,
        rows: evidence.iter().skip(query.offset.unwrap_or(0)).take(limit).map(pair).collect(),
    })
}

/// A post of a result as the case has it now, or as the result kept it.
fn post(app: &App, loaded: &Loaded, table: &Table, known: &BTreeMap<u32, Arc<Rows>>, post: u32) -> v1::Post {
    let data = &loaded.package.dataset;
    let (at, posts) = (post as usize, &data.posts);
    let time_us = posts.time_us.get(at).copied();
    let name = posts.account.get(at).map_or_else(String::new, |&a| data.accounts.get(a).to_owned());
    let row = posts.source.get(at).zip(posts.line.get(at)).and_then(|(source, line)| {
        // A line that holds another post, or several at that time, is no answer.
        let in_table = |row: &u32| (*row as usize) < table.len() && table.time_us(*row as usize) == time_us;
        let mut of_line = known.get(source)?.of_line(*line).filter(in_table);
        of_line.next().filter(|_| of_line.next().is_none())
    });
    if let Some(row) = row {
        return shown(app, table, row as usize);
    }
    let text = posts.text.as_ref().map(|t| t.get(post)).filter(|t| !t.is_empty());
    v1::Post {
        id: String::new(),
        account: None,
        account_label: Some(name),
        time_us,
        platform: None,
        language: None,
        // Texts of results stand under pseudonyms already.
        text: text.map(|t| if loaded.package.pseudonyms { t.to_owned() } else { masked(app, None, t) }),
        domains: Vec::new(),
        hashtags: Vec::new(),
    }
}

/// A file in memory.
#[derive(Default)]
struct Memory(Vec<u8>);

impl Output for Memory {
    fn file(&mut self, name: &str, fill: &mut Fill<'_>) -> Result<(), ExportError> {
        struct Sink<'a>(&'a mut Vec<u8>);
        impl Write for Sink<'_> {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0.extend_from_slice(bytes);
                Ok(bytes.len())
            }

            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        fill(&mut Sink(&mut self.0)).map_err(|source| ExportError::Write { file: name.to_owned(), source })
    }
}

/// The whole network as a file.
pub fn file(app: &App, run: &str, format: v1::NetworkFormat) -> ApiResult<(&'static str, Vec<u8>)> {
    let loaded = app.runs.load(Some(run))?;
    let (exporter, name): (&dyn Exporter, _) = match format {
        v1::NetworkFormat::Graphml => (&daylight_share::GraphMl, "network.graphml"),
        v1::NetworkFormat::Gexf => (&daylight_share::Gexf, "network.gexf"),
        v1::NetworkFormat::Csv => {
            let bytes = fs::read(app.runs.dir().join(&loaded.id).join("edges.csv"));
            return Ok(("edges.csv", bytes.map_err(|_| ApiError::internal("the table of edges cannot be read"))?));
        }
    };
    let mut memory = Memory::default();
    exporter.export(&loaded.package, &mut memory).map_err(|_| ApiError::internal("the network cannot be written"))?;
    Ok((name, memory.0))
}

//! Groups: Leiden on the validated edges, and the table about each.

use super::apart::{apart, one_sided};
use super::check::group_check;
use super::hints::{hints, label, source_or_schedule_fits};
use super::layer::LayerData;
use super::view::GroupView;
use crate::DetectError;
use daylight_algo::fdr;
use daylight_algo::graph::{Graph, LeidenSettings, Objective, consensus, leiden};
use daylight_core::{
    Analysis, Apart, CoactionEdge, CoactionSettings, CrowdAnswer, Dataset, EvidenceRow, Group, GroupLabel, Standing,
    TopObject,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// -log10 p above which an edge weighs no more: beyond it, more evidence says little about belonging.
const WEIGHT_CAP: f64 = 50.0;

/// Members, leaders and objects listed for a group.
const N_LISTED: usize = 10;

/// Edges that a group's section shows posts of.
const N_STRONGEST: usize = 5;

/// Nodes of a subset of edges: compact numbers and back.
struct Compact {
    accounts: Vec<u32>,
    graph: Graph,
}

fn compact(edges: &[CoactionEdge], of: &[usize]) -> Result<Compact, DetectError> {
    let mut accounts: Vec<u32> = of.iter().flat_map(|&e| [edges[e].a, edges[e].b]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let number = |a: u32| accounts.partition_point(|&x| x < a) as u32;
    let list: Vec<(u32, u32, f64)> =
        of.iter().map(|&e| (number(edges[e].a), number(edges[e].b), weight(&edges[e]))).collect();
    Ok(Compact { graph: Graph::from_edges(accounts.len(), &list)?, accounts })
}

/// Weight of an edge in the network: -log10 p, capped.
pub fn weight(edge: &CoactionEdge) -> f64 {
    (-edge.own.p.log10()).clamp(0.1, WEIGHT_CAP)
}

fn leiden_settings(settings: &CoactionSettings) -> LeidenSettings {
    LeidenSettings {
        resolution: settings.resolution,
        objective: Objective::Modularity,
        seed: settings.seed,
        ..LeidenSettings::default()
    }
}

/// Provisional group of each account on the edges `of` (one Leiden run); `u32::MAX` for none.
pub fn provisional(
    n_accounts: usize,
    edges: &[CoactionEdge],
    of: &[usize],
    settings: &CoactionSettings,
) -> Result<Vec<u32>, DetectError> {
    let mut group_of = vec![u32::MAX; n_accounts];
    if !of.is_empty() {
        let compact = compact(edges, of)?;
        let partition = leiden(&compact.graph, leiden_settings(settings));
        for (&account, group) in compact.accounts.iter().zip(partition.membership) {
            group_of[account as usize] = group;
        }
    }
    Ok(group_of)
}

/// Members and stability of the consensus groups on the lead edges, largest evidence first.
fn memberships(
    edges: &[CoactionEdge],
    lead: &[usize],
    settings: &CoactionSettings,
) -> Result<Vec<Vec<(u32, f64)>>, DetectError> {
    if lead.is_empty() {
        return Ok(Vec::new());
    }
    let compact = compact(edges, lead)?;
    let found = consensus(&compact.graph, leiden_settings(settings), settings.leiden_seeds);
    let mut groups: BTreeMap<u32, Vec<(u32, f64)>> = BTreeMap::new();
    for (n, &account) in compact.accounts.iter().enumerate() {
        groups.entry(found.membership[n]).or_default().push((account, found.stability[n]));
    }
    Ok(groups.into_values().collect())
}

/// Finds groups, labels them, and gives edges their final standing.
pub fn find_groups(
    dataset: &Dataset,
    layers: &[LayerData],
    analysis: &mut Analysis,
    clock: &super::Clock,
) -> Result<(), DetectError> {
    let settings = analysis.settings.clone();
    let lead: Vec<usize> = (0..analysis.edges.len()).filter(|&e| analysis.edges[e].standing.leads()).collect();
    let members = memberships(&analysis.edges, &lead, &settings)?;
    let mut group_of = vec![usize::MAX; dataset.accounts.len()];
    for (n, group) in members.iter().enumerate() {
        for (account, _) in group {
            group_of[*account as usize] = n;
        }
    }
    let mut inside: Vec<Vec<usize>> = vec![Vec::new(); members.len()];
    for &e in &lead {
        let (a, b) = (group_of[analysis.edges[e].a as usize], group_of[analysis.edges[e].b as usize]);
        if a == b {
            inside[a].push(e);
        }
    }
    let context = TableContext { dataset, layers, clock, analysis };
    let formed: Vec<Formed> =
        members.into_iter().zip(inside).map(|(members, edges)| context.without_apart(members, edges)).collect();
    let mut one_sided: Vec<usize> = formed.iter().flat_map(|f| f.one_sided.iter().copied()).collect();
    let alone: BTreeSet<u32> = formed.iter().flat_map(|f| f.apart.iter().map(|a| a.account)).collect();
    let mut groups: Vec<(Group, Vec<usize>)> = formed
        .into_iter()
        .filter(|f| !f.edges.is_empty())
        .map(|f| (context.table(&f.members, f.apart, &f.edges), f.edges))
        .collect();
    groups.sort_by(|(x, _), (y, _)| y.n_edges.cmp(&x.n_edges).then(x.members.cmp(&y.members)));
    finish(&mut groups, &settings);
    let explained = |g: &Group| g.label != GroupLabel::Unexplained;
    let explained: Vec<usize> =
        groups.iter().filter(|(g, _)| explained(g)).flat_map(|(_, edges)| edges.iter().copied()).collect();
    let mut between = lead;
    between.retain(|e| groups.iter().all(|(_, edges)| edges.binary_search(e).is_err()));
    let (apart, between): (Vec<usize>, Vec<usize>) = between.into_iter().partition(|&e| {
        let edge = &analysis.edges[e];
        alone.contains(&edge.a) || alone.contains(&edge.b)
    });
    one_sided.extend(apart);
    let context = TableContext { dataset, layers, clock, analysis };
    let between: Vec<(usize, PairFits)> = between.into_par_iter().map(|e| (e, context.fits_pair(e))).collect();
    one_sided.extend(between.iter().filter(|(_, fits)| *fits == PairFits::OneSided).map(|(e, _)| *e));
    settle(analysis, &groups, &explained, &between);
    for e in one_sided {
        analysis.edges[e].standing = Standing::OneSided;
    }
    let listed = groups.into_iter().map(|(g, _)| g).filter(|g| g.members.len() >= settings.min_group as usize);
    let mut listed: Vec<Group> = listed.collect();
    // What is led with comes before what has an innocent explanation, however large that is.
    listed.sort_by_key(|g| g.label != GroupLabel::Unexplained);
    analysis.groups = (1u32..).zip(listed).map(|(id, g)| Group { id, ..g }).collect();
    Ok(())
}

/// A group without those that are set apart.
struct Formed {
    members: Vec<(u32, f64)>,
    edges: Vec<usize>,
    apart: Vec<Apart>,
    /// Edges to those that are set apart.
    one_sided: Vec<usize>,
}

/// What fits a pair that stands between groups.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PairFits {
    Nothing,
    SourceOrSchedule,
    OneSided,
}

/// Adjusts over groups and labels.
fn finish(groups: &mut [(Group, Vec<usize>)], settings: &CoactionSettings) {
    let tested: Vec<usize> = (0..groups.len()).filter(|&g| groups[g].0.check.n_surrogates > 0).collect();
    let p: Vec<f64> = tested.iter().map(|&g| groups[g].0.check.p).collect();
    for (&g, q) in tested.iter().zip(fdr::benjamini_hochberg(&p, p.len() as u64)) {
        groups[g].0.check.q = q;
    }
    let p: Vec<f64> = groups.iter().map(|(g, _)| g.p).collect();
    for ((group, _), q) in groups.iter_mut().zip(fdr::benjamini_hochberg(&p, p.len() as u64)) {
        group.q = q;
        group.label = label(group, settings.q);
    }
}

/// Edges of explained groups are explained; edges between groups when both ends are in explained ones or when
/// an explanation fits the pair itself.
fn settle(analysis: &mut Analysis, groups: &[(Group, Vec<usize>)], explained: &[usize], between: &[(usize, PairFits)]) {
    let innocent = |account: u32| {
        groups.iter().any(|(g, _)| g.label != GroupLabel::Unexplained && g.members.binary_search(&account).is_ok())
    };
    for &(e, fits) in between {
        if fits == PairFits::SourceOrSchedule || (innocent(analysis.edges[e].a) && innocent(analysis.edges[e].b)) {
            analysis.edges[e].standing = Standing::Explained;
        }
    }
    for &e in explained {
        analysis.edges[e].standing = Standing::Explained;
    }
}

struct TableContext<'a> {
    dataset: &'a Dataset,
    layers: &'a [LayerData],
    clock: &'a super::Clock,
    analysis: &'a Analysis,
}

impl TableContext<'_> {
    fn table(&self, members: &[(u32, f64)], apart: Vec<Apart>, inside: &[usize]) -> Group {
        let edges: Vec<&CoactionEdge> = inside.iter().map(|&e| &self.analysis.edges[e]).collect();
        let accounts: Vec<u32> = members.iter().map(|m| m.0).collect();
        let view = GroupView::new(self.dataset, self.layers, self.analysis, &accounts, &edges);
        let n = members.len() as f64;
        let mut strongest: Vec<usize> = inside.to_vec();
        strongest
            .sort_by(|&x, &y| self.analysis.edges[x].own.p.total_cmp(&self.analysis.edges[y].own.p).then(x.cmp(&y)));
        strongest.truncate(N_STRONGEST);
        let crowd: Vec<f64> = edges
            .iter()
            .filter_map(|e| if let CrowdAnswer::Tested { answer, .. } = e.crowd { Some(answer.expected) } else { None })
            .collect();
        let p: Vec<f64> = edges.iter().map(|e| e.own.p).collect();
        Group {
            id: 0,
            stability: members.iter().map(|m| m.1).collect(),
            n_edges: edges.len() as u32,
            density: edges.len() as f64 / (n * (n - 1.0) / 2.0),
            observed: edges.iter().map(|e| u64::from(e.own.observed)).sum(),
            expected: edges.iter().map(|e| e.own.expected).sum(),
            expected_crowd: (!crowd.is_empty()).then(|| crowd.iter().sum()),
            p: fdr::cauchy_combination(&p).unwrap_or(1.0),
            q: 1.0,
            check: group_check(self.layers, &accounts, &apart, &view, &self.analysis.settings),
            layers: layer_counts(&edges, self.layers.len()),
            platforms: view.platforms(),
            languages: view.languages(),
            hours: view.hours(),
            first_us: edges.iter().map(|e| e.first_us).min().unwrap_or(0),
            last_us: edges.iter().map(|e| e.last_us).max().unwrap_or(0),
            leaders: leaders(self.clock, &accounts, &edges, self.rows(&edges)),
            top_objects: self.top_objects(&view),
            coaction_share: view.coaction_share(),
            reach_share: view.reach_share(),
            hints: hints(&view, self.clock, self.analysis),
            label: GroupLabel::Unexplained,
            strongest: strongest.into_iter().map(|e| e as u32).collect(),
            apart,
            members: accounts,
        }
    }

    /// The group without accounts that do not act with it, and without those that only these hold in it.
    fn without_apart(&self, mut members: Vec<(u32, f64)>, edges: Vec<usize>) -> Formed {
        let accounts: Vec<u32> = members.iter().map(|m| m.0).collect();
        let inside: Vec<&CoactionEdge> = edges.iter().map(|&e| &self.analysis.edges[e]).collect();
        let view = GroupView::new(self.dataset, self.layers, self.analysis, &accounts, &inside);
        let apart = apart(&view, self.clock);
        let is_apart = |account: u32| apart.binary_search_by_key(&account, |a| a.account).is_ok();
        let touches = |e: &usize| is_apart(self.analysis.edges[*e].a) || is_apart(self.analysis.edges[*e].b);
        let (one_sided, edges): (Vec<usize>, Vec<usize>) = edges.into_iter().partition(touches);
        if !one_sided.is_empty() {
            let held: BTreeSet<u32> =
                edges.iter().flat_map(|&e| [self.analysis.edges[e].a, self.analysis.edges[e].b]).collect();
            members.retain(|m| held.contains(&m.0));
        }
        Formed { members, edges, apart, one_sided }
    }

    /// Whether a schedule, a common source or a one-sided order fits a pair that stands between groups.
    fn fits_pair(&self, e: usize) -> PairFits {
        let edge = &self.analysis.edges[e];
        let pair = [edge.a, edge.b];
        let view = GroupView::new(self.dataset, self.layers, self.analysis, &pair, &[edge]);
        if source_or_schedule_fits(&hints(&view, self.clock, self.analysis)) {
            PairFits::SourceOrSchedule
        } else if !one_sided(&view, self.clock).is_empty() {
            PairFits::OneSided
        } else {
            PairFits::Nothing
        }
    }

    fn rows<'b>(&'b self, edges: &'b [&CoactionEdge]) -> impl Iterator<Item = (&'b CoactionEdge, &'b EvidenceRow)> {
        edges.iter().flat_map(|e| rows_of(self.analysis, e).iter().map(move |r| (*e, r)))
    }

    fn top_objects(&self, view: &GroupView) -> Vec<TopObject> {
        let mut top: Vec<TopObject> = view
            .objects
            .iter()
            .map(|(&(layer, object), members)| {
                let grouped = &self.layers[layer as usize].grouped;
                let mut actors = grouped.actor[grouped.range(object)].to_vec();
                actors.sort_unstable();
                actors.dedup();
                TopObject { layer, object, n_members: members.len() as u32, n_accounts: actors.len() as u32 }
            })
            .collect();
        top.sort_by_key(|t| (std::cmp::Reverse(t.n_members), t.layer, t.object));
        top.truncate(N_LISTED);
        top
    }
}

/// The rows behind an edge.
pub fn rows_of<'a>(analysis: &'a Analysis, edge: &CoactionEdge) -> &'a [EvidenceRow] {
    let start = edge.evidence_start as usize;
    &analysis.evidence[start..start + edge.n_coactions as usize]
}

fn layer_counts(edges: &[&CoactionEdge], n_layers: usize) -> Vec<(u16, u32)> {
    (0..n_layers as u16)
        .map(|l| {
            (l, edges.iter().filter(|e| e.layers.iter().any(|x| x.layer == l && x.n_coactions > 0)).count() as u32)
        })
        .filter(|(_, n)| *n > 0)
        .collect()
}

/// Members that were surely first, with the share of their co-actions in which they were.
fn leaders<'a>(
    clock: &super::Clock,
    accounts: &[u32],
    edges: &[&CoactionEdge],
    rows: impl Iterator<Item = (&'a CoactionEdge, &'a EvidenceRow)>,
) -> Vec<(u32, f64)> {
    let mut counts: BTreeMap<u32, (u32, u32)> = accounts.iter().map(|&a| (a, (0, 0))).collect();
    for (edge, row) in rows {
        let (a_first, b_first) = clock.surely_first(edge.a, edge.b, row.dt_us);
        for (account, first) in [(edge.a, a_first), (edge.b, b_first)] {
            if let Some((n_first, n)) = counts.get_mut(&account) {
                *n_first += u32::from(first);
                *n += 1;
            }
        }
    }
    let mut shares: Vec<(u32, f64)> = counts
        .into_iter()
        .filter(|(_, (first, _))| *first > 0)
        .map(|(a, (f, n))| (a, f64::from(f) / f64::from(n)))
        .collect();
    shares.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    shares.truncate(N_LISTED.min(edges.len() + 1));
    shares
}

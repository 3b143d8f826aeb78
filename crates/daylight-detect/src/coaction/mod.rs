//! Calibrated co-action: pairs and groups of accounts that act together more tightly in time than chance,
//! their own rhythm and the crowd explain. The method card is `coaction.md` beside this file.

mod apart;
mod check;
mod clock;
mod copied;
mod crowd;
mod edges;
mod groups;
mod hints;
mod layer;
mod own;
mod plan;
mod standing;
mod surrogates;
mod view;

pub use clock::Clock;
pub use groups::{rows_of, weight};

use crate::DetectError;
use crowd::{CrowdTest, Crowds};
use daylight_algo::Jitter;
use daylight_core::{
    AccountSummary, Analysis, Calibration, CoactionEdge, CoactionSettings, Context, Dataset, Detector, LayerSummary,
    Moment, Standing,
};
use edges::{EdgeMaker, adjust, collect_records, too_thin};
use layer::{LayerData, takes_part};
use std::collections::BTreeMap;
use surrogates::Copies;

/// The co-action detector.
#[derive(Debug, Clone, Copy)]
pub struct Coaction;

impl Detector for Coaction {
    type Error = DetectError;

    fn name(&self) -> &'static str {
        "coaction"
    }

    fn card(&self) -> &'static str {
        include_str!("coaction.md")
    }

    fn detect(
        &self,
        dataset: &Dataset,
        settings: &CoactionSettings,
        context: &Context,
    ) -> Result<Analysis, DetectError> {
        analyze(dataset, settings, context)
    }
}

/// Runs the whole analysis.
///
/// # Errors
/// When a setting is out of its range.
pub fn analyze(dataset: &Dataset, settings: &CoactionSettings, context: &Context) -> Result<Analysis, DetectError> {
    check_settings(settings)?;
    let clock = Clock::of(dataset);
    let mut analysis = empty(settings, &clock);
    if let Some(why) = not_applicable(dataset, settings, &clock) {
        analysis.not_applicable = Some(why);
        return Ok(analysis);
    }
    let scales = own::scales(settings);
    let reach = scales.iter().map(Jitter::reach).max().unwrap_or(0);
    context.progress.step("grouping", 0, 0);
    let takes_part = takes_part(dataset, settings.min_participation);
    let layers: Vec<LayerData> =
        chosen_layers(dataset, settings).map(|l| LayerData::build(dataset, l, settings, &takes_part)).collect();
    context.progress.step("counting pairs", 0, 0);
    let records = collect_records(&layers, settings, settings.list_from.min(255) as u8, context);
    let maker = EdgeMaker { dataset, layers: &layers, clock: &clock, scales: &scales, settings };
    let (mut edges, evidence) = maker.make(&records);
    drop(records);
    context.progress.step("counting tests", 0, 0);
    let n_tested: Vec<u64> = layers.iter().map(|l| l.postings.count_pairs_within(&l.grouped, reach)).collect();
    let p_cut = adjust(&mut edges, &n_tested, settings.q);
    let validated = first_standing(&mut edges, settings);
    analysis.calibration = calibration(&edges, &validated, &n_tested, p_cut, settings, &layers);
    let n_all = analysis.calibration.n_tested;
    let copies = Copies { layers: &layers, clock: &clock, scales: &scales, settings, context, p_cut, n_tested: n_all };
    (analysis.calibration.surrogate_counts, analysis.calibration.surrogate_leads) = copies.counts()?;
    analysis.calibration.empirical_fdr = empirical_fdr(&analysis.calibration);
    context.progress.step("asking the crowd", 0, 0);
    let group_of = groups::provisional(dataset.accounts.len(), &edges, &validated, settings)?;
    let test = CrowdTest {
        layers: &layers,
        settings,
        group_of: &group_of,
        crowds: &layers.iter().map(|l| Crowds::of(l, &group_of)).collect::<Vec<_>>(),
        n_tested: analysis.calibration.n_tested,
        window: settings.window_us(),
        reach,
        clock: &clock,
    };
    test.ask(&mut edges, &validated);
    if let Some(share) = chance_share(&analysis.calibration, &edges).filter(|s| *s > CHANCE_SHARE) {
        step_back(&mut edges);
        analysis.notes.push(step_back_note(share));
    }
    analysis.layers = summaries(dataset, &layers, &edges, &n_tested);
    analysis.moments = moments(&layers);
    (analysis.edges, analysis.evidence) = (edges, evidence);
    context.progress.step("groups", 0, 0);
    groups::find_groups(dataset, &layers, &mut analysis, &clock)?;
    analysis.accounts = accounts(dataset, &layers, &analysis, &clock);
    let more = notes(&analysis);
    analysis.notes.extend(more);
    Ok(analysis)
}

/// Share of the leading pairs that chance may give before nothing is led with.
const CHANCE_SHARE: f64 = 0.1;

/// Pairs that lead in the copies, where all timing is chance, over those that lead in the data.
fn chance_share(calibration: &Calibration, edges: &[CoactionEdge]) -> Option<f64> {
    let n_led = edges.iter().filter(|e| e.standing.leads()).count() as u64;
    calibration.chance().and_then(|chance| chance.share(n_led))
}

/// Where the questions do not tell chance from more, no pair is led with.
fn step_back(edges: &mut [CoactionEdge]) {
    for edge in edges.iter_mut().filter(|e| e.standing.leads()) {
        edge.standing = Standing::LikeItsCrowd;
    }
}

fn step_back_note(share: f64) -> String {
    format!(
        "Nothing is led with: in copies of the data whose times were jittered, so that all timing is chance, {:.0} % as many pairs passed every question as in the data. The questions do not fit these data; the pairs stand in edges.csv as like_its_crowd.",
        share * 100.0
    )
}

/// What a reader of the totals must not overlook.
fn notes(analysis: &Analysis) -> Vec<String> {
    let mut notes = Vec::new();
    let (fdr, q) = (analysis.calibration.empirical_fdr.unwrap_or(0.0), analysis.calibration.q);
    if fdr > 1.5 * q {
        notes.push(format!(
            "Jittered copies of the data passed the first question at {:.1} % of its count, above the nominal {:.1} %: much here happens in bursts. Pairs that lead have passed the other questions too; the pairs that have not should not be read on their own.",
            fdr * 100.0,
            q * 100.0
        ));
    }
    let held = analysis.edges.iter().filter(|e| e.standing == Standing::NoCrowd).count();
    if held > 0 {
        notes.push(format!(
            "{held} fast pairs are held back: hardly anyone else acted on their objects, so there is no crowd to compare with, and they are no tighter than a live audience. They may be an audience or a group with objects of its own; edges.csv lists them as no_crowd."
        ));
    }
    notes
}

/// Refuses settings out of their range, so that a caller can ask before reading gigabytes.
///
/// # Errors
/// The setting, its value and the rule.
pub fn check_settings(s: &CoactionSettings) -> Result<(), DetectError> {
    let bad = |name, value: String, rule| Err(DetectError::Setting { name, value, rule });
    if s.time_windows_secs.is_empty()
        || s.time_windows_secs.iter().any(|w| !w.is_finite() || *w <= 0.0 || *w > 31_536_000.0)
    {
        let rule = "a window is above 0 and at most 31,536,000 seconds (the jitter is measured in windows)";
        return bad("--time-window", format!("{:?}", s.time_windows_secs), rule);
    }
    if !s.jitter_ratio.is_finite() || s.jitter_ratio < 1.0 || s.jitter_ratio > 10_000.0 {
        return bad("--jitter-ratio", s.jitter_ratio.to_string(), "D / w is 1 to 10,000");
    }
    if s.time_windows_secs.iter().any(|w| w * s.jitter_ratio > 31_536_000.0) {
        let rule = "the jitter, the window times this, is at most a year (31,536,000 seconds)";
        return bad("--jitter-ratio", s.jitter_ratio.to_string(), rule);
    }
    if !(s.q > 0.0 && s.q < 1.0) {
        return bad("--q", s.q.to_string(), "a rate lies between 0 and 1");
    }
    if !(s.resolution > 0.0 && s.resolution.is_finite()) {
        return bad("--resolution", s.resolution.to_string(), "a resolution is above 0");
    }
    if s.min_objects < 2 {
        return bad("--min-objects", s.min_objects.to_string(), "one object says nothing about a pair; at least 2");
    }
    Ok(())
}

fn chosen_layers<'a>(dataset: &'a Dataset, settings: &'a CoactionSettings) -> impl Iterator<Item = usize> + 'a {
    (0..dataset.layers.len())
        .filter(|&l| settings.layers.is_empty() || settings.layers.contains(&dataset.layers[l].kind))
}

fn not_applicable(dataset: &Dataset, settings: &CoactionSettings, clock: &Clock) -> Option<String> {
    if chosen_layers(dataset, settings).next().is_none() {
        return Some(
            "there is no object that two accounts could have acted on together (no link, hashtag, repost ... column)"
                .into(),
        );
    }
    let smallest = settings.time_windows_secs.iter().copied().fold(f64::INFINITY, f64::min);
    let resolution = clock.resolution_us as f64 / 1e6;
    (smallest < resolution)
        .then(|| format!("the times carry no more than {resolution} s, which is coarser than the window of {smallest} s; choose --time-window {resolution} or more"))
}

fn empty(settings: &CoactionSettings, clock: &Clock) -> Analysis {
    Analysis {
        settings: settings.clone(),
        layers: Vec::new(),
        clock: clock.report(),
        edges: Vec::new(),
        evidence: Vec::new(),
        groups: Vec::new(),
        accounts: Vec::new(),
        moments: Vec::new(),
        calibration: Calibration {
            q: settings.q,
            n_tested: 0,
            n_all_pairs: 0,
            p_cut: 0.0,
            n_validated: 0,
            n_validated_strict: 0,
            surrogate_counts: Vec::new(),
            empirical_fdr: None,
            surrogate_leads: Vec::new(),
        },
        not_applicable: None,
        notes: Vec::new(),
        stability: daylight_core::Stability::default(),
    }
}

/// Edges that pass the first question on enough objects and days. Objects that two posts share at once count once.
fn first_standing(edges: &mut [daylight_core::CoactionEdge], settings: &CoactionSettings) -> Vec<usize> {
    let mut validated = Vec::new();
    for (e, edge) in edges.iter_mut().enumerate() {
        if edge.own.q > settings.q {
            continue;
        }
        if let Some(standing) = too_thin(edge.n_objects.min(edge.own.observed), edge.n_days, settings) {
            edge.standing = standing;
        } else {
            validated.push(e);
        }
    }
    validated
}

fn calibration(
    edges: &[daylight_core::CoactionEdge],
    validated: &[usize],
    n_tested: &[u64],
    p_cut: f64,
    settings: &CoactionSettings,
    layers: &[LayerData],
) -> Calibration {
    let n_accounts = distinct_accounts(layers);
    let n_all_pairs = n_accounts * n_accounts.saturating_sub(1) / 2;
    let p: Vec<f64> = edges.iter().map(|e| e.own.p).collect();
    let strict = daylight_algo::fdr::benjamini_hochberg(&p, n_all_pairs.max(n_tested.iter().sum()));
    Calibration {
        q: settings.q,
        n_tested: n_tested.iter().sum(),
        n_all_pairs,
        p_cut,
        n_validated: validated.len() as u64,
        n_validated_strict: validated.iter().filter(|&&e| strict[e] <= settings.q).count() as u64,
        surrogate_counts: Vec::new(),
        empirical_fdr: None,
        surrogate_leads: Vec::new(),
    }
}

fn distinct_accounts(layers: &[LayerData]) -> u64 {
    let n = layers.first().map_or(0, |l| l.postings.n_actors());
    (0..n as u32).filter(|&a| layers.iter().any(|l| !l.postings.indices(a).is_empty())).count() as u64
}

fn empirical_fdr(c: &Calibration) -> Option<f64> {
    let copies = c.surrogate_counts.len() as f64;
    let mean = c.surrogate_counts.iter().sum::<u64>() as f64 / copies;
    (copies > 0.0 && c.n_validated > 0).then(|| (mean / c.n_validated as f64).min(1.0))
}

fn summaries(
    dataset: &Dataset,
    layers: &[LayerData],
    edges: &[daylight_core::CoactionEdge],
    n_tested: &[u64],
) -> Vec<LayerSummary> {
    let mut n_edges: BTreeMap<u16, u64> = BTreeMap::new();
    for l in edges.iter().flat_map(|e| &e.layers).filter(|l| l.n_coactions > 0) {
        *n_edges.entry(l.layer).or_insert(0) += 1;
    }
    (0u16..)
        .zip(layers)
        .zip(n_tested)
        .map(|((l, layer), &n_tested)| LayerSummary {
            kind: dataset.layers[layer.source].kind.clone(),
            n_actions: layer.grouped.len() as u64,
            n_objects: (0..layer.grouped.n_objects() as u32).filter(|&o| !layer.grouped.range(o).is_empty()).count()
                as u64,
            n_accounts: distinct_accounts(std::slice::from_ref(layer)),
            n_edges: n_edges.get(&l).copied().unwrap_or(0),
            n_tested,
            n_moments: layer.moments.len() as u64,
        })
        .collect()
}

fn moments(layers: &[LayerData]) -> Vec<Moment> {
    (0u16..)
        .zip(layers)
        .flat_map(|(layer, data)| {
            data.moments.iter().map(move |m| Moment {
                layer,
                object: m.object,
                first_us: data.grouped.time[m.lo as usize],
                last_us: data.grouped.time[m.hi as usize - 1],
                n_accounts: m.n_actors,
                n_actions: m.hi - m.lo,
            })
        })
        .collect()
}

fn accounts(dataset: &Dataset, layers: &[LayerData], analysis: &Analysis, clock: &Clock) -> Vec<AccountSummary> {
    let mut n_edges = vec![(0u32, 0u32); dataset.accounts.len()];
    for edge in &analysis.edges {
        for a in [edge.a, edge.b] {
            n_edges[a as usize].0 += 1;
            n_edges[a as usize].1 += u32::from(edge.standing.leads() || edge.standing == Standing::Explained);
        }
    }
    let mut group_of: BTreeMap<u32, (u32, f64)> = BTreeMap::new();
    for group in &analysis.groups {
        group_of.extend(group.members.iter().zip(&group.stability).map(|(m, s)| (*m, (group.id, *s))));
    }
    (0u32..)
        .zip(n_edges)
        .filter(|(_, (n, _))| *n > 0)
        .map(|(account, (n_edges, n_lead_edges))| AccountSummary {
            account,
            n_actions: layers.iter().map(|l| l.postings.indices(account).len() as u32).sum(),
            n_edges,
            n_lead_edges,
            group: group_of.get(&account).map(|g| g.0),
            stability: group_of.get(&account).map(|g| g.1),
            schedule_secs: Some((clock.schedule_us[account as usize] / 1_000_000) as u32).filter(|s| *s > 0),
        })
        .collect()
}

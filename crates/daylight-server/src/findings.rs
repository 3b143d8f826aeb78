//! What was found, in the order in which it surprises, with what speaks for an innocent explanation beside it.

use std::collections::BTreeSet;

use daylight_core::{Analysis, Group, GroupLabel, Package};
use daylight_share::format;

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::network;
use crate::posts::stretches;
use crate::runs::{Loaded, Runs};
use crate::wire::v1;

/// Other results that a result is compared with.
const MAX_OTHERS: usize = 4;
const LIMIT: usize = 50;
const MAX_LIMIT: usize = 500;
/// Edges that are listed with a group.
const MAX_EDGES: usize = 500;

/// Groups in the order in which they surprise: first those that no innocent explanation fits, then by q and p, then
/// by how far what was observed exceeds what was expected.
fn ranked(analysis: &Analysis) -> Vec<&Group> {
    let mut groups: Vec<&Group> = analysis.groups.iter().collect();
    let ratio = |g: &Group| g.observed as f64 / g.expected.max(1e-9);
    groups.sort_by(|a, b| {
        let explained = |g: &Group| g.label != GroupLabel::Unexplained;
        explained(a)
            .cmp(&explained(b))
            .then(a.q.total_cmp(&b.q))
            .then(a.p.total_cmp(&b.p))
            .then(ratio(b).total_cmp(&ratio(a)))
            .then(a.id.cmp(&b.id))
    });
    groups
}

/// One result at a glance.
pub fn overview(app: &App, run: Option<&str>) -> ApiResult<v1::Overview> {
    let imports = app.view()?.imports()?;
    let loaded = match app.runs.load(run) {
        Ok(loaded) => loaded,
        // A case without a result has an overview too.
        Err(error) if run.is_none() && error.status == axum::http::StatusCode::NOT_FOUND => return Ok(nothing()),
        Err(error) => return Err(error),
    };
    let (package, analysis) = (&loaded.package, &loaded.package.analysis);
    let findings = ranked(analysis).into_iter().enumerate().map(|(i, g)| finding(package, g, i as u32 + 1)).collect();
    let alone = analysis.edges.iter().filter(|e| e.standing.leads() && network::group_of_edge(package, e).is_none());
    Ok(v1::Overview {
        run: Some(Runs::shown(&loaded, &imports)),
        totals: Some(totals(package)),
        not_applicable: analysis.not_applicable.clone(),
        notes: analysis.notes.clone(),
        calibration: Some(calibration(analysis)),
        clock: Some(v1::Clock {
            resolution_secs: analysis.clock.resolution_secs,
            n_scheduled: analysis.clock.scheduled.len() as u64,
            notes: analysis.clock.notes.clone(),
        }),
        layers: analysis.layers.iter().map(layer).collect(),
        standings: standings(analysis),
        findings,
        n_lead_edges_alone: alone.count() as u64,
        n_moments: analysis.moments.len() as u64,
        not_covered: not_covered(package),
        sensitivity: sensitivity(app, &loaded),
    })
}

fn nothing() -> v1::Overview {
    v1::Overview {
        run: None,
        totals: None,
        not_applicable: None,
        notes: Vec::new(),
        calibration: None,
        clock: None,
        layers: Vec::new(),
        standings: Vec::new(),
        findings: Vec::new(),
        n_lead_edges_alone: 0,
        n_moments: 0,
        not_covered: Vec::new(),
        sensitivity: Vec::new(),
    }
}

fn totals(package: &Package) -> v1::Totals {
    let t = &package.totals;
    v1::Totals {
        n_posts: t.n_posts,
        n_accounts: t.n_accounts,
        n_posts_without_time: t.n_posts_without_time,
        first_us: t.span_us.map(|s| s.0),
        last_us: t.span_us.map(|s| s.1),
        n_edges: package.analysis.edges.len() as u64,
        n_families: package.dataset.text_families.as_ref().map_or(0, |f| f.n_families),
    }
}

fn calibration(analysis: &Analysis) -> v1::Calibration {
    let c = &analysis.calibration;
    v1::Calibration {
        q: c.q,
        n_tested: c.n_tested,
        n_all_pairs: c.n_all_pairs,
        p_cut: c.p_cut,
        n_validated: c.n_validated,
        n_validated_strict: c.n_validated_strict,
        surrogate_counts: c.surrogate_counts.clone(),
        empirical_fdr: c.empirical_fdr,
    }
}

fn layer(l: &daylight_core::LayerSummary) -> v1::Layer {
    v1::Layer {
        kind: l.kind.name().to_owned(),
        n_actions: l.n_actions,
        n_objects: l.n_objects,
        n_accounts: l.n_accounts,
        n_edges: l.n_edges,
        n_tested: l.n_tested,
    }
}

fn standings(analysis: &Analysis) -> Vec<v1::Standing> {
    let count = |s: daylight_core::Standing| analysis.edges.iter().filter(|e| e.standing == s).count() as u64;
    let standing = |s: daylight_core::Standing| v1::Standing {
        standing: s.name().to_owned(),
        n: count(s),
        meaning: s.sentence().to_owned(),
        leads: s.leads(),
    };
    daylight_core::Standing::ALL.into_iter().map(standing).collect()
}

/// What this result cannot tell: what is particular to it first, then what holds for the method.
fn not_covered(package: &Package) -> Vec<String> {
    let t = &package.totals;
    let mut said = Vec::new();
    if t.n_posts_without_time > 0 {
        said.push(format!("{} posts have no time and never pair.", format::int(t.n_posts_without_time)));
    }
    let rejected = package.dataset.intake.rejected;
    if rejected > 0 {
        said.push(format!("{} records were left out when they were read; Sources says why.", format::int(rejected)));
    }
    let moments = package.analysis.moments.len() as u64;
    if moments > 0 {
        let viral = format::int(u64::from(package.analysis.settings.viral_limit));
        said.push(format!(
            "{} moments in which more than {viral} accounts acted on one object at once are left out: pairs say nothing there.",
            format::int(moments)
        ));
    }
    if !package.analysis.settings.layers.is_empty() {
        let kinds: Vec<&str> = package.analysis.settings.layers.iter().map(daylight_core::ObjectKind::name).collect();
        said.push(format!("Only these kinds of objects were looked at: {}.", kinds.join(", ")));
    }
    said.extend(daylight_share::LIMITS.iter().map(|(head, body)| format!("{head} {body}")));
    said
}

/// A group as a finding.
pub fn finding(package: &Package, g: &Group, rank: u32) -> v1::Finding {
    let analysis = &package.analysis;
    let layer = |l: u16| analysis.layers.get(usize::from(l)).map_or_else(String::new, |l| l.kind.name().to_owned());
    let count = |(value, n): &(String, u32)| v1::Count { value: value.clone(), n: u64::from(*n) };
    v1::Finding {
        rank,
        group: g.id,
        label: g.label.name().to_owned(),
        sentence: sentence(g),
        n_members: g.members.len() as u32,
        n_edges: g.n_edges,
        density: g.density,
        observed: g.observed,
        expected: g.expected,
        expected_crowd: g.expected_crowd,
        p: g.p,
        q: g.q,
        check: v1::GroupCheck {
            observed: g.check.observed,
            expected: g.check.expected,
            p: g.check.p,
            q: g.check.q,
            n_surrogates: g.check.n_surrogates,
        },
        empirical_fdr: analysis.calibration.empirical_fdr,
        layers: g.layers.iter().map(|&(l, n)| v1::Count { value: layer(l), n: u64::from(n) }).collect(),
        platforms: g.platforms.iter().map(count).collect(),
        languages: g.languages.iter().map(count).collect(),
        hours_utc: g.hours.to_vec(),
        first_us: g.first_us,
        last_us: g.last_us,
        coaction_share: g.coaction_share,
        reach_share: g.reach_share,
        top_objects: g
            .top_objects
            .iter()
            .map(|t| v1::TopObject {
                layer: layer(t.layer),
                object: network::object(package, t.layer, t.object).to_owned(),
                n_members: t.n_members,
                n_accounts: t.n_accounts,
            })
            .collect(),
        hints: g.hints.iter().map(hint).collect(),
    }
}

fn hint(h: &daylight_core::Hint) -> v1::Hint {
    let finite = |x: f64| Some(x).filter(|x| x.is_finite());
    v1::Hint {
        kind: h.kind.name().to_owned(),
        value: finite(h.value),
        threshold: finite(h.threshold),
        fits: h.fits,
        sentence: h.sentence.clone(),
    }
}

/// The numbers in words. What fits an innocent explanation is said so.
fn sentence(g: &Group) -> String {
    let crowd = match g.expected_crowd {
        Some(crowd) => format!(" and {} from the crowd on the same objects", format::rough(crowd)),
        None => "; hardly anyone else acted on these objects, so there is no crowd to compare with".to_owned(),
    };
    let fits = g.hints.iter().filter(|h| h.fits).count();
    let end = match (g.label, fits) {
        (GroupLabel::Unexplained, 0) => " None of the innocent explanations that are measured fits.",
        (GroupLabel::Unexplained, _) => " Part of an innocent explanation fits.",
        _ => " An innocent explanation fits.",
    };
    format!(
        "{} accounts acted together {} times within the window, where {} were expected from their own rhythm{crowd}.{end}",
        g.members.len(),
        format::int(g.observed),
        format::rough(g.expected)
    )
}

/// Which findings other results of the same posts find too.
fn sensitivity(app: &App, loaded: &Loaded) -> Vec<v1::Sensitivity> {
    let hashes = |l: &Loaded| l.manifest.inputs.iter().filter_map(|i| i.sha256.clone()).collect::<BTreeSet<_>>();
    let own = hashes(loaded);
    let mut found = Vec::new();
    for run in app.runs.list(&[]) {
        if run.id == loaded.id || found.len() >= MAX_OTHERS {
            continue;
        }
        let Ok(other) = app.runs.load(Some(&run.id)) else { continue };
        if hashes(&other) != own {
            continue;
        }
        found.push(v1::Sensitivity {
            run: run.id,
            time_windows_secs: run.time_windows_secs,
            jitter_ratio: other.package.analysis.settings.jitter_ratio,
            seed: run.seed,
            n_validated: other.package.analysis.calibration.n_validated,
            found: ranked(&loaded.package.analysis)
                .into_iter()
                .map(|g| share(&loaded.package, g, &other.package))
                .collect(),
        });
    }
    found
}

/// Largest share of the members of a group that one group of another result holds.
fn share(package: &Package, group: &Group, other: &Package) -> f64 {
    let name = |p: &'_ Package, a: u32| p.dataset.accounts.get(a).to_owned();
    let members: BTreeSet<String> = group.members.iter().map(|&a| name(package, a)).collect();
    let held = |g: &Group| g.members.iter().filter(|&&a| members.contains(&name(other, a))).count();
    let most = other.analysis.groups.iter().map(held).max().unwrap_or(0);
    most as f64 / members.len().max(1) as f64
}

/// A group with its members.
pub fn group(app: &App, run: &str, id: u32) -> ApiResult<v1::Group> {
    let loaded = app.runs.load(Some(run))?;
    let (package, analysis) = (&loaded.package, &loaded.package.analysis);
    let (i, g) = ranked(analysis)
        .into_iter()
        .enumerate()
        .find(|(_, g)| g.id == id)
        .ok_or_else(|| ApiError::not_found("group"))?;
    let mut members: Vec<v1::Member> = g
        .members
        .iter()
        .zip(&g.stability)
        .map(|(&account, &stability)| member(package, g, account, stability))
        .collect();
    members.sort_by(|a, b| b.n_lead_edges.cmp(&a.n_lead_edges).then_with(|| a.account.cmp(&b.account)));
    let inside = (0..analysis.edges.len() as u32).filter(|&e| {
        let edge = &analysis.edges[e as usize];
        edge.standing.leads() && network::group_of_edge(package, edge) == Some(id)
    });
    let mut inside: Vec<u32> = inside.collect();
    inside
        .sort_by(|&x, &y| network::stronger(&analysis.edges[x as usize], &analysis.edges[y as usize]).then(x.cmp(&y)));
    inside.truncate(MAX_EDGES);
    Ok(v1::Group {
        finding: finding(package, g, i as u32 + 1),
        members,
        edges: inside.into_iter().map(|e| network::edge_of(package, e)).collect(),
    })
}

fn member(package: &Package, g: &Group, account: u32, stability: f64) -> v1::Member {
    let summary = network::summary(package, account);
    v1::Member {
        account: package.dataset.accounts.get(account).to_owned(),
        stability,
        platform: network::platform(package, account).map(str::to_owned),
        n_actions: summary.map_or(0, |s| s.n_actions),
        n_lead_edges: summary.map_or(0, |s| s.n_lead_edges),
        share_first: g.leaders.iter().find(|(a, _)| *a == account).map(|(_, share)| *share),
        schedule_secs: summary.and_then(|s| s.schedule_secs),
    }
}

/// Families of texts.
pub fn families(app: &App, run: &str, query: &v1::FamilyQuery) -> ApiResult<v1::Families> {
    let loaded = app.runs.load(Some(run))?;
    let Some(all) = &loaded.package.dataset.text_families else {
        return Ok(v1::Families { total: 0, threshold: None, items: Vec::new() });
    };
    let words = crate::query::TextQuery::parse(query.q.as_deref().unwrap_or_default());
    let fitting = all.families.iter().filter(|f| words.fits(crate::query::fold(&f.text).as_bytes()));
    let fitting: Vec<_> = fitting.collect();
    let limit = query.limit.unwrap_or(LIMIT).clamp(1, MAX_LIMIT);
    let items = fitting.iter().skip(query.offset.unwrap_or(0)).take(limit).map(|f| family(f)).collect();
    Ok(v1::Families { total: fitting.len() as u64, threshold: Some(all.threshold), items })
}

fn family(f: &daylight_core::TextFamily) -> v1::Family {
    let count = |(value, n): &(String, u32)| v1::Count { value: value.clone(), n: u64::from(*n) };
    v1::Family {
        id: f.id,
        n_posts: f.n_posts,
        n_accounts: f.n_accounts,
        n_wordings: f.n_wordings,
        n_copies: f.n_copies,
        n_rewordings: f.n_rewordings,
        diameter: f.diameter,
        first_account: f.first_account.clone(),
        first_us: f.first_us,
        last_us: f.last_us,
        platforms: f.platforms.iter().map(count).collect(),
        languages: f.languages.iter().map(count).collect(),
        set_aside: f.set_aside.map(|s| s.sentence().to_owned()),
        text: f.text.clone(),
        farthest: f.farthest.as_ref().map(|w| v1::Wording {
            similarity: w.similarity,
            change: w.change.name().to_owned(),
            diff: stretches(&f.text, &w.text),
        }),
    }
}

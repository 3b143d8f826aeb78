//! `findings.json`: the result without its rows, in the shapes of `daylight_core::wire::v1`.

use daylight_core::stability::{Left, Rerun};
use daylight_core::wire::{SCHEMA_VERSION, v1};
use daylight_core::{Answer, Apart, ApartReason, ExportError, Exporter, Group, Output, Package};

use crate::format::rfc3339;
use crate::text::json_ascii_hidden;
use crate::{near, view};

/// Lead edges listed; all stand in `edges.parquet`.
const MAX_LEAD_EDGES: usize = 10_000;

/// Writes `findings.json`.
pub struct Findings;

impl Exporter for Findings {
    fn name(&self) -> &'static str {
        "findings"
    }

    fn card(&self) -> &'static str {
        include_str!("findings.md")
    }

    fn files(&self) -> &'static [&'static str] {
        &["findings.json"]
    }

    fn export(&self, package: &Package, out: &mut dyn Output) -> Result<Vec<String>, ExportError> {
        let findings = findings(package);
        let text = to_json(&findings).map_err(|e| ExportError::Inconsistent(e.to_string()))?;
        out.file("findings.json", &mut |w| w.write_all(text.as_bytes()))?;
        Ok(match findings.lead_edges_left_out {
            0 => Vec::new(),
            n => vec![format!(
                "findings.json lists the strongest {MAX_LEAD_EDGES} lead edges; {n} more in edges.parquet"
            )],
        })
    }
}

/// JSON for people: indented, a line feed at the end, hidden characters escaped.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> serde_json::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    Ok(format!("{}\n", json_ascii_hidden(&text)))
}

/// The findings of a package.
pub fn findings(package: &Package) -> v1::Findings {
    let analysis = &package.analysis;
    let leads = view::lead_edges(package);
    let shown = leads.iter().take(MAX_LEAD_EDGES);
    v1::Findings {
        schema_version: SCHEMA_VERSION.to_owned(),
        run: run(package),
        not_applicable: analysis.not_applicable.clone(),
        notes: analysis.notes.clone(),
        warnings: view::warnings(package),
        chance: chance(package),
        settings: settings(package),
        calibration: calibration(package),
        clock: clock(package),
        layers: layers(package),
        groups: analysis.groups.iter().map(|g| group(package, g)).collect(),
        standings: standings(package),
        lead_edges: shown.map(|&i| edge(package, i)).collect(),
        closest: near::closest(package).iter().map(|n| near_miss(package, n)).collect(),
        lead_edges_left_out: leads.len().saturating_sub(MAX_LEAD_EDGES) as u64,
        moments: moments(package),
        stability: stability(package),
        timeline: v1::Timeline {
            start_time: package.timeline.start_us.map(rfc3339),
            bin_secs: package.timeline.bin_secs,
            posts: package.timeline.posts.clone(),
            n_outside: package.timeline.n_outside,
        },
        text_families: package.dataset.text_families.as_ref().map(|f| v1::TextFamilies {
            n_families: f.n_families,
            n_texts: f.n_texts,
            n_short: f.n_short,
            n_reposts: f.n_reposts,
            n_wordings: f.n_wordings,
            threshold: f.threshold,
        }),
    }
}

fn run(package: &Package) -> v1::RunSummary {
    let totals = &package.totals;
    v1::RunSummary {
        program_version: package.run.version.clone(),
        command: package.run.command.clone(),
        pseudonyms: package.pseudonyms,
        n_posts: totals.n_posts,
        n_accounts: totals.n_accounts,
        n_contents: totals.n_contents,
        n_posts_without_time: totals.n_posts_without_time,
        first_time: totals.span_us.map(|s| rfc3339(s.0)),
        last_time: totals.span_us.map(|s| rfc3339(s.1)),
        n_edges: view::n_edges(package, |_| true),
        n_evidence_rows: package.totals.n_evidence_rows,
    }
}

pub(crate) fn settings(package: &Package) -> v1::Settings {
    let s = &package.analysis.settings;
    v1::Settings {
        time_windows_secs: s.time_windows_secs.clone(),
        jitter_ratio: s.jitter_ratio,
        q: s.q,
        min_objects: s.min_objects,
        min_days: s.min_days,
        min_participation: s.min_participation,
        viral_limit: s.viral_limit,
        surrogates: s.surrogates,
        group_surrogates: s.group_surrogates,
        list_from: s.list_from,
        min_group: s.min_group,
        min_outsiders: s.min_outsiders,
        leiden_seeds: s.leiden_seeds,
        resolution: s.resolution,
        seed: s.seed,
        layers: s.layers.iter().map(ToString::to_string).collect(),
    }
}

fn calibration(package: &Package) -> v1::Calibration {
    let c = &package.analysis.calibration;
    v1::Calibration {
        q: c.q,
        n_tested: c.n_tested,
        n_all_pairs: c.n_all_pairs,
        p_cut: c.p_cut,
        n_validated: c.n_validated,
        n_validated_strict: c.n_validated_strict,
        surrogate_counts: c.surrogate_counts.clone(),
        empirical_fdr: c.empirical_fdr,
        surrogate_leads: c.surrogate_leads.clone(),
    }
}

fn chance(package: &Package) -> Option<v1::Chance> {
    let (chance, n) = (package.analysis.calibration.chance()?, view::n_lead(package));
    Some(v1::Chance {
        n_lead_edges: n,
        expected: chance.expected,
        lowest: chance.lowest,
        highest: chance.highest,
        n_copies: chance.n_copies as u64,
        share: chance.share(n),
    })
}

fn near_miss(package: &Package, near: &near::Near) -> v1::NearMiss {
    v1::NearMiss { edge: edge(package, near.edge), reason: near.reason.clone(), needed: near.needed.clone() }
}

fn clock(package: &Package) -> v1::Clock {
    let clock = &package.analysis.clock;
    let scheduled = clock.scheduled.iter();
    v1::Clock {
        resolution_secs: clock.resolution_secs,
        scheduled: scheduled.map(|&(a, step_secs)| v1::Scheduled { account: account(package, a), step_secs }).collect(),
        notes: clock.notes.clone(),
    }
}

fn layers(package: &Package) -> Vec<v1::Layer> {
    let layer = |l: &daylight_core::LayerSummary| v1::Layer {
        kind: l.kind.to_string(),
        n_actions: l.n_actions,
        n_objects: l.n_objects,
        n_accounts: l.n_accounts,
        n_edges: l.n_edges,
        n_tested: l.n_tested,
        n_moments: l.n_moments,
    };
    package.analysis.layers.iter().map(layer).collect()
}

fn standings(package: &Package) -> Vec<v1::StandingCount> {
    view::standing_counts(package)
        .map(|(s, n)| v1::StandingCount { standing: s.name().to_owned(), n, meaning: s.sentence().to_owned() })
        .collect()
}

fn stability(package: &Package) -> v1::Stability {
    let left = |l: &Left| v1::Left { group: l.group, members: l.members, kept: l.kept, gone: l.is_gone() };
    let rerun = |r: &Rerun| v1::Rerun {
        change: r.change.kind().to_owned(),
        value: r.change.value(),
        groups: r.groups.iter().map(left).collect(),
    };
    let found = &package.analysis.stability;
    v1::Stability { reruns: found.reruns.iter().map(rerun).collect(), notes: found.notes.clone() }
}

fn moments(package: &Package) -> Vec<v1::Moment> {
    let moment = |m: &daylight_core::Moment| v1::Moment {
        layer: view::layer_name(package, m.layer).to_owned(),
        object: view::object(package, m.layer, m.object).to_owned(),
        first_time: rfc3339(m.first_us),
        last_time: rfc3339(m.last_us),
        n_accounts: m.n_accounts,
        n_actions: m.n_actions,
    };
    package.analysis.moments.iter().map(moment).collect()
}

fn account(package: &Package, account: u32) -> String {
    package.dataset.accounts.get(account).to_owned()
}

fn answer(a: &Answer) -> v1::Answer {
    v1::Answer { observed: a.observed, expected: a.expected, p: a.p, q: a.q }
}

fn edge(package: &Package, index: u32) -> v1::Edge {
    let e = &package.analysis.edges[index as usize];
    v1::Edge {
        account_a: account(package, e.a),
        account_b: account(package, e.b),
        group: view::edge_group(package, e),
        standing: e.standing.name().to_owned(),
        n_coactions: e.n_coactions,
        n_objects: e.n_objects,
        n_days: e.n_days,
        first_time: rfc3339(e.first_us),
        last_time: rfc3339(e.last_us),
        median_dt_secs: e.median_dt_secs,
        own: answer(&e.own),
        crowd: view::crowd_answer(e).map(answer),
        live: view::live_answer(e).map(answer),
        group_answer: e.group.as_ref().map(answer),
        evidence_start: e.evidence_start,
        evidence_rows: u64::from(e.n_coactions),
    }
}

fn counts(list: &[(String, u32)]) -> Vec<v1::Count> {
    list.iter().map(|(name, n)| v1::Count { name: name.clone(), n: *n }).collect()
}

fn group(package: &Package, g: &Group) -> v1::Group {
    let members = g.members.iter().zip(&g.stability);
    let layers = g.layers.iter().map(|&(l, n)| v1::Count { name: view::layer_name(package, l).to_owned(), n });
    let leaders = g.leaders.iter().map(|&(a, share_first)| v1::Leader { account: account(package, a), share_first });
    v1::Group {
        id: g.id,
        label: g.label.name().to_owned(),
        members: members.map(|(&a, &stability)| v1::Member { account: account(package, a), stability }).collect(),
        n_edges: g.n_edges,
        density: g.density,
        observed: g.observed,
        expected: g.expected,
        expected_crowd: g.expected_crowd,
        p: g.p,
        q: g.q,
        check: v1::Check {
            observed: g.check.observed,
            expected: g.check.expected,
            p: g.check.p,
            q: g.check.q,
            n_surrogates: g.check.n_surrogates,
        },
        layers: layers.collect(),
        platforms: counts(&g.platforms),
        languages: counts(&g.languages),
        hours_utc: g.hours,
        first_time: rfc3339(g.first_us),
        last_time: rfc3339(g.last_us),
        leaders: leaders.collect(),
        top_objects: top_objects(package, g),
        coaction_share: g.coaction_share,
        reach_share: g.reach_share,
        hints: hints(g),
        strongest: strongest(package, g),
        apart: g.apart.iter().map(|a| apart(package, a)).collect(),
    }
}

fn apart(package: &Package, a: &Apart) -> v1::Apart {
    let file = if let ApartReason::OneFile(file) = a.why { Some(file) } else { None };
    v1::Apart { account: account(package, a.account), why: a.why.name().to_owned(), n: a.n, of: a.of, file }
}

fn top_objects(package: &Package, g: &Group) -> Vec<v1::TopObject> {
    let top = |t: &daylight_core::TopObject| v1::TopObject {
        layer: view::layer_name(package, t.layer).to_owned(),
        object: view::object(package, t.layer, t.object).to_owned(),
        n_members: t.n_members,
        n_accounts: t.n_accounts,
    };
    g.top_objects.iter().map(top).collect()
}

fn hints(g: &Group) -> Vec<v1::Hint> {
    let finite = |x: f64| Some(x).filter(|x| x.is_finite());
    let hint = |h: &daylight_core::Hint| v1::Hint {
        kind: h.kind.name().to_owned(),
        value: finite(h.value),
        threshold: finite(h.threshold),
        fits: h.fits,
        sentence: h.sentence.clone(),
    };
    g.hints.iter().map(hint).collect()
}

fn strongest(package: &Package, g: &Group) -> Vec<v1::Pair> {
    let edges = g.strongest.iter().filter_map(|&i| package.analysis.edges.get(i as usize));
    edges.map(|e| v1::Pair { account_a: account(package, e.a), account_b: account(package, e.b) }).collect()
}

//! From `findings.json` to groups, settings and totals.

use std::str::FromStr;

use daylight_core::wire::v1;
use daylight_core::{
    Calibration, ClockReport, CoactionEdge, CoactionSettings, Group, GroupCheck, GroupLabel, Hint, HintKind, IdTable,
    LayerSummary, Moment, ObjectKind, Standing, Timeline, TopObject, Totals,
};

use super::find;
use super::rows::Numbers;
use crate::error::ShareError;
use crate::format::parse_rfc3339;

const FILE: &str = "findings.json";

fn kind(name: &str) -> ObjectKind {
    let Ok(kind) = ObjectKind::from_str(name);
    if kind.name() == name { kind } else { ObjectKind::Other(name.to_owned()) }
}

fn time(text: &str) -> Result<i64, ShareError> {
    parse_rfc3339(text).ok_or_else(|| ShareError::damaged(FILE, format!("{text} is not a time")))
}

pub(super) fn layers(found: &v1::Findings) -> Vec<LayerSummary> {
    let layer = |l: &v1::Layer| LayerSummary {
        kind: kind(&l.kind),
        n_actions: l.n_actions,
        n_objects: l.n_objects,
        n_accounts: l.n_accounts,
        n_edges: l.n_edges,
        n_tested: l.n_tested,
        n_moments: l.n_moments,
    };
    found.layers.iter().map(layer).collect()
}

pub(super) fn settings(s: &v1::Settings) -> CoactionSettings {
    CoactionSettings {
        time_windows_secs: s.time_windows_secs.clone(),
        jitter_ratio: s.jitter_ratio,
        q: s.q,
        min_objects: s.min_objects,
        min_days: s.min_days,
        min_participation: s.min_participation,
        viral_limit: s.viral_limit,
        surrogates: s.surrogates,
        group_surrogates: s.group_surrogates,
        min_outsiders: s.min_outsiders,
        leiden_seeds: s.leiden_seeds,
        resolution: s.resolution,
        list_from: s.list_from,
        min_group: s.min_group,
        seed: s.seed,
        layers: s.layers.iter().map(|l| kind(l)).collect(),
    }
}

pub(super) fn calibration(found: &v1::Findings) -> Calibration {
    let c = &found.calibration;
    Calibration {
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

pub(super) fn clock(found: &v1::Findings, numbers: &Numbers<'_>) -> Result<ClockReport, ShareError> {
    let scheduled = found.clock.scheduled.iter();
    Ok(ClockReport {
        resolution_secs: found.clock.resolution_secs,
        scheduled: scheduled
            .map(|s| Ok((numbers.account(FILE, &s.account)?, s.step_secs)))
            .collect::<Result<_, ShareError>>()?,
        notes: found.clock.notes.clone(),
    })
}

pub(super) fn totals(found: &v1::Findings) -> Result<Totals, ShareError> {
    let run = &found.run;
    let time = |t: &Option<String>| t.as_deref().map(time).transpose();
    Ok(Totals {
        n_posts: run.n_posts,
        n_accounts: run.n_accounts,
        n_contents: run.n_contents,
        n_posts_without_time: run.n_posts_without_time,
        span_us: time(&run.first_time)?.zip(time(&run.last_time)?),
        n_edges: Standing::ALL.map(|s| found.standings.iter().find(|c| c.standing == s.name()).map_or(0, |c| c.n)),
        n_evidence_rows: run.n_evidence_rows,
    })
}

pub(super) fn timeline(found: &v1::Findings) -> Result<Timeline, ShareError> {
    let t = &found.timeline;
    Ok(Timeline {
        start_us: t.start_time.as_deref().map(time).transpose()?,
        bin_secs: t.bin_secs,
        posts: t.posts.clone(),
        n_outside: t.n_outside,
    })
}

/// Layer and object numbers of names in `findings.json`.
fn object(found: &v1::Findings, objects: &[IdTable], layer: &str, name: &str) -> Result<(u16, u32), ShareError> {
    let index = found.layers.iter().position(|l| l.kind == layer);
    let number = index.and_then(|i| Some((i as u16, find(objects.get(i)?, name)?)));
    number.ok_or_else(|| ShareError::damaged(FILE, format!("object {name} of layer {layer} is unknown")))
}

pub(super) fn moments(found: &v1::Findings, objects: &[IdTable]) -> Result<Vec<Moment>, ShareError> {
    let moment = |m: &v1::Moment| {
        let (layer, object) = object(found, objects, &m.layer, &m.object)?;
        Ok(Moment {
            layer,
            object,
            first_us: time(&m.first_time)?,
            last_us: time(&m.last_time)?,
            n_accounts: m.n_accounts,
            n_actions: m.n_actions,
        })
    };
    found.moments.iter().map(moment).collect()
}

pub(super) fn groups(
    found: &v1::Findings,
    numbers: &Numbers<'_>,
    objects: &[IdTable],
    edges: &[CoactionEdge],
    whole: bool,
) -> Result<Vec<Group>, ShareError> {
    let read = |g: &v1::Group| {
        let mut group = group(g, found, numbers, objects)?;
        for pair in &g.strongest {
            match strongest(pair, numbers, edges)? {
                Some(edge) => group.strongest.push(edge),
                None if whole => return Err(ShareError::damaged(FILE, "a strongest edge is not in edges.parquet")),
                None => {}
            }
        }
        Ok(group)
    };
    found.groups.iter().map(read).collect()
}

fn group(g: &v1::Group, found: &v1::Findings, numbers: &Numbers<'_>, objects: &[IdTable]) -> Result<Group, ShareError> {
    let account = |id: &str| numbers.account(FILE, id);
    let label = GroupLabel::ALL.into_iter().find(|l| l.name() == g.label);
    let top = |t: &v1::TopObject| {
        let (layer, object) = object(found, objects, &t.layer, &t.object)?;
        Ok(TopObject { layer, object, n_members: t.n_members, n_accounts: t.n_accounts })
    };
    Ok(Group {
        id: g.id,
        members: g.members.iter().map(|m| account(&m.account)).collect::<Result<_, _>>()?,
        stability: g.members.iter().map(|m| m.stability).collect(),
        n_edges: g.n_edges,
        density: g.density,
        observed: g.observed,
        expected: g.expected,
        expected_crowd: g.expected_crowd,
        p: g.p,
        q: g.q,
        check: check(&g.check),
        layers: g.layers.iter().map(|c| Ok((numbers.layer(FILE, &c.name)?, c.n))).collect::<Result<_, ShareError>>()?,
        platforms: g.platforms.iter().map(|c| (c.name.clone(), c.n)).collect(),
        languages: g.languages.iter().map(|c| (c.name.clone(), c.n)).collect(),
        hours: g.hours_utc,
        first_us: time(&g.first_time)?,
        last_us: time(&g.last_time)?,
        leaders: g
            .leaders
            .iter()
            .map(|l| Ok((account(&l.account)?, l.share_first)))
            .collect::<Result<_, ShareError>>()?,
        top_objects: g.top_objects.iter().map(top).collect::<Result<_, ShareError>>()?,
        coaction_share: g.coaction_share,
        reach_share: g.reach_share,
        hints: g.hints.iter().map(hint).collect::<Result<_, _>>()?,
        label: label.ok_or_else(|| ShareError::damaged(FILE, format!("label {} is unknown", g.label)))?,
        strongest: Vec::new(),
    })
}

fn check(c: &v1::Check) -> GroupCheck {
    GroupCheck { observed: c.observed, expected: c.expected, p: c.p, q: c.q, n_surrogates: c.n_surrogates }
}

fn hint(h: &v1::Hint) -> Result<Hint, ShareError> {
    let kind = HintKind::ALL.into_iter().find(|k| k.name() == h.kind);
    Ok(Hint {
        kind: kind.ok_or_else(|| ShareError::damaged(FILE, format!("explanation {} is unknown", h.kind)))?,
        value: h.value.unwrap_or(f64::NAN),
        threshold: h.threshold.unwrap_or(f64::NAN),
        fits: h.fits,
        sentence: h.sentence.clone(),
    })
}

/// Number of a pair's edge; nothing where it was not read.
fn strongest(pair: &v1::Pair, numbers: &Numbers<'_>, edges: &[CoactionEdge]) -> Result<Option<u32>, ShareError> {
    let key = (numbers.account(FILE, &pair.account_a)?, numbers.account(FILE, &pair.account_b)?);
    Ok(edges.binary_search_by_key(&key, |e| (e.a, e.b)).ok().map(|i| i as u32))
}

//! Questions that several exporters ask about a package.

use std::borrow::Cow;

use daylight_core::problem::ROUNDED_IDS;
use daylight_core::{AccountSummary, Answer, CoactionEdge, CrowdAnswer, Group, GroupLabel, Package, Standing};

use crate::text::visible;

/// Weight of an edge in network files is capped here, so that p values that underflow stay finite.
pub const WEIGHT_CAP: f64 = 50.0;

/// Whether the edge passed the first question on enough objects and days.
pub fn validated(standing: Standing) -> bool {
    matches!(
        standing,
        Standing::Lead
            | Standing::LeadNoCrowd
            | Standing::Explained
            | Standing::OneSided
            | Standing::LikeItsCrowd
            | Standing::NoCrowd
    )
}

/// Edges that network files hold besides those shown, at most: a live event alone makes hundreds of thousands.
const MAX_UNSHOWN: usize = 50_000;

/// Whether network files hold validated edges that are neither led with nor explained.
pub fn network_holds_unshown(package: &Package) -> bool {
    let unshown = |s: Standing| validated(s) && !s.leads() && s != Standing::Explained;
    n_edges(package, unshown) <= MAX_UNSHOWN as u64
}

/// Pairs of the whole result whose standing passes.
pub fn n_edges(package: &Package, keep: impl Fn(Standing) -> bool) -> u64 {
    standing_counts(package).filter(|(s, _)| keep(*s)).map(|(_, n)| n).sum()
}

/// Pairs of the whole result of each standing.
pub fn standing_counts(package: &Package) -> impl Iterator<Item = (Standing, u64)> {
    Standing::ALL.into_iter().zip(package.totals.n_edges)
}

/// Pairs of the whole result that the report leads with.
pub fn n_lead(package: &Package) -> u64 {
    n_edges(package, Standing::leads)
}

/// Whether no innocent explanation that is measured fits a group.
pub fn unexplained(group: &Group) -> bool {
    group.label == GroupLabel::Unexplained
}

/// Groups as they are shown: what has an innocent explanation comes last. Older results number them otherwise.
pub fn groups(package: &Package) -> Vec<&Group> {
    let mut groups: Vec<&Group> = package.analysis.groups.iter().collect();
    groups.sort_by_key(|g| (!unexplained(g), g.id));
    groups
}

/// Share of rejected records from which a result is doubtful.
const MANY_REJECTED: f64 = 0.05;
/// Reasons named in a warning.
const MAX_REASONS: usize = 3;

/// What makes the whole result doubtful; empty when nothing does.
pub fn warnings(package: &Package) -> Vec<String> {
    let data = &package.dataset;
    let mut warnings = Vec::new();
    let share = data.intake.rejected as f64 / data.intake.read.max(1) as f64;
    if share >= MANY_REJECTED {
        let mut reasons: Vec<(u64, String)> = Vec::new();
        for ((_, column, reason, _), &n) in data.problems.counts.iter().filter(|(key, _)| key.3) {
            let column = column.as_deref().map(|c| format!(" in {}", visible(c))).unwrap_or_default();
            let words = format!("{}{column}", visible(reason));
            match reasons.iter_mut().find(|r| r.1 == words) {
                Some(known) => known.0 += n,
                None => reasons.push((n, words)),
            }
        }
        reasons.sort_by(|x, y| y.0.cmp(&x.0).then_with(|| x.1.cmp(&y.1)));
        let words: Vec<String> = reasons.iter().take(MAX_REASONS).map(|(n, words)| format!("{n} x {words}")).collect();
        warnings.push(format!(
            "{:.0} % of the records ({} of {}) were rejected and play no part in this result: {}. \
             What is left may be one-sided; find out why before you trust any number here.",
            share * 100.0,
            data.intake.rejected,
            data.intake.read,
            words.join("; ")
        ));
    }
    for source in &data.sources {
        let rounded = source.notes.iter().filter(|n| n.contains(ROUNDED_IDS));
        warnings.extend(rounded.map(|note| format!("{}: {}", visible(&source.name), visible(note))));
    }
    warnings
}

/// What network files leave out, in words.
pub fn left_out_of_network(package: &Package) -> Vec<String> {
    if network_holds_unshown(package) {
        return Vec::new();
    }
    vec!["network files leave out pairs that are like their crowd or without one, since there are too many to draw; edges.parquet has them".to_owned()]
}

/// Co-actions above which evidence.csv has only those of the pairs that a reader is pointed to.
pub const MAX_CSV_EVIDENCE: u64 = 1_000_000;

/// Whether evidence.csv has all co-actions.
pub fn has_evidence_csv(package: &Package) -> bool {
    package.totals.n_evidence_rows <= MAX_CSV_EVIDENCE
}

/// `-log10 q`, capped; 0 for q that are not numbers.
pub fn weight(edge: &CoactionEdge) -> f64 {
    let w = -edge.own.q.max(f64::MIN_POSITIVE).log10();
    if w.is_finite() { w.clamp(0.0, WEIGHT_CAP) } else { 0.0 }
}

/// The summary of an account.
pub fn summary(package: &Package, account: u32) -> Option<&AccountSummary> {
    let accounts = &package.analysis.accounts;
    accounts.binary_search_by_key(&account, |a| a.account).ok().map(|i| &accounts[i])
}

/// The group that holds both ends.
pub fn edge_group(package: &Package, edge: &CoactionEdge) -> Option<u32> {
    let group = |account| summary(package, account).and_then(|s| s.group);
    group(edge.a).filter(|_| group(edge.a) == group(edge.b))
}

/// Platform of an account.
pub fn platform(package: &Package, account: u32) -> Option<&str> {
    let index = package.account_platform.get(account as usize).copied().flatten()?;
    package.dataset.platforms.get(usize::from(index)).map(String::as_str)
}

/// The comparison with the crowd, where there was one.
pub fn crowd_answer(edge: &CoactionEdge) -> Option<&Answer> {
    match &edge.crowd {
        CrowdAnswer::Tested { answer, .. } => Some(answer),
        _ => None,
    }
}

/// The comparison with one live moment, where there was no crowd.
pub fn live_answer(edge: &CoactionEdge) -> Option<&Answer> {
    match &edge.crowd {
        CrowdAnswer::NoCrowd { live, .. } => Some(live),
        _ => None,
    }
}

/// Edges (indices) that the report leads with, smallest own p first.
pub fn lead_edges(package: &Package) -> Vec<u32> {
    by_strength(package, |e| e.standing.leads())
}

/// Edges (indices) that pass `keep`, smallest own p first; ties by observed over expected, then order.
pub fn by_strength(package: &Package, keep: impl Fn(&CoactionEdge) -> bool) -> Vec<u32> {
    let edges = &package.analysis.edges;
    let mut chosen: Vec<u32> = (0..edges.len() as u32).filter(|&i| keep(&edges[i as usize])).collect();
    chosen.sort_by(|&i, &j| {
        let (x, y) = (&edges[i as usize], &edges[j as usize]);
        x.own.p.total_cmp(&y.own.p).then(y.own.observed.cmp(&x.own.observed)).then(i.cmp(&j))
    });
    chosen
}

/// Name of a layer.
pub fn layer_name(package: &Package, layer: u16) -> &str {
    package.analysis.layers.get(usize::from(layer)).map_or("?", |l| l.kind.name())
}

/// String of an object.
pub fn object(package: &Package, layer: u16, object: u32) -> &str {
    package.dataset.layers.get(usize::from(layer)).map_or("", |l| l.objects.get(object))
}

/// Name of a layer as it stands in lists joined by `;` and `:`.
pub fn layer_token(name: &str) -> Cow<'_, str> {
    if name.contains([';', ':', '%']) {
        Cow::Owned(name.replace('%', "%25").replace(';', "%3B").replace(':', "%3A"))
    } else {
        Cow::Borrowed(name)
    }
}

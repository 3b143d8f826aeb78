//! Questions that several exporters ask about a package.

use std::borrow::Cow;

use daylight_core::{AccountSummary, Answer, CoactionEdge, CrowdAnswer, Package, Standing};

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
    package.analysis.edges.iter().filter(|e| unshown(e.standing)).count() <= MAX_UNSHOWN
}

/// What network files leave out, in words.
pub fn left_out_of_network(package: &Package) -> Vec<String> {
    if network_holds_unshown(package) {
        return Vec::new();
    }
    vec!["network files leave out pairs that are like their crowd or without one, since there are too many to draw; edges.parquet has them".to_owned()]
}

/// Co-actions above which evidence.csv has only those of the pairs that a reader is pointed to.
const MAX_CSV_EVIDENCE: usize = 1_000_000;

/// Whether evidence.csv has all co-actions.
pub fn has_evidence_csv(package: &Package) -> bool {
    package.analysis.evidence.len() <= MAX_CSV_EVIDENCE
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

//! From answers to a standing: what the report leads with, and why not the rest.
//!
//! An edge is a *candidate* when it is tight (inside the window on more than half of what both act on within
//! reach), faster than the crowd and, where there is a community to ask, closer than it. A candidate leads when
//! it has company: two accounts that are candidates with both of its ends. Luck makes lone pairs: out of half a
//! million honest ones a few meet often. Luck does not make triangles of them. Without company an edge leads
//! only when speed against the crowd and tightness each hold among all tested pairs. Company of pairs that met
//! in the same three moments is no company: a candidate met at least four times inside the window.

use daylight_core::{Answer, CoactionEdge, CrowdAnswer, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// Share of the actions on an edge's objects that its group must own where there is no independent crowd.
const OWNERSHIP: f64 = 0.5;

/// Common candidate neighbors that make company.
const COMPANY: usize = 2;

/// Meetings inside the window, in the layer with most, that a candidate has. Among half a million pairs of fans
/// some clusters of four or five meet in the same three moments, and all their pairs keep each other company.
const LEAST_MEETINGS: u32 = 4;

/// Cuts of the questions.
pub struct Cuts {
    /// Nominal rate, for q over the edges asked.
    pub q: f64,
    /// Largest p of the second question that passes among all tested pairs.
    pub crowd: f64,
    /// Largest p of the tightness that passes among all tested pairs.
    pub tight: f64,
}

/// Standing of edges that passed the first question on enough objects and days, before their groups' labels.
pub fn decide_all(edges: &mut [CoactionEdge], asked: &[usize], cuts: &Cuts) {
    let candidates: Vec<usize> = asked.iter().copied().filter(|&e| candidate(&edges[e], cuts)).collect();
    let mut neighbors: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for &e in &candidates {
        let (a, b) = (edges[e].a, edges[e].b);
        neighbors.entry(a).or_default().insert(b);
        neighbors.entry(b).or_default().insert(a);
    }
    let has_company =
        |edge: &CoactionEdge| neighbors[&edge.a].intersection(&neighbors[&edge.b]).take(COMPANY).count() == COMPANY;
    for &e in asked {
        edges[e].standing = match &edges[e].crowd {
            CrowdAnswer::NotAsked => Standing::OwnRhythm,
            CrowdAnswer::NoCrowd { .. } if owned_and_tighter_than_live(&edges[e], cuts) => Standing::LeadNoCrowd,
            CrowdAnswer::NoCrowd { .. } => Standing::NoCrowd,
            CrowdAnswer::Tested { .. } => Standing::LikeItsCrowd,
        };
    }
    for &e in &candidates {
        if alone(&edges[e], cuts) || has_company(&edges[e]) {
            edges[e].standing = Standing::Lead;
        }
    }
}

/// Inside the window on more than half of what both act on within reach, and often enough.
pub fn tight_enough(t: &Answer) -> bool {
    f64::from(t.observed) > t.expected && t.observed >= LEAST_MEETINGS
}

fn crowd_answer(edge: &CoactionEdge) -> Option<&Answer> {
    if let CrowdAnswer::Tested { answer, .. } = &edge.crowd { Some(answer) } else { None }
}

fn candidate(edge: &CoactionEdge, cuts: &Cuts) -> bool {
    let faster = crowd_answer(edge).is_some_and(|a| a.q <= cuts.q);
    let closer = edge.group.is_none_or(|a| a.q <= cuts.q);
    edge.tight.as_ref().is_some_and(tight_enough) && faster && closer
}

fn alone(edge: &CoactionEdge, cuts: &Cuts) -> bool {
    crowd_answer(edge).is_some_and(|a| a.p <= cuts.crowd) && edge.tight.is_some_and(|t| t.p <= cuts.tight)
}

fn owned_and_tighter_than_live(edge: &CoactionEdge, cuts: &Cuts) -> bool {
    match &edge.crowd {
        CrowdAnswer::NoCrowd { ownership, ownership_first_ten, live, .. } => {
            ownership.min(*ownership_first_ten) >= OWNERSHIP && live.q <= cuts.q
        }
        _ => false,
    }
}

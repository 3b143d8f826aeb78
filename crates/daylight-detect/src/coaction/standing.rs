//! From answers to a standing: what the report leads with, and why not the rest.

use daylight_core::{CoactionEdge, CrowdAnswer, Standing};

/// Share of the actions on an edge's objects that its group must own where there is no independent crowd.
const OWNERSHIP: f64 = 0.5;

/// Standing of an edge that passed the first question on enough objects and days, before its group's label.
pub fn decide(edge: &CoactionEdge, q: f64) -> Standing {
    let passes = |a: &daylight_core::Answer| a.q <= q;
    match &edge.crowd {
        CrowdAnswer::NotAsked => Standing::OwnRhythm,
        CrowdAnswer::Tested { answer, .. } => {
            let apart_from_community =
                edge.group.as_ref().is_none_or(passes) || edge.tight.as_ref().is_some_and(passes);
            if passes(answer) && apart_from_community { Standing::Lead } else { Standing::LikeItsCrowd }
        }
        CrowdAnswer::NoCrowd { ownership, ownership_first_ten, live, .. } => {
            if ownership.min(*ownership_first_ten) >= OWNERSHIP && passes(live) {
                Standing::LeadNoCrowd
            } else {
                Standing::NoCrowd
            }
        }
    }
}

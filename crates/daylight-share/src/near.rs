//! Pairs that came close where nothing is led with: what was observed beside what was expected, why that is not
//! enough, and what would decide it. It describes the data, never the two accounts.

use daylight_core::{Answer, CoactionEdge, CrowdAnswer, Package, Standing};

use crate::format::{prob, value};
use crate::view;

/// Pairs named.
const MAX_PAIRS: usize = 5;
/// Periods, as multiples of the one in the data, that are tried.
const PERIODS: [f64; 9] = [1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0];

/// A pair that is not led with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Near {
    /// Index into the edges.
    pub edge: u32,
    /// Why it is not led with.
    pub reason: String,
    /// What would decide it.
    pub needed: String,
}

/// The closest pairs where none leads, smallest p first; nothing where some lead or nothing was tested.
pub(crate) fn closest(package: &Package) -> Vec<Near> {
    if package.analysis.not_applicable.is_some() || view::n_lead(package) > 0 {
        return Vec::new();
    }
    let close = |e: &CoactionEdge| {
        e.standing != Standing::Explained && e.own.observed >= 2 && f64::from(e.own.observed) > e.own.expected
    };
    let chosen = view::by_strength(package, close);
    chosen.into_iter().take(MAX_PAIRS).map(|edge| describe(package, edge)).collect()
}

fn describe(package: &Package, index: u32) -> Near {
    let edge = &package.analysis.edges[index as usize];
    let settings = &package.analysis.settings;
    let longer = "more rows of the two: a longer period, or a collection that has everything they posted";
    let (reason, needed) = match edge.standing {
        Standing::TooFewObjects => (
            format!("only {} different objects; at least {} are asked for", edge.n_objects, settings.min_objects),
            longer.to_owned(),
        ),
        Standing::TooFewDays => (
            format!(
                "all on {} {}; at least {} are asked for, because one lively day makes many pairs",
                edge.n_days,
                if edge.n_days == 1 { "day" } else { "days" },
                settings.min_days
            ),
            longer.to_owned(),
        ),
        Standing::NoCrowd => (
            "hardly anyone else acted on their objects, and they are no tighter than people who watch one event"
                .to_owned(),
            "the posts of others on the same objects: collect by link or hashtag, not by account".to_owned(),
        ),
        Standing::LikeItsCrowd => {
            (like_its_crowd(edge, settings.q), "nothing in times: others were as close".to_owned())
        }
        _ => (own_rhythm(package, &edge.own), pace(package, &edge.own)),
    };
    Near { edge: index, reason, needed }
}

fn own_rhythm(package: &Package, own: &Answer) -> String {
    format!(
        "luck does as much among {} pairs that were tested (q {}; at most {} is asked for)",
        package.analysis.calibration.n_tested,
        prob(own.q),
        value(package.analysis.settings.q)
    )
}

fn like_its_crowd(edge: &CoactionEdge, q: f64) -> String {
    match (&edge.crowd, &edge.group) {
        (CrowdAnswer::Tested { answer, .. }, _) if answer.q > q => {
            format!("others on the same objects were about as fast: {} expected at their speed", value(answer.expected))
        }
        (_, Some(community)) if community.q > q => format!(
            "the people who act on many of the same objects were about as fast: {} expected at their speed",
            value(community.expected)
        ),
        _ if edge.tight.is_some_and(|t| f64::from(t.observed) <= t.expected) => {
            "of what both acted on, most lies further apart, as with people who follow the same sources".to_owned()
        }
        _ => "no third account keeps them company, and alone they are not unusual enough".to_owned(),
    }
}

/// How much longer the period would have to be if the two kept their pace.
fn pace(package: &Package, own: &Answer) -> String {
    let c = &package.analysis.calibration;
    let cut = c.p_cut.max(c.q / c.n_tested.max(1) as f64);
    let passes =
        |times: f64| ln_poisson_tail((f64::from(own.observed) * times).floor(), own.expected * times) <= cut.ln();
    match PERIODS.into_iter().find(|&times| passes(times)) {
        Some(times) => format!("about {} times the period, if they kept this pace", value(times)),
        None => "far more than such data usually hold: this pace is nearly what their own rhythm gives".to_owned(),
    }
}

/// Natural logarithm of P(X >= k), X Poisson with mean `mean`; 0 for k <= mean, where it is not asked.
fn ln_poisson_tail(k: f64, mean: f64) -> f64 {
    if k <= mean || mean <= 0.0 {
        return if mean <= 0.0 && k > 0.0 { f64::NEG_INFINITY } else { 0.0 };
    }
    let (mut sum, mut term, mut i) = (1.0_f64, 1.0_f64, k);
    while term > sum * 1e-12 {
        i += 1.0;
        term *= mean / i;
        sum += term;
    }
    -mean + k * mean.ln() - ln_factorial(k) + sum.ln()
}

/// Stirling's series; exact below 20.
fn ln_factorial(n: f64) -> f64 {
    if n < 20.0 {
        return (2..=n as u32).map(|i| f64::from(i).ln()).sum();
    }
    n * n.ln() - n + 0.5 * (std::f64::consts::TAU * n).ln() + 1.0 / (12.0 * n) - 1.0 / (360.0 * n.powi(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poisson_tails_are_those_of_the_sum() {
        for (k, mean) in [(1u32, 0.3_f64), (3, 0.4), (9, 0.4), (25, 7.5), (60, 20.0)] {
            let mut below = 0.0;
            let mut term = (-mean).exp();
            for i in 0..k {
                below += term;
                term *= mean / f64::from(i + 1);
            }
            // Where the tail is not lost against 1.
            if 1.0 - below > 1e-6 {
                assert!((ln_poisson_tail(f64::from(k), mean) - (1.0 - below).ln()).abs() < 1e-6, "{k} {mean}");
            }
        }
        // The first terms of the series: 0.4^9 e^-0.4 / 9! (1 + 0.4/10 + 0.4^2/110 + ...).
        let first = 9.0 * 0.4_f64.ln() - 0.4 - (1..=9).map(|i| f64::from(i).ln()).sum::<f64>();
        assert!((ln_poisson_tail(9.0, 0.4) - first - 1.04145_f64.ln()).abs() < 1e-4);
        assert!(ln_poisson_tail(2.0, 3.0).abs() < 1e-12);
    }
}

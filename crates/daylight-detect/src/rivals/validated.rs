//! Statistically validated networks (Tumminello et al. 2011): do two accounts share more than chance?

use daylight_core::{Dataset, Layer};

use super::tails::ln_hypergeometric_tail;
use super::{Incidence, LayerRule, overlaps};

/// Hypergeometric tail of the overlap, Benjamini-Hochberg over all pairs of accounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hypergeometric {
    /// Nominal false-discovery rate.
    pub q: f64,
}

impl LayerRule for Hypergeometric {
    fn name(&self) -> String {
        "hypergeometric, BH".to_owned()
    }

    fn flag(&self, dataset: &Dataset, layer: &Layer) -> Vec<(u32, u32)> {
        flag(&Incidence::of_layer(dataset, layer), self.q)
    }
}

pub(crate) fn flag(incidence: &Incidence, q: f64) -> Vec<(u32, u32)> {
    let degrees = incidence.account_degrees();
    let n_objects = incidence.n_objects() as u64;
    let tests = overlaps(
        incidence,
        |_, _, _| 0.0,
        |pair| {
            let (k_a, k_b) = (u64::from(degrees[pair.a as usize]), u64::from(degrees[pair.b as usize]));
            let mean = (k_a * k_b) as f64 / n_objects as f64;
            // P(X >= 1) >= 1 - e^-mean: most pairs with one common object need no tail.
            if pair.n_objects == 1 && -(-mean).exp_m1() > q {
                return None;
            }
            let p = ln_hypergeometric_tail(u64::from(pair.n_objects), n_objects, k_a, k_b).exp();
            // Nothing above q can be rejected.
            (p <= q).then_some((p, (pair.a, pair.b)))
        },
    );
    benjamini_hochberg(tests, all_pairs(&degrees), q)
}

/// Pairs of accounts that did anything at all.
pub(crate) fn all_pairs(degrees: &[u32]) -> u64 {
    let n = degrees.iter().filter(|&&k| k > 0).count() as u64;
    n * n.saturating_sub(1) / 2
}

/// Pairs rejected at rate `q` among `n_tests` hypotheses; hypotheses that are not listed have p = 1.
/// The result is ascending.
pub fn benjamini_hochberg(mut tests: Vec<(f64, (u32, u32))>, n_tests: u64, q: f64) -> Vec<(u32, u32)> {
    tests.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
    let passes = |i: usize| tests[i].0 <= q * (i as f64 + 1.0) / n_tests as f64;
    let n_rejected = (0..tests.len()).rev().find(|&i| passes(i)).map_or(0, |i| i + 1);
    let mut pairs: Vec<(u32, u32)> = tests[..n_rejected].iter().map(|t| t.1).collect();
    pairs.sort_unstable();
    pairs
}

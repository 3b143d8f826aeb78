//! Many tests at once: Benjamini-Hochberg (1995) and the Cauchy combination (Liu and Xie 2020).

use std::f64::consts::PI;

/// Adjusted p-values (q) of `p` among `n_tests` tests, of which the rest had p = 1. Same order as `p`.
pub fn benjamini_hochberg(p: &[f64], n_tests: u64) -> Vec<f64> {
    let m = (n_tests as f64).max(p.len() as f64);
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&i, &j| p[i].total_cmp(&p[j]));
    let mut q = vec![1.0; p.len()];
    let mut least = 1.0f64;
    for (rank, &i) in order.iter().enumerate().rev() {
        // The factor is at least 1 also after rounding, so that q never falls below p.
        least = least.min(p[i] * (m / (rank + 1) as f64));
        q[i] = least;
    }
    q
}

/// The largest p that passes at `level`; 0 when none does.
pub fn p_cut(p: &[f64], q: &[f64], level: f64) -> f64 {
    p.iter().zip(q).filter(|(_, q)| **q <= level).map(|(p, _)| *p).fold(0.0, f64::max)
}

/// p-values above this count as this in the combination: a test that saw nothing (p = 1) must not veto.
const CAUCHY_CEILING: f64 = 0.99;

/// Combines dependent p-values; `None` when there are none. One alone is returned as it is.
pub fn cauchy_combination(p: &[f64]) -> Option<f64> {
    match p {
        [] => None,
        [one] => Some(*one),
        many => {
            // tan((1/2 - p) pi) = 1 / tan(p pi), without the cancellation for small p.
            let sum: f64 = many.iter().map(|&p| 1.0 / (p.clamp(f64::MIN_POSITIVE, CAUCHY_CEILING) * PI).tan()).sum();
            let t = sum / many.len() as f64;
            // For t > 0, atan(1/t)/pi keeps the digits that 1/2 - atan(t)/pi would lose.
            let p = if t > 0.0 { (1.0 / t).atan() / PI } else { 0.5 - t.atan() / PI };
            Some(p.clamp(f64::MIN_POSITIVE, 1.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn q_is_monotone_in_p_and_not_below_it(p in proptest::collection::vec(0.0f64..1.0, 1..50), more in 0u64..100) {
            let q = benjamini_hochberg(&p, p.len() as u64 + more);
            for i in 0..p.len() {
                prop_assert!(q[i] >= p[i] && q[i] <= 1.0);
                for j in 0..p.len() {
                    if p[i] <= p[j] { prop_assert!(q[i] <= q[j]); }
                }
            }
        }

        #[test]
        fn combination_is_a_probability_and_grows_with_each_part(p in proptest::collection::vec(1e-300f64..1.0, 1..6), at in 0usize..6, up in 1.0f64..10.0) {
            let combined = cauchy_combination(&p).unwrap();
            prop_assert!(combined > 0.0 && combined <= 1.0);
            let mut larger = p.clone();
            let at = at % p.len();
            larger[at] = (larger[at] * up).min(1.0);
            prop_assert!(cauchy_combination(&larger).unwrap() >= combined * (1.0 - 1e-9));
        }
    }

    #[test]
    fn a_test_that_saw_nothing_does_not_veto() {
        let p = cauchy_combination(&[1e-9, 1.0]).unwrap();
        assert!(p < 3e-9, "{p}");
    }
}

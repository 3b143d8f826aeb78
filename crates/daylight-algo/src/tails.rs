//! Upper tails of the counts that the nulls predict.
//!
//! The tail of a Poisson-binomial count (sum of independent yes/no events with different probabilities) by
//! the exact dynamic program, and the Poisson tail that bounds it from above once k >= lambda + 1
//! (Hoeffding 1956), for sums with too many terms.

use std::f64::consts::PI;

/// Terms up to which the dynamic program runs; above it, the Poisson bound decides where it is a bound.
const EXACT_TERMS: usize = 512;

/// Natural logarithm of n!.
pub fn ln_factorial(n: u32) -> f64 {
    if n < 32 {
        return (2..=n).map(|i| f64::from(i).ln()).sum();
    }
    // Stirling's series; the next term is below 1e-16 from 32 on.
    let x = f64::from(n) + 1.0;
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * PI).ln() + 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3))
        + 1.0 / (1260.0 * x.powi(5))
        - 1.0 / (1680.0 * x.powi(7))
}

/// ln P(X >= k) for X Poisson with mean `lambda` >= 0.
pub fn poisson_ln_sf(k: u32, lambda: f64) -> f64 {
    if k == 0 {
        return 0.0;
    }
    if lambda <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let first = f64::from(k) * lambda.ln() - lambda - ln_factorial(k);
    if f64::from(k) > lambda {
        // Terms fall at least geometrically from k on.
        let (mut term, mut sum, mut i) = (1.0, 1.0, f64::from(k));
        while term > sum * 1e-17 {
            i += 1.0;
            term *= lambda / i;
            sum += term;
        }
        return (first + f64::ln(sum)).min(0.0);
    }
    // Below the mean: one minus the short side, summed downwards from k - 1.
    let (mut term, mut sum, mut i) = (1.0, 1.0, f64::from(k) - 1.0);
    while i > 0.0 && term > sum * 1e-17 {
        term *= i / lambda;
        sum += term;
        i -= 1.0;
    }
    let below = (first + (f64::from(k) / lambda).ln()).exp() * sum;
    (-below.min(1.0)).ln_1p()
}

/// P(X >= k) for X Poisson.
pub fn poisson_sf(k: u32, lambda: f64) -> f64 {
    poisson_ln_sf(k, lambda).exp().clamp(0.0, 1.0)
}

/// P(X >= k) for X binomial.
pub fn binomial_sf(k: u32, n: u32, p: f64) -> f64 {
    if k == 0 || p >= 1.0 {
        return f64::from(u8::from(k <= n));
    }
    if k > n || p <= 0.0 {
        return 0.0;
    }
    let ln_term = |i: u32| {
        ln_factorial(n) - ln_factorial(i) - ln_factorial(n - i)
            + f64::from(i) * p.ln()
            + f64::from(n - i) * (-p).ln_1p()
    };
    (k..=n).map(|i| ln_term(i).exp()).sum::<f64>().clamp(0.0, 1.0)
}

/// P(X >= k) for X a sum of independent events with probabilities `p`, by the dynamic program over the
/// number of events so far, capped at k. O(len * k).
pub fn poisson_binomial_sf_exact(k: u32, p: &[f64]) -> f64 {
    let k = k as usize;
    if k == 0 {
        return 1.0;
    }
    if k > p.len() {
        return 0.0;
    }
    // below[c] = P(c events so far), c < k; reached = P(at least k so far).
    let mut below = vec![0.0; k];
    below[0] = 1.0;
    let mut reached = 0.0;
    for &p in p {
        reached += below[k - 1] * p;
        for c in (1..k).rev() {
            below[c] = below[c] * (1.0 - p) + below[c - 1] * p;
        }
        below[0] *= 1.0 - p;
    }
    f64::clamp(reached, 0.0, 1.0)
}

/// P(X >= k), exact up to 512 terms; beyond, the Poisson bound (never too small). Falls with `k`, never
/// below the smallest positive number, since a count that was observed is not impossible.
pub fn poisson_binomial_sf(k: u32, p: &[f64]) -> f64 {
    let lambda: f64 = p.iter().sum();
    let tail = if p.len() <= EXACT_TERMS {
        poisson_binomial_sf_exact(k, p)
    } else if f64::from(k) >= lambda + 1.0 {
        poisson_sf(k, lambda)
    } else {
        poisson_binomial_sf_exact(k, p).max(poisson_sf((lambda + 1.0).ceil() as u32, lambda))
    };
    tail.max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn is_a_falling_probability_below_its_poisson_bound(p in proptest::collection::vec(0.0f64..1.0, 1..40)) {
            let lambda: f64 = p.iter().sum();
            let mut last = 1.0;
            for k in 0..=p.len() as u32 + 1 {
                let tail = poisson_binomial_sf_exact(k, &p);
                prop_assert!((0.0..=1.0).contains(&tail) && tail <= last + 1e-12);
                if f64::from(k) >= lambda + 1.0 {
                    prop_assert!(tail <= poisson_sf(k, lambda) * (1.0 + 1e-9));
                }
                last = tail;
            }
        }

        #[test]
        fn long_sums_fall_too(n in 513usize..700, p in 0.001f64..0.2) {
            let p = vec![p; n];
            let mut last = 1.0;
            for k in 0..200 {
                let tail = poisson_binomial_sf(k, &p);
                prop_assert!(tail > 0.0 && tail <= last + 1e-12);
                last = tail;
            }
        }

        #[test]
        fn equal_events_are_binomial(n in 1u32..60, k in 0u32..61, p in 0.01f64..0.99) {
            let exact = poisson_binomial_sf_exact(k, &vec![p; n as usize]);
            prop_assert!((exact - binomial_sf(k, n, p)).abs() < 1e-11);
        }
    }
}

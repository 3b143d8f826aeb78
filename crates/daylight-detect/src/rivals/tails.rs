//! Upper tails P(X >= x) as natural logarithms, accurate also where p is tiny or the population huge.
//!
//! Probabilities at a point follow Loader, *Fast and accurate computation of binomial probabilities*
//! (2000), which R uses as well: no differences of large log-gammas. Checked against exact rational and
//! 50-digit references in `testdata/reference/tails.csv` (made by `bench/reference/tails.py`).

/// ln sqrt(2 pi).
const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_8;

/// ln n! minus Stirling's main terms.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - LN_SQRT_2PI;
    }
    let n2 = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / n2) / n2) / n2) / n2) / n
}

/// x ln(x / m) + m - x without cancellation for x near m.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let v = (x - m) / (x + m);
    let mut sum = (x - m) * v;
    let mut term = 2.0 * x * v;
    for j in 1..1_000 {
        term *= v * v;
        let next = sum + term / f64::from(2 * j + 1);
        if next.to_bits() == sum.to_bits() {
            break;
        }
        sum = next;
    }
    sum
}

/// ln P(X = x) of a binomial, 0 <= x <= n, 0 < p < 1.
fn ln_binomial(x: f64, n: f64, p: f64) -> f64 {
    if x <= 0.0 {
        return n * libm::log1p(-p);
    }
    if x >= n {
        return n * libm::log(p);
    }
    let q = 1.0 - p;
    stirling_error(n)
        - stirling_error(x)
        - stirling_error(n - x)
        - deviance(x, n * p)
        - deviance(n - x, n * q)
        - 0.5 * libm::log(x * (n - x) / n)
        - LN_SQRT_2PI
}

/// ln P(X >= x) for X the number of marked objects among `drawn` of `total`, `marked` of which are marked.
///
/// Out-of-range x give 0 (certain) or minus infinity (impossible).
pub fn ln_hypergeometric_tail(x: u64, total: u64, marked: u64, drawn: u64) -> f64 {
    let (low, high) = ((marked + drawn).saturating_sub(total), marked.min(drawn));
    if x <= low {
        return 0.0;
    }
    if x > high {
        return f64::NEG_INFINITY;
    }
    let (n, k, m) = (total as f64, marked as f64, drawn as f64);
    let p = m / n;
    let ln_point = |x: f64| ln_binomial(x, k, p) + ln_binomial(m - x, n - k, p) - ln_binomial(m, n, p);
    // Ratio of the point probabilities at x + 1 and at x.
    let step = |x: f64| (k - x) * (m - x) / ((x + 1.0) * (n - k - m + x + 1.0));
    let x = x as f64;
    if x > k * m / n {
        ln_point(x) + libm::log(upward_sum(x, high as f64, step))
    } else {
        let below = x - 1.0;
        let down = |y: f64| 1.0 / step(y - 1.0);
        complement(ln_point(below) + libm::log(downward_sum(below, low as f64, down)))
    }
}

/// ln P(X >= x) for a Poisson variable. An upper bound for a sum of independent rare events with the same
/// mean wherever x exceeds the mean by one or more.
pub fn ln_poisson_tail(x: u64, mean: f64) -> f64 {
    if x == 0 {
        return 0.0;
    }
    if mean <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let ln_point = |x: f64| {
        if x <= 0.0 { -mean } else { -stirling_error(x) - deviance(x, mean) - 0.5 * libm::log(x) - LN_SQRT_2PI }
    };
    let x = x as f64;
    if x > mean {
        ln_point(x) + libm::log(upward_sum(x, f64::INFINITY, |y| mean / (y + 1.0)))
    } else {
        complement(ln_point(x - 1.0) + libm::log(downward_sum(x - 1.0, 0.0, |y| y / mean)))
    }
}

/// P(X >= x) for a sum of independent events with these probabilities; O(len * x), all terms positive.
pub fn poisson_binomial_tail(probabilities: &[f64], x: usize) -> f64 {
    // at[j]: probability of exactly j events so far; at[x]: of x or more.
    let mut at = vec![0.0; x + 1];
    at[0] = 1.0;
    for &p in probabilities {
        if x > 0 {
            at[x] += at[x - 1] * p;
        }
        for j in (1..x).rev() {
            at[j] = at[j] * (1.0 - p) + at[j - 1] * p;
        }
        if x > 0 {
            at[0] *= 1.0 - p;
        }
    }
    at[x]
}

/// 1 + r(x) + r(x) r(x+1) + ... up to `high`.
fn upward_sum(x: f64, high: f64, ratio: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut term, mut y) = (1.0, 1.0, x);
    while y < high && term > sum * 1e-17 {
        term *= ratio(y);
        sum += term;
        y += 1.0;
    }
    sum
}

/// 1 + r(x) + r(x) r(x-1) + ... down to `low`.
fn downward_sum(x: f64, low: f64, ratio: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut term, mut y) = (1.0, 1.0, x);
    while y > low && term > sum * 1e-17 {
        term *= ratio(y);
        sum += term;
        y -= 1.0;
    }
    sum
}

/// ln(1 - p) from ln p.
fn complement(ln_p: f64) -> f64 {
    libm::log1p(-libm::exp(ln_p).min(1.0))
}

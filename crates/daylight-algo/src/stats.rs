//! Small statistics.

use crate::tails::binomial_sf;

/// Quantile of a sorted slice by linear interpolation (type 7 of Hyndman and Fan 1996, R's default).
/// `None` when empty.
pub fn quantile_sorted(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = p.clamp(0.0, 1.0) * last as f64;
    let lo = at.floor() as usize;
    let hi = (lo + 1).min(last);
    Some(sorted[lo] + (sorted[hi] - sorted[lo]) * (at - lo as f64))
}

/// Two-sided sign test: probability of a split at least as uneven as `a` against `b` when both are equally likely.
pub fn sign_test(a: u32, b: u32) -> f64 {
    if a + b == 0 {
        return 1.0;
    }
    (2.0 * binomial_sf(a.max(b), a + b, 0.5)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_type_7() {
        assert_eq!(quantile_sorted(&[1.0, 2.0, 3.0, 10.0], 0.5), Some(2.5));
        assert!((quantile_sorted(&[1.0, 2.0, 3.0, 10.0], 0.9).unwrap() - 7.9).abs() < 1e-12);
        assert_eq!(quantile_sorted(&[4.0], 0.3), Some(4.0));
        assert_eq!(quantile_sorted(&[], 0.3), None);
    }
}

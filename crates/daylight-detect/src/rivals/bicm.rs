//! The bipartite configuration model (Saracco et al. 2017): overlaps against random tables that keep every
//! account's and every object's degree on average.

use std::collections::BTreeMap;

use daylight_core::{Dataset, Layer};

use super::tails::ln_poisson_tail;
use super::validated::{all_pairs, benjamini_hochberg};
use super::{Incidence, LayerRule, overlaps};

/// Poisson tail of the overlap under the fitted model, Benjamini-Hochberg over all pairs of accounts.
///
/// The exact law is Poisson-binomial; the Poisson tail bounds it from above where it matters (overlaps
/// beyond the mean), so the rule flags slightly fewer pairs than with the exact one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bicm {
    /// Nominal false-discovery rate.
    pub q: f64,
}

impl LayerRule for Bicm {
    fn name(&self) -> String {
        "BiCM, BH".to_owned()
    }

    fn flag(&self, dataset: &Dataset, layer: &Layer) -> Vec<(u32, u32)> {
        flag(&Incidence::of_layer(dataset, layer), self.q)
    }
}

pub(crate) fn flag(incidence: &Incidence, q: f64) -> Vec<(u32, u32)> {
    let degrees = incidence.account_degrees();
    let fit = BicmFit::new(&degrees, &incidence.object_degrees());
    let n = fit.account_degrees.len();
    let means: Vec<f64> = (0..n * n).map(|i| fit.mean_overlap_of_classes(i / n, i % n)).collect();
    let class: Vec<usize> =
        degrees.iter().map(|k| fit.account_degrees.binary_search(k).unwrap_or_else(|above| above)).collect();
    let tests = overlaps(
        incidence,
        |_, _, _| 0.0,
        |pair| {
            let mean = means[class[pair.a as usize] * n + class[pair.b as usize]];
            let p = ln_poisson_tail(u64::from(pair.n_objects), mean).exp();
            (p <= q).then_some((p, (pair.a, pair.b)))
        },
    );
    benjamini_hochberg(tests, all_pairs(&degrees), q)
}

/// The fitted model. Nodes of one degree share a parameter, so the fit works on degrees, not on nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct BicmFit {
    /// Distinct degrees above 0 of the accounts, ascending.
    pub account_degrees: Vec<u32>,
    /// Parameter of each.
    pub x: Vec<f64>,
    /// Distinct degrees above 0 of the objects, ascending.
    pub object_degrees: Vec<u32>,
    /// Parameter of each.
    pub y: Vec<f64>,
    /// Objects of each degree.
    pub n_objects: Vec<f64>,
    /// Largest relative difference of an expected degree from its observed one.
    pub residual: f64,
}

impl BicmFit {
    const MAX_ROUNDS: usize = 5_000;
    const TOLERANCE: f64 = 1e-10;

    /// Solves for the expected degrees by alternating fixed-point steps.
    pub fn new(accounts: &[u32], objects: &[u32]) -> Self {
        let (account_degrees, n_accounts) = classes(accounts);
        let (object_degrees, n_objects) = classes(objects);
        let edges: f64 = accounts.iter().map(|&k| f64::from(k)).sum();
        let start = |degrees: &[u32]| -> Vec<f64> { degrees.iter().map(|&k| f64::from(k) / edges.sqrt()).collect() };
        let mut fit = Self {
            x: start(&account_degrees),
            y: start(&object_degrees),
            account_degrees,
            object_degrees,
            n_objects,
            residual: f64::INFINITY,
        };
        for _ in 0..Self::MAX_ROUNDS {
            let moved_x = step(&mut fit.x, &fit.account_degrees, &fit.y, &fit.n_objects);
            let moved_y = step(&mut fit.y, &fit.object_degrees, &fit.x, &n_accounts);
            // A step's relative size is the relative error of the expected degree before it.
            fit.residual = moved_x.max(moved_y);
            if fit.residual < Self::TOLERANCE {
                break;
            }
        }
        fit
    }

    /// Probability of a share by an account of class `i` of an object of class `j`.
    pub fn probability(&self, i: usize, j: usize) -> f64 {
        let z = self.x[i] * self.y[j];
        z / (1.0 + z)
    }

    /// Expected overlap of two accounts of these classes.
    pub fn mean_overlap_of_classes(&self, a: usize, b: usize) -> f64 {
        (0..self.y.len()).map(|j| self.n_objects[j] * self.probability(a, j) * self.probability(b, j)).sum()
    }
}

/// Distinct degrees above 0 with their numbers.
fn classes(degrees: &[u32]) -> (Vec<u32>, Vec<f64>) {
    let mut counts = BTreeMap::new();
    for &k in degrees.iter().filter(|&&k| k > 0) {
        *counts.entry(k).or_insert(0.0) += 1.0;
    }
    counts.into_iter().unzip()
}

/// One fixed-point step of one side; the largest relative change.
fn step(own: &mut [f64], degrees: &[u32], other: &[f64], n_other: &[f64]) -> f64 {
    let mut moved = 0.0_f64;
    for (value, &degree) in own.iter_mut().zip(degrees) {
        let sum: f64 = other.iter().zip(n_other).map(|(&y, &n)| n * y / (1.0 + *value * y)).sum();
        let next = f64::from(degree) / sum;
        moved = moved.max((next / *value - 1.0).abs());
        *value = next;
    }
    moved
}

//! Degree-matched shuffle, after the package coordinationz: how large are overlaps of accounts as active as
//! these two when who shared what is shuffled?

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use daylight_core::{Dataset, Layer};

use super::tails::ln_poisson_tail;
use super::validated::{all_pairs, benjamini_hochberg};
use super::{Incidence, LayerRule, overlaps};

/// Shuffles shares over accounts with all degrees kept, pools overlaps over pairs of similar activity
/// (four classes an octave), and tests each pair against its pool; Benjamini-Hochberg over all pairs.
///
/// With millions of pairs a pool of shuffled copies cannot show p values as small as the correction asks
/// for, and a rule that can never flag anything would be no rival. Where fewer than
/// [`DegreeMatched::MIN_EXCEEDANCES`] shuffled pairs reach an overlap, its p is therefore the Poisson tail with
/// the pool's mean, scaled to the two accounts' degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DegreeMatched {
    /// Nominal false-discovery rate.
    pub q: f64,
    /// Shuffled copies. Pooling gives each pair far more null values than this.
    pub realizations: u32,
    /// Seed of the shuffles.
    pub seed: u64,
}

impl DegreeMatched {
    /// Shuffled pairs with at least the overlap, below which the pool is too small to count in.
    pub const MIN_EXCEEDANCES: u64 = 20;
}

impl LayerRule for DegreeMatched {
    fn name(&self) -> String {
        "degree-matched shuffle, BH".to_owned()
    }

    fn flag(&self, dataset: &Dataset, layer: &Layer) -> Vec<(u32, u32)> {
        flag(&Incidence::of_layer(dataset, layer), *self)
    }
}

/// Classes of activity.
const N_CLASSES: usize = 128;

pub(crate) fn flag(incidence: &Incidence, rule: DegreeMatched) -> Vec<(u32, u32)> {
    let degrees = incidence.account_degrees();
    let class: Vec<usize> = degrees.iter().map(|&k| activity_class(k)).collect();
    let pools = null_pools(incidence, &class, rule);
    let pairs = pairs_by_cell(&degrees, &class);
    let copies = f64::from(rule.realizations);
    let tests = overlaps(
        incidence,
        |_, _, _| 0.0,
        |pair| {
            let (a, b) = (pair.a as usize, pair.b as usize);
            let c = cell(class[a], class[b]);
            let exceeding = pools[c].get(pair.n_objects as usize).copied().unwrap_or(0);
            let p = if exceeding >= DegreeMatched::MIN_EXCEEDANCES {
                exceeding as f64 / (pairs[c].n * copies)
            } else {
                // The sum of the tail counts from 1 on is the sum of all overlaps in the pool.
                let total: u64 = pools[c].iter().skip(1).sum();
                let rate = (total as f64 + 0.5) / (pairs[c].degree_products * copies);
                let mean = rate * f64::from(degrees[a]) * f64::from(degrees[b]);
                ln_poisson_tail(u64::from(pair.n_objects), mean).exp()
            };
            (p <= rule.q).then_some((p, (pair.a, pair.b)))
        },
    );
    benjamini_hochberg(tests, all_pairs(&degrees), rule.q)
}

fn activity_class(degree: u32) -> usize {
    (4.0 * libm::log2(f64::from(degree.max(1)))) as usize
}

fn cell(a: usize, b: usize) -> usize {
    a.min(b) * N_CLASSES + a.max(b)
}

/// All pairs of accounts in a cell, with an overlap or without.
#[derive(Clone, Copy, Default)]
struct CellPairs {
    n: f64,
    /// Sum of the products of their degrees.
    degree_products: f64,
}

fn pairs_by_cell(degrees: &[u32], class: &[usize]) -> Vec<CellPairs> {
    // Number, sum and sum of squares of the degrees in each class.
    let mut sums = vec![(0.0, 0.0, 0.0); N_CLASSES];
    for (&k, &c) in degrees.iter().zip(class).filter(|d| *d.0 > 0) {
        let k = f64::from(k);
        sums[c] = (sums[c].0 + 1.0, sums[c].1 + k, sums[c].2 + k * k);
    }
    let mut pairs = vec![CellPairs::default(); N_CLASSES * N_CLASSES];
    for (a, x) in sums.iter().enumerate() {
        for (b, y) in sums.iter().enumerate().skip(a) {
            pairs[cell(a, b)] = if a == b {
                CellPairs { n: x.0 * (x.0 - 1.0) / 2.0, degree_products: (x.1 * x.1 - x.2) / 2.0 }
            } else {
                CellPairs { n: x.0 * y.0, degree_products: x.1 * y.1 }
            };
        }
    }
    pairs
}

/// For each cell and overlap the number of shuffled pairs with at least that overlap.
fn null_pools(incidence: &Incidence, class: &[usize], rule: DegreeMatched) -> Vec<Vec<u64>> {
    let mut rng = ChaCha8Rng::seed_from_u64(rule.seed);
    let mut pool: Vec<Vec<u64>> = vec![Vec::new(); N_CLASSES * N_CLASSES];
    for _ in 0..rule.realizations {
        let copy = shuffled(incidence, &mut rng);
        let cells = overlaps(
            &copy,
            |_, _, _| 0.0,
            |pair| Some((cell(class[pair.a as usize], class[pair.b as usize]) as u32, pair.n_objects)),
        );
        for (c, n) in cells {
            let counts = &mut pool[c as usize];
            if counts.len() <= n as usize {
                counts.resize(n as usize + 1, 0);
            }
            counts[n as usize] += 1;
        }
    }
    for counts in &mut pool {
        for n in (1..counts.len()).rev() {
            counts[n - 1] += counts[n];
        }
    }
    pool
}

/// The same degrees, other partners. An account that gets an object twice keeps it once.
fn shuffled(incidence: &Incidence, rng: &mut ChaCha8Rng) -> Incidence {
    let mut accounts = Vec::new();
    let mut objects = Vec::new();
    for (a, own) in incidence.by_account.iter().enumerate() {
        accounts.extend(own.iter().map(|_| a as u32));
        objects.extend(own.iter().map(|&(o, _)| o));
    }
    for i in (1..objects.len()).rev() {
        let j = ((u128::from(rng.next_u64()) * (i as u128 + 1)) >> 64) as usize;
        objects.swap(i, j);
    }
    let shares = accounts.into_iter().zip(objects).collect();
    Incidence::of_shares(incidence.n_accounts, incidence.by_object.len(), shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_keeps_degrees_up_to_merged_repeats() {
        let shares = (0..40_u32).flat_map(|a| (0..=a % 7).map(move |i| (a, (a * 3 + i * 5) % 60))).collect();
        let incidence = Incidence::of_shares(40, 60, shares);
        let copy = shuffled(&incidence, &mut ChaCha8Rng::seed_from_u64(1));
        let multiplicity =
            |i: &Incidence| i.by_account.iter().map(|o| o.iter().map(|x| x.1).sum()).collect::<Vec<u32>>();
        assert_eq!(multiplicity(&copy), incidence.account_degrees());
        let by_object = |i: &Incidence| i.by_object.iter().map(|a| a.iter().map(|x| x.1).sum()).collect::<Vec<u32>>();
        assert_eq!(by_object(&copy), incidence.object_degrees());
        assert_ne!(copy.by_account, incidence.by_account);
    }

    #[test]
    fn cells_hold_every_pair_once() {
        let degrees = [0, 1, 1, 2, 3, 3, 5, 9, 40];
        let class: Vec<usize> = degrees.iter().map(|&k| activity_class(k)).collect();
        let cells = pairs_by_cell(&degrees, &class);
        let mut expected = vec![(0.0, 0.0); N_CLASSES * N_CLASSES];
        for a in 1..degrees.len() {
            for b in a + 1..degrees.len() {
                let c = &mut expected[cell(class[a], class[b])];
                *c = (c.0 + 1.0, c.1 + f64::from(degrees[a] * degrees[b]));
            }
        }
        let found: Vec<(f64, f64)> = cells.iter().map(|c| (c.n, c.degree_products)).collect();
        assert_eq!(found, expected);
    }
}

//! Random draws from one seeded stream.
//!
//! Everything is derived from `next_u64` and `libm`, so that a seed gives the same numbers on every
//! machine and with every version of the `rand` crates.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of random draws.
pub(crate) struct Draw {
    rng: ChaCha8Rng,
}

impl Draw {
    /// Stream number `stream` of `seed`; streams do not influence each other.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self { rng }
    }

    /// 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.rng.next_u64()
    }

    /// Uniform in (0, 1): never exactly 0, so that its logarithm is finite.
    pub(crate) fn unit(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Uniform in 0..n.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// Uniform in (lo, hi).
    pub(crate) fn uniform(&mut self, lo: f64, hi: f64) -> f64 {
        lo + (hi - lo) * self.unit()
    }

    /// True with probability `p`.
    pub(crate) fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Standard normal (Box-Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.unit())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// Exponential with this mean.
    pub(crate) fn exp(&mut self, mean: f64) -> f64 {
        -mean * libm::log(self.unit())
    }

    /// Log-normal with this median.
    pub(crate) fn lognormal(&mut self, median: f64, sigma: f64) -> f64 {
        median * libm::exp(sigma * self.normal())
    }

    /// Pareto tail beyond 0 (Lomax): P(X > t) = (1 + t/c)^-theta.
    pub(crate) fn lomax(&mut self, c: f64, theta: f64) -> f64 {
        c * (libm::pow(self.unit(), -1.0 / theta) - 1.0)
    }

    /// Poisson by multiplication; meant for small means.
    pub(crate) fn poisson(&mut self, mean: f64) -> usize {
        let limit = libm::exp(-mean);
        let (mut n, mut product) = (0, self.unit());
        while product > limit {
            n += 1;
            product *= self.unit();
        }
        n
    }

    /// One of the entries.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Fisher-Yates.
    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        for i in (1..values.len()).rev() {
            values.swap(i, self.below(i + 1));
        }
    }

    /// `k` different entries (all, when there are fewer), in random order.
    pub(crate) fn sample<T: Copy>(&mut self, from: &[T], k: usize) -> Vec<T> {
        let mut all = from.to_vec();
        let k = k.min(all.len());
        for i in 0..k {
            let j = i + self.below(all.len() - i);
            all.swap(i, j);
        }
        all.truncate(k);
        all
    }
}

/// Ranks with Zipf-Mandelbrot weights (k + q)^-s, k from 1.
#[derive(Clone)]
pub(crate) struct Ranks {
    cumulated: Vec<f64>,
}

impl Ranks {
    pub(crate) fn new(n: usize, s: f64, q: f64) -> Self {
        let mut sum = 0.0;
        let cumulated = (1..=n)
            .map(|k| {
                sum += libm::pow(k as f64 + q, -s);
                sum
            })
            .collect();
        Self { cumulated }
    }

    /// A rank from 0.
    pub(crate) fn draw(&self, draw: &mut Draw) -> usize {
        let total = self.cumulated.last().copied().unwrap_or(0.0);
        let x = draw.unit() * total;
        self.cumulated.partition_point(|&c| c < x).min(self.cumulated.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_independent_and_repeatable() {
        let take = |seed, stream| {
            let mut d = Draw::new(seed, stream);
            [d.bits(), d.bits(), d.bits()]
        };
        assert_eq!(take(1, 2), take(1, 2));
        assert_ne!(take(1, 2), take(1, 3));
        assert_ne!(take(1, 2), take(2, 2));
    }

    #[test]
    fn moments_are_right() {
        let mut d = Draw::new(7, 0);
        let n = 20_000;
        let mean = |f: &mut dyn FnMut() -> f64| (0..n).map(|_| f()).sum::<f64>() / f64::from(n);
        assert!((mean(&mut || d.exp(3.0)) - 3.0).abs() < 0.1);
        assert!(mean(&mut || d.normal()).abs() < 0.03);
        assert!((mean(&mut || d.poisson(2.5) as f64) - 2.5).abs() < 0.06);
        assert!((mean(&mut || f64::from(u8::from(d.lognormal(5.0, 1.5) < 5.0))) - 0.5).abs() < 0.02);
        assert!((mean(&mut || f64::from(u8::from(d.lomax(2.0, 1.0) < 2.0))) - 0.5).abs() < 0.02);
    }

    #[test]
    fn ranks_follow_their_weights() {
        let ranks = Ranks::new(3, 1.0, 0.0);
        let mut d = Draw::new(3, 0);
        let mut hits = [0.0; 3];
        for _ in 0..20_000 {
            hits[ranks.draw(&mut d)] += 1.0 / 20_000.0;
        }
        let total = 1.0 + 0.5 + 1.0 / 3.0;
        for (k, hit) in hits.iter().enumerate() {
            assert!((hit - 1.0 / (k as f64 + 1.0) / total).abs() < 0.02, "{hits:?}");
        }
    }
}

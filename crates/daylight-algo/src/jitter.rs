//! Interval jitter (Amarasingham et al., J. Neurophysiology 2012) in closed form.
//!
//! Under the null each item's time is free within +-D. Two items `dt` apart then fall within the window w
//! of each other with probability F(w - dt) - F(-w - dt), F the distribution function of the difference of
//! two independent U(-D, D). Items on a *grid* (scheduling tools, clocks that carry only minutes) move by
//! whole grid steps instead: k steps with k uniform on -K..=K, K = floor(D / step).

/// The null of one window. Times in microseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jitter {
    /// Window w: |dt| <= w is a co-action.
    pub window: i64,
    /// Half-width D.
    pub half_width: i64,
}

impl Jitter {
    /// Largest |dt| at which two items can still come within the window.
    pub fn reach(&self) -> i64 {
        self.window + 2 * self.half_width
    }

    /// Distribution function of the difference of two U(-D, D).
    pub fn cdf(&self, z: f64) -> f64 {
        let d2 = 2.0 * self.half_width as f64;
        let x = z / d2;
        if x < -1.0 {
            0.0
        } else if x < 0.0 {
            (1.0 + x) * (1.0 + x) / 2.0
        } else if x < 1.0 {
            1.0 - (1.0 - x) * (1.0 - x) / 2.0
        } else {
            1.0
        }
    }

    /// Probability that two items `dt` apart come within the window. `grid_a`, `grid_b`: grid step in
    /// microseconds, 0 for a free item.
    pub fn probability(&self, dt: i64, grid_a: i64, grid_b: i64) -> f64 {
        let p = match (grid_a, grid_b) {
            (0, 0) => self.free(dt),
            (0, step) | (step, 0) => self.one_on_grid(dt, step),
            (a, b) if a == b => self.same_grid(dt, a),
            (a, b) => self.two_grids(dt, a, b),
        };
        p.clamp(0.0, 1.0)
    }

    fn free(&self, dt: i64) -> f64 {
        if self.half_width <= 0 {
            return f64::from(u8::from(dt.abs() <= self.window));
        }
        // Symmetric in dt; the sign that keeps both arguments small loses no digits.
        let (w, dt) = (self.window as f64, dt.abs() as f64);
        self.cdf(w - dt) - self.cdf(-w - dt)
    }

    fn steps(&self, step: i64) -> i64 {
        self.half_width / step
    }

    fn one_on_grid(&self, dt: i64, step: i64) -> f64 {
        let k_max = self.steps(step);
        let (w, d) = (self.window as f64, self.half_width as f64);
        let total: f64 = (-k_max..=k_max)
            .map(|k| {
                let center = (dt + k * step) as f64;
                let overlap = (center + w).min(d) - (center - w).max(-d);
                overlap.max(0.0) / (2.0 * d)
            })
            .sum();
        total / (2 * k_max + 1) as f64
    }

    fn same_grid(&self, dt: i64, step: i64) -> f64 {
        let n = 2 * self.steps(step) + 1;
        // |dt + m * step| <= w for m the difference of two step counts; n - |m| pairs of counts give m.
        let lo = (-self.window - dt).div_euclid(step) + i64::from((-self.window - dt).rem_euclid(step) != 0);
        let hi = (self.window - dt).div_euclid(step);
        let hits: i64 = (lo.max(1 - n)..=hi.min(n - 1)).map(|m| n - m.abs()).sum();
        hits as f64 / (n * n) as f64
    }

    fn two_grids(&self, dt: i64, a: i64, b: i64) -> f64 {
        let (k_max, l_max) = (self.steps(a), self.steps(b));
        let mut hits = 0i64;
        for k in -k_max..=k_max {
            let at = dt + k * a;
            let lo = (at - self.window).div_euclid(b) + i64::from((at - self.window).rem_euclid(b) != 0);
            let hi = (at + self.window).div_euclid(b);
            hits += (hi.min(l_max) - lo.max(-l_max) + 1).max(0);
        }
        hits as f64 / ((2 * k_max + 1) * (2 * l_max + 1)) as f64
    }

    /// A jittered time from two uniform random bits sources: `u` in [0, 1).
    pub fn draw(&self, time: i64, grid: i64, u: f64) -> i64 {
        if grid == 0 {
            let shift = (u * 2.0 - 1.0) * self.half_width as f64;
            time.saturating_add(shift as i64)
        } else {
            let n = 2 * self.steps(grid) + 1;
            let k = ((u * n as f64) as i64).min(n - 1) - self.steps(grid);
            time.saturating_add(k * grid)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const J: Jitter = Jitter { window: 60, half_width: 1800 };

    #[test]
    fn a_coincidence_has_about_w_over_d() {
        let p = J.probability(0, 0, 0);
        assert!((p - (1.0 - (1.0 - 60.0f64 / 3600.0).powi(2))).abs() < 1e-12, "{p}");
    }

    #[test]
    fn grids_agree_with_enumeration() {
        let j = Jitter { window: 7, half_width: 40 };
        for (a, b) in [(10i64, 10i64), (10, 15), (3, 10), (50, 10)] {
            for dt in -100i64..=100 {
                let (ka, kb) = (40 / a, 40 / b);
                let mut hits = 0;
                for k in -ka..=ka {
                    for l in -kb..=kb {
                        hits += i32::from((dt + k * a - l * b).abs() <= 7);
                    }
                }
                let exact = f64::from(hits) / ((2 * ka + 1) * (2 * kb + 1)) as f64;
                assert!((j.probability(dt, a, b) - exact).abs() < 1e-12, "{dt} {a} {b}");
            }
        }
    }

    proptest! {
        #[test]
        fn is_a_probability_symmetric_and_falls_with_distance(dt in 0i64..10_000, ga in prop::sample::select(vec![0i64, 60, 900, 3600]), gb in prop::sample::select(vec![0i64, 60, 900])) {
            let p = J.probability(dt, ga, gb);
            prop_assert!((0.0..=1.0).contains(&p));
            prop_assert!((p - J.probability(-dt, gb, ga)).abs() < 1e-12);
            if ga == 0 && gb == 0 {
                prop_assert!(J.probability(dt + 1, 0, 0) <= p + 1e-15);
                prop_assert_eq!(p > 0.0, dt < J.reach());
            }
        }

        #[test]
        fn drawn_times_stay_inside(u in 0.0f64..1.0, grid in prop::sample::select(vec![0i64, 60, 900, 3600])) {
            let t = J.draw(1_000_000, grid, u);
            prop_assert!((t - 1_000_000).abs() <= 1800);
            if grid > 0 { prop_assert_eq!((t - 1_000_000) % grid, 0); }
        }
    }

    #[test]
    fn one_on_grid_agrees_with_integration() {
        for dt in [0i64, 13, 500, 1800, 3700] {
            let n = 20_000;
            let mut exact = 0.0;
            for k in -2i64..=2 {
                let at = (dt + k * 900) as f64;
                let inside = (0..n)
                    .filter(|i| ((f64::from(*i) + 0.5) / f64::from(n) * 3600.0 - 1800.0 - at).abs() <= 60.0)
                    .count();
                exact += inside as f64 / f64::from(n) / 5.0;
            }
            assert!((J.probability(dt, 900, 0) - exact).abs() < 2e-4, "{dt}");
        }
    }
}

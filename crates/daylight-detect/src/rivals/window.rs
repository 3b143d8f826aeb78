//! Count thresholds: pairs of posts on one object inside a window, cut at a number or at a quantile.

use daylight_core::{Dataset, Layer, PostTable, settings::secs_to_us};

use super::LayerRule;

/// Where the counts are cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cut {
    /// This many co-actions or more.
    AtLeast(u32),
    /// Strictly above this quantile of all counts (R type 7, `CooRTweet`'s `edge_weight`).
    AboveQuantile(f64),
}

/// Co-actions within a window, cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// |dt| at most this, inclusive.
    pub window_secs: f64,
    /// Accounts with fewer posts in the layer are left out.
    pub min_participation: u32,
    /// The cut.
    pub cut: Cut,
}

impl LayerRule for Window {
    fn name(&self) -> String {
        match self.cut {
            Cut::AtLeast(n) => format!("{} s window, count >= {n}", self.window_secs),
            Cut::AboveQuantile(q) => format!("CooRTweet {} s, count > quantile {q}", self.window_secs),
        }
    }

    fn flag(&self, dataset: &Dataset, layer: &Layer) -> Vec<(u32, u32)> {
        let counts = window_counts(dataset, layer, self.window_secs, self.min_participation);
        let passes: Box<dyn Fn(u32) -> bool> = match self.cut {
            Cut::AtLeast(n) => Box::new(move |count| count >= n),
            Cut::AboveQuantile(q) => {
                let threshold = quantile_type_7(counts.iter().map(|c| f64::from(c.1)).collect(), q);
                Box::new(move |count| threshold.is_some_and(|t| f64::from(count) > t))
            }
        };
        counts.into_iter().filter(|&(_, count)| passes(count)).map(|(pair, _)| pair).collect()
    }
}

/// R's default quantile: linear between order statistics. None for no values.
fn quantile_type_7(mut values: Vec<f64>, q: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let h = (values.len().checked_sub(1)? as f64) * q;
    let (low, high) = (values[h.floor() as usize], values[h.ceil() as usize]);
    Some(low + (h - h.floor()) * (high - low))
}

/// Number of pairs of posts of each two accounts on one object at most `window_secs` apart, by (a, b).
/// Posts without a time never pair. Every pair is counted; moments of any size are enumerated.
pub fn window_counts(
    dataset: &Dataset,
    layer: &Layer,
    window_secs: f64,
    min_participation: u32,
) -> Vec<((u32, u32), u32)> {
    let window_us = secs_to_us(window_secs);
    let mut participation = vec![0_u32; dataset.accounts.len()];
    for &post in &layer.post {
        participation[dataset.posts.account[post as usize] as usize] += 1;
    }
    let mut rows: Vec<(u32, i64, u32)> = layer
        .post
        .iter()
        .zip(&layer.object)
        .map(|(&post, &object)| (object, dataset.posts.time_us[post as usize], dataset.posts.account[post as usize]))
        .filter(|&(_, time, account)| {
            time != PostTable::NO_TIME && participation[account as usize] >= min_participation
        })
        .collect();
    rows.sort_unstable();
    let mut pairs: Vec<u64> = Vec::new();
    for (i, &(object, time, account)) in rows.iter().enumerate() {
        for &(other_object, other_time, other) in &rows[i + 1..] {
            if other_object != object || other_time - time > window_us {
                break;
            }
            if other != account {
                pairs.push(u64::from(account.min(other)) << 32 | u64::from(account.max(other)));
            }
        }
    }
    pairs.sort_unstable();
    let runs = pairs.chunk_by(|x, y| x == y);
    runs.map(|run| (((run[0] >> 32) as u32, run[0] as u32), run.len() as u32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_is_that_of_r() {
        // R: quantile(c(1, 2, 4, 8), c(.5, .9)) gives 3.0 and 6.8.
        assert!((quantile_type_7(vec![8.0, 1.0, 4.0, 2.0], 0.5).unwrap() - 3.0).abs() < 1e-12);
        assert!((quantile_type_7(vec![8.0, 1.0, 4.0, 2.0], 0.9).unwrap() - 6.8).abs() < 1e-12);
        assert_eq!(quantile_type_7(Vec::new(), 0.5), None);
    }
}

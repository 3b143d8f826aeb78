//! TF-IDF cosine similarity with a percentile cut (Pacheco et al. 2021, Luceri et al. 2024).

use daylight_core::{Dataset, Layer};

use super::{Incidence, LayerRule, overlaps};

/// The most similar pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TfIdf {
    /// Share of the pairs with an overlap that is flagged.
    pub top_share: f64,
}

impl LayerRule for TfIdf {
    fn name(&self) -> String {
        format!("TF-IDF cosine, top {} %", self.top_share * 100.0)
    }

    fn flag(&self, dataset: &Dataset, layer: &Layer) -> Vec<(u32, u32)> {
        top_pairs(&Incidence::of_layer(dataset, layer), self.top_share)
    }
}

/// The pairs whose cosine is at least that of the last pair inside the top share (ties are all flagged).
pub(crate) fn top_pairs(incidence: &Incidence, top_share: f64) -> Vec<(u32, u32)> {
    let idf = idf(incidence);
    let norms: Vec<f64> = incidence
        .by_account
        .iter()
        .map(|objects| objects.iter().map(|&(o, n)| (f64::from(n) * idf[o as usize]).powi(2)).sum::<f64>().sqrt())
        .collect();
    let pairs = overlaps(
        incidence,
        |o, n_a, n_b| f64::from(n_a) * f64::from(n_b) * idf[o as usize].powi(2),
        |pair| {
            let scale = norms[pair.a as usize] * norms[pair.b as usize];
            // Summation order differs by which account comes first; rounding keeps equal cosines equal.
            (scale > 0.0).then(|| ((pair.a, pair.b), (pair.weight / scale * 1e12).round()))
        },
    );
    let n_top = (pairs.len() as f64 * top_share).ceil() as usize;
    if n_top == 0 {
        return Vec::new();
    }
    let mut cosines: Vec<f64> = pairs.iter().map(|p| p.1).collect();
    let (_, &mut cut, _) = cosines.select_nth_unstable_by(n_top - 1, |x, y| y.total_cmp(x));
    pairs.into_iter().filter(|p| p.1 >= cut).map(|p| p.0).collect()
}

/// ln(accounts / accounts with the object).
fn idf(incidence: &Incidence) -> Vec<f64> {
    let active = incidence.by_account.iter().filter(|objects| !objects.is_empty()).count() as f64;
    incidence
        .by_object
        .iter()
        .map(|accounts| if accounts.is_empty() { 0.0 } else { (active / accounts.len() as f64).ln() })
        .collect()
}

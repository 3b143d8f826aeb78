//! Who shared what, without time, and the overlaps of all pairs.

use rayon::prelude::*;

use daylight_core::{Dataset, Layer};

/// A sparse table accounts x objects in both directions.
///
/// Objects with more accounts than [`Incidence::MAX_ACCOUNTS`] are left out of the pairs: each of them
/// alone gives half a million pairs or more. They are counted in `n_skipped`.
#[derive(Debug, Clone)]
pub struct Incidence {
    /// Number of accounts.
    pub n_accounts: usize,
    /// Objects of each account with the number of shares, ascending.
    pub by_account: Vec<Vec<(u32, u32)>>,
    /// Accounts of each object with the number of shares, ascending.
    pub by_object: Vec<Vec<(u32, u32)>>,
    /// Objects left out.
    pub n_skipped: usize,
}

impl Incidence {
    /// Accounts of an object beyond which it is left out.
    pub const MAX_ACCOUNTS: usize = 1_000;

    /// From a layer of a data set.
    pub fn of_layer(dataset: &Dataset, layer: &Layer) -> Self {
        let shares =
            layer.post.iter().zip(&layer.object).map(|(&p, &o)| (dataset.posts.account[p as usize], o)).collect();
        Self::of_shares(dataset.accounts.len(), layer.objects.len(), shares)
    }

    /// From pairs (account, object), repeats counted.
    pub fn of_shares(n_accounts: usize, n_objects: usize, mut shares: Vec<(u32, u32)>) -> Self {
        shares.sort_unstable_by_key(|&(a, o)| (o, a));
        let mut by_object: Vec<Vec<(u32, u32)>> = vec![Vec::new(); n_objects];
        for (a, o) in shares {
            match by_object[o as usize].last_mut() {
                Some((last, n)) if *last == a => *n += 1,
                _ => by_object[o as usize].push((a, 1)),
            }
        }
        let mut n_skipped = 0;
        let mut by_account = vec![Vec::new(); n_accounts];
        for (o, accounts) in by_object.iter_mut().enumerate() {
            if accounts.len() > Self::MAX_ACCOUNTS {
                n_skipped += 1;
                accounts.clear();
            }
            for &(a, n) in accounts.iter() {
                by_account[a as usize].push((o as u32, n));
            }
        }
        Self { n_accounts, by_account, by_object, n_skipped }
    }

    /// Distinct objects of each account.
    pub fn account_degrees(&self) -> Vec<u32> {
        self.by_account.iter().map(|objects| objects.len() as u32).collect()
    }

    /// Distinct accounts of each object.
    pub fn object_degrees(&self) -> Vec<u32> {
        self.by_object.iter().map(|accounts| accounts.len() as u32).collect()
    }

    /// Objects that anybody shared.
    pub fn n_objects(&self) -> usize {
        self.by_object.iter().filter(|accounts| !accounts.is_empty()).count()
    }
}

/// Two accounts with at least one object in common, a < b.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// Smaller account.
    pub a: u32,
    /// Larger account.
    pub b: u32,
    /// Distinct objects in common.
    pub n_objects: u32,
    /// Sum over the objects in common of `weight(object, shares of a, shares of b)`.
    pub weight: f64,
}

/// Calls `keep` for every pair with an overlap and returns what it kept, ordered by (a, b).
///
/// One account at a time into a dense array: no table of pairs is ever held.
pub fn overlaps<T: Send>(
    incidence: &Incidence,
    weight: impl Fn(u32, u32, u32) -> f64 + Sync,
    keep: impl Fn(Overlap) -> Option<T> + Sync,
) -> Vec<T> {
    let n = incidence.n_accounts;
    let kept: Vec<Vec<T>> = (0..n as u32)
        .into_par_iter()
        .map_init(
            || (vec![(0_u32, 0.0_f64); n], Vec::new()),
            |(row, touched), a| {
                for &(o, n_a) in &incidence.by_account[a as usize] {
                    let accounts = &incidence.by_object[o as usize];
                    let after = accounts.partition_point(|&(b, _)| b <= a);
                    for &(b, n_b) in &accounts[after..] {
                        let cell = &mut row[b as usize];
                        if cell.0 == 0 {
                            touched.push(b);
                        }
                        cell.0 += 1;
                        cell.1 += weight(o, n_a, n_b);
                    }
                }
                touched.sort_unstable();
                touched
                    .drain(..)
                    .filter_map(|b| {
                        let (n_objects, weight) = std::mem::take(&mut row[b as usize]);
                        keep(Overlap { a, b, n_objects, weight })
                    })
                    .collect()
            },
        )
        .collect();
    kept.into_iter().flatten().collect()
}

//! The group check: are members closer in time than the rest of the crowd on the same objects?

use super::layer::LayerData;
use super::view::GroupView;
use daylight_core::{Apart, CoactionSettings, GroupCheck};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// Members drawn over all objects in one surrogate, at most: the objects with most members are taken first.
const MAX_DRAWN: usize = 50_000;

/// First action of each account on one object, ascending, and which of them are members'.
struct Crowd {
    times: Vec<i64>,
    members: Vec<usize>,
}

/// Draws, on each object, as many accounts as there are members at random among all who acted on it, and counts
/// pairs within the window. Objects without outsiders say nothing and are left out.
///
/// Accounts that are set apart from the group are neither its members nor its crowd: they meet it as closely as its
/// members do, so a draw that holds them is no draw among others.
pub fn group_check(
    layers: &[LayerData],
    members: &[u32],
    apart: &[Apart],
    view: &GroupView,
    settings: &CoactionSettings,
) -> GroupCheck {
    let mut crowds: Vec<Crowd> = view
        .objects
        .keys()
        .map(|&(layer, object)| crowd(&layers[layer as usize], object, members, apart))
        .filter(|c| c.members.len() >= 2 && c.members.len() < c.times.len())
        .collect();
    crowds.sort_by(|x, y| y.members.len().cmp(&x.members.len()).then_with(|| x.times.cmp(&y.times)));
    let mut drawn = 0;
    crowds.retain(|c| {
        drawn += c.members.len();
        drawn <= MAX_DRAWN
    });
    if crowds.is_empty() || settings.group_surrogates == 0 {
        return GroupCheck { observed: 0.0, expected: 0.0, p: 1.0, q: 1.0, n_surrogates: 0 };
    }
    let window = settings.window_us();
    let observed: u64 = crowds.iter().map(|c| pairs_within(&c.times, &c.members, window)).sum();
    let n = u64::from(settings.group_surrogates);
    let seed = settings.seed ^ (u64::from(members[0]) << 32 | members.len() as u64);
    let counts: Vec<u64> = (0..n).into_par_iter().map(|s| surrogate(&crowds, window, seed, s)).collect();
    let at_least = counts.iter().filter(|c| **c >= observed).count();
    GroupCheck {
        observed: observed as f64,
        expected: counts.iter().sum::<u64>() as f64 / n as f64,
        p: (1 + at_least) as f64 / (1 + n) as f64,
        q: 1.0,
        n_surrogates: settings.group_surrogates,
    }
}

/// Members ascending, those set apart in order of account.
fn crowd(layer: &LayerData, object: u32, members: &[u32], apart: &[Apart]) -> Crowd {
    let grouped = &layer.grouped;
    let is_apart = |actor: u32| apart.binary_search_by_key(&actor, |a| a.account).is_ok();
    let actions = grouped.range(object).filter(|&i| !is_apart(grouped.actor[i]));
    let mut firsts: Vec<(u32, i64)> = actions.map(|i| (grouped.actor[i], grouped.time[i])).collect();
    firsts.sort_unstable();
    firsts.dedup_by_key(|f| f.0);
    firsts.sort_unstable_by_key(|&(actor, time)| (time, actor));
    let inside = (0..firsts.len()).filter(|&i| members.binary_search(&firsts[i].0).is_ok()).collect();
    Crowd { times: firsts.into_iter().map(|f| f.1).collect(), members: inside }
}

fn surrogate(crowds: &[Crowd], window: i64, seed: u64, number: u64) -> u64 {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(number);
    crowds
        .iter()
        .map(|c| {
            let mut picked = rand::seq::index::sample(&mut rng, c.times.len(), c.members.len()).into_vec();
            picked.sort_unstable();
            pairs_within(&c.times, &picked, window)
        })
        .sum()
}

/// Pairs of the picked (ascending) times within the window.
fn pairs_within(times: &[i64], picked: &[usize], window: i64) -> u64 {
    let (mut n, mut from) = (0, 0);
    for (at, &i) in picked.iter().enumerate() {
        while times[i] - times[picked[from]] > window {
            from += 1;
        }
        n += (at - from) as u64;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::pairs_within;
    use crate::analyze;
    use daylight_core::{ApartReason, CoactionSettings, Context, Dataset, GroupLabel, IdTable, Layer, ObjectKind};

    /// Eight accounts that act one second after another, always in the same order, on objects of their own.
    fn in_a_fixed_order() -> Dataset {
        let mut acts: Vec<(i64, u32, u32)> = Vec::new();
        for object in 0..9u32 {
            let n = i64::from(object);
            let time = 1_772_400_000 + n % 3 * 86_400 + n * 5_477;
            acts.extend((0..8u32).map(|who| (time + i64::from(who), who, object)));
        }
        acts.sort_unstable();
        let n = acts.len() as u32;
        let mut dataset = Dataset { accounts: (0..8).map(|a| format!("u{a}")).collect(), ..Dataset::default() };
        dataset.n_contents = n;
        dataset.posts.account = acts.iter().map(|a| a.1).collect();
        dataset.posts.time_us = acts.iter().map(|a| a.0 * 1_000_000).collect();
        dataset.posts.content = (0..n).collect();
        dataset.layers.push(Layer {
            kind: ObjectKind::TextFamily,
            objects: (0..9).map(|o| format!("f{o}")).collect::<IdTable>(),
            object: acts.iter().map(|a| a.2).collect(),
            post: (0..n).collect(),
            self_object: Vec::new(),
        });
        dataset
    }

    /// The first and the last are no members; were they the crowd, no draw could differ from the group.
    #[test]
    fn who_is_set_apart_is_no_crowd() {
        let settings = CoactionSettings { surrogates: 0, group_surrogates: 199, ..CoactionSettings::default() };
        let analysis = analyze(&in_a_fixed_order(), &settings, &Context::silent()).unwrap();
        let group = &analysis.groups[0];
        let apart: Vec<(u32, ApartReason)> = group.apart.iter().map(|a| (a.account, a.why)).collect();
        assert_eq!(apart, [(0, ApartReason::Copied), (7, ApartReason::Follows)]);
        assert_eq!((group.members.len(), group.check.n_surrogates), (6, 0), "nobody else acted there");
        assert_ne!(group.label, GroupLabel::LikeItsCrowd);
    }

    #[test]
    fn counts_pairs() {
        let times = [0, 5, 9, 30, 31, 32];
        assert_eq!(pairs_within(&times, &[0, 1, 2, 3, 4, 5], 5), 2 + 3);
        assert_eq!(pairs_within(&times, &[0, 3], 5), 0);
        assert_eq!(pairs_within(&times, &[], 5), 0);
    }
}

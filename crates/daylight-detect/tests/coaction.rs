//! The contract of a detector, on the co-action detector.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use daylight_core::{Analysis, CoactionSettings, Context, Dataset, IdTable, Layer, ObjectKind, PostTable};
use daylight_detect::analyze;
use daylight_detect::scenario::{Knobs, generate};

const SECOND: i64 = 1_000_000;

fn settings() -> CoactionSettings {
    CoactionSettings { surrogates: 3, group_surrogates: 99, ..CoactionSettings::default() }
}

fn world(name: &str) -> Dataset {
    generate(name, 5, Knobs { scale: 0.15, ..Knobs::default() }).unwrap().dataset
}

fn run(dataset: &Dataset) -> Analysis {
    analyze(dataset, &settings(), &Context::silent()).unwrap()
}

fn lead(analysis: &Analysis) -> Vec<(u32, u32)> {
    analysis.edges.iter().filter(|e| e.standing.leads()).map(|e| (e.a, e.b)).collect()
}

/// Everything but the rows' numbers of posts.
fn same(x: &Analysis, y: &Analysis) {
    assert_eq!(x.edges, y.edges);
    assert_eq!(x.groups, y.groups);
    assert_eq!(x.accounts, y.accounts);
    assert_eq!(x.calibration, y.calibration);
}

#[test]
fn planted_accounts_are_found_and_others_are_not() {
    let scenario = generate("planted-small", 5, Knobs { scale: 0.15, ..Knobs::default() }).unwrap();
    let found = lead(&run(&scenario.dataset));
    let right = found.iter().filter(|(a, b)| scenario.truth.is_true_edge(*a, *b)).count();
    assert!(right * 2 > scenario.truth.n_planted_pairs() as usize, "{right} of {}", scenario.truth.n_planted_pairs());
    assert!((found.len() - right) * 100 <= found.len() * 2, "{} of {} are wrong", found.len() - right, found.len());
}

#[test]
fn threads_do_not_matter() {
    let dataset = world("planted-small");
    let of = |n: usize| rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap().install(|| run(&dataset));
    let one = of(1);
    same(&one, &of(2));
    same(&one, &of(4));
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let dataset = world("planted-small");
    let mut reversed = dataset.clone();
    let n = dataset.posts.len() as u32;
    reversed.posts.account.reverse();
    reversed.posts.content.reverse();
    reversed.posts.time_us.reverse();
    for layer in &mut reversed.layers {
        layer.object.reverse();
        layer.post.reverse();
        layer.post.iter_mut().for_each(|p| *p = n - 1 - *p);
    }
    for column in [&mut reversed.posts.platform, &mut reversed.posts.language].into_iter().flatten() {
        column.reverse();
    }
    same(&run(&dataset), &run(&reversed));
}

#[test]
fn shifting_all_times_by_whole_weeks_does_not_matter() {
    let dataset = world("planted-small");
    let mut later = dataset.clone();
    for t in later.posts.time_us.iter_mut().filter(|t| **t != PostTable::NO_TIME) {
        *t += 5 * 7 * 86_400 * SECOND;
    }
    assert_eq!(lead(&run(&dataset)), lead(&run(&later)));
}

#[test]
fn without_objects_it_does_not_apply() {
    let mut dataset = world("planted-small");
    dataset.layers.clear();
    assert!(run(&dataset).not_applicable.is_some());
}

#[test]
fn windows_below_the_clock_are_refused() {
    let mut dataset = world("planted-small");
    for t in dataset.posts.time_us.iter_mut().filter(|t| **t != PostTable::NO_TIME) {
        *t -= t.rem_euclid(3600 * SECOND);
    }
    let why = run(&dataset).not_applicable.unwrap();
    assert!(why.contains("3600 s"), "{why}");
}

/// Accounts that act on the same objects at independent times: the null is true of every pair.
fn null_world(seed: u64) -> Dataset {
    use rand::{RngExt, SeedableRng};
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let (n_accounts, n_objects) = (120u32, 200u32);
    let mut dataset =
        Dataset { accounts: (0..n_accounts).map(|a| format!("a{a:04}")).collect::<IdTable>(), ..Dataset::default() };
    let mut layer = Layer {
        kind: ObjectKind::Url,
        objects: (0..n_objects).map(|o| format!("o{o:04}")).collect(),
        object: Vec::new(),
        post: Vec::new(),
        self_object: Vec::new(),
    };
    for object in 0..n_objects {
        for account in 0..n_accounts {
            if rng.random_range(0.0..1.0) < 0.5 {
                layer.object.push(object);
                layer.post.push(dataset.posts.len() as u32);
                dataset.posts.account.push(account);
                dataset.posts.content.push(dataset.posts.len() as u32 - 1);
                let start = i64::from(object) * 7200 * SECOND;
                dataset.posts.time_us.push(1_600_000_000 * SECOND + start + rng.random_range(0..3 * 3600 * SECOND));
            }
        }
    }
    dataset.n_contents = dataset.posts.len() as u32;
    dataset.layers.push(layer);
    dataset
}

#[test]
fn the_null_gives_no_more_edges_than_stated() {
    let mut validated = 0;
    for seed in 0..5 {
        let analysis = run(&null_world(seed));
        assert!(analysis.calibration.n_tested > 5_000);
        validated += analysis.calibration.n_validated;
        assert!(lead(&analysis).is_empty());
    }
    // Every edge here is false. At q = 1 % a run has any with a probability of at most 1 %.
    assert!(validated <= 1, "{validated} edges in five runs of the null");
}

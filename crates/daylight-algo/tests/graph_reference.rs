//! Communities of stored graphs, held against igraph's converged values and the planted truth.
//! The files are made by `bench/leiden/reference.py`.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use daylight_algo::graph::{Graph, LeidenSettings, Objective, connected, consensus, leiden, quality};
use serde_json::Value;

/// Of ten seeds.
struct Spread {
    worst: f64,
    median: f64,
    best: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        Self {
            worst: values[0],
            median: f64::midpoint(values[middle - 1], values[middle]),
            best: values[values.len() - 1],
        }
    }
}

struct Stored {
    name: String,
    graph: Graph,
    /// Modularity that igraph converges to from ten seeds.
    igraph: Spread,
    planted: Option<Vec<u32>>,
}

fn stored() -> Vec<Stored> {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/leiden");
    let mut paths: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 7);
    paths.iter().map(|path| parse(&serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())).collect()
}

fn parse(file: &Value) -> Stored {
    let number = |value: &Value| u32::try_from(value.as_u64().unwrap()).unwrap();
    let weight = |i: usize| file["weights"].get(i).map_or(1.0, |w| w.as_f64().unwrap());
    let edges: Vec<(u32, u32, f64)> = file["edges"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
        .map(|(i, edge)| (number(&edge[0]), number(&edge[1]), weight(i)))
        .collect();
    Stored {
        name: file["name"].as_str().unwrap().to_owned(),
        graph: Graph::from_edges(number(&file["n_nodes"]) as usize, &edges).unwrap(),
        igraph: Spread::of(file["igraph_modularity"].as_array().unwrap().iter().map(|q| q.as_f64().unwrap()).collect()),
        planted: file["planted"].as_array().map(|list| list.iter().map(number).collect()),
    }
}

/// Normalized mutual information (arithmetic mean of the entropies).
fn nmi(a: &[u32], b: &[u32]) -> f64 {
    let n = a.len() as f64;
    let (mut joint, mut left, mut right) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (&x, &y) in a.iter().zip(b) {
        *joint.entry((x, y)).or_insert(0.0) += 1.0 / n;
        *left.entry(x).or_insert(0.0) += 1.0 / n;
        *right.entry(y).or_insert(0.0) += 1.0 / n;
    }
    let entropy = |shares: &BTreeMap<u32, f64>| -shares.values().map(|p| p * p.ln()).sum::<f64>();
    let mutual: f64 = joint.iter().map(|((x, y), p): (_, &f64)| p * (p / (left[x] * right[y])).ln()).sum();
    2.0 * mutual / (entropy(&left) + entropy(&right))
}

#[test]
fn modularity_is_igraphs_converged_one_within_half_a_percent() {
    for file in stored() {
        let found = (0..10).map(|seed| leiden(&file.graph, LeidenSettings { seed, ..LeidenSettings::default() }));
        let ours = Spread::of(found.map(|partition| partition.quality).collect());
        for (what, ours, igraph) in [
            ("worst", ours.worst, file.igraph.worst),
            ("median", ours.median, file.igraph.median),
            ("best", ours.best, file.igraph.best),
        ] {
            assert!(ours >= 0.995 * igraph, "{}: {what} {ours} where igraph has {igraph}", file.name);
        }
    }
}

#[test]
fn communities_are_connected_and_worth_what_they_say() {
    for file in stored() {
        for seed in 0..10 {
            let found = leiden(&file.graph, LeidenSettings { seed, ..LeidenSettings::default() });
            let again = quality(&file.graph, &found.membership, Objective::Modularity, 1.0);
            assert!((found.quality - again).abs() < 1e-12);
            assert!(connected(&file.graph, &found.membership), "{} seed {seed}", file.name);
        }
    }
}

#[test]
fn planted_communities_are_recovered() {
    for (name, least) in
        [("ring_of_cliques", 1.0), ("planted_easy", 1.0), ("planted_hard", 0.9), ("lfr_mixing_02", 0.9)]
    {
        let file = stored().into_iter().find(|file| file.name == name).unwrap();
        let planted = file.planted.unwrap();
        let single = nmi(&leiden(&file.graph, LeidenSettings::default()).membership, &planted);
        let joint = nmi(&consensus(&file.graph, LeidenSettings::default(), 20).membership, &planted);
        assert!(single >= least - 1e-9, "{name}: one run {single}");
        assert!(joint >= least - 1e-9, "{name}: consensus {joint}");
    }
}

#[test]
fn the_consensus_is_connected_near_the_runs_and_says_who_stays() {
    for file in stored() {
        let found = consensus(&file.graph, LeidenSettings::default(), 20);
        assert!(connected(&file.graph, &found.membership), "{}", file.name);
        assert!(found.stability.iter().all(|share| (0.0..=1.0).contains(share)));
        let mean = found.stability.iter().sum::<f64>() / found.stability.len() as f64;
        let least = if file.planted.is_some() { 0.995 } else { 0.97 };
        let (ours, igraph) = (found.quality, file.igraph.median);
        assert!(ours >= least * igraph, "{}: {ours} where igraph has {igraph}", file.name);
        // Without planted communities runs differ, and the consensus says so.
        let expected = if file.planted.is_some() { 0.85..=1.0 } else { 0.2..=0.6 };
        assert!(expected.contains(&mean), "{}: mean stability {mean}", file.name);
    }
}

#[test]
fn the_consensus_depends_less_on_the_seed_than_a_run_does() {
    let file = stored().into_iter().find(|file| file.name == "lfr_mixing_05").unwrap();
    let settings = |seed: u64| LeidenSettings { seed, ..LeidenSettings::default() };
    let single = |seed: u64| leiden(&file.graph, settings(seed)).membership;
    let joint = |seed: u64| consensus(&file.graph, settings(seed), 20).membership;
    assert!(nmi(&single(1), &single(2)) < 0.9);
    assert!(nmi(&joint(1), &joint(2)) > 0.92);
}

#[test]
fn threads_do_not_change_a_bit() {
    let files = stored();
    for file in files.iter().filter(|file| file.name != "planted_hard") {
        let in_pool = |n_threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| {
                let joint = consensus(&file.graph, LeidenSettings::default(), 7);
                let drawing = daylight_algo::graph::layout(
                    &file.graph,
                    daylight_algo::graph::LayoutSettings { iterations: 30, ..Default::default() },
                );
                let bits: Vec<[u32; 2]> = drawing.iter().map(|at| at.map(f32::to_bits)).collect();
                (leiden(&file.graph, LeidenSettings::default()), joint, bits)
            })
        };
        let one = in_pool(1);
        for n_threads in [2, 4] {
            assert!(in_pool(n_threads) == one, "{} with {n_threads} threads", file.name);
        }
    }
}

#[test]
fn names_of_nodes_do_not_change_the_quality() {
    for file in stored() {
        let n = file.graph.n_nodes() as u32;
        let rename = |v: u32| (v * 7 + 3) % n;
        let edges: Vec<(u32, u32, f64)> = file.graph.edges().map(|(u, v, w)| (rename(u), rename(v), w)).collect();
        let distinct: std::collections::BTreeSet<u32> = (0..n).map(rename).collect();
        assert_eq!(distinct.len() as u32, n, "7 and {n} share a factor");
        let renamed = Graph::from_edges(n as usize, &edges).unwrap();
        let (a, b) = (leiden(&file.graph, LeidenSettings::default()), leiden(&renamed, LeidenSettings::default()));
        assert!(
            (a.quality - b.quality).abs() <= 0.015 * file.igraph.median,
            "{}: {} and {}",
            file.name,
            a.quality,
            b.quality
        );
    }
}

#[test]
fn a_higher_resolution_finds_more_communities() {
    let file = stored().into_iter().find(|file| file.name == "lfr_mixing_02").unwrap();
    for objective in [Objective::Modularity, Objective::Cpm] {
        let scale = if objective == Objective::Cpm { 0.05 } else { 1.0 };
        let count = |resolution: f64| {
            let settings = LeidenSettings { objective, resolution: resolution * scale, ..LeidenSettings::default() };
            leiden(&file.graph, settings).sizes.len()
        };
        assert!(count(0.2) < count(1.0) && count(1.0) < count(10.0), "{objective:?}");
    }
}

//! Graph kernels against naive twins, on random graphs.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use daylight_algo::graph::{
    Graph, GraphError, LayoutSettings, LeidenSettings, Objective, components, connected, consensus, layout, leiden,
    quality,
};
use proptest::prelude::*;

type Edges = Vec<(u32, u32, f64)>;

/// Up to 40 nodes; edges may repeat, turn round and loop; weights spread over six powers of ten.
fn edge_list() -> impl Strategy<Value = (usize, Edges)> {
    (1u32..40).prop_flat_map(|n| {
        let edge = (0..n, 0..n, -3i32..=3, 1.0f64..10.0).prop_map(|(u, v, power, w)| (u, v, w * 10f64.powi(power)));
        (Just(n as usize), prop::collection::vec(edge, 0..120))
    })
}

fn settings(seed: u64, cpm: bool, resolution: f64) -> LeidenSettings {
    let objective = if cpm { Objective::Cpm } else { Objective::Modularity };
    LeidenSettings { resolution, objective, seed, ..LeidenSettings::default() }
}

/// Merged edges, as a map.
fn naive_edges(edges: &Edges) -> BTreeMap<(u32, u32), f64> {
    let mut merged = BTreeMap::new();
    for &(u, v, w) in edges.iter().filter(|e| e.0 != e.1) {
        *merged.entry((u.min(v), u.max(v))).or_insert(0.0) += w;
    }
    merged
}

/// The definitions, pair by pair.
fn naive_quality(n: usize, edges: &Edges, membership: &[u32], settings: &LeidenSettings) -> f64 {
    let merged = naive_edges(edges);
    let total: f64 = merged.values().sum();
    if total == 0.0 {
        return 0.0;
    }
    let weight = |u: usize, v: usize| merged.get(&(u.min(v) as u32, u.max(v) as u32)).copied().unwrap_or(0.0);
    let degree: Vec<f64> = (0..n).map(|u| (0..n).map(|v| weight(u, v)).sum()).collect();
    let mut sum = 0.0;
    for u in 0..n {
        for v in (0..n).filter(|&v| membership[u] == membership[v]) {
            sum += match settings.objective {
                Objective::Modularity => weight(u, v) - settings.resolution * degree[u] * degree[v] / (2.0 * total),
                Objective::Cpm => weight(u, v) - if u == v { 0.0 } else { settings.resolution },
            };
        }
    }
    sum / (2.0 * total)
}

proptest! {
    #[test]
    fn rows_hold_the_merged_edges((n, edges) in edge_list()) {
        let graph = Graph::from_edges(n, &edges).unwrap();
        let merged = naive_edges(&edges);
        prop_assert_eq!(graph.n_edges(), merged.len());
        prop_assert_eq!(graph.edges().map(|(u, v, _)| (u, v)).collect::<Vec<_>>(), merged.keys().copied().collect::<Vec<_>>());
        for (u, v, w) in graph.edges() {
            prop_assert!((w - merged[&(u, v)]).abs() <= 1e-12 * w);
            prop_assert!(graph.neighbors(v).any(|back| back == (u, w)));
        }
        let total: f64 = (0..n as u32).map(|v| graph.weighted_degree(v)).sum();
        prop_assert!((total / 2.0 - graph.total_weight()).abs() <= 1e-9 * total);
        prop_assert_eq!((0..n as u32).map(|v| graph.degree(v)).sum::<usize>(), 2 * merged.len());
    }

    #[test]
    fn the_order_and_direction_of_edges_do_not_matter((n, edges) in edge_list()) {
        // Whole weights, so that sums of merged edges are exact in any order.
        let whole: Edges = edges.iter().map(|&(u, v, w)| (u, v, w.ceil())).collect();
        let turned: Edges = whole.iter().rev().map(|&(u, v, w)| (v, u, w)).collect();
        prop_assert_eq!(Graph::from_edges(n, &whole).unwrap(), Graph::from_edges(n, &turned).unwrap());
    }

    #[test]
    fn components_are_those_of_repeated_relabeling((n, edges) in edge_list()) {
        let found = components(&Graph::from_edges(n, &edges).unwrap());
        let mut naive: Vec<u32> = (0..n as u32).collect();
        for _ in 0..n {
            for &(u, v, _) in &edges {
                let least = naive[u as usize].min(naive[v as usize]);
                naive[u as usize] = least;
                naive[v as usize] = least;
            }
        }
        for u in 0..n {
            for v in 0..n {
                prop_assert_eq!(naive[u] == naive[v], found.membership[u] == found.membership[v]);
            }
        }
        prop_assert_eq!(found.sizes.iter().sum::<u32>() as usize, n);
    }

    #[test]
    fn quality_is_the_definition(
        (n, edges) in edge_list(), labels in prop::collection::vec(0u32..5, 40), cpm: bool, resolution in 0.1f64..3.0,
    ) {
        let settings = settings(0, cpm, resolution);
        let got = quality(&Graph::from_edges(n, &edges).unwrap(), &labels[..n], settings.objective, resolution);
        let naive = naive_quality(n, &edges, &labels, &settings);
        prop_assert!((got - naive).abs() <= 1e-9 * naive.abs().max(1.0), "{} for {}", got, naive);
    }

    #[test]
    fn communities_are_connected_numbered_by_size_and_better_than_single_nodes(
        (n, edges) in edge_list(), seed: u64, cpm: bool, resolution in 0.1f64..3.0,
    ) {
        let graph = Graph::from_edges(n, &edges).unwrap();
        let settings = settings(seed, cpm, resolution);
        let found = leiden(&graph, settings);
        prop_assert!(connected(&graph, &found.membership));
        prop_assert!(found.sizes.is_sorted_by(|a, b| a >= b));
        let firsts: Vec<(u32, usize)> = (0..found.sizes.len())
            .map(|c| (found.sizes[c], found.membership.iter().position(|&m| m as usize == c).unwrap())).collect();
        prop_assert!(firsts.windows(2).all(|w| w[0].0 > w[1].0 || w[0].1 < w[1].1));
        let naive = naive_quality(n, &edges, &found.membership, &settings);
        prop_assert!((found.quality - naive).abs() <= 1e-9 * naive.abs().max(1.0));
        let alone: Vec<u32> = (0..n as u32).collect();
        prop_assert!(found.quality >= quality(&graph, &alone, settings.objective, resolution) - 1e-9);
        prop_assert_eq!(&leiden(&graph, settings), &found);
    }

    #[test]
    fn the_consensus_is_connected_and_its_shares_are_shares((n, edges) in edge_list(), seed: u64, runs in 1u32..8) {
        let graph = Graph::from_edges(n, &edges).unwrap();
        let found = consensus(&graph, settings(seed, false, 1.0), runs);
        prop_assert!(connected(&graph, &found.membership));
        prop_assert_eq!(found.sizes.iter().sum::<u32>() as usize, n);
        for share in &found.stability {
            let count = share * f64::from(runs);
            prop_assert!((0.0..=1.0).contains(share) && (count - count.round()).abs() < 1e-9);
        }
        if runs == 1 {
            let one = leiden(&graph, settings(seed, false, 1.0));
            prop_assert_eq!(found.membership, one.membership);
            prop_assert!(found.stability.iter().all(|&share| share > 0.999));
        }
    }

    #[test]
    fn the_picture_is_finite_and_components_stay_apart((n, edges) in edge_list(), seed: u64) {
        let graph = Graph::from_edges(n, &edges).unwrap();
        let at = layout(&graph, LayoutSettings { seed, iterations: 50 });
        prop_assert_eq!(at.len(), n);
        prop_assert!(at.iter().flatten().all(|c| c.is_finite()));
        let parts = components(&graph);
        for u in 0..n {
            for v in 0..u {
                let distance = (at[u][0] - at[v][0]).hypot(at[u][1] - at[v][1]);
                let least = if parts.membership[u] == parts.membership[v] { 0.1 } else { 1.0 };
                prop_assert!(distance > least, "{} and {} are {} apart", u, v, distance);
            }
        }
    }
}

#[test]
fn what_is_not_a_graph_is_refused() {
    assert_eq!(
        Graph::from_edges(2, &[(0, 1, 1.0), (0, 2, 1.0)]),
        Err(GraphError::NoSuchNode { edge: 1, node: 2, n_nodes: 2 })
    );
    assert_eq!(Graph::from_edges(2, &[(0, 1, 0.0)]), Err(GraphError::BadWeight { edge: 0, weight: 0.0 }));
    assert!(Graph::from_edges(2, &[(0, 1, f64::NAN)]).is_err());
    assert!(Graph::from_edges(2, &[(0, 1, f64::INFINITY)]).is_err());
}

#[test]
fn graphs_without_edges_or_nodes_are_fine() {
    for n in [0, 1, 3] {
        let graph = Graph::from_edges(n, &[]).unwrap();
        let found = leiden(&graph, LeidenSettings::default());
        assert_eq!(found.membership, (0..n as u32).collect::<Vec<_>>());
        assert_eq!(consensus(&graph, LeidenSettings::default(), 20).stability, vec![1.0; n]);
        assert_eq!(layout(&graph, LayoutSettings::default()).len(), n);
    }
}

#[test]
fn a_node_between_two_cliques_is_said_to_be_loose() {
    let mut edges: Edges = Vec::new();
    for first in [0u32, 6] {
        for u in first..first + 6 {
            edges.extend((first..u).map(|v| (v, u, 1.0)));
        }
    }
    for u in [0, 1, 6, 7] {
        edges.push((u, 12, 1.0));
    }
    let graph = Graph::from_edges(13, &edges).unwrap();
    let found = consensus(&graph, LeidenSettings::default(), 20);
    assert_eq!(found.sizes.len(), 2);
    assert!(found.stability[..12].iter().all(|&share| share > 0.999));
    assert!(found.stability[12] < 0.999, "{}", found.stability[12]);
}

//! The rules against naive twins and exact references.

use std::collections::{BTreeMap, BTreeSet};

use daylight_core::{Dataset, IdTable, Layer, ObjectKind, PostTable};
use proptest::prelude::*;

use super::tails::{ln_hypergeometric_tail, ln_poisson_tail, poisson_binomial_tail};
use super::*;

const TAILS: &str = include_str!("../../../../testdata/reference/tails.csv");
const BICM: &str = include_str!("../../../../testdata/reference/bicm.csv");

fn dataset(rows: &[(u32, u32, Option<i64>)], n_accounts: u32, n_objects: u32) -> Dataset {
    let n = rows.len() as u32;
    let ids = |prefix: &str, n: u32| -> IdTable { (0..n).map(|i| format!("{prefix}{i:04}")).collect() };
    Dataset {
        accounts: ids("u", n_accounts),
        contents: ids("p", n),
        n_contents: n,
        posts: PostTable {
            account: rows.iter().map(|r| r.0).collect(),
            content: (0..n).collect(),
            time_us: rows.iter().map(|r| r.2.map_or(PostTable::NO_TIME, |t| t * 1_000_000)).collect(),
            ..PostTable::default()
        },
        layers: vec![Layer {
            kind: ObjectKind::Url,
            objects: ids("o", n_objects),
            object: rows.iter().map(|r| r.1).collect(),
            post: (0..n).collect(),
            self_object: Vec::new(),
        }],
        ..Dataset::default()
    }
}

fn rows() -> impl Strategy<Value = Vec<(u32, u32, Option<i64>)>> {
    prop::collection::vec((0..12_u32, 0..10_u32, prop::option::weighted(0.9, 0..400_i64)), 0..120)
}

/// Objects of each account with counts.
fn table(rows: &[(u32, u32, Option<i64>)]) -> Vec<BTreeMap<u32, u32>> {
    let mut of = vec![BTreeMap::new(); 12];
    for r in rows {
        *of[r.0 as usize].entry(r.1).or_insert(0) += 1;
    }
    of
}

fn shared(of: &[BTreeMap<u32, u32>], a: usize, b: usize) -> Vec<u32> {
    of[a].keys().filter(|o| of[b].contains_key(o)).copied().collect()
}

/// Benjamini-Hochberg by definition, over all pairs of active accounts.
fn naive_bh(of: &[BTreeMap<u32, u32>], p: impl Fn(usize, usize) -> f64, q: f64) -> Vec<(u32, u32)> {
    let active: Vec<usize> = (0..of.len()).filter(|&a| !of[a].is_empty()).collect();
    let mut tests = Vec::new();
    for (i, &a) in active.iter().enumerate() {
        tests.extend(active[i + 1..].iter().map(|&b| (p(a, b), (a as u32, b as u32))));
    }
    let m = tests.len() as f64;
    let passing = tests.iter().filter(|t| {
        let rank = tests.iter().filter(|u| u.0 <= t.0).count() as f64;
        t.0 <= q * rank / m
    });
    let cut = passing.map(|t| t.0).fold(-1.0, f64::max);
    tests.iter().filter(|t| t.0 <= cut).map(|t| t.1).collect()
}

proptest! {
    #[test]
    fn window_counts_equal_all_pairs_of_posts(rows in rows(), window in 0..100_u32, min in 1..4_u32) {
        let data = dataset(&rows, 12, 10);
        let participation = |a: u32| rows.iter().filter(|r| r.0 == a).count();
        let mut expected = BTreeMap::new();
        for (i, x) in rows.iter().enumerate() {
            for y in &rows[i + 1..] {
                let (Some(s), Some(t)) = (x.2, y.2) else { continue };
                let close = (s - t).abs() <= i64::from(window) && x.1 == y.1 && x.0 != y.0;
                if close && participation(x.0) >= min as usize && participation(y.0) >= min as usize {
                    *expected.entry((x.0.min(y.0), x.0.max(y.0))).or_insert(0_u32) += 1;
                }
            }
        }
        let counts = window_counts(&data, &data.layers[0], f64::from(window), min);
        prop_assert_eq!(counts, expected.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn overlaps_equal_set_intersections(rows in rows()) {
        let data = dataset(&rows, 12, 10);
        let of = table(&rows);
        let incidence = Incidence::of_layer(&data, &data.layers[0]);
        let found = overlaps(&incidence, |o, n, m| f64::from(o + 1) * f64::from(n * m), Some);
        let mut expected = Vec::new();
        for a in 0..12 {
            for b in a + 1..12 {
                let common = shared(&of, a, b);
                let weight = common.iter().map(|&o| f64::from((o + 1) * of[a][&o] * of[b][&o])).sum();
                if !common.is_empty() {
                    expected.push(Overlap { a: a as u32, b: b as u32, n_objects: common.len() as u32, weight });
                }
            }
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn hypergeometric_flags_equal_the_definition(rows in rows()) {
        let data = dataset(&rows, 12, 10);
        let of = table(&rows);
        let n: u32 = rows.iter().map(|r| r.1).collect::<BTreeSet<_>>().len() as u32;
        // By counting: P(X >= x) from binomial coefficients, exact in f64 at this size.
        let choose = |n: u32, k: u32| (0..k).fold(1.0, |c, i| c * f64::from(n - i) / f64::from(i + 1));
        let p = |a: usize, b: usize| {
            let (k, m, x) = (of[a].len() as u32, of[b].len() as u32, shared(&of, a, b).len() as u32);
            if x == 0 {
                return 1.0;
            }
            (x..=k.min(m)).filter(|y| m - y <= n - k).map(|y| choose(k, y) * choose(n - k, m - y) / choose(n, m)).sum()
        };
        let q = 0.30;
        // Ties at the cut may round either way: compare away from it only when the two sets differ.
        let expected = naive_bh(&of, p, q);
        let found = validated::flag(&Incidence::of_layer(&data, &data.layers[0]), q);
        if found != expected {
            let loose = naive_bh(&of, |a, b| p(a, b) * (1.0 - 1e-9), q);
            let strict = naive_bh(&of, |a, b| p(a, b) * (1.0 + 1e-9), q);
            prop_assert!(strict.iter().all(|e| found.contains(e)) && found.iter().all(|e| loose.contains(e)));
        }
    }

    #[test]
    fn tf_idf_flags_the_most_similar(rows in rows(), top in 0.05..0.6_f64) {
        let data = dataset(&rows, 12, 10);
        let of = table(&rows);
        let active = of.iter().filter(|o| !o.is_empty()).count() as f64;
        let idf = |o: u32| (active / of.iter().filter(|x| x.contains_key(&o)).count() as f64).ln();
        let norm = |a: usize| of[a].iter().map(|(&o, &n)| (f64::from(n) * idf(o)).powi(2)).sum::<f64>().sqrt();
        let cosine = |a: usize, b: usize| {
            let dot: f64 = shared(&of, a, b).iter().map(|&o| f64::from(of[a][&o] * of[b][&o]) * idf(o).powi(2)).sum();
            dot / norm(a) / norm(b)
        };
        let mut pairs = Vec::new();
        for a in 0..12 {
            for b in a + 1..12 {
                if !shared(&of, a, b).is_empty() && norm(a) * norm(b) > 0.0 {
                    pairs.push((cosine(a, b), (a as u32, b as u32)));
                }
            }
        }
        let flagged = similarity::top_pairs(&Incidence::of_layer(&data, &data.layers[0]), top);
        prop_assert!(flagged.len() >= (pairs.len() as f64 * top).ceil() as usize);
        let lowest = pairs.iter().filter(|p| flagged.contains(&p.1)).map(|p| p.0).fold(f64::INFINITY, f64::min);
        let highest = pairs.iter().filter(|p| !flagged.contains(&p.1)).map(|p| p.0).fold(0.0, f64::max);
        prop_assert!(flagged.len() == pairs.len() || highest <= lowest + 1e-11, "{} {}", highest, lowest);
        // Not more than the share plus ties with the last one.
        let above = pairs.iter().filter(|p| p.0 > lowest + 1e-11).count();
        prop_assert!(flagged.is_empty() || above < (pairs.len() as f64 * top).ceil() as usize);
    }

    #[test]
    fn benjamini_hochberg_equals_its_definition(ps in prop::collection::vec(0.0..0.2_f64, 0..40), extra in 0..40_u64) {
        let tests: Vec<_> = ps.iter().enumerate().map(|(i, &p)| (p, (i as u32, i as u32 + 1))).collect();
        let m = (ps.len() as u64 + extra) as f64;
        let rank = |p: f64| ps.iter().filter(|&&x| x <= p).count() as f64;
        let cut = ps.iter().copied().filter(|&p| p <= 0.1 * rank(p) / m).fold(-1.0, f64::max);
        let expected: Vec<_> = tests.iter().filter(|t| t.0 <= cut).map(|t| t.1).collect();
        prop_assert_eq!(benjamini_hochberg(tests, ps.len() as u64 + extra, 0.1), expected);
    }

    #[test]
    fn the_poisson_binomial_tail_equals_all_outcomes(ps in prop::collection::vec(0.0..1.0_f64, 0..10), x in 0..11_usize) {
        let mut tail = 0.0;
        for outcome in 0..1_u32 << ps.len() {
            if outcome.count_ones() as usize >= x {
                tail += ps.iter().enumerate().map(|(i, p)| if outcome >> i & 1 == 1 { *p } else { 1.0 - p }).product::<f64>();
            }
        }
        prop_assert!((poisson_binomial_tail(&ps, x) - tail).abs() <= 1e-12);
    }

    #[test]
    fn the_model_reproduces_the_degrees(rows in rows()) {
        let data = dataset(&rows, 12, 10);
        let incidence = Incidence::of_layer(&data, &data.layers[0]);
        let (accounts, objects) = (incidence.account_degrees(), incidence.object_degrees());
        let fit = BicmFit::new(&accounts, &objects);
        // A saturated node has no finite parameter; the fit then only comes near.
        prop_assume!(fit.residual < 1e-9);
        for (i, &k) in fit.account_degrees.iter().enumerate() {
            let expected: f64 = (0..fit.y.len()).map(|j| fit.n_objects[j] * fit.probability(i, j)).sum();
            prop_assert!((expected - f64::from(k)).abs() < 1e-6 * f64::from(k), "{} for {}", expected, k);
        }
    }
}

#[test]
fn tails_equal_the_references() {
    let mut n = 0;
    for line in TAILS.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (x, expected): (u64, f64) = (cells[1].parse().unwrap(), cells[3].parse().unwrap());
        let numbers: Vec<f64> = cells[2].split(' ').map(|v| v.parse().unwrap()).collect();
        let found = match cells[0] {
            "hypergeometric" => ln_hypergeometric_tail(x, numbers[0] as u64, numbers[1] as u64, numbers[2] as u64),
            "poisson" => ln_poisson_tail(x, numbers[0]),
            _ => poisson_binomial_tail(&numbers, x as usize).ln(),
        };
        // Relative error of the probability, and of its logarithm where that is large.
        assert!((found - expected).abs() <= 1e-11 * expected.abs().max(1.0), "{line}: {found}");
        n += 1;
    }
    assert!(n > 70, "{n}");
}

#[test]
fn tails_at_the_edges_of_the_support() {
    let certain = [ln_hypergeometric_tail(0, 10, 3, 4), ln_hypergeometric_tail(2, 5, 4, 3), ln_poisson_tail(0, 2.0)];
    assert!(certain.iter().all(|&ln_p| ln_p == 0.0), "{certain:?}");
    let impossible = [ln_hypergeometric_tail(4, 10, 3, 4), ln_poisson_tail(1, 0.0)];
    assert!(impossible.iter().all(|&ln_p| ln_p == f64::NEG_INFINITY), "{impossible:?}");
    assert_eq!([0, 1, 2].map(|x| poisson_binomial_tail(&[0.5], x).to_bits()), [1.0_f64, 0.5, 0.0].map(f64::to_bits));
}

#[test]
fn the_poisson_tail_bounds_the_exact_one_beyond_the_mean() {
    let probabilities: Vec<f64> = (0..80).map(|i| 0.002 * f64::from(1 + i % 40)).collect();
    let mean: f64 = probabilities.iter().sum();
    for x in (mean + 1.0).ceil() as usize..30 {
        let (exact, bound) = (poisson_binomial_tail(&probabilities, x), ln_poisson_tail(x as u64, mean).exp());
        assert!(exact <= bound, "{x}: {exact} {bound}");
    }
}

#[test]
fn the_model_equals_the_reference() {
    let fit = BicmFit::new(&[1, 2, 3, 4, 6], &[1, 1, 2, 2, 3, 3, 4]);
    let mut n = 0;
    for line in BICM.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let i = fit.account_degrees.binary_search(&cells[0].parse().unwrap()).unwrap();
        let j = fit.object_degrees.binary_search(&cells[1].parse().unwrap()).unwrap();
        let expected: f64 = cells[2].parse().unwrap();
        assert!((fit.probability(i, j) - expected).abs() < 1e-8, "{line}: {}", fit.probability(i, j));
        n += 1;
    }
    assert_eq!(n, 20);
}

/// Twenty accounts share the same twenty rare objects; two hundred share at random.
fn with_a_clique() -> Dataset {
    let clique = (0..20_u32).flat_map(|a| (0..20_u32).map(move |o| (a, o, Some(i64::from(o * 1_000 + a / 4)))));
    let crowd = (20..220_u32).flat_map(|a| {
        (0..20_u32).map(move |i| {
            let object = 20 + (a * 7_919 + i * 104_729 + a * i * 13) % 977;
            (a, object, Some(i64::from(object * 1_000 + a % 9)))
        })
    });
    dataset(&clique.chain(crowd).collect::<Vec<_>>(), 220, 1_000)
}

#[test]
fn every_rule_but_the_percentile_finds_an_obvious_clique_and_says_the_same_on_one_thread() {
    let data = with_a_clique();
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    for rival in all() {
        let edges = rival.run(&data, &Context::silent()).unwrap().lead_edges;
        let inside = edges.iter().filter(|e| e.0 < 20 && e.1 < 20).count();
        let expected = if rival.name().starts_with("TF-IDF") { 1 } else { 190 };
        assert!(inside >= expected, "{}: {inside}", rival.name());
        assert!(edges.windows(2).all(|w| w[0] < w[1]) && edges.iter().all(|e| e.0 < e.1));
        assert!(single.install(|| rival.run(&data, &Context::silent()).unwrap().lead_edges) == edges);
    }
}

#[test]
fn objects_with_too_many_accounts_are_left_out_and_counted() {
    let rows: Vec<_> =
        (0..=Incidence::MAX_ACCOUNTS as u32).map(|a| (a, 0, Some(0))).chain([(0, 1, None), (1, 1, None)]).collect();
    let data = dataset(&rows, Incidence::MAX_ACCOUNTS as u32 + 1, 2);
    let incidence = Incidence::of_layer(&data, &data.layers[0]);
    assert_eq!((incidence.n_skipped, incidence.n_objects()), (1, 1));
    assert_eq!(overlaps(&incidence, |_, _, _| 0.0, |pair| Some((pair.a, pair.b, pair.n_objects))), [(0, 1, 1)]);
}

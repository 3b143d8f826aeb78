//! Both presets against a literal, quadratic transcription of the tools' steps, and against data sets.
#![allow(clippy::unwrap_used, reason = "tests")]

mod preset_support;

use std::collections::{BTreeMap, BTreeSet};

use daylight_core::{Dataset, IdTable, Layer, ObjectKind, PostTable};
use daylight_detect::preset::coortweet::{self, Input, Row};
use daylight_detect::preset::toolkit::{self, Message, Messages, Network};
use preset_support::{Rows, assert_same, written};
use proptest::prelude::*;

/// object, account, content, time.
type Action = (String, String, String, Option<f64>);

/// Object, older content, newer content, delta, account of the older, account of the newer.
type NaivePair = (String, String, String, f64, String, String);

fn naive_busy(rows: &[Action], pairs: &[NaivePair], least: usize) -> Vec<NaivePair> {
    let contents: BTreeSet<&String> = pairs.iter().flat_map(|p| [&p.1, &p.2]).collect();
    let mut of_account: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
    for row in rows.iter().filter(|r| contents.contains(&r.2)) {
        of_account.entry(&row.1).or_default().push(&row.2);
    }
    let stay: BTreeSet<&String> = of_account.values().filter(|c| c.len() >= least).flatten().copied().collect();
    pairs.iter().filter(|p| stay.contains(&p.1) || stay.contains(&p.2)).cloned().collect()
}

fn naive_pairs(input: &[Action], s: &coortweet::Settings) -> Vec<NaivePair> {
    let least = s.min_participation as usize;
    let mut accounts: Vec<&String> = Vec::new();
    for row in input {
        if !accounts.contains(&&row.1) {
            accounts.push(&row.1);
        }
    }
    let mut rows = Vec::new();
    for account in accounts {
        let own: Vec<Action> = input.iter().filter(|r| r.1 == *account).cloned().collect();
        if own.len() >= least {
            rows.extend(own);
        }
    }
    let mut pairs = Vec::new();
    for (i, a) in rows.iter().enumerate() {
        for b in &rows[i + 1..] {
            let (Some(t), Some(u)) = (a.3, b.3) else { continue };
            let is_loop = a.0 == a.2 || b.0 == b.2 || a.2 == b.2 || a.1 == b.1;
            if a.0 == b.0 && (t - u).abs() <= s.time_window_secs && (s.keep_loops || !is_loop) {
                let (x, y) = if t > u { (b, a) } else { (a, b) };
                pairs.push((x.0.clone(), x.2.clone(), y.2.clone(), (t - u).abs(), x.1.clone(), y.1.clone()));
            }
        }
    }
    if least >= 1 { naive_busy(&rows, &pairs, least) } else { pairs }
}

/// The fast flags, by the two contents.
fn naive_fast(input: &[Action], pairs: &[NaivePair], secs: f64, least: usize) -> Vec<bool> {
    let quick: Vec<NaivePair> = pairs.iter().filter(|p| p.3 <= secs).cloned().collect();
    let quick = naive_busy(input, &quick, least);
    let both: BTreeSet<(&String, &String)> = quick.iter().map(|p| (&p.1, &p.2)).collect();
    pairs.iter().map(|p| both.contains(&(&p.1, &p.2))).collect()
}

/// weight, mean delta, older contents, newer contents, objects; by (smaller id, larger id).
type NaiveEdges = BTreeMap<(String, String), NaiveEdge>;
type NaiveEdge = (usize, f64, usize, usize, BTreeSet<String>);

fn naive_edges<'p>(pairs: impl Iterator<Item = &'p NaivePair>) -> NaiveEdges {
    let mut groups: BTreeMap<(String, String), Vec<&NaivePair>> = BTreeMap::new();
    for p in pairs {
        let key = (p.4.clone().min(p.5.clone()), p.4.clone().max(p.5.clone()));
        groups.entry(key).or_default().push(p);
    }
    let edge = |ps: Vec<&NaivePair>| {
        let older: BTreeSet<_> = ps.iter().map(|p| &p.1).collect();
        let newer: BTreeSet<_> = ps.iter().map(|p| &p.2).collect();
        let mean = ps.iter().map(|p| p.3).sum::<f64>() / ps.len() as f64;
        (ps.len(), mean, older.len(), newer.len(), ps.iter().map(|p| p.0.clone()).collect())
    };
    groups.into_iter().map(|(key, ps)| (key, edge(ps))).collect()
}

fn naive_quantile(weights: &[usize], p: f64) -> f64 {
    let mut sorted: Vec<f64> = weights.iter().map(|w| *w as f64).collect();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len() - 1) as f64 * p;
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    low + (at - at.floor()) * (high - low)
}

/// weight, mean delta, older, newer, symmetry, above; unordered pair of accounts in front, objects sorted.
fn edge_rows(edges: &NaiveEdges, quantile: f64) -> Rows {
    let weights: Vec<usize> = edges.values().map(|e| e.0).collect();
    let row = |((a, b), (n, mean, older, newer, objects)): (&(String, String), &NaiveEdge)| {
        let symmetry = *older.min(newer) as f64 / *older.max(newer) as f64;
        let above = u8::from(*n as f64 > naive_quantile(&weights, quantile) + 1e-9);
        let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
        vec![
            a.clone(),
            b.clone(),
            n.to_string(),
            f64::to_string(mean),
            older.to_string(),
            newer.to_string(),
            symmetry.to_string(),
            objects.join(","),
            above.to_string(),
        ]
    };
    edges.iter().map(row).collect()
}

/// Puts the ends in order of their ids, sorts the objects of a cell, sorts the rows.
fn unordered(rows: &[Vec<String>]) -> Rows {
    let mut rows: Rows = rows
        .iter()
        .map(|r| {
            let mut r = r.clone();
            if r[0] > r[1] {
                r.swap(0, 1);
            }
            let mut objects: Vec<&str> = r[7].split(',').collect();
            objects.sort_unstable();
            r[7] = objects.join(",");
            r
        })
        .collect();
    rows.sort();
    rows
}

fn input(rows: &[Action]) -> Input<'static> {
    Input::from_rows(rows.iter().map(|r| Row {
        object_id: Some(&r.0),
        account_id: Some(&r.1),
        content_id: Some(&r.2),
        timestamp_share: r.3,
    }))
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    // Contents named like objects make loops; few contents make repeated ones.
    let id = |prefix: &'static str, n: u32| (0..n).prop_map(move |i| format!("{prefix}{i}"));
    let content = prop_oneof![9 => id("c", 30), 1 => id("o", 4)];
    let time = prop_oneof![9 => (0..60_u32).prop_map(|t| Some(f64::from(t) / 2.0)), 1 => Just(None)];
    prop::collection::vec((id("o", 4), id("u", 6), content, time), 0..40)
}

fn coortweet_settings() -> impl Strategy<Value = coortweet::Settings> {
    let quantile = prop_oneof![Just(0.0), Just(0.5), Just(0.9), 0.0..=1.0];
    let fast = prop::option::of((0..8_u32).prop_map(f64::from));
    (0..10_u32, 0..4_u32, any::<bool>(), quantile, fast).prop_map(|(window, least, keep_loops, edge_weight, fast)| {
        coortweet::Settings {
            time_window_secs: f64::from(window),
            min_participation: least,
            keep_loops,
            edge_weight,
            fast_window_secs: fast,
            ..coortweet::Settings::default()
        }
    })
}

proptest! {
    #[test]
    fn pairs_and_edges_are_those_of_the_literal_steps(rows in actions(), settings in coortweet_settings()) {
        let settings = coortweet::Settings { fast_window_secs: None, ..settings };
        let input = input(&rows);
        let outcome = coortweet::run(&input, &settings).unwrap();
        let naive = naive_pairs(&rows, &settings);
        let mut want: Rows = naive
            .iter()
            .map(|p| vec![p.0.clone(), p.1.clone(), p.2.clone(), p.3.to_string(), p.4.clone(), p.5.clone()])
            .collect();
        want.sort();
        let mut got = written(&outcome, "pairs.csv")[1..].to_vec();
        got.sort();
        assert_same("pairs", &got, &want);
        let edges = naive_edges(naive.iter());
        let want = edge_rows(&edges, settings.edge_weight);
        assert_same("edges", &unordered(&written(&outcome, "edges.csv")[1..]), &unordered(&want));
        for least in [1, 2] {
            let mut out = Vec::new();
            coortweet::edges_only_reference(&input, &settings, least).unwrap().write(&mut out).unwrap();
            let want: Rows =
                want.iter().filter(|e| e[2].parse::<u32>().unwrap() >= least).map(|e| e[..4].to_vec()).collect();
            assert_same("edges only", &preset_support::parse(&out)[1..].to_vec(), &want);
        }
    }

    #[test]
    fn the_fast_network_is_that_of_the_literal_steps(rows in actions(), settings in coortweet_settings()) {
        let secs = settings.fast_window_secs.unwrap_or(1.0);
        let settings = coortweet::Settings { fast_window_secs: Some(secs), ..settings };
        let input = input(&rows);
        let outcome = coortweet::run(&input, &settings).unwrap();
        let pairs = naive_pairs(&rows, &settings);
        let flags = naive_fast(&rows, &pairs, secs, settings.min_participation as usize);
        let mut want: Vec<_> = pairs.iter().zip(&flags).map(|(p, f)| (p.1.clone(), p.2.clone(), u8::from(*f).to_string())).collect();
        want.sort();
        let mut got: Vec<_> = written(&outcome, "pairs.csv")[1..].iter().map(|r| (r[1].clone(), r[2].clone(), r[6].clone())).collect();
        got.sort();
        prop_assert_eq!(got, want);
        let fast = naive_edges(pairs.iter().zip(&flags).filter(|x| *x.1).map(|x| x.0));
        // The fast columns of the joined table, without the edges that are not in the fast network.
        let columns = [0, 1, 3, 5, 8, 9, 11, 13, 15];
        let got: Rows = written(&outcome, "edges.csv")[1..]
            .iter()
            .filter(|r| !r[3].is_empty())
            .map(|r| columns.iter().map(|&c| r[c].clone()).collect())
            .collect();
        assert_same("fast edges", &unordered(&got), &unordered(&edge_rows(&fast, settings.edge_weight)));
    }

    #[test]
    fn statistics_are_those_of_the_literal_steps(rows in actions(), settings in coortweet_settings()) {
        let settings = coortweet::Settings { fast_window_secs: None, ..settings };
        let input = input(&rows);
        let outcome = coortweet::run(&input, &settings).unwrap();
        let pairs = naive_pairs(&rows, &settings);
        let table = written(&outcome, "edges.csv");
        let mut values: BTreeMap<&str, BTreeSet<(u64, u64)>> = BTreeMap::new();
        let mut from: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut ends: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in &table[1..] {
            let bits = |c: usize| row[c].parse::<f64>().unwrap().to_bits();
            for end in [&row[0], &row[1]] {
                values.entry(end).or_default().insert((bits(3), bits(6)));
            }
            for object in row[7].split(',') {
                from.entry(object).or_default().insert(&row[0]);
                ends.entry(object).or_default().extend([row[0].as_str(), &row[1]]);
            }
        }
        let mut shares: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for p in &pairs {
            shares.entry(&p.4).or_default().insert(&p.1);
            shares.entry(&p.5).or_default().insert(&p.2);
        }
        let want: Rows = values
            .iter()
            .map(|(account, v)| {
                let mean = |f: &dyn Fn(&(u64, u64)) -> u64| {
                    (v.iter().map(|x| f64::from_bits(f(x))).sum::<f64>() / v.len() as f64).to_string()
                };
                vec![(*account).to_owned(), mean(&|x| x.0), mean(&|x| x.1), shares[account].len().to_string()]
            })
            .collect();
        assert_same("account_stats", &written(&outcome, "account_stats_none.csv")[1..].to_vec(), &want);
        let mut got = written(&outcome, "group_stats_none.csv")[1..].to_vec();
        prop_assert!(got.is_sorted_by_key(|r| std::cmp::Reverse(r[1].parse::<u32>().unwrap())));
        got.sort();
        let want: Rows = from
            .iter()
            .map(|(o, a)| vec![(*o).to_owned(), a.len().to_string(), ends[o].len().to_string()])
            .collect();
        prop_assert_eq!(got, want);
    }
}

/// The tables by another order of numbers: accounts sorted, as readers do it by default.
fn dataset(rows: &[Action], kind: ObjectKind) -> Dataset {
    let table = |ids: BTreeSet<&String>| ids.into_iter().collect::<IdTable>();
    let at = |table: &IdTable, id: &String| table.iter().position(|x| x == id).unwrap() as u32;
    let (objects, accounts, contents) = (
        table(rows.iter().map(|r| &r.0).collect()),
        table(rows.iter().map(|r| &r.1).collect()),
        table(rows.iter().map(|r| &r.2).collect()),
    );
    let time = |t: Option<f64>| t.map_or(PostTable::NO_TIME, |t| (t * 1e6).round() as i64);
    let posts = PostTable {
        account: rows.iter().map(|r| at(&accounts, &r.1)).collect(),
        content: rows.iter().map(|r| at(&contents, &r.2)).collect(),
        time_us: rows.iter().map(|r| time(r.3)).collect(),
        ..PostTable::default()
    };
    let object = rows.iter().map(|r| at(&objects, &r.0)).collect();
    let layer = Layer { kind, objects, object, post: (0..rows.len() as u32).collect(), self_object: Vec::new() };
    Dataset { accounts, n_contents: contents.len() as u32, contents, posts, layers: vec![layer], ..Dataset::default() }
}

proptest! {
    #[test]
    fn a_data_set_gives_what_its_rows_give(rows in actions(), settings in coortweet_settings()) {
        let data = dataset(&rows, ObjectKind::Object);
        if rows.is_empty() {
            return Ok(());
        }
        let from_data = Input::from_dataset(&data, 0).unwrap();
        let from_rows = input(&rows);
        let (a, b) = (coortweet::run(&from_data, &settings).unwrap(), coortweet::run(&from_rows, &settings).unwrap());
        for name in ["pairs.csv", "edges.csv", "nodes.csv", "account_stats_none.csv", "group_stats_full.csv"] {
            prop_assert_eq!(written(&a, name), written(&b, name));
        }
    }

    #[test]
    fn reposts_of_a_data_set_give_what_its_rows_give(rows in actions(), window in 0..10_u32) {
        let data = dataset(&rows, ObjectKind::RepostOf);
        if rows.is_empty() {
            return Ok(());
        }
        let from_data = Messages::from_dataset(&data).unwrap();
        let from_rows = Messages::from_rows(rows.iter().map(|r| Message {
            message_id: &r.2,
            user_id: &r.1,
            username: "",
            repost_id: &r.0,
            reply_id: "",
            message: "",
            timestamp: r.3,
            urls: "",
        }));
        for network in [Network::CoRetweet, Network::CoPost, Network::CoReply] {
            let settings = toolkit::Settings {
                time_window_secs: f64::from(window),
                min_edge_weight: 1,
                keep_loops: true,
                ..toolkit::Settings::new(network)
            };
            let (a, b) = (toolkit::run(&from_data, &settings).unwrap(), toolkit::run(&from_rows, &settings).unwrap());
            prop_assert_eq!(written(&a, "edges.csv"), written(&b, "edges.csv"));
        }
    }
}

#[test]
fn posts_without_an_object_are_rows_only_in_tables_of_objects() {
    let action = |o: &str, a: &str, c: &str, t: f64| (o.to_owned(), a.to_owned(), c.to_owned(), Some(t));
    let rows = [action("o1", "a", "c1", 0.0), action("o1", "b", "c2", 1.0), action("o2", "b", "c3", 50.0)];
    let n_pairs = |kind| {
        let mut data = dataset(&rows, kind);
        // A second post of a, without any object.
        data.posts.account.push(0);
        data.posts.content.push(data.contents.push("c4"));
        data.n_contents += 1;
        data.posts.time_us.push(0);
        let input = Input::from_dataset(&data, 0).unwrap();
        let settings = coortweet::Settings { min_participation: 2, ..coortweet::Settings::default() };
        let n_rows = coortweet::run(&input, &settings).unwrap().pairs.n_rows();
        (input.len(), n_rows)
    };
    assert_eq!(n_pairs(ObjectKind::Object), (4, 4));
    assert_eq!(n_pairs(ObjectKind::Url), (3, 2), "a has one row and is left out");
}

#[test]
fn links_of_a_data_set_follow_the_tool_as_far_as_it_can() {
    let action = |o: &str, a: &str, c: &str, t: f64| (o.to_owned(), a.to_owned(), c.to_owned(), Some(t));
    let rows = [action("x", "a", "m1", 0.0), action("x", "b", "m2", 1.0)];
    let mut data = dataset(&rows, ObjectKind::Url);
    // Two posts without a link, 100 s later, and a repost without one.
    for (account, id, secs) in [(0, "m3", 100), (1, "m4", 101), (1, "m5", 101)] {
        data.posts.account.push(account);
        data.posts.content.push(data.contents.push(id));
        data.n_contents += 1;
        data.posts.time_us.push(secs * 1_000_000);
    }
    let objects = ["m9"].into_iter().collect();
    data.layers.push(Layer {
        kind: ObjectKind::RepostOf,
        objects,
        object: vec![0],
        post: vec![4],
        self_object: Vec::new(),
    });
    let edges = |data: &Dataset| {
        let messages = Messages::from_dataset(data).unwrap();
        let settings = toolkit::Settings {
            time_window_secs: 5.0,
            min_edge_weight: 1,
            keep_loops: true,
            ..toolkit::Settings::new(Network::CoLink)
        };
        written(&toolkit::run(&messages, &settings).unwrap(), "edges.csv")[1..].to_vec()
    };
    assert_eq!(edges(&data), [["a", "b", "2"], ["b", "a", "2"]], "once by x, once by the empty URL");
    data.layers.remove(0);
    assert!(edges(&data).is_empty(), "no column of URLs, no empty cells");
}

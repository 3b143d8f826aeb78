//! Each numbered step of the two presets on a few rows, expected values worked out by hand.
#![allow(clippy::unwrap_used, reason = "tests")]

mod preset_support;

use std::path::Path;

use daylight_detect::preset::coortweet::{self, Input, Row, Subgraph};
use daylight_detect::preset::toolkit::{self, Message, Messages, Network};
use daylight_detect::preset::{Files, PresetError, write_files};
use preset_support::{Rows, parse, written};

fn case(file: &str, name: &str) -> Rows {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/preset").join(file);
    let rows = parse(&std::fs::read(path).unwrap());
    let rows: Rows = rows.into_iter().filter(|r| r[0] == name).map(|r| r[1..].to_vec()).collect();
    assert!(!rows.is_empty(), "no rows of {name}");
    rows
}

fn input(name: &str) -> Input<'static> {
    let rows = case("coortweet_quirks.csv", name);
    let cell = |c: &'_ String| (c != "NA").then(|| c.clone());
    let rows: Vec<_> = rows.iter().map(|r| (cell(&r[0]), cell(&r[1]), cell(&r[2]), r[3].parse().ok())).collect();
    Input::from_rows(rows.iter().map(|(o, a, c, t)| Row {
        object_id: o.as_deref(),
        account_id: a.as_deref(),
        content_id: c.as_deref(),
        timestamp_share: *t,
    }))
}

fn settings(min_participation: u32) -> coortweet::Settings {
    coortweet::Settings { min_participation, ..coortweet::Settings::default() }
}

/// A table without its header, fields joined by blanks.
fn table(result: &dyn Files, name: &str) -> Vec<String> {
    written(result, name)[1..].iter().map(|r| r.join(" ")).collect()
}

#[test]
fn step_1_drops_quiet_accounts_and_regroups_by_first_appearance() {
    let input = input("regroup");
    let outcome = coortweet::run(&input, &settings(2)).unwrap();
    // z has one row. b comes first, so on equal times b's contents stand first, in o2 too.
    assert_eq!(table(&outcome, "pairs.csv"), ["o1 b1 a1 0 b a", "o2 b2 a2 0 b a"]);
    let outcome = coortweet::run(&input, &settings(3)).unwrap();
    for name in outcome.names() {
        assert!(table(&outcome, name).is_empty(), "{name}");
    }
    assert!(outcome.notes[0].contains("CooRTweet stops here"), "{:?}", outcome.notes);
}

#[test]
fn step_2_includes_the_window_and_takes_an_empty_object_for_an_object() {
    let input = input("window");
    let outcome = coortweet::run(&input, &settings(1)).unwrap();
    assert_eq!(table(&outcome, "pairs.csv"), ["o1 a1 b1 10 a b", " d1 e1 1 d e"]);
}

#[test]
fn step_3_drops_loops_of_object_content_and_account() {
    let input = input("loops");
    let without = coortweet::run(&input, &settings(1)).unwrap();
    let mut pairs = table(&without, "pairs.csv");
    pairs.sort();
    assert_eq!(pairs, ["p1 b1 c1 1 b c", "p1 b1 c1 2 b d", "p1 c1 b2 1 d b", "p1 c1 b2 2 c b"]);
    let with = coortweet::run(&input, &coortweet::Settings { keep_loops: true, ..settings(1) }).unwrap();
    assert_eq!(with.pairs.pairs().len(), 10, "every pair of the five rows");
    assert!(table(&with, "edges.csv").iter().any(|e| e.starts_with("b b 1 3 1 1 1 p1")), "the loop of b");
}

#[test]
fn missing_ids_pair_only_where_loops_are_kept_and_missing_times_never() {
    let input = input("missing");
    let without = coortweet::run(&input, &settings(1)).unwrap();
    assert!(without.pairs.pairs().is_empty());
    let with = coortweet::run(&input, &coortweet::Settings { keep_loops: true, ..settings(1) }).unwrap();
    let mut pairs = table(&with, "pairs.csv");
    pairs.sort();
    assert_eq!(pairs, [" d1 e1 1 d e", "o1 b1  1 b c", "o1 x1  2  c", "o1 x1 b1 1  b"]);
    assert!(with.notes.iter().any(|n| n.starts_with("1 of 6 rows have no readable time")), "{:?}", with.notes);
}

#[test]
fn step_4_counts_rows_by_content_id_and_keeps_a_pair_for_either_end() {
    let input = input("participation");
    let outcome = coortweet::run(&input, &settings(2)).unwrap();
    // a has two rows in pairs; f has two rows with the one content that pairs; d and e have one each.
    assert_eq!(table(&outcome, "pairs.csv"), ["o1 a1 b1 5 a b", "o2 a2 c1 5 a c", "o5 f1 g1 3 f g"]);
}

#[test]
fn steps_5_and_6_count_older_and_newer_contents_whoever_posted_them() {
    let input = input("orientation");
    let outcome = coortweet::run(&input, &settings(2)).unwrap();
    assert_eq!(table(&outcome, "pairs.csv"), ["o1 a1 b1 5 a b", "o2 b2 a1 4 b a"]);
    // Older {a1, b2}, newer {b1, a1}; by account it would be 1 and 2, and the symmetry 0.5.
    // One edge: its weight is its own quantile, so it is not strictly above.
    assert_eq!(table(&outcome, "edges.csv"), ["a b 2 4.5 2 2 1 o1,o2 0"]);
}

#[test]
fn step_7_wants_weights_strictly_above_the_quantile() {
    let input = input("quantile");
    let above = |quantile: f64| {
        let settings = coortweet::Settings { edge_weight: quantile, subgraph: Subgraph::AboveThreshold, ..settings(1) };
        let outcome = coortweet::run(&input, &settings).unwrap();
        (outcome.network.threshold.unwrap(), table(&outcome, "edges.csv"), table(&outcome, "nodes.csv"))
    };
    // Weights 1, 2, 2.
    assert_eq!(above(0.5), (2.0, vec![], vec![]));
    let (threshold, edges, nodes) = above(0.25);
    assert!((threshold - 1.5).abs() < 1e-12);
    assert_eq!(edges, ["a c 2 1 2 2 1 o2,o3 1", "b d 2 1 2 2 1 o4,o5 1"]);
    assert_eq!(nodes, ["a", "b", "c", "d"]);
}

#[test]
fn step_8_marks_by_contents_and_cuts_subgraphs() {
    let input = input("fast");
    let with = |subgraph| coortweet::Settings { fast_window_secs: Some(2.0), subgraph, ..settings(1) };
    let outcome = coortweet::run(&input, &with(Subgraph::Whole)).unwrap();
    assert_eq!(written(&outcome, "pairs.csv")[0][6], "time_window_2");
    // The second pair of a1 and b1 is 5 s apart and marked all the same.
    assert_eq!(
        table(&outcome, "pairs.csv"),
        ["o1 a1 b1 1 a b 1", "o2 a1 b1 5 a b 1", "o3 a2 c1 8 a c 0", "o4 d1 e1 1 d e 1"]
    );
    let mut edges = table(&outcome, "edges.csv");
    edges.sort();
    assert_eq!(
        edges,
        ["a b 2 2 3 3 1 1 1 1 1 1 o1,o2 o1,o2 1 1", "a c 1  8  1 1   1  o3  0 ", "d e 1 1 1 1 1 1 1 1 1 1 o4 o4 0 0"]
    );
    let fast = coortweet::run(&input, &with(Subgraph::FastAboveThreshold)).unwrap();
    assert_eq!(table(&fast, "nodes.csv"), ["a", "b"]);
    let near = coortweet::run(&input, &with(Subgraph::FastNeighborhood)).unwrap();
    assert_eq!(table(&near, "nodes.csv"), ["a 1", "b 1", "c 0"]);
    assert_eq!(table(&near, "edges.csv").len(), 2);
    assert_eq!(table(&outcome, "account_stats_fast.csv"), ["a 3 3 1 1 1", "b 3 3 1 1 1"]);
    assert_eq!(table(&outcome, "group_stats_fast.csv"), ["o1 1 2", "o2 1 2"]);
}

#[test]
fn step_9_averages_over_distinct_values() {
    let input = input("accounts");
    let outcome = coortweet::run(&input, &settings(1)).unwrap();
    // a: deltas 4, 4, 10, of which 4 counts once.
    assert_eq!(table(&outcome, "account_stats_none.csv"), ["a 7 1 3", "b 4 1 1", "c 4 1 1", "d 10 1 1"]);
    assert!(table(&outcome, "account_stats_full.csv").is_empty(), "no edge is above the median");
}

#[test]
fn step_10_counts_first_vertices_and_the_honest_number_beside() {
    let input = input("groups");
    let outcome = coortweet::run(&input, &settings(1)).unwrap();
    assert_eq!(written(&outcome, "group_stats_none.csv")[0], ["object_id", "num_accounts", "num_accounts_all"]);
    assert_eq!(table(&outcome, "group_stats_none.csv"), ["o1 2 3"]);
}

#[test]
fn settings_out_of_range_are_refused() {
    let input = input("groups");
    let refused = |settings| matches!(coortweet::run(&input, &settings), Err(PresetError::Setting { .. }));
    assert!(refused(coortweet::Settings { time_window_secs: -1.0, ..settings(1) }));
    assert!(refused(coortweet::Settings { edge_weight: 1.5, ..settings(1) }));
    assert!(refused(coortweet::Settings { fast_window_secs: Some(f64::NAN), ..settings(1) }));
    assert!(refused(coortweet::Settings { subgraph: Subgraph::FastNeighborhood, ..settings(1) }));
    assert!(Subgraph::from_number(4).is_err());
    assert!(Network::from_name("co-like").is_err());
}

fn messages(name: &str) -> Messages<'static> {
    let rows = case("toolkit_quirks.csv", name);
    Messages::from_rows(rows.iter().map(|r| Message {
        message_id: &r[0],
        user_id: &r[1],
        username: &r[2],
        repost_id: &r[3],
        reply_id: &r[4],
        message: &r[5],
        timestamp: r[6].parse::<f64>().ok(),
        urls: &r[7],
    }))
}

fn edges(case: &str, network: Network, keep_loops: bool, min_edge_weight: u32) -> Vec<String> {
    let messages = messages(case);
    let settings =
        toolkit::Settings { time_window_secs: 10.0, min_edge_weight, keep_loops, ..toolkit::Settings::new(network) };
    table(&toolkit::run(&messages, &settings).unwrap(), "edges.csv")
}

#[test]
fn toolkit_1_keys_and_times_decide() {
    // 0, 5, 8, 18 and 18.5 seconds: e is ten seconds from m3, f half a second more.
    let all = ["a b 1", "b a 2", "b e 1", "e b 1", "e f 1", "f e 1"];
    assert_eq!(edges("weights", Network::CoRetweet, false, 1), all);
    assert_eq!(edges("texts", Network::CoTweet, false, 1), ["a b 1", "b a 1"]);
    assert_eq!(edges("replies", Network::CoReply, false, 1), ["a b 1", "b a 1"]);
    let posts = edges("replies", Network::CoPost, false, 1);
    assert_eq!(posts.len(), 12, "everybody with everybody: {posts:?}");
    // a and b share 9 of 10 words, a and c 8 of 10; empty texts are like nothing.
    assert_eq!(edges("similar", Network::CoSimilar, false, 1), ["a b 1", "b a 1"]);
}

#[test]
fn toolkit_2_counts_messages_with_a_partner_and_keeps_loops_on_demand() {
    assert!(edges("weights", Network::CoRetweet, true, 1).contains(&"b b 2".to_owned()));
    assert!(!edges("weights", Network::CoRetweet, true, 1).iter().any(|e| e.starts_with("a a")), "not with itself");
}

#[test]
fn toolkit_3_drops_light_edges() {
    assert_eq!(edges("weights", Network::CoRetweet, false, 2), ["b a 2"]);
}

#[test]
fn toolkit_links_of_repeated_ids_count_empty_cells_link_and_reposts_do_not() {
    // The second row of m1 adds y for b (x is there already, as a's); the first row of m1 stays a's.
    assert_eq!(edges("links", Network::CoLink, false, 1), ["b c 1", "c b 1", "d e 1", "e d 1"]);
    let messages = messages("links");
    let outcome = toolkit::run(&messages, &toolkit::Settings::new(Network::CoLink)).unwrap();
    assert!(outcome.notes.iter().any(|n| n.starts_with("2 messages have no link")), "{:?}", outcome.notes);
    assert!(outcome.notes.iter().any(|n| n.starts_with("1 rows repeat a message id")), "{:?}", outcome.notes);
}

#[test]
fn files_are_written_whole_and_names_are_escaped() {
    let messages = messages("weights");
    let settings =
        toolkit::Settings { time_window_secs: 10.0, min_edge_weight: 2, ..toolkit::Settings::new(Network::CoRetweet) };
    let outcome = toolkit::run(&messages, &settings).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let paths = write_files(dir.path(), &outcome).unwrap();
    let names: Vec<_> = preset_support::names(&dir.path().join("toolkit"));
    assert_eq!(names, ["edges.csv", "network.graphml"]);
    let network = std::fs::read_to_string(&paths[1]).unwrap();
    // The last of b's names in byte order, as in the tool.
    assert!(network.contains("<node id=\"b\"><data key=\"username\">name b &amp; co</data></node>"), "{network}");
    assert!(network.contains("<edge source=\"b\" target=\"a\"><data key=\"weight\">2</data>"), "{network}");
    assert!(network.contains("edgedefault=\"directed\""));
}

/// The table at the end of `docs/guides/moving-over.md`.
#[test]
fn the_example_of_the_guide_has_the_weights_it_states() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guides/moving-over.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let (_, example) = guide.split_once("window 60 seconds:\n\n```\n").unwrap();
    let rows = parse(example.split_once("```").unwrap().0.as_bytes());
    assert_eq!(rows.len(), 8);
    let time = |r: &[String]| r[3].parse::<f64>().ok();
    let input = Input::from_rows(rows[1..].iter().map(|r| Row {
        object_id: Some(&r[0]),
        account_id: Some(&r[1]),
        content_id: Some(&r[2]),
        timestamp_share: time(r),
    }));
    let settings = coortweet::Settings { time_window_secs: 60.0, ..settings(2) };
    let outcome = coortweet::run(&input, &settings).unwrap();
    let weights: Vec<u32> = outcome.network.edges.iter().map(|e| e.full.weight).collect();
    assert_eq!(weights, [7]);
    let messages = Messages::from_rows(rows[1..].iter().map(|r| Message {
        message_id: &r[2],
        user_id: &r[1],
        username: &r[1],
        repost_id: &r[0],
        reply_id: "",
        message: "",
        timestamp: time(r),
        urls: "",
    }));
    let settings = toolkit::Settings { time_window_secs: 60.0, ..toolkit::Settings::new(Network::CoRetweet) };
    assert_eq!(table(&toolkit::run(&messages, &settings).unwrap(), "edges.csv"), ["A B 4", "B A 3"]);
}

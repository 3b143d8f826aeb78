use super::targets::{COMMON_RULE, check};
use super::*;
use crate::rivals::{Cut, Rival, Window};
use crate::scenario::{Knobs, Truth, TruthGroup, generate};

fn truth(groups: &[(&str, bool, &[u32])]) -> Truth {
    let n = groups.iter().map(|g| g.2.len()).sum();
    let mut group_of = vec![0; n];
    let made = groups.iter().enumerate().map(|(i, &(name, planted, members))| {
        for &m in members {
            group_of[m as usize] = i as u16;
        }
        TruthGroup { name: name.to_owned(), planted, spread_secs: 0.0, members: members.to_vec() }
    });
    let groups = made.collect();
    Truth { groups, group_of, planted_posts: Vec::new() }
}

fn example() -> Truth {
    truth(&[("background", false, &[0, 1, 2]), ("run-1", true, &[3, 4, 5]), ("run-2", true, &[6, 7])])
}

#[test]
fn edges_are_counted_by_hand() {
    // Two true pairs of run-1, one of them twice and turned round; run-1 to run-2 is false; one loop.
    let m = score_edges(&example(), &[(3, 4), (5, 4), (4, 5), (5, 6), (0, 3), (0, 1), (2, 2)]);
    assert_eq!((m.n_edges, m.n_true, m.n_false(), m.n_planted_pairs), (5, 2, 3, 4));
    assert_eq!(m.false_share(), Some(0.6));
    assert_eq!(m.pair_recall(), Some(0.5));
    // Two edges or more: 0, 3, 4, 5.
    assert_eq!((m.account_precision(), m.account_recall()), (Some(0.75), Some(0.6)));
    assert_eq!(m.groups[0], GroupRecall { name: "run-1".to_owned(), pairs: 2.0 / 3.0, accounts: 1.0 });
    assert_eq!(m.groups[1], GroupRecall { name: "run-2".to_owned(), pairs: 0.0, accounts: 0.0 });
    let between = |a: &str, b: &str| m.false_by_crowds.get(&(a.to_owned(), b.to_owned())).copied();
    assert_eq!(between("background", "run-1"), Some(1));
    assert_eq!(between("run-1", "run-2"), Some(1));
    assert_eq!(between("background", "background"), Some(1));
}

#[test]
fn what_does_not_exist_is_not_zero() {
    let m = score_edges(&truth(&[("background", false, &[0, 1])]), &[]);
    assert_eq!((m.false_share(), m.pair_recall(), m.account_precision(), m.account_recall()), (None, None, None, None));
}

#[test]
fn weighted_precision_is_that_of_the_formula() {
    let t = example();
    // Components {0, 3, 4} and {6, 7}: (3 (2/3)^2 + 2) / (3 (2/3) + 2) = (4/3 + 2) / 4.
    let unlabeled = MethodResult { lead_edges: vec![(3, 4), (0, 3), (6, 7)], groups: None };
    let m = score(&t, &unlabeled);
    assert!((m.weighted_precision.unwrap() - (4.0 / 3.0 + 2.0) / 4.0).abs() < 1e-12);
    assert_eq!(m.n_unexplained, None);
    let labeled = MethodResult {
        lead_edges: vec![(3, 4)],
        groups: Some(vec![("unexplained".to_owned(), vec![3, 4]), ("schedule-like".to_owned(), vec![0, 1, 2])]),
    };
    let m = score(&t, &labeled);
    assert_eq!((m.weighted_precision, m.n_unexplained), (Some(1.0), Some(1)));
}

#[test]
fn components_do_not_depend_on_the_order_of_edges() {
    let edges = [(5, 6), (0, 4), (4, 6), (1, 2)];
    let mut turned = edges;
    turned.reverse();
    assert_eq!(metrics::components(8, &edges), vec![vec![0, 4, 5, 6], vec![1, 2]]);
    assert_eq!(metrics::components(8, &turned), metrics::components(8, &edges));
}

/// Flags the truth and, when asked, one false edge beside it.
struct Oracle {
    false_edges: u32,
}

impl Method for Oracle {
    fn name(&self) -> &'static str {
        "oracle"
    }

    fn run(&self, dataset: &Dataset, _ctx: &Context<'_>) -> Result<MethodResult, MethodError> {
        // The probe of `fans` and the groups of `planted-fast` are found by generating the truth again.
        for (name, probe) in [("fans", false), ("fans", true), ("planted-fast", false)] {
            for seed in [1, 2] {
                let made = generate(name, seed, Knobs { probe, scale: 0.1, ..Knobs::default() })?;
                if made.dataset.posts.time_us == dataset.posts.time_us {
                    return Ok(self.answer(&made.truth));
                }
            }
        }
        Err("not a data set of this test".into())
    }
}

impl Oracle {
    fn answer(&self, truth: &Truth) -> MethodResult {
        let mut edges = Vec::new();
        for group in truth.planted_groups() {
            for (i, &a) in group.members.iter().enumerate() {
                edges.extend(group.members[i + 1..].iter().map(|&b| (a, b)));
            }
        }
        let honest: Vec<u32> = (0..truth.group_of.len() as u32).filter(|&a| !truth.is_planted(a)).collect();
        edges.extend(honest.windows(2).take(self.false_edges as usize).map(|w| (w[0], w[1])));
        MethodResult { lead_edges: edges, groups: Some(Vec::new()) }
    }
}

fn settings() -> BoardSettings {
    BoardSettings {
        scenarios: vec!["fans".to_owned(), "planted-fast".to_owned()],
        seeds: vec![1, 2],
        knobs: Knobs { scale: 0.1, ..Knobs::default() },
        probe: true,
    }
}

#[test]
fn a_perfect_method_passes_every_target_and_an_honest_edge_misses_one() {
    let common = Rival::new(Window { window_secs: 60.0, min_participation: 1, cut: Cut::AtLeast(2) });
    let perfect = Oracle { false_edges: 0 };
    let board = Board::run(&settings(), &[&common, &perfect], &Context::silent()).unwrap();
    assert_eq!(board.runs.len(), 12);
    let lines = check(&board, "oracle", 0.01);
    assert!(lines.iter().all(|l| l.pass), "{}", targets_markdown(&lines));
    // Three lines on false edges and one on groups for `fans`; three for `planted-fast`.
    assert_eq!(lines.len(), 7);
    let rule = check(&board, COMMON_RULE, 0.01);
    assert!(rule.iter().any(|l| !l.pass), "the common rule cannot keep these promises");

    let board = Board::run(&settings(), &[&common, &Oracle { false_edges: 1 }], &Context::silent()).unwrap();
    let lines = check(&board, "oracle", 0.01);
    let missed: Vec<_> = lines.iter().filter(|l| !l.pass).map(|l| (l.scenario.as_str(), l.what)).collect();
    assert_eq!(missed, [("fans", "seeds with any edge")]);
}

#[test]
fn the_board_is_written_as_markdown_and_json() {
    let board = Board::run(&settings(), &[&Oracle { false_edges: 1 }], &Context::silent()).unwrap();
    let markdown = board_markdown(&board);
    assert_eq!(markdown.lines().count(), 2 + 3);
    let columns = |line: &str| line.matches('|').count();
    assert!(markdown.lines().all(|l| columns(l) == columns(markdown.lines().next().unwrap())));
    assert!(markdown.contains("fans + probe"));
    let groups = groups_markdown(&board);
    // Two planted groups in the probe and two in the planted scenario.
    assert_eq!(groups.lines().count(), 2 + 4);
    assert!(groups.lines().skip(2).all(|l| l.matches("1.000").count() == 6), "{groups}");
    let targets = check(&board, "oracle", 0.01);
    let json = board_json(&board, &targets);
    assert_eq!(json["runs"].as_array().unwrap().len(), 6);
    assert_eq!(json["targets"].as_array().unwrap().len(), targets.len());
    assert_eq!(json["runs"][0]["n_edges"], 1);
    assert_eq!(json["runs"][0]["pair_recall"], serde_json::Value::Null);
}

#[test]
fn a_failing_method_is_named() {
    let strange = BoardSettings { scenarios: vec!["base".to_owned()], seeds: vec![7], ..settings() };
    let error = Board::run(&strange, &[&Oracle { false_edges: 0 }], &Context::silent()).unwrap_err();
    let message = error.to_string();
    assert!(message.contains("oracle") && message.contains("base") && message.contains('7'), "{message}");
}

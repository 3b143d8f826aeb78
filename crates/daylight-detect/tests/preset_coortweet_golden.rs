//! The CooRTweet preset against files that CooRTweet itself wrote, row for row and in its order.
#![allow(clippy::unwrap_used, reason = "tests")]

mod preset_support;

use std::collections::BTreeMap;
use std::path::Path;

use daylight_detect::preset::coortweet::{Input, Row, Settings, Subgraph, run};
use preset_support::{Rows, assert_same, golden, names, read_gz, written};

fn input(dir: &Path, set: &str) -> Input<'static> {
    let rows = read_gz(&dir.join(format!("input_{set}.csv.gz")));
    assert_eq!(rows[0], ["object_id", "account_id", "content_id", "timestamp_share"]);
    Input::from_rows(rows[1..].iter().map(|r| Row {
        object_id: Some(&r[0]),
        account_id: Some(&r[1]),
        content_id: Some(&r[2]),
        timestamp_share: Some(r[3].parse().unwrap()),
    }))
}

/// The settings in a name such as `russian_w60_mp2_fast10_sub3`, the data set and the rest of the name.
fn parse_name(name: &str) -> (String, Settings, String) {
    let mut settings = Settings { edge_weight: 0.5, ..Settings::default() };
    let (mut set, mut rest) = (Vec::new(), Vec::new());
    for part in name.split('_') {
        let number = |prefix: &str| part.strip_prefix(prefix).and_then(|n| n.parse::<u32>().ok());
        if let Some(secs) = number("w") {
            settings.time_window_secs = f64::from(secs);
        } else if let Some(n) = number("mp") {
            settings.min_participation = n;
        } else if part == "keeploops" {
            settings.keep_loops = true;
        } else if let Some(percent) = number("ew") {
            settings.edge_weight = f64::from(percent) / 100.0;
        } else if let Some(secs) = number("fast") {
            settings.fast_window_secs = Some(f64::from(secs));
        } else if let Some(n) = number("sub") {
            settings.subgraph = Subgraph::from_number(n as u8).unwrap();
        } else if ["russian", "ger", "url", "phash", "hashtag", "domain"].contains(&part) {
            set.push(part);
        } else {
            rest.push(part);
        }
    }
    (set.join("_"), settings, rest.join("_"))
}

#[test]
fn every_table_is_the_one_that_coortweet_wrote() {
    let Some(dir) = golden("every_table_is_the_one_that_coortweet_wrote") else { return };
    let mut inputs: BTreeMap<String, Input> = BTreeMap::new();
    let files = names(&dir.join("coortweet"));
    for file in &files {
        let (set, settings, table) = parse_name(file.strip_suffix(".csv.gz").unwrap());
        let input = inputs.entry(set.clone()).or_insert_with(|| input(&dir, &set));
        let outcome = run(input, &settings).unwrap();
        let name = match table.split_once('_') {
            Some(("accstats", level)) => format!("account_stats_{level}.csv"),
            Some(("grpstats", level)) => format!("group_stats_{level}.csv"),
            _ => format!("{table}.csv"),
        };
        let mut got: Rows = written(&outcome, &name);
        if table.starts_with("grpstats") {
            for row in &mut got {
                row.pop();
            }
        }
        let mut want = read_gz(&dir.join("coortweet").join(file));
        if table == "edges" && settings.subgraph == Subgraph::FastNeighborhood {
            // The order of the induced subgraph's edges is igraph's own; as a set they must agree.
            got.sort();
            want.sort();
        }
        assert_same(file, &got, &want);
    }
    assert_eq!(files.len(), 84, "golden files compared");
}

#[test]
fn every_count_of_the_manifest_is_reached() {
    let Some(dir) = golden("every_count_of_the_manifest_is_reached") else { return };
    let text = std::fs::read_to_string(dir.join("coortweet_manifest.csv")).unwrap();
    let rows = preset_support::parse(text.as_bytes());
    let mut inputs: BTreeMap<String, Input> = BTreeMap::new();
    let mut compared = 0;
    for row in &rows[1..] {
        let value = |column: &str| {
            let at = rows[0].iter().position(|c| c == column).unwrap();
            row[at].parse::<f64>().ok()
        };
        let (set, settings, _) = parse_name(&row[0]);
        if !dir.join(format!("input_{set}.csv.gz")).is_file() {
            continue;
        }
        let input = inputs.entry(set.clone()).or_insert_with(|| input(&dir, &set));
        let check = |column: &str, got: f64| assert_eq!(Some(got), value(column), "{}: {column}", row[0]);
        let half = run(input, &settings).unwrap();
        check("rows", input.len() as f64);
        check("pairs", half.pairs.pairs().len() as f64);
        check("edges_ew50_sub0", half.network.edges.len() as f64);
        check("threshold_ew50", half.network.threshold.unwrap());
        check("nodes", half.network.nodes.len() as f64);
        check("wsum", half.network.edges.iter().map(|e| f64::from(e.full.weight)).sum());
        check("edges_ew50_sub1", half.network.view(Subgraph::AboveThreshold).edges.len() as f64);
        let high = run(input, &Settings { edge_weight: 0.9, ..settings.clone() }).unwrap();
        check("threshold_ew90", high.network.threshold.unwrap());
        check("edges_ew90_sub1", high.network.view(Subgraph::AboveThreshold).edges.len() as f64);
        if value("fast_flagged").is_some() {
            let fast = run(input, &Settings { fast_window_secs: Some(10.0), ..settings }).unwrap();
            check("fast_flagged", fast.pairs.fast().unwrap().iter().filter(|f| **f).count() as f64);
            for (n, subgraph) in [(2, Subgraph::FastAboveThreshold), (3, Subgraph::FastNeighborhood)] {
                let view = fast.network.view(subgraph);
                check(&format!("fast_sub{n}_edges"), view.edges.len() as f64);
                check(&format!("fast_sub{n}_nodes"), view.nodes.len() as f64);
            }
        }
        compared += 1;
    }
    assert_eq!(compared, 13, "runs compared");
}

//! The toolkit preset against edge tables that the Coordination Network Toolkit itself wrote.
#![allow(clippy::unwrap_used, reason = "tests")]

mod preset_support;

use std::path::Path;

use daylight_detect::preset::toolkit::{Message, Messages, Network, Settings, run};
use preset_support::{Rows, assert_same, golden, names, read_gz, written};

/// The input as it was given to the tool: object ids as reposted messages, or as URLs.
fn messages(dir: &Path, set: &str, network: Network) -> Messages<'static> {
    let rows = read_gz(&dir.join(format!("input_{set}.csv.gz")));
    let is = |wanted| if network == wanted { 0 } else { usize::MAX };
    let cell = |row: &'_ [String], at: usize| row.get(at).cloned().unwrap_or_default();
    let cells: Vec<(String, String)> =
        rows[1..].iter().map(|r| (cell(r, is(Network::CoRetweet)), cell(r, is(Network::CoLink)))).collect();
    Messages::from_rows(rows[1..].iter().zip(&cells).map(|(r, (repost_id, urls))| Message {
        message_id: &r[2],
        user_id: &r[1],
        username: &r[1],
        repost_id,
        reply_id: "",
        message: "",
        timestamp: r[3].parse().ok(),
        urls,
    }))
}

#[test]
fn every_edge_table_is_the_one_that_the_toolkit_wrote() {
    let Some(dir) = golden("every_edge_table_is_the_one_that_the_toolkit_wrote") else { return };
    let files = names(&dir.join("toolkit"));
    for file in &files {
        // head_russian_co_retweet_w60_mw1, pypi152_ger_url_co_link_w30_mw2
        let (version, rest) = file.strip_suffix(".csv.gz").unwrap().split_once('_').unwrap();
        let (rest, min_edge_weight) = rest.rsplit_once("_mw").unwrap();
        let (rest, window) = rest.rsplit_once("_w").unwrap();
        let (set, network) = rest.split_once("_co_").unwrap();
        let network = Network::from_name(&format!("co_{network}")).unwrap();
        let messages = messages(&dir, set, network);
        let mut settings = Settings {
            time_window_secs: window.parse().unwrap(),
            min_edge_weight: min_edge_weight.parse().unwrap(),
            keep_loops: true,
            ..Settings::new(network)
        };
        let want = read_gz(&dir.join("toolkit").join(file));
        let without_loops = |rows: &Rows| rows.iter().filter(|r| r[0] != r[1]).cloned().collect::<Rows>();
        if version == "head" {
            assert_same(file, &written(&run(&messages, &settings).unwrap(), "edges.csv"), &want);
        }
        settings.keep_loops = false;
        let got = written(&run(&messages, &settings).unwrap(), "edges.csv");
        assert_eq!(got, without_loops(&got), "{file}: loops");
        assert_same(file, &got, &without_loops(&want));
    }
    assert_eq!(files.len(), 8, "golden files compared");
}

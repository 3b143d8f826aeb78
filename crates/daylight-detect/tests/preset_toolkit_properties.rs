//! The toolkit preset against a literal, quadratic transcription of the tool's tables and queries.
#![allow(clippy::unwrap_used, reason = "tests")]

mod preset_support;

use std::collections::{BTreeMap, BTreeSet};

use daylight_detect::preset::coortweet::{self, Input, Row};
use daylight_detect::preset::toolkit::{Message, Messages, Network, Settings, run};
use preset_support::{Rows, written};
use proptest::prelude::*;

/// One row of the input; numbers stand for ids, 0 for an empty cell.
#[derive(Debug, Clone)]
struct Raw {
    id: u32,
    user: u32,
    repost: u32,
    reply: u32,
    words: Vec<u8>,
    secs: Option<f64>,
    urls: Vec<u32>,
}

/// Texts as written in the file, and the words that remain of each: white space and mentions do not count.
const TOKENS: [(&str, &str); 7] =
    [("Vote", "vote"), ("vote", "vote"), ("NOW", "now"), ("@team", ""), ("here", "here"), ("\t", ""), ("tv", "tv")];

fn id(prefix: &str, n: u32) -> String {
    if n == 0 { String::new() } else { format!("{prefix}{n}") }
}

impl Raw {
    fn text(&self) -> String {
        self.words.iter().map(|&w| TOKENS[w as usize].0).collect::<Vec<_>>().join(" ")
    }

    fn words_left(&self) -> Vec<&'static str> {
        self.words.iter().map(|&w| TOKENS[w as usize].1).filter(|w| !w.is_empty()).collect()
    }
}

fn messages(rows: &[Raw]) -> Messages<'static> {
    let cells: Vec<[String; 6]> = rows
        .iter()
        .map(|r| {
            let urls: Vec<String> = r.urls.iter().map(|&u| id("http://a.example/", u)).collect();
            [id("m", r.id), id("u", r.user), r.text(), id("p", r.repost), id("q", r.reply), urls.join(" ")]
        })
        .collect();
    Messages::from_rows(rows.iter().zip(&cells).map(|(r, [id, user, text, repost, reply, urls])| Message {
        message_id: id,
        user_id: user,
        username: user,
        repost_id: repost,
        reply_id: reply,
        message: text,
        timestamp: r.secs,
        urls,
    }))
}

/// Whether two messages share the key; links are handled apart.
fn same_key(network: Network, a: &Raw, b: &Raw, least: f64) -> bool {
    let originals = a.repost == 0 && b.repost == 0;
    match network {
        Network::CoRetweet => a.repost != 0 && a.repost == b.repost,
        Network::CoReply => originals && a.reply != 0 && a.reply == b.reply,
        Network::CoTweet => originals && a.words_left() == b.words_left(),
        Network::CoSimilar => {
            let set = |r: &Raw| r.words_left().into_iter().collect::<BTreeSet<_>>();
            let (x, y) = (set(a), set(b));
            let all = x.union(&y).count();
            originals && all > 0 && x.intersection(&y).count() as f64 / all as f64 >= least
        }
        Network::CoPost => true,
        Network::CoLink => false,
    }
}

fn naive(rows: &[Raw], s: &Settings) -> Rows {
    let close = |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(t, u)| (t - u).abs() <= s.time_window_secs);
    let mut partners: BTreeMap<(String, String), BTreeSet<u32>> = BTreeMap::new();
    let mut pair = |u: u32, v: u32, message| {
        partners.entry((id("u", u), id("u", v))).or_default().insert(message);
    };
    if s.network == Network::CoLink {
        // (message, url) is unique: the first row that brings it gives it its user and time.
        let mut links: BTreeMap<(u32, u32), (u32, Option<f64>)> = BTreeMap::new();
        for row in rows.iter().filter(|r| r.repost == 0) {
            let urls = if row.urls.is_empty() { &vec![0] } else { &row.urls };
            for &url in urls {
                links.entry((row.id, url)).or_insert((row.user, row.secs));
            }
        }
        for ((m, url), (user, time)) in &links {
            for ((n, other_url), (other, other_time)) in &links {
                if m != n && url == other_url && close(*time, *other_time) {
                    pair(*user, *other, *m);
                }
            }
        }
    } else {
        let mut seen = BTreeSet::new();
        let first: Vec<&Raw> = rows.iter().filter(|r| seen.insert(r.id)).collect();
        for a in &first {
            for b in &first {
                if a.id != b.id && close(a.secs, b.secs) && same_key(s.network, a, b, s.similarity) {
                    pair(a.user, b.user, a.id);
                }
            }
        }
    }
    partners
        .into_iter()
        .filter(|((a, b), m)| m.len() >= s.min_edge_weight as usize && (s.keep_loops || a != b))
        .map(|((a, b), m)| vec![a, b, m.len().to_string()])
        .collect()
}

fn raw() -> impl Strategy<Value = Raw> {
    let secs = prop_oneof![9 => (0..80_u32).prop_map(|t| Some(f64::from(t) / 2.0)), 1 => Just(None)];
    let words = prop::collection::vec(0..TOKENS.len() as u8, 0..5);
    let urls = prop::collection::vec(1..4_u32, 0..3);
    let repost = prop_oneof![2 => Just(0), 1 => 1..4_u32];
    (1..40_u32, 1..6_u32, repost, 0..3_u32, words, secs, urls)
        .prop_map(|(id, user, repost, reply, words, secs, urls)| Raw { id, user, repost, reply, words, secs, urls })
}

proptest! {
    #[test]
    fn six_networks_are_those_of_the_literal_queries(
        rows in prop::collection::vec(raw(), 0..40),
        window in 0..12_u32,
        min_edge_weight in 0..3_u32,
        keep_loops in any::<bool>(),
        similarity in prop_oneof![Just(0.5), Just(0.9), Just(1.0)],
    ) {
        let messages = messages(&rows);
        for network in Network::ALL {
            let time_window_secs = f64::from(window) / 2.0;
            let settings = Settings { network, time_window_secs, min_edge_weight, keep_loops, similarity };
            let outcome = run(&messages, &settings).unwrap();
            prop_assert_eq!(&written(&outcome, "edges.csv")[1..], &naive(&rows, &settings)[..], "{}", network.name());
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let rows: Vec<[String; 4]> = (0..20_000_u32)
        .map(|i| {
            let mixed = i.wrapping_mul(2_654_435_761) >> 8;
            [format!("o{}", mixed % 300), format!("u{}", mixed % 701), format!("c{i}"), (mixed % 9000).to_string()]
        })
        .collect();
    let bytes = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let input = Input::from_rows(rows.iter().map(|[object, account, content, secs]| Row {
                object_id: Some(object),
                account_id: Some(account),
                content_id: Some(content),
                timestamp_share: secs.parse().ok(),
            }));
            let settings = coortweet::Settings { fast_window_secs: Some(5.0), ..coortweet::Settings::default() };
            let outcome = coortweet::run(&input, &settings).unwrap();
            let reposts = Messages::from_rows(rows.iter().map(|[object, account, content, secs]| Message {
                message_id: content,
                user_id: account,
                username: account,
                repost_id: object,
                reply_id: "",
                message: "",
                timestamp: secs.parse().ok(),
                urls: "",
            }));
            let network =
                run(&reposts, &Settings { time_window_secs: 10.0, ..Settings::new(Network::CoRetweet) }).unwrap();
            assert!(outcome.network.edges.len() > 1000 && !network.edges.is_empty(), "something to compare");
            let tables = ["pairs.csv", "edges.csv", "account_stats_none.csv", "group_stats_fast.csv"];
            (tables.map(|t| written(&outcome, t)), written(&network, "edges.csv"))
        })
    };
    let one = bytes(1);
    assert!(one == bytes(2) && one == bytes(4));
}

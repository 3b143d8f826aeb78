//! The search against a naive twin.

use std::path::{Path, PathBuf};

use daylight_ingest::exports::canonical::write_canonical;
use daylight_ingest::exports::{Account, Language, Link, Post, PostTime};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

fn source(path: PathBuf, n: u32) -> Source {
    Source {
        path,
        sha256: format!("{n:064x}"),
        original: format!("{:064x}", n + 1000),
        part: String::new(),
        import: format!("import-{n}"),
        format: "table".into(),
        version: "1".into(),
    }
}

/// A table of files with these posts.
pub fn table(files: &[Vec<Post>]) -> Table {
    let dir = tempfile::tempdir().unwrap();
    let write = |(n, posts): (usize, &Vec<Post>)| {
        let path = dir.path().join(format!("{n}.parquet"));
        write_canonical(Path::new(&path), posts.clone()).unwrap();
        source(path, n as u32)
    };
    Table::load(files.iter().enumerate().map(write).collect(), &|_| {}).unwrap()
}

fn post(text: Option<&str>, time_us: Option<i64>, account: Option<&str>) -> Post {
    Post {
        platform: Some("x".into()),
        account: Account { id: account.map(str::to_owned), ..Account::default() },
        time: time_us.map(|us| PostTime { us, resolution_secs: 1.0, original: String::new() }),
        text: text.map(str::to_owned),
        ..Post::default()
    }
}

fn with_text(text: &str) -> Filter {
    Filter { text: TextQuery::parse(text), ..Filter::default() }
}

fn texts(table: &Table, filter: &Filter) -> Vec<String> {
    let selection = table.select(filter);
    let mut found: Vec<String> = selection.rows().filter_map(|row| table.text(row)).collect();
    assert_eq!(selection.count() as usize, selection.rows().count());
    found.sort();
    found
}

#[test]
fn words_begin_where_words_begin_and_phrases_are_whole() {
    let all = [
        "Voters VOTE now",
        "a devotee",
        "polling stations",
        "the polling station",
        "выборы в Думу",
        "在投票站外",
        "Cafe\u{301} crime",
    ];
    let posts = all.iter().map(|t| post(Some(t), Some(1), Some("a"))).collect();
    let table = table(&[posts, vec![post(None, None, None)]]);
    for (query, found) in [
        ("vote", vec!["Voters VOTE now"]),
        ("vote now", vec!["Voters VOTE now"]),
        ("polling", vec!["polling stations", "the polling station"]),
        ("\"polling station\"", vec!["the polling station"]),
        ("polling -the", vec!["polling stations"]),
        ("ВЫБОРЫ", vec!["выборы в Думу"]),
        ("投票", vec!["在投票站外"]),
        ("café", vec!["Cafe\u{301} crime"]),
        ("\"", vec![]),
        ("nothing", vec![]),
    ] {
        let expected: Vec<&str> = if query == "\"" { all.to_vec() } else { found };
        let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        expected.sort();
        assert_eq!(texts(&table, &with_text(query)), expected, "{query}");
    }
    assert_eq!(table.select(&with_text("-polling")).count(), 6);
}

#[test]
fn nothing_is_found_across_two_posts() {
    let table = table(&[vec![post(Some("one"), Some(1), None), post(Some("two"), Some(2), None)]]);
    assert_eq!(table.select(&with_text("\"one two\"")).count(), 0);
    assert_eq!(table.select(&with_text("onetwo")).count(), 0);
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let posts: Vec<Post> = (0..500).map(|i| post(Some("x"), (i % 7 != 0).then_some(i % 13), Some("a"))).collect();
    let table = table(&[posts[..300].to_vec(), posts[300..].to_vec()]);
    let few = table.select(&Filter { to_us: Some(1), from_us: Some(0), ..Filter::default() });
    for selection in [table.select(&Filter::default()), few] {
        for order in [Order::Newest, Order::Oldest] {
            let (mut all, mut after) = (Vec::new(), None);
            loop {
                let (rows, more) = table.page(&selection, order, after, 17);
                all.extend(rows.iter().copied());
                let Some(&row) = rows.last() else { break };
                let time_us = table.time_us(row as usize).unwrap_or(Table::NO_TIME);
                after = Cursor::parse(&Cursor { time_us, row }.to_text());
                if !more {
                    break;
                }
            }
            assert_eq!(all.len() as u64, selection.count());
            let times: Vec<Option<i64>> = all.iter().map(|&r| table.time_us(r as usize)).collect();
            let timed: Vec<i64> = times.iter().flatten().copied().collect();
            assert!(times[timed.len()..].iter().all(Option::is_none), "those without come last");
            assert!(timed.is_sorted_by(|a, b| if order == Order::Oldest { a <= b } else { a >= b }));
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len() as u64, selection.count());
        }
    }
    assert_eq!(Cursor::parse("x.1").or(Cursor::parse("1")).or(Cursor::parse("")), None);
}

#[test]
fn coverage_names_days_without_posts() {
    let day = 86_400_000_000;
    let table = table(&[vec![
        post(None, Some(0), Some("a")),
        post(None, Some(4 * day + 5), Some("b")),
        post(None, None, None),
    ]]);
    let covered = table.coverage(10);
    assert_eq!((covered.bin_secs, covered.n_without_time, covered.start_us), (43_200, 1, Some(0)));
    let one = &covered.platforms[0];
    assert_eq!((one.n_posts, one.n_accounts, one.posts.iter().sum::<u64>()), (3, 2, 2));
    let gap = one.gaps[0];
    assert_eq!((gap.from_us, gap.to_us, gap.n_days, one.gaps.len()), (day, 4 * day, 3, 1));
    assert!(Table::default().coverage(10).platforms.is_empty());
}

fn posts() -> impl Strategy<Value = Vec<Post>> {
    let word = prop::sample::select(vec!["alpha", "Beta", "gamma", "Ä", "投票", "beta!", "", "x\u{202e}y"]);
    let text = prop::option::of(prop::collection::vec(word, 0..5).prop_map(|words| words.join(" ")));
    let one = (text, prop::option::of(-5i64..5), 0u8..4, 0u8..3, prop::collection::vec(0u8..4, 0..3));
    let post = one.prop_map(|(text, time, account, language, links)| Post {
        text,
        language: (language > 0).then(|| Language { tag: format!("l{language}"), confidence: None }),
        hashtags: links.iter().map(|l| format!("h{l}")).collect(),
        links: links
            .iter()
            .map(|l| Link {
                original: String::new(),
                canonical: format!("https://d{l}.example/"),
                domain: Some(format!("d{l}.example")),
                unresolved_shortener: false,
            })
            .collect(),
        ..post(None, time.map(|t| t * 1_000_000), (account > 0).then(|| format!("a{account}")).as_deref())
    });
    prop::collection::vec(post, 0..200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_selection_is_what_looking_at_each_post_finds(
        files in prop::collection::vec(posts(), 1..3),
        word in prop::sample::select(vec!["", "beta", "al", "ä gamma", "-alpha", "\"beta gamma\"", "投"]),
        language in prop::option::of(1u8..3),
        from in prop::option::of(-5i64..5),
        tag in prop::option::of(0u8..4),
    ) {
        let table = table(&files);
        let found = |id: Option<u32>| id.into_iter().collect::<Vec<_>>();
        let filter = Filter {
            languages: language.map(|l| found(table.languages().find(&format!("l{l}")))),
            hashtags: tag.map(|t| found(table.hashtags().find(&format!("h{t}")))),
            from_us: from.map(|f| f * 1_000_000),
            ..with_text(word)
        };
        let naive = |p: &Post| {
            let text = p.text.clone().unwrap_or_default();
            filter.text.fits(fold(&text).as_bytes())
                && language.is_none_or(|l| p.language.as_ref().is_some_and(|have| have.tag == format!("l{l}")))
                && tag.is_none_or(|t| p.hashtags.contains(&format!("h{t}")))
                && from.is_none_or(|f| p.time.as_ref().is_some_and(|have| have.us >= f * 1_000_000))
        };
        let selection = table.select(&filter);
        let expected = files.iter().flatten().filter(|p| naive(p)).count();
        prop_assert_eq!(selection.count() as usize, expected);
        let by_tag = table.count_hashtags(&selection, 10);
        let naive_tag = |t: &str| files.iter().flatten().filter(|p| naive(p) && p.hashtags.iter().any(|h| h == t)).count();
        for (id, n) in by_tag.top {
            prop_assert_eq!(n as usize, naive_tag(table.hashtags().get(id)));
        }
        let histogram = table.histogram(&selection, 10);
        prop_assert_eq!(histogram.posts.iter().sum::<u64>() + histogram.n_without_time, selection.count());
        let accounts = table.count_accounts(&selection, 10);
        prop_assert_eq!(accounts.top.iter().map(|a| a.1).sum::<u64>() + accounts.n_without, selection.count());
    }

    #[test]
    fn folding_knows_no_case_and_no_composition(text in "\\PC{0,20}") {
        prop_assert_eq!(fold(&text), fold(&text.nfd().collect::<String>()));
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }
}

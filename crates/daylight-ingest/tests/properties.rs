//! What must hold of any table.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "tests"
)]

mod common;

use common::{actions, check, read, read_bytes};
use daylight_core::Dataset;
use daylight_ingest::ReadOptions;
use proptest::prelude::*;

fn row() -> impl Strategy<Value = (String, String, u32, String)> {
    ("[a-c]{1,2}[0-9]{0,3}", "(p[0-9]{1,4}|[a-f]{2})", 0_u32..100, "(|x|y[0-9]|ü|p[0-9]{1,2})")
}

fn table(rows: &[(String, String, u32, String)]) -> String {
    let mut csv = "account_id,content_id,timestamp,object_id\n".to_owned();
    for (account, content, time, object) in rows {
        csv.push_str(&format!("{account},{content},{},{object}\n", 1_600_000_000 + time));
    }
    csv
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_rows_does_not_change_actions_or_numbers(
        (rows, shuffled) in prop::collection::vec(row(), 1..60).prop_flat_map(|r| (Just(r.clone()), Just(r).prop_shuffle()))
    ) {
        let options = ReadOptions { hash_files: false, ..ReadOptions::default() };
        let a = read_bytes(table(&rows).as_bytes(), &options).unwrap();
        let b = read_bytes(table(&shuffled).as_bytes(), &options).unwrap();
        check(&a);
        prop_assert_eq!(actions(&a), actions(&b));
        prop_assert_eq!(&a.accounts, &b.accounts);
        prop_assert_eq!(&a.layers[0].objects, &b.layers[0].objects);
        prop_assert!(a.accounts.iter().is_sorted());
        // A naive twin counts the same distinct ids.
        let distinct = |f: fn(&(String, String, u32, String)) -> String| {
            rows.iter().map(f).collect::<std::collections::BTreeSet<_>>()
        };
        prop_assert_eq!(a.accounts.iter().map(str::to_owned).collect::<Vec<_>>(), distinct(|r| r.0.clone()).into_iter().collect::<Vec<_>>());
        prop_assert_eq!(a.n_contents as usize, distinct(|r| r.1.clone()).len());
        let without = ReadOptions { keep_contents: false, ..options };
        prop_assert_eq!(read_bytes(table(&rows).as_bytes(), &without).unwrap().n_contents, a.n_contents);
    }

    #[test]
    fn any_bytes_give_a_data_set_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(data) = read_bytes(&bytes, &ReadOptions::default()) {
            check(&data);
        }
        let mut table = b"account_id,timestamp,url_id\na,1600000000,x\n".to_vec();
        table.extend_from_slice(&bytes);
        if let Ok(data) = read_bytes(&table, &ReadOptions::default()) {
            check(&data);
        }
        let mut json = br#"{"account_id":"a","timestamp":1600000000,"url_id":"x"}"#.to_vec();
        json.push(b'\n');
        json.extend_from_slice(&bytes);
        if let Ok(data) = read_bytes(&json, &ReadOptions::default()) {
            check(&data);
        }
    }
}

fn same(a: &Dataset, b: &Dataset) {
    assert_eq!(a.accounts, b.accounts);
    assert_eq!(a.contents, b.contents);
    assert_eq!(a.n_contents, b.n_contents);
    assert_eq!(a.posts.account, b.posts.account);
    assert_eq!(a.posts.content, b.posts.content);
    assert_eq!(a.posts.time_us, b.posts.time_us);
    assert_eq!(a.posts.line, b.posts.line);
    assert_eq!(a.problems.examples, b.problems.examples);
    assert_eq!(a.problems.counts, b.problems.counts);
    for (x, y) in a.layers.iter().zip(&b.layers) {
        assert_eq!((&x.objects, &x.object, &x.post, &x.self_object), (&y.objects, &y.object, &y.post, &y.self_object));
    }
}

/// Several blocks, with and without a quote deep inside.
#[test]
fn threads_do_not_change_anything() {
    let file = tempfile::NamedTempFile::new().unwrap();
    for quote in [false, true] {
        let mut csv = "account_id,content_id,timestamp,object_id,hashtags\n".to_owned();
        for i in 0..60_000_u32 {
            let x = i.wrapping_mul(2_654_435_761) >> 16;
            let odd = match (i % 997, quote && i == 40_000) {
                (_, true) => "\"qu\"\"ote\nd\"".to_owned(),
                (0, _) => String::new(),
                (1, _) => format!("w{x}-"),
                _ => format!("u{}", x % 5000),
            };
            csv.push_str(&format!("{odd},c{},{},o{},a b{}\n", i / 2, 1_600_000_000 + i, x % 3000, x % 7));
        }
        std::fs::write(file.path(), csv).unwrap();
        for (keep, sort_ids) in [(true, true), (false, false), (true, false)] {
            let options = |threads| ReadOptions { threads, keep_contents: keep, sort_ids, ..ReadOptions::default() };
            let one = read(file.path(), &options(1)).unwrap();
            check(&one);
            assert_eq!(one.intake.read, 60_000);
            assert_eq!(one.n_contents, 30_000);
            for threads in [2, 4] {
                same(&one, &read(file.path(), &options(threads)).unwrap());
            }
        }
    }
}

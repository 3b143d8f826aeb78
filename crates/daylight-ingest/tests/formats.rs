//! One table in every format gives one data set; damage gives problems or errors, never a panic.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "tests"
)]

mod common;

use common::{actions, check, fixtures, n_missing_times, read, read_bytes};
use daylight_core::ObjectKind;
use daylight_ingest::{IMPORTERS, IngestError, ReadOptions, read_paths, read_posts, write_posts};

const FILES: [(&str, &str); 11] = [
    ("posts.csv", "csv"),
    ("posts_crlf.csv", "csv"),
    ("posts.tsv", "tsv"),
    ("posts_semicolon.csv", "csv"),
    ("posts_utf16.csv", "csv+utf16"),
    ("posts.csv.gz", "csv+gzip"),
    ("posts.csv.zst", "csv+zstd"),
    ("posts.ndjson", "ndjson"),
    ("posts.json", "json"),
    ("posts_data.json", "json"),
    ("posts.parquet", "parquet"),
];

#[test]
fn one_table_in_every_format_gives_one_set_of_actions() {
    let options = ReadOptions::default();
    let first = read(&fixtures().join("posts.csv"), &options).unwrap();
    assert_eq!((first.intake.read, first.intake.kept), (12, 12));
    let kinds: Vec<&ObjectKind> = first.layers.iter().map(|l| &l.kind).collect();
    assert_eq!(kinds, [&ObjectKind::Url, &ObjectKind::Domain, &ObjectKind::Hashtag]);
    assert_eq!(first.layers[1].objects.get(0), "example.com");
    assert_eq!(first.languages, ["de", "en"]);
    for (name, format) in FILES {
        let data = read(&fixtures().join(name), &options).unwrap();
        check(&data);
        assert_eq!(data.sources[0].format, format, "{name}");
        assert_eq!(actions(&data), actions(&first), "{name}");
        let texts = |d: &daylight_core::Dataset| {
            d.posts.text.as_ref().unwrap().iter().map(|t| t.replace("\r\n", "\n")).collect::<Vec<_>>()
        };
        assert_eq!(texts(&data), texts(&first), "{name}");
        assert_eq!(data.posts.language, first.posts.language, "{name}");
    }
}

#[test]
fn each_file_is_claimed_by_its_own_importer() {
    for (name, format) in FILES {
        let mut head = std::fs::read(fixtures().join(name)).unwrap();
        if format.contains('+') {
            continue;
        }
        head.truncate(1 << 16);
        let mut claims: Vec<(u8, &str)> =
            IMPORTERS.iter().filter_map(|i| Some((i.sniff(&head)?.confidence, i.name()))).collect();
        claims.sort_unstable();
        let expected = match format {
            "tsv" => "csv",
            "ndjson" => "json",
            other => other,
        };
        assert_eq!(claims.last().unwrap().1, expected, "{name}");
        assert!(claims.len() < 2 || claims[claims.len() - 2].0 < claims[claims.len() - 1].0);
    }
    for importer in IMPORTERS {
        assert!(importer.card().starts_with(&format!("# {}", importer.name())));
        assert!(importer.sniff(b"").is_none());
    }
}

#[test]
fn truncation_anywhere_never_panics_and_counts_stay_right() {
    let options = ReadOptions::default();
    for (name, _) in FILES {
        let bytes = std::fs::read(fixtures().join(name)).unwrap();
        // Every byte of one small file a format; the others are the same table in other dress.
        let step = match name {
            "posts.csv" | "posts.ndjson" | "posts.json" | "posts.parquet" => 1,
            _ => 11,
        };
        for len in (0..bytes.len()).step_by(step) {
            match read_bytes(&bytes[..len], &options) {
                Ok(data) => check(&data),
                Err(error) => assert!(!error.to_string().is_empty() && error.hint().is_some(), "{name} {len}: {error}"),
            }
        }
    }
}

#[test]
fn bad_rows_are_counted_with_their_lines() {
    let csv = "account_id,content_id,timestamp,object_id\n\
               a,1,1600000000,x\n\
               ,2,1600000001,x\n\
               b,3,soon,x\n\
               b,4,,x\n\
               c,1.82E+18,1600000002,x\n\
               c,5,1600000003\n\
               c,6,1600000004,x,y\n\
               \n\
               d,7,1600000005000,x\n\
               e,,1600000006,NA\n";
    let data = read_bytes(csv.as_bytes(), &ReadOptions::default()).unwrap();
    check(&data);
    assert_eq!((data.intake.read, data.intake.kept, data.intake.rejected), (9, 4, 5));
    assert_eq!(n_missing_times(&data), 1);
    assert_eq!(data.layers[0].object.len(), 3);
    let places: Vec<(u64, bool)> = data.problems.examples.iter().map(|p| (p.line, p.rejected)).collect();
    assert_eq!(places, [(3, true), (4, true), (5, false), (6, false), (7, true), (8, true), (10, true), (11, false)]);
    assert_eq!(data.posts.line, [2, 5, 6, 11]);
}

#[test]
fn bytes_that_are_not_text_are_counted() {
    let mut csv = b"account_id,content_id,timestamp,object_id,text\na,1,1600000000,x,fine\n".to_vec();
    csv.extend_from_slice(b"b\xff,2,1600000000,x,t\nc,3,1600000000,x,t\xff\nd\0,4,1600000000,x,t\n");
    let data = read_bytes(&csv, &ReadOptions::default()).unwrap();
    check(&data);
    assert_eq!((data.intake.kept, data.intake.rejected), (2, 2));
    let reasons: Vec<&str> = data.problems.examples.iter().map(|p| p.reason.as_str()).collect();
    assert_eq!(
        reasons,
        ["id is not valid UTF-8", "text is not valid UTF-8; the bytes were replaced", "id holds a NUL byte"]
    );
}

#[test]
fn what_is_no_table_is_an_error_that_helps() {
    let options = ReadOptions::default();
    let error = |bytes: &[u8]| read_bytes(bytes, &options).unwrap_err();
    assert!(matches!(error(b""), IngestError::Empty { .. }));
    assert!(matches!(error(b" \n"), IngestError::Empty { .. }));
    assert!(matches!(error(b"account_id,timestamp,url\n"), IngestError::HeaderOnly { .. }));
    assert!(error(b"PK\x03\x04....").to_string().contains("Excel"));
    assert!(matches!(error(&(0..=255).collect::<Vec<u8>>()), IngestError::NotATable { .. }));
    assert!(matches!(error(b"PAR1nothing"), IngestError::Parquet { .. }));
    let missing = error(b"who_knows,timestamp,url_id\na,1600000000,x\n");
    assert!(missing.to_string().contains("who_knows, timestamp, url_id"), "{missing}");
    assert!(missing.hint().unwrap().contains("--map account="));
    assert!(matches!(error(b"account_id,timestamp,url_id\na,44105.5,x\nb,44106.25,x\n"), IngestError::Time { .. }));
    let mapped = ReadOptions { map: Some("account=nobody".parse().unwrap()), ..ReadOptions::default() };
    let unknown = read_bytes(b"a,b\n1,2\n", &mapped).unwrap_err();
    assert!(matches!(unknown, IngestError::UnknownColumn { .. }));
}

#[test]
fn slashed_dates_need_a_proof_or_a_word() {
    let table = |dates: &[&str]| {
        let rows: String = dates.iter().map(|d| format!("a,{d},x\n")).collect();
        format!("account_id,date,url_id\n{rows}")
    };
    let options = ReadOptions::default();
    let ambiguous = read_bytes(table(&["03/04/2020 10:00", "05/06/2020 10:00"]).as_bytes(), &options).unwrap_err();
    assert!(ambiguous.hint().unwrap().contains("--day-first"), "{ambiguous}");
    let proven = read_bytes(table(&["03/04/2020 10:00", "25/06/2020 10:00"]).as_bytes(), &options).unwrap();
    assert_eq!(proven.posts.time_us[0], 1_585_908_000_000_000);
    assert!(proven.sources[0].notes.iter().any(|n| n.contains("day first")));
    assert!(proven.sources[0].notes.iter().any(|n| n.contains("UTC")));
    let month_first = ReadOptions { day_first: Some(false), ..ReadOptions::default() };
    let told = read_bytes(table(&["03/04/2020 10:00"]).as_bytes(), &month_first).unwrap();
    assert_eq!(told.posts.time_us[0], 1_583_316_000_000_000);
    // The only proof stands far behind the sample.
    let mut many = vec!["03/04/2020 10:00"; 100_000];
    many.push("25/04/2020 10:00");
    let late = read_bytes(table(&many).as_bytes(), &options).unwrap();
    assert_eq!(late.intake.kept, 100_001);
}

#[test]
fn folders_are_walked_and_other_files_noted() {
    let folder = tempfile::tempdir().unwrap();
    let none = read_paths(&[folder.path().to_owned()], &ReadOptions::default(), &daylight_core::Context::silent());
    assert!(matches!(none, Err(IngestError::NoTables { .. })));
    std::fs::create_dir(folder.path().join("b")).unwrap();
    std::fs::copy(fixtures().join("posts.csv"), folder.path().join("b/one.csv")).unwrap();
    std::fs::copy(fixtures().join("posts.parquet"), folder.path().join("a.parquet")).unwrap();
    std::fs::write(folder.path().join("c.bin"), [0, 1, 2, 3]).unwrap();
    let data = read(folder.path(), &ReadOptions::default()).unwrap();
    check(&data);
    let names: Vec<&str> = data.sources.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["a.parquet", "b/one.csv"]);
    assert_eq!(data.intake.read, 24);
    assert!(data.sources[0].notes.iter().any(|n| n.contains("c.bin")));
    assert_eq!(data.sources[1].sha256.as_ref().map(String::len), Some(64));
}

#[test]
fn stored_posts_are_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("posts.parquet");
    for keep in [true, false] {
        let options = ReadOptions { keep_contents: keep, keep_lines: keep, keep_text: keep, ..ReadOptions::default() };
        let data = read(&fixtures().join("posts.csv"), &options).unwrap();
        write_posts(&data, &path).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let back = read_posts(&path).unwrap();
        write_posts(&back, &path).unwrap();
        assert!(bytes == std::fs::read(&path).unwrap());
        assert_eq!(back.accounts, data.accounts);
        assert_eq!(back.contents, data.contents);
        assert_eq!(back.posts.account, data.posts.account);
        assert_eq!(back.posts.content, data.posts.content);
        assert_eq!(back.posts.time_us, data.posts.time_us);
        assert_eq!(back.posts.line, data.posts.line);
        assert_eq!(back.posts.platform, data.posts.platform);
        assert_eq!(back.sources, data.sources);
        assert_eq!((back.intake, back.n_contents), (data.intake, data.n_contents));
        for (a, b) in back.layers.iter().zip(&data.layers) {
            assert_eq!((&a.kind, &a.objects, &a.object, &a.post), (&b.kind, &b.objects, &b.object, &b.post));
        }
        if keep {
            check(&back);
            assert_eq!(actions(&back), actions(&data));
        }
    }
    assert!(matches!(read_posts(&fixtures().join("posts.parquet")), Err(IngestError::Store { .. })));
}

#[test]
fn only_the_layers_asked_for_are_read() {
    let options = ReadOptions { layers: vec![ObjectKind::Domain], ..ReadOptions::default() };
    let data = read(&fixtures().join("posts.csv"), &options).unwrap();
    check(&data);
    assert_eq!(data.layers.len(), 1);
    assert_eq!(data.layers[0].kind, ObjectKind::Domain);
    assert!(!data.layers[0].object.is_empty());
}

#[test]
fn a_bomb_is_refused() {
    use std::io::Write;
    let mut packed = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    packed.write_all(b"account_id,timestamp,url_id\n").unwrap();
    let lines = b"a,1600000000,x\n".repeat(1 << 16);
    for _ in 0..320 {
        packed.write_all(&lines).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(matches!(read_bytes(&packed, &ReadOptions::default()), Err(IngestError::Bomb { .. })));
}

/// Records with running numbers.
fn records(from: usize, to: usize) -> Vec<String> {
    let one = |i| {
        let (account, minute) = (i % 7, i % 60);
        format!(
            r#"{{"id":"{i}","account":"a{account}","time":"2024-03-01T10:{minute:02}:00Z","url":"https://e.example/{i}"}}"#
        )
    };
    (from..to).map(one).collect()
}

#[test]
fn records_after_the_first_array_of_a_file_are_read() {
    let list = |from, to| format!("[{}]", records(from, to).join(", "));
    let options = ReadOptions::default();
    let lines = read_bytes(records(0, 6000).join("\n").as_bytes(), &options).unwrap();
    let filler = "x".repeat(1 << 20);
    let (a, b, c) = (list(0, 10), list(10, 5995), list(5995, 6000));
    for text in [
        format!(r#"{{"chats":{{"list":[{{"messages":{a}}},{{"id":7,"messages":{b}}},{{"messages":{c}}}]}}}}"#),
        format!("{{\"data\":{a},\n \"posts\" : \n {b},\"about\":\"[{{\",\"n\":[1,2],\"results\":{c}}}"),
        format!(r#"{{"data":{a},"about":"{filler}","empty":[],"data":[],"posts":{b},"items":{c}}}"#),
        format!("{a}\n{b}\n{c}\n"),
        format!("{{\n\"data\":{a}}}\n{{\"data\":{b}}}{{\"data\":{c}}}"),
    ] {
        let data = read_bytes(text.as_bytes(), &options).unwrap();
        check(&data);
        assert_eq!((data.intake.read, data.intake.rejected), (6000, 0), "{}", &text[..60]);
        assert_eq!(actions(&data), actions(&lines), "{}", &text[..60]);
    }
}

#[test]
fn what_follows_an_array_and_is_no_record_is_counted() {
    let text = format!("[{}]\n{{\"id\":\"4\"}}\n{{\"id\":\"5\"}}\n", records(0, 3).join(","));
    let data = read_bytes(text.as_bytes(), &ReadOptions::default()).unwrap();
    check(&data);
    assert_eq!((data.intake.kept, data.intake.rejected), (3, 1));
}

#[test]
fn an_open_quote_costs_its_line_and_not_the_rest_of_the_table() {
    let row = |i: usize| format!("a{},{i},https://e.example/{i},160000{i:04},text\n", i % 7);
    let rows = |ids: std::ops::Range<usize>| ids.map(row).collect::<String>();
    let header = "account_id,content_id,url,timestamp,text\n";
    let open = "a1,500,\"https://e.example/500,1600000500,text\n";
    let quoted = "a1,600,https://e.example/600,1600000600,\"two\nlines, \"\"and\"\" more\"\n";
    for text in [
        format!("{header}{}{open}{}", rows(0..500), rows(501..1001)),
        format!("{header}{}{open}{}{quoted}{}", rows(0..500), rows(501..600), rows(601..1001)),
    ] {
        let data = read_bytes(text.as_bytes(), &ReadOptions::default()).unwrap();
        check(&data);
        assert_eq!((data.intake.kept, data.intake.rejected), (1000, 1));
        assert_eq!(data.problems.examples[0].line, 502);
        let at = data.posts.content.iter().position(|&c| data.contents.get(c) == "1000").unwrap();
        assert_eq!(data.posts.line[at] as usize, text.lines().count());
    }
    // Each line seems to open a quote: counted, and not read again without end.
    let text = format!("{header}{}{}", rows(0..500), "x\",\"y\n".repeat(100_000));
    let data = read_bytes(text.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!((data.intake.kept, data.intake.rejected), (500, 100_000));
}

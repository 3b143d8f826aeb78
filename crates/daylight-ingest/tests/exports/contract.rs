//! What holds of every format because it stands in the table.

use daylight_ingest::exports::{EXPORT_FORMATS, ExportOptions, Head, Origin, Record};

use crate::support::{FIXTURES, fixture, posts, read, read_as};

#[test]
fn every_format_has_a_fixture_and_a_card() {
    for format in EXPORT_FORMATS {
        assert!(FIXTURES.iter().any(|(_, name)| *name == format.name()), "no fixture of {}", format.name());
        assert!(format.card().starts_with("# ") && format.card().len() > 100, "the card of {}", format.name());
        assert!(!format.tool().is_empty());
    }
    let mut names: Vec<&str> = EXPORT_FORMATS.iter().map(|f| f.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), EXPORT_FORMATS.len());
}

#[test]
fn exactly_one_format_claims_each_fixture() {
    for (file, own) in FIXTURES {
        let head = Head::of(&fixture(file));
        let claims: Vec<&str> = EXPORT_FORMATS.iter().filter(|f| f.sniff(&head).is_some()).map(|f| f.name()).collect();
        assert_eq!(claims, [own], "{file}");
    }
}

#[test]
fn every_fixture_is_read_whole() {
    for (file, own) in FIXTURES {
        let (records, report) = read(&fixture(file), &ExportOptions::default()).unwrap();
        assert_eq!((report.format, report.encoding.as_str()), (own, "UTF-8"), "{file}");
        let wanted = u64::from(file == "fourcat_custom.csv");
        let problems: Vec<&Record> = records.iter().filter(|r| matches!(r, Record::Problem(_))).collect();
        assert_eq!(report.n_rejected, wanted, "{file}: {problems:?}");
        assert!(report.n_kept > 0 && !report.reason.is_empty(), "{file}");
        for post in posts(&records) {
            // LinkedIn tells no times.
            assert!(post.time.is_some() != (own == "fourcat_linkedin") && post.origin.record > 0, "{file}");
            assert!(post.account.id.is_some() || !post.marks.is_empty(), "{file}");
        }
    }
}

#[test]
fn a_cut_at_every_byte_is_a_counted_problem_or_an_error() {
    for (file, own) in FIXTURES {
        let bytes = fixture(file);
        let (whole, _) = read_as(own, &bytes).unwrap();
        let n_whole = posts(&whole).len();
        for end in 0..bytes.len() {
            if let Ok((records, _)) = read_as(own, &bytes[..end]) {
                assert!(posts(&records).len() <= n_whole, "{file} cut at {end}");
            }
            // Recognizing a cut head must not fail either.
            let head = Head::of(&bytes[..end]);
            let claims = EXPORT_FORMATS.iter().filter(|f| f.sniff(&head).is_some()).count();
            assert!(claims <= 1, "{file} cut at {end}");
        }
    }
}

#[test]
fn the_order_of_lines_does_not_change_the_posts() {
    let mut n_tested = 0;
    for (file, _) in FIXTURES.iter().filter(|(file, _)| file.ends_with("jsonl") || file.ends_with("ndjson")) {
        let text = String::from_utf8(fixture(file)).unwrap();
        let sorted = |text: &str| {
            let (records, _) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
            let mut all: Vec<String> = posts(&records)
                .into_iter()
                .map(|mut post| {
                    post.origin = Origin::default();
                    format!("{post:?}")
                })
                .collect();
            all.sort();
            all
        };
        let reversed: Vec<&str> = text.lines().rev().collect();
        assert_eq!(sorted(&text), sorted(&reversed.join("\r\n")), "{file}");
        n_tested += 1;
    }
    assert_eq!(n_tested, 4);
}

#[test]
fn the_place_of_every_record_of_a_line_format_is_where_it_stands() {
    let bytes = [&b"\xEF\xBB\xBF"[..], &fixture("bluesky_jetstream.jsonl")].concat();
    let (records, _) = read(&bytes, &ExportOptions::default()).unwrap();
    for post in posts(&records) {
        let offset = usize::try_from(post.origin.offset.unwrap()).unwrap();
        let line = bytes[offset..].split(|&b| b == b'\n').next().unwrap();
        assert!(line.starts_with(b"{\"did\""), "{:?}", post.origin);
        let rkey = post.content_id.as_deref().unwrap().rsplit('/').next().unwrap().to_owned();
        assert!(String::from_utf8_lossy(line).contains(&rkey));
    }
    let csv = fixture("qut_toolkit.csv");
    let (records, _) = read(&csv, &ExportOptions::default()).unwrap();
    for post in posts(&records) {
        let offset = usize::try_from(post.origin.offset.unwrap()).unwrap();
        assert!(csv[offset..].starts_with(post.content_id.unwrap().as_bytes()));
    }
}

#[test]
fn an_unknown_file_is_an_error_that_says_what_was_seen() {
    let error = read(b"alpha,beta\n1,2\n", &ExportOptions::default()).unwrap_err();
    assert!(error.to_string().contains("alpha, beta"), "{error}");
    let error = read(b"{\"kind\":\"other\"}\n", &ExportOptions::default()).unwrap_err();
    assert!(error.to_string().contains("the keys kind"), "{error}");
    let wrong = ExportOptions { format: Some("x".to_owned()), ..ExportOptions::default() };
    let error = read(b"a", &wrong).unwrap_err();
    assert!(error.hint().unwrap().contains("x_io_archive"));
}

#[test]
fn a_missing_required_field_names_the_field_and_the_tool() {
    let line = br#"{"id":"1","text":"x","author_id":"2","conversation_id":"1"}"#;
    let (records, report) = read(line, &ExportOptions::default()).unwrap();
    let [Record::Problem(problem)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(problem.field.as_deref(), Some("created_at"));
    assert!(problem.reason.contains("twarc2"), "{}", problem.reason);
    assert_eq!((problem.origin.line, problem.origin.offset), (Some(1), Some(0)));
    assert_eq!(report.n_rejected, 1);
    assert!(report.absent_fields.contains(&"lang".to_owned()));
}

//! Damage of every kind, made from the fixtures: none panics, all is counted.

use daylight_ingest::exports::{ExportOptions, Mark, Record};

use crate::support::{FIXTURES, figure, fixture, full, posts, read, read_as};

/// Numbers that depend on nothing but their seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
}

/// Values that stand where others are expected.
const SWAPS: [&str; 14] = [
    "null",
    "true",
    "[]",
    "{}",
    "-1",
    "1.82e+18",
    "1e400",
    "\"\"",
    "\"\\ud83d\"",
    "\"\\u0000\"",
    "[[[]]]",
    "{\"id\":{\"id\":[]}}",
    "99999999999999999999999",
    "\"2024-13-45T99:99:99Z\"",
];

/// Puts another value in place of the `n`th value or cell.
fn swapped(text: &str, n: usize, with: &str) -> String {
    let json = text.trim_start().starts_with(['{', '[']);
    let places: Vec<usize> = text.match_indices(if json { ":" } else { "," }).map(|(i, _)| i + 1).collect();
    let Some(&start) = places.get(n % places.len().max(1)) else { return with.to_owned() };
    let rest = &text[start..];
    let end = rest.find([',', '}', ']', '\n']).unwrap_or(rest.len());
    format!("{}{with}{}", &text[..start], &rest[end..])
}

/// So many damaged copies of a file, at least 300.
fn damaged(bytes: &[u8], seed: u64, n_copies: usize) -> Vec<Vec<u8>> {
    let mut dice = Dice(seed);
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let mut all: Vec<Vec<u8>> = vec![
        utf16(&text, false, true),
        utf16(&text, true, true),
        utf16(&text, false, false),
        utf16(&text, false, true)[..bytes.len()].to_vec(),
        encoding_rs::WINDOWS_1251.encode(&text.replace(['a', 'o'], "я")).0.into_owned(),
        bytes.iter().map(|b| if *b == b'a' { 0xE4 } else { *b }).collect(),
        [b"\xEF\xBB\xBF".as_slice(), bytes].concat(),
        text.replace('\n', "\r\n").into_bytes(),
        text.replace('\n', "").into_bytes(),
        text.replace('"', "").into_bytes(),
        text.replace('"', "'").into_bytes(),
        text.replace(',', ";").into_bytes(),
        [bytes, bytes].concat(),
        [bytes, &b"\0".repeat(100), bytes].concat(),
        [bytes, b"\"open quote,".as_slice()].concat(),
        [bytes, "[".repeat(100_000).as_bytes()].concat(),
        [bytes, "{\"a\":".repeat(100_000).as_bytes()].concat(),
        [bytes, "<a>".repeat(10_000).as_bytes()].concat(),
        "[".repeat(100_000).into_bytes(),
        format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)).into_bytes(),
        text.replacen("\"1", "1.8E+18,\"", 3).into_bytes(),
    ];
    for value in SWAPS {
        for _ in 0..6 {
            all.push(swapped(&text, dice.below(1000), value).into_bytes());
        }
    }
    let huge = format!("\"{}\"", "é".repeat(200_000));
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    for value in [huge.as_str(), deep.as_str()] {
        for _ in 0..4 {
            all.push(swapped(&text, dice.below(1000), value).into_bytes());
        }
    }
    // Numbers for every id: as floats, and the same id for all.
    all.push(with_ids(&text, |digits| format!("{digits}.0")).into_bytes());
    all.push(with_ids(&text, |_| "1.82E+18".to_owned()).into_bytes());
    all.push(with_ids(&text, |_| "7777777777".to_owned()).into_bytes());
    while all.len() < n_copies {
        let mut copy = bytes.to_vec();
        for _ in 0..=dice.below(8) {
            let at = dice.below(copy.len());
            match dice.below(5) {
                0 => copy[at] ^= 1 << dice.below(8),
                1 => copy[at] = 0,
                2 => copy.truncate(at + 1),
                3 => copy[at] = [0xFF, 0xC0, 0x80, b'"', b'\\', b'{', b']', b'<', b',', b'\n'][dice.below(10)],
                _ => {
                    let end = (at + dice.below(40)).min(copy.len());
                    let part = copy[at..end].to_vec();
                    let to = dice.below(copy.len());
                    copy.splice(to..to, part);
                }
            }
        }
        all.push(copy);
    }
    all
}

/// Replaces every run of at least nine digits.
fn with_ids(text: &str, new: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        out.push_str(&if digits.len() >= 9 { new(&digits) } else { digits.clone() });
        digits.clear();
        out.push(c);
    }
    out
}

/// What reading many damaged copies of one file gave.
#[derive(Default)]
struct Tally {
    inputs: u64,
    /// Panics, and sums that are wrong (which the reader of the tests asserts).
    panics: u64,
    errors: u64,
    read: u64,
    kept: u64,
    rejected: u64,
}

impl Tally {
    fn add(&mut self, format: &str, copy: &[u8]) {
        self.inputs += 1;
        match std::panic::catch_unwind(|| read_as(format, copy)) {
            Err(_) => self.panics += 1,
            Ok(Err(_)) => self.errors += 1,
            Ok(Ok((_, report))) => {
                self.read += report.n_read;
                self.kept += report.n_kept;
                self.rejected += report.n_rejected;
            }
        }
        let recognized = || read(copy, &ExportOptions { no_language_detection: true, ..ExportOptions::default() });
        self.panics += u64::from(std::panic::catch_unwind(recognized).is_err());
    }
}

#[test]
fn three_hundred_kinds_of_damage_never_panic_and_are_counted() {
    // The full size has each cut too, which another test makes otherwise.
    let (n_copies, n_cuts) = if full().is_some() { (600, 64 << 10) } else { (320, 0) };
    for (number, (file, own)) in FIXTURES.into_iter().enumerate() {
        let whole = fixture(file);
        let mut tally = Tally::default();
        for copy in damaged(&whole, number as u64, n_copies) {
            tally.add(own, &copy);
        }
        for end in 0..whole.len().min(n_cuts) {
            tally.add(own, &whole[..end]);
        }
        let t = &tally;
        let cells: [&dyn std::fmt::Display; 8] =
            [&file, &own, &t.inputs, &t.panics, &t.errors, &t.read, &t.kept, &t.rejected];
        figure("importers.tsv", &cells);
        assert!(t.inputs >= 300 && t.panics == 0, "{file}: {} panics", t.panics);
        assert_eq!(t.read, t.kept + t.rejected, "{file}");
        assert!(t.rejected > 0, "{file}: no damage was noticed at all");
    }
}

#[test]
fn ids_that_a_spreadsheet_damaged_keep_the_row_and_join_nothing() {
    let text = "tweetid,userid,tweet_text,tweet_time,retweet_tweetid\n\
        1.2E+18,777,one,2020-01-01 10:00,1.1E+18\n1200000000000000002.0,778,two,2020-01-01 10:01,\n3,779,three,2020-01-01 10:02,\n";
    let (records, report) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
    let posts = posts(&records);
    assert_eq!((posts.len(), report.n_notes["damaged_id"]), (3, 2));
    assert_eq!((posts[0].content_id.as_deref(), posts[0].repost_of.as_deref()), (None, None));
    assert!(posts[0].marks.contains(&Mark::DamagedId) && posts[1].marks.contains(&Mark::DamagedId));
    let extra: serde_json::Value = serde_json::from_str(posts[0].extra.as_deref().unwrap()).unwrap();
    assert_eq!(extra["damaged_ids"]["content_id"], "1.2E+18");
    assert_eq!(extra["damaged_ids"]["repost_of"], "1.1E+18");
    assert!(!posts[2].marks.contains(&Mark::DamagedId));
}

#[test]
fn a_number_in_json_that_lost_its_digits_is_damaged_too() {
    let line =
        br#"{"id":1.82e18,"text":"x","author_id":"2","conversation_id":"1","created_at":"2024-03-01T10:00:00Z"}"#;
    let (records, _) = read(line, &ExportOptions::default()).unwrap();
    assert!(posts(&records)[0].marks.contains(&Mark::DamagedId));
}

#[test]
fn encodings_and_delimiters_of_spreadsheets_give_the_same_posts() {
    let csv = String::from_utf8(fixture("x_io_archive.csv")).unwrap().replace("hola", "голоса избирателей");
    let texts = |bytes: &[u8]| {
        let (records, report) = read(bytes, &ExportOptions::default()).unwrap();
        let mut posts = posts(&records);
        for post in &mut posts {
            post.origin.offset = None;
        }
        (posts, report.encoding)
    };
    let (first, encoding) = texts(csv.as_bytes());
    assert_eq!((first.len(), encoding.as_str()), (2, "UTF-8"));
    assert_eq!(texts(&utf16(&csv, false, true)), (first.clone(), "UTF-16LE".to_owned()));
    assert_eq!(texts(&utf16(&csv, true, true)).0, first);
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&csv);
    assert_eq!(texts(&bytes), (first, "windows-1251 (detected)".to_owned()));
    let utf8 = read(csv.as_bytes(), &ExportOptions::default()).unwrap().0;
    assert!(posts(&utf8).iter().all(|p| p.origin.offset.is_some()));
}

#[test]
fn a_header_that_repeats_in_joined_files_is_a_note() {
    let one = fixture("qut_toolkit.csv");
    let (records, report) = read(&[&one[..], &one[..]].concat(), &ExportOptions::default()).unwrap();
    assert_eq!((posts(&records).len(), report.n_notes["repeated_header"], report.n_rejected), (6, 1, 0));
}

#[test]
fn a_lone_surrogate_and_a_broken_byte_cost_one_character() {
    let start = r#"{"id":"1","text":"äöüß cut \ud83d and "#.as_bytes();
    let end = br#" here","author_id":"2","conversation_id":"1","created_at":"2024-03-01T10:00:00Z"}"#;
    let line = [start, b"\xFF", end].concat();
    let (records, report) = read(&line, &ExportOptions::default()).unwrap();
    assert_eq!(posts(&records)[0].text.as_deref(), Some("äöüß cut \u{fffd} and \u{fffd} here"));
    assert_eq!((report.n_notes["text_repaired"], report.encoding.as_str()), (1, "UTF-8"));
}

#[test]
fn one_broken_line_costs_one_record() {
    let text = String::from_utf8(fixture("bluesky_jetstream.jsonl")).unwrap();
    let broken = text.replacen("\n{", "\n{broken\n{", 1);
    let (records, report) = read(broken.as_bytes(), &ExportOptions::default()).unwrap();
    assert_eq!((report.n_kept, report.n_rejected), (2, 1));
    let problem = records.iter().find_map(|r| if let Record::Problem(p) = r { Some(p) } else { None }).unwrap();
    assert_eq!(problem.origin.line, Some(2));
}

#[test]
fn the_order_of_day_and_month_is_the_word_of_the_user_or_a_problem() {
    let csv = b"id,thread_id,author,body,timestamp\n1,1,a,b,03/04/2020 10:00\n";
    let (_, report) = read(csv, &ExportOptions::default()).unwrap();
    assert_eq!((report.n_kept, report.n_rejected), (0, 1));
    let april = 1_585_908_000_000_000;
    for (day_first, us) in [(true, april), (false, april - 30 * 86_400_000_000)] {
        let options = ExportOptions { day_first: Some(day_first), ..ExportOptions::default() };
        let (records, _) = read(csv, &options).unwrap();
        assert_eq!(posts(&records)[0].time.as_ref().unwrap().us, us);
    }
}

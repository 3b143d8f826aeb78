//! The quick way of a format and the one over trees of values give the same.

use daylight_ingest::exports::{ExportOptions, ExportReport, Record};
use serde_json::{Value, json};

use crate::support::{FIXTURES, fixture, read};

/// Records and report, with `extra` and without; without it the quick way is taken.
fn both(bytes: &[u8], format: &str) -> [(Vec<Record>, ExportReport); 2] {
    [false, true].map(|without_extra| {
        let options = ExportOptions { format: Some(format.to_owned()), without_extra, ..ExportOptions::default() };
        let (mut records, report) = read(bytes, &options).unwrap();
        for record in &mut records {
            if let Record::Post(post) = record {
                post.extra = None;
            }
        }
        (records, report)
    })
}

#[test]
fn without_unknown_fields_every_fixture_gives_the_same_posts() {
    for (file, own) in FIXTURES {
        let [whole, quick] = both(&fixture(file), own);
        assert_eq!(whole, quick, "{file}");
    }
}

/// All ways to change one value or to leave one out.
fn variants(value: &Value, all: &mut Vec<Value>) {
    let others =
        [json!(null), json!(7), json!(1.5), json!(""), json!("  a "), json!([]), json!({}), json!(["x"]), json!(true)];
    all.extend(others);
    match value {
        Value::Object(members) => {
            for key in members.keys() {
                let mut less = members.clone();
                less.remove(key);
                all.push(Value::Object(less));
                let mut inner = Vec::new();
                variants(&members[key], &mut inner);
                for one in inner {
                    let mut changed = members.clone();
                    changed.insert(key.clone(), one);
                    all.push(Value::Object(changed));
                }
            }
        }
        Value::Array(items) => {
            for at in 0..items.len().min(2) {
                let mut inner = Vec::new();
                variants(&items[at], &mut inner);
                for one in inner {
                    let mut changed = items.clone();
                    changed[at] = one;
                    all.push(Value::Array(changed));
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_change_of_a_value_of_x_gives_the_same_either_way() {
    let text = String::from_utf8(fixture("x_api.jsonl")).unwrap();
    let mut n_tested = 0;
    for line in text.lines() {
        let mut all = Vec::new();
        variants(&serde_json::from_str(line).unwrap(), &mut all);
        for chunk in all.chunks(50) {
            let lines: Vec<String> = chunk.iter().map(Value::to_string).collect();
            let [whole, quick] = both(lines.join("\n").as_bytes(), "x_api");
            if whole != quick {
                for line in &lines {
                    let [whole, quick] = both(line.as_bytes(), "x_api");
                    assert_eq!(whole, quick, "{line}");
                }
            }
            assert_eq!(whole, quick);
            n_tested += lines.len();
        }
    }
    assert!(n_tested > 1500, "{n_tested}");
}

#[test]
fn any_number_of_threads_gives_the_same_posts_in_the_same_order() {
    let lines = fixture("x_api.jsonl").repeat(2000);
    let at = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let options = ExportOptions { no_language_detection: true, ..ExportOptions::default() };
        // Inside a pool everything happens on the calling thread; outside, on the global one.
        if threads == 1 { pool.install(|| read(&lines, &options)).unwrap() } else { read(&lines, &options).unwrap() }
    };
    let (one, many) = (at(1), at(2));
    assert!(one == many && one.0.len() > 5000);
    let numbers: Vec<u64> =
        one.0.iter().filter_map(|r| if let Record::Post(p) = r { Some(p.origin.record) } else { None }).collect();
    assert!(numbers.is_sorted() && numbers.last().copied() > Some(5000));
}

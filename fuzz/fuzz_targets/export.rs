//! Any bytes given as an export: every record is a post or a counted problem. This source is built once for
//! each format, under the name of the format.
#![no_main]

use std::path::Path;

use daylight_ingest::exports::{ExportOptions, Record, read_export_from};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = ExportOptions {
        format: Some(env!("CARGO_BIN_NAME").to_owned()),
        no_language_detection: true,
        ..ExportOptions::default()
    };
    let (mut n_posts, mut n_problems) = (0, 0);
    let read = read_export_from(Path::new("fuzzed"), bytes, &options, &mut |record| match record {
        Record::Post(post) => {
            n_posts += 1;
            assert!(post.origin.offset.is_none_or(|offset| offset < bytes.len() as u64), "{:?}", post.origin);
        }
        Record::Problem(_) => n_problems += 1,
        Record::Note(_) => {}
    });
    if let Ok(report) = read {
        assert_eq!(report.n_read, report.n_kept + report.n_rejected);
        assert_eq!((report.n_kept, report.n_rejected), (n_posts, n_problems));
    }
});

//! Any bytes as the head of a file: recognizing it never fails, and what claims it most strongly can read it.
//! (Two formats may claim a file that was joined from both.)
#![no_main]

use std::path::Path;

use daylight_ingest::exports::{ExportOptions, Head, read_export_from, sniff_export};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let claimed = sniff_export(&Head::of(bytes)).map(|(format, _)| format.name());
    // With detection of languages, which the targets of the formats leave out.
    if let Ok(report) = read_export_from(Path::new("fuzzed"), bytes, &ExportOptions::default(), &mut |_| {}) {
        assert_eq!(report.n_read, report.n_kept + report.n_rejected);
        assert!(claimed.is_some() || report.encoding != "UTF-8", "read as {}, claimed by none", report.format);
    }
});

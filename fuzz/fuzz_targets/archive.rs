//! Any bytes as a file that may be an archive: each entry is read, left or refused, within small limits.
#![no_main]

use daylight_ingest::exports::ExportOptions;
use daylight_ingest::exports::archive::{ArchiveLimits, read_exports};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = tempfile::NamedTempFile::new() else { return };
    if std::fs::write(file.path(), bytes).is_err() {
        return;
    }
    let limits = ArchiveLimits {
        max_total_bytes: 8 << 20,
        max_ratio: 100,
        free_bytes: 1 << 20,
        max_entries: 100,
        max_nested_zip_bytes: 1 << 20,
        ..ArchiveLimits::default()
    };
    let options = ExportOptions { no_language_detection: true, ..ExportOptions::default() };
    let mut n_records = 0_u64;
    let outcomes = read_exports(file.path(), &options, &limits, &mut |_| n_records += 1);
    // A record is at least one byte of what was unpacked.
    assert!(outcomes.is_err() || n_records <= 8 << 20);
});

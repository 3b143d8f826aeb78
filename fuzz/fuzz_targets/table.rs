//! Any bytes given as a file: a data set whose counts are right, or an error.
#![no_main]

use daylight_core::Context;
use daylight_ingest::{ReadOptions, read_paths};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = tempfile::NamedTempFile::new() else { return };
    if std::fs::write(file.path(), bytes).is_err() {
        return;
    }
    let options = ReadOptions { threads: 1, ..ReadOptions::default() };
    if let Ok(data) = read_paths(&[file.path().to_owned()], &options, &Context::silent()) {
        assert_eq!(data.intake.read, data.intake.kept + data.intake.rejected);
        assert_eq!(data.intake.kept, data.posts.len() as u64);
        assert_eq!(data.intake.rejected, data.problems.n_rejecting());
    }
});

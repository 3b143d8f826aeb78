//! Any bytes given as a report in PDF.
#![no_main]

use daylight_ingest::report::pdf_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = pdf_text(bytes);
});

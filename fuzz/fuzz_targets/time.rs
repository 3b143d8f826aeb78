//! Any bytes given as a time.
#![no_main]

use daylight_ingest::time::{TimeEvidence, TimeFormat, Zone, parse_time};
use daylight_ingest::{DateOrder, EpochUnit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut evidence = TimeEvidence::default();
    evidence.add(bytes);
    for unit in [EpochUnit::Seconds, EpochUnit::Millis, EpochUnit::Micros, EpochUnit::Nanos] {
        let _ = parse_time(bytes, &TimeFormat::Epoch(unit));
    }
    for order in [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)] {
        let _ = parse_time(bytes, &TimeFormat::Text { order, zone: Zone::UTC });
    }
});

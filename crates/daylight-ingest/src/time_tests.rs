use proptest::prelude::*;

use super::*;

const TEXT: TimeFormat = TimeFormat::Text { order: None, zone: Zone::UTC };
const T: i64 = 1_539_202_764_000_000;

fn text(value: &str) -> Result<i64, TimeFault> {
    parse_time(value.as_bytes(), &TEXT)
}

#[test]
fn the_usual_notations_mean_the_same_instant() {
    for value in [
        "2018-10-10T20:19:24Z",
        "2018-10-10 20:19:24",
        "2018-10-10T22:19:24+02:00",
        "2018-10-10 20:19:24 UTC",
        "2018-10-10 20:19:24.000+0000",
        "Wed Oct 10 20:19:24 +0000 2018",
        "Wed, 10 Oct 2018 20:19:24 GMT",
        " 2018/10/10 20:19:24 ",
    ] {
        assert_eq!(text(value), Ok(T), "{value}");
    }
    assert_eq!(text("2018-10-10T20:19"), Ok(T - 24_000_000));
    assert_eq!(text("2018-10-10"), Ok(T - (20 * 3600 + 19 * 60 + 24) * 1_000_000));
    assert_eq!(text("2018-10-10 20:19:24.1234567"), Ok(T + 123_456));
}

#[test]
fn a_number_too_long_for_seconds_is_no_time_and_no_overflow() {
    for value in ["160000000000000", "9223372036854775807", "18446744073709551615", "100000000000"] {
        let read = parse_time(value.as_bytes(), &TimeFormat::Epoch(EpochUnit::Seconds));
        // Twenty digits are no number of any unit.
        assert!(matches!(read, Err(TimeFault::OtherUnit | TimeFault::Unreadable)), "{value}: {read:?}");
    }
    let latest = parse_time(b"99999999999", &TimeFormat::Epoch(EpochUnit::Seconds));
    assert!(latest == Ok(99_999_999_999_000_000) || latest.is_err(), "{latest:?}");
}

#[test]
fn slashes_are_read_only_with_a_known_order() {
    let with = |order| TimeFormat::Text { order: Some(order), zone: Zone::UTC };
    assert_eq!(text("10/11/2018 20:19"), Err(TimeFault::Unreadable));
    let day = parse_time(b"10/11/2018 20:19", &with(DateOrder::DayFirst));
    assert_eq!(day, text("2018-11-10 20:19"));
    assert_eq!(parse_time(b"10/11/2018 8:19 PM", &with(DateOrder::MonthFirst)), text("2018-10-11 20:19"));
    assert_eq!(parse_time(b"10/13/2018 20:19", &with(DateOrder::DayFirst)), Err(TimeFault::OutOfRange));
}

#[test]
fn zones_apply_to_times_that_name_none() {
    let zone: Zone = "Europe/Berlin".parse().unwrap();
    let format = TimeFormat::Text { order: None, zone };
    assert_eq!(parse_time(b"2018-10-10 22:19:24", &format), Ok(T));
    assert_eq!(parse_time(b"2018-10-10T20:19:24Z", &format), Ok(T));
    assert_eq!("+05:30".parse::<Zone>(), Ok(Zone::Fixed(19_800)));
    assert!("Atlantis/Nowhere".parse::<Zone>().is_err());
}

#[test]
fn values_of_another_unit_are_refused() {
    let seconds = TimeFormat::Epoch(EpochUnit::Seconds);
    assert_eq!(parse_time(b"1539202764", &seconds), Ok(T));
    assert_eq!(parse_time(b"1539202764.25", &seconds), Ok(T + 250_000));
    assert_eq!(parse_time(b"-1", &seconds), Ok(-1_000_000));
    assert_eq!(parse_time(b"1539202764000", &seconds), Err(TimeFault::OtherUnit));
    assert_eq!(parse_time(b"1539202764000", &TimeFormat::Epoch(EpochUnit::Millis)), Ok(T));
    assert_eq!(parse_time(b"1539202764000001999", &TimeFormat::Epoch(EpochUnit::Nanos)), Ok(T + 1));
    assert_eq!(parse_time(b"NA", &seconds), Err(TimeFault::Empty));
    assert_eq!(parse_time(b"soon", &seconds), Err(TimeFault::Unreadable));
}

#[test]
fn impossible_days_do_not_exist() {
    for value in ["2018-02-29", "2018-13-01", "2018-00-10", "2018-04-31 10:00", "2018-01-01 24:00"] {
        assert_eq!(text(value), Err(TimeFault::OutOfRange), "{value}");
    }
    assert!(text("2020-02-29").is_ok());
}

#[test]
fn evidence_proves_the_order_of_day_and_month() {
    let mut evidence = TimeEvidence::default();
    evidence.add(b"03/04/2020 10:00");
    assert_eq!(evidence.date_order(), None);
    evidence.add(b"13/04/2020 10:00");
    assert_eq!(evidence.date_order(), Some(DateOrder::DayFirst));
    evidence.add(b"04/13/2020 10:00");
    assert_eq!(evidence.date_order(), None);
}

proptest! {
    #[test]
    fn written_times_are_read_back(micros in -62_135_596_800_000_000_i64..253_402_300_800_000_000) {
        let timestamp = jiff::Timestamp::from_microsecond(micros).unwrap();
        let zoned = timestamp.to_zoned(jiff::tz::TimeZone::UTC);
        let second = micros.div_euclid(1_000_000) * 1_000_000;
        prop_assert_eq!(text(&timestamp.to_string()), Ok(micros));
        prop_assert_eq!(text(&zoned.strftime("%Y-%m-%d %H:%M:%S%.6f").to_string()), Ok(micros));
        prop_assert_eq!(text(&zoned.strftime("%Y-%m-%dT%H:%M:%S+0000").to_string()), Ok(second));
        prop_assert_eq!(text(&zoned.strftime("%a %b %d %H:%M:%S +0000 %Y").to_string()), Ok(second));
        let day_first = TimeFormat::Text { order: Some(DateOrder::DayFirst), zone: Zone::UTC };
        let slashed = zoned.strftime("%d/%m/%Y %H:%M:%S").to_string();
        prop_assert_eq!(parse_time(slashed.as_bytes(), &day_first), Ok(second));
    }

    #[test]
    fn epochs_are_read_back_in_every_unit(seconds in 100_000_000_u64..100_000_000_000) {
        for (unit, factor) in [(EpochUnit::Seconds, 1), (EpochUnit::Millis, 1_000), (EpochUnit::Micros, 1_000_000)] {
            let value = (seconds * factor).to_string();
            let read = parse_time(value.as_bytes(), &TimeFormat::Epoch(unit));
            prop_assert_eq!(read, Ok(seconds as i64 * 1_000_000));
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(value in prop::collection::vec(any::<u8>(), 0..70)) {
        let mut evidence = TimeEvidence::default();
        evidence.add(&value);
        for order in [None, Some(DateOrder::DayFirst)] {
            let _ = parse_time(&value, &TimeFormat::Text { order, zone: Zone::UTC });
        }
        let _ = parse_time(&value, &TimeFormat::Epoch(EpochUnit::Nanos));
    }
}

//! The time of a post with its fineness.

use serde_json::Value;

use crate::exports::post::PostTime;
use crate::time::{DateOrder, EpochUnit, TimeEvidence, TimeFormat, Zone, decimal, parse_time};

/// Zones that tools write in letters, as offsets.
const LETTERS: [(&str, &str); 12] = [
    (" EST", " -0500"),
    (" EDT", " -0400"),
    (" CST", " -0600"),
    (" CDT", " -0500"),
    (" MST", " -0700"),
    (" MDT", " -0600"),
    (" PST", " -0800"),
    (" PDT", " -0700"),
    (" CET", " +0100"),
    (" CEST", " +0200"),
    (" BST", " +0100"),
    (" UT", " +0000"),
];

/// A time, and whether it names its zone.
pub struct Reading {
    /// The time.
    pub time: PostTime,
    /// Numbers since 1970 and texts with a zone do.
    pub has_zone: bool,
}

/// Reads a number since 1970 in any unit, or a date in any notation of [`parse_time`]. `order` decides
/// `03/04/2020`, which is unreadable without it; `zone` is for texts that name none.
pub fn read(value: &Value, order: Option<DateOrder>, zone: &Zone) -> Result<Reading, &'static str> {
    let original = match value {
        Value::String(s) => s.trim().to_owned(),
        Value::Number(n) => n.to_string(),
        _ => return Err("the time is neither text nor a number"),
    };
    if let Some((false, whole, _)) = decimal(original.as_bytes()) {
        return epoch(original, whole);
    }
    let mut text = original.clone();
    if let Some((letters, offset)) = LETTERS.iter().find(|(letters, _)| text.ends_with(letters)) {
        text.truncate(text.len() - letters.len());
        text.push_str(offset);
    }
    let format = TimeFormat::Text { order, zone: zone.clone() };
    let us = parse_time(text.as_bytes(), &format)
        // Mail dates may leave out the day of the week.
        .or_else(|_| parse_time(format!("Day, {text}").as_bytes(), &format))
        .map_err(|_| match order {
            None if is_slashed(&text) => "day and month could be either way round; say --day-first or --month-first",
            _ => "the time is not readable",
        })?;
    let (resolution_secs, has_zone) = fineness(&text);
    Ok(Reading { time: PostTime { us, resolution_secs, original }, has_zone })
}

/// Whether a date is written like `03/04/2020`.
fn is_slashed(text: &str) -> bool {
    let mut evidence = TimeEvidence::default();
    evidence.add(text.as_bytes());
    evidence.n_slashed > 0
}

fn epoch(original: String, whole: u64) -> Result<Reading, &'static str> {
    // 1973: below it, the number is a year or a count, not a time.
    if whole < 100_000_000 {
        return Err("the number is too small for a time since 1970");
    }
    let unit = EpochUnit::of_magnitude(whole);
    let us = parse_time(original.as_bytes(), &TimeFormat::Epoch(unit)).map_err(|_| "the time is not readable")?;
    let digits = original.split_once('.').map_or(0, |(_, fraction)| fraction.len().min(6)) as i32;
    let finest = match unit {
        EpochUnit::Seconds => 1.0,
        EpochUnit::Millis => 1e-3,
        EpochUnit::Micros | EpochUnit::Nanos => 1e-6,
    };
    let resolution_secs = (finest / 10_f64.powi(digits)).max(1e-6);
    Ok(Reading { time: PostTime { us, resolution_secs, original }, has_zone: true })
}

/// Fineness in seconds, and whether a zone stands in the text.
fn fineness(text: &str) -> (f64, bool) {
    let Some(first) = text.find(':') else { return (86_400.0, false) };
    let clock = &text[first..];
    let has_zone = clock.contains(['+', '-', 'Z', 'z']) || clock.contains("GMT") || clock.contains("UTC");
    let Some(seconds) = clock[1..].find(':').filter(|&at| at <= 2) else { return (60.0, has_zone) };
    let after = &clock[1 + seconds + 1..];
    let fraction = after.find(['.', ',']).filter(|&at| at <= 2).map_or("", |at| &after[at + 1..]);
    let n_digits = fraction.bytes().take_while(u8::is_ascii_digit).take(6).count();
    (1.0 / 10_f64.powi(n_digits as i32), has_zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_their_fineness() {
        let at = |s: &str| {
            let order = Some(DateOrder::MonthFirst);
            let reading = read(&Value::from(s), order, &Zone::UTC).unwrap();
            (reading.time.us, reading.time.resolution_secs, reading.has_zone)
        };
        assert_eq!(at("2021-04-08T19:34:16.000Z"), (1_617_910_456_000_000, 0.001, true));
        assert_eq!(at("4/8/2021 19:34"), (1_617_910_440_000_000, 60.0, false));
        assert_eq!(at("2021-04-08"), (1_617_840_000_000_000, 86_400.0, false));
        assert_eq!(at("2021-04-08 15:34:16 EDT"), (1_617_910_456_000_000, 1.0, true));
        assert_eq!(at("Thu, 08 Apr 2021 19:34:16 GMT"), (1_617_910_456_000_000, 1.0, true));
        assert_eq!(at("08 Apr 2021 19:34:16 +0000"), (1_617_910_456_000_000, 1.0, true));
        assert_eq!(at("1617910456"), (1_617_910_456_000_000, 1.0, true));
        assert_eq!(at("1617910456.25"), (1_617_910_456_250_000, 0.01, true));
        assert_eq!(at("1617910456123"), (1_617_910_456_123_000, 0.001, true));
    }

    #[test]
    fn an_order_that_nothing_proves_is_not_guessed() {
        assert!(read(&Value::from("03/04/2020 10:00"), None, &Zone::UTC).is_err());
        assert!(read(&Value::from("2021"), None, &Zone::UTC).is_err());
        assert!(read(&Value::from(true), None, &Zone::UTC).is_err());
    }
}

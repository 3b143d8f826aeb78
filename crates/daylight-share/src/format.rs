//! Numbers and times as text.

use chrono::{DateTime, SecondsFormat, Utc};

fn utc(us: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(us).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// RFC 3339 in UTC; microseconds only where there are any.
pub fn rfc3339(us: i64) -> String {
    utc(us).to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// Microseconds of an RFC 3339 time.
pub fn parse_rfc3339(s: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(s).ok().map(|t| t.timestamp_micros())
}

/// `2026-03-04`.
pub fn day(us: i64) -> String {
    utc(us).format("%Y-%m-%d").to_string()
}

/// `4 March 2026`.
pub fn long_day(us: i64) -> String {
    utc(us).format("%-d\u{a0}%B\u{a0}%Y").to_string()
}

/// A small expected number that is itself an estimate: `0.4`, `12`, `< 0.1`.
pub fn rough(x: f64) -> String {
    match x {
        x if !x.is_finite() => "–".to_owned(),
        0.0 => "0".to_owned(),
        x if x < 0.1 => "< 0.1".to_owned(),
        x if x < 9.95 => trim_zeros(&format!("{x:.1}")),
        x => int(x.round() as u64),
    }
}

/// `2026-03-04 17:05:09`, with a fraction only where there is one.
pub fn date_time(us: i64) -> String {
    utc(us).format("%Y-%m-%d %H:%M:%S%.f").to_string()
}

/// Whole number with narrow no-break spaces between thousands: `174 105`.
pub fn int(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + 9);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202F}');
        }
        out.push(c);
    }
    out
}

/// A probability: `0.032`, `3·10⁻¹²`, `< 10⁻³⁰⁰` for what underflows.
pub fn prob(p: f64) -> String {
    if !p.is_finite() {
        return "–".to_owned();
    }
    if p <= 1e-300 {
        return "< 10⁻³⁰⁰".to_owned();
    }
    if p >= 0.9995 {
        return "1".to_owned();
    }
    if p >= 0.001 {
        return trim_zeros(&format!("{p:.3}"));
    }
    let text = format!("{p:.0e}");
    match text.split_once('e') {
        Some((mantissa, exponent)) => format!("{mantissa}·10{}", superscript(exponent)),
        None => text,
    }
}

/// A measured value with three significant digits: `0.0042`, `12.3`, `1 234`.
pub fn value(x: f64) -> String {
    if !x.is_finite() {
        return "–".to_owned();
    }
    let size = x.abs();
    if size >= 1e15 {
        return format!("{x:.1e}");
    }
    if size >= 100.0 {
        let sign = if x < 0.0 { "−" } else { "" };
        return format!("{sign}{}", int(size.round() as u64));
    }
    if size == 0.0 {
        return "0".to_owned();
    }
    if size < 0.001 {
        return if x > 0.0 { prob(x) } else { format!("−{}", prob(size)) };
    }
    let decimals = (2 - size.log10().floor() as i32).clamp(0, 5) as usize;
    trim_zeros(&format!("{x:.decimals$}")).replace('-', "−")
}

/// A share as percent: `3.1 %`.
pub fn percent(x: f64) -> String {
    if !x.is_finite() {
        return "–".to_owned();
    }
    let p = x * 100.0;
    let text = if p == 0.0 || p >= 10.0 { format!("{p:.0}") } else { trim_zeros(&format!("{p:.2}")) };
    format!("{text}\u{202F}%")
}

/// A number of seconds as people say it: `0.4 s`, `12 s`, `5 min`, `2 h`.
pub fn secs(s: f64) -> String {
    if !s.is_finite() {
        return "–".to_owned();
    }
    let size = s.abs();
    if size < 120.0 {
        format!("{}\u{202F}s", value(s))
    } else if size < 7200.0 {
        format!("{}\u{202F}min", value(s / 60.0))
    } else {
        format!("{}\u{202F}h", value(s / 3600.0))
    }
}

fn trim_zeros(s: &str) -> String {
    if s.contains('.') { s.trim_end_matches('0').trim_end_matches('.').to_owned() } else { s.to_owned() }
}

fn superscript(digits: &str) -> String {
    digits
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            '9' => '⁹',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_read_like_a_paper() {
        assert_eq!(prob(3.2e-12), "3·10⁻¹²");
        assert_eq!(prob(0.0324), "0.032");
        assert_eq!(prob(1.0), "1");
        assert_eq!(prob(0.0), "< 10⁻³⁰⁰");
        assert_eq!(prob(f64::NAN), "–");
    }

    #[test]
    fn values_keep_three_digits() {
        assert_eq!(value(12.345), "12.3");
        assert_eq!(value(0.004_21), "0.00421");
        assert_eq!(value(1234.0), "1\u{202F}234");
        assert_eq!(value(-1.5), "−1.5");
        assert_eq!(percent(0.031), "3.1\u{202F}%");
        assert_eq!(secs(300.0), "5\u{202F}min");
    }

    #[test]
    fn times_survive_a_round_trip() {
        for us in [0, 1, -1, 1_700_000_000_123_456, -62_000_000_000_000_000] {
            assert_eq!(parse_rfc3339(&rfc3339(us)), Some(us));
        }
        assert_eq!(rfc3339(1_700_000_000_000_000), "2023-11-14T22:13:20Z");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(int(174_105), "174\u{202F}105");
        assert_eq!(int(7), "7");
    }
}

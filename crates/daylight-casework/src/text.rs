//! Small forms of text: hex, base64, times, canonical JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
pub use daylight_core::record::canonical_json;
use serde_json::Value;

use crate::error::{CaseError, Result};

/// Lower-case hex.
pub fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|n| char::from(DIGITS[usize::from(n)])).collect()
}

/// Hex SHA-256.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::Digest;
    to_hex(&sha2::Sha256::digest(bytes))
}

/// `N` bytes from exactly `2 N` lower-case hex digits; upper case is refused, so that each value has one form.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Padded standard base64; odd spellings of the same bytes are refused.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// RFC 3339 in UTC with three decimals; a time outside the years 1 to 9999 is refused.
pub(crate) fn to_rfc3339(time_us: i64) -> Result<String> {
    let time = jiff::Timestamp::from_microsecond(time_us)
        .map_err(|_| CaseError::invalid("time", format!("{time_us} microseconds is outside the years 1 to 9999")))?;
    Ok(time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
}

/// The day (UTC) of a time as `YYYY-MM-DD`.
pub(crate) fn to_date(time_us: i64) -> Result<String> {
    Ok(to_rfc3339(time_us)?.chars().take(10).collect())
}

/// Microseconds UTC of a time or a day in RFC 3339.
pub(crate) fn to_micros(text: &str) -> Option<i64> {
    if text.len() == 10 {
        let day: jiff::civil::Date = text.parse().ok()?;
        return Some(day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_microsecond());
    }
    Some(text.parse::<jiff::Timestamp>().ok()?.as_microsecond())
}

/// Whether `text` is a day of the calendar, `YYYY-MM-DD`.
pub(crate) fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

pub(crate) fn canonical(value: &Value) -> Result<String> {
    canonical_json(value)
        .ok_or_else(|| CaseError::invalid("record", "fractions and huge numbers have no canonical form"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_in_one_form_only() {
        assert_eq!(to_hex(&[0, 171, 255]), "00abff");
        assert_eq!(from_hex::<3>("00abff"), Some([0, 171, 255]));
        for wrong in ["00ABFF", "00abf", "00abfff", "00abfg", "", "ä0ab"] {
            assert_eq!(from_hex::<3>(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times_have_three_decimals() {
        assert_eq!(to_rfc3339(1_700_000_000_123_999).unwrap(), "2023-11-14T22:13:20.123Z");
        assert_eq!(to_date(-1).unwrap(), "1969-12-31");
        assert!(to_rfc3339(i64::MAX).is_err());
        assert!(is_date("2024-02-29") && !is_date("2023-02-29") && !is_date("2024-2-9"));
    }
}

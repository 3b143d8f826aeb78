//! Small forms of text: hex, base64, times, canonical JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::error::{CaseError, Result};

/// Lower-case hex.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|n| char::from(DIGITS[usize::from(n)])).collect()
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

/// Whether `text` is a day of the calendar, `YYYY-MM-DD`.
pub(crate) fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// Largest integer that RFC 8785 carries without loss.
const MAX_SAFE: u64 = (1 << 53) - 1;
/// Deeper nesting than any record of ours has.
const MAX_DEPTH: u32 = 32;

/// Canonical JSON (RFC 8785) of a value without fractions: keys in order of their UTF-16 code units, no
/// spaces, shortest escapes. `None` for fractions, integers beyond 2^53 and values nested too deep.
pub fn canonical_json(value: &Value) -> Option<String> {
    let mut out = String::new();
    write_value(value, &mut out, 0)?;
    Some(out)
}

pub(crate) fn canonical(value: &Value) -> Result<String> {
    canonical_json(value)
        .ok_or_else(|| CaseError::invalid("record", "fractions and huge numbers have no canonical form"))
}

fn write_value(value: &Value, out: &mut String, depth: u32) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(n) => {
            let size = n.as_u64().or_else(|| n.as_i64().map(i64::unsigned_abs))?;
            (size <= MAX_SAFE).then(|| out.push_str(&n.to_string()))?;
        }
        Value::String(s) => write_string(s, out),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { "," });
                write_value(item, out, depth + 1)?;
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (i, key) in keys.into_iter().enumerate() {
                out.push_str(if i == 0 { "" } else { "," });
                write_string(key, out);
                out.push(':');
                write_value(&map[key], out, depth + 1)?;
            }
            out.push('}');
        }
    }
    Some(())
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{9}' => out.push_str("\\t"),
            '\u{a}' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\u{d}' => out.push_str("\\r"),
            c if c < ' ' => {
                out.push_str("\\u00");
                out.push_str(&to_hex(&[c as u8]));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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
    fn canonical_json_follows_rfc_8785() {
        // The ordering example of RFC 8785, section 3.2.3.
        let value = json!({"\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis"});
        let text = canonical_json(&value).unwrap();
        let order: Vec<usize> = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"]
            .iter()
            .map(|w| text.find(w).unwrap())
            .collect();
        assert!(order.is_sorted(), "{text}");
        assert_eq!(
            canonical_json(&json!({"b":[1,-2,null],"a":"\u{1}\"\n/é"})).unwrap(),
            "{\"a\":\"\\u0001\\\"\\n/é\",\"b\":[1,-2,null]}"
        );
        assert_eq!(canonical_json(&json!(0.5)), None);
        assert_eq!(canonical_json(&json!(1_u64 << 53)), None);
        let deep = (0..100).fold(json!(1), |v, _| json!([v]));
        assert_eq!(canonical_json(&deep), None);
    }

    #[test]
    fn times_have_three_decimals() {
        assert_eq!(to_rfc3339(1_700_000_000_123_999).unwrap(), "2023-11-14T22:13:20.123Z");
        assert_eq!(to_date(-1).unwrap(), "1969-12-31");
        assert!(to_rfc3339(i64::MAX).is_err());
        assert!(is_date("2024-02-29") && !is_date("2023-02-29") && !is_date("2024-2-9"));
    }
}

//! Canonical JSON (RFC 8785) of values without fractions.

use serde_json::Value;

/// Largest integer that RFC 8785 carries without loss.
const MAX_SAFE: u64 = (1 << 53) - 1;
/// Deeper nesting than any record has.
const MAX_DEPTH: u32 = 32;

/// Canonical JSON (RFC 8785) of a value without fractions: keys in order of their UTF-16 code units, no
/// spaces, shortest escapes. `None` for fractions, integers beyond 2^53 and values nested too deep.
pub fn canonical_json(value: &Value) -> Option<String> {
    let mut out = String::new();
    write_value(value, &mut out, 0)?;
    Some(out)
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
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
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
                let byte = c as u8;
                out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                out.push(char::from(DIGITS[usize::from(byte & 15)]));
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
        // RFC 8785, section 3.2.2, its strings and literals (its numbers are fractions, which no record has).
        let rfc = json!({"string": "\u{20ac}$\u{f}\nA'B\"\\\\\"/", "literals": [null, true, false]});
        let want = "{\"literals\":[null,true,false],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
        assert_eq!(canonical_json(&rfc).unwrap(), want);
        assert_eq!(
            canonical_json(&json!({"b":[1,-2,null],"a":"\u{1}\"\n/é"})).unwrap(),
            "{\"a\":\"\\u0001\\\"\\n/é\",\"b\":[1,-2,null]}"
        );
        assert_eq!(canonical_json(&json!(0.5)), None);
        assert_eq!(canonical_json(&json!(1_u64 << 53)), None);
        let deep = (0..100).fold(json!(1), |v, _| json!([v]));
        assert_eq!(canonical_json(&deep), None);
    }
}

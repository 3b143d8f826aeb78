//! Looking into a record, and remembering what was looked at: the rest is kept as it is.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// How often a path was asked for and found, over a file.
pub type Seen = BTreeMap<&'static str, bool>;

/// One record (or a part of one) with the paths that were read.
pub struct Fields<'a> {
    root: &'a Value,
    used: RefCell<Vec<(&'static str, bool)>>,
}

impl<'a> Fields<'a> {
    /// Looks into `root`.
    pub fn new(root: &'a Value) -> Self {
        Self { root, used: RefCell::new(Vec::with_capacity(32)) }
    }

    /// The value at a dotted path; a name with dots of its own is tried first. Null is nothing.
    pub fn get(&self, path: &'static str) -> Option<&'a Value> {
        let found = at(self.root, path).filter(|v| !v.is_null());
        self.used.borrow_mut().push((path, found.is_some()));
        found
    }

    /// The first of several paths that holds something.
    pub fn first(&self, paths: &[&'static str]) -> Option<&'a Value> {
        // All are asked, so that none of them is kept as unknown.
        paths.iter().fold(None, |found, path| {
            let here = self.get(path);
            found.or(here)
        })
    }

    /// Text that is not empty, trimmed.
    pub fn text(&self, path: &'static str) -> Option<&'a str> {
        self.get(path).and_then(Value::as_str).map(str::trim).filter(|s| !s.is_empty())
    }

    /// A scalar as text.
    pub fn string(&self, path: &'static str) -> Option<String> {
        self.get(path).and_then(scalar)
    }

    /// A whole number, also one that is written as text (`1,234`).
    pub fn int(&self, path: &'static str) -> Option<i64> {
        self.get(path).and_then(integer)
    }

    /// Yes or no in the words that tools use.
    pub fn flag(&self, path: &'static str) -> Option<bool> {
        match self.get(path)? {
            Value::Bool(b) => Some(*b),
            Value::Number(n) => Some(n.as_i64() != Some(0)),
            Value::String(s) => match s.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" | "t" | "y" => Some(true),
                "false" | "no" | "0" | "f" | "n" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// Elements of a list.
    pub fn items(&self, path: &'static str) -> &'a [Value] {
        self.get(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// Says which paths were found.
    pub fn report(&self, seen: &mut Seen) {
        for &(path, found) in self.used.borrow().iter() {
            *seen.entry(path).or_insert(false) |= found;
        }
    }

    /// What was not looked at.
    pub fn rest(&self) -> Map<String, Value> {
        let used = self.used.borrow();
        let used: Vec<&str> = used.iter().map(|(path, _)| *path).collect();
        let mut rest = Map::new();
        if let Value::Object(members) = self.root {
            for (key, value) in members {
                if let Some(left) = remaining(key, value, &used, 0) {
                    rest.insert(key.clone(), left);
                }
            }
        }
        rest
    }
}

/// The part of `value` under `path` that no used path covers.
fn remaining(path: &str, value: &Value, used: &[&str], depth: u32) -> Option<Value> {
    let empty = value.is_null()
        || value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(Map::is_empty)
        || value.as_str().is_some_and(str::is_empty);
    if empty || used.contains(&path) {
        return None;
    }
    let below: Vec<&str> = used.iter().filter_map(|u| u.strip_prefix(path)?.strip_prefix('.')).collect();
    let Value::Object(members) = value else { return Some(value.clone()) };
    if below.is_empty() || depth > 16 {
        return Some(value.clone());
    }
    let left: Map<String, Value> = members
        .iter()
        .filter_map(|(key, inner)| Some((key.clone(), remaining(key, inner, &below, depth + 1)?)))
        .collect();
    (!left.is_empty()).then_some(Value::Object(left))
}

/// The value at a dotted path.
pub fn at<'a>(root: &'a Value, path: &str) -> Option<&'a Value> {
    if let Some(whole) = root.get(path) {
        return Some(whole);
    }
    path.split('.').try_fold(root, |value, key| value.get(key))
}

/// Text that is not empty at a dotted path.
pub fn text_at<'a>(root: &'a Value, path: &str) -> Option<&'a str> {
    at(root, path).and_then(Value::as_str).map(str::trim).filter(|s| !s.is_empty())
}

/// A scalar as text; empty text is nothing.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty()),
        Value::Number(n) => Some(n.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        _ => None,
    }
}

/// A whole number; text may carry separators of thousands and a fraction of zeros.
pub fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(n) => n.as_i64().or_else(|| n.as_f64().and_then(whole)),
        Value::String(s) => {
            let s = s.trim();
            let digits = s.replace([',', '\u{a0}', '\u{202f}'], "");
            digits.parse().ok().or_else(|| digits.parse::<f64>().ok().and_then(whole))
        }
        _ => None,
    }
}

/// The whole number that a floating-point number holds exactly.
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

/// Whether text is a 64-bit id that went through a floating-point number: `1.82E+18`, `1820000000000000000.0`.
pub fn is_damaged_id(id: &str) -> bool {
    let id = id.trim();
    let mantissa_end = id.find(['e', 'E']);
    let (mantissa, exponent) = match mantissa_end {
        Some(at) => (&id[..at], Some(&id[at + 1..])),
        None => (id, None),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let number = match mantissa.split_once(['.', ',']) {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(mantissa),
    };
    match exponent {
        Some(exponent) => number && digits(exponent.trim_start_matches(['+', '-'])) && exponent.starts_with(['+', '-']),
        None => number && mantissa.split_once('.').is_some_and(|(_, fraction)| fraction.bytes().all(|b| b == b'0')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_read_is_the_rest() {
        let record: Value = serde_json::json!({
            "a": {"b": 1, "c": {"d": 2, "e": 3}}, "OG:Title": "t", "x.y": "dotted", "none": null, "no": []
        });
        let fields = Fields::new(&record);
        assert_eq!(fields.int("a.c.d"), Some(2));
        assert_eq!(fields.text("x.y"), Some("dotted"));
        assert_eq!(Value::Object(fields.rest()), serde_json::json!({"a": {"b": 1, "c": {"e": 3}}, "OG:Title": "t"}));
        let mut seen = Seen::new();
        assert_eq!(fields.get("none"), None);
        fields.report(&mut seen);
        assert_eq!(seen.get("none"), Some(&false));
    }

    #[test]
    fn damaged_ids_are_known() {
        for id in ["1.82E+18", "1,82E+18", "1.82e+18", "2E+17", "1820000000000000000.0", "12.00"] {
            assert!(is_damaged_id(id), "{id}");
        }
        for id in ["182", "1E5", "3mptbyoeyc22k", "1.5", "a.0", "", "e+18", "7012e10"] {
            assert!(!is_damaged_id(id), "{id}");
        }
    }

    #[test]
    fn numbers_are_read_in_the_ways_of_tables() {
        for (value, number) in [
            (serde_json::json!("1,234"), Some(1234)),
            (serde_json::json!("12.0"), Some(12)),
            (serde_json::json!(7.5), None),
            (serde_json::json!(""), None),
            (serde_json::json!(3.0), Some(3)),
        ] {
            assert_eq!(integer(&value), number);
        }
    }
}

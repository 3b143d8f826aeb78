//! Lists as tools write them into one cell: Python's `['a', 'b']`, JSON, or separated by a sign.

use serde_json::Value;

/// Items of a cell. Brackets mark a Python or JSON list; otherwise `separators` split it.
pub fn list(cell: &str, separators: &[char]) -> Vec<String> {
    let cell = cell.trim();
    if let Some(inner) = cell.strip_prefix('[').and_then(|s| s.strip_suffix(']')) {
        if let Ok(Value::Array(items)) = serde_json::from_str::<Value>(cell) {
            return items.iter().filter_map(scalar).collect();
        }
        return python_items(inner);
    }
    cell.split(|c| separators.contains(&c)).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

/// Items between commas; quotes may be single or double, with backslash escapes, or absent. Nested lists and
/// objects are passed over.
fn python_items(inner: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut item = String::new();
    let (mut quote, mut depth, mut escaped) = (None, 0_u32, false);
    let mut finish = |item: &mut String| {
        let word = item.trim();
        if !word.is_empty() && !matches!(word, "None" | "nan" | "null") {
            items.push(word.to_owned());
        }
        item.clear();
    };
    for c in inner.chars() {
        match (quote, c) {
            (Some(_), _) if escaped => {
                escaped = false;
                item.push(c);
            }
            (Some(_), '\\') => escaped = true,
            (Some(q), _) if q == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '[' | '{' | '(') => depth += 1,
            (None, ']' | '}' | ')') => {
                depth = depth.saturating_sub(1);
                item.clear();
            }
            (None, ',') if depth == 0 => finish(&mut item),
            (_, _) => item.push(c),
        }
    }
    if quote.is_none() && depth == 0 {
        finish(&mut item);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_in_every_notation() {
        for (cell, items) in [
            ("['http://example.com/2']", vec!["http://example.com/2"]),
            ("['a,b', \"it's\", 'it\\'s']", vec!["a,b", "it's", "it's"]),
            ("[\"a\", 12]", vec!["a", "12"]),
            ("[a, b]", vec!["a", "b"]),
            ("[]", vec![]),
            ("", vec![]),
            ("a, b;c", vec!["a", "b", "c"]),
            ("[{'a': datetime.datetime(2024, 8, 15)}, 'x']", vec!["x"]),
            ("['cut", vec!["['cut"]),
        ] {
            assert_eq!(list(cell, &[',', ';']), items, "{cell}");
        }
    }
}

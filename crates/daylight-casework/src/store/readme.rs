//! The page in a bundle that says in plain words what it holds and how to check it.

use std::fmt::Write;

use serde_json::Value;

use super::types::CaseMeta;

/// Bytes of a file name.
const MAX_NAME_BYTES: usize = 120;

/// An original in a bundle.
pub(super) struct Shown {
    pub path: String,
    pub sha256: String,
    pub bytes: u64,
}

/// A name as a file system of any kind and `sha256sum` take it. Names come from strangers.
pub(super) fn file_name(name: &str) -> String {
    let plain = |c: char| {
        let special = matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        // Marks that turn the direction of writing make `gpj.exe` of `exe.jpg`.
        let turning =
            matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        if special || turning || c.is_control() { '_' } else { c }
    };
    let mut name: String = name.chars().map(plain).collect();
    let mut end = name.len().min(MAX_NAME_BYTES);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    let name = name.trim_end_matches([' ', '.']);
    match name.strip_prefix(['.', '-', ' ']) {
        Some(rest) => format!("_{rest}"),
        None if name.is_empty() => "unnamed".to_owned(),
        None => name.to_owned(),
    }
}

/// The page. Lines of text only: it opens anywhere.
pub(super) fn page(meta: &CaseMeta, verifier_key: &str, originals: &[Shown], runs: &[Value]) -> String {
    let mut page = String::new();
    // Writing into a string does not fail.
    let _ = write!(
        page,
        include_str!("readme.txt"),
        name = line(&meta.name),
        legal = line(&meta.legal_basis),
        key = verifier_key
    );
    let _ = writeln!(page, "\nTHE ORIGINALS\n");
    for original in originals {
        let _ = writeln!(page, "{}\n    {} bytes, SHA-256 {}", original.path, original.bytes, original.sha256);
    }
    let _ = writeln!(page, "\nTHE RESULTS\n");
    if runs.is_empty() {
        let _ = writeln!(page, "None went along.");
    }
    for run in runs {
        let text = |name: &str| run.get(name).and_then(Value::as_str).unwrap_or_default();
        let cites = run.get("cites").and_then(Value::as_array).map_or(0, Vec::len);
        let _ =
            writeln!(page, "{}: made from {cites} of these originals; report.html opens in a browser", text("path"));
    }
    page
}

/// Text of the case on one line.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn names_from_strangers_become_names_of_files() {
        for (name, file) in [
            ("posts 2024.csv", "posts 2024.csv"),
            ("../../etc/passwd", "_._.._etc_passwd"),
            ("a\nb\\c", "a_b_c"),
            (".hidden", "_hidden"),
            ("-rf", "_rf"),
            ("photo\u{202e}gpj.exe", "photo_gpj.exe"),
            ("...", "unnamed"),
            ("", "unnamed"),
        ] {
            assert_eq!(file_name(name), file, "{name:?}");
            assert_eq!(file_name(&file_name(name)), file, "{name:?} twice");
        }
        let long = file_name(&"ж".repeat(200));
        assert!(long.len() <= 120 && long.chars().all(|c| c == 'ж'));
    }
}

//! Hostile text made harmless: formulas in spreadsheets, invisible and direction-changing characters.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character is invisible or changes the direction of its neighbours.
///
/// Controls, bidi marks and isolates (Unicode 16, section 23.2 and UAX 9), line separators, zero-width
/// space and joiner-like marks, tag characters. The joiners U+200C and U+200D stay: emoji, Persian and
/// many Indian scripts need them.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{00AD}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}')
}

/// Hidden characters replaced by visible placeholders such as `<U+202E>`.
pub fn visible(s: &str) -> Cow<'_, str> {
    // Most cells are plain ASCII, and looking at bytes, many at once, is several times faster than at characters.
    let plain = s.bytes().fold(true, |plain, b| plain & (b' '..=b'~').contains(&b));
    if plain || !s.chars().any(is_hidden) {
        return Cow::Borrowed(s);
    }
    let mut out = String::with_capacity(s.len() + 16);
    for c in s.chars() {
        if is_hidden(c) {
            out.push_str(&placeholder(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Text of several lines, each made [`visible`].
pub fn visible_lines(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(visible).collect();
    lines.join("\n")
}

/// `<U+202E>`.
pub fn placeholder(c: char) -> String {
    format!("<U+{:04X}>", u32::from(c))
}

/// A cell for CSV: visible, and with a leading apostrophe where a spreadsheet would start a formula.
///
/// Guarded are cells that begin with `= + - @`, tab or carriage return (OWASP, CSV injection), also
/// behind leading blanks or in their full-width forms.
pub fn csv_cell(s: &str) -> Cow<'_, str> {
    let formula = s.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let shown = visible(s);
    if formula { Cow::Owned(format!("'{shown}")) } else { shown }
}

/// JSON text with the hidden characters in its strings written as `\uXXXX`; the value stays the same.
pub fn json_ascii_hidden(json: &str) -> Cow<'_, str> {
    let hidden = |c: char| is_hidden(c) && !c.is_ascii();
    if !json.chars().any(hidden) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 64);
    let mut units = [0u16; 2];
    for c in json.chars() {
        if hidden(c) {
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The first `n` characters, with an ellipsis when there were more.
pub fn cut(s: &str, n: usize) -> Cow<'_, str> {
    match s.char_indices().nth(n) {
        Some((i, _)) => Cow::Owned(format!("{}…", &s[..i])),
        None => Cow::Borrowed(s),
    }
}

/// A web address that no program turns into a link: `hxxps://example[.]org/path`.
pub fn defang(s: &str) -> String {
    let (scheme, rest) = match s.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, s),
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].replace('.', "[.]");
    let scheme = scheme.map(|s| format!("{}://", s.replacen("tt", "xx", 1))).unwrap_or_default();
    format!("{scheme}{host}{}", &rest[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_plain_text_is_not() {
        for s in ["=1+1", "+a", "-a", "@a", "\tx", "\rx", "  =x", "＝x"] {
            assert!(csv_cell(s).starts_with('\''), "{s:?}");
        }
        assert_eq!(csv_cell("a=b"), "a=b");
        assert_eq!(csv_cell(""), "");
    }

    #[test]
    fn hidden_characters_become_visible() {
        assert_eq!(visible("a\u{202e}b\nc\u{200b}"), "a<U+202E>b<U+000A>c<U+200B>");
        assert_eq!(visible("familie 👨‍👩‍👧"), "familie 👨‍👩‍👧");
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(visible_lines("a\u{1b}[31m\n\nb\u{202e}\n"), "a<U+001B>[31m\n\nb<U+202E>\n");
    }

    #[test]
    fn json_keeps_its_value() {
        let json = serde_json::to_string("a\u{202e}\u{e0041}é\n").unwrap();
        let ascii = json_ascii_hidden(&json);
        assert!(!ascii.contains('\u{202e}') && ascii.contains("\\u202e"));
        assert_eq!(serde_json::from_str::<String>(&ascii).unwrap(), "a\u{202e}\u{e0041}é\n");
    }

    #[test]
    fn addresses_are_defanged() {
        assert_eq!(defang("https://a.example.org/x.html?y=1.2"), "hxxps://a[.]example[.]org/x.html?y=1.2");
        assert_eq!(defang("news.example.org"), "news[.]example[.]org");
    }

    #[test]
    fn cut_counts_characters() {
        assert_eq!(cut("äöü", 2), "äö…");
        assert_eq!(cut("äö", 2), "äö");
    }
}

//! Hashtags and mentions in one form.

use unicode_normalization::UnicodeNormalization;

/// Longest hashtag or handle, in bytes.
const MAX_BYTES: usize = 400;

/// A hashtag: NFC, lower case, without its sign. Nothing for what is none.
pub fn hashtag(tag: &str) -> Option<String> {
    let tag = tag.trim().trim_start_matches(['#', '＃']);
    let fine = !tag.is_empty() && tag.len() <= MAX_BYTES && !tag.contains(char::is_whitespace);
    fine.then(|| tag.nfc().collect::<String>().to_lowercase().nfc().collect())
}

/// A mentioned account by its handle: lower case, without its sign.
pub fn mention(who: &str) -> Option<String> {
    mention_id(who.trim().trim_start_matches('@')).map(|who| who.to_lowercase())
}

/// A mentioned account by its id, as it is: upper and lower case may tell two ids apart.
pub fn mention_id(who: &str) -> Option<String> {
    let who = who.trim();
    let fine = !who.is_empty() && who.len() <= MAX_BYTES && !who.contains(char::is_whitespace);
    fine.then(|| who.to_owned())
}

/// Words after one of the signs, where the sign begins a word.
pub fn in_text<'a>(text: &'a str, signs: &[char]) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut before = ' ';
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if signs.contains(&c) && !before.is_alphanumeric() && !"/&_.".contains(before) {
            let start = at + c.len_utf8();
            let rest = &text[start..];
            let inner = |c: char| c.is_alphanumeric() || c == '_' || is_joining(c);
            let dotted = |c: char| inner(c) || (signs.contains(&'@') && "@.-".contains(c));
            let end = rest.find(|c| !dotted(c)).unwrap_or(rest.len());
            let word = rest[..end].trim_end_matches(['.', '-', '@']);
            // A number alone is no hashtag.
            if word.chars().any(|c| !c.is_ascii_digit() && c != '_') {
                found.push(word);
            }
            let skip = word.chars().count();
            if skip > 0 {
                before = chars.nth(skip - 1).map_or(' ', |(_, c)| c);
                continue;
            }
        }
        before = c;
    }
    found
}

/// Marks that combine with the letter before, without which words of many scripts would be cut.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{0300}'..='\u{036f}' | '\u{064b}'..='\u{065f}' | '\u{0900}'..='\u{0dff}' | '\u{0e31}'..='\u{0e4e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashtags_have_one_form() {
        assert_eq!(hashtag("#Wahl"), hashtag("＃WAHL"));
        assert_eq!(hashtag("Cafe\u{301}"), Some("caf\u{e9}".to_owned()));
        assert_eq!(hashtag("two words"), None);
    }

    #[test]
    fn signs_inside_words_do_not_count() {
        let text = "a@b.example #Vote, (#Выборы) #1 https://x.example/#top ##two @Some.One@m.example. @x";
        assert_eq!(in_text(text, &['#']), ["Vote", "Выборы", "two"]);
        assert_eq!(in_text(text, &['@']), ["Some.One@m.example", "x"]);
    }
}

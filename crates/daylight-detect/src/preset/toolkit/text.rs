//! How the toolkit folds texts before it compares them.

use unicode_segmentation::UnicodeSegmentation;

/// White space as Python's `str.split` and `\s` see it: Unicode's, and four separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Lower case, without the runs from an `@` to the next white space.
fn without_mentions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_mention = false;
    for c in text.to_lowercase().chars() {
        in_mention = if in_mention { !is_space(c) } else { c == '@' };
        if !in_mention {
            out.push(c);
        }
    }
    out
}

/// The key of co-tweet: no mentions, lower case, white space folded to single blanks.
pub(super) fn normalized(text: &str) -> String {
    let text = without_mentions(text);
    let words: Vec<&str> = text.split(is_space).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// The words of co-similar: the segments between Unicode word boundaries, white space and lone apostrophes left out.
///
/// Punctuation marks are words too. (The tool's pattern swallows an apostrophe that follows a boundary.)
pub(super) fn words(text: &str) -> Vec<String> {
    let text = without_mentions(text);
    let segments = text.split_word_bounds().filter(|w| *w != "'" && !w.chars().all(is_space));
    segments.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_case_and_white_space_are_folded() {
        assert_eq!(normalized("  RT @Alice: Vote\tNOW \n please"), "rt vote now please");
        assert_eq!(normalized("mail me@example.org today"), "mail me today");
        assert_eq!(normalized("@a @b"), "");
        assert_eq!(normalized("@\nx"), "x");
        assert_eq!(normalized("a\u{1c}b\u{a0}c"), "a b c");
    }

    /// Expected values from the tool's own `tokenize` (its release 1.5.2).
    #[test]
    fn words_are_those_of_the_toolkit() {
        let set = |text| {
            let mut words = words(text);
            words.sort();
            words.dedup();
            words.join(" ")
        };
        assert_eq!(set("Hello, World foo"), ", foo hello world");
        assert_eq!(set("it's a test"), "a it's test");
        assert_eq!(set("'orange' juice"), "juice orange");
        assert_eq!(set("a  b\tc\nd"), "a b c d");
        assert_eq!(set("price: $3.50, #vote2024 http://a.b/c?d=e"), "# $ , / 3.50 : = ? a.b c d e http price vote2024");
        assert_eq!(set("@you hi @me. there"), "hi there");
        assert_eq!(set("😀😀 ok"), "ok 😀");
        assert_eq!(set("日本語テスト です"), "す で テスト 日 本 語");
    }
}

//! One form for all ways of writing the same words; what was taken out is kept beside.
//!
//! Compatibility composition (NFKC) folds full-width and decorated letters, hidden and direction-changing
//! characters go, letters of another alphabet that only look Latin (or Cyrillic) are read as what the word is
//! written in. Links, mentions and emoji are no words of the author and stand beside. Case is kept in
//! [`Normal::cased`], which tells names, and folded in [`Normal::folded`], which is compared.

use unicode_normalization::UnicodeNormalization;

/// What was taken out of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removed {
    /// Links as written.
    pub links: Vec<String>,
    /// Mentioned accounts, without the sign.
    pub mentions: Vec<String>,
    /// Emoji in order, run after run.
    pub emoji: Vec<String>,
    /// Hidden and direction-changing characters.
    pub n_hidden: u32,
}

/// A text in one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normal {
    /// Words in their case, `.` where a sentence ends, one blank between.
    pub cased: String,
    /// The same in lower case without ends of sentences: what is compared.
    pub folded: String,
    /// What was taken out.
    pub removed: Removed,
    /// Whether it says of itself that it repeats another account's post (`RT @somebody:`).
    pub is_repost: bool,
}

/// Longest part of a text that is looked at, in characters: a post, not a book.
const MAX_CHARS: usize = 10_000;

/// Puts a text into one form.
pub fn normalize(text: &str) -> Normal {
    let mut out = Normal { is_repost: says_repost(text), ..Normal::default() };
    let text = text.char_indices().nth(MAX_CHARS).map_or(text, |(end, _)| &text[..end]);
    let mut kept = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        take_out(word, &mut kept, &mut out.removed);
    }
    write_words(&kept, &mut out.cased);
    fold(&out.cased, &mut out.folded);
    out
}

fn says_repost(text: &str) -> bool {
    let text = text.trim_start();
    ["RT @", "RT: @", "rt @", "RT＠"].iter().any(|start| text.starts_with(start))
}

/// A word without links, mentions, emoji and hidden characters.
fn take_out(word: &str, kept: &mut String, removed: &mut Removed) {
    let bare = word.trim();
    if let Some(at) = link_start(bare) {
        removed.links.push(bare[at..].to_owned());
        return take_out(&format!("{} ", &bare[..at]), kept, removed);
    }
    let mut emoji = String::new();
    let mut chars = word.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        if is_emoji(c) || (!emoji.is_empty() && matches!(c, '\u{200d}' | '\u{fe0f}')) {
            emoji.push(c);
            continue;
        }
        if !emoji.is_empty() {
            removed.emoji.push(std::mem::take(&mut emoji));
            kept.push(' ');
        }
        if is_hidden(c) {
            removed.n_hidden += 1;
        } else if matches!(c, '@' | '＠') && !before.is_alphanumeric() {
            let rest = &word[at + c.len_utf8()..];
            let end = rest.find(|c: char| !(c.is_alphanumeric() || "_.-@".contains(c))).unwrap_or(rest.len());
            let name = rest[..end].trim_end_matches(['.', '-']);
            if name.is_empty() {
                kept.push(' ');
            } else {
                removed.mentions.push(name.to_owned());
                let skip = name.chars().count();
                chars.nth(skip - 1);
            }
        } else {
            kept.push(c);
        }
        before = c;
    }
    if !emoji.is_empty() {
        removed.emoji.push(emoji);
        kept.push(' ');
    }
}

/// Where a link begins in a word without blanks.
fn link_start(word: &str) -> Option<usize> {
    let whole = ["www.", "t.co/", "bit.ly/", "t.me/", "youtu.be/"];
    let is_start = |start: &&str| word.get(..start.len()).is_some_and(|w| w.eq_ignore_ascii_case(start));
    if whole.iter().any(is_start) {
        return Some(0);
    }
    let colon = word.find("://")?;
    let scheme = word[..colon]
        .rfind(|c: char| !c.is_ascii_alphanumeric())
        .map_or(0, |i| i + word[i..].chars().next().map_or(1, char::len_utf8));
    (scheme < colon).then_some(scheme)
}

fn is_hidden(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}' | '\u{1F300}'..='\u{1FAFF}' | '\u{1F000}'..='\u{1F0FF}'
        | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{2190}'..='\u{21FF}' | '\u{231A}'..='\u{23FF}'
        | '\u{25A0}'..='\u{25FF}' | '\u{20E3}')
}

/// A script written without blanks between words: each character counts as a word.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '\u{0E01}'..='\u{0E30}' | '\u{0E40}'..='\u{0E46}'
        | '\u{0E81}'..='\u{0EB0}' | '\u{0EC0}'..='\u{0EC6}' | '\u{1000}'..='\u{102A}' | '\u{1780}'..='\u{17B3}')
        && c.is_alphanumeric()
}

/// Marks that belong to the letter before them.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Words of the rest, composed, with ends of sentences.
fn write_words(kept: &str, out: &mut String) {
    let alphabet = Alphabet::of(kept);
    let end_word = |word: &mut String, out: &mut String| end_word(word, alphabet, out);
    let mut word = String::new();
    let mut chars = kept.nfkc().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        if is_unspaced(c) {
            end_word(&mut word, out);
            word.push(c);
            while let Some(&mark) = chars.peek().filter(|c| is_mark(**c)) {
                word.push(mark);
                chars.next();
            }
            end_word(&mut word, out);
        } else if c.is_alphanumeric() || is_mark(c) || is_inside(before, c, next) {
            word.push(if is_digit(c) { ascii_digit(c) } else { c });
        } else if is_apostrophe(c) && before.is_alphabetic() && next.is_alphabetic() {
            if word.chars().count() <= 2 {
                end_word(&mut word, out);
            }
        } else {
            end_word(&mut word, out);
            if matches!(c, '%' | '€' | '$' | '£' | '¥' | '₽' | '₴' | '₹' | '٪') {
                push_word(&(if c == '٪' { '%' } else { c }).to_string(), out);
            } else if is_end(c, next) && !out.is_empty() && !out.ends_with('.') {
                push_word(".", out);
            }
        }
        before = c;
    }
    end_word(&mut word, out);
}

/// Signs that belong to a number: `3.5`, `3,000`, `-3`.
fn is_inside(before: char, c: char, next: char) -> bool {
    is_digit(next)
        && ((matches!(c, '.' | ',' | '٫' | '٬') && is_digit(before))
            || (matches!(c, '-' | '−') && before.is_whitespace()))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '\u{0660}'..='\u{0669}' | '\u{06F0}'..='\u{06F9}' | '\u{0966}'..='\u{096F}' | '\u{09E6}'..='\u{09EF}')
}

fn ascii_digit(c: char) -> char {
    let value = match c {
        '\u{0660}'..='\u{0669}' => u32::from(c) - 0x0660,
        '\u{06F0}'..='\u{06F9}' => u32::from(c) - 0x06F0,
        '\u{0966}'..='\u{096F}' => u32::from(c) - 0x0966,
        '\u{09E6}'..='\u{09EF}' => u32::from(c) - 0x09E6,
        _ => return c,
    };
    char::from_digit(value, 10).unwrap_or(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`' | '´')
}

fn is_end(c: char, next: char) -> bool {
    matches!(c, '!' | '?' | '…' | '。' | '।' | '؟' | '۔' | '\n' | ';') || (c == '.' && !next.is_alphanumeric())
}

fn end_word(word: &mut String, alphabet: Alphabet, out: &mut String) {
    if word.is_empty() {
        return;
    }
    push_word(&alphabet.read(&number(word)), out);
    word.clear();
}

fn push_word(word: &str, out: &mut String) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(word);
}

/// Numbers in one notation: `1,000`, `1.000` and `1000` are one, `3,5` and `3.5` another.
fn number(word: &str) -> String {
    if !word.contains(['.', ',', '٫', '٬', '−']) || !word.chars().any(|c| c.is_ascii_digit()) {
        return word.to_owned();
    }
    let word = word.replace(['٬', ','], ",").replace('٫', ".").replace('−', "-");
    let parts: Vec<&str> = word.split(['.', ',']).collect();
    let grouped =
        parts.len() > 1 && parts[1..].iter().all(|p| p.len() == 3) && parts[0].trim_start_matches('-').len() <= 3;
    if grouped && !parts[0].trim_start_matches('-').starts_with('0') {
        return parts.concat();
    }
    match word.rfind(['.', ',']) {
        Some(at)
            if parts.len() > 2
                && parts.last().is_some_and(|p| p.len() != 3)
                && parts[1..parts.len() - 1].iter().all(|p| p.len() == 3) =>
        {
            format!("{}.{}", word[..at].replace(['.', ','], ""), &word[at + 1..])
        }
        _ => word.replace(',', "."),
    }
}

/// Letters that look alike in the Latin and Cyrillic alphabets, in the same order.
const LATIN: &str = "AaBCcEeHIiJjKMOoPpSsTXxYy";
const CYRILLIC: &str = "АаВСсЕеНІіЈјКМОоРрЅѕТХхУу";

/// The alphabet of most letters of a text, of the two that are mixed to deceive.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Cyrillic,
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{0400}'..='\u{052F}')
}

impl Alphabet {
    fn of(text: &str) -> Self {
        let cyrillic = text.chars().filter(|c| is_cyrillic(*c)).count();
        let latin = text.chars().filter(char::is_ascii_alphabetic).count();
        if cyrillic > latin { Self::Cyrillic } else { Self::Latin }
    }

    /// A word that mixes both in the one that has more of its telling letters; a word of look-alike letters
    /// alone as the text is written.
    fn read(self, word: &str) -> String {
        let n = |is: &dyn Fn(char) -> bool| word.chars().filter(|c| is(*c)).count();
        let (cyrillic, latin) = (n(&is_cyrillic), n(&|c| c.is_ascii_alphabetic()));
        let telling_cyrillic = n(&|c| is_cyrillic(c) && !CYRILLIC.contains(c));
        let telling_latin = n(&|c| c.is_ascii_alphabetic() && !LATIN.contains(c));
        let alphabet = match telling_cyrillic.cmp(&telling_latin) {
            std::cmp::Ordering::Greater => Self::Cyrillic,
            std::cmp::Ordering::Less => Self::Latin,
            std::cmp::Ordering::Equal => self,
        };
        let (from, to) = match alphabet {
            Self::Latin if cyrillic > 0 => (CYRILLIC, LATIN),
            Self::Cyrillic if latin > 0 => (LATIN, CYRILLIC),
            _ => return word.to_owned(),
        };
        word.chars().map(|c| from.chars().position(|f| f == c).and_then(|i| to.chars().nth(i)).unwrap_or(c)).collect()
    }
}

/// Lower case, without the ends of sentences.
fn fold(cased: &str, out: &mut String) {
    for word in cased.split(' ').filter(|w| !w.is_empty() && *w != ".") {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        normalize(text).folded
    }

    #[test]
    fn one_text_in_many_disguises() {
        let plain = folded("The vote was moved to Monday");
        for disguised in [
            "THE VOTE was moved to monday!!!",
            "@somebody The vote was moved to Monday https://site.example/a?b=c 🔥🔥",
            "The\u{200b} vo\u{ad}te was\u{202e} moved to Monday",
            "Ｔｈｅ ｖｏｔｅ ｗａｓ ｍｏｖｅｄ ｔｏ Ｍｏｎｄａｙ",
            "𝐓𝐡𝐞 𝐯𝐨𝐭𝐞 was moved to Monday",
            "Thе vоte wаs moved to Monday",
            "The vote, \"was moved\" - to: Monday.",
            "Тhе vote was moved to Monday",
            "#The #vote was moved to Monday www.site.example",
        ] {
            assert_eq!(folded(disguised), plain, "{disguised}");
        }
        assert_eq!(folded("Cafe\u{301}"), folded("caf\u{e9}"));
    }

    #[test]
    fn what_was_taken_out_stands_beside() {
        let n = normalize("Hello @Some.One, see (https://a.example/x). 👍🏽🇩🇪 done\u{200b}");
        assert_eq!(n.removed.links, ["https://a.example/x)."]);
        assert_eq!(n.removed.mentions, ["Some.One"]);
        assert_eq!(n.removed.emoji, ["👍🏽🇩🇪"]);
        assert_eq!(n.removed.n_hidden, 1);
        assert_eq!(n.cased, "Hello see done");
    }

    #[test]
    fn numbers_have_one_notation() {
        assert_eq!(folded("1,000 or 1.000 or 1000"), "1000 or 1000 or 1000");
        assert_eq!(folded("3,5 % and 3.5%"), "3.5 % and 3.5 %");
        assert_eq!(folded("1,234,567.5 and 1.234.567,5"), "1234567.5 and 1234567.5");
        assert_eq!(folded("-3 and 0.125"), "-3 and 0.125");
        assert_eq!(folded("٣٠٪"), "30 %");
    }

    #[test]
    fn sentences_and_apostrophes() {
        assert_eq!(normalize("It isn’t. L'été, qu'on aime! Ok").cased, "It isnt . L été qu on aime . Ok");
        assert_eq!(normalize("投票は月曜日。").cased, "投 票 は 月 曜 日 .");
    }

    #[test]
    fn reposts_are_known_by_their_start() {
        assert!(normalize("RT @a: text").is_repost);
        assert!(!normalize("ART @a").is_repost);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_a_normal_form_stays(text in "\\PC{0,200}") {
            let once = normalize(&text);
            prop_assert!(!once.folded.contains("  ") && !once.folded.starts_with(' '));
            let _ = normalize(&once.folded);
        }
    }
}

//! The tables of words whose change may change a claim (`words.txt`, `opposites.txt`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a word does in a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Negates or denies.
    Negation,
    /// Counts or dates; with its value, so that `three` and `3` are one.
    Number(&'static str),
    /// Turns the claim round when it is exchanged for another.
    Turn,
}

static TABLE: LazyLock<BTreeMap<&'static str, Role>> = LazyLock::new(|| read(include_str!("words.txt")));

fn read(text: &'static str) -> BTreeMap<&'static str, Role> {
    let mut table = BTreeMap::new();
    for line in text.lines() {
        let Some((class, words)) = line.split_once(':').filter(|(class, _)| !class.starts_with('#')) else { continue };
        for word in words.split_whitespace() {
            let (word, role) = match (class, word.split_once('=')) {
                ("neg", _) => (word, Role::Negation),
                ("turn", _) => (word, Role::Turn),
                (_, Some((word, value))) => (word, Role::Number(value)),
                _ => continue,
            };
            // A negation in one language outweighs whatever the word is in another.
            let place = table.entry(word).or_insert(role);
            *place = role.min(*place);
        }
    }
    table
}

/// Role of a folded word.
pub(super) fn role(word: &str) -> Option<Role> {
    if word.starts_with('-') || word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // Korean verbs carry their negation inside.
    if word.starts_with(['않', '못', '없']) || word.contains('않') {
        return Some(Role::Negation);
    }
    TABLE.get(word).copied()
}

/// Words and stems of `opposites.txt` with the side of their axis, which bears the name of its first entry.
#[derive(Default)]
struct Opposites {
    words: BTreeMap<&'static str, &'static str>,
    stems: BTreeMap<&'static str, &'static str>,
}

static OPPOSITES: LazyLock<Opposites> = LazyLock::new(|| opposites(include_str!("opposites.txt")));

fn opposites(text: &'static str) -> Opposites {
    let mut table = Opposites::default();
    let axes = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('|'));
    for side in axes.flat_map(|(one, other)| [one, other]) {
        let entries = side.split_whitespace();
        let known = |entry: &str| match entry.strip_suffix('*') {
            Some(stem) => table.stems.get(stem),
            None => table.words.get(entry),
        };
        // A side that shares a word with one before it is that side in another language.
        let Some(name) = entries.clone().find_map(known).copied().or(entries.clone().next()) else { continue };
        for entry in entries {
            match entry.strip_suffix('*') {
                Some(stem) => _ = table.stems.entry(stem).or_insert(name),
                None => _ = table.words.entry(entry).or_insert(name),
            }
        }
    }
    table
}

/// The side of an axis of opposites on which a folded word stands.
pub(super) fn side(word: &str) -> Option<&'static str> {
    let stems = || {
        let mut ends = word.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
        ends.find_map(|end| OPPOSITES.stems.get(&word[..end]))
    };
    OPPOSITES.words.get(word).or_else(stems).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normal::normalize;

    #[test]
    fn every_word_of_the_table_is_written_as_texts_are() {
        for word in TABLE.keys() {
            let folded = normalize(word).folded.replace(' ', "");
            assert_eq!(folded, word.replace(' ', ""), "{word}");
        }
        assert!(TABLE.len() > 900, "{}", TABLE.len());
    }

    #[test]
    fn every_opposite_is_written_as_texts_are() {
        let all: Vec<&str> = OPPOSITES.words.keys().chain(OPPOSITES.stems.keys()).copied().collect();
        for word in &all {
            assert_eq!(normalize(word).folded, *word);
            assert!(word.chars().count() >= 2, "{word}");
        }
        assert!(all.len() > 1_000, "{}", all.len());
    }

    #[test]
    fn opposites_have_their_sides() {
        assert_eq!(side("opened"), side("reopening"));
        assert!(side("closed").is_some() && side("closed") != side("opened"));
        assert_eq!((side("house"), side("")), (None, None));
    }

    #[test]
    fn words_have_their_roles() {
        assert_eq!(role("isnt"), Some(Role::Negation));
        assert_eq!(role("drei"), Some(Role::Number("3")));
        assert_eq!(role("января"), Some(Role::Number("m1")));
        assert_eq!(role("않습니다"), Some(Role::Negation));
        assert_eq!(role("house"), None);
    }
}

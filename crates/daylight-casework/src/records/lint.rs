//! The check of texts for over-claiming. English; words of other languages belong in tables beside these.
//!
//! It looks for ways of saying that lend a sentence more than its evidence gives: likelihood and confidence in
//! one sentence, words outside the table, percentages alone, words of proof about attribution, and words that
//! turn opinions or people into the offence.

use daylight_core::record::vocabulary::LIKELIHOODS;

/// A way of saying that a product must not use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule, a short stable word.
    pub rule: &'static str,
    /// The sentence.
    pub sentence: String,
    /// What is wrong and what would do.
    pub message: String,
}

/// Words that sound like likelihood and are not in the table.
const LOOSE: &[&str] = &[
    "possibly",
    "may well",
    "might well",
    "perhaps",
    "conceivably",
    "presumably",
    "apparently",
    "in all likelihood",
    "could well",
    "seemingly",
    "potentially",
];
/// Words of proof, which no attribution deserves.
const PROOF: &[&str] = &[
    "confirmed",
    "confirms",
    "proved",
    "proven",
    "proves",
    "definitely",
    "undeniable",
    "undeniably",
    "undoubtedly",
    "without doubt",
    "beyond doubt",
    "certainly",
    "irrefutable",
    "conclusively",
    "smoking gun",
];
/// Words that a sentence on attribution has.
const ATTRIBUTION: &[&str] = &[
    "behind",
    "attributed",
    "responsible",
    "operated by",
    "run by",
    "directed",
    "state",
    "government",
    "service",
    "actor",
];
/// Words that make the opinion or the person the offence.
const ABOUT_OPINIONS: &[&str] = &[
    "fake voters",
    "fake opinions",
    "fake opinion",
    "inauthentic opinions",
    "inauthentic opinion",
    "fake citizens",
    "inauthentic voters",
    "paid opinions",
    "bot account",
    "bot accounts",
    "bots",
    "troll",
    "trolls",
    "useful idiots",
    "useful idiot",
    "wrong opinion",
    "wrong opinions",
    "false opinions",
    "brainwashed",
];

/// Sentences of a text.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let ends = matches!(c, '.' | '!' | '?') && chars.peek().is_none_or(|(_, n)| n.is_whitespace());
        if ends || c == '\n' {
            found.push(&text[start..i + c.len_utf8()]);
            start = i + c.len_utf8();
        }
    }
    found.push(&text[start..]);
    found.into_iter().map(str::trim).filter(|s| !s.is_empty()).collect()
}

/// Whether a text holds a phrase as whole words. Both in lower case.
fn says(text: &str, phrase: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    text.match_indices(phrase)
        .any(|(at, _)| !is_word(text[..at].chars().next_back()) && !is_word(text[at + phrase.len()..].chars().next()))
}

/// The words of the table in a sentence: first and second wordings.
fn terms(lower: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let mut rest = lower.to_owned();
    let mut rows = (Vec::new(), Vec::new());
    // Longer wordings first: "unlikely" is no "likely", "very likely" is one term.
    let mut all: Vec<(&'static str, bool)> =
        LIKELIHOODS.iter().flat_map(|l| [(l.row_a, true), (l.row_b, false)]).collect();
    all.sort_by_key(|(t, _)| std::cmp::Reverse(t.len()));
    for (term, is_a) in all {
        if says(&rest, term) {
            rest = rest.replace(term, "#");
            if is_a { rows.0.push(term) } else { rows.1.push(term) }
        }
    }
    rows
}

fn has_confidence(lower: &str) -> bool {
    ["low", "moderate", "high"]
        .iter()
        .any(|l| says(lower, &format!("{l} confidence")) || says(lower, &format!("confidence is {l}")))
}

fn has_percentage(lower: &str) -> bool {
    lower.match_indices('%').any(|(at, _)| lower[..at].trim_end().ends_with(|c: char| c.is_ascii_digit()))
        || lower
            .split_whitespace()
            .zip(lower.split_whitespace().skip(1))
            .any(|(a, b)| b.starts_with("percent") && a.ends_with(|c: char| c.is_ascii_digit()))
}

/// What is wrong with a text. `is_key` for the statement of a judgment or a key judgment, which is held to
/// the words of the table.
pub fn lint(text: &str, is_key: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut used: (Vec<&str>, Vec<&str>) = Default::default();
    for sentence in sentences(text) {
        let lower = sentence.to_lowercase();
        let (a, b) = terms(&lower);
        let has_term = !a.is_empty() || !b.is_empty();
        let mut add = |rule, message: String| found.push(Finding { rule, sentence: sentence.to_owned(), message });
        if has_term && has_confidence(&lower) {
            add("likelihood-with-confidence", "likelihood and confidence stand in one sentence; write two".into());
        }
        if is_key {
            for word in LOOSE.iter().filter(|w| says(&lower, w)) {
                add("loose-likelihood", format!("{word:?} is not in the table of likelihood; use one of its terms"));
            }
        }
        if has_percentage(&lower) && !has_term {
            add("bare-percentage", "a percentage needs its term, or what it counts and with which method".into());
        }
        let attributes = ATTRIBUTION.iter().any(|w| says(&lower, w));
        for word in PROOF.iter().filter(|w| attributes && says(&lower, w)) {
            add("proof-words", format!("{word:?} claims proof about attribution; say how likely and how sure"));
        }
        for word in ABOUT_OPINIONS.iter().filter(|w| says(&lower, w)) {
            add("about-opinions", format!("{word:?} judges opinions or people; describe the behavior"));
        }
        used.0.extend(a);
        used.1.extend(b);
    }
    if let (Some(a), Some(b)) = (used.0.first(), used.1.first()) {
        let message = format!("{a:?} and {b:?} are of different wordings; keep to one");
        found.push(Finding { rule: "mixed-wordings", sentence: String::new(), message });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<&'static str> {
        lint(text, true).into_iter().map(|f| f.rule).collect()
    }

    #[test]
    fn each_rule_is_triggered_by_its_own_sentence_and_by_no_sober_one() {
        let cases = [
            ("It is very likely, with high confidence, that the sites share an owner.", "likelihood-with-confidence"),
            ("The sites may well share an owner.", "loose-likelihood"),
            ("The cluster is 80 % coordinated.", "bare-percentage"),
            ("The state is definitely behind the sites.", "proof-words"),
            ("Fake voters flooded the forum.", "about-opinions"),
            ("It is likely. It is also probable.", "mixed-wordings"),
        ];
        for (text, rule) in cases {
            assert_eq!(rules(text), [rule], "{text}");
        }
        for sober in [
            "It is very likely that the sites share an owner. Our confidence is moderate.",
            "It is unlikely that the accounts act by themselves.",
            "The commission confirmed the date of the vote.",
            "A likely share of 10 % of the posts was copied.",
            "",
        ] {
            assert!(lint(sober, true).is_empty(), "{sober}: {:?}", lint(sober, true));
        }
    }

    #[test]
    fn texts_of_strangers_do_no_harm() {
        for text in ["ẞ%", "İ%%%", "percent", "...", "\u{202e}likely.\nprobable", "%"] {
            let _ = lint(text, true);
        }
        assert!(rules("12 percent").contains(&"bare-percentage"));
    }
}

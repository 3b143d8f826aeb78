//! The rules, sentence by sentence.

use std::collections::BTreeSet;

use super::text::{Placed, places, sentences, words};
use super::words as w;
use super::{Gazetteer, Proposal, Report, Statement, Suggestion};

/// Proposals of one document at most.
const MAX_PROPOSALS: usize = 10_000;

/// Names and terms that are looked for.
pub(super) struct Lists<'a> {
    pub countries: Vec<&'a str>,
    pub terms: Vec<&'a str>,
    pub gazetteer: &'a Gazetteer,
}

/// A find in the text, before it gets its place in the file.
struct Find {
    kind: Suggestion,
    value: String,
    detail: Option<String>,
    start: usize,
    end: usize,
}

struct Sentence<'a> {
    text: &'a str,
    /// Words as ranges.
    words: Vec<(usize, usize)>,
    lists: &'a Lists<'a>,
    found: Vec<Find>,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u32>().is_ok_and(|y| (1900..2100).contains(&y))
}

impl Sentence<'_> {
    fn word(&self, i: usize) -> &str {
        self.words.get(i).map_or("", |(a, b)| &self.text[*a..*b])
    }

    fn add(
        &mut self,
        kind: Suggestion,
        value: impl Into<String>,
        detail: Option<String>,
        (start, end): (usize, usize),
    ) {
        self.found.push(Find { kind, value: value.into(), detail, start, end });
    }

    /// Phrases of a list, longest first, that do not stand inside one another.
    fn phrases(&self, list: &[&str]) -> Vec<(usize, usize)> {
        let lower = self.text.to_lowercase();
        if lower.len() != self.text.len() {
            return Vec::new();
        }
        let mut sorted: Vec<&&str> = list.iter().collect();
        sorted.sort_by_key(|p| std::cmp::Reverse(p.len()));
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for phrase in sorted {
            for at in places(&lower, phrase) {
                let span = (at, at + phrase.len());
                if taken.iter().all(|t| span.1 <= t.0 || t.1 <= span.0) {
                    taken.push(span);
                }
            }
        }
        taken.sort_unstable();
        taken
    }

    fn countries(&mut self) -> Vec<(usize, usize)> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        let mut names = self.lists.countries.clone();
        names.sort_by_key(|n| std::cmp::Reverse(n.len()));
        for name in names {
            for at in places(self.text, name) {
                let span = (at, at + name.len());
                if spans.iter().all(|t| span.1 <= t.0 || t.1 <= span.0) {
                    spans.push(span);
                }
            }
        }
        spans.sort_unstable();
        for span in spans.clone() {
            self.add(Suggestion::Country, &self.text[span.0..span.1], None, span);
        }
        spans
    }

    /// Names that end in the noun of a body, and those of the gazetteer.
    fn bodies(&mut self) -> Vec<(usize, usize)> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for i in 0..self.words.len() {
            if !w::BODY_NOUNS.contains(&self.word(i)) {
                continue;
            }
            let mut first = i;
            while first > 0
                && (is_name(self.word(first - 1)) || w::INSIDE.contains(&self.word(first - 1)))
                && self.joined(first - 1)
            {
                first -= 1;
            }
            while first < i && (!is_name(self.word(first)) || self.word(first) == "The") {
                first += 1;
            }
            let mut last = i;
            while w::INSIDE.contains(&self.word(last + 1))
                && is_name(self.word(last + 2))
                && self.joined(last)
                && self.word(last + 1) == "of"
            {
                last += 2;
            }
            if first < i || last > i {
                spans.push((self.words[first].0, self.words[last].1));
            }
        }
        let named = self.lists.gazetteer.bodies.iter().chain(&self.lists.gazetteer.actors);
        for name in named {
            for at in places(self.text, name) {
                let span = (at, at + name.len());
                if spans.iter().all(|t| span.1 <= t.0 || t.1 <= span.0) {
                    spans.push(span);
                }
            }
        }
        spans.sort_unstable();
        spans
    }

    /// Whether only a blank stands between a word and the next.
    fn joined(&self, i: usize) -> bool {
        match (self.words.get(i), self.words.get(i + 1)) {
            (Some(a), Some(b)) => &self.text[a.1..b.0] == " ",
            _ => false,
        }
    }

    /// The word after a span, adverbs skipped.
    fn verb_after(&self, span: (usize, usize)) -> &str {
        let next = self.words.iter().position(|x| x.0 >= span.1).unwrap_or(self.words.len());
        let skip = ["also", "likely", "very", "probably", "has", "had", "and", "almost", "certainly"];
        let at = (next..next + 4).find(|i| !skip.contains(&self.word(*i)));
        at.map_or("", |i| self.word(i))
    }

    /// The first verb of saying or acting among the five words after a span.
    fn first_verb(&self, span: (usize, usize)) -> &str {
        let next = self.words.iter().position(|x| x.0 >= span.1).unwrap_or(self.words.len());
        let is_verb = |i: &usize| w::SAYS.contains(&self.word(*i)) || w::ACTS.contains(&self.word(*i));
        (next..next + 5).find(is_verb).map_or("", |i| self.word(i))
    }

    fn before(&self, span: (usize, usize)) -> &str {
        self.text[..span.0].trim_end_matches("the ").trim_end_matches("The ").trim_end()
    }

    /// Who speaks and who acts.
    fn people(&mut self, countries: &[(usize, usize)], bodies: &[(usize, usize)]) -> Option<String> {
        let mut speaker = None;
        for span in bodies {
            let name = self.text[span.0..span.1].to_owned();
            let listed = &self.lists.gazetteer;
            let verb = self.first_verb(*span);
            let quoted = self.before(*span).to_lowercase().ends_with("according to");
            let acts = !quoted && (w::ACTS.contains(&verb) || self.before(*span).ends_with(" by"));
            // Who is merely mentioned is no actor: only a verb of acting makes one.
            if listed.actors.contains(&name) || acts && !listed.bodies.contains(&name) {
                self.add(Suggestion::Actor, name, None, *span);
                continue;
            }
            if quoted || w::SAYS.contains(&verb) {
                speaker = speaker.or(Some(name.clone()));
            }
            self.add(Suggestion::Body, name, None, *span);
        }
        for span in countries {
            let by = self.before(*span).ends_with(" by") && !self.before(*span).ends_with("followed by");
            if by || w::ACTS.contains(&self.verb_after(*span)) {
                self.add(Suggestion::Actor, self.text[span.0..span.1].to_owned(), None, *span);
            }
        }
        speaker
    }

    fn elections(&mut self, countries: &[(usize, usize)]) {
        for i in 0..self.words.len() {
            if !w::ELECTIONS.contains(&self.word(i)) {
                continue;
            }
            let kind = if i > 0 && w::ELECTION_KINDS.contains(&self.word(i - 1)) {
                self.word(i - 1).to_owned()
            } else {
                String::new()
            };
            let first = if kind.is_empty() { i } else { i - 1 };
            let (start, end) = (self.words[first].0, self.words[i].1);
            let after = countries
                .iter()
                .find(|c| c.0 >= end && matches!(self.text[end..c.0].trim(), "in" | "of" | "in the" | "of the"));
            let is_link = |between: &str| {
                let rest = between.trim_start_matches("'s").trim_start_matches("’s").trim();
                rest.is_empty() || is_year(rest)
            };
            let before = countries.iter().rev().find(|c| c.1 <= start && is_link(&self.text[c.1..start]));
            let Some(country) = after.or(before).copied() else { continue };
            let (from, to) = (start.min(country.0), end.max(country.1));
            let close = self.words.iter().filter(|x| x.0 + 12 >= from && x.1 <= to + 12);
            let year = close.map(|x| &self.text[x.0..x.1]).find(|t| is_year(t)).map(str::to_owned);
            let noun = self.word(i).trim_end_matches('s').to_owned();
            let name = [kind.as_str(), &noun, "in", &self.text[country.0..country.1]].join(" ");
            let value = match &year {
                Some(year) => format!("{} {year}", name.trim()),
                None => name.trim().to_owned(),
            };
            self.add(Suggestion::Election, value, year, (from, to));
        }
    }

    /// The names in upper case that begin at a word, as a range.
    fn name_at(&self, i: usize) -> Option<(usize, usize)> {
        let mut n = 0;
        while n < 3 && is_name(self.word(i + n)) && (n == 0 || self.joined(i + n - 1)) {
            n += 1;
        }
        (n >= 2).then(|| (self.words[i].0, self.words[i + n - 1].1))
    }

    fn candidates(&mut self) {
        for i in 0..self.words.len() {
            let word = self.word(i).to_owned();
            if w::TITLES.contains(&word.as_str())
                && let Some(span) = self.name_at(i + 1)
            {
                self.add(Suggestion::Candidate, self.text[span.0..span.1].to_owned(), None, span);
            }
            for (list, kind) in [(w::FAVORS, Suggestion::Favors), (w::ATTACKS, Suggestion::Denigrates)] {
                let skip = (i + 1..i + 4).find(|n| !["the", "candidate", "presidential"].contains(&self.word(*n)));
                if list.contains(&word.as_str())
                    && let Some(span) = skip.and_then(|n| self.name_at(n))
                {
                    self.add(kind, self.text[span.0..span.1].to_owned(), None, span);
                }
            }
        }
    }

    fn counts(&mut self) {
        for i in 0..self.words.len() {
            let word = self.word(i).to_owned();
            let is_number = w::NUMBERS.contains(&word.as_str())
                || word.len() < 4 && word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty();
            let Some(noun) = (i + 1..i + 4).find(|n| w::COUNTED.contains(&self.word(*n))) else { continue };
            if !is_number {
                continue;
            }
            let bound =
                if i >= 2 && self.word(i - 2) == "at" && self.word(i - 1) == "least" { "at least " } else { "" };
            let value = format!("{bound}{word} {}", self.word(noun));
            self.add(Suggestion::Count, value, None, (self.words[i].0, self.words[noun].1));
        }
    }

    fn vocabulary(&mut self) {
        let means: Vec<&str> = w::MEANS.iter().map(|m| m.0).collect();
        for span in self.phrases(&means) {
            let phrase = self.text[span.0..span.1].to_lowercase();
            let row = w::MEANS.iter().find(|m| m.0 == phrase);
            let detail =
                row.map(|(_, role, technique)| format!("{role} {}", technique.unwrap_or("")).trim().to_owned());
            self.add(Suggestion::Means, phrase, detail, span);
        }
        let effort: Vec<&str> = w::EFFORT.iter().map(|e| e.0).collect();
        for span in self.phrases(&effort) {
            let phrase = self.text[span.0..span.1].to_lowercase();
            let level = w::EFFORT.iter().find(|e| e.0 == phrase).map(|e| e.1.to_owned());
            self.add(Suggestion::Effort, phrase, level, span);
        }
        for span in self.phrases(w::CONFIDENCE) {
            self.add(Suggestion::Confidence, self.text[span.0..span.1].to_lowercase(), None, span);
        }
        let terms = self.lists.terms.clone();
        for span in self.phrases(&terms) {
            self.add(Suggestion::Likelihood, self.text[span.0..span.1].to_lowercase(), None, span);
        }
    }

    /// `20 March 2026` or `March 20, 2026`.
    fn date(&self) -> Option<String> {
        let month = |i: usize| MONTHS.iter().position(|m| *m == self.word(i)).map(|m| m + 1);
        let day = |i: usize| self.word(i).parse::<u32>().ok().filter(|d| (1..=31).contains(d));
        (0..self.words.len()).find_map(|i| {
            let (d, m, y) = match (day(i), month(i)) {
                (Some(d), _) => (d, month(i + 1)?, self.word(i + 2)),
                (_, Some(m)) => (day(i + 1)?, m, self.word(i + 2)),
                _ => return None,
            };
            is_year(y).then(|| format!("{y}-{m:02}-{d:02}"))
        })
    }
}

/// Applies all rules.
pub(super) fn apply(placed: &Placed, lists: &Lists<'_>) -> Report {
    let mut report = Report::default();
    let (mut speaker, mut date) = (None, None);
    let mut seen = BTreeSet::new();
    let mut before = 0;
    for (number, (from, to)) in sentences(&placed.text).into_iter().enumerate() {
        let text = &placed.text[from..to];
        let mut sentence = Sentence { text, words: words(text, 0, text.len()), lists, found: Vec::new() };
        let countries = sentence.countries();
        let bodies = sentence.bodies();
        let own = sentence.people(&countries, &bodies);
        sentence.elections(&countries);
        sentence.candidates();
        sentence.counts();
        sentence.vocabulary();
        date = sentence.date().or(date);
        // Who spoke in another paragraph does not speak in this one.
        let lead = text.len() - text.trim_start().len();
        let is_new = placed.text[before..from + lead].contains('\n');
        before = to.saturating_sub(1).max(from);
        while !placed.text.is_char_boundary(before) {
            before -= 1;
        }
        speaker = own.or(speaker.filter(|_| !is_new));
        let first = report.proposals.len();
        let mut found = std::mem::take(&mut sentence.found);
        found.sort_by(|a, b| (a.start, a.kind, &a.value).cmp(&(b.start, b.kind, &b.value)));
        for f in found.into_iter().take(MAX_PROPOSALS.saturating_sub(first)) {
            // The same value again adds its sentence, not a second question, except for words of judgment.
            let repeats = matches!(
                f.kind,
                Suggestion::Effort | Suggestion::Confidence | Suggestion::Likelihood | Suggestion::Means
            );
            let known = !seen.insert((f.kind, f.value.clone()));
            if known
                && !repeats
                && report.proposals.iter().any(|p| p.sentence == number && p.kind == f.kind && p.value == f.value)
            {
                continue;
            }
            let (start, end) = (placed.place(from + f.start), placed.place(from + f.end));
            report.proposals.push(Proposal {
                kind: f.kind,
                value: f.value,
                detail: f.detail,
                sentence: number,
                start,
                end,
            });
        }
        let numbers: Vec<usize> = (first..report.proposals.len()).collect();
        let says = |kind: Suggestion| numbers.iter().any(|n| report.proposals[*n].kind == kind);
        if says(Suggestion::Actor) || says(Suggestion::Effort) {
            let trimmed = text.trim();
            let start = placed.place(from + lead);
            let end = placed.place(from + lead + trimmed.len());
            let quote: String = trimmed.chars().take(300).collect();
            report.statements.push(Statement {
                quote,
                start,
                end,
                body: speaker.clone(),
                date: date.clone(),
                proposals: numbers,
            });
        }
    }
    report
}

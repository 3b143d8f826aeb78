//! Labeled pairs of texts from templates, and how the rule of text families does on them.
//!
//! Sentences, words to exchange and translations stand in `pairs.txt`; persons and places are made up. A pair
//! is linked when the bands of the min-wise hashes bring it together, its shingles are near enough and the
//! guard lets it pass: the rule of a run, on the two texts alone.

use super::guard::Turns;
use super::wordings::{FamilySettings, Shingles, links, shingles};
use super::{guard, normal};
use daylight_algo::jaccard;
use daylight_core::{IdTable, TextChange};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What was done to a text to get its partner, and so whether the two should be linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PairKind {
    /// The same words with links, emoji, case, signs, hidden or foreign look-alike letters, a tag or a typing error.
    Copy,
    /// One to three words exchanged for others that mean the same.
    Substitution,
    /// The same claim in other words and another order.
    Paraphrase,
    /// The same claim in another language.
    Translation,
    /// A negation more.
    Negated,
    /// Another number.
    OtherNumber,
    /// Another day.
    OtherDay,
    /// Another person.
    OtherName,
    /// Two persons who change places.
    SwappedNames,
    /// A word exchanged for its opposite.
    Turned,
    /// The same in other sentences, with a wider choice of words.
    Opposed,
}

impl PairKind {
    /// All, in order.
    pub const ALL: [Self; 11] = [
        Self::Copy,
        Self::Substitution,
        Self::Paraphrase,
        Self::Translation,
        Self::Negated,
        Self::OtherNumber,
        Self::OtherDay,
        Self::OtherName,
        Self::SwappedNames,
        Self::Turned,
        Self::Opposed,
    ];

    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Substitution => "rewording: words exchanged",
            Self::Paraphrase => "rewording: other words and order",
            Self::Translation => "translation",
            Self::Negated => "other claim: negated",
            Self::OtherNumber => "other claim: number",
            Self::OtherDay => "other claim: day",
            Self::OtherName => "other claim: name",
            Self::SwappedNames => "other claim: names swapped",
            Self::Turned => "other claim: opposite word",
            Self::Opposed => "other claim: opposite word, other sentences",
        }
    }

    /// Whether both texts say the same.
    pub fn same_claim(self) -> bool {
        self <= Self::Translation
    }
}

/// Counts of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairCount {
    /// Pairs made.
    pub n: u64,
    /// Pairs linked.
    pub linked: u64,
    /// Of those, pairs called copies.
    pub copies: u64,
}

impl PairCount {
    /// Share of the linked, with its 95 % interval (Wilson 1927).
    pub fn share(self) -> (f64, f64, f64) {
        let (n, k, z) = (self.n.max(1) as f64, self.linked as f64, 1.96);
        let p = k / n;
        let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
        let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        (p, (middle - half).max(0.0), (middle + half).min(1.0))
    }
}

/// Result of a measurement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PairScore {
    /// By kind and language (or pair of languages).
    pub counts: BTreeMap<(PairKind, String), PairCount>,
    /// Pairs of unrelated claims in one language, by chance.
    pub random: PairCount,
}

impl PairScore {
    /// All languages of a kind together.
    pub fn of(&self, kind: PairKind) -> PairCount {
        self.sum(|k| k == kind)
    }

    /// Kinds together.
    pub fn sum(&self, of: impl Fn(PairKind) -> bool) -> PairCount {
        let chosen = self.counts.iter().filter(|((kind, _), _)| of(*kind)).map(|(_, count)| count);
        total(chosen)
    }
}

fn total<'c>(counts: impl Iterator<Item = &'c PairCount>) -> PairCount {
    counts.fold(PairCount::default(), |all, c| PairCount {
        n: all.n + c.n,
        linked: all.linked + c.linked,
        copies: all.copies + c.copies,
    })
}

/// What each step of [`Turns`] costs and gains, on `n` pairs of the kinds that it can change.
pub fn trade(n: u32, seed: u64, settings: &FamilySettings) -> Vec<(Turns, PairScore)> {
    const KINDS: [PairKind; 4] = [PairKind::Copy, PairKind::Substitution, PairKind::Turned, PairKind::Opposed];
    let of = |turns| (turns, measure_kinds(&KINDS, n, seed, &FamilySettings { turns, ..*settings }));
    Turns::ALL.into_iter().map(of).collect()
}

/// Makes `n` pairs of every kind and language and `n_random` pairs by chance, and counts the linked.
pub fn measure(n: u32, n_random: u64, seed: u64, settings: &FamilySettings) -> PairScore {
    let mut score = measure_kinds(&PairKind::ALL, n, seed, settings);
    score.random = random_pairs(&languages(), n_random, seed, settings);
    score
}

fn measure_kinds(kinds: &[PairKind], n: u32, seed: u64, settings: &FamilySettings) -> PairScore {
    let languages = languages();
    let mut score = PairScore::default();
    for &kind in kinds {
        for (l, language) in languages.iter().enumerate() {
            let others: Vec<&Language> = match kind {
                PairKind::Translation => languages.iter().skip(l + 1).collect(),
                _ => vec![language],
            };
            for other in others {
                let name = if kind == PairKind::Translation {
                    format!("{}-{}", language.name, other.name)
                } else {
                    language.name.to_owned()
                };
                let changes: Vec<TextChange> = (0..n)
                    .into_par_iter()
                    .filter_map(|i| {
                        let stream = [kind.name(), &name].join(" ");
                        let mut draw = generator(seed, &stream, u64::from(i));
                        let (a, b) = pair(kind, language, other, &mut draw);
                        link(&a, &b, settings)
                    })
                    .collect();
                let copies = changes.iter().filter(|c| **c == TextChange::Copy).count() as u64;
                score.counts.insert((kind, name), PairCount { n: u64::from(n), linked: changes.len() as u64, copies });
            }
        }
    }
    score
}

/// The rule of a run on two texts: what was done to one to get the other, where they are linked.
pub fn link(a: &str, b: &str, settings: &FamilySettings) -> Option<TextChange> {
    let (x, y) = (normal::normalize(a), normal::normalize(b));
    let long = [&x, &y].into_iter().all(|t| !super::wordings::is_short(t, settings));
    let claim = |n| claim(n, settings);
    let change = guard::compare(&claim(&x), &claim(&y)).ok();
    let texts: IdTable = [x.folded, y.folded].into_iter().collect();
    let sets = Shingles { texts: &texts, order: &[0, 1] };
    let found = long && !links(&sets, &|i| if i == 0 { a } else { b }, settings, 1 << 20).is_empty();
    change.filter(|_| found)
}

fn claim<'a>(text: &'a normal::Normal, settings: &FamilySettings) -> guard::Claim<'a> {
    guard::Claim::new(&text.cased, &text.folded, settings.turns)
}

/// Unrelated claims drawn by chance and compared directly, so that none is spared by the bands.
fn random_pairs(languages: &[Language], n: u64, seed: u64, settings: &FamilySettings) -> PairCount {
    const POOL: usize = 4_000;
    let per_language = n.div_ceil(languages.len() as u64);
    let counts: Vec<PairCount> = languages
        .par_iter()
        .map(|language| {
            let mut draw = generator(seed, "random", u64::from(language.name.as_bytes()[0]));
            let texts: Vec<String> = (0..POOL).map(|_| language.claim(&mut draw)).collect();
            let forms: Vec<normal::Normal> = texts.iter().map(|t| normal::normalize(t)).collect();
            let sets: Vec<Vec<u64>> = forms
                .iter()
                .map(|form| {
                    let mut tokens = Vec::new();
                    shingles(&form.folded, &mut tokens);
                    tokens
                })
                .collect();
            let mut count = PairCount::default();
            while count.n < per_language {
                let (i, j) = (draw.random_range(0..POOL), draw.random_range(0..POOL));
                if i == j || forms[i].folded == forms[j].folded {
                    continue;
                }
                count.n += 1;
                if jaccard(&sets[i], &sets[j]) >= settings.threshold {
                    let change = guard::compare(&claim(&forms[i], settings), &claim(&forms[j], settings)).ok();
                    count.linked += u64::from(change.is_some());
                    count.copies += u64::from(change == Some(TextChange::Copy));
                }
            }
            count
        })
        .collect();
    total(counts.iter())
}

fn generator(seed: u64, stream: &str, number: u64) -> ChaCha8Rng {
    let name = rapidhash::v3::rapidhash_v3(stream.as_bytes());
    let mut draw = ChaCha8Rng::seed_from_u64(seed ^ name);
    draw.set_stream(number);
    draw
}

/// Sentences of one language, by line.
struct Language {
    name: &'static str,
    claims: Vec<&'static str>,
    negated: Vec<&'static str>,
    reworded: Vec<&'static str>,
    same: Vec<(&'static str, &'static str)>,
    turned: Vec<(&'static str, &'static str)>,
    /// Sentences with a word and its opposite in brackets.
    opposed: Vec<&'static str>,
    days: Vec<&'static str>,
}

fn languages() -> Vec<Language> {
    let mut all: Vec<Language> = Vec::new();
    for line in include_str!("pairs.txt").lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            let (claims, negated, reworded) = (Vec::new(), Vec::new(), Vec::new());
            let (same, turned, opposed, days) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            all.push(Language { name, claims, negated, reworded, same, turned, opposed, days });
        }
        let (Some(language), Some((kind, rest))) = (all.last_mut(), line.split_once(' ')) else { continue };
        let exchanges = || rest.split(';').filter_map(|e| e.trim().split_once('='));
        match kind {
            "A" => language.claims.push(rest),
            "N" => language.negated.push(rest),
            "R" => language.reworded.push(rest),
            "S" => language.same.extend(exchanges()),
            "T" => language.turned.extend(exchanges()),
            "O" => language.opposed.push(rest),
            "W" => language.days.extend(rest.split(' ')),
            _ => {}
        }
    }
    all
}

/// What fills the slots of a sentence; numbers into the lists, so that a claim can be told in any language.
#[derive(Debug, Clone)]
struct Slots {
    places: [usize; 2],
    people: [(usize, usize); 2],
    n: u32,
    m: u32,
    day: usize,
}

const PLACES: [&str; 12] = [
    "Exampleton",
    "Musterstadt",
    "Sampleville",
    "Testburg",
    "Modelford",
    "Probenau",
    "Vorlagen",
    "Fictionia",
    "Placeholm",
    "Dummyfield",
    "Specimen Bay",
    "Schemata",
];
const FIRST: [&str; 10] = ["Ada", "Boris", "Cara", "Dario", "Edda", "Falk", "Gina", "Hugo", "Ilse", "Jaro"];
const LAST: [&str; 10] =
    ["Example", "Muster", "Sample", "Modello", "Exemplar", "Vorlage", "Specimen", "Ejemplo", "Probe", "Schablone"];

impl Slots {
    fn draw(draw: &mut ChaCha8Rng) -> Self {
        let two = |draw: &mut ChaCha8Rng, n: usize| {
            let first = draw.random_range(0..n);
            [first, (first + draw.random_range(1..n)) % n]
        };
        let (places, first, last) = (two(draw, PLACES.len()), two(draw, FIRST.len()), two(draw, LAST.len()));
        Self {
            places,
            people: [(first[0], last[0]), (first[1], last[1])],
            n: draw.random_range(13..9_000),
            m: draw.random_range(3..49),
            day: draw.random_range(0..7),
        }
    }

    fn fill(&self, template: &str, language: &Language) -> String {
        let person = |i: usize| format!("{} {}", FIRST[self.people[i].0], LAST[self.people[i].1]);
        template
            .replace("{p}", PLACES[self.places[0]])
            .replace("{q}", PLACES[self.places[1]])
            .replace("{a}", &person(0))
            .replace("{b}", &person(1))
            .replace("{n}", &self.n.to_string())
            .replace("{m}", &self.m.to_string())
            .replace("{d}", language.days[self.day])
    }

    fn holds(template: &str, slot: &str) -> bool {
        template.contains(slot)
    }
}

impl Language {
    fn claim(&self, draw: &mut ChaCha8Rng) -> String {
        let template = pick(&self.claims, draw);
        Slots::draw(draw).fill(template, self)
    }

    /// A sentence that holds the slots.
    fn with(&self, slots: &[&str], draw: &mut ChaCha8Rng) -> &'static str {
        let fit: Vec<&'static str> =
            self.claims.iter().copied().filter(|t| slots.iter().all(|s| Slots::holds(t, s))).collect();
        pick(&fit, draw)
    }
}

fn pick<T: Copy>(list: &[T], draw: &mut ChaCha8Rng) -> T {
    list[draw.random_range(0..list.len())]
}

fn pair(kind: PairKind, language: &Language, other: &Language, draw: &mut ChaCha8Rng) -> (String, String) {
    let slots = Slots::draw(draw);
    let line = draw.random_range(0..language.claims.len());
    let claim = slots.fill(language.claims[line], language);
    let changed = |template: &str, change: &dyn Fn(&mut Slots)| {
        let mut to = slots.clone();
        change(&mut to);
        (slots.fill(template, language), to.fill(template, language))
    };
    match kind {
        PairKind::Copy => {
            let copy = copied(&claim, draw);
            (claim, copy)
        }
        PairKind::Substitution => exchanged(language, &slots, &language.same, 3, draw),
        PairKind::Turned => exchanged(language, &slots, &language.turned, 1, draw),
        PairKind::Opposed => opposed(language, &slots, draw),
        PairKind::Paraphrase => (claim, slots.fill(language.reworded[line], language)),
        PairKind::Translation => (claim, slots.fill(other.claims[line], other)),
        PairKind::Negated => (claim, slots.fill(language.negated[line], language)),
        PairKind::OtherNumber => {
            let factor = pick(&[2, 3, 10], draw);
            changed(language.with(&["{n}"], draw), &|s| s.n *= factor)
        }
        PairKind::OtherDay => changed(language.with(&["{d}"], draw), &|s| s.day = (s.day + 1 + s.n as usize % 6) % 7),
        PairKind::OtherName => {
            let (first, last) = (draw.random_range(1..FIRST.len()), draw.random_range(1..LAST.len()));
            changed(language.with(&["{a}"], draw), &|s| {
                s.people[0] = ((s.people[0].0 + first) % FIRST.len(), (s.people[0].1 + last) % LAST.len());
            })
        }
        PairKind::SwappedNames => changed(language.with(&["{a}", "{b}"], draw), &|s| s.people.swap(0, 1)),
    }
}

/// A sentence with a word in brackets, and the same with its opposite.
fn opposed(language: &Language, slots: &Slots, draw: &mut ChaCha8Rng) -> (String, String) {
    let template = pick(&language.opposed, draw);
    let cut = |from: char, to: char| template.split_once(from).and_then(|(_, rest)| rest.split_once(to));
    let (Some((one, _)), Some((other, _))) = (cut('[', '|'), cut('|', ']')) else {
        return (String::new(), String::new());
    };
    let both = format!("[{one}|{other}]");
    (slots.fill(&template.replace(&both, one), language), slots.fill(&template.replace(&both, other), language))
}

/// A sentence and the same with up to `most` of its words exchanged, by the table.
fn exchanged(
    language: &Language,
    slots: &Slots,
    table: &[(&'static str, &'static str)],
    most: usize,
    draw: &mut ChaCha8Rng,
) -> (String, String) {
    let holds =
        |template: &str, word: &str| format!(" {template} ").replace([',', '.'], " ").contains(&format!(" {word} "));
    let fit: Vec<&'static str> =
        language.claims.iter().copied().filter(|t| table.iter().any(|(from, _)| holds(t, from))).collect();
    let template = pick(&fit, draw);
    let mut there: Vec<(&str, &str)> = table.iter().copied().filter(|(from, _)| holds(template, from)).collect();
    let mut to = template.to_owned();
    for _ in 0..draw.random_range(1..=most) {
        if there.is_empty() {
            break;
        }
        let (from, into) = there.swap_remove(draw.random_range(0..there.len()));
        to = to.replacen(from, into, 1);
    }
    (slots.fill(template, language), slots.fill(&to, language))
}

/// One to three of the things that are done to a text when it is passed on.
fn copied(text: &str, draw: &mut ChaCha8Rng) -> String {
    let mut out = text.to_owned();
    for _ in 0..draw.random_range(1..=3) {
        out = match draw.random_range(0..12) {
            0 => format!("{out} https://link-{}.example/x", draw.random_range(0..999)),
            1 => format!("🔥🔥 {out} 👇"),
            2 => out.to_uppercase(),
            3 => out.to_lowercase(),
            4 => format!("@reader_{} {out}", draw.random_range(0..99)),
            5 => format!("{out}!!!"),
            6 => format!("{out} #Vote #{}", pick(&PLACES, draw).replace(' ', "")),
            7 => scatter(&out, '\u{200b}', draw),
            8 => out.replacen('a', "а", 3).replacen('o', "о", 2),
            9 => mistype(&out, draw),
            10 => format!("+++ {out}"),
            _ => out.rsplit_once(' ').map_or(out.clone(), |(head, _)| format!("{head} …")),
        };
    }
    out
}

fn scatter(text: &str, sign: char, draw: &mut ChaCha8Rng) -> String {
    text.chars().flat_map(|c| [Some(c), draw.random_bool(0.1).then_some(sign)]).flatten().collect()
}

/// Two letters inside a long word in lower case change places.
fn mistype(text: &str, draw: &mut ChaCha8Rng) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let plain = |w: &&str| w.chars().count() >= 6 && w.chars().all(char::is_lowercase);
    let long: Vec<usize> = (0..words.len()).filter(|&i| plain(&words[i])).collect();
    if long.is_empty() {
        return text.to_owned();
    }
    let at = pick(&long, draw);
    let mut letters: Vec<char> = words[at].chars().collect();
    let middle = draw.random_range(2..letters.len() - 2);
    letters.swap(middle, middle + 1);
    let mistyped: String = letters.into_iter().collect();
    words.iter().enumerate().map(|(i, w)| if i == at { mistyped.as_str() } else { w }).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_claims() {
        let all = languages();
        assert_eq!(all.len(), 7);
        for l in &all {
            assert_eq!((l.claims.len(), l.negated.len(), l.reworded.len(), l.days.len()), (6, 6, 6, 7), "{}", l.name);
            assert!(l.opposed.len() == 6 && l.opposed.iter().all(|o| o.contains('[') && o.contains('|')), "{}", l.name);
            for (from, _) in l.same.iter().chain(&l.turned) {
                assert!(l.claims.iter().any(|c| c.contains(from)), "{}: {from}", l.name);
            }
        }
    }

    #[test]
    fn the_rule_keeps_its_promises_on_a_small_sample() {
        let settings = FamilySettings::default();
        let score = measure(40, 20_000, 1, &settings);
        let (recall, _, _) = score.of(PairKind::Copy).share();
        assert!(recall >= 0.96, "{:?}", score.of(PairKind::Copy));
        assert!(score.of(PairKind::Substitution).share().0 >= 0.9, "{:?}", score.counts);
        let wrong = score.sum(|k| !k.same_claim());
        assert!(wrong.share().0 <= 0.02, "{wrong:?} {:?}", score.counts);
        let (right, wrong) = (score.sum(PairKind::same_claim).copies, score.sum(|k| !k.same_claim()).copies);
        assert!(wrong * 100 <= right, "{wrong} of {right} are called copies and are none");
        assert_eq!(score.random.linked, 0);
        assert_eq!(score, measure(40, 20_000, 1, &settings));
    }
}

//! Whether two similar texts can be the same claim: negations, numbers, dates and names must agree.
//!
//! Likeness of letters knows nothing of meaning: "is safe" and "is not safe" share nearly everything. So a
//! pair is compared word by word, and what may turn a claim into another refuses the link. It errs on one
//! side: two wordings of one claim may be kept apart, for instance where a language writes names like other
//! words, but two claims should not be put together.

use super::words::{Role, role, side};
use daylight_core::TextChange;
use daylight_core::diff::{Block, diff};
use std::collections::{BTreeMap, BTreeSet};

/// Why two similar texts are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// One negates or denies what the other does not.
    Negation,
    /// A number or date differs.
    Number,
    /// A name differs, or names changed places.
    Name,
    /// A word was exchanged for one that turns the claim round.
    Turn,
    /// Words were exchanged in a text whose script or style does not tell names.
    Untold,
}

/// How closely exchanged words are looked at. Each step refuses what those before it refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turns {
    /// Words of the short list of words that turn a claim round.
    Words,
    /// Also the opposites of the table of axes, in all their forms.
    Opposites,
    /// Also what the form of the words tells: an exchanged prefix (import, export), an ending that takes away
    /// (useful, useless) and, in any language, a single exchanged word of at most three letters (for, against).
    Forms,
    /// Also every exchange of one single word.
    Single,
}

impl Turns {
    /// All, in order.
    pub const ALL: [Self; 4] = [Self::Words, Self::Opposites, Self::Forms, Self::Single];

    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "short list of words",
            Self::Opposites => "and the table of opposites",
            Self::Forms => "and the form of words",
            Self::Single => "and no single exchange at all",
        }
    }
}

/// A word of a text.
struct Word<'a> {
    folded: &'a str,
    /// Begins with a capital and is longer than one letter.
    capital: bool,
    /// First of its sentence.
    initial: bool,
    sentence: u32,
}

/// A text read word by word. Borrows from the strings of a [`super::normal::Normal`].
pub struct Claim<'a> {
    words: Vec<Word<'a>>,
    facts: Vec<Fact<'a>>,
    /// Whether capitals tell names: the script has them and uses them sparingly.
    tells_names: bool,
    turns: Turns,
}

/// A word with a role, or a number.
struct Fact<'a> {
    word: usize,
    negation: bool,
    turn: bool,
    /// The value of a number or date; the word itself otherwise.
    value: &'a str,
}

/// Letters of the words that languages use for directions and sides (for, pro, za, su, vor).
const SHORT_WORD: usize = 3;

/// Share of words behind the first of a sentence that may begin with a capital before capitals tell nothing.
const MAX_CAPITALS: f64 = 0.6;

impl<'a> Claim<'a> {
    /// Reads the two forms of one text.
    pub fn new(cased: &'a str, folded: &'a str, turns: Turns) -> Self {
        let mut words = Vec::new();
        let (mut sentence, mut initial) = (0, true);
        let mut lower = folded.split(' ').filter(|w| !w.is_empty());
        for word in cased.split(' ').filter(|w| !w.is_empty()) {
            if word == "." {
                (sentence, initial) = (sentence + 1, true);
                continue;
            }
            let Some(folded) = lower.next() else { break };
            let mut letters = word.chars();
            let capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some();
            words.push(Word { folded, capital, initial, sentence });
            initial = false;
        }
        let inner = || words.iter().filter(|w| !w.initial && w.folded.chars().any(char::is_alphabetic));
        let (n, capitals) = (inner().count(), inner().filter(|w| w.capital).count());
        let has_case = cased.chars().any(|c| c.is_lowercase() || c.is_uppercase());
        let tells_names = has_case && (capitals as f64) <= MAX_CAPITALS * n as f64;
        let facts = facts(&words, tells_names, turns);
        Self { words, facts, tells_names, turns }
    }
}

fn facts<'a>(words: &[Word<'a>], tells_names: bool, turns: Turns) -> Vec<Fact<'a>> {
    let mut facts = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let number = word.folded.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        let joined = || {
            // Negations of scripts without blanks, such as that of Japanese verbs, take two or three characters.
            let next = |n: usize| words.get(i..=i + n).map(|w| w.iter().map(|w| w.folded).collect::<String>());
            (1..=2).filter_map(next).any(|w| role(&w) == Some(Role::Negation))
        };
        let unspaced = word.folded.chars().next().is_some_and(super::normal::is_unspaced);
        let sign = matches!(word.folded, "%" | "€" | "$" | "£" | "¥" | "₽" | "₴" | "₹");
        let fact = |negation, turn, value| Fact { word: i, negation, turn, value };
        let opposite = if turns >= Turns::Opposites { side(word.folded) } else { None };
        // The month bears a capital where capitals are used at all.
        let is_month = |value: &str| value.starts_with('m') && (word.capital || !tells_names);
        match (role(word.folded), opposite) {
            _ if number || sign => facts.push(fact(false, false, word.folded)),
            (Some(Role::Negation), _) => facts.push(fact(true, false, word.folded)),
            (Some(Role::Number(value)), None) => facts.push(fact(false, false, value)),
            (Some(Role::Number(value)), Some(_)) if is_month(value) => facts.push(fact(false, false, value)),
            (_, Some(side)) => facts.push(fact(false, true, side)),
            (Some(Role::Turn), None) => facts.push(fact(false, true, word.folded)),
            (None, None) if unspaced && joined() => facts.push(fact(true, false, word.folded)),
            (None, None) => {}
        }
    }
    facts
}

/// Whether two similar texts can be one claim, and what was done to the words.
///
/// # Errors
/// What keeps them apart.
pub fn compare(a: &Claim<'_>, b: &Claim<'_>) -> Result<TextChange, Refusal> {
    let (x, y): (Vec<&str>, Vec<&str>) =
        (a.words.iter().map(|w| w.folded).collect(), b.words.iter().map(|w| w.folded).collect());
    let blocks = diff(&x, &y);
    if !same_flow(&negated(a), &negated(b)) {
        return Err(Refusal::Negation);
    }
    let pair = Pair { a, b, blocks: &blocks };
    pair.numbers()?;
    pair.turns()?;
    pair.names()?;
    pair.exchanges()?;
    Ok(pair.change())
}

/// Sentence and key of each item, in order.
type Flow<'a> = Vec<(u32, &'a str)>;

/// Equal in order, or equal sentence by sentence when the sentences changed places.
fn same_flow(a: &Flow<'_>, b: &Flow<'_>) -> bool {
    let by_sentence = |flow: &Flow<'_>| {
        let keys = |run: &[(u32, &str)]| run.iter().map(|(_, key)| (*key).to_owned()).collect::<Vec<_>>();
        let mut all: Vec<Vec<String>> = flow.chunk_by(|x, y| x.0 == y.0).map(keys).collect();
        all.sort();
        all
    };
    a.len() == b.len() && (a.iter().zip(b).all(|(x, y)| x.1 == y.1) || by_sentence(a) == by_sentence(b))
}

/// What is negated: the word behind each negation that is none itself. One pass from the end, since a hostile text
/// may be nothing but negations.
fn negated<'a>(claim: &Claim<'a>) -> Flow<'a> {
    let mut is_negation = vec![false; claim.words.len()];
    for fact in claim.facts.iter().filter(|f| f.negation) {
        is_negation[fact.word] = true;
    }
    let mut target = "";
    let mut found = Vec::new();
    for (word, negation) in claim.words.iter().zip(is_negation).rev() {
        if negation {
            found.push((word.sentence, target));
        } else {
            target = word.folded;
        }
    }
    found.reverse();
    found
}

/// Items of `x` that `y` has not, or not as often; in order.
fn unmatched(x: &[(usize, &str)], y: &[(usize, &str)]) -> Vec<usize> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, value) in y {
        *left.entry(value).or_insert(0) += 1;
    }
    let mut only = Vec::new();
    for (word, value) in x {
        match left.get_mut(value).filter(|n| **n > 0) {
            Some(n) => *n -= 1,
            None => only.push(*word),
        }
    }
    only
}

struct Pair<'p, 'a> {
    a: &'p Claim<'a>,
    b: &'p Claim<'a>,
    blocks: &'p [Block],
}

impl<'a> Pair<'_, 'a> {
    fn changed(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| !block.same)
    }

    /// Changed blocks with words on both sides.
    fn exchanged(&self) -> impl Iterator<Item = &Block> {
        self.changed().filter(|block| !block.a.is_empty() && !block.b.is_empty())
    }

    /// Whether a word stands in something put before or behind the other text.
    fn is_added(&self, in_a: bool, word: usize) -> bool {
        [self.blocks.first(), self.blocks.last()].into_iter().flatten().filter(|block| !block.same).any(|block| {
            let (own, other) = if in_a { (&block.a, &block.b) } else { (&block.b, &block.a) };
            other.is_empty() && own.contains(&word)
        })
    }

    /// Numbers that both have keep their order; a number of one alone may only stand in an addition.
    fn numbers(&self) -> Result<(), Refusal> {
        let of = |f: &Fact<'_>| !f.negation && !f.turn;
        let (only_a, only_b, same_order) = self.facts(of);
        let added = only_a.iter().all(|&w| self.is_added(true, w)) && only_b.iter().all(|&w| self.is_added(false, w));
        let exchanged = !only_a.is_empty() && !only_b.is_empty();
        if same_order && added && !exchanged { Ok(()) } else { Err(Refusal::Number) }
    }

    /// Words that turn a claim round are not exchanged for others and do not change places.
    fn turns(&self) -> Result<(), Refusal> {
        let (only_a, only_b, same_order) = self.facts(|f| f.turn);
        let exchanged = !only_a.is_empty() && !only_b.is_empty();
        if same_order && !exchanged { Ok(()) } else { Err(Refusal::Turn) }
    }

    /// Facts of a kind that stand in one text only, and whether the common ones keep their order.
    fn facts(&self, of: impl Fn(&Fact<'a>) -> bool) -> (Vec<usize>, Vec<usize>, bool) {
        let list = |claim: &Claim<'a>| -> Vec<(usize, &'a str)> {
            claim.facts.iter().filter(|f| of(f)).map(|f| (f.word, f.value)).collect()
        };
        let (x, y) = (list(self.a), list(self.b));
        let (only_a, only_b) = (unmatched(&x, &y), unmatched(&y, &x));
        let common = |claim: &Claim<'a>, all: &[(usize, &'a str)], only: &[usize]| -> Flow<'a> {
            all.iter()
                .filter(|(w, _)| only.binary_search(w).is_err())
                .map(|&(w, value)| (claim.words[w].sentence, value))
                .collect()
        };
        let same = same_flow(&common(self.a, &x, &only_a), &common(self.b, &y, &only_b));
        (only_a, only_b, same)
    }

    /// Names (words with a capital inside a sentence) are not exchanged and do not change places. One text
    /// may have a name more.
    fn names(&self) -> Result<(), Refusal> {
        let names: BTreeSet<&str> = [self.a, self.b]
            .into_iter()
            .filter(|claim| claim.tells_names)
            .flat_map(|claim| claim.words.iter().filter(|w| w.capital && !w.initial).map(|w| w.folded))
            .collect();
        let words = |claim: &Claim<'a>| claim.words.iter().map(|w| w.folded).collect::<BTreeSet<&str>>();
        let (a, b) = (words(self.a), words(self.b));
        if !names.is_subset(&a) && !names.is_subset(&b) {
            return Err(Refusal::Name);
        }
        let common: BTreeSet<&str> = names.iter().copied().filter(|n| a.contains(n) && b.contains(n)).collect();
        if same_flow(&self.flow(true, &common), &self.flow(false, &common)) { Ok(()) } else { Err(Refusal::Name) }
    }

    /// Names in order, without those that an addition (such as a row of hashtags) only repeats.
    fn flow(&self, in_a: bool, names: &BTreeSet<&str>) -> Flow<'a> {
        let claim = if in_a { self.a } else { self.b };
        let repeats = |i: usize, word: &str| {
            self.is_added(in_a, i)
                && claim.words.iter().enumerate().any(|(j, w)| w.folded == word && !self.is_added(in_a, j))
        };
        let words = claim.words.iter().enumerate().filter(|(_, w)| names.contains(w.folded));
        words.filter(|(i, w)| !repeats(*i, w.folded)).map(|(_, w)| (w.sentence, w.folded)).collect()
    }

    /// Exchanged words: prefixes that negate, names at the start of a sentence, and everything where nothing
    /// tells names.
    fn exchanges(&self) -> Result<(), Refusal> {
        let tells = self.a.tells_names && self.b.tells_names;
        if !tells && self.moved() > 0 {
            return Err(Refusal::Untold);
        }
        for block in self.exchanged() {
            let (x, y) = (&self.a.words[block.a.clone()], &self.b.words[block.b.clone()]);
            let letters = |words: &[Word<'_>]| words.iter().map(|w| w.folded).collect::<String>();
            if letters(x) == letters(y) {
                continue;
            }
            if !tells {
                return Err(Refusal::Untold);
            }
            let new_name = |own: &[Word<'_>], other: &Claim<'_>| {
                own.iter().any(|w| w.capital && !other.words.iter().any(|o| o.folded == w.folded))
            };
            if new_name(x, self.b) && new_name(y, self.a) {
                return Err(Refusal::Name);
            }
            if x.len() == y.len() && x.iter().zip(y).any(|(v, w)| negates(v.folded, w.folded)) {
                return Err(Refusal::Negation);
            }
            if self.turned_by_form(x, y) {
                return Err(Refusal::Turn);
            }
        }
        if self.two_words_swapped() { Err(Refusal::Turn) } else { Ok(()) }
    }

    /// Whether the form of exchanged words says that they may be opposites, whatever the language.
    fn turned_by_form(&self, x: &[Word<'_>], y: &[Word<'_>]) -> bool {
        let turns = self.a.turns;
        let alone = x.len() == 1 && y.len() == 1 && self.exchanged().count() == 1 && self.moved() == 0;
        let short = |w: &Word<'_>| w.folded.chars().count() <= SHORT_WORD && w.folded.chars().all(char::is_alphabetic);
        let one_side = |v: &Word<'_>, w: &Word<'_>| side(v.folded).is_some() && side(v.folded) == side(w.folded);
        let pairs = || x.iter().zip(y);
        let by_form = || {
            x.len() == y.len()
                && pairs().any(|(v, w)| other_prefix(v.folded, w.folded) || takes_away(v.folded, w.folded))
        };
        let lone = || {
            alone && pairs().any(|(v, w)| !mistyped(v.folded, w.folded) && !one_side(v, w) && (short(v) || short(w)))
        };
        let single = || alone && pairs().any(|(v, w)| !mistyped(v.folded, w.folded));
        (turns >= Turns::Forms && (by_form() || lone())) || (turns >= Turns::Single && single())
    }

    /// "dogs bite men" and "men bite dogs": all words in place but two.
    fn two_words_swapped(&self) -> bool {
        let (x, y) = (&self.a.words, &self.b.words);
        let differ: Vec<usize> =
            x.iter().zip(y).enumerate().filter(|(_, (v, w))| v.folded != w.folded).map(|d| d.0).collect();
        match differ[..] {
            [i, j] if x.len() == y.len() => x[i].folded == y[j].folded && x[j].folded == y[i].folded,
            _ => false,
        }
    }

    /// Words that stand in both texts, but at different places.
    fn moved(&self) -> usize {
        let gone: BTreeSet<&str> = self.changed().flat_map(|b| &self.a.words[b.a.clone()]).map(|w| w.folded).collect();
        self.changed().flat_map(|b| &self.b.words[b.b.clone()]).filter(|w| gone.contains(w.folded)).count()
    }

    fn change(&self) -> TextChange {
        let replaced: usize = self
            .exchanged()
            .map(|block| {
                let (x, y) = (&self.a.words[block.a.clone()], &self.b.words[block.b.clone()]);
                if x.len() == y.len() {
                    x.iter().zip(y).filter(|(v, w)| !mistyped(v.folded, w.folded)).count()
                } else {
                    x.len().max(y.len())
                }
            })
            .sum();
        let last = self.blocks.len().saturating_sub(1);
        let inner = self.blocks.iter().enumerate().filter(|(i, b)| !b.same && *i != 0 && *i != last);
        let inner: usize = inner.map(|(_, b)| b.a.len().abs_diff(b.b.len())).sum();
        let few = inner * 5 <= self.a.words.len().min(self.b.words.len());
        if replaced == 0 && few && self.moved() == 0 { TextChange::Copy } else { TextChange::Rewording }
    }
}

/// Common letters at the start and, of the rest, at the end.
fn common_ends(x: &[char], y: &[char]) -> (usize, usize) {
    let head = x.iter().zip(y).take_while(|(v, w)| v == w).count();
    let tail = x[head..].iter().rev().zip(y[head..].iter().rev()).take_while(|(v, w)| v == w).count();
    (head, tail)
}

/// One letter more, less, other, or two exchanged, in a word of at least four.
fn mistyped(x: &str, y: &str) -> bool {
    let (x, y): (Vec<char>, Vec<char>) = (x.chars().collect(), y.chars().collect());
    let (head, tail) = common_ends(&x, &y);
    let (v, w) = (&x[head..x.len() - tail], &y[head..y.len() - tail]);
    let one = v.len() <= 1 && w.len() <= 1;
    x.len().min(y.len()) >= 4 && (one || (v.len() == 2 && w.len() == 2 && v[0] == w[1] && v[1] == w[0]))
}

/// Whether one word may be the other's negation by a prefix (legal, illegal; půjde, nepůjde) or, as in
/// Turkish, by a syllable inside (geldi, gelmedi).
fn negates(x: &str, y: &str) -> bool {
    let (x, y): (Vec<char>, Vec<char>) = (x.chars().collect(), y.chars().collect());
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let more = long.len() - short.len();
    if short.len() < 3 || more == 0 || more > 3 {
        return false;
    }
    let (head, tail) = common_ends(&short, &long);
    let inside: String = long[head..long.len() - tail.min(long.len() - head)].iter().collect();
    let prefix = long[more..] == short[..];
    let syllable =
        head >= 3 && head + tail == short.len() && ["ma", "me", "mı", "mi", "mu", "mü"].contains(&inside.as_str());
    prefix || syllable
}

/// Prefixes that make opposites of one stem (import, export; einführen, ausführen; відкриє, закриє).
const PREFIXES: [(&str, &str); 42] = [
    ("in", "ex"),
    ("im", "ex"),
    ("im", "em"),
    ("im", "es"),
    ("in", "es"),
    ("in", "de"),
    ("in", "dis"),
    ("en", "dis"),
    ("up", "down"),
    ("over", "under"),
    ("pro", "anti"),
    ("pro", "contra"),
    ("pre", "post"),
    ("super", "sub"),
    ("hyper", "hypo"),
    ("macro", "micro"),
    ("maxi", "mini"),
    ("ein", "aus"),
    ("an", "ab"),
    ("zu", "ab"),
    ("auf", "ab"),
    ("auf", "zu"),
    ("be", "ent"),
    ("ver", "ent"),
    ("über", "unter"),
    ("vor", "nach"),
    ("op", "af"),
    ("in", "uit"),
    ("em", "dés"),
    ("ac", "dé"),
    ("a", "de"),
    ("con", "des"),
    ("im", "eks"),
    ("przy", "od"),
    ("przy", "wy"),
    ("po", "od"),
    ("від", "за"),
    ("при", "від"),
    ("при", "ви"),
    ("ім", "екс"),
    ("от", "за"),
    ("при", "вы"),
];

/// Letters of the common rest behind such prefixes.
const REST: usize = 4;

/// Whether one of [`PREFIXES`] stands in for its opposite before the same rest. A common ending alone says
/// nothing: languages that build words of many endings have it everywhere.
fn other_prefix(x: &str, y: &str) -> bool {
    let pair = |x: &str, y: &str, one: &str, other: &str| {
        let rest = x.strip_prefix(one).filter(|rest| rest.chars().count() >= REST);
        rest.is_some() && rest == y.strip_prefix(other)
    };
    PREFIXES.iter().any(|(one, other)| pair(x, y, one, other) || pair(x, y, other, one))
}

/// Endings that take away what the stem names, in the languages that build words so.
const TAKES_AWAY: [&str; 20] = [
    "less", "free", "los", "lose", "loser", "losen", "loses", "frei", "freie", "loos", "vrij", "lös", "löst", "talan",
    "telen", "sız", "siz", "suz", "süz", "ton",
];

/// The same stem with an ending that takes away and with one that does not (useful, useless).
fn takes_away(x: &str, y: &str) -> bool {
    let stem = |word: &str| {
        let ends = TAKES_AWAY.iter().filter_map(|ending| word.strip_suffix(ending));
        ends.filter(|stem| stem.chars().count() >= 3).map(str::len).min()
    };
    let (of_x, of_y) = (stem(x), stem(y));
    let shares = |from: &str, len: usize, to: &str| from.get(..len).is_some_and(|stem| to.starts_with(stem));
    match (of_x, of_y) {
        (Some(len), None) => shares(x, len, y),
        (None, Some(len)) => shares(y, len, x),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normal::{Normal, normalize};

    fn read(text: &Normal) -> Claim<'_> {
        Claim::new(&text.cased, &text.folded, Turns::Forms)
    }

    fn of(a: &str, b: &str) -> Result<TextChange, Refusal> {
        let (a, b) = (normalize(a), normalize(b));
        let (a, b) = (read(&a), read(&b));
        let (there, back) = (compare(&a, &b), compare(&b, &a));
        assert_eq!(there, back, "the order of a pair must not matter");
        there
    }

    #[test]
    fn copies_and_rewordings_pass() {
        let text = "The council in Exampleton moved the count of postal ballots to Monday";
        for copy in [
            "BREAKING: The council in Exampleton moved the count of postal ballots to Monday",
            "the council in exampleton moved the count of postal ballots to monday!!",
            "The council in Exampleton moved the count of postal balots to Monday",
            "The council in Exampleton moved the count of postal ballots to Monday #Exampleton #Vote",
            "THE COUNCIL IN EXAMPLETON MOVED THE COUNT OF POSTAL BALLOTS TO MONDAY",
        ] {
            assert_eq!(of(text, copy), Ok(TextChange::Copy), "{copy}");
        }
        let reworded = "The council in Exampleton shifted the tally of postal ballots to Monday";
        assert_eq!(of(text, reworded), Ok(TextChange::Rewording));
    }

    #[test]
    fn other_claims_are_kept_apart() {
        for (a, b, why) in [
            ("The new machine is safe to use", "The new machine is not safe to use", Refusal::Negation),
            ("They said it isn't true at all", "They said it is true at all", Refusal::Negation),
            ("Turnout fell by 3 % in the north", "Turnout fell by 30 % in the north", Refusal::Number),
            ("Turnout fell by three points there", "Turnout fell by 13 points there", Refusal::Number),
            ("The vote is on Monday in town", "The vote is on Tuesday in town", Refusal::Number),
            (
                "Yesterday in town Anna met with Boris again",
                "Yesterday in town Boris met with Anna again",
                Refusal::Name,
            ),
            ("The prize went to Anna Example", "The prize went to Cara Example", Refusal::Name),
            ("Anna took the money home", "Cara took the money home", Refusal::Name),
            ("The price will rise in the city", "The price will fall in the city", Refusal::Turn),
            ("All dogs bite men these days", "All men bite dogs these days", Refusal::Turn),
            ("The park is to be enlarged soon", "The park is to be shrunk soon", Refusal::Turn),
            ("Komisija balsavo su dideliu noru", "Komisija balsavo be didelio noro", Refusal::Turn),
            ("The harbour may import the grain", "The harbour may export the grain", Refusal::Turn),
            ("That was quite a careful answer", "That was quite a careless answer", Refusal::Turn),
            ("Wszyscy byli za tym planem wczoraj", "Wszyscy byli przeciw tym planem wczoraj", Refusal::Turn),
            ("The act is legal in the state", "The act is illegal in the state", Refusal::Turn),
            ("Das Amt zahlt Geld aus", "Das Amt zahlt kein Geld aus", Refusal::Negation),
            ("Кандидат придёт на встречу", "Кандидат не придёт на встречу", Refusal::Negation),
            ("Úřad půjde k volbám", "Úřad nepůjde k volbám", Refusal::Negation),
            ("Seçmenler dün sandığa geldi", "Seçmenler dün sandığa gelmedi", Refusal::Negation),
            ("選挙は月曜日にあります", "選挙は月曜日にありません", Refusal::Negation),
            ("投票箱已经打开", "投票箱没有打开", Refusal::Negation),
        ] {
            assert_eq!(of(a, b), Err(why), "{a} / {b}");
        }
    }

    #[test]
    fn what_stands_on_one_side_may_be_exchanged() {
        assert!(
            of("The shops in the town began to open on that day", "The shops in the town started to open on that day")
                .is_ok()
        );
        assert!(
            of("They may keep the old list for now in the town", "They can keep the old list for now in the town")
                .is_ok()
        );
        assert!(
            of("The park in the town is to be enlarged this year", "The park in the town is to be expanded this year")
                .is_ok(),
            "be is no negation"
        );
        assert_eq!(
            of("It is due in May in the whole town", "It is due in June in the whole town"),
            Err(Refusal::Number)
        );
    }

    #[test]
    fn the_form_of_words_tells_opposites() {
        for (x, y) in
            [("import", "export"), ("increase", "decrease"), ("відкриє", "закриє"), ("einführen", "ausführen")]
        {
            assert!(other_prefix(x, y) && other_prefix(y, x), "{x} {y}");
        }
        for (x, y) in [("gathered", "collected"), ("evlerinden", "köylerinden"), ("in", "ex"), ("", "export")] {
            assert!(!other_prefix(x, y), "{x} {y}");
        }
        assert!(takes_away("useful", "useless") && takes_away("arbeitslos", "arbeitsam"));
        assert!(!takes_away("less", "more") && !takes_away("useless", "hopeless"));
    }

    #[test]
    fn what_tells_no_names_lets_no_word_be_exchanged() {
        assert_eq!(of("ذهب احمد الى السوق", "ذهب خالد الى السوق"), Err(Refusal::Untold));
        assert_eq!(of("ذهب احمد الى السوق", "عاجل ذهب احمد الى السوق"), Ok(TextChange::Copy));
        assert_eq!(of("VOTE FOR ANNA TODAY PEOPLE", "VOTE FOR CARA TODAY PEOPLE"), Err(Refusal::Untold));
    }

    #[test]
    fn sentences_may_change_places() {
        let (a, b) = ("Anna won the seat. Boris lost 3 votes.", "Boris lost 3 votes. Anna won the seat.");
        assert_eq!(of(a, b), Ok(TextChange::Rewording));
    }

    #[test]
    fn a_word_for_a_number_is_the_number() {
        assert!(of("They found three boxes in the hall", "They found 3 boxes in the hall").is_ok());
    }

    #[test]
    fn nothing_to_compare_is_no_panic() {
        assert!(of("", "").is_ok());
        assert!(of("", "word").is_ok());
    }
}

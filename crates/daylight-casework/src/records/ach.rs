//! Analysis of competing hypotheses (Heuer), weighted as in PARC's technical description: only what speaks
//! against a hypothesis counts, and the one with least against it comes first.

use std::collections::BTreeMap;

use daylight_core::record::{Record, RecordSet};
use serde_json::Value;

use super::rules::{list, text};

/// Scores closer than this are equal: the order of a sum must not decide.
const TIE: f64 = 1e-9;

/// Weight of a grade of credibility or relevance.
fn weight(grade: char) -> f64 {
    match grade {
        'H' => std::f64::consts::SQRT_2,
        'M' => 1.0,
        _ => std::f64::consts::FRAC_1_SQRT_2,
    }
}

/// One row of the matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its short name.
    pub id: String,
    /// `L`, `M` or `H`.
    pub credibility: char,
    /// `L`, `M` or `H`.
    pub relevance: char,
    /// Ratings by hypothesis: `CC`, `C`, `N`, `NA`, `I`, `II`.
    pub ratings: BTreeMap<String, String>,
}

impl Item {
    fn against(&self, hypothesis: &str) -> f64 {
        let count = match self.ratings.get(hypothesis).map(String::as_str) {
            Some("I") => 1.0,
            Some("II") => 2.0,
            _ => 0.0,
        };
        weight(self.credibility) * weight(self.relevance) * count
    }

    /// Whether it tells hypotheses apart.
    fn is_diagnostic(&self, hypotheses: &[String]) -> bool {
        let mut ratings = hypotheses.iter().map(|h| self.ratings.get(h));
        let first = ratings.next();
        ratings.any(|r| Some(r) != first)
    }
}

/// A hypothesis with what speaks against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Its short name.
    pub id: String,
    /// Weighted inconsistency.
    pub score: f64,
    /// The same without weights.
    pub unweighted: f64,
    /// From 1; equal scores share a rank.
    pub rank: usize,
}

/// What the matrix says.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// In order of rank, then name.
    pub ranked: Vec<Ranked>,
    /// Items that have the same rating everywhere.
    pub non_diagnostic: Vec<String>,
    /// Items whose removal, or whose credibility one step lower, changes who comes first.
    pub sensitive: Vec<String>,
}

fn rank(items: &[Item], hypotheses: &[String]) -> Vec<Ranked> {
    let score = |h: &String, of: &dyn Fn(&Item) -> f64| {
        let mut parts: Vec<f64> = items.iter().filter(|i| i.ratings.contains_key(h)).map(of).collect();
        // The sum must not depend on the order in which evidence was written down.
        parts.sort_by(f64::total_cmp);
        parts.iter().sum::<f64>()
    };
    let mut ranked: Vec<Ranked> = hypotheses
        .iter()
        .map(|h| Ranked {
            id: h.clone(),
            score: score(h, &|i| i.against(h)),
            unweighted: score(h, &|i| i.against(h) / (weight(i.credibility) * weight(i.relevance))),
            rank: 0,
        })
        .collect();
    ranked.sort_by(|a, b| a.score.total_cmp(&b.score).then_with(|| a.id.cmp(&b.id)));
    let scores: Vec<f64> = ranked.iter().map(|r| r.score).collect();
    for r in &mut ranked {
        r.rank = 1 + scores.iter().filter(|s| **s < r.score - TIE).count();
    }
    ranked.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.id.cmp(&b.id)));
    ranked
}

fn first(items: &[Item], hypotheses: &[String]) -> Vec<String> {
    rank(items, hypotheses).into_iter().filter(|r| r.rank == 1).map(|r| r.id).collect()
}

/// Weighs the items.
pub fn weigh(items: &[Item], hypotheses: &[String]) -> Outcome {
    let leaders = first(items, hypotheses);
    let changes = |i: usize| {
        let mut without = items.to_vec();
        without.remove(i);
        let mut lower = items.to_vec();
        if let Some(item) = lower.get_mut(i) {
            item.credibility = if item.credibility == 'H' { 'M' } else { 'L' };
        }
        first(&without, hypotheses) != leaders || first(&lower, hypotheses) != leaders
    };
    Outcome {
        ranked: rank(items, hypotheses),
        non_diagnostic: items.iter().filter(|i| !i.is_diagnostic(hypotheses)).map(|i| i.id.clone()).collect(),
        sensitive: (0..items.len()).filter(|i| changes(*i)).map(|i| items[i].id.clone()).collect(),
    }
}

/// The newest grade of the source of a capture.
pub(crate) fn reliability(set: &RecordSet, capture: &Record) -> char {
    let source = capture.text("source").and_then(|s| set.get(s));
    let history = source.map(|s| s.list("/reliability_history")).unwrap_or_default();
    let newest = history.iter().max_by_key(|g| text(g, "date").to_owned());
    newest.and_then(|g| text(g, "grade").chars().next()).unwrap_or('F')
}

/// Credibility as the grades give it: the lowest row that applies.
pub(crate) fn default_credibility(set: &RecordSet, id: &str) -> char {
    let Some(capture) = set.get(id) else { return 'L' };
    let number = capture.fields.get("credibility").and_then(Value::as_i64).unwrap_or(6);
    match (reliability(set, capture), number) {
        ('D' | 'E' | 'F', _) | (_, 4..) => 'L',
        ('C', _) | (_, 3) => 'M',
        _ => 'H',
    }
}

/// The matrix of a judgment; `None` when it has none.
pub fn of_judgment(judgment: &Record, set: &RecordSet) -> Option<Outcome> {
    let ach = judgment.fields.get("ach")?;
    let hypotheses: Vec<String> = judgment.list("/hypotheses").iter().map(|h| text(h, "id").to_owned()).collect();
    let grade = |v: &Value, name: &str| text(v, name).chars().next();
    let items: Vec<Item> = list(ach, "evidence")
        .iter()
        .map(|e| Item {
            id: text(e, "id").into(),
            credibility: grade(e, "credibility").unwrap_or_else(|| default_credibility(set, text(e, "capture"))),
            relevance: grade(e, "relevance").unwrap_or('L'),
            ratings: e.get("ratings").and_then(Value::as_object).map_or_else(BTreeMap::new, |m| {
                m.iter().filter_map(|(k, v)| Some((k.clone(), v.as_str()?.to_owned()))).collect()
            }),
        })
        .collect();
    Some(weigh(&items, &hypotheses))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn item(id: &str, credibility: char, relevance: char, ratings: &str) -> Item {
        let ratings = ratings.split(' ').enumerate().map(|(i, r)| (format!("h{}", i + 1), r.to_owned())).collect();
        Item { id: id.into(), credibility, relevance, ratings }
    }

    fn vector() -> Vec<Item> {
        vec![
            item("e1", 'H', 'H', "II C N"),
            item("e2", 'M', 'H', "I C C"),
            item("e3", 'L', 'M', "C I II"),
            item("e4", 'M', 'M', "C C C"),
            item("e5", 'H', 'L', "N I C"),
        ]
    }

    fn hypotheses() -> Vec<String> {
        ["h1", "h2", "h3"].map(str::to_owned).to_vec()
    }

    #[test]
    fn the_reference_vector() {
        let out = weigh(&vector(), &hypotheses());
        let sqrt2 = std::f64::consts::SQRT_2;
        let score = |h: &str| out.ranked.iter().find(|r| r.id == h).map(|r| r.score).unwrap_or_default();
        for (h, want) in [("h1", 4.0 + sqrt2), ("h2", 1.0 + 1.0 / sqrt2), ("h3", sqrt2)] {
            assert!((score(h) - want).abs() < 1e-9, "{h}: {}", score(h));
        }
        assert_eq!(out.ranked[0].id, "h3");
        assert_eq!(out.non_diagnostic, ["e4"]);
        assert!(out.sensitive.contains(&"e5".to_owned()));
        let mut lower = vector();
        lower[4].credibility = 'M';
        assert_eq!(first(&lower, &hypotheses()), ["h2", "h3"]);
        lower.pop();
        assert_eq!(first(&lower, &hypotheses()), ["h2"]);
    }

    proptest! {
        #[test]
        fn the_order_of_evidence_does_not_matter_and_consistency_never_adds(
            rows in proptest::collection::vec((0usize..3, 0usize..3, proptest::array::uniform3(0usize..6)), 1..8)
        ) {
            const GRADES: [char; 3] = ['L', 'M', 'H'];
            const RATINGS: [&str; 6] = ["CC", "C", "N", "NA", "I", "II"];
            let items: Vec<Item> = rows.iter().enumerate().map(|(i, (c, r, ratings))| {
                item(&i.to_string(), GRADES[*c], GRADES[*r], &ratings.map(|n| RATINGS[n]).join(" "))
            }).collect();
            let out = weigh(&items, &hypotheses());
            let mut turned = items.clone();
            turned.reverse();
            prop_assert_eq!(&weigh(&turned, &hypotheses()).ranked, &out.ranked);
            turned.push(item("more", 'H', 'H', "CC C CC"));
            let more = weigh(&turned, &hypotheses());
            prop_assert_eq!(more.ranked, out.ranked);
        }
    }
}

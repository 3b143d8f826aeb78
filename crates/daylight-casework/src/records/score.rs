//! How credible a published attribution is: 18 statements, each yes or no, after the method of `DFRLab`'s
//! Foreign Interference Attribution Tracker (2020, 2024) in our own words. It does not say whether it is true.

use daylight_core::record::Record;
use serde_json::Value;

/// The statements by code, in four groups of 5, 3, 5 and 5.
pub static STATEMENTS: [(&str, &str); 18] = [
    ("c1", "gains no money from the conclusion"),
    ("c2", "its funders are several and disclosed"),
    ("c3", "is not committed to one political creed"),
    ("c4", "has no tie to a campaign"),
    ("c5", "has not spread falsehoods before"),
    ("o1", "words it soberly"),
    ("o2", "the headline matches the text"),
    ("o3", "keeps fact apart from argument"),
    ("e1", "shows methods and platforms"),
    ("e2", "puts reach and effect in proportion"),
    ("e3", "names who is held responsible"),
    ("e4", "explains the aim"),
    ("e5", "rests on data only that body could have"),
    ("t1", "data or archived links are open"),
    ("t2", "describes the method"),
    ("t3", "others can repeat it from open sources"),
    ("t4", "admits limits"),
    ("t5", "was confirmed by a third party"),
];

/// Sub-totals of credibility, objectivity, evidence and transparency, and the total: always added up again.
/// What is not marked counts as no.
pub fn totals(judgment: &Record) -> Option<([i64; 4], i64)> {
    let score = judgment.fields.get("public_score")?;
    let bit = |code: &str| score.get(code).and_then(Value::as_i64).unwrap_or(0);
    let group = |letter: char| STATEMENTS.iter().filter(|(c, _)| c.starts_with(letter)).map(|(c, _)| bit(c)).sum();
    let parts: [i64; 4] = ['c', 'o', 'e', 't'].map(group);
    Some((parts, parts.iter().sum()))
}

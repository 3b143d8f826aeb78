//! How well the rules read: precision and recall against our own annotations of three invented documents.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/casework/reports")
}

fn gazetteer() -> Gazetteer {
    let countries = ["Vesterland", "Osmark", "Norland", "Talvia", "Quentis"].map(str::to_owned).to_vec();
    Gazetteer { countries, ..Gazetteer::default() }
}

/// Precision and recall of the proposals of a document: kinds and values, each once.
fn score(name: &str) -> (usize, usize, usize) {
    let text = std::fs::read_to_string(folder().join(name)).unwrap();
    let gold = std::fs::read_to_string(folder().join(format!("{name}.gold.json"))).unwrap();
    let gold: Value = serde_json::from_str(&gold).unwrap();
    let pairs =
        gold.as_array().unwrap().iter().map(|p| (p[0].as_str().unwrap().to_owned(), p[1].as_str().unwrap().to_owned()));
    let gold: BTreeSet<(String, String)> = pairs.collect();
    let report = read_report(&text, &gazetteer());
    let found: BTreeSet<(String, String)> =
        report.proposals.iter().map(|p| (p.kind.name().to_owned(), p.value.clone())).collect();
    let right = found.intersection(&gold).count();
    for (what, set) in [("not in the annotations", found.difference(&gold)), ("missed", gold.difference(&found))] {
        for (kind, value) in set {
            println!("{name}: {what}: {kind} {value}");
        }
    }
    (right, found.len(), gold.len())
}

#[test]
fn precision_and_recall_on_three_documents() {
    let mut total = (0, 0, 0);
    for name in ["article.html", "cable.txt", "encyclopedia.txt"] {
        let (right, found, gold) = score(name);
        println!(
            "{name}: precision {:.2} ({right} of {found}), recall {:.2} ({right} of {gold})",
            right as f64 / found as f64,
            right as f64 / gold as f64
        );
        total = (total.0 + right, total.1 + found, total.2 + gold);
    }
    let (precision, recall) = (total.0 as f64 / total.1 as f64, total.0 as f64 / total.2 as f64);
    println!("all: precision {precision:.2}, recall {recall:.2}");
    assert!(precision >= 0.8 && recall >= 0.8, "precision {precision:.2}, recall {recall:.2}");
}

#[test]
fn spans_lead_back_to_the_words_of_the_file() {
    for name in ["article.html", "cable.txt", "encyclopedia.txt"] {
        let source = std::fs::read_to_string(folder().join(name)).unwrap();
        let report = read_report(&source, &gazetteer());
        assert!(!report.statements.is_empty(), "{name}");
        for p in &report.proposals {
            let quoted = source[p.start..p.end].to_lowercase();
            if matches!(p.kind, Suggestion::Actor | Suggestion::Body | Suggestion::Country | Suggestion::Confidence) {
                assert_eq!(quoted, p.value.to_lowercase(), "{name}");
            }
        }
    }
}

#[test]
fn statements_name_who_speaks_and_when() {
    let source = std::fs::read_to_string(folder().join("article.html")).unwrap();
    let report = read_report(&source, &gazetteer());
    let effort = report.statements.iter().find(|s| s.quote.contains("concerted")).unwrap();
    assert_eq!(effort.body.as_deref(), Some("Osmark Security Agency"));
    assert_eq!(effort.date.as_deref(), Some("2026-05-12"));
}

#[test]
fn who_speaks_or_is_only_mentioned_is_no_actor() {
    let text = "According to the Osmark Security Agency, the Northern Bureau used copied newspapers. \
                The Talvia Observatory, by contrast, denied this. The Osmark Electoral Commission has an office.";
    let report = read_report(text, &gazetteer());
    let actors: Vec<&str> =
        report.proposals.iter().filter(|p| p.kind == Suggestion::Actor).map(|p| p.value.as_str()).collect();
    assert_eq!(actors, ["Northern Bureau"]);
}

proptest! {
    #[test]
    fn hostile_documents_do_no_harm(text in "(<[a-z/!]{0,6}>?|[A-Z][a-z]{0,8} |election in |Norland|&[a-z]{0,3};|[ .'’\"İß]|\\PC){0,60}") {
        for source in [text.clone(), format!("<html>{text}")] {
            for p in read_report(&source, &gazetteer()).proposals {
                prop_assert!(p.start <= p.end && p.end <= source.len());
            }
        }
    }
}

//! Public reports on interference: which records a text suggests, with the words it rests on.
//!
//! Rules and lists of words, nothing trained: every proposal can be explained by the words it quotes. A
//! proposal is a question to a person. What is taken becomes *reported by* somebody, never a judgment of ours;
//! two reports that contradict each other stay two.

mod pdf;
mod rules;
mod text;
mod words;

use daylight_core::record::{countries::COUNTRIES, vocabulary::LIKELIHOODS};

pub use pdf::{is_pdf, pdf_text};
use text::Placed;

/// Names that the rules cannot know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gazetteer {
    /// Countries and regions beyond those of ISO 3166-1.
    pub countries: Vec<String>,
    /// Bodies that report.
    pub bodies: Vec<String>,
    /// Actors.
    pub actors: Vec<String>,
}

/// What is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suggestion {
    /// Somebody who reports.
    Body,
    /// Somebody who is said to act.
    Actor,
    /// A country that is mentioned.
    Country,
    /// An election.
    Election,
    /// A person in candidacy or office.
    Candidate,
    /// A means, with the role of its channel and a technique.
    Means,
    /// Words for the strength of an effort.
    Effort,
    /// Words of likelihood.
    Likelihood,
    /// Words of confidence.
    Confidence,
    /// A number of something.
    Count,
    /// Who is favored.
    Favors,
    /// Who is attacked.
    Denigrates,
}

impl Suggestion {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Actor => "actor",
            Self::Country => "country",
            Self::Election => "election",
            Self::Candidate => "candidate",
            Self::Means => "means",
            Self::Effort => "effort",
            Self::Likelihood => "likelihood",
            Self::Confidence => "confidence",
            Self::Count => "count",
            Self::Favors => "favors",
            Self::Denigrates => "denigrates",
        }
    }
}

/// One thing that a report says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What it is.
    pub kind: Suggestion,
    /// Its value in one form: `presidential election in Osmark 2026`.
    pub value: String,
    /// More about it: level of effort, role and technique of a means, year.
    pub detail: Option<String>,
    /// Number of its sentence, from 0.
    pub sentence: usize,
    /// First byte in the file.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A sentence that says something of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The words.
    pub quote: String,
    /// First byte in the file.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Who says it, as far as the text tells.
    pub body: Option<String>,
    /// When, as `2026-03-20`, when the sentence or the document says so.
    pub date: Option<String>,
    /// What stands in it, as numbers of proposals.
    pub proposals: Vec<usize>,
}

/// What a report suggests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order of the text.
    pub proposals: Vec<Proposal>,
    /// Sentences with an actor or an effort in them.
    pub statements: Vec<Statement>,
}

/// Reads a report: plain text or HTML (told apart by its beginning).
pub fn read_report(source: &str, gazetteer: &Gazetteer) -> Report {
    let mut limit = source.len().min(text::MAX_BYTES);
    while !source.is_char_boundary(limit) {
        limit -= 1;
    }
    let source = &source[..limit];
    let head: String = source.trim_start().chars().take(200).collect::<String>().to_lowercase();
    let placed = if head.contains("<!doctype html") || head.contains("<html") {
        Placed::html(source)
    } else {
        Placed::plain(source)
    };
    let mut countries: Vec<&str> = COUNTRIES.iter().map(|c| c.name).collect();
    countries.extend(gazetteer.countries.iter().map(String::as_str));
    let terms: Vec<&str> = LIKELIHOODS.iter().flat_map(|l| [l.row_a, l.row_b]).collect();
    rules::apply(&placed, &rules::Lists { countries, terms, gazetteer })
}

#[cfg(test)]
mod tests;

//! The worldwide matrix: elections down, actors across, and what was judged in each cell.
//!
//! Nothing is summed across cells and no order of countries is computed. A cell without a judgment is empty,
//! which is not the same as *none seen*; at a ceiling, what is withheld looks the same as what was never
//! looked at, and the caption says so.

use std::collections::BTreeMap;

mod chart;
mod page;

use daylight_core::record::vocabulary::EFFORT_LEVELS;
use daylight_core::record::{Record, RecordKind, RecordSet, Status, Tlp, countries, openness};
use serde_json::{Value, json};

use super::{likelihood_words, text};
use crate::text::csv_cell;
pub use page::matrix_html;

/// What is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Elections: words that their names hold, or beginnings of their ids; all where empty.
    pub elections: Vec<String>,
    /// Actors, likewise.
    pub actors: Vec<String>,
    /// First year.
    pub from_year: Option<i64>,
    /// Last year.
    pub to_year: Option<i64>,
    /// UN M49 region or sub-region.
    pub region: Option<u16>,
    /// Level of effort.
    pub level: Option<String>,
    /// Words that the name of an office in one of the election's contests holds.
    pub office: Option<String>,
}

/// One judgment in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Id of the judgment.
    pub judgment: String,
    /// `own` or `reported`.
    pub voice: String,
    /// Level of effort.
    pub level: String,
    /// Likelihood in words; none where none was given.
    pub likelihood: Option<String>,
    /// Our confidence.
    pub confidence: Option<String>,
    /// The words of the body, where it is reported.
    pub body_words: Option<String>,
    /// Who said it, where it is reported.
    pub body: Option<String>,
    /// Its statement.
    pub statement: String,
    /// Targets favored, by name.
    pub favored: Vec<String>,
    /// Targets denigrated, by name.
    pub denigrated: Vec<String>,
    /// Channels that speak openly for a state, and those that hide it.
    pub overt: Vec<String>,
    /// See `overt`.
    pub covert: Vec<String>,
    /// Where it was looked, for none seen.
    pub search_scope: Option<String>,
    /// Captures behind it: title and fingerprint.
    pub captures: Vec<(String, String)>,
    /// Dissents.
    pub n_dissents: usize,
    /// Day of this version.
    pub as_of: String,
    /// Level of the actor in the election before at the same place.
    pub before: Option<String>,
}

/// Whether an effort was stronger than in the election before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Stronger.
    Up,
    /// As strong.
    Same,
    /// Weaker.
    Down,
}

impl Trend {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Up => "stronger",
            Self::Same => "as before",
            Self::Down => "weaker",
        }
    }
}

impl Cell {
    /// Against the election before at the same place; none when that was not judged.
    pub fn trend(&self) -> Option<Trend> {
        // From the strongest to the weakest.
        let rank = |level: &str| EFFORT_LEVELS.iter().position(|(l, _)| *l == level);
        let before = rank(self.before.as_deref()?.split(' ').next()?)?;
        Some(match rank(&self.level)?.cmp(&before) {
            std::cmp::Ordering::Less => Trend::Up,
            std::cmp::Ordering::Equal => Trend::Same,
            std::cmp::Ordering::Greater => Trend::Down,
        })
    }
}

/// An election or an actor of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Id of the record.
    pub id: String,
    /// Name.
    pub name: String,
    /// Country or nation, for grouping.
    pub group: String,
    /// Day, for elections.
    pub date: String,
}

/// The table.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Ceiling under which it was made.
    pub ceiling: Tlp,
    /// Elections, by place and day.
    pub rows: Vec<Head>,
    /// Actors, by nation and name.
    pub columns: Vec<Head>,
    /// Judgments by row and column.
    pub cells: BTreeMap<(usize, usize), Vec<Cell>>,
}

fn matches(words: &[String], head: &Head) -> bool {
    let name = head.name.to_lowercase();
    words.is_empty() || words.iter().any(|w| name.contains(&w.to_lowercase()) || head.id.starts_with(w.as_str()))
}

fn place_of<'a>(set: &'a RecordSet, election: &'a Record) -> &'a str {
    let scope = || election.texts("/scope").first().and_then(|id| set.get(id)).map(Record::title);
    let country = election.text("country").map(|c| countries::country(c).map_or(c, |k| k.name));
    country.or_else(scope).unwrap_or_default()
}

fn heads(set: &RecordSet, filter: &Filter) -> (Vec<Head>, Vec<Head>) {
    let year = |r: &Record| r.text("start_date").and_then(|d| d.get(..4)?.parse::<i64>().ok());
    let offices = |r: &Record| {
        set.of(RecordKind::Target).filter(|c| c.text("election") == Some(&r.id)).any(|c| {
            c.texts("/offices")
                .iter()
                .filter_map(|o| set.get(o))
                .any(|o| filter.office.as_ref().is_none_or(|w| o.title().to_lowercase().contains(&w.to_lowercase())))
        })
    };
    let mut rows: Vec<Head> = set
        .of(RecordKind::Target)
        .filter(|t| t.text("kind") == Some("election"))
        .filter(|t| filter.from_year.is_none_or(|y| year(t).is_some_and(|n| n >= y)))
        .filter(|t| filter.to_year.is_none_or(|y| year(t).is_some_and(|n| n <= y)))
        .filter(|t| filter.region.is_none_or(|m| t.text("country").is_some_and(|c| countries::in_region(c, m))))
        .filter(|t| filter.office.is_none() || offices(t))
        .map(|t| Head {
            id: t.id.clone(),
            name: t.title().to_owned(),
            group: place_of(set, t).to_owned(),
            date: t.text("start_date").unwrap_or_default().to_owned(),
        })
        .filter(|h| matches(&filter.elections, h))
        .collect();
    rows.sort_by(|a, b| (&a.group, &a.date, &a.name, &a.id).cmp(&(&b.group, &b.date, &b.name, &b.id)));
    let mut columns: Vec<Head> = set
        .of(RecordKind::Actor)
        .map(|a| Head {
            id: a.id.clone(),
            name: a.title().to_owned(),
            group: a.text("nation_claimed").unwrap_or_default().to_owned(),
            date: String::new(),
        })
        .filter(|h| matches(&filter.actors, h))
        .collect();
    columns.sort_by(|a, b| (&a.group, &a.name, &a.id).cmp(&(&b.group, &b.name, &b.id)));
    (rows, columns)
}

/// Makes the matrix from records that may be shown.
pub fn matrix(set: &RecordSet, ceiling: Tlp, filter: &Filter) -> Matrix {
    let (rows, mut columns) = heads(set, filter);
    let mut cells: BTreeMap<(usize, usize), Vec<Cell>> = BTreeMap::new();
    let efforts: Vec<&Record> = set
        .iter()
        .filter(|j| j.kind == RecordKind::Judgment && j.status == Status::Current && j.text("kind") == Some("effort"))
        .collect();
    for effort in &efforts {
        let level = effort.text_at("/effort/level").unwrap_or_default();
        let place = |heads: &[Head], name: &str| {
            let id = effort.text_at(&format!("/effort/{name}"))?;
            heads.iter().position(|h| h.id == id)
        };
        let (Some(row), Some(column)) = (place(&rows, "election"), place(&columns, "actor")) else { continue };
        if filter.level.as_ref().is_none_or(|l| l == level) {
            let mut cell = cell(set, effort);
            cell.before = before(&efforts, &rows, row, &columns[column].id, effort);
            cells.entry((row, column)).or_default().push(cell);
        }
    }
    if !filter.actors.is_empty() || filter.level.is_some() || columns.len() > 12 {
        keep_used(&mut columns, &mut cells, filter);
    }
    for list in cells.values_mut() {
        list.sort_by(|a, b| (&a.voice, &a.judgment).cmp(&(&b.voice, &b.judgment)));
    }
    Matrix { ceiling, rows, columns, cells }
}

/// Leaves out actors without any cell, when there are many or a filter asked for less.
fn keep_used(columns: &mut Vec<Head>, cells: &mut BTreeMap<(usize, usize), Vec<Cell>>, filter: &Filter) {
    let used: Vec<usize> = (0..columns.len())
        .filter(|c| !filter.actors.is_empty() && filter.level.is_none() || cells.keys().any(|(_, column)| column == c))
        .collect();
    *columns = used.iter().filter_map(|c| columns.get(*c).cloned()).collect();
    *cells = std::mem::take(cells)
        .into_iter()
        .filter_map(|((r, c), list)| Some(((r, used.iter().position(|u| *u == c)?), list)))
        .collect();
}

/// The own level of the same actor in the last election before at the same place.
fn before(efforts: &[&Record], rows: &[Head], row: usize, actor: &str, effort: &Record) -> Option<String> {
    let here = &rows[row];
    let earlier = rows.iter().filter(|h| h.group == here.group && h.date < here.date && !h.group.is_empty());
    let last = earlier.max_by(|a, b| a.date.cmp(&b.date))?;
    let found = efforts.iter().find(|e| {
        e.text("voice") == effort.text("voice")
            && e.text_at("/effort/actor") == Some(actor)
            && e.text_at("/effort/election") == Some(&last.id)
    })?;
    Some(format!(
        "{} in {}",
        found.text_at("/effort/level").unwrap_or_default(),
        last.date.get(..4).unwrap_or_default()
    ))
}

fn cell(set: &RecordSet, effort: &Record) -> Cell {
    let names = |list: &str| -> Vec<String> {
        effort.texts(list).iter().filter_map(|id| set.get(id)).map(|r| r.title().to_owned()).collect()
    };
    let channels = |kind: &str| -> Vec<String> {
        let list = effort.list("/effort/channels").iter();
        let of = list.filter(|c| openness(text(c, "role"), text(c, "exposure")) == kind);
        of.map(|c| match c.get("n_assets").and_then(Value::as_i64) {
            Some(n) => format!("{} ({n})", text(c, "role")),
            None => text(c, "role").to_owned(),
        })
        .collect()
    };
    let mut ids: Vec<&str> = effort.texts("/effort/sources");
    ids.extend(effort.texts("/basis/sources"));
    ids.extend(effort.text_at("/reported/capture"));
    ids.sort_unstable();
    ids.dedup();
    let captures = ids.iter().filter_map(|id| set.get(id)).filter(|r| r.kind == RecordKind::Capture);
    let words = [
        effort.text_at("/reported/likelihood_words"),
        effort.text_at("/reported/confidence_words"),
        effort.text_at("/reported/effort_words"),
    ];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    let scope = effort.at("/effort/search_scope").map(|s| {
        let list = |n: &str| {
            s.get(n)
                .and_then(Value::as_array)
                .map_or_else(String::new, |l| l.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
        };
        format!(
            "{}; {}; {} to {}; {}",
            list("platforms"),
            list("languages"),
            text(s, "from"),
            text(s, "to"),
            text(s, "method")
        )
    });
    Cell {
        judgment: effort.id.clone(),
        voice: effort.text("voice").unwrap_or_default().to_owned(),
        level: effort.text_at("/effort/level").unwrap_or_default().to_owned(),
        likelihood: likelihood_words(effort),
        confidence: effort.text("confidence").map(str::to_owned),
        body_words: (!words.is_empty()).then(|| words.join("”, “")),
        body: effort.text_at("/reported/body").and_then(|b| set.get(b)).map(|b| b.title().to_owned()),
        statement: effort.text("statement").unwrap_or_default().to_owned(),
        favored: names("/effort/favored"),
        denigrated: names("/effort/denigrated"),
        overt: channels("overt"),
        covert: channels("covert"),
        search_scope: scope,
        captures: captures
            .map(|c| (c.title().to_owned(), c.text_at("/files/0/sha256").unwrap_or_default().to_owned()))
            .collect(),
        n_dissents: effort.list("/dissents").len(),
        as_of: effort.modified.get(..10).unwrap_or_default().to_owned(),
        before: None,
    }
}

fn caption(matrix: &Matrix) -> String {
    format!("Shows only what may be shown at {}. An empty cell was not assessed.", matrix.ceiling.label())
}

/// What stands under every matrix that names candidates.
const CANDIDATES: &str = "Being promoted or attacked says nothing about the candidate's own knowledge or conduct.";

/// The matrix as JSON.
pub fn matrix_json(matrix: &Matrix) -> Value {
    let head = |h: &Head| json!({"id": h.id, "name": h.name, "group": h.group, "date": h.date});
    let cell = |c: &Cell| {
        json!({"judgment": c.judgment, "voice": c.voice, "level": c.level, "likelihood": c.likelihood,
            "confidence": c.confidence, "body": c.body, "body_words": c.body_words, "statement": c.statement,
            "favored": c.favored, "denigrated": c.denigrated, "overt": c.overt, "covert": c.covert,
            "search_scope": c.search_scope, "dissents": c.n_dissents, "as_of": c.as_of, "before": c.before, "trend": c.trend().map(Trend::name),
            "captures": c.captures.iter().map(|(t, s)| json!({"title": t, "sha256": s})).collect::<Vec<_>>()})
    };
    let cells: Vec<Value> = matrix
        .cells
        .iter()
        .map(|((r, c), list)| {
            json!({"election": matrix.rows[*r].id, "actor": matrix.columns[*c].id,
                "judgments": list.iter().map(cell).collect::<Vec<_>>()})
        })
        .collect();
    json!({"tlp": matrix.ceiling.name(), "caption": caption(matrix), "note": CANDIDATES,
        "levels": EFFORT_LEVELS.iter().map(|(l, d)| json!({"level": l, "definition": d})).collect::<Vec<_>>(),
        "elections": matrix.rows.iter().map(head).collect::<Vec<_>>(),
        "actors": matrix.columns.iter().map(head).collect::<Vec<_>>(), "cells": cells})
}

/// The matrix as CSV: one line for each judgment, and one for each empty cell.
pub fn matrix_csv(matrix: &Matrix) -> Result<String, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record([
        "place",
        "election",
        "date",
        "nation",
        "actor",
        "level",
        "voice",
        "likelihood",
        "confidence",
        "body",
        "body_words",
        "favored",
        "denigrated",
        "overt",
        "covert",
        "sources",
        "dissents",
        "as_of",
        "before",
        "statement",
    ])?;
    for (r, row) in matrix.rows.iter().enumerate() {
        for (c, column) in matrix.columns.iter().enumerate() {
            let head = [&row.group, &row.name, &row.date, &column.group, &column.name].map(ToOwned::to_owned);
            let empty = Vec::new();
            let list = matrix.cells.get(&(r, c)).unwrap_or(&empty);
            if list.is_empty() {
                let mut line = head.to_vec();
                line.push("not-assessed".into());
                line.resize(20, String::new());
                out.write_record(line.iter().map(|s| csv_cell(s).into_owned()))?;
            }
            for cell in list {
                let mut line = head.to_vec();
                let or = |o: &Option<String>| o.clone().unwrap_or_default();
                line.extend([cell.level.clone(), cell.voice.clone(), or(&cell.likelihood), or(&cell.confidence)]);
                line.extend([
                    or(&cell.body),
                    or(&cell.body_words),
                    cell.favored.join("; "),
                    cell.denigrated.join("; "),
                ]);
                line.extend([cell.overt.join("; "), cell.covert.join("; "), cell.captures.len().to_string()]);
                line.extend([
                    cell.n_dissents.to_string(),
                    cell.as_of.clone(),
                    or(&cell.before),
                    cell.statement.clone(),
                ]);
                out.write_record(line.iter().map(|s| csv_cell(s).into_owned()))?;
            }
        }
    }
    let bytes = out.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

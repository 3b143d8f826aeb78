//! The small parts of a stored data set, as JSON.

use std::collections::BTreeMap;

use daylight_core::{Columns, Dataset, IdTable, Intake, Problem, ProblemLog, SourceFile};
use serde::{Deserialize, Serialize};

/// Version of the metadata.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub struct Meta {
    version: u32,
    pub n_contents: u32,
    pub platforms: Vec<String>,
    pub languages: Vec<String>,
    /// Names by account id, where the input had some.
    names: Option<BTreeMap<String, String>>,
    sources: Vec<Source>,
    problems: Vec<Entry>,
    counts: Vec<Count>,
    read: u64,
    kept: u64,
    rejected: u64,
    /// Layers in order, also those without any action.
    layers: Vec<String>,
    /// By layer; only where content ids were not kept.
    pub self_objects: BTreeMap<String, Vec<u32>>,
    /// Whether the accounts are pseudonyms of a case.
    #[serde(default)]
    case_pseudonyms: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Source {
    name: String,
    sha256: Option<String>,
    bytes: u64,
    format: String,
    columns: Vec<(String, String, String)>,
    notes: Vec<String>,
    read: u64,
    kept: u64,
    rejected: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    source: u32,
    line: u64,
    column: Option<String>,
    reason: String,
    value: Option<String>,
    rejected: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Count {
    source: u32,
    column: Option<String>,
    reason: String,
    rejected: bool,
    n: u64,
}

impl Meta {
    pub fn of(data: &Dataset) -> Self {
        let names = data.account_names.as_ref().map(|names| {
            let pairs = data.accounts.iter().zip(names.iter()).filter(|(_, name)| !name.is_empty());
            pairs.map(|(id, name)| (id.to_owned(), name.to_owned())).collect()
        });
        let self_objects = if data.contents.is_empty() {
            data.layers.iter().map(|l| (l.kind.name().to_owned(), l.self_object.clone())).collect()
        } else {
            BTreeMap::new()
        };
        Self {
            version: VERSION,
            n_contents: data.n_contents,
            platforms: data.platforms.clone(),
            languages: data.languages.clone(),
            names,
            sources: data.sources.iter().map(Source::of).collect(),
            problems: data.problems.examples.iter().map(Entry::of).collect(),
            counts: data.problems.counts.iter().map(Count::of).collect(),
            read: data.intake.read,
            kept: data.intake.kept,
            rejected: data.intake.rejected,
            layers: data.layers.iter().map(|l| l.kind.name().to_owned()).collect(),
            self_objects,
            case_pseudonyms: data.case_pseudonyms,
        }
    }

    pub fn fill(&self, data: &mut Dataset) {
        data.case_pseudonyms = self.case_pseudonyms;
        data.platforms.clone_from(&self.platforms);
        data.languages.clone_from(&self.languages);
        data.sources = self.sources.iter().map(Source::back).collect();
        data.problems = ProblemLog {
            examples: self.problems.iter().map(Entry::back).collect(),
            counts: self.counts.iter().map(Count::back).collect(),
        };
        data.intake = Intake { read: self.read, kept: self.kept, rejected: self.rejected };
        data.account_names = self
            .names
            .as_ref()
            .map(|names| data.accounts.iter().map(|id| names.get(id).map_or("", String::as_str)).collect::<IdTable>());
        for kind in &self.layers {
            if !data.layers.iter().any(|l| l.kind.name() == kind) {
                let Ok(kind) = kind.parse::<daylight_core::ObjectKind>();
                data.layers.push(daylight_core::Layer {
                    kind,
                    objects: IdTable::new(),
                    object: Vec::new(),
                    post: Vec::new(),
                    self_object: Vec::new(),
                });
            }
        }
        data.layers.sort_by(|a, b| a.kind.cmp(&b.kind));
    }
}

impl Source {
    fn of(s: &SourceFile) -> Self {
        let columns = s.columns.iter().map(|c| (c.role.clone(), c.column.clone(), c.reason.clone())).collect();
        Self {
            name: s.name.clone(),
            sha256: s.sha256.clone(),
            bytes: s.bytes,
            format: s.format.clone(),
            columns,
            notes: s.notes.clone(),
            read: s.intake.read,
            kept: s.intake.kept,
            rejected: s.intake.rejected,
        }
    }

    fn back(&self) -> SourceFile {
        let column =
            |c: &(String, String, String)| Columns { role: c.0.clone(), column: c.1.clone(), reason: c.2.clone() };
        SourceFile {
            name: self.name.clone(),
            sha256: self.sha256.clone(),
            bytes: self.bytes,
            format: self.format.clone(),
            columns: self.columns.iter().map(column).collect(),
            notes: self.notes.clone(),
            intake: Intake { read: self.read, kept: self.kept, rejected: self.rejected },
        }
    }
}

impl Entry {
    fn of(p: &Problem) -> Self {
        Self {
            source: p.source,
            line: p.line,
            column: p.column.clone(),
            reason: p.reason.clone(),
            value: p.value.clone(),
            rejected: p.rejected,
        }
    }

    fn back(&self) -> Problem {
        Problem {
            source: self.source,
            line: self.line,
            column: self.column.clone(),
            reason: self.reason.clone(),
            value: self.value.clone(),
            rejected: self.rejected,
        }
    }
}

type CountKey = (u32, Option<String>, String, bool);

impl Count {
    fn of((key, n): (&CountKey, &u64)) -> Self {
        Self { source: key.0, column: key.1.clone(), reason: key.2.clone(), rejected: key.3, n: *n }
    }

    fn back(&self) -> (CountKey, u64) {
        ((self.source, self.column.clone(), self.reason.clone(), self.rejected), self.n)
    }
}

//! Reads a result back from its files, so that groups, networks and reports can be made from them alone.
//!
//! The tables carry the edges and their rows, `findings.json` the groups and the run, `manifest.json`
//! the inputs. The package that comes back equals the one that was written, under the same shown names.

mod families;
mod findings;
mod rows;
mod select;

use std::fs;
use std::path::Path;

use daylight_core::wire::v1;
use daylight_core::{
    Analysis, CoactionEdge, Columns, Dataset, IdTable, Intake, Package, Problem, ProblemLog, RunInfo, SourceFile,
};

use crate::error::ShareError;
use crate::output::MANIFEST;
use select::Selection;

pub use select::Part;
pub(crate) use select::evidence_ranges;

/// Reads the result in `dir` whole.
pub fn load(dir: &Path) -> Result<Package, ShareError> {
    load_part(dir, Part::Whole)
}

/// Reads the findings of the result in `dir`.
pub(crate) fn read_findings(dir: &Path) -> Result<v1::Findings, ShareError> {
    read_json(dir, "findings.json")
}

/// Reads the result in `dir` with the edges of `part` and the rows that serve it; everything else is whole. A result
/// of millions of co-actions is read in a fraction of its size so.
pub fn load_part(dir: &Path, part: Part<'_>) -> Result<Package, ShareError> {
    let manifest = read_manifest(dir)?;
    let found = read_findings(dir)?;
    let selection = select::select(dir, part, &found)?;
    let accounts = rows::accounts(dir)?;
    let layers = findings::layers(&found);
    let numbers = rows::Numbers::new(&accounts.ids, &layers);
    let rows = rows::evidence(dir, &numbers, &found, manifest.inputs.len(), selection.as_ref())?;
    let edges = rows::edges(dir, &numbers, selection.as_ref())?;
    let places = selection.as_ref().map(|s| places(&edges, s));
    let mut analysis = Analysis {
        settings: findings::settings(&found.settings),
        layers: layers.clone(),
        clock: findings::clock(&found, &numbers)?,
        edges,
        evidence: rows.evidence,
        groups: Vec::new(),
        accounts: accounts.summaries,
        moments: findings::moments(&found, &rows.objects)?,
        calibration: findings::calibration(&found),
        not_applicable: found.not_applicable.clone(),
        notes: found.notes.clone(),
    };
    analysis.groups = findings::groups(&found, &numbers, &rows.objects, &analysis.edges, selection.is_none())?;
    let dataset = Dataset {
        accounts: accounts.ids,
        account_names: accounts.names,
        n_contents: rows.contents.len() as u32,
        contents: rows.contents,
        posts: rows.posts,
        layers: rows.layers,
        platforms: accounts.platforms,
        languages: Vec::new(),
        sources: manifest.inputs.iter().map(source).collect(),
        problems: problems(&manifest),
        intake: intake(manifest.intake),
        case_pseudonyms: false,
        text_families: families::families(dir, &found)?,
    };
    Ok(Package {
        dataset,
        analysis,
        account_platform: accounts.platform,
        positions: accounts.positions,
        totals: findings::totals(&found)?,
        places,
        timeline: findings::timeline(&found)?,
        run: RunInfo { command: found.run.command, version: found.run.program_version },
        pseudonyms: found.run.pseudonyms,
    })
}

/// Where the rows of each edge went, of those whose rows were read.
fn places(edges: &[CoactionEdge], selection: &Selection) -> Vec<(u64, usize)> {
    let mut places = Vec::new();
    let mut before = 0u64;
    let mut ranges = selection.evidence.iter().peekable();
    for edge in edges {
        let start = edge.evidence_start;
        while let Some(range) = ranges.next_if(|r| r.end <= start) {
            before += range.end - range.start;
        }
        if let Some(range) = ranges.peek().filter(|r| r.contains(&start)) {
            places.push((start, (before + start - range.start) as usize));
        }
    }
    places
}

/// Reads the manifest of the result in `dir`.
pub fn read_manifest(dir: &Path) -> Result<v1::Manifest, ShareError> {
    if !dir.join(MANIFEST).exists() {
        return Err(ShareError::NoResult(dir.to_owned()));
    }
    read_json(dir, MANIFEST)
}

fn read_json<T: serde::de::DeserializeOwned>(dir: &Path, name: &str) -> Result<T, ShareError> {
    let path = dir.join(name);
    let bytes = fs::read(&path).map_err(|e| ShareError::io("cannot read", path, e))?;
    let value: serde_json::Value =
        serde_json::from_slice(&bytes).map_err(|e| ShareError::damaged(name, e.to_string()))?;
    match value.get("schema_version").and_then(|v| v.as_str()) {
        Some(daylight_core::wire::SCHEMA_VERSION) => {}
        other => {
            return Err(ShareError::damaged(name, format!("schema version {} is not known", other.unwrap_or("?"))));
        }
    }
    serde_json::from_value(value).map_err(|e| ShareError::damaged(name, e.to_string()))
}

fn source(s: &v1::Input) -> SourceFile {
    let column = |c: &v1::Column| Columns { role: c.role.clone(), column: c.column.clone(), reason: c.reason.clone() };
    SourceFile {
        name: s.name.clone(),
        sha256: s.sha256.clone(),
        bytes: s.bytes,
        format: s.format.clone(),
        columns: s.columns.iter().map(column).collect(),
        notes: s.notes.clone(),
        intake: intake(s.intake),
    }
}

fn intake(i: v1::Intake) -> Intake {
    Intake { read: i.read, kept: i.kept, rejected: i.rejected }
}

fn problems(manifest: &v1::Manifest) -> ProblemLog {
    let example = |p: &v1::ProblemExample| Problem {
        source: p.input,
        line: p.line,
        column: p.column.clone(),
        reason: p.reason.clone(),
        value: p.value.clone(),
        rejected: p.rejected,
    };
    let counts = manifest.problem_counts.iter();
    ProblemLog {
        examples: manifest.problem_examples.iter().map(example).collect(),
        counts: counts.map(|c| ((c.input, c.column.clone(), c.reason.clone(), c.rejected), c.n)).collect(),
    }
}

/// Number of a string in a sorted table.
fn find(table: &IdTable, id: &str) -> Option<u32> {
    let (mut low, mut high) = (0u32, table.len() as u32);
    while low < high {
        let middle = low + (high - low) / 2;
        match table.get(middle).cmp(id) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

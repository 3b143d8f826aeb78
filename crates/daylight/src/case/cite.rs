//! From the tables of posts of a case to the originals that they were read from: what a result cites.

use anyhow::Context as _;
use daylight_casework::{CaseView, FileName, ImportInfo, OriginalInfo};
use daylight_core::Dataset;
use daylight_ingest::exports::held::{Places, places};
use std::collections::BTreeMap;
use std::path::Path;

/// Hex digits of the fingerprint in the name of an original; the folder of it in a bundle has the same.
const SHORT: usize = 16;

/// Puts original, and line or record there, in place of the table of posts and its row.
pub fn cite(data: &mut Dataset, dir: &Path) -> anyhow::Result<()> {
    let view = CaseView::open(dir)?;
    let (originals, imports) = (view.originals()?, view.imports()?);
    let of_file: BTreeMap<String, &ImportInfo> = imports
        .iter()
        .filter_map(|i| Some((i.posts.as_ref()?.path.file_name()?.to_string_lossy().into_owned(), i)))
        .collect();
    let mut all = Vec::with_capacity(data.sources.len());
    for source in &mut data.sources {
        let import = of_file.get(&source.name).with_context(|| format!("{} is of no import", source.name))?;
        let original = originals.iter().find(|o| o.sha256 == import.original);
        let original = original.with_context(|| format!("original {} is missing", import.original))?;
        let posts = import.posts.as_ref().context("the import has no posts")?;
        let found = places(&posts.path)?;
        source.name = name(original, import, &found);
        source.sha256 = Some(original.sha256.clone());
        source.bytes = original.bytes;
        source.format.clone_from(&import.importer);
        let c = import.counts;
        source.notes.push(format!(
            "the original came in with {} read = {} kept + {} rejected{}; the table of its posts has SHA-256 {}",
            c.read,
            c.kept,
            c.rejected,
            if import.erased > 0 { format!(" + {} erased", import.erased) } else { String::new() },
            posts.sha256
        ));
        all.push(found.places);
    }
    let place = |source: u32, row: u64| {
        let at = usize::try_from(row.checked_sub(1)?).ok()?;
        all.get(source as usize)?.get(at).copied()
    };
    for (source, line) in data.posts.source.iter().zip(&mut data.posts.line) {
        *line = place(*source, u64::from(*line)).unwrap_or_default();
    }
    for problem in &mut data.problems.examples {
        problem.line = place(problem.source, problem.line).map_or(problem.line, u64::from);
    }
    Ok(())
}

/// How an original is called in results: name and fingerprint. A sealed name stays sealed: it may name a person.
fn name(original: &OriginalInfo, import: &ImportInfo, found: &Places) -> String {
    let short = original.sha256.get(..SHORT).unwrap_or(&original.sha256);
    let (name, is_sealed) = match &original.name {
        FileName::Sealed => (format!("original {short}"), true),
        FileName::Clear(name) => (format!("{name} ({short})"), false),
    };
    match (&found.entry, import.part.as_str()) {
        (_, "") => name,
        (Some(entry), _) if !is_sealed => format!("{name}/{entry}"),
        (_, part) => format!("{name} part {part}"),
    }
}

//! What an import prints: a line for each file, or for many files a line for each format.

use crate::cli::Cli;
use daylight_casework::Counts;
use daylight_core::Columns;
use daylight_share::text::visible;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// Files that are listed one by one.
const MAX_FILES: usize = 40;
/// Files that are named where not all are: those that were not read, or not whole, or by what their columns are.
const MAX_NAMED: usize = 20;

/// What became of one file.
pub struct Row {
    pub name: String,
    pub state: &'static str,
    pub format: String,
    pub why: String,
    pub counts: Counts,
    /// Posts that another file of the case has too: a run counts them once.
    pub n_repeated: u64,
    pub notes: BTreeMap<String, u64>,
    /// Which column plays which role and why, for tables.
    pub columns: Vec<Columns>,
    pub remarks: Vec<String>,
}

impl Row {
    /// A file that gave no posts.
    pub fn without(name: String, state: &'static str, why: String) -> Self {
        let (format, counts, notes) = (String::new(), Counts::default(), BTreeMap::new());
        Self { name, state, format, why, counts, n_repeated: 0, notes, columns: Vec::new(), remarks: Vec::new() }
    }
}

fn add(total: Counts, more: Counts) -> Counts {
    Counts { read: total.read + more.read, kept: total.kept + more.kept, rejected: total.rejected + more.rejected }
}

/// Prints the table, or with `--json` one document with every file.
pub fn print(rows: &[Row], dir: &Path, cli: &Cli) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let n_repeated: u64 = rows.iter().map(|row| row.n_repeated).sum();
    let total = rows.iter().fold(Counts::default(), |total, row| add(total, row.counts));
    if cli.json {
        let files: Vec<_> = rows
            .iter()
            .map(|r| {
                json!({"name": r.name, "state": r.state, "format": r.format, "why": r.why, "read": r.counts.read,
                       "kept": r.counts.kept, "rejected": r.counts.rejected, "repeated": r.n_repeated, "notes": r.notes,
                       "columns": columns(&r.columns), "remarks": r.remarks})
            })
            .collect();
        let total = json!({"read": total.read, "kept": total.kept, "rejected": total.rejected, "repeated": n_repeated});
        return writeln!(out, "{}", json!({"files": files, "total": total}));
    }
    if cli.quiet {
        return Ok(());
    }
    if rows.len() > MAX_FILES {
        by_format(&mut out, rows)?;
        let open: Vec<&Row> = rows.iter().filter(|r| r.state != "already" && !is_whole(r)).collect();
        if !open.is_empty() {
            writeln!(out, "\nnot read, not whole, or read by what their columns are:")?;
            one_by_one(&mut out, open.iter().take(MAX_NAMED).copied())?;
        }
        if open.len() > MAX_NAMED {
            writeln!(out, "and {} more; with --json all are listed", open.len() - MAX_NAMED)?;
        }
    } else {
        one_by_one(&mut out, rows.iter())?;
    }
    writeln!(out, "{} read = {} kept + {} rejected", total.read, total.kept, total.rejected)?;
    if n_repeated > 0 {
        writeln!(out, "{n_repeated} of the kept posts are in other files of the case too; a run counts each once")?;
    }
    writeln!(out, "next: daylight run {0} --out {0}/runs/first; daylight verify {0}", dir.display())
}

fn columns(columns: &[Columns]) -> Vec<serde_json::Value> {
    columns.iter().map(|c| json!({"role": c.role, "column": c.column, "reason": c.reason})).collect()
}

/// Nothing is left to look at.
fn is_whole(row: &Row) -> bool {
    matches!(row.state, "imported" | "renewed") && row.counts.rejected == 0 && row.columns.is_empty()
}

/// What was recognized, and how often.
fn by_format(out: &mut impl Write, rows: &[Row]) -> io::Result<()> {
    let mut kinds: BTreeMap<(&str, &str), (u64, Counts)> = BTreeMap::new();
    for row in rows {
        let (n_files, counts) = kinds.entry((row.state, &row.format)).or_default();
        *n_files += 1;
        *counts = add(*counts, row.counts);
    }
    writeln!(out, "{:<9} {:<22} {:>7} {:>11} {:>11} {:>9}", "state", "format", "files", "read", "kept", "rejected")?;
    for ((state, format), (n_files, c)) in kinds {
        writeln!(out, "{state:<9} {format:<22} {n_files:>7} {:>11} {:>11} {:>9}", c.read, c.kept, c.rejected)?;
    }
    Ok(())
}

fn one_by_one<'a>(out: &mut impl Write, rows: impl Iterator<Item = &'a Row> + Clone) -> io::Result<()> {
    let width = rows.clone().map(|r| r.name.chars().count()).max().unwrap_or(4).clamp(4, 48);
    writeln!(
        out,
        "{:<width$} {:<9} {:<22} {:>9} {:>9} {:>8}  why",
        "file", "state", "format", "read", "kept", "rejected"
    )?;
    for r in rows {
        let mut notes: Vec<String> = r.notes.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        if r.n_repeated > 0 {
            notes.insert(0, format!("{} also in other files", r.n_repeated));
        }
        let notes = if notes.is_empty() { String::new() } else { format!("; besides: {}", notes.join(", ")) };
        writeln!(
            out,
            "{:<width$} {:<9} {:<22} {:>9} {:>9} {:>8}  {}{notes}",
            visible(&r.name),
            r.state,
            r.format,
            r.counts.read,
            r.counts.kept,
            r.counts.rejected,
            visible(&r.why)
        )?;
        for c in &r.columns {
            writeln!(out, "  {:<16} {:<18} {}", visible(&c.role), visible(&c.column), visible(&c.reason))?;
        }
        for remark in &r.remarks {
            writeln!(out, "  note: {}", visible(remark))?;
        }
    }
    Ok(())
}

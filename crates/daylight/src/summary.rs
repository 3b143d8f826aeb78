//! The last lines of a run.

use crate::cli::{Cli, NameArgs, NameStyle};
use daylight_core::stability::Change;
use daylight_core::{Analysis, Dataset, Package, Standing};
use std::io::{self, Write};
use std::path::Path;

/// Groups listed in the terminal.
const N_GROUPS: usize = 10;

/// Prints the summary: text, or with `--json` one document.
pub fn print(
    dataset: &Dataset,
    package: &Package,
    out: &Path,
    n_files: usize,
    names: &NameArgs,
    cli: &Cli,
) -> io::Result<()> {
    if cli.json {
        let text = serde_json::to_string(&daylight_share::findings(package)).map_err(io::Error::other)?;
        return writeln!(io::stdout(), "{text}");
    }
    if cli.quiet {
        return Ok(());
    }
    let mut to = io::stdout().lock();
    let analysis = &package.analysis;
    let i = dataset.intake;
    writeln!(
        to,
        "posts     {} read = {} kept + {} rejected; {} accounts",
        i.read,
        i.kept,
        i.rejected,
        dataset.accounts.len()
    )?;
    if let Some(texts) = &dataset.text_families {
        writeln!(
            to,
            "texts     {} compared; {} families of at least two accounts",
            texts.n_texts - texts.n_short - texts.n_reposts,
            texts.n_families
        )?;
    }
    if let Some(why) = &analysis.not_applicable {
        writeln!(to, "result    not applicable: {why}")?;
    } else {
        edges(&mut to, analysis)?;
        groups(&mut to, analysis)?;
        apart(&mut to, analysis)?;
        gone(&mut to, analysis)?;
    }
    for note in analysis.clock.notes.iter().chain(&analysis.notes) {
        writeln!(to, "note      {note}")?;
    }
    writeln!(to, "written   {n_files} files to {}", out.display())?;
    if names.names == NameStyle::Pseudonym {
        writeln!(
            to,
            "names     pseudonyms; who is who: {} (do not share)",
            out.join(daylight_share::IDENTITIES).display()
        )?;
    }
    if out.join("report.html").exists() {
        writeln!(to, "open      {}", out.join("report.html").display())?;
    }
    Ok(())
}

fn edges(to: &mut impl Write, analysis: &Analysis) -> io::Result<()> {
    let c = &analysis.calibration;
    let of = |s: Standing| analysis.edges.iter().filter(|e| e.standing == s).count();
    let fdr = c.empirical_fdr.map_or_else(|| "-".to_owned(), |f| format!("{:.2} %", f * 100.0));
    writeln!(
        to,
        "tested    {} pairs; {} faster than their own rhythm at q <= {} (empirical false share {fdr})",
        c.n_tested, c.n_validated, c.q
    )?;
    writeln!(
        to,
        "edges     {} to lead with ({} of them have no crowd to compare with), {} explained, {} like their crowd, {} held back",
        of(Standing::Lead) + of(Standing::LeadNoCrowd),
        of(Standing::LeadNoCrowd),
        of(Standing::Explained),
        of(Standing::LikeItsCrowd),
        of(Standing::NoCrowd)
    )
}

/// Accounts that groups meet without being counted as members.
fn apart(to: &mut impl Write, analysis: &Analysis) -> io::Result<()> {
    for g in analysis.groups.iter().filter(|g| !g.apart.is_empty()) {
        let of = |wanted: &str| g.apart.iter().filter(|a| a.why.name() == wanted).count();
        let parts = [("copied_by", "copied by it"), ("follows", "follow it"), ("one_file", "meet it in one file only")];
        let words: Vec<String> =
            parts.iter().filter(|(w, _)| of(w) > 0).map(|(w, words)| format!("{} {words}", of(w))).collect();
        writeln!(to, "apart     group {}: no members, but accounts that {}", g.id, words.join(", "))?;
    }
    Ok(())
}

/// Groups that are gone without one layer or file.
fn gone(to: &mut impl Write, analysis: &Analysis) -> io::Result<()> {
    for rerun in &analysis.stability.reruns {
        let what = match &rerun.change {
            Change::WithoutLayer(name) => format!("the layer {name}"),
            Change::WithoutFile(name) => format!("the file {}", daylight_share::text::visible(name)),
            Change::Window(_) | Change::HalfWidth(_) => continue,
        };
        let groups: Vec<String> =
            rerun.groups.iter().filter(|l| l.is_gone()).take(N_GROUPS).map(|l| l.group.to_string()).collect();
        if !groups.is_empty() {
            writeln!(to, "rests on  {what}: without it group {} is gone", groups.join(", "))?;
        }
    }
    Ok(())
}

fn groups(to: &mut impl Write, analysis: &Analysis) -> io::Result<()> {
    if analysis.groups.is_empty() {
        return writeln!(to, "groups    none");
    }
    writeln!(
        to,
        "\n{:>5} {:>8} {:>6} {:>10} {:>10} {:>9} {:>9}  label",
        "group", "accounts", "edges", "observed", "expected", "p", "q"
    )?;
    for g in analysis.groups.iter().take(N_GROUPS) {
        writeln!(
            to,
            "{:>5} {:>8} {:>6} {:>10} {:>10.1} {:>9.1e} {:>9.1e}  {}",
            g.id,
            g.members.len(),
            g.n_edges,
            g.observed,
            g.expected,
            g.p,
            g.q,
            g.label.name()
        )?;
    }
    if analysis.groups.len() > N_GROUPS {
        writeln!(to, "      and {} more in groups.csv", analysis.groups.len() - N_GROUPS)?;
    }
    writeln!(to)
}

//! The last lines of a run.

use crate::cli::{Cli, NameArgs, NameStyle};
use daylight_core::stability::Change;
use daylight_core::{Analysis, Dataset, Group, Package, Standing};
use daylight_share::format::rough;
use daylight_share::text::visible;
use daylight_share::{n_lead, unexplained};
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
    for warning in daylight_share::warnings(package) {
        writeln!(to, "WARNING   {}\n", visible(&warning))?;
    }
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
        found(&mut to, package)?;
        others(&mut to, package)?;
        groups(&mut to, package)?;
        apart(&mut to, analysis)?;
        gone(&mut to, analysis)?;
        closest(&mut to, package)?;
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
        if let Some(group) = daylight_share::groups(package).into_iter().find(|g| unexplained(g)) {
            writeln!(to, "proof     daylight proof {} --group {}", out.display(), group.id)?;
        }
        writeln!(to, "open      {}", out.join("report.html").display())?;
    }
    Ok(())
}

/// What is led with, and how much of it chance would give: the number to read first.
fn found(to: &mut impl Write, package: &Package) -> io::Result<()> {
    let n = n_lead(package);
    let open: Vec<&Group> = package.analysis.groups.iter().filter(|g| unexplained(g)).collect();
    let members: usize = open.iter().map(|g| g.members.len()).sum();
    match (n, open.len()) {
        (0, _) => writeln!(to, "found     no pair of accounts to lead with")?,
        (n, 0) => writeln!(to, "found     {n} pairs of accounts to look at, in no group")?,
        (n, groups) => writeln!(
            to,
            "found     {n} pairs of accounts to look at, in {groups} unexplained {} of {members} accounts",
            if groups == 1 { "group" } else { "groups" }
        )?,
    }
    match package.analysis.calibration.chance() {
        _ if n == 0 => Ok(()),
        None => writeln!(to, "chance    not measured: no copies with jittered times were made"),
        Some(c) => {
            let share = c.share(n).map_or_else(String::new, |s| format!(" ({:.1} %)", s * 100.0));
            writeln!(
                to,
                "chance    {} of these {n} pairs expected by chance{share}; in {} copies with jittered times {}",
                rough(c.expected),
                c.n_copies,
                if c.highest == 0 {
                    "none met as closely".to_owned()
                } else {
                    format!("{} to {} met as closely", c.lowest, c.highest)
                }
            )
        }
    }
}

/// What became of the other pairs.
fn others(to: &mut impl Write, package: &Package) -> io::Result<()> {
    let c = &package.analysis.calibration;
    let of = |s: Standing| standing(package, s);
    writeln!(
        to,
        "others    {} tests of pairs; {} pairs have an innocent explanation, {} were like their crowd, {} had no crowd to compare with; the rest met as often as their own rhythm gives",
        c.n_tested,
        of(Standing::Explained),
        of(Standing::LikeItsCrowd),
        of(Standing::NoCrowd)
    )
}

fn standing(package: &Package, wanted: Standing) -> u64 {
    Standing::ALL.iter().zip(package.totals.n_edges).filter(|(s, _)| **s == wanted).map(|(_, n)| n).sum()
}

/// Accounts that groups meet without being counted as members.
fn apart(to: &mut impl Write, analysis: &Analysis) -> io::Result<()> {
    for g in analysis.groups.iter().filter(|g| !g.apart.is_empty()) {
        let of = |wanted: &str| g.apart.iter().filter(|a| a.why.name() == wanted).count();
        let parts =
            [("copied_by", "copied by it"), ("follows", "following it"), ("one_file", "meeting it in one file only")];
        let words: Vec<String> =
            parts.iter().filter(|(w, _)| of(w) > 0).map(|(w, words)| format!("{} {words}", of(w))).collect();
        writeln!(to, "apart     group {}: not counted as members: {}", g.id, words.join(", "))?;
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

/// Groups without an innocent explanation, and a line for the others.
fn groups(to: &mut impl Write, package: &Package) -> io::Result<()> {
    let (open, explained): (Vec<&Group>, Vec<&Group>) =
        daylight_share::groups(package).into_iter().partition(|g| unexplained(g));
    if !open.is_empty() {
        writeln!(to, "\ngroups without an innocent explanation")?;
        table(to, &open)?;
    }
    if !explained.is_empty() {
        writeln!(to, "\ngroups with an innocent explanation (not led with)")?;
        table(to, &explained)?;
    }
    if open.is_empty() && explained.is_empty() { Ok(()) } else { writeln!(to) }
}

fn table(to: &mut impl Write, groups: &[&Group]) -> io::Result<()> {
    writeln!(
        to,
        "{:>5} {:>8} {:>6} {:>10} {:>10} {:>9} {:>9}  label",
        "group", "accounts", "pairs", "observed", "expected", "p", "q"
    )?;
    for g in groups.iter().take(N_GROUPS) {
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
    if groups.len() > N_GROUPS {
        writeln!(to, "      and {} more in groups.csv", groups.len() - N_GROUPS)?;
    }
    Ok(())
}

/// Where nothing is led with: what came closest, and what the data lack.
fn closest(to: &mut impl Write, package: &Package) -> io::Result<()> {
    let near = daylight_share::findings(package).closest;
    if near.is_empty() {
        return Ok(());
    }
    writeln!(to, "\nwhat came closest (not led with; this says what the data can decide, nothing about the accounts)")?;
    for (i, n) in near.iter().enumerate() {
        let pair = if package.pseudonyms {
            format!("{} and {}", visible(&n.edge.account_a), visible(&n.edge.account_b))
        } else {
            format!("pair {}", i + 1)
        };
        writeln!(to, "  {pair}: {} objects together, {:.1} expected", n.edge.own.observed, n.edge.own.expected)?;
        writeln!(to, "    why not: {}", visible(&n.reason))?;
        writeln!(to, "    needed:  {}", visible(&n.needed))?;
    }
    writeln!(to)
}

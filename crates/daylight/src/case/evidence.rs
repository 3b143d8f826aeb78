//! What leaves the case as evidence, and who is looked at.

use super::{is_case, resolve, say, unlock};
use crate::cli::{Cli, ExportEvidenceArgs, RevealArgs};
use crate::progress::Bar;
use anyhow::{Context as _, bail};
use daylight_casework::{BundleRun, CaseView, Damage, VerifyReport};
use daylight_share::MANIFEST;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// `daylight case export-evidence`
pub fn export(args: &ExportEvidenceArgs, cli: &Cli) -> anyhow::Result<bool> {
    let (runs, left) = runs(&args.dir, &args.runs)?;
    let mut case = unlock::open(&args.dir, &args.unlock)?;
    let done = case.export_bundle(&args.out, &unlock::actor(&args.unlock)?, &args.reason, &runs)?;
    let out = args.out.display();
    let names: Vec<&str> = runs.iter().map(|r| r.name.as_str()).collect();
    let left: Vec<_> = left.iter().map(|(dir, why)| json!({"run": dir, "why": why})).collect();
    let document =
        json!({"files": done.n_files, "record": done.record, "dir": args.out, "runs": names, "runs_left": left});
    say(cli, &document, || {
        let mut lines = vec![format!(
            "{} files in {out}; anyone checks them with `cd {out} && sha256sum -c SHA256SUMS`, or more closely with \
             `daylight verify {out}`",
            done.n_files
        )];
        if !names.is_empty() {
            lines.push(format!("with the results {}", names.join(", ")));
        }
        for one in &left {
            lines.push(format!(
                "left out: {}: {}",
                one["run"].as_str().unwrap_or_default(),
                one["why"].as_str().unwrap_or_default()
            ));
        }
        lines.push("note: originals show people in clear; hand the bundle only to those who may see them".to_owned());
        lines.join("\n")
    })
}

type Left = Vec<(PathBuf, String)>;

/// The results that go along: those that are named, or all under `runs/` that cite originals of this case; and
/// why others do not.
fn runs(dir: &Path, named: &[PathBuf]) -> anyhow::Result<(Vec<BundleRun>, Left)> {
    let mut dirs = named.to_vec();
    if named.is_empty() {
        let folder = dir.join("runs");
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.with_context(|| format!("{} cannot be read", folder.display()))?.path();
            if path.join(MANIFEST).is_file() {
                dirs.push(path);
            }
        }
        dirs.sort();
    }
    let originals = if is_case(dir) { CaseView::open(dir)?.originals()? } else { Vec::new() };
    let known: BTreeSet<String> = originals.into_iter().map(|o| o.sha256).collect();
    let (mut runs, mut left): (Vec<BundleRun>, Left) = (Vec::new(), Vec::new());
    for path in dirs {
        match run(&path, &known, &runs) {
            Ok(run) => runs.push(run),
            Err(why) if named.is_empty() => left.push((path, format!("{why:#}"))),
            Err(why) => return Err(why.context(format!("{} cannot go along", path.display()))),
        }
    }
    Ok((runs, left))
}

fn run(dir: &Path, known: &BTreeSet<String>, others: &[BundleRun]) -> anyhow::Result<BundleRun> {
    let manifest = daylight_share::read_manifest(dir)?;
    let damage = daylight_share::verify(dir)?;
    if let Some(first) = damage.first() {
        bail!("{}: {}", first.file, first.what);
    }
    let mut cites = Vec::new();
    for input in &manifest.inputs {
        match input.sha256.as_ref().filter(|sha256| known.contains(*sha256)) {
            Some(sha256) => cites.push(sha256.clone()),
            None => bail!("it was made from {}, which is no original of this case", input.name),
        }
    }
    cites.sort();
    cites.dedup();
    // What is private is the key from pseudonyms to people; it stays in the house.
    let outputs = manifest.outputs.iter().map(|o| o.name.clone()).filter(|f| !f.starts_with("private/"));
    let files = outputs.chain([MANIFEST.to_owned()]).collect();
    let base = dir.file_name().map_or_else(|| "run".to_owned(), |n| n.to_string_lossy().into_owned());
    let taken = |name: &String| others.iter().any(|o| o.name.to_lowercase() == name.to_lowercase());
    let numbered = (2..).map(|n: u32| format!("{base}-{n}"));
    let name = [base.clone()].into_iter().chain(numbered).find(|name| !taken(name)).unwrap_or(base.clone());
    Ok(BundleRun { name, dir: dir.to_owned(), files, cites })
}

/// `daylight verify BUNDLE`
pub fn verify(dir: &Path, cli: &Cli) -> anyhow::Result<bool> {
    let bar = Bar::new(cli.quiet);
    let mut report = daylight_casework::verify_bundle(dir, bar.context(4096).progress);
    let n_runs = results(dir, &mut report);
    bar.finish();
    let mut out = std::io::stdout().lock();
    if cli.json {
        let damage: Vec<_> = report.damage.iter().map(|d| format!("{}: {}", d.place, d.what)).collect();
        let document = json!({"whole": damage.is_empty(), "damage": damage, "notes": report.notes,
            "originals": report.n_originals, "records": report.n_records, "runs": n_runs, "bytes": report.n_bytes});
        writeln!(out, "{document}")?;
    } else if !cli.quiet {
        writeln!(
            out,
            "{} originals, {} records proven by the log, {n_runs} results ({} bytes)",
            report.n_originals, report.n_records, report.n_bytes
        )?;
        for note in &report.notes {
            writeln!(out, "note: {}", daylight_share::text::visible(note))?;
        }
        if report.is_whole() {
            writeln!(out, "{} is whole: files, records and log agree", dir.display())?;
            writeln!(out, "next: compare the key in README.txt with one that the sender gave you another way")?;
        }
    }
    if report.is_whole() {
        return Ok(false);
    }
    let list: Vec<String> = report.damage.iter().map(|d| format!("{}: {}", d.place, d.what)).collect();
    bail!("{} is damaged: {}", dir.display(), list.join("; "))
}

/// Checks each result of a bundle against its own manifest.
fn results(dir: &Path, report: &mut VerifyReport) -> u64 {
    let mut n_runs = 0;
    let mut folders: Vec<PathBuf> =
        fs::read_dir(dir.join("runs")).into_iter().flatten().flatten().map(|e| e.path()).collect();
    folders.sort();
    for folder in folders {
        n_runs += 1;
        let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let mut damaged = |place: String, what: String| report.damage.push(Damage { place, what });
        match daylight_share::verify(&folder) {
            Ok(damage) => damage.into_iter().for_each(|d| damaged(format!("runs/{name}/{}", d.file), d.what)),
            Err(error) => damaged(format!("runs/{name}"), format!("{:#}", anyhow::Error::new(error))),
        }
    }
    n_runs
}

/// `daylight case reveal`
pub fn reveal(args: &RevealArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::open(&args.dir, &args.unlock)?;
    let pseudonym = resolve(case.view(), &args.pseudonym)?;
    let actor = unlock::actor(&args.unlock)?;
    let shown = match &args.not_private {
        Some(why) => case.reveal_public(&pseudonym, &actor, &args.reason, why),
        None => case.reveal(&pseudonym, &actor, &args.reason, args.second.as_deref()),
    };
    let shown = shown.context("nothing was revealed")?;
    let until = daylight_share::format::rfc3339(shown.expires_us);
    let accounts: Vec<_> = shown
        .accounts
        .iter()
        .map(|a| json!({"platform": a.platform, "platform_id": a.platform_id, "values": a.values}))
        .collect();
    say(cli, &json!({"pseudonym": pseudonym.to_string(), "until": until, "accounts": accounts}), || {
        let mut lines = vec![format!("{} is, until {until} (the log says that you asked):", pseudonym.short())];
        for a in &shown.accounts {
            let visible = daylight_share::text::visible;
            lines.push(format!("  {} {}", visible(&a.platform), visible(&a.platform_id)));
            lines.extend(a.values.iter().map(|(k, v)| format!("    {}: {}", visible(k), visible(v))));
        }
        lines.join("\n")
    })
}

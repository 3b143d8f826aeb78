//! `proof`: what one pair or one group rests on.

use crate::advice::{Advice, is_result, result_not_posts};
use crate::cli::{Cli, ProofArgs};
use crate::presets::write_whole;
use anyhow::bail;
use daylight_core::wire::proof::Proof;
use daylight_share::proof::{Answered, Ask, json, page, proof as make, text, write_table};
use daylight_share::text::visible;
use std::io::Write;
use std::path::{Path, PathBuf};

const PAGE: &str = "proof.html";
const TABLE: &str = "proof.csv";
const JSON: &str = "proof.json";

/// `daylight proof`
pub fn proof(args: &ProofArgs, cli: &Cli) -> anyhow::Result<bool> {
    result_not_posts(&args.dir)?;
    let ask = match (args.group, args.accounts.as_slice()) {
        (Some(group), _) => Ask::Group(group),
        (None, [a, b]) => Ask::Pair(a, b),
        _ => bail!("name two accounts, or a group with --group N"),
    };
    let proof = match make(&args.dir, ask)? {
        Answered::Proof(proof) => proof,
        other => return Err(nothing(&args.dir, args, other).into()),
    };
    let written = match &args.out {
        Some(dir) => write(&proof, dir)?,
        None => Vec::new(),
    };
    let mut out = std::io::stdout().lock();
    if cli.json {
        write!(out, "{}", json(&proof)?)?;
    } else if args.csv {
        write_table(&proof, &mut out)?;
    } else if !cli.quiet {
        write!(out, "{}", text(&proof))?;
        for file in written {
            writeln!(out, "written   {}", file.display())?;
        }
    }
    Ok(false)
}

/// The three files, each whole or not at all.
fn write(proof: &Proof, dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if is_result(dir) {
        return Err(Advice::new(
            format!("{} is a result; a proof is not written into it", dir.display()),
            format!("choose a folder of its own, such as --out {}-proof", dir.display()),
        )
        .into());
    }
    let ours = |path: &Path| {
        let read = std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
        read.is_some_and(|v| v.get("kind").and_then(|k| k.as_str()) == Some("proof"))
    };
    let files: Vec<PathBuf> = [PAGE, TABLE, JSON].iter().map(|name| dir.join(name)).collect();
    if let Some(file) = files.iter().find(|f| f.exists())
        && !ours(&dir.join(JSON))
    {
        bail!("{} is in the way, and is not of a proof; choose another folder for --out", file.display());
    }
    let document = json(proof)?;
    write_whole(&dir.join(JSON), |out| Ok(out.write_all(document.as_bytes())?))?;
    write_whole(&dir.join(TABLE), |out| Ok(write_table(proof, out)?))?;
    write_whole(&dir.join(PAGE), |out| Ok(out.write_all(page(proof).as_bytes())?))?;
    Ok(files)
}

fn nothing(dir: &Path, args: &ProofArgs, answered: Answered) -> Advice {
    let shown = dir.display();
    match answered {
        Answered::NoAccount(name, alike) => {
            let alike: Vec<_> = alike.iter().map(|a| visible(a).into_owned()).collect();
            let hint = if alike.is_empty() {
                format!(
                    "accounts.csv in {shown} names all; under pseudonyms the real ids stand in private/identities.csv"
                )
            } else {
                format!("did you mean {}?", alike.join(", "))
            };
            Advice::new(format!("no account of {shown} is named `{}`", visible(&name)), hint)
        }
        Answered::NoGroup(groups) => {
            let words: Vec<String> =
                groups.iter().take(20).map(|(id, label, n)| format!("{id} ({n} accounts, {label})")).collect();
            let hint = if words.is_empty() {
                format!("nothing in {shown} holds together as a group; edges.csv lists the pairs")
            } else {
                format!("there are {}", words.join("; "))
            };
            Advice::new(format!("{shown} has no group {}", args.group.unwrap_or(0)), hint)
        }
        Answered::NeverMet | Answered::Proof(_) => Advice::new(
            "these two accounts never acted on the same object within the window".to_owned(),
            format!("edges.csv in {shown} lists all pairs that did"),
        ),
    }
}

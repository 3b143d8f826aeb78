//! A case for others: STIX, MISP, pages, tables, and the worldwide matrix.

use super::formats::{self, Leaving};
use super::product::outside;
use super::records::{disarm_bundle, one};
use super::say;
use super::unlock::{self, actor, now_us};
use crate::cli::{Cli, ExportArgs, MatrixArgs};
use anyhow::{Context as _, bail};
use daylight_casework::CaseView;
use daylight_casework::records::{Shared, publication_refusals};
use daylight_core::record::{Class, Record, RecordKind, RecordSet, Tlp};
use daylight_share::casework::{self, Advisory, Filter, stix};
use daylight_share::text::visible;
use serde_json::json;
use std::fs;
use std::path::PathBuf;

fn ceiling(tlp: &str) -> anyhow::Result<Tlp> {
    Tlp::parse(tlp).with_context(|| format!("{tlp} is not one of clear, green, amber, amber+strict, red"))
}

/// Redacts unless it is for the own archive; members are pseudonyms in both.
fn prepared(set: &RecordSet, package: Option<&Record>, is_archive: bool) -> RecordSet {
    let names = casework::pseudonyms(set);
    if is_archive { casework::archived(set, &names) } else { casework::redact(set, package, &names).set }
}

/// The package as it may leave at a ceiling. Until nothing stops its publication, what it lowers is not lowered.
fn leaving(set: &RecordSet, name: &str, ceiling: Tlp) -> anyhow::Result<Record> {
    let mut package = one(set, name)?.clone();
    if package.kind != RecordKind::Package {
        bail!("{name} is no package");
    }
    let own = set.effective_tlp(&package.id);
    if own > ceiling {
        bail!("{name} itself is marked {}, above {}", own.label(), ceiling.label());
    }
    let mut refusals = publication_refusals(&package, set, now_us()).into_iter();
    if refusals.any(|r| r.class == Class::Publish) {
        package.fields.remove("downgrades");
    }
    Ok(package)
}

/// `daylight export CASE`
pub fn export(args: &ExportArgs, cli: &Cli) -> anyhow::Result<bool> {
    let tlp =
        args.case.tlp.as_deref().context("say how far it may go with --tlp clear|green|amber|amber+strict|red")?;
    let ceiling = ceiling(tlp)?;
    if args.case.archive && (ceiling != Tlp::Red || args.case.package.is_some()) {
        bail!("an archive holds everything: --archive needs --tlp red and no --package");
    }
    formats::check(&args.formats, args.case.package.is_some())?;
    let mut case = unlock::open(&args.dir, &args.case.unlock)?;
    let actor = actor(&args.case.unlock)?;
    let set = unlock::records(case.view(), &args.case.unlock)?;
    if set.is_empty() {
        bail!("{} holds no records; add some with `daylight case add {0} FILE`", args.dir.display());
    }
    let pinned = args.case.package.as_deref().map(|p| leaving(&set, p, ceiling)).transpose()?;
    let whole = prepared(&set, pinned.as_ref(), args.case.archive);
    let left = casework::select(&whole, pinned.as_ref(), ceiling);
    let seen = pinned.as_ref().map(|p| casework::shown_package(&outside(p, &set), &left));
    let disarm = disarm_bundle(&args.case.disarm)?;
    let input = stix::Input { case: &whole, records: &left, package: seen.as_ref(), ceiling, disarm: disarm.as_ref() };
    let redactions = pinned.as_ref().map(|p| p.list("/redactions")).unwrap_or_default();
    let advisory = seen.as_ref().map(|package| Advisory {
        package,
        set: &left,
        ceiling,
        warnings: &[],
        redactions,
        checkpoint: None,
        recipient: None,
    });
    let files = Leaving { input, advisory }.all(&args.formats)?;
    let withheld = set.len().saturating_sub(left.len());
    let shared = Shared {
        formats: args.formats.clone(),
        ceiling,
        package: pinned.map(|p| p.id),
        n_records: left.len() as u64,
        n_withheld: withheld as u64,
        sha256: daylight_casework::sha256_hex(formats::sums(&files, "").join("\n").as_bytes()),
    };
    case.log_share(&shared, &actor)?;
    let out = args.case.out.clone().unwrap_or_default();
    formats::write(&out, &files)?;
    let names: Vec<PathBuf> = files.iter().map(|(name, _)| out.join(name)).collect();
    say(cli, &json!({"files": names, "records": left.len(), "withheld": withheld, "tlp": ceiling.name()}), || {
        let names: Vec<String> = names.iter().map(|f| f.display().to_string()).collect();
        format!("{}\n{} records at {}, {withheld} withheld", names.join("\n"), left.len(), ceiling.label())
    })
}

fn years(text: Option<&str>) -> anyhow::Result<(Option<i64>, Option<i64>)> {
    let Some(text) = text else { return Ok((None, None)) };
    let (a, b) = text.split_once('-').unwrap_or((text, text));
    let year =
        |y: &str| y.trim().parse::<i64>().with_context(|| format!("{text} is not a year or two, such as 2022-2026"));
    Ok((Some(year(a)?), Some(year(b)?)))
}

/// The pages of a table, by the endings of their names.
fn pages(out: &[PathBuf], table: &casework::Matrix) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let page = |path: &PathBuf| {
        let text = match path.extension().and_then(|e| e.to_str()) {
            Some("html") => casework::matrix_html(table),
            Some("csv") => casework::matrix_csv(table)?,
            Some("json") => format!("{:#}\n", casework::matrix_json(table)),
            _ => bail!("{}: the name ends in .html, .csv or .json", path.display()),
        };
        Ok((path.clone(), text))
    };
    out.iter().map(page).collect()
}

/// Each case knows that its records left, before they do.
fn log_pages(
    args: &MatrixArgs,
    ceiling: Tlp,
    pages: &[(PathBuf, String)],
    counts: &[(u64, u64)],
) -> anyhow::Result<()> {
    let formats = |p: &PathBuf| p.extension().map(|e| format!("matrix-{}", e.to_string_lossy())).unwrap_or_default();
    let sums: Vec<String> = pages.iter().map(|(_, text)| daylight_casework::sha256_hex(text.as_bytes())).collect();
    for (dir, (n_records, n_withheld)) in args.dirs.iter().zip(counts) {
        let shared = Shared {
            formats: pages.iter().map(|(p, _)| formats(p)).collect(),
            ceiling,
            package: None,
            n_records: *n_records,
            n_withheld: *n_withheld,
            sha256: daylight_casework::sha256_hex(sums.join("\n").as_bytes()),
        };
        unlock::open(dir, &args.unlock)?.log_share(&shared, &actor(&args.unlock)?)?;
    }
    Ok(())
}

/// `daylight matrix`
pub fn matrix(args: &MatrixArgs, cli: &Cli) -> anyhow::Result<bool> {
    let ceiling = ceiling(&args.tlp)?;
    let (mut all, mut counts) = (RecordSet::default(), Vec::new());
    for dir in &args.dirs {
        let set = unlock::records(&CaseView::open(dir)?, &args.unlock)?;
        let set = if ceiling == Tlp::Red { set } else { casework::redact(&set, None, &casework::pseudonyms(&set)).set };
        let left = casework::select(&set, None, ceiling);
        counts.push((left.len() as u64, set.len().saturating_sub(left.len()) as u64));
        left.iter().for_each(|r| all.insert(r.clone()));
    }
    let (from_year, to_year) = years(args.years.as_deref())?;
    let filter = Filter {
        elections: args.elections.clone(),
        actors: args.actors.clone(),
        from_year,
        to_year,
        region: args.region,
        level: args.level.clone(),
        office: args.office.clone(),
    };
    let table = casework::matrix(&all, ceiling, &filter);
    let pages = pages(&args.out, &table)?;
    if !pages.is_empty() {
        log_pages(args, ceiling, &pages, &counts)?;
    }
    for (path, text) in &pages {
        fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    say(cli, &casework::matrix_json(&table), || lines(&table))
}

/// The table for a terminal.
fn lines(table: &casework::Matrix) -> String {
    let word = |cell: &casework::Cell| {
        let likelihood = cell.likelihood.clone().unwrap_or_else(|| "no likelihood given".into());
        match &cell.body {
            Some(body) => format!("{} reported by {}", cell.level, visible(body)),
            None => {
                format!("{}; {likelihood}; {} confidence", cell.level, cell.confidence.as_deref().unwrap_or("no"))
            }
        }
    };
    let mut lines = Vec::new();
    for (r, row) in table.rows.iter().enumerate() {
        lines.push(format!("{} ({}, {})", visible(&row.name), visible(&row.group), visible(&row.date)));
        for (c, column) in table.columns.iter().enumerate() {
            let cells = table.cells.get(&(r, c)).map(Vec::as_slice).unwrap_or_default();
            let words = cells.iter().map(word).collect::<Vec<_>>().join(" | ");
            lines.push(format!(
                "  {:<28} {}",
                visible(&column.name),
                if words.is_empty() { "not assessed" } else { &words }
            ));
        }
    }
    if lines.is_empty() { "no elections and actors fit".to_owned() } else { lines.join("\n") }
}

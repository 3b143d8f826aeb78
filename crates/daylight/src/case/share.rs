//! A case for others: STIX, tables, and the worldwide matrix.

use super::product::outside;
use super::records::{disarm_bundle, one};
use super::say;
use super::unlock::now_us;
use crate::cli::{Cli, ExportArgs, MatrixArgs};
use anyhow::{Context as _, bail};
use daylight_casework::CaseView;
use daylight_casework::records::publication_refusals;
use daylight_core::record::{Class, Record, RecordKind, RecordSet, Tlp};
use daylight_share::casework::{self, Filter, stix};
use daylight_share::text::{csv_cell, visible};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

fn ceiling(tlp: &str) -> anyhow::Result<Tlp> {
    Tlp::parse(tlp).with_context(|| format!("{tlp} is not one of clear, green, amber, amber+strict, red"))
}

fn csv_table(set: &RecordSet) -> anyhow::Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["type", "id", "version", "tlp", "modified", "author", "title", "fields"])?;
    for r in set.iter() {
        let fields = Value::Object(r.fields.clone()).to_string();
        let version = r.version.to_string();
        let line = [r.kind.name(), &r.id, &version, r.tlp.name(), &r.modified, &r.author, r.title(), &fields];
        out.write_record(line.map(|c| csv_cell(c).into_owned()))?;
    }
    Ok(String::from_utf8_lossy(&out.into_inner().map_err(|e| anyhow::anyhow!("{e}"))?).into_owned())
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
        bail!("{name} is marked {}, above {}", own.name(), ceiling.name());
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
    let set = CaseView::open(&args.dir)?.records()?;
    if set.is_empty() {
        bail!("{} holds no records; add some with `daylight case add {0} FILE`", args.dir.display());
    }
    let package = args.case.package.as_deref().map(|p| leaving(&set, p, ceiling)).transpose()?;
    let whole = prepared(&set, package.as_ref(), args.case.archive);
    let left = casework::select(&whole, package.as_ref(), ceiling);
    let disarm = disarm_bundle(&args.case.disarm)?;
    let out = args.case.out.clone().unwrap_or_default();
    if !out.as_os_str().is_empty() {
        fs::create_dir_all(&out).with_context(|| format!("{} cannot be made", out.display()))?;
    }
    let mut files: Vec<PathBuf> = Vec::new();
    for format in &args.formats {
        let (name, text) = match format.as_str() {
            "stix" => {
                let seen = package.as_ref().map(|p| outside(p, &set));
                let input = stix::Input {
                    case: &whole,
                    records: &left,
                    package: seen.as_ref(),
                    ceiling,
                    disarm: disarm.as_ref(),
                };
                ("bundle.json", format!("{:#}\n", stix::bundle(&input)))
            }
            "csv" => ("records.csv", csv_table(&casework::closed(&left))?),
            "json" => {
                let records: Vec<Value> = casework::closed(&left).iter().map(Record::to_json).collect();
                ("records.json", format!("{:#}\n", json!({"tlp": ceiling.name(), "records": records})))
            }
            other => bail!("a case is exported as stix, csv or json; there is no {other}"),
        };
        let path = out.join(name);
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
        files.push(path);
    }
    let withheld = set.len().saturating_sub(left.len());
    say(cli, &json!({"files": files, "records": left.len(), "withheld": withheld, "tlp": ceiling.name()}), || {
        let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
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

/// `daylight matrix`
pub fn matrix(args: &MatrixArgs, cli: &Cli) -> anyhow::Result<bool> {
    let ceiling = ceiling(&args.tlp)?;
    let mut all = RecordSet::default();
    for dir in &args.dirs {
        let set = CaseView::open(dir)?.records()?;
        let set = if ceiling == Tlp::Red { set } else { casework::redact(&set, None, &casework::pseudonyms(&set)).set };
        casework::select(&set, None, ceiling).iter().for_each(|r| all.insert(r.clone()));
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
    for path in &args.out {
        let text = match path.extension().and_then(|e| e.to_str()) {
            Some("html") => casework::matrix_html(&table),
            Some("csv") => casework::matrix_csv(&table)?,
            Some("json") => format!("{:#}\n", casework::matrix_json(&table)),
            _ => bail!("{}: the name ends in .html, .csv or .json", path.display()),
        };
        fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    say(cli, &casework::matrix_json(&table), || {
        let mut lines = Vec::new();
        for (r, row) in table.rows.iter().enumerate() {
            lines.push(format!("{} ({}, {})", visible(&row.name), visible(&row.group), visible(&row.date)));
            for (c, column) in table.columns.iter().enumerate() {
                let cells = table.cells.get(&(r, c)).map(Vec::as_slice).unwrap_or_default();
                let words = cells.iter().map(|cell| {
                    let likelihood = cell.likelihood.clone().unwrap_or_else(|| "no likelihood given".into());
                    match &cell.body {
                        Some(body) => format!("{} reported by {}", cell.level, visible(body)),
                        None => format!(
                            "{}; {likelihood}; {} confidence",
                            cell.level,
                            cell.confidence.as_deref().unwrap_or("no")
                        ),
                    }
                });
                let words = words.collect::<Vec<_>>().join(" | ");
                lines.push(format!(
                    "  {:<28} {}",
                    visible(&column.name),
                    if words.is_empty() { "not assessed" } else { &words }
                ));
            }
        }
        if lines.is_empty() { "no elections and actors fit".to_owned() } else { lines.join("\n") }
    })
}

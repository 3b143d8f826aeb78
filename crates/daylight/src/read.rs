//! From options to a data set.

use crate::advice::Advice;
use crate::cli::{AnalysisArgs, Cli, ReadArgs};
use daylight_core::{CoactionSettings, Context, Dataset, ObjectKind};
use daylight_detect::derived::add_layers;
use daylight_ingest::exports::held;
use daylight_ingest::{Mapping, ReadOptions, TableMapping, Zone, count_once, read_paths};
use daylight_share::text::visible;
use std::io::Write;
use std::path::Path;

/// Reads the inputs and prints what was recognized and why.
pub fn read(args: &ReadArgs, base: ReadOptions, context: &Context, cli: &Cli) -> anyhow::Result<Dataset> {
    let dataset = read_quietly(args, base, context)?;
    if !cli.quiet && !cli.json {
        describe(&dataset)?;
    }
    nothing_kept(&dataset)?;
    Ok(dataset)
}

fn read_quietly(args: &ReadArgs, base: ReadOptions, context: &Context) -> anyhow::Result<Dataset> {
    for input in &args.inputs {
        crate::advice::posts_not_result(input)?;
    }
    let (inputs, of_case) = crate::case::posts_of(&args.inputs)?;
    let mapping = mapping(args.mapping.as_deref(), args.map.as_deref())?;
    let own = mapping.as_ref().and_then(|m| m.zone.as_deref());
    // What another file of the case says too counts once, whichever tool wrote it.
    let repeated = if of_case { held::repeats(&inputs, &vec![true; inputs.len()])? } else { Vec::new() };
    let options = ReadOptions {
        repeated: inputs.iter().cloned().zip(repeated).collect(),
        time_zone: zone(args.time_zone.as_deref().or(own))?,
        day_first: day_first(args.day_first, args.month_first).or(mapping.as_ref().and_then(|m| m.day_first)),
        map: mapping.map(|m| m.roles),
        ..base
    };
    let mut dataset = read_paths(&inputs, &options, context)?;
    dataset.case_pseudonyms = of_case;
    if let (true, Some(dir)) = (of_case, args.inputs.first()) {
        crate::case::cite(&mut dataset, dir)?;
        count_once(&mut dataset);
    }
    Ok(dataset)
}

/// The mapping of `--mapping` or `--map`.
pub fn mapping(file: Option<&Path>, roles: Option<&str>) -> anyhow::Result<Option<TableMapping>> {
    if let Some(path) = file {
        return Ok(Some(TableMapping::from_file(path)?));
    }
    let roles = roles.map(str::parse::<Mapping>).transpose().map_err(|e| anyhow::anyhow!("--map: {e}"))?;
    Ok(roles.map(TableMapping::from))
}

/// The zone of `--time-zone`.
pub fn zone(name: Option<&str>) -> anyhow::Result<Option<Zone>> {
    name.map(str::parse).transpose().map_err(|e| anyhow::anyhow!("--time-zone: {e}"))
}

/// What `--day-first` and `--month-first` say.
pub fn day_first(day: bool, month: bool) -> Option<bool> {
    if day { Some(true) } else { month.then_some(false) }
}

/// An input of which every record was rejected is an error: an empty result would read as an all-clear.
fn nothing_kept(dataset: &Dataset) -> anyhow::Result<()> {
    let i = dataset.intake;
    if i.kept > 0 {
        return Ok(());
    }
    let most = dataset.problems.counts.iter().filter(|(k, _)| k.3).max_by_key(|(_, n)| **n);
    let why = most.map(|((_, column, reason, _), n)| {
        let column = column.as_deref().map(|c| format!(" in {}", visible(c))).unwrap_or_default();
        format!("; most often: {n} x {reason}{column}")
    });
    anyhow::bail!("all {} records were rejected{}", i.read, why.unwrap_or_default())
}

/// Columns, notes and counts of each file, on stderr.
fn describe(dataset: &Dataset) -> std::io::Result<()> {
    let mut err = std::io::stderr().lock();
    for source in &dataset.sources {
        let i = source.intake;
        writeln!(
            err,
            "{} ({}): {} read = {} kept + {} rejected",
            visible(&source.name),
            source.format,
            i.read,
            i.kept,
            i.rejected
        )?;
        for c in &source.columns {
            writeln!(err, "  {:<16} {:<18} {}", visible(&c.role), visible(&c.column), visible(&c.reason))?;
        }
        for note in &source.notes {
            writeln!(err, "  note: {}", visible(note))?;
        }
    }
    for ((source, column, reason, rejected), n) in &dataset.problems.counts {
        let file = dataset.sources.get(*source as usize).map_or("", |s| s.name.as_str());
        let file = visible(file);
        let what = if *rejected { "rejected" } else { "warning" };
        let column = column.as_deref().map(|c| format!(" in {}", visible(c))).unwrap_or_default();
        let first = dataset.problems.examples.iter().find(|p| p.source == *source && p.reason == *reason);
        let line = first.map(|p| format!(", first in line {}", p.line)).unwrap_or_default();
        writeln!(err, "  {what}: {n} x {reason}{column} ({file}{line})")?;
    }
    Ok(())
}

/// Settings of a calibrated analysis.
pub fn settings(args: &AnalysisArgs) -> CoactionSettings {
    let defaults = CoactionSettings::default();
    CoactionSettings {
        time_windows_secs: if args.time_window.is_empty() {
            defaults.time_windows_secs
        } else {
            args.time_window.clone()
        },
        jitter_ratio: args.jitter_ratio,
        q: args.q,
        min_objects: args.min_objects,
        min_days: args.min_days,
        min_participation: args.min_participation.unwrap_or(1),
        viral_limit: args.viral_limit,
        surrogates: args.surrogates,
        seed: args.seed,
        resolution: args.resolution,
        list_from: args.list_from,
        layers: kinds(&args.layers),
        ..defaults
    }
}

/// Kinds from their names.
pub fn kinds(names: &[String]) -> Vec<ObjectKind> {
    names.iter().map(|n| n.parse().unwrap_or_else(|never: std::convert::Infallible| match never {})).collect()
}

/// Leaves out layers that were not asked for, so that numbers of layers agree everywhere. One that is not there is an
/// error that names those that are, as `all` finds them.
pub fn keep_layers(
    dataset: &mut Dataset,
    settings: &CoactionSettings,
    all: impl FnOnce() -> anyhow::Result<Vec<String>>,
) -> anyhow::Result<()> {
    let there = |kind: &ObjectKind| dataset.layers.iter().any(|l| l.kind == *kind);
    if let Some(kind) = settings.layers.iter().find(|k| !there(k)) {
        let known: Vec<String> = all()?.iter().map(|name| visible(name).into_owned()).collect();
        let hint = if known.is_empty() { "it has none".to_owned() } else { format!("it has: {}", known.join(", ")) };
        return Err(Advice::new(format!("--layers: the input has no `{}`", visible(kind.name())), hint).into());
    }
    dataset.layers.retain(|l| settings.layers.is_empty() || settings.layers.contains(&l.kind));
    Ok(())
}

/// Names of the layers of a data set.
pub fn layer_names(dataset: &Dataset) -> Vec<String> {
    dataset.layers.iter().map(|l| l.kind.name().to_owned()).collect()
}

/// Names of all layers that the inputs have, those that are derived among them.
pub fn all_layers(args: &ReadArgs, context: &Context) -> anyhow::Result<Vec<String>> {
    let base = ReadOptions { keep_contents: false, hash_files: false, ..ReadOptions::default() };
    let mut dataset = read_quietly(args, base, context)?;
    add_layers(&mut dataset, &CoactionSettings::default(), context);
    Ok(layer_names(&dataset))
}

//! From options to a data set.

use crate::cli::{AnalysisArgs, Cli, ReadArgs};
use daylight_core::{CoactionSettings, Context, Dataset, ObjectKind};
use daylight_ingest::{Mapping, ReadOptions, read_paths};
use std::io::Write;

/// Reads the inputs and prints what was recognized and why.
pub fn read(args: &ReadArgs, base: ReadOptions, context: &Context, cli: &Cli) -> anyhow::Result<Dataset> {
    let options = ReadOptions {
        map: args.map.as_deref().map(str::parse::<Mapping>).transpose().map_err(|e| anyhow::anyhow!("--map: {e}"))?,
        time_zone: args.time_zone.as_deref().map(str::parse).transpose().map_err(|e| anyhow::anyhow!("--time-zone: {e}"))?,
        day_first: if args.day_first { Some(true) } else { args.month_first.then_some(false) },
        ..base
    };
    let dataset = read_paths(&args.inputs, &options, context)?;
    if !cli.quiet && !cli.json {
        describe(&dataset)?;
    }
    Ok(dataset)
}

/// Columns, notes and counts of each file, on stderr.
fn describe(dataset: &Dataset) -> std::io::Result<()> {
    let mut err = std::io::stderr().lock();
    for source in &dataset.sources {
        let i = source.intake;
        writeln!(err, "{} ({}): {} read = {} kept + {} rejected", source.name, source.format, i.read, i.kept, i.rejected)?;
        for c in &source.columns {
            writeln!(err, "  {:<16} {:<18} {}", c.role, c.column, c.reason)?;
        }
        for note in &source.notes {
            writeln!(err, "  note: {note}")?;
        }
    }
    for ((source, column, reason, rejected), n) in &dataset.problems.counts {
        let file = dataset.sources.get(*source as usize).map_or("", |s| s.name.as_str());
        let what = if *rejected { "rejected" } else { "warning" };
        let column = column.as_deref().map(|c| format!(" in {c}")).unwrap_or_default();
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
        time_windows_secs: if args.time_window.is_empty() { defaults.time_windows_secs } else { args.time_window.clone() },
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

/// Leaves out layers that were not asked for, so that numbers of layers agree everywhere.
pub fn keep_layers(dataset: &mut Dataset, settings: &CoactionSettings) -> anyhow::Result<()> {
    for kind in &settings.layers {
        if !dataset.layers.iter().any(|l| l.kind == *kind) {
            let known: Vec<&str> = dataset.layers.iter().map(|l| l.kind.name()).collect();
            anyhow::bail!("the input has no `{kind}`; it has: {}", known.join(", "));
        }
    }
    dataset.layers.retain(|l| settings.layers.is_empty() || settings.layers.contains(&l.kind));
    Ok(())
}

//! `run --preset`: the tables of other tools.

use crate::cli::{Cli, RunArgs};
use crate::progress::Bar;
use crate::read;
use anyhow::{Context as _, bail, ensure};
use daylight_core::{Dataset, Layer, ObjectKind};
use daylight_detect::preset::{Files, coortweet, toolkit, write_files};
use daylight_ingest::ReadOptions;
use serde_json::json;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// `--preset coortweet`
pub fn coortweet(args: &RunArgs, cli: &Cli, bar: &Bar) -> anyhow::Result<()> {
    let window = single_window(args, 10.0)?;
    let settings = coortweet::Settings {
        time_window_secs: window,
        min_participation: args.analysis.min_participation.unwrap_or(2),
        keep_loops: args.preset.keep_loops,
        edge_weight: args.preset.edge_weight,
        fast_window_secs: args.preset.fast_window,
        subgraph: coortweet::Subgraph::from_number(args.preset.subgraph)?,
    };
    let plain = args.edges_only && !settings.keep_loops;
    let data = read_for(args, cli, bar, plain)?;
    let layer = one_layer(&data)?;
    let min_weight = args.preset.min_edge_weight.unwrap_or(1);
    if args.edges_only {
        let context = bar.context(args.analysis.memory);
        context.progress.step("counting pairs", 0, 0);
        let n = if plain {
            let edges = coortweet::edges_only(&data, layer, &settings, min_weight, &context)?;
            write_whole(&args.out.join("edges.csv"), |out| Ok(coortweet::write_edges(&data, &edges, out)?))?;
            edges.len()
        } else {
            let input = coortweet::Input::from_dataset(&data, layer)?;
            let edges = coortweet::edges_only_reference(&input, &settings, min_weight)?;
            write_whole(&args.out.join("edges.csv"), |out| Ok(edges.write(out)?))?;
            edges.edges.len()
        };
        return told(cli, bar, &[format!("{n} edges")], &[args.out.join("edges.csv")]);
    }
    let input = coortweet::Input::from_dataset(&data, layer)?;
    let outcome = coortweet::run(&input, &settings)?;
    let files = stored(args, &outcome)?;
    told(cli, bar, &outcome.notes, &files)
}

/// `--preset toolkit`
pub fn toolkit(args: &RunArgs, cli: &Cli, bar: &Bar) -> anyhow::Result<()> {
    let network = toolkit::Network::from_name(&args.preset.network)?;
    let defaults = toolkit::Settings::new(network);
    let settings = toolkit::Settings {
        time_window_secs: single_window(args, defaults.time_window_secs)?,
        min_edge_weight: args.preset.min_edge_weight.unwrap_or(defaults.min_edge_weight),
        keep_loops: args.preset.keep_loops,
        ..defaults
    };
    let data = read_for(args, cli, bar, false)?;
    let messages = toolkit::Messages::from_dataset(&data)?;
    let outcome = toolkit::run(&messages, &settings)?;
    let files = stored(args, &outcome)?;
    told(cli, bar, &outcome.notes, &files)
}

fn read_for(args: &RunArgs, cli: &Cli, bar: &Bar, plain: bool) -> anyhow::Result<Dataset> {
    let full = ReadOptions { layers: read::kinds(&args.analysis.layers), keep_lines: false, ..ReadOptions::default() };
    let options = if plain {
        ReadOptions { keep_contents: false, keep_text: false, hash_files: false, sort_ids: false, ..full }
    } else {
        full
    };
    let context = bar.context(args.analysis.memory);
    let mut data = read::read(&args.read, options, &context, cli)?;
    let settings = read::settings(&args.analysis);
    read::keep_layers(&mut data, &settings, || read::all_layers(&args.read, &context))?;
    Ok(data)
}

fn single_window(args: &RunArgs, default: f64) -> anyhow::Result<f64> {
    ensure!(
        args.analysis.time_window.len() <= 1,
        "a preset has one window, but --time-window names {}",
        args.analysis.time_window.len()
    );
    Ok(args.analysis.time_window.first().copied().unwrap_or(default))
}

/// CooRTweet looks at one kind of object. Domains that were only derived from the links are no choice of the user's.
fn one_layer(data: &Dataset) -> anyhow::Result<usize> {
    let has_links = data.layers.iter().any(|l| l.kind == ObjectKind::Url);
    let derived = |l: &Layer| {
        let columns = || data.sources.iter().flat_map(|s| &s.columns);
        let column = |role: &str| columns().find(|c| c.role == role).map(|c| c.column.as_str());
        has_links && l.kind == ObjectKind::Domain && column("object:domain") == column("object:url")
    };
    let layers: Vec<usize> = (0..data.layers.len()).filter(|&l| !derived(&data.layers[l])).collect();
    let known: Vec<&str> = layers.iter().map(|&l| data.layers[l].kind.name()).collect();
    match layers[..] {
        [layer] => Ok(layer),
        [] => bail!("the input has no objects to share"),
        _ => {
            bail!("CooRTweet looks at one kind of object, and the input has {}; choose with --layers", known.join(", "))
        }
    }
}

fn stored(args: &RunArgs, outcome: &dyn Files) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = write_files(&args.out, outcome)?;
    if args.edges_only {
        files.retain(|f| f.file_name().is_some_and(|n| n == "edges.csv"));
    }
    Ok(files)
}

/// Writes to a temporary name, syncs and renames.
pub fn write_whole(path: &Path, fill: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let failed = || format!("writing {} failed", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(failed)?;
    }
    let part = path.with_extension("csv.part");
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&part).with_context(failed)?);
    fill(&mut out).with_context(failed)?;
    let file = out.into_inner().map_err(std::io::IntoInnerError::into_error).with_context(failed)?;
    file.sync_all().with_context(failed)?;
    fs::rename(&part, path).with_context(failed)
}

fn told(cli: &Cli, bar: &Bar, notes: &[String], files: &[PathBuf]) -> anyhow::Result<()> {
    bar.finish();
    if cli.json {
        writeln!(std::io::stdout(), "{}", json!({ "notes": notes, "files": files }))?;
    } else if !cli.quiet {
        for note in notes {
            writeln!(std::io::stderr(), "note: {note}")?;
        }
        for file in files {
            writeln!(std::io::stdout(), "{}", file.display())?;
        }
    }
    Ok(())
}

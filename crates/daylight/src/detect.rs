//! `run`, `detect` and `groups`: from a data set to a whole result.

use crate::advice::{Advice, result_not_posts};
use crate::cli::{Cli, DetectArgs, GroupArgs, NameArgs, Preset, RunArgs};
use crate::progress::Bar;
use crate::stages::{posts_path, store_posts};
use crate::{key, presets, read, summary};
use anyhow::Context as _;
use daylight_algo::graph::{Graph, LayoutSettings, layout};
use daylight_core::{Analysis, CoactionSettings, Context, Dataset, Exporter, ObjectKind, RunInfo, Standing};
use daylight_detect::coaction::check_settings;
use daylight_detect::derived::{add_layers, layers_to_read, remove_layers};
use daylight_ingest::{ReadOptions, read_posts};
use daylight_share::{EXPORTERS, EdgeTable, Names, can_hold, package, write};
use std::io::Write as _;
use std::path::Path;

/// Edges that the picture lays out, at most; the strongest are taken.
const MAX_DRAWN: usize = 20_000;

/// `daylight run`
pub fn run(args: &RunArgs, cli: &Cli) -> anyhow::Result<bool> {
    let bar = Bar::new(cli.quiet);
    let context = bar.context(args.analysis.memory);
    match args.preset.preset {
        Some(Preset::Coortweet) => return presets::coortweet(args, cli, &bar).map(|()| false),
        Some(Preset::Toolkit) => return presets::toolkit(args, cli, &bar).map(|()| false),
        None => {}
    }
    // Before the work, which may take long, not after it.
    let names: Vec<&str> = EXPORTERS.iter().flat_map(|e| e.files()).copied().collect();
    can_hold(&args.out, &names)?;
    let settings = read::settings(&args.analysis);
    check_settings(&settings)?;
    let families = settings.layers.is_empty() || settings.layers.contains(&ObjectKind::TextFamily);
    let base = ReadOptions {
        layers: layers_to_read(&settings.layers),
        keep_text: families || !args.edges_only,
        ..ReadOptions::default()
    };
    let mut dataset = read::read(&args.read, base, &context, cli)?;
    let added = add_layers(&mut dataset, &settings, &context);
    // A post may stand in several rows, one for each of its objects, or in several files: what it did counts once.
    daylight_ingest::count_once(&mut dataset);
    read::keep_layers(&mut dataset, &settings, || read::all_layers(&args.read, &context))?;
    let job =
        Job { dataset: &dataset, settings: &settings, out: &args.out, names: &args.names, edges_only: args.edges_only };
    let found = job.finish(&bar, &context, cli)?;
    if args.keep_posts {
        remove_layers(&mut dataset, &added);
        store_posts(&dataset, &args.out)?;
    }
    Ok(found && args.fail_on_findings)
}

/// `daylight detect`
pub fn detect(args: &DetectArgs, cli: &Cli) -> anyhow::Result<bool> {
    let bar = Bar::new(cli.quiet);
    let context = bar.context(args.analysis.memory);
    let settings = read::settings(&args.analysis);
    check_settings(&settings)?;
    let mut dataset = stored(&args.dir)?;
    add_layers(&mut dataset, &settings, &context);
    daylight_ingest::count_once(&mut dataset);
    let names = read::layer_names(&dataset);
    read::keep_layers(&mut dataset, &settings, || Ok(names))?;
    let job = Job::again(&dataset, &settings, &args.dir, &args.names);
    Ok(job.finish(&bar, &context, cli)? && args.fail_on_findings)
}

/// `daylight groups`
pub fn groups(args: &GroupArgs, cli: &Cli) -> anyhow::Result<bool> {
    result_not_posts(&args.dir)?;
    let bar = Bar::new(cli.quiet);
    let context = bar.context(4096);
    let mut settings = daylight_share::load_part(&args.dir, daylight_share::Part::Shown)?.analysis.settings;
    settings.resolution = args.resolution.unwrap_or(settings.resolution);
    settings.seed = args.seed.unwrap_or(settings.seed);
    settings.leiden_seeds = args.leiden_seeds.unwrap_or(settings.leiden_seeds);
    settings.min_group = args.min_group.unwrap_or(settings.min_group);
    let mut dataset = stored(&args.dir)?;
    add_layers(&mut dataset, &settings, &context);
    daylight_ingest::count_once(&mut dataset);
    let names = read::layer_names(&dataset);
    read::keep_layers(&mut dataset, &settings, || Ok(names))?;
    let job = Job::again(&dataset, &settings, &args.dir, &args.names);
    job.finish(&bar, &context, cli)?;
    Ok(false)
}

fn stored(dir: &Path) -> anyhow::Result<Dataset> {
    let path = posts_path(dir);
    if !path.exists() {
        let shown = dir.display();
        let hint = if dir.is_file() {
            format!("do it all at once: daylight run {shown} --out result")
        } else {
            format!(
                "`daylight run POSTS --out {shown} --keep-posts` keeps them, `daylight import POSTS --out {shown}` makes them alone"
            )
        };
        return Err(Advice::new(format!("{shown} holds no normalized posts"), hint).into());
    }
    Ok(read_posts(&path)?)
}

struct Job<'a> {
    dataset: &'a Dataset,
    settings: &'a CoactionSettings,
    out: &'a Path,
    names: &'a NameArgs,
    edges_only: bool,
}

impl<'a> Job<'a> {
    /// The analysis of what `import` stored in `dir`, into the same folder.
    fn again(dataset: &'a Dataset, settings: &'a CoactionSettings, dir: &'a Path, names: &'a NameArgs) -> Self {
        Self { dataset, settings, out: dir, names, edges_only: false }
    }

    /// Analyses, writes and prints; whether there is something to lead with.
    fn finish(&self, bar: &Bar, context: &Context, cli: &Cli) -> anyhow::Result<bool> {
        let key = key::key(self.names)?;
        let mut analysis = daylight_detect::analyze(self.dataset, self.settings, context)?;
        if self.edges_only {
            // Not written, so there is no need to give its posts names.
            analysis.evidence = Vec::new();
        } else {
            analysis.stability = daylight_detect::stability::stability(self.dataset, &analysis, context)?;
        }
        context.progress.step("drawing", 0, 0);
        let positions = if self.edges_only { Vec::new() } else { positions(&analysis)? };
        context.progress.step("writing", 0, 0);
        let run = RunInfo { command: command_line(), version: env!("CARGO_PKG_VERSION").to_owned() };
        let shown = if self.dataset.case_pseudonyms { Names::Case } else { Names::Pseudonym };
        let names = key.as_deref().map_or(Names::Plain, shown);
        let packaged = package(self.dataset, &analysis, names, &positions, &run)?;
        let exporters: &[&dyn Exporter] = if self.edges_only { &[&EdgeTable] } else { EXPORTERS };
        let replaced = self.out.join("manifest.json").exists();
        let files = write(&packaged, self.out, exporters)
            .with_context(|| format!("writing to {} failed", self.out.display()))?;
        bar.finish();
        if replaced && !cli.quiet && !cli.json {
            writeln!(std::io::stderr(), "note: the older result in {} was replaced", self.out.display())?;
        }
        summary::print(self.dataset, &packaged.package, self.out, files.len(), self.names, cli)?;
        Ok(analysis.edges.iter().any(|e| e.standing.leads()))
    }
}

/// Places of the accounts in the network picture.
fn positions(analysis: &Analysis) -> anyhow::Result<Vec<(u32, [f32; 2])>> {
    let shown = |s: Standing| s.leads() || s == Standing::Explained;
    let mut edges: Vec<_> = analysis.edges.iter().filter(|e| shown(e.standing)).collect();
    edges.sort_by(|x, y| x.own.p.total_cmp(&y.own.p).then((x.a, x.b).cmp(&(y.a, y.b))));
    edges.truncate(MAX_DRAWN);
    let mut accounts: Vec<u32> = edges.iter().flat_map(|e| [e.a, e.b]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let number = |a: u32| accounts.partition_point(|&x| x < a) as u32;
    let list: Vec<(u32, u32, f64)> =
        edges.iter().map(|e| (number(e.a), number(e.b), daylight_detect::coaction::weight(e))).collect();
    let graph = Graph::from_edges(accounts.len(), &list)?;
    let settings = LayoutSettings { seed: analysis.settings.seed, ..LayoutSettings::default() };
    Ok(accounts.into_iter().zip(layout(&graph, settings)).collect())
}

/// The command as it can be given again. Folders are left out of paths, so that the result does not tell where
/// it was made; so is the number of threads, on which nothing depends.
fn command_line() -> String {
    let mut words = Vec::new();
    let mut skip = false;
    for arg in std::env::args_os() {
        let arg = arg.to_string_lossy().into_owned();
        if std::mem::take(&mut skip) || arg.starts_with("--threads=") {
            continue;
        }
        if arg == "--threads" {
            skip = true;
        } else {
            words.push(without_folders(&arg));
        }
    }
    words.join(" ")
}

/// The argument with an absolute path cut to its last part, also behind `--option=`.
fn without_folders(arg: &str) -> String {
    let (option, value) = match arg.find('=') {
        Some(at) if arg.starts_with("--") => arg.split_at(at + 1),
        _ => ("", arg),
    };
    match Path::new(value).file_name() {
        Some(name) if Path::new(value).is_absolute() => format!("{option}{}", name.to_string_lossy()),
        _ => format!("{option}{value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::without_folders;

    #[test]
    fn folders_are_cut_and_the_rest_stays() {
        assert_eq!(without_folders("/some/folder/posts.csv"), "posts.csv");
        assert_eq!(without_folders("--out=/some/folder/result"), "--out=result");
        assert_eq!(without_folders("--map=time=a,account=b"), "--map=time=a,account=b");
        assert_eq!(without_folders("here/posts.csv"), "here/posts.csv");
    }
}

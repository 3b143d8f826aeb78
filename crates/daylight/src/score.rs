//! `simulate` and `score`.

use crate::cli::{Cli, ScoreArgs, SimulateArgs};
use crate::progress::Bar;
use anyhow::{Context as _, ensure};
use daylight_core::{CoactionEdge, CoactionSettings, Context, Dataset, Group, IdTable};
use daylight_detect::derived::add_layers;
use daylight_detect::scenario::{Knobs, SCENARIOS, Truth, TruthGroup, generate, write_posts, write_truth};
use daylight_detect::score::{
    Board, BoardSettings, Method, MethodError, MethodResult, board_json, board_markdown, groups_markdown, score_edges,
    targets, targets_markdown,
};
use daylight_detect::{analyze, rivals};
use daylight_ingest::{ReadOptions, read_paths};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Daylight itself on the scoreboard.
struct Daylight {
    settings: CoactionSettings,
}

impl Method for Daylight {
    fn name(&self) -> &'static str {
        "Daylight"
    }

    fn run(&self, dataset: &Dataset, context: &Context<'_>) -> Result<MethodResult, MethodError> {
        let mut read = as_read(dataset, context)?;
        add_layers(&mut read, &self.settings, context);
        daylight_ingest::count_once(&mut read);
        let analysis = analyze(&read, &self.settings, context)?;
        let number: BTreeMap<&str, u32> = dataset.accounts.iter().zip(0..).collect();
        let of = |a: u32| number.get(read.accounts.get(a)).copied().ok_or("an account was read that was not written");
        let edge = |e: &CoactionEdge| Ok((of(e.a)?, of(e.b)?)).map(|(a, b): (u32, u32)| (a.min(b), a.max(b)));
        let group = |g: &Group| {
            let members = g.members.iter().map(|&m| of(m)).collect::<Result<Vec<u32>, _>>()?;
            Ok((g.label.name().to_owned(), members))
        };
        Ok(MethodResult {
            lead_edges: analysis
                .edges
                .iter()
                .filter(|e| e.standing.leads())
                .map(edge)
                .collect::<Result<_, &'static str>>()?,
            groups: Some(analysis.groups.iter().map(group).collect::<Result<_, &'static str>>()?),
        })
    }
}

/// The posts as `run` reads them from a file: with the domains of links and whatever else it derives. What is
/// scored is what a user gets.
fn as_read(dataset: &Dataset, context: &Context<'_>) -> Result<Dataset, MethodError> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("posts.csv");
    let mut out = BufWriter::new(File::create(&path)?);
    write_posts(dataset, &mut out)?;
    out.flush()?;
    Ok(read_paths(&[path], &ReadOptions { keep_text: true, ..ReadOptions::default() }, context)?)
}

/// `daylight simulate`
pub fn simulate(args: &SimulateArgs, cli: &Cli) -> anyhow::Result<bool> {
    ensure!(args.scale > 0.0 && args.scale <= 100.0, "--scale is {}, but it lies between 0 and 100", args.scale);
    let scenario = generate(&args.name, args.seed, Knobs { scale: args.scale, ..Knobs::default() })?;
    fs::create_dir_all(&args.out).with_context(|| format!("{} cannot be made", args.out.display()))?;
    let (posts, truth) = (args.out.join("posts.csv"), args.out.join("truth.csv"));
    fill(&posts, |out| write_posts(&scenario.dataset, out))?;
    fill(&truth, |out| write_truth(&scenario.dataset, &scenario.truth, out))?;
    let planted: usize = scenario.truth.planted_groups().map(|g| g.members.len()).sum();
    let (n_posts, n_accounts) = (scenario.dataset.posts.len(), scenario.dataset.accounts.len());
    let mut out = std::io::stdout().lock();
    if cli.json {
        let doc = json!({"posts": posts, "truth": truth, "n_posts": n_posts, "n_accounts": n_accounts, "n_planted_accounts": planted});
        writeln!(out, "{doc}")?;
    } else if !cli.quiet {
        let groups = scenario.truth.planted_groups().count();
        writeln!(
            out,
            "{}: {n_posts} posts of {n_accounts} accounts; planted: {groups} groups of {planted} accounts in all",
            args.name
        )?;
        writeln!(out, "next: daylight run {} --out RESULT", posts.display())?;
    }
    Ok(false)
}

fn fill(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> anyhow::Result<()> {
    let failed = || format!("writing {} failed", path.display());
    let part = path.with_extension("csv.part");
    let mut out = BufWriter::new(File::create(&part).with_context(failed)?);
    write(&mut out).with_context(failed)?;
    out.into_inner().map_err(std::io::IntoInnerError::into_error).and_then(|f| f.sync_all()).with_context(failed)?;
    fs::rename(&part, path).with_context(failed)
}

/// `daylight score`
pub fn score(args: &ScoreArgs, cli: &Cli) -> anyhow::Result<bool> {
    if let (Some(dir), Some(truth)) = (&args.dir, &args.truth) {
        return score_result(dir, truth, cli);
    }
    if let Some(n) = args.text_pairs {
        return crate::text_pairs::score(n, args.random_pairs, cli);
    }
    let bar = Bar::new(cli.quiet);
    if args.framing {
        return crate::framing::score(args.runs, &bar, cli);
    }
    let daylight = Daylight { settings: CoactionSettings { q: args.q, surrogates: 0, ..CoactionSettings::default() } };
    let rivals = if args.only_daylight { Vec::new() } else { rivals::all() };
    let mut methods: Vec<&dyn Method> = vec![&daylight];
    methods.extend(rivals.iter().map(|r| r as &dyn Method));
    let all = || SCENARIOS.iter().map(|s| s.name.to_owned()).collect();
    let settings = BoardSettings {
        scenarios: if args.scenarios.is_empty() { all() } else { args.scenarios.clone() },
        seeds: (1..=args.seeds).collect(),
        knobs: Knobs { tempo: args.tempo, ..Knobs::default() },
        probe: true,
    };
    let board = Board::run(&settings, &methods, &bar.context(4096))?;
    bar.finish();
    let lines = targets::check(&board, daylight.name(), args.q);
    let mut out = std::io::stdout().lock();
    if cli.json {
        writeln!(out, "{}", board_json(&board, &lines))?;
    } else {
        writeln!(out, "{}\n{}\n{}", board_markdown(&board), groups_markdown(&board), targets_markdown(&lines))?;
    }
    Ok(false)
}

/// A written result against the truth of its scenario.
fn score_result(dir: &Path, truth: &Path, cli: &Cli) -> anyhow::Result<bool> {
    crate::advice::result_not_posts(dir)?;
    let package = daylight_share::load_part(dir, daylight_share::Part::Shown)?;
    let real = identities(dir)?;
    let name = |a: u32| {
        let shown = package.dataset.accounts.get(a);
        real.get(shown).map_or(shown, String::as_str)
    };
    let (accounts, truth) = read_truth(truth)?;
    let number: BTreeMap<&str, u32> = accounts.iter().zip(0u32..).collect();
    let of = |a: u32| number.get(name(a)).copied().with_context(|| format!("account {} is not in the truth", name(a)));
    let mut lead = Vec::new();
    for e in package.analysis.edges.iter().filter(|e| e.standing.leads()) {
        let (a, b) = (of(e.a)?, of(e.b)?);
        lead.push((a.min(b), a.max(b)));
    }
    let metrics = score_edges(&truth, &lead);
    let mut out = std::io::stdout().lock();
    if cli.json {
        let doc = json!({
            "lead_edges": metrics.n_edges, "true": metrics.n_true, "false": metrics.n_false(),
            "planted_pairs": metrics.n_planted_pairs, "pair_recall": metrics.pair_recall(),
            "account_precision": metrics.account_precision(), "account_recall": metrics.account_recall(),
        });
        writeln!(out, "{doc}")?;
        return Ok(false);
    }
    let share = |v: Option<f64>| v.map_or_else(|| "-".to_owned(), |v| format!("{:.1} %", v * 100.0));
    writeln!(
        out,
        "edges led with    {} ({} join accounts of one planted group, {} do not)",
        metrics.n_edges,
        metrics.n_true,
        metrics.n_false()
    )?;
    writeln!(out, "planted pairs     {}; found {}", metrics.n_planted_pairs, share(metrics.pair_recall()))?;
    writeln!(
        out,
        "accounts          {} of those named are planted; {} of the planted are named",
        share(metrics.account_precision()),
        share(metrics.account_recall())
    )?;
    writeln!(out, "\nplanted group          pairs   accounts")?;
    for g in &metrics.groups {
        writeln!(out, "{:<20} {:>7} {:>10}", g.name, share(Some(g.pairs)), share(Some(g.accounts)))?;
    }
    Ok(false)
}

/// Real ids by pseudonym; empty when the result shows names as they are.
fn identities(dir: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let path = dir.join(daylight_share::IDENTITIES);
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let mut table = csv::Reader::from_path(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    table
        .records()
        .map(|r| {
            let r = r?;
            // A cell that could start a formula carries an apostrophe.
            let id = r.get(1).unwrap_or("");
            Ok((r.get(0).unwrap_or("").to_owned(), id.strip_prefix('\'').unwrap_or(id).to_owned()))
        })
        .collect()
}

fn read_truth(path: &Path) -> anyhow::Result<(IdTable, Truth)> {
    let mut table = csv::Reader::from_path(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut rows: Vec<(String, String, bool)> = Vec::new();
    for r in table.records() {
        let r = r?;
        let cell = |i: usize| r.get(i).unwrap_or("").to_owned();
        rows.push((cell(0), cell(1), cell(2) == "planted"));
    }
    ensure!(!rows.is_empty(), "{} holds no accounts", path.display());
    let mut names: BTreeMap<String, (u16, bool)> = BTreeMap::new();
    for (_, group, planted) in &rows {
        let n = names.len() as u16;
        names.entry(group.clone()).or_insert((n, *planted));
    }
    let mut groups: Vec<TruthGroup> = Vec::new();
    for (name, (number, planted)) in &names {
        let members = rows.iter().zip(0u32..).filter(|((_, g, _), _)| g == name).map(|(_, a)| a).collect();
        groups.resize_with(groups.len().max(usize::from(*number) + 1), || TruthGroup {
            name: String::new(),
            planted: false,
            spread_secs: 0.0,
            members: Vec::new(),
        });
        groups[usize::from(*number)] = TruthGroup { name: name.clone(), planted: *planted, spread_secs: 0.0, members };
    }
    let group_of = rows.iter().map(|(_, g, _)| names[g].0).collect();
    Ok((rows.iter().map(|r| &r.0).collect(), Truth { groups, group_of, planted_posts: Vec::new() }))
}

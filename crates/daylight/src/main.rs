//! `daylight`: finds accounts that act together more tightly in time than chance and their own rhythm explain.
//!
//! The binary parses, shows progress, prints and sets exit codes; everything else is in the libraries.

mod advice;
mod case;
mod cli;
mod detect;
mod framing;
mod key;
mod list;
mod presets;
mod progress;
mod proof;
mod read;
mod score;
mod serve;
mod stages;
mod summary;
mod text_pairs;
mod who;

use clap::Parser;
use cli::{Cli, Command};
use daylight_share::text::{json_ascii_hidden, visible_lines};
use std::io::Write;
use std::process::ExitCode;

/// Analyses fill some hundred megabytes several times over; this allocator takes large pages and keeps what was
/// freed for the next stage (`.cargo/config.toml` says how).
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Exit code when findings were asked to be signalled and there are some.
const FINDINGS: u8 = 1;

/// Exit code of every error.
const ERROR: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error, cli.json);
            ExitCode::from(ERROR)
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    if let Some(threads) = cli.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global()?;
    }
    let found = match &cli.command {
        Command::Run(args) => detect::run(args, cli)?,
        Command::Import(args) => stages::import(args, cli)?,
        Command::Case { verb } => case::case(verb, cli)?,
        Command::Detect(args) => detect::detect(args, cli)?,
        Command::Groups(args) => detect::groups(args, cli)?,
        Command::Who(args) => who::who(args, cli)?,
        Command::Proof(args) => proof::proof(args, cli)?,
        Command::Report(args) => stages::report(args, cli)?,
        Command::Export(args) if case::is_case(&args.dir) => case::export(args, cli)?,
        Command::Export(args) => stages::export(args, cli)?,
        Command::Matrix(args) => case::matrix(args, cli)?,
        Command::Simulate(args) => score::simulate(args, cli)?,
        Command::Score(args) => score::score(args, cli)?,
        Command::Verify(args) => stages::verify(args, cli)?,
        Command::Serve(args) => serve::serve(args, cli)?,
        Command::List(args) => list::list(args, cli)?,
        Command::Completions { shell } => list::completions(*shell),
        Command::Man { verb } => list::man(verb.as_deref())?,
    };
    Ok(if found { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|e| e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}

/// `error:`, the causes, and a `hint:` where one is known.
fn report(error: &anyhow::Error, json: bool) {
    let mut err = std::io::stderr().lock();
    let known = |e: &(dyn std::error::Error + 'static)| {
        let advice = e.downcast_ref::<advice::Advice>().map(|a| a.hint().to_owned());
        advice.or_else(|| e.downcast_ref::<daylight_ingest::IngestError>()?.hint())
    };
    let hint = error.chain().find_map(known);
    // Nothing is left to tell when stderr is gone.
    if json {
        let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
        let document = serde_json::json!({"error": error.to_string(), "causes": causes, "hint": hint});
        let _ = writeln!(err, "{}", json_ascii_hidden(&document.to_string()));
        return;
    }
    // Errors quote names and lines of files that others wrote.
    let _ = writeln!(err, "error: {}", visible_lines(&error.to_string()));
    for cause in error.chain().skip(1) {
        let _ = writeln!(err, "  because: {}", visible_lines(&cause.to_string()));
    }
    if let Some(hint) = hint {
        let _ = writeln!(err, "hint: {}", visible_lines(&hint));
    }
}

//! Stages that read and write folders: `import`, `report`, `export`, `verify`.

use crate::advice::result_not_posts;
use crate::cli::{Cli, DirArgs, ExportArgs, ImportArgs, VerifyArgs};
use crate::progress::Bar;
use crate::read;
use anyhow::{Context as _, bail};
use daylight_core::{Dataset, Exporter};
use daylight_ingest::exports::guess_mapping;
use daylight_ingest::{ReadOptions, write_posts};
use daylight_share::text::{visible, visible_lines};
use daylight_share::{EXPORTERS, Part, load_part, rewrite};
use serde_json::json;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where the normalized posts of a result lie: with the private files, since they carry real ids.
pub fn posts_path(dir: &Path) -> PathBuf {
    dir.join("private").join("posts.parquet")
}

/// Writes the posts to a temporary name and renames them.
pub fn store_posts(dataset: &Dataset, dir: &Path) -> anyhow::Result<()> {
    let path = posts_path(dir);
    let part = path.with_extension("parquet.part");
    let failed = || format!("writing {} failed", path.display());
    fs::create_dir_all(dir.join("private")).with_context(failed)?;
    write_posts(dataset, &part)?;
    #[cfg(unix)]
    fs::set_permissions(&part, std::os::unix::fs::PermissionsExt::from_mode(0o600)).with_context(failed)?;
    fs::File::open(&part).and_then(|f| f.sync_all()).with_context(failed)?;
    fs::rename(&part, &path).with_context(failed)
}

/// `daylight import`
pub fn import(args: &ImportArgs, cli: &Cli) -> anyhow::Result<bool> {
    if args.print_mapping {
        return print_mapping(&args.read.inputs, cli);
    }
    if let Some(dir) = &args.case {
        return crate::case::import(args, dir, cli);
    }
    let Some(out_dir) = &args.out else { bail!("name a folder with --out DIR or a case with --case CASE") };
    let bar = Bar::new(cli.quiet);
    let dataset = read::read(&args.read, ReadOptions::default(), &bar.context(4096), cli)?;
    store_posts(&dataset, out_dir)?;
    bar.finish();
    let i = dataset.intake;
    let mut out = std::io::stdout().lock();
    if cli.json {
        writeln!(
            out,
            "{}",
            json!({"read": i.read, "kept": i.kept, "rejected": i.rejected, "posts": posts_path(out_dir)})
        )?;
    } else if !cli.quiet {
        writeln!(out, "{} read = {} kept + {} rejected", i.read, i.kept, i.rejected)?;
        writeln!(out, "next: daylight detect {}", out_dir.display())?;
    }
    Ok(false)
}

/// `daylight import --print-mapping`
fn print_mapping(inputs: &[PathBuf], cli: &Cli) -> anyhow::Result<bool> {
    let [file] = inputs else { bail!("--print-mapping looks at one file") };
    let guess = guess_mapping(file)?;
    let mut out = std::io::stdout().lock();
    if cli.json {
        let columns: Vec<_> =
            guess.columns.iter().map(|c| json!({"role": c.role, "column": c.column, "reason": c.reason})).collect();
        let document = json!({"mapping": guess.to_toml(), "format": guess.format, "columns": columns,
                              "missing": guess.missing, "notes": guess.remarks});
        writeln!(out, "{document}")?;
    } else {
        write!(out, "{}", visible_lines(&guess.to_toml()))?;
    }
    Ok(false)
}

/// `daylight report`
pub fn report(args: &DirArgs, cli: &Cli) -> anyhow::Result<bool> {
    result_not_posts(&args.dir)?;
    again(&args.dir, &["report".to_owned()], cli)
}

/// `daylight export`
pub fn export(args: &ExportArgs, cli: &Cli) -> anyhow::Result<bool> {
    result_not_posts(&args.dir)?;
    again(&args.dir, &args.formats, cli)
}

fn again(dir: &Path, formats: &[String], cli: &Cli) -> anyhow::Result<bool> {
    let mut exporters: Vec<&dyn Exporter> = Vec::new();
    for format in formats {
        let Some(exporter) = EXPORTERS.iter().find(|e| e.name() == format) else {
            let known: Vec<&str> = EXPORTERS.iter().map(|e| e.name()).collect();
            bail!("there is no exporter `{format}`; there are: {}", known.join(", "));
        };
        exporters.push(*exporter);
    }
    let package = load_part(dir, Part::Shown)?;
    rewrite(&package, dir, &exporters)?;
    let files: Vec<PathBuf> = exporters.iter().flat_map(|e| e.files()).map(|f| dir.join(f)).collect();
    let mut out = std::io::stdout().lock();
    if cli.json {
        writeln!(out, "{}", json!({ "files": files }))?;
    } else if !cli.quiet {
        for file in files {
            writeln!(out, "{}", file.display())?;
        }
    }
    Ok(false)
}

/// `daylight verify`
pub fn verify(args: &VerifyArgs, cli: &Cli) -> anyhow::Result<bool> {
    if crate::case::is_case(&args.dir) {
        return verify_case(args, cli);
    }
    if daylight_casework::is_bundle(&args.dir) {
        return crate::case::verify_bundle(&args.dir, cli);
    }
    if !args.dir.join(daylight_share::MANIFEST).is_file() {
        result_not_posts(&args.dir)?;
    }
    let damage = daylight_share::verify(&args.dir)?;
    let mut out = std::io::stdout().lock();
    if cli.json {
        let list: Vec<_> = damage.iter().map(|d| json!({"file": d.file, "what": d.what})).collect();
        writeln!(out, "{}", json!({ "whole": damage.is_empty(), "damage": list }))?;
    } else if !cli.quiet && damage.is_empty() {
        writeln!(out, "all files of {} are as the manifest says", args.dir.display())?;
    }
    if damage.is_empty() {
        return Ok(false);
    }
    let list: Vec<String> = damage.iter().map(|d| format!("{}: {}", d.file, d.what)).collect();
    bail!("{} is damaged: {}", args.dir.display(), list.join("; "))
}

/// A case against its log: hashes, signature, records.
fn verify_case(args: &VerifyArgs, cli: &Cli) -> anyhow::Result<bool> {
    let dir = args.dir.as_path();
    let bar = Bar::new(cli.quiet);
    let mut report = daylight_casework::verify(dir, bar.context(4096).progress);
    // A damaged case is not opened: opening may write.
    if args.sealed && report.damage.is_empty() {
        report.damage.extend(crate::case::sealed_damage(args, bar.context(4096).progress)?);
    }
    bar.finish();
    let mut out = std::io::stdout().lock();
    if cli.json {
        let damage: Vec<_> = report.damage.iter().map(|d| format!("{}: {}", d.place, d.what)).collect();
        let document = json!({"whole": damage.is_empty(), "damage": damage, "notes": report.notes,
            "originals": report.n_originals, "posts_files": report.n_posts_files, "records": report.n_records,
            "erased": report.n_erased, "seals": report.n_seals, "bytes": report.n_bytes});
        writeln!(out, "{document}")?;
    } else if !cli.quiet {
        writeln!(
            out,
            "{} originals, {} posts files ({} bytes), {} records ({} erased), {} seals",
            report.n_originals, report.n_posts_files, report.n_bytes, report.n_records, report.n_erased, report.n_seals
        )?;
        for note in &report.notes {
            writeln!(out, "note: {}", visible(note))?;
        }
        if report.damage.is_empty() {
            writeln!(out, "{} is whole: files, database and log agree", dir.display())?;
        }
    }
    if report.damage.is_empty() {
        return Ok(false);
    }
    let list: Vec<String> = report.damage.iter().map(|d| format!("{}: {}", d.place, d.what)).collect();
    bail!("{} is damaged: {}", dir.display(), list.join("; "))
}

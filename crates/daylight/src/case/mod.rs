//! `case`: a folder that keeps originals, their posts and a log that proves both.

mod cite;
mod convert;
mod erase;
mod erased;
mod evidence;
mod formats;
mod import;
mod pdf;
mod product;
mod records;
mod remap;
mod report;
mod share;
mod table;
mod take;
pub mod unlock;

use crate::cli::{CaseVerb, Cli};
use anyhow::{Context as _, bail};
use daylight_casework::{Case, CaseMeta, CaseView, FileName, Pseudonym, Stretch};
use daylight_share::text::{json_ascii_hidden, visible_lines};
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

pub use cite::cite;
pub use evidence::verify as verify_bundle;
pub use import::import;
pub use share::{export, matrix};

/// Whether a folder is a case.
pub fn is_case(dir: &Path) -> bool {
    dir.join("case.sqlite").is_file()
}

/// Inputs with each case replaced by its posts; whether there was one.
pub fn posts_of(inputs: &[PathBuf]) -> anyhow::Result<(Vec<PathBuf>, bool)> {
    if !inputs.iter().any(|i| is_case(i)) {
        return Ok((inputs.to_vec(), false));
    }
    let [dir] = inputs else {
        bail!("a case is analysed alone; give one case, or files and folders that are no cases")
    };
    let files = CaseView::open(dir)?.posts_files()?;
    if files.is_empty() {
        bail!("{} holds no posts; bring some in with `daylight import FOLDER --case {0}`", dir.display());
    }
    Ok((files, true))
}

/// `daylight case`
pub fn case(verb: &CaseVerb, cli: &Cli) -> anyhow::Result<bool> {
    match verb {
        CaseVerb::Add(args) => records::add(args, cli),
        CaseVerb::Capture(args) => records::capture(args, cli),
        CaseVerb::Edit(args) => records::edit(args, cli),
        CaseVerb::Link(args) => records::link(args, cli),
        CaseVerb::Search(args) => records::search(args, cli),
        CaseVerb::Judge(args) => records::judge(args, cli),
        CaseVerb::Withdraw(args) => records::withdraw(args, cli),
        CaseVerb::EraseRecord(args) => records::erase_record(args, cli),
        CaseVerb::Member(args) => records::member(args, cli),
        CaseVerb::Dissent(args) => product::dissent(args, cli),
        CaseVerb::Review(args) => product::review(args, cli),
        CaseVerb::Decide(args) => product::decide(args, cli),
        CaseVerb::Package(args) => product::package(args, cli),
        CaseVerb::Publish(args) => product::publish(args, cli),
        CaseVerb::Recall(args) => product::recall(args, cli),
        CaseVerb::Receipt(args) => product::receipt(args, cli),
        CaseVerb::Outcome(args) => product::outcome(args, cli),
        CaseVerb::Calibration(args) => product::calibration(args, cli),
        CaseVerb::Responses => product::responses(cli),
        CaseVerb::ImportReport(args) => report::import_report(args, cli),
        other => kept(other, cli),
    }
}

/// The verbs of the evidence store.
fn kept(verb: &CaseVerb, cli: &Cli) -> anyhow::Result<bool> {
    match verb {
        CaseVerb::New(args) => {
            let meta = CaseMeta {
                name: args.name.clone().unwrap_or_else(|| name_of(&args.dir)),
                access_basis: args.access_basis.clone(),
                legal_basis: args.legal_basis.clone(),
                retention_until: args.retention_until.clone(),
            };
            let key = unlock::secret(&args.unlock, true)?;
            let case = Case::create(
                &args.dir,
                &meta,
                &unlock::actor(&args.unlock)?,
                key.as_unlock(),
                Stretch::default(),
                &unlock::surroundings(),
            )?;
            drop(case);
            say(cli, &json!({"case": args.dir}), || {
                format!("made {}\nnext: daylight import FOLDER --case {0}", args.dir.display())
            })
        }
        CaseVerb::Remap(args) => remap::remap(args, cli),
        CaseVerb::Show(args) => match &args.record {
            Some(record) => records::show(args, record, cli),
            None => show(&args.open, cli),
        },
        CaseVerb::ExportEvidence(args) => evidence::export(args, cli),
        CaseVerb::Reveal(args) => evidence::reveal(args, cli),
        CaseVerb::Erase(args) => erase::erase(args, cli),
        CaseVerb::Due(args) => due(&args.dir, cli),
        // The others are taken above.
        _ => Ok(false),
    }
}

/// What is damaged of a case as only its keys can tell.
pub fn sealed_damage(
    args: &crate::cli::VerifyArgs,
    progress: &dyn daylight_core::Progress,
) -> anyhow::Result<Vec<daylight_casework::Damage>> {
    Ok(unlock::open(&args.dir, &args.unlock)?.verify_sealed(progress)?)
}

fn due(dir: &Path, cli: &Cli) -> anyhow::Result<bool> {
    let due = CaseView::open(dir)?.due(unlock::now_us())?;
    let list: Vec<_> = due
        .iter()
        .map(|d| json!({"kind": format!("{:?}", d.kind).to_lowercase(), "id": d.id, "until": d.retention_until}))
        .collect();
    say(cli, &json!({"due": list}), || {
        if due.is_empty() {
            return "nothing is past its retention date".to_owned();
        }
        let line = |d: &daylight_casework::DueItem| format!("{:?} {} since {}", d.kind, d.id, d.retention_until);
        due.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

fn name_of(dir: &Path) -> String {
    dir.file_name().map_or_else(|| "case".to_owned(), |n| n.to_string_lossy().into_owned())
}

/// Largest document that is read, in bytes.
const MAX_DOCUMENT: u64 = 64 << 20;

/// A TOML or JSON file, as JSON.
fn read_document(path: &Path) -> anyhow::Result<serde_json::Value> {
    let cannot = || format!("{} cannot be read", path.display());
    if path.metadata().with_context(cannot)?.len() > MAX_DOCUMENT {
        bail!("{} is larger than {MAX_DOCUMENT} bytes", path.display());
    }
    let text = std::fs::read_to_string(path).with_context(cannot)?;
    if path.extension().is_some_and(|e| e == "json") {
        return serde_json::from_str(&text).with_context(cannot);
    }
    toml::from_str(&text).with_context(cannot)
}

/// A field as indented lines; references with the names of what they mean.
fn lines_of(name: &str, value: &serde_json::Value, set: &daylight_core::record::RecordSet) -> Vec<String> {
    let visible = daylight_share::text::visible;
    let mut lines = Vec::new();
    let mut open = vec![(name.to_owned(), value, 1usize)];
    while let Some((name, value, depth)) = open.pop() {
        let pad = "  ".repeat(depth.min(8));
        match value {
            serde_json::Value::Object(map) => {
                lines.push(format!("{pad}{name}:"));
                open.extend(map.iter().rev().map(|(k, v)| (k.clone(), v, depth + 1)));
            }
            serde_json::Value::Array(items) if items.iter().any(serde_json::Value::is_object) => {
                lines.push(format!("{pad}{name}:"));
                open.extend(items.iter().enumerate().rev().map(|(i, v)| (format!("{}", i + 1), v, depth + 1)));
            }
            other => {
                let word = |v: &serde_json::Value| match v.as_str() {
                    Some(s) => set.get(s).map_or_else(
                        || s.to_owned(),
                        |r| format!("{} [{}]", r.title(), r.alias.as_deref().unwrap_or(&r.id)),
                    ),
                    None => v.to_string(),
                };
                let text =
                    other.as_array().map_or_else(|| word(other), |l| l.iter().map(word).collect::<Vec<_>>().join(", "));
                lines.push(format!("{pad}{name}: {}", visible(&text)));
            }
        }
    }
    lines
}

/// Prints one document or some lines.
fn say(cli: &Cli, document: &serde_json::Value, text: impl FnOnce() -> String) -> anyhow::Result<bool> {
    let mut out = std::io::stdout().lock();
    if cli.json {
        writeln!(out, "{}", json_ascii_hidden(&document.to_string()))?;
    } else if !cli.quiet {
        // Names come from foreign pages and files; none may steer the terminal.
        writeln!(out, "{}", visible_lines(&text()))?;
    }
    Ok(false)
}

fn show(open: &crate::cli::OpenArgs, cli: &Cli) -> anyhow::Result<bool> {
    let view = CaseView::open(&open.dir)?;
    let records = unlock::records(&view, &open.unlock)?.len();
    let (meta, originals, imports) = (view.meta()?, view.originals()?, view.imports()?);
    let name = |n: &FileName| match n {
        FileName::Clear(name) => daylight_share::text::visible(name).into_owned(),
        FileName::Sealed => "(sealed)".to_owned(),
    };
    let list: Vec<_> = imports
        .iter()
        .map(|i| {
            let of = originals.iter().find(|o| o.sha256 == i.original);
            json!({"original": i.original, "name": of.map(|o| name(&o.name)), "part": i.part, "format": i.importer,
                   "read": i.counts.read, "kept": i.counts.kept, "rejected": i.counts.rejected, "erased": i.erased,
                   "accounts": i.n_accounts, "mapping": i.mapping})
        })
        .collect();
    let open = view.open_reveals(unlock::now_us())?.len();
    let document = json!({"name": meta.name, "access_basis": meta.access_basis, "legal_basis": meta.legal_basis,
                          "retention_until": meta.retention_until, "originals": originals.len(), "imports": list,
                          "open_reveals": open, "records": records});
    say(cli, &document, || {
        let mut lines = vec![
            format!("{}: kept until {}; {}", meta.name, meta.retention_until, meta.legal_basis),
            format!("{} originals, {} imports, {records} records, {open} open reveals", originals.len(), imports.len()),
            format!("{:<16} {:<24} {:>10} {:>10} {:>9}  original", "sha256", "format", "read", "kept", "rejected"),
        ];
        for i in &imports {
            let of = originals.iter().find(|o| o.sha256 == i.original).map_or_else(String::new, |o| name(&o.name));
            let part = if i.part.is_empty() { String::new() } else { format!(" part {}", i.part) };
            lines.push(format!(
                "{:<16} {:<24} {:>10} {:>10} {:>9}  {of}{part}",
                i.original.get(..16).unwrap_or(&i.original),
                i.importer,
                i.counts.read,
                i.counts.kept,
                i.counts.rejected
            ));
        }
        lines.join("\n")
    })
}

/// The one account whose pseudonym begins so.
fn resolve(view: &CaseView, prefix: &str) -> anyhow::Result<Pseudonym> {
    match view.resolve(prefix)?.as_slice() {
        [one] => Ok(*one),
        [] => bail!("no account of the case has a pseudonym that begins with `{prefix}`"),
        many => bail!("{} pseudonyms begin with `{prefix}`; give more digits", many.len()),
    }
}

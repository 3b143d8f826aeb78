//! `who`: everyone who acted on one object, in order of time, whether or not anything is remarkable about it.

mod alike;
mod find;

use crate::advice::{Advice, inputs_of, is_result};
use crate::cli::{Cli, NameStyle, WhoArgs};
use crate::presets::write_whole;
use crate::progress::Bar;
use crate::stages::posts_path;
use crate::{key, read};
use anyhow::ensure;
use daylight_core::Dataset;
use daylight_ingest::{ReadOptions, read_posts};
use daylight_share::Names;
use daylight_share::format::rfc3339;
use daylight_share::text::{csv_cell, cut, visible};
use find::Row;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write;

/// Rows listed in the terminal.
const N_ROWS: usize = 50;
/// Spellings named in the terminal.
const N_SPELLINGS: usize = 8;

/// `daylight who`
pub fn who(args: &WhoArgs, cli: &Cli) -> anyhow::Result<bool> {
    let asked = [&args.object, &args.post].into_iter().flatten();
    ensure!(asked.into_iter().all(|a| !a.trim().is_empty()), "what is looked for is empty");
    let result = args.read.inputs.iter().find(|i| is_result(i));
    if let (None, Some(group)) = (result, args.group) {
        return Err(Advice::new(
            format!("posts have no group {group}: groups are found by `daylight run`"),
            format!("give the folder of a result instead: daylight who RESULT --group {group}"),
        )
        .into());
    }
    // A result that kept its posts, or an import, has everybody; other results have co-actions only.
    let kept = args.read.inputs.first().map(|i| posts_path(i)).filter(|p| p.is_file() && args.group.is_none());
    let (rows, note) = match (result, kept) {
        (Some(dir), None) => {
            let note = format!(
                "a result has only posts that are part of a co-action; give the posts themselves for everyone: daylight who {} ...",
                inputs_of(dir)
            );
            (find::in_result(dir, args)?, Some(note))
        }
        (_, Some(posts)) => (of_data(&read_posts(&posts)?, args)?, None),
        (None, None) => (of_data(&read_input(args, cli)?, args)?, None),
    };
    show(&Listing { rows: &rows }, note.as_deref(), args, cli)?;
    Ok(false)
}

fn read_input(args: &WhoArgs, cli: &Cli) -> anyhow::Result<Dataset> {
    let bar = Bar::new(cli.quiet);
    let base = ReadOptions { keep_text: false, ..ReadOptions::default() };
    let data = read::read(&args.read, base, &bar.context(4096), cli)?;
    bar.finish();
    Ok(data)
}

fn of_data(data: &Dataset, args: &WhoArgs) -> anyhow::Result<Vec<Row>> {
    let key = key::key(&args.names)?;
    let shown = if data.case_pseudonyms { Names::Case } else { Names::Pseudonym };
    let names = key.as_deref().map_or(Names::Plain, shown);
    find::in_posts(data, names, args)
}

fn show(table: &Listing<'_>, note: Option<&str>, args: &WhoArgs, cli: &Cli) -> anyhow::Result<()> {
    if let Some(path) = &args.out {
        write_whole(path, |out| table.csv(out))?;
    }
    let mut out = std::io::stdout().lock();
    if cli.json {
        writeln!(out, "{}", table.json())?;
    } else if !cli.quiet {
        table.text(&mut out)?;
        if let Some(path) = &args.out {
            writeln!(out, "written   {}", path.display())?;
        }
        if let Some(note) = note {
            writeln!(out, "note      {}", visible(note))?;
        } else if args.names.names == NameStyle::Pseudonym {
            writeln!(
                out,
                "names     pseudonyms; --names plain shows them as in the input, file and line lead to each row"
            )?;
        }
    }
    Ok(())
}

struct Listing<'a> {
    rows: &'a [Row],
}

impl Listing<'_> {
    fn secs_after_first(&self, row: &Row) -> Option<f64> {
        Some((row.time? - self.rows.first()?.time?) as f64 / 1e6)
    }

    fn n_accounts(&self) -> usize {
        self.rows.iter().map(|r| r.account.as_str()).collect::<BTreeSet<_>>().len()
    }

    fn csv(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["time", "secs_after_first", "account", "kind", "object", "file", "line"])?;
        for row in self.rows {
            let after = self.secs_after_first(row).map(|s| s.to_string()).unwrap_or_default();
            let time = row.time.map(rfc3339).unwrap_or_default();
            csv.write_record([
                &time,
                &after,
                &*csv_cell(&row.account),
                &csv_cell(&row.kind),
                &csv_cell(&row.object),
                &csv_cell(&row.file),
                &row.line.to_string(),
            ])?;
        }
        Ok(csv.flush()?)
    }

    fn json(&self) -> serde_json::Value {
        let rows: Vec<_> = self
            .rows
            .iter()
            .map(|row| {
                json!({"time": row.time.map(rfc3339), "secs_after_first": self.secs_after_first(row),
                       "account": row.account, "kind": row.kind, "object": row.object, "file": row.file, "line": row.line})
            })
            .collect();
        json!({"n_actions": self.rows.len(), "n_accounts": self.n_accounts(), "actions": rows})
    }

    /// Spellings that were taken as one, so that nobody takes it for more than that.
    fn spellings(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let all: BTreeSet<(&str, &str)> = self.rows.iter().map(|r| (r.kind.as_str(), r.object.as_str())).collect();
        if all.len() > 1 {
            writeln!(out, "{} objects", all.len())?;
            for (kind, object) in all.iter().take(N_SPELLINGS) {
                writeln!(out, "  {:<12} {}", visible(kind), cut(&visible(object), 120))?;
            }
            if all.len() > N_SPELLINGS {
                writeln!(out, "  and {} more", all.len() - N_SPELLINGS)?;
            }
        }
        Ok(())
    }

    fn text(&self, out: &mut impl Write) -> anyhow::Result<()> {
        writeln!(out, "{} actions by {} accounts", self.rows.len(), self.n_accounts())?;
        self.spellings(out)?;
        writeln!(
            out,
            "{:<27} {:>12}  {:<24} {:<8} {:<50} place",
            "time (UTC)", "after first", "account", "kind", "object"
        )?;
        for row in self.rows.iter().take(N_ROWS) {
            let after = self.secs_after_first(row).map_or_else(|| "-".to_owned(), |s| format!("{s} s"));
            let time = row.time.map_or_else(|| "no time".to_owned(), rfc3339);
            let (account, object, kind) = (visible(&row.account), visible(&row.object), visible(&row.kind));
            let (account, object) = (cut(&account, 40), cut(&object, 49));
            writeln!(
                out,
                "{time:<27} {after:>12}  {account:<24} {kind:<8} {object:<50} {}:{}",
                visible(&row.file),
                row.line
            )?;
        }
        if self.rows.len() > N_ROWS {
            writeln!(out, "and {} more; --out FILE.csv writes all", self.rows.len() - N_ROWS)?;
        }
        writeln!(
            out,
            "note      sharing a link is no finding; `daylight run` tells which accounts do so together, again and again"
        )?;
        Ok(())
    }
}

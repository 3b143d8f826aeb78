//! `who`: everyone who acted on one object, in order of time, whether or not anything is remarkable about it.

use crate::cli::{Cli, NameStyle, WhoArgs};
use crate::presets::write_whole;
use crate::progress::Bar;
use crate::{key, read};
use anyhow::{bail, ensure};
use daylight_core::{Dataset, PostTable};
use daylight_ingest::ReadOptions;
use daylight_share::format::rfc3339;
use daylight_share::text::{csv_cell, cut, visible};
use daylight_share::{Names, ObjectNames};
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write;

/// Rows listed in the terminal.
const N_ROWS: usize = 50;

/// One action on a wanted object.
struct Row {
    time: Option<i64>,
    account: u32,
    layer: usize,
    object: u32,
    post: u32,
}

/// `daylight who`
pub fn who(args: &WhoArgs, cli: &Cli) -> anyhow::Result<bool> {
    let bar = Bar::new(cli.quiet);
    let base = ReadOptions { keep_text: false, ..ReadOptions::default() };
    let data = read::read(&args.read, base, &bar.context(4096), cli)?;
    bar.finish();
    let rows = find(&data, args)?;
    let key = key::key(&args.names)?;
    let shown = if data.case_pseudonyms { Names::Case } else { Names::Pseudonym };
    let names = key.as_deref().map_or(Names::Plain, shown);
    let table = Listing { data: &data, rows: &rows, names, objects: ObjectNames::of(&data, names) };
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
        if args.names.names == NameStyle::Pseudonym {
            writeln!(
                out,
                "names     pseudonyms; --names plain shows them as in the input, file and line lead to each row"
            )?;
        }
    }
    Ok(false)
}

/// An address as a report shows it (`hxxps://news[.]example`) and as the data have it.
fn refanged(word: &str) -> String {
    let word = word.replace("[.]", ".");
    match word.strip_prefix("hxxp") {
        Some(rest) => format!("http{rest}"),
        None => word,
    }
}

fn find(data: &Dataset, args: &WhoArgs) -> anyhow::Result<Vec<Row>> {
    ensure!(!args.object.trim().is_empty(), "--object is empty");
    let wanted = [args.object.clone(), refanged(&args.object)];
    let hit = |name: &str| wanted.iter().any(|w| if args.contains { name.contains(w.as_str()) } else { name == w });
    let mut rows = Vec::new();
    for (layer, actions) in data.layers.iter().enumerate() {
        let hits: Vec<bool> = actions.objects.iter().map(hit).collect();
        for (&object, &post) in actions.object.iter().zip(&actions.post) {
            if hits[object as usize] {
                let (time, account) = (data.posts.time_us[post as usize], data.posts.account[post as usize]);
                let time = (time != PostTable::NO_TIME).then_some(time);
                rows.push(Row { time, account, layer, object, post });
            }
        }
    }
    if rows.is_empty() {
        let kinds: Vec<&str> = data.layers.iter().map(|l| l.kind.name()).collect();
        let hint = if args.contains { "" } else { "; --contains also finds it as a part of longer ones" };
        bail!("nobody acted on `{}` (looked at: {}){hint}", visible(&args.object), kinds.join(", "));
    }
    // Posts without a time come last. The input's order breaks ties, so that the list is always the same.
    rows.sort_by_key(|r| (r.time.is_none(), r.time, r.post, r.layer, r.object));
    Ok(rows)
}

struct Listing<'a> {
    data: &'a Dataset,
    rows: &'a [Row],
    names: Names<'a>,
    objects: ObjectNames<'a>,
}

impl Listing<'_> {
    fn account(&self, row: &Row) -> String {
        self.names.account(self.data.accounts.get(row.account))
    }

    /// Kind and object; who is mentioned stands under the same name as who writes.
    fn object(&self, row: &Row) -> (&str, String) {
        let layer = &self.data.layers[row.layer];
        (layer.kind.name(), self.objects.shown(&layer.kind, layer.objects.get(row.object)))
    }

    fn place(&self, row: &Row) -> (String, u32) {
        let post = row.post as usize;
        let file = self.data.posts.source.get(post).and_then(|&s| self.data.sources.get(s as usize));
        (file.map_or_else(String::new, |f| f.name.clone()), self.data.posts.line.get(post).copied().unwrap_or(0))
    }

    fn secs_after_first(&self, row: &Row) -> Option<f64> {
        Some((row.time? - self.rows.first()?.time?) as f64 / 1e6)
    }

    fn n_accounts(&self) -> usize {
        self.rows.iter().map(|r| r.account).collect::<BTreeSet<_>>().len()
    }

    fn csv(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["time", "secs_after_first", "account", "kind", "object", "file", "line"])?;
        for row in self.rows {
            let (kind, object) = self.object(row);
            let (file, line) = self.place(row);
            let after = self.secs_after_first(row).map(|s| s.to_string()).unwrap_or_default();
            let time = row.time.map(rfc3339).unwrap_or_default();
            let (account, line) = (self.account(row), line.to_string());
            csv.write_record([&time, &after, &*csv_cell(&account), kind, &csv_cell(&object), &csv_cell(&file), &line])?;
        }
        Ok(csv.flush()?)
    }

    fn json(&self) -> serde_json::Value {
        let rows: Vec<_> = self
            .rows
            .iter()
            .map(|row| {
                let (kind, object) = self.object(row);
                let (file, line) = self.place(row);
                json!({"time": row.time.map(rfc3339), "secs_after_first": self.secs_after_first(row),
                       "account": self.account(row), "kind": kind, "object": object, "file": file, "line": line})
            })
            .collect();
        json!({"n_actions": self.rows.len(), "n_accounts": self.n_accounts(), "actions": rows})
    }

    fn text(&self, out: &mut impl Write) -> anyhow::Result<()> {
        writeln!(out, "{} actions by {} accounts", self.rows.len(), self.n_accounts())?;
        writeln!(
            out,
            "{:<27} {:>12}  {:<24} {:<8} {:<50} place",
            "time (UTC)", "after first", "account", "kind", "object"
        )?;
        for row in self.rows.iter().take(N_ROWS) {
            let (kind, object) = self.object(row);
            let (file, line) = self.place(row);
            let after = self.secs_after_first(row).map_or_else(|| "-".to_owned(), |s| format!("{s} s"));
            let time = row.time.map_or_else(|| "no time".to_owned(), rfc3339);
            let (account, object) = (self.account(row), visible(&object));
            let (account, object) = (visible(&account), cut(&object, 49));
            writeln!(out, "{time:<27} {after:>12}  {account:<24} {kind:<8} {object:<50} {}:{line}", visible(&file))?;
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

#[cfg(test)]
mod tests {
    use super::refanged;

    #[test]
    fn addresses_of_reports_are_understood() {
        assert_eq!(refanged("hxxps://news[.]example[.]org/a"), "https://news.example.org/a");
        assert_eq!(refanged("#vote"), "#vote");
    }
}

//! `list`, `completions` and `man`.

use crate::cli::{Cli, ListArgs, Listing};
use anyhow::bail;
use clap::CommandFactory;
use clap_complete::Shell;
use daylight_detect::DETECTORS;
use daylight_detect::scenario::SCENARIOS;
use daylight_ingest::IMPORTERS;
use daylight_share::EXPORTERS;
use serde_json::json;
use std::io::Write;

/// Name, one sentence, and the card where there is one.
type Entry = (&'static str, &'static str, Option<&'static str>);

/// The first sentence-like line of a card.
fn headline(card: &'static str) -> &'static str {
    card.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#')).unwrap_or("")
}

fn entries(what: Listing) -> Vec<Entry> {
    match what {
        Listing::Scenarios => SCENARIOS.iter().map(|s| (s.name, s.description, None)).collect(),
        Listing::Detectors => DETECTORS.iter().map(|d| (d.name(), headline(d.card()), Some(d.card()))).collect(),
        Listing::Importers => IMPORTERS.iter().map(|i| (i.name(), headline(i.card()), Some(i.card()))).collect(),
        Listing::Exporters => EXPORTERS.iter().map(|e| (e.name(), headline(e.card()), Some(e.card()))).collect(),
        Listing::Presets => vec![
            ("coortweet", "the tables of CooRTweet 2.1.2, row for row", None),
            ("toolkit", "the networks of the Coordination Network Toolkit, row for row", None),
        ],
    }
}

const ALL: [(Listing, &str); 5] = [
    (Listing::Scenarios, "scenarios"),
    (Listing::Detectors, "detectors"),
    (Listing::Importers, "importers"),
    (Listing::Exporters, "exporters"),
    (Listing::Presets, "presets"),
];

/// `daylight list`
pub fn list(args: &ListArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut out = std::io::stdout().lock();
    let chosen: Vec<_> = ALL.iter().filter(|(l, _)| args.what.is_none_or(|w| w == *l)).collect();
    if let Some(name) = &args.name {
        let Some((_, sentence, card)) = chosen.iter().flat_map(|(l, _)| entries(*l)).find(|e| e.0 == name) else {
            bail!("nothing is named `{name}`; `daylight list` shows all names");
        };
        writeln!(out, "{}", card.unwrap_or(sentence))?;
        return Ok(false);
    }
    if cli.json {
        let all: serde_json::Map<_, _> = chosen
            .iter()
            .map(|(l, title)| {
                let list: Vec<_> = entries(*l).iter().map(|e| json!({"name": e.0, "about": e.1})).collect();
                ((*title).to_owned(), json!(list))
            })
            .collect();
        writeln!(out, "{}", serde_json::Value::Object(all))?;
        return Ok(false);
    }
    for (l, title) in chosen {
        writeln!(out, "{title}")?;
        for (name, sentence, _) in entries(*l) {
            writeln!(out, "  {name:<26} {sentence}")?;
        }
    }
    Ok(false)
}

/// `daylight completions`
pub fn completions(shell: Shell) -> bool {
    clap_complete::generate(shell, &mut crate::cli::Cli::command(), "daylight", &mut std::io::stdout());
    false
}

/// `daylight man`
pub fn man(verb: Option<&str>) -> anyhow::Result<bool> {
    let mut command = crate::cli::Cli::command();
    command.build();
    let page = match verb {
        None => command,
        Some(verb) => match command.find_subcommand(verb) {
            Some(sub) => sub.clone(),
            None => bail!("there is no verb `{verb}`"),
        },
    };
    clap_mangen::Man::new(page).render(&mut std::io::stdout())?;
    Ok(false)
}

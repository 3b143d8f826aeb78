//! `list`, `completions` and `man`.

use crate::cli::{Cli, ListArgs, Listing};
use anyhow::bail;
use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;
use daylight_detect::DETECTORS;
use daylight_detect::scenario::SCENARIOS;
use daylight_ingest::IMPORTERS;
use daylight_ingest::exports::EXPORT_FORMATS;
use daylight_share::EXPORTERS;
use serde_json::json;
use std::io::Write;

/// Name, one sentence, and the card where there is one.
type Entry = (&'static str, String, Option<&'static str>);

/// The first sentence of a card, which may run over several lines.
fn headline(card: &str) -> String {
    let words = card.lines().map(str::trim).skip_while(|l| l.is_empty() || l.starts_with('#'));
    let paragraph = words.take_while(|l| !l.is_empty()).collect::<Vec<_>>().join(" ");
    match paragraph.find(". ") {
        Some(end) => paragraph[..=end].to_owned(),
        None => paragraph,
    }
}

fn entries(what: Listing) -> Vec<Entry> {
    match what {
        Listing::Scenarios => SCENARIOS.iter().map(|s| (s.name, s.description.to_owned(), None)).collect(),
        Listing::Detectors => DETECTORS.iter().map(|d| (d.name(), headline(d.card()), Some(d.card()))).collect(),
        Listing::Importers => {
            let tables = IMPORTERS.iter().map(|i| (i.name(), i.card()));
            let exports = EXPORT_FORMATS.iter().map(|f| (f.name(), f.card()));
            tables.chain(exports).map(|(name, card)| (name, headline(card), Some(card))).collect()
        }
        Listing::Exporters => EXPORTERS.iter().map(|e| (e.name(), headline(e.card()), Some(e.card()))).collect(),
        Listing::Presets => vec![
            ("coortweet", "the tables of CooRTweet 2.1.2, row for row".to_owned(), None),
            ("toolkit", "the networks of the Coordination Network Toolkit, row for row".to_owned(), None),
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
    // `list NAME` and `list KIND NAME` both show a card.
    let (what, name) = match (&args.what, &args.name) {
        (None, name) => (None, name.as_deref()),
        (Some(word), name) => match Listing::from_str(word, false) {
            Ok(what) => (Some(what), name.as_deref()),
            Err(_) if name.is_none() => (None, Some(word.as_str())),
            Err(_) => bail!("`{word}` is no kind of thing to list; kinds are: {}", ALL.map(|a| a.1).join(", ")),
        },
    };
    let chosen: Vec<_> = ALL.iter().filter(|(l, _)| what.is_none_or(|w| w == *l)).collect();
    if let Some(name) = name {
        let Some((_, sentence, card)) = chosen.iter().flat_map(|(l, _)| entries(*l)).find(|e| e.0 == name) else {
            bail!("nothing is named `{name}`; `daylight list` shows all names");
        };
        writeln!(out, "{}", card.unwrap_or(&sentence))?;
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

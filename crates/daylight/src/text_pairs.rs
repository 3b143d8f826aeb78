//! `score --text-pairs`: the rule of text families on labeled pairs.

use crate::cli::Cli;
use daylight_detect::text::FamilySettings;
use daylight_detect::text::guard::Turns;
use daylight_detect::text::pairs::{PairCount, PairKind, PairScore, measure, trade};
use serde_json::json;
use std::io::{self, Write};

/// Prints recall and precision with their intervals.
pub fn score(n: u32, n_random: u64, cli: &Cli) -> anyhow::Result<bool> {
    anyhow::ensure!(n > 0, "--text-pairs is 0; at least one pair of each kind is needed");
    let score = measure(n, n_random, 1, &FamilySettings::default());
    let mut out = io::stdout().lock();
    if cli.json {
        let rows: Vec<_> = score
            .counts
            .iter()
            .map(|((kind, language), c)| json!({"kind": kind.name(), "language": language, "pairs": c.n, "linked": c.linked, "copies": c.copies}))
            .collect();
        let random = json!({"pairs": score.random.n, "linked": score.random.linked, "copies": score.random.copies});
        writeln!(out, "{}", json!({"pairs": rows, "random": random}))?;
    } else {
        print(&mut out, &score)?;
        writeln!(out)?;
        print_trade(&mut out, &trade(n, 1, &FamilySettings::default()))?;
    }
    Ok(false)
}

fn print(out: &mut impl Write, score: &PairScore) -> io::Result<()> {
    writeln!(out, "| pair | pairs | linked | share | 95 % interval | by language |")?;
    writeln!(out, "| --- | ---: | ---: | ---: | --- | --- |")?;
    for kind in PairKind::ALL {
        let by: Vec<String> = score
            .counts
            .iter()
            .filter(|((k, _), _)| *k == kind)
            .map(|((_, language), c)| format!("{language} {:.1}", c.share().0 * 100.0))
            .collect();
        line(out, kind.name(), score.of(kind), &by.join(", "))?;
    }
    line(out, "unrelated, by chance", score.random, "")?;
    line(out, "all other claims", score.sum(|k| !k.same_claim()), "")?;
    let right = score.sum(PairKind::same_claim).copies;
    let wrong = score.sum(|k| !k.same_claim()).copies + score.random.copies;
    let precision = PairCount { n: right + wrong, linked: right, copies: right };
    line(out, "called a copy, and the same claim (precision)", precision, "")
}

/// What each further rule about exchanged words gains and costs.
fn print_trade(out: &mut impl Write, trade: &[(Turns, PairScore)]) -> io::Result<()> {
    let kinds = [PairKind::Turned, PairKind::Opposed, PairKind::Substitution, PairKind::Copy];
    let names: Vec<&str> = kinds.iter().map(|k| k.name()).collect();
    writeln!(out, "| refuses | {} |", names.join(" | "))?;
    writeln!(out, "| --- |{}", " ---: |".repeat(kinds.len()))?;
    for (turns, score) in trade {
        let shares: Vec<String> = kinds.iter().map(|k| format!("{:.2} %", score.of(*k).share().0 * 100.0)).collect();
        let used = if *turns == FamilySettings::default().turns { " (used)" } else { "" };
        writeln!(out, "| {}{used} | {} |", turns.name(), shares.join(" | "))?;
    }
    Ok(())
}

fn line(out: &mut impl Write, name: &str, count: PairCount, by: &str) -> io::Result<()> {
    let (share, low, high) = count.share();
    writeln!(
        out,
        "| {name} | {} | {} | {:.2} % | {:.2}–{:.2} % | {by} |",
        count.n,
        count.linked,
        share * 100.0,
        low * 100.0,
        high * 100.0
    )
}

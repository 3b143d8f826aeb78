//! `score --text-pairs`: the rule of text families on labeled pairs.

use crate::cli::Cli;
use daylight_detect::text::FamilySettings;
use daylight_detect::text::pairs::{PairCount, PairKind, PairScore, measure};
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
    let hard = score.sum(|k| !k.same_claim() && k != PairKind::Turned);
    line(out, "all other claims but opposite words", hard, "")?;
    let right = score.sum(PairKind::same_claim).copies;
    let wrong = score.sum(|k| !k.same_claim()).copies + score.random.copies;
    let precision = PairCount { n: right + wrong, linked: right, copies: right };
    line(out, "called a copy, and the same claim (precision)", precision, "")
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

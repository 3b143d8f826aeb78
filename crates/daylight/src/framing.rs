//! `score --framing`: attempts to make an innocent account look like a member of a group.

use crate::cli::Cli;
use crate::progress::Bar;
use daylight_detect::framing::{Attack, FramedCount, suite};
use serde_json::json;
use std::io::{self, Write};

/// Seed of the worlds.
const SEED: u64 = 1;

/// Prints how often each attack succeeded.
pub fn score(runs: u32, bar: &Bar, cli: &Cli) -> anyhow::Result<bool> {
    anyhow::ensure!(runs > 0, "--runs is 0; at least one world is needed");
    let counts = suite(runs, SEED, &bar.context(4096))?;
    bar.finish();
    let mut out = io::stdout().lock();
    if cli.json {
        let row = |(attack, c): &(Attack, FramedCount)| {
            json!({"attack": attack.name(), "defended": attack.defended(), "runs": c.n, "group_found": c.found,
                "member": c.member, "paired": c.paired, "copied_by": c.copied, "apart_otherwise": c.other})
        };
        writeln!(out, "{}", json!({"attacks": counts.iter().map(row).collect::<Vec<_>>()}))?;
    } else {
        print(&mut out, &counts)?;
    }
    Ok(false)
}

fn print(out: &mut impl Write, counts: &[(Attack, FramedCount)]) -> io::Result<()> {
    writeln!(
        out,
        "| attack | runs | group found | innocent account a member | at most (95 %) | in a pair led with | \
         \"copied by\" | \"follows\" or \"one file\" |"
    )?;
    writeln!(out, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")?;
    for defended in [true, false] {
        for (attack, c) in counts.iter().filter(|(attack, _)| attack.defended() == defended) {
            let note = if defended { "" } else { " (cannot be told from the data)" };
            let (_, high) = c.member_share();
            writeln!(
                out,
                "| {}{note} | {} | {} | {} | {:.1} % | {} | {} | {} |",
                attack.name(),
                c.n,
                c.found,
                c.member,
                high * 100.0,
                c.paired,
                c.copied,
                c.other
            )?;
        }
    }
    Ok(())
}

//! The page of reliability figures: `make reliability` collects and writes them, every run of the tests asks
//! whether the page holds all of them and whether they still say what it claims.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use daylight_ingest::exports::EXPORT_FORMATS;

use crate::{read, root};

const PAGE: &str = "docs/reliability.md";
const BEGIN: &str = "<!-- figures, written by make reliability -->";
const END: &str = "<!-- end of figures -->";
/// What stands where a test could not run; the text under the table says when.
const NOT_HERE: &str = "not measured";

/// Rows of the tables about the store: label, and the name of the figure.
const STORE: &[(&str, &[(&str, &str)])] = &[
    (
        "Ended with SIGKILL at random moments of a working day",
        &[
            ("moments", "kill.moments"),
            ("acknowledged steps that were checked", "kill.acknowledged"),
            ("lost", "kill.lost"),
            ("doubled", "kill.doubled"),
            ("slowest reopening, ms", "kill.slowest_reopen_ms"),
        ],
    ),
    (
        "Ended at each named step of writing",
        &[
            ("steps", "steps.ends"),
            ("lost", "steps.lost"),
            ("doubled", "steps.doubled"),
            ("slowest reopening, ms", "steps.slowest_reopen_ms"),
        ],
    ),
    (
        "Ended while an older case is brought to the newest form",
        &[
            ("named steps", "migration.steps"),
            ("random moments (SIGKILL)", "migration.moments"),
            ("of these, before it was done", "migration.before_the_end"),
            ("slowest reopening, ms", "migration.slowest_reopen_ms"),
        ],
    ),
    (
        "One bit changed, then `verify`",
        &[
            ("originals: flips", "flips.originals"),
            ("originals: found", "flips.originals.found"),
            ("posts: flips", "flips.posts"),
            ("posts: found", "flips.posts.found"),
            ("log: flips", "flips.log"),
            ("log: found", "flips.log.found"),
            ("database: flips", "flips.database"),
            ("database: found", "flips.database.found"),
        ],
    ),
    ("A full disk", &[("files kept before it was full", "disk.kept_before_full"), ("of these lost", "disk.lost")]),
    (
        "Synced before it is acknowledged (calls of the built binary)",
        &[
            ("log entries relied upon", "trace.log_acknowledgments"),
            ("answers on stdout", "trace.answers"),
            ("writes into the case", "trace.writes"),
            ("syncs", "trace.syncs"),
            ("acknowledged before something was synced", "trace.unsynced"),
        ],
    ),
];

/// Figures that are promised to be 0.
const ZERO: &[&str] = &["lost", "doubled", "of these lost", "acknowledged before something was synced"];

/// Lines of a table of figures, cut into cells.
fn lines(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.join(name)).unwrap_or_default();
    text.lines().map(|l| l.split('\t').map(str::to_owned).collect()).collect()
}

fn table(text: &mut String, title: &str, head: &[&str], rows: &[Vec<String>]) {
    // Writing into a string does not fail.
    let _ = writeln!(text, "\n### {title}\n\n| {} |", head.join(" | "));
    let right = head.iter().skip(1).map(|_| " ---: |").collect::<String>();
    let _ = writeln!(text, "| --- |{right}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|c| c.replace('|', "\\|")).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
}

/// Runs of fuzz targets added up: seconds, executions, inputs that ended one.
fn fuzzed() -> BTreeMap<String, [u64; 3]> {
    let mut sums: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    for line in lines(&root().join("fuzz"), "runs.tsv") {
        let [target, numbers @ ..] = line.as_slice() else { continue };
        let sum = sums.entry(target.clone()).or_default();
        for (sum, n) in sum.iter_mut().zip(numbers) {
            *sum += n.parse::<u64>().unwrap_or(0);
        }
    }
    sums
}

fn figures(folder: &Path) -> String {
    let mut text = String::new();
    let mut importers = lines(folder, "importers.tsv");
    importers.sort();
    importers.retain(|row| row.len() == 8);
    for row in &mut importers {
        row.remove(1);
    }
    let head = ["fixture", "malformed inputs", "panics", "clear errors", "read", "kept", "rejected"];
    table(&mut text, "Malformed inputs, per importer", &head, &importers);
    let found: BTreeMap<String, String> = lines(folder, "figures.tsv")
        .into_iter()
        .filter_map(|row| Some((row.first()?.clone(), row.get(1)?.clone())))
        .collect();
    for (title, rows) in STORE {
        let value = |name: &str| found.get(name).cloned().unwrap_or_else(|| NOT_HERE.to_owned());
        let rows: Vec<Vec<String>> = rows.iter().map(|(label, name)| vec![(*label).into(), value(name)]).collect();
        table(&mut text, title, &["", "figure"], &rows);
    }
    let mut refused = lines(folder, "archives.tsv");
    refused.sort();
    refused.dedup();
    refused.retain(|row| row.len() == 2);
    table(
        &mut text,
        "Archives that are refused",
        &["archive or entry", "why, as the table of the import says it"],
        &refused,
    );
    let replayed: BTreeMap<String, String> = lines(folder, "replayed.tsv")
        .into_iter()
        .filter_map(|row| Some((row.first()?.clone(), row.get(1)?.clone())))
        .collect();
    let row = |(target, n): (String, [u64; 3])| {
        let replayed = replayed.get(&target).cloned().unwrap_or_else(|| "by its own test".to_owned());
        vec![target, format!("{:.1}", n[0] as f64 / 60.0), n[1].to_string(), n[2].to_string(), replayed]
    };
    let rows: Vec<Vec<String>> = fuzzed().into_iter().map(row).collect();
    let head = ["target", "minutes", "executions", "inputs that ended it", "inputs replayed as tests"];
    table(&mut text, "Fuzzing so far", &head, &rows);
    text
}

/// Cells of the rows of a page.
fn rows(page: &str) -> impl Iterator<Item = Vec<&str>> {
    page.lines().filter_map(|l| Some(l.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect()))
}

fn part<'a>(page: &'a str, title: &str) -> &'a str {
    let after = page.split_once(&format!("### {title}\n")).map_or("", |(_, after)| after);
    after.split("\n### ").next().unwrap_or(after)
}

/// What the page says, against what it promises.
fn faults(page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let number = |cell: &str| cell.parse::<u64>().ok();
    let importers = part(page, "Malformed inputs, per importer");
    for format in EXPORT_FORMATS {
        // The fixtures of a format begin with its name.
        let own = rows(importers).find(|r| r[0].starts_with(format.name()));
        let n: Vec<u64> = own.iter().flatten().filter_map(|c| number(c)).collect();
        match n[..] {
            [inputs, 0, _, read, kept, rejected] if inputs >= 300 && read == kept + rejected => {}
            _ => faults.push(format!("malformed inputs of {}: {own:?}", format.name())),
        }
        if !rows(part(page, "Fuzzing so far")).any(|r| r[0] == format.name()) {
            faults.push(format!("{} was never fuzzed", format.name()));
        }
    }
    for (title, labels) in STORE {
        let part = part(page, title);
        let cell = |label: &str| rows(part).find(|r| r.first() == Some(&label)).and_then(|r| r.get(1).copied());
        for (label, _) in *labels {
            let fits = match cell(label) {
                Some(NOT_HERE) => true,
                Some(value) => number(value).is_some_and(|n| n == 0 || !ZERO.contains(label)),
                None => false,
            };
            let all = |kind: &str| cell(&format!("{kind}: flips")) == cell(&format!("{kind}: found"));
            let is_evidence = label.split_once(": found").is_some_and(|(kind, _)| kind != "database");
            if !fits || (is_evidence && !all(label.split(':').next().unwrap_or_default())) {
                faults.push(format!("{title}: {label}: {:?}", cell(label)));
            }
        }
    }
    if rows(part(page, "Archives that are refused")).count() < 10 {
        faults.push("archives that are refused: less than ten".to_owned());
    }
    faults
}

#[test]
fn the_page_of_reliability_figures_has_all_of_them() {
    let mut page = read(PAGE).expect("docs/reliability.md");
    if let Some(folder) = std::env::var_os("DAYLIGHT_RELIABILITY") {
        let (head, _) = page.split_once(BEGIN).expect("a begin of the figures");
        let (_, tail) = page.split_once(END).expect("an end of the figures");
        let figures = figures(Path::new(&folder));
        fs::write(Path::new(&folder).join("figures.md"), &figures).expect("a folder for figures");
        page = format!("{head}{BEGIN}\n{figures}\n{END}{tail}");
        fs::write(root().join(PAGE), &page).expect("a page that can be written");
    }
    crate::assert_none(&faults(&page), "docs/reliability.md; `make reliability` writes it again");
    let broken = page.replacen("| 0 |", "| 3 |", 1);
    assert!(!faults(&broken).is_empty(), "a figure that is not 0 is seen");
}

//! What the documents say must exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use crate::{assert_none, has_extension, read, root, tree};

/// Commands in the fenced blocks of our documents: (file, line number, command).
fn commands() -> Vec<(&'static str, usize, String)> {
    let mut found = Vec::new();
    for file in tree().iter().filter(|f| has_extension(f, &["md"])) {
        let body = read(file).unwrap_or_default().replace("\\\n", "    ");
        let mut fenced = false;
        for (i, line) in body.lines().enumerate() {
            let line = line.trim();
            fenced ^= line.starts_with("```");
            let command = line.strip_prefix("$ ").unwrap_or(line);
            if fenced && !line.starts_with("```") {
                found.push((file.as_str(), i + 1, command.to_owned()));
            }
        }
    }
    found
}

#[test]
fn make_targets_exist() {
    let makefile = read("Makefile").expect("a Makefile");
    let rules = makefile.lines().filter(|l| !l.starts_with(['\t', '#', ' ']));
    let targets: BTreeSet<&str> = rules.filter_map(|l| Some(l.split_once(':')?.0)).collect();
    let mut broken = Vec::new();
    for (file, line, command) in commands() {
        let mut parts = command.split_whitespace();
        if parts.next() != Some("make") {
            continue;
        }
        let target = parts.find(|p| !p.starts_with('-') && !p.contains('=')).unwrap_or("help");
        if !targets.contains(target) {
            broken.push(format!("{file}:{line}: make {target}"));
        }
    }
    assert!(targets.contains("demo"), "the Makefile was not read");
    assert_none(&broken, "commands in documents that the Makefile does not have");
}

/// What `daylight VERB --help` prints (`daylight --help` for the empty verb).
fn help(verb: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daylight"));
    command.args(verb.split_whitespace());
    let output = command.arg("--help").output().expect("the built binary starts");
    if output.status.success() { String::from_utf8_lossy(&output.stdout).into_owned() } else { String::new() }
}

fn has_option(help: &str, option: &str) -> bool {
    help.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(|word| word == option)
}

#[test]
fn verbs_and_options_exist() {
    assert!(tree().iter().any(|f| f == "README.md"), "no README.md");
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    let mut broken = Vec::new();
    for (file, line, command) in commands() {
        let mut parts = command.split_whitespace().peekable();
        let program = parts.next().unwrap_or_default();
        if program != "daylight" && !program.ends_with("/daylight") {
            continue;
        }
        let mut verb = parts.next().filter(|v| !v.starts_with('-')).unwrap_or_default().to_owned();
        if verb == "case"
            && let Some(inner) = parts.next_if(|v| !v.starts_with('-'))
        {
            verb = format!("{verb} {inner}");
        }
        let text = helps.entry(verb.clone()).or_insert_with(|| help(&verb));
        if text.is_empty() {
            broken.push(format!("{file}:{line}: daylight {verb}"));
            continue;
        }
        let options = parts.take_while(|p| !["|", ">", "#", "&&"].contains(p)).filter(|p| p.starts_with("--"));
        for option in options.map(|o| o.split('=').next().unwrap_or(o)) {
            if !has_option(text, option) {
                broken.push(format!("{file}:{line}: daylight {verb} {option}"));
            }
        }
    }
    assert!(!helps.is_empty(), "no document shows a daylight command");
    assert_none(&broken, "commands in documents that the binary does not have");
}

/// Targets of `[text](target)` in one line.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ', '#']).next())
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut broken = Vec::new();
    for file in tree().iter().filter(|f| has_extension(f, &["md"])) {
        let folder = root().join(Path::new(file).parent().unwrap_or(Path::new("")));
        let body = read(file).unwrap_or_default();
        for (i, line) in body.lines().enumerate() {
            let dead = links(line).filter(|l| !l.is_empty() && !l.contains(':') && !folder.join(l).exists());
            broken.extend(dead.map(|l| format!("{file}:{}: {l}", i + 1)));
        }
    }
    assert_none(&broken, "links to files that do not exist");
}

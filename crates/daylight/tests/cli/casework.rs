//! A case from records to a published advisory and a valid STIX bundle, by the commands that a user types.

use super::daylight;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGE: &str = r#"
[[package]]
alias = "advisory"
tlp = "clear"
title = "Copied newspaper with false opening hours"
audience = "public"
purpose = "public-advisory"
ceiling = "green"
state = "drafted"
records = [{ id = "@copied-paper" }, { id = "@j-coordination" }, { id = "@cap-clone" }, { id = "@early-close" }, { id = "@clone" }, { id = "@b-clone" }, { id = "@ada" }, { id = "@l-denigrates" }]
recipients = [{ body = "Electoral Commission", role = "authority", max_tlp = "green" }, { body = "Everybody", role = "public", max_tlp = "clear" }]
responses = [{ countermeasure = "C00125", note = "Say the opening hours early" }]
[package.advisory]
seen = "A page that copies a newspaper said that polls close early."
not_known = "Who had the page made."
what_voters_can_do = "Ask the commission for the opening hours."
key_judgments = [{ text = "The accounts that posted the page very likely acted together.", judgment = "@j-coordination" }]
"#;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/casework")
}

fn run(folder: &Path, actor: &str, args: &[&str]) -> std::process::Output {
    let mut all = args.to_vec();
    if args[0] == "case" && !["show", "search", "calibration", "responses"].contains(&args[1]) {
        all.extend(["--case-key", "case.key", "--actor", actor]);
    }
    daylight(folder, &all)
}

fn ok(folder: &Path, actor: &str, args: &[&str]) -> String {
    let output = run(folder, actor, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn fails(folder: &Path, actor: &str, args: &[&str], says: &str) {
    let output = run(folder, actor, args);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    assert!(stderr.contains(says), "{args:?}: {stderr}");
}

fn filled(folder: &Path) {
    let mut new = vec!["case", "new", "c", "--access-basis", "manifestly-public"];
    new.extend(["--legal-basis", "public interest research", "--retention-until", "2099-12-31"]);
    ok(folder, "ana", &new);
    ok(folder, "ana", &["case", "add", "c", fixtures().join("case.toml").to_str().unwrap()]);
}

/// The strict validator, or `None` with a line that says which test was skipped.
fn validator(test: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/.venv/bin/stix2_validator");
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {test}: no conformance/.venv; `make test` installs it");
    None
}

#[test]
fn from_findings_to_a_published_advisory_and_its_recall() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    filled(folder);
    fs::write(folder.join("package.toml"), PACKAGE).unwrap();
    ok(folder, "ana", &["case", "package", "c", "package.toml"]);
    for (member, role) in [("rev", "reviewer"), ("app", "approver"), ("third", "analyst")] {
        ok(folder, "ana", &["case", "member", "c", member, "--role", role]);
    }
    fails(folder, "app", &["case", "publish", "c", "@advisory", "--out", "out"], "E412");
    assert!(!folder.join("out").exists());
    fails(folder, "ana", &["case", "review", "c", "@j-coordination"], "reviewer or approver");
    ok(folder, "rev", &["case", "review", "c", "@j-coordination", "--note", "sound"]);
    ok(folder, "ana", &["case", "package", "c", "--refresh", "@advisory"]);
    ok(folder, "rev", &["case", "review", "c", "@advisory"]);
    fs::write(
        folder.join("ask.toml"),
        "question = \"Do we tell the public?\"\noptions = [\"do nothing\", \"publish\"]\n",
    )
    .unwrap();
    ok(folder, "ana", &["case", "decide", "c", "@advisory", "--ask", "ask.toml"]);
    for member in ["rev", "app", "third"] {
        ok(folder, member, &["case", "decide", "c", "@advisory", "--vote", "yes"]);
    }
    ok(folder, "ana", &["case", "member", "c", "ana", "--role", "approver"]);
    fails(folder, "ana", &["case", "decide", "c", "@advisory", "--outcome", "publish"], "E702");
    ok(folder, "app", &["case", "decide", "c", "@advisory", "--outcome", "publish"]);
    ok(folder, "app", &["case", "publish", "c", "@advisory", "--out", "out"]);
    let read = |name: &str| fs::read_to_string(folder.join("out").join(name)).unwrap();
    let (green, clear) = (read("01-electoral-commission/advisory.html"), read("02-everybody/advisory.html"));
    for page in [&green, &clear] {
        assert!(page.contains("Method and limits") && page.contains("A page that copies a newspaper"));
    }
    assert!(green.contains("very likely (80–95 %)"), "the commission may see the judgment");
    assert!(!clear.contains("acted together") && !clear.contains("very likely"), "the public copy may not");
    for name in ["advisory.html", "bundle.json", "records.json"] {
        let copy = read(&format!("02-everybody/{name}"));
        for hidden in ["acted together", "harbor-courier", "Commission", "\"ana\""] {
            assert!(!copy.contains(hidden), "{name}: {hidden}");
        }
    }
    let mut sums = Command::new("sha256sum");
    sums.args(["-c", "--quiet", "SHA256SUMS"]).current_dir(folder.join("out"));
    assert!(sums.status().unwrap().success());
    ok(folder, "app", &["case", "receipt", "c", "@advisory", "Everybody"]);
    ok(folder, "app", &["case", "recall", "c", "@advisory", "--reason", "an error", "--out", "back"]);
    assert!(fs::read_to_string(folder.join("back/02-everybody/recall.html")).unwrap().contains("RECALLED"));
    assert!(fs::read_to_string(folder.join("back/02-everybody/recall.json")).unwrap().contains("\"revoked\": true"));
    assert!(ok(folder, "ana", &["verify", "c"]).contains("is whole"));
}

#[test]
fn every_ceiling_passes_the_lint_for_what_the_validator_does_not_see() {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/tools/stixlint.py");
    if !tool.exists() {
        println!("skipped: every_ceiling_passes_the_lint_for_what_the_validator_does_not_see: no ../shared/tools");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    for tlp in ["clear", "green", "amber", "amber+strict", "red"] {
        ok(dir.path(), "ana", &["export", "c", "--as", "stix", "--tlp", tlp, "--out", tlp]);
        let bundle = dir.path().join(tlp).join("bundle.json");
        let output = Command::new("python3").arg(&tool).args(["--ceiling", tlp]).arg(&bundle).output().unwrap();
        assert!(output.status.success(), "{tlp}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn every_ceiling_passes_the_strict_validator() {
    let Some(validator) = validator("every_ceiling_passes_the_strict_validator") else { return };
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    for tlp in ["green", "red"] {
        ok(dir.path(), "ana", &["export", "c", "--as", "stix", "--tlp", tlp, "--out", tlp]);
        let bundle = dir.path().join(tlp).join("bundle.json");
        let output = Command::new(&validator).args(["--strict", "--enforce-refs"]).arg(&bundle).output().unwrap();
        assert!(output.status.success(), "{tlp}: {}", String::from_utf8_lossy(&output.stdout));
    }
    ok(dir.path(), "ana", &["export", "c", "--as", "stix", "--tlp", "red", "--archive", "--out", "archive"]);
    let output = Command::new(&validator)
        .args(["--strict", "--enforce-refs"])
        .arg(dir.path().join("archive/bundle.json"))
        .output();
    let output = output.unwrap();
    assert!(output.status.success(), "archive: {}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn records_are_edited_linked_searched_and_shown_with_their_history() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    filled(folder);
    ok(folder, "ana", &["case", "edit", "c", "@bureau", "--set", "aliases=[\"The Bureau\"]", "--why", "a second name"]);
    fails(
        folder,
        "ana",
        &["case", "edit", "c", "@bureau", "--set", "name=X", "--from-version", "1", "--why", "late"],
        "E004",
    );
    let shown = ok(folder, "ana", &["case", "show", "c", "@bureau", "--history"]);
    assert!(shown.contains("why: a second name") && shown.contains("superseded"), "{shown}");
    assert!(ok(folder, "ana", &["case", "search", "c", "the bureau"]).contains("@bureau"));
    ok(
        folder,
        "ana",
        &["case", "link", "c", "@contractor", "related-to", "@bureau", "--statement", "named in the invoice"],
    );
    fails(folder, "ana", &["case", "link", "c", "@clone", "attributed-to", "@bureau"], "E321");
    ok(folder, "ana", &["case", "dissent", "c", "@j-attribution", "--position", "-2", "--reason", "one invoice"]);
    let judgment = ok(folder, "ana", &["case", "show", "c", "@j-attribution"]);
    assert!(judgment.contains("1. H1") && judgment.contains("one invoice"), "{judgment}");
    ok(folder, "ana", &["case", "outcome", "c", "@j-forecast", "no"]);
    assert!(ok(folder, "ana", &["case", "calibration", "c"]).contains("Brier score 0.456"));
    fs::write(folder.join("more.txt"), "made up").unwrap();
    ok(folder, "ana", &["case", "capture", "c", "more.txt", "--source", "@desk", "--alias", "cap-more"]);
    ok(folder, "ana", &["case", "withdraw", "c", "@cap-more", "--why", "a double"]);
    ok(folder, "ana", &["case", "erase-record", "c", "@cap-more", "--basis", "request"]);
    assert!(ok(folder, "ana", &["case", "responses"]).contains("C00125"));
    assert!(ok(folder, "ana", &["verify", "c"]).contains("is whole"));
}

#[test]
fn three_reports_fill_a_matrix() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    let mut new = vec!["case", "new", "c", "--access-basis", "manifestly-public"];
    new.extend(["--legal-basis", "public interest research", "--retention-until", "2099-12-31"]);
    ok(folder, "ana", &new);
    fs::write(
        folder.join("names.toml"),
        "countries = [\"Vesterland\", \"Osmark\", \"Norland\", \"Talvia\", \"Quentis\"]\n",
    )
    .unwrap();
    let days = [
        ("article.html", vec!["presidential election in Osmark=2026-06-07"]),
        (
            "cable.txt",
            vec!["parliamentary election in Talvia 2024=2024-09-01", "general election in Vesterland 2025=2025-04-01"],
        ),
        (
            "encyclopedia.txt",
            vec!["presidential election in Osmark 2026=@r-article.target-presidential-election-in-osmark"],
        ),
    ];
    for (name, days) in days {
        let file = fixtures().join("reports").join(name);
        let mut args =
            vec!["case", "import-report", "c", file.to_str().unwrap(), "--gazetteer", "names.toml", "--accept", "all"];
        for day in &days {
            args.extend(["--day", day]);
        }
        ok(folder, "ana", &args);
    }
    let table = ok(folder, "ana", &["matrix", "c", "--out", "m.html,m.csv,m.json"]);
    for words in [
        "concerted reported by Osmark Security Agency",
        "considered-not-deployed reported by encyclopedia.txt",
        "considered-not-deployed reported by",
        "Norland",
    ] {
        assert!(table.contains(words), "{words}: {table}");
    }
    let csv = fs::read_to_string(folder.join("m.csv")).unwrap();
    assert!(csv.contains("reported") && !csv.contains(",own,"), "nothing imported is ours");
    assert!(ok(folder, "ana", &["verify", "c"]).contains("is whole"));
}

#[test]
fn an_export_at_a_ceiling_takes_no_package_above_it_and_no_downgrade_that_nobody_approved() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    filled(folder);
    let package = |alias: &str, tlp: &str| {
        PACKAGE.replace("\"advisory\"", &format!("\"{alias}\"")).replace("tlp = \"clear\"", &format!("tlp = \"{tlp}\""))
    };
    fs::write(folder.join("red.toml"), package("closed", "red")).unwrap();
    let lowered = "ceiling = \"green\"\ndowngrades = [{ record = \"@j-coordination\", version = 1, from = \"green\", \
                   to = \"clear\", approver = \"nobody-at-all\", reason = \"x\" }]";
    fs::write(folder.join("clear.toml"), package("open", "clear").replace("ceiling = \"green\"", lowered)).unwrap();
    ok(folder, "ana", &["case", "package", "c", "red.toml", "clear.toml"]);
    let export = ["export", "c", "--as", "stix,json", "--tlp", "clear", "--out", "out", "--package"];
    fails(folder, "ana", &[&export[..], &["@closed"]].concat(), "is marked");
    assert!(!folder.join("out/bundle.json").exists());
    ok(folder, "ana", &[&export[..], &["@open"]].concat());
    for name in ["bundle.json", "records.json"] {
        let text = fs::read_to_string(folder.join("out").join(name)).unwrap();
        for hidden in ["acted together", "Electoral Commission", "nobody-at-all"] {
            assert!(!text.contains(hidden), "{name}: {hidden}");
        }
    }
}

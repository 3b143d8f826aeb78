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
records = [{ id = "@copied-paper" }, { id = "@j-coordination" }, { id = "@cap-clone" }, { id = "@cap-commission" }, { id = "@election" }, { id = "@early-close" }, { id = "@clone" }, { id = "@b-clone" }, { id = "@ada" }, { id = "@l-denigrates" }]
recipients = [{ body = "Electoral Commission", role = "authority", max_tlp = "green" }, { body = "Everybody", role = "public", max_tlp = "clear" }]
responses = [{ countermeasure = "C00125", note = "Say the opening hours early" }]
[package.advisory]
summary = "A copied newspaper told voters in Westhaven that polls close at noon. They do not."
seen = "A page that copies a newspaper said that polls close early."
meaning = "Voters who believe it come too late."
not_known = "Who had the page made."
what_voters_can_do = "Ask the commission for the opening hours."
key_judgments = [{ text = "The accounts that posted the page very likely acted together.", judgment = "@j-coordination" }]
"#;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/casework")
}

fn run(folder: &Path, actor: &str, args: &[&str]) -> std::process::Output {
    let mut all = args.to_vec();
    let is_case = args[0] == "case" && !["calibration", "responses"].contains(&args[1]);
    if is_case || ["export", "matrix"].contains(&args[0]) {
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

/// What a run found enters as evidence, with its method and error bounds.
fn found(folder: &Path) {
    let posts = super::small_world(folder);
    ok(folder, "ana", &["run", posts.to_str().unwrap(), "--out", "result", "--surrogates", "2"]);
    let mut capture = vec!["case", "capture", "c", "result/findings.json", "--kind", "analysis", "--source", "@desk"];
    capture.extend(["--credibility", "2", "--alias", "finding", "--tlp", "green", "--title", "Who posted together"]);
    ok(folder, "ana", &capture);
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

/// Everything from a run's findings to a published advisory, and three reports in a matrix, by commands alone.
#[test]
fn from_findings_to_a_published_advisory_and_three_reports_in_a_matrix() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    filled(folder);
    found(folder);
    assert!(ok(folder, "ana", &["case", "show", "c", "@finding"]).contains("false-discovery rate"));
    let package = PACKAGE.replace("{ id = \"@cap-clone\" }", "{ id = \"@cap-clone\" }, { id = \"@finding\" }");
    fs::write(folder.join("package.toml"), package).unwrap();
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
    let forms = "html,stix,opencti,misp,csv,json";
    ok(folder, "app", &["case", "publish", "c", "@advisory", "--out", "out", "--as", forms]);
    let read = |name: &str| fs::read_to_string(folder.join("out").join(name)).unwrap();
    let (green, clear) = (read("01-electoral-commission/advisory.html"), read("02-everybody/advisory.html"));
    for page in [&green, &clear] {
        assert!(page.contains("Method and limits") && page.contains("A page that copies a newspaper"));
    }
    assert!(green.contains("very likely (80–95 %)"), "the commission may see the judgment");
    assert!(!clear.contains("acted together") && !clear.contains("very likely"), "the public copy may not");
    let feed =
        event_of(&folder.join("out/02-everybody")).strip_prefix(folder.join("out/02-everybody")).unwrap().to_owned();
    let feed = feed.to_str().unwrap();
    for name in ["advisory.html", "bundle.json", "records.json", "records.csv", "opencti.json", feed] {
        let copy = read(&format!("02-everybody/{name}"));
        for hidden in ["acted together", "harbor-courier", "Commission", "\"ana\""] {
            assert!(!copy.contains(hidden), "{name}: {hidden}");
        }
    }
    let mut sums = Command::new("sha256sum");
    sums.args(["-c", "--quiet", "SHA256SUMS"]).current_dir(folder.join("out"));
    assert!(sums.status().unwrap().success());
    if let Some(validator) =
        validator("the bundles of from_findings_to_a_published_advisory_and_three_reports_in_a_matrix")
    {
        for name in ["01-electoral-commission", "02-everybody"] {
            let bundle = folder.join("out").join(name).join("bundle.json");
            let output = Command::new(&validator).args(["--strict", "--enforce-refs"]).arg(&bundle).output().unwrap();
            assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stdout));
        }
    }
    ok(folder, "app", &["case", "receipt", "c", "@advisory", "Everybody"]);
    ok(folder, "app", &["case", "recall", "c", "@advisory", "--reason", "an error", "--out", "back"]);
    assert!(fs::read_to_string(folder.join("back/02-everybody/recall.html")).unwrap().contains("RECALLED"));
    assert!(fs::read_to_string(folder.join("back/02-everybody/recall.json")).unwrap().contains("\"revoked\": true"));
    assert!(ok(folder, "ana", &["verify", "c"]).contains("is whole"));
    proofs_are_checked_by_others(folder);
    three_reports_fill_a_matrix(&folder.join("reports"));
}

/// A verifier of our own in another language, written from the public documents, agrees; and sees one changed bit.
fn proofs_are_checked_by_others(folder: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/verify_log.py");
    let run = |proof: &str| Command::new("python3").arg(&script).args(["c/log", proof]).current_dir(folder).output();
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: proofs_are_checked_by_others: no python3");
        return;
    }
    for proof in ["out/package.tlog-proof", "back/recall.tlog-proof"] {
        let output = run(proof).unwrap();
        assert!(output.status.success(), "{proof}: {}", String::from_utf8_lossy(&output.stdout));
    }
    let proof = fs::read_to_string(folder.join("out/package.tlog-proof")).unwrap();
    let (index, rest) = proof.split_once("index ").and_then(|(_, r)| r.split_once('\n')).unwrap();
    let other: u64 = index.parse::<u64>().unwrap() - 1;
    fs::write(folder.join("other.tlog-proof"), format!("c2sp.org/tlog-proof@v1\nindex {other}\n{rest}")).unwrap();
    let output = run("other.tlog-proof").unwrap();
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stdout).contains("does not lead"));
}

/// Entries of the log of a case with this action.
fn n_logged(case: &Path, action: &str) -> usize {
    let entries = case.join("log/tile/entries");
    let mut open = vec![entries];
    let mut n = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        } else {
            n +=
                String::from_utf8_lossy(&fs::read(&path).unwrap()).matches(&format!("\"action\":\"{action}\"")).count();
        }
    }
    n
}

#[test]
fn only_members_read_and_the_log_keeps_sealed_reads_and_exports() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    filled(folder);
    let case = folder.join("c");
    let reads: [&[&str]; 5] = [
        &["case", "show", "c"],
        &["case", "show", "c", "@bureau"],
        &["case", "search", "c", "bureau"],
        &["matrix", "c"],
        &["export", "c", "--as", "json", "--tlp", "green", "--out", "x"],
    ];
    for read in reads {
        fails(folder, "stranger", read, "only members read a case");
    }
    assert!(!folder.join("x").exists());
    ok(folder, "ana", &["case", "member", "c", "visitor", "--role", "reader"]);
    for read in &reads {
        drop(ok(folder, "visitor", read));
    }
    assert_eq!((n_logged(&case, "export"), n_logged(&case, "view-sealed")), (1, 0));
    ok(folder, "visitor", &["matrix", "c", "--out", "m.html"]);
    assert_eq!(n_logged(&case, "export"), 2);
    fs::write(
        folder.join("source.toml"),
        "[[source]]\nalias = \"whistle\"\nkind = \"researcher\"\nname = \"Protected source 1\"\nsealed = \"seal-1\"\n",
    )
    .unwrap();
    ok(folder, "ana", &["case", "add", "c", "source.toml"]);
    ok(folder, "visitor", &["case", "show", "c", "@whistle"]);
    ok(folder, "visitor", &["case", "search", "c", "protected"]);
    ok(folder, "visitor", &["case", "search", "c", "bureau"]);
    assert_eq!(n_logged(&case, "view-sealed"), 2);
    let without_key =
        daylight(folder, &["case", "show", "c", "@whistle", "--actor", "visitor", "--case-key", "no.key"]);
    assert!(!without_key.status.success() && !String::from_utf8_lossy(&without_key.stdout).contains("Protected"));
    ok(folder, "ana", &["case", "member", "c", "visitor", "--end"]);
    fails(folder, "visitor", &["case", "show", "c", "@bureau"], "only members read a case");
    assert!(ok(folder, "ana", &["verify", "c"]).contains("is whole"));
}

#[test]
fn an_advisory_is_printed_with_the_same_bytes_each_time() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    filled(folder);
    fs::write(folder.join("package.toml"), PACKAGE).unwrap();
    ok(folder, "ana", &["case", "package", "c", "package.toml"]);
    fails(folder, "ana", &["export", "c", "--as", "html", "--tlp", "green"], "the page of a package");
    let print = ["export", "c", "--as", "html,pdf", "--tlp", "green", "--package", "@advisory", "--out"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|p| p.join("chromium").exists() || p.join("google-chrome").exists());
    if !found && std::env::var_os("DAYLIGHT_CHROMIUM").is_none() {
        println!("skipped: an_advisory_is_printed_with_the_same_bytes_each_time: no Chromium");
        return;
    }
    for out in ["a", "b"] {
        ok(folder, "ana", &[&print[..], &[out]].concat());
    }
    let pdf = fs::read(folder.join("a/advisory.pdf")).unwrap();
    assert_eq!(pdf, fs::read(folder.join("b/advisory.pdf")).unwrap());
    let holds = |what: &str| pdf.windows(what.len()).any(|w| w == what.as_bytes());
    for part in ["%PDF-", "/StructTreeRoot", "/MarkInfo", "/Title", "/Lang"] {
        assert!(holds(part), "{part}");
    }
    let year = &fs::read_to_string(folder.join("a/advisory.html")).unwrap();
    assert!(year.contains("Content-Security-Policy"));
    // What was printed is read back as a report, words and all.
    let read = ok(folder, "ana", &["case", "import-report", "c", "a/advisory.pdf", "--json"]);
    assert!(read.contains("very likely"), "{read}");
    let broken = ["export", "c", "--as", "pdf", "--tlp", "green", "--package", "@advisory", "--out", "none"];
    let output = Command::new(env!("CARGO_BIN_EXE_daylight"))
        .args(broken)
        .args(["--case-key", "case.key", "--actor", "ana"])
        .env("DAYLIGHT_CHROMIUM", folder.join("no-browser"))
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("DAYLIGHT_CHROMIUM"));
    assert!(!folder.join("none").exists());
}

#[test]
fn an_address_of_a_report_is_refused_with_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let mut new = vec!["case", "new", "c", "--access-basis", "manifestly-public"];
    new.extend(["--legal-basis", "public interest research", "--retention-until", "2099-12-31"]);
    ok(dir.path(), "ana", &new);
    let address = "https://news.example/report";
    fails(dir.path(), "ana", &["case", "import-report", "c", address], "save the page as HTML or PDF");
    fs::write(dir.path().join("scan.pdf"), "%PDF-1.4\nnothing").unwrap();
    fails(dir.path(), "ana", &["case", "import-report", "c", "scan.pdf"], "no list of pages");
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

/// Runs one of our checkers with the environment of `make test`.
fn passes(script: &str, files: &[PathBuf]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance");
    let mut command = Command::new(root.join(".venv/bin/python"));
    let output = command.arg(root.join(script)).args(files).output().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A case with a package, exported in a form at each ceiling, with and without the package.
fn exported(folder: &Path, form: &str, file: &dyn Fn(&Path) -> PathBuf) -> Vec<PathBuf> {
    filled(folder);
    fs::write(folder.join("package.toml"), PACKAGE).unwrap();
    ok(folder, "ana", &["case", "package", "c", "package.toml"]);
    ok(folder, "ana", &["case", "dissent", "c", "@j-coordination", "--reason", "one morning is thin"]);
    let mut files = Vec::new();
    for tlp in ["clear", "green", "amber", "amber+strict", "red"] {
        ok(folder, "ana", &["export", "c", "--as", form, "--tlp", tlp, "--out", tlp]);
        files.push(file(&folder.join(tlp)));
    }
    let out = ["--package", "@advisory", "--out", "package"];
    ok(folder, "ana", &[&["export", "c", "--as", form, "--tlp", "green"][..], &out].concat());
    files.push(file(&folder.join("package")));
    files
}

/// The event of a feed folder.
fn event_of(folder: &Path) -> PathBuf {
    let mut names: Vec<PathBuf> = fs::read_dir(folder.join("misp")).unwrap().map(|e| e.unwrap().path()).collect();
    names.retain(|n| !n.ends_with("manifest.json"));
    assert_eq!(names.len(), 1);
    names.remove(0)
}

#[test]
fn misp_events_fit_the_templates_that_pymisp_ships() {
    if validator("misp_events_fit_the_templates_that_pymisp_ships").is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let files = exported(dir.path(), "misp", &event_of);
    passes("misp_check.py", &files);
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(dir.path().join("green/misp/manifest.json")).unwrap()).unwrap();
    let stem = files[1].file_stem().unwrap().to_str().unwrap();
    assert_eq!(manifest[stem]["Tag"][0]["name"], "tlp:green");
}

#[test]
fn opencti_bundles_are_taken_whole_by_its_splitter() {
    if validator("opencti_bundles_are_taken_whole_by_its_splitter").is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let files = exported(dir.path(), "opencti", &|folder| folder.join("opencti.json"));
    passes("opencti_check.py", &files);
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/tools/stixlint.py");
    if !tool.exists() {
        println!("skipped: the lint in opencti_bundles_are_taken_whole_by_its_splitter: no ../shared/tools");
        return;
    }
    for (file, tlp) in files.iter().zip(["clear", "green", "amber", "amber+strict", "red", "green"]) {
        let output =
            Command::new("python3").arg(&tool).args(["--allow", "L05", "--ceiling", tlp]).arg(file).output().unwrap();
        assert!(output.status.success(), "{tlp}: {}", String::from_utf8_lossy(&output.stdout));
    }
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

fn three_reports_fill_a_matrix(folder: &Path) {
    fs::create_dir(folder).unwrap();
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

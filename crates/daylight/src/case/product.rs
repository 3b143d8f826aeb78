//! What leaves: reviews, decisions, packages, publication, recall; and how forecasts came out.

use super::formats::{self, Leaving};
use super::records::{disarm_bundle, one, saved};
use super::unlock::{self, actor, now_us};
use super::{read_document, say};
use crate::cli::{
    CaseAddArgs, Cli, DecideArgs, DirArgs, DisarmArgs, DissentArgs, OutcomeArgs, PackageArgs, PublishArgs, RecallArgs,
    ReceiptArgs, ReviewArgs,
};
use anyhow::{Context as _, bail};
use daylight_casework::records::{Decision, Dissent, Saved, Vote, brier, publication_refusals};
use daylight_casework::{Case, CaseError, CaseView};
use daylight_core::record::{Class, Record, RecordKind, RecordSet, Refusal, Tlp, vocabulary::RESPONSES};
use daylight_share::casework::{self, Advisory, stix};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// `daylight case dissent`
pub fn dissent(args: &DissentArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::enter(&args.open)?;
    let actor = actor(&args.open.unlock)?;
    let done = if let Some(dissent) = &args.answer {
        case.answer_dissent(&args.judgment, dissent, &args.reason, &actor)?
    } else {
        let (position, reason) = (args.position, args.reason.clone());
        case.dissent(&args.judgment, &Dissent { position, likelihood: args.likelihood.clone(), reason }, &actor)?
    };
    saved(&[done], cli)
}

/// `daylight case review`
pub fn review(args: &ReviewArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::enter(&args.open)?;
    saved(&[case.review(&args.record, args.note.as_deref(), &actor(&args.open.unlock)?)?], cli)
}

/// `daylight case decide`
pub fn decide(args: &DecideArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::enter(&args.open)?;
    let actor = actor(&args.open.unlock)?;
    let done = match (&args.ask, &args.vote, &args.outcome) {
        (Some(file), _, _) => {
            let ask = read_document(file)?;
            case.open_decision(&args.package, ask.as_object().context("no table of fields")?, &actor)?
        }
        (_, Some(vote), _) => {
            let vote =
                Vote { vote: vote.clone(), reason: args.reason.clone(), organization: args.organization.clone() };
            case.vote(&args.package, &vote, &actor)?
        }
        (_, _, Some(outcome)) => {
            let outcome = Decision::parse(outcome).context("the outcome is publish, notify, hold or reject")?;
            case.decide(&args.package, outcome, args.reason.as_deref(), &actor)?
        }
        _ => bail!("say what to do: --ask FILE, --vote yes|no|abstain, or --outcome publish|notify|hold|reject"),
    };
    saved(&[done], cli)
}

/// `daylight case outcome`
pub fn outcome(args: &OutcomeArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::enter(&args.open)?;
    saved(&[case.decide_forecast(&args.judgment, &args.result, &args.capture, &actor(&args.open.unlock)?)?], cli)
}

/// `daylight case calibration`
pub fn calibration(args: &DirArgs, cli: &Cli) -> anyhow::Result<bool> {
    let set = CaseView::open(&args.dir)?.records()?;
    let (team, authors) = brier::table(&set);
    let shape = |c: &brier::Calibration| {
        json!({"n": c.n, "brier": if c.n == 0 { Value::Null } else { json!(c.brier) }, "rows": c.rows.iter().map(|(term, n, p, o)| {
            json!({"term": term, "n": n, "said": p, "came_true": o})
        }).collect::<Vec<_>>()})
    };
    let named: serde_json::Map<String, Value> = authors.iter().map(|(a, c)| (a.clone(), shape(c))).collect();
    say(cli, &json!({"team": shape(&team), "authors": named}), || {
        if team.n == 0 {
            return "no forecast is decided yet; say how one came out with `daylight case outcome`".to_owned();
        }
        let mut lines = Vec::new();
        for (name, c) in [("team", &team)].into_iter().chain(authors.iter().map(|(a, c)| (a.as_str(), c))) {
            lines.push(format!("{name}: {} decided, Brier score {:.3} (0 is best, 0.25 is a coin)", c.n, c.brier));
            lines.extend(c.rows.iter().map(|(term, n, p, o)| {
                format!("  {term:<20} {n} times: said {:.0} %, came true {:.0} %", p * 100.0, o * 100.0)
            }));
        }
        lines.join("\n")
    })
}

/// `daylight case responses`
pub fn responses(cli: &Cli) -> anyhow::Result<bool> {
    let list: Vec<Value> =
        RESPONSES.iter().map(|(id, gloss, before)| json!({"id": id, "gloss": gloss, "before": before})).collect();
    say(cli, &json!({"responses": list}), || {
        let line = |(id, gloss, before): &(&str, &str, bool)| {
            format!("{id}  {:<17} {gloss}", if *before { "before" } else { "during and after" })
        };
        RESPONSES.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

/// `daylight case receipt`
pub fn receipt(args: &ReceiptArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::enter(&args.open)?;
    saved(&[case.receipt(&args.package, &args.recipient, args.note.as_deref(), &actor(&args.open.unlock)?)?], cli)
}

/// Runs the rules of redaction for a package and pins what they saw.
fn pin(case: &mut Case, package: &str, actor: &str) -> anyhow::Result<Saved> {
    let set = case.view().records()?;
    let record = one(&set, package)?.clone();
    let mut pins: Vec<(String, u64)> = Vec::new();
    for id in record.list("/records").iter().filter_map(|p| p["id"].as_str()) {
        pins.push((id.to_owned(), set.get(id).map_or(0, |r| r.version)));
    }
    let mut pinned = RecordSet::default();
    pins.iter().filter_map(|(id, _)| set.get(id)).for_each(|r| pinned.insert(r.clone()));
    let redacted = casework::redact(&pinned, Some(&record), &casework::pseudonyms(&set));
    Ok(case.set_redactions(&record.id, &pins, &redacted.manifest, actor)?)
}

/// `daylight case package`
pub fn package(args: &PackageArgs, cli: &Cli) -> anyhow::Result<bool> {
    let actor = actor(&args.open.unlock)?;
    if let Some(package) = &args.refresh {
        let mut case = unlock::enter(&args.open)?;
        return saved(&[pin(&mut case, package, &actor)?], cli);
    }
    let add = CaseAddArgs {
        open: args.open.clone(),
        files: args.files.clone(),
        disarm: DisarmArgs { disarm: None, disarm_version: String::new() },
    };
    let (mut case, mut done) = super::records::add_files(&add)?;
    for one in done.iter_mut().filter(|s| s.record.kind == RecordKind::Package) {
        one.record = pin(&mut case, &one.record.id, &actor)?.record;
    }
    saved(&done, cli)
}

/// What goes to one recipient: name, folder, ceiling.
fn copies(package: &Record, ceiling: Tlp) -> Vec<(Option<String>, String, Tlp)> {
    let named: Vec<_> = package
        .list("/recipients")
        .iter()
        .enumerate()
        .map(|(i, r)| {
            let body = r["body"].as_str().unwrap_or_default().to_owned();
            let own = r["max_tlp"].as_str().and_then(Tlp::parse).unwrap_or(ceiling);
            let plain: String = body
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
                .take(40)
                .collect();
            (Some(body), format!("{:02}-{plain}", i + 1), own.min(ceiling))
        })
        .collect();
    if named.is_empty() { vec![(None, "everybody".to_owned(), ceiling)] } else { named }
}

/// Everything of one copy before it is written.
struct Copy<'a> {
    package: &'a Record,
    case: &'a RecordSet,
    /// Redacted records under the markings with which they leave.
    lowered: &'a RecordSet,
    warnings: &'a [Refusal],
    checkpoint: Option<(&'a str, u64)>,
    disarm: Option<&'a Value>,
    formats: &'a [String],
}

impl Copy<'_> {
    fn files(&self, recipient: Option<&str>, ceiling: Tlp) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        let set = casework::select(self.lowered, Some(self.package), ceiling);
        let shown = casework::shown_package(self.package, &set);
        let is_full = self.package.text("ceiling").and_then(Tlp::parse) == Some(ceiling);
        let advisory = Advisory {
            package: &shown,
            set: &set,
            ceiling,
            // Remarks may speak of what only the fullest copy holds.
            warnings: if is_full { self.warnings } else { &[] },
            redactions: self.package.list("/redactions"),
            checkpoint: self.checkpoint,
            recipient,
        };
        let input = stix::Input { case: self.case, records: &set, package: Some(&shown), ceiling, disarm: self.disarm };
        Leaving { input, advisory: Some(advisory) }.all(self.formats)
    }
}

/// The package as it may be seen outside: no contacts, no names of members.
pub fn outside(package: &Record, set: &RecordSet) -> Record {
    let mut alone = RecordSet::default();
    alone.insert(package.clone());
    let redacted = casework::redact(&alone, None, &casework::pseudonyms(set));
    let mut seen = redacted.set.get(&package.id).cloned().unwrap_or_else(|| package.clone());
    // Who else receives it, and who voted how, is not for each recipient.
    for field in ["recipients", "receipts", "approvals", "reviews", "decision", "downgrades", "paraphrases"] {
        seen.fields.remove(field);
    }
    seen
}

/// A new folder beside `out`, in which a publication is written.
fn building(out: &Path) -> anyhow::Result<PathBuf> {
    let name = out.file_name().with_context(|| format!("{} is no name for a folder", out.display()))?;
    let building = out.with_file_name(format!(".{}.writing", name.to_string_lossy()));
    if building.exists() {
        fs::remove_dir_all(&building)?;
    }
    fs::create_dir_all(&building).with_context(|| format!("{} cannot be made", building.display()))?;
    Ok(building)
}

/// `daylight case publish`
pub fn publish(args: &PublishArgs, cli: &Cli) -> anyhow::Result<bool> {
    formats::check(&args.formats, true)?;
    let mut case = unlock::enter(&args.open)?;
    let actor = actor(&args.open.unlock)?;
    let set = case.view().records()?;
    let package = one(&set, &args.package)?.clone();
    if package.kind != RecordKind::Package {
        bail!("{} is no package", args.package);
    }
    let (stops, warnings): (Vec<_>, Vec<_>) =
        publication_refusals(&package, &set, now_us()).into_iter().partition(|r| r.class == Class::Publish);
    if !stops.is_empty() {
        return Err(CaseError::Refused(stops)).context("the package does not leave yet");
    }
    if args.out.exists() && fs::read_dir(&args.out)?.next().is_some() {
        bail!("{} is not empty", args.out.display());
    }
    let redacted = casework::redact(&set, Some(&package), &casework::pseudonyms(&set));
    let (root, size) = {
        let log = case.view().log()?;
        (daylight_casework::to_hex(&log.checkpoint().root), log.checkpoint().size)
    };
    let bundle = disarm_bundle(&args.disarm)?;
    let seen = outside(&package, &set);
    let lowered = casework::with_downgrades(&redacted.set, &package);
    let copy = Copy {
        package: &seen,
        case: &redacted.set,
        lowered: &lowered,
        warnings: &warnings,
        checkpoint: Some((&root, size)),
        disarm: bundle.as_ref(),
        formats: &args.formats,
    };
    let ceiling = package.text("ceiling").and_then(Tlp::parse).context("the package has no ceiling")?;
    let copies = copies(&package, ceiling);
    let mut files = Vec::new();
    for (recipient, folder, own) in &copies {
        let own = copy.files(recipient.as_deref(), *own)?;
        files.extend(own.into_iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
    }
    let sums = formats::sums(&files, "").join("\n") + "\n";
    let sha256 = daylight_casework::sha256_hex(sums.as_bytes());
    // Nothing stands under its name before the log knows of it.
    let building = building(&args.out)?;
    formats::write(&building, &files)?;
    fs::write(building.join("SHA256SUMS"), &sums)?;
    let names: Vec<&str> = args.formats.iter().map(String::as_str).collect();
    let done = match case.mark_sent(&package.id, &sha256, &names, &actor) {
        Ok(done) => done,
        Err(e) => {
            fs::remove_dir_all(&building)?;
            return Err(e.into());
        }
    };
    let proof = case.view().prove(&package.id)?.to_text();
    fs::write(building.join("package.tlog-proof"), proof)?;
    if args.out.exists() {
        fs::remove_dir(&args.out)?;
    }
    fs::rename(&building, &args.out)?;
    said(&copies, &args.out, &sha256, &done.record.id, &warnings, cli)
}

/// What was published, for the reader.
fn said(
    copies: &[(Option<String>, String, Tlp)],
    out: &Path,
    sha256: &str,
    id: &str,
    warnings: &[Refusal],
    cli: &Cli,
) -> anyhow::Result<bool> {
    let document = json!({"package": id, "out": out, "sha256": sha256,
        "copies": copies.iter().map(|(r, f, t)| json!({"recipient": r, "folder": f, "tlp": t.name()})).collect::<Vec<_>>(),
        "warnings": warnings.iter().map(Refusal::to_json).collect::<Vec<_>>()});
    say(cli, &document, || {
        let mut lines: Vec<String> = copies
            .iter()
            .map(|(r, f, t)| {
                format!("{}/{f}: {} for {}", out.display(), t.label(), r.as_deref().unwrap_or("everybody"))
            })
            .collect();
        lines.push(format!("sent; fingerprint of the fingerprints {sha256}"));
        lines.join("\n")
    })
}

/// `daylight case recall`
pub fn recall(args: &RecallArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::enter(&args.open)?;
    let done = case.recall(&args.package, &args.reason, args.replaced_by.as_deref(), &actor(&args.open.unlock)?)?;
    if let Some(out) = &args.out {
        let set = case.view().records()?;
        let package = outside(one(&set, &done.record.id)?, &set);
        let empty = RecordSet::default();
        let proof = case.view().prove(&package.id)?.to_text();
        let ceiling = package.text("ceiling").and_then(Tlp::parse).unwrap_or(Tlp::Clear);
        for (recipient, folder, own) in copies(&done.record, ceiling) {
            let dir = out.join(&folder);
            fs::create_dir_all(&dir)?;
            let mut notice = package.clone();
            notice.status = daylight_core::record::Status::Withdrawn;
            for field in ["advisory", "responses", "records"] {
                notice.fields.remove(field);
            }
            let page = Advisory {
                package: &notice,
                set: &empty,
                ceiling: own,
                warnings: &[],
                redactions: &[],
                checkpoint: None,
                recipient: recipient.as_deref(),
            };
            fs::write(dir.join("recall.html"), casework::advisory_html(&page))?;
            let input =
                stix::Input { case: &empty, records: &empty, package: Some(&notice), ceiling: own, disarm: None };
            fs::write(dir.join("recall.json"), format!("{:#}\n", stix::bundle(&input)))?;
        }
        fs::write(out.join("recall.tlog-proof"), proof)?;
    }
    saved(&[done], cli)
}

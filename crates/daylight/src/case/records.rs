//! Records from the command line: adding, changing, tying, finding, showing.

use super::unlock::{self, actor, now_us};
use super::{lines_of, read_document, say};
use crate::cli::{
    CaptureArgs, CaseAddArgs, CaseShowArgs, Cli, DisarmArgs, EditArgs, EraseRecordArgs, LinkArgs, MemberArgs,
    SearchArgs, WithdrawArgs,
};
use anyhow::{Context as _, bail};
use daylight_casework::records::{Disarm, Draft, Role, Saved, Written, ach, parse_document, parse_edit, score};
use daylight_casework::{Case, CaseView, DataSet, NewName, OriginalMeta};
use daylight_core::record::{Record, RecordKind, RecordSet, Refusal, Tlp, breakout_category};
use daylight_share::text::visible;
use serde_json::{Value, json};
use std::path::Path;

/// The bundle of DISARM that the options name.
pub fn disarm_bundle(args: &DisarmArgs) -> anyhow::Result<Option<Value>> {
    args.disarm.as_deref().map(read_document).transpose()
}

fn disarm(args: &DisarmArgs) -> anyhow::Result<Option<Disarm>> {
    let Some(bundle) = disarm_bundle(args)? else { return Ok(None) };
    let read = Disarm::from_bundle(&bundle, &args.disarm_version);
    read.map(Some).context("the file named by --disarm holds no techniques")
}

/// The one record that a name means.
pub fn one<'a>(set: &'a RecordSet, name: &str) -> anyhow::Result<&'a Record> {
    match set.resolve(name).as_slice() {
        [one] => Ok(one),
        [] => bail!("{name} is not in this case; find it with `daylight case search`"),
        many => bail!("{} records begin with {name}; give more of the id", many.len()),
    }
}

pub fn marking(tlp: Option<&str>) -> anyhow::Result<Option<Tlp>> {
    let read =
        |t: &str| Tlp::parse(t).with_context(|| format!("{t} is not one of clear, green, amber, amber+strict, red"));
    tlp.map(read).transpose()
}

/// How a record is called in lists.
pub fn short(record: &Record) -> String {
    let alias =
        record.alias.as_ref().map_or_else(|| record.id.get(..8).unwrap_or(&record.id).to_owned(), |a| format!("@{a}"));
    format!(
        "{:<10} {:<20} v{} {:<13} {}",
        record.kind.name(),
        alias,
        record.version,
        record.tlp.label(),
        visible(record.title())
    )
}

/// Prints what was saved.
pub fn saved(saved: &[Saved], cli: &Cli) -> anyhow::Result<bool> {
    let document = json!({"records": saved.iter().map(|s| json!({"record": s.record.to_json(),
        "warnings": s.warnings.iter().map(Refusal::to_json).collect::<Vec<_>>()})).collect::<Vec<_>>()});
    say(cli, &document, || {
        let mut lines: Vec<String> = saved.iter().map(|s| short(&s.record)).collect();
        lines.extend(saved.iter().flat_map(|s| &s.warnings).map(|w| format!("note: {w}")));
        lines.join("\n")
    })
}

/// Keeps a file of the case and gives its entry in a capture.
pub fn keep(case: &mut Case, path: &Path, basis: &str, actor: &str) -> anyhow::Result<Value> {
    let name = path.file_name().map_or_else(|| "file".to_owned(), |n| n.to_string_lossy().into_owned());
    let data_set = DataSet { access_basis: basis.to_owned(), ..DataSet::default() };
    let meta = OriginalMeta { name: NewName::Clear(name), source: None, data_set };
    let added = case.add_original_file(path, &meta, actor)?;
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let (role, media_type) = match ending.as_str() {
        "html" | "htm" => ("text", "text/html"),
        "txt" | "md" => ("text", "text/plain"),
        "pdf" => ("other", "application/pdf"),
        "png" => ("screenshot", "image/png"),
        "jpg" | "jpeg" => ("screenshot", "image/jpeg"),
        "mp4" => ("media", "video/mp4"),
        "mp3" => ("media", "audio/mpeg"),
        "warc" | "gz" => ("warc", "application/warc"),
        "wacz" => ("wacz", "application/wacz"),
        "json" => ("other", "application/json"),
        _ => ("other", "application/octet-stream"),
    };
    Ok(json!({"role": role, "sha256": added.sha256, "bytes": added.bytes, "media_type": media_type}))
}

fn with_files(case: &mut Case, written: Written, folder: &Path, actor: &str) -> anyhow::Result<Draft> {
    let mut draft = written.draft;
    let basis = draft.fields.get("access_basis").and_then(Value::as_str).unwrap_or("manifestly-public").to_owned();
    let mut files = Vec::new();
    for file in written.files {
        files.push(keep(case, &folder.join(file), &basis, actor)?);
    }
    if !files.is_empty() {
        draft.fields.insert("files".into(), Value::Array(files));
    }
    Ok(draft)
}

/// Adds the records of files.
pub fn add_files(args: &CaseAddArgs) -> anyhow::Result<(Case, Vec<Saved>)> {
    let mut case = unlock::enter(&args.open)?;
    let (actor, disarm) = (actor(&args.open.unlock)?, disarm(&args.disarm)?);
    let mut drafts = Vec::new();
    for file in &args.files {
        let document = read_document(file)?;
        let folder = file.parent().unwrap_or(Path::new(""));
        for written in parse_document(&document).with_context(|| format!("{} cannot be taken", file.display()))? {
            drafts.push(with_files(&mut case, written, folder, &actor)?);
        }
    }
    let saved = case.add_records(&drafts, &actor, disarm.as_ref()).context("nothing was saved")?;
    Ok((case, saved))
}

/// `daylight case add`
pub fn add(args: &CaseAddArgs, cli: &Cli) -> anyhow::Result<bool> {
    let (_, done) = add_files(args)?;
    saved(&done, cli)
}

/// `daylight case judge`
pub fn judge(args: &CaseAddArgs, cli: &Cli) -> anyhow::Result<bool> {
    let (case, done) = add_files(args)?;
    saved(&done, cli)?;
    let set = case.view().records()?;
    if cli.json {
        return Ok(false);
    }
    let text = done.iter().filter_map(|s| ranking(&s.record, &set)).collect::<Vec<_>>().join("\n");
    if text.is_empty() { Ok(false) } else { say(cli, &Value::Null, || text) }
}

/// How the hypotheses of a judgment rank, as lines.
fn ranking(judgment: &Record, set: &RecordSet) -> Option<String> {
    let outcome = ach::of_judgment(judgment, set)?;
    let mut lines =
        vec![format!("{}: what speaks against each hypothesis (less is better)", visible(judgment.title()))];
    for r in &outcome.ranked {
        lines.push(format!("  {}. {:<6} {:.3} weighted, {} unweighted", r.rank, r.id, r.score, r.unweighted.round()));
    }
    let list = |name: &str, ids: &[String]| (!ids.is_empty()).then(|| format!("  {name}: {}", ids.join(", ")));
    lines.extend(list("tells nothing apart", &outcome.non_diagnostic));
    lines.extend(list("the first place rests on", &outcome.sensitive));
    Some(lines.join("\n"))
}

/// What a result of this program says of itself: method, version, parameters, error bounds.
fn analysis(file: &Path) -> anyhow::Result<Value> {
    let path = file.with_file_name("manifest.json");
    let hint = || {
        format!(
            "an analysis names its method; keep a file of a result, which has {} beside it, or write the record \
             by hand with `daylight case add`",
            path.display()
        )
    };
    let manifest = read_document(&path).with_context(hint)?;
    let text = |name: &str| manifest[name].as_str().with_context(hint);
    let settings = &manifest["settings"];
    let (q, copies) = (settings["q"].as_f64().with_context(hint)?, settings["surrogates"].as_u64().unwrap_or(0));
    Ok(json!({
        "method": format!("{}: co-action in time against own rhythm, crowd and community", text("program")?),
        "version": text("program_version")?,
        "parameters_sha256": daylight_casework::sha256_hex(settings.to_string().as_bytes()),
        "error_bounds": format!("false-discovery rate of edges nominally {q}, checked on {copies} jittered copies"),
        "run": text("command")?,
    }))
}

/// `daylight case capture`
pub fn capture(args: &CaptureArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::enter(&args.open)?;
    let actor = actor(&args.open.unlock)?;
    let file = keep(&mut case, &args.file, &args.access_basis, &actor)?;
    let name = args.file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let at = args.captured_at.clone().unwrap_or_else(|| daylight_share::format::rfc3339(now_us()));
    let mut fields = json!({"kind": args.kind, "title": args.title.clone().unwrap_or(name), "captured_at": at,
        "tool": args.tool, "tool_version": "1", "source": args.source, "credibility": args.credibility,
        "access_basis": args.access_basis, "files": [file]});
    if args.kind == "analysis" {
        fields["analysis"] = analysis(&args.file)?;
    }
    if let Some(url) = &args.url {
        fields["url"] = json!(url);
    }
    let draft = Draft {
        alias: args.mark.alias.clone(),
        kind: Some(RecordKind::Capture),
        tlp: marking(args.mark.tlp.as_deref())?,
        fields: fields.as_object().cloned().unwrap_or_default(),
        ..Draft::default()
    };
    saved(&case.add_records(&[draft], &actor, None)?, cli)
}

/// `daylight case edit`
pub fn edit(args: &EditArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::enter(&args.open)?;
    let actor = actor(&args.open.unlock)?;
    let mut edit = match &args.file {
        Some(file) => parse_edit(&read_document(file)?)?,
        None => Draft::default(),
    };
    for set in &args.set {
        let (field, value) = set.split_once('=').with_context(|| format!("{set} is not FIELD=VALUE"))?;
        let plain = || if value.is_empty() { Value::Null } else { json!(value) };
        edit.fields.insert(field.to_owned(), serde_json::from_str(value).unwrap_or_else(|_| plain()));
    }
    if let Some(tlp) = marking(args.tlp.as_deref())? {
        edit.tlp = Some(tlp);
    }
    edit.from_version = args.from_version.or(edit.from_version);
    edit.change_note = Some(args.why.clone());
    saved(&[case.edit_record(&args.record, &edit, &actor, None).context("nothing was saved")?], cli)
}

/// `daylight case link`
pub fn link(args: &LinkArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::enter(&args.open)?;
    let mut fields = json!({"from": args.from, "rel": args.rel, "to": args.to});
    if !args.capture.is_empty() {
        fields["captures"] = json!(args.capture);
    }
    for (name, value) in [("judgment", &args.judgment), ("statement", &args.statement)] {
        if let Some(value) = value {
            fields[name] = json!(value);
        }
    }
    let draft = Draft {
        alias: args.mark.alias.clone(),
        kind: Some(RecordKind::Link),
        tlp: marking(args.mark.tlp.as_deref())?,
        fields: fields.as_object().cloned().unwrap_or_default(),
        ..Draft::default()
    };
    saved(&case.add_records(&[draft], &actor(&args.open.unlock)?, None).context("nothing was saved")?, cli)
}

/// `daylight case search`
pub fn search(args: &SearchArgs, cli: &Cli) -> anyhow::Result<bool> {
    let set = unlock::records(&CaseView::open(&args.open.dir)?, &args.open.unlock)?;
    let kind = match &args.kind {
        Some(name) => Some(RecordKind::parse(name).with_context(|| format!("{name} is no type of record"))?),
        None => None,
    };
    let words: Vec<String> = args.words.iter().map(|w| w.to_lowercase()).collect();
    let holds = |r: &&Record| {
        let text =
            format!("{} {}", Value::Object(r.fields.clone()), r.alias.as_deref().unwrap_or_default()).to_lowercase();
        kind.is_none_or(|k| r.kind == k) && words.iter().all(|w| text.contains(w))
    };
    let found: Vec<&Record> = set.iter().filter(holds).collect();
    unlock::log_sealed(&args.open, found.iter().copied(), "search")?;
    let document = json!({"records": found.iter().map(|r| r.to_json()).collect::<Vec<_>>()});
    say(cli, &document, || match found.len() {
        0 => "nothing was found".to_owned(),
        _ => found.iter().map(|r| short(r)).collect::<Vec<_>>().join("\n"),
    })
}

/// `daylight case show CASE RECORD`
pub fn show(args: &CaseShowArgs, name: &str, cli: &Cli) -> anyhow::Result<bool> {
    let view = CaseView::open(&args.open.dir)?;
    let set = unlock::records(&view, &args.open.unlock)?;
    let record = one(&set, name)?;
    let history = if args.history { view.history(&record.id)? } else { vec![record.clone()] };
    drop(view);
    unlock::log_sealed(&args.open, &history, "show")?;
    let document = json!({"versions": history.iter().map(Record::to_json).collect::<Vec<_>>()});
    say(cli, &document, || {
        let mut lines = Vec::new();
        let mut before: Option<&Record> = None;
        for version in &history {
            lines.push(format!("{} [{}]", short(version), version.status.name()));
            lines.push(format!("  {} {} by {}", version.id, version.modified, visible(&version.author)));
            lines.extend(version.change_note.iter().map(|n| format!("  why: {}", visible(n))));
            for (field, value) in &version.fields {
                if before.is_none_or(|b| b.fields.get(field) != Some(value)) {
                    lines.extend(lines_of(field, value, &set));
                }
            }
            let gone = before.map(|b| b.fields.keys().filter(|k| !version.fields.contains_key(*k)).collect::<Vec<_>>());
            lines.extend(gone.into_iter().flatten().map(|f| format!("  {f}: removed")));
            before = Some(version);
        }
        for moment in record.list("/breakout") {
            lines.push(format!(
                "  breakout: category {} as of {}",
                breakout_category(moment),
                moment["as_of"].as_str().unwrap_or_default()
            ));
        }
        lines.extend(ranking(record, &set));
        if let Some((parts, total)) = score::totals(record) {
            lines.push(format!(
                "  public score: {}/5 {}/3 {}/5 {}/5, {total}/18",
                parts[0], parts[1], parts[2], parts[3]
            ));
        }
        let of = set.of(RecordKind::Link).filter(|l| [l.text("from"), l.text("to")].contains(&Some(&record.id)));
        lines.extend(of.map(|l| {
            let title = |f: &str| l.text(f).and_then(|id| set.get(id)).map_or("?", Record::title);
            format!("  link: {} {} {}", visible(title("from")), l.title(), visible(title("to")))
        }));
        lines.join("\n")
    })
}

/// `daylight case withdraw`
pub fn withdraw(args: &WithdrawArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::enter(&args.open)?;
    saved(&[case.withdraw_record(&args.record, &actor(&args.open.unlock)?, &args.why)?], cli)
}

/// `daylight case erase-record`
pub fn erase_record(args: &EraseRecordArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::enter(&args.open)?;
    case.erase_record(&args.record, &actor(&args.open.unlock)?, &args.basis)?;
    say(cli, &json!({"erased": args.record}), || format!("{} is erased; its entries in the log stay", args.record))
}

/// `daylight case member`
pub fn member(args: &MemberArgs, cli: &Cli) -> anyhow::Result<bool> {
    if let Some(name) = &args.member {
        let mut case = unlock::enter(&args.open)?;
        let actor = actor(&args.open.unlock)?;
        if args.end {
            case.remove_member(name, &actor)?;
        } else {
            let role = args.role.as_deref().and_then(Role::parse);
            let role = role.context("say which --role: reader, analyst, reviewer, approver or custodian")?;
            case.add_member(name, role, args.organization.as_deref(), &actor)?;
        }
    }
    let set = CaseView::open(&args.open.dir)?.records()?;
    let members: Vec<Value> = set.case().map(|c| c.list("/members").to_vec()).unwrap_or_default();
    say(cli, &json!({"members": members}), || {
        let text = |m: &Value, f: &str| m[f].as_str().unwrap_or_default().to_owned();
        let line = |m: &Value| {
            let until = text(m, "until");
            let end = if until.is_empty() { String::new() } else { format!(" until {until}") };
            format!("{:<20} {:<10} since {}{end}", visible(&text(m, "member")), text(m, "role"), text(m, "since"))
        };
        if members.is_empty() {
            "nobody yet: who writes the first record becomes analyst and custodian".into()
        } else {
            members.iter().map(line).collect::<Vec<_>>().join("\n")
        }
    })
}

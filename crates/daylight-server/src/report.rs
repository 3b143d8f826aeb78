//! The report: what a copy under a marking holds, what it claims too much, and the files that leave.
//!
//! Always in the same order: what is above the marking goes first, and only what is left is written. A pin shows a
//! record of casework only where the record itself may leave; a post or an account stands under its pseudonym.

mod html;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use daylight_casework::records::lint as checked;
use daylight_core::record::{RecordSet, Tlp};
use daylight_share::casework::{self, stix};
use daylight_share::text::csv_cell;
use serde_json::{Value, json};

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::records::marking;
use crate::wire::v1;

/// Sentences of a text that claim more than evidence gives.
pub fn lint(text: &str, is_key: bool, block: Option<usize>) -> Vec<v1::LintFinding> {
    let finding = |f: checked::Finding| v1::LintFinding {
        block,
        rule: f.rule.to_owned(),
        sentence: f.sentence,
        message: f.message,
    };
    checked::lint(text, is_key).into_iter().map(finding).collect()
}

/// A report cut down to a marking.
pub struct Copy {
    /// The marking.
    pub tlp: Tlp,
    /// The report; its blocks are those that are left.
    pub draft: v1::ReportDraft,
    /// Pins of those blocks, in their order.
    pub pins: Vec<Option<v1::Pin>>,
    /// Numbers of the blocks before.
    pub numbers: Vec<usize>,
    left_out: Vec<v1::LeftOut>,
}

fn copy(app: &App, tlp: Tlp, set: &RecordSet) -> ApiResult<Copy> {
    let whole = app.store.report()?;
    // Who works on a case is not for those outside; a record goes by the name under which it leaves.
    let names = casework::pseudonyms(set);
    let redacted = casework::redact(set, None, &names).set;
    let outside = |pin: v1::Pin| {
        let record = pin.target.as_deref().filter(|_| pin.kind == v1::PinKind::Record);
        let title = record.map(|id| redacted.resolve(id).first().map_or_else(String::new, |r| r.title().to_owned()));
        v1::Pin {
            author: names.get(&pin.author).cloned().unwrap_or_else(|| "a member".to_owned()),
            title: title.unwrap_or(pin.title),
            ..pin
        }
    };
    let pins: Vec<v1::Pin> = app.store.pins()?.into_iter().map(outside).collect();
    let own = marking(&whole.tlp)?;
    let mut copy = Copy {
        tlp,
        draft: v1::ReportDraft { blocks: Vec::new(), ..whole.clone() },
        pins: Vec::new(),
        numbers: Vec::new(),
        left_out: Vec::new(),
    };
    for (number, block) in whole.blocks.into_iter().enumerate() {
        let pin = block.pin.as_deref().and_then(|id| pins.iter().find(|p| p.id == id)).cloned();
        match stays(&block, pin.as_ref(), tlp, own, set)? {
            None => {
                copy.draft.blocks.push(block);
                copy.pins.push(pin);
                copy.numbers.push(number);
            }
            Some(why) => copy.left_out.push(v1::LeftOut { block: number, why }),
        }
    }
    Ok(copy)
}

/// Why a block does not stay under a marking; none when it does. A block without a marking has that of the report.
fn stays(block: &v1::Block, pin: Option<&v1::Pin>, tlp: Tlp, own: Tlp, set: &RecordSet) -> ApiResult<Option<String>> {
    let of_block = block.tlp.as_deref().map(marking).transpose()?.unwrap_or(own);
    if of_block > tlp {
        return Ok(Some(format!("it is marked {}", of_block.label())));
    }
    if block.kind == v1::BlockKind::Pin && pin.is_none() {
        return Ok(Some("its pin is gone".to_owned()));
    }
    let Some(pin) = pin else { return Ok(None) };
    if pin.dismissed.is_some() {
        return Ok(Some("its pin was dismissed".to_owned()));
    }
    if pin.kind == v1::PinKind::Record {
        let of_record = pin
            .target
            .as_deref()
            .map_or(Tlp::Red, |id| set.resolve(id).first().map_or(Tlp::Red, |r| set.effective_tlp(&r.id)));
        if of_record > tlp {
            return Ok(Some(format!("the record that it shows is marked {}", of_record.label())));
        }
    }
    Ok(None)
}

fn linted(copy: &Copy) -> Vec<v1::LintFinding> {
    let blocks = copy.draft.blocks.iter().zip(&copy.numbers);
    blocks.flat_map(|(b, &number)| lint(&b.text, b.kind == v1::BlockKind::Judgment, Some(number))).collect()
}

/// What a copy would hold.
pub fn redaction(app: &App, tlp: &str) -> ApiResult<v1::Redaction> {
    let tlp = marking(tlp)?;
    let set = app.view()?.records()?;
    let redacted = casework::redact(&set, None, &casework::pseudonyms(&set));
    let left = casework::select(&redacted.set, None, tlp);
    let copy = copy(app, tlp, &set)?;
    Ok(v1::Redaction {
        tlp: tlp.name().to_owned(),
        label: tlp.label(),
        lint: linted(&copy),
        blocks: copy.numbers,
        left_out: copy.left_out,
        n_records: left.len() as u64,
        n_withheld: set.len().saturating_sub(left.len()) as u64,
        rules: redacted.manifest,
    })
}

/// Makes a file to hand out.
pub fn export(app: &App, order: &v1::ExportOrder) -> ApiResult<v1::ExportedFile> {
    let tlp = marking(&order.tlp)?;
    let id = app.new_id()?;
    if order.format == v1::ExportFormat::Evidence {
        return evidence(app, &id, tlp, order.reason.as_deref().unwrap_or_default());
    }
    let set = app.view()?.records()?;
    let redacted = casework::redact(&set, None, &casework::pseudonyms(&set)).set;
    let left = casework::select(&redacted, None, tlp);
    let pretty = |value: &Value| format!("{value:#}\n");
    let (name, media_type, text) = match order.format {
        v1::ExportFormat::Html => {
            let copy = copy(app, tlp, &set)?;
            ("report.html", "text/html; charset=utf-8", html::page(app, &copy, &redacted))
        }
        v1::ExportFormat::Report => {
            let copy = copy(app, tlp, &set)?;
            let document = json!({"tlp": tlp.name(), "report": copy.draft, "pins": copy.pins});
            ("report.json", "application/json", pretty(&document))
        }
        v1::ExportFormat::Stix => {
            let input = stix::Input { case: &redacted, records: &left, package: None, ceiling: tlp, disarm: None };
            ("bundle.json", "application/json", pretty(&stix::bundle(&input)))
        }
        v1::ExportFormat::Csv => ("records.csv", "text/csv; charset=utf-8", table(&casework::closed(&left))?),
        v1::ExportFormat::Json => {
            let records: Vec<Value> =
                casework::closed(&left).iter().map(daylight_core::record::Record::to_json).collect();
            ("records.json", "application/json", pretty(&json!({"tlp": tlp.name(), "records": records})))
        }
        v1::ExportFormat::Evidence => return Err(ApiError::internal("a bundle is made in another way")),
    };
    app.exports.put(&id, name, media_type, text.as_bytes())
}

/// Records as a table; what a spreadsheet would compute is made text.
fn table(set: &RecordSet) -> ApiResult<String> {
    let failed = || ApiError::internal("the table cannot be written");
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["type", "id", "version", "tlp", "modified", "author", "title", "fields"])
        .map_err(|_| failed())?;
    for r in set.iter() {
        let (fields, version) = (Value::Object(r.fields.clone()).to_string(), r.version.to_string());
        let line = [r.kind.name(), &r.id, &version, r.tlp.name(), &r.modified, &r.author, r.title(), &fields];
        out.write_record(line.map(|c| csv_cell(c).into_owned())).map_err(|_| failed())?;
    }
    let bytes = out.into_inner().map_err(|_| failed())?;
    String::from_utf8(bytes).map_err(|_| failed())
}

/// Originals and log as a zip. They show people in clear, so the marking must be the highest, and the log knows.
fn evidence(app: &App, id: &str, tlp: Tlp, reason: &str) -> ApiResult<v1::ExportedFile> {
    if tlp != Tlp::Red {
        let message = "a bundle of evidence shows people in clear: it leaves under TLP:RED alone";
        return Err(ApiError::bad_request(message));
    }
    let folder = app.exports.folder(id)?;
    // A bundle is never made inside its case; beside it is the same disk.
    let beside = app.settings.case.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let bundle = beside.join(format!(".daylight-{id}.bundle"));
    let packed = packed(app, &bundle, &folder, reason);
    // It shows people in clear: it goes whatever happened.
    if bundle.exists() {
        fs::remove_dir_all(&bundle).map_err(|_| ApiError::internal("the bundle cannot be removed"))?;
    }
    packed?;
    app.exports.done(id, "evidence.zip", "application/zip")
}

fn packed(app: &App, bundle: &Path, folder: &Path, reason: &str) -> ApiResult<()> {
    app.write(|case, actor| case.export_evidence(bundle, actor, reason).map(drop))?;
    let failed = |_| ApiError::internal("the bundle cannot be packed").remedy("look whether the disk is full");
    let file = File::create(folder.join("file")).map_err(failed)?;
    let mut zip = zip::ZipWriter::new(file);
    pack(&mut zip, bundle, "evidence").map_err(failed)?;
    zip.finish().map_err(io::Error::other).and_then(|mut f| f.flush()).map_err(failed)
}

fn pack(zip: &mut zip::ZipWriter<File>, dir: &Path, below: &str) -> io::Result<()> {
    // Originals are packed already as a rule; large ones need the longer form of sizes.
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .large_file(true)
        .last_modified_time(zip::DateTime::default());
    let mut entries: Vec<_> = fs::read_dir(dir)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{below}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            pack(zip, &entry.path(), &name)?;
        } else {
            zip.start_file(name, options).map_err(io::Error::other)?;
            io::copy(&mut File::open(entry.path())?, zip)?;
        }
    }
    Ok(())
}

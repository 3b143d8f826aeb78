//! The forms in which records leave, for `export` and `case publish`.

use super::pdf;
use anyhow::{Context as _, bail};
use daylight_casework::sha256_hex;
use daylight_core::record::{Record, RecordSet};
use daylight_share::casework::{self, Advisory, misp, stix};
use daylight_share::text::csv_cell;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// All of them.
pub const FORMATS: [&str; 7] = ["html", "pdf", "stix", "opencti", "misp", "csv", "json"];

/// What is written: the records as they may be seen, and the page about them when there is a package.
pub struct Leaving<'a> {
    /// All records of the case after redaction.
    pub input: stix::Input<'a>,
    /// The page, when a package leaves.
    pub advisory: Option<Advisory<'a>>,
}

/// Refuses forms that do not exist, before anything is written.
pub fn check(formats: &[String], has_package: bool) -> anyhow::Result<()> {
    for format in formats {
        if !FORMATS.contains(&format.as_str()) {
            bail!("a case is exported as {}; there is no {format}", FORMATS.join(", "));
        }
        if !has_package && matches!(format.as_str(), "html" | "pdf") {
            bail!("{format} is the page of a package: name it with --package");
        }
    }
    Ok(())
}

fn csv_table(set: &RecordSet) -> anyhow::Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["type", "id", "version", "tlp", "modified", "author", "title", "fields"])?;
    for r in set.iter() {
        let fields = Value::Object(r.fields.clone()).to_string();
        let version = r.version.to_string();
        let line = [r.kind.name(), &r.id, &version, r.tlp.name(), &r.modified, &r.author, r.title(), &fields];
        out.write_record(line.map(|c| csv_cell(c).into_owned()))?;
    }
    Ok(String::from_utf8_lossy(&out.into_inner().map_err(|e| anyhow::anyhow!("{e}"))?).into_owned())
}

fn pretty(value: &Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}

impl Leaving<'_> {
    fn page(&self) -> anyhow::Result<(String, &Record)> {
        let advisory = self.advisory.as_ref().context("a page is made of a package")?;
        Ok((casework::advisory_html(advisory), advisory.package))
    }

    /// The files of one form: names below the folder, and bytes.
    fn files(&self, format: &str) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        let (set, ceiling) = (self.input.records, self.input.ceiling);
        let one = |name: &str, bytes: Vec<u8>| Ok(vec![(name.to_owned(), bytes)]);
        match format {
            "html" => one("advisory.html", self.page()?.0.into_bytes()),
            "pdf" => {
                let (page, package) = self.page()?;
                one("advisory.pdf", pdf::print(&page, &pdf::stamp(&package.modified))?)
            }
            "stix" => one("bundle.json", pretty(&stix::bundle(&self.input))),
            "opencti" => one("opencti.json", pretty(&stix::opencti_bundle(&self.input))),
            "misp" => {
                let event = misp::event(&self.input);
                let name = format!("misp/{}.json", event["Event"]["uuid"].as_str().unwrap_or("event"));
                let manifest = misp::manifest(std::slice::from_ref(&event));
                Ok(vec![("misp/manifest.json".to_owned(), pretty(&manifest)), (name, pretty(&event))])
            }
            "csv" => one("records.csv", csv_table(&casework::closed(set))?.into_bytes()),
            "json" => {
                let records: Vec<Value> = casework::closed(set).iter().map(Record::to_json).collect();
                one("records.json", pretty(&json!({"tlp": ceiling.name(), "records": records})))
            }
            other => bail!("there is no {other}"),
        }
    }

    /// Everything that these forms consist of: names and bytes, nothing written yet.
    pub fn all(&self, formats: &[String]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        let mut files = Vec::new();
        for format in formats {
            files.extend(self.files(format)?);
        }
        files.sort();
        files.dedup_by(|a, b| a.0 == b.0);
        Ok(files)
    }
}

/// `SHA256SUMS` of files, each name below `folder`.
pub fn sums(files: &[(String, Vec<u8>)], folder: &str) -> Vec<String> {
    files.iter().map(|(name, bytes)| format!("{}  {folder}{name}", sha256_hex(bytes))).collect()
}

/// Writes files below a folder.
pub fn write(dir: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    for (name, bytes) in files {
        let path = dir.join(name);
        if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            fs::create_dir_all(parent).with_context(|| format!("{} cannot be made", parent.display()))?;
        }
        fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

//! The evidence bundle: a folder that can be checked without this program.

use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;

use rusqlite::OptionalExtension;
use serde_json::{Value, json};

use super::case::Case;
use super::content::{Content, ExportV1};
use super::member::EXPORTERS;
use super::readme::{self, Shown};
use super::record::{self, Draft, Record};
use super::types::{BundleRun, Exported, FileName, must_say};
use super::view::{LOG, original_path};
use crate::error::{CaseError, Result};
use crate::files::{self, Hashed};
use crate::log::{Action, LogReader};
use crate::text::{canonical, to_hex};

/// Hex digits of the fingerprint that make the folder of an original: enough that no two share one.
const SHORT: usize = 16;

/// A bundle while it is written.
struct Bundle<'a> {
    case: &'a Case,
    dir: &'a Path,
    /// Paths and hashes, for `SHA256SUMS`.
    sums: Vec<(String, String)>,
    /// For the page that explains it.
    shown: Vec<Shown>,
}

impl Case {
    /// [`Case::export_bundle`] without results.
    ///
    /// # Errors
    /// Those of [`Case::export_bundle`].
    /// `Role` for anybody but a custodian or an approver.
    pub fn export_evidence(&mut self, out: &Path, actor: &str, reason: &str) -> Result<Exported> {
        self.export_bundle(out, actor, reason, &[])
    }

    /// Writes originals under their names, log, manifest, proofs, results, a page that explains all of it and
    /// `SHA256SUMS` into `out`, which must not exist or be empty and lie outside the case. The export is in the
    /// log, and so in the log of the bundle, before a sealed name is opened.
    ///
    /// # Errors
    /// `NotEmpty`; `Invalid` for a result that cites what the case does not hold; `Damaged` when an original is
    /// not what was kept: then there is no bundle.
    pub fn export_bundle(&mut self, out: &Path, actor: &str, reason: &str, runs: &[BundleRun]) -> Result<Exported> {
        must_say("reason", reason)?;
        self.must_hold(actor, &EXPORTERS)?;
        let originals = self.view.originals()?;
        for run in runs {
            let unknown = run.cites.iter().find(|sha256| !originals.iter().any(|o| o.sha256 == **sha256));
            if let Some(sha256) = unknown {
                let what = format!("{} cites {sha256}, which is no original of this case", run.name);
                return Err(CaseError::invalid("run", what));
            }
        }
        let building = self.building(out)?;
        let n_names = originals.iter().filter(|o| o.name == FileName::Sealed).count() as u64;
        let content = Content::Export(ExportV1 {
            reason: reason.into(),
            n_originals: originals.len() as u64,
            n_names: Some(n_names),
            n_runs: Some(runs.len() as u64),
        });
        let record =
            self.write(actor, |w| w.add(Draft { action: Action::Export, id: None, lookup: None, content }))?.id;
        let mut bundle = Bundle { case: self, dir: &building, sums: Vec::new(), shown: Vec::new() };
        let written = bundle.write(runs).and_then(|()| files::rename(&building, out, &self.context));
        let n_files = bundle.sums.len() as u64;
        if let Err(e) = written {
            // What went wrong says more than what is left over.
            let _ = fs::remove_dir_all(&building);
            return Err(e);
        }
        Ok(Exported { record, n_files })
    }

    /// A new folder beside `out`, in which the bundle is written.
    fn building(&self, out: &Path) -> Result<std::path::PathBuf> {
        if out.exists() && fs::read_dir(out).map_err(CaseError::io("cannot read", out))?.next().is_some() {
            return Err(CaseError::NotEmpty(out.into()));
        }
        let name = out.file_name().ok_or_else(|| CaseError::invalid("out", "a bundle needs a folder of its own"))?;
        let parent = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        files::make_dirs(parent, &self.context)?;
        let absolute = |path: &Path| fs::canonicalize(path).map_err(CaseError::io("cannot find", path));
        if absolute(parent)?.starts_with(absolute(&self.view.dir)?) {
            return Err(CaseError::invalid("out", "lies inside the case"));
        }
        let building = parent.join(format!(".{}.writing", name.to_string_lossy()));
        if building.exists() {
            fs::remove_dir_all(&building).map_err(CaseError::io("cannot clear", &building))?;
        }
        files::make_dirs(&building, &self.context)?;
        Ok(building)
    }
}

impl Bundle<'_> {
    fn write(&mut self, runs: &[BundleRun]) -> Result<()> {
        let log = self.case.view.dir.join(LOG);
        for name in files::list(&log).map_err(CaseError::io("cannot list", &log))? {
            self.copy(&log.join(&name), &format!("{LOG}/{name}"))?;
        }
        let mut reader = self.case.view.log()?;
        let originals = self.originals(&mut reader)?;
        let imports =
            record::all(&self.case.view.db, "import")?.iter().map(|r| self.opened(r)).collect::<Result<Vec<_>>>()?;
        let runs = runs.iter().map(|run| self.run(run)).collect::<Result<Vec<_>>>()?;
        let manifest = self.manifest(&reader, &originals, &imports, &runs)?;
        self.put("manifest.json", manifest.as_bytes())?;
        let key = reader.verifier().to_string();
        let page = readme::page(&self.case.view.meta()?, &key, &self.shown, &runs);
        self.put("README.txt", page.as_bytes())?;
        self.sums.sort();
        let mut sums = String::new();
        for (path, hash) in &self.sums {
            // Writing into a string does not fail.
            let _ = writeln!(sums, "{hash}  {path}");
        }
        files::write_whole(&self.dir.join("SHA256SUMS"), sums.as_bytes(), &self.case.context)
    }

    fn manifest(&self, reader: &LogReader, originals: &[Value], imports: &[Value], runs: &[Value]) -> Result<String> {
        let meta = self.case.view.meta()?;
        canonical(&json!({
            "v": 2,
            "case": {"name": meta.name, "legal_basis": meta.legal_basis, "access_basis": meta.access_basis},
            "log": {"origin": reader.verifier().name(), "verifier_key": reader.verifier().to_string(), "size": reader.checkpoint().size},
            "originals": originals,
            "imports": imports,
            "runs": runs,
        }))
    }

    fn originals(&mut self, reader: &mut LogReader) -> Result<Vec<Value>> {
        let mut listed = Vec::new();
        for record in record::all(&self.case.view.db, "original")? {
            let Content::Original(original) = &record.stored.content else { continue };
            let kept = original_path(&original.sha256);
            let name = self.case.open_name(original)?;
            let short = original.sha256.get(..SHORT).unwrap_or(&original.sha256);
            let path = format!("originals/{short}/{}", readme::file_name(&name));
            let hashed = self.copy(&self.case.view.dir.join(&kept), &path)?;
            if to_hex(&hashed.sha256) != original.sha256 {
                return Err(CaseError::damaged(kept, "its bytes are not those that were kept"));
            }
            let proof = reader.prove(record.seq)?.to_text();
            self.put(&format!("proofs/{}.tlog-proof", original.sha256), proof.as_bytes())?;
            let mut opened = self.opened(&record)?;
            if let Some(map) = opened.as_object_mut() {
                map.insert("name".into(), json!(name));
                map.insert("path".into(), json!(path));
            }
            listed.push(opened);
            self.shown.push(Shown { path, sha256: original.sha256.clone(), bytes: original.bytes });
        }
        Ok(listed)
    }

    /// A result, file by file.
    fn run(&mut self, run: &BundleRun) -> Result<Value> {
        let folder = format!("runs/{}", readme::file_name(&run.name));
        for file in &run.files {
            let is_plain = |part: &str| !part.is_empty() && part == readme::file_name(part);
            if !file.split('/').all(is_plain) {
                return Err(CaseError::invalid("run", format!("{file} of {} is no name of a file", run.name)));
            }
            self.copy(&run.dir.join(file), &format!("{folder}/{file}"))?;
        }
        Ok(json!({"path": folder, "files": run.files, "cites": run.cites}))
    }

    /// A record with all that is needed to match it with its entry.
    fn opened(&self, record: &Record) -> Result<Value> {
        let sql = "SELECT content, salt, entry FROM record WHERE seq = ?1";
        let row = self.case.view.db.query_row(sql, [record.seq as i64], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)));
        let row: Option<(String, Vec<u8>, Vec<u8>)> = row.optional().map_err(CaseError::db("cannot read a record"))?;
        let (content, salt, entry) = row.ok_or_else(|| CaseError::unknown("record", record.id.clone()))?;
        let entry = String::from_utf8_lossy(&entry);
        Ok(json!({"index": record.seq, "content": content, "salt": to_hex(&salt), "entry": entry}))
    }

    fn copy(&mut self, from: &Path, name: &str) -> Result<Hashed> {
        let mut file = File::open(from).map_err(CaseError::io("cannot read", from))?;
        let to = self.place(name)?;
        let hashed = files::copy_hashed(&mut file, &to, &self.case.context)?;
        self.sums.push((name.into(), to_hex(&hashed.sha256)));
        Ok(hashed)
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let to = self.place(name)?;
        let hashed = files::copy_hashed(&mut &*bytes, &to, &self.case.context)?;
        self.sums.push((name.into(), to_hex(&hashed.sha256)));
        Ok(())
    }

    fn place(&self, name: &str) -> Result<std::path::PathBuf> {
        let to = self.dir.join(name);
        files::make_dirs(to.parent().unwrap_or(self.dir), &self.case.context)?;
        Ok(to)
    }
}

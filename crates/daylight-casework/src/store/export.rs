//! The evidence bundle: a folder that can be checked without this program.

use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;

use rusqlite::OptionalExtension;
use serde_json::{Value, json};

use super::case::Case;
use super::content::{Content, ExportV1};
use super::member::EXPORTERS;
use super::record::{self, Draft, Record};
use super::types::{Exported, must_say};
use super::view::{LOG, original_path};
use crate::error::{CaseError, Result};
use crate::files::{self, Hashed};
use crate::log::{Action, LogReader};
use crate::text::{canonical, to_hex};

/// A bundle while it is written.
struct Bundle<'a> {
    case: &'a Case,
    dir: &'a Path,
    /// Paths and hashes, for `SHA256SUMS`.
    sums: Vec<(String, String)>,
}

impl Case {
    /// Writes originals, log, manifest, proofs and `SHA256SUMS` into `out`, which must not exist or be empty
    /// and lie outside the case. The export is in the log, and so in the log of the bundle.
    ///
    /// # Errors
    /// `Role` for anybody but a custodian or an approver; `NotEmpty`; `Damaged` when an original is not what was
    /// kept: then there is no bundle.
    pub fn export_evidence(&mut self, out: &Path, actor: &str, reason: &str) -> Result<Exported> {
        must_say("reason", reason)?;
        self.must_hold(actor, &EXPORTERS)?;
        let building = self.building(out)?;
        let n_originals = self.view.originals()?.len() as u64;
        let content = Content::Export(ExportV1 { reason: reason.into(), n_originals });
        let record =
            self.write(actor, |w| w.add(Draft { action: Action::Export, id: None, lookup: None, content }))?.id;
        let mut bundle = Bundle { case: self, dir: &building, sums: Vec::new() };
        let written = bundle.write().and_then(|()| files::rename(&building, out, &self.context));
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
    fn write(&mut self) -> Result<()> {
        let log = self.case.view.dir.join(LOG);
        for name in files::list(&log).map_err(CaseError::io("cannot list", &log))? {
            self.copy(&log.join(&name), &format!("{LOG}/{name}"))?;
        }
        let mut reader = self.case.view.log()?;
        let originals = self.originals(&mut reader)?;
        let imports =
            record::all(&self.case.view.db, "import")?.iter().map(|r| self.opened(r)).collect::<Result<Vec<_>>>()?;
        let manifest = self.manifest(&reader, &originals, &imports)?;
        self.put("manifest.json", manifest.as_bytes())?;
        self.sums.sort();
        let mut sums = String::new();
        for (path, hash) in &self.sums {
            // Writing into a string does not fail.
            let _ = writeln!(sums, "{hash}  {path}");
        }
        files::write_whole(&self.dir.join("SHA256SUMS"), sums.as_bytes(), &self.case.context)
    }

    fn manifest(&self, reader: &LogReader, originals: &[Value], imports: &[Value]) -> Result<String> {
        let meta = self.case.view.meta()?;
        canonical(&json!({
            "v": 1,
            "case": {"name": meta.name, "legal_basis": meta.legal_basis, "access_basis": meta.access_basis},
            "log": {"origin": reader.verifier().name(), "verifier_key": reader.verifier().to_string(), "size": reader.checkpoint().size},
            "originals": originals,
            "imports": imports,
        }))
    }

    fn originals(&mut self, reader: &mut LogReader) -> Result<Vec<Value>> {
        let mut listed = Vec::new();
        for record in record::all(&self.case.view.db, "original")? {
            let Content::Original(original) = &record.stored.content else { continue };
            let path = original_path(&original.sha256);
            let hashed = self.copy(&self.case.view.dir.join(&path), &path)?;
            if to_hex(&hashed.sha256) != original.sha256 {
                return Err(CaseError::damaged(path, "its bytes are not those that were kept"));
            }
            let proof = reader.prove(record.seq)?.to_text();
            self.put(&format!("proofs/{}.tlog-proof", original.sha256), proof.as_bytes())?;
            listed.push(self.opened(&record)?);
        }
        Ok(listed)
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

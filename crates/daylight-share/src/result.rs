//! Writing a whole result, adding to one, and checking one.

use std::io::Write;
use std::path::Path;

use daylight_core::wire::v1::{Manifest, OutputFile};
use daylight_core::{ExportError, Exporter, Output, Package};

use crate::error::ShareError;
use crate::findings::to_json;
use crate::load::read_manifest;
use crate::manifest::manifest;
use crate::output::{OutputDir, hash_file};
use crate::package::{Identity, Packaged};
use crate::tables::Tables;
use crate::tables::stream::write_csvs;
use crate::text::csv_cell;

/// Where the real ids behind pseudonyms stand.
pub const IDENTITIES: &str = "private/identities.csv";

/// Writes a whole result into `dir` and returns its files; the manifest comes last.
pub fn write(packaged: &Packaged, dir: &Path, exporters: &[&dyn Exporter]) -> Result<Vec<OutputFile>, ShareError> {
    let mut out = OutputDir::begin(dir)?;
    let files = write_into(packaged, &mut out, exporters)?.commit(out)?;
    if packaged.identities.is_empty() {
        forget_identities(dir)?;
    }
    Ok(files)
}

/// Removes what an older result said about who is behind its pseudonyms: the new one has none.
fn forget_identities(dir: &Path) -> Result<(), ShareError> {
    for name in [IDENTITIES, PRIVATE_NOTE] {
        let path = dir.join(name);
        match std::fs::remove_file(&path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(ShareError::io("cannot remove", path, e)),
            _ => {}
        }
    }
    // Only when nothing else lies there.
    let _ = std::fs::remove_dir(dir.join("private"));
    Ok(())
}

/// A result whose files are written but not yet in place.
#[must_use = "the files appear only with `commit`"]
pub struct Pending<'a> {
    package: &'a Package,
    withheld: Vec<String>,
    kept: Vec<OutputFile>,
}

impl Pending<'_> {
    /// Puts everything in `out` into place; files of other makers that were written to it are listed too.
    pub fn commit(self, out: OutputDir) -> Result<Vec<OutputFile>, ShareError> {
        let Self { package, withheld, kept } = self;
        out.commit(|mut files| {
            // What leads to real people is no part of the result that is handed on.
            files.retain(|f| !f.name.starts_with("private/"));
            files.extend(kept.into_iter().filter(|k| !files.iter().any(|f| f.name == k.name)).collect::<Vec<_>>());
            files.sort();
            to_json(&manifest(package, files, withheld)).map_err(|e| ShareError::Inconsistent(e.to_string()))
        })
    }
}

/// Writes the files of a result into `out`, so that a caller can add its own before the commit.
pub fn write_into<'a>(
    packaged: &'a Packaged,
    out: &mut OutputDir,
    exporters: &[&dyn Exporter],
) -> Result<Pending<'a>, ShareError> {
    let withheld = export_all(&packaged.package, out, exporters)?;
    if !packaged.identities.is_empty() {
        write_identities(&packaged.identities, out)?;
    }
    Ok(Pending { package: &packaged.package, withheld, kept: Vec::new() })
}

/// Writes some files anew into the folder that `package` was read from (whole, or as [`Part::Shown`]); the others
/// stay listed. Tables as CSV are made from those in Parquet, which stay as they are.
///
/// [`Part::Shown`]: crate::Part::Shown
pub fn rewrite(package: &Package, dir: &Path, exporters: &[&dyn Exporter]) -> Result<Vec<OutputFile>, ShareError> {
    let old = read_manifest(dir)?;
    let mut out = OutputDir::begin(dir)?;
    let (tables, others): (Vec<&dyn Exporter>, Vec<&dyn Exporter>) =
        exporters.iter().copied().partition(|e| e.name() == Tables.name());
    let mut withheld = Vec::new();
    if !tables.is_empty() {
        unchanged(&old, dir)?;
        withheld.extend(write_csvs(dir, &mut out)?);
    }
    withheld.extend(export_all(package, &mut out, &others)?);
    withheld.extend(old.withheld.into_iter().filter(|w| !withheld.contains(w)).collect::<Vec<_>>());
    Pending { package, withheld, kept: old.outputs }.commit(out)
}

fn export_all(package: &Package, out: &mut OutputDir, exporters: &[&dyn Exporter]) -> Result<Vec<String>, ExportError> {
    let mut withheld = Vec::new();
    for exporter in exporters {
        withheld.extend(exporter.export(package, out)?);
    }
    Ok(withheld)
}

const PRIVATE_NOTE: &str = "private/README.txt";
const PRIVATE_README: &str = "\
identities.csv says which account stands behind which pseudonym.\n\
\n\
Do not share this folder. A result is handed on without it: everything else in the\n\
result shows pseudonyms only. Delete it when the work is done; with the key and the\n\
input it can be made again.\n";

fn write_identities(identities: &[Identity], out: &mut OutputDir) -> Result<(), ShareError> {
    out.private_file(IDENTITIES, &mut |w| {
        let mut csv = csv::Writer::from_writer(w);
        csv.write_record(["pseudonym", "account_id", "display_name"])?;
        for i in identities {
            let name = csv_cell(i.display_name.as_deref().unwrap_or(""));
            csv.write_record([i.pseudonym.as_str(), &csv_cell(&i.account_id), &name])?;
        }
        csv.flush()
    })?;
    out.file(PRIVATE_NOTE, &mut |w: &mut (dyn Write + Send)| w.write_all(PRIVATE_README.as_bytes()))?;
    Ok(())
}

/// A file of a result that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Name inside the result.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

/// New tables made from changed ones would pass for genuine: the Parquet tables must be as they were written.
fn unchanged(manifest: &Manifest, dir: &Path) -> Result<(), ShareError> {
    for file in manifest.outputs.iter().filter(|f| f.name.ends_with(".parquet")) {
        if let Some(what) = damage(dir, file) {
            return Err(ShareError::damaged(&file.name, what));
        }
    }
    Ok(())
}

/// Compares the files of a result with its manifest; an empty list means that all are whole.
pub fn verify(dir: &Path) -> Result<Vec<Damage>, ShareError> {
    let mut damages = Vec::new();
    for file in read_manifest(dir)?.outputs {
        if let Some(what) = damage(dir, &file) {
            damages.push(Damage { file: file.name, what });
        }
    }
    Ok(damages)
}

/// What is wrong with a file of a result.
fn damage(dir: &Path, file: &OutputFile) -> Option<String> {
    match hash_file(&dir.join(&file.name)) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Some("is missing".to_owned()),
        Err(e) => Some(format!("cannot be read: {e}")),
        Ok((_, bytes)) if bytes != file.bytes => Some(format!("has {bytes} bytes, written were {}", file.bytes)),
        Ok((sha256, _)) if sha256 != file.sha256 => Some("has other contents than were written".to_owned()),
        Ok(_) => None,
    }
}

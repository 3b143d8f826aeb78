//! Writing the tables of a preset, each file whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::PresetError;

/// A result that is written as several files.
pub trait Files {
    /// Folder below the output folder.
    fn folder(&self) -> &'static str;

    /// Names of the files that this result has.
    fn names(&self) -> Vec<&'static str>;

    /// Writes the file `name` (one of [`Files::names`]; writes nothing for any other name).
    fn write(&self, name: &str, out: &mut dyn Write) -> Result<(), PresetError>;
}

/// Writes all files of `result` into `dir/FOLDER` and returns their paths.
///
/// Each file is written under a temporary name, synced and renamed, so that a reader never sees half a table.
pub fn write_files(dir: &Path, result: &dyn Files) -> Result<Vec<PathBuf>, PresetError> {
    let dir = dir.join(result.folder());
    fs::create_dir_all(&dir).map_err(|source| PresetError::File { path: dir.clone(), source })?;
    let mut written = Vec::new();
    for name in result.names() {
        let path = dir.join(name);
        let part = dir.join(format!("{name}.part"));
        let done = write_one(&part, &path, name, result);
        if done.is_err() {
            // The first error is the one to report; a leftover part file is harmless.
            let _ = fs::remove_file(&part);
        }
        done?;
        written.push(path);
    }
    Ok(written)
}

fn write_one(part: &Path, path: &Path, name: &str, result: &dyn Files) -> Result<(), PresetError> {
    let at = |source: io::Error| PresetError::File { path: path.to_owned(), source };
    let mut out = BufWriter::with_capacity(1 << 20, File::create(part).map_err(at)?);
    result.write(name, &mut out)?;
    let file = out.into_inner().map_err(|e| at(e.into_error()))?;
    file.sync_all().map_err(at)?;
    drop(file);
    fs::rename(part, path).map_err(at)
}

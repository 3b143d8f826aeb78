//! From paths to files, in an order that does not depend on the file system.

use std::path::{Path, PathBuf};

use crate::error::IngestError;

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// Its name without folders above the given one.
    pub name: String,
    /// Whether it was found in a folder (then a file that is no table is a note, not an error).
    pub found: bool,
}

/// All files under `paths`; folders are walked and sorted by name.
pub fn inputs(paths: &[PathBuf]) -> Result<Vec<Input>, IngestError> {
    let mut found = Vec::new();
    for path in paths {
        let meta = std::fs::metadata(path).map_err(|e| IngestError::io(path, e))?;
        let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        if meta.is_dir() {
            walk(path, "", &mut found)?;
        } else {
            found.push(Input { path: path.clone(), name, found: false });
        }
    }
    Ok(found)
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<Input>) -> Result<(), IngestError> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|e| IngestError::io(folder, e))? {
        entries.push(entry.map_err(|e| IngestError::io(folder, e))?);
    }
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        // Links to folders are not followed: they could lead in circles.
        let kind = entry.file_type().map_err(|e| IngestError::io(&path, e))?;
        if kind.is_dir() {
            walk(&path, &format!("{prefix}{name}/"), found)?;
        } else if path.is_file() {
            found.push(Input { path, name: format!("{prefix}{name}"), found: true });
        }
    }
    Ok(())
}

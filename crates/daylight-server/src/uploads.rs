//! Files on their way into the case.
//!
//! They lie in a folder of the case, each under a random id, until they are imported or discarded; what is left
//! goes when the server starts again. The name that was sent is kept, because it stands (sealed) in the log, but it
//! never makes a path of its own.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use axum::body::Body;
use axum::http::StatusCode;
use daylight_ingest::exports::{Export, ExportOptions, guess_mapping};
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use crate::error::{ApiError, ApiResult, ServeError};
use crate::wire::v1;

/// Folder below that of the case.
const FOLDER: &str = "uploads";
/// Files that wait at once.
const MAX_FILES: usize = 1000;
/// Longest name, in bytes.
const MAX_NAME: usize = 180;

/// Files that were sent.
pub struct Uploads {
    dir: PathBuf,
    max_bytes: u64,
    files: Mutex<BTreeMap<String, v1::Upload>>,
}

/// A file that was received and not looked at yet.
pub struct Kept {
    id: String,
    name: String,
    bytes: u64,
    sha256: String,
}

impl Uploads {
    pub(crate) fn new(case: &Path, max_bytes: u64) -> Result<Self, ServeError> {
        let dir = case.join(FOLDER);
        match fs::remove_dir_all(&dir) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(ServeError::Io { what: "cannot clear", path: dir, source })
            }
            _ => Ok(Self { dir, max_bytes, files: Mutex::default() }),
        }
    }

    /// Files that wait, in order of their names.
    pub(crate) fn list(&self) -> Vec<v1::Upload> {
        let mut list: Vec<_> = self.files.lock().map(|f| f.values().cloned().collect()).unwrap_or_default();
        list.sort_by(|a: &v1::Upload, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        list
    }

    fn path(&self, id: &str, name: &str) -> PathBuf {
        self.dir.join(id).join(file_name(name))
    }

    /// Paths of files that wait.
    pub(crate) fn paths(&self, ids: &[String]) -> ApiResult<Vec<PathBuf>> {
        let files = self.files.lock().map_err(|_| ApiError::internal("an upload before broke off"))?;
        let path = |id: &String| {
            let file = files.get(id).ok_or_else(|| ApiError::not_found("file"))?;
            Ok(self.path(&file.id, &file.name))
        };
        ids.iter().map(path).collect()
    }

    /// Takes a file in, byte by byte; nothing is left of one that breaks off.
    pub(crate) async fn receive(&self, id: &str, name: &str, body: Body) -> ApiResult<Kept> {
        if name.trim().is_empty() {
            return Err(ApiError::bad_request("the file has no name"));
        }
        if self.list().len() >= MAX_FILES {
            let message = format!("{MAX_FILES} files wait already");
            return Err(ApiError::conflict("too_many", message).remedy("import or discard some first"));
        }
        let received = self.write(id, name, body).await;
        if received.is_err() {
            // Whatever is there of it; it has a folder of its own.
            let _ = tokio::fs::remove_dir_all(self.dir.join(id)).await;
        }
        received
    }

    async fn write(&self, id: &str, name: &str, mut body: Body) -> ApiResult<Kept> {
        let path = self.path(id, name);
        let failed = |_| ApiError::internal("the file cannot be kept").remedy("look whether the disk is full");
        tokio::fs::create_dir_all(self.dir.join(id)).await.map_err(failed)?;
        let mut file = tokio::fs::File::create(&path).await.map_err(failed)?;
        let (mut bytes, mut hash) = (0u64, Sha256::new());
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| ApiError::bad_request("the file did not arrive whole"))?;
            let Some(data) = frame.data_ref() else { continue };
            bytes += data.len() as u64;
            if bytes > self.max_bytes {
                let message = format!("files of more than {} bytes are not taken here", self.max_bytes);
                return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
                    .remedy("bring it in with `daylight import FILE --case CASE`"));
            }
            hash.update(data);
            file.write_all(data).await.map_err(failed)?;
        }
        file.flush().await.map_err(failed)?;
        let sha256 = daylight_casework::to_hex(&hash.finalize());
        Ok(Kept { id: id.to_owned(), name: file_name(name), bytes, sha256 })
    }

    /// Says what a file looks like, and lists it.
    pub(crate) fn look(&self, kept: Kept) -> ApiResult<v1::Upload> {
        let path = self.path(&kept.id, &kept.name);
        let mut upload = v1::Upload {
            id: kept.id.clone(),
            name: kept.name,
            bytes: kept.bytes,
            sha256: kept.sha256,
            format: None,
            why: String::new(),
            columns: Vec::new(),
            missing: Vec::new(),
            remarks: Vec::new(),
            mapping: None,
        };
        recognize(&path, &mut upload);
        let mut files = self.files.lock().map_err(|_| ApiError::internal("an upload before broke off"))?;
        files.insert(kept.id, upload.clone());
        Ok(upload)
    }

    /// Removes a file; false when there is none.
    pub(crate) fn discard(&self, id: &str) -> bool {
        let known = self.files.lock().is_ok_and(|mut files| files.remove(id).is_some());
        if known {
            let _ = fs::remove_dir_all(self.dir.join(id));
        }
        known
    }
}

/// The last part of a name, without what means something in paths.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut clean: String = last.chars().map(|c| if c.is_control() || c == ':' { '_' } else { c }).collect();
    while clean.len() > MAX_NAME {
        // The ending tells the format of some.
        clean.remove(0);
    }
    let clean = clean.trim_start_matches('.').trim();
    if clean.is_empty() { "unnamed".to_owned() } else { clean.to_owned() }
}

/// What an import would take the file for.
fn recognize(path: &Path, upload: &mut v1::Upload) {
    if is_archive(&upload.name) {
        "an archive: its members are looked at when it is imported".clone_into(&mut upload.why);
        return;
    }
    let options = ExportOptions { without_extra: true, ..ExportOptions::default() };
    let Ok(file) = fs::File::open(path) else { return };
    match Export::open(Path::new(&upload.name), file, &options) {
        Ok(export) => {
            upload.format = Some(export.format().to_owned());
            export.reason().clone_into(&mut upload.why);
        }
        Err(error) => upload.why = error.to_string(),
    }
    let is_known = upload.format.as_deref().is_some_and(|f| f != daylight_ingest::exports::TABLE);
    if is_known {
        return;
    }
    if let Ok(guess) = guess_mapping(path) {
        let role = |c: &daylight_core::Columns| v1::ColumnRole {
            role: c.role.clone(),
            column: c.column.clone(),
            reason: c.reason.clone(),
        };
        upload.mapping = Some(guess.to_toml());
        upload.columns = guess.columns.iter().map(role).collect();
        upload.missing = guess.missing.iter().map(ToString::to_string).collect();
        upload.remarks.clone_from(&guess.remarks);
    }
}

/// Whether a name says that it is packed.
fn is_archive(name: &str) -> bool {
    let name = name.to_lowercase();
    [".zip", ".tar", ".tgz", ".gz", ".zst"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_leave_their_folder() {
        assert_eq!(file_name("posts.csv"), "posts.csv");
        for bad in ["../../posts.csv", "/etc/posts.csv", "C:\\posts.csv", ".posts.csv", "a/b/..", "", "..", "\u{0}"] {
            let clean = file_name(bad);
            assert!(
                !clean.contains(['/', '\\', '\0']) && !clean.starts_with('.') && !clean.is_empty(),
                "{bad}: {clean}"
            );
        }
        assert!(file_name(&"ä".repeat(500)).len() <= MAX_NAME);
        let long = file_name(&format!("{}.csv", "x".repeat(500)));
        assert_eq!(Path::new(&long).extension(), Some("csv".as_ref()));
    }
}

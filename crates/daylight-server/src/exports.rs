//! Files that were made to be handed out, until the server ends.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead as _, ReadBuf};

use crate::error::{ApiError, ApiResult, ServeError};
use crate::wire::v1;

/// Folder below that of the case.
const FOLDER: &str = "exports";

/// Files to be fetched.
pub struct Exports {
    dir: PathBuf,
    files: Mutex<BTreeMap<String, v1::ExportedFile>>,
}

impl Exports {
    pub(crate) fn new(case: &Path) -> Result<Self, ServeError> {
        let dir = case.join(FOLDER);
        match fs::remove_dir_all(&dir) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(ServeError::Io { what: "cannot clear", path: dir, source })
            }
            _ => Ok(Self { dir, files: Mutex::default() }),
        }
    }

    /// A folder for what is being made.
    pub(crate) fn folder(&self, id: &str) -> ApiResult<PathBuf> {
        let dir = self.dir.join(id);
        fs::create_dir_all(&dir).map_err(|_| ApiError::internal("no file can be made"))?;
        Ok(dir)
    }

    fn path(&self, id: &str) -> PathBuf {
        self.dir.join(id).join("file")
    }

    /// Lists the file that was written to `folder(id)/file`.
    pub(crate) fn done(&self, id: &str, name: &str, media_type: &str) -> ApiResult<v1::ExportedFile> {
        let failed = |_| ApiError::internal("the file cannot be read");
        let mut hash = Sha256::new();
        let mut file = fs::File::open(self.path(id)).map_err(failed)?;
        let bytes = io::copy(&mut file, &mut hash).map_err(failed)?;
        let exported = v1::ExportedFile {
            id: id.to_owned(),
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            bytes,
            sha256: daylight_casework::to_hex(&hash.finalize()),
        };
        let mut files = self.files.lock().map_err(|_| ApiError::internal("an export before broke off"))?;
        files.insert(id.to_owned(), exported.clone());
        Ok(exported)
    }

    /// Writes a file whole and lists it.
    pub(crate) fn put(&self, id: &str, name: &str, media_type: &str, bytes: &[u8]) -> ApiResult<v1::ExportedFile> {
        self.folder(id)?;
        fs::write(self.path(id), bytes).map_err(|_| ApiError::internal("the file cannot be written"))?;
        self.done(id, name, media_type)
    }

    pub(crate) fn get(&self, id: &str) -> Option<v1::ExportedFile> {
        self.files.lock().ok()?.get(id).cloned()
    }

    /// The bytes of a file, as they are read.
    pub(crate) async fn body(&self, id: &str) -> ApiResult<Body> {
        let file = tokio::fs::File::open(self.path(id)).await.map_err(|_| ApiError::not_found("file"))?;
        Ok(Body::new(FileBody { file: Box::pin(file), buffer: vec![0; 64 << 10] }))
    }
}

/// A file as a body.
struct FileBody {
    file: std::pin::Pin<Box<tokio::fs::File>>,
    buffer: Vec<u8>,
}

impl axum::body::HttpBody for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        let mut buffer = ReadBuf::new(&mut this.buffer);
        match this.file.as_mut().poll_read(context, &mut buffer) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(())) if buffer.filled().is_empty() => Poll::Ready(None),
            Poll::Ready(Ok(())) => Poll::Ready(Some(Ok(Frame::data(Bytes::copy_from_slice(buffer.filled()))))),
        }
    }
}

/// An answer that a browser saves and never shows: what is handed out may hold text of strangers.
pub fn attachment(name: &str, media_type: &str, body: Body) -> ApiResult<Response> {
    let bad = |_| ApiError::internal("the file has no name that can be told");
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).map_err(bad)?;
    let media_type = HeaderValue::from_str(media_type).map_err(bad)?;
    let mut answer = body.into_response();
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    answer.headers_mut().insert(header::CONTENT_TYPE, media_type);
    Ok(answer)
}

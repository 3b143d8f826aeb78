//! The pages: those that were built into the binary, or those of a folder while they are being written.
//!
//! All of them are in memory before the first request, so that no request ever becomes a path. Names below
//! `assets/` carry a hash of their content and may be kept for ever; everything else is asked for again.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;

use crate::app::Shared;
use crate::error::ServeError;

/// What `make ui` built, when it had before the binary was.
#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Built;

/// Files of the pages together, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Shown where the pages are not there.
const MISSING: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Daylight</title>\
    <h1>The workspace was not built</h1>\
    <p>This binary holds no pages. Run <code>make ui</code> (it needs npm), build the binary again, and start \
    <code>daylight serve</code> once more.</p>\
    <p>The API answers all the same; see docs/reference/api.md.</p></html>";

struct Page {
    media_type: &'static str,
    plain: Bytes,
    /// Only where it is smaller.
    gzip: Option<Bytes>,
}

/// The pages by their names.
pub struct Ui {
    pages: BTreeMap<String, Page>,
}

impl Ui {
    pub(crate) fn new(dir: Option<&Path>) -> Result<Self, ServeError> {
        let mut pages = BTreeMap::new();
        match dir {
            Some(dir) => read(dir, "", &mut pages)?,
            None => {
                for name in Built::iter() {
                    if let Some(file) = Built::get(&name) {
                        pages.insert(name.to_string(), page(&name, file.data.into_owned().into()));
                    }
                }
            }
        }
        Ok(Self { pages })
    }
}

fn read(dir: &Path, below: &str, pages: &mut BTreeMap<String, Page>) -> Result<(), ServeError> {
    let failed = |source| ServeError::Io { what: "cannot read the pages in", path: dir.to_owned(), source };
    let mut total = 0;
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() && below.matches('/').count() < 4 {
            read(&entry.path(), &format!("{name}/"), pages)?;
        } else if kind.is_file() {
            let bytes = fs::read(entry.path()).map_err(failed)?;
            total += bytes.len() as u64;
            if total > MAX_BYTES {
                break;
            }
            pages.insert(name.clone(), page(&name, bytes.into()));
        }
    }
    Ok(())
}

fn page(name: &str, plain: Bytes) -> Page {
    let media_type = match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" | "map" => "application/json",
        "woff2" => "font/woff2",
        "txt" | "md" | "ftl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    let gzip = pack(&plain).filter(|packed| packed.len() < plain.len());
    Page { media_type, plain, gzip }
}

fn pack(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// The page of a path; the first one for `/`.
#[allow(clippy::unused_async, reason = "the framework wants handlers that wait")]
pub async fn serve(State(app): State<Shared>, uri: Uri, headers: HeaderMap) -> Response {
    let name = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        name => name,
    };
    let Some(page) = app.ui.pages.get(name) else {
        if name == "index.html" {
            return (StatusCode::OK, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], MISSING).into_response();
        }
        return (
            StatusCode::NOT_FOUND,
            [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
            "there is no such page\n",
        )
            .into_response();
    };
    let takes_gzip =
        headers.get_all(header::ACCEPT_ENCODING).iter().any(|v| v.to_str().is_ok_and(|v| v.contains("gzip")));
    let packed = page.gzip.as_ref().filter(|_| takes_gzip);
    let mut answer = packed.unwrap_or(&page.plain).clone().into_response();
    let set = answer.headers_mut();
    set.insert(header::CONTENT_TYPE, HeaderValue::from_static(page.media_type));
    set.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if packed.is_some() {
        set.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    let keep = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    answer
}

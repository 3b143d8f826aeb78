//! Originals and posts: bytes against recorded hashes.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use daylight_core::Progress;

use super::VerifyReport;
use super::database::Held;
use crate::files;
use crate::store::view::original_path;
use crate::text::to_hex;

pub(super) fn check(dir: &Path, held: Option<&Held>, report: &mut VerifyReport, progress: &dyn Progress) {
    if !dir.join(crate::vault::VAULT).is_file() {
        report.damaged("vault", "it is missing: nothing sealed can be opened");
    }
    let nothing = Held::default();
    let known = held.unwrap_or(&nothing);
    let mut files: BTreeMap<&str, (&str, u64)> = BTreeMap::new();
    for (path, (sha256, bytes)) in known.originals.iter().chain(&known.posts) {
        files.insert(path, (sha256, *bytes));
    }
    for (i, (path, (sha256, bytes))) in files.iter().enumerate() {
        progress.step("evidence", i as u64, files.len() as u64);
        check_file(dir, path, sha256, *bytes, report);
    }
    for folder in ["originals", "posts"] {
        match files::list(&dir.join(folder)) {
            Ok(found) => found.iter().map(|name| format!("{folder}/{name}")).for_each(|path| {
                if !files.contains_key(path.as_str()) {
                    stranger(dir, &path, held.is_some(), report);
                }
            }),
            Err(e) => report.damaged(folder, format!("the folder cannot be listed: {e}")),
        }
    }
}

fn check_file(dir: &Path, path: &str, sha256: &str, bytes: u64, report: &mut VerifyReport) {
    match files::hash_file(&dir.join(path)) {
        Ok(found) if found.bytes != bytes => {
            report.damaged(path, format!("it has {} bytes instead of {bytes}", found.bytes));
        }
        Ok(found) if to_hex(&found.sha256) != sha256 => report.damaged(path, "its bytes are not those that were kept"),
        Ok(_) if path.starts_with("posts/") => report.n_posts_files += 1,
        Ok(_) => report.n_originals += 1,
        Err(e) if e.kind() == io::ErrorKind::NotFound => report.damaged(path, "it is missing"),
        Err(e) => report.damaged(path, format!("it cannot be read: {e}")),
    }
    report.n_bytes += bytes;
}

/// A file that no record speaks of. The name of an original is its hash, so it can be checked all the same.
fn stranger(dir: &Path, path: &str, is_known: bool, report: &mut VerifyReport) {
    let name = path.strip_prefix("originals/sha256/").map(|n| n.replace('/', ""));
    if let Some(sha256) = name.filter(|n| n.len() == 64 && original_path(n) == path) {
        match files::hash_file(&dir.join(path)) {
            Ok(found) if to_hex(&found.sha256) == sha256 => report.n_bytes += found.bytes,
            Ok(_) => report.damaged(path, "its bytes do not have the hash that its name says"),
            Err(e) => report.damaged(path, format!("it cannot be read: {e}")),
        }
    }
    if is_known {
        report.note(format!("{path} belongs to no record"));
    }
}

//! A result folder that is whole or not there.
//!
//! Everything is first written into `DIR/.partial-…/` and synced; only then are the files renamed into
//! place, `manifest.json` last. An older manifest is removed before the first rename, so that a power
//! cut or `kill -9` at any moment leaves either the old result, a folder without a manifest (no
//! result), or the new one. The price is twice the space while a result is replaced.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use daylight_core::wire::v1::OutputFile;
use daylight_core::{ExportError, Fill, Output};
use sha2::{Digest, Sha256};

use crate::error::ShareError;

/// Name of the file whose presence says that a result is whole.
pub const MANIFEST: &str = "manifest.json";
const PARTIAL: &str = ".partial-";
const LOCK: &str = "lock";
/// Stands while files are put into place: what lies there without a manifest is then Daylight's own.
const REPLACING: &str = ".replacing";

/// Asks, before the work, whether `dir` can take files of these names: it must be new, empty of them, or hold a
/// result. Without a manifest they are somebody else's, and are not overwritten.
///
/// # Errors
/// [`ShareError::Foreign`] with the file in the way; an error of input and output when `dir` is a file.
pub fn can_hold(dir: &Path, names: &[&str]) -> Result<(), ShareError> {
    if dir.is_file() {
        let source = io::Error::new(io::ErrorKind::NotADirectory, "it is a file");
        return Err(ShareError::io("no result can be written into", dir, source));
    }
    if dir.join(MANIFEST).exists() || dir.join(REPLACING).exists() {
        return Ok(());
    }
    match names.iter().map(|name| dir.join(name)).find(|path| path.exists()) {
        Some(path) => Err(ShareError::Foreign(path)),
        None => Ok(()),
    }
}

/// A result being written.
#[derive(Debug)]
pub struct OutputDir {
    dir: PathBuf,
    partial: PathBuf,
    /// Held as long as the result is written; other runs see that this one lives.
    _lock: File,
    files: Vec<OutputFile>,
    committed: bool,
}

impl OutputDir {
    /// Opens `dir` for a new result, creating it; clears what killed runs left behind.
    pub fn begin(dir: &Path) -> Result<Self, ShareError> {
        fs::create_dir_all(dir).map_err(|e| ShareError::io("cannot create the folder", dir, e))?;
        clear_abandoned(dir)?;
        let partial = dir.join(format!("{PARTIAL}{:x}", std::process::id()));
        fs::create_dir(&partial).map_err(|e| ShareError::io("cannot create", &partial, e))?;
        let lock_path = partial.join(LOCK);
        let lock = File::create(&lock_path).map_err(|e| ShareError::io("cannot create", &lock_path, e))?;
        lock.try_lock().map_err(|_| ShareError::Busy(dir.to_owned()))?;
        Ok(Self { dir: dir.to_owned(), partial, _lock: lock, files: Vec::new(), committed: false })
    }

    /// Files written so far, in order of name.
    pub fn files(&self) -> Vec<OutputFile> {
        let mut files = self.files.clone();
        files.sort();
        files
    }

    /// Like [`Output::file`], readable by the owner only (on Unix).
    pub fn private_file(&mut self, name: &str, fill: &mut Fill<'_>) -> Result<(), ExportError> {
        self.write(name, true, fill)
    }

    /// Puts the files into place; `manifest` is written from the list of them and renamed last.
    pub fn commit(
        mut self,
        manifest: impl FnOnce(Vec<OutputFile>) -> Result<String, ShareError>,
    ) -> Result<Vec<OutputFile>, ShareError> {
        let files = self.files();
        let text = manifest(files.clone())?;
        self.write(MANIFEST, false, &mut |w| w.write_all(text.as_bytes()))?;
        let old = self.dir.join(MANIFEST);
        let listed_before = fs::read(&old).map(|bytes| listed(&bytes)).unwrap_or_default();
        let mark = self.dir.join(REPLACING);
        File::create(&mark).and_then(|f| f.sync_all()).map_err(|e| ShareError::io("cannot write", &mark, e))?;
        sync_dir(&self.dir)?;
        match fs::remove_file(&old) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(ShareError::io("cannot replace", old, e)),
            _ => sync_dir(&self.dir)?,
        }
        for file in &files {
            self.place(&file.name)?;
        }
        // What an older result had and this one has not would be taken for part of it.
        let listed_now = listed(text.as_bytes());
        for name in listed_before.iter().filter(|n| !listed_now.contains(n)) {
            let stale = self.dir.join(name);
            match fs::remove_file(&stale) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(ShareError::io("cannot remove", stale, e)),
                _ => {}
            }
        }
        for folder in files.iter().filter_map(|f| Path::new(&f.name).parent()) {
            sync_dir(&self.dir.join(folder))?;
        }
        sync_dir(&self.dir)?;
        self.place(MANIFEST)?;
        sync_dir(&self.dir)?;
        fs::remove_file(&mark).map_err(|e| ShareError::io("cannot remove", &mark, e))?;
        self.committed = true;
        Ok(files)
    }

    fn place(&self, name: &str) -> Result<(), ShareError> {
        let to = self.dir.join(name);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(|e| ShareError::io("cannot create the folder", parent, e))?;
        }
        fs::rename(self.partial.join(name), &to).map_err(|e| ShareError::io("cannot move into place", to, e))
    }

    fn write(&mut self, name: &str, private: bool, fill: &mut Fill<'_>) -> Result<(), ExportError> {
        let (sha256, bytes) = self
            .write_hashed(name, private, fill)
            .map_err(|source| ExportError::Write { file: name.to_owned(), source })?;
        if name != MANIFEST {
            self.files.retain(|f| f.name != name);
            self.files.push(OutputFile { name: name.to_owned(), sha256, bytes });
        }
        Ok(())
    }

    fn write_hashed(&self, name: &str, private: bool, fill: &mut Fill<'_>) -> io::Result<(String, u64)> {
        let path = self.partial.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        if private {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        #[cfg(not(unix))]
        let _ = private;
        let file = options.open(&path)?;
        let mut writer = BufWriter::with_capacity(1 << 18, Hashing { inner: file, sha: Sha256::new(), bytes: 0 });
        fill(&mut writer)?;
        let hashing = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        hashing.inner.sync_all()?;
        Ok((hex(&hashing.sha.finalize()), hashing.bytes))
    }
}

/// Outputs that a manifest lists, by plain file names only: a manifest may come from elsewhere, and nothing
/// outside the folder is touched on its word.
fn listed(manifest: &[u8]) -> Vec<String> {
    let Ok(manifest) = serde_json::from_slice::<daylight_core::wire::v1::Manifest>(manifest) else { return Vec::new() };
    let plain = |name: &String| !name.contains(['/', '\\']) && !name.starts_with('.') && !name.is_empty();
    manifest.outputs.into_iter().map(|o| o.name).filter(plain).collect()
}

impl Output for OutputDir {
    fn file(&mut self, name: &str, fill: &mut Fill<'_>) -> Result<(), ExportError> {
        self.write(name, false, fill)
    }
}

impl Drop for OutputDir {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run into the same folder.
        let _ = fs::remove_dir_all(&self.partial);
        debug_assert!(!self.committed || self.dir.join(MANIFEST).exists());
    }
}

/// Removes the partial folders whose lock nobody holds.
fn clear_abandoned(dir: &Path) -> Result<(), ShareError> {
    let entries = fs::read_dir(dir).map_err(|e| ShareError::io("cannot list", dir, e))?;
    for entry in entries.flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PARTIAL) {
            continue;
        }
        if let Ok(lock) = File::open(entry.path().join(LOCK))
            && matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
        {
            return Err(ShareError::Busy(dir.to_owned()));
        }
        let path = entry.path();
        fs::remove_dir_all(&path).map_err(|e| ShareError::io("cannot clear", path, e))?;
    }
    Ok(())
}

/// Makes renames in `dir` durable where the system lets folders be synced.
fn sync_dir(dir: &Path) -> Result<(), ShareError> {
    #[cfg(unix)]
    File::open(dir).and_then(|d| d.sync_all()).map_err(|e| ShareError::io("cannot sync", dir, e))?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

struct Hashing<W> {
    inner: W,
    sha: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(buf)?;
        self.sha.update(&buf[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// SHA-256 and size of a file.
pub(crate) fn hash_file(path: &Path) -> io::Result<(String, u64)> {
    let mut sha = Hashing { inner: io::sink(), sha: Sha256::new(), bytes: 0 };
    io::copy(&mut File::open(path)?, &mut sha)?;
    Ok((hex(&sha.sha.finalize()), sha.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(dir: &Path, text: &'static str) -> Result<Vec<OutputFile>, ShareError> {
        let mut out = OutputDir::begin(dir)?;
        out.file("sub/a.txt", &mut |w| w.write_all(text.as_bytes()))?;
        out.commit(|files| Ok(files[0].sha256.clone()))
    }

    #[test]
    fn files_appear_with_their_hash_and_nothing_is_left_over() {
        let dir = tempfile::tempdir().unwrap();
        let files = write(dir.path(), "abc").unwrap();
        assert_eq!(files[0].sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(hash_file(&dir.path().join("sub/a.txt")).unwrap(), (files[0].sha256.clone(), 3));
        let names: Vec<_> = fs::read_dir(dir.path()).unwrap().flatten().map(|e| e.file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    #[test]
    fn files_of_others_are_not_overwritten_and_those_of_a_killed_run_are() {
        let dir = tempfile::tempdir().unwrap();
        assert!(can_hold(&dir.path().join("new"), &["a.txt"]).is_ok());
        fs::write(dir.path().join("a.txt"), "precious").unwrap();
        assert!(
            matches!(can_hold(dir.path(), &["b.txt", "a.txt"]), Err(ShareError::Foreign(p)) if p.ends_with("a.txt"))
        );
        assert!(can_hold(dir.path(), &["b.txt"]).is_ok());
        assert!(can_hold(&dir.path().join("a.txt"), &[]).is_err());
        fs::write(dir.path().join(REPLACING), "").unwrap();
        assert!(can_hold(dir.path(), &["a.txt"]).is_ok());
    }

    #[test]
    fn a_failed_run_leaves_the_old_result_whole() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "old").unwrap();
        let mut out = OutputDir::begin(dir.path()).unwrap();
        let full = out.file("sub/a.txt", &mut |_| Err(io::Error::from(io::ErrorKind::StorageFull)));
        assert!(full.unwrap_err().to_string().contains("sub/a.txt"));
        drop(out);
        assert_eq!(fs::read_to_string(dir.path().join("sub/a.txt")).unwrap(), "old");
        assert!(dir.path().join(MANIFEST).exists());
    }

    #[test]
    fn what_a_killed_run_left_is_cleared_and_a_living_one_is_respected() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join(".partial-dead/private")).unwrap();
        fs::write(dir.path().join(".partial-dead/lock"), "").unwrap();
        let living = OutputDir::begin(dir.path()).unwrap();
        assert!(!dir.path().join(".partial-dead").exists());
        assert!(matches!(OutputDir::begin(dir.path()), Err(ShareError::Busy(_))));
        drop(living);
        write(dir.path(), "new").unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn private_files_are_for_the_owner() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let mut out = OutputDir::begin(dir.path()).unwrap();
        out.private_file("private/x", &mut |w| w.write_all(b"x")).unwrap();
        out.commit(|_| Ok(String::new())).unwrap();
        let mode = fs::metadata(dir.path().join("private/x")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

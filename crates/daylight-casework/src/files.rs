//! Files that are either whole or absent.
//!
//! A file is written under a temporary name in its own file system, synced, renamed to its final name, and
//! then the folder is synced: before the last step a power cut may lose the name, after it nothing is lost.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use sha2::{Digest, Sha256};

use crate::error::{CaseError, Result};
use crate::outside::Context;

/// End of the name of a file that is not whole yet.
const TEMPORARY: &str = ".tmp";
/// Bytes read at a time; memory does not grow with the file.
const BLOCK: usize = 1 << 18;
/// Blocks that are read before the first of them is written.
const BLOCKS_AHEAD: usize = 32;
/// Bytes after which the disk is asked to take what it has, so that the last sync is short.
const SYNC_EVERY: usize = 64 << 20;

/// Size and SHA-256 of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hashed {
    pub sha256: [u8; 32],
    pub bytes: u64,
}

/// Syncs a folder, so that the names in it survive a power cut.
pub(crate) fn sync_dir(dir: &Path, context: &Context) -> Result<()> {
    File::open(dir).and_then(|d| d.sync_all()).map_err(CaseError::io("cannot sync the folder", dir))?;
    context.step("folder:synced");
    Ok(())
}

/// Makes a folder and syncs each level that was new.
pub(crate) fn make_dirs(dir: &Path, context: &Context) -> Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(parent) = parent {
        make_dirs(parent, context)?;
    }
    match fs::create_dir(dir) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(CaseError::io("cannot make the folder", dir)(e)),
        _ => sync_dir(parent.unwrap_or(Path::new(".")), context),
    }
}

/// Renames within one file system and syncs the folder that holds the new name.
pub(crate) fn rename(from: &Path, to: &Path, context: &Context) -> Result<()> {
    fs::rename(from, to).map_err(CaseError::io("cannot rename to", to))?;
    context.step("file:renamed");
    // The parent of a bare name is empty, and means the folder that we are in.
    sync_dir(to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")), context)
}

/// Syncs a file that somebody else wrote.
pub(crate) fn sync_file(path: &Path, context: &Context) -> Result<()> {
    // Some systems sync only what is open for writing.
    let file = OpenOptions::new().append(true).open(path).map_err(CaseError::io("cannot open", path))?;
    file.sync_all().map_err(CaseError::io("cannot sync", path))?;
    context.step("file:synced");
    Ok(())
}

/// Replaces `path` by `bytes`, whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8], context: &Context) -> Result<()> {
    let temporary = temporary_beside(path);
    let write = || -> io::Result<()> {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        context.step("file:written");
        file.sync_all()
    };
    write().map_err(CaseError::io("cannot write", &temporary))?;
    context.step("file:synced");
    rename(&temporary, path, context)
}

fn temporary_beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}{TEMPORARY}"))
}

/// Whether a file name is one that [`write_whole`] uses before the rename.
pub(crate) fn is_temporary(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(TEMPORARY)
}

/// Copies from `reader` to a new file, hashing on the way; the file is synced, not yet renamed.
///
/// A large file is hashed while it is written, and goes to the disk while the rest is still read.
pub(crate) fn copy_hashed(reader: &mut dyn Read, to: &Path, context: &Context) -> Result<Hashed> {
    let mut file = File::create(to).map_err(CaseError::io("cannot write", to))?;
    let mut first = Vec::new();
    let hashed = (&mut *reader).take(BLOCK as u64).read_to_end(&mut first).and_then(|n| {
        if n < BLOCK {
            file.write_all(&first)?;
            return Ok(Hashed { sha256: Sha256::digest(&first).into(), bytes: n as u64 });
        }
        copy_large(&mut first.as_slice().chain(reader), &file)
    });
    let hashed = hashed.map_err(CaseError::io("cannot copy to", to))?;
    context.step("file:written");
    file.sync_all().map_err(CaseError::io("cannot sync", to))?;
    context.step("file:synced");
    Ok(hashed)
}

/// One thread reads and hashes, one writes, one asks the disk to keep up.
fn copy_large(reader: &mut dyn Read, file: &File) -> io::Result<Hashed> {
    thread::scope(|scope| {
        let (full, to_write) = sync_channel::<Vec<u8>>(BLOCKS_AHEAD);
        let (written, empty) = channel();
        let (tick, ticks) = sync_channel(1);
        // What goes wrong here shows again when the whole file is synced.
        scope.spawn(move || ticks.iter().for_each(|()| drop(file.sync_data())));
        let writer = scope.spawn(move || write_blocks(file, &to_write, &written, &tick));
        let mut hasher = Sha256::new();
        let mut bytes = 0;
        let outcome = loop {
            let mut block: Vec<u8> = empty.try_recv().unwrap_or_default();
            block.clear();
            if let Err(error) = (&mut *reader).take(BLOCK as u64).read_to_end(&mut block) {
                break Err(error);
            }
            if block.is_empty() {
                break Ok(());
            }
            hasher.update(&block);
            bytes += block.len() as u64;
            // The writer ends early only with an error, which is told below.
            if full.send(block).is_err() {
                break Ok(());
            }
        };
        drop(full);
        writer.join().map_err(|_| io::Error::other("the thread that writes broke off"))??;
        outcome.map(|()| Hashed { sha256: hasher.finalize().into(), bytes })
    })
}

fn write_blocks(
    mut file: &File,
    blocks: &Receiver<Vec<u8>>,
    written: &Sender<Vec<u8>>,
    tick: &SyncSender<()>,
) -> io::Result<()> {
    let mut since_sync = 0;
    for block in blocks {
        file.write_all(&block)?;
        since_sync += block.len();
        if since_sync >= SYNC_EVERY && tick.try_send(()).is_ok() {
            since_sync = 0;
        }
        // Nobody takes empty blocks back once everything is read.
        let _ = written.send(block);
    }
    Ok(())
}

/// SHA-256 and size of a file.
pub(crate) fn hash_file(path: &Path) -> io::Result<Hashed> {
    pump(&mut File::open(path)?, |_| Ok(()))
}

fn pump(reader: &mut dyn Read, mut sink: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<Hashed> {
    let mut block = vec![0; BLOCK];
    let mut hasher = Sha256::new();
    let mut bytes = 0;
    loop {
        let n = match reader.read(&mut block) {
            Ok(0) => return Ok(Hashed { sha256: hasher.finalize().into(), bytes }),
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        hasher.update(&block[..n]);
        sink(&block[..n])?;
        bytes += n as u64;
    }
}

/// Removes a file; one that is gone already is fine.
pub(crate) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(CaseError::io("cannot remove", path)(e)),
        _ => Ok(()),
    }
}

/// Reads a file of at most `limit` bytes; a longer one is an error of kind `InvalidData`.
pub(crate) fn read_limited(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("longer than {limit} bytes")));
    }
    Ok(bytes)
}

/// All regular files below `dir`, sorted, as paths relative to it with `/`. Links are listed, never followed.
pub(crate) fn list(dir: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        for item in fs::read_dir(dir.join(&folder))? {
            let item = item?;
            let name = item.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if item.file_type()?.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Takes all rights to write away.
pub(crate) fn make_read_only(path: &Path) -> Result<()> {
    let mut rights = fs::metadata(path).map_err(CaseError::io("cannot read", path))?.permissions();
    rights.set_readonly(true);
    fs::set_permissions(path, rights).map_err(CaseError::io("cannot write-protect", path))
}

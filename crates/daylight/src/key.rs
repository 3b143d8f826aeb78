//! The key of the pseudonyms.

use crate::cli::{NameArgs, NameStyle};
use anyhow::{Context, bail};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const KEY_BYTES: usize = 32;

/// The key, made and stored when there is none; `None` when names stay as they are.
pub fn key(args: &NameArgs) -> anyhow::Result<Option<Vec<u8>>> {
    if args.names == NameStyle::Plain {
        return Ok(None);
    }
    let path = match &args.key_file {
        Some(path) => path.clone(),
        None => folder()?.join("pseudonym.key"),
    };
    read_or_make(&path).map(Some)
}

/// The key in a file, made when there is none.
pub fn read_or_make(path: &Path) -> anyhow::Result<Vec<u8>> {
    match fs::read(path) {
        Ok(bytes) if bytes.len() >= KEY_BYTES => Ok(bytes),
        Ok(bytes) => bail!("{} holds {} bytes; a key has at least {KEY_BYTES}", path.display(), bytes.len()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => create(path),
        Err(e) => Err(e).with_context(|| format!("the key {} cannot be read", path.display())),
    }
}

/// Where keys lie that nobody named a place for.
pub fn folder() -> anyhow::Result<PathBuf> {
    let folder = std::env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config")))
        .context(
            "there is no home folder to keep a key in; give --key-file FILE (or --case-key FILE), or --names plain",
        )?;
    Ok(folder.join("daylight"))
}

fn create(path: &Path) -> anyhow::Result<Vec<u8>> {
    let failed = || format!("the key {} cannot be made", path.display());
    let mut key = vec![0u8; KEY_BYTES];
    getrandom::fill(&mut key).map_err(|e| anyhow::anyhow!("no random numbers: {e}"))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(failed)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(failed)?;
    file.write_all(&key).and_then(|()| file.sync_all()).with_context(failed)?;
    Ok(key)
}

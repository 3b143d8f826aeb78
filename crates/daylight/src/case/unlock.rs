//! Keys, the acting member, the clock and random numbers of a case.

use crate::advice::Advice;
use crate::cli::{OpenArgs, UnlockArgs};
use crate::key;
use anyhow::{Context as _, bail};
use daylight_casework::records::is_sealed;
use daylight_casework::{Case, CaseView, Context, Outside, Unlock};
use daylight_core::record::{Record, RecordSet};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// What opens the vault, held while it is used.
pub enum Secret {
    Passphrase(String),
    KeyFile(Vec<u8>),
}

impl Secret {
    pub fn as_unlock(&self) -> Unlock<'_> {
        match self {
            Self::Passphrase(words) => Unlock::Passphrase(words),
            Self::KeyFile(bytes) => Unlock::KeyFile(bytes),
        }
    }
}

/// Passphrase or key file, as told; a key file is made when `make` and there is none.
pub fn secret(args: &UnlockArgs, make: bool) -> anyhow::Result<Secret> {
    if let Some(path) = &args.passphrase_file {
        let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let words = text.lines().next().unwrap_or_default().to_owned();
        if words.is_empty() {
            bail!("the first line of {} is the passphrase, and it is empty", path.display());
        }
        return Ok(Secret::Passphrase(words));
    }
    let path = match &args.case_key {
        Some(path) => path.clone(),
        None => key::folder()?.join("case.key"),
    };
    if !make && !path.exists() {
        bail!(
            "the key of the case is not at {}; name it with --case-key FILE or --passphrase-file FILE",
            path.display()
        );
    }
    Ok(Secret::KeyFile(key::read_or_make(&path)?))
}

/// Opens a case for writing.
pub fn open(dir: &Path, args: &UnlockArgs) -> anyhow::Result<Case> {
    if !super::is_case(dir) {
        bail!(
            "{} is no case; make one with `daylight case new {0} --legal-basis … --access-basis … --retention-until …`",
            dir.display()
        );
    }
    Ok(Case::open(dir, secret(args, false)?.as_unlock(), &surroundings())?)
}

/// Opens a case for writing, as the options say.
pub fn enter(args: &OpenArgs) -> anyhow::Result<Case> {
    open(&args.dir, &args.unlock)
}

/// The records, for who reads: a member, once the case has members.
pub fn records(view: &CaseView, args: &UnlockArgs) -> anyhow::Result<RecordSet> {
    let set = view.records()?;
    // Who is asked for only where it matters.
    if set.case().is_none() {
        return Ok(set);
    }
    let shown = view.records_for(&actor(args)?, now_us());
    shown.context("only members read a case; say who you are with --actor NAME")
}

/// Logs, before they are shown, that records which lead to sealed values are.
pub fn log_sealed<'a>(args: &OpenArgs, shown: impl IntoIterator<Item = &'a Record>, how: &str) -> anyhow::Result<()> {
    let ids: BTreeSet<String> = shown.into_iter().filter(|r| is_sealed(r)).map(|r| r.id.clone()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<String> = ids.into_iter().collect();
    let mut case = enter(args).context("a record that leads to sealed values is shown only when the log can say so")?;
    Ok(case.log_view(&ids, how, &actor(&args.unlock)?)?)
}

/// Who acts: as told, or the login name.
pub fn actor(args: &UnlockArgs) -> anyhow::Result<String> {
    let login = || std::env::var("USER").or_else(|_| std::env::var("USERNAME")).ok();
    match args.actor.clone().or_else(login) {
        Some(name) if !name.trim().is_empty() => Ok(name),
        _ => Err(Advice::new(
            "nobody is named who acts; the log of the case keeps the name, keyed",
            "say who you are with --actor NAME, or once for all with DAYLIGHT_ACTOR=NAME in the environment",
        )
        .into()),
    }
}

/// Microseconds UTC since 1970.
pub fn now_us() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| i64::try_from(d.as_micros()).unwrap_or(i64::MAX))
}

struct System;

impl Outside for System {
    fn now_us(&self) -> i64 {
        now_us()
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        getrandom::fill(bytes).map_err(io::Error::other)
    }
}

/// The clock and the random numbers of the system.
pub fn surroundings() -> Context {
    Context::new(System)
}

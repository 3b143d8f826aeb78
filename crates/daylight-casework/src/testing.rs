//! Surroundings for tests: a clock that ticks once a call, random bytes from a seed, a trace of the steps.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use daylight_core::{ProblemLog, SilentProgress};
use sha2::{Digest, Sha256};

use crate::outside::{Context, Outside};
use crate::{
    Added, Begun, Case, CaseMeta, ClearAccount, Counts, DataSet, ImportDone, ImportInfo, ImportKey, NewName,
    OriginalMeta, Pseudonym, Stretch, Unlock, VerifyReport, files, verify,
};

#[derive(Default)]
pub struct State {
    pub now_us: i64,
    seed: u64,
    drawn: u64,
    pub trace: Vec<&'static str>,
    /// Called at each step.
    pub at_step: Option<Box<dyn FnMut(&'static str) + Send>>,
}

#[derive(Clone, Default)]
pub struct Fixed(pub Arc<Mutex<State>>);

impl Fixed {
    pub fn new(seed: u64) -> Self {
        let state = State { now_us: 1_700_000_000_000_000, seed, ..State::default() };
        Self(Arc::new(Mutex::new(state)))
    }

    pub fn context(&self) -> Context {
        Context::new(self.clone())
    }
}

impl Outside for Fixed {
    fn now_us(&self) -> i64 {
        let mut state = self.0.lock().unwrap();
        state.now_us += 1_000_000;
        state.now_us
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::new().chain_update(state.seed.to_be_bytes()).chain_update(state.drawn.to_be_bytes());
            chunk.copy_from_slice(&block.finalize()[..chunk.len()]);
            state.drawn += 1;
        }
        Ok(())
    }

    fn step(&self, name: &'static str) {
        let mut state = self.0.lock().unwrap();
        state.trace.push(name);
        if let Some(mut call) = state.at_step.take() {
            call(name);
            state.at_step = Some(call);
        }
    }
}

pub fn context(seed: u64) -> Context {
    Fixed::new(seed).context()
}

/// What opens the vaults of tests.
pub const UNLOCK: Unlock<'static> = Unlock::KeyFile(&[42; 32]);
/// Argon2 as cheap as it gets.
pub const CHEAP: Stretch = Stretch { memory_kib: 64, passes: 1 };

pub fn meta() -> CaseMeta {
    CaseMeta {
        name: "Test of a harbor vote".into(),
        access_basis: vec!["manifestly-public".into()],
        legal_basis: "research mandate".into(),
        retention_until: "2030-01-01".into(),
    }
}

/// A folder for a test, in memory where there is such a place: syncing it costs nothing.
pub fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()).unwrap()
}

/// A new case in `dir/case`.
pub fn new_case(dir: &Path, outside: &Fixed) -> Case {
    Case::create(&dir.join("case"), &meta(), "member-1", UNLOCK, CHEAP, &outside.context()).unwrap()
}

pub fn original(name: &str) -> OriginalMeta {
    let data_set = DataSet { access_basis: "manifestly-public".into(), ..DataSet::default() };
    OriginalMeta { name: NewName::Clear(name.into()), source: Some("handed over on paper".into()), data_set }
}

pub fn add(case: &mut Case, bytes: &[u8]) -> Added {
    case.add_original(&mut &*bytes, &original("posts.csv"), "member-1").unwrap()
}

pub fn key(original: &str) -> ImportKey {
    ImportKey { original: original.into(), part: String::new(), importer: "csv".into(), importer_version: "1".into() }
}

/// Imports an original: its bytes are its posts.
pub fn import(case: &mut Case, sha256: &str, accounts: &[Pseudonym], posts: &[u8]) -> ImportInfo {
    match case.begin_import(&key(sha256)).unwrap() {
        Begun::Already(info) => *info,
        Begun::Fresh { import, partial } => {
            std::fs::write(partial, posts).unwrap();
            let counts = Counts { read: 5, kept: 4, rejected: 1 };
            let problems = &ProblemLog::default();
            case.commit_import(&import, &ImportDone { actor: "member-1", counts, accounts, problems }).unwrap()
        }
    }
}

pub fn account(id: &str) -> ClearAccount {
    let values = [("handle", format!("handle-of-{id}")), ("url", format!("https://social.example/{id}"))];
    let values = values.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    ClearAccount { platform: "telegram".into(), platform_id: id.into(), values }
}

pub fn verified(dir: &Path) -> VerifyReport {
    verify(dir, &SilentProgress)
}

/// Copies a folder, files writable.
pub fn copy_dir(from: &Path, to: &Path) {
    for name in files::list(from).unwrap() {
        let target = to.join(&name);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, std::fs::read(from.join(name)).unwrap()).unwrap();
    }
    for folder in ["originals/incoming", "originals/sha256", "posts/partial", "runs"] {
        std::fs::create_dir_all(to.join(folder)).unwrap();
    }
}

/// Whether the full sizes of `make reliability` are asked for, and where the figures go then.
pub fn full() -> Option<std::path::PathBuf> {
    std::env::var_os("DAYLIGHT_RELIABILITY").map(Into::into)
}

/// Prints a figure, and keeps it where `make reliability` collects them.
pub fn figure(name: &str, value: impl std::fmt::Display) {
    use std::io::Write;
    println!("{name}: {value}");
    if let Some(dir) = full() {
        let mut file = std::fs::File::options().create(true).append(true).open(dir.join("figures.tsv")).unwrap();
        file.write_all(format!("{name}\t{value}\n").as_bytes()).unwrap();
    }
}

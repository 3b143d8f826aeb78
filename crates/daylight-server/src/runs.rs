//! The results of the case, read when they are asked for and kept while they do not change.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use daylight_casework::{ImportInfo, sha256_hex};
use daylight_core::Package;
use daylight_core::wire::v1::Manifest;

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::query::Table;
use crate::wire::v1;

/// Folder below that of the case.
const FOLDER: &str = "runs";
/// The file that a whole result has.
const MANIFEST: &str = daylight_share::MANIFEST;
/// Stands for the newest result in paths.
pub const LATEST: &str = "latest";
/// Results that are kept in memory.
const MAX_LOADED: usize = 3;
/// Longest name of a result.
const MAX_NAME: usize = 100;

/// The groups of a loaded result, for a table of so many accounts.
type GroupsOf = (Arc<Loaded>, usize, Arc<Groups>);

/// The results of one case.
pub struct Runs {
    dir: PathBuf,
    loaded: Mutex<Vec<Arc<Loaded>>>,
    groups: Mutex<Vec<GroupsOf>>,
    /// Numbers that were given to results that are not written yet.
    given: Mutex<u32>,
}

/// A result in memory.
pub struct Loaded {
    /// Its id: the name of its folder.
    pub id: String,
    written: Option<SystemTime>,
    /// How it came about.
    pub manifest: Manifest,
    /// Hex SHA-256 of its manifest.
    pub manifest_sha256: String,
    /// What was found.
    pub package: Package,
    /// Rows of its files by their fingerprints, with the first row of the file in the table.
    rows: Mutex<BTreeMap<String, (u32, Arc<Rows>)>>,
}

/// Which accounts of the case are in which group of a result.
pub struct Groups {
    /// Group of each account (by its number in the table); 0 for none.
    pub of: Vec<u32>,
    /// One more than the highest number of a group.
    pub n: usize,
}

impl Groups {
    /// Accounts of a group.
    pub fn members(&self, group: u32) -> Vec<u32> {
        let in_group = |(account, of): (usize, &u32)| (*of == group && group > 0).then_some(account as u32);
        self.of.iter().enumerate().filter_map(in_group).collect()
    }

    /// Group of an account.
    pub fn of(&self, account: u32) -> Option<u32> {
        self.of.get(account as usize).copied().filter(|g| *g > 0)
    }
}

struct Found {
    id: String,
    written: Option<SystemTime>,
}

impl Runs {
    pub(crate) fn new(case: &Path) -> Self {
        Self { dir: case.join(FOLDER), loaded: Mutex::default(), groups: Mutex::default(), given: Mutex::default() }
    }

    /// Where results lie.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Whole results, newest first.
    fn found(&self) -> Vec<Found> {
        let Ok(entries) = fs::read_dir(&self.dir) else { return Vec::new() };
        let mut found: Vec<Found> = entries
            .flatten()
            .filter_map(|entry| {
                let id = entry.file_name().into_string().ok()?;
                let manifest = entry.path().join(MANIFEST).metadata().ok().filter(fs::Metadata::is_file)?;
                let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
                let is_plain = id.len() <= MAX_NAME && id.chars().all(plain) && !id.starts_with('.') && id != LATEST;
                is_plain.then(|| Found { id, written: manifest.modified().ok() })
            })
            .collect();
        found.sort_by(|a, b| b.written.cmp(&a.written).then_with(|| b.id.cmp(&a.id)));
        found
    }

    /// An id for a result that is about to be made.
    pub fn new_id(&self) -> String {
        let mut given = self.given.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        loop {
            *given += 1;
            let id = format!("run-{given}");
            if !self.dir.join(&id).exists() {
                return id;
            }
        }
    }

    /// The results of a case with these imports, newest first. Those that cannot be read are left out.
    pub fn list(&self, imports: &[ImportInfo]) -> Vec<v1::Run> {
        let now = hashes(imports);
        let listed = self.found().into_iter().filter_map(|found| {
            let manifest = daylight_share::read_manifest(&self.dir.join(&found.id)).ok()?;
            Some(run(&found, &manifest, &now))
        });
        listed.collect()
    }

    fn get(&self, id: Option<&str>) -> ApiResult<Found> {
        let mut found = self.found();
        let at = match id.filter(|id| !id.is_empty() && *id != LATEST) {
            Some(id) => found.iter().position(|f| f.id == id),
            None => (!found.is_empty()).then_some(0),
        };
        at.map(|at| found.swap_remove(at)).ok_or_else(|| ApiError::not_found("result"))
    }

    /// A result, the newest unless told.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn load(&self, id: Option<&str>) -> ApiResult<Arc<Loaded>> {
        let found = self.get(id)?;
        // Held while a result is read, so that two requests do not read it twice.
        let mut loaded = self.loaded.lock().map_err(|_| ApiError::internal("a request before broke off"))?;
        if let Some(known) = loaded.iter().find(|l| l.id == found.id && l.written == found.written) {
            return Ok(known.clone());
        }
        let dir = self.dir.join(&found.id);
        let bytes = fs::read(dir.join(MANIFEST)).map_err(|_| ApiError::not_found("result"))?;
        let fresh = Arc::new(Loaded {
            manifest: daylight_share::read_manifest(&dir)?,
            manifest_sha256: sha256_hex(&bytes),
            package: daylight_share::load(&dir)?,
            rows: Mutex::default(),
            id: found.id,
            written: found.written,
        });
        loaded.retain(|l| l.id != fresh.id);
        if loaded.len() >= MAX_LOADED {
            loaded.remove(0);
        }
        loaded.push(fresh.clone());
        Ok(fresh)
    }

    /// The run of a result, as lists show it.
    pub fn shown(loaded: &Loaded, imports: &[ImportInfo]) -> v1::Run {
        let found = Found { id: loaded.id.clone(), written: loaded.written };
        run(&found, &loaded.manifest, &hashes(imports))
    }

    /// The groups of a result for a table of posts.
    ///
    /// # Errors
    /// As [`Runs::load`].
    pub fn groups(&self, app: &App, table: &Arc<Table>, id: Option<&str>) -> ApiResult<Arc<Groups>> {
        let loaded = app.runs.load(id)?;
        let key = Arc::as_ptr(table) as usize;
        let mut known = self.groups.lock().map_err(|_| ApiError::internal("a request before broke off"))?;
        if let Some((_, _, groups)) = known.iter().find(|(l, t, _)| Arc::ptr_eq(l, &loaded) && *t == key) {
            return Ok(groups.clone());
        }
        let groups = Arc::new(groups_of(&loaded.package, table));
        if known.len() >= MAX_LOADED {
            known.remove(0);
        }
        known.push((loaded, key, groups.clone()));
        Ok(groups)
    }

    /// A filter that says which result it means, in which state: the key under which its rows are remembered.
    pub fn pinned(&self, asked: &v1::PostFilter) -> ApiResult<v1::PostFilter> {
        let run = if asked.group.is_some() {
            let found = self.get(asked.run.as_deref())?;
            Some(format!("{} {:?}", found.id, found.written))
        } else {
            None
        };
        Ok(v1::PostFilter { run, ..asked.clone() })
    }
}

fn groups_of(package: &Package, table: &Table) -> Groups {
    let mut of = vec![0; table.accounts().len()];
    let mut n = 1;
    for group in &package.analysis.groups {
        n = n.max(group.id as usize + 1);
        for &member in &group.members {
            // A name that stands for several accounts of the case stands for none.
            if let [account] = table.accounts().beginning_with(package.dataset.accounts.get(member)) {
                of[*account as usize] = group.id;
            }
        }
    }
    Groups { of, n }
}

fn hashes(imports: &[ImportInfo]) -> Vec<String> {
    let mut all: Vec<String> = imports.iter().filter_map(|i| Some(i.posts.as_ref()?.sha256.clone())).collect();
    all.sort();
    all
}

fn micros(time: SystemTime) -> Option<i64> {
    i64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_micros()).ok()
}

fn run(found: &Found, manifest: &Manifest, now: &[String]) -> v1::Run {
    let mut then: Vec<String> = manifest.inputs.iter().filter_map(|i| posts_hash(i).map(str::to_owned)).collect();
    then.sort();
    v1::Run {
        id: found.id.clone(),
        written_us: found.written.and_then(micros),
        version: manifest.program_version.clone(),
        command: manifest.command.clone(),
        seed: manifest.seed,
        time_windows_secs: manifest.settings.time_windows_secs.clone(),
        q: manifest.settings.q,
        n_posts: manifest.intake.kept,
        is_stale: then != now,
    }
}

/// Fingerprint of the table of posts that an input of a case's result was read from. The input itself is the original
/// that the table was made of; what it was read from stands in its notes.
fn posts_hash(input: &daylight_core::wire::v1::Input) -> Option<&str> {
    const BEFORE: &str = "the table of its posts has SHA-256 ";
    input.notes.iter().find_map(|note| note.split_once(BEFORE)).map(|(_, hash)| hash).or(input.sha256.as_deref())
}

/// Rows of the table of posts behind one input of a result, by the line or record of the original.
pub struct Rows {
    by_line: Vec<(u32, u32)>,
}

impl Rows {
    /// The rows that were read from a line or record.
    pub fn of_line(&self, line: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.by_line.partition_point(|(l, _)| *l < line);
        self.by_line[from..].iter().take_while(move |(l, _)| *l == line).map(|(_, row)| *row)
    }
}

/// Rows of the table behind the posts of a result, where the file is still the same: read once for each file.
pub fn rows(loaded: &Loaded, table: &Table) -> BTreeMap<u32, Arc<Rows>> {
    let inputs = loaded.manifest.inputs.iter().enumerate();
    let row = |(number, input): (usize, &daylight_core::wire::v1::Input)| {
        let sha256 = posts_hash(input)?;
        let path = RefCell::new(None);
        let ranges = table.rows_of(|source| {
            let is_it = source.sha256 == sha256;
            if is_it {
                *path.borrow_mut() = Some(source.path.clone());
            }
            is_it
        });
        let start = ranges.first()?.start;
        let mut known = loaded.rows.lock().ok()?;
        if let Some((of, found)) = known.get(sha256)
            && *of == start
        {
            return Some((number as u32, found.clone()));
        }
        let places = daylight_ingest::exports::held::places(&path.into_inner()?).ok()?.places;
        let mut by_line: Vec<(u32, u32)> = places.into_iter().zip(start..).collect();
        by_line.sort_unstable();
        let found = Arc::new(Rows { by_line });
        known.insert(sha256.to_owned(), (start, found.clone()));
        Some((number as u32, found))
    };
    inputs.filter_map(row).collect()
}

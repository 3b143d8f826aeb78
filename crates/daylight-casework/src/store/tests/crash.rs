//! A case whose process ends at any moment: nothing acknowledged is lost, nothing is doubled.
//!
//! The test runs itself again as a child. The child does the steps of a working day in order, prints the name
//! of each one when it is done (the acknowledgment), and is ended: by itself at its nth step of writing, or by
//! the parent with SIGKILL at a random moment.

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::*;

const DIR: &str = "DAYLIGHT_CRASH_TEST_DIR";
const DONE: &str = "DAYLIGHT_CRASH_TEST_DONE";
const END_AT: &str = "DAYLIGHT_CRASH_TEST_END_AT";
const SEED: &str = "DAYLIGHT_CRASH_TEST_SEED";
const ROUNDS: &str = "DAYLIGHT_CRASH_TEST_ROUNDS";

/// Opens a case. A process that another thread is just starting holds copies of all files of this one, the lock
/// of a case among them, until its own program begins: where tests share a process, busy may mean that.
fn open(path: &Path, outside: &Fixed) -> crate::Result<Case> {
    for _ in 0..100_000 {
        match Case::open(path, UNLOCK, &outside.context()) {
            Err(CaseError::Busy(_)) => std::thread::yield_now(),
            opened => return opened,
        }
    }
    Case::open(path, UNLOCK, &outside.context())
}

fn open_or_create(dir: &Path, outside: &Fixed) -> Case {
    match open(&dir.join("case"), outside) {
        Err(CaseError::NoCase(_)) => new_case(dir, outside),
        case => case.unwrap(),
    }
}

/// One round of work; `acknowledge` is called after each step, steps in `done` are left out.
fn round(dir: &Path, outside: &Fixed, n: u32, done: &BTreeSet<String>, mut acknowledge: impl FnMut(&str)) {
    let mut case = open_or_create(dir, outside);
    let case = &mut case;
    let bytes = format!("original {n}").into_bytes();
    let sha256 = crate::text::to_hex(&<sha2::Sha256 as sha2::Digest>::digest(&bytes));
    let [one, two] = [format!("{n}-a"), format!("{n}-b")];
    let who = case.pseudonym("telegram", &one).unwrap();
    let is_import = |i: &ImportInfo| i.original == sha256;
    let mut step = |name: &str, case: &mut Case, work: &dyn Fn(&mut Case)| {
        let name = format!("{name}-{n}");
        if !done.contains(&name) {
            work(case);
            acknowledge(&name);
        }
    };
    step("original", case, &|c| drop(add(c, &bytes)));
    step("import", case, &|c| drop(import(c, &sha256, &[who], b"posts of both")));
    step("seal", case, &|c| assert!(c.seal(&[account(&one), account(&two)], "member-1").is_ok()));
    step("reveal", case, &|c| drop(c.reveal_public(&who, "member-1", "why", "runs for office").unwrap()));
    step("erase", case, &|c| match c.erase_person(&who, "member-1", "request") {
        Ok(_) | Err(CaseError::Unknown { .. }) => {}
        Err(e) => panic!("{e}"),
    });
    step("swap", case, &|c| {
        let import = c.view().imports().unwrap().into_iter().find(is_import).unwrap();
        if import.erased == 0 && import.importer_version == "1" {
            fs::write(c.begin_swap(&import.record).unwrap(), "posts of one").unwrap();
            let drops = c.view().pending_drops().unwrap();
            let dropped = &drops.iter().find(|d| d.import == import.record).unwrap().pseudonyms;
            c.commit_swap(&import.record, &Swap { actor: "member-1", kept: 3, dropped }).unwrap();
        }
    });
    step("renew", case, &|c| {
        let newer = ImportKey { importer_version: "2".into(), ..key(&sha256) };
        if let Begun::Fresh { import, partial } = c.begin_import(&newer).unwrap() {
            fs::write(partial, "posts of one, read better").unwrap();
            let counts = Counts { read: 5, kept: 3, rejected: 2 };
            let done = ImportDone { actor: "member-1", counts, accounts: &[], problems: &ProblemLog::default() };
            c.commit_import(&import, &done).unwrap();
        }
    });
    step("export", case, &|c| {
        let out = dir.join(format!("out-{n}"));
        if !out.exists() {
            c.export_evidence(&out, "member-1", "why").unwrap();
        }
    });
}

const STEPS: [&str; 8] = ["original", "import", "seal", "reveal", "erase", "swap", "renew", "export"];

#[test]
fn child_of_the_crash_tests() {
    let Ok(dir) = env::var(DIR) else { return };
    let number = |name: &str| env::var(name).ok().and_then(|v| v.parse::<u64>().ok()).unwrap_or(0);
    let done = env::var(DONE).unwrap_or_default().split(',').map(str::to_owned).collect();
    let outside = Fixed::new(number(SEED));
    let (end_at, mut at) = (number(END_AT), 0);
    outside.0.lock().unwrap().at_step = Some(Box::new(move |_| {
        at += 1;
        if at == end_at {
            std::process::abort();
        }
    }));
    let acknowledge = |name: &str| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "\ndone {name}").unwrap();
        out.flush().unwrap();
    };
    if number(ROUNDS) == 0 {
        drop(Case::open(&Path::new(&dir).join("case"), UNLOCK, &outside.context()).unwrap());
        acknowledge("opened");
    }
    for n in 0..number(ROUNDS) as u32 {
        round(Path::new(&dir), &outside, n, &done, acknowledge);
    }
}

/// When a child is ended from outside: so many acknowledgments and then so long after its start.
#[derive(Clone, Copy)]
struct Kill {
    n_acknowledged: u64,
    then: Duration,
}

/// Runs the child; gives what it acknowledged and whether it came to its end.
fn child(
    dir: &Path,
    done: &BTreeSet<String>,
    seed: u64,
    end_at: u64,
    rounds: u32,
    kill: Option<Kill>,
) -> (Vec<String>, bool) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "store::tests::crash::child_of_the_crash_tests", "--nocapture"]);
    let done: Vec<&str> = done.iter().map(String::as_str).collect();
    command.env(DIR, dir).env(DONE, done.join(",")).env(SEED, seed.to_string());
    command.env(END_AT, end_at.to_string()).env(ROUNDS, rounds.to_string());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    let mut next = || loop {
        match lines.next() {
            Some(line) if line.as_ref().unwrap().starts_with("done ") => break Some(line.unwrap()[5..].to_owned()),
            Some(_) => {}
            None => break None,
        }
    };
    if let Some(kill) = kill {
        acknowledged.extend((0..kill.n_acknowledged).map_while(|_| next()));
        // Not a wait for something to happen: the moment of the end is what is varied.
        std::thread::park_timeout(kill.then);
        child.kill().unwrap();
    }
    acknowledged.extend(std::iter::from_fn(next));
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert!(!errors.contains("panicked"), "{errors}");
    (acknowledged, child.wait().unwrap().success())
}

/// What the openings after an end have shown.
#[derive(Default)]
struct Found {
    lost: Vec<String>,
    doubled: Vec<String>,
    slowest: Duration,
}

impl Found {
    /// Keeps the figures of a test and asks for none lost and none doubled.
    fn close(&self, test: &str) {
        figure(&format!("{test}.lost"), self.lost.len());
        figure(&format!("{test}.doubled"), self.doubled.len());
        figure(&format!("{test}.slowest_reopen_ms"), self.slowest.as_millis());
        assert_eq!((&self.lost, &self.doubled), (&vec![], &vec![]));
        assert!(self.slowest < Duration::from_secs(5), "opening took {:?}", self.slowest);
    }

    /// Each step that was acknowledged is there, and each thing at most once.
    fn check(&mut self, dir: &Path, case: &Case, done: &BTreeSet<String>, rounds: u32) {
        let (originals, imports) = (case.view().originals().unwrap(), case.view().imports().unwrap());
        for n in 0..rounds {
            let sha256 = crate::text::to_hex(&<sha2::Sha256 as sha2::Digest>::digest(format!("original {n}")));
            let kept = originals.iter().filter(|o| o.sha256 == sha256).count();
            let imported: Vec<_> = imports.iter().filter(|i| i.original == sha256).collect();
            let is_at = |version: &str| imported.first().is_some_and(|i| i.importer_version == version);
            let is_swapped = imported.first().is_some_and(|i| i.erased == 1);
            let id = |which| case.pseudonym("telegram", &format!("{n}-{which}")).unwrap();
            let is_known = |p| !case.view().resolve(&String::from(&format!("{p}"))).unwrap().is_empty();
            let is_suppressed = case.suppressed().unwrap().holds(&id("a"));
            let there = [
                ("original", kept >= 1),
                ("import", imported.first().is_some_and(|i| i.posts.is_some())),
                ("seal", is_known(id("b"))),
                ("erase", !is_known(id("a")) && is_suppressed),
                ("swap", is_swapped || is_at("2")),
                ("renew", is_at("2")),
                ("export", dir.join(format!("out-{n}/SHA256SUMS")).exists()),
            ];
            let names = there.iter().map(|(step, is_there)| (format!("{step}-{n}"), is_there));
            self.lost.extend(names.filter(|(name, is_there)| done.contains(name) && !**is_there).map(|(name, _)| name));
            for (what, n_there) in [("original", kept), ("import", imported.len())] {
                if n_there > 1 {
                    self.doubled.push(format!("{what}-{n}"));
                }
            }
        }
    }

    /// Opens, checks, and gives the state of the log.
    fn reopen(
        &mut self,
        dir: &Path,
        done: &BTreeSet<String>,
        seed: u64,
        rounds: u32,
    ) -> Option<crate::log::Checkpoint> {
        let path = dir.join("case");
        if !path.exists() {
            assert!(done.is_empty());
            return None;
        }
        let before = verified(&path);
        assert!(before.is_whole(), "before opening: {:?}", before.damage);
        let start = Instant::now();
        let case = open(&path, &Fixed::new(seed)).unwrap();
        self.slowest = start.elapsed().max(self.slowest);
        self.check(dir, &case, done, rounds);
        drop(case);
        let after = verified(&path);
        assert_eq!(after.damage, []);
        let leftover = |n: &&String| !n.contains("imports were begun") && !n.contains("still stand in posts");
        assert_eq!(after.notes.iter().filter(leftover).count(), 0, "{:?}", after.notes);
        after.checkpoint
    }
}

#[test]
fn ended_at_each_step_of_writing_nothing_is_lost_or_doubled() {
    let (mut ends, mut found) = (0, Found::default());
    for end_at in 1.. {
        let dir = scratch();
        let (acknowledged, ended) = child(dir.path(), &BTreeSet::new(), end_at, end_at, 1, None);
        let mut done: BTreeSet<String> = acknowledged.into_iter().collect();
        let earlier = found.reopen(dir.path(), &done, 1_000_000 + end_at, 1);
        if ended {
            break;
        }
        ends += 1;
        // The rest of the work is done by somebody who knows only what was acknowledged.
        let outside = Fixed::new(2_000_000 + end_at);
        let so_far = done.clone();
        round(dir.path(), &outside, 0, &so_far, |name| done.extend([name.to_owned()]));
        assert_eq!(done.len(), STEPS.len());
        found.reopen(dir.path(), &done, 3_000_000 + end_at, 1);
        if let Some(earlier) = earlier {
            assert!(log_of(&dir.path().join("case")).continues(&earlier).unwrap(), "ended at {end_at}");
        }
        let path = dir.path().join("case");
        let seen = actions(&path);
        let count = |name: &str| seen.iter().filter(|a| **a == name).count();
        assert_eq!((count("import"), count("erase"), count("version")), (1, 1, 2), "ended at {end_at}: {seen:?}");
        assert_eq!(count("create"), 3, "ended at {end_at}: case, original, seals: {seen:?}");
    }
    figure("steps.ends", ends);
    found.close("steps");
    assert!(ends > 100, "only {ends} steps");
}

#[test]
fn killed_at_random_moments_nothing_is_lost_or_doubled() {
    let dir = scratch();
    let mut done = BTreeSet::new();
    let rounds = 100_000;
    let mut earlier = None;
    let n_kills = if full().is_some() { 300 } else { 200 };
    let mut found = Found::default();
    let mut random = 88_172_645_463_325_252_u64;
    for seed in 1..=n_kills {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        // Every fourth within the start and the opening, the others in the midst of work.
        let (n_acknowledged, longest_us) = if seed % 4 == 0 { (0, 30_000) } else { (1 + random % 4, 8_000) };
        let kill = Kill { n_acknowledged, then: Duration::from_micros(random / 8 % longest_us) };
        let (acknowledged, ended) = child(dir.path(), &done, seed, 0, rounds, Some(kill));
        assert!(!ended);
        done.extend(acknowledged);
        let last = done.iter().filter_map(|d| d.rsplit('-').next()?.parse().ok()).max().unwrap_or(0_u32);
        let now = found.reopen(dir.path(), &done, 1_000_000 + seed, last + 2);
        if let (Some(earlier), true) = (&earlier, now.is_some()) {
            assert!(log_of(&dir.path().join("case")).continues(earlier).unwrap());
        }
        earlier = now;
    }
    figure("kill.moments", n_kills);
    figure("kill.acknowledged", done.len());
    found.close("kill");
    assert!(done.len() > 200, "only {} steps between the kills", done.len());
}

/// Opens the case of an older version after an end, checks that all is there, and gives the time it took.
fn reopen_older(dir: &Path, seed: u64) -> Duration {
    let path = dir.join("case");
    assert_eq!(verified(&path).damage, [], "before opening");
    let start = Instant::now();
    let case = open(&path, &Fixed::new(seed)).unwrap();
    let took = start.elapsed();
    super::older::check_older(&case);
    drop(case);
    assert_eq!(verified(&path).damage, []);
    took
}

#[test]
fn ended_while_an_older_case_is_brought_to_the_newest_form_nothing_is_lost() {
    let (mut slowest, nothing) = (Duration::ZERO, BTreeSet::new());
    let mut ends = 0;
    for end_at in 1.. {
        let dir = scratch();
        super::older::older(dir.path());
        let (_, ended) = child(dir.path(), &nothing, end_at, end_at, 0, None);
        slowest = slowest.max(reopen_older(dir.path(), end_at));
        if ended {
            break;
        }
        ends += 1;
    }
    let n_kills = if full().is_some() { 100 } else { 40 };
    let mut n_before = 0;
    for seed in 0..n_kills {
        let dir = scratch();
        super::older::older(dir.path());
        // Spread over the start of the process and the opening.
        let kill = Kill { n_acknowledged: 0, then: Duration::from_micros(seed * 12_000 / n_kills) };
        let (acknowledged, _) = child(dir.path(), &nothing, seed, 0, 0, Some(kill));
        n_before += u64::from(acknowledged.is_empty());
        slowest = slowest.max(reopen_older(dir.path(), 1000 + seed));
    }
    figure("migration.steps", ends);
    figure("migration.moments", n_kills);
    figure("migration.before_the_end", n_before);
    figure("migration.slowest_reopen_ms", slowest.as_millis());
    assert!(ends >= 2 && n_before > 0, "{ends} steps, {n_before} ended before it was done");
}

#[test]
fn each_acknowledgment_has_its_syncs_before_it() {
    let dir = scratch();
    let outside = Fixed::new(1);
    let mut n_acknowledged = 0;
    drop(new_case(dir.path(), &outside));
    outside.0.lock().unwrap().trace.clear();
    let trace = || std::mem::take(&mut outside.0.lock().unwrap().trace);
    round(dir.path(), &outside, 0, &BTreeSet::new(), |name| {
        n_acknowledged += 1;
        let steps = trace();
        let last = |step: &str| steps.iter().rposition(|s| *s == step);
        // Whatever was written was synced, whatever was renamed had its folder synced, before the answer.
        assert!(last("file:written") < last("file:synced") || last("file:written").is_none(), "{name}: {steps:?}");
        assert!(last("file:renamed") < last("folder:synced") || last("file:renamed").is_none(), "{name}: {steps:?}");
        for (at, step) in steps.iter().enumerate() {
            let next = steps.get(at + 1);
            match *step {
                "file:written" => assert_eq!(next, Some(&"file:synced"), "{name}: {steps:?}"),
                "file:renamed" => assert_eq!(next, Some(&"folder:synced"), "{name}: {steps:?}"),
                _ => {}
            }
        }
        // The database before the log, the log before the answer.
        assert!(last("database:committed").is_some(), "{name}");
        assert!(last("database:committed") < last("log:tiles-written"), "{name}: {steps:?}");
        assert!(last("log:tiles-written") < last("log:checkpoint-written"), "{name}: {steps:?}");
    });
    figure("trace.own_acknowledgments", n_acknowledged);
    assert_eq!(n_acknowledged, STEPS.len());
}

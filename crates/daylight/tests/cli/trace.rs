//! Nothing is acknowledged before it is on the disk: the calls of the built binary to the system, in order.
//!
//! A program that is ended by SIGKILL loses nothing that it wrote, synced or not, so the tests that end it say
//! nothing of a power cut. Here strace writes down every write, rename and sync, and the order is checked.

use super::daylight;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

const CALLS: &str = "trace=openat,creat,mkdir,mkdirat,write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,\
                     ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,msync";

/// What was written into a case and not synced yet, as the calls show it.
#[derive(Default)]
struct Disk {
    case: String,
    /// Files with bytes that a power cut may take.
    files: BTreeSet<String>,
    /// Folders with names that a power cut may take.
    folders: BTreeSet<String>,
    /// Files that were made and are empty so far: a name counts from its first byte on.
    empty: BTreeSet<String>,
    /// Files that were there before.
    before: BTreeSet<String>,
    n_syncs: u64,
    n_writes: u64,
    /// Acknowledgments with what was not synced before them.
    acknowledged: Vec<(String, Vec<String>)>,
}

impl Disk {
    fn of(trace: &str, case: &Path, before: &BTreeSet<String>) -> Self {
        let case = case.to_string_lossy().into_owned();
        let mut disk = Self { case, before: before.clone(), ..Self::default() };
        let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
        for line in trace.lines() {
            let Some((thread, call)) = line.trim_start().split_once(' ') else { continue };
            let call = call.trim_start();
            if let Some(start) = call.strip_suffix("<unfinished ...>") {
                begun.insert(thread, start);
                continue;
            }
            let whole = match call.strip_prefix("<... ").and_then(|rest| rest.split_once("resumed>")) {
                Some((_, end)) => format!("{}{end}", begun.remove(thread).unwrap_or_default()),
                None => call.to_owned(),
            };
            disk.call(&whole);
        }
        disk
    }

    /// What is read again after a crash. Not: the lock, and what readers and writers share while they run.
    fn counts(&self, path: &str) -> bool {
        path.starts_with(&self.case) && !path.ends_with("/lock") && !path.ends_with("-shm")
    }

    fn call(&mut self, call: &str) {
        let Some((name, rest)) = call.split_once('(') else { return };
        let Some((arguments, result)) = rest.rsplit_once(") = ").or_else(|| rest.rsplit_once(" = ")) else { return };
        if result.starts_with('-') {
            return;
        }
        let opened = || path_of(result);
        match name {
            "openat" | "creat" if arguments.contains("O_CREAT") => {
                let path = opened().unwrap_or_default();
                if self.counts(&path) && !is_temporary(&path) && self.before.insert(path.clone()) {
                    self.empty.insert(path);
                }
            }
            "mkdir" | "mkdirat" => drop(quoted(arguments).pop().map(|path| self.named(&path))),
            "fsync" | "fdatasync" => {
                let path = path_of(arguments).unwrap_or_default();
                if self.counts(&path) || path == parent(&self.case) {
                    self.n_syncs += 1;
                }
                self.files.remove(&path);
                self.folders.remove(&path);
            }
            "rename" | "renameat" | "renameat2" => self.renamed(&quoted(arguments)),
            "unlink" | "unlinkat" => {
                let path = quoted(arguments).pop().unwrap_or_default();
                self.files.remove(&path);
                self.before.remove(&path);
            }
            "write" if arguments.starts_with("1<") => self.acknowledge("stdout"),
            _ => {
                if let Some(path) = path_of(arguments).filter(|p| self.counts(p)) {
                    self.n_writes += 1;
                    if self.empty.remove(&path) {
                        self.folders.insert(parent(&path));
                    }
                    self.files.insert(path);
                }
            }
        }
    }

    /// A folder or file got a name.
    fn named(&mut self, path: &str) {
        if self.counts(path) {
            self.folders.insert(parent(path));
        }
    }

    fn renamed(&mut self, paths: &[String]) {
        let [from, to] = paths else { return };
        if self.files.remove(from) {
            self.files.insert(to.clone());
        }
        self.empty.remove(from);
        self.before.insert(to.clone());
        // The checkpoint of the log covers what was written before it: from here on it may be relied upon.
        if to.ends_with("/log/checkpoint") && self.counts(to) {
            self.acknowledge("log");
        }
        self.named(to);
    }

    fn acknowledge(&mut self, what: &str) {
        let all = self.files.iter().chain(&self.folders);
        let open = all.filter(|path| !is_unfinished(path) && !is_temporary(path)).cloned().collect();
        self.acknowledged.push((what.to_owned(), open));
    }

    fn unsynced(&self) -> Vec<&(String, Vec<String>)> {
        self.acknowledged.iter().filter(|(_, open)| !open.is_empty()).collect()
    }
}

/// Where files lie before they get the name under which they count; opening the case empties these folders.
fn is_unfinished(path: &str) -> bool {
    ["/originals/incoming", "/posts/partial"].iter().any(|folder| path.contains(folder))
}

/// A file that is renamed once it is whole.
fn is_temporary(path: &str) -> bool {
    path.strip_suffix(".tmp").is_some_and(|rest| rest.contains("/."))
}

/// The path behind a file descriptor, `5</tmp/x>`.
fn path_of(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('<')?;
    let end = rest.find('>')?;
    Some(rest[..end].to_owned())
}

/// The strings among the arguments.
fn quoted(arguments: &str) -> Vec<String> {
    arguments.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn parent(path: &str) -> String {
    path.rsplit_once('/').map_or_else(String::new, |(parent, _)| parent.to_owned())
}

/// Runs the binary under strace; `None`, and a line that says so, where that is not possible.
fn traced(test: &str, folder: &Path, args: &[&str]) -> Option<String> {
    let trace = folder.join("trace.txt");
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-s", "0", "-qq", "-e", "signal=none", "-e", CALLS, "-o"]).arg(&trace);
    command.arg(env!("CARGO_BIN_EXE_daylight")).args(args).current_dir(folder);
    match command.env("DAYLIGHT_KEY_FILE", folder.join("pseudonym.key")).output() {
        Ok(done) if done.status.success() => {}
        Ok(done) if String::from_utf8_lossy(&done.stderr).contains("ptrace") => {
            println!("skipped: {test}: tracing is not allowed here");
            return None;
        }
        Err(_) => {
            println!("skipped: {test}: no strace");
            return None;
        }
        Ok(done) => panic!("{args:?}: {}", String::from_utf8_lossy(&done.stderr)),
    }
    Some(fs::read_to_string(trace).unwrap())
}

fn figure(name: &str, value: impl std::fmt::Display) {
    println!("{name}: {value}");
    if let Some(dir) = std::env::var_os("DAYLIGHT_RELIABILITY") {
        let path = Path::new(&dir).join("figures.tsv");
        let before = fs::read_to_string(&path).unwrap_or_default();
        fs::write(path, format!("{before}{name}\t{value}\n")).unwrap();
    }
}

#[test]
fn the_binary_answers_only_what_is_on_the_disk() {
    const TEST: &str = "the_binary_answers_only_what_is_on_the_disk";
    let folder = tempfile::tempdir().unwrap();
    let folder = fs::canonicalize(folder.path()).unwrap();
    let exports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/exports");
    // Whole paths, because strace shows the strings of a rename as they were given.
    let (exports, case) = (exports.to_str().unwrap(), folder.join("elec"));
    let case_name = case.to_str().unwrap();
    let make = ["--access-basis", "consent", "--legal-basis", "x", "--retention-until", "2099-01-01"];
    let mut totals = (0, 0, 0, 0);
    let mut shown = String::new();
    for verb in ["new", "import", "reveal"] {
        let id = if verb == "reveal" { someone(&folder).unwrap() } else { String::new() };
        let mut args = match verb {
            "new" => [&["case", "new", case_name], &make[..]].concat(),
            "import" => vec!["import", exports, "--case", case_name],
            _ => vec!["case", "reveal", case_name, &id, "--reason", "why", "--not-private", "an outlet"],
        };
        args.extend(["--case-key", "case.key", "--actor", "ana"]);
        let before = files_below(&folder);
        let Some(trace) = traced(TEST, &folder, &args) else { return };
        let disk = Disk::of(&trace, &case, &before);
        // A case is built beside its place and renamed into it.
        let beside = Disk::of(&trace, &folder.join(".elec.creating"), &before);
        for (what, open) in disk.unsynced().into_iter().chain(beside.unsynced()) {
            let _ = writeln!(shown, "{verb}: {what} was answered before these were synced: {open:?}");
        }
        let n = |what: &str| {
            let all = disk.acknowledged.iter().chain(&beside.acknowledged);
            all.filter(|(w, _)| w == what).count() as u64
        };
        assert!(n("log") > 0 && n("stdout") > 0, "{verb}: the calls were not understood");
        totals.0 += n("log");
        totals.1 += n("stdout") / 2;
        totals.2 += disk.n_syncs + beside.n_syncs;
        totals.3 += disk.n_writes + beside.n_writes;
    }
    figure("trace.log_acknowledgments", totals.0);
    figure("trace.answers", totals.1);
    figure("trace.syncs", totals.2);
    figure("trace.writes", totals.3);
    figure("trace.unsynced", shown.lines().count());
    assert!(shown.is_empty(), "{shown}");
}

/// Paths of all files below a folder.
fn files_below(folder: &Path) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(path.to_string_lossy().into_owned());
            }
        }
    }
    files
}

/// A pseudonym of the case, if it holds posts.
fn someone(folder: &Path) -> Option<String> {
    let link = ["who", "elec", "--object", "http", "--contains", "--json", "--key-file", "names.key"];
    let output = daylight(folder, &link);
    let who: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    Some(who["actions"].get(0)?["account"].as_str()?.to_owned())
}

#[test]
fn a_missing_sync_is_seen() {
    let (case, none) = (Path::new("/t/elec"), BTreeSet::new());
    let synced = "7 openat(AT_FDCWD</t>, \"elec/a\", O_WRONLY|O_CREAT, 0666) = 3</t/elec/a>\n\
                  7 write(3</t/elec/a>, \"\"..., 9) = 9\n\
                  8 fsync(3</t/elec/a> <unfinished ...>\n\
                  7 write(1<pipe:[5]>, \"\"..., 0 <unfinished ...>\n\
                  8 <... fsync resumed>)           = 0\n\
                  7 <... write resumed>) = 0\n";
    assert_eq!(Disk::of(synced, case, &none).acknowledged[0].1, ["/t/elec"], "the folder was not synced");
    let folder = synced.replace("7 <... write", "7 fsync(4</t/elec>)                  = 0\n7 <... write");
    assert!(Disk::of(&folder, case, &none).unsynced().is_empty());
    let file = folder.replace("fsync resumed>)           = 0", "fsync resumed>) = -1 EIO (Input/output error)");
    assert_eq!(Disk::of(&file, case, &none).unsynced()[0].1, ["/t/elec/a"]);
    let renamed = "7 write(3</t/elec/log/.c.tmp>, \"\"..., 9) = 9\n\
                   7 rename(\"/t/elec/log/.c.tmp\", \"/t/elec/log/checkpoint\") = 0\n";
    assert_eq!(
        Disk::of(renamed, case, &none).unsynced()[0],
        &("log".to_owned(), vec!["/t/elec/log/checkpoint".to_owned()])
    );
}

//! A disk that is full, and one that is write-protected: a small file system in memory, where the test may
//! mount one.

use std::path::PathBuf;
use std::process::Command;

use super::*;

struct Small(tempfile::TempDir);

impl Small {
    /// A file system of 3 MiB; `None`, and a line that says so, where mounting is not allowed.
    fn mount(test: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"]).arg(dir.path()).output();
        if mounted.is_ok_and(|m| m.status.success()) {
            return Some(Self(dir));
        }
        println!("skipped: {test}: no file system can be mounted here");
        None
    }

    fn case(&self) -> PathBuf {
        self.0.path().join("case")
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

#[test]
fn a_full_disk_refuses_and_harms_nothing() {
    let Some(disk) = Small::mount("a_full_disk_refuses_and_harms_nothing") else { return };
    let outside = Fixed::new(1);
    fs::write(disk.0.path().join("filler"), vec![0; 600_000]).unwrap();
    let mut case = new_case(disk.0.path(), &outside);
    let mut kept = Vec::new();
    let refused = loop {
        // Sizes that differ, so that the disk is full at different steps.
        let bytes = vec![kept.len() as u8; 20_000 + 777 * kept.len()];
        match case.add_original(&mut bytes.as_slice(), &original("a.csv"), "member-1") {
            Ok(added) => kept.push(added.sha256),
            Err(e) => break e,
        }
    };
    assert!(matches!(refused, CaseError::Io { .. } | CaseError::Database { .. }), "{refused}");
    assert!(kept.len() > 10, "only {} files fit", kept.len());
    figure("disk.kept_before_full", kept.len());
    assert_eq!(verified(&disk.case()).damage, []);
    for _ in 0..5 {
        assert!(case.seal(&[account("7")], "member-1").is_err() || !kept.is_empty());
        let _ = case.add_original(&mut vec![1; 300_000].as_slice(), &original("b.csv"), "member-1");
    }
    drop(case);
    assert_eq!(verified(&disk.case()).damage, []);
    fs::remove_file(disk.0.path().join("filler")).unwrap();
    let mut case = Case::open(&disk.case(), UNLOCK, &outside.context()).unwrap();
    add(&mut case, b"there is space again");
    let held: Vec<String> = case.view().originals().unwrap().into_iter().map(|o| o.sha256).collect();
    let n_lost = kept.iter().filter(|k| held.iter().filter(|h| h == k).count() != 1).count();
    figure("disk.lost", n_lost);
    assert_eq!(n_lost, 0, "each acknowledged file is there once");
    drop(case);
    whole(&disk.case());
}

#[test]
fn a_case_on_a_write_protected_medium_is_read_and_verified() {
    let Some(disk) = Small::mount("a_case_on_a_write_protected_medium_is_read_and_verified") else { return };
    let mut case = new_case(disk.0.path(), &Fixed::new(2));
    add(&mut case, b"bytes");
    drop(case);
    let protected = Command::new("mount").args(["-o", "remount,ro"]).arg(disk.0.path()).output().unwrap();
    assert!(protected.status.success(), "{}", String::from_utf8_lossy(&protected.stderr));
    assert_eq!(CaseView::open(&disk.case()).unwrap().originals().unwrap().len(), 1);
    whole(&disk.case());
    assert!(matches!(Case::open(&disk.case(), UNLOCK, &context(3)), Err(CaseError::Io { .. })));
}

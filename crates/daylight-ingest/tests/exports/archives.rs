//! Archives: what is in them is read, what is dangerous is refused by name, and nothing is written.

use std::io::{Cursor, Write};
use std::path::Path;

use daylight_ingest::exports::archive::{ArchiveLimits, Outcome, read_exports};
use daylight_ingest::exports::{ExportOptions, Post, Record};

use crate::support::{FIXTURES, figure, fixture, folder};

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar_gz_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    for (name, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // Set by hand: the library refuses to write names that lead elsewhere.
        header.as_ustar_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap()
}

struct Walked {
    posts: Vec<Post>,
    outcomes: Vec<(String, Outcome)>,
}

impl Walked {
    fn refused(&self, name: &str) -> &str {
        match self.outcomes.iter().find(|(n, _)| n == name) {
            Some((_, Outcome::Refused(why))) => {
                let shown = name.trim_start_matches(['/', '.']).to_owned();
                figure("archives.tsv", &[&shown, why]);
                why
            }
            other => panic!("{name}: {other:?} of {:?}", self.outcomes),
        }
    }
}

fn walk(path: &Path, limits: &ArchiveLimits) -> Walked {
    let mut posts = Vec::new();
    let options = ExportOptions { no_language_detection: true, ..ExportOptions::default() };
    let outcomes = read_exports(path, &options, limits, &mut |record| {
        if let Record::Post(post) = record {
            posts.push(*post);
        }
    })
    .unwrap();
    Walked { posts, outcomes }
}

fn walk_bytes(name: &str, bytes: &[u8], limits: &ArchiveLimits) -> Walked {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(name), bytes).unwrap();
    let walked = walk(&dir.path().join(name), limits);
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "something was written: {left:?}");
    walked
}

#[test]
fn a_folder_of_all_fixtures_is_recognized_file_by_file() {
    let walked = walk(&folder(), &ArchiveLimits::default());
    for (file, own) in FIXTURES {
        let outcome = walked.outcomes.iter().find(|(name, _)| name == file);
        assert!(matches!(outcome, Some((_, Outcome::Read(report))) if report.format == own), "{file}: {outcome:?}");
    }
    let script = walked.outcomes.iter().find(|(name, _)| name == "make.py");
    assert!(matches!(script, Some((_, Outcome::Left(_)))), "{script:?}");
}

#[test]
fn archives_inside_archives_give_the_posts_of_their_files() {
    let plain = fixture("bluesky_jetstream.jsonl");
    let telegram = fixture("telegram_desktop.json");
    let inner = zip_of(&[("ChatExport/result.json", &telegram), ("ChatExport/photos/p.jpg", b"\xFF\xD8\xFF\xE0")]);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(&plain).unwrap();
    let gz = gz.finish().unwrap();
    let bytes = tar_gz_of(&[("a/stream.jsonl", &plain), ("b.zip", &inner), ("c.jsonl.gz", &gz)]);
    let walked = walk_bytes("all.bin", &bytes, &ArchiveLimits::default());
    assert_eq!(walked.posts.len(), 2 + 2 + 2);
    let entries: Vec<&str> = walked.posts.iter().map(|p| p.origin.entry.as_deref().unwrap()).collect();
    assert_eq!(
        entries,
        [
            "a/stream.jsonl",
            "a/stream.jsonl",
            "b.zip/ChatExport/result.json",
            "b.zip/ChatExport/result.json",
            "c.jsonl.gz",
            "c.jsonl.gz"
        ]
    );
    let photo = walked.outcomes.iter().find(|(name, _)| name.ends_with("p.jpg"));
    assert!(matches!(photo, Some((_, Outcome::Left(_)))));
}

#[test]
fn names_that_lead_elsewhere_and_links_are_refused_alone() {
    let good = fixture("coortweet.csv");
    let names: [(&str, &[u8]); 4] =
        [("../../evil.csv", &good), ("/etc/evil.csv", &good), ("C:\\evil.csv", &good), ("good.csv", &good)];
    for (name, bytes) in [("x.zip", zip_of(&names)), ("x.tar.gz", tar_gz_of(&names))] {
        let walked = walk_bytes(name, &bytes, &ArchiveLimits::default());
        assert_eq!(walked.posts.len(), 3, "{name}");
        assert!(walked.refused(&format!("{name}/../../evil.csv")).contains("leads out"));
        assert!(walked.refused(&format!("{name}//etc/evil.csv")).contains("absolute"));
        assert!(walked.refused(&format!("{name}/C:\\evil.csv")).contains("absolute"));
    }
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    tar.append_link(&mut header, "link.csv", "/etc/passwd").unwrap();
    let walked = walk_bytes("links.tar", &tar.into_inner().unwrap(), &ArchiveLimits::default());
    assert!(walked.refused("links.tar/link.csv").contains("link"));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("link.csv", "/etc/passwd", zip::write::SimpleFileOptions::default()).unwrap();
    let walked = walk_bytes("links.zip", &zip.finish().unwrap().into_inner(), &ArchiveLimits::default());
    assert!(walked.refused("links.zip/link.csv").contains("link"));
}

#[test]
fn bombs_are_refused_with_the_limit_named() {
    let small =
        ArchiveLimits { free_bytes: 1 << 20, max_total_bytes: 64 << 20, max_ratio: 20, ..ArchiveLimits::default() };
    let mut csv = b"object_id,account_id,content_id,timestamp_share\n".to_vec();
    csv.resize(6 << 20, b'\n');
    for (name, bytes) in [("bomb.zip", zip_of(&[("a.csv", &csv)])), ("bomb.tar.gz", tar_gz_of(&[("a.csv", &csv)]))] {
        let walked = walk_bytes(name, &bytes, &small);
        assert!(walked.refused(name).contains("20 times"), "{:?}", walked.outcomes);
    }
    let total = ArchiveLimits { max_total_bytes: 4 << 20, ..ArchiveLimits::default() };
    let walked = walk_bytes("large.zip", &zip_of(&[("a.csv", &csv)]), &total);
    assert!(walked.refused("large.zip").contains("4194304 bytes"));
    let many: Vec<(String, &[u8])> = (0..30).map(|i| (format!("{i}.csv"), &b"x"[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    let few = ArchiveLimits { max_entries: 20, ..ArchiveLimits::default() };
    assert!(walk_bytes("many.zip", &zip_of(&many), &few).refused("many.zip").contains("20 entries"));
    assert!(walk_bytes("many.tgz", &tar_gz_of(&many), &few).refused("many.tgz").contains("20 entries"));
    let mut nested = zip_of(&[("a.csv", &fixture("coortweet.csv"))]);
    for _ in 0..5 {
        nested = zip_of(&[("inner.zip", &nested)]);
    }
    let walked = walk_bytes("deep.zip", &nested, &ArchiveLimits::default());
    assert!(walked.refused("deep.zip").contains("3 deep"), "{:?}", walked.outcomes);
}

#[test]
fn damaged_archives_end_in_words() {
    let zip = zip_of(&[("a.csv", &fixture("coortweet.csv")), ("b.json", &fixture("mastodon.json"))]);
    let tar = tar_gz_of(&[("a.csv", &fixture("coortweet.csv")), ("b.json", &fixture("mastodon.json"))]);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x");
    for whole in [zip, tar] {
        for cut in (0..whole.len()).step_by(7) {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let walked = walk(&path, &ArchiveLimits::default());
            assert_eq!(walked.outcomes.iter().filter(|(name, _)| name.is_empty()).count(), 0);
            let mut flipped = whole.clone();
            flipped[cut] ^= 0xFF;
            std::fs::write(&path, &flipped).unwrap();
            assert!(!walk(&path, &ArchiveLimits::default()).outcomes.is_empty(), "flip at {cut}");
        }
    }
}

/// A tar archive whose first entry has a long name of `n_bytes`, of one of the kinds that libraries read whole.
fn tar_with_long_name(kind: tar::EntryType, n_bytes: usize) -> Vec<u8> {
    let good = fixture("coortweet.csv");
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    let mut append = |kind: tar::EntryType, bytes: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_entry_type(kind);
        header.as_old_mut().name[..5].copy_from_slice(b"a.csv");
        header.set_cksum();
        tar.append(&header, bytes).unwrap();
    };
    append(tar::EntryType::Regular, &good);
    append(kind, &vec![b'n'; n_bytes]);
    append(tar::EntryType::Regular, &good);
    tar.into_inner().unwrap().finish().unwrap()
}

#[test]
fn long_names_in_tar_archives_are_not_read_whole() {
    use tar::EntryType;
    for kind in [EntryType::GNULongName, EntryType::GNULongLink, EntryType::XHeader] {
        let walked = walk_bytes("x.tar.gz", &tar_with_long_name(kind, 8 << 20), &ArchiveLimits::default());
        assert_eq!(walked.posts.len(), 3, "{kind:?}: what came before stays");
        assert!(walked.refused("x.tar.gz").contains("a name or header of more than"), "{kind:?}");
    }
    let walked = walk_bytes("x.tar.gz", &tar_with_long_name(EntryType::GNULongName, 300), &ArchiveLimits::default());
    assert_eq!(walked.posts.len(), 6, "names of a usual length are read");
}

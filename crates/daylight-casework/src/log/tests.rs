use std::io;
use std::sync::Mutex;

use super::*;
use crate::outside::Outside;

struct Watched(Mutex<Vec<&'static str>>);

impl Outside for Watched {
    fn now_us(&self) -> i64 {
        0
    }
    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        bytes.fill(7);
        Ok(())
    }
    fn step(&self, name: &'static str) {
        self.0.lock().unwrap().push(name);
    }
}

fn context() -> Context {
    Context::new(Watched(Mutex::new(Vec::new())))
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[3; 32])
}

fn entries(n: u64) -> Vec<Vec<u8>> {
    (0..n).map(|i| format!("entry {i}").into_bytes()).collect()
}

fn append(log: &mut Log, entries: &[Vec<u8>]) {
    log.append(entries.iter().map(Vec::as_slice)).unwrap();
}

#[test]
fn paths_are_those_of_the_specification() {
    assert_eq!(tile::path(Some(0), 1_234_067, 256), "tile/0/x001/x234/067");
    assert_eq!(tile::path(Some(1), 0, 7), "tile/1/000.p/7");
    assert_eq!(tile::path(None, 1000, 256), "tile/entries/x001/000");
}

#[test]
fn logs_of_any_size_prove_each_entry_and_each_beginning() {
    let dir = tempfile::tempdir().unwrap();
    let all = entries(700);
    let hashes: Vec<Hash> = all.iter().map(|e| leaf_hash(e)).collect();
    let mut log = Log::create(dir.path(), "daylight.example/log", key(), &context()).unwrap();
    let verifier = verifier(&dir);
    let mut earlier = Vec::new();
    let mut at = 0;
    for step in [1, 1, 5, 248, 1, 1, 250, 5, 188] {
        append(&mut log, &all[at..at + step]);
        at += step;
        let mut reader = LogReader::open(dir.path(), &verifier).unwrap();
        assert_eq!(reader.checkpoint().root, root_of(&hashes[..at]), "{at} entries");
        earlier.push(reader.checkpoint().clone());
        for seen in &earlier {
            assert!(reader.continues(seen).unwrap());
        }
        for index in [0, at / 2, at - 1] {
            let proof = Proof::parse(&reader.prove(index as u64).unwrap().to_text()).unwrap();
            assert_eq!(reader.entry(index as u64).unwrap(), all[index]);
            assert_eq!(proof.check(&all[index], &verifier).unwrap().size, at as u64);
            assert!(proof.check(b"another entry", &verifier).is_err());
        }
        log = Log::open(dir.path(), "daylight.example/log", key(), &context()).unwrap();
    }
    assert_eq!(at, all.len());
    let partial = files::list(dir.path()).unwrap().iter().filter(|f| f.contains(".p/")).count();
    assert_eq!(partial, 3, "two levels and one bundle are open, older ones are gone");
    let full = std::fs::metadata(dir.path().join("tile/0/001")).unwrap().len();
    assert_eq!(full, 8192);
    let forged = Checkpoint { root: [1; 32], ..earlier[3].clone() };
    assert!(!LogReader::open(dir.path(), &verifier).unwrap().continues(&forged).unwrap());
}

fn verifier(dir: &tempfile::TempDir) -> VerifierKey {
    read::verifier_key(dir.path()).unwrap()
}

#[test]
fn a_note_that_differs_in_one_byte_is_refused() {
    let verifier = VerifierKey::new("daylight.example/log", key().verifying_key());
    assert_eq!(VerifierKey::parse(&verifier.to_string()), Some(verifier.clone()));
    let note = Checkpoint { origin: "daylight.example/log".into(), size: 12, root: [9; 32] }.sign(&key());
    assert_eq!(Checkpoint::open(&note, &verifier).unwrap().size, 12);
    for at in 0..note.len() {
        for bit in 0..8 {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(Checkpoint::open(&changed, &verifier).is_err(), "{changed}");
            }
        }
    }
}

#[test]
fn entries_have_one_form() {
    let entry = Entry {
        action: Action::Import,
        actor: [1; 32],
        commit: [2; 32],
        prev: None,
        record: "00000000-0000-4000-8000-000000000000".into(),
        time: Entry::time_of(0).unwrap(),
        version: 1,
    };
    let bytes = entry.to_bytes().unwrap();
    assert!(bytes.starts_with(b"{\"action\":\"import\",\"actor\":\"0101"));
    assert!(bytes.ends_with(b"\"time\":\"1970-01-01T00:00:00.000Z\",\"v\":1,\"version\":1}"));
    assert_eq!(Entry::parse(&bytes), Some(entry.clone()));
    let spaced = String::from_utf8(bytes).unwrap().replace(':', ": ");
    assert_eq!(Entry::parse(spaced.as_bytes()), None);
    let second = Entry { prev: Some([2; 32]), version: 2, ..entry };
    assert_eq!(Entry::parse(&second.to_bytes().unwrap()), Some(second));
}

#[test]
fn a_cut_off_append_leaves_the_old_log_readable() {
    let dir = tempfile::tempdir().unwrap();
    let all = entries(300);
    let mut log = Log::create(dir.path(), "log", key(), &context()).unwrap();
    append(&mut log, &all[..200]);
    // What an append leaves that was ended before its checkpoint: tiles beyond it, a temporary file.
    let mut edge = Edge::load(dir.path(), 200).unwrap();
    let mut write = |path: String, bytes: &[u8]| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        Ok(())
    };
    all[200..].iter().for_each(|e| edge.push(e, &mut write).unwrap());
    edge.partial_files().into_iter().for_each(|(p, b)| write(p, &b).unwrap());
    std::fs::write(dir.path().join(".checkpoint.tmp"), "half").unwrap();
    let mut log = Log::open(dir.path(), "log", key(), &context()).unwrap();
    assert_eq!(log.size(), 200);
    append(&mut log, &all[200..]);
    assert_eq!(LogReader::open(dir.path(), &verifier(&dir)).unwrap().checkpoint().size, 300);
    assert!(!files::list(dir.path()).unwrap().iter().any(|f| f.contains(".checkpoint")));
    assert!(matches!(Log::open(dir.path(), "other", key(), &context()), Err(CaseError::Damaged { .. })));
}

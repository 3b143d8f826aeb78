//! Shared by the tests of the importers.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::path::{Path, PathBuf};

use daylight_core::{Context, Dataset, PostTable};
use daylight_ingest::{IngestError, ReadOptions, read_paths};

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/ingest")
}

pub fn shared(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name)
}

pub fn read(path: &Path, options: &ReadOptions) -> Result<Dataset, IngestError> {
    read_paths(&[path.to_owned()], options, &Context::silent())
}

pub fn read_bytes(bytes: &[u8], options: &ReadOptions) -> Result<Dataset, IngestError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    read(file.path(), options)
}

/// Kind, account, content, object and time of every action, sorted.
pub fn actions(data: &Dataset) -> Vec<(String, String, String, String, i64)> {
    let mut found = Vec::new();
    for layer in &data.layers {
        for (&object, &post) in layer.object.iter().zip(&layer.post) {
            let post = post as usize;
            found.push((
                layer.kind.to_string(),
                data.accounts.get(data.posts.account[post]).to_owned(),
                data.contents.get(data.posts.content[post]).to_owned(),
                layer.objects.get(object).to_owned(),
                data.posts.time_us[post],
            ));
        }
    }
    found.sort();
    found
}

/// What must hold of every data set, whatever was read.
pub fn check(data: &Dataset) {
    let n = data.posts.len();
    assert_eq!(data.intake.read, data.intake.kept + data.intake.rejected);
    assert_eq!(data.intake.kept, n as u64);
    assert_eq!(data.problems.n_rejecting(), data.intake.rejected);
    let sums = data.sources.iter().fold((0, 0, 0), |s, f| {
        assert_eq!(f.intake.read, f.intake.kept + f.intake.rejected);
        (s.0 + f.intake.read, s.1 + f.intake.kept, s.2 + f.intake.rejected)
    });
    assert_eq!(sums, (data.intake.read, data.intake.kept, data.intake.rejected));
    assert!(data.posts.account.iter().all(|&a| (a as usize) < data.accounts.len()));
    assert!(data.posts.content.iter().all(|&c| c < data.n_contents));
    assert_eq!(data.posts.content.len(), n);
    assert!(data.posts.line.is_empty() || data.posts.line.len() == n);
    assert!(data.posts.text.as_ref().is_none_or(|t| t.len() == n));
    assert!(data.posts.platform.as_ref().is_none_or(|p| p.len() == n));
    assert!(data.posts.language.as_ref().is_none_or(|l| l.len() == n));
    for layer in &data.layers {
        assert_eq!(layer.object.len(), layer.post.len());
        assert!(layer.post.is_sorted() && layer.post.iter().all(|&p| (p as usize) < n));
        assert!(layer.object.iter().all(|&o| (o as usize) < layer.objects.len()));
        if !data.contents.is_empty() {
            let own: Vec<u32> = (0..layer.object.len() as u32)
                .filter(|&i| {
                    let (object, post) = (layer.object[i as usize], layer.post[i as usize]);
                    layer.objects.get(object) == data.contents.get(data.posts.content[post as usize])
                })
                .collect();
            assert_eq!(layer.self_object, own);
        }
    }
}

pub fn n_missing_times(data: &Dataset) -> usize {
    data.posts.time_us.iter().filter(|&&t| t == PostTable::NO_TIME).count()
}

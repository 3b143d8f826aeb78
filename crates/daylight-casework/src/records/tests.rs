//! Every rule is broken once: each code has a change of the fixture that triggers it, and the fixture as it
//! stands triggers none.

#![allow(clippy::needless_pass_by_value, reason = "changes are written in place as JSON")]

mod approvals;
mod publish;
mod saves;

use std::path::{Path, PathBuf};

use daylight_core::record::Class;
use serde_json::{Value, json};

use super::{Disarm, Draft, Saved, Written, parse_document, parse_edit};
use crate::error::CaseError;
use crate::testing::{Fixed, scratch};
use crate::{Case, DataSet, NewName, OriginalMeta};

/// 2026-04-01.
const NOW_US: i64 = 1_775_001_600_000_000;

fn fixture_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/casework")
}

/// The fixture as a document.
fn document() -> Value {
    let text = std::fs::read_to_string(fixture_dir().join("case.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

/// The table of an alias.
fn at<'a>(document: &'a mut Value, alias: &str) -> &'a mut Value {
    let tables = document.as_object_mut().unwrap().values_mut().flat_map(|v| v.as_array_mut().unwrap());
    tables.into_iter().find(|t| t["alias"] == alias).unwrap()
}

struct World {
    _dir: tempfile::TempDir,
    case: Case,
}

fn world() -> World {
    let dir = scratch();
    let outside = Fixed::new(7);
    outside.0.lock().unwrap().now_us = NOW_US;
    let case = Case::create(
        &dir.path().join("case"),
        &crate::testing::meta(),
        "ana",
        crate::testing::UNLOCK,
        crate::testing::CHEAP,
        &outside.context(),
    );
    World { _dir: dir, case: case.unwrap() }
}

/// Keeps the files that a record names, as the command line does.
fn keep(case: &mut Case, written: Written) -> Draft {
    let mut draft = written.draft;
    let mut files = Vec::new();
    for file in written.files {
        let data_set = DataSet { access_basis: "manifestly-public".into(), ..DataSet::default() };
        let meta = OriginalMeta { name: NewName::Clear(file.clone()), source: None, data_set };
        let added = case.add_original_file(&fixture_dir().join(&file), &meta, "ana").unwrap();
        files.push(json!({"role": "text", "sha256": added.sha256, "bytes": added.bytes, "media_type": "text/plain"}));
    }
    if !files.is_empty() {
        draft.fields.insert("files".into(), Value::Array(files));
    }
    draft
}

impl World {
    fn add(&mut self, document: &Value) -> Result<Vec<Saved>, CaseError> {
        let drafts: Vec<Draft> = parse_document(document)?.into_iter().map(|w| keep(&mut self.case, w)).collect();
        self.case.add_records(&drafts, "ana", Some(&disarm()))
    }

    fn id(&mut self, alias: &str) -> String {
        let set = self.case.view().records().unwrap();
        set.resolve(alias)[0].id.clone()
    }

    fn edit(&mut self, alias: &str, change: Value) -> Result<Saved, CaseError> {
        let id = self.id(alias);
        let mut edit = parse_edit(&change).unwrap();
        edit.change_note = Some("a test".into());
        self.case.edit_record(&id, &edit, "ana", Some(&disarm()))
    }
}

fn disarm() -> Disarm {
    let bundle = json!({"objects": [
        {"type": "attack-pattern", "name": "A made-up technique", "external_references": [{"external_id": "T0143.003"}]},
    ]});
    Disarm::from_bundle(&bundle, "1.6").unwrap()
}

fn codes(error: &CaseError) -> Vec<&'static str> {
    match error {
        CaseError::Refused(list) => list.iter().map(|r| r.code).collect(),
        other => panic!("{other}"),
    }
}

/// The fixture with one change is refused with a code.
fn refused(code: &str, change: impl FnOnce(&mut Value)) {
    let mut document = document();
    change(&mut document);
    let error = world().add(&document).unwrap_err();
    assert!(codes(&error).contains(&code), "{code}: {error}");
}

/// The fixture with one change is saved, with a warning.
fn warned(code: &str, change: impl FnOnce(&mut Value)) {
    let mut document = document();
    change(&mut document);
    let saved = world().add(&document).unwrap();
    let found: Vec<&str> = saved.iter().flat_map(|s| &s.warnings).map(|w| w.code).collect();
    assert!(found.contains(&code), "{code}: {found:?}");
    assert!(saved.iter().flat_map(|s| &s.warnings).all(|w| w.class == Class::Warn));
}

//! `findings.json` follows its schema, and the schema in `docs` is that of the types.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::Path;

use daylight_core::wire::proof::Proof;
use daylight_core::wire::v1;
use daylight_share::{EXPORTERS, Names, package, write};
use serde_json::Value;

fn schema<T: schemars::JsonSchema>() -> Value {
    serde_json::to_value(schemars::schema_for!(T)).unwrap()
}

/// Run with `DAYLIGHT_UPDATE=1` after a change of the types.
#[test]
fn the_documented_schemas_are_current() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference");
    let all = [
        ("findings.schema.json", schema::<v1::Findings>()),
        ("manifest.schema.json", schema::<v1::Manifest>()),
        ("proof.schema.json", schema::<Proof>()),
    ];
    for (name, schema) in all {
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if std::env::var_os("DAYLIGHT_UPDATE").is_some() {
            fs::create_dir_all(&docs).unwrap();
            fs::write(docs.join(name), &text).unwrap();
        }
        let documented = fs::read_to_string(docs.join(name)).unwrap();
        assert!(documented == text, "docs/reference/{name} is out of date");
    }
}

#[test]
fn written_files_follow_the_schemas() {
    let findings = jsonschema::validator_for(&schema::<v1::Findings>()).unwrap();
    let manifest = jsonschema::validator_for(&schema::<v1::Manifest>()).unwrap();
    for recipe in [common::three_groups(), common::nothing(), common::not_applicable()] {
        let (dataset, analysis) = common::make(&recipe);
        let packaged = package(&dataset, &analysis, Names::Plain, &[], &common::run_info()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        write(&packaged, dir.path(), EXPORTERS).unwrap();
        for (name, validator) in [("findings.json", &findings), ("manifest.json", &manifest)] {
            let value: Value = serde_json::from_slice(&fs::read(dir.path().join(name)).unwrap()).unwrap();
            let errors: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{name}: {errors:?}");
        }
    }
    assert!(!findings.is_valid(&serde_json::json!({ "schema_version": "1" })));
}

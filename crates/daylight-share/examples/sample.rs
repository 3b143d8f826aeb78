//! Writes sample results of synthetic tokens: `cargo run -p daylight-share --example sample -- FOLDER`.

#[path = "../tests/common/mod.rs"]
mod common;

use std::path::PathBuf;

use daylight_share::{EXPORTERS, Names, package, write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(std::env::args().nth(1).ok_or("give a folder")?);
    let recipes = [
        ("three", common::three_groups()),
        ("nothing", common::nothing()),
        ("not-applicable", common::not_applicable()),
        ("many", common::many_groups()),
    ];
    for (name, recipe) in recipes {
        let (dataset, analysis) = common::make(&recipe);
        let layout = common::layout(&dataset, &analysis);
        for (suffix, names) in [("", Names::Pseudonym(b"sample key")), ("-plain", Names::Plain)] {
            let packaged = package(&dataset, &analysis, names, &layout, &common::run_info())?;
            write(&packaged, &root.join(format!("{name}{suffix}")), EXPORTERS)?;
        }
    }
    Ok(())
}

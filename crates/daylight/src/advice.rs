//! Errors that say what to do next.

use std::fmt;
use std::path::Path;

/// What is wrong, and the `hint:` below it.
#[derive(Debug)]
pub struct Advice {
    what: String,
    hint: String,
}

impl Advice {
    /// An error with its hint.
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into() }
    }

    /// What to do.
    pub fn hint(&self) -> &str {
        &self.hint
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Advice {}

/// Whether a path is a folder with a finished result.
pub fn is_result(path: &Path) -> bool {
    path.join(daylight_share::MANIFEST).is_file() && path.join("findings.json").is_file()
}

/// Names of the files that a result was made of.
pub fn inputs_of(result: &Path) -> String {
    let names = daylight_share::read_manifest(result).map(|m| m.inputs).unwrap_or_default();
    let names: Vec<_> = names.iter().map(|i| daylight_share::text::visible(&i.name).into_owned()).collect();
    if names.is_empty() { "its posts".to_owned() } else { names.join(" ") }
}

/// A verb that reads posts was given a result.
pub fn posts_not_result(path: &Path) -> anyhow::Result<()> {
    if !is_result(path) {
        return Ok(());
    }
    let (dir, inputs) = (path.display(), inputs_of(path));
    Err(Advice::new(
        format!("{dir} is a result, not a table of posts"),
        format!(
            "open {dir}/report.html, or give the file of posts it was made of ({inputs}); \
             `daylight proof {dir} --group N` and `daylight who {dir} --object LINK` read a result"
        ),
    )
    .into())
}

/// A verb that reads a result was given something else.
pub fn result_not_posts(path: &Path) -> anyhow::Result<()> {
    if is_result(path) {
        return Ok(());
    }
    let shown = path.display();
    let advice = if crate::case::is_case(path) {
        Advice::new(
            format!("{shown} is a case, not a result"),
            format!("analyse it with `daylight run {shown} --out {shown}/runs/NAME`, and give that folder"),
        )
    } else if path.is_file() {
        Advice::new(
            format!("{shown} is a file, not the folder of a result"),
            format!("make a result of it first: daylight run {shown} --out result"),
        )
    } else if crate::stages::posts_path(path).is_file() {
        Advice::new(
            format!("{shown} holds imported posts and no finished result"),
            format!("analyse them first: daylight detect {shown}"),
        )
    } else if path.is_dir() {
        Advice::new(
            format!("{shown} holds no finished result: manifest.json or findings.json is missing"),
            "give the folder that `daylight run POSTS --out FOLDER` wrote".to_owned(),
        )
    } else {
        Advice::new(
            format!("there is no {shown}"),
            "give the folder that `daylight run POSTS --out FOLDER` wrote".to_owned(),
        )
    };
    Err(advice.into())
}

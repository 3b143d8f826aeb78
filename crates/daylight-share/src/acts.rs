//! Who acted on what, read from the rows behind the edges of a result some thousand at a time.
//!
//! A result holds only posts that are part of a co-action: who shared something alone stands in the input only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::error::ShareError;
use crate::load::{Part, evidence_ranges, read_findings};
use crate::tables::read::{ReadTable, each_batch};

const FILE: &str = "evidence.parquet";

/// An action in a result, under the shown names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Act {
    /// When, microseconds UTC.
    pub time_us: i64,
    /// Who.
    pub account: String,
    /// In which post, where the input has ids.
    pub content: Option<String>,
    /// Layer.
    pub layer: String,
    /// On what.
    pub object: String,
    /// File of the input.
    pub file: String,
    /// Its line or record, from 1.
    pub line: Option<u32>,
}

/// Which actions.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// Those on these (layer, object).
    Objects(&'a BTreeSet<(String, String)>),
    /// Those inside a group.
    Group(u32),
    /// Those in one post.
    Post(&'a str),
}

/// Layer and object of everything that two accounts met on, with the number of rows.
///
/// # Errors
/// When the folder holds no whole result, or a damaged one.
pub fn objects(dir: &Path) -> Result<BTreeMap<(String, String), u64>, ShareError> {
    let mut found = BTreeMap::new();
    each_batch(dir, FILE, None, Some(&["layer", "object"]), |batch| {
        let t = ReadTable::one(FILE, batch);
        for (layer, object) in t.whole_text("layer")?.into_iter().zip(t.whole_text("object")?) {
            *found.entry((layer.to_owned(), object.to_owned())).or_insert(0) += 1;
        }
        Ok(())
    })?;
    Ok(found)
}

/// The wanted actions in order of time, each once.
///
/// # Errors
/// When the folder holds no whole result, or a damaged one.
pub fn acts(dir: &Path, wanted: Wanted<'_>) -> Result<Vec<Act>, ShareError> {
    let ranges = match wanted {
        Wanted::Group(id) => evidence_ranges(dir, Part::Group(id), &read_findings(dir)?)?,
        Wanted::Objects(_) | Wanted::Post(_) => None,
    };
    let mut found = BTreeSet::new();
    each_batch(dir, FILE, ranges.as_deref(), None, |batch| {
        let t = ReadTable::one(FILE, batch);
        let (layer, object) = (t.whole_text("layer")?, t.whole_text("object")?);
        for side in ["a", "b"] {
            side_acts(&t, side, &layer, &object, wanted, &mut found)?;
        }
        Ok(())
    })?;
    Ok(found.into_iter().collect())
}

fn side_acts(
    t: &ReadTable,
    side: &str,
    layer: &[&str],
    object: &[&str],
    wanted: Wanted<'_>,
    found: &mut BTreeSet<Act>,
) -> Result<(), ShareError> {
    let account = t.whole_text(&format!("account_{side}"))?;
    let content = t.text(&format!("content_{side}"))?;
    let time = t.time(&format!("time_{side}"))?;
    let file = t.text(&format!("file_{side}"))?;
    let line = t.int(&format!("line_{side}"))?;
    for i in 0..account.len() {
        let keep = match wanted {
            Wanted::Group(_) => true,
            Wanted::Objects(objects) => objects.contains(&(layer[i].to_owned(), object[i].to_owned())),
            Wanted::Post(id) => content[i] == Some(id),
        };
        if keep {
            found.insert(Act {
                time_us: time[i],
                account: account[i].to_owned(),
                content: content[i].map(str::to_owned),
                layer: layer[i].to_owned(),
                object: object[i].to_owned(),
                file: file[i].unwrap_or("").to_owned(),
                line: line[i].and_then(|l| u32::try_from(l).ok()),
            });
        }
    }
    Ok(())
}

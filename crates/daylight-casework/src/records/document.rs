//! Records as people write them: a document with a list of tables for each type.
//!
//! `{"source": [{"alias": "desk", "kind": "analyst", "name": "…"}], "capture": [{…, "file": "page.html"}]}`.
//! Beside the fields of its type a table may have `alias`, `tlp`, `pap`, `quotes` and, for a capture,
//! `file` (or `files_from`): names of files that are to be kept first.

use daylight_core::record::{Fields, RecordKind, Tlp};
use serde_json::Value;

use super::store::Draft;
use crate::error::{CaseError, Result};

/// A record of a document, with the files that it names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    /// The record.
    pub draft: Draft,
    /// Files of a capture, to be kept before the record is added.
    pub files: Vec<String>,
}

/// The records of a document, in the order of types and then of the document.
///
/// # Errors
/// `Invalid` for a type that does not exist, or an envelope that is no text.
pub fn parse_document(document: &Value) -> Result<Vec<Written>> {
    let tables = document.as_object().ok_or_else(|| CaseError::invalid("document", "no table of records"))?;
    if let Some(unknown) = tables.keys().find(|k| RecordKind::parse(k).is_none()) {
        let known: Vec<&str> = RecordKind::ALL.iter().map(|k| k.name()).collect();
        let what = format!("{unknown:?} is no type of record; there are {}", known.join(", "));
        return Err(CaseError::invalid("document", what));
    }
    let mut found = Vec::new();
    for kind in RecordKind::ALL {
        let Some(value) = tables.get(kind.name()) else { continue };
        let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for table in list {
            let table = table.as_object().ok_or_else(|| CaseError::invalid("document", "a record is no table"))?;
            found.push(written(Some(kind), table)?);
        }
    }
    Ok(found)
}

/// A change of a record, as a table of the fields that change.
///
/// # Errors
/// As [`parse_document`].
pub fn parse_edit(table: &Value) -> Result<Draft> {
    let table = table.as_object().ok_or_else(|| CaseError::invalid("document", "no table of fields"))?;
    Ok(written(None, table)?.draft)
}

fn written(kind: Option<RecordKind>, table: &Fields) -> Result<Written> {
    let mut written = Written { draft: Draft { kind, ..Draft::default() }, files: Vec::new() };
    let draft = &mut written.draft;
    for (name, value) in table {
        let text = || {
            value
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| CaseError::invalid("document", format!("{name} is no text")))
        };
        let texts = || {
            let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            list.iter()
                .map(|v| v.as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()
                .ok_or_else(|| CaseError::invalid("document", format!("{name} is no list of texts")))
        };
        match name.as_str() {
            "alias" => draft.alias = Some(text()?.trim_start_matches('@').to_owned()),
            "tlp" => {
                let tlp = text()?;
                let known = || {
                    CaseError::invalid("tlp", format!("{tlp:?} is not one of clear, green, amber, amber+strict, red"))
                };
                draft.tlp = Some(Tlp::parse(&tlp).ok_or_else(known)?);
            }
            "pap" => draft.pap = Some(text()?),
            // By its importer a record may cite files that the case does not hold; nobody writes that by hand.
            "via" => return Err(CaseError::invalid("via", "is written by the program that imports a record")),
            "quotes" => draft.quotes = Some(texts()?),
            "file" | "files_from" => written.files.extend(texts()?),
            _ => drop(draft.fields.insert(name.clone(), value.clone())),
        }
    }
    Ok(written)
}

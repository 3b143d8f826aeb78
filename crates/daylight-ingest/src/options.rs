//! What the caller decides about reading.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

use daylight_core::ObjectKind;

use crate::time::Zone;

/// How to read.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "independent switches, each named on the command line")]
pub struct ReadOptions {
    /// Columns and their roles; recognized from names and content when absent.
    pub map: Option<Mapping>,
    /// Zone of times that name none; UTC (and said so) when absent.
    pub time_zone: Option<Zone>,
    /// Whether `03/04/2020` is the third of April; must be proven by the data when absent.
    pub day_first: Option<bool>,
    /// Keep the strings of content ids.
    pub keep_contents: bool,
    /// Keep source and line of every post.
    pub keep_lines: bool,
    /// Keep texts.
    pub keep_text: bool,
    /// Compute SHA-256 of the files.
    pub hash_files: bool,
    /// Number accounts and objects in the byte order of their strings, so that the order of rows does not
    /// matter. Otherwise numbers depend on the input alone, but in no useful order.
    pub sort_ids: bool,
    /// Read only these layers; all when empty.
    pub layers: Vec<ObjectKind>,
    /// Threads; 0 takes the pool that the caller is in.
    pub threads: usize,
    /// Rows (from 0, ascending) of files in Parquet that are counted as rejected, because another file has the
    /// same post.
    pub repeated: BTreeMap<PathBuf, Vec<u32>>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            map: None,
            time_zone: None,
            day_first: None,
            keep_contents: true,
            keep_lines: true,
            keep_text: true,
            hash_files: true,
            sort_ids: true,
            layers: Vec::new(),
            threads: 0,
            repeated: BTreeMap::new(),
        }
    }
}

/// An object column named by the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedObject {
    /// Its kind.
    pub kind: ObjectKind,
    /// The column.
    pub column: String,
    /// The character between several objects in one cell, if any.
    pub split: Option<char>,
}

/// Roles of columns as the user gives them: `account=COL,time=COL,object:url=COL,object:url[ ]=COL`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// `account=`
    pub account: Option<String>,
    /// `content=`
    pub content: Option<String>,
    /// `time=`
    pub time: Option<String>,
    /// `text=`
    pub text: Option<String>,
    /// `platform=`
    pub platform: Option<String>,
    /// `language=`
    pub language: Option<String>,
    /// `name=`
    pub name: Option<String>,
    /// `object:KIND=`
    pub objects: Vec<MappedObject>,
}

impl FromStr for Mapping {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let mut mapping = Self::default();
        for entry in entries(s) {
            let (role, column) = entry.split_once('=').ok_or_else(|| format!("`{entry}` is not ROLE=COLUMN"))?;
            let (role, column) = (role.trim_start(), column.trim());
            if column.is_empty() {
                return Err(format!("`{entry}` names no column"));
            }
            mapping.set(role, column)?;
        }
        if mapping == Self::default() {
            return Err("an empty mapping; give at least account=COLUMN".to_owned());
        }
        Ok(mapping)
    }
}

impl Mapping {
    fn set(&mut self, role: &str, column: &str) -> Result<(), String> {
        if let Some(kind) = role.strip_prefix("object:") {
            self.objects.push(mapped_object(kind, column)?);
            return Ok(());
        }
        let place = match role.trim_end() {
            "account" => &mut self.account,
            "content" => &mut self.content,
            "time" => &mut self.time,
            "text" => &mut self.text,
            "platform" => &mut self.platform,
            "language" => &mut self.language,
            "name" => &mut self.name,
            "object" => {
                self.objects.push(mapped_object("object", column)?);
                return Ok(());
            }
            other => {
                return Err(format!(
                    "`{other}` is no role; there are account, content, time, text, platform, language, name and object:KIND"
                ));
            }
        };
        if place.replace(column.to_owned()).is_some() {
            return Err(format!("`{role}` is given twice"));
        }
        Ok(())
    }
}

fn mapped_object(kind: &str, column: &str) -> Result<MappedObject, String> {
    let (kind, split) = match kind.split_once('[') {
        None => (kind.trim(), None),
        Some((kind, bracket)) => {
            let mut chars = bracket.chars();
            match (chars.next(), chars.as_str().trim_end()) {
                (Some(split), "]") => (kind.trim(), Some(split)),
                _ => return Err(format!("`object:{kind}[{bracket}` needs one character in brackets")),
            }
        }
    };
    if kind.is_empty() {
        return Err(format!("`object:={column}` names no kind"));
    }
    let kind = kind.parse().unwrap_or_else(|never: std::convert::Infallible| match never {});
    Ok(MappedObject { kind, column: column.to_owned(), split })
}

/// Splits at commas outside brackets.
fn entries(s: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut bracket) = (0, false);
    for (i, c) in s.char_indices() {
        match c {
            '[' => bracket = true,
            ']' => bracket = false,
            ',' if !bracket => {
                found.push(&s[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    found.push(&s[start..]);
    found.retain(|entry| !entry.trim().is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_read_with_its_splitters() {
        let mapping: Mapping = "account=who, time=when,object:url[ ]=links,object:tag[,]=tags".parse().unwrap();
        assert_eq!(mapping.account.as_deref(), Some("who"));
        assert_eq!(mapping.time.as_deref(), Some("when"));
        assert_eq!(
            mapping.objects[0],
            MappedObject { kind: ObjectKind::Url, column: "links".into(), split: Some(' ') }
        );
        assert_eq!(mapping.objects[1].kind, ObjectKind::Other("tag".into()));
        assert_eq!(mapping.objects[1].split, Some(','));
    }

    #[test]
    fn nonsense_is_refused_in_words() {
        for (input, word) in [
            ("", "empty"),
            ("account", "ROLE=COLUMN"),
            ("acount=x", "no role"),
            ("account=", "names no column"),
            ("account=a,account=b", "twice"),
            ("object:url[=x", "brackets"),
        ] {
            let error = input.parse::<Mapping>().unwrap_err();
            assert!(error.contains(word), "{input}: {error}");
        }
    }
}

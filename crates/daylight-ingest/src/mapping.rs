//! A mapping as data: which column plays which role, in a small TOML file that people write and share.
//!
//! `docs/reference/mapping.md` is its reference. Every fault names line and key.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::error::IngestError;
use crate::options::{MappedObject, Mapping};
use crate::time::Zone;

/// The version of the notation.
const VERSION: u32 = 1;
/// Largest file that is read as a mapping.
const MAX_BYTES: u64 = 256 << 10;
/// Most objects and metrics, each.
const MAX_ENTRIES: usize = 500;

/// How one kind of table is read into posts.
#[derive(Debug, Clone, PartialEq)]
pub struct TableMapping {
    /// The roles that `--map` knows too.
    pub roles: Mapping,
    /// What else is said about the account: `handle`, `bio`, `created`, `followers`, by column.
    pub account: BTreeMap<&'static str, String>,
    /// Column of the clock time, where the times are dates alone.
    pub clock: Option<String>,
    /// The platform of all rows.
    pub platform: Option<String>,
    /// Whether account ids like `fb_12` tell the platform.
    pub platform_from_prefix: bool,
    /// Whether links, hashtags and mentions are taken out of the text where no column has them.
    pub from_text: bool,
    /// Zone of times that name none, as it is written.
    pub zone: Option<String>,
    /// Whether `03/04/2020` is the third of April.
    pub day_first: Option<bool>,
    /// Columns of counts, by the name of the count.
    pub metrics: BTreeMap<String, String>,
}

impl Default for TableMapping {
    fn default() -> Self {
        Self {
            roles: Mapping::default(),
            account: BTreeMap::new(),
            clock: None,
            platform: None,
            platform_from_prefix: false,
            from_text: true,
            zone: None,
            day_first: None,
            metrics: BTreeMap::new(),
        }
    }
}

impl From<Mapping> for TableMapping {
    fn from(roles: Mapping) -> Self {
        Self { roles, ..Self::default() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    mapping: Spanned<u32>,
    platform: Option<Spanned<String>>,
    platform_from_prefix: Option<bool>,
    from_text: Option<bool>,
    columns: RawColumns,
    #[serde(default)]
    time: RawTime,
    #[serde(default)]
    object: Vec<RawObject>,
    #[serde(default)]
    metrics: BTreeMap<Spanned<String>, Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumns {
    account: Spanned<String>,
    handle: Option<Spanned<String>>,
    name: Option<Spanned<String>>,
    bio: Option<Spanned<String>>,
    created: Option<Spanned<String>>,
    followers: Option<Spanned<String>>,
    content: Option<Spanned<String>>,
    time: Spanned<String>,
    clock: Option<Spanned<String>>,
    text: Option<Spanned<String>>,
    language: Option<Spanned<String>>,
    platform: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawTime {
    zone: Option<Spanned<String>>,
    order: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawObject {
    kind: Spanned<String>,
    column: Spanned<String>,
    split: Option<Spanned<String>>,
}

/// `line 4, key `columns.account`: what is wrong`.
fn fault(text: &str, at: usize, what: &str) -> String {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    let n_line = before.matches('\n').count();
    let line = text.lines().nth(n_line).unwrap_or_default();
    let key = line.split_once('=').map(|(key, _)| key.trim()).filter(|k| !k.is_empty() && !k.starts_with('#'));
    let section = text.lines().take(n_line + 1).filter(|l| l.trim_start().starts_with('[')).last();
    let section = section.map(|s| s.trim().trim_matches(['[', ']']).trim());
    let key = match (section, key) {
        (Some(section), Some(key)) => format!(", key `{section}.{key}`"),
        (None, Some(key)) => format!(", key `{key}`"),
        (Some(section), None) if line.trim_start().starts_with('[') => format!(", section `{section}`"),
        _ => String::new(),
    };
    format!("line {}{key}: {what}", n_line + 1)
}

/// Checks values where they stand.
struct Check<'t> {
    text: &'t str,
}

impl Check<'_> {
    fn wrong<T>(&self, at: usize, what: &str) -> Result<T, String> {
        Err(fault(self.text, at, what))
    }

    fn said(&self, value: Spanned<String>) -> Result<String, String> {
        let at = value.span().start;
        let value = value.into_inner();
        if value.trim().is_empty() { self.wrong(at, "is empty; leave the line out instead") } else { Ok(value) }
    }

    fn maybe(&self, value: Option<Spanned<String>>) -> Result<Option<String>, String> {
        value.map(|v| self.said(v)).transpose()
    }

    fn object(&self, raw: RawObject) -> Result<MappedObject, String> {
        let split = match raw.split {
            None => None,
            Some(split) => {
                let mut chars = split.get_ref().chars();
                match (chars.next(), chars.next()) {
                    (Some(c), None) => Some(c),
                    _ => return self.wrong(split.span().start, "is one character, the one between the objects"),
                }
            }
        };
        let Ok(kind) = self.said(raw.kind)?.trim().parse();
        Ok(MappedObject { kind, column: self.said(raw.column)?, split })
    }

    fn day_first(&self, order: Option<Spanned<String>>) -> Result<Option<bool>, String> {
        let Some(order) = order else { return Ok(None) };
        match order.get_ref().as_str() {
            "day-first" => Ok(Some(true)),
            "month-first" => Ok(Some(false)),
            _ => self.wrong(order.span().start, "is `day-first` or `month-first`"),
        }
    }

    fn zone(&self, zone: Option<Spanned<String>>) -> Result<Option<String>, String> {
        let Some(zone) = zone else { return Ok(None) };
        match zone.get_ref().parse::<Zone>() {
            Ok(_) => Ok(Some(zone.into_inner())),
            Err(what) => self.wrong(zone.span().start, &what),
        }
    }
}

impl TableMapping {
    /// Reads the notation.
    ///
    /// # Errors
    /// In words, with line and key.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let raw: Raw = toml::from_str(text).map_err(|error| {
            let what = error.message().trim_end().replace('\n', "; ");
            fault(text, error.span().map_or(0, |span| span.start), &what)
        })?;
        let check = Check { text };
        if *raw.mapping.get_ref() != VERSION {
            return check.wrong(raw.mapping.span().start, &format!("this program reads mappings of version {VERSION}"));
        }
        if raw.object.len() > MAX_ENTRIES || raw.metrics.len() > MAX_ENTRIES {
            return Err(format!("more than {MAX_ENTRIES} objects or metrics"));
        }
        let c = raw.columns;
        let roles = Mapping {
            account: Some(check.said(c.account)?),
            content: check.maybe(c.content)?,
            time: Some(check.said(c.time)?),
            text: check.maybe(c.text)?,
            platform: check.maybe(c.platform)?,
            language: check.maybe(c.language)?,
            name: check.maybe(c.name)?,
            objects: raw.object.into_iter().map(|o| check.object(o)).collect::<Result<_, _>>()?,
        };
        if roles.objects.is_empty() && roles.text.is_none() {
            return Err("it names neither a column of `text` nor an [[object]]: nothing could be compared".to_owned());
        }
        let mut account = BTreeMap::new();
        let about = [("handle", c.handle), ("bio", c.bio), ("created", c.created), ("followers", c.followers)];
        for (role, column) in about {
            if let Some(column) = check.maybe(column)? {
                account.insert(role, column);
            }
        }
        let metric = |(name, column): (Spanned<String>, Spanned<String>)| {
            Ok::<_, String>((check.said(name)?, check.said(column)?))
        };
        Ok(Self {
            roles,
            account,
            clock: check.maybe(c.clock)?,
            platform: check.maybe(raw.platform)?.map(|p| p.to_lowercase()),
            platform_from_prefix: raw.platform_from_prefix.unwrap_or(false),
            from_text: raw.from_text.unwrap_or(true),
            zone: check.zone(raw.time.zone)?,
            day_first: check.day_first(raw.time.order)?,
            metrics: raw.metrics.into_iter().map(metric).collect::<Result<_, _>>()?,
        })
    }

    /// Reads a file of the notation.
    ///
    /// # Errors
    /// When it cannot be read; a fault in it names line and key.
    pub fn from_file(path: &Path) -> Result<Self, IngestError> {
        let wrong = |what: String| IngestError::Mapping { path: path.to_owned(), what };
        let size = fs::metadata(path).map_err(|e| IngestError::io(path, e))?.len();
        if size > MAX_BYTES {
            return Err(wrong(format!("it is larger than {MAX_BYTES} bytes")));
        }
        let bytes = fs::read(path).map_err(|e| IngestError::io(path, e))?;
        let text = std::str::from_utf8(&bytes).map_err(|_| wrong("it is not UTF-8".to_owned()))?;
        Self::from_toml(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(wrong)
    }

    /// The notation; the same mapping gives the same text.
    pub fn to_toml(&self) -> String {
        self.with_comments(&|_| None)
    }

    /// The notation, with what `comment` says of a role behind its line.
    pub fn with_comments(&self, comment: &dyn Fn(&str) -> Option<String>) -> String {
        let mut out = format!("mapping = {VERSION}\n");
        let mut line = |key: &str, value: &str, role: &str| {
            let comment = comment(role).map(|c| format!("  # {}", c.replace(char::is_control, " ")));
            let _ = writeln!(out, "{key} = {value}{}", comment.unwrap_or_default());
        };
        if let Some(platform) = &self.platform {
            line("platform", &quoted(platform), "platform");
        }
        if self.platform_from_prefix {
            line("platform_from_prefix", "true", "platform");
        }
        if !self.from_text {
            line("from_text", "false", "");
        }
        line("\n[columns]\naccount", &quoted(self.roles.account.as_deref().unwrap_or_default()), "account");
        let about = |role: &str| self.account.get(role);
        let roles = &self.roles;
        let columns = [
            ("handle", about("handle")),
            ("name", roles.name.as_ref()),
            ("bio", about("bio")),
            ("created", about("created")),
            ("followers", about("followers")),
            ("content", roles.content.as_ref()),
            ("time", roles.time.as_ref()),
            ("clock", self.clock.as_ref()),
            ("text", roles.text.as_ref()),
            ("language", roles.language.as_ref()),
            ("platform", roles.platform.as_ref()),
        ];
        for (key, column) in columns {
            if let Some(column) = column {
                line(key, &quoted(column), if key == "clock" { "time of day" } else { key });
            }
        }
        if self.zone.is_some() || self.day_first.is_some() {
            let order = self.day_first.map(|day| if day { "day-first" } else { "month-first" });
            let entries = [("zone", self.zone.as_deref()), ("order", order)];
            let mut head = "\n[time]\n";
            for (key, value) in entries {
                if let Some(value) = value {
                    line(&format!("{head}{key}"), &quoted(value), "");
                    head = "";
                }
            }
        }
        for object in &roles.objects {
            let role = format!("object:{}", object.kind);
            line("\n[[object]]\nkind", &quoted(object.kind.name()), &role);
            line("column", &quoted(&object.column), "");
            if let Some(split) = object.split {
                line("split", &quoted(&split.to_string()), "");
            }
        }
        let mut head = "\n[metrics]\n";
        for (name, column) in &self.metrics {
            line(&format!("{head}{}", quoted(name)), &quoted(column), "");
            head = "";
        }
        out
    }
}

/// A basic string of TOML: what JSON escapes, and the one sign more that TOML does not allow.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = r#"# posts of a monitoring tool
mapping = 1
platform = "Facebook"

[columns]
account = "page id"
handle = "page"
followers = "fans"
content = "post"
time = "when"
clock = "hour"
text = "message"
language = "lang"

[time]
zone = "Europe/Berlin"
order = "day-first"

[[object]]
kind = "url"
column = "links"
split = " "

[[object]]
kind = "ad_id"
column = "ad \"quoted\""

[metrics]
likes = "like count"
"#;

    #[test]
    fn a_mapping_is_read_and_written_back() {
        let mapping = TableMapping::from_toml(FULL).unwrap();
        assert_eq!(mapping.roles.account.as_deref(), Some("page id"));
        assert_eq!(mapping.account["followers"], "fans");
        assert_eq!((mapping.platform.as_deref(), mapping.day_first), (Some("facebook"), Some(true)));
        assert_eq!(mapping.roles.objects[0].split, Some(' '));
        assert_eq!(mapping.roles.objects[1].kind.name(), "ad_id");
        assert_eq!(mapping.metrics["likes"], "like count");
        let again = TableMapping::from_toml(&mapping.to_toml()).unwrap();
        assert_eq!(again, mapping, "{}", mapping.to_toml());
    }

    #[test]
    fn faults_name_line_and_key() {
        let with = |from: &str, to: &str| TableMapping::from_toml(&FULL.replacen(from, to, 1)).unwrap_err();
        for (from, to, words) in [
            ("handle = ", "handel = ", vec!["line 7", "handel", "columns"]),
            ("\"page id\"", "3", vec!["line 6", "columns.account", "string"]),
            ("\"page id\"", "\"  \"", vec!["line 6", "columns.account", "empty"]),
            ("day-first", "first", vec!["line 17", "time.order", "month-first"]),
            ("Europe/Berlin", "Nowhere", vec!["line 16", "time.zone", "Nowhere"]),
            ("\" \"", "\"ab\"", vec!["line 22", "object.split", "one character"]),
            ("mapping = 1", "mapping = 7", vec!["line 2", "mapping", "version 1"]),
            ("[metrics]", "[metrix]", vec!["line 28", "metrix"]),
            ("time = \"when\"\n", "", vec!["time"]),
            ("lang\"", "lang", vec!["line 13"]),
        ] {
            let error = with(from, to);
            assert!(words.iter().all(|w| error.contains(w)), "{to}: {error}");
        }
        let bare = "mapping = 1\n[columns]\naccount = \"a\"\ntime = \"t\"\n";
        assert!(TableMapping::from_toml(bare).unwrap_err().contains("[[object]]"));
    }

    #[test]
    fn any_text_is_an_error_and_no_panic() {
        for cut in 0..FULL.len() {
            let _ = TableMapping::from_toml(&FULL[..cut]);
        }
        for text in ["", "\u{0}", "[[[[", "a.b.c.d = {", &"[a".repeat(5000), &"a.".repeat(20_000), "mapping = 1e999"] {
            assert!(TableMapping::from_toml(text).is_err());
        }
    }
}

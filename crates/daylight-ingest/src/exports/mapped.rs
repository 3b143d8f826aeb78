//! Any table whose columns are named by a mapping, or recognized by names and values.
//!
//! The roles are those of the generic reader of tables, so that a case finds in a table what `daylight run`
//! finds in the file itself.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use daylight_core::{Columns, ObjectKind, SniffMatch};
use serde_json::Value;

use crate::columns::{self, Roles, Sample};
use crate::csv;
use crate::error::IngestError;
use crate::exports::decode::Charset;
use crate::exports::draft::{Draft, Out};
use crate::exports::fields::{at, integer, scalar};
use crate::exports::format::{ExportFormat, Rules};
use crate::exports::head::{HEAD_BYTES, Head, column_name};
use crate::exports::post::Media;
use crate::exports::read::{head_text, sniff_export};
use crate::exports::report::ExportOptions;
use crate::exports::{clock, lang, tags};
use crate::json::{self, ITEM_KEYS};
use crate::mapping::TableMapping;
use crate::options::MappedObject;
use crate::platforms;
use crate::sink::{Split, each_item, join_clock};
use crate::stream::{Packing, fill, unpacked};
use crate::time::{DateOrder, Zone};
use crate::urls::is_link;

/// Name of the format in reports and records.
pub const TABLE: &str = "table";

/// Where a JSON document may hold its records.
const INNER: &[&str] = &["data", "posts", "items", "statuses", "tweets", "results", "messages", "videos"];
/// Share of sampled accounts whose prefix must tell the platform.
const MIN_PREFIXED: f64 = 0.9;

/// A table with its roles.
pub(crate) struct MappedTable {
    /// Key of each column in a record.
    keys: Vec<String>,
    roles: Roles,
    /// `handle`, `bio`, `created`, `followers`.
    about: Vec<(&'static str, usize)>,
    metrics: Vec<(String, usize)>,
    mapping: TableMapping,
    zone: Option<Zone>,
    order: Option<DateOrder>,
    rules: Rules,
}

/// A table that can be read.
pub(crate) struct Found {
    pub table: MappedTable,
    /// What stands in for the head that was looked at.
    pub head: Head,
}

impl MappedTable {
    /// The mapping that was given or found.
    pub fn mapping(&self) -> &TableMapping {
        &self.mapping
    }

    /// Which column plays which role, and why.
    pub fn columns(&self) -> &[Columns] {
        &self.roles.reasons
    }

    /// What else there is to say.
    pub fn remarks(&self) -> &[String] {
        &self.roles.notes
    }

    fn cell<'r>(&self, record: &'r Value, column: usize) -> Option<&'r Value> {
        let value = at(record, self.keys.get(column)?)?;
        let said = match value {
            Value::Null => false,
            Value::String(s) => !crate::time::is_missing(s.trim().as_bytes()),
            _ => true,
        };
        said.then_some(value)
    }

    fn text_of(&self, record: &Value, column: Option<usize>) -> Option<String> {
        self.cell(record, column?).and_then(scalar)
    }

    fn name_of(&self, column: Option<usize>) -> &str {
        column.and_then(|c| self.keys.get(c)).map_or("", String::as_str)
    }

    fn time(&self, record: &Value, draft: &mut Draft<'_>) {
        let Some(column) = self.roles.time else { return };
        let value = self.cell(record, column).cloned();
        let joined = match (&value, self.roles.clock.and_then(|c| self.cell(record, c))) {
            (Some(Value::String(date)), Some(Value::String(clock))) => {
                let joined = join_clock(date.as_bytes(), clock.as_bytes());
                Some(Value::String(String::from_utf8_lossy(&joined).into_owned()))
            }
            _ => value,
        };
        draft.time_in(self.name_of(self.roles.time), joined.as_ref(), self.order, self.zone.as_ref());
    }

    fn about(&self, record: &Value, draft: &mut Draft<'_>) {
        for (role, column) in &self.about {
            let Some(value) = self.cell(record, *column) else { continue };
            let account = &mut draft.post.account;
            match *role {
                "handle" => account.handle = scalar(value).map(|h| h.trim_start_matches('@').to_owned()),
                "bio" => account.bio = scalar(value),
                "followers" => account.n_followers = integer(value),
                _ => {
                    let zone = self.zone.clone().unwrap_or(Zone::UTC);
                    account.created_us = clock::read(value, self.order, &zone).ok().map(|r| r.time.us);
                }
            }
        }
        draft.post.account.name = self.text_of(record, self.roles.name);
        for (name, column) in &self.metrics {
            if let Some(n) = self.cell(record, *column).and_then(integer) {
                draft.post.metrics.insert(name.clone(), n);
            }
        }
    }

    fn objects(&self, record: &Value, draft: &mut Draft<'_>) {
        for role in &self.roles.objects {
            let Some(value) = self.cell(record, role.column) else { continue };
            match value {
                Value::Array(items) => {
                    for item in items.iter().filter_map(item_text) {
                        object(draft, &role.kind, &item);
                    }
                }
                Value::String(cell) => {
                    let mut items: Vec<String> = Vec::new();
                    each_item(cell.as_bytes(), role.split, &mut |item| {
                        items.push(String::from_utf8_lossy(item).into_owned());
                    });
                    for item in &items {
                        object(draft, &role.kind, item);
                    }
                }
                other => {
                    if let Some(item) = draft.checked_id(role.kind.name(), other) {
                        object(draft, &role.kind, &item);
                    }
                }
            }
        }
    }

    /// Members of the record that play no role.
    fn keep_rest(&self, record: &Value, draft: &mut Draft<'_>) {
        let Value::Object(members) = record else { return };
        let r = &self.roles;
        let single = [r.account, r.content, r.time, r.clock, r.text, r.platform, r.language, r.name];
        let used = single.into_iter().flatten().chain(r.objects.iter().map(|o| o.column));
        let used: Vec<&str> = used
            .chain(self.about.iter().map(|a| a.1))
            .chain(self.metrics.iter().map(|m| m.1))
            .filter_map(|c| self.keys.get(c))
            .map(String::as_str)
            .collect();
        let plays =
            |key: &str| used.iter().any(|u| *u == key || u.strip_prefix(key).is_some_and(|r| r.starts_with('.')));
        for (key, value) in members.iter().filter(|(key, _)| !plays(key)) {
            draft.keep(key, value.clone());
        }
    }
}

/// An item of a JSON list.
fn item_text(item: &Value) -> Option<String> {
    match item {
        Value::Object(members) => ITEM_KEYS.iter().find_map(|key| members.get(*key)).and_then(scalar),
        other => scalar(other),
    }
}

/// Puts one object where it belongs. Links, hashtags and mentions get the form that all exports give them; ids
/// of anything else stay as they are.
fn object(draft: &mut Draft<'_>, kind: &ObjectKind, item: &str) {
    if crate::time::is_missing(item.as_bytes()) {
        return;
    }
    if *kind == ObjectKind::Url && is_link(item) {
        draft.link(item);
        return;
    }
    if *kind == ObjectKind::Hashtag && tags::hashtag(item).is_some() {
        draft.hashtag(item);
        return;
    }
    let Some(id) = draft.checked_id(kind.name(), &Value::from(item)) else { return };
    let post = &mut draft.post;
    let single = match kind {
        ObjectKind::Mention => {
            let who = id.trim_start_matches('@').to_lowercase();
            if !post.mentions.contains(&who) {
                post.mentions.push(who);
            }
            return;
        }
        ObjectKind::ImageFamily => {
            let media = Media { hash: Some(id), ..Media::default() };
            if !post.media.contains(&media) {
                post.media.push(media);
            }
            return;
        }
        ObjectKind::RepostOf => &mut post.repost_of,
        ObjectKind::ReplyTo => &mut post.reply_to,
        ObjectKind::QuoteOf => &mut post.quote_of,
        _ => return draft.object(kind.clone(), &id),
    };
    match single {
        None => *single = Some(id),
        Some(have) if *have == id => {}
        Some(_) => draft.object(kind.clone(), &id),
    }
}

impl ExportFormat for MappedTable {
    fn name(&self) -> &'static str {
        TABLE
    }

    fn card(&self) -> &'static str {
        include_str!("mapped.md")
    }

    fn tool(&self) -> &'static str {
        "the mapping of its columns"
    }

    fn sniff(&self, _: &Head) -> Option<SniffMatch> {
        None
    }

    fn rules(&self) -> Rules {
        self.rules
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        static NOTHING: Value = Value::Null;
        let account = self.roles.account.and_then(|c| self.cell(record, c));
        let Some(account) = account else {
            out.reject(Some(self.name_of(self.roles.account)), "the account is empty", None);
            return;
        };
        let mut draft = Draft::new(out, &NOTHING, self.mapping.platform.as_deref());
        draft.post.account.id = draft.checked_id("account_id", account);
        let content = self.roles.content.and_then(|c| self.cell(record, c));
        draft.post.content_id = content.and_then(|value| draft.checked_id("content_id", value));
        draft.content_may_be_absent();
        if let Some(platform) = self.text_of(record, self.roles.platform) {
            draft.post.platform = Some(platform.to_lowercase());
        } else if self.mapping.platform_from_prefix {
            let of = draft.post.account.id.as_deref().and_then(platforms::of_prefix);
            draft.post.platform = of.map(str::to_owned).or(draft.post.platform);
        }
        self.time(record, &mut draft);
        draft.post.text = self.text_of(record, self.roles.text);
        let language = self.roles.language.and_then(|c| self.cell(record, c));
        let language = language.map(|v| v.as_array().and_then(|tags| tags.first()).unwrap_or(v));
        draft.post.language = language.and_then(Value::as_str).and_then(lang::declared);
        self.about(record, &mut draft);
        self.objects(record, &mut draft);
        self.keep_rest(record, &mut draft);
        if self.mapping.from_text {
            draft.from_text();
        }
        out.post(draft);
    }
}

/// Names, rows, and how the records are found.
fn sample_of(head: &Head, text: &[u8], whole: bool) -> Result<(Sample, Head, Rules), String> {
    match head {
        Head::Xml { .. } => Err("XML is no table".to_owned()),
        Head::Table { .. } => {
            if csv::control_share(text) > 0.02 {
                return Err("its bytes are not text".to_owned());
            }
            let found = csv::read_head(text, whole);
            let columns = found.sample.names.iter().map(|n| column_name(n)).collect();
            let rules = Rules { no_header: found.header_lines == 0, ..Rules::default() };
            Ok((found.sample, Head::Table { columns, delimiter: found.delimiter }, rules))
        }
        Head::Json { array, .. } => {
            let layout = json::layout(text);
            let sample = json::sample(text.get(layout.start..).unwrap_or_default(), layout.cut);
            let inner = layout.cut == crate::blocks::Cut::Elements && !array;
            Ok((sample, head.clone(), Rules { json_paths: if inner { INNER } else { &[] }, ..Rules::default() }))
        }
    }
}

/// The table as the mapping says.
pub(crate) fn by_mapping(
    head: &Head,
    text: &[u8],
    whole: bool,
    mapping: &TableMapping,
    options: &ExportOptions,
) -> Result<Found, String> {
    let (sample, head, rules) = sample_of(head, text, whole)?;
    let no_column = |name: String| {
        let names: Vec<&str> = sample.names.iter().take(30).map(String::as_str).collect();
        format!("no column `{name}`, which the mapping names; its columns are: {}", names.join(", "))
    };
    let mut roles = columns::mapped(&sample, &mapping.roles).map_err(no_column)?;
    let find = |name: &String| columns::find(&sample, name).ok_or_else(|| no_column(name.clone()));
    if let Some(name) = &mapping.clock {
        roles.clock = Some(find(name)?);
    }
    let mut about = Vec::new();
    for (role, name) in &mapping.account {
        about.push((*role, find(name)?));
    }
    let mut metrics = Vec::new();
    for (name, column) in &mapping.metrics {
        metrics.push((name.clone(), find(column)?));
    }
    if roles.account.is_none() || roles.time.is_none() {
        return Err("the mapping names no column for the account or the time".to_owned());
    }
    let table = MappedTable {
        keys: keys(&head, &sample),
        roles,
        about,
        metrics,
        mapping: mapping.clone(),
        zone: mapping.zone.as_deref().and_then(|z| z.parse().ok()).or_else(|| options.time_zone.clone()),
        order: None,
        rules,
    };
    with_order(table, &sample, options).map(|table| Found { table, head })
}

/// The table as its names and values look.
pub(crate) fn by_guess(head: &Head, text: &[u8], whole: bool, options: &ExportOptions) -> Result<Found, String> {
    let (sample, head, rules) = sample_of(head, text, whole)?;
    if sample.rows.is_empty() {
        return Err("it has no rows".to_owned());
    }
    let roles = columns::recognize(&sample);
    let missing = missing(&roles);
    if !missing.is_empty() {
        return Err(format!("no column looks like {}; --mapping or --map can name them", missing.join(" or ")));
    }
    let table = MappedTable {
        keys: keys(&head, &sample),
        about: Vec::new(),
        metrics: Vec::new(),
        mapping: mapping_of(&roles, &sample),
        roles,
        zone: options.time_zone.clone(),
        order: None,
        rules,
    };
    with_order(table, &sample, options).map(|table| Found { table, head })
}

fn keys(head: &Head, sample: &Sample) -> Vec<String> {
    match head {
        Head::Table { .. } => sample.names.iter().map(|n| column_name(n)).collect(),
        _ => sample.names.clone(),
    }
}

fn missing(roles: &Roles) -> Vec<&'static str> {
    let needed = [("the account", roles.account.is_none()), ("the time", roles.time.is_none())];
    let nothing = roles.objects.is_empty() && roles.text.is_none();
    let needed = needed.into_iter().chain([("text, a link or another object", nothing)]);
    needed.filter(|(_, missing)| *missing).map(|(what, _)| what).collect()
}

/// Decides what `03/04/2020` means; refuses what proves nothing.
fn with_order(mut table: MappedTable, sample: &Sample, options: &ExportOptions) -> Result<MappedTable, String> {
    let given = table.mapping.day_first.or(options.day_first);
    let order = given.map(|day| if day { DateOrder::DayFirst } else { DateOrder::MonthFirst });
    // The mapping of the report says all that the reading depends on, so that it can be done again.
    table.mapping.day_first = given;
    table.mapping.zone = table.mapping.zone.or_else(|| options.time_zone.as_ref()?.written());
    let Some(column) = table.roles.time else { return Ok(table) };
    let evidence = columns::time_evidence(sample, column, table.roles.clock);
    let name = sample.names.get(column).map_or("", String::as_str);
    if evidence.n_values > 0 && evidence.n_times() == 0 {
        return Err(format!("column `{name}`: none of its values can be read as a time"));
    }
    if evidence.epoch_unit().is_some() && evidence.n_excel * 10 > evidence.n_values * 9 {
        return Err(format!("column `{name}`: its values look like day numbers of a spreadsheet (days since 1900)"));
    }
    table.order = order.or_else(|| evidence.date_order());
    if evidence.n_slashed > 0 && table.order.is_none() {
        let example = evidence.example.unwrap_or_default();
        let how = if evidence.n_day_first > 0 { "are written in both orders" } else { "can be read in two ways" };
        return Err(format!(
            "column `{name}`: dates like {example} {how}; say which it is with --day-first, --month-first or \
             `order` in the mapping"
        ));
    }
    Ok(table)
}

/// What was recognized, as a mapping.
fn mapping_of(roles: &Roles, sample: &Sample) -> TableMapping {
    let name = |column: Option<usize>| column.and_then(|c| sample.names.get(c)).cloned();
    let object = |o: &columns::ObjectRole| {
        let split = match o.split {
            Split::Blank => Some(' '),
            Split::Char(c) => Some(c),
            Split::Whole | Split::List => None,
        };
        Some(MappedObject { kind: o.kind.clone(), column: sample.names.get(o.column)?.clone(), split })
    };
    let prefixed = roles.account.filter(|_| roles.platform.is_none()).is_some_and(|column| {
        let ids: Vec<&[u8]> = sample.values(column).collect();
        let told = ids.iter().filter(|id| std::str::from_utf8(id).is_ok_and(|id| platforms::of_prefix(id).is_some()));
        !ids.is_empty() && told.count() as f64 >= MIN_PREFIXED * ids.len() as f64
    });
    TableMapping {
        roles: crate::options::Mapping {
            account: name(roles.account),
            content: name(roles.content),
            time: name(roles.time),
            text: name(roles.text),
            platform: name(roles.platform),
            language: name(roles.language),
            name: name(roles.name),
            objects: roles.objects.iter().filter_map(object).collect(),
        },
        clock: name(roles.clock),
        platform_from_prefix: prefixed,
        ..TableMapping::default()
    }
}

/// What a file looks like, for a person who wants to name its columns.
#[derive(Debug, Clone)]
pub struct Guess {
    /// The format that knows the file; then no mapping is needed.
    pub format: Option<&'static str>,
    /// What was recognized, complete or not.
    pub mapping: TableMapping,
    /// Which column plays which role, and why.
    pub columns: Vec<Columns>,
    /// What else there is to say.
    pub remarks: Vec<String>,
    /// Roles that no column plays and that are needed.
    pub missing: Vec<&'static str>,
    /// All columns.
    pub names: Vec<String>,
}

impl Guess {
    /// The mapping as TOML with the reasons as comments, for editing.
    pub fn to_toml(&self) -> String {
        let reason = |role: &str| self.columns.iter().find(|c| c.role == role).map(|c| c.reason.clone());
        let mut out = String::from("# Which column plays which role. See docs/reference/mapping.md.\n");
        if let Some(format) = self.format {
            let _ = writeln!(out, "# The file is known as `{format}` and needs no mapping; with one, it is a table.");
        }
        let one_line = |text: &str| text.replace(char::is_control, " ");
        for remark in &self.remarks {
            let _ = writeln!(out, "# {}", one_line(remark));
        }
        if !self.missing.is_empty() {
            let _ = writeln!(out, "# Not found: {}. Fill it in.", self.missing.join(", "));
        }
        let _ = writeln!(out, "# Columns: {}", one_line(&self.names.join(", ")));
        out.push_str(&self.mapping.with_comments(&reason));
        out
    }
}

/// Looks at the beginning of a file, plain or packed.
///
/// # Errors
/// When it cannot be read or is no table.
pub fn guess_mapping(path: &Path) -> Result<Guess, IngestError> {
    let mut magic = [0; 8];
    let mut file = File::open(path).map_err(|e| IngestError::io(path, e))?;
    let (len, _) = fill(&mut file, &mut magic);
    drop(file);
    let mut raw = Vec::new();
    let mut reader = unpacked(path, Packing::of(&magic[..len]))?.take(HEAD_BYTES as u64);
    if let (Err(error), true) = (reader.read_to_end(&mut raw), raw.is_empty()) {
        return Err(IngestError::io(path, error));
    }
    if raw.trim_ascii().is_empty() {
        return Err(IngestError::Empty { path: path.to_owned() });
    }
    let text = head_text(&raw, Charset::of(&raw));
    let head = Head::of(&text);
    let whole = raw.len() < HEAD_BYTES;
    let sampled = sample_of(&head, &text, whole);
    let (sample, _, _) = sampled.map_err(|what| IngestError::NotATable { path: path.to_owned(), what })?;
    let roles = columns::recognize(&sample);
    let mapping = mapping_of(&roles, &sample);
    Ok(Guess {
        format: sniff_export(&head).map(|(format, _)| format.name()),
        mapping,
        missing: missing(&roles),
        columns: roles.reasons,
        remarks: roles.notes,
        names: sample.names,
    })
}

//! A post while it is put together, and where finished ones go.

use std::sync::Arc;

use daylight_core::{ObjectKind, campaign_tag};
use serde_json::{Map, Value};

use crate::exports::clock;
use crate::exports::fields::{Fields, Seen, integer, is_damaged_id, scalar};
use crate::exports::html;
use crate::exports::lines::Envelope;
use crate::exports::post::{Mark, Media, Origin, Post};
use crate::exports::report::{ExportNote, ExportOptions, ExportProblem, ExportReport, Record};
use crate::exports::{lang, links, tags};
use crate::time::{DateOrder, Zone};

/// Longest value shown with a problem.
const MAX_SHOWN: usize = 80;

/// Takes what a format makes of one record.
pub struct Out<'a> {
    pub(crate) options: &'a ExportOptions,
    pub(crate) tool: &'static str,
    pub(crate) file: &'a Arc<str>,
    pub(crate) origin: Origin,
    pub(crate) envelope: &'a Envelope,
    pub(crate) report: &'a mut ExportReport,
    pub(crate) seen: &'a mut Seen,
    /// Bits of [`ExportFormat::quick_paths`](crate::exports::ExportFormat::quick_paths) that were found.
    pub(crate) quick: &'a mut u64,
    pub(crate) sink: &'a mut dyn FnMut(Record),
}

impl Out<'_> {
    /// Options of the caller.
    pub fn options(&self) -> &ExportOptions {
        self.options
    }

    /// A scalar of the objects around the record, the innermost of that name.
    pub fn around(&self, key: &str) -> Option<Value> {
        let (_, text) = self.envelope.iter().rev().find(|(k, _)| k == key)?;
        serde_json::from_str(text).ok()
    }

    /// Something that is no post.
    pub fn note(&mut self, kind: &'static str, id: Option<String>) {
        self.report.note(kind);
        (self.sink)(Record::Note(ExportNote { kind, id, origin: self.origin.clone() }));
    }

    /// A record that is no post.
    pub fn reject(&mut self, field: Option<&str>, reason: &str, value: Option<&Value>) {
        self.report.n_read += 1;
        self.report.n_rejected += 1;
        let value = value.map(|v| shown(&v.as_str().map_or_else(|| v.to_string(), str::to_owned)));
        (self.sink)(Record::Problem(ExportProblem {
            file: self.file.clone(),
            origin: self.origin.clone(),
            field: field.map(str::to_owned),
            reason: reason.to_owned(),
            value,
        }));
    }

    /// A finished draft: a post, or a rejection that names the field.
    pub fn post(&mut self, mut draft: Draft<'_>) {
        draft.fields.report(self.seen);
        for note in &draft.notes {
            self.report.note(note);
        }
        if let Some(fault) = draft.complete(self.options) {
            let reason = match fault.reason {
                Some(reason) => reason.to_owned(),
                None => format!("a required field is missing; expected as {} writes it", self.tool),
            };
            self.reject(Some(&fault.field), &reason, fault.value.as_ref());
            return;
        }
        draft.post.origin = self.origin.clone();
        self.report.n_read += 1;
        self.report.n_kept += 1;
        if draft.post.marks.contains(&Mark::DamagedId) {
            self.report.note("damaged_id");
        }
        (self.sink)(Record::Post(Box::new(draft.post)));
    }
}

/// Cut to a readable length, control characters replaced.
pub fn shown(value: &str) -> String {
    value.chars().take(MAX_SHOWN).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

struct Fault {
    field: String,
    reason: Option<&'static str>,
    value: Option<Value>,
}

/// A post while it is put together.
pub struct Draft<'a> {
    /// The record.
    pub fields: Fields<'a>,
    /// What is known so far.
    pub post: Post,
    zone: Zone,
    order: Option<DateOrder>,
    fault: Option<Fault>,
    required: [Vec<&'static str>; 2],
    damaged: Map<String, Value>,
    notes: Vec<&'static str>,
    more: Map<String, Value>,
    from_text: bool,
    content_optional: bool,
}

impl<'a> Draft<'a> {
    /// Begins with a record of a platform.
    pub fn new(out: &Out<'_>, record: &'a Value, platform: Option<&str>) -> Self {
        Self {
            fields: Fields::new(record),
            post: Post { platform: platform.map(str::to_owned), ..Post::default() },
            zone: out.options.time_zone.clone().unwrap_or(Zone::UTC),
            order: out.options.day_first.map(|day| if day { DateOrder::DayFirst } else { DateOrder::MonthFirst }),
            fault: None,
            required: [Vec::new(), Vec::new()],
            damaged: Map::new(),
            notes: Vec::new(),
            more: Map::new(),
            from_text: false,
            content_optional: false,
        }
    }

    /// An id; a damaged one is kept aside and gives nothing.
    pub fn id(&mut self, role: &str, paths: &[&'static str]) -> Option<String> {
        let value = self.fields.first(paths)?;
        self.checked_id(role, value)
    }

    /// An id that stands in `value`.
    pub fn checked_id(&mut self, role: &str, value: &Value) -> Option<String> {
        let id = scalar(value)?;
        if value.is_f64() || is_damaged_id(&id) {
            self.post.marks.insert(Mark::DamagedId);
            self.damaged.insert(role.to_owned(), Value::from(id));
            return None;
        }
        (!value.is_boolean()).then_some(id)
    }

    /// The content id; required.
    pub fn content(&mut self, paths: &[&'static str]) {
        self.required[0].extend_from_slice(paths);
        self.post.content_id = self.id("content_id", paths);
    }

    /// A post without an id is one, and counts as its own.
    pub fn content_may_be_absent(&mut self) {
        self.content_optional = true;
    }

    /// The account's id and handle; one of them is required.
    pub fn account(&mut self, ids: &[&'static str], handles: &[&'static str]) {
        self.required[1].extend(ids.iter().chain(handles));
        self.post.account.id = self.id("account_id", ids);
        self.handle(handles);
    }

    /// The account's handle.
    pub fn handle(&mut self, paths: &[&'static str]) {
        let handle = self.fields.first(paths).and_then(scalar).map(|h| h.trim_start_matches('@').to_owned());
        self.post.account.handle = handle.filter(|h| !h.is_empty());
    }

    /// Name, description, date of creation and number of followers of the account.
    pub fn profile(&mut self, name: &'static str, bio: &'static str, created: &'static str, followers: &'static str) {
        self.post.account.name = self.optional(name).and_then(scalar);
        self.post.account.bio = self.optional(bio).and_then(scalar);
        self.post.account.n_followers = self.optional(followers).and_then(integer);
        let created = self.optional(created);
        self.post.account.created_us =
            created.and_then(|v| clock::read(v, None, &self.zone).ok()).map(|reading| reading.time.us);
    }

    fn optional(&self, path: &'static str) -> Option<&'a Value> {
        (!path.is_empty()).then(|| self.fields.get(path)).flatten()
    }

    /// The time; required. The first of the fields that is there must be readable. `order` is what the format
    /// fixes; otherwise the caller's word counts.
    pub fn time(&mut self, paths: &[&'static str], order: Option<DateOrder>) {
        let value = self.fields.first(paths);
        self.time_in(&paths.join(" or "), value, order, None);
    }

    /// The time in a value of this field; required. What is not said of order and zone is as the caller's word.
    pub fn time_in(&mut self, field: &str, value: Option<&Value>, order: Option<DateOrder>, zone: Option<&Zone>) {
        let field = || field.to_owned();
        let Some(value) = value.filter(|v| v.as_str().is_none_or(|s| !s.trim().is_empty())) else {
            self.fail(Fault { field: field(), reason: None, value: None });
            return;
        };
        match clock::read(value, order.or(self.order), zone.unwrap_or(&self.zone)) {
            Ok(reading) => {
                if !reading.has_zone {
                    self.notes.push("time_without_zone");
                }
                self.post.time = Some(reading.time);
            }
            Err(reason) => self.fail(Fault { field: field(), reason: Some(reason), value: Some(value.clone()) }),
        }
    }

    /// The export has no time that could be compared, only a guess in these fields, which is kept aside.
    pub fn without_time(&mut self, remark: &'static str, guesses: &[&'static str]) {
        for path in guesses {
            if let Some(value) = self.fields.get(path) {
                self.more.insert(format!("estimated_{path}"), value.clone());
            }
        }
        self.notes.push(remark);
    }

    fn fail(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    /// Plain text.
    pub fn text(&mut self, path: &'static str) {
        self.post.text = self.fields.text(path).map(str::to_owned);
    }

    /// HTML: its text, and its links unless there are some already.
    pub fn html(&mut self, path: &'static str) {
        if let Some(source) = self.fields.text(path) {
            let plain = html::plain(source);
            self.post.text = Some(plain.text).filter(|t| !t.is_empty());
            for link in &plain.links {
                self.link(link);
            }
            for (kind, url) in plain.media {
                self.media(None, Some(kind), Some(&url));
            }
        }
    }

    /// The declared language.
    pub fn language(&mut self, path: &'static str) {
        self.post.language = match self.fields.get(path) {
            Some(Value::Array(tags)) => tags.iter().filter_map(Value::as_str).find_map(lang::declared),
            Some(Value::String(tag)) => {
                crate::exports::cells::list(tag, &[',', ' ', ';']).first().and_then(|t| lang::declared(t))
            }
            _ => None,
        };
    }

    /// A count.
    pub fn metric(&mut self, name: &str, path: &'static str) {
        if let Some(n) = self.fields.int(path) {
            self.post.metrics.insert(name.to_owned(), n);
        }
    }

    /// Several counts: name, path.
    pub fn metrics(&mut self, all: &[(&str, &'static str)]) {
        for (name, path) in all {
            self.metric(name, path);
        }
    }

    /// A link, each canonical form once. The canonical form loses the name of a campaign, which is kept beside.
    pub fn link(&mut self, original: &str) {
        if let Some(tag) = campaign_tag(original) {
            self.object(ObjectKind::CampaignTag, &tag);
        }
        if let Some(link) = links::link(original)
            && !self.post.links.iter().any(|have| have.canonical == link.canonical)
        {
            self.post.links.push(link);
        }
    }

    /// Links in one cell.
    pub fn links_in(&mut self, path: &'static str, separators: &[char]) {
        let mut links: Vec<String> = Vec::new();
        for piece in self.list(path, separators) {
            // Links hold commas too: what begins with no scheme goes on with the link before.
            match links.last_mut() {
                Some(before) if separators == [','] && !crate::urls::is_link(&piece) => {
                    before.push(',');
                    before.push_str(&piece);
                }
                _ => links.push(piece),
            }
        }
        for link in &links {
            self.link(link);
        }
    }

    /// Items of a list or of a cell that holds one.
    pub fn list(&self, path: &'static str, separators: &[char]) -> Vec<String> {
        match self.fields.get(path) {
            Some(Value::Array(items)) => items.iter().filter_map(scalar).collect(),
            Some(Value::String(cell)) => crate::exports::cells::list(cell, separators),
            _ => Vec::new(),
        }
    }

    /// A hashtag.
    pub fn hashtag(&mut self, tag: &str) {
        if let Some(tag) = tags::hashtag(tag)
            && !self.post.hashtags.contains(&tag)
        {
            self.post.hashtags.push(tag);
        }
    }

    /// Hashtags in one cell or list.
    pub fn hashtags_in(&mut self, path: &'static str, separators: &[char]) {
        for tag in self.list(path, separators) {
            self.hashtag(&tag);
        }
    }

    /// A mentioned account by its handle.
    pub fn mention(&mut self, who: &str) {
        self.mentioned(tags::mention(who));
    }

    fn mentioned(&mut self, who: Option<String>) {
        if let Some(who) = who
            && !self.post.mentions.contains(&who)
        {
            self.post.mentions.push(who);
        }
    }

    /// Mentions in one cell or list.
    pub fn mentions_in(&mut self, path: &'static str, separators: &[char]) {
        for who in self.list(path, separators) {
            self.mention(&who);
        }
    }

    /// Mentions in one cell or list, by ids of accounts.
    pub fn mention_ids_in(&mut self, path: &'static str, separators: &[char]) {
        for who in self.list(path, separators) {
            self.mentioned(tags::mention_id(&who));
        }
    }

    /// Something else that it acts on, each once.
    pub fn object(&mut self, kind: ObjectKind, id: &str) {
        let object = (kind, id.trim().to_owned());
        if !object.1.is_empty() && !self.post.objects.contains(&object) {
            self.post.objects.push(object);
        }
    }

    /// An attached file.
    pub fn media(&mut self, key: Option<&str>, kind: Option<&str>, url: Option<&str>) {
        let own = |s: Option<&str>| s.map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned);
        let media = Media { key: own(key), kind: own(kind), url: own(url), hash: None };
        if (media.key.is_some() || media.url.is_some()) && !self.post.media.contains(&media) {
            self.post.media.push(media);
        }
    }

    /// Files in one cell.
    pub fn media_in(&mut self, path: &'static str, kind: &str, separators: &[char]) {
        for url in self.list(path, separators) {
            self.media(None, Some(kind), Some(&url));
        }
    }

    /// Marks it when the field says so.
    pub fn mark_if(&mut self, path: &'static str, mark: Mark) {
        let set = match self.fields.get(path) {
            Some(Value::String(s)) => {
                let s = s.trim();
                !s.is_empty() && !["false", "0", "no", "none"].iter().any(|no| s.eq_ignore_ascii_case(no))
            }
            Some(Value::Bool(b)) => *b,
            Some(Value::Object(o)) => !o.is_empty(),
            Some(Value::Number(n)) => n.as_f64() != Some(0.0),
            _ => false,
        };
        if set {
            self.post.marks.insert(mark);
        }
    }

    /// Takes links, hashtags and mentions out of the text where the export has no fields for them.
    pub fn from_text(&mut self) {
        self.from_text = true;
    }

    /// A remark that is counted over the file.
    pub fn remark(&mut self, kind: &'static str) {
        self.notes.push(kind);
    }

    /// Something to keep that stands elsewhere.
    pub fn keep(&mut self, key: &str, value: Value) {
        self.more.insert(key.to_owned(), value);
    }

    /// Fills in what follows from the rest; says what is missing.
    fn complete(&mut self, options: &ExportOptions) -> Option<Fault> {
        let fault = self.fault.take().or_else(|| self.missing());
        if fault.is_some() {
            return fault;
        }
        let account = &mut self.post.account;
        if account.id.is_none() && account.handle.is_some() {
            account.id = account.handle.as_deref().map(str::to_lowercase);
            self.post.marks.insert(Mark::HandleAsId);
        }
        let text = self.post.text.take();
        if let Some(text) = &text {
            self.scan(text);
            if self.post.language.is_none() && !options.no_language_detection {
                self.post.language = lang::detected(text);
            }
        }
        self.post.text = text;
        if options.without_extra {
            return None;
        }
        let mut extra = self.fields.rest();
        extra.append(&mut self.more);
        if !self.damaged.is_empty() {
            extra.insert("damaged_ids".to_owned(), Value::Object(std::mem::take(&mut self.damaged)));
        }
        self.post.extra = (!extra.is_empty()).then(|| Value::Object(extra).to_string());
        None
    }

    fn scan(&mut self, text: &str) {
        if !self.from_text {
            return;
        }
        if self.post.links.is_empty() {
            for link in links::in_text(text) {
                self.link(link);
            }
        }
        if self.post.hashtags.is_empty() {
            for tag in tags::in_text(text, &['#', '＃']) {
                self.hashtag(tag);
            }
        }
        if self.post.mentions.is_empty() {
            for who in tags::in_text(text, &['@']) {
                self.mention(who);
            }
        }
    }

    fn missing(&self) -> Option<Fault> {
        let missing = |paths: &[&'static str]| Some(Fault { field: paths.join(" or "), reason: None, value: None });
        let damaged = |role: &str| self.damaged.contains_key(role);
        if self.post.content_id.is_none() && !damaged("content_id") && !self.content_optional {
            return missing(&self.required[0]);
        }
        let account = &self.post.account;
        if account.id.is_none() && account.handle.is_none() && !damaged("account_id") {
            return missing(&self.required[1]);
        }
        None
    }
}

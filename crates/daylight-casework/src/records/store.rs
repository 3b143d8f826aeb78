//! Records in the case: adding, editing, withdrawing, erasing, and reading them back with their history.

use std::collections::{BTreeMap, BTreeSet};

use daylight_core::record::shape::is_uuid;
use daylight_core::record::{Class, Fields, Record, RecordKind, RecordSet, Refusal, Status, Tlp, prune};
use rusqlite::params;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::content::EntityV1;
use super::disarm::Disarm;
use super::roles::{Role, must_be, refused};
use super::rules::{self, Change};
use crate::error::{CaseError, Result};
use crate::log::{Action, Entry};
use crate::store::content::{Content, EraseV1};
use crate::store::record::{self as rows, Writer};
use crate::text::{to_hex, to_rfc3339};
use crate::{Case, CaseView};

/// One millisecond in microseconds: the step of times in records.
const MILLI_US: i64 = 1000;
/// Records read in one go.
const MAX_BATCH: usize = 10_000;

/// A record to be added, or a new version of one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// Short name inside the case.
    pub alias: Option<String>,
    /// Type; for an edit, none.
    pub kind: Option<RecordKind>,
    /// Marking; the case's own for a new record that names none.
    pub tlp: Option<Tlp>,
    /// Permissible actions.
    pub pap: Option<String>,
    /// Service through which it came.
    pub via: Option<String>,
    /// Records whose content it restates; may hold aliases.
    pub quotes: Option<Vec<String>>,
    /// Ids in STIX that an import keeps.
    pub stix_ids: BTreeMap<String, String>,
    /// Fields kept from an import that no shape knows.
    pub extra: Fields,
    /// Fields. In an edit, those that change; `null` removes one. References may be `@alias`.
    pub fields: Fields,
    /// For an edit: the version it started from. A record that changed meanwhile is not overwritten.
    pub from_version: Option<u64>,
    /// For an edit: why.
    pub change_note: Option<String>,
}

/// A record as it was written, and what its rules had to remark.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The version that was written.
    pub record: Record,
    /// Warnings: nothing was stopped.
    pub warnings: Vec<Refusal>,
}

impl CaseView {
    /// The newest version of each record of casework.
    pub fn records(&self) -> Result<RecordSet> {
        let sql = "SELECT record FROM record WHERE kind = 'entity' AND lookup IS NOT NULL ORDER BY seq";
        let current: BTreeSet<String> = rows::strings(&self.db, sql, [])?.into_iter().collect();
        let all = read(self, "kind = 'entity' AND ?1 = ''", "")?;
        let mut newest: BTreeMap<String, Record> = BTreeMap::new();
        for record in all.into_iter().filter(|r| current.contains(&r.id)) {
            newest.insert(record.id.clone(), record);
        }
        Ok(RecordSet::new(newest.into_values()))
    }

    /// All versions of a record that still have content, oldest first.
    pub fn history(&self, id: &str) -> Result<Vec<Record>> {
        let mut versions = read(self, "kind = 'entity' AND record = ?1", id)?;
        let n = versions.len();
        for record in versions.iter_mut().take(n.saturating_sub(1)) {
            record.status = Status::Superseded;
        }
        Ok(versions)
    }
}

/// Versions of entities in the order of the log, times and hashes taken from their entries.
fn read(view: &CaseView, which: &str, value: &str) -> Result<Vec<Record>> {
    let failed = || CaseError::db("cannot read the records");
    let sql = format!("SELECT record, actor, content, entry FROM record WHERE {which} ORDER BY seq");
    let mut statement = view.db.prepare(&sql).map_err(failed())?;
    let mut found = statement.query(params![value]).map_err(failed())?;
    let mut created: BTreeMap<String, String> = BTreeMap::new();
    let mut records = Vec::new();
    while let Some(row) = found.next().map_err(failed())? {
        let (id, actor): (String, String) = (row.get(0).map_err(failed())?, row.get(1).map_err(failed())?);
        let (content, entry): (Option<String>, Vec<u8>) =
            (row.get(2).map_err(failed())?, row.get(3).map_err(failed())?);
        let damaged = || CaseError::damaged("case.sqlite", format!("the entry of record {id} cannot be read"));
        let entry = Entry::parse(&entry).ok_or_else(damaged)?;
        let first = created.entry(id.clone()).or_insert_with(|| entry.time.clone()).clone();
        let Some(content) = content else { continue };
        if let Content::Entity(entity) = rows::parse(&content)?.content {
            records.push(record(id, actor, &entry, first, entity)?);
        }
    }
    let case = records.iter().find(|r| r.kind == RecordKind::Case).map(|r| r.id.clone());
    let case = match case {
        Some(case) => Some(case),
        None => case_id(view)?,
    };
    for record in &mut records {
        record.case = case.clone().unwrap_or_default();
    }
    Ok(records)
}

/// Id of the record of the case, when only one record was asked for.
fn case_id(view: &CaseView) -> Result<Option<String>> {
    let sql = "SELECT record FROM record WHERE kind = 'entity' AND version = 1 ORDER BY seq LIMIT 1";
    Ok(rows::strings(&view.db, sql, [])?.pop())
}

fn record(id: String, author: String, entry: &Entry, created: String, e: EntityV1) -> Result<Record> {
    let unknown = |what: &str| CaseError::damaged("case.sqlite", format!("record {id} has an unknown {what}"));
    Ok(Record {
        kind: RecordKind::parse(&e.kind).ok_or_else(|| unknown("type"))?,
        tlp: Tlp::parse(&e.tlp).ok_or_else(|| unknown("marking"))?,
        alias: e.alias,
        version: entry.version,
        created,
        modified: entry.time.clone(),
        author,
        via: e.via,
        case: String::new(),
        pap: e.pap,
        prev_hash: entry.prev.map(|p| to_hex(&p)),
        stix_ids: e.stix_ids,
        change_note: e.change_note,
        status: if e.withdrawn { Status::Withdrawn } else { Status::Current },
        quotes: e.quotes,
        extra: e.extra,
        fields: e.fields,
        id,
    })
}

fn entity(record: &Record) -> EntityV1 {
    EntityV1 {
        kind: record.kind.name().into(),
        alias: record.alias.clone(),
        tlp: record.tlp.name().into(),
        pap: record.pap.clone(),
        via: record.via.clone(),
        stix_ids: record.stix_ids.clone(),
        change_note: record.change_note.clone(),
        quotes: record.quotes.clone(),
        extra: record.extra.clone(),
        withdrawn: record.status == Status::Withdrawn,
        fields: record.fields.clone(),
    }
}

impl Case {
    /// The records, with that of the case itself made if there is none yet: its maker becomes analyst and
    /// custodian.
    ///
    /// # Errors
    /// Whatever the database refuses.
    pub fn records(&mut self, actor: &str) -> Result<RecordSet> {
        let set = self.view.records()?;
        if set.case().is_some() {
            return Ok(set);
        }
        let meta = self.view.meta()?;
        let since = to_rfc3339(self.context.now_us())?;
        let member = |role: &str| json!({"member": actor, "role": role, "since": since});
        let fields = json!({
            "title": meta.name, "question": format!("What does the evidence in {} show?", meta.name),
            "status": "triage", "legal_basis": meta.legal_basis, "retention_until": meta.retention_until,
            "access_basis": meta.access_basis, "members": [member("analyst"), member("custodian")],
            "default_tlp": Tlp::AmberStrict.name(),
        });
        let draft = Draft {
            alias: Some("case".into()),
            kind: Some(RecordKind::Case),
            tlp: Some(Tlp::AmberStrict),
            fields: fields.as_object().cloned().unwrap_or_default(),
            ..Draft::default()
        };
        let record = self.fresh(&draft, actor, &RecordSet::default(), &BTreeMap::new(), None)?;
        self.put(&[record], Action::Create, actor)?;
        self.view.records()
    }

    /// Adds records, all or none. They may name each other by `@alias`, in any order.
    ///
    /// # Errors
    /// `Refused` with every rule that is not kept, `Role` when the member may not write.
    pub fn add_records(&mut self, drafts: &[Draft], actor: &str, disarm: Option<&Disarm>) -> Result<Vec<Saved>> {
        if drafts.len() > MAX_BATCH {
            return Err(CaseError::invalid("records", format!("more than {MAX_BATCH} at once")));
        }
        let mut set = self.records(actor)?;
        must_be(&set, actor, &self.now()?, &[Role::Analyst])?;
        let mut names = BTreeMap::new();
        let mut ids = Vec::new();
        for draft in drafts {
            let id = self.context.uuid()?;
            if let Some(alias) = &draft.alias {
                check_alias(alias)?;
                let taken = set.iter().any(|r| r.alias.as_ref() == Some(alias));
                if taken || names.insert(alias.clone(), id.clone()).is_some() {
                    return Err(CaseError::invalid("alias", format!("@{alias} names another record already")));
                }
            }
            ids.push(id);
        }
        let mut fresh = Vec::new();
        for (draft, id) in drafts.iter().zip(ids) {
            let record = self.fresh(draft, actor, &set, &names, Some(id))?;
            if let Some(refusal) = rules::by_hand_new(&record) {
                return Err(refused(refusal));
            }
            fresh.push(record);
        }
        for record in &fresh {
            set.insert(record.clone());
        }
        let set = RecordSet::new(set.iter().cloned());
        let warnings = self.check_all(&fresh, None, &set, disarm)?;
        let written = self.put(&fresh, Action::Create, actor)?;
        Ok(written.into_iter().zip(warnings).map(|(record, warnings)| Saved { record, warnings }).collect())
    }

    /// Writes a new version of a record.
    ///
    /// # Errors
    /// `Refused`: E004 when the record changed since the version that the edit started from, E006 for a field
    /// that is fixed or written by the program; `Role`.
    pub fn edit_record(&mut self, id: &str, edit: &Draft, actor: &str, disarm: Option<&Disarm>) -> Result<Saved> {
        let set = self.records(actor)?;
        let before = must_get(&set, id)?.clone();
        let roles: &[Role] =
            if before.kind == RecordKind::Case { &[Role::Custodian, Role::Approver] } else { &[Role::Analyst] };
        must_be(&set, actor, &self.now()?, roles)?;
        if let Some(from) = edit.from_version.filter(|from| *from != before.version) {
            return Err(refused(self.stale(&before, from)?));
        }
        let mut after = apply(&before, edit, actor, &set);
        if let Some(refusal) = rules::by_hand(&before, &after) {
            return Err(refused(refusal));
        }
        reopen(&mut after);
        self.save(&before, after, Action::Version, disarm)
    }

    fn stale(&self, before: &Record, from: u64) -> Result<Refusal> {
        let old = self.view.history(&before.id)?.into_iter().find(|r| r.version == from);
        let old = old.map_or_else(|| "nothing".to_owned(), |o| Value::Object(o.fields).to_string());
        let new = Value::Object(before.fields.clone());
        Ok(Refusal {
            code: "E004",
            class: Class::Refuse,
            record: before.id.clone(),
            field: "version".into(),
            message: format!("record changed since version {from}; compare and save again"),
            remedy: format!("version {from} had {old}; version {} has {new}", before.version),
        })
    }

    /// Checks and writes a new version.
    pub(super) fn save(
        &mut self,
        before: &Record,
        after: Record,
        action: Action,
        disarm: Option<&Disarm>,
    ) -> Result<Saved> {
        let mut after = after;
        prune(&mut after.fields);
        let note = after.change_note.as_deref().unwrap_or_default().trim();
        if note.is_empty() || note.chars().count() > 500 {
            let what = "required from version 2 on, at most 500 characters: why the record changes";
            return Err(refused(rules::required(before, "change_note", what)));
        }
        let mut set = self.view.records()?;
        set.insert(after.clone());
        let set = RecordSet::new(set.iter().cloned());
        let warnings = self.check_all(std::slice::from_ref(&after), Some(before), &set, disarm)?.pop();
        let author = after.author.clone();
        let record = self.put(&[after], action, &author)?.pop();
        let record = record.ok_or_else(|| CaseError::unknown("record", before.id.clone()))?;
        Ok(Saved { record, warnings: warnings.unwrap_or_default() })
    }

    /// Takes a record back. It stays readable.
    pub fn withdraw_record(&mut self, id: &str, actor: &str, why: &str) -> Result<Saved> {
        let set = self.records(actor)?;
        let before = must_get(&set, id)?.clone();
        must_be(&set, actor, &self.now()?, &[Role::Analyst, Role::Approver, Role::Custodian])?;
        if before.kind == RecordKind::Case {
            return Err(CaseError::invalid("record", "the record of the case is not taken back; close the case"));
        }
        let mut after = before.clone();
        after.status = Status::Withdrawn;
        after.change_note = Some(why.into());
        actor.clone_into(&mut after.author);
        self.save(&before, after, Action::Withdraw, None)
    }

    /// Destroys content and salts of all versions of a record; its entries in the log stay and still verify.
    pub fn erase_record(&mut self, id: &str, actor: &str, basis: &str) -> Result<()> {
        crate::store::must_say("basis", basis)?;
        let set = self.records(actor)?;
        let record = must_get(&set, id)?.clone();
        must_be(&set, actor, &self.now()?, &[Role::Custodian])?;
        if record.kind == RecordKind::Case {
            return Err(CaseError::invalid("record", "the record of the case goes with the case"));
        }
        let seals_digest = to_hex(&Sha256::digest(b""));
        let erase = EraseV1 {
            basis: basis.into(),
            records: vec![record.id.clone()],
            n_seals: 0,
            seals_digest,
            suppressed: None,
        };
        self.write(actor, |w| {
            w.forget(&record.id)?;
            let content = Content::Erase(erase);
            w.add(rows::Draft { action: Action::Erase, id: None, lookup: None, content })
        })?;
        self.wipe()
    }

    pub(super) fn now(&self) -> Result<String> {
        to_rfc3339(self.context.now_us())
    }

    fn fresh(
        &self,
        draft: &Draft,
        actor: &str,
        set: &RecordSet,
        names: &BTreeMap<String, String>,
        id: Option<String>,
    ) -> Result<Record> {
        let kind = draft.kind.ok_or_else(|| CaseError::invalid("type", "required: what the record is"))?;
        let id = match id {
            Some(id) => id,
            None => self.context.uuid()?,
        };
        let default = set.case().and_then(|c| Tlp::parse(c.text("default_tlp")?)).unwrap_or(Tlp::AmberStrict);
        let mut fields = draft.fields.clone();
        prune(&mut fields);
        resolve_fields(&mut fields, set, names, kind);
        let quotes = draft.quotes.iter().flatten().map(|q| resolved(set, names, q)).collect();
        let case = set.case().map_or_else(|| id.clone(), |c| c.id.clone());
        let mut extra = draft.extra.clone();
        note_writer(kind, &mut extra, actor);
        if matches!(kind, RecordKind::Case | RecordKind::Package) {
            let key: [u8; 32] = self.context.bytes()?;
            extra.insert("redaction_key".into(), json!(to_hex(&key)));
        }
        let now = self.now()?;
        Ok(Record {
            alias: draft.alias.clone(),
            kind,
            version: 1,
            created: now.clone(),
            modified: now,
            author: actor.into(),
            via: draft.via.clone(),
            case,
            tlp: draft.tlp.unwrap_or(default),
            pap: draft.pap.clone(),
            prev_hash: None,
            stix_ids: draft.stix_ids.clone(),
            change_note: None,
            status: Status::Current,
            quotes,
            extra,
            fields,
            id,
        })
    }

    /// Checks records against their rules: warnings of each, or an error with everything that stops.
    fn check_all(
        &self,
        records: &[Record],
        before: Option<&Record>,
        set: &RecordSet,
        disarm: Option<&Disarm>,
    ) -> Result<Vec<Vec<Refusal>>> {
        let stored: BTreeMap<String, (u64, bool)> =
            self.view.originals()?.into_iter().map(|o| (o.sha256.clone(), (o.bytes, o.path.is_file()))).collect();
        let known = self.known_pseudonyms(records)?;
        let change = Change { set, before, now_us: self.context.now_us(), disarm, stored: &stored, known: &known };
        let mut warnings = Vec::new();
        let mut stopped = Vec::new();
        for record in records {
            let (stop, warn): (Vec<_>, Vec<_>) =
                rules::check(record, &change).into_iter().partition(|r| r.class == Class::Refuse);
            stopped.extend(stop);
            warnings.push(warn);
        }
        if stopped.is_empty() { Ok(warnings) } else { Err(CaseError::Refused(stopped)) }
    }

    /// The pseudonyms in assets that stand for accounts of the case. Anything else that looks like one is clear.
    fn known_pseudonyms(&self, records: &[Record]) -> Result<BTreeSet<String>> {
        let mut known = BTreeSet::new();
        for name in records.iter().filter(|r| r.kind == RecordKind::Asset).flat_map(rules::names) {
            if rules::is_short_pseudonym(&name) && !self.view.resolve(&name)?.is_empty() {
                known.insert(name);
            }
        }
        Ok(known)
    }

    /// Writes records in one transaction and reads them back.
    fn put(&mut self, records: &[Record], action: Action, actor: &str) -> Result<Vec<Record>> {
        let ids: Vec<String> = records.iter().map(|r| r.id.clone()).collect();
        self.write(actor, |w| {
            for record in records {
                // Versions of a record strictly follow each other, also on a clock that stands still.
                let after = crate::text::to_micros(&record.modified).unwrap_or(0).saturating_add(MILLI_US);
                let is_version = action != Action::Create;
                let now_us = if is_version { w.now_us.max(after) } else { w.now_us };
                let w = Writer { tx: w.tx, keys: w.keys, context: w.context, actor: w.actor, now_us };
                let content = Content::Entity(entity(record));
                w.add(rows::Draft { action, id: Some(&record.id), lookup: None, content })?;
            }
            Ok(())
        })?;
        let set = self.view.records()?;
        Ok(ids.iter().filter_map(|id| set.get(id).cloned()).collect())
    }
}

/// What was reviewed or approved was another text: an edit asks for both again.
pub(super) fn reopen(record: &mut Record) {
    if !matches!(record.kind, RecordKind::Package | RecordKind::Judgment) {
        return;
    }
    record.fields.remove("reviews");
    if record.kind == RecordKind::Judgment {
        return;
    }
    undecided(record, "drafted");
}

/// Takes back what was voted and approved.
pub(super) fn undecided(record: &mut Record, state: &str) {
    record.fields.remove("approvals");
    record.fields.insert("state".into(), json!(state));
    if let Some(decision) = record.fields.get_mut("decision").and_then(Value::as_object_mut) {
        decision.remove("approver");
        decision.remove("votes");
        decision.insert("outcome".into(), json!("open"));
    }
}

/// Who wrote a package or a judgment is kept with it, whoever is named as author: nobody reviews or approves
/// alone what he wrote.
fn note_writer(kind: RecordKind, extra: &mut Fields, actor: &str) {
    if !matches!(kind, RecordKind::Package | RecordKind::Judgment) {
        return;
    }
    let writers = extra.entry("writers").or_insert_with(|| json!([]));
    if let Some(list) = writers.as_array_mut().filter(|l| l.iter().all(|w| w.as_str() != Some(actor))) {
        list.push(json!(actor));
    }
}

/// The version that an edit would give.
fn apply(before: &Record, edit: &Draft, actor: &str, set: &RecordSet) -> Record {
    let mut after = before.clone();
    for (name, value) in &edit.fields {
        if value.is_null() {
            after.fields.remove(name);
        } else {
            after.fields.insert(name.clone(), value.clone());
        }
    }
    after.tlp = edit.tlp.unwrap_or(before.tlp);
    after.pap = edit.pap.clone().or(after.pap);
    if let Some(quotes) = &edit.quotes {
        after.quotes = quotes.iter().map(|q| resolved(set, &BTreeMap::new(), q)).collect();
    }
    prune(&mut after.fields);
    resolve_fields(&mut after.fields, set, &BTreeMap::new(), after.kind);
    after.change_note.clone_from(&edit.change_note);
    actor.clone_into(&mut after.author);
    note_writer(after.kind, &mut after.extra, actor);
    after
}

/// The one record that a name means.
pub(super) fn must_get<'a>(set: &'a RecordSet, name: &str) -> Result<&'a Record> {
    match set.resolve(name).as_slice() {
        [one] => Ok(one),
        [] => Err(CaseError::unknown("record", name)),
        many => Err(CaseError::invalid("record", format!("{} records begin with {name}", many.len()))),
    }
}

/// An alias is a word that no id can be mistaken for.
fn check_alias(alias: &str) -> Result<()> {
    let is_word = alias.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    if alias.is_empty() || alias.chars().count() > 80 || !is_word || is_uuid(alias) {
        let what = format!("{alias:?} is not a word of letters, digits, dots and dashes");
        return Err(CaseError::invalid("alias", what));
    }
    Ok(())
}

fn resolved(set: &RecordSet, names: &BTreeMap<String, String>, name: &str) -> String {
    if let Some(id) = name.strip_prefix('@').and_then(|alias| names.get(alias)) {
        return id.clone();
    }
    match set.resolve(name).as_slice() {
        [one] => one.id.clone(),
        _ => name.to_owned(),
    }
}

/// Replaces `@alias` and beginnings of ids by ids, where references stand.
fn resolve_fields(fields: &mut Fields, set: &RecordSet, names: &BTreeMap<String, String>, kind: RecordKind) {
    let places = daylight_core::record::references(kind, fields);
    let mut whole = Value::Object(std::mem::take(fields));
    for place in places {
        if let Some(value) = whole.pointer_mut(&place.pointer) {
            *value = Value::String(resolved(set, names, &place.to));
        }
    }
    *fields = match whole {
        Value::Object(map) => map,
        _ => Map::new(),
    };
}

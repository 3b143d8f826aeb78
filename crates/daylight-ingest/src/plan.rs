//! From a probed file and the options to the roles, the notation of times and the layers.

use std::sync::Arc;

use daylight_core::{Columns, ObjectKind};

use crate::columns::{self, ObjectRole, Roles};
use crate::drive::{Tally, read_file};
use crate::error::IngestError;
use crate::options::ReadOptions;
use crate::parquet_in;
use crate::probe::{Body, Probe};
use crate::sink::{Cells, ObjectColumn, Plan, RecordSink, Split};
use crate::time::{DateOrder, TimeEvidence, TimeFormat, Zone};

/// A file ready to be read.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// What it is.
    pub probe: Probe,
    /// Which column plays which role.
    pub roles: Roles,
    /// How times are written.
    pub time_format: TimeFormat,
    /// Whether the domain layer is derived from the links.
    pub derive_domain: bool,
    /// Rows that are left out.
    pub repeated: Arc<[u32]>,
}

/// Decides roles and notation of times.
pub fn prepare(probe: Probe, options: &ReadOptions) -> Result<Prepared, IngestError> {
    let path = probe.input.path.clone();
    let columns = || probe.sample.names.iter().take(50).cloned().collect::<Vec<_>>();
    let mut roles = match &options.map {
        None => filled(columns::recognize(&probe.sample), &probe),
        Some(mapping) => columns::mapped(&probe.sample, mapping).map_err(|column| IngestError::UnknownColumn {
            path: path.clone(),
            column,
            columns: columns(),
        })?,
    };
    let missing = missing_roles(&roles, options);
    if !missing.is_empty() {
        return Err(IngestError::MissingColumn { path, roles: missing, columns: columns() });
    }
    let derive_domain = choose_layers(&mut roles, options);
    if !options.keep_text {
        roles.text = None;
    }
    let time_format = match roles.time {
        Some(column) => time_format(&probe, &mut roles, column, options)?,
        None => TimeFormat::Text { order: None, zone: Zone::UTC },
    };
    if roles.content.is_none() {
        roles.notes.push("no column for the content id: each record is its own content".to_owned());
    }
    roles.notes.extend(columns::rounded_ids(&probe.sample, &roles));
    let repeated = options.repeated.get(&path).map_or_else(Arc::default, |rows| Arc::from(rows.as_slice()));
    Ok(Prepared { probe, roles, time_format, derive_domain, repeated })
}

/// Without the layers of which a file of posts has not one action: its columns are always all there.
fn filled(mut roles: Roles, probe: &Probe) -> Roles {
    if let Body::Parquet(metadata) = &probe.body {
        let is_void = |column: usize| parquet_in::is_void(metadata, column);
        let void: Vec<&String> =
            roles.objects.iter().filter(|o| is_void(o.column)).map(|o| &probe.sample.names[o.column]).collect();
        roles.reasons.retain(|r| !(r.role.starts_with("object:") && void.contains(&&r.column)));
        roles.objects.retain(|o| !is_void(o.column));
    }
    roles
}

/// Roles without which nothing can be told, all at once, so that a mapping need be written only once.
fn missing_roles(roles: &Roles, options: &ReadOptions) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if roles.account.is_none() {
        missing.push("account");
    }
    if roles.time.is_none() && options.map.is_none() {
        missing.push("time");
    }
    if roles.objects.is_empty() && roles.text.is_none() {
        missing.push("object:url");
    }
    missing
}

/// Drops the layers that were not asked for; says whether domains are to be derived.
fn choose_layers(roles: &mut Roles, options: &ReadOptions) -> bool {
    let wanted = |kind: &ObjectKind| options.layers.is_empty() || options.layers.contains(kind);
    let has_domain = roles.objects.iter().any(|o| o.kind == ObjectKind::Domain);
    let links = roles.objects.iter().find(|o| o.kind == ObjectKind::Url && o.links).map(|o| o.column);
    let derive = !has_domain && wanted(&ObjectKind::Domain) && links.is_some();
    if let (true, Some(column)) = (derive, links) {
        let same = roles.reasons.iter().find(|r| r.role == "object:url").map(|r| r.column.clone());
        roles.reasons.push(Columns {
            role: "object:domain".to_owned(),
            column: same.unwrap_or_else(|| column.to_string()),
            reason: "registered domains of the links (Public Suffix List)".to_owned(),
        });
    }
    // Links that only domains are wanted of are still read, into no layer of their own.
    roles.objects.retain(|o| wanted(&o.kind) || (derive && o.kind == ObjectKind::Url));
    roles.reasons.retain(|r| match r.role.strip_prefix("object:") {
        None => true,
        Some(kind) => options.layers.is_empty() || options.layers.iter().any(|k| k.name() == kind),
    });
    derive
}

fn time_format(
    probe: &Probe,
    roles: &mut Roles,
    column: usize,
    options: &ReadOptions,
) -> Result<TimeFormat, IngestError> {
    let evidence = columns::time_evidence(&probe.sample, column, roles.clock);
    let name = probe.sample.names.get(column).cloned().unwrap_or_default();
    let fail = |what: String, hint: &str| IngestError::Time {
        path: probe.input.path.clone(),
        column: name.clone(),
        what,
        hint: hint.to_owned(),
    };
    if evidence.n_values > 0 && evidence.n_times() == 0 {
        return Err(fail(
            "none of its values can be read as a time".to_owned(),
            "name another column with --map time=COLUMN, or write times like 2024-05-31 18:00:00 or as epoch seconds",
        ));
    }
    if let Some(unit) = evidence.epoch_unit() {
        if evidence.n_excel * 10 > evidence.n_values * 9 {
            return Err(fail(
                "its values look like day numbers of a spreadsheet (days since 1900)".to_owned(),
                "format the column as date and time (yyyy-mm-dd hh:mm:ss) before saving as CSV",
            ));
        }
        return Ok(TimeFormat::Epoch(unit));
    }
    let zone = options.time_zone.clone().unwrap_or(Zone::UTC);
    let order = match options.day_first {
        Some(true) => Some(DateOrder::DayFirst),
        Some(false) => Some(DateOrder::MonthFirst),
        None if evidence.n_slashed == 0 => None,
        None => Some(proven_order(probe, roles, column, evidence.clone(), &fail)?),
    };
    if evidence.n_no_zone > 0 {
        let zone = if options.time_zone.is_some() { "the zone that was given" } else { "UTC" };
        roles.notes.push(format!("times in `{name}` name no zone and were taken as {zone}"));
    }
    if evidence.n_date_only > 0 {
        roles.notes.push(format!("some times in `{name}` are dates without a clock time, taken as midnight"));
    }
    Ok(TimeFormat::Text { order, zone })
}

/// Day first or month first, proven by a number above 12 somewhere in the file.
fn proven_order(
    probe: &Probe,
    roles: &mut Roles,
    column: usize,
    mut evidence: TimeEvidence,
    fail: &dyn Fn(String, &str) -> IngestError,
) -> Result<DateOrder, IngestError> {
    if evidence.date_order().is_none() {
        let mut scans = [TimeScan::default()];
        let plan = scan_plan(probe, column);
        let mut probe = probe.clone();
        if read_file(&probe, &plan, &mut scans, &Tally::silent())?.quotes {
            probe.read_carefully();
            scans = [TimeScan::default()];
            read_file(&probe, &plan, &mut scans, &Tally::silent())?;
        }
        let [scan] = scans;
        evidence = scan.evidence;
    }
    let hint = "say which it is with --day-first or --month-first";
    let Some(order) = evidence.date_order() else {
        let example = evidence.example.unwrap_or_default();
        return Err(fail(
            if evidence.n_day_first > 0 {
                format!("dates like {example} are written in both orders, day first and month first")
            } else {
                format!("dates like {example} can be read in two ways, and no value in the file proves which")
            },
            hint,
        ));
    };
    let (n, word) = match order {
        DateOrder::DayFirst => (evidence.n_day_first, "day first"),
        DateOrder::MonthFirst => (evidence.n_month_first, "month first"),
    };
    roles.notes.push(format!("dates are {word}: at least {n} values prove it"));
    Ok(order)
}

/// Looks at one column of a whole file.
#[derive(Debug, Default)]
struct TimeScan {
    evidence: TimeEvidence,
}

impl RecordSink for TimeScan {
    fn begin(&mut self, _file: u32, _block: u64, _clean: bool) {}

    fn record<C: Cells>(&mut self, plan: &Plan, cells: &C, _line: u32) {
        self.evidence.add(cells.cell(plan.account));
    }

    fn reject(&mut self, _plan: &Plan, _line: u32, _column: Option<usize>, _reason: &str, _value: &[u8]) {}

    fn end(&mut self, _n_lines: u64) {}

    fn is_full(&self) -> bool {
        false
    }
}

/// A plan whose only column is the one looked at.
fn scan_plan(probe: &Probe, column: usize) -> Plan {
    Plan {
        file: 0,
        names: probe.sample.names.clone(),
        account: column,
        content: None,
        time: None,
        clock: None,
        time_format: TimeFormat::Text { order: None, zone: Zone::UTC },
        text: None,
        platform: None,
        language: None,
        name: None,
        objects: Vec::new(),
        plain: None,
        repeated: Arc::default(),
    }
}

/// Kinds of all files, in their order.
pub fn kinds(files: &[Prepared], options: &ReadOptions) -> Vec<ObjectKind> {
    let mut kinds: Vec<ObjectKind> = files
        .iter()
        .flat_map(|f| {
            let derived = f.derive_domain.then_some(ObjectKind::Domain);
            f.roles.objects.iter().map(|o| o.kind.clone()).chain(derived)
        })
        .filter(|kind| options.layers.is_empty() || options.layers.contains(kind))
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

/// How the records of a prepared file become posts.
pub fn plan(file: u32, prepared: &Prepared, kinds: &[ObjectKind]) -> Plan {
    let layer = |kind: &ObjectKind| kinds.iter().position(|k| k == kind);
    let roles = &prepared.roles;
    let object = |o: &ObjectRole| {
        let domain_layer = (prepared.derive_domain && o.kind == ObjectKind::Url && o.links)
            .then(|| layer(&ObjectKind::Domain))
            .flatten();
        (layer(&o.kind).is_some() || domain_layer.is_some()).then(|| ObjectColumn {
            column: o.column,
            layer: layer(&o.kind),
            split: o.split,
            ids: !matches!(o.kind, ObjectKind::Url | ObjectKind::Domain | ObjectKind::Hashtag)
                && o.split == Split::Whole,
            domain_layer,
        })
    };
    let mut plan = Plan {
        file,
        names: prepared.probe.sample.names.clone(),
        account: roles.account.unwrap_or_default(),
        content: roles.content,
        time: roles.time,
        clock: roles.clock,
        time_format: prepared.time_format.clone(),
        text: roles.text,
        platform: roles.platform,
        language: roles.language,
        name: roles.name,
        objects: roles.objects.iter().filter_map(object).collect(),
        plain: None,
        repeated: prepared.repeated.clone(),
    };
    plan.plain = plan.find_plain();
    plan
}

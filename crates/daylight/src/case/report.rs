//! `case import-report`: proposals from a public report, for a person to take or leave.

use super::records::{keep, marking, saved};
use super::unlock::{self, actor, now_us};
use super::{read_document, say};
use crate::cli::{Cli, ImportReportArgs};
use anyhow::{Context as _, bail};
use daylight_casework::CaseView;
use daylight_casework::records::parse_document;
use daylight_core::record::{RecordKind, RecordSet, countries::COUNTRIES};
use daylight_ingest::report::{Gazetteer, Proposal, Report, Statement, Suggestion, is_pdf, pdf_text, read_report};
use daylight_share::text::visible;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Largest report that is read, in bytes.
const MAX_REPORT: u64 = 16 << 20;

/// A record that is proposed, with what it needs.
struct Proposed {
    kind: RecordKind,
    fields: Value,
    /// Where it stands in the report.
    span: (usize, usize),
    quote: String,
}

/// All that a report proposes, in order; records name each other as `@alias`.
struct Draft<'a> {
    report: &'a Report,
    days: BTreeMap<String, String>,
    member: String,
    title: String,
    today: String,
    list: Vec<Proposed>,
    known: BTreeMap<(RecordKind, String), String>,
}

fn alias_of(kind: &str, name: &str) -> String {
    let plain: String =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(50).collect();
    format!("{kind}-{plain}")
}

fn gazetteer(args: &ImportReportArgs) -> anyhow::Result<Gazetteer> {
    let Some(file) = &args.gazetteer else { return Ok(Gazetteer::default()) };
    let document = read_document(file)?;
    let list = |name: &str| -> Vec<String> {
        document[name]
            .as_array()
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .filter_map(|v| Some(v.as_str()?.to_owned()))
            .collect()
    };
    Ok(Gazetteer { countries: list("countries"), bodies: list("bodies"), actors: list("actors") })
}

impl<'a> Draft<'a> {
    /// The reference to a record of this name: one of the case, or one that is proposed here.
    fn name(&mut self, kind: RecordKind, name: &str, p: (usize, usize), quote: &str, fields: Value) -> String {
        if let Some(found) = self.known.get(&(kind, name.to_lowercase())) {
            return found.clone();
        }
        let alias = alias_of(kind.name(), name);
        let mut fields = fields;
        fields["alias"] = json!(alias);
        self.list.push(Proposed { kind, fields, span: p, quote: quote.to_owned() });
        let reference = format!("@{alias}");
        self.known.insert((kind, name.to_lowercase()), reference.clone());
        reference
    }

    fn body(&mut self, name: &str, span: (usize, usize)) -> String {
        self.name(RecordKind::Source, name, span, name, json!({"kind": "public-body", "name": name}))
    }

    fn actor(&mut self, p: &Proposal) -> String {
        let mut fields = json!({"name": p.value, "kind": "unknown"});
        if let Some(country) = COUNTRIES.iter().find(|c| c.name == p.value) {
            fields = json!({"name": p.value, "kind": "state-body", "nation_claimed": country.alpha2});
        }
        self.name(RecordKind::Actor, &p.value, (p.start, p.end), &p.value, fields)
    }

    /// An election, when its day is known: nobody guesses days.
    fn election(&mut self, p: &Proposal) -> Option<String> {
        let key = (RecordKind::Target, p.value.to_lowercase());
        if let Some(found) = self.known.get(&key) {
            return Some(found.clone());
        }
        let day = self.days.get(&p.value).cloned()?;
        if !day.starts_with(|c: char| c.is_ascii_digit()) || day.len() != 10 {
            return Some(day);
        }
        let place = p
            .value
            .split(" in ")
            .nth(1)
            .unwrap_or_default()
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .trim()
            .to_owned();
        let kind = if p.value.starts_with("local") || p.value.starts_with("municipal") { "local" } else { "national" };
        let mut fields = json!({"kind": "election", "name": p.value, "type": "general", "level": kind, "start_date": day, "end_date": day});
        if let Some(country) = COUNTRIES.iter().find(|c| c.name == place) {
            fields["country"] = json!(country.alpha2);
        } else {
            let place_fields = json!({"kind": "place", "name": place, "gp_type": "country"});
            let scope = self.name(RecordKind::Target, &place, (p.start, p.end), &place, place_fields);
            fields["scope"] = json!([scope]);
        }
        Some(self.name(RecordKind::Target, &p.value, (p.start, p.end), &p.value, fields))
    }

    /// The elections that a sentence speaks of. One without any speaks of the only one that the report has.
    fn elections(&mut self, inside: &[&Proposal]) -> Vec<String> {
        let report: &'a Report = self.report;
        let is_election = |p: &&Proposal| p.kind == Suggestion::Election;
        let only: BTreeSet<&str> = report.proposals.iter().filter(is_election).map(|p| p.value.as_str()).collect();
        // Of a heading without a year and one election with its year, the latter is meant.
        let dated: Vec<&str> = only.iter().copied().filter(|e| e.ends_with(|c: char| c.is_ascii_digit())).collect();
        let place = |e: &str| {
            let place = e.split(" in ").nth(1).unwrap_or_default();
            place.trim_end_matches(|c: char| c.is_ascii_digit()).trim().to_owned()
        };
        let meant = match (only.len(), dated.as_slice()) {
            (1, _) => only.first().copied(),
            (_, [one]) if only.iter().all(|e| place(e) == place(one)) => Some(*one),
            _ => None,
        };
        let mut elections: Vec<&Proposal> = inside.iter().copied().filter(is_election).collect();
        if elections.is_empty() {
            elections.extend(report.proposals.iter().filter(is_election).find(|p| Some(p.value.as_str()) == meant));
        }
        elections.into_iter().filter_map(|p| self.election(p)).collect()
    }

    fn statement(&mut self, number: usize, s: &Statement) {
        let report: &'a Report = self.report;
        let inside: Vec<&Proposal> = s.proposals.iter().filter_map(|n| report.proposals.get(*n)).collect();
        let of = |kind: Suggestion| inside.iter().copied().filter(move |p| p.kind == kind);
        let words = |kind: Suggestion| {
            let list: Vec<&str> = of(kind).map(|p| p.value.as_str()).collect();
            (!list.is_empty()).then(|| list.join("; "))
        };
        let body = match &s.body {
            Some(name) => self.body(name, (s.start, s.end)),
            None => "@report-source".to_owned(),
        };
        let mut actors: Vec<String> = of(Suggestion::Actor).map(|p| self.actor(p)).collect();
        actors.dedup();
        let elections = self.elections(&inside);
        let level = of(Suggestion::Effort).find_map(|p| p.detail.clone());
        let mut reported = json!({"body": body, "title": self.title, "date": s.date.clone().unwrap_or_else(|| self.today.clone()),
            "capture": "@report-capture", "quote": s.quote, "quote_start": s.start, "quote_end": s.end});
        let said = [
            ("likelihood_words", Suggestion::Likelihood),
            ("confidence_words", Suggestion::Confidence),
            ("effort_words", Suggestion::Effort),
        ];
        for (name, kind) in said {
            if let Some(words) = words(kind) {
                reported[name] = json!(words);
            }
        }
        if !actors.is_empty() {
            reported["names_actor"] = json!(actors);
        }
        let mut about: Vec<String> = actors.iter().chain(&elections).cloned().collect();
        if about.is_empty() {
            about.push(body);
        }
        let mut fields = json!({"alias": format!("said-{}", number + 1), "voice": "reported", "kind": "intent", "about": about,
            "statement": format!("Reported: {}", s.quote), "authors": [self.member], "reported": reported});
        if let (Some(actor), Some(election), Some(level)) = (actors.first(), elections.first(), level) {
            let mut effort = json!({"actor": actor, "election": election, "level": level});
            let channels: BTreeSet<String> =
                of(Suggestion::Means).filter_map(|p| Some(p.detail.as_ref()?.split(' ').next()?.to_owned())).collect();
            if !channels.is_empty() {
                effort["channels"] = channels.iter().map(|r| json!({"role": r})).collect();
            }
            fields["kind"] = json!("effort");
            fields["effort"] = effort;
        }
        self.list.push(Proposed { kind: RecordKind::Judgment, fields, span: (s.start, s.end), quote: s.quote.clone() });
    }
}

fn known(set: &RecordSet) -> BTreeMap<(RecordKind, String), String> {
    set.iter()
        .filter(|r| matches!(r.kind, RecordKind::Source | RecordKind::Actor | RecordKind::Target))
        .map(|r| ((r.kind, r.title().to_lowercase()), r.id.clone()))
        .collect()
}

/// The proposals that are taken, with all that they name.
fn taken(list: &[Proposed], accept: &[String]) -> anyhow::Result<BTreeSet<usize>> {
    let mut wanted = BTreeSet::new();
    for word in accept {
        if word == "all" {
            wanted.extend(0..list.len());
            continue;
        }
        let n: usize = word.parse().with_context(|| format!("{word} is no number of a proposal, nor `all`"))?;
        if n == 0 || n > list.len() {
            bail!("there are {} proposals; {n} is none of them", list.len());
        }
        wanted.insert(n - 1);
    }
    loop {
        let texts: Vec<String> = wanted.iter().map(|i| list[*i].fields.to_string()).collect();
        let names = |p: &Proposed| format!("\"@{}\"", p.fields["alias"].as_str().unwrap_or_default());
        let more: Vec<usize> = (0..list.len())
            .filter(|i| !wanted.contains(i) && texts.iter().any(|t| t.contains(&names(&list[*i]))))
            .collect();
        if more.is_empty() {
            return Ok(wanted);
        }
        wanted.extend(more);
    }
}

fn document(list: &[Proposed], wanted: &BTreeSet<usize>) -> Value {
    let mut tables: Map<String, Value> = Map::new();
    for p in wanted.iter().filter_map(|i| list.get(*i)) {
        let place = tables.entry(p.kind.name()).or_insert_with(|| json!([]));
        if let Some(items) = place.as_array_mut() {
            items.push(p.fields.clone());
        }
    }
    Value::Object(tables)
}

/// The report itself: who published it, and its capture.
fn origin(document: &mut Value, name: &str, file: Option<Value>, at: &str) {
    let mut capture = json!({"alias": "report-capture", "kind": "document", "title": name, "captured_at": at, "tool": "daylight",
        "tool_version": env!("CARGO_PKG_VERSION"), "source": "@report-source", "credibility": 6, "access_basis": "manifestly-public"});
    match file {
        Some(file) => capture["files"] = json!([file]),
        None => capture["file"] = json!(name),
    }
    for (kind, record) in
        [("source", json!({"alias": "report-source", "kind": "document", "name": name})), ("capture", capture)]
    {
        if document[kind].is_null() {
            document[kind] = json!([]);
        }
        if let Some(items) = document[kind].as_array_mut() {
            items.push(record);
        }
    }
}

/// Aliases of one report do not meet those of another.
fn prefixed(document: &Value, prefix: &str) -> anyhow::Result<Value> {
    let text = document.to_string();
    let mut out = text;
    for table in document.as_object().into_iter().flatten().flat_map(|(_, v)| v.as_array().into_iter().flatten()) {
        let alias = table["alias"].as_str().unwrap_or_default();
        out = out.replace(&format!("\"@{alias}\""), &format!("\"@{prefix}.{alias}\""));
        out = out.replace(&format!("\"alias\":\"{alias}\""), &format!("\"alias\":\"{prefix}.{alias}\""));
    }
    Ok(serde_json::from_str(&out)?)
}

/// The report of a file: text, HTML or PDF.
fn read(args: &ImportReportArgs) -> anyhow::Result<Report> {
    let cannot = || format!("{} cannot be read", args.file.display());
    let address = args.file.to_string_lossy().to_lowercase();
    if address.starts_with("http:") || address.starts_with("https:") {
        bail!(
            "an address is not fetched: Daylight makes no request by itself, and a copy that you saved is evidence; \
             save the page as HTML or PDF and give the file"
        );
    }
    if args.file.metadata().with_context(cannot)?.len() > MAX_REPORT {
        bail!("{} is larger than {MAX_REPORT} bytes", args.file.display());
    }
    let bytes = fs::read(&args.file).with_context(cannot)?;
    let source = if is_pdf(&bytes) {
        pdf_text(&bytes).with_context(cannot)?
    } else {
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Ok(read_report(&source, &gazetteer(args)?))
}

/// `daylight case import-report`
pub fn import_report(args: &ImportReportArgs, cli: &Cli) -> anyhow::Result<bool> {
    let report = read(args)?;
    let name = args.file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let days = args.days.iter().map(|d| d.rsplit_once('=').map(|(n, d)| (n.to_owned(), d.to_owned())));
    let now = daylight_share::format::rfc3339(now_us());
    let mut draft = Draft {
        report: &report,
        days: days.collect::<Option<_>>().context("--day is NAME=YYYY-MM-DD")?,
        member: actor(&args.open.unlock)?,
        title: name.clone(),
        today: now.get(..10).unwrap_or_default().to_owned(),
        list: Vec::new(),
        known: known(&CaseView::open(&args.open.dir)?.records()?),
    };
    for (i, statement) in report.statements.iter().enumerate() {
        draft.statement(i, statement);
    }
    let list = draft.list;
    let prefix = alias_of("r", name.split('.').next().unwrap_or("report"));
    if let Some(out) = &args.out {
        let mut all = document(&list, &(0..list.len()).collect());
        origin(&mut all, &name, None, &now);
        fs::write(out, format!("{:#}\n", prefixed(&all, &prefix)?))
            .with_context(|| format!("{} cannot be written", out.display()))?;
    }
    if !args.accept.is_empty() {
        let mut wanted = document(&list, &taken(&list, &args.accept)?);
        let mut case = unlock::enter(&args.open)?;
        let member = actor(&args.open.unlock)?;
        let file = keep(&mut case, &args.file, "manifestly-public", &member)?;
        origin(&mut wanted, &name, Some(file), &now);
        let tlp = marking(args.tlp.as_deref())?;
        let mut drafts: Vec<_> = parse_document(&prefixed(&wanted, &prefix)?)?.into_iter().map(|w| w.draft).collect();
        for d in &mut drafts {
            d.tlp = tlp;
        }
        return saved(&case.add_records(&drafts, &member, None).context("nothing was saved")?, cli);
    }
    show(&report, &list, cli)
}

fn show(report: &Report, list: &[Proposed], cli: &Cli) -> anyhow::Result<bool> {
    let found: Vec<Value> = report
        .proposals
        .iter()
        .map(|p| json!({"kind": p.kind.name(), "value": p.value, "detail": p.detail, "sentence": p.sentence, "start": p.start, "end": p.end}))
        .collect();
    let proposed: Vec<Value> = list
        .iter()
        .enumerate()
        .map(|(i, p)| json!({"number": i + 1, "type": p.kind.name(), "record": p.fields, "quote": p.quote, "start": p.span.0, "end": p.span.1}))
        .collect();
    say(cli, &json!({"found": found, "proposed": proposed}), || {
        let mut lines =
            vec!["found in the text (everything is reported by somebody, nothing is a judgment of ours):".to_owned()];
        lines.extend(report.proposals.iter().map(|p| {
            let detail = p.detail.as_ref().map(|d| format!(" ({d})")).unwrap_or_default();
            format!("  {:<11} {}{detail}  [{}-{}]", p.kind.name(), visible(&p.value), p.start, p.end)
        }));
        lines.push("proposed records:".to_owned());
        lines.extend(list.iter().enumerate().map(|(i, p)| {
            format!("  {:>3}. {:<9} \"{}\" [{}-{}]", i + 1, p.kind.name(), visible(&p.quote), p.span.0, p.span.1)
        }));
        let days = report
            .proposals
            .iter()
            .filter(|p| p.kind == Suggestion::Election)
            .map(|p| p.value.clone())
            .collect::<BTreeSet<_>>();
        if !days.is_empty() {
            let names: Vec<String> = days.into_iter().collect();
            lines.push(format!("give the day of an election with --day \"NAME=YYYY-MM-DD\": {}", names.join("; ")));
        }
        lines.push("take some with --accept 1,3 (or all), or write them with --out FILE and edit".to_owned());
        lines.join("\n")
    })
}

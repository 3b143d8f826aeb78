//! Casework through the same functions, and with the same refusals, as the command line.

use daylight_casework::records::{Dissent, Draft, Saved, ach, parse_document, parse_edit, score};
use daylight_core::record::shape::{Field, Kind, shape};
use daylight_core::record::{Record, RecordKind, RecordSet, Tlp, vocabulary};
use daylight_share::casework::{self, Filter};
use serde_json::{Value, json};

use crate::app::App;
use crate::error::{ApiError, ApiResult, refusal};
use crate::wire::v1;

const LIMIT: usize = 100;
const MAX_LIMIT: usize = 1000;

/// A marking by its name.
pub fn marking(name: &str) -> ApiResult<Tlp> {
    Tlp::parse(name)
        .ok_or_else(|| ApiError::bad_request(format!("{name} is not one of clear, green, amber, amber+strict, red")))
}

fn shown(record: &Record, set: &RecordSet) -> v1::Record {
    v1::Record {
        id: record.id.clone(),
        alias: record.alias.clone(),
        kind: record.kind.name().to_owned(),
        title: record.title().to_owned(),
        version: record.version,
        created: record.created.clone(),
        modified: record.modified.clone(),
        author: record.author.clone(),
        tlp: record.tlp.name().to_owned(),
        effective_tlp: set.effective_tlp(&record.id).name().to_owned(),
        status: record.status.name().to_owned(),
        change_note: record.change_note.clone(),
        prev_hash: record.prev_hash.clone(),
        fields: Value::Object(record.fields.clone()),
    }
}

/// Records that fit, the newest change first.
pub fn list(app: &App, query: &v1::RecordQuery) -> ApiResult<v1::Records> {
    let set = app.view()?.records()?;
    let kinds = query.kind.as_deref().unwrap_or_default().split(',').map(str::trim).filter(|k| !k.is_empty());
    let kind = |name: &str| {
        RecordKind::parse(name).ok_or_else(|| ApiError::bad_request(format!("{name} is no type of record")))
    };
    let kinds: Vec<RecordKind> = kinds.map(kind).collect::<ApiResult<_>>()?;
    let words = query.q.as_deref().unwrap_or_default().to_lowercase();
    let holds = |r: &&Record| {
        let text = format!("{} {}", Value::Object(r.fields.clone()), r.alias.as_deref().unwrap_or_default());
        let text = text.to_lowercase();
        (kinds.is_empty() || kinds.contains(&r.kind)) && words.split_whitespace().all(|w| text.contains(w))
    };
    let mut found: Vec<&Record> = set.iter().filter(holds).collect();
    found.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.id.cmp(&b.id)));
    let limit = query.limit.unwrap_or(LIMIT).clamp(1, MAX_LIMIT);
    let items = found.iter().skip(query.offset.unwrap_or(0)).take(limit).map(|r| shown(r, &set)).collect();
    Ok(v1::Records { total: found.len() as u64, items })
}

/// The one record that a name means.
pub fn one<'a>(set: &'a RecordSet, name: &str) -> ApiResult<&'a Record> {
    match set.resolve(name).as_slice() {
        [one] => Ok(one),
        [] => Err(ApiError::not_found("record")),
        many => Err(ApiError::conflict("ambiguous", format!("{} records begin so", many.len()))),
    }
}

/// A record with its history and what it is tied to.
pub fn detail(app: &App, name: &str) -> ApiResult<v1::RecordDetail> {
    let view = app.view()?;
    let set = view.records()?;
    let record = one(&set, name)?;
    let named = |id: &str, pointer: String| {
        let to = set.get(id);
        v1::RecordRef {
            id: id.to_owned(),
            kind: to.map_or_else(String::new, |r| r.kind.name().to_owned()),
            title: to.map_or_else(String::new, |r| r.title().to_owned()),
            pointer,
        }
    };
    let naming = set.iter().flat_map(|r| {
        let here = r.references().into_iter().filter(|reference| reference.to == record.id);
        here.map(move |reference| (r.id.clone(), reference.pointer))
    });
    let ranking = ach::of_judgment(record, &set).map(|outcome| v1::Ranking {
        hypotheses: outcome
            .ranked
            .iter()
            .map(|r| v1::RankedHypothesis { id: r.id.clone(), score: r.score, unweighted: r.unweighted, rank: r.rank })
            .collect(),
        non_diagnostic: outcome.non_diagnostic.clone(),
        sensitive: outcome.sensitive.clone(),
    });
    Ok(v1::RecordDetail {
        record: shown(record, &set),
        history: view.history(&record.id)?.iter().map(|r| shown(r, &set)).collect(),
        references: record.references().into_iter().map(|r| named(&r.to, r.pointer)).collect(),
        named_by: naming.map(|(id, pointer)| named(&id, pointer)).collect(),
        ranking,
        score: score::totals(record).map(|(parts, total)| v1::Score { parts: parts.to_vec(), total }),
    })
}

/// The draft as a table of `daylight case add`.
fn table(draft: &v1::RecordDraft) -> ApiResult<Value> {
    let mut table = draft.fields.clone();
    let fields = table.as_object_mut().ok_or_else(|| ApiError::bad_request("`fields` is no object"))?;
    for (name, value) in [("alias", &draft.alias), ("tlp", &draft.tlp)] {
        if let Some(value) = value {
            fields.insert(name.to_owned(), json!(value));
        }
    }
    Ok(table)
}

fn saved(app: &App, saved: &Saved) -> ApiResult<v1::SavedRecord> {
    let set = app.view()?.records()?;
    Ok(v1::SavedRecord { record: shown(&saved.record, &set), warnings: saved.warnings.iter().map(refusal).collect() })
}

/// Adds a record.
pub fn add(app: &App, draft: &v1::RecordDraft) -> ApiResult<v1::SavedRecord> {
    let kind = draft.kind.as_deref().ok_or_else(|| ApiError::bad_request("`type` says what the record is"))?;
    let written = parse_document(&json!({kind: [table(draft)?]}))?;
    if written.iter().any(|w| !w.files.is_empty()) {
        // A file of the machine is not for a page to name.
        return Err(ApiError::bad_request("files are captured on the command line: `daylight case capture`"));
    }
    let drafts: Vec<Draft> = written.into_iter().map(|w| w.draft).collect();
    let done = app.write(|case, actor| case.add_records(&drafts, actor, None))?.pop();
    saved(app, &done.ok_or_else(|| ApiError::internal("nothing was saved"))?)
}

/// Writes a new version of a record.
pub fn edit(app: &App, name: &str, draft: &v1::RecordDraft) -> ApiResult<v1::SavedRecord> {
    let id = one(&app.view()?.records()?, name)?.id.clone();
    let mut edit = parse_edit(&table(draft)?)?;
    edit.from_version = draft.from_version;
    edit.change_note.clone_from(&draft.change_note);
    let done = app.write(|case, actor| case.edit_record(&id, &edit, actor, None))?;
    saved(app, &done)
}

/// Takes a record back.
pub fn withdraw(app: &App, name: &str, order: &v1::Withdrawal) -> ApiResult<v1::SavedRecord> {
    let id = one(&app.view()?.records()?, name)?.id.clone();
    let done = app.write(|case, actor| case.withdraw_record(&id, actor, &order.why))?;
    saved(app, &done)
}

/// Disagrees with a judgment.
pub fn dissent(app: &App, name: &str, order: &v1::DissentOrder) -> ApiResult<v1::SavedRecord> {
    let id = one(&app.view()?.records()?, name)?.id.clone();
    let dissent =
        Dissent { position: order.position, likelihood: order.likelihood.clone(), reason: order.reason.clone() };
    let done = app.write(|case, actor| case.dissent(&id, &dissent, actor))?;
    saved(app, &done)
}

/// Elections, actors, and what was judged of each effort.
pub fn matrix(app: &App, query: &v1::MatrixQuery) -> ApiResult<v1::Matrix> {
    let ceiling = marking(query.tlp.as_deref().unwrap_or("red"))?;
    let list = |text: Option<&String>| -> Vec<String> {
        let parts = text.map(String::as_str).unwrap_or_default().split(',').map(str::trim);
        parts.filter(|p| !p.is_empty()).map(str::to_owned).collect()
    };
    let set = app.view()?.records()?;
    let set = if ceiling == Tlp::Red { set } else { casework::redact(&set, None, &casework::pseudonyms(&set)).set };
    let filter = Filter {
        elections: list(query.elections.as_ref()),
        actors: list(query.actors.as_ref()),
        from_year: query.from_year,
        to_year: query.to_year,
        region: query.region,
        level: query.level.clone(),
        ..Filter::default()
    };
    let table = casework::matrix(&casework::select(&set, None, ceiling), ceiling, &filter);
    Ok(v1::Matrix { matrix: casework::matrix_json(&table) })
}

/// What records may hold.
pub fn shapes() -> v1::Shapes {
    let of = |kind: RecordKind| v1::RecordShape { kind: kind.name().to_owned(), fields: fields(shape(kind)) };
    let term = |row: &vocabulary::Likelihood| v1::LikelihoodTerm {
        term: row.term.to_owned(),
        words: row.row_a.to_owned(),
        lo: row.lo,
        hi: row.hi,
    };
    v1::Shapes {
        types: RecordKind::ALL.into_iter().map(of).collect(),
        markings: Tlp::ALL.iter().map(|t| t.name().to_owned()).collect(),
        likelihoods: vocabulary::LIKELIHOODS.iter().map(term).collect(),
    }
}

fn fields(shape: &[Field]) -> Vec<v1::ShapeField> {
    let field = |f: &Field| v1::ShapeField {
        name: f.name.to_owned(),
        value: value(&f.kind),
        required: f.required,
        about: f.about.to_owned(),
    };
    shape.iter().map(field).collect()
}

fn value(kind: &Kind) -> v1::ShapeKind {
    let plain = |name: &str| v1::ShapeKind { kind: name.to_owned(), ..v1::ShapeKind::default() };
    let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect();
    match kind {
        Kind::Text => plain("text"),
        Kind::Int(min, max) => v1::ShapeKind { min: Some(*min), max: Some(*max), ..plain("int") },
        Kind::Bool => plain("bool"),
        Kind::Day => plain("day"),
        Kind::Time => plain("time"),
        Kind::Enum(list) => v1::ShapeKind { words: words(list), ..plain("enum") },
        Kind::Marking => plain("marking"),
        Kind::Country => plain("country"),
        Kind::Language => plain("language"),
        Kind::OcdId => plain("ocd_id"),
        Kind::Sha256 => plain("sha256"),
        Kind::Ref(kinds) => {
            v1::ShapeKind { types: kinds.iter().map(|k| k.name().to_owned()).collect(), ..plain("ref") }
        }
        Kind::List(inner) => v1::ShapeKind { items: vec![value(inner)], ..plain("list") },
        Kind::Object(shape) => v1::ShapeKind { fields: fields(shape), ..plain("object") },
        Kind::Words(list) => v1::ShapeKind { words: words(list), ..plain("words") },
    }
}

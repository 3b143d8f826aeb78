//! What fields a record has, what each may hold, and where references stand.

use serde_json::Value;

use super::shapes;
use super::{Fields, RecordKind, Tlp, countries};

/// Longest text of a field, in characters.
pub const MAX_TEXT: usize = 20_000;
/// Longest list of a field.
pub const MAX_ITEMS: usize = 10_000;

/// What a field may hold.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text that is not empty.
    Text,
    /// A whole number between two bounds.
    Int(i64, i64),
    /// Yes or no.
    Bool,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// A day or a time (RFC 3339, UTC).
    Time,
    /// One of some words.
    Enum(&'static [&'static str]),
    /// A marking.
    Marking,
    /// ISO 3166-1 alpha-2, or `EU`.
    Country,
    /// A language tag (BCP 47).
    Language,
    /// An Open Civic Data id of a division.
    OcdId,
    /// Hex SHA-256.
    Sha256,
    /// The id of a record of one of these types; of any where none is listed.
    Ref(&'static [RecordKind]),
    /// Several of a kind.
    List(&'static Kind),
    /// Fields below.
    Object(&'static [Field]),
    /// Keys of the writer's choice, each with one of some words.
    Words(&'static [&'static str]),
}

/// A field of a record.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it may hold.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it is for; printed when it is missing.
    pub about: &'static str,
}

/// The fields of a type.
pub type Shape = &'static [Field];

/// The fields of a type of record.
pub fn shape(kind: RecordKind) -> Shape {
    shapes::of(kind)
}

/// A record named by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// JSON pointer below the fields.
    pub pointer: String,
    /// Id of the record named.
    pub to: String,
    /// Types that may stand there; any where empty.
    pub kinds: &'static [RecordKind],
}

/// The references in the fields of a record, in the order of its shape.
pub fn references(kind: RecordKind, fields: &Fields) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut note = |pointer: &str, value: &Value, kinds| {
        if let Some(to) = value.as_str() {
            found.push(Reference { pointer: pointer.to_owned(), to: to.to_owned(), kinds });
        }
    };
    walk_fields(shape(kind), fields, "", &mut note);
    found
}

type Note<'a> = dyn FnMut(&str, &Value, &'static [RecordKind]) + 'a;

fn walk_fields(shape: Shape, fields: &Fields, pointer: &str, note: &mut Note<'_>) {
    for field in shape {
        if let Some(value) = fields.get(field.name) {
            walk(&field.kind, value, &format!("{pointer}/{}", field.name), note);
        }
    }
}

fn walk(kind: &Kind, value: &Value, pointer: &str, note: &mut Note<'_>) {
    match (kind, value) {
        (Kind::Ref(kinds), value) => note(pointer, value, kinds),
        (Kind::List(inner), Value::Array(items)) => {
            for (i, item) in items.iter().enumerate() {
                walk(inner, item, &format!("{pointer}/{i}"), note);
            }
        }
        (Kind::Object(shape), Value::Object(map)) => walk_fields(shape, map, pointer, note),
        _ => {}
    }
}

/// A value that does not fit its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// `E001` (missing or of another kind), `E002` (unknown word), `E009` (country, language, division).
    pub code: &'static str,
    /// JSON pointer below the fields.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// What would do.
    pub remedy: String,
}

/// Where the fields of a record do not fit its shape.
pub fn misfits(kind: RecordKind, fields: &Fields) -> Vec<Misfit> {
    let mut found = Vec::new();
    fit_fields(shape(kind), fields, "", &mut found);
    found
}

fn fit_fields(shape: Shape, fields: &Fields, pointer: &str, found: &mut Vec<Misfit>) {
    for field in shape {
        let at = format!("{pointer}/{}", field.name);
        match fields.get(field.name).filter(|v| !is_empty(v)) {
            Some(value) => fit(&field.kind, value, &at, found),
            None if field.required => found.push(Misfit {
                code: "E001",
                message: format!("{} is required: {}", field.name, field.about),
                remedy: format!("give {}", words_for(&field.kind)),
                pointer: at,
            }),
            None => {}
        }
    }
    for name in fields.keys().filter(|n| shape.iter().all(|f| f.name != n.as_str())) {
        let known: Vec<&str> = shape.iter().map(|f| f.name).collect();
        found.push(Misfit {
            code: "E001",
            pointer: format!("{pointer}/{name}"),
            message: format!("{name} is no field here"),
            remedy: format!("the fields are {}", known.join(", ")),
        });
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        Value::Array(a) => a.is_empty(),
        Value::Object(o) => o.is_empty(),
        _ => false,
    }
}

fn words_for(kind: &Kind) -> String {
    match kind {
        Kind::Text => "a text".into(),
        Kind::Int(lo, hi) => format!("a whole number from {lo} to {hi}"),
        Kind::Bool => "true or false".into(),
        Kind::Day => "a day, YYYY-MM-DD".into(),
        Kind::Time => "a day or a time such as 2026-03-04T10:00:00Z".into(),
        Kind::Enum(words) | Kind::Words(words) => format!("one of {}", words.join(", ")),
        Kind::Marking => "one of clear, green, amber, amber+strict, red".into(),
        Kind::Country => "a country such as DE".into(),
        Kind::Language => "a language such as de or pt-BR".into(),
        Kind::OcdId => "a division such as ocd-division/country:de".into(),
        Kind::Sha256 => "64 lower-case hex digits".into(),
        Kind::Ref([]) => "the id or @alias of a record".into(),
        Kind::Ref(kinds) => {
            let names: Vec<&str> = kinds.iter().map(|k| k.name()).collect();
            format!("the id or @alias of a {}", names.join(" or "))
        }
        Kind::List(inner) => format!("a list of: {}", words_for(inner)),
        Kind::Object(shape) => {
            let names: Vec<&str> = shape.iter().map(|f| f.name).collect();
            format!("a table with {}", names.join(", "))
        }
    }
}

fn fit(kind: &Kind, value: &Value, at: &str, found: &mut Vec<Misfit>) {
    let text = value.as_str();
    let code = match kind {
        Kind::List(inner) => match value {
            Value::Array(items) if items.len() <= MAX_ITEMS => {
                items.iter().enumerate().for_each(|(i, item)| fit(inner, item, &format!("{at}/{i}"), found));
                None
            }
            _ => Some("E001"),
        },
        Kind::Object(shape) => match value {
            Value::Object(map) => {
                fit_fields(shape, map, at, found);
                None
            }
            _ => Some("E001"),
        },
        Kind::Words(words) => match value {
            Value::Object(map) => {
                map.iter().for_each(|(k, v)| fit(&Kind::Enum(words), v, &format!("{at}/{k}"), found));
                None
            }
            _ => Some("E001"),
        },
        Kind::Int(lo, hi) => (!value.as_i64().is_some_and(|n| (*lo..=*hi).contains(&n))).then_some("E001"),
        Kind::Bool => (!value.is_boolean()).then_some("E001"),
        Kind::Enum(words) => match text {
            Some(t) if words.contains(&t) => None,
            Some(_) => Some("E002"),
            None => Some("E001"),
        },
        Kind::Marking => (!text.is_some_and(|t| Tlp::ALL.iter().any(|m| m.name() == t))).then_some("E002"),
        Kind::Country => (!text.is_some_and(is_country)).then_some("E009"),
        Kind::Language => (!text.is_some_and(is_language)).then_some("E009"),
        Kind::OcdId => (!text.is_some_and(is_ocd_id)).then_some("E009"),
        Kind::Text => text.is_none_or(|t| t.chars().count() > MAX_TEXT).then_some("E001"),
        Kind::Day => (!text.is_some_and(|t| is_day(t) && t.len() == 10)).then_some("E001"),
        Kind::Time => (!text.is_some_and(is_time)).then_some("E001"),
        Kind::Sha256 => (!text.is_some_and(is_sha256)).then_some("E001"),
        Kind::Ref(_) => (!text.is_some_and(is_uuid)).then_some("E005"),
    };
    if let Some(code) = code {
        found.push(misfit(code, kind, value, at));
    }
}

fn misfit(code: &'static str, kind: &Kind, value: &Value, at: &str) -> Misfit {
    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let shown: String = shown.chars().take(60).collect();
    let message = match (code, kind) {
        ("E002", _) => format!("{shown:?} is not {}", words_for(kind)),
        ("E005", _) => format!("{shown:?} is not in this case"),
        ("E009", Kind::Country) => country_hint(&shown),
        _ => format!("{shown:?} does not fit"),
    };
    Misfit { code, pointer: at.to_owned(), message, remedy: format!("give {}", words_for(kind)) }
}

fn country_hint(shown: &str) -> String {
    let upper = shown.to_uppercase();
    let known = countries::country_of_alpha3(&upper)
        .or_else(|| countries::country(&upper))
        .or_else(|| countries::COUNTRIES.iter().find(|c| c.name.eq_ignore_ascii_case(shown)));
    match known {
        Some(c) => format!("write {}, not {shown}", c.alpha2),
        None => format!("{shown:?} is no country code; write DE, not DEU or Germany"),
    }
}

fn is_country(text: &str) -> bool {
    text == "EU" || countries::READ_ONLY.contains(&text) || countries::country(text).is_some()
}

/// The form of a language tag: a primary subtag of 2 or 3 letters, then subtags of 1 to 8 characters.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn is_ocd_id(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("ocd-division/country:") else { return false };
    let mut parts = rest.split('/');
    let country = parts.next().unwrap_or_default();
    let plain =
        |s: &str| !s.is_empty() && s.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase() || "_-.~".contains(c));
    country.len() == 2
        && plain(country)
        && parts.all(|p| p.split_once(':').is_some_and(|(kind, id)| plain(kind) && plain(id)))
}

/// Whether a text has the form of a UUID in lower case.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_digit() || (b'a'..=b'f').contains(&b),
        })
}

/// Whether a text is a hex SHA-256 in lower case.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Whether a text begins with a day of the calendar.
fn is_day(text: &str) -> bool {
    let number = |from: usize, to: usize| {
        text.get(from..to).filter(|t| t.bytes().all(|b| b.is_ascii_digit())).and_then(|t| t.parse::<u32>().ok())
    };
    let dashes = text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 7), number(8, 10)) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    dashes && year >= 1 && (1..=days).contains(&day)
}

/// A day, or a time in UTC with seconds and at most six decimals. Both compare as texts.
pub fn is_time(text: &str) -> bool {
    if !is_day(text) {
        return false;
    }
    let Some(rest) = text.get(10..) else { return false };
    if rest.is_empty() {
        return true;
    }
    let Some(clock) = rest.strip_prefix('T').and_then(|r| r.strip_suffix('Z')) else { return false };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let two = |i: usize, max: u32| clock.get(i..i + 2).and_then(|t| t.parse::<u32>().ok()).is_some_and(|n| n <= max);
    clock.len() == 8
        && clock.as_bytes()[2] == b':'
        && clock.as_bytes()[5] == b':'
        && two(0, 23)
        && two(3, 59)
        && two(6, 59)
        && (1..=6).contains(&fraction.len())
        && fraction.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields(value: Value) -> Fields {
        match value {
            Value::Object(map) => map,
            _ => Fields::new(),
        }
    }

    #[test]
    fn misfits_are_named_with_their_place() {
        let source = fields(json!({"kind": "outlets", "name": " ", "country": "DEU", "colour": 1}));
        let found: Vec<(&str, String)> =
            misfits(RecordKind::Source, &source).into_iter().map(|m| (m.code, m.pointer)).collect();
        let want = [("E002", "/kind"), ("E001", "/name"), ("E009", "/country"), ("E001", "/colour")];
        assert_eq!(found, want.map(|(c, p)| (c, p.to_owned())));
        assert!(misfits(RecordKind::Source, &source)[2].message.contains("write DE, not DEU"));
    }

    #[test]
    fn references_are_found_in_lists_and_tables() {
        let id = |n: u8| format!("00000000-0000-4000-8000-0000000000{n:02x}");
        let incident = fields(json!({"targets": [id(1), id(2)], "triage": {"behavioral": [{"captures": [id(3)]}]}}));
        let found: Vec<String> = references(RecordKind::Incident, &incident).into_iter().map(|r| r.pointer).collect();
        assert_eq!(found, ["/targets/0", "/targets/1", "/triage/behavioral/0/captures/0"]);
    }

    #[test]
    fn times_days_tags_and_divisions() {
        for good in ["2024-02-29", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00.123Z"] {
            assert!(is_time(good), "{good}");
        }
        for bad in ["2023-02-29", "2026-01-31T25:00:00Z", "2026-01-31T12:00:00", "", "2026-1-1", "äääääääää"] {
            assert!(!is_time(bad), "{bad}");
        }
        assert!(is_language("pt-BR") && is_language("de") && !is_language("German") && !is_language(""));
        assert!(is_ocd_id("ocd-division/country:us/state:ny") && !is_ocd_id("ocd-division/country:US"));
    }
}

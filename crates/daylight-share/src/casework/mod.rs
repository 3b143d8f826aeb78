//! What leaves a case: what a ceiling lets through, what redaction takes out, and the forms in which it goes.
//!
//! Everything here starts from a [`RecordSet`] and gives bytes. The order is always the same: members become
//! pseudonyms and the rules of redaction run ([`redact`]), then the ceiling decides what is there at all
//! ([`select`]), and only then a writer sees it. A writer cannot leak what it never gets.

mod advisory;
mod matrix;
pub mod misp;
mod redact;
mod select;
pub mod stix;

pub use advisory::{Advisory, METHOD_AND_LIMITS, advisory_html};
pub use matrix::{Cell, Filter, Matrix, Trend, matrix, matrix_csv, matrix_html, matrix_json};
pub use redact::{AMPLIFIER_LIMIT, Redacted, archived, pseudonyms, redact};
pub use select::{closed, leaving_tlp, select, shown_package, with_downgrades};

use daylight_core::record::Record;
use serde_json::Value;

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// Text of a field of a table.
pub(crate) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A likelihood in the words of the first wording, with its interval: `likely (55–80 %)`.
pub(crate) fn likelihood_words(judgment: &Record) -> Option<String> {
    let row = daylight_core::record::vocabulary::likelihood(judgment.text_at("/likelihood/term")?)?;
    let bound =
        |name: &str, default| judgment.at(&format!("/likelihood/{name}")).and_then(Value::as_i64).unwrap_or(default);
    Some(format!("{} ({}–{} %)", row.row_a, bound("lo", row.lo), bound("hi", row.hi)))
}

#[cfg(test)]
mod tests;

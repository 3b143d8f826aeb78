//! Zeeschuimer: what a browser showed while a person looked at a platform.

use daylight_core::SniffMatch;
use serde_json::Value;

use super::{zeeschuimer_gab, zeeschuimer_meta, zeeschuimer_tiktok, zeeschuimer_x};
use crate::exports::draft::{Draft, Out};
use crate::exports::fields::{Fields, text_at};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads Zeeschuimer NDJSON, and the same flattened by 4CAT.
#[derive(Debug, Clone, Copy)]
pub struct Zeeschuimer;

impl ExportFormat for Zeeschuimer {
    identity!("zeeschuimer", "Zeeschuimer 1.11 (or 4CAT's NDJSON of it)", include_str!("zeeschuimer.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        if head.has_all(&["source_platform", "data", "item_id"]) {
            return matched(95, "wrappers with source_platform, item_id and data");
        }
        head.has("__import_meta.source_platform").then_some(())?;
        matched(95, "records carry `__import_meta` with a source_platform")
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let Some((data, wrapper)) = parts(record) else {
            out.reject(Some("source_platform"), "a required field is missing; expected as Zeeschuimer writes it", None);
            return;
        };
        let platform = text_at(wrapper, "source_platform").unwrap_or_default();
        let draft = match platform {
            "twitter.com" | "x.com" => zeeschuimer_x::post(data, out),
            "tiktok.com" => zeeschuimer_tiktok::video(data, out),
            "tiktok-comments" | "tiktok.com-comments" => zeeschuimer_tiktok::comment(data, out),
            "instagram.com" => zeeschuimer_meta::instagram(data, out),
            "gab.com" => zeeschuimer_gab::gab(data, out),
            "9gag.com" | "9gag" => zeeschuimer_gab::ninegag(data, out),
            _ if platform.starts_with("threads") => zeeschuimer_meta::threads(data, out),
            _ if platform.starts_with("truth") => zeeschuimer_meta::truth(data, out),
            _ => {
                out.reject(
                    Some("source_platform"),
                    "no mapping for what Zeeschuimer collects from this platform",
                    Some(&Value::from(platform)),
                );
                return;
            }
        };
        out.post(with_wrapper(draft, wrapper));
    }
}

/// The platform's object and what the tool put around it.
fn parts(record: &Value) -> Option<(&Value, &Value)> {
    if let Some(meta) = record.get("__import_meta") {
        return meta.get("source_platform").map(|_| (record, meta));
    }
    record.get("source_platform")?;
    Some((record.get("data").filter(|d| d.is_object())?, record))
}

/// Keeps when and where it was collected.
fn with_wrapper<'a>(mut draft: Draft<'a>, wrapper: &'a Value) -> Draft<'a> {
    let around = Fields::new(wrapper);
    for known in ["data", "source_platform", "nav_index", "item_id"] {
        around.get(known);
    }
    draft.fields.get("__import_meta");
    let rest = around.rest();
    if !rest.is_empty() {
        draft.keep("__import_meta", Value::Object(rest));
    }
    draft
}

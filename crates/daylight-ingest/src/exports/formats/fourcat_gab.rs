//! Gab posts as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads 4CAT's `gab`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatGab;

impl ExportFormat for FourcatGab {
    identity!("fourcat_gab", "4CAT 1.46 (gab)", include_str!("fourcat_gab.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "body", "account_id", "account_username", "reaction_count", "reposts_count"]);
        if found { matched(95, "columns of 4CAT's gab") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("gab"));
        draft.content(&["id"]);
        draft.account(&["account_id"], &["account_username"]);
        draft.profile("account_display_name", "account_note", "", "account_followers_count");
        draft.time(&["created_at", "timestamp"], None);
        // 4CAT writes what the platform gives, which may be HTML.
        draft.html("body");
        draft.metrics(&[("likes", "reaction_count"), ("reposts", "reposts_count"), ("replies", "replies_count")]);
        draft.links_in("link_url", &[' ']);
        let key = draft.fields.string("image_id");
        let url = draft.fields.string("image_url");
        draft.media(key.as_deref(), Some("photo"), url.as_deref());
        draft.from_text();
        out.post(draft);
    }
}

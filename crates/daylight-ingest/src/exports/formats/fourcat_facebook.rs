//! Facebook posts as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads 4CAT's `facebook`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatFacebook;

impl ExportFormat for FourcatFacebook {
    identity!("fourcat_facebook", "4CAT 1.46 (facebook)", include_str!("fourcat_facebook.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "body", "author", "author_name", "is_in_group"]);
        if found { matched(95, "columns of 4CAT's facebook") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("facebook"));
        draft.content(&["id"]);
        draft.account(&["author_id"], &["author"]);
        draft.profile("author_name", "", "", "");
        draft.time(&["unix_timestamp", "timestamp"], None);
        draft.text("body");
        draft.metrics(&[("likes", "likes"), ("comments", "comments"), ("shares", "shares")]);
        draft.links_in("link", &[' ']);
        draft.media_in("image_url", "photo", &[',']);
        draft.media_in("video_url", "video", &[',']);
        draft.from_text();
        out.post(draft);
    }
}

//! Truth Social posts as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads 4CAT's `truth`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatTruth;

impl ExportFormat for FourcatTruth {
    identity!("fourcat_truth", "4CAT 1.45 (truth)", include_str!("fourcat_truth.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "body", "account_id", "account_username", "reblogs_count"]);
        if found { matched(95, "columns of 4CAT's truth") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("truthsocial"));
        draft.content(&["id"]);
        draft.account(&["account_id"], &["account_username"]);
        draft.profile("account_display_name", "account_note", "account_created_at", "account_followers");
        draft.time(&["created_at", "timestamp"], None);
        // 4CAT writes what the platform gives, which may be HTML.
        draft.html("body");
        draft.metrics(&[("reposts", "reblogs_count"), ("replies", "replies_count"), ("likes", "favourites_count")]);
        draft.hashtags_in("hashtags", &[',']);
        draft.mentions_in("mentions", &[',']);
        draft.media_in("images", "photo", &[',']);
        draft.media_in("video_urls", "video", &[',']);
        draft.from_text();
        out.post(draft);
    }
}

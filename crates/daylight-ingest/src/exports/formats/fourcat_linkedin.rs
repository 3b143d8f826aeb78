//! LinkedIn posts as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads 4CAT's `linkedin`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatLinkedin;

impl ExportFormat for FourcatLinkedin {
    identity!("fourcat_linkedin", "4CAT 1.46 (linkedin)", include_str!("fourcat_linkedin.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "body", "author", "timestamp_ago"]);
        if found { matched(95, "columns of 4CAT's linkedin") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("linkedin"));
        draft.content(&["id"]);
        draft.account(&[], &["author"]);
        draft.profile("author_name", "author_description", "", "");
        draft.without_time("time_estimated", &["unix_timestamp", "timestamp"]);
        draft.text("body");
        draft.metrics(&[("likes", "reactions"), ("comments", "comments"), ("shares", "shares")]);
        draft.links_in("link_url", &[' ']);
        draft.hashtags_in("hashtags", &[',']);
        draft.mentions_in("author_mentions", &[',']);
        draft.media_in("image_urls", "photo", &[',']);
        draft.media_in("video_thumb_url", "video", &[',']);
        draft.from_text();
        out.post(draft);
    }
}

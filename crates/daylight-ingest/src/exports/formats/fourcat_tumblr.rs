//! Tumblr posts as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads 4CAT's `tumblr`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatTumblr;

impl ExportFormat for FourcatTumblr {
    identity!("fourcat_tumblr", "4CAT 1.46 (tumblr)", include_str!("fourcat_tumblr.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "author", "body", "blog_url", "notes"]);
        if found { matched(95, "columns of 4CAT's tumblr") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("tumblr"));
        draft.content(&["id"]);
        draft.account(&["blog_uuid"], &["author"]);
        draft.profile("", "blog_description", "", "");
        draft.time(&["unix_timestamp", "timestamp"], None);
        draft.html("body");
        draft.metrics(&[("notes", "notes")]);
        draft.links_in("urls", &[',']);
        draft.hashtags_in("tags", &[',']);
        draft.media_in("images", "photo", &[',']);
        draft.media_in("video_url", "video", &[',']);
        draft.media_in("audio_url", "audio", &[',']);
        draft.from_text();
        out.post(draft);
    }
}

//! Threads posts as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads 4CAT's `threads`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatThreads;

impl ExportFormat for FourcatThreads {
    identity!("fourcat_threads", "4CAT 1.46 (threads)", include_str!("fourcat_threads.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "body", "author", "author_is_verified", "link_thumbnail_url"]);
        if found { matched(95, "columns of 4CAT's threads") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("threads"));
        draft.content(&["id"]);
        draft.account(&[], &["author"]);
        draft.time(&["unix_timestamp", "timestamp"], None);
        draft.text("body");
        draft.metrics(&[("likes", "likes"), ("reposts", "reposts"), ("replies", "replies"), ("quotes", "quotes")]);
        draft.links_in("link_url", &[' ']);
        draft.hashtags_in("hashtags", &[',']);
        draft.media_in("image_url", "photo", &[',']);
        draft.media_in("video_url", "video", &[',']);
        draft.media_in("audio_url", "audio", &[',']);
        draft.from_text();
        out.post(draft);
    }
}

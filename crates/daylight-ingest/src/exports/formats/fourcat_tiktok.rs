//! TikTok videos as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads 4CAT's `tiktok`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatTiktok;

impl ExportFormat for FourcatTiktok {
    identity!("fourcat_tiktok", "4CAT 1.45 (tiktok)", include_str!("fourcat_tiktok.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "author", "body", "tiktok_url", "music_id"]);
        if found { matched(95, "columns of 4CAT's tiktok") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("tiktok"));
        draft.content(&["id"]);
        draft.account(&["author_id"], &["author"]);
        draft.profile("author_full", "author_bio", "", "author_followers");
        draft.time(&["unix_timestamp", "timestamp"], None);
        draft.text("body");
        draft.metrics(&[("likes", "likes"), ("comments", "comments"), ("shares", "shares"), ("views", "plays")]);
        draft.hashtags_in("hashtags", &[',']);
        draft.media_in("video_url", "video", &[' ']);
        let music = draft.fields.string("music_id").map(|id| format!("music:{id}"));
        draft.media(music.as_deref(), Some("audio"), None);
        draft.from_text();
        out.post(draft);
    }
}

//! Videos and comments from TikTok's Research API.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, Rules, matched};
use crate::exports::head::Head;

/// Reads the API's responses, whole or one a line, and lists of their items.
#[derive(Debug, Clone, Copy)]
pub struct TiktokResearch;

impl ExportFormat for TiktokResearch {
    identity!("tiktok_research", "TikTok Research API v2", include_str!("tiktok_research.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let response =
            head.has_any(&["data.videos.id", "data.videos.video_id", "data.videos.username", "data.comments.video_id"]);
        let items = head.has_all(&["username", "create_time", "region_code"])
            && head.has_any(&["video_description", "voice_to_text"]);
        let comments = head.has_all(&["id", "video_id", "parent_comment_id"]);
        if response || items || comments { matched(90, "fields of TikTok's Research API") } else { None }
    }

    fn rules(&self) -> Rules {
        Rules { json_paths: &["data.videos", "data.comments"], ..Rules::default() }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        if record.get("parent_comment_id").is_some() || record.get("video_id").is_some() && record.get("text").is_some()
        {
            comment(record, out);
            return;
        }
        let mut draft = Draft::new(out, record, Some("tiktok"));
        draft.content(&["id", "video_id"]);
        draft.account(&[], &["username"]);
        draft.time(&["create_time"], None);
        draft.text("video_description");
        draft.metrics(&[
            ("views", "view_count"),
            ("likes", "like_count"),
            ("comments", "comment_count"),
            ("shares", "share_count"),
        ]);
        draft.hashtags_in("hashtag_names", &[',']);
        let music = draft.fields.string("music_id").filter(|id| id != "0").map(|id| format!("music:{id}"));
        draft.media(music.as_deref(), Some("audio"), None);
        draft.from_text();
        out.post(draft);
    }
}

/// Comments come without their author.
fn comment(record: &Value, out: &mut Out<'_>) {
    let mut draft = Draft::new(out, record, Some("tiktok"));
    draft.content(&["id"]);
    draft.account(&[], &["username"]);
    if draft.post.account.handle.is_none() {
        out.note("comment_without_author", draft.post.content_id);
        return;
    }
    draft.time(&["create_time"], None);
    draft.text("text");
    draft.metrics(&[("likes", "like_count"), ("replies", "reply_count")]);
    draft.post.reply_to = draft.id("reply_to", &["parent_comment_id", "video_id"]);
    draft.from_text();
    out.post(draft);
}

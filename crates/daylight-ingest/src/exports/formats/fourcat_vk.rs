//! VK posts and comments as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;
use crate::exports::post::Mark;

/// Reads 4CAT's `vk`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatVk;

impl ExportFormat for FourcatVk {
    identity!("fourcat_vk", "4CAT 1.46 (vk)", include_str!("fourcat_vk.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "body", "author_screen_name", "item_type", "in_reply_to_comment_id"]);
        if found { matched(95, "columns of 4CAT's vk") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("vk"));
        draft.content(&["id"]);
        // Items are numbered anew on every wall; the address names the wall.
        let wall = draft.fields.text("link").and_then(|l| l.rsplit_once("/wall")).map(|(_, item)| item);
        let owner = wall.and_then(|w| w.rsplit_once('_')).map(|(owner, _)| owner);
        let within = |id: String| owner.map_or_else(|| id.clone(), |owner| format!("wall{owner}_{id}"));
        draft.post.content_id = draft.post.content_id.take().map(within);
        let comment = draft.fields.text("item_type") == Some("comment");
        let parent = draft.id("reply_to", &["in_reply_to_comment_id"]);
        let thread = draft.id("reply_to", &["thread_id"]).filter(|_| comment);
        draft.post.reply_to = parent.or(thread).map(within);
        draft.account(&["author_id"], &["author_screen_name"]);
        draft.profile("author_name", "", "", "author_followers");
        draft.time(&["unix_timestamp", "timestamp"], None);
        draft.text("body");
        draft.metrics(&[("likes", "likes"), ("views", "views"), ("comments", "post_comments")]);
        draft.links_in("links", &[',']);
        draft.media_in("photos", "photo", &[',']);
        draft.media_in("videos", "video", &[',']);
        draft.media_in("docs", "file", &[',']);
        draft.mark_if("edited", Mark::Edited);
        draft.from_text();
        out.post(draft);
    }
}

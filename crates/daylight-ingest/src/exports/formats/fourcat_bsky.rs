//! Bluesky posts as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads 4CAT's `bsky`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatBsky;

impl ExportFormat for FourcatBsky {
    identity!("fourcat_bsky", "4CAT 1.45 (bsky)", include_str!("fourcat_bsky.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "author_id", "body", "replied_to_post", "quoted_post"]);
        if found { matched(95, "columns of 4CAT's bsky") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("bluesky"));
        draft.content(&["id"]);
        draft.account(&["author_id"], &["author"]);
        draft.profile("author_display_name", "author_profile", "author_created_at", "author_followers");
        draft.time(&["created_at", "timestamp"], None);
        draft.text("body");
        draft.language("languages");
        draft.metrics(&[
            ("likes", "like_count"),
            ("quotes", "quote_count"),
            ("replies", "reply_count"),
            ("reposts", "repost_count"),
        ]);
        draft.post.quote_of = draft.id("quote_of", &["quoted_post"]);
        draft.post.reply_to = draft.id("reply_to", &["replied_to_post"]);
        draft.links_in("links", &[',']);
        draft.hashtags_in("tags", &[',']);
        draft.mentions_in("mentions", &[',']);
        draft.media_in("images", "photo", &[',']);
        draft.from_text();
        out.post(draft);
    }
}

//! Any table in the shape that 4CAT asks for: id, thread, author, body, time.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads 4CAT's custom tables, and its files of platforms without a format of their own here.
#[derive(Debug, Clone, Copy)]
pub struct FourcatCustom;

impl ExportFormat for FourcatCustom {
    identity!("fourcat_custom", "4CAT 1.45 (custom upload)", include_str!("fourcat_custom.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let minimum = head.columns(&["id", "thread_id", "author", "body", "timestamp"]);
        let own = [
            "language_guess",
            "body_markdown",
            "entities_linked",
            "author_is_bot",
            "message_noforwards",
            "tiktok_url",
            "replied_to_post",
            "account_username",
            "is_in_group",
            "reaction_count",
            "num_likes",
            "link_thumbnail_url",
            "blog_url",
            "timestamp_ago",
            "author_screen_name",
        ];
        let other = head.any_column(&own);
        if minimum && !other {
            matched(70, "the five columns that 4CAT asks for: id, thread_id, author, body, timestamp")
        } else {
            None
        }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, None);
        draft.content(&["id"]);
        draft.account(&["author_id"], &["author"]);
        draft.profile("author_name", "", "", "author_followers");
        draft.time(&["unix_timestamp", "timestamp"], None);
        draft.text("body");
        draft.language("language");
        draft.metrics(&[("likes", "likes"), ("comments", "comments"), ("shares", "shares"), ("views", "views")]);
        draft.links_in("urls", &[',', ' ']);
        draft.hashtags_in("hashtags", &[',', ' ']);
        draft.mentions_in("mentions", &[',', ' ']);
        draft.from_text();
        out.post(draft);
    }
}

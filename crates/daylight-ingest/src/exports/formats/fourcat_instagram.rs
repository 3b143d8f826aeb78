//! Instagram posts as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads 4CAT's `instagram`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatInstagram;

impl ExportFormat for FourcatInstagram {
    identity!("fourcat_instagram", "4CAT 1.46 (instagram)", include_str!("fourcat_instagram.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "parent_id", "body", "author", "num_likes", "num_comments"]);
        if found { matched(95, "columns of 4CAT's instagram") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("instagram"));
        draft.content(&["id"]);
        draft.account(&[], &["author"]);
        draft.profile("author_fullname", "", "", "");
        draft.time(&["unix_timestamp", "timestamp"], None);
        draft.text("body");
        // Comments -1: the platform did not tell.
        draft.metrics(&[("likes", "num_likes"), ("comments", "num_comments")]);
        draft.post.metrics.retain(|_, n| *n >= 0);
        draft.hashtags_in("hashtags", &[',']);
        draft.mentions_in("mentioned", &[',']);
        draft.mentions_in("usertags", &[',']);
        let parent = draft.id("reply_to", &["parent_id"]);
        draft.post.reply_to = parent.filter(|p| Some(p) != draft.post.content_id.as_ref());
        let kind = draft.fields.string("type");
        draft.media(None, kind.as_deref(), draft.fields.text("media_url"));
        draft.from_text();
        out.post(draft);
    }
}

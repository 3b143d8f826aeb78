//! Telegram messages as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;
use crate::exports::post::Mark;

/// Reads 4CAT's `telegram`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatTelegram;

impl ExportFormat for FourcatTelegram {
    identity!("fourcat_telegram", "4CAT 1.45 (telegram)", include_str!("fourcat_telegram.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "chat", "author", "body", "timestamp"])
            && head.any_column(&["body_markdown", "entities_linked", "author_is_bot", "message_noforwards"]);
        if found { matched(95, "columns of 4CAT's telegram") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("telegram"));
        let chat = draft.fields.string("chat").or_else(|| draft.fields.string("thread_id"));
        draft.content(&["id"]);
        // Messages are numbered anew in every chat.
        let within = |id: Option<String>| match (&chat, id) {
            (Some(chat), Some(id)) if !id.contains('/') => Some(format!("{chat}/{id}")),
            (_, id) => id,
        };
        draft.post.content_id = within(draft.post.content_id.take());
        let parent = draft.id("reply_to", &["reply_to"]);
        draft.post.reply_to = within(parent);
        draft.account(&["author"], &["author_username"]);
        draft.profile("author_name", "", "", "");
        draft.time(&["unix_timestamp", "timestamp"], None);
        draft.text("body");
        draft.metric("views", "views");
        draft.links_in("entities_linked", &[',']);
        draft.links_in("link_attached", &[',']);
        draft.hashtags_in("entities_hashtags", &[',']);
        draft.mentions_in("entities_mentioned", &[',']);
        let key = draft.fields.string("attachment_filename");
        let kind = draft.fields.string("attachment_type").filter(|k| k != "url" && k != "link");
        draft.media(key.as_deref(), kind.as_deref(), None);
        draft.mark_if("unix_timestamp_edited", Mark::Edited);
        draft.mark_if("timestamp_edited", Mark::Edited);
        draft.mark_if("restriction_reason", Mark::Withheld);
        draft.from_text();
        out.post(draft);
    }
}

//! Telegram messages as Telethon and 4CAT's raw files have them.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::fields::{at, scalar, text_at};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;
use crate::exports::post::Mark;

/// Reads arrays and lines of messages.
#[derive(Debug, Clone, Copy)]
pub struct Telethon;

impl ExportFormat for Telethon {
    identity!("telethon", "Telethon 1.3x (or 4CAT's raw Telegram items)", include_str!("telethon.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let message = head.has("id") && head.has("date") && head.has("message");
        let found = message && head.has_any(&["_chat", "peer_id", "fwd_from", "to_id"]);
        if found { matched(90, "keys of Telethon messages: message, date, peer_id or _chat") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let service = record.get("action").is_some_and(Value::is_object)
            || text_at(record, "_type") == Some("MessageService")
            || text_at(record, "_") == Some("MessageService");
        if service {
            out.note("service_message", record.get("id").and_then(scalar));
            return;
        }
        let mut draft = Draft::new(out, record, Some("telegram"));
        let chat = draft.id(
            "content_id",
            &["_chat.id", "peer_id.channel_id", "peer_id.chat_id", "peer_id.user_id", "to_id.channel_id"],
        );
        draft.content(&["id"]);
        let within = |id: Option<String>| match (&chat, id) {
            (Some(chat), Some(id)) => Some(format!("{chat}/{id}")),
            (_, id) => id,
        };
        draft.post.content_id = within(draft.post.content_id.take());
        let parent = draft.id("reply_to", &["reply_to.reply_to_msg_id", "reply_to_msg_id"]);
        draft.post.reply_to = within(parent);
        // A channel speaks for itself: its messages have no sender.
        draft.account(
            &["_sender.id", "from_id.user_id", "from_id.channel_id", "from_id", "_chat.id", "peer_id.channel_id"],
            &["_sender.username", "_chat.username"],
        );
        if let Some(id) = first_id(record) {
            draft.post.account.id = Some(id);
        }
        let title = draft.fields.first(&["_sender.title", "_sender.first_name", "_chat.title"]).and_then(scalar);
        draft.profile("", "", "", "_chat.participants_count");
        draft.post.account.name = title;
        draft.time(&["date"], None);
        draft.text("message");
        draft.metrics(&[("views", "views"), ("reposts", "forwards"), ("replies", "replies.replies")]);
        draft.post.repost_of = forwarded(record);
        for entity in draft.fields.items("entities") {
            if let Some(url) = text_at(entity, "url") {
                draft.link(url);
            }
        }
        if let Some(url) = draft.fields.text("media.webpage.url") {
            draft.link(url);
        }
        for (path, kind) in [("media.photo.id", "photo"), ("media.document.id", "file")] {
            let key = draft.fields.string(path);
            draft.media(key.as_deref(), Some(kind), None);
        }
        draft.mark_if("edit_date", Mark::Edited);
        draft.mark_if("restriction_reason", Mark::Withheld);
        draft.from_text();
        out.post(draft);
    }
}

/// The sender, else the chat. Peers are objects or bare numbers, by version.
fn first_id(record: &Value) -> Option<String> {
    let sender = ["_sender.id", "from_id.user_id", "from_id.channel_id", "from_id", "_chat.id", "peer_id.channel_id"];
    sender.iter().find_map(|path| at(record, path).and_then(scalar))
}

/// The message that was forwarded, when it came from a channel: the only case in which it can be named.
fn forwarded(record: &Value) -> Option<String> {
    let channel = ["fwd_from.from_id.channel_id", "fwd_from.channel_id", "_forward.chat_id"]
        .iter()
        .find_map(|path| at(record, path).and_then(scalar))?;
    let post = at(record, "fwd_from.channel_post").and_then(scalar)?;
    Some(format!("{channel}/{post}"))
}

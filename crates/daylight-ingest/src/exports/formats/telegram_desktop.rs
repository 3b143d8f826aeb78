//! What Telegram Desktop writes as `result.json`: one chat, or a whole account.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::fields::{scalar, text_at};
use crate::exports::format::{ExportFormat, Rules, matched};
use crate::exports::head::Head;
use crate::exports::post::Mark;

/// Reads both.
#[derive(Debug, Clone, Copy)]
pub struct TelegramDesktop;

impl ExportFormat for TelegramDesktop {
    identity!("telegram_desktop", "Telegram Desktop 4.x-5.x", include_str!("telegram_desktop.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let one = head.has_all(&["messages.id", "messages.date"])
            && head.has_any(&["messages.from_id", "messages.date_unixtime", "messages.actor_id", "messages.text"]);
        let all = head.has_any(&["chats.list.messages", "left_chats.list.messages", "chats.list"]);
        let found = (one && head.has("type")) || all;
        if found { matched(90, "Telegram Desktop's result.json: messages with from_id and text") } else { None }
    }

    fn rules(&self) -> Rules {
        Rules { json_paths: &["messages", "chats.list.messages", "left_chats.list.messages"], ..Rules::default() }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        if text_at(record, "type").is_some_and(|kind| kind != "message") {
            out.note("service_message", record.get("id").and_then(scalar));
            return;
        }
        let chat = out.around("id").as_ref().and_then(scalar);
        let chat_name = out.around("name").as_ref().and_then(scalar);
        let mut draft = Draft::new(out, record, Some("telegram"));
        draft.fields.get("type");
        draft.content(&["id"]);
        let within = |id: Option<String>| match (&chat, id) {
            (Some(chat), Some(id)) => Some(format!("{chat}/{id}")),
            (_, id) => id,
        };
        draft.post.content_id = within(draft.post.content_id.take());
        let parent = draft.id("reply_to", &["reply_to_message_id"]);
        draft.post.reply_to = within(parent);
        draft.account(&["from_id"], &[]);
        draft.post.account.name = draft.fields.string("from");
        let kind = out.around("type").as_ref().and_then(scalar);
        if let Some(chat) = &chat {
            draft.keep("chat", serde_json::json!({"id": chat, "name": chat_name, "type": kind}));
        }
        draft.time(&["date_unixtime", "date"], None);
        text(&mut draft);
        for (path, kind) in [("photo", "photo"), ("file", "file")] {
            let key = draft.fields.string(path);
            let kind = if path == "file" { draft.fields.string("media_type") } else { None }
                .unwrap_or_else(|| kind.to_owned());
            draft.media(key.as_deref(), Some(&kind), None);
        }
        draft.mark_if("edited", Mark::Edited);
        draft.fields.get("edited_unixtime");
        draft.from_text();
        out.post(draft);
    }
}

/// Text is a string, or a list of strings and parts with a kind; links hide behind words in `href`.
fn text(draft: &mut Draft<'_>) {
    draft.fields.get("text_entities");
    let parts = match draft.fields.get("text") {
        Some(Value::String(text)) => {
            draft.post.text = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
            draft.fields.items("text_entities")
        }
        Some(Value::Array(parts)) => {
            let joined: String = parts.iter().map(part_text).collect();
            draft.post.text = Some(joined.trim().to_owned()).filter(|t| !t.is_empty());
            parts.as_slice()
        }
        _ => return,
    };
    for part in parts {
        let words = part_text(part);
        match text_at(part, "type") {
            Some("link") => draft.link(words),
            Some("text_link") => draft.link(text_at(part, "href").unwrap_or_default()),
            Some("hashtag") => draft.hashtag(words),
            Some("mention") => draft.mention(words),
            _ => {}
        }
    }
}

fn part_text(part: &Value) -> &str {
    part.as_str().or_else(|| part.get("text").and_then(Value::as_str)).unwrap_or_default()
}

//! Statuses of Mastodon and what speaks its interface.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::fields::text_at;
use crate::exports::format::{ExportFormat, Rules, matched};
use crate::exports::head::Head;
use crate::exports::html;
use crate::exports::post::Mark;

/// Reads arrays and lines of statuses, timelines, contexts and searches.
#[derive(Debug, Clone, Copy)]
pub struct Mastodon;

impl ExportFormat for Mastodon {
    identity!("mastodon", "Mastodon API 4.x", include_str!("mastodon.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let roots = ["", "statuses.", "ancestors.", "descendants."];
        let found = roots.iter().any(|root| {
            let has = |key: &str| head.has(&format!("{root}{key}"));
            has("account.acct") && has("content") && has("created_at")
        });
        let found = found && !head.has_any(&["source_platform", "__import_meta"]);
        if found { matched(90, "keys of Mastodon statuses: account.acct, content") } else { None }
    }

    fn rules(&self) -> Rules {
        Rules { json_paths: &["statuses", "ancestors", "descendants"], ..Rules::default() }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("mastodon"));
        // Numbers differ from server to server; the URI is the same everywhere.
        draft.content(&["uri", "id"]);
        draft.account(&["account.uri", "account.url", "account.id"], &["account.acct"]);
        draft.profile("account.display_name", "", "account.created_at", "account.followers_count");
        draft.post.account.bio =
            draft.fields.text("account.note").map(|note| html::plain(note).text).filter(|t| !t.is_empty());
        draft.time(&["created_at"], None);
        draft.html("content");
        if let Some(warning) = draft.fields.text("spoiler_text") {
            let body = draft.post.text.take().unwrap_or_default();
            draft.post.text = Some(format!("{warning}\n{body}").trim().to_owned());
        }
        draft.language("language");
        draft.metrics(&[
            ("likes", "favourites_count"),
            ("reposts", "reblogs_count"),
            ("replies", "replies_count"),
            ("quotes", "quotes_count"),
        ]);
        references(&mut draft);
        parts(&mut draft);
        draft.mark_if("edited_at", Mark::Edited);
        out.post(draft);
    }
}

/// A reblog carries the original whole: its text, links and tags are what was shared.
fn references(draft: &mut Draft<'_>) {
    draft.post.repost_of = draft.id("repost_of", &["reblog.uri", "reblog.id"]);
    draft.post.reply_to = draft.id("reply_to", &["in_reply_to_id"]);
    draft.post.quote_of = draft.id("quote_of", &["quote.quoted_status.uri", "quote.quoted_status.id", "quote.id"]);
    if draft.fields.get("reblog").is_some() {
        draft.html("reblog.content");
        for tag in draft.fields.items("reblog.tags") {
            draft.hashtag(text_at(tag, "name").unwrap_or_default());
        }
        if let Some(card) = draft.fields.text("reblog.card.url") {
            draft.link(card);
        }
    }
}

fn parts(draft: &mut Draft<'_>) {
    for tag in draft.fields.items("tags") {
        draft.hashtag(text_at(tag, "name").unwrap_or_default());
    }
    for who in draft.fields.items("mentions") {
        draft.mention(text_at(who, "acct").unwrap_or_default());
    }
    for media in draft.fields.items("media_attachments") {
        let url = text_at(media, "remote_url").or_else(|| text_at(media, "url"));
        draft.media(text_at(media, "id"), text_at(media, "type"), url);
    }
    if let Some(card) = draft.fields.text("card.url") {
        draft.link(card);
    }
}

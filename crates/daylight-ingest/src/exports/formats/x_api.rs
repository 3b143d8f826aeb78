//! X API v2, as twarc2 writes it: whole responses or one post a line.

use std::collections::HashMap;

use daylight_core::SniffMatch;
use serde_json::Value;

use super::{x_api_quick, x_entities};
use crate::exports::draft::{Draft, Out};
use crate::exports::fields::{at, integer, scalar, text_at};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;
use crate::exports::post::Mark;

/// Reads X API v2.
#[derive(Debug, Clone, Copy)]
pub struct XApi;

impl ExportFormat for XApi {
    identity!("x_api", "twarc2 2.x (X API v2)", include_str!("x_api.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        if head.has_any(&["source_platform", "__import_meta"]) {
            return None;
        }
        if head.has("__twarc") {
            return matched(95, "records carry `__twarc`");
        }
        let hints = ["public_metrics", "conversation_id", "edit_history_tweet_ids", "referenced_tweets"];
        if head.has_all(&["id", "text", "author_id"]) && head.has_any(&hints) {
            return matched(90, "keys of flattened X API v2 posts: id, text, author_id");
        }
        if head.has_all(&["data.id", "data.text"])
            && head.has_any(&["data.author_id", "data.edit_history_tweet_ids", "includes.users"])
        {
            return matched(90, "keys of X API v2 responses: data, includes");
        }
        let compliance = head.has_all(&["id", "action", "reason"]);
        if compliance { matched(60, "keys of X compliance jobs: id, action, reason") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let errors = record.get("errors").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for error in errors {
            out.note("api_error", text_at(error, "resource_id").map(str::to_owned));
        }
        match record.get("data") {
            Some(Value::Array(posts)) => response(posts, record, out),
            Some(post @ Value::Object(_)) => response(std::slice::from_ref(post), record, out),
            _ if record.get("text").is_none() && record.get("action").is_some() => {
                out.note("deletion", record.get("id").and_then(scalar));
            }
            _ if !errors.is_empty() && record.get("id").is_none() => {}
            _ if record.get("username").is_some() && record.get("text").is_none() => {
                out.note("user_object", record.get("id").and_then(scalar));
            }
            None if record.get("meta").is_some() && record.get("id").is_none() => out.note("empty_page", None),
            _ => post(record, &Includes::default(), false, out),
        }
    }

    fn map_quick(&self, record: &[u8], out: &mut Out<'_>) -> bool {
        x_api_quick::line(record, out)
    }

    fn quick_paths(&self) -> &'static [&'static str] {
        x_api_quick::PATHS
    }
}

/// Objects that a response carries once for all its posts.
#[derive(Default)]
struct Includes<'a> {
    users: HashMap<&'a str, &'a Value>,
    posts: HashMap<&'a str, &'a Value>,
    media: HashMap<&'a str, &'a Value>,
}

impl<'a> Includes<'a> {
    fn of(response: &'a Value) -> Self {
        let by = |kind: &str, key: &str| -> HashMap<&'a str, &'a Value> {
            let items = at(response, kind).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            items.iter().filter_map(|item| Some((item.get(key)?.as_str()?, item))).collect()
        };
        Self {
            users: by("includes.users", "id"),
            posts: by("includes.tweets", "id"),
            media: by("includes.media", "media_key"),
        }
    }
}

fn response(posts: &[Value], response: &Value, out: &mut Out<'_>) {
    let includes = Includes::of(response);
    for one in posts {
        if one.get("text").is_none() && one.get("username").is_some() {
            out.note("user_object", one.get("id").and_then(scalar));
        } else {
            post(one, &includes, false, out);
        }
    }
    let included = at(response, "includes.tweets").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for one in included {
        if out.options().included_posts {
            post(one, &includes, true, out);
        } else {
            out.note("included_post", one.get("id").and_then(scalar));
        }
    }
}

fn post(record: &Value, includes: &Includes<'_>, included: bool, out: &mut Out<'_>) {
    let mut draft = Draft::new(out, record, Some("x"));
    draft.content(&["id"]);
    draft.account(&["author_id"], &["author.username"]);
    draft.profile("author.name", "author.description", "author.created_at", "author.public_metrics.followers_count");
    if let Some(user) = draft.post.account.id.as_deref().and_then(|id| includes.users.get(id)) {
        join_user(&mut draft, user);
    }
    draft.time(&["created_at"], None);
    draft.language("lang");
    draft.metrics(&[
        ("likes", "public_metrics.like_count"),
        ("replies", "public_metrics.reply_count"),
        ("reposts", "public_metrics.retweet_count"),
        ("quotes", "public_metrics.quote_count"),
        ("views", "public_metrics.impression_count"),
        ("bookmarks", "public_metrics.bookmark_count"),
    ]);
    let original = references(&mut draft, includes);
    texts(&mut draft, original);
    media(&mut draft, includes);
    draft.mark_if("withheld", Mark::Withheld);
    if let Some(Value::Array(history)) = draft.fields.get("edit_history_tweet_ids")
        && history.len() > 1
    {
        draft.post.marks.insert(Mark::Edited);
    }
    if included {
        draft.post.marks.insert(Mark::Included);
    }
    // Where it was asked for is in the original.
    draft.fields.get("__twarc");
    draft.fields.get("author");
    out.post(draft);
}

fn join_user(draft: &mut Draft<'_>, user: &Value) {
    let own = |path: &str| text_at(user, path).map(str::to_owned);
    let account = &mut draft.post.account;
    account.handle = own("username").or(account.handle.take());
    account.name = own("name").or(account.name.take());
    account.bio = own("description").or(account.bio.take());
    account.n_followers = at(user, "public_metrics.followers_count").and_then(integer).or(account.n_followers);
    let created = user.get("created_at").and_then(|v| {
        crate::exports::clock::read(v, None, &crate::time::Zone::UTC).ok().map(|reading| reading.time.us)
    });
    account.created_us = created.or(account.created_us);
}

/// Ids of what it refers to; the reposted post, where the export has it.
fn references<'a>(draft: &mut Draft<'a>, includes: &Includes<'a>) -> Option<&'a Value> {
    let mut original = None;
    for reference in draft.fields.items("referenced_tweets") {
        let Some(raw) = reference.get("id") else { continue };
        match text_at(reference, "type") {
            Some("retweeted") => {
                draft.post.repost_of = draft.checked_id("repost_of", raw);
                let joined = draft.post.repost_of.as_deref().and_then(|id| includes.posts.get(id)).copied();
                original = joined.or_else(|| reference.get("text").map(|_| reference));
            }
            Some("replied_to") => draft.post.reply_to = draft.checked_id("reply_to", raw),
            Some("quoted") => draft.post.quote_of = draft.checked_id("quote_of", raw),
            _ => {}
        }
    }
    original
}

/// Text and entities; long posts have theirs in `note_tweet`, reposts in the original.
fn texts(draft: &mut Draft<'_>, original: Option<&Value>) {
    let own = draft.fields.text("text").unwrap_or_default();
    let long = draft.fields.text("note_tweet.text");
    let full = original.and_then(|o| text_at(o, "note_tweet.text").or_else(|| text_at(o, "text")));
    x_entities::set_text(draft, long.unwrap_or(own), full);
    for entities in [draft.fields.get("note_tweet.entities"), draft.fields.get("entities")].into_iter().flatten() {
        x_entities::take(draft, entities);
    }
    for path in ["note_tweet.entities", "entities"] {
        if let Some(entities) = original.and_then(|o| at(o, path)) {
            x_entities::take(draft, entities);
        }
    }
    if draft.fields.get("entities").is_none() {
        draft.from_text();
    }
}

fn media(draft: &mut Draft<'_>, includes: &Includes<'_>) {
    for key in draft.fields.items("attachments.media_keys").iter().filter_map(Value::as_str) {
        match includes.media.get(key) {
            Some(media) => add_media(draft, key, media),
            None => draft.media(Some(key), None, None),
        }
    }
    // Flattened posts carry the objects themselves.
    let objects = draft.fields.items("attachments.media");
    if !objects.is_empty() {
        draft.post.media.clear();
    }
    for media in objects {
        add_media(draft, text_at(media, "media_key").unwrap_or_default(), media);
    }
}

fn add_media(draft: &mut Draft<'_>, key: &str, media: &Value) {
    let url = text_at(media, "url").or_else(|| text_at(media, "preview_image_url"));
    draft.media(Some(key), text_at(media, "type"), url);
}

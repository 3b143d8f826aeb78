//! Events of Bluesky's Jetstream, one a line.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::fields::{at, scalar, text_at};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;
use crate::exports::post::Mark;

/// Reads recorded streams.
#[derive(Debug, Clone, Copy)]
pub struct BlueskyJetstream;

impl ExportFormat for BlueskyJetstream {
    identity!("bluesky_jetstream", "Bluesky Jetstream v1", include_str!("bluesky_jetstream.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.has_all(&["did", "time_us", "kind"]);
        if found { matched(95, "Jetstream events: did, time_us, kind") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let id = || record.get("did").and_then(scalar);
        match text_at(record, "kind") {
            Some("commit") => commit(record, out),
            Some("identity") => out.note("identity_event", id()),
            Some("account") => out.note("account_event", id()),
            _ => out.reject(Some("kind"), "an event of a kind that Jetstream v1 does not have", record.get("kind")),
        }
    }
}

fn commit(record: &Value, out: &mut Out<'_>) {
    let get = |path: &str| text_at(record, path);
    let (Some(did), Some(collection), Some(rkey)) = (get("did"), get("commit.collection"), get("commit.rkey")) else {
        out.reject(
            Some("did or commit.collection or commit.rkey"),
            "a required field is missing; expected as Bluesky Jetstream v1 writes it",
            None,
        );
        return;
    };
    let uri = format!("at://{did}/{collection}/{rkey}");
    if get("commit.operation") == Some("delete") {
        out.note("deletion", Some(uri));
        return;
    }
    match collection {
        "app.bsky.feed.post" => post(record, uri, out),
        "app.bsky.feed.repost" => repost(record, uri, out),
        "app.bsky.feed.like" => out.note("like", Some(uri)),
        "app.bsky.graph.follow" => out.note("follow", Some(uri)),
        "app.bsky.graph.block" => out.note("block", Some(uri)),
        "app.bsky.actor.profile" => out.note("profile", Some(uri)),
        _ => out.note("other_record", Some(uri)),
    }
}

fn begin<'a>(record: &'a Value, uri: String, out: &Out<'_>) -> Draft<'a> {
    let mut draft = Draft::new(out, record, Some("bluesky"));
    draft.content(&["commit.rkey"]);
    draft.post.content_id = Some(uri);
    draft.account(&["did"], &[]);
    // The author's clock can be set to anything; the relay's `time_us` is kept beside it.
    draft.time(&["commit.record.createdAt"], None);
    for known in ["kind", "commit.operation", "commit.collection", "commit.rev", "commit.record.$type"] {
        draft.fields.get(known);
    }
    if draft.fields.text("commit.operation") == Some("update") {
        draft.post.marks.insert(Mark::Edited);
    }
    draft
}

fn repost(record: &Value, uri: String, out: &mut Out<'_>) {
    let mut draft = begin(record, uri, out);
    draft.post.repost_of = draft.id("repost_of", &["commit.record.subject.uri"]);
    out.post(draft);
}

fn post(record: &Value, uri: String, out: &mut Out<'_>) {
    let mut draft = begin(record, uri, out);
    draft.text("commit.record.text");
    draft.language("commit.record.langs");
    draft.post.reply_to = draft.id("reply_to", &["commit.record.reply.parent.uri"]);
    for facet in draft.fields.items("commit.record.facets") {
        for feature in at(facet, "features").and_then(Value::as_array).map_or(&[][..], Vec::as_slice) {
            if let Some(link) = text_at(feature, "uri") {
                draft.link(link);
            } else if let Some(tag) = text_at(feature, "tag") {
                draft.hashtag(tag);
            } else if let Some(who) = text_at(feature, "did") {
                draft.mention(who);
            }
        }
    }
    draft.hashtags_in("commit.record.tags", &[',']);
    embed(&mut draft);
    out.post(draft);
}

fn embed(draft: &mut Draft<'_>) {
    let quoted = ["commit.record.embed.record.uri", "commit.record.embed.record.record.uri"];
    draft.post.quote_of = draft.id("quote_of", &quoted);
    for path in ["commit.record.embed.external.uri", "commit.record.embed.media.external.uri"] {
        if let Some(link) = draft.fields.text(path) {
            draft.link(link);
        }
    }
    for path in ["commit.record.embed.images", "commit.record.embed.media.images"] {
        for image in draft.fields.items(path) {
            draft.media(text_at(image, "image.ref.$link"), Some("photo"), None);
        }
    }
    for path in ["commit.record.embed.video.ref.$link", "commit.record.embed.media.video.ref.$link"] {
        let key = draft.fields.string(path);
        draft.media(key.as_deref(), Some("video"), None);
    }
}

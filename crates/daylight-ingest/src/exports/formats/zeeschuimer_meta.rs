//! Posts as the pages of Instagram, Threads and Truth Social receive them.

use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::fields::{at, text_at};

/// One post of Instagram, in the layout of its API or of its older graph.
pub fn instagram<'a>(data: &'a Value, out: &Out<'_>) -> Draft<'a> {
    let mut draft = Draft::new(out, data, Some("instagram"));
    draft.content(&["id", "pk", "code", "shortcode"]);
    draft.account(&["user.pk", "user.id", "owner.id"], &["user.username", "owner.username"]);
    draft.profile("user.full_name", "user.biography", "", "user.follower_count");
    draft.time(&["taken_at", "taken_at_timestamp"], None);
    draft.text("caption.text");
    if let Some(edge) = draft.fields.items("edge_media_to_caption.edges").first() {
        draft.post.text = text_at(edge, "node.text").map(str::to_owned);
    }
    draft.metrics(&[
        ("likes", "like_count"),
        ("likes", "edge_media_preview_like.count"),
        ("comments", "comment_count"),
        ("comments", "edge_media_to_comment.count"),
        ("views", "play_count"),
    ]);
    pictures(&mut draft);
    draft.media(None, Some("photo"), text_at(data, "display_url"));
    draft.from_text();
    draft
}

/// One post of Threads.
pub fn threads<'a>(data: &'a Value, out: &Out<'_>) -> Draft<'a> {
    let mut draft = Draft::new(out, data, Some("threads"));
    draft.content(&["id", "pk", "code"]);
    draft.account(&["user.pk", "user.id"], &["user.username"]);
    draft.profile("user.full_name", "user.biography", "", "user.follower_count");
    draft.time(&["taken_at"], None);
    draft.text("caption.text");
    draft.metrics(&[
        ("likes", "like_count"),
        ("replies", "text_post_app_info.direct_reply_count"),
        ("reposts", "text_post_app_info.repost_count"),
        ("quotes", "text_post_app_info.quote_count"),
    ]);
    if let Some(link) = draft.fields.text("text_post_app_info.link_preview_attachment.url") {
        draft.link(link);
    }
    draft.post.repost_of = draft.id("repost_of", &["text_post_app_info.share_info.reposted_post.id"]);
    draft.post.quote_of = draft.id("quote_of", &["text_post_app_info.share_info.quoted_post.id"]);
    pictures(&mut draft);
    draft.from_text();
    draft
}

/// Pictures and videos in the layout that both share.
fn pictures(draft: &mut Draft<'_>) {
    let carousel = draft.fields.items("carousel_media");
    let own = [draft.fields.get("image_versions2"), draft.fields.get("video_versions")];
    for item in carousel {
        let picture = first_url(at(item, "image_versions2.candidates"));
        let video = first_url(item.get("video_versions"));
        let kind = if video.is_some() { "video" } else { "photo" };
        draft.media(text_at(item, "id"), Some(kind), video.or(picture));
    }
    if carousel.is_empty() {
        let video = first_url(own[1]);
        let picture = first_url(own[0].and_then(|v| v.get("candidates")));
        let kind = if video.is_some() { "video" } else { "photo" };
        draft.media(None, Some(kind), video.or(picture));
    }
}

fn first_url(list: Option<&Value>) -> Option<&str> {
    text_at(list?.as_array()?.first()?, "url")
}

/// One post of Truth Social.
pub fn truth<'a>(data: &'a Value, out: &Out<'_>) -> Draft<'a> {
    let mut draft = Draft::new(out, data, Some("truthsocial"));
    draft.content(&["id"]);
    draft.account(&["account.id"], &["account.username", "account.acct"]);
    draft.profile("account.display_name", "account.note", "account.created_at", "account.followers_count");
    draft.time(&["created_at"], None);
    draft.html("content");
    draft.language("language");
    draft.metrics(&[("likes", "favourites_count"), ("reposts", "reblogs_count"), ("replies", "replies_count")]);
    draft.post.repost_of = draft.id("repost_of", &["reblog.id"]);
    draft.fields.get("reblog");
    draft.post.reply_to = draft.id("reply_to", &["in_reply_to_id", "in_reply_to.id"]);
    draft.fields.get("in_reply_to");
    draft.post.quote_of = draft.id("quote_of", &["quote_id", "quote.id"]);
    for tag in draft.fields.items("tags") {
        draft.hashtag(text_at(tag, "name").or_else(|| tag.as_str()).unwrap_or_default());
    }
    for who in draft.fields.items("mentions") {
        let name = text_at(who, "username").or_else(|| text_at(who, "acct")).or_else(|| who.as_str());
        draft.mention(name.unwrap_or_default());
    }
    for media in draft.fields.items("media_attachments") {
        draft.media(text_at(media, "id"), text_at(media, "type"), text_at(media, "url"));
    }
    if let Some(card) = draft.fields.text("card.url") {
        draft.link(card);
    }
    draft.from_text();
    draft
}

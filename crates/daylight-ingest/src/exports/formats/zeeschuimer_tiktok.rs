//! Videos and comments as TikTok's own page receives them.

use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::fields::text_at;

/// One video.
pub fn video<'a>(data: &'a Value, out: &Out<'_>) -> Draft<'a> {
    let mut draft = Draft::new(out, data, Some("tiktok"));
    draft.content(&["id"]);
    draft.account(&["author.id"], &["author.uniqueId", "author"]);
    draft.profile("author.nickname", "author.signature", "author.createTime", "authorStats.followerCount");
    draft.time(&["createTime"], None);
    draft.text("desc");
    draft.language("textLanguage");
    draft.metrics(&[
        ("likes", "stats.diggCount"),
        ("comments", "stats.commentCount"),
        ("shares", "stats.shareCount"),
        ("views", "stats.playCount"),
    ]);
    for challenge in draft.fields.items("challenges") {
        if let Some(title) = text_at(challenge, "title") {
            draft.hashtag(title);
        }
    }
    for part in draft.fields.items("textExtra") {
        if let Some(tag) = text_at(part, "hashtagName") {
            draft.hashtag(tag);
        }
        if let Some(who) = text_at(part, "userUniqueId") {
            draft.mention(who);
        }
    }
    let url = draft.fields.text("video.downloadAddr").or_else(|| draft.fields.text("video.playAddr"));
    let key = draft.fields.string("video.id");
    draft.media(key.as_deref(), Some("video"), url);
    // Sounds carry campaigns: the same one under many videos is a shared object.
    let music = draft.fields.string("music.id");
    draft.media(music.as_deref().map(|id| format!("music:{id}")).as_deref(), Some("audio"), None);
    draft.post.quote_of = draft.id("quote_of", &["duetInfo.duetFromId"]).filter(|id| id != "0");
    draft.from_text();
    draft
}

/// One comment.
pub fn comment<'a>(data: &'a Value, out: &Out<'_>) -> Draft<'a> {
    let mut draft = Draft::new(out, data, Some("tiktok"));
    draft.content(&["cid", "id"]);
    draft.account(&["user.uid", "user.id"], &["user.unique_id", "user.uniqueId"]);
    draft.profile("user.nickname", "user.signature", "", "");
    draft.time(&["create_time", "createTime"], None);
    draft.text("text");
    draft.language("comment_language");
    draft.metrics(&[("likes", "digg_count"), ("replies", "reply_comment_total")]);
    let parent = draft.id("reply_to", &["reply_id"]).filter(|id| id != "0");
    let video = draft.id("reply_to", &["aweme_id"]);
    draft.post.reply_to = parent.or(video);
    draft.from_text();
    draft
}

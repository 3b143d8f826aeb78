//! Posts as the pages of Gab and 9GAG receive them.

use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::fields::{scalar, text_at};

/// One post of Gab, with the short keys of its newer pages or the long ones of its older.
pub fn gab<'a>(data: &'a Value, out: &Out<'_>) -> Draft<'a> {
    let mut draft = Draft::new(out, data, Some("gab"));
    draft.content(&["i", "id"]);
    draft.account(&["author_info.i", "account.id"], &["author_info.un", "account.username"]);
    draft.profile("account.display_name", "account.note", "account.created_at", "account.followers_count");
    let who = &mut draft.post.account;
    who.name = who.name.take().or(draft.fields.string("author_info.dn"));
    who.bio = who.bio.take().or(draft.fields.string("author_info.nt"));
    draft.time(&["ca", "created_at"], None);
    draft.html(if draft.fields.text("c").is_some() { "c" } else { "content" });
    draft.metrics(&[
        ("likes", "fc"),
        ("likes", "reaction_count"),
        ("reposts", "rbc"),
        ("reposts", "reposts_count"),
        ("replies", "rc"),
        ("replies", "replies_count"),
    ]);
    if let Some(link) = draft.fields.text("link_info.url") {
        draft.link(link);
    }
    for image in draft.fields.items("image_info") {
        let key = image.get("i").and_then(scalar);
        draft.media(key.as_deref(), text_at(image, "t"), text_at(image, "u"));
    }
    draft.from_text();
    draft
}

/// One post of 9GAG.
pub fn ninegag<'a>(data: &'a Value, out: &Out<'_>) -> Draft<'a> {
    let mut draft = Draft::new(out, data, Some("9gag"));
    draft.content(&["id"]);
    draft.account(&["creator.userId"], &["creator.username"]);
    draft.profile("creator.fullName", "creator.about", "", "");
    draft.time(&["creationTs"], None);
    let (title, body) = (draft.fields.text("title"), draft.fields.text("description"));
    let text = format!("{}\n{}", title.unwrap_or_default(), body.unwrap_or_default());
    draft.post.text = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    draft.metrics(&[("likes", "upVoteCount"), ("dislikes", "downVoteCount"), ("comments", "commentsCount")]);
    for tag in draft.fields.items("tags") {
        draft.hashtag(text_at(tag, "key").unwrap_or_default());
    }
    if let Some(source) = draft.fields.text("sourceUrl") {
        draft.link(source);
    }
    draft.media(None, Some("photo"), draft.fields.text("images.image700.url"));
    draft.from_text();
    draft
}

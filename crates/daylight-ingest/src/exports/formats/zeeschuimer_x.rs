//! Posts as X's own page receives them.

use serde_json::Value;

use super::x_entities::{self, unwrapped};
use crate::exports::draft::{Draft, Out};
use crate::exports::fields::{at, text_at};
use crate::exports::post::Mark;

/// One post.
pub fn post<'a>(data: &'a Value, out: &Out<'_>) -> Draft<'a> {
    let mut draft = Draft::new(out, unwrapped(data), Some("x"));
    draft.content(&["rest_id", "legacy.id_str"]);
    draft.account(
        &["legacy.user_id_str", "core.user_results.result.rest_id"],
        &["core.user_results.result.legacy.screen_name", "core.user_results.result.core.screen_name"],
    );
    draft.profile(
        "core.user_results.result.legacy.name",
        "core.user_results.result.legacy.description",
        "core.user_results.result.legacy.created_at",
        "core.user_results.result.legacy.followers_count",
    );
    draft.time(&["legacy.created_at"], None);
    draft.language("legacy.lang");
    draft.metrics(&[
        ("likes", "legacy.favorite_count"),
        ("replies", "legacy.reply_count"),
        ("reposts", "legacy.retweet_count"),
        ("quotes", "legacy.quote_count"),
        ("bookmarks", "legacy.bookmark_count"),
        ("views", "views.count"),
    ]);
    draft.post.reply_to = draft.id("reply_to", &["legacy.in_reply_to_status_id_str"]);
    references(&mut draft);
    draft.mark_if("legacy.withheld_in_countries", Mark::Withheld);
    draft
}

fn references(draft: &mut Draft<'_>) {
    let original = draft.fields.get("legacy.retweeted_status_result").map(unwrapped);
    draft.post.repost_of = original.and_then(|o| o.get("rest_id")).and_then(|id| draft.checked_id("repost_of", id));
    draft.post.quote_of = draft.id("quote_of", &["legacy.quoted_status_id_str"]);
    if let Some(quoted) = draft.fields.get("quoted_status_result").map(unwrapped)
        && draft.post.quote_of.is_none()
    {
        draft.post.quote_of = quoted.get("rest_id").and_then(|id| draft.checked_id("quote_of", id));
    }
    let long = draft.fields.text("note_tweet.note_tweet_results.result.text");
    let own = draft.fields.text("legacy.full_text").unwrap_or_default();
    let full = original.and_then(|o| {
        text_at(o, "note_tweet.note_tweet_results.result.text").or_else(|| text_at(o, "legacy.full_text"))
    });
    x_entities::set_text(draft, long.unwrap_or(own), full);
    for path in ["note_tweet.note_tweet_results.result.entity_set", "legacy.entities"] {
        if let Some(entities) = draft.fields.get(path) {
            x_entities::take(draft, entities);
        }
        if let Some(entities) = original.and_then(|o| at(o, path)) {
            x_entities::take(draft, entities);
        }
    }
    let media = draft.fields.get("legacy.extended_entities");
    if let Some(entities) = media.or_else(|| draft.fields.get("legacy.entities")) {
        x_entities::take_media(draft, entities);
    }
}

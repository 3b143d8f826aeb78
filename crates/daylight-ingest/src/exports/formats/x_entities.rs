//! Links, hashtags, mentions and texts as X describes them, in the API and in its own pages.

use serde_json::Value;

use crate::exports::draft::Draft;
use crate::exports::fields::{at, text_at};
use crate::exports::post::Mark;

fn items<'a>(entities: &'a Value, key: &str) -> &'a [Value] {
    entities.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Takes the entities of API v2 (`hashtags[].tag`, `mentions[].username`) and of v1.1 (`hashtags[].text`,
/// `user_mentions[].screen_name`). The link is the one at the end of redirects, where X followed them.
pub fn take(draft: &mut Draft<'_>, entities: &Value) {
    for url in items(entities, "urls") {
        // Pictures of the post itself appear as links to it.
        let picture = url.get("media_key").is_some()
            || text_at(url, "display_url")
                .is_some_and(|d| d.starts_with("pic.twitter.com") || d.starts_with("pic.x.com"));
        let target = ["unwound_url", "expanded_url", "url"].iter().find_map(|key| text_at(url, key));
        if let (false, Some(target)) = (picture, target) {
            draft.link(target);
        }
    }
    for tag in items(entities, "hashtags") {
        if let Some(tag) = text_at(tag, "tag").or_else(|| text_at(tag, "text")) {
            draft.hashtag(tag);
        }
    }
    for key in ["mentions", "user_mentions"] {
        for who in items(entities, key) {
            let name = ["username", "screen_name", "id_str", "id"].iter().find_map(|key| text_at(who, key));
            if let Some(name) = name {
                draft.mention(name);
            }
        }
    }
}

/// Media of v1.1 entities.
pub fn take_media(draft: &mut Draft<'_>, entities: &Value) {
    for media in items(entities, "media") {
        let key = text_at(media, "media_key").or_else(|| text_at(media, "id_str"));
        draft.media(key, text_at(media, "type"), text_at(media, "media_url_https"));
    }
}

/// Sets the text: that of the original behind the `RT @name: ` of a repost, whose own copy is cut.
pub fn set_text(draft: &mut Draft<'_>, own: &str, original: Option<&str>) {
    let own = unescaped(own);
    let text = if let Some(full) = original.map(unescaped) {
        match own.strip_prefix("RT @").and_then(|rest| rest.split_once(": ")) {
            Some((name, _)) => format!("RT @{name}: {full}"),
            None => full,
        }
    } else {
        if own.ends_with('…') {
            draft.post.marks.insert(Mark::Truncated);
        }
        own
    };
    draft.post.text = (!text.is_empty()).then_some(text);
}

/// X escapes three signs.
fn unescaped(text: &str) -> String {
    let text = text.trim();
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The tweet in one of the wrappers that X puts around it (`tweet`, `result`).
pub fn unwrapped(value: &Value) -> &Value {
    let mut here = value;
    for _ in 0..4 {
        match ["tweet", "result"].iter().find_map(|key| at(here, key).filter(|v| v.is_object())) {
            Some(inner) => here = inner,
            None => break,
        }
    }
    here
}

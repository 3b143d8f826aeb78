//! Posts of Facebook, Instagram and Threads from the Meta Content Library.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::fields::{at, text_at};
use crate::exports::format::{ExportFormat, Rules, matched};
use crate::exports::head::Head;

/// Reads the library's JSON and CSV.
#[derive(Debug, Clone, Copy)]
pub struct MetaContentLibrary;

impl ExportFormat for MetaContentLibrary {
    identity!("meta_content_library", "Meta Content Library (API v5)", include_str!("meta_content_library.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let json =
            head.has_any(&["post_owner.id", "data.post_owner.id"]) || (head.has("mcl_url") && head.has("post_owner"));
        let table = head.columns(&["id", "post_owner.id", "creation_time"]);
        if json || table { matched(95, "fields of the Meta Content Library: post_owner, creation_time") } else { None }
    }

    fn rules(&self) -> Rules {
        Rules { json_paths: &["data"], nested_columns: true, ..Rules::default() }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let platform = match record.get("mcl_url").and_then(Value::as_str) {
            Some(url) if url.contains("instagram") => Some("instagram"),
            Some(url) if url.contains("threads") => Some("threads"),
            Some(url) if url.contains("facebook") => Some("facebook"),
            _ => owner_platform(record),
        };
        let mut draft = Draft::new(out, record, platform);
        draft.content(&["id"]);
        draft.account(&["post_owner.id"], &["post_owner.username"]);
        draft.profile("post_owner.name", "", "", "");
        draft.time(&["creation_time"], None);
        draft.text("text");
        draft.language("lang");
        draft.metrics(&[
            ("likes", "statistics.like_count"),
            ("comments", "statistics.comment_count"),
            ("shares", "statistics.share_count"),
            ("views", "statistics.views"),
            ("reactions", "statistics.reaction_count"),
            ("love", "statistics.love_count"),
            ("wow", "statistics.wow_count"),
            ("haha", "statistics.haha_count"),
            ("sad", "statistics.sad_count"),
            ("angry", "statistics.angry_count"),
            ("care", "statistics.care_count"),
        ]);
        draft.post.repost_of = draft.id("repost_of", &["shared_post_id"]);
        draft.links_in("link_attachment.link", &[' ']);
        for media in draft.fields.items("multimedia") {
            draft.media(text_at(media, "id"), text_at(media, "type"), text_at(media, "url"));
        }
        draft.from_text();
        out.post(draft);
    }
}

/// The kind of owner tells the platform where the address does not.
fn owner_platform(record: &Value) -> Option<&'static str> {
    let kind = at(record, "post_owner.type")?.as_str()?.to_ascii_lowercase();
    let of = [("instagram", "instagram"), ("threads", "threads"), ("facebook", "facebook"), ("page", "facebook")];
    of.iter().find(|(word, _)| kind.contains(word)).map(|(_, platform)| *platform)
}

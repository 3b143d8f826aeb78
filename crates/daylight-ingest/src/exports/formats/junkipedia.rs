//! Posts from Junkipedia's interface.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::fields::{at, integer};
use crate::exports::format::{ExportFormat, Rules, matched};
use crate::exports::head::Head;

/// Reads responses of the interface, whole or one a line, and lists of their posts.
#[derive(Debug, Clone, Copy)]
pub struct Junkipedia;

/// Fields that only its posts have, one of which must be there.
const OWN: [&str; 4] = ["search_data_fields", "engagement_data", "post_uid", "channel_id"];

impl ExportFormat for Junkipedia {
    identity!("junkipedia", "Junkipedia API v1", include_str!("junkipedia.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let posts = |base: &str| {
            head.has(&format!("{base}published_at")) && OWN.iter().any(|key| head.has(&format!("{base}{key}")))
        };
        if posts("data.attributes.") || posts("attributes.") {
            return matched(95, "fields of Junkipedia's posts: attributes.published_at, attributes.search_data_fields");
        }
        None
    }

    fn rules(&self) -> Rules {
        Rules { json_paths: &["data"], ..Rules::default() }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        if let Some(Value::Array(posts)) = record.get("data") {
            for one in posts {
                post(one, out);
            }
            return;
        }
        post(record, out);
    }
}

fn post(record: &Value, out: &mut Out<'_>) {
    let mut draft = Draft::new(out, record, None);
    draft.content(&["attributes.post_uid", "id"]);
    let channel =
        ["attributes.search_data_fields.channel_data.channel_name", "attributes.search_data_fields.channel_name"];
    draft.account(&["attributes.channel_id", "attributes.search_data_fields.channel_data.id"], &channel);
    draft.post.account.name.clone_from(&draft.post.account.handle);
    let platform = draft.fields.text("attributes.search_data_fields.platform_name").map(platform);
    draft.post.platform = platform;
    draft.time(&["attributes.published_at"], None);
    let texts = [
        "attributes.search_data_fields.description",
        "attributes.search_data_fields.sanitized_text",
        "attributes.search_data_fields.post_title",
    ];
    let text = texts.iter().fold(None, |found, path| found.or(draft.fields.text(path)));
    draft.post.text = text.map(str::to_owned);
    counts(&mut draft, record);
    draft.media(None, Some("photo"), draft.fields.text("attributes.thumbnail_url"));
    draft.fields.get("type");
    draft.from_text();
    out.post(draft);
}

/// Lower-case name of a platform as the other formats have it.
fn platform(name: &str) -> String {
    let name = name.to_lowercase();
    match name.strip_suffix("direct").unwrap_or(&name) {
        "twitter" => "x".to_owned(),
        other => other.to_owned(),
    }
}

/// The counts differ by platform; those that others have too get the same names.
fn counts(draft: &mut Draft<'_>, record: &Value) {
    draft.fields.get("attributes.engagement_data");
    let Some(Value::Object(counts)) = at(record, "attributes.engagement_data") else { return };
    for (name, value) in counts {
        let Some(n) = integer(value) else { continue };
        let name = match name.to_lowercase().trim_end_matches("_count") {
            "like" | "likes" | "favorite" => "likes".to_owned(),
            "share" | "shares" => "shares".to_owned(),
            "retweet" | "retweets" => "reposts".to_owned(),
            "comment" | "comments" => "comments".to_owned(),
            "reply" | "replies" => "replies".to_owned(),
            "view" | "views" => "views".to_owned(),
            other => other.to_owned(),
        };
        draft.post.metrics.insert(name, n);
    }
}

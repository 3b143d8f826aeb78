//! The four columns of CooRTweet.

use daylight_core::{ObjectKind, SniffMatch};
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;
use crate::urls;

/// Reads `CooRTweet` tables.
#[derive(Debug, Clone, Copy)]
pub struct Coortweet;

impl ExportFormat for Coortweet {
    identity!("coortweet", "CooRTweet 2.x", include_str!("coortweet.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["object_id", "account_id", "content_id", "timestamp_share"]);
        if found { matched(95, "the four columns of CooRTweet") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, None);
        draft.content(&["content_id"]);
        draft.account(&["account_id"], &[]);
        draft.time(&["timestamp_share"], None);
        // An object may be a link, a hashtag or an id of anything.
        match draft.fields.text("object_id") {
            Some(object) if urls::is_link(object) => draft.link(object),
            Some(object) if object.starts_with('#') => draft.hashtag(object),
            Some(object) => draft.object(ObjectKind::Object, object),
            None => {}
        }
        out.post(draft);
    }
}

//! The table of the QUT coordination network toolkit.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads the toolkit's CSV.
#[derive(Debug, Clone, Copy)]
pub struct QutToolkit;

impl ExportFormat for QutToolkit {
    identity!("qut_toolkit", "QUT coordination-network-toolkit 1.5", include_str!("qut_toolkit.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["message_id", "user_id", "repost_id", "reply_id", "timestamp"]);
        if found {
            matched(95, "columns of the coordination network toolkit: message_id, repost_id, reply_id")
        } else {
            None
        }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, None);
        draft.content(&["message_id"]);
        draft.account(&["user_id"], &["username"]);
        draft.time(&["timestamp"], None);
        draft.text("message");
        draft.post.repost_of = draft.id("repost_of", &["repost_id"]);
        draft.post.reply_to = draft.id("reply_to", &["reply_id"]);
        draft.links_in("urls", &[' ']);
        draft.from_text();
        out.post(draft);
    }
}

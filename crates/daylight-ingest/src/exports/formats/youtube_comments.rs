//! Comments as YouTube Data Tools list them.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, Rules, matched};
use crate::exports::head::Head;

/// Reads the tool's list of comments.
#[derive(Debug, Clone, Copy)]
pub struct YoutubeComments;

impl ExportFormat for YoutubeComments {
    identity!("youtube_comments", "YouTube Data Tools 1.5x (comments)", include_str!("youtube_comments.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found =
            head.columns(&["id", "authorname", "text", "publishedat"]) && head.any_column(&["isreplyto", "replycount"]);
        if found { matched(95, "columns of YouTube Data Tools' comments: id, authorName, isReplyTo") } else { None }
    }

    fn rules(&self) -> Rules {
        Rules { backslash_escape: true, ..Rules::default() }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("youtube"));
        draft.content(&["id"]);
        draft.account(&["authorchannelid"], &["authorname"]);
        draft.profile("authorname", "", "", "");
        draft.time(&["publishedat"], None);
        draft.html("text");
        draft.metrics(&[("likes", "likecount"), ("replies", "replycount")]);
        let parent = draft.fields.string("isreplyto").filter(|id| id.len() > 1);
        draft.post.reply_to = parent;
        draft.from_text();
        out.post(draft);
    }
}

//! Posts and comments of Reddit, as PRAW scripts write them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;
use crate::exports::post::Mark;

/// Reads tables of Reddit.
#[derive(Debug, Clone, Copy)]
pub struct Reddit;

impl ExportFormat for Reddit {
    identity!("reddit", "Reddit CSV (PRAW, Pushshift fields)", include_str!("reddit.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "author", "subreddit", "created_utc"]);
        if found { matched(95, "columns of Reddit tables: subreddit, created_utc") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let deleted = record.get("author").and_then(Value::as_str) == Some("[deleted]");
        let body = ["body", "selftext"].iter().find_map(|k| record.get(*k)).and_then(Value::as_str);
        if deleted && matches!(body, Some("[deleted]" | "[removed]")) {
            out.note("deletion", record.get("id").and_then(Value::as_str).map(str::to_owned));
            return;
        }
        let mut draft = Draft::new(out, record, Some("reddit"));
        draft.content(&["name", "id"]);
        draft.account(&["author_fullname"], &["author"]);
        draft.time(&["created_utc"], None);
        let title = draft.fields.text("title").unwrap_or_default();
        let own = draft.fields.text("selftext").or_else(|| draft.fields.text("body")).unwrap_or_default();
        // A moderator took the text away; who wrote it and when still stands.
        let removed = matches!(own, "[removed]" | "[deleted]");
        if removed {
            draft.post.marks.insert(Mark::Deleted);
        }
        let text = format!("{title}\n{}", if removed { "" } else { own });
        draft.post.text = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        draft.metrics(&[("score", "score"), ("comments", "num_comments")]);
        // `t1_` and `t3_` say what the parent is; ids of other rows come without them.
        let parent = draft.id("reply_to", &["parent_id", "link_id"]);
        let bare = draft.fields.get("name").is_none();
        draft.post.reply_to = parent.map(|id| match id.split_once('_') {
            Some(("t1" | "t3", rest)) if bare => rest.to_owned(),
            _ => id,
        });
        draft.post.repost_of = draft.id("repost_of", &["crosspost_parent"]);
        draft.links_in("url", &[' ']);
        draft.mark_if("edited", Mark::Edited);
        draft.from_text();
        out.post(draft);
    }
}

//! X posts as 4CAT writes them to CSV.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::formats::x_entities;
use crate::exports::head::Head;
use crate::exports::post::Mark;

/// Reads 4CAT's `twitter-import`.
#[derive(Debug, Clone, Copy)]
pub struct FourcatTwitter;

impl ExportFormat for FourcatTwitter {
    identity!("fourcat_twitter", "4CAT 1.45 (twitter-import)", include_str!("fourcat_twitter.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["id", "thread_id", "body", "language_guess", "is_retweet"]);
        if found { matched(95, "columns of 4CAT's twitter-import") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("x"));
        draft.content(&["id"]);
        draft.account(&["author_id"], &["author"]);
        draft.profile("author_fullname", "author_description", "author_created_at", "author_followers");
        draft.time(&["unix_timestamp", "timestamp"], None);
        let own = draft.fields.text("body").unwrap_or_default();
        x_entities::set_text(&mut draft, own, None);
        draft.language("language_guess");
        draft.metrics(&[
            ("likes", "like_count"),
            ("reposts", "retweet_count"),
            ("replies", "reply_count"),
            ("quotes", "quote_count"),
            ("views", "impression_count"),
        ]);
        draft.post.quote_of = draft.id("quote_of", &["quote_tweet_id"]);
        draft.links_in("urls", &[',']);
        draft.hashtags_in("hashtags", &[',']);
        draft.mentions_in("mentions", &[',']);
        draft.media_in("images", "photo", &[',']);
        draft.media_in("videos", "video", &[',']);
        draft.mark_if("is_withheld", Mark::Withheld);
        draft.from_text();
        out.post(draft);
    }
}

//! The information-operations archive that Twitter published.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::formats::x_entities;
use crate::exports::head::Head;

/// Reads the archive's CSV of posts.
#[derive(Debug, Clone, Copy)]
pub struct XIoArchive;

impl ExportFormat for XIoArchive {
    identity!("x_io_archive", "Twitter Information Operations archive (31 columns)", include_str!("x_io_archive.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["tweetid", "userid", "tweet_text", "tweet_time"]);
        if found {
            matched(95, "columns of the information-operations archive: tweetid, userid, tweet_text, tweet_time")
        } else {
            None
        }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("x"));
        draft.content(&["tweetid"]);
        draft.account(&["userid"], &["user_screen_name"]);
        draft.profile("user_display_name", "user_profile_description", "account_creation_date", "follower_count");
        draft.time(&["tweet_time"], None);
        let own = draft.fields.text("tweet_text").unwrap_or_default();
        x_entities::set_text(&mut draft, own, None);
        draft.language("tweet_language");
        draft.metrics(&[
            ("likes", "like_count"),
            ("reposts", "retweet_count"),
            ("replies", "reply_count"),
            ("quotes", "quote_count"),
        ]);
        draft.post.repost_of = draft.id("repost_of", &["retweet_tweetid"]);
        draft.post.reply_to = draft.id("reply_to", &["in_reply_to_tweetid"]);
        draft.post.quote_of = draft.id("quote_of", &["quoted_tweet_tweetid"]);
        draft.links_in("urls", &[',']);
        draft.hashtags_in("hashtags", &[',']);
        draft.mention_ids_in("user_mentions", &[',']);
        out.post(draft);
    }
}

//! The Internet Research Agency posts that FiveThirtyEight published.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::formats::x_entities;
use crate::exports::head::Head;
use crate::exports::lang;
use crate::time::DateOrder;

/// Reads FiveThirtyEight's CSV files.
#[derive(Debug, Clone, Copy)]
pub struct FiveThirtyEight;

impl ExportFormat for FiveThirtyEight {
    identity!("fivethirtyeight", "FiveThirtyEight russian-troll-tweets", include_str!("fivethirtyeight.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["external_author_id", "content", "publish_date"]);
        if found {
            matched(95, "columns of FiveThirtyEight's IRA files: external_author_id, content, publish_date")
        } else {
            None
        }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("x"));
        // The files of 2018 have no id of the post but in its address.
        draft.content(&["tweet_id", "article_url"]);
        draft.account(&["alt_external_id", "external_author_id"], &["author"]);
        draft.fields.get("followers");
        draft.profile("", "", "", "");
        draft.post.account.n_followers = draft.fields.int("followers");
        draft.time(&["publish_date"], Some(DateOrder::MonthFirst));
        let own = draft.fields.text("content").unwrap_or_default();
        x_entities::set_text(&mut draft, own, None);
        let language = draft.fields.text("language").map(str::to_lowercase);
        draft.post.language = language.as_deref().and_then(lang::named);
        for step in ["tco1_step1", "tco2_step1", "tco3_step1"] {
            draft.links_in(step, &[' ']);
        }
        draft.from_text();
        out.post(draft);
    }
}

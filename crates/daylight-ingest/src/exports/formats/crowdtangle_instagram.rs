//! Instagram posts as CrowdTangle exported them until 2024.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads CrowdTangle's CSV of Instagram accounts.
#[derive(Debug, Clone, Copy)]
pub struct CrowdtangleInstagram;

impl ExportFormat for CrowdtangleInstagram {
    identity!(
        "crowdtangle_instagram",
        "CrowdTangle (historical data, Instagram)",
        include_str!("crowdtangle_instagram.md")
    );

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["account", "user name", "post created", "url"]);
        if found {
            matched(95, "columns of CrowdTangle's Instagram export: Account, User Name, Post Created")
        } else {
            None
        }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("instagram"));
        draft.content(&["url"]);
        draft.account(&[], &["user name", "account"]);
        draft.profile("account", "", "", "followers at posting");
        draft.time(&["post created", "post created date"], None);
        draft.text("description");
        draft.metrics(&[
            ("likes", "likes"),
            ("comments", "comments"),
            ("views", "views"),
            ("interactions", "total interactions"),
        ]);
        draft.media_in("photo", "photo", &[' ']);
        draft.from_text();
        out.post(draft);
    }
}

//! Facebook posts as CrowdTangle exported them until 2024.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::fields::scalar;
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;

/// Reads CrowdTangle's CSV of Facebook pages and groups.
#[derive(Debug, Clone, Copy)]
pub struct CrowdtangleFacebook;

impl ExportFormat for CrowdtangleFacebook {
    identity!(
        "crowdtangle_facebook",
        "CrowdTangle (historical data, Facebook)",
        include_str!("crowdtangle_facebook.md")
    );

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.any_column(&["page name", "group name"])
            && head.columns(&["post created", "url"])
            && head.any_column(&["total interactions", "message", "facebook id"]);
        if found { matched(95, "columns of CrowdTangle's Facebook export: Page Name, Post Created, URL") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("facebook"));
        // The address is the only id of a post that CrowdTangle gives.
        draft.content(&["url"]);
        draft.account(&["facebook id"], &["user name"]);
        let name = draft.fields.first(&["page name", "group name"]).and_then(scalar);
        draft.profile("", "page description", "page created", "followers at posting");
        draft.post.account.name = name;
        if draft.post.account.handle.is_none() && draft.post.account.id.is_none() {
            // Some pages have no address of their own; then the name is all there is.
            draft.post.account.handle.clone_from(&draft.post.account.name);
        }
        draft.time(&["post created", "post created date"], None);
        draft.text("message");
        draft.metrics(&[
            ("likes", "likes"),
            ("comments", "comments"),
            ("shares", "shares"),
            ("love", "love"),
            ("wow", "wow"),
            ("haha", "haha"),
            ("sad", "sad"),
            ("angry", "angry"),
            ("care", "care"),
            ("views", "post views"),
            ("interactions", "total interactions"),
        ]);
        links(&mut draft);
        draft.from_text();
        out.post(draft);
    }
}

/// The target of a shared link comes first; the short form only where there is nothing else.
fn links(draft: &mut Draft<'_>) {
    let target = draft.fields.text("final link");
    let given = draft.fields.text("link");
    let kind = draft.fields.text("type").unwrap_or_default().to_ascii_lowercase();
    if kind.contains("photo") || kind.contains("video") {
        draft.media(None, Some(if kind.contains("photo") { "photo" } else { "video" }), given);
        return;
    }
    if let Some(link) = target.or(given) {
        draft.link(link);
    }
}

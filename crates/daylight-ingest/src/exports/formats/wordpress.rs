//! Posts and pages from the REST interface of `WordPress` sites.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;
use crate::exports::post::Mark;
use crate::exports::{html, links};

/// Reads arrays of the interface.
#[derive(Debug, Clone, Copy)]
pub struct Wordpress;

impl ExportFormat for Wordpress {
    identity!("wordpress", "WordPress REST API wp/v2", include_str!("wordpress.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.has_all(&["id", "content.rendered", "link"]) && head.has_any(&["date_gmt", "date"]);
        if found { matched(95, "fields of the WordPress REST interface: content.rendered, date_gmt") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("web"));
        // Numbers are counted anew on every site; the address is unique.
        draft.content(&["link"]);
        let site = draft.fields.text("link").and_then(links::link).and_then(|l| l.domain);
        draft.account(&["site"], &["_embedded.author.slug"]);
        draft.post.account.id = site.map(|site| match draft.fields.string("author").filter(|a| a != "0") {
            Some(author) => format!("{site}/author/{author}"),
            None => site,
        });
        // Times in GMT come without saying so.
        draft.time(&["date_gmt", "date"], None);
        draft.html("content.rendered");
        let title = draft.fields.text("title.rendered").map(html::decode);
        if let Some(title) = title {
            let body = draft.post.text.take().unwrap_or_default();
            draft.post.text = Some(format!("{title}\n{body}").trim().to_owned());
        }
        if draft.fields.text("modified_gmt").is_some_and(|m| Some(m) != draft.fields.text("date_gmt")) {
            draft.post.marks.insert(Mark::Edited);
        }
        let featured = draft.fields.string("featured_media").filter(|id| id != "0");
        draft.media(featured.as_deref().map(|id| format!("wp:{id}")).as_deref(), Some("photo"), None);
        draft.from_text();
        out.post(draft);
    }
}

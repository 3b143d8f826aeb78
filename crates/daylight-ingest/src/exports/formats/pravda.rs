//! Articles of the Pravda network, as CheckFirst collected them.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;
use crate::exports::links;

/// Reads CheckFirst's table.
#[derive(Debug, Clone, Copy)]
pub struct Pravda;

impl ExportFormat for Pravda {
    identity!("pravda", "CheckFirst Pravda network dataset", include_str!("pravda.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["url", "source url", "publication date"]);
        if found { matched(95, "columns of the Pravda network dataset: Source URL, Publication Date") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("web"));
        draft.content(&["url"]);
        // The site is who publishes.
        let site = draft.fields.text("url").and_then(links::link).and_then(|l| l.domain);
        draft.account(&["site"], &[]);
        draft.post.account.id = site;
        draft.time(&["publication date"], None);
        let title = draft.fields.text("og:title").unwrap_or_default();
        let about = draft.fields.text("og:description").unwrap_or_default();
        let text = format!("{title}\n{about}");
        draft.post.text = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        // What the article copies from.
        draft.links_in("source url", &[',']);
        out.post(draft);
    }
}

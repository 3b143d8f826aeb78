//! Items of RSS and Atom feeds.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, matched};
use crate::exports::head::Head;
use crate::exports::{html, lang, links};

/// Reads saved feeds.
#[derive(Debug, Clone, Copy)]
pub struct Feed;

impl ExportFormat for Feed {
    identity!("feed", "RSS 2.0, RDF 1.0, Atom 1.0", include_str!("feed.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = matches!(head, Head::Xml { root } if matches!(root.as_str(), "rss" | "feed" | "rdf"));
        if found { matched(90, "XML whose root element is a feed") } else { None }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("web"));
        let address =
            draft.fields.first(&["link:alternate", "link"]).map(one).and_then(|v| v.as_str().map(str::to_owned));
        draft.content(&["guid", "id", "link:alternate", "link"]);
        if draft.post.content_id.is_none() {
            draft.post.content_id.clone_from(&address);
        }
        let feed = out.around("link:alternate").or_else(|| out.around("link")).or_else(|| out.around("link:self"));
        let feed = feed.as_ref().and_then(Value::as_str).map(str::to_owned);
        let site = address.as_deref().or(feed.as_deref()).and_then(links::link).and_then(|l| l.domain);
        draft.account(&["site"], &[]);
        draft.post.account.id = site;
        let author = draft.fields.first(&["dc:creator", "author.name", "author"]).map(one);
        draft.post.account.name = author.and_then(Value::as_str).map(str::to_owned);
        draft.time(&["pubdate", "published", "dc:date", "updated"], None);
        text(&mut draft);
        let language = out.around("language").or_else(|| out.around("dc:language"));
        draft.post.language = language.as_ref().and_then(Value::as_str).and_then(lang::declared);
        draft.hashtags_in("category", &[',']);
        draft.media_in("enclosure:url", "file", &[' ']);
        draft.media_in("media:content:url", "file", &[' ']);
        draft.from_text();
        out.post(draft);
    }
}

/// The first of several.
fn one(value: &Value) -> &Value {
    value.as_array().and_then(|all| all.first()).unwrap_or(value)
}

/// Title and the longest of the bodies.
fn text(draft: &mut Draft<'_>) {
    let body = draft.fields.first(&["content:encoded", "content", "description", "summary"]).map(one);
    let plain = html::plain(body.and_then(Value::as_str).unwrap_or_default());
    for link in &plain.links {
        draft.link(link);
    }
    for (kind, url) in &plain.media {
        draft.media(None, Some(kind), Some(url));
    }
    let title = html::plain(draft.fields.text("title").unwrap_or_default()).text;
    let text = format!("{title}\n{}", plain.text);
    draft.post.text = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
}

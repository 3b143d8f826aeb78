//! Pieces of the page that many sections use.

use daylight_core::{Answer, ObjectKind, Package};
use maud::{Markup, html};

use crate::format::{prob, value};
use crate::text::{cut, defang, is_hidden};
use crate::view;

/// Text from the data: escaped, isolated, hidden characters as marked placeholders, at most `max` long.
pub(crate) fn hostile(text: &str, max: usize) -> Markup {
    let text = cut(text, max);
    let mut parts: Vec<(bool, String)> = Vec::new();
    for c in text.chars() {
        let hidden = is_hidden(c);
        let shown = match c {
            '\n' | '\t' | '\r' => " ".to_owned(),
            c if hidden => format!("U+{:04X}", u32::from(c)),
            c => c.to_string(),
        };
        let mark = hidden && !matches!(c, '\n' | '\t' | '\r');
        match parts.last_mut() {
            Some((false, last)) if !mark => last.push_str(&shown),
            _ => parts.push((mark, shown)),
        }
    }
    html! {
        bdi { @for (mark, part) in &parts { @if *mark { span.hidden-char title="hidden character" { (part) } } @else { (part) } } }
    }
}

/// An account.
pub(super) fn account(package: &Package, account: u32) -> Markup {
    let name = package.dataset.account_names.as_ref().map(|n| n.get(account)).filter(|n| !n.is_empty());
    html! {
        span.id { (hostile(package.dataset.accounts.get(account), 40)) }
        @if let Some(name) = name { " " span.name { (hostile(name, 40)) } }
    }
}

/// An object; addresses never as links.
pub(super) fn object(package: &Package, layer: u16, object: u32, max: usize) -> Markup {
    let text = view::object(package, layer, object);
    let kind = package.analysis.layers.get(usize::from(layer)).map(|l| &l.kind);
    let shown = match kind {
        Some(ObjectKind::Url | ObjectKind::Domain) => defang(text),
        _ if text.contains("://") => defang(text),
        _ => text.to_owned(),
    };
    html! { span.object { (hostile(&shown, max)) } }
}

/// A group by number, in its colour and shape, linked to its section.
pub(super) fn group_mark(id: u32) -> Markup {
    let colour = crate::palette::index(id);
    html! {
        @if id as usize <= super::MAX_SECTIONS {
            a.group-mark.{ "g" (colour) } href={ "#group-" (id) } { "Group " (id) }
        } @else {
            span.group-mark.{ "g" (colour) } { "Group " (id) }
        }
    }
}

/// Observed beside expected, with p and q.
pub(super) fn answer(a: &Answer) -> Markup {
    html! {
        span.answer {
            b { (a.observed) } " against " (value(a.expected))
            span.pq { "p " (prob(a.p)) " · q " (prob(a.q)) }
        }
    }
}

/// A count with its noun in the right number.
pub(super) fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", words(n), if n == 1 { one } else { many })
}

/// Numbers up to twelve as words, as newspapers do.
pub(super) fn words(n: u64) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(n as usize).map_or_else(|| crate::format::int(n), |w| (*w).to_owned())
}

/// Web addresses inside a text, so that no program turns them into links.
pub(crate) fn without_links(text: &str) -> String {
    text.replace("http://", "hxxp://").replace("https://", "hxxps://").replace("www.", "www[.]")
}

/// Objects of a kind, in words.
pub(super) fn kind_words(kind: &ObjectKind) -> String {
    let words = match kind {
        ObjectKind::Url => "links",
        ObjectKind::Domain => "domains",
        ObjectKind::Hashtag => "hashtags",
        ObjectKind::HashtagSequence => "sequences of hashtags",
        ObjectKind::CampaignTag => "campaign tags in links",
        ObjectKind::Mention => "mentioned accounts",
        ObjectKind::MentionSet => "sets of mentioned accounts",
        ObjectKind::RepostOf => "reposted items",
        ObjectKind::RepostAuthor => "reposted authors in one hour",
        ObjectKind::ReplyTo => "items replied to",
        ObjectKind::QuoteOf => "quoted items",
        ObjectKind::Text => "texts",
        ObjectKind::TextFamily => "near-identical texts",
        ObjectKind::ImageFamily => "images",
        ObjectKind::Object => "objects",
        ObjectKind::Other(name) => name,
    };
    words.to_owned()
}

/// First letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

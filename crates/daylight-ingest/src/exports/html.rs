//! Plain text and links of the HTML that Mastodon, Truth Social, `WordPress` and feeds carry.
//!
//! A small tolerant scanner: it never fails, needs no tree and reads each byte once.

use quick_xml::escape::resolve_html5_entity;

/// What a piece of HTML says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// Text with line breaks where blocks end.
    pub text: String,
    /// Targets of links, without those marked as mentions or hashtags.
    pub links: Vec<String>,
    /// Sources of images and videos: kind, address.
    pub media: Vec<(&'static str, String)>,
}

/// Elements after which a line ends.
const BLOCKS: &[&str] = &[
    "p",
    "/p",
    "br",
    "br/",
    "div",
    "/div",
    "li",
    "/li",
    "/ul",
    "/ol",
    "/blockquote",
    "/tr",
    "/h1",
    "/h2",
    "/h3",
    "/h4",
    "/h5",
    "/h6",
    "/figure",
    "/figcaption",
];

/// Reads HTML.
pub fn plain(html: &str) -> Plain {
    let mut out = Plain::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        decode_into(&rest[..at], &mut out.text);
        let from = &rest[at..];
        if let Some(comment) = from.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        // `a < b` is text.
        if !from[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
            out.text.push('<');
            rest = &from[1..];
            continue;
        }
        let Some(end) = from.find('>') else {
            rest = "";
            break;
        };
        let tag = &from[1..end];
        rest = element(tag, &from[end + 1..], &mut out);
    }
    decode_into(rest, &mut out.text);
    out.text = tidy(&out.text);
    out
}

fn element<'a>(tag: &str, rest: &'a str, out: &mut Plain) -> &'a str {
    let name = tag.split([' ', '\n', '\t', '\r']).next().unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "script" | "style" => {
            let close = format!("</{name}");
            let end = find_ignoring_case(rest, &close).unwrap_or(rest.len());
            return &rest[end..];
        }
        "a" => {
            let class = attribute(tag, "class").unwrap_or_default();
            let social = class.split(' ').any(|c| matches!(c, "mention" | "hashtag"));
            if let (false, Some(href)) = (social, attribute(tag, "href")) {
                out.links.push(href);
            }
        }
        "img" => out.media.extend(attribute(tag, "src").map(|src| ("photo", src))),
        "video" => out.media.extend(attribute(tag, "src").map(|src| ("video", src))),
        _ => {}
    }
    if BLOCKS.contains(&name.as_str()) {
        out.text.push('\n');
    }
    rest
}

fn find_ignoring_case(haystack: &str, needle: &str) -> Option<usize> {
    haystack.as_bytes().windows(needle.len()).position(|w| w.eq_ignore_ascii_case(needle.as_bytes()))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = find_ignoring_case(&tag[from..], name).map(|i| from + i) {
        from = at + name.len();
        let after = tag[from..].trim_start();
        let starts = tag[..at].ends_with(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        let Some(value) = after.strip_prefix('=').map(str::trim_start).filter(|_| starts) else { continue };
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
            _ => value.split(char::is_whitespace).next(),
        };
        return value.map(|v| decode(v).trim().to_owned()).filter(|v| !v.is_empty());
    }
    None
}

/// Text with its character references resolved; unknown ones stay as written.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    decode_into(text, &mut out);
    out
}

fn decode_into(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let from = &rest[at + 1..];
        // Names have at most 31 letters; look no further.
        let end = from.bytes().take(33).position(|b| b == b';');
        if let Some((end, resolved)) = end.and_then(|end| Some((end, reference(from.get(..end)?)?))) {
            out.push_str(&resolved);
            rest = &from[end + 1..];
        } else {
            out.push('&');
            rest = from;
        }
    }
    out.push_str(rest);
}

/// The character of `amp`, `#38` or `#x26`.
pub fn reference(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(|s| s.replace('\u{a0}', " "));
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let c = char::from_u32(code.ok()?).filter(|&c| c != '\0')?;
    Some(if c == '\u{a0}' { " ".to_owned() } else { c.to_string() })
}

/// Lines trimmed, several empty lines to one.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 1 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_links_and_media_are_told_apart() {
        let html = "<p>Fish &amp; <b>chips</b>&nbsp;&#8211; caf&eacute;<br>new<script>x<y</script></p>\
            <a class=\"mention hashtag\" href=\"https://a.example/tags/x\">#<span>x</span></a> \
            <a href='https://example.org/?a=1&amp;b=2'><span class=\"invisible\">https://</span>example.org</a>\
            <img alt=\"1>0\" src=\"https://example.org/i.png\">";
        let plain = plain(html);
        assert_eq!(plain.links, ["https://example.org/?a=1&b=2"]);
        assert!(plain.text.starts_with("Fish & chips – café\nnew\n"), "{}", plain.text);
        assert!(plain.text.contains("#x https://example.org"), "{}", plain.text);
    }

    #[test]
    fn what_is_no_html_stays() {
        assert_eq!(plain("1 < 2 && a &unknown; b").text, "1 < 2 && a &unknown; b");
        assert_eq!(plain("cut <a href=\"x").text, "cut");
        assert_eq!(plain("&#0;&#x110000;&#65;").text, "&#0;&#x110000;A");
    }
}

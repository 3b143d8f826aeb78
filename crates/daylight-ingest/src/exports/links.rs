//! One form for all ways of writing a link.
//!
//! Two accounts that share the same page through a phone, an AMP page and a newsletter share one link. What is
//! folded: scheme and case of the host, port, the hosts `www.`, `m.`, `mobile.`, `amp.`, the AMP path, tracking
//! parameters, the fragment, and wrappers that carry their target in the open. What is never done: asking the
//! network. A shortener stays a shortener and is marked.

use url::Url;

use crate::exports::post::Link;
use crate::urls::registered_domain;

/// Longest link that is looked at; longer ones are kept as they are.
const MAX_BYTES: usize = 8 << 10;
/// Wrappers inside wrappers that are opened.
const MAX_WRAPPERS: usize = 3;

/// Query parameters that tell how a reader came, not what is read.
const TRACKING: &[&str] = &[
    "__cft__[0]",
    "__tn__",
    "__twitter_impression",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "amp",
    "amp_gsa",
    "amp_js_v",
    "at_campaign",
    "at_medium",
    "campaign_id",
    "cmpid",
    "dclid",
    "dicbo",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "ig_rid",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mibextid",
    "mkt_tok",
    "msclkid",
    "ns_campaign",
    "ns_mchannel",
    "ns_source",
    "ocid",
    "oly_anon_id",
    "oly_enc_id",
    "outputtype",
    "ref_src",
    "ref_url",
    "rdid",
    "s_cid",
    "sc_cid",
    "share_app_id",
    "share_link_id",
    "sfnsn",
    "srsltid",
    "tt_from",
    "ttclid",
    "twclid",
    "usqp",
    "vero_id",
    "wbraid",
    "wt_mc",
    "xtor",
    "yclid",
    "ysclid",
];

/// Hosts whose links only lead elsewhere.
const SHORTENERS: &[&str] = &[
    "amzn.to",
    "b23.tv",
    "bit.do",
    "bit.ly",
    "buff.ly",
    "clck.ru",
    "cutt.ly",
    "dlvr.it",
    "fb.me",
    "goo.gl",
    "goo.su",
    "gg.gg",
    "ht.ly",
    "ift.tt",
    "is.gd",
    "j.mp",
    "lnkd.in",
    "ln.run",
    "n9.cl",
    "ow.ly",
    "rb.gy",
    "rebrand.ly",
    "reut.rs",
    "s.id",
    "shor.by",
    "shorturl.at",
    "su.pr",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
    "tr.im",
    "trib.al",
    "u.to",
    "v.gd",
    "vk.cc",
    "vm.tiktok.com",
    "vt.tiktok.com",
    "wp.me",
    "x.gd",
];

/// Hosts that wrap a link, and the parameter that holds it.
const WRAPPERS: &[(&str, &str, &str)] = &[
    ("l.facebook.com", "/l.php", "u"),
    ("lm.facebook.com", "/l.php", "u"),
    ("l.instagram.com", "/", "u"),
    ("l.threads.net", "/", "u"),
    ("l.threads.com", "/", "u"),
    ("www.google.com", "/url", "q"),
    ("www.google.com", "/url", "url"),
    ("www.youtube.com", "/redirect", "q"),
    ("out.reddit.com", "/", "url"),
    ("t.umblr.com", "/redirect", "z"),
    ("away.vk.com", "/away.php", "to"),
    ("vk.com", "/away.php", "to"),
];

/// A link in all its forms; nothing for the empty string.
pub fn link(original: &str) -> Option<Link> {
    let original = original.trim();
    if original.is_empty() {
        return None;
    }
    let canonical = canonical(original);
    let domain = registered_domain(&canonical);
    let unresolved_shortener = is_shortener(&canonical);
    Some(Link { original: original.to_owned(), canonical, domain, unresolved_shortener })
}

/// Whether a link in canonical form goes through a shortener.
pub fn is_shortener(canonical: &str) -> bool {
    let host = canonical.strip_prefix("https://").and_then(|rest| rest.split(['/', '?']).next());
    host.is_some_and(|host| SHORTENERS.contains(&host))
}

/// The canonical form of a web link; other strings come back trimmed.
pub fn canonical(original: &str) -> String {
    let trimmed = original.trim();
    if trimmed.len() > MAX_BYTES {
        return trimmed.to_owned();
    }
    let with_scheme = if bare_host(trimmed) { format!("https://{trimmed}") } else { trimmed.to_owned() };
    let Ok(mut url) = Url::parse(&with_scheme) else { return trimmed.to_owned() };
    for _ in 0..MAX_WRAPPERS {
        match unwrapped(&url) {
            Some(inner) => url = inner,
            None => break,
        }
    }
    if !matches!(url.scheme(), "http" | "https") {
        return trimmed.to_owned();
    }
    fold(&mut url);
    url.into()
}

/// `example.org/page`: no scheme, but a host with a known form.
fn bare_host(s: &str) -> bool {
    !s.contains("://")
        && !s.contains(char::is_whitespace)
        && s.split(['/', '?', '#'])
            .next()
            .is_some_and(|host| !host.contains(['@', ':']) && registered_domain(host).is_some())
}

fn unwrapped(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let inner = WRAPPERS
        .iter()
        .filter(|(wrapper, path, _)| *wrapper == host && *path == url.path())
        .find_map(|(_, _, name)| url.query_pairs().find(|(k, _)| k == name).map(|(_, v)| v.into_owned()));
    if let Some(inner) = inner {
        return web(&inner);
    }
    // AMP caches carry the address of the page in their own.
    let prefixes: &[&str] = match host {
        "www.google.com" | "google.com" => &["/amp/"],
        _ if host.ends_with(".cdn.ampproject.org") => &["/c/", "/v/", "/i/"],
        _ => return None,
    };
    let rest = prefixes.iter().find_map(|p| url.path().strip_prefix(p))?;
    let query = url.query().map(|q| format!("?{q}")).unwrap_or_default();
    web(&format!("https://{}{query}", rest.strip_prefix("s/").unwrap_or(rest)))
}

fn web(s: &str) -> Option<Url> {
    Url::parse(s).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host())
}

fn fold(url: &mut Url) {
    // Each setter refuses what would not be a link any more; then that part stays as it is.
    let _ = url.set_scheme("https");
    let _ = url.set_port(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    if let Some(host) = folded_host(url) {
        let _ = url.set_host(Some(&host));
    }
    fold_path(url);
    fold_query(url);
}

/// The host without `www.`, `m.`, `mobile.` and `amp.`, as long as the registrable domain stays.
fn folded_host(url: &Url) -> Option<String> {
    let full = url.host_str()?.trim_end_matches('.');
    let domain = registered_domain(full)?;
    let mut host = full;
    for _ in 0..2 {
        let stripped = ["www.", "m.", "mobile.", "amp."].iter().find_map(|p| host.strip_prefix(p));
        match stripped {
            Some(rest) if rest == domain || rest.ends_with(&format!(".{domain}")) => host = rest,
            _ => break,
        }
    }
    (host != url.host_str()?).then(|| host.to_owned())
}

fn fold_path(url: &mut Url) {
    let path = url.path();
    let trimmed = path.strip_suffix('/').unwrap_or(path);
    let folded = trimmed.strip_suffix("/amp").or_else(|| trimmed.strip_suffix(".amp"));
    if let Some(folded) = folded {
        let slash = if path.ends_with('/') || folded.is_empty() { "/" } else { "" };
        let folded = format!("{folded}{slash}");
        url.set_path(&folded);
    }
}

fn fold_query(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let host = url.host_str().unwrap_or_default();
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair, host)).collect();
    let kept = kept.join("&");
    url.set_query((!kept.is_empty()).then_some(kept.as_str()));
}

fn is_tracking(pair: &str, host: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase().replace("%5b", "[").replace("%5d", "]");
    let own = match host {
        "twitter.com" | "x.com" => matches!(name.as_str(), "s" | "t"),
        "youtube.com" | "youtu.be" => matches!(name.as_str(), "si" | "feature"),
        "tiktok.com" => matches!(name.as_str(), "_r" | "_t" | "is_from_webapp" | "sender_device" | "lang"),
        _ => false,
    };
    own || name.starts_with("utm_") || name.starts_with("pk_") || TRACKING.contains(&name.as_str())
}

/// Links in plain text, as written, without closing punctuation.
pub fn in_text(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("http") {
        let from = &rest[at..];
        if !crate::urls::is_link(from) {
            rest = &from[4..];
            continue;
        }
        let end =
            from.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"«»“”".contains(c)).unwrap_or(from.len());
        let one = from[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '…', ')', ']', '}']);
        if one.len() > "https://".len() {
            found.push(one);
        }
        rest = &from[end.max(4)..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_of_writing_a_link_fold_into_one() {
        let one = "https://news.example.org/a/b?id=7";
        for way in [
            "http://news.example.org/a/b?id=7",
            "HTTPS://NEWS.Example.org:443/a/b?id=7#top",
            "https://www.news.example.org/a/b?utm_source=x&id=7&fbclid=AbC",
            "https://m.news.example.org/a/b?id=7&gclid=1",
            "https://amp.news.example.org/a/b/amp?id=7&amp=1",
            "news.example.org/a/b?id=7",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.example.org%2Fa%2Fb%3Fid%3D7&h=AT0",
            "https://www.google.com/amp/s/news.example.org/a/b?id=7",
            "https://news-example-org.cdn.ampproject.org/c/s/news.example.org/a/b?id=7",
        ] {
            assert_eq!(canonical(way), one, "{way}");
        }
    }

    #[test]
    fn what_distinguishes_pages_stays() {
        for (given, canonical_form) in [
            ("https://example.org/a/", "https://example.org/a/"),
            ("https://example.org", "https://example.org/"),
            ("https://m.com/x", "https://m.com/x"),
            ("https://www.gov.uk/x", "https://www.gov.uk/x"),
            ("https://example.org/amphora", "https://example.org/amphora"),
            ("https://example.org/?b=2&a=1", "https://example.org/?b=2&a=1"),
            ("https://x.com/a/status/1?s=20&t=abc", "https://x.com/a/status/1"),
            ("mailto:a@example.org", "mailto:a@example.org"),
            ("not a link", "not a link"),
            ("http://", "http://"),
            ("http://192.0.2.7/x", "https://192.0.2.7/x"),
        ] {
            assert_eq!(canonical(given), canonical_form);
        }
    }

    #[test]
    fn a_canonical_form_is_its_own_canonical_form() {
        for given in ["http://www.m.example.co.uk/a/amp/?utm_a=1&x=%20#f", "https://amp.example.org/amp", "EXAMPLE.org"]
        {
            let once = canonical(given);
            assert_eq!(canonical(&once), once);
        }
    }

    #[test]
    fn shorteners_are_marked_and_domains_registrable() {
        let short = link("https://bit.ly/3abc").unwrap();
        assert!(short.unresolved_shortener);
        let long = link("https://www.sub.example.co.uk/a").unwrap();
        assert!(!long.unresolved_shortener);
        assert_eq!(long.domain.as_deref(), Some("example.co.uk"));
        assert_eq!(link("  "), None);
    }

    #[test]
    fn links_are_found_in_text() {
        let text = "See https://example.org/a, (http://example.com/b) and https:// or httpx.";
        assert_eq!(in_text(text), ["https://example.org/a", "http://example.com/b"]);
    }
}

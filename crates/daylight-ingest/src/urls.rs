//! The registered domain of a link, by the Public Suffix List that the `psl` crate carries.

/// The registered domain of `url` in lower case: `example.co.uk` for `https://www.Example.co.uk:443/a`.
/// Nothing for addresses, bare words and what is no link.
///
/// Under a suffix that is on no list (`.example`, a new or private top-level domain) it is the last two labels,
/// as the list's own rule for unlisted suffixes says: two links to one such site are still one site, and leaving
/// them out would hide a campaign behind a suffix that is newer than the list.
pub fn registered_domain(url: &str) -> Option<String> {
    let host = host(url)?.to_ascii_lowercase();
    if host.parse::<std::net::IpAddr>().is_ok() || !host.contains('.') {
        return None;
    }
    let domain = psl::domain(host.as_bytes())?;
    // No top-level domain is a number: `3.14` and damaged addresses are no hosts.
    let number = host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    (!number).then(|| String::from_utf8_lossy(domain.as_bytes()).into_owned())
}

/// The host part, with or without a scheme.
fn host(url: &str) -> Option<&str> {
    let url = url.trim();
    let rest = match url.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) => rest,
        _ => url.strip_prefix("//").unwrap_or(url),
    };
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?.trim_end_matches('.');
    let clean = !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || c.is_control() || c == '[');
    clean.then_some(host)
}

/// Whether a value looks like a link with a scheme.
pub fn is_link(value: &str) -> bool {
    let value = value.trim_start();
    ["http://", "https://"].iter().any(|s| value.get(..s.len()).is_some_and(|head| head.eq_ignore_ascii_case(s)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_follow_the_public_suffix_list() {
        for (url, domain) in [
            ("https://www.Example.co.uk:443/a?b#c", Some("example.co.uk")),
            ("http://user@sub.example.com.", Some("example.com")),
            ("example.org/path", Some("example.org")),
            ("//cdn.example.net/x", Some("example.net")),
            ("http://192.0.2.7/x", None),
            ("http://[2001:db8::1]/x", None),
            ("http://localhost/x", None),
            ("https://www.news.example/a", Some("news.example")),
            ("http://192.0.2.7.8/x", None),
            ("word", None),
            ("http://co.uk/", None),
            ("", None),
        ] {
            assert_eq!(registered_domain(url).as_deref(), domain, "{url}");
        }
    }
}

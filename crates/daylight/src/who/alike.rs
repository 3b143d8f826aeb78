//! When two spellings are one link, and what was meant when nothing is found.

use std::collections::BTreeMap;

/// Parameters of links that say how somebody came there, not where.
const TRACKING: &[&str] = &[
    "fbclid", "gclid", "dclid", "msclkid", "igshid", "igsh", "mc_cid", "mc_eid", "ref_src", "ref_url", "_ga", "yclid",
    "twclid", "ttclid",
];
/// Host names before the name of a site that lead to the same pages.
const FRONTS: &[&str] = &["www.", "m.", "mobile.", "amp."];
/// Characters beyond which spellings are not compared letter by letter.
const MAX_LETTERS: usize = 48;
/// Proposals.
const MAX_NEAR: usize = 5;

/// An address as a report shows it (`hxxps://news[.]example`) and as the data have it.
pub fn refanged(word: &str) -> String {
    let word = word.replace("[.]", ".").replace("(.)", ".");
    match word.strip_prefix("hxxp") {
        Some(rest) => format!("http{rest}"),
        None => word,
    }
}

/// What all spellings of one link, hashtag or account have in common.
pub fn key(word: &str) -> String {
    let word = word.trim();
    let lower_start = |p: &str| word.get(..p.len()).is_some_and(|head| head.eq_ignore_ascii_case(p));
    let link = ["http://", "https://"].into_iter().find(|p| lower_start(p));
    let Some(rest) = link.map(|p| &word[p.len()..]).or_else(|| bare_link(word)) else {
        return word.trim_start_matches(['#', '@']).to_lowercase();
    };
    let rest = rest.split('#').next().unwrap_or(rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_at(place.find('/').unwrap_or(place.len()));
    let host = host.to_lowercase();
    let host = FRONTS.iter().find_map(|f| host.strip_prefix(f)).unwrap_or(&host);
    let mut kept: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !tracks(p)).collect();
    kept.sort_unstable();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    format!("{}{}{query}", host.trim_end_matches('.'), path.trim_end_matches('/'))
}

fn tracks(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or(parameter).to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

/// A link without its scheme: a host with a dot, and a path.
fn bare_link(word: &str) -> Option<&str> {
    let host = word.split(['/', '?']).next()?;
    let host_like = host.contains('.') && !host.starts_with('.') && !host.contains(char::is_whitespace);
    (host_like && host.len() < word.len() && host.is_ascii()).then_some(word)
}

/// Names among `known` (with how often they occur) that are most like `asked`.
pub fn nearest<'n>(asked: &str, known: impl Iterator<Item = (&'n str, u64)>) -> Vec<&'n str> {
    let wanted = key(&refanged(asked));
    let mut best: BTreeMap<&'n str, (usize, u64)> = BTreeMap::new();
    for (name, n) in known {
        let likeness = likeness(&wanted, &key(name));
        if likeness > 0 {
            let entry = best.entry(name).or_insert((likeness, 0));
            entry.1 += n;
        }
    }
    let mut all: Vec<(&str, (usize, u64))> = best.into_iter().collect();
    all.sort_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(y.0)));
    all.into_iter().take(MAX_NEAR).map(|(name, _)| name).collect()
}

/// How alike two keys are; 0 when there is no reason to propose one for the other.
fn likeness(wanted: &str, known: &str) -> usize {
    let common = wanted.bytes().zip(known.bytes()).take_while(|(x, y)| x == y).count();
    let (short, long) = (wanted.len().min(known.len()), wanted.len().max(known.len()));
    if short >= 4 && (known.contains(wanted) || wanted.contains(known)) {
        return 200 + common;
    }
    // A slip of the pen: at most one letter in six, at most three.
    if long <= MAX_LETTERS && short >= 4 && distance(wanted, known) <= (long / 6).clamp(1, 3) {
        return 150 + common;
    }
    // The same site and the beginning of the same path.
    let host = wanted.find('/').unwrap_or(wanted.len());
    let same_site = wanted.contains('.') && common > host && known.as_bytes().get(host) == Some(&b'/');
    if same_site { common.min(149) } else { 0 }
}

/// Letters to change, add or leave out (Levenshtein).
fn distance(x: &str, y: &str) -> usize {
    let y: Vec<char> = y.chars().collect();
    let mut row: Vec<usize> = (0..=y.len()).collect();
    for (i, a) in x.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, &b) in y.iter().enumerate() {
            let changed = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_reports_are_understood() {
        assert_eq!(refanged("hxxps://news[.]example[.]org/a"), "https://news.example.org/a");
        assert_eq!(refanged("#vote"), "#vote");
    }

    #[test]
    fn spellings_of_one_link_have_one_key() {
        let same = [
            "https://www.News.example/Vote/",
            "http://news.example/Vote",
            "news.example/Vote?utm_source=x&fbclid=1",
            "https://m.news.example/Vote#top",
        ];
        assert!(same.iter().all(|s| key(s) == "news.example/Vote"), "{:?}", same.map(key));
        assert_ne!(key("https://news.example/vote?id=1"), key("https://news.example/vote?id=2"));
        assert_eq!(key("https://a.example/?b=2&a=1"), key("https://a.example?a=1&b=2"));
        assert_eq!(key("#Vote"), key("vote"));
        assert_eq!(key("https://news.example/"), "news.example");
        assert_eq!(key("12345"), "12345");
        assert_eq!(key("http://"), "");
    }

    #[test]
    fn what_was_meant_is_proposed_and_nothing_else() {
        let known = [
            "https://news.example/vote-today",
            "https://news.example/weather",
            "#election",
            "https://other.example/vote",
        ];
        let near = |asked| nearest(asked, known.iter().map(|k| (*k, 1)));
        assert_eq!(near("https://news.example/vote")[0], "https://news.example/vote-today");
        assert_eq!(near("#elektion"), ["#election"]);
        assert!(near("https://nobody.example/").is_empty());
        assert!(near("zebra").is_empty());
    }

    #[test]
    fn distances_are_those_of_levenshtein() {
        for (x, y, d) in [("", "abc", 3), ("kitten", "sitting", 3), ("same", "same", 0), ("ab", "ba", 2)] {
            assert_eq!(distance(x, y), d);
        }
    }
}

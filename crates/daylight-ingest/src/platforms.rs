//! Platforms told by the beginning of account ids (`fb_12`, `tw_7`).

use daylight_core::Dataset;

/// Prefixes that tables joined from several platforms use.
const KNOWN: [(&str, &str); 16] = [
    ("fb", "facebook"),
    ("ig", "instagram"),
    ("tw", "twitter"),
    ("x", "x"),
    ("yt", "youtube"),
    ("tt", "tiktok"),
    ("tg", "telegram"),
    ("vk", "vk"),
    ("rd", "reddit"),
    ("li", "linkedin"),
    ("bs", "bluesky"),
    ("bsky", "bluesky"),
    ("ms", "mastodon"),
    ("th", "threads"),
    ("wa", "whatsapp"),
    ("gab", "gab"),
];
/// Share of accounts that must carry one.
const MIN_SHARE: f64 = 0.9;

fn platform(id: &str) -> Option<usize> {
    let (prefix, rest) = id.split_once(['_', ':'])?;
    if rest.is_empty() {
        return None;
    }
    KNOWN.iter().position(|(p, _)| p.eq_ignore_ascii_case(prefix))
}

/// The platform that the beginning of one account id tells.
pub fn of_prefix(id: &str) -> Option<&'static str> {
    platform(id).map(|k| KNOWN[k].1)
}

/// Sets platforms when most account ids tell one, and says so.
pub fn from_prefixes(data: &mut Dataset) {
    if !data.accounts.iter().take(1000).any(|id| platform(id).is_some()) {
        return;
    }
    let of_account: Vec<Option<usize>> = data.accounts.iter().map(platform).collect();
    let n = of_account.iter().flatten().count();
    let share = n as f64 / of_account.len().max(1) as f64;
    if share < MIN_SHARE {
        return;
    }
    let mut used: Vec<usize> = of_account.iter().flatten().copied().collect();
    used.sort_by_key(|&k| KNOWN[k].1);
    used.dedup();
    let mut names: Vec<&str> = used.iter().map(|&k| KNOWN[k].1).collect();
    names.dedup();
    let number = |k: usize| names.iter().position(|n| *n == KNOWN[k].1).map_or(u16::MAX, |i| i as u16);
    let of_account: Vec<u16> = of_account.into_iter().map(|k| k.map_or(u16::MAX, number)).collect();
    data.posts.platform = Some(data.posts.account.iter().map(|&a| of_account[a as usize]).collect());
    data.platforms = names.iter().map(|&n| n.to_owned()).collect();
    let prefixes: Vec<String> = used.iter().map(|&k| format!("{}_ ({})", KNOWN[k].0, KNOWN[k].1)).collect();
    let reason = format!("{:.0} % of account ids begin with {}", 100.0 * share, prefixes.join(" or "));
    crate::assemble::remark(data, "platform", &reason);
}

//! The name of a campaign that a link carries for the statistics of its site.

/// Query parameters whose value names a campaign.
const PARAMETERS: [&str; 8] = [
    "utm_campaign",
    "utm_id",
    "at_campaign",
    "pk_campaign",
    "mtm_campaign",
    "piwik_campaign",
    "ns_campaign",
    "campaign_id",
];

/// Values that name a way of sharing, not a campaign: share buttons and posting tools set them for everybody.
const WAYS: [&str; 24] = [
    "app",
    "bluesky",
    "buffer",
    "copy",
    "direct",
    "dlvr.it",
    "email",
    "facebook",
    "feed",
    "hootsuite",
    "instagram",
    "link",
    "mail",
    "mobile",
    "none",
    "null",
    "organic",
    "referral",
    "rss",
    "share",
    "sharebutton",
    "social",
    "telegram",
    "twitter",
];

/// Letters of a value that can name something, and of one that is still a name.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=80;

/// `host parameter=value` of the first parameter that names a campaign; nothing for other links.
///
/// The host stands with it, because sites choose such names independently of each other. Fragments are read like
/// queries, as some sites do.
pub fn campaign_tag(link: &str) -> Option<String> {
    let rest = link.split_once("://")?.1;
    let (place, query) = rest.split_once(['?', '#'])?;
    let host = place.split('/').next()?.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let pairs = query.split(['&', '?', '#', ';']).filter_map(|pair| pair.split_once('='));
    let named = |(name, value): (&str, &str)| {
        let name = PARAMETERS.iter().find(|p| name.eq_ignore_ascii_case(p))?;
        let value = value.to_lowercase();
        let fits = LENGTHS.contains(&value.chars().count()) && !WAYS.contains(&value.as_str());
        fits.then(|| format!("{host} {name}={value}"))
    };
    (!host.is_empty()).then(|| pairs.into_iter().find_map(named)).flatten()
}

#[cfg(test)]
mod tests {
    use super::campaign_tag;

    #[test]
    fn campaigns_are_read_and_ways_of_sharing_are_not() {
        let tag = campaign_tag("https://www.News.example/a?id=7&UTM_campaign=Spring-24&utm_source=x");
        assert_eq!(tag.as_deref(), Some("news.example utm_campaign=spring-24"));
        assert_eq!(
            campaign_tag("https://a.example/#pk_campaign=night"),
            Some("a.example pk_campaign=night".to_owned())
        );
        for link in [
            "https://a.example/?utm_campaign=share",
            "https://a.example/?utm_campaign=",
            "https://a.example/?utm_source=letter",
            "https://a.example/",
            "a.example/?utm_campaign=night",
            "https://?utm_campaign=night",
            "://",
            "",
        ] {
            assert_eq!(campaign_tag(link), None, "{link}");
        }
    }
}

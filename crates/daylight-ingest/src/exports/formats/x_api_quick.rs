//! X API v2 without a tree of values: what [`super::x_api`] makes of a line, for lines as X writes them.
//!
//! Anything unusual is left to the other way, so that there is one place that knows the oddities; a test holds
//! both to the same posts, notes and fields.

use std::collections::HashMap;

use serde_json::Value;

use super::x_api_typed::{Attachments, Entities, Media, Post, Reference, User, said};
use super::x_entities;
use crate::exports::draft::{Draft, Out};
use crate::exports::fields::is_damaged_id;
use crate::exports::lang;
use crate::exports::post::{Mark, PostTime};

/// What `x_api` asks for; the bits of [`found`] in order.
pub const PATHS: &[&str] = &[
    "id",
    "author_id",
    "author.username",
    "author.name",
    "author.description",
    "author.created_at",
    "author.public_metrics.followers_count",
    "created_at",
    "lang",
    "public_metrics.like_count",
    "public_metrics.reply_count",
    "public_metrics.retweet_count",
    "public_metrics.quote_count",
    "public_metrics.impression_count",
    "public_metrics.bookmark_count",
    "referenced_tweets",
    "text",
    "note_tweet.text",
    "note_tweet.entities",
    "entities",
    "attachments.media_keys",
    "attachments.media",
    "withheld",
    "edit_history_tweet_ids",
    "__twarc",
    "author",
];

static NOTHING: Value = Value::Null;

/// One line: a post or a response. False leaves it to the other way.
pub fn line(bytes: &[u8], out: &mut Out<'_>) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let Ok(line) = serde_json::from_str::<Post<'_>>(text) else { return false };
    let done = match &line.data {
        Some(posts) => response(posts, &line, out),
        None if line.errors.is_empty() && line.includes.is_none() => one(&line, out),
        None => None,
    };
    done.is_some()
}

fn one(post: &Post<'_>, out: &mut Out<'_>) -> Option<()> {
    let draft = draft(post, &Joined::default(), out)?;
    *out.quick |= found(post);
    out.post(draft);
    Some(())
}

fn response(posts: &[Post<'_>], line: &Post<'_>, out: &mut Out<'_>) -> Option<()> {
    let joined = Joined::of(line);
    let included = line.includes.as_ref().map_or(&[][..], |i| &i.tweets);
    if out.options().included_posts && !included.is_empty() {
        return None;
    }
    let drafts: Vec<Draft<'_>> = posts.iter().map(|post| draft(post, &joined, out)).collect::<Option<_>>()?;
    for error in &line.errors {
        out.note("api_error", said(error.resource_id.as_ref()).map(str::to_owned));
    }
    for (draft, post) in drafts.into_iter().zip(posts) {
        *out.quick |= found(post);
        out.post(draft);
    }
    for one in included {
        out.note("included_post", said(one.id.as_ref()).map(str::to_owned));
    }
    Some(())
}

/// Objects that a response carries once for all its posts.
#[derive(Default)]
struct Joined<'p, 'a> {
    users: HashMap<&'p str, &'p User<'a>>,
    posts: HashMap<&'p str, &'p Post<'a>>,
    media: HashMap<&'p str, &'p Media<'a>>,
}

impl<'p, 'a> Joined<'p, 'a> {
    fn of(line: &'p Post<'a>) -> Self {
        let Some(all) = &line.includes else { return Self::default() };
        Self {
            users: all.users.iter().filter_map(|u| Some((said(u.id.as_ref())?, u))).collect(),
            posts: all.tweets.iter().filter_map(|p| Some((said(p.id.as_ref())?, p))).collect(),
            media: all.media.iter().filter_map(|m| Some((said(m.media_key.as_ref())?, m))).collect(),
        }
    }
}

fn found(post: &Post<'_>) -> u64 {
    let (author, metrics) = (post.author.as_ref(), post.public_metrics.as_ref());
    let (note, attached) = (post.note_tweet.as_ref(), post.attachments.as_ref());
    let bits = [
        post.id.is_some(),
        post.author_id.is_some(),
        author.is_some_and(|a| a.username.is_some()),
        author.is_some_and(|a| a.name.is_some()),
        author.is_some_and(|a| a.description.is_some()),
        author.is_some_and(|a| a.created_at.is_some()),
        author.and_then(|a| a.public_metrics.as_ref()).is_some_and(|m| m.followers_count.is_some()),
        post.created_at.is_some(),
        post.lang.is_some(),
        metrics.is_some_and(|m| m.like_count.is_some()),
        metrics.is_some_and(|m| m.reply_count.is_some()),
        metrics.is_some_and(|m| m.retweet_count.is_some()),
        metrics.is_some_and(|m| m.quote_count.is_some()),
        metrics.is_some_and(|m| m.impression_count.is_some()),
        metrics.is_some_and(|m| m.bookmark_count.is_some()),
        post.referenced_tweets.is_some(),
        post.text.is_some(),
        note.is_some_and(|n| n.text.is_some()),
        note.is_some_and(|n| n.entities.is_some()),
        post.entities.is_some(),
        attached.is_some_and(|a| a.media_keys.is_some()),
        attached.is_some_and(|a| a.media.is_some()),
        post.withheld.is_some(),
        post.edit_history_tweet_ids.is_some(),
        post.twarc.is_some(),
        post.author.is_some(),
    ];
    bits.iter().enumerate().fold(0, |all, (at, &bit)| all | u64::from(bit) << at)
}

fn draft(post: &Post<'_>, joined: &Joined<'_, '_>, out: &Out<'_>) -> Option<Draft<'static>> {
    // A post without text may be something else, one inside another is none, and withholding has several forms.
    post.text.as_ref()?;
    if post.withheld.is_some() || post.data.is_some() {
        return None;
    }
    let mut draft = Draft::new(out, &NOTHING, Some("x"));
    draft.post.content_id = Some(id(said(post.id.as_ref())?)?);
    let account = id(said(post.author_id.as_ref())?)?;
    if let Some(author) = &post.author {
        person(&mut draft, author, true)?;
    }
    if let Some(user) = joined.users.get(account.as_str()) {
        person(&mut draft, user, false)?;
    }
    draft.post.account.id = Some(account);
    let original = said(post.created_at.as_ref())?;
    draft.post.time =
        Some(PostTime { us: time_us(original)?, resolution_secs: 1.0 / 10_f64.powi(3), original: original.to_owned() });
    language(&mut draft, said(post.lang.as_ref()))?;
    metrics(&mut draft, post);
    let reposted = references(&mut draft, post.referenced_tweets.as_deref().unwrap_or_default(), joined)?;
    texts(&mut draft, post, &reposted);
    if let Some(attached) = &post.attachments {
        media(&mut draft, attached, joined);
    }
    if post.edit_history_tweet_ids.as_ref().is_some_and(|all| all.len() > 1) {
        draft.post.marks.insert(Mark::Edited);
    }
    Some(draft)
}

/// An id that no other tool damaged.
fn id(text: &str) -> Option<String> {
    (!is_damaged_id(text)).then(|| text.to_owned())
}

/// Takes over what is said about the account. `flat`: from the post itself.
fn person(draft: &mut Draft<'_>, user: &User<'_>, flat: bool) -> Option<()> {
    let account = &mut draft.post.account;
    let handle = said(user.username.as_ref()).map(|h| if flat { h.trim_start_matches('@') } else { h });
    account.handle = handle.filter(|h| !h.is_empty()).map(str::to_owned).or(account.handle.take());
    account.name = said(user.name.as_ref()).map(str::to_owned).or(account.name.take());
    account.bio = said(user.description.as_ref()).map(str::to_owned).or(account.bio.take());
    account.n_followers = user.public_metrics.as_ref().and_then(|m| m.followers_count).or(account.n_followers);
    if let Some(created) = &user.created_at {
        account.created_us = Some(time_us(created.said()?)?);
    }
    Some(())
}

/// `2024-03-01T10:00:05.000Z`, as X writes every time; other notations are left to the other way.
fn time_us(text: &str) -> Option<i64> {
    let t: &[u8; 24] = text.as_bytes().try_into().ok()?;
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')];
    if signs.iter().any(|&(at, sign)| t[at] != sign) {
        return None;
    }
    let number = |from: usize, to: usize| {
        t[from..to].iter().try_fold(0_i64, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second, milli) = (number(11, 13)?, number(14, 16)?, number(17, 19)?, number(20, 23)?);
    // The last days of months and leap seconds are left to the other way too, where a calendar knows them.
    let plain = year >= 1970 && (1..=12).contains(&month) && (1..=28).contains(&day);
    if !plain || hour > 23 || minute > 59 || second > 59 {
        return long_month(text, year, month, day);
    }
    let days = days_from_1970(year, month, day);
    Some((((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + milli * 1000)
}

/// The 29th to the 31st, by the reader of all notations.
fn long_month(text: &str, year: i64, month: i64, day: i64) -> Option<i64> {
    if year < 1970 || !(1..=12).contains(&month) || !(29..=31).contains(&day) {
        return None;
    }
    crate::exports::clock::read(&Value::from(text), None, &crate::time::Zone::UTC).ok().map(|reading| reading.time.us)
}

/// After Howard Hinnant's `days_from_civil`.
fn days_from_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn language(draft: &mut Draft<'_>, tag: Option<&str>) -> Option<()> {
    let Some(tag) = tag else { return Some(()) };
    if !tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return None;
    }
    draft.post.language = lang::declared(tag);
    Some(())
}

fn metrics(draft: &mut Draft<'_>, post: &Post<'_>) {
    let Some(m) = &post.public_metrics else { return };
    let all = [
        ("likes", m.like_count),
        ("replies", m.reply_count),
        ("reposts", m.retweet_count),
        ("quotes", m.quote_count),
        ("views", m.impression_count),
        ("bookmarks", m.bookmark_count),
    ];
    draft.post.metrics = all.into_iter().filter_map(|(name, n)| Some((name.to_owned(), n?))).collect();
}

/// Text and entities of the post that is reposted, where the export has it.
#[derive(Default)]
struct Original<'p, 'a> {
    text: Option<&'p str>,
    entities: [Option<&'p Entities<'a>>; 2],
}

/// The post that is reposted; `None` leaves the post to the other way.
fn references<'p, 'a>(
    draft: &mut Draft<'_>,
    all: &'p [Reference<'a>],
    joined: &Joined<'p, 'a>,
) -> Option<Original<'p, 'a>> {
    let mut original = Original::default();
    for reference in all {
        let other = id(said(reference.id.as_ref())?)?;
        match said(reference.kind.as_ref()) {
            Some("retweeted") => {
                original = match joined.posts.get(other.as_str()) {
                    Some(post) => Original {
                        text: said(post.note_tweet.as_ref().and_then(|n| n.text.as_ref())).or(said(post.text.as_ref())),
                        entities: [post.note_tweet.as_ref().and_then(|n| n.entities.as_ref()), post.entities.as_ref()],
                    },
                    None => reference.text.as_ref().map_or_else(Original::default, |text| Original {
                        text: said(reference.note_tweet.as_ref().and_then(|n| n.text.as_ref())).or(text.said()),
                        entities: [
                            reference.note_tweet.as_ref().and_then(|n| n.entities.as_ref()),
                            reference.entities.as_ref(),
                        ],
                    }),
                };
                draft.post.repost_of = Some(other);
            }
            Some("replied_to") => draft.post.reply_to = Some(other),
            Some("quoted") => draft.post.quote_of = Some(other),
            _ => {}
        }
    }
    Some(original)
}

fn texts(draft: &mut Draft<'_>, post: &Post<'_>, original: &Original<'_, '_>) {
    let own = said(post.text.as_ref()).unwrap_or_default();
    let long = post.note_tweet.as_ref();
    x_entities::set_text(draft, said(long.and_then(|n| n.text.as_ref())).unwrap_or(own), original.text);
    let own = [long.and_then(|n| n.entities.as_ref()), post.entities.as_ref()];
    for all in own.into_iter().chain(original.entities).flatten() {
        entities(draft, all);
    }
    if post.entities.is_none() {
        draft.from_text();
    }
}

fn entities(draft: &mut Draft<'_>, all: &Entities<'_>) {
    for url in &all.urls {
        // Pictures of the post itself appear as links to it.
        let picture = url.media_key
            || said(url.display_url.as_ref())
                .is_some_and(|d| d.starts_with("pic.twitter.com") || d.starts_with("pic.x.com"));
        let target = [&url.unwound_url, &url.expanded_url, &url.url].into_iter().find_map(|u| said(u.as_ref()));
        if let (false, Some(target)) = (picture, target) {
            draft.link(target);
        }
    }
    for tag in &all.hashtags {
        if let Some(tag) = said(tag.tag.as_ref()).or(said(tag.text.as_ref())) {
            draft.hashtag(tag);
        }
    }
    for who in all.mentions.iter().chain(&all.user_mentions) {
        let names = [&who.username, &who.screen_name, &who.id_str, &who.id];
        if let Some(name) = names.into_iter().find_map(|n| said(n.as_ref())) {
            draft.mention(name);
        }
    }
}

fn media(draft: &mut Draft<'_>, attached: &Attachments<'_>, joined: &Joined<'_, '_>) {
    for key in attached.media_keys.iter().flatten() {
        let key = key.said().unwrap_or_default();
        match joined.media.get(key) {
            Some(media) => add_media(draft, key, media),
            None => draft.media(Some(key), None, None),
        }
    }
    // Flattened posts carry the objects themselves.
    let objects = attached.media.as_deref().unwrap_or_default();
    if !objects.is_empty() {
        draft.post.media.clear();
    }
    for media in objects {
        add_media(draft, said(media.media_key.as_ref()).unwrap_or_default(), media);
    }
}

fn add_media(draft: &mut Draft<'_>, key: &str, media: &Media<'_>) {
    let url = said(media.url.as_ref()).or(said(media.preview_image_url.as_ref()));
    draft.media(Some(key), said(media.kind.as_ref()), url);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::clock;

    #[test]
    fn times_are_those_of_the_reader_of_all_notations() {
        for text in [
            "1970-01-01T00:00:00.000Z",
            "2024-02-29T23:59:59.999Z",
            "2023-02-29T00:00:00.000Z",
            "2000-12-31T12:00:00.001Z",
            "2100-03-01T00:00:00.000Z",
            "2024-03-01T10:00:05.123Z",
            "2024-01-28T10:00:05.123Z",
        ] {
            let all = clock::read(&Value::from(text), None, &crate::time::Zone::UTC).ok().map(|r| r.time.us);
            assert_eq!(time_us(text), all, "{text}");
        }
        for text in ["2024-03-01T10:00:05Z", "2024-03-01T24:00:00.000Z", "2024-13-01T10:00:05.000Z", "2024-03-01"] {
            assert_eq!(time_us(text), None, "{text}");
        }
    }
}

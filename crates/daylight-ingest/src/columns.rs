//! Which column plays which role: by name first, checked against the content, with the reason in words.
//!
//! Where several columns could play one role, the earlier name in the lists below wins, then the earlier
//! column; the others are named in the notes.

use daylight_core::problem::ROUNDED_IDS;
use daylight_core::{Columns, ObjectKind};

use crate::options::Mapping;
use crate::parquet_in::OBJECT_PREFIX;
use crate::sink::{LIST_SEPARATOR, Split};
use crate::time::{TimeEvidence, is_missing};

/// Columns and some rows of a file.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// Names, or numbers from 1 when there is no header.
    pub names: Vec<String>,
    /// Rows of cells, all as long as `names`.
    pub rows: Vec<Vec<Vec<u8>>>,
}

impl Sample {
    /// The cells of one column that are not missing.
    pub fn values(&self, column: usize) -> impl Iterator<Item = &[u8]> {
        self.rows.iter().filter_map(move |row| row.get(column)).map(|v| v.trim_ascii()).filter(|v| !is_missing(v))
    }

    fn share(&self, column: usize, test: impl Fn(&[u8]) -> bool) -> f64 {
        let (mut n, mut hits) = (0_u32, 0_u32);
        for value in self.values(column) {
            n += 1;
            hits += u32::from(test(value));
        }
        if n == 0 { 0.0 } else { f64::from(hits) / f64::from(n) }
    }
}

/// A recognized column of objects.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectRole {
    /// Its kind.
    pub kind: ObjectKind,
    /// The column.
    pub column: usize,
    /// How several stand in a cell.
    pub split: Split,
    /// Whether its values are links with a scheme.
    pub links: bool,
}

/// The roles of a file's columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Roles {
    /// Who.
    pub account: Option<usize>,
    /// In which item.
    pub content: Option<usize>,
    /// When.
    pub time: Option<usize>,
    /// The clock time, where the column of times holds dates alone.
    pub clock: Option<usize>,
    /// Text.
    pub text: Option<usize>,
    /// Platform.
    pub platform: Option<usize>,
    /// Language.
    pub language: Option<usize>,
    /// Display name.
    pub name: Option<usize>,
    /// On what.
    pub objects: Vec<ObjectRole>,
    /// For the report.
    pub reasons: Vec<Columns>,
    /// For the report.
    pub notes: Vec<String>,
}

const ACCOUNT: &[&str] = &[
    "account_id",
    "user_id",
    "author_id",
    "userid",
    "accountid",
    "authorid",
    "user_id_str",
    "user.id_str",
    "user.id",
    "author.id",
    "author.did",
    "account.id",
    "did",
    "actor_id",
    "page_id",
    "channel_id",
    "profile_id",
    "from_id",
    "account",
    "user",
    "author",
    "actor",
    "channel",
    "page",
    "username",
    "user_name",
    "screen_name",
    "handle",
    "user.screen_name",
    "user_screen_name",
    "account.acct",
    "author.handle",
    "author.username",
    "account_name",
];
const CONTENT: &[&str] = &[
    "content_id",
    "post_id",
    "message_id",
    "tweet_id",
    "tweetid",
    "status_id",
    "postid",
    "comment_id",
    "video_id",
    "item_id",
    "id_str",
    "id",
    "uri",
    "content",
    "post",
    "tweet",
    "status",
    "commit.cid",
    "cid",
];
const TIME: &[&str] = &[
    "timestamp_share",
    "timestamp",
    "timestamp_utc",
    "created_at",
    "createdat",
    "created_utc",
    "time",
    "datetime",
    "date_time",
    "published_at",
    "publishedat",
    "publish_date",
    "published",
    "posted_at",
    "post_created_date",
    "post_created",
    "tweet_time",
    "tweet_created_at",
    "time_us",
    "time_ms",
    "created",
    "create_time",
    "date",
    "post_date",
    "date_gmt",
];
const TEXT: &[&str] = &[
    "text",
    "full_text",
    "message",
    "tweet_text",
    "post_text",
    "body",
    "content_text",
    "caption",
    "content",
    "description",
    "record.text",
    "commit.record.text",
];
const PLATFORM: &[&str] = &["platform", "network", "source_platform", "site", "service"];
const LANGUAGE: &[&str] = &["lang", "language", "post_language", "tweet_language", "langs", "commit.record.langs"];
const NAME: &[&str] = &[
    "username",
    "user_name",
    "screen_name",
    "handle",
    "display_name",
    "account_name",
    "user_screen_name",
    "user_display_name",
    "author_name",
    "user.screen_name",
    "user.username",
    "user.name",
    "author.username",
    "author.handle",
    "account.acct",
    "name",
];
/// Names of object columns after the ending (`_id`, `_ids`, `_hash`, plural) is taken off, and their kinds.
const OBJECTS: &[(&str, &str)] = &[
    ("object", "object"),
    ("url", "url"),
    ("link", "url"),
    ("expanded_url", "url"),
    ("share_url", "url"),
    ("domain", "domain"),
    ("hashtag", "hashtag"),
    ("tag", "hashtag"),
    ("hashtag_sequence", "hashtag_sequence"),
    ("mention", "mention"),
    ("user_mention", "mention"),
    ("mentioned_user", "mention"),
    ("repost", "repost_of"),
    ("repost_of", "repost_of"),
    ("retweet", "repost_of"),
    ("retweet_of", "repost_of"),
    ("retweeted_status", "repost_of"),
    ("retweet_tweet", "repost_of"),
    ("retweet_tweetid", "repost_of"),
    ("retweeted_tweet", "repost_of"),
    ("reblog.id", "repost_of"),
    ("reblog_of", "repost_of"),
    ("shared_post", "repost_of"),
    ("retweeted_status.id_str", "repost_of"),
    ("reply", "reply_to"),
    ("reply_to", "reply_to"),
    ("in_reply_to_status", "reply_to"),
    ("in_reply_to", "reply_to"),
    ("in_reply_to_tweet", "reply_to"),
    ("in_reply_to_tweetid", "reply_to"),
    ("in_reply_to_status_id_str", "reply_to"),
    ("parent", "reply_to"),
    ("quote", "quote_of"),
    ("quote_of", "quote_of"),
    ("quoted_status", "quote_of"),
    ("quoted_tweet", "quote_of"),
    ("quoted_tweet_tweetid", "quote_of"),
    ("quoted_status_id_str", "quote_of"),
    ("phash", "image"),
    ("image", "image"),
    ("image_family", "image"),
    ("media", "image"),
    ("media_hash", "image"),
    ("text_hash", "text"),
    ("text_family", "text_family"),
];

/// Lower case, everything but letters, digits and dots to underscores.
fn normal(name: &str) -> String {
    let mut out = String::new();
    let mut before_upper = false;
    for c in name.trim().trim_start_matches('\u{feff}').chars() {
        if c.is_ascii_uppercase() && before_upper {
            out.push('_');
        }
        before_upper = c.is_ascii_lowercase();
        out.push(if c.is_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '_' });
    }
    out.trim_matches('_').to_owned()
}

/// The stem of an object column's name, and whether the name is a plural.
fn stem(name: &str) -> (String, bool) {
    let mut stem = name;
    let mut plural = false;
    for ending in ["_ids", "_hashes", "_id", "_list"] {
        if let Some(s) = stem.strip_suffix(ending) {
            plural |= ending != "_id";
            stem = s;
            break;
        }
    }
    if stem.len() > 2
        && !stem.ends_with("ss")
        && !stem.ends_with("us")
        && let Some(s) = stem.strip_suffix('s')
    {
        return (s.to_owned(), true);
    }
    (stem.to_owned(), plural)
}

/// The kind that a column's name tells, and whether the name is a plural.
fn kind_of(name: &str) -> Option<(usize, ObjectKind, bool)> {
    let name = normal(name);
    let (stem, plural) = stem(&name);
    for candidate in [name.as_str(), stem.as_str()] {
        if let Some(rank) = OBJECTS.iter().position(|(n, _)| *n == candidate) {
            let Ok(kind) = OBJECTS[rank].1.parse::<ObjectKind>();
            return Some((rank, kind, plural && candidate == stem));
        }
    }
    None
}

/// Recognizes roles without a mapping.
pub fn recognize(sample: &Sample) -> Roles {
    let mut roles = Roles::default();
    let mut taken = vec![false; sample.names.len()];
    roles.account = choose(sample, &mut taken, &mut roles, "account", ACCOUNT, |_| None);
    roles.time = choose_time(sample, &mut taken, &mut roles);
    roles.clock = roles.time.and_then(|date| choose_clock(sample, &mut taken, &mut roles, date));
    let content_like = |c: usize| {
        let prose = sample.share(c, |v| memchr::memchr_iter(b' ', v).count() >= 3);
        (prose > 0.2).then(|| "its values are sentences".to_owned())
    };
    roles.content = choose(sample, &mut taken, &mut roles, "content", CONTENT, content_like);
    choose_objects(sample, &mut taken, &mut roles);
    roles.text = choose(sample, &mut taken, &mut roles, "text", TEXT, |_| None);
    roles.platform = choose(sample, &mut taken, &mut roles, "platform", PLATFORM, |c| too_varied(sample, c));
    roles.language = choose(sample, &mut taken, &mut roles, "language", LANGUAGE, |c| too_varied(sample, c));
    roles.name = choose(sample, &mut taken, &mut roles, "name", NAME, |_| None);
    roles
}

fn too_varied(sample: &Sample, column: usize) -> Option<String> {
    let words: std::collections::BTreeSet<&[u8]> = sample.values(column).collect();
    (words.len() > 300).then(|| "it has too many different values".to_owned())
}

fn choose(
    sample: &Sample,
    taken: &mut [bool],
    roles: &mut Roles,
    role: &str,
    names: &[&str],
    objection: impl Fn(usize) -> Option<String>,
) -> Option<usize> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (column, name) in sample.names.iter().enumerate() {
        if let (false, Some(rank)) = (taken[column], names.iter().position(|n| *n == normal(name))) {
            match objection(column) {
                None => found.push((rank, column)),
                Some(why) => roles.notes.push(format!("column `{name}` was not taken as {role}: {why}")),
            }
        }
    }
    found.sort_unstable();
    let &(_, column) = found.first()?;
    taken[column] = true;
    let name = &sample.names[column];
    if role == "account" || role == "content" {
        note_others(sample, roles, role, column, &found[1..]);
    }
    let kept = sample.rows.len().saturating_sub(sample.values(column).count());
    let mut reason = format!("named {name}");
    if !sample.rows.is_empty() {
        let filled = 100.0 - 100.0 * kept as f64 / sample.rows.len() as f64;
        reason = format!("{reason}, {filled:.0} % of sampled cells filled");
    }
    roles.reasons.push(Columns { role: role.to_owned(), column: name.clone(), reason });
    Some(column)
}

fn note_others(sample: &Sample, roles: &mut Roles, role: &str, column: usize, others: &[(usize, usize)]) {
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|o| sample.names[o.1].as_str()).collect();
        roles.notes.push(format!(
            "`{}` was taken as {role}; {} could be it too",
            sample.names[column],
            names.join(", ")
        ));
    }
}

/// By name where the values are times; otherwise the first column whose values are dates or recent epochs.
fn choose_time(sample: &Sample, taken: &mut [bool], roles: &mut Roles) -> Option<usize> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (column, name) in sample.names.iter().enumerate() {
        if taken[column] {
            continue;
        }
        let share = time_share(sample, column);
        match TIME.iter().position(|n| *n == normal(name)) {
            Some(rank) if share.0 >= 0.5 || sample.values(column).next().is_none() => found.push((rank, column)),
            Some(_) => roles.notes.push(format!("column `{name}` is named like a time, but its values are not times")),
            None if share.1 >= 0.9 => found.push((TIME.len(), column)),
            None => {}
        }
    }
    found.sort_unstable();
    let &(rank, column) = found.first()?;
    taken[column] = true;
    let named: Vec<(usize, usize)> = found[1..].iter().copied().filter(|f| f.0 < TIME.len()).collect();
    note_others(sample, roles, "time", column, &named);
    let reason = if rank < TIME.len() { format!("named {}, ", sample.names[column]) } else { String::new() };
    let reason = format!("{reason}{}", time_words(sample, column));
    roles.reasons.push(Columns { role: "time".to_owned(), column: sample.names[column].clone(), reason });
    Some(column)
}

fn evidence(sample: &Sample, column: usize) -> TimeEvidence {
    let mut evidence = TimeEvidence::default();
    sample.values(column).for_each(|v| evidence.add(v));
    evidence
}

/// The first column of clock times, when the chosen times are dates alone.
fn choose_clock(sample: &Sample, taken: &mut [bool], roles: &mut Roles, date: usize) -> Option<usize> {
    let dates = evidence(sample, date);
    if dates.n_values == 0 || dates.n_date_only < dates.n_values {
        return None;
    }
    let column = (0..sample.names.len()).find(|&c| !taken[c] && sample.share(c, is_clock) > 0.95)?;
    taken[column] = true;
    let name = &sample.names[column];
    roles.notes.retain(|note| !note.starts_with(&format!("column `{name}` is named like a time")));
    let reason = format!("clock times beside the dates in {}", sample.names[date]);
    roles.reasons.push(Columns { role: "time of day".to_owned(), column: name.clone(), reason });
    Some(column)
}

/// `7:05`, `07:05:59.25` or `7:05 PM`.
fn is_clock(value: &[u8]) -> bool {
    let upper = value.to_ascii_uppercase();
    let digits = upper.strip_suffix(b"AM").or_else(|| upper.strip_suffix(b"PM")).unwrap_or(&upper).trim_ascii_end();
    let parts: Vec<&[u8]> = digits.split(|&b| b == b':').collect();
    (2..=3).contains(&parts.len())
        && parts.iter().all(|p| (1..=9).contains(&p.len()) && p.iter().all(|b| b.is_ascii_digit() || *b == b'.'))
        && parts[0].len() <= 2
}

/// What the values of a column of times show, with the clock times of another column where there is one.
pub fn time_evidence(sample: &Sample, column: usize, clock: Option<usize>) -> TimeEvidence {
    let Some(clock) = clock else { return evidence(sample, column) };
    let mut evidence = TimeEvidence::default();
    for row in &sample.rows {
        if let (Some(date), Some(clock)) = (row.get(column), row.get(clock))
            && !is_missing(date.trim_ascii())
        {
            evidence.add(&crate::sink::join_clock(date, clock));
        }
    }
    evidence
}

/// Digits that a spreadsheet keeps of a number.
const SPREADSHEET_DIGITS: usize = 15;

/// Notes on columns of ids whose long numbers all end in zeros after the fifteenth digit: a spreadsheet
/// rounds them so, and different ids become one. By chance at most every tenth 16-digit id ends so.
pub fn rounded_ids(sample: &Sample, roles: &Roles) -> Vec<String> {
    let objects = roles.objects.iter().filter(|o| !o.links).map(|o| o.column);
    let columns = [roles.account, roles.content].into_iter().flatten().chain(objects);
    let note = |column: usize| {
        let long = |v: &[u8]| v.len() > SPREADSHEET_DIGITS && v.len() < 20 && v.iter().all(u8::is_ascii_digit);
        let n_long = sample.values(column).filter(|v| long(v)).count();
        let rounded = |v: &&[u8]| long(v) && v[SPREADSHEET_DIGITS..].iter().all(|&b| b == b'0');
        let n_rounded = sample.values(column).filter(rounded).count();
        (n_long >= 5 && n_rounded * 10 > n_long * 9).then(|| {
            format!(
                "{n_rounded} of {n_long} long ids in `{}` end in zeros after the 15th digit, as a spreadsheet \
                 rounds them: {ROUNDED_IDS}; export again with this column as text",
                sample.names[column]
            )
        })
    };
    columns.filter_map(note).collect()
}

/// Shares of values that can be read as a time at all, and that could hardly be anything else.
fn time_share(sample: &Sample, column: usize) -> (f64, f64) {
    let evidence = evidence(sample, column);
    let sure = sample.share(column, |v| {
        let mut one = TimeEvidence::default();
        one.add(v);
        let epoch =
            crate::time::decimal(v).is_some_and(|(_, whole, _)| (1_000_000_000..2_000_000_000).contains(&whole));
        epoch || one.n_plain + one.n_slashed > 0
    });
    (evidence.n_times() as f64 / (evidence.n_values.max(1)) as f64, sure)
}

/// `98 % of values look like epoch seconds`.
pub fn time_words(sample: &Sample, column: usize) -> String {
    let evidence = evidence(sample, column);
    let total = evidence.n_values.max(1) as f64;
    let (n, what) = match evidence.epoch_unit() {
        Some(unit) => (evidence.n_epoch[unit as usize], unit.name()),
        None => (evidence.n_plain + evidence.n_slashed, "dates"),
    };
    format!("{:.0} % of sampled values look like {what}", 100.0 * n as f64 / total)
}

fn choose_objects(sample: &Sample, taken: &mut [bool], roles: &mut Roles) {
    let mut found: Vec<(ObjectKind, usize, usize, bool)> = Vec::new();
    for (column, name) in sample.names.iter().enumerate() {
        let exact = name.strip_prefix(OBJECT_PREFIX).filter(|kind| !kind.is_empty());
        let known = match exact.map(str::parse::<ObjectKind>) {
            Some(Ok(kind)) => Some((usize::MAX, kind, false)),
            None => kind_of(name),
        };
        let Some((rank, kind, plural)) = known else { continue };
        if taken[column] {
            continue;
        }
        let flag =
            |v: &[u8]| matches!(v, b"0" | b"1") || v.eq_ignore_ascii_case(b"true") || v.eq_ignore_ascii_case(b"false");
        if sample.values(column).count() >= 5 && !normal(name).ends_with("_id") && sample.share(column, flag) > 0.99 {
            roles.notes.push(format!("column `{name}` was not taken as object:{kind}: its values only say yes or no"));
            continue;
        }
        found.push((kind, rank, column, plural));
    }
    found.sort();
    for (i, (kind, _, column, plural)) in found.iter().enumerate() {
        let name = &sample.names[*column];
        // A column that names its kind in full adds to the one that was taken before.
        if i > 0 && found[i - 1].0 == *kind && !name.starts_with(OBJECT_PREFIX) {
            roles.notes.push(format!("column `{name}` could be object:{kind} too; an earlier choice was taken"));
            continue;
        }
        taken[*column] = true;
        add_object(
            sample,
            roles,
            kind.clone(),
            *column,
            split_of(sample, *column, kind, *plural),
            format!("named {name}"),
        );
    }
}

fn add_object(sample: &Sample, roles: &mut Roles, kind: ObjectKind, column: usize, split: Split, mut reason: String) {
    let links = sample.share(column, is_link_cell) > 0.5;
    match split {
        Split::Whole => {}
        Split::Char(c) => reason = format!("{reason}, several in a cell separated by `{c}`"),
        Split::Blank => reason.push_str(", several in a cell separated by blanks"),
        Split::List => reason.push_str(", lists in brackets"),
    }
    roles.reasons.push(Columns { role: format!("object:{kind}"), column: sample.names[column].clone(), reason });
    roles.objects.push(ObjectRole { kind, column, split, links });
}

fn is_link_cell(value: &[u8]) -> bool {
    let value = value.strip_prefix(b"[").unwrap_or(value);
    let value = value.strip_prefix(b"'").or_else(|| value.strip_prefix(b"\"")).unwrap_or(value);
    crate::urls::is_link(&String::from_utf8_lossy(&value[..value.len().min(16)]))
}

/// How several objects stand in a cell, from the values.
fn split_of(sample: &Sample, column: usize, kind: &ObjectKind, plural: bool) -> Split {
    let bracketed = |v: &[u8]| v.first() == Some(&b'[') && v.last() == Some(&b']');
    if sample.values(column).next().is_some() && sample.share(column, bracketed) > 0.9 {
        return Split::List;
    }
    if !plural {
        return Split::Whole;
    }
    if sample.values(column).any(|v| v.contains(&LIST_SEPARATOR)) {
        return Split::Whole;
    }
    let link_after =
        |v: &[u8], c: u8| v.iter().position(|&b| b == c).is_some_and(|i| is_link_cell(v[i + 1..].trim_ascii()));
    let links = *kind == ObjectKind::Url && sample.share(column, is_link_cell) > 0.5;
    for c in [b'|', b';', b',', b' '] {
        let used = if links {
            sample.values(column).any(|v| link_after(v, c))
        } else {
            sample.values(column).any(|v| v.contains(&c))
        };
        if used {
            return if c == b' ' { Split::Blank } else { Split::Char(char::from(c)) };
        }
    }
    // Nothing in the sample shows a separator; links hold no blanks, so a later cell with some is a list.
    if links { Split::Blank } else { Split::Whole }
}

/// The column of a name, or of a number from 1.
pub fn find(sample: &Sample, name: &str) -> Option<usize> {
    let by_name = sample.names.iter().position(|n| n == name);
    by_name.or_else(|| name.parse::<usize>().ok()?.checked_sub(1).filter(|&n| n < sample.names.len()))
}

/// Roles as the user gave them; the name of a column that is not there otherwise.
pub fn mapped(sample: &Sample, mapping: &Mapping) -> Result<Roles, String> {
    let find = |name: &str| find(sample, name).ok_or_else(|| name.to_owned());
    let mut roles = Roles::default();
    let mut reasons = Vec::new();
    let mut role = |name: &str, column: &Option<String>| -> Result<Option<usize>, String> {
        let Some(column) = column else { return Ok(None) };
        let found = find(column)?;
        reasons.push(Columns { role: name.to_owned(), column: column.clone(), reason: "given by the user".to_owned() });
        Ok(Some(found))
    };
    roles.account = role("account", &mapping.account)?;
    roles.content = role("content", &mapping.content)?;
    roles.time = role("time", &mapping.time)?;
    roles.text = role("text", &mapping.text)?;
    roles.platform = role("platform", &mapping.platform)?;
    roles.language = role("language", &mapping.language)?;
    roles.name = role("name", &mapping.name)?;
    roles.reasons = reasons;
    for object in &mapping.objects {
        let column = find(&object.column)?;
        let split = match object.split {
            Some(' ') => Split::Blank,
            Some(c) => Split::Char(c),
            None => match split_of(sample, column, &object.kind, false) {
                Split::List => Split::List,
                _ => Split::Whole,
            },
        };
        add_object(sample, &mut roles, object.kind.clone(), column, split, "given by the user".to_owned());
    }
    let single = [roles.account, roles.content, roles.time, roles.text, roles.platform, roles.language, roles.name];
    let used: Vec<usize> = single.into_iter().flatten().chain(roles.objects.iter().map(|o| o.column)).collect();
    let mut taken: Vec<bool> = (0..sample.names.len()).map(|c| used.contains(&c)).collect();
    roles.clock = roles.time.and_then(|date| choose_clock(sample, &mut taken, &mut roles, date));
    Ok(roles)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(names: &str, rows: &[&str]) -> Sample {
        let cells = |line: &str| line.split(',').map(|c| c.as_bytes().to_vec()).collect();
        Sample { names: names.split(',').map(str::to_owned).collect(), rows: rows.iter().map(|r| cells(r)).collect() }
    }

    #[test]
    fn several_layers_are_recognized_by_their_names() {
        let sample = sample(
            "account_id,post_id,url_id,hashtag_id,domain_id,phash_id,timestamp",
            &["fb_1,7,3,,5,,1629589836", "fb_2,8,4,9,6,1,1629589069"],
        );
        let roles = recognize(&sample);
        assert_eq!((roles.account, roles.content, roles.time), (Some(0), Some(1), Some(6)));
        let kinds: Vec<&str> = roles.objects.iter().map(|o| o.kind.name()).collect();
        assert_eq!(kinds, ["url", "domain", "hashtag", "image"]);
        assert!(roles.reasons.iter().any(|r| r.reason.contains("100 % of sampled values look like epoch seconds")));
    }

    #[test]
    fn cells_with_lists_are_noticed() {
        let sample = sample("user,created_at,urls,hashtags", &["a,2020-01-01,http://x.example/ http://y.example/,p|q"]);
        let roles = recognize(&sample);
        assert_eq!(roles.objects[0].split, Split::Blank);
        assert!(roles.objects[0].links);
        assert_eq!(roles.objects[1].split, Split::Char('|'));
    }

    #[test]
    fn an_odd_time_column_is_found_by_its_values() {
        let roles = recognize(&sample("account,when,object_id", &["a,2020-01-01 10:00,x"]));
        assert_eq!(roles.time, Some(1));
    }
}

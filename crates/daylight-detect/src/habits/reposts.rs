//! The author whom accounts repost, whatever the item: an object for each author and hour.
//!
//! One object for an author would be tested wrongly. Who reposts somebody a hundred times is close to everybody
//! else who does, once, by chance alone, and the closest pair of actions on an object is what is tested. Within an
//! hour an account acts on an object about once, as on any other object.

use super::of_layer;
use daylight_core::{Dataset, Layer, ObjectKind, PostTable};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Reposts of one author by one account from which they are a habit.
const MIN_REPOSTS: u32 = 2;
const HOUR_US: i64 = 3_600_000_000;
const HOURS_A_DAY: i64 = 24;

/// Posts and items of an author and hour.
type Here = (Vec<u32>, BTreeSet<u32>);

/// A layer of reposted authors; nothing where no author is known. Hours in which one item alone was reposted are
/// left out, since the item is tested already.
pub fn authors(dataset: &Dataset) -> Option<Layer> {
    let reposts = dataset.layers.iter().find(|l| l.kind == ObjectKind::RepostOf)?;
    let author_of = author_of_items(dataset, reposts);
    let posts = &dataset.posts;
    let own = |post: u32| dataset.accounts.get(posts.account[post as usize]);
    let acts: Vec<(&str, u32, u32)> = reposts
        .post
        .iter()
        .zip(&reposts.object)
        .filter(|(post, _)| posts.time_us[**post as usize] != PostTable::NO_TIME)
        .filter_map(|(&post, &item)| author_of[item as usize].as_deref().map(|author| (author, post, item)))
        .filter(|&(author, post, _)| author != own(post))
        .collect();
    let mut times: HashMap<(&str, u32), u32> = HashMap::new();
    for &(author, post, _) in &acts {
        *times.entry((author, posts.account[post as usize])).or_insert(0) += 1;
    }
    let mut found: BTreeMap<(&str, i64), Here> = BTreeMap::new();
    for &(author, post, item) in &acts {
        if times[&(author, posts.account[post as usize])] >= MIN_REPOSTS {
            let hour = posts.time_us[post as usize].div_euclid(HOUR_US);
            let here = found.entry((author, hour)).or_default();
            here.0.push(post);
            here.1.insert(item);
        }
    }
    let several = found.into_iter().filter(|(_, (_, items))| items.len() > 1);
    let named = several.map(|((author, hour), (posts, _))| (name(author, hour), posts)).collect();
    of_layer(ObjectKind::RepostAuthor, named, &posts.account)
}

fn name(author: &str, hour: i64) -> String {
    let (day, of_day) = (hour.div_euclid(HOURS_A_DAY), hour.rem_euclid(HOURS_A_DAY));
    let (year, month, day) = date(day);
    format!("{author} · {year:04}-{month:02}-{day:02} {of_day:02} h")
}

/// Date of a day number since 1970 (Hinnant, *chrono-compatible low-level date algorithms*).
fn date(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let part = (5 * of_year + 2) / 153;
    let month = if part < 10 { part + 3 } else { part - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, of_year - (153 * part + 2) / 5 + 1)
}

/// The author of each reposted item: the account of its own post where the data hold it, otherwise the handle
/// behind `RT @` in the texts of its reposts.
fn author_of_items(dataset: &Dataset, reposts: &Layer) -> Vec<Option<String>> {
    let mut author: Vec<Option<String>> = vec![None; reposts.objects.len()];
    let number: HashMap<&str, u32> = reposts.objects.iter().zip(0u32..).collect();
    if !dataset.contents.is_empty() {
        let is_repost: HashSet<u32> = reposts.post.iter().copied().collect();
        for post in (0..dataset.posts.len() as u32).filter(|p| !is_repost.contains(p)) {
            let content = dataset.contents.get(dataset.posts.content[post as usize]);
            let Some(&item) = number.get(content) else { continue };
            let account = dataset.accounts.get(dataset.posts.account[post as usize]);
            let place = &mut author[item as usize];
            // Two files may give one content to two accounts; the choice must not hang on their order.
            if place.as_deref().is_none_or(|known| account < known) {
                *place = Some(account.to_owned());
            }
        }
    }
    let Some(texts) = &dataset.posts.text else { return author };
    let account_of = accounts_by_handle(dataset);
    let mut handles: BTreeMap<u32, BTreeMap<String, u32>> = BTreeMap::new();
    for (&post, &item) in reposts.post.iter().zip(&reposts.object).filter(|(_, item)| author[**item as usize].is_none())
    {
        if let Some(handle) = reposted_handle(texts.get(post)) {
            *handles.entry(item).or_default().entry(handle).or_insert(0) += 1;
        }
    }
    for (item, counts) in handles {
        let most = counts.into_iter().max_by(|x, y| x.1.cmp(&y.1).then_with(|| y.0.cmp(&x.0)));
        author[item as usize] = most.map(|(handle, _)| account_of.get(&handle).cloned().unwrap_or(handle));
    }
    author
}

/// The account behind `RT @`, in lower case.
fn reposted_handle(text: &str) -> Option<String> {
    let rest = text.trim_start().strip_prefix("RT @")?;
    let handle: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-')).collect();
    let handle = handle.trim_end_matches(['.', '-']).to_lowercase();
    (!handle.is_empty()).then_some(handle)
}

/// Ids by lower-case id and name. A name that two accounts bear leads to neither.
fn accounts_by_handle(dataset: &Dataset) -> HashMap<String, String> {
    let mut known: HashMap<String, String> = HashMap::new();
    if let Some(names) = &dataset.account_names {
        let mut shared: HashSet<String> = HashSet::new();
        for (account, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            let handle = name.trim_start_matches('@').to_lowercase();
            if known.insert(handle.clone(), dataset.accounts.get(account as u32).to_owned()).is_some() {
                shared.insert(handle);
            }
        }
        known.retain(|handle, _| !shared.contains(handle));
    }
    for id in dataset.accounts.iter() {
        known.insert(id.to_lowercase(), id.to_owned());
    }
    known
}

#[cfg(test)]
mod tests {
    use super::{date, name, reposted_handle};

    #[test]
    fn handles_stand_behind_the_sign() {
        assert_eq!(reposted_handle("RT @Some_One: words"), Some("some_one".to_owned()));
        assert_eq!(reposted_handle("RT @a.b.example. words"), Some("a.b.example".to_owned()));
        for text in ["RT @: words", "words", "RT someone", ""] {
            assert_eq!(reposted_handle(text), None, "{text}");
        }
    }

    #[test]
    fn hours_have_their_dates() {
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(-1), (1969, 12, 31));
        assert_eq!(date(19_782), (2024, 2, 29));
        assert_eq!(name("a", 19_782 * 24 + 7), "a · 2024-02-29 07 h");
    }
}

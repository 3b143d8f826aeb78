//! The accounts that one post mentions, as one object.

use super::{in_chunks, of_layer};
use daylight_core::{Dataset, Layer, ObjectKind};
use std::collections::BTreeMap;

/// Mentions from which a set says something.
const MIN_MENTIONS: usize = 2;

/// A layer of sets of mentions. Replies and reposts have none: whoever answers in a thread mentions all of it, and a
/// repost mentions what its original does.
pub fn sets(dataset: &Dataset) -> Option<Layer> {
    let mentions = dataset.layers.iter().find(|l| l.kind == ObjectKind::Mention)?;
    let taken_over = taken_over(dataset);
    let mut found: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
    for (post, mut set) in in_chunks(mentions) {
        set.sort_unstable();
        set.dedup();
        if set.len() >= MIN_MENTIONS && !taken_over[post as usize] {
            found.entry(set).or_default().push(post);
        }
    }
    let name = |set: &Vec<u32>| {
        let handle = |&m: &u32| format!("@{}", mentions.objects.get(m).trim_start_matches('@'));
        let mut handles: Vec<String> = set.iter().map(handle).collect();
        handles.sort_unstable();
        handles.join(" ")
    };
    let named = found.into_iter().map(|(set, posts)| (name(&set), posts)).collect();
    of_layer(ObjectKind::MentionSet, named, &dataset.posts.account)
}

/// Posts whose mentions are not the author's own choice.
fn taken_over(dataset: &Dataset) -> Vec<bool> {
    let mut taken = vec![false; dataset.posts.len()];
    let kinds = [ObjectKind::ReplyTo, ObjectKind::RepostOf];
    for &post in dataset.layers.iter().filter(|l| kinds.contains(&l.kind)).flat_map(|l| &l.post) {
        taken[post as usize] = true;
    }
    if let Some(texts) = &dataset.posts.text {
        for (post, text) in texts.iter().enumerate() {
            // Where the columns of replies and reposts are missing, the text says it.
            taken[post] |= text.starts_with('@') || text.starts_with("RT @");
        }
    }
    taken
}

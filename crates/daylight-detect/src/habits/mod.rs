//! Habits as objects: what accounts do together without sharing a link or a text.
//!
//! The ordered hashtags of a post, the accounts that it mentions, the author whom it reposts, and the campaign that
//! its link is tagged with. Each becomes a layer only where the data have what it is made of, and is tested by the
//! same questions as links. The method and its error rates stand in `docs/methods/habits.md`.

mod mentions;
mod reposts;
mod tags;

use daylight_core::{CoactionSettings, Dataset, Layer, ObjectKind};
use std::collections::BTreeMap;

/// Hashtags from which their order in one post says something.
const MIN_HASHTAGS: usize = 3;

/// How a layer is made of what was read.
type Maker = fn(&Dataset) -> Option<Layer>;

/// The kinds of derived layers with their makers, and what each is made of.
const HABITS: [(ObjectKind, ObjectKind, Maker); 4] = [
    (ObjectKind::HashtagSequence, ObjectKind::Hashtag, sequences),
    (ObjectKind::MentionSet, ObjectKind::Mention, mentions::sets),
    (ObjectKind::RepostAuthor, ObjectKind::RepostOf, reposts::authors),
    (ObjectKind::CampaignTag, ObjectKind::Url, tags::tags),
];

/// Adds the layers of habits that the data allow.
///
/// None is made where the input names its objects itself, or where other layers were asked for. Only objects of at
/// least two accounts are kept.
pub fn add_habits(dataset: &mut Dataset, settings: &CoactionSettings) {
    for (kind, _, make) in &HABITS {
        let wanted = settings.layers.is_empty() || settings.layers.contains(kind);
        let named = dataset.layers.iter().any(|l| l.kind == *kind);
        // Tags that an export kept still have to be told from those of buttons.
        if !wanted || (named && *kind != ObjectKind::CampaignTag) {
            continue;
        }
        let made = make(dataset);
        if named {
            dataset.layers.retain(|l| l.kind != *kind);
        }
        dataset.layers.extend(made);
    }
    dataset.layers.sort_by(|x, y| x.kind.cmp(&y.kind));
}

/// What the layer of a habit is made of.
pub fn made_of(kind: &ObjectKind) -> Option<&'static ObjectKind> {
    HABITS.iter().find(|h| h.0 == *kind).map(|h| &h.1)
}

fn sequences(dataset: &Dataset) -> Option<Layer> {
    let hashtags = dataset.layers.iter().find(|l| l.kind == ObjectKind::Hashtag)?;
    let mut found: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
    for (post, of_post) in in_chunks(hashtags) {
        let mut tags: Vec<u32> = Vec::new();
        for tag in of_post {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        if tags.len() >= MIN_HASHTAGS {
            found.entry(tags).or_default().push(post);
        }
    }
    let name = |tags: &[u32]| tags.iter().map(|&t| hashtags.objects.get(t)).collect::<Vec<_>>().join(" ");
    let named = found.into_iter().map(|(tags, posts)| (name(&tags), posts)).collect();
    of_layer(ObjectKind::HashtagSequence, named, &dataset.posts.account)
}

/// The objects of each post, in their order.
fn in_chunks(layer: &Layer) -> impl Iterator<Item = (u32, Vec<u32>)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let &post = layer.post.get(at)?;
        let n = layer.post[at..].iter().take_while(|p| **p == post).count();
        at += n;
        Some((post, layer.object[at - n..at].to_vec()))
    })
}

/// A layer of named objects with their posts; nothing when no object has two accounts.
fn of_layer(kind: ObjectKind, mut named: Vec<(String, Vec<u32>)>, account: &[u32]) -> Option<Layer> {
    named.retain(|(_, posts)| posts.iter().any(|&p| account[p as usize] != account[posts[0] as usize]));
    named.sort();
    // Two objects of one name (handles that differ in their sign alone) are one.
    let mut joined: Vec<(String, Vec<u32>)> = Vec::with_capacity(named.len());
    for (name, posts) in named {
        match joined.last_mut() {
            Some((last, all)) if *last == name => all.extend(posts),
            _ => joined.push((name, posts)),
        }
    }
    let mut actions: Vec<(u32, u32)> =
        joined.iter().zip(0u32..).flat_map(|((_, posts), object)| posts.iter().map(move |&p| (p, object))).collect();
    actions.sort_unstable();
    actions.dedup();
    (!actions.is_empty()).then(|| Layer {
        kind,
        objects: joined.iter().map(|(name, _)| name).collect(),
        object: actions.iter().map(|a| a.1).collect(),
        post: actions.iter().map(|a| a.0).collect(),
        self_object: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use daylight_core::IdTable;

    fn dataset() -> Dataset {
        let mut dataset = Dataset { accounts: ["a", "b", "c"].into_iter().collect(), ..Dataset::default() };
        dataset.posts.account = vec![0, 1, 2, 0];
        // Posts: x y z; x y z z; z y x; x y.
        let tags = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (1, 2), (2, 2), (2, 1), (2, 0), (3, 0), (3, 1)];
        dataset.layers.push(Layer {
            kind: ObjectKind::Hashtag,
            objects: ["x", "y", "z"].into_iter().collect::<IdTable>(),
            object: tags.iter().map(|t| t.1).collect(),
            post: tags.iter().map(|t| t.0).collect(),
            self_object: Vec::new(),
        });
        dataset
    }

    #[test]
    fn the_same_tags_in_the_same_order_are_one_object() {
        let mut dataset = dataset();
        add_habits(&mut dataset, &CoactionSettings::default());
        let layer = &dataset.layers[1];
        assert_eq!((layer.objects.iter().collect::<Vec<_>>(), &layer.post), (vec!["x y z"], &vec![0, 1]));
    }

    /// A data set of posts (account, second) with one layer.
    fn with(posts: &[(u32, i64)], kind: ObjectKind, objects: &[&str], actions: &[(u32, u32)]) -> Dataset {
        let mut dataset = Dataset { accounts: ["a", "b", "c", "d"].into_iter().collect(), ..Dataset::default() };
        dataset.posts.account = posts.iter().map(|p| p.0).collect();
        dataset.posts.time_us = posts.iter().map(|p| p.1 * 1_000_000).collect();
        dataset.posts.content = (0..posts.len() as u32).collect();
        dataset.layers.push(Layer {
            kind,
            objects: objects.iter().collect::<IdTable>(),
            object: actions.iter().map(|t| t.1).collect(),
            post: actions.iter().map(|t| t.0).collect(),
            self_object: Vec::new(),
        });
        dataset
    }

    fn made(mut dataset: Dataset, kind: &ObjectKind) -> Option<(Vec<String>, Vec<u32>)> {
        add_habits(&mut dataset, &CoactionSettings::default());
        let layer = dataset.layers.iter().find(|l| l.kind == *kind)?;
        Some((layer.objects.iter().map(str::to_owned).collect(), layer.post.clone()))
    }

    #[test]
    fn mentions_are_a_set_and_those_of_replies_are_not() {
        // Posts: x y; y x x; x; x y as a reply.
        let actions = [(0, 0), (0, 1), (1, 1), (1, 0), (1, 0), (2, 0), (3, 0), (3, 1)];
        let mut data = with(&[(0, 0), (1, 1), (2, 2), (3, 3)], ObjectKind::Mention, &["x", "@y"], &actions);
        data.posts.text = Some(["so @x @y", "@z hello", "@x", "no"].into_iter().collect());
        let without_the_second = (vec!["@x @y".to_owned()], vec![0, 3]);
        assert_eq!(made(data.clone(), &ObjectKind::MentionSet), Some(without_the_second), "it begins as a reply does");
        data.posts.text = None;
        data.layers.push(Layer {
            kind: ObjectKind::ReplyTo,
            objects: ["t"].into_iter().collect(),
            object: vec![0],
            post: vec![3],
            self_object: Vec::new(),
        });
        assert_eq!(made(data, &ObjectKind::MentionSet), Some((vec!["@x @y".to_owned()], vec![0, 1])));
    }

    #[test]
    fn who_reposts_different_items_of_one_author_meets_there() {
        let posts = [(0, 0), (1, 5), (0, 7200), (1, 7205), (2, 7300)];
        let actions = [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3)];
        let mut data = with(&posts, ObjectKind::RepostOf, &["i", "j", "k", "l"], &actions);
        let text = |i: usize| if i == 4 { "RT @other: w".to_owned() } else { format!("RT @Star: w{i}") };
        data.posts.text = Some((0..5).map(text).collect());
        let found = made(data, &ObjectKind::RepostAuthor);
        // In the third hour both reposted one item, which is tested as such; c reposted once.
        assert_eq!(found, Some((vec!["star · 1970-01-01 00 h".to_owned()], vec![0, 1])));
    }

    #[test]
    fn the_author_is_read_off_the_item_where_the_data_hold_it() {
        let posts = [(3, 0), (3, 1), (0, 2), (1, 3), (0, 4), (1, 5)];
        let actions = [(2, 0), (3, 1), (4, 1), (5, 0)];
        let mut data = with(&posts, ObjectKind::RepostOf, &["p0", "p1"], &actions);
        data.contents = (0..6).map(|i| format!("p{i}")).collect();
        let found = made(data, &ObjectKind::RepostAuthor);
        assert_eq!(found, Some((vec!["d · 1970-01-01 00 h".to_owned()], vec![2, 3, 4, 5])));
    }

    #[test]
    fn links_with_one_campaign_meet_there() {
        let links =
            ["https://a.example/1?utm_campaign=night", "https://a.example/2?utm_campaign=Night", "https://a.example/3"];
        let data = with(&[(0, 0), (1, 1), (2, 2)], ObjectKind::Url, &links, &[(0, 0), (1, 1), (2, 2)]);
        let found = made(data, &ObjectKind::CampaignTag);
        assert_eq!(found, Some((vec!["a.example utm_campaign=night".to_owned()], vec![0, 1])));
        let data = with(&[(0, 0), (1, 1)], ObjectKind::Url, &links, &[(0, 0), (1, 0)]);
        assert_eq!(made(data, &ObjectKind::CampaignTag), None, "one link is tested as a link");
    }

    #[test]
    fn other_layers_asked_for_are_all_that_is_made() {
        let mut dataset = dataset();
        add_habits(&mut dataset, &CoactionSettings { layers: vec![ObjectKind::Url], ..CoactionSettings::default() });
        assert_eq!(dataset.layers.len(), 1);
    }
}

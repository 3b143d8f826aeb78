//! Habits as objects: what accounts do together without sharing a link or a text.
//!
//! One is derived so far: the ordered hashtags of a post. Sets of mentions are not, since everybody who answers
//! in one thread has the same set; what a thread is about is tested as the item replied to.

use daylight_core::{CoactionSettings, Dataset, Layer, ObjectKind};
use std::collections::BTreeMap;

/// Hashtags from which their order in one post says something.
const MIN_HASHTAGS: usize = 3;

/// Adds a layer of hashtag sequences where posts have at least three different hashtags each.
///
/// Does nothing where the input names sequences itself, or where other layers were asked for. Only sequences
/// of at least two accounts become objects.
pub fn add_habits(dataset: &mut Dataset, settings: &CoactionSettings) {
    let kind = ObjectKind::HashtagSequence;
    let wanted = settings.layers.is_empty() || settings.layers.contains(&kind);
    if !wanted || dataset.layers.iter().any(|l| l.kind == kind) {
        return;
    }
    let Some(hashtags) = dataset.layers.iter().find(|l| l.kind == ObjectKind::Hashtag) else { return };
    let layer = sequences(hashtags, &dataset.posts.account);
    if !layer.objects.is_empty() {
        dataset.layers.push(layer);
        dataset.layers.sort_by(|x, y| x.kind.cmp(&y.kind));
    }
}

fn sequences(hashtags: &Layer, account: &[u32]) -> Layer {
    let mut found: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
    let actions: Vec<(u32, u32)> = hashtags.post.iter().copied().zip(hashtags.object.iter().copied()).collect();
    for of_post in actions.chunk_by(|x, y| x.0 == y.0) {
        let mut tags: Vec<u32> = Vec::new();
        for (_, tag) in of_post {
            if !tags.contains(tag) {
                tags.push(*tag);
            }
        }
        if tags.len() >= MIN_HASHTAGS {
            found.entry(tags).or_default().push(of_post[0].0);
        }
    }
    found.retain(|_, posts| posts.iter().any(|&p| account[p as usize] != account[posts[0] as usize]));
    let name = |tags: &[u32]| tags.iter().map(|&t| hashtags.objects.get(t)).collect::<Vec<_>>().join(" ");
    let mut named: Vec<(String, Vec<u32>)> = found.into_iter().map(|(tags, posts)| (name(&tags), posts)).collect();
    named.sort();
    let mut actions: Vec<(u32, u32)> =
        named.iter().zip(0u32..).flat_map(|((_, posts), object)| posts.iter().map(move |&p| (p, object))).collect();
    actions.sort_unstable();
    Layer {
        kind: ObjectKind::HashtagSequence,
        objects: named.iter().map(|(name, _)| name).collect(),
        object: actions.iter().map(|a| a.1).collect(),
        post: actions.iter().map(|a| a.0).collect(),
        self_object: Vec::new(),
    }
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

    #[test]
    fn other_layers_asked_for_are_all_that_is_made() {
        let mut dataset = dataset();
        add_habits(&mut dataset, &CoactionSettings { layers: vec![ObjectKind::Url], ..CoactionSettings::default() });
        assert_eq!(dataset.layers.len(), 1);
    }
}

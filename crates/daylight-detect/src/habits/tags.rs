//! Names of campaigns in links, as objects: different links that one sender prepared.

use super::of_layer;
use daylight_core::{Dataset, Layer, ObjectKind, PostTable, campaign_tag};
use std::collections::{BTreeMap, BTreeSet};

/// Accounts and days from which a tag is set by a button that everybody uses.
const BUTTON: (usize, usize) = (50, 10);
const DAY_US: i64 = 86_400_000_000;

/// A layer of campaign tags; nothing where links carry none. Exports keep the tags beside the links that lose them;
/// elsewhere they are read off the links. Tags of one link alone are left out, since the link is tested already, and
/// so are those that many accounts use on many days.
pub fn tags(dataset: &Dataset) -> Option<Layer> {
    let of = |kind: ObjectKind| dataset.layers.iter().find(|l| l.kind == kind);
    let links = of(ObjectKind::Url);
    let mut found: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    if let Some(kept) = of(ObjectKind::CampaignTag) {
        for (&post, &tag) in kept.post.iter().zip(&kept.object) {
            found.entry(kept.objects.get(tag).to_owned()).or_default().insert(post);
        }
    } else {
        let links = links?;
        let tag_of: Vec<Option<String>> = links.objects.iter().map(campaign_tag).collect();
        for (&post, &link) in links.post.iter().zip(&links.object) {
            if let Some(tag) = &tag_of[link as usize] {
                found.entry(tag.clone()).or_default().insert(post);
            }
        }
    }
    let one_link = |posts: &BTreeSet<u32>| links.is_some_and(|links| n_links(links, posts) < 2);
    found.retain(|_, posts| !one_link(posts) && !is_button(dataset, posts));
    let named = found.into_iter().map(|(tag, posts)| (tag, posts.into_iter().collect())).collect();
    of_layer(ObjectKind::CampaignTag, named, &dataset.posts.account)
}

/// Different links of the posts (actions stand in post order).
fn n_links(links: &Layer, posts: &BTreeSet<u32>) -> usize {
    let of_post = |&post: &u32| {
        let from = links.post.partition_point(|p| *p < post);
        links.post[from..].iter().take_while(move |p| **p == post).zip(&links.object[from..]).map(|(_, o)| *o)
    };
    posts.iter().flat_map(of_post).collect::<BTreeSet<u32>>().len()
}

fn is_button(dataset: &Dataset, posts: &BTreeSet<u32>) -> bool {
    let table = &dataset.posts;
    let accounts: BTreeSet<u32> = posts.iter().map(|&p| table.account[p as usize]).collect();
    let times = posts.iter().map(|&p| table.time_us[p as usize]).filter(|&t| t != PostTable::NO_TIME);
    let days: BTreeSet<i64> = times.map(|t| t.div_euclid(DAY_US)).collect();
    accounts.len() >= BUTTON.0 && days.len() >= BUTTON.1
}

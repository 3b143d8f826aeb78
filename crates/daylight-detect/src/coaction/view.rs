//! What the group table, the hints and the check read about one group, gathered once.

use super::groups::rows_of;
use super::layer::LayerData;
use daylight_core::{Analysis, CoactionEdge, Dataset};
use std::collections::{BTreeMap, BTreeSet};

/// One group's co-actions by object and post.
pub struct GroupView<'a> {
    pub dataset: &'a Dataset,
    pub layers: &'a [LayerData],
    /// Members, ascending.
    pub members: &'a [u32],
    /// Co-acted objects (layer, object), each with its co-acting members and the time of their first co-action on it.
    pub objects: BTreeMap<(u16, u32), BTreeMap<u32, i64>>,
    /// Posts that are part of a co-action inside the group.
    pub posts: BTreeSet<u32>,
    /// All posts of the members with a time.
    pub member_posts: Vec<u32>,
}

impl<'a> GroupView<'a> {
    pub fn new(
        dataset: &'a Dataset,
        layers: &'a [LayerData],
        analysis: &Analysis,
        members: &'a [u32],
        edges: &[&CoactionEdge],
    ) -> Self {
        let mut objects: BTreeMap<(u16, u32), BTreeMap<u32, i64>> = BTreeMap::new();
        let mut posts = BTreeSet::new();
        for edge in edges {
            for row in rows_of(analysis, edge) {
                let on = objects.entry((row.layer, row.object)).or_default();
                for (account, post) in [(edge.a, row.post_a), (edge.b, row.post_b)] {
                    posts.insert(post);
                    let time = dataset.posts.time_us[post as usize];
                    on.entry(account).and_modify(|t| *t = time.min(*t)).or_insert(time);
                }
            }
        }
        let mut member_posts: Vec<u32> = Vec::new();
        for layer in layers {
            for &m in members {
                let items = layer.postings.indices(m).iter().map(|&i| layer.grouped.item[i as usize]);
                member_posts.extend(items.map(|i| dataset.layers[layer.source].post[i as usize]));
            }
        }
        member_posts.sort_unstable();
        member_posts.dedup();
        Self { dataset, layers, members, objects, posts, member_posts }
    }

    /// (platform, members).
    pub fn platforms(&self) -> Vec<(String, u32)> {
        let Some(platform) = &self.dataset.posts.platform else { return Vec::new() };
        let of: BTreeSet<(u16, u32)> =
            self.member_posts.iter().map(|&p| (platform[p as usize], self.dataset.posts.account[p as usize])).collect();
        tally(of.into_iter().map(|(p, _)| p), &self.dataset.platforms)
    }

    /// (language, posts).
    pub fn languages(&self) -> Vec<(String, u32)> {
        let Some(language) = &self.dataset.posts.language else { return Vec::new() };
        tally(self.member_posts.iter().map(|&p| language[p as usize]), &self.dataset.languages)
    }

    /// Members' posts in each hour of the day, UTC.
    pub fn hours(&self) -> [u32; 24] {
        let mut hours = [0; 24];
        for &p in &self.member_posts {
            let secs = self.dataset.posts.time_us[p as usize].div_euclid(1_000_000);
            hours[(secs.rem_euclid(86_400) / 3600) as usize] += 1;
        }
        hours
    }

    /// Share of the members' posts that are part of a co-action inside the group.
    pub fn coaction_share(&self) -> f64 {
        self.posts.len() as f64 / self.member_posts.len().max(1) as f64
    }

    /// Share of all actions on the co-acted objects that are by members.
    pub fn reach_share(&self) -> f64 {
        let (mut mine, mut all) = (0usize, 0usize);
        for &(layer, object) in self.objects.keys() {
            let grouped = &self.layers[layer as usize].grouped;
            let range = grouped.range(object);
            all += range.len();
            mine += grouped.actor[range].iter().filter(|a| self.members.binary_search(a).is_ok()).count();
        }
        mine as f64 / all.max(1) as f64
    }
}

fn tally(values: impl Iterator<Item = u16>, names: &[String]) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<u16, u32> = BTreeMap::new();
    for v in values {
        *counts.entry(v).or_insert(0) += 1;
    }
    let mut out: Vec<(String, u32)> =
        counts.into_iter().filter_map(|(v, n)| names.get(v as usize).map(|name| (name.clone(), n))).collect();
    out.sort_by(|x, y| y.1.cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    out
}

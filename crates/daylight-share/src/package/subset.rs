//! What the result refers to, under shown names, and where the old numbers went.

use std::collections::HashMap;

use daylight_core::{Analysis, Dataset, IdTable, Layer, ObjectKind, PostTable};

use super::Identity;
use crate::error::ShareError;
use crate::names::{Names, mask_mentions};

/// Stands for "not in the subset".
const NONE: u32 = u32::MAX;

/// The subset of a data set that a result refers to, and the maps from old numbers to new ones.
pub(super) struct Subset {
    pub accounts: IdTable,
    pub account_names: Option<IdTable>,
    pub contents: IdTable,
    pub posts: PostTable,
    pub layers: Vec<Layer>,
    pub identities: Vec<Identity>,
    /// Lower-case ids and names with their shown names.
    pub known: HashMap<String, String>,
    account_map: Vec<u32>,
    object_maps: Vec<Vec<u32>>,
    post_map: Vec<u32>,
}

impl Subset {
    pub fn new(dataset: &Dataset, analysis: &Analysis, names: &Names<'_>) -> Result<Self, ShareError> {
        let layers = analysis_layers(dataset, analysis)?;
        let used = used_accounts(dataset, analysis)?;
        let old: Vec<u32> = (0..dataset.accounts.len() as u32).filter(|&i| used[i as usize]).collect();
        let shown = names.show('a', old.iter().map(|&i| dataset.accounts.get(i)));
        let mut by_name: Vec<usize> = (0..old.len()).collect();
        by_name.sort_by(|&i, &j| shown[i].cmp(&shown[j]));
        let mut account_map = vec![NONE; dataset.accounts.len()];
        for (new, &i) in by_name.iter().enumerate() {
            account_map[old[i] as usize] = new as u32;
        }
        let real_name = |i: usize| dataset.account_names.as_ref().map(|names| names.get(old[i]));
        let known = if names.hides() { known_handles(dataset, &old, &shown) } else { HashMap::new() };
        let (shown_layers, object_maps) = shown_objects(analysis, &layers, names, &known)?;
        let mut subset = Self {
            accounts: by_name.iter().map(|&i| &shown[i]).collect(),
            account_names: if names.hides() {
                None
            } else {
                let shown: IdTable = by_name.iter().filter_map(|&i| real_name(i)).collect();
                Some(shown).filter(|names| names.iter().any(|n| !n.is_empty()))
            },
            contents: IdTable::new(),
            posts: PostTable::default(),
            layers: shown_layers,
            identities: Vec::new(),
            known: HashMap::new(),
            account_map,
            object_maps,
            post_map: Vec::new(),
        };
        if names.hides() {
            subset.identities = by_name
                .iter()
                .map(|&i| Identity {
                    pseudonym: shown[i].clone(),
                    account_id: dataset.accounts.get(old[i]).to_owned(),
                    display_name: real_name(i).filter(|n| !n.is_empty()).map(str::to_owned),
                })
                .collect();
        }
        subset.take_posts(dataset, analysis, names, &known)?;
        subset.known = known;
        Ok(subset)
    }

    /// New number of an account.
    pub fn account(&self, old: u32) -> Option<u32> {
        self.account_map.get(old as usize).copied().filter(|&n| n != NONE)
    }

    /// New number of an object.
    pub fn object(&self, layer: u16, old: u32) -> Option<u32> {
        self.object_maps.get(layer as usize)?.get(old as usize).copied().filter(|&n| n != NONE)
    }

    /// New number of a post.
    pub fn post(&self, old: u32) -> Option<u32> {
        self.post_map.get(old as usize).copied().filter(|&n| n != NONE)
    }

    fn take_posts(
        &mut self,
        dataset: &Dataset,
        analysis: &Analysis,
        names: &Names<'_>,
        known: &HashMap<String, String>,
    ) -> Result<(), ShareError> {
        let posts = &dataset.posts;
        let mut used = vec![false; posts.len()];
        for row in &analysis.evidence {
            for post in [row.post_a, row.post_b] {
                *used.get_mut(post as usize).ok_or_else(|| missing("post", post))? = true;
            }
        }
        let old: Vec<u32> = (0..posts.len() as u32).filter(|&i| used[i as usize]).collect();
        let content_map = self.take_contents(dataset, &old, names);
        let line = |i: u32| posts.line.get(i as usize).copied().unwrap_or(0);
        let mut order = old;
        order.sort_by_key(|&i| {
            let u = i as usize;
            let content = content_map.get(posts.content[u] as usize).copied().unwrap_or(0);
            (self.account_map[posts.account[u] as usize], posts.time_us[u], content, posts.source[u], line(i), i)
        });
        self.post_map = vec![NONE; posts.len()];
        let mut small = PostTable { text: posts.text.as_ref().map(|_| IdTable::new()), ..PostTable::default() };
        for (new, &i) in order.iter().enumerate() {
            let u = i as usize;
            self.post_map[u] = new as u32;
            small.account.push(self.account_map[posts.account[u] as usize]);
            small.content.push(content_map.get(posts.content[u] as usize).copied().unwrap_or(0));
            small.time_us.push(posts.time_us[u]);
            small.source.push(posts.source[u]);
            if !posts.line.is_empty() {
                small.line.push(line(i));
            }
            if let (Some(to), Some(from)) = (&mut small.text, &posts.text) {
                to.push(&mask_mentions(names, known, from.get(i)));
            }
        }
        self.posts = small;
        Ok(())
    }

    /// Shown contents of the posts, in order; returns the map from old numbers.
    fn take_contents(&mut self, dataset: &Dataset, posts: &[u32], names: &Names<'_>) -> Vec<u32> {
        if dataset.contents.is_empty() {
            if !posts.is_empty() {
                self.contents.push("");
            }
            return Vec::new();
        }
        let mut old: Vec<u32> = posts.iter().map(|&p| dataset.posts.content[p as usize]).collect();
        old.sort_unstable();
        old.dedup();
        let shown = names.show('c', old.iter().map(|&c| dataset.contents.get(c)));
        let (table, numbers) = sorted_table(&shown);
        self.contents = table;
        let mut map = vec![NONE; dataset.contents.len()];
        for (&c, number) in old.iter().zip(numbers) {
            map[c as usize] = number;
        }
        map
    }
}

/// Strings in order, each once, and the number of each input string.
fn sorted_table(strings: &[String]) -> (IdTable, Vec<u32>) {
    let mut sorted: Vec<&str> = strings.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let numbers = strings.iter().map(|s| sorted.binary_search(&s.as_str()).unwrap_or(0) as u32).collect();
    (sorted.into_iter().collect(), numbers)
}

fn missing(what: &str, number: u32) -> ShareError {
    ShareError::Inconsistent(format!("{what} {number} is not in the data set"))
}

/// The data set's layer behind each layer of the analysis.
fn analysis_layers<'d>(dataset: &'d Dataset, analysis: &Analysis) -> Result<Vec<&'d Layer>, ShareError> {
    let find = |kind: &ObjectKind| dataset.layers.iter().find(|layer| layer.kind == *kind);
    analysis
        .layers
        .iter()
        .map(|summary| {
            find(&summary.kind)
                .ok_or_else(|| ShareError::Inconsistent(format!("layer {} is not in the data set", summary.kind)))
        })
        .collect()
}

fn used_accounts(dataset: &Dataset, analysis: &Analysis) -> Result<Vec<bool>, ShareError> {
    let mut used = vec![false; dataset.accounts.len()];
    let all = analysis.edges.iter().flat_map(|e| [e.a, e.b]);
    let all = all.chain(analysis.accounts.iter().map(|a| a.account));
    let all = all.chain(analysis.groups.iter().flat_map(|g| g.members.iter().copied()));
    for account in all.chain(analysis.clock.scheduled.iter().map(|s| s.0)) {
        *used.get_mut(account as usize).ok_or_else(|| missing("account", account))? = true;
    }
    Ok(used)
}

/// Lower-case ids and names of the accounts in the result, with their shown names.
fn known_handles(dataset: &Dataset, old: &[u32], shown: &[String]) -> HashMap<String, String> {
    let mut known = HashMap::new();
    for (&account, shown) in old.iter().zip(shown) {
        known.insert(dataset.accounts.get(account).to_lowercase(), shown.clone());
        if let Some(names) = &dataset.account_names {
            let handle = names.get(account).trim_start_matches('@').to_lowercase();
            if !handle.is_empty() {
                known.entry(handle).or_insert_with(|| shown.clone());
            }
        }
    }
    known
}

/// Objects of a data set one at a time under the names of its accounts, for listings that are no result.
pub struct ObjectNames<'a> {
    names: Names<'a>,
    known: HashMap<String, String>,
}

impl<'a> ObjectNames<'a> {
    /// For the objects of a data set.
    pub fn of(dataset: &Dataset, names: Names<'a>) -> Self {
        let names_people =
            |l: &Layer| matches!(l.kind, ObjectKind::Mention | ObjectKind::Text | ObjectKind::TextFamily);
        let mut known = HashMap::new();
        if names.hides() && dataset.layers.iter().any(names_people) {
            let all: Vec<u32> = (0..dataset.accounts.len() as u32).collect();
            let shown: Vec<String> = all.iter().map(|&i| names.account(dataset.accounts.get(i))).collect();
            known = known_handles(dataset, &all, &shown);
        }
        Self { names, known }
    }

    /// How an object is shown.
    pub fn shown(&self, kind: &ObjectKind, object: &str) -> String {
        shown_object(kind, object, &self.names, &self.known)
    }
}

type ShownObjects = (Vec<Layer>, Vec<Vec<u32>>);

fn shown_objects(
    analysis: &Analysis,
    layers: &[&Layer],
    names: &Names<'_>,
    known: &HashMap<String, String>,
) -> Result<ShownObjects, ShareError> {
    let mut used: Vec<Vec<bool>> = layers.iter().map(|l| vec![false; l.objects.len()]).collect();
    let refs = analysis.evidence.iter().map(|r| (r.layer, r.object));
    let refs = refs.chain(analysis.moments.iter().map(|m| (m.layer, m.object)));
    for (layer, object) in
        refs.chain(analysis.groups.iter().flat_map(|g| g.top_objects.iter().map(|t| (t.layer, t.object))))
    {
        *used
            .get_mut(layer as usize)
            .and_then(|l| l.get_mut(object as usize))
            .ok_or_else(|| missing("object", object))? = true;
    }
    let mut shown_layers = Vec::new();
    let mut maps = Vec::new();
    for (layer, used) in layers.iter().zip(used) {
        let old: Vec<u32> = (0..layer.objects.len() as u32).filter(|&i| used[i as usize]).collect();
        let shown: Vec<String> =
            old.iter().map(|&o| shown_object(&layer.kind, layer.objects.get(o), names, known)).collect();
        let (objects, numbers) = sorted_table(&shown);
        let mut map = vec![NONE; layer.objects.len()];
        for (&o, number) in old.iter().zip(numbers) {
            map[o as usize] = number;
        }
        shown_layers.push(Layer {
            kind: layer.kind.clone(),
            objects,
            object: Vec::new(),
            post: Vec::new(),
            self_object: Vec::new(),
        });
        maps.push(map);
    }
    Ok((shown_layers, maps))
}

/// An object under pseudonyms: mentions name accounts, reposts and replies name posts, texts hold
/// mentions, and long plain numbers of unknown kind are nearly always ids of posts.
fn shown_object(kind: &ObjectKind, object: &str, names: &Names<'_>, known: &HashMap<String, String>) -> String {
    if !names.hides() {
        return object.to_owned();
    }
    let mentioned = |object: &str| {
        let handle = object.trim_start_matches('@');
        let shown = known.get(&handle.to_lowercase()).cloned().unwrap_or_else(|| names.one('a', handle));
        format!("@{shown}")
    };
    match kind {
        ObjectKind::Mention => mentioned(object),
        ObjectKind::MentionSet => object.split(' ').map(mentioned).collect::<Vec<_>>().join(" "),
        ObjectKind::RepostAuthor => match object.rsplit_once(" · ") {
            Some((author, hour)) => format!("{} · {hour}", mentioned(author)),
            None => mentioned(object),
        },
        ObjectKind::RepostOf | ObjectKind::ReplyTo | ObjectKind::QuoteOf => names.one('c', object),
        ObjectKind::Object if object.len() >= 10 && object.bytes().all(|b| b.is_ascii_digit()) => {
            names.one('c', object)
        }
        ObjectKind::Text | ObjectKind::TextFamily => mask_mentions(names, known, object),
        _ => object.to_owned(),
    }
}

/// The most frequent platform of each account of the subset (the first in order when tied), and the
/// names of these platforms in order.
pub(super) fn main_platforms(dataset: &Dataset, subset: &Subset) -> (Vec<String>, Vec<Option<u16>>) {
    let main = most_frequent(dataset, subset);
    let shown: Vec<String> = main.iter().flatten().map(|&p| dataset.platforms[usize::from(p)].clone()).collect();
    let (names, numbers) = sorted_table(&shown);
    let mut numbers = numbers.into_iter();
    let renumbered = main.into_iter().map(|p| p.and_then(|_| numbers.next()).map(|n| n as u16)).collect();
    (names.iter().map(str::to_owned).collect(), renumbered)
}

fn most_frequent(dataset: &Dataset, subset: &Subset) -> Vec<Option<u16>> {
    let mut main = vec![None; subset.accounts.len()];
    let Some(platform) = &dataset.posts.platform else { return main };
    let mut seen: Vec<(u32, u16)> = Vec::new();
    for (&account, &platform) in dataset.posts.account.iter().zip(platform) {
        if let Some(new) = subset.account(account)
            && usize::from(platform) < dataset.platforms.len()
        {
            seen.push((new, platform));
        }
    }
    seen.sort_unstable();
    let mut best = vec![0usize; main.len()];
    for run in seen.chunk_by(|x, y| x == y) {
        let (account, platform) = run[0];
        if run.len() > best[account as usize] {
            best[account as usize] = run.len();
            main[account as usize] = Some(platform);
        }
    }
    main
}

//! What posts carry in a scenario about habits, in place of the families that the crowds were made with: sets of
//! mentions, reposts of one author's items, links of one campaign. The habit has to be found again in the columns.

use daylight_core::{IdTable, Layer, ObjectKind};
use std::collections::BTreeSet;

use super::draw::Draw;

/// A habit that stands for the families.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Habit {
    /// Each family is a set of two or three mentioned accounts.
    Mentions,
    /// Each family is a moment in which items of one author are reposted, each by some.
    Reposts,
    /// Each family is a campaign of one site, with several links.
    Tags,
}

/// Accounts that can be mentioned, authors, sites. The authors are few: a group raises the same ones time and again,
/// and what an account reposts of an author once is no habit.
const HANDLES: u64 = 400;
const AUTHORS: u64 = 10;
const SITES: u64 = 40;
/// Items, or links, of one family: accounts take any of them.
const VARIANTS: usize = 6;

/// Puts the columns of a habit in place of the layer of families; returns the texts, where it needs some.
pub(crate) fn wear(habit: Habit, n_posts: usize, layers: &mut Vec<Layer>, draw: &mut Draw) -> Option<IdTable> {
    let at = layers.iter().position(|l| l.kind == ObjectKind::TextFamily)?;
    let families = layers.remove(at);
    let salt = draw.bits();
    let acts: Vec<(u32, u64)> =
        families.post.iter().zip(&families.object).map(|(&p, &o)| (p, mixed(salt, u64::from(o)))).collect();
    match habit {
        Habit::Mentions => {
            let mentions = acts.iter().flat_map(|&(post, number)| {
                let mut set: Vec<u64> = handles(number).into_iter().collect();
                draw.shuffle(&mut set);
                set.into_iter().map(move |h| (post, format!("h{h:03}")))
            });
            let mentions = mentions.collect();
            layers.push(layer(ObjectKind::Mention, mentions));
            None
        }
        Habit::Reposts => {
            let mut texts = vec![String::new(); n_posts];
            for &(post, number) in &acts {
                texts[post as usize] = format!("RT @author{:02}: {number:x}", number % AUTHORS);
            }
            let item = |number: u64, draw: &mut Draw| format!("i{number:016x}{}", draw.below(VARIANTS));
            let items = acts.iter().map(|&(post, number)| (post, item(number, draw))).collect();
            layers.push(layer(ObjectKind::RepostOf, items));
            Some(texts.into_iter().collect())
        }
        Habit::Tags => {
            let link = |number: u64, draw: &mut Draw| {
                let (site, page) = (number % SITES, draw.below(VARIANTS));
                format!("https://tagged-{site:02}.example/{number:x}/{page}?utm_campaign=c{number:x}")
            };
            let mut links: Vec<(u32, String)> = acts.iter().map(|&(post, number)| (post, link(number, draw))).collect();
            if let Some(at) = layers.iter().position(|l| l.kind == ObjectKind::Url) {
                let plain = layers.remove(at);
                links.extend(plain.post.iter().zip(&plain.object).map(|(&p, &o)| (p, plain.objects.get(o).to_owned())));
            }
            layers.push(layer(ObjectKind::Url, links));
            None
        }
    }
}

fn handles(number: u64) -> BTreeSet<u64> {
    let n = 2 + number % 2;
    let mut set = BTreeSet::new();
    let mut next = number;
    while (set.len() as u64) < n {
        next = mixed(next, 1);
        set.insert(next % HANDLES);
    }
    set
}

fn layer(kind: ObjectKind, mut acts: Vec<(u32, String)>) -> Layer {
    acts.sort_by_key(|a| a.0);
    let names: BTreeSet<&str> = acts.iter().map(|a| a.1.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    Layer {
        kind,
        object: acts.iter().map(|a| names.partition_point(|n| *n < a.1.as_str()) as u32).collect(),
        post: acts.iter().map(|a| a.0).collect(),
        objects: names.iter().collect(),
        self_object: Vec::new(),
    }
}

/// `SplitMix64` over a pair.
fn mixed(salt: u64, number: u64) -> u64 {
    let z = (salt ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

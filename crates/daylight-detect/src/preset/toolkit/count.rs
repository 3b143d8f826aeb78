//! Counting the messages that have a partner.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{Edge, Messages, Network, Settings, text};
use crate::preset::PresetError;

/// One appearance of a message under a key.
#[derive(Clone, Copy)]
struct Item {
    key: u32,
    time_secs: f64,
    user: u32,
    message: u32,
    /// Row of the message, for its words.
    row: u32,
}

/// Appearances by key and time, and the word sets where they are compared.
struct Items {
    sorted: Vec<Item>,
    /// Sorted word numbers by row; empty unless words are compared.
    words: Vec<Vec<u32>>,
    window_secs: f64,
    similarity: Option<f64>,
}

pub(super) fn edges(messages: &Messages, settings: &Settings) -> Result<Vec<Edge>, PresetError> {
    let items = Items::new(messages, settings)?;
    let by_user = items.by_user();
    let users: Vec<&[u32]> = by_user
        .chunk_by(|&a, &b| items.sorted[a as usize].user == items.sorted[b as usize].user)
        // Its weights cannot exceed its messages.
        .filter(|of_user| of_user.len() as u64 >= u64::from(settings.min_edge_weight))
        .collect();
    let mut edges: Vec<Edge> =
        users.into_par_iter().flat_map_iter(|of_user| items.edges_of(of_user, settings)).collect();
    let ranks = messages.user.ranks();
    edges.par_sort_unstable_by_key(|e| (ranks[e.source as usize], ranks[e.target as usize]));
    Ok(edges)
}

impl Items {
    fn new(messages: &Messages, settings: &Settings) -> Result<Self, PresetError> {
        let mut words = Vec::new();
        let mut sorted = match settings.network {
            Network::CoRetweet => by_id(messages, messages.repost.ids(), messages.repost.missing(), true),
            Network::CoReply => by_id(messages, messages.reply.ids(), messages.reply.missing(), false),
            Network::CoPost => by_id(messages, &vec![0; messages.len()], u32::MAX, true),
            Network::CoTweet => by_id(messages, &text_keys(messages)?, u32::MAX, false),
            Network::CoLink => links(messages),
            Network::CoSimilar => {
                words = word_sets(messages)?;
                let key: Vec<u32> = words.iter().map(|w| if w.is_empty() { u32::MAX } else { 0 }).collect();
                by_id(messages, &key, u32::MAX, false)
            }
        };
        sorted.retain(|i| !i.time_secs.is_nan());
        sorted.par_sort_by(|a, b| {
            (a.key.cmp(&b.key))
                .then(a.time_secs.total_cmp(&b.time_secs))
                .then((a.user, a.message).cmp(&(b.user, b.message)))
        });
        let similarity = (settings.network == Network::CoSimilar).then_some(settings.similarity);
        Ok(Self { sorted, words, window_secs: settings.time_window_secs, similarity })
    }

    /// Places in `sorted`, by user and message.
    fn by_user(&self) -> Vec<u32> {
        let mut places: Vec<u32> = (0..self.sorted.len() as u32).collect();
        places.par_sort_unstable_by_key(|&i| {
            let item = &self.sorted[i as usize];
            (item.user, item.message, i)
        });
        places
    }

    /// The edges that start at the user of these places.
    fn edges_of(&self, places: &[u32], settings: &Settings) -> Vec<Edge> {
        let source = places.first().map_or(0, |&i| self.sorted[i as usize].user);
        let mut partners = Vec::new();
        let same_message = |&a: &u32, &b: &u32| self.sorted[a as usize].message == self.sorted[b as usize].message;
        for of_message in places.chunk_by(same_message) {
            let start = partners.len();
            for &i in of_message {
                self.partners(i as usize, &mut partners);
            }
            // Each message counts once for each partner account.
            partners[start..].sort_unstable();
            let mut kept = start;
            for i in start..partners.len() {
                if kept == start || partners[kept - 1] != partners[i] {
                    partners[kept] = partners[i];
                    kept += 1;
                }
            }
            partners.truncate(kept);
        }
        partners.sort_unstable();
        partners
            .chunk_by(|a, b| a == b)
            .map(|same| Edge { source, target: same[0], weight: same.len() as u32 })
            .filter(|e| e.weight >= settings.min_edge_weight && (settings.keep_loops || e.source != e.target))
            .collect()
    }

    /// Appends the users of all messages that co-act with the one at `place`.
    fn partners(&self, place: usize, out: &mut Vec<u32>) {
        let item = &self.sorted[place];
        // As the tool's query says it: between t - window and t + window.
        let (from, to) = (item.time_secs - self.window_secs, item.time_secs + self.window_secs);
        let before = self.sorted[..place].iter().rev().take_while(|o| o.key == item.key && o.time_secs >= from);
        let after = self.sorted[place + 1..].iter().take_while(|o| o.key == item.key && o.time_secs <= to);
        out.extend(before.chain(after).filter(|o| self.match_each_other(item, o)).map(|o| o.user));
    }

    fn match_each_other(&self, a: &Item, b: &Item) -> bool {
        a.message != b.message
            && self
                .similarity
                .is_none_or(|least| jaccard(&self.words[a.row as usize], &self.words[b.row as usize]) >= least)
    }
}

/// One item a message, with the key of its row; `none` stands for no key.
fn by_id(messages: &Messages, key: &[u32], none: u32, reposts_too: bool) -> Vec<Item> {
    (0..messages.len())
        .filter(|&row| key[row] != none && (reposts_too || !messages.is_repost(row)))
        .map(|row| Item {
            key: key[row],
            time_secs: messages.time_secs[row],
            user: messages.user.ids()[row],
            message: messages.message[row],
            row: row as u32,
        })
        .collect()
}

fn links(messages: &Messages) -> Vec<Item> {
    let item = |l: &super::input::Link| Item {
        key: l.url,
        time_secs: l.time_secs,
        user: l.user,
        message: l.message,
        row: u32::MAX,
    };
    messages.links.iter().map(item).collect()
}

fn texts<'m>(messages: &'m Messages) -> Result<impl Fn(usize) -> &'m str, PresetError> {
    let table = messages.text.as_ref().ok_or(PresetError::Missing { what: "the texts" })?;
    Ok(|row: usize| table.get(messages.text_row[row]))
}

/// Number of each message's normalized text; `u32::MAX` for reposts.
fn text_keys(messages: &Messages) -> Result<Vec<u32>, PresetError> {
    let text = texts(messages)?;
    let normalized: Vec<Option<String>> = (0..messages.len())
        .into_par_iter()
        .map(|row| (!messages.is_repost(row)).then(|| text::normalized(text(row))))
        .collect();
    let mut numbers = HashMap::new();
    Ok(normalized.into_iter().map(|text| text.map_or(u32::MAX, |t| number(&mut numbers, t))).collect())
}

/// Sorted word numbers of each message; empty for reposts.
fn word_sets(messages: &Messages) -> Result<Vec<Vec<u32>>, PresetError> {
    let text = texts(messages)?;
    let words: Vec<Vec<String>> = (0..messages.len())
        .into_par_iter()
        .map(|row| if messages.is_repost(row) { Vec::new() } else { text::words(text(row)) })
        .collect();
    let mut numbers = HashMap::new();
    let sets = words.into_iter().map(|words| {
        let mut set: Vec<u32> = words.into_iter().map(|w| number(&mut numbers, w)).collect();
        set.sort_unstable();
        set.dedup();
        set
    });
    Ok(sets.collect())
}

fn number(numbers: &mut HashMap<String, u32>, text: String) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(text).or_insert(next)
}

/// Common words over all words of two sorted sets; 0 when both are empty.
fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                (i, j, common) = (i + 1, j + 1, common + 1);
            }
        }
    }
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jaccard_counts_common_over_all() {
        assert!((jaccard(&[1, 2, 3], &[2, 3, 4]) - 0.5).abs() < 1e-12);
        assert!((jaccard(&[1], &[1]) - 1.0).abs() < 1e-12);
        assert!(jaccard(&[], &[]) < 1e-12);
    }
}

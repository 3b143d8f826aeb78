//! Different texts after normalization, and which of them are near each other.

use super::guard::{Claim, Turns, compare};
use super::normal::{Normal, is_unspaced, normalize};
use daylight_algo::{Link, NearSettings, TokenSets, near_links};
use daylight_core::{Dataset, IdTable, ObjectKind, PostTable};
use rapidhash::v3::rapidhash_v3;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// What counts as a family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FamilySettings {
    /// Smallest Jaccard similarity of a wording to the centre of its family, on shingles of [`SHINGLE`] characters.
    pub threshold: f64,
    /// Largest distance of two wordings of one family.
    pub max_diameter: f64,
    /// Letters and digits below which likeness says little (half as many in scripts without blanks).
    pub min_letters: usize,
    /// Different words below which likeness says little.
    pub min_words: usize,
    /// Bands of min-wise hashes.
    pub bands: usize,
    /// Hashes in a band.
    pub rows: usize,
    /// Seed of the hashes.
    pub seed: u64,
    /// How closely exchanged words are looked at.
    pub turns: Turns,
}

impl Default for FamilySettings {
    fn default() -> Self {
        Self {
            threshold: 0.55,
            max_diameter: 0.7,
            min_letters: 30,
            min_words: 5,
            bands: 32,
            rows: 4,
            seed: 1,
            turns: Turns::Forms,
        }
    }
}

/// Characters of a shingle. Characters of scripts without blanks stand as words, so that a shingle holds
/// about three of them.
pub const SHINGLE: usize = 5;

/// Texts as sets of shingles. A shingle is compared by 64 bits of a hash of its characters.
pub struct Shingles<'a> {
    /// Texts in normal form.
    pub texts: &'a IdTable,
    /// Number of the text of each set.
    pub order: &'a [u32],
}

impl TokenSets for Shingles<'_> {
    fn len(&self) -> usize {
        self.order.len()
    }

    fn fill(&self, item: u32, out: &mut Vec<u64>) {
        shingles(self.texts.get(self.order[item as usize]), out);
    }
}

/// Shingles of a text, ascending, each once.
pub(super) fn shingles(text: &str, out: &mut Vec<u64>) {
    const BITS: usize = 21;
    const MASK: u128 = (1 << (BITS * SHINGLE)) - 1;
    let mut window = 0u128;
    for (i, c) in text.chars().enumerate() {
        window = (window << BITS | u128::from(u32::from(c))) & MASK;
        if i + 1 >= SHINGLE {
            out.push(spread((window >> 64) as u64 ^ spread(window as u64)));
        }
    }
    out.sort_unstable();
    out.dedup();
}

/// `SplitMix64`'s finalizer.
fn spread(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Pairs of texts that are near each other and can be one claim.
///
/// `raw` gives a text as somebody wrote it, which tells names by their capitals.
pub fn links<'t>(
    shingles: &Shingles<'_>,
    raw: &(dyn Fn(u32) -> &'t str + Sync),
    settings: &FamilySettings,
    memory_limit: u64,
) -> Vec<Link> {
    let near = NearSettings {
        threshold: settings.threshold,
        bands: settings.bands,
        rows: settings.rows,
        seed: settings.seed,
        memory_limit,
    };
    near_links(shingles, &near, &|a, b| {
        let (a, b) = (normalize(raw(a)), normalize(raw(b)));
        compare(&Claim::new(&a.cased, &a.folded, settings.turns), &Claim::new(&b.cased, &b.folded, settings.turns))
            .is_ok()
    })
}

/// What a post's text is good for.
enum Use {
    Nothing,
    Repost,
    Short,
    Text(u64, String),
}

/// The different texts of a data set, the most frequent first.
pub(super) struct Wordings {
    /// Texts in normal form, in no useful order.
    pub texts: IdTable,
    /// Numbers of the texts, most posts first, then in order of the text: the rank of a wording.
    pub order: Vec<u32>,
    /// (rank, post), ascending.
    pub posts: Vec<(u32, u32)>,
    /// Where the posts of each rank begin in `posts`, and the end.
    pub starts: Vec<u32>,
    /// Posts with a text, too short ones, reposts.
    pub n_texts: u64,
    pub n_short: u64,
    pub n_reposts: u64,
}

/// Posts that are put into normal form at once.
const BATCH: usize = 1 << 16;

impl Wordings {
    pub fn of(dataset: &Dataset, texts: &IdTable, settings: &FamilySettings) -> Self {
        let reposts = reposts(dataset);
        let mut all = Self {
            texts: IdTable::new(),
            order: Vec::new(),
            posts: Vec::new(),
            starts: Vec::new(),
            n_texts: 0,
            n_short: 0,
            n_reposts: 0,
        };
        let mut known: HashMap<u64, u32> = HashMap::new();
        for start in (0..texts.len()).step_by(BATCH) {
            let batch = start as u32..(start + BATCH).min(texts.len()) as u32;
            let uses: Vec<Use> = batch
                .clone()
                .into_par_iter()
                .map(|post| {
                    let is_repost = reposts.get(post as usize).copied().unwrap_or(false);
                    use_of(texts.get(post), is_repost, settings)
                })
                .collect();
            for (post, found) in batch.zip(uses) {
                all.add(post, found, &mut known);
            }
        }
        drop(known);
        all.rank();
        all
    }

    fn add(&mut self, post: u32, found: Use, known: &mut HashMap<u64, u32>) {
        self.n_texts += u64::from(!matches!(found, Use::Nothing));
        match found {
            Use::Nothing => {}
            Use::Repost => self.n_reposts += 1,
            Use::Short => self.n_short += 1,
            Use::Text(mut hash, text) => loop {
                // Two texts of one hash stand one behind the other.
                match known.get(&hash) {
                    None => {
                        let number = self.texts.push(&text);
                        known.insert(hash, number);
                        self.posts.push((number, post));
                        break;
                    }
                    Some(&number) if self.texts.get(number) == text => {
                        self.posts.push((number, post));
                        break;
                    }
                    Some(_) => hash = hash.wrapping_add(1),
                }
            },
        }
    }

    /// From numbers in order of arrival to ranks.
    fn rank(&mut self) {
        let mut n_posts = vec![0u32; self.texts.len()];
        for (number, _) in &self.posts {
            n_posts[*number as usize] += 1;
        }
        self.order = (0..self.texts.len() as u32).collect();
        let key = |i: u32| (Reverse(n_posts[i as usize]), self.texts.get(i));
        self.order.par_sort_unstable_by(|&i, &j| key(i).cmp(&key(j)));
        let mut rank = vec![0u32; self.texts.len()];
        for (r, &number) in self.order.iter().enumerate() {
            rank[number as usize] = r as u32;
        }
        for (number, _) in &mut self.posts {
            *number = rank[*number as usize];
        }
        self.posts.par_sort_unstable();
        self.starts = Vec::with_capacity(self.order.len() + 1);
        let mut next = 0;
        self.starts.push(0);
        for &number in &self.order {
            next += n_posts[number as usize];
            self.starts.push(next);
        }
    }

    /// Number of wordings.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Posts of a wording.
    pub fn posts_of(&self, rank: u32) -> &[(u32, u32)] {
        &self.posts[self.starts[rank as usize] as usize..self.starts[rank as usize + 1] as usize]
    }

    /// A wording in normal form.
    pub fn text(&self, rank: u32) -> &str {
        self.texts.get(self.order[rank as usize])
    }
}

fn reposts(dataset: &Dataset) -> Vec<bool> {
    let Some(layer) = dataset.layers.iter().find(|l| l.kind == ObjectKind::RepostOf) else { return Vec::new() };
    let mut is_repost = vec![false; dataset.posts.len()];
    for &post in &layer.post {
        is_repost[post as usize] = true;
    }
    is_repost
}

fn use_of(text: &str, is_repost: bool, settings: &FamilySettings) -> Use {
    if text.trim().is_empty() {
        return Use::Nothing;
    }
    if is_repost {
        return Use::Repost;
    }
    let normal = normalize(text);
    if normal.is_repost {
        Use::Repost
    } else if is_short(&normal, settings) {
        Use::Short
    } else {
        Use::Text(rapidhash_v3(normal.folded.as_bytes()), normal.folded)
    }
}

/// Whether a text says too little for likeness to mean anything ("lol", "good morning").
pub(super) fn is_short(normal: &Normal, settings: &FamilySettings) -> bool {
    let letters = normal.folded.chars().filter(|c| c.is_alphanumeric());
    let (n, unspaced) = letters.fold((0usize, 0usize), |(n, u), c| (n + 1, u + usize::from(is_unspaced(c))));
    let least = if unspaced * 2 > n { settings.min_letters / 2 } else { settings.min_letters };
    let words: BTreeSet<&str> = normal.folded.split(' ').collect();
    n < least || words.len() < settings.min_words
}

/// The earliest post of a wording, chosen without a look at the order of rows: time, account, text.
pub(super) fn earliest(dataset: &Dataset, texts: &IdTable, posts: &[(u32, u32)]) -> u32 {
    let key = |post: u32| {
        let time = dataset.posts.time_us[post as usize];
        (time == PostTable::NO_TIME, time, dataset.posts.account[post as usize], texts.get(post))
    };
    posts.iter().map(|p| p.1).min_by(|&x, &y| key(x).cmp(&key(y)).then(x.cmp(&y))).unwrap_or(0)
}

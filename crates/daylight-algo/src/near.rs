//! Pairs of sets that share most of their tokens, without comparing all pairs.
//!
//! Min-wise hashes (Broder 1997) are cut into bands (Leskovec, Rajaraman, Ullman, *Mining of Massive Datasets*,
//! chapter 3): sets that agree in all hashes of a band are candidates, and every candidate is compared token by
//! token. So a link is never a guess; only a missing link can be, with the probability that
//! [`NearSettings::recall`] gives. Buckets that hold very many sets are not compared all against all: each
//! set meets the first ones and its neighbours, which is enough to find the centre of a star.

use rayon::prelude::*;
use std::collections::VecDeque;

/// Sets of tokens, by number. Lower numbers are preferred as centres.
pub trait TokenSets: Sync {
    /// Number of sets.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes the tokens of a set into `out` (empty before), ascending, each once.
    fn fill(&self, item: u32, out: &mut Vec<u64>);
}

/// How near, and how hard to look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearSettings {
    /// Smallest Jaccard similarity of a link.
    pub threshold: f64,
    /// Bands.
    pub bands: usize,
    /// Hashes in a band.
    pub rows: usize,
    /// Seed of the hashes.
    pub seed: u64,
    /// Bytes for the keys of bands; beyond them the sets are hashed in several passes.
    pub memory_limit: u64,
}

impl NearSettings {
    /// Probability that a pair of this similarity becomes a candidate.
    pub fn recall(&self, similarity: f64) -> f64 {
        1.0 - (1.0 - similarity.powi(self.rows as i32)).powi(self.bands as i32)
    }
}

/// Two sets, `a < b`, at least as similar as the threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Smaller number.
    pub a: u32,
    /// Larger number.
    pub b: u32,
    /// Jaccard similarity of the tokens.
    pub similarity: f64,
}

/// Sets of one bucket that everyone in it is compared with.
const PIVOTS: usize = 16;
/// Neighbours in a large bucket that a set is compared with.
const WINDOW: usize = 16;
/// Hashes whose lowest bits make the sketch that spares most comparisons of unlike sets.
const SKETCH_BITS: usize = 64;
/// Standard errors below its mean at which the sketch refuses; a link is lost to it about once in 4,000.
const SKETCH_SLACK: f64 = 3.5;

/// Shared tokens over all tokens of two ascending lists; 0 for two empty ones.
pub fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        shared += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

/// All links that the bands find and `accept` (asked only of pairs above the threshold) lets pass, by (a, b).
pub fn near_links<S: TokenSets + ?Sized>(
    sets: &S,
    settings: &NearSettings,
    accept: &(dyn Fn(u32, u32) -> bool + Sync),
) -> Vec<Link> {
    let n = sets.len();
    if n < 2 || settings.bands == 0 || settings.rows == 0 {
        return Vec::new();
    }
    let per_pass = (settings.memory_limit / (4 * n as u64)).clamp(1, settings.bands.min(32) as u64) as usize;
    let sketches = Sketches::of(sets, settings);
    let mut links = Vec::new();
    let mut first = 0;
    while first < settings.bands {
        let width = per_pass.min(settings.bands - first);
        let keys = Keys::of(sets, settings, first, width);
        let mut capped = vec![0u32; n];
        for band in 0..width {
            let order = keys.order(band);
            let job = Job { sets, settings, accept, sketches: &sketches, keys: &keys, capped: &capped, band };
            let found: Vec<Vec<Link>> = pieces(&order).par_iter().map(|piece| job.search(piece)).collect();
            links.extend(found.into_iter().flatten());
            mark_capped(&order, band, &mut capped);
        }
        links.par_sort_unstable_by_key(|l| (l.a, l.b));
        links.dedup_by_key(|l| (l.a, l.b));
        first += width;
    }
    links
}

/// Hash functions `from ..`: `(x ^ xor) * odd` is a bijection of 32 bits.
fn functions(seed: u64, from: usize, n: usize) -> (Vec<u32>, Vec<u32>) {
    let draw = |i: usize, salt: u64| mix(seed ^ mix(i as u64 ^ salt));
    let all = from..from + n;
    (all.clone().map(|i| draw(i, 0x51ed) as u32).collect(), all.map(|i| (draw(i, 0xa3c1) >> 32) as u32 | 1).collect())
}

/// `SplitMix64`'s finalizer.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Minimum of each hash function over the tokens.
fn minima(tokens: &[u64], (xor, odd): &(Vec<u32>, Vec<u32>), out: &mut [u32]) {
    const LANES: usize = 8;
    out.fill(u32::MAX);
    let mut at = 0;
    while at < out.len() {
        let width = LANES.min(out.len() - at);
        let (mut x, mut m, mut low) = ([0u32; LANES], [1u32; LANES], [u32::MAX; LANES]);
        x[..width].copy_from_slice(&xor[at..at + width]);
        m[..width].copy_from_slice(&odd[at..at + width]);
        for &token in tokens {
            let token = (token ^ (token >> 32)) as u32;
            for lane in 0..LANES {
                low[lane] = low[lane].min((token ^ x[lane]).wrapping_mul(m[lane]));
            }
        }
        out[at..at + width].copy_from_slice(&low[..width]);
        at += width;
    }
}

/// Sets hashed by one thread at a time.
const CHUNK: usize = 1 << 12;

/// One bit of each of 64 minima, and the number of tokens.
struct Sketches {
    bits: Vec<u64>,
    sizes: Vec<u16>,
    least: u32,
}

impl Sketches {
    fn of<S: TokenSets + ?Sized>(sets: &S, settings: &NearSettings) -> Self {
        let functions = functions(settings.seed, 0, SKETCH_BITS);
        let n = sets.len();
        let (mut bits, mut sizes) = (vec![0; n], vec![0; n]);
        bits.par_chunks_mut(CHUNK).zip(sizes.par_chunks_mut(CHUNK)).enumerate().for_each(|(c, (bits, sizes))| {
            let (mut tokens, mut low) = (Vec::new(), [0; SKETCH_BITS]);
            for (i, (bits, size)) in bits.iter_mut().zip(sizes).enumerate() {
                tokens.clear();
                sets.fill((c * CHUNK + i) as u32, &mut tokens);
                minima(&tokens, &functions, &mut low);
                *size = tokens.len().min(usize::from(u16::MAX)) as u16;
                *bits = low.iter().fold(0, |all, l| (all << 1) | u64::from(l >> 7 & 1));
            }
        });
        // Bits of pairs of similarity J agree with probability (1 + J) / 2.
        let (n, p) = (SKETCH_BITS as f64, f64::midpoint(1.0, settings.threshold));
        let least = (n * p - SKETCH_SLACK * (n * p * (1.0 - p)).sqrt()).floor().max(0.0) as u32;
        Self { bits, sizes, least }
    }

    /// Whether two sets can be similar enough: sizes for certain, sketches nearly.
    fn may_be_near(&self, i: u32, j: u32, threshold: f64) -> bool {
        let (x, y) = (self.sizes[i as usize], self.sizes[j as usize]);
        let (small, large) = (x.min(y), x.max(y));
        let fits = large == u16::MAX || f64::from(small) >= threshold * f64::from(large);
        fits && (self.bits[i as usize] ^ self.bits[j as usize]).count_zeros() >= self.least
    }
}

/// Keys of some bands, set after set.
struct Keys {
    keys: Vec<u32>,
    width: usize,
}

impl Keys {
    fn of<S: TokenSets + ?Sized>(sets: &S, settings: &NearSettings, first: usize, width: usize) -> Self {
        let rows = settings.rows;
        let functions = functions(settings.seed, first * rows, width * rows);
        let mut keys = vec![0; sets.len() * width];
        keys.par_chunks_mut(CHUNK * width).enumerate().for_each(|(c, keys)| {
            let (mut tokens, mut low) = (Vec::new(), vec![0; width * rows]);
            for (i, keys) in keys.chunks_mut(width).enumerate() {
                tokens.clear();
                sets.fill((c * CHUNK + i) as u32, &mut tokens);
                minima(&tokens, &functions, &mut low);
                for (key, band) in keys.iter_mut().zip(low.chunks(rows)) {
                    *key = (band.iter().fold(0, |all, &l| mix(all ^ u64::from(l))) >> 32) as u32;
                }
            }
        });
        Self { keys, width }
    }

    fn of_item(&self, item: u32) -> &[u32] {
        &self.keys[item as usize * self.width..][..self.width]
    }

    /// Key and number of every set, sorted.
    fn order(&self, band: usize) -> Vec<u64> {
        let keys = self.keys.par_chunks(self.width).enumerate();
        let mut order: Vec<u64> = keys.map(|(i, k)| u64::from(k[band]) << 32 | i as u64).collect();
        order.par_sort_unstable();
        order
    }
}

fn bucket(entry: u64) -> u64 {
    entry >> 32
}

/// Cuts between buckets, so that threads can work side by side.
fn pieces(order: &[u64]) -> Vec<&[u64]> {
    const PIECE: usize = 1 << 14;
    let mut pieces = Vec::new();
    let mut rest = order;
    while !rest.is_empty() {
        let last = rest[PIECE.min(rest.len()) - 1];
        let cut = rest.partition_point(|&e| bucket(e) <= bucket(last));
        let (piece, after) = rest.split_at(cut);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// Remembers which sets stood in a bucket too large to be compared whole.
fn mark_capped(order: &[u64], band: usize, capped: &mut [u32]) {
    for run in order.chunk_by(|x, y| bucket(*x) == bucket(*y)).filter(|run| run.len() > PIVOTS + WINDOW) {
        for entry in run {
            capped[*entry as u32 as usize] |= 1 << band;
        }
    }
}

struct Job<'a, S: ?Sized> {
    sets: &'a S,
    settings: &'a NearSettings,
    accept: &'a (dyn Fn(u32, u32) -> bool + Sync),
    sketches: &'a Sketches,
    keys: &'a Keys,
    capped: &'a [u32],
    band: usize,
}

impl<S: TokenSets + ?Sized> Job<'_, S> {
    fn search(&self, piece: &[u64]) -> Vec<Link> {
        let mut links = Vec::new();
        for run in piece.chunk_by(|x, y| bucket(*x) == bucket(*y)).filter(|run| run.len() > 1) {
            self.search_bucket(run, &mut links);
        }
        links
    }

    /// Every set against the first ones and against those just before it.
    fn search_bucket(&self, run: &[u64], links: &mut Vec<Link>) {
        let mut pivots: Vec<(u32, Vec<u64>)> = Vec::new();
        let mut window: VecDeque<(u32, Vec<u64>)> = VecDeque::new();
        for &entry in run {
            let item = entry as u32;
            let mut own = Vec::new();
            for (other, tokens) in pivots.iter_mut().chain(&mut window) {
                if !self.worth_comparing(*other, item) {
                    continue;
                }
                self.fill(*other, tokens);
                self.fill(item, &mut own);
                let similarity = jaccard(tokens, &own);
                if similarity >= self.settings.threshold && (self.accept)(*other, item) {
                    links.push(Link { a: *other, b: item, similarity });
                }
            }
            if pivots.len() < PIVOTS {
                pivots.push((item, own));
            } else {
                window.push_back((item, own));
                if window.len() > WINDOW {
                    window.pop_front();
                }
            }
        }
    }

    /// Tokens are filled in when first needed.
    fn fill(&self, item: u32, tokens: &mut Vec<u64>) {
        if tokens.is_empty() {
            self.sets.fill(item, tokens);
        }
    }

    fn worth_comparing(&self, a: u32, b: u32) -> bool {
        !self.met_before(a, b) && self.sketches.may_be_near(a, b, self.settings.threshold)
    }

    /// Whether an earlier band of this pass put both into one bucket that was compared whole.
    fn met_before(&self, i: u32, j: u32) -> bool {
        let capped = self.capped[i as usize];
        let (x, y) = (self.keys.of_item(i), self.keys.of_item(j));
        (0..self.band).any(|b| x[b] == y[b] && capped >> b & 1 == 0)
    }
}

/// A centre with those that are near it. Nobody belongs to a star for the sake of a neighbour's neighbour.
#[derive(Debug, Clone, PartialEq)]
pub struct Star {
    /// The centre.
    pub centre: u32,
    /// The others with their similarity to the centre, ascending by number.
    pub members: Vec<(u32, f64)>,
}

/// Stars over sets `0..n`, of at least two sets each, in order of their centres.
///
/// In order of number, a set that is near no earlier centre becomes a centre; then each other set goes to the
/// centre that it is most similar to. `links` are as [`near_links`] gives them.
pub fn stars(n: usize, links: &[Link]) -> Vec<Star> {
    const NONE: u32 = u32::MAX;
    // Of each set its most similar earlier centre. Links are by (a, b), so a's own fate is settled when they come.
    let mut best: Vec<(f64, u32)> = vec![(0.0, NONE); n];
    for link in links {
        let is_centre = best[link.a as usize].1 == NONE;
        if is_centre && link.similarity > best[link.b as usize].0 {
            best[link.b as usize] = (link.similarity, link.a);
        }
    }
    let mut order: Vec<u32> = (0..n as u32).filter(|&i| best[i as usize].1 != NONE).collect();
    order.sort_by_key(|&i| (best[i as usize].1, i));
    order
        .chunk_by(|&i, &j| best[i as usize].1 == best[j as usize].1)
        .map(|members| Star {
            centre: best[members[0] as usize].1,
            members: members.iter().map(|&i| (i, best[i as usize].0)).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Plain(Vec<Vec<u64>>);

    impl TokenSets for Plain {
        fn len(&self) -> usize {
            self.0.len()
        }

        fn fill(&self, item: u32, out: &mut Vec<u64>) {
            out.extend(&self.0[item as usize]);
        }
    }

    const SETTINGS: NearSettings = NearSettings { threshold: 0.6, bands: 32, rows: 4, seed: 1, memory_limit: 1 << 20 };

    /// Sets around some seeds, each with a share of its tokens changed.
    fn family_sets(n_families: u64, n_each: u64, changed: u64) -> Plain {
        let mut sets = Vec::new();
        for family in 0..n_families {
            for copy in 0..n_each {
                let token =
                    |t: u64| if t < changed { mix(family << 40 | copy << 20 | t) } else { mix(family << 40 | t) };
                let mut set: Vec<u64> = (0..80).map(token).collect();
                set.sort_unstable();
                sets.push(set);
            }
        }
        Plain(sets)
    }

    fn naive(sets: &Plain, threshold: f64) -> Vec<(u32, u32)> {
        let n = sets.0.len() as u32;
        let pairs = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
        pairs.filter(|&(a, b)| jaccard(&sets.0[a as usize], &sets.0[b as usize]) >= threshold).collect()
    }

    #[test]
    fn finds_what_comparing_all_pairs_finds() {
        for changed in [0, 4, 12] {
            let sets = family_sets(40, 5, changed);
            let all = naive(&sets, SETTINGS.threshold);
            let found: Vec<(u32, u32)> =
                near_links(&sets, &SETTINGS, &|_, _| true).iter().map(|l| (l.a, l.b)).collect();
            assert!(found.iter().all(|pair| all.contains(pair)));
            assert!(found.len() * 100 >= all.len() * 98, "{changed}: {} of {}", found.len(), all.len());
        }
    }

    #[test]
    fn memory_and_threads_change_nothing() {
        let sets = family_sets(30, 6, 9);
        let whole = near_links(&sets, &SETTINGS, &|_, _| true);
        let narrow = near_links(&sets, &NearSettings { memory_limit: 1, ..SETTINGS }, &|_, _| true);
        assert_eq!(whole, narrow);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        assert_eq!(whole, pool.install(|| near_links(&sets, &SETTINGS, &|_, _| true)));
    }

    #[test]
    fn a_large_bucket_still_finds_its_centre() {
        let sets = family_sets(1, 3_000, 0);
        let links = near_links(&sets, &SETTINGS, &|_, _| true);
        assert!(links.len() < 3_000 * (PIVOTS + WINDOW));
        let stars = stars(3_000, &links);
        assert_eq!((stars.len(), stars[0].centre, stars[0].members.len()), (1, 0, 2_999));
    }

    #[test]
    fn a_chain_of_neighbours_is_no_family() {
        let link = |a, b| Link { a, b, similarity: 0.7 };
        let stars = stars(5, &[link(0, 1), link(1, 2), link(2, 3), link(3, 4)]);
        let shape: Vec<(u32, Vec<u32>)> =
            stars.iter().map(|s| (s.centre, s.members.iter().map(|m| m.0).collect())).collect();
        assert_eq!(shape, [(0, vec![1]), (2, vec![3])]);
    }

    #[test]
    fn the_caller_can_refuse_a_link() {
        let sets = family_sets(3, 4, 2);
        assert!(near_links(&sets, &SETTINGS, &|a, _| a != 0).iter().all(|l| l.a != 0));
    }

    proptest! {
        #[test]
        fn jaccard_is_what_sets_say(a in proptest::collection::btree_set(0u64..40, 0..30), b in proptest::collection::btree_set(0u64..40, 0..30)) {
            let (x, y): (Vec<u64>, Vec<u64>) = (a.iter().copied().collect(), b.iter().copied().collect());
            let all = a.union(&b).count();
            let expected = if all == 0 { 0.0 } else { a.intersection(&b).count() as f64 / all as f64 };
            prop_assert!((jaccard(&x, &y) - expected).abs() < 1e-12);
        }

        #[test]
        fn links_hold_what_they_say(sets in proptest::collection::vec(proptest::collection::btree_set(0u64..12, 1..10), 0..25)) {
            let sets = Plain(sets.into_iter().map(|s| s.into_iter().collect()).collect());
            for l in near_links(&sets, &SETTINGS, &|_, _| true) {
                prop_assert!(l.a < l.b && l.similarity >= SETTINGS.threshold);
                let exact = jaccard(&sets.0[l.a as usize], &sets.0[l.b as usize]);
                prop_assert!((exact - l.similarity).abs() < 1e-12);
            }
        }
    }
}

//! Second and third question: faster than the crowd, closer than its community?
//!
//! The jitter test alone fails on live events: viewers of a debate who all react within a minute, many
//! debates in a row, are far tighter than their own half-hour rhythm, yet honest. So each edge that passed
//! it is compared with the *others* on the same objects. Three comparisons, each with its own blind spot:
//!
//! - **crowd**: others outside the pair and the pair's group. A breaking minute explains itself, because
//!   strangers burst too. Blind to a community that is faster than strangers (fans).
//! - **community**: the regulars, others who act on many of the same objects, the group's own among them.
//!   Clears fans, and finds forty run accounts inside five hundred fans. A group that *is* its community
//!   would clear itself; so accounts that are *tight partners* of both do not count as regulars. Partners are
//!   tight when they meet inside the window on more than half of the objects that both act on within
//!   w + 2D; people who follow the same sources within minutes do so on fewer.
//! - **live audience**: where nobody else acted on the objects there is no crowd to ask. Then, of the objects
//!   on which both met inside w, those within w/6; a live audience manages half of them.

use super::clock::Clock;
use super::layer::{LayerData, closest};
use super::own::{combined, for_each_within};
use super::standing::{self, Cuts};
use daylight_algo::{fdr, tails};
use daylight_core::{Answer, CoactionEdge, CoactionSettings, CrowdAnswer};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Share of meetings that a live audience or a fast community is granted inside the narrow window.
const TIGHT_SHARE: f64 = 0.5;

/// A regular acts on at least this share of the pair's objects (and on at least three).
const REGULAR_SHARE: f64 = 0.25;

/// Where fewer than this share of the co-acted objects have any outsider, there is no independent crowd.
const CROWDED_SHARE: f64 = 0.5;

/// Outsiders beyond which they are no longer counted.
const ENOUGH_OUTSIDERS: u32 = 100;

/// One object that both accounts acted on, a few times at most within reach of each other.
struct Shared {
    layer: usize,
    object: u32,
    /// Times of all their actions on it, ascending.
    times_a: Vec<i64>,
    times_b: Vec<i64>,
    /// The two closest, and how far apart.
    closest: (i64, i64),
    dt: i64,
}

impl Shared {
    /// Number of two actions that lie at most `within` apart; too many are not told from more.
    fn n_within(&self, within: i64) -> u32 {
        let mut n = 0;
        for_each_within(&self.times_a, &self.times_b, within, |_, _| {
            n += 1;
            n <= FEW_TRIES
        });
        n
    }
}

/// Pairs of actions within reach up to which the closest of them says something. Who acts on an object again and
/// again is close to somebody there by chance, others who act once are not, and the two cannot be compared.
const FEW_TRIES: u32 = 4;

/// Marks of actors, cleared by counting up.
struct Stamps {
    mark: Vec<u32>,
    round: u32,
}

impl Stamps {
    fn new(n: usize) -> Self {
        Self { mark: vec![0; n], round: 0 }
    }

    fn clear(&mut self) {
        self.round += 1;
    }

    /// Whether the actor is new since the last clear.
    fn first(&mut self, actor: u32) -> bool {
        std::mem::replace(&mut self.mark[actor as usize], self.round) != self.round
    }
}

struct Scratch {
    all: Stamps,
    near_a: Stamps,
    near_b: Stamps,
    n_objects: Vec<u16>,
    touched: Vec<u32>,
}

impl Scratch {
    fn new(n: usize) -> Self {
        Self {
            all: Stamps::new(n),
            near_a: Stamps::new(n),
            near_b: Stamps::new(n),
            n_objects: vec![0; n],
            touched: Vec::new(),
        }
    }
}

/// Distinct accounts on each object of a layer, in all and in each provisional group.
pub struct Crowds {
    total: Vec<u32>,
    by_group: Vec<Vec<(u32, u32)>>,
}

impl Crowds {
    /// Counts them.
    pub fn of(layer: &LayerData, group_of: &[u32]) -> Self {
        let counts: Vec<(u32, Vec<(u32, u32)>)> = (0..layer.grouped.n_objects() as u32)
            .into_par_iter()
            .map(|o| {
                let mut actors = layer.grouped.actor[layer.grouped.range(o)].to_vec();
                actors.sort_unstable();
                actors.dedup();
                let mut groups: Vec<u32> =
                    actors.iter().map(|a| group_of[*a as usize]).filter(|g| *g != u32::MAX).collect();
                groups.sort_unstable();
                (actors.len() as u32, groups.chunk_by(|x, y| x == y).map(|c| (c[0], c.len() as u32)).collect())
            })
            .collect();
        let (total, by_group) = counts.into_iter().unzip();
        Self { total, by_group }
    }

    fn in_group(&self, object: u32, group: u32) -> u32 {
        let groups = &self.by_group[object as usize];
        groups.binary_search_by_key(&group, |g| g.0).map_or(0, |at| groups[at].1)
    }
}

/// What the comparisons need.
pub struct CrowdTest<'a> {
    pub layers: &'a [LayerData],
    pub settings: &'a CoactionSettings,
    /// Provisional group of each account; `u32::MAX` for none (no account of an edge that is asked has none).
    pub group_of: &'a [u32],
    /// Accounts on each object, a layer each.
    pub crowds: &'a [Crowds],
    /// Pairs tested by the first question: the family that the edges asked here were picked from.
    pub n_tested: u64,
    pub window: i64,
    pub reach: i64,
    /// A question finer than the times of its accounts is not asked.
    pub clock: &'a Clock,
}

/// The second question's answer about one edge, before adjustment, and its p in each layer.
struct CrowdAnswers {
    crowd: CrowdAnswer,
    per_layer: Vec<(usize, f64)>,
}

/// Who is no independent witness about a pair: the groups of both, the pair among them.
struct Insiders<'a> {
    group_of: &'a [u32],
    of_a: u32,
    of_b: u32,
}

impl Insiders<'_> {
    fn outside(&self, actor: u32) -> bool {
        let group = self.group_of[actor as usize];
        group != self.of_a && group != self.of_b
    }
}

/// For each account those it meets inside the window on more than half of what both act on within reach.
type TightPartners = BTreeMap<u32, BTreeSet<u32>>;

impl CrowdTest<'_> {
    /// Asks all edges that `asked` names the second question and, of those that pass, the third; stores the
    /// answers and decides each edge's standing.
    pub fn ask(&self, edges: &mut [CoactionEdge], asked: &[usize]) {
        let tights = self.each(asked, |e, _| self.tight_of(&edges[e]));
        for (&e, answer) in asked.iter().zip(tights) {
            edges[e].tight = Some(answer);
        }
        let level = self.settings.q;
        let tight_cut = adjust(edges, asked, |e| e.tight.as_mut(), self.n_tested, level);
        let partners = tight_partners(edges, asked);
        let answers = self.each(asked, |e, scratch| self.crowd(&edges[e], scratch));
        for (&e, answer) in asked.iter().zip(answers) {
            edges[e].crowd = answer.crowd;
            for (layer, p) in answer.per_layer {
                if let Some(l) = edges[e].layers.iter_mut().find(|l| usize::from(l.layer) == layer) {
                    l.crowd_p = Some(p);
                }
            }
        }
        let crowd_cut = adjust(edges, asked, crowd_of, self.n_tested, level);
        adjust(edges, asked, live_of, self.n_tested, level);
        let passed: Vec<usize> =
            asked.iter().copied().filter(|&e| crowd_of(&mut edges[e]).is_some_and(|a| a.q <= level)).collect();
        let communities = self.each(&passed, |e, scratch| self.community(&edges[e], &partners, scratch));
        for (&e, answer) in passed.iter().zip(communities) {
            edges[e].group = answer;
        }
        adjust(edges, &passed, |e| e.group.as_mut(), self.n_tested, level);
        standing::decide_all(edges, asked, &Cuts { q: level, crowd: crowd_cut, tight: tight_cut });
    }

    fn each<T: Send>(&self, asked: &[usize], answer: impl Fn(usize, &mut Scratch) -> T + Sync) -> Vec<T> {
        let chunk = asked.len().div_ceil(rayon::current_num_threads() * 8).max(1);
        asked
            .par_chunks(chunk)
            .flat_map_iter(|part| {
                let mut scratch = Scratch::new(self.group_of.len());
                part.iter().map(|&e| answer(e, &mut scratch)).collect::<Vec<_>>()
            })
            .collect()
    }

    /// Meetings inside the window of all within reach, in the layer with most meetings.
    ///
    /// On a clock of whole minutes two times that differ by one minute may be two minutes apart. Such a
    /// meeting counts as inside the window only when it is so whatever the seconds were that the clock cut off.
    fn tight_of(&self, edge: &CoactionEdge) -> Answer {
        let shared = self.shared(edge.a, edge.b);
        let all: Vec<&Shared> = shared.iter().filter(|s| s.dt <= self.reach).collect();
        let surely = |s: &Shared| self.clock.surely_within(edge.a, edge.b, s.closest, self.window);
        (0..self.layers.len())
            .map(|l| tight(&all, l, surely, self.reach))
            .max_by(|x, y| x.observed.cmp(&y.observed).then(y.expected.total_cmp(&x.expected)))
            .unwrap_or(NOTHING)
    }

    /// Meetings inside a sixth of the window of all inside the window, in the layer with most of the latter.
    ///
    /// Layers are not added up: a link and its domain are one post, and its meeting would count twice.
    fn live_of(&self, edge: &CoactionEdge, near: &[&Shared]) -> Answer {
        let narrow = self.window / 6;
        let narrow = if narrow < self.clock.finest_us(edge.a, edge.b) { -1 } else { narrow };
        (0..self.layers.len())
            .map(|l| tight(near, l, |s| s.dt <= narrow, self.window))
            .max_by(|x, y| x.expected.total_cmp(&y.expected).then(y.observed.cmp(&x.observed)))
            .unwrap_or(NOTHING)
    }

    fn shared(&self, a: u32, b: u32) -> Vec<Shared> {
        let mut out = Vec::new();
        for (l, layer) in self.layers.iter().enumerate() {
            layer.postings.shared(a, b, |object, xs, ys| {
                let (mut times_a, mut times_b) = (Vec::new(), Vec::new());
                layer.times(xs, &mut times_a);
                layer.times(ys, &mut times_b);
                let (x, y, dt) = closest(&times_a, &times_b, |t| t);
                let s = Shared { layer: l, object, times_a, times_b, closest: (x, y), dt };
                if !layer.by_time.hold(object, x, y) && s.n_within(self.reach) <= FEW_TRIES {
                    out.push(s);
                }
            });
        }
        out
    }

    /// Others within the window of one of the two closest actions, of the one with more of them.
    fn n_near(
        &self,
        edge: &CoactionEdge,
        s: &Shared,
        near_a: &mut Stamps,
        near_b: &mut Stamps,
        counts: impl Fn(u32) -> bool,
    ) -> u32 {
        let grouped = &self.layers[s.layer].grouped;
        let range = grouped.range(s.object);
        let times = &grouped.time[range.clone()];
        let near = |t: i64, stamps: &mut Stamps| {
            stamps.clear();
            let from = range.start + times.partition_point(|x| t.saturating_sub(*x) > self.window);
            (from..range.end)
                .take_while(|&i| grouped.time[i].saturating_sub(t) <= self.window)
                .map(|i| grouped.actor[i])
                .filter(|&actor| actor != edge.a && actor != edge.b && counts(actor) && stamps.first(actor))
                .count() as u32
        };
        near(s.closest.0, near_a).max(near(s.closest.1, near_b))
    }

    /// Others on an object who are outsiders of the pair.
    fn n_outside(&self, s: &Shared, insiders: &Insiders) -> u32 {
        let crowds = &self.crowds[s.layer];
        let Insiders { of_a, of_b, .. } = *insiders;
        let grouped = crowds.in_group(s.object, of_a) + if of_a == of_b { 0 } else { crowds.in_group(s.object, of_b) };
        crowds.total[s.object as usize] - grouped
    }

    /// Distinct outsiders on the co-acted objects, counted until there are [`ENOUGH_OUTSIDERS`].
    fn count_outsiders(&self, near: &[&Shared], insiders: &Insiders, stamps: &mut Stamps) -> u32 {
        stamps.clear();
        let mut n = 0;
        for s in near {
            let grouped = &self.layers[s.layer].grouped;
            for &actor in &grouped.actor[grouped.range(s.object)] {
                n += u32::from(insiders.outside(actor) && stamps.first(actor));
                if n == ENOUGH_OUTSIDERS {
                    return n;
                }
            }
        }
        n
    }

    fn insiders(&self, edge: &CoactionEdge) -> Insiders<'_> {
        let (of_a, of_b) = (self.group_of[edge.a as usize], self.group_of[edge.b as usize]);
        Insiders { group_of: self.group_of, of_a, of_b }
    }

    fn crowd(&self, edge: &CoactionEdge, scratch: &mut Scratch) -> CrowdAnswers {
        let shared = self.shared(edge.a, edge.b);
        let near: Vec<&Shared> = shared.iter().filter(|s| s.dt <= self.window).collect();
        let insiders = self.insiders(edge);
        let Scratch { all, near_a, near_b, .. } = scratch;
        let n_outsiders = self.count_outsiders(&near, &insiders, all);
        let crowded = near.iter().filter(|s| self.n_outside(s, &insiders) > 0).count();
        let no_crowd =
            n_outsiders < self.settings.min_outsiders || (crowded as f64) < CROWDED_SHARE * near.len() as f64;
        if no_crowd {
            return CrowdAnswers { crowd: self.no_crowd(edge, &near, &insiders, n_outsiders), per_layer: Vec::new() };
        }
        let mut asked = Vec::with_capacity(shared.len());
        for s in &shared {
            let m = self.n_outside(s, &insiders);
            if m > 0 {
                let k = self.n_near(edge, s, near_a, near_b, |actor| insiders.outside(actor));
                asked.push((s, share(k, m)));
            }
        }
        let answers = self.answers(&asked);
        CrowdAnswers {
            crowd: CrowdAnswer::Tested { answer: combine(&answers), n_outsiders },
            per_layer: answers.iter().map(|(l, a)| (*l, a.p)).collect(),
        }
    }

    fn no_crowd(&self, edge: &CoactionEdge, near: &[&Shared], insiders: &Insiders, n_outsiders: u32) -> CrowdAnswer {
        let (mut mine, mut all, mut mine_first, mut all_first) = (0u32, 0u32, 0u32, 0u32);
        for s in near {
            let grouped = &self.layers[s.layer].grouped;
            for (rank, i) in grouped.range(s.object).enumerate() {
                let actor = grouped.actor[i];
                let own = u32::from(!insiders.outside(actor));
                (mine, all) = (mine + own, all + 1);
                if rank < 10 {
                    (mine_first, all_first) = (mine_first + own, all_first + 1);
                }
            }
        }
        CrowdAnswer::NoCrowd {
            n_outsiders,
            ownership: f64::from(mine) / f64::from(all.max(1)),
            ownership_first_ten: f64::from(mine_first) / f64::from(all_first.max(1)),
            live: self.live_of(edge, near),
        }
    }

    /// The regulars as the crowd, without those who are tight partners of both. `None` with too few of them.
    fn community(&self, edge: &CoactionEdge, partners: &TightPartners, scratch: &mut Scratch) -> Option<Answer> {
        let shared = self.shared(edge.a, edge.b);
        self.count_objects(edge, &shared, scratch);
        let nobody = BTreeSet::new();
        let (of_a, of_b) = (partners.get(&edge.a).unwrap_or(&nobody), partners.get(&edge.b).unwrap_or(&nobody));
        for both in of_a.intersection(of_b) {
            scratch.n_objects[*both as usize] = 0;
        }
        let least = ((REGULAR_SHARE * shared.len() as f64).ceil() as u16).max(3);
        let Scratch { all, near_a, near_b, n_objects, touched } = scratch;
        let regular = |actor: u32| n_objects[actor as usize] >= least;
        if (touched.iter().filter(|a| regular(**a)).count() as u32) < self.settings.min_outsiders {
            return None;
        }
        let mut asked = Vec::with_capacity(shared.len());
        for s in &shared {
            all.clear();
            let grouped = &self.layers[s.layer].grouped;
            let m =
                grouped.actor[grouped.range(s.object)].iter().filter(|&&a| regular(a) && all.first(a)).count() as u32;
            if m > 0 {
                let k = self.n_near(edge, s, near_a, near_b, regular);
                asked.push((s, share(k, m)));
            }
        }
        Some(combine(&self.answers(&asked)))
    }

    /// The answer of each layer from its objects and their chances.
    fn answers(&self, asked: &[(&Shared, f64)]) -> Vec<(usize, Answer)> {
        let of_layer = |l: usize| {
            let (mut p, mut observed) = (Vec::new(), 0);
            for same in meetings(asked.iter().filter(|(s, _)| s.layer == l), |x| x.0) {
                p.push(same.iter().map(|x| x.1).fold(0.0, f64::max));
                observed += u32::from(same[0].0.dt <= self.window);
            }
            let answer =
                || Answer { observed, expected: p.iter().sum(), p: tails::poisson_binomial_sf(observed, &p), q: 1.0 };
            (!p.is_empty()).then(|| (l, answer()))
        };
        (0..self.layers.len()).filter_map(of_layer).collect()
    }

    /// Leaves in `n_objects` on how many of the shared objects each other account acts, and those in `touched`.
    fn count_objects(&self, edge: &CoactionEdge, shared: &[Shared], scratch: &mut Scratch) {
        for actor in scratch.touched.drain(..) {
            scratch.n_objects[actor as usize] = 0;
        }
        for s in shared {
            scratch.all.clear();
            let grouped = &self.layers[s.layer].grouped;
            for &actor in &grouped.actor[grouped.range(s.object)] {
                if actor != edge.a && actor != edge.b && scratch.all.first(actor) {
                    if scratch.n_objects[actor as usize] == 0 {
                        scratch.touched.push(actor);
                    }
                    let n = &mut scratch.n_objects[actor as usize];
                    *n = n.saturating_add(1);
                }
            }
        }
    }
}

fn crowd_of(edge: &mut CoactionEdge) -> Option<&mut Answer> {
    if let CrowdAnswer::Tested { answer, .. } = &mut edge.crowd { Some(answer) } else { None }
}

fn live_of(edge: &mut CoactionEdge) -> Option<&mut Answer> {
    if let CrowdAnswer::NoCrowd { live, .. } = &mut edge.crowd { Some(live) } else { None }
}

/// Benjamini-Hochberg for one question over the edges that it was asked of. Returns the largest p that also
/// passes among all `n_tested` pairs: the edges asked were picked because they meet often, and the same
/// meetings count here, so that an edge without company is held to this stricter cut.
fn adjust(
    edges: &mut [CoactionEdge],
    asked: &[usize],
    pick: fn(&mut CoactionEdge) -> Option<&mut Answer>,
    n_tested: u64,
    level: f64,
) -> f64 {
    let at: Vec<usize> = asked.iter().copied().filter(|&e| pick(&mut edges[e]).is_some()).collect();
    let p: Vec<f64> = at.iter().filter_map(|&e| pick(&mut edges[e]).map(|a| a.p)).collect();
    for (&e, q) in at.iter().zip(fdr::benjamini_hochberg(&p, p.len() as u64)) {
        if let Some(answer) = pick(&mut edges[e]) {
            answer.q = q;
        }
    }
    fdr::p_cut(&p, &fdr::benjamini_hochberg(&p, n_tested), level)
}

/// Chance that one of m others, k of them near, would be near: add-one, so never below 1 / (m + 2).
fn share(k: u32, m: u32) -> f64 {
    f64::from(k + 1) / f64::from(m + 2)
}

/// Entries by meeting: what two posts share at once is one meeting, however many objects it is.
fn meetings<'s, T>(entries: impl Iterator<Item = T>, shared: impl Fn(&T) -> &'s Shared) -> Vec<Vec<T>> {
    let mut by_times: BTreeMap<(i64, i64), Vec<T>> = BTreeMap::new();
    for entry in entries {
        by_times.entry(shared(&entry).closest).or_default().push(entry);
    }
    by_times.into_values().collect()
}

fn tight_partners(edges: &[CoactionEdge], asked: &[usize]) -> TightPartners {
    let mut partners = TightPartners::new();
    for edge in asked.iter().map(|&e| &edges[e]) {
        if edge.tight.is_some_and(|t| f64::from(t.observed) > t.expected) {
            partners.entry(edge.a).or_default().insert(edge.b);
            partners.entry(edge.b).or_default().insert(edge.a);
        }
    }
    partners
}

/// Cauchy combination with the strongest layer's counts.
fn combine(answers: &[(usize, Answer)]) -> Answer {
    combined(&answers.iter().map(|(_, a)| *a).collect::<Vec<_>>())
}

const NOTHING: Answer = Answer { observed: 0, expected: 0.0, p: 1.0, q: 1.0 };

/// Meetings of a layer inside a narrow window of those in a wide one, where each two actions in the wide one are
/// granted an even chance of being in the narrow one.
fn tight(shared: &[&Shared], layer: usize, is_narrow: impl Fn(&Shared) -> bool, wide: i64) -> Answer {
    let (mut p, mut observed) = (Vec::new(), 0);
    for same in meetings(shared.iter().filter(|s| s.layer == layer), |s| s) {
        let tries = same.iter().map(|s| s.n_within(wide)).max().unwrap_or(1);
        p.push(1.0 - (1.0 - TIGHT_SHARE).powi(tries as i32));
        observed += u32::from(is_narrow(same[0]));
    }
    if p.is_empty() {
        return NOTHING;
    }
    let tail = if p.iter().all(|p| *p == TIGHT_SHARE) {
        tails::binomial_sf(observed, p.len() as u32, TIGHT_SHARE)
    } else {
        tails::poisson_binomial_sf(observed, &p)
    };
    Answer { observed, expected: p.iter().sum(), p: tail, q: 1.0 }
}

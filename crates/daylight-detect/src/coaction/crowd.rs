//! Second and third question: faster than the crowd, closer than its community?
//!
//! The jitter test alone fails on live events: viewers of a debate who all react within a minute, many
//! debates in a row, are far tighter than their own half-hour rhythm, yet honest. So each edge that passed
//! it is compared with the *others* on the same objects. Three comparisons, each with its own blind spot:
//!
//! - **crowd**: others outside the pair and the pair's group. A breaking minute explains itself, because
//!   strangers burst too. Blind to a community that is faster than strangers (fans).
//! - **community**: the regulars, others who act on many of the same objects, the group's own among them.
//!   Finds forty run accounts inside five hundred fans, and clears the fans. Blind to a group that *is* its
//!   community.
//! - **tight**: of the objects on which both acted within w + 2D, those within w. People who follow the same
//!   sources within minutes meet inside one minute less than half of the time. It decides where the
//!   community is the group itself; where nobody else acted at all, the same question is asked of w/6.

use super::layer::LayerData;
use daylight_algo::{fdr, tails};
use daylight_core::{Answer, CoactionEdge, CoactionSettings, CrowdAnswer};
use rayon::prelude::*;

/// Share of meetings that a live audience or a fast community is granted inside the narrow window.
const TIGHT_SHARE: f64 = 0.5;

/// A regular acts on at least this share of the pair's objects (and on at least two).
const REGULAR_SHARE: f64 = 0.2;

/// Where fewer than this share of the co-acted objects have any outsider, there is no independent crowd.
const CROWDED_SHARE: f64 = 0.5;

/// One object that both accounts acted on.
struct Shared {
    layer: usize,
    object: u32,
    time_a: i64,
    time_b: i64,
    dt: i64,
}

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
    outsiders: Stamps,
    n_objects: Vec<u16>,
    touched: Vec<u32>,
}

impl Scratch {
    fn new(n: usize) -> Self {
        Self {
            all: Stamps::new(n),
            near_a: Stamps::new(n),
            near_b: Stamps::new(n),
            outsiders: Stamps::new(n),
            n_objects: vec![0; n],
            touched: Vec::new(),
        }
    }
}

/// What the comparisons need.
pub struct CrowdTest<'a> {
    pub layers: &'a [LayerData],
    pub settings: &'a CoactionSettings,
    /// Provisional group of each account; `u32::MAX` for none.
    pub group_of: &'a [u32],
    pub window: i64,
    pub reach: i64,
    /// Resolution of the clock: a question finer than it is not asked.
    pub resolution: i64,
}

/// Answers about one edge, before adjustment.
pub struct CrowdAnswers {
    crowd: CrowdAnswer,
    crowd_p: Vec<(usize, f64)>,
    community: Option<Answer>,
    tight: Answer,
}

impl CrowdTest<'_> {
    /// Asks all edges that `asked` names, adjusts each question over the edges asked, and stores the answers.
    pub fn ask(&self, edges: &mut [CoactionEdge], asked: &[usize]) {
        let n = self.group_of.len();
        let chunk = asked.len().div_ceil(rayon::current_num_threads() * 4).max(1);
        let answers: Vec<CrowdAnswers> = asked
            .par_chunks(chunk)
            .flat_map_iter(|part| {
                let mut scratch = Scratch::new(n);
                part.iter().map(|&e| self.one(&edges[e], &mut scratch)).collect::<Vec<_>>()
            })
            .collect();
        for (&e, answer) in asked.iter().zip(answers) {
            let edge = &mut edges[e];
            edge.crowd = answer.crowd;
            edge.group = answer.community;
            edge.tight = Some(answer.tight);
            for (layer, p) in answer.crowd_p {
                if let Some(l) = edge.layers.iter_mut().find(|l| usize::from(l.layer) == layer) {
                    l.crowd_p = Some(p);
                }
            }
        }
        adjust(edges, asked);
    }

    fn one(&self, edge: &CoactionEdge, scratch: &mut Scratch) -> CrowdAnswers {
        let shared = self.shared(edge.a, edge.b);
        let near: Vec<&Shared> = shared.iter().filter(|s| s.dt <= self.window).collect();
        let close = shared.iter().filter(|s| s.dt <= self.reach).count() as u32;
        CrowdAnswers {
            tight: tight(near.len() as u32, close),
            community: self.community(edge, &shared, scratch),
            ..self.crowd(edge, &shared, &near, scratch)
        }
    }

    fn shared(&self, a: u32, b: u32) -> Vec<Shared> {
        let mut out = Vec::new();
        for (l, layer) in self.layers.iter().enumerate() {
            layer.postings.shared(a, b, |object, xs, ys| {
                let (i, j, dt) = layer.closest(xs, ys);
                if layer.in_one_moment(i.min(j), i.max(j)).is_none() {
                    let (time_a, time_b) = (layer.grouped.time[i as usize], layer.grouped.time[j as usize]);
                    out.push(Shared { layer: l, object, time_a, time_b, dt });
                }
            });
        }
        out
    }

    /// Chance that one of the others `counts` is near either action on an object: (k + 1) / (m + 2), with k of
    /// m others within the window of the action that has more of them. Also returns m.
    fn share_near(
        &self,
        edge: &CoactionEdge,
        s: &Shared,
        scratch: &mut Scratch,
        counts: impl Fn(u32, &[u16]) -> bool,
    ) -> (f64, u32) {
        let grouped = &self.layers[s.layer].grouped;
        let Scratch { all, near_a, near_b, n_objects, .. } = scratch;
        all.clear();
        near_a.clear();
        near_b.clear();
        let (mut m, mut k_a, mut k_b) = (0u32, 0u32, 0u32);
        for i in grouped.range(s.object) {
            let (actor, time) = (grouped.actor[i], grouped.time[i]);
            if actor == edge.a || actor == edge.b || !counts(actor, n_objects) {
                continue;
            }
            m += u32::from(all.first(actor));
            if (time - s.time_a).abs() <= self.window {
                k_a += u32::from(near_a.first(actor));
            }
            if (time - s.time_b).abs() <= self.window {
                k_b += u32::from(near_b.first(actor));
            }
        }
        (f64::from(k_a.max(k_b) + 1) / f64::from(m + 2), m)
    }

    fn outside(&self, edge: &CoactionEdge, actor: u32) -> bool {
        let group = self.group_of[actor as usize];
        group == u32::MAX || (group != self.group_of[edge.a as usize] && group != self.group_of[edge.b as usize])
    }

    fn crowd(&self, edge: &CoactionEdge, shared: &[Shared], near: &[&Shared], scratch: &mut Scratch) -> CrowdAnswers {
        let mut per_layer: Vec<(Vec<f64>, u32)> = vec![(Vec::new(), 0); self.layers.len()];
        let (mut n_outsiders, mut crowded) = (0, 0);
        scratch.outsiders.clear();
        for s in shared {
            let (p, m) = self.share_near(edge, s, scratch, |actor, _| self.outside(edge, actor));
            if m == 0 {
                continue;
            }
            per_layer[s.layer].0.push(p);
            if s.dt <= self.window {
                per_layer[s.layer].1 += 1;
                crowded += 1;
                let grouped = &self.layers[s.layer].grouped;
                for i in grouped.range(s.object) {
                    let actor = grouped.actor[i];
                    let counts = actor != edge.a && actor != edge.b && self.outside(edge, actor);
                    n_outsiders += u32::from(counts && scratch.outsiders.first(actor));
                }
            }
        }
        let no_crowd =
            n_outsiders < self.settings.min_outsiders || f64::from(crowded) < CROWDED_SHARE * near.len() as f64;
        let tight = Answer { observed: 0, expected: 0.0, p: 1.0, q: 1.0 };
        if no_crowd {
            let crowd = self.no_crowd(edge, near, n_outsiders);
            return CrowdAnswers { crowd, crowd_p: Vec::new(), community: None, tight };
        }
        let answers: Vec<(usize, Answer)> = per_layer
            .iter()
            .enumerate()
            .filter(|(_, (p, _))| !p.is_empty())
            .map(|(l, (p, n))| {
                (l, Answer { observed: *n, expected: p.iter().sum(), p: tails::poisson_binomial_sf(*n, p), q: 1.0 })
            })
            .collect();
        CrowdAnswers {
            crowd: CrowdAnswer::Tested { answer: combine(&answers), n_outsiders },
            crowd_p: answers.iter().map(|(l, a)| (*l, a.p)).collect(),
            community: None,
            tight,
        }
    }

    fn no_crowd(&self, edge: &CoactionEdge, near: &[&Shared], n_outsiders: u32) -> CrowdAnswer {
        let (mut mine, mut all, mut mine_first, mut all_first) = (0u32, 0u32, 0u32, 0u32);
        for s in near {
            let grouped = &self.layers[s.layer].grouped;
            for (rank, i) in grouped.range(s.object).enumerate() {
                let actor = grouped.actor[i];
                let own = u32::from(actor == edge.a || actor == edge.b || !self.outside(edge, actor));
                (mine, all) = (mine + own, all + 1);
                if rank < 10 {
                    (mine_first, all_first) = (mine_first + own, all_first + 1);
                }
            }
        }
        let narrow_window = self.window / 6;
        let narrow = if narrow_window < self.resolution {
            0
        } else {
            near.iter().filter(|s| s.dt <= narrow_window).count() as u32
        };
        CrowdAnswer::NoCrowd {
            n_outsiders,
            ownership: f64::from(mine) / f64::from(all.max(1)),
            ownership_first_ten: f64::from(mine_first) / f64::from(all_first.max(1)),
            live: tight(narrow, near.len() as u32),
        }
    }

    /// The regulars as the crowd, the group's own among them. `None` with too few of them.
    fn community(&self, edge: &CoactionEdge, shared: &[Shared], scratch: &mut Scratch) -> Option<Answer> {
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
        let least = ((REGULAR_SHARE * shared.len() as f64).ceil() as u16).max(2);
        let regulars = scratch.touched.iter().filter(|a| scratch.n_objects[**a as usize] >= least).count();
        if (regulars as u32) < self.settings.min_outsiders {
            return None;
        }
        let mut per_layer: Vec<(Vec<f64>, u32)> = vec![(Vec::new(), 0); self.layers.len()];
        for s in shared {
            let (p, m) = self.share_near(edge, s, scratch, |actor, n| n[actor as usize] >= least);
            if m > 0 {
                per_layer[s.layer].0.push(p);
                per_layer[s.layer].1 += u32::from(s.dt <= self.window);
            }
        }
        let answers: Vec<(usize, Answer)> = per_layer
            .iter()
            .enumerate()
            .filter(|(_, (p, _))| !p.is_empty())
            .map(|(l, (p, n))| {
                (l, Answer { observed: *n, expected: p.iter().sum(), p: tails::poisson_binomial_sf(*n, p), q: 1.0 })
            })
            .collect();
        Some(combine(&answers))
    }
}

/// Cauchy combination with the strongest layer's counts.
fn combine(answers: &[(usize, Answer)]) -> Answer {
    let p: Vec<f64> = answers.iter().map(|(_, a)| a.p).collect();
    let strongest = answers.iter().map(|(_, a)| *a).min_by(|x, y| x.p.total_cmp(&y.p));
    let nothing = Answer { observed: 0, expected: 0.0, p: 1.0, q: 1.0 };
    Answer { p: fdr::cauchy_combination(&p).unwrap_or(1.0), ..strongest.unwrap_or(nothing) }
}

fn tight(near: u32, of: u32) -> Answer {
    Answer {
        observed: near,
        expected: f64::from(of) * TIGHT_SHARE,
        p: tails::binomial_sf(near, of, TIGHT_SHARE),
        q: 1.0,
    }
}

/// Benjamini-Hochberg for each question over the edges that it was asked of.
fn adjust(edges: &mut [CoactionEdge], asked: &[usize]) {
    type Pick = fn(&mut CoactionEdge) -> Option<&mut Answer>;
    let questions: [Pick; 4] = [
        |e| if let CrowdAnswer::Tested { answer, .. } = &mut e.crowd { Some(answer) } else { None },
        |e| if let CrowdAnswer::NoCrowd { live, .. } = &mut e.crowd { Some(live) } else { None },
        |e| e.group.as_mut(),
        |e| e.tight.as_mut(),
    ];
    for pick in questions {
        let at: Vec<usize> = asked.iter().copied().filter(|&e| pick(&mut edges[e]).is_some()).collect();
        let p: Vec<f64> = at.iter().filter_map(|&e| pick(&mut edges[e]).map(|a| a.p)).collect();
        for (&e, q) in at.iter().zip(fdr::benjamini_hochberg(&p, p.len() as u64)) {
            if let Some(answer) = pick(&mut edges[e]) {
                answer.q = q;
            }
        }
    }
}

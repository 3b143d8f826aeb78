//! Items by actor: what the sweeps by object cannot answer cheaply.

use crate::Grouped;
use rayon::prelude::*;
use std::ops::Range;

/// For each actor the indices of its items in a [`Grouped`], ascending (hence by object, then time).
#[derive(Debug, Clone, Default)]
pub struct Postings {
    starts: Vec<u32>,
    index: Vec<u32>,
    object: Vec<u32>,
}

impl Postings {
    /// Turns a grouping around.
    pub fn build(g: &Grouped, n_actors: usize) -> Self {
        Self::of(g, n_actors, |_| true)
    }

    /// The items of some actors; the others have none.
    pub fn of(g: &Grouped, n_actors: usize, wanted: impl Fn(u32) -> bool) -> Self {
        let mut starts = vec![0u32; n_actors + 1];
        for &a in g.actor.iter().filter(|a| wanted(**a)) {
            starts[a as usize + 1] += 1;
        }
        for a in 0..n_actors {
            starts[a + 1] += starts[a];
        }
        let n = starts[n_actors] as usize;
        let mut next = starts.clone();
        let mut index = vec![0u32; n];
        let mut object = vec![0u32; n];
        for o in 0..g.n_objects() as u32 {
            for i in g.range(o) {
                let actor = g.actor[i];
                if wanted(actor) {
                    let slot = &mut next[actor as usize];
                    index[*slot as usize] = i as u32;
                    object[*slot as usize] = o;
                    *slot += 1;
                }
            }
        }
        Self { starts, index, object }
    }

    /// Number of actors.
    pub fn n_actors(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    fn range(&self, actor: u32) -> Range<usize> {
        self.starts[actor as usize] as usize..self.starts[actor as usize + 1] as usize
    }

    /// The actor's indices into the grouping.
    pub fn indices(&self, actor: u32) -> &[u32] {
        &self.index[self.range(actor)]
    }

    /// The objects of [`Postings::indices`], parallel to it.
    pub fn objects(&self, actor: u32) -> &[u32] {
        &self.object[self.range(actor)]
    }

    /// The actor's distinct objects, each with its indices.
    pub fn runs(&self, actor: u32) -> impl Iterator<Item = (u32, &[u32])> {
        let (objects, indices) = (self.objects(actor), self.indices(actor));
        let mut at = 0;
        std::iter::from_fn(move || {
            let object = *objects.get(at)?;
            let end = at + objects[at..].iter().take_while(|&&o| o == object).count();
            let run = (object, &indices[at..end]);
            at = end;
            Some(run)
        })
    }

    /// Calls `visit` with each object both actors acted on, and the indices of each. The shorter list is
    /// walked, the longer one searched by doubling steps.
    pub fn shared<'a>(&'a self, a: u32, b: u32, mut visit: impl FnMut(u32, &'a [u32], &'a [u32])) {
        let swap = self.range(a).len() > self.range(b).len();
        let (short, long) = if swap { (b, a) } else { (a, b) };
        let (objects, indices) = (self.objects(long), self.indices(long));
        let mut at = 0;
        for (object, mine) in self.runs(short) {
            at += gallop(&objects[at..], object);
            let n = objects[at..].iter().take_while(|&&o| o == object).count();
            if n > 0 {
                let theirs = &indices[at..at + n];
                if swap { visit(object, theirs, mine) } else { visit(object, mine, theirs) }
            }
            at += n;
        }
    }

    /// Number of unordered pairs of different actors with items on one object less than `reach` apart:
    /// the size of the family of tests. Exact; needs one stamp an actor and thread, no table of pairs.
    pub fn count_pairs_within(&self, g: &Grouped, reach: i64) -> u64 {
        let n = self.n_actors();
        let n_chunks = (rayon::current_num_threads() * 4).min(n.max(1));
        // Chunks of about equal numbers of items.
        let bounds: Vec<usize> = (0..=n_chunks)
            .map(|c| {
                let target = (self.index.len() * c / n_chunks) as u32;
                if c == n_chunks { n } else { self.starts.partition_point(|&s| s < target).min(n) }
            })
            .collect();
        bounds
            .par_windows(2)
            .map(|w| {
                let mut stamp = vec![u32::MAX; n];
                (w[0]..w[1]).map(|a| self.count_neighbors(g, a as u32, reach, &mut stamp)).sum::<u64>()
            })
            .sum()
    }

    fn count_neighbors(&self, g: &Grouped, a: u32, reach: i64, stamp: &mut [u32]) -> u64 {
        let mut n = 0u64;
        for (object, run) in self.runs(a) {
            let range = g.range(object);
            let mut seen_to = range.start;
            for &i in run {
                let i = i as usize;
                let t = g.time[i];
                // Neighbors of one run overlap; what an earlier item of the run has visited is not visited again.
                let mut lo = i;
                while lo > seen_to && t.saturating_sub(g.time[lo - 1]) < reach {
                    lo -= 1;
                }
                let mut hi = i.max(seen_to);
                while hi < range.end && g.time[hi].saturating_sub(t) < reach {
                    hi += 1;
                }
                // Without branches: which of two numbers is larger is a coin toss to the processor.
                for &b in &g.actor[lo.max(seen_to).min(hi)..hi] {
                    let stamp = &mut stamp[b as usize];
                    n += u64::from(b > a) & u64::from(*stamp != a);
                    *stamp = a;
                }
                seen_to = seen_to.max(hi);
            }
        }
        n
    }
}

/// First position whose object is at least `object`, by doubling and bisection.
fn gallop(objects: &[u32], object: u32) -> usize {
    let mut bound = 1;
    while bound < objects.len() && objects[bound - 1] < object {
        bound *= 2;
    }
    let from = bound / 2;
    let to = bound.min(objects.len());
    from.min(to) + objects[from.min(to)..to].partition_point(|&o| o < object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        #[test]
        fn agrees_with_the_double_loop(rows in proptest::collection::vec((0u32..6, 0u32..7, 0i64..60), 0..80), reach in 1i64..40) {
            let object: Vec<u32> = rows.iter().map(|r| r.0).collect();
            let actor: Vec<u32> = rows.iter().map(|r| r.1).collect();
            let time: Vec<i64> = rows.iter().map(|r| r.2).collect();
            let g = Grouped::build(6, &object, &actor, &time, |_| true);
            let postings = Postings::build(&g, 7);
            let mut pairs = BTreeSet::new();
            let mut shared: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
            for (i, x) in rows.iter().enumerate() {
                for y in &rows[i + 1..] {
                    if x.0 == y.0 && x.1 != y.1 {
                        let key = (x.1.min(y.1), x.1.max(y.1));
                        shared.entry(key).or_default().insert(x.0);
                        if (x.2 - y.2).abs() < reach { pairs.insert(key); }
                    }
                }
            }
            prop_assert_eq!(postings.count_pairs_within(&g, reach), pairs.len() as u64);
            for a in 0..7 {
                for b in a + 1..7 {
                    let mut found = BTreeSet::new();
                    postings.shared(a, b, |o, x, y| {
                        found.insert(o);
                        assert!(x.iter().all(|&i| g.actor[i as usize] == a) && y.iter().all(|&i| g.actor[i as usize] == b));
                        assert!(!x.is_empty() && !y.is_empty());
                    });
                    prop_assert_eq!(found, shared.get(&(a, b)).cloned().unwrap_or_default());
                }
            }
        }
    }
}

//! Items grouped by object and sorted by time: the layout that every sweep reads.

use rayon::prelude::*;

/// Items of all objects back to back; object `o` owns `starts[o]..starts[o + 1]`, ordered by
/// (time, actor, item).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grouped {
    /// Begin of each object, and the end of the last.
    pub starts: Vec<u32>,
    /// Who.
    pub actor: Vec<u32>,
    /// When, microseconds.
    pub time: Vec<i64>,
    /// The caller's number of the item.
    pub item: Vec<u32>,
}

/// Object, actor, item and the two halves of the time. A plain array, because memory for many of them comes
/// zeroed from the system and need not be written twice.
type Record = [u32; 5];

fn record(time: i64, object: u32, actor: u32, item: u32) -> Record {
    [object, actor, item, time as u32, (time >> 32) as u32]
}

fn time_of(record: &Record) -> i64 {
    i64::from(record[4] as i32) << 32 | i64::from(record[3])
}

/// Records of a run of items, by bucket.
struct Chunk {
    records: Vec<Record>,
    ends: [u32; N_BUCKETS],
}

impl Chunk {
    fn bucket(&self, b: usize) -> &[Record] {
        let start = if b == 0 { 0 } else { self.ends[b - 1] as usize };
        &self.records[start..self.ends[b] as usize]
    }
}

/// Objects are first split into this many ranges, so that each range's work fits the cache.
const N_BUCKETS: usize = 256;

impl Grouped {
    /// Groups `n_objects` objects' items. `select` says which items take part (missing times must not).
    ///
    /// # Panics
    /// When the columns differ in length or hold more than `u32::MAX` items.
    pub fn build(
        n_objects: usize,
        object: &[u32],
        actor: &[u32],
        time: &[i64],
        select: impl Fn(usize) -> bool + Sync,
    ) -> Self {
        assert!(object.len() == actor.len() && actor.len() == time.len(), "columns of one length");
        assert!(u32::try_from(object.len()).is_ok(), "at most u32::MAX items");
        let shift = bucket_shift(n_objects);
        let chunk = object.len().div_ceil(64).max(1 << 14);
        let chunks: Vec<Chunk> = (0..object.len().div_ceil(chunk))
            .into_par_iter()
            .map(|c| {
                let range = c * chunk..((c + 1) * chunk).min(object.len());
                // Selecting costs a random access each, so it is done once and remembered.
                let mut taken = vec![0u64; range.len().div_ceil(64)];
                let mut ends = [0u32; N_BUCKETS];
                for (k, i) in range.clone().enumerate() {
                    let take = select(i);
                    taken[k / 64] |= u64::from(take) << (k % 64);
                    ends[(object[i] >> shift) as usize] += u32::from(take);
                }
                let mut n = 0;
                for end in &mut ends {
                    n += std::mem::replace(end, n);
                }
                let mut records = vec![Record::default(); n as usize];
                for (k, i) in range.enumerate() {
                    if taken[k / 64] >> (k % 64) & 1 == 1 {
                        let end = &mut ends[(object[i] >> shift) as usize];
                        records[*end as usize] = record(time[i], object[i], actor[i], i as u32);
                        *end += 1;
                    }
                }
                Chunk { records, ends }
            })
            .collect();
        Self::merge(n_objects, shift, &chunks)
    }

    fn merge(n_objects: usize, shift: u32, chunks: &[Chunk]) -> Self {
        let size = |b: usize| chunks.iter().map(|c| c.bucket(b).len()).sum();
        let sizes: Vec<usize> = (0..N_BUCKETS).map(size).collect();
        let total: usize = sizes.iter().sum();
        let (mut actor, mut time, mut item) = (vec![0u32; total], vec![0i64; total], vec![0u32; total]);
        let mut starts = vec![0u32; n_objects + 1];
        starts[n_objects] = total as u32;
        let mut jobs = Vec::with_capacity(N_BUCKETS);
        {
            let (mut a, mut t, mut m, mut s) = (&mut actor[..], &mut time[..], &mut item[..], &mut starts[..n_objects]);
            let mut base = 0u32;
            for (b, &n) in sizes.iter().enumerate() {
                let first = (b << shift).min(n_objects);
                let n_here = ((b + 1) << shift).min(n_objects) - first;
                let (a0, a1) = a.split_at_mut(n);
                let (t0, t1) = t.split_at_mut(n);
                let (m0, m1) = m.split_at_mut(n);
                let (s0, s1) = s.split_at_mut(n_here);
                (a, t, m, s) = (a1, t1, m1, s1);
                let first = first as u32;
                jobs.push(Bucket { chunks, number: b, first, base, starts: s0, actor: a0, time: t0, item: m0 });
                base += n as u32;
            }
        }
        jobs.into_par_iter().for_each(Bucket::fill);
        Self { starts, actor, time, item }
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.actor.len()
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.actor.is_empty()
    }

    /// Number of objects.
    pub fn n_objects(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Index range of object `o`.
    pub fn range(&self, o: u32) -> std::ops::Range<usize> {
        self.starts[o as usize] as usize..self.starts[o as usize + 1] as usize
    }

    /// Object that owns index `i`.
    pub fn object_of(&self, i: usize) -> u32 {
        (self.starts.partition_point(|&s| s as usize <= i) - 1) as u32
    }

    /// The same items with new times (`time[i]` for index `i` of this grouping), sorted again.
    ///
    /// # Panics
    /// When there is not one time an item.
    #[must_use]
    pub fn retimed(&self, time: &[i64]) -> Self {
        assert_eq!(time.len(), self.len(), "one time an item");
        let mut out = self.clone();
        out.time.copy_from_slice(time);
        let mut jobs = Vec::new();
        let (mut a, mut t, mut m) = (&mut out.actor[..], &mut out.time[..], &mut out.item[..]);
        // Runs of objects of some thousand items make one job.
        let mut from = 0usize;
        let mut o = 0usize;
        while o < self.n_objects() {
            let first = o;
            while o < self.n_objects() && (self.starts[o] as usize - from < 1 << 14 || o == first) {
                o += 1;
            }
            let n = self.starts[o] as usize - from;
            let (a0, a1) = a.split_at_mut(n);
            let (t0, t1) = t.split_at_mut(n);
            let (m0, m1) = m.split_at_mut(n);
            (a, t, m) = (a1, t1, m1);
            jobs.push((first, o, from, a0, t0, m0));
            from += n;
        }
        jobs.into_par_iter().for_each(|(first, end, base, a, t, m)| {
            let mut buffer: Vec<(i64, u32, u32)> = Vec::new();
            for o in first..end {
                let r = self.starts[o] as usize - base..self.starts[o + 1] as usize - base;
                if r.len() < 2 {
                    continue;
                }
                buffer.clear();
                buffer.extend(r.clone().map(|i| (t[i], a[i], m[i])));
                buffer.sort_unstable();
                for (i, &(time, actor, item)) in r.zip(&buffer) {
                    (t[i], a[i], m[i]) = (time, actor, item);
                }
            }
        });
        out
    }
}

fn bucket_shift(n_objects: usize) -> u32 {
    let bits = usize::BITS - n_objects.max(1).leading_zeros();
    bits.saturating_sub(N_BUCKETS.trailing_zeros())
}

struct Bucket<'a> {
    chunks: &'a [Chunk],
    number: usize,
    first: u32,
    base: u32,
    starts: &'a mut [u32],
    actor: &'a mut [u32],
    time: &'a mut [i64],
    item: &'a mut [u32],
}

impl Bucket<'_> {
    /// Counting sort by object, then each object by (time, actor, item).
    fn fill(self) {
        let n = self.starts.len();
        let (chunks, number) = (self.chunks, self.number);
        let records = || chunks.iter().flat_map(|c| c.bucket(number));
        let mut next = vec![0u32; n + 1];
        for record in records() {
            next[(record[0] - self.first) as usize + 1] += 1;
        }
        for o in 0..n {
            next[o + 1] += next[o];
        }
        for (o, start) in self.starts.iter_mut().enumerate() {
            *start = self.base + next[o];
        }
        let ends: Vec<u32> = next[1..].to_vec();
        let mut sorted = vec![(0i64, 0u32, 0u32); self.actor.len()];
        for record in records() {
            let slot = &mut next[(record[0] - self.first) as usize];
            sorted[*slot as usize] = (time_of(record), record[1], record[2]);
            *slot += 1;
        }
        let mut begin = 0usize;
        for end in ends {
            let slice = &mut sorted[begin..end as usize];
            if slice.len() > 1 {
                slice.sort_unstable();
            }
            begin = end as usize;
        }
        let places = self.time.iter_mut().zip(self.actor).zip(self.item);
        for (((time, actor), item), record) in places.zip(sorted) {
            (*time, *actor, *item) = record;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equals_a_plain_sort(rows in proptest::collection::vec((0u32..700, 0u32..9, -5i64..5, any::<bool>()), 0..300)) {
            let object: Vec<u32> = rows.iter().map(|r| r.0).collect();
            let actor: Vec<u32> = rows.iter().map(|r| r.1).collect();
            let time: Vec<i64> = rows.iter().map(|r| r.2).collect();
            let grouped = Grouped::build(700, &object, &actor, &time, |i| rows[i].3);
            let mut expected: Vec<_> = (0..rows.len()).filter(|&i| rows[i].3).map(|i| (object[i], time[i], actor[i], i as u32)).collect();
            expected.sort_unstable();
            let mut got = Vec::new();
            for o in 0..700 {
                for i in grouped.range(o) {
                    prop_assert_eq!(grouped.object_of(i), o);
                    got.push((o, grouped.time[i], grouped.actor[i], grouped.item[i]));
                }
            }
            prop_assert_eq!(&got, &expected);
            let reversed: Vec<i64> = grouped.time.iter().map(|t| -t).collect();
            let again = grouped.retimed(&reversed);
            let mut flipped: Vec<_> = expected.iter().map(|&(o, t, a, i)| (o, -t, a, i)).collect();
            flipped.sort_unstable();
            let got: Vec<_> = (0..again.len()).map(|i| (again.object_of(i), again.time[i], again.actor[i], again.item[i])).collect();
            prop_assert_eq!(got, flipped);
        }
    }
}

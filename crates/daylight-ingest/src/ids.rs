//! Numbers for id strings: the largest single lever on reading speed.
//!
//! One big string table misses the cache on every probe. Here each worker appends its ids to streams, one
//! for each of 256 parts of the hash space; later each part is deduplicated alone, with a table that fits
//! the L2 cache, and its streams are freed as they are consumed. Two ids are one only if their bytes are
//! equal: hashes decide where to look, never what is equal.
//!
//! Platform ids are mostly a short prefix and a decimal number (`fb_123`, `1430003573547008000`). Such ids
//! are stored as (prefix, number), which is exact as long as the number has no leading zero and at most 19
//! digits; everything else is stored as bytes. An id is always stored in the same one of the two ways.

use std::sync::atomic::{AtomicU32, Ordering};

use daylight_core::IdTable;
use rayon::prelude::*;

/// Parts of the hash space.
pub const N_PARTS: usize = 256;
/// Bytes of a block: small enough that half-filled last blocks do not add up.
const BLOCK: usize = 16 << 10;
/// Blocks of a slab.
const SLAB_BLOCKS: usize = 256;
/// Tag of an id stored as it is.
const RAW: u8 = 255;
/// Bytes of a numbered entry: row, tag, number.
const PACKED: usize = 13;
/// Bytes before the id of a raw entry: row, tag, length, one to spare.
const RAW_HEAD: usize = 8;
/// Bytes of an entry whose id has its number: row in the whole, index among the part's distinct ids.
const DONE: usize = 8;
/// Longest id.
pub const MAX_ID: usize = BLOCK - RAW_HEAD;
/// Most prefixes that are recognized.
const MAX_PREFIXES: usize = 16;

/// Recognizes ids of the form prefix + decimal number.
#[derive(Debug, Clone, Default)]
pub struct Packer {
    prefixes: Vec<Vec<u8>>,
}

impl Packer {
    /// Learns the prefixes of `samples`, most frequent first.
    pub fn learn<'a>(samples: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut counts: std::collections::BTreeMap<Vec<u8>, usize> = std::collections::BTreeMap::new();
        for id in samples {
            let digits = id.iter().rev().take_while(|b| b.is_ascii_digit()).count();
            let prefix = &id[..id.len() - digits];
            if digits > 0 && prefix.len() <= 16 {
                *counts.entry(prefix.to_vec()).or_insert(0) += 1;
            }
        }
        let mut found: Vec<(usize, Vec<u8>)> = counts.into_iter().map(|(p, n)| (n, p)).collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Self { prefixes: found.into_iter().take(MAX_PREFIXES).map(|(_, p)| p).collect() }
    }

    /// Adds what another file taught.
    pub fn merge(&mut self, other: &Self) {
        for prefix in &other.prefixes {
            if self.prefixes.len() < MAX_PREFIXES && !self.prefixes.contains(prefix) {
                self.prefixes.push(prefix.clone());
            }
        }
    }

    #[inline]
    fn pack(&self, id: &[u8]) -> Option<(u8, u64)> {
        for (tag, prefix) in self.prefixes.iter().enumerate() {
            if let Some(digits) = id.strip_prefix(prefix.as_slice())
                && let Some(value) = canonical_decimal(digits)
            {
                return Some((tag as u8, value));
            }
        }
        None
    }
}

/// The number that `digits` write, if that is the only way to write it in 1 to 19 digits.
#[inline]
pub fn canonical_decimal(digits: &[u8]) -> Option<u64> {
    let (&first, rest) = digits.split_first()?;
    if digits.len() > 19 || (first == b'0' && !rest.is_empty()) {
        return None;
    }
    let mut value = 0_u64;
    let mut chunks = digits.chunks_exact(8);
    for chunk in &mut chunks {
        let eight: [u8; 8] = chunk.try_into().ok()?;
        value = value * 100_000_000 + eight_digits(eight)?;
    }
    for &byte in chunks.remainder() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u64::from(digit);
    }
    Some(value)
}

/// Eight ASCII digits at once (the well-known SWAR reduction).
#[inline]
pub fn eight_digits(bytes: [u8; 8]) -> Option<u64> {
    let word = u64::from_le_bytes(bytes);
    let high = word & 0xF0F0_F0F0_F0F0_F0F0;
    let carry = word.wrapping_add(0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0;
    if high != 0x3030_3030_3030_3030 || carry != 0x3030_3030_3030_3030 {
        return None;
    }
    let v = word & 0x0F0F_0F0F_0F0F_0F0F;
    let v = v.wrapping_mul(10).wrapping_add(v >> 8);
    let low = (v & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = ((v >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    Some(low.wrapping_add(high) >> 32)
}

#[inline]
fn hash_number(tag: u8, value: u64) -> u64 {
    let a = u128::from(value ^ 0x9E37_79B9_7F4A_7C15) * (0xD6E8_FEB8_6659_FD93_u128 + 2 * u128::from(tag));
    (a as u64) ^ ((a >> 64) as u64)
}

#[inline]
fn hash_bytes(id: &[u8]) -> u64 {
    rapidhash::v3::rapidhash_v3(id)
}

/// What one worker has read of one column of ids: for each part a chain of blocks, cut from large slabs that
/// the allocator gives back to the system as soon as the column is numbered.
#[derive(Debug)]
pub struct ColumnSink {
    slabs: Vec<Vec<u8>>,
    n_blocks: u32,
    /// By part: the block that is open (`u32::MAX` when none) and the bytes used in it.
    open: Vec<(u32, u32)>,
    /// Part and used bytes of each block.
    blocks: Vec<(u8, u32)>,
}

impl Default for ColumnSink {
    fn default() -> Self {
        Self { slabs: Vec::new(), n_blocks: 0, open: vec![(u32::MAX, 0); N_PARTS], blocks: Vec::new() }
    }
}

impl ColumnSink {
    /// Appends the id of `row` (the worker's own count of rows). Ids are at most [`MAX_ID`] bytes.
    #[inline]
    pub fn push(&mut self, packer: &Packer, row: u32, id: &[u8]) {
        if let Some((tag, value)) = packer.pack(id) {
            let part = (hash_number(tag, value) >> 56) as usize;
            let mut entry = [0_u8; PACKED];
            entry[..4].copy_from_slice(&row.to_le_bytes());
            entry[4] = tag;
            entry[5..].copy_from_slice(&value.to_le_bytes());
            if let Some(out) = self.room(part, PACKED).first_chunk_mut::<PACKED>() {
                *out = entry;
            }
            return;
        }
        let part = (hash_bytes(id) >> 56) as usize;
        let out = self.room(part, RAW_HEAD + id.len());
        out[..4].copy_from_slice(&row.to_le_bytes());
        out[4] = RAW;
        // One byte more than needed makes room for the finished entry, however short the id.
        out[5..7].copy_from_slice(&(id.len() as u16).to_le_bytes());
        out[RAW_HEAD..].copy_from_slice(id);
    }

    #[inline]
    fn room(&mut self, part: usize, len: usize) -> &mut [u8] {
        let (block, used) = self.open[part];
        if block == u32::MAX || used as usize + len > BLOCK {
            self.next_block(part);
        }
        let (block, used) = self.open[part];
        self.open[part].1 += len as u32;
        let start = (block as usize % SLAB_BLOCKS) * BLOCK + used as usize;
        &mut self.slabs[block as usize / SLAB_BLOCKS][start..start + len]
    }

    #[cold]
    fn next_block(&mut self, part: usize) {
        let (block, used) = self.open[part];
        if block != u32::MAX {
            self.blocks[block as usize].1 = used;
        }
        if self.n_blocks as usize == self.slabs.len() * SLAB_BLOCKS {
            self.slabs.push(vec![0; SLAB_BLOCKS * BLOCK]);
        }
        self.open[part] = (self.n_blocks, 0);
        self.blocks.push((part as u8, 0));
        self.n_blocks += 1;
    }

    /// The blocks of each part, in the order in which they were filled.
    fn by_part(&mut self) -> Vec<Vec<&mut [u8]>> {
        for &(block, used) in self.open.iter().filter(|(block, _)| *block != u32::MAX) {
            self.blocks[block as usize].1 = used;
        }
        let mut parts: Vec<Vec<&mut [u8]>> = (0..N_PARTS).map(|_| Vec::new()).collect();
        let chunks = self.slabs.iter_mut().flat_map(|slab| slab.chunks_mut(BLOCK));
        for (chunk, &(part, used)) in chunks.zip(&self.blocks) {
            parts[part as usize].push(&mut chunk[..used as usize]);
        }
        parts
    }
}

/// Where a worker's rows stand in the whole: row `starts[k] + i` is row `bases[k] + i`.
#[derive(Debug, Default, Clone)]
pub struct RowMap {
    /// Ascending first rows of the worker's segments.
    pub starts: Vec<u32>,
    /// Their rows in the whole.
    pub bases: Vec<u32>,
}

struct Cursor<'a> {
    map: &'a RowMap,
    at: usize,
}

impl Cursor<'_> {
    #[inline]
    fn row(&mut self, local: u32) -> u32 {
        while self.at + 1 < self.map.starts.len() && local >= self.map.starts[self.at + 1] {
            self.at += 1;
        }
        self.map.bases[self.at] + (local - self.map.starts[self.at])
    }
}

/// One distinct id of a part: a number under a prefix, or bytes of the part's arena.
#[derive(Debug, Clone, Copy)]
struct Unique {
    /// The number, or the offset into the arena.
    value: u64,
    /// First row in the whole.
    first: u32,
    /// Length in the arena; unused for numbers.
    len: u32,
    /// Prefix, or [`RAW`].
    tag: u8,
}

/// One part after deduplication.
#[derive(Default)]
struct Part {
    uniques: Vec<Unique>,
    arena: Vec<u8>,
    slots: Vec<u64>,
}

impl Part {
    fn grow(&mut self) {
        let len = (self.slots.len() * 4).max(1 << 10);
        let old = std::mem::replace(&mut self.slots, vec![0; len]);
        let mask = len - 1;
        for slot in old.into_iter().filter(|&s| s != 0) {
            let mut at = (slot >> 32) as usize & mask;
            while self.slots[at] != 0 {
                at = (at + 1) & mask;
            }
            self.slots[at] = slot;
        }
    }

    /// The index of the id that `same` recognizes, or of a new one that `make` makes.
    #[inline]
    fn find(
        &mut self,
        hash: u64,
        same: impl Fn(&Unique, &[u8]) -> bool,
        make: impl FnOnce(&mut Vec<u8>) -> Unique,
    ) -> (usize, bool) {
        if (self.uniques.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let hash32 = hash & 0xFFFF_FFFF;
        let mut at = hash32 as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                let index = self.uniques.len();
                let unique = make(&mut self.arena);
                self.uniques.push(unique);
                self.slots[at] = (hash32 << 32) | (index as u64 + 1);
                return (index, true);
            }
            if slot >> 32 == hash32 {
                let index = (slot & 0xFFFF_FFFF) as usize - 1;
                if same(&self.uniques[index], &self.arena) {
                    return (index, false);
                }
            }
            at = (at + 1) & mask;
        }
    }

    /// Finds every entry's id and replaces the entries, from the front of the block on, by (row, index);
    /// gives the bytes then used. No entry is shorter than what replaces it.
    fn number_block(&mut self, block: &mut [u8], cursor: &mut Cursor<'_>) -> usize {
        let (mut from, mut to) = (0, 0);
        while let Some(head) = block.get(from..).and_then(<[u8]>::first_chunk::<8>) {
            let [r0, r1, r2, r3, tag, l0, l1, _] = *head;
            let row = cursor.row(u32::from_le_bytes([r0, r1, r2, r3]));
            let (index, new, len) = if tag == RAW {
                let len = usize::from(u16::from_le_bytes([l0, l1]));
                let Some(id) = block.get(from + RAW_HEAD..from + RAW_HEAD + len) else { break };
                let (index, new) = self.find_raw(id, row);
                (index, new, RAW_HEAD + len)
            } else {
                let Some(bytes) = block.get(from + 5..).and_then(<[u8]>::first_chunk::<8>) else { break };
                let value = u64::from_le_bytes(*bytes);
                let make = |_: &mut Vec<u8>| Unique { value, first: row, len: 0, tag };
                let same = |u: &Unique, _: &[u8]| u.value == value && u.tag == tag;
                let (index, new) = self.find(hash_number(tag, value), same, make);
                (index, new, PACKED)
            };
            if !new && row < self.uniques[index].first {
                self.uniques[index].first = row;
            }
            let done = (u64::from(row) << 32) | index as u64;
            block[to..to + DONE].copy_from_slice(&done.to_le_bytes());
            from += len;
            to += DONE;
        }
        to
    }

    fn find_raw(&mut self, id: &[u8], row: u32) -> (usize, bool) {
        let len = id.len();
        let same = |u: &Unique, arena: &[u8]| {
            u.tag == RAW && u.len as usize == len && &arena[u.value as usize..u.value as usize + len] == id
        };
        let make = |arena: &mut Vec<u8>| {
            arena.extend_from_slice(id);
            Unique { value: (arena.len() - len) as u64, first: row, len: len as u32, tag: RAW }
        };
        self.find(hash_bytes(id), same, make)
    }
}

/// What becomes of the strings and of their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// Numbers follow the byte order of the strings, which are kept.
    Sorted,
    /// Any order that depends on the input alone; strings are kept.
    Kept,
    /// Any order that depends on the input alone; strings are dropped.
    Dropped,
}

/// A column of ids in numbers.
#[derive(Debug, Default)]
pub struct Interned {
    /// Number of each row's id; `u32::MAX` for rows without one.
    pub ids: Vec<u32>,
    /// The strings, unless dropped.
    pub table: IdTable,
    /// Number of distinct ids.
    pub n: u32,
}

/// Numbers the ids that all workers read of one column of `n_rows` rows.
pub fn intern(
    mut sinks: Vec<ColumnSink>,
    maps: &[RowMap],
    packer: &Packer,
    n_rows: usize,
    numbering: Numbering,
) -> Interned {
    let mut by_part: Vec<Vec<(usize, &mut [u8])>> = (0..N_PARTS).map(|_| Vec::new()).collect();
    for (worker, sink) in sinks.iter_mut().enumerate() {
        for (part, blocks) in by_part.iter_mut().zip(sink.by_part()) {
            part.extend(blocks.into_iter().map(|block| (worker, block)));
        }
    }
    let (parts, done): (Vec<Part>, Vec<Vec<&mut [u8]>>) =
        by_part.into_par_iter().map(|blocks| dedup(blocks, maps, numbering)).unzip();
    let bases: Vec<u32> = parts
        .iter()
        .scan(0_u32, |sum, part| {
            let base = *sum;
            *sum += part.uniques.len() as u32;
            Some(base)
        })
        .collect();
    let n = parts.last().map_or(0, |p| p.uniques.len() as u32) + bases.last().copied().unwrap_or(0);
    let (rank, table) = match numbering {
        Numbering::Sorted => crate::order::sorted(&strings_of(&parts), &bases, n, packer),
        Numbering::Kept => (Vec::new(), crate::order::unsorted(&strings_of(&parts), packer)),
        Numbering::Dropped => (Vec::new(), IdTable::new()),
    };
    drop(parts);
    let mut ids: Vec<AtomicU32> = Vec::new();
    ids.resize_with(n_rows, || AtomicU32::new(u32::MAX));
    done.into_par_iter().zip(&bases).for_each(|(blocks, &base)| {
        for entry in blocks.iter().flat_map(|block| block.as_chunks::<DONE>().0) {
            let entry = u64::from_le_bytes(*entry);
            let unique = base + (entry & 0xFFFF_FFFF) as u32;
            let id = rank.get(unique as usize).copied().unwrap_or(unique);
            ids[(entry >> 32) as usize].store(id, Ordering::Relaxed);
        }
    });
    drop(sinks);
    Interned { ids: ids.into_iter().map(AtomicU32::into_inner).collect(), table, n }
}

/// The distinct ids of one part, and its blocks with finished entries.
fn dedup<'b>(blocks: Vec<(usize, &'b mut [u8])>, maps: &[RowMap], numbering: Numbering) -> (Part, Vec<&'b mut [u8]>) {
    let mut part = Part::default();
    let mut done = Vec::with_capacity(blocks.len());
    let mut workers = 0;
    let mut last = None;
    let mut cursor = Cursor { map: &maps[0], at: 0 };
    for (worker, block) in blocks {
        if last != Some(worker) {
            last = Some(worker);
            workers += 1;
            cursor = Cursor { map: &maps[worker], at: 0 };
        }
        let used = part.number_block(block, &mut cursor);
        done.push(&mut block[..used]);
    }
    part.slots = Vec::new();
    if numbering == Numbering::Dropped {
        part.arena = Vec::new();
    }
    if workers > 1 && numbering != Numbering::Sorted {
        number_by_first_row(&mut part, &mut done);
    }
    (part, done)
}

/// Which worker read which rows is chance, so numbers inside a part follow the first rows.
fn number_by_first_row(part: &mut Part, done: &mut [&mut [u8]]) {
    let mut order: Vec<u32> = (0..part.uniques.len() as u32).collect();
    order.sort_unstable_by_key(|&i| part.uniques[i as usize].first);
    let mut rank = vec![0_u32; order.len()];
    for (to, &from) in order.iter().enumerate() {
        rank[from as usize] = to as u32;
    }
    part.uniques = order.iter().map(|&i| part.uniques[i as usize]).collect();
    for bytes in done.iter_mut().flat_map(|block| block.as_chunks_mut::<DONE>().0) {
        let entry = u64::from_le_bytes(*bytes);
        let index = rank[(entry & 0xFFFF_FFFF) as usize];
        *bytes = ((entry & !0xFFFF_FFFF) | u64::from(index)).to_le_bytes();
    }
}

/// The distinct ids of one part, for ordering.
pub struct PartIds<'a> {
    uniques: &'a [Unique],
    arena: &'a [u8],
}

fn strings_of(parts: &[Part]) -> Vec<PartIds<'_>> {
    parts.iter().map(|p| PartIds { uniques: &p.uniques, arena: &p.arena }).collect()
}

impl PartIds<'_> {
    /// Number of distinct ids.
    pub fn len(&self) -> usize {
        self.uniques.len()
    }

    /// The number under prefix 0, if id `i` is one.
    pub fn plain_number(&self, i: usize) -> Option<u64> {
        let unique = &self.uniques[i];
        (unique.tag == 0).then_some(unique.value)
    }

    /// Appends the string of id `i`.
    pub fn write(&self, i: usize, packer: &Packer, out: &mut Vec<u8>) {
        let unique = &self.uniques[i];
        if unique.tag == RAW {
            out.extend_from_slice(&self.arena[unique.value as usize..unique.value as usize + unique.len as usize]);
        } else {
            out.extend_from_slice(packer.prefix(unique.tag));
            out.extend_from_slice(itoa::Buffer::new().format(unique.value).as_bytes());
        }
    }
}

impl Packer {
    /// The bytes before the number of ids with this tag.
    pub fn prefix(&self, tag: u8) -> &[u8] {
        self.prefixes.get(tag as usize).map_or(&[], Vec::as_slice)
    }
}

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
/// Bytes of a stream's block: small enough that half-filled last blocks do not add up.
const BLOCK: usize = 16 << 10;
/// Tag of an id of fewer than 255 bytes stored as it is.
const RAW_SHORT: u8 = 255;
/// Tag of a longer id stored as it is.
const RAW_LONG: u8 = 254;
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

/// One part's entries of one worker, in the order of their rows.
#[derive(Debug, Default)]
struct Stream {
    full: Vec<Vec<u8>>,
    open: Vec<u8>,
}

impl Stream {
    #[inline]
    fn room(&mut self, len: usize) -> &mut Vec<u8> {
        if self.open.len() + len > BLOCK && !self.open.is_empty() {
            self.full.push(std::mem::replace(&mut self.open, Vec::with_capacity(BLOCK)));
        }
        &mut self.open
    }
}

/// What one worker has read of one column of ids.
#[derive(Debug)]
pub struct ColumnSink {
    streams: Vec<Stream>,
}

impl Default for ColumnSink {
    fn default() -> Self {
        Self { streams: (0..N_PARTS).map(|_| Stream::default()).collect() }
    }
}

impl ColumnSink {
    /// Appends the id of `row` (the worker's own count of rows).
    #[inline]
    pub fn push(&mut self, packer: &Packer, row: u32, id: &[u8]) {
        if let Some((tag, value)) = packer.pack(id) {
            let part = (hash_number(tag, value) >> 56) as usize;
            let mut entry = [0_u8; 13];
            entry[..4].copy_from_slice(&row.to_le_bytes());
            entry[4] = tag;
            entry[5..].copy_from_slice(&value.to_le_bytes());
            self.streams[part].room(13).extend_from_slice(&entry);
            return;
        }
        let part = (hash_bytes(id) >> 56) as usize;
        let out = self.streams[part].room(9 + id.len());
        out.extend_from_slice(&row.to_le_bytes());
        if id.len() < 255 {
            out.extend_from_slice(&[RAW_SHORT, id.len() as u8]);
        } else {
            out.push(RAW_LONG);
            out.extend_from_slice(&(id.len() as u32).to_le_bytes());
        }
        out.extend_from_slice(id);
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
    /// Prefix, or [`RAW_SHORT`] for all raw ones.
    tag: u8,
}

/// One part after deduplication.
#[derive(Default)]
struct Part {
    uniques: Vec<Unique>,
    arena: Vec<u8>,
    /// Row in the whole << 32 | index into `uniques`.
    entries: Vec<u64>,
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

    fn note(&mut self, row: u32, index: usize, new: bool) {
        if !new && row < self.uniques[index].first {
            self.uniques[index].first = row;
        }
        self.entries.push((u64::from(row) << 32) | index as u64);
    }

    fn add_block(&mut self, mut block: &[u8], cursor: &mut Cursor<'_>) {
        while let Some((head, rest)) = block.split_first_chunk::<5>() {
            let [r0, r1, r2, r3, tag] = *head;
            let row = cursor.row(u32::from_le_bytes([r0, r1, r2, r3]));
            if tag < RAW_LONG {
                let Some((bytes, rest)) = rest.split_first_chunk::<8>() else { return };
                let value = u64::from_le_bytes(*bytes);
                let make = |_: &mut Vec<u8>| Unique { value, first: row, len: 0, tag };
                let (index, new) = self.find(hash_number(tag, value), |u, _| u.value == value && u.tag == tag, make);
                self.note(row, index, new);
                block = rest;
                continue;
            }
            let Some((len, rest)) = raw_len(tag, rest) else { return };
            let Some((id, rest)) = rest.split_at_checked(len) else { return };
            let same = |u: &Unique, arena: &[u8]| {
                u.tag == RAW_SHORT && u.len as usize == len && &arena[u.value as usize..u.value as usize + len] == id
            };
            let make = |arena: &mut Vec<u8>| {
                arena.extend_from_slice(id);
                Unique { value: (arena.len() - len) as u64, first: row, len: len as u32, tag: RAW_SHORT }
            };
            let (index, new) = self.find(hash_bytes(id), same, make);
            self.note(row, index, new);
            block = rest;
        }
    }
}

fn raw_len(tag: u8, rest: &[u8]) -> Option<(usize, &[u8])> {
    if tag == RAW_SHORT {
        let (&len, rest) = rest.split_first()?;
        return Some((len as usize, rest));
    }
    let (len, rest) = rest.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*len) as usize, rest))
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
    sinks: Vec<ColumnSink>,
    maps: &[RowMap],
    packer: &Packer,
    n_rows: usize,
    numbering: Numbering,
) -> Interned {
    let mut by_part: Vec<Vec<Stream>> = (0..N_PARTS).map(|_| Vec::with_capacity(sinks.len())).collect();
    for sink in sinks {
        for (part, stream) in by_part.iter_mut().zip(sink.streams) {
            part.push(stream);
        }
    }
    let mut parts: Vec<Part> = by_part.into_par_iter().map(|streams| dedup(streams, maps, numbering)).collect();
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
    let mut ids: Vec<AtomicU32> = Vec::new();
    ids.resize_with(n_rows, || AtomicU32::new(u32::MAX));
    parts.par_iter_mut().zip(&bases).for_each(|(part, &base)| {
        for entry in std::mem::take(&mut part.entries) {
            let unique = base + (entry & 0xFFFF_FFFF) as u32;
            let id = rank.get(unique as usize).copied().unwrap_or(unique);
            ids[(entry >> 32) as usize].store(id, Ordering::Relaxed);
        }
    });
    Interned { ids: ids.into_iter().map(AtomicU32::into_inner).collect(), table, n }
}

fn dedup(streams: Vec<Stream>, maps: &[RowMap], numbering: Numbering) -> Part {
    let mut part = Part::default();
    let many = streams.iter().filter(|s| !s.open.is_empty()).count() > 1;
    for (stream, map) in streams.into_iter().zip(maps) {
        let mut cursor = Cursor { map, at: 0 };
        part.entries.reserve(stream.full.len() * (BLOCK / 13) + stream.open.len() / 13);
        for block in stream.full.into_iter().chain([stream.open]) {
            part.add_block(&block, &mut cursor);
        }
    }
    part.slots = Vec::new();
    if numbering == Numbering::Dropped {
        part.arena = Vec::new();
    }
    if many && numbering != Numbering::Sorted {
        number_by_first_row(&mut part);
    }
    part
}

/// Which worker read which rows is chance, so numbers inside a part follow the first rows.
fn number_by_first_row(part: &mut Part) {
    let mut order: Vec<u32> = (0..part.uniques.len() as u32).collect();
    order.sort_unstable_by_key(|&i| part.uniques[i as usize].first);
    let mut rank = vec![0_u32; order.len()];
    for (to, &from) in order.iter().enumerate() {
        rank[from as usize] = to as u32;
    }
    part.uniques = order.iter().map(|&i| part.uniques[i as usize]).collect();
    for entry in &mut part.entries {
        *entry = (*entry & !0xFFFF_FFFF) | u64::from(rank[(*entry & 0xFFFF_FFFF) as usize]);
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
        if unique.tag == RAW_SHORT {
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

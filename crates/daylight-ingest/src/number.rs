//! Numbers the ids of a column, part after part, in the order of their first appearance in the input.

use daylight_core::IdTable;
use rayon::prelude::*;

use crate::ids::Packer;
use crate::streams::{ColumnSink, MISSING, Mark, N_PARTS, PER_BLOCK, PartStream, RAW, tag_of, value_of};

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

/// One segment in the order of the input.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    /// Who read it.
    pub worker: usize,
    /// As which of its segments.
    pub ordinal: usize,
    /// Rows (or actions) of the segment.
    pub n: usize,
}

/// Numbers the ids that all workers read of one column; `turns` are all segments in order.
pub fn intern(mut sinks: Vec<ColumnSink>, turns: &[Turn], packer: &Packer, numbering: Numbering) -> Interned {
    let parts = number(&mut sinks, turns, numbering);
    let mut bases = [0_u32; N_PARTS];
    let mut n = 0;
    for (base, part) in bases.iter_mut().zip(&parts) {
        *base = n;
        n += part.n;
    }
    let (rank, table) = match numbering {
        Numbering::Sorted => crate::order::sorted(&parts, &bases, n, packer),
        Numbering::Kept => (Vec::new(), crate::order::unsorted(&parts, packer)),
        Numbering::Dropped => (Vec::new(), IdTable::new()),
    };
    drop(parts);
    Interned { ids: place(&sinks, turns, &bases, &rank), table, n }
}

/// Replaces every entry by its number inside its part.
fn number(sinks: &mut [ColumnSink], turns: &[Turn], numbering: Numbering) -> Vec<PartIds> {
    let mut by_part: Vec<Vec<PartStream<'_>>> = (0..N_PARTS).map(|_| Vec::new()).collect();
    let mut marks: Vec<&[Mark]> = Vec::new();
    for sink in sinks {
        let (streams, mine) = sink.split();
        marks.push(mine);
        for (part, stream) in by_part.iter_mut().zip(streams) {
            part.push(stream);
        }
    }
    let marks = marks.as_slice();
    by_part
        .into_par_iter()
        .enumerate()
        .with_min_len(16)
        .map_init(Table::default, |table, (part, mut streams)| {
            let mut done = vec![0; streams.len()];
            for turn in turns {
                let Some(mark) = marks[turn.worker].get(turn.ordinal) else { continue };
                let from = std::mem::replace(&mut done[turn.worker], mark.n[part]);
                table.number_run(&mut streams[turn.worker], from, mark.n[part]);
            }
            table.finish(part as u8, numbering)
        })
        .collect()
}

/// The distinct ids of one part while it is numbered.
#[derive(Default)]
struct Table {
    /// Index into `entries` plus one; 0 when free. A power of two, more than half of it free.
    slots: Vec<u32>,
    /// 64 less the number of bits that choose a slot.
    shift: u32,
    entries: Vec<u64>,
    /// Offset (48 bits) and length (16 bits) in the arena of ids that are no numbers; may be shorter.
    places: Vec<u64>,
    arena: Vec<u8>,
    /// Distinct ids of the part before: parts are alike.
    expected: usize,
}

impl Table {
    #[cold]
    fn grow(&mut self) {
        let len = (self.slots.len() * 4).max(self.expected * 5 / 2).max(1 << 8).next_power_of_two();
        self.slots.clear();
        self.slots.resize(len, 0);
        self.shift = 64 - len.trailing_zeros();
        for (i, &entry) in self.entries.iter().enumerate() {
            let mut at = ((entry << 8) >> self.shift) as usize;
            while self.slots[at] != 0 {
                at = (at + 1) & (len - 1);
            }
            self.slots[at] = i as u32 + 1;
        }
    }

    /// Replaces entries `from..to` of a stream.
    fn number_run(&mut self, stream: &mut PartStream<'_>, mut from: u32, to: u32) {
        while from < to {
            let start = from % PER_BLOCK;
            let end = (start + (to - from)).min(PER_BLOCK);
            from += end - start;
            // The block is taken out so that the bytes of raw entries can be read meanwhile.
            let block = (from - 1) as usize / PER_BLOCK as usize;
            let Some(entries) = stream.entries.get_mut(block).map(std::mem::take) else { return };
            for place in &mut entries[start as usize..end as usize] {
                let entry = u64::from_le_bytes(*place);
                let index = match tag_of(entry) {
                    MISSING => u64::from(u32::MAX),
                    RAW => u64::from(self.raw(entry, stream.next_raw())),
                    _ => u64::from(self.packed(entry)),
                };
                *place = index.to_le_bytes();
            }
            stream.entries[block] = entries;
        }
    }

    /// The index of a number: equal entries are equal ids.
    #[inline]
    fn packed(&mut self, entry: u64) -> u32 {
        if self.entries.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mut at = ((entry << 8) >> self.shift) as usize;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return self.add(at, entry);
            }
            if self.entries[slot as usize - 1] == entry {
                return slot - 1;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// The index of an id that is no number: its bytes are compared.
    fn raw(&mut self, entry: u64, id: &[u8]) -> u32 {
        if self.entries.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mut at = ((entry << 8) >> self.shift) as usize;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                self.places.resize(self.entries.len(), 0);
                self.places.push((self.arena.len() as u64) << 16 | id.len() as u64);
                self.arena.extend_from_slice(id);
                return self.add(at, entry);
            }
            let index = slot as usize - 1;
            if self.entries[index] == entry && bytes_of(&self.places, &self.arena, index) == id {
                return slot - 1;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    #[inline]
    fn add(&mut self, at: usize, entry: u64) -> u32 {
        let index = self.entries.len() as u32;
        self.entries.push(entry);
        self.slots[at] = index + 1;
        index
    }

    fn finish(&mut self, part: u8, numbering: Numbering) -> PartIds {
        let n = self.entries.len();
        let mut ids = PartIds { part, n: n as u32, ..PartIds::default() };
        if numbering == Numbering::Dropped {
            self.entries.clear();
            self.places.clear();
            self.arena.clear();
        } else {
            ids.entries = std::mem::replace(&mut self.entries, Vec::with_capacity(n + n / 16));
            ids.places = std::mem::take(&mut self.places);
            ids.arena = std::mem::take(&mut self.arena);
        }
        // A table that is clean and right for a part like this one.
        self.expected = n + n / 16;
        self.slots.clear();
        self.slots.resize((self.expected * 2).max(1 << 8).next_power_of_two(), 0);
        self.shift = 64 - self.slots.len().trailing_zeros();
        ids
    }
}

fn bytes_of<'a>(places: &[u64], arena: &'a [u8], index: usize) -> &'a [u8] {
    let place = places.get(index).copied().unwrap_or_default();
    let start = (place >> 16) as usize;
    arena.get(start..start + (place & 0xFFFF) as usize).unwrap_or_default()
}

/// The distinct ids of one part.
#[derive(Debug, Default)]
pub struct PartIds {
    part: u8,
    n: u32,
    entries: Vec<u64>,
    places: Vec<u64>,
    arena: Vec<u8>,
}

impl PartIds {
    /// Number of distinct ids whose strings were kept.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The number under prefix 0, if id `i` is one.
    pub fn plain_number(&self, i: usize) -> Option<u64> {
        let entry = self.entries[i];
        (tag_of(entry) == 0).then(|| value_of(self.part, entry))
    }

    /// Appends the string of id `i`.
    pub fn write(&self, i: usize, packer: &Packer, out: &mut Vec<u8>) {
        let entry = self.entries[i];
        if tag_of(entry) == RAW {
            out.extend_from_slice(bytes_of(&self.places, &self.arena, i));
        } else {
            out.extend_from_slice(packer.prefix(tag_of(entry)));
            out.extend_from_slice(itoa::Buffer::new().format(value_of(self.part, entry)).as_bytes());
        }
    }
}

/// The number of every row, in the order of the input.
fn place(sinks: &[ColumnSink], turns: &[Turn], bases: &[u32; N_PARTS], rank: &[u32]) -> Vec<u32> {
    let numbered: Vec<_> = sinks.iter().map(ColumnSink::numbered).collect();
    let mut ids = vec![0_u32; turns.iter().map(|turn| turn.n).sum()];
    let mut rest = ids.as_mut_slice();
    let mut work = Vec::with_capacity(turns.len());
    for turn in turns {
        let (mine, after) = rest.split_at_mut(turn.n);
        work.push((turn, mine));
        rest = after;
    }
    work.into_par_iter().for_each(|(turn, out)| {
        let n = numbered[turn.worker].segment(turn.ordinal, |i, part, index| {
            let Some(place) = out.get_mut(i) else { return };
            let id = bases[usize::from(part)].wrapping_add(index as u32);
            *place = if index == u64::from(u32::MAX) { u32::MAX } else { rank.get(id as usize).copied().unwrap_or(id) };
        });
        // A file without the column.
        if let Some(rest) = out.get_mut(n..) {
            rest.fill(u32::MAX);
        }
    });
    ids
}

//! What one worker has read of one column of ids: 256 streams, one for each part of the hash space.
//!
//! An entry is eight bytes: which prefix, and the rest of a hash that can be undone ([`spread`]), so that
//! equal entries of one part are equal ids. Ids that are no numbers have the rest of their hash there and
//! their bytes in a second stream. Beside the streams stands the part of every id in the order of reading,
//! by which the numbers find back to their rows without any entry naming its row.
//!
//! Memory comes in large pages where the system has them: reading ten million rows touches 100,000 small
//! pages otherwise, and the first touch of each costs more than filling it.

use std::alloc::Layout;

use memmap2::MmapMut;

use crate::ids::{Packed, Packer, spread};

/// Parts of the hash space.
pub const N_PARTS: usize = 256;
/// Bytes of a block: small enough that half-filled last blocks do not add up.
const BLOCK: usize = 16 << 10;
/// Bytes of a slab, from which blocks are cut; whole large pages.
const SLAB: usize = 4 << 20;
/// Entries of a block.
pub const PER_BLOCK: u32 = (BLOCK / 8) as u32;
const PER_SLAB: u32 = (SLAB / 8) as u32;
const BLOCKS_PER_SLAB: usize = SLAB / BLOCK;
/// Tag of an entry whose id stands in the stream of bytes.
pub const RAW: u8 = 255;
/// Tag of the entry of a row without an id.
pub const MISSING: u8 = 254;
/// Bytes before an id in the stream of bytes: its length.
const RAW_HEAD: usize = 2;
/// Longest id.
pub const MAX_ID: usize = 16_000;
/// The part of the hash that an entry holds.
const LOW: u64 = (1 << 56) - 1;

/// Entry of a number: part and entry.
#[inline]
fn entry_of(packed: Packed) -> (u8, u64) {
    let hash = spread(packed.value);
    ((hash >> 56) as u8, u64::from(packed.tag) << 56 | hash & LOW)
}

/// The number in an entry of `part`.
pub fn value_of(part: u8, entry: u64) -> u64 {
    crate::ids::unspread(u64::from(part) << 56 | entry & LOW)
}

/// The tag of an entry.
#[inline]
pub fn tag_of(entry: u64) -> u8 {
    (entry >> 56) as u8
}

fn slab(large: bool) -> MmapMut {
    let Ok(map) = MmapMut::map_anon(SLAB) else { std::alloc::handle_alloc_error(Layout::new::<[u8; SLAB]>()) };
    #[cfg(target_os = "linux")]
    if large {
        // Advice only: without large pages everything works, slower.
        let _ = map.advise(memmap2::Advice::HugePage);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = large;
    map
}

/// The streams of entries.
#[derive(Debug)]
struct Entries {
    large: bool,
    slabs: Vec<MmapMut>,
    /// By part: where the next entry goes; a multiple of [`PER_BLOCK`] when a block must be opened first.
    open: Box<[u32; N_PARTS]>,
    /// By part: the number of entries less `open`, wrapping.
    shift: Box<[u32; N_PARTS]>,
    /// Part of each block.
    owner: Vec<u8>,
}

impl Entries {
    #[inline]
    fn push(&mut self, part: u8, entry: u64) {
        let mut at = self.open[usize::from(part)];
        if at.is_multiple_of(PER_BLOCK) {
            at = self.next_block(part);
        }
        let slab = &mut self.slabs[(at / PER_SLAB) as usize];
        if let Some(place) = slab.as_chunks_mut::<8>().0.get_mut((at % PER_SLAB) as usize) {
            *place = entry.to_le_bytes();
        }
        self.open[usize::from(part)] = at + 1;
    }

    #[cold]
    fn next_block(&mut self, part: u8) -> u32 {
        let n = self.n(part);
        let at = self.owner.len() as u32 * PER_BLOCK;
        if at.is_multiple_of(PER_SLAB) {
            self.slabs.push(slab(self.large));
        }
        self.owner.push(part);
        self.shift[usize::from(part)] = n.wrapping_sub(at);
        at
    }

    fn n(&self, part: u8) -> u32 {
        self.open[usize::from(part)].wrapping_add(self.shift[usize::from(part)])
    }
}

/// The streams of bytes: length and bytes of ids that are no numbers.
#[derive(Debug)]
struct Bytes {
    large: bool,
    slabs: Vec<MmapMut>,
    /// By part: the block that is open (`u32::MAX` when none) and the bytes used in it.
    open: Vec<(u32, u32)>,
    /// Part and used bytes of each block.
    blocks: Vec<(u8, u32)>,
}

impl Bytes {
    fn push(&mut self, part: u8, id: &[u8]) {
        let len = RAW_HEAD + id.len();
        let (mut block, mut used) = self.open[usize::from(part)];
        if block == u32::MAX || used as usize + len > BLOCK {
            (block, used) = (self.next_block(part), 0);
        }
        self.open[usize::from(part)] = (block, used + len as u32);
        self.blocks[block as usize].1 = used + len as u32;
        let start = (block as usize % BLOCKS_PER_SLAB) * BLOCK + used as usize;
        let out = &mut self.slabs[block as usize / BLOCKS_PER_SLAB][start..start + len];
        let (head, rest) = out.split_at_mut(RAW_HEAD);
        head.copy_from_slice(&(id.len() as u16).to_le_bytes());
        rest.copy_from_slice(id);
    }

    #[cold]
    fn next_block(&mut self, part: u8) -> u32 {
        if self.blocks.len().is_multiple_of(BLOCKS_PER_SLAB) {
            self.slabs.push(slab(self.large));
        }
        self.blocks.push((part, 0));
        self.blocks.len() as u32 - 1
    }
}

/// How far a column was when a segment ended.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Entries of each part.
    pub n: [u32; N_PARTS],
    /// Entries of all parts.
    pub total: usize,
}

/// What one worker has read of one column of ids.
#[derive(Debug)]
pub struct ColumnSink {
    entries: Entries,
    bytes: Bytes,
    /// Part of every id, in the order of reading.
    parts: Vec<u8>,
    /// At the end of each segment.
    marks: Vec<Mark>,
}

impl ColumnSink {
    /// An empty column; `large` when much is to come.
    pub fn new(large: bool) -> Self {
        let zeros = || Box::new([0; N_PARTS]);
        Self {
            entries: Entries { large, slabs: Vec::new(), open: zeros(), shift: zeros(), owner: Vec::new() },
            bytes: Bytes { large, slabs: Vec::new(), open: vec![(u32::MAX, 0); N_PARTS], blocks: Vec::new() },
            parts: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// Appends an id of at most [`MAX_ID`] bytes.
    #[inline]
    pub fn push(&mut self, packer: &Packer, id: &[u8]) {
        match packer.pack(id) {
            Some(packed) => self.push_packed(packed),
            None => self.push_raw(id),
        }
    }

    /// Appends an id that is a number.
    #[inline]
    pub fn push_packed(&mut self, packed: Packed) {
        let (part, entry) = entry_of(packed);
        self.entries.push(part, entry);
        self.parts.push(part);
    }

    fn push_raw(&mut self, id: &[u8]) {
        let hash = rapidhash::v3::rapidhash_v3(id);
        let part = (hash >> 56) as u8;
        self.entries.push(part, u64::from(RAW) << 56 | hash & LOW);
        self.bytes.push(part, id);
        self.parts.push(part);
    }

    /// Appends a row without an id.
    pub fn push_missing(&mut self) {
        self.entries.push(0, u64::from(MISSING) << 56);
        self.parts.push(0);
    }

    /// Ends a segment.
    pub fn end_segment(&mut self) {
        let n = std::array::from_fn(|part| self.entries.n(part as u8));
        self.marks.push(Mark { n, total: self.parts.len() });
    }

    /// The streams of each part, to be numbered in place, and the marks of the segments.
    pub fn split(&mut self) -> (Vec<PartStream<'_>>, &[Mark]) {
        let mut parts: Vec<PartStream<'_>> = (0..N_PARTS).map(|_| PartStream::default()).collect();
        let blocks = self.entries.slabs.iter_mut().flat_map(|slab| slab.chunks_mut(BLOCK));
        for (block, &part) in blocks.zip(&self.entries.owner) {
            parts[usize::from(part)].entries.push(block.as_chunks_mut().0);
        }
        let blocks = self.bytes.slabs.iter().flat_map(|slab| slab.chunks(BLOCK));
        for (block, &(part, used)) in blocks.zip(&self.bytes.blocks) {
            parts[usize::from(part)].bytes.push(&block[..used as usize]);
        }
        (parts, &self.marks)
    }

    /// The blocks of each part, after [`Self::split`] was used to number them.
    pub fn numbered(&self) -> Numbered<'_> {
        let mut blocks: Vec<Vec<&[[u8; 8]]>> = vec![Vec::new(); N_PARTS];
        let all = self.entries.slabs.iter().flat_map(|slab| slab.chunks(BLOCK));
        for (block, &part) in all.zip(&self.entries.owner) {
            blocks[usize::from(part)].push(block.as_chunks().0);
        }
        Numbered { blocks, parts: &self.parts, marks: &self.marks }
    }
}

/// The streams of one part of one worker.
#[derive(Debug, Default)]
pub struct PartStream<'a> {
    /// Blocks of [`PER_BLOCK`] entries.
    pub entries: Vec<&'a mut [[u8; 8]]>,
    /// Blocks of bytes that are left.
    bytes: Vec<&'a [u8]>,
    next_block: usize,
    at: usize,
}

impl<'a> PartStream<'a> {
    /// The id of the next raw entry.
    pub fn next_raw(&mut self) -> &'a [u8] {
        while let Some(&block) = self.bytes.get(self.next_block) {
            if let Some(head) = block.get(self.at..).and_then(<[u8]>::first_chunk::<RAW_HEAD>) {
                let start = self.at + RAW_HEAD;
                self.at = start + usize::from(u16::from_le_bytes(*head));
                return block.get(start..self.at).unwrap_or_default();
            }
            self.next_block += 1;
            self.at = 0;
        }
        &[]
    }
}

/// A worker's column whose entries are numbers.
#[derive(Debug)]
pub struct Numbered<'a> {
    blocks: Vec<Vec<&'a [[u8; 8]]>>,
    parts: &'a [u8],
    marks: &'a [Mark],
}

impl Numbered<'_> {
    /// Calls `put` with part and number of every id of segment `ordinal`, in the order of reading, and gives
    /// their count.
    #[inline]
    pub fn segment(&self, ordinal: usize, mut put: impl FnMut(usize, u8, u64)) -> usize {
        let before = ordinal.checked_sub(1).and_then(|i| self.marks.get(i));
        let start = before.map_or(0, |mark| mark.total);
        let end = self.marks.get(ordinal).map_or(start, |mark| mark.total);
        let mut next: [u32; N_PARTS] = before.map_or([0; N_PARTS], |mark| mark.n);
        let mut open: [std::slice::Iter<'_, [u8; 8]>; N_PARTS] = std::array::from_fn(|_| [].iter());
        for (part, place) in open.iter_mut().enumerate() {
            let offset = next[part] % PER_BLOCK;
            next[part] /= PER_BLOCK;
            if offset > 0 {
                let block = self.blocks[part].get(next[part] as usize).copied().unwrap_or_default();
                *place = block[offset as usize..].iter();
                next[part] += 1;
            }
        }
        for (i, &part) in self.parts[start..end].iter().enumerate() {
            let p = usize::from(part);
            let entry = open[p].next().or_else(|| {
                open[p] = self.blocks[p].get(next[p] as usize).copied().unwrap_or_default().iter();
                next[p] += 1;
                open[p].next()
            });
            put(i, part, entry.map_or(0, |e| u64::from_le_bytes(*e)));
        }
        end - start
    }
}

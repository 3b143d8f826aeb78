//! Lines without quotes and carriage returns: cells are what stands between separators.

use crate::sink::Cells;

/// One line.
#[derive(Debug)]
pub struct Line<'a> {
    block: &'a [u8],
    start: usize,
    ends: &'a [u32],
}

impl Cells for Line<'_> {
    #[inline]
    fn cell(&self, column: usize) -> &[u8] {
        let start = if column == 0 { self.start } else { self.ends[column - 1] as usize + 1 };
        &self.block[start..self.ends[column] as usize]
    }
}

impl Line<'_> {
    /// Number of cells.
    #[inline]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The whole line.
    pub fn bytes(&self) -> &[u8] {
        &self.block[self.start..self.ends.last().map_or(self.start, |&e| e as usize)]
    }
}

/// Calls `take` with every line that is not blank and its number from 0; gives the number of lines.
///
/// Separators are found 64 bytes at a time: cells are short, so a search started anew for each would spend
/// most of its time starting.
#[inline]
pub fn each_line(block: &[u8], delimiter: u8, mut take: impl FnMut(&Line<'_>, u32)) -> u64 {
    let mut ends: Vec<u32> = Vec::with_capacity(64);
    let mut start = 0;
    let mut number = 0_u32;
    let mut step = |mut mask: u64, base: usize, ends: &mut Vec<u32>| {
        while mask != 0 {
            let at = base + mask.trailing_zeros() as usize;
            mask &= mask - 1;
            ends.push(at as u32);
            if block[at] == b'\n' {
                if at > start {
                    take(&Line { block, start, ends }, number);
                }
                ends.clear();
                start = at + 1;
                number += 1;
            }
        }
    };
    let (chunks, rest) = block.as_chunks::<64>();
    for (i, chunk) in chunks.iter().enumerate() {
        step(separators(chunk, delimiter), 64 * i, &mut ends);
    }
    // Zeros are no separators.
    let mut last = [0_u8; 64];
    last[..rest.len()].copy_from_slice(rest);
    step(separators(&last, delimiter), 64 * chunks.len(), &mut ends);
    if start < block.len() {
        ends.push(block.len() as u32);
        take(&Line { block, start, ends: &ends }, number);
        number += 1;
    }
    u64::from(number)
}

/// One bit for each byte: whether it ends a cell.
#[inline]
fn separators(chunk: &[u8; 64], delimiter: u8) -> u64 {
    let mut mask = 0;
    for (i, eight) in chunk.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*eight);
        let hits = equal_bytes(word, delimiter) | equal_bytes(word, b'\n');
        // Gathers the eight high bits into one byte (bit 7 of byte k becomes bit k).
        let bits = (hits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= bits << (8 * i);
    }
    mask
}

/// The high bit of each byte of `word` that equals `byte`; exact, no borrow between bytes.
#[inline]
fn equal_bytes(word: u64, byte: u8) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let x = word ^ (u64::from(byte) * 0x0101_0101_0101_0101);
    !(((x & LOW) + LOW) | x | LOW)
}

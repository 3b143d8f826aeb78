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
#[inline]
pub fn each_line(block: &[u8], delimiter: u8, mut take: impl FnMut(&Line<'_>, u32)) -> u64 {
    let mut ends: Vec<u32> = Vec::with_capacity(64);
    let mut start = 0;
    let mut number = 0_u32;
    for at in memchr::memchr2_iter(delimiter, b'\n', block) {
        ends.push(at as u32);
        if block[at] == b'\n' {
            if at > start {
                take(&Line { block, start, ends: &ends }, number);
            }
            ends.clear();
            start = at + 1;
            number += 1;
        }
    }
    if start < block.len() {
        ends.push(block.len() as u32);
        take(&Line { block, start, ends: &ends }, number);
        number += 1;
    }
    u64::from(number)
}

//! What two sequences have in common and what was changed between them.

use std::ops::Range;

/// A stretch that is equal in both, or one that was changed (either side may be empty).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Place in the first sequence.
    pub a: Range<usize>,
    /// Place in the second sequence.
    pub b: Range<usize>,
    /// Whether both stretches are equal.
    pub same: bool,
}

/// Longer middles than this are one change: the table of a diff grows with the product of the lengths.
const MAX_MIDDLE: usize = 600;

/// The blocks of two sequences in order, by a longest common subsequence (Wagner and Fischer 1974).
pub fn diff<T: PartialEq>(a: &[T], b: &[T]) -> Vec<Block> {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (a_end, b_end) = (a.len() - tail, b.len() - tail);
    let mut blocks = Vec::new();
    push(&mut blocks, 0..head, 0..head, true);
    middle(a, b, head..a_end, head..b_end, &mut blocks);
    push(&mut blocks, a_end..a.len(), b_end..b.len(), true);
    blocks
}

fn push(blocks: &mut Vec<Block>, a: Range<usize>, b: Range<usize>, same: bool) {
    if a.is_empty() && b.is_empty() {
        return;
    }
    match blocks.last_mut() {
        Some(last) if last.same == same => {
            last.a.end = a.end;
            last.b.end = b.end;
        }
        _ => blocks.push(Block { a, b, same }),
    }
}

fn middle<T: PartialEq>(a: &[T], b: &[T], in_a: Range<usize>, in_b: Range<usize>, blocks: &mut Vec<Block>) {
    let (n, m) = (in_a.len(), in_b.len());
    if n == 0 || m == 0 || n > MAX_MIDDLE || m > MAX_MIDDLE {
        push(blocks, in_a, in_b, false);
        return;
    }
    // longest[i][j]: common subsequence of what follows i and j.
    let mut longest = vec![0u16; (n + 1) * (m + 1)];
    let at = |i: usize, j: usize| i * (m + 1) + j;
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            longest[at(i, j)] = if a[in_a.start + i] == b[in_b.start + j] {
                longest[at(i + 1, j + 1)] + 1
            } else {
                longest[at(i + 1, j)].max(longest[at(i, j + 1)])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < n || j < m {
        let (x, y) = (in_a.start + i, in_b.start + j);
        if i < n && j < m && a[x] == b[y] {
            push(blocks, x..x + 1, y..y + 1, true);
            (i, j) = (i + 1, j + 1);
        } else if j == m || (i < n && longest[at(i + 1, j)] >= longest[at(i, j + 1)]) {
            push(blocks, x..x + 1, y..y, false);
            i += 1;
        } else {
            push(blocks, x..x, y..y + 1, false);
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(a: &str, b: &str) -> Vec<(String, String, bool)> {
        let (a, b): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
        diff(&a, &b).into_iter().map(|x| (a[x.a].join(" "), b[x.b].join(" "), x.same)).collect()
    }

    #[test]
    fn blocks_say_what_was_changed() {
        let own = |a: &str, b: &str, same| (a.to_owned(), b.to_owned(), same);
        assert_eq!(shape("a b c", "a b c"), [own("a b c", "a b c", true)]);
        assert_eq!(shape("a b c", "a x c"), [own("a", "a", true), own("b", "x", false), own("c", "c", true)]);
        assert_eq!(shape("", "x"), [own("", "x", false)]);
        assert_eq!(shape("a b", "b a"), [own("a", "", false), own("b", "b", true), own("", "a", false)]);
        assert!(shape("", "").is_empty());
    }

    #[test]
    fn blocks_cover_both_sequences_without_gaps() {
        for (a, b) in [("k i t t e n", "s i t t i n g"), ("a b c d e f", "f e d c b a"), ("x", "")] {
            let (a, b): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
            let (mut x, mut y) = (0, 0);
            for block in diff(&a, &b) {
                assert_eq!((block.a.start, block.b.start), (x, y));
                assert!(!block.same || a[block.a.clone()] == b[block.b.clone()]);
                (x, y) = (block.a.end, block.b.end);
            }
            assert_eq!((x, y), (a.len(), b.len()));
        }
    }

    #[test]
    fn very_long_changes_cost_no_table() {
        let (a, b): (Vec<u32>, Vec<u32>) = ((0..5_000).collect(), (10_000..15_000).collect());
        assert_eq!(diff(&a, &b), [Block { a: 0..5_000, b: 0..5_000, same: false }]);
    }
}

//! Merkle trees of RFC 6962: hashes, inclusion and consistency proofs and their checks.

use sha2::{Digest, Sha256};

/// A node of the tree.
pub type Hash = [u8; 32];

/// Hash of an entry: SHA-256(0x00 || entry).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// Hash of two subtrees: SHA-256(0x01 || left || right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Root of the tree without entries: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// Root of a few leaves that are at hand. Steps grow with `leaves.len()`, depth with its logarithm.
pub fn root_of(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        many => {
            let (left, right) = many.split_at(split(many.len() as u64) as usize);
            node_hash(&root_of(left), &root_of(right))
        }
    }
}

/// The largest power of two below `n` (`n` at least 2).
fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// Gives the root of the perfect subtree `index` with 2^`level` leaves.
pub(crate) trait Nodes {
    type Error;
    fn node(&mut self, level: u32, index: u64) -> Result<Hash, Self::Error>;
}

/// Root of leaves `from..to`; at least one leaf, `from` a multiple of the subtree's size.
pub(crate) fn range_root<N: Nodes>(nodes: &mut N, from: u64, to: u64) -> Result<Hash, N::Error> {
    let n = to - from;
    if n.is_power_of_two() {
        let level = n.trailing_zeros();
        return nodes.node(level, from >> level);
    }
    let middle = from + split(n);
    let left = range_root(nodes, from, middle)?;
    let right = range_root(nodes, middle, to)?;
    Ok(node_hash(&left, &right))
}

/// The path that proves entry `index` in the tree of `size` entries (`index < size`), lowest node first.
pub(crate) fn inclusion<N: Nodes>(nodes: &mut N, index: u64, size: u64) -> Result<Vec<Hash>, N::Error> {
    let mut path = Vec::new();
    let (mut from, mut to) = (0, size);
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            path.push(range_root(nodes, middle, to)?);
            to = middle;
        } else {
            path.push(range_root(nodes, from, middle)?);
            from = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The path that proves that the tree of `old` entries is the beginning of the one of `size`
/// (`0 < old <= size`).
pub(crate) fn consistency<N: Nodes>(nodes: &mut N, old: u64, size: u64) -> Result<Vec<Hash>, N::Error> {
    let mut path = Vec::new();
    let (mut from, mut to) = (0, size);
    // While the old tree is a whole left part of what is looked at, its own root is known to the checker.
    let mut whole = true;
    while old != to {
        let middle = from + split(to - from);
        if old <= middle {
            path.push(range_root(nodes, middle, to)?);
            to = middle;
        } else {
            path.push(range_root(nodes, from, middle)?);
            from = middle;
            whole = false;
        }
    }
    if !whole {
        path.push(range_root(nodes, from, to)?);
    }
    path.reverse();
    Ok(path)
}

/// Whether `path` proves that `leaf` is entry `index` of the tree with `size` entries and this root
/// (RFC 9162, 2.1.3.2).
pub fn check_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for node in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(node, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, node);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether `path` proves that the tree of `old` entries is the beginning of the one of `size` entries
/// (RFC 9162, 2.1.4.2). The empty tree is the beginning of every tree.
pub fn check_consistency(old: u64, size: u64, path: &[Hash], old_root: &Hash, root: &Hash) -> bool {
    if old == 0 {
        return path.is_empty() && *old_root == empty_root();
    }
    if old >= size {
        return old == size && path.is_empty() && old_root == root;
    }
    let (mut at, mut last) = (old - 1, size - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let mut path = path.iter();
    // A whole left part needs no first node: it is the old root itself.
    let first = if old.is_power_of_two() { Some(old_root) } else { path.next() };
    let Some(first) = first else { return false };
    let (mut old_hash, mut hash) = (*first, *first);
    for node in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old_hash = node_hash(node, &old_hash);
            hash = node_hash(node, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, node);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && hash == *root
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::text::to_hex;

    struct Plain(Vec<Hash>);

    impl Nodes for Plain {
        type Error = Infallible;
        fn node(&mut self, level: u32, index: u64) -> Result<Hash, Infallible> {
            let from = (index << level) as usize;
            Ok(root_of(&self.0[from..from + (1 << level)]))
        }
    }

    fn leaves(n: u64) -> Vec<Hash> {
        (0..n).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    fn root_of_texts(texts: &[&str]) -> String {
        to_hex(&root_of(&texts.iter().map(|t| leaf_hash(t.as_bytes())).collect::<Vec<_>>()))
    }

    #[test]
    fn roots_equal_the_reference_vectors() {
        for (texts, root) in [
            (&[][..], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (&[""], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
            (&["a"], "022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c"),
            (&["a", "b", "c"], "36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1"),
            (&["a", "b", "c", "d", "e"], "fe14a5426fbd70c0fa73f52342afed0da0bd23c4838662ccf6b88a3070ead97b"),
        ] {
            assert_eq!(root_of_texts(texts), root);
        }
    }

    #[test]
    fn roots_equal_the_vectors_of_the_certificate_transparency_project() {
        // The eight entries that the reference implementation of RFC 6962 tests with, and its roots.
        let entries: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let hashes: Vec<Hash> = entries.iter().map(|e| leaf_hash(e)).collect();
        for (n, root) in roots.iter().enumerate() {
            assert_eq!(to_hex(&root_of(&hashes[..=n])), *root, "{} entries", n + 1);
        }
    }

    #[test]
    fn every_entry_of_every_small_tree_is_proven_and_nothing_else() {
        let all = leaves(40);
        let mut nodes = Plain(all.clone());
        for size in 1..=40_u64 {
            let root = root_of(&all[..size as usize]);
            for index in 0..size {
                let Ok(path) = inclusion(&mut nodes, index, size);
                let leaf = &all[index as usize];
                assert!(check_inclusion(leaf, index, size, &path, &root), "{index} of {size}");
                assert!(!check_inclusion(&leaf_hash(b"other"), index, size, &path, &root));
                assert!(!check_inclusion(leaf, index + 1, size, &path, &root) || size == 1 && index + 1 < size);
                let mut longer = path.clone();
                longer.push(root);
                assert!(!check_inclusion(leaf, index, size, &longer, &root));
                if !path.is_empty() {
                    assert!(!check_inclusion(leaf, index, size, &path[1..], &root));
                }
            }
        }
    }

    #[test]
    fn every_small_tree_is_the_beginning_of_every_later_one() {
        let all = leaves(40);
        let mut nodes = Plain(all.clone());
        for size in 1..=40_u64 {
            let root = root_of(&all[..size as usize]);
            assert!(check_consistency(0, size, &[], &empty_root(), &root));
            for old in 1..=size {
                let old_root = root_of(&all[..old as usize]);
                let Ok(path) = consistency(&mut nodes, old, size);
                assert!(check_consistency(old, size, &path, &old_root, &root), "{old} of {size}");
                assert!(!check_consistency(old, size, &path, &leaf_hash(b"x"), &root));
                assert!(!check_consistency(old, size, &path, &old_root, &leaf_hash(b"x")));
                if old < size {
                    assert!(!check_consistency(old, size, &path[1..], &old_root, &root), "{old} of {size}");
                }
            }
        }
    }
}

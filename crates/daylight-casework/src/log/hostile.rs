//! Whatever bytes lie where a log should be: an answer, never a panic.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(c2sp.org/tlog-proof@v1\n)?[ -~\n\u{2014}]{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let verifier = VerifierKey::new("log", SigningKey::from_bytes(&[1; 32]).verifying_key());
        prop_assert!(Checkpoint::open(&text, &verifier).is_err());
        prop_assert_eq!(Entry::parse(&bytes), None);
        let _ = VerifierKey::parse(&text);
        if let Some(proof) = Proof::parse(&text) {
            prop_assert!(proof.check(&bytes, &verifier).is_err());
        }
    }

    #[test]
    fn the_edge_gives_the_root_of_all_entries(sizes in prop::collection::vec(0_usize..20, 0..600)) {
        let entries: Vec<Vec<u8>> = sizes.iter().enumerate().map(|(i, n)| vec![i as u8; *n]).collect();
        let hashes: Vec<Hash> = entries.iter().map(|e| leaf_hash(e)).collect();
        let mut edge = Edge::default();
        for entry in &entries {
            edge.push(entry, &mut |_, _| Ok(())).unwrap();
        }
        prop_assert_eq!(edge.root(), root_of(&hashes));
        prop_assert_eq!(edge.size(), entries.len() as u64);
    }

    #[test]
    fn changed_proofs_prove_nothing(n in 2_u64..300, at in any::<prop::sample::Index>(), bit in 0_u32..8) {
        let hashes: Vec<Hash> = (0..n).map(|i| leaf_hash(&i.to_be_bytes())).collect();
        let root = root_of(&hashes);
        let index = at.index(n as usize) as u64;
        let mut nodes = Slice(&hashes);
        let Ok(path) = merkle::inclusion(&mut nodes, index, n);
        prop_assert!(check_inclusion(&hashes[index as usize], index, n, &path, &root));
        let mut changed = path.clone();
        let node = at.index(path.len());
        changed[node][at.index(32)] ^= 1 << bit;
        prop_assert!(!check_inclusion(&hashes[index as usize], index, n, &changed, &root));
    }
}

struct Slice<'a>(&'a [Hash]);

impl merkle::Nodes for Slice<'_> {
    type Error = std::convert::Infallible;
    fn node(&mut self, level: u32, index: u64) -> std::result::Result<Hash, Self::Error> {
        let from = (index << level) as usize;
        Ok(root_of(&self.0[from..from + (1 << level)]))
    }
}

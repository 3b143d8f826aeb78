//! Proof that an entry is in a log, as one text (C2SP tlog-proof): readable by anybody, without the log.

use std::fmt::Write;

use super::merkle::{Hash, check_inclusion, leaf_hash};
use super::note::{Checkpoint, VerifierKey};
use crate::text::{from_base64, to_base64};

const HEAD: &str = "c2sp.org/tlog-proof@v1";

/// Index, path and checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Number of the entry, from 0.
    pub index: u64,
    /// Neighbors on the way to the root, lowest first.
    pub path: Vec<Hash>,
    /// The signed note.
    pub checkpoint: String,
}

impl Proof {
    /// The text of the proof.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\nindex {}\n", self.index);
        for hash in &self.path {
            // Writing into a string does not fail.
            let _ = writeln!(text, "{}", to_base64(hash));
        }
        text + "\n" + &self.checkpoint
    }

    /// Reads the text of a proof without extra data; `None` when it has another form.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, checkpoint) = text.split_once("\n\n")?;
        let mut lines = head.lines();
        if lines.next()? != HEAD {
            return None;
        }
        let index = lines.next()?.strip_prefix("index ")?.parse().ok()?;
        let path = lines.map(|l| from_base64(l)?.try_into().ok()).collect::<Option<_>>()?;
        Some(Self { index, path, checkpoint: checkpoint.into() })
    }

    /// Checks that `entry` is in the log of `verifier`; gives the checkpoint that says so.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn check(&self, entry: &[u8], verifier: &VerifierKey) -> Result<Checkpoint, String> {
        let checkpoint = Checkpoint::open(&self.checkpoint, verifier)?;
        if check_inclusion(&leaf_hash(entry), self.index, checkpoint.size, &self.path, &checkpoint.root) {
            return Ok(checkpoint);
        }
        Err("the path does not lead from the entry to the root of the checkpoint".into())
    }
}

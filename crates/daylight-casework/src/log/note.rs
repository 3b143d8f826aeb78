//! Signed notes and checkpoints (C2SP signed-note and tlog-checkpoint) with one Ed25519 signature.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::merkle::Hash;
use crate::text::{from_base64, from_hex, to_base64, to_hex};

/// Type of an Ed25519 key in the form of signed notes.
const ED25519: u8 = 1;

/// The public key that checks the signatures of a log, with the name of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: VerifyingKey,
}

impl VerifierKey {
    pub(crate) fn new(name: &str, key: VerifyingKey) -> Self {
        Self { name: name.into(), key }
    }

    /// The name of the log, which is also the origin of its checkpoints.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads `name+hash+base64` without a line end.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('+')?;
        let (hash, key) = rest.split_once('+')?;
        let key = from_base64(key)?;
        let bytes: [u8; 32] = key.strip_prefix(&[ED25519])?.try_into().ok()?;
        let verifier = Self { name: name.into(), key: VerifyingKey::from_bytes(&bytes).ok()? };
        (from_hex(hash) == Some(verifier.hash())).then_some(verifier)
    }

    fn hash(&self) -> [u8; 4] {
        key_hash(&self.name, &self.key)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key: Vec<u8> = [ED25519].into_iter().chain(self.key.to_bytes()).collect();
        write!(f, "{}+{}+{}", self.name, to_hex(&self.hash()), to_base64(&key))
    }
}

fn key_hash(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let digest =
        Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize();
    [digest[0], digest[1], digest[2], digest[3]]
}

/// What a log states about itself: so many entries, with this root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree.
    pub root: Hash,
}

impl Checkpoint {
    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, to_base64(&self.root))
    }

    pub(crate) fn sign(&self, key: &SigningKey) -> String {
        let signature = key.sign(self.text().as_bytes());
        self.with_signature(&key.verifying_key(), &signature)
    }

    fn with_signature(&self, key: &VerifyingKey, signature: &Signature) -> String {
        let hash = key_hash(&self.origin, key);
        let signed: Vec<u8> = hash.into_iter().chain(signature.to_bytes()).collect();
        format!("{}\n\u{2014} {} {}\n", self.text(), self.origin, to_base64(&signed))
    }

    /// Reads a signed note and checks its signature. Each note has one form only: what differs from it in a
    /// single byte is refused.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn open(note: &str, verifier: &VerifierKey) -> Result<Self, String> {
        let (checkpoint, signed) = Self::read(note).ok_or("it does not have the form of a checkpoint")?;
        if checkpoint.origin != verifier.name {
            return Err("it belongs to another log".into());
        }
        let signature = signed.strip_prefix(&verifier.hash()).and_then(|s| Signature::from_slice(s).ok());
        let signature = signature.ok_or("it is signed by another key")?;
        let valid = verifier.key.verify_strict(checkpoint.text().as_bytes(), &signature).is_ok();
        if !valid || checkpoint.with_signature(&verifier.key, &signature) != note {
            return Err("its signature is not valid".into());
        }
        Ok(checkpoint)
    }

    fn read(note: &str) -> Option<(Self, Vec<u8>)> {
        let (text, signature) = note.split_once("\n\n\u{2014} ")?;
        let mut lines = text.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let root = from_base64(root)?.try_into().ok()?;
        let signature = signature.strip_prefix(origin)?.strip_prefix(' ')?.strip_suffix('\n')?;
        let checkpoint = Self { origin: origin.into(), size: size.parse().ok()?, root };
        Some((checkpoint, from_base64(signature)?))
    }
}

//! The keys of a case, in a file of their own apart from the database.
//!
//! The file is a small JSON text: how the key of the box is made (argon2id from a passphrase, or HMAC-SHA-256
//! from a key file), and a box (XChaCha20-Poly1305, the rest of the file as associated data) with the case
//! key and the signing key of the log. Who loses passphrase and key file loses the sealed values for good.

use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::SigningKey;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::{CaseError, Result};
use crate::files;
use crate::outside::Context;
use crate::text::{canonical, from_base64, from_hex, to_base64, to_hex};

/// Name of the vault file in the folder of a case.
pub(crate) const VAULT: &str = "vault";
const MAX_VAULT_BYTES: u64 = 1 << 16;
/// Bytes that a key file holds at least.
const MIN_KEY_FILE_BYTES: usize = 32;

/// What opens the vault.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// A passphrase, stretched with argon2id.
    Passphrase(&'a str),
    /// The content of a key file: at least 32 random bytes.
    KeyFile(&'a [u8]),
}

/// What argon2id costs. More memory and passes make guessing a passphrase dearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Memory in KiB, at most 4,194,304.
    pub memory_kib: u32,
    /// Passes over the memory, at most 100.
    pub passes: u32,
}

impl Default for Stretch {
    /// 64 MiB, 3 passes: the second choice of RFC 9106, a fraction of a second.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3 }
    }
}

const MAX_STRETCH: Stretch = Stretch { memory_kib: 4 << 20, passes: 100 };

pub(crate) type Key = Zeroizing<[u8; 32]>;

/// The keys of an open case. Wiped from memory when dropped.
pub(crate) struct Keys {
    /// Makes pseudonyms.
    pub case: Key,
    /// Wraps the data keys of seals.
    pub seal: Key,
    /// Hides the ids of members in the log.
    pub actor: Key,
    /// Finds out whether the same values are sealed already.
    pub same: Key,
    /// Makes the marks of accounts that must not come back.
    pub suppress: Key,
    /// Marks entries that wait for the log as written by this program.
    pub entry: Key,
    /// Signs checkpoints.
    pub log: SigningKey,
    log_seed: Key,
}

/// HMAC-SHA-256 over the parts one after the other.
pub(crate) fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // The key as one block of the hash, as HMAC itself makes it of any key.
    let mut block = Zeroizing::new([0; 64]);
    match block.get_mut(..key.len()) {
        Some(start) => start.copy_from_slice(key),
        None => block[..32].copy_from_slice(&Sha256::digest(key)),
    }
    let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new((&*block).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

impl Keys {
    pub fn generate(context: &Context) -> Result<Self> {
        Ok(Self::from_secrets(Zeroizing::new(context.bytes()?), Zeroizing::new(context.bytes()?)))
    }

    fn from_secrets(case: Key, log_seed: Key) -> Self {
        let derive = |label: &str| Zeroizing::new(mac(&*case, &[label.as_bytes()]));
        Self {
            seal: derive("daylight-seal-v1"),
            actor: derive("daylight-actor-v1"),
            same: derive("daylight-same-v1"),
            suppress: derive("daylight-suppressed-v1"),
            entry: derive("daylight-entry-v1"),
            log: SigningKey::from_bytes(&log_seed),
            case,
            log_seed,
        }
    }

    /// Writes the vault file.
    pub fn write(&self, path: &Path, unlock: Unlock<'_>, stretch: Stretch, context: &Context) -> Result<()> {
        let salt: [u8; 32] = context.bytes()?;
        let nonce: [u8; 24] = context.bytes()?;
        let mut file = match unlock {
            Unlock::Passphrase(_) => {
                json!({"kdf": "argon2id", "memory_kib": stretch.memory_kib, "passes": stretch.passes})
            }
            Unlock::KeyFile(_) => json!({"kdf": "hmac-sha256"}),
        };
        file["v"] = 1.into();
        file["salt"] = to_hex(&salt).into();
        file["nonce"] = to_hex(&nonce).into();
        let key = box_key(unlock, &file, &salt)?;
        let head = canonical(&file)?;
        let secrets = Zeroizing::new([*self.case, *self.log_seed].concat());
        file["box"] = to_base64(&seal_box(&key, &nonce, head.as_bytes(), &secrets)?).into();
        files::write_whole(path, canonical(&file)?.as_bytes(), context)
    }

    /// Reads the vault file.
    pub fn read(path: &Path, unlock: Unlock<'_>) -> Result<Self> {
        let bytes = files::read_limited(path, MAX_VAULT_BYTES).map_err(CaseError::io("cannot read", path))?;
        let mut file: Value = serde_json::from_slice(&bytes).map_err(|_| CaseError::WrongKey)?;
        let sealed = file.as_object_mut().and_then(|f| f.remove("box"));
        let sealed = sealed.as_ref().and_then(Value::as_str).and_then(from_base64).ok_or(CaseError::WrongKey)?;
        let bytes_of = |key: &str| file.get(key).and_then(Value::as_str);
        let salt: [u8; 32] = bytes_of("salt").and_then(from_hex).ok_or(CaseError::WrongKey)?;
        let nonce: [u8; 24] = bytes_of("nonce").and_then(from_hex).ok_or(CaseError::WrongKey)?;
        let key = box_key(unlock, &file, &salt)?;
        let secrets = open_box(&key, &nonce, canonical(&file)?.as_bytes(), &sealed).ok_or(CaseError::WrongKey)?;
        let (case, log) = secrets.split_at_checked(32).ok_or(CaseError::WrongKey)?;
        let fixed = |part: &[u8]| part.try_into().map(Zeroizing::new).map_err(|_| CaseError::WrongKey);
        Ok(Self::from_secrets(fixed(case)?, fixed(log)?))
    }
}

/// The key of the box, made in the way that the file names.
fn box_key(unlock: Unlock<'_>, file: &Value, salt: &[u8]) -> Result<Key> {
    let kdf = file.get("kdf").and_then(Value::as_str);
    match (unlock, kdf) {
        (Unlock::Passphrase(passphrase), Some("argon2id")) => {
            let number = |key: &str, most: u32| {
                let n = file.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
                n.filter(|n| *n <= most).ok_or(CaseError::WrongKey)
            };
            let stretch = Stretch {
                memory_kib: number("memory_kib", MAX_STRETCH.memory_kib)?,
                passes: number("passes", MAX_STRETCH.passes)?,
            };
            stretched(passphrase, salt, stretch)
        }
        (Unlock::KeyFile(content), Some("hmac-sha256")) => {
            if content.len() < MIN_KEY_FILE_BYTES {
                return Err(CaseError::invalid("key file", "shorter than 32 bytes"));
            }
            Ok(Zeroizing::new(mac(content, &[b"daylight-vault-v1", salt])))
        }
        _ => Err(CaseError::WrongKey),
    }
}

fn stretched(passphrase: &str, salt: &[u8], stretch: Stretch) -> Result<Key> {
    if passphrase.is_empty() {
        return Err(CaseError::invalid("passphrase", "empty"));
    }
    let unusable = |_| CaseError::invalid("stretch", "argon2id does not take these amounts of memory and passes");
    let params = Params::new(stretch.memory_kib, stretch.passes, 1, Some(32)).map_err(unusable)?;
    let mut key = Zeroizing::new([0; 32]);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(passphrase.as_bytes(), salt, &mut *key).map_err(unusable)?;
    Ok(key)
}

/// Encrypts and authenticates.
pub(crate) fn seal_box(key: &Key, nonce: &[u8; 24], aad: &[u8], msg: &[u8]) -> Result<Vec<u8>> {
    let cipher = XChaCha20Poly1305::new((&**key).into());
    let too_long = |_| CaseError::invalid("sealed value", "too long to encrypt");
    cipher.encrypt(XNonce::from_slice(nonce), Payload { msg, aad }).map_err(too_long)
}

/// Opens what [`seal_box`] made; `None` when anything differs.
pub(crate) fn open_box(key: &Key, nonce: &[u8; 24], aad: &[u8], msg: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = XChaCha20Poly1305::new((&**key).into());
    cipher.decrypt(XNonce::from_slice(nonce), Payload { msg, aad }).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyed_hashes_equal_those_of_rfc_4231() {
        let short = mac(b"Jefe", &[b"what do ya want ", b"for nothing?"]);
        assert_eq!(to_hex(&short), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let long = mac(&[0xaa; 131], &[b"Test Using Larger Than Block-Size Key - Hash Key First"]);
        assert_eq!(to_hex(&long), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }
}

//! Pseudonyms, and the sealed values behind them.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{CaseError, Result};
use crate::outside::Context;
use crate::text::{canonical, from_hex, to_hex};
use crate::vault::{Key, Keys, mac, open_box, seal_box};

/// Stands for an account: HMAC-SHA-256 of platform and id under the key of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(pub(crate) [u8; 32]);

impl Pseudonym {
    /// Of an account; `platform` must not hold a NUL, which separates it from the id.
    pub(crate) fn new(case_key: &Key, platform: &str, platform_id: &str) -> Result<Self> {
        if platform.contains('\0') {
            return Err(CaseError::invalid("platform", "holds a NUL character"));
        }
        let parts: [&[u8]; 5] = [b"daylight-pseudonym-v1", &[0], platform.as_bytes(), &[0], platform_id.as_bytes()];
        Ok(Self(mac(&**case_key, &parts)))
    }

    /// From its full form, 64 lower-case hex digits.
    pub fn parse(hex: &str) -> Option<Self> {
        from_hex(hex).map(Self)
    }

    /// What is shown: the first 12 of its 64 hex digits.
    pub fn short(&self) -> String {
        to_hex(&self.0[..6])
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

/// Makes the pseudonyms of one case, on any thread, apart from its database. Holds the key of the case.
#[derive(Clone)]
pub struct Pseudonymizer(pub(crate) Key);

impl Pseudonymizer {
    /// The pseudonym of an account. `platform` must not hold a NUL.
    pub fn pseudonym(&self, platform: &str, platform_id: &str) -> Result<Pseudonym> {
        Pseudonym::new(&self.0, platform, platform_id)
    }
}

/// An account in clear, on its way into a seal or out of it. Wiped from memory when dropped, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ClearAccount {
    /// Platform in lower case (`telegram`).
    pub platform: String,
    /// The platform's own id of the account.
    pub platform_id: String,
    /// What else is known: `handle`, `display_name`, `bio`, `url` ...
    pub values: BTreeMap<String, String>,
}

impl fmt::Debug for ClearAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClearAccount")
    }
}

impl Drop for ClearAccount {
    fn drop(&mut self) {
        self.platform_id.zeroize();
        self.values.values_mut().for_each(Zeroize::zeroize);
    }
}

impl ClearAccount {
    pub(crate) fn to_text(&self) -> Result<Zeroizing<String>> {
        let value = json!({"platform": self.platform, "platform_id": self.platform_id, "values": self.values});
        canonical(&value).map(Zeroizing::new)
    }

    pub(crate) fn from_text(text: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(text).ok()?;
        let values = value.get("values")?.as_object()?.iter();
        Some(Self {
            platform: value.get("platform")?.as_str()?.to_owned(),
            platform_id: value.get("platform_id")?.as_str()?.to_owned(),
            values: values.map(|(k, v)| Some((k.clone(), v.as_str()?.to_owned()))).collect::<Option<_>>()?,
        })
    }
}

const NONCE: usize = 24;
/// A nonce, the wrapped data key with its tag, another nonce.
const HEAD: usize = NONCE + 48 + NONCE;

/// Seals `clear` under a data key of its own, which is wrapped by the key of the case and lies in front.
/// `about` ties the seal to what it belongs to.
pub(crate) fn seal(keys: &Keys, about: &[u8], clear: &[u8], context: &Context) -> Result<Vec<u8>> {
    let data_key: Key = Zeroizing::new(context.bytes()?);
    let nonces: [[u8; NONCE]; 2] = [context.bytes()?, context.bytes()?];
    let wrapped = seal_box(&keys.seal, &nonces[0], about, &*data_key)?;
    let body = seal_box(&data_key, &nonces[1], about, clear)?;
    Ok([&nonces[0], wrapped.as_slice(), &nonces[1], &body].concat())
}

/// Opens a seal; `None` when key, bytes or owner are others.
pub(crate) fn open(keys: &Keys, about: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (head, body) = sealed.split_at_checked(HEAD)?;
    let (first, rest) = head.split_first_chunk::<NONCE>()?;
    let (wrapped, second) = rest.split_last_chunk::<NONCE>()?;
    let data_key = open_box(&keys.seal, first, about, wrapped)?;
    let data_key: Key = Zeroizing::new(data_key.as_slice().try_into().ok()?);
    open_box(&data_key, second, about, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::context;
    use crate::vault::{Stretch, Unlock};

    #[test]
    fn pseudonyms_equal_the_reference_vector() {
        let key = Zeroizing::new([0; 32]);
        let pseudonym = Pseudonym::new(&key, "telegram", "123456789").unwrap();
        assert_eq!(pseudonym.to_string(), "9da730de9d552b9d5e6e43eb7e61d2529f7e174576e81c63610254d75f7fa924");
        assert_eq!(pseudonym.short(), "9da730de9d55");
        assert_eq!(Pseudonym::parse(&pseudonym.to_string()), Some(pseudonym));
        assert!(Pseudonym::new(&key, "tele\0gram", "1").is_err());
    }

    #[test]
    fn pseudonyms_are_made_on_any_thread() {
        let make = Pseudonymizer(Zeroizing::new([0; 32]));
        let there =
            std::thread::scope(|s| s.spawn(|| make.pseudonym("telegram", "123456789").unwrap()).join().unwrap());
        assert_eq!(there.short(), "9da730de9d55");
    }

    #[test]
    fn a_seal_opens_only_with_its_key_and_for_its_owner() {
        let context = context(1);
        let (keys, others) = (Keys::generate(&context).unwrap(), Keys::generate(&context).unwrap());
        let sealed = seal(&keys, b"owner", b"clear", &context).unwrap();
        assert_eq!(open(&keys, b"owner", &sealed).unwrap().as_slice(), b"clear");
        assert!(open(&keys, b"other", &sealed).is_none());
        assert!(open(&others, b"owner", &sealed).is_none());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open(&keys, b"owner", &changed).is_none(), "byte {at}");
            assert!(open(&keys, b"owner", &sealed[..at]).is_none(), "cut at {at}");
        }
    }

    #[test]
    fn a_vault_opens_only_with_what_closed_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vault");
        let context = context(2);
        let keys = Keys::generate(&context).unwrap();
        let cheap = Stretch { memory_kib: 64, passes: 1 };
        let words = Unlock::Passphrase("four words of mine");
        keys.write(&path, words, cheap, &context).unwrap();
        assert_eq!(Keys::read(&path, words).unwrap().case, keys.case);
        for wrong in [Unlock::Passphrase("other"), Unlock::KeyFile(&[1; 32])] {
            assert!(matches!(Keys::read(&path, wrong), Err(CaseError::WrongKey)));
        }
        keys.write(&path, Unlock::KeyFile(&[1; 40]), cheap, &context).unwrap();
        assert_eq!(Keys::read(&path, Unlock::KeyFile(&[1; 40])).unwrap().log, keys.log);
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 4;
            std::fs::write(&path, changed).unwrap();
            assert!(Keys::read(&path, Unlock::KeyFile(&[1; 40])).is_err(), "byte {at}");
        }
        std::fs::write(&path, br#"{"kdf":"argon2id","memory_kib":4294967295,"passes":1,"v":1}"#).unwrap();
        assert!(Keys::read(&path, words).is_err());
    }
}

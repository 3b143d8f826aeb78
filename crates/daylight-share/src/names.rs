//! Names under which accounts and contents are shown.
//!
//! Pseudonyms are keyed (HMAC-SHA256), so that somebody without the key can neither compute the
//! pseudonym of a known account nor try out all ids. The same key gives the same pseudonyms in every
//! result, so results of one team can be joined without real ids.

use std::collections::HashMap;

use hmac::{Hmac, Mac};
use rayon::prelude::*;
use sha2::Sha256;

/// How accounts and contents are shown.
#[derive(Clone, Copy)]
pub enum Names<'a> {
    /// Keyed pseudonyms; the key never leaves the machine of the team.
    Pseudonym(&'a [u8]),
    /// Accounts bear the pseudonyms of a case already, which are shown short; contents get keyed ones.
    Case(&'a [u8]),
    /// As in the input.
    Plain,
}

/// Characters of a pseudonym after its letter; 10 of them hold 50 bits.
const SHORT: usize = 10;
/// Characters shown of a case's pseudonym.
const CASE_SHORT: usize = 12;

impl Names<'_> {
    /// Whether names are pseudonyms.
    pub fn hides(&self) -> bool {
        !matches!(self, Self::Plain)
    }

    /// Shown name of one account, as results show it (unless two of its pseudonyms began alike).
    pub fn account(&self, id: &str) -> String {
        self.one('a', id)
    }

    /// Shown names of `ids`, which are distinct, with `letter` in front (`a` accounts, `c` contents).
    pub(crate) fn show<'s>(&self, letter: char, ids: impl Iterator<Item = &'s str>) -> Vec<String> {
        match self {
            Self::Plain => ids.map(str::to_owned).collect(),
            Self::Case(key) if letter == 'a' => {
                let of_case = |id: &str| if is_of_case(id) { id.to_owned() } else { pseudonym(key, letter, id) };
                lengthen(&of_all(ids, of_case), CASE_SHORT)
            }
            Self::Pseudonym(key) | Self::Case(key) => {
                lengthen(&of_all(ids, |id| pseudonym(key, letter, id)), SHORT + 1)
            }
        }
    }

    /// Shown name of one id on its own, without a look at others.
    pub(crate) fn one(&self, letter: char, id: &str) -> String {
        match self {
            Self::Case(_) if letter == 'a' && is_of_case(id) => id.chars().take(CASE_SHORT).collect(),
            Self::Pseudonym(key) | Self::Case(key) => pseudonym(key, letter, id)[..=SHORT].to_owned(),
            Self::Plain => id.to_owned(),
        }
    }
}

/// The names of all ids, on all threads: each costs a keyed hash.
fn of_all<'s>(ids: impl Iterator<Item = &'s str>, name: impl Fn(&str) -> String + Send + Sync) -> Vec<String> {
    ids.collect::<Vec<_>>().into_par_iter().map(name).collect()
}

/// Whether an id is the pseudonym of a case: 64 lower-case hex digits. Anything else, such as a handle in a
/// text, is still in clear.
fn is_of_case(id: &str) -> bool {
    id.len() == 64 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Shortest prefixes, at least `short` characters, that tell all apart.
fn lengthen(full: &[String], short: usize) -> Vec<String> {
    let mut length = vec![short; full.len()];
    let prefix = |name: &'_ str, n: usize| name.char_indices().nth(n).map_or(name.len(), |(i, _)| i);
    loop {
        let mut holders: HashMap<&str, u32> = HashMap::new();
        for (name, &n) in full.iter().zip(&length) {
            *holders.entry(&name[..prefix(name, n)]).or_insert(0) += 1;
        }
        let mut changed = false;
        let clash: Vec<bool> =
            full.iter().zip(&length).map(|(name, &n)| holders[&name[..prefix(name, n)]] > 1).collect();
        for ((n, clash), name) in length.iter_mut().zip(clash).zip(full) {
            if clash && prefix(name, *n) < name.len() {
                *n += 1;
                changed = true;
            }
        }
        if !changed {
            return full.iter().zip(&length).map(|(name, &n)| name[..prefix(name, n)].to_owned()).collect();
        }
    }
}

/// Letter and 51 characters of lower-case Crockford base 32 of HMAC-SHA256(key, id).
///
/// For contents the message is the letter, a zero byte and the id, so that an account and a content with
/// the same id differ.
fn pseudonym(key: &[u8], letter: char, id: &str) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut digest = [0u8; 32];
    // HMAC takes keys of any length, so the error cannot occur.
    if let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key) {
        if letter != 'a' {
            mac.update(&[letter as u8, 0]);
        }
        mac.update(id.as_bytes());
        digest.copy_from_slice(&mac.finalize().into_bytes());
    }
    let mut out = String::with_capacity(52);
    out.push(letter);
    let (mut buffer, mut bits) = (0u32, 0);
    for byte in digest {
        buffer = (buffer << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(buffer >> bits) as usize & 31]));
        }
    }
    out
}

/// Text in which every `@handle` is replaced by a pseudonym.
pub(crate) fn mask_mentions(names: &Names<'_>, known: &HashMap<String, String>, text: &str) -> String {
    if !names.hides() || !text.contains('@') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        out.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(rest.len());
        // A full stop that ends the sentence is not part of the handle.
        let end = rest[..end].trim_end_matches(['.', '-']).len();
        if end > 0 {
            let handle = &rest[..end];
            match known.get(&handle.to_lowercase()) {
                Some(name) => out.push_str(name),
                None => out.push_str(&names.one('a', handle)),
            }
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pseudonyms_are_keyed_and_short() {
        let a = Names::Pseudonym(b"k1").show('a', ["x", "y"].into_iter());
        let b = Names::Pseudonym(b"k2").show('a', ["x", "y"].into_iter());
        assert_eq!(a[0].len(), 11);
        assert!(a[0] != a[1] && a[0] != b[0] && a[0].starts_with('a'));
        assert_ne!(Names::Pseudonym(b"k1").one('c', "x")[1..], a[0][1..]);
        assert_eq!(Names::Plain.show('a', ["x"].into_iter()), ["x"]);
    }

    #[test]
    fn pseudonym_follows_the_reference() {
        // RFC 4231, test case 2: HMAC-SHA256("Jefe", "what do ya want for nothing?") = 5bdcc146bf60754e...
        // 5bdcc146bf in base 32: 01011 01111 01110 01100 00010 10001 10101 11111 -> b f e c 2 h n z
        assert!(pseudonym(b"Jefe", 'a', "what do ya want for nothing?").starts_with("abfec2hnz"));
    }

    #[test]
    fn clashes_are_lengthened() {
        let full = ["a0000000000aXYZ", "a0000000000bXYZ", "a1111111111cXYZ"].map(|s| format!("{s:x<60}"));
        let shown = lengthen(&full, SHORT + 1);
        assert_eq!(shown, ["a0000000000a", "a0000000000b", "a1111111111"]);
    }

    #[test]
    fn handles_in_the_texts_of_a_case_are_masked() {
        let hex = "0123456789abcdef".repeat(4);
        let names = Names::Case(b"k");
        assert_eq!(names.one('a', &hex), "0123456789ab");
        assert_eq!(names.show('a', [hex.as_str()].into_iter()), ["0123456789ab"]);
        let masked = mask_mentions(&names, &HashMap::new(), "hi @real_handle");
        assert!(!masked.contains("real"), "{masked}");
    }

    #[test]
    fn mentions_in_text_are_masked() {
        let known = HashMap::from([("ann".to_owned(), "aXX".to_owned())]);
        let masked = mask_mentions(&Names::Pseudonym(b"k"), &known, "hi @Ann. and @other_one: ok @");
        assert!(masked.starts_with("hi @aXX. and @a") && masked.ends_with(": ok @"), "{masked}");
        assert!(!masked.contains("other"));
    }
}

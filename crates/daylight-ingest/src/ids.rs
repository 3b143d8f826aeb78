//! Numbers for id strings: the largest single lever on reading speed.
//!
//! One big string table misses the cache on every probe. Here each worker appends its ids to streams, one
//! for each of 256 parts of the hash space ([`crate::streams`]); later each part is numbered alone, with a
//! table that fits the L2 cache ([`crate::number`]). Two ids are one only if their bytes are equal: hashes
//! decide where to look, never what is equal.
//!
//! Platform ids are mostly a short prefix and a decimal number (`fb_123`, `1430003573547008000`). Such ids
//! are stored as (prefix, number), which is exact as long as the number has no leading zero and at most 19
//! digits; everything else is stored as bytes. An id is always stored in the same one of the two ways.

/// Most prefixes that are recognized.
const MAX_PREFIXES: usize = 16;
/// Longest prefix in bytes.
const MAX_PREFIX: usize = 16;

/// Recognizes ids of the form prefix + decimal number.
///
/// No prefix begins with a digit or holds a blank or a control character, so that what is recognized needs
/// no trimming, holds no separator of lists and is no number that a spreadsheet damaged.
#[derive(Debug, Clone, Default)]
pub struct Packer {
    prefixes: Vec<Prefix>,
}

/// The bytes before the number; the first eight also as a word.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Prefix {
    bytes: Vec<u8>,
    word: u64,
    mask: u64,
}

impl Prefix {
    fn new(bytes: Vec<u8>) -> Self {
        let (mut word, mut mask) = ([0; 8], [0; 8]);
        for (i, &byte) in bytes.iter().take(8).enumerate() {
            word[i] = byte;
            mask[i] = 0xFF;
        }
        Self { bytes, word: u64::from_le_bytes(word), mask: u64::from_le_bytes(mask) }
    }

    #[inline]
    fn strip<'c>(&self, id: &'c [u8]) -> Option<&'c [u8]> {
        match id.first_chunk::<8>() {
            Some(_) if self.bytes.len() > 8 => id.strip_prefix(self.bytes.as_slice()),
            Some(first) if u64::from_le_bytes(*first) & self.mask == self.word => id.get(self.bytes.len()..),
            Some(_) => None,
            None => id.strip_prefix(self.bytes.as_slice()),
        }
    }
}

/// An id that is a number under a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packed {
    /// Number of the prefix.
    pub tag: u8,
    /// The number.
    pub value: u64,
}

impl Packer {
    /// Learns the prefixes of `samples`, most frequent first.
    pub fn learn<'a>(samples: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut counts: std::collections::BTreeMap<Vec<u8>, usize> = std::collections::BTreeMap::new();
        for id in samples {
            let digits = id.iter().rev().take_while(|b| b.is_ascii_digit()).count();
            let prefix = &id[..id.len() - digits];
            if digits > 0 && is_prefix(prefix) {
                *counts.entry(prefix.to_vec()).or_insert(0) += 1;
            }
        }
        let mut found: Vec<(usize, Vec<u8>)> = counts.into_iter().map(|(p, n)| (n, p)).collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Self { prefixes: found.into_iter().take(MAX_PREFIXES).map(|(_, p)| Prefix::new(p)).collect() }
    }

    /// Adds what another file taught.
    pub fn merge(&mut self, other: &Self) {
        for prefix in &other.prefixes {
            if self.prefixes.len() < MAX_PREFIXES && !self.prefixes.contains(prefix) {
                self.prefixes.push(prefix.clone());
            }
        }
    }

    /// The id as a number under a prefix, if it is one.
    #[inline]
    pub fn pack(&self, id: &[u8]) -> Option<Packed> {
        for (tag, prefix) in self.prefixes.iter().enumerate() {
            if let Some(digits) = prefix.strip(id)
                && let Some(value) = canonical_decimal(digits)
            {
                return Some(Packed { tag: tag as u8, value });
            }
        }
        None
    }

    /// The bytes before the number of ids with this tag.
    pub fn prefix(&self, tag: u8) -> &[u8] {
        self.prefixes.get(usize::from(tag)).map_or(&[], |p| p.bytes.as_slice())
    }
}

fn is_prefix(bytes: &[u8]) -> bool {
    bytes.len() <= MAX_PREFIX
        && bytes.first().is_none_or(|b| !b.is_ascii_digit())
        && !bytes.iter().any(|&b| b <= b' ' || b == 0x7F)
        && std::str::from_utf8(bytes).is_ok()
}

/// The number that `digits` write, if that is the only way to write it in 1 to 19 digits.
#[inline]
pub fn canonical_decimal(digits: &[u8]) -> Option<u64> {
    let len = digits.len();
    if len > 19 || len == 0 || (digits[0] == b'0' && len > 1) {
        return None;
    }
    let Some(first) = digits.first_chunk::<8>() else { return few_digits(digits) };
    let odd = len % 8;
    let mut value = 0;
    if odd > 0 {
        // The odd digits in front, moved to the end of a word that begins with zeros.
        let word = u64::from_le_bytes(*first) << (64 - 8 * odd) | 0x3030_3030_3030_3030 >> (8 * odd);
        value = eight_digits(word.to_le_bytes())?;
    }
    for eight in digits.get(odd..)?.as_chunks::<8>().0 {
        value = value * 100_000_000 + eight_digits(*eight)?;
    }
    Some(value)
}

fn few_digits(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |value, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit <= 9).then_some(value * 10 + u64::from(digit))
    })
}

/// Eight ASCII digits at once (the well-known SWAR reduction).
#[inline]
pub fn eight_digits(bytes: [u8; 8]) -> Option<u64> {
    let word = u64::from_le_bytes(bytes);
    let high = word & 0xF0F0_F0F0_F0F0_F0F0;
    let carry = word.wrapping_add(0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0;
    if high != 0x3030_3030_3030_3030 || carry != 0x3030_3030_3030_3030 {
        return None;
    }
    let v = word & 0x0F0F_0F0F_0F0F_0F0F;
    let v = v.wrapping_mul(10).wrapping_add(v >> 8);
    let low = (v & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = ((v >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    Some(low.wrapping_add(high) >> 32)
}

/// Odd, so that multiplying by it can be undone; the golden ratio spreads arithmetic progressions evenly.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// `SPREAD * UNSPREAD = 1` in 64 bits.
const UNSPREAD: u64 = inverse(SPREAD);

const fn inverse(odd: u64) -> u64 {
    let (mut inverse, mut round) = (odd, 0);
    // Newton: every round doubles the number of right bits, of which `odd * odd` has three.
    while round < 5 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse)));
        round += 1;
    }
    inverse
}

/// A hash of a number from which the number can be read again: equal hashes are equal numbers.
#[inline]
pub fn spread(value: u64) -> u64 {
    (value ^ (value >> 32)).wrapping_mul(SPREAD)
}

/// The number whose hash this is.
#[inline]
pub fn unspread(hash: u64) -> u64 {
    let value = hash.wrapping_mul(UNSPREAD);
    value ^ (value >> 32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_written_one_way_only() {
        for (text, value) in [
            ("0", Some(0)),
            ("7", Some(7)),
            ("00", None),
            ("012345678", None),
            ("", None),
            ("12345678", Some(12_345_678)),
            ("9999999999999999999", Some(9_999_999_999_999_999_999)),
            ("10000000000000000000", None),
            ("1234567/9", None),
            ("123:56789", None),
        ] {
            assert_eq!(canonical_decimal(text.as_bytes()), value, "{text}");
        }
    }

    #[test]
    fn damaged_numbers_and_lists_teach_no_prefix() {
        let samples = ["1.82E+18", "a\u{1f}b1", " x1", "fb_12", "7"];
        let packer = Packer::learn(samples.iter().map(|s| s.as_bytes()));
        assert_eq!(packer.prefixes.len(), 2);
        assert_eq!(packer.pack(b"1.82E+18"), None);
        assert_eq!(packer.pack(b"fb_12345678901"), Some(Packed { tag: 1, value: 12_345_678_901 }));
        assert_eq!(packer.pack(b"fb_1"), Some(Packed { tag: 1, value: 1 }));
        assert_eq!(packer.pack(b"fb_01"), None);
    }

    proptest! {
        #[test]
        fn decimals_are_read_like_the_standard_library_does(value in 0..10_000_000_000_000_000_000_u64, cut in 0..64_u32) {
            let value = value >> cut;
            prop_assert_eq!(canonical_decimal(value.to_string().as_bytes()), Some(value));
        }

        #[test]
        fn strings_are_numbers_only_if_they_print_back(text in "[0-9/:a]{0,20}") {
            let expected = text.parse::<u64>().ok().filter(|n| n.to_string() == text && text.len() < 20);
            prop_assert_eq!(canonical_decimal(text.as_bytes()), expected);
        }

        #[test]
        fn spreading_is_undone(value in any::<u64>()) {
            prop_assert_eq!(unspread(spread(value)), value);
        }
    }
}

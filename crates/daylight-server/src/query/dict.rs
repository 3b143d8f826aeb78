//! Strings by number, and numbers by string.

use std::collections::HashMap;

/// No value.
pub const NONE: u32 = u32::MAX;

/// Distinct strings, numbered in the order in which they came.
#[derive(Debug, Default)]
pub struct Dict {
    bytes: String,
    ends: Vec<u64>,
    /// Numbers in order of the strings.
    sorted: Vec<u32>,
}

impl Dict {
    /// The string of a number; empty for one that is not there.
    pub fn get(&self, id: u32) -> &str {
        let id = id as usize;
        let from = if id == 0 { 0 } else { self.ends.get(id - 1).copied().unwrap_or(0) as usize };
        let to = self.ends.get(id).copied().unwrap_or(0) as usize;
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// Number of strings.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The number of a string.
    pub fn find(&self, value: &str) -> Option<u32> {
        self.sorted.binary_search_by(|&id| self.get(id).cmp(value)).ok().map(|at| self.sorted[at])
    }

    /// Numbers of the strings that begin so, in order of the strings.
    pub fn beginning_with(&self, prefix: &str) -> &[u32] {
        let from = self.sorted.partition_point(|&id| self.get(id) < prefix);
        let n = self.sorted[from..].partition_point(|&id| self.get(id).starts_with(prefix));
        &self.sorted[from..from + n]
    }

    /// Numbers of the strings that hold `part`, in order of the strings.
    pub fn holding(&self, part: &str) -> Vec<u32> {
        self.sorted.iter().copied().filter(|&id| self.get(id).contains(part)).collect()
    }
}

/// Fills a [`Dict`].
#[derive(Default)]
pub struct DictBuilder {
    dict: Dict,
    known: HashMap<Box<str>, u32, rapidhash::fast::RandomState>,
}

impl DictBuilder {
    /// The number of a string, given now if it is new.
    pub fn id(&mut self, value: &str) -> u32 {
        if let Some(&id) = self.known.get(value) {
            return id;
        }
        let id = self.dict.ends.len() as u32;
        self.dict.bytes.push_str(value);
        self.dict.ends.push(self.dict.bytes.len() as u64);
        self.known.insert(value.into(), id);
        id
    }

    /// The number of a value that may be missing.
    pub fn optional(&mut self, value: Option<&str>) -> u32 {
        value.map_or(NONE, |v| self.id(v))
    }

    /// Numbers here of the strings of another.
    pub fn merge(&mut self, other: &Self) -> Vec<u32> {
        (0..other.dict.len() as u32).map(|id| self.id(other.dict.get(id))).collect()
    }

    /// No more strings.
    pub fn finish(self) -> Dict {
        let mut dict = self.dict;
        let mut sorted: Vec<u32> = (0..dict.len() as u32).collect();
        sorted.sort_unstable_by(|&a, &b| dict.get(a).cmp(dict.get(b)));
        dict.sorted = sorted;
        dict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_again() {
        let mut builder = DictBuilder::default();
        let ids: Vec<u32> = ["b", "a", "", "ab", "b"].iter().map(|s| builder.id(s)).collect();
        assert_eq!(ids, [0, 1, 2, 3, 0]);
        assert_eq!(builder.optional(None), NONE);
        let mut other = DictBuilder::default();
        other.id("x");
        assert_eq!(other.merge(&builder), [1, 2, 3, 4]);
        let dict = builder.finish();
        assert_eq!((dict.len(), dict.get(3), dict.get(9)), (4, "ab", ""));
        assert_eq!((dict.find("a"), dict.find("c")), (Some(1), None));
        assert_eq!(dict.beginning_with("a"), [1, 3]);
        assert_eq!(dict.holding("b"), [3, 0]);
        assert!(Dict::default().is_empty() && Dict::default().beginning_with("").is_empty());
    }
}

//! Tables of id strings: dense `u32` inside, the platform's string outside.

/// Strings numbered `0..len`, stored back to back. Does not deduplicate; whoever fills it does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdTable {
    bytes: String,
    ends: Vec<u64>,
}

impl IdTable {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends `id` and returns its number.
    ///
    /// # Panics
    /// Beyond `u32::MAX` ids; readers refuse such inputs before.
    pub fn push(&mut self, id: &str) -> u32 {
        self.bytes.push_str(id);
        self.ends.push(self.bytes.len() as u64);
        u32::try_from(self.ends.len() - 1).unwrap_or_else(|_| panic!("more than u32::MAX ids"))
    }

    /// A table of strings that lie back to back in `bytes`, string `i` ending before `ends[i]`.
    /// Nothing when the ends do not fit the bytes.
    pub fn from_parts(bytes: String, ends: Vec<u64>) -> Option<Self> {
        let mut start = 0;
        for &end in &ends {
            if end < start || !bytes.is_char_boundary(usize::try_from(end).ok()?) {
                return None;
            }
            start = end;
        }
        (start == bytes.len() as u64 && u32::try_from(ends.len()).is_ok()).then_some(Self { bytes, ends })
    }

    /// Appends all strings of `other`, in order.
    pub fn append(&mut self, other: &Self) {
        let base = self.bytes.len() as u64;
        self.bytes.push_str(&other.bytes);
        self.ends.extend(other.ends.iter().map(|end| base + end));
    }

    /// The strings back to back, and where each ends.
    pub fn parts(&self) -> (&str, &[u64]) {
        (&self.bytes, &self.ends)
    }

    /// The string of number `id`.
    ///
    /// # Panics
    /// When `id` is not in the table.
    pub fn get(&self, id: u32) -> &str {
        let i = id as usize;
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.bytes[start..self.ends[i] as usize]
    }

    /// Number of ids.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no ids.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All strings in order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|i| self.get(i as u32))
    }

    /// The numbers sorted by their strings (byte order, which is the C locale's).
    pub fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.sort_by(|&a, &b| self.get(a).cmp(self.get(b)).then(a.cmp(&b)));
        order
    }
}

impl<S: AsRef<str>> FromIterator<S> for IdTable {
    fn from_iter<I: IntoIterator<Item = S>>(iter: I) -> Self {
        let mut table = Self::new();
        for id in iter {
            table.push(id.as_ref());
        }
        table
    }
}

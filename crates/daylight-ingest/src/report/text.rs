//! The text of a document, with the place of each piece in the file.

/// Longest file that is read, in bytes.
pub(super) const MAX_BYTES: usize = 16 << 20;

/// Text with its places: `places[i]` is where byte `i` of the text came from.
pub(super) struct Placed {
    pub text: String,
    places: Vec<usize>,
}

impl Placed {
    /// Plain text: every byte is where it is.
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), places: (0..=text.len()).collect() }
    }

    /// Where a byte of the text stands in the file.
    pub fn place(&self, at: usize) -> usize {
        self.places.get(at).or(self.places.last()).copied().unwrap_or(0)
    }

    /// The words of a page: no tags, no scripts, the five named entities that matter.
    pub fn html(source: &str) -> Self {
        let mut out = Self { text: String::new(), places: Vec::new() };
        let mut rest = 0;
        while let Some(c) = source[rest..].chars().next() {
            let tail = &source[rest..];
            if c == '<' {
                let hidden = ["script", "style"].into_iter().find(|n| starts_with_tag(tail, n));
                let end = match hidden {
                    Some(name) => tail.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(tail.len()),
                    None => tail.find('>').map_or(tail.len(), |e| e + 1),
                };
                let is_block = [
                    "p", "/p", "br", "h1", "/h1", "h2", "/h2", "li", "/li", "td", "/td", "tr", "div", "/div", "title",
                    "/title",
                ]
                .into_iter()
                .any(|n| starts_with_tag(tail, n));
                out.push(if is_block { "\n" } else { "" }, rest);
                rest += end.max(1);
            } else if let Some((entity, word)) = ENTITIES.iter().find(|(e, _)| tail.starts_with(e)) {
                out.push(word, rest);
                rest += entity.len();
            } else {
                let mut buffer = [0; 4];
                out.push(c.encode_utf8(&mut buffer), rest);
                rest += c.len_utf8();
            }
        }
        out.places.push(source.len());
        out
    }

    fn push(&mut self, piece: &str, place: usize) {
        self.text.push_str(piece);
        self.places.extend((0..piece.len()).map(|i| place + i.min(3)));
    }
}

const ENTITIES: [(&str, &str); 6] =
    [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " ")];

fn starts_with_tag(tail: &str, name: &str) -> bool {
    let inner = tail.strip_prefix('<').unwrap_or_default();
    let Some(found) = inner.get(..name.len()) else { return false };
    found.eq_ignore_ascii_case(name) && !inner[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Sentences as ranges of bytes.
pub(super) fn sentences(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let ends = matches!(c, '.' | '!' | '?')
            && chars.peek().is_none_or(|(_, n)| n.is_whitespace() || *n == '"' || *n == '”');
        if ends || c == '\n' {
            found.push((start, i + c.len_utf8()));
            start = i + c.len_utf8();
        }
    }
    found.push((start, text.len()));
    found.retain(|(a, b)| text[*a..*b].chars().any(char::is_alphanumeric));
    found
}

/// Words as ranges of bytes.
pub(super) fn words(text: &str, from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (i, c) in text[from..to].char_indices() {
        let at = from + i;
        if c.is_alphanumeric() || c == '-' {
            match found.last_mut().filter(|w| w.1 == at) {
                Some(word) => word.1 = at + c.len_utf8(),
                None => found.push((at, at + c.len_utf8())),
            }
        }
    }
    found
}

/// Places of a phrase as whole words.
pub(super) fn places(text: &str, phrase: &str) -> Vec<usize> {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(phrase)
        .map(|(at, _)| at)
        .filter(|at| !is_word(text[..*at].chars().next_back()) && !is_word(text[at + phrase.len()..].chars().next()))
        .collect()
}

//! Texts of posts, from neutral pseudo-words: families of wordings, headlines of shared items, own words.

use daylight_core::{IdTable, Layer, ObjectKind};

use super::draw::Draw;

/// Words of the language of a scenario.
const VOCABULARY: usize = 4_000;
/// Share of the posts with a link that carry its headline, as share buttons do.
const HEADLINE: f64 = 0.6;
/// Share of those whose link is lost, on every second item: people who paste the headline alone.
const LOST_LINK: f64 = 0.35;

/// Texts of all posts. Takes the layer of families away, so that it has to be found again in the texts.
pub(crate) fn texts(n_posts: usize, layers: &mut Vec<Layer>, draw: &mut Draw) -> IdTable {
    let salt = draw.bits();
    let mut texts = vec![String::new(); n_posts];
    let is = |kind: ObjectKind| move |l: &Layer| l.kind == kind;
    if let Some(at) = layers.iter().position(is(ObjectKind::TextFamily)) {
        let families = layers.remove(at);
        for (&post, &object) in families.post.iter().zip(&families.object) {
            texts[post as usize] = wording(&sentence(salt ^ u64::from(object), 15), draw);
        }
    }
    if let Some(links) = layers.iter_mut().find(|l| is(ObjectKind::Url)(l)) {
        headlines(links, &mut texts, salt, draw);
    }
    for text in texts.iter_mut().filter(|t| t.is_empty()) {
        *text = sentence(draw.bits(), 4 + draw.below(12));
    }
    texts.into_iter().collect()
}

fn headlines(links: &mut Layer, texts: &mut [String], salt: u64, draw: &mut Draw) {
    let mut lost = Vec::new();
    for (action, (&post, &object)) in links.post.iter().zip(&links.object).enumerate() {
        let text = &mut texts[post as usize];
        if !text.is_empty() || !draw.chance(HEADLINE) {
            continue;
        }
        *text = sentence(salt.rotate_left(17) ^ u64::from(object) << 20, 10);
        if draw.chance(0.3) {
            text.push_str(" via @site");
        }
        if object % 2 == 0 && draw.chance(LOST_LINK) {
            lost.push(action);
        }
    }
    let is_lost = |i: usize| lost.binary_search(&i).is_ok();
    let keep = |values: &[u32]| values.iter().enumerate().filter(|(i, _)| !is_lost(*i)).map(|(_, v)| *v).collect();
    (links.object, links.post) = (keep(&links.object), keep(&links.post));
    drop_unused(links);
}

/// Objects that lost their last post are gone; the others keep their order.
fn drop_unused(layer: &mut Layer) {
    let mut used = vec![false; layer.objects.len()];
    for &object in &layer.object {
        used[object as usize] = true;
    }
    let (mut number, mut kept) = (vec![0; used.len()], IdTable::new());
    for (object, _) in used.iter().enumerate().filter(|(_, used)| **used) {
        number[object] = kept.push(layer.objects.get(object as u32));
    }
    layer.objects = kept;
    for object in &mut layer.object {
        *object = number[*object as usize];
    }
}

/// The text as it is, dressed up, or with one or two words exchanged.
fn wording(text: &str, draw: &mut Draw) -> String {
    let x = draw.unit();
    if x < 0.3 {
        return text.to_owned();
    }
    if x < 0.6 {
        let dress = draw.pick(&["🔥", "!!!", "https://short.example/x", "@friend", "#topic #today"]);
        return if draw.chance(0.5) { format!("{dress} {text}") } else { format!("{text} {dress}") };
    }
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for _ in 0..=draw.below(2) {
        let at = draw.below(words.len());
        words[at] = word(draw.bits() as usize % VOCABULARY);
    }
    words.join(" ")
}

/// `n` words that follow from a number.
fn sentence(number: u64, n: usize) -> String {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (x ^ (x >> 29)) as usize % VOCABULARY
    };
    (0..n).map(|_| word(next())).collect::<Vec<_>>().join(" ")
}

/// A word of three syllables. No language has it.
fn word(number: usize) -> String {
    const CONSONANTS: &[u8; 16] = b"bdfghjklmnprstvz";
    const VOWELS: &[u8; 5] = b"aeiou";
    let mut rest = number + 80;
    let mut out = String::with_capacity(7);
    for _ in 0..3 {
        out.push(char::from(CONSONANTS[rest % 16]));
        out.push(char::from(VOWELS[rest / 16 % 5]));
        rest /= 80;
    }
    out.push('x');
    out
}

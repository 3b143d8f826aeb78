//! Families of the texts of a data set, their description, and the layer that the tests of timing read.

use super::cut::{self, Family};
use super::guard::{Claim, compare};
use super::normal::normalize;
use super::wordings::{FamilySettings, Shingles, Wordings, earliest, links};
use daylight_core::{
    CoactionSettings, Context, Dataset, FamilySetAside, IdTable, Layer, ObjectKind, PostTable, TextChange,
    TextFamilies, TextFamily, Wording,
};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Families that are described; there are as many as people repeat each other.
const MAX_LISTED: usize = 50_000;
/// Characters of a text that are kept for showing.
const SHOWN_CHARS: usize = 1_000;
/// Characters of the name of the object.
const NAME_CHARS: usize = 160;
/// Share of the posts of a family with one and the same link from which it is that link's headline.
const ONE_LINK_SHARE: f64 = 0.8;
/// Accounts, days, and share of the days of the data from which a family is a formula.
const FORMULA: (u32, usize, f64) = (50, 10, 0.5);

/// Looks for families of texts, describes them, and adds a layer of those that can be tested.
///
/// Does nothing where there are no texts, where the input already names families, or where other layers
/// were asked for.
pub fn add_families(dataset: &mut Dataset, settings: &CoactionSettings, context: &Context<'_>) {
    let kind = ObjectKind::TextFamily;
    let wanted = settings.layers.is_empty() || settings.layers.contains(&kind);
    if !wanted || dataset.text_families.is_some() || dataset.layers.iter().any(|l| l.kind == kind) {
        return;
    }
    let Some(texts) = dataset.posts.text.take() else { return };
    context.progress.step("comparing texts", 0, 0);
    let own = FamilySettings { seed: settings.seed, ..FamilySettings::default() };
    let (families, layer) = find(dataset, &texts, &own, context.memory_limit);
    dataset.posts.text = Some(texts);
    dataset.text_families = Some(families);
    if !layer.objects.is_empty() {
        dataset.layers.push(layer);
        dataset.layers.sort_by(|x, y| x.kind.cmp(&y.kind));
    }
}

fn find(dataset: &Dataset, texts: &IdTable, settings: &FamilySettings, memory_limit: u64) -> (TextFamilies, Layer) {
    let wordings = Wordings::of(dataset, texts, settings);
    let first: Vec<u32> = (0..wordings.len() as u32)
        .into_par_iter()
        .map(|rank| earliest(dataset, texts, wordings.posts_of(rank)))
        .collect();
    let shingles = Shingles { texts: &wordings.texts, order: &wordings.order };
    let links = links(&shingles, &|rank| texts.get(first[rank as usize]), settings, memory_limit);
    let near = cut::families(wordings.len(), links, &|rank| wordings.text(rank), settings.max_diameter);
    let families = with_singles(&wordings, near);
    let days = Days::of(dataset);
    let link_of = first_links(dataset);
    let describe = Describe { dataset, texts, wordings: &wordings, first: &first, days: &days, link_of: &link_of };
    let mut all: Vec<(TextFamily, Vec<u32>, u32)> =
        families.par_iter().filter_map(|family| describe.family(family)).collect();
    all.sort_by(|x, y| {
        let key = |f: &TextFamily| (Reverse(f.n_accounts), Reverse(f.n_posts));
        key(&x.0).cmp(&key(&y.0)).then_with(|| wordings.text(x.2).cmp(wordings.text(y.2)))
    });
    let layer = layer(&all, &wordings);
    let n_families = all.len() as u64;
    let mut described: Vec<TextFamily> = all.into_iter().map(|f| f.0).take(MAX_LISTED).collect();
    for (family, id) in described.iter_mut().zip(1..) {
        family.id = id;
    }
    let families = TextFamilies {
        families: described,
        n_families,
        n_texts: wordings.n_texts,
        n_short: wordings.n_short,
        n_reposts: wordings.n_reposts,
        n_wordings: wordings.len() as u64,
        threshold: settings.threshold,
    };
    (families, layer)
}

/// The families and, for itself, every wording of several posts that is in none.
fn with_singles(wordings: &Wordings, mut families: Vec<Family>) -> Vec<Family> {
    let mut taken = vec![false; wordings.len()];
    for family in &families {
        taken[family.centre as usize] = true;
        for (rank, _) in &family.members {
            taken[*rank as usize] = true;
        }
    }
    let single = |centre| Family { centre, members: Vec::new(), diameter: 0.0 };
    let repeated = |rank: &u32| !taken[*rank as usize] && wordings.posts_of(*rank).len() > 1;
    families.extend((0..wordings.len() as u32).filter(repeated).map(single));
    families
}

/// Days of the data with a post.
struct Days(usize);

impl Days {
    fn of(dataset: &Dataset) -> Self {
        let times = dataset.posts.time_us.iter().filter(|&&t| t != PostTable::NO_TIME);
        Self(times.map(|&t| day(t)).collect::<BTreeSet<i64>>().len())
    }
}

fn day(time_us: i64) -> i64 {
    time_us.div_euclid(86_400_000_000)
}

/// Number of the first link of each post; `u32::MAX` where it has none. Empty without links.
fn first_links(dataset: &Dataset) -> Vec<u32> {
    let Some(layer) = dataset.layers.iter().find(|l| l.kind == ObjectKind::Url) else { return Vec::new() };
    let mut link_of = vec![u32::MAX; dataset.posts.len()];
    for (&post, &object) in layer.post.iter().zip(&layer.object) {
        let place = &mut link_of[post as usize];
        *place = object.min(*place);
    }
    link_of
}

struct Describe<'a> {
    dataset: &'a Dataset,
    texts: &'a IdTable,
    wordings: &'a Wordings,
    /// Earliest post of each wording.
    first: &'a [u32],
    days: &'a Days,
    link_of: &'a [u32],
}

impl Describe<'_> {
    /// The family, its posts and its centre; nothing when one account wrote all of it.
    fn family(&self, family: &Family) -> Option<(TextFamily, Vec<u32>, u32)> {
        let ranks = || std::iter::once(family.centre).chain(family.members.iter().map(|m| m.0));
        let posts: Vec<(u32, u32)> = ranks().flat_map(|r| self.wordings.posts_of(r)).copied().collect();
        let table = &self.dataset.posts;
        let mut accounts: Vec<u32> = posts.iter().map(|p| table.account[p.1 as usize]).collect();
        accounts.sort_unstable();
        accounts.dedup();
        if accounts.len() < 2 {
            return None;
        }
        let first = earliest(self.dataset, self.texts, &posts);
        let times = || posts.iter().map(|p| table.time_us[p.1 as usize]).filter(|&t| t != PostTable::NO_TIME);
        let changes: Vec<TextChange> = family.members.iter().map(|m| self.change(family.centre, m.0)).collect();
        let n_copies = changes.iter().filter(|c| **c == TextChange::Copy).count() as u32;
        let mut numbers: Vec<u32> = posts.iter().map(|p| p.1).collect();
        numbers.sort_unstable();
        let described = TextFamily {
            id: 0,
            n_posts: posts.len() as u32,
            n_accounts: accounts.len() as u32,
            n_wordings: 1 + family.members.len() as u32,
            n_copies,
            n_rewordings: changes.len() as u32 - n_copies,
            diameter: family.diameter,
            first_account: times().next().map(|_| self.dataset.accounts.get(table.account[first as usize]).to_owned()),
            first_us: times().min(),
            last_us: times().max(),
            platforms: self.platforms(&numbers),
            languages: self.languages(&numbers),
            set_aside: self.set_aside(&numbers, accounts.len() as u32),
            text: self.shown(family.centre),
            farthest: self.farthest(family, &changes),
        };
        Some((described, numbers, family.centre))
    }

    fn shown(&self, rank: u32) -> String {
        self.texts.get(self.first[rank as usize]).chars().take(SHOWN_CHARS).collect()
    }

    fn change(&self, centre: u32, rank: u32) -> TextChange {
        let normal = |rank: u32| normalize(self.texts.get(self.first[rank as usize]));
        let (a, b) = (normal(centre), normal(rank));
        let turns = FamilySettings::default().turns;
        compare(&Claim::new(&a.cased, &a.folded, turns), &Claim::new(&b.cased, &b.folded, turns))
            .unwrap_or(TextChange::Rewording)
    }

    fn farthest(&self, family: &Family, changes: &[TextChange]) -> Option<Wording> {
        let all = family.members.iter().zip(changes);
        let ((rank, similarity), change) = all.min_by(|x, y| x.0.1.total_cmp(&y.0.1).then(x.0.0.cmp(&y.0.0)))?;
        Some(Wording { text: self.shown(*rank), similarity: *similarity, change: *change })
    }

    fn platforms(&self, posts: &[u32]) -> Vec<(String, u32)> {
        let Some(platform) = &self.dataset.posts.platform else { return Vec::new() };
        let pairs: BTreeSet<(u16, u32)> =
            posts.iter().map(|&p| (platform[p as usize], self.dataset.posts.account[p as usize])).collect();
        tally(pairs.into_iter().map(|p| p.0), &self.dataset.platforms)
    }

    fn languages(&self, posts: &[u32]) -> Vec<(String, u32)> {
        let Some(language) = &self.dataset.posts.language else { return Vec::new() };
        tally(posts.iter().map(|&p| language[p as usize]), &self.dataset.languages)
    }

    fn set_aside(&self, posts: &[u32], n_accounts: u32) -> Option<FamilySetAside> {
        let mut links: BTreeMap<u32, usize> = BTreeMap::new();
        for link in posts.iter().filter_map(|&p| self.link_of.get(p as usize)).filter(|l| **l != u32::MAX) {
            *links.entry(*link).or_insert(0) += 1;
        }
        let most = links.into_values().max().unwrap_or(0);
        if most as f64 >= ONE_LINK_SHARE * posts.len() as f64 {
            return Some(FamilySetAside::OneLink);
        }
        let times = posts.iter().map(|&p| self.dataset.posts.time_us[p as usize]);
        let days = times.filter(|&t| t != PostTable::NO_TIME).map(day).collect::<BTreeSet<i64>>().len();
        let (least_accounts, least_days, share) = FORMULA;
        let formula = n_accounts >= least_accounts && days >= least_days && days as f64 >= share * self.days.0 as f64;
        formula.then_some(FamilySetAside::Formula)
    }
}

fn tally(values: impl Iterator<Item = u16>, names: &[String]) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<u16, u32> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    let named = counts.into_iter().filter_map(|(v, n)| names.get(usize::from(v)).map(|name| (name.clone(), n)));
    let mut out: Vec<(String, u32)> = named.collect();
    out.sort_by(|x, y| y.1.cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    out
}

/// The families that are not set aside, named by the beginning of their centre in normal form.
fn layer(families: &[(TextFamily, Vec<u32>, u32)], wordings: &Wordings) -> Layer {
    let mut used: Vec<(&str, &Vec<u32>)> =
        families.iter().filter(|f| f.0.set_aside.is_none()).map(|f| (wordings.text(f.2), &f.1)).collect();
    used.sort_unstable_by_key(|u| u.0);
    let mut names: Vec<String> = used.iter().map(|(text, _)| name(text)).collect();
    for i in 1..names.len() {
        if names[i] == name(used[i - 1].0) {
            names[i] = format!("{} ({i})", names[i]);
        }
    }
    let mut actions: Vec<(u32, u32)> =
        used.iter().zip(0u32..).flat_map(|((_, posts), object)| posts.iter().map(move |&p| (p, object))).collect();
    actions.sort_unstable();
    Layer {
        kind: ObjectKind::TextFamily,
        objects: names.into_iter().collect(),
        object: actions.iter().map(|a| a.1).collect(),
        post: actions.iter().map(|a| a.0).collect(),
        self_object: Vec::new(),
    }
}

fn name(text: &str) -> String {
    match text.char_indices().nth(NAME_CHARS) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIM: &str = "The office moved the count of ballots to the old school";

    /// (account, hour, text, link)
    type Row = (u32, i64, String, Option<u32>);

    fn dataset(rows: &[Row]) -> Dataset {
        let n = rows.len() as u32;
        let mut dataset = Dataset { accounts: (0..100).map(|i| format!("a{i:02}")).collect(), ..Dataset::default() };
        dataset.posts.account = rows.iter().map(|r| r.0).collect();
        dataset.posts.content = (0..n).collect();
        dataset.posts.time_us = rows.iter().map(|r| r.1 * 3_600_000_000).collect();
        dataset.posts.text = Some(rows.iter().map(|r| r.2.as_str()).collect());
        let linked = || rows.iter().zip(0u32..).filter_map(|(r, post)| r.3.map(|link| (post, link)));
        dataset.layers.push(Layer {
            kind: ObjectKind::Url,
            objects: ["https://a.example", "https://b.example"].into_iter().collect(),
            object: linked().map(|l| l.1).collect(),
            post: linked().map(|l| l.0).collect(),
            self_object: Vec::new(),
        });
        dataset
    }

    fn found(rows: &[Row]) -> Dataset {
        let mut dataset = dataset(rows);
        add_families(&mut dataset, &CoactionSettings::default(), &Context::silent());
        dataset
    }

    fn rows() -> Vec<Row> {
        let mut rows: Vec<Row> =
            (0..4).map(|i| (i, i64::from(i), format!("{CLAIM} {}", "!".repeat(i as usize)), None)).collect();
        rows.push((7, 9, CLAIM.replace("ballots", "votes"), None));
        rows.push((8, 9, CLAIM.replace("moved", "never moved"), None));
        rows.push((9, 10, CLAIM.replace("moved", "never moved"), None));
        rows.extend((20..23).map(|i| (i, 11, "so good lol".to_owned(), None)));
        rows.extend((30..33).map(|i| (i, 12, format!("RT @somebody: {CLAIM}"), None)));
        let headline = "Ten things that everybody should know about the new stadium";
        rows.extend((40..45).map(|i| (i, 13, headline.to_owned(), (i != 44).then_some(1))));
        rows
    }

    #[test]
    fn families_are_described_and_what_explains_itself_is_set_aside() {
        let dataset = found(&rows());
        let all = dataset.text_families.unwrap();
        assert_eq!((all.n_texts, all.n_short, all.n_reposts), (18, 3, 3));
        let shape: Vec<_> = all.families.iter().map(|f| (f.n_accounts, f.n_wordings, f.set_aside)).collect();
        assert_eq!(shape, [(5, 1, Some(FamilySetAside::OneLink)), (5, 2, None), (2, 1, None)]);
        let first = &all.families[1];
        assert_eq!((first.first_account.as_deref(), first.first_us, first.n_rewordings), (Some("a00"), Some(0), 1));
        assert_eq!(first.farthest.as_ref().unwrap().text, CLAIM.replace("ballots", "votes"));
        let layer = dataset.layers.iter().find(|l| l.kind == ObjectKind::TextFamily).unwrap();
        assert_eq!((layer.objects.len(), layer.post.len()), (2, 7));
    }

    #[test]
    fn the_order_of_rows_changes_nothing() {
        let (mut turned, one) = (rows(), found(&rows()));
        turned.reverse();
        let other = found(&turned);
        assert_eq!(one.text_families, other.text_families);
        let names = |d: &Dataset| d.layers.iter().map(|l| l.objects.clone()).collect::<Vec<_>>();
        assert_eq!(names(&one), names(&other));
    }

    #[test]
    fn what_many_write_every_day_is_a_formula() {
        let greeting = "A very good morning to all of my dear followers out there";
        let rows: Vec<Row> =
            (0..60).flat_map(|a| (0..12).map(move |d| (a, d * 24, greeting.to_owned(), None))).collect();
        let dataset = found(&rows);
        assert_eq!(dataset.text_families.unwrap().families[0].set_aside, Some(FamilySetAside::Formula));
        assert!(dataset.layers.iter().all(|l| l.kind != ObjectKind::TextFamily));
    }
}

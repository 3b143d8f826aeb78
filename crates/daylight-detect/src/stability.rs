//! Leave-one-out: what is left of each group led with when one layer, or one file, is taken away, and at other windows.
//!
//! A group that a single file carries is as good as that file. A rerun is the whole analysis without the copies for
//! the empirical rate, which cost most and decide nothing. It is made for layers and files that rows of the groups
//! stand in, the ones with most rows first, and not at all where nothing is led with.

use crate::{DetectError, analyze};
use daylight_core::stability::{Change, Left, Rerun, Stability};
use daylight_core::{Analysis, CoactionSettings, Context, Dataset, Group, GroupLabel, ObjectKind, PostTable};
use std::collections::{BTreeMap, BTreeSet};

/// Layers, and files, that are left out in turn, at most.
const MAX_EACH: usize = 8;
/// Posts above which no reruns are made: each takes as long as the analysis without its copies.
const MAX_POSTS: usize = 3_000_000;
/// Factors on the window and on the half-width.
const FACTORS: [f64; 2] = [0.5, 2.0];

/// Reruns the analysis for the groups that it leads with.
///
/// # Errors
/// When a rerun fails.
pub fn stability(dataset: &Dataset, analysis: &Analysis, context: &Context<'_>) -> Result<Stability, DetectError> {
    let led: Vec<&Group> = analysis.groups.iter().filter(|g| g.label == GroupLabel::Unexplained).collect();
    let mut found = Stability::default();
    if led.is_empty() {
        return Ok(found);
    }
    if dataset.posts.len() > MAX_POSTS {
        found
            .notes
            .push(format!("The data hold more than {MAX_POSTS} posts, so that no layer or file was left out in turn."));
        return Ok(found);
    }
    let plan = plan(dataset, analysis, &led, &mut found.notes);
    let settings = CoactionSettings { surrogates: 0, ..analysis.settings.clone() };
    let small = bare(dataset);
    for (done, (change, file)) in plan.iter().enumerate() {
        context.progress.step("leaving out in turn", done as u64, plan.len() as u64);
        let quiet = Context { memory_limit: context.memory_limit, ..Context::silent() };
        let changed = changed(&settings, change, dataset);
        let rerun = match file {
            Some(file) => analyze(&without_file(&small, *file), &changed, &quiet)?,
            None => analyze(&small, &changed, &quiet)?,
        };
        let together = joined(&rerun);
        let groups = led.iter().map(|group| left(group, &together)).collect();
        found.reruns.push(Rerun { change: change.clone(), groups });
    }
    Ok(found)
}

/// What to change, with the number of the file where one is left out.
fn plan(dataset: &Dataset, analysis: &Analysis, led: &[&Group], notes: &mut Vec<String>) -> Vec<(Change, Option<u32>)> {
    let (mut by_layer, mut by_file): (BTreeMap<u16, u64>, BTreeMap<u32, u64>) = (BTreeMap::new(), BTreeMap::new());
    let inside = |a: u32, b: u32| led.iter().any(|g| [a, b].iter().all(|x| g.members.binary_search(x).is_ok()));
    for edge in analysis.edges.iter().filter(|e| e.standing.leads() && inside(e.a, e.b)) {
        for row in crate::coaction::rows_of(analysis, edge) {
            *by_layer.entry(row.layer).or_insert(0) += 1;
            for post in [row.post_a, row.post_b] {
                if let Some(&file) = dataset.posts.source.get(post as usize) {
                    *by_file.entry(file).or_insert(0) += 1;
                }
            }
        }
    }
    let mut plan = Vec::new();
    if analysis.layers.len() > 1 {
        for layer in most(by_layer, "layers", notes) {
            plan.push((Change::WithoutLayer(analysis.layers[usize::from(layer)].kind.to_string()), None));
        }
    }
    if dataset.sources.len() > 1 {
        for file in most(by_file, "files", notes) {
            let name = dataset.sources.get(file as usize).map_or_else(|| file.to_string(), |s| s.name.clone());
            plan.push((Change::WithoutFile(name), Some(file)));
        }
    }
    let window = analysis.settings.window_us() as f64 / 1e6;
    plan.extend(FACTORS.map(|f| (Change::Window(window * f), None)));
    plan.extend(FACTORS.map(|f| (Change::HalfWidth(window * analysis.settings.jitter_ratio * f), None)));
    plan
}

/// Those with most rows, in order.
fn most<T: Ord + Copy>(rows: BTreeMap<T, u64>, what: &str, notes: &mut Vec<String>) -> Vec<T> {
    let mut all: Vec<(T, u64)> = rows.into_iter().collect();
    all.sort_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(&y.0)));
    if all.len() > MAX_EACH {
        notes.push(format!(
            "Of {} {what} with rows of the groups the {MAX_EACH} with most were left out in turn.",
            all.len()
        ));
        all.truncate(MAX_EACH);
    }
    all.into_iter().map(|x| x.0).collect()
}

/// The settings of a rerun. A change of the window keeps the half-width, and the other way round.
fn changed(settings: &CoactionSettings, change: &Change, dataset: &Dataset) -> CoactionSettings {
    let mut to = settings.clone();
    let largest = settings.window_us() as f64 / 1e6;
    match change {
        Change::WithoutFile(_) => {}
        Change::WithoutLayer(name) => {
            let used = |kind: &&ObjectKind| settings.layers.is_empty() || settings.layers.contains(kind);
            let kinds = dataset.layers.iter().map(|l| &l.kind).filter(used);
            to.layers = kinds.filter(|kind| kind.name() != name).cloned().collect();
        }
        Change::Window(secs) => {
            let factor = secs / largest;
            to.time_windows_secs = settings.time_windows_secs.iter().map(|w| w * factor).collect();
            to.jitter_ratio = (settings.jitter_ratio / factor).max(1.0);
        }
        Change::HalfWidth(secs) => to.jitter_ratio = (secs / largest).max(1.0),
    }
    to
}

/// What an analysis reads, without the texts.
fn bare(dataset: &Dataset) -> Dataset {
    Dataset {
        accounts: dataset.accounts.clone(),
        account_names: dataset.account_names.clone(),
        contents: dataset.contents.clone(),
        n_contents: dataset.n_contents,
        posts: PostTable { text: None, ..clone_without_text(&dataset.posts) },
        layers: dataset.layers.clone(),
        platforms: dataset.platforms.clone(),
        languages: dataset.languages.clone(),
        sources: dataset.sources.clone(),
        ..Dataset::default()
    }
}

fn clone_without_text(posts: &PostTable) -> PostTable {
    PostTable {
        account: posts.account.clone(),
        content: posts.content.clone(),
        time_us: posts.time_us.clone(),
        source: posts.source.clone(),
        line: posts.line.clone(),
        text: None,
        platform: posts.platform.clone(),
        language: posts.language.clone(),
    }
}

/// The same without the times of one file: posts without a time take no part.
fn without_file(dataset: &Dataset, file: u32) -> Dataset {
    let mut left = bare(dataset);
    for (time, &source) in left.posts.time_us.iter_mut().zip(&dataset.posts.source) {
        if source == file {
            *time = PostTable::NO_TIME;
        }
    }
    left
}

/// Members of the groups led with, those that pairs led with join taken as one: with fewer rows the same accounts may
/// fall into several communities, and where a community is cut is not what is asked here.
fn joined(rerun: &Analysis) -> Vec<BTreeSet<u32>> {
    let mut all: Vec<BTreeSet<u32>> = Vec::new();
    let mut place: BTreeMap<u32, usize> = BTreeMap::new();
    for group in rerun.groups.iter().filter(|g| g.label == GroupLabel::Unexplained) {
        place.extend(group.members.iter().map(|&m| (m, all.len())));
        all.push(group.members.iter().copied().collect());
    }
    for edge in rerun.edges.iter().filter(|e| e.standing.leads()) {
        let (Some(&x), Some(&y)) = (place.get(&edge.a), place.get(&edge.b)) else { continue };
        if x != y {
            // The smaller set moves, so that each account moves a few times only.
            let (from, to) = if all[x].len() < all[y].len() { (x, y) } else { (y, x) };
            let moved = std::mem::take(&mut all[from]);
            place.extend(moved.iter().map(|&m| (m, to)));
            all[to].extend(moved);
        }
    }
    all
}

fn left(group: &Group, together: &[BTreeSet<u32>]) -> Left {
    let common = |other: &BTreeSet<u32>| group.members.iter().filter(|m| other.contains(m)).count() as u32;
    let kept = together.iter().map(common).max().unwrap_or(0);
    Left { group: group.id, members: group.members.len() as u32, kept }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framing::{Attack, world};

    /// A group whose rows stand in one file, and one that stands in all.
    #[test]
    fn a_group_that_one_file_carries_is_gone_without_it() {
        let gone = |attack: Attack| {
            let world = world::make(attack, 1, 3);
            let settings = CoactionSettings { surrogates: 0, group_surrogates: 199, ..CoactionSettings::default() };
            let analysis = analyze(&world.dataset, &settings, &Context::silent()).unwrap();
            let found = stability(&world.dataset, &analysis, &Context::silent()).unwrap();
            assert!(!found.reruns.is_empty(), "{attack:?}");
            let files = found.reruns.into_iter().filter(|r| matches!(r.change, Change::WithoutFile(_)));
            files.filter(|r| r.groups.iter().all(Left::is_gone)).count()
        };
        assert_eq!(gone(Attack::ForgedFile), 1);
        assert_eq!(gone(Attack::None), 0);
    }
}

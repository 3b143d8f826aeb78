//! Honest people who once looked coordinated, and planted groups that once were excused. Each test is a defect that
//! was found in use.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use daylight_core::{Analysis, CoactionSettings, Context, Dataset, GroupLabel, IdTable, Layer, ObjectKind};
use daylight_detect::analyze;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3600 * SECOND;
const DAY: i64 = 24 * HOUR;
const BASE: i64 = 1_700_006_400 * SECOND;

/// Posts of one layer: account, time, objects.
type Post = (u32, i64, Vec<u32>);

fn dataset(posts: Vec<Post>) -> Dataset {
    let count = |n: u32, letter: char| (0..n).map(|i| format!("{letter}{i:05}")).collect::<IdTable>();
    let n_accounts = posts.iter().map(|p| p.0 + 1).max().unwrap();
    let n_objects = posts.iter().flat_map(|p| &p.2).max().unwrap() + 1;
    let mut dataset = Dataset { accounts: count(n_accounts, 'a'), ..Dataset::default() };
    let mut layer = Layer {
        kind: ObjectKind::Hashtag,
        objects: count(n_objects, 'o'),
        object: Vec::new(),
        post: Vec::new(),
        self_object: Vec::new(),
    };
    for (account, time, objects) in posts {
        let post = dataset.posts.len() as u32;
        layer.post.extend(objects.iter().map(|_| post));
        layer.object.extend(objects);
        dataset.posts.account.push(account);
        dataset.posts.content.push(post);
        dataset.posts.time_us.push(time);
    }
    dataset.n_contents = dataset.posts.len() as u32;
    dataset.layers.push(layer);
    dataset
}

fn run(posts: Vec<Post>, windows: &[f64]) -> Analysis {
    let settings = CoactionSettings {
        surrogates: 4,
        group_surrogates: 99,
        time_windows_secs: windows.to_vec(),
        ..CoactionSettings::default()
    };
    analyze(&dataset(posts), &settings, &Context::silent()).unwrap()
}

fn n_leading(analysis: &Analysis) -> usize {
    analysis.edges.iter().filter(|e| e.standing.leads()).count()
}

/// Each a post at a random second of the waking day, with what the day's talk is about.
fn chatter(rng: &mut ChaCha8Rng, accounts: std::ops::Range<u32>, per_day: u32, days: u32, tags: &[u32]) -> Vec<Post> {
    let mut posts = Vec::new();
    for account in accounts {
        for day in 0..days {
            for _ in 0..per_day {
                let time = BASE + i64::from(day) * DAY + rng.random_range(0..14 * 3600) * SECOND;
                let objects = tags.iter().map(|tag| day * tags.len() as u32 + tag).collect();
                posts.push((account, time, objects));
            }
        }
    }
    posts
}

#[test]
fn who_posts_on_one_hashtag_all_day_is_near_everybody_by_chance() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut posts = chatter(&mut rng, 0..12, 40, 25, &[0]);
    posts.extend(chatter(&mut rng, 12..200, 1, 25, &[0]));
    let analysis = run(posts, &[60.0]);
    assert_eq!(n_leading(&analysis), 0);
    assert_eq!(analysis.calibration.n_validated, 0);
}

#[test]
fn the_hashtags_of_one_post_are_one_meeting() {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let tags: Vec<u32> = (0..15).collect();
    let analysis = run(chatter(&mut rng, 0..200, 1, 25, &tags), &[60.0]);
    assert_eq!(n_leading(&analysis), 0);
    assert!(analysis.calibration.n_validated <= 1, "{}", analysis.calibration.n_validated);
    assert!(analysis.edges.iter().all(|e| e.own.observed <= e.n_objects));
}

/// Eight accounts push a new object at even steps, within seconds; forty others act on each over the following hours.
fn campaign(step: i64) -> Vec<Post> {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let mut posts = Vec::new();
    for object in 0..80u32 {
        // At no round time, which would be a planning tool's.
        let start = BASE + i64::from(object) * step + rng.random_range(0..3000) * SECOND;
        for account in 0..8 {
            posts.push((account, start + rng.random_range(0..5) * SECOND, vec![object]));
        }
        for _ in 0..40 {
            posts.push((8 + rng.random_range(0..400), start + rng.random_range(0..4 * 3600) * SECOND, vec![object]));
        }
    }
    posts
}

#[test]
fn ten_days_without_a_silent_night_are_no_event() {
    let analysis = run(campaign(3 * HOUR), &[60.0]);
    assert_eq!(n_leading(&analysis), 28);
    assert!(
        analysis.groups.iter().any(|g| g.label == GroupLabel::Unexplained && g.members == [0, 1, 2, 3, 4, 5, 6, 7])
    );
}

#[test]
fn a_window_finer_than_a_clock_of_seconds_is_refused() {
    let analysis = run(campaign(13 * HOUR), &[0.1]);
    assert!(analysis.not_applicable.unwrap().contains("coarser than the window"));
    assert_eq!(n_leading(&run(campaign(13 * HOUR), &[1.0, 60.0])), 28);
}

#[test]
fn accounts_cut_to_minutes_are_tested_by_minutes_in_data_of_seconds() {
    // All react within three hours, evenly; the times of most carry minutes only, as some exports do.
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let mut posts = Vec::new();
    for object in 0..600u32 {
        let start = BASE + i64::from(object) * 5 * HOUR;
        for account in 0..60u32 {
            if rng.random_range(0.0..1.0) < 0.5 {
                let time = start + rng.random_range(0..3 * 3600) * SECOND;
                let cut = account % 2 != 0;
                posts.push((account, if cut { time - time.rem_euclid(60 * SECOND) } else { time }, vec![object]));
            }
        }
    }
    let analysis = run(posts, &[60.0]);
    assert_eq!(n_leading(&analysis), 0);
    // Only pairs that met are listed, so more is observed than expected; but no more so where the clock is coarse.
    let excess = |cut: bool| {
        let of = analysis.edges.iter().filter(|e| (e.a % 2 != 0) == cut && (e.b % 2 != 0) == cut);
        let (observed, expected) = of.fold((0.0, 0.0), |(o, x), e| (o + f64::from(e.own.observed), x + e.own.expected));
        assert!(observed > 300.0, "{observed}");
        observed / expected
    };
    assert!(excess(true) < 1.1 * excess(false), "{} against {}", excess(true), excess(false));
}

#[test]
fn a_listed_pair_keeps_all_its_rows() {
    // Three links on one day, and one hashtag on another, by the same two; others keep them company.
    let mut posts: Vec<Post> = Vec::new();
    for (object, day) in [(0, 0), (1, 0), (2, 0), (3, 9)] {
        for account in 0..2 {
            let time = BASE + day * DAY + i64::from(object) * HOUR + i64::from(account) * SECOND;
            posts.push((account, time, vec![object]));
        }
    }
    let mut data = dataset(posts);
    let mut tags = data.layers[0].clone();
    tags.kind = ObjectKind::Url;
    let split = |layer: &mut Layer, keep: fn(u32) -> bool| {
        let kept: Vec<usize> = (0..layer.object.len()).filter(|&i| keep(layer.object[i])).collect();
        layer.object = kept.iter().map(|&i| layer.object[i]).collect();
        layer.post = kept.iter().map(|&i| layer.post[i]).collect();
    };
    split(&mut data.layers[0], |o| o < 3);
    split(&mut tags, |o| o == 3);
    data.layers.push(tags);
    let of = |list_from: u32| {
        let settings = CoactionSettings { surrogates: 0, list_from, ..CoactionSettings::default() };
        let found = analyze(&data, &settings, &Context::silent()).unwrap();
        (found.edges[0].n_coactions, found.edges[0].n_days, found.evidence.len())
    };
    assert_eq!(of(1), (4, 2, 4));
    assert_eq!(of(2), (4, 2, 4));
}

#[test]
fn two_who_flood_one_hashtag_do_not_fill_the_memory() {
    let flood = |account: u32| (0..6000).map(move |i| (account, BASE + i64::from(i % 30) * SECOND, vec![0]));
    let analysis = run(flood(0).chain(flood(1)).collect(), &[60.0]);
    assert_eq!((analysis.moments.len(), analysis.evidence.len()), (1, 0));
}

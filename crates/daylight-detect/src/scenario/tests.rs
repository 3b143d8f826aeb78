use super::world::{DAY, START_SECS};
use super::*;
use daylight_core::{CoactionSettings, Context, IdTable, ObjectKind, PostTable};

fn small(name: &str, seed: u64) -> Scenario {
    generate(name, seed, Knobs { scale: 0.1, ..Knobs::default() }).unwrap()
}

fn sorted(table: &IdTable) -> bool {
    let all: Vec<&str> = table.iter().collect();
    all.windows(2).all(|w| w[0] < w[1])
}

fn files(scenario: &Scenario) -> (Vec<u8>, Vec<u8>) {
    let (mut posts, mut truth) = (Vec::new(), Vec::new());
    write_posts(&scenario.dataset, &mut posts).unwrap();
    write_truth(&scenario.dataset, &scenario.truth, &mut truth).unwrap();
    (posts, truth)
}

#[test]
fn names_are_unique_and_found() {
    for (i, spec) in SCENARIOS.iter().enumerate() {
        assert!(SCENARIOS[..i].iter().all(|s| s.name != spec.name), "{} twice", spec.name);
        assert_eq!(find(spec.name).unwrap().name, spec.name);
        assert_eq!(spec.name.starts_with("planted-"), spec.kind != Kind::Honest);
    }
    let message = find("no-such").unwrap_err().to_string();
    assert!(message.contains("no-such") && message.contains("live-event-closed"), "{message}");
}

#[test]
fn knobs_are_checked() {
    for knobs in [
        Knobs { scale: 0.0, ..Knobs::default() },
        Knobs { scale: f64::NAN, ..Knobs::default() },
        Knobs { days: 1, ..Knobs::default() },
        Knobs { tempo: -1.0, ..Knobs::default() },
        Knobs { camouflage_planted_share: 0.0, ..Knobs::default() },
    ] {
        assert!(matches!(generate("base", 1, knobs), Err(ScenarioError::Knob { .. })));
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_does_not() {
    for spec in SCENARIOS {
        let first = files(&small(spec.name, 5));
        let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert!(first == single.install(|| files(&small(spec.name, 5))), "{}", spec.name);
        assert!(first != files(&small(spec.name, 6)), "{}", spec.name);
    }
}

#[test]
fn tables_are_as_an_importer_gives_them() {
    for spec in SCENARIOS {
        let Scenario { dataset, truth } = small(spec.name, 3);
        assert!(sorted(&dataset.accounts) && sorted(&dataset.contents), "{}", spec.name);
        let n = dataset.posts.len();
        assert_eq!(truth.group_of.len(), dataset.accounts.len());
        let mut posted = vec![false; dataset.accounts.len()];
        dataset.posts.account.iter().for_each(|&a| posted[a as usize] = true);
        assert!(posted.iter().all(|&p| p), "an account without posts in {}", spec.name);
        let times: Vec<i64> = dataset.posts.time_us.iter().copied().filter(|&t| t != PostTable::NO_TIME).collect();
        assert!(times.windows(2).all(|w| w[0] <= w[1]));
        let end = START_SECS + (28.0 * DAY) as i64;
        assert!(times.iter().all(|&t| t >= START_SECS * 1_000_000 && t < end * 1_000_000));
        assert!(dataset.layers.windows(2).all(|w| w[0].kind < w[1].kind));
        for layer in &dataset.layers {
            assert!(sorted(&layer.objects), "{} {}", spec.name, layer.kind);
            let in_order = |w: &[u32]| w[0] < w[1] || (w[0] == w[1] && layer.kind == ObjectKind::Mention);
            assert!(layer.post.windows(2).all(in_order) && layer.post.iter().all(|&p| (p as usize) < n));
            let mut used = vec![false; layer.objects.len()];
            layer.object.iter().for_each(|&o| used[o as usize] = true);
            assert!(used.iter().all(|&u| u), "an object that nobody shared in {}", spec.name);
        }
    }
}

#[test]
fn every_account_is_in_one_group_and_only_planted_groups_have_planted_posts() {
    for spec in SCENARIOS {
        let Scenario { dataset, truth } = small(spec.name, 4);
        let total: usize = truth.groups.iter().map(|g| g.members.len()).sum();
        assert_eq!(total, dataset.accounts.len());
        for (i, group) in truth.groups.iter().enumerate() {
            assert!(!group.members.is_empty(), "{} {}", spec.name, group.name);
            assert!(group.members.iter().all(|&m| usize::from(truth.group_of[m as usize]) == i));
        }
        assert_eq!(spec.kind != Kind::Honest, truth.planted_groups().count() > 0, "{}", spec.name);
        assert_eq!(spec.kind != Kind::Honest, !truth.planted_posts.is_empty());
        for planted in &truth.planted_posts {
            let group = &truth.groups[usize::from(planted.group)];
            let account = dataset.posts.account[planted.post as usize];
            assert!(group.planted && group.members.contains(&account), "{} {}", spec.name, group.name);
        }
    }
}

/// Posts of one wave share an object and are no further apart than the group's habit.
#[test]
fn planted_waves_really_co_act() {
    // Where the objects have to be made first, `families_are_found_again_in_the_texts` and
    // `habits_are_found_again_in_the_columns` look at the waves.
    let made = ["planted-reworded", "planted-mention-sets", "planted-repost-authors", "planted-campaign-tags"];
    for spec in SCENARIOS.iter().filter(|s| s.kind != Kind::Honest && !made.contains(&s.name)) {
        let Scenario { dataset, truth } = small(spec.name, 8);
        let mut object = vec![None; dataset.posts.len()];
        for (l, layer) in dataset.layers.iter().enumerate() {
            layer.post.iter().zip(&layer.object).for_each(|(&p, &o)| object[p as usize] = Some((l, o)));
        }
        let mut waves = std::collections::BTreeMap::<u32, Vec<PlantedPost>>::new();
        truth.planted_posts.iter().for_each(|&p| waves.entry(p.wave).or_default().push(p));
        let mut joint = 0;
        for posts in waves.values() {
            let group = &truth.groups[usize::from(posts[0].group)];
            assert!(posts.iter().all(|p| p.group == posts[0].group));
            let timed: Vec<i64> = posts
                .iter()
                .map(|p| dataset.posts.time_us[p.post as usize])
                .filter(|&t| t != PostTable::NO_TIME)
                .collect();
            // A coarse clock moves a post by less than a minute.
            let slack = if spec.name == "planted-everything" { 60.0 } else { 0.0 };
            if let (Some(first), Some(last)) = (timed.iter().min(), timed.iter().max()) {
                assert!((last - first) as f64 / 1e6 <= group.spread_secs + slack, "{} {}", spec.name, group.name);
            }
            let objects: Vec<_> = posts.iter().filter_map(|p| object[p.post as usize]).collect();
            assert!(objects.windows(2).all(|w| w[0] == w[1]));
            joint += objects.len() * objects.len().saturating_sub(1) / 2;
        }
        let pairs = truth.n_planted_pairs() as usize;
        assert!(joint > 3 * pairs, "{}: {joint} joint actions for {pairs} pairs", spec.name);
    }
}

#[test]
fn the_smallest_and_the_longest_worlds_can_be_made() {
    for spec in SCENARIOS {
        let tiny = generate(spec.name, 1, Knobs { scale: 0.001, days: 7, ..Knobs::default() }).unwrap();
        assert!(tiny.dataset.posts.len() > 50, "{}", spec.name);
    }
    let long = generate("everything-honest", 1, Knobs { scale: 0.02, days: 366, ..Knobs::default() }).unwrap();
    let times = &long.dataset.posts.time_us;
    let days = |i: usize| (times[i] - START_SECS * 1_000_000) as f64 / 1e6 / DAY;
    let last = (0..times.len()).rev().find(|&i| times[i] != PostTable::NO_TIME).unwrap();
    assert!(days(last) > 360.0);
}

#[test]
fn tempo_makes_honest_crowds_faster_and_leaves_planted_ones() {
    // Median lag of the fans behind the first share of an item.
    let lag = |tempo| {
        let Scenario { dataset, truth } =
            generate("planted-fast", 3, Knobs { scale: 0.1, tempo, ..Knobs::default() }).unwrap();
        let mut first = vec![i64::MAX; dataset.layers[0].objects.len()];
        let mut lags = Vec::new();
        for (&post, &object) in dataset.layers[0].post.iter().zip(&dataset.layers[0].object) {
            let (post, object) = (post as usize, object as usize);
            first[object] = first[object].min(dataset.posts.time_us[post]);
            if truth.group(dataset.posts.account[post]).name == "fans-1" {
                lags.push(dataset.posts.time_us[post] - first[object]);
            }
        }
        lags.sort_unstable();
        (lags[lags.len() / 2], truth.planted_posts.len())
    };
    let (usual, fast) = (lag(1.0), lag(0.2));
    assert!(fast.0 * 2 < usual.0, "{usual:?} {fast:?}");
    assert!(fast.1.abs_diff(usual.1) <= 40);
}

#[test]
fn a_camouflaged_account_acts_on_its_own_four_times_in_five() {
    let Scenario { dataset, truth } = small("planted-camouflage", 2);
    let all = dataset.posts.account.iter().filter(|&&a| truth.is_planted(a)).count();
    let share = truth.planted_posts.len() as f64 / all as f64;
    assert!((share - 0.2).abs() < 0.02, "{share}");
}

#[test]
fn own_objects_are_shared_by_nobody_else() {
    let Scenario { dataset, truth } = small("planted-own-objects", 2);
    let layer = &dataset.layers[0];
    let mut planted = vec![false; layer.objects.len()];
    let of_post: std::collections::BTreeMap<u32, u32> =
        layer.post.iter().copied().zip(layer.object.iter().copied()).collect();
    truth.planted_posts.iter().for_each(|p| planted[of_post[&p.post] as usize] = true);
    for (&post, &object) in layer.post.iter().zip(&layer.object) {
        let account = dataset.posts.account[post as usize];
        assert!(!planted[object as usize] || truth.is_planted(account));
    }
}

#[test]
fn the_probe_plants_in_honest_scenarios_and_leaves_the_crowd_as_it_was() {
    let knobs = Knobs { scale: 0.1, probe: true, ..Knobs::default() };
    let with = generate("fans", 9, knobs).unwrap();
    let without = small("fans", 9);
    assert_eq!(with.truth.planted_groups().map(|g| g.members.len()).collect::<Vec<_>>(), [40, 40]);
    let honest = |s: &Scenario| s.dataset.posts.account.iter().filter(|&&a| !s.truth.is_planted(a)).count();
    let passers_by = 4.0 * 2.0 * 60.0;
    let extra = honest(&with) as f64 - honest(&without) as f64;
    assert!((0.0..passers_by).contains(&extra), "{extra} more honest posts");
}

#[test]
fn defects_are_there() {
    let coarse = small("coarse-clock", 1).dataset;
    assert!(coarse.posts.time_us.iter().all(|t| t % 60_000_000 == 0));
    let missing = small("missing-fields", 1).dataset;
    let n = missing.posts.len() as f64;
    let timeless = missing.posts.time_us.iter().filter(|&&t| t == PostTable::NO_TIME).count() as f64;
    assert!((timeless / n - 0.03).abs() < 0.01);
    assert!((1.0 - missing.layers[0].post.len() as f64 / n - 0.02).abs() < 0.01);
    let names = missing.account_names.unwrap();
    assert!(names.iter().any(str::is_empty) && names.iter().any(|name| !name.is_empty()));
}

#[test]
fn layers_carry_what_their_scenario_plants() {
    for (name, kind) in [
        ("planted-paraphrase", ObjectKind::TextFamily),
        ("planted-hashtag-sequence", ObjectKind::HashtagSequence),
        ("planted-images", ObjectKind::ImageFamily),
    ] {
        let Scenario { dataset, truth } = small(name, 1);
        let layer = dataset.layers.iter().find(|l| l.kind == kind).unwrap();
        assert!(truth.planted_posts.iter().all(|p| layer.post.binary_search(&p.post).is_ok()), "{name}");
    }
}

#[test]
fn habits_are_found_again_in_the_columns() {
    for (name, kind) in [
        ("planted-mention-sets", ObjectKind::MentionSet),
        ("planted-repost-authors", ObjectKind::RepostAuthor),
        ("planted-campaign-tags", ObjectKind::CampaignTag),
    ] {
        let Scenario { mut dataset, truth } = small(name, 1);
        assert!(dataset.layers.iter().all(|l| l.kind != ObjectKind::TextFamily), "{name}");
        crate::habits::add_habits(&mut dataset, &CoactionSettings::default());
        let layer = dataset.layers.iter().find(|l| l.kind == kind).unwrap();
        let found = truth.planted_posts.iter().filter(|p| layer.post.binary_search(&p.post).is_ok()).count();
        assert!(found * 100 >= truth.planted_posts.len() * 80, "{name}: {found} of {}", truth.planted_posts.len());
    }
}

#[test]
fn families_are_found_again_in_the_texts() {
    let with_layer = small("planted-paraphrase", 1);
    let Scenario { mut dataset, truth } = small("planted-reworded", 1);
    assert_eq!(truth.planted_posts.len(), with_layer.truth.planted_posts.len());
    assert!(dataset.layers.iter().all(|l| l.kind != ObjectKind::TextFamily));
    crate::text::add_families(&mut dataset, &CoactionSettings::default(), &Context::silent());
    let layer = dataset.layers.iter().find(|l| l.kind == ObjectKind::TextFamily).unwrap();
    let found = truth.planted_posts.iter().filter(|p| layer.post.binary_search(&p.post).is_ok()).count();
    assert!(found * 100 >= truth.planted_posts.len() * 95, "{found} of {}", truth.planted_posts.len());
    // A wave is one object.
    let object_of = |post: u32| layer.post.binary_search(&post).ok().map(|i| layer.object[i]);
    let wave = truth.planted_posts[0].wave;
    let objects: std::collections::BTreeSet<u32> =
        truth.planted_posts.iter().filter(|p| p.wave == wave).filter_map(|p| object_of(p.post)).collect();
    assert_eq!(objects.len(), 1);
}

#[test]
fn live_viewers_react_within_a_minute_and_strangers_only_where_stated() {
    for (name, strangers) in [("live-event", true), ("live-event-closed", false)] {
        let Scenario { dataset, truth } = small(name, 1);
        let layer = &dataset.layers[0];
        let mut shares = vec![Vec::new(); layer.objects.len()];
        for (&post, &object) in layer.post.iter().zip(&layer.object) {
            let post = post as usize;
            let viewer = truth.group(dataset.posts.account[post]).name.starts_with("viewers");
            shares[object as usize].push((dataset.posts.time_us[post], viewer));
        }
        // Moments: more than five viewers inside the first minute.
        let mut moments = 0;
        let mut joined = false;
        for share in &shares {
            let first = share[0].0;
            let early: Vec<_> = share.iter().filter(|s| s.0 - first <= 60_000_000).collect();
            if early.iter().filter(|s| s.1).count() > 5 {
                moments += 1;
                joined |= early.iter().any(|s| !s.1);
            }
        }
        assert!(moments > 80, "{moments}");
        assert_eq!(joined, strangers, "{name}");
    }
}

#[test]
fn posts_and_truth_are_written_as_plain_tables() {
    let scenario = small("missing-fields", 2);
    let (posts, truth) = files(&scenario);
    let (posts, truth) = (String::from_utf8(posts).unwrap(), String::from_utf8(truth).unwrap());
    let mut lines = posts.lines();
    assert_eq!(lines.next(), Some("account_id,account_name,content_id,url,timestamp,platform"));
    let mut n = 0;
    for (i, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), 6, "{line}");
        let table = &scenario.dataset.posts;
        assert_eq!(cells[0], scenario.dataset.accounts.get(table.account[i]));
        let time = cells[4].parse::<i64>().map_or(PostTable::NO_TIME, |s| s * 1_000_000);
        assert_eq!(time, table.time_us[i]);
        n += 1;
    }
    assert_eq!(n, scenario.dataset.posts.len());
    assert_eq!(truth.lines().count(), scenario.dataset.accounts.len() + 1);
    assert!(truth.lines().nth(1).unwrap().ends_with(",honest"));
}

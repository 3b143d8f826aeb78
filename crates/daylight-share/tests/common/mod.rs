//! Synthetic results of neutral tokens, so that exporters can be tested without a detector.
#![allow(dead_code, clippy::unwrap_used)]

use std::collections::BTreeMap;

use daylight_core::stability::{Change, Left, Rerun};
use daylight_core::{
    AccountSummary, Analysis, Answer, Apart, ApartReason, Calibration, ClockReport, CoactionEdge, CoactionSettings,
    Columns, CrowdAnswer, Dataset, EdgeLayer, EvidenceRow, FamilySetAside, Group, GroupCheck, GroupLabel, Hint,
    HintKind, IdTable, Intake, Layer, LayerSummary, Moment, ObjectKind, PostTable, Problem, RunInfo, SourceFile,
    Stability, Standing, TextChange, TextFamilies, TextFamily, TopObject, Wording,
};

const START: i64 = 1_772_400_000_000_000;
const SEC: i64 = 1_000_000;
const DAY: i64 = 86_400 * SEC;

/// Small deterministic generator (`SplitMix64`).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// A group to plant.
pub struct Plant {
    pub name: &'static str,
    pub members: usize,
    pub objects: usize,
    pub spread_secs: u64,
    pub kind: ObjectKind,
    pub label: GroupLabel,
    pub standing: Standing,
    /// Every `n`-th occasion has outsiders; 0 for none.
    pub outsiders: usize,
}

/// What to make.
pub struct Recipe {
    pub plants: Vec<Plant>,
    pub strangers: usize,
    pub hostile: bool,
    pub not_applicable: Option<&'static str>,
}

pub fn three_groups() -> Recipe {
    let plants = vec![
        Plant {
            name: "north",
            members: 14,
            objects: 24,
            spread_secs: 12,
            kind: ObjectKind::Url,
            label: GroupLabel::Unexplained,
            standing: Standing::Lead,
            outsiders: 1,
        },
        Plant {
            name: "outlet",
            members: 11,
            objects: 16,
            spread_secs: 25,
            kind: ObjectKind::Url,
            label: GroupLabel::SyndicationLike,
            standing: Standing::Explained,
            outsiders: 0,
        },
        Plant {
            name: "viewer",
            members: 17,
            objects: 9,
            spread_secs: 55,
            kind: ObjectKind::Hashtag,
            label: GroupLabel::EventCrowdLike,
            standing: Standing::LikeItsCrowd,
            outsiders: 1,
        },
    ];
    Recipe { plants, strangers: 260, hostile: true, not_applicable: None }
}

pub fn nothing() -> Recipe {
    Recipe { plants: Vec::new(), strangers: 200, hostile: false, not_applicable: None }
}

pub fn not_applicable() -> Recipe {
    Recipe { not_applicable: Some("the times have a resolution of 1 h, coarser than the window of 60 s"), ..nothing() }
}

pub fn many_groups() -> Recipe {
    let plant = |i: usize| Plant {
        name: ["alder", "birch", "cedar", "elder", "fir", "hazel"][i % 6],
        members: 4 + (i * 7) % 23,
        objects: 6 + i % 9,
        spread_secs: 15,
        kind: if i.is_multiple_of(2) { ObjectKind::Url } else { ObjectKind::Hashtag },
        label: if i % 3 == 2 { GroupLabel::ScheduleLike } else { GroupLabel::Unexplained },
        standing: match i % 3 {
            0 => Standing::Lead,
            1 => Standing::LeadNoCrowd,
            _ => Standing::Explained,
        },
        outsiders: i % 2,
    };
    Recipe { plants: (0..40).map(plant).collect(), strangers: 300, hostile: false, not_applicable: None }
}

pub fn run_info() -> RunInfo {
    RunInfo { command: "daylight run posts-1.csv posts-2.csv --out result".to_owned(), version: "0.1.0".to_owned() }
}

struct Post {
    account: String,
    group: Option<usize>,
    time: i64,
    kind: ObjectKind,
    object: String,
    text: String,
}

pub const HOSTILE: &[&str] = &[
    "=HYPERLINK(\"http://example.org\",\"x\")",
    "<script>alert(1)</script>",
    "a\u{202e}gpj.exe",
    "\"><img src=x onerror=alert(1)>",
    "]]>&lt;!--",
    "@SUM(1+1)*cmd|' /C calc'!A0",
];

fn posts(recipe: &Recipe, dice: &mut Dice) -> Vec<Post> {
    let mut posts = Vec::new();
    for (g, plant) in recipe.plants.iter().enumerate() {
        for o in 0..plant.objects {
            let at = START
                + (o as i64 % 12) * DAY
                + (7 + dice.below(13) as i64) * 3600 * SEC
                + dice.below(3600) as i64 * SEC;
            let object = match plant.kind {
                ObjectKind::Url => format!("https://www.{}-{g}.example.org/item/{o}?ref=a.b", plant.name),
                _ => format!("token{g}x{o}"),
            };
            for m in 0..plant.members {
                if dice.below(10) < 7 {
                    posts.push(Post {
                        account: member(recipe, g, m),
                        group: Some(g),
                        time: at + dice.below(plant.spread_secs * 1000) as i64 * 1000,
                        kind: plant.kind.clone(),
                        object: object.clone(),
                        text: format!("token {o} from place {g} @{} sees {object}", member(recipe, g, 0)),
                    });
                }
            }
            if plant.outsiders > 0 {
                for _ in 0..6 {
                    let later = at + dice.below(7200) as i64 * SEC;
                    posts.push(stranger(recipe, dice, plant.kind.clone(), object.clone(), later));
                }
            }
        }
    }
    for i in 0..recipe.strangers * 6 {
        let at = START + dice.below(12 * 86_400) as i64 * SEC;
        let object = format!("https://site{}.example.com/{}", i % 40, dice.below(60));
        posts.push(stranger(recipe, dice, ObjectKind::Url, object, at));
    }
    posts
}

fn member(recipe: &Recipe, g: usize, m: usize) -> String {
    if recipe.hostile && g == 0 && m < HOSTILE.len() {
        return HOSTILE[m].to_owned();
    }
    format!("{}-{g}-{m:02}", recipe.plants[g].name)
}

fn stranger(recipe: &Recipe, dice: &mut Dice, kind: ObjectKind, object: String, time: i64) -> Post {
    let account = format!("someone{:04}", dice.below(recipe.strangers.max(1) as u64));
    let text = format!("a remark on {object}");
    Post { account, group: None, time, kind, object, text }
}

fn table<'a>(strings: impl Iterator<Item = &'a str>) -> (IdTable, BTreeMap<String, u32>) {
    let mut all: Vec<&str> = strings.collect();
    all.sort_unstable();
    all.dedup();
    (all.iter().collect(), all.iter().enumerate().map(|(i, s)| ((*s).to_owned(), i as u32)).collect())
}

/// Data set and analysis of a recipe.
pub fn make(recipe: &Recipe) -> (Dataset, Analysis) {
    let mut dice = Dice(7);
    let posts = posts(recipe, &mut dice);
    let (accounts, number) = table(posts.iter().map(|p| p.account.as_str()));
    let group_of: BTreeMap<u32, usize> =
        posts.iter().filter_map(|p| p.group.map(|g| (number[&p.account], g))).collect();
    let kinds = [ObjectKind::Url, ObjectKind::Hashtag];
    let mut layers = Vec::new();
    for kind in &kinds {
        let (objects, numbers) = table(posts.iter().filter(|p| p.kind == *kind).map(|p| p.object.as_str()));
        let of = |p: &Post| numbers[&p.object];
        layers.push(Layer {
            kind: kind.clone(),
            object: posts.iter().filter(|p| p.kind == *kind).map(of).collect(),
            post: (0..posts.len() as u32).filter(|&i| posts[i as usize].kind == *kind).collect(),
            objects,
            self_object: Vec::new(),
        });
    }
    let n = posts.len();
    let dataset = Dataset {
        account_names: Some(accounts.iter().map(|a| format!("The {a}")).collect()),
        accounts,
        contents: (0..n).map(|i| format!("{}", 9_000_000_000 + i * 37)).collect(),
        n_contents: n as u32,
        posts: PostTable {
            account: posts.iter().map(|p| number[&p.account]).collect(),
            content: (0..n as u32).collect(),
            time_us: posts.iter().map(|p| p.time).collect(),
            source: (0..n).map(|i| u32::from(i >= n / 2)).collect(),
            line: (0..n).map(|i| (i % (n / 2).max(1)) as u32 + 2).collect(),
            text: Some(posts.iter().map(|p| p.text.as_str()).collect()),
            platform: Some(posts.iter().map(|p| (p.account.len() % 2) as u16).collect()),
            language: None,
        },
        layers,
        case_pseudonyms: false,
        platforms: vec!["platform-x".to_owned(), "platform-y".to_owned()],
        languages: Vec::new(),
        sources: sources(n as u64),
        problems: daylight_core::ProblemLog::default(),
        intake: Intake { read: n as u64 + 5, kept: n as u64, rejected: 5 },
        text_families: Some(families()),
    };
    let mut dataset = dataset;
    for line in [17, 40, 41, 99, 250] {
        dataset.problems.add(Problem {
            source: 0,
            line,
            column: Some("created_at".to_owned()),
            reason: "time is not readable".to_owned(),
            value: Some(format!("yesterday <b>{line}</b>")),
            rejected: true,
        });
    }
    let analysis = analysis(recipe, &dataset, &group_of, &mut dice);
    (dataset, analysis)
}

fn sources(n: u64) -> Vec<SourceFile> {
    let column = |role: &str, column: &str, reason: &str| Columns {
        role: role.to_owned(),
        column: column.to_owned(),
        reason: reason.to_owned(),
    };
    let source = |name: &str, read, kept| SourceFile {
        name: name.to_owned(),
        sha256: Some("ab".repeat(32)),
        bytes: 812_345,
        format: "csv".to_owned(),
        columns: vec![
            column("account", "user_id", "name is known"),
            column("content", "post_id", "name is known"),
            column("time", "created_at", "name is known; 99.7 % of the values are times"),
            column("object:url", "url", "98 % of the values are web addresses"),
        ],
        notes: vec!["times carry no zone; read as UTC".to_owned()],
        intake: Intake { read, kept, rejected: read - kept },
    };
    vec![source("posts-1.csv", n / 2 + 5, n / 2), source("posts-2.csv", n - n / 2, n - n / 2)]
}

fn evidence(dataset: &Dataset) -> BTreeMap<(u32, u32), Vec<EvidenceRow>> {
    let mut pairs: BTreeMap<(u32, u32), Vec<EvidenceRow>> = BTreeMap::new();
    let time = |p: u32| dataset.posts.time_us[p as usize];
    for (l, layer) in dataset.layers.iter().enumerate() {
        let mut by_object: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (&object, &post) in layer.object.iter().zip(&layer.post) {
            by_object.entry(object).or_default().push(post);
        }
        for (object, posts) in by_object {
            for (i, &p) in posts.iter().enumerate() {
                for &q in &posts[i + 1..] {
                    let (a, b) = (dataset.posts.account[p as usize], dataset.posts.account[q as usize]);
                    if a == b || (time(p) - time(q)).abs() > 60 * SEC {
                        continue;
                    }
                    let (post_a, post_b) = if a < b { (p, q) } else { (q, p) };
                    let row =
                        EvidenceRow { layer: l as u16, object, post_a, post_b, dt_us: time(post_b) - time(post_a) };
                    pairs.entry((a.min(b), a.max(b))).or_default().push(row);
                }
            }
        }
    }
    pairs
}

fn answer(observed: u32, expected: f64, tight: bool) -> Answer {
    let p = if tight { (expected / f64::from(observed.max(1))).powi(observed as i32).max(1e-290) } else { 0.31 };
    Answer { observed, expected, p, q: (p * 40.0).min(1.0) }
}

fn edge(dataset: &Dataset, a: u32, b: u32, rows: &[EvidenceRow], start: u64, standing: Standing) -> CoactionEdge {
    let mut dts: Vec<f64> = rows.iter().map(|r| r.dt_us.abs() as f64 / 1e6).collect();
    dts.sort_by(f64::total_cmp);
    let mut objects: Vec<(u16, u32)> = rows.iter().map(|r| (r.layer, r.object)).collect();
    objects.sort_unstable();
    objects.dedup();
    let time = |p: u32| dataset.posts.time_us[p as usize];
    let firsts: Vec<i64> = rows.iter().map(|r| time(r.post_a).min(time(r.post_b))).collect();
    let mut days: Vec<i64> = firsts.iter().map(|t| t.div_euclid(DAY)).collect();
    days.sort_unstable();
    days.dedup();
    let n = objects.len() as u32;
    let tight = standing != Standing::OwnRhythm && standing != Standing::TooFewObjects;
    let own = answer(n, 0.02 + 0.05 * f64::from(n), tight);
    let crowd = match standing {
        Standing::Lead => CrowdAnswer::Tested { answer: answer(n, 0.09 * f64::from(n), true), n_outsiders: 31 },
        Standing::LikeItsCrowd => CrowdAnswer::Tested { answer: answer(n, 0.8 * f64::from(n), false), n_outsiders: 55 },
        Standing::LeadNoCrowd | Standing::Explained | Standing::NoCrowd => CrowdAnswer::NoCrowd {
            n_outsiders: 2,
            ownership: 0.97,
            ownership_first_ten: 1.0,
            live: answer(n, 0.3 * f64::from(n), true),
        },
        _ => CrowdAnswer::NotAsked,
    };
    CoactionEdge {
        a,
        b,
        n_coactions: rows.len() as u32,
        n_objects: n,
        n_days: days.len() as u32,
        first_us: firsts.iter().copied().min().unwrap(),
        last_us: firsts.iter().copied().max().unwrap(),
        mean_dt_secs: dts.iter().sum::<f64>() / dts.len() as f64,
        median_dt_secs: dts[dts.len() / 2],
        min_dt_secs: dts[0],
        a_first: rows.iter().filter(|r| r.dt_us > 0).count() as u32,
        b_first: rows.iter().filter(|r| r.dt_us < 0).count() as u32,
        leader_p: 0.4,
        edge_symmetry: 0.9,
        moment_weight: 0.0,
        own,
        crowd,
        group: None,
        tight: Some(own),
        layers: vec![EdgeLayer {
            layer: rows[0].layer,
            n_coactions: rows.len() as u32,
            own,
            crowd_p: matches!(crowd, CrowdAnswer::Tested { .. }).then_some(1.25e-7),
        }],
        standing,
        evidence_start: start,
    }
}

fn analysis(recipe: &Recipe, dataset: &Dataset, group_of: &BTreeMap<u32, usize>, dice: &mut Dice) -> Analysis {
    let mut edges = Vec::new();
    let mut all_rows = Vec::new();
    let pairs = if recipe.not_applicable.is_some() { BTreeMap::new() } else { evidence(dataset) };
    for ((a, b), rows) in pairs {
        let same = group_of.get(&a).filter(|g| group_of.get(&b) == Some(*g));
        let standing = match same {
            Some(&g) if rows.len() >= 3 => recipe.plants[g].standing,
            Some(_) => Standing::TooFewObjects,
            None => Standing::OwnRhythm,
        };
        edges.push(edge(dataset, a, b, &rows, all_rows.len() as u64, standing));
        all_rows.extend(rows);
    }
    let groups: Vec<Group> =
        (0..recipe.plants.len()).map(|g| group(recipe, dataset, group_of, &edges, &all_rows, g, dice)).collect();
    let mut accounts: Vec<u32> = edges.iter().flat_map(|e| [e.a, e.b]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let summary = |account: u32| {
        let own = || edges.iter().filter(move |e| e.a == account || e.b == account);
        AccountSummary {
            account,
            n_actions: dataset.posts.account.iter().filter(|&&a| a == account).count() as u32,
            n_edges: own().count() as u32,
            n_lead_edges: own().filter(|e| e.standing.leads()).count() as u32,
            group: group_of.get(&account).map(|g| *g as u32 + 1),
            stability: group_of.get(&account).map(|_| 0.95),
            schedule_secs: None,
        }
    };
    let validated = edges.iter().filter(|e| e.standing <= Standing::NoCrowd).count() as u64;
    let n_accounts = dataset.accounts.len() as u64;
    Analysis {
        stability: stability(&groups),
        settings: CoactionSettings::default(),
        layers: dataset.layers.iter().map(|l| layer_summary(l, n_accounts, edges.len() as u64)).collect(),
        clock: ClockReport {
            resolution_secs: 1.0,
            scheduled: accounts.first().map(|&a| (a, 900)).into_iter().collect(),
            notes: vec!["Times carry seconds.".to_owned()],
        },
        accounts: accounts.iter().map(|&a| summary(a)).collect(),
        moments: moments(dataset, recipe),
        calibration: Calibration {
            q: 0.01,
            n_tested: 4 * edges.len() as u64,
            n_all_pairs: n_accounts * n_accounts.saturating_sub(1) / 2,
            p_cut: if validated > 0 { 2.1e-5 } else { 0.0 },
            n_validated: validated,
            n_validated_strict: validated * 9 / 10,
            surrogate_counts: vec![1, 0, 2, 1, 1, 0, 3, 1, 0, 2],
            empirical_fdr: (validated > 0).then(|| 1.1 / validated as f64),
            surrogate_leads: vec![0, 0, 1, 0, 0, 0, 2, 0, 0, 0],
        },
        not_applicable: recipe.not_applicable.map(str::to_owned),
        notes: Vec::new(),
        edges,
        evidence: all_rows,
        groups,
    }
}

/// One account of each kind that is no member, where there are enough others with an edge.
fn apart(edges: &[CoactionEdge], members: &[u32]) -> Vec<Apart> {
    let mut others: Vec<u32> =
        edges.iter().flat_map(|e| [e.a, e.b]).filter(|a| members.binary_search(a).is_err()).collect();
    others.sort_unstable();
    others.dedup();
    let why = [ApartReason::Copied, ApartReason::Follows, ApartReason::OneFile(1)];
    others.into_iter().zip(why).map(|(account, why)| Apart { account, why, n: 18, of: 19 }).collect()
}

fn stability(groups: &[Group]) -> Stability {
    let left = |kept: u32| move |g: &Group| Left { group: g.id, members: g.members.len() as u32, kept };
    let rerun = |change, kept| Rerun { change, groups: groups.iter().map(left(kept)).collect() };
    if groups.is_empty() {
        return Stability::default();
    }
    Stability {
        reruns: vec![
            rerun(Change::WithoutLayer("hashtag".to_owned()), 10),
            rerun(Change::WithoutFile("posts-2.csv".to_owned()), 0),
            rerun(Change::Window(30.0), 9),
            rerun(Change::HalfWidth(3600.0), 10),
        ],
        notes: vec!["Of 9 files with rows of the groups the 8 with most were left out in turn.".to_owned()],
    }
}

fn layer_summary(layer: &Layer, n_accounts: u64, n_edges: u64) -> LayerSummary {
    LayerSummary {
        kind: layer.kind.clone(),
        n_actions: layer.post.len() as u64,
        n_objects: layer.objects.len() as u64,
        n_accounts,
        n_edges,
        n_tested: 2 * n_edges,
        n_moments: 1,
    }
}

fn moments(dataset: &Dataset, recipe: &Recipe) -> Vec<Moment> {
    if recipe.plants.is_empty() || dataset.layers[1].objects.is_empty() {
        return Vec::new();
    }
    vec![Moment {
        layer: 1,
        object: 0,
        first_us: START + DAY,
        last_us: START + DAY + 50 * SEC,
        n_accounts: 2400,
        n_actions: 2611,
    }]
}

fn hints(label: GroupLabel) -> Vec<Hint> {
    let fits = |kind| match label {
        GroupLabel::SyndicationLike => matches!(kind, HintKind::OneDomain | HintKind::ConstantLag),
        GroupLabel::ScheduleLike => kind == HintKind::FixedSchedule,
        GroupLabel::EventCrowdLike => matches!(kind, HintKind::FewEvents | HintKind::CrowdAsFast),
        _ => false,
    };
    let mut hints: Vec<Hint> = HintKind::ALL
        .into_iter()
        .enumerate()
        .map(|(i, kind)| Hint {
            kind,
            value: if fits(kind) { 0.93 } else { 0.11 + 0.02 * i as f64 },
            threshold: 0.8,
            fits: fits(kind),
            sentence: format!(
                "Measured share {} of the co-actions, against 80 % from which it fits.",
                if fits(kind) { "93 %" } else { "11 %" }
            ),
        })
        .collect();
    hints.sort_by_key(|h| !h.fits);
    hints
}

fn group(
    recipe: &Recipe,
    dataset: &Dataset,
    group_of: &BTreeMap<u32, usize>,
    edges: &[CoactionEdge],
    rows: &[EvidenceRow],
    g: usize,
    dice: &mut Dice,
) -> Group {
    let plant = &recipe.plants[g];
    let members: Vec<u32> = group_of.iter().filter(|(_, of)| **of == g).map(|(a, _)| *a).collect();
    let inside: Vec<u32> = (0..edges.len() as u32)
        .filter(|&i| {
            let e = &edges[i as usize];
            members.contains(&e.a) && members.contains(&e.b) && e.standing == plant.standing
        })
        .collect();
    let mut strongest = inside.clone();
    strongest.sort_by(|&i, &j| edges[i as usize].own.p.total_cmp(&edges[j as usize].own.p));
    strongest.truncate(10);
    let mut hours = [0; 24];
    for (post, account) in dataset.posts.account.iter().enumerate() {
        if members.contains(account) {
            hours[(dataset.posts.time_us[post].rem_euclid(DAY) / (3600 * SEC)) as usize] += 1;
        }
    }
    let layer = dataset.layers.iter().position(|l| l.kind == plant.kind).unwrap() as u16;
    let mut objects: BTreeMap<u32, u32> = BTreeMap::new();
    for &i in &inside {
        let e = &edges[i as usize];
        for row in &rows[e.evidence_start as usize..][..e.n_coactions as usize] {
            *objects.entry(row.object).or_default() += 1;
        }
    }
    let top_objects = objects
        .keys()
        .take(8)
        .map(|&object| TopObject {
            layer,
            object,
            n_members: members.len() as u32 - 1,
            n_accounts: members.len() as u32 + 6,
        })
        .collect();
    let n = members.len() as f64;
    Group {
        apart: apart(edges, &members),
        id: g as u32 + 1,
        stability: members.iter().map(|_| 0.9 + dice.below(10) as f64 / 100.0).collect(),
        n_edges: inside.len() as u32,
        density: inside.len() as f64 / (n * (n - 1.0) / 2.0),
        observed: inside.iter().map(|&i| u64::from(edges[i as usize].n_objects)).sum(),
        expected: inside.iter().map(|&i| edges[i as usize].own.expected).sum(),
        expected_crowd: (plant.outsiders > 0).then_some(21.4),
        p: 3.2e-45,
        q: 9.6e-45,
        check: GroupCheck {
            observed: 812.0,
            expected: if plant.label == GroupLabel::EventCrowdLike { 798.5 } else { 101.25 },
            p: if plant.label == GroupLabel::EventCrowdLike { 0.41 } else { 0.001 },
            q: if plant.label == GroupLabel::EventCrowdLike { 0.41 } else { 0.0015 },
            n_surrogates: if plant.outsiders > 0 { 999 } else { 0 },
        },
        layers: vec![(layer, inside.len() as u32)],
        platforms: vec![("platform-x".to_owned(), 5), ("platform-y".to_owned(), members.len() as u32 / 2)],
        languages: vec![("de".to_owned(), 120)],
        hours,
        first_us: inside.iter().map(|&i| edges[i as usize].first_us).min().unwrap_or(START),
        last_us: inside.iter().map(|&i| edges[i as usize].last_us).max().unwrap_or(START),
        leaders: members.iter().take(3).enumerate().map(|(i, &m)| (m, 0.8 - 0.1 * i as f64)).collect(),
        top_objects,
        coaction_share: 0.71,
        reach_share: 0.58,
        hints: hints(plant.label),
        label: plant.label,
        strongest,
        members,
    }
}

/// Positions on rings around one centre a group.
pub fn layout(dataset: &Dataset, analysis: &Analysis) -> Vec<(u32, [f32; 2])> {
    let mut dice = Dice(3);
    let mut placed = Vec::new();
    for group in &analysis.groups {
        let turn = group.id as f32 * 2.399_963;
        let far = 34.0 * (group.id as f32).sqrt();
        let (cx, cy) = (far * turn.cos(), far * turn.sin());
        for &m in &group.members {
            let (r, t) = (5.0 + dice.below(900) as f32 / 100.0, dice.below(6283) as f32 / 1000.0);
            placed.push((m, [cx + r * t.cos(), cy + r * t.sin()]));
        }
    }
    let _ = dataset;
    placed
}

/// Two families of texts, with text that tries to break out of its place.
pub fn families() -> TextFamilies {
    let family = |id: u32, n_accounts: u32| TextFamily {
        id,
        n_posts: n_accounts + 2,
        n_accounts,
        n_wordings: 2,
        n_copies: 0,
        n_rewordings: 1,
        diameter: 0.25,
        first_account: Some("somebody-not-in-the-result".to_owned()),
        first_us: Some(START),
        last_us: (id == 1).then_some(START + DAY),
        platforms: vec![("alpha;beta:1".to_owned(), n_accounts)],
        languages: Vec::new(),
        set_aside: (id == 2).then_some(FamilySetAside::OneLink),
        text: "the same <script>alert(1)</script> words for @reader_of_this".to_owned(),
        farthest: (id == 1).then(|| Wording {
            text: "the same </bdi><b>other</b> words\u{202e} for https://a.example".to_owned(),
            similarity: 0.75,
            change: TextChange::Rewording,
        }),
    };
    TextFamilies {
        families: vec![family(1, 7), family(2, 3)],
        n_families: 2,
        n_texts: 40,
        n_short: 10,
        n_reposts: 5,
        n_wordings: 20,
        threshold: 0.55,
    }
}

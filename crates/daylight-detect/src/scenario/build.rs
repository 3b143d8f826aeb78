//! From the world to the tables that an importer would give, and the truth beside them.

use daylight_core::{Dataset, IdTable, Intake, Layer, PostTable, SourceFile};

use super::draw::Draw;
use super::habits;
use super::texts;
use super::truth::{PlantedPost, Truth, TruthGroup};
use super::world::{Draft, NONE, Profile, SLOTS, World};

/// Names of the two platforms.
const PLATFORMS: [&str; 2] = ["alpha", "beta"];

pub(crate) fn build(name: &str, mut world: World, draw: &mut Draw) -> (Dataset, Truth) {
    let order = time_order(&world.drafts, draw);
    let drafts: Vec<Draft> = order.into_iter().map(|i| world.drafts[i as usize]).collect();
    world.drafts = Vec::new();
    let numbers = permutation(world.profiles.len(), draw);
    let (accounts, account_of) = account_table(&numbers, &drafts);
    let names = account_names(&world.profiles, &account_of, accounts.len(), world.missing, draw);
    let losses: Vec<Loss> = drafts.iter().map(|_| Loss::draw(world.missing, draw)).collect();
    let mut layers = layers(&world, &drafts, &losses, draw);
    let text = match world.habit {
        Some(habit) => habits::wear(habit, drafts.len(), &mut layers, draw),
        None => world.texts.then(|| texts::texts(drafts.len(), &mut layers, draw)),
    };
    layers.sort_by(|x, y| x.kind.cmp(&y.kind));
    let time_us = drafts
        .iter()
        .zip(&losses)
        .map(|(d, loss)| if *loss == Loss::Time { PostTable::NO_TIME } else { d.time_secs * 1_000_000 })
        .collect();
    let platform = drafts.iter().map(|d| world.profiles[d.account as usize].platform).collect();
    let n = drafts.len() as u32;
    let posts = PostTable {
        account: drafts.iter().map(|d| account_of[d.account as usize]).collect(),
        content: (0..n).collect(),
        time_us,
        source: vec![0; drafts.len()],
        line: (0..n).map(|i| i + 2).collect(),
        text,
        platform: Some(platform),
        language: None,
    };
    let intake = Intake { read: u64::from(n), kept: u64::from(n), rejected: 0 };
    let dataset = Dataset {
        accounts,
        account_names: Some(names),
        contents: (0..n).map(|i| format!("p{i:09}")).collect(),
        n_contents: n,
        posts,
        layers,
        platforms: PLATFORMS.map(str::to_owned).to_vec(),
        languages: Vec::new(),
        sources: vec![SourceFile {
            name: format!("simulated:{name}"),
            sha256: None,
            bytes: 0,
            format: "simulated".to_owned(),
            columns: Vec::new(),
            notes: vec!["Made by the scenario generator; no real accounts.".to_owned()],
            intake,
        }],
        problems: daylight_core::ProblemLog::default(),
        intake,
        case_pseudonyms: false,
        text_families: None,
    };
    let truth = truth(&world, &drafts, &account_of);
    (dataset, truth)
}

/// What a post lacks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Loss {
    Nothing,
    Time,
    Object,
}

impl Loss {
    fn draw(missing: bool, draw: &mut Draw) -> Self {
        if !missing {
            return Self::Nothing;
        }
        let x = draw.unit();
        if x < 0.03 {
            Self::Time
        } else if x < 0.05 {
            Self::Object
        } else {
            Self::Nothing
        }
    }
}

/// By time; posts of the same second in random order.
fn time_order(drafts: &[Draft], draw: &mut Draw) -> Vec<u32> {
    let ties: Vec<u64> = drafts.iter().map(|_| draw.bits()).collect();
    let mut order: Vec<u32> = (0..drafts.len() as u32).collect();
    order.sort_by_key(|&i| (drafts[i as usize].time_secs, ties[i as usize], i));
    order
}

fn permutation(n: usize, draw: &mut Draw) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..n as u32).collect();
    draw.shuffle(&mut numbers);
    numbers
}

/// Ids without meaning, only of accounts that posted; and the table's number of each profile.
fn account_table(numbers: &[u32], drafts: &[Draft]) -> (IdTable, Vec<u32>) {
    let mut used = vec![false; numbers.len()];
    for draft in drafts {
        used[draft.account as usize] = true;
    }
    let mut by_id: Vec<u32> = (0..numbers.len() as u32).filter(|&i| used[i as usize]).collect();
    by_id.sort_by_key(|&i| numbers[i as usize]);
    let mut account_of = vec![NONE; numbers.len()];
    let mut table = IdTable::new();
    for i in by_id {
        account_of[i as usize] = table.push(&format!("u{:07}", numbers[i as usize]));
    }
    (table, account_of)
}

/// Display names; the outlets of one owner mostly carry its name. Every third name is missing where fields are.
fn account_names(profiles: &[Profile], account_of: &[u32], n: usize, missing: bool, draw: &mut Draw) -> IdTable {
    let mut names = vec![String::new(); n];
    for (profile, &account) in profiles.iter().zip(account_of) {
        let own = draw.bits() >> 32;
        let keep = !missing || draw.chance(0.67);
        if account != NONE && keep {
            names[account as usize] = match profile.affiliation {
                Some(owner) => format!("owner{owner:02} n{own:08x}"),
                None => format!("n{own:08x}"),
            };
        }
    }
    names.into_iter().collect()
}

fn layers(world: &World, drafts: &[Draft], losses: &[Loss], draw: &mut Draw) -> Vec<Layer> {
    let sites = permutation(world.n_sites as usize, draw);
    let mut layers = Vec::new();
    for (slot, kind) in SLOTS.into_iter().enumerate() {
        let serials = permutation(world.objects[slot].len(), draw);
        let acts: Vec<(u32, u32)> = drafts
            .iter()
            .zip(losses)
            .enumerate()
            .filter(|&(_, (d, &loss))| d.objects[slot] != NONE && loss != Loss::Object)
            .map(|(post, (d, _))| (post as u32, d.objects[slot]))
            .collect();
        if acts.is_empty() {
            continue;
        }
        let mut used: Vec<u32> = acts.iter().map(|&(_, o)| o).collect();
        used.sort_unstable();
        used.dedup();
        let site_of = |o: u32| sites.get(world.objects[slot][o as usize].site as usize).copied().unwrap_or(0);
        let mut named: Vec<(String, u32)> =
            used.iter().map(|&o| (object_name(slot, site_of(o), serials[o as usize]), o)).collect();
        named.sort_unstable();
        let mut number = vec![NONE; world.objects[slot].len()];
        for (i, &(_, o)) in named.iter().enumerate() {
            number[o as usize] = i as u32;
        }
        layers.push(Layer {
            kind,
            objects: named.iter().map(|(name, _)| name).collect(),
            object: acts.iter().map(|&(_, o)| number[o as usize]).collect(),
            post: acts.iter().map(|&(post, _)| post).collect(),
            self_object: Vec::new(),
        });
    }
    layers.sort_by(|a, b| a.kind.cmp(&b.kind));
    layers
}

/// Neutral and unique names.
fn object_name(slot: usize, site: u32, serial: u32) -> String {
    match slot {
        super::world::SEQUENCE => {
            let digits = [serial % 200, serial / 200 % 200, serial / 40_000];
            digits.map(|d| format!("tag{d:03}")).join(" ")
        }
        super::world::FAMILY => format!("family-{serial:06}"),
        // An odd multiplier is a bijection on 64 bits: unique, and spread like perceptual hashes.
        super::world::IMAGE => format!("{:016x}", (u64::from(serial) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)),
        _ => format!("https://site-{site:04}.example/item/{serial}"),
    }
}

fn truth(world: &World, drafts: &[Draft], account_of: &[u32]) -> Truth {
    let mut groups: Vec<TruthGroup> = world
        .groups
        .iter()
        .map(|g| TruthGroup {
            name: g.name.clone(),
            planted: g.planted,
            spread_secs: g.spread_secs,
            members: Vec::new(),
        })
        .collect();
    let mut group_of = vec![0; account_of.iter().filter(|&&a| a != NONE).count()];
    for (profile, &account) in world.profiles.iter().zip(account_of) {
        if account != NONE {
            group_of[account as usize] = profile.group;
            groups[usize::from(profile.group)].members.push(account);
        }
    }
    for group in &mut groups {
        group.members.sort_unstable();
    }
    let planted_posts = drafts
        .iter()
        .enumerate()
        .filter(|(_, d)| d.wave != NONE)
        .map(|(post, d)| PlantedPost {
            post: post as u32,
            group: world.profiles[d.account as usize].group,
            wave: d.wave,
        })
        .collect();
    Truth { groups, group_of, planted_posts }
}

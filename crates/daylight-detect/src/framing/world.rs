//! One small world of a framing run.

use super::Attack;
use crate::scenario::Draw;
use daylight_core::{Dataset, IdTable, Layer, ObjectKind, PostTable, SourceFile};
use std::collections::BTreeSet;

const DAYS: f64 = 14.0;
const DAY_SECS: f64 = 86_400.0;
const START_SECS: i64 = 1_700_006_400;
/// People, links of the stream, and shares.
const PEOPLE: usize = 160;
const ITEMS: usize = 500;
const SHARES: usize = 4_000;
/// Posts of the innocent account.
const OWN_POSTS: usize = 50;
/// Waves of the group, and the share of its accounts in a wave.
const WAVES: usize = 24;
const TURNOUT: f64 = 0.6;
/// Seconds in which a wave or an attack runs.
const WAVE_SECS: f64 = 30.0;
const COPY_SECS: (f64, f64) = (1.0, 20.0);
/// Accounts on the viral link.
const VIRAL: usize = 200;
const N_FILES: u32 = 3;

/// The data, the innocent account and the run ones.
pub struct World {
    pub dataset: Dataset,
    pub innocent: u32,
    pub attackers: Vec<u32>,
}

/// A post in the making.
#[derive(Clone, Copy, Default)]
struct Row {
    account: u32,
    secs: f64,
    link: Option<u32>,
    /// Row of the post that this one reposts.
    repost: Option<usize>,
    /// Mentioned account.
    mention: Option<u32>,
    file: u32,
}

struct Making {
    draw: Draw,
    rows: Vec<Row>,
    innocent: u32,
    attackers: Vec<u32>,
    n_links: u32,
}

/// World number `number` of an attack.
pub fn make(attack: Attack, seed: u64, number: u32) -> World {
    let mut draw = Draw::new(seed, 5_000 + u64::from(number));
    let n_attackers = if attack == Attack::Viral { VIRAL } else { 5 + draw.below(46) };
    // Numbers follow nothing that a method could lean on.
    let mut numbers: Vec<u32> = (0..(PEOPLE + 1 + n_attackers) as u32).collect();
    draw.shuffle(&mut numbers);
    let (innocent, rest) = (numbers[0], &numbers[1..]);
    let (people, attackers) = (rest[..PEOPLE].to_vec(), rest[PEOPLE..].to_vec());
    let mut making = Making { draw, rows: Vec::new(), innocent, attackers: attackers.clone(), n_links: 0 };
    making.everyday(&people);
    let own = making.own_posts(&people);
    making.waves(attack, &people);
    making.attack(attack, &own, &people);
    let mut attackers = attackers;
    attackers.sort_unstable();
    World { dataset: making.dataset(attack, numbers.len()), innocent, attackers }
}

impl Making {
    fn link(&mut self) -> u32 {
        self.n_links += 1;
        self.n_links - 1
    }

    fn moment(&mut self) -> f64 {
        // Days more than nights.
        let day = self.draw.below(DAYS as usize) as f64;
        (day * 24.0 + 7.0 + self.draw.uniform(0.0, 15.0)) * 3_600.0
    }

    fn push(&mut self, row: Row) {
        if (0.0..DAYS * DAY_SECS).contains(&row.secs) {
            let file = if row.file == u32::MAX { self.draw.below(N_FILES as usize) as u32 } else { row.file };
            self.rows.push(Row { file, ..row });
        }
    }

    fn share(&mut self, account: u32, link: u32, secs: f64) {
        self.push(Row { account, secs, link: Some(link), file: u32::MAX, ..Row::default() });
    }

    /// People share links of the stream hours after they appear.
    fn everyday(&mut self, people: &[u32]) {
        let births: Vec<(u32, f64)> = (0..ITEMS).map(|_| (self.link(), self.moment())).collect();
        for _ in 0..SHARES {
            let (account, rank) = (self.draw.pick(people), self.draw.unit());
            let (link, birth) = births[(rank * rank * ITEMS as f64) as usize % ITEMS];
            let secs = birth + self.draw.lognormal(3.0 * 3_600.0, 1.4);
            self.share(account, link, secs);
        }
    }

    /// The innocent account posts links of its own, which some people take over; returns its rows.
    fn own_posts(&mut self, people: &[u32]) -> Vec<usize> {
        let mut own = Vec::new();
        for _ in 0..OWN_POSTS {
            let (link, secs) = (self.link(), self.moment());
            let before = self.rows.len();
            self.share(self.innocent, link, secs);
            if self.rows.len() > before {
                own.push(before);
            }
            for _ in 0..2 + self.draw.poisson(4.0) {
                let (reader, later) = (self.draw.pick(people), self.draw.lognormal(3_600.0, 1.4));
                self.share(reader, link, secs + later);
            }
        }
        own
    }

    /// The group's own waves, on which it is found.
    fn waves(&mut self, attack: Attack, people: &[u32]) {
        let file = if attack == Attack::ForgedFile { N_FILES - 1 } else { u32::MAX };
        for _ in 0..WAVES {
            let (link, order) = (self.link(), self.moment());
            for account in self.attackers.clone() {
                if self.draw.chance(TURNOUT) {
                    let secs = order + self.draw.uniform(0.0, WAVE_SECS);
                    let mention = (attack == Attack::Mention).then_some(self.innocent);
                    self.push(Row { account, secs, link: Some(link), mention, file, ..Row::default() });
                }
            }
            if matches!(attack, Attack::ForgedRows | Attack::ForgedFile) && self.draw.chance(TURNOUT) {
                let secs = order + self.draw.uniform(0.0, WAVE_SECS);
                let (account, file) = (self.innocent, N_FILES - 1);
                self.push(Row { account, secs, link: Some(link), file, ..Row::default() });
            }
            for _ in 0..2 + self.draw.poisson(5.0) {
                let (reader, later) = (self.draw.pick(people), self.draw.lognormal(3_600.0, 1.4));
                self.share(reader, link, order + later);
            }
        }
    }

    fn attack(&mut self, attack: Attack, own: &[usize], people: &[u32]) {
        let (from, to) = match attack {
            Attack::Copy | Attack::Repost | Attack::LookAlike => COPY_SECS,
            Attack::BackDated => (-COPY_SECS.1, -COPY_SECS.0),
            Attack::SetTimes => (-COPY_SECS.1, COPY_SECS.1),
            Attack::Viral => return self.viral(people),
            _ => return,
        };
        for &at in own {
            let post = self.rows[at];
            for account in self.attackers.clone() {
                if self.draw.chance(TURNOUT) {
                    let secs = post.secs + self.draw.uniform(from, to);
                    let repost = (attack == Attack::Repost).then_some(at);
                    self.push(Row { account, secs, link: post.link, repost, file: u32::MAX, ..Row::default() });
                }
            }
        }
    }

    fn viral(&mut self, people: &[u32]) {
        let (link, moment) = (self.link(), self.moment());
        for account in self.attackers.clone() {
            let secs = moment + self.draw.uniform(0.0, 60.0);
            self.share(account, link, secs);
        }
        self.share(self.innocent, link, moment + 25.0);
        for _ in 0..40 {
            let (reader, later) = (self.draw.pick(people), self.draw.lognormal(1_800.0, 1.4));
            self.share(reader, link, moment + later);
        }
    }

    fn dataset(self, attack: Attack, n_accounts: usize) -> Dataset {
        let rows = &self.rows;
        let n = rows.len() as u32;
        let id = |account: u32| format!("u{account:05}");
        let number = |link: Option<u32>| link.map(|l| format!("https://site-{}.example/{l}", l % 37));
        let layers = [
            (ObjectKind::Url, actions(rows, |r| number(r.link))),
            (ObjectKind::Domain, actions(rows, |r| r.link.map(|l| format!("site-{}.example", l % 37)))),
            (ObjectKind::Mention, actions(rows, |r| r.mention.map(id))),
            (ObjectKind::RepostOf, actions(rows, |r| r.repost.map(|row| format!("p{row:06}")))),
        ];
        let name = |account: u32| {
            let like = attack == Attack::LookAlike && self.attackers.contains(&account);
            format!("n{:05}", if like { self.innocent } else { account })
        };
        Dataset {
            accounts: (0..n_accounts as u32).map(id).collect(),
            account_names: Some((0..n_accounts as u32).map(name).collect()),
            contents: (0..n).map(|i| format!("p{i:06}")).collect(),
            n_contents: n,
            posts: PostTable {
                account: rows.iter().map(|r| r.account).collect(),
                content: (0..n).collect(),
                time_us: rows.iter().map(|r| (START_SECS + r.secs.floor() as i64) * 1_000_000).collect(),
                source: rows.iter().map(|r| r.file).collect(),
                line: (0..n).map(|i| i + 2).collect(),
                ..PostTable::default()
            },
            layers: layers.into_iter().filter_map(|(kind, acts)| layer(kind, &acts)).collect(),
            sources: (0..N_FILES).map(source).collect(),
            ..Dataset::default()
        }
    }
}

fn source(number: u32) -> SourceFile {
    SourceFile {
        name: format!("file-{number}.csv"),
        sha256: None,
        bytes: 0,
        format: "simulated".to_owned(),
        columns: Vec::new(),
        notes: Vec::new(),
        intake: daylight_core::Intake::default(),
    }
}

fn actions(rows: &[Row], object: impl Fn(&Row) -> Option<String>) -> Vec<(u32, String)> {
    (0u32..).zip(rows).filter_map(|(post, row)| object(row).map(|o| (post, o))).collect()
}

fn layer(kind: ObjectKind, acts: &[(u32, String)]) -> Option<Layer> {
    let names: BTreeSet<&str> = acts.iter().map(|a| a.1.as_str()).collect();
    let sorted: Vec<&str> = names.into_iter().collect();
    (!acts.is_empty()).then(|| Layer {
        kind,
        object: acts.iter().map(|a| sorted.partition_point(|s| *s < a.1.as_str()) as u32).collect(),
        post: acts.iter().map(|a| a.0).collect(),
        objects: sorted.iter().collect::<IdTable>(),
        self_object: Vec::new(),
    })
}

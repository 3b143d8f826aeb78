//! Attempts to make an innocent account look like a member of a group, and how the method stands up to them.
//!
//! Each run is a small world: some people, an innocent account that posts as they do, and a run group that is found
//! for what it does on its own. In each attack the group tries to draw the innocent account in. Counted is how often
//! it ends as a member of a group that the report leads with. The card is `docs/methods/framing.md`.

pub(crate) mod world;

use crate::derived::add_layers;
use crate::{DetectError, analyze};
use daylight_core::{Analysis, ApartReason, CoactionSettings, Context, GroupLabel};
use rayon::prelude::*;
use world::World;

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attack {
    /// Nothing but the group's own waves.
    None,
    /// Its links are posted again within twenty seconds.
    Copy,
    /// Everything it posts is reposted within twenty seconds.
    Repost,
    /// The waves mention it.
    Mention,
    /// Rows in its name, at the times of the waves, in one of three files; the group stands in all of them.
    ForgedRows,
    /// Copies with times set to up to twenty seconds before its own.
    BackDated,
    /// Accounts that bear its name copy it.
    LookAlike,
    /// 200 accounts and the innocent one on one viral link in the same minute.
    Viral,
    /// Rows in its name in the only file that holds the group.
    ForgedFile,
    /// Copies with times set evenly around its own.
    SetTimes,
}

impl Attack {
    /// All, in order.
    pub const ALL: [Self; 10] = [
        Self::None,
        Self::Copy,
        Self::Repost,
        Self::Mention,
        Self::ForgedRows,
        Self::BackDated,
        Self::LookAlike,
        Self::Viral,
        Self::ForgedFile,
        Self::SetTimes,
    ];

    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none (the group's own waves)",
            Self::Copy => "links copied within 20 s",
            Self::Repost => "everything reposted within 20 s",
            Self::Mention => "mass mentions",
            Self::ForgedRows => "rows forged in one of three files",
            Self::BackDated => "copies dated back before it",
            Self::LookAlike => "look-alike names, copying",
            Self::Viral => "200 attackers on one viral link",
            Self::ForgedFile => "rows forged in the only file with the group",
            Self::SetTimes => "copies with times set around its own",
        }
    }

    /// Whether the method promises to stand up to it. What nobody can tell from the data is not promised.
    pub fn defended(self) -> bool {
        !matches!(self, Self::ForgedFile | Self::SetTimes)
    }
}

/// How one run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Framed {
    /// What was tried.
    pub attack: Attack,
    /// Run accounts.
    pub n_attackers: u32,
    /// Whether run accounts are led with as a group.
    pub found: bool,
    /// Whether the innocent account is a member of a group led with.
    pub member: bool,
    /// Whether it stands in a pair led with.
    pub paired: bool,
    /// Why it is listed apart from a group, when so.
    pub apart: Option<ApartReason>,
}

/// Sums over runs of one attack.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FramedCount {
    /// Runs.
    pub n: u32,
    /// Runs in which the run group was found.
    pub found: u32,
    /// Runs in which the innocent account was listed as a member.
    pub member: u32,
    /// Runs in which it stood in a pair led with.
    pub paired: u32,
    /// Runs in which it was listed as copied by the group.
    pub copied: u32,
    /// Runs in which it was listed as following the group, or as met in one file only.
    pub other: u32,
}

impl FramedCount {
    /// Share of the runs with the innocent account as a member, and its upper bound at 95 % (rule of three for none).
    pub fn member_share(&self) -> (f64, f64) {
        let (n, k) = (f64::from(self.n.max(1)), f64::from(self.member));
        let (share, z) = (k / n, 1.96);
        let middle = share + z * z / (2.0 * n);
        let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
        (share, if self.member == 0 { (3.0 / n).min(1.0) } else { ((middle + half) / (1.0 + z * z / n)).min(1.0) })
    }

    fn add(&mut self, run: &Framed) {
        self.n += 1;
        self.found += u32::from(run.found);
        self.member += u32::from(run.member);
        self.paired += u32::from(run.paired);
        self.copied += u32::from(run.apart == Some(ApartReason::Copied));
        self.other += u32::from(run.apart.is_some_and(|why| why != ApartReason::Copied));
    }
}

/// Runs `n` worlds, the attacks in turn, and counts how they ended. The same seed gives the same counts.
///
/// # Errors
/// When an analysis fails.
pub fn suite(n: u32, seed: u64, context: &Context<'_>) -> Result<Vec<(Attack, FramedCount)>, DetectError> {
    const AT_ONCE: usize = 20;
    let mut counts: Vec<(Attack, FramedCount)> = Attack::ALL.map(|a| (a, FramedCount::default())).to_vec();
    let numbers: Vec<u32> = (0..n).collect();
    for (done, some) in numbers.chunks(AT_ONCE).enumerate() {
        context.progress.step("framing", (done * AT_ONCE) as u64, u64::from(n));
        let runs: Vec<Framed> = some.par_iter().map(|&i| one(i, seed)).collect::<Result<_, DetectError>>()?;
        for run in &runs {
            for (_, count) in counts.iter_mut().filter(|(attack, _)| *attack == run.attack) {
                count.add(run);
            }
        }
    }
    Ok(counts)
}

/// Run number `number`.
fn one(number: u32, seed: u64) -> Result<Framed, DetectError> {
    let attack = Attack::ALL[number as usize % Attack::ALL.len()];
    let World { mut dataset, innocent, attackers } = world::make(attack, seed, number);
    // Copies for the empirical rate change no standing, and draws below a p of 0.005 no label.
    let settings = CoactionSettings { surrogates: 0, group_surrogates: 199, ..CoactionSettings::default() };
    let context = Context::silent();
    add_layers(&mut dataset, &settings, &context);
    let analysis = analyze(&dataset, &settings, &context)?;
    Ok(judge(&analysis, attack, innocent, &attackers))
}

fn judge(analysis: &Analysis, attack: Attack, innocent: u32, attackers: &[u32]) -> Framed {
    let led = || analysis.groups.iter().filter(|g| g.label == GroupLabel::Unexplained);
    let n_run = |members: &[u32]| members.iter().filter(|m| attackers.contains(m)).count();
    let apart = analysis.groups.iter().flat_map(|g| &g.apart).find(|a| a.account == innocent);
    Framed {
        attack,
        n_attackers: attackers.len() as u32,
        found: led().any(|g| n_run(&g.members) >= 3),
        member: led().any(|g| g.members.contains(&innocent)),
        paired: analysis.edges.iter().any(|e| e.standing.leads() && (e.a == innocent || e.b == innocent)),
        apart: apart.map(|a| a.why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_framed_in_a_few_runs_and_the_group_is_found() {
        let counts = suite(20, 3, &Context::silent()).unwrap();
        for (attack, count) in counts.iter().filter(|(attack, _)| attack.defended()) {
            assert_eq!((count.n, count.member, count.paired), (2, 0, 0), "{attack:?} {count:?}");
            assert!(count.found > 0, "{attack:?} {count:?}");
        }
        let of = |wanted: Attack| counts.iter().find(|(a, _)| *a == wanted).unwrap().1;
        assert!(of(Attack::Copy).copied > 0, "{counts:?}");
    }

    #[test]
    fn the_same_seed_gives_the_same_runs() {
        let run = || one(1, 5).unwrap();
        assert_eq!(run(), run());
    }
}

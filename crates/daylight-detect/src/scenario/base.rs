//! The background: thousands of people with interests, sleep and favourite sites.

use super::draw::{Draw, Ranks};
use super::world::{HOUR, URL, World};

/// What the background leaves for the others to use.
#[derive(Default)]
pub(crate) struct Base {
    /// Its accounts.
    pub accounts: Vec<u32>,
    /// Activity of the accounts, most active first.
    pub activity: Option<Ranks>,
    /// Objects of each community, most popular first.
    pub communities: Vec<Vec<u32>>,
    /// Popularity inside a community.
    pub popularity: Option<Ranks>,
}

impl Base {
    /// Communities of interest.
    pub(crate) const COMMUNITIES: usize = 24;
}

/// 3,000 accounts, 24,000 items, 100,000 shares in four weeks (at scale 1).
pub(crate) fn background(world: &mut World, draw: &mut Draw) {
    let group = world.honest_group("background");
    let n_accounts = world.scaled((3_000.0 * world.background) as usize, 50);
    world.base.accounts = world.people(draw, group, n_accounts);
    world.base.activity = Some(Ranks::new(n_accounts, 0.9, 20.0));
    items(world, draw);
    let n_shares = world.scaled((world.over_days(100_000.0 / 28.0) as f64 * world.background) as usize, 100);
    for _ in 0..n_shares {
        let account = stranger(world, draw);
        organic(world, draw, account);
    }
}

fn items(world: &mut World, draw: &mut Draw) {
    let per_community = world.scaled(world.over_days(1_000.0 / 28.0), 20);
    world.base.popularity = Some(Ranks::new(per_community, 0.8, 2.5));
    for _ in 0..Base::COMMUNITIES {
        let sites: Vec<u32> = (0..40).map(|_| world.site()).collect();
        let favourite = Ranks::new(sites.len(), 1.0, 1.0);
        let objects = (0..per_community)
            .map(|_| {
                let (site, birth) = (sites[favourite.draw(draw)], world.birth(draw));
                let object = world.object(URL, site, birth);
                // Some items are pushed to the phones of their readers: honest bursts.
                if draw.chance(0.03) {
                    world.objects[URL][object as usize].push = Some(birth + draw.exp(2.0 * HOUR));
                }
                object
            })
            .collect();
        world.base.communities.push(objects);
    }
}

/// An account of the background, the active ones more often.
pub(crate) fn stranger(world: &World, draw: &mut Draw) -> u32 {
    let rank = world.base.activity.as_ref().map_or(0, |a| a.draw(draw));
    world.base.accounts[rank]
}

/// An item that fits the account's interests.
pub(crate) fn item_for(world: &World, draw: &mut Draw, account: u32) -> u32 {
    let interests = world.profiles[account as usize].interests;
    let x = draw.unit();
    let community = if x < 0.70 {
        usize::from(interests[0])
    } else if x < 0.85 {
        usize::from(interests[1])
    } else {
        draw.below(Base::COMMUNITIES)
    };
    let rank = world.base.popularity.as_ref().map_or(0, |p| p.draw(draw));
    world.base.communities[community][rank]
}

/// One share as people make them: an item of interest, hours after it appeared, while awake.
pub(crate) fn organic(world: &mut World, draw: &mut Draw, account: u32) {
    let object = item_for(world, draw, account);
    let o = world.objects[URL][object as usize];
    let profile = world.profiles[account as usize].clone();
    let mut t = o.birth;
    for _ in 0..5 {
        t = match o.push {
            Some(push) if draw.chance(0.2) => push + draw.exp(60.0),
            _ => o.birth + draw.lognormal(3.0 * HOUR, 1.6),
        };
        if profile.is_awake(t) {
            break;
        }
    }
    let t = profile.when_awake(t, draw);
    world.share(account, URL, object, t);
    // One share in a hundred is repeated soon after.
    if draw.chance(0.01) {
        world.share(account, URL, object, t + draw.exp(300.0));
    }
}

/// `n` organic shares of each account, more or less.
pub(crate) fn everyday(world: &mut World, draw: &mut Draw, accounts: &[u32], mean: f64) {
    for &account in accounts {
        for _ in 0..draw.poisson(mean) {
            organic(world, draw, account);
        }
    }
}

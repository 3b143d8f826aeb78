//! Honest crowds that come together for an event: breaking news, live audiences, calls to action.

use std::collections::BTreeMap;

use super::base::{everyday, stranger};
use super::draw::Draw;
use super::world::{DAY, HOUR, URL, World};

/// 60 breaking stories. Every share begets shares by the followers of the one who shared (Hawkes
/// process with a heavy-tailed lag and branching ratio 0.85), so the same followers are fast again and again.
pub(crate) fn cascades(world: &mut World, draw: &mut Draw) {
    let group = world.honest_group("news-followers");
    let n = world.scaled((400.0 * world.background) as usize, 20);
    let regulars = world.people(draw, group, n);
    everyday(world, draw, &regulars, 10.0);
    let mut public = regulars.clone();
    let n_public = world.scaled(600, 20);
    public.extend((0..n_public).map(|_| stranger(world, draw)));
    let followers: Vec<Vec<u32>> = (0..public.len()).map(|_| follow(&regulars, &public, draw)).collect();
    let at: BTreeMap<u32, usize> = public.iter().enumerate().map(|(i, &p)| (p, i)).collect();
    for _ in 0..world.over_days(60.0 / 28.0) {
        let birth = world.birth(draw);
        let site = world.site();
        let item = world.object(URL, site, birth);
        // Stories differ in size: a few dozen first voices, or some hundred.
        let first_voices = draw.lognormal(50.0, 0.8) as usize;
        let mut queue: Vec<(u32, f64)> =
            (0..first_voices).map(|_| (draw.pick(&public), birth + draw.exp(20.0 * 60.0))).collect();
        let mut seen = 0;
        while let Some((account, t)) = queue.pop() {
            seen += 1;
            world.share(account, URL, item, t);
            if seen > 3_000 {
                break;
            }
            for _ in 0..draw.poisson(0.85) {
                let child = draw.pick(&followers[at[&account]]);
                queue.push((child, t + draw.lomax(90.0 * world.knobs.tempo, 1.2)));
            }
        }
    }
}

/// Twelve followers, more of them regulars than others.
fn follow(regulars: &[u32], public: &[u32], draw: &mut Draw) -> Vec<u32> {
    (0..12).map(|_| if draw.chance(0.6) { draw.pick(regulars) } else { draw.pick(public) }).collect()
}

/// 300 viewers, twenty nights in a row, eight moments a night, all within a minute.
pub(crate) fn live_event(world: &mut World, draw: &mut Draw, with_strangers: bool) {
    let group = world.honest_group(if with_strangers { "viewers" } else { "viewers-closed" });
    let n = world.scaled((300.0 * world.background) as usize, 12);
    let viewers = world.people(draw, group, n);
    let loyalty: Vec<f64> = viewers.iter().map(|_| draw.uniform(0.5, 0.95)).collect();
    let first = world.knobs.days.saturating_sub(20) / 2;
    for night in 0..20.min(world.knobs.days) {
        let evening = f64::from(first + night) * DAY + 19.0 * HOUR;
        let mut audience: Vec<u32> =
            viewers.iter().zip(&loyalty).filter(|&(_, &l)| draw.chance(l)).map(|(&v, _)| v).collect();
        if with_strangers {
            let guests = world.scaled(300, 12);
            audience.extend((0..guests).map(|_| stranger(world, draw)));
        }
        let site = world.site();
        for _ in 0..8 {
            let moment = evening + draw.uniform(0.0, 1.5 * HOUR);
            let item = world.object(URL, site, moment);
            react(world, draw, &audience, item, moment, 20.0);
        }
    }
    everyday(world, draw, &viewers, 10.0);
}

/// Part of the audience reacts at once, a few come back to it later.
fn react(world: &mut World, draw: &mut Draw, audience: &[u32], item: u32, moment: f64, median_secs: f64) {
    for &account in audience {
        if draw.chance(0.45) {
            world.share(account, URL, item, moment + draw.lognormal(median_secs * world.knobs.tempo, 0.6));
        } else if draw.chance(0.06) {
            world.share(account, URL, item, moment + draw.lognormal(HOUR, 1.0));
        }
    }
}

/// 350 activists; on six days a call to action with a list of 20 links; all in the same hour, each in own minutes.
pub(crate) fn activist_storm(world: &mut World, draw: &mut Draw) {
    let group = world.honest_group("activists");
    let n = world.scaled((350.0 * world.background) as usize, 12);
    let activists = world.people(draw, group, n);
    everyday(world, draw, &activists, 15.0);
    for call in 0..6 {
        let start = (f64::from(call) + 0.5) / 6.0 * world.span();
        let hour = (start / DAY).floor() * DAY + draw.pick(&[12.0, 17.0, 18.0, 19.0]) * HOUR;
        let links: Vec<u32> = (0..20)
            .map(|_| {
                let site = world.site();
                world.object(URL, site, hour - DAY)
            })
            .collect();
        for &activist in &activists {
            if !draw.chance(0.65) {
                continue;
            }
            // Most work down the list as it stands, some choose.
            let k = 5 + draw.below(11);
            let own = if draw.chance(0.6) { links[..k].to_vec() } else { draw.sample(&links, k) };
            let mut t = hour + draw.exp(15.0 * 60.0 * world.knobs.tempo);
            for link in own {
                world.share(activist, URL, link, t);
                t += 20.0 + draw.exp(120.0);
            }
        }
        for &link in &links {
            for _ in 0..draw.poisson(3.0) {
                let account = stranger(world, draw);
                world.share(account, URL, link, hour + draw.lognormal(2.0 * HOUR, 1.0));
            }
        }
    }
}

/// One petition and its ten pages on two days: mails go out at three moments, 900 people sign and share.
pub(crate) fn petition_day(world: &mut World, draw: &mut Draw) {
    let group = world.honest_group("signers");
    let n = world.scaled((300.0 * world.background) as usize, 12);
    let signers = world.people(draw, group, n);
    everyday(world, draw, &signers, 10.0);
    let site = world.site();
    let middle = (f64::from(world.knobs.days) / 2.0).floor() * DAY;
    let pages: Vec<u32> = (0..11).map(|_| world.object(URL, site, middle)).collect();
    for (day, share) in [(0.0, 0.8), (2.0, 0.5)] {
        let mails = [7.5, 12.0, 18.0].map(|h| middle + day * DAY + h * HOUR);
        let guests = world.scaled(600, 12);
        let mut crowd = signers.clone();
        crowd.extend((0..guests).map(|_| stranger(world, draw)));
        for account in crowd {
            if draw.chance(share) {
                let opened = draw.pick(&mails) + draw.lognormal(15.0 * 60.0 * world.knobs.tempo, 1.1);
                world.share(account, URL, pages[0], opened);
                let n_pages = draw.poisson(1.5);
                for page in draw.sample(&pages[1..], n_pages) {
                    world.share(account, URL, page, opened + draw.exp(240.0));
                }
            }
        }
    }
}

/// Semi-final and final: goals and cards, and a thousand people who react within seconds.
pub(crate) fn sports_final(world: &mut World, draw: &mut Draw) {
    let group = world.honest_group("supporters");
    let n = world.scaled((400.0 * world.background) as usize, 12);
    let supporters = world.people(draw, group, n);
    let middle = (f64::from(world.knobs.days) / 2.0).floor() * DAY;
    for kickoff in [middle + 19.0 * HOUR, middle + 4.0 * DAY + 19.0 * HOUR] {
        let site = world.site();
        let mut audience: Vec<u32> = supporters.iter().copied().filter(|_| draw.chance(0.85)).collect();
        let guests = world.scaled(500, 12);
        audience.extend((0..guests).map(|_| stranger(world, draw)));
        for _ in 0..14 {
            let moment = kickoff + draw.uniform(0.0, 2.0 * HOUR);
            let item = world.object(URL, site, moment);
            react(world, draw, &audience, item, moment, 15.0);
        }
    }
    everyday(world, draw, &supporters, 10.0);
}

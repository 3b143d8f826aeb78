//! Honest crowds with a steady habit: fans, outlets of one owner, feed readers, scheduling tools.

use super::base::{everyday, stranger};
use super::draw::{Draw, Ranks};
use super::world::{DAY, FAMILY, Fans, HOUR, IMAGE, SEQUENCE, START_SECS, URL, World};

/// Two communities of 500 that react to most items of their idol within minutes.
pub(crate) fn fans(world: &mut World, draw: &mut Draw) {
    for (name, usual_secs) in [("fans-1", 300.0), ("fans-2", 540.0)] {
        let reaction_secs = usual_secs * world.knobs.tempo;
        let group = world.honest_group(name);
        let n = world.scaled((500.0 * world.background) as usize, 12);
        let members = world.people(draw, group, n);
        let sites: Vec<u32> = (0..3).map(|_| world.site()).collect();
        let items: Vec<u32> = (0..world.over_days(120.0 / 28.0))
            .map(|_| {
                let (site, birth) = (draw.pick(&sites), world.birth(draw));
                world.object(URL, site, birth)
            })
            .collect();
        for &fan in &members {
            let eagerness = draw.uniform(0.35, 0.95);
            let speed = draw.lognormal(reaction_secs, 0.5);
            adore(world, draw, fan, &items, eagerness, speed);
        }
        everyday(world, draw, &members, 10.0);
        // Passers-by share an idol's items too.
        for &item in &items {
            for _ in 0..draw.poisson(4.0) {
                let account = stranger(world, draw);
                let birth = world.objects[URL][item as usize].birth;
                world.share(account, URL, item, birth + draw.lognormal(1.5 * HOUR, 1.4));
            }
        }
        world.fans.push(Fans { items, reaction_secs });
    }
}

/// One fan's reactions to the items: minutes when awake; half of what came at night is caught up with.
pub(crate) fn adore(world: &mut World, draw: &mut Draw, fan: u32, items: &[u32], eagerness: f64, speed: f64) {
    let profile = world.profiles[fan as usize].clone();
    for &item in items {
        let birth = world.objects[URL][item as usize].birth;
        let awake = profile.is_awake(birth);
        if draw.chance(eagerness) && (awake || draw.chance(0.5)) {
            let t = profile.when_awake(birth, draw) + draw.lognormal(speed, 1.0);
            world.share(fan, URL, item, t);
        }
    }
}

/// 25 outlets of one owner whose content system publishes the same wire items everywhere.
pub(crate) fn syndication(world: &mut World, draw: &mut Draw) {
    let group = world.honest_group("outlets");
    let owner = world.n_affiliations;
    world.n_affiliations += 1;
    let n = world.scaled(25, 6);
    let outlets = world.people(draw, group, n);
    // Latency of the queue of each outlet: seconds for most, minutes for some.
    let latency: Vec<f64> = outlets.iter().map(|_| draw.lognormal(25.0 * world.knobs.tempo, 1.2)).collect();
    for &outlet in &outlets {
        let profile = &mut world.profiles[outlet as usize];
        profile.awake_hours = 24.0;
        // Not every outlet says whose it is.
        profile.affiliation = draw.chance(0.7).then_some(owner);
    }
    let (main, second) = (world.site(), world.site());
    for _ in 0..world.over_days(240.0 / 28.0) {
        let birth = world.birth(draw);
        let site = if draw.chance(0.92) { main } else { second };
        let item = world.object(URL, site, birth);
        for (&outlet, &lag) in outlets.iter().zip(&latency) {
            if draw.chance(0.8) {
                world.share(outlet, URL, item, birth + lag + draw.exp(20.0));
            }
        }
        readers(world, draw, item, birth, 2.0);
    }
    everyday(world, draw, &outlets, 15.0);
}

/// Some readers share an item later.
fn readers(world: &mut World, draw: &mut Draw, item: u32, birth: f64, mean: f64) {
    for _ in 0..draw.poisson(mean) {
        let account = stranger(world, draw);
        world.share(account, URL, item, birth + draw.lognormal(2.0 * HOUR, 1.4));
    }
}

/// Five feeds, eight accounts each, that post every item: most at a lag of their own, some when they poll.
pub(crate) fn rss(world: &mut World, draw: &mut Draw) {
    for feed in 1..=5 {
        let group = world.honest_group(&format!("feed-{feed}"));
        let n = world.scaled(8, 4);
        let readers_of_feed = world.people(draw, group, n);
        let site = world.site();
        let births: Vec<f64> = (0..world.over_days(150.0 / 28.0)).map(|_| world.birth(draw)).collect();
        let items: Vec<u32> = births.iter().map(|&b| world.object(URL, site, b)).collect();
        for &account in &readers_of_feed {
            world.profiles[account as usize].awake_hours = 24.0;
            let poll = draw.chance(0.3).then(|| draw.pick(&[300.0, 600.0, 900.0]));
            let (lag, phase) = (draw.lognormal(60.0 * world.knobs.tempo, 1.2), draw.uniform(0.0, 900.0));
            let noise = draw.uniform(0.5, 4.0);
            for (&item, &birth) in items.iter().zip(&births) {
                let seen = poll.map_or(birth + lag, |p| phase + ((birth - phase) / p).ceil() * p);
                world.share(account, URL, item, seen + noise * draw.normal().abs());
            }
        }
        for (&item, &birth) in items.iter().zip(&births) {
            readers(world, draw, item, birth, 1.5);
        }
    }
}

/// 150 accounts that plan posts of popular items on the quarter hour with one of three tools.
pub(crate) fn schedulers(world: &mut World, draw: &mut Draw) {
    const GRID: f64 = 900.0;
    let group = world.honest_group("schedulers");
    let n = world.scaled((150.0 * world.background) as usize, 10);
    let accounts = world.people(draw, group, n);
    // Seconds after the grid at which each tool sends.
    let tools = [1.0, 9.0, 35.0];
    // What everybody in the trade posts on a day, and the hours that guides recommend.
    let daily: Vec<Vec<u32>> = (0..world.knobs.days).map(|day| picks_of_day(world, draw, f64::from(day))).collect();
    let top = Ranks::new(30, 0.9, 1.0);
    for &account in &accounts {
        let tool = draw.pick(&tools);
        let slots: Vec<f64> = (0..4).map(|_| (draw.pick(&[8.0, 9.0, 12.0, 15.0, 18.0, 20.0]) * HOUR) / GRID).collect();
        for (day, picks) in daily.iter().enumerate() {
            for slot in draw.sample(&slots, 2) {
                let quarter = slot + draw.pick(&[0.0, 0.0, 0.0, 1.0, 2.0, 3.0]);
                let item = picks[top.draw(draw)];
                let tz = world.profiles[account as usize].tz_hours;
                let t = (day as f64) * DAY + quarter * GRID - tz * HOUR + tool + draw.exp(1.5);
                world.share(account, URL, item, t);
            }
        }
    }
    everyday(world, draw, &accounts, 12.0);
}

/// Thirty items that are the talk of the day.
fn picks_of_day(world: &mut World, draw: &mut Draw, day: f64) -> Vec<u32> {
    let site = world.site();
    (0..30)
        .map(|_| {
            let item = world.object(URL, site, day * DAY);
            let known = day * DAY + draw.uniform(0.0, 0.5 * DAY);
            readers(world, draw, item, known, 8.0);
            item
        })
        .collect()
}

/// The background of a layer without links: popular families that travel for hours, and a fan
/// community that repeats its idol's within minutes.
pub(crate) fn layer_background(world: &mut World, draw: &mut Draw, slot: usize) {
    let n = world.scaled(world.over_days(8_000.0 / 28.0), 40);
    let families: Vec<u32> = (0..n)
        .map(|_| {
            let birth = world.birth(draw);
            world.object(slot, 0, birth)
        })
        .collect();
    let popularity = Ranks::new(n, 0.9, 3.0);
    for _ in 0..world.scaled(world.over_days(30_000.0 / 28.0), 60) {
        let account = stranger(world, draw);
        let family = families[popularity.draw(draw)];
        let birth = world.objects[slot][family as usize].birth;
        let profile = world.profiles[account as usize].clone();
        let t = profile.when_awake(birth + draw.lognormal(4.0 * HOUR, 1.6), draw);
        world.share(account, slot, family, t);
    }
    let group = world.honest_group(match slot {
        SEQUENCE => "trend-parties",
        FAMILY => "copied-appeals",
        IMAGE => "picture-fans",
        _ => "crowd",
    });
    let n = world.scaled(250, 12);
    let members = world.people(draw, group, n);
    for _ in 0..world.over_days(80.0 / 28.0) {
        let birth = world.birth(draw);
        let family = world.object(slot, 0, birth);
        for &member in &members {
            let profile = world.profiles[member as usize].clone();
            if profile.is_awake(birth) && draw.chance(0.5) {
                world.share(member, slot, family, birth + draw.lognormal(400.0 * world.knobs.tempo, 1.0));
            }
        }
    }
    everyday(world, draw, &members, 10.0);
}

/// Honest crowds with one habit: an audience that reacts live, ten nights in a row, joined by strangers; and staff of
/// one house who do what a mail asks for, each in own minutes.
pub(crate) fn habit_crowds(world: &mut World, draw: &mut Draw) {
    let group = world.honest_group("audience");
    let n = world.scaled(200, 12);
    let audience = world.people(draw, group, n);
    for night in 0..10.min(world.knobs.days) {
        let evening = f64::from(night * 2) * DAY + 19.0 * HOUR;
        let mut crowd: Vec<u32> = audience.iter().copied().filter(|_| draw.chance(0.8)).collect();
        let guests = world.scaled(200, 12);
        crowd.extend((0..guests).map(|_| stranger(world, draw)));
        for _ in 0..6 {
            let moment = evening + draw.uniform(0.0, 1.5 * HOUR);
            let family = world.object(FAMILY, 0, moment);
            for &account in &crowd {
                if draw.chance(0.45) {
                    world.share(account, FAMILY, family, moment + draw.lognormal(25.0 * world.knobs.tempo, 0.6));
                }
            }
        }
    }
    everyday(world, draw, &audience, 10.0);
    let group = world.honest_group("staff");
    let n = world.scaled(20, 6);
    let staff = world.people(draw, group, n);
    for _ in 0..world.over_days(60.0 / 28.0) {
        let mail = world.birth(draw);
        let family = world.object(FAMILY, 0, mail);
        for &account in &staff {
            if draw.chance(0.6) {
                world.share(account, FAMILY, family, mail + draw.exp(240.0 * world.knobs.tempo));
            }
        }
        for _ in 0..draw.poisson(6.0) {
            let account = stranger(world, draw);
            world.share(account, FAMILY, family, mail + draw.lognormal(HOUR, 1.4));
        }
    }
    everyday(world, draw, &staff, 15.0);
}

/// A client that knows only minutes: every account, or one in ten.
pub(crate) fn coarse_clocks(world: &mut World, draw: &mut Draw, everybody: bool) {
    world.clock_secs = world.profiles.iter().map(|_| if everybody || draw.chance(0.1) { 60 } else { 1 }).collect();
    for draft in &mut world.drafts {
        let step = world.clock_secs[draft.account as usize];
        draft.time_secs -= (draft.time_secs - START_SECS).rem_euclid(step);
    }
}

//! Run groups with a known truth. They also live an everyday life, so that their accounts do not stand out.

use super::base::{everyday, item_for, organic, stranger};
use super::crowds::adore;
use super::draw::Draw;
use super::world::{FAMILY, HOUR, IMAGE, SEQUENCE, URL, World};

/// How a group acts.
#[derive(Clone, Copy)]
struct Habit {
    /// Accounts.
    size: usize,
    /// Planted waves in four weeks.
    waves: f64,
    /// Share of the members in a wave.
    turnout: f64,
    /// First and last moment of a member's action after the wave's order.
    delay_secs: (f64, f64),
    /// Everyday shares of each member for each planted one.
    everyday: f64,
    /// Share of waves on items of the everyday stream (the others are the group's own, with few passers-by).
    on_stream: f64,
}

const FAST: Habit =
    Habit { size: 40, waves: 36.0, turnout: 0.5, delay_secs: (0.0, 30.0), everyday: 1.0, on_stream: 0.6 };

/// Two groups of 40 that act within thirty seconds.
pub(crate) fn fast(world: &mut World, draw: &mut Draw) {
    for name in ["run-1", "run-2"] {
        run(world, draw, name, FAST);
    }
}

/// Six groups of five to eight.
pub(crate) fn small(world: &mut World, draw: &mut Draw) {
    for (i, size) in [5, 6, 7, 8, 5, 6].into_iter().enumerate() {
        let habit = Habit { size, waves: 16.0, turnout: 0.75, ..FAST };
        run(world, draw, &format!("run-small-{}", i + 1), habit);
    }
}

/// Two groups of 40 whose planted actions are a fifth of what they do.
pub(crate) fn camouflage(world: &mut World, draw: &mut Draw) {
    let everyday = 1.0 / world.knobs.camouflage_planted_share - 1.0;
    for name in ["run-camouflaged-1", "run-camouflaged-2"] {
        run(world, draw, name, Habit { waves: 32.0, everyday, on_stream: 0.8, ..FAST });
    }
}

/// A pool of 60 of which a quarter takes part in each wave.
pub(crate) fn rotating(world: &mut World, draw: &mut Draw) {
    run(world, draw, "run-rotating", Habit { size: 60, waves: 130.0, turnout: 0.25, ..FAST });
}

/// Two groups of 40 that wait between 30 seconds and 10 minutes.
pub(crate) fn jittered(world: &mut World, draw: &mut Draw) {
    for name in ["run-jittered-1", "run-jittered-2"] {
        run(world, draw, name, Habit { waves: 80.0, turnout: 0.6, delay_secs: (30.0, 600.0), ..FAST });
    }
}

/// Two groups of 40 spread over eight hours. Timing cannot see them.
pub(crate) fn slow(world: &mut World, draw: &mut Draw) {
    for name in ["run-slow-1", "run-slow-2"] {
        run(world, draw, name, Habit { waves: 60.0, delay_secs: (0.0, 8.0 * HOUR), ..FAST });
    }
}

/// 40 that share what nobody else shares, from many sites.
pub(crate) fn own_objects(world: &mut World, draw: &mut Draw) {
    let habit = Habit { waves: 30.0, delay_secs: (0.0, 60.0), ..FAST };
    let (group, members) = recruit(world, draw, "run-own-objects", habit);
    let sites: Vec<u32> = (0..8).map(|_| world.site()).collect();
    for _ in 0..world.over_days(habit.waves / 28.0) {
        let order = world.birth(draw);
        let site = draw.pick(&sites);
        let item = world.object(URL, site, order);
        wave(world, draw, &members, URL, item, order, habit);
    }
    cover(world, draw, group, &members, habit);
}

/// 40 that push items which then travel with hundreds of strangers, the first of them in the same minutes.
pub(crate) fn amplify(world: &mut World, draw: &mut Draw) {
    let habit = Habit { waves: 40.0, delay_secs: (0.0, 45.0), ..FAST };
    let (group, members) = recruit(world, draw, "run-amplify", habit);
    for _ in 0..world.over_days(habit.waves / 28.0) {
        let order = world.birth(draw);
        let site = world.site();
        let item = world.object(URL, site, order - draw.exp(600.0));
        wave(world, draw, &members, URL, item, order, habit);
        let echo = world.scaled(60 + draw.below(240), 10);
        for _ in 0..echo {
            let account = stranger(world, draw);
            world.share(account, URL, item, order + draw.lomax(600.0, 1.1));
        }
    }
    cover(world, draw, group, &members, habit);
}

/// 20 accounts on each of two platforms; the second platform follows within two minutes.
pub(crate) fn cross_platform(world: &mut World, draw: &mut Draw) {
    let habit = Habit { waves: 60.0, turnout: 0.55, delay_secs: (0.0, 120.0), ..FAST };
    let (group, members) = recruit(world, draw, "run-cross-platform", habit);
    let (here, there) = members.split_at(members.len() / 2);
    for (i, &m) in members.iter().enumerate() {
        world.profiles[m as usize].platform = u16::from(i >= members.len() / 2);
    }
    for _ in 0..world.over_days(habit.waves / 28.0) {
        let (item, order) = target(world, draw, members[0], habit);
        let number = next_wave(world);
        for (side, first, last) in [(here, 0.0, 45.0), (there, 40.0, 120.0)] {
            join(world, draw, side, URL, item, order, Habit { delay_secs: (first, last), ..habit }, number);
        }
    }
    cover(world, draw, group, &members, habit);
}

/// 40 that hide among the first fan community: they do what fans do, but on three items of ten within ten seconds.
pub(crate) fn in_fans(world: &mut World, draw: &mut Draw) {
    let Some(fans) = world.fans.first() else { return };
    let (items, reaction_secs) = (fans.items.clone(), fans.reaction_secs);
    let habit = Habit { delay_secs: (0.0, 10.0), turnout: 0.6, ..FAST };
    let (_, members) = recruit(world, draw, "run-in-fans", habit);
    let (ordered, own): (Vec<u32>, Vec<u32>) = items.iter().partition(|_| draw.chance(0.3));
    for &item in &ordered {
        let birth = world.objects[URL][item as usize].birth;
        let order = birth + draw.lognormal(reaction_secs, 1.0);
        wave(world, draw, &members, URL, item, order, habit);
    }
    for &member in &members {
        let (eagerness, speed) = (draw.uniform(0.35, 0.95), draw.lognormal(reaction_secs, 0.5));
        adore(world, draw, member, &own, eagerness, speed);
    }
    everyday(world, draw, &members, 10.0);
}

/// 40 that post wordings of one text; one in ten wordings is changed so much that its family is missed.
pub(crate) fn paraphrase(world: &mut World, draw: &mut Draw) {
    in_layer(world, draw, "run-paraphrase", FAMILY, 0.1);
}

/// 40 that post the same hashtags in the same order.
pub(crate) fn hashtag_sequence(world: &mut World, draw: &mut Draw) {
    in_layer(world, draw, "run-hashtags", SEQUENCE, 0.05);
}

/// 40 that post one picture in altered copies; one alteration in ten is not recognized.
pub(crate) fn images(world: &mut World, draw: &mut Draw) {
    in_layer(world, draw, "run-images", IMAGE, 0.1);
}

fn in_layer(world: &mut World, draw: &mut Draw, name: &str, slot: usize, missed: f64) {
    let habit = Habit { waves: 40.0, delay_secs: (0.0, 90.0), turnout: 0.6 * (1.0 - missed), ..FAST };
    let (group, members) = recruit(world, draw, name, habit);
    for _ in 0..world.over_days(habit.waves / 28.0) {
        let order = world.birth(draw);
        let family = world.object(slot, 0, order);
        wave(world, draw, &members, slot, family, order, habit);
        // Copies that were changed too much stand alone, and strangers take over what they see.
        for _ in 0..draw.poisson(missed * 24.0) {
            let (member, alone) = (draw.pick(&members), world.object(slot, 0, order));
            world.share(member, slot, alone, order + draw.uniform(0.0, 90.0));
        }
        for _ in 0..draw.poisson(5.0) {
            let account = stranger(world, draw);
            world.share(account, slot, family, order + draw.lognormal(HOUR, 1.4));
        }
    }
    cover(world, draw, group, &members, habit);
}

fn run(world: &mut World, draw: &mut Draw, name: &str, habit: Habit) {
    let (group, members) = recruit(world, draw, name, habit);
    for _ in 0..world.over_days(habit.waves / 28.0) {
        let (item, order) = target(world, draw, members[0], habit);
        wave(world, draw, &members, URL, item, order, habit);
    }
    cover(world, draw, group, &members, habit);
}

fn recruit(world: &mut World, draw: &mut Draw, name: &str, habit: Habit) -> (u16, Vec<u32>) {
    let group = world.planted_group(name, (habit.delay_secs.1 - habit.delay_secs.0) * world.knobs.planted_tempo + 1.0);
    let members = world.people(draw, group, habit.size);
    // One campaign, one field of interest: their everyday shares overlap as honest ones do.
    let interests = world.profiles[members[0] as usize].interests;
    for &m in &members {
        if draw.chance(0.5) {
            world.profiles[m as usize].interests[0] = interests[0];
        }
    }
    (group, members)
}

/// What a wave is about, and when the order comes: an item of the stream in its first hours, or an own item.
fn target(world: &mut World, draw: &mut Draw, member: u32, habit: Habit) -> (u32, f64) {
    if draw.chance(habit.on_stream) {
        let item = item_for(world, draw, member);
        return (item, world.objects[URL][item as usize].birth + draw.lognormal(1.5 * HOUR, 1.2));
    }
    let (site, order) = (world.site(), world.birth(draw));
    let item = world.object(URL, site, order - draw.exp(HOUR));
    for _ in 0..draw.poisson(4.0) {
        let account = stranger(world, draw);
        world.share(account, URL, item, order + draw.lognormal(2.0 * HOUR, 1.4));
    }
    (item, order)
}

fn next_wave(world: &mut World) -> u32 {
    world.n_waves += 1;
    world.n_waves - 1
}

fn wave(world: &mut World, draw: &mut Draw, members: &[u32], slot: usize, object: u32, order: f64, habit: Habit) {
    let number = next_wave(world);
    join(world, draw, members, slot, object, order, habit, number);
}

#[allow(clippy::too_many_arguments, reason = "one call for each side of a wave; a struct would only rename them")]
fn join(
    world: &mut World,
    draw: &mut Draw,
    members: &[u32],
    slot: usize,
    object: u32,
    order: f64,
    habit: Habit,
    number: u32,
) {
    for &member in members {
        if draw.chance(habit.turnout) {
            let delay = draw.uniform(habit.delay_secs.0, habit.delay_secs.1) * world.knobs.planted_tempo;
            world.post(member, slot, object, order + delay, number);
        }
    }
}

/// Everyday shares in proportion to the planted ones.
fn cover(world: &mut World, draw: &mut Draw, group: u16, members: &[u32], habit: Habit) {
    let planted = world
        .drafts
        .iter()
        .filter(|d| d.wave != super::world::NONE && world.profiles[d.account as usize].group == group)
        .count();
    let n = (planted as f64 * habit.everyday).round() as usize;
    for _ in 0..n {
        let member = draw.pick(members);
        organic(world, draw, member);
    }
}

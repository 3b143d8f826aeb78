//! Accounts that meet a group without acting with it: those it copies, those that follow it, and those whose part in
//! it stands in one file alone.
//!
//! Whoever posts can be copied within seconds, and then meets the copies as often as they meet each other. What a
//! copied account cannot do is react: it comes first on every occasion. Members of a group take turns at that. So an
//! account that is first (or last) on nearly all objects, where taking turns gives a share of one in the number of
//! members there, is set apart. It may be the victim of a copy or its source; the data do not tell which, and the
//! result must not either.

use super::clock::Clock;
use super::view::GroupView;
use daylight_algo::tails::poisson_binomial_sf;
use daylight_core::{Apart, ApartReason, PostTable};
use std::collections::{BTreeMap, BTreeSet};

/// Objects below which an order says nothing.
const MIN_OBJECTS: u32 = 3;
/// Share of the objects on which an account comes first, or last, from which the order is one-sided.
const SHARE: f64 = 0.9;
/// Largest chance of such an order among accounts that take turns. Mild, because to set a member apart costs a name
/// on a list, and to keep a victim costs its good one.
const TURNS_P: f64 = 0.05;
/// Largest chance that an account that acts elsewhere as it does in one file would show nothing there.
const SILENCE_P: f64 = 0.001;

/// How often an account was first and last on objects of one layer, with the chances if all took turns.
#[derive(Default)]
struct Order {
    first: u32,
    last: u32,
    p_first: Vec<f64>,
    p_last: Vec<f64>,
}

/// Members that do not act with the group, ascending.
pub fn apart(view: &GroupView, clock: &Clock) -> Vec<Apart> {
    let mut found = one_sided(view, clock);
    for account in in_one_file(view) {
        if found.iter().all(|a| a.account != account.account) {
            found.push(account);
        }
    }
    found.sort_by_key(|a| a.account);
    found
}

/// Members that come first, or last, on nearly all objects, in the layer where they have most.
pub fn one_sided(view: &GroupView, clock: &Clock) -> Vec<Apart> {
    let mut orders: BTreeMap<(u32, u16), Order> = BTreeMap::new();
    for (&(layer, _), times) in view.objects.iter().filter(|(_, times)| times.len() >= 2) {
        let k = times.len() as f64;
        let sure = |account: u32| clock.cut_us[account as usize].max(1);
        // Nobody surely before, nobody surely after.
        let bound = times.iter().map(|(&a, &t)| t.saturating_add(sure(a))).min().unwrap_or(i64::MAX);
        let latest = times.values().copied().max().unwrap_or(i64::MIN);
        let is_first = |t: i64| t < bound;
        let is_last = |a: u32, t: i64| t.saturating_add(sure(a)) > latest;
        let n_first = times.values().filter(|t| is_first(**t)).count() as f64;
        let n_last = times.iter().filter(|(a, t)| is_last(**a, **t)).count() as f64;
        for (&account, &t) in times {
            let order = orders.entry((account, layer)).or_default();
            order.first += u32::from(is_first(t));
            order.last += u32::from(is_last(account, t));
            order.p_first.push(n_first / k);
            order.p_last.push(n_last / k);
        }
    }
    let mut most: BTreeMap<u32, Order> = BTreeMap::new();
    for ((account, _), order) in orders {
        if most.get(&account).is_none_or(|known| known.p_first.len() < order.p_first.len()) {
            most.insert(account, order);
        }
    }
    most.into_iter().filter_map(|(account, order)| judge(account, &order)).collect()
}

fn judge(account: u32, order: &Order) -> Option<Apart> {
    let of = order.p_first.len() as u32;
    let beyond = |n: u32, p: &[f64]| {
        of >= MIN_OBJECTS && f64::from(n) >= SHARE * f64::from(of) && poisson_binomial_sf(n, p) <= TURNS_P
    };
    let found = |why, n| Some(Apart { account, why, n, of });
    if beyond(order.first, &order.p_first) {
        found(ApartReason::Copied, order.first)
    } else if beyond(order.last, &order.p_last) {
        found(ApartReason::Follows, order.last)
    } else {
        None
    }
}

/// Members whose co-actions all stand in one file, though they post elsewhere too, and the group meets there.
fn in_one_file(view: &GroupView) -> Vec<Apart> {
    let posts = &view.dataset.posts;
    if view.dataset.sources.len() < 2 || posts.source.len() != posts.len() {
        return Vec::new();
    }
    let source = |post: u32| posts.source[post as usize];
    let mut meeting: BTreeMap<u32, BTreeMap<u32, u32>> = BTreeMap::new();
    let mut all: BTreeMap<u32, BTreeMap<u32, u32>> = BTreeMap::new();
    let count = |to: &mut BTreeMap<u32, BTreeMap<u32, u32>>, post: u32| {
        *to.entry(posts.account[post as usize]).or_default().entry(source(post)).or_insert(0) += 1;
    };
    view.posts.iter().for_each(|&post| count(&mut meeting, post));
    let timed = view.member_posts.iter().filter(|p| posts.time_us[**p as usize] != PostTable::NO_TIME);
    timed.for_each(|&post| count(&mut all, post));
    // A file is one of the group's when at least two others meet in it.
    let mut members_in: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (&account, files) in &meeting {
        for &file in files.keys() {
            members_in.entry(file).or_default().insert(account);
        }
    }
    let groups_too = |account: u32, file: u32| {
        members_in.get(&file).is_some_and(|members| members.iter().filter(|m| **m != account).count() >= 2)
    };
    let judge = |(&account, files): (&u32, &BTreeMap<u32, u32>)| {
        let (&file, &n) = files.first_key_value().filter(|_| files.len() == 1)?;
        let of = all.get(&account)?;
        let here = f64::from(*of.get(&file)?);
        let elsewhere: u32 = of.iter().filter(|(f, _)| **f != file && groups_too(account, **f)).map(|(_, n)| n).sum();
        // Half an action is granted, so that one forged row among forged rows is no certainty.
        let rate = (f64::from(n) - 0.5).max(0.0) / here.max(1.0);
        let silent = (1.0 - rate).max(0.0).powi(elsewhere.min(100_000) as i32);
        (elsewhere > 0 && silent <= SILENCE_P).then_some(Apart {
            account,
            why: ApartReason::OneFile(file),
            n,
            of: elsewhere,
        })
    };
    meeting.iter().filter_map(judge).collect()
}

//! From links to families whose members are all near each other.

use super::wordings::shingles;
use daylight_algo::{Link, jaccard, stars};

/// Wordings of one family that are compared all with all; beyond them the farthest from the centre are taken.
const COMPARED: usize = 48;
/// Rounds in which what did not fit may form families of its own.
const ROUNDS: usize = 8;

/// A centre with its wordings, and the largest distance of two that were compared.
pub(super) struct Family {
    pub centre: u32,
    /// Wordings with their similarity to the centre, ascending.
    pub members: Vec<(u32, f64)>,
    pub diameter: f64,
}

/// Families of at least two wordings. `text` gives a wording by number.
pub(super) fn families<'t>(
    n: usize,
    mut links: Vec<Link>,
    text: &dyn Fn(u32) -> &'t str,
    max_diameter: f64,
) -> Vec<Family> {
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        let mut left = vec![false; n];
        for star in stars(n, &links) {
            let (family, out) = trim(star.centre, star.members, text, max_diameter);
            for rank in out {
                left[rank as usize] = true;
            }
            found.extend((!family.members.is_empty()).then_some(family));
        }
        links.retain(|l| left[l.a as usize] && left[l.b as usize]);
        if links.is_empty() {
            break;
        }
    }
    found.sort_by_key(|f| f.centre);
    found
}

/// Takes members in order of similarity while nobody is too far from those taken; returns who did not fit.
fn trim<'t>(
    centre: u32,
    mut members: Vec<(u32, f64)>,
    text: &dyn Fn(u32) -> &'t str,
    max_diameter: f64,
) -> (Family, Vec<u32>) {
    members.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    // Two members are at most as far apart as both are from the centre together (a Jaccard distance is a metric).
    let far = |similarity: f64| 2.0 * (1.0 - similarity) > max_diameter;
    let mut diameter = members.last().map_or(0.0, |m| 1.0 - m.1);
    let (mut kept, mut out, mut compared) = (Vec::new(), Vec::new(), Vec::<Vec<u64>>::new());
    let first_far = members.len().saturating_sub(COMPARED);
    for (i, (rank, similarity)) in members.into_iter().enumerate() {
        if i >= first_far || far(similarity) {
            let mut tokens = Vec::new();
            shingles(text(rank), &mut tokens);
            let distance = compared.iter().map(|other| 1.0 - jaccard(other, &tokens)).fold(0.0, f64::max);
            if distance > max_diameter {
                out.push(rank);
                continue;
            }
            diameter = diameter.max(distance);
            if compared.len() < COMPARED {
                compared.push(tokens);
            }
        }
        kept.push((rank, similarity));
    }
    kept.sort_by_key(|m| m.0);
    (Family { centre, members: kept, diameter }, out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 4] = [
        "aaaaa bbbbb ccccc ddddd eeeee fffff",
        "aaaaa bbbbb ccccc ddddd eeeee xxxxx",
        "yyyyy bbbbb ccccc ddddd eeeee fffff",
        "aaaaa bbbbb ccccc ddddd eeeee xxxxx zz",
    ];

    fn similarity(a: u32, b: u32) -> f64 {
        let tokens = |i: u32| {
            let mut out = Vec::new();
            shingles(TEXTS[i as usize], &mut out);
            out
        };
        jaccard(&tokens(a), &tokens(b))
    }

    fn links() -> Vec<Link> {
        let pairs = [(0, 1), (0, 2), (0, 3), (1, 3)];
        pairs.into_iter().map(|(a, b)| Link { a, b, similarity: similarity(a, b) }).collect()
    }

    #[test]
    fn two_that_are_near_the_centre_but_far_from_each_other_part() {
        let wide = families(4, links(), &|i| TEXTS[i as usize], 1.0);
        assert_eq!(wide.len(), 1);
        assert!((wide[0].diameter - (1.0 - similarity(2, 3))).abs() < 1e-12);
        let limit = 1.0 - similarity(1, 2) - 1e-9;
        let narrow = families(4, links(), &|i| TEXTS[i as usize], limit);
        assert!(narrow.iter().all(|f| f.diameter <= limit));
        let members = |f: &Family| f.members.iter().map(|m| m.0).collect::<Vec<_>>();
        assert!(!narrow.iter().any(|f| members(f).contains(&1) && members(f).contains(&2)));
        assert_eq!(narrow.iter().map(|f| 1 + f.members.len()).sum::<usize>() + 1, 4);
    }
}

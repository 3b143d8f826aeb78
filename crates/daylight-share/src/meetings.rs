//! Two posts that met, counted once: a post with a link acts on the link and on its domain, and the tables have a
//! row for each layer, since each layer is a test of its own. Whoever counts meetings must not count both.

use daylight_core::{CoactionEdge, EvidenceRow, Package};
use rayon::prelude::*;

use crate::view;

/// Layers that a set tells apart; all further ones share the last place.
const MAX_LAYERS: u16 = 63;

/// The rows of a pair by the two posts they are about, in order of time; the rows of one meeting in order of layer.
pub(crate) fn meetings(rows: &[EvidenceRow]) -> Vec<Vec<&EvidenceRow>> {
    let mut sorted: Vec<&EvidenceRow> = rows.iter().collect();
    // Posts are numbered by account and time.
    sorted.sort_by_key(|r| (r.post_a, r.post_b, r.layer, r.object));
    sorted.chunk_by(|x, y| (x.post_a, x.post_b) == (y.post_a, y.post_b)).map(<[_]>::to_vec).collect()
}

/// The meeting of each row of some edges, edge after edge.
pub(crate) struct RowMeetings {
    /// Number of the meeting within its pair, from 1, in order of time.
    pub number: Vec<u32>,
    /// Layers that have a row of this meeting.
    layers: Vec<u64>,
}

impl RowMeetings {
    /// Looks at the rows of `edges`.
    pub fn of(package: &Package, edges: &[&CoactionEdge]) -> Self {
        let part =
            |edges: &[&CoactionEdge]| edges.iter().flat_map(|e| of_pair(package.rows(e))).collect::<Vec<(u32, u64)>>();
        let parts: Vec<Vec<(u32, u64)>> = edges.par_chunks(4096).map(part).collect();
        let (number, layers) = parts.into_iter().flatten().unzip();
        Self { number, layers }
    }

    /// The layers of the meeting of row `row`, joined by `;`.
    pub fn layers(&self, package: &Package, row: usize) -> String {
        let set = self.layers.get(row).copied().unwrap_or(0);
        let names =
            (0..MAX_LAYERS).filter(|l| set >> l & 1 == 1).map(|l| view::layer_token(view::layer_name(package, l)));
        let mut names: Vec<_> = names.collect();
        if set >> MAX_LAYERS == 1 {
            names.push("and more".into());
        }
        names.join(";")
    }
}

/// Number and layers of the meeting of each row of one pair.
fn of_pair(rows: &[EvidenceRow]) -> Vec<(u32, u64)> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let posts = |i: usize| (rows[i].post_a, rows[i].post_b);
    order.sort_by_key(|&i| posts(i));
    let mut found = vec![(0, 0); rows.len()];
    for (number, meeting) in (1u32..).zip(order.chunk_by(|&i, &j| posts(i) == posts(j))) {
        let set = meeting.iter().fold(0u64, |set, &i| set | 1 << rows[i].layer.min(MAX_LAYERS));
        for &i in meeting {
            found[i] = (number, set);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(layer: u16, object: u32, post_a: u32, post_b: u32) -> EvidenceRow {
        EvidenceRow { layer, object, post_a, post_b, dt_us: 0 }
    }

    #[test]
    fn a_link_and_its_domain_are_one_meeting() {
        let rows = [row(0, 5, 10, 20), row(0, 7, 11, 21), row(1, 2, 10, 20), row(1, 2, 11, 21), row(99, 1, 10, 20)];
        assert_eq!(of_pair(&rows), [(1, 1 << 63 | 3), (2, 3), (1, 1 << 63 | 3), (2, 3), (1, 1 << 63 | 3)]);
        let found = meetings(&rows);
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(found[0].iter().map(|r| r.layer).collect::<Vec<_>>(), [0, 1, 99]);
    }
}

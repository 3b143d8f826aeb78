//! Repulsion of many points at once: a quadtree in which far cells act as one point (Barnes and Hut 1986).

/// A cell acts as one point when its width is less than this times its distance (`ForceAtlas2` uses 1.2).
const THETA: f32 = 1.2;
/// Points closer than 2^-24 of the picture share a leaf.
const MAX_DEPTH: u32 = 24;
const NONE: u32 = u32::MAX;

struct Cell {
    center: [f32; 2],
    mass: f32,
    width: f32,
    /// First of four children, or `NONE` for a leaf.
    children: u32,
    /// Points of a leaf: `first .. first + n` of the tree's order.
    first: u32,
    n: u32,
}

/// Points with masses, sorted into cells.
pub(super) struct Tree<'a> {
    cells: Vec<Cell>,
    order: Vec<u32>,
    positions: &'a [[f32; 2]],
    masses: &'a [f32],
}

/// Points up to which a cell is not divided further.
const LEAF: usize = 4;

impl<'a> Tree<'a> {
    pub(super) fn new(positions: &'a [[f32; 2]], masses: &'a [f32]) -> Self {
        let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for position in positions {
            for k in 0..2 {
                low[k] = low[k].min(position[k]);
                high[k] = high[k].max(position[k]);
            }
        }
        let width = (high[0] - low[0]).max(high[1] - low[1]).max(f32::MIN_POSITIVE);
        let order = (0..positions.len() as u32).collect();
        let mut tree = Self { cells: Vec::with_capacity(positions.len()), order, positions, masses };
        tree.cells.push(Cell { center: [0.0; 2], mass: 0.0, width, children: NONE, first: 0, n: 0 });
        tree.fill(0, low, (0, positions.len()), 0);
        tree
    }

    /// Makes `cell` hold the points `range` of the order; its lower corner is `low`.
    fn fill(&mut self, cell: usize, low: [f32; 2], range: (usize, usize), depth: u32) {
        let (mut mass, mut center) = (0.0f32, [0.0f32; 2]);
        for &point in &self.order[range.0..range.1] {
            let (m, p) = (self.masses[point as usize], self.positions[point as usize]);
            mass += m;
            center[0] += m * p[0];
            center[1] += m * p[1];
        }
        if mass > 0.0 {
            center = [center[0] / mass, center[1] / mass];
        }
        let width = self.cells[cell].width;
        let n = range.1 - range.0;
        let leaf = n <= LEAF || depth == MAX_DEPTH;
        let children = if leaf { NONE } else { self.cells.len() as u32 };
        self.cells[cell] = Cell { center, mass, width, children, first: range.0 as u32, n: n as u32 };
        if leaf {
            return;
        }
        let half = width / 2.0;
        let bounds = self.split(range, [low[0] + half, low[1] + half]);
        for _ in 0..4 {
            self.cells.push(Cell { center: [0.0; 2], mass: 0.0, width: half, children: NONE, first: 0, n: 0 });
        }
        for quarter in 0..4 {
            let corner = [low[0] + half * (quarter & 1) as f32, low[1] + half * (quarter >> 1) as f32];
            self.fill(children as usize + quarter, corner, (bounds[quarter], bounds[quarter + 1]), depth + 1);
        }
    }

    /// Sorts `range` of the order into quarters around `middle`; returns their bounds.
    fn split(&mut self, range: (usize, usize), middle: [f32; 2]) -> [usize; 5] {
        let positions = self.positions;
        let quarter = |point: &u32| {
            let p = positions[*point as usize];
            usize::from(p[0] >= middle[0]) + 2 * usize::from(p[1] >= middle[1])
        };
        let points = &mut self.order[range.0..range.1];
        points.sort_by_key(quarter);
        let below = |q: usize| range.0 + points.partition_point(|point| quarter(point) < q);
        [range.0, below(1), below(2), below(3), range.1]
    }

    /// Sum over the other points of mass / distance, directed away from them. `stack` is scratch.
    pub(super) fn push(&self, point: u32, stack: &mut Vec<u32>) -> [f32; 2] {
        let at = self.positions[point as usize];
        let mut force = [0.0f32; 2];
        let mut act = |from: [f32; 2], mass: f32| {
            let (dx, dy) = (at[0] - from[0], at[1] - from[1]);
            let squared = dx * dx + dy * dy;
            if squared > 0.0 {
                force[0] += mass * dx / squared;
                force[1] += mass * dy / squared;
            }
        };
        stack.clear();
        stack.push(0);
        while let Some(index) = stack.pop() {
            let cell = &self.cells[index as usize];
            let (dx, dy) = (at[0] - cell.center[0], at[1] - cell.center[1]);
            if cell.n > 1 && cell.width * cell.width < THETA * THETA * (dx * dx + dy * dy) {
                act(cell.center, cell.mass);
            } else if cell.children == NONE {
                for &other in &self.order[cell.first as usize..(cell.first + cell.n) as usize] {
                    act(self.positions[other as usize], self.masses[other as usize]);
                }
            } else {
                stack.extend(cell.children..cell.children + 4);
            }
        }
        force
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_sum_over_all_points() {
        let positions: Vec<[f32; 2]> =
            (0..500u16).map(|i| [f32::from(i * 37 % 101), f32::from(i * 53 % 97) * 0.7]).collect();
        let masses: Vec<f32> = (0..500u16).map(|i| f32::from(i % 5 + 1)).collect();
        let tree = Tree::new(&positions, &masses);
        let mut stack = Vec::new();
        let (mut misses, mut lengths) = (0.0, 0.0);
        for (point, at) in positions.iter().enumerate() {
            let near = tree.push(point as u32, &mut stack);
            let mut exact = [0.0f32; 2];
            for (p, m) in positions.iter().zip(&masses) {
                let (dx, dy) = (at[0] - p[0], at[1] - p[1]);
                let squared = dx * dx + dy * dy;
                if squared > 0.0 {
                    exact = [exact[0] + m * dx / squared, exact[1] + m * dy / squared];
                }
            }
            misses += (near[0] - exact[0]).hypot(near[1] - exact[1]);
            lengths += exact[0].hypot(exact[1]);
        }
        assert!(misses < 0.1 * lengths, "the forces are off by {} of their length", misses / lengths);
    }

    #[test]
    fn points_on_one_spot_do_not_hang_or_blow_up() {
        let positions = vec![[1.0, 1.0]; 100];
        let tree = Tree::new(&positions, &[1.0; 100]);
        assert!(tree.push(3, &mut Vec::new()).iter().all(|force| force.abs() < f32::MIN_POSITIVE));
    }
}

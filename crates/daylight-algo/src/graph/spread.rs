//! Parts nodes that were drawn on top of each other.

/// Least distance between nodes, in the unit of the layout (a node covers about one unit of area).
const APART: f32 = 0.3;
/// Rounds at most.
const ROUNDS: usize = 40;

/// Moves nodes that are closer than [`APART`] away from each other, a few rounds, pairs in a fixed order.
pub(super) fn spread(positions: &mut [[f32; 2]]) {
    for _ in 0..ROUNDS {
        let mut order: Vec<(i32, i32, u32)> = (0..positions.len() as u32)
            .map(|v| (cell(positions[v as usize], 0), cell(positions[v as usize], 1), v))
            .collect();
        order.sort_unstable();
        let mut moved = false;
        for i in 0..order.len() {
            // Each pair once: later nodes of the same column, and those of the next column.
            let (x, y, v) = order[i];
            let same = order[i + 1..].iter().take_while(|o| o.0 == x && o.1 <= y + 1);
            let start = order.partition_point(|o| (o.0, o.1) < (x + 1, y - 1));
            let next = order[start..].iter().take_while(|o| o.0 == x + 1 && o.1 <= y + 1);
            for &(_, _, u) in same.chain(next) {
                moved |= part(positions, v as usize, u as usize);
            }
        }
        if !moved {
            break;
        }
    }
}

fn cell(position: [f32; 2], k: usize) -> i32 {
    (position[k] / APART).floor() as i32
}

/// Moves two nodes to the least distance, when they are closer.
fn part(positions: &mut [[f32; 2]], a: usize, b: usize) -> bool {
    let [mut dx, mut dy] = [0, 1].map(|k| positions[b][k] - positions[a][k]);
    let distance = dx.hypot(dy);
    if distance >= 0.98 * APART {
        return false;
    }
    if distance < 1e-6 {
        // On one spot: a direction that differs from pair to pair.
        (dy, dx) = ((a * 31 + b * 17) as f32).sin_cos();
    } else {
        (dx, dy) = (dx / distance, dy / distance);
    }
    let step = (APART - distance) / 2.0;
    positions[a] = [positions[a][0] - step * dx, positions[a][1] - step * dy];
    positions[b] = [positions[b][0] + step * dx, positions[b][1] + step * dy];
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_nodes_stay_on_top_of_each_other() {
        let mut positions = vec![[0.0, 0.0]; 60];
        spread(&mut positions);
        for i in 0..60 {
            for j in 0..i {
                let d = (positions[i][0] - positions[j][0]).hypot(positions[i][1] - positions[j][1]);
                assert!(d > 0.5 * APART, "{i} and {j} are {d} apart");
            }
        }
    }
}

//! A first drawing that has the large shape right: pivot multidimensional scaling (Brandes and Pich 2006).
//!
//! Distances from a few nodes far apart, doubly centered; the two strongest axes give the positions. Forces started
//! from there need not untangle anything.

use super::Graph;
use super::draws::Draws;

/// Nodes from which distances are measured. A few dozen are as good as all (Brandes and Pich 2006).
const N_PIVOTS: usize = 40;
/// Rounds of the power iteration; the picture needs no more digits.
const ROUNDS: usize = 60;
/// Random displacement that parts nodes with the same distances, in units of the mean distance of neighbours.
const JITTER: f32 = 0.2;

/// Positions of the nodes of a connected graph, about one unit of length an edge.
pub(super) fn pivot_positions(graph: &Graph, draws: &mut Draws) -> Vec<[f32; 2]> {
    let n = graph.n_nodes();
    let columns = centered(distances(graph, draws), n);
    let x = axis(&columns, None, draws);
    let y = axis(&columns, Some(&x), draws);
    let mut positions: Vec<[f32; 2]> = (0..n).map(|v| [project(&columns, &x, v), project(&columns, &y, v)]).collect();
    let scale = 1.0 / mean_edge_length(graph, &positions);
    for position in &mut positions {
        for coordinate in position.iter_mut() {
            *coordinate = *coordinate * scale + (draws.unit() as f32 - 0.5) * 2.0 * JITTER;
        }
    }
    positions
}

/// Mean distance between neighbours; 1 where all stand on one point.
pub(super) fn mean_edge_length(graph: &Graph, positions: &[[f32; 2]]) -> f32 {
    let (mut sum, mut n) = (0.0f64, 0usize);
    for (u, v, _) in graph.edges() {
        let (a, b) = (positions[u as usize], positions[v as usize]);
        sum += f64::from((a[0] - b[0]).hypot(a[1] - b[1]));
        n += 1;
    }
    if n == 0 || sum <= 1e-9 * n as f64 { 1.0 } else { (sum / n as f64) as f32 }
}

/// Hops from each pivot to every node; each pivot is the node farthest from the pivots before it.
fn distances(graph: &Graph, draws: &mut Draws) -> Vec<Vec<f64>> {
    let n = graph.n_nodes();
    let mut nearest = vec![u32::MAX; n];
    let mut pivot = draws.below(n) as u32;
    let mut columns = Vec::new();
    for _ in 0..N_PIVOTS.min(n) {
        let hops = hops(graph, pivot);
        for (least, &hop) in nearest.iter_mut().zip(&hops) {
            *least = (*least).min(hop);
        }
        columns.push(hops.iter().map(|&hop| f64::from(hop)).collect());
        pivot = (0..n as u32).max_by_key(|&v| (nearest[v as usize], std::cmp::Reverse(v))).unwrap_or(0);
    }
    columns
}

fn hops(graph: &Graph, start: u32) -> Vec<u32> {
    let mut hops = vec![u32::MAX; graph.n_nodes()];
    hops[start as usize] = 0;
    let mut queue = vec![start];
    let mut head = 0;
    while head < queue.len() {
        let node = queue[head];
        head += 1;
        for (next, _) in graph.neighbors(node) {
            if hops[next as usize] == u32::MAX {
                hops[next as usize] = hops[node as usize] + 1;
                queue.push(next);
            }
        }
    }
    hops
}

/// Squared distances with the means of rows and columns taken out.
fn centered(mut columns: Vec<Vec<f64>>, n: usize) -> Vec<Vec<f64>> {
    let k = columns.len() as f64;
    columns.iter_mut().flatten().for_each(|d| *d *= *d);
    let row_means: Vec<f64> = (0..n).map(|v| columns.iter().map(|c| c[v]).sum::<f64>() / k).collect();
    let mean = row_means.iter().sum::<f64>() / n as f64;
    for column in &mut columns {
        let column_mean = column.iter().sum::<f64>() / n as f64;
        for (d, row_mean) in column.iter_mut().zip(&row_means) {
            *d = -0.5 * (*d - row_mean - column_mean + mean);
        }
    }
    columns
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Strongest axis of the pivots' scalar products, at right angles to `known`.
fn axis(columns: &[Vec<f64>], known: Option<&[f64]>, draws: &mut Draws) -> Vec<f64> {
    let k = columns.len();
    let products: Vec<Vec<f64>> = columns.iter().map(|a| columns.iter().map(|b| dot(a, b)).collect()).collect();
    let mut axis: Vec<f64> = (0..k).map(|_| draws.unit() - 0.5).collect();
    for _ in 0..ROUNDS {
        if let Some(known) = known {
            let along = dot(&axis, known);
            axis.iter_mut().zip(known).for_each(|(a, b)| *a -= along * b);
        }
        axis = products.iter().map(|row| dot(row, &axis)).collect();
        let length = dot(&axis, &axis).sqrt();
        if length < 1e-12 {
            return vec![0.0; k];
        }
        for a in &mut axis {
            *a /= length;
        }
    }
    axis
}

fn project(columns: &[Vec<f64>], axis: &[f64], node: usize) -> f32 {
    columns.iter().zip(axis).map(|(column, a)| column[node] * a).sum::<f64>() as f32
}

//! A picture of the graph: forces inside each component, components side by side.
//!
//! Forces are those of `ForceAtlas2` (Jacomy et al. 2014): nodes push each other by (degree + 1) (degree + 1) / distance,
//! edges pull by weight times distance, a weak gravity holds the ends together. They start from a scaling of the
//! distances in the graph (see `pivots`), so that few iterations do. Every node's force is summed in a fixed order from
//! the positions of the iteration before, so threads do not change a bit.

use rayon::prelude::*;

use super::Graph;
use super::barnes_hut::Tree;
use super::components::components;
use super::draws::Draws;
use super::pack::shelves;
use super::pivots::{mean_edge_length, pivot_positions};
use super::spread::spread;

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayoutSettings {
    /// Seed of the starting positions.
    pub seed: u64,
    /// Iterations of the forces for components of up to 5,000 nodes; larger ones get fewer, so that nodes times
    /// iterations stays bounded, but at least 20.
    pub iterations: u32,
}

impl Default for LayoutSettings {
    fn default() -> Self {
        Self { seed: 1, iterations: 200 }
    }
}

/// Nodes up to which a component gets all iterations.
const FULL_NODES: usize = 5000;
/// Iterations that any component gets.
const MIN_ITERATIONS: usize = 20;

/// Positions of the nodes. A component of n nodes covers about n units of area (long thin ones more); nodes drawn closer than 0.3 are moved
/// apart as far as a few rounds do it; boxes around components do not overlap, higher ones are farther up.
pub fn layout(graph: &Graph, settings: LayoutSettings) -> Vec<[f32; 2]> {
    let parts = components(graph);
    let mut members = vec![Vec::new(); parts.sizes.len()];
    for (node, &part) in parts.membership.iter().enumerate() {
        members[part as usize].push(node as u32);
    }
    let mut place = vec![0u32; graph.n_nodes()];
    for nodes in &members {
        nodes.iter().enumerate().for_each(|(i, &node)| place[node as usize] = i as u32);
    }
    let drawings: Vec<Vec<[f32; 2]>> =
        members.par_iter().map(|nodes| draw(&subgraph(graph, nodes, &place), settings)).collect();
    let boxes: Vec<([f32; 2], [f32; 2])> = drawings.iter().map(|drawing| bounding_box(drawing)).collect();
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by(|&a, &b| {
        boxes[b].1[1].total_cmp(&boxes[a].1[1]).then(members[b].len().cmp(&members[a].len())).then(a.cmp(&b))
    });
    let corners = shelves(&order.iter().map(|&i| boxes[i].1).collect::<Vec<_>>());
    let mut positions = vec![[0.0f32; 2]; graph.n_nodes()];
    for (&i, corner) in order.iter().zip(&corners) {
        for (&node, at) in members[i].iter().zip(&drawings[i]) {
            positions[node as usize] = [0, 1].map(|k| at[k] - boxes[i].0[k] + corner[k]);
        }
    }
    positions
}

/// The component of `nodes` (ascending) with nodes numbered by `place`.
fn subgraph(graph: &Graph, nodes: &[u32], place: &[u32]) -> Graph {
    let mut part = Graph { offsets: vec![0], targets: Vec::new(), weights: Vec::new() };
    for &node in nodes {
        for (other, weight) in graph.neighbors(node) {
            part.targets.push(place[other as usize]);
            part.weights.push(weight);
        }
        part.offsets.push(part.targets.len());
    }
    part
}

/// Lower corner and size.
fn bounding_box(drawing: &[[f32; 2]]) -> ([f32; 2], [f32; 2]) {
    let low = [0, 1].map(|k| drawing.iter().map(|p| p[k]).fold(f32::INFINITY, f32::min));
    let high = [0, 1].map(|k| drawing.iter().map(|p| p[k]).fold(f32::NEG_INFINITY, f32::max));
    (low, [high[0] - low[0], high[1] - low[1]])
}

/// Draws a connected graph, its longest axis level.
fn draw(graph: &Graph, settings: LayoutSettings) -> Vec<[f32; 2]> {
    let n = graph.n_nodes();
    match n {
        1 => return vec![[0.0, 0.0]],
        2 => return vec![[0.0, 0.0], [1.0, 0.0]],
        _ => {}
    }
    let mut draws = Draws::new(settings.seed, 0);
    let iterations = (settings.iterations as usize * FULL_NODES / n.max(FULL_NODES))
        .max(MIN_ITERATIONS.min(settings.iterations as usize));
    let mut forces = Forces::new(graph, pivot_positions(graph, &mut draws));
    for _ in 0..iterations {
        forces.step();
    }
    let mut positions = forces.positions;
    lay_flat(&mut positions);
    let scale = 1.0 / even_spacing(&positions).min(mean_edge_length(graph, &positions) / SHORTEST_EDGE);
    positions.iter_mut().flatten().for_each(|c| *c *= scale);
    spread(&mut positions);
    positions
}

/// Mean length that edges get at least: long thin graphs take more area than their nodes need.
const SHORTEST_EDGE: f32 = 0.5;

/// Distance between neighbours on a square lattice that fills a disk with as many points and the same mean square
/// distance from the middle. Positions are around the origin.
fn even_spacing(positions: &[[f32; 2]]) -> f32 {
    let n = positions.len() as f32;
    let mean_square = positions.iter().map(|p| p[0] * p[0] + p[1] * p[1]).sum::<f32>() / n;
    (2.0 * std::f32::consts::PI * mean_square / n).sqrt().max(f32::MIN_POSITIVE)
}

/// Turns the longest axis level and moves the middle to the origin.
fn lay_flat(positions: &mut [[f32; 2]]) {
    let n = positions.len() as f32;
    let mean = [0, 1].map(|k| positions.iter().map(|p| p[k]).sum::<f32>() / n);
    let (mut xx, mut xy, mut yy) = (0.0f32, 0.0f32, 0.0f32);
    for position in positions.iter_mut() {
        *position = [position[0] - mean[0], position[1] - mean[1]];
        xx += position[0] * position[0];
        xy += position[0] * position[1];
        yy += position[1] * position[1];
    }
    let (sin, cos) = (0.5 * (2.0 * xy).atan2(xx - yy)).sin_cos();
    for [x, y] in positions.iter_mut() {
        (*x, *y) = (cos * *x + sin * *y, cos * *y - sin * *x);
    }
}

/// Strength of the repulsion. With unit weights and the degrees as masses this only sets the scale.
const REPULSION: f32 = 1.0;
/// Pull to the middle, per mass.
const GRAVITY: f32 = 0.2;
/// Swinging that is tolerated, as in `ForceAtlas2` for graphs of this size.
const TOLERANCE: f32 = 1.0;
/// Nodes from which the loop over them is shared among threads.
const PARALLEL_NODES: usize = 512;

/// How strongly each edge pulls, beside the edges: the square root of its weight over the mean, within [0.3, 3] (strong
/// ties are shorter, none is invisible), times how far its ends share neighbours, over the mean of that, within
/// [0.15, 5]. Edges inside a group share many, edges between groups few, so groups stand apart (as in the backbones of
/// Nocaj, Ortmann and Brandes 2015); where no edge shares any, as in trees, all pull alike.
fn pulls(graph: &Graph) -> Vec<f32> {
    let n = graph.n_nodes() as u32;
    let shared: Vec<f64> = (0..n)
        .into_par_iter()
        .flat_map_iter(|u| graph.neighbors(u).map(move |(v, _)| shared_neighbors(graph, u, v)))
        .collect();
    let n_arcs = shared.len() as f64;
    let mean_shared = shared.iter().sum::<f64>() / n_arcs;
    let mean_weight = graph.weights.iter().sum::<f64>() / n_arcs;
    let pull = |(weight, shared): (&f64, &f64)| {
        let closeness = ((shared + 0.01) / (mean_shared + 0.01)).clamp(0.15, 5.0);
        ((weight / mean_weight).sqrt().clamp(0.3, 3.0) * closeness) as f32
    };
    graph.weights.iter().zip(&shared).map(pull).collect()
}

/// Common neighbours of the ends of an edge over the most there could be. Neighbours are ascending.
fn shared_neighbors(graph: &Graph, u: u32, v: u32) -> f64 {
    let row = |node: u32| &graph.targets[graph.offsets[node as usize]..graph.offsets[node as usize + 1]];
    let (few, many) = if graph.degree(u) <= graph.degree(v) { (row(u), row(v)) } else { (row(v), row(u)) };
    let common = few.iter().filter(|&node| many.binary_search(node).is_ok()).count();
    common as f64 / (few.len() - 1).max(1) as f64
}

/// Positions under forces, with the adaptive speed of `ForceAtlas2`.
struct Forces<'a> {
    graph: &'a Graph,
    positions: Vec<[f32; 2]>,
    masses: Vec<f32>,
    /// See [`pulls`].
    pulls: Vec<f32>,
    before: Vec<[f32; 2]>,
    speed: f32,
}

impl<'a> Forces<'a> {
    fn new(graph: &'a Graph, positions: Vec<[f32; 2]>) -> Self {
        let n = graph.n_nodes();
        Self {
            graph,
            positions,
            masses: (0..n as u32).map(|v| graph.degree(v) as f32 + 1.0).collect(),
            pulls: pulls(graph),
            before: vec![[0.0; 2]; n],
            speed: 1.0,
        }
    }

    fn step(&mut self) {
        let tree = Tree::new(&self.positions, &self.masses);
        let force = |(node, stack): (u32, &mut Vec<u32>)| self.force(node, &tree, stack);
        let n = self.positions.len() as u32;
        let forces: Vec<[f32; 2]> = (0..n)
            .into_par_iter()
            .with_min_len(PARALLEL_NODES)
            .map_init(Vec::new, |stack, node| force((node, stack)))
            .collect();
        self.apply(forces);
    }

    fn force(&self, node: u32, tree: &Tree, stack: &mut Vec<u32>) -> [f32; 2] {
        let at = self.positions[node as usize];
        let mass = self.masses[node as usize];
        let pushed = tree.push(node, stack);
        let mut force = [0, 1].map(|k| REPULSION * mass * pushed[k]);
        let distance = at[0].hypot(at[1]).max(1e-6);
        let row = self.graph.offsets[node as usize]..self.graph.offsets[node as usize + 1];
        for (&other, &pull) in self.graph.targets[row.clone()].iter().zip(&self.pulls[row]) {
            let to = self.positions[other as usize];
            force[0] += pull * (to[0] - at[0]);
            force[1] += pull * (to[1] - at[1]);
        }
        force[0] -= GRAVITY * mass * at[0] / distance;
        force[1] -= GRAVITY * mass * at[1] / distance;
        force
    }

    /// Moves nodes; those that swing move less (`ForceAtlas2`, "adapting local speed").
    fn apply(&mut self, forces: Vec<[f32; 2]>) {
        let (mut swinging, mut traction) = (0.0f32, 0.0f32);
        for ((force, before), mass) in forces.iter().zip(&self.before).zip(&self.masses) {
            swinging += mass * (force[0] - before[0]).hypot(force[1] - before[1]);
            traction += mass * 0.5 * (force[0] + before[0]).hypot(force[1] + before[1]);
        }
        let target = TOLERANCE * traction / swinging.max(f32::MIN_POSITIVE);
        self.speed += (target - self.speed).min(0.5 * self.speed);
        for ((position, force), before) in self.positions.iter_mut().zip(&forces).zip(&self.before) {
            let swing = (force[0] - before[0]).hypot(force[1] - before[1]);
            let factor = (0.1 * self.speed / (1.0 + self.speed * swing.sqrt()))
                .min(10.0 / force[0].hypot(force[1]).max(f32::MIN_POSITIVE));
            position[0] += factor * force[0];
            position[1] += factor * force[1];
        }
        self.before = forces;
    }
}

//! Connected components, of the graph and of its communities.

use super::Graph;

/// Connected components, numbered by their smallest node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Components {
    /// Component of each node.
    pub membership: Vec<u32>,
    /// Nodes in each component.
    pub sizes: Vec<u32>,
}

/// Connected components of `graph`.
pub fn components(graph: &Graph) -> Components {
    within(graph, |_, _| true)
}

/// The communities cut into their connected parts. Leaves a partition into connected communities as it is, up to
/// the numbering; never lowers modularity or CPM, because a cut between disconnected parts costs no edge.
pub(super) fn connected_parts(graph: &Graph, membership: &[u32]) -> Components {
    within(graph, |u, v| membership[u as usize] == membership[v as usize])
}

/// Whether every community of `membership` (one label a node) is connected.
pub fn connected(graph: &Graph, membership: &[u32]) -> bool {
    let mut labels = membership.to_vec();
    labels.sort_unstable();
    labels.dedup();
    connected_parts(graph, membership).sizes.len() == labels.len()
}

/// Components of the graph that keeps the edges for which `joined` holds.
pub(super) fn within(graph: &Graph, joined: impl Fn(u32, u32) -> bool) -> Components {
    const NONE: u32 = u32::MAX;
    let mut membership = vec![NONE; graph.n_nodes()];
    let mut sizes = Vec::new();
    let mut stack = Vec::new();
    for start in 0..graph.n_nodes() as u32 {
        if membership[start as usize] != NONE {
            continue;
        }
        let component = sizes.len() as u32;
        membership[start as usize] = component;
        stack.push(start);
        let mut size = 0;
        while let Some(node) = stack.pop() {
            size += 1;
            for (next, _) in graph.neighbors(node) {
                if membership[next as usize] == NONE && joined(node, next) {
                    membership[next as usize] = component;
                    stack.push(next);
                }
            }
        }
        sizes.push(size);
    }
    Components { membership, sizes }
}

/// Numbers communities by size, largest first, then by smallest node. Returns the sizes.
pub(super) fn renumber_by_size(membership: &mut [u32]) -> Vec<u32> {
    let n_labels = membership.iter().max().map_or(0, |&m| m as usize + 1);
    let mut first = vec![u32::MAX; n_labels];
    let mut sizes = vec![0u32; n_labels];
    for (node, &label) in membership.iter().enumerate() {
        first[label as usize] = first[label as usize].min(node as u32);
        sizes[label as usize] += 1;
    }
    let mut labels: Vec<u32> = (0..n_labels as u32).filter(|&l| sizes[l as usize] > 0).collect();
    labels.sort_unstable_by_key(|&l| (std::cmp::Reverse(sizes[l as usize]), first[l as usize]));
    let mut rank = vec![0u32; n_labels];
    for (new, &old) in labels.iter().enumerate() {
        rank[old as usize] = new as u32;
    }
    for label in membership.iter_mut() {
        *label = rank[*label as usize];
    }
    labels.iter().map(|&l| sizes[l as usize]).collect()
}

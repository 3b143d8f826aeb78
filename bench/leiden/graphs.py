"""Deterministic graphs with communities: power-law degrees and community sizes, a share of edges that leave them.

Like the benchmark of Lancichinetti, Fortunato and Radicchi (2008), but quick to draw: stubs are paired at random
inside the community and outside, loops and repeated edges are dropped.
"""
import numpy as np


def power_law(rng, n, low, high, exponent):
    """n draws from x^-exponent between low and high."""
    a = 1.0 - exponent
    u = rng.random(n)
    return (low**a + u * (high**a - low**a)) ** (1.0 / a)


def pair(rng, stubs):
    stubs = rng.permutation(stubs)
    stubs = stubs[: len(stubs) // 2 * 2]
    return stubs.reshape(-1, 2)


def communities(seed, n_nodes, mean_degree, mixing, min_size, max_size, max_degree):
    """Edges (u < v, sorted, distinct) and the planted community of each node."""
    rng = np.random.default_rng(seed)
    degree = power_law(rng, n_nodes, 1.0, max_degree / mean_degree * 3.0, 2.5)
    degree = np.maximum(1, np.rint(degree / degree.mean() * mean_degree)).astype(np.int64)
    sizes = []
    while sum(sizes) < n_nodes:
        sizes.append(int(power_law(rng, 1, min_size, max_size, 1.5)[0]))
    community = rng.permutation(np.repeat(np.arange(len(sizes)), sizes)[:n_nodes])
    outside = rng.binomial(degree, mixing)
    nodes = np.arange(n_nodes)
    parts = [pair(rng, np.repeat(nodes, outside))]
    inner = np.repeat(nodes, degree - outside)
    inner = inner[np.argsort(community[inner], kind="stable")]
    bounds = np.flatnonzero(np.diff(community[inner])) + 1
    parts += [pair(rng, stubs) for stubs in np.split(inner, bounds)]
    edges = np.concatenate(parts)
    edges = np.sort(edges[edges[:, 0] != edges[:, 1]], axis=1)
    return np.unique(edges, axis=0), community

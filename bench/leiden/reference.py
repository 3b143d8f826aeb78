"""Writes testdata/leiden/*.json: small graphs and the modularity that igraph's Leiden converges to on them.

    pip install igraph==1.0.0 numpy==2.4.6
    python3 bench/leiden/reference.py

For each graph all of 10 seeds, run to convergence, are kept, worst first. Graphs come from fixed seeds; planted communities are
kept where there are any.
"""
import json
import pathlib
import random

import igraph
import numpy as np

import graphs

OUT = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "leiden"
SEEDS = range(10)


def ring_of_cliques(n_cliques, size):
    edges, planted = [], []
    for clique in range(n_cliques):
        first = clique * size
        edges += [(first + i, first + j) for i in range(size) for j in range(i + 1, size)]
        edges.append((first + size - 1, (first + size) % (n_cliques * size)))
        planted += [clique] * size
    return n_cliques * size, edges, planted


def planted_blocks(seed, n_blocks, size, inside, outside):
    rng = np.random.default_rng(seed)
    n = n_blocks * size
    block = np.arange(n) // size
    u, v = np.triu_indices(n, 1)
    keep = rng.random(len(u)) < np.where(block[u] == block[v], inside, outside)
    return n, list(zip(u[keep], v[keep])), block.tolist()


def scale_free(seed, n, per_node):
    """Preferential attachment (Barabasi and Albert 1999)."""
    rng = random.Random(seed)
    ends, edges = list(range(per_node)), []
    for node in range(per_node, n):
        chosen = set()
        while len(chosen) < per_node:
            chosen.add(rng.choice(ends))
        edges += [(other, node) for other in sorted(chosen)]
        ends += sorted(chosen) + [node] * per_node
    return n, edges, None


def lfr(seed, n, mixing):
    edges, community = graphs.communities(seed, n, 10.0, mixing, 15, n // 8, n // 10)
    return n, edges, community.tolist()


def heavy_tailed_weights(seed, edges):
    rng = np.random.default_rng(seed)
    return [round(float(w), 3) for w in rng.pareto(1.5, len(edges)) + 0.1]


def converged(n, edges, weights):
    """Modularity and number of communities of each seed, sorted."""
    graph = igraph.Graph(n=n, edges=edges)
    found = []
    for seed in SEEDS:
        random.seed(seed)
        run = graph.community_leiden(objective_function="modularity", weights=weights, n_iterations=-1)
        found.append((graph.modularity(run.membership, weights=weights), len(run)))
    return sorted(found)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    cases = {
        "ring_of_cliques": (*ring_of_cliques(24, 6), None),
        "planted_easy": (*planted_blocks(1, 10, 50, 0.25, 0.01), None),
        "planted_hard": (*planted_blocks(2, 8, 60, 0.2, 0.035), None),
        "scale_free": (*scale_free(3, 1500, 3), None),
        "lfr_mixing_02": (*lfr(4, 1000, 0.2), None),
        "lfr_mixing_05": (*lfr(5, 1000, 0.5), None),
    }
    n, edges, planted = lfr(6, 800, 0.3)
    cases["lfr_weighted"] = (n, edges, planted, heavy_tailed_weights(7, edges))
    for name, (n, edges, planted, weights) in cases.items():
        edges = [(int(u), int(v)) for u, v in edges]
        runs = converged(n, edges, weights)
        record = {
            "name": name,
            "made_by": f"bench/leiden/reference.py, igraph {igraph.__version__}",
            "n_nodes": n,
            "igraph_modularity": [q for q, _ in runs],
            "igraph_communities": [k for _, k in runs],
            "planted": planted,
            "weights": weights,
            "edges": edges,
        }
        path = OUT / f"{name}.json"
        path.write_text(json.dumps(record, separators=(",", ":")) + "\n")
        print(name, n, len(edges), runs[0], runs[-1], path.stat().st_size)


if __name__ == "__main__":
    main()

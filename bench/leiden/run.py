"""Leiden against igraph on the same graphs, in one run: wall, CPU and modularity, and their ratios.

    pip install igraph==1.0.0 numpy==2.4.6
    cargo build --release -p daylight-algo --example leiden
    python3 bench/leiden/run.py [--repeats 3] [--graphs 100k 1m 1m-sparse] [--skip-converged]

igraph's figures are those of the search alone, on a graph in memory. Daylight's CPU is that of the whole process, with
reading the edge file and building the graph; its wall is the search alone. Both use one thread, both start from seeds
1, 2, ...; medians over the repeats, which take turns.
"""
import argparse
import json
import pathlib
import random
import resource
import statistics
import subprocess
import time

import igraph
import numpy as np

import graphs

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "bench" / "data"
BINARY = ROOT / "target" / "release" / "examples" / "leiden"
# About 1e5 and 1e6 edges; the sparse one is what a network of validated edges looks like.
GRAPHS = {
    "100k": dict(seed=7, n_nodes=12_000, mean_degree=18.5, mixing=0.4, min_size=20, max_size=600, max_degree=200),
    "1m": dict(seed=8, n_nodes=120_000, mean_degree=18.5, mixing=0.4, min_size=20, max_size=3_600, max_degree=2_000),
    "1m-sparse": dict(seed=9, n_nodes=400_000, mean_degree=5.2, mixing=0.2, min_size=10, max_size=5_000, max_degree=1_000),
}


def run_igraph(graph, n_iterations, seed):
    random.seed(seed)
    wall, cpu = time.perf_counter(), time.process_time()
    found = graph.community_leiden(objective_function="modularity", n_iterations=n_iterations)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"wall": wall, "cpu": cpu, "q": graph.modularity(found.membership), "n": len(found)}


def run_daylight(path, n_iterations, seed, n_seeds=0):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run([BINARY, path, str(n_iterations), str(seed), str(n_seeds)], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    got = json.loads(out.stdout)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": got["search_secs"], "cpu": cpu, "q": got["quality"], "n": got["communities"]}


def median(runs):
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def show(name, what, row, base=None):
    ratios = ""
    if base:
        ratios = "   " + "  ".join(f"{key} x{row[key] / base[key]:.4g}" for key in ("wall", "cpu", "q"))
    print(f"{name:5} {what:24} wall {row['wall']:8.3f}  cpu {row['cpu']:8.3f}  Q {row['q']:.5f}  n {row['n']:.0f}{ratios}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--graphs", nargs="+", default=["100k", "1m"], choices=list(GRAPHS))
    parser.add_argument("--skip-converged", action="store_true")
    args = parser.parse_args()
    DATA.mkdir(parents=True, exist_ok=True)
    for name in args.graphs:
        edges, _ = graphs.communities(**GRAPHS[name])
        path = DATA / f"leiden-{name}.txt"
        np.savetxt(path, edges, fmt="%d")
        graph = igraph.Graph(n=int(edges.max()) + 1, edges=edges.tolist())
        print(f"{name}: {graph.vcount()} nodes, {graph.ecount()} edges, igraph {igraph.__version__}, median of {args.repeats}")
        pairs = [("2 iterations", 2, 2)] + ([] if args.skip_converged else [("converged", -1, 100)])
        for what, theirs, ours in pairs:
            runs = [(run_igraph(graph, theirs, s), run_daylight(path, ours, s)) for s in range(1, args.repeats + 1)]
            base = median([a for a, _ in runs])
            show(name, f"igraph, {what}", base)
            show(name, f"daylight, {what}", median([b for _, b in runs]), base)
        show(name, "daylight, consensus of 20", run_daylight(path, 10, 1, 20))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Measures the import: exports into a case against parsing alone, a table against DuckDB, opening a large case.

Everything takes turns in one run; figures of one run may be compared with each other, not with those of another
day or machine. Writes Markdown to stdout; progress goes to stderr. With --write it also keeps the part between
its markers in bench/RESULTS.md.
"""
import argparse
import datetime
import os
import platform
import subprocess
import sys
from pathlib import Path

import measure as m
import run as tables

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
BEGIN, END = "<!-- import: begin -->", "<!-- import: end -->"
MEMORY_LIMIT_MIB = 1024
REOPEN_LIMIT_SECS = 1.0
COPY = """
import duckdb, sys
c = duckdb.connect()
c.execute(f"SET threads TO {int(sys.argv[3])}")
c.execute(f"COPY (SELECT * FROM read_csv('{sys.argv[1]}')) TO '{sys.argv[2]}' (FORMAT parquet, COMPRESSION zstd)")
"""


def in_turns(runners, path, options):
    """Costs of each runner, the runners taking turns."""
    costs = {name: [] for name in runners}
    for turn in range(options.runs):
        for name, run in runners.items():
            cost = run(tables.fresh(options.folder / "import"))
            tables.say(f"{path.name} run {turn + 1} {name}: {cost.wall:.2f} s {cost.status}")
            costs[name].append(cost)
    return costs


def example(name):
    return tables.binary().parent / "examples" / name


def posts_of(n, layout):
    """X API v2 posts, made when missing: about 3.3 kB each."""
    DATA.mkdir(parents=True, exist_ok=True)
    path = DATA / f"x_api_{layout}_{n}.jsonl"
    if not path.exists():
        tables.say(f"making {path.name}")
        partial = path.with_suffix(".partial")
        subprocess.run([example("x_api_posts"), str(n), partial, layout], check=True)
        partial.rename(path)
    return path


def case_in(folder):
    """A new case in `folder`, and what opens it."""
    keys = ["--case-key", folder / "case.key", "--actor", "bench"]
    command = [tables.binary(), "case", "new", folder / "case", "--access-basis", "measuring"]
    command += ["--legal-basis", "measuring", "--retention-until", "2099-12-31", *keys]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder / "case", keys


def into_case(path, options, folder):
    case, keys = case_in(folder)
    command = [tables.binary(), "--threads", str(options.threads), "import", path, "--case", case, *keys]
    return m.measure(command, folder, timeout=options.timeout)


def parse_alone(kind):
    def run(path, options, folder):
        return m.measure([example("json_alone"), path, kind, str(options.threads)], folder, timeout=options.timeout)

    return run


def figures(size, costs):
    """Lines of a table; the first is Daylight's."""
    ours = next(iter(costs.values()))
    lines = ["| | wall s | CPU s | peak MiB | MB/s | its wall over Daylight's |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for name, cost in costs.items():
        ratio = "" if cost is ours else f"{cost.wall / max(ours.wall, 1e-9):.2f}"
        rate = size / max(cost.wall, 1e-9) / 1e6
        lines.append(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.peak:.0f} | {rate:.0f} | {ratio} |")
    return lines


def exports(options):
    """Import of X API v2 posts, and parsing them alone, in turns."""
    path = posts_of(options.posts, options.layout)
    size = path.stat().st_size
    runners = {
        "Daylight: copied, hashed, synced, read, sealed, posts in Parquet": lambda folder: into_case(path, options, folder),
        "simd-json, tree of borrowed values, parsing alone": lambda folder: parse_alone("value")(path, options, folder),
        "simd-json, tape, parsing alone": lambda folder: parse_alone("tape")(path, options, folder),
        "sha256sum of the file": lambda folder: m.measure(["sha256sum", path], folder),
        "cp and sync of the file": lambda folder: m.measure(["sh", "-c", f"cp '{path}' '{folder}/copy' && sync '{folder}/copy'"], folder),
    }
    costs = in_turns(runners, path, options)
    tables.fresh(options.folder / "import")
    middle = {name: m.median(all_of) for name, all_of in costs.items()}
    ours = next(iter(middle.values()))
    about = f"{options.posts:,} X API v2 posts ({options.layout}, {size / 1e9:.2f} GB)"
    lines = [f"### {about}", "", *figures(size, middle)]
    value = middle["simd-json, tree of borrowed values, parsing alone"]
    share = value.wall / ours.wall
    lines += ["", f"Throughput against the tree of values: {share:.2f} (wanted: 0.50); peak {ours.peak:.0f} MiB (limit {MEMORY_LIMIT_MIB}).", ""]
    faults = [f"{name}: {c.status}" for name, c in middle.items() if c.status != "ok"]
    if ours.peak > MEMORY_LIMIT_MIB:
        faults.append(f"import takes {ours.peak:.0f} MiB")
    return lines, faults


def table(options):
    """A table of posts to Parquet, in turns with DuckDB."""
    path = tables.table_of(options.rows, False)
    size = path.stat().st_size

    def ours(folder):
        command = [tables.binary(), "--threads", str(options.threads), "import", path, "--out", folder / "out"]
        return m.measure(command, folder, timeout=options.timeout)

    def duckdb(folder):
        command = [sys.executable, "-c", COPY, path, folder / "posts.parquet", str(options.threads)]
        return m.measure(command, folder, timeout=options.timeout)

    runners = {"Daylight": ours, "DuckDB, read_csv to Parquet (zstd)": duckdb}
    costs = in_turns(runners, path, options)
    middle = {name: m.median(all_of) for name, all_of in costs.items()}
    lines = [f"### CSV of {options.rows:,} rows ({size / 1e9:.2f} GB) to Parquet", "", *figures(size, middle)]
    return [*lines, ""], [f"{name}: {c.status}" for name, c in middle.items() if c.status != "ok"]


def filled(options, folder, case, keys):
    """Costs of filling a case: with a table of many rows, or with exports of posts of 3.3 kB, one after the other."""

    def fill(path):
        cost = m.measure([tables.binary(), "import", path, "--case", case, *keys], folder, timeout=options.timeout)
        tables.say(f"filled with {path.name}: {cost.wall:.0f} s {cost.status}")
        return cost

    if options.fill == "table":
        return [fill(tables.table_of(options.reopen, False))]
    costs = []
    for seed in range(1, max(1, options.reopen // options.posts) + 1):
        # One export at a time lies beside the case: it holds a copy of each.
        path = folder / f"posts_{seed}.jsonl"
        subprocess.run([example("x_api_posts"), str(options.posts), path, options.layout, str(seed)], check=True)
        costs.append(fill(path))
        path.unlink()
    return costs


def reopen(options):
    """Opening a case with many posts: what it holds, what is due, and an import that finds everything done."""
    folder = tables.fresh(options.folder / "reopen")
    case, keys = case_in(folder)
    costs = filled(options, folder, case, keys)
    tiny = folder / "tiny.jsonl"
    subprocess.run([example("x_api_posts"), "1", tiny], check=True)
    verbs = {
        "`case show`": [tables.binary(), "case", "show", case],
        "`case due`": [tables.binary(), "case", "due", case],
        "opened for writing: `import` of one post": [tables.binary(), "import", tiny, "--case", case, *keys],
    }
    lines = [f"### Opening a case of {options.reopen:,} posts", ""]
    wall, peak = sum(c.wall for c in costs), max(c.peak for c in costs)
    what = "a table" if options.fill == "table" else f"{len(costs)} exports"
    lines += [f"Filled with {what} in {wall:.0f} s, peak {peak:.0f} MiB.", ""]
    lines += ["| | wall s | peak MiB |", "| --- | ---: | ---: |"]
    faults = [f"filling the case: {c.status}" for c in costs if c.status != "ok"]
    for name, command in verbs.items():
        cost = m.median([m.measure(command, folder) for _ in range(options.runs)])
        lines.append(f"| {name} | {cost.wall:.3f} | {cost.peak:.0f} |")
        if cost.status != "ok" or cost.wall > REOPEN_LIMIT_SECS:
            faults.append(f"{name}: {cost.status}, {cost.wall:.2f} s")
    tables.fresh(options.folder / "reopen")
    return [*lines, ""], faults


def keep(report):
    """Puts the report between its markers in RESULTS.md, or at its end."""
    path = HERE / "RESULTS.md"
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    part = f"{BEGIN}\n{report}\n{END}\n"
    if BEGIN in old and END in old:
        before, rest = old.split(BEGIN, 1)
        new = before + part + rest.split(END, 1)[1].lstrip("\n")
    else:
        new = old.rstrip("\n") + "\n\n" + part
    path.write_text(new, encoding="utf-8")


def options_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=tables.rows_of, default=1_000_000, help="X API v2 posts (1M: 3.3 GB)")
    parser.add_argument("--layout", choices=["flat", "pages"], default="flat", help="as twarc2 writes or flattens them")
    parser.add_argument("--rows", type=tables.rows_of, default=10_000_000, help="rows of the table")
    parser.add_argument("--reopen", type=tables.rows_of, default=10_000_000, help="posts of the case that is opened")
    parser.add_argument("--fill", choices=["table", "posts"], default="table", help="with what (posts: 3.3 kB each)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each; the median is reported")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=1800, help="seconds of wall clock for one run")
    parser.add_argument("--folder", type=Path, default=DATA / "out", help="where cases are made; its disk counts")
    parser.add_argument("--only", choices=["exports", "table", "reopen"], help="one part")
    parser.add_argument("--write", action="store_true", help="also keep it in bench/RESULTS.md")
    options = parser.parse_args(arguments)
    for program in (tables.binary(), example("x_api_posts"), example("json_alone")):
        if not program.exists():
            parser.error(f"{program} is missing; `make bench-import` builds it")
    options.folder.mkdir(parents=True, exist_ok=True)
    return options


def main():
    options = options_of(sys.argv[1:])
    parts = {"exports": exports, "table": table, "reopen": reopen}
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    lines = ["## Import", "", f"{datetime.date.today()}; {machine}; {options.threads} threads; medians of {options.runs} runs, in turns.", ""]
    faults = []
    for name, part in parts.items():
        if options.only in (None, name):
            more, wrong = part(options)
            lines, faults = lines + more, faults + wrong
    if faults:
        lines.append("Faults: " + "; ".join(faults) + ".")
    report = "\n".join(lines).rstrip() + "\n"
    print(report)
    if options.write:
        keep(report)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

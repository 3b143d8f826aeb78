#!/usr/bin/env python3
"""Measures Daylight against other tools, interleaved in one run, and checks that all find the same edges.

Writes a Markdown table to stdout; progress goes to stderr. Figures of one run may be compared with each
other, not with those of another day or machine. `../shared/bench`, where present, provides the generator
and the rivals' scripts; without it bench/gen_table.py and bench/sql_edges.py stand in.
"""
import argparse
import contextlib
import datetime
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import measure as m
import polars as pl

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHARED = ROOT.parent / "shared" / "bench"
DATA = HERE / "data"
WINDOW, LEAST = 60, 2
HOT_ROWS = 1_000_000
BIG_ROWS, BIG_LIMIT_MIB = 100_000_000, 16 * 1024

# CooRTweet 2.1.2 measured elsewhere, on a quiet two-core machine: (rows, hot) -> wall s, CPU s, peak MiB.
STORED_COORTWEET = {(100_000, False): (45.6, 45.5, 176.0)}
STORED_WORDS = {
    (1_000_000, False): "not done after 1,800 CPU-s (stored)",
    (1_000_000, True): "out of memory (stored)",
}
COORTWEET = """
a <- commandArgs(TRUE)
x <- data.table::fread(a[1], colClasses = list(character = c("object_id", "account_id", "content_id")))
r <- CooRTweet::detect_groups(x, time_window = as.numeric(a[2]), min_participation = as.numeric(a[3]))
g <- CooRTweet::generate_coordinated_network(r, edge_weight = 0.5)
e <- igraph::as_data_frame(g)
e <- e[e$weight >= 2, c("from", "to", "weight", "avg_time_delta")]
names(e) <- c("account_id", "account_id_y", "weight", "avg_dt")
data.table::fwrite(e, a[4])
"""


def say(words):
    print(words, file=sys.stderr, flush=True)


def rows_of(word):
    units = {"k": 1_000, "m": 1_000_000}
    unit = units.get(word[-1].lower())
    return int(word[:-1]) * unit if unit else int(word)


def short(rows):
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if rows >= size and rows % size == 0:
            return f"{rows // size}{unit}"
    return str(rows)


def table_of(rows, hot):
    """Path of the posts, made when missing. The two generators do not share a folder."""
    shared = (SHARED / "gen.py").exists() and rows < BIG_ROWS
    folder = DATA / ("shared" if shared else "own")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{'hot_' if hot else ''}posts_{rows}.csv"
    if not path.exists():
        say(f"making {path.name}")
        if shared:
            command = [sys.executable, SHARED / "gen.py", str(rows), folder]
        else:
            partial = path.with_suffix(".partial")
            command = [sys.executable, HERE / "gen_table.py", str(rows), partial]
        subprocess.run([*command, *(["--hot"] if hot else [])], check=True, stdout=subprocess.DEVNULL)
        if not shared:
            partial.rename(path)
    return path


def binary():
    target = Path(os.environ.get("CARGO_TARGET_DIR", "target"))
    return (target if target.is_absolute() else ROOT / target) / "release" / "daylight"


class Tool:
    """One competitor: `run(table, folder)` gives its cost and leaves its edges in `folder`."""

    name = ""
    same_edges = True  # whether its weights are CooRTweet's and must agree to the row

    def __init__(self, options):
        self.options = options
        self.env = {"RAYON_NUM_THREADS": str(options.threads), "POLARS_MAX_THREADS": str(options.threads)}

    def can(self, _rows):
        return True

    def measured(self, command, folder):
        return m.measure(
            command, folder, env=self.env, timeout=self.options.timeout, touch_mib=self.options.touch
        )


class Daylight(Tool):
    name = "Daylight"

    def run(self, table, folder):
        command = [binary(), "run", table, "--preset", "coortweet", "--edges-only", "--time-window", str(WINDOW)]
        command += ["--min-participation", str(LEAST), "--min-edge-weight", "2", "--out", folder]
        return self.measured(command, folder)


class DuckDb(Tool):
    name = "DuckDB, bucket join"

    def run(self, table, folder):
        out, threads = folder / "edges.csv", str(self.options.threads)
        script = SHARED / "rival_duckdb.py"
        if script.exists():
            command = [sys.executable, script, table, str(WINDOW), str(LEAST), out, "bucket", threads]
        else:
            command = [sys.executable, HERE / "sql_edges.py", table, str(WINDOW), str(LEAST), out, threads]
        return self.measured(command, folder)


class Polars(Tool):
    name = "Polars, bucket join"

    def can(self, _rows):
        return (SHARED / "rival_polars.py").exists()

    def run(self, table, folder):
        script, out = SHARED / "rival_polars.py", folder / "edges.csv"
        return self.measured([sys.executable, script, table, str(WINDOW), str(LEAST), out, "bucket"], folder)


class Toolkit(Tool):
    name = "Coordination Network Toolkit"
    same_edges = False

    def program(self):
        beside = Path(sys.executable).with_name("compute_networks")
        return str(beside) if beside.exists() else shutil.which("compute_networks")

    def can(self, rows):
        return bool(self.program()) and rows <= self.options.toolkit_limit

    def run(self, table, folder):
        """Its two commands, timed together; turning the table into its columns is not counted."""
        posts = table.with_name("toolkit_" + table.name)
        if not posts.exists():
            toolkit_table(table, posts)
        database = folder / "toolkit.db"
        first = self.measured([self.program(), database, "preprocess", posts], folder)
        compute = [self.program(), database, "compute", "co_retweet", "--time_window", str(WINDOW)]
        compute += ["--min_edge_weight", "2", "--n_cpus", str(self.options.threads)]
        return m.add(first, self.measured(compute, folder))


class CooRTweet(Tool):
    name = "CooRTweet"

    def can(self, rows):
        if rows > 100_000 or not shutil.which("Rscript"):
            return False
        test = ["Rscript", "-e", "quit(status = !requireNamespace('CooRTweet', quietly = TRUE))"]
        return subprocess.run(test, capture_output=True, check=False).returncode == 0

    def run(self, table, folder):
        script = folder / "coortweet.R"
        script.write_text(COORTWEET, encoding="utf-8")
        command = ["Rscript", script, table, str(WINDOW), str(LEAST), folder / "edges.csv"]
        return self.measured(command, folder)


TOOLS = {"daylight": Daylight, "duckdb": DuckDb, "polars": Polars, "toolkit": Toolkit, "coortweet": CooRTweet}


def toolkit_table(table, out):
    """The eight columns that the toolkit wants: objects stand for reposted items."""
    empty = pl.lit("")
    ids = {"message_id": "content_id", "user_id": "account_id", "username": "account_id", "repost_id": "object_id"}
    posts = pl.scan_csv(table, infer_schema=False).select(
        **ids, reply_id=empty, message=empty, timestamp="timestamp_share", urls=empty
    )
    posts.sink_csv(out)


def edges(folder):
    """Edges of a run as (a, b, weight, dt) with a < b, sorted; absent when the tool wrote none."""
    found = [p for p in (folder / "edges.csv", folder / "coortweet" / "edges.csv") if p.exists()]
    if not found:
        return None
    raw = pl.read_csv(found[0], infer_schema=False)
    columns = raw.columns[:4]
    named = raw.select(columns).rename(dict(zip(columns, ("x", "y", "weight", "dt"))))
    ordered = named.select(
        a=pl.min_horizontal("x", "y"),
        b=pl.max_horizontal("x", "y"),
        weight=pl.col("weight").cast(pl.Int64),
        dt=pl.col("dt").cast(pl.Float64),
    )
    return ordered.sort("a", "b")


def difference(ours, theirs):
    """Empty when both hold the same pairs with the same weights and mean time deltas (to 1e-9)."""
    keys = ["a", "b", "weight"]
    if not ours.select(keys).equals(theirs.select(keys)):
        here = ours.join(theirs, on=keys, how="anti").height
        there = theirs.join(ours, on=keys, how="anti").height
        return f"{here} edges only in the first, {there} only in the other"
    off = ((ours["dt"] - theirs["dt"]).abs() / theirs["dt"].abs().clip(1e-9)).max()
    return f"mean time deltas differ by {off:.1e}" if off is not None and off > 1e-9 else ""


def toolkit_difference(ours, folder, table):
    """Posts with a partner never outnumber pairs of posts, so the toolkit's edges are among ours.

    They are read from its database: 1.5.2 cannot write them as CSV from its own command line.

    CooRTweet first drops accounts with one row, which the toolkit keeps: those edges are set aside.
    """
    with contextlib.closing(sqlite3.connect(folder / "toolkit.db")) as database:
        found = database.execute("select user_1, user_2 from co_retweet_network where user_1 <> user_2").fetchall()
    ends = pl.DataFrame(found, schema={"x": pl.String, "y": pl.String}, orient="row")
    pairs = ends.select(a=pl.min_horizontal("x", "y"), b=pl.max_horizontal("x", "y")).unique()
    counts = pl.read_csv(table, columns=["account_id"], infer_schema=False).group_by("account_id").len()
    active = counts.filter(pl.col("len") >= LEAST).select("account_id")
    for end in ("a", "b"):
        pairs = pairs.join(active, left_on=end, right_on="account_id", how="semi")
    missing = pairs.join(ours, on=["a", "b"], how="anti").height
    return f"{missing} of its {pairs.height} edges are not among the others'" if missing else ""


def compete(rows, hot, options):
    """All tools on one table, `options.runs` times, taking turns. Gives costs by tool, and the checks."""
    table = table_of(rows, hot)
    tools = [t for t in (TOOLS[name](options) for name in options.tools) if t.can(rows)]
    costs = {t.name: [] for t in tools}
    lost = set()
    for turn in range(options.runs):
        for tool in tools:
            if tool.name in lost:
                continue
            folder = fresh(DATA / "out" / tool.name.split(",")[0].replace(" ", "_"))
            cost = tool.run(table, folder)
            say(f"{table.name} run {turn + 1} {tool.name}: {cost.wall:.2f} s {cost.status}")
            costs[tool.name].append(cost)
            if cost.status != "ok":
                lost.add(tool.name)
    faults = check([t for t in tools if t.name not in lost], table)
    return {name: m.median(all_of) for name, all_of in costs.items()}, faults


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def check(tools, table):
    folder_of = {t.name: DATA / "out" / t.name.split(",")[0].replace(" ", "_") for t in tools}
    base, reference, faults = None, None, []
    for tool in tools:
        if not tool.same_edges:
            continue
        found = edges(folder_of[tool.name])
        if found is None:
            faults.append(f"{tool.name} wrote no edges")
        elif reference is None:
            base, reference = tool.name, found
        elif unlike := difference(reference, found):
            faults.append(f"{base} and {tool.name}: {unlike}")
    for tool in tools:
        if not tool.same_edges and reference is not None:
            if unlike := toolkit_difference(reference, folder_of[tool.name], table):
                faults.append(f"{tool.name}: {unlike}")
    if reference is not None:
        say(f"{table.name}: {reference.height} edges of weight 2 and more")
    return faults


def pairs_found(folder=DATA / "out" / "DuckDB"):
    """Co-actions before filters, as the SQL counted them."""
    words = (folder / "stdout.txt").read_text(encoding="utf-8").split() if folder.exists() else []
    return int(words[words.index("pairs") + 1]) if "pairs" in words else 0


def figures(rows, hot, costs):
    """Lines of the Markdown table for one size."""
    ours = costs.get(Daylight.name)
    lines = []
    label = short(rows) + (" hot" if hot else "")
    for name, cost in costs.items():
        if cost.status != "ok":
            lines.append(f"| {label} | {name} | {cost.status} after {cost.wall:.0f} s | | | | | |")
            continue
        ratio = ["", "", ""]
        if ours and ours.status == "ok" and name != Daylight.name:
            parts = ((cost.wall, ours.wall), (cost.cpu, ours.cpu), (cost.peak, ours.peak))
            ratio = [f"{theirs / max(mine, 1e-3):.2f}" for theirs, mine in parts]
        lines.append(
            f"| {label} | {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.peak:.0f} | {' | '.join(ratio)} |"
        )
    if CooRTweet.name not in costs:
        lines += stored(rows, hot, label)
    return lines


def stored(rows, hot, label):
    if (rows, hot) in STORED_WORDS:
        return [f"| {label} | CooRTweet | {STORED_WORDS[rows, hot]} | | | | | |"]
    if (rows, hot) in STORED_COORTWEET:
        wall, cpu, peak = STORED_COORTWEET[rows, hot]
        return [f"| {label} | CooRTweet (stored) | {wall} | {cpu} | {peak:.0f} | | | |"]
    return []


def in_turns(options, commands):
    """Median cost of each of our own commands, by label; they take turns."""
    costs = {label: [] for label in commands}
    for _ in range(options.runs):
        for label, command in commands.items():
            folder = fresh(DATA / "out" / label)
            command = [*command, "--out", folder]
            costs[label].append(m.measure(command, folder, timeout=options.timeout, touch_mib=options.touch))
    return [m.median(all_of) for all_of in costs.values()]


def calibrated(options):
    """What the tests cost on top of counting: a calibrated run of 1M rows against the plain count."""
    run = [binary(), "run", table_of(1_000_000, False)]
    plain = ["--preset", "coortweet", "--edges-only", "--time-window", str(WINDOW)]
    plain += ["--min-participation", str(LEAST), "--min-edge-weight", "2"]
    commands = {"count": [*run, *plain], "calibrated": [*run, "--edges-only"], "whole": run}
    count, tested, whole = in_turns(options, commands)
    words = f"count {count.wall:.2f} s, calibrated {tested.wall:.2f} s ({tested.peak:.0f} MiB, {tested.status})"
    more = f"With groups, evidence, networks and the report: {whole.wall:.2f} s, {whole.wall / count.wall:.1f} times."
    return [f"Calibrated edges, 1M rows: {words}: {tested.wall / count.wall:.1f} times the plain count. {more}", ""]


def big(options):
    """Once: 100M rows must fit in 16 GiB."""
    table = table_of(BIG_ROWS, False)
    cost = Daylight(options).run(table, fresh(DATA / "out" / "big"))
    fits = cost.status == "ok" and cost.peak <= BIG_LIMIT_MIB
    verdict = "within" if fits else "NOT within"
    words = f"{cost.wall:.0f} s, {cost.cpu:.0f} CPU-s, peak {cost.peak:.0f} MiB, {verdict} 16 GiB ({cost.status})"
    return [f"100M rows, once: {words}.", ""], [] if fits else ["100M rows do not fit in 16 GiB"]


def options_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10k,100k,1M,10M", help="rows, separated by commas")
    parser.add_argument("--runs", type=int, default=3, help="runs of each tool; the median is reported")
    parser.add_argument("--tools", default=",".join(TOOLS), help="which, separated by commas")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=1800, help="seconds of wall clock for one run")
    parser.add_argument("--toolkit-limit", type=rows_of, default=1_000_000, help="largest table for the toolkit")
    parser.add_argument("--touch", type=int, default=5000, help="MiB of memory touched before each run; 0 for none")
    parser.add_argument("--hot", action="store_true", help="also a table of 1M rows with a few very hot objects")
    parser.add_argument("--calibrated", action="store_true", help="also a calibrated run of 1M rows")
    parser.add_argument("--slope", action="store_true", help="also the growth of time with rows and pairs")
    parser.add_argument("--big", action="store_true", help="also 100M rows, once (8 GB of disk)")
    parser.add_argument("--write", action="store_true", help="also write bench/RESULTS.md")
    options = parser.parse_args(arguments)
    options.tools = [t for t in options.tools.split(",") if t]
    unknown = set(options.tools) - set(TOOLS)
    if unknown:
        parser.error(f"no such tool: {', '.join(sorted(unknown))}; there are {', '.join(TOOLS)}")
    options.sizes = [rows_of(size) for size in options.sizes.split(",") if size]
    if "daylight" in options.tools and not binary().exists():
        parser.error("the release build is missing; `make build` makes it")
    if options.slope and not {"daylight", "duckdb"} <= set(options.tools):
        parser.error("--slope needs daylight and duckdb (it counts the pairs)")
    return options


def heading(options):
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    source = "shared" if (SHARED / "gen.py").exists() else "bench/gen_table.py"
    about = f"{datetime.date.today()}; {machine}; {options.threads} threads; tables from {source}; "
    about += f"{options.touch} MiB touched before each run; " * (options.touch > 0)
    about += f"window {WINDOW} s, at least {LEAST} posts an account, edges of weight 2 and more; CSV in, CSV out; "
    return [
        "# Measured",
        "",
        about + f"medians of {options.runs} runs, tools taking turns. Ratios: the other tool over Daylight.",
        "",
        "| rows | tool | wall s | CPU s | peak MiB | wall ratio | CPU ratio | memory ratio |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]


def main():
    options = options_of(sys.argv[1:])
    lines, faults, points = heading(options), [], []
    for rows, hot in [(rows, False) for rows in options.sizes] + [(HOT_ROWS, True)] * options.hot:
        costs, wrong = compete(rows, hot, options)
        lines += figures(rows, hot, costs)
        faults += [f"{short(rows)}: {fault}" for fault in wrong]
        faults += [f"{short(rows)}: {name} {c.status}" for name, c in costs.items() if c.status == "failed"]
        with contextlib.suppress(KeyError):
            if not hot:
                points.append((rows + pairs_found(), costs[Daylight.name].wall))
    lines.append("")
    if options.slope and len(points) > 1:
        lines += [f"Wall time grows as (rows + pairs)^{m.slope(points):.2f} over these sizes.", ""]
    if options.calibrated:
        lines += calibrated(options)
    if options.big:
        more, wrong = big(options)
        lines, faults = lines + more, faults + wrong
    agreed = "All tools that define weight alike give the same edges, weights and mean time deltas."
    lines.append(agreed if not faults else "Faults: " + "; ".join(faults) + ".")
    report = "\n".join(lines) + "\n"
    print(report)
    if options.write:
        (HERE / "RESULTS.md").write_text(report, encoding="utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

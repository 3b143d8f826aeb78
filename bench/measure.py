"""What programs cost: wall clock, CPU of them and their children, peak memory."""
import math
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Cost:
    wall: float  # seconds
    cpu: float  # seconds, user and system, children included
    peak: float  # MiB of the largest process
    status: str  # "ok", "timeout", "failed"


TOUCH = """
import mmap, sys
pages = mmap.mmap(-1, int(sys.argv[1]) << 20)
if hasattr(mmap, "MADV_HUGEPAGE"):
    pages.madvise(mmap.MADV_HUGEPAGE)
for at in range(0, len(pages), mmap.PAGESIZE):
    pages[at] = 1
"""


def touch(mib):
    """Has the host of a virtual machine back `mib` of memory, and gives it back to the kernel at once.

    A guest's free pages go back to its host within seconds; who asks next waits for the host, up to
    two seconds for a gigabyte here, one run in two. That would measure the host, not the tools.
    """
    if mib:
        subprocess.run([sys.executable, "-I", "-S", "-c", TOUCH, str(mib)], check=True)


def measure(command, folder, env=None, timeout=1800, touch_mib=0):
    """Runs `command`; its streams go to `folder/stdout.txt` and `folder/stderr.txt`."""
    touch(touch_mib)
    report = folder / "cost.txt"
    launch = [sys.executable, "-I", "-S", Path(__file__).with_name("launch.py"), report, str(timeout)]
    with open(folder / "stdout.txt", "wb") as out, open(folder / "stderr.txt", "wb") as err:
        subprocess.run([*launch, *command], stdout=out, stderr=err, env={**os.environ, **(env or {})}, check=True)
    wall, cpu, peak, status = report.read_text(encoding="ascii").split()
    if status == "failed":
        tail = (folder / "stderr.txt").read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
        print(f"failed: {' '.join(map(str, command))}: {' | '.join(tail)}", file=sys.stderr, flush=True)
    return Cost(float(wall), float(cpu), float(peak), status)


def add(first, second):
    """Two programs one after the other as one tool."""
    status = first.status if first.status != "ok" else second.status
    return Cost(first.wall + second.wall, first.cpu + second.cpu, max(first.peak, second.peak), status)


def median(costs):
    """Median of each figure; the runs count as failed when one of them did."""
    bad = [c.status for c in costs if c.status != "ok"]
    walls, cpus, peaks = zip(*((c.wall, c.cpu, c.peak) for c in costs))
    middle = statistics.median
    return Cost(middle(walls), middle(cpus), middle(peaks), bad[0] if bad else "ok")


def slope(points):
    """Least-squares slope of log y over log x."""
    xs = [math.log(x) for x, _ in points]
    ys = [math.log(y) for _, y in points]
    mean_x, mean_y = statistics.fmean(xs), statistics.fmean(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / sum((x - mean_x) ** 2 for x in xs)

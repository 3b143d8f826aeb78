"""Near-duplicate families of short texts: Daylight and datasketch on the same file, one after the other.

    cargo build --release -p daylight-detect --example text_families
    bench/.venv/bin/python bench/text_families.py TARGET/release/examples/text_families --sizes 200000

Both shingle texts into 5 characters, make 128 min-wise hashes, cut them into 32 bands of 4 and compare every
candidate exactly; Daylight also normalizes the texts and asks its guard about each pair. `--alone` sizes are
run by Daylight only. Each program runs in a process of its own; peak memory is its own too.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zlib

SHINGLE, BANDS, ROWS, THRESHOLD = 5, 32, 4, 0.55


def rival(path):
    from datasketch import MinHash, MinHashLSH

    start = time.monotonic()
    with open(path, encoding="utf-8") as lines:
        texts = [line.rstrip("\n") for line in lines]
    lsh = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    sets, n_links = [], 0
    for number, text in enumerate(texts):
        shingles = {text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)}
        # A cheaper hash than the package's own SHA-1, so that the comparison is with its best.
        minhash = MinHash(num_perm=BANDS * ROWS, seed=1, hashfunc=zlib.crc32)
        minhash.update_batch([s.encode() for s in shingles])
        for other in lsh.query(minhash):
            shared = len(shingles & sets[other])
            n_links += shared >= THRESHOLD * (len(shingles) + len(sets[other]) - shared)
        lsh.insert(number, minhash)
        sets.append(shingles)
    print(json.dumps({"texts": len(texts), "links": n_links, "secs": time.monotonic() - start}))


def cost(command):
    """Output, wall seconds, processor seconds and peak MiB of a command."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command[0]} failed")
    wall = time.monotonic() - start
    return json.loads(out), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--sizes", default="200000")
    parser.add_argument("--alone", default="")
    args = parser.parse_args()
    print("| texts | tool | wall s | CPU s | peak MiB | wall ratio | CPU ratio |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    sizes = lambda text: [int(n) for n in text.split(",") if n]
    with tempfile.TemporaryDirectory() as folder:
        for n, both in [(n, True) for n in sizes(args.sizes)] + [(n, False) for n in sizes(args.alone)]:
            path = os.path.join(folder, "texts")
            subprocess.run([args.program, "make", str(n), path], check=True)
            _, wall, cpu, peak = cost([args.program, "run", path])
            print(f"| {n} | Daylight | {wall:.1f} | {cpu:.1f} | {peak:.0f} | | |", flush=True)
            if both:
                _, w, c, p = cost([sys.executable, __file__, "rival", path])
                print(f"| {n} | datasketch | {w:.1f} | {c:.1f} | {p:.0f} | {w / wall:.1f} | {c / cpu:.1f} |", flush=True)


if len(sys.argv) == 3 and sys.argv[1] == "rival":
    rival(sys.argv[2])
else:
    main()

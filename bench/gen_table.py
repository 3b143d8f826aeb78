#!/usr/bin/env python3
"""Deterministic table of posts for measuring: gen_table.py ROWS OUT.csv [--hot] [--seed S]

Columns: object_id, account_id, content_id (unique), timestamp_share (unix seconds).

Made in chunks of a million rows, so that memory does not grow with ROWS; each chunk is a month of its own,
with its own objects and the same accounts. In a chunk:
  objects   one for five rows; popularity of rank k falls as k^(-2/3), with --hot as k^(-0.9)
  accounts  one for ten rows of the whole table; activity of rank k falls as k^(-0.8)
  delays    log-normal behind the birth of the object, median 90 minutes, sigma 1.6
  planted   2 % of rows: groups of 20 accounts that act on one object within 30 seconds
Depends on ROWS, seed and numpy's version alone.
"""
import argparse

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.csv as pc

CHUNK = 1_000_000
MONTH = 30 * 86_400
START = 1_600_000_000
GROUP = 20


def by_rank(rng, n_ranks, n, exponent):
    """n ranks below n_ranks with probability falling as (rank + 1)^-exponent."""
    u = rng.random(n) ** (1 / (1 - exponent))
    return (u * n_ranks).astype(np.int64)


def planted_rows(rng, n, birth, n_accounts):
    """Groups of GROUP accounts, numbered above the others; each event is one object and one half minute."""
    n_events = max(1, n // GROUP)
    n_groups = max(1, n_events // 30)
    group = np.repeat(rng.integers(0, n_groups, n_events), GROUP)
    member = np.tile(np.arange(GROUP), n_events)
    event_object = rng.integers(0, len(birth), n_events)
    event_time = birth[event_object] + rng.exponential(6 * 3600, n_events)
    time = np.repeat(event_time, GROUP) + rng.integers(0, 31, n_events * GROUP)
    return np.repeat(event_object, GROUP), n_accounts + group * GROUP + member, time


def chunk_table(rng, n, chunk, n_accounts, hot):
    n_objects = max(20, n // 5)
    birth = rng.random(n_objects) * MONTH
    objects, accounts, times = planted_rows(rng, n // 50, birth, n_accounts)
    n_rest = n - len(objects)
    rest_objects = rng.permutation(n_objects)[by_rank(rng, n_objects, n_rest, 0.9 if hot else 2 / 3)]
    rest_accounts = by_rank(rng, n_accounts, n_rest, 0.8)
    # Planted accounts also do what everybody does: as many rows again.
    n_mixed = min(len(accounts), n_rest // 10)
    rest_accounts[:n_mixed] = accounts[:n_mixed]
    rest_times = birth[rest_objects] + rng.lognormal(np.log(5400), 1.6, n_rest)
    objects = np.concatenate([objects, rest_objects])
    accounts = np.concatenate([accounts, rest_accounts])
    times = np.concatenate([times, rest_times]).astype(np.int64) % MONTH
    order = np.lexsort((rng.random(n), times))
    stamps = START + chunk * MONTH + times[order]
    number = chunk * CHUNK + np.arange(n)
    return pa.table(
        {
            "object_id": prefixed("o", chunk * CHUNK + objects[order]),
            "account_id": prefixed("a", accounts[order] * 7_919 % 1_000_000_007),
            "content_id": prefixed("c", number),
            "timestamp_share": pa.array(stamps),
        }
    )


def prefixed(letter, numbers):
    strings = pa.array(numbers).cast(pa.string())
    return compute.binary_join_element_wise(letter, strings, "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int)
    parser.add_argument("out")
    parser.add_argument("--hot", action="store_true", help="a few very hot objects (hashtags, domains)")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    writer = None
    for chunk, first in enumerate(range(0, args.rows, CHUNK)):
        rng = np.random.Generator(np.random.PCG64([args.seed, args.rows, chunk]))
        n = min(CHUNK, args.rows - first)
        table = chunk_table(rng, n, chunk, max(20, args.rows // 10), args.hot)
        if writer is None:
            options = pc.WriteOptions(quoting_style="none")
            writer = pc.CSVWriter(args.out, table.schema, write_options=options)
        writer.write_table(table)
    if writer is not None:
        writer.close()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes the fixtures of the table importers: one invented table of neutral tokens in every format.

usage: make.py   (in this folder; needs pyarrow and zstandard or pyarrow's zstd)
"""
import gzip, json
import pyarrow as pa, pyarrow.parquet as pq

HEAD = ["account_id", "content_id", "timestamp", "urls", "hashtag", "text", "lang", "platform"]
ROWS = []
for i in range(12):
    urls = " ".join(f"https://www.site{(i + k) % 3}.example.com/p/{i % 4}" for k in range(i % 3))
    text = "plum, pear" if i % 4 == 0 else ('he said "kiwi"\nand left' if i % 4 == 1 else "größe plum")
    ROWS.append([f"acc_{i % 5}", str(1000 + i), str(1_600_000_000 + 37 * i), urls, ["plum", "pear", ""][i % 3],
                 text, "de" if i % 2 else "en", "alpha"])

def quote(cell, sep):
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in (sep, '"', "\n", "\r")) else cell

def table(sep=",", end="\n"):
    return "".join(sep.join(quote(c, sep) for c in row) + end for row in [HEAD, *ROWS])

def write(name, data):
    with open(name, "wb") as f:
        f.write(data)

plain = table().encode()
write("posts.csv", plain)
write("posts_crlf.csv", b"\xef\xbb\xbf" + table(end="\r\n").encode())
write("posts.tsv", table("\t").encode())
write("posts_semicolon.csv", table(";").encode())
write("posts_utf16.csv", b"\xff\xfe" + table().encode("utf-16-le"))
write("posts.csv.gz", gzip.compress(plain, mtime=0))
write("posts.csv.zst", pa.Codec("zstd").compress(plain, asbytes=True))
objects = [{**dict(zip(HEAD, r)), "timestamp": int(r[2]), "urls": r[3].split()} for r in ROWS]
write("posts.ndjson", "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects).encode())
write("posts.json", json.dumps(objects, ensure_ascii=False, indent=1).encode())
write("posts_data.json", json.dumps({"meta": {"n": 12}, "data": objects}).encode())
cols = {h: [r[i] for r in ROWS] for i, h in enumerate(HEAD)}
cols["content_id"] = [int(c) for c in cols["content_id"]]
cols["timestamp"] = pa.array([int(c) * 1_000_000 for c in cols["timestamp"]], pa.timestamp("us", tz="UTC"))
cols["urls"] = pa.array([u.split() for u in cols["urls"]], pa.list_(pa.string()))
pq.write_table(pa.table(cols), "posts.parquet", compression="zstd")

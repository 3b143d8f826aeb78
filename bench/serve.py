#!/usr/bin/env python3
"""Measures how long the workspace takes to answer, on a case of posts that are made here.

Posts are drawn from a seed: texts of words whose frequencies fall as in languages, accounts, domains and hashtags
likewise. They are imported into a case, `daylight serve` is started, and each kind of question is asked many times,
each time with other words, values or times, so that nothing is answered from memory. What is measured is the time
until the whole answer is there.
"""

import argparse
import csv
import http.client
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIRST_DAY = 1_704_067_200
DAYS = 180
PLATFORMS = ["x", "telegram", "tiktok", "facebook"]
LANGUAGES = ["en", "de", "fr", "es", "uk"]


def number(text):
    units = {"k": 1_000, "M": 1_000_000}
    return int(float(text[:-1]) * units[text[-1]]) if text[-1] in units else int(text)


def falling(rng, n):
    """A number below n; small ones are frequent."""
    return min(int(n ** rng.random()) - 1, n - 1)


def write_posts(path, n, seed):
    rng = random.Random(seed)
    syllables = ["ka", "ro", "mi", "ten", "sul", "va", "dor", "el", "pri", "no", "sha", "bur", "gi", "lan"]
    words = ["".join(rng.choice(syllables) for _ in range(rng.randint(1, 4))) for _ in range(30_000)]
    with open(path, "w", newline="", encoding="utf-8") as out:
        table = csv.writer(out)
        table.writerow(["content_id", "account_id", "time", "platform", "language", "text", "urls", "hashtags"])
        for i in range(n):
            text = " ".join(words[falling(rng, len(words))] for _ in range(rng.randint(5, 45)))
            text = text.capitalize() + ("." if i % 3 else " \u2014 \u00c4\u00d6\u00dc.")
            when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(FIRST_DAY + rng.randrange(DAYS * 86_400)))
            url = f"https://site{falling(rng, 5_000)}.example/{falling(rng, 100_000)}" if rng.random() < 0.4 else ""
            tag = f"tag{falling(rng, 20_000)}" if rng.random() < 0.5 else ""
            account = f"account{falling(rng, max(n // 20, 2))}"
            table.writerow([f"c{i}", account, when, rng.choice(PLATFORMS), rng.choice(LANGUAGES), text, url, tag])
    return words


class Server:
    def __init__(self, binary, case, key, folder):
        env = {**os.environ, "XDG_CONFIG_HOME": str(folder), "DAYLIGHT_ACTOR": "bench"}
        args = [binary, "serve", str(case), "--json", "--no-open", "--case-key", str(key)]
        self.process = subprocess.Popen(args, stdout=subprocess.PIPE, text=True, env=env)
        address = json.loads(self.process.stdout.readline())["address"]
        host, self.token = address.removeprefix("http://").split("/#token=")
        self.connection = http.client.HTTPConnection(host, timeout=600)
        body = json.dumps({"token": self.token})
        headers = {"content-type": "application/json", "x-daylight": "1"}
        self.connection.request("POST", "/api/v1/session", body, headers)
        answer = self.connection.getresponse()
        answer.read()
        self.cookie = answer.headers["set-cookie"].split(";")[0]

    def get(self, path):
        self.connection.request("GET", path, headers={"cookie": self.cookie})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            sys.exit(f"error: {path}: {answer.status} {body[:300]!r}")
        return json.loads(body)

    def resident_mib(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) // 1024
        return None

    def stop(self):
        self.process.terminate()
        self.process.wait()


def questions(words, rng):
    """Kinds of questions; each call gives one that was not asked before."""
    common = lambda: words[rng.randrange(3, 60)]
    rare = lambda: words[rng.randrange(5_000, len(words))]
    day = lambda: (FIRST_DAY + rng.randrange((DAYS - 10) * 86_400)) * 1_000_000
    return {
        "newest page of all": lambda: f"/api/v1/posts?limit={rng.randrange(20, 100)}",
        "a rare word": lambda: f"/api/v1/posts?q={rare()}",
        "a common word": lambda: f"/api/v1/posts?q={common()}{rng.choice(['', '%20-' + rare()])}",
        "three words": lambda: f"/api/v1/posts?q={common()}%20{common()}%20{rare()}",
        "a phrase": lambda: f"/api/v1/posts?q=%22{common()}%20{common()}%22%20-{rare()}",
        "ten days": lambda: (lambda d: f"/api/v1/posts?from_us={d}&to_us={d + 864_000_000_000}")(day()),
        "a domain": lambda: f"/api/v1/posts?domain=site{rng.randrange(5_000)}.example",
        "facets of a common word": lambda: f"/api/v1/posts/facets?q={common()}%20-{rare()}",
        "facets of ten days": lambda: (lambda d: f"/api/v1/posts/facets?from_us={d}&to_us={d + 864_000_000_000}")(day()),
        "facets of all": lambda: f"/api/v1/posts/facets?top={rng.randrange(10, 60)}",
        "coverage": lambda: f"/api/v1/coverage?bins={rng.randrange(60, 240)}",
        "accounts": lambda: f"/api/v1/entities?offset={rng.randrange(1000)}",
        "dossier of a domain": lambda: f"/api/v1/entities/domain/site{rng.randrange(200)}.example",
    }


def quantile(times, q):
    times = sorted(times)
    return times[min(int(q * len(times)), len(times) - 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--posts", default="1M", type=number)
    parser.add_argument("--runs", default=50, type=int)
    parser.add_argument("--seed", default=1, type=int)
    parser.add_argument("--json", help="write the figures to this file")
    args = parser.parse_args()
    binary = str(Path(args.binary).resolve())
    with tempfile.TemporaryDirectory(prefix="daylight-serve-") as name:
        folder = Path(name)
        case, key = folder / "case", folder / "case.key"
        words = write_posts(folder / "posts.csv", args.posts, args.seed)
        env = {**os.environ, "XDG_CONFIG_HOME": str(folder), "DAYLIGHT_ACTOR": "bench", "DAYLIGHT_CASE_KEY": str(key)}
        new = ["case", "new", str(case), "--legal-basis", "bench", "--access-basis", "consent", "--retention-until", "2099-01-01"]
        mapping = "content=content_id,account=account_id,time=time,platform=platform,language=language,text=text,object:url=urls,object:hashtag=hashtags"
        for command in (new, ["import", str(folder / "posts.csv"), "--case", str(case), "--map", mapping, "--quiet"]):
            subprocess.run([binary, *command], check=True, env=env, stdout=subprocess.DEVNULL)
        (folder / "posts.csv").unlink()
        began = time.monotonic()
        server = Server(binary, case, key, folder)
        try:
            index = server.get("/api/v1/posts?limit=1")
            ready = time.monotonic() - began
            figures = {"posts": index["n_posts"], "ready_secs": round(ready, 2), "kinds": {}}
            print(f"{index['n_posts']} posts; first answer after {ready:.2f} s; {os.cpu_count()} cores")
            print(f"{'question':<26} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8}")
            rng = random.Random(args.seed + 1)
            for kind, make in questions(words, rng).items():
                server.get(make())
                times = []
                for _ in range(args.runs):
                    path = make()
                    began = time.monotonic()
                    server.get(path)
                    times.append((time.monotonic() - began) * 1000)
                p50, p99 = quantile(times, 0.5), quantile(times, 0.99)
                figures["kinds"][kind] = {"p50_ms": round(p50, 1), "p99_ms": round(p99, 1), "n": len(times)}
                print(f"{kind:<26} {p50:>8.1f} {p99:>8.1f} {max(times):>8.1f}")
            figures["resident_mib"] = server.resident_mib()
            print(f"memory of the server: {figures['resident_mib']} MiB; of this script: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
        finally:
            server.stop()
        if args.json:
            Path(args.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

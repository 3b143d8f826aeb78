#!/usr/bin/env python3
"""Reference values for the calibration kernels, by exact rationals and 400-digit arithmetic.

usage: calibration.py > testdata/reference/calibration.json        needs: mpmath
"""
import json
import random
from fractions import Fraction

import mpmath as mp

mp.mp.dps = 400


def num(x):
    return mp.nstr(mp.mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else x, 20)


def poisson_sf(k, lam):
    lam = mp.mpf(lam)
    if k == 0:
        return mp.mpf(1)
    return mp.gammainc(k, 0, lam, regularized=True)  # P(X >= k) = P(k, lambda)


def poisson_binomial_sf(k, ps):
    dist = [Fraction(1)]
    for p in ps:
        p = Fraction(p)  # the double itself, exactly
        dist = [(dist[c] if c < len(dist) else 0) * (1 - p) + (dist[c - 1] * p if c else 0) for c in range(len(dist) + 1)]
    return sum(dist[k:], Fraction(0))


def jitter(dt, w, d):
    def cdf(z):
        z = Fraction(z)
        if z < -2 * d:
            return Fraction(0)
        if z < 0:
            return (1 + z / (2 * d)) ** 2 / 2
        if z < 2 * d:
            return 1 - (1 - z / (2 * d)) ** 2 / 2
        return Fraction(1)

    return cdf(w - dt) - cdf(-w - dt)


def cauchy(ps):
    t = sum(mp.tan((mp.mpf("0.5") - mp.mpf(p)) * mp.pi) for p in ps) / len(ps)
    return mp.mpf("0.5") - mp.atan(t) / mp.pi


def bh(ps, m):
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    q, least = [None] * len(ps), Fraction(1)
    for rank in range(len(ps), 0, -1):
        i = order[rank - 1]
        least = min(least, Fraction(ps[i]) * m / rank)
        q[i] = least
    return q


def sign(a, b):
    n, k = a + b, max(a, b)
    return min(Fraction(1), 2 * Fraction(sum(int(mp.binomial(n, i)) for i in range(k, n + 1)), 2**n))


def main():
    rng = random.Random(7)
    out = {"poisson": [], "poisson_binomial": [], "jitter": [], "cauchy": [], "bh": [], "sign": []}
    for k, lam in [(1, 1e-12), (1, 0.5), (2, 0.033), (3, 0.1), (5, 20.0), (40, 3.0), (200, 6.0), (90, 100.0), (700, 512.25), (3, 700.0)]:
        out["poisson"].append({"k": k, "lambda": lam, "ln_sf": num(mp.log(poisson_sf(k, lam)))})
    for n, k, hi in [(3, 2, 0.03), (10, 3, 0.04), (40, 30, 0.5), (60, 60, 0.05), (100, 20, 0.1), (150, 9, 0.033)]:
        ps = [rng.uniform(0, hi) for _ in range(n)]
        out["poisson_binomial"].append({"k": k, "p": ps, "sf": num(poisson_binomial_sf(k, ps))})
    for dt in [0, 1, 59, 60, 61, 900, 3539, 3540, 3600, 3659, 3660, 4000]:
        out["jitter"].append({"dt": dt, "window": 60, "half_width": 1800, "p": num(jitter(dt, 60, 1800))})
    for ps in [[1e-12, 0.3], [1e-200, 0.5, 0.9], [0.2, 0.4, 0.6], [0.5, 0.5], [1e-5, 1e-6, 1e-7, 0.98]]:
        out["cauchy"].append({"p": ps, "combined": num(cauchy(ps))})
    for n, m in [(1, 1), (6, 6), (6, 1000), (30, 45)]:
        ps = [rng.random() ** 6 for _ in range(n)]
        out["bh"].append({"p": ps, "n_tests": m, "q": [num(q) for q in bh(ps, m)]})
    for a, b in [(0, 0), (1, 0), (5, 5), (9, 1), (60, 30), (0, 40)]:
        out["sign"].append({"a": a, "b": b, "p": num(sign(a, b)) if a + b else "1.0"})
    print(json.dumps(out, indent=1))


main()

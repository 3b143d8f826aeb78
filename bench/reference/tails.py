#!/usr/bin/env python3
"""Reference values for the tails and the bipartite configuration model of the rival rules.

usage: tails.py OUTDIR        writes OUTDIR/tails.csv and OUTDIR/bicm.csv (committed in testdata/reference/)

Everything is computed with 60 digits (mpmath 1.3) or exact fractions, by definition, not with the
formulas of the implementation. Needs mpmath.
"""
import sys
from fractions import Fraction

import mpmath as mp

mp.mp.dps = 60


def hypergeometric_tail(x, total, marked, drawn):
    low, high = max(0, marked + drawn - total), min(marked, drawn)
    if x <= low:
        return mp.mpf(1)
    term = mp.binomial(marked, x) * mp.binomial(total - marked, drawn - x) / mp.binomial(total, drawn)
    tail, k = mp.mpf(0), x
    # Sum by the ratio of neighbours, from x to the end of the support.
    while k <= high and term > mp.mpf(10) ** -5000:
        tail += term
        term *= mp.mpf((marked - k) * (drawn - k)) / ((k + 1) * (total - marked - drawn + k + 1))
        k += 1
        if term < tail * mp.mpf(10) ** -50 and k > marked * drawn / total:
            break
    return tail


def poisson_tail(x, mean):
    mean = mp.mpf(mean)
    return 1 - mp.fsum(mp.exp(-mean) * mean**k / mp.factorial(k) for k in range(x)) if x <= mean else mp.nsum(
        lambda k: mp.exp(-mean) * mean**k / mp.factorial(k), [x, x + 400])


def poisson_binomial_tail(x, probabilities):
    """Exact, by the full distribution in fractions of the doubles."""
    law = [Fraction(1)]
    for p in map(Fraction, probabilities):
        law = [(law[k] * (1 - p) if k < len(law) else 0) + (law[k - 1] * p if k > 0 else 0) for k in range(len(law) + 1)]
    tail = sum(law[x:], Fraction(0))
    return mp.mpf(tail.numerator) / mp.mpf(tail.denominator)


def text(value):
    return mp.nstr(mp.log(value), 20)


def tails(out):
    rows = ["law,x,parameters,ln_tail"]
    for total, marked, drawn, xs in [
        (10, 4, 5, [1, 2, 3, 4]),
        (50, 50, 7, [7]),
        (60, 40, 35, [15, 16, 20, 25, 35]),
        (1_000, 30, 40, [1, 2, 5, 10, 30]),
        (20_000, 150, 90, [1, 2, 3, 10, 40, 90]),
        (1_000_000, 5_000, 4_000, [10, 20, 21, 60, 300]),
        (1_000_000_000, 300_000, 200_000, [1, 40, 60, 61, 100, 200]),
        (4_000_000_000, 1_000, 1_000, [1, 2, 5]),
    ]:
        for x in xs:
            rows.append(f"hypergeometric,{x},{total} {marked} {drawn},{text(hypergeometric_tail(x, total, marked, drawn))}")
    for mean in [1e-6, 0.01, 0.7, 3.0, 12.5, 80.0]:
        for x in [1, 2, 5, 13, 40, 120]:
            rows.append(f"poisson,{x},{mean!r},{text(poisson_tail(x, mean))}")
    few = [0.5, 0.25, 0.125, 0.75]
    rare = [0.001 * (1 + i % 17) for i in range(120)]
    mixed = [((7 * i) % 100) / 101 for i in range(60)]
    for probabilities in [few, rare, mixed]:
        for x in [1, 2, 4, 10, 40]:
            if x <= len(probabilities):
                values = " ".join(repr(p) for p in probabilities)
                tail = poisson_binomial_tail(x, probabilities)
                if tail > 0:
                    rows.append(f"poisson_binomial,{x},{values},{text(tail)}")
    with open(f"{out}/tails.csv", "w") as f:
        f.write("\n".join(rows) + "\n")


def bicm(out):
    """Maximum-likelihood parameters of the node-level model, by Newton on all nodes; probabilities are what is compared."""
    rows_k, columns_k = [1, 2, 3, 4, 6], [1, 1, 2, 2, 3, 3, 4]
    n, m = len(rows_k), len(columns_k)

    def equations(*theta):
        x, y = [mp.exp(t) for t in theta[:n]], [mp.exp(t) for t in theta[n:]] + [mp.mpf(1)]
        p = [[a * b / (1 + a * b) for b in y] for a in x]
        return [mp.fsum(p[i]) - rows_k[i] for i in range(n)] + [mp.fsum(p[i][j] for i in range(n)) - columns_k[j] for j in range(m - 1)]

    # One parameter is free (x -> c x, y -> y / c): the last column's is fixed at 1.
    start = [mp.log(mp.mpf(k) / 4) for k in rows_k] + [mp.log(mp.mpf(k) / 4) for k in columns_k[:-1]]
    solution = mp.findroot(equations, start, tol=1e-40, maxsteps=200)
    x, y = [mp.exp(t) for t in solution[:n]], [mp.exp(t) for t in solution[n:]] + [mp.mpf(1)]
    lines = ["account_degree,object_degree,probability"]
    seen = set()
    for i in range(n):
        for j in range(m):
            if (rows_k[i], columns_k[j]) not in seen:
                seen.add((rows_k[i], columns_k[j]))
                z = x[i] * y[j]
                lines.append(f"{rows_k[i]},{columns_k[j]},{mp.nstr(z / (1 + z), 20)}")
    with open(f"{out}/bicm.csv", "w") as f:
        f.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    tails(sys.argv[1])
    bicm(sys.argv[1])

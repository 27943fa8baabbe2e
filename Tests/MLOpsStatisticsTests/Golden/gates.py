#!/usr/bin/env python3
"""Writes gates.tsv beside it: python3 gates.py (by hand; numpy and scipy 1.17.1).

Statistics of two models on the same rows, each computed another way than in the product: Tango's interval by a root
finder on the score, McNemar's mid-p value by scipy's binomial distribution, DeLong's variance by all pairs of rows.
"""
import math
import os

import numpy as np
from scipy import optimize, stats

HERE = os.path.dirname(os.path.abspath(__file__))


def score(only_candidate, only_champion, rows, hypothesis):
    a = 2 * rows
    b = -only_candidate - only_champion + (2 * rows - only_candidate + only_champion) * hypothesis
    c = -only_champion * hypothesis * (1 - hypothesis)
    share = (math.sqrt(max(0.0, b * b - 4 * a * c)) - b) / (2 * a)
    variance = rows * (2 * share + hypothesis * (1 - hypothesis))
    return (only_candidate - only_champion - rows * hypothesis) / math.sqrt(variance)


def tango(only_candidate, only_champion, rows, error):
    z = stats.norm.isf(error)
    observed = (only_candidate - only_champion) / rows
    hair = 1e-13
    lower = optimize.brentq(lambda d: score(only_candidate, only_champion, rows, d) - z, -1 + hair, observed - hair,
                            xtol=1e-15, rtol=1e-14)
    upper = optimize.brentq(lambda d: score(only_candidate, only_champion, rows, d) + z, observed + hair, 1 - hair,
                            xtol=1e-15, rtol=1e-14)
    return lower, upper


def mid_p(only_candidate, only_champion):
    rows = only_candidate + only_champion
    if rows == 0:
        return 1.0
    fewer = min(only_candidate, only_champion)
    return min(1.0, 2 * stats.binom.cdf(fewer, rows, 0.5) - stats.binom.pmf(fewer, rows, 0.5))


def components(scores, positive):
    high, low = scores[positive], scores[~positive]
    wins = (high[:, None] > low[None, :]) + 0.5 * (high[:, None] == low[None, :])
    return wins.mean(axis=1), wins.mean(axis=0), wins.mean()


def delong(candidate, champion, positive):
    p1, n1, area1 = components(candidate, positive)
    p2, n2, area2 = components(champion, positive)
    variance = np.var(p1 - p2, ddof=1) / len(p1) + np.var(n1 - n2, ddof=1) / len(n1)
    assert math.isclose(area1, stats.mannwhitneyu(candidate[positive], candidate[~positive]).statistic
                        / (len(p1) * len(n1)), rel_tol=1e-12)
    return area1, area2, variance, np.var(p1, ddof=1) / len(p1) + np.var(n1, ddof=1) / len(n1)


def main():
    lines = []
    pairs = [(7, 1, 21), (1, 7, 21), (0, 0, 50), (1, 0, 44), (12, 9, 200), (30, 31, 1000), (5, 40, 300), (3, 3, 7),
             (180, 210, 20000), (0, 12, 30), (10, 2, 12)]
    for only_candidate, only_champion, rows in pairs:
        for error in (0.05, 0.025):
            lower, upper = tango(only_candidate, only_champion, rows, error)
            lines.append(f"proportions\t{rows}\t{only_candidate}\t{only_champion}\t{error}\t{lower!r}\t{upper!r}\t"
                         f"{float(mid_p(only_candidate, only_champion))!r}")
    random = np.random.default_rng(5)
    for rows, ties in ((12, 1), (40, 1), (40, 4), (300, 8), (300, 100)):
        positive = random.random(rows) < 0.4
        positive[:2] = True, False
        base = random.normal(size=rows) + positive
        candidate = np.round((base + random.normal(size=rows) * 0.7) * ties) / ties
        champion = np.round((base + random.normal(size=rows) * 0.7) * ties) / ties
        values = " ".join(f"{a:g},{b:g},{int(p)}" for a, b, p in zip(candidate, champion, positive))
        answers = "\t".join(repr(float(value)) for value in delong(candidate, champion, positive))
        lines.append(f"curves\t{values}\t{answers}")
    with open(os.path.join(HERE, "gates.tsv"), "w") as file:
        file.write("\n".join(lines) + "\n")


main()

#!/usr/bin/env python3
"""Writes the golden corpus beside it: python3 generate.py (by hand; scipy 1.17.1, mpmath, River 0.26.1).

generate.py FOLDER SEED writes another corpus, of other random cases, to FOLDER: see scripts/differential-statistics.

Each line is one case: what it is computed from, and name=value pairs. Where scipy itself loses digits (the tails of the
Cramér-von Mises limit, divergences of nearly equal distributions), mpmath computes the value, and scipy must agree as far
as it can.
"""
import math
import os
import sys
import warnings
from fractions import Fraction

import mpmath as mp
import numpy as np
from scipy import special, stats
from scipy.spatial.distance import jensenshannon

from components import write_components
from detectors import write_detectors
from streams import Xoshiro256StarStar, sample

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = sys.argv[1] if len(sys.argv) > 1 else HERE
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 0
mp.mp.dps = 60
# Outside the table p is cut off, which is what we compare with.
warnings.filterwarnings("ignore", message="p-value (floored|capped)")


def text(value):
    return repr(float(value))


def close(a, b, tolerance, what):
    if abs(float(a) - float(b)) > tolerance * max(abs(float(a)), abs(float(b)), 1e-300):
        raise SystemExit(f"{what}: {a} and {b} differ")


# Special functions and distributions -----------------------------------------------------------------------------------

def beta_lower(a, b, x):
    """The series x^a·(1−x)^b/(a·B(a,b))·Σ (a+b)ₖ/(a+1)ₖ·x^k, all of whose terms are positive."""
    with mp.workdps(60):
        a, b, x = mp.mpf(a), mp.mpf(b), mp.mpf(x)
        if x > (a + 1) / (a + b + 2):
            with mp.workdps(400):
                return 1 - beta_lower_series(b, a, 1 - x)
        return beta_lower_series(a, b, x)


def beta_lower_series(a, b, x):
    total = term = mp.mpf(1)
    k = 0
    while term > total * mp.mpf(10) ** -mp.mp.dps:
        term *= (a + b + k) / (a + 1 + k) * x
        total += term
        k += 1
    return mp.exp(a * mp.log(x) + b * mp.log1p(-x) + mp.loggamma(a + b) - mp.loggamma(a + 1) - mp.loggamma(b)) * total


def gamma_lower(a, x):
    """The series x^a·e^−x/Γ(a+1)·Σ x^k/(a+1)ₖ."""
    a, x = mp.mpf(a), mp.mpf(x)
    total = term = mp.mpf(1)
    k = 0
    while term > total * mp.mpf(10) ** -mp.mp.dps:
        k += 1
        term *= x / (a + k)
        total += term
    return mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1)) * total


def gamma_upper(a, x):
    with mp.workdps(400):
        return 1 - gamma_lower(a, x)


def kolmogorov(x):
    x = mp.mpf(x)
    if x < 1:
        terms = mp.nsum(lambda k: mp.exp(-(2 * k - 1) ** 2 * mp.pi**2 / (8 * x * x)), [1, 40])
        return 1 - mp.sqrt(2 * mp.pi) / x * terms
    return 2 * mp.nsum(lambda k: (-1) ** (k - 1) * mp.exp(-2 * k * k * x * x), [1, 40])


def cramer_von_mises(x):
    """Csörgő and Faraway 1996, equation 1.2: another representation than ours."""
    x = mp.mpf(x)
    total = mp.mpf(0)
    for k in range(400):
        y = 4 * k + 1
        q = mp.mpf(y * y) / (16 * x)
        term = mp.gamma(k + mp.mpf(1) / 2) / mp.factorial(k) / (mp.pi ** mp.mpf("1.5") * mp.sqrt(x))
        term *= mp.sqrt(y) * mp.exp(-q) * mp.besselk(mp.mpf(1) / 4, q)
        total += term
        if term < mp.mpf(10) ** -55:
            break
    return 1 - total


def special_cases():
    yield from (("gammaUpper", (a, a * r), gamma_upper(a, a * r))
                for a in (0.5, 1, 2.5, 16, 99.5, 500, 5000) for r in (0.01, 0.3, 0.8, 0.97, 1, 1.05, 1.3, 2, 5, 20) if a * r < 7000)
    yield from (("gammaLower", (a, a * r), gamma_lower(a, a * r))
                for a in (0.5, 1, 2.5, 16, 99.5) for r in (0.001, 0.01, 0.1, 0.3, 0.8, 1, 1.3, 2))
    for a, b in ((0.5, 0.5), (1, 3), (2.5, 40), (40, 2.5), (500, 0.5), (0.5, 500), (300, 700), (1e5, 2e5)):
        mean = a / (a + b)
        spread = math.sqrt(mean * (1 - mean) / (a + b + 1))
        for z in (-6, -3, -1, 0, 1, 3, 6):
            x = mean + z * spread
            if 0 < x < 1:
                yield "betaLower", (a, b, x), beta_lower(a, b, mp.mpf(x))
    for z in (-8, -3, -1, 0, 0.1, 1, 2, 5, 8, 20, 37):
        yield "normalUpper", (z,), mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2
    for q in (0.975, 0.5, 0.3, 0.05, 1e-3, 1e-9, 1e-14, 1e-100, 1e-300):
        z = mp.findroot(lambda z: mp.log(mp.erfc(z / mp.sqrt(2)) / 2) - mp.log(mp.mpf(q)), stats.norm.isf(q))
        yield "normalUpperQuantile", (q,), z
    for t in (0, 0.01, 0.5, 1, 2, 5, 20, 1000):
        for df in (1, 2.5, 10, 100, 1e4):
            yield "tTwoSided", (t, df), beta_lower(df / 2, 0.5, df / (df + mp.mpf(t) ** 2)) if t else 1
    for f in (0.1, 1, 2, 5, 50):
        for d in ((1, 5), (1, 1000), (7, 33)):
            yield "fUpper", (f, *d), beta_lower(mp.mpf(d[1]) / 2, mp.mpf(d[0]) / 2, d[1] / (d[1] + d[0] * mp.mpf(f)))
    for x in (0.05, 0.1, 0.3, 0.5, 0.8, 0.99, 1.01, 1.36, 2, 3, 5, 10, 18):
        yield "kolmogorovUpper", (x,), kolmogorov(x)
    for x in (0.02, 0.05, 0.1, 0.2, 0.461, 0.743, 1.168, 2, 4, 8, 20):
        yield "cramerVonMisesUpper", (x,), cramer_von_mises(x)
    for n in (1, 2, 5, 10, 50, 140):
        for x in (0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 0.95):
            yield "oneSampleKolmogorovUpper", (x, n), stats.kstwo.sf(x, n)
    for n in (141, 500, 5000):
        for z in (0.4, 0.8, 1.2, 1.48, 1.5, 2, 3, 5):
            if z / math.sqrt(n) < 0.5:
                yield "oneSampleKolmogorovUpper", (z / math.sqrt(n), n), stats.kstwo.sf(z / math.sqrt(n), n)
    for n, p, k in ((10, 0.3, 4), (1000, 0.01, 30), (10**6, 0.5, 503000), (50, 1e-6, 3)):
        yield "binomialAtLeast", (n, p, k), beta_lower(k, n - k + 1, mp.mpf(p))
        yield "binomialDensity", (n, p, k), mp.binomial(n, k) * mp.mpf(p) ** k * (1 - mp.mpf(p)) ** (n - k)
    for population, marked, drawn, k in ((50, 20, 10, 7), (10000, 300, 500, 40), (30, 15, 15, 15), (2000, 1000, 900, 400)):
        ways = [mp.binomial(marked, i) * mp.binomial(population - marked, drawn - i) for i in range(min(marked, drawn) + 1)]
        total = mp.binomial(population, drawn)
        yield "hypergeometricAtLeast", (population, marked, drawn, k), sum(ways[k:]) / total
        yield "hypergeometricAtMost", (population, marked, drawn, k), sum(ways[: k + 1]) / total
    for a in (0.5, 3, 50, 2000):
        for q in (0.9, 0.5, 0.05, 1e-3, 1e-10, 1e-100):
            yield "gammaInverseUpper", (a, q), special.gammainccinv(a, q) if q > 1e-20 else refine_gamma(a, q)
    for k, n, e in ((0, 10000, 0.001), (3, 50, 0.025), (50, 50, 0.05), (120, 1000, 1e-6), (1, 10**6, 0.0005)):
        if k < n:
            yield "proportionUpper", (k, n, e), special.betainccinv(k + 1, n - k, e)
        if k > 0:
            yield "proportionLower", (k, n, e), special.betaincinv(k, n - k + 1, e)


def refine_gamma(a, q):
    return mp.findroot(lambda x: mp.log(gamma_upper(a, x)) - mp.log(mp.mpf(q)), special.gammainccinv(a, 1e-90) * 1.05)


def write_special(path):
    with open(path, "w") as out:
        for name, arguments, value in special_cases():
            out.write(f"{name}\t{','.join(text(a) for a in arguments)}\tvalue={text(value)}\n")


# Two samples -----------------------------------------------------------------------------------------------------------

def cvm_statistic(x, y):
    n, m = len(x), len(y)
    ranks = stats.rankdata(np.concatenate([x, y]))
    doubled = lambda r: sum((int(2 * rank) - 2 * i) ** 2 for i, rank in enumerate(np.sort(r), 1))
    u = n * Fraction(doubled(ranks[:n]), 4) + m * Fraction(doubled(ranks[n:]), 4)
    return float(u / (n * m * (n + m)) - Fraction(4 * n * m - 1, 6 * (n + m)))


def cvm_asymptotic(t, n, m):
    total, k = n + m, n * m
    variance = mp.mpf((total + 1) * (4 * k * total - 3 * (n * n + m * m) - 2 * k)) / (45 * total**2 * 4 * k)
    x = mp.mpf(1) / 6 + (mp.mpf(t) - (1 + mp.mpf(1) / total) / 6) / mp.sqrt(45 * variance)
    return cramer_von_mises(x) if x > 0.005 else mp.mpf(1)


def welch(x, y):
    """In whole fractions until the root: numpy's moments lose digits when the mean is large beside the spread."""
    x, y = [Fraction(v) for v in x], [Fraction(v) for v in y]
    (n, a, v), (m, b, w) = exact_moments(x), exact_moments(y)
    difference, e, f = mp_of(a - b), mp_of(v / n), mp_of(w / m)
    freedom = (e + f) ** 2 / (e**2 / (n - 1) + f**2 / (m - 1))
    t = difference / mp.sqrt(e + f)
    return t, freedom, beta_lower(freedom / 2, 0.5, freedom / (freedom + t * t)) if t else mp.mpf(1)


def exact_moments(x):
    mean = sum(x) / len(x)
    return len(x), mean, sum((v - mean) ** 2 for v in x) / (len(x) - 1)


def mp_of(fraction):
    return mp.mpf(fraction.numerator) / fraction.denominator


def sample_results(x, y):
    n, m = len(x), len(y)
    ties = len(set(x) | set(y)) < n + m
    ks = stats.ks_2samp(x, y, method="asymp")
    yield "ks", ks.statistic
    if ks.statistic > 0:
        size = n * m / (n + m)
        yield "ksAsymptotic", kolmogorov((math.sqrt(size) + 0.12 + 0.11 / math.sqrt(size)) * ks.statistic)
        yield "ksOneSample", ks.pvalue
        if n * m <= 10_000:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                try:
                    yield "ksExact", stats.ks_2samp(x, y, method="exact").pvalue
                except RuntimeWarning:  # scipy gave up counting
                    pass
    u = stats.mannwhitneyu(x, y, method="asymptotic")
    yield "mannWhitney", u.statistic
    if len(set(x) | set(y)) > 1:
        yield "mannWhitneyP", u.pvalue
    if not ties and min(n, m) <= 8 and n * m <= 2000:
        yield "mannWhitneyExact", stats.mannwhitneyu(x, y, method="exact").pvalue
    if min(n, m) > 1:
        statistic = cvm_statistic(x, y)
        yield "cramerVonMises", statistic
        if max(n, m) <= 20:
            yield "cramerVonMisesP", stats.cramervonmises_2samp(x, y, method="exact").pvalue
        else:
            p = cvm_asymptotic(statistic, n, m)
            theirs = stats.cramervonmises_2samp(x, y, method="asymptotic").pvalue
            if abs(theirs - float(p)) > 2e-7:  # as far as scipy's series is summed
                raise SystemExit(f"cramerVonMisesP: {theirs} {p}")
            yield "cramerVonMisesP", p
    if n + m >= 4 and len(set(x) | set(y)) > 1:
        ad = stats.anderson_ksamp([x, y], variant="midrank")
        yield "andersonDarling", ad.statistic
        yield "andersonDarlingP", ad.pvalue
    yield "wasserstein", stats.wasserstein_distance(x, y)
    yield "energy", stats.energy_distance(x, y)
    if min(n, m) > 1 and (np.var(x) > 0 or np.var(y) > 0):
        statistic, freedom, p = welch(x, y)
        theirs = stats.ttest_ind(x, y, equal_var=False)
        if abs(np.mean(x)) < 1e3 * (np.std(x) + np.std(y)):
            close(p, theirs.pvalue, 1e-6, "welchP")
        yield "welch", statistic
        yield "welchFreedom", freedom
        if p > 1e-300:
            yield "welchP", p
        levene = stats.levene(x, y, center="median")
        if min(n, m) > 2 and np.isfinite(levene.statistic):
            yield "brownForsythe", levene.statistic
            yield "brownForsytheP", levene.pvalue


def recipes():
    """Pairs of recipes: ties, atoms, tiny and large samples, extreme p."""
    yield "v:1,2,2,3,4,5,5,5,7,9", "v:2,3,3,5,6,8,8,10,11,12,13"
    yield "v:1", "v:2"
    yield "v:3,3,3", "v:3,3,3"
    yield "v:0,0,0,0", "v:1,1,1"
    yield "v:1e-300,2e-300,5e-300", "v:2e-300,3e-300"
    random = Xoshiro256StarStar(20261125 + SEED)
    seed = 100_000 * SEED
    sizes = [(1, 1), (1, 5), (2, 2), (3, 4), (5, 5), (7, 12), (8, 30), (20, 20), (19, 13), (25, 40), (50, 50), (100, 90), (60, 166),
             (200, 50), (300, 500), (1000, 1000), (2000, 700)]
    kinds = [("u", 1, 0), ("n", 1, 0), ("i", 10, 0), ("i", 2, 0), ("i", 1000, -500), ("z", 5, 0), ("h", 1, 0), ("n", 1e-8, 1e6), ("n", 1e6, 0)]
    shifts = [0, 0, 0.1, 0.5, 1.5, 5]
    for n, m in sizes:
        for kind, scale, shift in kinds:
            for _ in range(9 if n * m <= 1000 else 3):
                move = shifts[random.next() % len(shifts)] * (scale if kind in "un" else 1 if kind == "i" else 0)
                other = scale * (1, 1, 1.5)[random.next() % 3]
                seed += 2
                yield f"{kind}:{seed}:{n}:{scale}:{shift}", f"{kind}:{seed + 1}:{m}:{other}:{shift + move}"
    for n, m, kind, move in ((20000, 5000, "n", 0.05), (20000, 5000, "n", 0.3), (30000, 30000, "n", 0), (10000, 100, "n", 1), (5000, 5000, "u", 0.15)):
        seed += 2
        yield f"{kind}:{seed}:{n}:1:0", f"{kind}:{seed + 1}:{m}:1:{move}"


def write_samples(path):
    with open(path, "w") as out:
        for first, second in recipes():
            x, y = sample(first), sample(second)
            with np.errstate(all="ignore"):
                results = [(name, value) for name, value in sample_results(x, y)]
            out.write(f"{first}\t{second}\t{' '.join(f'{k}={text(v)}' for k, v in results if np.isfinite(float(v)))}\n")


# Tables ----------------------------------------------------------------------------------------------------------------

def chi_squared_upper(freedom, x):
    """0 below 1e-300, where the series would take for ever; 1 for what rounding left of 0."""
    if stats.chi2.logsf(float(x), freedom) < math.log(1e-300):
        return mp.mpf(0)
    return gamma_upper(mp.mpf(freedom) / 2, x / 2) if x > 1e-30 else mp.mpf(1)


def table_results(a, b):
    n, m, k = sum(a), sum(b), len(a)
    p = [mp.mpf(x) / n for x in a]
    q = [mp.mpf(x) / m for x in b]
    kept = [(x, y) for x, y in zip(a, b) if x + y]
    if len(kept) > 1:
        table = np.array(kept).T
        pearson = stats.chi2_contingency(table, correction=False)
        exact = sum(Fraction((x * m - y * n) ** 2, n * m * (x + y)) for x, y in kept)
        close(exact, pearson.statistic, 1e-9, "chiSquared")
        yield "chiSquared", exact.numerator / exact.denominator
        tail = chi_squared_upper(len(kept) - 1, mp.mpf(exact.numerator) / exact.denominator)
        if tail > 1e-300:
            close(tail, pearson.pvalue, 1e-6, "chiSquaredP")
            yield "chiSquaredP", tail
        terms = [(x, mp.mpf(x + y) * n / (n + m)) for x, y in kept] + [(y, mp.mpf(x + y) * m / (n + m)) for x, y in kept]
        g = 2 * sum(o * mp.log(o / e) for o, e in terms if o)
        yield "likelihoodRatio", g
        tail = chi_squared_upper(len(kept) - 1, g)
        if tail > 1e-300:
            yield "likelihoodRatioP", tail
        freedom, total = len(kept) - 1, n + m
        excess = max(Fraction(0), exact / total - Fraction(freedom, total - 1))
        smaller = min(freedom + 1 - Fraction(freedom**2, total - 1), 2 - Fraction(1, total - 1)) - 1
        if smaller > 0:
            yield "cramersV", min(1, math.sqrt(excess / smaller))
    p_smooth = [(mp.mpf(x) + 0.5) / (n + mp.mpf(k) / 2) for x in a]
    q_smooth = [(mp.mpf(x) + 0.5) / (m + mp.mpf(k) / 2) for x in b]
    yield "psi", sum((v - u) * mp.log(v / u) for u, v in zip(p_smooth, q_smooth))
    js = sum(u * mp.log(2 * u / (u + v), 2) for u, v in zip(p, q) if u) / 2 + sum(v * mp.log(2 * v / (u + v), 2) for u, v in zip(p, q) if v) / 2
    distance = mp.sqrt(max(js, 0))
    if distance > 1e-4:
        close(distance, jensenshannon([float(u) for u in p], [float(v) for v in q], base=2), 1e-7, "jensenShannon")
    yield "jensenShannon", distance if distance > mp.mpf(10) ** -25 else 0
    yield "hellinger", mp.sqrt(sum((mp.sqrt(u) - mp.sqrt(v)) ** 2 for u, v in zip(p, q)) / 2)
    yield "totalVariation", sum(abs(u - v) for u, v in zip(p, q)) / 2
    yield "lInfinity", max(abs(u - v) for u, v in zip(p, q))


def tables():
    yield [30, 50, 20, 0], [45, 40, 10, 5]
    yield [5], [7]
    yield [0, 4, 0], [0, 9, 0]
    yield [10, 0], [0, 10]
    yield [10**9, 10**9 + 1], [10**9, 10**9]
    random = Xoshiro256StarStar(31 + SEED)
    for columns in (2, 3, 5, 10, 32, 60):
        for size in (5, 30, 200, 2000, 10**5, 10**7):
            for tilt in (0, 0, 0.02, 0.2, 1) * 4:
                weights = [1 / (1 + i) if columns > 5 else 1 for i in range(columns)]
                other = [w * (1 + tilt * (2 * random.uniform() - 1)) for w in weights]
                yield [counts(random, columns, size, w) for w in (weights, other)]


def counts(random, columns, size, weights):
    """About multinomial: independent, near-normal counts, which is all that a test of arithmetic needs."""
    total = sum(weights)
    drawn = []
    for w in weights:
        mean = size * w / total
        z = sum(random.uniform() for _ in range(12)) - 6
        drawn.append(max(0, round(mean + z * math.sqrt(mean))))
    if sum(drawn) == 0:
        drawn[0] = 1
    return drawn


def write_tables(path):
    with open(path, "w") as out:
        for a, b in tables():
            results = " ".join(f"{k}={text(v)}" for k, v in table_results(a, b))
            out.write(f"{','.join(map(str, a))}\t{','.join(map(str, b))}\t{results}\n")


if __name__ == "__main__":
    write_special(os.path.join(FOLDER, "special.tsv"))
    write_tables(os.path.join(FOLDER, "tables.tsv"))
    write_samples(os.path.join(FOLDER, "samples.tsv"))
    write_detectors(os.path.join(FOLDER, "detectors.tsv"), 1000 * SEED)
    write_components(os.path.join(FOLDER, "components.tsv"), 1000 * SEED)

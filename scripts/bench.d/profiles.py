"""Profile and drift of two files of 25 columns beside polars and DuckDB, in one run: what travels is the ratio.

Peers are looked for in the Python of MLOPS_BENCH_PYTHON, else in this one; those that are not installed are left out
with a word. The files are made anew: 20 numeric columns and 5 of categories, three of them shifted in the second file.
"""
import os
import statistics
import subprocess
import sys
import time

BINARIES = os.environ.get("MLOPS_BENCH_BIN", ".build/release")
PYTHON = os.environ.get("MLOPS_BENCH_PYTHON", sys.executable)

MAKE = """
import sys, numpy, polars
rows, folder = int(sys.argv[1]), sys.argv[2]
for name, seed, shift in (("reference", 1, 0.0), ("current", 2, 0.2)):
    random = numpy.random.default_rng(seed)
    table = {f"n{i:02}": random.normal(size=rows).round(6) for i in range(20)}
    table["n00"] = (table["n00"] + shift).round(6)
    table["n01"] = (table["n01"] * (1 + shift)).round(6)
    for i in range(5):
        weights = 1 / numpy.arange(1, 11 + 10 * i) ** (1 + (shift if i == 0 else 0))
        names = numpy.array([f"value {k}" for k in range(len(weights))])
        table[f"c{i}"] = names[random.choice(len(weights), size=rows, p=weights / weights.sum())]
    frame = polars.DataFrame(table)
    frame.write_csv(f"{folder}/{name}.csv")
    frame.write_parquet(f"{folder}/{name}.parquet")
"""

POLARS = """
import math, sys, polars
def read(path): return (polars.scan_csv if path.endswith(".csv") else polars.scan_parquet)(path).collect()
def index(a, b): return sum((max(q, 1e-4) - max(p, 1e-4)) * math.log(max(q, 1e-4) / max(p, 1e-4)) for p, q in zip(a, b))
if sys.argv[1] == "profile":
    table = read(sys.argv[2])
    for column in table:
        print(column.name, len(column), column.null_count(), column.n_unique())
        if column.dtype.is_numeric():
            print(column.min(), column.max(), column.mean(), column.std())
            print([column.quantile(q, "linear") for q in (.01, .05, .25, .5, .75, .95, .99)])
        else:
            print(column.value_counts(sort=True).head(10).rows())
else:
    first, second = read(sys.argv[2]), read(sys.argv[3])
    for name in first.columns:
        a, b = first[name].drop_nulls(), second[name].drop_nulls()
        if a.dtype.is_numeric():
            ordered = a.sort()
            cuts = polars.Series(sorted({ordered[len(ordered) * k // 10] for k in range(1, 10)}), dtype=a.dtype)
            def shares(values):
                counts = dict(cuts.search_sorted(values, side="left").value_counts().rows())
                return [counts.get(k, 0) / len(values) for k in range(len(cuts) + 1)]
            print(name, index(shares(a), shares(b)))
        else:
            x, y = dict(a.value_counts().rows()), dict(b.value_counts().rows())
            names = sorted(x.keys() | y.keys())
            print(name, index([x.get(k, 0) / len(a) for k in names], [y.get(k, 0) / len(b) for k in names]))
"""

DUCKDB = """
import sys, duckdb
print(duckdb.connect().execute(f"SUMMARIZE SELECT * FROM read_csv('{sys.argv[1]}')").fetchall())
"""

EVIDENTLY = """
import sys, pandas
from evidently import Report
from evidently.presets import DataDriftPreset
first, second = (pandas.read_csv(path) for path in sys.argv[1:3])
print(Report([DataDriftPreset()]).run(second, first).json())
"""


def installed(module):
    return subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True).returncode == 0


def timed(command, runs, statuses=(0,)):
    """The median of wall seconds, and the largest resident size in MB."""
    seconds, sizes = [], []
    for _ in range(runs):
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in statuses:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}")
        seconds.append(time.perf_counter() - begin)
        sizes.append(usage.ru_maxrss / 1024)
    return statistics.median(seconds), max(sizes)


def measure(report, work, tools, quick):
    if not installed("polars") or not installed("numpy"):
        print(f"skipped: profiles are compared with polars and numpy, which {PYTHON} does not have "
              "(MLOPS_BENCH_PYTHON names another)", file=sys.stderr)
        return
    rows, runs = (100_000, 3) if quick else (1_000_000, 5)
    folder = os.path.join(work, "profiles")
    os.makedirs(folder, exist_ok=True)
    subprocess.run([PYTHON, "-c", MAKE, str(rows), folder], check=True)
    files = {kind: [f"{folder}/{name}.{kind}" for name in ("reference", "current")] for kind in ("csv", "parquet")}
    program = BINARIES + "/mlopsctl"

    ours, size = timed([program, "profile", "--json", files["csv"][0]], runs)
    report.row(f"profile of {rows:,} x 25, CSV", ours, "s")
    report.row("resident at most while it does", size, "MB", most=64)
    one, _ = timed([program, "profile", "--json", "--workers", "1", files["csv"][0]], runs)
    report.row("two workers beside one", ours / one, "of one")
    theirs, _ = timed([PYTHON, "-c", POLARS, "profile", files["csv"][0]], runs)
    report.row("profile beside polars", ours / theirs, "of theirs", most=0.25)
    if installed("duckdb"):
        theirs, _ = timed([PYTHON, "-c", DUCKDB, files["csv"][0]], runs)
        report.row("profile beside DuckDB's SUMMARIZE", ours / theirs, "of theirs", most=0.25)
    else:
        print("skipped: DuckDB is not installed", file=sys.stderr)
    for kind, most in (("csv", 0.25), ("parquet", 0.5)):
        ours, size = timed([program, "compare", "--json", *files[kind]], runs, statuses=(0, 1))
        theirs, _ = timed([PYTHON, "-c", POLARS, "compare", *files[kind]], runs)
        report.row(f"drift of two files, {kind}", ours, "s")
        report.row(f"drift of two files, {kind}, resident", size, "MB")
        report.row(f"drift of two files, {kind}, beside polars (PSI)", ours / theirs, "of theirs", most=most)
        if kind == "csv" and installed("evidently"):
            theirs, _ = timed([PYTHON, "-c", EVIDENTLY, *files[kind]], 1)
            report.row("drift of two files beside Evidently's default", ours / theirs, "of theirs", most=0.01)
        elif kind == "csv":
            print("skipped: Evidently is not installed", file=sys.stderr)

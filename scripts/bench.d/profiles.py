"""Profile and drift of files beside DuckDB, polars, pandas, whylogs and Evidently: what travels is the ratio.

Ours and theirs run alternately, so that whatever else the machine does meets both; a ratio is the median over the pairs.
Peers are looked for in the Pythons of MLOPS_BENCH_PYTHON, with colons between them, else in this one; those that are
not installed are left out with a word. Whylogs 1.6.4 reads pandas' tables, and needs numpy below 2 and pandas below 3: it
lives in an environment of its own. The files are made anew: of 25 columns five are categories, three are shifted.
Numbers are written with six decimals, as many tables are, or with all of their 16 to 17 digits, as programs write them
that were told nothing: those take another way through every reader of text.
"""
import os
import re
import statistics
import subprocess
import sys
import time

BINARIES = os.environ.get("MLOPS_BENCH_BIN", ".build/release")
PYTHONS = os.environ.get("MLOPS_BENCH_PYTHON", sys.executable).split(":")
PEERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "profile_peers.py")

MAKE = """
import sys, numpy, polars
rows, columns, folder, tag = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
written = (lambda values: values.round(6)) if sys.argv[5] == "six" else (lambda values: values)
for name, seed, shift in (("reference", 1, 0.0), ("current", 2, 0.2)):
    random = numpy.random.default_rng(seed)
    numbers = columns - columns // 5
    table = {f"n{i:03}": written(random.normal(size=rows)) for i in range(numbers)}
    table["n000"] = written(table["n000"] + shift)
    table["n001"] = written(table["n001"] * (1 + shift))
    for i in range(columns - numbers):
        weights = 1 / numpy.arange(1, 11 + 10 * (i % 5)) ** (1 + (shift if i == 0 else 0))
        names = numpy.array([f"value {k}" for k in range(len(weights))])
        table[f"c{i}"] = names[random.choice(len(weights), size=rows, p=weights / weights.sum())]
    frame = polars.DataFrame(table)
    frame.write_csv(f"{folder}/{name}-{tag}.csv")
    frame.write_parquet(f"{folder}/{name}-{tag}.parquet")
"""


class Run:
    """What one whole process took: seconds by the clock and of processors, and MB resident at most."""

    def __init__(self, command, statuses=(0,)):
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in statuses:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}")
        self.seconds = time.perf_counter() - begin
        self.processor = usage.ru_utime + usage.ru_stime
        self.resident = usage.ru_maxrss / 1024


# Beside the module: what its job cannot do without. Whylogs is imported even where it then fails with numpy 2.
NEEDED = {"whylogs": "whylogs, pandas; from numpy import unicode_"}


def python_with(module):
    imports = "import " + NEEDED.get(module, module)
    for python in PYTHONS:
        if subprocess.run([python, "-c", imports], capture_output=True).returncode == 0:
            return python
    print(f"{module} is skipped: \"{imports}\" fails in {', '.join(PYTHONS)} (MLOPS_BENCH_PYTHON names others)", file=sys.stderr)
    return None


class Bench:
    def __init__(self, report, work, quick):
        self.report = report
        self.runs = 3 if quick else 5
        self.folder = os.path.join(work, "profiles")
        self.program = BINARIES + "/mlopsctl"
        os.makedirs(self.folder, exist_ok=True)

    def make(self, python, rows, columns, decimals="six"):
        """The reference and the current file of this size, by their ending; decimals: six or all."""
        tag = f"{rows}x{columns}" + ("" if decimals == "six" else f"-{decimals}")
        files = {
            kind: [f"{self.folder}/{name}-{tag}.{kind}" for name in ("reference", "current")]
            for kind in ("csv", "parquet")
        }
        subprocess.run([python, "-c", MAKE, str(rows), str(columns), self.folder, tag, decimals], check=True)
        for path in files["csv"] + files["parquet"]:
            with open(path, "rb") as file:
                while file.read(1 << 24):
                    pass
        return files

    def ours(self, *arguments):
        return Run([self.program, arguments[0], "--json", *arguments[1:]], statuses=(0, 1))

    def beside(self, what, arguments, module, job, most=None, runs=None):
        """Runs ours and theirs in turn and reports the ratio of the clocks, then that of the processors."""
        python = python_with(module)
        if python is None:
            return
        files = [argument for argument in arguments[1:] if not argument.startswith("--")]
        pairs = []
        for turn in range(runs or self.runs):
            command = [python, PEERS, job, *files]
            first, second = (self.ours(*arguments), Run(command)) if turn % 2 == 0 else (Run(command), self.ours(*arguments))
            pairs.append((first, second) if turn % 2 == 0 else (second, first))
        ratio = statistics.median(mine.seconds / theirs.seconds for mine, theirs in pairs)
        processors = statistics.median(mine.processor / theirs.processor for mine, theirs in pairs)
        self.report.row(f"{what}, {module}", statistics.median(theirs.seconds for _, theirs in pairs), "s of theirs")
        self.report.row(f"{what}, {module}, resident at most", max(theirs.resident for _, theirs in pairs), "MB of theirs")
        self.report.row(f"{what}, beside {module}", ratio, "of theirs", most=most)
        self.report.row(f"{what}, beside {module}, processor time", processors, "of theirs")

    def alone(self, what, *arguments, megabytes=None):
        runs = [self.ours(*arguments) for _ in range(self.runs)]
        seconds = statistics.median(run.seconds for run in runs)
        self.report.row(what, seconds, "s")
        self.report.row(f"{what}, resident at most", max(run.resident for run in runs), "MB", most=megabytes)
        size = sum(os.path.getsize(argument) for argument in arguments if os.path.exists(argument))
        processor = statistics.median(run.processor for run in runs)
        self.report.row(f"{what}, of the file per second of a core", size / processor / 1e6, "MB")
        return seconds


def measure(report, work, tools, quick):
    statistics_of_windows(report)
    python = python_with("polars")
    if python is None or python_with("numpy") is None:
        return
    bench = Bench(report, work, quick)
    rows = 100_000 if quick else 1_000_000
    files = bench.make(python, rows, 25)
    table, pair = files["csv"][0], files["csv"]
    both = bench.alone(f"profile of {rows:,} x 25", "profile", table, megabytes=64)
    one = bench.alone(f"profile of {rows:,} x 25, one worker", "profile", "--workers", "1", table, megabytes=64)
    report.row("two workers beside one", both / one, "of one")
    bench.beside("profile", ["profile", table], "duckdb", "duckdb_profile", most=0.25)
    bench.beside("profile", ["profile", table], "polars", "polars_profile", most=0.25)
    bench.beside("profile", ["profile", table], "pandas", "pandas_profile")
    bench.beside("profile", ["profile", table], "whylogs", "whylogs_profile", runs=1)
    for kind, most in (("csv", 0.25), ("parquet", 0.5)):
        bench.alone(f"drift of two files, {kind}", "compare", *files[kind])
        bench.beside(f"drift of two files, {kind}", ["compare", *files[kind]], "polars", "polars_psi", most=most)
    in_full_precision(bench, python, rows)
    beside_evidently(bench, pair, rows, python)
    # Growth with rows at 25 columns, and with columns at as many cells.
    for some, columns in [(rows // 10, 25), (rows, 25), (rows * 4, 25), (rows * 5, 5), (rows // 4, 100)]:
        grown = bench.make(python, some, columns)
        bench.alone(f"profile of {some:,} x {columns}", "profile", grown["csv"][0], megabytes=64)
        bench.alone(f"drift of {some:,} x {columns}", "compare", *grown["csv"])
        for path in grown["csv"] + grown["parquet"]:
            os.remove(path)


def in_full_precision(bench, python, rows):
    """CSV alone: numbers of any other format are as long whatever they are. What is asked for is asked of six decimals."""
    files = bench.make(python, rows, 25, decimals="all")
    bench.alone("profile, all digits", "profile", files["csv"][0], megabytes=64)
    bench.beside("profile, all digits", ["profile", files["csv"][0]], "polars", "polars_profile")
    bench.alone("drift of two files, csv, all digits", "compare", *files["csv"])
    bench.beside("drift of two files, csv, all digits", ["compare", *files["csv"]], "polars", "polars_psi")
    for path in files["csv"] + files["parquet"]:
        os.remove(path)


def beside_evidently(bench, pair, rows, python):
    """It keeps all of both files, several times over; where that is too much, a tenth is compared."""
    try:
        bench.beside(f"drift of two files of {rows:,}", ["compare", *pair], "evidently", "evidently_drift", most=0.01, runs=1)
    except RuntimeError as error:
        print(f"of {rows:,} rows: {error}; a tenth of them instead", file=sys.stderr)
        fewer = bench.make(python, rows // 10, 25)["csv"]
        bench.beside(f"drift of two files of {rows // 10:,}", ["compare", *fewer], "evidently", "evidently_drift", most=0.01)


def statistics_of_windows(report):
    """What windows cost that are already profiled, from the program that measures statistics alone."""
    out = subprocess.run([BINARIES + "/statistics-speed"], capture_output=True, text=True, check=True).stdout

    def nanoseconds(what):
        return float(re.search(rf"^{re.escape(what)}: ([\d.e+]+) ns", out, re.MULTILINE)[1])

    sizes = re.search(r"bytes a column of a window of 500 rows: (\d+), of 5,000 rows: (\d+)", out)
    report.row("bytes of a column in a window of 500 rows", int(sizes[1]), "bytes", most=1024)
    report.row("bytes of a column in a window of 5,000 rows", int(sizes[2]), "bytes", most=1024)
    report.row("merging 10,000 windows of 100 columns", nanoseconds("merging a window of 100 columns") / 1e5, "s", most=1)
    encoded = nanoseconds("adding an encoded window of 100 columns") / 1e5
    report.row("the same from their bytes", encoded, "s", most=1)
    report.row("a drift decision over 100 columns", nanoseconds("a drift decision over 100 columns") / 1e6, "ms", most=5)
    report.row("a value counted on its cells", nanoseconds("profile of a normal column, a value"), "ns")

"""The join of predictions with their labels, the page of a year of hourly windows with 20 segments, an update of harm."""
import os
import random
import re
import shutil
import subprocess
import time

from commands import median
from daemon import BINARIES, Daemon, until
from profiles import python_with

BEGIN = 1_735_689_600
YEAR = 365 * 86_400
PIPELINE = """\
directory: {folder}
predictions:
  {{ log: said, labels: came, id: id, time: at, model_version: version, prediction: said, label: came, task: binary,
    window: 1h, segments: [country], lateness: 800d }}
steps:
  train: {{ run: ["/bin/true"] }}
"""


RIVER = """
import random, time
from river.drift import ADWIN
generator = random.Random(1)
errors = [float(generator.random() < 0.1) for _ in range(200_000)]
best = 1e9
for _ in range(3):
    detector, start = ADWIN(), time.process_time()
    for error in errors:
        detector.update(error)
    best = min(best, time.process_time() - start)
print(best / len(errors) * 1e9)
"""


def measure(report, work, tools, quick):
    harm(report)
    count = 100_000 if quick else 1_000_000
    daemon = Daemon(os.path.join(work, "performance"))
    said, came = daemon.directory("said"), daemon.directory("came")
    daemon.pipeline("join", PIPELINE.format(folder=daemon.folder))
    generator = random.Random(1)
    with open(f"{daemon.folder}/predictions", "w", encoding="utf-8") as file:
        file.write("id,at,version,said,country\n")
        file.writelines(
            f"request-{row:07},{BEGIN + row * YEAR // count},join/1,{row % 2},c{generator.randrange(20)}\n"
            for row in range(count))
    rows = list(range(count))
    generator.shuffle(rows)
    with open(f"{daemon.folder}/labels", "w", encoding="utf-8") as file:
        file.write("id,came\n")
        file.writelines(f"request-{row:07},{(row + (row % 10 == 0)) % 2}\n" for row in rows)
    try:
        daemon.start()
        start = time.monotonic()
        os.rename(f"{daemon.folder}/predictions", f"{said}/year.csv")
        os.rename(f"{daemon.folder}/labels", f"{came}/year.csv")
        until("all are joined", lambda: joined(daemon) == (count, count), 600, 0.1)
        took = time.monotonic() - start
        report.row(f"join: {count:,} predictions and shuffled labels", 2 * count / took, "rows/s", least=100_000)
        report.row("join: most resident", daemon.resident_megabytes("Hwm"), "MB", most=128)
        # From the earliest on; all of them are too much to be asked for again and again.
        until("the last window is evaluated", lambda: evaluated(daemon, 1) > 0, 600, 0.5)
        until("the windows are evaluated", lambda: evaluated(daemon, 8760) == count, 600, 5)
        report.row("join: from the drop to evaluated windows and segments", time.monotonic() - start, "s")
        report.row("performance: a year of hours, 20 segments", median(daemon, "performance", "join", "--segments", "country"),
                   "ms", most=50)
        report.row("performance: the same as JSON",
                   median(daemon, "performance", "join", "--segments", "country", "--json"), "ms", most=50)
        report.row("performance: every hour of the year as JSON",
                   median(daemon, "performance", "join", "--limit", "8760", "--json"), "ms")
    finally:
        daemon.stop()
        shutil.rmtree(daemon.folder)


def joined(daemon):
    join = daemon.ask("performance", "join", "--limit", "1")["join"]
    return join["predictions"], join["labelled"]


def evaluated(daemon, windows):
    answer = daemon.ask("performance", "join", "--metric", "accuracy", "--limit", str(windows))
    return sum(window["labelled"] for window in answer["windows"])


def harm(report):
    """Processor time, which others on the machine do not lengthen as they do that of the clock."""
    for losses in ("errors", "numbers"):
        name = f"harm of {losses}, an update"
        answer = subprocess.run([f"{BINARIES}/statistics-speed", name], capture_output=True, text=True, check=True)
        report.row(name, float(re.search(re.escape(name) + r": ([0-9.]+) ns", answer.stdout)[1]), "ns", most=50)
    python = python_with("river")
    if python:
        answer = subprocess.run([python, "-c", RIVER], capture_output=True, text=True, check=True)
        report.row("River's ADWIN, an update", float(answer.stdout), "ns")

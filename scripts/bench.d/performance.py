"""The join of predictions with their labels, and the page of a year of hourly windows with 20 segments."""
import os
import random
import shutil
import time

from commands import median
from daemon import Daemon, until

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


def measure(report, work, tools, quick):
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
        until("the windows are evaluated", lambda: evaluated(daemon) == count, 600, 0.5)
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


def evaluated(daemon):
    return sum(window["labelled"] for window in daemon.ask("performance", "join", "--limit", "8760")["windows"])

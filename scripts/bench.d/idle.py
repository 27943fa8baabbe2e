"""What the daemon costs while nothing happens."""
import os
import time

from daemon import Daemon, until

PIPELINE = """\
directory: {folder}
data:
  in: {{ path: "{path}", recursive: true }}
triggers:
  monthly: {{ schedule: "*-*-{day:02} {hour:02}:{minute:02} UTC" }}
  new: {{ new_data: in }}
steps:
  train: {{ run: ["/bin/true"] }}
"""


def measure(report, work, tools, quick):
    seconds = 20 if quick else 60
    one(report, work, seconds)
    many(report, work, seconds, 100 if quick else 1000)


def one(report, work, seconds):
    daemon = Daemon(os.path.join(work, "idle-one"))
    daemon.directory("in")
    daemon.pipeline("one", PIPELINE.format(folder=daemon.folder, path="in", day=1, hour=3, minute=0))
    rest(report, daemon, "idle, 1 pipeline", seconds, most_megabytes=30, most_percent=0.1)


def many(report, work, seconds, count):
    daemon = Daemon(os.path.join(work, "idle-many"))
    for index in range(count):
        # Ten watched directories for each pipeline: its own and nine below it.
        for below in range(9):
            daemon.directory(f"in-{index}", str(below))
        daemon.pipeline(f"p{index}", PIPELINE.format(
            folder=daemon.folder, path=f"in-{index}", day=index % 28 + 1, hour=index % 24, minute=index % 60))
    rest(report, daemon, f"idle, {count:,} pipelines and schedules, {count * 10:,} directories", seconds,
         most_megabytes=100, most_percent=None)


def rest(report, daemon, what, seconds, most_megabytes, most_percent):
    start = time.monotonic()
    try:
        daemon.start(seconds=300)
        report.row(f"{what}: start to first answer", time.monotonic() - start, "s")
        until("every directory was scanned", lambda: all(row.get("last_scan_at") for row in daemon.ask("list-datasets")), 300)
        time.sleep(5)
        before, began = daemon.cpu_seconds(), time.monotonic()
        time.sleep(seconds)
        percent = 100 * (daemon.cpu_seconds() - before) / (time.monotonic() - began)
        report.row(f"{what}: resident", daemon.resident_megabytes(), "MB", most=most_megabytes)
        report.row(f"{what}: proportional share", daemon.resident_megabytes("Pss"), "MB")
        report.row(f"{what}: of one core", percent, "%", most=most_percent)
    finally:
        daemon.stop()

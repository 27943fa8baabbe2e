"""Bursts that overflow the kernel's queue, and trees of many files."""
import os
import shutil
import signal
import subprocess
import time

from daemon import Daemon, until

BURST = """\
directory: {folder}
data:
  in: {{ path: in }}
triggers:
  new: {{ new_data: in, quiet_period: 2s }}
policy: {{ cooldown: 0s }}
steps:
  count: {{ shell: "wc -l < $MLOPS_DATA_IN > {folder}/counted" }}
"""

TREE = """\
directory: {folder}
data:
  in: {{ path: in, recursive: true }}
triggers:
  never: {{ new_data: in, min_files: 1000000000 }}
steps:
  train: {{ run: ["/bin/true"] }}
"""


def measure(report, work, tools, quick):
    burst(report, work, tools)
    for count in (10_000, 100_000) if quick else (10_000, 100_000, 1_000_000):
        tree(report, work, tools, count)


def burst(report, work, tools):
    count = 20_000
    daemon = Daemon(os.path.join(work, "burst"))
    path = daemon.directory("in")
    daemon.pipeline("burst", BURST.format(folder=daemon.folder))
    try:
        daemon.start()
        until("the directory is watched", lambda: daemon.ask("list-datasets")[0].get("last_scan_at"))
        # Stopped while the files are dropped, so that the kernel's queue overflows however fast the reader is.
        daemon.process.send_signal(signal.SIGSTOP)
        start = time.monotonic()
        subprocess.run([tools + "/files", str(count), "0", path], check=True)
        dropped = time.monotonic() - start
        daemon.process.send_signal(signal.SIGCONT)
        until("the run has ended", lambda: [r for r in daemon.ask("list-runs") if r["phase"] == "ended"], 300, 0.2)
        runs = daemon.ask("list-runs")
        with open(os.path.join(daemon.folder, "counted"), encoding="utf-8") as file:
            seen = int(file.read())
        report.row(f"burst: {count:,} files dropped in", dropped, "s", most=2)
        report.row("burst: files lost", count - seen, "files", most=0)
        report.row("burst: runs started", len(runs), "runs", most=1)
        report.row("burst: most resident", daemon.resident_megabytes("Hwm"), "MB")
    finally:
        daemon.stop()
        shutil.rmtree(daemon.folder)


def tree(report, work, tools, count):
    daemon = Daemon(os.path.join(work, f"tree-{count}"))
    subprocess.run([tools + "/files", str(count), "1000", daemon.directory("in")], check=True)
    daemon.pipeline("tree", TREE.format(folder=daemon.folder))
    try:
        for turn in ("first scan", "rescan"):
            start = time.monotonic()
            daemon.start(seconds=600)
            until("all files are ready", lambda: settled(daemon, count), 1800, 0.5)
            elapsed = time.monotonic() - start
            report.row(f"tree of {count:,} files: start to the end of the {turn}", elapsed, "s")
            report.row(f"tree of {count:,} files: {turn}, a file", elapsed / count * 1e6, "us")
            report.row(f"tree of {count:,} files: {turn}, most resident", daemon.resident_megabytes("Hwm"), "MB")
            daemon.stop()
    finally:
        daemon.stop()
        shutil.rmtree(daemon.folder)


def settled(daemon, count):
    dataset = daemon.ask("list-datasets")[0]
    return dataset.get("last_scan_at") and dataset["counts"]["ready"] == count

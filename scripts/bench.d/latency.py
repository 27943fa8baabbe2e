"""From a file that is renamed into a watched directory to the first instruction of the step that it starts."""
import os
import statistics
import subprocess
import time

from daemon import Daemon, until
from report import summary

PIPELINE = """\
directory: {folder}
data:
  in: {{ path: in, include: ["*.csv"], ready: rename }}
triggers:
  new: {{ new_data: in, quiet_period: 0s }}
policy: {{ cooldown: 0s, max_runs_per_day: 1000000 }}
steps:
  stamp: {{ run: ["{tools}/stamp", "{log}"] }}
"""


def measure(report, work, tools, quick):
    events = 50 if quick else 300
    daemon = Daemon(os.path.join(work, "latency"))
    ours, ours_log = daemon.directory("in"), os.path.join(daemon.folder, "ours.log")
    theirs, theirs_log = daemon.directory("baseline"), os.path.join(daemon.folder, "theirs.log")
    daemon.pipeline("latency", PIPELINE.format(folder=daemon.folder, tools=tools, log=ours_log))
    # What a person would write instead: no record, no retry, nothing kept. The same program is started.
    loop = subprocess.Popen(
        ["bash", "-c", 'inotifywait -m -e moved_to --format %w%f "$1" 2>"$2" | while read -r f; do "$3" "$4"; done',
         "baseline", theirs, theirs + ".err", tools + "/stamp", theirs_log], start_new_session=True)
    try:
        until("inotifywait watches", lambda: "established" in read(theirs + ".err"))
        daemon.start()
        until("the daemon watches", lambda: daemon.ask("list-datasets")[0].get("last_scan_at"))
        output = subprocess.run([tools + "/drive", str(events), "100", "20", theirs, theirs_log, ours, ours_log],
                                capture_output=True, text=True, check=True).stdout
    finally:
        os.killpg(loop.pid, 15)
        daemon.stop()
    disk = synced(os.path.join(daemon.folder, "state", "synced"), 50 if quick else 200)
    times = {"0": [], "1": []}
    missed = {"0": 0, "1": 0}
    for line in output.splitlines():
        index, value = line.split()
        if value == "missed":
            missed[index] += 1
        else:
            times[index].append(int(value) / 1e6)
    base, own = summary(times["0"]), summary(times["1"])
    report.raw["latency_ms"] = {"inotifywait": base, "mlopsd": own, "missed": missed}
    report.row("event to step, inotifywait | while read: median", base["median"], "ms")
    report.row("event to step, mlopsd, recorded durably: median", own["median"], "ms")
    # What no program that keeps a promise over a power failure can save.
    report.row("  of that one fdatasync of 16 KiB on the same disk: median", disk, "ms")
    report.row("  as a multiple of the loop's median", own["median"] / base["median"], "times", most=2)
    report.row("  p99 as a multiple of its own median", own["p99"] / own["median"], "times", most=3)
    report.row("  the loop's p99 as a multiple of its own median", base["p99"] / base["median"], "times")
    report.row("  events that started nothing", missed["1"], "events", most=0)


def synced(path, times):
    """How long the disk takes for a commit's worth of bytes, in milliseconds; the file has its length already, as a log has."""
    size, spans = 16384, []
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.pwrite(file, bytes(size * times), 0)
        os.fsync(file)
        for index in range(times):
            os.pwrite(file, os.urandom(size), index * size)
            start = time.perf_counter()
            os.fdatasync(file)
            spans.append((time.perf_counter() - start) * 1e3)
            time.sleep(0.02)
    finally:
        os.close(file)
    return statistics.median(spans)


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""

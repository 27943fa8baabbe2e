"""How long a person waits for mlopsctl, on an empty record and on one of 100,000 runs."""
import json
import os
import subprocess
import tempfile
import time

from daemon import BINARIES, Daemon

PIPELINE = """\
directory: {folder}
triggers:
  monthly: {{ schedule: "*-*-01 03:00 UTC" }}
steps:
  train: {{ run: ["/bin/true"] }}
"""


def measure(report, work, tools, quick):
    daemon = Daemon(os.path.join(work, "commands"))
    daemon.pipeline("flights", PIPELINE.format(folder=daemon.folder))
    try:
        daemon.start()
        daemon.command("run", "flights", "--wait")
        empty = median(daemon, "status", "--json")
        report.row("mlopsctl status --json, 1 run in the record", empty, "ms", most=15)
        report.row("mlopsctl --version", median(None, "--version"), "ms")
        daemon.stop()
        runs = 10_000 if quick else 100_000
        record = os.path.join(daemon.folder, "state", "metadata.db")
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(record + suffix):
                os.remove(record + suffix)
        subprocess.run([BINARIES + "/workload", "history", record, "flights", str(runs)], check=True, capture_output=True)
        daemon.start()
        newest = daemon.ask("list-runs")[0]["id"]
        for verb in (["status"], ["list-runs"], ["why", newest]):
            report.row(f"mlopsctl {verb[0]} --json, {runs:,} runs in the record", median(daemon, *verb, "--json"), "ms", most=30)
        # Ten seconds after the start the daemon lets go of what only the start needed, with few runs as with many.
        time.sleep(12)
        for verb in (["status"], ["list-runs"], ["why", newest]):
            daemon.command(*verb, "--json")
        report.row(f"resident with {runs:,} runs in the record", daemon.resident_megabytes(), "MB", most=30)
    finally:
        daemon.stop()


def median(daemon, *arguments):
    words = [BINARIES + "/mlopsctl", *arguments] + (["--socket", daemon.socket] if daemon else [])
    with tempfile.NamedTemporaryFile() as answer:  # Debian's hyperfine cannot write it to standard output.
        subprocess.run(["hyperfine", "-N", "--warmup", "5", "--runs", "60", "--style", "none", "--export-json",
                        answer.name, " ".join(words)], capture_output=True, check=True)
        return json.load(answer)["results"][0]["median"] * 1000

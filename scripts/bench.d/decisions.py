"""How many events a second the pure orchestrator takes in."""
import json
import os
import subprocess


def measure(report, work, tools, quick):
    answer = subprocess.run([os.environ["MLOPS_BENCH_BIN"] + "/workload", "decisions"], capture_output=True, text=True, check=True)
    report.raw["decisions"] = json.loads(answer.stdout)
    report.row("events a second through the orchestrator", report.raw["decisions"]["events_per_second"], "events/s", least=500_000)

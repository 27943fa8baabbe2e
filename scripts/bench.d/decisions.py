"""How many events a second the pure orchestrator takes in."""
import json
import os
import subprocess


def measure(report, work, tools, quick):
    program = os.environ["MLOPS_BENCH_BIN"] + "/workload"
    for pipelines in (100, 1_000, 10_000):
        answer = subprocess.run([program, "decisions", str(pipelines)], capture_output=True, text=True, check=True)
        figures = report.raw[f"decisions_{pipelines}"] = json.loads(answer.stdout)
        # The promise is for 100; the others show that an event costs the same however many pipelines there are.
        report.row(f"events a second through the orchestrator, {pipelines:,} pipelines", figures["events_per_second"], "events/s",
                   **({"least": 500_000} if pipelines == 100 else {}))

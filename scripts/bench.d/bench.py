#!/usr/bin/env python3
"""bench.py WORK TOOLS REPORT QUICK [PART...]: runs the parts one after the other; see scripts/bench."""
import importlib
import sys

from report import Report

PARTS = ["decisions", "latency", "idle", "commands", "intake", "profiles", "performance"]


def main(work, tools, path, quick, *wanted):
    report = Report()
    failed = []
    for part in wanted or PARTS:
        print(f"measuring {part}", file=sys.stderr, flush=True)
        try:
            importlib.import_module(part).measure(report, work, tools, quick == "1")
        except Exception as error:  # One part that cannot be measured must not hide the others.
            failed.append(part)
            print(f"error: cannot measure {part}: {error}", file=sys.stderr)
    report.print()
    report.write(path)
    print(f"written to {path}", file=sys.stderr)
    return 1 if failed or any(row["kept"] is False for row in report.rows) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

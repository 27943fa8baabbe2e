"""The table that the bench prints, and the JSON beside it."""
import json
import os
import platform
import statistics


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def summary(values):
    return {"n": len(values), "median": statistics.median(values), "p99": quantile(values, 0.99), "max": max(values)}


class Report:
    def __init__(self):
        self.rows = []
        self.raw = {
            "machine": {"cores": os.cpu_count(), "kernel": platform.release(), "load": os.getloadavg()},
        }

    def row(self, what, value, unit, most=None, least=None):
        """`most` and `least` are what is promised; None: a figure to compare with, without a promise."""
        kept = None if most is None and least is None else (most is None or value <= most) and (least is None or value >= least)
        self.rows.append({"what": what, "value": value, "unit": unit, "most": most, "least": least, "kept": kept})

    def print(self):
        machine = self.raw["machine"]
        # What others did meanwhile is part of every figure.
        print(f"{machine['cores']} cores, load {', '.join(f'{load:.2f}' for load in machine['load'])} when this began")
        for row in self.rows:
            limit = "" if row["kept"] is None else f"at most {row['most']:,g}" if row["most"] is not None else f"at least {row['least']:,g}"
            verdict = {None: "", True: "kept", False: "NOT KEPT"}[row["kept"]]
            print(f"{row['what']:<64} {self.number(row['value']):>14} {row['unit']:<10} {limit:<20} {verdict}".rstrip())

    @staticmethod
    def number(value):
        return f"{value:,.2f}" if abs(value) >= 1 or value == 0 else f"{value:,.4f}"

    def write(self, path):
        with open(path, "w", encoding="utf-8") as file:
            json.dump({**self.raw, "rows": self.rows}, file, indent=2)
            file.write("\n")

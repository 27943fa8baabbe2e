"""What training and evaluation share: the flights of this run, and which of them the model may learn from."""
import os

import pandas

CATEGORIES = ["carrier", "origin", "dest"]
TARGET = "late"
# The newest week is the hold-out: a model is judged on days after those it learned from, as it will be used.
HOLD_OUT_DAYS = 7


def read():
    """Returns the flights to learn from and the hold-out, oldest first; cancelled flights have no label and are left out."""
    with open(os.environ["MLOPS_DATA_FLIGHTS"], encoding="utf-8") as listing:
        paths = sorted(line.rstrip("\n") for line in listing)
    frame = pandas.concat([pandas.read_csv(path) for path in paths], ignore_index=True)
    frame = frame.dropna(subset=[TARGET]).sort_values("at", kind="stable", ignore_index=True)
    day = frame["at"].str[:10]
    held_out = day.isin(sorted(day.unique())[-HOLD_OUT_DAYS:])
    return frame[~held_out], frame[held_out]


def features(frame, columns, categories):
    """Returns what the model sees of flights. Categories are those of training: a new carrier is a missing value."""
    seen = frame[columns].copy()
    for name, known in categories.items():
        seen[name] = pandas.Categorical(seen[name], categories=known)
    return seen

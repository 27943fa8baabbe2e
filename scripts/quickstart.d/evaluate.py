#!/usr/bin/env python3
"""evaluate.py: judges the model in MLOPS_MODEL on the hold-out, and writes MLOPS_METRICS.

What it and the model in production say of each flight is left beside it, so that the two are compared flight by flight.
"""
import json
import os

import joblib
import pandas
from sklearn.metrics import accuracy_score, roc_auc_score

import flights


def scores(directory, held_out):
    """Returns what the model in `directory` says of each flight: the probability that it is late."""
    stored = joblib.load(os.path.join(directory, "model.joblib"))
    seen = flights.features(held_out, stored["columns"], stored["categories"])
    return stored["model"].predict_proba(seen)[:, 1]


def main():
    _, held_out = flights.read()
    late = held_out[flights.TARGET].astype(int)
    rows = pandas.DataFrame({"label": late, "score": scores(os.environ["MLOPS_MODEL"], held_out)})
    if champion := os.environ.get("MLOPS_CHAMPION"):
        rows["champion_score"] = scores(champion, held_out)
    rows.to_csv(os.path.join(os.environ["MLOPS_WORK"], "rows.csv"), index=False)
    metrics = {
        "auc": round(roc_auc_score(late, rows["score"]), 4),
        "accuracy": round(accuracy_score(late, rows["score"] >= 0.5), 4),
        "n": len(held_out),
    }
    with open(os.environ["MLOPS_METRICS"], "w", encoding="utf-8") as file:
        json.dump({**metrics, "per_row": "rows.csv"}, file)
    print(json.dumps(metrics))


if __name__ == "__main__":
    main()

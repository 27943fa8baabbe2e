#!/usr/bin/env python3
"""evaluate.py: judges the model in MLOPS_MODEL on the hold-out, and writes MLOPS_METRICS."""
import json
import os

import joblib
from sklearn.metrics import accuracy_score, roc_auc_score

import flights


def main():
    _, held_out = flights.read()
    stored = joblib.load(os.path.join(os.environ["MLOPS_MODEL"], "model.joblib"))
    late = held_out[flights.TARGET].astype(int)
    seen = flights.features(held_out, stored["columns"], stored["categories"])
    score = stored["model"].predict_proba(seen)[:, 1]
    metrics = {
        "auc": round(roc_auc_score(late, score), 4),
        "accuracy": round(accuracy_score(late, score >= 0.5), 4),
        "n": len(held_out),
    }
    with open(os.environ["MLOPS_METRICS"], "w", encoding="utf-8") as file:
        json.dump(metrics, file)
    print(json.dumps(metrics))


if __name__ == "__main__":
    main()

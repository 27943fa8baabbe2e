#!/usr/bin/env python3
"""train.py ROUNDS WITHOUT: learns which flights leave late, and writes the model to MLOPS_MODEL.

WITHOUT names a column that it must not look at, or is "none".
"""
import os
import sys

import joblib
from sklearn.ensemble import HistGradientBoostingClassifier

import flights


def main(rounds, without):
    known, _ = flights.read()
    columns = [name for name in known.columns if name not in (flights.TARGET, "at", without)]
    categories = {name: sorted(known[name].unique()) for name in flights.CATEGORIES if name in columns}
    model = HistGradientBoostingClassifier(
        max_iter=rounds, learning_rate=0.08, max_leaf_nodes=15, min_samples_leaf=40, l2_regularization=1.0,
        categorical_features="from_dtype", random_state=1)
    model.fit(flights.features(known, columns, categories), known[flights.TARGET].astype(int))
    stored = {"model": model, "columns": columns, "categories": categories}
    joblib.dump(stored, os.path.join(os.environ["MLOPS_MODEL"], "model.joblib"))
    days = known["at"].str[:10]
    print(f"{rounds} rounds on {len(known)} flights of {days.iloc[0]} to {days.iloc[-1]}, {len(columns)} columns")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])

"""evaluate.py PROGRAM FOLDER CHUNKS SEED DRAWS DELAY: our estimates of performance without labels beside NannyML's.

Both learn from the same reference and estimate each chunk of the same analysis rows; the labels then tell who was closer,
and how often our interval held the value. Generated sets differ in how the score deceives and in how the rows move; what
labels mean, given the rows, stays, which is what both assume. What is learnt from one reference is off by the same in all
chunks, so that each set is drawn several times, and a ratio has an error: that of the mean of its logarithm over the draws.

In NannyML's sets labels come to mean something else halfway, or from chunk to chunk, which nobody can tell from a reference
before it: without labels their intervals hold too seldom, which is told and not judged. In production labels are late, and
not missing: the same is told with the labels of the chunks that are 1, 2, 5 (or DELAY) chunks older, or more, and judged
at DELAY. The first DELAY chunks of a move stay unseen, so that a set that moves once in 20 chunks by more than its
intervals, in all metrics, loses DELAY chunks of them.
"""
import os
import subprocess
import sys

# NannyML tells its makers what is done with it, unless it is told not to.
os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import nannyml
import numpy as np
import pandas as pd
import sklearn.metrics as m
from nannyml.chunk import SizeBasedChunker

PROGRAM, FOLDER, CHUNKS, SEED, DRAWS, DELAY = sys.argv[1], sys.argv[2], *(int(argument) for argument in sys.argv[3:7])
DELAYS = sorted({1, 2, 5, DELAY})
SAME = {"accuracy": "accuracy", "f1": "f1", "precision": "precision", "recall": "recall", "specificity": "specificity",
        "auroc": "roc_auc", "average_precision": "average_precision", "mae": "mae", "rmse": "rmse",
        "f1_macro": "f1", "auroc_macro": "roc_auc", "precision_macro": "precision", "recall_macro": "recall"}


def logistic(x):
    return 1 / (1 + np.exp(-x))


def generated_binary(random, kind, rows, shift):
    x = random.normal(size=(rows, 4)) + shift * np.array([1, -0.5, 0.3, 0])
    logit = x @ np.array([1, -1, 0.5, 0]) + 0.4 * x[:, 0] * x[:, 1] - {"rare": 3}.get(kind, 0.3)
    truth = logistic(logit)
    score = {
        "calibrated": truth, "rare": logistic(0.9 * (x @ np.array([1, -1, 0.5, 0]) - 2.6)), "sure": logistic(3 * logit),
        "unsure": logistic(0.4 * logit + 0.5), "steps": np.round(logistic(logit + 0.5 * random.normal(size=rows)), 1),
    }[kind]
    label = (random.random(rows) < truth).astype(int)
    return pd.DataFrame({"label": label, "prediction": (score >= 0.5).astype(int), "s0": score})


def generated_multiclass(random, kind, rows, shift):
    x = random.normal(size=(rows, 3)) + shift * np.array([0.6, -0.4, 0.2])
    logits = x @ np.array([[1, 0, -1], [0.5, 1, -0.5], [-0.5, 0.7, 0.6]]) + np.array([0.5, 0, -0.4])
    truth = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    sharp = np.exp(logits * {"sure": 2.0, "unsure": 0.5}[kind])
    scores = sharp / sharp.sum(1, keepdims=True)
    label = (random.random(rows)[:, None] > truth.cumsum(1)).sum(1).clip(0, 2)
    frame = pd.DataFrame({"label": label, "prediction": scores.argmax(1)})
    for k in range(3):
        frame[f"s{k}"] = scores[:, k]
    return frame


def generated_regression(random, kind, rows, shift):
    x = random.normal(size=(rows, 4)) + shift * np.array([0.8, 0, 0.4, 0])
    spread = {"even": np.ones(rows), "funnel": np.exp(0.6 * x[:, 0]), "bump": 0.5 + 2 * (np.abs(x[:, 2]) > 1)}[kind]
    centre = 10 + 2 * x[:, 0] - x[:, 1] + 0.5 * x[:, 2] ** 2
    label = centre + spread * random.normal(size=rows)
    frame = pd.DataFrame({"label": label, "prediction": 10.5 + 2 * x[:, 0] - x[:, 1]})
    for k in range(4):
        frame[f"x{k}"] = x[:, k]
    return frame


def generated():
    makers = [("binary", generated_binary, ["calibrated", "rare", "sure", "unsure", "steps"]),
              ("multiclass", generated_multiclass, ["sure", "unsure"]),
              ("regression", generated_regression, ["even", "funnel", "bump"])]
    for number, (task, maker, kind) in enumerate((t, f, k) for t, f, kinds in makers for k in kinds):
        random = np.random.default_rng([SEED, number])
        size = 1000
        draws = []
        for _ in range(DRAWS):
            reference = maker(random, kind, 10_000, 0)
            analysis = pd.concat(
                [maker(random, kind, size, 0.7 * chunk / max(1, CHUNKS - 1)) for chunk in range(CHUNKS)])
            draws.append((reference, analysis))
        yield f"generated {task} {kind}", task, draws, size


def codes(frame, other, columns):
    """Text as numbers; what is only in one of both has a number of its own."""
    for number, column in enumerate(columns):
        if not pd.api.types.is_numeric_dtype(frame[column]) or pd.api.types.is_bool_dtype(frame[column]):
            names = {name: k for k, name in enumerate(sorted(set(frame[column].astype(str)) | set(other[column].astype(str))))}
            for part in (frame, other):
                part[f"x{number}"] = part[column].astype(str).map(names).astype(float)
        else:
            for part in (frame, other):
                part[f"x{number}"] = part[column].astype(float)


def bundled():
    binary = [("car loan", nannyml.load_synthetic_car_loan_dataset, "repaid", "y_pred_proba", "y_pred"),
              ("work from home", nannyml.load_synthetic_binary_classification_dataset, "work_home_actual", "y_pred_proba",
               "y_pred"),
              ("california housing", nannyml.load_modified_california_housing_dataset, "clf_target", "y_pred_proba",
               "y_pred"),
              ("MA employment", nannyml.load_us_census_ma_employment_data, "employed", "predicted_probability",
               "prediction")]
    for name, load, label, score, prediction in binary:
        reference, analysis, targets = load()
        analysis = analysis.merge(targets, on="id")
        if prediction not in reference or reference[prediction].isna().any():
            for part in (reference, analysis):
                part[prediction] = (part[score] >= 0.5).astype(int)
        frames = [pd.DataFrame({"label": part[label].astype(int), "prediction": part[prediction].astype(int),
                                "s0": part[score].astype(float)}) for part in (reference, analysis)]
        yield f"NannyML's {name}", "binary", [frames], max(500, len(analysis) // CHUNKS)
    reference, analysis, targets = nannyml.load_synthetic_multiclass_classification_dataset()
    analysis = analysis.merge(targets, on="id")
    names = ["prepaid_card", "highstreet_card", "upmarket_card"]
    frames = []
    for part in (reference, analysis):
        frame = pd.DataFrame({"label": part.y_true.map(names.index), "prediction": part.y_pred.map(names.index)})
        for k, name in enumerate(names):
            frame[f"s{k}"] = part[f"y_pred_proba_{name}"]
        frames.append(frame)
    yield "NannyML's credit cards", "multiclass", [frames], len(analysis) // CHUNKS
    reference, analysis, targets = nannyml.load_synthetic_car_price_dataset()
    analysis = analysis.merge(targets, on="id")
    codes(reference, analysis, ["car_age", "km_driven", "price_new", "accident_count", "door_count", "fuel", "transmission"])
    features = [f"x{k}" for k in range(7)]
    frames = [part.rename(columns={"y_true": "label", "y_pred": "prediction"})[["label", "prediction", *features]]
              for part in (reference, analysis)]
    yield "NannyML's car prices", "regression", [frames], len(analysis) // CHUNKS


def realised(task, frame):
    label, prediction = frame.label.to_numpy(), frame.prediction.to_numpy()
    if task == "regression":
        return {"mae": m.mean_absolute_error(label, prediction), "rmse": m.root_mean_squared_error(label, prediction)}
    if task == "multiclass":
        scores = frame[[c for c in frame if c.startswith("s")]].to_numpy()
        return {"accuracy": m.accuracy_score(label, prediction), "f1_macro": m.f1_score(label, prediction, average="macro"),
                "precision_macro": m.precision_score(label, prediction, average="macro"),
                "recall_macro": m.recall_score(label, prediction, average="macro"),
                "auroc_macro": np.mean([m.roc_auc_score(label == k, scores[:, k]) for k in range(scores.shape[1])])}
    return {"accuracy": m.accuracy_score(label, prediction), "f1": m.f1_score(label, prediction),
            "precision": m.precision_score(label, prediction), "recall": m.recall_score(label, prediction),
            "specificity": m.recall_score(label, prediction, pos_label=0),
            "auroc": m.roc_auc_score(label, frame.s0), "average_precision": m.average_precision_score(label, frame.s0)}


def ours(task, reference, analysis, size):
    scores = [c for c in reference if c.startswith("s")]
    features = [c for c in reference if c.startswith("x")]
    path = f"{FOLDER}/rows"
    with open(path, "w") as file:
        print(task, len(scores), len(features), file=file)
        for part, chunks in ((reference, np.full(len(reference), -1)), (analysis, np.arange(len(analysis)) // size)):
            part = part.copy()
            part.insert(0, "chunk", chunks)
            part[["chunk", "label", "prediction", *scores, *features]].to_csv(file, sep=" ", header=False, index=False,
                                                                           na_rep="nan", float_format="%.17g")
    found = {}
    command = [PROGRAM, *map(str, DELAYS)]
    for line in subprocess.run(command, stdin=open(path), capture_output=True, text=True, check=True).stdout.splitlines():
        if not line.startswith("#"):
            chunk, delay, name, *values = line.split()
            found[int(chunk), int(delay), name] = [float(value) for value in values]
    return found


def theirs(task, reference, analysis, size, metrics):
    names = [SAME[name] for name in metrics]
    reference, analysis = reference.copy(), analysis.copy()
    if task == "regression":
        features = [c for c in reference if c.startswith("x")]
        estimator = nannyml.DLE(feature_column_names=features, y_pred="prediction", y_true="label", metrics=names,
                                chunker=SizeBasedChunker(size))
    else:
        scores = [c for c in reference if c.startswith("s")]
        if task == "multiclass":
            for part in (reference, analysis):
                part["label"], part["prediction"] = part.label.astype(str), part.prediction.astype(str)
        estimator = nannyml.CBPE(
            y_pred_proba="s0" if task == "binary" else {str(k): c for k, c in enumerate(scores)}, y_pred="prediction",
            y_true="label", metrics=names, problem_type="classification_" + task, chunker=SizeBasedChunker(size))
    estimator.fit(reference.reset_index(drop=True))
    result = estimator.estimate(analysis.drop(columns="label").reset_index(drop=True)).filter(period="analysis").to_df()
    return {name: result[(SAME[name], "value")].to_numpy(dtype=float) for name in metrics}


def measured(task, reference, analysis, size):
    """Of each metric NannyML's error in each chunk, and by delay ours and whether our interval held; 0: without labels."""
    reference, analysis = reference.reset_index(drop=True), analysis.reset_index(drop=True)
    count = len(analysis) // size
    analysis = analysis.iloc[:count * size]
    truth = [realised(task, analysis.iloc[k * size:(k + 1) * size]) for k in range(count)]
    metrics = list(truth[0])
    mine, peer = ours(task, reference, analysis, size), theirs(task, reference, analysis, size, metrics)
    found = {}
    for metric in metrics:
        real = np.array([t[metric] for t in truth])
        # Where nothing is predicted to be 1, precision is undefined, for us as for the labels.
        known = [k for k in range(count) if (k, 0, metric) in mine and np.isfinite(peer[metric][k])]
        if known:
            real = real[known]
            mine_by_delay = {}
            for delay in (0, *DELAYS):
                values = np.array([mine[k, delay, metric] for k in known])
                inside = (values[:, 1] <= real) & (real <= values[:, 2])
                mine_by_delay[delay] = (np.abs(values[:, 0] - real), inside)
            found[metric] = (np.abs(peer[metric][known] - real), mine_by_delay)
    return found


def geometric(logs):
    """The geometric mean, and the relative standard error of it; one draw says none."""
    logs = np.array(logs)
    return float(np.exp(logs.mean())), float(logs.std(ddof=1) / np.sqrt(len(logs))) if len(logs) > 1 else 0.0


def late(found, delay):
    """How many intervals hold with late labels, of how many, and the error of the estimates beside that without labels."""
    inside = np.concatenate([mine[delay][1] for f in found for _, mine in f.values()])
    logs = [np.log(mine[delay][0].mean() / mine[0][0].mean()) for f in found for _, mine in f.values()]
    return int(inside.sum()), len(inside), float(np.exp(np.mean(logs)))


def main():
    print("mean absolute error of the estimate over chunks, ours and NannyML's, and how many of our 95 % intervals held")
    held = {(kind, delay): [0, 0] for delay in (0, *DELAYS) for kind in ("generated", "NannyML's")}
    ratios = []
    for name, task, draws, size in [*generated(), *bundled()]:
        found = [measured(task, *draw, size) for draw in draws]
        print(f"{name}: {len(draws[0][0])} reference rows, {len(draws[0][1]) // size} chunks of {size}, drawn {len(draws)} x")
        kind = "generated" if name.startswith("generated") else "NannyML's"
        for metric in found[0]:
            parts = [f[metric] for f in found if metric in f]
            other = np.concatenate([part[0] for part in parts])
            error, inside = (np.concatenate([part[1][0][k] for part in parts]) for k in range(2))
            ratio = error.mean() / other.mean()
            print(f"  {metric:18} {error.mean():.5g} v {other.mean():.5g} ({ratio:.2f})  {inside.sum()} of {len(inside)} held")
        logs = [np.mean([np.log(mine[0][0].mean() / other.mean()) for other, mine in f.values()]) for f in found]
        ratio, error = geometric(logs)
        ratios.append(ratio)
        missed = ratio > 1.02 and np.log(ratio) > 2 * error
        print(f"  geometric mean of the ratios {ratio:.3f} ±{error:.3f}{'  MISSED' if missed else ''}", flush=True)
        for delay in (0, *DELAYS):
            inside, count, gain = late(found, delay)
            held[kind, delay][0] += inside
            held[kind, delay][1] += count
            if delay:
                print(f"  with labels {delay} chunks late: {100 * inside / count:.1f} % held, error {gain:.2f} x that without")
    whole = float(np.exp(np.mean(np.log(ratios))))
    print(f"all {len(ratios)} sets: geometric mean of the ratios {whole:.3f}{'  MISSED' if whole > 1 else ''}")
    for (kind, delay), (inside, count) in held.items():
        share = inside / count
        # What labels mean moves in NannyML's sets, which no interval made from scores alone can know.
        judged = delay == DELAY or (delay == 0 and kind == "generated")
        missed = judged and not 0.9 <= share <= 0.97
        labels = f"with labels {delay} chunks late" if delay else "without labels"
        print(f"{kind} sets {labels}: {inside} of {count} intervals held, {100 * share:.1f} %{'  MISSED' if missed else ''}")


main()

#!/usr/bin/env python3
"""Writes performance.tsv beside it: python3 performance.py (by hand; scikit-learn 1.9.1, statsmodels 0.15.0, scipy).

performance.py FOLDER SEED writes another corpus, of other random cases, to FOLDER.

Each line is a case: the recipe of its rows, which GoldenRows.swift makes again bit for bit, and name=value pairs; nan is
what is undefined. Errors of intervals that no library has are computed another way than in the product: each row gets a
weight, and the derivative of the metric by it is taken with a complex step, which is exact.
"""
import os
import sys
import warnings

import numpy as np
import sklearn.metrics as m
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from streams import Xoshiro256StarStar, draw

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = sys.argv[1] if len(sys.argv) > 1 else HERE
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 0
Z = stats.norm.isf(0.025)
NAN = float("nan")
warnings.filterwarnings("ignore")


def influence(metric, rows):
    """The derivative of a metric by the weight of each row, at weights of 1."""
    found = np.empty(rows)
    for row in range(rows):
        weights = np.ones(rows, complex)
        weights[row] += 1e-30j
        found[row] = metric(weights).imag * 1e30
    return found


def log_odds(value, error):
    if not 0 < value < 1 or not error > 0:
        return {}
    half = Z * error / (value * (1 - value))
    centre = np.log(value / (1 - value))
    return {"low": 1 / (1 + np.exp(half - centre)), "high": 1 / (1 + np.exp(-half - centre))}


def fisher(value, error):
    if not -1 < value < 1 or not error > 0:
        return {}
    half = Z * error / (1 - value * value)
    return {"low": np.tanh(np.arctanh(value) - half), "high": np.tanh(np.arctanh(value) + half)}


def put(answers, name, value, bounds={}):
    answers[name] = value
    for bound, limit in bounds.items():
        answers[f"{name}.{bound}"] = limit


def share(answers, name, part, whole):
    if whole == 0:
        return put(answers, name, NAN)
    low, high = proportion_confint(part, whole, 0.05, "beta")
    put(answers, name, part / whole, {"low": 0.0 if part == 0 else low, "high": 1.0 if part == whole else high})


def student(answers, name, values, limits=(-np.inf, np.inf), root=False):
    value, bounds = np.mean(values), {}
    if len(values) > 1 and np.var(values) > 0:
        low, high = DescrStatsW(values).tconfint_mean()
        bounds = {"low": max(limits[0], low), "high": min(limits[1], high)}
    if root:
        value, bounds = np.sqrt(value), {k: np.sqrt(v) for k, v in bounds.items()}
    put(answers, name, value, bounds)


def matthews(label, prediction, weights):
    classes = range(int(max(label.max(), prediction.max())) + 1)
    rows = weights.sum()
    t = np.array([weights[label == k].sum() for k in classes])
    p = np.array([weights[prediction == k].sum() for k in classes])
    right = weights[label == prediction].sum()
    return (right * rows - (t * p).sum()) / np.sqrt((rows**2 - (p * p).sum()) * (rows**2 - (t * t).sum()))


def kappa(answers, label, prediction, classes):
    table = np.zeros((classes, classes))
    np.add.at(table, (label.astype(int), prediction.astype(int)), 1)
    used = (table.sum(0) + table.sum(1)) > 0
    table = table[used][:, used]
    expected = (table.sum(0) * table.sum(1)).sum() / table.sum() ** 2
    if expected == 1:
        return put(answers, "kappa", NAN)
    found = cohens_kappa(table)
    error = found.std_kappa
    value = m.cohen_kappa_score(label, prediction)
    put(answers, "kappa", value,
        {"low": max(-1, value - Z * error), "high": min(1, value + Z * error)} if error > 1e-6 else {})


def binary_rows(seed, count, base, levels, has_prediction):
    random = Xoshiro256StarStar(seed)
    label, score, prediction = [], [], []
    for _ in range(count):
        y = 1.0 if random.uniform() < base else 0.0
        s = (0.6 * y + random.uniform()) / 1.6
        if levels > 0:
            s = float(int(s * levels)) / levels
        keep = random.uniform() < 0.8
        label.append(y)
        score.append(s)
        prediction.append((y if keep else 1 - y) if has_prediction else (1.0 if s >= 0.5 else 0.0))
    return np.array(label), np.array(score), np.array(prediction)


def binary(seed, count, base, levels, has_prediction):
    label, score, said = binary_rows(seed, count, base, levels, has_prediction)
    a = {}
    hits, false_alarms = int(((label == 1) & (said == 1)).sum()), int(((label == 0) & (said == 1)).sum())
    misses, rejections = int(((label == 1) & (said == 0)).sum()), int(((label == 0) & (said == 0)).sum())
    p, n = hits + misses, rejections + false_alarms
    both = p > 0 and n > 0
    share(a, "accuracy", hits + rejections, count)
    assert a["accuracy"] == m.accuracy_score(label, said)
    share(a, "precision", hits, hits + false_alarms)
    share(a, "npv", rejections, rejections + misses)
    share(a, "recall", hits, p)
    share(a, "specificity", rejections, n)
    share(a, "jaccard", hits, hits + false_alarms + misses)
    put(a, "balanced_accuracy", m.balanced_accuracy_score(label, said) if both else NAN)
    if both:
        (l1, h1), (l2, h2) = proportion_confint(hits, p, 0.05, "wilson"), proportion_confint(rejections, n, 0.05, "wilson")
        value = a["balanced_accuracy"]
        a["balanced_accuracy.low"] = max(0, value - np.hypot(hits / p - l1, rejections / n - l2) / 2)
        a["balanced_accuracy.high"] = min(1, value + np.hypot(h1 - hits / p, h2 - rejections / n) / 2)
    concerned = hits + false_alarms + misses > 0
    put(a, "f1", m.f1_score(label, said, zero_division=np.nan) if concerned else NAN)

    def f_score(weights, beta):
        tp, fp = weights[(label == 1) & (said == 1)].sum(), weights[(label == 0) & (said == 1)].sum()
        fn = weights[(label == 1) & (said == 0)].sum()
        return (1 + beta**2) * tp / ((1 + beta**2) * tp + beta**2 * fn + fp)

    for name, beta in (("f2", 2), ("f05", 0.5)):
        value = m.fbeta_score(label, said, beta=beta, zero_division=np.nan) if concerned else NAN
        error = np.sqrt((influence(lambda w: f_score(w, beta), count) ** 2).sum()) if concerned and count <= 80 else 0
        put(a, name, value, log_odds(value, error))
    varies = both and 0 < said.sum() < count
    value = m.matthews_corrcoef(label, said) if varies else NAN
    error = np.sqrt((influence(lambda w: matthews(label, said, w), count) ** 2).sum()) if varies and count <= 80 else 0
    put(a, "mcc", value, fisher(value, error))
    kappa(a, label, said, 2)
    student(a, "brier", (score - label) ** 2, (0, 1))
    assert np.isclose(a["brier"], m.brier_score_loss(label, score, pos_label=1), rtol=1e-12)
    put(a, "log_loss", m.log_loss(label, score, labels=[0, 1]))
    scores(a, label, score, both)
    return a


def scores(a, label, score, both):
    count = len(label)
    positive = label == 1
    put(a, "average_precision", m.average_precision_score(label, score) if positive.any() else NAN)
    if positive.any() and count <= 80:
        at_least = score[None, :] >= score[:, None]

        def precision(weights):
            hit, all_rows = (at_least * (weights * label)).sum(1), (at_least * weights).sum(1)
            return (weights * label * hit / all_rows).sum() / (weights * label).sum()

        error = np.sqrt((influence(precision, count) ** 2).sum())
        put(a, "average_precision", a["average_precision"], log_odds(a["average_precision"], error))
    put(a, "auroc", m.roc_auc_score(label, score) if both else NAN)
    put(a, "ks", stats.ks_2samp(score[positive], score[~positive]).statistic if both else NAN)
    if both:
        high, low = score[positive], score[~positive]
        wins = (high[:, None] > low[None, :]) + 0.5 * (high[:, None] == low[None, :])
        variance = sum(np.var(x, ddof=1) / len(x) for x in (wins.mean(1), wins.mean(0)) if len(x) > 1)
        put(a, "auroc", a["auroc"], log_odds(a["auroc"], np.sqrt(variance)) if variance > 1e-12 else {})
    # The expected hits among the tenth with the highest scores, when equal scores are in random order.
    if positive.any():
        top, hits, taken = count / 10, 0.0, 0.0
        for value in np.unique(score)[::-1]:
            part = min(1.0, (top - taken) / (score == value).sum())
            hits += part * label[score == value].sum()
            taken += part * (score == value).sum()
            if taken >= top:
                break
        put(a, "lift_at_10", hits / top / label.mean())
    else:
        put(a, "lift_at_10", NAN)
    middle = stats.rankdata(score) - 0.5
    bins = np.minimum(14, np.floor(np.round(15 * middle * 2) / (2 * count))).astype(int)
    plain = expected = 0.0
    for number in np.unique(bins):
        inside = bins == number
        rate, weight = label[inside].mean(), inside.mean()
        gap, deviation = abs(rate - score[inside].mean()), np.sqrt(rate * (1 - rate) / inside.sum())
        plain += weight * gap
        expected += weight * (stats.foldnorm.mean(gap / deviation, scale=deviation) if deviation > 0 else gap)
    value = 2 * plain - expected
    if abs(value) > 1e-6:
        put(a, "ece", max(0.0, value))


def multiclass(seed, count, classes, sharpness):
    random = Xoshiro256StarStar(seed)
    label, prediction, probabilities = [], [], []
    for _ in range(count):
        y = int(random.uniform() * random.uniform() * classes)
        raw = [random.uniform() for _ in range(classes)]
        raw[y] += sharpness
        total = 0.0
        for x in raw:
            total += x
        probabilities.append([x / total for x in raw])
        prediction.append(raw.index(max(raw)))
        label.append(y)
    label, prediction, probabilities = np.array(label), np.array(prediction), np.array(probabilities)
    a = {}
    share(a, "accuracy", int((label == prediction).sum()), count)
    names = sorted(set(label) | set(prediction))

    def average(weights, measure, kind):
        values, shares = [], []
        for k in names:
            t, p = weights[label == k].sum(), weights[prediction == k].sum()
            both = weights[(label == k) & (prediction == k)].sum()
            part, whole = {"precision": (both, p), "recall": (both, t), "f1": (2 * both, t + p)}[measure]
            if whole != 0:
                values.append(part / whole)
                shares.append(t if kind == "weighted" else 1)
        return sum(v * s for v, s in zip(values, shares)) / sum(shares)

    score_of = {"precision": m.precision_score, "recall": m.recall_score, "f1": m.f1_score}
    for measure, function in score_of.items():
        for kind in ("macro", "weighted"):
            value = function(label, prediction, average=kind, zero_division=np.nan)
            if (measure, kind) == ("precision", "weighted") and not set(label) & set(prediction):
                value = NAN
            plain = average(np.ones(count), measure, kind) if not np.isnan(value) else NAN
            assert np.isnan(value) or np.isclose(value, plain, rtol=1e-12), (measure, kind, value, plain)
            error = 0
            if count <= 60 and not np.isnan(value):
                error = np.sqrt((influence(lambda w: average(w, measure, kind), count) ** 2).sum())
            put(a, f"{measure}_{kind}", value, log_odds(value, error))
    put(a, "balanced_accuracy", m.balanced_accuracy_score(label, prediction))
    varies = len(set(label)) > 1 and len(set(prediction)) > 1
    value = m.matthews_corrcoef(label, prediction) if varies else NAN
    error = 0
    if varies and count <= 60:
        error = np.sqrt((influence(lambda w: matthews(label, prediction, w), count) ** 2).sum())
    put(a, "mcc", value, fisher(value, error))
    kappa(a, label, prediction, classes)
    every = list(range(classes))
    one_hot = np.eye(classes)[label]
    put(a, "log_loss", m.log_loss(label, probabilities, labels=every))
    student(a, "brier", ((probabilities - one_hot) ** 2).sum(1), (0, 2))
    for k in (2, 3, 5):
        put(a, f"top_{k}_accuracy",
            m.top_k_accuracy_score(label, probabilities, k=k, labels=every) if k < classes and classes > 2 else
            (np.argsort(np.argsort(-probabilities, axis=1), axis=1)[np.arange(count), label] < k).mean())
    put(a, "mrr", m.label_ranking_average_precision_score(one_hot, probabilities))
    put(a, "ndcg", m.ndcg_score(one_hot, probabilities))
    complete = len(set(label)) == classes and classes > 1
    put(a, "auroc_macro", np.mean([m.roc_auc_score(one_hot[:, k], probabilities[:, k]) for k in every])
        if complete else NAN)
    if complete and classes > 2:
        assert np.isclose(a["auroc_macro"], m.roc_auc_score(label, probabilities, multi_class="ovr"), rtol=1e-12)
    return a


def regression(seed, count, scale, shift, noise):
    random = Xoshiro256StarStar(seed)
    label, prediction = [], []
    for _ in range(count):
        y = draw(random, "n", scale, shift)
        label.append(y)
        prediction.append(draw(random, "n", noise, y))
    label, prediction = np.array(label), np.array(prediction)
    error = prediction - label
    a = {}
    student(a, "mae", np.abs(error), (0, np.inf))
    assert np.isclose(a["mae"], m.mean_absolute_error(label, prediction), rtol=1e-12)
    student(a, "mse", error**2, (0, np.inf))
    assert np.isclose(a["mse"], m.mean_squared_error(label, prediction), rtol=1e-12)
    student(a, "rmse", error**2, (0, np.inf), root=True)
    student(a, "bias", error)
    put(a, "max_error", m.max_error(label, prediction))
    put(a, "medae", m.median_absolute_error(label, prediction))
    rank = int(stats.binom.ppf(0.025, count, 0.5))
    rank -= stats.binom.cdf(rank, count, 0.5) > 0.025
    if rank >= 0:
        ordered = np.sort(np.abs(error))
        put(a, "medae", a["medae"], {"low": ordered[rank], "high": ordered[count - 1 - rank]})

    def r2(weights):
        centre = (weights * label).sum() / weights.sum()
        return 1 - (weights * error**2).sum() / (weights * (label - centre) ** 2).sum()

    put(a, "r2", m.r2_score(label, prediction) if count > 1 else NAN)
    if 1 < count <= 60 and abs(shift) <= 10 * scale:
        deviation = np.sqrt((influence(r2, count) ** 2).sum())
        put(a, "r2", a["r2"], {"low": a["r2"] - Z * deviation, "high": min(1, a["r2"] + Z * deviation)})
    put(a, "explained_variance", m.explained_variance_score(label, prediction) if count > 1 else NAN)
    student(a, "mape", np.abs(error / label), (0, np.inf))
    assert np.isclose(a["mape"], m.mean_absolute_percentage_error(label, prediction), rtol=1e-12)
    student(a, "smape", 2 * np.abs(error) / (np.abs(label) + np.abs(prediction)), (0, 2))
    if min(label.min(), prediction.min()) > -1:
        put(a, "rmsle", np.sqrt(((np.log1p(prediction) - np.log1p(label)) ** 2).mean()))
        if min(label.min(), prediction.min()) >= 0:
            assert np.isclose(a["rmsle"], m.root_mean_squared_log_error(label, prediction), rtol=1e-9)
    else:
        put(a, "rmsle", NAN)
    put(a, "pinball_10", m.mean_pinball_loss(label, prediction, alpha=0.1))
    put(a, "pinball_90", m.mean_pinball_loss(label, prediction, alpha=0.9))
    return a


def text(value):
    return "nan" if np.isnan(value) else f"{float(value):.15g}"


def main():
    lines = []

    def add(function, *recipe):
        answers = " ".join(f"{name}={text(value)}" for name, value in function(*recipe).items())
        lines.append("\t".join([function.__name__, *(repr(x) for x in recipe), answers]))

    choice = np.random.default_rng(SEED + 17)
    for number in range(420):
        count = int(choice.choice([1, 2, 3, 5, 8, 13, 20, 40, 80, 250]))
        add(binary, 1000 * SEED + number, count, float(choice.choice([0.03, 0.1, 0.3, 0.5, 0.8, 0.97])),
            int(choice.choice([0, 2, 5, 10, 50])), int(choice.integers(2)))
    for number in range(200):
        count = int(choice.choice([1, 2, 5, 12, 30, 60, 200]))
        add(multiclass, 1000 * SEED + number + 500, count, int(choice.integers(2, 9)),
            float(choice.choice([0, 0.25, 1])))
    for number in range(200):
        scale = float(choice.choice([1e-3, 1, 50, 1e6]))
        add(regression, 1000 * SEED + number + 800, int(choice.choice([1, 2, 3, 6, 12, 30, 60, 300])), scale,
            float(choice.choice([0, 2 * scale, 10 * scale, 1e3 * scale])), scale * float(choice.choice([0.01, 0.5, 3])))
    with open(os.path.join(FOLDER, "performance.tsv"), "w") as file:
        file.write("\n".join(lines) + "\n")


main()

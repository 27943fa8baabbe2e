"""Recorded streams as rows with features, a label, its time and the time of the prediction, in seconds."""
import numpy
import pandas

DAY = 86_400


class Stream:
    """Rows in the order of their predictions; `days` of them come at once."""

    def __init__(self, name, task, features, labels, times, label_times, days):
        self.name, self.task, self.days = name, task, days
        order = numpy.argsort(times, kind="stable")
        self.features = features.iloc[order].reset_index(drop=True)
        self.labels, self.times, self.label_times = labels[order], times[order], label_times[order]

    def permuted(self, seed):
        """The same rows at other times: nothing changes, and no training helps."""
        order = numpy.random.default_rng(seed).permutation(len(self.labels))
        delays = (self.label_times - self.times)[order]
        return Stream(
            self.name + ", permuted", self.task, self.features.iloc[order].reset_index(drop=True), self.labels[order],
            self.times, self.times + delays, self.days)


def seconds(column):
    return (pandas.to_datetime(column) - pandas.Timestamp(0)).dt.total_seconds().to_numpy()


def read(folder, name):
    rows = pandas.read_csv(f"{folder}/{name}.csv.gz")
    if name == "flights_nyc13_q":
        late = rows["arr_delay"].to_numpy(float)
        names = ["month", "sched_dep_time", "sched_arr_time", "carrier", "origin", "dest", "distance", "hour", "temp", "dewp",
                 "humid", "wind_dir", "wind_speed", "wind_gust", "precip", "pressure", "visib"]
        times = seconds(rows["ts"])
        came = pandas.to_datetime(rows["label_ts"])
        known = numpy.where(came.isna(), times, (came - pandas.Timestamp(0)).dt.total_seconds())
        labels = numpy.where(numpy.isnan(late), numpy.nan, late > 15)
        return Stream(name, "binary", rows[names], labels, times, numpy.maximum(known, times), 3)
    if name.startswith("bike_hour"):
        times = seconds(rows["ts"]) if "ts" in rows else 1_293_840_000 + 3600.0 * numpy.arange(len(rows))
        names = ["season", "mnth", "hr", "holiday", "weekday", "workingday", "weathersit", "temp", "atemp", "hum", "windspeed"]
        return Stream(name, "regression", rows[names], rows["cnt"].to_numpy(float), times, times, 7)
    if name == "synth_known":
        return Stream(name, "binary", rows[["f1", "f2", "f3", "cat"]], rows["y"].to_numpy(float), seconds(rows["ts"]),
                      seconds(rows["ts"]), 2)
    if name == "carloan_dq":
        times = seconds(rows["timestamp"])
        span = (times[-1] - times[0]) / DAY
        names = [n for n in rows.columns if n not in ("id", "repaid", "timestamp", "y_pred_proba", "y_pred")]
        return Stream(name, "binary", rows[names], rows["repaid"].to_numpy(float), times, times, max(1, round(span / 100)))
    raise SystemExit(f"{name}: no such stream is known")

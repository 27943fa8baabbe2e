"""Plays streams part by part: predictions of the model in production, and the labels that are known by then.

Each policy, and the daemon, has the same first model, of the first fifth; a training takes all rows whose labels are known by
then, and its model predicts from the next part on. What is compared is the loss of all rows whose labels ever come plus the price
of the trainings. A price of 0.01 is what the first model loses in a hundredth of the stream.
"""
import argparse
import json
import os
import pickle
import signal
import subprocess
import time

import numpy

import policies
from model import losses, train
from streams import DAY, read

parser = argparse.ArgumentParser()
for name in ("binaries", "folder", "data", "streams", "prices", "seed"):
    parser.add_argument("--" + name)
ARGUMENTS = parser.parse_args()
HERE = os.path.dirname(os.path.abspath(__file__))
STREAMS = "flights_nyc13_q,flights_nyc13_q:permuted,bike_hour,bike_hour_permuted,synth_known,carloan_dq"
PATIENCE = 300


class Parts:
    """A stream cut by time: which rows are predicted in each part, and which labels come in it."""

    def __init__(self, stream):
        self.stream = stream
        first = stream.times[len(stream.times) // 5] // DAY * DAY
        ends = numpy.arange(first, stream.label_times.max() + stream.days * DAY, stream.days * DAY)
        self.first = numpy.flatnonzero(stream.times < first)
        self.parts = []
        has_label = ~numpy.isnan(stream.labels)
        for begin, end in zip(ends[:-1], ends[1:]):
            said = numpy.flatnonzero((stream.times >= begin) & (stream.times < end))
            known = numpy.flatnonzero(has_label & (stream.label_times >= begin) & (stream.label_times < end))
            self.parts.append((end, said, known[numpy.argsort(stream.label_times[known], kind="stable")]))
        self.start = first

    def known(self, end):
        stream = self.stream
        return numpy.flatnonzero(~numpy.isnan(stream.labels) & (stream.label_times < end))


class Models:
    """Models by what they were trained on, so that policies that train at the same time share the work."""

    def __init__(self, parts):
        self.parts, self.losses = parts, {}

    def of(self, end):
        """The losses, of all rows, of the model that is trained on what is known by then."""
        if end not in self.losses:
            stream, rows = self.parts.stream, self.parts.known(end)
            model = train(stream.features.iloc[rows], stream.labels[rows], stream.task)
            self.losses[end] = losses(model.predict(stream.features), stream.labels, stream.task)
        return self.losses[end]


def simulate(policy, parts, models):
    said = numpy.full(len(parts.stream.labels), numpy.nan)
    current, trained, trainings = models.of(parts.start), numpy.full(len(said), -1), 0
    policy.deployed()
    for end, rows, known in parts.parts:
        said[rows], trained[rows] = current[rows], trainings
        # Only labels of what the model in production said are told to the policy.
        mine = known[trained[known] == trainings]
        if policy.asks(said[mine].tolist()):
            trainings += 1
            current = models.of(end)
            policy.deployed()
    return numpy.nansum(said), trainings


class Daemon:
    """A daemon of its own in a folder of its own."""

    def __init__(self, folder, stream, price):
        self.folder, self.task = folder, stream.task
        for name in ("config/pipelines.d", "rows", "said", "came"):
            os.makedirs(f"{folder}/{name}")
        metric = "mae" if stream.task == "regression" else "accuracy"
        with open(f"{folder}/config/pipelines.d/stream.yaml", "w") as file:
            file.write(f"""
directory: {folder}
data: {{ rows: {{ path: rows, include: ["*.pickle"], format: csv }} }}
predictions:
  {{ log: said, labels: came, id: id, time: at, model_version: version, prediction: said, label: came, task: {stream.task},
    window: 1d, min_label_coverage: 0.7 }}
triggers: {{ harm: {{ performance: {metric}, false_alarms: 1/year }} }}
policy: {{ cooldown: 0s, max_runs_per_day: 1000000, retrain_cost: {price} }}
steps: {{ train: {{ run: ["{os.sys.executable}", "-W", ignore, {HERE}/train.py, {HERE}, {stream.task}, {metric}] }} }}
deploy: {{ target: {folder}/live }}
""")
        self.log = open(f"{folder}/log", "w")
        self.process = subprocess.Popen(
            [f"{ARGUMENTS.binaries}/mlopsd", "--config", f"{folder}/config", "--state", f"{folder}/state", "--socket",
             f"{folder}/s"], stdout=self.log, stderr=self.log)
        self.wait("the daemon answers", lambda: self.ask("status") is not None)

    def ask(self, *arguments):
        found = subprocess.run(
            [f"{ARGUMENTS.binaries}/mlopsctl", "--socket", f"{self.folder}/s", *arguments, "--json"],
            capture_output=True, text=True)
        return json.loads(found.stdout) if found.stdout.strip() and found.returncode == 0 else None

    def wait(self, what, holds):
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise SystemExit(f"waited in vain until {what}; see {self.folder}/log: {open(self.folder + '/log').read()[-2000:]}")
            time.sleep(0.25)

    def runs(self):
        return self.ask("list-runs", "--limit", "1000") or []

    def train(self):
        count = len(self.runs())
        subprocess.run(
            [f"{ARGUMENTS.binaries}/mlopsctl", "--socket", f"{self.folder}/s", "run", "stream"], check=True,
            capture_output=True)
        self.ended(count + 1)

    def ended(self, count):
        """Waits until so many runs have ended, each with a model that is live."""
        def ready():
            runs = self.runs()
            return len(runs) >= count and all(run["phase"] == "ended" for run in runs)
        self.wait(f"run {count} has ended", ready)
        bad = [run for run in self.runs() if run["outcome"] != "succeeded"]
        if bad:
            raise SystemExit(f"a run did not succeed: {bad[0]}")
        self.wait("its model is live", lambda: self.version().endswith(f"/{count}"))

    def version(self):
        models = self.ask("list-models") or []
        return next((model["id"] for model in models if "champion" in model["aliases"]), "")

    def model(self):
        with open(f"{self.folder}/live/model.pickle", "rb") as file:
            return pickle.load(file)

    def give(self, name, rows):
        """Data for trainings."""
        rows.to_pickle(f"{self.folder}/{name}")
        os.rename(f"{self.folder}/{name}", f"{self.folder}/rows/{name}")

    def append(self, name, head, lines):
        path = f"{self.folder}/{name}"
        is_new = not os.path.exists(path)
        with open(path, "a") as file:
            file.write((head if is_new else "") + "".join(lines))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def play(parts, price, folder):
    """The daemon's way; returns what it lost, and the parts after which it trained, with the reasons."""
    stream = parts.stream
    daemon = Daemon(folder, stream, price)
    try:
        labelled = stream.features.assign(label=stream.labels)
        given = numpy.zeros(len(stream.labels), bool)
        first = parts.known(parts.start)
        daemon.give("0000.pickle", labelled.iloc[first])
        given[first] = True
        daemon.wait("the first rows are seen", lambda: bool(daemon.ask("list-datasets")))
        daemon.train()
        said = numpy.full(len(stream.labels), numpy.nan)
        versions = numpy.full(len(stream.labels), -1)
        runs, counts, found = 1, [0, 0], []
        model = daemon.model()
        for number, (end, rows, known) in enumerate(parts.parts):
            if len(rows):
                values = model.predict(stream.features.iloc[rows]).astype(float)
                said[rows], versions[rows] = losses(values, stream.labels[rows], stream.task), runs
                daemon.append("said/log.csv", "id,at,version,said\n", (
                    f"{row},{int(stream.times[row])},stream/{runs},{value!r}\n" if stream.task == "regression"
                    else f"{row},{int(stream.times[row])},stream/{runs},{int(value)}\n"
                    for row, value in zip(rows.tolist(), values.tolist())))
            mine = known[versions[known] >= 0]
            daemon.append("came/log.csv", "id,came\n", (
                f"{row},{stream.labels[row] if stream.task == 'regression' else int(stream.labels[row])}\n"
                for row in mine.tolist()))
            daemon.give(f"{number + 1:04}.pickle", labelled.iloc[known[~given[known]]])
            given[known] = True
            counts = [counts[0] + len(rows), counts[1] + len(mine)]
            settle(daemon, stream, versions, end, runs, counts, number + 2)
            if len(daemon.runs()) > runs:
                runs += 1
                daemon.ended(runs)
                model = daemon.model()
                found.append((number, daemon.ask("show", f"r{runs}")["run"]["reason"]))
        return numpy.nansum(said), found
    finally:
        daemon.stop()


def settle(daemon, stream, versions, end, run, counts, files):
    """Waits until the daemon knows all that was given, and has judged it."""
    known = (versions == run) & ~numpy.isnan(stream.labels) & (stream.label_times < end)
    days = (stream.times // DAY).astype(int)
    base = days.min()
    all_rows, with_labels = (numpy.bincount(days[mask] - base) for mask in (versions == run, known))
    with_labels = numpy.pad(with_labels, (0, len(all_rows) - len(with_labels)))
    expected = int(with_labels[with_labels >= 0.7 * all_rows].sum())

    def ready():
        runs = daemon.runs()
        if len(runs) > run:
            return True
        page = daemon.ask("performance", "stream", "--limit", "1")
        join, harm = page["join"], page.get("harm")
        if [join["predictions"], join["labelled"]] != counts or (expected and not harm):
            return False
        return not expected or harm["rows"] == expected

    daemon.wait(f"the day {end // DAY} is judged", ready)
    # What is judged asks for a run at once; it is seen with the next answer.
    daemon.ask("status")


def main():
    print("loss of all labelled rows, plus the price of each training; parts of a stream; best first")
    for chosen in (ARGUMENTS.streams or STREAMS).split(","):
        name, _, order = chosen.partition(":")
        stream = read(ARGUMENTS.data, name)
        if order:
            stream = stream.permuted(int(ARGUMENTS.seed))
        parts = Parts(stream)
        models = Models(parts)
        scored = numpy.concatenate([rows for _, rows, _ in parts.parts])
        usual = float(numpy.nanmean(models.of(parts.start)[scored[:len(scored) // 10]]))
        for share in (float(text) for text in ARGUMENTS.prices.split(",")):
            price = round(usual * share * len(stream.labels), 1)
            folder = f"{ARGUMENTS.folder}/{stream.name.replace(', ', '-')}-{share}"
            lost, found = play(parts, price, folder)
            table = {"mlopsd": (lost, len(found))}
            for label, policy in policies.all_policies(stream.task, usual).items():
                table[label] = simulate(policy, parts, models)
            print(f"\n{stream.name}: {len(scored)} rows in {len(parts.parts)} parts of {stream.days} days; a training costs {price}")
            for label, (lost, trainings) in sorted(table.items(), key=lambda row: row[1][0] + price * row[1][1]):
                print(f"  {label:16}{lost + price * trainings:12.0f} = {lost:10.0f} + {trainings:3} trainings")
            for number, reason in found:
                print(f"  after part {number}: {reason}")
            print(end="", flush=True)


main()

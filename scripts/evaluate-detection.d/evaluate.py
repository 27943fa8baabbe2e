"""Delays of detectors at one rate of false alarms: ours, River's, an oracle, and dummies that look at nothing.

evaluate.py PROGRAM FOLDER SIZE SEED. Streams of errors: 0.1 for 10,000 rows, then 0.15, 0.2 or 0.3. Every detector is tuned on
quiet streams to one false alarm in 50,000 rows, within 20 %, and also shown as shipped. Of alarms the first after the change
counts; what is not found in 20,000 rows counts as 20,000. Ours learns its baseline from the first 5,000 rows; the oracle, a
CUSUM, is told the baseline and, in turn, each of the rates after the change.

Delays are those of streams in which the detector itself had not alarmed before the change, as is usual: M. Pollak, *Optimal
detection of a change in distribution*, 1985. A false alarm just before it may still stand (ours says harm until it is proven to
be over, and no more of the same) or have made a detector young, and such a stream counted as 20,000 outweighs a hundred others.
The last column has all streams nevertheless.
"""
import math
import subprocess
import sys

import numpy
from river import drift

PROGRAM, FOLDER, SIZE, SEED = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
ARL, BEFORE, HORIZON, REFERENCE = 50_000, 10_000, 20_000, 5_000
AFTER = (0.15, 0.2, 0.3)
QUIET_ROWS = 100_000
STREAMS = max(10, int(400 * SIZE))
random = numpy.random.default_rng(SEED)


def write(name, streams):
    path = f"{FOLDER}/{name}"
    streams.astype("uint8").tofile(path)
    return path


quiet = random.random((max(5, int(25 * SIZE)), QUIET_ROWS)) < 0.1
changes = {}
for rate in AFTER:
    before = random.random((STREAMS, BEFORE)) < 0.1
    changes[rate] = numpy.concatenate([before, random.random((STREAMS, HORIZON)) < rate], axis=1)
paths = {rate: write(f"{rate}", streams) for rate, streams in changes.items()}
paths["quiet"] = write("quiet", quiet)


class River:
    """A detector of River's, made anew for each stream."""

    def __init__(self, make):
        self.make = make

    def alarms(self, stream, start):
        detector, found = self.make(), []
        for row, error in enumerate(stream.tolist()):
            detector.update(error)
            if detector.drift_detected:
                found.append(row)
                if start is not None and row >= start:
                    break
        return found

    def all(self, key, start=None):
        return [self.alarms(stream, start) for stream in (quiet if key == "quiet" else changes[key])]


class Cusum:
    def __init__(self, after, level):
        self.up, self.down, self.level = math.log(after / 0.1), math.log((1 - after) / 0.9), level
        self.drift_detected, self.sum = False, 0.0

    def update(self, error):
        self.sum = max(0.0, self.sum + (self.up if error else self.down))
        self.drift_detected = self.sum >= self.level
        if self.drift_detected:
            self.sum = 0.0


class Dummy:
    """Alarms at a rate, periodically or at random, whatever the data."""

    def __init__(self, periodic):
        self.periodic = periodic

    def all(self, key, start=None):
        found = []
        for stream in quiet if key == "quiet" else changes[key]:
            if self.periodic:
                found.append(list(range(int(random.integers(ARL)), len(stream), ARL)))
            else:
                found.append(numpy.flatnonzero(random.random(len(stream)) < 1 / ARL).tolist())
        return found


class Ours:
    def __init__(self, level, baseline=None):
        self.tail = [str(level), str(REFERENCE)] + ([str(baseline)] if baseline else [])

    def all(self, key, start=None):
        length = QUIET_ROWS if key == "quiet" else BEFORE + HORIZON
        lines = subprocess.check_output([PROGRAM, paths[key], str(length), *self.tail], text=True).splitlines()
        return [[int(row) for row in line.split()] for line in lines]


def arl(detector):
    return quiet.size / max(0.5, sum(len(rows) for rows in detector.all("quiet")))


def delays(detector):
    """Of each rate the delays in all streams, and in which of them there was no alarm before the change."""
    result = []
    for rate in AFTER:
        found = detector.all(rate, BEFORE)
        first = [next((row for row in rows if row >= BEFORE), BEFORE + HORIZON) for rows in found]
        result.append((numpy.array(first) - BEFORE, numpy.array([not rows or rows[0] >= BEFORE for rows in found])))
    return result


def tuned(make, low, high):
    """Bisects on the logarithm of a parameter, with which false alarms become rarer from low to high."""
    best = None
    for _ in range(10):
        middle = math.sqrt(low * high)
        length = arl(make(middle))
        if best is None or abs(math.log(length / ARL)) < abs(math.log(best[1] / ARL)):
            best = (middle, length)
        if 0.9 * ARL <= length <= 1.1 * ARL:
            break
        low, high = (middle, high) if length < ARL else (low, middle)
    return best


def mean(values):
    return math.exp(sum(math.log(max(1, value.mean())) for value in values) / len(values))


def error(values):
    """The standard error of the logarithm of the geometric mean."""
    return math.sqrt(sum((value.std() / max(1, value.mean())) ** 2 / len(value) for value in values)) / len(values)


def show(name, parameter, length, found):
    fair = [values[is_fair] for values, is_fair in found]
    cells = "  ".join(f"{value.mean():7.0f} {numpy.median(value):6.0f} {numpy.mean(value >= HORIZON):4.0%}" for value in fair)
    print(f"{name:28}{parameter:>12}{length:10.0f}  {cells}  {mean(fair):8.1f} ±{100 * error(fair):3.0f} %"
          f"{mean([values for values, _ in found]):10.1f}", flush=True)
    return mean(fair)


PEERS = {
    "ADWIN": (lambda x: drift.ADWIN(delta=x), 10, 1e-8, "delta"),
    "HDDM_A": (lambda x: drift.binary.HDDMA(drift_confidence=x), 0.5, 1e-8, "confidence"),
    "HDDM_W": (lambda x: drift.binary.HDDMW(drift_confidence=x), 0.1, 1e-12, "confidence"),
    "DDM": (lambda x: drift.binary.DDM(drift_threshold=x), 2, 12, "threshold"),
    "EDDM": (lambda x: drift.binary.EDDM(beta=x), 0.95, 0.2, "beta"),
    "Page-Hinkley": (lambda x: drift.PageHinkley(threshold=x, mode="up"), 5, 300, "threshold"),
}
SHIPPED = {
    "ADWIN": drift.ADWIN, "HDDM_A": drift.binary.HDDMA, "HDDM_W": drift.binary.HDDMW, "DDM": drift.binary.DDM,
    "EDDM": drift.binary.EDDM, "Page-Hinkley": drift.PageHinkley,
}

print(f"{'':28}{'parameter':>12}{'ARL':>10}  {'0.15: mean median missed':>20}  {'0.2':>16}  {'0.3':>18}  {'geometric':>14}  of all streams")
level, length = tuned(Ours, ARL / 10, ARL * 10)
ours = show("ours, reference of 5,000", f"A {level:.0f}", length, delays(Ours(level)))
level_known, length = tuned(lambda x: Ours(x, 0.1), ARL / 10, ARL * 10)
known = show("ours, baseline known", f"A {level_known:.0f}", length, delays(Ours(level_known, 0.1)))
declared = show("ours as declared, A 50,000", "", arl(Ours(ARL)), delays(Ours(ARL)))
oracles = []
for rate in AFTER:
    make = lambda x, rate=rate: River(lambda: Cusum(rate, x))
    parameter, length = tuned(make, 2, 20)
    found = delays(make(parameter))
    show(f"CUSUM that knows 0.1 to {rate}", f"{parameter:.2f}", length, found)
    oracles.append(found[AFTER.index(rate)])
oracle = show("oracle: each knows its own", "", ARL, oracles)
peers = {}
for name, (make, low, high, word) in PEERS.items():
    parameter, length = tuned(lambda x: River(lambda: make(x)), low, high)
    value = show(f"{name}, tuned", f"{parameter:.3g}", length, delays(River(lambda: make(parameter))))
    if 0.8 * ARL <= length <= 1.25 * ARL:
        peers[name] = value
    else:
        print(f"{'':28}cannot be tuned to that rate by its {word}; not compared")
for name, make in SHIPPED.items():
    show(f"{name} as shipped", "", arl(River(make)), delays(River(make)))
few = {rate: streams[:3, BEFORE - 1000:BEFORE + 3000] for rate, streams in changes.items()}
alarmed = sum(len(River(lambda: drift.KSWIN(seed=1)).alarms(s, None)) for streams in few.values() for s in streams)
print(f"KSWIN as shipped             {alarmed} alarms in 9 streams of 1,000 rows before and 3,000 after (200 us a row: no more)")
show("dummy: random", "", ARL, delays(Dummy(False)))
show("dummy: periodic", "", ARL, delays(Dummy(True)))
best = min(peers, key=peers.get)
for label, value in (("reference", ours), ("baseline known", known)):
    against_peer, against_oracle = value / peers[best], value / oracle
    verdicts = [f"{against_peer:.2f} x {best} tuned (wanted: 0.85)", f"{against_oracle:.2f} x oracle (wanted: 1.15)"]
    missed = against_peer > 0.85 or against_oracle > 1.15
    print(f"G3, {label}: {', '.join(verdicts)}{'  MISSED' if missed else ''}")

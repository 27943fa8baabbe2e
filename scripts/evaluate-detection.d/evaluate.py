"""Delays of detectors at one rate of false alarms: ours, River's, an oracle, and dummies that look at nothing.

evaluate.py PROGRAM FOLDER SIZE SEED. Streams of errors: 0.1 for 10,000 rows, then 0.15, 0.2 or 0.3. Every detector is tuned on
quiet streams to one false alarm in 50,000 rows, and River's are also shown as shipped. A delay is how many rows of a change it
takes to the first alarm among them; what is not found in 20,000 rows counts as 20,000. Ours learns its baseline from the first
5,000 rows; the oracle, a CUSUM, is told the baseline and, in turn, each of the rates after the change.

Two measures are shown, and the first is judged. Of *all streams*: whoever alarms before the change goes on, as one does who has
looked and found nothing, ours with the reference that it had; and the next alarm counts. So all detectors are measured on the
same streams, whatever they did before, and by this measure the bounds were set. Of *undisturbed streams*: those alone in which
the detector itself had not alarmed before the change, as in M. Pollak, *Optimal detection of a change in distribution*, 1985.
That leaves each detector streams of its own choosing: of those with 10,000 quiet rows it drops the more, the more often it
alarms within the first 10,000.

Errors are standard errors, of ratios over pairs of the same streams, and hold too what is not known of the rates of false alarms
to which two detectors are tuned: a delay grows with a power of that, as measured of ours. A bound is MISSED by what is above it
by more than chance, 1.96 errors, of which one in forty would be said by chance alone; what is above it by less is said to be.
"""
import math
import sys

import numpy
from river import drift

from detectors import Cusum, Dummy, Ours, River, Streams

PROGRAM, FOLDER, SIZE, SEED = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
ARL, BEFORE, HORIZON, REFERENCE = 50_000, 10_000, 20_000, 5_000
USUAL, AFTER = 0.1, (0.15, 0.2, 0.3)
# River's detectors take up to a hundred times as long for a row, and see the first of the streams that ours and the oracle see;
# of these all but ADWIN, which is cheap and the best of them, a fifth.
STREAMS, QUIET, QUIET_ROWS = max(40, int(2000 * SIZE)), max(50, int(2000 * SIZE)), 50_000
RIVER, RIVER_QUIET, SHARE = max(40, int(1500 * SIZE)), max(40, int(200 * SIZE)), {"ADWIN": 1}
random = numpy.random.default_rng(SEED)


def errors(count, length, rate):
    return (random.random((count, length), dtype="float32") < rate).astype("uint8")


quiet = Streams(f"{FOLDER}/quiet", errors(QUIET, QUIET_ROWS, USUAL), RIVER_QUIET)
changes = {
    rate: Streams(f"{FOLDER}/{rate}", numpy.concatenate(
        [errors(STREAMS, BEFORE, USUAL), errors(STREAMS, HORIZON, rate)], axis=1), RIVER) for rate in AFTER
}


class Delays:
    """Of each rate the delays in all streams, and in which of them there was no alarm before the change."""

    def __init__(self, rates, logarithm_error=0.0):
        self.rates, self.arl_error = rates, logarithm_error

    @property
    def streams(self):
        return len(self.rates[0][0])

    def mean(self, undisturbed=False, most=None):
        """The geometric mean over the rates of mean delays."""
        values = [delay[:most][calm[:most] | (not undisturbed)].mean() for delay, calm in self.rates]
        return math.exp(sum(math.log(value) for value in values) / len(values))

    def influences(self, undisturbed, most):
        """What each stream adds to the logarithm of the mean of its rate."""
        for delay, calm in self.rates:
            weights = (calm[:most] | (not undisturbed)).astype(float)
            weights /= weights.mean()
            yield weights * (delay[:most] / (weights * delay[:most]).mean() - 1)

    def error(self, undisturbed=False, of=None, most=None):
        """The standard error of the logarithm of a mean, or of its ratio to that of others in the same streams."""
        own = list(self.influences(undisturbed, most))
        others = list(of.influences(undisturbed, most)) if of else [numpy.zeros(len(values)) for values in own]
        variance = sum(((a - b) ** 2).mean() / len(a) for a, b in zip(own, others)) / len(own) ** 2
        return math.sqrt(variance + (slope * math.hypot(self.arl_error, of.arl_error)) ** 2 if of else variance)


def delays(detector, arl_error=0.0):
    """Of a detector whose false alarms are so well known."""
    def one(rows):
        first = next((row for row in rows if row >= BEFORE), BEFORE + HORIZON - 1)
        return first - BEFORE + 1, not rows or rows[0] >= BEFORE

    found = [[one(rows) for rows in detector.alarms(changes[rate], BEFORE)] for rate in AFTER]
    return Delays([(numpy.array([d for d, _ in f], float), numpy.array([c for _, c in f])) for f in found], arl_error)


def arl(detector):
    """Rows to a false alarm, and the standard error of its logarithm over streams."""
    counts = numpy.array([len(rows) for rows in detector.alarms(quiet, QUIET_ROWS)])
    rows = (QUIET_ROWS - getattr(detector, "reference", 0)) * len(counts)
    return rows / max(0.5, counts.sum()), counts.std() / max(counts.mean(), 0.5 / len(counts)) / math.sqrt(len(counts))


def levelled(make, level):
    """Tunes a level to which the rows to a false alarm are about proportional."""
    for _ in range(8):
        length, error = arl(make(level))
        if abs(math.log(length / ARL)) < 0.01:
            break
        level *= ARL / length
    return level, length, error


def tuned(make, low, high):
    """Bisects on the logarithm of a parameter, with which false alarms become rarer from low to high."""
    best = None
    for _ in range(10):
        middle = math.sqrt(low * high)
        length, error = arl(make(middle))
        if best is None or abs(math.log(length / ARL)) < abs(math.log(best[1] / ARL)):
            best = (middle, length, error)
        if abs(math.log(length / ARL)) < 0.04:
            break
        low, high = (middle, high) if length < ARL else (low, middle)
    return best


def show(name, parameter, length, found):
    cells = "  ".join(f"{d.mean():7.1f} {numpy.median(d):6.0f} {numpy.mean(d >= HORIZON):4.0%}" for d, _ in found.rates)
    rows = f"{length[0]:9.0f} ±{100 * length[1]:3.0f} %" if length else " " * 15
    calm = numpy.mean([calm.mean() for _, calm in found.rates])
    print(f"{name:28}{parameter:>12}{rows}  {cells}  {found.mean():8.1f} ±{100 * found.error():4.1f} %"
          f"  {found.mean(True):8.1f} ±{100 * found.error(True):4.1f} % {calm:5.0%}", flush=True)


PEERS = {
    "ADWIN": (lambda x: drift.ADWIN(delta=x), 10, 1e-3, "delta"),
    "HDDM_A": (lambda x: drift.binary.HDDMA(drift_confidence=x), 0.1, 1e-3, "confidence"),
    "HDDM_W": (lambda x: drift.binary.HDDMW(drift_confidence=x), 0.1, 1e-3, "confidence"),
    "DDM": (lambda x: drift.binary.DDM(drift_threshold=x), 2, 5, "threshold"),
    "EDDM": (lambda x: drift.binary.EDDM(beta=x), 0.95, 0.2, "beta"),
    "Page-Hinkley": (lambda x: drift.PageHinkley(threshold=x, mode="up"), 15, 135, "threshold"),
}
SHIPPED = {
    "ADWIN": drift.ADWIN, "HDDM_A": drift.binary.HDDMA, "HDDM_W": drift.binary.HDDMW, "DDM": drift.binary.DDM,
    "EDDM": drift.binary.EDDM, "Page-Hinkley": drift.PageHinkley,
}

print(f"{'':40}{'ARL':>15}  {'0.15: mean median missed':>20}  {'0.2':>18}  {'0.3':>18}  {'all streams':>18}  undisturbed streams")
found, slope = {}, 0.0
for name, baseline in (("reference of 5,000", None), ("baseline known", USUAL)):
    make = lambda x, baseline=baseline: Ours(PROGRAM, REFERENCE, x, baseline)
    level, *length = levelled(make, ARL / 2)
    found[name] = delays(make(level), length[1])
    show(f"ours, {name}", f"A {level:.0f}", length, found[name])
    rarer = math.log(delays(make(2 * level)).mean() / found[name].mean()) / math.log(arl(make(2 * level))[0] / length[0])
    slope = max(slope, rarer)
declared = Ours(PROGRAM, REFERENCE, ARL)
show("ours as declared, A 50,000", "", arl(declared), delays(declared))
oracles = []
for rate in AFTER:
    level, *length = levelled(lambda x, rate=rate: Cusum(USUAL, rate, x), ARL / 50)
    known = delays(Cusum(USUAL, rate, level), length[1])
    show(f"CUSUM that knows 0.1 to {rate}", f"{math.log(level):.2f}", length, known)
    oracles.append((known.rates[AFTER.index(rate)], length[1]))
oracle = Delays([rates for rates, _ in oracles], math.sqrt(sum(error ** 2 for _, error in oracles)) / len(oracles))
show("oracle: each knows its own", "", None, oracle)
peers = {}
for name, (make, low, high, word) in PEERS.items():
    parameter, *length = tuned(lambda x: River(lambda: make(x), SHARE.get(name, 0.2)), low, high)
    value = delays(River(lambda: make(parameter), SHARE.get(name, 0.2)), length[1])
    show(f"{name}, tuned", f"{parameter:.3g}", length, value)
    if 0.8 * ARL <= length[0] <= 1.25 * ARL:
        peers[name] = value
    else:
        print(f"{'':28}cannot be tuned to that rate by its {word}; not compared")
for name, make in SHIPPED.items():
    shipped = River(make, SHARE.get(name, 0.2))
    show(f"{name} as shipped", "", arl(shipped), delays(shipped))
few = {rate: streams.rows[:3, BEFORE - 1000:BEFORE + 3000] for rate, streams in changes.items()}
alarmed = sum(len(River(lambda: drift.KSWIN(seed=1)).of(s, HORIZON)) for streams in few.values() for s in streams)
print(f"KSWIN as shipped             {alarmed} alarms in 9 streams of 1,000 rows before and 3,000 after (200 us a row: no more)")
show("dummy: random", "", None, delays(Dummy(random, 1 / ARL, False)))
show("dummy: periodic", "", None, delays(Dummy(random, 1 / ARL, True)))


def verdict(ours, other, name, most, undisturbed):
    count = min(ours.streams, other.streams)
    ratio = ours.mean(undisturbed, count) / other.mean(undisturbed, count)
    error = ratio * ours.error(undisturbed, other, count)
    judged = "" if undisturbed or ratio <= most else "  MISSED" if ratio - 1.96 * error > most else "  above by no more than chance"
    return f"{ratio:.3f} ±{error:.3f} x {name} (wanted: {most}){judged}"


print(f"a delay grows as the rows to a false alarm to the power of {slope:.2f}")
for undisturbed in (False, True):
    best = min(peers, key=lambda name: peers[name].mean(undisturbed))
    print("undisturbed streams, not judged" if undisturbed else "G3, all streams")
    for name, ours in found.items():
        print(f"  ours, {name}: {verdict(ours, peers[best], f'{best} tuned', 0.85, undisturbed)}")
        print(f"  ours, {name}: {verdict(ours, oracle, 'oracle', 1.15, undisturbed)}")

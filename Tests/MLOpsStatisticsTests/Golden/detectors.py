"""Golden alarm indices of River's detectors."""
from river import drift

from streams import Xoshiro256StarStar, draw



class Sampler:
    """Draws what KSWIN of ours draws, where River asks Python's own generator."""

    def __init__(self, seed):
        self.random = Xoshiro256StarStar(seed)

    def sample(self, population, count):
        chosen = list(population)
        for position in range(count):
            other = position + self.random.below(len(chosen) - position)
            chosen[position], chosen[other] = chosen[other], chosen[position]
        return chosen[:count]


class KSWIN(drift.KSWIN):
    def _reset(self):
        super()._reset()
        self._rng = Sampler(self.seed)


DETECTORS = {
    "adwin": lambda: drift.ADWIN(),
    "adwinLoose": lambda: drift.ADWIN(delta=0.3),
    "adwinEveryValue": lambda: drift.ADWIN(clock=1),
    "pageHinkley": lambda: drift.PageHinkley(),
    "pageHinkleyUp": lambda: drift.PageHinkley(threshold=20, mode="up"),
    "pageHinkleyDown": lambda: drift.PageHinkley(threshold=10, mode="down"),
    "ddm": lambda: drift.binary.DDM(),
    "hddmA": lambda: drift.binary.HDDMA(),
    "hddmATwoSided": lambda: drift.binary.HDDMA(two_sided_test=True),
    "kswin": lambda: KSWIN(seed=1),
    "kswinLoose": lambda: KSWIN(alpha=0.05, window_size=60, stat_size=20, seed=7),
}
BINARY = ("ddm", "hddmA", "hddmATwoSided")


def stream(seed, kind, level, shift):
    """4,000 values, of which the second 2,000 are shifted; `b` is 0 or 1 with a probability."""
    random = Xoshiro256StarStar(seed)
    for index in range(4000):
        at = level if index < 2000 else level + shift
        yield (1.0 if random.uniform() < at else 0.0) if kind == "b" else draw(random, "n", 1, at)


def write_detectors(path, seed):
    with open(path, "w") as out:
        for kind, level, shift in (("b", 0.1, 0), ("b", 0.1, 0.05), ("b", 0.1, 0.2), ("b", 0.4, -0.3), ("b", 0.3, 0.1),
                                   ("n", 0, 0), ("n", 0, 0.3), ("n", 5, 1), ("n", 0, -1)):
            for _ in range(4):
                seed += 1
                for name, make in DETECTORS.items():
                    if kind == "n" and name in BINARY:
                        continue
                    detector = make()
                    alarms = []
                    for index, value in enumerate(stream(seed, kind, level, shift)):
                        detector.update(value)
                        if detector.drift_detected:
                            alarms.append(index)
                    pairs = " ".join(f"alarm={index}" for index in alarms)
                    out.write(f"{name}\t{seed}\t{kind}\t{level}\t{shift}\t{pairs}\n")

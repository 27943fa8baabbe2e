"""Golden alarms of River's detectors: ADWIN, Page-Hinkley, DDM, HDDM_A and KSWIN, on streams of many kinds.

A line is a detector with its parameters, a stream, and River's answers: the index of every alarm and, where the detector
warns, at how many values it did. A stream is recipes of streams.py with semicolons between them, one after the other. The
shipped parameters are asked of every stream, and parameters at random; of KSWIN, which takes a hundred times as long, these or
those in turn.

What is not asked, since the answers differ by intention:
- KSWIN draws its sample by Python's generator in River and by ours here; with ours in its place the alarms are the same.
- DDM of River ends with "math domain error" once the mean of what it saw is outside 0 to 1; ours takes the deviation as 0.
- KSWIN of River has no p while it looks at a NaN, and orders infinities like other values; ours leaves both out.
"""
from river import drift

from streams import Xoshiro256StarStar, sample

LENGTH = 2000


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


MAKE = {
    "adwin": lambda delta, *whole: drift.ADWIN(float(delta), *map(int, whole)),
    "pageHinkley": lambda least, delta, threshold, alpha, mode: drift.PageHinkley(
        int(least), float(delta), float(threshold), float(alpha), mode),
    "ddm": lambda warm, warning, alarm: drift.binary.DDM(int(warm), float(warning), float(alarm)),
    "hddmA": lambda alarm, warning, sides: drift.binary.HDDMA(float(alarm), float(warning), sides == "2"),
    "kswin": lambda alpha, *whole: KSWIN(float(alpha), *map(int, whole)),
}
# Delta, clock, most buckets of a size, least length of a part, grace; least count, delta, threshold, forgetting, side; warm-up,
# warning, alarm; confidence of an alarm, of a warning, sides; alpha, window, sample, seed.
SHIPPED = (
    "adwin:0.002:32:5:5:10", "pageHinkley:30:0.005:50:0.9999:both", "ddm:30:2:3", "hddmA:0.001:0.005:1", "kswin:0.005:100:30:1",
)


class Choice:
    """Parameters and streams at random, from a generator that is the same everywhere."""

    def __init__(self, seed):
        self.random = Xoshiro256StarStar(seed)

    def of(self, *values):
        return values[self.random.below(len(values))]

    def whole(self, least, most):
        return least + self.random.below(most - least + 1)

    def between(self, least, most):
        return round(least + (most - least) * self.random.uniform(), 6)

    def seed(self):
        return self.random.next() >> 32

    def segment(self, kind, count, scale, shift):
        return f"{kind}:{self.seed()}:{count}:{scale!r}:{shift!r}"

    def lengths(self, parts):
        """Whole numbers that add up to LENGTH."""
        cuts = sorted({self.whole(1, LENGTH - 1) for _ in range(parts - 1)} | {0, LENGTH})
        return [after - before for before, after in zip(cuts, cuts[1:])]

    def detectors(self, scale):
        """Each detector once; what is in the unit of the data goes with its scale."""
        yield f"adwin:{self.of(0.3, 0.05, 1e-4)}:{self.of(1, 7, 32)}:{self.of(2, 5, 9)}:{self.of(1, 5, 20)}:{self.of(0, 10, 100)}"
        yield (f"pageHinkley:{self.of(1, 30, 200)}:{self.of(0, 0.005, 0.1) * scale!r}:{self.of(1, 10, 30) * scale!r}:"
               f"{self.of(1, 0.9999, 0.99)}:{self.of('up', 'down', 'both')}")
        yield f"ddm:{self.of(1, 10, 30, 100)}:{self.of(1, 2)}:{self.of(2, 2.5, 3)}"
        yield f"hddmA:{self.of(0.05, 0.01, 1e-6)}:{self.of(0.1, 0.06)}:{self.of(1, 2)}"
        size = self.whole(5, 40)
        yield f"kswin:{self.of(0.05, 0.01, 0.0003)}:{2 * size + self.whole(0, 60)}:{size}:{self.whole(1, 99)}"


def streams(choice):
    """Pairs: the scale of the stream, None when its values are within 0 to 1; its recipes."""
    def joined(parts):
        return ";".join(parts)

    half = LENGTH // 2
    for _ in range(2):
        for more in (0.1, 0.3, -0.2, 0):  # errors
            rate = choice.between(0.2, 0.5)
            yield None, joined(choice.segment("b", half, at, 0) for at in (rate, rate + more))
        yield None, joined(choice.segment("u", half, choice.between(0.2, 0.5), choice.between(0, 0.5)) for _ in range(2))
        yield None, joined(choice.segment("i", n, 0, choice.of(0, 1, 0.3, 1 / 3)) for n in choice.lengths(3))  # constants
        yield 1, joined(choice.segment("n", half, choice.between(0.5, 1.5), choice.between(-1, 1)) for _ in range(2))
        yield 1, joined(choice.segment("n", n, choice.between(0, 0.3), choice.whole(-3, 3)) for n in choice.lengths(12))  # steps
        yield 1, joined(choice.segment("i", n, 0, choice.between(-5, 5)) for n in choice.lengths(9))  # steps without noise
        yield 1, joined(choice.segment("i", half, choice.whole(2, 6), choice.whole(0, 1)) for _ in range(2))  # ties
        yield 1, joined(choice.segment("z", half, choice.between(1, 9), 0) for _ in range(2))  # an atom at 0
        yield 10, joined(choice.segment("h", half, choice.between(0.5, 2), 0) for _ in range(2))  # a heavy tail
        for tiny in (1e-9, 1e-160, 5e-323):  # squares of the second are 0, the third has one bit
            yield tiny, joined(choice.segment("n", half, tiny, choice.whole(0, 1) * tiny) for _ in range(2))
        yield 1e-9, joined(choice.segment("u", half, 1e-9, 0) for _ in range(2))
        yield 1, joined(choice.segment("n", half, 1.0, 1e9 + choice.whole(0, 1)) for _ in range(2))  # far from 0
        yield 1e150, joined(choice.segment("n", half, 1e150, choice.whole(0, 1) * 1e150) for _ in range(2))
        usual = choice.segment("n", half, 1.0, 0)
        yield 1, joined([usual, choice.of("v:nan", "v:inf", "v:-inf"), choice.segment("n", half, 1.0, 5)])


def answers(detector, values):
    warnings = 0
    for index, value in enumerate(values):
        detector.update(value)
        if detector.drift_detected:
            yield f"alarm={index}"
        else:
            warnings += getattr(detector, "warning_detected", False)
    if hasattr(detector, "warning_detected"):
        yield f"warnings={warnings}"


def write_detectors(path, seed):
    choice = Choice(seed)
    with open(path, "w") as out:
        for turn, (scale, recipes) in enumerate(streams(choice)):
            values = [value for recipe in recipes.split(";") for value in sample(recipe)]
            # An odd number of kinds: each meets both in two rounds.
            asked = [*SHIPPED, *choice.detectors(scale or 1)]
            del asked[-1 if turn % 2 else len(SHIPPED) - 1]
            for description in asked:
                name, *parameters = description.split(":")
                if name == "ddm" and scale is not None or name == "kswin" and "v:" in recipes:
                    continue
                out.write(f"{description}\t{recipes}\t{' '.join(answers(MAKE[name](*parameters), values))}\n")

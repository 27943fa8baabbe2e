"""The detectors that are compared: each says of streams of errors in which rows it alarms, and goes on after an alarm.

What `alarms(name, start)` returns is, of each stream, the rows of the alarms, up to the first at or after the row `start`.
"""
import math
import subprocess

import numpy


class Streams:
    """Streams of errors of one length, as numbers and as a file of bytes; the first `few` are for detectors that are slow."""

    def __init__(self, path, rows, few):
        self.path, self.rows, self.few = path, rows, few
        rows.tofile(path)


class River:
    """A detector of River's, made anew for each stream; it sees a share of the few. What an alarm does to it is its own affair.

    All of them begin anew; ADWIN keeps of its window what it found to be new.
    """

    def __init__(self, make, share=1):
        self.make, self.share = make, share

    def alarms(self, streams, start):
        return [self.of(stream, start) for stream in streams.rows[:math.ceil(streams.few * self.share)]]

    def of(self, stream, start):
        detector, found = self.make(), []
        for row, error in enumerate(stream.tolist()):
            detector.update(error)
            if detector.drift_detected:
                found.append(row)
                if row >= start:
                    break
        return found


class Cusum:
    """Knows the rate before and the rate after the change; all streams at once."""

    def __init__(self, before, after, level):
        self.up, self.down, self.level = math.log(after / before), math.log((1 - after) / (1 - before)), math.log(level)

    def alarms(self, streams, start):
        count, length = streams.rows.shape
        found, sums, is_over = [[] for _ in range(count)], numpy.zeros(count), numpy.zeros(count, bool)
        for row, errors in enumerate(numpy.ascontiguousarray(streams.rows.T)):
            sums += numpy.where(errors, self.up, self.down)
            numpy.maximum(sums, 0, out=sums)
            alarmed = numpy.flatnonzero(sums >= self.level)
            sums[alarmed] = 0
            for stream in alarmed[~is_over[alarmed]]:
                found[stream].append(row)
            if row >= start:
                is_over[alarmed] = True
                if is_over.all():
                    break
        return found


class Dummy:
    """Alarms at a rate, periodically or at random, whatever the data."""

    def __init__(self, random, rate, periodic):
        self.random, self.rate, self.periodic = random, rate, periodic

    def alarms(self, streams, start):
        count, length = streams.rows.shape
        if self.periodic:
            period = round(1 / self.rate)
            return [list(range(int(self.random.integers(period)), length, period)) for _ in range(count)]
        return [numpy.flatnonzero(self.random.random(length) < self.rate).tolist() for _ in range(count)]


class Ours:
    """After an alarm it starts anew with the reference, or the baseline, that it had."""

    def __init__(self, program, reference, level, baseline=None):
        self.program, self.reference = program, 0 if baseline else reference
        self.tail = [str(level), str(reference)] + ([str(baseline)] if baseline else [])

    def alarms(self, streams, start):
        arguments = [self.program, streams.path, str(streams.rows.shape[1]), str(start), *self.tail]
        lines = subprocess.check_output(arguments, text=True).splitlines()
        return [[int(row) for row in line.split()] for line in lines]

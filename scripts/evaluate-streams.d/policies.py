"""Policies that say after each part of a stream whether to train, given the losses of the labels that came with it."""
from river import drift


class Period:
    """Every so many parts; 0: never."""

    def __init__(self, parts):
        self.parts, self.passed = parts, 0

    def deployed(self):
        self.passed = 0

    def asks(self, losses):
        self.passed += 1
        return self.parts > 0 and self.passed >= self.parts


class Detector:
    """As soon as a detector of River's alarms; it is made anew for each model."""

    def __init__(self, make, scale=1.0):
        self.make, self.detector, self.scale = make, make(), scale

    def deployed(self):
        self.detector = self.make()

    def asks(self, losses):
        alarmed = False
        for loss in losses:
            self.detector.update(loss / self.scale)
            alarmed = alarmed or self.detector.drift_detected
        return alarmed


def all_policies(task, scale):
    """`scale`: what a row usually loses. Detectors get losses of numbers in units of it; those of errors get none of numbers."""
    found = {"never": Period(0), "always": Period(1)}
    for parts in (5, 10, 20, 40):
        found[f"every {parts} parts"] = Period(parts)
    unit = scale if task == "regression" else 1.0
    found["ADWIN"] = Detector(drift.ADWIN, unit)
    found["Page-Hinkley"] = Detector(lambda: drift.PageHinkley(mode="up"), unit)
    if task != "regression":
        found["HDDM_A"] = Detector(drift.binary.HDDMA)
        found["DDM"] = Detector(drift.binary.DDM)
    return found

"""Golden alarm indices of River's detectors."""


def write_detectors(path):
    pass

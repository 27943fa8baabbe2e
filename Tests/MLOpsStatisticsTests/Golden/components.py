"""Golden reconstruction errors: of scikit-learn's PCA, on the rows as CoMoments rounds them."""
import math

import numpy
from sklearn.decomposition import PCA

from streams import Xoshiro256StarStar, draw


def rows(seed, count, columns, common, shift):
    """Columns that share one factor, with weight `common`; the first column lies `shift` higher."""
    random = Xoshiro256StarStar(seed)
    for _ in range(count):
        factor = draw(random, "n", 1, 0)
        own = [draw(random, "n", 1, 0) * (1 - common) * (column + 1) for column in range(columns)]
        yield [factor * common + value + (shift if column == 0 else 0) for column, value in enumerate(own)]


def rounded(table):
    """As CoMoments keeps values: cut to ±32, in whole 2⁻¹²."""
    scaled = numpy.clip(numpy.array(list(table)), -32, 32) * 4096
    return numpy.sign(scaled) * numpy.floor(numpy.abs(scaled) + 0.5) / 4096


def error(reference, current, share):
    pca = PCA().fit(reference)
    held = numpy.cumsum(pca.explained_variance_) / pca.explained_variance_.sum()
    kept = int(numpy.argmax(held >= share)) + 1
    directions = pca.components_[:kept]
    centred = current - pca.mean_
    rest = centred - centred @ directions.T @ directions
    return kept, float((rest**2).sum(axis=1).mean())


def write_components(path, seed):
    with open(path, "w") as out:
        for columns in (1, 2, 3, 5, 10, 25):
            for common in (0, 0.5, 0.9):
                for share in (0.3, 0.65, 0.9):
                    for shift, current in ((0, 50), (0.5, 400), (3, 2)):
                        seed += 1
                        reference = rounded(rows(seed, 600, columns, common, 0))
                        window = rounded(rows(seed + 10**6, current, columns, common, shift))
                        kept, mean = error(reference, window, share)
                        out.write(f"{seed}\t{columns}\t{common}\t{share}\t{shift}\t{current}\tkept={kept} error={mean!r}\n")

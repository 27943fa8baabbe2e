import RealModule

/// Count, mean and central moments up to the fourth of a stream of finite numbers; mergeable.
///
/// Updates and merges as in P. Pébay, *Formulas for robust, one-pass parallel computation of covariances and
/// arbitrary-order statistical moments*, SAND2008-6212. Merging is exact up to rounding; for sums that are the same to
/// the last bit whatever the order, see ``ExactSum``.
package struct Moments: Sendable, Equatable {
    package private(set) var count = 0.0
    package private(set) var mean = 0.0
    /// Σ(x−mean)², Σ(x−mean)³, Σ(x−mean)⁴.
    package private(set) var second = 0.0
    package private(set) var third = 0.0
    package private(set) var fourth = 0.0

    package init() {}

    package init(count: Double, mean: Double, second: Double, third: Double, fourth: Double) {
        (self.count, self.mean, self.second, self.third, self.fourth) = (count, mean, second, third, fourth)
    }

    /// The moments of `values`, in two passes.
    package init(_ values: UnsafeBufferPointer<Double>) {
        guard !values.isEmpty else { return }
        count = Double(values.count)
        var sum = 0.0
        for value in values { sum += value }
        mean = sum / count
        var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0)
        for value in values {
            let deviation = value - mean
            let square = deviation * deviation
            first += deviation
            second += square
            third += square * deviation
            fourth += square * square
        }
        let shift = first / count
        mean += shift
        self.second = max(0, second - first * shift)
        self.third = third - shift * (3 * second - 2 * first * shift)
        self.fourth = fourth - shift * (4 * third - shift * (6 * second - 3 * first * shift))
    }

    package mutating func merge(_ other: Moments) {
        guard other.count > 0 else { return }
        guard count > 0 else { return self = other }
        let (n, m) = (count, other.count)
        let total = n + m
        let delta = other.mean - mean
        let step = delta / total
        let product = delta * step * n * m
        fourth +=
            other.fourth + product * step * step * (n * n - n * m + m * m)
            + 6 * step * step * (n * n * other.second + m * m * second) + 4 * step * (n * other.third - m * third)
        third += other.third + product * step * (n - m) + 3 * step * (n * other.second - m * second)
        second += other.second + product
        mean += step * m
        count = total
    }

    package mutating func add(_ value: Double) {
        merge(Moments(count: 1, mean: value, second: 0, third: 0, fourth: 0))
    }

    /// The unbiased variance (n − 1 in the denominator); nil below two values.
    package var variance: Double? { count > 1 ? second / (count - 1) : nil }
    /// The square root of ``variance``.
    package var standardDeviation: Double? { variance.map { $0.squareRoot() } }
    /// The moment coefficient of skewness √n·M₃/M₂^{3/2} (biased); nil for a constant.
    package var skewness: Double? {
        second > 0 ? finite(count.squareRoot() * third / (second * second.squareRoot())) : nil
    }
    /// The excess kurtosis n·M₄/M₂² − 3 (biased); nil for a constant.
    package var excessKurtosis: Double? { second > 0 ? finite(count * fourth / (second * second) - 3) : nil }

    private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}

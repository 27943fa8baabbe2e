import RealModule

/// Count, mean and variance of finite numbers, from sums without rounding: the same bits in every order and grouping.
package struct ExactMoments: Sendable, Equatable {
    package internal(set) var count: Int
    var sum: ExactSum
    var squares: ExactSum

    package init() {
        count = 0
        sum = ExactSum(of: .value)
        squares = ExactSum(of: .square)
    }

    init(count: Int, sum: ExactSum, squares: ExactSum) {
        (self.count, self.sum, self.squares) = (count, sum, squares)
    }

    /// Adds finite numbers.
    package mutating func add(_ values: UnsafeBufferPointer<Double>) {
        count += values.count
        for start in stride(from: 0, to: values.count, by: ExponentBins.maximumValues) {
            let end = min(values.count, start + ExponentBins.maximumValues)
            let part = UnsafeBufferPointer(rebasing: values[start..<end])
            if part.count < Self.fewest || !ExponentBins.add(part, to: &sum, squares: &squares) {
                sum.add(part)
                squares.add(part)
            }
        }
    }

    /// Fewer values are added faster one by one.
    private static let fewest = 32

    package mutating func merge(_ other: ExactMoments) {
        count += other.count
        sum.merge(other.sum)
        squares.merge(other.squares)
    }

    /// Undoes a ``merge(_:)``.
    package mutating func subtract(_ other: ExactMoments) {
        count -= other.count
        sum.subtract(other.sum)
        squares.subtract(other.squares)
    }

    /// nil without values.
    package var mean: Double? {
        guard count > 0 else { return nil }
        let (number, exponent) = sum.leading
        return Double.scaled((number / Double(count)).high, by: exponent)
    }

    /// The unbiased variance (n − 1 in the denominator); nil below two values, +∞ beyond the range of a double.
    package var variance: Double? {
        guard let (value, exponent) = scaledVariance else { return nil }
        return Double.scaled(value, by: exponent)
    }

    /// The square root of ``variance``, in range whenever the values are.
    package var standardDeviation: Double? {
        guard let (value, exponent) = scaledVariance else { return nil }
        let odd = exponent & 1
        return Double.scaled((value * Double(1 + odd)).squareRoot(), by: (exponent - odd) / 2)
    }

    /// The moments up to the second, for the tests that take them.
    package var moments: Moments {
        Moments(
            count: Double(count), mean: mean ?? 0, second: (variance ?? 0) * Double(max(0, count - 1)), third: 0,
            fourth: 0)
    }

    // (Σx² − (Σx)²/n)/(n−1) as value·2^exponent.
    private var scaledVariance: (value: Double, exponent: Int)? {
        guard count > 1 else { return nil }
        let (first, e) = sum.leading
        let (second, exponent) = squares.leading
        let product = (first * first / Double(count)).scaled(by: 2 * e - exponent)
        let rest = second - product
        return (max(0, rest.high) / Double(count - 1), exponent)
    }
}
